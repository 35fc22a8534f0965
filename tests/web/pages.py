"""Every page in a typical state, for whatever looks at all of them."""

from playwright.sync_api import Page

from tests.web.conftest import Phone

SIGNED_OUT = (
    "/",
    "/sign-up",
    "/sign-in",
    "/recover",
    "/help",
    "/help?country=GB",
    "/about",
    "/offline",
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
    "/practise/trial",
    "/practise/questions",
    "/practise/kept",
    "/practise/made",
    "/practise/landed",
    "/insights/missed",
    "/learn",
    "/learn/with-for-and-hands?item=scan-come&bin=empathy",
    "/learn/myths",
    "/learn/claims",
    "/link",
    "/unlink",
    "/me",
    "/me/meanings",
    "/me/check-ins",
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
    return private, page.url.removeprefix(aiko.address)
