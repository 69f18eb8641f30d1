"""What is read off a printed report."""

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from reports.glyphs import ZERO_WIDTH_SPACE


class Paper:
    """A PDF as its reader sees it."""

    def __init__(self, octets: bytes) -> None:
        self._reader = PdfReader(io.BytesIO(octets), strict=True)
        self.pages = [_without_breaks(page.extract_text()) for page in self._reader.pages]
        self.text = "".join(self.pages)

    @property
    def bookmarks(self) -> list[str]:
        """Of the parts, not of the cases in them."""
        return [_without_breaks(str(one.title)) for one in self._reader.outline if isinstance(one, Destination)]

    @property
    def xmp(self) -> str:
        root: Any = self._reader.trailer["/Root"]
        return bytes(root["/Metadata"].get_data()).decode("utf-8")

    @property
    def date(self) -> str:
        assert self._reader.metadata is not None
        return str(self._reader.metadata.creation_date_raw)

    @property
    def fonts(self) -> set[str]:
        """Names of all fonts, each of which is embedded."""
        pages: list[Any] = list(self._reader.pages)
        fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
        return {font["/BaseFont"].partition("+")[2] for font in fonts}


def _without_breaks(text: str) -> str:
    """Lines and long words are broken where the column ends; where, is no matter."""
    return "".join(text.replace(ZERO_WIDTH_SPACE, "").split())


def squeezed(text: str) -> str:
    return "".join(text.split())
