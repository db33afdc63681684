#include "simulator/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {

namespace net = boost::asio;
namespace http = boost::beast::http;

struct Client::Impl {
  net::io_context io;
  net::ssl::context context{net::ssl::context::tls_client};
  std::unique_ptr<net::ssl::stream<net::ip::tcp::socket>> stream;
  boost::beast::flat_buffer buffer;
};

Client::Client(std::uint16_t port, const std::string& ca_pem) : impl_(std::make_unique<Impl>()) {
  impl_->context.add_certificate_authority(net::buffer(ca_pem));
  impl_->context.set_verify_mode(net::ssl::verify_peer);
  impl_->context.set_verify_callback(net::ssl::host_name_verification("127.0.0.1"));
  impl_->stream =
      std::make_unique<net::ssl::stream<net::ip::tcp::socket>>(impl_->io, impl_->context);
  impl_->stream->next_layer().connect({net::ip::make_address("127.0.0.1"), port});
  impl_->stream->handshake(net::ssl::stream_base::client);
}

Client::~Client() = default;

Client::Answer Client::send(const std::string& method, const std::string& target,
                            const std::string& authorization, const std::string& body) {
  http::request<http::string_body> request;
  request.method_string({method.data(), method.size()});
  request.target({target.data(), target.size()});
  request.version(11);
  request.set(http::field::host, "127.0.0.1");
  if (!authorization.empty()) request.set(http::field::authorization, authorization);
  request.body() = body;
  request.prepare_payload();
  http::write(*impl_->stream, request);
  http::response<http::string_body> response;
  http::read(*impl_->stream, impl_->buffer, response);
  Answer answer{response.result_int(), response.body(), {}};
  for (const auto& field : response) {
    const auto name = field.name_string();
    const auto value = field.value();
    answer.headers[lower({name.data(), name.size()})] = {value.data(), value.size()};
  }
  return answer;
}

}  // namespace billbyagent::vsa_simulator
