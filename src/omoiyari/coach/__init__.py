"""What to say or suggest next."""
