#include "billbyagent/app/verify.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "app/billing/find_open.hpp"
#include "app/verify/recompute.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {
namespace {

class Verification {
 public:
  explicit Verification(const Desk& desk) : desk_(desk) {}

  Result<VerifyReport> run();
  /// So many contracts, others each day.
  Result<VerifyReport> run_sample(std::size_t contracts);

 private:
  void find(std::string subject, std::string what) {
    report_.findings.push_back({std::move(subject), std::move(what)});
  }
  void find(std::string subject, const Error& error) { find(std::move(subject), to_string(error)); }

  Result<void> look_at_database();
  Result<std::vector<ContractId>> read_lists();
  Result<void> read_nights();
  void verify(const Dossier& dossier, const std::vector<Batch>& batches);
  void verify_line(const Contract& contract, const Service& service, const PostedLine& entry);
  void verify_totals(const Dossier& dossier, const std::vector<Batch>& batches);
  void verify_closed(Transaction& transaction, const Contract& contract, Date closed_end);
  void recompute(Transaction& transaction, const Dossier& dossier,
                 const std::vector<Batch>& batches);
  void verify_contract(Transaction& transaction, const ContractId& id);
  /// False when they can't be read together, or anything is found; nothing is told of them then.
  Result<bool> verify_together(std::span<const ContractId> ids);
  Result<void> verify_alone(std::span<const ContractId> ids);
  Result<void> verify_contracts(const std::vector<ContractId>& ids);

