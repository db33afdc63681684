#include "documents/changes.hpp"

#include <boost/json/object.hpp>

namespace billbyagent::documents {

boost::json::array of(const std::vector<TermChange>& changes) {
  boost::json::array out;
  for (const auto& change : changes)
    out.emplace_back(boost::json::object{{"of", change.of},
                                         {"term", change.term},
                                         {"before", change.before},
                                         {"after", change.after}});
  return out;
}

namespace {

boost::json::value error_of(const BillEffect& effect) {
  if (!effect.error) return nullptr;
  return boost::json::string{to_string(*effect.error)};
}

}  // namespace

boost::json::array of(const std::vector<BillEffect>& effects) {
  boost::json::array out;
  for (const auto& effect : effects)
    out.emplace_back(boost::json::object{{"contract", effect.contract.text()},
                                         {"account", effect.account.text()},
                                         {"new", effect.is_new},
                                         {"through", to_string(effect.through)},
                                         {"before", to_decimal(effect.amount.before)},
                                         {"after", to_decimal(effect.amount.after)},
                                         {"difference", to_decimal(effect.amount.difference)},
                                         {"currency", to_string(effect.amount.after.currency())},
                                         {"error", error_of(effect)}});
  return out;
}

}  // namespace billbyagent::documents
