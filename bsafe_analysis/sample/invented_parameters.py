"""The invented partnership's parameter files, each judgement with its reason."""

from __future__ import annotations

from bsafe_analysis.model.periods import add_months
from bsafe_analysis.parameters import (
    meeting_policy_file,
    monitor_file,
    new_workspace,
    option_library,
    scoring_file,
    workload_file,
)
from bsafe_analysis.sample.invented_clusters import workload
from bsafe_analysis.sample.invented_groups import groups, has_themes
from bsafe_analysis.sample.invented_indicators import indicators
from bsafe_analysis.sample.invented_monitor import monitor
from bsafe_analysis.sample.inventions import Agency, Invention


def parameter_files(invention: Invention) -> dict[str, bytes]:
    """Every file of parameters/ by its name in the workspace."""
    texts = {
        "parameters/partnership.yml": _partnership(invention),
        "parameters/sources.yml": _sources(invention),
        "parameters/detection.yml": _DETECTION,
        "parameters/priorities.yml": _priorities(invention),
        "parameters/documents.yml": _documents(invention),
        "parameters/policy.yml": _POLICY,
        "parameters/groups.yml": groups(invention),
        f"parameters/cycles/{invention.last_month}.yml": _cycle(invention),
    }
    # the library of options and the meetings' judgements are bsafe's own: the very files that `bsafe init` copies
    shipped = {
        option_library.FILE: option_library.shipped_library(),
        meeting_policy_file.FILE: meeting_policy_file.shipped_meeting_policy(),
        scoring_file.FILE: scoring_file.shipped_scoring(),
    }
    if has_themes(invention):
        texts["parameters/indicators.yml"] = indicators(invention)
        texts[monitor_file.FILE] = monitor(invention)
        texts[workload_file.FILE] = workload(invention)
    return {name: text.encode() for name, text in texts.items()} | shipped


def _partnership(invention: Invention) -> str:
    year = invention.last_month[:4]
    return f"""\
# Names that partners read. This partnership is invented; so is every number made from it.
name: {invention.name}
borough: {invention.borough}
area_term: {invention.area_term}
neighbourhood_term: {invention.neighbourhood_term}
invented: true                     # every page says "Invented sample data"
contact: Community safety team
neighbourhoods_by: {"lsoas" if invention.from_lsoas else "points"}
dates:                             # what the partnership knows is coming
  - {{name: School summer holidays, first: {year}-07-22, last: {year}-09-01}}
  - {{name: Autumn half-term, first: {year}-10-26, last: {year}-10-30}}
"""


def _sources(invention: Invention) -> str:
    return f"""\
# What is received.
sources:
  - name: police
    kind: police_uk
    title: Recorded crime and anti-social behaviour, {invention.force_name} (invented)
    folder: police
    class: OPEN
    ours_alone: false              # the force's file holds a neighbouring borough too
{"".join(_agency(agency) for agency in invention.agencies)}"""


def _agency(agency: Agency) -> str:
    time = ", occurred_from: Time of call" if agency.timed else ""
    time = ", occurred_from: From, occurred_to: To" if agency.spanned else time
    time += ", premises: Premises" if agency.premises else ""
    reason = "health data on single people" if agency.of_class == "RESTRICTED" else "shared under agreement"
    return f"""\
  - name: {agency.source}
    kind: columns
    title: {agency.title}
    folder: {agency.source}
    class: {agency.of_class}{" " * (25 - len(agency.of_class))}# {reason}: small counts stay inside (policy.yml)
    ours_alone: true
    categories: [{agency.category}]
    columns: {{month: Date, category: Type, lsoa: LSOA, longitude: Longitude, latitude: Latitude{time}}}
"""


_DETECTION = """\
# Judgements of the statistics, each with its reason.
coverage: 0.95                     # 95 months in 100 fall inside the expected range
false_discovery_rate: 0.10         # about one signal in ten may be chance: a meeting can bear that, not more
smallest_difference: 3             # fewer than three more or less is no business of a meeting
smallest_ratio: 1.1                # nor is less than a tenth, however sure we are of it
slow_ratio: 1.2                    # a year must differ from the one before by a fifth to be listed as slow change
history_months: 60                 # five of each season
short_history_months: 24           # under two of each season pages say so
provisional_months: 1              # the newest month is still filling up
small_count: 5                     # expected below this, one household can double a month: a caution says so
places_listed: 10                  # map points that a patrol can know by heart
fewest_at_place: 3                 # fewer are no place of concentration, and might tell of one household
outcome_months: 4                  # in a real force's files no older month had crimes still under investigation
longest_span_hours: 24             # a longer span says nothing of the hours in which an incident happened
rebase: {}                         # no recording change is known
exceptional: []                    # this borough is invented: its counts know no restrictions of 2020 and 2021
"""

