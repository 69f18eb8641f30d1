"""Whatever a DUT says appears as text: no markup, no control characters, no paths, and cut to a bearable length."""

import json
import unicodedata

import pytest

from reports.build import build, write_reports
from reports.render import render
from reports.results import results
from tests.reports.html_page import Page
from tests.reports.sample_run import SampleRun

MARKUP = "</code></pre><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\"'"
CONTROLS = "a\x1b[31mred\x1b[0m\x00\r\nPASS\x9b2J\x7f"
BIDI = "abc\u202egpj.exe\u2066\u200f\ufeff"
SURROGATE = "x\ud800y"
PATH = "../../etc/passwd"
TEMPLATE = "{{ 7 * 7 }}{% raw %}"

HOSTILE = [MARKUP, CONTROLS, BIDI, SURROGATE, PATH, TEMPLATE]


def spoilt(sample: SampleRun, text: str) -> str:
    """A run in which everything that may come from a DUT is hostile."""
    sample.identified("before", serial_number=text, firmware_version=text, **{text: text})
    sample.planned(3)
    tree = {
        "name": text,
        "text": text,
        "at": [0, 3],
        "children": [{"name": text, "text": text, "at": [1, 2]}, {"name": "x", "text": text, "at": [-5, 99]}],
    }
    instance = text[:40]  # names a directory
    attempt = sample.attempt("DLMS-GET-001", instance=instance, title=text, purpose=text, pics_decision=[text])
    attempt.note("open", port="meter", trouble=[text, text, text]).step(text)
    attempt.frame("to DUT", "c001c1", text).frame("from DUT", "c401c1", text, tree)
    attempt.note("check", text=text, found=text).note("closed", port="meter", why=text)
    attempt.note("control", port="meter", name="reset", observed=text).step_end("FAIL")
    divergence = {"found": text, "wanted": text, "where": text, "offset": 1}
    attempt.verdict("FAIL", "check", text, divergence=divergence, also=[text], not_restored=[text])
    sample.attempt("DLMS-GET-002").step("Ask").exchange().step_end("INCONCLUSIVE").verdict("INCONCLUSIVE", "x", text)
    sample.never_ran("DLMS-GET-003", "NOT_RUN", "given-up", text, instance=instance)
    sample.finished(text)
    return render(build(sample.directory))


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "controls", "bidi", "surrogate", "path", "template"])
def test_page_keeps_its_form(sample: SampleRun, text: str) -> None:
    html = spoilt(sample, text)
    page = Page(html)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(page.ids)
    odd = {found for found in html if found != "\n" and unicodedata.category(found)[0] == "C"}
    assert odd == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (MARKUP, MARKUP),
        (CONTROLS, r"a\x1b[31mred\x1b[0m\x00\x0d\x0aPASS\x9b2J\x7f"),
        (BIDI, r"abc\u202egpj.exe\u2066\u200f\ufeff"),
        (SURROGATE, r"x\ud800y"),
        (PATH, PATH),
        (TEMPLATE, TEMPLATE),
    ],
    ids=["markup", "controls", "bidi", "surrogate", "path", "template"],
)
def test_hostile_text_is_visible(sample: SampleRun, text: str, shown: str) -> None:
    page = Page(spoilt(sample, text))
    # Serial number and firmware, the divergence, the summary of a frame, the reason for not running.
    assert page.text.count(shown) > 10


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "controls", "bidi", "surrogate", "path", "template"])
def test_results_hold_nothing_that_a_terminal_would_obey(sample: SampleRun, text: str) -> None:
    spoilt(sample, text)
    write_reports(sample.directory)
    written = sample.directory.results.read_text(encoding="utf-8")
    assert {found for found in written if found != "\n" and unicodedata.category(found)[0] in "C"} == set()
    assert results(build(sample.directory)) == json.loads(written)


SAID_OF_A_CASE = ("title", "purpose", "clause", "effects", "starts", "link", "role", "content_hash")


@pytest.mark.parametrize("verdict", ["PASS", "REVIEW", "INCONCLUSIVE"])
@pytest.mark.parametrize("instances", [1, 4], ids=["one", "many"])
def test_what_an_edited_journal_says_of_a_case_is_no_markup(sample: SampleRun, verdict: str, instances: int) -> None:
    rule = dict.fromkeys(("id", "text", "clause", "grade", "note"), MARKUP)
    said = {**dict.fromkeys(SAID_OF_A_CASE, MARKUP), "rules": [rule], "pics_decision": [MARKUP], "covers": [MARKUP]}
    for number in range(instances):
        for attempt in (1, 2):
            made = sample.attempt("DLMS-GET-001", f"{number} {MARKUP}", attempt, **said)
            made.note("phase", name=MARKUP).step(MARKUP).note("check", text=MARKUP, found=MARKUP)
            frame = {"port": MARKUP, "direction": MARKUP, "number": 1, "octets": "c001", "summary": MARKUP}
            made.note("frame", **frame, tree={"name": MARKUP, "text": MARKUP, "at": [0, 2]})
            made.note("review", question=MARKUP).step_end(verdict)
            made.verdict(verdict, MARKUP, MARKUP, rule=rule, clause=MARKUP)
    page = Page(render(build(sample.directory)))
    assert page.faults == []
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert page.text.count(MARKUP) > 20 * instances


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "controls", "bidi", "surrogate", "path", "template"])
def test_links_are_made_of_case_ids_and_numbers(sample: SampleRun, text: str) -> None:
    for link in Page(spoilt(sample, text)).links():
        if link == "data:,":
            continue
        assert ".." not in link.split("/")
        assert link.startswith(("#", "cases/DLMS-GET-00"))
        assert not set(link) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%@#/")


def test_very_long_values_are_cut_and_say_so(sample: SampleRun) -> None:
    long = "w" * 100_000
    html = spoilt(sample, long)
    assert len(html) < 200_000
    assert "(100000 characters)" in html
    assert long[:1001] not in html


@pytest.mark.parametrize("verdict", ["PASS", "FAIL"])
def test_octets_are_never_cut(sample: SampleRun, verdict: str) -> None:
    octets = bytes(range(256)) * 8
    attempt = sample.attempt("DLMS-GET-001").step("Ask").frame("from DUT", octets.hex(), "long")
    attempt.step_end(verdict).verdict(verdict)
    text = Page(render(build(sample.directory))).text
    eights = [octets[at : at + 8].hex(" ").upper() for at in range(0, len(octets), 8)]
    assert all(text.count(eight) >= 8 for eight in eights)


def test_tree_that_lies_about_its_ranges_does_no_harm(sample: SampleRun) -> None:
    tree = {"name": "a", "text": "", "at": [5, 2], "children": [{"name": "b", "text": "", "at": [-3, 10**9]}]}
    sample.attempt("DLMS-GET-001").step("Ask").frame("from DUT", "0102", "x", tree).step_end().verdict("PASS")
    assert "01 02" in render(build(sample.directory))
