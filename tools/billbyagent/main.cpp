#include <unistd.h>

#include <iostream>

#include "cli/program.hpp"

int main(int argc, char** argv) {
  using billbyagent::cli::ProgressStyle;
  billbyagent::cli::catch_interrupts();
  return billbyagent::cli::run({argv + 1, argv + argc}, std::cout, std::cerr,
                               isatty(STDERR_FILENO) ? ProgressStyle::bar : ProgressStyle::lines);
}
