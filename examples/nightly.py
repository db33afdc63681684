"""One night against a VSA: every organization counted, changed counts taken over, a bar on the way.

    VSA_URL, VSA_USER, VSA_TOKEN, VSA_CA_FILE=... python nightly.py book.db

examples/with_simulator.py sets these for a VSA simulator and runs a program in that environment.
"""

import os
import sys

import billbyagent as bba
from billbyagent.progress import RichProgress

TENANT = "msp"

rmm = bba.make_kaseya_vsa(
    url=os.environ["VSA_URL"],
    user=os.environ["VSA_USER"],
    token=os.environ["VSA_TOKEN"],
    ca_file=os.environ.get("VSA_CA_FILE"),
)
store = bba.SqliteStore(sys.argv[1])
clock = bba.SystemClock("Etc/UTC")

# One contract for each organization that the VSA shows, from the first of this month on.
organizations = rmm.organizations()
book = bba.Book.parse({
    "accounts": [{"id": o.reference, "name": o.name, "organization": o.id} for o in organizations],
    "contracts": [
        {
            "id": f"C-{o.reference}", "account": o.reference, "currency": "USD", "cycle": "monthly",
            "start_date": clock.today().replace(day=1),
            "services": [{"id": "care", "unit_price": "12.50", "units": {"source": "agents"}}],
        }
        for o in organizations
    ],
})
bba.import_book(store, clock, TENANT, book)

with RichProgress() as bar:
    night = bba.nightly_sync(store, rmm, clock, TENANT, progress=bar)
if night.scan_error:
    raise night.scan_error

print(night)
for service in night.services:
    print(service.key.contract, service.status.name, service.before, "->", service.counted)
