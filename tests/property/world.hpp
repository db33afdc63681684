#pragma once

/// A contract with one service, what was recorded of it and what was posted; and the same as the
/// model sees it.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "property/model_of.hpp"
#include "property/scenario.hpp"

namespace property {

struct Books {
  Period period;
  std::vector<PostedLine> posted{};
};

class World {
 public:
  explicit World(const Scenario& scenario) : scenario_(scenario), service_end_(scenario.end) {
    add_price(std::min(scenario.effective, scenario.start), scenario.price);
    renew();
  }

  void apply(const Event& event);
  /// The open lines of all periods, in order.
  std::vector<LineItem> open() const {
    std::vector<LineItem> lines;
    for (const auto& book : books_)
      for (auto& line : open_of(book)) lines.push_back(line);
    return lines;
  }
  std::vector<LineItem> open_of(const Books& book) const {
    return unposted(*contract_, service(), history_, book.period, book.posted,
                    billbyagent::detail::open_end(), {}, taken_beside(book))
        .value();
  }
  /// Posts the open lines whose bit is set in `choice`, as one batch; returns them.
  std::vector<LineItem> post(std::uint64_t choice = ~std::uint64_t{0});
  /// What a run through that day posts.
  std::vector<LineItem> post_through(Date through);
  std::vector<LineItem> open_through(const Books& book, Date through) const;

  const Contract& contract() const { return *contract_; }
  const Service& service() const { return contract_->terms().services.front(); }
  const UnitHistory& history() const { return history_; }
  UnitHistory& history() { return history_; }
  const std::vector<Books>& books() const { return books_; }
  /// Every line ever posted, in the order of posting.
  const std::vector<LineItem>& log() const { return log_; }
  /// Whether lines were posted out of order or taken back.
  bool rearranged() const { return rearranged_; }

  model::Service as_model(bool cost = false) const;

 private:
  UnitPrice price_of(std::int64_t millionths) const {
    return UnitPrice::from_millionths(millionths, scenario_.currency).value();
  }
  /// Each tier at a price of its own, the second one at that of the first.
  void add_price(Date day, std::int64_t millionths) {
    DatedPrice price{day, price_of(millionths), price_of(millionths / 3)};
    if (scenario_.has_base_fee) price.base_fee = price_of(millionths / 7 * 6);
    const auto& from = scenario_.tiers_from;
    for (std::size_t i = 0; i < from.size() && scenario_.price_model != PriceModel::per_unit; ++i) {
      const auto part = millionths / (i < 2 ? 1 : static_cast<std::int64_t>(i));
      const auto to = i + 1 < from.size() ? std::optional{from[i + 1] - 1} : std::nullopt;
      price.tiers.push_back({from[i], to, price_of(part), price_of(part / 3)});
    }
    prices_.push_back(std::move(price));
  }
  void renew();
  void add_books();
  std::vector<LineKey> taken_beside(const Books& book) const;
  void set_cycle(const Event& event);
  void set_account(const Event& event);
  void set_end(const Event& event);
  void set_limits(const Event& event);
  void set_money(const Event& event);
  void set_conventions(const Event& event);
  void set_raise(const Event& event);
  /// Takes the amendment unless its terms contradict others.
  void amend(const ServiceAmendment& amendment);

