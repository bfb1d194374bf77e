"""The invented partnerships: names, sizes, mix. All names are invented; the places lie in the North Sea."""

from __future__ import annotations

from dataclasses import dataclass, field

SHARES = {
    "Anti-social behaviour": 208, "Bicycle theft": 4, "Burglary": 70, "Criminal damage and arson": 95, "Drugs": 15,
    "Other crime": 22, "Other theft": 74, "Possession of weapons": 9, "Public order": 82, "Robbery": 9,
    "Shoplifting": 48, "Theft from the person": 5, "Vehicle crime": 64, "Violence and sexual offences": 295,
}  # fmt: skip
"""Incidents in a thousand by type: the mix of a northern borough of 265,000 people, 2018-21."""

SEASONS = {
    "Anti-social behaviour": (103, 96, 106, 109, 111, 108, 118, 104, 92, 98, 84, 78),
    "Burglary": (110, 95, 100, 95, 93, 92, 92, 99, 102, 101, 110, 109),
    "Criminal damage and arson": (98, 91, 102, 104, 103, 98, 101, 101, 99, 108, 103, 93),
    "Public order": (78, 82, 97, 96, 101, 107, 120, 114, 102, 108, 100, 93),
    "Vehicle crime": (97, 92, 104, 99, 94, 94, 91, 98, 103, 109, 113, 105),
    "Violence and sexual offences": (90, 84, 94, 96, 105, 104, 112, 107, 101, 105, 101, 103),
}
"""Percent of the yearly mean by calendar month, rounded from the same source; other types have none to speak of."""

ACTIVE_TYPE = "Anti-social behaviour"
"""Published without an identifier."""


@dataclass(frozen=True)
class Agency:
    """One partner's extract: who sends what, of which class, about how many rows a month."""

    source: str
    title: str
    of_class: str
    kind: str
    category: str
    name: str
    noun: str
    a_month: int
    priority: str
    timed: bool = False
    """Whether its rows say the time of the call, too."""
    spanned: bool = False
    """Whether they say between which two times it happened, and some do not."""
    nights: str = ""
    """The neighbourhood with a rise in the last month that lies on Friday and Saturday nights; "" for none."""
    premises: bool = False
    """Whether its rows give a reference of the address, some of which come back again and again."""
    in_runs: bool = False
    """Whether, over the last year, one is followed soon by another nearby more often than chance would have it."""


@dataclass(frozen=True)
class Invention:
    """One invented partnership. `seed_offset` keeps the random streams of two inventions apart."""

    key: str
    name: str
    borough: str
    code: str
    force: str
    force_name: str
    neighbours: tuple[str, ...]
    """The force's other districts, whose rows its files hold too."""
    area_names: tuple[str, ...]
    neighbourhood_names: tuple[str, ...]
    area_term: str
    neighbourhood_term: str
    from_lsoas: bool
    lsoas: int
    radius: float
    centre: tuple[float, float]
    residents: int
    incidents_a_month: int
    first_month: str
    last_month: str
    seed_offset: int
    boundaries: str
    meetings: tuple[tuple[str, str, str], ...]
    """(key, name, date in the cycle)."""
    categories: tuple[tuple[str, str, str, str], ...]
    """(supplier's name, our key, name, noun)."""
    priorities: tuple[tuple[str, str, tuple[str, ...]], ...]
    neutral: tuple[str, ...] = field(default=())
    agencies: tuple[Agency, ...] = field(default=())
    harm: tuple[tuple[str, str, str], ...] = field(default=())
    """(category, high, medium or low, why)."""

    @property
    def all_categories(self) -> tuple[tuple[str, str, str, str], ...]:
        """Those of the police and those of every partner agency."""
        return (*self.categories, *((a.kind, a.category, a.name, a.noun) for a in self.agencies))


def _plain(*names: str) -> tuple[str, ...]:
    return names


