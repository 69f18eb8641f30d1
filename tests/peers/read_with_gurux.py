"""Reads a golden meter with gurux-dlms, in that library's own interpreter.

    read_with_gurux.py tcp HOST PORT | hdlc-tcp HOST PORT | hdlc-serial DEVICE

The library makes and takes frames; the octets are carried here. Prints what it read as JSON.
"""

import datetime
import json
import socket
import sys

from gurux_dlms import GXByteBuffer, GXDLMSClient, GXReplyData
from gurux_dlms.enums import Authentication, InterfaceType, RequestTypes
from gurux_dlms.objects import (
    GXDLMSActivityCalendar,
    GXDLMSClock,
    GXDLMSData,
    GXDLMSExtendedRegister,
    GXDLMSProfileGeneric,
    GXDLMSRegister,
    GXDLMSRegisterActivation,
    GXDLMSSapAssignment,
    GXDLMSScriptTable,
)


class Carrier:
    """Blocking octets in and out, over TCP or a serial device."""

    def __init__(self, arguments: list[str]) -> None:
        if arguments[0] == "hdlc-serial":
            import serial

            self.line = serial.Serial(arguments[1], 9600, timeout=5)
            self.send = self.line.write
            self.receive = lambda: self.line.read(1) + self.line.read(self.line.in_waiting)
        else:
            self.socket = socket.create_connection((arguments[1], int(arguments[2])), timeout=5)
            self.send = self.socket.sendall
            self.receive = lambda: self.socket.recv(4096)


class Refused(SystemExit):
    """The meter answered that it does not do what it was asked for."""


class Reader:
    def __init__(self, arguments: list[str], client_sap: int = 16, password: str = "", pdu_size: int = 0xFFFF) -> None:
        kind = InterfaceType.WRAPPER if arguments[0] == "tcp" else InterfaceType.HDLC
        mechanism = Authentication.LOW if password else Authentication.NONE
        self.client = GXDLMSClient(True, client_sap, 1, mechanism, password or None, kind)
        self.client.maxReceivePDUSize = pdu_size
        self.is_hdlc = kind == InterfaceType.HDLC
        self.carrier = Carrier(arguments)
        self.blocks = 0
        """Blocks of long answers that had to be asked for."""

    def exchange(self, frames) -> GXReplyData:
        """Send frames one after another and take the whole answer to the last."""
        reply = GXReplyData()
        for frame in frames if isinstance(frames, list) else [frames]:
            reply.clear()
            self._ask(bytes(frame), reply)
            while reply.isMoreData():
                self.blocks += bool(reply.moreData & RequestTypes.DATABLOCK)
                self._ask(bytes(self.client.receiverReady(reply)), reply)
        return reply

    def _ask(self, frame: bytes, reply: GXReplyData) -> None:
        self.carrier.send(frame)
        held = GXByteBuffer()
        while True:
            octets = self.carrier.receive()
            if not octets:
                raise SystemExit("no answer")
            held.set(octets)
            if self.client.getData(held, reply):
                break
        if reply.error:
            raise Refused(f"error {reply.error}")

    def open(self) -> None:
        if self.is_hdlc:
            self.client.parseUAResponse(self.exchange(self.client.snrmRequest()).data)
        self.associate()

    def associate(self) -> None:
        self.client.parseAareResponse(self.exchange(self.client.aarqRequest()).data)

    def read(self, thing, attribute: int):
        reply = self.exchange(self.client.read(thing, attribute))
        return self.client.updateValue(thing, attribute, reply.value)

    def rows(self, profile, frames) -> list:
        reply = self.exchange(frames)
        return self.client.updateValue(profile, 2, reply.value)

    def close(self) -> None:
        """Release the association unless that is done, and end the connection."""
        if release := self.client.releaseRequest():
            self.exchange(release)
        if self.is_hdlc:
            self.exchange(self.client.disconnectRequest())


def main(arguments: list[str]) -> None:
    reader = Reader(arguments)
    reader.open()
    name = reader.read(GXDLMSData("0.0.42.0.0.255"), 2)
    clock = reader.read(GXDLMSClock("0.0.1.0.0.255"), 2)
    register = GXDLMSRegister("1.0.1.8.0.255")
    reader.read(register, 3)
    energy = reader.read(register, 2)
    profile = GXDLMSProfileGeneric("1.0.99.1.0.255")
    for attribute in (3, 7, 8, 6):
        reader.read(profile, attribute)
    by_entry = reader.rows(profile, reader.client.readRowsByEntry(profile, profile.entriesInUse - 1, 2))
    end = by_entry[-1][0].value
    by_range = reader.rows(profile, reader.client.readRowsByRange(profile, end - datetime.timedelta(hours=2), end))
    calendar, tables = GXDLMSActivityCalendar("0.0.13.0.0.255"), GXDLMSScriptTable("0.0.10.0.106.255")
    days = reader.read(calendar, 5)
    scripts = reader.read(tables, 2)
    mask = reader.read(GXDLMSRegisterActivation("0.0.14.0.0.255"), 4)
    maximum = reader.read(GXDLMSExtendedRegister("1.0.1.6.0.255"), 2)
    devices = reader.read(GXDLMSSapAssignment("0.0.41.0.0.255"), 2)
    reader.close()
    found = {
        "columns": [str(captured.logicalName) for captured, _ in profile.captureObjects],
        "by_entry": [[str(row[0]), *map(int, row[1:])] for row in by_entry],
        "by_range": [[str(row[0]), *map(int, row[1:])] for row in by_range],
        "scripts_of_a_day": [action.scriptSelector for action in days[0].daySchedules],
        "targets_of_scripts": [
            [int(action.target.objectType), action.index] for script in scripts for action in script.actions
        ],
        "active_mask": bytes(mask).decode(),
        "maximum": int(maximum),
        "devices": [[sap, name] for sap, name in devices],
        "logical_device_name": bytes(name).hex() if isinstance(name, bytes | bytearray) else name.encode().hex(),
        "clock": str(clock),
        "energy_import": int(energy),
        "unit": int(register.unit),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
