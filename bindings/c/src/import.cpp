// Books into the store.

#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/import_changes.hpp"

#include "book.hpp"
#include "documents/changes.hpp"
#include "documents/reports.hpp"
#include "reports.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_import_options> =
    offsetof(bba_import_options, reach_back);

struct bba_import_report {
  ImportReport report;
  std::vector<TermChange> changes;
  std::vector<BillEffect> effects;
  bool dry_run = false;
  std::vector<LentError> refused;
  mutable std::string json{};
};

namespace {

/// What the caller gave. Where his header did not have a field yet, the library does what it did
/// then.
bba_import_options given_options(const bba_import_options* options) {
  bba_import_options defaults = BBA_IMPORT_OPTIONS_INIT;
  if (options) defaults.reach_back = 1;
  return read_struct(options, defaults, "options");
}

}  // namespace

bba_status bba_import_book(bba_import_report** out, bba_desk* desk, const bba_book* book,
                           const bba_import_options* options, bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    const ParsedBook& parsed = required(book, "book").parsed;
    const auto given = given_options(options);
    const bool dry_run = given.dry_run != 0;
    // What is wrong with the document is told together with what the store says no to.
    const bool write = !dry_run && parsed.refused.empty();
    auto made = std::make_unique<bba_import_report>();
    made->dry_run = dry_run;
    const std::string author = text_or(given.author, "import", "author");
    made->changes = import_changes(at.desk(), parsed.book, author).value();
    made->effects = import_effect(at.desk(), parsed.book, author).value();
    const auto reach_back = reach_back_if(given.reach_back != 0);
    const auto mode = write ? ImportMode::write : ImportMode::dry_run;
    auto report = import_book(at.desk(), parsed.book, author, mode, nullptr, reach_back).value();
    auto& refused = report.refused;
    refused.insert(refused.begin(), parsed.refused.begin(), parsed.refused.end());
    made->report = std::move(report);
    for (const auto& row : made->report.refused)
      made->refused.push_back(std::make_unique<const OwnedError>(row));
    return made;
  });
}

bba_status bba_import_report_get(bba_import_counts* out, const bba_import_report* report,
                                 bba_error** error) {
  return give_struct(error, out, bba_import_counts BBA_IMPORT_COUNTS_INIT,
                     [&](bba_import_counts& counts) {
                       const ImportReport& made = required(report, "report").report;
                       counts.accepted = made.accepted() ? 1 : 0;
                       counts.accounts_saved = made.accounts_saved;
                       counts.contracts_created = made.contracts_created;
                       counts.contracts_updated = made.contracts_updated;
                       counts.contracts_unchanged = made.contracts_unchanged;
                       counts.units_recorded = made.units_recorded;
                       counts.refused = made.refused.size();
                     });
}

const bba_error* bba_import_report_refused(const bba_import_report* report, size_t index) {
  return report && index < report->refused.size() ? report->refused[index].get() : nullptr;
}

bba_status bba_import_report_json(const char** out, const bba_import_report* report,
                                  bba_error** error) {
  return give_json(error, out, report, [](const bba_import_report& made) {
    auto json = documents::of(made.report, made.dry_run, documents::hint_for);
    json["changes"] = documents::of(made.changes);
    json["next_bills"] = documents::of(made.effects);
    return json;
  });
}

void bba_import_report_free(bba_import_report** report) { free_handle(report); }
