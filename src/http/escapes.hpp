#pragma once

/// Text as a reader takes it that undoes percent-encoding (`%2B`) and the escapes of JSON
/// (`\u002b`,
/// `\/`), of HTML (`&#43;`, `&#x2b;`, `&amp;`) and of languages (`\x2b`): to find in it what
/// somebody wrote so. Threads: plain values.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace billbyagent::http {

/// Whether the text has a character with which an escape begins.
bool may_be_escaped(std::string_view text);

class Unescaped {
 public:
  explicit Unescaped(std::string_view text);

  /// Undoes one more layer of escapes; false when there are none.
  bool unescape();
  /// Where `what` stands first: there `original`, the text that this was made of, gets `mark` in
  /// place of all that it was written with. False when it is nowhere.
  bool replace(std::string_view what, std::string_view mark, std::string& original);

 private:
  std::string text_;
  std::vector<std::size_t> begins_;  ///< of each byte in the original text, and where that ends
};

}  // namespace billbyagent::http
