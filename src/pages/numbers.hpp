#pragma once

/// Numbers as the reader writes them.

#include <string>
#include <string_view>

#include "billbyagent/domain/money.hpp"
#include "billbyagent/domain/quantity_terms.hpp"
#include "documents/words.hpp"

namespace billbyagent::pages {

class Numbers {
 public:
  /// `12,345.60` has `.` and `,`. No grouping: an empty `grouping`.
  Numbers(std::string decimal, std::string grouping)
      : decimal_(std::move(decimal)), grouping_(std::move(grouping)) {}
  Numbers() : Numbers(".", "") {}

  std::string amount(const Money& money) const { return of(to_decimal(money)); }
  /// With its currency.
  std::string money(const Money& money) const {
    return amount(money) + "\u00a0" + to_string(money.currency());
  }
  std::string price(std::int64_t millionths, Currency currency) const {
    return of(price_to_decimal(millionths, currency));
  }
  std::string units(Units units) const { return of(std::to_string(units)); }
  /// `+3`, `−2`, `0`
  std::string change(Units units) const { return (units > 0 ? "+" : "") + this->units(units); }
  std::string change(const Money& money) const {
    return (money.minor() > 0 ? "+" : "") + amount(money);
  }

 private:
  /// `decimal` is `-12345.60`, as the library writes it.
  std::string of(std::string_view decimal) const;

  std::string decimal_;
  std::string grouping_;
};

using documents::comes_before;
using documents::counted;

}  // namespace billbyagent::pages
