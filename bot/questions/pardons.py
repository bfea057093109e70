"""Unknown words that change nothing: who it is that applies, why a human is asked for, praise."""

from dataclasses import replace

from bot.domain.model import Status
from bot.questions.reading import Reading
from bot.questions.rules import SOFT
from bot.questions.scene import Scene
from bot.questions.words import fold, word_set
from bot.questions.zones import is_place

_ANY = word_set(
    "people person persons folks group groups team teams applicant applicants candidate candidates"
)
_FOLK = _ANY | word_set(
    """
    student students pupil pupils teacher teachers supervisor supervisors professor professors
    lecturer lecturers researcher researchers scientist scientists academic academics artist artists
    composer composers musician musicians writer writers author authors poet poets dancer dancers
    actor actors filmmaker filmmakers translator translators librarian librarians farmer farmers
    coach coaches club clubs school schools company companies charity charities ngo ngos
    developer developers maintainer maintainers programmer programmers designer designers
    engineer engineers volunteer volunteers parent parents girl girls boy boys kid kids
    child children member members user users villager villagers neighbour neighbours friend
    """
)
_PRAISE = word_set(
    """
    useful needed wanted saved day life lifesaver star legend kind magic smart clever handy sorted
    solved works worked enough service fast swift prompt reply response information info answer
    heaps tons loads million ton bunch time effort efforts work everything clear truly ever best bot
    answers question questions stuff made happy delighted impressed impressive beautiful beauty gem
    hero champ
    champion
    friendly sweet thorough quick speedy ace top marks lifesavers wonders fabulous brill spot on
    incredible marvellous magnificent stellar gold deeply sincerely warmly regards wishes all
    """
)
# What a recipient does is called by many names; its record says which it is.
_WORK = word_set(
    """
    book novel movie film documentary album paper trip journey tour residency undertaking endeavour
    endeavor piece play show exhibition study research thesis app tool product idea plan initiative
    work job programme event workshop camp festival concert series story visit
    manuscript script demo draft poem poems tape recording recordings films songs song
    """
)
_TEAM = _ANY | word_set("staff organisers organizers office admins crew coordinators bosses")
_HEADS = word_set("deadline deadlines call calls round track stream edition award grant due date")
_TELL = word_set("tell remind warn inform alert notify send")
_WHOSE_WORK = frozenset({"my", "our"})
_WHOSE = word_set("my our the your")
_DOES = word_set("work function operate")
_COSTS = word_set("cost costs expense expenses activities ideas ventures undertakings")
_FRIENDLY = frozenset({"thanks", "bye", "ok", "greeting"})
_IN_THANKS = _FRIENDLY | SOFT | {"need_to", "get", "award", "mine"}
# What may follow whom to ask, and says only why.
_WHY = word_set("if when because in about regarding concerning since as with to for on after")
_WHAT = frozenset(
    {"fund", "support", "about", "for_what", "purpose", "why", "works", "how_much", "when"}
)
_ASKED = frozenset({"when", "from_when", "where", "how", "due_when", "suggest"})
_DATED = frozenset({"now", "still", "when", "due_when", "how_long", "in_time", "miss"})
_APPLYING = frozenset(
    {"from_when", "apply", "suggest", "get", "opens", "deadline", "open", "due_when", "ask"}
)


def pardoned(scene: Scene, reading: Reading) -> Reading:
    """The reading without unknown words of which none changes the answer; else as it is."""
    words = {fold(word) for word in reading.unknown}
    said = reading.concepts
    if words <= _PRAISE and said <= _IN_THANKS and not reading.slots():
        return replace(reading, concepts=set(said & _FRIENDLY) or {"ok"}, unknown=[], odd=[])
    if words <= _DOES and "how" in said and reading.named("track"):
        return replace(reading, concepts=said - {"how"} | {"about"}, unknown=[], odd=[])
    if words <= _WORK and reading.named("recipient") and said & _WHAT:
        return replace(reading, concepts=said | {"works"}, unknown=[], odd=[], topic=[])
    if _says_only_who(reading, words):
        return replace(reading, unknown=[], odd=[])
    if _cannot_be_applied_to(scene, reading):
        return replace(reading, unknown=[], odd=[], topic=[])
    return _why_a_human(reading) or reading


