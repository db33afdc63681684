"""The provider of tests/conformance/python_provider.cpp."""

import billbyagent as bba


class EstateProvider(bba.RmmProvider):
    """Shows an estate; sends its scans in small pages, and starts every scan over once."""

    def __init__(self, organizations, groups, views, agents):
        super().__init__()
        self.organizations_shown = organizations
        self.groups = groups
        self.views_shown = views
        self.agents = agents
        self.broken = False

    def name(self):
        return "estate"

    def break_down(self):
        self.broken = True

    def repeat_an_agent(self):
        self.agents.append(self.agents[0])

    def arrive(self):
        if self.broken:
            raise ConnectionRefusedError("login refused")

    def do_organizations(self, deadline):
        self.arrive()
        return self.organizations_shown

    def do_machine_groups(self, deadline):
        self.arrive()
        return self.groups

    def do_views(self, deadline):
        self.arrive()
        return [view for view, _ in self.views_shown]

    def do_scan_agents(self, view, sink, deadline):
        self.arrive()
        found = self.agents
        if view is not None:
            members = {shown.id: members for shown, members in self.views_shown}
            if view not in members:
                raise bba.RmmError(bba.Errc.view_gone, f"view {view}")
            found = [agent for agent in self.agents if agent.id in members[view]]
        sink.page(found[: len(found) // 2])
        sink.restart()
        for first in range(0, len(found), 2):
            sink.page(found[first : first + 2])
