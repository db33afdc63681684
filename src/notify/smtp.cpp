#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "billbyagent/adapters/notifier_smtp.hpp"
#include "http/url.hpp"
#include "notify/smtp_connection.hpp"
#include "notify/smtp_message.hpp"
#include "notify/smtp_partial.hpp"
#include "system_clock/system_now.hpp"

namespace billbyagent {
namespace {

using smtp::Fate;

/// The left half of its SHA-256, in hex: of any text, as an atom.
std::string digest_of(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    return {};
  std::string hex;
  for (unsigned i = 0; i < length / 2; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4U];
    hex += "0123456789abcdef"[digest[i] & 0xFU];
  }
  return hex;
}

/// What became of one mail, recipient by recipient.
struct Round {
  std::set<std::string> served;
  std::size_t had_it = 0;
  std::vector<MailRefusal> refused;
  std::vector<MailRefusal> waiting;

  std::size_t have_it() const { return had_it + served.size(); }
};

std::string said(const MailRefusal& one, std::size_t of) {
  return (of > 1 ? std::to_string(of) + " recipients, first " : std::string{}) + one.recipient +
         ": " + one.why.context;
}

class SmtpNotifier final : public Mailer {
 public:
  SmtpNotifier(SmtpOptions options, smtp::Address from, std::unique_ptr<smtp::Connection> server)
      : options_(std::move(options)),
        from_(std::move(from)),
        server_(std::move(server)),
        partial_(options_.partial_file) {}
  std::string name() const override { return "smtp"; }

  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    return send_as(tenant.text() + "\n" + notice.id.text(), {.id = notice.id.text(),
                                                             .recipients = notice.recipients,
                                                             .subject = notice.subject,
                                                             .body = notice.body,
                                                             .created = notice.created});
  }
  Result<void> send(const Mail& mail) override { return send_as("\n" + mail.id, mail); }

 private:
  Result<void> send_as(const std::string& key, const Mail& mail);
  smtp::Message message_of(const std::string& digest, const Mail& mail) const;
  void try_all(const std::string& digest, const Mail& mail, Round& round);
  Result<void> settle(const std::string& digest, const Mail& mail, Round& round);

  SmtpOptions options_;
  smtp::Address from_;
  std::unique_ptr<smtp::Connection> server_;
  smtp::PartialDeliveries partial_;
};

Result<void> SmtpNotifier::send_as(const std::string& key, const Mail& mail) {
  const std::string digest = digest_of(key);
  if (digest.empty()) return Error{Errc::internal, "the Message-ID could not be made"};
  if (auto loaded = partial_.load(); !loaded) return loaded.error();
  Round round;
  try_all(digest, mail, round);
  return settle(digest, mail, round);
}

smtp::Message SmtpNotifier::message_of(const std::string& digest, const Mail& mail) const {
  smtp::Message message;
  message.from = from_.mailbox;
  const auto host = from_.mailbox.substr(from_.mailbox.find('@'));
  message.headers = {"Date: " + smtp::header_text(mail.created),
                     "From: " + smtp::header_text(from_),
                     "Subject: " + smtp::header_text(std::string_view{mail.subject}),
                     "Message-ID: <" + digest + host + ">",
                     "Auto-Submitted: auto-generated",
                     "Billbyagent-Notice: " + http::percent_encoded(mail.id)};
  message.text = smtp::text_part(mail.body);
  message.html = smtp::html_part(mail.subject, mail.body, mail.as_table);
  return message;
}

void SmtpNotifier::try_all(const std::string& digest, const Mail& mail, Round& round) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + options_.timeout;
  const smtp::Message message = message_of(digest, mail);
  std::set<std::string> seen;
  for (const auto& recipient : mail.recipients) {
    const auto address = smtp::parse_address(recipient);
    if (!seen.insert(address ? address->mailbox : recipient).second) continue;
    if (!address) {
      round.refused.push_back({mail.id, recipient, {Errc::notice_failed, "is no mail address"}});
      continue;
    }
    if (partial_.has(digest, address->mailbox)) {
      ++round.had_it;
      continue;
    }
    smtp::Message one = message;
    one.to = address->mailbox;
    one.headers.push_back("To: " + smtp::header_text(*address));
    auto outcome = server_->send(
        one, std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()));
    if (outcome.fate == Fate::accepted)
      round.served.insert(address->mailbox);
    else
      (outcome.fate == Fate::refused ? round.refused : round.waiting)
          .push_back({mail.id, recipient, std::move(outcome.why)});
    // The others would wait for the same.
    if (outcome.fate == Fate::no_way) return;
  }
}

Result<void> SmtpNotifier::settle(const std::string& digest, const Mail& mail, Round& round) {
  const auto age = std::chrono::milliseconds{options_.now().ms - mail.created.ms};
  if (!round.waiting.empty() && (round.have_it() == 0 || age < options_.patience)) {
    const auto& first = round.waiting.front();
    Error error{first.why.code, said(first, round.waiting.size())};
    if (auto kept = partial_.add(digest, round.served); !kept)
      return Error{kept.error().code, error.context + "; " + kept.error().context};
    return error;
  }
  for (auto& one : round.waiting) round.refused.push_back(std::move(one));
  if (round.have_it() == 0) {
    if (round.refused.empty()) return Error{Errc::notice_failed, "the notice has no recipients"};
    return Error{Errc::notice_failed, said(round.refused.front(), round.refused.size())};
  }
  if (options_.refused)
    for (const auto& one : round.refused) options_.refused(one);
  return partial_.forget(digest);
}

Error unfit(const std::string& what) { return {Errc::invalid_settings, "smtp " + what}; }

}  // namespace

Result<std::unique_ptr<Mailer>> make_smtp_notifier(SmtpOptions options) {
  const bool from_start = options.url.starts_with("smtps://");
  if (!from_start && !options.url.starts_with("smtp://"))
    return unfit("url: smtp://host[:port] or smtps://host[:port]");
  const auto host = http::parse_url("https" + options.url.substr(options.url.find(':')));
  if (!host) return unfit("url: " + host.error().context);
  if (!host->target.empty() && host->target != "/") return unfit("url: nothing follows the host");
  const auto from = smtp::parse_address(options.from);
  if (!from) return unfit("from: an address such as 'Example MSP <billing@msp.example>'");
  if (options.timeout <= std::chrono::milliseconds{0}) return unfit("timeout: must be positive");
  if (options.user.empty() != options.password.empty())
    return unfit(options.user.empty() ? "user: missing for the password" : "password: missing");
  smtp::ServerSettings settings;
  settings.url = options.url;
  settings.user = options.user;
  settings.password = options.password;
  settings.ca_file = options.ca_file;
  settings.needs_tls =
      from_start || !http::is_loopback(host->origin.host) || !options.ca_file.empty();
  auto server = smtp::Connection::make(std::move(settings));
  if (!server) return within("smtp", server.error());
  if (!options.now) options.now = system_now;
  return std::unique_ptr<Mailer>{
      std::make_unique<SmtpNotifier>(std::move(options), *from, *std::move(server))};
}

}  // namespace billbyagent
