#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
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

/// Whether notices may be appended: no database, no ledger and nothing else that is not one JSON
/// document to a line. Sets whether its last line has no end.
bool takes_lines(const std::string& path, off_t size, bool& torn) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;  // its own owner may only write
  constexpr std::string_view ledger = R"({"kind":"ledger")";
  std::array<char, ledger.size()> bytes{};
  const auto got = ::pread(file, bytes.data(), bytes.size(), 0);
  char last = '\n';
  const bool read = got > 0 && ::pread(file, &last, 1, size - 1) == 1;
  ::close(file);
  torn = read && last != '\n';
  const std::string_view begin{bytes.data(), static_cast<std::size_t>(got > 0 ? got : 0)};
  return !read || (begin.front() == '{' && begin != ledger);
}

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
  bool torn = false;
  if (can_be_cut && before.st_size > 0 && !takes_lines(path, before.st_size, torn)) {
    ::close(file);
    return Error{Errc::notice_failed, path + ": is no file of notices; say another one"};
  }
  line = (torn ? "\n" : "") + line + '\n';
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
