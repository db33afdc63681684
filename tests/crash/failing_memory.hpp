#pragma once

/// Memory that runs out: the N-th allocation fails, of the library's or of SQLite's. A program that
/// links failing_memory.cpp has it for all it allocates.

namespace billbyagent::tests {

/// SQLite's memory too. Before anything of SQLite was used.
void use_failing_memory();

/// The allocation number `n` from here fails, on the calling thread alone, and then no other.
void fail_allocation(int n);
/// Ends that; answers how many there were.
int allocations_seen();

}  // namespace billbyagent::tests
