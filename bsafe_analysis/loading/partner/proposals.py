"""What `bsafe map` proposes for an unknown file: its entry of sources.yml, and a category for each of its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bsafe_analysis.loading.crime_types import read_alike
from bsafe_analysis.loading.partner.column_guesses import KnownPlaces, guess_columns
from bsafe_analysis.loading.partner.extract_columns import outward
from bsafe_analysis.loading.partner.extract_rows import folded
from bsafe_analysis.loading.partner.known_profiles import Profile, known_profiles
from bsafe_analysis.loading.partner.said_places import district_key, place_key
from bsafe_analysis.loading.partner.unknown_files import SeenColumn, SeenFile
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.receipts import NOT_COUNTED, Source

_SMALLER = re.compile(r"[EW]0[12]\d{6}")
"""Codes of LSOAs and MSOAs: wards are larger than the first and cut across the second."""
OURS_FROM = 0.95
"""The share of codes that must be this borough's for a file to be called its own."""


@dataclass(frozen=True)
class WordProposal:
    """One word of the file, in how many rows it stands, and our category of it; "" where only a person can say."""

    word: str
    rows: int
    category: str


@dataclass(frozen=True)
class SourceProposal:
    """`source`: as it would be declared; `words`: the commonest first; `categories`: those that its words need.

    `unused`: columns of which nothing becomes, but for private ones.
    """

    source: Source
    profile: Profile
    words: tuple[WordProposal, ...] = ()
    categories: tuple[Category, ...] = ()
    unused: tuple[SeenColumn, ...] = ()
    asked: tuple[str, ...] = ()
    """Questions that what the file holds gives rise to."""


def propose_source(seen: SeenFile, name: str, folder: str, file_name: str, known: KnownPlaces) -> SourceProposal:
    """What the file seems to be, without its words. `name`: of the source, or "" for that of its kind."""
    columns = guess_columns(seen, known)
    profile = likely_profile(seen, file_name, columns)
    cells = {column.name: column.cells for column in seen.columns}
    source = Source(
        name=name or profile.key,
        kind="columns",
        title=profile.title,
        folder=folder or name or profile.key,
        source_class=profile.source_class,
        ours_alone=_all_ours(columns, cells, known),
        required=False,
        columns=tuple(columns.items()),
        every_row="" if "category" in columns else profile.categories[0].name,
        never_read=tuple(column.name for column in _private_of(seen, columns)),
    )
    asked = (*_asked_of_wards(columns, cells, known), *_asked_of_postcodes(source, cells))
    return SourceProposal(source, profile, unused=unused_of(seen, source), asked=asked)


def _private_of(seen: SeenFile, columns: Mapping[str, str]) -> list[SeenColumn]:
    return [c for c in seen.columns if c.private and c.cells and c.name not in columns.values()]


def unused_of(seen: SeenFile, source: Source) -> tuple[SeenColumn, ...]:
    """The columns of a file that its source neither maps nor says are never read."""
    used = {folded(name) for name in (*dict(source.columns).values(), *source.never_read)}
    return tuple(c for c in seen.columns if c.cells and not c.private and folded(c.name) not in used)


def _asked_of_wards(columns: Mapping[str, str], cells: Mapping[str, Sequence[str]], known: KnownPlaces) -> list[str]:
    """Wards where neighbourhoods are LSOAs or MSOAs: a ward mostly spans several, also one that shares a name."""
    theirs = columns.get("place", "")
    small = known.by_name and all(_SMALLER.match(code) for code in known.by_name.values())
    if "ward" not in folded(theirs).split() or not small:
        return []
    both = sorted({place_key(name): name for name in cells[theirs] if place_key(name) in known.by_name}.values())
    named = ", ".join(repr(name[:40]) for name in both[:4]) + (f" and {len(both) - 4} more" if len(both) > 4 else "")
    said = f" As it is, rows of {named} count in the one neighbourhood that is called so." if both else ""
    return [
        f"Are the wards in {theirs!r} each within one neighbourhood? Neighbourhoods are LSOAs or MSOAs here, and a "
        f"ward mostly spans several.{said} Where they are not, take place out of columns (its rows then count in the "
        "borough alone), or ask for LSOAs."
    ]


def _asked_of_postcodes(source: Source, cells: Mapping[str, Sequence[str]]) -> list[str]:
    theirs = dict(source.columns).get("postcode")
    if theirs is None or not source.ours_alone:
        return []
    codes = Counter(filter(None, map(outward, cells[theirs])))
    shown = ", ".join(f"{code} ({rows:,})" for code, rows in codes.most_common(12))
    return [
        f"Are these postcodes all this borough's: {shown}? If not, write ours_alone: false and postcodes: [those that "
        "are]."
    ]


