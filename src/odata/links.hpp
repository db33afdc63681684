#pragma once

/// Links to the next page. They come from the server and are followed with the token in hand, so
/// they may lead nowhere but further along the same list.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "http/url.hpp"

namespace billbyagent::odata {

struct NextPage {
  std::string target;     ///< Path and query.
  bool overlaps = false;  ///< It begins with the last record received.
};

/// The links of one list, in their order.
class Links {
 public:
  /// `path` is the list's own, in full.
  Links(http::Origin origin, std::string path)
      : origin_(std::move(origin)), path_(std::move(path)) {}

  /// Where `link` leads after `received` records. One that counts rows is taken one row earlier, so
  /// that the record at the seam shows whether rows moved; one with a cursor is taken as it is.
  /// Errors: `protocol_error` for another server, another list, or back to what was read.
  Result<NextPage> follow(std::string_view link, std::size_t received);

 private:
  http::Origin origin_;
  std::string path_;
  std::set<std::string> followed_;
};

}  // namespace billbyagent::odata
