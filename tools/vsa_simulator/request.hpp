#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace billbyagent::vsa_simulator {

struct Request {
  std::string method = "GET";
  std::string target;
  std::string authorization;
  std::string host = "localhost";  ///< As the client calls this server; links need it.
  std::string admin_key;
  std::string body;
  bool from_loopback = true;
};

/// What the connection does with a reply, beside sending it.
struct Transport {
  std::chrono::milliseconds delay{0};
  std::chrono::milliseconds trickle{0};    ///< Pause between sixteen pieces of the reply; 0: none.
  bool stall = false;                      ///< Never answer.
  bool reset = false;                      ///< Reset the connection instead of answering.
  std::optional<std::size_t> close_after;  ///< Send this many bytes, then close.
};

struct Reply {
  unsigned status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::size_t records = 0;
  Transport transport;
};

/// A request's target taken apart: lower-case path segments, decoded query by name.
struct Target {
  std::string path;
  std::vector<std::string> segments;
  std::map<std::string, std::string> query;

  std::string query_or(const std::string& name, std::string otherwise) const;
};
Target parse_target(std::string_view target);

/// `{"ResponseCode":404,"Status":"NotFound","Error":"..."}` with that HTTP status.
Reply error_reply(unsigned status, std::string_view error);
/// The envelope of one result; `result` is JSON.
Reply single_reply(std::string_view result);
std::string_view reason_of(unsigned status);

}  // namespace billbyagent::vsa_simulator
