#pragma once

/// Services, days and the like, as they are written on the command line.

#include <optional>
#include <string>

#include "billbyagent/domain/line_item.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::cli {

/// `contract/service`, with `/` and `%` inside ids written `%2F` and `%25` as in the names of
/// lines.
inline std::string to_string(const ServiceKey& key) {
  return detail::escaped_key_part(key.contract.text()) + "/" +
         detail::escaped_key_part(key.service.text());
}

inline Result<ServiceKey> parse_service(std::string_view text) {
  const Error malformed{Errc::invalid_argument, "'" + std::string{text.substr(0, 200)} +
                                                    "' is no service: CONTRACT/SERVICE"};
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos)
    return malformed;
  auto contract = ContractId::parse(detail::unescaped_key_part(text.substr(0, slash)));
  auto service = ServiceId::parse(detail::unescaped_key_part(text.substr(slash + 1)));
  if (!contract || !service) return malformed;
  return ServiceKey{*contract, *service};
}

inline Result<std::optional<Date>> parse_optional_date(std::string_view option,
                                                       std::string_view text) {
  if (text.empty()) return std::optional<Date>{};
  auto date = Date::parse(text);
  if (!date) return within(option, date.error());
  return std::optional{*date};
}

}  // namespace billbyagent::cli
