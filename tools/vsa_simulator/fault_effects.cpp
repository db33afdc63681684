#include <algorithm>
#include <array>

#include "vsa_simulator/faults.hpp"

namespace billbyagent::vsa_simulator {
namespace {

constexpr std::string_view web_page =
    "<!DOCTYPE html>\r\n<html><head><title>Service</title></head>"
    "<body><h2>The service is not available.</h2></body></html>\r\n";

constexpr std::array<std::string_view, 7> id_names = {
    "AgentId",   "OrgId",   "MachineGroupId", "ParentMachineGroupId",
    "ViewDefId", "AssetId", "AssetTypeId"};

void make_web_page(Reply& reply) {
  reply.content_type = "text/html";
  reply.body = web_page;
}

void strip_quotes(std::string& body, std::string_view name) {
  const std::string key = json_string(name) + ":\"";
  std::string out;
  out.reserve(body.size());
  std::size_t from = 0;
  for (auto at = body.find(key); at != std::string::npos; at = body.find(key, from)) {
    const auto end = body.find('"', at + key.size());
    out.append(body, from, at + key.size() - 1 - from);
    out.append(body, at + key.size(), end - at - key.size());
    from = end + 1;
  }
  body = out.append(body, from);
}

/// One past the end of the JSON value that begins at `at`.
std::size_t value_end(const std::string& body, std::size_t at) {
  int depth = 0;
  bool quoted = false;
  for (; at < body.size(); ++at) {
    const char c = body[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']' || c == ',') {
      if (depth == 0) return at;
      if (c != ',') --depth;
    }
  }
  return at;
}

void drop_field(std::string& body, const std::string& name) {
  const std::string key = json_string(name) + ":";
  for (auto at = body.find(key); at != std::string::npos; at = body.find(key, at)) {
    std::size_t end = value_end(body, at + key.size());
    if (end < body.size() && body[end] == ',') {
      ++end;
    } else if (at > 0 && body[at - 1] == ',') {
      --at;
    }
    body.erase(at, end - at);
  }
}

/// `Result` of VSA 9, `Data` of VSA X.
void replace_result(std::string& body, std::string_view with) {
  for (const std::string_view key : {"\"Result\":", "\"Data\":"}) {
    const auto at = body.find(key);
    if (at == std::string::npos) continue;
    const auto begin = at + key.size();
    body.replace(begin, value_end(body, begin) - begin, with);
    return;
  }
}

void replace_response_code(std::string& body, std::int64_t code) {
  const std::string_view key = "\"ResponseCode\":";
  const auto at = body.rfind(key);
  if (at == std::string::npos) return;
  const auto begin = at + key.size();
  body.replace(begin, value_end(body, begin) - begin, std::to_string(code));
}

std::string nested(std::int64_t depth) {
  const auto count = static_cast<std::size_t>(depth);
  return std::string(count, '[') + std::string(count, ']');
}

void spoil_body(Reply& reply, const Fault& fault) {
  std::string& body = reply.body;
  switch (fault.kind) {
    case FaultKind::response_code:
      replace_result(body, "null");
      replace_response_code(body, fault.value);
      break;
    case FaultKind::truncated_json:
      body.resize(body.size() / 2);
      break;
    case FaultKind::invalid_json:
      body.insert(body.size() / 2, "\x01}]");
      break;
    case FaultKind::html_200:
      make_web_page(reply);
      break;
    case FaultKind::empty_body:
      body.clear();
      break;
    case FaultKind::huge_body:
      body.insert(body.empty() ? 0 : 1, static_cast<std::size_t>(fault.value), ' ');
      break;
    case FaultKind::deep_nesting:
      replace_result(body, nested(fault.value));
      break;
    case FaultKind::null_result:
      replace_result(body, "null");
      break;
    case FaultKind::ids_as_numbers:
      for (const std::string_view name : id_names) strip_quotes(body, name);
      break;
    case FaultKind::drop_field:
      drop_field(body, fault.text);
      break;
    default:
      break;
  }
}

void set_transport(Transport& transport, const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::delay:
      transport.delay += std::chrono::milliseconds{fault.value};
      break;
    case FaultKind::trickle:
      transport.trickle = std::chrono::milliseconds{fault.value};
      break;
    case FaultKind::stall:
      transport.stall = true;
      break;
    case FaultKind::reset:
      transport.reset = true;
      break;
    case FaultKind::close_after:
      transport.close_after = static_cast<std::size_t>(fault.value);
      break;
    default:
      break;
  }
}

}  // namespace

PageFaults page_faults(const std::vector<Fault>& faults) {
  PageFaults page;
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::wrong_total) page.total_delta += fault.value;
    if (fault.kind == FaultKind::repeated_row) page.shift -= fault.value;
    if (fault.kind == FaultKind::missing_row) page.shift += fault.value;
    if (fault.kind == FaultKind::unstable_order) page.unstable_order = true;
    if (fault.kind == FaultKind::hide_organization) page.hidden_organization = fault.text;
    if (fault.kind == FaultKind::foreign_link) page.foreign_link = true;
    if (fault.kind == FaultKind::link_loop) page.link_loop = true;
    if (fault.kind == FaultKind::page_total) page.page_total = true;
  }
  return page;
}

std::optional<Reply> login_fault(const std::vector<Fault>& faults, bool by_password) {
  for (const Fault& fault : faults) {
    switch (fault.kind) {
      case FaultKind::mfa:
        return error_reply(401, "Multi-factor authentication is required for this user");
      case FaultKind::password_disabled:
        if (by_password) return error_reply(401, "Password authentication to the API is disabled");
        break;
      case FaultKind::pat_expired:
        if (!by_password) return error_reply(401, "The access token has expired");
        break;
      case FaultKind::pat_revoked:
        if (!by_password) return error_reply(401, "User name or password is incorrect");
        break;
      case FaultKind::ip_not_allowed:
        return error_reply(403, "IP address is incorrect");
      case FaultKind::user_disabled:
        return error_reply(401, "User is disabled");
      case FaultKind::api_disabled:
        return error_reply(403, "API is disabled for this tenant");
      default:
        break;
    }
  }
  return std::nullopt;
}

std::optional<Reply> replacing_fault(const std::vector<Fault>& faults,
                                     Reply (*error)(unsigned, std::string_view)) {
  for (const Fault& fault : faults) {
    if (fault.kind != FaultKind::status) continue;
    const auto status = static_cast<unsigned>(fault.value);
    Reply reply = error(status, reason_of(status));
    if (fault.html) make_web_page(reply);
    if (fault.retry_after)
      reply.headers.emplace_back("Retry-After", std::to_string(*fault.retry_after));
    return reply;
  }
  return std::nullopt;
}

void spoil(Reply& reply, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    spoil_body(reply, fault);
    set_transport(reply.transport, fault);
  }
}

}  // namespace billbyagent::vsa_simulator