_POLICY = """\
# Approved by the data controller; never a parameter of a notebook. docs/disclosure.md says how each rule works.
markings:                          # by the highest class of what is received (sources.yml), or one for all
  internal: {OPEN: OFFICIAL, PARTNER: OFFICIAL, RESTRICTED: OFFICIAL-SENSITIVE}
  partner: OFFICIAL
  public: OFFICIAL
not_by_place: [violence]           # too sensitive to be shown at a map point
# streets of other kinds are named while courts decide: a point stands for several addresses; add a kind to name none
smallest_count:                    # of what PARTNER and RESTRICTED sources count; OPEN counts are public already
  partner: {PARTNER: 5, RESTRICTED: 5}
  public: {PARTNER: 10, RESTRICTED: 10}
round_to: {partner: 1, public: 5}
finest:                            # the finest places shown at all: a whole level tells more than a few of its cells
  public: {PARTNER: area, RESTRICTED: borough}
smallest_rate_base: {partner: 10, public: 20}
map_points: [internal, partner]    # the public reads no list of places
texts: {partner: meeting, public: titles}   # meeting: titles of activities, decisions, marked commentary
release:                           # who lets a pack go out: roles and offices, no names of persons
  roles: [Head of community safety, Area commander]
  another_account: false           # true: not the account that ran it
  keep_months: 84                  # released packs and drafts; what `bsafe purge` takes away is older
  keep_working_months: 3           # executed notebooks and logs of runs
"""


def _priorities(invention: Invention) -> str:
    lines = ["# What the partnership works on, and which direction of a count is better.", "priorities:"]
    for key, title, polices in invention.priorities:
        categories = (*polices, *(a.category for a in invention.agencies if a.priority == key))
        lines.append(f"  - {{key: {key}, title: {title}, categories: [{', '.join(categories)}]}}")
    lines.append("improvement:")
    for key in dict.fromkeys(key for _, key, _, _ in invention.all_categories):
        wanted = "neutral" if key in invention.neutral else "fewer"
        lines.append(
            f"  {key}: {wanted}"
            + ("    # found or reported more does not mean more of it" if wanted == "neutral" else "")
        )
    lines += ["# How bad it is when it happens once: high, medium or low, and why. An order, never added up.", "harm:"]
    lines += [f"  {key}: {{level: {level}, why: {_quoted(why)}}}" for key, level, why in invention.harm]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A comma would end a text inside braces."""
    return f'"{text}"' if "," in text else text


def _documents(invention: Invention) -> str:
    """Those of every new partnership, with this one's meetings and its own words in their titles."""
    (first, _, _), (second, _, _) = invention.meetings
    second_title = f"{second.upper() if len(second) < 4 else second.capitalize()} assessment"
    texts = {
        "title: LAP assessment": f"title: {second_title}",
        "title: Neighbourhood profile": f"title: {invention.neighbourhood_term.capitalize()} profile",
        "meeting: pbg": f"meeting: {first}",
        "meeting: lap": f"meeting: {second}",
    }
    documents = new_workspace.starter_documents()
    for theirs, ours in texts.items():
        documents = documents.replace(theirs, ours)
    return documents


def _baseline(invention: Invention) -> tuple[str, str]:
    """The whole financial years held before the last month, three at most."""
    year = int(invention.last_month[:4]) - (invention.last_month[5:] < "04")
    years = next(n for n in (3, 2, 1) if f"{year - n}-04" >= invention.first_month)
    return f"{year - years}-04", f"{year}-03"


def _cycle(invention: Invention) -> str:
    last = invention.last_month
    dates = ", ".join(f"{key}: {day}" for key, _, day in invention.meetings)
    first_month, last_month = _baseline(invention)
    return f"""\
month: "{last}"
as_of: {add_months(last, 1)}-05                 # the day of the newest download
boundaries: {invention.boundaries}
baseline: {{first: "{first_month}", last: "{last_month}"}}    # whole financial years, so that seasons even out
meetings: {{{dates}}}
"""
