#include "documents/terms_rows.hpp"

namespace billbyagent::documents {
namespace {

namespace json = boost::json;

/// The object under `key`, read by `read`; false when there is none.
template <class Read>
bool read_object(Row& row, std::string_view key, Read read) {
  const auto* value = row.find(key, Presence::optional);
  if (!value) return false;
  Row object{*value, row.place_of(key), row.refused()};
  read(object);
  object.refuse_unknown_keys();
  return true;
}

ProrationPolicy read_policy(Row& service, Currency currency) {
  ProrationPolicy policy;
  read_object(service, "proration", [&](Row& row) {
    policy = policy_of(named(row, "preset",
                             {PolicyPreset::bms, PolicyPreset::connectwise, PolicyPreset::autotask,
                              PolicyPreset::kill_bill}));
    policy.day_count = named(row, "day_count",
                             {DayCount::actual_period, DayCount::calendar_months,
                              DayCount::thirty_day_months, DayCount::thirty_360},
                             policy.day_count);
    policy.effective_day =
        named(row, "effective_day", {EffectiveDay::billed, EffectiveDay::not_billed},
              policy.effective_day);
    policy.rounding =
        named(row, "rounding",
              {Rounding::half_away_from_zero, Rounding::half_even, Rounding::toward_zero},
              policy.rounding);
    policy.rounding_step = named(
        row, "rounding_step", {RoundingStep::line, RoundingStep::unit_price}, policy.rounding_step);
    policy.increase =
        named(row, "increase",
              {IncreaseRule::prorated, IncreaseRule::full_period, IncreaseRule::next_period},
              policy.increase);
    policy.decrease =
        named(row, "decrease",
              {DecreaseRule::credited, DecreaseRule::next_period, DecreaseRule::committed},
              policy.decrease);
    if (const auto credit = row.text("minimum_credit", Presence::optional)) {
      auto money = Money::parse(*credit, currency);
      if (money)
        policy.minimum_credit_minor = money->minor();
      else
        row.refuse("minimum_credit", money.error());
    }
  });
  return policy;
}

QuantityTerms read_quantity(Row& service) {
  QuantityTerms terms;
  read_object(service, "quantity", [&](Row& row) {
    terms.measure =
        named(row, "measure",
              {Measure::prorated, Measure::high_watermark, Measure::average, Measure::fixed_day});
    // What does not fit an int is no day either.
    if (const auto day = row.integer("fixed_day", Presence::optional))
      terms.fixed_day = *day >= 1 && *day <= 366 ? static_cast<int>(*day) : -1;
    terms.included = row.integer("included", Presence::optional).value_or(0);
    terms.minimum = row.integer("minimum", Presence::optional).value_or(0);
    terms.maximum = row.integer("maximum", Presence::optional);
  });
  return terms;
}

std::optional<Indexation> read_indexation(Row& service, Currency currency) {
  std::optional<Indexation> indexation;
  read_object(service, "indexation", [&](Row& row) {
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

std::vector<PriceTier> read_tiers(Row& row, Currency currency) {
  std::vector<PriceTier> tiers;
  const UnitPrice nothing = UnitPrice::from_millionths(0, currency).value();
  const auto* list = row.array("tiers", Presence::optional);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    Row tier{(*list)[i], row.place_of("tiers[" + std::to_string(i) + "]"), row.refused()};
    const auto from = tier.integer("from", Presence::required);
    const auto to = tier.integer("to", Presence::optional);
    const auto price = tier.price("unit_price", currency, Presence::required);
    const auto cost = tier.price("unit_cost", currency, Presence::optional);
    tier.refuse_unknown_keys();
    if (from && price) tiers.push_back({*from, to, *price, cost.value_or(nothing)});
  }
  return tiers;
}

/// The price that a later one of that day follows on.
const DatedPrice* price_before(const std::vector<DatedPrice>& prices, Date day) {
  const DatedPrice* found = nullptr;
  for (const auto& price : prices)
    if (price.effective <= day && (!found || found->effective <= price.effective)) found = &price;
  return found;
}

/// What a later price does not name goes on.
void inherit(DatedPrice& price, const std::vector<DatedPrice>& prices, const json::object* row) {
  const DatedPrice* before = price_before(prices, price.effective);
  if (!before || !row) return;
  if (price.tiers.empty() && before->tiers.empty() && !row->contains("unit_cost"))
    price.cost = before->cost;
  if (!row->contains("base_fee")) price.base_fee = before->base_fee;
}

void read_price(Row& row, const json::object* object, Currency currency,
                std::optional<Date> effective, std::vector<DatedPrice>& prices) {
  auto tiers = read_tiers(row, currency);
  const bool tiered = row.has("tiers");
  if (tiered && row.has("unit_price"))
    row.refuse("unit_price", {Errc::invalid_argument, "the tiers say the price"});
  const auto price =
      row.price("unit_price", currency, tiered ? Presence::optional : Presence::required);
  const auto cost = row.price("unit_cost", currency, Presence::optional);
  const auto base_fee = row.price("base_fee", currency, Presence::optional);
  if (tiered && tiers.empty())
    return row.refuse("tiers", {Errc::invalid_argument, "needs at least one tier"});
  if (!effective || (!price && !tiered)) return;
  const UnitPrice nothing = UnitPrice::from_millionths(0, currency).value();
  const UnitPrice unit_price = tiered ? tiers.front().price : *price;
  const UnitPrice unit_cost = tiered ? tiers.front().cost : cost.value_or(nothing);
  DatedPrice made{*effective, unit_price, unit_cost, std::move(tiers), base_fee};
  inherit(made, prices, object);
  prices.push_back(std::move(made));
}

std::vector<DatedPrice> read_prices(Row& service, Currency currency,
                                    std::optional<Date> effective) {
  std::vector<DatedPrice> prices;
  read_price(service, nullptr, currency, effective, prices);
  const auto* later = service.array("prices", Presence::optional);
  for (std::size_t i = 0; later && i < later->size(); ++i) {
    Row row{(*later)[i], service.place_of("prices[" + std::to_string(i) + "]"), service.refused()};
    read_price(row, (*later)[i].if_object(), currency,
               row.date("effective_date", Presence::required), prices);
    row.refuse_unknown_keys();
  }
  return prices;
}

}  // namespace

BillingTerms read_billing_terms(Row& service, Currency currency, std::optional<Date> effective) {
  BillingTerms terms;
  terms.price_model = named(service, "price_model",
                            {PriceModel::per_unit, PriceModel::volume, PriceModel::graduated});
  terms.prices = read_prices(service, currency, effective);
  terms.indexation = read_indexation(service, currency);
  terms.quantity = read_quantity(service);
  terms.proration = read_policy(service, currency);
  return terms;
}

}  // namespace billbyagent::documents
