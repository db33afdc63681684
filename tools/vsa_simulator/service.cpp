#include "vsa_simulator/service.hpp"

#include <algorithm>

namespace billbyagent::vsa_simulator {
namespace {

constexpr std::size_t recent_kept = 1000;

bool is_guid(const std::string& text) {
  return text.size() == 36 && std::count(text.begin(), text.end(), '-') == 4;
}

std::string path_pattern(const Target& target) {
  std::string pattern;
  for (const std::string& segment : target.segments) {
    const bool is_id = all_digits(segment) || is_guid(segment);
    pattern += "/" + (is_id ? std::string("{id}") : segment);
  }
  return pattern;
}

void note(RequestLog& log, const Target& target, const Request& request, const Reply& reply) {
  ++log.requests;
  ++log.by_path[path_pattern(target)];
  ++log.by_status[reply.status];
  log.records_sent += reply.records;
  if (target.path.ends_with("/auth")) ++(reply.status == 200 ? log.logins : log.refused_logins);
  log.recent.push_back(std::to_string(reply.status) + " " + request.method + " " + request.target);
  if (log.recent.size() > recent_kept) log.recent.pop_front();
}

void apply_edits(State& state, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    if (fault.kind != FaultKind::edit) continue;
    for (const Event& event : fault.events) apply(state.estate, event);
  }
}

bool has(const std::vector<Fault>& faults, FaultKind kind) {
  return std::any_of(faults.begin(), faults.end(),
                     [&](const Fault& fault) { return fault.kind == kind; });
}

}  // namespace

Service::Service(Estate estate, ServiceOptions options)
    : state_{
          std::move(estate), options, Sessions(options.sessions, ~options.seed), {}, {}, {}, {}} {}

Reply Service::answer(const Request& request) {
  const Target target = parse_target(request.target);
  std::vector<Fault> faults;
  Reply reply;
  {
    const std::lock_guard lock(mutex_);
    if (!target.segments.empty() && target.segments[0] == "admin") {
      return admin_reply(state_, target, request);
    }
    faults = state_.faults.due(target.path);
    const TimePoint now =
        state_.options.clock ? state_.options.clock() : std::chrono::system_clock::now();
    try {
      apply_edits(state_, faults);
    } catch (const SimulatorError& error) {
      return error_reply(500, std::string("simulator: edit fault: ") + error.what());
    }
    if (has(faults, FaultKind::expire_token)) state_.sessions.close(request.authorization);
    const bool is_vsax = target.segments.size() > 1 && target.segments[1] == "v3";
    if (auto replacement = replacing_fault(faults, is_vsax ? vsax_error : error_reply)) {
      reply = std::move(*replacement);
    } else {
      reply = is_vsax ? vsax_reply(state_, target, request, faults)
                      : api_reply(state_, target, request, now, faults);
    }
    note(state_.log, target, request, reply);
  }
  spoil(reply, faults);
  return reply;
}

void Service::with_state(const std::function<void(State&)>& use) {
  const std::lock_guard lock(mutex_);
  use(state_);
}

void Service::connection_opened() {
  const std::lock_guard lock(mutex_);
  RequestLog& log = state_.log;
  ++log.connections;
  log.max_open_connections = std::max(log.max_open_connections, ++log.open_connections);
}

void Service::connection_closed() {
  const std::lock_guard lock(mutex_);
  --state_.log.open_connections;
}

void Service::bytes_sent(std::size_t count) {
  const std::lock_guard lock(mutex_);
  state_.log.bytes_sent += count;
}

}  // namespace billbyagent::vsa_simulator
