#include "cli/suggest.hpp"

#include <algorithm>

namespace billbyagent::cli {
namespace {

/// Longer names are compared by their beginning.
constexpr std::size_t compared_max = 64;

std::string small(std::string_view text) {
  std::string made{text.substr(0, compared_max)};
  for (char& c : made)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return made;
}

/// How many letters were left out, added, mistaken, or exchanged with their neighbour.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> steps(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        steps[i][j] = i + j;
        continue;
      }
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      steps[i][j] =
          std::min({steps[i - 1][j] + 1, steps[i][j - 1] + 1, steps[i - 1][j - 1] + other});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
    }
  return steps[a.size()][b.size()];
}

std::size_t most_mistakes(std::size_t length) { return length <= 3 ? 1 : length <= 7 ? 2 : 3; }

}  // namespace

std::string nearest(std::string_view typed, const std::vector<std::string>& known) {
  if (typed.empty() || std::find(known.begin(), known.end(), typed) != known.end()) return {};
  const std::string wanted = small(typed);
  const std::string* best = nullptr;
  std::size_t least = most_mistakes(wanted.size()) + 1;
  std::vector<const std::string*> longer;
  for (const auto& name : known) {
    const std::string candidate = small(name);
    if (candidate.starts_with(wanted)) longer.push_back(&name);
    // A name of one letter would be near to every other.
    const auto apart = distance(wanted, candidate);
    if (apart < least && apart < wanted.size()) {
      least = apart;
      best = &name;
    }
  }
  // One letter amiss is nearer than a name cut short, and that nearer than two.
  if (least > 1 && longer.size() == 1) best = longer.front();
  return best ? *best : std::string{};
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known) {
  const auto name = nearest(typed, known);
  return name.empty() ? name : "; did you mean '" + name + "'?";
}

}  // namespace billbyagent::cli
