#include "pages/html.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pages/look.hpp"
#include "pages/numbers.hpp"

using namespace billbyagent;
using pages::Html;
using pages::Numbers;

TEST_CASE("every text is escaped, wherever it stands") {
  struct Row {
    std::string text;
    std::string written;
  };
  const std::string refused = "\xEF\xBF\xBD";
  const std::vector<Row> table{
      {"plain", "plain"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"a & b", "a &amp; b"},
      {"&lt;", "&amp;lt;"},
      {R"(" onload="x)", "&quot; onload=&quot;x"},
      {"O'Neill", "O&#39;Neill"},
      {"שלום", "שלום"},
      {"👩‍💻", "👩‍💻"},
      {"two\nlines", "two\nlines"},
      {std::string{"nul\0l", 5}, "nul" + refused + "l"},
      {"\x1b[31m", refused + "[31m"},
      {"\xC2\x85", refused},
      {"cut\xE2\x82", "cut" + refused + refused},
      {"\xC0\xBCscript", refused + refused + "script"},
      {"\xED\xA0\x80", refused + refused + refused},
      {"\xF4\x90\x80\x80", refused + refused + refused + refused},
      {"\xEF\xBF\xBF", refused},
      {"turned\u202Etxt.exe", "turned" + refused + "txt.exe"},
      {"isolate\u2066x", "isolate" + refused + "x"},
  };
  for (const auto& row : table) {
    INFO(row.written);
    Html text;
    text.text(row.text);
    CHECK(std::move(text).take() == row.written);
    Html attribute;
    attribute.put("td", "", {{"data-of", row.text}});
    CHECK(std::move(attribute).take() == "<td data-of=\"" + row.written + "\"></td>");
    Html name;
    name.name(row.text);
    CHECK(std::move(name).take() == "<bdi>" + row.written + "</bdi>");
  }
}

TEST_CASE("elements close themselves, the inner one first") {
  Html html;
  {
    const auto outer = html.in("p");
    const auto inner = html.in("b");
    html.text("x");
  }
  CHECK(std::move(html).take() == "<p><b>x</b></p>");
}

TEST_CASE("numbers are written as the reader writes them") {
  const Numbers plain;
  const Numbers german{",", "."};
  const Numbers swiss{".", "\u2019"};
  const Currency yen = Currency::parse("JPY").value();
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, usd); };
  CHECK(plain.money(cents(123'456'789)) == "1234567.89\u00a0USD");
  CHECK(german.money(cents(123'456'789)) == "1.234.567,89\u00a0USD");
  CHECK(swiss.amount(cents(-100'000)) == "\u22121\u2019000.00");
  CHECK(german.amount(cents(-5)) == "\u22120,05");
  CHECK(german.amount(Money::from_minor(1'000, yen)) == "1.000");
  CHECK(german.amount(Money::from_minor(999, yen)) == "999");
  CHECK(german.price(2'500, usd) == "0,0025");
  CHECK(german.change(Units{1'200}) == "+1.200");
  CHECK(plain.change(Units{-2}) == "\u22122");
  CHECK(plain.change(Units{0}) == "0");
  CHECK(german.change(cents(350)) == "+3,50");
}

TEST_CASE("names come in the order of a reader") {
  const std::vector<std::string> order{
      "", "a", "pc1", "pc01", "pc2", "pc2a", "pc10", "pc9999999999999999999999", "q"};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = 0; j < order.size(); ++j) {
      INFO(order[i], " and ", order[j]);
      if (i == j) CHECK_FALSE(pages::comes_before(order[i], order[j]));
      // Two spellings of one number have an order, whichever it is.
      const bool same =
          (order[i] == "pc1" && order[j] == "pc01") || (order[i] == "pc01" && order[j] == "pc1");
      if (i < j && !same) CHECK(pages::comes_before(order[i], order[j]));
      if (i != j)
        CHECK(pages::comes_before(order[i], order[j]) != pages::comes_before(order[j], order[i]));
    }
}

TEST_CASE("a logo is known by its bytes, not by its name") {
  using namespace std::string_literals;
  const auto png = "\x89PNG\r\n\x1a\n"s;
  CHECK(pages::logo_from(png).value() == "data:image/png;base64,iVBORw0KGgo=");
  CHECK(pages::logo_from("\xff\xd8\xff!"s).value() == "data:image/jpeg;base64,/9j/IQ==");
  CHECK(pages::logo_from("GIF89a"s).value() == "data:image/gif;base64,R0lGODlh");
  CHECK(pages::logo_from("RIFF\0\0\0\0WEBPx"s).value().starts_with("data:image/webp;base64,"));
  for (const std::string& other : {""s, "<svg onload='x'/>"s, "<html>"s, "RIFF\0\0\0\0WAVE"s})
    CHECK(pages::logo_from(other).error().code == Errc::invalid_settings);
  CHECK(pages::logo_from(png + std::string(pages::logo_bytes_max - png.size(), 'x')));
  CHECK_FALSE(pages::logo_from(png + std::string(pages::logo_bytes_max, 'x')));
}
