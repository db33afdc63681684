#include "scripted_server.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <thread>
#include <vector>

namespace billbyagent::tests {
namespace {
namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

std::size_t body_size(const std::string& head) {
  const std::string name = "Content-Length: ";
  const auto at = head.find(name);
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}
}  // namespace

struct ScriptedServer::Impl {
  struct Peer : std::enable_shared_from_this<Peer> {
    Peer(tcp::socket accepted, Impl& server) : socket(std::move(accepted)), owner(server) {}
    ~Peer() { --owner.open; }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    void read() {
      socket.async_read_some(net::buffer(chunk),
                             [self = shared_from_this()](error_code error, std::size_t count) {
                               if (!error) self->received(count);
                             });
    }
    void received(std::size_t count) {
      text.append(chunk.data(), count);
      const auto end = text.find("\r\n\r\n");
      if (end == std::string::npos) return read();
      const std::size_t whole = end + 4 + body_size(text.substr(0, end));
      if (text.size() < whole) return read();
      reply = owner.script(owner.requests++, text.substr(0, whole));
      text.erase(0, whole);
      if (reply == closes) return socket.close();
      if (reply == stalls) return read();
      net::async_write(socket, net::buffer(reply),
                       [self = shared_from_this()](error_code error, std::size_t) {
                         if (error) return;
                         if (self->reply.find("Connection: close") != std::string::npos) {
                           self->socket.close();
                         } else {
                           self->read();
                         }
                       });
    }

    tcp::socket socket;
    Impl& owner;
    std::array<char, 4096> chunk{};
    std::string text;
    std::string reply;
  };

  explicit Impl(Script given)
      : script(std::move(given)),
        acceptor(io, tcp::endpoint(net::ip::address_v4::loopback(), 0)),
        port(acceptor.local_endpoint().port()) {
    accept();
    thread = std::thread([this] { io.run(); });
  }
  ~Impl() {
    io.stop();
    thread.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void accept() {
    acceptor.async_accept([this](error_code error, tcp::socket socket) {
      if (error) return;
      ++connections;
      most = std::max<std::size_t>(most, ++open);
      std::make_shared<Peer>(std::move(socket), *this)->read();
      accept();
    });
  }

  Script script;
  std::size_t requests = 0;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> open{0};
  std::atomic<std::size_t> most{0};
  net::io_context io;
  tcp::acceptor acceptor;
  std::uint16_t port;
  std::thread thread;
};

ScriptedServer::ScriptedServer(Script script) : impl_(std::make_unique<Impl>(std::move(script))) {}
ScriptedServer::~ScriptedServer() = default;
std::uint16_t ScriptedServer::port() const { return impl_->port; }
std::size_t ScriptedServer::connections() const { return impl_->connections; }
std::size_t ScriptedServer::most_at_once() const { return impl_->most; }

std::string answer(unsigned status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace billbyagent::tests
