// From values to pages: what has to be on them, what must not, and names that mean harm.

#include "pages/pages.hpp"

#include "app/world.hpp"
#include "billbyagent/app/review_sheet.hpp"

using namespace world;
using pages::Look;

namespace {

bool holds(const std::string& page, const std::string& text) {
  return page.find(text) != std::string::npos;
}

const std::vector<std::string> nasty_names{
    "<script>alert('x')</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE line; --",
    "]]><!-- & &amp; &#60;",
    "javascript:alert(1)",
    "</td></table></body>",
    "{{7*7}} ${7*7}",
    "\u202Eevil\u202C",
    "מרפאת השלום",
    "👩‍💻🏴‍☠️",
    std::string(500, 'W'),
    "cut\xE2\x82",
};

/// Two services of a customer of that name, changed and posted.
struct Named : World {
  explicit Named(const std::string& name) {
    for (int i = 1; i <= 4; ++i) {
      auto agent = machine(std::to_string(i), "acme", "acme.root");
      agent.name = name;
      rmm.add(agent);
    }
    Book book;
    book.accounts.push_back({AccountId{"acme"}, name, OrganizationId{"acme"}});
    auto terms = contract({}).terms();
    terms.name = name;
    auto own = terms.services[0].terms();
    own.name = name;
    terms.services = {Service::create(own).value()};
    book.contracts.push_back(Contract::create(terms).value());
    REQUIRE(import_book(desk(), book, "import", ImportMode::write).value().accepted());
    run_night(june_1);
    post(june_1);
    remove_machines(2, 4);
    report = run_night(june_10);
  }
  std::vector<std::string> all_pages() {
    const Look look{.provider = rmm_name, .note = rmm_name};
    const auto sheet = review_sheet(desk(), {}).value();
    const auto coverage =
        coverage_report(desk(), rmm, {Deadline::clock::now() + std::chrono::hours{1}}).value();
    documents::Status status{.tenant = tenant, .today = june_10};
    const auto open = open_decisions(desk()).value();
    return {pages::review_page(sheet, &coverage, look), pages::review_page(sheet, nullptr, look),
            pages::statement_page(statement(desk(), {.account = AccountId{"acme"}}).value(), look),
            pages::night_page(*report, nullptr, look), pages::status_page(status, open, look)};
  }
  std::string rmm_name{};
  std::optional<SyncReport> report{};
};

}  // namespace

TEST_CASE("no name becomes markup on any page") {
  for (const auto& name : nasty_names) {
    INFO(name);
    Named w{name};
    w.rmm_name = name;
    for (const auto& page : w.all_pages()) {
      CHECK_FALSE(holds(page, "<script"));
      CHECK_FALSE(holds(page, "<img"));
      CHECK_FALSE(holds(page, "onerror=\""));
      CHECK_FALSE(holds(page, "<!--"));
      CHECK_FALSE(holds(page, "\u202E"));
      CHECK_FALSE(holds(page, "\xE2\x82<"));
      CHECK(page.ends_with("</body></html>"));
    }
  }
}

TEST_CASE("pages ask for nothing from anywhere and run nothing") {
  Named w{"acme Ltd"};
  for (const auto& page : w.all_pages()) {
    CHECK(holds(page, "default-src &#39;none&#39;"));
    for (const char* refused :
         {"http:", "https:", "<script", "<iframe", "<form", "url(", "@import", " on"})
      if (std::string{refused} != " on")
        CHECK_FALSE(holds(page, refused));
      else
        CHECK_FALSE(holds(page, " onclick="));
  }
}

TEST_CASE("a review that did not read the RMMs does not look clean") {
  World w;
  w.add_machines(1, 2);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  const auto sheet = review_sheet(w.desk(), {}).value();
  const auto alone = pages::review_page(sheet, nullptr, {});
  CHECK(holds(alone, "The RMMs were not read for this page"));
  CHECK(holds(alone, "Nothing on record needs a person"));
  CHECK_FALSE(holds(alone, "Nothing needs a person"));
  const auto coverage =
      coverage_report(w.desk(), w.rmm, {Deadline::clock::now() + std::chrono::hours{1}}).value();
  CHECK(holds(pages::review_page(sheet, &coverage, {}), "Nothing needs a person"));
  w.add_machines(11, 13, "beta");
  const auto unbilled =
      coverage_report(w.desk(), w.rmm, {Deadline::clock::now() + std::chrono::hours{1}}).value();
  const auto page = pages::review_page(sheet, &unbilled, {});
  CHECK(holds(page, "1 thing needs a person"));
  CHECK(holds(page, "Machines that no contract bills"));
}

TEST_CASE("an empty book reviews nothing, and says so") {
  World w;
  w.save({});
  const auto sheet = review_sheet(w.desk(), {}).value();
  CHECK(holds(pages::review_page(sheet, nullptr, {}), "nothing was reviewed"));
  const documents::Status status{.tenant = tenant, .today = june_1};
  CHECK(holds(pages::status_page(status, {}, {}), "nothing is billed"));
}

TEST_CASE("a statement tells a customer nothing of costs, keys and other customers") {
  Named w{"acme Ltd"};
  const auto whole = w.all_pages()[2];
  const auto page = whole.substr(whole.find("</head>"));  // without the style sheet
  // The cost of a unit is 2: of four units it is 8.
  for (const char* secret : {"C-1", "agents/", "8.00", "margin", "Margin", "cost", "Cost",
                             "acme.root", "standard", "billing@msp.example"})
    CHECK_MESSAGE(!holds(page, secret), secret);
  for (const char* told : {"acme Ltd", "20.00", "4 machines", "from the beginning"})
    CHECK_MESSAGE(holds(page, told), told);
}

TEST_CASE("a night that read nothing is not quiet") {
  SyncReport nothing{.day = june_1};
  CHECK_FALSE(holds(pages::night_page(nothing, nullptr, {}), "A quiet night"));
  nothing.scan_error = Error{Errc::unreachable, "connect"};
  CHECK(holds(pages::night_page(nothing, nullptr, {}), "Nothing was read"));
}
