"""Finds the sentences of a message, as people type them: with or without full stops, on lines, around emoji."""

import re

_END = re.compile(
    r"""(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\b[Dd]r)(?<!\b[Mm]r)(?<!\b[Mm]rs)(?<!\b[Ss]t)(?<!\bvs)(?<!\ba\.m)(?<!\bp\.m)
        [.!?…]+["'”’)\]]*(?=\s|$) | [。！？]+ | \s*\n\s*""",
    re.VERBOSE,
)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans, in order, without the white space around them; none for a text without any mark."""
    spans = []
    start = 0
    for mark in _END.finditer(text):
        spans.append(_trimmed(text, start, mark.end()))
        start = mark.end()
    spans.append(_trimmed(text, start, len(text)))
    return tuple(span for span in spans if span[0] < span[1])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
