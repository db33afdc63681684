// Stores with one fault each, such as a first attempt has them, and the behaviour that tells.
// docs/stores.md has the common ones.

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <set>

#include "billbyagent/conformance/store.hpp"
#include "conformance/faulty_store.hpp"
#include "conformance/holds.hpp"

namespace billbyagent::tests {
namespace {

using conformance::StoreUnderTest;

/// `forgets` keeps nothing when it is opened again.
conformance::Suite suite_of(const StoreFault& fault, bool forgets = false) {
  return conformance::store_suite("faulty", [=] {
    const auto memory = std::make_shared<MemoryStore>();
    const auto open = [=](const auto& behind) {
      return std::make_unique<FaultyStore>(behind, fault);
    };
    return StoreUnderTest{
        .keep = memory, .store = open(memory), .reopen = [=]() -> std::unique_ptr<Store> {
          return open(forgets ? std::make_shared<MemoryStore>() : memory);
        }};
  });
}

std::string up_to(const std::string& text, char end) { return text.substr(0, text.find(end)); }

AccountId lower_case(const AccountId& id) {
  std::string text = id.text();
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return AccountId{text};
}

template <class Change>
auto each_service(Change change) {
  return [change](Dossier& dossier) {
    for (auto& [id, service] : dossier.services) change(service);
  };
}
template <class Change>
auto each_line(Change change) {
  return [change](Dossier& dossier) {
    for (auto& posted : dossier.lines) change(posted.line);
  };
}
/// Changes of the terms of a contract as they are written.
template <class Change>
auto each_contract(Change change) {
  return [change](Changes& changes) {
    for (auto& [id, written] : changes.contracts) {
      auto terms = written.after.terms();
      change(terms);
      written.after = Contract::create(std::move(terms)).value();
    }
  };
}

UnitHistory with_changes(const UnitHistory& history,
                         const std::function<void(std::vector<UnitChange>&)>& change) {
  auto changes = history.changes();
  change(changes);
  UnitHistory changed;
  for (const auto& each : changes) changed.record(each).value();
  return changed;
}

const Caught<StoreFault> of_the_book[] = {
    {"text ends at a null character",
     {.accounts =
          [](auto& all) {
            for (auto& each : all) each.name = up_to(each.name, '\0');
          }},
     "accounts come back as they were saved"},
    {"text has only characters of up to three bytes",
     {.accounts =
          [](auto& all) {
            for (auto& each : all) std::erase(each.name, '\xF0');
          }},
     "accounts come back as they were saved"},
    {"no organization and one without a name are the same",
     {.accounts =
          [](auto& all) {
            for (auto& each : all)
              if (each.organization && each.organization->empty()) each.organization.reset();
          }},
     "accounts come back as they were saved"},
    {"upper and lower case are the same",
     {.written =
          [](auto& changes) {
            std::map<AccountId, Account> rows;
            for (auto& [id, account] : changes.accounts) {
              account.id = lower_case(id);
              rows.insert_or_assign(account.id, account);
            }
            changes.accounts = rows;
          }},
     "accounts come back as they were saved"},
    {"links to other RMMs have no table",
     {.written =
          [](auto& changes) {
            for (auto& [id, each] : changes.accounts) each.links.clear();
          }},
     "an account's links to the other RMMs come, change and go"},
    {"recipients are sorted",
     {.written = each_contract(
          [](auto& terms) { std::sort(terms.recipients.begin(), terms.recipients.end()); })},
     "a contract comes back with every field"},
    {"how far a night is trusted is forgotten",
     {.written = each_contract([](auto& terms) { terms.trust = Trust::automatic; })},
     "a contract comes back with every field"},
    {"a contract is inserted and never updated",
     {.written =
          [](auto& changes) {
            std::erase_if(changes.contracts,
                          [](const auto& each) { return each.second.before.has_value(); });
          }},
     "what may change of a contract changes"},
    {"terms of a saved contract are never updated",
     {.written =
          [](auto& changes) {
            for (auto& [id, change] : changes.contracts) {
              if (!change.before) continue;
              auto terms = change.after.terms();
              terms.cycle = change.before->terms().cycle;
              change.after = Contract::create(std::move(terms)).value();
            }
          }},
     "what was never posted may change"},
    {"what is deleted stays",
     {.written = [](auto& changes) { changes.tombstones.clear(); }},
     "a contract that was never posted is deleted, and its id with it"},
    {"who deleted is forgotten",
     {.tombstones =
          [](auto& all) {
            for (auto& each : all) each.author.clear();
          }},
     "a contract that was never posted is deleted, and its id with it"},
    {"a service is deleted with its whole contract",
     {.written =
          [](auto& changes) {
            for (auto& each : changes.tombstones) each.service.reset();
          }},
     "a service that was never posted is deleted, the rest of its contract stays"},
    {"a group is cut at a hundred",
     {.asked = [](auto& ids) { ids.resize(std::min<std::size_t>(ids.size(), 100)); }},
     "a group of contracts is loaded as each of them alone"},
    {"the tenant is not part of the keys",
     {.one_tenant_for_all = true},
     "tenants see nothing of each other"},
};

const Caught<StoreFault> of_units[] = {
    {"moments are kept to the second",
     {.loaded = each_service([](auto& service) {
        service.units = with_changes(service.units, [](auto& changes) {
          for (auto& each : changes) each.recorded.ms -= each.recorded.ms % 1'000;
        });
      })},
     "unit changes come back in order, every field"},
    {"the last change is lost",
     {.loaded = each_service([](auto& service) {
        service.units = with_changes(service.units, [](auto& changes) {
          if (!changes.empty()) changes.pop_back();
        });
      })},
     "the sequence of a unit change decides"},
    {"events are ordered by day and machine",
     {.loaded = each_service([](auto& service) {
        std::stable_sort(service.events.begin(), service.events.end(),
                         [](const auto& a, const auto& b) { return a.agent < b.agent; });
      })},
     "machine events are kept in order and move the machines along"},
    {"machines do not follow the events",
     {.loaded = each_service([](auto& service) { service.machines.clear(); })},
     "machine events are kept in order and move the machines along"},
    {"the day of events is not asked for",
     {.services_with =
          [](auto& since) {
            if (since) since = Date{1900, 1, 1};
          }},
     "machine events are kept in order and move the machines along"},
    {"a digest stays although machines came and went",
     {.written =
          [](auto& changes) {
            for (auto& [key, each] : changes.services)
              if (!each.events.empty()) each.digest = MachinesDigest{"old"};
          }},
     "the digest of the machines goes along with them and is kept"},
    {"readings that ended are deleted",
     {.loaded = each_service([](auto& service) { service.ended.clear(); })},
     "readings that ended stay on record, with how, by whom, why and when"},
    {"readings do not end",
     {.written =
          [](auto& changes) {
            for (auto& [key, each] : changes.services) each.ending.reset();
          }},
     "held readings stack up until they end"},
    {"proposals are numbered among the open ones",
     {.loaded = each_service([](auto& service) {
        service.last_proposal = service.held.empty() ? 0 : service.held.back().proposal;
      })},
     "proposals are numbered without a gap, also across those that ended"},
};

const Caught<StoreFault> of_lines[] = {
    {"what was opened again stays closed",
     {.written =
          [](auto& changes) {
            for (auto& [id, closing] : changes.closings) closing.reopened.reset();
          }},
     "closed periods leave out no line of an open one, and what touches them opens them"},
    {"lines of open periods are left out with those of closed ones",
     {.loaded =
          [](auto& dossier) {
            if (dossier.closed_end) dossier.lines.clear();
          }},
     "closed periods leave out no line of an open one, and what touches them opens them"},
    {"amounts pass through a double",
     {.found =
          [](auto& found) {
            for (auto& batch : found.batches)
              for (auto& line : batch.lines)
                line.amount = Money::from_minor(
                    static_cast<std::int64_t>(static_cast<double>(line.amount.minor() / 1'024)),
                    line.amount.currency());
          }},
     "a posted batch comes back with every field, integer extremes included"},
    {"a line's share is kept as a fraction in lowest terms",
     {.loaded = each_line([](auto& line) {
        line.share = {7, 10};
      })},
     "lines are listed by service, period and order of posting"},
    {"lines are ordered by their keys",
     {.loaded =
          [](auto& dossier) {
            std::sort(dossier.lines.begin(), dossier.lines.end(),
                      [](const auto& a, const auto& b) { return a.line.key < b.line.key; });
          }},
     "lines are listed by service, period and order of posting"},
    {"batches are listed newest first",
     {.batches = [](auto& batches) { std::reverse(batches.begin(), batches.end()); }},
     "lines are listed by service, period and order of posting"},
    {"lines that were taken back are not loaded",
     {.loaded =
          [](auto& dossier) {
            std::erase_if(dossier.lines, [](const auto& line) { return !line.stands(); });
          }},
     "posting again is told apart from posting something else"},
    {"batches are counted as they stand",
     {.loaded =
          [](auto& dossier) {
            if (dossier.batch_count > 1) --dossier.batch_count;
          }},
     "lines are listed by service, period and order of posting"},
    {"a refused batch leaves the rest of its transaction",
     {.writes_in_two_steps = true},
     "an id that another contract's batch has taken is seen by the store at the latest"},
    {"a batch keeps the state that it was posted in",
     {.found =
          [](auto& found) {
            for (auto& row : found.batches) row.batch.state = LineState::posted;
          }},
     "only the steps of a line's life are allowed"},
    {"the last record's invoice number counts, also without one",
     {.batches =
          [](auto& batches) {
            for (auto& batch : batches) batch.invoice_number.clear();
          }},
     "a batch goes through its states, each a record"},
};

const Caught<StoreFault> of_the_outbox[] = {
    {"recipients are a set",
     {.written =
          [](auto& changes) {
            for (auto& each : changes.notices) {
              const std::set<std::string> once{each.recipients.begin(), each.recipients.end()};
              each.recipients.assign(once.begin(), once.end());
            }
          }},
     "notices wait in the order of writing until they are delivered"},
    {"notices wait in the order of their ids",
     {.pending =
          [](auto& pending) {
            std::sort(pending.begin(), pending.end(), [](const auto& a, const auto& b) {
              return a.notice.id.text() < b.notice.id.text();
            });
          }},
     "notices wait in the order of writing until they are delivered"},
    {"what fails keeps the others waiting",
     {.pending =
          [](auto& pending) {
            std::sort(pending.begin(), pending.end(),
                      [](const auto& a, const auto& b) { return a.number < b.number; });
          }},
     "failed deliveries are counted and leave the notice waiting, behind the others"},
    {"a notice that was delivered is written again",
     {.found =
          [](auto& found) {
            std::erase_if(found.notices, [](auto& each) { return each.delivered; });
          }},
     "notices wait in the order of writing until they are delivered"},
    {"runs are listed oldest first",
     {.runs = [](auto& runs) { std::reverse(runs.begin(), runs.end()); }},
     "runs are kept, newest first"},
    {"readings are listed oldest first",
     {.readings = [](auto& readings) { std::reverse(readings.begin(), readings.end()); }},
     "readings take numbers as they begin, and end once"},
};

const Caught<StoreFault> of_transactions[] = {
    {"a reader sees what is committed meanwhile",
     {.reads_what_is_newest = true},
     "a reading transaction sees one state and does not write"},
    {"two writers begin from the same state",
     {.lets_writers_in_together = true},
     "writers in several threads come one after the other"},
};

template <class Table>
void check_all(const Table& table) {
  for (const auto& row : table) {
    CAPTURE(row.what);
    CHECK_FALSE(holds(suite_of(row.fault), row.by));
  }
}

}  // namespace

TEST_CASE("each fault of a store fails the behaviour that is about it") {
  REQUIRE_MESSAGE(holds(suite_of({})), "without a fault");
  check_all(of_the_book);
  check_all(of_units);
  check_all(of_lines);
  check_all(of_the_outbox);
  check_all(of_transactions);
}

TEST_CASE("the page of stores names behaviours that there are") {
  std::ifstream page{STORES_PAGE};
  std::set<std::string> sentences;
  for (const auto& behaviour : suite_of({}).behaviours) sentences.insert(behaviour.sentence);
  int named = 0;
  bool in_table = false;
  for (std::string row; std::getline(page, row);) {
    if (row == "| Mistake | Told by |") in_table = true;
    const auto last = row.find(" | ", 2);
    if (!in_table || row.starts_with("| M") || row.starts_with("| -") || last == std::string::npos)
      continue;
    const std::string sentence = row.substr(last + 3, row.size() - last - 5);
    CHECK_MESSAGE(sentences.contains(sentence), sentence);
    ++named;
  }
  CHECK(named > 10);
}

TEST_CASE("a store that keeps nothing fails when it is opened again") {
  const bool forgets = true;
  CHECK_FALSE(holds(suite_of({}, forgets), "accounts come back as they were saved"));
}

}  // namespace billbyagent::tests
