#include "billbyagent/domain/notice.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("the kinds of notices have names") {
  CHECK(to_string(NoticeKind::units_changed) == "units_changed");
  CHECK(to_string(NoticeKind::drop_held) == "drop_held");
  CHECK(to_string(NoticeKind::change_proposed) == "change_proposed");
}
