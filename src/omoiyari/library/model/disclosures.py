"""What the invented people of the listening trainer say."""

from dataclasses import dataclass
from typing import Annotated

from omoiyari.library.model import ID
from omoiyari.library.model.prompts import Topic


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something an invented person says in the listening trainer, and one better answer among many.

    `shows` and `underneath` are feeling families; `feels` is the feeling underneath, a word of the wheel.
    """

    id: Annotated[str, ID]
    topic: Annotated[Topic, "Write what it is about."]
    who: Annotated[str, "Write who speaks: a name and a few words."]
    says: Annotated[str, "Write what the person says, as people talk."]
    shows: Annotated[str, "Write the family of the feeling on the surface."]
    underneath: Annotated[str, "Write the family of the feeling underneath."]
    feels: Annotated[str, "Write the feeling underneath, as a word of the wheel in that family."]
    better: Annotated[str, "Write one good answer, without a fix in it."]
