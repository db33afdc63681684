#include "cli/rmms.hpp"

#include <unistd.h>

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "cli/proxies.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/rmm_settings.hpp"
#include "cli/secrets.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

/// Stands for an RMM that could not be made.
class FailedProvider final : public RmmProvider {
 public:
  FailedProvider(std::string name, Error error)
      : name_(std::move(name)), error_(std::move(error)) {}
  std::string name() const override { return name_; }

 private:
  Result<std::vector<Organization>> do_organizations(Deadline) override { return error_; }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline) override { return error_; }
  Result<std::vector<View>> do_views(Deadline) override { return error_; }
  Result<void> do_scan_agents(const AgentQuery&, AgentSink&, Deadline) override { return error_; }

  std::string name_;
  Error error_;
};

/// The default RMM as the settings `vsa-...` describe it.
Result<std::unique_ptr<RmmProvider>> make_vsa(const Settings& settings) {
  if (settings.vsa_url.empty() || settings.vsa_user.empty())
    return Error{Errc::invalid_settings, "set vsa-url and vsa-user to say which VSA to read"};
  auto token = read_secret("BILLBYAGENT_VSA_TOKEN", settings.vsa_token_file);
  if (!token) return within("vsa-token-file", token.error());
  auto password = token->empty()
                      ? read_secret("BILLBYAGENT_VSA_PASSWORD", settings.vsa_password_file)
                      : Result<Secret>{Secret{}};
  if (!password) return within("vsa-password-file", password.error());
  if (token->empty() && password->empty())
    return Error{
        Errc::invalid_settings,
        "no login for the VSA: set BILLBYAGENT_VSA_TOKEN, or vsa-token-file to a file that "
        "only its owner can read"};
  KaseyaVsaOptions options;
  options.url = settings.vsa_url;
  options.user = settings.vsa_user;
  options.token = *token;
  options.password = *password;
  options.ca_file = settings.vsa_ca_file;
  options.connections = static_cast<std::size_t>(settings.vsa_connections);
  options.proxy = proxy_for(settings.vsa_url);
  options.cancelled = interrupted;
  return make_kaseya_vsa(std::move(options));
}

/// What would be wrong with it on any day is told before anything is read.
Result<void> check_kinds(const RmmSettings& rmms) {
  for (const auto& [name, values] : rmms)
    if (auto kind = kind_of(RmmValues{name, values}, values); !kind) return kind.error();
  return {};
}

}  // namespace

Result<RmmSettings> described_rmms(const Settings& settings) {
  auto from_environment = rmms_of_environment(environ);
  if (!from_environment) return from_environment.error();
  auto from_options = rmms_of_options(settings.rmm_options);
  if (!from_options) return from_options.error();
  return merged({settings.rmm_sections, *from_environment, *from_options});
}

Result<Rmms> make_rmms(const Settings& settings) {
  auto wanted = described_rmms(settings);
  if (!wanted) return wanted.error();
  if (auto good = check_kinds(*wanted); !good) return good.error();
  const bool has_vsa = !settings.vsa_url.empty();
  if (has_vsa && wanted->contains(""))
    return Error{Errc::invalid_settings,
                 "vsa-url and rmm.url are both the default RMM; give one of them a name"};
  if (!has_vsa && wanted->empty())
    return Error{Errc::invalid_settings,
                 "set vsa-url and vsa-user, or rmm, to say which RMM to read"};
  const bool alone = wanted->size() + (has_vsa ? 1 : 0) == 1;
  Rmms rmms;
  const auto add = [&](const std::string& name, Result<std::unique_ptr<RmmProvider>> made,
                       const std::string& kind) -> Result<void> {
    if (!made && alone) return made.error();
    rmms.providers.push_back(made ? *std::move(made)
                                  : std::make_unique<FailedProvider>(kind, made.error()));
    return rmms.set.add(RmmId{name}, *rmms.providers.back());
  };
  if (has_vsa)
    if (auto added = add("", make_vsa(settings), "kaseya_vsa"); !added) return added.error();
  for (const auto& [name, values] : *wanted) {
    const auto kind = kind_of(RmmValues{name, values}, values);
    if (auto added = add(name, make_rmm(name, values), (*kind)->name); !added) return added.error();
  }
  return rmms;
}

}  // namespace billbyagent::cli
