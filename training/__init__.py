"""Builds the model that `omoiyari.language` ships, from the corpora, seeded."""
