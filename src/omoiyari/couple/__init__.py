"""People, the bond, audiences: the words every room speaks."""
