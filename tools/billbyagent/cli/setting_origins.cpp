#include "cli/setting_origins.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "cli/rmm_kinds.hpp"
#include "cli/rmm_settings.hpp"
#include "cli/rmms.hpp"
#include "cli/secrets.hpp"

namespace billbyagent::cli {
namespace {

bool is_set(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  return value && *value;
}

bool has(const std::vector<std::string>& arguments, const std::string& option) {
  return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& word) {
    return word == option || word.starts_with(option + "=");
  });
}

std::string octal(mode_t mode) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777));
  return text.data();
}

class Secrets {
 public:
  void add(const std::string& setting, const std::string& variable, const std::string& file) {
    if (is_set(variable)) {
      places_.push_back({setting, variable});
      return;
    }
    if (file.empty()) return;
    SecretPlace place{setting, "a file that is not there"};
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) {
      place.from = file;
      place.mode = octal(status.st_mode);
    }
    if (auto read = read_secret(variable, file); !read) place.fault = read.error().context;
    places_.push_back(std::move(place));
  }
  std::vector<SecretPlace> take() && { return std::move(places_); }

 private:
  std::vector<SecretPlace> places_;
};

}  // namespace

std::vector<SettingOrigin> setting_origins(const CLI::App& app,
                                           const std::vector<SettingName>& names,
                                           const std::vector<std::string>& arguments,
                                           const std::string& settings_file) {
  std::vector<SettingOrigin> origins;
  for (const auto& name : names) {
    if (app.get_option(name.option)->count() == 0) continue;
    const std::string setting = name.option.substr(2);
    if (has(arguments, name.option))
      origins.push_back({setting, "the argument " + name.option});
    else if (is_set(name.environment))
      origins.push_back({setting, "the variable " + name.environment});
    else
      origins.push_back({setting, "the file " + settings_file});
  }
  return origins;
}

std::vector<SettingOrigin> all_origins(const Settings& settings) {
  std::vector<SettingOrigin> origins = settings.origins;
  std::map<std::string, std::string> of_rmms;
  const auto note = [&](const RmmSettings& place, const auto& from) {
    for (const auto& [rmm, values] : place)
      for (const auto& [key, value] : values) of_rmms[setting_name(rmm, key)] = from(rmm, key);
  };
  note(settings.rmm_sections,
       [&](const auto&, const auto&) { return "the file " + settings.file; });
  if (const auto variables = rmms_of_environment(environ))
    note(*variables, [](const auto& rmm, const auto& key) {
      return "the variable " + environment_name(rmm, key);
    });
  if (const auto options = rmms_of_options(settings.rmm_options))
    note(*options, [](const auto&, const auto&) { return std::string{"the argument --rmm"}; });
  for (const auto& [setting, from] : of_rmms) origins.push_back({setting, from});
  return origins;
}

std::vector<SecretPlace> secret_places(const Settings& settings) {
  Secrets secrets;
  secrets.add("vsa-token-file", "BILLBYAGENT_VSA_TOKEN", settings.vsa_token_file);
  secrets.add("vsa-password-file", "BILLBYAGENT_VSA_PASSWORD", settings.vsa_password_file);
  if (const auto rmms = described_rmms(settings))
    for (const auto& [rmm, values] : *rmms)
      for (const auto& key : rmm_secrets) {
        const auto file = values.find(key + "-file");
        secrets.add(setting_name(rmm, key + "-file"), environment_name(rmm, key),
                    file == values.end() ? std::string{} : file->second);
      }
  secrets.add("webhook-key-file", "BILLBYAGENT_WEBHOOK_KEY", settings.webhook_key_file);
  secrets.add("smtp-password-file", "BILLBYAGENT_SMTP_PASSWORD", settings.smtp_password_file);
  return std::move(secrets).take();
}

}  // namespace billbyagent::cli
