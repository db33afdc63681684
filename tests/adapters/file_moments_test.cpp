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

}  // namespace

TEST_CASE("moments as exports write them") {
  const auto us = DateOrder::month_first;
  const auto eu = DateOrder::day_first;
  struct Case {
    std::string text;
    std::optional<DateOrder> order;
    std::string moment;
  };
  for (const auto& test : {
           Case{"2026-05-31", {}, "2026-05-31T00:00:00.000Z"},
           Case{"2026/5/31 8:03", {}, "2026-05-31T08:03:00.000Z"},
           Case{"2026-05-31T12:55:15.110723Z", {}, "2026-05-31T12:55:15.110Z"},
           Case{"2026-05-31 10:00:00+02:00", {}, "2026-05-31T08:00:00.000Z"},
           Case{"2026-05-31T10:00:00 -0530", {}, "2026-05-31T15:30:00.000Z"},
           Case{"2026-05-31 10:00:00 UTC", {}, "2026-05-31T10:00:00.000Z"},
           Case{"5/31/2026 10:00:00 PM", {}, "2026-05-31T22:00:00.000Z"},
           Case{"5/1/2026", us, "2026-05-01T00:00:00.000Z"},
           Case{"5/1/2026", eu, "2026-01-05T00:00:00.000Z"},
           Case{"5/1/2026", {}, "either"},
           Case{"5/5/2026", {}, "2026-05-05T00:00:00.000Z"},
           Case{"31/05/2026 10:00", {}, "2026-05-31T10:00:00.000Z"},
           Case{"31/05/2026", us, "bad"},
           Case{"5/31/26 12:00 AM", us, "2026-05-31T00:00:00.000Z"},
           Case{"05-31-2026 12:30 p.m.", us, "2026-05-31T12:30:00.000Z"},
           Case{"1.6.2026", {}, "2026-06-01T00:00:00.000Z"},
           Case{"31.05.2026, 10:00:05", {}, "2026-05-31T10:00:05.000Z"},
           Case{"31 May 2026 10:00", {}, "2026-05-31T10:00:00.000Z"},
           Case{"31-May-2026", {}, "2026-05-31T00:00:00.000Z"},
           Case{"May 31st, 2026 at 10:00 PM", {}, "2026-05-31T22:00:00.000Z"},
           Case{"Sun, 31 May 2026 10:00:00 GMT", {}, "2026-05-31T10:00:00.000Z"},
           Case{"Sun May 31 2026 10:00:00 GMT+0200 (Central European Summer Time)",
                {},
                "2026-05-31T08:00:00.000Z"},
           Case{"1780216407", {}, "2026-05-31T08:33:27.000Z"},
           Case{"1780216407.875", {}, "2026-05-31T08:33:27.875Z"},
           Case{"1780216407875", {}, "2026-05-31T08:33:27.875Z"},
           Case{"/Date(1780216407875)/", {}, "2026-05-31T08:33:27.875Z"},
           Case{"46173", {}, "2026-05-31T00:00:00.000Z"},
           Case{"46173,5", {}, "2026-05-31T12:00:00.000Z"},
           Case{"20260531", {}, "2026-05-31T00:00:00.000Z"},
           Case{"20260531083327", {}, "2026-05-31T08:33:27.000Z"},
           Case{"", {}, "unknown"},
           Case{"Never", {}, "unknown"},
           Case{"N/A", {}, "unknown"},
           Case{"0", {}, "unknown"},
           Case{"-62135596800", {}, "unknown"},
           Case{"0001-01-01T00:00:00", {}, "unknown"},
           Case{"1/1/0001 12:00:00 AM", {}, "unknown"},
           Case{"12/30/1899", {}, "unknown"},
           Case{"1970-01-01 00:00:00", {}, "unknown"},
           Case{"1971-01-01", {}, "1971-01-01T00:00:00.000Z"},
           Case{"9999-12-31T23:59:59", {}, "unknown"},
           Case{"yesterday", {}, "bad"},
           Case{"2026-02-30", {}, "bad"},
           Case{"2026-05-31T24:00:00Z", {}, "bad"},
           Case{"2026-05-31 13:00 PM", {}, "bad"},
           Case{"2026-05-31 10:00:00 EST", {}, "bad"},
           Case{"2026-05", {}, "bad"},
           Case{"17", {}, "bad"},
           Case{"99999999999999999999", {}, "bad"},
       }) {
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
