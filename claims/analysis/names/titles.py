"""Titles and roles as words: which stand before a name, which say a person's sex, which name an institution."""

import re

HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof sir dame lord lady sen rep gov gen lt col maj capt sgt cpl adm cmdr rev fr st "
    "hon pm mp pres sheikh ayatollah pope imam rabbi archbishop bishop cardinal king queen prince princess emir "
    "sultan tsar father sister brother chairman madam señor monsieur".split()
)
# What follows one of these is a name, be it "King" or "Dean".
POLITE = frozenset("mr mrs ms miss mx".split())
# Heads of roles that stand before a name or in an apposition to it.
OFFICES = frozenset(
    "president premier minister chancellor secretary general colonel major lieutenant captain sergeant admiral "
    "commander marshal brigadier corporal officer senator representative congressman congresswoman governor mayor "
    "ambassador envoy speaker spokesman spokeswoman spokesperson chairman chairwoman chair chairperson chief head "
    "leader director commissioner prosecutor attorney judge justice sheriff detective inspector constable "
    "superintendent king queen prince princess emir sultan pope cardinal archbishop bishop ombudsman ceo cfo coo "
    "founder owner manager coach captain editor author journalist reporter correspondent columnist analyst expert "
    "economist professor doctor lawyer activist lawmaker legislator mp deputy candidate nominee strategist adviser "
    "advisor aide pollster scientist researcher physicist actor actress singer writer director producer filmmaker "
    "architect engineer teacher student fellow dean rector chancellor treasurer comptroller councillor councilman "
    "councilwoman councilmember warden coroner administrator executive pm dictator strongman warlord tycoon "
    "businessman businesswoman billionaire banker investor politician diplomat negotiator mediator rapporteur "
    "pastor priest imam rabbi ayatollah sheikh historian psychologist biologist surgeon physician nurse midfielder "
    "striker goalkeeper quarterback forward defender boxer champion wife husband son daughter brother sister father "
    "mother widow widower girlfriend boyfriend fiancee fiance uncle aunt nephew niece cousin suspect defendant "
    "plaintiff victim mogul magnate secretary-general attorney-general vice-president whistleblower chairperson "
    "patriarch premier regent viceroy vizier archduke duke duchess earl baron baroness count countess".split()
)
# What stands before a role's head: "vice", "prime", "defence".
PORTFOLIOS = frozenset(
    "prime vice deputy first second foreign defense defence interior home finance economy health education justice "
    "agriculture energy transport trade culture environment information labor labour treasury state press attorney "
    "major lieutenant brigadier chief senior assistant associate acting interim executive managing general inspector "
    "supreme police army navy air military naval fleet intelligence security campaign house senate majority minority "
    "opposition rebel party board district county city federal national regional presidential parliamentary "
    "republican democratic conservative staff policy communications district human rights crown grand under "
    "permanent special veteran longtime fellow top team head associate staff detective".split()
)
TENSES = frozenset(
    "former ex late then current incumbent outgoing newly new elected onetime long-time longtime".split()
)

MALE = frozenset(
    "mr sir lord king prince emir sultan pope father brother chairman spokesman congressman councilman businessman "
    "actor husband son uncle nephew widower boyfriend fiance man boy he him his himself duke baron earl count "
    "archduke señor monsieur sheikh ayatollah priest imam patriarch statesman policeman fisherman gentleman "
    "grandfather stepfather grandson salesman anchorman strongman dad guy".split()
)
FEMALE = frozenset(
    "mrs ms miss lady dame queen princess mother sister chairwoman spokeswoman congresswoman councilwoman "
    "businesswoman actress wife daughter aunt niece widow girlfriend fiancee woman girl she her hers herself duchess "
    "baroness countess madam nun stateswoman policewoman grandmother stepmother granddaughter heiress hostess "
    "waitress mom mum".split()
)

