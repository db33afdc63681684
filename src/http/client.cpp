#include "http/client.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <exception>
#include <utility>
#include <vector>

#include "http/connection.hpp"
#include "http/status.hpp"

namespace billbyagent::http {
namespace {

using boost::system::error_code;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds cancel_poll{50};

/// Beast throws at a field that is longer than this.
constexpr std::size_t header_bytes_most = std::size_t{64} << 10;

/// `send` as a conversation of one.
class Single final : public Exchanges {
 public:
  explicit Single(Request request) : request_(std::move(request)) {}
  std::optional<Request> next() override { return std::exchange(request_, std::nullopt); }
  Result<void> answered(std::size_t, Response response) override {
    response_ = std::move(response);
    return {};
  }
  Response take() { return std::move(response_); }

 private:
  std::optional<Request> request_;
  Response response_;
};

Result<void> check(const ClientOptions& options) {
  const auto bad = [](const char* what) { return Error{Errc::invalid_settings, what}; };
  if (options.origin.host.empty()) return bad("the host is missing");
  if (options.connections < 1 || options.connections > 64)
    return bad("connections must be from 1 to 64");
  if (options.header_bytes_max < 1'024 || options.header_bytes_max > header_bytes_most)
    return bad("the header limit must be from 1 KiB to 64 KiB");
  if (options.body_bytes_max < 1) return bad("the body limit must be positive");
  if (options.connect_timeout.count() <= 0 || options.answer_timeout.count() <= 0)
    return bad("timeouts must be positive");
  return check(options.retry);
}

}  // namespace

class Client::Impl {
 public:
  Impl(ClientOptions options, std::unique_ptr<Tls> tls)
      : options_(std::move(options)),
        tls_(std::move(tls)),
        backoff_(options_.retry, options_.seed),
        cancel_timer_(io_) {}

  ServerSeen seen() const {
    ServerSeen seen = seen_;
    seen.certificate_until = tls_->certificate_until();
    return seen;
  }

  Result<void> run(Exchanges& exchanges, Deadline deadline) {
    begin(exchanges, deadline);
    try {
      watch_cancel();
      pump();
      while (!finished_) {
        io_.restart();
        io_.run_until(deadline_);
        if (!finished_ && steady_clock::now() >= deadline_)
          end(Error{Errc::timed_out, "the deadline passed"});
        ensure(finished_ || !io_.stopped(), "the HTTP client ran out of work");
      }
    } catch (...) {
      reset();
      throw;
    }
    reset();
    if (failure_) return within(to_string(options_.origin), *failure_);
    return {};
  }

 private:
  struct Task {
    std::size_t number = 0;
    Request request;
    unsigned attempts = 0;
  };

  void begin(Exchanges& exchanges, Deadline deadline) {
    exchanges_ = &exchanges;
    deadline_ = deadline;
    failure_.reset();
    finished_ = false;
    asked_ = 0;
  }

  /// Ends what is still under way; handlers that are queued already find nothing to do.
  void reset() {
    ++generation_;
    exchanges_ = nullptr;
    for (const auto& connection : busy_) connection->abandon();
    busy_.clear();
    waits_.clear();
    ready_.clear();
    cancel_timer_.cancel();
  }

  void end(std::optional<Error> failure) {
    if (finished_) return;
    finished_ = true;
    failure_ = std::move(failure);
    io_.stop();
  }

  void watch_cancel() {
    if (!options_.cancelled || finished_) return;
    if (options_.cancelled()) return end(Error{Errc::cancelled, {}});
    cancel_timer_.expires_after(cancel_poll);
    cancel_timer_.async_wait([this, generation = generation_](error_code error) {
      if (!error && generation == generation_) watch_cancel();
    });
  }

  void pump() {
    while (!finished_ && busy_.size() < options_.connections) {
      auto task = next_task();
      if (!task) break;
      start(*std::move(task));
    }
    if (busy_.empty() && waits_.empty() && ready_.empty()) end({});
  }

  std::optional<Task> next_task() {
    if (!ready_.empty()) {
      Task task = std::move(ready_.front());
      ready_.pop_front();
      return task;
    }
    auto request = exchanges_->next();
    if (!request) return std::nullopt;
    return Task{asked_++, *std::move(request), 0};
  }

  std::shared_ptr<Connection> free_connection() {
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (steady_clock::now() - connection->last_used() <= options_.idle_max) return connection;
      connection->abandon();
    }
    return std::make_shared<Connection>(io_, *tls_, options_);
  }

