#include "cli/exit_code.hpp"

#include "documents/reports.hpp"

namespace billbyagent::cli {

Exit exit_for(Errc code) {
  switch (code) {
    case Errc::malformed_document:
      return Exit::refused;
    case Errc::unit_source_locked:
    case Errc::terms_locked:
    case Errc::not_found:
    case Errc::wrong_state:
    case Errc::conflicts:
    case Errc::units_unknown:
    case Errc::nothing_to_do:
    case Errc::deleted:
    case Errc::reaches_back:
    case Errc::implausible_day:
    case Errc::implausible_batch:
    case Errc::stale_counts:
      return Exit::not_possible;
    case Errc::rmm_not_configured:
      return Exit::usage;
    case Errc::store_behind:
      return Exit::store;
    case Errc::cancelled:
      return Exit::cancelled;
    case Errc::notice_failed:
      return Exit::needs_a_person;
    case Errc::internal:
      return Exit::broken;
    default:
      break;
  }
  if (code < Errc::unit_source_locked) return Exit::usage;
  if (code < Errc::store_failed) return Exit::rmm;
  return Exit::store;
}

boost::json::object error_document(const Error& error, Exit exit) {
  return {{"error", documents::of(error, documents::hint_for)},
          {"exit_code", static_cast<int>(exit)}};
}

std::string exit_code_help() {
  return "Exit codes:\n"
         "    0  done\n"
         "    1  done, but something failed or is held and needs a person\n"
         "    2  arguments, settings or secrets\n"
         "    3  the import document was refused; nothing was written\n"
         "    4  the database\n"
         "    5  the RMM could not be read; nothing was taken over\n"
         "    6  no such contract, line or batch, or its state does not allow that\n"
         "   70  a fault of the program; nothing was written\n"
         "  130  cancelled with Ctrl-C; what was committed stays\n";
}

}  // namespace billbyagent::cli
