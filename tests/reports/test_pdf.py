"""report.pdf: all that a certification body asks for, from the same evidence the same octets; data gives no orders."""

import shutil
from pathlib import Path

import pytest
import typst

import reports.pdf
from conformance.errors import HarnessError
from conformance.evidence.run_directory import RunDirectory
from conformance.verdict import Verdict
from reports import words
from reports.build import build
from reports.pdf import pdf, write_pdf
from reports.seal import seal
from tests.reports.printed_page import Paper, squeezed
from tests.reports.sample_run import RUN, SampleRun
from tests.reports.test_hostile import BIDI, CONTROLS, HOSTILE, MARKUP, PATH, SURROGATE, spoilt

ORDERS = (
    '#panic("x") *bold* _it_ $x^2$ `raw` <label> @ref = Heading #import "@preview/x:1.0.0": * \\ // \\u{41} https://a.b'
)
LONG = "w" * 5_000
FOREIGN = "中文 שלום e\u0301 \U0001f600 Счётчик Ωμέγα"


def paper_of(run: RunDirectory) -> Paper:
    return Paper(pdf(build(run), run))


def test_page_one_says_what_was_tested_how_and_with_which_result(mixed: SampleRun) -> None:
    report = build(mixed.directory)
    first = paper_of(mixed.directory).pages[0]
    wanted = [
        words.outcome(report)[1],
        "Tested: Example Meters EM-1, serial number 17 (electricity_meter).".replace("_", " "),
        "Phase foundation: development and plugfest; not a certification run.",
        *(f"{report.totals[verdict]} {words.word(verdict)}" for verdict in Verdict),
        "the line was noisy",
        "Known before the run",
        "DLMS.GET is mandatory",
        "In 2 cases the item tested broke a rule.",
        "Serial number ≠ 17 17 18",
        "EXM17",
        "2026-01-02 03:04:05 UTC",
        "12 planned; 3 not reached",
        "Permitted writes",
        "Tolerances none",
        "no object is excluded",
        "in secrets.json",
        "goldenbench 0.1.0, pytest 9.2.0; Python 3.11.7",
        "not everything: class 8 0-0:1.0.0.255 attribute 2",
        seal(mixed.directory).digest,
    ]
    assert [text for text in wanted if squeezed(text) not in first] == []


def test_what_was_expected_and_what_came_out_otherwise_is_on_page_one(tmp_path: Path) -> None:
    rows = [
        {"case": case, "instance": "", "verdict": "FAIL", "reason": "bug 4711"}
        for case in ("DLMS-GET-001", "DLMS-GET-002")
    ]
    campaign = {**RUN["bench_file"]["campaign"], "expected": {"file": "known.toml", "expected": rows}}
    sample = SampleRun(tmp_path / "run", bench_file={**RUN["bench_file"], "campaign": campaign})
    sample.planned(2)
    sample.attempt("DLMS-GET-001").fails()
    sample.attempt("DLMS-GET-002").passes()
    sample.finished()
    first = paper_of(sample.directory).pages[0]
    assert squeezed("Not as expected") in first
    assert squeezed("DLMS-GET-002: expected FAIL (bug 4711), got PASS") in first
    assert squeezed("Expected results listed in known.toml; they change no verdict.") in first
    assert squeezed("As expected did not pass: DLMS-GET-001 (FAIL: bug 4711).") in first


def test_every_case_has_its_line_and_every_bad_one_its_evidence(mixed: SampleRun) -> None:
    report = build(mixed.directory)
    text = paper_of(mixed.directory).text
    for case in report.cases:
        assert squeezed(f"{words.word(case.verdict)} {case.name}") in text
        assert squeezed(case.clause) in text
    for case in report.cases:
        if case.verdict is Verdict.FAIL:
            assert case.counted is not None
            assert squeezed(f"Evidence: {case.counted.evidence}, attempt {case.counted.number}") in text
    assert text.count(squeezed("diverges: get-response")) == report.totals[Verdict.FAIL]
    assert squeezed("C4 01 C1 00 01") in text
    assert squeezed("the case is for gas_meter") in text
    assert squeezed("2 cases: DLMS-GET-007, DLMS-GET-008") in text
    assert squeezed("3 planned and not reached") in text
    assert squeezed(words.grade(report.cases[0].facts.rules[0])) in text


def test_the_judged_frame_of_a_real_run_is_shown_field_by_field(real_run: RunDirectory) -> None:
    (case,) = [case for case in build(real_run).cases if case.verdict is Verdict.FAIL]
    text = paper_of(real_run).text
    assert case.counted is not None
    assert case.counted.judged_frame is not None
    frame = case.counted.frame(case.counted.judged_frame)
    spaced = bytes.fromhex(frame.octets).hex(" ").upper()
    assert squeezed(f"◆ diverges: {frame.summary}") in text
    assert squeezed(spaced) in text
    assert squeezed("invoke_id_and_priority 193") in text
    assert case.facts.rules[0].text.replace(" ", "") in text


def test_hashes_of_all_evidence_are_printed(mixed: SampleRun) -> None:
    text = paper_of(mixed.directory).text
    hashes = seal(mixed.directory).hashes
    assert len(hashes) > 10
    assert [name for name, sha256 in hashes.items() if name + sha256 not in text] == []


