"""Would a browser leave the file for this: an address in an attribute, a style? Asked of each by the gate.

Addresses are read by the rules of https://url.spec.whatwg.org, style sheets by those of CSS (an escape is its letter).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ADDRESSES = frozenset(
    ("src", "href", "srcset", "imagesrcset", "data", "poster", "action", "formaction", "background", "ping", "codebase",
     "archive", "lowsrc", "dynsrc", "attributionsrc", "xlink:href")
)  # fmt: skip
"""Attributes that hold an address, or several."""
_SEVERAL = frozenset(("srcset", "imagesrcset"))
STYLES = frozenset(
    ("style", "fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end",
     "cursor")
)  # fmt: skip
"""Attributes that hold a style, those of drawings included."""
_RUNS = re.compile(r"javascript|vbscript|data:(?!image/)", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|(?:https?|wss?|ftp|file):", re.IGNORECASE)
_STYLE_LOADS = re.compile(r"@import|url\(\s*+['\"]?+\s*+(?!data:|#)|image-set\(|(?<![\w-])src\(", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_NOTHING = frozenset(("default-src", "base-uri", "form-action"))
"""What a policy must forbid outright."""
_MAY_BE_IN = {"style-src": ["'unsafe-inline'"], "img-src": ["data:", "blob:"], "font-src": ["data:"]}
"""What it may allow: what is in the file itself."""
_IGNORED = {ord(character): None for character in "\t\n\r"}
_TRIMMED = "".join(map(chr, range(ord(" ") + 1)))


def runs_script(attribute: str, value: str) -> bool:
    """Does this attribute run something, or open a page that was made up in the address itself?

    >>> runs_script("href", "java\\tscript:alert(1)")
    True
    """
    return any(_RUNS.match(address) for address in _addresses(attribute, value))


def leads_outside(attribute: str, value: str) -> bool:
    """Does this attribute name another host, or a file of this machine by its whole path?

    >>> leads_outside("src", "/\\\\a.example/x.png"), leads_outside("href", "2026-09-index.html")
    (True, False)
    """
    return any(_OUTSIDE.match(address) for address in _addresses(attribute, value))


def style_loads(css: str) -> bool:
    """Does this style load anything? What is in the file itself (data:, #name) is not loaded.

    >>> style_loads("background: u\\\\72l(x.png)"), style_loads("fill: url(#dots)")
    (True, False)
    """
    return bool(_STYLE_LOADS.search(_ESCAPE.sub(_letter, css) if "\\" in css else css))


def shuts_out(policy: str, scripts: frozenset[str]) -> bool:
    """Does this Content-Security-Policy let a page run nothing but these scripts (SHA-256), and load nothing?

    >>> shuts_out("default-src 'none'; base-uri 'none'; form-action 'none'", frozenset()), shuts_out("", frozenset())
    (True, False)
    """
    allowed = _MAY_BE_IN | {"script-src": [f"'sha256-{script}'" for script in scripts]}
    told = [directive.split() or [""] for directive in policy.split(";")]
    strict = all(set(sources) <= {"'none'", *allowed.get(name, ())} for name, *sources in told)
    return strict and {name for name, *_ in told} >= _NOTHING


def _addresses(attribute: str, value: str) -> Iterator[str]:
    """The addresses in it as a browser reads them: without what it passes over, all slashes upright."""
    for address in _listed(value) if attribute in _SEVERAL else [value]:
        # a drawing in the file, as long as a page, is none of our questions
        if not address.startswith("data:image/"):
            yield address.translate(_IGNORED).strip(_TRIMMED).replace("\\", "/")


def _listed(value: str) -> Iterator[str]:
    """Whatever in a list of addresses could be one: no address has a space in it, and a comma may end one."""
    for word in value.split():
        yield word
        if "," in word and not word.startswith("data:"):
            yield from word.split(",")


def _letter(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2]
    number = int(escape[1], 16)
    return chr(number) if 0 < number < 0x110000 else "\N{REPLACEMENT CHARACTER}"
