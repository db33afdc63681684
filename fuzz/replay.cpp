// Runs a fuzz target without a fuzzing engine: every file of a corpus, then seeded mutations of
// them. usage: fuzz_x CORPUS_FOLDER MUTATIONS [SEED]

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutated(std::string input, const std::vector<std::string>& corpus,
                    std::mt19937& random) {
  const auto below = [&](std::size_t end) { return end == 0 ? 0 : random() % end; };
  for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
    const std::size_t at = below(input.size() + 1);
    switch (below(5)) {
      case 0:
        input.insert(at, 1, static_cast<char>(random()));
        break;
      case 1:
        input.erase(at, 1 + below(8));
        break;
      case 2:
        if (at < input.size()) input[at] = static_cast<char>(random());
        break;
      case 3:
        input.insert(at, input.substr(below(input.size()), below(64)));
        break;
      default: {
        const std::string& other = corpus[below(corpus.size())];
        input = input.substr(0, at) + other.substr(below(other.size()));
      }
    }
  }
  return input;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  std::vector<std::string> corpus;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{arguments[1]})
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& path : files) {
    std::ifstream file{path, std::ios::binary};
    corpus.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    run(corpus.back());
  }
  if (corpus.empty()) {
    std::cerr << "the corpus " << arguments[1] << " is empty\n";
    return 1;
  }
  const auto seed =
      static_cast<std::uint32_t>(count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 1);
  std::mt19937 random{seed};
  const long mutations = std::strtol(arguments[2], nullptr, 10);
  for (long i = 0; i < mutations; ++i)
    run(mutated(corpus[random() % corpus.size()], corpus, random));
  std::cout << corpus.size() << " files and " << mutations << " mutations, seed " << seed << '\n';
}
