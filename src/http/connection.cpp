#include "http/connection.hpp"

#include <algorithm>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <string>

#include "http/http_date.hpp"
#include "http/retry.hpp"
#include "http/status.hpp"

namespace billbyagent::http {
namespace {

namespace net = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;

std::string text(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

Connection::Connection(net::io_context& io, Tls& tls, const ClientOptions& options)
    : options_(options), transport_(io, tls, options.origin, options.proxy), timer_(io) {
  // What the parser cannot take yet stays here: a header, the extensions of a chunk, a trailer.
  // Beast limits only the first of these. An unprepared buffer would begin with 512 bytes.
  buffer_.max_size(options.header_bytes_max);
  buffer_.reserve(options.header_bytes_max);
}

/// A handler that keeps this alive, does nothing for an exchange that has ended, and goes on with
/// `step` unless there was an error.
template <class Step>
auto Connection::then(Stage stage, Step step) {
  stage_ = stage;
  return [self = shared_from_this(), run = running_, step](error_code error, auto&&... rest) {
    if (run != self->running_) return;
    if (error) {
      self->fail(failure_of(self->stage_, error, {}));
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
    const Stage stage = self->open_ ? self->stage_ : self->transport_.stage();
    self->close();
    self->finish(late(stage));
  });
}

void Connection::connect() {
  transport_.open([self = shared_from_this(), run = running_](error_code error) {
    if (run != self->running_) return;
    if (error) {
      self->fail(self->transport_.failure(error));
    } else {
      self->ready();
    }
  });
}

void Connection::ready() {
  open_ = true;
  watch(options_.answer_timeout);
  send();
}

void Connection::expect_answer() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(options_.header_bytes_max));
  parser_->body_limit(options_.body_bytes_max);
  if (message_.method() == beast_http::verb::head) parser_->skip(true);
}

void Connection::send() {
  interims_ = 0;
  expect_answer();
  transport_.with_stream([this](auto& stream) {
    beast_http::async_write(
        stream, message_,
        then(Stage::sending, [](Connection& self, std::size_t) { self.receive(); }));
  });
}

void Connection::receive() {
  transport_.with_stream([this](auto& stream) {
    beast_http::async_read(
        stream, buffer_, *parser_,
        then(Stage::receiving, [](Connection& self, std::size_t) { self.received(); }));
  });
}

void Connection::received_interim(unsigned status) {
  ++interims_;
  // 101 would be another protocol, which nobody asked for.
  if (status == 101 || interims_ > interims_max)
    return fail({{Errc::protocol_error, "HTTP status " + std::to_string(status) + " and no answer"},
                 Stage::receiving});
  expect_answer();
  receive();
}

void Connection::received() {
  auto& message = parser_->get();
  if (message.result_int() < 200) return received_interim(message.result_int());
  Response response;
  response.status = message.result_int();
  response.content_type = text(message[beast_http::field::content_type]);
  response.retry_after = parse_retry_after(text(message[beast_http::field::retry_after]));
  response.date = parse_date(text(message[beast_http::field::date]));
  response.body = std::move(message.body());
  // Bytes beyond the answer would be taken for the next one.
  if (!message.keep_alive() || buffer_.size() > 0) close();
  finish(std::move(response));
}

void Connection::fail(Failure failure) {
  failure.answered = failure.stage == Stage::receiving && (interims_ > 0 || parser_->got_some());
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
  done_ = {};
  close();
}

void Connection::close() {
  open_ = false;
  transport_.close();
}

}  // namespace billbyagent::http