_FULL = (
    ("Anti-social behaviour", "antisocial_behaviour", "Anti-social behaviour", "anti-social behaviour incidents"),
    ("Bicycle theft", "bicycle_theft", "Bicycle theft", "bicycle thefts"),
    ("Burglary", "burglary", "Burglary", "burglaries"),
    ("Criminal damage and arson", "criminal_damage", "Criminal damage and arson", "criminal damage and arson offences"),
    ("Drugs", "drugs", "Drugs", "drug offences"),
    ("Other crime", "other_crime", "Other crime", "other crimes"),
    ("Other theft", "other_theft", "Other theft", "other thefts"),
    ("Possession of weapons", "weapons", "Possession of weapons", "weapon possession offences"),
    ("Public order", "public_order", "Public order", "public order offences"),
    ("Public disorder and weapons", "public_order", "Public order", "public order offences"),
    ("Robbery", "robbery", "Robbery", "robberies"),
    ("Shoplifting", "shoplifting", "Shoplifting", "shoplifting offences"),
    ("Theft from the person", "theft_from_person", "Theft from the person", "thefts from the person"),
    ("Vehicle crime", "vehicle_crime", "Vehicle crime", "vehicle crimes"),
    ("Violence and sexual offences", "violence", "Violence and sexual offences", "violence and sexual offences"),
    ("Violent crime", "violence", "Violence and sexual offences", "violence and sexual offences"),
)

THORNMERE = Invention(
    key="main",
    name="Thornmere Safe Together",
    borough="Thornmere",
    code="THM",
    force="estmark",
    force_name="Estmark Constabulary",
    neighbours=("Saltwick Vale", "Holmsea", "Cawl Moor"),
    area_names=_plain("Dockside", "Upper Thorn", "Westfold", "Meres"),
    neighbourhood_names=_plain(
        "Anchor Fold", "Ashby Rise", "Barley Croft", "Beacon Moor", "Bellman Street", "Brackenhirst", "Canal Foot",
        "Chandlers Yard", "Coldspring", "Cutler's Green", "Dove Holme", "Eastgate Wharf", "Elder Bank", "Fallowgate",
        "Fenner Hill", "Gallow Tree", "Glassworks", "Harrow Lane", "Hazel Slack", "Kiln Row", "Larkhanger", "Long Mere",
        "Marrow Bridge", "Milldyke", "Nether Thorn", "Old Priory", "Quarry Top", "Ropewalk", "Salter's Cross",
        "Sedgebrook", "Tenter Field", "Warren End", "Windle Common",
    ),
    area_term="Local Action Partnership area",
    neighbourhood_term="neighbourhood",
    from_lsoas=False,
    lsoas=170,
    radius=7600.0,
    centre=(612000.0, 462000.0),
    residents=262_000,
    incidents_a_month=2600,
    first_month="2021-10",
    last_month="2026-09",
    seed_offset=0,
    boundaries="Safer neighbourhoods 2026",
    meetings=(("pbg", "Partnership Business Group", "2026-10-20"), ("lap", "Local Action Partnership", "2026-10-27")),
    categories=_FULL,
    priorities=(
        ("homes", "Safer homes", ("burglary", "vehicle_crime")),
        ("streets", "Streets people use", ("antisocial_behaviour", "criminal_damage", "public_order")),
        ("harm", "Violence and harm", ("violence", "robbery", "weapons")),
    ),
    neutral=_plain("drugs", "weapons", "other_crime", "shoplifting", "council_nuisance"),
    agencies=(
        Agency(
            "council", "Nuisance reported to the council, Thornmere (invented)", "PARTNER", "Nuisance report",
            "council_nuisance", "Nuisance reported to the council", "reports of nuisance to the council", 210,
            "streets",
        ),
        Agency(
            "fire", "Deliberate fires, Estmark Fire and Rescue (invented)", "PARTNER", "Deliberate fire",
            "deliberate_fires", "Deliberate fires", "deliberate fires", 62, "streets",
            timed=True, in_runs=True,
        ),
        Agency(
            "hospital", "Assault injuries, Thornmere Infirmary (invented)", "RESTRICTED", "Assault injury",
            "assault_injuries", "Assault injuries seen at hospital", "assault injuries seen at hospital", 48, "harm",
        ),
        # last, so that the random streams of the others are what they were
        Agency(
            "ambulance", "Call-outs to assaults, Estmark Ambulance (invented)", "PARTNER", "Assault call-out",
            "ambulance_assaults", "Ambulance call-outs to assaults", "ambulance call-outs to assaults", 32, "harm",
            spanned=True, nights="Salter's Cross",
        ),
    ),
    harm=(
        ("violence", "high", "people are hurt"),
        ("ambulance_assaults", "medium", "people are hurt, most of them lightly"),
        ("robbery", "high", "people are hurt or threatened"),
        ("weapons", "high", "somebody may be killed"),
        ("assault_injuries", "high", "people are hurt"),
        ("burglary", "high", "it makes people feel unsafe at home"),
        ("deliberate_fires", "high", "a fire can kill"),
        ("criminal_damage", "medium", "it costs people dearly, and arson is among it"),
        ("antisocial_behaviour", "medium", "it wears people down"),
        ("public_order", "medium", "people are put in fear"),
        ("theft_from_person", "medium", "people lose trust in the street"),
        ("drugs", "medium", "it feeds other crime"),
        ("vehicle_crime", "low", "it costs money, and nobody is hurt"),
        ("other_theft", "low", "it costs money, and nobody is hurt"),
        ("shoplifting", "low", "it costs money, and staff are seldom hurt"),
        ("bicycle_theft", "low", "it costs money, and nobody is hurt"),
        ("council_nuisance", "low", "it spoils a street, and can be put right"),
    ),
)  # fmt: skip

