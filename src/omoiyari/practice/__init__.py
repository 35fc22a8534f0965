"""An exercise in motion: turns, timers, rounds, reveal."""
