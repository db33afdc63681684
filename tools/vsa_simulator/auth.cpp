#include "vsa_simulator/auth.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace billbyagent::vsa_simulator {
namespace {

constexpr std::string_view basic = "Basic ";
constexpr std::string_view bearer = "Bearer ";

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

const Account* account_of(const std::vector<Account>& accounts, std::string_view user) {
  const auto found = std::find_if(accounts.begin(), accounts.end(),
                                  [&](const Account& account) { return account.user == user; });
  return found == accounts.end() ? nullptr : &*found;
}

// Working clients disagree on the order of the parts, on spaces and on what rpass*/pass1 hold:
// only user, rand2 and pass2 decide.
std::variant<Login, Refusal> check_hash(std::string_view text,
                                        const std::vector<Account>& accounts) {
  std::map<std::string, std::string> parts;
  for (const std::string& part : split(text, ',')) {
    const auto equals = part.find('=');
    if (equals != std::string::npos) {
      parts[trim(part.substr(0, equals))] = trim(part.substr(equals + 1));
    }
  }
  const Account* account = account_of(accounts, parts["user"]);
  if (account == nullptr || account->password.empty() ||
      lower(parts["pass2"]) != covered_hash(account->user, account->password, parts["rand2"])) {
    return Refusal{401, "User name or password is incorrect"};
  }
  return Login{account->user, LoginKind::password_hash};
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 15U];
  }
  return hex;
}

std::string covered_hash(std::string_view user, std::string_view password,
                         std::string_view random) {
  const std::string inner = sha256_hex(std::string(password).append(user));
  return sha256_hex(inner + std::string(random));
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6U | static_cast<unsigned>(value)) & 0xffffU;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>(bits >> held & 0xffU);
    }
  }
  if (text.empty() || held >= 6) return std::nullopt;
  return out;
}

std::variant<Login, Refusal> check_login(std::string_view authorization,
                                         const std::vector<Account>& accounts) {
  if (authorization.empty()) return Refusal{401, "Header is missing authorization"};
  if (!authorization.starts_with(basic)) return Refusal{400, "Header is missing user param"};
  const auto text = decode_base64(trim(authorization.substr(basic.size())));
  if (!text) return Refusal{400, "Header is missing user param"};
  if (text->find("user=") != std::string::npos && text->find("pass2=") != std::string::npos) {
    return check_hash(*text, accounts);
  }
  const auto colon = text->rfind(':');
  if (colon == std::string::npos) return Refusal{400, "Header is missing user param"};
  const Account* account = account_of(accounts, std::string_view(*text).substr(0, colon));
  if (account == nullptr || account->pat.empty() ||
      lower(text->substr(colon + 1)) != lower(account->pat)) {
    return Refusal{401, "User name or password is incorrect"};
  }
  return Login{account->user, LoginKind::pat};
}

std::string Sessions::open(const std::string& user, TimePoint now) {
  std::string token = random_.digits(27);
  sessions_[token] = {user, now, 0};
  return token;
}

Sessions::Session* Sessions::find(std::string_view authorization, TimePoint now) {
  if (!authorization.starts_with(bearer)) return nullptr;
  const auto found = sessions_.find(authorization.substr(bearer.size()));
  if (found == sessions_.end()) return nullptr;
  Session& session = found->second;
  const bool spent = rules_.record_limit != 0 && session.records >= rules_.record_limit;
  if (spent || now - session.last_used >= rules_.idle) {
    sessions_.erase(found);
    return nullptr;
  }
  session.last_used = now;
  return &session;
}

void Sessions::close(std::string_view authorization) {
  if (!authorization.starts_with(bearer)) return;
  const auto found = sessions_.find(authorization.substr(bearer.size()));
  if (found != sessions_.end()) sessions_.erase(found);
}

std::string session_json(const std::string& user, const std::string& token, TimePoint now,
                         const SessionRules& rules) {
  const TimePoint shown = now + rules.idle - std::chrono::minutes{rules.offset_in_minutes};
  return R"({"TenantId":"1","Token":")" + token + R"(","ApiToken":")" + token + R"(","UserName":)" +
         json_string(user) +
         R"(,"RoleId":2,"ScopeId":"2","AdminId":64975473,"MachineId":null,)"
         R"("MachineGroupName":null,"SessionExpiration":")" +
         to_text_seconds(shown) + R"(","OffSetInMinutes":)" +
         std::to_string(rules.offset_in_minutes) + R"(,"Attributes":null})";
}

}  // namespace billbyagent::vsa_simulator
