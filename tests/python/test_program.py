"""``python -m billbyagent`` is the command line program."""

import json
import os
import subprocess
import sys

import pytest

from conftest import acme_book


def call(*words, program=(sys.executable, "-m", "billbyagent"), **more):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("BILLBYAGENT_")}
    environment.update(TZ="UTC", PYTHONPATH=os.environ["PYTHONPATH"])
    return subprocess.run([*program, *map(str, words)], capture_output=True, text=True,
                          env=environment, **more)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["nightly", "--help"], [],
                                   ["unknown"], ["review", "--database", "none.db"]])
def test_it_says_what_the_program_says(tmp_path, words):
    own = call(*words, cwd=tmp_path)
    program = call(*words, program=[os.environ["BILLBYAGENT_PROGRAM"]], cwd=tmp_path)
    assert (own.stdout, own.stderr, own.returncode) == (
        program.stdout, program.stderr, program.returncode)
    assert own.stdout or own.stderr


def test_import_and_review(tmp_path):
    book = acme_book(start_date="2026-06-01")
    book["contracts"][0]["services"][0]["units"] = {"source": "manual", "count": 3}
    (tmp_path / "book.json").write_text(json.dumps(book))
    assert call("import", "book.json", "--as-of", "2026-06-01", cwd=tmp_path).returncode == 0
    done = call("--json", "review", "--as-of", "2026-06-01", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "15.00" in done.stdout and json.loads(done.stdout)


def test_a_closed_pipe_ends_it_like_the_program(tmp_path):
    child = subprocess.Popen([sys.executable, "-m", "billbyagent", "--help"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    child.stdout.close()
    child.wait()
    assert b"Traceback" not in child.stderr.read()
    child.stderr.close()


def test_it_has_no_demo(tmp_path):
    done = call("demo", cwd=tmp_path)
    assert (done.stdout, done.returncode) == ("", 2) and "without the simulator" in done.stderr
