#include "odata/rows.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

namespace billbyagent::odata {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

constexpr std::size_t nesting_max = 32;
constexpr std::size_t columns_max = 256;
constexpr std::size_t none = static_cast<std::size_t>(-1);

// Depths: 0 outside, 1 in the answer's object, 2 in a record, in the list, in the meta data or in
// the error, 3 in a listed record.
class Handler {
 public:
  static constexpr std::size_t max_object_size = none;
  static constexpr std::size_t max_array_size = none;
  static constexpr std::size_t max_key_size = none;
  static constexpr std::size_t max_string_size = none;

  Handler(const Format& format, std::span<const std::string_view> names,
          const std::function<void(const Row&)>& on_row)
      : format_(format), names_(names), on_row_(on_row), row_(names.size()) {}

  const Envelope& envelope() const { return envelope_; }
  bool is_object() const { return is_object_; }
  bool is_repeated() const { return repeated_; }
  bool is_strange() const { return strange_; }
  /// A key that was looked for and came twice with two values; empty: none.
  const std::string& contradiction() const { return contradiction_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  bool on_object_begin(error_code&) {
    if (depth_ == 0) is_object_ = true;
    if (depth_ == 1 && place_ == Place::result) shape(Envelope::Shape::record);
    if (depth_ == 1 && place_ == Place::meta) meta();
    fill(Field::Kind::other);
    ++depth_;
    if (at_record()) begin_row();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    if (at_record()) {
      ++envelope_.rows;
      on_row_(row_);
    }
    --depth_;
    return true;
  }
  bool on_array_begin(error_code&) {
    if (depth_ == 2 && in_list()) strange_ = true;
    if (depth_ == 1 && place_ == Place::result) shape(Envelope::Shape::list);
    fill(Field::Kind::other);
    ++depth_;
    return true;
  }
  bool on_array_end(std::size_t, error_code&) {
    --depth_;
    return true;
  }

  bool on_key_part(string_view part, std::size_t, error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code&) {
    if (key_.empty()) {
      choose({part.data(), part.size()});
    } else {
      key_.append(part.data(), part.size());
      choose(key_);
      key_.clear();
    }
    return true;
  }

  bool on_string_part(string_view part, std::size_t, error_code&) {
    if (target_ != nullptr) text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    if (target_ != nullptr) {
      text_.append(part.data(), part.size());
      target_->text.assign(text_);
      text_.clear();
    }
    return scalar(Field::Kind::text);
  }
  bool on_number_part(string_view part, error_code&) {
    if (target_ != nullptr) text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t, string_view part, error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return number(part); }
  bool on_double(double, string_view part, error_code&) { return number(part); }
  bool on_bool(bool value, error_code&) {
    if (target_ != nullptr) target_->text = value ? "true" : "false";
    return scalar(Field::Kind::flag);
  }
  bool on_null(error_code&) { return scalar(Field::Kind::null); }

 private:
  enum class Place : std::uint8_t { elsewhere, result, meta, error };
  struct Column {
    std::string key;
    Field* target;  ///< null: nobody wants it
  };

  bool at_record() const {
    return (depth_ == 2 && envelope_.result == Envelope::Shape::record &&
            place_ == Place::result) ||
           (depth_ == 3 && in_list());
  }
  bool in_list() const {
    return envelope_.result == Envelope::Shape::list && place_ == Place::result;
  }

  void begin_row() {
    for (Field& field : row_) field.kind = Field::Kind::absent;
    column_ = 0;
  }

  void shape(Envelope::Shape shape) {
    repeated_ = repeated_ || envelope_.result != Envelope::Shape::absent;
    envelope_.result = shape;
  }
  void meta() {
    repeated_ = repeated_ || envelope_.has_meta;
    envelope_.has_meta = true;
  }

  void choose(std::string_view key) {
    target_ = nullptr;
    if (depth_ == 1) {
      place_ = place_of(key);
      if (format_.meta.empty()) target_ = of_meta(key);
      if (key == format_.error) target_ = &envelope_.error;
    } else if (depth_ == 2 && place_ == Place::meta) {
      target_ = of_meta(key);
    } else if (depth_ == 2 && place_ == Place::error && key == format_.error_text) {
      target_ = &envelope_.error;
    } else if (at_record()) {
      target_ = wanted(key);
    }
    remember(key);
  }

  /// What a key that was there already said, to be compared with what it says now.
  void remember(std::string_view key) {
    if (!target_ || target_->kind == Field::Kind::absent) return;
    // The text of an error stands where it was noted that there is one.
    const bool within = depth_ == 2 && target_ == &envelope_.error;
    if (within && target_->kind == Field::Kind::other) return;
    before_ = *target_;
    repeated_key_ = key;
  }

  Place place_of(std::string_view key) const {
    if (key == format_.records) return Place::result;
    if (key == format_.error) return Place::error;
    return !format_.meta.empty() && key == format_.meta ? Place::meta : Place::elsewhere;
  }

  Field* of_meta(std::string_view key) {
    if (key == format_.total) return &envelope_.total;
    if (key == format_.code) return &envelope_.code;
    if (!format_.meta_error.empty() && key == format_.meta_error) return &envelope_.meta_error;
    return !format_.next_link.empty() && key == format_.next_link ? &envelope_.next_link : nullptr;
  }

  /// Records of a list have their fields in the same order, so what the record before had in this
  /// place is tried first, wanted or not.
  Field* wanted(std::string_view key) {
    const std::size_t at = column_++;
    if (at < columns_.size() && columns_[at].key == key) return columns_[at].target;
    const auto name = std::find(names_.begin(), names_.end(), key);
    Field* target =
        name == names_.end() ? nullptr : &row_[static_cast<std::size_t>(name - names_.begin())];
    if (at < columns_.size()) {
      columns_[at].key = key;
      columns_[at].target = target;
    } else if (at < columns_max) {
      columns_.push_back({std::string{key}, target});
    }
    return target;
  }

  bool number(string_view part) {
    if (target_ != nullptr) {
      text_.append(part.data(), part.size());
      target_->text.assign(text_);
      text_.clear();
    }
    return scalar(Field::Kind::number);
  }

  void fill(Field::Kind kind) {
    if (target_ != nullptr) {
      target_->kind = kind;
      compare(*target_);
    }
    target_ = nullptr;
  }

  void compare(const Field& now) {
    if (!before_) return;
    const bool has_text = now.kind != Field::Kind::null && now.kind != Field::Kind::other;
    const bool same = before_->kind == now.kind && (!has_text || before_->text == now.text);
    if (!same && contradiction_.empty()) contradiction_ = repeated_key_;
    before_.reset();
  }

  /// A value that is neither object nor array: of a wanted field, or the result itself.
  bool scalar(Field::Kind kind) {
    fill(kind);
    if (depth_ == 2 && in_list()) strange_ = true;
    if (depth_ == 1 && place_ == Place::result)
      shape(kind == Field::Kind::null ? Envelope::Shape::null : Envelope::Shape::other);
    return true;
  }

  const Format& format_;
  std::span<const std::string_view> names_;
  const std::function<void(const Row&)>& on_row_;
  Row row_;
  Envelope envelope_;
  std::string key_;
  std::string text_;
  Field* target_ = nullptr;
  std::vector<Column> columns_;
  std::size_t column_ = 0;
  int depth_ = 0;
  bool is_object_ = false;
  Place place_ = Place::elsewhere;
  bool repeated_ = false;  ///< A second list, record or meta data.
  bool strange_ = false;   ///< The list holds something that is no record.
  std::optional<Field> before_;
  std::string repeated_key_;
  std::string contradiction_;
};

}  // namespace

bool Envelope::has_list(const Format& format) const {
  const bool is_empty = format.null_is_empty && result == Shape::null && total.text == "0";
  return result == Shape::list || is_empty;
}

Result<Envelope> read_rows(std::string_view body, const Format& format,
                           std::span<const std::string_view> wanted,
                           const std::function<void(const Row&)>& row) {
  json::parse_options options;
  options.max_depth = nesting_max;
  json::basic_parser<Handler> parser{options, format, wanted, row};
  error_code error;
  const std::size_t used = parser.write_some(false, body.data(), body.size(), error);
  const auto bad = [&](const std::string& why) {
    return Error{Errc::protocol_error,
                 "the answer is not " + std::string{format.server} + "'s JSON: " + why};
  };
  const std::string records{format.records};
  if (error) return bad(error.message());
  if (used < body.size()) return bad("more follows after it");
  if (!parser.handler().is_object()) return bad("it is not an object");
  if (parser.handler().is_repeated()) return bad(records + " is there twice");
  if (const auto& key = parser.handler().contradiction(); !key.empty())
    return bad(key + " is there twice and contradicts itself");
  if (parser.handler().is_strange()) return bad(records + " holds something that is no record");
  return parser.handler().envelope();
}

}  // namespace billbyagent::odata
