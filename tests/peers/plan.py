"""What a client that nobody here wrote is told to ask, and how it tells what it was answered.

Runs in the interpreters of the peers, so it imports nothing but the standard library. The command line is

    ask_with_PEER.py LINK... CLIENT_SAP PDU_SIZE [PASSWORD]

where LINK is tcp HOST PORT, hdlc-tcp HOST PORT or hdlc-serial DEVICE and PDU_SIZE the longest APDU that the
client says it takes. The standard input is JSON: requests, each a list of the name of a method of the peer's
`Asker` and its arguments. The last line of the output is JSON, too: the answers in the same order, and what
the methods counted on the way.
"""

import json
import sys
from typing import Any, NamedTuple


class CommandLine(NamedTuple):
    link: list[str]
    client_sap: int
    pdu_size: int
    password: str


def command_line() -> CommandLine:
    arguments = sys.argv[1:]
    count = 2 if arguments[0] == "hdlc-serial" else 3
    sap, pdu_size, *password = arguments[count:]
    return CommandLine(arguments[:count], int(sap), int(pdu_size), "".join(password))


def plain(value: Any) -> Any:
    """Values of any library in the words of JSON: lists, numbers, texts; octets in hexadecimal."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    return int(value)


def carry_out(asker: Any) -> None:
    answers = [plain(getattr(asker, name)(*arguments)) for name, *arguments in json.loads(sys.stdin.read())]
    print(json.dumps({"answers": answers, "counted": asker.counted}))
