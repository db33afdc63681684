#pragma once

/// Notices as e-mail, over a mail server. Link `billbyagent::notify_smtp`.
///
/// Each recipient gets a mail of their own, with a text and an HTML part. The Message-ID is made
/// from the tenant and the ids of the notices in it, so that a mail that was sent twice is known as
/// one. With `MailPer::recipient` a recipient gets one mail about all notices of a run; each notice
/// is delivered when all its recipients have a mail with it, as otherwise.
/// What the server puts off (4xx: greylisting, a full mailbox) leaves the notice in the outbox, and
/// the next delivery tries those again that have no mail yet. Who is refused for good (5xx) costs
/// the others nothing and is told to `refused`.
///
/// Threads: one call at a time per instance.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/base/secret.hpp"
#include "billbyagent/ports/notifier.hpp"

namespace billbyagent {

/// Somebody who gets no mail, though others got it.
struct MailRefusal {
  std::string message;  ///< the id of the notice, or of the mail
  std::string recipient;
  Error why;
};

enum class MailPer : std::uint8_t {
  notice,
  recipient,  ///< and run: notices that were written at one moment
};

struct SmtpOptions {
  /// `smtp://host[:port]` with STARTTLS (port 25 unless named, mostly 587), `smtps://host[:port]`
  /// with TLS from the start (465). Nothing leaves this machine without TLS; to this machine
  /// itself `smtp://` uses it only with a `ca_file`.
  std::string url;
  std::string user;  ///< empty: no login
  Secret password;
  /// `billing@msp.example` or `Example MSP <billing@msp.example>`
  std::string from;
  /// PEM file with the certificates to trust instead of the system's; empty: the system's.
  std::string ca_file;
  MailPer mail_per = MailPer::notice;
  /// For one notice with all its recipients; for one mail with `MailPer::recipient`. A server that
  /// was silent for so long is not asked again for five minutes: what comes meanwhile fails at
  /// once.
  std::chrono::milliseconds timeout{60'000};
  /// Where it is kept who has a mail that others still wait for, so that nobody gets it each time;
  /// no file while there is no such mail. Empty: kept as long as the notifier.
  std::string partial_file;
  /// For recipients who are put off again and again, while others have the mail: afterwards they
  /// count as refused.
  std::chrono::hours patience{5 * 24};
  std::function<void(const MailRefusal&)> refused;
  /// Empty: the system's clock.
  std::function<Instant()> now;
  /// Asked about once a second, on the calling thread; true ends a delivery with `cancelled`.
  std::function<bool()> cancelled;
};

/// A message that is no notice, such as the summary of a night.
struct Mail {
  std::string id;  ///< the same mail has the same id for ever
  std::vector<std::string> recipients;
  std::string subject;
  std::string body;  ///< plain text, lines separated by `\n`
  Instant created;
  /// The body is a table: shown in the letters of a terminal.
  bool as_table = false;
};

class Mailer : public Notifier {
 public:
  /// As `deliver`, with the same errors.
  virtual Result<void> send(const Mail& mail) = 0;
};

/// Checks the options; no server is asked before the first delivery. Errors: `invalid_settings`
/// naming the field. Deliveries: `notice_failed` with the server's words, `timed_out`,
/// `unreachable`, `tls_failed`.
Result<std::unique_ptr<Mailer>> make_smtp_notifier(SmtpOptions options);

}  // namespace billbyagent
