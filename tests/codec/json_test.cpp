#include <doctest/doctest.h>

#include <billbyagent/adapters/json.hpp>
#include <billbyagent/domain/billing.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace billbyagent;

namespace {

const std::string good_service =
    R"({"id":"s","unit_price":"5.00","units":{"source":"manual","count":3}})";

std::string contract_with(const std::string& fields, const std::string& services) {
  return R"({"contracts":[{"id":"c","account":"a","currency":"USD","cycle":"monthly",)"
         R"("start_date":"2026-06-01")" +
         (fields.empty() ? "" : "," + fields) + R"(,"services":[)" + services + "]}]}";
}
std::string with_service(const std::string& fields) {
  return contract_with("", R"({"id":"s",)" + fields + "}");
}
std::string with_units(const std::string& units) {
  return with_service(R"("unit_price":"5.00","units":)" + units);
}

const std::string csv_header =
    "line,contract,service,service_name,kind,period_begin,period_last,billed_from,billed_last,"
    "effective,quantity,units_before,units_after,unit_price,share,amount,cost,currency,"
    "tax_category,state,batch,invoice_number,posted,part";

struct Refused {
  const char* what;
  std::string text;
  Errc code;
  std::string context;  ///< begins with
};

void check_all(const std::vector<Refused>& cases) {
  for (const auto& test : cases) {
    CAPTURE(test.what);
    const auto parsed = parse_book(test.text);
    REQUIRE(parsed);
    REQUIRE(parsed->refused.size() == 1);
    CHECK(to_string(parsed->refused[0].code) == to_string(test.code));
    CHECK(parsed->refused[0].context.substr(0, test.context.size()) == test.context);
    CHECK(parsed->book.contracts.empty());
  }
}

}  // namespace

TEST_CASE("the example of the format's page is read whole") {
  std::ifstream page{BOOK_FORMAT_PAGE};
  const std::string text{std::istreambuf_iterator<char>{page}, std::istreambuf_iterator<char>{}};
  const auto begin = text.find("```json\n") + 8;
  const auto parsed = parse_book(text.substr(begin, text.find("```", begin) - begin));
  REQUIRE(parsed);
  for (const auto& refused : parsed->refused) FAIL(to_string(refused));
  const Book& book = parsed->book;
  REQUIRE(book.accounts.size() == 1);
  CHECK(book.accounts[0].organization == OrganizationId{"84372651900217364510987601"});
  REQUIRE(book.contracts.size() == 1);
  const auto& contract = book.contracts[0].terms();
  CHECK(contract.cycle == BillingCycle::calendar(CycleLength::monthly));
  CHECK(contract.end == Date{2027, 6, 1});
  REQUIRE(contract.services.size() == 2);
  const auto& servers = contract.services[0].terms();
  CHECK(servers.effective == Date{2026, 6, 1});
  CHECK(servers.prices.size() == 2);
  CHECK(servers.prices[1].price == UnitPrice::parse("13.00", usd).value());
  const AgentScope* scope = contract.services[0].agent_scope();
  REQUIRE(scope);
  CHECK(scope->view == ViewId{"31415926535"});
  CHECK(scope->rule.suspended == Counting::left_out);
  CHECK(scope->rule.never_checked_in == Counting::left_out);
  REQUIRE(book.first_units.size() == 1);
  CHECK(book.first_units[0].key.service == ServiceId{"helpdesk"});
  CHECK(book.first_units[0].units == 14);
}

