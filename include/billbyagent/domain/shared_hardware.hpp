#pragma once

/// Which serial numbers and MAC addresses tell agents apart: one that three or more agents have at
/// once is a stand-in or a shared adapter that nobody has listed yet, and names none of them. Of
/// two agents it is one machine that was installed anew. Agents with serial numbers are told apart
/// by those: for their MAC address they are one agent. Threads: plain values.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/hardware.hpp"

namespace billbyagent {

class SharedHardware {
 public:
  static constexpr std::size_t shared_from = 3;

  /// An agent of the scan, once. `hardware` is what `hardware_of` made of it.
  void add(const Agent& agent, const Hardware& hardware);
  /// What of it is not shared. Known when all agents were added.
  Hardware own(Hardware hardware) const;
  /// What is shared and which stand-ins several agents have, each as one line for people.
  std::vector<std::string> notes() const;
  void clear() {
    serials_.clear();
    macs_.clear();
    stand_ins_.clear();
  }

 private:
  struct Users {
    std::size_t number = 0;
    std::size_t with_serial = 0;       ///< of a MAC address
    std::vector<std::string> first{};  ///< some of them

    std::size_t sharing() const noexcept {
      return number - with_serial + (with_serial > 0 ? 1 : 0);
    }
  };
  using ByText = std::map<std::string, Users, std::less<>>;

  static Users& use(ByText& identities, std::string_view text, const Agent& agent);
  static bool is_shared(const ByText& identities, const std::string& text);
  static void describe(std::vector<std::string>& lines, const ByText& identities, std::size_t from,
                       std::string_view before, std::string_view after);

  ByText serials_;
  ByText macs_;
  ByText stand_ins_;  ///< as the agents write them
};

inline SharedHardware::Users& SharedHardware::use(ByText& identities, std::string_view text,
                                                  const Agent& agent) {
  constexpr std::size_t shown_max = 3;
  auto at = identities.find(text);
  if (at == identities.end()) at = identities.emplace(text, Users{}).first;
  ++at->second.number;
  if (at->second.first.size() < shown_max)
    at->second.first.push_back(agent.name + " (" + agent.id.text() + ")");
  return at->second;
}

inline void SharedHardware::add(const Agent& agent, const Hardware& hardware) {
  if (!hardware.serial.empty())
    use(serials_, hardware.serial, agent);
  else if (!HardwareStandIns::plain(agent.serial_number).empty())
    use(stand_ins_, agent.serial_number, agent);
  if (!hardware.mac.empty())
    use(macs_, hardware.mac, agent).with_serial += hardware.serial.empty() ? 0 : 1;
  else if (!HardwareStandIns::plain(agent.mac_address).empty())
    use(stand_ins_, agent.mac_address, agent);
}

inline bool SharedHardware::is_shared(const ByText& identities, const std::string& text) {
  const auto at = identities.find(text);
  return at != identities.end() && at->second.sharing() >= shared_from;
}

inline Hardware SharedHardware::own(Hardware hardware) const {
  if (is_shared(serials_, hardware.serial)) hardware.serial.clear();
  if (is_shared(macs_, hardware.mac)) hardware.mac.clear();
  return hardware;
}

inline void SharedHardware::describe(std::vector<std::string>& lines, const ByText& identities,
                                     std::size_t from, std::string_view before,
                                     std::string_view after) {
  constexpr std::size_t lines_max = 20;
  std::size_t more = 0;
  const std::size_t end = lines.size() + lines_max;
  for (const auto& [text, users] : identities) {
    if (users.sharing() < from) continue;
    if (lines.size() == end) {
      ++more;
      continue;
    }
    std::string line{before};
    line += text + " of " + std::to_string(users.number) + " agents, such as ";
    for (const auto& user : users.first) line += (&user == &users.first[0] ? "" : ", ") + user;
    lines.push_back(line.append(after));
  }
  if (more > 0)
    lines.push_back(std::string{before} + "... " + std::to_string(more) + " more" +
                    std::string{after});
}

inline std::vector<std::string> SharedHardware::notes() const {
  std::vector<std::string> lines;
  constexpr std::string_view shared = ", tells none of them apart";
  describe(lines, serials_, shared_from, "the serial number ", shared);
  describe(lines, macs_, shared_from, "the MAC address ", shared);
  describe(lines, stand_ins_, 2, "", ", is taken for no serial number or MAC address");
  return lines;
}

}  // namespace billbyagent
