#include "cli/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace billbyagent::cli {
namespace {

Error failed(const char* what, int why) {
  return {Errc::internal, std::string{what} + ": " + std::strerror(why)};
}

/// Pointers into the texts, and a null at the end.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_without_settings() {
  std::vector<std::string> kept;
  for (char** entry = environ; *entry; ++entry)
    if (!std::string_view{*entry}.starts_with("BILLBYAGENT_")) kept.emplace_back(*entry);
  return kept;
}

}  // namespace

Result<int> run_this_program(const std::vector<std::string>& arguments, const std::string& folder) {
  std::vector<std::string> words{"billbyagent"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environment_without_settings();
  posix_spawn_file_actions_t actions;
  if (const int why = posix_spawn_file_actions_init(&actions); why != 0)
    return failed("posix_spawn", why);
  int why = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (why == 0) why = posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t process = 0;
  if (why == 0)
    why = posix_spawn(&process, "/proc/self/exe", &actions, nullptr, pointers_to(words).data(),
                      pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (why != 0) return failed("posix_spawn", why);
  int status = 0;
  while (::waitpid(process, &status, 0) < 0)
    if (errno != EINTR) return failed("waitpid", errno);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace billbyagent::cli
