#include "file_provider/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace billbyagent::file_provider {
namespace {

Error fault(const std::string& path, int number) {
  const Errc code = number == EACCES || number == EPERM ? Errc::forbidden : Errc::unreachable;
  return {code, path + ": " + std::generic_category().message(number)};
}

class SystemFile final : public OpenFile, public std::enable_shared_from_this<SystemFile> {
 public:
  explicit SystemFile(std::string path)
      : path_(std::move(path)),
        // A pipe that nobody writes to must not keep us.
        fd_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~SystemFile() override {
    if (fd_ >= 0) ::close(fd_);
  }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;

  Result<void> look(std::size_t bytes_max) {
    if (fd_ < 0 || ::fstat(fd_, &status_) != 0) return fault(path_, errno);
    if (!S_ISREG(status_.st_mode)) return Error{Errc::unreachable, path_ + ": is not a file"};
    if (size() <= bytes_max) return {};
    return Error{Errc::out_of_range, path_ + ": " + std::to_string(size()) +
                                         " bytes, and at most " + std::to_string(bytes_max) +
                                         " are read"};
  }
  Instant written() const override {
    return Instant{std::int64_t{status_.st_mtim.tv_sec} * 1'000 +
                   status_.st_mtim.tv_nsec / 1'000'000};
  }
  std::unique_ptr<Pieces> read(Deadline deadline) const override;

  const std::string& path() const noexcept { return path_; }
  int fd() const noexcept { return fd_; }
  std::size_t size() const noexcept { return static_cast<std::size_t>(status_.st_size); }
  Error changed() const { return {Errc::incomplete_scan, path_ + ": is being written to"}; }
  Result<void> check_unchanged() const {
    struct stat now {};
    if (::fstat(fd_, &now) != 0) return fault(path_, errno);
    const bool same = now.st_size == status_.st_size &&
                      now.st_mtim.tv_sec == status_.st_mtim.tv_sec &&
                      now.st_mtim.tv_nsec == status_.st_mtim.tv_nsec;
    return same ? Result<void>{} : changed();
  }

 private:
  std::string path_;
  int fd_;
  struct stat status_ {};
};

class FilePieces final : public Pieces {
 public:
  FilePieces(std::shared_ptr<const SystemFile> file, Deadline deadline)
      : file_(std::move(file)), deadline_(deadline) {}

  Result<std::string_view> next() override {
    if (deadline_ < Deadline::clock::now()) return Error{Errc::timed_out, file_->path()};
    static constexpr std::size_t piece = std::size_t{256} << 10;
    if (at_ == file_->size()) {
      if (auto same = file_->check_unchanged(); !same) return same.error();
      return std::string_view{};
    }
    buffer_.resize(std::min(piece, file_->size() - at_));
    const auto got = ::pread(file_->fd(), buffer_.data(), buffer_.size(), static_cast<off_t>(at_));
    if (got < 0) return fault(file_->path(), errno);
    if (got == 0) return file_->changed();
    at_ += static_cast<std::size_t>(got);
    return std::string_view{buffer_}.substr(0, static_cast<std::size_t>(got));
  }

 private:
  std::shared_ptr<const SystemFile> file_;
  Deadline deadline_;
  std::string buffer_;
  std::size_t at_ = 0;
};

std::unique_ptr<Pieces> SystemFile::read(Deadline deadline) const {
  return std::make_unique<FilePieces>(shared_from_this(), deadline);
}

}  // namespace

Result<std::shared_ptr<const OpenFile>> open_file(const std::string& path, std::size_t bytes_max) {
  auto file = std::make_shared<SystemFile>(path);
  if (auto good = file->look(bytes_max); !good) return good.error();
  return std::shared_ptr<const OpenFile>{std::move(file)};
}

}  // namespace billbyagent::file_provider
