"""Relations in which outlets contradict each other without a figure, and the words that state or negate each.

"Dismissed", "sacked" and "relieved of his post" state one relation; "remains in office" states that it does not hold.
"""

from dataclasses import dataclass

from claims.analysis.found import EntityKind, Role

PEOPLE = frozenset((EntityKind.PERSON, EntityKind.GROUP))
BODIES = PEOPLE | {EntityKind.ORGANISATION}
ANYONE = BODIES | {EntityKind.PLACE}
LANDS = frozenset((EntityKind.PLACE,))


@dataclass(frozen=True)
class Relation:
    """What holds of whom: `of` is the part of the entity it is a statement about, of one of `kinds`.

    `label` completes "whether Ada Brightwater ...". An `open` relation is told apart by the noun acted on ("approve
    bill"), where that is no entity.
    """

    name: str
    of: Role
    kinds: frozenset[EntityKind]
    label: str
    open: bool = False


@dataclass(frozen=True)
class Sense:
    """One meaning of a verb: a relation, and whether the verb states it or its opposite."""

    relation: str
    holds: bool = True


RELATIONS = {
    relation.name: relation
    for relation in (
        Relation("dismiss", Role.OBJECT, PEOPLE, "was dismissed"),
        Relation("hire", Role.OBJECT, PEOPLE, "was appointed"),
        Relation("elect", Role.OBJECT, PEOPLE, "was elected"),
        Relation("resign", Role.AGENT, PEOPLE, "resigned"),
        Relation("arrest", Role.OBJECT, PEOPLE, "was arrested"),
        Relation("release", Role.OBJECT, PEOPLE, "was released"),
        Relation("charge", Role.OBJECT, BODIES, "was charged"),
        Relation("convict", Role.OBJECT, BODIES, "was convicted"),
        Relation("sentence", Role.OBJECT, PEOPLE, "was sentenced"),
        Relation("plead guilty", Role.AGENT, BODIES, "pleaded guilty"),
        Relation("kill", Role.OBJECT, PEOPLE, "was killed or died"),
        Relation("injure", Role.OBJECT, PEOPLE, "was injured"),
        Relation("rescue", Role.OBJECT, PEOPLE, "was rescued"),
        Relation("expel", Role.OBJECT, BODIES, "was expelled"),
        Relation("marry", Role.AGENT, PEOPLE, "married"),
        Relation("defeat", Role.OBJECT, BODIES | LANDS, "was defeated"),
        Relation("surrender", Role.AGENT, BODIES, "surrendered"),
        Relation("buy", Role.OBJECT, frozenset((EntityKind.ORGANISATION,)), "was bought"),
        Relation("invade", Role.OBJECT, LANDS, "was invaded"),
        Relation("capture", Role.OBJECT, ANYONE, "was captured"),
        Relation("withdraw", Role.AGENT, ANYONE, "withdrew", open=True),
        Relation("deal", Role.AGENT, ANYONE, "agreed a deal"),
        Relation("win", Role.AGENT, ANYONE, "won", open=True),
        Relation("sign", Role.AGENT, ANYONE, "signed", open=True),
        Relation("approve", Role.AGENT, ANYONE, "approved", open=True),
        Relation("ban", Role.AGENT, ANYONE, "banned", open=True),
        Relation("suspend", Role.AGENT, ANYONE, "suspended", open=True),
        Relation("close", Role.AGENT, ANYONE, "closed", open=True),
        Relation("cancel", Role.AGENT, ANYONE, "cancelled", open=True),
        Relation("postpone", Role.AGENT, ANYONE, "postponed", open=True),
        Relation("violate", Role.AGENT, ANYONE, "violated", open=True),
        Relation("declare", Role.AGENT, ANYONE, "declared", open=True),
        Relation("impose", Role.AGENT, ANYONE, "imposed", open=True),
        Relation("recognise", Role.AGENT, ANYONE, "recognised", open=True),
    )
}


def _senses(*rows: tuple[str, str]) -> dict[str, Sense]:
    """Rows of a relation ("not" before it where the words state the opposite) and the lemmas that state it."""
    return {
        lemma: Sense(relation.removeprefix("not "), not relation.startswith("not "))
        for relation, lemmas in rows
        for lemma in lemmas.split()
    }


