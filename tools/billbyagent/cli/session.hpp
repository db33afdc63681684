#pragma once

/// What a command works with: the settings, the ports behind them (made when first asked for) and
/// where it prints.

#include <boost/json/value.hpp>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/adapters/notifier_smtp.hpp"
#include "billbyagent/adapters/postgres_store.hpp"
#include "billbyagent/adapters/store_sqlite.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/rmm_outcome.hpp"
#include "billbyagent/ports/notifier.hpp"
#include "cli/exit_code.hpp"
#include "cli/rmms.hpp"
#include "cli/settings.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {

/// Without a password.
std::string shown_database(const std::string& database);

class Session {
 public:
  Session(const Settings& settings, std::ostream& out, std::ostream& err, Watch& watch);

  const Settings& settings() const noexcept { return settings_; }
  bool json() const noexcept { return settings_.json; }
  bool verbose() const noexcept { return settings_.verbose; }
  std::ostream& out() noexcept { return out_; }
  std::ostream& err() noexcept { return err_; }
  Watch& watch() noexcept { return watch_; }

  /// `--json`: the one document; otherwise what `print` writes.
  void show(const std::function<boost::json::value()>& document,
            const std::function<void(std::ostream&)>& print);

  Result<TenantId> tenant() const { return TenantId::parse(settings_.tenant); }
  std::string author() const;
  /// From now on.
  ReadingTime reading_time(const RmmSet& rmms) const;
  Deadline deadline() const {
    return Deadline::clock::now() + std::chrono::seconds{settings_.deadline_seconds};
  }

  Result<Clock*> clock();
  /// The moment on the tenant's clocks, to the second.
  std::string local_time(Instant moment) const;
  /// Opens the database; `create` makes it when it is missing.
  Result<Store*> store(bool create = false);
  /// Which database it is, and whether the tenant's posting is stopped in it.
  Result<SqliteGeneration> generation(const TenantId& tenant) const;
  /// Whether it is a server's and no file.
  bool on_server() const { return is_postgres_url(settings_.database); }
  /// Where it is, for people: without a password.
  std::string database_name() const { return shown_database(settings_.database); }
  /// A database of either kind.
  Result<std::unique_ptr<Store>> open(const std::string& database, bool create) const;
  // Of whichever it is.
  SqliteStoreOptions store_options() const;
  PostgresStoreOptions server_options() const;
  Result<const RmmSet*> rmms();
  /// Where notices go; null when nowhere.
  Result<Notifier*> notifier();
  /// Null when the settings name no mail server.
  Result<Mailer*> mailer();
  /// Who got no mail so far, though others did.
  const std::vector<MailRefusal>& refused() const noexcept { return refused_; }

 private:
  const Settings& settings_;
  std::ostream& out_;
  std::ostream& err_;
  Watch& watch_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Store> store_;
  std::optional<Rmms> rmms_;
  std::unique_ptr<Notifier> notifier_;
  std::unique_ptr<Mailer> mailer_;
  std::vector<MailRefusal> refused_;
};

/// `not_found` for a name that was mistyped, which is no tenant without customers.
Result<void> check_tenant(Store& store, const TenantId& tenant, const std::string& database);

/// What nearly every command needs; the session's watch looks on.
Result<Desk> open_desk(Session& session, bool create = false);

/// What a subcommand does once the arguments are read.
using Command = std::function<Result<Exit>(Session&)>;

}  // namespace billbyagent::cli
