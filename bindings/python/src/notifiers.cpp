#include <pybind11/trampoline_self_life_support.h>

#include "billbyagent/adapters/memory/notifier.hpp"
#include "billbyagent/adapters/notifier_jsonl.hpp"
#include "billbyagent/adapters/notifier_webhook.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/described/nights.hpp"
#include "bindings.hpp"
#include "deadline.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

/// What Python code did not raise: success. With the GIL inside.
template <class Call>
Result<void> delivered(Call call) {
  const py::gil_scoped_acquire locked;
  if (interrupted()) throw Interrupted{};
  try {
    call();
    return {};
  } catch (py::error_already_set& raised) {
    const Error error = error_of(raised, Errc::notice_failed);
    if (interrupted()) throw Interrupted{};
    return error;
  }
}

class PythonNotifier final : public Notifier, public py::trampoline_self_life_support {
 public:
  std::string name() const override {
    const py::gil_scoped_acquire locked;
    const auto written = py::get_override(static_cast<const Notifier*>(this), "name");
    return (written
                ? py::object(written())
                : py::type::of(py::cast(this, py::return_value_policy::reference)).attr("__name__"))
        .cast<std::string>();
  }
  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    return delivered([&] {
      const auto written = py::get_override(static_cast<const Notifier*>(this), "deliver");
      if (!written) throw Exception(Error{Errc::notice_failed, "deliver is not written"});
      written(tenant, notice);
    });
  }
};

std::unique_ptr<Notifier> to_function(const py::function& write) {
  return make_jsonl_notifier([kept = kept_function(write)](std::string_view line) {
    return delivered([&] { (*kept)(py::str(line.data(), line.size())); });
  });
}

std::unique_ptr<Notifier> to_file(const py::object& path) {
  return make_jsonl_notifier(py::module_::import("os").attr("fspath")(path).cast<std::string>());
}

std::unique_ptr<Notifier> webhook(std::string url, const std::string& signing_key,
                                  std::string ca_file, const Timeout& timeout, unsigned attempts) {
  WebhookOptions options;
  options.url = std::move(url);
  options.signing_key = Secret{signing_key};
  options.ca_file = std::move(ca_file);
  options.timeout = milliseconds(timeout);
  options.attempts = attempts;
  options.cancelled = &interrupted;
  options.connections = 1;  // Python sees Ctrl-C on its main thread alone
  return value(make_webhook_notifier(std::move(options)));
}

DeliveryReport deliver(Store& store, const Clock& clock, const TenantId& tenant, Notifier& notifier,
                       std::size_t limit) {
  const LongCall call;
  const ExclusiveUse alone{object_of(notifier)};
  try {
    return run(call, [&] {
      return deliver_notices({store, tenant, clock}, notifier, limit, delivery_lasts);
    });
  } catch (const Interrupted&) {
    call.check();
    throw;
  }
}

void bind_memory_notifier(py::module_& m) {
  py::class_<MemoryNotifier, Notifier, py::smart_holder>(
      m, "MemoryNotifier", "Collects what it is given and fails when told to.")
      .def(py::init<>())
      .def(
          "fail",
          [](MemoryNotifier& notifier, const Error& error, std::optional<int> times) {
            const ExclusiveUse alone{object_of(notifier)};
            notifier.fail(error, times.value_or(std::numeric_limits<int>::max()));
          },
          py::arg("error"), py::arg("times") = py::none(),
          "The next deliveries answer the error; without a number, all until `recover`.")
      .def("recover", &MemoryNotifier::recover)
      .def("clear", &MemoryNotifier::clear)
      .def_property_readonly("attempts", &MemoryNotifier::attempts,
                             "How often it was asked to deliver, failures included.")
      .def_property_readonly(
          "deliveries",
          [](const MemoryNotifier& notifier) {
            py::list list;
            for (const auto& entry : notifier.deliveries())
              list.append(py::make_tuple(entry.tenant, entry.notice));
            return list;
          },
          "Pairs of tenant and notice, in the order of delivery.");
}

}  // namespace

void bind_notifiers(py::module_& m) {
  py::class_<Notifier, PythonNotifier, py::smart_holder>(
      m, "Notifier", py::dynamic_attr(),
      "Delivers notices. Subclasses write deliver(tenant, notice): returning means that the "
      "receiver has the notice for good, raising leaves it in the outbox. Called at least once for "
      "each notice; its id tells repeats. One call at a time.")
      .def(py::init<>())
      .def("name", &Notifier::name)
      .def(
          "deliver",
          [](Notifier& notifier, const TenantId& tenant, const Notice& notice) {
            run([&] { return notifier.deliver(tenant, notice); });
          },
          py::arg("tenant"), py::arg("notice"));
  bind_memory_notifier(m);
  m.def("make_jsonl_notifier", &to_function, py::arg("write"),
        "Notices as JSON lines, to a function of one line or to a file.");
  m.def("make_jsonl_notifier", &to_file, py::arg("path"));
  m.def("make_webhook_notifier", &webhook, py::kw_only(), py::arg("url"), py::arg("signing_key"),
        py::arg("ca_file") = "", py::arg("timeout") = Timeout{WebhookOptions{}.timeout},
        py::arg("attempts") = WebhookOptions{}.attempts,
        "Notices posted to a web address, signed.");
  record<DeliveryReport>(m, "DeliveryReport",
                         "How many notices left the outbox, and what the first failure said.");
  m.def("deliver_notices", &deliver, py::arg("store"), py::arg("clock"), py::arg("tenant"),
        py::arg("notifier"), py::arg("limit") = 10'000,
        "Delivers what is in the outbox, oldest first.");
}

}  // namespace billbyagent::python
