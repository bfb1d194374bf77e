"""Sentences: every one that partners read is in templates/. Data can never become markup here."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from types import SimpleNamespace
from typing import Any

import mistune
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    pass_eval_context,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from bsafe_analysis.claims.ledger import MARKS, SaidText, current
from bsafe_analysis.claims.telling import marked, noted, refiltered, tell
from bsafe_analysis.claims.told import Origin, ToldItems, is_fact, is_told, length_of, renumbered, retold, told
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import Window, month_name, short_month_name
from bsafe_analysis.reports.cases import BY_NAME
from bsafe_analysis.reports.compiled_templates import CompiledTemplates
from bsafe_analysis.reports.page_room import fitting, fitting_all

TEMPLATES: list[BaseLoader] = [PackageLoader("bsafe_analysis.reports", "templates")]
"""Where sentences are looked for, in this order."""
_ACTIVE = re.compile(r"[^0-9A-Za-z \u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U000efffd]")
_PARAGRAPH = re.compile(r"<p[ >].*?</p>", re.DOTALL)
_BLANK_LINES = re.compile(r"\n\s*\n")


def inert(text: str) -> Markup:
    """The text with every character that HTML or Markdown could act on written as a numeric entity.

    >>> inert("<b>*x*")
    Markup('&#60;b&#62;&#42;x&#42;')
    """
    # line breaks, tabs and control characters become blanks: a value in a sentence is one run of text
    return Markup(_ACTIVE.sub(_entity, MARKS.sub("", text)))  # noqa: S704 (every active character is an entity by then)


def _entity(found: re.Match[str]) -> str:
    return " " if ord(found[0]) < 32 else f"&#{ord(found[0])};"


def number(value: float, decimals: int = 0) -> str:
    """A number as partners read it: 1,234 or 5.2.

    >>> number(1234)
    '1,234'
    """
    return f"{value:,.{decimals}f}"


def day(value: date) -> str:
    """A date as partners read it.

    >>> day(date(2026, 10, 5))
    '5 October 2026'
    """
    return f"{value.day} {month_name(value.isoformat()[:7])}"


def weekday(value: date) -> str:
    """A day with its weekday.

    >>> weekday(date(2026, 10, 31))
    'Saturday 31 October 2026'
    """
    return f"{calendar.day_name[value.weekday()]} {day(value)}"


def calendar_month(number: int) -> str:
    """A month of every year.

    >>> calendar_month(3)
    'March'
    """
    return calendar.month_name[number]


def clock(hour: int) -> str:
    """An hour of the day as people say it.

    >>> clock(0), clock(9), clock(12), clock(21), clock(24)
    ('midnight', '9am', 'noon', '9pm', 'midnight')
    """
    return {0: "midnight", 12: "noon"}.get(hour % 24, f"{hour % 12}{'am' if hour < 12 else 'pm'}")


def in_words(names: Iterable[str | int | Area], limit: int = 4) -> str:
    """Names as a phrase.

    >>> in_words(["Mill Lane", "Quarry", "Hope"])
    'Mill Lane, Quarry and Hope'
    >>> in_words(["Council", "Fire and rescue", "Probation"])
    'Council, Fire and rescue, and Probation'
    """
    said = [name.name if isinstance(name, Area) else str(name) for name in names]
    if len(said) > limit:
        said = [*said[: limit - 1], f"{len(said) - limit + 1} others"]
    # a name that holds "and" itself would run into the next
    last = ", and " if any(" and " in name for name in said) else " and "
    return last.join(filter(None, [", ".join(said[:-1]), said[-1] if said else ""]))


def few(count: int, of: int = 0) -> str:
    """Small whole numbers as words, as plain English wants; larger ones as figures, and with them those told `of` one.

    >>> few(3), few(12), few(5, of=13)
    ('three', '12', '5')
    """
    if of > 9:
        return number(count)
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if 0 <= count < len(words) else number(count)


def some(count: int) -> str:
    """How many of a number that was named: "none" where there is none.

    >>> some(0), some(2)
    ('none', 'two')
    """
    return few(count) if count else "none"


def plural(count: float, one: str, many: str = "") -> str:
    """The word that goes with the count.

    >>> plural(1, "month"), plural(2, "month")
    ('month', 'months')
    """
    return one if count == 1 else many or f"{one}s"


def mid_sentence(text: str) -> str:
    """A name as it stands inside a sentence: "Burglary" becomes "burglary"; "ASB" stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def before(text: str, mark: str) -> str:
    """What of a text stands before a mark in it.

    >>> before("Profile of {problem} now", "{problem}")
    'Profile of '
    """
    return text.partition(mark)[0]


