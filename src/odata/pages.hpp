#pragma once

/// Reads a whole list and hands its records on in their order: several pages at the same time by
/// `$skip` and `$top`, or one after the other where the server links to the next.
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
#include <vector>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/text_numbers.hpp"
#include "http/client.hpp"
#include "odata/access.hpp"
#include "odata/answer.hpp"
#include "odata/links.hpp"
#include "odata/page_layout.hpp"

namespace billbyagent::odata {

/// Which list to read.
struct Listing {
  std::string path{};                   ///< Such as `/system/orgs`.
  std::string order_by{};               ///< A sortable field without repetitions; empty: none.
  std::string what{};                   ///< For errors: `organizations`.
  Errc missing = Errc::protocol_error;  ///< What a 404 means.
  std::string query{};                  ///< Further parameters, such as `&scopeId=3`.
};

/// A server whose lists are read.
struct Server {
  const Format& format;
  PageLayout layout;
  /// Whether a first page that is shorter than asked for tells how many rows the server sends at
  /// once. Otherwise it is an error, because that number is documented.
  bool may_send_less = false;
  /// Whether a list that is refused with HTTP 400 is asked for again without its order.
  bool may_refuse_order = false;
  std::size_t connections = 4;
  /// How often a list is read when rows move meanwhile.
  unsigned attempts = 3;
  http::Origin origin;
  std::string base;  ///< Path in front of every call.
};

std::string page_target(const Listing& listing, const PageLayout& layout, std::size_t page);

/// One attempt at reading a list, without the records themselves.
class PageReader : public http::Exchanges {
 public:
  PageReader(const Server& server, const Listing& listing, Access& access);

  /// Reads to the end, or until rows are found to have moved.
  Result<void> read(http::Client& client, http::Deadline deadline);
  /// How the pages contradicted each other; nothing when they did not.
  const std::optional<std::string>& contradiction() const { return contradiction_; }
  /// Whether the server did not like the query of the first page.
  bool refuses_query() const noexcept { return refuses_query_; }

  std::optional<http::Request> next() final;
  Result<void> answered(std::size_t number, http::Response response) final;

 protected:
  void contradict(std::string how);
  std::size_t total() const { return total_.value_or(0); }

 private:
  /// Reads the rows of the answer and keeps them.
  virtual Result<Envelope> decode(std::size_t page, const http::Response& response) = 0;
  virtual std::size_t rows_in(std::size_t page) const = 0;
  /// Page `page` is next in order and complete; `overlaps` when its first record is to be the last
  /// one of the page before.
  virtual void deliver(std::size_t page, bool overlaps) = 0;

  Result<void> accept(std::size_t page, const http::Response& response);
  Result<std::size_t> promised(const Envelope& envelope) const;
  void settle(std::size_t page, const Envelope& envelope);
  void compare(std::size_t page, std::size_t promised);
  Result<void> follow(std::size_t page, const Envelope& envelope);
  bool is_complete() const;
  std::optional<std::size_t> next_page() const;
  std::string target_of(std::size_t page) const;
  bool overlaps(std::size_t page) const;

  const Server& server_;
  const Listing& listing_;
  Access& access_;
  PageLayout layout_;
  Links links_;
  bool by_links_ = false;
  std::vector<NextPage> followed_;  ///< From page 1 on.
  std::size_t received_ = 0;        ///< By links.
  std::vector<std::size_t> asked_;  ///< Page of each request of the running conversation.
  std::deque<std::size_t> again_;   ///< Pages that the server did not let in.
  std::size_t fresh_ = 0;           ///< First page that was never asked for.
  std::size_t delivered_ = 0;
  std::set<std::size_t> ready_;
  std::optional<std::size_t> total_;
  std::optional<std::string> contradiction_;
  std::optional<std::string> refusal_;
  bool refuses_query_ = false;
};

/// How one kind of record is read from an answer.
template <class T>
using DecodePage = std::function<Result<Envelope>(const http::Response&, std::vector<T>&)>;

/// Records that are rows of plain fields.
template <class T>
DecodePage<T> rows_as(const Format& format, std::span<const std::string_view> fields,
                      Result<T> (*decode)(const Row&)) {
  return [&format, fields, decode](const http::Response& response, std::vector<T>& records) {
    std::optional<Error> unreadable;
    auto envelope = read_answer(response, format, fields, [&](const Row& row) {
      if (unreadable) return;
      auto record = decode(row);
      if (record) {
        records.push_back(*std::move(record));
      } else {
        unreadable = record.error();
      }
    });
    if (envelope && unreadable) return Result<Envelope>{*unreadable};
    return envelope;
  };
}

/// `T` has an `id`.
template <class T>
class RecordReader final : public PageReader {
 public:
  using Deliver = std::function<void(std::span<const T>)>;

