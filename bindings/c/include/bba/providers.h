#ifndef BBA_PROVIDERS_H
#define BBA_PROVIDERS_H

/// The providers of real RMMs; all of them only read. See billbyagent.h for the rules of every
/// function; billbyagent_provider.h for a provider of your own.
///
/// Making one checks its options and reads `ca_file`; nothing is sent and no other file is read
/// before the first call. Errors of all: invalid_settings naming the field.

#include "bba/rmm.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Kaseya VSA 9 over its REST API v1.0; reads only. docs/c-api.md says what the login needs.
typedef struct bba_kaseya_vsa_options {
  uint32_t struct_size;
  int32_t connections;  ///< requests at the same time, 1 to 32
  const char* url;      ///< required: `https://vsa.example.com`
  const char* user;     ///< required
  const char* token;    ///< a personal access token; or `password`
  const char* password;
  const char* ca_file;          ///< PEM file to trust instead of the system's; NULL: the system's
  int64_t records_per_session;  ///< then a new session is begun; from 100
  int32_t scan_attempts;        ///< how often a list that moved is read again; 1 to 20
  int32_t attempts;             ///< times that one request is sent at most
  int64_t connect_timeout_ms;
  int64_t answer_timeout_ms;
  int64_t body_bytes_max;      ///< an answer with a larger body is refused
  int64_t retry_delay_ms;      ///< longest wait before the second attempt; doubles up to ...
  int64_t retry_delay_max_ms;  ///< ... this
  int64_t retry_after_max_ms;  ///< a longer wish of the server counts as this
  /// Asked several times a second; anything but 0 ends the call with `BBA_CANCELLED`. NULL: never.
  int32_t (*cancelled)(void* payload);
  void* payload;  ///< for `cancelled`; must outlive the provider
} bba_kaseya_vsa_options;
#define BBA_KASEYA_VSA_OPTIONS_INIT                                                             \
  {                                                                                             \
    sizeof(bba_kaseya_vsa_options), 8, NULL, NULL, NULL, NULL, NULL, 25000, 3, 4, 15000, 60000, \
        33554432, 1000, 8000, 30000, NULL, NULL                                                 \
  }

BBA_API bba_status bba_provider_new_kaseya_vsa(bba_provider** out,
                                               const bba_kaseya_vsa_options* options,
                                               bba_error** error);

/// Which devices of VSA X are agents.
typedef int32_t bba_vsax_devices;
enum {
  BBA_VSAX_AGENT_INSTALLED = 0,
  BBA_VSAX_MDM_ENROLLED = 1,
  BBA_VSAX_EITHER = 2  ///< a device that has both is one agent
};

/// Kaseya VSA X (VSA 10) over its REST API v3; reads only. docs/vsax.md says what the token needs.
typedef struct bba_kaseya_vsax_options {
  uint32_t struct_size;
  int32_t connections;       ///< requests at the same time, 1 to 32
  const char* url;           ///< required: `https://tenant.vsax.net`
  const char* token_id;      ///< required: the two parts of an API token
  const char* token_secret;  ///< required
  const char* ca_file;       ///< PEM file to trust instead of the system's; NULL: the system's
  bba_vsax_devices devices;
  int32_t read_assets;    ///< 1: also operating system, serial number ...: a larger list
  int32_t page_size;      ///< records asked for at once, 2 to 5000
  int32_t leave_order;    ///< 1: pages in no asked-for order, for a server that refuses one
  int32_t scan_attempts;  ///< how often a list that moved is read again; 1 to 20
  int32_t attempts;       ///< times that one request is sent at most
  int64_t connect_timeout_ms;
  int64_t answer_timeout_ms;
  int64_t body_bytes_max;      ///< an answer with a larger body is refused
  int64_t retry_delay_ms;      ///< longest wait before the second attempt; doubles up to ...
  int64_t retry_delay_max_ms;  ///< ... this
  int64_t retry_after_max_ms;  ///< a longer wish of the server counts as this
  /// As in `bba_kaseya_vsa_options`.
  int32_t (*cancelled)(void* payload);
  void* payload;
} bba_kaseya_vsax_options;
#define BBA_KASEYA_VSAX_OPTIONS_INIT                                                              \
  {                                                                                               \
    sizeof(bba_kaseya_vsax_options), 4, NULL, NULL, NULL, NULL, BBA_VSAX_AGENT_INSTALLED, 0, 100, \
        0, 3, 4, 15000, 60000, 33554432, 1000, 8000, 30000, NULL, NULL                            \
  }

BBA_API bba_status bba_provider_new_kaseya_vsax(bba_provider** out,
                                                const bba_kaseya_vsax_options* options,
                                                bba_error** error);

/// Which organization a device of MeshCentral belongs to. ASCII letters in either case are the
/// same.
typedef int32_t bba_meshcentral_organizations;
enum {
  /// The name of its device group up to `organization_separator`.
  BBA_MESHCENTRAL_BY_GROUP_NAME = 0,
  /// Its tag that begins with `organization_tag`.
  BBA_MESHCENTRAL_BY_DEVICE_TAG = 1,
  /// `organization`, for all of them.
  BBA_MESHCENTRAL_FIXED = 2
};

