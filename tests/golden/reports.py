"""How the scenario files write what the JSON reports of the program and of the C interface tell."""

SIGNS = {"added": "+", "moved_in": "+", "returned": "+", "removed": "-", "moved_out": "-"}


def line_text(line):
    """As `to_string(LineItem)` writes it, from the fields of the JSON report."""
    days = line["billed_days"]
    sign = "+" if line["kind"] != "recurring" and line["quantity"] > 0 else ""
    numerator, denominator = line["share"].split("/")
    share = "" if numerator == denominator else f" x {line['share']}"
    part = "" if line["part"] == "units" else f" {line['part']}"
    return (f"{days['first_day']}..{days['last_day']}  {sign}{line['quantity']} x "
            f"{line['price_step']}{share}  {line['amount']} {line['currency']}  "
            f"{line['kind']}{part}")


def machine_of(word):
    """Id, serial number and last day of `w4=SN-0004@2026-05-20`; empty where it says nothing."""
    word, _, seen = word.partition("@")
    agent, _, serial = word.partition("=")
    return agent, serial, seen


def event_text(event):
    detail = f", {event['detail']}" if event["detail"] else ""
    return f"{SIGNS.get(event['move'], '~')} {event['agent']} {event['move']}{detail}"


def night_rows(report):
    """What a night `becomes`."""
    rows = []
    for service in report["services"]:
        rows.append(f"{service['service'].split('/')[1]} {service['counted']}")
        if service["status"] != "first_count":
            rows += [event_text(event) for event in service["machines"]]
        for machine in service["judged"]:
            if machine["verdict"] != "no_class":
                detail = f" {machine['detail']}" if machine["detail"] else ""
                rows.append(f"  {machine['agent']} {machine['verdict']}{detail}")
    return rows + [f"of no class: {m['agent']}" for m in report["machines_of_no_class"]]


def posted_rows(report):
    """The `lines` of a posting."""
    rows = []
    for contract in report["contracts"]:
        rows += [f"{line['service']}: {line_text(line)}" for line in contract["lines"]]
        rows += [f"= {batch['total']} {batch['currency']}" for batch in contract["batch"]]
    return rows


def timeless(rows):
    """An explanation without when something was recorded: that is the clock's, not the scenario's."""
    return [row for row in rows if not row.startswith(("State:", "Count:"))]
