// A provider written in C, through a table of functions and through the loader.

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "billbyagent.h"
#include "billbyagent/conformance/provider.hpp"
#include "billbyagent_provider.h"
#include "conformance/subjects.hpp"
#include "handles.hpp"

/// examples/c_provider.c, which is also linked into this program.
extern "C" bba_status bba_provider_init(bba_provider_table* out, uint32_t library_version,
                                        const bba_setting* settings, size_t count, char* reason,
                                        size_t reason_size);

using namespace billbyagent;
using namespace billbyagent::conformance;

namespace {

/// The provider inside a handle, as the port that the suite knows.
class Inside final : public RmmProvider {
 public:
  explicit Inside(bba_provider* handle) : handle_(handle) {}
  ~Inside() override { bba_provider_free(&handle_); }
  std::string name() const override { return handle_->provider->name(); }

 private:
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return handle_->provider->organizations(deadline);
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    return handle_->provider->machine_groups(deadline);
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    return handle_->provider->views(deadline);
  }
  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink,
                              Deadline deadline) override {
    if (auto scanned = handle_->provider->scan_agents(query, sink, deadline); !scanned)
      return scanned.error();
    return {};
  }
  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope, const GroupTree&,
                                                    Deadline deadline) override {
    auto counted = handle_->provider->count_agents(scope, deadline);
    if (!counted) return counted.error();
    return std::optional{*counted};
  }
  bba_provider* handle_;
};

std::string estate_file() {
  static int number = 0;
  return (std::filesystem::temp_directory_path() /
          ("billbyagent-estate-" + std::to_string(::getpid()) + "-" + std::to_string(++number)))
      .string();
}

void write_estate(const std::string& path, const Estate& estate) {
  std::ofstream out{path};
  for (const auto& row : estate.organizations)
    out << "organization," << row.id.text() << ',' << row.name << ',' << row.reference << '\n';
  for (const auto& row : estate.groups)
    out << "group," << row.id.text() << ',' << row.name << ',' << row.organization.text() << ','
        << (row.parent ? row.parent->text() : "") << '\n';
  for (const auto& [view, members] : estate.views) {
    out << "view," << view.id.text() << ',' << view.name << '\n';
    for (const auto& member : members)
      out << "member," << view.id.text() << ',' << member.text() << '\n';
  }
  static const char* const states[] = {"online", "offline", "suspended", "never", "template"};
  for (const auto& row : estate.agents)
    out << "agent," << row.id.text() << ',' << row.name << ',' << row.organization.text() << ','
        << row.group.text() << ',' << states[static_cast<std::size_t>(row.state)] << ','
        << row.operating_system << ',' << row.serial_number << ',' << row.mac_address << ','
        << row.first_seen->ms << ',' << row.last_seen->ms << '\n';
}

/// The message of an error, which goes.
std::string reason_of(bba_error* error) {
  std::string reason = bba_error_message(error);
  bba_error_free(&error);
  return reason;
}

using Make = bba_status (*)(bba_provider** out, const bba_setting* setting, bba_error** error);

bba_status make_from_table(bba_provider** out, const bba_setting* setting, bba_error** error) {
  bba_provider_table table;
  char reason[200] = "";
  const bba_status status =
      bba_provider_init(&table, BBA_PROVIDER_ABI_VERSION, setting, 1, reason, sizeof reason);
  return status ? status : bba_provider_new_table(out, &table, error);
}

bba_status make_from_object(bba_provider** out, const bba_setting* setting, bba_error** error) {
  return bba_provider_load(out, PROVIDER_OBJECT, setting, 1, error);
}

MakeProvider showing(Make make) {
  return [make](const Estate& estate) {
    const std::string path = estate_file();
    write_estate(path, estate);
    const bba_setting setting{"file", path.c_str()};
    bba_provider* handle = nullptr;
    bba_error* error = nullptr;
    if (make(&handle, &setting, &error) != BBA_OK) throw std::runtime_error(reason_of(error));
    ProviderQuirks quirks;
    quirks.break_down = [path] { std::remove(path.c_str()); };
    quirks.repeat_an_agent = [path] {
      std::ofstream{path, std::ios::app} << "agent,4011,pc11,1001,2001,online\n";
    };
    return ProviderUnderTest{
        std::shared_ptr<void>{nullptr, [path](void*) { std::remove(path.c_str()); }},
        std::make_unique<Inside>(handle), quirks};
  };
}

const tests::Subject table{[] { return provider_suite("C table", showing(make_from_table)); }};
const tests::Subject object{[] { return provider_suite("C object", showing(make_from_object)); }};

}  // namespace
