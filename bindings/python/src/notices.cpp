#include "billbyagent/domain/notice.hpp"

#include "billbyagent/described/ports.hpp"
#include "billbyagent/ports/store.hpp"
#include "bindings.hpp"
#include "record.hpp"

namespace billbyagent::python {

void bind_notices(py::module_& m) {
  record<Notice>(m, "Notice", "A message to the recipients of a contract.",
                 {{"id", "the same notice has the same id for ever"},
                  {"body", "plain text, lines separated by \\n"}});
  record<PendingNotice>(m, "PendingNotice", "A notice in the outbox.");
  record<RunRecord>(m, "RunRecord", "One run of the nightly job or of billing automation.",
                    {{"day", "the tenant's day it ran for"},
                     {"summary", "one line for people"},
                     {"lifted", "limits that were wider than usual, and why"}});
  record<Tombstone>(m, "Tombstone", "What was deleted; nobody gets its id again.",
                    {{"service", "of the contract; `None`: all of it"}});
}

}  // namespace billbyagent::python
