#include "conformance/subjects.hpp"

int main(int argc, char** argv) {
  std::vector<billbyagent::conformance::Suite> suites;
  for (const auto& make : billbyagent::tests::subjects()) suites.push_back(make());
  return billbyagent::conformance::run(argc, argv, suites);
}
