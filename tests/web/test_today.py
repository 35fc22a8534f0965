"""Today, card by card: what keeps, what was asked, what can be taken back, and what is for me alone."""

import re
from datetime import UTC, datetime

import pytest

from omoiyari.couple import Audience
from omoiyari.practice import current, noticed
from omoiyari.practice.noticed import Talked, Weekly, needs_met, talked, talks, weekly
from tests.conftest import PASSPHRASES
from tests.web.evenings import both_answer, both_look, next_evening, notebook_of, today
from tests.web.visitors import Street, Visitor

Linked = tuple[Visitor, Visitor]


# --- checking in --------------------------------------------------------------------------------------


async def test_whichever_question_comes_first_is_asked_as_a_first_one(linked: Linked) -> None:
    aiko, _ = linked
    first = {"self": "How am I, today until now?", "guess": "How is Ben, I think, today until now?"}
    then = {"self": "And Ben, I think?", "guess": "And I, today until now?"}
    for order in ("self", "guess"):
        page = (await aiko.post("/check-in", {"order": order})).text
        assert page.index(first[order]) < page.index(then[order])
        other = "guess" if order == "self" else "self"
        assert first[other] not in page
        assert then[other] not in page


# --- it keeps -----------------------------------------------------------------------------------------


async def test_what_was_kept_for_tomorrow_waits_and_nobody_is_asked_how_the_talk_was(linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post(f"{await both_answer(aiko, ben)}/later")
    hers = await today(aiko)
    assert "It waits for tomorrow" in hers
    for said in ("did you feel understood", "Both answers are in", "You have both answered"):
        assert said not in hers


async def test_mondays_answers_are_offered_after_tuesdays_until_i_look_or_let_them_rest(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    rounds = []
    for _ in range(3):
        rounds.append(await both_answer(aiko, ben))
        await aiko.post(f"{rounds[-1]}/later")
        await next_evening(street, aiko, ben)
    tuesday = await both_look(aiko, ben)
    offered = []
    for _ in range(4):
        page = (await aiko.get("/today")).text
        found = re.search(r'action="(/round/[0-9a-f]{32})/look"', page)
        offered.append(found[1] if found else "")
        if found:
            what = {"rest": "yes"} if len(offered) == 2 else {}
            await aiko.post(f"{found[1]}/{'later' if what else 'look'}", what)
    assert offered == [rounds[2], rounds[1], rounds[0], ""]
    assert tuesday not in offered
    await next_evening(street, aiko, ben, days=40)
    assert rounds[1] not in (await aiko.get("/today")).text, "let rest is for good"
    assert rounds[1] in (await aiko.get("/me/check-ins")).text, "and its page stays"


async def test_not_today_offers_an_older_reveal_again_tomorrow(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    monday = await both_answer(aiko, ben)
    await next_evening(street, aiko, ben)
    assert f"{monday}/look" in (await aiko.get("/today")).text
    await aiko.post(f"{monday}/later")
    assert f"{monday}/look" not in (await aiko.get("/today")).text
    await next_evening(street, aiko, ben)
    assert f"{monday}/look" in (await aiko.get("/today")).text


# --- coming back --------------------------------------------------------------------------------------


async def test_who_comes_back_is_met_kindly_also_where_a_round_already_waits(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    await next_evening(street, aiko, ben, days=5)
    first = await today(aiko)
    here = next(card for card in RESTARTS if card in first)
    await ben.check_in()
    waiting = await today(aiko)
    assert "A round waits for you" in waiting
    assert here in waiting


RESTARTS = (
    "That looks like a full week.",
    "Good to see you. The gap means nothing",
    "Welcome back. You do not need",
)


@pytest.mark.parametrize("days", [3, 6, 12, 35, 100])
async def test_nobody_on_their_own_is_told_of_two(street: Street, days: int) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/check-in", {"self_place": "1,1", "self_word": "worried"})
    for more in range(6):  # the cards take turns by the day
        await next_evening(street, aiko, days=days if more == 0 else 1)
        said = await today(aiko)
        assert not re.search(
            r"two gardeners|each other\b.*idea|your partner’s|your partner's|both of you", said
        )


async def test_after_a_parting_today_invites_nobody_and_is_gentle(linked: Linked) -> None:
    _, ben = linked
    await ben.post("/unlink")
    for one in linked:
        said = await today(one)
        assert "All that you wrote is still yours" in said
        assert "Invite my partner" not in said


# --- what I need --------------------------------------------------------------------------------------


async def test_a_need_can_be_taken_back_and_both_see_it_go(linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/need", {"need": "hug"})
    assert "Aiko could use a hug." in await today(ben)
    await aiko.post("/need/take-back")
    assert "could use" not in await today(ben)
    assert "You said" not in await today(aiko)


async def test_needing_nothing_is_said_as_people_say_it(linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/need", {"need": "nothing"})
    assert "Aiko needs nothing just now, and says thank you." in await today(ben)


async def test_once_the_day_is_over_i_can_look_back_on_what_i_asked_for_and_nobody_is_counted(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    for met in ("yes", "yes", "no", "yes"):
        await aiko.post("/need", {"need": "hug"})
        assert "was it what you needed?" not in await today(aiko)
        await next_evening(street, aiko, ben)
        before = await today(ben)
        page = (await aiko.get("/today")).text
        found = re.search(r'name="of" value="([0-9a-f]{32})"', page)
        assert found is not None
        assert "was it what you needed?" in page
        await aiko.post("/need/was", {"of": found[1], "met": met})
        await aiko.post("/need/was", {"of": found[1], "met": "no"})
        assert "was it what you needed?" not in await today(aiko)
        assert await today(ben) == before
    book = await notebook_of(street, "Aiko")
    assert [one.met for one in needs_met(book, UTC)] == [True, True, False, True]
    assert all(r.audience is Audience.MINE for r in book.of_kind("need_met"))
    assert not list((await notebook_of(street, "Ben")).of_kind("need_met"))
    await aiko.post("/need", {"need": "listen"})
    await next_evening(street, aiko)
    assert "What you ask for is mostly what you needed." in await today(aiko)


async def test_what_was_taken_back_or_was_nothing_is_not_looked_back_on(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    await aiko.post("/need", {"need": "hug"})
    await aiko.post("/need/take-back")
    await next_evening(street, aiko, ben)
    assert "was it what you needed?" not in await today(aiko)
    await aiko.post("/need", {"need": "nothing"})
    await next_evening(street, aiko, ben)
    assert "was it what you needed?" not in await today(aiko)


# --- did you two talk? --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "then"), [("yes", "And you two have talked."), ("not_yet", "No hurry. One question aloud")]
)
async def test_the_next_visit_asks_once_whether_they_talked_and_then_says_close_me(
    street: Street, linked: Linked, said: str, then: str
) -> None:
    aiko, ben = linked
    round_ = await both_look(aiko, ben)
    assert "did you two talk" not in await today(aiko), "the phone is still warm"
    street.clock.go(hours=1)
    for one in linked:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    before = await today(ben)
    assert "did you two talk" in await today(aiko)
    await aiko.post("/talked", {"round": round_.removeprefix("/round/"), "talked": said})
    hers = await today(aiko)
    assert "did you two talk" not in hers
    assert then in hers
    assert await today(ben) == before, "it is hers alone"
    assert talked(await notebook_of(street, "Aiko"), UTC) == (Talked(MONDAY, said == "yes"),)


async def test_after_two_days_the_question_whether_they_talked_is_dropped(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    await next_evening(street, aiko)
    assert "did you two talk" in await today(aiko)
    await next_evening(street, aiko)
    assert "did you two talk" not in await today(aiko)


MONDAY = datetime(2026, 3, 2).date()


# --- did you feel understood? -------------------------------------------------------------------------


async def test_felt_without_a_number_comes_back_filled_with_a_sentence_of_its_own(linked: Linked) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    answer = await aiko.post("/felt", {"tell": "yes"})
    assert answer.status_code == 422
    assert "Tap one of the seven numbers first." in answer.text
    assert "grid" not in answer.text.split("<main")[1].split("<form")[0]
    assert re.search(r'name="tell" value="yes" checked', answer.text)
    assert 'href="#f-felt"' in answer.text


async def test_how_safe_it_was_to_speak_is_kept_for_me_alone_and_may_be_skipped(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    assert "How safe was it to say what you wanted to say?" in await today(aiko)
    before = len((await notebook_of(street, "Ben")).records)
    await aiko.post("/felt", {"felt": "4", "spoke": "1"})
    assert len((await notebook_of(street, "Ben")).records) == before
    await aiko.post("/felt", {"felt": "5", "spoke": "2", "tell": "yes"})
    await aiko.post("/felt", {"felt": "3"})
    mine, his = await notebook_of(street, "Aiko"), await notebook_of(street, "Ben")
    assert [(one.value, one.safe) for one in noticed(mine, UTC).felt] == [(4, 1), (5, 2), (3, None)]
    assert [set(r.body) for r in his.of_kind("felt")] == [{"value", "told", "of"}]
    await aiko.post("/felt/told", {"anew": "6"})
    assert [one.safe for one in noticed(await notebook_of(street, "Aiko"), UTC).felt] == [1, 2, None]


async def test_what_i_told_can_be_told_anew_and_both_see_that_it_was(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    await aiko.post("/felt", {"felt": "0", "tell": "yes"})
    assert "Aiko did not feel understood after your last talk." in await today(ben)
    assert "What I told Ben: change it" in await today(aiko)
    await aiko.post("/felt/told", {"anew": "5"})
    his = await today(ben)
    assert "Aiko felt well understood after your last talk." in his
    assert "Changed since." in his
    assert [one.value for one in noticed(await notebook_of(street, "Aiko"), UTC).felt] == [5]
    assert (await aiko.post("/felt/told", {"anew": "9"})).status_code == 422


async def test_asking_gives_a_sign_that_stays_the_same_whatever_the_other_does(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    assert "You asked Ben" not in await today(aiko)
    await aiko.post("/felt/ask")
    asked = await today(aiko)
    assert "You asked Ben whether they felt understood." in asked
    for path in ("/felt/pass", "/felt/mute", "/felt/unmute"):
        await ben.post(path)
        assert await today(aiko) == asked


@pytest.mark.parametrize("tap", "0123456")
async def test_what_he_reads_is_what_stood_beside_her_button_and_adds_no_feeling(
    linked: Linked, tap: str
) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    before = (await aiko.get("/today")).text
    found = re.search(rf'data-reads="{tap}"><p class="own-words">“(.+?)”</p>(.*?)</div>', before, re.S)
    assert found is not None
    assert "trust" not in found[0]
    await aiko.post("/felt", {"felt": tap, "tell": "yes"})
    his = (await ben.get("/today")).text
    assert f"<p>{found[1]}</p>" in his.replace("\n", "")
    assert ("From the app:" in found[2]) == (int(tap) < 4)
    assert found[2].strip() in his


async def test_a_kept_tap_gives_a_sign_and_none_before(linked: Linked) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    assert "Kept at" not in await today(aiko)
    await aiko.post("/felt", {"felt": "4"})
    assert "After another talk you can tap again." in await today(aiko)
    assert "Kept at" not in await today(ben)


async def test_the_sign_that_i_asked_goes_once_the_other_told_and_only_then(linked: Linked) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    await aiko.post("/felt/ask")
    await ben.post("/felt", {"felt": "4"})
    assert "You asked Ben whether they felt understood." in await today(aiko)
    await ben.post("/felt", {"felt": "5", "tell": "yes"})
    hers = await today(aiko)
    assert "You asked Ben" not in hers
    assert "Ask Ben if they felt understood" not in hers, "once a day"
    assert "Ben felt well understood after your last talk." in hers


async def test_muting_can_be_undone_and_nobody_is_told(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    await ben.post("/felt/mute")
    assert "You asked not to be asked" in await today(ben)
    await aiko.post("/felt/ask")
    before = await today(aiko)
    assert "Aiko would like to know." not in await today(ben)
    await ben.post("/felt/unmute")
    assert "Aiko would like to know." in await today(ben)
    assert await today(aiko) == before


async def test_how_well_i_think_i_read_them_is_laid_beside_what_they_told_of_the_same_talk(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    for evening, (mine, theirs, tell) in enumerate([("5", "2", "yes"), ("6", "1", ""), ("", "3", "yes")]):
        await both_look(aiko, ben)
        await aiko.post("/felt/ask", {"read": mine} if mine else {})
        before = await today(ben)
        assert "how well do I think I read them" not in before
        assert evening or "Aiko would like to know." in before
        await ben.post("/felt", {"felt": theirs, **({"tell": tell} if tell else {})})
        await next_evening(street, aiko, ben)
    book = await notebook_of(street, "Aiko")
    assert [(one.day, one.own, one.partner) for one in talks(book, UTC)] == [(MONDAY, 5, 2)]
    assert noticed(book, UTC).readings == talks(book, UTC)
    assert talks(await notebook_of(street, "Ben"), UTC) == ()
    assert not list((await notebook_of(street, "Ben")).of_kind("reading"))


# --- once a week --------------------------------------------------------------------------------------

WEEK = {"safe": "4", "deep": "2", "satisfying": "6"}


async def test_three_weekly_taps_are_offered_on_one_day_in_seven_and_leave_no_trace_if_skipped(
    street: Street, linked: Linked
) -> None:
    aiko, _ = linked
    offered, records = [], []
    for day in range(22):
        offered += [day] if "Once a week, if you like" in await today(aiko) else []
        records.append(len((await notebook_of(street, "Aiko")).records))
        await next_evening(street, aiko)
    assert offered == [7, 14, 21]
    assert len(set(records)) == 1, "skipping writes nothing"


async def test_three_weekly_taps_are_kept_for_me_alone(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    await next_evening(street, aiko, ben, days=7)
    before = await today(ben)
    answer = await aiko.post("/week", {**WEEK, "deep": ""})
    assert answer.status_code == 422
    assert "One tap for each of the three" in answer.text
    assert re.search(r'name="safe" value="4" checked', answer.text)
    for _ in range(2):
        await aiko.post("/week", WEEK)
    hers = await today(aiko)
    assert "Once a week, if you like" not in hers
    assert "Your three taps of this week are kept." in hers
    assert weekly(await notebook_of(street, "Aiko"), UTC) == (Weekly(datetime(2026, 3, 9).date(), 4, 2, 6),)
    assert await today(ben) == before
    record = (await notebook_of(street, "Aiko")).last("weekly")
    assert record is not None
    assert (record.audience, record.body) == (Audience.MINE, {"safe": 4, "deep": 2, "satisfying": 6})


async def test_nobody_on_their_own_is_asked_about_their_talks(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await next_evening(street, aiko, days=7)
    assert "Once a week" not in await today(aiko)


# --- the door -----------------------------------------------------------------------------------------


async def test_a_door_that_is_still_shown_is_told_to_its_owner_and_can_be_taken_back_or_renewed(
    linked: Linked,
) -> None:
    aiko, ben = linked
    await aiko.post("/me/capacity", {"door": "closed", "hours": "24", "share": "yes"})
    await aiko.post("/me/capacity", {"door": "open", "hours": "3"})
    page = (await aiko.get("/today")).text
    assert "Ben still sees the door you showed before: closed" in page
    assert "Aiko needs the door closed" in await today(ben)
    await aiko.post("/me/capacity/take-back")
    assert "door closed" not in await today(ben)
    hers = await today(aiko)
    assert "still sees" not in hers
    assert "Only you see it." in hers, "her own stands"
    await aiko.post("/me/capacity", {"door": "closed", "hours": "24", "share": "yes"})
    await aiko.post("/me/capacity", {"door": "half", "hours": "3"})
    form = re.search(
        r'name="door" value="half">.*?name="until" value="([^"]+)"', (await aiko.get("/today")).text
    )
    assert form is not None
    await aiko.post("/me/capacity", {"door": "half", "until": form[1], "share": "yes"})
    assert "Aiko can take in a little just now." in await today(ben)
    assert "still sees" not in await today(aiko)


async def test_a_door_that_was_shown_in_a_link_that_has_ended_is_its_owners_alone(linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/me/capacity", {"door": "half", "hours": "12", "share": "yes"})
    assert "Your partner sees it." in await today(aiko)
    assert "Aiko can take in a little" in await today(ben)
    await ben.post("/unlink")
    for relinked in (False, True):
        if relinked:
            await ben.post(await aiko.invite())
        assert "Only you see it." in await today(aiko)
        assert "/me/capacity/take-back" not in (await aiko.get("/today")).text
        assert "can take in a little" not in await today(ben)


async def test_the_same_page_sent_twice_tells_once_how_understood_i_felt(
    street: Street, linked: Linked
) -> None:
    aiko, _ = linked
    for _ in range(2):
        await aiko.post("/felt", {"felt": "4", "tell": "yes", "id": "ab" * 16})
    audiences = [r.audience for r in (await notebook_of(street, "Aiko")).of_kind("felt")]
    assert sorted(audiences) == [Audience.MINE, Audience.OURS]


async def test_what_was_said_in_a_link_that_has_ended_offers_nothing_to_take_back(linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/need", {"need": "hug"})
    await aiko.post("/felt", {"felt": "4", "tell": "yes"})
    assert "You said: a hug." in await today(aiko)
    assert "/felt/told" in (await aiko.get("/today")).text
    await ben.post("/unlink")
    for relinked in (False, True):
        if relinked:
            await ben.post(await aiko.invite())
        for way in ("/need/take-back", "/felt/told"):
            assert way not in (await aiko.get("/today")).text
        assert "could use a hug" not in await today(ben)


async def test_a_door_stands_until_a_time_i_choose_by_my_own_clock(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    aiko.client.cookies.set("zone", "Europe/Berlin")
    await aiko.post(
        "/me/capacity", {"door": "closed", "hours": "3", "until": "2026-03-03T07:30", "share": "yes"}
    )
    record = (await notebook_of(street, "Ben")).last("capacity")
    assert record is not None
    assert datetime.fromisoformat(record.body["until"]) == datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
    assert "until 07:30" in await today(aiko)
    await aiko.post("/me/capacity", {"door": "closed", "until": "2026-03-08T09:00"})
    assert "until 8 Mar, 09:00" in await today(aiko)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"door": "half", "until": "2026-03-01T10:00"}, "Choose a time that is still to come"),
        ({"door": "half", "until": "2027-03-01T10:00"}, "Choose a time that is still to come"),
        ({"door": "half", "until": "tomorrow"}, "Choose a time that is still to come"),
        ({"until": "2026-03-03T10:00"}, "Choose how far your door is open"),
        ({"door": "half", "hours": "2"}, "Choose how far your door is open"),
    ],
)
async def test_a_door_without_its_time_comes_back_filled(
    linked: Linked, form: dict[str, str], sentence: str
) -> None:
    answer = await linked[0].post("/me/capacity", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert form.get("until", "") in answer.text
    assert '<details class="fold" open' in answer.text


# --- by whose clock -----------------------------------------------------------------------------------


async def test_the_next_round_takes_the_clock_i_tell_and_the_open_one_never_moves(street: Street) -> None:
    aiko, ben = street.visitor("Aiko"), street.visitor("Ben")
    for one in (aiko, ben):
        one.client.cookies.set("zone", "Europe/Berlin")
    await aiko.sign_up()
    await ben.sign_up()
    await ben.post(await aiko.invite())
    for one in (aiko, ben, aiko):
        await one.get("/today")
    assert "by this clock" not in await today(aiko)
    await aiko.check_in()
    closes = datetime(2026, 3, 3, 3, tzinfo=UTC)
    aiko.client.cookies.set("zone", "America/New_York")
    before = await today(ben)
    assert "This phone’s clock is that of America/New York" in await today(aiko)
    assert await today(ben) == before
    await aiko.post("/me/zone")
    assert "by this clock" not in await today(aiko)
    held = current(await notebook_of(street, "Ben"), street.clock())
    assert held is not None
    assert held.round.closes == closes
    await next_evening(street, aiko, ben)
    await ben.check_in()
    held = current(await notebook_of(street, "Ben"), street.clock())
    assert held is not None
    assert held.round.closes == datetime(2026, 3, 4, 9, tzinfo=UTC), "the later of the two: four in New York"


async def test_a_journey_alone_tells_nobody_where_i_am(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    aiko.client.cookies.set("zone", "Asia/Tokyo")
    await aiko.get("/today")
    export = await ben.post("/me/data/export", {"passphrase": PASSPHRASES["Ben"]})
    assert b"Tokyo" not in export.content


# --- promises -----------------------------------------------------------------------------------------


async def test_the_receiver_can_take_back_what_they_said_of_a_promise(linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/promises", {"text": "a walk after supper", "by": "2026-03-06"})
    found = re.search(r"/promises/([0-9a-f]{32})/felt", (await ben.get("/promises")).text)
    assert found is not None
    await ben.post(f"/promises/{found[1]}/felt", {"felt": "yes"})
    assert "It felt kept." in (await aiko.get("/promises")).text
    assert (await aiko.post(f"/promises/{found[1]}/take-back")).status_code == 404
    await ben.post(f"/promises/{found[1]}/take-back")
    for one in linked:
        assert "It felt kept." not in (await one.get("/promises")).text
    await ben.post(f"/promises/{found[1]}/felt", {"felt": "partly"})
    assert "It felt kept in part." in (await aiko.get("/promises")).text


# --- insights, meanwhile ------------------------------------------------------------------------------


async def test_what_the_insights_told_is_told_anew_while_today_or_a_round_is_read(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    findings = street.house.cellar.findings

    def told() -> list[bytes]:
        return [one.stamp for kept in findings._kept.values() for one in kept.values()]

    round_ = await both_look(aiko, ben)
    await today(aiko)
    assert not told(), "nobody has asked for them yet"
    await aiko.get("/insights")
    stamps = [told()]
    for change, then in (("/felt", "/today"), ("/felt", round_), ("/talked", "/today")):
        sent = {"felt": "4", "talked": "yes", "round": round_.removeprefix("/round/")}
        assert (await aiko.post(change, sent)).status_code == 303
        await aiko.get(then)
        stamps.append(told())
    first, rated, again, talked_of = stamps
    assert first != rated != again
    assert again == talked_of, "the insights tell nothing of whether two talked"
