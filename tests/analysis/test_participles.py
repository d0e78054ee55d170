"""Past participles by lemma."""

import pytest

from claims.analysis.stating.participles import participle


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("kill", "killed"),
        ("injure", "injured"),
        ("carry", "carried"),
        ("destroy", "destroyed"),
        ("stop", "stopped"),
        ("lose", "lost"),
        ("take", "taken"),
        ("open", "opened"),
    ],
)
def test_participle(lemma, expected):
    assert participle(lemma) == expected
