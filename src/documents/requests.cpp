#include "documents/requests.hpp"

#include "documents/document.hpp"
#include "documents/terms_rows.hpp"

namespace billbyagent::documents {
namespace {

namespace json = boost::json;

bool read_flag(Row& row, const char* key) {
  const auto* value = row.find(key, Presence::optional);
  if (!value) return false;
  if (const auto* flag = value->if_bool()) return *flag;
  row.refuse(key, {Errc::invalid_argument, "is not true or false"});
  return false;
}

/// `take(text)` for each of the list; an error of it is noted with its place.
template <class Take>
void each_text(Row& row, const char* key, Take take) {
  row.each(key, Presence::optional, [&](const json::value& value, const std::string& place) {
    const auto* text = value.if_string();
    if (!text) return row.refuse(place, {Errc::invalid_argument, "is not text"});
    if (Result<void> taken = take(std::string{*text}); !taken) row.refuse(place, taken.error());
  });
}

Result<void> add_exception(const std::string& text, PriceRaise& raise) {
  if (text.find('/') != std::string::npos) {
    auto key = parse_service_key(text);
    if (!key) return key.error();
    raise.except_services.push_back(*std::move(key));
    return {};
  }
  auto id = ContractId::parse(text);
  if (!id) return id.error();
  raise.except_contracts.push_back(*std::move(id));
  return {};
}

template <class IdType>
auto into(std::vector<IdType>& ids) {
  return [&ids](const std::string& text) -> Result<void> {
    auto id = IdType::parse(text);
    if (!id) return id.error();
    ids.push_back(*std::move(id));
    return {};
  };
}

void read_amount(Row& row, PriceRaise& raise) {
  const auto percent = row.text("percent", Presence::optional);
  const auto price = row.text("unit_price", Presence::optional);
  if (percent.has_value() == price.has_value())
    return row.refuse("percent", {Errc::invalid_argument, "say one of percent and unit_price"});
  if (percent) {
    if (const auto basis_points = parse_raise(*percent))
      raise.basis_points = *basis_points;
    else
      row.refuse("percent", basis_points.error());
    return;
  }
  const auto parsed = parse_unit_price(*price);
  if (parsed)
    raise.unit_price = *parsed;
  else
    row.refuse("unit_price", parsed.error());
}

void read_raise(Row& row, PriceRaise& raise) {
  read_amount(row, raise);
  raise.from = row.date("from", Presence::optional);
  const bool at_renewal = read_flag(row, "from_renewal");
  if (raise.from.has_value() == at_renewal)
    row.refuse("from", {Errc::invalid_argument, "say a day, or from_renewal"});
  if (const auto decimals = row.integer("decimals", Presence::optional))
    raise.decimals = *decimals >= 0 && *decimals <= 6 ? static_cast<int>(*decimals) : -1;
  each_text(row, "accounts", into(raise.accounts));
  each_text(row, "services", into(raise.services));
  each_text(row, "except", [&](const std::string& text) { return add_exception(text, raise); });
  raise.reach_back = read_flag(row, "reach_back");
  raise.dry_run = read_flag(row, "dry_run");
  raise.reason = row.text("reason", Presence::optional).value_or("");
}

/// What `read(row)` makes of the whole document, or the first thing that is wrong with it.
template <class Read>
Result<void> read_whole(std::string_view text, Read read) {
  auto document = parse_document(text);
  if (!document) return document.error();
  std::vector<Error> refused;
  Row row{*document, "", refused};
  if (row.faultless()) read(row);
  row.refuse_unknown_keys();
  return refused.empty() ? Result<void>{} : refused.front();
}

}  // namespace

Result<PriceRaise> parse_raise_request(std::string_view text) {
  PriceRaise raise;
  const auto read = read_whole(text, [&](Row& row) { read_raise(row, raise); });
  if (!read) return read.error();
  return raise;
}

Result<AgreedTerm> parse_agreed_term(std::string_view text) {
  std::optional<AgreedTerm> agreed;
  const auto read = read_whole(text, [&](Row& row) { read_agreed_term(row, agreed); });
  if (!read) return read.error();
  ensure(agreed.has_value(), "a term without faults was not read");
  return *agreed;
}

}  // namespace billbyagent::documents
