#pragma once

/// A notice as JSON text.

#include <string>

#include "billbyagent/domain/notice.hpp"

namespace billbyagent::documents {

std::string document_of(const TenantId& tenant, const Notice& notice);

}  // namespace billbyagent::documents
