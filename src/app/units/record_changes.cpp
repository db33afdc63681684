#include "app/units/record_changes.hpp"

#include <iterator>
#include <utility>

namespace billbyagent::app {

namespace {

template <class T>
void move_behind(std::vector<T>& all, std::vector<T>& more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

void append(ServiceChanges& changes, ServiceChanges more) {
  ensure(!changes.ending || !more.ending, "what was open ends twice");
  move_behind(changes.units, more.units);
  move_behind(changes.events, more.events);
  move_behind(changes.held, more.held);
  if (more.ending) changes.ending = std::move(more.ending);
}

Result<void> record(Transaction& transaction, const ServiceKey& key,
                    const ServiceChanges& changes) {
  for (const auto& change : changes.units)
    if (auto written = transaction.append_unit_change(key, change); !written)
      return written.error();
  if (!changes.events.empty())
    if (auto written = transaction.append_machine_events(key, changes.events); !written)
      return written;
  if (changes.ending)
    if (auto ended = transaction.end_held_readings(key, *changes.ending); !ended) return ended;
  for (const auto& added : changes.held) {
    if (auto written = transaction.append_held_reading(key, added.reading); !written)
      return written;
    if (added.ending)
      if (auto ended = transaction.end_held_readings(key, *added.ending); !ended) return ended;
  }
  return {};
}

}  // namespace billbyagent::app
