#pragma once

/// The options, checked and taken apart.

#include <string>

#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "http/client.hpp"

namespace billbyagent::kaseya_vsax {

struct Settings {
  KaseyaVsaxOptions options;  ///< With `seed` filled in.
  http::ClientOptions http;
  std::string base;  ///< Path in front of every call: `/api/v3`.
  Secret authorization;
};

/// `invalid_settings` naming the field.
Result<Settings> checked(KaseyaVsaxOptions options);

}  // namespace billbyagent::kaseya_vsax
