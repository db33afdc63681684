#include "app/billing/terms_digest.hpp"

#include "billbyagent/described/seal.hpp"

namespace billbyagent::app {

std::string terms_digest(const Contract& contract) {
  auto terms = contract.terms();
  terms.name = {};
  terms.recipients = {};
  terms.trust = {};
  return seal_of(terms).text();
}

}  // namespace billbyagent::app
