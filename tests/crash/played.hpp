#pragma once

/// The business of business.hpp in a file, as it was after each step.

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "billbyagent/app/verify.hpp"
#include "conformance/store_file.hpp"
#include "crash/business.hpp"

namespace billbyagent::tests {

/// Steps that were played without any fault: the file and what it says, before each and after it.
class Played {
 public:
  Played() {
    Business business;
    for (std::size_t step = 0; step < Business::steps; ++step) {
      auto file = std::make_unique<StoreFile>();
      if (step > 0) copy(*files_.back(), *file);
      {
        const auto store = file->open();
        business.run(step, *store).value();
        facts_.push_back(facts(*store));
      }
      files_.push_back(std::move(file));
    }
  }

  const Facts& after(std::size_t step) const { return facts_[step]; }
  const Facts& before(std::size_t step) const { return step == 0 ? nothing_ : facts_[step - 1]; }
  /// Puts the file as it was before the step in the place of another one.
  void prepare(std::size_t step, const StoreFile& file) const {
    if (step > 0) copy(*files_[step - 1], file);
  }
  const StoreFile& last() const { return *files_.back(); }

 private:
  static void copy(const StoreFile& from, const StoreFile& to) {
    std::filesystem::copy_file(from.path(), to.path(),
                               std::filesystem::copy_options::overwrite_existing);
  }

  std::vector<std::unique_ptr<StoreFile>> files_{};
  std::vector<Facts> facts_{};
  Facts nothing_{{}, {"0 notices wait"}};
};

/// Takes a business to where its steps before this one are done.
inline void play_until(std::size_t step, Business& business) {
  MemoryStore elsewhere;
  for (std::size_t each = 0; each < step; ++each) business.run(each, elsewhere).value();
}

/// What verification finds, as texts.
inline std::vector<std::string> damage_in(Store& store) {
  const FixedClock clock{world::june_1};
  std::vector<std::string> found;
  for (const auto& finding : verify({store, world::tenant, clock}).value().findings)
    found.push_back(finding.subject + ": " + finding.what);
  return found;
}

}  // namespace billbyagent::tests
