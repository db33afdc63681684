#include "cli/first_book.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent::cli {
namespace {

namespace json = boost::json;

constexpr const char* service_id = "agents";

/// `Acme Ltd (UK)` -> `acme-ltd-uk`: what people like to type.
std::string slug_of(std::string_view name) {
  constexpr std::size_t longest = 40;
  std::string slug;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) slug += upper ? static_cast<char>(c + 32) : c;
    if (!kept && !slug.empty() && slug.back() != '-') slug += '-';
  }
  slug.resize(std::min(slug.size(), longest));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "account" : slug;
}

AccountId new_id(const Organization& organization, std::set<std::string>& taken) {
  const std::string slug = slug_of(organization.name);
  std::string id = slug;
  for (int number = 2; !taken.insert(id).second; ++number) id = slug + "-" + std::to_string(number);
  return AccountId{id};
}

std::string name_of(const Organization& organization) {
  return organization.name.empty() ? organization.id.text() : organization.name;
}

json::object account_row(const AccountId& id, const ShownOrganization& shown) {
  json::object row{{"id", id.text()}, {"name", name_of(shown.organization)}};
  if (shown.rmm.empty())
    row["organization"] = shown.organization.id.text();
  else
    row["organizations"] = json::object{{shown.rmm.text(), shown.organization.id.text()}};
  return row;
}

json::object contract_row(const AccountId& id, const ShownOrganization& shown,
                          const FirstBookTerms& terms) {
  json::object units{{"source", "agents"}};
  if (!shown.rmm.empty()) units["rmm"] = shown.rmm.text();
  return {{"id", id.text()},
          {"name", name_of(shown.organization) + ", managed machines"},
          {"account", id.text()},
          {"currency", terms.currency},
          {"cycle", "monthly"},
          {"start_date", to_string(terms.start)},
          {"trust", "observe"},
          {"services", json::array{json::object{{"id", service_id},
                                                {"name", "Managed machines"},
                                                {"unit_price", terms.unit_price},
                                                {"units", std::move(units)}}}}};
}

/// A list with one row a line, for people who go on writing.
void append(std::string& text, const char* name, const json::array& rows) {
  text += std::string{"\""} + name + "\": [";
  for (std::size_t i = 0; i < rows.size(); ++i)
    text += (i == 0 ? "\n  " : ",\n  ") + json::serialize(rows[i]);
  text += "]";
}

/// What the engine bills for the contract's first whole month.
Result<Money> monthly_amount(const Contract& contract, Units machines) {
  const auto& terms = contract.terms();
  auto history = UnitHistory::starting(terms.start, machines);
  if (!history) return history.error();
  Period month = terms.cycle.period_at(terms.start);
  if (month.begin() < terms.start) month = terms.cycle.next(month);
  auto lines = bill(contract, terms.services.front(), *history, month);
  if (!lines) return lines.error();
  Money amount = Money::zero(terms.currency);
  for (const auto& line : *lines) {
    auto sum = add(amount, line.amount);
    if (!sum) return sum.error();
    amount = *sum;
  }
  return amount;
}

}  // namespace

Result<FirstBook> first_book(const std::vector<ShownOrganization>& organizations,
                             const FirstBookTerms& terms) {
  auto currency = Currency::parse(terms.currency);
  if (!currency) return currency.error();
  if (auto price = UnitPrice::parse(terms.unit_price, *currency); !price)
    return within("unit price", price.error());
  FirstBook made{.text = {}, .total = Money::zero(*currency)};
  json::array accounts;
  json::array contracts;
  std::set<std::string> taken;
  for (const auto& shown : organizations) {
    const AccountId id = new_id(shown.organization, taken);
    accounts.push_back(account_row(id, shown));
    contracts.push_back(contract_row(id, shown, terms));
    made.accounts.push_back({id, shown, Money::zero(*currency)});
  }
  made.text = "{";
  append(made.text, "accounts", accounts);
  made.text += ",\n";
  append(made.text, "contracts", contracts);
  made.text += "}\n";
  // Read back as an import reads it, so that nothing is written that an import refuses.
  auto parsed = parse_book(made.text);
  if (!parsed) return parsed.error();
  if (!parsed->refused.empty()) return parsed->refused.front();
  for (std::size_t i = 0; i < made.accounts.size(); ++i) {
    auto& account = made.accounts[i];
    auto amount = monthly_amount(parsed->book.contracts[i], account.shown.machines);
    if (!amount) return within("account " + account.account.text(), amount.error());
    account.amount = *amount;
    auto sum = add(made.total, *amount);
    if (!sum) return sum.error();
    made.total = *sum;
  }
  return made;
}

}  // namespace billbyagent::cli