def test_every_page_says_to_which_run_it_belongs_and_how_many_there_are(mixed: SampleRun) -> None:
    pages = paper_of(mixed.directory).pages
    identity = squeezed(f"Evidence {seal(mixed.directory).digest[:16]}")
    assert len(pages) > 4
    assert all(identity in page for page in pages[1:])
    assert all(f"Page{number}of{len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert squeezed("End of the report") in pages[-1]


def test_it_has_bookmarks_and_the_date_of_the_run_and_is_fit_for_archives(mixed: SampleRun) -> None:
    paper = paper_of(mixed.directory)
    parts = [
        "Itemtested",
        "Conditionsoftherun",
        "Failed",
        "Inconclusive",
        "Nottested",
        "Allcases",
        "Evidence",
        "Signatures",
    ]
    assert [part for part in parts if part not in paper.bookmarks] == []
    assert paper.date.startswith("D:20260102030")
    assert "<pdfaid:part>2</pdfaid:part>" in paper.xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in paper.xmp
    assert {name.partition("-")[0] for name in paper.fonts} == {"LibertinusSerif", "DejaVuSansMono"}


def test_same_evidence_same_octets_wherever_it_lies(mixed: SampleRun, tmp_path: Path) -> None:
    write_pdf(mixed.directory, build(mixed.directory))
    first = mixed.directory.pdf.read_bytes()
    shutil.copytree(mixed.directory.path, tmp_path / "elsewhere")
    elsewhere = RunDirectory.existing(tmp_path / "elsewhere")
    write_pdf(elsewhere, build(elsewhere))
    assert elsewhere.pdf.read_bytes() == first


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ORDERS, ORDERS),
        (MARKUP, MARKUP),
        (CONTROLS, r"a\x1b[31mred\x1b[0m\x00\x0d\x0aPASS\x9b2J\x7f"),
        (BIDI, r"abc\u202egpj.exe\u2066\u200f\ufeff"),
        (SURROGATE, r"x\ud800y"),
        (PATH, PATH),
        (FOREIGN, r"\u4e2d\u6587 \u05e9\u05dc\u05d5\u05dd e\u0301 \U0001f600 Счётчик Ωμέγα"),
    ],
    ids=["orders", "markup", "controls", "bidi", "surrogate", "path", "foreign"],
)
def test_what_a_dut_says_is_shown_and_obeyed_by_nobody(sample: SampleRun, text: str, shown: str) -> None:
    spoilt(sample, text)
    paper = paper_of(sample.directory)
    # Serial number, the divergence, the summary of a frame, a field of it, the reason for not running, ...
    assert paper.text.count(squeezed(shown)) > 10
    assert "Heading" not in paper.bookmarks


def test_long_words_are_cut_and_say_so(sample: SampleRun) -> None:
    spoilt(sample, LONG)
    paper = paper_of(sample.directory)
    assert "(5000characters)" in paper.text
    assert LONG[:1001] not in paper.text
    assert len(paper.pages) < 20


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_name_a_file_to_read(sample: SampleRun, text: str) -> None:
    spoilt(sample, f'#read("../../etc/passwd") #include "style.css" {text}')
    assert "root:" not in paper_of(sample.directory).text


def test_a_run_of_which_nothing_is_known_can_be_printed(tmp_path: Path) -> None:
    run = RunDirectory.create(tmp_path / "run")
    run.events.touch()
    paper = paper_of(run)
    assert squeezed("Nothing can be concluded about the item tested.") in paper.pages[0]
    assert squeezed("No case was run, and none was decided upon.") in paper.text


def test_a_frame_of_great_length_is_shown_in_part_and_says_so(sample: SampleRun) -> None:
    octets = bytes(range(256)) * 8
    children = [{"name": f"field_{at}", "text": str(at), "at": [at, at + 1]} for at in range(len(octets))]
    tree = {"name": "APDU", "text": "", "at": [0, len(octets)], "children": children}
    attempt = sample.attempt("DLMS-GET-001").step("Ask").frame("to DUT", "c001c1", "ask")
    attempt.frame("from DUT", octets.hex(), "long", tree).step_end("FAIL")
    divergence = {"found": "1", "wanted": "2", "where": "field_1500", "offset": None}
    attempt.verdict("FAIL", "violation", "no", divergence=divergence)
    text = paper_of(sample.directory).text
    assert squeezed("(2048 octets in all)") in text
    assert squeezed("of 2049; the others are in the evidence") in text
    assert "◆1500" in text
    assert "field_900" not in text


def test_a_fault_of_the_template_is_ours_and_is_told(mixed: SampleRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports.pdf, "printed", lambda *_: {})
    with pytest.raises(HarnessError, match=r"report\.pdf could not be set"):
        write_pdf(mixed.directory, build(mixed.directory))
    assert not mixed.directory.pdf.exists()


def test_typst_itself_has_no_complaint(mixed: SampleRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """And if it had one, it would come through: warnings are errors in tests."""
    compiler = typst.compile_with_warnings

    def complain(*arguments: object, **options: object) -> object:
        made, complaints = compiler(*arguments, **options)  # type: ignore[call-overload]
        assert complaints == []
        return made, [UserWarning("it is late")]

    monkeypatch.setattr(typst, "compile_with_warnings", complain)
    with pytest.warns(UserWarning, match="it is late"):
        pdf(build(mixed.directory), mixed.directory)


def test_many_instances_are_told_once_for_each_way_and_named_one_by_one(sample: SampleRun) -> None:
    for number in range(12):
        sample.attempt("DLMS-ATTR-001", f"object {number}").fails(found="a" if number < 8 else "b")
    for number in range(5):
        sample.attempt("DLMS-ATTR-001", f"good {number}").passes()
    text = paper_of(sample.directory).text
    assert text.count(squeezed("Evidence: cases/DLMS-ATTR-001@object%20")) == 2
    assert squeezed("10 more of DLMS-ATTR-001") in text
    assert [number for number in range(1, 8) if squeezed(f"object {number} as object 0 2 1") not in text] == []
    assert squeezed("object 11 as object 8 2 1") in text
    assert squeezed("17 instances: 12 FAIL, 5 PASS") in text
    assert squeezed("17, all instances of 1 case counted") in text
