// Power that goes at any operation of the disk: what was committed is there, nothing is there by
// half, and the same steps again lead to the same book.

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <random>

#include "billbyagent/app/verify.hpp"
#include "conformance/store_file.hpp"
#include "crash/business.hpp"
#include "crash/losing_files.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;

namespace {

/// Losses to try: some by default, as many as wanted for a campaign.
int losses() {
  const char* wanted = std::getenv("BILLBYAGENT_POWER_LOSSES");
  return wanted ? std::atoi(wanted) : 60;
}

Result<std::unique_ptr<Store>> open(const StoreFile& file) {
  return open_sqlite_store(file.options());
}

struct Progress {
  std::optional<Error> stopped{};
  std::size_t done = 0;  ///< steps that said so
  Facts facts{};         ///< after the last of them
};

/// The steps from `first` on, until one fails.
Progress go_on(Business& business, const StoreFile& file, std::size_t first) {
  Progress progress{.done = first};
  auto store = open(file);
  while (store && progress.done < Business::steps) {
    if (auto step = business.run(progress.done, **store); !step) {
      progress.stopped = step.error();
      break;
    }
    progress.facts = facts(**store);
    ++progress.done;
  }
  return progress;
}

/// What happens without any fault.
struct Reference {
  std::vector<Facts> after{};  ///< each step
  std::set<std::string> told{};
  int operations = 0;
};

Reference undisturbed() {
  Reference reference;
  const StoreFile file;
  LosingFiles disk;
  disk.lose_power_at(0);
  Business business;
  auto store = open(file).value();
  for (std::size_t step = 0; step < Business::steps; ++step) {
    business.run(step, *store).value();
    reference.after.push_back(facts(*store));
  }
  store.reset();
  reference.told = business.told();
  reference.operations = disk.operations();
  return reference;
}

/// Everything that was said to be done is there, and nothing that was not begun.
void check_kept(Store& store, const Progress& before, const Reference& reference) {
  const Facts now = facts(store);
  const auto& most = reference.after[std::min(before.done, Business::steps - 1)];
  for (const auto& other : now.lines) {
    const bool known = before.facts.lines.contains(other) || most.lines.contains(other);
    CHECK_MESSAGE(known, other);
  }
  CHECK(now.lines.size() >= before.facts.lines.size());
  const FixedClock clock{world::june_1};
  const auto verified = verify({store, world::tenant, clock}).value();
  for (const auto& finding : verified.findings) FAIL_CHECK(finding.subject << ": " << finding.what);
}

}  // namespace

TEST_CASE("SQLite: power lost at any operation loses and doubles nothing") {
  const Reference reference = undisturbed();
  REQUIRE(reference.after.back().lines.size() == 7);
  REQUIRE(reference.told.size() >= 4);
  const int count = losses();
  std::mt19937 random{20'261'127};
  for (int loss = 0; loss < count; ++loss) {
    // Each operation in turn, and then again with other remains.
    const int at = 1 + loss * (reference.operations / std::min(count, reference.operations)) %
                           reference.operations;
    const auto seed = static_cast<std::uint32_t>(random());
    CAPTURE(at);
    CAPTURE(seed);
    Business business;
    const StoreFile left;
    Progress progress;
    {
      const StoreFile file;
      LosingFiles disk;
      disk.lose_power_at(at);
      progress = go_on(business, file, 0);
      LosingFiles::write_what_is_left(file.path(), left.directory(), seed);
    }
    // Now and then the power goes once more, while it recovers.
    if (loss % 3 == 0) {
      const StoreFile again;
      {
        LosingFiles disk;
        disk.lose_power_at(1 + static_cast<int>(random() % 12));
        const auto second = go_on(business, left, progress.done);
        if (second.done > progress.done) progress = second;
        LosingFiles::write_what_is_left(left.path(), again.directory(), seed + 1);
      }
      for (const auto& each : std::filesystem::directory_iterator{left.directory()})
        std::filesystem::remove(each.path());
      std::filesystem::copy(again.directory(), left.directory());
    }
    if (auto store = open(left); progress.done > 0) {
      REQUIRE(store);
      check_kept(**store, progress, reference);
    }
    const auto end = go_on(business, left, progress.done);
    if (end.stopped) FAIL("step " << end.done << ": " << to_string(*end.stopped));
    REQUIRE(end.done == Business::steps);
    const auto store = open(left).value();
    CHECK(facts(*store) == reference.after.back());
    CHECK(business.told() == reference.told);
    check_kept(*store, end, reference);
  }
}
