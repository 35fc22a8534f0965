"""The names of everything a text can be read for, in the order the model knows them."""

EMOTIONS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
    "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy",
    "love", "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
)  # fmt: skip
"""The 28 labels of GoEmotions (Demszky et al., 2020)."""

GROUPS: dict[str, tuple[str, ...]] = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": (
        "joy", "amusement", "approval", "excitement", "gratitude", "love", "optimism", "relief", "pride",
        "admiration", "desire", "caring",
    ),
    "sadness": ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    "surprise": ("surprise", "realization", "confusion", "curiosity"),
    "neutral": ("neutral",),
}  # fmt: skip
"""Ekman's six and neutral, as GoEmotions groups its labels."""

HELPING = (
    "reflect", "name_feeling", "validate", "feel_with", "explore", "ask_need", "own", "i_statement", "request",
    "appreciate", "repair", "pause", "limit",
)  # fmt: skip
HURTING = (
    "fix", "minimise", "mind_read", "defend", "redirect", "pity", "non_apology", "criticise", "contempt",
    "stonewall", "demand", "threat", "control",
)  # fmt: skip
MOVES = HELPING + HURTING

SIGNALS = (
    "CHILD_ABUSE", "COERCIVE_CONTROL", "FORCED_DISCLOSURE", "IPV_PHYSICAL", "IPV_SEXUAL", "IPV_STRANGULATION",
    "MINOR_USER", "PERP_DISCLOSURE", "SELF_HARM", "SI_ACTIVE", "SI_PASSIVE", "STALKING_TECH", "SUICIDE_LEVERAGE",
    "THREAT_KILL", "WEAPON",
)  # fmt: skip
"""What `safety` looks for; each one is a pattern in words, never a finding about a person."""

SEVERITIES = ("elevated", "high", "imminent")
"""The model answers "at least this urgent?" for each."""
