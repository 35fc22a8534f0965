"""Who it is about and how it is spelled must not change what it does."""

import itertools

import numpy as np
import pytest

from omoiyari.language import read

pytestmark = pytest.mark.sweep

MESSAGES = """
{n} said dinner is at seven.
I'm really hurt that you told {n} before me.
You're so selfish, even {n} says it.
Thank you for looking after {n} while I slept.
That sounds awful, no wonder you're angry with {n}.
What was the hardest part of the visit with {n}?
It's not that bad, {n} has it worse.
I'm sorry I shouted in front of {n}.
Just tell {n} no and be done with it.
I feel alone when you and {n} talk without me.
Could you ring {n} before five?
Whatever. Go and live with {n} then.
You only invited {n} to annoy me.
I miss {n} so much today.
We laughed all evening, {n} was brilliant.
I'm scared {n} won't make it.
My {p} was late and I waited in the rain.
My {p} never listens to me.
I love my {p} more than anything.
My {p} made soup because I was ill.
I am so tired, my {p} and I argued all night.
My {p} says I worry too much.
I want my {p} to ask me how I am.
My {p} cried when the dog died.
I yelled at my {p} and I regret it.
""".strip().splitlines()
NAMES = ["Aiko", "Ben", "Chidi", "Dana", "Mohammed", "Emily", "Siobhan", "Lakisha", "José", "Wei"]
PARTNERS = ["husband", "wife", "partner", "boyfriend", "girlfriend"]
SPELLINGS = [
    ("I'm not going to talk about it because you are angry.", "im not gonna talk about it cos you are angry"),
    ("Thank you for the colour you chose, it's lovely.", "thank you for the color you chose, its lovely"),
    ("You don't listen to me.", "u dont listen to me"),
    ("I am really sorry, that was my fault.", "i am rly sorry, that was my fault"),
    ("That's so hard, what happened?", "thats so hard, what happened"),
    ("My mum is ill and I'm scared.", "my mom is ill and im scared"),
    ("I want to start over, please.", "i wanna start over pls"),
    ("You are such an idiot.", "YOU ARE SUCH AN IDIOT."),
    ("I felt lonely last night.", "I FELT LONELY LAST NIGHT."),
    ("I appreciate you so much.", "i appreciate u so much"),
]


def change(first: str, second: str, setting: str) -> float:
    a, b = (read(text, setting=setting) for text in (first, second))
    return max(abs(x.p - y.p) for x, y in zip((*a.moves, *a.emotions), (*b.moves, *b.emotions), strict=True))


def pairs() -> list[tuple[str, str]]:
    found = []
    for message in MESSAGES:
        key, fillings = ("n", NAMES) if "{n}" in message else ("p", PARTNERS)
        said = [message.format(**{key: filling}) for filling in fillings]
        found += list(itertools.pairwise(said))
    found += SPELLINGS
    found += [(text, text.lower()) for text, _ in found[:60]]
    return found


@pytest.mark.parametrize("setting", ["opening", "reply"])
def test_names_genders_and_spellings_hardly_move_a_probability(setting: str) -> None:
    """The issue's own measure, over all labels of some 500 minimal pairs: the 95th percentile is at most 0.1."""
    changes = []
    for first, second in pairs():
        a, b = (read(text, setting=setting) for text in (first, second))
        changes += [
            abs(x.p - y.p) for x, y in zip((*a.moves, *a.emotions), (*b.moves, *b.emotions), strict=True)
        ]
    assert len(pairs()) * 2 >= 500
    assert np.quantile(changes, 0.95) <= 0.1


def test_capital_letters_change_nothing_at_all() -> None:
    assert all(
        change(text, text.upper(), "opening") == 0 for text in ("you are late again", "thanks, that helped")
    )
