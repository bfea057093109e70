"""An announcement's text for each place, and the posts that it makes there."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from bot.domain import wording
from bot.domain.announcement import Content, Kind, Posts, Texts, purpose_clause
from bot.domain.ledger import Destination
from bot.domain.lengths import RULES, Rules
from bot.domain.links import written
from bot.domain.model import Award, Program
from bot.domain.money import count, money
from bot.domain.post_templates import fill_post
from bot.domain.threads import split

# Where tags are looked for; elsewhere they are noise.
_TAGGED = frozenset({"x", "mastodon", "bluesky"})


def texts_of(content: Content, program: Program, places: Mapping[str, Rules]) -> Texts:
    """What an announcement says at each of these places (by code), as its template has it."""
    return {code: _text(content, program, rules) for code, rules in places.items()}


def parts_of(texts: Texts, places: Mapping[str, Rules]) -> Posts:
    """The posts of these texts: a numbered thread where one is too long. A webhook takes all of it
    in one."""
    return {
        code: [text] if places[code].network == "webhook" else split(text, places[code])
        for code, text in texts.items()
    }


def places_of(codes: Iterable[str]) -> dict[str, Rules]:
    """The usual rules of these places, by code: what is known without asking a network."""
    return {code: RULES[Destination.parse(code).network] for code in codes}


def _text(content: Content, program: Program, rules: Rules) -> str:
    template = getattr(program.posts, content.kind.value)
    values = _values(content, program, rules.network)
    text = fill_post(template, values)
    if rules.fits(text):
        return text
    untagged = values | {"hashtags": ""}
    if content.kind is Kind.AWARD:
        # Without the track, or the tags, it may do with one post.
        for fewer in ({**values, "track": ""}, untagged, {**untagged, "track": ""}):
            if rules.fits(shorter := fill_post(template, fewer)):
                return shorter
    tags = values["hashtags"]
    # A thread does not end in a post of tags alone.
    alone = bool(tags) and split(text, rules)[-1].startswith(tags)
    return fill_post(template, untagged) if alone else text


def _values(content: Content, program: Program, network: str) -> dict[str, str]:
    fields = {
        Kind.AWARD: _of_award,
        Kind.AWARDS: _of_awards,
        Kind.NEWS: _of_news,
        Kind.DEADLINE: _of_deadline,
        Kind.ROUNDUP: _of_roundup,
    }[content.kind]
    return {
        "program": program.short_name,
        "hashtags": _hashtags(content, program) if network in _TAGGED else "",
        "link": written(content.link),
        **fields(content, program, network),
    }


def _of_award(content: Content, program: Program, network: str) -> dict[str, str]:
    (award,) = content.awards
    track = program.tracks_by_key.get(award.track or "")
    return {
        "recipient": recipient(award, network),
        "amount": amount(program, award),
        "purpose": purpose_clause(award.purpose).lstrip() if award.purpose else "",
        "track": track.name if track else "",
        "link": written(content.link or award.url or ""),
    }


def _of_awards(content: Content, program: Program, network: str) -> dict[str, str]:
    total = sum((award.amount for award in content.awards), Decimal())
    return {
        "count": count(len(content.awards), "award"),
        "total": money(total, program.currency, program.locale),
        "awards": "\n".join(_award_line(program, award, network) for award in content.awards),
    }


def _award_line(program: Program, award: Award, network: str) -> str:
    clause = purpose_clause(award.purpose) if award.purpose else ""
    said = f"• {amount(program, award)} to {recipient(award, network)}{clause}"
    return f"{said} {written(award.url)}" if award.url else said


def _of_news(content: Content, _program: Program, _network: str) -> dict[str, str]:
    link = written(content.link)
    return {
        "title": content.title.strip(),
        "text": content.text.strip(),
        "link": "" if link and link in content.text else link,
    }


def _of_deadline(content: Content, program: Program, _network: str) -> dict[str, str]:
    deadline = content.deadline
    if deadline is None:
        raise ValueError("the announcement of a deadline needs the deadline")
    track = program.tracks_by_key.get(deadline.track)
    link = content.link or (track and track.apply_url) or program.url or ""
    return {
        "track": track.name if track else deadline.track,
        "label": deadline.label,
        "closes": wording.closes(deadline, program.locale),
        "before": content.before,
        "link": written(link),
    }


def _of_roundup(content: Content, program: Program, _network: str) -> dict[str, str]:
    return {
        "roundup": content.roundup.strip(),
        "link": written(content.link or program.url or ""),
    }


def recipient(award: Award, network: str) -> str:
    """Who gets an award, with the handle on that network: "Zappa (@zappa)"."""
    handle = award.handles.on(network)
    return f"{award.recipient} ({handle})" if handle else award.recipient


def amount(program: Program, award: Award) -> str:
    """What an award is worth: "$71,356 (€51,000)"."""
    said = money(award.amount, program.currency, program.locale)
    if award.original:
        said += f" ({money(award.original.amount, award.original.currency, program.locale)})"
    return said


def _hashtags(content: Content, program: Program) -> str:
    """The program's tags, then those of the tracks it is about; each once."""
    keys = [award.track for award in content.awards]
    if content.deadline is not None:
        keys.append(content.deadline.track)
    tracks = (program.tracks_by_key.get(key or "") for key in keys)
    tags = [*program.hashtags, *(tag for track in tracks if track for tag in track.hashtags)]
    return " ".join(f"#{tag}" for tag in dict.fromkeys(tags))
