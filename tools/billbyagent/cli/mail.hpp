#pragma once

/// E-mail, where the settings name a mail server.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/adapters/notifier_smtp.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

/// Null when the settings name no mail server. `refused` hears of those who get no mail.
Result<std::unique_ptr<Mailer>> make_mailer(const Settings& settings,
                                            std::function<void(const MailRefusal&)> refused);

/// The addresses of `smtp-operator`.
std::vector<std::string> operators_of(const Settings& settings);

}  // namespace billbyagent::cli
