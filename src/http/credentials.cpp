#include "http/credentials.hpp"

#include <openssl/evp.h>

namespace billbyagent::http {

std::string base64(std::string_view text) {
  std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

Secret basic_auth(std::string_view text) { return Secret{"Basic " + base64(text)}; }

}  // namespace billbyagent::http
