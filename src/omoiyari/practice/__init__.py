"""An exercise in motion: turns, timers, rounds, reveal."""

from omoiyari.practice.answer import Answer, AnswerError, Feeling, parse_answer, parse_feeling, parse_place
from omoiyari.practice.history import Held, current, last_check_in, latest_revealed, rounds, unmatched
from omoiyari.practice.noticed import Noticed, noticed
from omoiyari.practice.reveal import Reveal, one_question, reveal
from omoiyari.practice.round import (
    Answered,
    Phase,
    Round,
    answer_id,
    closing_instant,
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
    "last_check_in",
    "latest_revealed",
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
    "step",
    "unmatched",
]
