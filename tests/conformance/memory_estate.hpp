#pragma once

#include <memory>

#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/conformance/provider.hpp"

namespace billbyagent::tests {

inline std::unique_ptr<MemoryProvider> showing(const conformance::Estate& estate) {
  auto provider = std::make_unique<MemoryProvider>();
  for (const auto& organization : estate.organizations) provider->add(organization);
  for (const auto& group : estate.groups) provider->add(group);
  for (const auto& [view, members] : estate.views) provider->add(view, members);
  for (const auto& agent : estate.agents) provider->add(agent);
  return provider;
}

}  // namespace billbyagent::tests
