// Services, and what is due for them.

#include "billbyagent/domain/billing.hpp"
#include "handles.hpp"
#include "lines.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_proration {
  std::vector<bba_proration_period> periods;
};

namespace {

Period period_of(bba_date begin, bba_date end) {
  return Period::make(day_of(begin, "begin"), day_of(end, "end")).value();
}

Service make_service(const bba_service_options& given) {
  const Currency currency = Currency::parse(required_text(given.currency, "currency")).value();
  const auto price = UnitPrice::parse(required_text(given.price, "price"), currency).value();
  const auto cost = UnitPrice::parse(text_or(given.cost, "0", "cost"), currency).value();
  const auto id = required_id<ServiceId>(given.id, "id");
  const Date first = Date{limits::first_year, 1, 1};
  const Date effective = optional_day(given.effective_date, "effective_date").value_or(first);
  return Service::create({.id = id,
                          .name = text_or(given.name, id.text(), "name"),
                          .tax_category = text_or(given.tax_category, "", "tax_category"),
                          .currency = currency,
                          .prices = {{effective, price, cost}},
                          .unit_source = ManualUnits{},
                          .proration = {},
                          .effective = effective,
                          .end = {}})
      .value();
}

std::unique_ptr<bba_proration> proration_of(const Service& service, const UnitHistory& history,
                                            const Period& billing_period,
                                            const std::optional<BilledLife>& life) {
  auto made = std::make_unique<bba_proration>();
  const auto cut = life ? split(service, history, billing_period, *life) : std::nullopt;
  const DayCount day_count =
      service.in_period_from(std::max(service.terms().effective, billing_period.begin()))
          .terms()
          .proration.day_count;
  if (!cut) return made;
  for (std::size_t i = 0; i < cut->steps.size(); ++i) {
    const auto& step = cut->steps[i];
    const Date end = i + 1 < cut->steps.size() ? cut->steps[i + 1].billed_from : cut->billed.end();
    const Fraction share = share_of(day_count, billing_period, Period{step.billed_from, end});
    made->periods.push_back({.struct_size = sizeof(bba_proration_period),
                             .effective_date = epoch_days(step.effective),
                             .begin = epoch_days(step.billed_from),
                             .end = epoch_days(end),
                             .units_before = step.before.units,
                             .units = step.after.units,
                             .share_numerator = share.numerator,
                             .share_denominator = share.denominator});
  }
  return made;
}

auto unposted_handle(const bba_contract* contract, const char* service_id, const bba_units* units,
                     bba_date begin, bba_date end, const bba_lines* posted, Date through) {
  const Contract& terms = required(contract, "contract").contract;
  const Service& service = service_of(terms, required_id<ServiceId>(service_id, "service_id"));
  const UnitHistory& history = required(units, "units").history;
  const Period period = period_of(begin, end);
  std::vector<PostedLine> standing;
  if (posted) standing = posted_among(*posted);
  std::vector<LineKey> taken;
  std::erase_if(standing, [&](const PostedLine& entry) {
    const LineKey& key = entry.line.key;
    if (key.contract != terms.id() || key.service != service.id() ||
        key.period_begin != period.begin())
      return true;
    if (entry.line.billing_period == period) return false;
    taken.push_back(key);
    return true;
  });
  return open_lines_handle(
      unposted(terms, service, history, period, standing, through, {}, taken).value());
}

}  // namespace

bba_status bba_service_new(bba_service** out, const bba_service_options* options,
                           bba_error** error) {
  return give_handle(error, out, [&] {
    const auto given = read_struct(&required(options, "options"),
                                   bba_service_options BBA_SERVICE_OPTIONS_INIT, "options");
    return std::make_unique<bba_service>(bba_service{make_service(given)});
  });
}

void bba_service_free(bba_service** service) { free_handle(service); }

bba_status bba_bill(bba_lines** out, const bba_service* service, const bba_units* units,
                    bba_date begin, bba_date end, bba_error** error) {
  return give_handle(error, out, [&] {
    return open_lines_handle(bill(required(service, "service").service,
                                  required(units, "units").history, period_of(begin, end))
                                 .value());
  });
}

bba_status bba_bill_contract(bba_lines** out, const bba_contract* contract, const char* service_id,
                             const bba_units* units, bba_date begin, bba_date end,
                             bba_error** error) {
  return bba_unposted(out, contract, service_id, units, begin, end, nullptr, error);
}

bba_status bba_unposted(bba_lines** out, const bba_contract* contract, const char* service_id,
                        const bba_units* units, bba_date begin, bba_date end,
                        const bba_lines* posted, bba_error** error) {
  return give_handle(error, out, [&] {
    return unposted_handle(contract, service_id, units, begin, end, posted,
                           Date{limits::last_year, 1, 1});
  });
}

bba_status bba_unposted_through(bba_lines** out, const bba_contract* contract,
                                const char* service_id, const bba_units* units, bba_date begin,
                                bba_date end, const bba_lines* posted, bba_date through,
                                bba_error** error) {
  return give_handle(error, out, [&] {
    return unposted_handle(contract, service_id, units, begin, end, posted,
                           day_of(through, "through"));
  });
}

bba_status bba_split(bba_proration** out, const bba_service* service, const bba_units* units,
                     bba_date begin, bba_date end, bba_error** error) {
  return give_handle(error, out, [&] {
    const Service& of = required(service, "service").service;
    return proration_of(of, required(units, "units").history, period_of(begin, end), of.life());
  });
}

bba_status bba_split_contract(bba_proration** out, const bba_contract* contract,
                              const char* service_id, const bba_units* units, bba_date begin,
                              bba_date end, bba_error** error) {
  return give_handle(error, out, [&] {
    const Contract& terms = required(contract, "contract").contract;
    const Service& service = service_of(terms, required_id<ServiceId>(service_id, "service_id"));
    return proration_of(service, required(units, "units").history, period_of(begin, end),
                        billed_life(terms, service, period_of(begin, end)));
  });
}

size_t bba_proration_count(const bba_proration* proration) {
  return proration ? proration->periods.size() : 0;
}

bba_status bba_proration_get(bba_proration_period* out, const bba_proration* proration,
                             size_t index, bba_error** error) {
  return give_struct(
      error, out, bba_proration_period BBA_PRORATION_PERIOD_INIT, [&](bba_proration_period& made) {
        made = item_of(required(proration, "proration").periods, index, "proration period");
      });
}

void bba_proration_free(bba_proration** proration) { free_handle(proration); }
