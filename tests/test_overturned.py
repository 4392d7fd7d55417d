"""What the notebooks once said and a measurement overturned: they say it no longer.

The measurements themselves are in `test_claims*.py`.
"""

from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
OVERTURNED = {
    "05_two_player_game": (
        "the minimax loss does not push where G starts",
        "as it often is at the beginning",
        "white is one half. Black points are real",
    ),
    "06_training": (
        'print("D is ahead to the end',
        "stays ahead",
        "`BOOK` is the book's own",
        "the book's own recipe",
        "the book is wrong",
        "the whispering start delays the digits",
        "G fools this D, not the one that learns in D's turn",
    ),
    "07_evaluation": (
        "A distance below that of real digits should make you suspicious",
        "only a distance that is *too* small makes you suspicious",
        "The test finds exact copies only",
        "are they exact copies? Misses copies",
    ),
    "08_better_and_faster": (
        "Two rungs do nearly all of it",
        "so three runs do not prove it",
        "do most in half a minute",
        "by the strictest measure",
        "Do not trust one judge",
        "gets what this judge likes",
    ),
    "09_exploring_the_latent_space": (
        "would have nothing to draw there",
        "they are not more obedient",
        "What works in one network need not work in another",
        "Being sure is not the same as being right",
        "the judge stays sure although the digit does not exist",
    ),
    "10_when_training_fails": (
        "D cannot tell, since the fakes are good",
        "the grey band",
        "learning rates of the same size",
        "G gets one noise, whatever noise",
        "on which side of one half",
    ),
    "11_your_own_data": (
        "in sixteen fonts",
        "Does D look too strong",
    ),
    "12_scaling_up": (
        "with k = 4 that is the rate × 2 above",
        "So the larger rate helps, and still",
        "shall not depend",
    ),
}


@pytest.mark.parametrize("name", OVERTURNED)
def test_text_no_longer_says_what_was_overturned(name):
    cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
    printed = [
        output.get("text", "") for cell in cells for output in cell.get("outputs", [])
    ]
    text = "\n".join([*(cell.source for cell in cells), *printed])
    assert [claim for claim in OVERTURNED[name] if claim in text] == []
