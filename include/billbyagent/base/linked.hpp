#pragma once

/// The longer functions of `domain` and `ports` stand in their `detail/`, beside the headers that
/// declare them. With the core alone they are inline. Where `BILLBYAGENT_LINKED` is defined they
/// are only declared, and come from `billbyagent::core_functions`, which every other component
/// links: CMake and pkg-config define it for whoever uses one. `billbyagent.hpp` does so for the
/// ports by itself (`BILLBYAGENT_PORTS_LINKED`). A program may have sources of both kinds. Threads:
/// nothing here runs.

#ifdef BILLBYAGENT_LINKED
#define BILLBYAGENT_INLINE
#else
#define BILLBYAGENT_INLINE inline
#endif
