#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace billbyagent::tests {

/// A plain HTTP server on loopback that answers what the test says, byte by byte.
class ScriptedServer {
 public:
  /// The bytes to send for request number `number` (from 0, over all connections); `head` is the
  /// request up to its empty line, its body follows. Called by one connection at a time.
  using Script = std::function<std::string(std::size_t number, const std::string& request)>;

  /// Instead of an answer: closes the connection, or says nothing until the client goes.
  inline static const std::string closes = "closes";
  inline static const std::string stalls = "stalls";

  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;
  std::size_t most_at_once() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A complete answer with that status, body and further header lines (each ending in CRLF).
std::string answer(unsigned status, const std::string& body, const std::string& headers = {});

}  // namespace billbyagent::tests
