"""Asks a golden meter with gurux-dlms, in that library's own interpreter; see plan.py."""

import datetime

from gurux_dlms import GXByteBuffer, GXDLMSException, GXDLMSExceptionResponse
from gurux_dlms.enums import DataType, ObjectType
from gurux_dlms.objects import (
    GXDLMSClock,
    GXDLMSData,
    GXDLMSObject,
    GXDLMSProfileGeneric,
    GXDLMSScriptTable,
    GXDLMSSpecialDay,
    GXDLMSSpecialDaysTable,
)
from plan import carry_out, command_line
from read_with_gurux import Reader, Refused

REFUSALS = (Refused, GXDLMSExceptionResponse)


def named(class_id: int, name: str) -> GXDLMSObject:
    thing = GXDLMSObject(ObjectType(class_id))
    thing.logicalName = name
    return thing


class Asker:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.client = reader.client

    @property
    def counted(self):
        return {"get_blocks": self.reader.blocks}

    def open(self):
        return self._opened(self.reader.open)

    def associate(self):
        """Once more, over the connection that there is."""
        return self._opened(self.reader.associate)

    def longest_request(self):
        """In octets, as the meter said in its AARE."""
        return self.client.maxReceivePDUSize

    def get(self, class_id, name, attribute):
        return self._value(self.client.read(named(class_id, name), attribute))

    def get_list(self, wanted):
        """At most ten, which the library puts into one request."""
        (frames,) = self.client.readList([(named(class_id, name), attribute) for class_id, name, attribute in wanted])
        return self._value(frames)

    def object_list(self):
        """Class, version and name of every object, as the library's own parser reads them."""
        reply = self.reader.exchange(self.client.getObjectsRequest())
        found = self.client.parseObjects(GXByteBuffer(reply.data.array()), False, False)
        return [[known.objectType, known.version, known.logicalName] for known in found]

    def by_entry(self, name, first, count):
        return self._value(self.client.readRowsByEntry(self._profile(name), first, count))

    def by_range(self, name, start, end):
        bounds = (datetime.datetime.fromisoformat(moment) for moment in (start, end))
        return self._value(self.client.readRowsByRange(self._profile(name), *bounds))

    def set_octets(self, name, octets):
        """Write the value of a Data object; answers in how many requests."""
        thing = GXDLMSData(name)
        thing.setDataType(2, DataType.OCTET_STRING)
        thing.value = bytes.fromhex(octets)
        frames = self.client.write(thing, 2)
        return self._outcome(frames) or len(frames)

    def set_special_days(self, name, days):
        """Write days of a number, a date and a day_id; answers in how many requests, frames where one takes several."""
        table = GXDLMSSpecialDaysTable(name)
        for index, date, day_id in days:
            day = GXDLMSSpecialDay()
            day.index, day.date, day.dayId = index, bytes.fromhex(date), day_id
            table.entries.append(day)
        frames = self.client.write(table, 2)
        return self._outcome(frames) or len(frames)

    def shift_time(self, name, seconds):
        return self._outcome(GXDLMSClock(name).shiftTime(self.client, seconds)) or "success"

    def execute(self, name, script):
        return self._outcome(GXDLMSScriptTable(name).execute(self.client, script)) or "success"

    def release(self):
        self.reader.exchange(self.client.releaseRequest())
        return "released"

    def close(self):
        self.reader.close()
        return "closed"

    def _opened(self, act):
        try:
            act()
        except GXDLMSException as refused:
            return str(refused)
        return "accepted"

    def _profile(self, name):
        """With its columns and what it is sorted by, which the library wants to know first."""
        profile = GXDLMSProfileGeneric(name)
        for attribute in (3, 6):
            self.reader.read(profile, attribute)
        return profile

    def _value(self, frames):
        try:
            return self.reader.exchange(frames).value
        except REFUSALS as refused:
            return str(refused)

    def _outcome(self, frames):
        """Nothing if all is well."""
        try:
            self.reader.exchange(frames)
        except REFUSALS as refused:
            return str(refused)
        return ""


given = command_line()
carry_out(Asker(Reader(given.link, given.client_sap, given.password, given.pdu_size)))
