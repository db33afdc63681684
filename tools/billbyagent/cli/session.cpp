#include "cli/session.hpp"

#include <pwd.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <ostream>

#include "billbyagent/adapters/system_clock.hpp"
#include "cli/dates.hpp"
#include "cli/mail.hpp"
#include "cli/outside.hpp"

namespace billbyagent::cli {
Session::Session(const Settings& settings, std::ostream& out, std::ostream& err, Watch& watch)
    : settings_(settings), out_(out), err_(err), watch_(watch) {}

void Session::show(const std::function<boost::json::value()>& document,
                   const std::function<void(std::ostream&)>& print) {
  if (settings_.json)
    out_ << boost::json::serialize(document()) << '\n';
  else
    print(out_);
}

std::string Session::author() const {
  if (!settings_.author.empty()) return settings_.author;
  const passwd* user = ::getpwuid(::getuid());
  return user ? user->pw_name : "uid " + std::to_string(::getuid());
}

ReadingTime Session::reading_time(const RmmSet& rmms) const {
  const std::chrono::seconds each{settings_.deadline_seconds};
  return {Deadline::clock::now() + each * rmms.size(), each};
}

Result<Clock*> Session::clock() {
  if (clock_) return clock_.get();
  auto as_of = parse_optional_date("--as-of", settings_.as_of);
  if (!as_of) return as_of.error();
  auto made = make_clock(settings_.zone);
  if (!made) return made.error();
  clock_ = *std::move(made);
  if (*as_of) clock_ = as_of_day(std::move(clock_), **as_of);
  return clock_.get();
}

std::string Session::local_time(Instant moment) const {
  const auto text = billbyagent::local_time(settings_.zone, moment);
  return text ? *text : to_string(moment);
}

SqliteStoreOptions Session::store_options() const {
  SqliteStoreOptions options;
  options.path = settings_.database;
  options.create = false;
  options.busy_timeout = std::chrono::seconds{settings_.busy_seconds};
  options.cancelled = interrupted;
  return options;
}

PostgresStoreOptions Session::server_options() const {
  PostgresStoreOptions options;
  options.url = settings_.database;
  options.create = false;
  options.busy_timeout = std::chrono::seconds{settings_.busy_seconds};
  options.cancelled = interrupted;
  return options;
}

std::string shown_database(const std::string& database) {
  return is_postgres_url(database) ? shown_postgres_url(database) : database;
}

Result<std::unique_ptr<Store>> Session::open(const std::string& database, bool create) const {
  if (is_postgres_url(database)) {
    auto options = server_options();
    options.url = database;
    options.create = create;
    return open_postgres_store(std::move(options));
  }
  auto options = store_options();
  options.path = database;
  options.create = create;
  return open_sqlite_store(std::move(options));
}

Result<SqliteGeneration> Session::generation(const TenantId& tenant) const {
  if (!on_server()) return sqlite_generation(store_options(), tenant);
  // The server's own tools bring its backups back; what it lacks then, the ledger knows.
  auto origin = postgres_origin(server_options());
  if (!origin) return origin.error();
  return SqliteGeneration{.origin = *std::move(origin), .number = 1, .token = {}};
}

Result<Store*> Session::store(bool create) {
  if (store_) return store_.get();
  auto opened = open(settings_.database, create);
  if (!opened) return opened.error();
  store_ = *std::move(opened);
  return store_.get();
}

Result<const RmmSet*> Session::rmms() {
  if (rmms_) return &rmms_->set;
  auto made = make_rmms(settings_);
  if (!made) return made.error();
  rmms_ = *std::move(made);
  return &rmms_->set;
}

Result<Notifier*> Session::notifier() {
  if (notifier_) return notifier_.get();
  auto made = make_notifier(settings_);
  if (!made) return made.error();
  notifier_ = *std::move(made);
  if (notifier_) return notifier_.get();
  auto mailer = this->mailer();
  if (!mailer) return mailer.error();
  return Result<Notifier*>{*mailer};
}

Result<Mailer*> Session::mailer() {
  if (mailer_) return mailer_.get();
  auto made = make_mailer(settings_, [this](const auto& one) { refused_.push_back(one); });
  if (!made) return made.error();
  mailer_ = *std::move(made);
  return mailer_.get();
}

namespace {}  // namespace

Result<void> check_tenant(Store& store, const TenantId& tenant, const std::string& database) {
  auto transaction = store.begin(tenant, Access::read);
  if (!transaction) return transaction.error();
  // Whoever has run something is one; so all accounts are listed but once.
  const auto runs = (*transaction)->runs(1);
  // Of damaged ones there were some; what that stops is told by what goes by them.
  if (!runs && runs.error().code != Errc::store_failed) return runs.error();
  if (!runs || !runs->empty()) return {};
  const auto accounts = (*transaction)->accounts();
  if (!accounts) return accounts.error();
  if (accounts->empty())
    return Error{Errc::not_found, "tenant '" + tenant.text() + "' in " + database +
                                      ": nothing was ever imported for it"};
  return {};
}

Result<Desk> open_desk(Session& session, bool create) {
  auto tenant = session.tenant();
  if (!tenant) return tenant.error();
  auto clock = session.clock();
  if (!clock) return clock.error();
  auto store = session.store(create);
  if (!store) return store.error();
  if (!create)
    if (auto known = check_tenant(**store, *tenant, session.database_name()); !known)
      return known.error();
  return Desk{**store, *tenant, **clock, &session.watch()};
}

}  // namespace billbyagent::cli
