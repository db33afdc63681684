#include "billbyagent/base/names.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>

#include "billbyagent/adapters/file_provider.hpp"
#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "billbyagent/adapters/memory/provider.hpp"
#include "billbyagent/adapters/meshcentral.hpp"
#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/domain/billing.hpp"
#include "billbyagent/ports/store.hpp"

using namespace billbyagent;

namespace {

/// What the compiler calls the value: the enumerator, or a cast for a number that is none.
template <class E, E Value>
constexpr std::string_view spelled() {
  std::string_view text = __PRETTY_FUNCTION__;
  text = text.substr(text.find("Value = ") + 8);
  text = text.substr(0, text.find_first_of(";]"));
  return text.substr(text.find_last_of(':') + 1);
}

template <class E, std::size_t... Index>
void check_spelling(std::index_sequence<Index...>) {
  const auto check_one = [](std::size_t i, std::string_view enumerator) {
    CAPTURE(i);
    CHECK(names_of<E>[i] == enumerator);
  };
  (check_one(Index, spelled<E, static_cast<E>(Index)>()), ...);
}

template <class E>
concept HasName = requires(E value) {
  parse_name<E>(to_string(value));
};
enum class Nameless { first };

}  // namespace

TEST_CASE_TEMPLATE("every value has the name of its enumerator", E, Access, AgentState, BatchStatus,
                   BillingTiming, ChangeReason, ChargePart, ContractStatus, Counting, CreditBatches,
                   CycleLength, DayCount, DecreaseRule, EffectiveDay, FileFormat, HeldCause,
                   HeldEnd, IncreaseRule, LineKind, LineState, MachineMove, Measure,
                   MemoryProvider::Call, MeshCentralOrganizations, NoticeKind, Overlaps,
                   PolicyPreset, PostingOutcome, PriceModel, Rounding, RoundingStep, SaveOutcome,
                   Settlement, SubGroups, SyncStatus, Trailer, Trust, Verdict, VsaxDetails,
                   VsaxDevices, ZeroLines) {
  constexpr std::size_t count = names_of<E>.size();
  check_spelling<E>(std::make_index_sequence<count>{});
  // A value that was added without a name would be the next one.
  CHECK(spelled<E, static_cast<E>(count)>().find(')') != std::string_view::npos);

  std::set<std::string> seen;
  for (const E value : every<E>()) {
    const std::string name{to_string(value)};
    CAPTURE(name);
    CHECK(!name.empty());
    CHECK(seen.insert(name).second);
    CHECK(parse_name<E>(name) == value);
  }
  CHECK(seen.size() == count);
  CHECK(to_string(static_cast<E>(count)) == "unknown");
  CHECK(to_string(static_cast<E>(255)) == "unknown");
}

TEST_CASE("a name is read exactly as it is written") {
  static_assert(parse_name<Trust>("propose") == Trust::propose);
  static_assert(to_string(Trust::observe) == "observe");
  static_assert(every<Trust>()[2] == Trust::observe);
  for (const auto* text : {"", "Propose", "propose ", "prop", "unknown", "1"}) {
    CAPTURE(std::string{text});
    CHECK(!parse_name<Trust>(text));
  }
}

TEST_CASE("only an enumeration with a table has names") {
  static_assert(NamedEnum<Verdict> && HasName<Verdict>);
  static_assert(!NamedEnum<Nameless> && !HasName<Nameless>);
  static_assert(!NamedEnum<Errc> && !NamedEnum<int> && !NamedEnum<Error>);
}
