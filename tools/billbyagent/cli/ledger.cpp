#include "cli/ledger.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstring>

#include "cli/ledger_json.hpp"

namespace billbyagent::cli {
namespace {

namespace json = boost::json;

template <class T>
json::array list_of(const std::vector<T>& values) {
  json::array list;
  for (const auto& value : values) list.push_back(to_ledger(value));
  return list;
}

template <class T>
std::vector<T> read_list(LedgerReader& reader, const json::object& record, std::string_view name) {
  std::vector<T> values;
  const auto* value = record.if_contains(name);
  const auto* list = value ? value->if_array() : nullptr;
  if (!list) {
    reader.fail(std::string{name} + " is missing");
    return values;
  }
  for (const auto& each : *list) values.push_back(reader.read<T>(&each));
  return values;
}

/// `more` behind what both have; nothing when they differ there.
template <class T>
std::optional<std::vector<T>> behind(const std::vector<T>& some, const std::vector<T>& more) {
  const auto both = std::min(some.size(), more.size());
  if (!std::equal(some.begin(), some.begin() + static_cast<std::ptrdiff_t>(both), more.begin()))
    return std::nullopt;
  return std::vector<T>(more.begin() + static_cast<std::ptrdiff_t>(both), more.end());
}

Batch as_posted(Batch batch) {
  batch.state = LineState::posted;
  batch.invoice_number.clear();
  return batch;
}

}  // namespace

const LedgerBatch* LedgerState::find(const BatchId& id) const {
  const auto at = std::find_if(batches.begin(), batches.end(),
                               [&](const LedgerBatch& each) { return each.batch.id == id; });
  return at == batches.end() ? nullptr : &*at;
}

Result<LedgerState> ledger_state(Transaction& transaction) {
  LedgerState state;
  auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  for (auto& batch : *batches) {
    auto lines = transaction.lines_of(batch.id);
    if (!lines) return lines.error();
    auto states = transaction.state_records(batch.id);
    if (!states) return states.error();
    LedgerBatch known{as_posted(std::move(batch)), {}, *std::move(states)};
    for (auto& line : *lines) known.lines.push_back(std::move(line.line));
    state.batches.push_back(std::move(known));
  }
  auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto contract = transaction.contract(id);
    if (!contract) return contract.error();
    for (const auto& service : contract->terms().services) {
      const ServiceKey key{id, service.id()};
      auto history = transaction.unit_history(key);
      if (!history) return history.error();
      state.units[key] = history->changes();
    }
  }
  return state;
}

LedgerDifference lacking(const LedgerState& here, const LedgerState& there, Unknown services) {
  LedgerDifference difference;
  std::map<BatchId, const LedgerBatch*> known;
  for (const auto& each : here.batches) known.emplace(each.batch.id, &each);
  for (const auto& each : there.batches) {
    const auto at = known.find(each.batch.id);
    if (at == known.end()) {
      difference.batches.push_back(each);
      continue;
    }
    const LedgerBatch& own = *at->second;
    const auto further = behind(own.states, each.states);
    if (own.batch != each.batch || own.lines != each.lines || !further)
      difference.conflicts.push_back(each.batch.id);
    else if (!further->empty())
      difference.batches.push_back({each.batch, {}, *further});
  }
  for (const auto& [key, changes] : there.units) {
    const auto at = here.units.find(key);
    if (at == here.units.end() && services == Unknown::passed_over) continue;
    const auto further =
        behind(at == here.units.end() ? std::vector<UnitChange>{} : at->second, changes);
    if (!further)
      difference.other_units.push_back(key);
    else if (!further->empty())
      difference.units[key] = *further;
  }
  return difference;
}

Error Ledger::failed(const std::string& what) const {
  return {Errc::file_failed, "ledger " + path_ + ": " + what};
}

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, const std::string& origin,
                                             const TenantId& tenant) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return Error{Errc::file_failed, "ledger " + path + ": " + std::strerror(errno)};
  std::unique_ptr<Ledger> ledger{new Ledger{file, path, tenant}};
  struct stat about {};
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return ledger->failed("no plain file");
  if (::flock(file, LOCK_EX) != 0) return ledger->failed(std::strerror(errno));
  if (auto read = ledger->read(origin); !read) return read.error();
  return ledger;
}

Ledger::~Ledger() { ::close(file_); }

