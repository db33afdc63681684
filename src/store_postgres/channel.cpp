#include "store_postgres/channel.hpp"

#include <algorithm>

#include "store_postgres/schema.hpp"
#include "store_postgres/statement.hpp"

namespace billbyagent::postgres {
namespace {

std::string key_of(const Question& question) {
  std::string key = question.sql;
  for (const auto& [type, value] : question.parameters)
    key += value ? '\0' + *value : std::string{"\0-", 2};
  return key;
}

Question set_timeout(const char* name, std::chrono::milliseconds time) {
  return {"SET LOCAL " + std::string{name} + "=" +
          std::to_string(std::max<std::chrono::milliseconds::rep>(1, time.count()))};
}

}  // namespace

Channel::~Channel() {
  if (!wire_) return;
  if (!wire_->is_free()) {
    // When even this fails, closing the connection undoes the transaction.
    const auto undone = wire_->trip(std::vector<Question>{{"ROLLBACK"}});
    (void)undone;
  }
  pool_->give_back(std::move(wire_));
}

template <class Attempt>
auto Channel::patiently(const Attempt& attempt) -> decltype(attempt()) {
  trouble_ = Trouble::none;
  auto result = attempt();
  for (int turn = 1; !result && turn < attempts_max; ++turn) {
    if (trouble_ == Trouble::none || trouble_ == Trouble::refused) return result;
    if (const auto& cancelled = pool_->options().cancelled; cancelled && cancelled())
      return Error{Errc::cancelled, pool_->settings().shown};
    pause_after(turn);
    if (auto again = start_over(); !again) {
      if (trouble_ == Trouble::none || trouble_ == Trouble::refused) return again.error();
      continue;
    }
    result = attempt();
  }
  return result;
}

Result<void> Channel::begin() {
  return patiently([&] { return wire_ ? Result<void>{} : start_over(); });
}

Result<void> Channel::start_over() {
  if (trouble_ == Trouble::lost) {
    wire_.reset();
    pool_->clear();
  }
  trouble_ = Trouble::none;
  writes_.clear();
  wrote_ = false;
  if (!wire_) {
    auto wire = pool_->take();
    if (!wire) {
      trouble_ = Trouble::lost;
      return wire.error();
    }
    wire_ = *std::move(wire);
  }
  const auto& options = pool_->options();
  std::vector<Question> questions;
  if (!wire_->is_free()) questions.push_back({"ROLLBACK"});
  questions.push_back({access_ == Access::write
                           ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                           : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"});
  questions.push_back(set_timeout("statement_timeout", options.statement_timeout));
  // It is waited for as often as is tried.
  questions.push_back(set_timeout("lock_timeout", options.busy_timeout / attempts_max));
  questions.push_back(set_timeout("idle_in_transaction_session_timeout", options.idle_timeout));
  if (access_ == Access::write) questions.push_back({"SELECT pg_current_xact_id()::text"});
  // Also takes the snapshot of a reader.
  questions.push_back({version_question});
  const std::size_t opening = questions.size();
  for (const auto& each : asked_) questions.push_back(each.question);
  auto answers = trip(questions);
  if (!answers) return answers.error();
  if (access_ == Access::write) transaction_ = (*answers)[opening - 2]->at(0, 0);
  if (auto known = check_version(*(*answers)[opening - 1], pool_->settings().shown); !known)
    return known;
  for (std::size_t i = 0; i < asked_.size(); ++i)
    if ((*answers)[opening + i]->hash() != asked_[i].hash)
      return Error{Errc::store_busy, pool_->settings().shown +
                                         ": what was read has changed since; nothing was written"};
  return {};
}

Result<std::vector<Answer>> Channel::trip(const std::vector<Question>& questions) {
  if (!wire_) {
    trouble_ = Trouble::lost;
    return Error{Errc::store_busy, pool_->settings().shown + ": the connection is lost"};
  }
  auto answers = wire_->trip(questions);
  trouble_ = wire_->trouble();
  return answers;
}

Result<std::vector<Answer>> Channel::ask_all(std::vector<Question> questions) {
  const auto locks = std::move(preceding_);
  preceding_.clear();
  questions.insert(questions.begin(), locks.begin(), locks.end());
  if (wrote_) {
    // It sees what was written, and is no fact that others might find again.
    auto all = writes_.take();
    const auto before = static_cast<std::ptrdiff_t>(all.size() + locks.size());
    all.insert(all.end(), questions.begin(), questions.end());
    auto answers = trip(all);
    if (answers) answers->erase(answers->begin(), answers->begin() + before);
    return answers;
  }
  auto answers = committing_ ? trip(questions) : patiently([&] { return trip(questions); });
  if (!answers) return answers;
  for (std::size_t i = 0; i < questions.size(); ++i)
    asked_.push_back({std::move(questions[i]), (*answers)[i]->hash()});
  answers->erase(answers->begin(), answers->begin() + static_cast<std::ptrdiff_t>(locks.size()));
  return answers;
}

Result<Answer> Channel::ask(const Question& question) {
  if (rehearsing_) {
    noted_.push_back(question);
    return Answer{};
  }
  if (const auto known = foreseen_.find(key_of(question)); known != foreseen_.end())
    return known->second;
  auto answers = ask_all({question});
  if (!answers) return answers.error();
  return answers->front();
}

void Channel::queue(const Question& question) {
  if (rehearsing_ && !committing_) return;
  wrote_ = wrote_ || !rehearsing_;
  writes_.add(question);
}

Result<void> Channel::foresee(const std::function<void()>& reading) {
  rehearsing_ = true;
  noted_.clear();
  reading();
  rehearsing_ = false;
  return ask_noted();
}

Result<void> Channel::ask_noted() {
  if (noted_.empty() && preceding_.empty()) return {};
  const auto questions = std::move(noted_);
  noted_.clear();
  auto answers = ask_all(questions);
  if (!answers) return answers.error();
  for (std::size_t i = 0; i < questions.size(); ++i)
    foreseen_.insert_or_assign(key_of(questions[i]), (*answers)[i]);
  return {};
}

Result<void> Channel::commit(const std::function<Result<void>()>& writing) {
  committing_ = true;
  return patiently([&] { return write_once(writing); });
}

Result<void> Channel::write_once(const std::function<Result<void>()>& writing) {
  foreseen_.clear();
  noted_.clear();
  const Writes before = writes_;
  rehearsing_ = true;
  auto written = writing();
  rehearsing_ = false;
  if (!noted_.empty() || !preceding_.empty()) {
    // That run was to tell the questions alone.
    writes_ = before;
    if (auto known = ask_noted(); !known) return known;
    written = writing();
    foreseen_.clear();
  }
  return written ? commit() : written;
}

Result<void> Channel::flush() {
  const auto questions = writes_.take();
  if (questions.empty()) return {};
  auto sent = trip(questions);
  if (!sent) return sent.error();
  return {};
}

namespace {

std::string sql_now() { return std::string{dialect.now}; }

void leave(const CommitMark& mark, std::vector<Question>& to) {
  constexpr const char* a_day = "86400000";
  // Of connections that are long closed; what others drop at the moment is left to them.
  if (mark.commits == "1")
    to.push_back(
        {"DELETE FROM commit_mark WHERE connection IN (SELECT connection FROM commit_mark "
         "WHERE made < " +
         sql_now() + " - " + a_day + " FOR UPDATE SKIP LOCKED)"});
  to.push_back({"INSERT INTO commit_mark (connection, commits, made) VALUES ($1, $2, " + sql_now() +
                    ") ON CONFLICT (connection) DO UPDATE SET commits = excluded.commits, "
                    "made = excluded.made",
                {{0, mark.connection}, {0, mark.commits}}});
}

}  // namespace

Result<void> Channel::commit() {
  auto questions = writes_.take();
  CommitMark mark;
  if (wire_) mark = wire_->next_commit();
  leave(mark, questions);
  questions.push_back({"COMMIT"});
  auto done = trip(questions);
  if (!done) return trouble_ == Trouble::lost ? find_out(mark) : done.error();
  // A server that had given up before says so here, and calls it a success.
  if (done->back()->command() != "COMMIT")
    return Error{Errc::store_failed, pool_->settings().shown + ": the server rolled it back"};
  pool_->give_back(std::move(wire_));
  wire_.reset();
  return {};
}

namespace {

enum class Fate : std::uint8_t { open, committed, undone };

/// While the server still works on it the mark says nothing; afterwards nothing else is to be
/// believed. A number that the server does not know by now was never written down: 22023.
Result<Fate> fate_of(Wire& wire, const std::string& transaction, const CommitMark& mark) {
  const std::vector<Question> status{{"SELECT pg_xact_status($1::xid8)", {{0, transaction}}}};
  auto at_work = wire.trip(status);
  constexpr std::string_view unknown_number = "22023";
  if (!at_work && wire.state() != unknown_number) return at_work.error();
  if (at_work && at_work->front()->at(0, 0) == "in progress") return Fate::open;
  const std::vector<Question> left{
      {"SELECT 1 FROM commit_mark WHERE connection = $1 AND commits = $2",
       {{0, mark.connection}, {0, mark.commits}}}};
  auto found = wire.trip(left);
  if (!found) return found.error();
  return found->front()->count() > 0 ? Fate::committed : Fate::undone;
}

}  // namespace

Result<void> Channel::find_out(const CommitMark& mark) {
  wire_.reset();
  pool_->clear();
  Error error{Errc::store_failed, pool_->settings().shown};
  for (int turn = 1; turn <= attempts_max; ++turn) {
    pause_after(turn);
    auto wire = pool_->connect();
    if (!wire) {
      error = wire.error();
      continue;
    }
    auto became = fate_of(**wire, transaction_, mark);
    if (!became) {
      error = became.error();
      continue;
    }
    if (*became == Fate::open) continue;
    trouble_ = *became == Fate::committed ? Trouble::none : Trouble::lost;
    if (*became == Fate::committed) return {};
    return Error{Errc::store_busy, pool_->settings().shown + ": the connection was lost"};
  }
  trouble_ = Trouble::refused;
  return Error{Errc::store_failed,
               "the connection was lost before the answer to a commit, and what became of it is "
               "not known; run again, which does nothing twice: " +
                   to_string(error)};
}

std::unique_ptr<sql::Statement> Channel::statement(const std::string& sql) {
  return std::make_unique<ChannelStatement>(*this, numbered(sql));
}

}  // namespace billbyagent::postgres
