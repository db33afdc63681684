#include "cli/prepared_night.hpp"

#include <algorithm>

#include "billbyagent/app/freshness.hpp"
#include "cli/outside.hpp"
#include "cli/reports_human.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/run_options.hpp"

namespace billbyagent::cli {
namespace {

std::string host_of(const std::string& url) {
  constexpr std::string_view mark = "://";
  const auto scheme = url.find(mark);
  if (scheme == std::string::npos) return {};
  const auto begin = scheme + mark.size();
  return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

/// Hands the pages that were kept of an RMM to a sink.
Result<void> play_agents(WorkQueue& queue, const Night& night, const documents::KeptReading& kept,
                         AgentSink& sink) {
  constexpr std::int64_t pages_at_once = 8;
  for (std::int64_t first = 1; first <= kept.pages; first += pages_at_once) {
    const auto most = std::min(pages_at_once, kept.pages - first + 1);
    auto pages = queue.kept(night, kept.outcome.rmm.text(), first, most);
    if (!pages) return pages.error();
    if (pages->size() != static_cast<std::size_t>(most))
      return Error{Errc::incomplete_scan, "pages of what was read are gone"};
    for (const auto& page : *pages) {
      auto agents = documents::read_kept_agents(page);
      if (!agents) return agents.error();
      sink.page(*agents);
    }
  }
  return {};
}

}  // namespace

Result<Desk> TenantAtWork::desk(Store& store, Date day, Observer* observer) {
  auto clock = make_clock(tenant_.settings.zone);
  if (!clock) return clock.error();
  clock_ = as_of_day(*std::move(clock), day);
  return Desk{store, tenant_.tenant, *clock_, observer};
}

Result<std::vector<RmmHost>> rmm_hosts(const Settings& settings) {
  auto described = described_rmms(settings);
  if (!described) return described.error();
  std::vector<RmmHost> hosts;
  if (!settings.vsa_url.empty()) hosts.push_back({"", host_of(settings.vsa_url)});
  for (const auto& [name, values] : *described) {
    const auto url = values.find("url");
    hosts.push_back({name, url == values.end() ? std::string{} : host_of(url->second)});
  }
  return hosts;
}

Result<std::vector<documents::KeptReading>> kept_readings(const std::vector<WorkDone>& done) {
  std::vector<documents::KeptReading> all;
  for (const auto& one : done) {
    if (one.item.step != WorkStep::read) continue;
    auto kept = documents::read_kept_reading(one.result);
    if (!kept) return kept.error();
    all.push_back(*std::move(kept));
  }
  return all;
}

Result<std::unique_ptr<RecordedRmm>> recorded_rmm(WorkQueue& queue, const Night& night,
                                                  const Settings& settings,
                                                  const RmmProvider& provider,
                                                  const documents::KeptReading& kept) {
  const auto& name = kept.outcome.rmm.text();
  Result<RecordedLists> lists{Error{Errc::internal, {}}};
  if (kept.outcome.error) {
    lists = *kept.outcome.error;
  } else {
    auto page = queue.kept(night, name, 0, 1);
    if (!page) return page.error();
    if (page->empty()) return Error{Errc::incomplete_scan, "the lists of what was read are gone"};
    lists = documents::read_kept_lists(page->front());
    if (!lists) return lists.error();
  }
  auto recorded = std::make_unique<RecordedRmm>(
      provider, std::move(lists),
      [&queue, night, kept](AgentSink& sink) { return play_agents(queue, night, kept, sink); });
  auto described = described_rmms(settings);
  if (!described) return described.error();
  if (const auto at = described->find(name); at != described->end())
    add_stand_ins(*recorded, name, at->second);
  return recorded;
}

Result<void> PreparedNight::play(WorkQueue& queue, NightReadings& records) {
  auto done = queue.done(night_);
  if (!done) return done.error();
  auto readings = kept_readings(*done);
  if (!readings) return readings.error();
  if (readings->empty()) return {};
  auto live = at_.session().rmms();
  if (!live) return live.error();
  recorded_.clear();
  rmms_ = {};
  for (const auto& kept : *readings) {
    const auto& rmm = kept.outcome.rmm;
    if (kept.record.number > 0) records.emplace(rmm, kept.record);
    auto provider = (*live)->find(rmm);
    // One that is not in the settings any more is not configured for its services.
    if (!provider) continue;
    auto recorded = recorded_rmm(queue, night_, at_.tenant().settings, **provider, kept);
    if (!recorded) return within(name_of(rmm), recorded.error());
    recorded_.push_back(*std::move(recorded));
    if (auto added = rmms_.add(rmm, *recorded_.back()); !added) return added;
  }
  return {};
}

Result<const SharedNight*> PreparedNight::counts(Store& store, WorkQueue& queue) {
  const std::lock_guard lock{mutex_};
  if (counts_) return counts_.get();
  NightReadings records;
  if (auto played = play(queue, records); !played) return played.error();
  auto desk = at_.desk(store, night_.day, nullptr);
  if (!desk) return desk.error();
  auto made =
      SharedNight::prepare(*desk, rmms_, nightly_options(at_.session(), rmms_), std::move(records));
  if (!made) return made.error();
  counts_ = *std::move(made);
  return counts_.get();
}

Result<const SharedPosting*> PreparedNight::posting(Store& store) {
  const std::lock_guard lock{mutex_};
  if (posting_) return posting_.get();
  auto desk = at_.desk(store, night_.day, nullptr);
  if (!desk) return desk.error();
  const Settings& settings = at_.tenant().settings;
  if (settings.stale_counts == "refused") {
    const auto rmms = stale_rmms(*desk, settings.stale_days);
    if (!rmms) return rmms.error();
    if (!rmms->empty()) {
      std::ostringstream text;
      print_stale(text, *rmms);
      return Error{Errc::stale_counts, text.str()};
    }
  }
  auto made = SharedPosting::prepare(*desk, automation_options(at_.session()));
  if (!made) return made.error();
  posting_ = *std::move(made);
  return posting_.get();
}

}  // namespace billbyagent::cli
