#pragma once

/// The way to a server: looks its host up, connects, through a proxy where there is one, and, for
/// https, shakes hands with certificate and host name verified. What is spoken over it is not known
/// here. Includes Beast; for sources only.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <cstdint>
#include <functional>
#include <optional>

#include "http/failure.hpp"
#include "http/proxy.hpp"
#include "http/tls.hpp"
#include "http/url.hpp"

namespace billbyagent::http {

class Transport {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Secure = boost::beast::ssl_stream<Socket>;
  using Opened = std::function<void(boost::system::error_code)>;

  /// `proxy` carries the connections of https; all must outlive this.
  Transport(boost::asio::io_context& io, Tls& tls, const Origin& origin,
            const std::optional<Proxy>& proxy)
      : tls_(tls), origin_(origin), proxy_(proxy), io_(io), resolver_(io) {}
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// `opened` is called once, or never when `close` comes first. It has to keep this alive.
  void open(Opened opened);
  /// Closes at once; what is under way ends.
  void close();

  /// How far `open` has come.
  Stage stage() const noexcept { return stage_; }
  /// Calls `use` with the stream that was opened.
  template <class Use>
  void with_stream(Use use) {
    if (secure_) {
      use(*secure_);
    } else {
      use(*plain_);
    }
  }
  /// Hands an opened https stream over to a protocol that wants to own it.
  Secure take_secure();
  /// What `error` during `open` means.
  Failure failure(boost::system::error_code error);

 private:
  using Resolved = boost::asio::ip::tcp::resolver::results_type;

  Socket& socket() { return secure_ ? secure_->next_layer() : *plain_; }
  template <class Step>
  auto then(Stage stage, Step step);
  void connect(const Resolved& endpoints);
  bool is_tunnelled() const noexcept { return proxy_ && secure_; }
  void ask_proxy();
  void hear_proxy();
  void proxy_answered();
  void shake_hands();
  void end(boost::system::error_code error);

  Tls& tls_;
  const Origin& origin_;
  const std::optional<Proxy>& proxy_;
  boost::asio::io_context& io_;
  boost::asio::ip::tcp::resolver resolver_;
  std::optional<Socket> plain_;
  std::optional<Secure> secure_;
  boost::beast::http::request<boost::beast::http::empty_body> tunnel_;
  std::optional<boost::beast::http::response_parser<boost::beast::http::empty_body>> answer_;
  boost::beast::flat_buffer buffer_;
  unsigned interims_ = 0;
  unsigned refusal_ = 0;  ///< The proxy's status, when it did not connect.
  Opened opened_;
  std::uint64_t opening_ = 0;  ///< Handlers of an opening that was given up carry an older number.
  Stage stage_ = Stage::connecting;
};

}  // namespace billbyagent::http
