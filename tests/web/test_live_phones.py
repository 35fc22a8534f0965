"""Every live exercise on two phones: the floor, what is locked, one clock, a phone that drops out and returns.

One couple and one server for all of them; each test begins an exercise of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, expect

from omoiyari.library import Mode, exercises
from omoiyari.vault.certificate import Certificates
from tests.conftest import Clock
from tests.web.conftest import Phone, Running, open_phone, start

pytestmark = pytest.mark.browser

#: Live exercises with a test of their own, here or in test_practise_phones.py.
DRIVEN = {
    *("three-minute-check-in", "your-story-in-my-mouth", "breathe-together", "mirror-minute"),
    *("two-minute-shares", "high-and-low", "stress-talk", "dream-under-it", "say-it-back", "felt-first"),
    *("questions-only", "good-news", "swap-perspectives", "listening-body", "quiet-gaze", "state-of-us"),
    *("break-with-a-time", "phone-drawer", "emotion-walk"),
}

SEND = """([path, form]) => fetch(path, {method: "POST", body: new URLSearchParams(form)})
    .then(answer => [answer.status, answer.url])"""


@dataclass
class Two:
    """Aiko's and Ben's phones, and the exercise that lies on both."""

    aiko: Phone
    ben: Phone
    server: Running
    path: str = ""

    def begin(self, id: str) -> "Two":
        """Both are in it, each on their own phone."""
        begun = self._post(self.aiko, f"/practise/{id}", {})
        self.path = begun.removeprefix(self.aiko.address)
        self._post(self.ben, self.path, {"what": "join"})
        return self.look()

    def _post(self, one: Phone, path: str, form: dict[str, str]) -> str:
        """Send a form from the phone; hands back where it leads."""
        for _ in range(2):
            if not one.page.url.startswith(one.address):
                one.go("/offline")
            status, url = one.page.evaluate(SEND, [path, form])
            if status == 200 and path.split("/")[1] in url:
                return str(url)
            one.sign_in()  # the phone has been away for long
        raise AssertionError(f"{path}: {status}")

    def look(self) -> "Two":
        """Both open the page anew."""
        for one in (self.aiko, self.ben):
            one.page.goto(one.address + self.path, wait_until="commit")
        return self

    def pass_time(self, minutes: int = 0, seconds: int = 0, away: Phone | None = None) -> "Two":
        """Time goes by, with a sign of life from whoever is there; one may drop out for it. Then both look, and stand
        on the same page.
        """
        if away is not None:
            away.page.goto("about:blank")
        for _ in range(minutes // 8):
            self.server.clock.go(minutes=8)
            for one in (self.aiko, self.ben):
                if one.page.url.startswith(one.address):
                    one.page.evaluate("path => fetch(path).then(answer => answer.status)", self.path)
        self.server.clock.go(minutes=minutes % 8, seconds=seconds)
        self.look()
        assert self.place_of(self.aiko) == self.place_of(self.ben)
        return self

    def place_of(self, one: Phone) -> str:
        """On which page a phone stands: "Page 2 of 6", or the end."""
        here = one.page.locator(".scene .kicker, #run a[href='/today']").first
        return here.inner_text().split(" · ")[0]


@pytest.fixture(scope="module")
def two(
    tmp_path_factory: pytest.TempPathFactory, certificates: Certificates, browser: Browser
) -> Iterator[Two]:
    server, stop = start(tmp_path_factory.mktemp("live"), Clock(), certificates)
    aiko, ben = (open_phone(browser, server.address, name).sign_up() for name in ("Aiko", "Ben"))
    ben.join(aiko.invite())
    yield Two(aiko, ben, server)
    for one in (aiko, ben):
        one.context.close()
    stop()


def says(one: Phone, text: str) -> None:
    expect(one.page.get_by_text(text).first).to_be_visible()


def press(one: Phone, name: str) -> None:
    one.page.get_by_role("button", name=name).click()


def choose(one: Phone, text: str) -> None:
    form(one).get_by_text(text, exact=True).first.click()


def form(one: Phone) -> Locator:
    """What finishes the page; nothing of it is on a phone that has nothing to do."""
    return one.page.locator("form[data-run-form]")


def has_floor(one: Phone, other: Phone) -> None:
    """One speaks, by a clock; the other's phone is locked and knows when it ends."""
    says(one, "You have the floor.")
    says(other, f"{one.name} is speaking.")
    expect(form(other)).to_have_count(0)
    ends = {p.page.locator("run-clock").get_attribute("data-ends") for p in (one, other)}
    assert len(ends) == 1


def test_every_live_exercise_is_driven_on_two_phones() -> None:
    assert {e.id for e in exercises().values() if e.mode is Mode.LIVE} == DRIVEN


