#include "cli/mail.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "billbyagent/adapters/postgres_store.hpp"
#include "cli/secrets.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {

std::vector<std::string> operators_of(const Settings& settings) {
  std::vector<std::string> found;
  std::string_view rest = settings.smtp_operator;
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    if (const auto one = rest.substr(0, comma);
        one.find_first_not_of(' ') != std::string_view::npos)
      found.emplace_back(one);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return found;
}

#ifdef BILLBYAGENT_HAS_SMTP
namespace {

/// Beside the database; for one on a server, whose address is no path and may hold a password,
/// beside the settings, one for each tenant.
std::string partial_file_of(const Settings& settings) {
  if (!is_postgres_url(settings.database)) return settings.database + ".mailed";
  std::string name = "billbyagent-" + settings.tenant + ".mailed";
  std::replace(name.begin(), name.end(), '/', '_');
  return settings.folder.empty() ? name : settings.folder + "/" + name;
}

}  // namespace
#endif

Result<std::unique_ptr<Mailer>> make_mailer(const Settings& settings,
                                            std::function<void(const MailRefusal&)> refused) {
  if (settings.smtp_url.empty()) {
    if (!settings.smtp_operator.empty())
      return Error{Errc::invalid_settings, "smtp-operator: smtp-url has to name the mail server"};
    return std::unique_ptr<Mailer>{};
  }
#ifdef BILLBYAGENT_HAS_SMTP
  auto password = read_secret("BILLBYAGENT_SMTP_PASSWORD", settings.smtp_password_file);
  if (!password) return within("smtp-password-file", password.error());
  SmtpOptions options;
  options.url = settings.smtp_url;
  options.user = settings.smtp_user;
  options.password = *std::move(password);
  options.from = settings.smtp_from;
  options.ca_file = settings.smtp_ca_file;
  if (settings.smtp_mails == "night") options.mail_per = MailPer::recipient;
  options.partial_file = partial_file_of(settings);
  options.refused = std::move(refused);
  options.cancelled = interrupted;
  return make_smtp_notifier(std::move(options));
#else
  static_cast<void>(refused);
  return Error{Errc::invalid_settings, "smtp-url: this program was built without e-mail"};
#endif
}

}  // namespace billbyagent::cli
