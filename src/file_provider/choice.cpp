#include "file_provider/choice.hpp"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <tuple>

namespace billbyagent::file_provider {
namespace {

std::vector<std::string> matching(const std::string& name) {
  ::glob_t found{};
  std::vector<std::string> paths;
  if (::glob(name.c_str(), 0, nullptr, &found) == 0)
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return paths;
}

}  // namespace

Result<std::vector<std::string>> choose_files(const std::string& name, FileChoice choice,
                                              Notes& notes) {
  struct stat status {};
  if (name.find_first_of("*?") == std::string::npos || ::stat(name.c_str(), &status) == 0)
    return std::vector{name};
  auto paths = matching(name);
  std::erase_if(paths, [&](const std::string& path) {
    return ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode);
  });
  if (paths.empty()) return Error{Errc::unreachable, name + ": there is no such file"};
  if (choice == FileChoice::all) {
    notes.add(name + ": " + counted(paths.size(), "file", "files") + " read");
    return paths;
  }
  const auto age = [&](const std::string& path) {
    if (::stat(path.c_str(), &status) != 0) return std::tuple{std::int64_t{0}, long{0}, path};
    return std::tuple{std::int64_t{status.st_mtim.tv_sec}, status.st_mtim.tv_nsec, path};
  };
  const auto newest = *std::max_element(
      paths.begin(), paths.end(), [&](const auto& a, const auto& b) { return age(a) < age(b); });
  notes.add(newest + " is the newest of " + counted(paths.size(), "file", "files"));
  // Where names have dates in them, the times may lie, as after a restored backup.
  if (newest != paths.back())
    notes.add(paths.back() + " comes last by its name, and was written earlier");
  return std::vector{newest};
}

}  // namespace billbyagent::file_provider
