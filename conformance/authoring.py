"""All that an author of test cases imports, beside the messages of the protocol at hand.

Handles that a case may ask for: `Association`, `Link` (or `WrapperLink`, `HdlcLink`), `Step`, `Controls`, `Dut`.
docs/writing_test_cases.md says what each name is for.
"""

from conformance.clock import NANOSECONDS
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.errors import ProtocolViolation, under
from conformance.steps import Step
from conformance.testcase import testcase
from conformance.tester.answers import (
    AARQ_ANSWERS,
    ACCEPTED,
    DENIALS,
    NOT_ACCEPTED,
    NOT_SERVED,
    REFUSED,
    WITHOUT_SUCCESS,
    reason_of_its_own,
    refusal_reason,
    refusing_aare,
    the_one,
)
from conformance.tester.association import ABSENT_OBJECT, LOGICAL_DEVICE_NAME, PROPOSED, Association
from conformance.tester.block_transfer import LongGet, action_in_blocks, send_in_turn, set_in_blocks, skip_a_number
from conformance.tester.controls import Controls
from conformance.tester.dut import Dut
from conformance.tester.dut_clock import CLOCK, CLOCK_TIME, ClockReading, DutClock
from conformance.tester.hdlc_answers import DataAnswer, idle, kind_of, said
from conformance.tester.hdlc_by_hand import agreed_in
from conformance.tester.hdlc_link import HdlcLink
from conformance.tester.hdlc_setup import the_hdlc_setup
from conformance.tester.inactivity import inactivity_timeout_s
from conformance.tester.link import Link
from conformance.tester.lists import action_list, action_list_in_blocks, get_list, set_list, set_list_in_blocks
from conformance.tester.logical_devices import LogicalDevices
from conformance.tester.near_secrets import NearMiss, nearly_the_secret
from conformance.tester.object_list import CURRENT_ASSOCIATION, OBJECT_LIST, ObjectList, read_object_list
from conformance.tester.profile import EVENT_LOG, LOAD_PROFILE, Profile
from conformance.tester.raw_frame import RawFrame
from conformance.tester.register import read_register
from conformance.tester.rows import fits, in_local_time, moment_ns, moved, rows_of, time_of
from conformance.tester.sign_of_life import cut_power, expect_sign_of_life
from conformance.tester.target import Target
from conformance.tester.wrapper_link import WrapperLink
from conformance.tester.writable import passive_calendar_name, set_as_read, varied, writable_data

__all__ = [
    "AARQ_ANSWERS",
    "ABSENT_OBJECT",
    "ACCEPTED",
    "CLOCK",
    "CLOCK_TIME",
    "CURRENT_ASSOCIATION",
    "DENIALS",
    "EVENT_LOG",
    "LOAD_PROFILE",
    "LOGICAL_DEVICE_NAME",
    "NANOSECONDS",
    "NOT_ACCEPTED",
    "NOT_SERVED",
    "OBJECT_LIST",
    "PROPOSED",
    "REFUSED",
    "WITHOUT_SUCCESS",
    "Association",
    "AttributeDescriptor",
    "ClockReading",
    "Controls",
    "DataAnswer",
    "Dut",
    "DutClock",
    "HdlcLink",
    "Link",
    "LongGet",
    "LogicalDevices",
    "NearMiss",
    "ObisCode",
    "ObjectList",
    "Profile",
    "ProtocolViolation",
    "RawFrame",
    "Step",
    "Target",
    "WrapperLink",
    "action_in_blocks",
    "action_list",
    "action_list_in_blocks",
    "agreed_in",
    "cut_power",
    "expect_sign_of_life",
    "fits",
    "get_list",
    "idle",
    "in_local_time",
    "inactivity_timeout_s",
    "kind_of",
    "moment_ns",
    "moved",
    "nearly_the_secret",
    "passive_calendar_name",
    "read_object_list",
    "read_register",
    "reason_of_its_own",
    "refusal_reason",
    "refusing_aare",
    "rows_of",
    "said",
    "send_in_turn",
    "set_as_read",
    "set_in_blocks",
    "set_list",
    "set_list_in_blocks",
    "skip_a_number",
    "testcase",
    "the_hdlc_setup",
    "the_one",
    "time_of",
    "under",
    "varied",
    "writable_data",
]
