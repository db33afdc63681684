#include "kaseya_vsa/decode.hpp"

#include <array>
#include <charconv>

namespace billbyagent::kaseya_vsa {
namespace {

// Indexes into the tables of names below.
enum AgentField : std::size_t {
  agent_id,
  agent_name,
  online,
  os_type,
  os_info,
  org_id,
  group_id,
  computer_name,
  operating_system,
  os_version,
  last_check_in,
  first_check_in,
  mac_address,
  serial_number,
  agent_field_count
};
// In the order in which VSA sends them.
constexpr std::array<std::string_view, agent_field_count> agent_fields = {
    "AgentId",         "AgentName",
    "Online",          "OSType",
    "OSInfo",          "OrgId",
    "MachineGroupId",  "ComputerName",
    "OperatingSystem", "OSVersion",
    "LastCheckInTime", "FirstCheckIn",
    "MacAddr",         "SystemSerialNumber"};
constexpr std::array<std::string_view, 3> organization_fields = {"OrgId", "OrgName", "OrgRef"};
constexpr std::array<std::string_view, 4> group_fields = {"MachineGroupId", "MachineGroupName",
                                                          "ParentMachineGroupId", "OrgId"};
constexpr std::array<std::string_view, 2> view_fields = {"ViewDefId", "ViewDefName"};

/// Reads the fields of one record and remembers the first that would not do.
class Reader {
 public:
  Reader(const char* what, std::span<const std::string_view> names, const Row& row)
      : what_(what), names_(names), row_(row) {}

  bool holds(std::size_t at) const { return row_[at].kind != Field::Kind::absent; }

  template <class IdType>
  IdType id(std::size_t at) {
    if (auto parsed = parse_id<IdType>(at)) return *std::move(parsed);
    fail(at, holds(at) ? "is not an id" : "is missing");
    return {};
  }

  /// Nothing for null, the empty text and 0, which all mean "none".
  template <class IdType>
  std::optional<IdType> optional_id(std::size_t at) {
    const Field& field = row_[at];
    if (field.kind == Field::Kind::absent) fail(at, "is missing");
    if (field.kind == Field::Kind::null || field.text.empty() || field.text == "0") return {};
    return id<IdType>(at);
  }

  std::string text(std::size_t at) {
    if (row_[at].kind == Field::Kind::text) return row_[at].text;
    if (!holds(at)) fail(at, "is missing");
    if (row_[at].kind == Field::Kind::other) fail(at, "is not a text");
    return {};
  }
  std::string text_or_empty(std::size_t at) const {
    const auto kind = row_[at].kind;
    return kind == Field::Kind::text || kind == Field::Kind::number ? row_[at].text : std::string{};
  }

  std::uint64_t number(std::size_t at) {
    if (const auto number = whole_number(row_[at])) return *number;
    fail(at, holds(at) ? "is not a whole number" : "is missing");
    return 0;
  }

  std::optional<Instant> time(std::size_t at) const {
    return row_[at].kind == Field::Kind::text ? parse_time(row_[at].text) : std::nullopt;
  }

  void fail(std::size_t at, const char* why) {
    if (failure_) return;
    std::string context = what_;
    if (const auto& id = row_[0]; id.kind != Field::Kind::absent && at != 0 && id.text.size() < 40)
      context += " " + id.text;
    failure_ = Error{Errc::protocol_error, context + ": " + std::string{names_[at]} + " " + why};
  }
  const std::optional<Error>& failure() const { return failure_; }

 private:
  template <class IdType>
  std::optional<IdType> parse_id(std::size_t at) const {
    const Field& field = row_[at];
    const bool is_text = field.kind == Field::Kind::text;
    // As a number only whole ones: any other notation may have lost digits already.
    const bool is_digits = field.kind == Field::Kind::number &&
                           field.text.find_first_not_of("0123456789") == std::string::npos;
    if (!is_text && !is_digits) return std::nullopt;
    auto parsed = IdType::parse(field.text);
    return parsed ? std::optional<IdType>{*std::move(parsed)} : std::nullopt;
  }

