#include "program/program.hpp"

int main(int argc, char** argv) { return billbyagent::run_program({argv + 1, argv + argc}); }
