#include "host_store.hpp"

#include <algorithm>
#include <chrono>

namespace bms {
namespace {

using bba::Result;

bba::Account account_of(const Customer& row) {
  return {bba::AccountId{row.number}, row.name, row.organization, row.overlaps,
          row.other_organizations};
}

void save(std::map<std::string, Customer>& customers, const bba::Account& account) {
  Customer& row = customers[account.id.text()];  // what the BMS alone knows stays
  row.number = account.id.text();
  row.name = account.name;
  row.organization = account.organization;
  row.overlaps = account.overlaps;
  row.other_organizations = account.links;
}

/// What was saved was checked; what the screens of the BMS wrote is checked here.
Result<bba::Contract> contract_of(const Agreement& row) {
  auto terms = row.terms;
  terms.id = bba::ContractId{row.number};
  terms.name = row.title;
  terms.account = bba::AccountId{row.customer};
  terms.status = row.active ? bba::ContractStatus::active : bba::ContractStatus::inactive;
  terms.recipients = row.mail_to;
  return bba::Contract::create(std::move(terms));
}

void save(std::map<std::string, Agreement>& agreements, const bba::Contract& contract) {
  const auto& terms = contract.terms();
  const std::string number = terms.id.text();
  Agreement& row = agreements.try_emplace(number, Agreement{.terms = terms}).first->second;
  row.number = number;
  row.customer = terms.account.text();
  row.title = terms.name;
  row.active = terms.status == bba::ContractStatus::active;
  row.mail_to = terms.recipients;
  row.terms = terms;
}

/// The id is free for nobody: the rules ask for tombstones before they save.
void bury(Tables& tables, const bba::Tombstone& tombstone) {
  const auto is_of_it = [&](const auto& row) {
    return tombstone.is_of(row.first.contract, row.first.service);
  };
  std::erase_if(tables.services, is_of_it);
  if (tombstone.service)
    std::erase_if(tables.agreements.at(tombstone.contract.text()).terms.services,
                  [&](const bba::Service& service) { return service.id() == *tombstone.service; });
  else
    tables.agreements.erase(tombstone.contract.text());
  tables.tombstones.push_back(tombstone);
}

template <class List, class Id>
auto row_of(List& list, Id id) {
  return std::find_if(list.begin(), list.end(), id);
}
auto is_batch(const bba::BatchId& id) {
  return [&id](const bba::BatchOnRecord& row) { return row.batch.id == id; };
}
auto is_notice(const bba::NoticeId& id) {
  return [&id](const bba::NoticeOnRecord& row) { return row.notice.id == id; };
}
auto is_run(const bba::RunId& id) {
  return [&id](const bba::RunRecord& row) { return row.id == id; };
}

/// One transaction of one MSP.
class Session final : public bba::StoreSession {
 public:
  Session(Database& database, std::string msp, bba::Access access)
      : database_(database),
        msp_(std::move(msp)),
        access_(access),
        tables_(database.tables_of(msp_)) {}
  ~Session() override {
    if (access_ == bba::Access::write) database_.leave();
  }

  Result<std::vector<bba::Dossier>> load(std::span<const bba::ContractId> ids,
                                         bba::Wanted wanted) override {
    // One query for each wanted part, over all ids, where the tables are on another host.
    std::vector<bba::Dossier> loaded;
    for (const auto& id : ids) {
      const auto row = tables_->agreements.find(id.text());
      if (row == tables_->agreements.end()) continue;
      auto dossier = dossier_of(row->second);
      if (!dossier) return dossier.error();
      loaded.push_back(part_of(*dossier, wanted));
    }
    return loaded;
  }

  Result<bba::Found> find(const bba::Keys& keys) override {
    bba::Found found;
    for (const auto& id : keys.accounts)
      if (const auto row = tables_->customers.find(id.text()); row != tables_->customers.end())
        found.accounts.push_back(account_of(row->second));
    const auto look = [](const auto& rows, const auto& ids, auto is, auto& into) {
      for (const auto& id : ids)
        if (const auto row = row_of(rows, is(id)); row != rows.end()) into.push_back(*row);
    };
    look(tables_->batches, keys.batches, is_batch, found.batches);
    look(tables_->notices, keys.notices, is_notice, found.notices);
    look(tables_->runs, keys.runs, is_run, found.runs);
    return found;
  }

  Result<std::vector<bba::Account>> accounts() override {
    std::vector<bba::Account> all;
    for (const auto& [number, row] : tables_->customers) all.push_back(account_of(row));
    return all;
  }

  Result<std::vector<bba::ContractId>> contract_ids() override {
    std::vector<bba::ContractId> ids;
    for (const auto& [number, row] : tables_->agreements) ids.emplace_back(number);
    return ids;
  }

  Result<std::vector<bba::ServiceKey>> services_with(std::optional<bba::Date> since) override {
    // An index over the days of events, and one over open held readings, in a database.
    std::vector<bba::ServiceKey> keys;
    for (const auto& [key, row] : tables_->services)
      if (since ? std::any_of(row.events.begin(), row.events.end(),
                              [&](const auto& event) { return event.seen >= *since; })
                : !row.held.empty())
        keys.push_back(key);
    return keys;
  }

