#pragma once
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace billbyagent::vsa_simulator {

/// An edit, an event, a fault or a file that can't be carried out; what() names the offending
/// thing.
class SimulatorError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A calendar day of the estate.
using Date = std::chrono::sys_days;
using TimePoint = std::chrono::system_clock::time_point;

/// Reads `yyyy-mm-dd`; throws SimulatorError.
Date parse_date(std::string_view text);
std::string to_text(Date date);
/// `yyyy-MM-ddTHH:mm:ssZ`
std::string to_text_seconds(TimePoint at);

std::string lower(std::string_view text);
std::string trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
/// Decodes %xx and, because it is used on queries, `+` as a space.
std::string decode_query_text(std::string_view text);
/// Turns `acme.root.servers` into `servers.root.acme` and back.
std::string reversed_parts(std::string_view dotted);
bool all_digits(std::string_view text);
/// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

/// Orders decimal digit strings without leading zeros by their value.
struct DecimalLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};

}  // namespace billbyagent::vsa_simulator
