#include "documents/notice.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace billbyagent::documents {

std::string document_of(const TenantId& tenant, const Notice& notice) {
  namespace json = boost::json;
  json::array recipients;
  for (const auto& recipient : notice.recipients) recipients.emplace_back(recipient);
  return json::serialize(json::object{{"id", notice.id.text()},
                                      {"tenant", tenant.text()},
                                      {"kind", json::string{to_string(notice.kind)}},
                                      {"account", notice.account.text()},
                                      {"contract", notice.contract.text()},
                                      {"recipients", std::move(recipients)},
                                      {"subject", notice.subject},
                                      {"body", notice.body},
                                      {"created", to_string(notice.created)}});
}

}  // namespace billbyagent::documents
