"""Made-up news in English that a language model can read: stories that several outlets tell, each in words of its own.

A story has its own people, places and figures. What an outlet tells of it is drawn by number, so a folder of articles
is the same whenever it is made. Now and then an outlet has another figure, as outlets do.
"""

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

FIRST_DAY = dt.date(2024, 3, 4)
OUTLETS_EACH = 5
WRONG = 0.02
OUTLETS = (
    *("The Harbour Post", "Northern Courier", "Daily Lantern", "Westmark Tribune", "Coast Radio News"),
    *("The Evening Ledger", "Capital Gazette", "Union Standard", "Morning Herald", "Valley Observer"),
)
FIRST = (
    "Anna Bernard Clara Daniel Elena Frank Greta Henry Irene Jonas Katherine Lewis Maria Nathan Olivia Peter Ruth "
    "Samuel Teresa Victor"
).split()
STARTS = "Abb Berg Call Dors East Fair Gall Hawth Ingr Jenn Kow Lind McAll Nov Okaf Pemb Rasm Sand Vasq Whit".split()
LAST = [f"{start}{end}" for start in STARTS for end in "ell er ington man orn ow sen son well worth".split()]
TOWNS = "Ash Brook Carl Dun Elm Fal Glen Har Kings Lang Mill Nor Oak Pen Ravens Stan Thorn Wal".split()
ENDS = "bridge bury field ford haven hurst minster mouth port stead ton wick".split()
BODIES = ("Transport Authority", "Health Service", "Water Board", "Chamber of Commerce", "Relief Council")
ALTERNATIVES = re.compile(r"\[([^][]*)\]")