def after(text: str, mark: str) -> str:
    """What of a text stands behind a mark in it.

    >>> after("Profile of {problem} now", "{problem}")
    ' now'
    """
    return text.partition(mark)[2]


@pass_eval_context
def listed(
    context: EvalContext, items: Sequence[Any], say: Callable[[Any], str], between: str = ", ", last: str = ""
) -> str:
    """What the macro `say` makes of each item, in one run of text; `last` stands before the last one.

    Templates leave the context out: `{{ listed(d.fires, stands, ", ", " and ") }}`.
    """
    said = [str(say(item)).strip() for item in items]
    text = last.join(filter(None, [between.join(said[:-1]), said[-1] if said else ""])) if last else between.join(said)
    return Markup(text) if context.autoescape else text  # noqa: S704 (macros have made their data inert)


def _say(value: Any) -> Any:
    """What `{{ value }}` prints: between marks, where somebody listens and it is known of which fact it is."""
    said, ledger = _printed(value), current()
    if ledger is None or hasattr(value, "__html__"):
        return said
    if isinstance(value, SaidText):
        return Markup(_ACTIVE.sub(_entity, ledger.marked_again(value.passage)))  # noqa: S704 (made inert here)
    if is_told(value):
        return Markup(ledger.marked(value.origin, said))  # noqa: S704 (inert by now, and marks are letters)
    return Markup(ledger.marked(Origin(value, "name", value.name), said)) if isinstance(value, Area) else said  # noqa: S704


def _printed(value: Any) -> Any:
    """A bare float has no agreed decimals, so it must pass through `number` first."""
    if hasattr(value, "__html__"):
        return value
    if isinstance(value, float):
        raise TypeError(f"{value!r}: say how many decimals, with | number(1)")
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Area):
        return inert(value.name)
    return inert(str(value))


def _plain(value: Any) -> Any:
    said, ledger = _plainly(value), current()
    if ledger is None:
        return said
    if isinstance(value, SaidText):
        return ledger.marked_again(value.passage)
    if is_told(value):
        return ledger.marked(value.origin, said)
    return ledger.marked(Origin(value, "name", value.name), said) if isinstance(value, Area) else said


def _plainly(value: Any) -> Any:
    said = _printed(value)
    if not isinstance(said, Markup) or hasattr(value, "__html__"):
        return said
    return MARKS.sub("", str(value.name)) if isinstance(value, Area) else str(value)


