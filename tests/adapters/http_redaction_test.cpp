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
