"""The program's own source files, read as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("bot", "handlers", "schedules")


@cache
def sources() -> dict[str, ast.Module]:
    """Each file of the program, by its path from the root, as its syntax tree."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"), str(path))
        for package in OURS
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def names_used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every imported thing that a file names, in full (`datetime.datetime.now`), and the line."""
    local: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                local[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                local[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}", node.lineno
    for node in ast.walk(tree):
        parts: list[str] = []
        inner: ast.AST = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if parts and isinstance(inner, ast.Name) and inner.id in local:
            assert isinstance(node, ast.Attribute)
            yield ".".join([local[inner.id], *reversed(parts)]), node.lineno
