"""The kinds of file that partners are known to send, from profiles.yml: what their columns and words are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bsafe_analysis.loading.partner.extract_rows import folded
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.receipts import NOT_COUNTED
from bsafe_analysis.yaml_files import read_yaml

FILE = "profiles.yml"
LARGEST_PROFILES = 256 * 1024


@dataclass(frozen=True)
class Profile:
    """One kind of file. `words`: our category or NOT_COUNTED -> phrases that mean it; `signs`: phrases of its files."""

    key: str
    title: str
    source_class: str
    signs: tuple[str, ...]
    categories: tuple[Category, ...]
    words: Mapping[str, tuple[str, ...]]

    def meaning(self, word: str) -> str:
        """The category whose longest phrase the word holds; of phrases of one length that which counts nothing."""
        said = f" {folded(word)}"
        found = {
            key: max((len(p) for p in phrases if f" {p}" in said), default=0) for key, phrases in self.words.items()
        }
        best = max(found, key=lambda key: (found[key], key == NOT_COUNTED), default="")
        return best if best and found[best] else ""

    def likeness_to(self, texts: Iterable[str]) -> int:
        """How many of its signs and phrases stand in the texts of a file."""
        said = " ".join(f" {folded(text)} " for text in texts)
        counted = [phrase for key, phrases in self.words.items() if key != NOT_COUNTED for phrase in phrases]
        return 2 * sum(f" {sign} " in said for sign in self.signs) + sum(f" {phrase}" in said for phrase in counted)


@cache
def known_columns() -> Mapping[str, tuple[str, ...]]:
    """Our column -> what partners call it, the likeliest first."""
    return {ours: tuple(folded(name) for name in names) for ours, names in _read()["columns"].items()}


@cache
def known_profiles() -> tuple[Profile, ...]:
    """Every kind of file, in the order of profiles.yml."""
    return tuple(_profile(entry) for entry in _read()["profiles"])


@cache
def _read() -> dict[str, Any]:
    path = Path(__file__).with_name(FILE)
    return read_yaml(path.read_text("utf-8"), FILE, LARGEST_PROFILES)[0]


def _profile(entry: Mapping[str, Any]) -> Profile:
    words = {each["key"]: tuple(map(folded, each["words"])) for each in entry["categories"]}
    words[NOT_COUNTED] = tuple(map(folded, entry["not_counted"]))
    categories = tuple(Category(each["key"], each["name"], each["noun"]) for each in entry["categories"])
    signs = tuple(map(folded, entry["signs"]))
    return Profile(entry["key"], entry["title"], entry["class"], signs, categories, words)


def name_score(ours: str, theirs: str) -> int:
    """How surely a column's name says that it is ours: 100 and less for the name itself, 50 and less for a part."""
    said = folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", theirs))
    names = known_columns()[ours]
    for at, name in enumerate(names):
        if name == said:
            return 100 - at
    part = next((at for at, name in enumerate(names) if len(name) > 1 and f" {name} " in f" {said} "), None)
    return 0 if part is None else 50 - part
