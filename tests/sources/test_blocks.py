"""What of a page's markup becomes text, character for character."""

import pytest
from lxml import html

from sources.blocks import blocks, joined


def text_of(markup):
    return joined(blocks(html.document_fromstring(f"<body>{markup}</body>")))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>He paid <b>$1</b>.5&nbsp;million (<i>5</i>%).</p>", "He paid $1.5 million (5%)."),
        ("<p>“We <a href=x>will</a> not,”\n   she\tsaid.</p>", "“We will not,” she said."),
        ("<div>One<br>line<br><br>Another</div>", "One\nline\n\nAnother"),
        ("<div>Before<p>Within</p>after</div>", "Before\n\nWithin\n\nafter"),
        ("<ul><li>One<li>Two</ul><p>Then", "One\nTwo\n\nThen"),
        ("<table><tr><td>Dead<td>44<tr><td>Hurt<td>1,200</table>", "Dead\t44\nHurt\t1,200"),
        ("<p>10<sup>6</sup> and 5 m<sup>2</sup>, the 1<sup>st</sup></p>", "10⁶ and 5 m², the 1st"),
        ("<p>2,000<sup><a href='#note-1'>1</a></sup> people</p>", "2,000 people"),
        ("<p><q>No</q>, she said</p>", "“No”, she said"),
        ("<p>In <del>1919</del><ins>1920</ins></p>", "In 1920"),
        ("<p>co\u00adoper\u200bation</p>", "cooperation"),
        ("<p>Seen<!-- not --> <span hidden>not</span><span style='display:none'>not</span>this</p>", "Seen this"),
        ("<p>More<span class='sr-only'> opens a window</span></p>", "More"),
        ("<noscript><p>Enable it</p></noscript><p>Text</p><script>x</script>tail", "Text\n\ntail"),
    ],
)
def test_text_is_what_a_browser_shows(markup, text):
    assert text_of(markup) == text


def test_blocks_know_how_much_of_them_is_links():
    (block,) = blocks(html.document_fromstring("<body><p>See <a href=x>this one</a></p></body>"))
    assert (block.text, block.linked, block.tag) == ("See this one", 8, "p")
