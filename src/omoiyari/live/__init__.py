"""Rooms for two: the event hub, presence and the shared clock."""

from omoiyari.live.hub import Event, Hub

__all__ = ["Event", "Hub"]
