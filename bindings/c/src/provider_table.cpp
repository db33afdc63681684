// A provider that somebody wrote in C.

#include "provider_table.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>

#include "handles.hpp"
#include "rmm.hpp"

namespace billbyagent::capi {
namespace {

constexpr std::size_t reason_size = 512;

/// What sinks hand over to: keeps the first exception, because C lies between it and us.
template <class Take>
class Receiver {
 public:
  explicit Receiver(Take take) : take_(std::move(take)) {}

  template <class Record>
  static bba_status add(void* context, const Record* record) noexcept {
    return static_cast<Receiver*>(context)->run([&](Take& take) { take(record); });
  }
  template <class Body>
  bba_status run(Body body) noexcept {
    if (failure_) return BBA_PROVIDER_FAILED;
    try {
      body(take_);
      return BBA_OK;
    } catch (...) {
      failure_ = std::current_exception();
      return fail_with_exception(nullptr);
    }
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  Take take_;
  std::exception_ptr failure_;
};

/// One call into the table.
class Call {
 public:
  explicit Call(Deadline deadline) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - Deadline::clock::now());
    call_ = {.struct_size = sizeof(bba_provider_call),
             .reason_size = reason_size,
             .reason = reason_.data(),
             .timeout_ms = left.count()};
  }
  bool late() const noexcept { return call_.timeout_ms <= 0; }
  bba_provider_call* get() noexcept { return &call_; }
  Error error(bba_status status, const std::string& provider) const {
    std::string context = provider;
    if (reason_[0] != '\0') context += std::string{": "} + reason_.data();
    const auto code = errc_of(status);
    if (!code) context += " (status " + std::to_string(status) + ")";
    return {code.value_or(Errc::provider_failed), context};
  }
  /// A reason that fills the buffer has no NUL when the provider forgot it.
  void end_reason() noexcept { reason_.back() = '\0'; }

 private:
  std::array<char, reason_size> reason_{};
  bba_provider_call call_{};
};

class TableProvider final : public RmmProvider {
 public:
  explicit TableProvider(const bba_provider_table& table) : table_(table), name_(table.name) {}
  ~TableProvider() override {
    if (table_.release) table_.release(table_.payload);
  }

  std::string name() const override { return name_; }

 private:
  /// Calls a function of the table with a sink of the records that `take` takes.
  template <class Function, class Sink, class Take>
  Result<void> collect(Function function, Sink sink, Receiver<Take>& receiver, Deadline deadline) {
    sink.struct_size = sizeof(Sink);
    sink.context = &receiver;
    return call(
        deadline, [&](bba_provider_call* one) { return function(one, &sink); }, receiver);
  }
  template <class Body, class Take>
  Result<void> call(Deadline deadline, Body body, const Receiver<Take>& receiver) {
    Call one{deadline};
    if (one.late()) return Error{Errc::timed_out, name_};
    const bba_status status = body(one.get());
    one.end_reason();
    receiver.rethrow();
    if (status != BBA_OK) return one.error(status, name_);
    return {};
  }

  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return list<Organization, bba_organization_sink>(table_.organizations, organization_from,
                                                     deadline);
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    return list<MachineGroup, bba_machine_group_sink>(table_.machine_groups, machine_group_from,
                                                      deadline);
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    if (!table_.views) return std::vector<View>{};
    return list<View, bba_view_sink>(table_.views, view_from, deadline);
  }
  template <class Item, class Sink, class Function, class Read>
  Result<std::vector<Item>> list(Function function, Read read, Deadline deadline) {
    std::vector<Item> items;
    auto take = [&](const auto* record) { items.push_back(read(record)); };
    Receiver receiver{take};
    Sink sink{};
    sink.add = decltype(receiver)::add;
    auto called = collect(
        [&](bba_provider_call* one, const Sink* to) { return function(one, to, table_.payload); },
        sink, receiver, deadline);
    if (!called) return called.error();
    return items;
  }

  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink, Deadline deadline) override;
  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope, const GroupTree&,
                                                    Deadline deadline) override;

  bba_provider_table table_;
  std::string name_;
};

/// Agents come one by one and go on in pages.
class Pages {
 public:
  explicit Pages(AgentSink& sink) : sink_(sink) {}
  void operator()(const bba_agent* agent) {
    page_.push_back(agent_from(agent));
    if (page_.size() == page_size) flush();
  }
  void restart() {
    page_.clear();
    sink_.restart();
  }
  void flush() {
    if (!page_.empty()) sink_.page(page_);
    page_.clear();
  }

 private:
  static constexpr std::size_t page_size = 256;
  AgentSink& sink_;
  std::vector<Agent> page_;
};