# Last (or first) words of the names of organisations.
INSTITUTIONS = frozenset(
    "ministry department council party organization organisation alliance union committee commission agency bureau "
    "office court bank fund university college institute institution school hospital church society association "
    "federation foundation company corporation corp inc ltd llc plc co group holdings airlines airways motors "
    "parliament congress senate assembly house government administration authority army navy force forces guard "
    "police staff service services command corps brigade regiment militia front movement league club team press "
    "times post journal herald tribune gazette news media network channel radio television embassy consulate "
    "mission coalition bloc secretariat directorate board center centre trust exchange board campaign tribunal "
    "cabinet nations duma knesset politburo academy laboratory station lab".split()
)
# Of these a country has one: whose it is may stand before or after.
OF_STATE = frozenset(
    "ministry council court parliament government cabinet assembly senate forces staff embassy".split()
)
# Last words of the names of places that people are not.
LANDS = frozenset(
    "street avenue road square park river lake sea ocean bay gulf island islands mountain mountains mount valley "
    "building warehouse stadium tower market ave "
    "city town village district province region county state states republic kingdom territory territories airport "
    "bridge port harbor harbour beach desert peninsula strait canal coast border hill hills heights".split()
)
# People by what they are or do, beside those of OFFICES, MALE and FEMALE.
PEOPLE = frozenset(
    "official source resident witness protester protestor demonstrator soldier officer policeman neighbor neighbour "
    "reader viewer participant person voter supporter backer opponent critic detractor rival organizer organiser "
    "worker employee staffer member colleague friend relative parent patient passenger survivor refugee migrant "
    "villager farmer fisherman driver pilot doctor medic paramedic firefighter rescuer investigator detective agent "
    "attorney prosecutor lawyer juror judge lawmaker senator congressman congresswoman legislator deputy minister "
    "diplomat envoy aide adviser advisor strategist consultant analyst expert scholar academic professor scientist "
    "researcher economist historian author writer journalist reporter correspondent editor columnist commentator "
    "observer pundit pollster moderator narrator announcer spokesman spokeswoman spokesperson representative "
    "negotiator mediator monitor inspector executive manager boss founder investor trader banker customer consumer "
    "client user visitor tourist student pupil teacher principal coach player teammate fan athlete republican "
    "democrat conservative liberal activist advocate campaigner volunteer donor fundraiser delegate candidate nominee "
    "contender challenger incumbent rebel fighter militant insurgent separatist commander general captain sergeant "
    "veteran hostage prisoner inmate detainee suspect victim plaintiff defendant accuser man woman boy girl child "
    "teenager youth mother father brother sister wife husband son daughter widow cousin uncle aunt guest host "
    "respondent physician nurse surgeon priest pastor imam rabbi bishop believer parishioner owner tenant landlord "
    "shopkeeper trucker builder engineer developer designer architect astronaut informant whistleblower bystander "
    "onlooker shopper commuter colonel lieutenant major".split()
)
# One word for many.
COLLECTIVES = frozenset(
    "police authorities authority opposition crowd public media press army navy military troops forces people "
    "family couple community audience congregation leadership youth crew staff defense defence prosecution".split()
)
# What counts people: "dozens of protesters", "a group of officers".
NUMBERS_OF = frozenset(
    "dozen hundred thousand million score number group majority minority handful couple coalition crowd team bunch "
    "chorus pair panel member rest percent % lot array series some many most several few all none half".split()
)
# What says something on paper or on a screen: no speaker by itself.
WRITINGS = frozenset(
    "poll survey study statistic figure record report document email e-mail message video footage ad advert clip "
    "result datum data number finding account analysis transcript filing image photo picture comment remark word "
    "statement post tweet article story editorial book letter rule law policy plan proposal test chart map sign "
    "placard headline slide presentation website site page review summary research memo note evidence experience "
    "history fact event move decision effort attempt question answer call rally protest campaign-ad spot program "
    "platform speech interview debate case lawsuit complaint indictment ruling resolution order bill measure deal "
    "agreement treaty constitution act rate price market model estimate forecast projection theory view sentiment "
    "rumor rumour allegation claim accusation charge criticism concern fear hope expectation vote election promise "
    "ticket".split()
)
# Documents and messages, of which someone is the author.
DOCUMENTS = frozenset(
    "statement letter report communique communiqué declaration memo memorandum release note message post tweet "
    "testimony filing complaint lawsuit indictment petition appeal speech address memoir book".split()
)
SYNONYMS = {
    "pm": "prime minister",
    "premier": "prime minister",
    "defence": "defense",
    "labour": "labor",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "maj": "major",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "pres": "president",
    "head": "chief",
    "organisation": "organization",
    "advisor": "adviser",
    "centre": "center",
    "prof": "professor",
    "dr": "doctor",
    "armed forces": "military",
}
EMPTY = frozenset("the a an of for at in and its his her their".split())
POSSESSIVE = re.compile(r"['’]s\b")


def title_word(word: str) -> str:
    """A word of a title without its point and mark of plural or tense: "Gen." is "gen", "ex-president" "president"."""
    return word.lower().removesuffix(".").removeprefix("ex-")


def sex_of(words: list[str]) -> str:
    """The sex, "m" or "f", that the words of a title or role say; "" where they say none or both."""
    lower = {title_word(word) for word in words}
    male, female = bool(lower & MALE), bool(lower & FEMALE)
    return "" if male == female else "m" if male else "f"


def office_words(phrase: str) -> frozenset[str]:
    """The content words of a role with synonyms made one: "the Armenian PM" gives armenian, prime and minister."""
    return frozenset(office_list(phrase))


def office_list(phrase: str) -> list[str]:
    """The same in their order."""
    found: list[str] = []
    for word in re.findall(r"[\w-]+", POSSESSIVE.sub(" ", phrase.lower())):
        plain = word.removeprefix("ex-").strip("-")
        found += SYNONYMS.get(plain, plain).split()
    return [word for word in found if word not in TENSES and word not in EMPTY]


def words_of(phrase: str) -> list[str]:
    return re.findall(r"\w+", phrase.lower())
