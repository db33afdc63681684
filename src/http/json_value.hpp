#pragma once

/// Reads JSON as a value, and refuses an object that has a key twice: which of the two is meant
/// nobody can tell, and Boost.JSON would take the last without a word.

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent::http {
namespace detail {

/// Looks at nothing but keys.
class KeyWatch {
 public:
  using Code = boost::json::error_code;
  using Text = boost::json::string_view;
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  const std::string& repeated() const noexcept { return repeated_; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) {
    if (levels_.size() == depth_) levels_.emplace_back();
    levels_[depth_++].clear();
    return true;
  }
  bool on_object_end(std::size_t, Code&) {
    --depth_;
    return true;
  }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(Text part, std::size_t, Code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(Text part, std::size_t, Code&) {
    key_.append(part.data(), part.size());
    if (!levels_[depth_ - 1].insert(key_).second && repeated_.empty()) repeated_ = key_;
    key_.clear();
    return true;
  }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t, Text, Code&) { return true; }
  bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  bool on_double(double, Text, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  std::vector<std::unordered_set<std::string>> levels_;  ///< the first `depth_` are in use
  std::size_t depth_ = 0;
  std::string key_;
  std::string repeated_;
};

}  // namespace detail

/// `protocol_error` with what is wrong with the text.
inline Result<boost::json::value> read_json(std::string_view text, std::size_t nesting_max) {
  boost::json::parse_options options;
  options.max_depth = nesting_max;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return Error{Errc::protocol_error, error.message()};
  boost::json::basic_parser<detail::KeyWatch> keys{options};
  keys.write_some(false, text.data(), text.size(), error);
  if (const std::string& key = keys.handler().repeated(); !key.empty())
    return Error{Errc::protocol_error, "the key " + key.substr(0, 100) + " is there twice"};
  return value;
}

}  // namespace billbyagent::http
