#pragma once

/// Ids are opaque text (VSA's have up to 26 digits, MeshCentral's are paths) and do not convert
/// into each other: a contract's id is not a service's. Threads: plain values.

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/result.hpp"

namespace billbyagent {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  /// Refuses empty and over-long text and control characters, which would break keys and reports.
  static Result<Id> parse(std::string_view text) {
    if (text.empty()) return Error{Errc::invalid_argument, std::string{Tag::name} + " id is empty"};
    if (text.size() > limits::id_length_max)
      return Error{Errc::out_of_range, std::string{Tag::name} + " id has " +
                                           std::to_string(text.size()) + " characters"};
    for (const char c : text)
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
        return Error{Errc::invalid_argument,
                     std::string{Tag::name} + " id holds a control character"};
    return Id{std::string{text}};
  }

  const std::string& text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  friend auto operator<=>(const Id&, const Id&) = default;
  friend bool operator==(const Id&, const Id&) = default;

 private:
  std::string text_;
};

template <class Tag>
std::string to_string(const Id<Tag>& id) {
  return id.text();
}

// clang-format off
struct TenantTag       { static constexpr std::string_view name = "tenant"; };
struct AccountTag      { static constexpr std::string_view name = "account"; };
struct ContractTag     { static constexpr std::string_view name = "contract"; };
struct ServiceTag      { static constexpr std::string_view name = "service"; };
struct OrganizationTag { static constexpr std::string_view name = "organization"; };
struct MachineGroupTag { static constexpr std::string_view name = "machine group"; };
struct ViewTag         { static constexpr std::string_view name = "view"; };
struct AgentTag        { static constexpr std::string_view name = "agent"; };
struct BatchTag        { static constexpr std::string_view name = "batch"; };
struct NoticeTag       { static constexpr std::string_view name = "notice"; };
struct RunTag          { static constexpr std::string_view name = "run"; };
struct RmmTag          { static constexpr std::string_view name = "RMM"; };
// clang-format on

using TenantId = Id<TenantTag>;
using AccountId = Id<AccountTag>;
using ContractId = Id<ContractTag>;
using ServiceId = Id<ServiceTag>;
using OrganizationId = Id<OrganizationTag>;
using MachineGroupId = Id<MachineGroupTag>;
using ViewId = Id<ViewTag>;
using AgentId = Id<AgentTag>;
using BatchId = Id<BatchTag>;
using NoticeId = Id<NoticeTag>;
using RunId = Id<RunTag>;
/// Which of the tenant's RMMs; empty: the default one.
using RmmId = Id<RmmTag>;

namespace detail {

// Ids inside the text of a key, which `/` takes apart.
inline std::string escaped_key_part(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '/')
      out += "%2F";
    else if (c == '%')
      out += "%25";
    else
      out += c;
  }
  return out;
}

inline std::string unescaped_key_part(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto three = text.substr(i, 3);
    if (three == "%2F" || three == "%25") {
      out += three == "%2F" ? '/' : '%';
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Of a key, from its parts.
template <class... Parts>
std::size_t hash_of(const Parts&... parts) noexcept {
  std::size_t sum = 0;
  ((sum = sum * 31 + std::hash<Parts>{}(parts)), ...);
  return sum;
}

}  // namespace detail

}  // namespace billbyagent

template <class Tag>
struct std::hash<billbyagent::Id<Tag>> {
  std::size_t operator()(const billbyagent::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
