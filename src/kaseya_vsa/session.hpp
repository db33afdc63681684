#pragma once

/// The login of one provider: begun when first needed, renewed before it ends, when the server
/// refuses it, and before it has carried too many records.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "http/redaction.hpp"
#include "kaseya_vsa/envelope.hpp"
#include "kaseya_vsa/options.hpp"
#include "odata/access.hpp"

namespace billbyagent::kaseya_vsa {

class Session final : public odata::Access {
 public:
  Session(http::Client& client, const Settings& settings) : client_(client), settings_(settings) {}

  bool is_good_for(std::size_t records) const override;
  /// Logs in unless the session is good. Errors: `unauthorized` with the server's reason,
  /// `mfa_required` with what to do about it, what the HTTP client says.
  Result<void> ensure(std::size_t records, http::Deadline deadline) override;

  /// A request with the session's token; counts its records.
  http::Request request(const std::string& path_and_query, std::size_t records) override;
  void served() override { has_served_ = true; }
  bool is_refusal(const http::Response& response) const override {
    return kaseya_vsa::is_refusal(response);
  }
  /// The server answered 401. An error when the session never served anything, since then a new
  /// one would not either.
  Result<void> refused(const std::string& body) override;

  /// One request outside a scan, with a new session after a 401.
  Result<http::Response> get(const std::string& path_and_query, std::size_t records,
                             http::Deadline deadline);

  /// Without any secret of this login, fit for a person.
  Error tidy(Error error) const;
  /// A text of the server's without them; nothing when it holds none.
  std::optional<std::string> clean(std::string_view text) const { return in_names_.clean(text); }

 private:
  Result<void> log_in(http::Deadline deadline);
  Result<void> open(const http::Response& response);
  Error refusal(const http::Response& response) const;

  http::Client& client_;
  const Settings& settings_;
  Secret token_;
  Secret last_token_;            ///< the one that was refused last
  Secret credentials_;           ///< what the last login sent
  http::Redaction in_names_;     ///< of all of these, since the last login
  std::optional<Instant> ends_;  ///< By our clock; nothing when the server's word is no use.
  std::size_t records_ = 0;
  bool has_served_ = false;
};

}  // namespace billbyagent::kaseya_vsa