def likely_profile(seen: SeenFile, file_name: str, columns: Mapping[str, str]) -> Profile:
    """The kind of file whose signs and words are found most; the first listed of several."""
    kinds = next((column.cells for column in seen.columns if column.name == columns.get("category")), ())
    texts = (file_name, *seen.texts, *dict.fromkeys(kinds))
    return max(known_profiles(), key=lambda profile: profile.likeness_to(texts))


def _all_ours(columns: Mapping[str, str], cells: Mapping[str, Sequence[str]], known: KnownPlaces) -> bool:
    """Whether every row seems to be this borough's: no other district is named, and hardly another LSOA."""
    if "district" in columns:
        return all(district_key(name) == district_key(known.borough) for name in cells[columns["district"]])
    if "lsoa" in columns and known.lsoas:
        codes = [code.strip().upper() for code in cells[columns["lsoa"]]]
        return sum(code in known.lsoas for code in codes) >= OURS_FROM * len(codes)
    return True


def with_words(proposal: SourceProposal, counted: Counter[str], listed: Mapping[str, Category]) -> SourceProposal:
    """The proposal with a category for each word that its kind of file is known to use, or that names one of ours.

    `counted`: the file's words and their rows; `listed`: our categories by key. A word that is declared keeps its own.
    """
    declared = dict(proposal.source.words)
    profile = proposal.profile
    if proposal.source.every_row:
        declared.setdefault(proposal.source.every_row, profile.categories[0].key)
    alike = read_alike(counted, {category.name: key for key, category in listed.items()})
    names = {category.name: key for key, category in listed.items()}
    words = tuple(
        WordProposal(word, rows, declared.get(word) or profile.meaning(word) or names.get(alike.get(word, word), ""))
        for word, rows in counted.most_common()
    )
    keys = [key for key in dict.fromkeys(word.category for word in words) if key and key != NOT_COUNTED]
    new = {category.key: category for category in profile.categories}
    known = tuple(listed.get(key) or new[key] for key in keys)
    source = replace(
        proposal.source,
        categories=tuple(dict.fromkeys((*proposal.source.categories, *keys))),
        words=tuple((word.word, word.category) for word in words if word.category),
    )
    return replace(proposal, source=source, words=words, categories=known)


def questions_of(proposal: SourceProposal) -> list[str]:
    """What an officer has to answer, in the order in which it matters."""
    source, columns = proposal.source, dict(proposal.source.columns)
    asked = []
    if "month" not in columns:
        asked.append("Which column is the day, or the month? None holds days that can be read.")
    if source.every_row:
        asked.append(f"Is every row one of {source.every_row!r}? No column says what a row is; if one does, name it.")
    if not {"lsoa", "longitude", "grid_reference", "place"} & set(columns):
        half = "It has postcodes, and of those" if "postcode" in columns else "No column says a place that can be used:"
        asked.append(f"Where was it? {half} its rows count in the borough alone.")
    asked += proposal.asked
    asked += [
        f"Is {columns[ours]!r} a number that stands for the same {what} each time? Only a mark of it is kept, to tell "
        "how many come back; if not, or if it may not be used so, move it from columns to never_read."
        for ours, what in (("victim", "person"), ("premises", "address"))
        if ours in columns
    ]
    asked += [_asked_of(word, source) for word in _one_spelling(proposal.words) if not word.category]
    asked.append(f"Is class {source.source_class} what the sharing agreement says? (OPEN, PARTNER or RESTRICTED)")
    if source.ours_alone:
        asked.append("Are all its rows this borough's? If not, write ours_alone: false.")
    return asked


def _one_spelling(words: Sequence[WordProposal]) -> list[WordProposal]:
    """Each word once however it is spelt, with all its rows: one line of categories.csv is read for all spellings."""
    rows: Counter[str] = Counter()
    first: dict[str, WordProposal] = {}
    for word in words:
        rows[folded(word.word)] += word.rows
        first.setdefault(folded(word.word), word)
    return [replace(word, rows=rows[key]) for key, word in first.items()]


def _asked_of(word: WordProposal, source: Source) -> str:
    """What a word is; where another kind of file knows it, with the line of categories.csv that would say so."""
    rows = "1 row" if word.rows == 1 else f"{word.rows:,} rows"
    meant = ((profile, profile.meaning(word.word)) for profile in known_profiles())
    found = next(((profile, key) for profile, key in meant if key and key != NOT_COUNTED), None)
    asked = f"What is {word.word[:80]!r} ({rows})?"
    if found is None:
        return f"{asked} Give it a line in data/reference/categories.csv, with a category or {NOT_COUNTED}."
    category = next(each for each in found[0].categories if each.key == found[1])
    line = f"{word.word[:80]},{category.key},{category.name},{category.noun},{source.name}"
    return f"{asked} If it is {category.name!r}, add to data/reference/categories.csv: {line}"
