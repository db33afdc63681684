#pragma once

/// What documents write of the reports in another way than field by field.

#include "billbyagent/described/app.hpp"
#include "documents/domain_forms.hpp"

namespace billbyagent::documents {

inline void put(Object&, const RunRecord&, At<&RunRecord::id>) {}
/// Only where there is something to say.
inline void put(Object& out, const RunRecord& of, At<&RunRecord::lifted>) {
  if (!of.lifted.empty()) out("lifted", of.lifted);
}

inline void fill(Object& out, const std::pair<const Currency, Totals>& of) {
  const auto& [currency, totals] = of;
  const auto margin = totals.margin();
  out("currency", currency)("amount", totals.amount)("cost", totals.cost);
  out("margin", margin ? to_decimal(*margin) : "")("lines", totals.lines);
}

// Nights.

inline void put(Object& out, const RmmOutcome& of, At<&RmmOutcome::agents>) {
  out("machines", of.agents);
}
inline void put(Object& out, const RmmOutcome& of, At<&RmmOutcome::ended>) {
  out("milliseconds", of.ended.ms - of.started.ms);
}
/// The program's own words name the settings of that RMM.
struct ErrorOfRmm {
  const RmmOutcome* rmm;
};
inline void fill(Object& out, const ErrorOfRmm& of) {
  fill(out, *of.rmm->error);
  if (out.hint() == hint_for) out("hint", hint_of(*of.rmm));
}
inline void put(Object& out, const RmmOutcome& of, At<&RmmOutcome::error>) {
  out("error", of.error ? std::optional{ErrorOfRmm{&of}} : std::nullopt);
}
/// Only where there is something to say.
inline void put(Object& out, const RmmOutcome& of, At<&RmmOutcome::notes>) {
  if (!of.notes.empty()) out("notes", of.notes);
}
inline void put(Object& out, const JudgedMachine& of, At<&JudgedMachine::verdict>) {
  out("billed", of.verdict == Verdict::counted)("verdict", of.verdict);
}
inline void put(Object& out, const ServiceSync& of, At<&ServiceSync::key>) {
  out("service", of.key);
}
inline void put(Object& out, const ServiceSync& of, At<&ServiceSync::service_name>) {
  out("name", of.service_name);
}
inline void put(Object& out, const ServiceSync& of, At<&ServiceSync::proposal>) {
  out("proposal", number_of(of.proposal));
}
inline void put(Object& out, const SyncReport& of, At<&SyncReport::stopped>) {
  if (of.stopped) out("stopped", *of.stopped);
}
inline void put(Object& out, const ServiceFreshness& of, At<&ServiceFreshness::key>) {
  out("service", of.key);
}
inline void put(Object& out, const UnitsNow& of, At<&UnitsNow::key>) { out("service", of.key); }
inline void put(Object& out, const KnownMachine& of, At<&KnownMachine::machine>) {
  out.fields(of.machine);
}
inline void put(Object& out, const KnownMachine& of, At<&KnownMachine::state>) {
  out("stand", of.state);
}
inline void put(Object& out, const ServiceHistory& of, At<&ServiceHistory::units>) {
  out("changes", of.units.changes());
}

// Billing.

inline void put(Object& out, const OwedCredit& of, At<&OwedCredit::amount>) {
  out("amount", of.amount)("currency", of.amount.currency());
}
inline void put(Object& out, const UnbilledUnits& of, At<&UnbilledUnits::maximum>) {
  out("maximum", of.maximum)("not_billed", of.counted - of.maximum);
}
inline void put(Object& out, const ReviewedContract& of, At<&ReviewedContract::contract>) {
  const auto& terms = of.contract.terms();
  out("contract", terms.id)("name", terms.name)("account", terms.account);
}
/// A list of one, as it has always been.
inline void put(Object& out, const PostedContract& of, At<&PostedContract::batch>) {
  using List = std::vector<Batch>;
  out("batch", of.batch ? std::optional{List{*of.batch}} : std::nullopt);
}
inline void put(Object& out, const PostedContract& of, At<&PostedContract::stale>) {
  if (!of.stale.empty()) out("stale", of.stale);
}
inline void put(Object& out, const PostReport& of, At<&PostReport::stopped>) {
  if (of.stopped) out("stopped", *of.stopped);
}
template <>
inline constexpr NameTable<5> first_of<PostReport>{"day", "zone", "started", "ended", "dry_run"};

inline void put(Object& out, const Explanation& of, At<&Explanation::line>) {
  of.posted ? out("line", *of.posted) : out("line", of.line);
}
inline void put(Object& out, const Explanation& of, At<&Explanation::exact_before>) {
  out("exact_before", exact_to_decimal(of.exact_before, of.line.currency()));
}
inline void put(Object& out, const Explanation& of, At<&Explanation::exact_after>) {
  out("exact_after", exact_to_decimal(of.exact_after, of.line.currency()));
}
// The text of an explanation tells these.
inline void put(Object&, const Explanation&, At<&Explanation::posted>) {}
inline void put(Object&, const Explanation&, At<&Explanation::policy>) {}
inline void put(Object&, const Explanation&, At<&Explanation::derivation>) {}

// Statements.

inline void put(Object& out, const StatementLine& of, At<&StatementLine::price_millionths>) {
  out("price", price_to_decimal(of.price_millionths, of.amount.currency()));
}
inline void put(Object& out, const StatementLine& of, At<&StatementLine::amount>) {
  out("amount", of.amount)("currency", of.amount.currency());
}
inline void put(Object& out, const StatementService& of, At<&StatementService::amount>) {
  out("amount", of.amount)("currency", of.amount.currency());
}
inline void fill(Object& out, const std::map<Currency, Money>::value_type& of) {
  out("amount", of.second)("currency", of.first);
}

inline void put(Object&, const Preview&, At<&Preview::covered_before>) {}
inline void put(Object&, const Preview&, At<&Preview::covered_after>) {}

inline void put(Object& out, const PriceRaise& of, At<&PriceRaise::basis_points>) {
  out("percent", of.unit_price ? std::optional<std::string>{}
                               : std::optional{percent_to_string(of.basis_points)});
}
inline void put(Object& out, const PriceRaise& of, At<&PriceRaise::unit_price>) {
  out("unit_price",
      of.unit_price ? std::optional{to_decimal(*of.unit_price)} : std::optional<std::string>{});
}
inline void put(Object&, const RaiseReport&, At<&RaiseReport::raise>) {}
inline void put(Object& out, const RaisedService& of, At<&RaisedService::key>) {
  out("service", of.key);
}
inline void put(Object& out, const RaisedContract& of, At<&RaisedContract::amount>) {
  out.fields(of.amount)("currency", of.amount.difference.currency());
}

inline void put(Object& out, const ComingRenewal& of, At<&ComingRenewal::agreed_term>) {
  out("term", of.agreed_term);
}
inline void put(Object& out, const RenewalList& of, At<&RenewalList::rows>) {
  out("contracts", of.rows);
}

// Coverage.

inline void fill(Object& out, const Worth& worth) {
  out("amount", worth.amount)("currency", worth.amount.currency())("cycle", worth.cycle);
  out.fields(worth.billing_period)("priced_by", worth.priced_by);
}
inline void fill(Object& out, const WorthTotals::value_type& of) {
  const auto& [currency, cycle] = of.first;
  out("amount", of.second)("currency", currency)("cycle", cycle);
}
inline void put(Object& out, const CountedTwice& of, At<&CountedTwice::first>) {
  out("services", std::array{of.first, of.second});
}
inline void put(Object&, const CountedTwice&, At<&CountedTwice::second>) {}
inline void put(Object& out, const LeftOut& of, At<&LeftOut::machine>) { out.fields(of.machine); }
inline void put(Object& out, const OrganizationWithoutAccount& of,
                At<&OrganizationWithoutAccount::organization>) {
  out("organization", of.organization.id)("organization_name", of.organization.name);
}
template <>
inline constexpr NameTable<12> first_of<CoverageReport>{"day",
                                                        "zone",
                                                        "agents",
                                                        "rmms",
                                                        "covered",
                                                        "services",
                                                        "machines_of_unknown_worth",
                                                        "totals",
                                                        "unbilled",
                                                        "overlaps",
                                                        "left_out",
                                                        "without_account"};
inline void put(Object& out, const CoverageReport& of, At<&CoverageReport::agents>) {
  out("machines", of.agents);
}
inline void put(Object& out, const CoverageReport& of, At<&CoverageReport::services>) {
  out("services", of.services)("unbilled_machines", of.unbilled_machines());
}
inline void put(Object& out, const CoverageReport& of, At<&CoverageReport::without_account>) {
  out("organizations_without_account", of.without_account);
}

}  // namespace billbyagent::documents
