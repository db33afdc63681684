// Explanations.

#include "billbyagent/app/explain.hpp"

#include <boost/json/serialize.hpp>

#include "bba/records.h"
#include "documents/reports.hpp"
#include "handles.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_explanation {
  std::string text;
  std::string json;
};

bba_status bba_explain(bba_explanation** out, bba_desk* desk, const char* line_key,
                       bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    const LineKey key = parse_line_key(required_text(line_key, "line_key")).value();
    const Explanation explanation = explain_line(at.desk(), key).value();
    auto made = std::make_unique<bba_explanation>();
    for (const auto& row : to_text(explanation)) made->text += row + "\n";
    made->json = boost::json::serialize(documents::of(explanation));
    return made;
  });
}

const char* bba_explanation_text(const bba_explanation* explanation) {
  return explanation ? explanation->text.c_str() : nullptr;
}

const char* bba_explanation_json(const bba_explanation* explanation) {
  return explanation ? explanation->json.c_str() : nullptr;
}

void bba_explanation_free(bba_explanation** explanation) { free_handle(explanation); }
