"""Answers on what a track gives, where to apply or to suggest, and which one fits."""

from dataclasses import replace
from decimal import Decimal

from bot.domain.model import Program, Status, Track
from bot.domain.spans import Line, Link, Strong, join
from bot.questions.amounts import REACHING
from bot.questions.answer import Answer
from bot.questions.phrasing import amount_lines, apply_line
from bot.questions.query import JSON, Amounts, Query
from bot.questions.scene import Scene, shut_line
from bot.questions.timeline import SHUT, is_open
from bot.questions.tracks import about_tracks, status_lines, summary_line

# How much one can ask for

_TOO_MUCH = frozenset({"too_much", "more"})
_TOO_LITTLE = frozenset({"too_little", "less"})
_FINE = frozenset({"in_range", "fine", "okay"})
_ASKED = _TOO_MUCH | _TOO_LITTLE | _FINE | {
    "ask", "can", "max", "min", "get", "apply", "award", "support", "go", "put", "for", "fund",
}  # fmt: skip


def answer_amount(scene: Scene, query: Query) -> Answer:
    """How much one can ask for."""
    tracks = scene.tracks(query)
    if not query.tracks:
        open_now = [t for t in tracks if is_open(scene.program, t, scene.now)]
        tracks = tuple(t for t in open_now or tracks if t.amount) or tracks
        if not any(track.amount for track in tracks):
            text = f"{scene.program.short_name} does not say how much one can ask for."
            return about_tracks(scene, query, [(text,)], [])
        if query.order:
            tracks = _extreme(scene, query)
        elif query.amounts and not query.amounts.currency and len(tracks) > 1:
            tracks = _paying(scene, query.amounts)
            if not tracks:
                name = scene.program.short_name
                text = f"No track of {name} says that it gives {query.amounts.words}."
                return about_tracks(scene, query, [(text,)], [])
    lines: list[Line] = []
    for track in tracks[:10]:
        lines += amount_lines(scene.program, track, quiet=False)
        if query.amounts and (query.tracks or len(scene.program.tracks) == 1):
            lines[-1] = (_within(scene, query.amounts, track), *lines[-1])
        if track.status in SHUT:
            lines.append(shut_line(track))
    answer = about_tracks(scene, query, lines, tracks)
    answer.facts["amounts"] = [_amount_fact(scene.program, track) for track in tracks[:10]]
    return answer


def _paying(scene: Scene, asked: Amounts) -> tuple[Track, ...]:
    """The tracks that an amount can be asked of."""
    return tuple(
        track
        for track in scene.program.tracks
        if track.status is not Status.CLOSED and _within(scene, asked, track).startswith("Yes")
    )


def _extreme(scene: Scene, query: Query) -> tuple[Track, ...]:
    """The tracks with the highest or the lowest bound; `aggregate` says which of the two."""
    bounds = {
        track.key: track.amount.min if query.aggregate == "min" else track.amount.max
        for track in scene.program.tracks
        if track.amount and track.status is not Status.CLOSED
    }
    known = [value for value in bounds.values() if value is not None]
    if not known:
        return scene.program.tracks
    wanted = max(known) if query.order == "largest" else min(known)
    return tuple(t for t in scene.program.tracks if bounds.get(t.key) == wanted)


def _within(scene: Scene, asked: Amounts, track: Track) -> str:
    """ "Yes: " or "No: " to "can I ask for 60k?"; nothing where it cannot be said."""
    if asked.currency or track.amount is None or (asked.low and asked.high and not asked.exact):
        return ""
    if asked.low is None and asked.words.startswith(REACHING):
        asked = replace(asked, low=asked.high)  # "up to 60k" is 60k here
    low, high = track.amount.min, track.amount.max
    above = asked.low is None or high is None or _reaches(high, asked.low, strict=asked.strict)
    below = asked.high is None or low is None or _reaches(asked.high, low, strict=asked.strict)
    if _TOO_MUCH & scene.said and (asked.exact or "too_much" in scene.said):
        return "" if _FINE & scene.said else "No: " if above else "Yes: "
    if _TOO_LITTLE & scene.said and (asked.exact or "too_little" in scene.said):
        return "" if _FINE & scene.said else "No: " if below else "Yes: "
    if asked.exact and scene.yes_no and {"max", "min"} & scene.said and "ask" not in scene.said:
        # "Is 60k the maximum?"
        return "Yes: " if asked.low == (high if "max" in scene.said else low) else "No: "
    if asked.exact and not _ASKED & scene.said:  # "Is the fellowship 24k?"
        return "" if low != high else "Yes: " if asked.low == low else "No: "
    return "Yes: " if above and below else "No: "


def _reaches(value: Decimal, bound: Decimal, *, strict: bool) -> bool:
    return value > bound if strict else value >= bound


def _amount_fact(program: Program, track: Track) -> JSON:
    low = track.amount.min if track.amount else None
    high = track.amount.max if track.amount else None
    return {
        "track": track.key,
        "currency": program.currency,
        "min": None if low is None else str(low),
        "max": None if high is None else str(high),
    }


# Where to apply, where to suggest, which one fits


def answer_apply(scene: Scene, query: Query) -> Answer:
    """Where to apply: the track's address, or those of all that are open."""
    tracks = list(scene.tracks(query))
    if not query.tracks:
        keys = {label.partition("/")[0] for label in query.labels}
        tracks = [
            t
            for t in tracks
            if t.key in keys or (not keys and is_open(scene.program, t, scene.now))
        ]
    if not tracks:
        return about_tracks(scene, query, [("No track is open for applications now.",)], [])
    lines: list[Line] = []
    for track in tracks[:10]:
        lines.append(_address(track))
        if query.tracks and not is_open(scene.program, track, scene.now):
            lines += status_lines(scene, track)
    return about_tracks(scene, query, lines, tracks)


def _address(track: Track) -> Line:
    if not track.apply_url:
        return (f"{track.name} has no address to apply at that I know of.",)
    verb = "Suggest" if track.status is Status.SUGGESTIONS else "Apply"
    return (Strong(f"{track.name}: "), f"{verb.lower()} at ", Link(track.apply_url, track.name))


def answer_suggest(scene: Scene, query: Query) -> Answer:
    """Where projects can be suggested."""
    tracks = [t for t in scene.tracks(query) if t.status is Status.SUGGESTIONS]
    if not tracks:
        named = scene.tracks(query) if query.tracks else ()
        who = join([track.name for track in named]) or "No track"
        verb = "does not take" if len(named) == 1 else "do not take" if named else "takes"
        lines: list[Line] = [(f"{who} {verb} suggestions.",)]
        lines += apply_line([t for t in named if is_open(scene.program, t, scene.now)])
        return about_tracks(scene, query, lines, list(named))
    lines = []
    for track in tracks[:10]:
        lines += [shut_line(track), _address(track)]
    return about_tracks(scene, query, lines, tracks)


def answer_fit(scene: Scene, query: Query) -> Answer:
    """Tracks whose own description speaks of the topic, or those that were found to fit."""
    keys = scene.index.tracks_on(query.topic) if query.topic else set(query.tracks)
    tracks = [track for track in scene.tracks(query) if track.key in keys]
    lines: list[Line] = []
    for track in tracks[:10]:
        lines.append((Strong(track.name), f": {track.summary}"))
        lines.append(summary_line(scene, track))
    if len(tracks) == 1 and tracks[0].status is Status.SUGGESTIONS:
        lines.append(_address(tracks[0]))
    if len(tracks) == 1 and is_open(scene.program, tracks[0], scene.now):
        lines += apply_line(tracks)
    return about_tracks(scene, query, lines, tracks)
