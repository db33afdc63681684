// The import document: any text is read or refused with a reason, and nothing is half read.

#include "billbyagent/adapters/json.hpp"
#include "fuzz.hpp"

using namespace billbyagent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse_book(as_text(data, size));
  if (!parsed) {
    must(!parsed.error().context.empty());
    return 0;
  }
  for (const auto& refused : parsed->refused) must(!refused.context.empty());
  for (const auto& first : parsed->book.first_units) {
    bool found = false;
    for (const auto& contract : parsed->book.contracts)
      found = found || (contract.id() == first.key.contract &&
                        contract.find_service(first.key.service) != nullptr);
    must(found || !parsed->refused.empty());
  }
  return 0;
}
