#include "cli/export_focus.hpp"

#include <algorithm>
#include <set>

#include "documents/focus.hpp"

namespace billbyagent::cli {
namespace {

Result<std::string> known_category(const std::string& name) {
  const auto allowed = documents::focus_categories();
  if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) return name;
  std::string all;
  for (const auto one : allowed) all += (all.empty() ? "" : ", ") + std::string{one};
  return Error{Errc::invalid_argument,
               "--service-category: '" + name + "' is none of FOCUS: " + all};
}

Result<documents::FocusForm> focus_form(const Session& session, const FocusArguments& arguments) {
  documents::FocusForm form;
  form.provider =
      arguments.provider.empty() ? session.settings().pages_provider : arguments.provider;
  if (form.provider.empty())
    return Error{Errc::invalid_argument,
                 "FOCUS names who bills in every row: --provider, or the setting pages-provider"};
  form.category = "Management and Governance";
  for (const auto& each : arguments.categories) {
    const auto equals = each.find('=');
    const bool of_service = equals != std::string::npos;
    auto category = known_category(of_service ? each.substr(equals + 1) : each);
    if (!category) return category.error();
    if (!of_service) {
      form.category = *category;
      continue;
    }
    auto service = ServiceId::parse(each.substr(0, equals));
    if (!service) return within("--service-category", service.error());
    form.categories[*service] = *category;
  }
  return form;
}

Result<documents::FocusHistory> history_of(const Desk& desk, const std::vector<PostedLine>& lines) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  std::set<ContractId> contracts;
  for (const auto& each : lines) contracts.insert(each.line.key.contract);
  documents::FocusHistory history;
  for (const auto& id : contracts) {
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    auto batches = (*transaction)->batches(id);
    if (!batches) return batches.error();
    auto posted = (*transaction)->posted_lines(id);
    if (!posted) return posted.error();
    history.add(*contract, *batches, *posted);
  }
  return history;
}

}  // namespace

Result<std::string> focus_text(const Session& session, const Desk& desk,
                               const std::vector<PostedLine>& lines,
                               const documents::LineOwners& owners,
                               const FocusArguments& arguments) {
  auto form = focus_form(session, arguments);
  if (!form) return form.error();
  auto history = history_of(desk, lines);
  if (!history) return history.error();
  return documents::focus_rows(lines, owners, *history, *form);
}

}  // namespace billbyagent::cli
