#include "billbyagent/domain/money.hpp"

#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

void bind_currency(py::module_& m) {
  py::class_<Currency>(m, "Currency", "An ISO 4217 currency. Text such as 'USD' will do for one.")
      .def(py::init([](const std::string& code) { return value(Currency::parse(code)); }),
           py::arg("code"))
      .def_property_readonly("code", &Currency::code, "Three letters of ISO 4217.")
      .def_property_readonly("exponent", &Currency::exponent,
                             "Decimals of the minor unit: 0 (JPY), 2 (USD), 3 (KWD).")
      .def("__str__", [](const Currency& currency) { return to_string(currency); })
      .def("__repr__",
           [](const Currency& currency) { return "Currency('" + to_string(currency) + "')"; })
      .def("__eq__", &record_equal<Currency>)
      .def("__hash__", [](const Currency& currency) { return py::hash(py::cast(currency.code())); })
      .def(py::pickle([](const Currency& currency) { return py::make_tuple(currency.code()); },
                      [](const py::tuple& state) {
                        return value(Currency::parse(state[0].cast<std::string>()));
                      }));
}

Money sum(const Money& a, const Money& b) { return value(add(a, b)); }
/// Refuses what is no whole number, such as a float or a bool.
Money times(const Money& money, const py::object& factor) {
  if (!PyIndex_Check(factor.ptr()) || PyBool_Check(factor.ptr()))
    throw py::type_error("an amount times something other than a whole number");
  const auto whole = py::reinterpret_steal<py::object>(PyNumber_Index(factor.ptr()));
  if (!whole) throw py::error_already_set();
  const py::object minor = py::int_(money.minor()) * whole;
  int overflow = 0;
  const auto product = PyLong_AsLongLongAndOverflow(minor.ptr(), &overflow);
  if (overflow != 0)
    throw Exception(Error{Errc::out_of_range,
                          to_string(money) + " times " + py::str(whole).cast<std::string>()});
  return Money::from_minor(product, money.currency());
}

/// With a format of decimal.Decimal the amount alone; without one as str().
py::str formatted(const Money& money, const std::string& format) {
  if (format.empty()) return to_string(money);
  return to_decimal_object(to_decimal(money)).attr("__format__")(format);
}

Money difference(const Money& a, const Money& b) { return value(subtract(a, b)); }

void bind_amount(py::module_& m) {
  py::class_<Money>(m, "Money",
                    "An exact amount: a whole number of minor units of one currency. Never made "
                    "from a float.")
      .def(py::init([](const DecimalText& amount, const Currency& currency) {
             return value(Money::parse(amount.text, currency));
           }),
           py::arg("amount"), py::arg("currency"))
      .def_static(
          "from_minor",
          [](std::int64_t minor, const Currency& currency) {
            return Money::from_minor(minor, currency);
          },
          py::arg("minor"), py::arg("currency"))
      .def_static("zero", &Money::zero, py::arg("currency"))
      .def_property_readonly(
          "amount", [](const Money& money) { return to_decimal_object(to_decimal(money)); },
          "As decimal.Decimal with the currency's decimals.")
      .def_property_readonly("minor", &Money::minor, "In minor units, such as cents.")
      .def_property_readonly("currency", &Money::currency, "Of the amount.")
      .def("__add__", &sum, py::is_operator())
      .def("__sub__", &difference, py::is_operator())
      .def(
          "__radd__",
          [](const Money& money, const py::int_& start) {
            if (!start.equal(py::int_(0))) throw py::type_error("an amount plus a bare number");
            return money;
          },
          py::is_operator(), "So that sum() works, which starts with 0.")
      .def("__neg__",
           [](const Money& money) { return difference(Money::zero(money.currency()), money); })
      .def("__mul__", &times, py::arg("factor"), py::is_operator(),
           "So many times the amount; the factor is a whole number.")
      .def("__rmul__", &times, py::arg("factor"), py::is_operator(),
           "So many times the amount; the factor is a whole number.")
      .def("__format__", &formatted, py::arg("format"),
           "As str(); with a format of decimal.Decimal, such as ',.2f', the amount alone.")
      .def("__bool__", [](const Money& money) { return !money.is_zero(); })
      .def("__str__", [](const Money& money) { return to_string(money); })
      .def("__repr__",
           [](const Money& money) {
             return "Money('" + to_decimal(money) + "', '" + to_string(money.currency()) + "')";
           })
      .def("__eq__", &record_equal<Money>)
      .def("__hash__",
           [](const Money& money) {
             return py::hash(py::make_tuple(money.minor(), money.currency().code()));
           })
      .def(py::pickle(
          [](const Money& money) { return py::make_tuple(money.minor(), money.currency()); },
          [](const py::tuple& state) {
            return Money::from_minor(state[0].cast<std::int64_t>(), state[1].cast<Currency>());
          }));
}

void bind_unit_price(py::module_& m) {
  py::class_<UnitPrice>(m, "UnitPrice",
                        "The price of one unit for one whole billing period, in millionths of the "
                        "currency. Never negative, never made from a float.")
      .def(py::init([](const DecimalText& price, const Currency& currency) {
             return value(UnitPrice::parse(price.text, currency));
           }),
           py::arg("price"), py::arg("currency"))
      .def_property_readonly(
          "price", [](const UnitPrice& price) { return to_decimal_object(to_decimal(price)); },
          "As decimal.Decimal.")
      .def_property_readonly("millionths", &UnitPrice::millionths,
                             "The price in millionths of the major unit.")
      .def_property_readonly("currency", &UnitPrice::currency, "Of the price.")
      .def("__str__",
           [](const UnitPrice& price) {
             return to_decimal(price) + " " + to_string(price.currency());
           })
      .def("__repr__",
           [](const UnitPrice& price) {
             return "UnitPrice('" + to_decimal(price) + "', '" + to_string(price.currency()) + "')";
           })
      .def("__eq__", &record_equal<UnitPrice>)
      .def("__hash__",
           [](const UnitPrice& price) {
             return py::hash(py::make_tuple(price.millionths(), price.currency().code()));
           })
      .def(py::pickle(
          [](const UnitPrice& price) {
            return py::make_tuple(price.millionths(), price.currency());
          },
          [](const py::tuple& state) {
            return value(UnitPrice::from_millionths(state[0].cast<std::int64_t>(),
                                                    state[1].cast<Currency>()));
          }));
}

}  // namespace

void bind_money(py::module_& m) {
  bind_currency(m);
  bind_amount(m);
  bind_unit_price(m);
}

}  // namespace billbyagent::python
