#pragma once

/// What servers say, without our secrets: some repeat in their errors what they were sent. The one
/// way of a server's text into an error; it is redacted as a whole and cut afterwards, since half
/// of a secret would not be found.

#include <initializer_list>
#include <string>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "billbyagent/base/secret.hpp"

namespace billbyagent::http {

class Redaction {
 public:
  Redaction() = default;
  Redaction(std::initializer_list<const Secret*> secrets);

  void add(const Secret& secret);
  /// `***` for each secret, as it is and in the ways in which it is written in headers, addresses
  /// and JSON.
  std::string without_secrets(std::string text) const;
  /// The error for a person: redacted, then cut with a mark.
  Error tidy(Error error) const;

 private:
  void add_form(std::string form);

  std::vector<std::string> forms_;  ///< the longest first
};

}  // namespace billbyagent::http
