#include "kaseya_vsa/session.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "kaseya_vsa/decode.hpp"
#include "kaseya_vsa/envelope.hpp"
#include "kaseya_vsa/login.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

enum SessionField : std::size_t { token_field, api_token, expiration, offset_minutes };
constexpr std::array<std::string_view, 4> session_fields = {"Token", "ApiToken",
                                                            "SessionExpiration", "OffSetInMinutes"};

constexpr const char* second_factor_advice =
    "the server wants a second factor, which an unattended login cannot give: use a personal "
    "access token (System > User Security > Users > Access Tokens) or switch multi-factor "
    "authentication off for this user";

/// The server's clock may show another time zone: it says by how many minutes.
std::optional<Instant> end_of(const Row& row) {
  const auto shown = parse_time(row[expiration].text);
  if (row[expiration].kind != Field::Kind::text || !shown) return std::nullopt;
  int minutes = 0;
  const std::string& text = row[offset_minutes].text;
  if (row[offset_minutes].kind == Field::Kind::number)
    std::from_chars(text.data(), text.data() + text.size(), minutes);
  return Instant{shown->ms + std::int64_t{minutes} * 60'000};
}

}  // namespace

bool Session::is_good_for(std::size_t records) const {
  if (token_.empty()) return false;
  if (records_ + records > settings_.options.records_per_session) return false;
  const std::chrono::milliseconds margin = settings_.options.renew_before;
  return !ends_ || settings_.options.now().ms < ends_->ms - margin.count();
}

Result<void> Session::ensure(std::size_t records, http::Deadline deadline) {
  return is_good_for(records) ? Result<void>{} : log_in(deadline);
}

http::Request Session::request(const std::string& path_and_query, std::size_t records) {
  records_ += records;
  http::Request request;
  request.target = settings_.base + path_and_query;
  request.headers = {{"Authorization", "Bearer " + token_.reveal()},
                     {"Accept", "application/json"}};
  return request;
}

Result<void> Session::refused(const std::string& body) {
  const bool pointless = !has_served_;
  last_token_ = std::exchange(token_, {});
  if (!pointless) return {};
  const std::string text = error_text(body);
  return Error{Errc::unauthorized,
               "a new session was refused at once" + (text.empty() ? std::string{} : ": " + text)};
}

Result<http::Response> Session::get(const std::string& path_and_query, std::size_t records,
                                    http::Deadline deadline) {
  for (;;) {
    if (auto ready = ensure(records, deadline); !ready) return ready.error();
    auto response = client_.send(request(path_and_query, records), deadline);
    if (!response) return response.error();
    if (!is_refusal(*response)) {
      served();
      return response;
    }
    if (auto again = refused(response->body); !again) return again.error();
  }
}

Result<void> Session::log_in(http::Deadline deadline) {
  const KaseyaVsaOptions& options = settings_.options;
  token_ = {};
  credentials_ = options.password.empty()
                     ? token_header(options.user, options.token)
                     : password_header(options.user, options.password, random_digits());
  http::Request request;
  request.target = settings_.base + "/auth";
  request.headers = {{"Authorization", credentials_.reveal()}, {"Accept", "application/json"}};
  const auto response = client_.send(std::move(request), deadline);
  if (!response) return within("login", response.error());
  auto opened = open(*response);
  if (opened) return {};
  return within("login", opened.error());
}

Result<void> Session::open(const http::Response& response) {
  Row session;
  const auto answer = read_answer(response, session_fields, [&](const Row& row) { session = row; });
  if (!answer) {
    const Errc code = answer.error().code;
    const bool is_judged =
        code == Errc::unauthorized || code == Errc::forbidden || code == Errc::provider_failed;
    if (is_judged && response.status < 500) return refusal(response);
    if (code == Errc::not_found)
      return Error{Errc::protocol_error, answer.error().context + " (is this address a VSA's?)"};
    return answer.error();
  }
  const auto has_text = [&](SessionField at) {
    return session[at].kind == Field::Kind::text || session[at].kind == Field::Kind::number;
  };
  if (answer->rows != 1) return Error{Errc::protocol_error, "Result is missing"};
  const SessionField which = has_text(token_field) ? token_field : api_token;
  if (!has_text(which) || session[which].text.empty())
    return Error{Errc::protocol_error, "Token is missing"};
  token_ = Secret{session[which].text};
  in_names_ = http::Redaction::of_names({&credentials_, &settings_.options.token,
                                         &settings_.options.password, &token_, &last_token_});
  records_ = 0;
  has_served_ = false;
  ends_ = end_of(session);
  // A clock that is wrong here or there: then only a 401 tells the end.
  const std::chrono::milliseconds margin = settings_.options.renew_before;
  if (ends_ && ends_->ms - margin.count() <= settings_.options.now().ms) ends_.reset();
  return {};
}

Error Session::refusal(const http::Response& response) const {
  const std::string text = error_text(response.body);
  if (asks_for_second_factor(text)) return {Errc::mfa_required, second_factor_advice};
  return {Errc::unauthorized,
          "user " + settings_.options.user + ": " +
              (text.empty() ? "HTTP " + std::to_string(response.status) : text)};
}

Error Session::tidy(Error error) const {
  const KaseyaVsaOptions& options = settings_.options;
  return http::Redaction{&credentials_, &options.token, &options.password, &token_, &last_token_}
      .tidy(std::move(error));
}

}  // namespace billbyagent::kaseya_vsa
