"""Entries back to the text of a program file, and to the JSON that the database keeps.

`parse(export(file))` is `file` again.
"""

import re
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel

from bot.domain.document import ProgramFile


def to_json(entry: BaseModel) -> dict[str, Any]:
    """An entry as JSON data, without what it leaves unsaid."""
    return entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def to_yaml(file: ProgramFile) -> str:
    """A program file that reads back as these entries."""
    data = file.model_dump(by_alias=True, exclude_defaults=True)
    text: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2
    )
    return text


class _Dumper(yaml.SafeDumper):
    """Writes amounts as numbers and indents lists under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _amount(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    whole = value == value.to_integral_value()
    tag = "tag:yaml.org,2002:int" if whole else "tag:yaml.org,2002:float"
    return dumper.represent_scalar(tag, f"{value:.0f}" if whole else f"{value:f}")


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # Unicode's line ends survive in double quotes alone, where they are escaped.
    style = '"' if re.search("[\x85\u2028\u2029]", value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(Decimal, _amount)
_Dumper.add_representer(str, _text)
