// Unit histories.

#include "handles.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

static_assert(static_cast<int>(ChangeReason::initial) == BBA_CHANGE_INITIAL &&
              static_cast<int>(ChangeReason::nightly_sync) == BBA_CHANGE_NIGHTLY_SYNC &&
              static_cast<int>(ChangeReason::get_units_now) == BBA_CHANGE_GET_UNITS_NOW &&
              static_cast<int>(ChangeReason::manual) == BBA_CHANGE_MANUAL &&
              static_cast<int>(ChangeReason::correction) == BBA_CHANGE_CORRECTION &&
              static_cast<int>(ChangeReason::confirmed_drop) == BBA_CHANGE_CONFIRMED_DROP &&
              static_cast<int>(ChangeReason::confirmed_proposal) == BBA_CHANGE_CONFIRMED_PROPOSAL &&
              static_cast<int>(ChangeReason::confirmed_rise) == BBA_CHANGE_CONFIRMED_RISE);

bba_status bba_units_new(bba_units** out, bba_date effective_date, int64_t units,
                         bba_error** error) {
  return give_handle(error, out, [&] {
    const Date day = day_of(effective_date, "effective_date");
    return std::make_unique<bba_units>(bba_units{UnitHistory::starting(day, units).value()});
  });
}

bba_status bba_units_record(bba_units* units, bba_date effective_date, int64_t count,
                            bba_error** error) {
  return guard(error, [&] {
    UnitHistory& history = required(units, "units").history;
    // Recorded on a copy: the history keeps two lists, and memory may run out between them.
    UnitHistory changed = history;
    if (changed.record(day_of(effective_date, "effective_date"), count).value())
      history = std::move(changed);
  });
}

bba_status bba_units_on(int64_t* out, const bba_units* units, bba_date day, bba_error** error) {
  return give(error, out, 0, [&] {
    return required(units, "units").history.units_on(day_of(day, "day")).value_or(BBA_NO_UNITS);
  });
}

size_t bba_units_count(const bba_units* units) {
  return units ? units->history.changes().size() : 0;
}

bba_status bba_units_get(bba_unit_change* out, const bba_units* units, size_t index,
                         bba_error** error) {
  return give_struct(error, out, bba_unit_change BBA_UNIT_CHANGE_INIT, [&](bba_unit_change& made) {
    const auto& change = item_of(required(units, "units").history.changes(), index, "change");
    made.effective_date = epoch_days(change.effective);
    made.units = change.units;
    made.reason = code_of(change.reason, ChangeReason::confirmed_proposal);
    made.sequence = change.sequence;
    made.note = change.note.c_str();
    made.author = change.author.c_str();
    made.recorded = change.recorded.ms;
  });
}

void bba_units_free(bba_units** units) { free_handle(units); }
