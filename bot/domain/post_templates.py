"""The words of announcements as templates: what stands in each, and what is wrong with one.

A template is plain text with fields in braces, `{recipient}`. What is empty leaves nothing behind:
a line of which no field says anything is left out, and so is the space or the bracket around a
field without a value. Values are put in as they are; nothing in them is taken for a field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from rapidfuzz import process

_COMMON = ("program", "link", "hashtags")
# What each template may say, by its key in the program file.
POST_FIELDS: Mapping[str, tuple[str, ...]] = {
    "award": ("recipient", "amount", "purpose", "track", *_COMMON),
    "awards": ("count", "total", "awards", *_COMMON),
    "news": ("title", "text", *_COMMON),
    "deadline": ("track", "label", "closes", "before", *_COMMON),
    "roundup": ("roundup", *_COMMON),
}
# What each has to say at least; of some, either will do.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "award": ("recipient",),
    "awards": ("awards",),
    "news": ("text",),
    "deadline": ("closes",),
    "roundup": ("roundup",),
}
_PART = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}]*)\}|(?P<lone>[{}])|[^{}]+")
# A field with the space before it and a bracket around it, which go with it.
_PLACE = re.compile(r"\{\{|\}\}|(?P<space>[ \t]*)(?P<open>\(?)\{(?P<field>\w+)\}(?P<close>\)?)")


@dataclass(frozen=True, slots=True)
class PostTemplates:
    """The words of each kind of announcement. What nobody has written otherwise is as here."""

    award: str = (
        "{program} has awarded {amount} to {recipient} {purpose} ({track}).\n{link}\n{hashtags}"
    )
    awards: str = "{program} has made {count}, {total} in all:\n{awards}\n{link}\n{hashtags}"
    news: str = "{title}\n{text}\n{link}\n{hashtags}"
    deadline: str = (
        "{track}: {label} closes on {closes}.\nThe date before was {before}.\n{link}\n{hashtags}"
    )
    roundup: str = "{roundup}\n{link}\n{hashtags}"


USUAL_POSTS = PostTemplates()
POST_KEYS = tuple(one.name for one in fields(PostTemplates))


def check_post(key: str, text: str) -> str:
    """The text itself. Raises ValueError that says what is wrong with it as that template."""
    known = POST_FIELDS[key]
    said = set()
    for found in _PART.finditer(text):
        if found["lone"]:
            raise ValueError(
                f"has a {found[0]} without its partner; "
                f"fields are written {{{known[0]}}}, a brace itself {found[0] * 2}"
            )
        if found["field"] is not None and found["field"] not in known:
            near = process.extractOne(found["field"], known, score_cutoff=60)
            names = ", ".join(f"{{{name}}}" for name in known)
            hint = f"did you mean {{{near[0]}}}?" if near else f"known here: {names}"
            raise ValueError(f"has an unknown field, {found[0]}; {hint}")
        said.add(found["field"])
    for needed in _NEEDED[key]:
        if needed not in said:
            raise ValueError(f"does not say what it is about; put {{{needed}}} into it")
    return text


def fill_post(template: str, values: Mapping[str, str]) -> str:
    """A template that has been checked, with its values."""
    kept: list[str] = []
    for line in (_line(line, values) for line in _lines(template)):
        # One empty line stays one where what stood between two is left out.
        if line or (line is not None and kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


@lru_cache(maxsize=256)
def _lines(template: str) -> tuple[str, ...]:
    return tuple(template.strip().split("\n"))


def _line(line: str, values: Mapping[str, str]) -> str | None:
    """A line with its values; None where all its fields are empty."""
    names = [found["field"] for found in _PLACE.finditer(line) if found["field"]]
    if names and not any(values[name] for name in names):
        return None
    return _PLACE.sub(lambda found: _value(found, values), line).strip()


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    if found["field"] is None:
        return found[0][0]
    value = values[found["field"]]
    if not value:
        whole = found["open"] + found["close"]
        return "" if whole == "()" else whole
    # A clause that begins with its own sign follows without a space: "Zappa: a mail client".
    space = "" if value[0] in ":,;" else found["space"]
    return f"{space}{found['open']}{value}{found['close']}"
