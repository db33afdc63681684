#pragma once

namespace billbyagent::documents {

/// A field of a struct, where functions are told apart by it: `At<&Notice::kind>`.
template <auto Member>
struct At {};

}  // namespace billbyagent::documents
