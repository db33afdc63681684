#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <mutex>
#include <utility>
#include <vector>

#include "billbyagent/adapters/notifier_webhook.hpp"
#include "documents/notice.hpp"
#include "http/client.hpp"
#include "http/url.hpp"
#include "system_clock/system_now.hpp"

namespace billbyagent {
namespace {

constexpr std::size_t key_length_min = 16;
constexpr unsigned connections_max = 32;

/// HMAC-SHA256 in lower-case hex; empty when OpenSSL fails.
std::string signature_of(const Secret& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const std::string& secret = key.reveal();
  if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
            &length))
    return {};
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4U];
    hex += "0123456789abcdef"[digest[i] & 0xFU];
  }
  return hex;
}

/// Each of them works for one thread at a time.
class Clients {
 public:
  explicit Clients(std::vector<std::unique_ptr<http::Client>> all) : idle_(std::move(all)) {}

  Result<http::Response> send(http::Request request, http::Deadline deadline) {
    auto client = take();
    auto response = client->send(std::move(request), deadline);
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(client));
    return response;
  }

 private:
  std::unique_ptr<http::Client> take() {
    const std::lock_guard lock{mutex_};
    ensure(!idle_.empty(), "more notices at once than connections");
    auto client = std::move(idle_.back());
    idle_.pop_back();
    return client;
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<http::Client>> idle_;
};

class WebhookNotifier final : public Notifier {
 public:
  WebhookNotifier(WebhookOptions options, std::string target,
                  std::vector<std::unique_ptr<http::Client>> clients)
      : options_(std::move(options)), target_(std::move(target)), clients_(std::move(clients)) {}
  std::string name() const override { return "webhook"; }
  std::size_t at_once() const noexcept override { return options_.connections; }

  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    http::Request request;
    request.method = "POST";
    request.target = target_;
    request.body = documents::document_of(tenant, notice);
    const std::string timestamp = std::to_string(options_.now().ms / 1'000);
    const std::string signature =
        signature_of(options_.signing_key, timestamp + "." + request.body);
    if (signature.empty()) return Error{Errc::internal, "the notice could not be signed"};
    request.headers = {{"Content-Type", "application/json"},
                       {"Idempotency-Key", http::percent_encoded(notice.id.text())},
                       {"Billbyagent-Timestamp", timestamp},
                       {"Billbyagent-Signature", "v1=" + signature}};
    const auto deadline = std::chrono::steady_clock::now() + options_.timeout;
    const auto response = clients_.send(std::move(request), deadline);
    if (!response) return response.error();
    if (response->status >= 200 && response->status < 300) return {};
    return Error{Errc::notice_failed, "the receiver answered HTTP " +
                                          std::to_string(response->status) + " to notice " +
                                          notice.id.text()};
  }

 private:
  WebhookOptions options_;
  std::string target_;
  Clients clients_;
};

}  // namespace

Result<std::unique_ptr<Notifier>> make_webhook_notifier(WebhookOptions options) {
  auto url = http::parse_url(options.url);
  if (!url) return Error{Errc::invalid_settings, "webhook url: " + url.error().context};
  if (url->origin.scheme == http::Scheme::http && !http::is_loopback(url->origin.host))
    return Error{Errc::invalid_settings, "webhook url: only https may leave this machine"};
  if (options.signing_key.reveal().size() < key_length_min)
    return Error{Errc::invalid_settings, "webhook signing key: needs at least " +
                                             std::to_string(key_length_min) + " characters"};
  if (options.timeout <= std::chrono::milliseconds{0})
    return Error{Errc::invalid_settings, "webhook timeout: must be positive"};
  if (options.connections < 1 || options.connections > connections_max)
    return Error{Errc::invalid_settings,
                 "webhook connections: " + std::to_string(options.connections)};
  http::ClientOptions settings;
  settings.origin = url->origin;
  settings.ca_file = options.ca_file;
  settings.connections = 1;
  settings.body_bytes_max = std::size_t{1} << 20;
  settings.answer_timeout = options.timeout;
  settings.retry.attempts = options.attempts;
  settings.retry.delay = options.retry_delay;
  settings.cancelled = options.cancelled;
  std::vector<std::unique_ptr<http::Client>> clients;
  for (unsigned i = 0; i < options.connections; ++i) {
    auto client = http::Client::make(settings);
    if (!client) return within("webhook", client.error());
    clients.push_back(*std::move(client));
    ++settings.seed;
  }
  if (!options.now) options.now = system_now;
  std::string target = url->target.empty() ? "/" : url->target;
  return std::unique_ptr<Notifier>{
      std::make_unique<WebhookNotifier>(std::move(options), std::move(target), std::move(clients))};
}

}  // namespace billbyagent