/// MeshCentral over the WebSocket of its own web page. docs/meshcentral.md says how to make a
/// login, what it sees, and what each rule means. Since 1.1.
typedef struct bba_meshcentral_options {
  uint32_t struct_size;
  bba_meshcentral_organizations organizations;
  const char* url;        ///< required: `wss://mesh.example.com`
  const char* user;       ///< required: of a login token, or of an account without second factor
  const char* password;   ///< required
  const char* login_key;  ///< where the server's configuration sets one
  const char* ca_file;    ///< PEM file to trust instead of the system's; NULL: the system's
  const char* organization_separator;  ///< NULL: `/`
  const char* organization_tag;        ///< NULL: `org:`
  const char* organization;            ///< id and name of all, with `BBA_MESHCENTRAL_FIXED`
  int32_t leave_with_agent;            ///< 1: devices with an agent do not count
  int32_t count_agentless;             ///< 1: devices that a person entered count
  int32_t count_amt_only;              ///< 1: devices that Intel AMT alone manages count
  int32_t count_ip_kvm_ports;          ///< 1: the ports of an IP-KVM switch count
  int32_t all_groups_required;  ///< 1: the account must manage all device groups, else forbidden
  int32_t no_devices_allowed;   ///< 1: a server without devices counts zero; 0: incomplete_scan
  int32_t attempts;             ///< times that the server is tried, 1 to 20
  int32_t scan_attempts;        ///< how often lists that changed are read again, 1 to 20
  const char* const* views;     ///< tags that are views even while no device carries them
  size_t view_count;
  const char* const* expected_groups;  ///< ids or names that the login must see, else forbidden
  size_t expected_group_count;
  int64_t connect_timeout_ms;
  int64_t answer_timeout_ms;
  int64_t message_bytes_max;   ///< a larger message is refused; 1 KiB to 1 GiB
  int64_t retry_delay_ms;      ///< longest wait before the second attempt; doubles up to ...
  int64_t retry_delay_max_ms;  ///< ... this
  int64_t reading_age_max_ms;  ///< what is asked for within this time comes from one reading
  /// As in `bba_kaseya_vsa_options`.
  int32_t (*cancelled)(void* payload);
  void* payload;
  /// 1: devices of before their agent was installed anew do not count. Since 1.2.
  int32_t leave_out_replaced;
} bba_meshcentral_options;
#define BBA_MESHCENTRAL_OPTIONS_INIT                                                              \
  {                                                                                               \
    sizeof(bba_meshcentral_options), BBA_MESHCENTRAL_BY_GROUP_NAME, NULL, NULL, NULL, NULL, NULL, \
        NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 4, 3, NULL, 0, NULL, 0, 30000, 60000, 67108864, 1000, \
        8000, 60000, NULL, NULL, 0                                                                \
  }

/// Since 1.1.
BBA_API bba_status bba_provider_new_meshcentral(bba_provider** out,
                                                const bba_meshcentral_options* options,
                                                bba_error** error);

typedef int32_t bba_file_format;
enum {
  BBA_FILE_BY_NAME = 0,  ///< JSON lines for `.jsonl` and `.ndjson`, otherwise CSV
  BBA_FILE_CSV = 1,      ///< RFC 4180 in UTF-8, with a header row
  BBA_FILE_JSON_LINES = 2
};

/// Machines from a file that an RMM, a BMS or an inventory exported. docs/providers.md has the
/// columns. Since 1.1.
typedef struct bba_file_options {
  uint32_t struct_size;
  bba_file_format format;      ///< of all files
  const char* machines;        ///< required: one row for each machine
  const char* organizations;   ///< all there are; NULL: those that have machines
  const char* groups;          ///< likewise
  const char* views;           ///< likewise
  int32_t separator;           ///< between the cells of CSV: one ASCII character
  int32_t trailer_required;    ///< 1: the machines end with a row that says how many there are
  const bba_setting* columns;  ///< what the export calls our columns: key ours, value theirs
  size_t column_count;
  int64_t age_max_s;       ///< machines written longer ago are stale_export; 0: of any age
  int64_t file_bytes_max;  ///< a larger file is refused
} bba_file_options;
#define BBA_FILE_OPTIONS_INIT                                                               \
  {                                                                                         \
    sizeof(bba_file_options), BBA_FILE_BY_NAME, NULL, NULL, NULL, NULL, ',', 0, NULL, 0, 0, \
        536870912                                                                           \
  }

/// Since 1.1.
BBA_API bba_status bba_provider_new_file(bba_provider** out, const bba_file_options* options,
                                         bba_error** error);

/// Loads a provider from the shared object at `path`, which defines `bba_provider_init` of
/// billbyagent_provider.h, and hands it the settings. The object stays loaded until the provider is
/// freed. Errors: file_failed when it can't be loaded, with the loader's reason; invalid_settings
/// when it is no provider or one for another version of the interface; what the provider says about
/// its settings.
BBA_API bba_status bba_provider_load(bba_provider** out, const char* path,
                                     const bba_setting* settings, size_t count, bba_error** error);

#ifdef __cplusplus
}
#endif

#endif
