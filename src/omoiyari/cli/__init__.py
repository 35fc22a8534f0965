"""The door for terminals."""
