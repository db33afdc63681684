/* An RMM provider in C: reads an estate from a text file, anew for every call. Built as a shared
 * object that needs the headers of the library and nothing else of it; see provider.c.
 *
 * One record on a line, its fields separated by commas (so none may hold a comma):
 *   organization,ID,NAME,REFERENCE
 *   group,ID,NAME,ORGANIZATION,PARENT         an empty PARENT: a root
 *   view,ID,NAME
 *   member,VIEW,AGENT                         the agent is in the view
 *   agent,ID,NAME,ORGANIZATION,GROUP,STATE    STATE: online, offline, suspended, never, template
 * An agent may go on with operating system, serial number, MAC address, first and last seen
 * (milliseconds since 1970). */

#include <billbyagent_provider.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 11
#define LINE_MAX 1024

typedef struct estate {
  char path[LINE_MAX];
} estate;

/* A line of the file, cut into its fields; those that are missing are empty. */
typedef struct record {
  char line[LINE_MAX];
  const char* field[FIELDS_MAX];
} record;

typedef struct reader {
  FILE* file;
  bba_provider_call* call;
} reader;

/* An error is not a zero: a file that is gone is no empty estate. */
static bba_status open_estate(reader* in, const estate* from, bba_provider_call* call) {
  in->call = call;
  in->file = fopen(from->path, "r");
  if (in->file) return BBA_OK;
  snprintf(call->reason, call->reason_size, "cannot read %s", from->path);
  return BBA_UNREACHABLE;
}

static void cut(record* row) {
  char* at = row->line;
  size_t i;
  at[strcspn(at, "\r\n")] = '\0';
  for (i = 0; i < FIELDS_MAX; ++i) {
    char* comma = strchr(at, ',');
    row->field[i] = at;
    if (!comma) comma = at + strlen(at);
    at = *comma ? comma + 1 : comma;
    *comma = '\0';
  }
}

/* The next record of a kind: 1, or 0 at the end of the file. */
static int next_record(reader* in, const char* kind, record* row) {
  while (fgets(row->line, (int)sizeof row->line, in->file)) {
    cut(row);
    if (strcmp(row->field[0], kind) == 0) return 1;
  }
  return 0;
}

/* Half a file is no estate either. */
static bba_status close_estate(reader* in, bba_status status) {
  if (status == BBA_OK && ferror(in->file)) {
    snprintf(in->call->reason, in->call->reason_size, "the file could not be read to its end");
    status = BBA_INCOMPLETE_SCAN;
  }
  fclose(in->file);
  return status;
}

static bba_status organizations(bba_provider_call* call, const bba_organization_sink* sink,
                                void* payload) {
  reader in;
  record row;
  bba_status status = open_estate(&in, (const estate*)payload, call);
  if (status != BBA_OK) return status;
  while (status == BBA_OK && next_record(&in, "organization", &row)) {
    bba_organization organization = BBA_ORGANIZATION_INIT;
    organization.id = row.field[1];
    organization.name = row.field[2];
    organization.reference = row.field[3];
    status = sink->add(sink->context, &organization);
  }
  return close_estate(&in, status);
}

static bba_status machine_groups(bba_provider_call* call, const bba_machine_group_sink* sink,
                                 void* payload) {
  reader in;
  record row;
  bba_status status = open_estate(&in, (const estate*)payload, call);
  if (status != BBA_OK) return status;
  while (status == BBA_OK && next_record(&in, "group", &row)) {
    bba_machine_group group = BBA_MACHINE_GROUP_INIT;
    group.id = row.field[1];
    group.name = row.field[2];
    group.organization = row.field[3];
    group.parent = *row.field[4] ? row.field[4] : NULL;
    status = sink->add(sink->context, &group);
  }
  return close_estate(&in, status);
}

static bba_status views(bba_provider_call* call, const bba_view_sink* sink, void* payload) {
  reader in;
  record row;
  bba_status status = open_estate(&in, (const estate*)payload, call);
  if (status != BBA_OK) return status;
  while (status == BBA_OK && next_record(&in, "view", &row)) {
    bba_view view = BBA_VIEW_INIT;
    view.id = row.field[1];
    view.name = row.field[2];
    status = sink->add(sink->context, &view);
  }
  return close_estate(&in, status);
}

