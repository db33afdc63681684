#pragma once

/// Who has a mail that others still wait for: a line for each in a file, and no file while there is
/// no such mail.

#include <set>
#include <string>
#include <utility>

#include "billbyagent/base/result.hpp"

namespace billbyagent::smtp {

class PartialDeliveries {
 public:
  /// Empty: nothing is kept on the disk.
  explicit PartialDeliveries(std::string path) : path_(std::move(path)) {}

  /// Errors: `notice_failed` naming the file.
  Result<void> load();
  bool has(const std::string& message, const std::string& mailbox) const {
    return entries_.contains({message, mailbox});
  }
  Result<void> add(const std::string& message, const std::set<std::string>& mailboxes);
  /// The mail needs no further delivery.
  Result<void> forget(const std::string& message);

 private:
  Result<void> save() const;

  std::string path_;
  bool loaded_ = false;
  std::set<std::pair<std::string, std::string>> entries_;
};

}  // namespace billbyagent::smtp
