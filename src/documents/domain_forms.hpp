#pragma once

/// What documents write of the domain in another way than field by field.

#include "billbyagent/described/domain.hpp"
#include "documents/writer.hpp"

namespace billbyagent::documents {

template <>
inline constexpr bool is_text<ServiceKey> = true;
template <>
inline constexpr bool is_text<LineKey> = true;
template <>
inline constexpr bool is_text<Fraction> = true;

inline void fill(Object& out, const Error& error) {
  const auto& info = errc_info(error.code);
  out("code", info.name)("number", static_cast<std::int32_t>(error.code))("context", error.context)(
      "meaning", info.meaning)("hint", out.hint()(error.code));
}

inline void fill(Object& out, const Period& period) {
  out("first_day", period.begin())("last_day", period.last_day());
}

inline void fill(Object& out, const Indexation& raise) {
  out("percent", detail::scaled_to_decimal(raise.basis_points, 2))("first_date", raise.first);
  out("decimals", raise.decimals);
}

inline void fill(Object& out, const DatedPrice& price) {
  out("effective_date", price.effective)("unit_price", to_decimal(price.price));
  out("unit_cost", to_decimal(price.cost));
  if (!price.reason.empty()) out("reason", price.reason);
  if (!price.author.empty()) out("author", price.author);
  if (price.recorded != Instant{}) out("recorded", price.recorded);
}

inline void put(Object&, const Machine&, At<&Machine::hardware>) {}

template <>
inline constexpr NameTable<4> first_of<MachineEvent>{"agent", "name", "move", "detail"};
inline void put(Object&, const MachineEvent&, At<&MachineEvent::hardware>) {}
inline void put(Object&, const MachineEvent&, At<&MachineEvent::since>) {}

/// The number of a proposal; null for none.
inline std::optional<std::int32_t> number_of(std::int32_t proposal) {
  return proposal == 0 ? std::nullopt : std::optional{proposal};
}

inline void put(Object& out, const HeldReading& of, At<&HeldReading::proposal>) {
  out("proposal", number_of(of.proposal));
}
inline void put(Object& out, const EndedReading& of, At<&EndedReading::reading>) {
  out.fields(of.reading);
}
inline void put(Object& out, const EndedReading& of, At<&EndedReading::ending>) {
  const HeldEnding& ending = of.ending;
  out("ended", ending.how)("ended_by", ending.author)("ended_reason", ending.reason)("ended_at",
                                                                                     ending.when);
}

/// What was computed with is on the line as its price, its part and its share.
inline void fill(Object& out, const LineItem& line) {
  const auto price = [&](std::int64_t millionths) {
    return price_to_decimal(millionths, line.currency());
  };
  out("line", line.key)("contract", line.key.contract)("service", line.key.service);
  out("service_name", line.service_name)("kind", line.kind)("part", line.part());
  out("effective", line.key.effective)("billing_period", line.billing_period);
  out("billed_days", line.span)("units_before", line.units_before)("units_after", line.units_after);
  out("quantity", line.quantity)("unit_price", price(line.rate.price_millionths));
  out("price_step", price(line.price_millionths()))("share", line.share)("amount", line.amount);
  out("cost", line.cost)("currency", line.currency())("available_on", line.available_on);
  out("tax_category", line.tax_category)("account", line.account);
  if (line.counted_on) out("counted_on", *line.counted_on);
}

inline void put(Object& out, const PostedLine& of, At<&PostedLine::line>) { out.fields(of.line); }

// What a run saw is its own business: the days of its lines say what it billed.
inline void put(Object&, const PostedLine&, At<&PostedLine::through>) {}
inline void put(Object&, const Batch&, At<&Batch::through>) {}
inline void put(Object&, const Batch&, At<&Batch::terms>) {}
template <>
inline constexpr NameTable<9> first_of<Batch>{"id",        "contract",       "account",
                                              "posted_on", "posted",         "author",
                                              "state",     "invoice_number", "settlement"};
inline void put(Object& out, const Batch& of, At<&Batch::id>) { out("batch", of.id); }
inline void put(Object& out, const Batch& of, At<&Batch::total>) {
  out("total", of.total)("currency", of.total.currency());
}

}  // namespace billbyagent::documents
