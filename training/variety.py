"""Says the same thing as somebody else: swaps of names, genders and spellings, and slips, that change no label."""

import random
import re

_NAMES = """
Aiko Ben Chidi Dana Mary Jamal Wei Priya Fatima Olu Sven Ana Kofi Yuki Liam Aisha Diego Chloe Ravi Zanele Tom Ngozi
Ivan Leila Mateo Grace Hassan Emma Tariq Siobhan Jose Mei Kwame Ingrid Ahmed Rosa Pat Sam Alex Jordan
"""
NAMES = _NAMES.split()
RELIGIONS = ["christian", "muslim", "jewish", "hindu", "buddhist", "catholic", "sikh"]
_PAIRS = """
he she; him her; himself herself; husband wife; boyfriend girlfriend; man woman; men women; boy girl; dad mum;
father mother; brother sister; son daughter; guy girl; grandpa grandma; uncle aunt; bro sis; king queen; he's she's
"""
_SWAP = {a: b for pair in _PAIRS.split(";") for a, b in (pair.split(), pair.split()[::-1])}
_SWAP |= {"her": "him", "his": "her", "hers": "his", "mom": "dad"}
_PARTNERS = {"husband", "wife", "boyfriend", "girlfriend"}
_SPELT = """
you u; are r; your ur; because cos; though tho; please pls; isn't isnt; don't dont; can't cant; i'm im; it's its;
that's thats; you're youre; really rly; with wi; nothing nowt; something summat; the da; them dem; that dat;
about aboot; colour color; mum mam; thing ting; what whit; going goin; to tae; of ae; my ma; didn't didnt; won't wont
"""
_DIALECT = dict(pair.split() for pair in _SPELT.split(";"))
_WORD = re.compile(r"[A-Za-z']+")


def filled(text: str, chance: random.Random) -> str:
    """GoEmotions hides names and religions behind marks; put ordinary ones back."""
    text = re.sub(r"\[NAME\]", lambda _: chance.choice(NAMES), text)
    return re.sub(r"\[RELIGION\]", lambda _: chance.choice(RELIGIONS), text)


def varied(text: str, chance: random.Random) -> str:
    """Now and then another gender, another spelling, or slips of the thumb."""
    if chance.random() < 0.35:
        text = _WORD.sub(lambda word: _swapped(word.group(), chance), text)
    if chance.random() < 0.15:
        rate = chance.uniform(0.3, 1.0)
        text = _WORD.sub(lambda word: _respelt(word.group(), chance, rate), text)
    if chance.random() < 0.12:
        text = _WORD.sub(lambda word: _slipped(word.group(), chance), text)
    return text


def _swapped(word: str, chance: random.Random) -> str:
    low = word.lower()
    if low in _PARTNERS and chance.random() < 0.4:
        return "partner"
    return _SWAP.get(low, word)


def _respelt(word: str, chance: random.Random, rate: float) -> str:
    return _DIALECT.get(word.lower(), word) if chance.random() < rate else word


def _slipped(word: str, chance: random.Random) -> str:
    """One word in seven, of four letters or more, with two letters swapped, one left out or one twice."""
    if len(word) < 4 or chance.random() > 0.15:
        return word
    at = chance.randrange(1, len(word) - 1)
    before, one, other, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    return before + chance.choice((other + one, other, one + one + other)) + after
