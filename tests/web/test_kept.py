"""What I kept of the exercises: found, opened, deleted; tomorrow's question; small acts and their thanks."""

import re
from io import BytesIO
from zipfile import ZipFile

from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin, play
from tests.web.visitors import Street, Visitor

SOUP = "The soup went cold"


async def back(*people: Visitor) -> None:
    for one in people:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})


async def exported(one: Visitor) -> str:
    answer = await one.post("/me/data/export", {"passphrase": PASSPHRASES[one.name]})
    return ZipFile(BytesIO(answer.content)).read("notebook.json").decode()


async def kept(one: Visitor) -> str:
    return (await one.get("/practise/kept")).text


async def test_what_stayed_is_listed_and_opened_by_those_who_did_it(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    alone, both = await begin("missed-cue", aiko), await begin("love-map", aiko, ben)
    nothing, going = await begin("breathing-space", aiko), await begin("kind-onlooker", aiko)
    await play(street, alone, aiko)
    await play(street, both, aiko, ben)
    await play(street, nothing, aiko)
    page = await kept(aiko)
    assert [path in page for path in (alone, both, nothing, going)] == [True, True, False, False]
    assert SOUP in (await aiko.get(alone)).text
    his = await kept(ben)
    assert (both in his, alone in his) == (True, False)
    for where in ("/practise", "/me"):
        assert 'href="/practise/kept"' in (await aiko.get(where)).text


async def test_deleted_it_is_gone_for_both_once_each_has_come_by(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("love-map", aiko, ben)
    await play(street, path, aiko, ben)
    id = path.rsplit("/", 1)[1]
    assert (await ben.post(f"/practise/kept/{id}/delete")).headers["location"] == "/practise/kept"
    for one in (aiko, ben):
        assert path not in await kept(one)
        assert SOUP not in (await one.get(path)).text
        assert SOUP not in await exported(one)


async def test_after_a_parting_each_deletes_their_own_words(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("love-map", aiko, ben)
    await play(street, path, aiko, ben)
    await ben.post("/unlink")
    id = path.rsplit("/", 1)[1]
    assert path in await kept(aiko)
    assert (await aiko.post(f"/practise/kept/{id}/delete")).status_code == 303
    assert path not in await kept(aiko)
    assert f"I am Aiko. {SOUP}" not in await exported(aiko)
    assert f"I am Ben. {SOUP}" in await exported(ben)


async def test_nobody_deletes_what_goes_on_or_what_is_not_theirs(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("missed-cue", aiko)
    id = path.rsplit("/", 1)[1]
    assert (await aiko.post(f"/practise/kept/{id}/delete")).status_code == 404
    await play(street, path, aiko)
    assert (await ben.post(f"/practise/kept/{id}/delete")).status_code == 404
    assert SOUP in (await aiko.get(path)).text


async def test_an_answer_kept_from_the_trainer_is_there_and_can_be_deleted(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    of = (await aiko.get("/practise/trainer")).text.split('name="of" value="')[1].split('"')[0]
    await aiko.post("/practise/trainer", {"of": of, "text": "That sounds lonely.", "keep": "yes"})
    found = re.search(r"/practise/kept/([0-9a-f]{32})/delete", await kept(aiko))
    assert found is not None
    assert "That sounds lonely." in await kept(aiko)
    await aiko.post(f"/practise/kept/{found[1]}/delete")
    assert "lonely" not in await kept(aiko)
    assert "That sounds lonely." not in await exported(aiko)


async def test_before_one_screen_the_list_asks_for_the_pin(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await aiko.set_pin()
    await aiko.post("/sit")
    assert (await aiko.get("/practise/kept")).headers["location"] == "/locked?next=/practise/kept"


# --- tomorrow's question ------------------------------------------------------------------------------------


async def test_the_day_after_a_door_was_taken_it_is_asked_once_whether_it_helped(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    path = await begin("when-it-goes-wrong", aiko)
    await play(street, path, aiko)
    before = (await ben.get("/practise")).text
    assert "Did it help?" not in (await aiko.get("/practise")).text
    clock.go(hours=24)
    await back(aiko)
    page = (await aiko.get("/practise")).text
    assert "Did it help?" in page
    assert SOUP in page, "the smallest step"
    asked = f"/practise/kept/{path.rsplit('/', 1)[1]}/helped"
    assert (await aiko.post(asked, {"helped": "very"})).status_code == 404
    await back(ben)
    assert (await ben.post(asked, {"helped": "no"})).status_code == 404
    for word in ("no", "yes"):  # the first one counts
        assert (await aiko.post(asked, {"helped": word})).headers["location"] == "/practise"
    assert "Did it help?" not in (await aiko.get("/practise")).text
    assert '"helped": "no"' in await exported(aiko)
    assert before.count("Did it help?") == 0


async def test_never_answered_it_is_let_be_after_some_days(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    await play(street, await begin("when-it-goes-wrong", aiko), aiko)
    clock.go(days=4)
    await back(aiko)
    assert "Did it help?" not in (await aiko.get("/practise")).text


async def test_the_other_doors_stay_shut_until_tomorrow(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    path = await begin("when-it-goes-wrong", aiko)
    await play(street, path, aiko)
    assert await begin("when-it-goes-wrong", aiko) == path
    clock.go(hours=24)
    await back(aiko)
    assert await begin("when-it-goes-wrong", aiko) != path


# --- small acts ---------------------------------------------------------------------------------------------


async def tap(aiko: Visitor, way: str, act: str = "warmed the plate") -> str:
    path = await begin("small-acts", aiko)
    assert (await aiko.post(path, {"what": "done", "move": "0", "way": way, "act": act})).status_code == 303
    return path


async def test_small_acts_are_counted_by_kind_for_oneself_alone(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    before = (await ben.get("/practise/small-acts")).text
    for way in ("given", "noticed", "noticed"):
        path = await tap(aiko, way)
    for where in (path, "/practise/small-acts"):
        page = (await aiko.get(where)).text
        assert "Small acts, four weeks" in page
        assert re.search(r"warmed the plate</th>\s*<td[^>]*>1</td>\s*<td[^>]*>2</td>", page), where
        assert "On one day." in page
        assert "Too few yet" in page
    assert (await ben.get("/practise/small-acts")).text == before


async def test_a_noticed_act_goes_out_as_thanks_only_if_it_is_sent(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    assert "Say thank you" not in (await aiko.get(await tap(aiko, "given"))).text
    path = await tap(aiko, "noticed")
    page = (await aiko.get(path)).text
    assert "I saw it: you warmed the plate. Thank you." in page
    assert "warmed" not in (await ben.get("/together")).text
    form = page.split('action="/journal"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = await aiko.post("/journal", {**hidden, "text": "You warmed the plate!"})
    assert sent.headers["location"] == "/together"
    assert "You warmed the plate!" not in (await ben.get("/together")).text, "ten minutes in the outbox"
    await aiko.post(f"/entry/{hidden['id']}/send")
    assert "You warmed the plate!" in (await ben.get("/together")).text
    assert "It is on its way" in (await aiko.get(path)).text


# --- how I show care ----------------------------------------------------------------------------------------


async def give(aiko: Visitor, care: str = "") -> str:
    path = await begin("small-acts", aiko)
    form = {"what": "done", "move": "0", "way": "given", "act": "warmed the plate", "care": care}
    assert (await aiko.post(path, form)).status_code == 303
    return path


async def test_how_i_show_care_is_told_to_me_alone_by_the_kinds_i_chose(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    before = [(await ben.get(path)).content for path in ("/practise/small-acts", "/together", "/today")]
    for _ in range(7):
        await give(aiko, "doing")
    assert "One more act of yours with its kind" in (await aiko.get("/practise/small-acts")).text
    path = await give(aiko, "doing")
    for where in (path, "/practise/small-acts"):
        page = (await aiko.get(where)).text
        assert "Lately you have shown care more often in one way than in others: doing something." in page
        assert 'href="/practise/different-dialects"' in page
    assert before == [
        (await ben.get(path)).content for path in ("/practise/small-acts", "/together", "/today")
    ]


async def test_the_kind_may_be_skipped_and_then_nothing_is_told(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    page = (await aiko.get(await give(aiko))).text
    assert "Small acts, four weeks" in page
    assert "How you show care" not in page


async def test_thanks_that_i_sent_count_as_words_and_those_i_kept_do_not(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    await aiko.write("for the soup", form="appreciation")
    assert "How you show care" not in (await aiko.get("/practise/small-acts")).text
    await aiko.write("for the walk", form="appreciation", share=True)
    page = (await aiko.get("/practise/small-acts")).text
    assert re.search(r"words</th>\s*<td[^>]*>1</td>", page)


async def test_a_kind_that_is_not_offered_is_refused(linked: tuple[Visitor, Visitor]) -> None:
    path = await begin("small-acts", linked[0])
    form = {"what": "done", "move": "0", "way": "given", "act": "warmed the plate", "care": "luck"}
    assert (await linked[0].post(path, form)).status_code == 409


async def test_before_one_screen_how_one_of_them_shows_care_is_not_told(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    await aiko.set_pin()
    await give(aiko, "touch")
    await aiko.post("/sit")
    assert "How you show care" not in (await aiko.get("/practise/small-acts")).text
