#include "file_provider/json_walk.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <utility>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {

bool JsonEvents::start() {
  path_.clear();
  pending_.clear();
  depth_ = 0;
  return true;
}

void JsonEvents::enter(bool is_object) {
  if (levels_.size() == depth_) levels_.emplace_back();
  Level& level = levels_[depth_++];
  level.is_object = is_object;
  level.path_length = path_.size();
  // Clearing takes time for all the room that a large object needed.
  static constexpr std::size_t room_max = 4'096;
  if (level.keys.bucket_count() > room_max)
    level.keys = {};
  else
    level.keys.clear();
  level.key_bytes = 0;
}

void JsonEvents::leave() {
  path_.resize(levels_[depth_ - 1].path_length);
  --depth_;
}

bool JsonEvents::done() {
  if (depth_ > 0) path_.resize(levels_[depth_ - 1].path_length);
  return true;
}

bool JsonEvents::keep(Text text, Code& code) {
  pending_.append(text.data(), text.size());
  return !is_too_long(pending_.size(), code);
}

bool JsonEvents::is_too_long(std::size_t size, Code& code) {
  if (size <= text_max_) return false;
  return stopped(visitor_.fault(Errc::out_of_range,
                                "a text of more than " + std::to_string(text_max_) + " bytes"),
                 code);
}

bool JsonEvents::on_key(Text rest, std::size_t, Code& code) {
  if (!keep(rest, code)) return false;
  Level& level = levels_[depth_ - 1];
  // Of each, what remembering it takes besides.
  static constexpr std::size_t key_room = 64;
  level.key_bytes += pending_.size() + key_room;
  if (level.key_bytes > text_max_)
    return !stopped(visitor_.fault(Errc::out_of_range, std::to_string(level.keys.size()) +
                                                           " keys in one object and more"),
                    code);
  const bool is_new = level.keys.insert(pending_).second;
  if (!path_.empty()) path_ += '.';
  path_ += pending_;
  pending_.clear();
  return is_new || !stopped(visitor_.fault(Errc::protocol_error,
                                           "the key " + shortened(path_) + " is there twice"),
                            code);
}

bool JsonEvents::told(JsonKind kind, Text rest, Code& code) {
  std::optional<Error> fault;
  if (pending_.empty()) {
    if (is_too_long(rest.size(), code)) return false;
    fault = visitor_.value(path_, depth_, kind, {rest.data(), rest.size()});
  } else {
    if (!keep(rest, code)) return false;
    fault = visitor_.value(path_, depth_, kind, pending_);
    pending_.clear();
  }
  return !stopped(std::move(fault), code) && done();
}

bool JsonEvents::stopped(std::optional<Error> fault, Code& code) {
  if (!fault) return false;
  fault_ = std::move(fault);
  code = boost::json::make_error_code(boost::json::error::exception);
  return true;
}

JsonWalk::JsonWalk(JsonVisitor& visitor, std::size_t text_max)
    : visitor_(visitor), parser_({}, visitor, text_max) {}

void JsonWalk::reset() noexcept { parser_.reset(); }

Result<void> JsonWalk::write(std::string_view piece, bool last) {
  std::size_t taken = 0;
  if (!parser_.done()) {
    boost::json::error_code code;
    taken = parser_.write_some(!last, piece.data(), piece.size(), code);
    if (const auto& fault = parser_.handler().fault()) return *fault;
    ended_early_ = code == boost::json::error::incomplete;
    if (code) return visitor_.fault(Errc::protocol_error, "is no JSON: " + code.message());
  }
  if (piece.substr(taken).find_first_not_of(" \t\r\n") != piece.npos)
    return visitor_.fault(Errc::protocol_error, "something follows the JSON");
  return {};
}

}  // namespace billbyagent::file_provider
