#pragma once

/// A file provider's reading in a word, for tests.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "billbyagent/adapters/file_provider.hpp"

namespace billbyagent::tests {

class CollectedAgents final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> received) override {
    agents.insert(agents.end(), received.begin(), received.end());
  }
  std::vector<Agent> agents;
};

struct Reading {
  std::vector<Agent> agents{};
  std::vector<std::string> notes{};
  std::string error{};  ///< code and context

  /// `Acme 2, Beta 1`; the error where there is one.
  std::string counts() const {
    if (!error.empty()) return error;
    std::map<std::string, int> found;
    for (const auto& agent : agents) ++found[agent.organization.text()];
    std::string text;
    for (const auto& [organization, count] : found)
      text += (text.empty() ? "" : ", ") + organization + " " + std::to_string(count);
    return text.empty() ? "none" : text;
  }
  /// How many were seen on the day or later.
  int seen_since(Date day) const {
    const std::int64_t ms = std::int64_t{day.epoch_days()} * 86'400'000;
    return static_cast<int>(std::count_if(agents.begin(), agents.end(), [&](const Agent& agent) {
      return agent.last_seen && agent.last_seen->ms >= ms;
    }));
  }
  /// The notes one after the other, without the path of the file.
  std::string noted() const {
    std::string text;
    for (const auto& note : notes) text += (text.empty() ? "" : "; ") + note;
    return text;
  }
};

inline Reading reading_of(FileProviderOptions options) {
  Reading reading;
  const std::string path = options.machines;
  const auto without_path = [&](std::string text) {
    for (auto at = text.find(path); at != text.npos; at = text.find(path))
      text.erase(at, path.size() + (text.compare(at + path.size(), 2, ": ") == 0 ? 2 : 0));
    return text;
  };
  const auto fail = [&](const Error& error) {
    reading.error = std::string{to_string(error.code)} + ": " + without_path(error.context);
    return reading;
  };
  auto provider = make_file_provider(std::move(options));
  if (!provider) return fail(provider.error());
  CollectedAgents all;
  auto scanned =
      (*provider)->scan_agents({}, all, Deadline::clock::now() + std::chrono::seconds{60});
  if (!scanned) return fail(scanned.error());
  reading.agents = std::move(all.agents);
  for (const auto& note : (*provider)->notes()) reading.notes.push_back(without_path(note));
  return reading;
}

}  // namespace billbyagent::tests
