// The first use case of a first user. Returns 0 when the empty book was accepted.
#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/app/import_book.hpp>

int main() {
  billbyagent::MemoryStore store;
  const billbyagent::FixedClock clock{billbyagent::Date{2025, 6, 16}};
  const auto report = billbyagent::import_book({store, billbyagent::TenantId{"msp"}, clock}, {},
                                               "import", billbyagent::ImportMode::write);
  return report.value().accepted() ? 0 : 1;
}
