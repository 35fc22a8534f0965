"""Every page in a typical state, for whatever looks at all of them."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.conftest import PASSPHRASES
from tests.web.conftest import Phone
from tests.web.test_loop import check_in

SIGNED_OUT = (
    "/",
    "/sign-up",
    "/sign-in",
    "/recover",
    "/help",
    "/help?country=GB",
    "/about",
    "/offline",
    "/kitchen",
    "/nowhere",
)

SIGNED_IN = (
    "/today",
    "/check-in",
    "/together",
    "/journal",
    "/journal?leaf=7",
    "/journal/new?form=missed_cue",
    "/journal/new?form=appreciation&share=yes",
    "/journal/new?form=pen",
    "/promises",
    "/practise",
    "/practise?minutes=5&mood=tired",
    "/practise?minutes=5&people=two&place=apart&grade=A",
    "/practise/emotion-swap",
    "/practise/boundary-builder",
    "/practise/trainer",
    "/practise/rehearse",
    "/practise/guide",
    "/practise/trial",
    "/practise/questions",
    "/practise/kept",
    "/practise/made",
    "/practise/landed",
    "/insights",
    "/insights/missed",
    "/insights/felt",
    "/insights/closeness",
    "/insights/forces",
    "/insights/sureness",
    "/insights/mood",
    "/learn",
    "/learn/with-for-and-hands?item=scan-come&bin=empathy",
    "/learn/myths",
    "/learn/claims",
    "/link",
    "/unlink",
    "/me",
    "/me/meanings",
    "/me/check-ins",
    "/me/enough",
    "/me/changes",
    "/me/conflicts",
    "/me/outside",
    "/me/keys",
    "/me/pin",
    "/me/passphrase",
    "/me/second-factor",
    "/me/recovery",
    "/me/safe",
    "/me/data",
    "/me/notices",
    "/help",
    "/nowhere",
)

LONG = (
    "Donaudampfschifffahrtsgesellschaftskapitän " * 3
    + "und dann, sehr lange, noch mehr Worte. " * 20
    + "🫠 שלום"
)


def write(phone: Phone, form: str, text: str, share: bool) -> Page:
    """Write an entry; a shared one is sent at once."""
    page = phone.go(f"/journal/new?form={form}" + ("&share=yes" if share else ""))
    page.get_by_label("In your words").fill(text)
    page.get_by_label("Tags").fill("evening, us")
    page.get_by_role("button", name="Into the outbox" if share else "Keep it", exact=True).click()
    if share:
        page.get_by_role("button", name="Send now").first.click()
    page.wait_for_load_state()
    return page


def live_a_little(aiko: Phone, ben: Phone) -> tuple[str, ...]:
    """Something on every page; hands back the paths of pages that only now exist."""
    mine = write(aiko, "feeling", "A wet blanket that I carry around.", share=False)
    private = mine.url.removeprefix(aiko.address)
    write(aiko, "feeling", LONG, share=True)
    write(aiko, "appreciation", "You warmed the car for me.", share=True)
    page = aiko.go("/together")
    page.get_by_role("link", name="Thanks", exact=True).click()
    page.wait_for_url("**/entry/*")
    shared = page.url.removeprefix(aiko.address)
    page.get_by_label("Answer").fill("You noticed!")
    page.get_by_role("button", name="Send the answer").click()
    check_in(aiko, ("-2,1", "worried"), ("2,-1", "content"))
    round_ = aiko.page.url.removeprefix(aiko.address)
    return private, f"{private}/edit", shared, f"{shared}/edit", round_


# --- states that no address gives ---------------------------------------------------------------------


def states(aiko: Phone, ben: Phone, chidi: Phone) -> Iterator[tuple[str, Page]]:
    """Each further state of a page, made as a person would make it: the phone shows it while it is handed out."""
    yield from _mistakes(chidi, aiko)
    yield from _revealed(aiko, ben)
    yield from _guided(aiko)
    yield from _keys(aiko)
    yield from _closed(aiko)
    yield from _invited(chidi.sign_up(), ben)
    yield from _parted(aiko, ben)


def _mistakes(stranger: Phone, aiko: Phone) -> Iterator[tuple[str, Page]]:
    page = stranger.go("/sign-in")
    page.get_by_label("Your name here").fill("Chidi")
    page.get_by_label("Passphrase", exact=True).fill("nobody has this one here")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    yield "/sign-in, refused", page
    page = stranger.go("/sign-up")
    page.get_by_label("Your name here").fill("Chidi")
    page.get_by_label("Passphrase", exact=True).fill("fifteen letters")
    page.get_by_role("button", name="Open my notebook").click()
    page.get_by_role("alert").wait_for()
    yield "/sign-up, refused", page
    page = aiko.go("/journal/new?form=struggle")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("alert").wait_for()
    yield "/journal/new, refused", page
    page = aiko.go("/journal")
    page.get_by_role("searchbox").fill("carry")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="Found").wait_for()
    yield "/journal/search", page


def _revealed(aiko: Phone, ben: Phone) -> Iterator[tuple[str, Page]]:
    check_in(ben, ("2,-1", "content"), ("-2,-1", "lonely"))
    ben.page.get_by_role("button", name="Look").click()
    ben.page.get_by_role("heading", name="What was true").wait_for()
    yield "/round, revealed", ben.page


def _guided(aiko: Phone) -> Iterator[tuple[str, Page]]:
    page = aiko.go("/practise/guide")
    page.get_by_label("What it is about").select_option("money")
    page.get_by_label("To be heard").check()
    page.get_by_label("One thing that would help me").fill("you should grow up")
    page.get_by_label("may see it").fill("That I count peas")
    page.get_by_role("button", name="Make my guide").click()
    page.get_by_role("heading", name="To begin").wait_for()
    yield "/practise/guide, made", page


def _keys(aiko: Phone) -> Iterator[tuple[str, Page]]:
    page = aiko.go("/me/recovery")
    page.get_by_role("main").get_by_label("Your passphrase").fill(PASSPHRASES["Aiko"])
    page.get_by_role("button", name="Make a recovery code").click()
    page.get_by_text("Write it down now").wait_for()
    yield "/me/recovery, shown", page
    yield "/me, with something about the keys", aiko.go("/me")
    yield "/me/keys, with a recovery code", aiko.go("/me/keys")
    page = aiko.go("/me/safe")
    page.get_by_role("main").get_by_label("Passphrase", exact=True).fill(PASSPHRASES["Aiko"])
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_label("A note").fill("What I saw on Tuesday")
    page.get_by_role("button", name="Keep it").click()
    page.locator("article.safety").wait_for()
    yield "/me/safe, open", page


def _closed(aiko: Phone) -> Iterator[tuple[str, Page]]:
    yield "/locked, without a PIN", aiko.go("/locked")
    aiko.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASES["Aiko"])
    aiko.page.get_by_role("button", name="Open again").click()
    aiko.page.wait_for_url("**/today")
    yield "/me/safe, asking for the PIN", aiko.set_pin("4071").go("/me/safe")
    aiko.go("/together").get_by_role("button", name="We sit before one screen").click()
    aiko.page.get_by_text("You sit together").wait_for()
    yield "/together, before one screen", aiko.page
    page = aiko.go("/journal")
    page.get_by_label("PIN of this phone").fill("0000")
    page.get_by_role("button", name="Open again").click()
    page.get_by_role("alert").wait_for()
    yield "/locked, with a wrong PIN", page
    page.get_by_label("PIN of this phone").fill("4071")
    page.get_by_role("button", name="Open again").click()
    page.wait_for_url("**/journal")


def _invited(chidi: Phone, ben: Phone) -> Iterator[tuple[str, Page]]:
    yield "/together, alone", chidi.go("/together")
    path = chidi.invite()
    yield "/link/invite", chidi.page
    yield "/together, with an invite out", chidi.go("/together")
    yield "/join", ben.go(path)


def _parted(aiko: Phone, ben: Phone) -> Iterator[tuple[str, Page]]:
    ben.go("/unlink").get_by_role("button", name="Unlink now").click()
    ben.page.wait_for_url("**/together")
    yield "/together, parted", ben.page
    ben.page.get_by_role("link", name="Thanks", exact=True).click()
    ben.page.wait_for_url("**/entry/*")
    yield "/entry, of a link that has ended", ben.page
