"""Units of time and of measure as news writes them, each with its factor to days or to the SI unit."""

import re
from dataclasses import dataclass

from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.values import Dimension

MONTH, YEAR = 365.25 / 12, 365.25


@dataclass(frozen=True)
class Unit:
    """A stated value times `factor` plus `offset` is the value in the unit `name`."""

    dimension: Dimension
    name: str
    factor: float = 1.0
    offset: float = 0.0


def _days(factor: float) -> Unit:
    return Unit(Dimension.DURATION, "day", factor)


def _measure(name: str, factor: float = 1.0, offset: float = 0.0) -> Unit:
    return Unit(Dimension.MEASURE, name, factor, offset)


PERCENT = Unit(Dimension.PERCENTAGE, "percent")
PERCENTAGE_POINT = Unit(Dimension.PERCENTAGE, "percentage point")
BASIS_POINT = Unit(Dimension.PERCENTAGE, "percentage point", 0.01)

# Months and years are mean Gregorian ones.
TIMES = {
    "second": _days(1 / 86400),
    "minute": _days(1 / 1440),
    "hour": _days(1 / 24),
    "day": _days(1),
    "night": _days(1),
    "week": _days(7),
    "fortnight": _days(14),
    "month": _days(MONTH),
    "year": _days(YEAR),
    "decade": _days(10 * YEAR),
    "century": _days(100 * YEAR),
}
# Written out, in any case; a plain plural s is added. A bare "ton" is read as the metric one, which is 10% off for
# American short tons, and a bare "gallon" as the American one.
_NAMES = {
    **TIMES,
    "sec": TIMES["second"],
    "min": TIMES["minute"],
    "hr": TIMES["hour"],
    "yr": TIMES["year"],
    "percent": PERCENT,
    "per cent": PERCENT,
    "percentage point": PERCENTAGE_POINT,
    "percent point": PERCENTAGE_POINT,
    "basis point": BASIS_POINT,
    **{form: _measure("m") for form in ("meter", "metre")},
    **{form: _measure("m", 1e3) for form in ("kilometer", "kilometre")},
    **{form: _measure("m", 0.01) for form in ("centimeter", "centimetre")},
    **{form: _measure("m", 0.001) for form in ("millimeter", "millimetre")},
    "mile": _measure("m", 1609.344),
    "nautical mile": _measure("m", 1852.0),
    "yard": _measure("m", 0.9144),
    **{form: _measure("m", 0.3048) for form in ("foot", "feet")},
    **{form: _measure("m", 0.0254) for form in ("inch", "inches")},
    **{form: _measure("kg") for form in ("kilogram", "kilogramme", "kilo")},
    **{form: _measure("kg", 0.001) for form in ("gram", "gramme")},
    **{form: _measure("kg", 1e-6) for form in ("milligram", "milligramme")},
    **{form: _measure("kg", 1e3) for form in ("ton", "tonne", "metric ton", "metric tonne")},
    "short ton": _measure("kg", 907.18474),
    "kiloton": _measure("kg", 1e6),
    "pound": _measure("kg", 0.45359237),
    "ounce": _measure("kg", 0.028349523125),
    "hectare": _measure("m2", 1e4),
    "acre": _measure("m2", 4046.8564224),
    **{form: _measure("m2") for form in ("square meter", "square metre", "sq meter", "sq metre")},
    **{form: _measure("m2", 1e6) for form in ("square kilometer", "square kilometre")},
    "square mile": _measure("m2", 2589988.110336),
    **{form: _measure("m2", 0.09290304) for form in ("square foot", "square feet", "sq foot", "sq feet")},
    **{form: _measure("m3", 0.001) for form in ("liter", "litre")},
    **{form: _measure("m3", 1e-6) for form in ("milliliter", "millilitre")},
    "gallon": _measure("m3", 0.003785411784),
    **{form: _measure("m3") for form in ("cubic meter", "cubic metre")},
    **{form: _measure("m3", 0.028316846592) for form in ("cubic foot", "cubic feet")},
    **{form: _measure("m/s", 0.44704) for form in ("mile per hour", "mile an hour")},
    **{form: _measure("m/s", 1 / 3.6) for form in ("kilometer per hour", "kilometre per hour")},
    **{form: _measure("m/s", 1 / 3.6) for form in ("kilometer an hour", "kilometre an hour")},
    **{form: _measure("m/s") for form in ("meter per second", "metre per second")},
    "knot": _measure("m/s", 1852 / 3600),
    **{form: _measure("°C") for form in ("degree celsius", "degree centigrade", "celsius")},
    **{form: _measure("°C", 5 / 9, -160 / 9) for form in ("degree fahrenheit", "fahrenheit")},
    "degree": _measure("degree"),
    "watt": _measure("W"),
    "kilowatt": _measure("W", 1e3),
    "megawatt": _measure("W", 1e6),
    "gigawatt": _measure("W", 1e9),
    "kilowatt hour": _measure("J", 3.6e6),
    "megawatt hour": _measure("J", 3.6e9),
    "gigawatt hour": _measure("J", 3.6e12),
    "terawatt hour": _measure("J", 3.6e15),
    "joule": _measure("J"),
    "calorie": _measure("J", 4184.0),
    **{form: _measure("W", 745.699872) for form in ("horsepower", "bhp")},
    "volt": _measure("V"),
    "decibel": _measure("dB"),
    "hertz": _measure("Hz"),
    "megabyte": _measure("B", 1e6),
    "gigabyte": _measure("B", 1e9),
    "terabyte": _measure("B", 1e12),
}
# Abbreviations, in their exact case.
_SIGNS = {
    "%": PERCENT,
    "pct": PERCENT,
    "pc": PERCENT,
    "pp": PERCENTAGE_POINT,
    "bps": BASIS_POINT,
    "m": _measure("m"),
    "km": _measure("m", 1e3),
    "cm": _measure("m", 0.01),
    "mm": _measure("m", 0.001),
    **{sign: _measure("m", 1e-6) for sign in ("µm", "μm")},
    "nm": _measure("m", 1e-9),
    "ft": _measure("m", 0.3048),
    "yd": _measure("m", 0.9144),
    "yds": _measure("m", 0.9144),
    **{sign: _measure("m", 0.0254) for sign in ("in", "in.", "″")},
    "kg": _measure("kg"),
    "g": _measure("kg", 0.001),
    "mg": _measure("kg", 1e-6),
    **{sign: _measure("kg", 0.45359237) for sign in ("lb", "lbs")},
    "oz": _measure("kg", 0.028349523125),
    "ha": _measure("m2", 1e4),
    **{sign: _measure("m2") for sign in ("m2", "m²", "sq m", "sqm", "sq. m")},
    **{sign: _measure("m2", 1e6) for sign in ("km2", "km²", "sq km", "sq. km")},
    **{sign: _measure("m2", 0.09290304) for sign in ("sq ft", "sq. ft")},
    "sq mi": _measure("m2", 2589988.110336),
    "L": _measure("m3", 0.001),
    "ml": _measure("m3", 1e-6),
    **{sign: _measure("m3") for sign in ("m3", "m³")},
    **{sign: _measure("m/s", 0.44704) for sign in ("mph", "m.p.h.")},
    **{sign: _measure("m/s", 1 / 3.6) for sign in ("km/h", "kmh", "kph", "km/hr")},
    "m/s": _measure("m/s"),
    **{sign: _measure("°C") for sign in ("°C", "º C", "ºC", "C")},
    **{sign: _measure("°C", 5 / 9, -160 / 9) for sign in ("°F", "ºF", "F")},
    "W": _measure("W"),
    "kW": _measure("W", 1e3),
    "MW": _measure("W", 1e6),
    "GW": _measure("W", 1e9),
    "kWh": _measure("J", 3.6e6),
    "MWh": _measure("J", 3.6e9),
    "GWh": _measure("J", 3.6e12),
    "TWh": _measure("J", 3.6e15),
    **{sign: _measure("W", 745.699872) for sign in ("hp", "HP")},
    "kcal": _measure("J", 4184.0),
    "V": _measure("V"),
    "mAh": _measure("C", 3.6),
    "dB": _measure("dB"),
    **{sign: _measure("Hz") for sign in ("Hz", "HZ")},
    "kHz": _measure("Hz", 1e3),
    "MHz": _measure("Hz", 1e6),
    **{sign: _measure("Hz", 1e9) for sign in ("GHz", "Ghz")},
    "rpm": _measure("Hz", 1 / 60),
    "KB": _measure("B", 1e3),
    "MB": _measure("B", 1e6),
    "GB": _measure("B", 1e9),
    "TB": _measure("B", 1e12),
    "Mbps": _measure("bit/s", 1e6),
    "Gbps": _measure("bit/s", 1e9),
    "ppm": _measure("ppm"),
    "ppb": _measure("ppm", 0.001),
}
_UNSPACED = {"V", "L", "in", "in.", "pc"}  # read as units only right behind the digits


