// Days as text: what is read is a day of the calendar and is written back the same.

#include "billbyagent/domain/date.hpp"

#include "fuzz.hpp"

using namespace billbyagent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = as_text(data, size);
  const auto date = Date::parse(text);
  if (!date) return 0;
  must(to_string(*date) == text);
  must(Date::from_epoch_days(date->epoch_days()).value() == *date);
  must(nth_month_from(*date, 0) == *date);
  return 0;
}