TEST_CASE("every setting of a contract and a service is read") {
  const auto parsed = parse_book(contract_with(
      R"("name":"N","periods":"contract_start","anchor_day":31,"timing":"arrears",)"
      R"("status":"inactive","end_date":"2026-12-31","recipients":["x@y"])",
      R"({"id":"s","name":"S","tax_category":"T","effective_date":"2026-07-01",)"
      R"("end_date":"2026-07-31","unit_price":"0.000001","unit_cost":"0.5",)"
      R"("proration":{"day_count":"thirty_360","effective_day":"not_billed",)"
      R"("rounding":"half_even","rounding_step":"unit_price"},)"
      R"("units":{"source":"agents","rmm":"mesh","organization":"1","group":"2","sub_groups":"excluded",)"
      R"("view":"3","machines":["4","5"],"operating_system_contains":"server",)"
      R"("counting":{"suspended":"left_out","never_checked_in":"counted",)"
      R"("template_account":"counted"}}})"));
  REQUIRE(parsed);
  for (const auto& refused : parsed->refused) FAIL(to_string(refused));
  const auto& contract = parsed->book.contracts[0].terms();
  CHECK(contract.cycle == BillingCycle::on_day(CycleLength::monthly, Date{2026, 6, 1}, 31).value());
  CHECK(contract.timing == BillingTiming::arrears);
  CHECK(contract.status == ContractStatus::inactive);
  CHECK(contract.recipients == std::vector<std::string>{"x@y"});
  const auto& service = contract.services[0].terms();
  CHECK(service.name == "S");
  CHECK(service.tax_category == "T");
  CHECK(service.end == Date{2026, 8, 1});
  CHECK(service.prices[0].price.millionths() == 1);
  CHECK(service.prices[0].cost.millionths() == 500'000);
  CHECK(service.proration == ProrationPolicy{DayCount::thirty_360, EffectiveDay::not_billed,
                                             Rounding::half_even, RoundingStep::unit_price});
  const AgentScope wanted{.rmm = RmmId{"mesh"},
                          .organization = OrganizationId{"1"},
                          .group = MachineGroupId{"2"},
                          .sub_groups = SubGroups::excluded,
                          .view = ViewId{"3"},
                          .machines = {AgentId{"4"}, AgentId{"5"}},
                          .operating_system_contains = "server",
                          .rule = {Counting::left_out, Counting::counted, Counting::counted}};
  CHECK(*contract.services[0].agent_scope() == wanted);
}

TEST_CASE("classes and counting rules") {
  const auto parsed = parse_book(contract_with(
      R"("machine_classes":["server",{"name":"kiosk","operating_system_contains":["Embedded"],)"
      R"("device_types":["kiosk","till"]},"workstation"])",
      R"({"id":"s","unit_price":"1","units":{"source":"agents","machine_class":"kiosk",)"
      R"("counting":{"marked_for_deletion":"left_out","ephemeral":"counted",)"
      R"("duplicate":"left_out","seen_within_days":30,"grace_new_days":3,"grace_gone_days":5}}})"));
  REQUIRE(parsed);
  for (const auto& refused : parsed->refused) FAIL(to_string(refused));
  const auto& contract = parsed->book.contracts[0].terms();
  REQUIRE(contract.machine_classes.size() == 3);
  CHECK(contract.machine_classes[0] == standard_machine_classes()[0]);
  CHECK(contract.machine_classes[1] == MachineClass{"kiosk", {"Embedded"}, {"kiosk", "till"}});
  CHECK(contract.machine_classes[2].name == "workstation");
  AgentScope wanted{.machine_class = "kiosk"};
  wanted.rule.marked_for_deletion = Counting::left_out;
  wanted.rule.ephemeral = Counting::counted;
  wanted.rule.duplicate = Counting::left_out;
  wanted.rule.seen_within_days = 30;
  wanted.rule.grace_new_days = 3;
  wanted.rule.grace_gone_days = 5;
  CHECK(*contract.services[0].agent_scope() == wanted);
  // Nothing of it: as before.
  const auto plain = parse_book(with_units(R"({"source":"agents"})"));
  CHECK(plain->book.contracts.at(0).terms().machine_classes.empty());
  CHECK(*plain->book.contracts[0].terms().services[0].agent_scope() == AgentScope{});
}

TEST_CASE("classes and counting rules that cannot be are named by their place") {
  const std::string units = "contracts[0].services[0].units";
  const auto counting = [](const std::string& rule) {
    return with_units(R"({"source":"agents","counting":{)" + rule + "}}");
  };
  const auto classes = [](const std::string& list) {
    return contract_with(R"("machine_classes":)" + list, good_service);
  };
  check_all({
      {"no class of that name", classes(R"(["servers"])"), Errc::invalid_argument,
       "contracts[0].machine_classes[0]: 'servers' is none of: server, network_device, mobile, "
       "workstation; a class of your own is an object"},
      {"a class without a name", classes(R"([{"device_types":["x"]}])"), Errc::malformed_document,
       "contracts[0].machine_classes[0].name: is missing"},
      {"a criterion that is no text", classes(R"([{"name":"n","device_types":[1]}])"),
       Errc::malformed_document, "contracts[0].machine_classes[0].device_types[0]: not a text"},
      {"a class without a criterion", classes(R"([{"name":"n"}])"), Errc::invalid_argument,
       "contracts[0]: contract c: machine class n"},
      {"one class twice", classes(R"(["server","server"])"), Errc::duplicate_id, "contracts[0]"},
      {"a key of no class", classes(R"([{"name":"n","device_types":["x"],"os":"x"}])"),
       Errc::malformed_document, "contracts[0].machine_classes[0].os: unknown key"},
      {"a class that the contract has not",
       with_units(R"({"source":"agents","machine_class":"server"})"), Errc::invalid_argument,
       "contracts[0]: contract c: service s: machine_class: 'server' is none of"},
      {"days below one", counting(R"("seen_within_days":0)"), Errc::out_of_range,
       "contracts[0].services[0]: service s: counting.seen_within_days: 0"},
      {"days that fit no int", counting(R"("grace_new_days":99999999999)"), Errc::out_of_range,
       units + ".counting.grace_new_days: 99999999999"},
      {"days as text", counting(R"("grace_gone_days":"5")"), Errc::malformed_document,
       units + ".counting.grace_gone_days"},
      {"seen lately, and never seen",
       counting(R"("seen_within_days":9,"never_checked_in":"counted")"), Errc::invalid_argument,
       "contracts[0].services[0]: service s: counting.seen_within_days: a machine that never"},
      {"neither counted nor left out", counting(R"("duplicate":"once")"), Errc::invalid_argument,
       units + ".counting.duplicate: 'once' is none of: counted, left_out"},
  });
}

TEST_CASE("an account's organizations in several RMMs") {
  const auto accounts = [](const std::string& fields) {
    return parse_book(R"({"accounts":[{"id":"a",)" + fields + "}]}").value();
  };
  const auto read = accounts(R"("organization":"1","organizations":{"mesh":"mesh//kT3","x":"7"})");
  REQUIRE(read.book.accounts.size() == 1);
  const auto& account = read.book.accounts[0];
  CHECK(account.organization == OrganizationId{"1"});
  CHECK(account.links ==
        std::map<RmmId, OrganizationId>{{RmmId{"mesh"}, OrganizationId{"mesh//kT3"}},
                                        {RmmId{"x"}, OrganizationId{"7"}}});
  struct Case {
    std::string fields;
    std::string context;
  };
  for (const auto& test : {Case{R"("organizations":["1"])", "not an object"},
                           Case{R"("organizations":{"mesh":7})", ".mesh: not a text"},
                           Case{R"("organizations":{"mesh":null})", ".mesh: is missing"},
                           Case{R"("organizations":{"":"1"})", "RMM id is empty"}}) {
    CAPTURE(test.fields);
    const auto refused = accounts(test.fields).refused;
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].context.find("accounts[0].organizations") == 0);
    CHECK(refused[0].context.find(test.context) != std::string::npos);
  }
}

