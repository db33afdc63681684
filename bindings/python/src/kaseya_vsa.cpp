#include "billbyagent/adapters/kaseya_vsa.hpp"

#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "bindings.hpp"
#include "deadline.hpp"
#include "enums.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

std::unique_ptr<RmmProvider> vsa(std::string url, std::string user, const std::string& token,
                                 const std::string& password, std::string ca_file,
                                 const std::string& proxy, std::size_t connections,
                                 std::size_t records_per_session, unsigned scan_attempts,
                                 const Timeout& connect_timeout, const Timeout& answer_timeout,
                                 unsigned attempts, const Timeout& retry_delay) {
  KaseyaVsaOptions options;
  options.url = std::move(url);
  options.user = std::move(user);
  options.token = Secret{token};
  options.password = Secret{password};
  options.ca_file = std::move(ca_file);
  options.proxy = Secret{proxy};
  options.connections = connections;
  options.records_per_session = records_per_session;
  options.scan_attempts = scan_attempts;
  options.connect_timeout = milliseconds(connect_timeout);
  options.answer_timeout = milliseconds(answer_timeout);
  options.attempts = attempts;
  options.retry_delay = milliseconds(retry_delay);
  options.cancelled = &interrupted;
  return value(make_kaseya_vsa(std::move(options)));
}

std::unique_ptr<RmmProvider> vsax(std::string url, std::string token_id,
                                  const std::string& token_secret, std::string ca_file,
                                  const std::string& proxy, VsaxDevices devices,
                                  VsaxDetails details, std::size_t page_size, bool ask_for_order,
                                  std::size_t connections, unsigned scan_attempts,
                                  const Timeout& connect_timeout, const Timeout& answer_timeout,
                                  unsigned attempts, const Timeout& retry_delay) {
  KaseyaVsaxOptions options;
  options.url = std::move(url);
  options.token_id = std::move(token_id);
  options.token_secret = Secret{token_secret};
  options.ca_file = std::move(ca_file);
  options.proxy = Secret{proxy};
  options.devices = devices;
  options.details = details;
  options.page_size = page_size;
  options.ask_for_order = ask_for_order;
  options.connections = connections;
  options.scan_attempts = scan_attempts;
  options.connect_timeout = milliseconds(connect_timeout);
  options.answer_timeout = milliseconds(answer_timeout);
  options.attempts = attempts;
  options.retry_delay = milliseconds(retry_delay);
  options.cancelled = &interrupted;
  return value(make_kaseya_vsax(std::move(options)));
}

void bind_vsax(py::module_& m) {
  bind_enum<VsaxDevices>(m, "VsaxDevices", "Which devices are agents.");
  bind_enum<VsaxDetails>(m, "VsaxDetails", "How much is read of each device.");
  const KaseyaVsaxOptions usual;
  m.def("make_kaseya_vsax", &vsax, py::kw_only(), py::arg("url"), py::arg("token_id"),
        py::arg("token_secret"), py::arg("ca_file") = "", py::arg("proxy") = "",
        py::arg("devices") = usual.devices, py::arg("details") = usual.details,
        py::arg("page_size") = usual.page_size, py::arg("ask_for_order") = usual.ask_for_order,
        py::arg("connections") = usual.connections, py::arg("scan_attempts") = usual.scan_attempts,
        py::arg("connect_timeout") = Timeout{usual.connect_timeout},
        py::arg("answer_timeout") = Timeout{usual.answer_timeout},
        py::arg("attempts") = usual.attempts, py::arg("retry_delay") = Timeout{usual.retry_delay},
        "Kaseya VSA X (VSA 10) over its REST API. Only reads.");
}

}  // namespace

void bind_kaseya_vsa(py::module_& m) {
  const KaseyaVsaOptions usual;
  m.def("make_kaseya_vsa", &vsa, py::kw_only(), py::arg("url"), py::arg("user"),
        py::arg("token") = "", py::arg("password") = "", py::arg("ca_file") = "",
        py::arg("proxy") = "", py::arg("connections") = usual.connections,
        py::arg("records_per_session") = usual.records_per_session,
        py::arg("scan_attempts") = usual.scan_attempts,
        py::arg("connect_timeout") = Timeout{usual.connect_timeout},
        py::arg("answer_timeout") = Timeout{usual.answer_timeout},
        py::arg("attempts") = usual.attempts, py::arg("retry_delay") = Timeout{usual.retry_delay},
        "Kaseya VSA 9 over its REST API. Only reads; nothing is sent before the first call. "
        "`token` or `password`; no error repeats either. Ctrl-C ends a call.");
  bind_vsax(m);
}

}  // namespace billbyagent::python
