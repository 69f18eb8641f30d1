"""A DUT that a case leaves changed for good: the run says so before everything else, and changes nothing more."""

import json
from pathlib import Path

from tests.plugin.test_plugin import run_pytest
from tests.processes import golden_meter

CASES = """
from conformance.authoring import Association, AttributeDescriptor, ObisCode, Step, testcase
from conformance.tester.services import Undo

STATUS = AttributeDescriptor(8, ObisCode("0-0:1.0.0.255"), 4)


@testcase("DLMS-OWN-001", version=1, purpose="A.", dut=["electricity_meter"], starts="associated",
          effects="writes", covers=["DLMS-OBJECT-LDN"])
def test_leaves_something_changed(association: Association, step: Step) -> None:
    "It leaves something changed."
    with step("Read the name, and pretend that something read-only was changed"):
        value = association.preserve(STATUS)
        association.restorations[-1] = (STATUS, Undo(lambda: association.set(STATUS, value), lambda: False))
        association.read_logical_device_name()


@testcase("DLMS-OWN-002", version=1, purpose="B.", dut=["electricity_meter"], starts="associated",
          effects="writes", covers=["DLMS-OBJECT-LDN"])
def test_would_change_more(association: Association, step: Step) -> None:
    "It would change more."
    with step("Read the name"):
        association.read_logical_device_name()
"""


def test_what_stays_changed_stands_on_page_one(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(f'"""Own cases."""\n{CASES}', encoding="utf-8")
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        (tmp_path / "bench.toml").write_text(
            f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\npermits = ["writes"]\n'
            "[dut.timing]\nresponse_timeout_s = 0.3\n",
            encoding="utf-8",
        )
        done = run_pytest(tmp_path, "test_own.py", "--bench", "bench.toml", "--run-dir", "run")
    assert done.returncode == 11, done.stdout
    told = "DLMS-OWN-001 left the DUT changed (class 8, 0-0:1.0.0.255, attribute 4)"
    assert told in done.stdout
    results = json.loads((tmp_path / "run" / "results.json").read_text(encoding="utf-8"))
    verdicts = {case["id"]: (case["verdict"], case["reason_code"]) for case in results["cases"]}
    assert verdicts == {"DLMS-OWN-001": ("PASS", "passed"), "DLMS-OWN-002": ("NOT_RUN", "left-changed")}
    events = [json.loads(line) for line in (tmp_path / "run" / "run.jsonl").read_text(encoding="utf-8").splitlines()]
    changed = [event for event in events if event["kind"] == "left changed"]
    assert [event["case"] for event in changed] == ["DLMS-OWN-001"]
    assert told in changed[0]["text"]
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert f"<b>Trouble of the run:</b> {told}" in page
