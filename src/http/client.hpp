#pragma once

/// An HTTP/1.1 client for one server: a few kept-alive connections, requests in parallel, one
/// deadline over everything, TLS with the certificate and host name always verified. No redirects,
/// no cookies.
///
/// Threads: one call at a time per client; all work happens on the calling thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "billbyagent/base/result.hpp"
#include "billbyagent/ports/server_seen.hpp"
#include "http/message.hpp"
#include "http/proxy.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

namespace billbyagent::http {

using Deadline = std::chrono::steady_clock::time_point;

struct ClientOptions {
  Origin origin;
  /// PEM file with the certificates to trust instead of the system's; empty: the system's.
  std::string ca_file;
  std::optional<Proxy> proxy;  ///< For https.
  std::size_t connections = 4;
  /// Of a header, the extensions of a chunk, or a trailer; also what is read at a time.
  std::size_t header_bytes_max = std::size_t{64} << 10;
  std::size_t body_bytes_max = std::size_t{64} << 20;
  /// For looking up, connecting and the handshake together.
  std::chrono::milliseconds connect_timeout{15'000};
  /// From sending a request to the last byte of its answer.
  std::chrono::milliseconds answer_timeout{60'000};
  /// A connection that was not used for longer is not used again.
  std::chrono::milliseconds idle_max{30'000};
  RetryPolicy retry;
  std::uint64_t seed = 1;  ///< Of the jitter between retries.
  std::string user_agent = "billbyagent";
  /// Asked several times a second while waiting; true ends the call with `cancelled`.
  std::function<bool()> cancelled;
};

/// A conversation of several requests; the client asks for them as connections become free.
class Exchanges {
 public:
  virtual ~Exchanges() = default;
  /// The next request, or nothing for now; asked again after every answer. The conversation ends
  /// when there is nothing to wait for either.
  virtual std::optional<Request> next() = 0;
  /// The answer to the request that was number `number` from `next()`, counted from 0. Answers
  /// come in any order, whatever their status. An error ends the conversation with it.
  virtual Result<void> answered(std::size_t number, Response response) = 0;
};

class Client {
 public:
  /// `invalid_settings` naming the field.
  static Result<std::unique_ptr<Client>> make(ClientOptions options);
  /// May wait for a name lookup that is still running in the background.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// One request and its answer, whatever its status.
  /// Errors: `unreachable`, `timed_out`, `tls_failed`, `protocol_error` (not HTTP, too large),
  /// `cancelled`. Their context names the server but neither path, headers nor body.
  Result<Response> send(Request request, Deadline deadline);

  /// What the server showed of itself so far.
  ServerSeen seen() const;

  /// Runs a conversation over up to `connections` connections. After an error no request of it is
  /// under way any more. What `Exchanges` throws passes through.
  Result<void> run(Exchanges& exchanges, Deadline deadline);

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace billbyagent::http
