#include "cli/metrics.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <string_view>

#include "cli/worker_steps.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::size_t request_max = 8'192;

struct Figure {
  const char* name;
  const char* kind;  ///< gauge or counter
  const char* help;
  std::int64_t value;
};

std::string seconds(std::int64_t ms) {
  std::string text = std::to_string(ms / 1'000);
  return text + "." + std::to_string(1'000 + ms % 1'000).substr(1);
}

/// The parts of `address:port`.
Result<sockaddr_in> parse_address(const std::string& text) {
  const Error unfit{Errc::invalid_settings,
                    "--metrics: an address and a port, such as "
                    "127.0.0.1:9464"};
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return unfit;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, code] = std::from_chars(text.data() + colon + 1, end, port);
  if (code != std::errc{} || rest != end) return unfit;
  if (inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1) return unfit;
  address.sin_port = htons(port);
  return address;
}

std::string shown(const sockaddr_in& address) {
  char text[INET_ADDRSTRLEN] = {};
  inet_ntop(AF_INET, &address.sin_addr, text, sizeof text);
  return std::string{text} + ":" + std::to_string(ntohs(address.sin_port));
}

std::string response(const char* status, const std::string& body) {
  return std::string{"HTTP/1.1 "} + status +
         "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

/// The request line and headers, or as much as came within a few seconds.
std::string read_request(int connection) {
  std::string request;
  char part[1'024];
  while (request.size() < request_max && request.find("\r\n\r\n") == std::string::npos) {
    const auto size = ::recv(connection, part, sizeof part, 0);
    if (size <= 0) break;
    request.append(part, static_cast<std::size_t>(size));
  }
  return request;
}

void write_all(int connection, std::string_view text) {
  while (!text.empty()) {
    const auto size = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (size <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

}  // namespace

std::string metrics_text(const WorkFigures& figures, const WorkCounts& counts, std::size_t tenants,
                         std::size_t tenants_refused) {
  const Figure all[] = {
      {"billbyagent_nights_open", "gauge", "Nights that are planned and not done",
       figures.nights_open},
      {"billbyagent_nights_done", "gauge", "Nights that are done", figures.nights_done},
      {"billbyagent_postings_open", "gauge", "Postings that are planned and not done",
       figures.postings_open},
      {"billbyagent_postings_done", "gauge", "Postings that are done", figures.postings_done},
      {"billbyagent_work_waiting", "gauge", "Pieces of work that nobody has",
       figures.items_waiting},
      {"billbyagent_work_claimed", "gauge", "Pieces of work that a worker has",
       figures.items_claimed},
      {"billbyagent_work_retries", "gauge", "Claims of a piece beyond its first",
       figures.claims_again},
      {"billbyagent_decisions_waiting", "gauge", "Counts that wait for a person",
       figures.decisions_waiting},
      {"billbyagent_tenants", "gauge", "Tenants of this worker",
       static_cast<std::int64_t>(tenants)},
      {"billbyagent_tenants_refused", "gauge", "Tenants whose settings are not acceptable",
       static_cast<std::int64_t>(tenants_refused)},
      {"billbyagent_steps_total", "counter", "Pieces of work that this process did", counts.steps},
      {"billbyagent_failures_total", "counter", "Pieces that came to nothing in this process",
       counts.failures},
      {"billbyagent_lines_posted_total", "counter", "Lines that this process posted", counts.lines},
      {"billbyagent_notices_delivered_total", "counter", "Notices that this process delivered",
       counts.notices}};
  std::string text;
  const auto add = [&](const char* name, const char* kind, const char* help,
                       const std::string& value) {
    text += std::string{"# HELP "} + name + " " + help + "\n# TYPE " + name + " " + kind + "\n" +
            name + " " + value + "\n";
  };
  for (const auto& [name, kind, help, value] : all) add(name, kind, help, std::to_string(value));
  add("billbyagent_oldest_open_seconds", "gauge",
      "Since the oldest night or posting that is not done was planned",
      seconds(figures.oldest_open_ms));
  add("billbyagent_oldest_reading_seconds", "gauge",
      "Since the RMM that was not read for longest was read as a whole",
      seconds(figures.oldest_reading_ms));
  return text;
}

Result<std::unique_ptr<HealthServer>> HealthServer::open(const std::string& text,
                                                         HealthSource source) {
  auto address = parse_address(text);
  if (!address) return address.error();
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  socklen_t size = sizeof *address;
  auto* const name = reinterpret_cast<sockaddr*>(&*address);
  if (listener < 0 || ::bind(listener, name, size) != 0 || ::listen(listener, 16) != 0 ||
      ::getsockname(listener, name, &size) != 0) {
    const Error error{Errc::invalid_settings, "--metrics " + text + ": " + std::strerror(errno)};
    if (listener >= 0) ::close(listener);
    return error;
  }
  return std::unique_ptr<HealthServer>{
      new HealthServer{listener, shown(*address), std::move(source)}};
}

HealthServer::HealthServer(int listener, std::string address, HealthSource source)
    : listener_(listener),
      address_(std::move(address)),
      source_(std::move(source)),
      thread_([this] { serve(); }) {}

HealthServer::~HealthServer() {
  end_ = true;
  thread_.join();
  ::close(listener_);
}

std::string HealthServer::answer(const std::string& request) const {
  const auto is = [&](std::string_view path) {
    return request.starts_with("GET " + std::string{path} + " ");
  };
  if (is("/health")) return response("200 OK", "alive\n");
  if (is("/ready"))
    return source_.ready() ? response("200 OK", "ready\n")
                           : response("503 Service Unavailable", "the database does not answer\n");
  if (!is("/metrics")) return response("404 Not Found", "/metrics, /health or /ready\n");
  auto text = source_.metrics();
  return text ? response("200 OK", *text)
              : response("503 Service Unavailable", to_string(text.error()) + "\n");
}

void HealthServer::serve() {
  constexpr int look_each_ms = 100;
  while (!end_) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, look_each_ms) <= 0) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    // Whoever says nothing holds up the others no longer than this.
    const timeval patience{2, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    write_all(connection, answer(read_request(connection)));
    ::close(connection);
  }
}

}  // namespace billbyagent::cli
