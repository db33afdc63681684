#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <map>
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

Mail mail_of(const Notice& notice) {
  return {.id = notice.id.text(),
          .recipients = notice.recipients,
          .subject = notice.subject,
          .body = notice.body,
          .created = notice.created};
}

/// What one recipient is to get about several notices.
struct Letter {
  smtp::Address to;
  std::string recipient;             ///< as the notices name it
  std::vector<std::size_t> notices;  ///< which of them
};

/// All that these notices tell. `created`: when the first of them was written.
Mail mail_about(std::span<const Notice> notices, const Letter& letter) {
  Mail mail = mail_of(notices[letter.notices.front()]);
  const std::size_t others = letter.notices.size() - 1;
  if (others == 0) return mail;
  mail.subject +=
      " and " + std::to_string(others) + (others == 1 ? " more notice" : " more notices");
  mail.body.clear();
  for (const std::size_t i : letter.notices) {
    const Notice& notice = notices[i];
    mail.body += (mail.body.empty() ? "" : "\n") + notice.subject + "\n" + notice.body;
    mail.created = std::min(mail.created, notice.created);
  }
  return mail;
}

std::vector<std::string> ids_of(std::span<const Notice> notices, const Letter& letter) {
  std::vector<std::string> ids;
  for (const std::size_t i : letter.notices) ids.push_back(notices[i].id.text());
  std::sort(ids.begin(), ids.end());
  return ids;
}

/// Of a tenant's notices; of one as it always was.
std::string key_of(const TenantId& tenant, const std::vector<std::string>& ids) {
  std::string key = tenant.text();
  for (const auto& id : ids) key += "\n" + id;
  return key;
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
    return send_as(key_of(tenant, {notice.id.text()}), mail_of(notice));
  }
  bool takes_together() const noexcept override { return options_.mail_per == MailPer::recipient; }
  std::vector<std::optional<Result<void>>> deliver_together(
      const TenantId& tenant, std::span<const Notice> notices,
      std::chrono::milliseconds time) override;
  Result<void> send(const Mail& mail) override { return send_as("\n" + mail.id, mail); }

 private:
  Result<void> send_as(const std::string& key, const Mail& mail);
  smtp::Message message_of(const std::string& digest, const Mail& mail,
                           const std::vector<std::string>& ids) const;
  std::vector<Letter> letters_of(std::span<const Notice> notices,
                                 const std::vector<std::string>& digests,
                                 std::vector<Round>& rounds) const;
  smtp::Outcome send_letter(const TenantId& tenant, std::span<const Notice> notices,
                            const Letter& letter);
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

smtp::Message SmtpNotifier::message_of(const std::string& digest, const Mail& mail,
                                       const std::vector<std::string>& ids) const {
  smtp::Message message;
  message.from = from_.mailbox;
  const auto host = from_.mailbox.substr(from_.mailbox.find('@'));
  message.headers = {"Date: " + smtp::header_text(mail.created),
                     "From: " + smtp::header_text(from_),
                     "Subject: " + smtp::header_text(std::string_view{mail.subject}),
                     "Message-ID: <" + digest + host + ">", "Auto-Submitted: auto-generated"};
  for (const auto& id : ids)
    message.headers.push_back("Billbyagent-Notice: " + http::percent_encoded(id));
  message.text = smtp::text_part(mail.body);
  message.html = smtp::html_part(mail.subject, mail.body, mail.as_table);
  return message;
}

void SmtpNotifier::try_all(const std::string& digest, const Mail& mail, Round& round) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + options_.timeout;
  const smtp::Message message = message_of(digest, mail, {mail.id});
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

/// One for each recipient who has not heard of one of them yet.
std::vector<Letter> SmtpNotifier::letters_of(std::span<const Notice> notices,
                                             const std::vector<std::string>& digests,
                                             std::vector<Round>& rounds) const {
  std::vector<Letter> letters;
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < notices.size(); ++i) {
    std::set<std::string> seen;
    for (const auto& recipient : notices[i].recipients) {
      const auto address = smtp::parse_address(recipient);
      if (!seen.insert(address ? address->mailbox : recipient).second) continue;
      if (!address) {
        rounds[i].refused.push_back(
            {notices[i].id.text(), recipient, {Errc::notice_failed, "is no mail address"}});
      } else if (partial_.has(digests[i], address->mailbox)) {
        ++rounds[i].had_it;
      } else {
        const auto [found, is_new] = at.emplace(address->mailbox, letters.size());
        if (is_new) letters.push_back({*address, recipient, {}});
        letters[found->second].notices.push_back(i);
      }
    }
  }
  return letters;
}

smtp::Outcome SmtpNotifier::send_letter(const TenantId& tenant, std::span<const Notice> notices,
                                        const Letter& letter) {
  const auto ids = ids_of(notices, letter);
  const std::string digest = digest_of(key_of(tenant, ids));
  if (digest.empty()) return {Fate::no_way, {Errc::internal, "the Message-ID could not be made"}};
  smtp::Message message = message_of(digest, mail_about(notices, letter), ids);
  message.to = letter.to.mailbox;
  message.headers.push_back("To: " + smtp::header_text(letter.to));
  return server_->send(message, options_.timeout);
}

std::vector<std::optional<Result<void>>> SmtpNotifier::deliver_together(
    const TenantId& tenant, std::span<const Notice> notices, std::chrono::milliseconds time) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + time;
  if (auto loaded = partial_.load(); !loaded)
    return std::vector<std::optional<Result<void>>>(notices.size(), loaded);
  std::vector<std::string> digests;
  for (const auto& notice : notices)
    digests.push_back(digest_of(key_of(tenant, {notice.id.text()})));
  std::vector<Round> rounds(notices.size());
  std::set<std::size_t> not_begun;
  std::optional<smtp::Outcome> last;
  for (const auto& letter : letters_of(notices, digests, rounds)) {
    if (last && last->fate != Fate::no_way && Clock::now() >= end) {
      not_begun.insert(letter.notices.begin(), letter.notices.end());
      continue;
    }
    // Where the server takes none, the others would wait for the same.
    if (!last || last->fate != Fate::no_way) last = send_letter(tenant, notices, letter);
    for (const std::size_t i : letter.notices) {
      if (last->fate == Fate::accepted)
        rounds[i].served.insert(letter.to.mailbox);
      else
        (last->fate == Fate::refused ? rounds[i].refused : rounds[i].waiting)
            .push_back({notices[i].id.text(), letter.recipient, last->why});
    }
  }
  std::vector<std::optional<Result<void>>> outcomes(notices.size());
  for (std::size_t i = 0; i < notices.size(); ++i) {
    if (!not_begun.contains(i))
      outcomes[i] = settle(digests[i], mail_of(notices[i]), rounds[i]);
    else if (auto kept = partial_.add(digests[i], rounds[i].served); !kept)
      outcomes[i] = kept;
  }
  return outcomes;
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
  settings.cancelled = options.cancelled;
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
