#include "kaseya_vsa/pages.hpp"

#include <algorithm>

namespace billbyagent::kaseya_vsa {

std::size_t pages_of(std::size_t total) noexcept {
  return total <= page_rows ? 1 : 1 + (total - page_rows + page_step - 1) / page_step;
}

std::size_t rows_of(std::size_t page, std::size_t total) noexcept {
  const std::size_t begin = page * page_step;
  return begin >= total ? 0 : std::min(page_rows, total - begin);
}

std::string page_target(const Listing& listing, std::size_t page) {
  return listing.path + "?$top=" + std::to_string(page_rows) +
         "&$skip=" + std::to_string(page * page_step) + "&$orderby=" + listing.order_by + "%20asc";
}

Result<void> PageReader::read(http::Client& client, http::Deadline deadline) {
  do {
    if (auto ready = session_.ensure(page_rows, deadline); !ready) return ready.error();
    asked_.clear();
    refusal_.reset();
    if (auto done = client.run(*this, deadline); !done) return done.error();
    if (refusal_) {
      if (auto again = session_.refused(*refusal_); !again) return again.error();
    }
  } while (!contradiction_ && (!total_ || delivered_ < pages_of(*total_)));
  return {};
}

/// The conversation pauses for a new login once the session is refused or used up.
std::optional<http::Request> PageReader::next() {
  if (contradiction_ || refusal_ || !session_.is_good_for(page_rows)) return std::nullopt;
  const auto page = next_page();
  if (!page) return std::nullopt;
  if (again_.empty()) {
    ++fresh_;
  } else {
    again_.pop_front();
  }
  asked_.push_back(*page);
  return session_.request(page_target(listing_, *page), page_rows);
}

/// Pages wait for those before them, so no page may be asked for too far ahead.
std::optional<std::size_t> PageReader::next_page() const {
  if (!again_.empty()) return again_.front();
  if (fresh_ == 0) return 0;
  if (!total_ || fresh_ >= pages_of(*total_) || fresh_ >= delivered_ + window_) return std::nullopt;
  return fresh_;
}

Result<void> PageReader::answered(std::size_t number, http::Response response) {
  const std::size_t page = asked_[number];
  if (contradiction_) return {};
  if (is_refusal(response)) {
    refusal_ = std::move(response.body);
    again_.push_back(page);
    return {};
  }
  return accept(page, response);
}

Result<void> PageReader::accept(std::size_t page, const http::Response& response) {
  const auto envelope = decode(page, response);
  if (!envelope) {
    const Error& error = envelope.error();
    return error.code == Errc::not_found ? Error{listing_.missing, error.context} : error;
  }
  session_.served();
  if (envelope->result != Envelope::Shape::list)
    return Error{Errc::protocol_error, "Result is not a list"};
  const auto promised = whole_number(envelope->total_records);
  if (!promised) return Error{Errc::protocol_error, "TotalRecords is missing"};
  if (!total_) total_ = *promised;
  if (*promised > limits::agents_per_scan_max)
    return Error{Errc::out_of_range, std::to_string(*promised) + " records"};
  if (*promised != *total_) {
    contradict("the total changed from " + std::to_string(*total_) + " to " +
               std::to_string(*promised));
  } else if (rows_in(page) != rows_of(page, *total_)) {
    contradict("the page at " + std::to_string(page * page_step) + " has " +
               std::to_string(rows_in(page)) + " rows, where a total of " +
               std::to_string(*total_) + " means " + std::to_string(rows_of(page, *total_)));
  }
  ready_.insert(page);
  while (!contradiction_ && ready_.erase(delivered_) > 0) deliver(delivered_++);
  return {};
}

void PageReader::contradict(std::string how) {
  if (!contradiction_) contradiction_ = std::move(how);
}

}  // namespace billbyagent::kaseya_vsa
