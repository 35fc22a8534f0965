"""Content as data: exercises, prompts, feelings, lessons, evidence, helplines. Adding one is adding a file.

Each part is read from its TOML files on first use and checked as it is read:

    feelings().nearest(0.4, -0.5)          the words near a tap on the grid
    exercises()["emotion-swap"].steps      one exercise
    helplines_for(helplines(), "IE")       the lines of a country
"""

from omoiyari.library.choose import asks_for, helplines_for, reasons_against, starts_after
from omoiyari.library.errors import BrokenContent, LibraryError, NothingByThatName, Problem
from omoiyari.library.load import (
    Library,
    asks,
    claims,
    contraindications,
    disclosures,
    exercise,
    exercises,
    feelings,
    help_pages,
    helplines,
    interactions,
    lessons,
    library,
    myths,
    prompts,
    questions,
    read_library,
    starts,
    talks,
)
from omoiyari.library.model.asks import Ask, Missed
from omoiyari.library.model.disclosures import Disclosure
from omoiyari.library.model.evidence import Claim, Evidence, Grade, Myth, Source, Verdict
from omoiyari.library.model.exercises import (
    Act,
    Better,
    Contraindication,
    Exercise,
    Interaction,
    Kept,
    Step,
    Turn,
)
from omoiyari.library.model.feelings import Family, Feeling, Wheel
from omoiyari.library.model.help import Help, HelpKind, Helpline, HelpPage
from omoiyari.library.model.lessons import Lesson
from omoiyari.library.model.occasion import Capacity, Mode, Mood, People, Place
from omoiyari.library.model.prompts import Prompt, Setting, Topic
from omoiyari.library.model.starts import Start
from omoiyari.library.model.talks import Hope, Manner, Talks, ToughTopic

__all__ = [
    "Act",
    "Ask",
    "Better",
    "BrokenContent",
    "Capacity",
    "Claim",
    "Contraindication",
    "Disclosure",
    "Evidence",
    "Exercise",
    "Family",
    "Feeling",
    "Grade",
    "Help",
    "HelpKind",
    "HelpPage",
    "Helpline",
    "Hope",
    "Interaction",
    "Kept",
    "Lesson",
    "Library",
    "LibraryError",
    "Manner",
    "Missed",
    "Mode",
    "Mood",
    "Myth",
    "NothingByThatName",
    "People",
    "Place",
    "Problem",
    "Prompt",
    "Setting",
    "Source",
    "Start",
    "Step",
    "Talks",
    "Topic",
    "ToughTopic",
    "Turn",
    "Verdict",
    "Wheel",
    "asks",
    "asks_for",
    "claims",
    "contraindications",
    "disclosures",
    "exercise",
    "exercises",
    "feelings",
    "help_pages",
    "helplines",
    "helplines_for",
    "interactions",
    "lessons",
    "library",
    "myths",
    "prompts",
    "questions",
    "read_library",
    "reasons_against",
    "starts",
    "starts_after",
    "talks",
]
