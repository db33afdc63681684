#include "golden/scenario.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/domain/amendment_words.hpp"

namespace golden {

namespace json = boost::json;

namespace {

std::string text_of(const json::object& object, const char* key) {
  return std::string{object.at(key).as_string()};
}

void only(const json::object& object, std::initializer_list<std::string_view> keys) {
  for (const auto& entry : object)
    if (std::find(keys.begin(), keys.end(), std::string_view{entry.key()}) == keys.end())
      throw std::runtime_error("unknown key " + std::string{entry.key()});
}

/// `contract` is a contract of docs/book-format.md; the account comes with it.
Contract read_contract(const json::value& contract) {
  const json::value book{{"accounts", {{{"id", contract.at("account")}}}},
                         {"contracts", {contract}}};
  const auto parsed = parse_book(json::serialize(book)).value();
  if (!parsed.refused.empty()) throw std::runtime_error(to_string(parsed.refused.front()));
  return parsed.book.contracts.at(0);
}

Date day_of(const json::object& object, const char* key) {
  return Date::parse(text_of(object, key)).value();
}

Event read_step(const json::object& object) {
  Event step;
  if (object.contains("units")) {
    only(object, {"units", "from"});
    step.kind = Event::Kind::units;
    step.value = std::to_string(object.at("units").as_int64());
    step.day = day_of(object, "from");
  } else if (object.contains("unit_price")) {
    only(object, {"unit_price", "from"});
    step.kind = Event::Kind::unit_price;
    step.value = text_of(object, "unit_price");
    step.day = day_of(object, "from");
  } else if (object.contains("amend_contract") || object.contains("amend_service")) {
    const bool service = object.contains("amend_service");
    const char* key = service ? "amend_service" : "amend_contract";
    only(object, {key});
    step.kind = service ? Event::Kind::amend_service : Event::Kind::amend_contract;
    step.value = json::serialize(object.at(key));
    step.day = day_of(object.at(key).as_object(), "effective_date");
  } else if (object.contains("take_back")) {
    only(object, {"take_back"});
    step.kind = Event::Kind::take_back;
    step.value = std::to_string(object.at("take_back").as_int64());
  } else if (object.contains("post_through")) {
    only(object, {"post_through", "lines", "total"});
    step.kind = Event::Kind::post_through;
    step.day = day_of(object, "post_through");
    for (const auto& line : object.at("lines").as_array())
      step.lines.emplace_back(line.as_string());
    step.total = text_of(object, "total");
  } else {
    const bool service = object.contains("service_ends");
    const char* key = service ? "service_ends" : "contract_ends";
    only(object, {key});
    step.kind = service ? Event::Kind::service_ends : Event::Kind::contract_ends;
    if (!object.at(key).is_null()) step.day = day_of(object, key);
  }
  return step;
}

class World {
 public:
  explicit World(const Scenario& scenario)
      : contract_(scenario.contract), standing_(Money::zero(scenario.contract.terms().currency)) {}

  void apply(const Event& step);
  Outcome outcome() const {
    Outcome outcome = outcome_;
    outcome.total = to_decimal(standing_);
    outcome.text += "total " + to_string(standing_) + "\n";
    outcome.keyed += "total " + to_string(standing_) + "\n";
    return outcome;
  }

 private:
  void say(const std::string& line) { outcome_.text += line + "\n"; }
  void change_price(const Event& step);
  void change_end(const Event& step);
  void amend_contract(const Event& step);
  void amend_service(const Event& step);
  std::vector<Period> periods() const;
  void post(Date through);
  void take_back(std::size_t number);
  const Service& service() const { return contract_.terms().services.front(); }
  void replace(Contract::Terms terms, const Service::Terms& service_terms) {
    terms.services = {Service::create(service_terms).value()};
    contract_ = Contract::create(std::move(terms)).value();
  }

