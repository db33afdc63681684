#include "file_provider/json_paging.hpp"

#include <algorithm>
#include <array>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

constexpr std::array<std::string_view, 17> totals{
    "total",        "totalcount",    "totalrecords", "totalitems",  "totalresults",  "totalrows",
    "totalentries", "totalelements", "totaldevices", "odatacount",  "count",         "recordcount",
    "rowcount",     "itemcount",     "numrecords",   "totalagents", "totalitemcount"};
constexpr std::array<std::string_view, 5> page_counts{"totalpages", "pagecount", "pages",
                                                      "lastpage", "numpages"};
constexpr std::array<std::string_view, 11> nexts{
    "next",       "nextlink",  "odatanextlink", "nextpage",          "nextpageurl",  "nexturl",
    "nextcursor", "nexttoken", "nextpagetoken", "continuationtoken", "nextquerylink"};
constexpr std::array<std::string_view, 7> mores{"hasmore",     "hasnext",   "hasnextpage", "more",
                                                "moreresults", "truncated", "istruncated"};

/// The last key of the path, written as those above; what links call an address is named by the
/// key before.
std::string last_key(std::string_view path) {
  std::string key;
  while (true) {
    // `@odata.count` is one key.
    const auto odata = path.rfind("@odata.");
    const auto dot = odata == path.npos ? path.rfind('.') : odata - (odata > 0 ? 1 : 0);
    const auto begin = dot == path.npos ? 0 : odata == 0 ? 0 : dot + 1;
    key.clear();
    for (const char c : lower(path.substr(begin)))
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
    const bool address = key == "href" || key == "url" || key == "link";
    if (!address || begin == 0) return key;
    path = path.substr(0, begin - 1);
  }
}

bool says_nothing(std::string_view text) {
  const std::string word = lower(text);
  return word.empty() || word == "null" || word == "none" || word == "false" || word == "0";
}

}  // namespace

void Paging::value(std::string_view path, JsonKind kind, std::string_view text) {
  const std::string key = last_key(path);
  const Told told{shortened(path), shortened(text)};
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
  const bool whole = kind == JsonKind::whole || (kind == JsonKind::text && digits);
  if (is_among(totals, key) || is_among(page_counts, key) || is_among(nexts, key) ||
      is_among(mores, key))
    tells_all_ = true;
  if (is_among(totals, key) && whole)
    totals_.push_back(told);
  else if (is_among(page_counts, key) && whole && text != "0" && text != "1")
    pages_ = told;
  else if (is_among(nexts, key) && kind != JsonKind::null && !says_nothing(text))
    next_ = told;
  else if (is_among(mores, key) && kind == JsonKind::flag && text == "true")
    next_ = told;
}

std::optional<std::string> Paging::missing(std::size_t rows) const {
  const auto says = [](const Told& told) { return told.path + " says " + told.text; };
  if (pages_) return says(*pages_) + ", so that this is one page of several";
  if (next_) return says(*next_) + ", so that there is another page";
  for (const auto& total : totals_)
    if (total.text != std::to_string(rows))
      return says(total) + ", and there are " + std::to_string(rows) + " rows";
  return std::nullopt;
}

}  // namespace billbyagent::file_provider
