#pragma once

/// The operator new of the test program, and with it of the library in it: fails when told to.

namespace c_world {

/// From here on, allocation number `number` (from 0) fails; none for a number below 0.
void fail_allocation(long number) noexcept;
/// Ends that; whether it failed one.
bool stop_failing() noexcept;

}  // namespace c_world
