#include "documents/book_rows.hpp"

#include "billbyagent/domain/discount.hpp"
#include "documents/cycle_keys.hpp"
#include "documents/scope_rows.hpp"
#include "documents/terms_rows.hpp"

namespace billbyagent {
namespace documents {

/// How the periods of a contract lie, and those that an amendment begins.
enum class Periods : std::uint8_t { contract_start, calendar };
enum class AmendedPeriods : std::uint8_t { effective_date, calendar };
enum class Source : std::uint8_t { agents, manual };

}  // namespace documents

template <>
inline constexpr NameTable<2> names_of<documents::Periods>{"contract_start", "calendar"};
template <>
inline constexpr NameTable<2> names_of<documents::AmendedPeriods>{"effective_date", "calendar"};
template <>
inline constexpr NameTable<2> names_of<documents::Source>{"agents", "manual"};

namespace documents {
namespace {

namespace json = boost::json;

/// The unit source, and the first units of a manual one.
struct ReadUnits {
  UnitSource source{ManualUnits{}};
  std::optional<Units> count{};
};

ReadUnits read_units(Row& service) {
  ReadUnits read;
  service.object("units", Presence::required, [&](Row& units) {
    if (!units.has("source")) (void)units.find("source", Presence::required);
    if (named<Source>(units, "source") == Source::agents) {
      read.source = read_scope(units);
    } else if (const auto count = units.integer("count", Presence::optional)) {
      if (*count < 0 || *count > limits::units_max)
        units.refuse("count", {Errc::invalid_units, std::to_string(*count)});
      read.count = *count;
    }
  });
  return read;
}

std::optional<std::int32_t> read_percent(Row& row, const char* key) {
  const auto percent = row.text(key, Presence::optional);
  if (!percent) return std::nullopt;
  const auto basis_points = parse_discount(*percent);
  if (basis_points) return *basis_points;
  row.refuse(key, basis_points.error());
  return std::nullopt;
}

/// Of a row with a cycle.
BillingCycle read_cycle(Row& row, bool on_calendar, Date begin) {
  CycleKeys keys{.cycle = named(row, "cycle", CycleLength::monthly), .on_calendar = on_calendar};
  const auto number = [&](const char* key, int most) -> std::optional<int> {
    const auto read = row.integer(key, Presence::optional);
    if (!read) return std::nullopt;
    if (*read >= 1 && *read <= most) return static_cast<int>(*read);
    row.refuse(key, {Errc::out_of_range, std::to_string(*read)});
    return std::nullopt;
  };
  keys.anchor_day = number("anchor_day", 31);
  keys.anchor_month = number("anchor_month", 12);
  keys.every = number("every", 10'000).value_or(1);
  std::string_view wrong;
  const auto cycle = cycle_of(keys, begin, wrong);
  if (cycle) return *cycle;
  row.refuse(wrong, cycle.error());
  return BillingCycle::anchored(keys.cycle, begin);
}

std::vector<std::string> read_recipients(Row& row) {
  std::vector<std::string> recipients;
  row.each("recipients", Presence::optional, [&](const json::value& value, const auto& place) {
    const auto* text = value.if_string();
    if (text && text->find('@') != json::string::npos)
      recipients.emplace_back(*text);
    else
      row.refuse(place, {Errc::invalid_argument, "not an e-mail address"});
  });
  return recipients;
}

/// An amendment says a cycle as a whole.
std::optional<BillingCycle> read_amended_cycle(Row& row, Date effective) {
  if (row.has("cycle"))
    return read_cycle(row, named<AmendedPeriods>(row, "periods") == AmendedPeriods::calendar,
                      effective);
  for (const char* key : {"periods", "anchor_day", "anchor_month", "every"})
    if (row.find(key, Presence::optional))
      row.refuse(key, {Errc::invalid_argument, "goes with the cycle of the amendment"});
  return std::nullopt;
}

/// An amount that an amendment says; null: none any more.
std::optional<UnitPrice> read_amount(Row& row, const char* key, Currency currency) {
  if (row.names(key) && !row.has(key)) {
    (void)row.find(key, Presence::optional);
    return UnitPrice::from_millionths(0, currency).value();
  }
  return row.price(key, currency, Presence::optional);
}

/// `read` takes what an amendment says beside its day, discounts, name and reason.
template <class Amendment, class Read>
std::vector<Amendment> read_amendments(Row& row, Currency currency, Read read) {
  std::vector<Amendment> amendments;
  row.rows("amendments", Presence::optional, [&](Row& one) {
    const auto effective = one.date("effective_date", Presence::required);
    const auto reason = one.text("reason", Presence::optional);
    Amendment amendment{.effective = effective.value_or(Date{2001, 1, 1})};
    amendment.reason = reason.value_or("");
    amendment.discount_basis_points = read_percent(one, "discount");
    amendment.name = one.text("name", Presence::optional);
    amendment.discount_amount = read_amount(one, "discount_amount", currency);
    read(one, amendment);
    amendments.push_back(std::move(amendment));
  });
  return amendments;
}

void read_quantity(Row& row, ServiceAmendment& amendment) {
  row.object("quantity", Presence::optional, [&](Row& quantity) {
    amendment.included = quantity.integer("included", Presence::optional);
    amendment.minimum = quantity.integer("minimum", Presence::optional);
    amendment.maximum = quantity.integer("maximum", Presence::optional);
    if (quantity.names("maximum") && !amendment.maximum) amendment.maximum = limits::units_max;
    amendment.measure = find_name(quantity, "measure", Measure::prorated);
    quantity.read("fixed_day", amendment.fixed_day);
  });
}

/// Only what is said: a preset says everything.
void read_policy(Row& row, Currency currency, ServiceAmendment& amendment) {
  row.object("proration", Presence::optional, [&](Row& policy) {
    amendment.day_count = find_name(policy, "day_count", DayCount::actual_period);
    amendment.effective_day = find_name(policy, "effective_day", EffectiveDay::billed);
    amendment.rounding = find_name(policy, "rounding", Rounding::half_away_from_zero);
    amendment.rounding_step = find_name(policy, "rounding_step", RoundingStep::line);
    amendment.increase = find_name(policy, "increase", IncreaseRule::prorated);
    amendment.decrease = find_name(policy, "decrease", DecreaseRule::credited);
    const auto credit = policy.text("minimum_credit", Presence::optional);
    if (!credit) return;
    const auto money = Money::parse(*credit, currency);
    if (money)
      amendment.minimum_credit_minor = money->minor();
    else
      policy.refuse("minimum_credit", money.error());
  });
}

/// Null: no further raise.
std::optional<Indexation> read_raise(Row& row, Currency currency, Date effective) {
  if (row.names("indexation") && !row.has("indexation")) {
    (void)row.find("indexation", Presence::optional);
    return Indexation{0, effective, currency.exponent()};
  }
  return read_indexation(row, currency);
}

std::vector<ServiceAmendment> read_service_amendments(Row& service, Currency currency) {
  return read_amendments<ServiceAmendment>(
      service, currency, [&](Row& row, ServiceAmendment& amendment) {
        amendment.tax_category = row.text("tax_category", Presence::optional);
        read_quantity(row, amendment);
        amendment.minimum_amount = read_amount(row, "minimum_amount", currency);
        amendment.indexation = read_raise(row, currency, amendment.effective);
        read_policy(row, currency, amendment);
      });
}

std::vector<ContractAmendment> read_contract_amendments(Row& contract, Currency currency) {
  return read_amendments<ContractAmendment>(
      contract, currency, [](Row& row, ContractAmendment& amendment) {
        amendment.status = find_name(row, "status", ContractStatus::active);
        amendment.trust = find_name(row, "trust", Trust::automatic);
        amendment.agreed_term = find_agreed_term(row);
        amendment.cycle = read_amended_cycle(row, amendment.effective);
        amendment.timing = find_name(row, "timing", BillingTiming::advance);
        amendment.account = row.id<AccountId>("account", Presence::optional);
        amendment.account_from = named<AccountFrom>(row, "account_from");
        if (row.has("recipients")) amendment.recipients = read_recipients(row);
      });
}

std::optional<Service> read_service(const json::value& value, const std::string& place,
                                    Currency currency, std::optional<Date> contract_start,
                                    std::optional<Units>& first_units,
                                    std::vector<Error>& refused) {
  Row row{value, place, refused};
  const auto id = row.id<ServiceId>("id", Presence::required);
  auto effective = row.date("effective_date", Presence::optional);
  if (!row.has("effective_date")) effective = contract_start;
  const auto terms = read_billing_terms(row, currency, effective);
  const auto units = read_units(row);
  const auto name = row.text("name", Presence::optional);
  const auto tax_category = row.text("tax_category", Presence::optional);
  const auto charging = named<Charging>(row, "charging");
  const auto end = row.end_after("end_date");
  const auto billed_through = row.date("billed_through", Presence::optional);
  auto amendments = read_service_amendments(row, currency);
  row.refuse_unknown_keys();
  if (!row.faultless() || !effective) return std::nullopt;
  auto service = Service::create({.id = *id,
                                  .name = name.value_or(id->text()),
                                  .tax_category = tax_category.value_or(""),
                                  .currency = currency,
                                  .prices = terms.prices,
                                  .unit_source = units.source,
                                  .proration = terms.proration,
                                  .effective = *effective,
                                  .end = end,
                                  .billed_through = billed_through,
                                  .quantity = terms.quantity,
                                  .minimum_amount = terms.minimum_amount,
                                  .price_model = terms.price_model,
                                  .indexation = terms.indexation,
                                  .charging = charging,
                                  .amendments = std::move(amendments)});
  if (!service) {
    row.refuse("", service.error());
    return std::nullopt;
  }
  first_units = units.count;
  return *service;
}

BillingCycle read_cycle(Row& row, Date start) {
  (void)row.find("cycle", Presence::required);
  return read_cycle(row, named<Periods>(row, "periods") == Periods::calendar, start);
}

/// `{"mesh": "mesh//kT3..."}`: an organization for each RMM by its name.
std::map<RmmId, OrganizationId> read_links(Row& account) {
  std::map<RmmId, OrganizationId> links;
  const auto* value = account.find("organizations", Presence::optional);
  if (!value) return links;
  Row row{*value, account.place_of("organizations"), account.refused()};
  const auto* by_rmm = value->if_object();
  if (!by_rmm) return links;
  for (const auto& member : *by_rmm) {
    const std::string name{member.key()};
    auto rmm = RmmId::parse(name);
    if (!rmm) row.refuse(name, rmm.error());
    const auto organization = row.id<OrganizationId>(name, Presence::required);
    if (rmm && organization) links.emplace(*rmm, *organization);
  }
  return links;
}

std::optional<Currency> read_currency(Row& row) {
  const auto code = row.text("currency", Presence::required);
  if (!code) return std::nullopt;
  auto currency = Currency::parse(*code);
  if (currency) return *currency;
  row.refuse("currency", currency.error());
  return std::nullopt;
}

}  // namespace

std::optional<Account> read_account(const json::value& value, const std::string& place,
                                    std::vector<Error>& refused) {
  Row row{value, place, refused};
  const auto id = row.id<AccountId>("id", Presence::required);
  const auto name = row.text("name", Presence::optional);
  const auto organization = row.id<OrganizationId>("organization", Presence::optional);
  auto links = read_links(row);
  const auto overlaps = named<Overlaps>(row, "overlaps");
  row.refuse_unknown_keys();
  if (!row.faultless()) return std::nullopt;
  return Account{*id, name.value_or(id->text()), organization, overlaps, std::move(links)};
}

std::optional<Contract> read_contract(const json::value& value, const std::string& place,
                                      std::vector<FirstUnits>& first_units,
                                      std::vector<Error>& refused) {
  Row row{value, place, refused};
  const auto id = row.id<ContractId>("id", Presence::required);
  const auto name = row.text("name", Presence::optional);
  const auto account = row.id<AccountId>("account", Presence::required);
  const auto currency = read_currency(row);
  const auto start = row.date("start_date", Presence::required);
  const auto cycle = read_cycle(row, start.value_or(Date{2001, 1, 1}));
  const auto timing = named<BillingTiming>(row, "timing");
  const auto status = named<ContractStatus>(row, "status");
  const auto trust = named<Trust>(row, "trust");
  const auto end = row.end_after("end_date");
  const auto billed_through = row.date("billed_through", Presence::optional);
  auto amendments = read_contract_amendments(row, currency.value_or(usd));
  const auto agreed_term = find_agreed_term(row);
  const auto recipients = read_recipients(row);
  auto machine_classes = read_machine_classes(row);

  std::vector<Service> services;
  std::vector<FirstUnits> counted;
  row.each("services", Presence::required, [&](const json::value& each, const auto& key) {
    std::optional<Units> units;
    // With an unknown currency the rest of a service is still looked at.
    auto service =
        read_service(each, row.place_of(key), currency.value_or(usd), start, units, refused);
    if (!service) return;
    if (units && id) counted.push_back({{*id, service->id()}, *units});
    services.push_back(*std::move(service));
  });
  row.refuse_unknown_keys();
  if (!row.faultless()) return std::nullopt;
  auto contract = Contract::create({.id = *id,
                                    .name = name.value_or(id->text()),
                                    .account = *account,
                                    .currency = *currency,
                                    .cycle = cycle,
                                    .timing = timing,
                                    .status = status,
                                    .trust = trust,
                                    .start = *start,
                                    .end = end,
                                    .billed_through = billed_through,
                                    .recipients = recipients,
                                    .services = std::move(services),
                                    .machine_classes = std::move(machine_classes),
                                    .amendments = std::move(amendments),
                                    .agreed_term = agreed_term});
  if (!contract) {
    row.refuse("", contract.error());
    return std::nullopt;
  }
  first_units.insert(first_units.end(), counted.begin(), counted.end());
  return *contract;
}

}  // namespace documents
}  // namespace billbyagent
