#include "odata/pages.hpp"

#include <algorithm>

#include "odata/fields.hpp"

namespace billbyagent::odata {

std::string page_target(const Listing& listing, const PageLayout& layout, std::size_t page) {
  std::string target = listing.path + "?$top=" + std::to_string(layout.rows) +
                       "&$skip=" + std::to_string(layout.begin_of(page));
  if (!listing.order_by.empty()) target += "&$orderby=" + listing.order_by + "%20asc";
  return target + listing.query;
}

PageReader::PageReader(const Server& server, const Listing& listing, Access& access)
    : server_(server),
      listing_(listing),
      access_(access),
      layout_(server.layout),
      links_(server.origin, server.base + listing.path) {}

Result<void> PageReader::read(http::Client& client, http::Deadline deadline) {
  do {
    if (auto ready = access_.ensure(layout_.rows, deadline); !ready) return ready.error();
    asked_.clear();
    refusal_.reset();
    if (auto done = client.run(*this, deadline); !done) return done.error();
    if (refusal_) {
      if (auto again = access_.refused(*refusal_); !again) return again.error();
    }
  } while (!contradiction_ && !is_complete());
  return {};
}

bool PageReader::is_complete() const {
  if (!total_) return false;
  return delivered_ >= (by_links_ ? followed_.size() + 1 : layout_.pages_of(*total_));
}

/// The conversation pauses while the server lets nobody in, or soon would not.
std::optional<http::Request> PageReader::next() {
  if (contradiction_ || refusal_ || !access_.is_good_for(layout_.rows)) return std::nullopt;
  const auto page = next_page();
  if (!page) return std::nullopt;
  if (again_.empty()) {
    ++fresh_;
  } else {
    again_.pop_front();
  }
  asked_.push_back(*page);
  return access_.request(target_of(*page), layout_.rows);
}

/// Pages wait for those before them, so no page may be asked for too far ahead.
std::optional<std::size_t> PageReader::next_page() const {
  if (!again_.empty()) return again_.front();
  if (fresh_ == 0) return 0;
  if (!total_) return std::nullopt;
  const std::size_t known = by_links_ ? followed_.size() + 1 : layout_.pages_of(*total_);
  const std::size_t window = server_.connections * 2;
  if (fresh_ >= known || fresh_ >= delivered_ + window) return std::nullopt;
  return fresh_;
}

std::string PageReader::target_of(std::size_t page) const {
  if (page == 0 || !by_links_) return page_target(listing_, layout_, page);
  // A link has the base in front.
  return followed_[page - 1].target.substr(server_.base.size());
}

bool PageReader::overlaps(std::size_t page) const {
  return page > 0 && (!by_links_ || followed_[page - 1].overlaps);
}

Result<void> PageReader::answered(std::size_t number, http::Response response) {
  const std::size_t page = asked_[number];
  if (contradiction_) return {};
  if (access_.is_refusal(response)) {
    refusal_ = std::move(response.body);
    again_.push_back(page);
    return {};
  }
  refuses_query_ = page == 0 && response.status == 400;
  return accept(page, response);
}

Result<void> PageReader::accept(std::size_t page, const http::Response& response) {
  const auto envelope = decode(page, response);
  if (!envelope) {
    const Error& error = envelope.error();
    return error.code == Errc::not_found ? Error{listing_.missing, error.context} : error;
  }
  access_.served();
  const auto rows = promised(*envelope);
  if (!rows) return rows.error();
  if (!total_) {
    total_ = *rows;
    settle(page, *envelope);
  }
  compare(page, *rows);
  if (auto followed = follow(page, *envelope); !followed) return followed.error();
  ready_.insert(page);
  while (!contradiction_ && ready_.erase(delivered_) > 0) {
    deliver(delivered_, overlaps(delivered_));
    ++delivered_;
  }
  return {};
}

Result<std::size_t> PageReader::promised(const Envelope& envelope) const {
  if (!envelope.has_list(server_.format))
    return Error{Errc::protocol_error, std::string{server_.format.records} + " is not a list"};
  const auto promised = whole_number(envelope.total);
  if (!promised)
    return Error{Errc::protocol_error, std::string{server_.format.total} + " is missing"};
  if (*promised > limits::agents_per_scan_max)
    return Error{Errc::out_of_range, std::to_string(*promised) + " records"};
  return static_cast<std::size_t>(*promised);
}

/// The first page says how the others are reached.
void PageReader::settle(std::size_t page, const Envelope& envelope) {
  by_links_ = envelope.next_link.kind == Field::Kind::text && !envelope.next_link.text.empty();
  const std::size_t rows = rows_in(page);
  if (by_links_ || !server_.may_send_less || rows < 2 || rows > *total_) return;
  if (rows == layout_.rows_of(0, *total_)) return;
  // A server that does not page sends everything: then there is no second page.
  layout_.rows = rows == *total_ ? rows + 1 : rows;
}

void PageReader::compare(std::size_t page, std::size_t promised) {
  if (promised != *total_)
    return contradict("the total changed from " + std::to_string(*total_) + " to " +
                      std::to_string(promised));
  if (by_links_) return;
  const std::size_t expected = layout_.rows_of(page, *total_);
  if (rows_in(page) != expected)
    contradict("the page at " + std::to_string(layout_.begin_of(page)) + " has " +
               std::to_string(rows_in(page)) + " rows, where a total of " +
               std::to_string(*total_) + " means " + std::to_string(expected));
}

Result<void> PageReader::follow(std::size_t page, const Envelope& envelope) {
  if (!by_links_ || contradiction_) return {};
  const std::size_t repeated = overlaps(page) ? 1 : 0;
  const std::size_t fresh = rows_in(page) - std::min(repeated, rows_in(page));
  received_ += fresh;
  const bool is_linked =
      envelope.next_link.kind == Field::Kind::text && !envelope.next_link.text.empty();
  // Behind the last record some servers link to an empty page, or to empty pages for ever.
  const bool goes_on = is_linked && (fresh > 0 || received_ != *total_);
  if (goes_on && fresh == 0) {
    contradict("a page brought nothing new");
  } else if (received_ > *total_ || (!goes_on && received_ != *total_)) {
    contradict(std::to_string(received_) + " records came, where a total of " +
               std::to_string(*total_) + " was promised");
  } else if (goes_on) {
    auto next = links_.follow(envelope.next_link.text, received_);
    if (!next) return next.error();
    followed_.push_back(*std::move(next));
  }
  return {};
}

void PageReader::contradict(std::string how) {
  if (!contradiction_) contradiction_ = std::move(how);
}

}  // namespace billbyagent::odata
