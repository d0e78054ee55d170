"""URLs as identities: what is part of an article's address and what is not."""

import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

# Only parameters that are known to track: a wrongly dropped one would merge two articles into one.
TRACKING = re.compile(
    r"(?:utm|mtm|pk|hsa|oly|vero)_\w+|itm_(?:source|medium|campaign|content|term)|at_(?:medium|campaign|custom\d)"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi"
    r"|ocid|cmpid|ito|ns_(?:mchannel|source|campaign|linkname|fee)|smid|srnd|xtor|wt\.mc_id|__twitter_impression",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
DAY_IN_PATH = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)([/-]?)(\d\d?)\2(\d\d?)(?=[/_.-]|$)")
NAMED_DAY_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d\d?)(?=/|$)", re.IGNORECASE
)


def canonical(url: str) -> str:
    """The URL as an identity: RFC 3986 normalisation, without fragment, credentials and tracking parameters.

    The rest of the query keeps its order and spelling. "#!" fragments are kept: single-page sites route by them.
    Raises ValueError where the URL is not an absolute http or https one.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is not an http or https URL")
    place = host(url)
    place = f"[{place}]" if ":" in place else place
    if parts.port is not None and parts.port != DEFAULT_PORTS[scheme]:
        place = f"{place}:{parts.port}"
    kept = [part for part in parts.query.split("&") if part and not TRACKING.fullmatch(part.split("=")[0])]
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, place, _path(parts.path), _encoded("&".join(kept)), _encoded(fragment)))


def host(url: str) -> str:
    """The host in lower case, in its ASCII form (IDNA) where it has one; "" where there is none."""
    name = (urlsplit(url.strip()).hostname or "").rstrip(".")
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def domain(url: str) -> str:
    """The host as a publisher's domain: without "www" and the names of mobile editions."""
    return re.sub(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)", "", host(url))


def day(url: str) -> str:
    """The ISO day that a dated path states (/2020/11/21/…), or ""."""
    path = urlsplit(url).path
    if named := NAMED_DAY_IN_PATH.search(path):
        months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
        return f"{named[1]}-{months.index(named[2].lower()) + 1:02}-{int(named[3]):02}"
    found = DAY_IN_PATH.search(path)
    if not found or (not found[2] and len(found[3] + found[4]) != 4):
        return ""
    return f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}"


def _path(path: str) -> str:
    if path.startswith("//"):
        return _encoded(path)
    return _encoded(urlsplit(urljoin("http://host/", path or "/")).path)


def _encoded(part: str) -> str:
    """Percent-encodes what a URL may not hold, decodes what it need not encode, in one spelling."""
    part = re.sub(r"%[0-9a-fA-F]{2}", lambda found: _unreserved(found[0]), part)
    return quote(part, safe="%/:?#[]@!$&'()*+,;=~")


def _unreserved(escape: str) -> str:
    character = unquote(escape, errors="ignore")
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else escape.upper()
