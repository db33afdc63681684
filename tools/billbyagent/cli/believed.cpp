#include "cli/believed.hpp"

namespace billbyagent::cli {

CLI::Option* add_believed_day(CLI::App& sub, Believed& believed) {
  auto* reason =
      sub.add_option("--reason", believed.reason, "Why a limit is lifted or wider, for the record");
  sub.add_flag("--believe-day", believed.day, "The day is right, however it looks")->needs(reason);
  return reason;
}

void add_believed_batch(CLI::App& sub, Believed& believed) {
  auto* reason = add_believed_day(sub, believed);
  sub.add_flag("--believe-batch", believed.batch,
               "What is to be billed is right, whatever it comes to")
      ->needs(reason);
}

std::string why_lifted(const Believed& believed, const std::string& author) {
  return believed.reason.empty() ? std::string{} : believed.reason + " (" + author + ")";
}

}  // namespace billbyagent::cli
