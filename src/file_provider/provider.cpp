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
  Result<NextFile> machines(Deadline deadline);
  Result<std::optional<FileText>> list_file(const std::string& path, Deadline deadline);
  Result<void> check_age(const std::string& path, Instant written) const;
  TextRules text_rules() const {
    return {options_.format, options_.encoding, options_.file_bytes_max, options_.cancelled};
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

Result<NextFile> FileProvider::machines(Deadline deadline) {
  auto paths = choose_files(options_.machines, options_.choice, notes_);
  if (!paths) return paths.error();
  // Of all files together.
  auto rules = text_rules();
  return NextFile{[this, deadline, rules, paths = *std::move(paths),
                   next = std::size_t{0}]() mutable -> Result<std::optional<FileText>> {
    if (next == paths.size()) return std::optional<FileText>{};
    const std::string& path = paths[next++];
    auto file = open_text(path, rules, notes_, deadline);
    if (!file) return file.error();
    if (auto fresh = check_age(path, file->written); !fresh) return fresh.error();
    rules.bytes_max -= file->bytes;
    Source source = plan_.machines;
    source.name = path;
    source.format = file->format;
    return std::optional{FileText{std::move(source), std::move(file->text)}};
  }};
}

Result<std::optional<FileText>> FileProvider::list_file(const std::string& path,
                                                        Deadline deadline) {
  if (path.empty()) return std::optional<FileText>{};
  auto file = open_text(path, text_rules(), notes_, deadline);
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
  auto next_machines = machines(deadline);
  if (!next_machines) return next_machines.error();
  auto organizations = list_file(options_.organizations, deadline);
  if (!organizations) return organizations.error();
  auto groups = list_file(options_.groups, deadline);
  if (!groups) return groups.error();
  auto views = list_file(options_.views, deadline);
  if (!views) return views.error();
  auto estate = read_estate({*std::move(next_machines), *std::move(organizations),
                             *std::move(groups), *std::move(views), plan_.rules},
                            notes_);
  if (!estate) return estate.error();
  estate_ = *std::move(estate);
  return {};
}

/// Agents are handed out some thousands at a time.
class Page {
 public:
  Page(const AgentStore& agents, AgentSink& sink) : agents_(agents), sink_(sink) {}
  void add(std::uint32_t number) {
    static constexpr std::size_t size_max = 4'096;
    page_.push_back(agents_.at(number));
    if (page_.size() == size_max) hand_out();
  }
  void hand_out() {
    sink_.page(page_);
    page_.clear();
  }

 private:
  const AgentStore& agents_;
  AgentSink& sink_;
  std::vector<Agent> page_;
};

Result<void> FileProvider::do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                          Deadline deadline) {
  const std::string question = query.view ? "view " + query.view->text() : "agents";
  if (auto known = know(question, deadline); !known) return known;
  Page page{estate_->agents, sink};
  if (!query.view) {
    for (std::uint32_t number = 0; number < estate_->agents.size(); ++number) page.add(number);
    page.hand_out();
    return {};
  }
  const auto& views = estate_->views;
  if (std::none_of(views.begin(), views.end(),
                   [&](const View& view) { return view.id == *query.view; }))
    return Error{Errc::view_gone, "view " + query.view->text()};
  for (const auto number : estate_->members[*query.view]) page.add(number);
  page.hand_out();
  return {};
}

}  // namespace

Result<std::unique_ptr<RmmProvider>> make_file_provider(FileProviderOptions options) {
  auto plan = plan_of(std::move(options));
  if (!plan) return plan.error();
  return std::unique_ptr<RmmProvider>{std::make_unique<FileProvider>(*std::move(plan))};
}

}  // namespace billbyagent
