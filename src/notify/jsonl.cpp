#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "billbyagent/adapters/notifier_jsonl.hpp"
#include "documents/notice.hpp"

namespace billbyagent {
namespace {

class JsonlNotifier final : public Notifier {
 public:
  explicit JsonlNotifier(std::function<Result<void>(std::string_view)> write)
      : write_(std::move(write)) {}
  std::string name() const override { return "jsonl"; }
  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    return write_(documents::document_of(tenant, notice));
  }

 private:
  std::function<Result<void>(std::string_view)> write_;
};

/// A file that is opened, written through to the disk and closed for each line: notices are few.
Result<void> append(const std::string& path, std::string line) {
  const auto failed = [&] {
    return Error{Errc::notice_failed, path + ": " + std::strerror(errno)};
  };
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return failed();
  // Two that write at once would take back each other's lines. Where there are no locks it goes on.
  while (::flock(file, LOCK_EX) != 0 && errno == EINTR) {
  }
  struct stat before {};
  const bool can_be_cut = ::fstat(file, &before) == 0 && S_ISREG(before.st_mode);
  line += '\n';
  Result<void> result;
  for (std::size_t written = 0; written < line.size();) {
    const auto count = ::write(file, line.data() + written, line.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      result = failed();
      break;
    }
    written += static_cast<std::size_t>(count);
  }
  // A pipe or a terminal has nothing to write through.
  if (result && ::fsync(file) != 0 && errno != EINVAL && errno != EROFS) result = failed();
  // A torn line would spoil the next one as well: on a full disk it is taken back.
  if (!result && can_be_cut && ::ftruncate(file, before.st_size) != 0)
    result = Error{result.error().code, result.error().context + "; half a line stays at its end"};
  if (::close(file) != 0 && result) result = failed();
  return result;
}

}  // namespace

std::unique_ptr<Notifier> make_jsonl_notifier(std::string path) {
  return make_jsonl_notifier(
      [path = std::move(path)](std::string_view line) { return append(path, std::string{line}); });
}

std::unique_ptr<Notifier> make_jsonl_notifier(
    std::function<Result<void>(std::string_view line)> write) {
  return std::make_unique<JsonlNotifier>(std::move(write));
}

}  // namespace billbyagent
