#include "meshcentral/channel.hpp"

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <algorithm>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>
#include <utility>

#include "http/credentials.hpp"
#include "http/status.hpp"
#include "http/transport.hpp"

namespace billbyagent::meshcentral {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

/// Several TLS records at a time.
constexpr std::size_t part_bytes_max = std::size_t{64} << 10;
constexpr const char* upgrade = "the WebSocket upgrade";

/// Something that is no WebSocket answered, often a proxy in front of the server.
Error declined(unsigned status) {
  const std::string context =
      std::string{"HTTP status "} + std::to_string(status) + " to " + upgrade;
  return {http::errc_of(status).value_or(Errc::protocol_error), context};
}

/// Beast refuses a bad frame or text by closing; what it reports then is how the closing went,
/// which does not go well while the server still sends.
bool was_refused(const error_code& error) {
  return error.category() == net::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(error.value())) ==
             SSL_R_APPLICATION_DATA_AFTER_CLOSE_NOTIFY;
}

bool is_websocket(const error_code& error) {
  return error.category() == make_error_code(websocket::error::closed).category() ||
         error == websocket::condition::handshake_failed ||
         error == websocket::condition::protocol_violation;
}

Error error_of(error_code error, const std::string& what) {
  const std::string during = " while waiting for " + what;
  if (error == websocket::error::closed)
    return {Errc::unreachable, "the server closed the connection" + during};
  if (was_refused(error))
    return {Errc::protocol_error, "the server sent something that is no WebSocket text" + during};
  if (is_websocket(error)) return {Errc::protocol_error, error.message() + during};
  return within(what, http::failure_of(http::Stage::receiving, error, {}).error);
}

}  // namespace

/// Everything that handlers touch; they keep it alive, also past the channel that gave up on them.
struct Channel::Wire {
  using Stream = websocket::stream<http::Transport::Secure>;

  Wire(Loop& loop, http::Tls& tls, const Settings& settings)
      : transport(loop.io(), tls, settings.origin, settings.proxy) {}

  /// For a handler: notes how the step that is under way ended.
  void end(error_code with) {
    error = with;
    done = true;
  }
  void close() {
    transport.close();
    error_code ignored;
    if (stream) stream->next_layer().next_layer().close(ignored);
  }

  http::Transport transport;
  std::optional<Stream> stream;
  websocket::response_type response;
  beast::flat_buffer buffer;
  std::string outgoing;
  std::size_t message_bytes_max = 0;
  error_code error;
  bool done = false;
};

Channel::Channel(Loop& loop, std::shared_ptr<Wire> wire) : loop_(loop), wire_(std::move(wire)) {}

Channel::~Channel() { wire_->close(); }

Result<std::unique_ptr<Channel>> Channel::open(Loop& loop, http::Tls& tls, const Settings& settings,
                                               Deadline deadline) {
  auto wire = std::make_shared<Wire>(loop, tls, settings);
  std::unique_ptr<Channel> channel{new Channel{loop, wire}};
  wire->transport.open([wire](error_code error) { wire->end(error); });
  if (auto ran = loop.run(wire->done, deadline, "connecting"); !ran) return ran.error();
  if (wire->error) return wire->transport.failure(wire->error).error;

  auto& stream = wire->stream.emplace(wire->transport.take_secure());
  const auto& options = settings.options;
  // The limit is kept in `receive`: Beast's own could not be told from a closed connection.
  stream.read_message_max(0);
  wire->message_bytes_max = options.message_bytes_max;
  const std::string login =
      http::base64(options.user) + "," + http::base64(options.password.reveal());
  stream.set_option(websocket::stream_base::decorator([login](websocket::request_type& request) {
    request.set(beast::http::field::user_agent, "billbyagent");
    request.set("x-meshauth", login);
  }));
  wire->done = false;
  stream.async_handshake(wire->response, to_string(settings.origin), settings.target,
                         [wire](error_code error) { wire->end(error); });
  if (auto ran = loop.run(wire->done, deadline, upgrade); !ran) return ran.error();
  if (wire->error == websocket::error::upgrade_declined)
    return declined(wire->response.result_int());
  if (wire->error) return error_of(wire->error, upgrade);
  stream.text(true);
  return channel;
}

Result<void> Channel::send(const std::string& text, Deadline deadline) {
  wire_->outgoing = text;
  wire_->done = false;
  wire_->stream->async_write(net::buffer(wire_->outgoing),
                             [wire = wire_](error_code error, std::size_t) { wire->end(error); });
  if (auto ran = loop_.run(wire_->done, deadline, "sending a request"); !ran) return ran;
  if (wire_->error) return error_of(wire_->error, "the request to be sent");
  return {};
}

Result<std::string> Channel::receive(const std::string& what, Deadline deadline) {
  wire_->buffer.clear();
  do {
    wire_->done = false;
    wire_->stream->async_read_some(
        wire_->buffer, part_bytes_max,
        [wire = wire_](error_code error, std::size_t) { wire->end(error); });
    if (auto ran = loop_.run(wire_->done, deadline, what); !ran) return ran.error();
    if (wire_->error) return error_of(wire_->error, what);
    if (wire_->buffer.size() > wire_->message_bytes_max)
      return Error{Errc::protocol_error,
                   "a message is larger than message_bytes_max while waiting for " + what};
  } while (!wire_->stream->is_message_done());
  if (!wire_->stream->got_text())
    return Error{Errc::protocol_error, "a message is not text while waiting for " + what};
  return beast::buffers_to_string(wire_->buffer.data());
}

}  // namespace billbyagent::meshcentral
