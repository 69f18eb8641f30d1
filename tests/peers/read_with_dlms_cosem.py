"""Reads a golden meter with dlms-cosem, in that library's own interpreter.

    read_with_dlms_cosem.py tcp HOST PORT | hdlc-tcp HOST PORT | hdlc-serial DEVICE   [CLIENT_SAP [PASSWORD]]

Prints what it read as JSON.
"""

import json
import sys

from dlms_cosem import cosem, enumerations
from dlms_cosem.client import DlmsClient
from dlms_cosem.io import BlockingTcpIO, HdlcTransport, SerialIO, TcpTransport
from dlms_cosem.security import LowLevelSecurityAuthentication, NoSecurityAuthentication
from dlms_cosem.utils import parse_as_dlms_data


def transport(arguments: list[str], client_sap: int):
    kind = arguments[0]
    if kind == "hdlc-serial":
        io = SerialIO(port_name=arguments[1])
    else:
        io = BlockingTcpIO(host=arguments[1], port=int(arguments[2]))
    addresses = {"client_logical_address": client_sap, "server_logical_address": 1, "io": io}
    return TcpTransport(**addresses) if kind == "tcp" else HdlcTransport(**addresses)


def attribute(interface: enumerations.CosemInterface, instance: str, number: int) -> cosem.CosemAttribute:
    return cosem.CosemAttribute(interface=interface, instance=cosem.Obis.from_string(instance), attribute=number)


def main(arguments: list[str]) -> None:
    count = 2 if arguments[0] == "hdlc-serial" else 3
    link, rest = arguments[:count], arguments[count:]
    client_sap = int(rest[0]) if rest else 16
    authentication = LowLevelSecurityAuthentication(rest[1].encode()) if len(rest) > 1 else NoSecurityAuthentication()
    client = DlmsClient(transport=transport(link, client_sap), authentication=authentication)
    wanted = {
        "logical_device_name": attribute(enumerations.CosemInterface.DATA, "0.0.42.0.0.255", 2),
        "clock": attribute(enumerations.CosemInterface.CLOCK, "0.0.1.0.0.255", 2),
        "energy_import": attribute(enumerations.CosemInterface.REGISTER, "1.0.1.8.0.255", 2),
        "energy_import_scaler_unit": attribute(enumerations.CosemInterface.REGISTER, "1.0.1.8.0.255", 3),
        "energy_export": attribute(enumerations.CosemInterface.REGISTER, "1.0.2.8.0.255", 2),
    }
    found = {}
    with client.session() as session:
        for name, where in wanted.items():
            value = parse_as_dlms_data(session.get(where))
            found[name] = bytes(value).hex() if isinstance(value, bytes | bytearray) else value
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
