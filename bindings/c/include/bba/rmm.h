#ifndef BBA_RMM_H
#define BBA_RMM_H

/// What an RMM shows, and an RMM in memory. See billbyagent.h for the rules of every function;
/// bba/providers.h for the providers of real RMMs.
///
/// An error is not a zero: a login that was refused, a list that is not whole or a view that is
/// gone are errors; only an empty organization or group counts zero.

#include "bba/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Reads an RMM. One call at a time; calls block until done, failed or past their time.
typedef struct bba_provider bba_provider;
/// An RMM in memory whose machines come, go and move by function calls, for tests and trials.
typedef struct bba_memory_rmm bba_memory_rmm;
/// The organizations, machine groups and views of an RMM, to choose from.
typedef struct bba_rmm_lists bba_rmm_lists;

/// A customer as the RMM knows it.
typedef struct bba_organization {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  const char* id;     ///< required
  const char* name;
  const char* reference;  ///< a short code; NULL: none
} bba_organization;
#define BBA_ORGANIZATION_INIT \
  { sizeof(bba_organization), 0, NULL, NULL, NULL }

typedef struct bba_machine_group {
  uint32_t struct_size;
  uint32_t reserved;         ///< 0
  const char* id;            ///< required
  const char* name;          ///< root first, dotted: `acme.root.servers`
  const char* organization;  ///< required
  const char* parent;        ///< NULL: a root
} bba_machine_group;
#define BBA_MACHINE_GROUP_INIT \
  { sizeof(bba_machine_group), 0, NULL, NULL, NULL, NULL }

/// A saved filter of the RMM ("machine view").
typedef struct bba_view {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  const char* id;     ///< required
  const char* name;
} bba_view;
#define BBA_VIEW_INIT \
  { sizeof(bba_view), 0, NULL, NULL }

typedef int32_t bba_agent_state;
enum {
  BBA_AGENT_ONLINE = 0,
  BBA_AGENT_OFFLINE = 1,
  BBA_AGENT_SUSPENDED = 2,
  BBA_AGENT_NEVER_CHECKED_IN = 3,  ///< installed or prepared, but never reported
  BBA_AGENT_TEMPLATE_ACCOUNT = 4   ///< an account that only carries settings for others
};

/// A moment that is not known.
#define BBA_NO_INSTANT INT64_MIN

/// A managed machine. Identity is `id` alone: names and places change.
typedef struct bba_agent {
  uint32_t struct_size;
  bba_agent_state state;
  const char* id;                ///< required
  const char* name;              ///< as people know it
  const char* organization;      ///< required
  const char* group;             ///< required
  const char* operating_system;  ///< the RMM's own text; NULL: unknown
  const char* serial_number;     ///< NULL: unknown
  const char* mac_address;       ///< NULL: unknown
  bba_instant first_seen;        ///< `BBA_NO_INSTANT`: unknown
  bba_instant last_seen;         ///< `BBA_NO_INSTANT`: unknown
  const char* device_type;       ///< the RMM's own word, such as `server`; NULL: unknown
  int32_t marked_for_deletion;   ///< 1: on its way out of the RMM, but still shown
  int32_t ephemeral;             ///< 1: a support session, not a managed machine
} bba_agent;
#define BBA_AGENT_INIT                                                                             \
  {                                                                                                \
    sizeof(bba_agent), BBA_AGENT_ONLINE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, BBA_NO_INSTANT, \
        BBA_NO_INSTANT, NULL, 0, 0                                                                 \
  }

BBA_API bba_status bba_memory_rmm_new(bba_memory_rmm** out, bba_error** error);
/// Adding an id again adds a second entry, as a faulty RMM would show it. Errors of all four:
/// invalid_argument and out_of_range for ids and states that are none.
BBA_API bba_status bba_memory_rmm_add_organization(bba_memory_rmm* rmm,
                                                   const bba_organization* organization,
                                                   bba_error** error);
BBA_API bba_status bba_memory_rmm_add_machine_group(bba_memory_rmm* rmm,
                                                    const bba_machine_group* group,
                                                    bba_error** error);
BBA_API bba_status bba_memory_rmm_add_agent(bba_memory_rmm* rmm, const bba_agent* agent,
                                            bba_error** error);
/// A view is the `count` agents whose ids are in `agents`.
BBA_API bba_status bba_memory_rmm_add_view(bba_memory_rmm* rmm, const bba_view* view,
                                           const char* const* agents, size_t count,
                                           bba_error** error);
/// Errors: not_found.
BBA_API bba_status bba_memory_rmm_remove_agent(bba_memory_rmm* rmm, const char* id,
                                               bba_error** error);
/// Every call to the RMM fails with `status` from here on; `BBA_OK` mends it. Errors:
/// invalid_argument for a status that is none.
BBA_API bba_status bba_memory_rmm_fail(bba_memory_rmm* rmm, bba_status status, const char* context,
                                       bba_error** error);
BBA_API void bba_memory_rmm_free(bba_memory_rmm** rmm);

/// A provider that shows the RMM in memory, as it is when it is asked. Keeps it alive.
BBA_API bba_status bba_provider_new_memory(bba_provider** out, bba_memory_rmm* rmm,
                                           bba_error** error);

/// The provider's own name, such as `kaseya_vsa`. Borrowed; NULL for NULL.
BBA_API const char* bba_provider_name(const bba_provider* provider);
BBA_API void bba_provider_free(bba_provider** provider);

/// Reads what can be chosen in a service: organizations, machine groups, views. `timeout_ms` is for
/// the whole call. Errors: what the RMM says (300 to 399).
BBA_API bba_status bba_rmm_lists_read(bba_rmm_lists** out, bba_provider* provider,
                                      int64_t timeout_ms, bba_error** error);
/// 0 for NULL, as the other two.
BBA_API size_t bba_rmm_organization_count(const bba_rmm_lists* lists);
BBA_API size_t bba_rmm_machine_group_count(const bba_rmm_lists* lists);
BBA_API size_t bba_rmm_view_count(const bba_rmm_lists* lists);
/// The text is borrowed. Errors of the three: not_found beyond the last one.
BBA_API bba_status bba_rmm_organization(bba_organization* out, const bba_rmm_lists* lists,
                                        size_t index, bba_error** error);
BBA_API bba_status bba_rmm_machine_group(bba_machine_group* out, const bba_rmm_lists* lists,
                                         size_t index, bba_error** error);
BBA_API bba_status bba_rmm_view(bba_view* out, const bba_rmm_lists* lists, size_t index,
                                bba_error** error);
BBA_API void bba_rmm_lists_free(bba_rmm_lists** lists);

#ifdef __cplusplus
}
#endif

#endif
