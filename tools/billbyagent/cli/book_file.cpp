#include "cli/book_file.hpp"

#include "cli/safe_file.hpp"

namespace billbyagent::cli {

Result<std::string> read_book_file(const std::string& path) {
  // Some hundred thousand contracts.
  static constexpr std::size_t bytes_max = std::size_t{256} << 20U;
  return read_bounded(path, bytes_max, "the book " + path);
}

}  // namespace billbyagent::cli
