"""``python -m billbyagent``: the command line program, by the same C++ code."""

from __future__ import annotations

import os
import signal
import sys

from . import _core, _trust


def main() -> int:
    """Runs the program on the arguments of this process and gives its exit code."""
    # As the program finds them: a closed pipe ends it, and nothing of Python's is left unwritten.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.stdout.flush()
    sys.stderr.flush()
    certificates = _trust.ca_file(None)
    if certificates:
        os.environ["SSL_CERT_FILE"] = certificates
    return _core.run_program(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
