#include "run.hpp"

#include <thread>

namespace billbyagent::python {
namespace {

constexpr const char* kept_key = "billbyagent.kept";
constexpr const char* user_key = "_used_by";

std::string this_thread() {
  return std::to_string(std::hash<std::thread::id>{}(std::this_thread::get_id()));
}

/// Belongs to the thread, and to the interpreter: what is kept goes with either of them.
py::dict of_this_thread() { return py::reinterpret_borrow<py::dict>(PyThreadState_GetDict()); }

/// The dictionary of the innermost call: "raise" is an exception, "causes" a list of (text,
/// exception). Outside of any call there is one too, for a provider that C++ itself calls.
py::dict kept() {
  py::dict thread = of_this_thread();
  if (!thread.contains(kept_key)) thread[kept_key] = py::dict();
  return thread[kept_key];
}

std::string text_of(const py::error_already_set& raised) {
  const auto type = raised.type().attr("__name__").cast<std::string>();
  const auto text = py::str(raised.value()).cast<std::string>();
  return text.empty() ? type : type + ": " + text;
}

py::object with_traceback(const py::error_already_set& raised) {
  if (raised.trace()) PyException_SetTraceback(raised.value().ptr(), raised.trace().ptr());
  return raised.value();
}

}  // namespace

void keep_for_later(py::error_already_set& raised) {
  py::dict here = kept();
  if (!here.contains("raise")) here["raise"] = with_traceback(raised);
}

bool interrupted() {
  const py::gil_scoped_acquire locked;
  if (kept().contains("raise")) return true;
  if (PyErr_CheckSignals() == 0) return false;
  py::error_already_set raised;
  keep_for_later(raised);
  return true;
}

Error error_of(py::error_already_set& raised, Errc code) {
  if (!raised.matches(PyExc_Exception)) {
    keep_for_later(raised);
    return {Errc::cancelled, text_of(raised)};
  }
  Error error{code, text_of(raised)};
  if (const auto own = error_from(raised.value())) error = *own;
  py::dict here = kept();
  if (!here.contains("causes")) here["causes"] = py::list();
  here["causes"].cast<py::list>().append(
      py::make_tuple(printable_text(error.context), with_traceback(raised)));
  return error;
}

LongCall::LongCall() : outer_(py::none()) {
  py::dict thread = of_this_thread();
  if (thread.contains(kept_key)) outer_ = thread[kept_key];
  thread[kept_key] = py::dict();
}

LongCall::~LongCall() {
  // Neither can fail: the key is there.
  PyObject* thread = PyThreadState_GetDict();
  if (outer_.is_none())
    PyDict_DelItemString(thread, kept_key);
  else
    PyDict_SetItemString(thread, kept_key, outer_.ptr());
}

void LongCall::check() const {
  const py::dict here = kept();
  if (!here.contains("raise")) return;
  const py::object raised = here["raise"];
  PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
  throw py::error_already_set();
}

py::object LongCall::cause_of(const Error& error) const {
  const py::dict here = kept();
  if (!here.contains("causes")) return py::none();
  for (const auto& entry : here["causes"].cast<py::list>()) {
    const auto known = entry.cast<py::tuple>();
    if (error.context.find(known[0].cast<std::string>()) != std::string::npos) return known[1];
  }
  return py::none();
}

void LongCall::raise(const Error& error) const {
  const py::object raised = error_to(error);
  const py::object cause = cause_of(error);
  if (!cause.is_none()) PyException_SetCause(raised.ptr(), py::object(cause).release().ptr());
  PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
  throw py::error_already_set();
}

void PythonObserver::progress(std::string_view stage, std::size_t done, std::size_t total) {
  const py::gil_scoped_acquire locked;
  if (progress_.is_none() || kept().contains("raise")) return;
  try {
    progress_(stage, done, total);
  } catch (py::error_already_set& raised) {
    keep_for_later(raised);
  }
}

bool PythonObserver::cancelled() {
  const py::gil_scoped_acquire locked;
  if (interrupted()) return true;
  if (cancelled_.is_none()) return false;
  try {
    return cancelled_().cast<bool>();
  } catch (py::error_already_set& raised) {
    keep_for_later(raised);
    return true;
  }
}

ExclusiveUse::ExclusiveUse(py::object used) : used_(py::none()) {
  const py::object user = py::getattr(used, user_key, py::none());
  if (user.is_none()) {
    py::setattr(used, user_key, py::str(this_thread()));
    used_ = std::move(used);
  } else if (user.cast<std::string>() != this_thread()) {
    const auto name = py::type::of(used).attr("__name__").cast<std::string>();
    PyErr_SetString(PyExc_RuntimeError,
                    (name + " is in use by another thread; it takes one call at a time").c_str());
    throw py::error_already_set();
  }
}

RmmsInUse::RmmsInUse(const py::object& given) {
  if (!py::isinstance<py::dict>(given)) {
    add(RmmId{}, given);
    return;
  }
  for (const auto& [name, provider] : given.cast<py::dict>())
    add(name.cast<RmmId>(), py::reinterpret_borrow<py::object>(provider));
}

void RmmsInUse::add(const RmmId& rmm, const py::object& provider) {
  if (!py::isinstance<RmmProvider>(provider))
    throw py::type_error(std::string{"a "} + Py_TYPE(provider.ptr())->tp_name +
                         " is no RmmProvider and no dict of them");
  alone_.push_back(std::make_unique<ExclusiveUse>(provider));
  value(set_.add(rmm, provider.cast<RmmProvider&>()));
}

ExclusiveUse::~ExclusiveUse() {
  if (!used_.is_none()) PyObject_SetAttrString(used_.ptr(), user_key, Py_None);
}

}  // namespace billbyagent::python