def _forms(name: str) -> tuple[str, ...]:
    """The name and its plurals ("miles per hour", "degrees celsius", "kilowatt hours", "centuries")."""
    head, space, rest = name.partition(" ")
    if head == "degree" or rest.startswith(("per ", "an ")):
        return name, f"{head}s{space}{rest}"
    return name, f"{name}s", name.removesuffix("y") + "ies"


_FORMS = {form: unit for name, unit in _NAMES.items() for form in _forms(name)}
_PIECE = r"[^\W\d_]+\.?"
_BEHIND = re.compile(rf"(?:{SPACE}|-)?(?:({_PIECE})(?:(?:{SPACE}|-)({_PIECE}))?(?:(?:{SPACE}|-)({_PIECE}))?)")
_SIGN = re.compile(
    rf"(?P<gap>{SPACE}|-)?(?P<sign>{'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))})(?![\w/²³])"
)


@dataclass(frozen=True)
class UnitMatch:
    unit: Unit
    end: int


def unit_after(text: str, end: int) -> UnitMatch | None:
    """The unit written right behind a number, with one space or hyphen between at most; the longest name wins."""
    if match := _BEHIND.match(text, end):
        pieces = [lowered(piece) for piece in match.groups() if piece]
        for count in range(len(pieces), 0, -1):
            name = " ".join(pieces[:count])
            for form, stop in ((name, 0), (name.rstrip("."), int(name.endswith(".")))):
                if form in _FORMS:
                    return UnitMatch(_FORMS[form], match.end(count) - stop)
    match = _SIGN.match(text, end)
    if match is None or (match.group("gap") and match.group("sign") in _UNSPACED):
        return None
    return UnitMatch(_SIGNS[match.group("sign")], match.end())


def unit_named(lemma: str) -> Unit | None:
    """The unit a noun's lemma names, for units that stand apart from their number ("two bloody weeks")."""
    return _NAMES.get(lowered(lemma))
