"""What a name that nobody knows was probably meant to be."""

import difflib
import re
from collections.abc import Iterable

SHOWN = 3
LIKENESS = 0.65
AS_LIKELY = 0.05
"""How much less like it another name may be to be shown beside the likeliest."""

SHORTEST_PART = 3


def near(name: str, known: Iterable[str], shown: int = SHOWN) -> list[str]:
    """Known names like this one, likeliest first; capitals, hyphens and underscores make no difference."""
    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(_folded(one), one)
    wanted = _folded(name)
    found = difflib.get_close_matches(wanted, folded, shown, LIKENESS)
    likeness = {one: difflib.SequenceMatcher(a=wanted, b=one).ratio() for one in found}
    found = [one for one in found if likeness[one] > likeness[found[0]] - AS_LIKELY]
    if len(wanted) >= SHORTEST_PART:
        found += [one for one in folded if wanted in one and one not in found]
    same = [one for one in folded if _unpadded(one) == _unpadded(wanted)]  # but for zeros in front of a number
    return [folded[one] for one in dict.fromkeys([*same, *found])][:shown]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A question, or nothing if no known name is like this one."""
    found = near(name, known)
    return f"did you mean {' or '.join(found)}?" if found else ""


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")


def _unpadded(folded: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", folded)
