#pragma once

/// A layer between SQLite and the file system that lets one operation fail: the N-th one that
/// writes, syncs, cuts, makes or removes a file.

namespace billbyagent::tests {

class FaultyFiles {
 public:
  /// Becomes SQLite's default until it goes.
  FaultyFiles();
  FaultyFiles(const FaultyFiles&) = delete;
  FaultyFiles& operator=(const FaultyFiles&) = delete;
  ~FaultyFiles();

  /// The operation number `n` from here fails, and all after it too when the disk stays `broken`.
  void fail_at(int n, bool broken);
  /// The process dies at the n-th operation, at once and without any tidying.
  void die_at(int n);
  /// Operations since `fail_at`.
  int operations() const;
  void repair();
};

}  // namespace billbyagent::tests
