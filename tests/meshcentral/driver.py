"""The library on the other end of a pipe (mesh_driver.cpp), and a gate that cuts connections."""

import json
import os
import select
import socket
import subprocess
import threading

DRIVER = os.environ["BILLBYAGENT_MESH_DRIVER"]


class Driver:
    """One provider. `ask` waits for the answer; `begin` and `end` let something happen between."""

    def __init__(self, url, login, ca, **settings):
        self.process = subprocess.Popen([DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)
        self.begin(url=url, user=login[0], password=login[1], ca=ca, **settings)
        self.ready = self.end()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def begin(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()

    def end(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, what, **question):
        self.begin(do=what, **question)
        return self.end()


class Gate:
    """Passes connections on to a server. The first one is held after `limit` bytes of answers;
    `held` is set then, and it ends with the server's."""

    def __init__(self, port, limit):
        self.target = port
        self.limit = limit
        self.held = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def close(self):
        # A blocked accept returns only when the socket is shut down.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            with client, server:
                self._pass(client, server)

    def _pass(self, client, server):
        passed = 0
        while True:
            ready, _, _ = select.select([client, server], [], [])
            for source in ready:
                try:
                    data = source.recv(1 << 14)
                    if not data:
                        return
                    if source is client:
                        server.sendall(data)
                        continue
                    passed += len(data)
                    if passed > self.limit and not self.held.is_set():
                        self.held.set()
                        self._drain(server)
                        return
                    client.sendall(data)
                except OSError:
                    return

    @staticmethod
    def _drain(server):
        """Until the server ends the connection; nothing of it reaches the client any more."""
        try:
            while server.recv(1 << 16):
                pass
        except OSError:
            pass
