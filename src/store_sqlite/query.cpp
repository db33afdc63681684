#include "store_sqlite/query.hpp"

namespace billbyagent::sqlite {

Query::Query(Connection& connection, const std::string& sql)
    : connection_(connection), statement_(connection.prepared(sql)) {
  if (!statement_) error_ = connection.failure();
  if (statement_ && sqlite3_stmt_busy(statement_))
    throw InvariantViolation("a statement was started while it was running");
}

Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::next() {
  if (error_) return false;
  column_ = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(connection_.failure());
  return false;
}

Result<void> Query::end() const {
  if (error_) return *error_;
  return {};
}

void Query::restart() {
  if (statement_) sqlite3_reset(statement_);
  parameter_ = 0;
  if (tenant_) bind(*tenant_);
}

void Query::put_integer(std::int64_t value) {
  if (statement_ && sqlite3_bind_int64(statement_, ++parameter_, value) != SQLITE_OK)
    fail(connection_.failure());
}

void Query::put_text(std::string_view value) {
  // SQLite takes a null pointer for NULL, and an empty view may hold one.
  const char* bytes = value.data() ? value.data() : "";
  if (statement_ && sqlite3_bind_text64(statement_, ++parameter_, bytes, value.size(),
                                        SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
    fail(connection_.failure());
}

void Query::put_null() {
  if (statement_ && sqlite3_bind_null(statement_, ++parameter_) != SQLITE_OK)
    fail(connection_.failure());
}

std::int64_t Query::integer() {
  const int column = column_++;
  if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) unreadable("not an integer");
  return sqlite3_column_int64(statement_, column);
}

std::int64_t Query::integer(std::int64_t least, std::int64_t most) {
  const auto value = integer();
  if (least <= value && value <= most) return value;
  unreadable(std::to_string(value) + " is out of range");
  return least;
}

std::string_view Query::text() {
  const int column = column_++;
  if (sqlite3_column_type(statement_, column) != SQLITE_TEXT) unreadable("not text");
  const auto* bytes = sqlite3_column_text(statement_, column);
  const auto size = sqlite3_column_bytes(statement_, column);
  if (!bytes) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
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
  const auto plain = BillingCycle::anchored(length, anchor);
  if (day == anchor.day()) return plain;
  auto cycle = BillingCycle::on_day(length, anchor, day);
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
  const char* name = sqlite3_column_name(statement_, column_ - 1);
  fail({Errc::store_failed, "unreadable column " + std::string{name ? name : "?"} + ": " + value});
}

}  // namespace billbyagent::sqlite
