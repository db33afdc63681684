#include "documents/notice.hpp"

#include <boost/json/serialize.hpp>

#include "documents/domain_forms.hpp"

namespace billbyagent::documents {

std::string document_of(const TenantId& tenant, const Notice& notice) {
  Object out;
  out("id", notice.id)("tenant", tenant)("kind", notice.kind)("account", notice.account);
  return boost::json::serialize(boost::json::object{out.fields(notice)});
}

}  // namespace billbyagent::documents
