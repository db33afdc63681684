#include "http/failure.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>
#include <string>

namespace billbyagent::http {
namespace {

namespace net = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;

const char* name_of(Stage stage) {
  switch (stage) {
    case Stage::resolving:
      return "looking up the host name";
    case Stage::connecting:
      return "connecting";
    case Stage::proxy:
      return "asking the proxy";
    case Stage::handshake:
      return "the TLS handshake";
    case Stage::sending:
      return "sending the request";
    case Stage::receiving:
      return "waiting for the answer";
  }
  return "the exchange";
}

bool is_http(const error_code& error) {
  return error.category() == make_error_code(beast_http::error::bad_version).category();
}

bool ended(const error_code& error) {
  return error == net::error::eof || error == net::ssl::error::stream_truncated ||
         error == beast_http::error::end_of_stream || error == beast_http::error::partial_message;
}

}  // namespace

Failure failure_of(Stage stage, error_code error, const std::string& certificate) {
  const std::string during = std::string{" during "} + name_of(stage);
  Failure failure;
  failure.stage = stage;
  if (stage == Stage::handshake && !certificate.empty()) {
    failure.error = {Errc::tls_failed, "the server's certificate was refused: " + certificate};
  } else if (ended(error)) {
    failure.error = {Errc::unreachable, "the server closed the connection" + during};
    failure.may_pass = true;
  } else if (error == beast_http::error::body_limit ||
             error == beast_http::error::buffer_overflow) {
    failure.error = {Errc::protocol_error, "the answer is larger than allowed"};
  } else if (is_http(error)) {
    failure.error = {Errc::protocol_error, "not an HTTP answer: " + error.message()};
  } else if (error.category() == net::error::get_ssl_category()) {
    failure.error = {Errc::tls_failed, error.message() + during};
  } else {
    failure.error = {Errc::unreachable, error.message() + during};
    failure.may_pass = true;
  }
  return failure;
}

Failure late(Stage stage) { return {{Errc::timed_out, name_of(stage)}, stage, true, false}; }

}  // namespace billbyagent::http
