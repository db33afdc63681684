// The notifiers that are here; the webhook's receiver is a server on loopback.

#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "adapters/scripted_server.hpp"
#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/adapters/notifier_jsonl.hpp"
#include "billbyagent/adapters/notifier_webhook.hpp"
#include "billbyagent/conformance/notifier.hpp"
#include "conformance/subjects.hpp"

namespace billbyagent::tests {
namespace {

namespace json = boost::json;
using conformance::Arrival;
using conformance::notifier_suite;
using conformance::NotifierUnderTest;

/// `2026-06-01T08:30:00.123Z`
Instant instant_of(const std::string& text) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    return std::int64_t{std::stol(text.substr(at, count))};
  };
  const std::int64_t days = Date::parse(text.substr(0, 10)).value().epoch_days();
  const auto minutes = (days * 24 + digits(11, 2)) * 60 + digits(14, 2);
  return {(minutes * 60 + digits(17, 2)) * 1'000 + digits(20, 3)};
}

/// A receiver reads what adapters/notifier_jsonl.hpp describes.
Arrival arrival_of(const std::string& document) {
  const json::value parsed = json::parse(document);
  const auto text = [&](const char* name) { return std::string{parsed.at(name).as_string()}; };
  Arrival arrival{TenantId{text("tenant")}, {}};
  arrival.notice = {.id = NoticeId{text("id")},
                    .kind = parse_name<NoticeKind>(text("kind")).value(),
                    .contract = ContractId{text("contract")},
                    .account = AccountId{text("account")},
                    .recipients = json::value_to<std::vector<std::string>>(parsed.at("recipients")),
                    .subject = text("subject"),
                    .body = text("body"),
                    .created = instant_of(text("created"))};
  return arrival;
}

NotifierUnderTest in_memory() {
  auto notifier = std::make_unique<MemoryNotifier>();
  MemoryNotifier* raw = notifier.get();
  return {.notifier = std::move(notifier),
          .arrived =
              [raw] {
                std::vector<Arrival> arrived;
                for (const auto& each : raw->deliveries())
                  arrived.push_back({each.tenant, each.notice});
                return arrived;
              },
          .break_down =
              [raw] {
                raw->fail({Errc::notice_failed, "told to"});
              },
          .recover = [raw] { raw->recover(); }};
}

/// A folder for the file of lines; without it the file can't be opened.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "notices-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    move_back();
    std::filesystem::remove_all(path_);
  }
  std::string file() const { return (path_ / "notices.jsonl").string(); }
  void move_away() const { std::filesystem::rename(path_, away()); }
  void move_back() const {
    if (std::filesystem::exists(away())) std::filesystem::rename(away(), path_);
  }

 private:
  std::filesystem::path away() const { return path_.string() + "-away"; }
  std::filesystem::path path_;
};

NotifierUnderTest to_file() {
  const auto folder = std::make_shared<Folder>();
  const Folder* raw = folder.get();
  return {.keep = folder,
          .notifier = make_jsonl_notifier(folder->file()),
          .arrived =
              [raw] {
                std::vector<Arrival> arrived;
                std::ifstream file{raw->file()};
                for (std::string line; std::getline(file, line);)
                  arrived.push_back(arrival_of(line));
                return arrived;
              },
          .break_down = [raw] { raw->move_away(); },
          .recover = [raw] { raw->move_back(); }};
}

/// What `Idempotency-Key` says.
std::string decoded(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    plain += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
    i += 2;
  }
  return plain;
}

/// A receiver of webhooks: it knows a notice by its key, as receivers do that drop repeats.
class Receiver {
 public:
  std::vector<Arrival> arrived() const {
    const std::lock_guard lock{mutex_};
    return arrived_;
  }
  WebhookOptions options() const {
    WebhookOptions options;
    options.url = "http://127.0.0.1:" + std::to_string(server_.port()) + "/hook";
    options.signing_key = Secret{"a signing key of 30 characters"};
    options.attempts = 1;
    return options;
  }
  std::atomic<bool> refuses = false;

 private:
  std::string take(const std::string& request) {
    if (refuses) return answer(500, "no\nmore");
    const auto body = request.find("\r\n\r\n") + 4;
    const std::string name = "\r\nIdempotency-Key: ";
    const auto key = request.find(name) + name.size();
    auto arrival = arrival_of(request.substr(body));
    if (decoded(request.substr(key, request.find("\r\n", key) - key)) != arrival.notice.id.text())
      return answer(400, "another key");
    const std::lock_guard lock{mutex_};
    arrived_.push_back(std::move(arrival));
    return answer(204, "");
  }

  mutable std::mutex mutex_;
  std::vector<Arrival> arrived_;
  ScriptedServer server_{[this](std::size_t, const std::string& request) { return take(request); }};
};

NotifierUnderTest to_web() {
  const auto receiver = std::make_shared<Receiver>();
  Receiver* raw = receiver.get();
  return {.keep = receiver,
          .notifier = make_webhook_notifier(receiver->options()).value(),
          .arrived = [raw] { return raw->arrived(); },
          .break_down = [raw] { raw->refuses = true; },
          .recover = [raw] { raw->refuses = false; }};
}

const Subject memory{[] { return notifier_suite("memory", in_memory); }};
const Subject lines{[] { return notifier_suite("JSON lines", to_file); }};
const Subject webhook{[] { return notifier_suite("webhook", to_web); }};

}  // namespace
}  // namespace billbyagent::tests
