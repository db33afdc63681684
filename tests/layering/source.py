"""C++ source as the rules see it: text without comments and literals, includes, function lengths."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)")
      | (?P<separator>(?<=[0-9a-fA-F])'(?=[0-9a-fA-F]))
      | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<quote>[<"])(?P<path>[^>"]+)[>"]', re.MULTILINE)
# What opens a brace that is no function body; a lambda counts towards the function it is in.
_NOT_A_FUNCTION = re.compile(
    r"\b(namespace|class|struct|union|enum|extern|if|for|while|switch|do|else|try|catch)\b|=\s*$|\]\s*\("
)


@dataclass(frozen=True)
class Include:
    path: str
    quoted: bool
    line: int


@dataclass(frozen=True)
class Function:
    first_line: int
    lines: int


class Source:
    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.includes = [
            Include(found["path"], found["quote"] == '"', _line_of(text, found.start()))
            for found in _INCLUDE.finditer(_blank(text, comments_only=True))
        ]
        self.code = _blank(text) if path.endswith(("pp", ".h", ".c")) else _without_notes(text)

    def line_of(self, offset: int) -> int:
        return _line_of(self.text, offset)

    def functions(self):
        """Outermost function bodies, from the line of the signature to the closing brace."""
        code = re.sub(r"^[ \t]*#[^\n]*", lambda m: " " * len(m[0]), self.code, flags=re.MULTILINE)
        stack, head_start, found = [], 0, []
        for at, character in enumerate(code):
            if character == "{":
                head = code[head_start:at]
                inside = any(is_function for is_function, _ in stack)
                is_function = not inside and ")" in head and not _NOT_A_FUNCTION.search(head)
                first = head_start + len(head) - len(head.lstrip())
                stack.append((is_function, first))
                head_start = at + 1
            elif character == "}":
                is_function, first = stack.pop() if stack else (False, 0)
                if is_function:
                    line = _line_of(code, first)
                    found.append(Function(line, _line_of(code, at) - line + 1))
                head_start = at + 1
            elif character == ";":
                head_start = at + 1
        return found


def _without_notes(text: str) -> str:
    """A build file without its comments."""
    return re.sub(r"#[^\n]*", lambda note: " " * len(note[0]), text)


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _blank(text: str, comments_only: bool = False) -> str:
    def blank(match):
        if match["separator"] or (comments_only and not match["comment"]):
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])

    return _TOKEN.sub(blank, text)
