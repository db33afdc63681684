"""Businesses drawn from a seed: books, estates, days on which nights and postings run, RMMs that are dead,
and what operators do between. Played by one process after the other or by workers, they leave the same."""

import json
import random
import subprocess
from datetime import date, timedelta

from workers import Fleet

FIRST = date(2026, 6, 1)
RMMS = ("a", "b")


class Estate:
    """The machines of one RMM, day after day."""

    def __init__(self, drawn, organizations):
        self.random, self.organizations, self.last = drawn, organizations, 0
        self.machines = {}
        for organization in organizations:
            for _ in range(drawn.randrange(12)):
                self.add(organization)

    def add(self, organization):
        self.last += 1
        self.machines[f"m{self.last}"] = [f"pc-{self.last}", organization]

    def change(self):
        """Some come, go, move or are renamed; now and then an organization loses all, or gains many."""
        for _ in range(self.random.randrange(8)):
            kind, name = self.random.randrange(4), self.random.choice(self.organizations)
            if kind == 0 or not self.machines:
                self.add(name)
                continue
            machine = self.random.choice(sorted(self.machines))
            if kind == 1:
                del self.machines[machine]
            else:
                self.machines[machine][3 - kind] = name if kind == 2 else f"{name}-{machine}"
        if self.random.random() < 0.25:
            name = self.random.choice(self.organizations)
            if self.random.random() < 0.5:
                self.machines = {key: machine for key, machine in self.machines.items()
                                 if machine[1] != name}
            else:
                for _ in range(30):
                    self.add(name)

    def text(self, day):
        """What the RMM exports; None or a file that is cut: it is dead."""
        fate = self.random.random()
        if fate < 0.12:
            return None
        rows = [f"{key},{name},{organization},{day}T00:00:00Z"
                for key, (name, organization) in self.machines.items()]
        end = len(rows) + (1 if fate < 0.2 else 0)
        return "\n".join(["id,name,organization,last_seen", *rows, f"#end,{end}"]) + "\n"


class Tenant:
    def __init__(self, drawn, days):
        self.random = drawn
        self.accounts = [f"a{number}" for number in range(drawn.randrange(3, 9))]
        self.unlinked = drawn.sample(self.accounts, drawn.randrange(2))
        self.contracts = [self.contract(f"{account}-{kind}", account, kind) for account in self.accounts
                          for kind in ("care", "fee") if drawn.random() < 0.85]
        self.estates = {rmm: Estate(drawn, [f"{rmm}-{account}" for account in self.accounts])
                        for rmm in RMMS}
        self.post_on = sorted({day.day for day in drawn.sample(days, drawn.randrange(1, len(days) + 1))})

    def account(self, name):
        linked = {"organizations": {rmm: f"{rmm}-{name}" for rmm in RMMS}}
        return {"id": name, **({} if name in self.unlinked else linked)}

    def price(self):
        return f"{self.random.randrange(100, 5000) / 100:.2f}"

    def contract(self, number, account, kind):
        draw = self.random
        services = []
        for rmm in draw.sample(RMMS, draw.randrange(1, 3)) if kind == "care" else ("fee",):
            units = {"source": "agents", "rmm": rmm} if kind == "care" else {
                "source": "manual", "count": draw.randrange(1, 9)}
            services.append({"id": f"s-{rmm}", "unit_price": self.price(), "unit_cost": "1.00",
                             "units": units})
        return {"id": number, "account": account, "currency": "USD", "services": services,
                "cycle": draw.choice(("weekly", "monthly", "monthly", "quarterly")),
                "timing": draw.choice(("advance", "advance", "arrears")),
                "trust": draw.choice(("automatic", "automatic", "automatic", "propose")),
                "start_date": str(FIRST + timedelta(draw.randrange(-20, 5))),
                "recipients": [f"{account}@msp.example"]}

    def book(self):
        return {"accounts": [self.account(name) for name in self.accounts],
                "contracts": self.contracts}

    def command(self, day):
        """What somebody does on that day before the night; it may be refused, then by both."""
        draw = self.random
        contract = draw.choice(self.contracts)
        service = f"{contract['id']}/{draw.choice(contract['services'])['id']}"
        since = day - timedelta(draw.randrange(25))
        back = ("--from", since, "--reach-back", "--reason", "as agreed")
        return draw.choice((
            ("correct", service, "--units", draw.randrange(20), "--from", since, "--reason", "counted"),
            ("amend", service, "--unit-price", self.price(), *back),
            ("amend", contract["id"], "--account", draw.choice(self.accounts), *back),
            ("discount", service, "--percent", draw.randrange(1, 50), "--from", since, "--reach-back"),
            ("pause", contract["id"], "--from", day, "--reason", "moves house"),
            ("resume", contract["id"], "--from", day, "--reason", "is back"),
            ("confirm", service),
            ("reject", service, "--reason", "not so"),
            ("unpost", f"{contract['id']}#{draw.randrange(1, 4)}", "--reason", "to be looked at"),
            ("invoice", f"{contract['id']}#1", "--number", f"I-{contract['id']}"),
            ("import", "linked.json")))

    def posts_on(self, day, nights):
        """As a worker decides: on the last of its days, or later when nobody worked then, though
        somebody had before."""
        scheduled = day
        while scheduled.day not in self.post_on:
            scheduled -= timedelta(1)
        if any(scheduled <= posted <= day for posted in self.posted):
            return False
        return scheduled == day or any(scheduled - timedelta(31) <= night <= scheduled
                                       for night in nights)


