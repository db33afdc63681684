#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/described/billing.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

py::object int_from(Int128 number) {
  const bool negative = number < 0;
  std::string digits;
  do {
    const auto digit = static_cast<int>(number % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    number /= 10;
  } while (number != 0);
  return py::int_(py::str((negative ? "-" : "") + digits));
}

Int128 int_to(const py::object& number) {
  const auto text = py::str(number).cast<std::string>();
  Int128 value = 0;
  for (const char c : text)
    if (c != '-') value = value * 10 + (c - '0');
  return text.front() == '-' ? -value : value;
}

}  // namespace
}  // namespace billbyagent::python

namespace pybind11::detail {

/// fractions.Fraction of minor units.
template <>
class type_caster<billbyagent::ExactValue> : public billbyagent_caster<billbyagent::ExactValue> {
 public:
  static constexpr auto name = const_name("fractions.Fraction");
  bool load(handle source, bool) {
    if (!isinstance(source, module_::import("fractions").attr("Fraction"))) return false;
    return take(billbyagent::ExactValue{billbyagent::python::int_to(source.attr("numerator")),
                                        billbyagent::python::int_to(source.attr("denominator"))});
  }
  static handle cast(const billbyagent::ExactValue& exact, return_value_policy, handle) {
    return module_::import("fractions")
        .attr("Fraction")(billbyagent::python::int_from(exact.numerator),
                          billbyagent::python::int_from(exact.denominator))
        .release();
  }
};

}  // namespace pybind11::detail

namespace billbyagent::python {

void bind_explanations(py::module_& m) {
  record<Explanation>(
      m, "Explanation", "How a line's amount came about, and which machines are behind it.",
      {{"posted", "None: still in billing review"},
       {"exact_before", "minor units, of the lines before it in its service and period"},
       {"exact_after", "minor units"},
       {"amounts_before", "what those lines came to"},
       {"change", "the count that holds from its effective date on"},
       {"derivation", "how terms led to its units and price"},
       {"events", "that came with that count"},
       {"machines", "that counted on the first billed day"}})
      .def_property_readonly(
          "text", [](const Explanation& explanation) { return shown(to_text(explanation)); },
          "The explanation as lines of text.")
      .def("__str__", [](const Explanation& explanation) {
        return py::str("\n").attr("join")(shown(to_text(explanation)));
      });
  m.def(
      "explain_line",
      [](Store& store, const TenantId& tenant, const std::variant<std::string, LineKey>& line,
         const Clock* clock) {
        const auto* text = std::get_if<std::string>(&line);
        const LineKey key = text ? value(parse_line_key(*text)) : std::get<LineKey>(line);
        const FixedClock late{Date{limits::last_year - 1, 1, 1}};
        return run([&] { return explain_line({store, tenant, clock ? *clock : late}, key); });
      },
      py::arg("store"), py::arg("tenant"), py::arg("key"), py::arg("clock") = py::none(),
      "Explains a posted or an open line; the key may be its text. An open line is looked for as a "
      "review on the clock's day shows it; without a clock, as everything that is known makes it.");
}

}  // namespace billbyagent::python
