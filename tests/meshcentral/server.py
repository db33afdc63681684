"""The real MeshCentral, from its npm package, on loopback, with real agents.

    server = MeshCentral(folder)      # installs the package where that was not done before
    server.start()
    with server.admin() as admin: ...
    user, password = server.login_token("billing")
    server.stop()

The package is pinned by package-lock.json, with the hash of every file that is fetched. It is kept
outside the repository, under XDG_CACHE_HOME or ~/.cache, so that only the first run fetches it.
Where node or npm is missing, or the registry can't be reached, `Unavailable` says so.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

from control import Control, Refused

HERE = Path(__file__).resolve().parent
ADMIN = "admin"
NODE_AT_LEAST = 16
LOCAL, WITH_AGENTS = 3, 2
# The right to see a device's hardware.
DEVICE_DETAILS = 0x100000
LINUX_X64, LINUX_ARM64 = 6, 26


class Unavailable(Exception):
    """MeshCentral can't be had here; the message says why."""


def wait_until(condition, what, seconds=30.0):
    """Until `condition()` gives something true, which is returned."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


def one_time_password(secret):
    """As an authenticator app shows it now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at:at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_leashed(command, folder, output):
    """A process in a group of its own, which ends with this one, however that ends: something waits
    for the end of a pipe that only this process holds."""
    leash = 'exec 3<&0; (cat <&3 >/dev/null; kill -KILL 0) & exec "$@" 3<&- </dev/null'
    return subprocess.Popen(["sh", "-c", leash, "sh", *command], cwd=folder, stdout=output,
                            stdin=subprocess.PIPE, stderr=subprocess.STDOUT,
                            start_new_session=True)


