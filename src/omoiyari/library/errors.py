"""What can go wrong with content; each docstring is the sentence that the person reads."""

from dataclasses import dataclass

from omoiyari.words import N_


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend in a content file: where it is, what is wrong, what to write instead."""

    file: str
    line: int
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.wrong}. {self.write}"


class LibraryError(Exception):
    """Something in the library could not be read."""

    sentence = N_("Something in the library could not be read.")


class BrokenContent(LibraryError):
    """Some content files need mending before they can be used."""

    sentence = N_("Some content files need mending before they can be used.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        self.sentence = "\n".join([type(self).sentence, *map(str, problems)])
        super().__init__(self.sentence)


class NothingByThatName(LibraryError):
    """The library holds nothing by that name."""

    sentence = N_("The library holds nothing by that name.")
