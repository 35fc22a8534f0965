"""How near two texts are in meaning, for paraphrase drills."""

import numpy as np

from omoiyari.language.encoder import network


def similarity(a: str, b: str) -> float:
    """Cosine of two meanings in -1..1; about 0.1 for unrelated sentences and above 0.6 for a good paraphrase.

    A text without words has no meaning, and is 0 away from everything.
    """
    first, second = _meaning(a), _meaning(b)
    if first is None or second is None:
        return 0.0
    return float(np.clip(first @ second, -1, 1))


def _meaning(text: str) -> np.ndarray | None:
    views = network().views(text, "opening", "", ())
    if not views:
        return None
    total = np.sum([view.meaning for view in views], axis=0)
    length = float(np.linalg.norm(total))
    return np.asarray(total / length) if length else None
