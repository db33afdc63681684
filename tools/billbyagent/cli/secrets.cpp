#include "cli/secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace billbyagent::cli {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int fd() const noexcept { return fd_; }

 private:
  int fd_;
};

Result<Secret> from_file(const std::string& path) {
  const OpenFile file{path};
  struct stat status {};
  // Of the open file, so that nobody can exchange it in between.
  if (file.fd() < 0 || ::fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode)) {
    // The name of what is not there could be the secret itself, which somebody put where the name
    // belongs.
    const bool is_there = ::lstat(path.c_str(), &status) == 0;
    return Error{Errc::invalid_settings,
                 is_there ? "the secret file " + path + " can't be read or is no regular file"
                          : "the secret file can't be read or is no regular file (its name is not "
                            "repeated)"};
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return Error{Errc::invalid_settings,
                 "others may read the secret file " + path + "; run: chmod 600 '" + path + "'"};
  std::array<char, 4'097> buffer{};
  std::size_t size = 0;
  while (size < buffer.size()) {
    const auto got = ::read(file.fd(), buffer.data() + size, buffer.size() - size);
    if (got < 0) return Error{Errc::invalid_settings, "the secret file " + path + " can't be read"};
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  std::string text{buffer.data(), size};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty() || size == buffer.size())
    return Error{Errc::invalid_settings,
                 "the secret file " + path + " must hold one line of at most 4096 characters"};
  return Secret{std::move(text)};
}

}  // namespace

Result<Secret> read_secret(const std::string& environment_name, const std::string& file) {
  const char* value = std::getenv(environment_name.c_str());
  if (value && *value) return Secret{value};
  if (file.empty()) return Secret{};
  return from_file(file);
}

}  // namespace billbyagent::cli
