#include "billbyagent/adapters/memory.hpp"
#include "conformance/sqlite_store_file.hpp"
#include "conformance/store_suite.hpp"

namespace conformance {
namespace {

class Memory final : public StoreUnderTest {
 public:
  std::string name() const override { return "memory"; }
  billbyagent::Store& store() override { return store_; }
  void reopen() override {}

 private:
  billbyagent::MemoryStore store_;
};

class Sqlite final : public StoreUnderTest {
 public:
  std::string name() const override { return "SQLite"; }
  billbyagent::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = file_.open();
  }

 private:
  StoreFile file_;
  std::unique_ptr<billbyagent::Store> store_ = file_.open();
};

}  // namespace

const std::vector<MakeStore>& stores_under_test() {
  static const std::vector<MakeStore> makers{[] { return std::make_unique<Memory>(); },
                                             [] { return std::make_unique<Sqlite>(); }};
  return makers;
}

}  // namespace conformance
