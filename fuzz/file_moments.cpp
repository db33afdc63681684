// Days and times as exports write them.

#include "file_provider/moments.hpp"
#include "fuzz.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{as_text(data, size)};
  for (const std::optional<DateOrder> order :
       {std::optional<DateOrder>{}, std::optional{DateOrder::month_first},
        std::optional{DateOrder::day_first}}) {
    const auto read = MomentReader{Zone::parse("+02:00").value(), order}.read(text);
    must(!read.at || !read.bad);
    // What is shown of a moment is read as that moment again.
    if (!read.at) continue;
    const auto again = MomentReader{Zone{}, std::nullopt}.read(to_string(*read.at));
    must(again.at == read.at);
  }
  return 0;
}
