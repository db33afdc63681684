#pragma once

/// What a transaction decides before a store is asked: what it accepts, what counts as the same
/// thing written again, and what is left of it after an error.

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/ports/store_session.hpp"

namespace billbyagent::detail {

/// A currency made up by hand could be written but not read again.
inline Result<void> check_currency(const Currency& currency) {
  auto known = Currency::parse(currency.code());
  if (!known) return known.error();
  if (*known != currency)
    return Error{Errc::unknown_currency, to_string(currency) + " with " +
                                             std::to_string(currency.exponent()) + " decimals"};
  return {};
}

inline Result<void> check_contract(const Contract& contract) {
  if (auto known = check_currency(contract.terms().currency); !known)
    return within("contract " + contract.id().text(), known.error());
  return {};
}

inline Result<void> check_account(const Account& account) {
  if (auto id = AccountId::parse(account.id.text()); !id) return id.error();
  if (account.name.size() > limits::text_length_max)
    return Error{Errc::out_of_range, "account " + account.id.text() + ": name is longer than " +
                                         std::to_string(limits::text_length_max)};
  for (const auto& [rmm, organization] : account.links)
    if (auto named = RmmId::parse(rmm.text()); !named)
      return within("account " + account.id.text() + ": links", named.error());
  return {};
}

/// Whether the same change is recorded already, apart from the moment of recording: a job that was
/// killed and started again records it later.
inline bool same_change(const UnitChange& a, const UnitChange& b) {
  return a.effective == b.effective && a.units == b.units && a.reason == b.reason &&
         a.note == b.note && a.author == b.author && a.sequence == b.sequence;
}

/// `created` means: it is appended to `history` now.
inline Result<PostingOutcome> record_unit_change(const ServiceKey& key, UnitHistory& history,
                                                 const UnitChange& change) {
  const auto& changes = history.changes();
  const auto count = static_cast<std::int64_t>(changes.size());
  if (change.sequence >= 1 && change.sequence <= count) {
    const auto& other = changes[static_cast<std::size_t>(change.sequence) - 1];
    return same_change(other, change) ? PostingOutcome::already_posted : PostingOutcome::conflicts;
  }
  const auto what = [&] {
    return "unit change " + std::to_string(change.sequence) + " of " + name_of(key) + " after " +
           std::to_string(count) + " changes";
  };
  if (change.sequence != count + 1) return Error{Errc::invalid_argument, what()};
  auto recorded = history.record(change);
  if (!recorded) return within(what(), recorded.error());
  if (!*recorded) return Error{Errc::invalid_argument, what() + " says nothing new"};
  return PostingOutcome::created;
}

/// `last` is the service's newest proposal, open or ended; 0 for none.
inline Result<void> check_proposal(const ServiceKey& key, const HeldReading& reading,
                                   std::int32_t last) {
  const std::int32_t expected = reading.cause == HeldCause::proposed ? last + 1 : 0;
  if (reading.proposal == expected) return {};
  return Error{Errc::invalid_argument, std::string{to_string(reading.cause)} + " reading of " +
                                           name_of(key) + " with proposal number " +
                                           std::to_string(reading.proposal) + " instead of " +
                                           std::to_string(expected)};
}

/// The lines must be the batch's own and each be there once.
inline Result<void> check_batch(const Batch& batch, const std::vector<LineItem>& lines) {
  const auto fail = [&](const std::string& what) {
    return Error{Errc::invalid_argument, "batch " + batch.id.text() + ": " + what};
  };
  if (batch.id.empty()) return fail("the id is empty");
  if (lines.empty()) return fail("no lines");
  if (batch.state != LineState::posted || !batch.invoice_number.empty())
    return fail("a new batch is posted and has no invoice");
  if (auto known = check_currency(batch.total.currency()); !known)
    return within("batch " + batch.id.text(), known.error());
  std::set<LineKey> keys;
  for (const auto& line : lines) {
    for (const auto& currency : {line.amount.currency(), line.cost.currency()})
      if (auto known = check_currency(currency); !known)
        return within("batch " + batch.id.text(), known.error());
    if (line.key.contract != batch.contract)
      return fail("line " + to_string(line.key) + " belongs to another contract");
    if (!line.account.empty() && line.account != batch.account)
      return fail("line " + to_string(line.key) + " is of account " + line.account.text());
    if (!keys.insert(line.key).second)
      return fail("line " + to_string(line.key) + " is there twice");
  }
  return {};
}

inline Result<void> check_state(const StateRecord& record, LineState now) {
  if (may_follow(now, record.state)) return {};
  return Error{Errc::wrong_state, "batch " + record.batch.text() + " is " +
                                      std::string{to_string(now)} + ", not to become " +
                                      std::string{to_string(record.state)}};
}

/// Apart from the moment of writing.
inline bool same_notice(const Notice& a, const Notice& b) {
  return a.id == b.id && a.kind == b.kind && a.contract == b.contract && a.account == b.account &&
         a.recipients == b.recipients && a.subject == b.subject && a.body == b.body;
}

template <class Id>
Result<void> check_not_empty(const Id& id, const char* what) {
  if (id.empty()) return Error{Errc::invalid_argument, std::string{what} + " id is empty"};
  return {};
}

inline Error unknown(const char* what, const std::string& id) {
  return Error{Errc::not_found, std::string{what} + " " + id};
}
inline Error unknown(const ServiceKey& key) { return Error{Errc::not_found, name_of(key)}; }

/// Whether the batch is called as no batch of another contract is: `contract#n`.
inline bool has_own_id(const Batch& batch) {
  const std::string own = batch.contract.text() + "#";
  return batch.id.text().starts_with(own) && batch.id.text().size() > own.size() &&
         batch.id.text().find_first_not_of("0123456789", own.size()) == std::string::npos;
}

/// Keeps the rule that after a failed write, or a failure of the database, a transaction can only
/// be dropped. A `not_found` of a reading function changes nothing and leaves it usable.
class TransactionLife {
 public:
  explicit TransactionLife(Access access) : access_(access) {}

  template <class Call>
  auto reading(Call call) -> decltype(call()) {
    if (ended_) return *ended_;
    return guarded(call, [](Errc code) { return code != Errc::not_found; });
  }
  template <class Call>
  auto writing(Call call) -> decltype(call()) {
    if (ended_) return *ended_;
    if (access_ == Access::read)
      return Error{Errc::invalid_argument, "a transaction begun for reading cannot write"};
    return guarded(call, [](Errc) { return true; });
  }
  /// The commit itself: afterwards nothing works any more.
  template <class Call>
  Result<void> committing(Call call) {
    if (ended_) return *ended_;
    // Made beforehand: once the commit went through, nothing may fail, memory included.
    Error over{Errc::invalid_argument, "the transaction was committed before"};
    auto committed = guarded(call, [](Errc) { return true; });
    if (committed) ended_ = std::move(over);
    return committed;
  }

 private:
  template <class Call, class Fatal>
  auto guarded(Call& call, Fatal is_fatal) -> decltype(call()) {
    try {
      auto result = call();
      if (!result && is_fatal(result.error().code)) end(result.error());
      return result;
    } catch (...) {
      end({Errc::internal, "an exception"});
      throw;
    }
  }
  void end(const Error& error) { ended_ = within("the transaction failed before", error); }

  Access access_;
  std::optional<Error> ended_;
};

}  // namespace billbyagent::detail