# What these are done to is a person, a body or a land that the article names.
DONE_TO = _senses(
    ("dismiss", "dismiss fire sack oust depose"),
    ("hire", "appoint reinstate"),
    ("elect", "elect re-elect reelect"),
    ("arrest", "arrest detain apprehend"),
    ("release", "release free"),
    ("charge", "charge indict"),
    ("convict", "convict"),
    ("not convict", "acquit exonerate"),
    ("sentence", "sentence jail imprison"),
    ("kill", "kill murder assassinate slay"),
    ("injure", "injure wound"),
    ("rescue", "rescue"),
    ("expel", "expel deport extradite"),
    ("defeat", "defeat beat"),
    ("buy", "buy acquire purchase"),
    ("invade", "invade"),
    ("capture", "capture recapture retake seize"),
)
# These are told of their subject.
DONE_BY = _senses(
    ("resign", "resign quit"),
    ("kill", "die perish"),
    ("surrender", "surrender"),
    ("marry", "marry wed"),
    ("withdraw", "withdraw"),
)
# These are done to something of a kind, and then told apart by its noun.
DEALS = frozenset("deal agreement ceasefire cease-fire truce accord pact armistice treaty settlement".split())
ACTS = DEALS | frozenset(
    "bill law budget plan resolution measure legislation amendment proposal merger request appeal application "
    "constitution sale takeover bid offer petition decree reform package loan bailout referendum motion nomination "
    "appointment charter statute ordinance drug vaccine".split()
)
PRIZES = frozenset(
    "election vote race title match championship game award seat medal final case contract war referendum "
    "primary runoff tournament presidency majority trophy prize lawsuit series tie set cup gold silver bronze "
    "nomination pennant leadership".split()
)
CURBS = frozenset(
    "ban sanction blockade curfew embargo siege restriction tariff moratorium lockdown quarantine law emergency "
    "martial".split()
)
DECLARED = frozenset(
    "war victory independence emergency bankruptcy ceasefire cease-fire truce defeat curfew jihad holiday disaster "
    "winner".split()
)
RULES = DEALS | frozenset("law sanction constitution rule right probation embargo airspace order parole".split())
SHUT = frozenset(
    "border airport school road bridge crossing factory plant mine embassy store shop office station port highway "
    "tunnel airspace hospital investigation case branch reactor line university base consulate".split()
)
EVENTS = frozenset(
    "election match game meeting summit talk concert tour visit trip flight vote launch trial hearing conference "
    "season show event race rally project programme program contract order festival ceremony test execution strike "
    "deal release debut wedding operation".split()
)
SUSPENDED = EVENTS | frozenset(
    "service work production trading aid operation payment license membership search".split()
)
PAPERS = frozenset("order contract executive letter memorandum document decision".split())
DONE_TO_THINGS: tuple[tuple[str, bool, frozenset[str], frozenset[str]], ...] = (
    ("sign", True, frozenset(("sign",)), ACTS | PAPERS),
    ("approve", True, frozenset("approve ratify adopt pass endorse enact".split()), ACTS),
    ("approve", False, frozenset("reject veto block".split()), ACTS),
    ("win", True, frozenset(("win",)), PRIZES),
    ("win", False, frozenset(("lose",)), PRIZES),
    ("violate", True, frozenset("violate breach break".split()), RULES),
    ("declare", True, frozenset(("declare",)), DECLARED),
    ("impose", True, frozenset("impose introduce".split()), CURBS),
    ("impose", False, frozenset("lift ease remove".split()), CURBS),
    ("close", True, frozenset("close shut".split()), SHUT),
    ("close", False, frozenset(("reopen",)), SHUT),
    ("cancel", True, frozenset("cancel scrap".split()), EVENTS),
    ("postpone", True, frozenset("postpone delay".split()), EVENTS),
    ("suspend", True, frozenset(("suspend",)), SUSPENDED),
    ("suspend", False, frozenset(("resume",)), SUSPENDED),
    ("recognise", True, frozenset("recognise recognize".split()), frozenset("independence government state".split())),
    ("ban", True, frozenset("ban outlaw prohibit".split()), frozenset()),
)
# Verbs of several words that are done to things.
THING_PHRASES = {
    ("vote", "down"): (Sense("approve", False), ACTS),
    ("turn", "down"): (Sense("approve", False), ACTS),
    ("throw", "out"): (Sense("approve", False), ACTS),
    ("call", "off"): (Sense("cancel"), EVENTS),
    ("put", "off"): (Sense("postpone"), EVENTS),
    ("shut", "down"): (Sense("close"), SHUT),
}
THING_VERBS: dict[str, tuple[tuple[Sense, frozenset[str]], ...]] = {}
for _relation, _holds, _verbs, _nouns in DONE_TO_THINGS:
    for _verb in sorted(_verbs):
        THING_VERBS[_verb] = (*THING_VERBS.get(_verb, ()), (Sense(_relation, _holds), _nouns))

