#pragma once

/// One kept-alive connection. Includes Beast; for the sources of this folder only.

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "http/client.hpp"
#include "http/failure.hpp"
#include "http/transport.hpp"

namespace billbyagent::http {

/// Carries one exchange after another. Everything happens in the handlers of its io_context.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Outcome = std::variant<Response, Failure>;
  using Done = std::function<void(Outcome)>;

  Connection(boost::asio::io_context& io, Tls& tls, const ClientOptions& options);

  /// Connects when needed, sends and receives; gives up at `deadline` or after the time that the
  /// options allow for each part. `done` is called once, never from within.
  void exchange(const Request& request, Deadline deadline, Done done);
  /// Closes at once; a running exchange ends without its `done`.
  void abandon();

  bool is_open() const noexcept { return open_; }
  /// Whether an earlier exchange used it: the server may have closed it in the meantime.
  bool is_used() const noexcept { return exchanges_ > 1; }
  Deadline last_used() const noexcept { return last_used_; }

 private:
  using Parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

  template <class Step>
  auto then(Stage stage, Step step);

  void watch(std::chrono::milliseconds allowed);
  void compose(const Request& request);
  void connect();
  void ready();
  void send();
  void expect_answer();
  void receive();
  void received();
  void received_interim(unsigned status);
  void fail(Failure failure);
  void finish(Outcome outcome);
  void close();

  const ClientOptions& options_;
  Transport transport_;
  boost::asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  boost::beast::http::request<boost::beast::http::string_body> message_;
  std::optional<Parser> parser_;
  Done done_;
  Deadline deadline_{};
  Deadline last_used_{};
  std::uint64_t exchanges_ = 0;
  unsigned interims_ = 0;      ///< What the server said before the answer that is waited for.
  std::uint64_t running_ = 0;  ///< Handlers of an abandoned exchange carry an older number.
  Stage stage_ = Stage::connecting;
  bool open_ = false;
};

}  // namespace billbyagent::http
