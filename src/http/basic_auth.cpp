#include "http/basic_auth.hpp"

#include "http/base64.hpp"

namespace billbyagent::http {

Secret basic_auth(const std::string& text) { return Secret{"Basic " + base64(text)}; }

}  // namespace billbyagent::http
