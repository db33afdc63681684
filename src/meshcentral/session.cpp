#include "meshcentral/session.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "meshcentral/decode.hpp"
#include "meshcentral/fields.hpp"

namespace billbyagent::meshcentral {
namespace {

namespace json = boost::json;

/// The server's short word for its reason, fit for one line.
std::string reason_of(const json::object& close) {
  std::string reason = text_or_empty(close, "msg");
  if (reason.empty()) reason = text_or_empty(close, "cause");
  for (char& c : reason)
    if (c < 0x20 || c > 0x7e) c = '?';
  return reason.empty() ? "no reason given" : reason;
}

Error refusal(const json::object& close) {
  const std::string cause = text_or_empty(close, "cause");
  const std::string reason = reason_of(close);
  if (reason == "tokenrequired")
    return {Errc::mfa_required, "use a login token, which needs no second factor"};
  if (reason == "nokey") return {Errc::unauthorized, "the domain wants its login_key"};
  if (cause == "notools") return {Errc::forbidden, "the account has the restriction \"No Tools\""};
  if (cause == "emailvalidation")
    return {Errc::unauthorized, "the account's e-mail address is not verified"};
  if (cause == "banned")
    return {Errc::unauthorized, "the server has blocked this address after failed logins"};
  return {Errc::unauthorized, "the server ended the session: " + reason};
}

}  // namespace

Result<Session> Session::open(Loop& loop, http::Tls& tls, const Settings& settings,
                              Deadline deadline) {
  deadline = std::min(deadline, Deadline::clock::now() + settings.options.connect_timeout);
  auto channel = Channel::open(loop, tls, settings, deadline);
  if (!channel) return channel.error();
  Session session{*std::move(channel), settings};
  if (auto accepted = session.log_in(deadline); !accepted) return accepted.error();
  return session;
}

Result<json::object> Session::next(const std::string& what, Deadline deadline) {
  auto text = channel_->receive(what, deadline);
  if (!text) return text.error();
  auto message = parse_message(*text, what);
  if (message && text_or_empty(*message, "action") == "close") return refusal(*message);
  return message;
}

Result<void> Session::log_in(Deadline deadline) {
  for (;;) {
    auto message = next("the login", deadline);
    if (!message) return message.error();
    const std::string action = text_or_empty(*message, "action");
    if (action == "serverinfo")
      if (const auto* info = object_at(*message, "serverinfo"))
        sees_all_groups_ = is_true(*info, "manageAllDeviceGroups");
    if (action == "userinfo") return {};
  }
}

Result<json::object> Session::ask(const std::string& action, json::object question, Answer answer,
                                  Deadline deadline) {
  deadline = std::min(deadline, Deadline::clock::now() + settings_->options.answer_timeout);
  // Lists carry the tag of their question; errors and some lists its responseid.
  const std::string mark = "billbyagent-" + std::to_string(++asked_);
  question["action"] = action;
  question["tag"] = mark;
  question["responseid"] = mark;
  if (auto sent = channel_->send(json::serialize(question), deadline); !sent) return sent.error();
  for (;;) {
    auto message = next("the answer to \"" + action + "\"", deadline);
    if (!message) return message;
    const bool is_mine = answer == Answer::unmarked || text_or_empty(*message, "tag") == mark ||
                         text_or_empty(*message, "responseid") == mark;
    if (text_or_empty(*message, "action") != action || !is_mine) continue;
    // Only an error has this.
    const std::string result = text_or_empty(*message, "result");
    if (!result.empty() && result != "ok")
      return Error{Errc::provider_failed, "\"" + action + "\": " + result};
    return message;
  }
}

}  // namespace billbyagent::meshcentral
