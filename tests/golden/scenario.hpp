#pragma once

/// A scenario file (README.md says how it is written) and what the engine makes of it.

#include <string>
#include <vector>

#include "billbyagent/domain/billing.hpp"

namespace golden {

using namespace billbyagent;

/// One step that happens to the contract, in the file's own words.
struct Event {
  enum class Kind {
    units,
    unit_price,
    amend_contract,
    amend_service,
    service_ends,
    contract_ends,
    post_through,
    take_back
  };
  Kind kind = Kind::units;
  std::optional<Date> day{};  ///< nothing: an end that is open again
  std::string value{};        ///< units, price, an amendment as JSON or number of the posting
  std::vector<std::string> lines{};
  std::string total{};
};

struct Scenario {
  std::string title;
  std::string source;
  std::string figure;
  Contract contract;
  std::vector<Event> steps{};
  std::string total{};
};

struct Posting {
  std::vector<std::string> lines{};
  std::string total{};
};

struct Outcome {
  std::vector<Posting> postings{};  ///< one for each post_through step
  std::string total{};              ///< of the standing lines
  std::string text{};               ///< steps and lines, as docs/billing-rules.md shows them
  std::string keyed{};              ///< postings with the keys of their lines: see golden_lines.cpp
};

/// Throws std::runtime_error naming the file and what is wrong with it.
Scenario read_scenario(const std::string& file);
Outcome play(const Scenario& scenario);

}  // namespace golden
