#include "billbyagent/adapters/work_queue.hpp"

#include <algorithm>
#include <utility>

#include "billbyagent/described/seal.hpp"
#include "store_sql/session.hpp"
#include "store_sql/sql.hpp"
#include "store_sql/work_sql.hpp"

namespace billbyagent {
namespace sql {
namespace {

/// Of transactions that look at the work of many tenants.
constexpr const char* no_tenant = "none";

Error lost(const WorkClaim& claim) {
  return {Errc::store_busy, std::string{to_string(claim.night.occasion)} + " " +
                                to_string(claim.night.day) + " of tenant " +
                                claim.night.tenant.text() + ", " +
                                std::string{to_string(claim.item.step)} + " " + claim.item.part +
                                ": it is another worker's by now"};
}

std::int64_t number_of(WorkStep step) { return static_cast<std::int64_t>(step); }

/// The key of what was claimed, and the token.
void bind(Query& query, const WorkClaim& claim) {
  const auto& [night, item, token, attempt, planned] = claim;
  query.bind(night.tenant, night.occasion, night.day, number_of(item.step), item.part, token);
}

Result<bool> holds(Session& session, const WorkClaim& claim) {
  auto& connection = session.tables().connection;
  Query query{connection, "SELECT 1 FROM work WHERE " + std::string{by_claim} + " " +
                              std::string{connection.dialect().hold}};
  bind(query, claim);
  const bool held = query.next();
  if (auto asked = query.end(); !asked) return asked.error();
  return held;
}

/// Counts come from it.
Seal seal_of_page(const Night& night, const std::string& part, std::int64_t number,
                  const std::string& page) {
  return described::Sealer{}.add(night.day).add(part).add(number).add(page).seal();
}

class FencedStore final : public Store {
 public:
  FencedStore(Store& store, WorkClaim claim) : store_(store), claim_(std::move(claim)) {}

  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    auto opened = store_.open(tenant, access);
    if (!opened || access == Access::read) return opened;
    auto held = holds(dynamic_cast<Session&>(**opened), claim_);
    if (!held) return held.error();
    if (!*held) return lost(claim_);
    return opened;
  }
  Result<std::vector<std::string>> check() override { return store_.check(); }

 private:
  Store& store_;
  WorkClaim claim_;
};

WorkItem read_item(Query& row) {
  WorkItem item;
  item.step = static_cast<WorkStep>(row.get<std::int64_t>());
  item.part = row.get<std::string>();
  item.from_account = row.get<std::string>();
  item.to_account = row.get<std::string>();
  item.host = row.get<std::string>();
  return item;
}

WorkClaim read_claim(Query& row) {
  WorkClaim claim{.night = {row.get<TenantId>(), row.get<Occasion>(), row.get<Date>()}};
  claim.item = read_item(row);
  claim.token = row.get<std::string>();
  claim.attempt = row.get<std::int64_t>();
  claim.planned = row.get<Instant>();
  return claim;
}

class SqlWorkQueue final : public WorkQueue {
 public:
  SqlWorkQueue(Store& store, WorkQueueOptions options) : store_(store), options_(options) {}

  Result<bool> has_night(const TenantId& tenant, Occasion occasion, Date from,
                         Date through) override;
  Result<bool> plan(const Night& night, const std::vector<WorkItem>& work) override;
  Result<std::optional<WorkClaim>> claim(const WorkWish& wish) override;
  Result<void> renew(const WorkClaim& claim, std::chrono::milliseconds lease) override;
  Result<void> finish(const WorkClaim& claim, const std::string& result) override;
  Result<void> put_off(const WorkClaim& claim, std::chrono::milliseconds pause) override;
  Result<void> keep(const WorkClaim& claim, std::int64_t first,
                    const std::vector<std::string>& pages) override;
  Result<std::vector<std::string>> kept(const Night& night, const std::string& part,
                                        std::int64_t first, std::int64_t most) override;
  Result<std::vector<WorkDone>> done(const Night& night) override;
  Result<std::int64_t> left(const std::vector<TenantId>& tenants) override;
  Result<WorkFigures> figures(const std::vector<TenantId>& tenants) override;
  Result<void> forget_before(const TenantId& tenant, Date day) override;
  std::unique_ptr<Store> fenced(const WorkClaim& claim) override {
    return std::make_unique<FencedStore>(store_, claim);
  }

