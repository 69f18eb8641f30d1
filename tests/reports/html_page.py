"""Reads an HTML page strictly: every element closed in order, every id once."""

from html.parser import HTMLParser

BLOCKS = {"dt", "dd", "li", "p", "h1", "h2", "h3", "h4", "td", "th", "pre", "summary"}

VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """The parts of a page that the tests ask for; faults are collected, not raised."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.faults: list[str] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    @property
    def text(self) -> str:
        return "".join(self._text)

    def links(self) -> list[str]:
        return [attributes["href"] for _, attributes in self.elements if "href" in attributes]

    def of_class(self, name: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.elements if name in attributes.get("class", "").split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            self.faults.append(f"line {self.getpos()[0]}: an attribute of <{tag}> stands twice")
        self.elements.append((tag, attributes))
        if tag in BLOCKS:
            self._text.append(" ")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self._text.append(data)
