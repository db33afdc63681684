#pragma once

/// The ports in memory, for tests (yours too) and for trying things out: a store, an RMM, a
/// notifier and a clock. Header-only; nothing is kept when the process ends. Threads: each says its
/// own.

#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/adapters/memory/notifier.hpp"
#include "billbyagent/adapters/memory/provider.hpp"
#include "billbyagent/adapters/memory/store.hpp"
