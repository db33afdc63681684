#include "vsa_simulator/faults.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

namespace billbyagent::vsa_simulator {
namespace {

namespace json = boost::json;

struct Named {
  FaultKind kind;
  std::string_view name;
};

constexpr std::array<Named, 34> names = {{
    {FaultKind::delay, "delay"},
    {FaultKind::trickle, "trickle"},
    {FaultKind::stall, "stall"},
    {FaultKind::reset, "reset"},
    {FaultKind::close_after, "close_after"},
    {FaultKind::status, "status"},
    {FaultKind::response_code, "response_code"},
    {FaultKind::truncated_json, "truncated_json"},
    {FaultKind::invalid_json, "invalid_json"},
    {FaultKind::html_200, "html_200"},
    {FaultKind::empty_body, "empty_body"},
    {FaultKind::huge_body, "huge_body"},
    {FaultKind::deep_nesting, "deep_nesting"},
    {FaultKind::null_result, "null_result"},
    {FaultKind::ids_as_numbers, "ids_as_numbers"},
    {FaultKind::drop_field, "drop_field"},
    {FaultKind::wrong_total, "wrong_total"},
    {FaultKind::repeated_row, "repeated_row"},
    {FaultKind::missing_row, "missing_row"},
    {FaultKind::unstable_order, "unstable_order"},
    {FaultKind::hide_organization, "hide_organization"},
    {FaultKind::edit, "edit"},
    {FaultKind::expire_token, "expire_token"},
    {FaultKind::mfa, "mfa"},
    {FaultKind::password_disabled, "password_disabled"},
    {FaultKind::pat_expired, "pat_expired"},
    {FaultKind::pat_revoked, "pat_revoked"},
    {FaultKind::ip_not_allowed, "ip_not_allowed"},
    {FaultKind::user_disabled, "user_disabled"},
    {FaultKind::api_disabled, "api_disabled"},
    {FaultKind::foreign_link, "foreign_link"},
    {FaultKind::link_loop, "link_loop"},
    {FaultKind::page_total, "page_total"},
    {FaultKind::order_refused, "order_refused"},
}};

FaultKind kind_of(std::string_view name) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const Named& n) { return n.name == name; });
  if (found == names.end()) throw SimulatorError("unknown fault: '" + std::string(name) + "'");
  return found->kind;
}

bool needs_text(FaultKind kind) {
  return kind == FaultKind::drop_field || kind == FaultKind::hide_organization;
}

// What the kind does when no value is given.
std::int64_t default_value(FaultKind kind) {
  switch (kind) {
    case FaultKind::delay:
      return 1000;
    case FaultKind::trickle:
      return 100;
    case FaultKind::status:
      return 500;
    case FaultKind::response_code:
      return 401;
    case FaultKind::wrong_total:
    case FaultKind::repeated_row:
    case FaultKind::missing_row:
      return 1;
    case FaultKind::huge_body:
      return std::int64_t{64} << 20;
    case FaultKind::deep_nesting:
      return 100'000;
    default:
      return 0;
  }
}

Fault fault_of(FaultKind kind) {
  Fault fault;
  fault.kind = kind;
  fault.value = default_value(kind);
  return fault;
}

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw SimulatorError("a fault needs a number, not '" + std::string(text) + "'");
  }
  return number;
}

