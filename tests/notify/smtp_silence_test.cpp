// A mail server that takes a connection and says nothing.

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "billbyagent/adapters/notifier_smtp.hpp"

using namespace billbyagent;

namespace {

class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket_, any, size) == 0);
    REQUIRE(::listen(socket_, 16) == 0);
    REQUIRE(::getsockname(socket_, any, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { ::close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  SmtpOptions options() const {
    SmtpOptions options;
    options.url = "smtp://127.0.0.1:" + std::to_string(port_);
    options.from = "billing@msp.example";
    return options;
  }
  /// Waits for the next one, which the caller closes.
  int next() const {
    pollfd waiting{socket_, POLLIN, 0};
    ::poll(&waiting, 1, -1);
    const int peer = ::accept(socket_, nullptr, nullptr);
    REQUIRE(peer >= 0);
    return peer;
  }
  /// How many came since the last question.
  int connections() const {
    int number = 0;
    for (int peer = ::accept(socket_, nullptr, nullptr); peer >= 0;
         peer = ::accept(socket_, nullptr, nullptr), ++number)
      ::close(peer);
    return number;
  }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

Notice notice(const char* id) {
  Notice made{.id = NoticeId{id}};
  made.recipients = {"ann@acme.example", "ben@acme.example"};
  made.subject = "s";
  return made;
}

}  // namespace

TEST_CASE("a mail server that is silent is waited for once, and not for each mail") {
  const SilentServer server;
  for (const auto per : {MailPer::notice, MailPer::recipient}) {
    auto options = server.options();
    options.timeout = std::chrono::milliseconds{200};
    options.mail_per = per;
    const auto mailer = make_smtp_notifier(options).value();
    const TenantId tenant{"t"};
    for (const char* id : {"n-1", "n-2", "n-3"}) {
      const auto failed = mailer->deliver(tenant, notice(id));
      REQUIRE_FALSE(failed.has_value());
      CHECK(failed.error().code == Errc::timed_out);
    }
    const std::vector<Notice> together{notice("n-4"), notice("n-5")};
    for (const auto& outcome :
         mailer->deliver_together(tenant, together, std::chrono::milliseconds{60'000})) {
      REQUIRE(outcome.has_value());
      REQUIRE_FALSE(outcome->has_value());
      CHECK(outcome->error().code == Errc::timed_out);
    }
    const Mail summary{"m", {"ann@acme.example"}, "s", "b", Instant{}, false};
    CHECK_FALSE(mailer->send(summary).has_value());
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("whoever is told to end waits for no mail server") {
  const SilentServer server;
  auto options = server.options();
  options.cancelled = [] { return true; };
  const auto mailer = make_smtp_notifier(options).value();
  const auto failed = mailer->deliver(TenantId{"t"}, notice("n-1"));
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().code == Errc::cancelled);
}

TEST_CASE("a mail server that is silent once it has the mail, or at the end, keeps nobody" *
          doctest::timeout(60)) {
  for (const std::string silent_after : {"DATA", "QUIT"}) {
    CAPTURE(silent_after);
    const SilentServer server;
    std::atomic<bool> ended = false;
    std::string said;
    std::thread answering{[&] {
      const int peer = server.next();
      const auto say = [&](std::string_view text) { ::send(peer, text.data(), text.size(), 0); };
      say("220 here\r\n");
      char buffer[4096];
      for (bool in_mail = false; !ended;) {
        const auto got = ::recv(peer, buffer, sizeof buffer, 0);
        if (got <= 0) break;
        const std::string_view text{buffer, static_cast<std::size_t>(got)};
        said += text;
        if (in_mail && !said.ends_with("\r\n.\r\n")) continue;
        if (text.starts_with("QUIT") || (in_mail && silent_after == "DATA")) {
          in_mail = false;
          continue;
        }
        say(text.starts_with("DATA") ? "354 go on\r\n" : "250 go on\r\n");
        in_mail = text.starts_with("DATA");
      }
      ::close(peer);
    }};
    {
      auto options = server.options();
      options.timeout = std::chrono::milliseconds{silent_after == "DATA" ? 500 : 30'000};
      const auto mailer = make_smtp_notifier(options).value();
      Notice one = notice("n-1");
      one.recipients.pop_back();
      const auto delivered = mailer->deliver(TenantId{"t"}, one);
      CHECK(delivered.has_value() == (silent_after == "QUIT"));
      if (!delivered) CHECK(delivered.error().code == Errc::timed_out);
    }
    ended = true;
    answering.join();
    CHECK(said.find("\r\n.\r\n") != std::string::npos);
  }
}
