// The RMM in memory.

#include "billbyagent/adapters/memory/provider.hpp"
#include "handles.hpp"
#include "rmm.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_memory_rmm {
  std::shared_ptr<MemoryProvider> rmm;
};

bba_status bba_memory_rmm_new(bba_memory_rmm** out, bba_error** error) {
  return give_handle(error, out, [] {
    return std::make_unique<bba_memory_rmm>(bba_memory_rmm{std::make_shared<MemoryProvider>()});
  });
}

bba_status bba_memory_rmm_add_organization(bba_memory_rmm* rmm,
                                           const bba_organization* organization,
                                           bba_error** error) {
  return guard(error, [&] { required(rmm, "rmm").rmm->add(organization_from(organization)); });
}

bba_status bba_memory_rmm_add_machine_group(bba_memory_rmm* rmm, const bba_machine_group* group,
                                            bba_error** error) {
  return guard(error, [&] { required(rmm, "rmm").rmm->add(machine_group_from(group)); });
}

bba_status bba_memory_rmm_add_agent(bba_memory_rmm* rmm, const bba_agent* agent,
                                    bba_error** error) {
  return guard(error, [&] { required(rmm, "rmm").rmm->add(agent_from(agent)); });
}

bba_status bba_memory_rmm_add_view(bba_memory_rmm* rmm, const bba_view* view,
                                   const char* const* agents, size_t count, bba_error** error) {
  return guard(error, [&] {
    MemoryProvider& into = *required(rmm, "rmm").rmm;
    View added = view_from(view);
    if (count > 0) required(agents, "agents");
    std::set<AgentId> members;
    for (std::size_t i = 0; i < count; ++i)
      members.insert(required_id<AgentId>(agents[i], "agents[i]"));
    into.add(std::move(added), std::move(members));
  });
}

bba_status bba_memory_rmm_remove_agent(bba_memory_rmm* rmm, const char* id, bba_error** error) {
  return guard(error, [&] {
    MemoryProvider& from = *required(rmm, "rmm").rmm;
    const auto agent = required_id<AgentId>(id, "id");
    if (!from.remove(agent)) refuse(Errc::not_found, "agent " + agent.text());
  });
}

bba_status bba_memory_rmm_fail(bba_memory_rmm* rmm, bba_status status, const char* context,
                               bba_error** error) {
  return guard(error, [&] {
    MemoryProvider& at = *required(rmm, "rmm").rmm;
    if (status == BBA_OK) return at.recover();
    const auto code = errc_of(status);
    if (!code) refuse(Errc::invalid_argument, "status " + std::to_string(status));
    const Error failure{*code, text_or(context, "", "context")};
    using enum MemoryProvider::Call;
    for (const auto call : {organizations, machine_groups, views, scan, count})
      at.fail(call, failure);
  });
}

void bba_memory_rmm_free(bba_memory_rmm** rmm) { free_handle(rmm); }

bba_status bba_provider_new_memory(bba_provider** out, bba_memory_rmm* rmm, bba_error** error) {
  return give_handle(error, out, [&] { return provider_handle(required(rmm, "rmm").rmm); });
}