  const Desk& desk_;
  VerifyReport report_;
};

Result<void> Verification::look_at_database() {
  auto sentences = desk_.store.check();
  if (!sentences) return sentences.error();
  for (auto& sentence : *sentences) find("database", std::move(sentence));
  return {};
}

Result<std::vector<ContractId>> Verification::read_lists() {
  auto transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  if (auto accounts = (*transaction)->accounts())
    report_.accounts = accounts->size();
  else
    find("accounts", accounts.error());
  auto ids = (*transaction)->contract_ids();
  if (ids) return ids;
  find("contracts", ids.error());
  return std::vector<ContractId>{};
}

/// Guards go by these: how fresh counts are, and which day was the last.
Result<void> Verification::read_nights() {
  auto transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  constexpr auto all = std::numeric_limits<std::size_t>::max();
  if (auto readings = (*transaction)->readings(all); !readings) find("readings", readings.error());
  transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  if (auto runs = (*transaction)->runs(all); !runs) find("runs", runs.error());
  return {};
}

/// A line is the difference of two rounded totals, and batches between them may have been taken
/// back: it lies within two minor units of its exact value. Where the price of a unit is rounded,
/// each unit does.
bool follows_from_itself(const LineItem& line, const ProrationPolicy& policy) {
  const ExactValue exact = exact_amount(line);
  const Int128 off = Int128{line.amount.minor()} * exact.denominator - exact.numerator;
  const Int128 roundings =
      policy.rounding_step == RoundingStep::line
          ? Int128{1}
          : std::max<Int128>(1, line.quantity < 0 ? -Int128{line.quantity} : Int128{line.quantity});
  return (off < 0 ? -off : off) <= roundings * 2 * exact.denominator;
}

void Verification::verify_line(const Contract& contract, const Service& service,
                               const PostedLine& entry) {
  const LineItem& line = entry.line;
  const std::string subject = "line " + to_string(line.key);
  if (line.currency() != service.terms().currency)
    find(subject,
         "is in " + std::string{line.currency().code()} + ", its service in another currency");
  else if (!follows_from_itself(line, proration_in(contract, service, line.billing_period)))
    find(subject, to_string(line.amount) + " does not follow from its quantity, price and share");
}

void Verification::verify_totals(const Dossier& dossier, const std::vector<Batch>& batches) {
  std::map<BatchId, Int128> sums;
  for (const auto& entry : dossier.lines) sums[entry.batch] += entry.line.amount.minor();
  for (const auto& batch : batches)
    if (sums[batch.id] != batch.total.minor())
      find("batch " + batch.id.text(), "its total is not the sum of its lines");
}

void Verification::verify(const Dossier& dossier, const std::vector<Batch>& batches) {
  ++report_.contracts;
  for (const auto& [id, service] : dossier.services) {
    report_.unit_changes += service.units.changes().size();
    report_.held_readings += service.held.size() + service.ended.size();
  }
  report_.batches += batches.size();
  report_.lines += dossier.lines.size();
  for (const auto& entry : dossier.lines) {
    if (const Service* service = dossier.contract->find_service(entry.line.key.service))
      verify_line(*dossier.contract, *service, entry);
    else
      find("line " + to_string(entry.line.key), "its service is not there");
  }
  verify_totals(dossier, batches);
}

/// Each line once more, from what it was computed from.
void Verification::recompute(Transaction& transaction, const Dossier& dossier,
                             const std::vector<Batch>& batches) {
  std::map<BatchId, std::vector<StateRecord>> returned;
  for (const auto& batch : batches) {
    if (batch.state != LineState::returned) continue;
    auto states = transaction.state_records(batch.id);
    if (!states) return find("batch " + batch.id.text(), states.error());
    returned.emplace(batch.id, *std::move(states));
  }
  const app::Recomputation anew{dossier, batches, returned};
  for (const auto& entry : dossier.lines) {
    const auto recomputed = anew.of(entry);
    if (recomputed.how == app::Recomputed::How::same) ++report_.lines_recomputed;
    if (recomputed.how == app::Recomputed::How::other)
      find("line " + to_string(entry.line.key),
           to_string(entry.line) +
               " does not follow from the terms and counts that are kept, but: " +
               recomputed.instead);
  }
}

/// What posting passes over has to be settled.
void Verification::verify_closed(Transaction& transaction, const Contract& contract,
                                 Date closed_end) {
  const std::string subject = "closed periods of contract " + contract.id().text();
  auto found =
      app::find_open(transaction, contract, {}, closed_end.previous(), app::Looking::everywhere);
  if (!found) return find(subject, found.error());
  for (const auto* lines : {&found->open.lines, &found->open.withheld})
    for (const auto& line : *lines)
      if (!(closed_end < line.billing_period.end()))
        find(subject, "line " + to_string(line.key) + " is not posted");
}

void Verification::verify_contract(Transaction& transaction, const ContractId& id) {
  const std::string subject = "contract " + id.text();
  auto batches = transaction.batches(id);
  // As posting reads it, then all of it.
  auto dossier = transaction.dossier(id, Wanted::for_posting());
  if (dossier) dossier = transaction.dossier(id, Wanted::everything());
  if (!dossier) return find(subject, dossier.error());
  if (!batches) return find(subject, batches.error());
  verify(**dossier, *batches);
  // What is asked of the transaction from here on may move it.
  const Dossier whole = **dossier;
  recompute(transaction, whole, *batches);
  if (const auto closed_end = whole.closed_end)
    verify_closed(transaction, *whole.contract, *closed_end);
}

Result<bool> Verification::verify_together(std::span<const ContractId> ids) {
  auto transaction = desk_.begin(Access::read);
  if (!transaction) return transaction.error();
  for (const auto wanted : {Wanted::for_posting(), Wanted::everything()})
    if (auto loaded = (*transaction)->load(ids, wanted); !loaded) return false;
  // What is found may have ended the transaction: then each is looked at by itself.
  auto before = report_;
  for (const auto& id : ids) verify_contract(**transaction, id);
  if (report_.findings.size() == before.findings.size()) return true;
  report_ = std::move(before);
  return false;
}

/// Each its own, so that one that cannot be read leaves the others to be verified.
Result<void> Verification::verify_alone(std::span<const ContractId> ids) {
  for (const auto& id : ids) {
    auto transaction = desk_.begin(Access::read);
    if (!transaction) return transaction.error();
    verify_contract(**transaction, id);
  }
  return {};
}

Result<VerifyReport> Verification::run() {
  if (auto looked = look_at_database(); !looked) return looked.error();
  const auto ids = read_lists();
  if (!ids) return ids.error();
  if (auto read = read_nights(); !read) return read.error();
  if (auto verified = verify_contracts(*ids); !verified) return verified.error();
  return std::move(report_);
}

Result<VerifyReport> Verification::run_sample(std::size_t contracts) {
  const auto all = read_lists();
  if (!all) return all.error();
  std::vector<ContractId> some;
  const auto day = static_cast<std::size_t>(desk_.clock.today().epoch_days() + 1'000'000);
  for (std::size_t i = 0; i < std::min(contracts, all->size()); ++i)
    some.push_back((*all)[(day * contracts + i) % all->size()]);
  if (auto verified = verify_contracts(some); !verified) return verified.error();
  return std::move(report_);
}

Result<void> Verification::verify_contracts(const std::vector<ContractId>& ids) {
  constexpr std::size_t contracts_at_once = 64;
  for (std::size_t done = 0; done < ids.size();) {
    if (desk_.cancelled()) return Error{Errc::cancelled, "verification"};
    const auto group =
        std::span{ids}.subspan(done).first(std::min(contracts_at_once, ids.size() - done));
    auto verified = verify_together(group);
    if (!verified) return verified.error();
    if (!*verified)
      if (auto alone = verify_alone(group); !alone) return alone;
    done += group.size();
    desk_.progress("verify", done, ids.size());
  }
  return {};
}

}  // namespace

Result<VerifyReport> verify(const Desk& desk) { return Verification{desk}.run(); }

Result<VerifyReport> verify_sample(const Desk& desk, std::size_t contracts) {
  return Verification{desk}.run_sample(contracts);
}

}  // namespace billbyagent
