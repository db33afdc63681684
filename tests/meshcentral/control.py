"""A WebSocket to MeshCentral's control channel, with nothing but the standard library.

It shares no code with the library under test: what it asks the server to do, and what it reads back,
is evidence of its own.
"""

import base64
import json
import os
import socket
import ssl
import struct
import time
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
# Their answers carry no mark of the question.
UNMARKED = {"createLoginToken", "getDeviceDetails", "loginTokens", "otpauth-request",
            "otpauth-setup"}


class Refused(Exception):
    """The server closed the session or answered with an error."""


class Control:
    def __init__(self, url, user, password, ca, timeout=30):
        self.timeout = timeout
        self.asked = 0
        self.buffer = b""
        where = urlsplit(url)
        context = ssl.create_default_context(cafile=ca)
        plain = socket.create_connection((where.hostname, where.port), timeout=timeout)
        self.socket = context.wrap_socket(plain, server_hostname=where.hostname)
        self._upgrade(where, user, password)
        self.userinfo = self.wait(lambda message: message.get("action") == "userinfo")["userinfo"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def _upgrade(self, where, user, password):
        login = ",".join(base64.b64encode(part.encode()).decode() for part in (user, password))
        lines = [f"GET {where.path or ''}/control.ashx HTTP/1.1", f"Host: {where.netloc}",
                 "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(),
                 "x-meshauth: " + login, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        while b"\r\n\r\n" not in self.buffer:
            self._receive()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise Refused(head.split(b"\r\n")[0].decode())

    def _receive(self):
        received = self.socket.recv(1 << 20)
        if not received:
            raise Refused("the server closed the connection")
        self.buffer += received

    def _take(self, count):
        while len(self.buffer) < count:
            self._receive()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def _frame(self):
        first, second = self._take(2)
        size = second & 127
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        return first & 128, first & 15, self._take(size)

    def _send_frame(self, kind, payload):
        size = len(payload)
        head = bytes([128 | kind])
        if size < 126:
            head += bytes([128 | size])
        elif size < 1 << 16:
            head += bytes([128 | 126]) + struct.pack(">H", size)
        else:
            head += bytes([128 | 127]) + struct.pack(">Q", size)
        # A mask of zeros is a mask; nothing here has to be hidden from a proxy.
        self.socket.sendall(head + bytes(4) + payload)

    def message(self):
        whole = b""
        while True:
            last, kind, payload = self._frame()
            if kind == CLOSE:
                raise Refused("the server closed the WebSocket")
            if kind == PING:
                self._send_frame(PONG, payload)
            elif kind != PONG:
                whole += payload
                if last:
                    return json.loads(whole)

    def wait(self, fits):
        end = time.monotonic() + self.timeout
        while time.monotonic() < end:
            message = self.message()
            if message.get("action") == "close":
                raise Refused(message.get("msg"))
            if fits(message):
                return message
        raise TimeoutError("the server did not answer")

    def send(self, action, **fields):
        self._send_frame(TEXT, json.dumps({"action": action, **fields}).encode())

    def ask(self, action, **fields):
        """The answer to this question."""
        self.asked += 1
        mark = f"test-{self.asked}"
        self.send(action, responseid=mark, tag=mark, **fields)
        answer = self.wait(lambda message: mark in (message.get("responseid"), message.get("tag"))
                           or (action in UNMARKED and message.get("action") == action))
        result = answer.get("result", "ok").lower()
        if result != "ok" and not result.startswith(("added user", "removed user")):
            raise Refused(f"{action}: {answer['result']}")
        return answer
