"""Reading what people write: emotions, moves, tension, safety signals."""