TEST_CASE("a bad contract is named by its place") {
  const std::string c = "contracts[0]";
  check_all({
      {"no id",
       R"({"contracts":[{"account":"a","currency":"USD","cycle":"monthly",)"
       R"("start_date":"2026-06-01","services":[]}]})",
       Errc::malformed_document, c + ".id: is missing"},
      {"not an object", R"({"contracts":[5]})", Errc::malformed_document, c + ": not an object"},
      {"numeric id",
       R"({"contracts":[{"id":7,"account":"a","currency":"USD","cycle":"monthly",)"
       R"("start_date":"2026-06-01","services":[]}]})",
       Errc::malformed_document, c + ".id: not a text"},
      {"unknown key", contract_with(R"("tyming":"advance")", good_service),
       Errc::malformed_document, c + ".tyming: unknown key"},
      {"unknown value", contract_with(R"("timing":"never")", good_service), Errc::invalid_argument,
       c + ".timing: 'never' is none of: advance, arrears"},
      {"impossible end", contract_with(R"("end_date":"2026-02-30")", good_service),
       Errc::invalid_date, c + ".end_date: '2026-02-30'"},
      {"ends before start", contract_with(R"("end_date":"2026-05-31")", good_service),
       Errc::ends_before_start, c + ": contract c"},
      {"anchor day 32", contract_with(R"("anchor_day":32)", good_service), Errc::out_of_range,
       c + ".anchor_day: 32"},
      {"anchor day of a calendar",
       contract_with(R"("anchor_day":1,"periods":"calendar")", good_service),
       Errc::invalid_argument, c + ".anchor_day"},
      {"recipient", contract_with(R"("recipients":["nobody"])", good_service),
       Errc::invalid_argument, c + ".recipients[0]"},
      {"a service twice", contract_with("", good_service + "," + good_service), Errc::duplicate_id,
       c + ": contract c: service s"},
  });
}

