#include "documents/document.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/stream_parser.hpp>
#include <set>
#include <string>
#include <vector>

namespace billbyagent::documents {
namespace {

namespace json = boost::json;

constexpr std::size_t document_length_max = std::size_t{64} << 20;
constexpr std::size_t depth_max = 32;

/// Looks for keys that stand twice in one object, which json::value would silently fold into one.
class RepeatedKeys {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  using Code = boost::system::error_code;

  const std::string& repeated() const noexcept { return repeated_; }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, Code&) {
    keys_.pop_back();
    return true;
  }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, Code&) {
    key_.append(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, Code& code) {
    key_.append(part);
    if (!keys_.back().insert(key_).second) {
      repeated_ = key_;
      code = json::error::syntax;
      return false;
    }
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, Code&) { return true; }
  bool on_string(json::string_view, std::size_t, Code&) { return true; }
  bool on_number_part(json::string_view, Code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, Code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, Code&) { return true; }
  bool on_double(double, json::string_view, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(json::string_view, Code&) { return true; }
  bool on_comment(json::string_view, Code&) { return true; }

 private:
  std::vector<std::set<std::string>> keys_;
  std::string key_;
  std::string repeated_;
};

json::parse_options strict_options() {
  json::parse_options options;
  options.max_depth = depth_max;
  return options;
}

std::string position_of(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto line_begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(offset - line_begin + 1);
}

Result<void> check_keys(std::string_view text) {
  json::basic_parser<RepeatedKeys> parser{strict_options()};
  boost::system::error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (!parser.handler().repeated().empty())
    return Error{Errc::malformed_document, position_of(text, read) + ": the key '" +
                                               parser.handler().repeated() +
                                               "' stands twice in one object"};
  return {};
}

}  // namespace

Result<json::value> parse_document(std::string_view text) {
  if (text.size() > document_length_max)
    return Error{Errc::out_of_range, "a document of " + std::to_string(text.size()) + " bytes"};
  json::stream_parser parser{{}, strict_options()};
  boost::system::error_code code;
  const std::size_t read = parser.write_some(text.data(), text.size(), code);
  if (!code && read < text.size()) code = json::error::extra_data;
  if (!code) parser.finish(code);
  if (code) return Error{Errc::malformed_document, position_of(text, read) + ": " + code.message()};
  if (auto checked = check_keys(text); !checked) return checked.error();
  return parser.release();
}

}  // namespace billbyagent::documents
