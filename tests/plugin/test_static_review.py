"""Before anything is sent: what stands against a certificate ends an enduring run, and is only told in foundation."""

import json
from pathlib import Path

import pytest

from conformance.bench.bench_file import PixitPart
from conformance.bench.golden import GOLDEN_ROLES
from conformance.bench.static_review import review
from conformance.catalogue import published_folder
from conformance.declaration import Declaration, load_proforma
from conformance.testcase import ROLES
from tests.processes import golden_meter, goldenbench

EXCLUDED = PixitPart(do_not_test={"1-0:1.8.0.255": "inconvenient"})
EASED = PixitPart(tolerances=["release-unanswered"])


def complete_declaration(phase: str) -> Declaration:
    proforma = load_proforma(published_folder() / "pics.toml")
    return Declaration("electricity_meter", proforma, dict.fromkeys(proforma, True), is_enduring=phase == "enduring")


def test_exclusions_and_tolerances_are_findings_of_the_enduring_phase() -> None:
    declaration = complete_declaration("enduring")
    before = review(declaration, PixitPart())
    assert [line for line in review(declaration, EXCLUDED) if line not in before] == [
        "do_not_test excludes 1-0:1.8.0.255 (inconvenient); the enduring phase tests every object"
    ]
    (tolerance,) = [line for line in review(declaration, EASED) if line not in before]
    assert tolerance.startswith("the tolerance release-unanswered (RLRQ gets no RLRE;")
    assert tolerance.endswith("needs a waiver, which this version cannot grant")


@pytest.mark.parametrize("pixit", [EXCLUDED, EASED])
def test_they_are_no_findings_in_foundation(pixit: PixitPart) -> None:
    declaration = complete_declaration("foundation")
    assert review(declaration, pixit) == review(declaration, PixitPart())


PIXIT = 'do_not_test = {"1-0:1.8.0.255" = "inconvenient"}\ntolerances = ["release-unanswered"]\n'


def written(folder: Path, phase: str, pixit: str) -> Path:
    """A bench file that declares whatever the proforma asks, as the golden meter has it."""
    proforma = load_proforma(published_folder() / "pics.toml")
    absent = ("DLMS.SELECTIVE_ACCESS", "DLMS.ATTRIBUTE_0_SET", "DLMS.BLOCK_GET", "DLMS.MULTIPLE_REFERENCES")
    pics = "".join(
        f'"{name}" = {str(name not in absent).lower()}\n'
        for name, item in proforma.items()
        if "electricity_meter" in item.roles and not name.startswith("LINK.") and name != "DLMS.LLS"
    )
    path = folder / "bench.toml"
    path.write_text(
        f'[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.pixit]\n{pixit}[dut.pics]\n{pics}'
        f'[campaign]\nphase = "{phase}"\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("phase", "pixit", "code", "findings"),
    [("enduring", PIXIT, 11, 2), ("enduring", "", 0, 0), ("foundation", PIXIT, 0, 0)],
)
def test_a_run_that_cannot_certify_does_not_start(
    tmp_path: Path, phase: str, pixit: str, code: int, findings: int
) -> None:
    run = tmp_path / "run"
    done = goldenbench("run", str(written(tmp_path, phase, pixit)), "--run-dir", str(run), "--case", "DLMS-GET-001")
    assert done.returncode == code, done.stdout
    lines = map(json.loads, (run / "run.jsonl").read_text(encoding="utf-8").splitlines())
    (told,) = [event["findings"] for event in lines if event["kind"] == "static review"]
    assert len(told) == findings
    assert (run / "cases").exists() is (code == 0)
    if findings:
        assert "the static review of the declaration has 2 findings; wanted a declaration" in done.stdout
        for finding in told:
            assert done.stdout.count(finding) == 1
        assert goldenbench("report", str(run)).returncode == 0
        (short, *listed) = json.loads((run / "results.json").read_text(encoding="utf-8"))["run"]["trouble"]
        assert short.startswith("the static review of the declaration has 2 findings; wanted")
        assert listed == told
        assert "[dut.pixit] in the bench file, or run in the phase foundation" in done.stdout


@pytest.mark.parametrize("role", [role for role in ROLES if role not in GOLDEN_ROLES])
@pytest.mark.parametrize("phase", ["foundation", "enduring"])
def test_a_role_whose_cases_are_not_proved_is_a_finding_in_every_phase(role: str, phase: str) -> None:
    declaration = Declaration(role, {}, {}, is_enduring=phase == "enduring")
    (found,) = review(declaration, PixitPart())
    assert found.startswith(f"there is no golden unit for the role {role} yet")
    assert found.endswith("(proved today: electricity_meter)")


def test_a_role_that_is_proved_is_no_finding() -> None:
    assert review(Declaration("electricity_meter", {}, {}, is_enduring=True), PixitPart()) == []


def test_a_run_on_a_device_whose_cases_are_not_proved_says_so(tmp_path: Path) -> None:
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench = tmp_path / "gas.toml"
        bench.write_text(f'[dut]\nrole = "gas_meter"\nlink = "{url}"\n', encoding="utf-8")
        run = tmp_path / "run"
        done = goldenbench("run", str(bench), "--run-dir", str(run), "--case", "DLMS-GET-001")
        looked = goldenbench("doctor", str(bench))
    said = "there is no golden unit for the role gas_meter yet"
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith(f"STATIC REVIEW: {said}")
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    assert [line.startswith(said) for line in results["run"]["static_review"]] == [True]
    assert f"Known before the run:</b> {said}" in (run / "report.html").read_text(encoding="utf-8")
    assert looked.returncode == 0, "it is no fault of the bench"
    assert f"note      declaration: {said}" in looked.stdout
    assert looked.stdout.rpartition("\n\n")[2].startswith("nothing is wrong with this bench; worth knowing: ")
    assert "declaration" in looked.stdout.rpartition("worth knowing: ")[2]
