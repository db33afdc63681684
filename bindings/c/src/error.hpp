#pragma once

/// The error object of the C interface. A plain base, so that the one for "no memory" can be a
/// constant that needs none.

#include <memory>
#include <optional>
#include <string>

#include "bba/status.h"
#include "billbyagent/base/result.hpp"

struct bba_error {
  bba_status status;
  const char* context;
  const char* message;
};

namespace billbyagent::capi {

struct OwnedError final : bba_error {
  explicit OwnedError(Error failure)
      : bba_error{static_cast<bba_status>(failure.code), nullptr, nullptr},
        text(to_string(failure)),
        about(std::move(failure.context)) {
    context = about.c_str();
    message = text.c_str();
  }
  OwnedError(const OwnedError&) = delete;
  OwnedError& operator=(const OwnedError&) = delete;

  std::string text;
  std::string about;
};

/// An error that a report lends out; null for none.
using LentError = std::unique_ptr<const OwnedError>;
inline LentError lent(const std::optional<Error>& error) {
  return error ? std::make_unique<const OwnedError>(*error) : nullptr;
}

/// Puts the failure into `*error`, where one is wanted, and returns its status.
bba_status fail(bba_error** error, Error failure) noexcept;
/// The same for the exception that is being handled.
bba_status fail_with_exception(bba_error** error) noexcept;

}  // namespace billbyagent::capi
