#include "lines.hpp"

#include <boost/json/serialize.hpp>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/app/totals.hpp"
#include "documents/reports.hpp"
#include "structs.hpp"

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_line> = offsetof(bba_line,
                                                                                  counted_on);

namespace billbyagent::capi {

std::unique_ptr<bba_lines> open_lines_handle(std::vector<LineItem> items) {
  auto lines = std::make_unique<bba_lines>();
  lines->items = std::move(items);
  return lines;
}

void append_line(bba_lines& lines, LineItem item, std::optional<bba_lines::Posted> posted) {
  lines.posted.resize(lines.items.size());
  lines.posted.push_back(std::move(posted));
  // Both lists grow or none.
  try {
    lines.items.push_back(std::move(item));
  } catch (...) {
    lines.posted.pop_back();
    throw;
  }
  lines.texts.clear();
}

std::unique_ptr<bba_lines> posted_lines_handle(std::vector<PostedLine> posted) {
  auto lines = std::make_unique<bba_lines>();
  lines->items.reserve(posted.size());
  lines->posted.reserve(posted.size());
  for (auto& entry : posted) {
    lines->items.push_back(std::move(entry.line));
    lines->posted.emplace_back(bba_lines::Posted{std::move(entry.batch), entry.state, entry.posted,
                                                 std::move(entry.invoice_number)});
  }
  return lines;
}

std::vector<PostedLine> posted_among(const bba_lines& lines) {
  std::vector<PostedLine> posted;
  for (std::size_t i = 0; i < lines.posted.size(); ++i)
    if (const auto& mark = lines.posted[i])
      posted.push_back({.line = lines.items[i],
                        .batch = mark->batch,
                        .state = mark->state,
                        .posted = mark->when,
                        .invoice_number = mark->invoice_number});
  return posted;
}

namespace {

const bba_lines::Text& text_of(const bba_lines& lines, std::size_t index) {
  lines.texts.resize(lines.items.size());
  auto& text = lines.texts[index];
  if (text.line.empty()) {
    text.key = to_string(lines.items[index].key);
    text.line = to_string(lines.items[index]);
  }
  return text;
}

const bba_lines::Posted* posting_of(const bba_lines& lines, std::size_t index) {
  return lines.posted.empty() || !lines.posted[index] ? nullptr : &*lines.posted[index];
}

void fill(bba_line& out, const bba_lines& lines, std::size_t index) {
  const LineItem& item = item_of(lines.items, index, "line");
  const auto& text = text_of(lines, index);
  const auto* posting = posting_of(lines, index);
  out.kind = code_of(item.kind, LineKind::decrement);
  out.part = code_of(item.part(), ChargePart::overage);
  out.state = BBA_STATE_OPEN;
  if (posting) {
    const auto state = code_of(posting->state, LineState::returned);
    out.state = state < 0 ? BBA_STATE_OTHER : state + BBA_STATE_POSTED;
  }
  out.period_begin = epoch_days(item.billing_period.begin());
  out.period_end = epoch_days(item.billing_period.end());
  out.effective_date = epoch_days(item.key.effective);
  out.begin = epoch_days(item.span.begin());
  out.end = epoch_days(item.span.end());
  out.available_on = epoch_days(item.available_on);
  out.sequence = item.key.sequence;
  item.currency().code().copy(out.currency, 3);
  out.currency[3] = '\0';
  out.units_before = item.units_before;
  out.units_after = item.units_after;
  out.quantity = item.quantity;
  out.price_millionths = item.price_millionths();
  out.cost_millionths = item.cost_millionths();
  out.share_numerator = item.share.numerator;
  out.share_denominator = item.share.denominator;
  out.amount_minor = item.amount.minor();
  out.cost_minor = item.cost.minor();
  out.key = text.key.c_str();
  out.text = text.line.c_str();
  out.contract = item.key.contract.text().c_str();
  out.service = item.key.service.text().c_str();
  out.service_name = item.service_name.c_str();
  out.tax_category = item.tax_category.c_str();
  out.batch = posting ? posting->batch.text().c_str() : "";
  out.invoice_number = posting ? posting->invoice_number.c_str() : "";
  if (item.counted_on) out.counted_on = epoch_days(*item.counted_on);
  out.account = item.account.text().c_str();
}

boost::json::object json_of(const bba_lines& lines, std::size_t index) {
  const auto* posting = posting_of(lines, index);
  if (!posting) return documents::of(lines.items[index]);
  return documents::of(PostedLine{.line = lines.items[index],
                                  .batch = posting->batch,
                                  .state = posting->state,
                                  .posted = posting->when,
                                  .invoice_number = posting->invoice_number});
}

}  // namespace
}  // namespace billbyagent::capi

