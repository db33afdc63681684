#pragma once

/// Explains a line to the customer: the arithmetic to the printed amount, who changed the units and
/// when, and which machines are behind it.

#include <algorithm>
#include <string>
#include <vector>

#include "billbyagent/app/derivation.hpp"
#include "billbyagent/app/machine_changes.hpp"
#include "billbyagent/app/open_lines.hpp"

namespace billbyagent {

struct Explanation {
  LineItem line;
  std::optional<PostedLine> posted{};  ///< nothing: still in billing review
  ExactValue exact_before{};           ///< of the lines before it in its service and period
  ExactValue exact_after{};
  Money amounts_before;                   ///< what those lines came to
  ProrationPolicy policy{};               ///< the conventions of the service
  std::optional<UnitChange> change{};     ///< the count that holds from its effective date on
  std::vector<std::string> derivation{};  ///< how terms led to its units and price; may be empty
  std::vector<MachineEvent> events{};     ///< that came with that count
  std::vector<Machine> machines{};        ///< that counted on the first billed day
};

/// Finds the line among the posted ones, then among the open ones of its period. `not_found`
/// otherwise.
Result<Explanation> explain_line(Store& store, const TenantId& tenant, const LineKey& key);

/// `numerator / denominator` minor units as decimal text of the currency, cut after `decimals`
/// decimals;
/// `...` follows when that is not all of it.
std::string exact_to_decimal(const ExactValue& value, Currency currency, int decimals = 6);

/// The explanation as lines of text.
std::vector<std::string> to_text(const Explanation& explanation);

namespace detail {

inline Result<std::vector<LineItem>> lines_of_period(Transaction& transaction, const LineKey& key,
                                                     std::optional<PostedLine>& found,
                                                     ProrationPolicy& policy) {
  auto contract = transaction.contract(key.contract);
  if (!contract) return contract.error();
  const Service* service = contract->find_service(key.service);
  if (!service)
    return Error{Errc::not_found,
                 "service " + key.service.text() + " of contract " + key.contract.text()};
  policy = service->terms().proration;
  auto posted = transaction.posted_lines(key.contract);
  if (!posted) return posted.error();
  std::erase_if(*posted, [&](const PostedLine& entry) {
    return entry.line.key.service != key.service || entry.line.key.period_begin != key.period_begin;
  });
  auto history = transaction.unit_history({key.contract, key.service});
  if (!history) return history.error();
  auto open = unposted(*contract, *service, *history,
                       contract->terms().cycle.period_at(key.period_begin), *posted);
  if (!open) return open.error();
  std::vector<LineItem> lines;
  for (const auto& entry : *posted) {
    const bool wanted = entry.line.key == key;
    if (wanted) found = entry;
    if (wanted || entry.stands()) lines.push_back(entry.line);
  }
  lines.insert(lines.end(), open->begin(), open->end());
  return lines;
}

inline Result<void> add_evidence(Transaction& transaction, Explanation& explanation) {
  const LineKey& key = explanation.line.key;
  const ServiceKey service{key.contract, key.service};
  auto history = transaction.unit_history(service);
  if (!history) return history.error();
  if (const UnitChange* change = history->change_on(key.effective)) explanation.change = *change;
  auto events = transaction.machine_events(service);
  if (!events) return events.error();
  for (const auto& event : *events)
    if (explanation.change && event.seen == explanation.change->effective &&
        event.seen == key.effective)
      explanation.events.push_back(event);
  explanation.machines = machines_on(*std::move(events), key.effective);
  return {};
}

/// On the line's first day, and on the day before it where that is billed too.
inline Result<void> add_derivation(Transaction& transaction, Explanation& explanation) {
  const LineItem& line = explanation.line;
  auto contract = transaction.contract(line.key.contract);
  if (!contract) return contract.error();
  auto history = transaction.unit_history({line.key.contract, line.key.service});
  if (!history) return history.error();
  const Service& service = *contract->find_service(line.key.service);
  const auto life = contract->life_of(service);
  const auto days = life ? BilledDays::of(line.billing_period, *life) : std::nullopt;
  if (!days) return {};
  auto& text = explanation.derivation;
  const auto add = [&](const std::vector<std::string>& sentences) {
    for (const auto& sentence : sentences)
      if (std::find(text.begin(), text.end(), sentence) == text.end()) text.push_back(sentence);
  };
  add(counting_of(service));
  const Date day = line.span.begin();
  if (days->billed.begin() < day && day <= days->billed.end())
    add(derivation_of(service, *history, *days, day.previous()));
  if (days->billed.contains(day)) add(derivation_of(service, *history, *days, day));
  const Date priced = effective_for(service.terms().proration, day, life->begin());
  if (line.rate_from) add(raises_of(service, *line.rate_from, priced.previous()));
  add(raises_of(service, line.rate, priced));
  return {};
}

inline std::string int128_to_string(Int128 value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  std::string digits;
  for (; value != 0; value /= 10) {
    const auto digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
  }
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace detail

inline std::string exact_to_decimal(const ExactValue& value, Currency currency, int decimals) {
  const Int128 scale = Int128{value.denominator} * currency.minor_per_major();
  Int128 magnitude = value.numerator < 0 ? -value.numerator : value.numerator;
  std::string text = (value.numerator < 0 ? "-" : "") + detail::int128_to_string(magnitude / scale);
  Int128 rest = magnitude % scale;
  if (rest == 0 && currency.exponent() == 0) return text;
  text += '.';
  for (int i = 0; i < decimals && (rest != 0 || i < currency.exponent()); ++i) {
    rest *= 10;
    text += static_cast<char>('0' + static_cast<int>(rest / scale));
    rest %= scale;
  }
  return rest == 0 ? text : text + "...";
}

inline Result<Explanation> explain_line(Store& store, const TenantId& tenant, const LineKey& key) {
  auto transaction = store.begin(tenant, Access::read);
  if (!transaction) return transaction.error();
  std::optional<PostedLine> posted;
  ProrationPolicy policy;
  auto lines = detail::lines_of_period(**transaction, key, posted, policy);
  if (!lines) return lines.error();
  ExactValue before;
  std::int64_t amounts = 0;
  for (const auto& line : *lines) {
    const ExactValue own = exact_amount(line);
    before.denominator = own.denominator;
    if (line.key != key) {
      before.numerator += own.numerator;
      amounts += line.amount.minor();
      continue;
    }
    Explanation explanation{
        .line = line,
        .posted = posted,
        .exact_before = before,
        .exact_after = {before.numerator + own.numerator, own.denominator},
        .amounts_before = Money::from_minor(amounts, line.currency()),
        .policy = policy,
    };
    if (auto added = detail::add_evidence(**transaction, explanation); !added) return added.error();
    if (auto added = detail::add_derivation(**transaction, explanation); !added)
      return added.error();
    return explanation;
  }
  return Error{Errc::not_found, "line " + to_string(key)};
}

namespace detail {

inline std::string arithmetic_of(const Explanation& explanation) {
  const LineItem& line = explanation.line;
  const Currency currency = line.currency();
  std::string text = std::to_string(line.quantity) + " x ";
  if (line.rate_from)
    text += "(" + price_to_decimal(line.rate.price_millionths, currency) + " - " +
            price_to_decimal(line.rate_from->price_millionths, currency) + ")";
  else
    text += price_to_decimal(line.rate.price_millionths, currency);
  return text + " x " + to_string(line.share) + " of " + to_string(line.billing_period) + " = " +
         exact_to_decimal(exact_amount(line), currency);
}

}  // namespace detail

namespace detail {

/// How the exact value became the amount.
inline std::vector<std::string> rounding_of(const Explanation& explanation) {
  const LineItem& line = explanation.line;
  const Currency currency = line.currency();
  if (explanation.policy.rounding_step == RoundingStep::unit_price) {
    const auto price = [&](std::int64_t millionths) {
      return exact_to_decimal({prorated_unit_price(explanation.policy, millionths,
                                                   line.billing_period, line.span, currency),
                               1},
                              currency);
    };
    return {"The prorated price of one unit is rounded first: " + std::to_string(line.quantity) +
            " x " +
            (line.rate_from ? "(" + price(line.rate.price_millionths) + " - " +
                                  price(line.rate_from->price_millionths) + ")"
                            : price(line.rate.price_millionths)) +
            " = " + to_string(line.amount)};
  }
  const auto total = add(explanation.amounts_before, line.amount);
  return {"Lines of the period before it: exactly " +
              exact_to_decimal(explanation.exact_before, currency) + ", billed " +
              to_decimal(explanation.amounts_before),
          "With it: exactly " + exact_to_decimal(explanation.exact_after, currency) + ", rounded " +
              (total ? to_decimal(*total) : "beyond 64 bits") + "; this line is the difference, " +
              to_string(line.amount)};
}

}  // namespace detail

inline std::vector<std::string> to_text(const Explanation& explanation) {
  const LineItem& line = explanation.line;
  std::vector<std::string> text;
  text.push_back("Line " + to_string(line.key) + ", " + std::string{to_string(line.kind)} + ", " +
                 line.service_name);
  text.push_back("Billed days " + to_string(line.span) + "; units " +
                 std::to_string(line.units_before) + " -> " + std::to_string(line.units_after));
  text.insert(text.end(), explanation.derivation.begin(), explanation.derivation.end());
  text.push_back(detail::arithmetic_of(explanation));
  for (auto& sentence : detail::rounding_of(explanation)) text.push_back(std::move(sentence));
  if (explanation.posted)
    text.push_back("State: " + std::string{to_string(explanation.posted->state)} + " in batch " +
                   explanation.posted->batch.text() +
                   (explanation.posted->invoice_number.empty()
                        ? ""
                        : ", invoice " + explanation.posted->invoice_number));
  else
    text.push_back("State: in billing review, available from " + to_string(line.available_on));
  if (explanation.change) {
    const UnitChange& change = *explanation.change;
    text.push_back("Count: " + std::to_string(change.units) + " from " +
                   to_string(change.effective) + ", " + std::string{to_string(change.reason)} +
                   ", recorded " + to_string(change.recorded) + " by " + change.author +
                   (change.note.empty() ? "" : ": " + change.note));
  }
  for (const auto& event : explanation.events)
    text.push_back(std::string{sign_of(event.move)} + " " + event.name + " (" + event.agent.text() +
                   "), " + std::string{to_string(event.move)} +
                   (event.detail.empty() ? "" : ", " + event.detail));
  return text;
}

}  // namespace billbyagent
