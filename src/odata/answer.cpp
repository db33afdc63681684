#include "odata/answer.hpp"

#include <algorithm>

#include "http/status.hpp"
#include "odata/fields.hpp"

namespace billbyagent::odata {
namespace {

constexpr std::size_t error_text_max = std::size_t{1} << 20;

bool is_success(std::uint64_t code) {
  const auto status = status_of(code);
  return code == 0 || (status && *status >= 200 && *status < 300);
}

bool is_same_word(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return small(x) == small(y); });
}

/// The server's text is foreign: no control characters. For people it is cut behind the redaction
/// (http/redaction.hpp); this bounds what that has to look through.
std::string tidy(std::string_view text) {
  std::string out{text.substr(0, error_text_max)};
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

bool is_no_error(const Field& error, const Format& format) {
  return error.kind == Field::Kind::absent || error.kind == Field::Kind::null ||
         (error.kind == Field::Kind::text &&
          (error.text.empty() || is_same_word(error.text, format.no_error)));
}

std::string text_of(const Envelope& envelope, const Format& format) {
  if (!is_no_error(envelope.meta_error, format)) return tidy(envelope.meta_error.text);
  return is_no_error(envelope.error, format) ? std::string{} : tidy(envelope.error.text);
}

Error protocol(const std::string& why) { return {Errc::protocol_error, why}; }

Result<void> check_code(const Envelope& envelope, const Format& format) {
  if (!format.code_is_required && envelope.code.kind == Field::Kind::absent) return {};
  const auto code = whole_number(envelope.code);
  if (!code) return protocol(std::string{format.code} + " is missing");
  if (is_success(*code)) return {};
  const std::string text = text_of(envelope, format);
  constexpr std::uint64_t http_max = 999;
  if (*code <= http_max) return error_of_status(static_cast<unsigned>(*code), text);
  const std::string context =
      std::string{format.code} + " " + std::to_string(*code) + (text.empty() ? "" : ": " + text);
  const auto status = status_of(*code);
  if (!status) return Error{Errc::provider_failed, context};
  return Error{error_of_status(*status, {}).code, context};
}

}  // namespace

std::optional<unsigned> status_of(std::uint64_t code) noexcept {
  constexpr std::uint64_t http_max = 999;
  constexpr std::uint64_t detailed = 10'000;  // 4010001: the first detail of 401
  const std::uint64_t status = code <= http_max ? code : code / detailed;
  if (status > http_max || (code > http_max && status < 100)) return std::nullopt;
  return static_cast<unsigned>(status);
}

std::string error_text(std::string_view body, const Format& format) {
  const auto envelope = read_rows(body, format, {}, [](const Row&) {});
  return envelope ? text_of(*envelope, format) : std::string{};
}

Error error_of_status(unsigned status, const std::string& text) {
  const std::string context = "HTTP " + std::to_string(status) + (text.empty() ? "" : ": " + text);
  if (const auto meant = http::errc_of(status)) return {*meant, context};
  if (status == 404) return {Errc::not_found, context};
  if (status >= 300 && status < 400)
    return {Errc::protocol_error, context + " (redirections are not followed)"};
  return {status >= 400 ? Errc::provider_failed : Errc::protocol_error, context};
}

Result<Envelope> read_answer(const http::Response& response, const Format& format,
                             std::span<const std::string_view> wanted,
                             const std::function<void(const Row&)>& row) {
  if (response.status < 200 || response.status >= 300)
    return error_of_status(response.status, error_text(response.body, format));
  if (response.body.empty()) return protocol("the answer is empty");
  if (response.content_type.find("html") != std::string::npos)
    return protocol("the answer is a web page");
  auto read = read_rows(response.body, format, wanted, row);
  if (!read) return read.error();
  if (!format.meta.empty() && !read->has_meta)
    return protocol(std::string{format.meta} + " is missing");
  if (auto success = check_code(*read, format); !success) return success.error();
  if (!is_no_error(read->error, format) || !is_no_error(read->meta_error, format)) {
    const std::string text = text_of(*read, format);
    return Error{Errc::provider_failed, text.empty() ? "the server reports an error" : text};
  }
  return read;
}

}  // namespace billbyagent::odata