class _Told(Environment):
    """Hands out what templates ask of a fact as values that know of which fact they are, while somebody listens."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return noted(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        found = super().getitem(obj, argument)
        return noted(obj, argument, found) if isinstance(argument, str) else found


def _same_fact(filter: Callable[..., str]) -> Callable[..., str]:
    """What a filter makes of a value is said of the same fact."""

    @wraps(filter)
    def filtered(value: Any, *rest: Any) -> str:
        return refiltered(value, filter(value, *rest))

    return filtered


@dataclass(frozen=True)
class SeveralNames:
    """Names in one run of text. `others`: how many of them there was no room for."""

    others: int


@pass_eval_context
def _names(context: EvalContext, items: Any, limit: int = 4) -> str:
    """A list of names, each told of its own fact; of those that have no room, how many they are."""
    every, ledger = list(items), current()
    if ledger is None:
        return in_words(every, limit)
    origin = items.origin if isinstance(items, ToldItems) else None
    shown = every[: limit - 1] if len(every) > limit else every
    said = [_one_name(item, origin, number) for number, item in enumerate(shown)]
    if len(every) > limit:
        rest = SeveralNames(len(every) - limit + 1)
        said.append(marked(told(rest, "others", rest.others)) + " others")
    text = in_words(said, limit)
    return Markup(_ACTIVE.sub(_entity, text)) if context.autoescape else text  # noqa: S704 (made inert here)


def _one_name(item: Any, origin: Origin | None, number: int) -> str:
    name = item.name if isinstance(item, Area) else str(item) if isinstance(item, int) else item
    if not is_told(name):
        if isinstance(item, Area):
            name = told(item, "name", name)
        elif origin is not None:
            name = told(origin.fact, f"{origin.name}[{number}]", str(name))
    return marked(name)


@pass_eval_context
def _window(context: EvalContext, window: Any) -> str:
    """From the first to the last month of anything that has both."""
    whole = Window(window.first, window.last)
    if current() is None or not is_fact(window):
        return str(whole)
    ends = (marked(retold(tell(window, n), month_name(getattr(whole, n)))) for n in ("first", "last"))
    text = " to ".join(ends)
    return Markup(text) if context.autoescape else text  # noqa: S704 (names of months)


def capitalised(text: Any) -> Any:
    """The text with a capital first letter and the rest in small letters, whatever marks stand before it."""
    if is_told(text):
        return retold(text, str(text).capitalize())
    said = str(text)
    bare = MARKS.sub("", said)
    made = iter(bare.capitalize())
    whole = "".join(letter if MARKS.match(letter) else next(made) for letter in said)
    return Markup(whole) if isinstance(text, Markup) else whole  # noqa: S704 (no letter is added)


def length(items: Any) -> int:
    """How many; of a text the letters that will be read, whoever listens."""
    return len(MARKS.sub("", items)) if isinstance(items, str) else length_of(items)


@cache
def _environment(markup: bool) -> Environment:
    environment = _Told(
        loader=ChoiceLoader(TEMPLATES),
        autoescape=markup,
        finalize=_say if markup else _plain,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates("marked" if markup else "plain"),
    )
    of_a_fact: dict[str, Callable[..., str]] = {
        "month": month_name, "short_month": short_month_name, "number": number, "day": day, "few": few, "some": some,
        "before": before, "after": after, "mid": mid_sentence, "weekday": weekday, "clock": clock,
        "calendar_month": calendar_month,
    }  # fmt: skip
    environment.filters.update({name: _same_fact(filter) for name, filter in of_a_fact.items()})
    environment.filters["abs"] = lambda value: renumbered(value, abs(value))
    environment.filters.update(names=_names, window=_window, plural=plural, capitalize=capitalised, length=length)
    environment.globals.update(case=SimpleNamespace(**BY_NAME), listed=listed, fitting=fitting, fitting_all=fitting_all)
    return environment


@cache
def _template(name: str, markup: bool) -> Template:
    return _environment(markup).get_template(name)


SHARED = {
    "say": "findings.md.j2", "tell": "sections.md.j2", "wrote": "register.md.j2", "edition": "editions.md.j2",
    "briefly": "signals/on_page.md.j2", "full": "signals/in_full.md.j2", "became": "outcomes.md.j2",
    "at_times": "times.md.j2", "searched": "stops.md.j2",
}  # fmt: skip
"""What templates call the sentences that several documents share."""


def section_markdown(document_name: str, section: str, **facts: Any) -> str:
    """The words of one section (a block of templates/<document>.md.j2), as Markdown with data made inert."""
    template = _template(f"{document_name}.md.j2", True)
    shared = {name: _template(file, True).module for name, file in SHARED.items()}
    block = template.blocks[section.replace("-", "_")]
    return whole_paragraphs("".join(block(template.new_context({**facts, **shared}))))


def whole_paragraphs(text: str) -> str:
    """The text without blank lines inside <p>: a sentence that is not said leaves one, which would end the paragraph.

    >>> whole_paragraphs("<p>One.\\n\\nThree.</p>")
    '<p>One.\\nThree.</p>'
    """
    return _PARAGRAPH.sub(lambda found: _BLANK_LINES.sub("\n", found[0]), text)


def phrase(macro: str, **facts: Any) -> str:
    """One sentence of templates/phrases.md.j2 as plain text, for captions and text alternatives (escaped later)."""
    return words("phrases", macro, **facts)


def words(template: str, macro: str, **facts: Any) -> str:
    """One sentence of any of the templates as plain text."""
    say, ledger = getattr(_template(f"{template}.md.j2", False).module, macro), current()
    if ledger is None:
        return " ".join(str(say(**facts)).split())
    given = Given(macro, tuple(facts.items()))
    return ledger.worded(str(say(**{name: told(given, name, value) for name, value in facts.items()})))


@dataclass(frozen=True)
class Given:
    """What a phrase is given by itself, which is no attribute of a fact: a number of decisions, a month."""

    claimed_as: str
    given: tuple[tuple[str, Any], ...]

    @property
    def claimed_values(self) -> Mapping[str, Any]:
        return dict(self.given)


def hidden_note(prepared: Prepared) -> str:
    """What [c] in a table means, where the edition of this prepared month hides anything."""
    return phrase("hidden_note") if len(prepared.hidden) else ""


_markdown = mistune.create_markdown(escape=False, plugins=["table"])


def to_html(markdown: str) -> str:
    """Markdown of our own templates to HTML. Data in it is inert already; the page's cleaner looks at it again."""
    return str(_markdown(markdown))
