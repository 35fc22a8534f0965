"""The trainer with a real face: the partner says first if it landed, and is always right."""

from omoiyari.practice.trainer import Landed
from omoiyari.web.hearing import Hearing, heard_in
from tests.web.practising import begin
from tests.web.visitors import Street, Visitor

HEARD = "What the app heard in your words"
KIND = "That sounds lonely. What was it like for you?"
HARSH = "You should just stop moaning about it."


async def says(one: Visitor, path: str, move: int, **fields: str) -> int:
    return (await one.post(path, {"what": "done", "move": str(move), **fields})).status_code


async def told_and_answered(linked: tuple[Visitor, Visitor], answer: str = KIND) -> str:
    """Aiko has told, Ben has answered; Aiko has not said yet if it landed."""
    aiko, ben = linked
    path = await begin("small-thing", aiko, ben)
    assert await says(aiko, path, 0, told="Nobody sat beside me at lunch.") == 303
    assert await says(ben, path, 1, answer=answer) == 303
    return path


async def test_nobody_hears_the_machine_before_the_partner_has_said_if_it_landed(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked)
    for one in linked:
        assert HEARD not in (await one.get(path)).text
    assert await says(aiko, path, 2, landed="yes") == 303
    assert HEARD in (await ben.get(path)).text


async def test_the_machine_speaks_of_an_answer_to_its_author_alone(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked, HARSH)
    await says(aiko, path, 2, landed="no", for_next_time="Ask me first.")
    assert HEARD not in (await aiko.get(path)).text
    page = (await ben.get(path)).text
    assert HEARD in page
    assert "Ask me first." in page


async def test_where_the_two_differ_one_sentence_says_who_is_right(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked, KIND)
    await says(aiko, path, 2, landed="no")
    assert "Aiko heard it otherwise, and Aiko is right" in (await ben.get(path)).text


async def test_where_they_agree_it_says_who_would_be_right(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked, KIND)
    await says(aiko, path, 2, landed="yes")
    page = (await ben.get(path)).text
    assert "If it ever differs from Aiko, Aiko is right." in page
    assert "heard it otherwise" not in page


async def test_the_word_is_given_with_one_tap_and_the_line_can_be_left_empty(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked)
    page = (await aiko.get(path)).text
    for value in ("yes", "partly", "no"):
        assert f'name="landed" value="{value}"' in page
    assert "<span>Done</span>" not in page
    assert await says(aiko, path, 2, landed="splendid") == 409
    assert await says(aiko, path, 2) == 409
    assert await says(ben, path, 2, landed="yes") == 409  # nobody rates their own answer
    assert await says(aiko, path, 2, landed="partly") == 303


async def test_then_the_roles_turn_and_each_hears_of_their_own_answer(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked)
    await says(aiko, path, 2, landed="yes")
    await says(ben, path, 3, told="The bus driver waited for me.")
    await says(aiko, path, 4, answer=HARSH)
    assert HEARD not in (await aiko.get(path)).text
    await says(ben, path, 5, landed="partly")
    for one, other in ((aiko, ben), (ben, aiko)):
        page = (await one.get(path)).text
        assert page.count(f'<p class="kicker">{HEARD}') == 1
        assert f"{other.name} is right" in page


async def test_before_one_screen_for_two_the_machine_says_nothing(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked)
    await says(aiko, path, 2, landed="yes")
    await ben.post("/sit")
    page = (await ben.get(path)).text
    assert KIND in page
    assert HEARD not in page


async def test_a_stranger_finds_nothing_of_it(street: Street, linked: tuple[Visitor, Visitor]) -> None:
    path = await told_and_answered(linked)
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.get(path)).status_code == 404
    assert await says(chidi, path, 2, landed="no") == 404


