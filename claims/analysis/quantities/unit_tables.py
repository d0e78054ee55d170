"""Units of time and of measure as news writes them, each with its factor to days or to the SI unit."""

from dataclasses import dataclass

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
SHARE = Unit(Dimension.PERCENTAGE, "percent", 100.0)  # of a fraction: "a third" is 33.3 percent
PERCENTAGE_POINT = Unit(Dimension.PERCENTAGE, "percentage point")
YEAR_OF_AGE = Unit(Dimension.AGE, "year")
TIMES_AS_MUCH = Unit(Dimension.RATIO, "times")
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
NAMES = {
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
    **{form: _measure("m", 0.0254) for form in ("caliber", "calibre")},
    "megaton": _measure("kg", 1e9),
    **{form: _measure("m", 9.4607304725808e15) for form in ("light year", "lightyear")},
    **{form: _measure("m", 1e-6) for form in ("micron", "micrometer", "micrometre")},
    **{form: _measure("m", 1e-9) for form in ("nanometer", "nanometre")},
    "fathom": _measure("m", 1.8288),
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
    "ampere": _measure("A"),
    "newton": _measure("N"),
    "pascal": _measure("Pa"),
    "hectopascal": _measure("Pa", 100.0),
    "kilopascal": _measure("Pa", 1e3),
    "millibar": _measure("Pa", 100.0),
    "kilojoule": _measure("J", 1e3),
    "megajoule": _measure("J", 1e6),
    "kilocalorie": _measure("J", 4184.0),
    "terawatt": _measure("W", 1e12),
    "kilovolt": _measure("V", 1e3),
    "megahertz": _measure("Hz", 1e6),
    "gigahertz": _measure("Hz", 1e9),
    "byte": _measure("B"),
    "kilobyte": _measure("B", 1e3),
    "petabyte": _measure("B", 1e15),
    "megabit per second": _measure("bit/s", 1e6),
    "gigabit per second": _measure("bit/s", 1e9),
    "sievert": _measure("Sv"),
    "millisievert": _measure("Sv", 1e-3),
    "microsievert": _measure("Sv", 1e-6),
    "decibel": _measure("dB"),
    "hertz": _measure("Hz"),
    "megabyte": _measure("B", 1e6),
    "gigabyte": _measure("B", 1e9),
    "terabyte": _measure("B", 1e12),
}
# Abbreviations, in their exact case.
SIGNS = {
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
    "kJ": _measure("J", 1e3),
    "kV": _measure("V", 1e3),
    "kN": _measure("N", 1e3),
    "hPa": _measure("Pa", 100.0),
    "kPa": _measure("Pa", 1e3),
    "MPa": _measure("Pa", 1e6),
    "mb": _measure("Pa", 100.0),
    "psi": _measure("Pa", 6894.757293168),
    "mSv": _measure("Sv", 1e-3),
    "TW": _measure("W", 1e12),
    "PB": _measure("B", 1e15),
    "kB": _measure("B", 1e3),
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
UNSPACED = frozenset(("V", "L", "in", "in.", "pc"))  # read as units only right behind the digits
