#include "cli/tenants.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <filesystem>

#include "cli/safe_file.hpp"
#include "cli/settings_faults.hpp"

namespace billbyagent::cli {
namespace {

Result<TenantSettings> complete(Settings settings, const std::string& name) {
  auto tenant = TenantId::parse(name);
  if (!tenant) return tenant.error();
  settings.tenant = name;
  auto schedule = schedule_of(settings);
  if (!schedule) return schedule.error();
  return TenantSettings{*std::move(tenant), std::move(settings), *std::move(schedule)};
}

Result<TenantSettings> read_tenant(const Settings& common, const std::filesystem::path& file) {
  const std::string path = file.string();
  if (auto good = check_settings_file(path); !good) return good.error();
  Settings settings = common;
  settings.folder = file.parent_path().string();
  CLI::App app;
  const auto names = add_settings(app, settings);
  try {
    app.parse(std::vector<std::string>{"--config=" + path});
  } catch (const CLI::ParseError& fault) {
    return Error{Errc::invalid_settings, fault.get_name() == "ConfigError"
                                             ? no_setting(path, fault, names)
                                             : path + ": " + without_values(fault.what())};
  }
  const std::string name = file.stem().string();
  if (settings.database != common.database)
    return Error{Errc::invalid_settings, path + ": all tenants of a worker are in its database"};
  if (settings.tenant != common.tenant && settings.tenant != name)
    return Error{Errc::invalid_settings, path + ": the tenant is the file's name"};
  auto tenant = complete(std::move(settings), name);
  if (!tenant) return within(path, tenant.error());
  return tenant;
}

}  // namespace

Result<Tenants> read_tenants(const Settings& common, const std::string& folder) {
  Tenants tenants;
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    auto only = complete(common, common.tenant);
    if (!only) return only.error();
    tenants.all.push_back(*std::move(only));
    return tenants;
  }
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator at{folder, error}, end; !error && at != end;
       at.increment(error))
    if (at->path().extension() == ".toml" && !at->path().filename().string().starts_with("."))
      files.push_back(at->path());
  if (error) return Error{Errc::file_failed, folder + ": " + error.message()};
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    auto tenant = read_tenant(common, file);
    if (tenant)
      tenants.all.push_back(*std::move(tenant));
    else
      tenants.refused.push_back({file.string(), tenant.error()});
  }
  return tenants;
}

}  // namespace billbyagent::cli
