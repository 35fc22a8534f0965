"""The nouns of the library, one file for each kind of content.

Each is the shape of its TOML table; the words beside a type are for authors.
"""

ID = "Write a short name in small letters with hyphens, such as id = 'two-minute-shares'."
