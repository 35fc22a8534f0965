"""What a browser is called in its owner's list."""

import re

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    (r"Firefox/", "Firefox"),
    (r"Edg/", "Edge"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Chrom(e|ium)/", "Chrome"),
    (r"Safari/", "Safari"),
)


def phone_label(user_agent: str) -> str:
    """A few words such as `iPhone, Safari`, from a User-Agent header; never the header itself."""
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "?")
    browser = next((name for sign, name in _BROWSERS if re.search(sign, user_agent)), "?")
    return f"{system}, {browser}"
