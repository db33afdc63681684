#include "cli/settings_text.hpp"

#include "cli/rmms.hpp"

namespace billbyagent::cli {
namespace {

class SettingsText {
 public:
  void line(const std::string& text) { text_ += text + "\n"; }
  void value(const std::string& name, const std::string& value) {
    if (value.empty()) return;
    const bool quoted = value.find_first_of("\"\\") != std::string::npos;
    const char quote = quoted ? '\'' : '"';
    if (value.find_first_of(quoted ? "'\n\r" : "\n\r") != std::string::npos && !failed_)
      failed_ = Error{Errc::invalid_settings, name + ": a settings file can't hold this value"};
    line(name + " = " + quote + value + quote);
  }
  Result<std::string> text() && {
    if (failed_) return *failed_;
    return std::move(text_);
  }

 private:
  std::string text_;
  std::optional<Error> failed_{};
};

}  // namespace

Result<std::string> settings_text(const Settings& settings) {
  auto rmms = described_rmms(settings);
  if (!rmms) return rmms.error();
  SettingsText text;
  text.line(
      "# Settings of billbyagent. The environment overrides this file, options override both.");
  text.line("# Secrets never stand here: keep them in the environment, or in a file that only its");
  text.line("# owner can read, and name that with vsa-token-file or token-file.");
  text.value("database", settings.database);
  text.value("ledger", settings.ledger);
  text.value("tenant", settings.tenant);
  text.line("# Decides on which day a count is seen and a line can be billed.");
  text.value("zone", settings.zone);
  text.value("vsa-url", settings.vsa_url);
  text.value("vsa-user", settings.vsa_user);
  text.value("vsa-token-file", settings.vsa_token_file);
  text.value("vsa-password-file", settings.vsa_password_file);
  text.value("vsa-ca-file", settings.vsa_ca_file);
  for (const auto& [name, values] : *rmms) {
    text.line("");
    text.line(name.empty() ? "[rmm]" : "[rmm." + name + "]");
    for (const auto& [key, value] : values) text.value(key, value);
  }
  return std::move(text).text();
}

}  // namespace billbyagent::cli
