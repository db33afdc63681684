#include "casters.hpp"

#include <datetime.h>

#include "results.hpp"

namespace billbyagent::python {
namespace {

void need_datetime() {
  if (!PyDateTimeAPI) PyDateTime_IMPORT;
  if (!PyDateTimeAPI) throw py::error_already_set();
}

/// A whole day of a column of days: the Timestamp of pandas at midnight, without a zone. Every
/// other moment has a day only together with a zone.
bool is_day_of_pandas(py::handle object) {
  const auto module = py::str(py::type::handle_of(object).attr("__module__")).cast<std::string>();
  PyObject* at = object.ptr();
  return (module + ".").starts_with("pandas.") && object.attr("tzinfo").is_none() &&
         PyDateTime_DATE_GET_HOUR(at) == 0 && PyDateTime_DATE_GET_MINUTE(at) == 0 &&
         PyDateTime_DATE_GET_SECOND(at) == 0 && PyDateTime_DATE_GET_MICROSECOND(at) == 0 &&
         object.attr("nanosecond").cast<int>() == 0;
}

/// A fraction that has an end as a decimal; money is exact.
DecimalText decimal_of(const py::object& numerator, const py::object& denominator) {
  constexpr int decimals_max = 18;
  const py::module_ operators = py::module_::import("operator");
  for (int decimals = 0; decimals <= decimals_max; ++decimals) {
    const py::object scaled = numerator * operators.attr("pow")(py::int_(10), py::int_(decimals));
    if (py::bool_(operators.attr("mod")(scaled, denominator))) continue;
    const py::object whole = operators.attr("floordiv")(scaled, denominator);
    const py::object decimal = py::module_::import("decimal").attr("Decimal")(whole);
    return DecimalText{
        decimal.attr("scaleb")(py::int_(-decimals)).attr("__format__")("f").cast<std::string>()};
  }
  throw Exception(Error{Errc::too_many_decimals, py::str(numerator).cast<std::string>() + "/" +
                                                     py::str(denominator).cast<std::string>()});
}

}  // namespace

std::optional<Date> date_from(py::handle object) {
  need_datetime();
  if (!PyDate_Check(object.ptr())) return std::nullopt;
  if (PyDateTime_Check(object.ptr()) && !is_day_of_pandas(object)) return std::nullopt;
  return value(Date::make(PyDateTime_GET_YEAR(object.ptr()), PyDateTime_GET_MONTH(object.ptr()),
                          PyDateTime_GET_DAY(object.ptr())));
}

py::handle date_to(Date date) {
  need_datetime();
  PyObject* made = PyDate_FromDate(date.year(), date.month(), date.day());
  if (!made) throw py::error_already_set();
  return made;
}

std::optional<Instant> instant_from(py::handle object) {
  need_datetime();
  if (!PyDateTime_Check(object.ptr())) return std::nullopt;
  if (object.attr("utcoffset")().is_none())
    throw py::type_error("a moment needs a time zone, such as datetime.timezone.utc");
  const py::object utc =
      object.attr("astimezone")(py::reinterpret_borrow<py::object>(PyDateTime_TimeZone_UTC));
  PyObject* at = utc.ptr();
  const auto day =
      value(Date::make(PyDateTime_GET_YEAR(at), PyDateTime_GET_MONTH(at), PyDateTime_GET_DAY(at)));
  const std::int64_t seconds = PyDateTime_DATE_GET_HOUR(at) * 3600 +
                               PyDateTime_DATE_GET_MINUTE(at) * 60 + PyDateTime_DATE_GET_SECOND(at);
  return Instant{day.epoch_days() * day_ms + seconds * 1000 +
                 PyDateTime_DATE_GET_MICROSECOND(at) / 1000};
}

py::handle instant_to(Instant instant) {
  need_datetime();
  std::int64_t days = instant.ms / day_ms;
  std::int64_t rest = instant.ms % day_ms;
  if (rest < 0) {
    rest += day_ms;
    --days;
  }
  const Date day = value(Date::from_epoch_days(days));
  const auto ms = static_cast<int>(rest);
  PyObject* made = PyDateTimeAPI->DateTime_FromDateAndTime(
      day.year(), day.month(), day.day(), ms / 3'600'000, ms / 60'000 % 60, ms / 1'000 % 60,
      ms % 1'000 * 1'000, PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
  if (!made) throw py::error_already_set();
  return made;
}

std::optional<DecimalText> decimal_from(py::handle object) {
  if (PyFloat_Check(object.ptr()))
    throw py::type_error("money is exact: give a decimal.Decimal or text, not a float");
  if (PyUnicode_Check(object.ptr())) return DecimalText{object.cast<std::string>()};
  // Also the integers of NumPy.
  if (PyIndex_Check(object.ptr()) && !PyBool_Check(object.ptr())) {
    const auto whole = py::reinterpret_steal<py::object>(PyNumber_Index(object.ptr()));
    if (!whole) throw py::error_already_set();
    return DecimalText{py::str(whole).cast<std::string>()};
  }
  if (py::isinstance(object, py::module_::import("decimal").attr("Decimal")))
    return DecimalText{object.attr("__format__")("f").cast<std::string>()};
  if (py::isinstance(object, py::module_::import("fractions").attr("Fraction")))
    return decimal_of(object.attr("numerator"), object.attr("denominator"));
  return std::nullopt;
}

std::optional<Timeout> timeout_from(py::handle object) {
  need_datetime();
  std::chrono::nanoseconds span{};
  if (PyDelta_Check(object.ptr())) {
    span = std::chrono::days{PyDateTime_DELTA_GET_DAYS(object.ptr())} +
           std::chrono::seconds{PyDateTime_DELTA_GET_SECONDS(object.ptr())} +
           std::chrono::microseconds{PyDateTime_DELTA_GET_MICROSECONDS(object.ptr())};
  } else if (PyFloat_Check(object.ptr()) ||
             (PyLong_Check(object.ptr()) && !PyBool_Check(object.ptr()))) {
    const double seconds = object.cast<double>();
    constexpr double longest = 1e9;
    if (!(seconds >= -longest && seconds <= longest))
      throw py::value_error("a time limit of " + py::repr(object).cast<std::string>() + " seconds");
    span = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(seconds));
  } else {
    return std::nullopt;
  }
  return Timeout{span};
}

std::optional<Error> error_from(py::handle object) {
  if (!py::isinstance(object, py::module_::import("billbyagent.errors").attr("Error")))
    return std::nullopt;
  return Error{object.attr("code").cast<Errc>(), object.attr("context").cast<std::string>()};
}

py::object error_to(const Error& error) {
  return py::module_::import("billbyagent.errors")
      .attr("Error")(py::cast(error.code), printable_text(error.context));
}

py::object to_decimal_object(const std::string& text) {
  return py::module_::import("decimal").attr("Decimal")(text);
}

}  // namespace billbyagent::python
