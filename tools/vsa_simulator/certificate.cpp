#include "vsa_simulator/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;

constexpr long day = 24 * 60 * 60;

void require(bool fine, const char* what) {
  if (!fine) throw SimulatorError(std::string("OpenSSL: ") + what);
}

struct Issuer {
  Key key;
  Certificate certificate;
};

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "key");
  return key;
}

void extend(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  require(extension != nullptr, "extension");
  require(X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

void set_serial(X509* certificate) {
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "random");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U);
}

Certificate new_certificate(const char* name, EVP_PKEY* key, long begin, long end) {
  Certificate certificate(X509_new());
  require(certificate != nullptr, "certificate");
  X509_set_version(certificate.get(), X509_VERSION_3);
  set_serial(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), begin);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), end);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return certificate;
}

Issuer new_ca(const char* name) {
  Issuer ca;
  ca.key = new_key();
  ca.certificate = new_certificate(name, ca.key.get(), -2 * day, 365 * day);
  X509* self = ca.certificate.get();
  X509_set_issuer_name(self, X509_get_subject_name(self));
  extend(self, self, NID_basic_constraints, "critical,CA:TRUE");
  extend(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(self, self, NID_subject_key_identifier, "hash");
  require(X509_sign(self, ca.key.get(), EVP_sha256()) > 0, "sign");
  return ca;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_X509(bio.get(), certificate) == 1, "PEM");
  return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "PEM");
  return text_of(bio.get());
}

}  // namespace

std::optional<CertificateKind> certificate_kind(std::string_view name) {
  if (name == "good") return CertificateKind::good;
  if (name == "wrong-host") return CertificateKind::wrong_host;
  if (name == "expired") return CertificateKind::expired;
  if (name == "unknown-ca") return CertificateKind::unknown_ca;
  return std::nullopt;
}

Certificates make_certificates(CertificateKind kind) {
  const Issuer ca = new_ca("VSA simulator CA");
  const bool other = kind == CertificateKind::unknown_ca;
  const Issuer other_ca = other ? new_ca("Another CA") : Issuer{};
  const Issuer& signer = other ? other_ca : ca;
  const bool wrong_host = kind == CertificateKind::wrong_host;
  const long end = kind == CertificateKind::expired ? -day : 365 * day;

  const Key key = new_key();
  const Certificate leaf =
      new_certificate(wrong_host ? "other.example.test" : "localhost", key.get(), -2 * day, end);
  X509_set_issuer_name(leaf.get(), X509_get_subject_name(signer.certificate.get()));
  X509* issuer = signer.certificate.get();
  extend(leaf.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  extend(leaf.get(), issuer, NID_key_usage, "critical,digitalSignature");
  extend(leaf.get(), issuer, NID_ext_key_usage, "serverAuth");
  extend(leaf.get(), issuer, NID_authority_key_identifier, "keyid");
  extend(leaf.get(), issuer, NID_subject_alt_name,
         wrong_host ? "DNS:other.example.test" : "DNS:localhost,IP:127.0.0.1,IP:::1");
  require(X509_sign(leaf.get(), signer.key.get(), EVP_sha256()) > 0, "sign");
  return {pem_of(ca.certificate.get()), pem_of(leaf.get()), pem_of(key.get())};
}

}  // namespace billbyagent::vsa_simulator
