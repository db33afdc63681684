#pragma once

/// A logged-in conversation: one question at a time, its answer found among what the server sends
/// of its own accord. Includes Boost.JSON; for the sources of this folder only.

#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "meshcentral/channel.hpp"

namespace billbyagent::meshcentral {

class Session {
 public:
  /// Connects and waits for the server's word that the login is accepted.
  /// Errors: `Channel::open`'s, `mfa_required`, `unauthorized` or `forbidden` with the server's
  /// reason, `protocol_error`.
  static Result<Session> open(Loop& loop, http::Tls& tls, const Settings& settings,
                              Deadline deadline);

  /// Sends `action` with what `question` holds, and returns its answer. A question that the server
  /// does not know, or cannot answer, gets none: `timed_out`.
  Result<boost::json::object> ask(const std::string& action, boost::json::object question,
                                  Deadline deadline) {
    return ask(action, std::move(question), Answer::marked, deadline);
  }
  /// Of actions whose answers do not say which question they are for.
  Result<boost::json::object> ask_unmarked(const std::string& action, boost::json::object question,
                                           Deadline deadline) {
    return ask(action, std::move(question), Answer::unmarked, deadline);
  }

  /// What the account is told about the server before the login's end.
  bool sees_all_groups() const noexcept { return sees_all_groups_; }

 private:
  Session(std::unique_ptr<Channel> channel, const Settings& settings)
      : channel_(std::move(channel)), settings_(&settings) {}
  enum class Answer : std::uint8_t { marked, unmarked };
  Result<boost::json::object> ask(const std::string& action, boost::json::object question,
                                  Answer answer, Deadline deadline);
  Result<void> log_in(Deadline deadline);
  Result<boost::json::object> next(const std::string& what, Deadline deadline);

  std::unique_ptr<Channel> channel_;
  const Settings* settings_;
  std::uint64_t asked_ = 0;
  bool sees_all_groups_ = false;
};

}  // namespace billbyagent::meshcentral
