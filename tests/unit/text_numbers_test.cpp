#include "billbyagent/base/text_numbers.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using namespace billbyagent;

TEST_CASE("texts are numbered as they come, each once, and are what they were") {
  TextNumbers numbers;
  const std::string with_null{"a\0b", 3};
  const std::string long_one(700'000, 'x');  // longer than a block
  const std::vector<std::string> texts{"", "a", with_null, long_one, "b", long_one + "y"};
  for (const auto& text : texts) CHECK(numbers.find(text) == TextNumbers::none);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(numbers.add(texts[i]) == std::pair{static_cast<TextNumbers::Number>(i), true});
    CHECK(numbers.add(texts[i]) == std::pair{static_cast<TextNumbers::Number>(i), false});
  }
  CHECK(numbers.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(numbers.find(texts[i]) == i);
    CHECK(numbers.text(static_cast<TextNumbers::Number>(i)) == texts[i]);
  }
  numbers.clear();
  CHECK(numbers.size() == 0);
  CHECK(numbers.find("a") == TextNumbers::none);
  CHECK(numbers.add("b") == std::pair{TextNumbers::Number{0}, true});
}

TEST_CASE("a hundred thousand texts are the same with and without room reserved for them") {
  for (const std::size_t room : {0, 1, 200'000}) {
    TextNumbers numbers;
    numbers.reserve(room);
    for (int i = 0; i < 100'000; ++i) numbers.add("agent-" + std::to_string(i % 60'000));
    CHECK(numbers.size() == 60'000);
    for (TextNumbers::Number i = 0; i < 60'000; i += 7) {
      CHECK(numbers.text(i) == "agent-" + std::to_string(i));
      CHECK(numbers.find("agent-" + std::to_string(i)) == i);
    }
    CHECK(numbers.find("agent-60000") == TextNumbers::none);
  }
}

TEST_CASE("texts without numbers lie where they were put, the empty one nowhere") {
  TextBlocks blocks;
  std::map<TextBlocks::Place, std::string> placed;
  for (int i = 0; i < 2'000; ++i) {
    const std::string text(static_cast<std::size_t>(i), static_cast<char>('a' + i % 26));
    placed[blocks.add(text)] = text;
  }
  CHECK(placed.size() == 2'000);
  CHECK(placed.at(TextBlocks::empty).empty());
  for (const auto& [place, text] : placed) CHECK(blocks.text(place) == text);
}