TEST_CASE("a bad service is named by its place") {
  const std::string s = "contracts[0].services[0]";
  const std::string units = R"(,"units":{"source":"manual"})";
  check_all({
      {"no price", with_service(R"("units":{"source":"manual"})"), Errc::malformed_document,
       s + ".unit_price: is missing"},
      {"price as a number", with_service(R"("unit_price":5.0)" + units), Errc::invalid_money,
       s + ".unit_price: must be a text"},
      {"too many decimals", with_service(R"("unit_price":"0.0000001")" + units),
       Errc::too_many_decimals, s + ".unit_price"},
      {"negative price", with_service(R"("unit_price":"-1")" + units), Errc::out_of_range,
       s + ".unit_price"},
      {"price too large", with_service(R"("unit_price":"100000000.01")" + units),
       Errc::out_of_range, s + ".unit_price"},
      {"over-long price", with_service(R"("unit_price":"99999999999999999999")" + units),
       Errc::out_of_range, s + ".unit_price"},
      {"later price without a day",
       with_service(R"("unit_price":"1","prices":[{"unit_price":"2"}])" + units),
       Errc::malformed_document, s + ".prices[0].effective_date: is missing"},
      {"no units", with_service(R"("unit_price":"1")"), Errc::malformed_document,
       s + ".units: is missing"},
      {"no source", with_units(R"({"group":"g"})"), Errc::malformed_document,
       s + ".units.source: is missing"},
      {"negative count", with_units(R"({"source":"manual","count":-1})"), Errc::invalid_units,
       s + ".units.count: -1"},
      {"count of 65 bits", with_units(R"({"source":"manual","count":18446744073709551616})"),
       Errc::malformed_document, s + ".units.count"},
      {"half a machine", with_units(R"({"source":"manual","count":1.5})"), Errc::malformed_document,
       s + ".units.count"},
      {"a count of agents", with_units(R"({"source":"agents","count":3})"),
       Errc::malformed_document, s + ".units.count: unknown key"},
      {"a machine twice", with_units(R"({"source":"agents","machines":["1","1"]})"),
       Errc::duplicate_id, s},
      {"no machines", with_units(R"({"source":"agents","machines":[]})"), Errc::malformed_document,
       s + ".units.machines: is empty"},
      {"ends before it takes effect",
       with_service(R"("unit_price":"1","end_date":"2026-05-01")" + units), Errc::ends_before_start,
       s},
  });
}

TEST_CASE("every bad row is named, not only the first, and the good ones are read") {
  const auto parsed = parse_book(
      R"({"accounts":[{"id":""},{"id":"a"},{"id":"a"}],"extra":1,)"
      R"("contracts":[{"id":"c","account":"a","currency":"XYZ","cycle":"daily",)"
      R"("start_date":"2026-13-01","services":[{"id":"s","unit_price":"x","units":{}}]}]})");
  REQUIRE(parsed);
  std::vector<std::string> places;
  for (const auto& refused : parsed->refused)
    places.push_back(refused.context.substr(0, refused.context.find(": ")));
  CHECK(places == std::vector<std::string>{"accounts[0].id", "accounts[2]", "contracts[0].currency",
                                           "contracts[0].start_date", "contracts[0].cycle",
                                           "contracts[0].services[0].unit_price",
                                           "contracts[0].services[0].units.source", "extra"});
  CHECK(parsed->book.accounts.size() == 1);
}