async def test_the_trainer_leads_there_once_there_is_a_partner(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    of = (await aiko.get("/practise/trainer")).text.split('name="of" value="')[1].split('"')[0]
    page = (await aiko.post("/practise/trainer", {"of": of, "text": KIND})).text
    assert "/practise/small-thing" in page
    assert "Practise with Ben" in page


async def test_an_answer_in_which_danger_is_heard_is_not_graded_but_met_with_help(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await told_and_answered(linked, "If you leave me I will kill myself tonight.")
    await says(aiko, path, 2, landed="no")
    page = (await ben.get(path)).text
    assert "matters more than wording" in page
    assert "heard it otherwise" not in page


def test_a_machine_that_cannot_tell_never_differs() -> None:
    assert not Hearing("Mm.", heard_in("Mm.", ""), Landed.NO).differs
    assert not Hearing("Mm.", None, Landed.NO).differs
    assert not Hearing("Mm.", heard_in(KIND, "")).differs


def test_without_an_installed_reader_the_partners_word_stands_alone() -> None:
    assert Hearing(KIND, None, Landed.YES).hard == []


# --- the counting and the landing ---------------------------------------------------------------------------


async def rated(linked: tuple[Visitor, Visitor], answer: str, word: str) -> None:
    """Both answer once, each with these words, and both say that it landed so."""
    aiko, ben = linked
    path = await begin("small-thing", aiko, ben)
    for first, teller, other in ((0, aiko, ben), (3, ben, aiko)):
        assert await says(teller, path, first, told="Nobody sat beside me at lunch.") == 303
        assert await says(other, path, first + 1, answer=answer) == 303
        assert await says(teller, path, first + 2, landed=word) == 303


async def landing(one: Visitor) -> str:
    return (await one.get("/practise/landed")).text.split("<main")[1].split("</main>")[0]


async def test_after_eight_rated_answers_it_is_said_whether_the_counting_goes_with_the_landing(
    linked: tuple[Visitor, Visitor],
) -> None:
    _, ben = linked
    for number in range(7):
        await rated(linked, KIND if number % 2 else HARSH, "yes" if number % 2 else "no")
    assert "One more answer" in await landing(ben)
    await rated(linked, KIND, "yes")
    page = await landing(ben)
    assert "tended to land better" in page
    assert "Aiko’s word counts, not the counting." in page
    assert "score" not in page
    assert "Only you can read this." in page


async def test_where_the_words_go_their_own_way_it_cannot_tell(linked: tuple[Visitor, Visitor]) -> None:
    for number in range(8):
        await rated(linked, KIND if number % 2 else HARSH, "yes" if number % 4 < 2 else "no")
    page = await landing(linked[1])
    assert "Cannot tell." in page
    assert "ordinary answer" in page


async def test_before_one_screen_it_asks_for_the_pin(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await aiko.set_pin()
    await aiko.post("/sit")
    assert (await aiko.get("/practise/landed")).headers["location"] == "/locked?next=/practise/landed"


# --- four sides of an answer --------------------------------------------------------------------------------


async def tapped(linked: tuple[Visitor, Visitor], *sides: str) -> str:
    """Ben has answered, and Aiko has tapped what was in it."""
    path = await told_and_answered(linked)
    ticks = {f"facets_{('caught', 'with', 'left', 'valid').index(side)}": "yes" for side in sides}
    assert await says(linked[0], path, 2, landed="yes", **ticks) == 303
    return path


async def test_what_was_in_an_answer_may_be_tapped_and_reaches_the_one_who_gave_it(
    linked: tuple[Visitor, Visitor],
) -> None:
    page = (await linked[1].get(await tapped(linked, "caught", "valid"))).text
    assert "You noticed how I was · You let it be true for me" in page
    assert "You felt it with me" not in page


async def test_it_is_asked_with_the_landing_and_may_be_skipped(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    page = (await aiko.get(await told_and_answered(linked))).text
    for side in ("You noticed how I was", "You felt it with me", "You let it be true for me"):
        assert side in page
    assert "What was in it, if you like" in page


async def test_how_far_the_app_hears_what_the_other_tapped_is_told_after_eight_to_the_answerer_alone(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    for number in range(9):
        path = await begin("small-thing", aiko, ben)
        await says(aiko, path, 0, told="Nobody sat beside me at lunch.")
        await says(ben, path, 1, answer=KIND if number > 1 else HARSH)
        await says(aiko, path, 2, landed="yes", **({"facets_0": "yes"} if number else {}))
        if number == 7:
            assert "One more of your answers with such a tap" in await landing(ben)
    page = await landing(ben)
    assert "The two agreed on 7 of 8 answers." in page
    assert "Too few yet to tell that from chance." in page
    assert "Four sides" not in await landing(aiko), "she has not been rated"
