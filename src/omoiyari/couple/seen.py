"""What a partner may ever see of the other: one short list. All else is byte-identical whatever the other did."""

from collections.abc import Set

from omoiyari.couple.model import Audience

#: The kinds of record that may be sealed for both. A kind that is not here can only be kept for oneself.
SHARED_KINDS: Set[str] = frozenset(
    {
        "round",  # a round waits for you
        "answer",  # an answer is in after yours is
        "entry",  # an entry or appreciation was shared
        "reply",  # an answer to a shared entry
        "read",  # "I read this, and I'm with you"
        "passage",  # one turn of an entry written together
        "presence",  # both joined a live exercise
        "capacity",  # a shared capacity
        "need",  # a shared need
        "felt",  # a shared "felt understood"
        "name",  # the name each goes by
        "meanings",  # "what my silence means", when shared
        "correction",  # "what I'd add", after a reveal
        "promise",  # mine to write
        "question",  # a question that one added for both
        "topic",  # a topic for questions, once both have said yes to it
        "kept",  # the receiver's to confirm
        "ask",  # the partner version of a question
        "run",  # an exercise both do together
        "run_event",  # joined, passed the turn, rang, stopped: inside an exercise both do together
        "run_answer",  # an answer in it, open to the other once theirs is in
        "exercise",  # an exercise that one made for both
        "run_photo",  # the picture that both look at in it
        "gone",  # the mark that something shared was deleted
    }
)


def may_be_shared(kind: str, audience: Audience) -> bool:
    """True where a record of this kind may be sealed for this audience."""
    return not audience.is_shared or kind in SHARED_KINDS
