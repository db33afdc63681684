// The book in force, what renews or ends, renewing, and the prices of many contracts: by documents.

#include "billbyagent/app/renewals.hpp"

#include <boost/json/serialize.hpp>
#include <string>

#include "bba/records.h"
#include "billbyagent/adapters/json.hpp"
#include "billbyagent/app/book_in_force.hpp"
#include "documents/reports.hpp"
#include "documents/requests.hpp"
#include "handles.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_document {
  std::string json;
};

namespace {

std::unique_ptr<bba_document> document(const boost::json::object& made) {
  return std::make_unique<bba_document>(bba_document{boost::json::serialize(made)});
}

}  // namespace

const char* bba_document_json(const bba_document* document) {
  return document ? document->json.c_str() : nullptr;
}

void bba_document_free(bba_document** document) { free_handle(document); }

bba_status bba_book_in_force(bba_document** out, bba_desk* desk, const char* contract,
                             bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto only = contract ? std::optional{required_id<ContractId>(contract, "contract")}
                               : std::optional<ContractId>{};
    return std::make_unique<bba_document>(
        bba_document{book_to_json(book_in_force(at.desk(), only).value()).value()});
  });
}

bba_status bba_coming_renewals(bba_document** out, bba_desk* desk, int32_t days,
                               const char* account, bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto of = account ? std::optional{required_id<AccountId>(account, "account")}
                            : std::optional<AccountId>{};
    return document(documents::of(coming_renewals(at.desk(), days, of).value()));
  });
}

bba_status bba_renew_contract(bba_desk* desk, const char* contract, const char* term_json,
                              const char* author, const char* reason, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto id = required_id<ContractId>(contract, "contract");
    Renewal renewal{.reason = text_or(reason, "", "reason"),
                    .author = text_or(author, "", "author")};
    if (term_json)
      renewal.agreed_term =
          documents::parse_agreed_term(text_or(term_json, "", "term_json")).value();
    (void)renew_contract(at.desk(), id, renewal).value();
  });
}

bba_status bba_raise_prices(bba_document** out, bba_desk* desk, const char* raise_json,
                            size_t length, const char* author, bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    auto raise =
        documents::parse_raise_request({&required(raise_json, "raise_json"), length}).value();
    raise.author = text_or(author, "", "author");
    return document(documents::of(raise_prices(at.desk(), raise).value()));
  });
}
