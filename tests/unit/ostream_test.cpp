#include "billbyagent/ostream.hpp"

#include <doctest/doctest.h>

#include <iomanip>
#include <sstream>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/domain/line_item.hpp"
#include "billbyagent/domain/machine_class.hpp"
#include "printed_values.hpp"

using namespace billbyagent;

TEST_CASE("every printable value prints what to_string says") {
  printed::for_each([](const auto& value, std::string_view text) {
    std::ostringstream out;
    out << value;
    CHECK(out.str() == text);
  });
  std::ostringstream out;
  out << std::setw(12) << std::setfill('.') << Money::from_minor(1'250, usd) << '|';
  CHECK(out.str() == "...12.50 USD|");
}

namespace elsewhere {
struct Thing {};
inline std::string to_string(const Thing&) { return "thing"; }
template <class T>
struct Box {};
template <class T>
std::string to_string(const Box<T>&) {
  return "box";
}
template <class T>
std::ostream& operator<<(std::ostream& out, const Box<T>&) {
  return out << "a box of its own";
}
}  // namespace elsewhere

TEST_CASE("other people's types stay theirs") {
  static_assert(!Printable<elsewhere::Thing> && !Printable<int> && !Printable<std::string>);
  static_assert(!Printable<MachineClass> && !Printable<Result<int>>);
  std::ostringstream out;
  out << elsewhere::Box<Money>{};
  CHECK(out.str() == "a box of its own");
}
