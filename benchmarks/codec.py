"""Codecs side by side, in one run: ours, hand-written struct code, and dlms-cosem in an environment of its own.

    python -m benchmarks.codec

Targets: at least three times dlms-cosem, at least half of hand-written code.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import codec_by_hand as by_hand
from benchmarks.measure import pin, rate
from benchmarks.rows import AARE, AARQ, GET_REQUEST, GET_RESPONSE, NAMES, PROFILE_RESPONSE, ROWS
from conformance.dlms.aare import Aare
from conformance.dlms.aarq import Aarq
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from tests.peers.environments import interpreter

HERE = Path(__file__).parent
ROUNDS = 7
WANTED_OVER_PEER, WANTED_OVER_HAND = 3.0, 0.5

request = GetRequestNormal.decode(GET_REQUEST)
aarq = Aarq.decode(AARQ)

Operation = Callable[[], Any]

OURS: dict[str, Operation] = dict(
    zip(
        NAMES,
        (
            request.encode,
            lambda: GetResponseNormal.decode(GET_RESPONSE),
            lambda: GetResponseNormal.decode(PROFILE_RESPONSE),
            aarq.encode,
            lambda: Aare.decode(AARE),
        ),
        strict=True,
    )
)
BY_HAND: dict[str, Operation] = dict(
    zip(
        NAMES,
        (
            lambda: by_hand.encode_get_request(request),
            lambda: by_hand.decode_get_response(GET_RESPONSE),
            lambda: by_hand.decode_profile(PROFILE_RESPONSE),
            lambda: by_hand.encode_aarq(aarq),
            lambda: by_hand.decode_aare(AARE),
        ),
        strict=True,
    )
)


def check() -> None:
    """All sides do the same work."""
    for name in NAMES:
        assert OURS[name]() == BY_HAND[name](), name
    assert OURS[NAMES[0]]() == GET_REQUEST
    assert OURS[NAMES[3]]() == AARQ
    assert len(OURS[NAMES[2]]().data.value) == ROWS


def main() -> None:
    pin()
    check()
    command = [str(interpreter("dlms-cosem")), str(HERE / "codec_in_dlms_cosem.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        print(f"{'':42} {'ours':>10} {'by hand':>10} {'dlms-cosem':>10} {'/peer':>7} {'/hand':>7}")
        for name in NAMES:
            best = [0.0, 0.0, 0.0]
            for _ in range(ROUNDS):  # all three in every round, so that a busy moment of the host hits all
                ours, hand = rate(OURS[name]), rate(BY_HAND[name])
                # one after the other: both processes are on the same CPU
                peer.stdin.write(name + "\n")
                peer.stdin.flush()
                best = list(map(max, best, (ours, hand, json.loads(peer.stdout.readline()))))
            ours, hand, other = best
            missed = " MISSED" if ours / other < WANTED_OVER_PEER or ours / hand < WANTED_OVER_HAND else ""
            print(
                f"{name:42} {ours:10,.0f} {hand:10,.0f} {other:10,.0f} {ours / other:7.1f} {ours / hand:7.2f}{missed}"
            )
        peer.stdin.close()


if __name__ == "__main__":
    main()
