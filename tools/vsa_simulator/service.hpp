#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "vsa_simulator/auth.hpp"
#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/faults.hpp"
#include "vsa_simulator/listings.hpp"
#include "vsa_simulator/request.hpp"
#include "vsa_simulator/vsax_listings.hpp"

namespace billbyagent::vsa_simulator {

/// VSA X beside VSA 9, under /api/v3.
struct VsaxOptions {
  std::string token_id = "5d2c7c8e-0f64-4a3e-9a41-7e0c1d5b2a90";
  std::string token_secret = "vsax-s3cret-8c1f0a7be2d94e55";
  /// Most rows of one answer, whatever `$top` says.
  std::size_t page_max = 100;
  /// Lists longer than this link to their next page.
  std::size_t links_above = 5'000;
  /// Links hold a cursor instead of a number of rows.
  bool cursor_links = false;
  /// False: a server that does not know `scopeId`.
  bool heeds_scopes = true;
};

struct ServiceOptions {
  std::vector<Account> accounts = {
      {"billbot", "6f1c2a7e-3b84-4d0f-9a55-c1d2e3f40516", "Pa55-w0rd!"}};
  SessionRules sessions;
  /// Decides when sessions end. Empty: the system's clock. TLS always uses the system's clock.
  std::function<TimePoint()> clock;
  std::string admin_key;  ///< When set, /admin needs it in the header X-Admin-Key.
  /// Allows $orderby on every field, as some servers may; the documentation marks which are
  /// sortable, and AgentId is not.
  bool sort_any_field = false;
  std::uint64_t seed = 1;  ///< Of the session tokens.
  VsaxOptions vsax;
};

/// What was asked and answered so far.
struct RequestLog {
  std::uint64_t requests = 0;
  std::uint64_t logins = 0;
  std::uint64_t refused_logins = 0;
  std::uint64_t records_sent = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t connections = 0;
  std::uint64_t open_connections = 0;
  std::uint64_t max_open_connections = 0;
  std::map<std::string, std::uint64_t> by_path;  ///< Lower case, ids as `{id}`.
  std::map<unsigned, std::uint64_t> by_status;
  std::deque<std::string> recent;  ///< The last 1000 request lines.
};

/// Everything that requests can see or change; guarded by Service.
struct State {
  Estate estate;
  ServiceOptions options;
  Sessions sessions;
  Listings listings;
  Faults faults;
  RequestLog log;
  vsax::Listings vsax_listings;
};

/// Answers requests without any network, so that routes can be tested alone. Safe for threads.
class Service {
 public:
  Service(Estate estate, ServiceOptions options);

  Reply answer(const Request& request);
  /// Runs `use` alone with the state.
  void with_state(const std::function<void(State&)>& use);

  void connection_opened();
  void connection_closed();
  void bytes_sent(std::size_t count);

 private:
  std::mutex mutex_;
  State state_;
};

/// Routes under /api/v1.0, without faults of transport and body. `now` comes from the clock.
Reply api_reply(State& state, const Target& target, const Request& request, TimePoint now,
                const std::vector<Fault>& faults);
/// Routes of VSA X under /api/v3, likewise.
Reply vsax_reply(State& state, const Target& target, const Request& request,
                 const std::vector<Fault>& faults);
/// An error of VSA X.
Reply vsax_error(unsigned status, std::string_view text);
/// Routes under /admin.
Reply admin_reply(State& state, const Target& target, const Request& request);

}  // namespace billbyagent::vsa_simulator
