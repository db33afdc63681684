#include "notify/smtp_connection.hpp"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace billbyagent::smtp {
namespace {

constexpr std::chrono::milliseconds connect_time_max{15'000};
constexpr std::size_t reply_length_max = 1'000;
/// How long a server that was silent is not asked again.
constexpr std::chrono::minutes silence_lasts{5};

struct Release {
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};

/// A list of libcurl's, which copies what is added.
class List {
 public:
  List() = default;
  ~List() { curl_slist_free_all(list_); }
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  bool add(const std::string& text) {
    curl_slist* longer = curl_slist_append(list_, text.c_str());
    if (longer) list_ = longer;
    return longer != nullptr;
  }
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

/// The last line that the server said but for its farewell, which follows on what went wrong.
std::size_t take_reply(char* text, std::size_t size, std::size_t count, void* reply) {
  std::string line{text, std::min(size * count, reply_length_max)};
  while (!line.empty() && static_cast<unsigned char>(line.back()) <= 0x20) line.pop_back();
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  if (!line.starts_with("221")) *static_cast<std::string*>(reply) = std::move(line);
  return size * count;
}

int ask_cancelled(void* cancelled, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<const std::function<bool()>*>(cancelled))() ? 1 : 0;
}

/// 0 when it begins with none.
int code_of(const std::string& reply) {
  int code = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (i >= reply.size() || reply[i] < '0' || reply[i] > '9') return 0;
    code = code * 10 + (reply[i] - '0');
  }
  return code;
}

bool add_part(curl_mime* parts, const std::string& text, const char* type) {
  curl_mimepart* part = curl_mime_addpart(parts);
  return part && curl_mime_data(part, text.data(), text.size()) == CURLE_OK &&
         curl_mime_type(part, type) == CURLE_OK &&
         curl_mime_encoder(part, "quoted-printable") == CURLE_OK;
}

/// Null when there is no memory.
std::unique_ptr<curl_mime, Release> body_of(CURL* handle, const Message& message) {
  std::unique_ptr<curl_mime, Release> all{curl_mime_init(handle)};
  std::unique_ptr<curl_mime, Release> either{curl_mime_init(handle)};
  if (!all || !either || !add_part(either.get(), message.text, "text/plain; charset=utf-8") ||
      !add_part(either.get(), message.html, "text/html; charset=utf-8"))
    return nullptr;
  curl_mimepart* part = curl_mime_addpart(all.get());
  if (!part || curl_mime_subparts(part, either.get()) != CURLE_OK) return nullptr;
  static_cast<void>(either.release());  // the part owns it now
  if (curl_mime_type(part, "multipart/alternative") != CURLE_OK) return nullptr;
  return all;
}

Errc code_for(int result) {
  switch (result) {
    case CURLE_OPERATION_TIMEDOUT:
      return Errc::timed_out;
    case CURLE_ABORTED_BY_CALLBACK:
      return Errc::cancelled;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return Errc::unreachable;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
      return Errc::tls_failed;
    default:
      return Errc::notice_failed;
  }
}

}  // namespace

