// Posted lines and the further life of their batches.

#include "bba/records.h"
#include "billbyagent/app/batch_states.hpp"
#include "handles.hpp"
#include "lines.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_batches {
  std::vector<Batch> batches;
};

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_batch> = offsetof(bba_batch,
                                                                                   settlement);

namespace {

std::vector<BatchId> batch_ids(const char* const* batches, std::size_t count) {
  if (count == 0) refuse(Errc::invalid_argument, "no batch is named");
  required(batches, "batches");
  std::vector<BatchId> ids;
  for (std::size_t i = 0; i < count; ++i)
    ids.push_back(required_id<BatchId>(batches[i], "batches[i]"));
  return ids;
}

StateChange change_by(const bba_desk& desk, const char* author, const char* reason) {
  return {.author = text_or(author, "", "author"),
          .reason = text_or(reason, "", "reason"),
          .request = desk.request};
}

}  // namespace

bba_status bba_desk_lines(bba_lines** out, bba_desk* desk, const char* contract,
                          bba_error** error) {
  return give_handle(error, out, [&] {
    const auto id = required_id<ContractId>(contract, "contract");
    return posted_lines_handle(reading(desk)->posted_lines(id).value());
  });
}

bba_status bba_batch_lines(bba_lines** out, bba_desk* desk, const char* batch, bba_error** error) {
  return give_handle(error, out, [&] {
    const auto id = required_id<BatchId>(batch, "batch");
    return posted_lines_handle(reading(desk)->lines_of(id).value());
  });
}

bba_status bba_desk_batches(bba_batches** out, bba_desk* desk, const char* contract,
                            bba_error** error) {
  return give_handle(error, out, [&] {
    std::optional<ContractId> of;
    if (contract) of = required_id<ContractId>(contract, "contract");
    return std::make_unique<bba_batches>(bba_batches{reading(desk)->batches(of).value()});
  });
}

size_t bba_batches_count(const bba_batches* batches) {
  return batches ? batches->batches.size() : 0;
}

bba_status bba_batches_get(bba_batch* out, const bba_batches* batches, size_t index,
                           bba_error** error) {
  return give_struct(error, out, bba_batch BBA_BATCH_INIT, [&](bba_batch& made) {
    const auto& batch = item_of(required(batches, "batches").batches, index, "batch");
    const auto state = code_of(batch.state, LineState::returned);
    made.state = state < 0 ? BBA_STATE_OTHER : state + BBA_STATE_POSTED;
    made.posted_on = epoch_days(batch.posted_on);
    batch.total.currency().code().copy(made.currency, 3);
    made.currency[3] = '\0';
    made.total_minor = batch.total.minor();
    made.posted = batch.posted.ms;
    made.id = batch.id.text().c_str();
    made.contract = batch.contract.text().c_str();
    made.account = batch.account.text().c_str();
    made.author = batch.author.c_str();
    made.invoice_number = batch.invoice_number.c_str();
    made.settlement = batch.settlement.text().c_str();
  });
}

void bba_batches_free(bba_batches** batches) { free_handle(batches); }

bba_status bba_mark_invoiced(bba_desk* desk, const char* const* batches, size_t count,
                             const char* invoice_number, const char* author, const char* reason,
                             bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    mark_invoiced(at.desk(), batch_ids(batches, count),
                  required_text(invoice_number, "invoice_number"), change_by(at, author, reason))
        .value();
  });
}

bba_status bba_mark_exported(bba_desk* desk, const char* const* batches, size_t count,
                             const char* author, const char* reason, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    mark_exported(at.desk(), batch_ids(batches, count), change_by(at, author, reason)).value();
  });
}

bba_status bba_unpost(bba_desk* desk, const char* batch, const char* author, const char* reason,
                      bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    (void)unpost(at.desk(), required_id<BatchId>(batch, "batch"), change_by(at, author, reason))
        .value();
  });
}

bba_status bba_void_invoice(size_t* out_batches, bba_desk* desk, const char* invoice_number,
                            const char* author, const char* reason, bba_error** error) {
  if (out_batches) *out_batches = 0;
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto returned = void_invoice(at.desk(), required_text(invoice_number, "invoice_number"),
                                       change_by(at, author, reason))
                              .value();
    if (out_batches) *out_batches = returned.size();
  });
}