Result<void> TableProvider::do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                           Deadline deadline) {
  if (query.view && !table_.views)
    return Error{Errc::view_gone, "view " + query.view->text() + ": " + name_ + " has no views"};
  Pages pages{sink};
  auto take = [&](const bba_agent* agent) { pages(agent); };
  using Agents = Receiver<decltype(take)>;
  struct Scan {
    Agents agents;
    Pages& pages;
  } scan{Agents{take}, pages};
  bba_agent_sink to{};
  to.struct_size = sizeof to;
  to.context = &scan;
  to.add = [](void* context, const bba_agent* agent) -> bba_status {
    return Agents::add(&static_cast<Scan*>(context)->agents, agent);
  };
  to.restart = [](void* context) -> bba_status {
    auto* at = static_cast<Scan*>(context);
    return at->agents.run([&](auto&) { at->pages.restart(); });
  };
  const char* view = query.view ? query.view->text().c_str() : nullptr;
  auto called = call(
      deadline,
      [&](bba_provider_call* one) { return table_.scan_agents(view, one, &to, table_.payload); },
      scan.agents);
  if (!called) return called.error();
  pages.flush();
  return {};
}

/// What a query can say of a scope; `count_agents` is asked only when that is all of it.
AgentScope what_a_query_says(const AgentScope& scope) {
  AgentScope said;
  said.organization = scope.organization;
  said.group = scope.group;
  said.sub_groups = scope.sub_groups;
  said.view = scope.view;
  said.rule.suspended = scope.rule.suspended;
  said.rule.never_checked_in = scope.rule.never_checked_in;
  said.rule.template_account = scope.rule.template_account;
  return said;
}

Result<std::optional<AgentCount>> TableProvider::do_count_agents(const AgentScope& scope,
                                                                 const GroupTree&,
                                                                 Deadline deadline) {
  if (!table_.count_agents || what_a_query_says(scope) != scope) return std::optional<AgentCount>{};
  const auto counted = [](Counting counting) { return counting == Counting::counted ? 1 : 0; };
  const bba_count_query query{.struct_size = sizeof(bba_count_query),
                              .sub_groups = scope.sub_groups == SubGroups::included ? 1 : 0,
                              .organization = scope.organization->text().c_str(),
                              .group = scope.group ? scope.group->text().c_str() : nullptr,
                              .view = scope.view ? scope.view->text().c_str() : nullptr,
                              .suspended = counted(scope.rule.suspended),
                              .never_checked_in = counted(scope.rule.never_checked_in),
                              .template_account = counted(scope.rule.template_account),
                              .reserved = 0};
  std::int64_t agents = -1;
  bba_status status = BBA_OK;
  auto nothing = [] {};
  auto called = call(
      deadline,
      [&](bba_provider_call* one) {
        status = table_.count_agents(&agents, &query, one, table_.payload);
        return status == BBA_NOTHING_TO_DO ? BBA_OK : status;
      },
      Receiver{nothing});
  if (!called) return called.error();
  if (status == BBA_NOTHING_TO_DO) return std::optional<AgentCount>{};
  if (agents < 0)
    return Error{Errc::protocol_error, name_ + " counted " + std::to_string(agents) + " agents"};
  return std::optional{AgentCount{agents}};
}

std::string version_text(std::uint32_t version) {
  return std::to_string(version >> 16) + "." + std::to_string(version & 0xffff);
}

}  // namespace

bba_provider_table checked_table(const bba_provider_table* table) {
  // The two numbers that every version begins with come first: what follows depends on them.
  const auto& given = required(table, "table");
  const std::uint32_t version = given.abi_version;
  if (version >> 16 != BBA_PROVIDER_ABI_VERSION_MAJOR || version > BBA_PROVIDER_ABI_VERSION)
    refuse(Errc::invalid_settings, "the provider was made for version " + version_text(version) +
                                       " of the interface; this library has " +
                                       version_text(BBA_PROVIDER_ABI_VERSION));
  const auto checked = read_struct(table, bba_provider_table BBA_PROVIDER_TABLE_INIT, "table");
  if (!checked.name || checked.name[0] == '\0')
    refuse(Errc::invalid_argument, "table.name is missing");
  const auto needs = [&](bool there, const char* function) {
    if (!there) refuse(Errc::invalid_argument, std::string{"table."} + function + " is NULL");
  };
  needs(checked.organizations, "organizations");
  needs(checked.machine_groups, "machine_groups");
  needs(checked.scan_agents, "scan_agents");
  return checked;
}

std::shared_ptr<RmmProvider> provider_over(const bba_provider_table& table) {
  return std::make_shared<TableProvider>(table);
}

}  // namespace billbyagent::capi

using namespace billbyagent;
using namespace billbyagent::capi;

bba_status bba_provider_new_table(bba_provider** out, const bba_provider_table* table,
                                  bba_error** error) {
  return give_handle(error, out, [&] {
    // All memory first: once the provider is made, `release` belongs to it.
    const auto checked = checked_table(table);
    auto handle = std::make_unique<bba_provider>(bba_provider{nullptr, checked.name});
    handle->provider = provider_over(checked);
    return handle;
  });
}