struct Connection::Handle {
  /// Counts; the last one releases what the library holds for the process.
  Handle() : ready(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {
    if (ready) easy = curl_easy_init();
  }
  ~Handle() {
    // libcurl says QUIT, and would wait two minutes for a server that says nothing to it.
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (easy && curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
      ::shutdown(socket, SHUT_RD);
    curl_easy_cleanup(easy);
    if (ready) curl_global_cleanup();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  template <class T>
  void set(CURLoption option, T value) {
    if (curl_easy_setopt(easy, option, value) != CURLE_OK) good = false;
  }

  bool ready;
  bool good = true;  ///< every option of the present mail was taken
  CURL* easy = nullptr;
};

Connection::Connection(ServerSettings settings, std::unique_ptr<Handle> handle)
    : settings_(std::move(settings)), redaction_{&settings_.password}, handle_(std::move(handle)) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::make(ServerSettings settings) {
  auto handle = std::make_unique<Handle>();
  if (!handle->easy) return Error{Errc::internal, "libcurl could not be started"};
  std::unique_ptr<Connection> made{new Connection{std::move(settings), std::move(handle)}};
  made->prepare(connect_time_max);
  // libcurl may have been built without what is asked of it.
  if (!made->handle_->good)
    return Error{Errc::invalid_settings, "this libcurl has no SMTP, or no TLS for it"};
  return made;
}

void Connection::prepare(std::chrono::milliseconds time_left) {
  Handle& handle = *handle_;
  curl_easy_reset(handle.easy);  // connections stay
  handle.good = true;
  const auto milliseconds = [](std::chrono::milliseconds time) {
    return static_cast<long>(std::max<std::int64_t>(time.count(), 1));
  };
  handle.set(CURLOPT_URL, settings_.url.c_str());
  handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  handle.set(CURLOPT_NOSIGNAL, 1L);
  handle.set(CURLOPT_TIMEOUT_MS, milliseconds(time_left));
  handle.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(std::min(time_left, connect_time_max)));
  // The environment is read by nobody but the program.
  handle.set(CURLOPT_PROXY, "");
  handle.set(CURLOPT_USE_SSL,
             static_cast<long>(settings_.needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  handle.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  handle.set(CURLOPT_SSL_VERIFYPEER, 1L);
  handle.set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (settings_.cancelled) {
    handle.set(CURLOPT_NOPROGRESS, 0L);
    handle.set(CURLOPT_XFERINFOFUNCTION, &ask_cancelled);
    handle.set(CURLOPT_XFERINFODATA, static_cast<void*>(&settings_.cancelled));
  }
  if (!settings_.ca_file.empty()) {
    handle.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    handle.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!settings_.user.empty()) {
    handle.set(CURLOPT_USERNAME, settings_.user.c_str());
    handle.set(CURLOPT_PASSWORD, settings_.password.reveal().c_str());
  }
}

Outcome Connection::send(const Message& message, std::chrono::milliseconds time_left) {
  if (time_left.count() <= 0)
    return {Fate::no_way, {Errc::timed_out, "no time was left for this mail"}};
  if (silent_ && std::chrono::steady_clock::now() < silent_->first) return silent_->second;
  prepare(time_left);
  Handle& handle = *handle_;
  std::string reply;
  List headers;
  List recipients;
  bool whole = recipients.add(message.to);
  for (const auto& header : message.headers) whole = headers.add(header) && whole;
  const auto body = body_of(handle.easy, message);
  handle.set(CURLOPT_MAIL_FROM, message.from.c_str());
  handle.set(CURLOPT_MAIL_RCPT, recipients.get());
  handle.set(CURLOPT_HTTPHEADER, headers.get());
  handle.set(CURLOPT_MIMEPOST, body.get());
  handle.set(CURLOPT_HEADERFUNCTION, &take_reply);
  handle.set(CURLOPT_HEADERDATA, static_cast<void*>(&reply));
  if (!whole || !body || !handle.good)
    return {Fate::no_way, {Errc::internal, "libcurl took no mail"}};
  const CURLcode result = curl_easy_perform(handle.easy);
  auto outcome = outcome_of(result, reply);
  // What it points to ends here.
  curl_easy_reset(handle.easy);
  silent_.reset();
  if (outcome.fate == Fate::no_way && outcome.why.code == Errc::timed_out)
    silent_.emplace(std::chrono::steady_clock::now() + silence_lasts, outcome);
  return outcome;
}

Outcome Connection::outcome_of(int result, const std::string& reply) const {
  if (result == CURLE_OK) return {};
  const int code = code_of(reply);
  std::string text = curl_easy_strerror(static_cast<CURLcode>(result));
  if (code >= 400) text = "the mail server said: " + reply;
  const Error why = redaction_.tidy({code_for(result), std::move(text)});
  const bool of_this_mail = result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY;
  constexpr int closing = 421;
  if (!of_this_mail || code < 400 || code == closing) return {Fate::no_way, why};
  return {code < 500 ? Fate::put_off : Fate::refused, why};
}

}  // namespace billbyagent::smtp
