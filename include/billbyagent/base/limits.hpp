#pragma once

/// Every maximum of the core, so that sums stay inside 128 bits and loops stay bounded. Adapters
/// keep theirs in their option structs. What is beyond one is `out_of_range` where it comes in.
/// Threads: constants.

#include <cstddef>
#include <cstdint>

namespace billbyagent::limits {

/// Units of one service. With `price_millionths_max` and three decimals a line stays below 2^63.
inline constexpr std::int64_t units_max = 10'000'000;
/// 100 million of the currency for one unit and one period.
inline constexpr std::int64_t price_millionths_max = 100'000'000'000'000;
inline constexpr std::size_t id_length_max = 200;
inline constexpr std::size_t text_length_max = 1'000;
inline constexpr std::size_t services_per_contract_max = 1'000;
inline constexpr std::size_t recipients_max = 100;
inline constexpr std::size_t machine_classes_max = 100;
/// Of one machine class: texts of operating systems and device types together.
inline constexpr std::size_t class_criteria_max = 100;
inline constexpr int seen_within_days_max = 3'650;
inline constexpr int grace_days_max = 366;
inline constexpr std::size_t machines_per_scope_max = 100'000;
inline constexpr std::size_t prices_per_service_max = 1'000;
/// Of one billing period: ten years.
inline constexpr int cycle_months_max = 120;
/// Of one contract, or of one service.
inline constexpr std::size_t amendments_max = 1'000;
inline constexpr std::size_t tiers_max = 100;
/// Of the term that a contract is agreed for: a century, and ten years of notice.
inline constexpr std::int32_t term_months_max = 1'200;
inline constexpr std::int32_t notice_days_max = 3'660;
/// A yearly raise of at most 100 %.
inline constexpr std::int32_t raise_basis_points_max = 10'000;
/// A discount takes no more than there is.
inline constexpr std::int32_t discount_basis_points_max = 10'000;
inline constexpr std::size_t agents_per_scan_max = 5'000'000;
/// A machine group tree deeper than this is taken for a cycle.
inline constexpr int group_depth_max = 64;
inline constexpr int first_year = 1900;
inline constexpr int last_year = 9000;
/// Billing periods of one preview.
inline constexpr int preview_periods_max = 60;
/// How far ahead of the run's day a review or posting may look.
inline constexpr int horizon_days_max = 366 * 10;

}  // namespace billbyagent::limits
