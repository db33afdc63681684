#include "http/tls.hpp"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <boost/asio/ip/address.hpp>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace billbyagent::http {
namespace {

namespace ssl = boost::asio::ssl;

/// Index 0 of an SSL_CTX's data belongs to Asio.
int owner_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// An OpenSSL that was built elsewhere looks where that machine keeps its certificates.
bool trust_system(ssl::context& context) {
  boost::system::error_code error;
  context.set_default_verify_paths(error);
  if (error) return false;
  std::error_code ignored;
  if (std::getenv(X509_get_default_cert_file_env()) != nullptr ||
      std::getenv(X509_get_default_cert_dir_env()) != nullptr ||
      std::filesystem::exists(X509_get_default_cert_file(), ignored) ||
      std::filesystem::exists(X509_get_default_cert_dir(), ignored))
    return true;
  constexpr std::array usual_places = {"/etc/ssl/certs/ca-certificates.crt",
                                       "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                                       "/etc/ssl/cert.pem"};
  for (const char* place : usual_places) {
    if (!std::filesystem::exists(place, ignored)) continue;
    context.load_verify_file(place, error);
    if (!error) break;
  }
  return true;
}

}  // namespace

Tls::Tls() : context_(ssl::context::tls_client) {
  SSL_CTX* handle = context_.native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  context_.set_verify_mode(ssl::verify_peer);
  SSL_CTX_set_ex_data(handle, owner_index(), this);
  SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(handle, &Tls::remember);
}

int Tls::remember(SSL* connection, SSL_SESSION* session) {
  auto* owner = static_cast<Tls*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), owner_index()));
  if (owner == nullptr) return 0;
  owner->session_.reset(session);
  return 1;  // the reference is ours now
}

Result<std::unique_ptr<Tls>> Tls::make(const std::string& ca_file) {
  std::unique_ptr<Tls> tls{new Tls};
  if (ca_file.empty()) {
    if (!trust_system(tls->context_))
      return Error{Errc::invalid_settings, "the system's certificates could not be read"};
    return tls;
  }
  boost::system::error_code error;
  tls->context_.load_verify_file(ca_file, error);
  if (error)
    return Error{Errc::invalid_settings, "ca_file: " + ca_file + " holds no usable certificate"};
  return tls;
}

bool Tls::prepare(SSL* connection, const std::string& host) {
  X509_VERIFY_PARAM* expected = SSL_get0_param(connection);
  boost::system::error_code error;
  boost::asio::ip::make_address(host, error);
  if (!error) {
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) != 1) return false;
  } else {
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) != 1) return false;
    if (SSL_set_tlsext_host_name(connection, host.c_str()) != 1) return false;
  }
  return !session_ || SSL_set_session(connection, session_.get()) == 1;
}

void Tls::note_certificate(SSL* connection) {
  X509* certificate = SSL_get0_peer_certificate(connection);
  std::tm until{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &until) != 1) return;
  const auto day = Date::make(until.tm_year + 1900, until.tm_mon + 1, until.tm_mday);
  if (!day) return;
  const std::int64_t second = (until.tm_hour * 60 + until.tm_min) * 60 + until.tm_sec;
  certificate_until_ = Instant{day->epoch_days() * day_ms + second * 1'000};
}

std::string certificate_fault(SSL* connection) {
  const long result = SSL_get_verify_result(connection);
  return result == X509_V_OK ? std::string{} : X509_verify_cert_error_string(result);
}

}  // namespace billbyagent::http