unsigned count_of(std::int64_t number) {
  if (number < 0 || number > 1'000'000'000) throw SimulatorError("a fault's count is out of range");
  return static_cast<unsigned>(number);
}

void check(const Fault& fault) {
  const bool negative_allowed = fault.kind == FaultKind::wrong_total;
  if (fault.value < 0 && !negative_allowed) {
    throw SimulatorError("negative value for fault " + std::string(name_of(fault.kind)));
  }
  if (needs_text(fault.kind) && fault.text.empty()) {
    throw SimulatorError("fault " + std::string(name_of(fault.kind)) + " needs a text");
  }
  if (fault.kind == FaultKind::status && (fault.value < 200 || fault.value > 599)) {
    throw SimulatorError("fault status needs an HTTP status");
  }
}

void read_member(Fault& fault, std::string_view name, const json::value& value) {
  const auto number = [&] {
    if (!value.is_int64()) throw SimulatorError("not a number: " + std::string(name));
    return value.get_int64();
  };
  const auto text = [&] {
    if (!value.is_string()) throw SimulatorError("not a text: " + std::string(name));
    return std::string(value.get_string());
  };
  if (name == "kind") return;
  if (name == "path") {
    fault.path = lower(text());
  } else if (name == "after") {
    fault.after = count_of(number());
  } else if (name == "count") {
    fault.count = count_of(number());
  } else if (name == "value") {
    fault.value = number();
  } else if (name == "text") {
    fault.text = text();
  } else if (name == "html") {
    fault.html = value.is_bool() && value.get_bool();
  } else if (name == "retry_after") {
    fault.retry_after = static_cast<int>(count_of(number()));
  } else if (name == "events") {
    fault.events = events_from_json(json::serialize(value));
  } else {
    throw SimulatorError("unknown member of a fault: " + std::string(name));
  }
}

Fault fault_from(const json::value& value) {
  const json::object* object = value.if_object();
  const json::value* kind = object == nullptr ? nullptr : object->if_contains("kind");
  if (kind == nullptr || !kind->is_string()) throw SimulatorError("a fault needs a 'kind'");
  Fault fault = fault_of(kind_of(std::string(kind->get_string())));
  for (const auto& member : *object) read_member(fault, member.key(), member.value());
  check(fault);
  return fault;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  return std::find_if(names.begin(), names.end(), [&](const Named& n) { return n.kind == kind; })
      ->name;
}

std::vector<Fault> faults_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value root = json::parse({text.data(), text.size()}, error);
  if (error) throw SimulatorError("faults are not valid JSON: " + error.message());
  if (root.is_object()) return {fault_from(root)};
  if (!root.is_array()) throw SimulatorError("faults must be an array of objects");
  std::vector<Fault> faults;
  for (const json::value& value : root.get_array()) faults.push_back(fault_from(value));
  return faults;
}

Fault fault_from_text(std::string_view text) {
  std::optional<Fault> fault;
  for (const std::string& part : split(text, ',')) {
    const auto equals = part.find('=');
    const std::string name = part.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
    if (!fault) {
      fault = fault_of(kind_of(name));
      if (needs_text(fault->kind)) {
        fault->text = value;
      } else if (!value.empty()) {
        fault->value = number_of(value);
      }
    } else if (name == "path") {
      fault->path = lower(value);
    } else if (name == "after") {
      fault->after = count_of(number_of(value));
    } else if (name == "count") {
      fault->count = count_of(number_of(value));
    } else if (name == "retry_after") {
      fault->retry_after = static_cast<int>(count_of(number_of(value)));
    } else if (name == "html") {
      fault->html = true;
    } else {
      throw SimulatorError("unknown part of a fault: '" + name + "'");
    }
  }
  check(*fault);
  return *fault;
}

std::string to_json(const std::vector<Fault>& faults) {
  std::string out = "[";
  for (const Fault& fault : faults) {
    if (out.size() > 1) out += ',';
    out += "{\"kind\":" + json_string(name_of(fault.kind)) +
           ",\"path\":" + json_string(fault.path) + ",\"after\":" + std::to_string(fault.after) +
           ",\"count\":" + std::to_string(fault.count) +
           ",\"value\":" + std::to_string(fault.value) + ",\"text\":" + json_string(fault.text) +
           ",\"html\":" + (fault.html ? "true" : "false");
    if (fault.retry_after) out += ",\"retry_after\":" + std::to_string(*fault.retry_after);
    if (!fault.events.empty()) out += ",\"events\":" + to_json(fault.events);
    out += '}';
  }
  return out += ']';
}

void Faults::set(std::vector<Fault> faults) {
  armed_.clear();
  for (Fault& fault : faults) add(std::move(fault));
}

std::vector<Fault> Faults::all() const {
  std::vector<Fault> faults;
  for (const Armed& armed : armed_) faults.push_back(armed.fault);
  return faults;
}

std::vector<Fault> Faults::due(std::string_view path) {
  std::vector<Fault> striking;
  for (Armed& armed : armed_) {
    if (path.find(armed.fault.path) == std::string_view::npos) continue;
    const unsigned earlier = armed.met++;
    if (earlier < armed.fault.after) continue;
    if (armed.fault.count != 0 && earlier - armed.fault.after >= armed.fault.count) continue;
    striking.push_back(armed.fault);
  }
  return striking;
}

}  // namespace billbyagent::vsa_simulator
