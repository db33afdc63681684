#pragma once

/// One connection to a server, and trips over it: many statements go out together and their answers
/// come back together. Threads: one at a time.

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store_postgres/settings.hpp"

namespace billbyagent::postgres {

struct Parameter {
  Oid type = 0;  ///< 0: the server finds out
  std::optional<std::string> value{};

  friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct Question {
  std::string sql;
  std::vector<Parameter> parameters{};

  friend bool operator==(const Question&, const Question&) = default;
};

class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result) {}

  int count() const { return PQntuples(result_.get()); }
  const PGresult* get() const { return result_.get(); }
  std::string_view at(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  /// What was done: "COMMIT".
  std::string_view command() const { return PQcmdStatus(result_.get()); }
  /// To tell whether the same question has the same answer later.
  std::uint64_t hash() const;

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};
using Answer = std::shared_ptr<const Rows>;

/// What is left after a failure.
enum class Trouble : std::uint8_t {
  none,
  refused,      ///< the statement was wrong, or its key is taken: it would be again
  rolled_back,  ///< by the server, for reasons that pass; the connection is good
  lost,         ///< the connection
};

/// Tells a commit from all others, of whatever connection.
struct CommitMark {
  std::string connection{};
  std::string commits{};  ///< of that connection, this one included; a number
};

class Wire {
 public:
  /// `cancelled` is asked while a trip waits: what takes long, such as for a lock, the server then
  /// stops, and the trip ends with `cancelled`.
  static Result<std::unique_ptr<Wire>> open(const Settings& settings,
                                            std::function<bool()> cancelled = {});
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() { PQfinish(connection_); }

  /// One answer for each, or the first failure, behind which nothing was done.
  Result<std::vector<Answer>> trip(std::span<const Question> questions);
  /// Of the last failure: PostgreSQL's code, when it was the server that refused.
  const std::string& state() const noexcept { return state_; }
  Trouble trouble() const noexcept { return trouble_; }
  /// Neither in a transaction nor lost.
  bool is_free() const { return PQtransactionStatus(connection_) == PQTRANS_IDLE; }
  int server_version() const { return PQserverVersion(connection_); }
  std::int64_t trips() const noexcept { return trips_; }
  CommitMark next_commit();

 private:
  Wire(PGconn* connection, std::string shown) : connection_(connection), shown_(std::move(shown)) {}
  Result<void> send(std::span<const Question> questions);
  Result<std::vector<Answer>> receive(std::size_t count);
  /// Until the next result is there.
  void wait_for_result();
  void ask_server_to_stop() const;
  Error refused(const PGresult* result);
  Error lost();

  PGconn* connection_;
  std::string shown_;
  std::string name_{};  ///< of the connection, once it commits
  std::int64_t commits_ = 0;
  std::function<bool()> cancelled_{};
  bool stopping_ = false;  ///< this trip
  Trouble trouble_ = Trouble::none;
  std::string state_{};
  std::int64_t trips_ = 0;
};

}  // namespace billbyagent::postgres
