"""Says the same thing about somebody else: swaps of names, genders and spellings that must change no label."""

import random
import re

NAMES = [
    "Aiko",
    "Ben",
    "Chidi",
    "Dana",
    "Mary",
    "Jamal",
    "Wei",
    "Priya",
    "Fatima",
    "Olu",
    "Sven",
    "Ana",
    "Kofi",
    "Yuki",
    "Liam",
    "Aisha",
    "Diego",
    "Chloe",
    "Ravi",
    "Zanele",
    "Tom",
    "Ngozi",
    "Ivan",
    "Leila",
    "Mateo",
    "Grace",
    "Hassan",
    "Emma",
    "Tariq",
    "Siobhan",
    "Jose",
    "Mei",
    "Kwame",
    "Ingrid",
    "Ahmed",
    "Rosa",
    "Pat",
    "Sam",
    "Alex",
    "Jordan",
]
RELIGIONS = ["christian", "muslim", "jewish", "hindu", "buddhist", "catholic", "sikh"]
_PAIRS = """he she;him her;his her;himself herself;husband wife;boyfriend girlfriend;man woman;men women;boy girl;
dad mum;father mother;brother sister;son daughter;guy girl;grandpa grandma;uncle aunt;bro sis;dude girl;king queen"""
_SWAP = {a: b for pair in re.split(r";\s*", _PAIRS) for a, b in (pair.split(), pair.split()[::-1])}
_SWAP |= {"her": "him", "hers": "his", "mom": "dad", "she's": "he's", "he's": "she's"}
_PARTNERS = {"husband", "wife", "boyfriend", "girlfriend"}
_WORD = re.compile(r"[A-Za-z']+")
_DIALECT = {
    "you": "u", "are": "r", "your": "ur", "because": "cos", "going to": "gonna", "want to": "wanna", "though": "tho",
    "please": "pls", "isn't": "isnt", "don't": "dont", "can't": "cant", "i'm": "im", "it's": "its", "that's": "thats",
    "you're": "youre", "really": "rly", "with": "wi", "nothing": "nowt", "something": "summat", "my": "me",
    "the": "da", "them": "dem", "that": "dat", "about": "aboot", "not": "no", "colour": "color", "mum": "mam", "thing": "ting",
}  # fmt: skip


def filled(text: str, chance: random.Random) -> str:
    """GoEmotions hides names and religions behind marks; put ordinary ones back."""
    text = re.sub(r"\[NAME\]", lambda _: chance.choice(NAMES), text)
    return re.sub(r"\[RELIGION\]", lambda _: chance.choice(RELIGIONS), text)


def varied(text: str, chance: random.Random) -> str:
    """Now and then another gender, or another spelling."""
    if chance.random() < 0.35:
        text = _WORD.sub(lambda word: _swapped(word.group(), chance), text)
    if chance.random() < 0.15:
        rate = chance.uniform(0.3, 1.0)
        text = _WORD.sub(
            lambda w: _DIALECT.get(w.group().lower(), w.group()) if chance.random() < rate else w.group(),
            text,
        )
    return text


def _swapped(word: str, chance: random.Random) -> str:
    low = word.lower()
    if low in _PARTNERS and chance.random() < 0.4:
        return "partner"
    return _SWAP.get(low, word)
