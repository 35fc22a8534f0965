"""The cards for coming back."""

from dataclasses import dataclass
from typing import Annotated

from omoiyari.library.model import ID


@dataclass(frozen=True, slots=True)
class Start:
    """A card for coming back after some days away. `after_days` is the fewest days away that it fits; one `for_two`
    speaks of a partner, and is not shown to somebody on their own."""

    id: Annotated[str, ID]
    after_days: Annotated[int, "Write the fewest days away that it fits."]
    text: Annotated[str, "Write one or two sentences of welcome, with no blame in them."]
    first_step: Annotated[str, "Write one thing that takes under a minute."]
    for_two: Annotated[bool, "Write true only if it speaks of a partner."] = False
