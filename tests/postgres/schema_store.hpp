#pragma once

/// A store in a schema of its own on the server of these tests, for worlds that make their store
/// themselves.

#include "postgres/database.hpp"

namespace billbyagent::tests {

class SchemaStore final : public Store {
 public:
  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    return store_->open(tenant, access);
  }

 private:
  Schema schema_;
  std::unique_ptr<Store> store_ = schema_.open();
};

}  // namespace billbyagent::tests
