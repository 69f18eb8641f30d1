"""GETs a second from the golden meter over loopback TCP, beside a bare socket that echoes: all processes on one CPU.

    python -m benchmarks.golden_meter

Targets: at least 10,000 GETs a second, at least a tenth of the echo.
"""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from benchmarks.measure import pin, rate
from benchmarks.rows import AARQ, GET_REQUEST
from conformance.dlms.get import GetResponseNormal
from conformance.dlms.wrapper import WrapperPdu
from tests.processes import golden_meter

ROUNDS = 5
WANTED_A_SECOND, WANTED_OVER_ECHO = 10_000, 0.1
CLIENT, SERVER = 16, 1

ECHO = """
import os, socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
peer, _ = server.accept()
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
while octets := peer.recv(4096):
    peer.sendall(octets)
"""


def wrapped(apdu: bytes) -> bytes:
    return WrapperPdu(1, CLIENT, SERVER, apdu).encode()


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


@contextlib.contextmanager
def echo() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def exchange(connection: socket.socket, octets: bytes) -> bytes:
    connection.sendall(octets)
    return connection.recv(4096)


def main() -> None:
    pin()  # before the others start, so that they inherit it
    request = wrapped(GET_REQUEST)
    with golden_meter("tcp://127.0.0.1:0") as (url,), echo() as echo_port:
        port = urlsplit(url).port
        assert port is not None
        with connect(port) as meter, connect(echo_port) as mirror:
            exchange(meter, wrapped(AARQ))
            answer = WrapperPdu.decode(exchange(meter, request))
            assert isinstance(GetResponseNormal.decode(answer.apdu).data.value, bytes)
            assert exchange(mirror, request) == request
            gets = echoes = 0.0
            for _ in range(ROUNDS):
                gets = max(gets, rate(lambda: exchange(meter, request)))
                echoes = max(echoes, rate(lambda: exchange(mirror, request)))
    missed = " MISSED" if gets < WANTED_A_SECOND or gets / echoes < WANTED_OVER_ECHO else ""
    print(f"golden meter {gets:8,.0f} GETs a second")
    print(f"bare echo    {echoes:8,.0f} exchanges a second; the meter does {gets / echoes:.2f} of that{missed}")


if __name__ == "__main__":
    main()
