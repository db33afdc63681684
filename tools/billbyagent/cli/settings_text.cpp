#include "cli/settings_text.hpp"

#include <filesystem>
#include <string_view>

#include "billbyagent/adapters/postgres_store.hpp"
#include "cli/rmms.hpp"

namespace billbyagent::cli {
namespace {

class SettingsText {
 public:
  explicit SettingsText(const std::string& file)
      : elsewhere_(!std::filesystem::path{file}.parent_path().empty()) {}
  void line(const std::string& text) { text_ += text + "\n"; }
  void value(const std::string& name, const std::string& value) {
    if (value.empty()) return;
    const bool quoted = value.find_first_of("\"\\") != std::string::npos;
    const char quote = quoted ? '\'' : '"';
    if (value.find_first_of(quoted ? "'\n\r" : "\n\r") != std::string::npos && !failed_)
      failed_ = Error{Errc::invalid_settings, name + ": a settings file can't hold this value"};
    line(name + " = " + quote + value + quote);
  }
  /// A path that is relative to this folder, and would be to the file's.
  void path(const std::string& name, const std::string& path) {
    const bool moves =
        elsewhere_ && !path.empty() && !path.starts_with("/") && !is_postgres_url(path);
    value(name, moves ? std::filesystem::absolute(path).string() : path);
  }
  void of_rmm(const std::string& key, const std::string& told) {
    constexpr std::string_view scheme = "file:";
    if (key.ends_with("-file")) return path(key, told);
    const bool moves =
        elsewhere_ && key == "url" && told.starts_with(scheme) && !told.starts_with("file:/");
    value(key, moves ? std::string{scheme} +
                           std::filesystem::absolute(told.substr(scheme.size())).string()
                     : told);
  }
  Result<std::string> text() && {
    if (failed_) return *failed_;
    return std::move(text_);
  }

 private:
  bool elsewhere_;
  std::string text_;
  std::optional<Error> failed_{};
};

}  // namespace

Result<std::string> settings_text(const Settings& settings, const std::string& file) {
  auto rmms = described_rmms(settings);
  if (!rmms) return rmms.error();
  SettingsText text{file};
  text.line(
      "# Settings of billbyagent. The environment overrides this file, options override both.");
  text.line("# Secrets never stand here: keep them in the environment, or in a file that only its");
  text.line("# owner can read, and name that with vsa-token-file or token-file.");
  text.path("database", settings.database);
  text.path("ledger", settings.ledger);
  text.value("tenant", settings.tenant);
  text.line("# Decides on which day a count is seen and a line can be billed.");
  text.value("zone", settings.zone);
  text.value("vsa-url", settings.vsa_url);
  text.value("vsa-user", settings.vsa_user);
  text.path("vsa-token-file", settings.vsa_token_file);
  text.path("vsa-password-file", settings.vsa_password_file);
  text.path("vsa-ca-file", settings.vsa_ca_file);
  for (const auto& [name, values] : *rmms) {
    text.line("");
    text.line(name.empty() ? "[rmm]" : "[rmm." + name + "]");
    for (const auto& [key, value] : values) text.of_rmm(key, value);
  }
  return std::move(text).text();
}

}  // namespace billbyagent::cli
