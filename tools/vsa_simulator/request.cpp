#include "vsa_simulator/request.hpp"

#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {

Target parse_target(std::string_view text) {
  Target target;
  const auto question = text.find('?');
  target.path = lower(decode_query_text(text.substr(0, question)));
  for (std::string& segment : split(target.path, '/')) {
    if (!segment.empty()) target.segments.push_back(std::move(segment));
  }
  if (question == std::string_view::npos) return target;
  for (const std::string& pair : split(text.substr(question + 1), '&')) {
    const auto equals = pair.find('=');
    const std::string value = equals == std::string::npos ? "" : pair.substr(equals + 1);
    target.query[lower(decode_query_text(pair.substr(0, equals)))] = decode_query_text(value);
  }
  return target;
}

std::string Target::query_or(const std::string& name, std::string otherwise) const {
  const auto found = query.find(name);
  return found == query.end() ? std::move(otherwise) : found->second;
}

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

Reply error_reply(unsigned status, std::string_view error) {
  Reply reply;
  reply.status = status;
  reply.body = "{\"ResponseCode\":" + std::to_string(status) +
               ",\"Status\":" + json_string(reason_of(status)) +
               ",\"Error\":" + json_string(error) + "}";
  return reply;
}

Reply single_reply(std::string_view result) {
  Reply reply;
  reply.body.append("{\"Result\":")
      .append(result)
      .append(R"(,"ResponseCode":0,"Status":"OK","Error":"None"})");
  return reply;
}

}  // namespace billbyagent::vsa_simulator