  const char* what_;
  std::span<const std::string_view> names_;
  const Row& row_;
  std::optional<Error> failure_;
};

std::string joined(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return first + " " + second;
}

/// Older servers have only the second pair of names.
std::string system_of(Reader& read) {
  const bool older = !read.holds(os_type) && read.holds(operating_system);
  const bool older_info = !read.holds(os_info) && read.holds(os_version);
  // A service may bill by this text: a server that does not send it must not look like none.
  if (!older && !read.holds(os_type)) read.fail(os_type, "is missing");
  if (!older_info && !read.holds(os_info)) read.fail(os_info, "is missing");
  return joined(read.text_or_empty(older ? operating_system : os_type),
                read.text_or_empty(older_info ? os_version : os_info));
}

/// The computer's own name, or the first part of `pc01.root.acme`.
std::string name_of(Reader& read) {
  std::string name = read.text_or_empty(computer_name);
  if (!name.empty()) return name;
  const std::string full = read.text(agent_name);
  return full.substr(0, full.find('.'));
}

std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Minutes east of UTC; nothing when it is no zone.
std::optional<int> zone_minutes(std::string_view text) {
  if (text.empty() || text == "Z") return 0;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const auto hours = digits_at(text, 1, 2);
  const std::size_t minutes_at = text.size() > 3 && text[3] == ':' ? 4 : 3;
  const auto minutes = digits_at(text, minutes_at, 2);
  if (!hours || !minutes || text.size() != minutes_at + 2) return std::nullopt;
  const int east = *hours * 60 + *minutes;
  return text[0] == '-' ? -east : east;
}

}  // namespace

std::optional<std::uint64_t> whole_number(const Field& field) {
  if (field.kind != Field::Kind::number && field.kind != Field::Kind::text) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = field.text.data() + field.text.size();
  const auto [used, error] = std::from_chars(field.text.data(), end, number);
  if (error != std::errc{} || used != end) return std::nullopt;
  return number;
}

AgentState state_of(long online_value) noexcept {
  switch (online_value) {
    case 0:
      return AgentState::offline;
    case 198:
      return AgentState::suspended;
    case 199:
      return AgentState::never_checked_in;
    default:
      return AgentState::online;
  }
}

std::optional<Instant> parse_time(std::string_view text) {
  constexpr std::size_t whole_length = 19;  // yyyy-MM-ddTHH:mm:ss
  if (text.size() < whole_length || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  std::size_t at = whole_length;
  int ms = 0;
  if (at < text.size() && text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      ms += (text[at] - '0') * scale;
  }
  const auto east = zone_minutes(text.substr(at));
  if (!east) return std::nullopt;
  const std::int64_t minutes =
      std::int64_t{date->epoch_days()} * 1'440 + *hour * 60 + *minute - *east;
  return Instant{(minutes * 60 + *second) * 1'000 + ms};
}

template <>
std::span<const std::string_view> Codec<Agent>::fields() {
  return agent_fields;
}
template <>
Result<Agent> Codec<Agent>::decode(const Row& row) {
  Reader read{"agent", agent_fields, row};
  Agent agent;
  agent.id = read.id<AgentId>(agent_id);
  agent.name = name_of(read);
  agent.organization = read.id<OrganizationId>(org_id);
  agent.group = read.id<MachineGroupId>(group_id);
  agent.state = state_of(static_cast<long>(read.number(online)));
  agent.operating_system = system_of(read);
  agent.serial_number = read.text_or_empty(serial_number);
  agent.mac_address = read.text_or_empty(mac_address);
  agent.first_seen = read.time(first_check_in);
  agent.last_seen = read.time(last_check_in);
  if (read.failure()) return *read.failure();
  return agent;
}

template <>
std::span<const std::string_view> Codec<Organization>::fields() {
  return organization_fields;
}
template <>
Result<Organization> Codec<Organization>::decode(const Row& row) {
  Reader read{"organization", organization_fields, row};
  Organization organization;
  organization.id = read.id<OrganizationId>(0);
  organization.name = read.text(1);
  organization.reference = read.text_or_empty(2);
  if (read.failure()) return *read.failure();
  return organization;
}

template <>
std::span<const std::string_view> Codec<MachineGroup>::fields() {
  return group_fields;
}
template <>
Result<MachineGroup> Codec<MachineGroup>::decode(const Row& row) {
  Reader read{"machine group", group_fields, row};
  MachineGroup group;
  group.id = read.id<MachineGroupId>(0);
  group.name = read.text(1);
  group.parent = read.optional_id<MachineGroupId>(2);
  group.organization = read.id<OrganizationId>(3);
  if (read.failure()) return *read.failure();
  return group;
}

template <>
std::span<const std::string_view> Codec<View>::fields() {
  return view_fields;
}
template <>
Result<View> Codec<View>::decode(const Row& row) {
  Reader read{"view", view_fields, row};
  View view;
  view.id = read.id<ViewId>(0);
  view.name = read.text(1);
  if (read.failure()) return *read.failure();
  return view;
}

}  // namespace billbyagent::kaseya_vsa
