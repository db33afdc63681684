#include <csignal>

#include "bindings.hpp"
#include "casters.hpp"
#include "program/program.hpp"

namespace billbyagent::python {
namespace {

/// Puts the handler of a signal back that the program takes for itself.
class KeptHandler {
 public:
  explicit KeptHandler(int signal) : signal_(signal) { sigaction(signal, nullptr, &before_); }
  ~KeptHandler() { sigaction(signal_, &before_, nullptr); }
  KeptHandler(const KeptHandler&) = delete;
  KeptHandler& operator=(const KeptHandler&) = delete;

 private:
  int signal_;
  struct sigaction before_ {};
};

int call_program(const std::vector<std::string>& arguments) {
  const KeptHandler interrupt{SIGINT};
  const KeptHandler termination{SIGTERM};
  const py::gil_scoped_release unlocked;
  return run_program(arguments);
}

}  // namespace

void bind_program(py::module_& m) {
  m.def("run_program", &call_program, py::arg("arguments"),
        "The command line program: docs/cli.md. Gives its exit code.");
}

}  // namespace billbyagent::python
