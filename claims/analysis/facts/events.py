"""Families of event words: outlets call one event by many names, and some look-alikes must never be put together.

Converses stand in one family ("cede" and "regain", "buy" and "sell"): they tell one event from its two sides.
"""

import functools

FAMILIES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "deal": "deal agreement ceasefire cease-fire truce accord pact armistice treaty settlement",
        "kill": "kill die death dead fatality toll slay perish murder victim assassinate assassination killing",
        "injure": "injure wound hurt injury injured wounded",
        "arrest": "arrest detain detention custody apprehend",
        "missing": "missing unaccounted disappear",
        "rescue": "rescue save survivor survive evacuate evacuation evacuee",
        "displace": "displace flee refugee displaced homeless",
        "fight": "fight fighting war conflict battle hostility clash",
        "protest": "protest rally demonstrate demonstration protester demonstrator",
        "vote": "vote election poll ballot referendum",
        "quake": "quake earthquake tremor temblor aftershock",
        "strike": "airstrike bombardment shelling raid",
        "fire": "fire blaze inferno",
        "crash": "crash collide collision derail derailment",
        "buy": "buy sell acquire acquisition purchase sale takeover merger",
        "transfer": "cede surrender relinquish regain reclaim handover",
        "pay": "pay payment price cost worth",
        "fine": "fine penalty bail",
        "sentence": "sentence jail imprison imprisonment prison",
        "charge": "charge indict indictment",
        "damage": "damage loss",
        "hire": "hire appoint name nominate appointment",
        "resign": "resign resignation quit step-down",
        "dismiss": "dismiss dismissal fire-from sack sacking oust ouster depose",
        "convict": "convict conviction acquit acquittal exonerate",
        "born": "birth bear",
        "marry": "marry marriage wed wedding",
    }.items()
}
# Who took part in an event or suffered it: "46 demonstrators were arrested" counts arrests.
PARTICIPANTS = frozenset(
    "protester demonstrator victim survivor evacuee refugee injured wounded displaced homeless".split()
)
FAMILY_OF = {word: name for name, words in FAMILIES.items() for word in words}

# A verb that only carries its object: who signs, reaches or announces a deal says the same about the deal.
LIGHT = frozenset(
    "be have do make take give get reach sign agree strike announce broker hold see bring put go come say tell "
    "begin start end happen occur follow continue last remain become".split()
)

# Words that count for nothing when two clauses are compared; numbers are compared as values.
EMPTY = LIGHT | frozenset(
    "also more than about around nearly some year month week day time people person man woman last first new other "
    "accord report statement news official former several many percent one two three four five six seven eight nine "
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand million billion dozen half".split()
)

# What nearly any story counts: two counts of these need not be of the same ones.
COMMON = frozenset(
    "person child year day time case member official officer vote point game shot car home dollar player worker "
    "company group country police soldier student suspect month week hour minute one thing way part number".split()
)

# Nouns under which outlets count the same people or things.
SYNONYMS: dict[str, str] = {
    word: group[0]
    for group in (
        ("person", "people", "man", "woman", "individual", "resident", "victim", "citizen", "human"),
        ("child", "kid", "youngster", "minor"),
        ("soldier", "troop", "serviceman", "servicemember"),
        ("officer", "policeman", "cop"),
        ("protester", "demonstrator"),
        ("worker", "employee", "staffer"),
        ("firefighter", "fireman"),
        ("home", "house"),
        ("car", "vehicle"),
        ("country", "nation", "state"),
        ("suspect", "gunman", "attacker", "assailant"),
        ("plane", "aircraft", "airplane", "jet"),
        ("ship", "vessel", "boat"),
        ("refugee", "evacuee"),
    )
    for word in group
}


def family(word: str) -> str:
    """The family of a lemma, or "" where it belongs to none."""
    return FAMILY_OF.get(word.lower(), "")


@functools.lru_cache(maxsize=1 << 13)
def noun_group(lemma: str) -> str:
    """One name for nouns that count the same things ("kids" and "children"); the lemma itself otherwise.

    Kept for a while: it is asked of every two claims that are compared.
    """
    lower = lemma.lower()
    return SYNONYMS.get(lower, lower)
