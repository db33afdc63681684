// Providers written in C: what their table may not do. tests/conformance runs the suite on them.

#include <doctest/doctest.h>

#include <chrono>
#include <cstdio>
#include <cstring>

#include "c/world.hpp"
#include "handles.hpp"

using namespace billbyagent;

namespace {

/// What a scan hands over does not matter here.
class Ignored final : public AgentSink {
 public:
  void restart() override {}
  void page(std::span<const Agent>) override {}
};

/// A provider made of lambdas for one test, and whether it was released.
struct Scripted {
  bba_status (*scan)(const char*, bba_provider_call*, const bba_agent_sink*,
                     void*) = c_world::no_agents;
  int released = 0;

  bba_provider_table table() {
    bba_provider_table made = BBA_PROVIDER_TABLE_INIT;
    made.payload = this;
    made.name = "scripted";
    made.organizations = c_world::no_organizations;
    made.machine_groups = c_world::no_groups;
    made.scan_agents = scan;
    made.release = [](void* payload) { ++static_cast<Scripted*>(payload)->released; };
    return made;
  }
  Result<std::size_t> scanned() {
    const auto made = table();
    bba_provider* handle = nullptr;
    c_world::must(bba_provider_new_table(&handle, &made, nullptr));
    Ignored sink;
    const auto soon = Deadline::clock::now() + std::chrono::seconds{30};
    auto result = handle->provider->scan_agents({}, sink, soon);
    bba_provider_free(&handle);
    return result;
  }
};

bba_agent agent(const char* id) {
  bba_agent made = BBA_AGENT_INIT;
  made.id = id;
  made.organization = "1";
  made.group = "1";
  return made;
}

}  // namespace

TEST_CASE("a provider's failure comes with its reason, whatever number it makes up") {
  Scripted scripted;
  scripted.scan = [](const char*, bba_provider_call* call, const bba_agent_sink*, void*) {
    std::snprintf(call->reason, call->reason_size, "the server is being repaired");
    return bba_status{BBA_RATE_LIMITED};
  };
  CHECK(scripted.scanned().error() ==
        Error{Errc::rate_limited, "scripted: the server is being repaired"});
  scripted.scan = [](const char*, bba_provider_call* call, const bba_agent_sink*, void*) {
    std::memset(call->reason, 'x', call->reason_size);  // without its NUL
    return bba_status{77};
  };
  const auto error = scripted.scanned().error();
  CHECK(error.code == Errc::provider_failed);
  CHECK(error.context.size() < 600);
  CHECK(error.context.ends_with("(status 77)"));
  CHECK(scripted.released == 2);
}

TEST_CASE("a record that is none fails the scan, also when the provider does not care") {
  Scripted scripted;
  scripted.scan = [](const char*, bba_provider_call*, const bba_agent_sink* sink, void*) {
    bba_agent good = agent("1");
    bba_agent bad = agent("");
    CHECK(sink->add(sink->context, &good) == BBA_OK);
    CHECK(sink->add(sink->context, &bad) != BBA_OK);
    CHECK(sink->add(sink->context, &good) != BBA_OK);
    return bba_status{BBA_OK};
  };
  CHECK_FALSE(scripted.scanned().has_value());
  scripted.scan = [](const char*, bba_provider_call*, const bba_agent_sink* sink, void*) {
    bba_agent bad = agent("1");
    bad.state = 17;
    sink->add(sink->context, &bad);
    sink->add(sink->context, nullptr);
    return bba_status{BBA_OK};
  };
  CHECK_FALSE(scripted.scanned().has_value());
}

TEST_CASE("a provider may start over, and hand over more than a page") {
  Scripted scripted;
  scripted.scan = [](const char*, bba_provider_call*, const bba_agent_sink* sink, void*) {
    for (int turn = 0; turn < 2; ++turn) {
      CHECK(sink->restart(sink->context) == BBA_OK);
      for (int i = 0; i < 1000; ++i) {
        const std::string id = std::to_string(i);
        const bba_agent one = agent(id.c_str());
        CHECK(sink->add(sink->context, &one) == BBA_OK);
      }
    }
    return bba_status{BBA_OK};
  };
  CHECK(scripted.scanned().value() == 1000);
}

TEST_CASE("a table for another version is refused, and stays with its maker") {
  Scripted scripted;
  struct Row {
    std::uint32_t version;
    bba_status status;
  };
  for (const auto& row : {Row{BBA_PROVIDER_ABI_VERSION, BBA_OK},
                          Row{BBA_PROVIDER_ABI_VERSION + 1, BBA_INVALID_SETTINGS},
                          Row{2u << 16, BBA_INVALID_SETTINGS}, Row{0, BBA_INVALID_SETTINGS}}) {
    auto table = scripted.table();
    table.abi_version = row.version;
    bba_provider* provider = nullptr;
    CHECK(bba_provider_new_table(&provider, &table, nullptr) == row.status);
    bba_provider_free(&provider);
  }
  CHECK(scripted.released == 1);
  for (int missing = 0; missing < 4; ++missing) {
    auto table = scripted.table();
    if (missing == 0) table.name = "";
    if (missing == 1) table.organizations = nullptr;
    if (missing == 2) table.machine_groups = nullptr;
    if (missing == 3) table.scan_agents = nullptr;
    bba_provider* provider = nullptr;
    CHECK(bba_provider_new_table(&provider, &table, nullptr) == BBA_INVALID_ARGUMENT);
  }
}

TEST_CASE("what cannot be loaded says why") {
  struct Row {
    const char* path;
    bba_setting setting;
    bba_status status;
    const char* part;
  };
  for (const auto& row :
       {Row{"/no/such/object.so", {"file", "x"}, BBA_FILE_FAILED, "/no/such/object.so"},
        Row{"object.so", {"file", "x"}, BBA_FILE_FAILED, "object.so"},
        Row{NO_PROVIDER_OBJECT, {"file", "x"}, BBA_INVALID_SETTINGS, "bba_provider_init"},
        Row{PROVIDER_OBJECT, {"fiel", "x"}, BBA_INVALID_SETTINGS, "unknown setting fiel"}}) {
    bba_provider* provider = nullptr;
    bba_error* error = nullptr;
    CHECK(bba_provider_load(&provider, row.path, &row.setting, 1, &error) == row.status);
    CHECK(std::string{bba_error_message(error)}.find(row.part) != std::string::npos);
    bba_error_free(&error);
  }
}
