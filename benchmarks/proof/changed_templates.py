"""One change in one line of a template: a number, a month, a place or a side becomes another.

A tag that prints a number prints another one: worked out, or another value that the same template prints of the same
fact; one that prints a month or a place prints another. A number or a side in the template's own words becomes another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import DictLoader, Environment, Template

from bsafe_analysis.reports import wording

NUMBERS = ("observed", "expected", "lower", "upper", "run_observed", "run_expected")
SIDES = {
    "above": "below", "higher": "lower", "more": "fewer", "rise": "fall", "rises": "falls", "rose": "fell",
    "risen": "fallen", "up": "down", "highest": "lowest", "most": "fewest", "increase": "decrease",
}  # fmt: skip
OTHER_SIDES = {**SIDES, **{down: up for up, down in SIDES.items()}}
NEXT = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
ANOTHER_MONTH = '"2019-03"'
_PRINTED = re.compile(r"\{\{-? ?([\w.]+(?:\[\d\])?)((?: \| [\w()]+)*) ?-?\}\}")
_WORD = re.compile(
    rf"\b(?<!usually )(?<!add )(?:{'|'.join(OTHER_SIDES)})\b(?! ?[=(]| (?:in|out)side| than chance| to the)"
    rf"|\b(?:{'|'.join(NEXT[:-1])})\b|(?<![\w.,&#-])\d+\b(?![;\w])"
)
"""A side, but not where it is one of other things ("fall inside", "usually falls", "add up"); or a number."""
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"")
_ASKED = re.compile(r"[=(\[,]\s*$")
"""Before a word in quotation marks that is asked for, and not printed."""
FIRST_MARK = 0xE100
"""Code points that no text of a person may hold and that no claim's mark uses."""


@dataclass(frozen=True)
class Change:
    """One change in one place of one template."""

    template: str
    line: int
    start: int
    end: int
    new: str
    told: bool = False
    """Whether another value of a fact is printed, and not something worked out or written out."""

    def __str__(self) -> str:
        text = templates()[self.template]
        return f"{self.template}:{self.line}: {text[self.start : self.end]} as {self.new}"


@cache
def templates() -> Mapping[str, str]:
    """Name -> text of every template."""
    folder = files("bsafe_analysis.reports") / "templates"
    return dict(sorted(_texts(folder, "")))


def _texts(folder: Traversable, within: str) -> Iterator[tuple[str, str]]:
    for file in folder.iterdir():
        if file.is_dir():
            yield from _texts(file, f"{within}{file.name}/")
        elif file.name.endswith(".j2"):
            yield f"{within}{file.name}", file.read_text("utf-8")


def changes(another_place: str) -> list[Change]:
    """Every change that may be made in any template; `another_place`: the name of a place."""
    return [change for name, text in templates().items() for change in _changes_of(name, text, another_place)]


def _changes_of(name: str, text: str, another_place: str) -> Iterator[Change]:
    beside = _beside(text)
    for found in _PRINTED.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        for new in _beside_it(found[1], found[2], beside):
            yield Change(name, line, found.start(1), found.end(1), new, told=True)
        for new in _instead(found[1], found[2], another_place):
            yield Change(name, line, found.start(1), found.end(1), new)
    for found in _WORD.finditer(_words_of(text)):
        yield Change(name, text.count("\n", 0, found.start()) + 1, found.start(), found.end(), another_word(found[0]))


def another_word(word: str) -> str:
    """The side turned round, or the next number.

    >>> another_word("above"), another_word("two"), another_word("24")
    ('below', 'three', '25')
    """
    if word in OTHER_SIDES:
        return OTHER_SIDES[word]
    return str(int(word) + 1) if word.isdigit() else NEXT[NEXT.index(word) + 1]


def _beside(text: str) -> dict[str, set[tuple[str, str]]]:
    """What is printed of a thing -> the names of its values, with the filters that each is printed by."""
    found: dict[str, set[tuple[str, str]]] = {}
    for each in _PRINTED.finditer(text):
        thing, _, name = each[1].rpartition(".")
        found.setdefault(thing, set()).add((name, each[2]))
    return found


