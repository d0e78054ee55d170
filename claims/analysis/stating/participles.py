"""Past participles, for labels: "number of people killed" of a text that says "killing three people"."""

VOWELS = "aeiou"
_IRREGULAR = dict(
    pair.split(":")
    for pair in """
    beat:beaten become:become begin:begun bend:bent bind:bound bite:bitten bleed:bled blow:blown break:broken
    bring:brought build:built burst:burst buy:bought cast:cast catch:caught choose:chosen cost:cost cut:cut deal:dealt
    dig:dug do:done draw:drawn drink:drunk drive:driven eat:eaten feed:fed feel:felt fight:fought find:found
    fly:flown forbid:forbidden forget:forgotten forgive:forgiven freeze:frozen get:got give:given grow:grown hang:hung
    have:had hear:heard hide:hidden hit:hit hold:held hurt:hurt keep:kept know:known lay:laid lead:led leave:left
    lend:lent let:let light:lit lose:lost make:made mean:meant meet:met overthrow:overthrown pay:paid put:put quit:quit
    read:read ride:ridden ring:rung rise:risen run:run say:said see:seen seek:sought sell:sold send:sent set:set
    shake:shaken shed:shed shoot:shot show:shown shut:shut sing:sung sink:sunk slay:slain speak:spoken spend:spent
    split:split spread:spread steal:stolen strike:struck swear:sworn sweep:swept swing:swung take:taken teach:taught
    tear:torn tell:told think:thought throw:thrown undergo:undergone understand:understood upset:upset wake:woken
    wear:worn win:won withdraw:withdrawn write:written
    """.split()
)
# Of those that end in one consonant after one vowel these are spoken with the weight on their end.
_DOUBLED = frozenset(
    "ban stop drop rob stab grab plan plot trap strip rip shot kidnap commit admit permit submit transfer refer occur "
    "control cancel propel expel compel patrol quit slap snap tap wrap ship skip whip chop top bar star jam slam ram "
    "dam trim swap step equip rob jab hug drag flag tag bag jog log drug beg pin spin net bet pet fit spot knot".split()
)


def participle(lemma: str) -> str:
    """The past participle of a verb by its lemma, irregular ones from a table."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return f"{lemma[:-1]}ied"
    return f"{lemma}{lemma[-1]}ed" if lemma in _DOUBLED else f"{lemma}ed"