  Result<std::vector<bba::Batch>> batches(const std::optional<bba::ContractId>& of) override {
    std::vector<bba::Batch> listed;
    for (const auto& row : tables_->batches)
      if (!of || row.batch.contract == *of) listed.push_back(row.batch);
    return listed;
  }

  Result<std::vector<bba::NoticeOnRecord>> pending_notices(std::size_t limit) override {
    std::vector<bba::NoticeOnRecord> pending;
    for (const auto& row : tables_->notices)
      if (!row.delivered) pending.push_back(row);
    std::stable_sort(pending.begin(), pending.end(),
                     [](const auto& a, const auto& b) { return a.attempts < b.attempts; });
    if (pending.size() > limit)
      pending.erase(pending.begin() + std::ptrdiff_t(limit), pending.end());
    return pending;
  }

  Result<std::vector<bba::RunRecord>> runs(std::size_t limit) override {
    const auto count = std::ptrdiff_t(std::min(limit, tables_->runs.size()));
    return std::vector(tables_->runs.rbegin(), tables_->runs.rbegin() + count);
  }

  Result<std::vector<bba::ReadingRecord>> readings(std::size_t limit) override {
    std::vector<bba::ReadingRecord> newest;
    for (auto row = tables_->readings.rbegin(); row != tables_->readings.rend(); ++row)
      if (newest.size() < limit) newest.push_back(row->second);
    return newest;
  }

  Result<std::vector<bba::Tombstone>> tombstones() override { return tables_->tombstones; }

  Result<void> write(const bba::Changes& changes) override {
    Tables next = *tables_;
    for (const auto& [id, account] : changes.accounts) save(next.customers, account);
    for (const auto& [id, change] : changes.contracts) save(next.agreements, change.after);
    for (const auto& [key, change] : changes.services)
      apply(change, next.services[key], bba::Wanted::everything());
    if (auto written = write_batches(next, changes); !written) return written;
    for (const auto& notice : changes.notices)
      next.notices.push_back({notice, 0, false, std::int64_t(next.notices.size()), {}});
    for (const auto& claim : changes.claims)
      row_of(next.notices, is_notice(claim.notice))->claimed = claim.since;
    for (const auto& mark : changes.deliveries) {
      const auto row = row_of(next.notices, is_notice(mark.notice));
      row->claimed.reset();
      mark.failure ? void(++row->attempts) : void(row->delivered = true);
    }
    next.runs.insert(next.runs.end(), changes.runs.begin(), changes.runs.end());
    for (const auto& [number, reading] : changes.readings)
      next.readings.insert_or_assign(number, reading);
    for (const auto& tombstone : changes.tombstones) bury(next, tombstone);
    database_.replace(msp_, std::make_shared<const Tables>(std::move(next)));  // COMMIT
    return {};
  }

 private:
  Result<bba::Dossier> dossier_of(const Agreement& row) const {
    auto contract = contract_of(row);
    if (!contract) return within("agreement " + row.number, contract.error());
    bba::Dossier dossier{.id = contract->id(), .contract = *contract};
    for (const auto& service : contract->terms().services) {
      const auto& id = service.terms().id;
      if (const auto kept = tables_->services.find({dossier.id, id});
          kept != tables_->services.end())
        dossier.services[id] = kept->second;
    }
    for (const auto& [batch, lines, states] : tables_->batches) {
      if (batch.contract != dossier.id) continue;
      ++dossier.batch_count;
      for (const auto& line : lines) dossier.lines.push_back(posted_in(batch, line));
    }
    std::stable_sort(dossier.lines.begin(), dossier.lines.end(), bba::by_service_and_period);
    return dossier;
  }

  static Result<void> write_batches(Tables& next, const bba::Changes& changes) {
    for (const auto& [batch, lines] : changes.batches) {
      if (row_of(next.batches, is_batch(batch.id)) != next.batches.end())  // UNIQUE
        return bba::Error{bba::Errc::conflicts, "batch " + batch.id.text()};
      next.batches.push_back({batch, lines, {}});
    }
    for (const auto& record : changes.states) {
      const auto row = row_of(next.batches, is_batch(record.batch));
      row->states.push_back(record);
      advance(row->batch, record);
    }
    return {};
  }

  Database& database_;
  std::string msp_;
  bba::Access access_;
  std::shared_ptr<const Tables> tables_;  // the snapshot of this transaction
};

}  // namespace

std::shared_ptr<const Tables> Database::tables_of(const std::string& msp) const {
  const std::lock_guard lock{mutex_};
  const auto found = tables_.find(msp);
  return found == tables_.end() ? std::make_shared<const Tables>() : found->second;
}

void Database::replace(const std::string& msp, std::shared_ptr<const Tables> tables) {
  const std::lock_guard lock{mutex_};
  tables_[msp] = std::move(tables);
}

bool Database::enter() { return writer_.try_acquire_for(std::chrono::seconds{10}); }
void Database::leave() { writer_.release(); }

Result<std::unique_ptr<bba::StoreSession>> HostStore::open(const bba::TenantId& tenant,
                                                           bba::Access access) {
  if (access == bba::Access::write && !database_.enter())
    return bba::Error{bba::Errc::store_busy, "another writer did not end in time"};
  return std::unique_ptr<bba::StoreSession>{
      std::make_unique<Session>(database_, tenant.text(), access)};
}

}  // namespace bms
