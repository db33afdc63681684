#include "cli/book_file.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace billbyagent::cli {

Result<std::string> read_book_file(const std::string& path) {
  if (path == "-")
    return std::string{std::istreambuf_iterator<char>{std::cin}, std::istreambuf_iterator<char>{}};
  std::error_code ignored;
  std::ifstream file{path, std::ios::binary};
  if (!file.is_open() || std::filesystem::is_directory(path, ignored))
    return Error{Errc::invalid_settings, "the book " + path + " can't be read"};
  return std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

}  // namespace billbyagent::cli
