#include <doctest/doctest.h>

#include <string>

#include "http/credentials.hpp"
#include "http/redaction.hpp"
#include "http/url.hpp"

using namespace billbyagent;
using http::base64;
using http::Redaction;

namespace {

const std::string word = "p/ss \"w\\rd\" <1+2>";

}  // namespace

TEST_CASE("A secret is found in every way in which it is written") {
  const Secret secret{word};
  const Redaction redaction{&secret};
  for (const std::string& form :
       {word, base64(word), http::percent_encoded(word), std::string{"p/ss \\\"w\\\\rd\\\" <1+2>"},
        std::string{"p\\/ss \\\"w\\\\rd\\\" <1+2>"}}) {
    CAPTURE(form);
    const auto clean = redaction.without_secrets("a " + form + " b " + form);
    CHECK(clean.find(form.substr(0, form.size() - 3)) == std::string::npos);
    CHECK(clean.find("***") != std::string::npos);
  }
  for (const std::string before : {"", "u", "us", "use"})
    CHECK(redaction.without_secrets(base64(before + word + ":more")).find("***") !=
          std::string::npos);
}

TEST_CASE("What a login sent is a secret as a whole and in its parts") {
  const std::string digest(40, 'd');
  const Secret header = http::basic_auth("user=u,pass1=" + digest);
  const Redaction redaction{&header};
  CHECK(redaction.without_secrets("got " + header.reveal() + "!") == "got Basic ***!");
  CHECK(redaction.without_secrets("got " + digest) == "got ***");
}

TEST_CASE("An error is redacted before it is cut") {
  const Secret secret{std::string(60, 's')};
  const Redaction redaction{&secret};
  const auto tidy =
      redaction.tidy({Errc::forbidden, std::string(470, 'x') + secret.reveal() + "end"});
  CHECK(tidy.context == std::string(470, 'x') + "***end");
  const auto cut = redaction.tidy({Errc::forbidden, std::string(499, 'x') + "\xc3\xbc and more"});
  CHECK(cut.context == std::string(499, 'x') + "...");
  CHECK(Redaction{}.tidy({Errc::forbidden, "short"}).context == "short");
}

TEST_CASE("A secret is found within escapes, and in escapes of escapes") {
  const std::string key = "ab+c/d&e=";
  const Secret secret{key};
  const Redaction redaction{&secret};
  for (const std::string form :
       {"ab\\u002bc\\u002Fd\\u0026e=", "ab\\x2bc\\/d&e=", "ab%252Bc%252fd%2526e%253D",
        "ab&#43;c&#x2f;d&amp;e=", "ab&#x2B;c/d&#38;amp;e=", "ab%26%2343%3Bc/d%26amp;e%3d",
        "ab-c_d&e", "\\u0061\\u0062+c/d&e="}) {
    CAPTURE(form);
    CHECK(redaction.without_secrets("x " + form + " 100% \\u00e9 y") ==
          "x " + std::string{"***"} + " 100% \\u00e9 y");
  }
  for (const std::string other :
       {"100% of it", "a\\b &amp; c", "%zz &#; &#x; \\u12 %", "&#99999999999;"})
    CHECK(redaction.without_secrets(other) == other);
  const Secret stars{"**"};
  CHECK(Redaction{&stars}.without_secrets("a%2A%2Ab") == "a%2A%2Ab");
}

TEST_CASE("In names only what is no word is a secret") {
  const Secret word{"acme"};
  const Secret token{"0123-4567-89ab"};
  const auto redaction = Redaction::of_names({&word, &token});
  CHECK(redaction.clean("acme corporation & sons") == std::nullopt);
  CHECK(redaction.clean("Desk 0123-4567-89ab!") == "Desk ***!");
  CHECK(redaction.clean("Desk 0123%2D4567-89ab!") == "Desk ***!");
  CHECK(redaction.clean("") == std::nullopt);
  CHECK(Redaction{}.clean("100%") == std::nullopt);
}
