#pragma once

/// Text that is read piece by piece, so that no file has to be in memory as a whole.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "billbyagent/base/result.hpp"

namespace billbyagent::file_provider {

class Pieces {
 public:
  virtual ~Pieces() = default;
  /// The next piece, good until the next call. Empty: there is no more.
  virtual Result<std::string_view> next() = 0;
};

using Reading = Result<std::unique_ptr<Pieces>>;

/// Begins to read a text; each call from its begin again.
using Text = std::function<Reading()>;

/// Of text that is in memory, and stays there.
class MemoryPieces final : public Pieces {
 public:
  explicit MemoryPieces(std::string_view text, std::size_t piece = std::string_view::npos)
      : rest_(text), piece_(piece) {}
  Result<std::string_view> next() override {
    const auto piece = rest_.substr(0, piece_);
    rest_.remove_prefix(piece.size());
    return piece;
  }

 private:
  std::string_view rest_;
  std::size_t piece_;
};

inline Text text_of(std::string_view text, std::size_t piece = std::string_view::npos) {
  return [=]() -> Reading {
    return std::unique_ptr<Pieces>{std::make_unique<MemoryPieces>(text, piece)};
  };
}

/// Hands each piece to `take`, which answers an error or nothing.
template <class Take>
Result<void> each_piece(const Text& text, Take take) {
  auto reading = text();
  if (!reading) return reading.error();
  while (true) {
    const auto piece = (*reading)->next();
    if (!piece) return piece.error();
    if (piece->empty()) return {};
    if (Result<void> taken = take(*piece); !taken) return taken;
  }
}

/// The first `size` bytes, or all where there are fewer.
inline Result<std::string> beginning_of(Pieces& pieces, std::size_t size) {
  std::string beginning;
  while (beginning.size() < size) {
    const auto piece = pieces.next();
    if (!piece) return piece.error();
    if (piece->empty()) break;
    beginning += piece->substr(0, size - beginning.size());
  }
  return beginning;
}

inline Result<std::string> beginning_of(const Text& text, std::size_t size) {
  auto reading = text();
  if (!reading) return reading.error();
  return beginning_of(**reading, size);
}

/// The first character that is none of these.
inline Result<std::optional<char>> first_not_of(const Text& text, std::string_view these) {
  auto reading = text();
  if (!reading) return reading.error();
  while (true) {
    const auto piece = (*reading)->next();
    if (!piece) return piece.error();
    if (piece->empty()) return std::optional<char>{};
    if (const auto at = piece->find_first_not_of(these); at != piece->npos)
      return std::optional{(*piece)[at]};
  }
}

}  // namespace billbyagent::file_provider
