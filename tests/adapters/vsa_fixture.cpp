#include "vsa_fixture.hpp"

#include "kaseya_vsa/login.hpp"

namespace billbyagent::tests {

KaseyaVsaOptions VsaFixture::options() const {
  KaseyaVsaOptions options;
  options.user = vsa_user;
  options.token = Secret{vsa_token};
  return connected(std::move(options));
}

bool holds_secret(const std::string& text) {
  const std::string header =
      kaseya_vsa::token_header(vsa_user, Secret{vsa_token}).reveal().substr(6);
  for (const std::string& secret : {vsa_token, vsa_password, header})
    if (text.find(secret) != std::string::npos) return true;
  return false;
}

}  // namespace billbyagent::tests