 private:
  /// Calls `work` with a transaction, and commits it when it was for writing.
  template <class Work>
  auto in_transaction(const TenantId& tenant, Access access, const Work& work)
      -> decltype(work(std::declval<Session&>()));
  /// Changes a row that is claimed.
  template <class... Values>
  Result<void> change(const WorkClaim& claim, const std::string& set, const Values&... values);
  Result<bool> plan_in(Session& session, const Night& night, const std::vector<WorkItem>& work);
  Result<std::optional<WorkClaim>> claim_in(Session& session, const WorkWish& wish);

  Store& store_;
  WorkQueueOptions options_;
};

template <class Work>
auto SqlWorkQueue::in_transaction(const TenantId& tenant, Access access, const Work& work)
    -> decltype(work(std::declval<Session&>())) {
  auto opened = store_.open(tenant, access);
  if (!opened) return opened.error();
  auto& session = dynamic_cast<Session&>(**opened);
  auto result = work(session);
  if (!result || access == Access::read) return result;
  if (auto committed = session.commit(); !committed) return committed.error();
  return result;
}

Result<bool> SqlWorkQueue::has_night(const TenantId& tenant, Occasion occasion, Date from,
                                     Date through) {
  return in_transaction(tenant, Access::read, [&](Session& session) -> Result<bool> {
    auto days = list<Date>(session.tables(),
                           select("day", "night", "AND occasion=?2 AND day BETWEEN ?3 AND ?4"),
                           occasion, from, through);
    if (!days) return days.error();
    return !days->empty();
  });
}

Result<bool> SqlWorkQueue::plan_in(Session& session, const Night& night,
                                   const std::vector<WorkItem>& work) {
  const Tables tables = session.tables();
  const std::string now{tables.connection.dialect().now};
  {
    Query insert{tables, "INSERT INTO night (tenant, occasion, day, planned) VALUES (?1,?2,?3," +
                             now + ") ON CONFLICT (tenant, occasion, day) DO NOTHING RETURNING 1"};
    insert.bind(night.occasion, night.day);
    const bool is_new = insert.next();
    while (insert.next()) {
    }
    if (auto inserted = insert.end(); !inserted) return inserted.error();
    if (!is_new) return false;
  }
  Query insert{tables,
               "INSERT INTO work (tenant, occasion, day, step, part, from_account, to_account, "
               "host, planned, ready, token, lease_until, attempt, result) SELECT "
               "tenant, occasion, day, ?4, ?5, ?6, ?7, ?8, planned, planned, '', 0, 0, '' "
               "FROM night WHERE tenant=?1 AND occasion=?2 AND day=?3"};
  for (const auto& item : work)
    insert.run(night.occasion, night.day, number_of(item.step), item.part, item.from_account,
               item.to_account, item.host);
  if (auto inserted = insert.end(); !inserted) return inserted.error();
  return true;
}

Result<bool> SqlWorkQueue::plan(const Night& night, const std::vector<WorkItem>& work) {
  return in_transaction(night.tenant, Access::write,
                        [&](Session& session) { return plan_in(session, night, work); });
}

Result<std::optional<WorkClaim>> SqlWorkQueue::claim_in(Session& session, const WorkWish& wish) {
  auto& connection = session.tables().connection;
  const Dialect& dialect = connection.dialect();
  const bool reads =
      std::find(wish.steps.begin(), wish.steps.end(), WorkStep::read) != wish.steps.end();
  if (reads && !dialect.readers.empty()) {
    Query alone{connection, std::string{dialect.readers}};
    alone.next();
    if (auto locked = alone.end(); !locked) return locked.error();
  }
  std::optional<WorkClaim> claimed;
  const auto claim_of = [&](const InList<TenantId>& tenants) -> Result<void> {
    if (claimed) return {};
    Query query{connection, claim_sql(dialect, tenants.condition("w.tenant"), options_.skip_locked,
                                      2 + tenants.parameters(), wish.steps)};
    query.bind(static_cast<std::int64_t>(wish.lease.count()));
    tenants.bind(query);
    query.bind(static_cast<std::int64_t>(wish.readers_per_host));
    while (query.next()) claimed = read_claim(query);
    return query.end();
  };
  if (auto asked = in_lists(session.tables(), wish.tenants, claim_of); !asked) return asked.error();
  return claimed;
}

Result<std::optional<WorkClaim>> SqlWorkQueue::claim(const WorkWish& wish) {
  if (wish.tenants.empty() || wish.steps.empty()) return std::optional<WorkClaim>{};
  // Not a list that is longer than the work.
  constexpr std::size_t most = 500;
  for (std::size_t at = 0; at < wish.tenants.size(); at += most) {
    WorkWish some = wish;
    some.tenants.assign(wish.tenants.begin() + static_cast<std::ptrdiff_t>(at),
                        wish.tenants.begin() +
                            static_cast<std::ptrdiff_t>(std::min(at + most, wish.tenants.size())));
    auto claimed = in_transaction(TenantId{no_tenant}, Access::write,
                                  [&](Session& session) { return claim_in(session, some); });
    if (!claimed || *claimed) return claimed;
  }
  return std::optional<WorkClaim>{};
}

template <class... Values>
Result<void> SqlWorkQueue::change(const WorkClaim& claim, const std::string& set,
                                  const Values&... values) {
  auto changed =
      in_transaction(claim.night.tenant, Access::write, [&](Session& session) -> Result<bool> {
        auto& connection = session.tables().connection;
        Query query{connection, at_present("UPDATE work SET " + set + " WHERE " +
                                               std::string{by_claim} + " RETURNING 1",
                                           connection.dialect())};
        bind(query, claim);
        query.bind(values...);
        const bool ours = query.next();
        while (query.next()) {
        }
        if (auto asked = query.end(); !asked) return asked.error();
        return ours;
      });
  if (!changed) return changed.error();
  return *changed ? Result<void>{} : lost(claim);
}

Result<void> SqlWorkQueue::renew(const WorkClaim& claim, std::chrono::milliseconds lease) {
  return change(claim, "lease_until = NOW + ?7", static_cast<std::int64_t>(lease.count()));
}

Result<void> SqlWorkQueue::finish(const WorkClaim& claim, const std::string& result) {
  return change(claim, "done = NOW, result = ?7", result);
}

Result<void> SqlWorkQueue::put_off(const WorkClaim& claim, std::chrono::milliseconds pause) {
  return change(claim, "token = '', lease_until = 0, ready = NOW + ?7",
                static_cast<std::int64_t>(pause.count()));
}

Result<void> SqlWorkQueue::keep(const WorkClaim& claim, std::int64_t first,
                                const std::vector<std::string>& pages) {
  const auto write = [&](Session& session) -> Result<bool> {
    auto held = holds(session, claim);
    if (!held || !*held) return held;
    static constexpr std::string_view replaced[] = {"page", "seal"};
    Query save{session.tables(), insert_into("reading_page", "day, rmm, number, page, seal") +
                                     or_update("day, rmm, number", replaced)};
    auto number = first;
    for (const auto& page : pages) {
      save.run(claim.night.day, claim.item.part, number, page,
               seal_of_page(claim.night, claim.item.part, number, page));
      ++number;
    }
    if (auto saved = save.end(); !saved) return saved.error();
    return true;
  };
  auto written = in_transaction(claim.night.tenant, Access::write, write);
  if (!written) return written.error();
  return *written ? Result<void>{} : lost(claim);
}

Result<std::vector<std::string>> SqlWorkQueue::kept(const Night& night, const std::string& part,
                                                    std::int64_t first, std::int64_t most) {
  using Pages = std::vector<std::string>;
  return in_transaction(night.tenant, Access::read, [&](Session& session) -> Result<Pages> {
    Pages pages;
    const auto read = each_row(
        session.tables(),
        select("number, page, seal", "reading_page",
               "AND day=?2 AND rmm=?3 AND number>=?4 ORDER BY number LIMIT ?5"),
        [&](Query& row) {
          const auto number = row.get<std::int64_t>();
          auto page = row.get<std::string>();
          const bool follows = number == first + static_cast<std::int64_t>(pages.size());
          if (!follows || row.get<Seal>() != seal_of_page(night, part, number, page))
            row.fail({Errc::store_failed,
                      "page " + std::to_string(number) + " of a reading of " +
                          to_string(night.day) + " as stored: not what was recorded; " +
                          std::string{session.tables().connection.place()} + " is damaged"});
          pages.push_back(std::move(page));
        },
        night.day, part, first, most);
    if (!read) return read.error();
    return pages;
  });
}

Result<std::vector<WorkDone>> SqlWorkQueue::done(const Night& night) {
  return in_transaction(
      night.tenant, Access::read, [&](Session& session) -> Result<std::vector<WorkDone>> {
        std::vector<WorkDone> all;
        const auto read = each_row(
            session.tables(),
            select("step, part, from_account, to_account, host, result, done", "work",
                   "AND occasion=?2 AND day=?3 AND done IS NOT NULL ORDER BY step, part"),
            [&](Query& row) {
              WorkDone one{.item = read_item(row)};
              one.result = row.get<std::string>();
              one.done = row.get<Instant>();
              all.push_back(std::move(one));
            },
            night.occasion, night.day);
        if (!read) return read.error();
        return all;
      });
}

Result<std::int64_t> SqlWorkQueue::left(const std::vector<TenantId>& tenants) {
  auto found = figures(tenants);
  if (!found) return found.error();
  return found->items_waiting + found->items_claimed;
}

Result<WorkFigures> SqlWorkQueue::figures(const std::vector<TenantId>& tenants) {
  return in_transaction(
      TenantId{no_tenant}, Access::read, [&](Session& session) -> Result<WorkFigures> {
        WorkFigures all;
        const Tables tables = session.tables();
        const auto add = [&](const InList<TenantId>& some) -> Result<void> {
          const std::string of_tenants = some.condition("n.tenant");
          Query query{tables, figures_sql(tables.connection.dialect(), of_tenants)};
          some.bind(query);
          while (query.next()) add_figures(query, all);
          return query.end();
        };
        if (auto read = in_lists(tables, tenants, add); !read) return read.error();
        return all;
      });
}

Result<void> SqlWorkQueue::forget_before(const TenantId& tenant, Date day) {
  auto forgotten = in_transaction(tenant, Access::write, [&](Session& session) -> Result<bool> {
    // Not those of a night that is still worked on.
    const std::string old =
        " WHERE tenant=?1 AND day<?2 AND NOT EXISTS (SELECT 1 FROM work o WHERE o.tenant=?1 AND "
        "o.day=";
    for (const std::string table : {"reading_page", "work"}) {
      std::string condition = old + table + ".day AND o.done IS NULL)";
      Query drop{session.tables(), "DELETE FROM " + table + condition};
      drop.run(day);
      if (auto dropped = drop.end(); !dropped) return dropped.error();
    }
    return true;
  });
  if (!forgotten) return forgotten.error();
  return {};
}

}  // namespace
}  // namespace sql

Result<std::unique_ptr<WorkQueue>> make_work_queue(Store& store, WorkQueueOptions options) {
  auto session = store.open(TenantId{sql::no_tenant}, Access::read);
  if (!session) return session.error();
  if (!dynamic_cast<sql::Session*>(session->get()))
    return Error{Errc::invalid_argument, "only SQL databases keep work for several"};
  return std::unique_ptr<WorkQueue>{std::make_unique<sql::SqlWorkQueue>(store, options)};
}

}  // namespace billbyagent
