"""A secret reaches no output, in whatever pieces it crosses the line, and replays need none."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from conformance.bench.masking import Masker, TextMasker
from conformance.checks import check
from conformance.dlms.aarq import aarq_for
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.initiate import InitiateRequest
from conformance.dlms.llc import LLC_COMMAND
from conformance.dlms.wrapper import WrapperPdu
from conformance.evidence.record import FROM_DUT, TO_DUT
from conformance.steps import Step
from conformance.tester.association import Association
from conformance.tester.near_secrets import NearMiss, near_misses
from tests.bench.cases import run
from tests.processes import golden_meter, goldenbench

CANARY = b"Canary-0815!"
GOLDEN_SECRET = b"12345678"

CASES = (
    "DLMS-ACSE-005",
    "DLMS-ACSE-006",
    "DLMS-ACSE-007",
    *(f"DLMS-ACSE-{number:03}" for number in range(18, 22)),
    "DLMS-HDLC-004",
    "DLMS-HDLC-021",
    "DLMS-HDLC-024",
    "DLMS-GET-001",
    "DLMS-OBJ-008",
)
"""Secrets right, nearly right and wrong, in segments, in frames that are spoilt and sent again, for rights to write."""


def test_octets_without_a_secret_are_left_alone() -> None:
    masker = Masker([CANARY], "wrapper")
    octets = random.Random(1).randbytes(500)  # noqa: S311 - any octets will do
    assert masker(FROM_DUT, octets) == octets


def test_a_secret_in_a_wrapper_pdu_becomes_asterisks_of_the_same_number() -> None:
    pdu = WrapperPdu(1, 16, 1, aarq_for(InitiateRequest(), secret=CANARY).encode())
    masked = WrapperPdu(1, 16, 1, aarq_for(InitiateRequest(), secret=b"*" * len(CANARY)).encode())
    assert Masker([CANARY], "wrapper")(TO_DUT, pdu.encode()) == masked.encode()


@pytest.mark.parametrize("size", range(32, 80))
def test_a_secret_cut_by_segments_is_masked_with_fitting_check_sequences(size: int) -> None:
    def frames(secret: bytes) -> list[bytes]:
        data = LLC_COMMAND + aarq_for(InitiateRequest(), secret=secret).encode()
        parts = [data[at : at + size] for at in range(0, len(data), size)]
        return [
            HdlcFrame(HdlcAddress(1), HdlcAddress(16), 0x10, part, number < len(parts) - 1).encode()
            for number, part in enumerate(parts)
        ]

    masker = Masker([CANARY], "hdlc")
    masked = [masker(TO_DUT, frame) for frame in frames(CANARY)]
    shown = b"".join(HdlcFrame.decode(frame).information for frame in masked)
    assert shown == LLC_COMMAND + aarq_for(InitiateRequest(), secret=b"*" * len(CANARY)).encode()
    assert masked == frames(b"*" * len(CANARY)), "a replay with the masked secret sends what is recorded"


AARQ = HdlcFrame(
    HdlcAddress(1), HdlcAddress(16), 0x10, LLC_COMMAND + aarq_for(InitiateRequest(), secret=CANARY).encode()
).encode()
ANSWER = HdlcFrame(HdlcAddress(16), HdlcAddress(1), 0x30, LLC_COMMAND + bytes(range(0x61, 0x80))).encode()


def received(masker: Masker, stream: bytes, sizes: Iterable[int]) -> bytes:
    shown, at = b"", 0
    for size in sizes:
        shown += masker(FROM_DUT, stream[at : at + size])
        at += size
    return shown + masker(FROM_DUT, stream[at:])


@pytest.mark.parametrize("before", [b"", b"\x00\x7e", AARQ[:7], AARQ[: AARQ.index(CANARY) + 2]])
def test_an_echo_is_masked_and_the_answer_behind_it_is_not_in_whatever_pieces(before: bytes) -> None:
    chance = random.Random(1)  # noqa: S311 - any pieces will do
    stream = before + AARQ + ANSWER
    for number in range(200):
        masker = Masker([CANARY], "hdlc")
        sent = masker(TO_DUT, AARQ)
        sizes = [1] * len(stream) if number == 0 else [chance.randint(1, 20) for _ in range(len(stream) // 10)]
        shown = received(masker, stream, sizes)
        assert shown.endswith(sent + ANSWER)
        assert shown[: len(before)] == sent[: len(before)] or not AARQ.startswith(before)


def test_a_segment_stays_known_while_the_other_side_acknowledges_it() -> None:
    data = LLC_COMMAND + aarq_for(InitiateRequest(), secret=CANARY).encode()
    cut = data.index(CANARY) + 4
    masker = Masker([CANARY], "hdlc")
    first = masker(TO_DUT, HdlcFrame(HdlcAddress(1), HdlcAddress(16), 0x10, data[:cut], True).encode())
    ready = HdlcFrame(HdlcAddress(16), HdlcAddress(1), 0x31).encode()
    assert masker(FROM_DUT, ready) == ready
    second = masker(TO_DUT, HdlcFrame(HdlcAddress(1), HdlcAddress(16), 0x12, data[cut:]).encode())
    shown = HdlcFrame.decode(first).information + HdlcFrame.decode(second).information
    assert shown == data.replace(CANARY, b"*" * len(CANARY))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"name == {CANARY!r}", f"name == {b'*' * 12!r}"),
        (f"found {CANARY.hex(' ').upper()}, wanted", f"found {' '.join(['2A'] * 12)}, wanted"),
        (CANARY.hex(), "2a" * 12),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_a_text_that_quotes_a_secret_shows_asterisks(text: str, shown: str) -> None:
    mask = TextMasker([CANARY, b"1"])
    assert mask({"reason": text, "steps": [{"found": text}], "count": 1}) == {
        "reason": shown,
        "steps": [{"found": shown}],
        "count": 1,
    }
    assert TextMasker([])(text) == text


def test_a_secret_that_the_dut_shows_where_it_should_not_is_in_no_reason(tmp_path: Path) -> None:
    """A check that quotes what was found, and what was found is the password."""

    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            check(False, "name == b''", [GOLDEN_SECRET, b""], ["=="], None)

    outcome, events = run(body, tmp_path)
    (verdict,) = (event for event in events if event["kind"] == "verdict")
    assert GOLDEN_SECRET.hex(" ").upper() in outcome.reason
    masked = "0x" + " ".join(["2A"] * 8)
    assert verdict["divergence"]["found"] == verdict["reason"].split("found ")[1].split(",")[0] == masked


@pytest.mark.parametrize("secret", [b"Canary-0815!", b"12345678", b"\\'\0\xff\x80 ", b"*****"])
@pytest.mark.parametrize("near", NearMiss)
def test_a_secret_that_is_nearly_right_is_masked_as_the_right_one_is(near: NearMiss, secret: bytes) -> None:
    """Whatever shows it tells nearly all of the secret; a replay makes its own of asterisks, and sends the same."""
    made, stars = near.of(secret), b"*" * len(near.of(secret))
    assert made != secret
    for declared in (secret, b"*" * len(secret)):
        aarq = aarq_for(InitiateRequest(), secret=near.of(declared)).encode()
        shown = Masker([declared, *near_misses(declared)], "wrapper")(TO_DUT, aarq)
        assert shown == aarq_for(InitiateRequest(), secret=stars).encode()
    mask = TextMasker([secret, *near_misses(secret)])
    forms = {made.hex(): stars.hex(), made.hex(" ").upper(): stars.hex(" ").upper(), repr(made)[2:-1]: stars.decode()}
    for form, hidden in forms.items():
        assert mask(f"found {form}, wanted").lower() == f"found {hidden}, wanted".lower()


def test_a_secret_too_short_is_not_varied_and_nothing_beside_it_is_masked() -> None:
    assert near_misses(b"1234") == []
    assert near_misses(b"12345") == [b"12344", b"02345", b"1234", bytes(range(0x11, 0x16))]
    assert NearMiss.OTHER_CASE.of(b"Secret-1") == b"sECRET-1"


@pytest.mark.parametrize("link", ["tcp://127.0.0.1:0", "hdlc+tcp://127.0.0.1:0"])
def test_no_file_of_a_run_and_no_output_holds_the_secret(tmp_path: Path, link: str) -> None:
    config = tmp_path / "meter.toml"
    chosen = [argument for case in CASES for argument in ("--case", case)]
    secret = CANARY.decode()
    config.write_text(
        f'[[clients]]\nname = "public"\nsap = 16\n[[clients]]\nname = "reading"\nsap = 32\n'
        f'mechanism = "lls"\nsecret = "{secret}"\n[[clients]]\nname = "management"\nsap = 48\n'
        f'mechanism = "lls"\nsecret = "{secret}"\nmay_write = true\n',
        encoding="utf-8",
    )
    bench = tmp_path / "bench.toml"
    with golden_meter(link, config=config) as (url,):
        bench.write_text(
            f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\npermits = ["writes", "lockout"]\n'
            f'[[dut.associations]]\nname = "reading"\nclient_sap = 32\nmechanism = "lls"\nsecret = "{secret}"\n'
            f'[[dut.associations]]\nname = "management"\nclient_sap = 48\nmechanism = "lls"\nsecret = "{secret}"\n'
            "may_write = true\n[dut.timing]\nresponse_timeout_s = 1.0\n[dut.pixit]\nmax_wrong_credentials = 9\n",
            encoding="utf-8",
        )
        run = tmp_path / "run"
        done = goldenbench("run", str(bench), "--run-dir", str(run), "--json", *chosen)
    assert "PASS" in done.stdout
    assert '"FAIL": 0' in done.stdout
    for hidden in (CANARY, *near_misses(CANARY), CANARY[1:-1]):
        assert hidden.decode() not in done.stdout + done.stderr
        for path in run.rglob("*"):
            if path.is_file():
                octets = path.read_bytes()
                assert hidden not in octets, path
                assert hidden.hex().encode() not in octets.lower(), path
                assert hidden.hex(" ").encode() not in octets.lower(), path
    replayed = goldenbench("replay", str(run))
    assert replayed.returncode == 0, replayed.stdout