# Each kind of story: what it is called, and what may be told of it. [one|other] is worded as the outlet likes.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "flood",
        (
            "[At least|Some|About] {a} people [died|were killed] when the River {river} burst its banks in {town} on "
            "{day}, [officials|the authorities] said",
            "The water [destroyed|swept away] {b} houses in {town} and [damaged|cut off] several hundred more, "
            "[according to|said] the {body}",
            "{c} people [had to leave|were evacuated from] their homes and [spent|passed] the night in schools",
            "The river [rose|climbed] by {m} metres within {h} hours, [a record|more than ever before] at the gauge",
            "The government [promised|set aside] ${d} million for [repairs|rebuilding] and for families without cover",
            "Power was out in {e} households until {weekday}, the network company said",
            "In the flood of {year}, {f} people [lost their lives|died] in the same valley",
        ),
    ),
    (
        "strike",
        (
            "About {c} [workers|employees] at the {town} yard [walked out|went on strike] on {day} over pay",
            "The union [demands|wants] {p} percent more, and the company has offered {q} percent",
            "The [stoppage|walkout] is to last {h} days and costs the owners ${d} million a day, [they|experts] said",
            "{b} ships were waiting outside the harbour of {town} by {weekday} evening",
            "The last strike at the yard, in {year}, [lasted|went on for] {g} weeks",
            "{a} [people|pickets] were [arrested|detained] after a scuffle at the southern gate, police said",
            "The company [employs|has] {e} people and [lost|made a loss of] ${m} million last year",
        ),
    ),
    (
        "election",
        (
            "{name1} [won|took] {p} percent of the vote in {town} on {day}, [according to|the count of] the commission",
            "{name2}, who has led the city for {h} years, [received|got] {q} percent",
            "Turnout [reached|was] {g} percent, compared with {r} percent in {year}",
            "Some {e} people were [entitled|registered] to vote at {b} polling stations",
            "The commission [received|counted] {a} complaints and [rejected|dismissed] most of them",
            "The campaign cost the two [camps|parties] ${m} million, three times as much as in {year}",
            "{c} ballots were [declared|found] invalid",
        ),
    ),
    (
        "fire",
        (
            "A fire in a [warehouse|storage hall] in {town} [killed|claimed the lives of] {a} people on {day}",
            "{b} firefighters [fought|battled] the flames for {h} hours before they had them under control",
            "The [building|hall] had {g} floors and was [built|finished] in {year}",
            "The damage [amounts to|is put at] ${d} million, the insurer said",
            "{r} people were [taken to|treated in] hospital, and {q} of them were still there on {weekday}",
            "Inspectors had [listed|found] {f} faults in the building {p} months earlier",
            "About {c} residents were [told|asked] to keep their windows shut",
        ),
    ),
    (
        "budget",
        (
            "The council of {town} [passed|approved] a budget of ${d} million on {day}, by {a} votes to {q}",
            "Property tax [rises|will go up] by {p} percent from January, the first increase since {year}",
            "The city [owes|has debts of] ${m} million and [plans|wants] to repay a tenth of it in {h} years",
            "{b} posts in the administration [are to go|will be cut], most of them [vacant|unfilled]",
            "Schools [get|receive] ${g} million for repairs, the {body} said",
            "About {c} people [protested|gathered] outside the town hall on {weekday}",
            "Spending per [head|resident] is ${e}, [against|compared with] ${f} in {year}",
        ),
    ),
)
# What is said in a story is put together from these, so that other stories say other things.
OPENINGS = (
    *("We will rebuild", "Nobody can replace", "I told them about", "There is no excuse for losing", "They knew about"),
    *("My family waited for", "The people here deserve", "What we need is", "I am tired of", "We never asked for"),
    *("Everybody here remembers", "You cannot buy", "Somebody must answer for", "We have paid for"),
)
THINGS = (
    *("the old harbour wall", "a decent wage", "the lists from the archive", "an honest answer", "the second bridge"),
    *("those empty promises", "the night shift", "a new school roof", "the missing files", "the upper wells"),
    *("the gates at the mill", "a fair hearing", "the broken pumps", "the keys to the hall", "a doctor on the island"),
)
ENDINGS = (
    *("before the winter comes", "and nobody listened", "whatever it costs", "while the others looked away"),
    *("as we agreed last summer", "until the last family is home", "because the law says so", "with our own hands"),
    *("and we would do it again", "even if it takes a lifetime", "without asking the capital", "on behalf of everyone"),
)
QUOTES = (
    "“[Look, |]{saying},” {who} [said|told reporters]",
    "“{saying},” [said {who}|{who} said], “and I [mean|stand by] that”",
    "{who} [said|insisted] that the figures on {thing} were [wrong|incomplete] and that an inquiry would [come|begin]",
    "{who} [called|described] the decision [as ]“{thing} that {town} will pay for”",
    "According to {who}, [talks|negotiations] about {thing} will [resume|continue] on {weekday}",
    "{who} [denied|rejected] that the {body} had been warned about {thing}",
    "“{saying},” {who} [added|said in a statement]",
    "{who} [promised|announced] a report on {thing} within {g} weeks and [apologised|said sorry] to those who waited",
    "[Asked|When asked] about the costs, {who} said [only ]that “{saying}”",
)
AROUND = (
    "[Along|On] the main street of {town} the shops [stayed|remained] closed, and a few people [stood|waited] in the "
    "rain with umbrellas and talked about what they had [heard|been told] from neighbours and on the radio",
    "[Critics|Opponents] [say|argue] that the administration has [put off|delayed] decisions for too long, while its "
    "supporters [point|refer] to the hard times that the whole region [has gone|went] through",
    "The {body} did not [respond to|answer] a request for comment, and its office in {town} was closed when a "
    "reporter [called|came] in the afternoon",
    "[What|Just what] happened in the hours before is [still|as yet] unclear, and [several|different] accounts by "
    "witnesses do not agree on who gave the order and when",
    "The region around {town} has [long depended|depended for decades] on the harbour and on the mills by the river, "
    "most of which have [closed|shut down] or moved abroad",
    "A spokeswoman for the ministry in {capital} said the case was being [looked into|examined] together with the "
    "regional office, and that no one should draw conclusions before the [work|review] was done",
    "Neighbours [brought|carried] soup, blankets and dry clothes to the hall, where volunteers of the {body} had put "
    "up tables and [made|kept] lists of what was [needed|missing]",
    "[Similar|Comparable] cases in other parts of the country have [ended|been settled] in court, often after years, "
    "and lawyers [expect|foresee] nothing else this time",
    "For many in {town} it is [a question|a matter] of trust, since promises that were made before the last vote have "
    "[not been kept|been forgotten]",
    "{name1} grew up in {town}, studied law in {capital} and [came|went] into politics by way of the local council, "
    "where colleagues remember a [quiet|stubborn] negotiator who read every file",
    "The opposition has [called|asked] for a special sitting and wants {name2} to [explain|answer] in person, which "
    "the majority has so far [refused|turned down]",
    "Experts [warn|caution] against quick answers, because the [records|files] are incomplete and because [some|parts] "
    "of them were kept by a company that no longer exists",
    "[Late|Early] in the evening the streets were [empty|quiet] again, and only the lights of the emergency services "
    "could be seen from the bridge",
    "Letters that this newspaper has seen [show|suggest] that the matter was known in {capital} well before it "
    "[became|was made] public, though not to everyone who should have [known|been told]",
)


@dataclass(frozen=True)
class Article:
    """What one outlet tells of one story; `text` is its paragraphs with an empty line between each two."""

    outlet: str
    title: str
    published: dt.datetime
    text: str
    name: str

    @property
    def url(self) -> str:
        return f"https://{self.outlet.lower().replace(' ', '-')}.example/{self.name}"

    def as_page(self) -> str:
        """An HTML page with what stands around a text: navigation, a teaser list and a footer."""
        links = "".join(f'<li><a href="/section/{name.lower()}">{name}</a></li>' for name in (*TOWNS, *LAST[:40]))
        told = {
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": self.published.isoformat(),
            "publisher": {"name": self.outlet},
        }
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.text.split("\n\n"))
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(self.title)}</title>'
            f'<link rel="canonical" href="{self.url}"><script type="application/ld+json">{json.dumps(told)}</script>'
            f"</head><body><header><nav><ul>{links}</ul></nav></header><main><article><h1>{escape(self.title)}</h1>"
            f"{body}</article></main><aside><h2>Most read</h2><ul>{links}</ul></aside>"
            f"<footer><p>All rights reserved.</p><ul>{links}</ul></footer></body></html>"
        )


