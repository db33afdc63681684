// demo.

#include "cli/commands.hpp"
#include "cli/demo.hpp"

namespace billbyagent::cli {

void add_demo_command(Commands& commands) {
  commands.add<DemoArguments>(
      "demo", "Tell one account's story in a minute, against a simulated RMM",
      [](CLI::App& sub, DemoArguments& arguments) {
        sub.add_option("--folder", arguments.folder,
                       "Keep the files in this new folder, and the RMM until Ctrl-C");
      },
      run_demo);
}

}  // namespace billbyagent::cli
