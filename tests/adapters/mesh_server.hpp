#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "vsa_simulator/certificate.hpp"

namespace billbyagent::tests {

/// A control channel as MeshCentral's, on loopback over TLS, that fails where it is told to.
/// Its lists and faults are set between calls of the provider, or from `before`.
class MeshServer {
 public:
  /// What a connection goes through; from `meshes` on once for each question.
  enum class Step : std::uint8_t {
    connect,
    handshake,
    upgrade,
    login,
    meshes,
    nodes,
    lastconnects,
    details,  ///< only where hardware is asked for
  };
  inline static const std::vector<Step> all_steps = {
      Step::connect, Step::handshake, Step::upgrade,     Step::login,
      Step::meshes,  Step::nodes,     Step::lastconnects};
  enum class Act : std::uint8_t {
    closes,       ///< ends the connection
    stalls,       ///< says nothing until the client goes
    breaks_off,   ///< sends half of the message and ends the connection
    says,         ///< sends `text` instead, as one message; at `upgrade` as raw bytes
    says_binary,  ///< the same, not as text
  };
  struct Fault {
    Step step = Step::login;
    Act act = Act::closes;
    std::string text;
    int times = -1;  ///< that often; less than 0: always
    int after = 0;   ///< first lets that many through
  };

  explicit MeshServer(vsa_simulator::CertificateKind kind = vsa_simulator::CertificateKind::good);
  ~MeshServer();
  MeshServer(const MeshServer&) = delete;
  MeshServer& operator=(const MeshServer&) = delete;

  std::string url() const;
  std::string ca_pem() const;
  std::size_t connections() const;
  std::size_t questions(Step step) const;
  bool is_stalling() const;
  /// The header with the login and the target of the last connection.
  std::string last_login() const;
  std::string last_target() const;

  void set(Fault fault);
  void add_group(const std::string& id, const std::string& name, int type = 2);
  /// With an agent, unless `type` says otherwise.
  boost::json::object& add_device(const std::string& group, const std::string& id,
                                  const std::string& name, int type = 2);

  // The server's lists.
  boost::json::array groups;
  boost::json::object devices;  ///< by group id
  boost::json::object last_connects;
  /// By device, what `getDeviceDetails` answers of it besides; others have a serial number of their
  /// own.
  boost::json::object details;
  boost::json::object server_info;
  std::size_t page_size = 0;  ///< of a domain with `maxDeviceView`; 0: no pages
  /// From there on its database can't be read, which it shows as an empty page.
  std::size_t unreadable_from = static_cast<std::size_t>(-1);
  /// Sends events, other answers and pings before each answer.
  bool chatters = false;
  /// Runs before the answer to question number `number` (from 0) of `step`.
  std::function<void(Step step, std::size_t number)> before;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace billbyagent::tests
