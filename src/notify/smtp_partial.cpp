#include "notify/smtp_partial.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace billbyagent::smtp {
namespace {

Error failed_at(const std::string& path) {
  return {Errc::notice_failed, path + ": " + std::strerror(errno)};
}

bool write_whole(int file, const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    const auto count = ::write(file, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return ::fsync(file) == 0;
}

}  // namespace

Result<void> PartialDeliveries::load() {
  if (loaded_ || path_.empty()) return {};
  std::ifstream file{path_};
  // No file: nobody waits.
  if (!file && errno != ENOENT) return failed_at(path_);
  for (std::string line; std::getline(file, line);) {
    const auto tab = line.find('\t');
    if (tab != std::string::npos) entries_.emplace(line.substr(0, tab), line.substr(tab + 1));
  }
  loaded_ = true;
  return {};
}

Result<void> PartialDeliveries::add(const std::string& message,
                                    const std::set<std::string>& mailboxes) {
  for (const auto& mailbox : mailboxes) entries_.emplace(message, mailbox);
  return mailboxes.empty() ? Result<void>{} : save();
}

Result<void> PartialDeliveries::forget(const std::string& message) {
  const auto count =
      std::erase_if(entries_, [&](const auto& entry) { return entry.first == message; });
  return count == 0 ? Result<void>{} : save();
}

/// Beside the file and then in its place, so that it is never half written.
Result<void> PartialDeliveries::save() const {
  if (path_.empty()) return {};
  if (entries_.empty())
    return ::unlink(path_.c_str()) == 0 || errno == ENOENT ? Result<void>{} : failed_at(path_);
  std::string text;
  for (const auto& [message, mailbox] : entries_) text += message + "\t" + mailbox + "\n";
  const std::string beside = path_ + ".new";
  const int file =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return failed_at(beside);
  const bool written = write_whole(file, text);
  if (::close(file) != 0 || !written) return failed_at(beside);
  if (std::rename(beside.c_str(), path_.c_str()) != 0) return failed_at(path_);
  return {};
}

}  // namespace billbyagent::smtp