  Contract contract_;
  UnitHistory history_{};
  std::vector<PostedLine> posted_{};
  Money standing_;
  std::size_t postings_ = 0;
  Date farthest_{limits::first_year, 1, 1};  ///< that was posted through
  Outcome outcome_{};
};

void World::change_price(const Event& step) {
  auto terms = service().terms();
  const auto price = UnitPrice::parse(step.value, terms.currency).value();
  terms.prices.push_back({*step.day, price, terms.prices.front().cost});
  replace(contract_.terms(), terms);
  say("unit price " + step.value + " from " + to_string(*step.day));
}

void World::change_end(const Event& step) {
  auto terms = contract_.terms();
  auto service_terms = service().terms();
  const bool of_service = step.kind == Event::Kind::service_ends;
  auto& end = of_service ? service_terms.end : terms.end;
  end = step.day ? std::optional{step.day->next()} : std::nullopt;
  replace(std::move(terms), service_terms);
  say(std::string{of_service ? "service" : "contract"} + " ends " +
      (step.day ? to_string(*step.day) : "never"));
}

/// The amendment as the book's reader takes it, in a book of its own.
Contract with_amendment(Currency currency, const std::string& of_contract,
                        const std::string& of_service) {
  return read_contract(json::parse(
      R"({"id": "c", "account": "a", "cycle": "monthly", "currency": ")" +
      std::string{currency.code()} + R"(",
          "start_date": "2001-01-01", "amendments": [)" +
      of_contract + R"(], "services": [{"id": "s", "unit_price": "1.00", "amendments": [)" +
      of_service + R"(], "units": {"source": "manual"}}]})"));
}

std::string what_changes(const ContractAmendment& amendment) {
  if (!amendment.cycle && !amendment.timing && !amendment.account) return to_string(amendment);
  std::string what;
  if (amendment.cycle) what += ", " + to_string(*amendment.cycle);
  if (amendment.timing) what += ", in " + std::string{to_string(*amendment.timing)};
  if (amendment.account) what += ", account " + amendment.account->text();
  if (amendment.account_from == AccountFrom::next_period) what += " with the next period";
  return what.substr(2);
}

void World::amend_contract(const Event& step) {
  auto terms = contract_.terms();
  const auto amendment = with_amendment(terms.currency, step.value, "").terms().amendments.at(0);
  terms.amendments.push_back(amendment);
  replace(std::move(terms), service().terms());
  say("contract " + what_changes(amendment) + " from " + to_string(amendment.effective));
}

void World::amend_service(const Event& step) {
  auto terms = service().terms();
  const auto amendment = with_amendment(terms.currency, "", step.value)
                             .terms()
                             .services.at(0)
                             .terms()
                             .amendments.at(0);
  terms.amendments.push_back(amendment);
  replace(contract_.terms(), terms);
  say(to_string(amendment, terms.currency) + " from " + to_string(amendment.effective));
}

/// All that have begun, and those that were posted.
std::vector<Period> World::periods() const {
  const Date start = contract_.terms().start;
  std::vector<Period> all;
  if (start <= farthest_) all = billing_periods(contract_.sections(), {start, farthest_.next()});
  for (const auto& line : posted_)
    if (std::find(all.begin(), all.end(), line.line.billing_period) == all.end())
      all.push_back(line.line.billing_period);
  std::sort(all.begin(), all.end(), [](const Period& a, const Period& b) {
    return std::pair{a.begin(), a.end()} < std::pair{b.begin(), b.end()};
  });
  return all;
}

void World::post(Date through) {
  ++postings_;
  Posting posting;
  Money total = Money::zero(contract_.terms().currency);
  say("posted through " + to_string(through));
  outcome_.keyed += "posted through " + to_string(through) + "\n";
  farthest_ = std::max(farthest_, through);
  for (const auto& period : periods()) {
    std::vector<PostedLine> of_period;
    std::vector<LineKey> taken;
    for (const auto& line : posted_)
      if (line.line.billing_period == period)
        of_period.push_back(line);
      else if (line.line.key.period_begin == period.begin())
        taken.push_back(line.line.key);
    const auto lines =
        unposted(contract_, service(), history_, period, of_period, through, {}, taken).value();
    for (const auto& line : lines) {
      // What corrects a posted period need not wait for its day.
      if (of_period.empty() && line.available_on > through) continue;
      posted_.push_back({.line = line, .batch = batch_id(contract_.id(), postings_)});
      posting.lines.push_back(to_string(line));
      say("  " + posting.lines.back());
      outcome_.keyed += to_string(line.key) + "  " + posting.lines.back() + "\n";
      total = add(total, line.amount).value();
    }
  }
  posting.total = to_decimal(total);
  say("  = " + to_string(total));
  outcome_.keyed += "= " + to_string(total) + "\n";
  standing_ = add(standing_, total).value();
  outcome_.postings.push_back(std::move(posting));
}

void World::take_back(std::size_t number) {
  for (auto& line : posted_) {
    if (line.batch != batch_id(contract_.id(), number) || !line.stands()) continue;
    line.state = LineState::returned;
    standing_ = subtract(standing_, line.line.amount).value();
  }
  say("posting " + std::to_string(number) + " taken back");
}

void World::apply(const Event& step) {
  switch (step.kind) {
    case Event::Kind::units:
      history_.record(*step.day, std::stoll(step.value)).value();
      return say("units " + step.value + " from " + to_string(*step.day));
    case Event::Kind::unit_price:
      return change_price(step);
    case Event::Kind::amend_contract:
      return amend_contract(step);
    case Event::Kind::amend_service:
      return amend_service(step);
    case Event::Kind::service_ends:
    case Event::Kind::contract_ends:
      return change_end(step);
    case Event::Kind::post_through:
      return post(*step.day);
    case Event::Kind::take_back:
      return take_back(std::stoul(step.value));
  }
}

}  // namespace

Scenario read_scenario(const std::string& file) try {
  std::ifstream in{file};
  if (!in) throw std::runtime_error("cannot be read");
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const json::value document = json::parse(text);
  const json::object& object = document.as_object();
  only(object, {"title", "source", "figure", "contract", "steps", "total"});
  Scenario scenario{text_of(object, "title"), text_of(object, "source"), text_of(object, "figure"),
                    read_contract(object.at("contract"))};
  for (const auto& step : object.at("steps").as_array())
    scenario.steps.push_back(read_step(step.as_object()));
  scenario.total = text_of(object, "total");
  return scenario;
} catch (const std::exception& error) {
  throw std::runtime_error(file + ": " + error.what());
}

Outcome play(const Scenario& scenario) {
  World world{scenario};
  for (const auto& step : scenario.steps) world.apply(step);
  return world.outcome();
}

}  // namespace golden
