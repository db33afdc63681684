#pragma once

/// A mail server, spoken to through libcurl. The connection stays open from one mail to the next.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "billbyagent/base/secret.hpp"
#include "http/redaction.hpp"

namespace billbyagent::smtp {

struct ServerSettings {
  std::string url;
  std::string user;
  Secret password;
  std::string ca_file;
  bool needs_tls = true;
  std::function<bool()> cancelled{};
};

struct Message {
  std::string from;  ///< mailbox
  std::string to;    ///< mailbox
  std::vector<std::string> headers;
  std::string text;
  std::string html;
};

enum class Fate : std::uint8_t {
  accepted,
  put_off,  ///< this mail, for now
  refused,  ///< this mail, for good
  no_way,   ///< the server takes none now
};

struct Outcome {
  Fate fate = Fate::accepted;
  Error why{};
};

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> make(ServerSettings settings);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Outcome send(const Message& message, std::chrono::milliseconds time_left);

 private:
  struct Handle;
  Connection(ServerSettings settings, std::unique_ptr<Handle> handle);
  void prepare(std::chrono::milliseconds time_left);
  Outcome outcome_of(int result, const std::string& reply) const;

  ServerSettings settings_;
  http::Redaction redaction_;
  std::unique_ptr<Handle> handle_;
  /// A server that did not answer in time keeps those who come soon after waiting no more.
  std::optional<std::pair<std::chrono::steady_clock::time_point, Outcome>> silent_;
};

}  // namespace billbyagent::smtp
