#include "billbyagent/app/explain.hpp"

#include <algorithm>
#include <utility>

namespace billbyagent {

namespace {

std::string int128_to_string(Int128 value) {
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

}  // namespace

std::string exact_to_decimal(const ExactValue& value, Currency currency, int decimals) {
  const Int128 scale = Int128{value.denominator} * currency.minor_per_major();
  Int128 magnitude = value.numerator < 0 ? -value.numerator : value.numerator;
  std::string text = (value.numerator < 0 ? "-" : "") + int128_to_string(magnitude / scale);
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

namespace {

std::string arithmetic_of(const Explanation& explanation) {
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

/// How the exact value became the amount.
std::vector<std::string> rounding_of(const Explanation& explanation) {
  const LineItem& line = explanation.line;
  const Currency currency = line.currency();
  if (explanation.policy.rounding_step == RoundingStep::unit_price) {
    const auto price = [&](std::int64_t millionths) {
      return exact_to_decimal(
          {detail::prorated_unit_price(explanation.policy, millionths, line.billing_period,
                                       line.span, currency),
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

}  // namespace

std::vector<std::string> to_text(const Explanation& explanation, const std::string& recorded) {
  const LineItem& line = explanation.line;
  std::vector<std::string> text;
  text.push_back("Line " + to_string(line.key) + ", " + std::string{to_string(line.kind)} + ", " +
                 line.service_name);
  text.push_back("Billed days " + to_string(line.span) + "; units " +
                 std::to_string(line.units_before) + " -> " + std::to_string(line.units_after));
  text.insert(text.end(), explanation.derivation.begin(), explanation.derivation.end());
  text.push_back(arithmetic_of(explanation));
  for (auto& sentence : rounding_of(explanation)) text.push_back(std::move(sentence));
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
                   ", recorded " + recorded + " by " + change.author +
                   (change.note.empty() ? "" : ": " + change.note));
  }
  for (const auto& event : explanation.events) text.push_back(text_of(event, ", ", ", "));
  return text;
}

std::vector<std::string> to_text(const Explanation& explanation) {
  return to_text(explanation, explanation.change ? to_string(explanation.change->recorded) : "");
}

}  // namespace billbyagent
