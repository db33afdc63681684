#include "store_sql/query.hpp"

namespace billbyagent::sql {

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> lines_of_text(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool Query::next() {
  if (error_) return false;
  column_ = 0;
  auto row = statement_->next();
  if (!row) fail(row.error());
  return row && *row;
}

Result<void> Query::end() const {
  if (error_) return *error_;
  return {};
}

void Query::restart() {
  statement_->restart();
  if (tenant_) bind(*tenant_);
}

void Query::run_once() {
  if (error_) return;
  if (auto done = statement_->run(); !done) fail(done.error());
}

std::int64_t Query::integer() {
  const int column = column_++;
  if (statement_->kind(column) != Kind::integer) unreadable("not an integer");
  return statement_->integer(column);
}

std::int64_t Query::integer(std::int64_t least, std::int64_t most) {
  const auto value = integer();
  if (least <= value && value <= most) return value;
  unreadable(std::to_string(value) + " is out of range");
  return least;
}

std::string_view Query::text() {
  const int column = column_++;
  if (statement_->kind(column) != Kind::text) unreadable("not text");
  return statement_->text(column);
}

Date Query::date() {
  const auto days = integer();
  const auto date = Date::from_epoch_days(days);
  if (date) return *date;
  unreadable(date.error().context);
  return Date{1970, 1, 1};
}

Currency Query::currency() {
  const auto code = text();
  const auto currency = Currency::parse(code);
  if (currency) return *currency;
  unreadable("currency " + currency.error().context);
  return usd;
}

Period Query::period() {
  const Date begin = date();
  const auto period = Period::make(begin, date());
  if (period) return *period;
  unreadable(period.error().context);
  return Period{Date{1970, 1, 1}, Date{1970, 1, 2}};
}

BillingCycle Query::cycle() {
  const auto length = get<CycleLength>();
  const Date anchor = date();
  const auto day = get<std::int32_t>();
  const auto every = get<std::int32_t>();
  const auto plain = BillingCycle::anchored(length, anchor);
  auto cycle =
      day == anchor.day() ? Result<BillingCycle>{plain} : BillingCycle::on_day(length, anchor, day);
  if (cycle) cycle = cycle->times(every);
  if (cycle) return *cycle;
  fail({Errc::store_failed, "billing cycle as stored: " + to_string(cycle.error())});
  return plain;
}

UnitPrice Query::price() {
  auto price = UnitPrice::from_millionths(integer(), currency_of_prices_);
  if (price) return *price;
  unreadable(to_string(price.error()));
  return UnitPrice::from_millionths(0, currency_of_prices_).value();
}

void Query::unreadable(const std::string& value) {
  const std::string name{statement_->name(column_ - 1)};
  fail({Errc::store_failed, "unreadable column " + name + ": " + value});
}

}  // namespace billbyagent::sql
