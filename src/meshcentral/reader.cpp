#include "meshcentral/reader.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "http/redaction.hpp"
#include "meshcentral/replaced.hpp"
#include "meshcentral/session.hpp"

namespace billbyagent::meshcentral {
namespace {

namespace json = boost::json;

bool may_pass(Errc code) {
  return code == Errc::unreachable || code == Errc::timed_out || code == Errc::rate_limited;
}

Error changed(const std::string& what) {
  return {Errc::incomplete_scan, what + " while being read"};
}

using Places = std::set<std::pair<AgentId, MachineGroupId>>;

Places places_of(const std::vector<Device>& devices) {
  Places places;
  for (const auto& device : devices) places.emplace(device.id, device.group);
  return places;
}

bool holds_all(const std::vector<Group>& groups, const std::vector<Group>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const Group& one) {
    return std::find(groups.begin(), groups.end(), one) != groups.end();
  });
}

}  // namespace

Reader::Reader(const Settings& settings, std::unique_ptr<http::Tls> tls)
    : settings_(settings),
      tls_(std::move(tls)),
      backoff_(settings.retry, settings.options.seed),
      loop_(settings.options.cancelled) {}

/// The login is sent in a header, the key in the address.
Error Reader::tidy(Error error) const {
  const auto& options = settings_.options;
  return http::Redaction{&options.password, &options.login_key}.tidy(std::move(error));
}

template <class Read>
auto Reader::with_session(Deadline deadline, Read read)
    -> decltype(read(std::declval<Session&>())) {
  for (unsigned attempt = 1;; ++attempt) {
    auto session = Session::open(loop_, *tls_, settings_, deadline);
    auto result = session ? read(*session) : decltype(read(*session)){session.error()};
    if (result) return result;
    const auto when = Deadline::clock::now() + backoff_.wait_after(attempt, {});
    const bool again =
        may_pass(result.error().code) && attempt < settings_.options.attempts && when < deadline;
    if (!again) return within(to_string(settings_.origin), tidy(result.error()));
    if (auto waited = loop_.pause(when, deadline); !waited) return waited.error();
  }
}

Result<std::vector<Group>> Reader::ask_groups(Session& session, Deadline deadline) const {
  const auto& options = settings_.options;
  if (options.all_groups_required && !session.sees_all_groups())
    return Error{Errc::forbidden,
                 "the account does not manage all device groups, as all_groups_required demands"};
  auto answer = session.ask("meshes", {}, deadline);
  if (!answer) return answer.error();
  auto groups = read_groups(*answer);
  if (!groups) return groups;
  for (const auto& expected : options.expected_groups) {
    const auto seen = std::find_if(groups->begin(), groups->end(), [&](const Group& group) {
      return group.id.text() == expected || group.name == expected ||
             expected.starts_with(group.id.text() + "=");
    });
    const bool renamed = seen != groups->end() && seen->id.text() != expected &&
                         seen->name != expected && expected != seen->id.text() + "=" + seen->name;
    if (renamed)
      return Error{Errc::forbidden, "device group " + seen->id.text() + " is called " + seen->name +
                                        ", which expected_groups says otherwise: " + expected};
    if (seen == groups->end())
      return Error{Errc::forbidden, "the login does not see device group " + expected +
                                        ", which expected_groups names"};
  }
  return groups;
}

Result<Reader::Listing> Reader::ask_devices(Session& session, Deadline deadline) const {
  Listing listing;
  std::optional<std::uint64_t> total;
  for (;;) {
    const std::size_t begin = listing.devices.size();
    auto answer = session.ask("nodes", {{"skip", begin}}, deadline);
    if (!answer) return answer.error();
    const auto page = read_devices(*answer, listing.devices);
    if (!page) return page.error();
    if (listing.devices.size() > limits::agents_per_scan_max)
      return Error{Errc::out_of_range, std::to_string(listing.devices.size()) + " devices"};
    if (listing.devices.size() > begin) {
      // Of the devices of the last answer only, where there are pages.
      answer = session.ask("lastconnects", {}, deadline);
      if (!answer) return answer.error();
      const auto times = read_last_connects(*answer);
      if (!times) return times.error();
      for (std::size_t at = begin; at < listing.devices.size(); ++at)
        if (const auto time = times->find(listing.devices[at].id); time != times->end())
          listing.devices[at].last_seen = time->second;
    }
    if (!*page) return listing;
    listing.is_paged = true;
    // The total is left out of the first page when there is no other.
    if (total && (*page)->total && *total != *(*page)->total)
      return changed("the number of devices changed");
    if ((*page)->total) total = (*page)->total;
    const bool is_last = (*page)->rows < (*page)->limit;
    if (!is_last && !(total && listing.devices.size() >= *total)) continue;
    if (total && listing.devices.size() != *total)
      return changed("the number of devices is not that of the pages, it changed");
    return listing;
  }
}

