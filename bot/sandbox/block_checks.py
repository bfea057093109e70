"""The bricks that Block Kit's schema is built of: each checks one value and notes what is wrong.

The wording of the problems is Slack's: `[ERROR] must be less than 3001 characters
[json-pointer:/blocks/0/text/text]`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]


def note(problems: Problems, path: str, message: str) -> None:
    """Adds a problem at a JSON pointer."""
    problems.append(f"[ERROR] {message} [json-pointer:{path}]")


def string(longest: int, shortest: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            note(problems, path, "must be a string")
        elif len(value) > longest:
            note(problems, path, f"must be less than {longest + 1} characters")
        elif len(value) < shortest:
            note(problems, path, f"must be more than {shortest - 1} characters")

    return check


def pattern(shape: str, what: str) -> Check:
    """A string that a regular expression matches as a whole."""
    compiled = re.compile(shape)

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            note(problems, path, f"must be {what}")

    return check


def choice(*values: str) -> Check:
    """One of some strings."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if value not in values:
            note(problems, path, f"must be one of {', '.join(values)}")

    return check


def integer(lowest: int, highest: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            note(problems, path, "must be an integer")
        elif not lowest <= value <= highest:
            note(problems, path, f"must be between {lowest} and {highest}")

    return check


def boolean(value: Any, path: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        note(problems, path, "must be a boolean")


def anything(value: Any, path: str, problems: Problems) -> None:
    """Whatever it is: a part of the schema that the sandbox does not look into."""


def array(item: Check, most: int, fewest: int = 1) -> Check:
    """A list of so many items."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            note(problems, path, "must be an array")
            return
        if len(value) > most:
            note(problems, path, f"no more than {most} items allowed")
        if len(value) < fewest:
            note(problems, path, f"no fewer than {fewest} items allowed")
        for index, each in enumerate(value):
            item(each, f"{path}/{index}", problems)

    return check


def record(fields: Mapping[str, Check], required: Collection[str] = ()) -> Check:
    """An object with these fields and no others."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            note(problems, path, "must be an object")
            return
        for name in required:
            if value.get(name) is None:
                note(problems, path, f"missing required field: {name}")
        for name, each in value.items():
            if name not in fields:
                note(problems, path, f"invalid additional property: {name}")
            elif each is not None:
                fields[name](each, f"{path}/{name}", problems)

    return check


def typed(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check it has to pass."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            note(problems, path, "must be an object")
        elif value.get("type") is None:
            note(problems, path, "missing required field: type")
        elif value["type"] not in kinds:
            note(problems, path, f"unsupported type: {value['type']}")
        else:
            kinds[value["type"]](value, path, problems)

    return check


def text(longest: int, *kinds: str, shortest: int = 1) -> Check:
    """A text object (docs.slack.dev/reference/block-kit/composition-objects/text-object)."""
    content = string(longest, shortest)
    plain = record({"type": anything, "text": content, "emoji": boolean}, ["text"])
    mrkdwn = record({"type": anything, "text": content, "verbatim": boolean}, ["text"])
    every = {"plain_text": plain, "mrkdwn": mrkdwn}
    return typed({kind: every[kind] for kind in kinds or every})
