#pragma once

/// The options, checked and taken apart.

#include <functional>
#include <string>

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "http/client.hpp"

namespace billbyagent::kaseya_vsa {

struct Settings {
  KaseyaVsaOptions options;  ///< With `now` and `seed` filled in.
  http::ClientOptions http;
  std::string base;  ///< Path in front of every call: `/api/v1.0`.
};

/// `invalid_settings` naming the field.
Result<Settings> checked(KaseyaVsaOptions options);

}  // namespace billbyagent::kaseya_vsa
