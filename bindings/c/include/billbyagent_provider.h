#ifndef BILLBYAGENT_PROVIDER_H
#define BILLBYAGENT_PROVIDER_H

/// An RMM provider written in C: a table of functions. Hand it to `bba_provider_new_table`, or
/// build it as a shared object that defines `bba_provider_init` and load it with
/// `bba_provider_load`. A provider calls no function of the library and need not be linked with it.
///
/// What the functions have to hold to:
///
/// - An error is not a zero. Answer an error status (300 to 399 of bba/status.h) for a login that
///   was refused, a page that is missing, a view that is gone; `BBA_OK` means that everything was
///   handed over. Statuses outside the table count as provider_failed.
/// - One call at a time, on the thread that called the library. Return within `call->timeout_ms`,
/// if
///   need be with `BBA_TIMED_OUT`.
/// - What is handed to a sink is copied before the sink returns: no memory of the provider is kept,
///   and the library frees none. The provider frees its own payload in `release`.
/// - A sink answers a status; anything but `BBA_OK` must be returned at once.
/// - No exception and no longjmp may leave a function.
///
/// Stability: this header is kept within a minor version of the interface only. `abi_version` is
/// the version that the provider was compiled for; the library refuses another major version and a
/// minor version that is newer than its own.

#include "bba/rmm.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BBA_PROVIDER_ABI_VERSION_MAJOR 1
#define BBA_PROVIDER_ABI_VERSION_MINOR 0
#define BBA_PROVIDER_ABI_VERSION \
  ((uint32_t)BBA_PROVIDER_ABI_VERSION_MAJOR * 65536u + BBA_PROVIDER_ABI_VERSION_MINOR)

/// One call of the library.
typedef struct bba_provider_call {
  uint32_t struct_size;
  uint32_t reason_size;  ///< bytes of `reason`
  /// The provider may write here why it failed, ending with NUL; empty at first. No secrets.
  char* reason;
  int64_t timeout_ms;  ///< left when the call began; above 0
} bba_provider_call;

/// Where a provider hands over what it found. `context` is the library's; pass it back.
typedef struct bba_organization_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  bba_status (*add)(void* context, const bba_organization* organization);
} bba_organization_sink;

typedef struct bba_machine_group_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  bba_status (*add)(void* context, const bba_machine_group* group);
} bba_machine_group_sink;

typedef struct bba_view_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  bba_status (*add)(void* context, const bba_view* view);
} bba_view_sink;

typedef struct bba_agent_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  /// Every agent of the scan, exactly once.
  bba_status (*add)(void* context, const bba_agent* agent);
  /// The provider starts over: everything handed over so far is forgotten.
  bba_status (*restart)(void* context);
} bba_agent_sink;

/// Which agents to count, where the server can: those of an organization or of one of its groups,
/// in a view where one is named. All of these exist.
typedef struct bba_count_query {
  uint32_t struct_size;
  int32_t sub_groups;        ///< 1: the groups below `group` count as well
  const char* organization;  ///< never NULL
  const char* group;         ///< NULL: the whole organization
  const char* view;          ///< NULL: whatever view
  int32_t suspended;         ///< 1: suspended agents count; 0: they do not
  int32_t never_checked_in;  ///< the same for those that never reported
  int32_t template_account;  ///< the same for template accounts
  uint32_t reserved;
} bba_count_query;

/// The table. Members marked optional may be NULL. It is copied; `payload` must live until
/// `release`.
typedef struct bba_provider_table {
  uint32_t struct_size;
  uint32_t abi_version;  ///< `BBA_PROVIDER_ABI_VERSION`
  void* payload;         ///< handed to every function
  const char* name;      ///< short, for reports; is copied
  bba_status (*organizations)(bba_provider_call* call, const bba_organization_sink* sink,
                              void* payload);
  bba_status (*machine_groups)(bba_provider_call* call, const bba_machine_group_sink* sink,
                               void* payload);
  /// Optional: an RMM without views.
  bba_status (*views)(bba_provider_call* call, const bba_view_sink* sink, void* payload);
  /// All agents that the login may see; with a `view`, those that are in it (never asked when
  /// `views` is NULL). `BBA_VIEW_GONE` for an unknown view.
  bba_status (*scan_agents)(const char* view, bba_provider_call* call, const bba_agent_sink* sink,
                            void* payload);
  /// Optional: counts at the server. `BBA_NOTHING_TO_DO`: can't count that; the library then scans.
  bba_status (*count_agents)(int64_t* out, const bba_count_query* query, bba_provider_call* call,
                             void* payload);
  /// Optional: the provider is no longer used.
  void (*release)(void* payload);
} bba_provider_table;
#define BBA_PROVIDER_TABLE_INIT                                                               \
  {                                                                                           \
    sizeof(bba_provider_table), BBA_PROVIDER_ABI_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, \
        NULL, NULL                                                                            \
  }

/// Makes a provider of a table. On success it takes `payload` over: `release` is called when the
/// provider is freed. Errors: invalid_settings for another version of the interface;
/// invalid_argument for a missing function or name.
BBA_API bba_status bba_provider_new_table(bba_provider** out, const bba_provider_table* table,
                                          bba_error** error);

/// What a shared object defines for `bba_provider_load`: fills the table, its `struct_size`
/// included (there is room for any version of it), and answers `BBA_OK`, or a status with the
/// reason in `reason`. `library_version` is the library's `BBA_PROVIDER_ABI_VERSION`. Settings that
/// the provider does not know should be refused (`BBA_INVALID_SETTINGS`): a misspelt one would be a
/// lost setting.
typedef bba_status (*bba_provider_init_function)(bba_provider_table* out, uint32_t library_version,
                                                 const bba_setting* settings, size_t count,
                                                 char* reason, size_t reason_size);
#define BBA_PROVIDER_INIT_SYMBOL "bba_provider_init"

#ifdef __cplusplus
}
#endif

#endif
