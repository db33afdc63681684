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

}  // namespace billbyagent::documents
