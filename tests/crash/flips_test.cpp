// Single bits that fall over in a file: what is billed from it is what it was, or an error.

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "crash/played.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;

namespace {

/// Bits to try: some by default, as many as wanted for a campaign.
int flips() {
  const char* wanted = std::getenv("BILLBYAGENT_FLIPS");
  return wanted ? std::atoi(wanted) : 150;
}

/// The lines that there are once July and August were billed; an error: nobody is billed.
Result<std::set<std::string>> billed(const StoreFile& file) {
  auto store = open_sqlite_store(file.options());
  if (!store) return store.error();
  const FixedClock clock{Date{2026, 8, 1}};
  const auto report = post_available({**store, world::tenant, clock}, {.stale_days = 0});
  if (!report) return report.error();
  for (const auto& contract : report->contracts)
    if (contract.error) return *contract.error;
  if (report->stopped) return *report->stopped;
  auto reading = (*store)->begin(world::tenant, Access::read);
  if (!reading) return reading.error();
  std::set<std::string> lines;
  auto ids = (*reading)->contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto posted = (*reading)->posted_lines(id);
    if (!posted) return posted.error();
    for (const auto& entry : *posted)
      lines.insert(to_string(entry.line.key) + " " + to_string(entry.line) + " " +
                   entry.line.service_name + " " + entry.line.tax_category + " " +
                   std::string{to_string(entry.state)} + " " + entry.invoice_number);
  }
  return lines;
}

}  // namespace

TEST_CASE("SQLite: of bits that fall over none changes what is billed without an error") {
  const Played played;
  const std::string bytes = played.last().read();
  const StoreFile whole;
  whole.write(bytes);
  const auto expected = billed(whole).value();
  REQUIRE(expected.size() > 8);
  const char* seed = std::getenv("BILLBYAGENT_SEED");
  std::mt19937 random{seed ? static_cast<std::uint32_t>(std::atoi(seed)) : 20'261'127U};
  std::uniform_int_distribution<std::size_t> anywhere{0, bytes.size() - 1};
  int told = 0;
  const int count = flips();
  for (int i = 0; i < count; ++i) {
    const std::size_t at = bytes.find_first_not_of('\0', anywhere(random));  // where something is
    if (at == std::string::npos) continue;
    const int bit = static_cast<int>(random() % 8);
    CAPTURE(at);
    CAPTURE(bit);
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
    const StoreFile file;
    file.write(damaged);
    const auto lines = billed(file);
    if (!lines)
      ++told;
    else
      CHECK(*lines == expected);
  }
  MESSAGE(count << " flips, " << told << " told");
  CHECK(told > count / 20);
}
