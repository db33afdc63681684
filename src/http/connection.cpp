#include "http/connection.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace billbyagent::http {
namespace {

namespace net = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;

/// Enough for several TLS records at a time; an unprepared buffer would begin with 512 bytes.
constexpr std::size_t buffer_bytes = std::size_t{64} << 10;

std::string text(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

Connection::Connection(net::io_context& io, Tls& tls, const ClientOptions& options)
    : tls_(tls), options_(options), resolver_(io), timer_(io) {
  buffer_.reserve(buffer_bytes);
}

Connection::Socket& Connection::socket() { return secure_ ? secure_->next_layer() : *plain_; }

template <class Use>
void Connection::with_stream(Use use) {
  if (secure_) {
    use(*secure_);
  } else {
    use(*plain_);
  }
}

/// A handler that keeps this alive, does nothing for an exchange that has ended, and goes on with
/// `step` unless there was an error.
template <class Step>
auto Connection::then(Stage stage, Step step) {
  stage_ = stage;
  return [self = shared_from_this(), run = running_, step](error_code error, auto&&... rest) {
    if (run != self->running_) return;
    if (error) {
      self->fail(error);
    } else {
      step(*self, rest...);
    }
  };
}

void Connection::exchange(const Request& request, Deadline deadline, Done done) {
  ++exchanges_;
  ++running_;
  done_ = std::move(done);
  deadline_ = deadline;
  compose(request);
  if (open_) {
    watch(options_.answer_timeout);
    send();
  } else {
    watch(options_.connect_timeout);
    connect();
  }
}

void Connection::compose(const Request& request) {
  message_ = {};
  message_.version(11);
  message_.method_string(request.method);
  message_.target(request.target);
  message_.set(beast_http::field::host, to_string(options_.origin));
  message_.set(beast_http::field::user_agent, options_.user_agent);
  for (const Header& header : request.headers) message_.set(header.name, header.value);
  message_.body() = request.body;
  message_.prepare_payload();
}

void Connection::watch(std::chrono::milliseconds allowed) {
  timer_.expires_at(std::min(deadline_, std::chrono::steady_clock::now() + allowed));
  timer_.async_wait([self = shared_from_this(), run = running_](error_code error) {
    if (error || run != self->running_) return;
    // A later `watch` may have moved the time after this handler was queued.
    if (std::chrono::steady_clock::now() < self->timer_.expiry()) return;
    self->close();
    self->finish(late(self->stage_));
  });
}

void Connection::connect() {
  const Origin& origin = options_.origin;
  if (origin.scheme == Scheme::https) {
    secure_.emplace(Socket{timer_.get_executor()}, tls_.context());
  } else {
    plain_.emplace(timer_.get_executor());
  }
  error_code not_an_address;
  const auto address = net::ip::make_address(origin.host, not_an_address);
  const std::string port = std::to_string(origin.port);
  if (!not_an_address) {
    connect_to(Resolved::create(tcp::endpoint{address, origin.port}, origin.host, port));
    return;
  }
  resolver_.async_resolve(origin.host, port,
                          then(Stage::resolving, [](Connection& self, const Resolved& endpoints) {
                            self.connect_to(endpoints);
                          }));
}

void Connection::connect_to(const Resolved& endpoints) {
  net::async_connect(
      socket(), endpoints,
      then(Stage::connecting, [](Connection& self, const auto&) { self.connected(); }));
}

void Connection::connected() {
  error_code ignored;
  socket().set_option(tcp::no_delay(true), ignored);
  if (secure_) {
    shake_hands();
  } else {
    ready();
  }
}

void Connection::shake_hands() {
  if (!tls_.prepare(secure_->native_handle(), options_.origin.host)) {
    stage_ = Stage::handshake;
    return fail(net::error::invalid_argument);
  }
  secure_->async_handshake(net::ssl::stream_base::client,
                           then(Stage::handshake, [](Connection& self) { self.ready(); }));
}

void Connection::ready() {
  open_ = true;
  watch(options_.answer_timeout);
  send();
}

void Connection::send() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(options_.header_bytes_max));
  parser_->body_limit(options_.body_bytes_max);
  if (message_.method() == beast_http::verb::head) parser_->skip(true);
  with_stream([this](auto& stream) {
    beast_http::async_write(
        stream, message_,
        then(Stage::sending, [](Connection& self, std::size_t) { self.receive(); }));
  });
}

void Connection::receive() {
  with_stream([this](auto& stream) {
    beast_http::async_read(
        stream, buffer_, *parser_,
        then(Stage::receiving, [](Connection& self, std::size_t) { self.received(); }));
  });
}

void Connection::received() {
  auto& message = parser_->get();
  Response response;
  response.status = message.result_int();
  response.content_type = text(message[beast_http::field::content_type]);
  response.retry_after = parse_retry_after(text(message[beast_http::field::retry_after]));
  response.body = std::move(message.body());
  // Bytes beyond the answer would be taken for the next one.
  if (!message.keep_alive() || buffer_.size() > 0) close();
  finish(std::move(response));
}

void Connection::fail(error_code error) {
  const std::string certificate =
      secure_ && stage_ == Stage::handshake ? certificate_fault(secure_->native_handle()) : "";
  Failure failure = failure_of(stage_, error, certificate);
  failure.answered = stage_ == Stage::receiving && parser_->got_some();
  close();
  finish(std::move(failure));
}

void Connection::finish(Outcome outcome) {
  ++running_;
  timer_.cancel();
  last_used_ = std::chrono::steady_clock::now();
  const Done done = std::move(done_);
  done_ = {};
  done(std::move(outcome));
}

void Connection::abandon() {
  ++running_;
  timer_.cancel();
  resolver_.cancel();
  done_ = {};
  close();
}

void Connection::close() {
  open_ = false;
  if (!secure_ && !plain_) return;
  // Without the polite goodbye of TLS: every answer's length is known, so nothing can be cut off
  // unnoticed, and nobody has to wait for the other side.
  error_code ignored;
  socket().close(ignored);
}

}  // namespace billbyagent::http
