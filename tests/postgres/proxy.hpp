#pragma once

/// Stands between the store and the server: counts trips, and breaks connections at the worst
/// moment.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace billbyagent::tests {

/// What happens to the next commit.
enum class Break : std::uint8_t {
  nothing,
  before,  ///< the server never sees it
  after,   ///< the server does it, and its answer is lost
};

class Proxy {
 public:
  /// In front of the server of this URL.
  explicit Proxy(const std::string& url) {
    const auto colon = url.rfind(':');
    server_port_ = static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1)));
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = at(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error("no port for the proxy");
    url_ = url.substr(0, colon + 1) + std::to_string(ntohs(address.sin_port)) +
           url.substr(url.find('/', colon));
    accepting_ = std::thread{[this] { accept_all(); }};
  }
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    for (auto& each : connections_) each.join();
    ::close(listener_);
  }

  const std::string& url() const { return url_; }
  void break_next_commit(Break how) { break_ = how; }
  /// Since the last time.
  int trips() { return trips_.exchange(0); }

 private:
  static sockaddr_in at(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void accept_all() {
    while (true) {
      const int client = ::accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      connections_.emplace_back([this, client] { carry(client); });
    }
  }

  static bool pass(int to, const std::string& bytes) {
    return ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  void carry(int client) {
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = at(server_port_);
    bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    std::string sent;  // the messages of the client that were not looked at
    bool started = false;
    bool deaf = false;
    std::array<char, 65'536> buffer{};
    while (open) {
      std::array<pollfd, 2> ready{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
      ::poll(ready.data(), ready.size(), -1);
      for (std::size_t side = 0; side < 2 && open; ++side) {
        if ((ready[side].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
        const auto size = ::recv(ready[side].fd, buffer.data(), buffer.size(), 0);
        if (size <= 0) {
          open = false;
          break;
        }
        const std::string bytes{buffer.data(), static_cast<std::size_t>(size)};
        if (side == 1) {
          // The server's answer to the commit: it is done, and nobody hears of it.
          open = !deaf && pass(client, bytes);
          continue;
        }
        sent += bytes;
        const bool commits = look_at(sent, started);
        const Break how = commits ? break_.exchange(Break::nothing) : Break::nothing;
        if (how == Break::before) open = false;
        deaf = deaf || how == Break::after;
        open = open && pass(server, bytes);
      }
    }
    ::close(client);
    ::close(server);
  }

  /// Counts the ends of trips, and tells whether there was a commit among whole messages.
  bool look_at(std::string& sent, bool& started) {
    bool commits = false;
    while (true) {
      const std::size_t type = started ? 1 : 0;
      if (sent.size() < type + 4) return commits;
      std::size_t length = 0;
      for (std::size_t i = 0; i < 4; ++i)
        length = length * 256 + static_cast<unsigned char>(sent[type + i]);
      if (sent.size() < type + length) return commits;
      const auto message = sent.substr(0, type + length);
      sent.erase(0, type + length);
      if (!started) {
        // What asks for encryption is 8 bytes long, and is refused.
        started = length > 8;
        continue;
      }
      if (message[0] == 'S') ++trips_;
      if (message[0] == 'P' && message.find("COMMIT") != std::string::npos) commits = true;
    }
  }

  std::uint16_t server_port_ = 0;
  int listener_ = -1;
  std::string url_;
  std::atomic<Break> break_ = Break::nothing;
  std::atomic<int> trips_ = 0;
  std::thread accepting_;
  std::vector<std::thread> connections_;
};

}  // namespace billbyagent::tests