def test_at_bedtime_the_screens_are_dark_and_it_ends_with_goodnight(two: Two) -> None:
    two.begin("two-minute-shares")
    has_floor(two.aiko, two.ben)
    for one in (two.aiko, two.ben):
        expect(one.page.locator("#run.dark")).to_be_visible()
    press(two.aiko, "I am done, pass it on")
    has_floor(two.ben, two.aiko)  # without a reload
    two.pass_time(seconds=142, away=two.aiko)
    for one in (two.aiko, two.ben):
        says(one, "Put the phones down.")


def test_the_speaker_says_which_half_the_echo_caught(two: Two) -> None:
    two.begin("high-and-low").pass_time(seconds=121, away=two.aiko)
    says(two.aiko, "Ben is speaking.")
    two.pass_time(seconds=46)
    choose(two.aiko, "The low")
    press(two.aiko, "Done")
    has_floor(two.ben, two.aiko)
    says(two.ben, "The low")


def test_only_the_one_who_speaks_lifts_the_ban_on_advice_and_both_phones_say_so(two: Two) -> None:
    two.begin("stress-talk").pass_time(seconds=200, away=two.ben)
    expect(two.ben.page.get_by_role("button", name="I would like advice now")).to_have_count(0)
    press(two.aiko, "I would like advice now")
    for one in (two.aiko, two.ben):
        says(one, "It is lifted")


def test_a_dream_goes_back_until_its_owner_says_yes(two: Two) -> None:
    two.begin("dream-under-it").pass_time(minutes=8, seconds=2, away=two.aiko)
    choose(two.aiko, "Not yet")
    press(two.aiko, "Done")
    has_floor(two.ben, two.aiko)
    press(two.ben, "I am done, pass it on")
    choose(two.aiko, "Yes")
    press(two.aiko, "Done")
    has_floor(two.ben, two.aiko)
    says(two.ben, "Your side, and what it stands for.")


def test_what_was_not_understood_is_said_once_more(two: Two) -> None:
    two.begin("say-it-back").pass_time(seconds=122, away=two.ben)
    choose(two.aiko, "No")
    press(two.aiko, "Done")
    has_floor(two.aiko, two.ben)
    says(two.ben, "Page 1 of")
    says(two.ben, "Not a yes yet: what was missing is said anew")


def test_the_gate_opens_on_both_phones_at_four_and_not_before(two: Two) -> None:
    two.begin("felt-first").pass_time(seconds=362, away=two.aiko)
    for felt, opens in (("2", False), ("5", True)):
        two.aiko.page.get_by_role("radio", name=felt, exact=True).check()
        press(two.aiko, "Done")
        has_floor(two.ben, two.aiko)
        expect(two.ben.page.get_by_role("heading", name="Now the gate is open.")).to_have_count(int(opens))
        if not opens:
            press(two.ben, "I am done, pass it on")


def test_good_news_waits_for_two_questions(two: Two) -> None:
    two.begin("good-news").pass_time(seconds=61, away=two.ben)
    two.ben.page.get_by_label("The first question is asked").check()
    press(two.ben, "Done")
    says(two.ben, "One part is still empty")
    two.ben.page.wait_for_timeout(
        1500
    )  # the page asks once more for what stirred; what came back filled stays
    expect(two.ben.page.get_by_label("The first question is asked")).to_be_checked()
    says(two.ben, "One part is still empty")
    says(two.aiko, "Ben has the page.")
    two.ben.page.get_by_label("The second one too").check()
    press(two.ben, "Done")
    choose(two.aiko, "It grew")
    press(two.aiko, "Done")
    for one in (two.aiko, two.ben):
        says(one, "Put the phones down.")


def test_the_best_question_reaches_the_one_who_asked_it(two: Two) -> None:
    two.begin("questions-only").pass_time(seconds=181, away=two.aiko)
    two.aiko.page.get_by_role("textbox").fill("What did it smell of?")
    press(two.aiko, "Done")
    says(two.ben, "What did it smell of?")
    has_floor(two.ben, two.aiko)


def test_the_lawyer_is_told_how_fully_it_was_their_view(two: Two) -> None:
    two.begin("swap-perspectives")
    press(two.ben, "Go on")
    says(two.ben, "Yours is in")
    press(two.aiko, "Go on")
    has_floor(two.aiko, two.ben)
    two.pass_time(seconds=151, away=two.ben)
    two.ben.page.get_by_role("combobox").select_option("7")
    two.ben.page.get_by_role("textbox").fill("That I miss the sea.")
    press(two.ben, "Done")
    says(two.aiko, "That I miss the sea.")
    has_floor(two.aiko, two.ben)


def test_what_is_chosen_and_not_sent_yet_outlives_a_sign_of_the_other(two: Two) -> None:
    two.begin("swap-perspectives")
    for one in (two.ben, two.aiko):
        press(one, "Go on")
    two.pass_time(seconds=151)
    two.ben.page.get_by_role("combobox").select_option("7")
    two.ben.page.locator("h1").click()
    two.aiko.page.evaluate(SEND, [two.path, {"what": "leave"}])
    says(two.ben, "Aiko’s phone is away")
    expect(two.ben.page.get_by_role("combobox")).to_have_value("7")


