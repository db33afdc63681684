#include "billbyagent/domain/charges.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

/// `base_fee 100.00, units 10 x 5.00`
std::string shown(const std::vector<Charge>& charges) {
  std::string text;
  for (const auto& charge : charges)
    text += (text.empty() ? "" : ", ") + std::string{to_string(charge.rate.part)} + " " +
            std::to_string(charge.units) + " x " +
            price_to_decimal(charge.rate.price_millionths, usd);
  return text;
}

Service::Terms tiered(PriceModel model) {
  auto made = terms::service();
  made.price_model = model;
  made.prices[0].tiers = {{1, 10, terms::price("5.00"), terms::price("2.00")},
                          {11, 50, terms::price("4.00"), terms::price("2.00")},
                          {51, {}, terms::price("3.00"), terms::price("1.00")}};
  return made;
}

}  // namespace

TEST_CASE("units are charged by price model") {
  const auto per_unit = Service::create(terms::service()).value();
  const auto volume = Service::create(tiered(PriceModel::volume)).value();
  const auto graduated = Service::create(tiered(PriceModel::graduated)).value();
  struct Row {
    Units billed;
    const char* per_unit;
    const char* volume;
    const char* graduated;
  };
  for (const auto& row : {
           Row{0, "units 0 x 5.00", "units 0 x 5.00", "units 0 x 5.00"},
           Row{1, "units 1 x 5.00", "units 1 x 5.00", "units 1 x 5.00"},
           Row{10, "units 10 x 5.00", "units 10 x 5.00", "units 10 x 5.00"},
           Row{11, "units 11 x 5.00", "units 11 x 4.00", "units 10 x 5.00, units 1 x 4.00"},
           Row{50, "units 50 x 5.00", "units 50 x 4.00", "units 10 x 5.00, units 40 x 4.00"},
           Row{51, "units 51 x 5.00", "units 51 x 3.00",
               "units 10 x 5.00, units 40 x 4.00, units 1 x 3.00"},
       }) {
    CAPTURE(row.billed);
    const Date day{2026, 6, 1};
    CHECK(shown(charges_for(per_unit, row.billed, day)) == row.per_unit);
    CHECK(shown(charges_for(volume, row.billed, day)) == row.volume);
    CHECK(shown(charges_for(graduated, row.billed, day)) == row.graduated);
  }
}

TEST_CASE("a base fee and included units, and tiers of what is charged") {
  auto made = tiered(PriceModel::graduated);
  made.prices[0].base_fee = terms::price("100.00");
  made.quantity.included = 20;
  made.indexation = Indexation{1'000, {2027, 6, 1}, 2};
  const auto service = Service::create(made).value();
  for (const auto& [billed, day, charges] : {
           std::tuple{Units{20}, Date{2026, 6, 1}, "base_fee 1 x 100.00, overage 0 x 5.00"},
           {31, {2026, 6, 1}, "base_fee 1 x 100.00, overage 10 x 5.00, overage 1 x 4.00"},
           {31, {2027, 6, 1}, "base_fee 1 x 110.00, overage 10 x 5.50, overage 1 x 4.40"},
       })
    CHECK(shown(charges_for(service, billed, day)) == charges);
}

TEST_CASE("tiers at one price are one charge") {
  auto made = tiered(PriceModel::graduated);
  made.prices[0].tiers[1].price = terms::price("5.00");
  const auto service = Service::create(made).value();
  CHECK(shown(charges_for(service, 60, Date{2026, 6, 1})) == "units 50 x 5.00, units 10 x 3.00");
}
