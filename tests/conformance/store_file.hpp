#pragma once

/// A file for a SQLite store in a directory of its own, which goes with it.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "billbyagent/adapters/store_sqlite.hpp"

namespace billbyagent::tests {

class StoreFile {
 public:
  StoreFile() {
    std::string name = (std::filesystem::temp_directory_path() / "store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    directory_ = name;
  }
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;
  ~StoreFile() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  const std::filesystem::path& directory() const { return directory_; }
  std::string path() const { return (directory_ / "book.db").string(); }
  SqliteStoreOptions options() const { return {.path = path()}; }
  std::unique_ptr<Store> open() const { return open_sqlite_store(options()).value(); }
  void write(const std::string& content) const {
    std::ofstream{path(), std::ios::binary} << content;
  }
  std::string read() const {
    std::ifstream in{path(), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

 private:
  std::filesystem::path directory_;
};

}  // namespace billbyagent::tests