/* Whether the file has a record of this kind with these first fields; NULL: any second one. */
static int has_record(const estate* from, const char* kind, const char* first, const char* second) {
  reader in;
  record row;
  int found = 0;
  in.file = fopen(from->path, "r");
  if (!in.file) return 0;
  while (!found && next_record(&in, kind, &row))
    found = strcmp(row.field[1], first) == 0 && (!second || strcmp(row.field[2], second) == 0);
  fclose(in.file);
  return found;
}

static bba_agent_state state_of(const char* text) {
  static const char* const names[] = {"online", "offline", "suspended", "never", "template"};
  bba_agent_state state;
  for (state = BBA_AGENT_ONLINE; state <= BBA_AGENT_TEMPLATE_ACCOUNT; ++state)
    if (strcmp(text, names[state]) == 0) return state;
  return -1; /* the library refuses it, and so the whole scan */
}

static bba_instant moment_of(const char* text) {
  return *text ? (bba_instant)strtoll(text, NULL, 10) : BBA_NO_INSTANT;
}

static bba_status hand_over(const record* row, const bba_agent_sink* sink) {
  bba_agent agent = BBA_AGENT_INIT;
  agent.id = row->field[1];
  agent.name = row->field[2];
  agent.organization = row->field[3];
  agent.group = row->field[4];
  agent.state = state_of(row->field[5]);
  agent.operating_system = row->field[6];
  agent.serial_number = row->field[7];
  agent.mac_address = row->field[8];
  agent.first_seen = moment_of(row->field[9]);
  agent.last_seen = moment_of(row->field[10]);
  return sink->add(sink->context, &agent);
}

static bba_status scan_agents(const char* view, bba_provider_call* call, const bba_agent_sink* sink,
                              void* payload) {
  const estate* from = (const estate*)payload;
  reader in;
  record row;
  bba_status status = open_estate(&in, from, call);
  if (status != BBA_OK) return status;
  if (view && !has_record(from, "view", view, NULL)) {
    snprintf(call->reason, call->reason_size, "there is no view %s", view);
    return close_estate(&in, BBA_VIEW_GONE);
  }
  while (status == BBA_OK && next_record(&in, "agent", &row))
    if (!view || has_record(from, "member", view, row.field[1])) status = hand_over(&row, sink);
  return close_estate(&in, status);
}

/* Counts whole organizations; for anything finer the library scans. */
static bba_status count_agents(int64_t* out, const bba_count_query* query, bba_provider_call* call,
                               void* payload) {
  reader in;
  record row;
  int64_t count = 0;
  bba_status status;
  if (query->group || query->view) return BBA_NOTHING_TO_DO;
  status = open_estate(&in, (const estate*)payload, call);
  if (status != BBA_OK) return status;
  while (next_record(&in, "agent", &row)) {
    const bba_agent_state state = state_of(row.field[5]);
    const int left_out = (state == BBA_AGENT_SUSPENDED && !query->suspended) ||
                         (state == BBA_AGENT_NEVER_CHECKED_IN && !query->never_checked_in) ||
                         (state == BBA_AGENT_TEMPLATE_ACCOUNT && !query->template_account);
    if (strcmp(row.field[3], query->organization) == 0 && !left_out) ++count;
  }
  status = close_estate(&in, BBA_OK);
  if (status == BBA_OK) *out = count;
  return status;
}

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
bba_status
bba_provider_init(bba_provider_table* out, uint32_t library_version, const bba_setting* settings,
                  size_t count, char* reason, size_t reason_size) {
  bba_provider_table table = BBA_PROVIDER_TABLE_INIT;
  const char* path = NULL;
  estate* made;
  size_t i;
  (void)library_version; /* this provider has one version of the table; the library checks it */
  for (i = 0; i < count; ++i) {
    if (strcmp(settings[i].key, "file") != 0) {
      snprintf(reason, reason_size, "unknown setting %s", settings[i].key);
      return BBA_INVALID_SETTINGS;
    }
    path = settings[i].value;
  }
  if (!path || strlen(path) >= sizeof made->path) {
    snprintf(reason, reason_size, "the setting file is missing or too long");
    return BBA_INVALID_SETTINGS;
  }
  made = (estate*)malloc(sizeof *made);
  if (!made) return BBA_PROVIDER_FAILED;
  strcpy(made->path, path);
  table.payload = made;
  table.name = "estate_file";
  table.organizations = organizations;
  table.machine_groups = machine_groups;
  table.views = views;
  table.scan_agents = scan_agents;
  table.count_agents = count_agents;
  table.release = free;
  *out = table;
  return BBA_OK;
}
