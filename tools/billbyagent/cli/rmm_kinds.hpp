#pragma once

/// The kinds of RMM that the program can read, by the scheme of their URL, and what each is told.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent::cli {

/// Never settings, only variables of the environment; `token-file` and the like name files.
inline const std::array<std::string, 3> rmm_secrets{"token", "password", "login-key"};

/// What every kind is told.
inline const std::array<std::string, 2> rmm_keys_of_all{"url", "hardware-stand-ins"};

/// The settings of one RMM, read one by one. The first that will not do is kept and named.
class RmmValues {
 public:
  RmmValues(std::string rmm, std::map<std::string, std::string> values)
      : rmm_(std::move(rmm)), values_(std::move(values)) {}

  const std::string& rmm() const noexcept { return rmm_; }
  bool has(const std::string& key) const { return values_.contains(key); }
  /// Empty when it is not set.
  std::string text(const std::string& key) const;
  std::string needed(const std::string& key);
  /// Parts between commas, without spaces around them.
  std::vector<std::string> list(const std::string& key) const;
  std::int64_t number(const std::string& key, std::int64_t otherwise, std::int64_t least,
                      std::int64_t most);
  /// One of the values' names.
  template <class T>
  T named(const std::string& key, T otherwise, const std::map<std::string, T>& values) {
    if (!has(key)) return otherwise;
    const auto at = values.find(text(key));
    if (at != values.end()) return at->second;
    std::string names;
    for (const auto& [name, value] : values) names += (names.empty() ? "" : ", ") + name;
    refuse(key, "'" + text(key) + "' is none of: " + names);
    return otherwise;
  }
  bool yes(const std::string& key) {
    return named<bool>(key, false, {{"true", true}, {"false", false}});
  }
  /// From the environment or the file that `<key>-file` names; empty when neither is there.
  Secret secret(const std::string& key);

  /// Of the setting `proxy` (`none`: none), else of the environment: see `proxy_for`.
  Secret proxy() const;

  void refuse(const std::string& key, const std::string& what);
  const std::optional<Error>& error() const noexcept { return error_; }

 private:
  std::string rmm_;
  std::map<std::string, std::string> values_;
  std::optional<Error> error_;
};

struct RmmKind {
  std::string name;
  std::string scheme;             ///< what its URL begins with
  std::vector<std::string> keys;  ///< besides those of every kind
  Result<std::unique_ptr<RmmProvider>> (*make)(RmmValues& values);
};

const std::vector<RmmKind>& rmm_kinds();

/// The kind that the URL names; `invalid_settings` for one that none has, or a setting of another
/// kind.
Result<const RmmKind*> kind_of(const RmmValues& values,
                               const std::map<std::string, std::string>& settings);

/// What the settings say is no hardware in that RMM.
void add_stand_ins(RmmProvider& provider, const std::string& rmm,
                   const std::map<std::string, std::string>& settings);

/// Makes the RMM; `invalid_settings` names the setting.
Result<std::unique_ptr<RmmProvider>> make_rmm(const std::string& rmm,
                                              const std::map<std::string, std::string>& settings);

// One for each kind, rmm_<kind>.cpp.
RmmKind vsa_kind();
RmmKind vsax_kind();
RmmKind meshcentral_kind();
RmmKind file_kind();

}  // namespace billbyagent::cli
