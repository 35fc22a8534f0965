"""An exercise in motion: turns, timers, rounds, reveal."""

from omoiyari.practice.answer import Answer, AnswerError, Feeling, parse_answer, parse_feeling, parse_place
from omoiyari.practice.history import (
    Held,
    current,
    last_check_in,
    rounds,
    rounds_of_today,
    rounds_with,
    unmatched,
)
from omoiyari.practice.noticed import Noticed, noticed
from omoiyari.practice.reveal import Reveal, one_question, reveal
from omoiyari.practice.round import (
    Answered,
    Phase,
    Round,
    answer_id,
    closing_instant,
    day_of,
    next_local_four,
    phase,
    replay,
    round_id,
    step,
)

__all__ = [
    "Answer",
    "AnswerError",
    "Answered",
    "Feeling",
    "Held",
    "Noticed",
    "Phase",
    "Reveal",
    "Round",
    "answer_id",
    "closing_instant",
    "current",
    "day_of",
    "last_check_in",
    "next_local_four",
    "noticed",
    "one_question",
    "parse_answer",
    "parse_feeling",
    "parse_place",
    "phase",
    "replay",
    "reveal",
    "round_id",
    "rounds",
    "rounds_of_today",
    "rounds_with",
    "step",
    "unmatched",
]