def _says_only_who(reading: Reading, words: set[str]) -> bool:
    """Whether the unknown words are people, or what tracks pay for at large."""
    said = reading.concepts
    of_track = bool(reading.named("track"))
    return (
        _are_told(reading)
        or _are_the_askers(reading)
        or (words <= _WORK and "apply" in said and _are_ones_own(reading))
        or _are_where(reading)
        or (words <= _ANY and of_track and bool(said & {"for_what", "fit"}))
        or (bool(said & _APPLYING) and words <= _applying(reading) and not _are_away(reading))
        or ("contact" in said and words <= _TEAM)
        or (words <= _COSTS and of_track and bool(said & {"for_what", "support", "fit"}))
        or (words <= _ANY and bool(said & {"award", "get"}) and bool(said & {"what", "who"}))
    )


def _are_away(reading: Reading) -> bool:
    """ "Our maintainer is away this week": the days are of something else."""
    return any(at + 1 in reading.days_at for at in reading.odd)


def _are_the_askers(reading: Reading) -> bool:
    """ "Can our netball club still apply": where it is the date that is asked about."""
    texts = [word.text for word in reading.words]
    first, last = reading.odd[0], reading.odd[-1]
    led = first > 0 and texts[first - 1] in {"our", "my"} and texts[last] in _FOLK
    together = last - first + 1 == len(reading.odd) <= 3
    return led and together and "apply" in reading.concepts and bool(reading.concepts & _DATED)


def _are_ones_own(reading: Reading) -> bool:
    """ "Could we send our film right now": what is sent is the application."""
    whose = _WHOSE_WORK | ({"a", "an"} if reading.concepts & _DATED else frozenset())
    return all(at and reading.words[at - 1].text in whose for at in reading.odd)


def _are_where(reading: Reading) -> bool:
    """ "From Accra, 20:15 here: still open?": where somebody is as they ask after the time."""
    texts = [word.text for word in reading.words]
    timed = reading.clock or reading.concepts & {"miss", "in_time", "how_long", "time", "zone"}
    if not timed or {"can", "apply"} <= reading.concepts:
        return False
    first, last = reading.odd[0], reading.odd[-1]
    place = " ".join(texts[first : last + 1])
    lead = texts[first - 1] if first else ""
    return is_place(place) and lead in {"from", "in", "here"} and last - first < 3


def _are_told(reading: Reading) -> bool:
    """Whether the unknown are those to whom the answer is told: "should I remind our members"."""
    texts = [word.text for word in reading.words]
    return all(
        at > 1
        and texts[at] in _FOLK
        and (texts[at - 1] in _TELL or (texts[at - 1] in _WHOSE and texts[at - 2] in _TELL))
        for at in reading.odd
    )


def _applying(reading: Reading) -> frozenset[str]:
    """Who may stand in a question: whether *students* may apply is another one than when."""
    behind = {word.text for at in reading.odd for word in reading.words[at + 1 : at + 2]}
    if behind & _HEADS:
        return frozenset()  # "the teacher deadline" is another one
    if reading.concepts & _ASKED:
        return _FOLK
    return _ANY if reading.concepts & {"what", "list"} else frozenset()


def _cannot_be_applied_to(scene: Scene, reading: Reading) -> bool:
    """Whether nobody can apply to the track that somebody asks to apply to."""
    tracks = reading.named("track")
    if not {"can", "apply"} <= reading.concepts <= {"can", "apply", "suggest", "project"} | SOFT:
        return False
    return (
        len(tracks) == 1
        and reading.slots() <= set("tx")
        and scene.program.tracks_by_key[tracks[0]].status is not Status.OPEN
    )


def _why_a_human(reading: Reading) -> Reading | None:
    """ "Whom do I ask if my upload fails?" is "whom do I ask?"."""
    texts = [word.text for word in reading.words]
    if "contact" not in reading.concepts or texts[0] not in {"who", "whom", "how", "where", "can"}:
        return None
    first = texts.index(fold(reading.unknown[0])) if fold(reading.unknown[0]) in texts else 0
    cut = next((at for at in range(3, first + 1) if texts[at] in _WHY), None)
    if cut is None:
        return None
    return replace(
        reading, concepts={"contact"}, unknown=[], odd=[], topic=[], period=None, amounts=None
    )


def without_the_suggested(reading: Reading) -> Reading:
    """ "Where do I put a club forward for GWS?": the club is no recipient that has "club" in it."""
    if "suggest" not in reading.concepts or not reading.named("track"):
        return reading
    kept = [m for m in reading.mentions if m.sure or {kind for kind, _ in m.targets} == {"track"}]
    return replace(reading, mentions=kept)
