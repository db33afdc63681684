#include "file_provider/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace billbyagent::file_provider {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      // A pipe that nobody writes to must not keep us.
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)), error_(errno) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int fd() const noexcept { return fd_; }
  int error() const noexcept { return error_; }

 private:
  int fd_;
  int error_;
};

Error fault(const std::string& path, int number) {
  const Errc code = number == EACCES || number == EPERM ? Errc::forbidden : Errc::unreachable;
  return {code, path + ": " + std::generic_category().message(number)};
}

bool same(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

Result<WholeFile> read_whole(const std::string& path, std::size_t bytes_max, Deadline deadline) {
  const OpenFile file{path};
  if (file.fd() < 0) return fault(path, file.error());
  struct stat before {};
  if (::fstat(file.fd(), &before) != 0) return fault(path, errno);
  if (!S_ISREG(before.st_mode)) return Error{Errc::unreachable, path + ": is not a file"};
  const auto size = static_cast<std::size_t>(before.st_size);
  if (size > bytes_max)
    return Error{Errc::out_of_range, path + ": " + std::to_string(size) + " bytes, and at most " +
                                         std::to_string(bytes_max) + " are read"};
  WholeFile whole;
  whole.text.resize(size);
  std::size_t at = 0;
  while (at < size) {
    if (deadline < Deadline::clock::now()) return Error{Errc::timed_out, path};
    static constexpr std::size_t step = std::size_t{1} << 20;
    const auto got = ::read(file.fd(), whole.text.data() + at, std::min(step, size - at));
    if (got < 0) return fault(path, errno);
    if (got == 0) break;
    at += static_cast<std::size_t>(got);
  }
  struct stat after {};
  if (::fstat(file.fd(), &after) != 0) return fault(path, errno);
  if (at < size || !same(before, after))
    return Error{Errc::incomplete_scan, path + ": is being written to"};
  whole.written =
      Instant{std::int64_t{after.st_mtim.tv_sec} * 1'000 + after.st_mtim.tv_nsec / 1'000'000};
  return whole;
}

}  // namespace billbyagent::file_provider
