"""Every sentence of the library that a person may read, by kind."""

from collections.abc import Iterable

from omoiyari.library import Exercise, Library, Prompt


def texts(content: Library) -> dict[str, list[str]]:
    """All of them; words on cards that are single words are left out."""
    return {
        "prompts": _prompts(content.prompts),
        "questions": _prompts(content.questions),
        "exercises": [text for exercise in content.exercises.values() for text in _exercise(exercise)],
        "evidence": [exercise.evidence.sentence for exercise in content.exercises.values()],
        "interactions": [one.reveals for one in content.interactions.values()],
        "reasons": [reason.sentence for reason in content.contraindications.values()],
        "asks": [ask.text for ask in content.asks],
        "starts": [text for start in content.starts for text in (start.text, start.first_step)],
        "feelings": [feeling.gloss for feeling in content.wheel.feelings],
        "help": list(_help(content)),
        "talks": list(_talks(content)),
        "disclosures": [one.says for one in content.disclosures],
        "better": [one.better for one in content.disclosures],
        "lessons": list(_lessons(content)),
        "myths": [text for myth in content.myths for text in (myth.says, myth.nearer, myth.try_it)],
        "claims": [text for claim in content.claims for text in (claim.says, claim.found, claim.so_we)],
    }


def _prompts(prompts: Iterable[Prompt]) -> list[str]:
    return [prompt.text for prompt in prompts]


def _exercise(exercise: Exercise) -> Iterable[str]:
    yield from (exercise.title, exercise.promise, exercise.for_whom, exercise.essence, exercise.take_away)
    yield from (exercise.before, *exercise.after, exercise.evidence.changed or exercise.promise)
    yield from (reason.because for reason in exercise.not_when)
    for step in exercise.steps:
        yield step.text
        yield from filter(None, (step.meanwhile, *(prompt for prompt in step.prompts if " " in prompt)))


def _help(content: Library) -> Iterable[str]:
    help = content.help
    yield from (help.who_wrote_this, help.before_you_look, help.about_the_numbers)
    for page in help.pages:
        yield from (page.title, page.opening, page.closing)
    for step in (*help.phone, *(step for page in help.pages for step in page.steps)):
        yield from filter(None, (step.do, step.more))


def _talks(content: Library) -> Iterable[str]:
    told = content.talks
    yield from (told.evidence.sentence, told.view.question, told.view.guess, told.stop.rule, told.stop.back)
    for manner in (told.soft, told.plain):
        yield from (manner.lead, *manner.repairs)
    for hope in told.hopes:
        yield from (hope.soft, hope.plain, hope.question, hope.next_day)
    yield from (question for topic in told.topics for question in topic.questions)


def _lessons(content: Library) -> Iterable[str]:
    for lesson in content.lessons.values():
        yield from (lesson.title, lesson.promise, lesson.evidence.sentence)
        for card in lesson.cards:
            yield from filter(None, (card.title, card.text, card.question))
        for item in lesson.items:
            yield from (item.heard, item.answer, item.why)
