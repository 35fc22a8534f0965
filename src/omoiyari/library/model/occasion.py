"""What exercises and questions are chosen by: how many there are, where they are, and how they are."""

from enum import StrEnum


class People(StrEnum):
    """Who is needed."""

    ALONE = "alone"
    TWO = "two"


class Place(StrEnum):
    """Where the two need to be."""

    SAME_ROOM = "same_room"
    APART = "apart"
    ANYWHERE = "anywhere"

    def suits(self, where: "Place") -> bool:
        """Whether what needs this place can be done by two who are `where`; ANYWHERE says nothing of them."""
        return Place.ANYWHERE in (self, where) or self is where


class Mode(StrEnum):
    """At the same time, each in their own time, or either."""

    LIVE = "live"
    ASYNC = "async"
    BOTH = "both"


class Capacity(StrEnum):
    """How much strength it asks for."""

    LOW = "low"
    SOME = "some"
    FULL = "full"


class Mood(StrEnum):
    """The weather it suits."""

    ANY = "any"
    TIRED = "tired"
    TENSE = "tense"
    LOW = "low"
    FLAT = "flat"
    GLAD = "glad"