Result<void> Ledger::read(const std::string& origin) {
  std::string text;
  char buffer[1 << 16];
  while (true) {
    const auto got = ::read(file_, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(std::strerror(errno));
    if (got == 0) break;
    text.append(buffer, static_cast<std::size_t>(got));
  }
  // What has no end was cut off in the writing, and never said to be there.
  const auto whole = text.rfind('\n');
  size_ = whole == std::string::npos ? 0 : static_cast<std::int64_t>(whole) + 1;
  std::size_t number = 0;
  for (std::size_t at = 0; at < static_cast<std::size_t>(size_);) {
    const auto end = text.find('\n', at);
    ++number;
    boost::system::error_code error;
    const auto value = json::parse(std::string_view{text}.substr(at, end - at), error);
    if (error || !value.is_object())
      return Error{Errc::malformed_document,
                   "ledger " + path_ + ", line " + std::to_string(number) + ": no record"};
    if (auto taken = take(value.get_object()); !taken)
      return within("ledger " + path_ + ", line " + std::to_string(number), taken.error());
    at = end + 1;
  }
  if (size_ == 0) return append({{{"kind", "ledger"}, {"version", 1}, {"database", origin}}});
  if (origin_ != origin)
    return Error{Errc::store_behind, "ledger " + path_ + " belongs to another database"};
  return {};
}

Result<void> Ledger::take(const json::object& record) {
  LedgerReader reader;
  const auto kind = reader.read<std::string>(record, "kind");
  if (kind == "ledger") {
    if (reader.read<std::int64_t>(record, "version") != 1) reader.fail("a newer version");
    origin_ = reader.read<std::string>(record, "database");
  } else if (reader.read<std::string>(record, "tenant") == tenant_.text()) {
    knows_tenant_ = true;
    if (kind == "batch") {
      state_.batches.push_back(
          {reader.read<Batch>(record, "batch"), read_list<LineItem>(reader, record, "lines"), {}});
    } else if (kind == "state") {
      auto state = reader.read<StateRecord>(record, "state");
      const auto is_it = [&](const LedgerBatch& each) { return each.batch.id == state.batch; };
      const auto at = std::find_if(state_.batches.rbegin(), state_.batches.rend(), is_it);
      if (at == state_.batches.rend())
        reader.fail("a state of no batch");
      else
        at->states.push_back(std::move(state));
    } else if (kind == "units" || kind == "units anew") {
      auto& changes = state_.units[reader.read<ServiceKey>(record, "service")];
      if (kind == "units anew") changes.clear();
      for (auto& each : read_list<UnitChange>(reader, record, "changes"))
        changes.push_back(std::move(each));
    }
  }
  if (reader.failed().empty()) return {};
  return Error{Errc::malformed_document, reader.failed()};
}

Result<void> Ledger::append(const std::vector<json::object>& records) {
  if (records.empty()) return {};
  std::string text;
  for (const auto& record : records) text += json::serialize(record) + "\n";
  const auto undo = [&](const std::string& what) {
    // What can't be cut off has no end, and is passed over by whoever reads it.
    const int cut = ::ftruncate(file_, size_);
    (void)cut;
    return failed(what);
  };
  if (::ftruncate(file_, size_) != 0) return failed(std::strerror(errno));
  for (std::size_t done = 0; done < text.size();) {
    const auto wrote = ::write(file_, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return undo(wrote < 0 ? std::strerror(errno) : "nothing could be written");
    done += static_cast<std::size_t>(wrote);
  }
  if (::fsync(file_) != 0) return undo(std::strerror(errno));
  size_ += static_cast<std::int64_t>(text.size());
  knows_tenant_ =
      knows_tenant_ || std::any_of(records.begin(), records.end(),
                                   [](const auto& each) { return each.contains("tenant"); });
  return {};
}

Result<void> Ledger::follow(const LedgerDifference& more) {
  std::vector<json::object> records;
  const auto add = [&](const char* kind, const char* name, json::value value) -> json::object& {
    records.push_back({{"kind", kind}, {"tenant", tenant_.text()}, {name, std::move(value)}});
    return records.back();
  };
  for (const auto& each : more.batches) {
    if (!each.lines.empty())
      add("batch", "batch", to_ledger(each.batch))["lines"] = list_of(each.lines);
    for (const auto& state : each.states) add("state", "state", to_ledger(state));
  }
  for (const auto& [key, changes] : more.units)
    add("units", "service", to_ledger(key))["changes"] = list_of(changes);
  return append(records);
}

Result<void> Ledger::start_anew(const ServiceKey& key, const std::vector<UnitChange>& changes) {
  return append({{{"kind", "units anew"},
                  {"tenant", tenant_.text()},
                  {"service", to_ledger(key)},
                  {"changes", list_of(changes)}}});
}

}  // namespace billbyagent::cli
