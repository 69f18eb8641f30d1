"""report.html: well-formed, self-contained, every link leads somewhere."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from conformance.evidence.run_directory import RunDirectory
from reports.build import build, write_reports
from reports.render import render
from reports.results import results
from tests.reports.html_page import Page
from tests.reports.sample_run import SampleRun


def page_of(run: RunDirectory) -> Page:
    return Page(render(build(run)))


def test_mixed_run_is_well_formed(mixed: SampleRun) -> None:
    page = page_of(mixed.directory)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))


def test_real_run_is_well_formed(real_run: RunDirectory) -> None:
    page = page_of(real_run)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("which", ["mixed", "real_run"])
def test_links_resolve(which: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(which)
    run: RunDirectory = found.directory if isinstance(found, SampleRun) else found
    page = page_of(run)
    within = [link[1:] for link in page.links() if link.startswith("#")]
    assert len(within) > 20
    assert set(within) <= set(page.ids)


def test_evidence_links_lead_to_files(real_run: RunDirectory) -> None:
    files = [link for link in page_of(real_run).links() if link.startswith("cases/")]
    assert len(files) >= 2
    assert all(Path(real_run.path, unquote(link)).is_file() for link in files)


def test_link_of_an_instance_is_quoted(mixed: SampleRun) -> None:
    links = [link for link in page_of(mixed.directory).links() if "DLMS-GET-002" in link and link.endswith(".jsonl")]
    assert links == ["cases/DLMS-GET-002%40a%252Fb%252520c/1/journal.jsonl"]


def test_needs_nothing_from_outside(mixed: SampleRun) -> None:
    html = render(build(mixed.directory))
    page = Page(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base", "video", "audio"}
    outward = [link for link in page.links() if re.match(r"[a-z]+:|//", link) and link != "data:,"]
    assert outward == []
    assert not re.search(r"https?://|url\(|@import|\ssrc=|\son\w+=", html)
    policy = next(part["content"] for tag, part in page.elements if part.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy


def test_failure_says_found_wanted_where_rule_and_clause(mixed: SampleRun) -> None:
    text = " ".join(page_of(mixed.directory).text.split())
    assert "Found (DUT) 0 Wanted (rule) 1 Where field invoke-id, octet 3 of the message; step 1, “Ask”" in text
    assert "A GET of an absent object is refused. DLMS-GET-REFUSAL, in our words" in text
    assert "Green Book Ed. 8 9.4.6 clause number confirmed by two sources" in text


def test_judged_frame_is_marked_in_words_and_linked(mixed: SampleRun) -> None:
    page = page_of(mixed.directory)
    assert "◆ diverges" in page.text
    judged = [part for part in page.of_class("judged") if "href" in part]
    assert "#DLMS-GET-004.2.2" in [part["href"] for part in judged]


def test_front_page_tells_differences_trouble_and_what_was_left_changed(mixed: SampleRun) -> None:
    text = " ".join(page_of(mixed.directory).text.split())
    assert "Serial number: bench file 17; DUT before 17; DUT after 18" in text
    assert "Trouble of the run: the line was noisy" in text
    assert "Known before the run: DLMS.GET is mandatory" in text
    assert "class 8 0-0:1.0.0.255 attribute 2" in text
    assert "2 cases: DLMS-GET-007, DLMS-GET-008" in text
    assert "3 not reached" in text
    assert "relates only to the item tested" in text


def test_every_verdict_has_its_word_and_its_filter(mixed: SampleRun) -> None:
    page = page_of(mixed.directory)
    shown = {part["id"] for tag, part in page.elements if tag == "input"}
    words = {"FAIL", "ERROR", "INCONCLUSIVE", "REVIEW", "PASS", "NOT_RUN", "NOT_APPLICABLE"}
    assert shown == {"show-all", *(f"show-{word}" for word in words)}
    for word in words:
        assert page.of_class(word), word
        assert word.replace("_", " ") in page.text


def test_every_frame_of_every_attempt_is_there_once(mixed: SampleRun) -> None:
    page = page_of(mixed.directory)
    frames = [
        (f"{case.anchor}.{attempt.number}.{frame.number}", frame.octets)
        for case in build(mixed.directory).cases
        for attempt in case.attempts
        for frame in attempt.frames
    ]
    assert len(frames) == 14
    for name, octets in frames:
        assert page.ids.count(name) == 1
        assert bytes.fromhex(octets).hex(" ").upper() in page.text


def test_landmarks_and_headings(mixed: SampleRun) -> None:
    page = page_of(mixed.directory)
    tags = [tag for tag, _ in page.elements]
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert tags.count(landmark) == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_draft_is_never_left_behind_as_a_report(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").passes()
    sample.directory.report.mkdir()
    with pytest.raises(Exception, match="cannot write"):
        write_reports(sample.directory)


def test_rule_of_another_layer_is_named_beside_what_the_case_is_about(sample: SampleRun) -> None:
    broken = {
        "id": "DLMS-WRAPPER-VERSION",
        "text": "The first word is 0001.",
        "clause": "IEC 62056-47 5.3.2",
        "grade": "one-source",
        "note": "",
    }
    attempt = sample.attempt("DLMS-GET-001").step("Ask").exchange().exchange().step_end("FAIL")
    where = {"found": "0", "wanted": "1", "where": "wrapper version", "offset": 0, "frame": 2}
    attempt.verdict("FAIL", "violation", "no", rule=broken, clause=broken["clause"], divergence=where)
    report = build(sample.directory)
    (case,) = results(report)["cases"]
    assert (case["rule"], case["clause"], case["divergence"]["frame"]) == (broken, broken["clause"], 2)
    text = page_of(sample.directory).text
    assert "The first word is 0001. DLMS-WRAPPER-VERSION, in our words" in text
    assert "The case is about another rule, and did not get to it: DLMS-GET-REFUSAL" in text
    assert "Frame 2" in text


def test_a_ladder_that_is_wider_than_the_screen_says_that_it_scrolls(mixed: SampleRun) -> None:
    html = render(build(mixed.directory))
    assert '<div class="scroll wide"' in html
    assert re.search(r"@media screen and \(max-width:900px\)\{\s*\.wide\{", html)
    assert '.wide::before{content:"Scroll sideways for all of it →"' in html


def test_nothing_is_said_of_a_place_that_nobody_knows(sample: SampleRun) -> None:
    nowhere = {"found": "nothing", "wanted": "AARE", "where": "", "offset": None}
    attempt = sample.attempt("DLMS-GET-001").exchange()
    attempt.verdict("INCONCLUSIVE", "start-state", "not reached", divergence=nowhere)
    text = " ".join(page_of(sample.directory).text.split())
    assert "Wanted (rule) AARE Clause" in text or "Wanted (rule) AARE Frame" in text
    assert "Where" not in text


def test_the_check_that_failed_stands_in_its_step_and_where_it_came(sample: SampleRun) -> None:
    where = {"found": "0x44", "wanted": "0x00", "where": "results[7]", "offset": 119, "frame": 2, "octet": 3}
    attempt = sample.attempt("DLMS-GET-012").step("Ask").exchange().note("check", text="it came", found="")
    attempt.step_end("FAIL").verdict("FAIL", "violation", "no", divergence={**where, "within": "data of all blocks"})
    page = page_of(sample.directory)
    assert len(page.of_class("broken")) == 1
    text = " ".join(page.text.split())
    assert "results[7] found 0x44, wanted 0x00" in text
    assert "1 check held, one did not" in text
    assert "octet 119 of the data of all blocks (octet 3 of ◆ frame 2)" in text
    (case,) = results(build(sample.directory))["cases"]
    assert case["divergence"] == {**where, "within": "data of all blocks"}