class Business:
    """All of it is drawn before anything is played."""

    def __init__(self, seed):
        drawn = random.Random(seed)
        first = drawn.randrange(6)
        later = [FIRST + timedelta(days) for days in range(first + 1, 70)]
        self.days = [FIRST + timedelta(first),
                     *sorted(drawn.sample([day for day in later if day.day <= 28], 3))]
        self.tenants = {f"t{number}": Tenant(drawn, self.days)
                        for number in range(1, drawn.randrange(2, 4))}
        self.script = [self.draw_day(drawn, day) for day in self.days]
        self.one_is_killed = drawn.random() < 0.5
        self.moment = drawn.uniform(0.05, 0.5)

    def draw_day(self, drawn, day):
        shown, said = {}, []
        for name, tenant in self.tenants.items():
            if day != self.days[0]:
                said += [(name, *tenant.command(day)) for _ in range(drawn.randrange(3))]
                for estate in tenant.estates.values():
                    estate.change()
            for rmm, estate in tenant.estates.items():
                shown[f"{name}-{rmm}.csv"] = estate.text(day)
        return day, shown, said


class Played(Fleet):
    """A business on a database."""

    def __init__(self, test, database, business):
        super().__init__(test, database, tenants=len(business.tenants), accounts=0)
        self.business, self.nights = business, []
        for name, tenant in business.tenants.items():
            tenant.posted = []
            rmms = "".join(f'[rmm.{rmm}]\nurl = "file:../{name}-{rmm}.csv"\n' for rmm in RMMS)
            days = ",".join(map(str, tenant.post_on))
            self.settings(name, f'post-on = "{days}"\nnotify-file = "../{name}.jsonl"\n{rmms}')
            (self.folder / f"{name}.json").write_text(json.dumps(tenant.book()))
            self.run("--tenant", name, "import", f"{name}.json", "--as-of", FIRST)

    def begin_day(self, shown, said, day):
        """What operators are told when they do what they do, and the RMMs of that day."""
        codes = []
        for name, *words in said:
            tenant = self.business.tenants[name]
            unlinked, tenant.unlinked = tenant.unlinked, []
            (self.folder / "linked.json").write_text(json.dumps({**tenant.book(), "contracts": []}))
            tenant.unlinked = unlinked
            process = self.start("--tenant", name, *words, "--as-of", day)
            self.end(process, (0, 1, 2, 3, 5, 6))
            codes.append(process.returncode)
        for file, text in shown.items():
            (self.folder / file).unlink(missing_ok=True)
            if text is not None:
                (self.folder / file).write_text(text)
        return codes

    def play_serially(self):
        said_all = []
        for day, shown, said in self.business.script:
            said_all.append(self.begin_day(shown, said, day))
            for name, tenant in self.business.tenants.items():
                settings = ["--config", f"tenants.d/{name}.toml", "--database", self.database,
                            "--tenant", name, "--as-of", day]
                self.run(*settings, "nightly", codes=(0, 1, 3, 5))
                if tenant.posts_on(day, self.nights):
                    self.run(*settings, "post", codes=(0, 1))
                    tenant.posted.append(day)
            self.nights.append(day)
        return said_all

    def kill_within(self, process, seconds):
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()

    def play_by_workers(self, number):
        said_all = []
        for day, shown, said in self.business.script:
            said_all.append(self.begin_day(shown, said, day))
            workers = [self.start("worker", "--once", "--as-of", day, "--contracts-per-part", 2,
                                  "--hands", 1, "--readers", 2, "--lease", 1) for _ in range(number)]
            if self.business.one_is_killed:
                self.kill_within(workers.pop(), self.business.moment)
            for each in workers:
                self.end(each, (0, 1))
        return said_all