TEST_CASE("what is no document says where") {
  struct Case {
    std::string text;
    Errc code;
    const char* context;
  };
  std::string deep = R"({"contracts":)";
  for (int i = 0; i < 100; ++i) deep += '[';
  for (const auto& test : std::vector<Case>{
           {"", Errc::malformed_document, "line 1, column 1"},
           {"[]", Errc::malformed_document, "a book is an object"},
           {"{\n  \"accounts\": [}\n", Errc::malformed_document, "line 2, column 16"},
           {"{} x", Errc::malformed_document, "line 1, column 4"},
           {R"({"accounts":[)", Errc::malformed_document, "line 1, column 14"},
           {R"({"accounts":[],"accounts":[]})", Errc::malformed_document, "line 1, column 25"},
           {"\xff\xfe", Errc::malformed_document, "line 1, column 1"},
           {deep, Errc::malformed_document, "line 1"},
           {std::string(std::size_t{65} << 20, ' '), Errc::out_of_range, "a document of"}}) {
    CAPTURE(test.text.substr(0, 60));
    const auto parsed = parse_book(test.text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == test.code);
    CHECK(parsed.error().context.find(test.context) == 0);
  }
}

TEST_CASE("the terms of a service") {
  const auto parsed = parse_book(R"({"accounts":[{"id":"a"}],"contracts":[{"id":"c",
    "account":"a","currency":"USD","cycle":"monthly","start_date":"2026-06-01","services":[
    {"id":"s","price_model":"graduated","base_fee":"10.00",
     "tiers":[{"from":1,"to":10,"unit_price":"5.00","unit_cost":"1.00"},
              {"from":11,"unit_price":"4.00"}],
     "indexation":{"percent":"3.25","first_date":"2027-06-01"},
     "quantity":{"included":5,"minimum":8,"maximum":90},
     "proration":{"preset":"connectwise","increase":"full_period","decrease":"next_period",
                  "minimum_credit":"2.50"},
     "units":{"source":"manual"}}]}]})");
  REQUIRE(parsed);
  for (const auto& refused : parsed->refused) FAIL(to_string(refused));
  const auto& terms = parsed->book.contracts.at(0).terms().services.at(0).terms();
  CHECK(terms.price_model == PriceModel::graduated);
  const DatedPrice& price = terms.prices.at(0);
  CHECK(to_decimal(price.price) == "5.00");
  CHECK(to_decimal(*price.base_fee) == "10.00");
  REQUIRE(price.tiers.size() == 2);
  CHECK(price.tiers[0].to == 10);
  CHECK(to_decimal(price.tiers[1].price) == "4.00");
  CHECK(to_decimal(price.tiers[1].cost) == "0.00");
  CHECK(terms.indexation == Indexation{325, Date{2027, 6, 1}, 2});
  CHECK(terms.quantity == QuantityTerms{.included = 5, .minimum = 8, .maximum = 90});
  CHECK(terms.proration.rounding_step == RoundingStep::unit_price);
  CHECK(terms.proration.increase == IncreaseRule::full_period);
  CHECK(terms.proration.decrease == DecreaseRule::next_period);
  CHECK(terms.proration.minimum_credit_minor == 250);
}

