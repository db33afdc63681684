#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vsa_simulator/event.hpp"
#include "vsa_simulator/request.hpp"

namespace billbyagent::vsa_simulator {

/// What goes wrong; the names are those of JSON and of --fault. docs/simulator.md tells the
/// effects.
enum class FaultKind {
  delay,
  trickle,
  stall,
  reset,
  close_after,
  status,
  response_code,
  truncated_json,
  invalid_json,
  html_200,
  empty_body,
  huge_body,
  deep_nesting,
  null_result,
  ids_as_numbers,
  drop_field,
  wrong_total,
  repeated_row,
  missing_row,
  unstable_order,
  hide_organization,
  edit,
  expire_token,
  mfa,
  password_disabled,
  pat_expired,
  pat_revoked,
  ip_not_allowed,
  user_disabled,
  api_disabled,
  foreign_link,
  link_loop,
  page_total,
  order_refused,
};
std::string_view name_of(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::status;
  std::string path;                ///< Only requests whose lower-case path contains this.
  unsigned after = 0;              ///< Lets this many such requests pass first.
  unsigned count = 0;              ///< Then strikes this often; 0: for ever.
  std::int64_t value = 0;          ///< Milliseconds, status, rows, bytes: as the kind needs.
  std::string text;                ///< Field or organization, as the kind needs.
  bool html = false;               ///< The error's body is a web page.
  std::optional<int> retry_after;  ///< Seconds, sent as Retry-After.
  std::vector<Event> events;       ///< Of an `edit`.
};

/// Reads one fault or an array of them, e.g. `{"kind":"status","value":503,"after":3}`.
std::vector<Fault> faults_from_json(std::string_view text);
/// Reads the command line's form: `status=503,path=/agents,after=3,count=1,html,retry_after=2`.
Fault fault_from_text(std::string_view text);
std::string to_json(const std::vector<Fault>& faults);

/// The switched-on faults and how often each has met a request.
class Faults {
 public:
  void set(std::vector<Fault> faults);
  void add(Fault fault) { armed_.push_back({std::move(fault), 0}); }
  void clear() { armed_.clear(); }
  std::vector<Fault> all() const;
  /// The faults that strike this request; counts it.
  std::vector<Fault> due(std::string_view path);

 private:
  struct Armed {
    Fault fault;
    unsigned met = 0;
  };
  std::vector<Armed> armed_;
};

/// How faults bend a list before it is written.
struct PageFaults {
  std::int64_t total_delta = 0;
  std::int64_t shift = 0;  ///< Added to $skip on every page but the first.
  bool unstable_order = false;
  std::string hidden_organization;
  bool foreign_link = false;  ///< Lists of VSA X link to another server.
  bool link_loop = false;     ///< Lists of VSA X link to themselves.
  bool page_total = false;    ///< The total is that of the page.
};
PageFaults page_faults(const std::vector<Fault>& faults);
/// The refusal that a login meets, if any.
std::optional<Reply> login_fault(const std::vector<Fault>& faults, bool by_password);
/// An answer that takes the place of the real one, if any, with the body that `error` makes.
std::optional<Reply> replacing_fault(const std::vector<Fault>& faults,
                                     Reply (*error)(unsigned status, std::string_view text));
/// Spoils the body and sets the transport.
void spoil(Reply& reply, const std::vector<Fault>& faults);

}  // namespace billbyagent::vsa_simulator
