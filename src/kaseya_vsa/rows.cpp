#include "kaseya_vsa/rows.hpp"

#include <boost/json/basic_parser_impl.hpp>

namespace billbyagent::kaseya_vsa {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

constexpr std::size_t nesting_max = 32;
constexpr std::size_t none = static_cast<std::size_t>(-1);

// Depths: 0 outside, 1 in the answer's object, 2 in a record or in the list, 3 in a listed record.
class Handler {
 public:
  static constexpr std::size_t max_object_size = none;
  static constexpr std::size_t max_array_size = none;
  static constexpr std::size_t max_key_size = none;
  static constexpr std::size_t max_string_size = none;

  Handler(std::span<const std::string_view> names, const std::function<void(const Row&)>& on_row)
      : names_(names), on_row_(on_row), row_(names.size()) {}

  const Envelope& envelope() const { return envelope_; }
  bool is_object() const { return is_object_; }
  bool is_repeated() const { return repeated_; }
  bool is_strange() const { return strange_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

  bool on_object_begin(error_code&) {
    if (depth_ == 0) is_object_ = true;
    if (depth_ == 1 && in_result_) shape(Envelope::Shape::record);
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
    if (depth_ == 1 && in_result_) shape(Envelope::Shape::list);
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
  bool on_bool(bool, error_code&) { return scalar(Field::Kind::other); }
  bool on_null(error_code&) { return scalar(Field::Kind::null); }

 private:
  bool at_record() const {
    return (depth_ == 2 && envelope_.result == Envelope::Shape::record && in_result_) ||
           (depth_ == 3 && in_list());
  }
  bool in_list() const { return envelope_.result == Envelope::Shape::list && in_result_; }

  void begin_row() {
    for (Field& field : row_) field.kind = Field::Kind::absent;
    expected_ = 0;
  }

  void shape(Envelope::Shape shape) {
    repeated_ = repeated_ || envelope_.result != Envelope::Shape::absent;
    envelope_.result = shape;
  }

  void choose(std::string_view key) {
    target_ = nullptr;
    if (depth_ == 1) {
      in_result_ = key == "Result";
      if (key == "TotalRecords") target_ = &envelope_.total_records;
      if (key == "ResponseCode") target_ = &envelope_.response_code;
      if (key == "Error") target_ = &envelope_.error;
    } else if (at_record()) {
      target_ = wanted(key);
    }
  }

  /// Records of a list have their fields in the same order: the search begins behind the last hit.
  Field* wanted(std::string_view key) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::size_t at = (expected_ + i) % names_.size();
      if (names_[at] != key) continue;
      expected_ = at + 1;
      return &row_[at];
    }
    return nullptr;
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
    if (target_ != nullptr) target_->kind = kind;
    target_ = nullptr;
  }

  /// A value that is neither object nor array: of a wanted field, or the result itself.
  bool scalar(Field::Kind kind) {
    fill(kind);
    if (depth_ == 2 && in_list()) strange_ = true;
    if (depth_ == 1 && in_result_)
      shape(kind == Field::Kind::null ? Envelope::Shape::null : Envelope::Shape::other);
    return true;
  }

  std::span<const std::string_view> names_;
  const std::function<void(const Row&)>& on_row_;
  Row row_;
  Envelope envelope_;
  std::string key_;
  std::string text_;
  Field* target_ = nullptr;
  std::size_t expected_ = 0;
  int depth_ = 0;
  bool is_object_ = false;
  bool in_result_ = false;
  bool repeated_ = false;  ///< A second `Result`.
  bool strange_ = false;   ///< The list holds something that is no record.
};

}  // namespace

Result<Envelope> read_rows(std::string_view body, std::span<const std::string_view> wanted,
                           const std::function<void(const Row&)>& row) {
  json::parse_options options;
  options.max_depth = nesting_max;
  json::basic_parser<Handler> parser{options, wanted, row};
  error_code error;
  const std::size_t used = parser.write_some(false, body.data(), body.size(), error);
  const auto bad = [](const std::string& why) {
    return Error{Errc::protocol_error, "the answer is not VSA's JSON: " + why};
  };
  if (error) return bad(error.message());
  if (used < body.size()) return bad("more follows after it");
  if (!parser.handler().is_object()) return bad("it is not an object");
  if (parser.handler().is_repeated()) return bad("Result is there twice");
  if (parser.handler().is_strange()) return bad("Result holds something that is no record");
  return parser.handler().envelope();
}

}  // namespace billbyagent::kaseya_vsa
