#include "mesh_server.hpp"

#include <sys/socket.h>

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <thread>

namespace billbyagent::tests {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace json = boost::json;
namespace websocket = beast::websocket;
using net::ip::tcp;
using Socket = beast::ssl_stream<tcp::socket>;
using Stream = websocket::stream<Socket>;

struct GoneWrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The client goes when it has waited long enough.
void wait_until_gone(tcp::socket& socket) {
  std::array<char, 1024> ignored{};
  boost::system::error_code error;
  while (!error) socket.read_some(net::buffer(ignored), error);
}

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

struct MeshServer::Impl {
  Impl(MeshServer& owner, vsa_simulator::CertificateKind kind)
      : server(owner),
        certificates(vsa_simulator::make_certificates(kind)),
        context(net::ssl::context::tls_server),
        acceptor(io, tcp::endpoint(net::ip::address_v4::loopback(), 0)),
        port(acceptor.local_endpoint().port()) {
    context.use_certificate_chain(net::buffer(certificates.certificate_pem));
    context.use_private_key(net::buffer(certificates.key_pem), net::ssl::context::pem);
    thread = std::thread([this] { accept(); });
  }
  ~Impl() {
    stopping = true;
    // A blocking accept or read returns.
    ::shutdown(acceptor.native_handle(), SHUT_RDWR);
    if (const int peer = current; peer >= 0) ::shutdown(peer, SHUT_RDWR);
    thread.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void accept() {
    while (!stopping) {
      boost::system::error_code error;
      tcp::socket socket = acceptor.accept(error);
      if (error) return;
      ++connections;
      socket.set_option(tcp::no_delay(true), error);
      current = socket.native_handle();
      try {
        serve(std::move(socket));
      } catch (const std::exception&) {
        // The client went, or the fault wanted the connection to end.
      }
      current = -1;
    }
  }

  /// The fault that applies to this step now.
  std::optional<Fault> fault_at(Step step) {
    const std::lock_guard lock{mutex};
    if (!fault || fault->step != step || fault->times == 0) return std::nullopt;
    if (fault->after > 0) {
      --fault->after;
      return std::nullopt;
    }
    if (fault->times > 0) --fault->times;
    return fault;
  }

  void end(tcp::socket& socket, const Fault& what) {
    stalling = what.act == Act::stalls;
    if (stalling) wait_until_gone(socket);
    stalling = false;
    throw GoneWrong{"as told"};
  }

  void serve(tcp::socket socket) {
    if (const auto now = fault_at(Step::connect)) end(socket, *now);
    Stream stream{Socket{std::move(socket), context}};
    tcp::socket& lowest = stream.next_layer().next_layer();
    if (const auto now = fault_at(Step::handshake)) {
      if (now->act == Act::says) net::write(lowest, net::buffer(now->text));
      end(lowest, *now);
    }
    stream.next_layer().handshake(net::ssl::stream_base::server);
    upgrade(stream);
    log_in(stream);
    for (;;) {
      beast::flat_buffer buffer;
      stream.read(buffer);
      const auto request = json::parse(beast::buffers_to_string(buffer.data())).as_object();
      answer(stream, request);
    }
  }

  void upgrade(Stream& stream) {
    beast::flat_buffer buffer;
    beast::http::request<beast::http::string_body> request;
    beast::http::read(stream.next_layer(), buffer, request);
    {
      const std::lock_guard lock{mutex};
      login = text(request["x-meshauth"]);
      target = text(request.target());
    }
    if (const auto now = fault_at(Step::upgrade)) {
      if (now->act == Act::says) net::write(stream.next_layer(), net::buffer(now->text));
      end(stream.next_layer().next_layer(), *now);
    }
    stream.accept(request);
    stream.text(true);
  }

  void log_in(Stream& stream) {
    json::object info{{"action", "serverinfo"}, {"serverinfo", server.server_info}};
    stream.write(net::buffer(json::serialize(info)));
    send(stream, Step::login,
         R"({"action":"userinfo","userinfo":{"_id":"user//billing","name":"billing"}})");
  }

  void send(Stream& stream, Step step, const std::string& message) {
    const auto now = fault_at(step);
    if (!now) {
      stream.write(net::buffer(message));
      return;
    }
    tcp::socket& lowest = stream.next_layer().next_layer();
    if (now->act == Act::breaks_off) {
      stream.write_some(false, net::buffer(message.substr(0, message.size() / 2)));
      end(lowest, *now);
    }
    if (now->act != Act::says && now->act != Act::says_binary) end(lowest, *now);
    stream.binary(now->act == Act::says_binary);
    stream.write(net::buffer(now->text));
    stream.text(true);
  }

  void answer(Stream& stream, const json::object& request) {
    const std::string action{request.at("action").as_string().c_str()};
    const Step step = action == "meshes"             ? Step::meshes
                      : action == "nodes"            ? Step::nodes
                      : action == "getDeviceDetails" ? Step::details
                                                     : Step::lastconnects;
    const std::size_t number = asked.at(static_cast<std::size_t>(step))++;
    if (server.before) server.before(step, number);
    if (server.chatters) chatter(stream, action);
    json::object reply{{"action", action}, {"tag", request.at("tag")}};
    if (step == Step::meshes) reply["meshes"] = server.groups;
    if (step == Step::lastconnects) reply["lastconnects"] = server.last_connects;
    if (step == Step::nodes) {
      reply["responseid"] = request.at("responseid");
      add_devices(reply, request);
    }
    if (step == Step::details)
      reply = {{"action", action},
               {"data", json::serialize(details_of(request.at("nodeids").as_array()))},
               {"type", request.at("type")}};
    send(stream, step, json::serialize(reply));
  }

  json::array details_of(const json::array& ids) const {
    json::array list;
    for (const auto& id : ids) {
      const std::string own = "SN-" + std::string{id.as_string().c_str()};
      json::object one{{"sys", {{"hardware", {{"identifiers", {{"bios_serial", own}}}}}}}};
      if (const auto* told = server.details.if_contains(id.as_string())) one = told->as_object();
      one["node"] = {{"_id", id}};
      list.push_back(std::move(one));
    }
    return list;
  }

  static void chatter(Stream& stream, const std::string& action) {
    stream.ping({});
    for (const char* event : {R"({"action":"event","event":{"etype":"node","action":"addnode"}})",
                              R"({"action":"ping"})", R"({"nothing":"here"})",
                              R"({"action":"userinfo","userinfo":{}})"})
      stream.write(net::buffer(std::string{event}));
    // An answer to somebody else's question.
    const json::object other{{"action", action},
                             {"tag", "other"},
                             {"responseid", "other"},
                             {"meshes", json::array{}},
                             {"nodes", json::object{}}};
    stream.write(net::buffer(json::serialize(other)));
  }

  /// Pages as a domain with `maxDeviceView` gives them: a total only when there is more than one.
  void add_devices(json::object& reply, const json::object& request) {
    if (server.page_size == 0) {
      reply["nodes"] = server.devices;
      return;
    }
    const std::size_t skip = request.at("skip").to_number<std::size_t>();
    std::size_t total = 0;
    std::size_t rows = 0;
    json::object page;
    for (const auto& [group, list] : server.devices)
      for (const auto& device : list.as_array()) {
        const std::size_t at = total++;
        if (at < skip || skip >= server.unreadable_from || rows == server.page_size) continue;
        ++rows;
        if (!page.contains(group)) page[group] = json::array{};
        page[group].as_array().push_back(device);
      }
    reply["nodes"] = page;
    reply["skip"] = skip;
    reply["limit"] = server.page_size;
    if (rows == server.page_size)
      reply["totalcount"] = total;
    else if (skip > 0)
      reply["totalcount"] = skip + rows;
  }

  MeshServer& server;
  vsa_simulator::Certificates certificates;
  net::ssl::context context;
  net::io_context io;
  tcp::acceptor acceptor;
  std::uint16_t port;
  std::atomic<bool> stopping{false};
  std::atomic<bool> stalling{false};
  std::atomic<int> current{-1};
  std::atomic<std::size_t> connections{0};
  std::array<std::atomic<std::size_t>, 8> asked{};
  mutable std::mutex mutex;
  std::optional<Fault> fault;
  std::string login;
  std::string target;
  std::thread thread;
};

MeshServer::MeshServer(vsa_simulator::CertificateKind kind)
    : impl_(std::make_unique<Impl>(*this, kind)) {}
MeshServer::~MeshServer() = default;

std::string MeshServer::url() const { return "wss://127.0.0.1:" + std::to_string(impl_->port); }
std::string MeshServer::ca_pem() const { return impl_->certificates.ca_pem; }
std::size_t MeshServer::connections() const { return impl_->connections; }
bool MeshServer::is_stalling() const { return impl_->stalling; }
std::size_t MeshServer::questions(Step step) const {
  return impl_->asked.at(static_cast<std::size_t>(step));
}
std::string MeshServer::last_login() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->login;
}
std::string MeshServer::last_target() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->target;
}

void MeshServer::set(Fault fault) {
  const std::lock_guard lock{impl_->mutex};
  impl_->fault = std::move(fault);
}

void MeshServer::add_group(const std::string& id, const std::string& name, int type) {
  groups.push_back(json::object{{"type", "mesh"}, {"_id", id}, {"name", name}, {"mtype", type}});
}

json::object& MeshServer::add_device(const std::string& group, const std::string& id,
                                     const std::string& name, int type) {
  if (!devices.contains(group)) devices[group] = json::array{};
  auto& list = devices[group].as_array();
  list.push_back(json::object{{"type", "node"}, {"_id", id}, {"name", name}, {"mtype", type}});
  auto& device = list.back().as_object();
  if (type == 2) device["agent"] = json::object{{"id", 6}, {"ver", 0}};
  if (type == 3) device["agent"] = json::object{{"id", 4}};
  return device;
}

}  // namespace billbyagent::tests
