"""What the program shows on a terminal: run in a terminal of its own, and as a page to take a picture of."""

import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import termios

STYLES = {"1": "bold", "31": "red", "33": "yellow"}
# What was drawn over, and the order to clear the line.
OVERDRAWN = re.compile(r"\r\x1b\[K([^\r\n]*(?=\r))?")


def on_terminal(command, columns, typed=None, **options):
    """Exit code, and all that is shown on a terminal of that width; `options` of Popen.

    `typed` on it; None: nobody sits there.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(command, stdout=theirs, stderr=theirs,
                          stdin=subprocess.DEVNULL if typed is None else theirs,
                          **options) as process:
        os.close(theirs)
        os.write(ours, (typed or "").encode())
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def page_of(command, shown, columns):
    """The screen as HTML, with its colours."""
    text = ""
    for part in re.split(r"(\x1b\[\d*m)", OVERDRAWN.sub("", shown)):
        style = re.fullmatch(r"\x1b\[(\d*)m", part)
        if not style:
            text += html.escape(part)
        else:
            name = STYLES.get(style[1])
            text += f'<span class="{name}">' if name else "</span>"
    return ('<!doctype html><html lang="en"><meta charset="utf-8"><title>A terminal</title><style>'
            "html { background: #1b1f27; color: #d6dae2 }"
            f"pre {{ font: 14px/1.35 'DejaVu Sans Mono', monospace; width: {columns}ch; margin: 1em;"
            # As terminals do: lines are broken, and nothing is turned round.
            " white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: bidi-override }}"
            ".bold { font-weight: bold } .red { color: #ff7b72 } .yellow { color: #e3b341 }"
            ".prompt { color: #7ee787 }"
            f'</style><pre><span class="prompt">$ {html.escape(command)}</span>\n{text}</pre></html>')
