#pragma once

/// Calls a C function in every bad way that its parameters allow. A probe is a function with the
/// arguments of a call that succeeds in a fresh world; the probing takes it from there.

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "c/failing_new.hpp"
#include "c/world.hpp"

namespace c_world {

// What comes out and has to be freed.
// clang-format off
#define C_WORLD_HANDLES(X) \
  X(book) X(contract) X(service) X(units) X(proration) X(lines) X(store) X(clock) X(desk) \
  X(memory_rmm) X(provider) X(rmm_lists) X(import_report) X(sync_report) X(review) \
  X(post_report) X(held) X(machines) X(batches) X(explanation) X(notices) \
  X(freshness) X(verification) X(document)
// clang-format on

/// Every handle's place for what comes out.
struct Outs {
#define C_WORLD_OUT(noun) bba_##noun* noun = nullptr;
  C_WORLD_HANDLES(C_WORLD_OUT)
#undef C_WORLD_OUT
  const char* text = nullptr;
};

// For each kind of argument: put something in that a failure has to take out again; whether it was
// taken out; free what came out.
#define C_WORLD_OUT(noun)                                                         \
  inline void soil(bba_##noun** out) { *out = reinterpret_cast<bba_##noun*>(1); } \
  inline bool is_clean(bba_##noun** out) { return !*out; }                        \
  inline void release(bba_##noun** out) {                                         \
    if (*out == reinterpret_cast<bba_##noun*>(1)) *out = nullptr;                 \
    bba_##noun##_free(out);                                                       \
  }
C_WORLD_HANDLES(C_WORLD_OUT)
#undef C_WORLD_OUT
inline void soil(const char** out) { *out = "soiled"; }
inline bool is_clean(const char** out) { return !*out; }
inline void release(const char** out) { *out = nullptr; }

template <class T>
concept Out = requires(T argument) {
  release(argument);
};

/// How a call went: its status, and whether rule 2 of billbyagent.h was kept.
struct Outcome {
  bba_status status = BBA_OK;
  bba_status error = BBA_OK;  ///< of the error object
  bool clean = true;          ///< a failure left nothing behind in what should come out
  bool fired = false;         ///< an allocation failed
  std::string message;
};

/// One call with its arguments, changed as a test wants them.
class Call {
 public:
  virtual ~Call() = default;
  virtual std::size_t arguments() const = 0;
  virtual bool is_pointer(std::size_t index) const = 0;
  virtual bool is_text(std::size_t index) const = 0;
  virtual void set_null(std::size_t index) = 0;
  virtual void set_text(std::size_t index, const char* text) = 0;
  /// With `failing_allocation` of 0 or more, that allocation of the call fails.
  virtual Outcome run(long failing_allocation = -1) = 0;
};

template <class Function, class... Arguments>
class CallOf final : public Call {
 public:
  CallOf(Function function, Arguments... arguments)
      : function_(function), arguments_(arguments...) {}

  std::size_t arguments() const override { return sizeof...(Arguments); }
  bool is_pointer(std::size_t index) const override {
    bool found = false;
    each([&](std::size_t i, const auto& argument) {
      if (i == index) found = std::is_pointer_v<std::remove_cvref_t<decltype(argument)>>;
    });
    return found;
  }
  bool is_text(std::size_t index) const override {
    bool found = false;
    each([&](std::size_t i, const auto& argument) {
      if (i == index) found = std::is_same_v<std::remove_cvref_t<decltype(argument)>, const char*>;
    });
    return found;
  }
  void set_null(std::size_t index) override {
    each([&](std::size_t i, auto& argument) {
      if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(argument)>>)
        if (i == index) argument = nullptr;
    });
  }
  void set_text(std::size_t index, const char* text) override {
    each([&](std::size_t i, auto& argument) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(argument)>, const char*>)
        if (i == index) argument = text;
    });
  }
  Outcome run(long failing_allocation) override {
    Outcome outcome;
    bba_error* error = nullptr;
    each([](std::size_t, auto& argument) {
      if constexpr (Out<std::remove_cvref_t<decltype(argument)>>)
        if (argument) soil(argument);
    });
    fail_allocation(failing_allocation);
    outcome.status =
        std::apply([&](auto... argument) { return function_(argument..., &error); }, arguments_);
    outcome.fired = stop_failing();
    outcome.error = bba_error_status(error);
    outcome.message = bba_error_message(error);
    each([&](std::size_t, auto& argument) {
      if constexpr (Out<std::remove_cvref_t<decltype(argument)>>) {
        if (!argument) return;
        if (outcome.status != BBA_OK && !is_clean(argument)) outcome.clean = false;
        release(argument);
      }
    });
    bba_error_free(&error);
    return outcome;
  }

 private:
  template <class Visit>
  void each(Visit visit) {
    std::size_t index = 0;
    std::apply([&](auto&... argument) { (visit(index++, argument), ...); }, arguments_);
  }
  template <class Visit>
  void each(Visit visit) const {
    std::size_t index = 0;
    std::apply([&](const auto&... argument) { (visit(index++, argument), ...); }, arguments_);
  }
  Function function_;
  std::tuple<Arguments...> arguments_;
};

/// A function's name and the call of it that succeeds in a fresh world.
struct Probe {
  std::string name;
  std::function<std::unique_ptr<Call>(World&, Outs&)> make;
};

/// The arguments take the parameters' own types; the error object comes with `run`.
template <class... Parameters, class... Arguments>
std::unique_ptr<Call> call(bba_status (*function)(Parameters...), Arguments... arguments) {
  return [&]<std::size_t... I>(std::index_sequence<I...>)->std::unique_ptr<Call> {
    using All = std::tuple<Parameters...>;
    return std::make_unique<CallOf<decltype(function), std::tuple_element_t<I, All>...>>(
        function, arguments...);
  }
  (std::make_index_sequence<sizeof...(Parameters) - 1>{});
}

/// Every function that can fail.
std::vector<Probe> every_probe();

}  // namespace c_world
