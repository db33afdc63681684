#include "store_postgres/settings.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>

#include "billbyagent/adapters/postgres_store.hpp"

namespace billbyagent {
namespace postgres {
namespace {

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::map<std::string, std::string> values_of(const Options& options) {
  std::map<std::string, std::string> values;
  for (const auto* each = options.get(); each && each->keyword; ++each)
    if (each->val) values.emplace(each->keyword, each->val);
  return values;
}

/// A socket of this machine, or its own network.
bool is_here(std::string_view host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" ||
         host == "::1" || host.starts_with("127.");
}

bool all_here(const std::string& hosts) {
  std::istringstream list{hosts};
  for (std::string host; std::getline(list, host, ',');)
    if (!is_here(host)) return false;
  return true;
}

std::string or_else(const std::map<std::string, std::string>& given, const char* keyword,
                    const std::map<std::string, std::string>& defaults) {
  if (const auto at = given.find(keyword); at != given.end()) return at->second;
  const auto at = defaults.find(keyword);
  return at == defaults.end() ? std::string{} : at->second;
}

}  // namespace

Result<Settings> read_settings(const std::string& url) {
  if (!is_postgres_url(url) || url.find('\0') != std::string::npos)
    return Error{Errc::invalid_settings, "the database is no postgres:// URL"};
  char* said = nullptr;
  const Options parsed{PQconninfoParse(url.c_str(), &said)};
  // What libpq says may quote the URL, and with it the password.
  PQfreemem(said);
  if (!parsed)
    return Error{Errc::invalid_settings,
                 "the postgres:// URL can't be read; special characters of user and password are "
                 "written as % and two digits"};
  auto given = values_of(parsed);
  const auto defaults = values_of(Options{PQconndefaults()});
  const auto host = or_else(given, "host", defaults);
  const auto address = or_else(given, "hostaddr", defaults);
  const auto service = or_else(given, "service", defaults);

  Settings settings;
  settings.shown = "postgres://" + or_else(given, "user", defaults) + "@" +
                   (host.empty() ? address : host) + ":" + or_else(given, "port", defaults) + "/" +
                   or_else(given, "dbname", defaults);
  // Nobody between, unless it is said that there may be somebody.
  if (!all_here(host) || !all_here(address) || !service.empty())
    given.emplace("sslmode", "verify-full");
  // A server that went away without a word is noticed within a minute or so.
  given.emplace("connect_timeout", "10");
  given.emplace("keepalives_idle", "30");
  given.emplace("keepalives_interval", "10");
  given.emplace("keepalives_count", "3");
  given.emplace("tcp_user_timeout", "60000");
  given.emplace("application_name", "billbyagent");
  given["client_encoding"] = "UTF8";
  for (auto& [keyword, value] : given) {
    settings.keywords.push_back(keyword);
    settings.values.push_back(value);
  }
  return settings;
}

}  // namespace postgres

std::string shown_postgres_url(const std::string& url) {
  auto settings = postgres::read_settings(url);
  return settings ? settings->shown : "postgres://";
}

}  // namespace billbyagent
