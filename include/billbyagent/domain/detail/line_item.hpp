#pragma once

/// The functions of `line_item.hpp`.

#include <cstdint>
#include <string>
#include <string_view>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

BILLBYAGENT_INLINE std::string to_string(const LineKey& key) {
  return to_string(ServiceKey{key.contract, key.service}) + "/" + to_string(key.period_begin) +
         "/" + to_string(key.effective) + "/" + std::to_string(key.sequence);
}

BILLBYAGENT_INLINE Result<LineKey> parse_line_key(std::string_view text) {
  const auto malformed = [&] {
    return Error{Errc::invalid_argument,
                 "'" + std::string{text.substr(0, 500)} +
                     "' is no line: contract/service/period/effective date/sequence"};
  };
  std::string_view parts[5];
  std::string_view rest = text;
  for (int i = 0; i < 5; ++i) {
    const auto slash = rest.find('/');
    if ((slash == std::string_view::npos) != (i == 4)) return malformed();
    parts[i] = rest.substr(0, slash);
    if (i < 4) rest.remove_prefix(slash + 1);
  }
  auto contract = ContractId::parse(detail::unescaped_key_part(parts[0]));
  auto service = ServiceId::parse(detail::unescaped_key_part(parts[1]));
  auto period_begin = Date::parse(parts[2]);
  auto effective = Date::parse(parts[3]);
  if (!contract || !service || !period_begin || !effective) return malformed();
  std::int32_t sequence = 0;
  if (parts[4].empty() || parts[4].size() > 6) return malformed();
  for (const char c : parts[4]) {
    if (c < '0' || c > '9') return malformed();
    sequence = sequence * 10 + (c - '0');
  }
  if (sequence == 0) return malformed();
  return LineKey{*contract, *service, *period_begin, *effective, sequence};
}

BILLBYAGENT_INLINE std::string to_string(const LineItem& line) {
  const bool whole = line.share.numerator == line.share.denominator;
  const bool signed_quantity = line.kind != LineKind::recurring && line.quantity > 0;
  return to_string(line.span) + "  " + (signed_quantity ? "+" : "") +
         std::to_string(line.quantity) + " x " +
         price_to_decimal(line.price_millionths(), line.currency()) +
         (whole ? "" : " x " + to_string(line.share)) + "  " + to_string(line.amount) + "  " +
         std::string{to_string(line.kind)} +
         (line.part() == ChargePart::units ? "" : " " + std::string{to_string(line.part())});
}

}  // namespace billbyagent
