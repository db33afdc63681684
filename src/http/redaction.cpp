#include "http/redaction.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "http/credentials.hpp"
#include "http/escapes.hpp"
#include "http/url.hpp"

namespace billbyagent::http {
namespace {

/// Encodings of less would be found everywhere.
constexpr std::size_t encoded_length_min = 4;
/// Of a whole error for a person.
constexpr std::size_t context_length_max = 500;
/// Of a secret that is looked for in names.
constexpr std::size_t named_length_min = 8;
/// One within another.
constexpr int escapes_max = 4;
constexpr std::string_view basic = "Basic ";
constexpr std::string_view mark = "***";

std::string hex(std::string_view text, std::string_view digits) {
  std::string made;
  for (const char c : text) {
    made += digits[static_cast<unsigned char>(c) >> 4U];
    made += digits[static_cast<unsigned char>(c) & 15U];
  }
  return made;
}

/// What stands for `text` in the Base64 of something that holds it, `before` bytes after a multiple
/// of three.
std::string base64_within(std::string_view text, std::size_t before) {
  std::string made = base64(std::string(before, '\0') + std::string{text});
  while (made.ends_with('=')) made.pop_back();
  // The first and the last character also hold bits of what is around it.
  if ((before + text.size()) % 3 != 0) made.pop_back();
  return made.substr(std::min(made.size(), before == 0 ? 0 : before + 1));
}

std::string json_escaped(std::string_view text, bool slashes) {
  std::string made;
  for (const char c : text) {
    if (c == '"' || c == '\\' || (c == '/' && slashes)) made += '\\';
    made += c;
  }
  return made;
}

std::string with_small_digits(std::string text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at)
    if (text[at] == '%')
      for (std::size_t i = at + 1; i < at + 3; ++i)
        if (text[i] >= 'A' && text[i] <= 'F') text[i] = static_cast<char>(text[i] + ('a' - 'A'));
  return text;
}

std::string decoded_base64(std::string_view text) {
  std::string made(text.size() / 4 * 3 + 1, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(made.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  made.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  while (made.ends_with('\0')) made.pop_back();
  return made;
}

}  // namespace

Redaction::Redaction(std::initializer_list<const Secret*> secrets) {
  for (const Secret* secret : secrets) add(*secret);
}

Redaction Redaction::of_names(std::initializer_list<const Secret*> secrets) {
  Redaction redaction;
  for (const Secret* secret : secrets)
    if (secret->reveal().size() >= named_length_min) redaction.add(*secret);
  return redaction;
}

void Redaction::add_form(std::string form) {
  if (form.empty() || std::find(forms_.begin(), forms_.end(), form) != forms_.end()) return;
  forms_.push_back(std::move(form));
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

void Redaction::add(const Secret& secret) {
  std::string_view word = secret.reveal();
  if (word.starts_with(basic)) {
    word.remove_prefix(basic.size());
    // The digests in it are as good as the password.
    static constexpr std::size_t digest_length_min = 32;
    const std::string all = decoded_base64(word);
    for (std::size_t at = 0; at < all.size();) {
      const auto end = std::min(all.find_first_of(",=:", at), all.size());
      if (end - at >= digest_length_min) add_form(all.substr(at, end - at));
      at = end + 1;
    }
    add_form(all);
  }
  add_form(std::string{word});
  if (word.size() < encoded_length_min) return;
  for (const std::size_t before : {0U, 1U, 2U}) {
    std::string encoded = base64_within(word, before);
    if (encoded.size() < encoded_length_min) continue;
    add_form(encoded);
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    add_form(std::move(encoded));
  }
  std::string plain{word};
  std::replace(plain.begin(), plain.end(), '+', '-');
  std::replace(plain.begin(), plain.end(), '/', '_');
  while (plain.ends_with('=')) plain.pop_back();
  if (plain.size() >= encoded_length_min) add_form(std::move(plain));
  const std::string percent = percent_encoded(word);
  add_form(percent);
  add_form(with_small_digits(percent));
  add_form(json_escaped(word, false));
  add_form(json_escaped(word, true));
  add_form(hex(word, "0123456789abcdef"));
  add_form(hex(word, "0123456789ABCDEF"));
}

bool Redaction::is_in(std::string_view text) const {
  return std::any_of(forms_.begin(), forms_.end(), [&](const std::string& form) {
    return form.size() <= text.size() && text.find(form) != std::string_view::npos;
  });
}

std::string Redaction::without_forms(std::string text) const {
  for (const auto& form : forms_) {
    std::string clean;
    std::size_t done = 0;
    for (auto at = text.find(form); at != std::string::npos; at = text.find(form, done)) {
      clean.append(text, done, at - done).append(mark);
      done = at + form.size();
    }
    if (done > 0) text = clean.append(text, done);
  }
  return text;
}

std::string Redaction::without_secrets(std::string text) const {
  text = without_forms(std::move(text));
  Unescaped plain{text};
  for (int round = 0; round < escapes_max && plain.unescape(); ++round)
    for (const auto& form : forms_) {
      if (mark.find(form) != std::string_view::npos) continue;
      while (plain.replace(form, mark, text)) {
      }
    }
  return text;
}

std::optional<std::string> Redaction::clean(std::string_view text) const {
  if (!is_in(text) && (forms_.empty() || !may_be_escaped(text))) return std::nullopt;
  std::string clean = without_secrets(std::string{text});
  return clean == text ? std::nullopt : std::optional{std::move(clean)};
}

Error Redaction::tidy(Error error) const {
  std::string text = without_secrets(std::move(error.context));
  if (text.size() > context_length_max) {
    std::size_t end = context_length_max;
    // Not in the middle of a character.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end) + "...";
  }
  error.context = std::move(text);
  return error;
}

}  // namespace billbyagent::http