def _beside_it(what: str, filters: str, beside: Mapping[str, set[tuple[str, str]]]) -> Iterator[str]:
    """Other values of the same thing; the document's place instead of another."""
    thing, _, name = what.rpartition(".")
    others = {other for other, by in beside[thing] if by == filters} | (set(NUMBERS) if name in NUMBERS else set())
    if thing:
        yield from (f"{thing}.{other}" for other in sorted(others - {name}))
    if name == "place" and what != "d.place":
        yield "d.place"


def _instead(what: str, filters: str, another_place: str) -> Iterator[str]:
    """The next number, another month, another place."""
    if what.endswith(("place", "place.name")):
        yield f'"{another_place}"'
    elif "month" in filters:
        yield ANOTHER_MONTH
    elif re.search(r"few|number|some", filters) or not filters:
        yield from (f"({what} + 1)", f"({what} - 1)")


def _words_of(text: str) -> str:
    """The template with blanks for all that is code: what is left is printed as it stands."""
    return _CODE.sub(lambda code: "".join(_blank(code[0])), text)


def _blank(code: str) -> str:
    kept = [m.span() for m in _QUOTED.finditer(code)] if code.startswith("{{") else []
    kept = [(a, b) for a, b in kept if not _ASKED.search(code[:a]) and not code[b:].lstrip().startswith((":", "]"))]
    return "".join(c if any(a < i < b - 1 for a, b in kept) else " " for i, c in enumerate(code))


@contextmanager
def marked(each: list[Change]) -> Iterator[dict[str, list[Change]]]:
    """The templates with a mark at each place of a change: mark -> its changes, until the end of this context."""
    at: dict[tuple[str, int], list[Change]] = {}
    for change in each:
        at.setdefault((change.template, _mark_at(change)), []).append(change)
    texts = dict(templates())
    numbered = {chr(FIRST_MARK + n): place for n, place in enumerate(sorted(at))}
    for mark, (name, start) in reversed(numbered.items()):
        texts[name] = texts[name][:start] + mark + texts[name][start:]
    with _loaded(texts):
        yield {mark: at[place] for mark, place in numbered.items()}


def _mark_at(change: Change) -> int:
    """Before the tag, where the change is made in one and not in its words."""
    text = templates()[change.template]
    opened = text.rfind("{{", 0, change.start)
    in_code = opened > text.rfind("}}", 0, change.start) and not text[opened : change.start].count('"') % 2
    return opened if in_code else change.start


@contextmanager
def changed(change: Change) -> Iterator[None]:
    """The templates with that one change, until the end of this context."""
    text = templates()[change.template]
    with _loaded({change.template: text[: change.start] + change.new + text[change.end :]}):
        yield


@contextmanager
def _loaded(texts: Mapping[str, str]) -> Iterator[None]:
    loader = DictLoader(texts)
    wording.TEMPLATES.insert(0, loader)
    environments = tuple(map(wording._environment, (True, False)))
    compiled = [_forget(environment, texts) for environment in environments]
    try:
        yield
    finally:
        wording.TEMPLATES.remove(loader)
        for environment, before in zip(environments, compiled, strict=True):
            _forget(environment, texts)
            for key, template in before.items():
                _compiled(environment)[key] = template


def _compiled(environment: Environment) -> MutableMapping[Any, Template]:
    """What the environment keeps of templates; it is not one that keeps none."""
    assert environment.cache is not None
    return environment.cache


def _forget(environment: Environment, names: Collection[str]) -> dict[Any, Template]:
    """Have these templates compiled anew, and the others run anew: what they import may be another one by now.

    The ones that were compiled come back, to be put in their place again.
    """
    wording._template.cache_clear()
    kept, gone = _compiled(environment), dict[Any, Template]()
    for key in list(kept):
        kept[key]._module = None
        if key[1] in names:
            gone[key] = kept[key]
            del kept[key]
    return gone