def end(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdin.close()


def find(program):
    path = shutil.which(program)
    if not path:
        raise Unavailable(f"{program} is not installed; scripts/install-packages brings it")
    return path


def node():
    path = find("node")
    version = subprocess.run([path, "--version"], capture_output=True, text=True).stdout.strip()
    found = re.match(r"v(\d+)\.", version)
    if not found or int(found[1]) < NODE_AT_LEAST:
        raise Unavailable(f"{path} is {version or 'broken'}; node {NODE_AT_LEAST} or newer is needed")
    return path


def install():
    """The folder of the installed package; fetched when it is not in the cache."""
    node()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "billbyagent"
    lock = (HERE / "package-lock.json").read_bytes()
    version = json.loads(lock)["packages"]["node_modules/meshcentral"]["version"]
    home = cache / f"meshcentral-{version}-{hashlib.sha256(lock).hexdigest()[:12]}"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        guard = open(cache / "meshcentral.lock", "w")
    except OSError as error:
        raise Unavailable(f"the cache folder can't be written: {error}") from error
    with guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not home.exists():
            fetch(home)
    return home / "node_modules" / "meshcentral"


def fetch(home):
    unfinished = home.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, unfinished)
    # No package's own script runs while installing: none is needed.
    done = subprocess.run(
        [find("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=unfinished, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        raise Unavailable("npm could not fetch MeshCentral: " + " | ".join(lines[:5]))
    unfinished.rename(home)


class MeshCentral:
    def __init__(self, folder, domain=None, settings=None):
        self.package = install()
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.data.mkdir(parents=True)
        # Letters and digits alone: a dash in front would be an option of a command line.
        self.admin_password = secrets.token_hex(12)
        self.process = None
        self.agents = {}
        self.port = free_port()
        self.configure(domain or {}, settings or {})
        self._once("--createaccount", ADMIN, "--pass", self.admin_password,
                   "--email", "admin@lab.test", "--name", "Admin")
        self._once("--adminaccount", ADMIN)

    def configure(self, domain, settings=None):
        """Takes effect with the next start."""
        # Devices without agents need a server that is not for the WAN only; the scanners that come
        # with it would talk to the network.
        config = {
            "settings": {
                "cert": "127.0.0.1", "port": self.port, "portBind": "127.0.0.1", "redirPort": 0,
                "mpsPort": 0, "exactPorts": True, "selfUpdate": False, "allowLoginToken": True,
                "agentTimeStampServer": False,
                "autoBackup": False, "WANonly": False, "meshScanner": False, "amtScanner": False,
                "maxInvalidLogin": False, "plugins": {"enabled": False}, **(settings or {}),
            },
            "domains": {"": {"title": "lab", "newAccounts": False, "agentCustomization": {},
                             **domain}},
        }
        (self.data / "config.json").write_text(json.dumps(config))

    @property
    def url(self):
        return f"wss://127.0.0.1:{self.port}"

    @property
    def ca(self):
        return str(self.data / "root-cert-public.crt")

    # -- the server's life

    def _command(self, *arguments):
        return [node(), str(self.package / "meshcentral.js"), "--datapath", str(self.data),
                "--filespath", str(self.folder / "files"), *arguments]

    def _once(self, *arguments):
        done = subprocess.run(self._command(*arguments), cwd=self.folder, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if done.returncode != 0 or "Done" not in done.stdout:
            raise Unavailable(f"meshcentral {arguments[0]}: {done.stdout.strip()[-400:]}")

    def start(self):
        with open(self.folder / "server.log", "ab") as log:
            self.process = start_leashed(self._command(), self.folder, log)
        wait_until(self._is_up, "MeshCentral to start", 90)
        return self

    def _is_up(self):
        if self.process.poll() is not None:
            raise Unavailable("MeshCentral ended while starting: " + self.last_words())
        try:
            self.admin().close()
            return True
        except (OSError, Refused):
            return False

    def last_words(self):
        lines = (self.folder / "server.log").read_text(errors="replace").splitlines()
        return " | ".join(line for line in lines if line.strip())[-600:]

    def kill(self):
        """At once, in the middle of whatever it is doing."""
        if self.process:
            end(self.process)
            self.process = None

    def freeze(self, frozen=True):
        """It keeps its connections and says nothing more."""
        os.killpg(self.process.pid, signal.SIGSTOP if frozen else signal.SIGCONT)

    def restart(self):
        self.kill()
        return self.start()

    def stop(self):
        for name in list(self.agents):
            self.stop_agent(name)
        self.kill()

    # -- what an administrator does

    def admin(self):
        return Control(self.url, ADMIN, self.admin_password, self.ca)

    def create_user(self, name):
        password = secrets.token_hex(12)
        with self.admin() as admin:
            admin.ask("adduser", username=name, **{"pass": password},
                      email=f"{name}@lab.test")
        return password

    def login_token(self, name, password):
        """A token for an account, which has to be its own doing."""
        with Control(self.url, name, password, self.ca) as account:
            made = account.ask("createLoginToken", name="billbyagent", expire=0)
        return made["tokenUser"], made["tokenPass"]

    def require_second_factor(self, name, password):
        """From here on the account's password alone is not enough."""
        with Control(self.url, name, password, self.ca) as account:
            secret = account.ask("otpauth-request")["secret"]
            done = account.ask("otpauth-setup", secret=secret, token=one_time_password(secret))
        if not done["success"]:
            raise Refused("the one-time password was not accepted")

    def create_group(self, name, kind=LOCAL):
        with self.admin() as admin:
            return admin.ask("createmesh", meshname=name, meshtype=kind)["meshid"]

    def link(self, user, *groups, rights=0):
        with self.admin() as admin:
            for group in groups:
                admin.ask("addmeshuser", meshid=group, usernames=[user], meshadmin=rights)

    def unlink(self, user, *groups):
        with self.admin() as admin:
            for group in groups:
                try:
                    admin.ask("removemeshuser", meshid=group, userid=f"user//{user}")
                except Refused as refused:
                    if "not in group" not in str(refused):
                        raise

    def add_devices(self, group, names, kind=LINUX_X64, existing=0):
        """Devices without agents, in a group that has `existing` ones; all ids by name."""
        with self.admin() as admin:
            for name in names:
                admin.send("addlocaldevice", meshid=group, devicename=name, hostname="127.0.0.1",
                           type=kind)

            def all_listed():
                listed = admin.ask("nodes", meshid=group)["nodes"].get(group, [])
                return len(listed) == existing + len(names) and {
                    device["name"]: device["_id"] for device in listed}

            return wait_until(all_listed, f"{len(names)} devices to be there")

    # -- real agents

    def start_agents(self, group, names):
        """An agent process for each name; ids by name, once they are online."""
        for name in names:
            self.install_agent(name, group)
            self.start_agent(name)
        with self.admin() as admin:
            return {name: self.wait_for_agent(admin, name, online=True) for name in names}

    def install_agent(self, name, group):
        home = self.folder / "agents" / name
        home.mkdir(parents=True)
        program = home / "meshagent"
        kind = LINUX_ARM64 if os.uname().machine == "aarch64" else LINUX_X64
        program.write_bytes(self._get(f"/meshagents?id={kind}"))
        program.chmod(0o755)
        short = urllib.parse.quote(group.split("/")[2], safe="")
        # The name is what the agent calls its machine, since all run on this one.
        settings = self._get(f"/meshsettings?id={short}").decode() + f"agentName={name}\r\n"
        (home / "meshagent.msh").write_text(settings)

    def start_agent(self, name):
        home = self.folder / "agents" / name
        self.agents[name] = start_leashed([str(home / "meshagent")], home, subprocess.DEVNULL)

    def stop_agent(self, name):
        end(self.agents.pop(name))

    @staticmethod
    def wait_for_agent(admin, name, online):
        def seen():
            for listed in admin.ask("nodes")["nodes"].values():
                for device in listed:
                    if device["name"] == name and bool(device.get("conn", 0) & 1) == online:
                        return device["_id"]
            return None

        return wait_until(seen, f"agent {name} to be {'online' if online else 'offline'}", 60)

    @staticmethod
    def wait_for_adapters(admin, node):
        """Until the server knows its network adapters, which agents tell after they connected."""
        def told():
            details = json.loads(admin.ask("getDeviceDetails", nodeids=[node], type="json")["data"])
            return (details[0].get("net") or {}).get("netif2")

        return wait_until(told, f"the adapters of {node}", 60)

    def _get(self, path):
        context = ssl.create_default_context(cafile=self.ca)
        url = f"https://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(url, context=context, timeout=30) as answer:
            return answer.read()

    # -- the package's own client, an independent count

    def meshctrl(self, user, password, *arguments):
        # Through a pipe its output ends at 64 KiB.
        out = self.folder / "meshctrl.json"
        with open(out, "w") as file:
            subprocess.run(
                [node(), str(self.package / "meshctrl.js"), *arguments, "--json", "--url", self.url,
                 "--loginuser", user, "--loginpass", password],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                timeout=60, check=False)
        text = out.read_text()
        try:
            return json.loads(text)
        except ValueError as error:
            raise AssertionError(f"meshctrl {arguments[0]}: {text[:300]}") from error

    def devices(self, user, password):
        """Every device that the account sees, as meshctrl lists it."""
        return self.meshctrl(user, password, "listdevices")
