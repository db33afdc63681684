// A mail server that takes a connection and says nothing.

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

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
