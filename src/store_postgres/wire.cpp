#include "store_postgres/wire.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <random>
#include <utility>

namespace billbyagent::postgres {
namespace {

std::string_view field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

/// In one line.
std::string line_of(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

Trouble trouble_of(std::string_view state) {
  // Serialization, deadlock, lock not available.
  if (is_one_of(state, {"40001", "40P01", "55P03"})) return Trouble::rolled_back;
  // Shut down by whom it belongs to, crashed, starting; idle for too long; too many connections.
  if (is_one_of(state, {"57P01", "57P02", "57P03", "25P03", "53300"}) || state.starts_with("08"))
    return Trouble::lost;
  return Trouble::refused;
}

Errc errc_of(std::string_view state) {
  if (state == "23505") return Errc::conflicts;
  // No room on the disk, no memory: nothing is wrong with what was asked, and it helps to wait.
  if (state.starts_with("53")) return Errc::store_busy;
  return trouble_of(state) == Trouble::refused ? Errc::store_failed : Errc::store_busy;
}

}  // namespace

std::uint64_t Rows::hash() const {
  const std::hash<std::string_view> of;
  // Where no order was asked for, there is none.
  auto sum = static_cast<std::uint64_t>(count());
  const int columns = PQnfields(result_.get());
  for (int row = 0; row < count(); ++row) {
    std::uint64_t hash = 0;
    for (int column = 0; column < columns; ++column) {
      const bool null = PQgetisnull(result_.get(), row, column) != 0;
      hash = (hash + of(at(row, column)) + (null ? 1U : 0U)) * 1'099'511'628'211U;
      hash ^= hash >> 29U;
    }
    sum += hash;
  }
  return sum;
}

Result<std::unique_ptr<Wire>> Wire::open(const Settings& settings,
                                         std::function<bool()> cancelled) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (std::size_t i = 0; i < settings.keywords.size(); ++i) {
    keywords.push_back(settings.keywords[i].c_str());
    values.push_back(settings.values[i].c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  std::unique_ptr<Wire> wire{
      new Wire{PQconnectdbParams(keywords.data(), values.data(), 0), settings.shown}};
  if (PQstatus(wire->connection_) != CONNECTION_OK) return wire->lost();
  wire->cancelled_ = std::move(cancelled);
  // It would print what the server remarks.
  PQsetNoticeProcessor(
      wire->connection_, [](void*, const char*) {}, nullptr);
  return wire;
}

Result<void> Wire::send(std::span<const Question> questions) {
  if (PQenterPipelineMode(connection_) != 1) return lost();
  std::vector<Oid> types;
  std::vector<const char*> values;
  for (const auto& [sql, parameters] : questions) {
    types.clear();
    values.clear();
    for (const auto& each : parameters) {
      types.push_back(each.type);
      values.push_back(each.value ? each.value->c_str() : nullptr);
    }
    if (PQsendQueryParams(connection_, sql.c_str(), static_cast<int>(parameters.size()),
                          types.data(), values.data(), nullptr, nullptr, 0) != 1)
      return lost();
  }
  if (PQpipelineSync(connection_) != 1) return lost();
  return {};
}

void Wire::ask_server_to_stop() const {
  std::array<char, 256> said{};
  PGcancel* request = PQgetCancel(connection_);
  if (!request) return;
  // When it does not reach the server, the wait ends by itself as it would have.
  (void)PQcancel(request, said.data(), static_cast<int>(said.size()));
  PQfreeCancel(request);
}

void Wire::wait_for_result() {
  using Time = std::chrono::steady_clock::time_point;
  constexpr int pause_ms = 100;
  // What takes no longer may as well come to its end: a claim that is put off, a rollback.
  constexpr std::chrono::milliseconds end_within{400};
  std::optional<Time> since;
  while (cancelled_ && PQisBusy(connection_) == 1) {
    pollfd ready{PQsocket(connection_), POLLIN, 0};
    (void)::poll(&ready, 1, pause_ms);
    if (PQconsumeInput(connection_) != 1) return;  // the result will tell
    if (stopping_ || !cancelled_()) continue;
    const Time now = std::chrono::steady_clock::now();
    if (!since) since = now;
    if (now - *since < end_within) continue;
    stopping_ = true;
    ask_server_to_stop();
  }
}

Result<std::vector<Answer>> Wire::receive(std::size_t count) {
  std::vector<Answer> answers;
  std::optional<Error> error;
  for (std::size_t i = 0; i < count; ++i) {
    // Every question has one result and a null behind it.
    for (wait_for_result(); PGresult* result = PQgetResult(connection_); wait_for_result()) {
      const auto rows = std::make_shared<const Rows>(result);
      const auto status = PQresultStatus(result);
      if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        answers.push_back(rows);
      else if (status != PGRES_PIPELINE_ABORTED && !error)
        error = refused(result);
      if (PQstatus(connection_) != CONNECTION_OK) return error ? *error : lost();
    }
    if (PQstatus(connection_) != CONNECTION_OK) return error ? *error : lost();
  }
  wait_for_result();
  const Rows sync{PQgetResult(connection_)};
  if (!sync.get() || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC ||
      PQexitPipelineMode(connection_) != 1)
    return error ? *error : lost();
  if (error) return *error;
  if (answers.size() != count) return lost();
  return answers;
}

Result<std::vector<Answer>> Wire::trip(std::span<const Question> questions) {
  trouble_ = Trouble::none;
  state_.clear();
  stopping_ = false;
  ++trips_;
  if (auto sent = send(questions); !sent) return sent.error();
  return receive(questions.size());
}

CommitMark Wire::next_commit() {
  if (name_.empty()) {
    std::random_device random;
    for (int i = 0; i < 4; ++i) name_ += (i > 0 ? "-" : "") + std::to_string(random());
  }
  return {name_, std::to_string(++commits_)};
}

Error Wire::refused(const PGresult* result) {
  const std::string state{field(result, PG_DIAG_SQLSTATE)};
  trouble_ = PQstatus(connection_) == CONNECTION_OK ? trouble_of(state) : Trouble::lost;
  state_ = state;
  // Without a state it is libpq that speaks, of a connection that broke.
  if (state.empty()) return lost();
  constexpr std::string_view query_cancelled = "57014";
  if (stopping_ && state == query_cancelled) return {Errc::cancelled, shown_};
  std::string text{field(result, PG_DIAG_MESSAGE_PRIMARY)};
  if (const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL); !detail.empty())
    text += ": " + std::string{detail};
  return {errc_of(state), shown_ + ": " + line_of(std::move(text)) + " (" + state + ")"};
}

Error Wire::lost() {
  trouble_ = Trouble::lost;
  return {Errc::store_busy, shown_ + ": " + line_of(PQerrorMessage(connection_))};
}

}  // namespace billbyagent::postgres
