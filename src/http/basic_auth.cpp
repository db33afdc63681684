#include "http/basic_auth.hpp"

#include <openssl/evp.h>

namespace billbyagent::http {

Secret basic_auth(const std::string& text) {
  std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return Secret{"Basic " + encoded};
}

}  // namespace billbyagent::http
