#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "vsa_simulator/random.hpp"
#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {

/// A user who may log in; an empty secret can't be used.
struct Account {
  std::string user;
  std::string pat;
  std::string password;
};

struct SessionRules {
  std::chrono::seconds idle{30 * 60};
  /// A session that has been sent this many rows is refused from then on; 0: no limit.
  std::size_t record_limit = 0;
  /// SessionExpiration is sent this much early and named in OffSetInMinutes.
  int offset_in_minutes = 0;
};

struct Refusal {
  unsigned status = 401;
  std::string error;
};

enum class LoginKind { pat, password_hash };
struct Login {
  std::string user;
  LoginKind kind = LoginKind::pat;
};

/// Lower-case hex SHA-256.
std::string sha256_hex(std::string_view text);
/// The `pass2` of the hash recipe.
std::string covered_hash(std::string_view user, std::string_view password, std::string_view random);
/// Standard and URL-safe alphabets, padding optional.
std::optional<std::string> decode_base64(std::string_view text);

/// Judges the Authorization header of GET /auth.
std::variant<Login, Refusal> check_login(std::string_view authorization,
                                         const std::vector<Account>& accounts);

/// Sessions by token. Not safe for several threads at once.
class Sessions {
 public:
  Sessions(SessionRules rules, std::uint64_t seed) : rules_(rules), random_(seed) {}

  struct Session {
    std::string user;
    TimePoint last_used;
    std::size_t records = 0;
  };

  /// Answers the token.
  std::string open(const std::string& user, TimePoint now);
  /// The session of `Bearer <token>`, its life extended; null when there is none (any more).
  Session* find(std::string_view authorization, TimePoint now);
  void close(std::string_view authorization);
  void close_all() { sessions_.clear(); }
  std::size_t size() const { return sessions_.size(); }
  const SessionRules& rules() const { return rules_; }
  SessionRules& rules() { return rules_; }

 private:
  SessionRules rules_;
  Random random_;
  std::map<std::string, Session, std::less<>> sessions_;
};

/// The `Result` of /auth and /authx.
std::string session_json(const std::string& user, const std::string& token, TimePoint now,
                         const SessionRules& rules);

}  // namespace billbyagent::vsa_simulator