  const Scenario& scenario_;
  std::optional<Date> contract_end_{};
  std::optional<Date> service_end_;
  std::vector<ContractAmendment> statuses_;  ///< and all else that is of the contract
  std::vector<model::Section> sections_;     ///< as the model sees them
  std::vector<model::Move> moves_;           ///< likewise
  std::vector<ServiceAmendment> limits_;
  std::vector<DatedPrice> prices_;
  UnitHistory history_;
  std::optional<Contract> contract_;
  std::vector<Books> books_;
  std::vector<LineItem> log_;
  int batches_ = 0;
  bool rearranged_ = false;
};

inline void World::renew() {
  auto service = Service::create({.id = ServiceId{"agents"},
                                  .name = "agents",
                                  .tax_category = {},
                                  .currency = scenario_.currency,
                                  .prices = prices_,
                                  .unit_source = ManualUnits{},
                                  .proration = scenario_.policy,
                                  .effective = scenario_.effective,
                                  .end = service_end_,
                                  .quantity = scenario_.quantity,
                                  .price_model = scenario_.price_model,
                                  .indexation = scenario_.indexation,
                                  .amendments = limits_});
  contract_ = Contract::create({.id = ContractId{"C/1%"},
                                .name = {},
                                .account = AccountId{"A"},
                                .currency = scenario_.currency,
                                .cycle = scenario_.cycle,
                                .timing = scenario_.timing,
                                .status = ContractStatus::active,
                                .start = scenario_.start,
                                .end = contract_end_,
                                .billed_through = scenario_.billed_through,
                                .recipients = {},
                                .services = {service.value()},
                                .machine_classes = {},
                                .amendments = statuses_})
                  .value();
  add_books();
}

/// For each billing period that there is; those that there were stay.
inline void World::add_books() {
  const Period days{scenario_.start.plus_days(-3), scenario_.horizon.next()};
  for (const auto& period : billing_periods(contract_->sections(), days)) {
    const auto is_it = [&](const Books& book) { return book.period == period; };
    if (std::none_of(books_.begin(), books_.end(), is_it)) books_.push_back({period});
  }
  std::sort(books_.begin(), books_.end(), [](const Books& a, const Books& b) {
    return std::pair{a.period.begin(), a.period.end()} <
           std::pair{b.period.begin(), b.period.end()};
  });
}

/// The keys of lines of other billing periods that begin on the same day.
inline std::vector<LineKey> World::taken_beside(const Books& book) const {
  std::vector<LineKey> taken;
  for (const auto& other : books_)
    if (other.period.begin() == book.period.begin() && other.period != book.period)
      for (const auto& entry : other.posted) taken.push_back(entry.line.key);
  return taken;
}

inline void World::set_cycle(const Event& event) {
  // What is posted keeps its day count, whatever begins where.
  const auto& recorded = service().terms().amendments;
  if (std::any_of(recorded.begin(), recorded.end(),
                  [](const ServiceAmendment& each) { return each.day_count; }))
    return;
  ContractAmendment amendment{.effective = event.day};
  if (event.open)
    amendment.timing = event.of_the_service ? BillingTiming::advance : BillingTiming::arrears;
  if (!event.open || event.choice >> 20 & 1U) {
    const auto drawn = cycle_of(event);
    amendment.cycle = drawn.cycle;
    sections_.push_back({model::number_of(event.day), drawn.shape});
  }
  statuses_.push_back(amendment);
  renew();
}

inline void World::set_account(const Event& event) {
  const int account = static_cast<int>(event.choice % accounts_drawn);
  statuses_.push_back(
      {.effective = event.day,
       .account = account_of(account),
       .account_from = event.open ? AccountFrom::next_period : AccountFrom::effective_date});
  moves_.push_back({model::number_of(event.day), account, event.open});
  renew();
}

inline void World::set_end(const Event& event) {
  const Date begin = std::max(scenario_.start, scenario_.effective);
  auto& end = event.of_the_service ? service_end_ : contract_end_;
  end = event.open ? std::nullopt : std::optional{std::max(event.day, begin.next())};
  renew();
}

/// One limit or two, such that none contradicts another, or a discount.
inline void World::set_limits(const Event& event) {
  const auto discount = static_cast<std::int32_t>(event.choice >> 12) & 4'095;
  if (!event.of_the_service && event.choice & 2U) {
    statuses_.push_back({event.day, {}, discount});
    return renew();
  }
  ServiceAmendment amendment{.effective = event.day};
  if (event.choice & 2U) amendment.discount_basis_points = discount;
  if (event.choice & 1U) amendment.minimum = static_cast<Units>(event.choice >> 1 & 7U);
  if (event.choice & 16U) amendment.included = static_cast<Units>(event.choice >> 5 & 7U);
  if (event.open) amendment.maximum = static_cast<Units>(8 + (event.choice >> 8 & 7U));
  if (!amendment.minimum && !amendment.included && !amendment.maximum &&
      !amendment.discount_basis_points)
    amendment.minimum = 1;
  amend(amendment);
}

inline void World::amend(const ServiceAmendment& amendment) {
  limits_.push_back(amendment);
  auto terms = service().terms();
  terms.amendments = limits_;
  if (!Service::create(std::move(terms))) limits_.pop_back();
  renew();
}

/// Of cents or of tenths of cents, and none any more.
inline void World::set_money(const Event& event) {
  const auto steps = static_cast<std::int64_t>(event.choice >> 16 & 0x7fffU);
  const auto amount = price_of(event.open ? 0 : steps * (event.choice & 4U ? 10'000 : 1'000));
  if (!event.of_the_service) {
    statuses_.push_back({.effective = event.day, .discount_amount = amount});
    return renew();
  }
  ServiceAmendment amendment{.effective = event.day};
  if (event.choice & 1U) amendment.minimum_amount = amount;
  if (event.choice & 2U || !amendment.minimum_amount) amendment.discount_amount = amount;
  amend(amendment);
}

/// A day count is left where a period that it would reach is posted: that one keeps its own.
inline void World::set_conventions(const Event& event) {
  const auto bits = [&](int at) { return static_cast<std::uint8_t>(event.choice >> at & 3U); };
  const auto third = [&](int at) { return static_cast<std::uint8_t>((event.choice >> at) % 3); };
  const Date started = std::max(scenario_.start, scenario_.effective);
  const bool reached = std::any_of(books_.begin(), books_.end(), [&](const Books& book) {
    return (!sections_.empty() || event.day <= std::max(book.period.begin(), started)) &&
           std::any_of(book.posted.begin(), book.posted.end(),
                       [](const PostedLine& line) { return line.stands(); });
  });
  ServiceAmendment amendment{.effective = event.day};
  if (event.choice & 1U && !reached) amendment.day_count = static_cast<DayCount>(bits(4));
  if (event.choice & 2U) amendment.rounding = static_cast<Rounding>(third(6));
  if (event.choice & 4U) amendment.effective_day = static_cast<EffectiveDay>(bits(8) & 1U);
  if (event.choice & 8U) amendment.measure = static_cast<Measure>(bits(10));
  if (amendment.measure == Measure::fixed_day) amendment.fixed_day = 1 + bits(12);
  if (event.open) amendment.rounding_step = static_cast<RoundingStep>(bits(14) & 1U);
  if (event.of_the_service && bits(16) == 0) {
    amendment.increase = static_cast<IncreaseRule>(third(18));
    amendment.decrease = static_cast<DecreaseRule>(third(22));
  }
  if (amendment.is_of_periods()) amend(amendment);
}

inline void World::set_raise(const Event& event) {
  const auto days = static_cast<int>(event.choice >> 8 & 0xffU) - 128;
  const auto basis_points = static_cast<std::int32_t>(event.choice >> 16 & 0xfffU);
  amend({.effective = event.day,
         .indexation = Indexation{event.open ? 0 : basis_points, event.day.plus_days(days),
                                  static_cast<int>(event.choice >> 28 & 3U)}});
}

inline std::vector<LineItem> World::open_through(const Books& book, Date through) const {
  const bool touched = std::any_of(book.posted.begin(), book.posted.end(),
                                   [](const PostedLine& line) { return line.stands(); });
  const auto available = available_from(*contract_, service(), book.period);
  if (!touched && (!available || through < *available)) return {};
  return unposted(*contract_, service(), history_, book.period, book.posted, through, {},
                  taken_beside(book))
      .value();
}

inline std::vector<LineItem> World::post_through(Date through) {
  std::vector<LineItem> lines;
  const BatchId batch = batch_id(contract_->id(), static_cast<std::size_t>(++batches_));
  for (auto& book : books_)
    for (const auto& line : open_through(book, through)) {
      book.posted.push_back({.line = line, .batch = batch, .through = through});
      log_.push_back(line);
      lines.push_back(line);
    }
  return lines;
}

inline std::vector<LineItem> World::post(std::uint64_t choice) {
  std::vector<LineItem> lines;
  const BatchId batch = batch_id(contract_->id(), static_cast<std::size_t>(++batches_));
  std::size_t number = 0;
  for (auto& book : books_)
    for (const auto& line : open_of(book)) {
      if ((choice >> (number++ % 64) & 1U) == 0) continue;
      book.posted.push_back(
          {.line = line, .batch = batch, .through = Date{limits::last_year, 1, 1}});
      log_.push_back(line);
      lines.push_back(line);
    }
  return lines;
}

inline void World::apply(const Event& event) {
  switch (event.kind) {
    case EventKind::change:
      history_.record(event.day, event.number).value();
      return;
    case EventKind::new_price:
      add_price(event.day, event.number);
      return renew();
    case EventKind::new_end:
      return set_end(event);
    case EventKind::status:
      statuses_.push_back(
          {event.day, event.of_the_service ? ContractStatus::inactive : ContractStatus::active});
      return renew();
    case EventKind::limits:
      return set_limits(event);
    case EventKind::cycle:
      return set_cycle(event);
    case EventKind::account:
      return set_account(event);
    case EventKind::money:
      return set_money(event);
    case EventKind::conventions:
      return set_conventions(event);
    case EventKind::raise:
      return set_raise(event);
    case EventKind::post_all:
      post();
      return;
    case EventKind::post_through:
      post_through(event.day);
      return;
    case EventKind::post_some:
      rearranged_ = true;
      post(event.choice);
      return;
    case EventKind::take_back: {
      rearranged_ = true;
      if (batches_ == 0) return;
      const auto number = event.choice % static_cast<std::uint64_t>(batches_) + 1;
      for (auto& book : books_)
        for (auto& line : book.posted)
          if (line.batch == batch_id(contract_->id(), number)) line.state = LineState::returned;
      return;
    }
  }
}

inline model::Service World::as_model(bool cost) const {
  auto service = model_of(*contract_, this->service(), history_, cost);
  service.cycle = scenario_.shape;
  service.sections = sections_;
  service.moves = moves_;
  return service;
}

inline std::string to_text(const std::vector<LineItem>& lines) {
  std::string text;
  for (const auto& line : lines) text += "\n  " + to_string(line.key) + "  " + to_string(line);
  return text;
}

inline std::string terms_to_text(const Scenario& scenario) {
  const auto& quantity = scenario.quantity;
  std::string text = "\n  " + std::string{to_string(quantity.measure)} + " day " +
                     std::to_string(quantity.fixed_day) + " included " +
                     std::to_string(quantity.included) + " minimum " +
                     std::to_string(quantity.minimum) + " maximum " +
                     (quantity.maximum ? std::to_string(*quantity.maximum) : "none") +
                     ", increase " + std::string{to_string(scenario.policy.increase)} +
                     " decrease " + std::string{to_string(scenario.policy.decrease)} + ", " +
                     std::string{to_string(scenario.price_model)} + " tiers from";
  for (const auto from : scenario.tiers_from) text += " " + std::to_string(from);
  if (scenario.has_base_fee) text += ", base fee";
  if (scenario.indexation)
    text += ", raised by " + percent_to_string(scenario.indexation->basis_points) + " from " +
            to_string(scenario.indexation->first) + " to " +
            std::to_string(scenario.indexation->decimals) + " decimals";
  return text;
}

/// What was drawn, for a failure.
inline std::string to_text(const Scenario& scenario) {
  const auto& policy = scenario.policy;
  std::string text =
      "\n  " + std::string{to_string(policy.day_count)} + " " +
      std::string{to_string(policy.effective_day)} + " " + std::string{to_string(policy.rounding)} +
      " " + std::string{to_string(policy.rounding_step)} + ", " + to_string(scenario.cycle) +
      " anchor " + to_string(scenario.cycle.anchor()) + " day " +
      std::to_string(scenario.cycle.anchor_day()) + ", " + to_string(scenario.currency) +
      ", start " + to_string(scenario.start) + ", effective " + to_string(scenario.effective) +
      ", end " + (scenario.end ? to_string(*scenario.end) : "open") + ", billed through " +
      (scenario.billed_through ? to_string(*scenario.billed_through) : "nothing") + ", price " +
      std::to_string(scenario.price) + terms_to_text(scenario);
  static constexpr const char* names[] = {
      "units", "price",       "end",   "status",   "limits",       "cycle",     "account",
      "money", "conventions", "raise", "post all", "post through", "post some", "take back"};
  for (const auto& event : scenario.events)
    text += "\n  " + std::string{names[static_cast<int>(event.kind)]} + " " + to_string(event.day) +
            " " + std::to_string(event.number) + (event.of_the_service ? " service" : " contract") +
            (event.open ? " open" : "");
  return text;
}

}  // namespace property
