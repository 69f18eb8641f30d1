"""An association that is never answered: most likely the bench file is wrong, and nobody waits for it for ever."""

from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench_file import AssociationPart
from conformance.bench.golden import golden_unit
from conformance.bench.rejudge import rejudge
from conformance.bench.session import BenchSession
from conformance.catalogue import published
from conformance.evidence.run_directory import RunDirectory
from conformance.run_log import run_json
from conformance.steps import Step
from conformance.testcase import Start
from conformance.tester.association import Association
from conformance.tester.standing import Standing
from conformance.told import told
from golden_units.cosem.association_server import AssociationServer
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.cases import made_up
from tests.bench.lasting_bench import LastingBench, session_on

PUBLIC = AssociationPart(name="public", client_sap=16)
ASTRAY = [
    AssociationPart.model_validate(
        {"name": "management", "client_sap": 49, "mechanism": "lls", "secret": "12345678", "may_write": True}
    ),
    AssociationPart.model_validate({"name": "management", "client_sap": 49, "may_write": True}),
]
RIGHT = AssociationPart.model_validate({**ASTRAY[0].model_dump(), "secret": "12345678", "client_sap": 48})
SAPS = "association management has never been opened in this run: see whether client_sap 49 and server_sap 1 are right"
DOCTOR = "`goldenbench doctor FILE` looks for it"


def session(folder: Path, *associations: AssociationPart) -> BenchSession:
    return session_on(LastingBench(ElectricityMeter(), associations=list(associations)), folder)


def opens(association: Association, step: Step) -> None:
    with step("Open it"):
        association.open()
        association.read_logical_device_name()


def runs(run: BenchSession, starts: str, count: int) -> list[dict[str, Any]]:
    return [run.run(made_up(association="writing", starts=Start(starts)), opens) for _ in range(count)]


@pytest.mark.parametrize("astray", ASTRAY, ids=["with a secret", "without one"])
@pytest.mark.parametrize("starts", ["disconnected", "linked", "associated"])
def test_after_two_silences_it_is_not_tried_again(tmp_path: Path, astray: AssociationPart, starts: str) -> None:
    run = session(tmp_path, PUBLIC, astray)
    assert run.discover("before").trouble == ""
    first, second, *others = runs(run, starts, 4)
    for record in (first, second):
        assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "unanswered")
        assert record["reason"].startswith(f"{SAPS}; found no octet at all")
        assert record["reason"].endswith(DOCTOR)
        assert (record["rule"], record["clause"], record["divergence"]) == ({}, "", {}), "no rule of the meter's"
    for record in others:
        assert (record["verdict"], record["reason_code"]) == ("NOT_RUN", "unanswered")
        assert record["reason"] == f"{SAPS}; it was not answered 2 times, and was not tried again; {DOCTOR}"
    assert run.run(made_up(association="public"), opens)["verdict"] == "PASS", "others are not concerned"


def test_a_case_that_takes_it_beside_its_own_does_not_wait_for_it_either(tmp_path: Path) -> None:
    run = session(tmp_path, PUBLIC, ASTRAY[0])
    runs(run, "linked", 2)
    case = published().case("DLMS-WRAPPER-009")
    assert run.run(case.facts, case.body)["reason_code"] == "no-second-client"


def test_what_is_listed_of_it_is_not_asked_for_either(tmp_path: Path) -> None:
    run = session(tmp_path, PUBLIC, ASTRAY[0])
    runs(run, "linked", 2)
    targets = run.instances(published().case("DLMS-ATTR-001").facts)
    (untold,) = [target for target in targets if target and target.association == "management"]
    assert untold.trouble.endswith(f"and was not tried again; {DOCTOR}")


@pytest.mark.parametrize("opened", [PUBLIC, RIGHT], ids=["public", "management"])
def test_one_that_has_been_opened_is_judged_for_its_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: AssociationPart
) -> None:
    run = session(tmp_path, opened)
    case = made_up(association="any", starts=Start.LINKED)
    assert run.run(case, opens)["verdict"] == "PASS"
    monkeypatch.setattr(AssociationServer, "open", lambda self, apdu: None)
    found = [run.run(case, opens) for _ in range(3)]
    assert (found[0]["verdict"], found[0]["reason_code"]) == ("FAIL", "no-answer")
    assert "unanswered" not in {record["reason_code"] for record in found}


def test_another_process_knows_of_the_silences(tmp_path: Path) -> None:
    one, other = session(tmp_path / "1", PUBLIC, ASTRAY[0]), session(tmp_path / "2", PUBLIC, ASTRAY[0])
    runs(one, "linked", 2)
    other.learn(one.learnt)
    assert runs(other, "linked", 1)[0]["verdict"] == "NOT_RUN"


@pytest.mark.parametrize("astray", ASTRAY, ids=["with a secret", "without one"])
def test_a_replay_comes_to_the_same(tmp_path: Path, astray: AssociationPart) -> None:
    folder = tmp_path / "run"
    run, directory = session(folder, PUBLIC, astray), RunDirectory(folder)
    case = next(case for case in published().in_order() if case.facts.association == "writing")
    for _ in range(2):
        run.run(case.facts, case.body)
    directory.write_json(directory.run_json, run_json(run.bench) | {"seed": 1, "bench": "golden"})
    attempts = rejudge(directory, published())
    assert [(one.recorded, one.replayed, one.difference) for one in attempts] == [
        ("INCONCLUSIVE", "INCONCLUSIVE", "")
    ] * 2


def test_no_clause_is_printed_for_it(tmp_path: Path) -> None:
    (record,) = runs(session(tmp_path, PUBLIC, ASTRAY[0]), "linked", 1)
    assert told(record) == [record["reason"]]


@pytest.mark.parametrize(
    ("association", "code"),
    [(PUBLIC, "start-state"), (RIGHT, "no-answer-yet")],
    ids=["without a secret", "with one"],
)
def test_octets_that_are_no_answer_are_no_silence(tmp_path: Path, association: AssociationPart, code: str) -> None:
    """The meter is there, and the case that judges what it sends has to be run."""
    meter = golden_unit("electricity_meter", "wrapper-counts-header")
    run = session_on(LastingBench(meter, associations=[association]), tmp_path)
    case = made_up(association="any", starts=Start.ASSOCIATED)
    found = [run.run(case, opens) for _ in range(4)]
    assert {(record["verdict"], record["reason_code"]) for record in found} == {("INCONCLUSIVE", code)}
    judge = published().case("DLMS-WRAPPER-001")
    if association is PUBLIC:
        assert {record["rule"]["id"] for record in found} == {"DLMS-WRAPPER-LENGTH"}
        assert run.run(judge.facts, judge.body)["verdict"] == "FAIL"


def test_what_one_process_waited_for_in_vain_is_not_forgotten_for_what_another_tells() -> None:
    here = Standing()
    here.add({"accepted": [], "refused": [], "unanswered": ["management", "management"]})
    here.add({"accepted": ["public"], "refused": [], "unanswered": ["management", "reading"]})
    assert here.is_given_up("management")
    assert not here.is_given_up("reading")
