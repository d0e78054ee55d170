"""A copy of everything, made from the changes alone, as the documentation says that one is made."""


class Mirror:
    """`get` gives the page at an address, as a dict."""

    def __init__(self, get, address="/api/v1/changes/", limit=500):
        self.get, self.address = get, f"{address}?limit={limit}"
        self.rows, self.numbers = {}, []

    def pull(self, pages=None):
        """What changed since, as "kind action", in order; of so many pages where others write faster than it reads."""
        told, more = [], True
        while more and (pages is None or pages > 0):
            pages = None if pages is None else pages - 1
            page = self.get(self.address)
            for change in page["results"]:
                self.numbers.append(change["number"])
                told.append(f"{change['kind']} {change['action']}")
                key = change["kind"], change["id"]
                if change["row"] is None:
                    self.rows.pop(key, None)
                else:
                    self.rows[key] = change["row"]
            self.address, more = page["next"], page["more"]
        return told


def everything(request):
    """Every row that the API can tell, by kind and id."""
    from claims.api import changes
    from claims.models import Change

    return changes.tell(
        (
            Change(kind=kind, thing=pk)
            for kind, (rows, _) in changes.TOLD.items()
            for pk in rows().values_list("pk", flat=True)
        ),
        request,
    )


def news(rows):
    """The rows without when an article was last seen, which is no news."""
    return {key: {name: value for name, value in row.items() if name != "seen_at"} for key, row in rows.items()}
