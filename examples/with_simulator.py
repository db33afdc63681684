"""Runs a program against a VSA simulator that is there as long as the program.

    python with_simulator.py path/to/vsa_simulator PROGRAM [ARGUMENT...]

The program finds VSA_URL, VSA_USER, VSA_TOKEN and VSA_CA_FILE in its environment, and is run in an
empty folder.
"""

import json
import os
import subprocess
import sys
import tempfile

USER, TOKEN = "billbot", "a-token-of-the-example"

simulator, *program = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    server = subprocess.Popen(
        [simulator, "--organizations", "3", "--agents", "60", "--write-ca", "ca",
         "--user", USER, "--pat", TOKEN],
        cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        ready = json.loads(server.stdout.readline())
        ca = os.path.join(folder, ready["ca"])
        environment = {**os.environ, "VSA_URL": ready["url"], "VSA_USER": USER,
                       "VSA_TOKEN": TOKEN, "VSA_CA_FILE": ca}
        status = subprocess.run(program, cwd=folder, env=environment, check=False).returncode
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
sys.exit(status)
