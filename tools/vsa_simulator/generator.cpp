#include "vsa_simulator/generator.hpp"

#include <array>
#include <cstdio>

namespace billbyagent::vsa_simulator {
namespace {

using namespace std::string_literals;
using Words = std::vector<std::string>;

struct System {
  std::string type;
  std::string info;
};

const Words first_names = {"acme",   "birch",   "cedar",   "delta",   "ember",  "falcon", "granite",
                           "harbor", "indigo",  "juniper", "kestrel", "lumen",  "maple",  "nimbus",
                           "orchid", "pioneer", "quarry",  "river",   "summit", "thistle"};
const Words second_names = {"Dental", "Legal",  "Logistics", "Foods",   "Homes",  "Clinic",
                            "Metals", "Travel", "Studios",   "Schools", "Motors", "Insurance"};
const Words sites = {"leeds", "bath", "york", "derby", "ely", "wells", "truro", "ripon"};
const Words users = {"jdoe", "asmith", "mkhan", "lgreen", "pnovak", "tbrown", "cwong", "rmartin"};
const Words server_roles = {"dc", "file", "sql", "app", "mail", "bak"};
const Words makers = {"ExamplePrint", "ExampleSwitch", "ExampleCam"};
const std::vector<System> server_systems = {{"2016", "Server Standard x64 Edition Build 14393"},
                                            {"2019", "Server Standard x64 Edition Build 17763"},
                                            {"2022", "Server Standard x64 Edition Build 20348"}};
const std::vector<System> desk_systems = {{"11", "Professional x64 Edition Build 22631"},
                                          {"11", "Professional x64 Edition Build 26100"},
                                          {"10", "Professional x64 Edition Build 19045"},
                                          {"Mac OS X", "14.5.0 Build 23F79"}};

template <class... Values>
std::string format(const char* pattern, Values... values) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), pattern, values...);
  return text.data();
}

/// A group that machines are put into.
struct Home {
  std::string id;
  std::string domain;
  unsigned network = 0;
  bool for_servers = false;
  bool for_laptops = false;
};

class Generator {
 public:
  explicit Generator(const EstateOptions& options)
      : options_(options), random_(options.seed * 0x2545f4914f6cdd1dU + 1), estate_(options.seed) {
    estate_.set_date(options.date);
  }

