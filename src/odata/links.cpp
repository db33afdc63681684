#include "odata/links.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace billbyagent::odata {
namespace {

Error refused(const std::string& why) { return {Errc::protocol_error, "the next link " + why}; }

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return lowered(x) == lowered(y);
         });
}

/// Some servers leave the spaces of a query as they are.
std::string without_spaces(std::string_view link) {
  std::string out;
  for (const char c : link) {
    if (c == ' ') {
      out += "%20";
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view path_of(const std::string& target) {
  std::string_view path{target};
  path = path.substr(0, path.find('?'));
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

/// The digits behind `$skip=`, as a place in the target.
struct Skip {
  std::size_t begin = 0;
  std::size_t size = 0;
  std::size_t rows = 0;
};

std::optional<Skip> skip_in(const std::string& target) {
  for (std::size_t at = target.find('?'); at != std::string::npos; at = target.find('&', at)) {
    ++at;
    for (const std::string_view name : {"$skip=", "%24skip="}) {
      if (!same_ignoring_case(std::string_view{target}.substr(at, name.size()), name)) continue;
      Skip skip;
      skip.begin = at + name.size();
      const char* const first = target.data() + skip.begin;
      const auto [end, error] = std::from_chars(first, target.data() + target.size(), skip.rows);
      if (error != std::errc{}) return std::nullopt;
      skip.size = static_cast<std::size_t>(end - first);
      return skip;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<NextPage> Links::follow(std::string_view link, std::size_t received) {
  auto url = http::parse_url(without_spaces(link));
  if (!url) return refused("is no address: " + url.error().context);
  if (url->origin.scheme != origin_.scheme || url->origin.port != origin_.port ||
      !same_ignoring_case(url->origin.host, origin_.host))
    return refused("leads to another server, " + to_string(url->origin));
  NextPage next{std::move(url->target), false};
  if (!same_ignoring_case(path_of(next.target), path_)) return refused("leads to another list");
  if (!followed_.insert(next.target).second) return refused("leads in a circle");
  const auto skip = skip_in(next.target);
  if (!skip) return next;
  if (skip->rows < received) return refused("leads back to rows that were read");
  if (skip->rows == received && received > 0) {
    next.target.replace(skip->begin, skip->size, std::to_string(received - 1));
    next.overlaps = true;
  }
  return next;
}

}  // namespace billbyagent::odata
