#include "file_provider/plan.hpp"

#include <utility>

#include "file_provider/encoding.hpp"
#include "file_provider/preset.hpp"

namespace billbyagent::file_provider {
namespace {

Error unfit(const std::string& what) { return {Errc::invalid_settings, what}; }

Result<void> check(const FileProviderOptions& options) {
  if (options.machines.empty()) return unfit("machines: names no file");
  if (options.separator &&
      (*options.separator == '\0' ||
       std::string_view{"\"\r\n"}.find(*options.separator) != std::string_view::npos))
    return unfit("separator: it must differ from quotes and line breaks");
  if (options.age_max && options.age_max->count() <= 0) return unfit("age_max: 0 seconds or less");
  for (const auto& [ours, theirs] : options.columns) {
    if (!is_machine_column(ours)) return unfit("columns: there is no column " + ours);
    const bool needed = ours == "id" || (ours == "organization" && options.organization.empty());
    if (theirs.empty() && needed) return unfit("columns: " + ours + " can't be switched off");
  }
  for (const auto& [ours, words] : options.words)
    if (!is_machine_column(ours)) return unfit("words: there is no column " + ours);
  const auto its_organization = options.columns.find("organization");
  if (!options.organization.empty() && its_organization != options.columns.end() &&
      !its_organization->second.empty())
    return unfit("organization: columns says where each machine's is");
  if (!options.encoding.empty() && !is_encoding(options.encoding))
    return unfit("encoding: this system can't read '" + options.encoding + "'");
  return {};
}

template <class Text>
void take_unset(Text& ours, Text presets) {
  if (ours == Text{}) ours = std::move(presets);
}

/// What the options leave open is what the preset says.
void add_preset(Preset preset, FileProviderOptions& options, Places& places) {
  if (options.format == FileFormat::by_name) options.format = preset.format;
  take_unset(options.separator, preset.separator);
  take_unset(options.encoding, std::move(preset.encoding));
  take_unset(options.header, std::move(preset.header));
  take_unset(options.zone, std::move(preset.zone));
  take_unset(options.date_order, preset.date_order);
  take_unset(options.path_separator, std::move(preset.path_separator));
  take_unset(options.rows_at, std::move(preset.rows_at));
  take_unset(options.incomplete_rows, preset.incomplete_rows);
  take_unset(options.totals_rows, preset.totals_rows);
  for (auto& [ours, words] : preset.words) {
    // Another column of the file has other words.
    if (options.columns.contains(ours)) continue;
    options.words[ours].merge(words);
  }
  places.merge(preset.places);
}

/// With an organization for all of them, none may say another.
void fix_organization(const FileProviderOptions& options, Source& machines) {
  if (options.organization.empty()) return;
  const auto place = machines.places.find("organization");
  const auto names = place == machines.places.end() ? std::vector<std::string>{"organization"}
                                                    : place->second.names;
  for (const auto& name : names)
    machines.unwelcome[name] = ", though all machines are said to be of " + options.organization +
                               "; columns can switch organization off";
  machines.places["organization"] = {};
}

}  // namespace

Result<ReadingPlan> plan_of(FileProviderOptions options) {
  if (auto good = check(options); !good) return good.error();
  Places places;
  for (const auto& [ours, theirs] : options.columns)
    places[ours] = theirs.empty() ? Place{} : Place{{theirs}};
  if (!options.preset.empty()) {
    auto preset = load_preset(options.preset);
    if (!preset) return preset.error();
    add_preset(*std::move(preset), options, places);
    if (auto good = check(options); !good) return good.error();
  }
  const auto its_organization = places.find("organization");
  if (options.organization.empty() && its_organization != places.end() &&
      its_organization->second.names.empty())
    return unfit(
        "organization: no column tells it, so it has to be said of which all machines are");
  ReadingPlan plan;
  plan.machines = {.name = {},
                   .separator = options.separator,
                   .header = options.header,
                   .trailer = options.trailer,
                   .places = std::move(places),
                   .rows_at = options.rows_at,
                   .told_totals = options.told_totals,
                   .incomplete_rows = options.incomplete_rows.value_or(IncompleteRows::refused),
                   .totals_rows = options.totals_rows.value_or(TotalsRows::refused),
                   // A preset says what its product calls things.
                   .any_form = options.preset.empty(),
                   .rows_min = options.rows_min};
  fix_organization(options, plan.machines);
  Zone zone;
  if (!options.zone.empty()) {
    auto parsed = Zone::parse(options.zone);
    if (!parsed) return parsed.error();
    zone = *parsed;
  }
  plan.rules = {.organization = options.organization,
                .words = Words{options.words},
                .moments = MomentReader{zone, options.date_order},
                .zone_known = !options.zone.empty(),
                .path_separator = options.path_separator,
                .look_alikes = options.look_alikes};
  plan.options = std::move(options);
  return plan;
}

}  // namespace billbyagent::file_provider
