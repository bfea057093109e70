"""What was not understood, and how staff teach it: as another name, or as an answer."""

from collections.abc import Callable
from typing import Literal

from pydantic import ValidationError

from bot.clock import Clock
from bot.domain.document import AnswerEntry, ProgramFile, slug
from bot.domain.export import to_json
from bot.domain.reading import ProgramFileError, message_of
from bot.errors import FieldErrors, UserError
from bot.services.access import Access
from bot.services.program import ProgramService
from bot.store import audit, unanswered
from bot.store.audit import Actor
from bot.store.engine import Store
from bot.store.unanswered import Unanswered

# What is kept of a question; a longer one is nothing that staff would teach.
LONGEST = 300
LISTED = 20
Meaning = Literal["track", "recipient", "answer"]


class TeachingService:
    """Keeps unanswered questions and turns them into names and answers of the program."""

    def __init__(
        self, store: Store, programs: ProgramService, access: Access, clock: Clock
    ) -> None:
        self.store = store
        self.programs = programs
        self.access = access
        self.clock = clock

    def not_understood(self, question: str) -> None:
        """Counts a question that had no answer; who asked is not kept."""
        text = " ".join(question.split())
        phrase = slug(text)[:LONGEST]
        if not phrase or len(text) > LONGEST:
            return
        with self.store.write() as connection:
            unanswered.count(connection, self.programs.id, phrase, text, self.clock.now())

    def questions(self, actor: Actor) -> list[Unanswered]:
        """The commonest of them, for staff."""
        self.access.require_staff(actor, "questions")
        with self.store.read() as connection:
            return unanswered.commonest(connection, self.programs.id, LISTED)

    def question(self, phrase: str, actor: Actor) -> Unanswered:
        """One of them, for staff. Raises UserError where it is gone."""
        self.access.require_staff(actor, "questions")
        with self.store.read() as connection:
            found = unanswered.find(connection, self.programs.id, phrase)
        if found is None:
            raise UserError("This question is not kept any more.")
        return found

    def dismiss(self, phrase: str, actor: Actor) -> None:
        """Takes a question off the list."""
        self.access.require_staff(actor, "dismiss question")
        with self.store.write() as connection:
            unanswered.settle(connection, self.programs.id, phrase)
            now = self.clock.now()
            audit.record(connection, self.programs.id, actor, "dismiss question", phrase, now)

    def teach(self, phrase: str, words: str, meaning: Meaning, what: str, actor: Actor) -> None:
        """Teaches `words`: another name of the track or recipient with the key `what`, or a
        question whose answer is the text `what`.

        Raises NotAllowedError, or FieldErrors for "words", "track", "recipient" or "answer".
        """
        self.access.require_staff(actor, "teach")
        changes: dict[Meaning, Callable[[ProgramFile], ProgramFile]] = {
            "track": lambda file: _name_track(file, what, words),
            "recipient": lambda file: _name_recipient(file, what, words),
            "answer": lambda file: _add_answer(file, words, what),
        }
        try:
            self.programs.edit(changes[meaning], f"teach {meaning}", words, actor)
        except ValidationError as exc:
            said = "; ".join(message_of(error) for error in exc.errors())
            raise FieldErrors({"words": said}) from None
        except ProgramFileError as exc:
            said = "; ".join(problem.message for problem in exc.problems)
            raise FieldErrors({"words": said}) from None
        with self.store.write() as connection:
            unanswered.settle(connection, self.programs.id, phrase)


def _name_track(file: ProgramFile, key: str, words: str) -> ProgramFile:
    if key not in {track.key for track in file.tracks}:
        raise FieldErrors({"track": "choose the track that is meant"})
    tracks = [
        track.model_copy(update={"aliases": _with(track.aliases, words)})
        if track.key == key
        else track
        for track in file.tracks
    ]
    return _checked(file.model_copy(update={"tracks": tracks}))


def _name_recipient(file: ProgramFile, recipient: str, words: str) -> ProgramFile:
    wanted = recipient.casefold().strip()
    if wanted not in {award.recipient.casefold() for award in file.awards}:
        raise FieldErrors({"recipient": "there is no award to a recipient of that name"})
    awards = [
        award.model_copy(update={"aliases": _with(award.aliases, words)})
        if award.recipient.casefold() == wanted
        else award
        for award in file.awards
    ]
    return _checked(file.model_copy(update={"awards": awards}))


def _add_answer(file: ProgramFile, words: str, text: str) -> ProgramFile:
    if not text.strip():
        raise FieldErrors({"answer": "write the answer"})
    same = [a for a in file.answers if slug(words) in {slug(q) for q in a.questions}]
    rest = [answer for answer in file.answers if answer not in same]
    if same:
        taught = AnswerEntry.model_validate({**to_json(same[0]), "text": text})
    else:
        taught = AnswerEntry.model_validate({"questions": [words], "text": text})
    return file.model_copy(update={"answers": [*rest, taught]})


def _checked(file: ProgramFile) -> ProgramFile:
    """The file, held against the limits of its fields."""
    return ProgramFile.model_validate(to_json(file))


def _with(aliases: list[str], words: str) -> list[str]:
    known = {alias.casefold() for alias in aliases}
    return aliases if words.casefold() in known else [*aliases, words]
