#pragma once

/// Texts that are kept once each and known by a number: a million ids take a few blocks of memory
/// where each would be a string and a node of a map. Threads: plain values, one at a time.

#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent {

/// Texts one behind the other, each known by where it lies. The empty one takes no room.
class TextBlocks {
 public:
  using Place = std::uint32_t;
  static constexpr Place empty = std::numeric_limits<Place>::max();

  Place add(std::string_view text);
  /// Valid until `clear`.
  std::string_view text(Place place) const;
  void clear() {
    blocks_.clear();
    used_ = block_size;
  }

 private:
  using Length = std::uint32_t;
  static constexpr unsigned block_bits = 18;
  static constexpr std::size_t block_size = std::size_t{1} << block_bits;

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t used_ = block_size;  ///< of the last block
};

/// Numbers from 0 on, in the order in which the texts come.
class TextNumbers {
 public:
  using Number = std::uint32_t;
  static constexpr Number none = std::numeric_limits<Number>::max();

  /// Its number, and whether it is new.
  std::pair<Number, bool> add(std::string_view text);
  /// `none` for a text that was not added.
  Number find(std::string_view text) const;
  std::string_view text(Number number) const { return texts_.text(places_[number]); }
  std::size_t size() const noexcept { return places_.size(); }
  void reserve(std::size_t texts);
  void clear() {
    texts_.clear();
    places_.clear();
    slots_.clear();
  }

 private:
  /// Where the text is, or where it would be put.
  std::size_t slot_of(std::string_view text) const;
  void grow(std::size_t slots);

  TextBlocks texts_;
  std::vector<TextBlocks::Place> places_;  ///< by number
  std::vector<Number> slots_;              ///< a power of two; at most half of them are taken
};

inline TextBlocks::Place TextBlocks::add(std::string_view text) {
  if (text.empty()) return empty;
  const auto length = static_cast<Length>(text.size());
  const std::size_t needed = sizeof length + text.size();
  if (used_ + needed > block_size) {
    ensure(blocks_.size() + 1 < std::size_t{empty} >> block_bits, "too many texts");
    // What is longer than a block has one of its own.
    blocks_.push_back(std::make_unique<char[]>(needed > block_size ? needed : block_size));
    used_ = 0;
  }
  char* const begin = blocks_.back().get() + used_;
  std::memcpy(begin, &length, sizeof length);
  std::memcpy(begin + sizeof length, text.data(), text.size());
  const auto place = static_cast<Place>((blocks_.size() - 1) << block_bits | used_);
  used_ += needed;
  return place;
}

inline std::string_view TextBlocks::text(Place place) const {
  if (place == empty) return {};
  const char* const begin = blocks_[place >> block_bits].get() + (place & (block_size - 1));
  Length length = 0;
  std::memcpy(&length, begin, sizeof length);
  return {begin + sizeof length, length};
}

inline std::size_t TextNumbers::slot_of(std::string_view text) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(text)&mask;
  while (slots_[slot] != none && this->text(slots_[slot]) != text) slot = (slot + 1) & mask;
  return slot;
}

inline void TextNumbers::grow(std::size_t slots) {
  slots_.assign(slots, none);
  for (Number number = 0; number < places_.size(); ++number) slots_[slot_of(text(number))] = number;
}

inline void TextNumbers::reserve(std::size_t texts) {
  std::size_t slots = slots_.empty() ? 16 : slots_.size();
  while (slots < texts * 2) slots *= 2;
  places_.reserve(texts);
  if (slots > slots_.size()) grow(slots);
}

inline std::pair<TextNumbers::Number, bool> TextNumbers::add(std::string_view text) {
  if ((places_.size() + 1) * 2 > slots_.size()) grow(slots_.empty() ? 16 : slots_.size() * 2);
  const std::size_t slot = slot_of(text);
  if (slots_[slot] != none) return {slots_[slot], false};
  const auto number = static_cast<Number>(places_.size());
  places_.push_back(texts_.add(text));
  slots_[slot] = number;
  return {number, true};
}

inline TextNumbers::Number TextNumbers::find(std::string_view text) const {
  return slots_.empty() ? none : slots_[slot_of(text)];
}

}  // namespace billbyagent