# Reaching a deal is agreeing to it, whatever it is called.
REACHING = frozenset("sign reach strike conclude seal agree ink clinch".split())
OFFICE = frozenset(
    "office post position job duty command power role presidency premiership chairmanship seat leadership "
    "government cabinet".split()
)
# A verb, the particle or preposition after it, and nouns of which one must follow (none: any or nothing).
PHRASES: dict[tuple[str, str], tuple[Sense, frozenset[str]]] = {
    ("relieve", "of"): (Sense("dismiss"), OFFICE),
    ("remove", "from"): (Sense("dismiss"), OFFICE),
    ("remove", "as"): (Sense("dismiss"), frozenset()),
    ("strip", "of"): (Sense("dismiss"), OFFICE),
    ("drive", "from"): (Sense("dismiss"), OFFICE),
    ("force", "from"): (Sense("dismiss"), OFFICE),
    ("force", "out"): (Sense("dismiss"), frozenset()),
    ("clear", "of"): (Sense("convict", False), frozenset()),
    ("swear", "in"): (Sense("hire"), frozenset()),
    ("take", "into"): (Sense("arrest"), frozenset(("custody",))),
    ("set", "free"): (Sense("release"), frozenset()),
    ("shoot", "dead"): (Sense("kill"), frozenset()),
}
OWN_PHRASES: dict[tuple[str, str], tuple[Sense, frozenset[str]]] = {
    ("step", "down"): (Sense("resign"), frozenset()),
    ("step", "aside"): (Sense("resign"), frozenset()),
    ("stand", "down"): (Sense("resign"), frozenset()),
    ("pull", "out"): (Sense("withdraw"), frozenset()),
    ("remain", "in"): (Sense("dismiss", False), OFFICE),
    ("stay", "in"): (Sense("dismiss", False), OFFICE),
    ("remain", "at"): (Sense("dismiss", False), OFFICE),
    ("stay", "on"): (Sense("dismiss", False), OFFICE),
    ("be", "in"): (Sense("arrest"), frozenset(("custody",))),
    ("be", "under"): (Sense("arrest"), frozenset(("arrest",))),
}
# "Refused to sign the order" is told of the dismissal or appointment that the text has just told of.
ORDERED = frozenset(("dismiss", "hire"))
ORDERS = frozenset("order decree decision motion document request proposal".split())
# A verb and its object, told of the subject.
OWN_OBJECTS: dict[str, tuple[Sense, frozenset[str]]] = {
    "submit": (Sense("resign"), frozenset(("resignation",))),
    "tender": (Sense("resign"), frozenset(("resignation",))),
    "hand": (Sense("resign"), frozenset(("resignation",))),
    "announce": (Sense("resign"), frozenset(("resignation",))),
    "take": (Sense("hire"), frozenset(("office",))),
    "assume": (Sense("hire"), frozenset("office post power presidency".split())),
    "lose": (Sense("dismiss"), frozenset(("job", "post"))),
}
STATES = {"dead": Sense("kill"), "alive": Sense("kill", False)}
# Nouns of these relations, told of whoever possesses them or follows "of".
NOUNS = _senses(
    ("dismiss", "dismissal firing sacking ouster removal"),
    ("hire", "appointment"),
    ("resign", "resignation"),
    ("arrest", "arrest detention"),
    ("release", "release"),
    ("convict", "conviction"),
    ("not convict", "acquittal"),
    ("charge", "indictment"),
    ("kill", "death killing murder assassination"),
    ("expel", "extradition expulsion deportation"),
)
# Under these verbs an event noun tells of what happened, or of what did not.
CARRYING = frozenset("announce confirm sign order approve accept report mourn condemn acknowledge".split())
STOPPING = frozenset("reject refuse block veto overturn annul prevent avert".split())
# One of these is somebody else than the person by whom the article knows them.
KIN = frozenset(
    "husband wife son daughter brother sister father mother widow widower girlfriend boyfriend fiancee fiance uncle "
    "aunt nephew niece cousin parent child friend colleague partner victim suspect defendant plaintiff".split()
)
AFTERWARDS = frozenset("after following since".split())
