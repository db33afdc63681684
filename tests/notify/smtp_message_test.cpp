#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "notify/smtp_message.hpp"

using namespace billbyagent;
using namespace std::string_literals;

TEST_CASE("a mail address is one that every mail server takes") {
  struct Case {
    std::string text;
    std::string mailbox;  ///< empty: refused
    std::string name;
  };
  const Case cases[] = {
      {"ann@acme.example", "ann@acme.example", ""},
      {" ann@acme.example ", "ann@acme.example", ""},
      {"Ann Example <ann@acme.example>", "ann@acme.example", "Ann Example"},
      {"\"Example, Ann\" <ann+bills@acme.example>", "ann+bills@acme.example", "Example, Ann"},
      {"Zo\xC3\xAB <z@acme.example>", "z@acme.example", "Zo\xC3\xAB"},
      {"", "", ""},
      {"ann", "", ""},
      {"ann@", "", ""},
      {"@acme.example", "", ""},
      {"ann@acme@example", "", ""},
      {"ann..b@acme.example", "", ""},
      {"ann@acme..example", "", ""},
      {"ann@-.example,b@acme.example", "", ""},
      {"an n@acme.example", "", ""},
      {"ann@acme.example> SIZE=1", "", ""},
      {"ann@acme.example\r\nBcc: all@acme.example", "", ""},
      {"Ann <ann@acme.example\r\nRCPT TO:<all@acme.example>>", "", ""},
      {"z\xC3\xAB@acme.example", "", ""},
      {std::string(65, 'a') + "@acme.example", "", ""},
  };
  for (const auto& row : cases) {
    CAPTURE(row.text);
    const auto address = smtp::parse_address(row.text);
    REQUIRE(address.has_value() == !row.mailbox.empty());
    if (!address) continue;
    CHECK(address->mailbox == row.mailbox);
    CHECK(address->name == row.name);
  }
}

TEST_CASE("the value of a header is one line after the other, whatever is in it") {
  CHECK(smtp::header_text("Units changed: contract C-1") == "Units changed: contract C-1");
  CHECK(smtp::header_text("K\xC3\xA4se") == "=?UTF-8?B?S8Okc2U=?=");
  // What looks encoded is encoded, so that it is read as it stands.
  CHECK(smtp::header_text("=?x?=") == "=?UTF-8?B?PT94Pz0=?=");
  CHECK(smtp::header_text("a\r\nBcc: b") == "=?UTF-8?B?YSAgQmNjOiBi?=");
  CHECK(smtp::header_text("\xFF") == "=?UTF-8?B?77+9?=");
  for (const auto& text : {std::string(1'000, 'x'), std::string(300, '\xC3') + "\r\n\x01"s}) {
    const std::string value = smtp::header_text(text);
    for (std::size_t at = 0; at < value.size();) {
      const auto end = std::min(value.find("\r\n", at), value.size());
      CHECK(end - at <= 76);
      CHECK(value.substr(at, end - at).find_first_of("\r\n") == std::string::npos);
      at = end + 2;
      if (at < value.size()) CHECK(value[at] == ' ');
    }
  }
}

TEST_CASE("what would turn the text that follows is shown as the sign for no character") {
  const std::string turned = "pay \u202Exe.pdf\u2066";
  CHECK(smtp::text_part(turned) == "pay \uFFFDxe.pdf\uFFFD\r\n");
  CHECK(smtp::html_escaped(turned) == "pay \uFFFDxe.pdf\uFFFD");
  CHECK(smtp::header_text(turned) == smtp::header_text("pay \uFFFDxe.pdf\uFFFD"));
  CHECK(smtp::text_part("a\tb\u0085c\n") == "a\tb\uFFFDc\r\n");
}

TEST_CASE("days of mails") {
  CHECK(smtp::header_text(Instant{0}) == "Thu, 01 Jan 1970 00:00:00 +0000");
  CHECK(smtp::header_text(Instant{1'780'302'645'999}) == "Mon, 01 Jun 2026 08:30:45 +0000");
}

TEST_CASE("no text ends its part or begins a tag") {
  CHECK(smtp::text_part("a\r\nb\nc\x1b[2J\n") == "a\r\nb\r\nc?[2J\r\n");
  CHECK(smtp::html_escaped("<a href=\"x\">'&\xC0") ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;\xEF\xBF\xBD");
  const std::string page = smtp::html_part("<b>", "pc & co\n  + <i>pc1\n  - pc2\nend\n", false);
  CHECK(page.find("<h1 style=\"font-size:1.2em\">&lt;b&gt;</h1>") != std::string::npos);
  CHECK(page.find("<p>pc &amp; co</p>\r\n<ul>\r\n<li>+ &lt;i&gt;pc1</li>\r\n<li>- pc2</li>\r\n"
                  "</ul>\r\n<p>end</p>") != std::string::npos);
  CHECK(smtp::html_part("s", " a  <b>\n", true).find("<pre> a  &lt;b&gt;\r\n</pre>") !=
        std::string::npos);
}
