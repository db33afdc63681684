// Notifiers with one fault each, and the behaviour that tells.

#include <functional>

#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/conformance/notifier.hpp"
#include "conformance/holds.hpp"

namespace billbyagent::tests {
namespace {

using conformance::Arrival;
using conformance::notifier_suite;
using conformance::NotifierUnderTest;

struct NotifierFault {
  std::string name = "faulty";
  std::function<void(TenantId&, Notice&)> sent{};            ///< what becomes of a notice
  std::function<Result<void>(Result<void>)> answer{};        ///< what becomes of an answer
  std::function<bool(const MemoryNotifier&)> passes_over{};  ///< says yes and does nothing
};

class FaultyNotifier final : public Notifier {
 public:
  explicit FaultyNotifier(NotifierFault fault) : fault_(std::move(fault)) {}
  std::string name() const override { return fault_.name; }
  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    if (fault_.passes_over && fault_.passes_over(behind)) return {};
    TenantId to = tenant;
    Notice sent = notice;
    if (fault_.sent) fault_.sent(to, sent);
    auto answer = behind.deliver(to, sent);
    return fault_.answer ? fault_.answer(std::move(answer)) : answer;
  }

  MemoryNotifier behind;

 private:
  NotifierFault fault_;
};

conformance::Suite suite_of(const NotifierFault& fault) {
  return notifier_suite("faulty", [fault] {
    auto notifier = std::make_unique<FaultyNotifier>(fault);
    MemoryNotifier& behind = notifier->behind;
    return NotifierUnderTest{.notifier = std::move(notifier),
                             .arrived =
                                 [&behind] {
                                   std::vector<Arrival> arrived;
                                   for (const auto& each : behind.deliveries())
                                     arrived.push_back({each.tenant, each.notice});
                                   return arrived;
                                 },
                             .break_down =
                                 [&behind] {
                                   behind.fail({Errc::notice_failed, "told to"});
                                 },
                             .recover = [&behind] { behind.recover(); }};
  });
}

void cut(std::string& text, const char* at) { text = text.substr(0, text.find(at)); }

const std::string whole = "what it delivered has arrived, every field, whatever its kind";
const std::string again = "delivers again what it delivered before, under the same id";
const std::string text = "no text makes two notices of one, or ends it early";
const std::string error =
    "an error is a value that says why in one line, and spoils nothing that follows";

const Caught<NotifierFault> caught[] = {
    {"no name", {.name = ""}, "has a name"},
    {"the body is left out", {.sent = [](auto&, auto& notice) { notice.body = ""; }}, whole},
    {"one kind for all",
     {.sent = [](auto&, auto& notice) { notice.kind = NoticeKind::units_changed; }},
     whole},
    {"says that it delivered, and did nothing",
     {.passes_over = [](const auto&) { return true; }},
     whole},
    {"the receiver refuses a repeat, and that is an error",
     {.answer =
          [known = 0](Result<void> answer) mutable {
            return ++known > 1 ? Error{Errc::notice_failed, "known"} : answer;
          }},
     again},
    {"a new id for each delivery",
     {.sent =
          [number = 0](auto&, auto& notice) mutable {
            notice.id = NoticeId{notice.id.text() + std::to_string(++number)};
          }},
     again},
    {"a subject ends with its line",
     {.sent = [](auto&, auto& notice) { cut(notice.subject, "\n"); }},
     text},
    {"a body ends at a lone dot",
     {.sent = [](auto&, auto& notice) { cut(notice.body, "\r\n."); }},
     text},
    {"control characters are taken out",
     {.sent =
          [](auto&, auto& notice) {
            std::erase_if(notice.body, [](char c) { return c == '\x01' || c == '\x1b'; });
          }},
     text},
    {"ids end at a space",
     {.sent =
          [](auto&, auto& notice) {
            std::string id = notice.id.text();
            cut(id, " ");
            notice.id = NoticeId{id};
          }},
     "an id stays as it is, whatever signs are in it"},
    {"a body is cut after 4 KiB",
     {.sent =
          [](auto&, auto& notice) {
            notice.body.resize(std::min<std::size_t>(notice.body.size(), 4'096));
          }},
     "a long notice arrives whole"},
    {"one tenant for all",
     {.sent = [](auto& tenant, auto&) { tenant = TenantId{"msp"}; }},
     "notices of two tenants are told apart"},
    {"a failure is taken for success", {.answer = [](auto) { return Result<void>{}; }}, error},
    {"a failure without a reason",
     {.answer =
          [](auto answer) {
            return answer ? answer : Error{Errc::notice_failed, ""};
          }},
     error},
    {"a failure that says its reason in two lines",
     {.answer =
          [](auto answer) {
            return answer ? answer : Error{Errc::notice_failed, "a\nb"};
          }},
     error},
    {"a failure that is thrown",
     {.answer =
          [](auto answer) {
            if (!answer) throw std::runtime_error("no answer");
            return answer;
          }},
     error},
    {"one failure ends it for good",
     {.answer =
          [failed = false](auto answer) mutable {
            failed = failed || !answer;
            return failed ? Error{Errc::notice_failed, "closed"} : answer;
          }},
     error},
};

}  // namespace

TEST_CASE("each fault of a notifier fails the behaviour that is about it") {
  REQUIRE_MESSAGE(holds(suite_of({})), "without a fault");
  for (const auto& row : caught) {
    CAPTURE(row.what);
    CHECK_FALSE(holds(suite_of(row.fault), row.by));
  }
}

}  // namespace billbyagent::tests