using namespace billbyagent;
using namespace billbyagent::capi;

static_assert(static_cast<int>(LineKind::decrement) == BBA_LINE_DECREMENT &&
              static_cast<int>(LineKind::increment) == BBA_LINE_INCREMENT &&
              static_cast<int>(ChargePart::base_fee) == BBA_PART_BASE_FEE &&
              static_cast<int>(ChargePart::units) == BBA_PART_UNITS &&
              static_cast<int>(ChargePart::overage) == BBA_PART_OVERAGE &&
              static_cast<int>(LineState::posted) + 1 == BBA_STATE_POSTED &&
              static_cast<int>(LineState::invoiced) + 1 == BBA_STATE_INVOICED &&
              static_cast<int>(LineState::exported) + 1 == BBA_STATE_EXPORTED &&
              static_cast<int>(LineState::returned) + 1 == BBA_STATE_RETURNED);

bba_status bba_lines_new(bba_lines** out, bba_error** error) {
  return give_handle(error, out, [] { return std::make_unique<bba_lines>(); });
}

size_t bba_lines_count(const bba_lines* lines) { return lines ? lines->items.size() : 0; }

bba_status bba_lines_get(bba_line* out, const bba_lines* lines, size_t index, bba_error** error) {
  return give_struct(error, out, bba_line BBA_LINE_INIT,
                     [&](bba_line& line) { fill(line, required(lines, "lines"), index); });
}

const char* bba_line_text(const bba_lines* lines, size_t index) {
  return guard_or_null([&]() -> const char* {
    if (!lines || index >= lines->items.size()) return nullptr;
    return text_of(*lines, index).line.c_str();
  });
}

bba_status bba_lines_total(int64_t* out_minor, const bba_lines* lines, bba_error** error) {
  return give(error, out_minor, 0, [&]() -> std::int64_t {
    const bba_lines& all = required(lines, "lines");
    TotalsByCurrency totals;
    for (std::size_t i = 0; i < all.items.size(); ++i) {
      const auto* posting = posting_of(all, i);
      if (!posting || posting->state != LineState::returned) add_line(totals, all.items[i]).value();
    }
    if (totals.empty()) return 0;
    if (totals.size() > 1)
      refuse(Errc::currency_mismatch, "lines in " + to_string(totals.begin()->first) + " and in " +
                                          to_string(totals.rbegin()->first));
    return totals.begin()->second.amount.minor();
  });
}

bba_status bba_lines_post(bba_lines* lines, const bba_lines* from, size_t index, const char* batch,
                          bba_error** error) {
  return guard(error, [&] {
    bba_lines& into = required(lines, "lines");
    LineItem item = item_of(required(from, "from").items, index, "line");
    append_line(into, std::move(item),
                bba_lines::Posted{.batch = required_id<BatchId>(batch, "batch")});
  });
}

bba_status bba_lines_take_back(bba_lines* lines, const char* batch, bba_error** error) {
  return guard(error, [&] {
    bba_lines& all = required(lines, "lines");
    const auto id = required_id<BatchId>(batch, "batch");
    bool any = false;
    for (auto& posting : all.posted) {
      if (!posting || posting->batch != id || posting->state == LineState::returned) continue;
      posting->state = LineState::returned;
      any = true;
    }
    if (!any) refuse(Errc::not_found, "batch " + id.text());
  });
}

bba_status bba_lines_json(const char** out, const bba_lines* lines, bba_error** error) {
  return give(error, out, nullptr, [&] {
    const bba_lines& all = required(lines, "lines");
    boost::json::array rows;
    for (std::size_t i = 0; i < all.items.size(); ++i) rows.emplace_back(json_of(all, i));
    all.json = boost::json::serialize(rows);
    return all.json.c_str();
  });
}

bba_status bba_lines_csv(const char** out, const bba_lines* lines, bba_error** error) {
  return give(error, out, nullptr, [&] {
    const bba_lines& all = required(lines, "lines");
    all.csv = lines_to_csv(posted_among(all));
    return all.csv.c_str();
  });
}

void bba_lines_free(bba_lines** lines) { free_handle(lines); }
