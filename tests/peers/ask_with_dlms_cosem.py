"""Asks a golden meter with dlms-cosem, in that library's own interpreter; see plan.py.

It makes no request in blocks, and no selection by entry (EntryDescriptor.to_bytes is not implemented there).
"""

import datetime

from dlms_cosem import cosem, dlms_data, enumerations
from dlms_cosem.client import ActionError, DataResultError, DlmsClient
from dlms_cosem.cosem import CosemAttributeWithSelection
from dlms_cosem.cosem.capture_object import CaptureObject
from dlms_cosem.cosem.selective_access import RangeDescriptor
from dlms_cosem.exceptions import DlmsClientException
from dlms_cosem.protocol import xdlms
from dlms_cosem.security import LowLevelSecurityAuthentication, NoSecurityAuthentication
from dlms_cosem.utils import parse_as_dlms_data
from plan import carry_out, command_line
from read_with_dlms_cosem import attribute, transport


class Asker:
    def __init__(self, client: DlmsClient) -> None:
        self.client = client
        self.counted = {"get_blocks": 0}
        send = client.send

        def counting(*events):
            self.counted["get_blocks"] += sum(isinstance(event, xdlms.GetRequestNext) for event in events)
            send(*events)

        client.send = counting

    def open(self):
        self.client.connect()
        try:
            self.client.associate()
        except DlmsClientException as refused:
            return str(refused)
        return "accepted"

    def longest_request(self):
        """In octets, as the meter said in its AARE."""
        return self.client.dlms_connection.max_pdu_size

    def get(self, class_id, name, number):
        try:
            return parse_as_dlms_data(self.client.get(_attribute(class_id, name, number)))
        except DataResultError as refused:
            return str(refused)

    def get_list(self, wanted):
        asked = [CosemAttributeWithSelection(_attribute(*one), None) for one in wanted]
        return self.client.get_many(asked).result

    def object_list(self):
        """Class, version and name of every object."""
        found = parse_as_dlms_data(self.client.get(_attribute(15, "0.0.40.0.0.255", 2)))
        return [[known[0], known[1], cosem.Obis.from_bytes(known[2]).to_string(separator=".")] for known in found]

    def by_range(self, name, start, end):
        clock = CaptureObject(_attribute(8, "0.0.1.0.0.255", 2), 0)
        bounds = (datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC) for moment in (start, end))
        return parse_as_dlms_data(self.client.get(_attribute(7, name, 2), RangeDescriptor(clock, *bounds)))

    def set_octets(self, name, octets):
        """Write the value of a Data object; answers in how many requests."""
        value = dlms_data.OctetStringData(bytes.fromhex(octets)).to_bytes()
        outcome = self.client.set(_attribute(1, name, 2), value)
        return 1 if outcome.result == enumerations.DataAccessResult.SUCCESS else outcome.result.name

    def shift_time(self, name, seconds):
        return self._act(8, name, 6, dlms_data.LongData(seconds))

    def execute(self, name, script):
        return self._act(9, name, 1, dlms_data.UnsignedLongData(script))

    def release(self):
        return "released" if self.client.release_association() else "not released"

    def close(self):
        if self.client.dlms_connection.state.current_state.__class__.__name__ != "NO_ASSOCIATION":
            self.client.disconnect()
        return "closed"

    def _act(self, class_id, name, number, parameters):
        method = cosem.CosemMethod(enumerations.CosemInterface(class_id), cosem.Obis.from_string(name), number)
        try:
            self.client.action(method, parameters.to_bytes())
        except ActionError as refused:
            return str(refused)
        return "success"


def _attribute(class_id, name, number):
    return attribute(enumerations.CosemInterface(class_id), name, number)


given = command_line()
password = given.password.encode()
authentication = LowLevelSecurityAuthentication(password) if password else NoSecurityAuthentication()
carrier = transport(given.link, given.client_sap)
carry_out(Asker(DlmsClient(transport=carrier, authentication=authentication, max_pdu_size=given.pdu_size)))
