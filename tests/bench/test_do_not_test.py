"""No request leaves for an object that is not to be tested, however a case makes its octets."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench_file import BenchFile
from conformance.bench.open_bench import bench_of
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.set import SetRequestNormal
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from conformance.steps import Step
from conformance.testcase import TestCase
from conformance.tester.association import Association
from tests.bench.cases import RULE, made_up

EXCLUDED = ObisCode("0-0:40.0.0.255")
OBJECT_LIST = AttributeDescriptor(15, EXCLUDED, 2)
REQUEST = GetRequestNormal(0xC1, *OBJECT_LIST)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


def session(folder: Path, catalogue: Catalogue, framing: str, *excluded: str) -> BenchSession:
    link = "hdlc+golden" if framing == "hdlc" else "golden"
    pixit = {"do_not_test": dict.fromkeys(excluded, "it hangs")}
    bench = bench_of(
        BenchFile.model_validate({"dut": {"role": "electricity_meter", "link": link, "pixit": pixit}}), link
    )
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration(bench.dut.role, catalogue.proforma, everything, is_enduring=False)
    return BenchSession(bench, declaration, {**catalogue.rules, RULE.id: RULE}, RunDirectory(folder))


def requests_for(name: ObisCode, folder: Path, record: dict[str, Any]) -> list[str]:
    events = read_events(folder / record["evidence"] / "journal.jsonl")
    return [event["octets"] for event in events if event["kind"] == "send" and name.hex() in event["octets"]]


def expect_left_alone(
    folder: Path, catalogue: Catalogue, framing: str, case: TestCase, body: Callable[..., None]
) -> None:
    record = session(folder, catalogue, framing, str(EXCLUDED)).run(case, body)
    assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "do-not-test")
    assert record["reason"] == "0-0:40.0.0.255 is not to be tested: it hangs"
    assert requests_for(EXCLUDED, folder, record) == []
    assert record["also"] == [], "the way back is not disturbed"


WAYS: dict[str, Callable[[Association], object]] = {
    "get": lambda association: association.get(OBJECT_LIST),
    "request": lambda association: association.request(REQUEST, type(REQUEST)),
    "try_out": lambda association: association.try_out(REQUEST),
    "try_out octets": lambda association: association.try_out(REQUEST.encode()),
    "send_octets": lambda association: association.send_octets(REQUEST.encode()),
    "with one octet more": lambda association: association.send_octets(REQUEST.encode() + b"\0"),
    "link": lambda association: association.link.send_apdu(REQUEST.encode()),
    "frame": lambda association: association.link.frame(REQUEST.encode()),
    "action": lambda association: association.link.send_apdu(
        ActionRequestNormal(0xC1, 15, EXCLUDED, 1, parameters=None).encode()
    ),
}


@pytest.mark.parametrize("framing", ["wrapper", "hdlc"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_send_a_request_is_barred(tmp_path: Path, catalogue: Catalogue, framing: str, way: str) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Ask for the excluded object"):
            association.read_logical_device_name()
            WAYS[way](association)

    expect_left_alone(tmp_path, catalogue, framing, made_up(requires=f"LINK.{framing.upper()}"), body)


def test_frames_by_hand_are_barred(tmp_path: Path, catalogue: Catalogue) -> None:
    def body(association: Association, step: Step) -> None:
        link: Any = association.link
        with step("A UI frame with the request"):
            association.read_logical_device_name()
            link.command(FrameKind.UI, b"\xe6\xe6\x00" + REQUEST.encode(), poll=False)

    expect_left_alone(tmp_path, catalogue, "hdlc", made_up(requires="LINK.HDLC"), body)


@pytest.mark.parametrize("case_id", ["DLMS-HDLC-002", "DLMS-HDLC-021", "DLMS-HDLC-022"])
def test_published_cases_that_build_their_own_frames_obey(tmp_path: Path, catalogue: Catalogue, case_id: str) -> None:
    case = catalogue.case(case_id)
    expect_left_alone(tmp_path, catalogue, "hdlc", case.facts, case.body)


@pytest.mark.parametrize("framing", ["wrapper", "hdlc"])
def test_no_published_case_asks_for_an_excluded_object(tmp_path: Path, catalogue: Catalogue, framing: str) -> None:
    for number, case in enumerate(catalogue.in_order()):
        folder = tmp_path / str(number)
        record = session(folder, catalogue, framing, str(EXCLUDED), "0-0:1.0.0.255").run(case.facts, case.body)
        assert record["verdict"] not in ("ERROR", "FAIL"), record["reason"]
        if "evidence" in record:
            frames = read_events(folder / record["evidence"] / "journal.jsonl")
            said = [event["summary"] for event in frames if event["kind"] == "frame" and event["direction"] == "to DUT"]
            assert not [one for one in said if "0-0:40.0.0.255" in one or "0-0:1.0.0.255" in one], case.facts.id


def test_identification_leaves_excluded_objects_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    found = session(tmp_path, catalogue, "wrapper", str(EXCLUDED), "0-0:42.0.0.255").discover("before")
    assert (found.trouble, found.objects) == ("", None)
    assert found.identification["logical_device_name"] == ""
    assert found.identification["serial_number"] == "00000001"


def test_an_object_of_another_name_is_asked_for(tmp_path: Path, catalogue: Catalogue) -> None:
    case = replace(made_up(), requires="")

    def body(association: Association, step: Step) -> None:
        with step("Read the object list"):
            association.get(OBJECT_LIST)

    record = session(tmp_path, catalogue, "wrapper", "0-0:40.0.1.255").run(case, body)
    assert record["verdict"] == "PASS"
    assert len(requests_for(EXCLUDED, tmp_path, record)) == 1


def test_a_name_that_is_but_a_value_is_no_request_about_it(tmp_path: Path, catalogue: Catalogue) -> None:
    """As where a selection names the clock for its column."""
    value = OCTET_STRING(EXCLUDED)
    request = SetRequestNormal(0xC1, 1, ObisCode("0-0:96.1.1.255"), 2, access_selection=None, value=value)

    def body(association: Association, step: Step) -> None:
        with step("See whether it may leave"):
            association.read_logical_device_name()
            association.link.permit(request.encode())

    record = session(tmp_path, catalogue, "wrapper", str(EXCLUDED)).run(made_up(), body)
    assert (record["verdict"], record["reason"]) == ("PASS", "every check held")
