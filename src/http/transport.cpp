#include "http/transport.hpp"

#include <boost/asio/connect.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <string>
#include <utility>

#include "http/status.hpp"

namespace billbyagent::http {

namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

/// A handler that keeps the owner alive and goes on with `step` unless there was an error or the
/// opening was given up.
template <class Step>
auto Transport::then(Stage stage, Step step) {
  stage_ = stage;
  return [this, opening = opening_, owner = opened_, step](error_code error, auto&&... rest) {
    if (opening != opening_) return;
    if (error) {
      end(error);
    } else {
      step(rest...);
    }
  };
}

void Transport::open(Opened opened) {
  ++opening_;
  opened_ = std::move(opened);
  stage_ = Stage::connecting;
  if (origin_.scheme == Scheme::https) {
    secure_.emplace(Socket{io_}, tls_.context());
  } else {
    plain_.emplace(io_);
  }
  refusal_ = 0;
  const Origin& first = is_tunnelled() ? proxy_->origin : origin_;
  error_code not_an_address;
  const auto address = net::ip::make_address(first.host, not_an_address);
  const std::string port = std::to_string(first.port);
  if (!not_an_address)
    return connect(Resolved::create(tcp::endpoint{address, first.port}, first.host, port));
  resolver_.async_resolve(
      first.host, port,
      then(Stage::resolving, [this](const Resolved& endpoints) { connect(endpoints); }));
}

void Transport::connect(const Resolved& endpoints) {
  net::async_connect(socket(), endpoints, then(Stage::connecting, [this](const auto&) {
                       error_code ignored;
                       socket().set_option(tcp::no_delay(true), ignored);
                       if (is_tunnelled()) {
                         ask_proxy();
                       } else if (secure_) {
                         shake_hands();
                       } else {
                         end({});
                       }
                     }));
}

void Transport::ask_proxy() {
  namespace http = boost::beast::http;
  const bool is_v6 = origin_.host.find(':') != std::string::npos;
  const std::string server =
      (is_v6 ? "[" + origin_.host + "]" : origin_.host) + ":" + std::to_string(origin_.port);
  tunnel_ = {http::verb::connect, server, 11};
  tunnel_.set(http::field::host, server);
  if (!proxy_->authorization.empty())
    tunnel_.set(http::field::proxy_authorization, proxy_->authorization.reveal());
  buffer_.clear();
  interims_ = 0;
  http::async_write(socket(), tunnel_, then(Stage::proxy, [this](std::size_t) { hear_proxy(); }));
}

void Transport::hear_proxy() {
  answer_.emplace();
  answer_->skip(true);
  boost::beast::http::async_read_header(
      socket(), buffer_, *answer_, then(Stage::proxy, [this](std::size_t) { proxy_answered(); }));
}

void Transport::proxy_answered() {
  const unsigned status = answer_->get().result_int();
  if (status >= 200 && status < 300) return shake_hands();
  if (status < 200 && status != 101 && ++interims_ <= interims_max) return hear_proxy();
  refusal_ = status;
  end(net::error::connection_refused);
}

void Transport::shake_hands() {
  if (!tls_.prepare(secure_->native_handle(), origin_.host)) {
    stage_ = Stage::handshake;
    return end(net::error::invalid_argument);
  }
  secure_->async_handshake(net::ssl::stream_base::client, then(Stage::handshake, [this] {
                             tls_.note_certificate(secure_->native_handle());
                             end({});
                           }));
}

void Transport::end(error_code error) {
  ++opening_;
  const Opened opened = std::exchange(opened_, {});
  opened(error);
}

Transport::Secure Transport::take_secure() {
  Secure secure = *std::move(secure_);
  secure_.reset();
  return secure;
}

Failure Transport::failure(error_code error) {
  if (refusal_ != 0) {
    Failure failure;
    failure.error = {Errc::unreachable, "the proxy " + to_string(proxy_->origin) +
                                            " answers HTTP " + std::to_string(refusal_)};
    failure.stage = Stage::proxy;
    failure.may_pass = may_pass(refusal_);
    return failure;
  }
  const std::string certificate =
      secure_ && stage_ == Stage::handshake ? certificate_fault(secure_->native_handle()) : "";
  return failure_of(stage_, error, certificate);
}

void Transport::close() {
  ++opening_;
  opened_ = {};
  resolver_.cancel();
  if (!secure_ && !plain_) return;
  // Without the polite goodbye of TLS: the protocols above know where a message ends, so nothing
  // can be cut off unnoticed, and nobody has to wait for the other side.
  error_code ignored;
  socket().close(ignored);
}

}  // namespace billbyagent::http
