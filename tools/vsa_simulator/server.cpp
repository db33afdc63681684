#include "vsa_simulator/server.hpp"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <ctime>
#include <optional>
#include <thread>

namespace billbyagent::vsa_simulator {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using tcp = net::ip::tcp;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

constexpr std::uint64_t body_limit = std::uint64_t{512} << 20;
constexpr std::size_t trickle_pieces = 16;

/// Now, as servers tell it in each answer.
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return text.data();
}

std::string head_of(const Reply& reply, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  head.append(reason_of(reply.status)).append("\r\nContent-Type: ").append(reply.content_type);
  head += "\r\nDate: " + http_date();
  head += "\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  return head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
}

/// One connection: reads a request, writes its reply, and again. Runs on a strand.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, net::ssl::context& context, Service& service)
      : stream_(std::move(socket), context), timer_(stream_.get_executor()), service_(service) {
    error_code ignored;
    const auto remote = stream_.next_layer().remote_endpoint(ignored);
    from_loopback_ = !ignored && remote.address().is_loopback();
    stream_.next_layer().set_option(tcp::no_delay(true), ignored);
    service_.connection_opened();
  }
  ~Connection() { service_.connection_closed(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    stream_.async_handshake(net::ssl::stream_base::server,
                            [self = shared_from_this()](error_code error) {
                              if (!error) self->read();
                            });
  }

 private:
  void read() {
    parser_.emplace();
    parser_->body_limit(body_limit);
    parser_->header_limit(64 * 1024);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (!error) self->handle();
                     });
  }

  static std::string text(boost::beast::string_view view) { return {view.data(), view.size()}; }

  void handle() {
    auto& message = parser_->get();
    Request request;
    request.method = text(message.method_string());
    request.target = text(message.target());
    request.authorization = text(message[http::field::authorization]);
    request.host = text(message[http::field::host]);
    request.admin_key = text(message["X-Admin-Key"]);
    request.body = std::move(message.body());
    request.from_loopback = from_loopback_;
    reply_ = service_.answer(request);
    const Transport& transport = reply_.transport;
    keep_alive_ = message.keep_alive() && !transport.close_after;
    head_ = head_of(reply_, keep_alive_ || transport.close_after.has_value());
    if (transport.close_after) cut(*transport.close_after);
    if (transport.reset) return reset();
    if (transport.stall) return wait_for_peer();
    if (transport.delay.count() == 0) return write();
    pause(transport.delay, [](Connection& self) { self.write(); });
  }

  void cut(std::size_t bytes) {
    if (bytes < head_.size()) {
      head_.resize(bytes);
      reply_.body.clear();
    } else if (bytes - head_.size() < reply_.body.size()) {
      reply_.body.resize(bytes - head_.size());
    }
  }

  void pause(std::chrono::milliseconds time, void (*then)(Connection&)) {
    timer_.expires_after(time);
    timer_.async_wait([self = shared_from_this(), then](error_code error) {
      if (!error) then(*self);
    });
  }

  void reset() {
    error_code ignored;
    stream_.next_layer().set_option(net::socket_base::linger(true, 0), ignored);
    stream_.next_layer().close(ignored);
  }

  // A stalled connection stays open until the client gives up.
  void wait_for_peer() {
    stream_.async_read_some(net::buffer(scratch_),
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (!error) self->wait_for_peer();
                            });
  }

  void write() {
    // One buffer, because the TLS stream would send the head as a record of its own.
    out_ = std::move(head_);
    out_ += reply_.body;
    sent_ = 0;
    write_next();
  }

  void write_next() {
    const bool in_pieces = reply_.transport.trickle.count() > 0;
    const std::size_t left = out_.size() - sent_;
    const std::size_t piece = in_pieces ? std::min(left, out_.size() / trickle_pieces + 1) : left;
    net::async_write(stream_, net::buffer(out_.data() + sent_, piece),
                     [self = shared_from_this()](error_code error, std::size_t count) {
                       if (!error) self->written(count);
                     });
  }

  void written(std::size_t count) {
    sent_ += count;
    service_.bytes_sent(count);
    if (sent_ < out_.size()) {
      pause(reply_.transport.trickle, [](Connection& self) { self.write_next(); });
    } else if (keep_alive_) {
      read();
    } else if (reply_.transport.close_after) {
      error_code ignored;
      stream_.next_layer().close(ignored);
    } else {
      stream_.async_shutdown([self = shared_from_this()](error_code) {});
    }
  }

  net::ssl::stream<tcp::socket> stream_;
  net::steady_timer timer_;
  Service& service_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Reply reply_;
  std::string head_;
  std::string out_;
  std::size_t sent_ = 0;
  std::array<char, 256> scratch_{};
  bool keep_alive_ = true;
  bool from_loopback_ = false;
};

}  // namespace

struct Server::Impl {
  Impl(Service& served, const Listen& listen)
      : service(served), context(net::ssl::context::tls_server), acceptor(io) {
    context.set_options(net::ssl::context::default_workarounds | net::ssl::context::no_sslv3 |
                        net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
    context.use_certificate_chain(net::buffer(listen.certificate_pem));
    context.use_private_key(net::buffer(listen.key_pem), net::ssl::context::pem);
    const tcp::endpoint endpoint(net::ip::make_address(listen.address), listen.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(net::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    port = acceptor.local_endpoint().port();
    accept();
    for (unsigned i = 0; i < std::max(listen.threads, 1U); ++i) {
      threads.emplace_back([this] { io.run(); });
    }
  }

  ~Impl() {
    io.stop();
    for (std::thread& thread : threads) thread.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void accept() {
    acceptor.async_accept(net::make_strand(io), [this](error_code error, tcp::socket socket) {
      if (error == net::error::operation_aborted) return;
      if (!error) std::make_shared<Connection>(std::move(socket), context, service)->start();
      accept();
    });
  }

  Service& service;
  net::ssl::context context;
  net::io_context io;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  std::vector<std::thread> threads;
};

Server::Server(Service& service, const Listen& listen) {
  try {
    impl_ = std::make_unique<Impl>(service, listen);
  } catch (const boost::system::system_error& error) {
    throw SimulatorError("can't listen on " + listen.address + ":" + std::to_string(listen.port) +
                         ": " + error.what());
  }
}

Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->port; }

}  // namespace billbyagent::vsa_simulator