  RecordReader(const Server& server, const Listing& listing, Access& access,
               const DecodePage<T>& decode, const Deliver& deliver)
      : PageReader(server, listing, access), decode_(decode), deliver_(deliver) {}

 private:
  Result<Envelope> decode(std::size_t page, const http::Response& response) override {
    std::vector<T> records;
    auto envelope = decode_(response, records);
    if (envelope) pages_[page] = std::move(records);
    return envelope;
  }

  std::size_t rows_in(std::size_t page) const override { return pages_.at(page).size(); }

  void deliver(std::size_t page, bool overlaps) override {
    if (page == 0) seen_.reserve(total());
    const auto at = pages_.find(page);
    const std::vector<T> records = std::move(at->second);
    pages_.erase(at);
    std::span<const T> fresh{records};
    if (overlaps) {
      if (records.empty() || records.front().id != last_)
        return contradict("rows moved between pages");
      fresh = fresh.subspan(1);
    }
    for (const T& record : fresh)
      if (!seen_.add(record.id.text()).second)
        return contradict("id " + record.id.text() + " came twice");
    if (!records.empty()) last_ = records.back().id;
    if (!fresh.empty()) deliver_(fresh);
  }

  using IdType = decltype(T::id);
  const DecodePage<T>& decode_;
  const Deliver& deliver_;
  std::map<std::size_t, std::vector<T>> pages_;
  TextNumbers seen_;
  IdType last_;
};

/// Reads the whole list, again when rows moved; `restart` is called before each further attempt.
/// Errors: `incomplete_scan` with what did not fit together, and all of a request.
template <class T>
Result<void> read_list(const Server& server, const Listing& listing, Access& access,
                       http::Client& client, http::Deadline deadline, const DecodePage<T>& decode,
                       const std::function<void(std::span<const T>)>& deliver,
                       const std::function<void()>& restart) {
  std::string how;
  Listing asked = listing;
  for (unsigned attempt = 0; attempt < server.attempts;) {
    RecordReader<T> reader{server, asked, access, decode, deliver};
    auto done = reader.read(client, deadline);
    if (!done && reader.refuses_query() && server.may_refuse_order && !asked.order_by.empty()) {
      asked.order_by.clear();
      continue;
    }
    if (!done) return within(listing.what, done.error());
    if (!reader.contradiction()) return {};
    how = *reader.contradiction();
    if (++attempt < server.attempts) restart();
  }
  return Error{Errc::incomplete_scan,
               listing.what + ": " + how + "; read " + std::to_string(server.attempts) + " times"};
}

/// The whole list at once.
template <class T>
Result<std::vector<T>> collect(const Server& server, const Listing& listing, Access& access,
                               http::Client& client, http::Deadline deadline,
                               const DecodePage<T>& decode) {
  std::vector<T> all;
  const std::function<void(std::span<const T>)> deliver = [&](std::span<const T> page) {
    all.insert(all.end(), page.begin(), page.end());
  };
  auto read = read_list<T>(server, listing, access, client, deadline, decode, deliver,
                           [&] { all.clear(); });
  if (!read) return read.error();
  return all;
}

}  // namespace billbyagent::odata
