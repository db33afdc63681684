#include "documents/observed.hpp"

#include "billbyagent/described/observed.hpp"
#include "documents/forms.hpp"

namespace billbyagent::documents {

// Found where values are written by the Object that they have in common.
static void put(Object& out, const ObservedUnits& of, At<&ObservedUnits::amount>) {
  out("amount", of.amount)("currency", of.amount.currency());
}

boost::json::array of(const std::vector<ObservedUnits>& observed) {
  boost::json::array list;
  for (const auto& each : observed) list.push_back(boost::json::object{Object{}.fields(each)});
  return list;
}

}  // namespace billbyagent::documents
