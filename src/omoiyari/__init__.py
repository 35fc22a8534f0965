"""Omoiyari: an empathy coach for couples that two people host for themselves."""

__version__ = "0.1.0"