def test_how_the_listener_sat_is_for_the_listener_and_the_sign_for_both(two: Two) -> None:
    two.begin("listening-body")
    first = form(two.ben).locator("label.chip").first
    ticked = first.inner_text()
    first.click()
    press(two.ben, "Done")
    has_floor(two.aiko, two.ben)
    two.pass_time(seconds=121, away=two.ben)
    assert ticked not in two.aiko.page.locator("#run").inner_text()
    press(two.ben, "Done")
    form(two.aiko).locator("label.choice").first.click()
    press(two.aiko, "Done")
    for one in (two.aiko, two.ben):
        says(one, "Put the phones down.")


def test_one_touch_of_either_ends_the_gaze_for_both(two: Two) -> None:
    two.begin("quiet-gaze").pass_time(seconds=21, away=two.aiko)
    for one in (two.aiko, two.ben):
        expect(one.page.locator("#run.dark")).to_be_visible()
    press(two.ben, "End it for both")
    for one in (two.aiko, two.ben):
        says(one, "One word each, or none.")


def test_the_mirror_changes_sides_at_one_touch(two: Two) -> None:
    two.begin("mirror-minute")
    says(two.ben, "Aiko leads.")
    two.pass_time(seconds=31, away=two.aiko)
    says(two.aiko, "Ben leads.")
    press(two.ben, "End it for both")
    for one in (two.aiko, two.ben):
        says(one, "One sentence each")


def test_the_headings_are_sealed_until_both_are_in_and_then_come_one_by_one(two: Two) -> None:
    two.begin("state-of-us")
    for one in (two.aiko, two.ben):
        for number, word in enumerate(("thanks", "well", "rubbed", "wish")):
            form(one).get_by_role("textbox").nth(number).fill(f"{one.name}'s {word}")
        if one is two.aiko:
            press(one, "Done")
            says(one, "Yours is in")
            assert "Aiko's" not in two.ben.go(two.path).content()
    for number, word in enumerate(("thanks", "well", "rubbed", "wish")):
        form(two.ben).get_by_role("textbox").nth(number).fill(f"Ben's {word}")
    press(two.ben, "Done")
    says(two.ben, "Aiko's thanks")
    says(two.aiko, "Ben's thanks")
    expect(two.aiko.page.get_by_text("Ben's wish")).to_have_count(0)
    two.pass_time(seconds=301, away=two.aiko)
    says(two.aiko, "Ben's well")


def test_a_break_holds_both_phones_until_the_time_that_was_named(two: Two) -> None:
    two.begin("break-with-a-time")
    expect(form(two.ben)).to_have_count(0)
    two.aiko.page.get_by_role("combobox").select_option("20")
    press(two.aiko, "Done")
    says(two.ben, "Put the phones down")
    two.look()
    says(two.aiko, "Put the phones down")
    ends = {one.page.locator("run-clock").get_attribute("data-ends") for one in (two.aiko, two.ben)}
    assert len(ends) == 1
    for one in (two.aiko, two.ben):
        expect(one.page.get_by_role("button", name="Done")).to_have_count(0)
    two.pass_time(minutes=19)
    says(two.ben, "Put the phones down")
    two.pass_time(seconds=61, away=two.ben)
    says(two.aiko, "You called it, so you come back first.")


def test_the_drawer_opens_after_half_an_hour_and_each_rates_unseen(two: Two) -> None:
    two.begin("phone-drawer")
    for one in (two.aiko, two.ben):
        press(one, "Go on")
    two.pass_time(minutes=29)
    says(two.aiko, "Put the phones down")
    two.pass_time(minutes=1, seconds=1, away=two.aiko)
    for one, value in ((two.aiko, "1"), (two.ben, "5")):
        form(one).get_by_role("radio", name=value, exact=True).check()
        press(one, "Done")
    says(two.ben, "To take along")
    assert "1 of 6" not in two.ben.page.locator("#run").inner_text()


def test_a_walk_ends_by_itself_and_its_lines_open_when_both_are_written(two: Two) -> None:
    two.begin("emotion-walk")
    for one in (two.aiko, two.ben):
        press(one, "Go on")
    says(two.ben, "Walk.")
    two.pass_time(minutes=24).pass_time(minutes=6, seconds=1, away=two.ben)
    two.aiko.page.get_by_role("textbox").fill("The heron again.")
    press(two.aiko, "Done")
    says(two.aiko, "Yours is in")
    assert "heron" not in two.ben.go(two.path).content()
    two.ben.page.get_by_role("textbox").fill("A kettle in a window.")
    press(two.ben, "Done")
    says(two.aiko, "A kettle in a window.")
    says(two.ben, "The heron again.")
