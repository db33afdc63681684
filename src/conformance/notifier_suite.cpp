#include "billbyagent/conformance/notifier.hpp"

#include <algorithm>
#include <set>

#include "billbyagent/base/limits.hpp"
#include "conformance/behaviour.hpp"

namespace billbyagent::conformance {
namespace {

const TenantId tenant{"msp"};

/// The notifier that one behaviour is about.
class TestedNotifier {
 public:
  explicit TestedNotifier(NotifierUnderTest under_test) : under_test_(std::move(under_test)) {}

  Notifier& notifier() { return *under_test_.notifier; }
  Result<void> deliver(const Notice& notice, const TenantId& to = tenant) {
    return notifier().deliver(to, notice);
  }
  bool can_break_down() const { return under_test_.break_down && under_test_.recover; }
  void break_down() { under_test_.break_down(); }
  void recover() { under_test_.recover(); }

  std::vector<Arrival> arrived() { return comparable(under_test_.arrived()); }
  /// As the receiver can know them.
  std::vector<Arrival> comparable(std::vector<Arrival> arrivals) const {
    if (!under_test_.keeps_text)
      for (auto& arrival : arrivals) {
        arrival.tenant = {};
        arrival.notice = Notice{.id = arrival.notice.id};
      }
    return arrivals;
  }

 private:
  NotifierUnderTest under_test_;
};

Behaviours<TestedNotifier> here;

Notice notice(const std::string& id) {
  return {.id = NoticeId{id},
          .kind = NoticeKind::drop_held,
          .contract = ContractId{"C-1"},
          .account = AccountId{"acme"},
          .recipients = {"b@msp.example", "a@msp.example"},
          .subject = "Units fell",
          .body = "50 -> 0\nSee the review.\n",
          .created = Instant{1'780'000'000'123}};
}

bool is_one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
}

}  // namespace

BEHAVIOUR("has a name", TestedNotifier& tested) { CHECK_FALSE(tested.notifier().name().empty()); }

BEHAVIOUR("what it delivered has arrived, every field, whatever its kind", TestedNotifier& tested) {
  std::vector<Arrival> sent;
  for (const auto kind : every<NoticeKind>()) {
    auto one = notice("n-" + std::string{to_string(kind)});
    one.kind = kind;
    must(tested.deliver(one));
    sent.push_back({tenant, one});
    CHECK(tested.arrived() == tested.comparable(sent));
  }
}

BEHAVIOUR("delivers again what it delivered before, under the same id", TestedNotifier& tested) {
  // As after a crash between the delivery and its mark in the outbox.
  must(tested.deliver(notice("n")));
  must(tested.deliver(notice("n")));
  const auto arrived = tested.arrived();
  REQUIRE_FALSE(arrived.empty());
  for (const auto& each : arrived)
    CHECK(std::vector{each} == tested.comparable({{tenant, notice("n")}}));
}

BEHAVIOUR("no text makes two notices of one, or ends it early", TestedNotifier& tested) {
  struct Case {
    const char* what;
    std::string text;
  };
  const Case cases[] = {
      {"a line break", "first\nsecond"},
      {"what ends the head of a message", "first\r\nX-Other: 1\r\n\r\nsecond"},
      {"a lone dot", "first\r\n.\r\nsecond"},
      {"quotes and backslashes", R"("first" 'second' \" \\ \n {"id": "other"})"},
      {"control characters", "first\x01\x1b[2J\x7f\tsecond"},
      {"characters of several bytes", "gr\xC3\xB6\xC3\x9F\x65r \xF0\x9F\x96\xA8"},
      {"signs of formats", "100 % %s %n {} <b>&amp;</b> ; = ,"},
      {"nothing", ""},
  };
  std::vector<Arrival> sent;
  for (const auto& row : cases) {
    CAPTURE(row.what);
    auto one = notice("n" + std::to_string(sent.size()));
    one.subject = one.body = row.text;
    one.recipients = {row.text + "@msp.example", "b@msp.example"};
    one.account = AccountId{"acme " + row.text};
    must(tested.deliver(one));
    sent.push_back({tenant, one});
    CHECK(tested.arrived() == tested.comparable(sent));
  }
}

BEHAVIOUR("an id stays as it is, whatever signs are in it", TestedNotifier& tested) {
  std::vector<Arrival> sent;
  for (const std::string id : {"units_changed/C-1/agents/2", "a b", "a+b", "a%20b", "a?b=c&d#e",
                               "a\"b'c<d>;e,f", "\\a", "\xC3\xA4\xF0\x9F\x96\xA8", "A", "a"}) {
    CAPTURE(id);
    REQUIRE(NoticeId::parse(id));
    must(tested.deliver(notice(id)));
    sent.push_back({tenant, notice(id)});
    CHECK(tested.arrived() == tested.comparable(sent));
  }
}

BEHAVIOUR("a long notice arrives whole", TestedNotifier& tested) {
  auto large = notice(std::string(limits::id_length_max, 'n'));
  large.body.clear();
  for (int machine = 0; machine < 5'000; ++machine)
    large.body += "+ pc" + std::to_string(machine) + " since 2026-06-01\n";
  large.subject = std::string(limits::text_length_max, 's');
  large.recipients.clear();
  for (std::size_t i = 0; i < limits::recipients_max; ++i)
    large.recipients.push_back("person" + std::to_string(i) + "@msp.example");
  must(tested.deliver(large));
  CHECK(tested.arrived() == tested.comparable({{tenant, large}}));
}

BEHAVIOUR("notices of two tenants are told apart", TestedNotifier& tested) {
  const TenantId other{"other msp"};
  must(tested.deliver(notice("n")));
  must(tested.deliver(notice("n"), other));
  CHECK(tested.arrived() == tested.comparable({{tenant, notice("n")}, {other, notice("n")}}));
}

BEHAVIOUR("an error is a value that says why in one line, and spoils nothing that follows",
          TestedNotifier& tested) {
  if (!tested.can_break_down()) {
    MESSAGE("not checked: this receiver cannot be made to refuse");
    return;
  }
  must(tested.deliver(notice("before")));
  const auto before = tested.arrived();
  tested.break_down();
  auto awkward = notice("refused");
  awkward.subject = awkward.body = "first\nsecond";
  for (int turn = 0; turn < 2; ++turn) {
    const auto error = error_of(tested.deliver(awkward));
    CHECK(error.code != Errc::internal);
    CHECK_FALSE(error.context.empty());
    CHECK(is_one_line(error.context));
  }
  tested.recover();
  // At least once: the receiver may have got what was not acknowledged.
  must(tested.deliver(awkward));
  must(tested.deliver(notice("after")));
  const auto arrived = tested.arrived();
  REQUIRE(arrived.size() >= 3);
  CHECK(std::vector{arrived.front()} == before);
  CHECK(std::vector{arrived.back()} == tested.comparable({{tenant, notice("after")}}));
  for (auto each = arrived.begin() + 1; each != arrived.end() - 1; ++each)
    CHECK(std::vector{*each} == tested.comparable({{tenant, awkward}}));
}

Suite notifier_suite(const std::string& name, MakeNotifier make) {
  Suite suite{name + " notifier", {}};
  here.append_to(suite.behaviours, [make = std::move(make)] { return TestedNotifier{make()}; });
  return suite;
}

}  // namespace billbyagent::conformance
