#include "documents/row.hpp"

namespace billbyagent::documents {

namespace json = boost::json;

Row::Row(const json::value& value, std::string place, std::vector<Error>& refused)
    : object_(value.if_object()),
      place_(std::move(place)),
      refused_(refused),
      refused_before_(refused.size()) {
  if (!object_) refuse("", {Errc::malformed_document, "not an object"});
}

std::string Row::place_of(std::string_view key) const {
  if (key.empty()) return place_;
  return place_.empty() ? std::string{key} : place_ + "." + std::string{key};
}

void Row::refuse(std::string_view key, const Error& error) {
  refused_.push_back(within(place_of(key), error));
}

bool Row::has(std::string_view key) const {
  const auto* value = object_ ? object_->if_contains(key) : nullptr;
  return value && !value->is_null();
}

bool Row::names(std::string_view key) const { return object_ && object_->contains(key); }

const json::value* Row::find(std::string_view key, Presence presence) {
  known_.emplace(key);
  const auto* value = object_ ? object_->if_contains(key) : nullptr;
  if (value && !value->is_null()) return value;
  if (presence == Presence::required && object_)
    refuse(key, {Errc::malformed_document, "is missing"});
  return nullptr;
}

std::optional<std::string> Row::text(std::string_view key, Presence presence) {
  const auto* value = find(key, presence);
  if (!value) return std::nullopt;
  if (const auto* text = value->if_string()) return std::string{*text};
  refuse(key, {Errc::malformed_document, "not a text"});
  return std::nullopt;
}

std::optional<std::int64_t> Row::integer(std::string_view key, Presence presence) {
  const auto* value = find(key, presence);
  if (!value) return std::nullopt;
  if (const auto* number = value->if_int64()) return *number;
  refuse(key, {Errc::malformed_document, "not a whole number of at most 64 bits"});
  return std::nullopt;
}

std::optional<Date> Row::date(std::string_view key, Presence presence) {
  const auto written = text(key, presence);
  if (!written) return std::nullopt;
  auto parsed = Date::parse(*written);
  if (parsed) return *parsed;
  refuse(key, parsed.error());
  return std::nullopt;
}

std::optional<Date> Row::end_after(std::string_view key) {
  const auto last = date(key, Presence::optional);
  if (!last) return std::nullopt;
  if (last->year() < limits::last_year) return last->next();
  refuse(key, {Errc::out_of_range, to_string(*last)});
  return std::nullopt;
}

std::optional<UnitPrice> Row::price(std::string_view key, Currency currency, Presence presence) {
  const auto* value = find(key, presence);
  if (!value) return std::nullopt;
  const auto* written = value->if_string();
  if (!written) {
    refuse(key, {Errc::invalid_money, "must be a text such as \"12.50\", not a number"});
    return std::nullopt;
  }
  auto parsed = UnitPrice::parse(std::string_view{*written}, currency);
  if (parsed) return *parsed;
  refuse(key, parsed.error());
  return std::nullopt;
}

void Row::read(std::string_view key, Units& number) {
  number = integer(key, Presence::optional).value_or(number);
}

void Row::read(std::string_view key, std::optional<Units>& number) {
  number = integer(key, Presence::optional);
}

void Row::read(std::string_view key, int& number) {
  std::optional<int> read_number;
  read(key, read_number);
  number = read_number.value_or(number);
}

void Row::read(std::string_view key, std::optional<int>& number) {
  constexpr std::int64_t most = 1'000'000;
  const auto written = integer(key, Presence::optional);
  if (written && (*written < -most || *written > most))
    return refuse(key, {Errc::out_of_range, std::to_string(*written)});
  if (written) number = static_cast<int>(*written);
}

const json::array* Row::array(std::string_view key, Presence presence) {
  const auto* value = find(key, presence);
  if (!value) return nullptr;
  if (const auto* list = value->if_array()) return list;
  refuse(key, {Errc::malformed_document, "not a list"});
  return nullptr;
}

void Row::refuse_unknown_keys() {
  if (!object_) return;
  for (const auto& member : *object_)
    if (!known_.contains(std::string_view{member.key()}))
      refuse(member.key(), {Errc::malformed_document, "unknown key"});
}

}  // namespace billbyagent::documents