TEST_CASE("terms that cannot be are named by their place") {
  const std::string head =
      R"({"accounts":[{"id":"a"}],"contracts":[{"id":"c","account":"a","currency":"USD",)"
      R"("cycle":"monthly","start_date":"2026-06-01","services":[{"id":"s",)"
      R"("units":{"source":"manual"},)";
  const auto service = [&](const std::string& rest) { return head + rest + "}]}]}"; };
  const std::string at = "contracts[0].services[0]";
  check_all({
      {"tiers and a unit price",
       service(R"("unit_price":"1","tiers":[{"from":1,"unit_price":"1"}])"), Errc::invalid_argument,
       at + ".unit_price: the tiers say the price"},
      {"no tiers", service(R"("tiers":[])"), Errc::invalid_argument, at + ".tiers: needs"},
      {"a hole",
       service(R"("price_model":"volume","tiers":[{"from":1,"to":2,"unit_price":"1"},)"
               R"({"from":4,"unit_price":"1"}])"),
       Errc::invalid_argument, at + ": service s: prices[0].tiers[1]: from 4 leaves a hole"},
      {"a minimum above the maximum",
       service(R"("unit_price":"1","quantity":{"minimum":3,"maximum":2})"), Errc::invalid_argument,
       at + ": service s: quantity.minimum: 3 is above the maximum of 2"},
      {"a percentage over the limit",
       service(R"("unit_price":"1","indexation":{"percent":"100.01","first_date":"2027-01-01"})"),
       Errc::out_of_range, at + ": service s: indexation.percent: 100.01 %"},
      {"a percentage that is none",
       service(R"("unit_price":"1","indexation":{"percent":"3.255","first_date":"2027-01-01"})"),
       Errc::too_many_decimals, at + ".indexation.percent"},
      {"no such day",
       service(R"("unit_price":"1","quantity":{"measure":"fixed_day","fixed_day":0})"),
       Errc::invalid_argument, at + ": service s: quantity.fixed_day"},
      {"a preset nobody knows", service(R"("unit_price":"1","proration":{"preset":"sap"})"),
       Errc::invalid_argument, at + ".proration.preset: 'sap' is none of: bms, connectwise"},
      {"a misspelt term", service(R"("unit_price":"1","quantity":{"minumum":3})"),
       Errc::malformed_document, at + ".quantity.minumum: unknown key"},
  });
}

TEST_CASE("CSV: a header, decimal text, quotes where needed and no formulas") {
  const auto service = Service::per_unit("=1+1,\"x\"", "5.00", usd).value();
  const auto history = UnitHistory::starting(Date{2026, 6, 16}, 3).value();
  const auto line = bill(service, history, Period::month(2026, 6)).value().at(0);
  const std::vector<PostedLine> posted{
      {.line = line, .batch = BatchId{"c#1"}, .state = LineState::posted, .posted = Instant{0}}};
  const auto csv = lines_to_csv(posted);
  const auto header_end = csv.find("\r\n");
  CHECK(csv.substr(0, header_end) == csv_header);
  CHECK(csv.substr(header_end + 2) ==
        "\"/=1+1,\"\"x\"\"/2026-06-01/2026-06-16/1\",,\"'=1+1,\"\"x\"\"\",\"'=1+1,\"\"x\"\"\","
        "increment,2026-06-01,2026-06-30,2026-06-16,2026-06-30,2026-06-16,3,0,3,5.00,15/30,7.50,"
        "0.00,USD,,posted,c#1,,1970-01-01T00:00:00.000Z,units\r\n");
  CHECK(lines_to_csv({}) == csv_header + "\r\n");
}

TEST_CASE("CSV: a formula is one behind blanks and in full width too, and a NUL is shown") {
  using namespace std::string_literals;
  const auto service = Service::per_unit("s", "5.00", usd).value();
  const auto history = UnitHistory::starting(Date{2026, 6, 16}, 3).value();
  const auto line = bill(service, history, Period::month(2026, 6)).value().at(0);
  const auto row_with = [&](const std::string& name) {
    PostedLine posted{
        .line = line, .batch = BatchId{"c#1"}, .state = LineState::posted, .posted = Instant{0}};
    posted.line.service_name = name;
    return lines_to_csv(std::vector<PostedLine>{posted});
  };
  for (const auto& name :
       {"=1"s, " =1"s, "\n=1"s, "\t1"s, "\r1"s, "\n1"s, "\xc2\xa0@x"s, "\xe3\x80\x80+1"s,
        "\xef\xbc\x9d"
        "1"s,
        " \xef\xbc\xa0x"s, "\0=1"s}) {
    CAPTURE(name);
    const auto csv = row_with(name);
    CHECK((csv.find(",'") != std::string::npos || csv.find(",\"'") != std::string::npos));
    CHECK(csv.find('\0') == std::string::npos);
  }
  for (const auto& name : {"Desk = seat"s, " desk"s, "\xc3\xa4"s})
    CHECK(row_with(name).find('\'') == std::string::npos);
  CHECK(row_with("a\0b"s).find("a\\u0000b") != std::string::npos);
}
