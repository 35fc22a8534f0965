"""Chat exports and heart-rate files become records."""
