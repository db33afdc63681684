#pragma once

/// A layer between SQLite and the file system that remembers what was synced. When the power goes,
/// what was not is lost, torn or kept out of order, as a disk may do.

#include <cstdint>
#include <string>

namespace billbyagent::tests {

class LosingFiles {
 public:
  /// Becomes SQLite's default until it goes.
  LosingFiles();
  LosingFiles(const LosingFiles&) = delete;
  LosingFiles& operator=(const LosingFiles&) = delete;
  ~LosingFiles();

  /// The power goes at the n-th operation from here that writes, cuts, syncs, makes or removes a
  /// file: that one and all later ones fail.
  void lose_power_at(int n);
  bool power_is_lost() const;
  /// Operations since `lose_power_at`.
  int operations() const;

  /// Writes to `folder` what a disk could hold of the files of `from` once the power is back: all
  /// that was synced, and of the rest what the seed says, sector by sector.
  static void write_what_is_left(const std::string& from, const std::string& folder,
                                 std::uint32_t seed);
};

}  // namespace billbyagent::tests
