"""Spans and answers as Slack's mrkdwn and Block Kit.

Everything that comes from outside is escaped here, so that `<!channel>` in somebody's input pings
nobody. https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.domain.spans import Line, Link, ReaderTime, Span, Strong

Block = dict[str, Any]

# https://docs.slack.dev/reference/block-kit/blocks/section-block and .../block-elements
SECTION = 3000
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTONS = 25
HEADER = 150
# All text of a message's blocks together (`msg_blocks_too_long`), with room to spare.
MESSAGE = 11_000
# An address ends before the mark that ends its sentence, and before what would end the link.
_ADDRESS = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?'\"“”’)\]*_~`]")
SHORTENED = "… (shortened)"


def escape(text: str) -> str:
    """Text that Slack shows as it is, whatever is in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(text: str) -> str:
    """The same, with its web addresses as links: in verbatim text Slack makes none by itself."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        parts += [escape(text[end : found.start()]), f"<{escape(found[0])}>"]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def mrkdwn(line: Line) -> str:
    """A line as Slack's mrkdwn.

    The words of a line are those of plain text; what stands in parentheses beside a reader's time
    joins it, and what only says again what a link is called is left out.
    """
    parts: list[str] = []
    before: Span = ""
    inside = 0
    for span in line:
        shown = _span(span)
        match before, span:
            case ReaderTime(), str() if not inside and span.startswith(" ("):
                parts[-1] = parts[-1].removesuffix(")")
                shown = f"; {shown[2:]}"
            case Link(_, name), str() if span.startswith(f" ({name})"):
                shown = linked(span.removeprefix(f" ({name})"))
            case _, ReaderTime(at) if inside:
                shown = f", your time: {_stamp(at)}"
        if isinstance(span, str):
            inside = max(inside + span.count("(") - span.count(")"), 0)
        parts.append(shown)
        before = span
    return "".join(parts)


def _span(span: Span) -> str:
    match span:
        case str():
            return linked(span)
        case Strong(text):
            # A star in the words would end the bold: leave it out there.
            return f"*{escape(text.replace('*', ''))}*"
        case Link(url, text):
            label = escape(text).replace("|", "¦")
            return f"<{escape(url).replace('|', '%7C')}|{label}>"
        case ReaderTime(at):
            return f" (your time: {_stamp(at)})"


def _stamp(at: datetime) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""
    fallback = f"{at:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}}|{fallback}>"


def text(lines: Iterable[Line]) -> str:
    """The top-level text of a message: all that its blocks say, for screen readers and phones."""
    return "\n".join(_fit([mrkdwn(line) for line in lines]))


def sections(lines: Iterable[Line]) -> list[Block]:
    """Section blocks that hold the lines, each block within its limit."""
    blocks: list[Block] = []
    room: list[str] = []
    for piece in _pieces(_fit([mrkdwn(line) for line in lines])):
        if room and sum(map(len, room)) + len(room) + len(piece) > SECTION:
            blocks.append(section("\n".join(room)))
            room = []
        room.append(piece)
    if "".join(room).strip():
        blocks.append(section("\n".join(room)))
    return blocks


def fits(lines: Iterable[Line]) -> bool:
    """Whether the lines fit into one message."""
    return sum(len(mrkdwn(line)) + 1 for line in lines) <= MESSAGE


def _fit(lines: Sequence[str]) -> list[str]:
    """The lines that fit into one message; says so where some do not."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > MESSAGE:
            return [*kept, SHORTENED] if kept else [_cut(line, MESSAGE), SHORTENED]
        kept.append(line)
    return kept


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        rest = line
        while len(rest) > SECTION:
            piece = _cut(rest, SECTION)
            yield piece
            rest = rest[len(piece) :].lstrip()
        yield rest


def _cut(text: str, size: int) -> str:
    """The beginning of escaped text, cut between words and never inside a link or an entity."""
    head = text[:size]
    for opening, closing in (("<", ">"), ("&", ";")):
        start = head.rfind(opening)
        if start > head.rfind(closing) and start > 0:
            head = head[:start]
    space = head.rfind(" ")
    return head[:space] if space > size // 2 else head


def section(markdown: str, **more: Any) -> Block:
    """A section of mrkdwn; the text is not empty and within the limit."""
    return {"type": "section", "text": _verbatim(markdown), **more}


def context(markdown: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [_verbatim(markdown[:2000])]}


def _verbatim(markdown: str) -> Block:
    # Else Slack looks for names, channels and addresses of its own in what people wrote.
    # https://docs.slack.dev/reference/block-kit/composition-objects/text-object
    return {"type": "mrkdwn", "text": markdown, "verbatim": True}


def header(words: str) -> Block:
    """A headline in plain text."""
    return {"type": "header", "text": plain(words, HEADER)}


def plain(words: str, limit: int) -> Block:
    """Plain text, shortened to the limit of its place."""
    shown = words if len(words) <= limit else words[: limit - 1] + "…"
    return {"type": "plain_text", "text": shown, "emoji": False}


def button(words: str, action: str, value: str = "", **more: Any) -> Block:
    """A button; `value` comes back as it is when it is pressed."""
    block: Block = {
        "type": "button", "text": plain(words, BUTTON_TEXT), "action_id": action, **more,
    }  # fmt: skip
    # An empty value is refused; none at all is not.
    return block | ({"value": value[:BUTTON_VALUE]} if value else {})


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons."""
    block: Block = {"type": "actions", "elements": list(elements[:BUTTONS])}
    return block | ({"block_id": block_id} if block_id else {})


def message(lines: Sequence[Line], suggestions: Sequence[str] = ()) -> dict[str, Any]:
    """`text` and `blocks` of a message; suggestions are questions to press instead of typing."""
    blocks = sections(lines)
    said = text(lines)
    if suggestions:
        asked = [q for q in suggestions if len(q) <= BUTTON_VALUE][:5]
        blocks.append(actions(*(button(q, f"ask:{number}", q) for number, q in enumerate(asked))))
        said += "\nYou can ask: " + " · ".join(escape(q) for q in asked)
    return {"text": said, "blocks": blocks}
