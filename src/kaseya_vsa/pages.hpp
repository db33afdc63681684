#pragma once

/// Reads a whole list, several pages at the same time, and hands its records on in their order.
///
/// Rows can move while pages are being read. Each page therefore repeats the last record of the one
/// before it, and every page must promise the same total: together they show any shift. Then the
/// list is read again from the start.

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "billbyagent/base/limits.hpp"
#include "http/client.hpp"
#include "kaseya_vsa/decode.hpp"
#include "kaseya_vsa/envelope.hpp"
#include "kaseya_vsa/session.hpp"

namespace billbyagent::kaseya_vsa {

/// The server never sends more rows in one answer.
inline constexpr std::size_t page_rows = 100;
/// How far a page begins behind the one before it: one record is read twice.
inline constexpr std::size_t page_step = page_rows - 1;

/// Which list to read.
struct Listing {
  std::string path;                     ///< Such as `/system/orgs`.
  std::string order_by;                 ///< A sortable field without repetitions.
  std::string what;                     ///< For errors: `organizations`.
  Errc missing = Errc::protocol_error;  ///< What a 404 means.
};

/// How many pages a list of `total` rows has, the first one included.
std::size_t pages_of(std::size_t total) noexcept;
/// How many rows page `page` of it has.
std::size_t rows_of(std::size_t page, std::size_t total) noexcept;
std::string page_target(const Listing& listing, std::size_t page);

/// One attempt at reading a list, without the records themselves.
class PageReader : public http::Exchanges {
 public:
  PageReader(const Listing& listing, Session& session, std::size_t connections)
      : listing_(listing), session_(session), window_(connections * 2) {}

  /// Reads to the end, or until rows are found to have moved.
  Result<void> read(http::Client& client, http::Deadline deadline);
  /// How the pages contradicted each other; nothing when they did not.
  const std::optional<std::string>& contradiction() const { return contradiction_; }

  std::optional<http::Request> next() final;
  Result<void> answered(std::size_t number, http::Response response) final;

 protected:
  void contradict(std::string how);
  std::size_t total() const { return total_.value_or(0); }

 private:
  /// Reads the rows of the answer and keeps them.
  virtual Result<Envelope> decode(std::size_t page, const http::Response& response) = 0;
  virtual std::size_t rows_in(std::size_t page) const = 0;
  /// Page `page` is next in order and complete.
  virtual void deliver(std::size_t page) = 0;

  Result<void> accept(std::size_t page, const http::Response& response);
  std::optional<std::size_t> next_page() const;

  const Listing& listing_;
  Session& session_;
  std::size_t window_;
  std::vector<std::size_t> asked_;  ///< Page of each request of the running conversation.
  std::deque<std::size_t> again_;   ///< Pages that the server refused for the session's sake.
  std::size_t fresh_ = 0;           ///< First page that was never asked for.
  std::size_t delivered_ = 0;
  std::set<std::size_t> ready_;
  std::optional<std::size_t> total_;
  std::optional<std::string> contradiction_;
  std::optional<std::string> refusal_;
};

template <class T>
class RecordReader final : public PageReader {
 public:
  using Deliver = std::function<void(std::span<const T>)>;

  RecordReader(const Listing& listing, Session& session, std::size_t connections,
               const Deliver& deliver)
      : PageReader(listing, session, connections), deliver_(deliver) {}

 private:
  Result<Envelope> decode(std::size_t page, const http::Response& response) override {
    std::vector<T> records;
    records.reserve(page_rows);
    std::optional<Error> unreadable;
    auto envelope = read_answer(response, Codec<T>::fields(), [&](const Row& row) {
      if (unreadable) return;
      auto record = Codec<T>::decode(row);
      if (record) {
        records.push_back(*std::move(record));
      } else {
        unreadable = record.error();
      }
    });
    if (envelope && unreadable) return *unreadable;
    if (envelope) pages_[page] = std::move(records);
    return envelope;
  }

  std::size_t rows_in(std::size_t page) const override { return pages_.at(page).size(); }

  void deliver(std::size_t page) override {
    if (page == 0) seen_.reserve(total());
    const auto at = pages_.find(page);
    const std::vector<T> records = std::move(at->second);
    pages_.erase(at);
    std::span<const T> fresh{records};
    if (page > 0) {
      if (records.front().id != last_) return contradict("rows moved between pages");
      fresh = fresh.subspan(1);
    }
    for (const T& record : fresh)
      if (!seen_.insert(record.id).second)
        return contradict("id " + record.id.text() + " came twice");
    if (!records.empty()) last_ = records.back().id;
    if (!fresh.empty()) deliver_(fresh);
  }

  using IdType = decltype(T::id);
  const Deliver& deliver_;
  std::map<std::size_t, std::vector<T>> pages_;
  std::unordered_set<IdType> seen_;
  IdType last_;
};

/// Reads the whole list, again when rows moved; `restart` is called before each further attempt.
/// Errors: `incomplete_scan` with what did not fit together, and all of a request.
template <class T>
Result<void> read_list(const Listing& listing, Session& session, http::Client& client,
                       const KaseyaVsaOptions& options, http::Deadline deadline,
                       const std::function<void(std::span<const T>)>& deliver,
                       const std::function<void()>& restart) {
  std::string how;
  for (unsigned attempt = 0; attempt < options.scan_attempts; ++attempt) {
    if (attempt > 0) restart();
    RecordReader<T> reader{listing, session, options.connections, deliver};
    if (auto done = reader.read(client, deadline); !done) return within(listing.what, done.error());
    if (!reader.contradiction()) return {};
    how = *reader.contradiction();
  }
  return Error{Errc::incomplete_scan, listing.what + ": " + how + "; read " +
                                          std::to_string(options.scan_attempts) + " times"};
}

}  // namespace billbyagent::kaseya_vsa
