"""The part of a review card that shows what goes out: each place's posts as they will look."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.announcement import Picture, Posts
from bot.domain.ledger import Destination
from bot.domain.lengths import RULES, X_COST_OF_ALT, Rules, cost
from bot.render import slack
from bot.render.places import in_order, places
from bot.render.slack import Block, escape

DELETES = "deletes what is there"
NAMED = 20  # places in one line of small print
ALT = 2000  # https://docs.slack.dev/reference/block-kit/blocks/image-block
# A block, and what it says for the message's text.
Shown = tuple[Block, str]


def small(words: str) -> Shown:
    """Small print, and its words without bold."""
    return slack.context(words), words.replace("*", "")


def packed(lines: Iterable[str], most: int = slack.SECTION) -> list[str]:
    """Lines of mrkdwn joined to texts within the limit; a line is never cut, so none is longer."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) + 1 + len(line) <= most:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def shown_posts(
    posts: Posts,
    rules: Mapping[str, Rules],
    pictures: int,
    *,
    does: Mapping[str, str] | None = None,
) -> Iterator[Shown]:
    """Each place's posts; those that get the very same share them. `rules` are the places' own, by
    code, where they differ from the usual; `pictures` is the number of pictures; `does` what
    happens at a place instead of a post."""
    names = places(posts)
    for codes, parts in _alike(posts):
        rule = rules.get(codes[0]) or RULES[Destination.parse(codes[0]).network]
        *before, last = [codes[n : n + NAMED] for n in range(0, len(codes), NAMED)]
        for group in before:
            yield small(f"*{_places(group, names)}*,")
        done = (does or {}).get(codes[0])
        what = "" if done == DELETES else f" · {_measure(parts, rule, pictures)}"
        yield small(f"*{_places(last, names)}*{what}" + (f" · {done}" if done else ""))
        if rule.network == "slack":
            for text in packed(_lines(parts, rule)):
                yield slack.section(text), text
        else:
            yield from _literally(parts, rule)


def total(posts: Posts, pictures: int) -> float:
    """What posting all of it costs, in US dollars."""
    return sum(
        _price(parts, Destination.parse(code).network, pictures) for code, parts in posts.items()
    )


def shown_pictures(pictures: Sequence[Picture], files: Mapping[str, str]) -> Iterator[Shown]:
    """The pictures; `files` is Slack's id of each, by its digest, where it is there already.

    https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
    """
    for picture in pictures:
        said = f"*Picture* · {escape(picture.alt)}"
        if file := files.get(picture.digest):
            block: Block = {
                "type": "image", "slack_file": {"id": file}, "alt_text": picture.alt[:ALT],
            }  # fmt: skip
            yield block, ""
        for text in packed(_parts(said)):
            yield slack.section(text), text


def quoted(text: str) -> Iterator[str]:
    """The lines of a text as a quotation, each within what a section takes."""
    for line in text.split("\n"):
        yield from (f"> {part}" for part in _parts(escape(line)))


def _lines(parts: Sequence[str], rule: Rules) -> Iterator[str]:
    for number, text in enumerate(parts, 1):
        if len(parts) > 1:
            yield f"*{number} of {len(parts)}* · {_count(text, rule)}"
        yield from quoted(text)


def _literally(parts: Sequence[str], rule: Rules) -> Iterator[Shown]:
    """The posts of a network that does not know Slack's marks: stars and the like stay stars.

    https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    """
    for number, text in enumerate(parts, 1):
        before: list[Block] = []
        said: list[str] = []
        if len(parts) > 1:
            words = (f"{number} of {len(parts)}", _count(text, rule))
            before = [_rich("section", _run(words[0], bold=True), _run(f" · {words[1]}"))]
            said = [f"*{words[0]}* · {words[1]}"]
        for piece in _parts(text):
            quote = _rich("quote", _run(piece or " "))
            block = {"type": "rich_text", "elements": [*before, quote]}
            yield block, "\n".join([*said, *quoted(piece)])
            before, said = [], []


def _rich(kind: str, *runs: Block) -> Block:
    return {"type": f"rich_text_{kind}", "elements": list(runs)}


def _run(words: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": words} | ({"style": {"bold": True}} if bold else {})


def _alike(posts: Posts) -> list[tuple[list[str], list[str]]]:
    """The places by what they get, in order; those of one network with the same posts are one."""
    found: list[tuple[list[str], list[str]]] = []
    for code, texts in in_order(posts):
        network = Destination.parse(code).network
        same = (
            codes for codes, said in found
            if said == texts and Destination.parse(codes[0]).network == network
        )  # fmt: skip
        codes = next(same, None)
        if codes is None:
            found.append(([code], texts))
        else:
            codes.append(code)
    return found


def _places(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The names of places of one network, which is said once."""
    first, *others = (names[code] for code in codes)
    return ", ".join(escape(p) for p in (first, *(o.partition(", ")[2] for o in others)))


def _measure(parts: Sequence[str], rule: Rules, pictures: int) -> str:
    """How long it is there, and what it costs."""
    count = f"{len(parts)} posts" if len(parts) > 1 else _count("".join(parts), rule)
    price = _price(parts, rule.network, pictures)
    return f"{count} · ${price:.3f}" if price else count


def _count(text: str, rule: Rules) -> str:
    return f"{rule.length(text):,} of {rule.limit:,} characters"


def _price(parts: Sequence[str], network: str, pictures: int) -> float:
    price = sum(cost(text, network) for text in parts)
    # Each alt text is a call of its own, which is paid for.
    return price + X_COST_OF_ALT * pictures if price else 0.0


def _parts(line: str) -> list[str]:
    """An escaped line in parts that fit into a section each; cut between words where there are
    any, and never within an entity."""
    most = slack.SECTION - 2
    if len(line) <= most:
        return [line]
    cut = line.rfind(" ", most // 2, most) + 1
    if not cut:
        amp = line.rfind("&", most - 6, most)
        cut = amp if amp > 0 and ";" not in line[amp:most] else most
    return [line[:cut], *_parts(line[cut:])]
