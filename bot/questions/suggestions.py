"""Whole questions that can be answered, to offer where one could not."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.domain.model import Status
from bot.questions.fitting import asks_for_fit
from bot.questions.reading import Reading
from bot.questions.scene import Scene
from bot.questions.words import fold

_MOST = 3
_MONEY = frozenset({
    "award", "get", "grant", "project", "who", "big", "small", "total", "average", "how_much",
    "latest", "more", "less",
})  # fmt: skip
_TRACKS = frozenset({"track", "tracks", "open", "apply", "suggest", "fit", "about", "support"})
# How to ask the same of one track, by intent.
_OF_TRACK = {
    "track_status": "Is {} open?",
    "track_why": "Why is {} not open?",
    "track": "What is {} for?",
    "track_fit": "What is {} for?",
    "track_amount": "How much can I ask for in {}?",
    "apply": "Where do I apply for {}?",
    "opens": "When does {} open?",
    "suggest": "Where can I suggest a project for {}?",
    "awards": "Which awards did {} make?",
    "awards_sum": "How much has been awarded in {}?",
    "awards_count": "How many awards did {} make?",
    "awards_top": "What is the biggest award of {}?",
}
_OF_RECIPIENT = {
    "award_purpose": "What is the award to {} for?",
    "award_date": "When was {} funded?",
    "award_track": "Which track funded {}?",
}


def of_tracks(scene: Scene, keys: Iterable[str], intent: str) -> tuple[str, ...]:
    """The same question about each of these tracks."""
    pattern = _OF_TRACK.get(intent, "When is the deadline for {}?")
    names = [scene.program.tracks_by_key[key].name for key in keys]
    return tuple(pattern.format(name) for name in names[:_MOST])


def of_recipients(names: Iterable[str], intent: str) -> tuple[str, ...]:
    """The same question about each of these recipients."""
    pattern = _OF_RECIPIENT.get(intent, "How much did {} get?")
    return tuple(pattern.format(name) for name in list(names)[:_MOST])


def for_unknown(scene: Scene, reading: Reading) -> tuple[str, ...]:
    """What to offer: the tracks where one was asked for, else questions near to this one."""
    if asks_for_fit(reading.words):
        return of_tracks(scene, [track.key for track in scene.program.tracks], "track")
    return nearest(scene, reading)


def nearest(scene: Scene, reading: Reading) -> tuple[str, ...]:
    """Two or three questions near to what was asked."""
    found: list[str] = []
    tracks = [key for key in reading.named("track") if key in scene.program.tracks_by_key]
    for key in tracks[:1]:
        name = scene.program.tracks_by_key[key].name
        found += [f"When is the deadline for {name}?", f"What is {name} for?"]
    found += [f"How much did {name} get?" for name in reading.named("recipient")[:2]]
    found += _similar(scene, reading.unknown)
    if reading.concepts & _MONEY and scene.index.awards:
        found += ["What are the latest awards?", "What is the biggest award?"]
    if reading.concepts & _TRACKS:
        found.append("Which tracks are open?")
    found += examples(scene)
    return tuple(dict.fromkeys(found))[:_MOST]


def _similar(scene: Scene, unknown: list[str]) -> list[str]:
    """Questions about the names that look like what was not understood."""
    found: list[str] = []
    for word in [fold(word) for word in unknown[:2] if len(word) >= 4]:
        near = process.extractOne(
            word, scene.index.names.keys(), scorer=fuzz.ratio, score_cutoff=70
        )
        kind, name = scene.index.names[near[0]] if near else ("", "")
        found += of_tracks(scene, [name], "") if kind == "track" else ()
        found += of_recipients([name], "") if kind == "recipient" else ()
    return found


def examples(scene: Scene) -> list[str]:
    """Questions that any program can answer, and some on its own records."""
    found = ["When is the next deadline?", "Which tracks are open?"]
    latest = scene.index.awards[:1]
    found += [f"How much did {award.recipient} get?" for award in latest]
    found += [
        f"What is {track.name} for?"
        for track in scene.program.tracks[:1]
        if track.status is Status.OPEN
    ]
    return found[:4]
