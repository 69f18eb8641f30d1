"""Why a port cannot be opened, by name: whether the host, the device or the way between them is to blame."""

import errno
import socket
from collections.abc import Callable, Iterator

from conformance.bench.doctor.row import Row, Whose, fault
from conformance.bench.link_url import LinkUrl
from conformance.errors import BenchError
from conformance.transport.device import serial_devices

Cause = BaseException


def _has(*numbers: int) -> Callable[[Cause], bool]:
    return lambda cause: isinstance(cause, OSError) and cause.errno in numbers


def _is_unknown_host(cause: Cause) -> bool:
    return isinstance(cause, socket.gaierror)


def _is_held(cause: Cause) -> bool:
    return _has(errno.EBUSY, errno.EAGAIN)(cause) or "exclusively lock" in str(cause)


def _is_timeout(cause: Cause) -> bool:
    return isinstance(cause, TimeoutError) or _has(errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN)(cause)


Fault = tuple[Callable[[Cause], bool], str, Whose, str]

OF_HOSTS: tuple[Fault, ...] = (
    (_is_unknown_host, "host-unknown", Whose.BENCH, "correct the name of the host, or write its address instead"),
    (
        _has(errno.ECONNREFUSED),
        "port-closed",
        Whose.UNREACHABLE,
        "the host is there, but nothing takes connections on this port: check the port, that the service of the meter "
        "is on, and that no other client holds its only connection",
    ),
    (
        _is_timeout,
        "host-unreachable",
        Whose.UNREACHABLE,
        "check the address, that the device is switched on and in this network, and firewalls in between",
    ),
    (lambda cause: "RFC2217" in str(cause), "no-rfc2217", Whose.BENCH, ""),
    (_has(errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES), "cannot-listen", Whose.BENCH, ""),
)

OF_DEVICES: tuple[Fault, ...] = (
    (_has(errno.EACCES, errno.EPERM), "no-permission", Whose.BENCH, ""),
    (_has(errno.ENOENT, errno.ENXIO, errno.ENODEV), "device-missing", Whose.BENCH, ""),
    (_is_held, "device-busy", Whose.BENCH, ""),
    (lambda cause: True, "not-a-serial-line", Whose.BENCH, ""),
)
"""What the transport says of these is all that is to be said."""


def why_not_opened(link: LinkUrl, trouble: BenchError) -> Row:
    known = OF_DEVICES if link.scheme == "serial" else OF_HOSTS
    for cause in _causes(trouble):
        for applies, name, whose, remedy in known:
            if applies(cause):
                remedy = f"{remedy or trouble.remedy}{_others(name)}"
                return fault("port", name, whose, trouble.found, remedy, link=link.text)
    return fault("port", "not-opened", Whose.UNREACHABLE, trouble.found, trouble.remedy, link=link.text)


def _causes(trouble: BaseException) -> Iterator[BaseException]:
    """What lies behind a trouble, deepest first: the operating system's own words."""
    behind = trouble.__cause__ or trouble.__context__
    if behind is not None:
        yield from _causes(behind)
        yield behind


def _others(name: str) -> str:
    if name != "device-missing":
        return ""
    return f"; this host has {', '.join(serial_devices()) or 'no serial device at all'}"
