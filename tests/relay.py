"""A TCP relay before a database, which can be stopped and started while both ends run."""

import socket
import threading
from contextlib import suppress


class Relay:
    """Relays the connections of a local port to another address."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.port = 0
        self.silent = False
        self._open: list[socket.socket] = []
        self.restore()

    def restore(self) -> None:
        self.silent = False
        self._listen()

    def cut(self) -> None:
        """End all connections and refuse new ones, as a stopped database does."""
        with suppress(OSError):
            # Wakes up the thread that waits for the next connection.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._open.clear()

    def cut_silently(self) -> None:
        """End all connections, accept new ones, and never answer them."""
        self.cut()
        self.silent = True
        self._listen()

    def _listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, args=[self._listener])
        self._thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._open.append(client)
            if not self.silent:
                server = socket.create_connection(self.target)
                self._open.append(server)
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=_pass_on, args=ends, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
