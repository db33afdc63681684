#pragma once

/// How the program ends. docs/cli.md says the same.

#include <boost/json/object.hpp>
#include <string>

#include "billbyagent/base/result.hpp"

namespace billbyagent::cli {

enum class Exit : int {
  done = 0,
  needs_a_person = 1,  ///< the run went through, but something in it failed or is held
  usage = 2,           ///< arguments, settings or secrets
  refused = 3,         ///< the import document; nothing was written
  store = 4,           ///< the database
  rmm = 5,             ///< the RMM could not be read; nothing was taken over
  not_possible = 6,    ///< no such contract, line, batch ..., or its state does not allow that
  broken = 70,         ///< a fault of the program; nothing was written
  cancelled = 130,     ///< Ctrl-C; what was committed stays
};

/// The exit that an error of the whole run leads to.
Exit exit_for(Errc code);

/// `{"error": ..., "exit_code": n}`: what stands on stdout when a command failed as a whole.
boost::json::object error_document(const Error& error, Exit exit);

/// One line per exit code, for --help.
std::string exit_code_help();

}  // namespace billbyagent::cli
