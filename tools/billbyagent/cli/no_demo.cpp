#include "cli/demo.hpp"

namespace billbyagent::cli {

Result<Exit> run_demo(Session&, const DemoArguments&) {
  return Error{Errc::invalid_settings,
               "demo: this program was built without the simulator; the one that is installed as "
               "'billbyagent' from a package has it"};
}

}  // namespace billbyagent::cli
