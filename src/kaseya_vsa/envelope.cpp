#include "kaseya_vsa/envelope.hpp"

#include "odata/answer.hpp"
#include "odata/fields.hpp"

namespace billbyagent::kaseya_vsa {

bool is_refusal(const http::Response& response) {
  if (response.status == 401) return true;
  // A 401 inside a 200 has no rows, so the body is small; no need to read every page twice.
  constexpr std::size_t longest = 2'000;
  if (response.status != 200 || response.body.size() > longest) return false;
  const auto envelope = read_rows(response.body, {}, [](const Row&) {});
  const auto code = envelope ? odata::whole_number(envelope->code) : std::nullopt;
  return code && odata::status_of(*code) == 401U;
}

}  // namespace billbyagent::kaseya_vsa
