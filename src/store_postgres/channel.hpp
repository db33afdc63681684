#pragma once

/// A transaction's connection: what is read is asked in as few trips as can be, what is written
/// goes out in one with the commit, and what the server rolled back without our doing is done
/// again. Threads: one at a time.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "billbyagent/ports/store_session.hpp"
#include "store_postgres/dialect.hpp"
#include "store_postgres/pool.hpp"
#include "store_postgres/writes.hpp"
#include "store_sql/database.hpp"

namespace billbyagent::postgres {

class Channel final : public sql::Connection {
 public:
  Channel(std::shared_ptr<Pool> pool, Access access) : pool_(std::move(pool)), access_(access) {}
  ~Channel() override;

  Result<void> begin();
  /// The next trip for answers begins with this: locks, before what they protect is read.
  void precede(Question question) { preceding_.push_back(std::move(question)); }
  /// The answer to a question, as it was foreseen or by a trip.
  Result<Answer> ask(const Question& question);
  /// Goes out with the next trip.
  void queue(const Question& question);
  /// `writing` queues what is to be written; all of it and the commit go out, and once more where
  /// the server rolled it back.
  Result<void> commit(const std::function<Result<void>()>& writing);
  /// What was queued, once.
  Result<void> commit();

  // sql::Connection
  std::unique_ptr<sql::Statement> statement(const std::string& sql) override;
  const sql::Dialect& dialect() const noexcept override { return postgres::dialect; }
  std::string_view place() const noexcept override { return "the database"; }
  bool keeps_closed_periods() const noexcept override { return true; }
  std::size_t list_most() const noexcept override { return 10'000; }
  bool takes_lists() const noexcept override { return true; }
  bool numbers_rows() const noexcept override { return true; }
  Result<void> foresee(const std::function<void()>& reading) override;
  void forget() override { foreseen_.clear(); }
  Result<void> flush() override;

 private:
  struct Asked {
    Question question;
    std::uint64_t hash;
  };
  static constexpr int attempts_max = 5;

  /// Calls `attempt` until it is no passing trouble that it ends with, or too often.
  template <class Attempt>
  auto patiently(const Attempt& attempt) -> decltype(attempt());
  /// A new transaction in which all that was asked has the same answers.
  Result<void> start_over();
  Result<std::vector<Answer>> trip(const std::vector<Question>& questions);
  /// Answers to questions that may be asked again.
  Result<std::vector<Answer>> ask_all(std::vector<Question> questions);
  Result<void> ask_noted();
  Result<void> write_once(const std::function<Result<void>()>& writing);
  /// What became of a commit that nobody answered.
  Result<void> find_out(const CommitMark& mark);

  std::shared_ptr<Pool> pool_;
  Access access_;
  std::unique_ptr<Wire> wire_;
  Trouble trouble_ = Trouble::none;
  std::string transaction_;  ///< the server's id of it, when writing
  std::vector<Question> preceding_;
  Writes writes_;
  bool wrote_ = false;  ///< something went out, or waits to
  bool rehearsing_ = false;
  bool committing_ = false;      ///< the commit as a whole is patient
  std::vector<Question> noted_;  ///< while rehearsing
  std::unordered_map<std::string, Answer> foreseen_;
  std::vector<Asked> asked_;
};

}  // namespace billbyagent::postgres
