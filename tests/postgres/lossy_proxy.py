"""Stands before a server and loses answers to COMMIT: the server does it, and nobody hears of it."""

import random
import socket
import threading


class LossyProxy:
    def __init__(self, port, seed, lost):
        self.port_behind, self.random, self.lost = port, random.Random(seed), lost
        self.swallowed = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.port_behind))
            deaf = threading.Event()
            for words in ((client, server, deaf, True), (server, client, deaf, False)):
                threading.Thread(target=self.carry, args=words, daemon=True).start()

    def carry(self, from_side, to_side, deaf, asks):
        try:
            while data := from_side.recv(65536):
                if asks and b"COMMIT\0" in data and self.random.random() < self.lost:
                    self.swallowed += 1
                    deaf.set()
                if not asks and deaf.is_set():
                    break
                to_side.sendall(data)
        except OSError:
            pass
        for side in (from_side, to_side):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        from_side.close()
