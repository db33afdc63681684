#pragma once

#include <memory>
#include <vector>

#include "bba/billing.h"
#include "billbyagent/adapters/json.hpp"
#include "error.hpp"

struct bba_book {
  billbyagent::ParsedBook parsed;
  std::vector<billbyagent::capi::LentError> refused;
};