def write(folder: Path, numbers: range) -> Path:
    """Writes the articles of these numbers, texts and pages in turn; returns the manifest of the texts, beside it."""
    folder.mkdir(parents=True)
    entries = {}
    for number in numbers:
        told = article(number // OUTLETS_EACH, number)
        if number % 2:
            (folder / f"{told.name}.html").write_text(told.as_page(), encoding="utf-8")
            continue
        (folder / f"{told.name}.txt").write_text(told.text, encoding="utf-8")
        stated = {"url": told.url, "source": told.outlet, "title": told.title}
        entries[f"{told.name}.txt"] = stated | {"published_at": told.published.isoformat()}
    manifest = folder.with_suffix(".json")
    manifest.write_text(json.dumps(entries), encoding="utf-8")
    return manifest


def article(story: int, number: int) -> Article:
    """One telling of a story; its words hang on `number`, its people and figures on the story."""
    kind, facts = KINDS[story % len(KINDS)]
    known, chance = _known(story), random.Random(f"article {number}")
    outlet = OUTLETS[(story + number) % len(OUTLETS)]
    sentences = [_worded(each, known, chance) for each in _drawn(facts, known, chance)]
    paragraphs = [". ".join(sentences[i : i + 2]) + "." for i in range(0, len(sentences), 2)]
    published = dt.datetime.combine(known.day + dt.timedelta(days=1), dt.time(6 + number % 12), dt.UTC)
    title = f"{known.words['town']} after the {kind}: {outlet} on what is known"
    return Article(outlet, title, published, "\n\n".join(paragraphs), f"story-{story:04}-{number:05}")


@dataclass(frozen=True)
class Known:
    """What is true in a story: who, where and when, and its figures."""

    words: dict[str, str]
    figures: dict[str, int]
    people: tuple[tuple[str, str], ...]
    sayings: tuple[str, ...]
    things: tuple[str, ...]
    day: dt.date


def _known(story: int) -> Known:
    chance = random.Random(f"story {story}")
    day = FIRST_DAY + dt.timedelta(days=story % 180)
    town, river, capital = (
        f"{one}{end}" for one, end in zip(chance.sample(TOWNS, 3), chance.sample(ENDS, 3), strict=True)
    )
    surnames, firsts = chance.sample(LAST, 4), chance.sample(FIRST, 4)
    names = [f"{first} {last}" for first, last in zip(firsts, surnames, strict=True)]
    body = f"{town} {chance.choice(BODIES)}"
    roles = ("mayor", "union leader", f"director of the {body}", "shopkeeper")
    figures = {"a": chance.randrange(5, 60), "b": chance.randrange(70, 900), "c": chance.randrange(11, 90) * 100}
    figures |= {"d": chance.randrange(12, 400), "e": chance.randrange(21, 99) * 500, "f": chance.randrange(61, 300)}
    figures |= {letter: chance.randrange(6, 48) for letter in "ghmpqr"}
    things = tuple(chance.sample(THINGS, 4))
    sayings = tuple(f"{chance.choice(OPENINGS)} {thing} {chance.choice(ENDINGS)}" for thing in things)
    words = {"town": town, "river": river, "capital": capital, "body": body, "name1": names[0], "name2": names[1]}
    words |= {"day": f"{day:%B} {day.day}", "month": f"{day + dt.timedelta(days=40):%B}"}
    words |= {"year": str(chance.randrange(1994, 2019))}
    words |= {"weekday": f"{day + dt.timedelta(days=chance.randrange(1, 4)):%A}"}
    return Known(words, figures, tuple(zip(names, roles, strict=True)), sayings, things, day)


def _drawn(facts: tuple[str, ...], known: Known, chance: random.Random) -> Iterator[str]:
    """The templates of an article: the first fact leads, the others, sayings and what lies around come mixed."""
    yield facts[0]
    rest = [*chance.sample(facts[1:], 6), *chance.sample(QUOTES, 7), *chance.sample(AROUND, 11)]
    chance.shuffle(rest)
    yield from rest


def _worded(template: str, known: Known, chance: random.Random) -> str:
    while "[" in template:
        template = ALTERNATIVES.sub(lambda found: chance.choice(found[1].split("|")), template)
    figures = {name: _told(figure, chance) for name, figure in known.figures.items()}
    speaker = chance.randrange(len(known.people))
    name, role = known.people[speaker]
    who = chance.choice((f"{name}, the {role},", f"the {role}, {name},", name, name.split()[-1]))
    said = {"who": who, "saying": known.sayings[speaker], "thing": known.things[speaker]}
    sentence = template.format(**known.words, **figures, **said)
    for doubled, once in (("  ", " "), (",,", ","), (", ,", ",")):
        sentence = sentence.replace(doubled, once)
    sentence = sentence.strip(" ,")
    return sentence[:1].upper() + sentence[1:]


def _told(figure: int, chance: random.Random) -> str:
    return f"{figure + (chance.choice((1, 2, 10)) if chance.random() < WRONG else 0):,}"