  Estate make() {
    for (std::size_t i = 0; i < options_.organizations; ++i) make_organization(i);
    if (homes_.empty()) homes_.push_back({estate_.group("unnamed.root").id, "WORKGROUP (w)", 0});
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < options_.agents; ++i) ids.push_back(make_agent(i));
    for (std::size_t i = 0; i < options_.devices; ++i) make_device(i);
    make_views(ids);
    return std::move(estate_);
  }

 private:
  void make_organization(std::size_t index) {
    const std::string& first = first_names[index % first_names.size()];
    const std::size_t round = index / first_names.size();
    const std::string ref = round == 0 ? first : first + std::to_string(round + 1);
    const std::string& second =
        second_names[(index + round * 5 + random_.below(2)) % second_names.size()];
    std::string name = ref + " " + second + (random_.one_in(3) ? " Ltd" : "");
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    const auto employees = static_cast<std::int64_t>(5 + random_.below(400));
    estate_.add_organization(name, ref, {}, employees);
    const std::size_t weight = 1 + random_.below(20);
    const std::string root = ref + ".root";
    std::string domain = random_.one_in(5) ? "WORKGROUP (w)" : ref + " (d)";
    const auto network = static_cast<unsigned>(index % 250);
    add_home({estate_.group(root).id, domain, network}, 1 + weight / 5);
    if (options_.max_group_depth < 2) return;
    fill(root, domain, network, weight);
    if (options_.max_group_depth < 3) return;
    for (std::size_t i = random_.below(4); i > 0; --i) {
      const std::string& site = sites[(index + i) % sites.size()];
      estate_.add_group(root, site);
      std::string top = root + "." + site;
      for (std::size_t depth = 4; depth <= options_.max_group_depth; ++depth) {
        estate_.add_group(top, "floor"s + std::to_string(depth - 3));
        top += ".floor"s + std::to_string(depth - 3);
      }
      fill(top, domain, network, weight);
    }
  }

  void fill(const std::string& parent, const std::string& domain, unsigned network,
            std::size_t weight) {
    add_home({estate_.add_group(parent, "servers"), domain, network, true}, weight);
    add_home({estate_.add_group(parent, "workstations"), domain, network}, weight * 3);
    if (random_.one_in(2)) {
      add_home({estate_.add_group(parent, "laptops"), domain, network, false, true}, weight * 2);
    }
  }

  void add_home(Home home, std::size_t weight) {
    homes_.push_back(std::move(home));
    chances_.insert(chances_.end(), weight, homes_.size() - 1);
  }

  std::string moment(Date day) {
    return to_text(day) +
           format("T%02u:%02u:%02u.%03uZ", below(24), below(60), below(60), below(1000));
  }

  unsigned below(unsigned bound) { return static_cast<unsigned>(random_.below(bound)); }

  std::string make_agent(std::size_t index) {
    const Home& home = chances_.empty() ? homes_[0] : homes_[random_.pick(chances_)];
    const bool server = home.for_servers || random_.one_in(25);
    const System& system = random_.pick(server ? server_systems : desk_systems);
    Agent agent;
    agent.machine = (server ? random_.pick(server_roles) : (home.for_laptops ? "nb"s : "pc"s)) +
                    format("%02zu", index + 1);
    agent.computer_name = agent.machine;
    for (char& c : agent.computer_name) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    agent.group_id = home.id;
    agent.os_type = system.type;
    agent.os_info = system.info;
    agent.domain_workgroup = home.domain;
    set_network(agent, home.network);
    set_history(agent, server);
    agent.ram_mbytes = std::int64_t{4096} << random_.below(server ? 5 : 3);
    agent.cpu_count = server ? 2 : 1;
    agent.cpu_speed = 1800 + static_cast<std::int64_t>(random_.below(20)) * 100;
    return estate_.add_agent(std::move(agent));
  }

  void set_network(Agent& agent, unsigned network) {
    const unsigned subnet = below(4);
    agent.ip_address = format("10.%u.%u.%u", network, subnet, 10 + below(240));
    agent.gateway = format("10.%u.%u.1", network, subnet);
    agent.dns_server = format("10.%u.0.2", network);
    agent.connection_gateway = format("203.0.113.%u", 1 + network % 250);
    if (random_.one_in(4)) agent.ipv6_address = format("fe80::%x:%x", below(65535), below(65535));
    agent.mac_address =
        format("02-00-%02X-%02X-%02X-%02X", below(256), below(256), below(256), below(256));
    if (!random_.one_in(10)) agent.serial_number = "SN"s + random_.digits(10);
  }

  void set_history(Agent& agent, bool server) {
    const Date created = options_.date - std::chrono::days{1 + below(900)};
    agent.created = moment(created);
    const unsigned fate = below(1000);
    if (fate < options_.never_checked_in_per_mille) {
      agent.online = online::never_checked_in;
      return;
    }
    agent.first_check_in = agent.created;
    agent.last_check_in = moment(options_.date);
    agent.last_reboot = moment(options_.date - std::chrono::days{below(30)});
    if (fate < options_.never_checked_in_per_mille + options_.suspended_per_mille) {
      agent.online = online::suspended;
      return;
    }
    const std::array<std::int64_t, 5> states = {online::offline, online::no_user, online::idle,
                                                online::user_active, online::user_inactive};
    agent.online = server ? online::no_user : random_.pick(states);
    if (!server) agent.last_user = random_.pick(users);
    if (agent.online >= online::user_active) agent.current_user = *agent.last_user;
  }

  void make_device(std::size_t index) {
    Asset device;
    device.group_id = homes_[random_.below(homes_.size())].id;
    device.name = format("device%03zu", index + 1);
    device.host_name = device.name;
    device.type_id = std::string(1, '3');
    device.manufacturer = random_.pick(makers);
    device.ip_address = format("10.%u.9.%u", below(250), below(250));
    device.mac_address = format("02-01-00-%02X-%02X-%02X", below(256), below(256), below(256));
    estate_.add_device(std::move(device));
  }

  void make_views(const std::vector<std::string>& ids) {
    estate_.add_view({{}, "Servers", "substringof('Server',OSInfo)", {}});
    estate_.add_view({{}, "Workstations", "OSType eq '10' or OSType eq '11'", {}});
    estate_.add_view({{}, "Macs", "OSType eq 'Mac OS X'", {}});
    estate_.add_view({{}, "Suspended", "Online eq 198", {}});
    View named{{}, "Named machines", {}, {}};
    for (std::size_t i = 0; i < ids.size() && i < 400; i += 7) named.agent_ids.insert(ids[i]);
    estate_.add_view(std::move(named));
  }

  EstateOptions options_;
  Random random_;
  Estate estate_;
  std::vector<Home> homes_;
  std::vector<std::size_t> chances_;
};

}  // namespace

Estate seeded_estate(const EstateOptions& options) { return Generator(options).make(); }

}  // namespace billbyagent::vsa_simulator
