#pragma once

/// Reads the server's lists so that they fit together, on a connection of its own for each call,
/// and tries again where that may help.

#include <memory>
#include <optional>
#include <vector>

#include "http/retry.hpp"
#include "http/tls.hpp"
#include "meshcentral/decode.hpp"
#include "meshcentral/estate.hpp"
#include "meshcentral/loop.hpp"
#include "meshcentral/options.hpp"

namespace billbyagent::meshcentral {

class Session;

class Reader {
 public:
  Reader(const Settings& settings, std::unique_ptr<http::Tls> tls);

  /// The device groups that the login sees, by id. `forbidden` when one is missing that the
  /// options expect.
  Result<std::vector<Group>> groups(Deadline deadline);
  /// Device groups and devices as they were at one time. When the caller handed out `listed`
  /// before, those groups must still be there as they were: `incomplete_scan`.
  Result<Estate> everything(const std::vector<Group>* listed, Deadline deadline);

  /// See `ServerSeen`.
  std::optional<Instant> certificate_until() const { return tls_->certificate_until(); }

 private:
  struct Listing {
    std::vector<Device> devices;
    bool is_paged = false;
  };
  Error tidy(Error error) const;
  template <class Read>
  auto with_session(Deadline deadline, Read read) -> decltype(read(std::declval<Session&>()));
  Result<std::vector<Group>> ask_groups(Session& session, Deadline deadline) const;
  Result<Listing> ask_devices(Session& session, Deadline deadline) const;
  Result<Listing> ask_devices_until_they_agree(Session& session, Deadline deadline) const;
  Result<void> ask_hardware(Session& session, std::vector<Device>& devices,
                            Deadline deadline) const;
  Result<Estate> read_everything(Session& session, const std::vector<Group>* listed,
                                 Deadline deadline) const;

  const Settings& settings_;
  std::unique_ptr<http::Tls> tls_;
  http::Backoff backoff_;
  Loop loop_;
};

}  // namespace billbyagent::meshcentral
