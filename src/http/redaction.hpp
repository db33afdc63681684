#pragma once

/// What servers say, without our secrets: some repeat what they were sent, in errors or in names.
/// The one way of a server's text into an error, and what names go through (`keep_out_of_texts`);
/// a text is redacted as a whole and cut afterwards, since half of a secret would not be found.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "billbyagent/base/secret.hpp"

namespace billbyagent::http {

class Redaction {
 public:
  Redaction() = default;
  Redaction(std::initializer_list<const Secret*> secrets);

  /// Of what stands in names too: what is shorter than most names is no secret there, but a word.
  static Redaction of_names(std::initializer_list<const Secret*> secrets);

  void add(const Secret& secret);
  /// `***` for each secret, as it is and in the ways in which it is written in headers, addresses,
  /// JSON and HTML, also one within another.
  std::string without_secrets(std::string text) const;
  /// The same; nothing when the text holds none.
  std::optional<std::string> clean(std::string_view text) const;
  /// The error for a person: redacted, then cut with a mark.
  Error tidy(Error error) const;

 private:
  void add_form(std::string form);
  bool is_in(std::string_view text) const;
  std::string without_forms(std::string text) const;

  std::vector<std::string> forms_;  ///< the longest first
};

}  // namespace billbyagent::http
