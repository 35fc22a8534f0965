"""Tables, accounts, sessions, and the sealed log."""
