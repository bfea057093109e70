"""What went wrong, told apart by who can mend it.

`UserError` is a mistake of the person asking: its text is a sentence they can act on and is shown
to them as it is. Everything else that escapes is a fault of ours: the person sees an incident id,
the log has the traceback (see `bot/log.py`).
"""

from collections.abc import Mapping


class UserError(Exception):
    """Something about this request cannot be done; the message says what to do instead."""


class NotAllowedError(UserError):
    """The person may not do this; the message says who may."""


class ConflictError(UserError):
    """Somebody else changed the same thing meanwhile; the message says what changed."""


class ConfigurationError(Exception):
    """A setting is missing, half-set or wrong; the message names it and says how to mend it."""


class FieldErrors(UserError):  # noqa: N818 - a form's word for it
    """What is wrong with a form, by the names of its fields."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {said}" for name, said in fields.items()))


class StoreUnavailableError(Exception):
    """The database cannot be reached; commands that need it say so, answers go on from memory."""
