#pragma once

/// Version 2 of the tables: how far a contract trusts the nightly job. Never edited once it is
/// released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v2_trust = R"sql(
)sql";

}  // namespace billbyagent::sqlite
