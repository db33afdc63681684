#pragma once

/// Requests and responses as values.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/date.hpp"

namespace billbyagent::http {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< Path and query, percent-encoded.
  std::vector<Header> headers;
  std::string body;
  /// Whether sending it twice does no harm: then it is sent again when the connection broke before
  /// an answer came. A POST may set it when the receiver tells repeats apart.
  bool repeatable = true;
};

struct Response {
  unsigned status = 0;
  std::string content_type;
  std::optional<std::chrono::seconds> retry_after;
  std::optional<Instant> date;  ///< The server's clock.
  std::string body;
};

}  // namespace billbyagent::http
