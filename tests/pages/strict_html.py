"""Whether a page is well-formed HTML, more strictly than browsers are: every element is known, closed
in order and where it may stand; tables have captions, heads and rows of one width; nothing runs and
nothing is loaded."""

from html.parser import HTMLParser

VOID = {"meta", "link", "img"}
KNOWN = VOID | set(
    "html head body main header footer section title style h1 h2 h3 h4 p div ul li table caption "
    "thead tbody tfoot tr th td b small span bdi code details summary svg path text".split())
# Where an element may stand, as far as a wrong place would be moved by a browser.
INSIDE = {
    "li": {"ul"}, "tr": {"thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
    "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"}, "caption": {"table"},
    "summary": {"details"}, "path": {"svg"}, "text": {"svg"}, "title": {"head"}, "style": {"head"},
    "meta": {"head"}, "link": {"head"},
}
# What ends a paragraph without a word.
NOT_IN_P = {"p", "div", "ul", "table", "details", "section", "h1", "h2", "h3", "h4", "header"}


class Strict(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.faults = []
        self.text = []
        self.tables = []
        self.seen = set()

    def fault(self, what):
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        if tag not in KNOWN:
            self.fault(f"unknown element {tag}")
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.fault(f"an attribute twice in {tag}")
        of = dict(attributes)
        for name in names:
            if name.startswith("on") or name in ("style", "srcset", "action"):
                self.fault(f"attribute {name} in {tag}")
        for name in ("src", "href"):
            if name in of and not of[name].startswith("data:"):
                self.fault(f"{tag} loads {of[name][:40]}")
        parent = self.open[-1] if self.open else None
        if tag in INSIDE and parent not in INSIDE[tag]:
            self.fault(f"{tag} in {parent}")
        if parent in ("table", "tr", "ul") and INSIDE.get(tag, set()) != {parent} and \
                parent not in INSIDE.get(tag, set()):
            self.fault(f"{tag} in {parent}")
        if "p" in self.open and tag in NOT_IN_P:
            self.fault(f"{tag} in a paragraph")
        if tag == "th" and "scope" not in of:
            self.fault("th without scope")
        if tag == "svg" and not of.get("aria-label"):
            self.fault("a drawing without words")
        if tag == "img" and not of.get("alt"):
            self.fault("a picture without words")
        self.count(tag, of)
        if tag not in VOID:
            self.open.append(tag)

    def count(self, tag, of):
        if tag == "table":
            self.tables.append({"caption": 0, "thead": 0, "widths": []})
        elif tag in ("caption", "thead"):
            self.tables[-1][tag] += 1
        elif tag == "tr":
            self.tables[-1]["widths"].append(0)
        elif tag in ("td", "th"):
            self.tables[-1]["widths"][-1] += int(of.get("colspan", 1))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()
        if tag == "table":
            table = self.tables.pop()
            if (table["caption"], table["thead"]) != (1, 1):
                self.fault("a table without caption or head")
            if len(set(table["widths"])) != 1:
                self.fault(f"rows of different widths: {table['widths']}")

    def handle_startendtag(self, tag, attributes):
        self.fault(f"<{tag}/>")

    def handle_comment(self, data):
        self.fault("a comment")

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style",):
            self.text.append(data)


def read(page):
    """The visible text of a page; AssertionError with all faults."""
    if not page.startswith("<!DOCTYPE html>\n"):
        raise AssertionError("no doctype")
    strict = Strict()
    strict.feed(page)
    strict.close()
    if strict.open:
        strict.faults.append(f"not closed: {strict.open}")
    for needed in ("title", "main", "h1"):
        if needed not in strict.seen:
            strict.faults.append(f"no {needed}")
    if strict.faults:
        raise AssertionError("\n".join(strict.faults))
    return " ".join(" ".join(strict.text).split())
