// The notifier by e-mail. Its receiver speaks as much SMTP as libcurl asks for, and knows a mail by
// its Message-ID, as receivers do that drop repeats; tests/cli/test_mail.py has a real server.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "billbyagent/adapters/notifier_smtp.hpp"
#include "billbyagent/conformance/notifier.hpp"
#include "conformance/subjects.hpp"

namespace billbyagent::tests {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using conformance::Arrival;
using net::ip::tcp;

/// Undoes `%XX`.
std::string plain(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      made += text[i];
      continue;
    }
    made += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return made;
}

class MailReceiver {
 public:
  MailReceiver()
      : acceptor_(io_, tcp::endpoint(net::ip::address_v4::loopback(), 0)),
        port_(acceptor_.local_endpoint().port()) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~MailReceiver() {
    io_.stop();
    thread_.join();
  }
  MailReceiver(const MailReceiver&) = delete;
  MailReceiver& operator=(const MailReceiver&) = delete;

  SmtpOptions options() const {
    SmtpOptions options;
    options.url = "smtp://127.0.0.1:" + std::to_string(port_);
    options.from = "billing@msp.example";
    return options;
  }
  std::vector<Arrival> arrived() const {
    const std::lock_guard lock{mutex_};
    return arrived_;
  }
  std::atomic<bool> refuses = false;

 private:
  struct Peer {
    explicit Peer(tcp::socket accepted) : socket(std::move(accepted)) {}
    tcp::socket socket;
    std::string text;
  };
  using PeerPtr = std::shared_ptr<Peer>;

  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (error) return;
      say(std::make_shared<Peer>(std::move(socket)), "220 here\r\n");
      accept();
    });
  }
  void say(const PeerPtr& peer, std::string reply, const char* until = "\r\n") {
    const auto kept = std::make_shared<std::string>(std::move(reply));
    net::async_write(peer->socket, net::buffer(*kept),
                     [this, peer, kept, until](error_code error, std::size_t) {
                       if (!error) read(peer, until);
                     });
  }
  void read(const PeerPtr& peer, const char* until) {
    net::async_read_until(peer->socket, net::dynamic_buffer(peer->text), until,
                          [this, peer](error_code error, std::size_t size) {
                            if (error) return;
                            const std::string said = peer->text.substr(0, size);
                            peer->text.erase(0, size);
                            answer(peer, said);
                          });
  }
  void answer(const PeerPtr& peer, const std::string& said) {
    if (said.starts_with("DATA")) return say(peer, "354 go on\r\n", "\r\n.\r\n");
    if (said.ends_with("\r\n.\r\n")) {
      take(said);
      return say(peer, "250 kept\r\n");
    }
    say(peer, said.starts_with("RCPT") && refuses ? "451 4.3.0 not now\r\n" : "250 go on\r\n");
  }
  void take(const std::string& mail) {
    const auto value = [&](const std::string& name) {
      const auto at = mail.find("\r\n" + name + ": ") + name.size() + 4;
      return mail.substr(at, mail.find("\r\n", at) - at);
    };
    const std::lock_guard lock{mutex_};
    if (known_.insert(value("Message-ID")).second)
      arrived_.push_back({{}, {.id = NoticeId{plain(value("Billbyagent-Notice"))}}});
  }

  net::io_context io_;
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  mutable std::mutex mutex_;
  std::vector<Arrival> arrived_;
  std::set<std::string> known_;
  std::thread thread_;
};

conformance::NotifierUnderTest by_mail() {
  const auto receiver = std::make_shared<MailReceiver>();
  MailReceiver* raw = receiver.get();
  return {.keep = receiver,
          .notifier = make_smtp_notifier(receiver->options()).value(),
          .arrived = [raw] { return raw->arrived(); },
          .keeps_text = false,
          .break_down = [raw] { raw->refuses = true; },
          .recover = [raw] { raw->refuses = false; }};
}

const Subject mail{[] { return conformance::notifier_suite("mail", by_mail); }};

}  // namespace
}  // namespace billbyagent::tests
