"""Neutral words sent outside: mail and a calendar feed."""
