#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "file_provider/choice.hpp"
#include "file_provider/estate.hpp"
#include "file_provider/plan.hpp"
#include "file_provider/text_file.hpp"
#include "file_provider/text_form.hpp"
#include "system_clock/system_now.hpp"

namespace billbyagent {
namespace {

using namespace file_provider;

class FileProvider final : public RmmProvider {
 public:
  explicit FileProvider(ReadingPlan plan) : plan_(std::move(plan)), options_(plan_.options) {
    if (!options_.now) options_.now = system_now;
  }
  std::string name() const override { return "file"; }
  /// Step by step: an id of a group is a path.
  std::string id_likeness(std::string_view id) const override {
    std::string made;
    for (std::size_t begin = 0; begin <= id.size();) {
      const auto end = std::min(id.find('/', begin), id.size());
      if (begin > 0) made += '/';
      made += likeness(id.substr(begin, end - begin));
      begin = end + 1;
    }
    return made;
  }

 private:
  std::vector<std::string> do_notes() const override { return notes_.texts(); }
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return listed("organizations", &Estate::organizations, deadline);
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    return listed("groups", &Estate::groups, deadline);
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    return listed("views", &Estate::views, deadline);
  }
  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink, Deadline deadline) override;

  template <class List>
  Result<List> listed(const char* question, List Estate::*list, Deadline deadline) {
    if (auto known = know(question, deadline); !known) return known.error();
    return (*estate_).*list;
  }
  /// What one reading answers fits together; what is asked for again is read again.
  Result<void> know(const std::string& question, Deadline deadline);
  Result<std::vector<FileText>> read_machines(Deadline deadline);
  Result<std::optional<FileText>> read_list(const std::string& path, Deadline deadline);
  Result<void> check_age(const std::string& path, Instant written) const;
  TextRules text_rules() const {
    return {options_.format, options_.encoding, options_.file_bytes_max};
  }

  ReadingPlan plan_;
  FileProviderOptions& options_;
  std::optional<Estate> estate_;
  Notes notes_;
  std::set<std::string> answered_;
};

Result<void> FileProvider::check_age(const std::string& path, Instant written) const {
  if (!options_.age_max) return {};
  const auto age = std::chrono::milliseconds{options_.now().ms - written.ms};
  if (age <= *options_.age_max) return {};
  return Error{Errc::stale_export, path + ": last written " + to_string(written) +
                                       ", which is more than " +
                                       std::to_string(options_.age_max->count()) + " seconds ago"};
}

Result<std::vector<FileText>> FileProvider::read_machines(Deadline deadline) {
  auto paths = choose_files(options_.machines, options_.choice, notes_);
  if (!paths) return paths.error();
  std::vector<FileText> files;
  auto rules = text_rules();
  for (const auto& path : *paths) {
    auto file = read_text(path, rules, notes_, deadline);
    if (!file) return file.error();
    if (auto fresh = check_age(path, file->written); !fresh) return fresh.error();
    rules.bytes_max -= file->text.size();
    Source source = plan_.machines;
    source.name = path;
    source.format = file->format;
    files.push_back({std::move(source), std::move(file->text)});
  }
  return files;
}

Result<std::optional<FileText>> FileProvider::read_list(const std::string& path,
                                                        Deadline deadline) {
  if (path.empty()) return std::optional<FileText>{};
  auto file = read_text(path, text_rules(), notes_, deadline);
  if (!file) return file.error();
  Source source{.name = path, .format = file->format, .separator = options_.separator};
  return std::optional{FileText{std::move(source), std::move(file->text)}};
}

Result<void> FileProvider::know(const std::string& question, Deadline deadline) {
  if (deadline < Deadline::clock::now()) return Error{Errc::timed_out, options_.machines};
  if (estate_ && answered_.insert(question).second) return {};
  estate_.reset();
  notes_ = {};
  answered_ = {question};
  auto machines = read_machines(deadline);
  if (!machines) return machines.error();
  auto organizations = read_list(options_.organizations, deadline);
  if (!organizations) return organizations.error();
  auto groups = read_list(options_.groups, deadline);
  if (!groups) return groups.error();
  auto views = read_list(options_.views, deadline);
  if (!views) return views.error();
  auto estate = read_estate({*std::move(machines), *std::move(organizations), *std::move(groups),
                             *std::move(views), plan_.rules},
                            notes_);
  if (!estate) return estate.error();
  estate_ = *std::move(estate);
  return {};
}

Result<void> FileProvider::do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                          Deadline deadline) {
  const std::string question = query.view ? "view " + query.view->text() : "agents";
  if (auto known = know(question, deadline); !known) return known;
  if (!query.view) {
    for (const auto& page : estate_->pages) sink.page(page);
    return {};
  }
  const auto& views = estate_->views;
  if (std::none_of(views.begin(), views.end(),
                   [&](const View& view) { return view.id == *query.view; }))
    return Error{Errc::view_gone, "view " + query.view->text()};
  const auto& members = estate_->members[*query.view];
  std::vector<Agent> found;
  for (const auto& page : estate_->pages)
    std::copy_if(page.begin(), page.end(), std::back_inserter(found),
                 [&](const Agent& agent) { return members.contains(agent.id); });
  sink.page(found);
  return {};
}

}  // namespace

Result<std::unique_ptr<RmmProvider>> make_file_provider(FileProviderOptions options) {
  auto plan = plan_of(std::move(options));
  if (!plan) return plan.error();
  return std::unique_ptr<RmmProvider>{std::make_unique<FileProvider>(*std::move(plan))};
}

}  // namespace billbyagent
