// Books and the contracts in them.

#include "book.hpp"
#include "billbyagent/adapters/json.hpp"
#include "handles.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

bba_status bba_book_parse(bba_book** out, const char* json, size_t length, bba_error** error) {
  return give_handle(error, out, [&] {
    const std::string_view text{&required(json, "json"), length};
    auto book = std::make_unique<bba_book>(bba_book{parse_book(text).value(), {}});
    for (const auto& refused : book->parsed.refused)
      book->refused.push_back(std::make_unique<const OwnedError>(refused));
    return book;
  });
}

size_t bba_book_refused_count(const bba_book* book) { return book ? book->refused.size() : 0; }

const bba_error* bba_book_refused(const bba_book* book, size_t index) {
  return index < bba_book_refused_count(book) ? book->refused[index].get() : nullptr;
}

size_t bba_book_contract_count(const bba_book* book) {
  return book ? book->parsed.book.contracts.size() : 0;
}

bba_status bba_book_contract(bba_contract** out, const bba_book* book, size_t index,
                             bba_error** error) {
  return give_handle(error, out, [&] {
    const auto& contracts = required(book, "book").parsed.book.contracts;
    return std::make_unique<bba_contract>(bba_contract{item_of(contracts, index, "contract")});
  });
}

void bba_book_free(bba_book** book) { free_handle(book); }

const char* bba_contract_id(const bba_contract* contract) {
  return contract ? contract->contract.id().text().c_str() : nullptr;
}

size_t bba_contract_service_count(const bba_contract* contract) {
  return contract ? contract->contract.terms().services.size() : 0;
}

const char* bba_contract_service_id(const bba_contract* contract, size_t index) {
  if (index >= bba_contract_service_count(contract)) return nullptr;
  return contract->contract.terms().services[index].id().text().c_str();
}

bba_date bba_contract_start(const bba_contract* contract) {
  return contract ? epoch_days(contract->contract.terms().start) : BBA_NO_DATE;
}

bba_date bba_contract_end(const bba_contract* contract) {
  return contract ? epoch_days(contract->contract.terms().end) : BBA_NO_DATE;
}

bba_status bba_contract_period(bba_date* out_begin, bba_date* out_end, const bba_contract* contract,
                               bba_date day, bba_error** error) {
  for (bba_date* out : {out_begin, out_end})
    if (out) *out = BBA_NO_DATE;
  return guard(error, [&] {
    bba_date& begin = required(out_begin, "out_begin");
    bba_date& end = required(out_end, "out_end");
    const Period period = required(contract, "contract").contract.period_at(day_of(day, "day"));
    begin = epoch_days(period.begin());
    end = epoch_days(period.end());
  });
}

bba_status bba_contract_billing_period(bba_date* out_begin, bba_date* out_end,
                                       const bba_contract* contract, bba_date first_day,
                                       bba_date last_day, size_t index, bba_error** error) {
  for (bba_date* out : {out_begin, out_end})
    if (out) *out = BBA_NO_DATE;
  return guard(error, [&] {
    bba_date& begin = required(out_begin, "out_begin");
    bba_date& end = required(out_end, "out_end");
    const Contract& of = required(contract, "contract").contract;
    const Period days =
        Period::make(day_of(first_day, "first_day"), day_of(last_day, "last_day").next()).value();
    const auto periods = billing_periods(of.sections(), days);
    if (index >= periods.size())
      throw Exception(Error{Errc::not_found, "billing period " + std::to_string(index) + " of " +
                                                 std::to_string(periods.size())});
    begin = epoch_days(periods[index].begin());
    end = epoch_days(periods[index].end());
  });
}

void bba_contract_free(bba_contract** contract) { free_handle(contract); }
