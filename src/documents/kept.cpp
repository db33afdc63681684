#include "documents/kept.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <concepts>
#include <stdexcept>
#include <type_traits>

#include "billbyagent/described/app.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(PostingFigures, batches, lines, held, failed);

namespace documents {

BILLBYAGENT_FIELDS(KeptReading, outcome, record, pages);
BILLBYAGENT_FIELDS(KeptRows, rows, error);
BILLBYAGENT_FIELDS(KeptPosting, contracts, figures, errors, units_unknown, stale);

namespace {

using boost::json::array;
using boost::json::value;

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// A described struct is an array of its fields.
template <class T>
value kept(const T& from) {
  if constexpr (std::same_as<T, bool>) {
    return from;
  } else if constexpr (std::integral<T>) {
    return static_cast<std::int64_t>(from);
  } else if constexpr (NamedEnum<T>) {
    return value(to_string(from));
  } else if constexpr (std::same_as<T, std::string>) {
    return value(from);
  } else if constexpr (std::same_as<T, Date>) {
    return from.epoch_days();
  } else if constexpr (std::same_as<T, Instant>) {
    return from.ms;
  } else if constexpr (std::same_as<T, Money>) {
    return array{from.minor(), value(from.currency().code())};
  } else if constexpr (std::same_as<T, Error>) {
    return array{value(to_string(from.code)), value(from.context)};
  } else if constexpr (is_optional<T>) {
    return from ? kept(*from) : value(nullptr);
  } else if constexpr (is_vector<T>) {
    array list;
    for (const auto& each : from) list.push_back(kept(each));
    return list;
  } else if constexpr (described::Described<T>) {
    array fields;
    described::for_each_field(
        from, [&](std::string_view, const auto& field) { fields.push_back(kept(field)); });
    return fields;
  } else {
    return value(from.text());
  }
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::invalid_argument(to_string(result.error()));
  return *std::move(result);
}

Errc code_of(std::string_view name) {
  for (const auto& entry : errc_table)
    if (entry.name == name) return entry.code;
  throw std::invalid_argument(std::string{name});
}

template <class T>
struct FieldType;
template <class Struct, class Field>
struct FieldType<Field Struct::*> {
  using Type = Field;
};

/// Throws for what has another form.
template <class T>
T read(const value& from) {
  if constexpr (std::same_as<T, bool>) {
    return from.as_bool();
  } else if constexpr (std::integral<T>) {
    return from.to_number<T>();
  } else if constexpr (NamedEnum<T>) {
    const auto named = parse_name<T>(std::string_view{from.as_string()});
    if (!named) throw std::invalid_argument("name");
    return *named;
  } else if constexpr (std::same_as<T, std::string>) {
    return std::string{from.as_string()};
  } else if constexpr (std::same_as<T, Date>) {
    return must(Date::from_epoch_days(from.to_number<std::int64_t>()));
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{from.to_number<std::int64_t>()};
  } else if constexpr (std::same_as<T, Money>) {
    const auto& parts = from.as_array();
    return Money::from_minor(parts.at(0).to_number<std::int64_t>(),
                             must(Currency::parse(std::string_view{parts.at(1).as_string()})));
  } else if constexpr (std::same_as<T, Error>) {
    const auto& parts = from.as_array();
    return Error{code_of(parts.at(0).as_string()), std::string{parts.at(1).as_string()}};
  } else if constexpr (is_optional<T>) {
    if (from.is_null()) return std::nullopt;
    return read<typename T::value_type>(from);
  } else if constexpr (is_vector<T>) {
    T list;
    for (const auto& each : from.as_array()) list.push_back(read<typename T::value_type>(each));
    return list;
  } else if constexpr (described::Described<T>) {
    const auto& fields = from.as_array();
    std::size_t at = 0;
    return described::make<T>([&](std::string_view, auto member) {
      return read<typename FieldType<decltype(member)>::Type>(fields.at(at++));
    });
  } else {
    return T{std::string{from.as_string()}};
  }
}

template <class T>
std::string text_of(const T& from) {
  return boost::json::serialize(kept(from));
}

template <class Read>
auto guarded(std::string_view text, const Read& read_all)
    -> Result<decltype(read_all(std::declval<const value&>()))> {
  try {
    return read_all(boost::json::parse(text));
  } catch (const std::exception& fault) {
    return Error{Errc::malformed_document,
                 std::string{"what another worker kept of the night: "} + fault.what()};
  }
}

template <class T>
Result<T> read_text(std::string_view text) {
  return guarded(text, [](const value& from) { return read<T>(from); });
}

}  // namespace

std::string kept_agents(std::span<const Agent> agents) {
  array list;
  for (const auto& agent : agents) list.push_back(kept(agent));
  return boost::json::serialize(list);
}

Result<std::vector<Agent>> read_kept_agents(std::string_view text) {
  return read_text<std::vector<Agent>>(text);
}

std::string kept_lists(const RecordedLists& lists) {
  array members;
  for (const auto& [view, ids] : lists.members)
    members.push_back(array{kept(view), ids ? kept(*ids) : value(nullptr),
                            ids ? value(nullptr) : kept(ids.error())});
  return boost::json::serialize(array{kept(lists.organizations), kept(lists.groups),
                                      kept(lists.views), members, kept(lists.notes),
                                      kept(lists.agents)});
}

Result<RecordedLists> read_kept_lists(std::string_view text) {
  return guarded(text, [](const value& from) {
    const auto& parts = from.as_array();
    RecordedLists lists{.organizations = read<std::vector<Organization>>(parts.at(0)),
                        .groups = read<std::vector<MachineGroup>>(parts.at(1)),
                        .views = read<std::vector<View>>(parts.at(2)),
                        .notes = read<std::vector<std::string>>(parts.at(4)),
                        .agents = read<std::size_t>(parts.at(5))};
    for (const auto& each : parts.at(3).as_array()) {
      const auto& view = each.as_array();
      using Members = Result<std::vector<AgentId>>;
      lists.members.emplace(read<ViewId>(view.at(0)),
                            view.at(2).is_null() ? Members{read<std::vector<AgentId>>(view.at(1))}
                                                 : Members{read<Error>(view.at(2))});
    }
    return lists;
  });
}

std::string kept_reading(const KeptReading& reading) { return text_of(reading); }
Result<KeptReading> read_kept_reading(std::string_view text) {
  return read_text<KeptReading>(text);
}

std::string kept_rows(KeptRows rows) {
  for (auto& row : rows.rows) {
    row.machines.clear();
    std::erase_if(row.judged, [](const JudgedMachine& machine) {
      return machine.verdict != Verdict::no_class;
    });
  }
  return text_of(rows);
}
Result<KeptRows> read_kept_rows(std::string_view text) { return read_text<KeptRows>(text); }

std::string kept_posting(const KeptPosting& posting) { return text_of(posting); }
Result<KeptPosting> read_kept_posting(std::string_view text) {
  return read_text<KeptPosting>(text);
}

}  // namespace documents
}  // namespace billbyagent