/// Pages come without an order that is promised: a device removed from an early page moves another
/// one over the edge unseen. So they are believed when two readings agree.
Result<Reader::Listing> Reader::ask_devices_until_they_agree(Session& session,
                                                             Deadline deadline) const {
  auto first = ask_devices(session, deadline);
  if (!first || !first->is_paged) return first;
  auto second = ask_devices(session, deadline);
  if (!second) return second;
  if (places_of(first->devices) != places_of(second->devices))
    return changed("the pages of devices changed");
  return second;
}

/// Some devices at a time, since details are long. Only of those that may be one machine.
Result<void> Reader::ask_hardware(Session& session, std::vector<Device>& devices,
                                  Deadline deadline) const {
  static constexpr std::size_t devices_per_question = 100;
  const auto ids = worth_asking(devices);
  std::unordered_map<AgentId, Hardware> told;
  for (std::size_t begin = 0; begin < ids.size(); begin += devices_per_question) {
    json::array asked;
    for (std::size_t at = begin; at < std::min(ids.size(), begin + devices_per_question); ++at)
      asked.emplace_back(ids[at].text());
    const auto answer = session.ask_unmarked(
        "getDeviceDetails", {{"nodeids", std::move(asked)}, {"type", "json"}}, deadline);
    if (!answer) return answer.error();
    auto some = read_hardware(*answer);
    if (!some) return some.error();
    told.merge(*some);
  }
  for (auto& device : devices)
    if (const auto its = told.find(device.id); its != told.end())
      device.hardware = std::move(its->second);
  return {};
}

Result<Estate> Reader::read_everything(Session& session, const std::vector<Group>* listed,
                                       Deadline deadline) const {
  const auto& options = settings_.options;
  auto before = listed ? Result<std::vector<Group>>{*listed} : ask_groups(session, deadline);
  if (!before) return before.error();
  Error failure;
  for (unsigned attempt = 0; attempt < options.scan_attempts; ++attempt) {
    auto listing = ask_devices_until_they_agree(session, deadline);
    if (!listing && listing.error().code != Errc::incomplete_scan) return listing.error();
    auto after = ask_groups(session, deadline);
    if (!after) return after.error();
    if (listed && !holds_all(*after, *listed))
      return changed("a device group was removed, renamed or hidden from the login");
    const bool same = listed || *after == *before;
    before = std::move(after);
    if (!listing) {
      failure = listing.error();
      continue;
    }
    if (!same) {
      failure = changed("the device groups changed");
      continue;
    }
    if (listing->devices.empty() && !before->empty() && !options.no_devices_allowed)
      return Error{Errc::incomplete_scan,
                   std::to_string(before->size()) +
                       " device groups and no device at all; a server that can't read its "
                       "database says the same (see no_devices_allowed)"};
    if (options.devices.replaced == Counting::left_out)
      if (auto asked = ask_hardware(session, listing->devices, deadline); !asked)
        return asked.error();
    auto estate = arranged(*before, listing->devices, options);
    if (estate || estate.error().code != Errc::incomplete_scan) return estate;
    failure = estate.error();
  }
  return failure;
}

Result<std::vector<Group>> Reader::groups(Deadline deadline) {
  return with_session(deadline, [&](Session& session) { return ask_groups(session, deadline); });
}

Result<Estate> Reader::everything(const std::vector<Group>* listed, Deadline deadline) {
  return with_session(deadline,
                      [&](Session& session) { return read_everything(session, listed, deadline); });
}

}  // namespace billbyagent::meshcentral
