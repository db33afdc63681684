#include "billbyagent/adapters/meshcentral.hpp"

#include "bindings.hpp"
#include "deadline.hpp"
#include "enums.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(MeshCentralDevices, with_agent, agentless, amt_only, ip_kvm_ports, replaced);

namespace python {
namespace {

std::unique_ptr<RmmProvider> mesh(std::string url, std::string user, const std::string& password,
                                  const std::string& login_key, std::string ca_file,
                                  const std::string& proxy, MeshCentralOrganizations organizations,
                                  std::string organization_separator, std::string organization_tag,
                                  std::string organization, MeshCentralDevices devices,
                                  std::vector<std::string> views,
                                  std::vector<std::string> expected_groups,
                                  bool all_groups_required, bool no_devices_allowed,
                                  const Timeout& connect_timeout, const Timeout& answer_timeout,
                                  unsigned attempts, unsigned scan_attempts) {
  MeshCentralOptions options;
  options.url = std::move(url);
  options.user = std::move(user);
  options.password = Secret{password};
  options.login_key = Secret{login_key};
  options.ca_file = std::move(ca_file);
  options.proxy = Secret{proxy};
  options.organizations = organizations;
  options.organization_separator = std::move(organization_separator);
  options.organization_tag = std::move(organization_tag);
  options.organization = std::move(organization);
  options.devices = devices;
  options.views = std::move(views);
  options.expected_groups = std::move(expected_groups);
  options.all_groups_required = all_groups_required;
  options.no_devices_allowed = no_devices_allowed;
  options.connect_timeout = milliseconds(connect_timeout);
  options.answer_timeout = milliseconds(answer_timeout);
  options.attempts = attempts;
  options.scan_attempts = scan_attempts;
  options.cancelled = &interrupted;
  return value(make_meshcentral(std::move(options)));
}

}  // namespace

void bind_meshcentral(py::module_& m) {
  bind_enum<MeshCentralOrganizations>(m, "MeshCentralOrganizations",
                                      "Which organization a device belongs to.");
  record<MeshCentralDevices>(
      m, "MeshCentralDevices", "Which kinds of devices are agents at all.",
      {{"replaced", "offline ones whose name or hardware another device has taken over"}});
  const MeshCentralOptions usual;
  m.def("make_meshcentral", &mesh, py::kw_only(), py::arg("url"), py::arg("user"),
        py::arg("password"), py::arg("login_key") = "", py::arg("ca_file") = "",
        py::arg("proxy") = "", py::arg("organizations") = usual.organizations,
        py::arg("organization_separator") = usual.organization_separator,
        py::arg("organization_tag") = usual.organization_tag, py::arg("organization") = "",
        py::arg("devices") = usual.devices, py::arg("views") = usual.views,
        py::arg("expected_groups") = usual.expected_groups,
        py::arg("all_groups_required") = usual.all_groups_required,
        py::arg("no_devices_allowed") = usual.no_devices_allowed,
        py::arg("connect_timeout") = Timeout{usual.connect_timeout},
        py::arg("answer_timeout") = Timeout{usual.answer_timeout},
        py::arg("attempts") = usual.attempts, py::arg("scan_attempts") = usual.scan_attempts,
        "MeshCentral, over the WebSocket of its own web page. Only reads; docs/meshcentral.md.");
}

}  // namespace python
}  // namespace billbyagent
