"""Where the real MeshCentral can't be had, the tests fail and say why: none is skipped."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(**environment):
    """A test of the nights, for which MeshCentral would have to be fetched."""
    with tempfile.TemporaryDirectory(prefix="billbyagent-cache-") as cache:
        return subprocess.run(
            [sys.executable, str(HERE / "test_nights.py"), "Nights.test_organizations_by_tag"],
            env={**os.environ, "XDG_CACHE_HOME": cache, "npm_config_cache": f"{cache}/npm",
                 "npm_config_fetch_retries": "0", **environment},
            capture_output=True, text=True, timeout=300)


class Unavailable(unittest.TestCase):
    def check(self, done, *reasons):
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertNotIn("skipped", done.stderr)
        for reason in ("the real MeshCentral can't be had here", *reasons):
            self.assertIn(reason, done.stderr)

    def test_without_node(self):
        self.check(run(PATH="/nowhere"), "node is not installed")

    def test_with_an_old_node(self):
        with tempfile.TemporaryDirectory(prefix="billbyagent-path-") as folder:
            old = Path(folder) / "node"
            old.write_text("#!/bin/sh\necho v14.21.3\n")
            old.chmod(0o755)
            self.check(run(PATH=f"{folder}:/usr/bin:/bin"), "v14.21.3", "node 16 or newer")

    def test_without_the_registry(self):
        # Nobody listens on port 1 of this machine.
        self.check(run(npm_config_registry="http://127.0.0.1:1"), "npm could not fetch",
                   "ECONNREFUSED")

    def test_with_a_cache_that_cannot_be_written(self):
        self.check(run(XDG_CACHE_HOME="/proc"), "cache folder can't be written")


if __name__ == "__main__":
    unittest.main()
