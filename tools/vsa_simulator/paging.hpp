#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "vsa_simulator/faults.hpp"
#include "vsa_simulator/list_query.hpp"
#include "vsa_simulator/request.hpp"

namespace billbyagent::vsa_simulator {

struct PageRules {
  std::size_t cap = 100;        ///< Most rows of one answer, whatever `$top` says.
  std::size_t otherwise = 100;  ///< Rows without `$top`.
};

/// What a list shows of itself in one answer.
struct Page {
  std::string rows;       ///< As JSON, separated by commas.
  std::size_t begin = 0;  ///< As asked for, whatever the faults do.
  std::size_t count = 0;
  std::int64_t total = 0;
};

/// The number that query parameter `name` gives. Throws BadQuery.
std::size_t paging_number(const Target& target, const std::string& name, std::size_t otherwise);

/// Follows `$top` and `$skip`, bent by the faults; `turn` decides on an unstable order. Throws
/// BadQuery.
Page cut_page(const Target& target, const std::vector<std::shared_ptr<const std::string>>& rows,
              const PageFaults& bent, const PageRules& rules, std::uint64_t turn);

}  // namespace billbyagent::vsa_simulator
