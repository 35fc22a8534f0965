"""Rooms for two: the event hub, presence and the shared clock."""
