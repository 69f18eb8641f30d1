"""No peer makes a run hang, pass or end without a reason that helps."""

import json
from pathlib import Path

import pytest

from tests.bench import odd_peers
from tests.processes import goldenbench


def run_against(tmp_path: Path, link: str, *options: str) -> tuple[int, str, dict[str, object]]:
    bench = tmp_path / "bench.toml"
    bench.write_text(
        f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n[dut.timing]\nresponse_timeout_s = 0.3\n',
        encoding="utf-8",
    )
    run = tmp_path / "run"
    done = goldenbench("run", str(bench), "--run-dir", str(run), "--case", "DLMS-GET-003", *options)
    results = json.loads((run / "results.json").read_text(encoding="utf-8")) if (run / "results.json").exists() else {}
    return done.returncode, done.stdout + done.stderr, results


@pytest.mark.parametrize("framing", ["", "hdlc+"])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("silent", "no octet at all within 0.3 s"),
        ("echoing", "only the echo of our own octets"),
        ("closing", "closed the connection"),
        ("closing_at_once", "closed the connection"),
        ("half_open", "closed the connection"),
    ],
)
def test_a_peer_without_a_valid_answer_ends_in_a_diagnosis(tmp_path: Path, framing: str, kind: str, said: str) -> None:
    with odd_peers.listening(odd_peers.ALL[kind]) as port:
        code, output, results = run_against(tmp_path, f"{framing}tcp://127.0.0.1:{port}")
    assert code == 11, output
    assert "no valid answer before the first case" in output
    assert said in output
    assert f"{framing}tcp://127.0.0.1:{port}" in output
    assert "16" in output, "the addresses that were tried"
    totals = results["totals"]
    assert isinstance(totals, dict)
    assert (totals["NOT_RUN"], totals["PASS"]) == (1, 0)


@pytest.mark.parametrize("framing", ["", "hdlc+"])
def test_a_babbling_peer_ends(tmp_path: Path, framing: str) -> None:
    with odd_peers.listening(odd_peers.babbling) as port:
        code, output, _ = run_against(tmp_path, f"{framing}tcp://127.0.0.1:{port}")
    assert code == 11, output
    assert "no valid answer" in output


def test_hdlc_where_the_wrapper_was_expected_is_recognised(tmp_path: Path) -> None:
    with odd_peers.listening(lambda peer: peer.sendall(bytes.fromhex("7EA0070321930F017E"))) as port:
        code, output, _ = run_against(tmp_path, f"tcp://127.0.0.1:{port}")
    assert code == 11
    assert f"try hdlc+tcp://127.0.0.1:{port}" in output


def test_the_wrapper_where_hdlc_was_expected_is_recognised(tmp_path: Path) -> None:
    with odd_peers.listening(lambda peer: peer.sendall(odd_peers.WRAPPER_ANSWER)) as port:
        code, output, _ = run_against(tmp_path, f"hdlc+tcp://127.0.0.1:{port}")
    assert code == 11
    assert f"try tcp://127.0.0.1:{port}" in output


def test_valid_answers_to_other_questions_never_pass(tmp_path: Path) -> None:
    with odd_peers.listening(odd_peers.repeating_an_answer) as port:
        code, output, results = run_against(tmp_path, f"tcp://127.0.0.1:{port}")
    assert code in (1, 10, 11), output
    totals = results["totals"]
    assert isinstance(totals, dict)
    assert totals["PASS"] == 0


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("tcp://127.0.0.1:1", "no connection to tcp://127.0.0.1:1 (Connection refused)"),
        ("udp://127.0.0.1:1", "nothing listens at udp://127.0.0.1:1"),
        ("hdlc+serial:///dev/ttyNOSUCH", "/dev/ttyNOSUCH does not exist: plug it in"),
        ("hdlc+socket://127.0.0.1:1", "cannot open the serial line socket://127.0.0.1:1"),
        ("hdlc+rfc2217://127.0.0.1:1", "cannot open the serial line rfc2217://127.0.0.1:1"),
        ("hdlc+serial:///dev/null", "cannot open the serial line /dev/null"),
    ],
)
def test_a_port_that_cannot_be_opened_is_named(tmp_path: Path, link: str, said: str) -> None:
    code, output, _ = run_against(tmp_path, link)
    assert code == 11, output
    assert said in output
