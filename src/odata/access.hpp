#pragma once

/// How a server is asked, and what keeps it answering.

#include <cstddef>
#include <string>

#include "http/client.hpp"

namespace billbyagent::odata {

/// What lets requests in: a session that ends, or a token that does not.
class Access {
 public:
  virtual ~Access() = default;
  /// Whether a request for `records` more records may be sent now.
  virtual bool is_good_for(std::size_t records) const = 0;
  /// Makes it so.
  virtual Result<void> ensure(std::size_t records, http::Deadline deadline) = 0;
  /// A request that is let in; counts its records.
  virtual http::Request request(const std::string& path_and_query, std::size_t records) = 0;
  /// The server served a request.
  virtual void served() = 0;
  /// Whether the server did not let a request in, so that it may be sent again after `refused`.
  virtual bool is_refusal(const http::Response& response) const = 0;
  /// An error when asking again would not help.
  virtual Result<void> refused(const std::string& body) = 0;
};

}  // namespace billbyagent::odata
