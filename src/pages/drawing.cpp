#include "pages/drawing.hpp"

#include <algorithm>

namespace billbyagent::pages {
namespace {

constexpr std::int64_t width = 660, height = 150;
constexpr std::int64_t left = 52, right = 14, top = 14, bottom = 26;

class Drawing {
 public:
  Drawing(Html& html, const Numbers& numbers, const StatementService& service)
      : html_(html), numbers_(numbers), service_(service) {
    for (const auto& entry : service.units) most_ = std::max(most_, entry.units);
    most_ = std::max(most_, service.limits.minimum);
  }

  void draw();

 private:
  std::int64_t x(Date day) const {
    const std::int64_t days = days_between(service_.days.begin(), day);
    return left + days * (width - left - right) / service_.days.days();
  }
  std::int64_t y(Units units) const {
    return height - bottom -
           static_cast<std::int64_t>(Int128{units} * (height - top - bottom) / most_);
  }
  static std::string at(std::int64_t across, std::int64_t down) {
    return std::to_string(across) + " " + std::to_string(down);
  }
  void line(Word style, const std::string& path) {
    html_.put("path", "", {{"class", style.text()}, {"d", path}});
  }
  void label(std::int64_t across, std::int64_t down, Word anchor, std::string_view text) {
    html_.put("text", text,
              {{"x", std::to_string(across)},
               {"y", std::to_string(down)},
               {"text-anchor", anchor.text()}});
  }
  void grid();
  void steps();
  std::string in_words() const;

  Html& html_;
  const Numbers& numbers_;
  const StatementService& service_;
  Units most_ = 1;
};

std::string Drawing::in_words() const {
  std::string text = "Counted units by day: ";
  std::string separator;
  for (const auto& entry : service_.units) {
    text += separator + numbers_.units(entry.units) + " from " + to_string(entry.effective);
    separator = ", ";
  }
  if (service_.limits.minimum > 0)
    text += "; committed minimum " + numbers_.units(service_.limits.minimum);
  return text;
}

void Drawing::grid() {
  for (const Units units : {Units{0}, most_}) {
    line("grid", "M" + at(left, y(units)) + "H" + std::to_string(width - right));
    label(left - 8, y(units) + 4, "end", numbers_.units(units));
  }
  label(left, height - 8, "start", to_string(service_.days.begin()));
  label(width - right, height - 8, "end", to_string(service_.days.last_day()));
}

void Drawing::steps() {
  const Date known = service_.known_through.next();
  const std::int64_t last = x(std::min(known, service_.days.end()));
  std::string path;
  for (const auto& entry : service_.units)
    path += (path.empty()
                 ? "M" + at(x(entry.effective), y(entry.units))
                 : "H" + std::to_string(x(entry.effective)) + "V" + std::to_string(y(entry.units)));
  path += "H" + std::to_string(last);
  const auto ground = std::to_string(y(0));
  line("area", path + "V" + ground + "H" + std::to_string(x(service_.units[0].effective)) + "Z");
  if (service_.limits.minimum > 0)
    line("bound", "M" + at(left, y(service_.limits.minimum)) + "H" + std::to_string(width - right));
  line("units", path);
  if (known < service_.days.end())
    line("ahead",
         "M" + at(last, y(service_.units.back().units)) + "H" + std::to_string(width - right));
}

void Drawing::draw() {
  const auto svg =
      html_.in("svg", {{"viewBox", "0 0 660 150"}, {"role", "img"}, {"aria-label", in_words()}});
  grid();
  steps();
}

}  // namespace

void draw_units(Html& html, const Numbers& numbers, const StatementService& service) {
  if (!service.units.empty()) Drawing{html, numbers, service}.draw();
}

}  // namespace billbyagent::pages
