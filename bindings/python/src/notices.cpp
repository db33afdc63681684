#include "billbyagent/domain/notice.hpp"

#include "billbyagent/ports/store.hpp"
#include "bindings.hpp"
#include "record.hpp"

namespace billbyagent::python {

void bind_notices(py::module_& m) {
  record<Notice>(m, "Notice", "A message to the recipients of a contract.",
                 field("id", &Notice::id, "the same notice has the same id for ever"),
                 field("kind", &Notice::kind, "", NoticeKind::units_changed),
                 field("contract", &Notice::contract, ""), field("account", &Notice::account, ""),
                 field("recipients", &Notice::recipients, "", {}),
                 field("subject", &Notice::subject, "", ""),
                 field("body", &Notice::body, "plain text, lines separated by \\n", ""),
                 field("created", &Notice::created, "", Instant{}));
  record<PendingNotice>(m, "PendingNotice", "A notice in the outbox.",
                        field("notice", &PendingNotice::notice, ""),
                        field("attempts", &PendingNotice::attempts, "", 0));
  record<RunRecord>(m, "RunRecord", "One run of the nightly job or of billing automation.",
                    field("id", &RunRecord::id, ""), field("job", &RunRecord::job, "", ""),
                    field("day", &RunRecord::day, "the tenant's day it ran for"),
                    field("zone", &RunRecord::zone, "", ""),
                    field("started", &RunRecord::started, "", Instant{}),
                    field("ended", &RunRecord::ended, "", Instant{}),
                    field("summary", &RunRecord::summary, "one line for people", ""),
                    field("failures", &RunRecord::failures, "", 0));
}

}  // namespace billbyagent::python
