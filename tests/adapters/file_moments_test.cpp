#include "file_provider/moments.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;
using namespace billbyagent::file_provider;

namespace {

std::string read(const std::string& text, std::optional<DateOrder> order = {},
                 const std::string& zone = "UTC") {
  const auto moment = MomentReader{Zone::parse(zone).value(), order}.read(text);
  if (moment.bad) return *moment.bad == BadMoment::either_order ? "either" : "bad";
  return moment.at ? to_string(*moment.at) : "unknown";
}

const auto us = DateOrder::month_first;
const auto eu = DateOrder::day_first;
struct Written {
  std::string text;
  std::optional<DateOrder> order;
  std::string moment;
};
const std::vector<Written> written{
    {"2026-05-31", {}, "2026-05-31T00:00:00.000Z"},
    {"2026/5/31 8:03", {}, "2026-05-31T08:03:00.000Z"},
    {"2026-05-31T12:55:15.110723Z", {}, "2026-05-31T12:55:15.110Z"},
    {"2026-05-31 10:00:00+02:00", {}, "2026-05-31T08:00:00.000Z"},
    {"2026-05-31T10:00:00 -0530", {}, "2026-05-31T15:30:00.000Z"},
    {"2026-05-31 10:00:00 UTC", {}, "2026-05-31T10:00:00.000Z"},
    {"5/31/2026 10:00:00 PM", {}, "2026-05-31T22:00:00.000Z"},
    {"5/1/2026", us, "2026-05-01T00:00:00.000Z"},
    {"5/1/2026", eu, "2026-01-05T00:00:00.000Z"},
    {"5/1/2026", {}, "either"},
    {"5/5/2026", {}, "2026-05-05T00:00:00.000Z"},
    {"31/05/2026 10:00", {}, "2026-05-31T10:00:00.000Z"},
    {"31/05/2026", us, "bad"},
    {"5/31/26 12:00 AM", us, "2026-05-31T00:00:00.000Z"},
    {"05-31-2026 12:30 p.m.", us, "2026-05-31T12:30:00.000Z"},
    {"1.6.2026", {}, "2026-06-01T00:00:00.000Z"},
    {"31.05.2026, 10:00:05", {}, "2026-05-31T10:00:05.000Z"},
    {"31 May 2026 10:00", {}, "2026-05-31T10:00:00.000Z"},
    {"31-May-2026", {}, "2026-05-31T00:00:00.000Z"},
    {"May 31st, 2026 at 10:00 PM", {}, "2026-05-31T22:00:00.000Z"},
    {"Sun, 31 May 2026 10:00:00 GMT", {}, "2026-05-31T10:00:00.000Z"},
    {"Sun May 31 2026 10:00:00 GMT+0200 (Central European Summer Time)",
     {},
     "2026-05-31T08:00:00.000Z"},
    {"1780216407", {}, "2026-05-31T08:33:27.000Z"},
    {"1780216407.875", {}, "2026-05-31T08:33:27.875Z"},
    {"1780216407875", {}, "2026-05-31T08:33:27.875Z"},
    {"/Date(1780216407875)/", {}, "2026-05-31T08:33:27.875Z"},
    {"1780216407875000", {}, "2026-05-31T08:33:27.875Z"},
    {"1780216407875000000", {}, "2026-05-31T08:33:27.875Z"},
    {"134246900078750000", {}, "2026-05-31T08:33:27.875Z"},
    {"639158132078750000", {}, "2026-05-31T08:33:27.875Z"},
    {"9223372036854775807", {}, "unknown"},
    {"999999999999999999", {}, "bad"},
    {"Sun May 31 08:33:27 2026", {}, "2026-05-31T08:33:27.000Z"},
    {"Sun May 31 08:33:27 UTC 2026", {}, "2026-05-31T08:33:27.000Z"},
    {"Sun May 31 08:33:27 CEST 2026", {}, "bad"},
    {"2026 May 31 08:33:27", {}, "2026-05-31T08:33:27.000Z"},
    {"2026-05-31_08-33-27", {}, "2026-05-31T08:33:27.000Z"},
    {"5/31/2026, 8:33:27\u202FAM", {}, "bad"},  // tidied before it is read
    {"46173", {}, "2026-05-31T00:00:00.000Z"},
    {"46173,5", {}, "2026-05-31T12:00:00.000Z"},
    {"20260531", {}, "2026-05-31T00:00:00.000Z"},
    {"20260531083327", {}, "2026-05-31T08:33:27.000Z"},
    {"", {}, "unknown"},
    {"Never", {}, "unknown"},
    {"N/A", {}, "unknown"},
    {"0", {}, "unknown"},
    {"-62135596800", {}, "unknown"},
    {"0001-01-01T00:00:00", {}, "unknown"},
    {"1/1/0001 12:00:00 AM", {}, "unknown"},
    {"12/30/1899", {}, "unknown"},
    {"1/0/1900", {}, "unknown"},
    {"1/1/1601", {}, "unknown"},
    {"(null)", {}, "unknown"},
    {"1970-01-01 00:00:00", {}, "unknown"},
    {"1971-01-01", {}, "1971-01-01T00:00:00.000Z"},
    {"9999-12-31T23:59:59", {}, "unknown"},
    {"yesterday", {}, "bad"},
    {"2026-02-30", {}, "bad"},
    {"2026-05-31T24:00:00Z", {}, "bad"},
    {"2026-05-31 13:00 PM", {}, "bad"},
    {"2026-05-31 10:00:00 EST", {}, "bad"},
    {"2026-05", {}, "bad"},
    {"17", {}, "bad"},
    {"99999999999999999999", {}, "bad"}};

}  // namespace

TEST_CASE("moments as exports write them") {
  for (const auto& test : written) {
    CAPTURE(test.text);
    CHECK(read(test.text, test.order) == test.moment);
  }
}

TEST_CASE("a time without a zone is of the zone that is told") {
  CHECK(read("2026-05-31 10:00", {}, "+05:30") == "2026-05-31T04:30:00.000Z");
  CHECK(read("2026-05-31 10:00", {}, "Europe/Berlin") == "2026-05-31T08:00:00.000Z");
  CHECK(read("2026-12-31 10:00", {}, "Europe/Berlin") == "2026-12-31T09:00:00.000Z");
  // The hour that comes twice, and the one that never comes.
  CHECK(read("2026-10-25 02:30", {}, "Europe/Berlin") == "2026-10-25T00:30:00.000Z");
  CHECK(read("2026-03-29 02:30", {}, "Europe/Berlin") == "2026-03-29T01:00:00.000Z");
  CHECK(read("2026-05-31 10:00Z", {}, "Europe/Berlin") == "2026-05-31T10:00:00.000Z");
  CHECK(read("46173.5", {}, "+01:00") == "2026-05-31T11:00:00.000Z");
  CHECK(MomentReader{Zone{}, {}}.read("2026-05-31 10:00").without_zone);
  CHECK_FALSE(MomentReader{Zone{}, {}}.read("2026-05-31").without_zone);
  CHECK_FALSE(Zone::parse("Mars/Base"));
  CHECK_FALSE(Zone::parse("+25:00"));
}
