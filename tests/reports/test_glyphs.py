"""Text of a printed report: every character that is let through has a glyph, and every word can be broken."""

import json
import re
import unicodedata

import pytest
import typst

from reports.glyphs import COVERED, ZERO_WIDTH_SPACE, is_covered, shown

CHARACTERS = [chr(code) for first, last in COVERED for code in range(first, last + 1) if is_covered(chr(code))]

# The two lists of fonts and the weights that report.typ uses; PDF/A does not let a glyph be missing.
EVERY_FONT = """
#set document(title: "x")
#let characters = json(bytes(sys.inputs.characters))
#let fonts = (("Libertinus Serif", "DejaVu Sans Mono"), ("DejaVu Sans Mono", "Libertinus Serif"))
#for font in fonts { for weight in ("regular", "semibold", "bold") {
  text(font: font, weight: weight, fallback: false, characters.map(it => [#it]).join("\\u{200b}"))
} }
"""


def set_in_every_font(characters: list[str]) -> bytes:
    made: bytes = typst.compile(
        EVERY_FONT.encode(),
        ignore_system_fonts=True,
        sys_inputs={"characters": json.dumps(characters)},
        pdf_standards=["a-2a"],
    )
    return made


def test_every_character_that_is_let_through_has_a_glyph_in_every_font() -> None:
    assert len(CHARACTERS) > 1000
    assert set_in_every_font(CHARACTERS).startswith(b"%PDF")


def test_a_missing_glyph_would_be_noticed() -> None:
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        set_in_every_font(["中"])


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("中文", r"\u4e2d\u6587"),
        ("שלום", r"\u05e9\u05dc\u05d5\u05dd"),
        ("e\u0301", r"e\u0301"),
        ("\U0001f600", r"\U0001f600"),
        ("Ωμέγα Счётчик Zähler → ≠ … — “x”", "Ωμέγα Счётчик Zähler → ≠ … — “x”"),
        (r"#panic() *b* $x$ \ <a>", r"#panic() *b* $x$ \ <a>"),
    ],
)
def test_what_has_no_glyph_stands_escaped(text: str, escaped: str) -> None:
    assert shown(text).replace(ZERO_WIDTH_SPACE, "") == escaped


def test_nothing_that_moves_or_covers_its_neighbours_is_let_through() -> None:
    odd = [found for found in CHARACTERS if unicodedata.bidirectional(found) in ("R", "AL")]
    odd += [found for found in CHARACTERS if unicodedata.combining(found)]
    assert odd == []


@pytest.mark.parametrize("word", ["w" * 10_000, "=" * 1_000, "invoke_id_and_priority" * 9, "a(" * 500, "中" * 300])
def test_long_words_can_be_broken_and_lose_nothing(word: str) -> None:
    made = shown(word)
    assert max(map(len, re.split(ZERO_WIDTH_SPACE, made))) <= 24
    assert made.replace(ZERO_WIDTH_SPACE, "") == shown(word).replace(ZERO_WIDTH_SPACE, "")
    assert len(made.replace(ZERO_WIDTH_SPACE, "")) >= len(word)


def test_short_words_stay_as_they_are() -> None:
    assert shown("GetResponseNormal(result)") == "GetResponseNormal(result)".replace("(", "(" + ZERO_WIDTH_SPACE)
    assert shown("an ordinary sentence about DLMS-GET-003") == "an ordinary sentence about DLMS-GET-003"