  void start(Task task) {
    auto connection = free_connection();
    busy_.push_back(connection);
    ++task.attempts;
    // Kept apart from the task, which moves into the handler.
    auto shared = std::make_shared<Task>(std::move(task));
    connection->exchange(
        shared->request, deadline_,
        [this, shared, generation = generation_, raw = connection.get()](auto outcome) {
          if (generation == generation_ && !finished_)
            finished(*raw, std::move(*shared), std::move(outcome));
        });
  }

  void finished(const Connection& which, Task task, Connection::Outcome outcome) {
    const auto at = std::find_if(busy_.begin(), busy_.end(),
                                 [&](const auto& one) { return one.get() == &which; });
    const auto connection = std::move(*at);
    busy_.erase(at);
    if (connection->is_open()) idle_.push_back(connection);
    if (auto* failure = std::get_if<Failure>(&outcome)) {
      failed(*connection, std::move(task), *failure);
    } else {
      answered(std::move(task), std::get<Response>(std::move(outcome)));
    }
    if (!finished_) pump();
  }

  void failed(const Connection& connection, Task task, const Failure& failure) {
    const bool was_sent = failure.stage == Stage::sending || failure.stage == Stage::receiving;
    const bool harmless = !was_sent || task.request.repeatable;
    // The server closes connections that it finds idle; that says nothing about the request.
    const bool was_stale = was_sent && connection.is_used() && !failure.answered &&
                           failure.error.code == Errc::unreachable;
    if (harmless && was_stale) {
      --task.attempts;
      ready_.push_back(std::move(task));
    } else if (!failure.may_pass || !harmless || !retry(task, {})) {
      end(failure.error);
    }
  }

  void answered(Task task, Response response) {
    if (response.date) {
      seen_.time = response.date;
      seen_.time_at = steady_clock::now();
    }
    if (may_pass(response.status) && task.request.repeatable && retry(task, response.retry_after))
      return;
    if (auto accepted = exchanges_->answered(task.number, std::move(response)); !accepted)
      end(accepted.error());
  }

  /// Queues the task for another attempt, unless it had them all or the deadline comes first.
  bool retry(Task& task, std::optional<std::chrono::seconds> retry_after) {
    if (task.attempts >= options_.retry.attempts) return false;
    const auto when = steady_clock::now() + backoff_.wait_after(task.attempts, retry_after);
    if (when >= deadline_) return false;
    auto shared = std::make_shared<Task>(std::move(task));
    const auto number = shared->number;
    auto& wait = waits_.emplace_back(number, std::make_unique<boost::asio::steady_timer>(io_));
    wait.second->expires_at(when);
    wait.second->async_wait([this, shared, generation = generation_](error_code error) {
      if (error || generation != generation_ || finished_) return;
      std::erase_if(waits_, [&](const auto& one) { return one.first == shared->number; });
      ready_.push_back(std::move(*shared));
      pump();
    });
    return true;
  }

  ClientOptions options_;
  std::unique_ptr<Tls> tls_;
  Backoff backoff_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer cancel_timer_;
  std::vector<std::shared_ptr<Connection>> idle_;
  std::vector<std::shared_ptr<Connection>> busy_;
  std::deque<Task> ready_;
  std::vector<std::pair<std::size_t, std::unique_ptr<boost::asio::steady_timer>>> waits_;
  Exchanges* exchanges_ = nullptr;
  Deadline deadline_{};
  std::optional<Error> failure_;
  ServerSeen seen_;
  std::size_t asked_ = 0;
  std::uint64_t generation_ = 0;
  bool finished_ = false;
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::make(ClientOptions options) {
  if (auto fine = check(options); !fine) return fine.error();
  auto tls = Tls::make(options.ca_file);
  if (!tls) return tls.error();
  auto impl = std::make_unique<Impl>(std::move(options), *std::move(tls));
  return std::unique_ptr<Client>{new Client{std::move(impl)}};
}

ServerSeen Client::seen() const { return impl_->seen(); }

Result<void> Client::run(Exchanges& exchanges, Deadline deadline) {
  return impl_->run(exchanges, deadline);
}

Result<Response> Client::send(Request request, Deadline deadline) {
  Single single{std::move(request)};
  if (auto done = impl_->run(single, deadline); !done) return done.error();
  return single.take();
}

}  // namespace billbyagent::http
