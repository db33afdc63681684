#pragma once

/// Posted lines as rows of a table.

#include "billbyagent/domain/posting.hpp"
#include "documents/csv_cells.hpp"

namespace billbyagent::documents {

std::vector<std::string> line_columns();
std::vector<std::string> line_cells(const PostedLine& posted, const CsvForm& form);

}  // namespace billbyagent::documents
