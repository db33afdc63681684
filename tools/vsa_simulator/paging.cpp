#include "vsa_simulator/paging.hpp"

#include <algorithm>
#include <charconv>

#include "vsa_simulator/filter.hpp"

namespace billbyagent::vsa_simulator {
namespace {

/// Where the page begins: as asked, but for rows that a fault repeats or leaves out.
std::size_t bent_begin(std::size_t begin, std::size_t size, std::int64_t shift) {
  if (begin > 0 && shift < 0) begin -= std::min(begin, static_cast<std::size_t>(-shift));
  if (begin > 0 && shift > 0) begin += static_cast<std::size_t>(shift);
  return std::min(begin, size);
}

}  // namespace

std::size_t paging_number(const Target& target, const std::string& name, std::size_t otherwise) {
  const auto given = target.query.find(name);
  if (given == target.query.end()) return otherwise;
  const std::string text = trim(given->second);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number > 0x7fffffffU) {
    throw BadQuery("The value of '" + name + "' must be a number that is not negative");
  }
  return number;
}

Page cut_page(const Target& target, const std::vector<std::shared_ptr<const std::string>>& rows,
              const PageFaults& bent, const PageRules& rules, std::uint64_t turn) {
  const std::size_t size = rows.size();
  const std::size_t top = std::min(paging_number(target, "$top", rules.otherwise), rules.cap);
  Page page;
  page.begin = std::min(paging_number(target, "$skip", 0), size);
  const std::size_t begin = bent_begin(page.begin, size, bent.shift);
  page.count = std::min(top, size - begin);
  page.total = std::max<std::int64_t>(static_cast<std::int64_t>(size) + bent.total_delta, 0);
  if (bent.page_total) page.total = static_cast<std::int64_t>(page.count);
  const bool turned = bent.unstable_order && !target.query.contains("$orderby") && size > 0;
  const std::size_t first = begin + (turned ? (turn * 37) % size : 0);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < page.count; ++i) bytes += rows[begin + i]->size() + 1;
  page.rows.reserve(bytes);
  for (std::size_t i = 0; i < page.count; ++i) {
    if (i > 0) page.rows += ',';
    page.rows += *rows[turned ? (first + i) % size : first + i];
  }
  return page;
}

}  // namespace billbyagent::vsa_simulator
