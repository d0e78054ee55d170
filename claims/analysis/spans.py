"""Where something stands in a text: half-open offsets in Unicode code points."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """`text[start:end]`; both ends count Unicode code points from the start of the version's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}:{self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end
