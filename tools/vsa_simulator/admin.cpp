#include <boost/json.hpp>
#include <functional>

#include "vsa_simulator/churn.hpp"
#include "vsa_simulator/count.hpp"
#include "vsa_simulator/service.hpp"

namespace billbyagent::vsa_simulator {
namespace {

namespace json = boost::json;

Reply json_reply(std::string body, unsigned status = 200) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(body) + "\n";  // Kind to who reads it in a terminal.
  return reply;
}

std::string text_array(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    append_json_string(out, text);
  }
  return out += ']';
}

Reply advanced_reply(const Estate& estate, const Advanced& advanced,
                     const std::vector<std::string>& ids) {
  return json_reply("{\"date\":" + json_string(to_text(estate.date())) +
                        ",\"applied\":" + std::to_string(advanced.applied) + ",\"scheduled\":" +
                        std::to_string(estate.scheduled()) + ",\"ids\":" + text_array(ids) +
                        ",\"problems\":" + text_array(advanced.problems) + "}",
                    advanced.problems.empty() ? 200 : 409);
}

Reply post_events(State& state, const Request& request) {
  std::vector<Event> later;
  std::vector<std::string> ids;
  Advanced now;
  for (Event& event : events_from_json(request.body)) {
    if (event.date) {
      later.push_back(std::move(event));
      continue;
    }
    try {
      ids.push_back(apply(state.estate, event));
      ++now.applied;
    } catch (const SimulatorError& error) {
      now.problems.push_back(event.action + ": " + error.what());
    }
  }
  state.estate.schedule(std::move(later));
  const Advanced due = state.estate.advance_to(state.estate.date());
  now.applied += due.applied;
  now.problems.insert(now.problems.end(), due.problems.begin(), due.problems.end());
  return advanced_reply(state.estate, now, ids);
}

json::object object_of(const Request& request) {
  boost::system::error_code error;
  const json::value value = json::parse(request.body, error);
  if (error || !value.is_object()) throw SimulatorError("the body must be a JSON object");
  return value.get_object();
}

std::string text_member(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) {
    throw SimulatorError(std::string("needs a text: ") + name);
  }
  return std::string(value->get_string());
}

std::uint64_t number_member(const json::object& object, const char* name, std::uint64_t otherwise) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return otherwise;
  if (!value->is_int64() || value->get_int64() < 0 || value->get_int64() > 1'000'000'000) {
    throw SimulatorError(std::string("needs a number: ") + name);
  }
  return static_cast<std::uint64_t>(value->get_int64());
}

Reply post_date(State& state, const Request& request) {
  const Date date = parse_date(text_member(object_of(request), "date"));
  const Advanced advanced = state.estate.advance_to(date);
  return advanced_reply(state.estate, advanced, {});
}

Reply get_date(State& state, const Request&) { return advanced_reply(state.estate, {}, {}); }

Reply post_churn(State& state, const Request& request) {
  const json::object object = object_of(request);
  ChurnOptions options;
  options.from = parse_date(text_member(object, "from"));
  options.until = parse_date(text_member(object, "until"));
  options.changes_per_day = number_member(object, "changes_per_day", 0);
  options.changes_per_million_agents =
      static_cast<unsigned>(number_member(object, "changes_per_million_agents", 0));
  options.seed = number_member(object, "seed", 1);
  state.estate.schedule(churn(state.estate, options));
  return advanced_reply(state.estate, {}, {});
}

Reply get_estate(State& state, const Request&) { return json_reply(state.estate.to_json()); }

Reply put_faults(State& state, const Request& request) {
  state.faults.set(faults_from_json(request.body));
  return json_reply(to_json(state.faults.all()));
}

Reply get_faults(State& state, const Request&) { return json_reply(to_json(state.faults.all())); }

Reply delete_faults(State& state, const Request&) {
  state.faults.clear();
  return json_reply("[]");
}

Reply delete_sessions(State& state, const Request&) {
  const auto closed = state.sessions.size();
  state.sessions.close_all();
  return json_reply("{\"closed\":" + std::to_string(closed) + "}");
}

Reply get_count(State& state, const Request& request) {
  const Target target = parse_target(request.target);
  const auto yes = [&](const char* name) { return target.query_or(name, "true") != "false"; };
  CountQuery query;
  query.organization = target.query_or("org", "");
  query.group = target.query_or("group", "");
  query.view = target.query_or("view", "");
  query.with_subgroups = yes("subgroups");
  query.with_suspended = yes("suspended");
  query.with_never_checked_in = yes("never_checked_in");
  const auto count = count_agents(state.estate, query);
  return json_reply("{\"count\":" + std::to_string(count) + "}");
}

Reply get_log(State& state, const Request&) {
  const RequestLog& log = state.log;
  json::object by_path;
  json::object by_status;
  json::array recent;
  for (const auto& [path, count] : log.by_path) by_path[path] = count;
  for (const auto& [status, count] : log.by_status) by_status[std::to_string(status)] = count;
  for (const std::string& line : log.recent) recent.emplace_back(line);
  const json::object root = {{"requests", log.requests},
                             {"logins", log.logins},
                             {"refused_logins", log.refused_logins},
                             {"records_sent", log.records_sent},
                             {"bytes_sent", log.bytes_sent},
                             {"connections", log.connections},
                             {"open_connections", log.open_connections},
                             {"max_open_connections", log.max_open_connections},
                             {"by_path", by_path},
                             {"by_status", by_status},
                             {"recent", recent}};
  return json_reply(json::serialize(root));
}

Reply delete_log(State& state, const Request&) {
  RequestLog fresh;
  fresh.open_connections = state.log.open_connections;
  fresh.max_open_connections = fresh.open_connections;
  state.log = fresh;
  return json_reply("{}");
}

using Handler = Reply (*)(State&, const Request&);

const std::map<std::string, Handler, std::less<>>& handlers() {
  static const std::map<std::string, Handler, std::less<>> table = {
      {"POST events", post_events},
      {"GET estate", get_estate},
      {"GET log", get_log},
      {"DELETE log", delete_log},
      {"GET faults", get_faults},
      {"POST faults", put_faults},
      {"DELETE faults", delete_faults},
      {"GET date", get_date},
      {"POST date", post_date},
      {"POST churn", post_churn},
      {"GET count", get_count},
      {"DELETE sessions", delete_sessions},
  };
  return table;
}

Reply problem(unsigned status, std::string_view text) {
  return json_reply("{\"error\":" + json_string(text) + "}", status);
}

}  // namespace

Reply admin_reply(State& state, const Target& target, const Request& request) {
  if (!request.from_loopback) return problem(403, "the admin channel is for this machine only");
  if (!state.options.admin_key.empty() && request.admin_key != state.options.admin_key) {
    return problem(401, "X-Admin-Key is missing or wrong");
  }
  const std::string name = target.segments.size() == 2 ? target.segments[1] : "";
  const auto handler = handlers().find(request.method + " " + name);
  if (handler == handlers().end()) return problem(404, "no such admin call");
  try {
    return handler->second(state, request);
  } catch (const SimulatorError& error) {
    return problem(400, error.what());
  }
}

}  // namespace billbyagent::vsa_simulator
