"""A YAML reader for files that people write: nothing in them can become code, and nothing is silently changed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from bsafe_analysis.faults import Fault, InputError

LARGEST = 64 * 1024
_SURPRISES = (
    (re.compile(r"(yes|no|on|off|y|n)", re.IGNORECASE), "YAML reads this as true or false"),
    (re.compile(r"[-+]?0[0-9_]+"), "YAML reads this as an octal number"),
    (re.compile(r"[-+]?0[xb][0-9a-f_]+", re.IGNORECASE), "YAML reads this as a number of another base"),
    (re.compile(r"[-+]?[0-9]+_[0-9_.]*"), "YAML leaves the lines out and reads this as a number"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "YAML reads this as a number of seconds"),
)


class _Loader(yaml.SafeLoader):
    """The safe loader, less what surprises: no anchors, no tags, no doubled keys, no values changed in silence."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text)
        self.file = file
        self.faults: list[Fault] = []
        self.lines: dict[tuple[str, ...], int] = {}

    def refuse(self, node: yaml.Node, cause: str, cure: str) -> None:
        self.faults.append(Fault(self.file, f"line {node.start_mark.line + 1}", cause, cure))

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1
            raise InputError(
                [Fault(self.file, f"line {line}", "anchors and aliases (& and *) are refused", "Write it out")]
            )
        if getattr(event, "tag", None):
            line = event.start_mark.line + 1
            raise InputError([Fault(self.file, f"line {line}", f"the tag {event.tag!r} is refused", "Remove it")])
        return super().compose_node(parent, index)


def read_yaml(text: str, file: str, largest: int = LARGEST) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    """The mapping that the text holds, and the line of each key (by its path); InputError with every fault.

    `file` is its name as the analyst knows it, for the faults.
    """
    if len(text.encode()) > largest:
        raise InputError([Fault(file, "", f"larger than {largest // 1024} KiB", "Parameter files are short: split it")])
    value, lines = _as_written(text, file)
    return _copied(value), dict(lines)


@lru_cache(maxsize=64)
def _as_written(text: str, file: str) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    """As `read_yaml`, kept: a run reads the longest file ten times. Nobody's to change."""
    try:
        node: yaml.Node | None = _Loader(text, file).get_single_node()
    except yaml.YAMLError as error:
        raise InputError(
            [Fault(file, _place(error), _cause(error), "Check the indentation, colons and quotes there")]
        ) from None
    except (ValueError, RecursionError):
        raise InputError(
            [Fault(file, "", "this is not YAML that can be read", "Start again from the starter file")]
        ) from None
    if node is None:
        return {}, {}
    loader = _Loader("", file)
    value = _build(loader, node, ())
    if loader.faults:
        raise InputError(loader.faults)
    if not isinstance(value, dict):
        raise InputError(
            [Fault(file, "line 1", "this is not a list of `key: value` lines", "Start again from the starter file")]
        )
    return value, loader.lines


def _copied(value: Any) -> Any:
    """The same, with mappings and lists of its own: who asked may change them."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else ""


def _cause(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    if "mapping values are not allowed" in str(problem):
        return "a colon in plain text is read as the end of a key: put the text in quotation marks"
    return f"this is not valid YAML: {str(problem).splitlines()[0]}"


def _build(loader: _Loader, node: yaml.Node, path: tuple[str, ...]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*path, str(i))) for i, item in enumerate(node.value)]
    return _scalar(loader, node)


def _mapping(loader: _Loader, node: yaml.MappingNode, path: tuple[str, ...]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or key == "<<":
            loader.refuse(key_node, "a key must be one plain word", "Write it as key: value")
        elif key in built:
            loader.refuse(key_node, f"the key {key!r} stands twice", "Keep one of the two")
        else:
            loader.lines[(*path, key)] = key_node.start_mark.line + 1
            built[key] = _build(loader, value_node, (*path, key))
    return built


def _scalar(loader: _Loader, node: yaml.Node) -> Any:
    text = node.value
    if getattr(node, "style", None) is None:
        for pattern, cause in _SURPRISES:
            if pattern.fullmatch(text):
                loader.refuse(node, f"{text!r}: {cause}", f'Write "{text}" in quotes, or true or false')
                return text
    try:
        value = loader.construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError):
        loader.refuse(node, f"{text!r} cannot be read as a value", "Write it in quotes")
        return text
    if isinstance(value, float) and not math.isfinite(value):
        loader.refuse(node, f"{text!r} is not a number that can be used", "Write a plain number")
    return value if isinstance(value, str | int | float | bool | date | None) else str(value)


def write_yaml(value: Mapping[str, Any], indent: str = "") -> str:
    """The mapping as YAML that `read_yaml` reads back the same: text always in quotes, dates and numbers bare."""
    lines = []
    for key, each in value.items():
        name = key if re.fullmatch(r"[a-z][a-z_]*", key) and not _surprising(key) else _quoted(key)
        if isinstance(each, Mapping) and each:
            lines.append(f"{indent}{name}:\n{write_yaml(each, indent + '  ')}")
        else:
            lines.append(f"{indent}{name}: {_written(each)}\n")
    return "".join(lines)


def _surprising(word: str) -> bool:
    return word in ("null", "true", "false") or any(pattern.fullmatch(word) for pattern, _ in _SURPRISES)


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(each) for each in value)}]"
    if isinstance(value, Mapping):
        return "{}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | date) else _quoted(str(value))


def _quoted(text: str) -> str:
    """In double quotes, every character that YAML could take for anything else as an escape."""
    plain = (c if " " <= c <= "~" or "\u00a1" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufefe" else None for c in text)
    return '"' + "".join(_escape(c) if p is None or c in '"\\' else p for c, p in zip(text, plain, strict=True)) + '"'


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
