"""Whose texts are learned from, by whose thresholds are set, and whose are only measured: the names of the files."""

MOVES_LEARNED = (
    *"abcefghijkmnopqrstuvwxyz", "aa", "ab", "ac", "ad", "ae", "af", "ag", "ah", "ai", "aj", "ak", "al", "aq", "ar",
    "as",
)  # fmt: skip
MOVES_KEPT = ("d", "l", "am", "an")
MOVES_UNHEARD = ("ao", "ap", "at", "au", "av", "aw")
DANGER_LEARNED = (
    "train", "two", "three", "four", "five", "seven", "eight", "ten", "eleven", "twelve", "thirteen", "fifteen",
    "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twentyone", "twentytwo", "twentythree", "twentyfour",
    "twentyfive", "twentyseven", "twentyeight", "twentynine", "thirty",
)  # fmt: skip
DANGER_KEPT = ("kept_apart", "six", "twentysix", "thirtytwo")
DANGER_UNHEARD = ("nine", "fourteen", "thirtyone", "thirtythree", "thirtyfour", "thirtyfive", "thirtysix")
ABROAD_LEARNED = (
    "tongues", "tongues_second", "tongues_more", "tongues_far", "tongues_near", "tongues_west", "tongues_east",
    "tongues_ten_west", "tongues_ten_east", "tongues_ten_plain",
)  # fmt: skip
ABROAD_UNHEARD = ("tongues_kept", "tongues_nine")
