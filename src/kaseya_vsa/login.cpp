#include "kaseya_vsa/login.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "billbyagent/base/result.hpp"
#include "http/credentials.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

std::string hex_digest(const EVP_MD* kind, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  ensure(EVP_Digest(text.data(), text.size(), digest.data(), &size, kind, nullptr) == 1,
         "OpenSSL made no digest");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 15U];
  }
  return hex;
}

}  // namespace

Secret token_header(std::string_view user, const Secret& token) {
  return http::basic_auth(std::string{user} + ":" + token.reveal());
}

Secret password_header(std::string_view user, const Secret& password, std::string_view random) {
  const std::string name{user};
  const std::string number{random};
  const std::string& word = password.reveal();
  const auto covered = [&](const EVP_MD* kind) {
    return hex_digest(kind, hex_digest(kind, word + name) + number);
  };
  return http::basic_auth(
      "user=" + name + ",pass2=" + covered(EVP_sha256()) + ",pass1=" + covered(EVP_sha1()) +
      ",rpass2=" + hex_digest(EVP_sha256(), word) + ",rpass1=" + hex_digest(EVP_sha1(), word) +
      ",rand2=" + number + ",twofapass=:undefined");
}

std::string random_digits() {
  std::array<unsigned char, 8> bytes{};
  ensure(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1,
         "OpenSSL made no random number");
  std::string digits;
  for (const unsigned char byte : bytes) digits += static_cast<char>('0' + byte % 10);
  // Some servers read it as a number: no leading zero.
  if (digits.front() == '0') digits.front() = '1';
  return digits;
}

bool asks_for_second_factor(std::string_view refusal) {
  std::string text{refusal};
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::array<std::string_view, 11> hints = {
      "mfa",        "2fa",        "twofa",         "multi-factor", "multi factor", "multifactor",
      "two-factor", "two factor", "second factor", "passcode",     "one-time"};
  return std::any_of(hints.begin(), hints.end(),
                     [&](std::string_view hint) { return text.find(hint) != std::string::npos; });
}

}  // namespace billbyagent::kaseya_vsa
