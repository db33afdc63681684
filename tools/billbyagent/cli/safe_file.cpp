#include "cli/safe_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return fd_; }
  bool close() {
    const int fd = std::exchange(fd_, -1);
    return fd < 0 || ::close(fd) == 0;
  }

 private:
  int fd_;
};

std::string random_name() {
  std::random_device source;
  std::string name = ".billbyagent-";
  for (int i = 0; i < 16; ++i) name += "0123456789abcdef"[source() & 0xFU];
  return name + ".part";
}

/// Until there is something to read, or the end; false when the program is told to end.
bool wait_for_more(int fd) {
  constexpr int milliseconds = 200;
  pollfd waiting{fd, POLLIN, 0};
  while (!interrupted())
    if (::poll(&waiting, 1, milliseconds) > 0) return true;
  return false;
}

bool write_all(int fd, const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    const auto count = ::write(fd, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

/// What nobody means to replace by a page or an export: a database, its log, a ledger, settings.
bool is_precious(const std::string& path) {
  if (path.ends_with(".toml")) return true;
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  std::array<char, 16> bytes{};
  const auto got = file.get() < 0 ? -1 : ::read(file.get(), bytes.data(), bytes.size());
  const std::string_view begin{bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
  constexpr std::string_view beginnings[] = {"SQLite format 3", "\x37\x7f\x06\x82",
                                             "\x37\x7f\x06\x83", R"({"kind":"ledger")"};
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view known) { return begin.starts_with(known); });
}

}  // namespace

Result<void> write_whole_file(const std::string& path, const std::string& text) {
  const auto failed = [&] { return Error{Errc::file_failed, path + ": " + std::strerror(errno)}; };
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    return Error{Errc::file_failed, path + ": is there and is no regular file"};
  if (::access(path.c_str(), F_OK) == 0 && is_precious(path))
    return Error{Errc::file_failed, path +
                                        ": is a database, a ledger or a settings file, and is "
                                        "not replaced; say another name"};
  const std::filesystem::path named{path};
  const auto folder = named.has_parent_path() ? named.parent_path() : std::filesystem::path{"."};
  const std::string temporary = (folder / random_name()).string();
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Descriptor file{::open(temporary.c_str(), flags, 0600)};
  if (file.get() < 0) return failed();
  if (!write_all(file.get(), text) || ::fsync(file.get()) != 0 || !file.close() ||
      std::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = failed();
    ::unlink(temporary.c_str());
    return error;
  }
  // The name has to be on the disk as well, where the file system can say so.
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() >= 0 && ::fsync(directory.get()) != 0 && errno != EINVAL) return failed();
  return {};
}

Result<void> check_settings_file(const std::string& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  struct stat status {};
  const int code = errno;
  const auto refused = [&](const std::string& why) {
    return Error{Errc::invalid_settings, "the settings file " + path + " " + why};
  };
  if (file.get() < 0) {
    // The parser takes a default that it can't read for one that is not there.
    struct stat there {};
    return ::lstat(path.c_str(), &there) == 0
               ? refused(std::string{"can't be read: "} + std::strerror(code))
               : Result<void>{};
  }
  if (::fstat(file.get(), &status) != 0) return refused("can't be read");
  if (!S_ISREG(status.st_mode)) return refused("is no regular file");
  if (status.st_uid != ::geteuid() && status.st_uid != 0)
    return refused("belongs to another user, who could send secrets elsewhere");
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return refused("can be written by others, who could send secrets elsewhere; run: chmod go-w '" +
                   path + "'");
  return {};
}

Result<std::string> read_bounded(const std::string& path, std::size_t most,
                                 const std::string& what) {
  const Error unread{Errc::invalid_settings, what + " can't be read"};
  const bool standard = path == "-";
  // A pipe that nobody writes to yet keeps us waiting where we can be told to end.
  const Descriptor file{standard ? ::dup(STDIN_FILENO)
                                 : ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return unread;
  const bool has_end = S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode) ||
                       S_ISSOCK(status.st_mode) || ::isatty(file.get()) == 1;
  if (!has_end && (!standard || S_ISDIR(status.st_mode))) return unread;
  std::string text;
  std::vector<char> buffer(std::size_t{1} << 16U);
  for (;;) {
    if (!wait_for_more(file.get())) return Error{Errc::cancelled, what};
    const auto got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return unread;
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > most)
      return Error{Errc::invalid_settings,
                   what + " is larger than " + std::to_string(most) + " bytes"};
  }
}

}  // namespace billbyagent::cli
