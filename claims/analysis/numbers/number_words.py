"""The words and signs of which English writes numbers."""

import re
from decimal import Decimal

ONES = dict(
    zip("one two three four five six seven eight nine".split(), map(Decimal, range(1, 10)), strict=True),
)
TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        map(Decimal, range(10, 20)),
        strict=True,
    )
)
TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        map(Decimal, range(20, 100, 10)),
        strict=True,
    )
)
SCALES = {
    "thousand": Decimal(10**3),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
SUFFIXES = {
    **{form: Decimal(10**3) for form in ("k", "K")},
    **{form: Decimal(10**6) for form in ("m", "M", "mn", "mln", "mil")},
    **{form: Decimal(10**9) for form in ("b", "B", "bn", "bln")},
    **{form: Decimal(10**12) for form in ("tn", "trn")},
}
PLURALS = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 10**6}
PLURALS |= {"billions": 10**9, "trillions": 10**12}
FEW = {"a couple of": (2, 2), "a couple": (2, 2), "a pair of": (2, 2), "a single": (1, 1), "a few": (2, 5)}
FEW |= {"several": (3, 9)}
EXACT = frozenset(("a pair of", "a single"))
PARTS = dict(
    zip("third quarter fifth sixth seventh eighth ninth tenth".split(), range(3, 11), strict=True), fourth=4, half=2
)
PARTS |= {"twentieth": 20, "hundredth": 100}
GLYPHS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333333333", "⅔": "0.6666666667", "⅛": "0.125"}


def lowered(words: str) -> str:
    """Lower case in which patterns that ignore case see no difference ("ſ", "ı"), white space as single blanks."""
    return re.sub(r"\s+", " ", words.casefold().replace("ı", "i").replace("\u0307", ""))
