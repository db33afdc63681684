#pragma once

/// How the billed units and prices of a day came about, in words: the part of an explanation that
/// the contract terms are behind. A service on plain terms (each day at its count, one price) has
/// nothing to tell. Pure.

#include <string>
#include <vector>

#include "billbyagent/domain/line_item.hpp"
#include "billbyagent/domain/proration.hpp"

namespace billbyagent::app {

/// The units and charges of `day`, one of the billed days, as they stand by the history now.
std::vector<std::string> derivation_of(const Service& service, const UnitHistory& history,
                                       const BilledDays& days, Date day);

/// The yearly raises that lead from the price list to `rate` on `day`; nothing without any.
std::vector<std::string> raises_of(const Service& service, const Rate& rate, Date day);

/// The amendments of the contract and the service that the line rests on, and prices, and who made
/// them: those that take effect on its day, and those that hold on it and say what its part or its
/// period is computed with.
std::vector<std::string> amendments_of(const Contract& contract, const Service& service,
                                       const LineItem& line);

/// Which machines of its scope a derived service counts, where that is not the default.
std::vector<std::string> counting_of(const Service& service);

}  // namespace billbyagent::app
