#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <utility>

#include "file_provider/estate.hpp"
#include "file_provider/file.hpp"
#include "system_clock/system_now.hpp"

namespace billbyagent {
namespace {

using namespace file_provider;

FileFormat format_of(const FileProviderOptions& options, const std::string& path) {
  if (options.format != FileFormat::by_name) return options.format;
  return path.ends_with(".jsonl") || path.ends_with(".ndjson") ? FileFormat::json_lines
                                                               : FileFormat::csv;
}

class FileProvider final : public RmmProvider {
 public:
  explicit FileProvider(FileProviderOptions options) : options_(std::move(options)) {
    if (!options_.now) options_.now = system_now;
  }
  std::string name() const override { return "file"; }

 private:
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
  Result<FileText> read_machines(Deadline deadline) const;
  Result<std::optional<FileText>> read_list(const std::string& path, Deadline deadline) const;

  FileProviderOptions options_;
  std::optional<Estate> estate_;
  std::set<std::string> answered_;
};

Result<FileText> FileProvider::read_machines(Deadline deadline) const {
  const std::string& path = options_.machines;
  auto file = read_whole(path, options_.file_bytes_max, deadline);
  if (!file) return file.error();
  if (options_.age_max) {
    const auto age = std::chrono::milliseconds{options_.now().ms - file->written.ms};
    if (age > *options_.age_max)
      return Error{Errc::stale_export,
                   path + ": last written " + to_string(file->written) + ", which is more than " +
                       std::to_string(options_.age_max->count()) + " seconds ago"};
  }
  return FileText{
      {path, format_of(options_, path), options_.separator, options_.trailer, options_.columns},
      std::move(file->text)};
}

Result<std::optional<FileText>> FileProvider::read_list(const std::string& path,
                                                        Deadline deadline) const {
  if (path.empty()) return std::optional<FileText>{};
  auto file = read_whole(path, options_.file_bytes_max, deadline);
  if (!file) return file.error();
  return std::optional{
      FileText{{path, format_of(options_, path), options_.separator, Trailer::optional, {}},
               std::move(file->text)}};
}

Result<void> FileProvider::know(const std::string& question, Deadline deadline) {
  if (deadline < Deadline::clock::now()) return Error{Errc::timed_out, options_.machines};
  if (estate_ && answered_.insert(question).second) return {};
  estate_.reset();
  answered_ = {question};
  auto machines = read_machines(deadline);
  if (!machines) return machines.error();
  auto organizations = read_list(options_.organizations, deadline);
  if (!organizations) return organizations.error();
  auto groups = read_list(options_.groups, deadline);
  if (!groups) return groups.error();
  auto views = read_list(options_.views, deadline);
  if (!views) return views.error();
  auto estate = read_estate(
      {*std::move(machines), *std::move(organizations), *std::move(groups), *std::move(views)});
  if (!estate) return estate.error();
  estate_ = *std::move(estate);
  return {};
}

Result<void> FileProvider::do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                          Deadline deadline) {
  const std::string question = query.view ? "view " + query.view->text() : "agents";
  if (auto known = know(question, deadline); !known) return known;
  if (!query.view) {
    sink.page(estate_->agents);
    return {};
  }
  const auto& views = estate_->views;
  if (std::none_of(views.begin(), views.end(),
                   [&](const View& view) { return view.id == *query.view; }))
    return Error{Errc::view_gone, "view " + query.view->text()};
  const auto& members = estate_->members[*query.view];
  std::vector<Agent> found;
  std::copy_if(estate_->agents.begin(), estate_->agents.end(), std::back_inserter(found),
               [&](const Agent& agent) { return members.contains(agent.id); });
  sink.page(found);
  return {};
}

Error unfit(const std::string& what) { return {Errc::invalid_settings, what}; }

}  // namespace

Result<std::unique_ptr<RmmProvider>> make_file_provider(FileProviderOptions options) {
  if (options.machines.empty()) return unfit("machines: names no file");
  if (std::string_view{"\"\r\n"}.find(options.separator) != std::string_view::npos ||
      options.separator == '\0')
    return unfit("separator: it must differ from quotes and line breaks");
  if (options.age_max && options.age_max->count() <= 0) return unfit("age_max: 0 seconds or less");
  for (const auto& [ours, theirs] : options.columns) {
    if (!is_machine_column(ours)) return unfit("columns: there is no column " + ours);
    if (theirs.empty()) return unfit("columns: " + ours + " has no name in the file");
  }
  return std::unique_ptr<RmmProvider>{std::make_unique<FileProvider>(std::move(options))};
}

}  // namespace billbyagent
