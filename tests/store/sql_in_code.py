"""What modules of `warehouse.store` do to temporary tables, read out of their code and their steps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import warehouse.store
from warehouse.store.scratch import declared_tables
from warehouse.store.steps import Step, all_steps

STORE = Path(warehouse.store.__file__).parent
MADE_BY = {"make", "make_empty", "creation", "_fill"}  # functions whose string is a table that they fill
_SQL = re.compile(r"\b(SELECT|FROM|INSERT|DELETE|UPDATE|WHERE|JOIN)\b")
_CHANGED = re.compile(r"\b(?:INSERT INTO|DELETE FROM|UPDATE)\s+([\w.{}]+)")
_READ = re.compile(r"\b(?:FROM|JOIN|USING)\s+([a-z_][\w.]*)\b(?!\s*\()")
_DEFINED = re.compile(r"\b([a-z_]+) AS \((?!\s*PARTITION)")


@dataclass(frozen=True, slots=True)
class Use:
    """Which declared tables a module fills and which it reads."""

    fills: frozenset[str]
    reads: frozenset[str]


def modules() -> dict[str, Path]:
    """Files of `warehouse.store` by module, `checks.running`; what is no module of ours to fill or read is left out."""
    paths = {path.relative_to(STORE).with_suffix("") for path in STORE.rglob("*.py")}
    names = {str(path).replace("/", "."): STORE / path.with_suffix(".py") for path in paths}
    return {name: path for name, path in sorted(names.items()) if name not in ("scratch", "steps.__init__")}


def use_of(name: str, path: Path) -> Use:
    """What a module and its steps do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = {id(argument) for call in _calls(tree) for argument in call.args[:2]}
    kept = _kept_names(tree)
    fills: set[str] = set()
    reads: set[str] = set()
    for node, text in _texts(tree):
        if id(node) in made and not _SQL.search(text):
            fills |= _named(text)
        elif id(node) in kept:  # a variable, which is filled and read by it
            fills, reads = fills | _named(text), reads | _named(text)
        elif _SQL.search(text):
            changed, rest = _split(text)
            fills, reads = fills | changed, reads | rest
        else:
            reads |= {table for table in _named(text) if _pattern(table).fullmatch(text)}
    for step in steps_of(name):
        changed, rest = _split("\n".join(step.statements))
        fills |= changed | _named(step.head.get("fills", ""))
        reads |= rest
    return Use(frozenset(fills), frozenset(reads))


def steps_of(module: str) -> list[Step]:
    """The steps of a module."""
    return [step for step in all_steps() if step.name.partition("/")[0] == module]


def changed_in(sql: str) -> set[str]:
    """Tables that a statement inserts into, updates or deletes from."""
    return {name for name in _CHANGED.findall(sql) if "{" not in name}


def read_in(sql: str) -> set[str]:
    """Tables that a statement names beside these, but those that it defines itself."""
    plain = re.sub(r"\bDISTINCT FROM\b|\bUSING\s*\(", "", re.sub(r"--[^\n]*", "", sql))
    commas = re.findall(r"\)\s\w+,\s+([a-z_]\w+) \w+\b", plain)
    return {*_READ.findall(_CHANGED.sub("", plain)), *commas} - set(_DEFINED.findall(plain)) - changed_in(sql)


def _split(sql: str) -> tuple[set[str], set[str]]:
    changed = {table for name in _CHANGED.findall(sql) for table in _named(name)}
    return changed, _named(_CHANGED.sub("", sql))


def _named(text: str) -> set[str]:
    return {name for name in declared_tables() if _pattern(name).search(text)}


def _pattern(name: str) -> re.Pattern[str]:
    """A name in SQL; of a kind, any of it that has no declaration of its own."""
    if not name.endswith("_*"):
        return re.compile(rf"(?<![\w.{{]){name}(?![\w(])")
    own = "|".join(other for other in declared_tables() if other.startswith(name[:-1]) and other != name)
    return re.compile(rf"(?<![\w.{{])(?!(?:{own or '-'})\b){name[:-1]}(?:\{{\}}|\w+)(?![\w(])")


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if function in MADE_BY:
                yield node


def _kept_names(tree: ast.AST) -> set[int]:
    """Strings of variables that name a table which is filled."""
    variables = {argument.id for call in _calls(tree) for argument in call.args[:2] if isinstance(argument, ast.Name)}
    values = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and variables & {getattr(target, "id", "") for target in node.targets}
    ]
    return {id(part) for value in values for part in ast.walk(value)}


def _texts(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Strings but docstrings and names of steps; `{}` in place of what is put into one."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "drop":
            skipped |= {id(argument) for argument in node.args}
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            if id(node) not in skipped:
                yield node, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node, node.value
