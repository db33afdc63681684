#pragma once

/// Counts and names as people read them.

#include <cstddef>
#include <string>
#include <string_view>

namespace billbyagent::documents {

/// `1 machine`, `2 machines`
std::string counted(std::size_t count, std::string_view one, std::string_view many);

/// Counts of what there is: `3 services, 1 held`. What is zero is not said.
class Counts {
 public:
  Counts& add(std::size_t count, std::string_view one, std::string_view many);
  /// What is the same for one and for many: `1 held`.
  Counts& add(std::size_t count, std::string_view what) { return add(count, what, what); }
  bool empty() const noexcept { return text_.empty(); }
  const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

/// What people call it; its id where it has no name.
template <class Id>
std::string name_or_id(const std::string& name, const Id& id) {
  return name.empty() ? id.text() : name;
}

/// Whether `a` comes before `b` for a reader: `pc2` before `pc10`.
bool comes_before(std::string_view a, std::string_view b);

}  // namespace billbyagent::documents
