#pragma once

/// Long work: without the GIL, with an observer, with Ctrl-C, and with what Python code that was
/// called back has raised.
///
/// An exception that cannot pass through the library (a KeyboardInterrupt, what a progress callback
/// raised) waits beside the calling thread until the work has ended between two transactions, and
/// is raised then. What a Python provider or notifier raised becomes an `Error`; the exception
/// waits too, to be the `__cause__` of what is raised for that error.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/rmm_set.hpp"
#include "casters.hpp"
#include "results.hpp"

namespace billbyagent::python {

/// Whether an exception waits, or a signal's handler raises one now. With or without the GIL.
bool interrupted();
/// Lets it wait; the first one wins. With the GIL.
void keep_for_later(py::error_already_set& raised);

/// What Python code raised, as an error: of its own code when it is a billbyagent.Error, otherwise
/// `code` with the exception's text. What is not an `Exception`, such as KeyboardInterrupt, also
/// waits, and the error is `cancelled`. With the GIL.
Error error_of(py::error_already_set& raised, Errc code);

/// Ends a notifier's delivery run: what waits is raised instead.
struct Interrupted {};

/// From the beginning to the end of one call into the library. With the GIL.
class LongCall {
 public:
  LongCall();
  ~LongCall();
  LongCall(const LongCall&) = delete;
  LongCall& operator=(const LongCall&) = delete;

  /// Raises what waits.
  void check() const;
  /// Raises the error, with its cause if Python code was the cause.
  [[noreturn]] void raise(const Error& error) const;
  /// The exception that became this error, or None.
  py::object cause_of(const Error& error) const;

 private:
  py::object outer_;  ///< what the call around this one, if any, keeps
};

/// `work()` without the GIL; its value, or its error raised.
template <class Work>
auto run(const LongCall& call, Work work) {
  auto result = [&] {
    const py::gil_scoped_release unlocked;
    return work();
  }();
  call.check();
  if (!result) call.raise(result.error());
  if constexpr (!std::is_void_v<std::decay_t<decltype(result.value())>>)
    return std::move(result).value();
}
template <class Work>
auto run(Work work) {
  const LongCall call;
  return run(call, std::move(work));
}

/// Shows progress to a Python callable and asks another one whether to stop; each may be None.
class PythonObserver final : public Observer {
 public:
  PythonObserver(py::object progress, py::object cancelled)
      : progress_(std::move(progress)), cancelled_(std::move(cancelled)) {}
  void progress(std::string_view stage, std::size_t done, std::size_t total) override;
  bool cancelled() override;

 private:
  py::object progress_;
  py::object cancelled_;
};

/// For what only reads records: it asks no clock, and its callers in Python name none.
class NoClock final : public Clock {
 public:
  Instant now() const override { throw std::logic_error{"no clock"}; }
  Date today() const override { throw std::logic_error{"no clock"}; }
  std::string zone() const override { throw std::logic_error{"no clock"}; }
};

/// Refuses an object that another thread is using, for the ports that allow one call at a time. The
/// same thread may come back: a Python provider may call itself. With the GIL, also at the end.
class ExclusiveUse {
 public:
  explicit ExclusiveUse(py::object used);
  ~ExclusiveUse();
  ExclusiveUse(const ExclusiveUse&) = delete;
  ExclusiveUse& operator=(const ExclusiveUse&) = delete;

 private:
  py::object used_;
};

/// For what may be copied and dropped without the GIL.
inline std::shared_ptr<const py::function> kept_function(const py::function& function) {
  return {new py::function(function), [](const py::function* last) {
            const py::gil_scoped_acquire locked;
            delete last;
          }};
}

/// The Python object of something that was made for Python.
template <class T>
py::object object_of(T& of) {
  return py::cast(&of, py::return_value_policy::reference);
}

/// The RMMs of a call, which nobody else uses meanwhile: a provider, or a dict of providers by
/// name.
class RmmsInUse {
 public:
  explicit RmmsInUse(const py::object& given);
  const RmmSet& set() const noexcept { return set_; }

 private:
  void add(const RmmId& rmm, const py::object& provider);

  RmmSet set_;
  std::vector<std::unique_ptr<ExclusiveUse>> alone_;
};

}  // namespace billbyagent::python
