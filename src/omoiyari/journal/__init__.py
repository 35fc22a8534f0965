"""Entries, answers, the outbox and the pen: what two people write, as pure functions of the notebook."""
