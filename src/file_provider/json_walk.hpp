#pragma once

/// Walks through JSON without making values of it: each text and number comes with the path of keys
/// that leads to it, and a key that an object has twice is an error.

#include <boost/json/basic_parser.hpp>
#include <boost/json/error.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent::file_provider {

/// What stands in the place of a value.
enum class JsonKind : unsigned char { null, text, whole, number, flag };

/// Receives what the walk meets. Paths have dots between keys; lists add nothing to them.
class JsonVisitor {
 public:
  virtual ~JsonVisitor() = default;
  /// `depth`: how many objects and lists are around it.
  virtual std::optional<Error> begin_object(std::string_view path, std::size_t depth) = 0;
  virtual std::optional<Error> end_object(std::string_view path, std::size_t depth) = 0;
  virtual std::optional<Error> begin_list(std::string_view path, std::size_t depth) = 0;
  virtual std::optional<Error> end_list(std::string_view path, std::size_t depth) = 0;
  virtual std::optional<Error> value(std::string_view path, std::size_t depth, JsonKind kind,
                                     std::string_view text) = 0;
  /// What the walk itself has to say of the place where it is.
  virtual Error fault(Errc code, const std::string& what) = 0;
};

/// The handler that Boost.JSON's parser calls.
class JsonEvents {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Code = boost::json::error_code;
  using Text = boost::json::string_view;

  JsonEvents(JsonVisitor& visitor, std::size_t text_max) : visitor_(visitor), text_max_(text_max) {}
  const std::optional<Error>& fault() const noexcept { return fault_; }

  bool on_document_begin(Code&) { return start(); }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& code) {
    if (stopped(visitor_.begin_object(path_, depth_), code)) return false;
    enter(true);
    return true;
  }
  bool on_object_end(std::size_t, Code& code) {
    leave();
    return !stopped(visitor_.end_object(path_, depth_), code) && done();
  }
  bool on_array_begin(Code& code) {
    if (stopped(visitor_.begin_list(path_, depth_), code)) return false;
    enter(false);
    return true;
  }
  bool on_array_end(std::size_t, Code& code) {
    leave();
    return !stopped(visitor_.end_list(path_, depth_), code) && done();
  }
  bool on_key_part(Text text, std::size_t, Code& code) { return keep(text, code); }
  bool on_key(Text text, std::size_t, Code& code);
  bool on_string_part(Text text, std::size_t, Code& code) { return keep(text, code); }
  bool on_string(Text text, std::size_t, Code& code) { return told(JsonKind::text, text, code); }
  bool on_number_part(Text text, Code& code) { return keep(text, code); }
  bool on_int64(std::int64_t, Text text, Code& code) { return told(JsonKind::whole, text, code); }
  bool on_uint64(std::uint64_t, Text text, Code& code) { return told(JsonKind::whole, text, code); }
  bool on_double(double, Text text, Code& code) { return told(JsonKind::number, text, code); }
  bool on_bool(bool flag, Code& code) {
    return told(JsonKind::flag, flag ? "true" : "false", code);
  }
  bool on_null(Code& code) { return told(JsonKind::null, "", code); }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

 private:
  struct Level {
    bool is_object = false;
    std::size_t path_length = 0;  ///< of the object or list itself
    std::unordered_set<std::string> keys{};
    std::size_t key_bytes = 0;  ///< that the keys take
  };

  bool start();
  void enter(bool is_object);
  void leave();
  /// Behind a value: back to the path of what holds it.
  bool done();
  bool keep(Text text, Code& code);
  bool is_too_long(std::size_t size, Code& code);
  bool told(JsonKind kind, Text rest, Code& code);
  bool stopped(std::optional<Error> fault, Code& code);

  JsonVisitor& visitor_;
  std::size_t text_max_;
  std::string path_;
  std::string pending_;
  std::vector<Level> levels_;  ///< the first `depth_` are in use
  std::size_t depth_ = 0;
  std::optional<Error> fault_;
};

/// JSON read line by line, so that errors know theirs.
class JsonWalk {
 public:
  /// `text_max`: a longer text or number is `out_of_range`, and so are keys of one object that
  /// take more room.
  JsonWalk(JsonVisitor& visitor, std::size_t text_max);

  /// Takes a piece of one document; `last`: nothing follows.
  Result<void> write(std::string_view piece, bool last);
  /// Begins with another document.
  void reset() noexcept;
  /// Whether the error was that the text ends too early.
  bool ended_early() const noexcept { return ended_early_; }

 private:
  JsonVisitor& visitor_;
  bool ended_early_ = false;
  boost::json::basic_parser<JsonEvents> parser_;
};

}  // namespace billbyagent::file_provider
