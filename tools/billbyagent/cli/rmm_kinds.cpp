#include "cli/rmm_kinds.hpp"

#include <algorithm>
#include <charconv>

#include "cli/proxies.hpp"
#include "cli/rmm_settings.hpp"
#include "cli/secrets.hpp"

namespace billbyagent::cli {

std::string RmmValues::text(const std::string& key) const {
  const auto at = values_.find(key);
  return at == values_.end() ? std::string{} : at->second;
}

std::string RmmValues::needed(const std::string& key) {
  if (text(key).empty()) refuse(key, "is missing");
  return text(key);
}

std::vector<std::string> RmmValues::list(const std::string& key) const {
  std::vector<std::string> parts;
  std::string_view rest;
  const std::string value = text(key);
  rest = value;
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    auto part = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const auto begin = part.find_first_not_of(' ');
    if (begin == std::string_view::npos) continue;
    part = part.substr(begin, part.find_last_not_of(' ') - begin + 1);
    parts.emplace_back(part);
  }
  return parts;
}

std::int64_t RmmValues::number(const std::string& key, std::int64_t otherwise, std::int64_t least,
                               std::int64_t most) {
  if (!has(key)) return otherwise;
  const std::string value = text(key);
  std::int64_t parsed = 0;
  const auto* end = value.data() + value.size();
  const auto read = std::from_chars(value.data(), end, parsed);
  if (read.ec == std::errc{} && read.ptr == end && parsed >= least && parsed <= most) return parsed;
  refuse(key, "'" + value + "' is not a number from " + std::to_string(least) + " to " +
                  std::to_string(most));
  return otherwise;
}

Secret RmmValues::secret(const std::string& key) {
  auto read = read_secret(environment_name(rmm_, key), text(key + "-file"));
  if (read) return *read;
  refuse(key + "-file", read.error().context);
  return Secret{};
}

Secret RmmValues::proxy() const {
  if (!has("proxy")) return proxy_for(text("url"));
  return text("proxy") == "none" ? Secret{} : Secret{text("proxy")};
}

void RmmValues::refuse(const std::string& key, const std::string& what) {
  if (!error_) error_ = Error{Errc::invalid_settings, setting_name(rmm_, key) + ": " + what};
}

const std::vector<RmmKind>& rmm_kinds() {
  static const std::vector<RmmKind> kinds{vsa_kind(), vsax_kind(), meshcentral_kind(), file_kind()};
  return kinds;
}

const std::vector<std::string>& known_rmm_keys() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> all{rmm_keys_of_all.begin(), rmm_keys_of_all.end()};
    for (const auto& kind : rmm_kinds()) all.insert(all.end(), kind.keys.begin(), kind.keys.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return keys;
}

Result<const RmmKind*> kind_of(const RmmValues& values,
                               const std::map<std::string, std::string>& settings) {
  const auto unfit = [&](const std::string& key, const std::string& what) {
    return Error{Errc::invalid_settings, setting_name(values.rmm(), key) + ": " + what};
  };
  const std::string url = values.text("url");
  if (url.empty()) return unfit("url", "is missing");
  std::string schemes;
  for (const auto& kind : rmm_kinds()) {
    schemes += (schemes.empty() ? "" : ", ") + kind.scheme;
    if (!url.starts_with(kind.scheme)) continue;
    const auto has = [](const auto& keys, const std::string& key) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    for (const auto& [key, value] : settings)
      if (!has(rmm_keys_of_all, key) && !has(kind.keys, key))
        return unfit(key, "is no setting of " + kind.name);
    return &kind;
  }
  return unfit("url", "begins with none of: " + schemes);
}

void add_stand_ins(RmmProvider& provider, const std::string& rmm,
                   const std::map<std::string, std::string>& settings) {
  for (const auto& text : RmmValues{rmm, settings}.list("hardware-stand-ins"))
    provider.add_hardware_stand_in(text);
}

Result<std::unique_ptr<RmmProvider>> make_rmm(const std::string& rmm,
                                              const std::map<std::string, std::string>& settings) {
  RmmValues values{rmm, settings};
  auto kind = kind_of(values, settings);
  if (!kind) return kind.error();
  auto made = (*kind)->make(values);
  if (values.error()) return *values.error();
  if (!made) return within(setting_name(rmm, "url"), made.error());
  add_stand_ins(**made, rmm, settings);
  return made;
}

}  // namespace billbyagent::cli
