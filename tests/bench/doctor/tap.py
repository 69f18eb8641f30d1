"""A TCP port in front of a meter, which keeps what every connection carries to the meter."""

import contextlib
import selectors
import socket
import threading

AARQ = b"\x60"
HEADER_OCTETS = 8


class Tap:
    """Listens on `port` of this host; everything goes on to the port of the meter."""

    def __init__(self, meter: int, *, is_deaf: bool = False) -> None:
        self.is_deaf = is_deaf
        """True if of wrapper PDUs nothing gets through before an AARQ."""

        self.carried: list[bytearray] = []
        """What testers have sent, a connection each."""

        self._meter = meter
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._ended, self._end = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        self._selector.register(self._ended, selectors.EVENT_READ)
        self._selector.register(self._server, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._ended:
                    return
                if key.fileobj is self._server:
                    self._connect()
                elif key.fileobj in (known.fileobj for known in self._selector.get_map().values()):
                    self._carry(*key.data)

    def _connect(self) -> None:
        tester = self._server.accept()[0]
        meter = socket.create_connection(("127.0.0.1", self._meter))
        kept = bytearray()
        self.carried.append(kept)
        self._selector.register(tester, selectors.EVENT_READ, (tester, meter, kept))
        self._selector.register(meter, selectors.EVENT_READ, (meter, tester, None))

    def _carry(self, source: socket.socket, target: socket.socket, kept: bytearray | None) -> None:
        octets = b""
        with contextlib.suppress(ConnectionError):
            octets = source.recv(4096)
        if not octets:
            for one in (source, target):
                self._selector.unregister(one)
                one.close()
            return
        if kept is not None:
            is_heard = not self.is_deaf or AARQ in (octets[HEADER_OCTETS : HEADER_OCTETS + 1], kept[HEADER_OCTETS:][:1])
            kept += octets
            if not is_heard:
                return
        with contextlib.suppress(ConnectionError):
            target.sendall(octets)

    def close(self) -> None:
        self._end.close()
        self._thread.join(20)
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()
