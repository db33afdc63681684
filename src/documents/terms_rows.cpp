#include "documents/terms_rows.hpp"

namespace billbyagent::documents {
namespace {

ProrationPolicy read_policy(Row& service, Currency currency) {
  ProrationPolicy policy;
  service.object("proration", Presence::optional, [&](Row& row) {
    policy = policy_of(named<PolicyPreset>(row, "preset"));
    read_fields(row, policy, [&](At<&ProrationPolicy::minimum_credit_minor>) {
      const auto credit = row.text("minimum_credit", Presence::optional);
      if (!credit) return;
      const auto money = Money::parse(*credit, currency);
      if (!money) return row.refuse("minimum_credit", money.error());
      policy.minimum_credit_minor = money->minor();
    });
  });
  return policy;
}

QuantityTerms read_quantity(Row& service) {
  QuantityTerms terms;
  service.object("quantity", Presence::optional, [&](Row& row) {
    read_fields(row, terms, [&](At<&QuantityTerms::fixed_day>) {
      // What does not fit an int is no day either.
      if (const auto day = row.integer("fixed_day", Presence::optional))
        terms.fixed_day = *day >= 1 && *day <= 366 ? static_cast<int>(*day) : -1;
    });
  });
  return terms;
}

}  // namespace

std::optional<Indexation> read_indexation(Row& service, Currency currency) {
  std::optional<Indexation> indexation;
  service.object("indexation", Presence::optional, [&](Row& row) {
    const auto percent = row.text("percent", Presence::required);
    const auto first = row.date("first_date", Presence::required);
    const auto decimals = row.integer("decimals", Presence::optional);
    if (!percent || !first) return;
    const auto basis_points = detail::parse_scaled(*percent, 2);
    if (!basis_points) return row.refuse("percent", basis_points.error());
    const auto fits = [](std::int64_t value) { return value >= -1 && value <= 1'000'000; };
    if (!fits(*basis_points)) return row.refuse("percent", {Errc::out_of_range, *percent});
    if (decimals && !fits(*decimals))
      return row.refuse("decimals", {Errc::out_of_range, std::to_string(*decimals)});
    indexation = Indexation{static_cast<std::int32_t>(*basis_points), *first,
                            static_cast<int>(decimals.value_or(currency.exponent()))};
  });
  return indexation;
}

namespace {

std::vector<PriceTier> read_tiers(Row& row, Currency currency) {
  std::vector<PriceTier> tiers;
  const UnitPrice nothing = UnitPrice::from_millionths(0, currency).value();
  row.rows("tiers", Presence::optional, [&](Row& tier) {
    const auto from = tier.integer("from", Presence::required);
    const auto to = tier.integer("to", Presence::optional);
    const auto price = tier.price("unit_price", currency, Presence::required);
    const auto cost = tier.price("unit_cost", currency, Presence::optional);
    if (from && price) tiers.push_back({*from, to, *price, cost.value_or(nothing)});
  });
  return tiers;
}

/// The price beside the service itself, or one in its list of later ones.
enum class Listed : std::uint8_t { first, later };

void read_price(Row& row, Listed listed, Currency currency, std::optional<Date> effective,
                std::vector<DatedPrice>& prices) {
  auto tiers = read_tiers(row, currency);
  const bool tiered = row.has("tiers");
  if (tiered && row.has("unit_price"))
    row.refuse("unit_price", {Errc::invalid_argument, "the tiers say the price"});
  const auto price =
      row.price("unit_price", currency, tiered ? Presence::optional : Presence::required);
  const auto cost = row.price("unit_cost", currency, Presence::optional);
  const auto base_fee = row.price("base_fee", currency, Presence::optional);
  const auto reason = listed == Listed::later ? row.text("reason", Presence::optional)
                                              : std::optional<std::string>{};
  if (tiered && tiers.empty())
    return row.refuse("tiers", {Errc::invalid_argument, "needs at least one tier"});
  if (!effective || (!price && !tiered)) return;
  const UnitPrice nothing = UnitPrice::from_millionths(0, currency).value();
  const UnitPrice unit_price = tiered ? tiers.front().price : *price;
  const UnitPrice unit_cost = tiered ? tiers.front().cost : cost.value_or(nothing);
  DatedPrice made{*effective, unit_price, unit_cost, std::move(tiers), base_fee};
  made.reason = reason.value_or("");
  const DatedPrice* before = listed == Listed::later ? price_on(prices, *effective) : nullptr;
  if (before)
    inherit(made, *before,
            {.cost = row.names("unit_cost"), .base_fee = row.names("base_fee"), .tiers = true});
  prices.push_back(std::move(made));
}

std::vector<DatedPrice> read_prices(Row& service, Currency currency,
                                    std::optional<Date> effective) {
  std::vector<DatedPrice> prices;
  read_price(service, Listed::first, currency, effective, prices);
  service.rows("prices", Presence::optional, [&](Row& later) {
    read_price(later, Listed::later, currency, later.date("effective_date", Presence::required),
               prices);
  });
  return prices;
}

}  // namespace

BillingTerms read_billing_terms(Row& service, Currency currency, std::optional<Date> effective) {
  BillingTerms terms;
  terms.price_model = named<PriceModel>(service, "price_model");
  terms.prices = read_prices(service, currency, effective);
  terms.indexation = read_indexation(service, currency);
  terms.quantity = read_quantity(service);
  terms.minimum_amount = service.price("minimum_amount", currency, Presence::optional);
  terms.proration = read_policy(service, currency);
  return terms;
}

void read_agreed_term(Row& term, std::optional<AgreedTerm>& agreed) {
  const auto months = term.integer("months", Presence::optional);
  const auto years = term.integer("years", Presence::optional);
  const auto notice = term.integer("notice_days", Presence::optional);
  const auto at_end = named<AtTermEnd>(term, "at_end");
  if (months.has_value() == years.has_value())
    return term.refuse("months", {Errc::invalid_argument, "say months or years"});
  const auto fits = [&](const char* key, std::int64_t value, std::int64_t least,
                        std::int64_t most) {
    if (value >= least && value <= most) return true;
    term.refuse(key, {Errc::out_of_range, std::to_string(value)});
    return false;
  };
  if (months && !fits("months", *months, 1, limits::term_months_max)) return;
  if (years && !fits("years", *years, 1, limits::term_months_max / 12)) return;
  if (notice && !fits("notice_days", *notice, 0, limits::notice_days_max)) return;
  agreed = AgreedTerm{static_cast<std::int32_t>(months ? *months : *years * 12),
                      static_cast<std::int32_t>(notice.value_or(0)), at_end};
}

std::optional<AgreedTerm> find_agreed_term(Row& row) {
  std::optional<AgreedTerm> agreed;
  row.object("term", Presence::optional, [&](Row& term) { read_agreed_term(term, agreed); });
  return agreed;
}

}  // namespace billbyagent::documents