BRACKWATER = Invention(
    key="odd",
    name="Brackwater Isles Community Safety Forum",
    borough="Brackwater Isles",
    code="BWI",
    force="northern-isles",
    force_name="Northern Isles Police",
    neighbours=("Stonehaven Reach", "Outer Skerries"),
    area_names=_plain("Harbour", "Hinterland"),
    neighbourhood_names=_plain(
        "Cable Quay", "Drovers", "Gannet Head", "Hollow Dene", "Kelp Street", "Low Fell", "Tarn Side"
    ),
    area_term="ward cluster",
    neighbourhood_term="ward",
    from_lsoas=True,
    lsoas=29,
    radius=4100.0,
    centre=(636000.0, 431000.0),
    residents=48_000,
    incidents_a_month=420,
    first_month="2023-07",
    last_month="2026-06",
    seed_offset=1,
    boundaries="Wards 2024",
    meetings=(("forum", "Safety Forum", "2026-07-16"), ("cluster", "Cluster Round Table", "2026-07-23")),
    categories=(
        ("Anti-social behaviour", "nuisance", "Nuisance and disorder", "reports of nuisance and disorder"),
        ("Public order", "nuisance", "Nuisance and disorder", "reports of nuisance and disorder"),
        ("Burglary", "break_ins", "Break-ins", "break-ins"),
        ("Criminal damage and arson", "damage", "Damage", "reports of damage"),
        ("Vehicle crime", "vehicles", "Vehicle crime", "vehicle crimes"),
        ("Violence and sexual offences", "violence", "Violence", "violent offences"),
        ("Robbery", "violence", "Violence", "violent offences"),
        ("Possession of weapons", "violence", "Violence", "violent offences"),
        ("Bicycle theft", "theft", "Theft", "thefts"),
        ("Other theft", "theft", "Theft", "thefts"),
        ("Shoplifting", "theft", "Theft", "thefts"),
        ("Theft from the person", "theft", "Theft", "thefts"),
        ("Drugs", "other", "Other crime", "other crimes"),
        ("Other crime", "other", "Other crime", "other crimes"),
    ),
    priorities=(("quiet", "Quiet streets", ("nuisance", "damage")), ("doors", "Shut doors", ("break_ins", "vehicles"))),
    neutral=("other", "council_complaints"),
    agencies=(
        Agency(
            "council",
            "Complaints of nuisance, Isles Council (invented)",
            "PARTNER",
            "Complaint",
            "council_complaints",
            "Complaints to the council",
            "complaints of nuisance to the council",
            40,
            "quiet",
            premises=True,
        ),
        Agency(
            "hospital",
            "Assault injuries, Isles Hospital (invented)",
            "RESTRICTED",
            "Assault attendance",
            "assault_injuries",
            "Assault injuries seen at hospital",
            "assault injuries seen at hospital",
            26,
            "quiet",
        ),
    ),
    harm=(
        ("violence", "high", "people are hurt"),
        ("break_ins", "high", "it makes people feel unsafe at home"),
        ("nuisance", "medium", "it wears people down"),
        ("theft", "low", "it costs money, and nobody is hurt"),
    ),
)

INVENTIONS = {invention.key: invention for invention in (THORNMERE, BRACKWATER)}
