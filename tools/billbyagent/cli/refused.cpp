#include "cli/refused.hpp"

#include <ostream>

#include "cli/tables.hpp"
#include "documents/hints.hpp"
#include "documents/overviews.hpp"

namespace billbyagent::cli {

Exit show_refused(Session& session, const std::vector<Error>& refused, std::string_view closing) {
  session.show([&] { return documents::of_refused(refused, documents::hint_for); },
               [&](std::ostream& out) {
                 for (const auto& error : refused)
                   out << "  ! " << printable(to_string(error)) << '\n';
                 if (!closing.empty()) out << closing << '\n';
               });
  return Exit::refused;
}

}  // namespace billbyagent::cli
