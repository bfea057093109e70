"""Awards as staff add them: the same checks as a program file, told field by field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from bot.domain.document import AwardEntry, ProgramFile
from bot.domain.model import Award, Program
from bot.domain.moments import START_OF_DAY, parse_stated
from bot.domain.money import parse_amount
from bot.domain.reading import ProgramFileError, message_of
from bot.errors import FieldErrors, UserError
from bot.services.access import Access
from bot.services.program import ProgramService
from bot.store.audit import Actor


class AwardService:
    """Adds awards and finds them by what people call them."""

    def __init__(self, programs: ProgramService, access: Access) -> None:
        self.programs = programs
        self.access = access

    def add(self, fields: Mapping[str, Any], actor: Actor) -> Award:
        """Adds an award; `fields` are those of the program file.

        Raises NotAllowedError, or FieldErrors with what is wrong at which field.
        """
        self.access.require_staff(actor, "award add")
        entry = self._entry(fields, self.programs.require())

        def add(file: ProgramFile) -> ProgramFile:
            if any(award.identity == entry.identity for award in file.awards):
                raise FieldErrors(
                    {"recipient": f"there is an award with the key {entry.identity!r} already"}
                )
            return file.model_copy(update={"awards": [*file.awards, entry]})

        try:
            self.programs.edit(add, "award add", entry.identity, actor)
        except ProgramFileError as exc:
            raise FieldErrors(_by_field(exc)) from None
        return self.programs.require().awards_by_key[entry.identity]

    def publish(self, key: str, actor: Actor) -> Award:
        """Makes a draft of an award public; its announcement is drafted by itself."""
        self.access.require_staff(actor, "award publish")

        def publish(file: ProgramFile) -> ProgramFile:
            if all(award.identity != key for award in file.awards):
                raise UserError("There is no award of that key any more.")
            awards = [
                a.model_copy(update={"published": True}) if a.identity == key else a
                for a in file.awards
            ]
            return file.model_copy(update={"awards": awards})

        self.programs.edit(publish, "award publish", key, actor)
        return self.programs.require().awards_by_key[key]

    def find(self, name: str, actor: Actor) -> Award:
        """The award that staff call so, by key, recipient or alias; drafts are found, too.

        Raises UserError that names those that are near.
        """
        self.access.require_staff(actor, "award find")
        wanted = name.casefold().strip()
        awards = self.programs.require().awards
        found = next((award for award in awards if award.is_called(wanted)), None)
        if found is not None:
            return found
        near = [a.recipient for a in awards if wanted and wanted in a.recipient.casefold()][:3]
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UserError(f"There is no award to “{name}”.{hint}")

    @staticmethod
    def _entry(fields: Mapping[str, Any], program: Program) -> AwardEntry:
        """The entry that a form's fields make. Raises FieldErrors with all that is wrong."""
        given = {name: value for name, value in fields.items() if value not in (None, "")}
        wrong: dict[str, str] = {}
        try:
            if isinstance(given.get("amount"), str):
                given["amount"] = parse_amount(given["amount"], program.locale)
        except ValueError as exc:
            given["amount"], wrong["amount"] = Decimal(0), str(exc)
        try:
            if isinstance(given.get("publish_at"), str):
                parse_stated(given["publish_at"], program.zone, default=START_OF_DAY)
        except ValueError as exc:
            wrong["publish_at"] = str(exc)
        try:
            entry = AwardEntry.model_validate(given)
        except ValidationError as exc:
            found = {str(error["loc"][0]): message_of(error) for error in exc.errors()}
            raise FieldErrors(found | wrong) from None
        if wrong:
            raise FieldErrors(wrong)
        return entry


def _by_field(error: ProgramFileError) -> dict[str, str]:
    """A program's mistakes by the field of the award that has them; the rest at the first."""
    return {
        str(problem.path[2]) if len(problem.path) > 2 else "recipient": problem.message
        for problem in error.problems
    }
