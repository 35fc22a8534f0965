"""The matrix: what every route answers to everybody. test_matrix.py compares it with the house.

A status, or where a redirect leads; "sign-in" is the redirect of whoever is not signed in. Aiko owns what stands in
braces (the invite is Chidi's). Ben is the partner, and in a second copy of the files the former partner.
"""

from dataclasses import dataclass, field

from tests.conftest import PASSPHRASES
from tests.web.visitors import PIN

WHO = ("anonymous", "owner", "partner", "stranger", "former")

AIKO = {"passphrase": PASSPHRASES["Aiko"]}
FEELINGS = {"self_place": "1,1", "self_word": "worried", "guess_place": "2,-1", "guess_word": "content"}

OPEN = "200 200 200 200 200"
MINE = "sign-in 200 200 200 200"
ANYBODY = "sign-in /today /today /today /today"
NOT_MINE = "sign-in 404 404 404 404"
NOT_THERE = "404 404 404 404 404"


@dataclass(frozen=True)
class Line:
    """One line: what is asked, and the answer to anonymous, owner, partner, stranger, former partner."""

    method: str
    path: str
    expected: str
    form: dict[str, str] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """The path as the house writes it."""
        return {
            "/calendar/nothing.ics": "/calendar/{token}.ics",
            "/drafts/new-free": "/drafts/{slot}",
            "/practise/emotion-swap": "/practise/{id}",
            "/practise/emotion-swap/not-this": "/practise/{id}/not-this",
            "/practise/emotion-swap/again": "/practise/{id}/again",
            "/learn/with-for-and-hands": "/learn/{id}",
        }.get(self.path, self.path)


ROUTES = [
    Line("GET", "/", "200 /today /today /today /today"),
    Line("GET", "/sign-up", OPEN),
    Line(
        "POST",
        "/sign-up",
        "/me/pin /me/pin /me/pin /me/pin /me/pin",
        {"name": "Dana", "passphrase": "brass lantern under the stairs", "understood": "yes", "adult": "yes"},
    ),
    Line("GET", "/sign-in", OPEN),
    Line("POST", "/sign-in", "/today /today /today /today /today", {"name": "Aiko", **AIKO}),
    Line("GET", "/recover", OPEN),
    Line("POST", "/recover", "401 401 401 401 401", {"name": "Aiko", "code": "0" * 27, **AIKO}),
    Line("GET", "/locked", "/sign-in 200 200 200 200"),
    Line("POST", "/unlock", "422 /today 422 422 422", {"_pin": PIN}),
    Line("POST", "/sign-out", "/ / / / /"),
    Line("GET", "/today", MINE),
    Line("GET", "/together", MINE),
    Line("POST", "/me/not-this/{private}", "sign-in 404 404 404 404"),
    Line("POST", "/sit", "sign-in /together /together /together /together"),
    Line("GET", "/practise/rehearse", MINE),
    Line("POST", "/practise/rehearse", MINE, {"text": "You never listen."}),
    Line("GET", "/journal", MINE),
    Line("POST", "/journal/search", MINE, {"q": "words"}),
    Line("GET", "/journal/new", MINE),
    Line(
        "POST",
        "/journal",
        "sign-in /entry/\u2026 /entry/\u2026 /entry/\u2026 /entry/\u2026",
        {"form": "free", "text": "words", "id": "a" * 32},
    ),
    Line("GET", "/entry/{private}", "sign-in 200 404 404 404"),
    Line("GET", "/entry/{shared}", "sign-in 200 200 404 200"),
    Line("GET", "/entry/{held}", "sign-in 200 404 404 404"),
    Line("GET", "/entry/{private}/edit", "sign-in 200 404 404 404"),
    Line("GET", "/entry/{shared}/edit", "sign-in 200 404 404 404"),
    Line(
        "POST",
        "/entry/{private}",
        "sign-in /entry/\u2026 404 404 404",
        {"form": "free", "text": "other words", "version": "1"},
    ),
    Line(
        "POST",
        "/entry/{shared}",
        "sign-in /entry/\u2026 404 404 404",
        {"form": "free", "text": "other words", "version": "1"},
    ),
    Line("POST", "/entry/{private}/share", "sign-in /together 404 404 404"),
    Line("POST", "/entry/{shared}/share", "sign-in /together 404 404 404"),
    Line("POST", "/entry/{held}/send", "sign-in /together 404 404 404"),
    Line("POST", "/entry/{private}/send", "sign-in /together 404 404 404"),
    Line("POST", "/entry/{held}/take-back", "sign-in /entry/\u2026 404 404 404"),
    Line("POST", "/entry/{shared}/take-back", "sign-in /entry/\u2026 404 404 404"),
    Line("POST", "/entry/{private}/delete", "sign-in /journal 404 404 404"),
    Line("POST", "/entry/{shared}/delete", "sign-in /together 404 404 404"),
    Line("POST", "/said/{reply}/delete", "sign-in /entry/\u2026 404 404 404"),
    Line("POST", "/entry/{private}/read", "sign-in 404 404 404 404"),
    Line("POST", "/entry/{shared}/read", "sign-in /entry/\u2026 /entry/\u2026 404 422"),
    Line("POST", "/entry/{held}/read", "sign-in 404 404 404 404"),
    Line("POST", "/entry/{private}/reply", "sign-in 404 404 404 404", {"text": "words", "id": "b" * 32}),
    Line(
        "POST",
        "/entry/{shared}/reply",
        "sign-in /entry/\u2026 /entry/\u2026 404 422",
        {"text": "words", "id": "b" * 32},
    ),
    Line("POST", "/entry/{held}/reply", "sign-in 404 404 404 404", {"text": "words", "id": "b" * 32}),
    Line(
        "POST", "/entry/{pen}/passage", "sign-in 422 /entry/\u2026 404 422", {"text": "words", "id": "b" * 32}
    ),
    Line("POST", "/entry/{shared}/passage", "sign-in 422 422 404 422", {"text": "words", "id": "b" * 32}),
    Line("GET", "/link", MINE),
    Line("POST", "/link/invite", "sign-in 422 422 200 200"),
    Line("GET", "/join/{invite}", OPEN),
    Line("POST", "/join/{invite}", "sign-in 422 422 422 /together"),
    Line("GET", "/unlink", MINE),
    Line("POST", "/unlink", "sign-in /together /together /together 422"),
    Line("POST", "/link/bring-back", "sign-in 404 404 404 422", {"bond": "0" * 32}),
    Line("GET", "/check-in", "sign-in /round/\u2026 /round/\u2026 200 200"),
    Line(
        "POST",
        "/check-in",
        "sign-in /round/\u2026 /round/\u2026 /today /today",
        {**FEELINGS, "order": "self"},
    ),
    Line("GET", "/round/{round}", "sign-in 200 200 404 200"),
    Line("POST", "/round/{round}/look", "sign-in /round/… /round/… 404 /round/…"),
    Line("POST", "/round/{round}/later", "sign-in /today /today 404 /today"),
    Line(
        "POST",
        "/round/{round}/correct",
        "sign-in /round/\u2026 /round/\u2026 404 422",
        {"mark": "partly", "text": "more"},
    ),
    Line("POST", "/need", "sign-in /today /today 422 422", {"need": "hug"}),
    Line("POST", "/need/take-back", "sign-in /today /today 422 422"),
    Line("POST", "/need/was", NOT_MINE, {"of": "0" * 32, "met": "yes"}),
    Line("POST", "/talked", NOT_MINE, {"round": "0" * 32, "talked": "yes"}),
    Line("POST", "/week", ANYBODY, {"safe": "4", "deep": "3", "satisfying": "5"}),
    Line("GET", "/me/enough", MINE),
    Line("POST", "/me/enough", "sign-in /me/enough /me/enough /me/enough /me/enough", {"numb": "3"}),
    Line(
        "POST", "/me/enough/weekly", "sign-in /me/enough /me/enough /me/enough /me/enough", {"weekly": "yes"}
    ),
    Line("POST", "/me/enough/empty", "sign-in /me/enough /me/enough /me/enough /me/enough"),
    Line("GET", "/me/changes", MINE),
    Line(
        "POST",
        "/me/changes",
        "sign-in /me/changes /me/changes /me/changes /me/changes",
        {"what": "move", "day": "2026-03-01"},
    ),
    Line("POST", "/me/changes/{private}/remove", NOT_MINE),
    Line("POST", "/me/zone", ANYBODY),
    Line("GET", "/me/check-ins", MINE),
    Line("POST", "/me/check-ins/search", MINE, {"q": "worried"}),
    Line("POST", "/felt", "sign-in /today /today /today /today", {"felt": "4"}),
    Line("POST", "/felt/ask", "sign-in /today /today 422 422"),
    Line("POST", "/felt/told", "sign-in 404 404 422 422", {"anew": "4"}),
    Line("POST", "/felt/unmute", ANYBODY),
    Line("POST", "/felt/pass", "sign-in /today /today /today /today"),
    Line("POST", "/felt/mute", "sign-in /today /today /today /today"),
    Line("GET", "/promises", MINE),
    Line("POST", "/promises", "sign-in /promises /promises 422 422", {"text": "tea", "by": "2026-03-09"}),
    Line("POST", "/promises/{promise}/let-go", "sign-in /promises 404 404 404"),
    Line("POST", "/promises/{promise}/take-back", NOT_MINE),
    Line("POST", "/promises/{promise}/felt", "sign-in 404 /promises 404 422", {"felt": "yes"}),
    Line("GET", "/practise", MINE),
    Line("POST", "/practise", "sign-in /practise /practise /practise /practise", {"touch": "yes"}),
    Line("POST", "/practise/search", MINE, {"q": "tea"}),
    Line("POST", "/practise/not-tonight", "sign-in /practise /practise /practise /practise"),
    Line("POST", "/practise/emotion-swap/not-this", "sign-in /today /today /today /today", {"next": "today"}),
    Line("POST", "/practise/emotion-swap/again", "sign-in /practise /practise /practise /practise"),
    Line("GET", "/practise/questions", MINE),
    Line(
        "POST",
        "/practise/questions",
        "sign-in /practise/questions /practise/questions 422 422",
        {"text": "What did the rain do?", "for": "both"},
    ),
    Line(
        "POST",
        "/practise/questions/topics",
        "sign-in /practise/questions /practise/questions /practise/questions /practise/questions",
        {"sex": "yes"},
    ),
    Line("POST", "/practise/questions/{wondered}/share", "sign-in /practise/questions 404 404 404"),
    Line("POST", "/practise/questions/{wondered}/remove", "sign-in /practise/questions 404 404 404"),
    Line("POST", "/practise/questions/{asked}/share", "sign-in /practise/questions 404 404 404"),
    Line("POST", "/practise/questions/{asked}/remove", "sign-in /practise/questions 404 404 404"),
    Line("GET", "/practise/trial", MINE),
    Line(
        "POST",
        "/practise/trial",
        "sign-in /practise/trial /practise/trial /practise/trial /practise/trial",
        {"first": "boundary-builder", "second": "breathing-space"},
    ),
    Line("POST", "/practise/trial/{trial}/end", "sign-in /practise/trial 404 404 404"),
    Line("POST", "/practise/trial/{trial}/empty", "sign-in /practise/trial 404 404 404"),
    Line("GET", "/practise/made", MINE),
    Line(
        "POST",
        "/practise/made",
        "sign-in /practise/made /practise/made /practise/made /practise/made",
        {"title": "Tea", "promise": "Warm hands.", "minutes": "5", "step_1": "Boil water."},
    ),
    Line("POST", "/practise/made/{private}/share", "sign-in 404 404 404 404"),
    Line("POST", "/practise/made/{private}/remove", "sign-in 404 404 404 404"),
    Line("GET", "/practise/kept", MINE),
    Line("GET", "/practise/landed", MINE),
    Line("POST", "/practise/kept/{run}/delete", "sign-in 404 404 404 404"),
    Line("POST", "/practise/kept/{run}/helped", "sign-in 404 404 404 404", {"helped": "pass"}),
    Line("GET", "/practise/trainer", MINE),
    Line(
        "POST",
        "/practise/trainer",
        "sign-in 404 404 404 404",
        {"of": "nobody", "text": "Tell me more."},
    ),
    Line("GET", "/practise/emotion-swap", MINE),
    Line(
        "POST",
        "/practise/emotion-swap",
        "sign-in /practise/run/\u2026 /practise/run/\u2026 422 422",
        {"before": "3"},
    ),
    Line("GET", "/practise/run/{run}", "sign-in 200 200 404 200"),
    Line(
        "POST",
        "/practise/run/{run}",
        "sign-in 409 /practise/run/\u2026 404 422",
        {"what": "join"},
    ),
    Line("POST", "/practise/run/{run}/cut-in", "sign-in 404 404 404 404"),
    Line("POST", "/practise/run/{run}/aside", "sign-in 404 /today 404 /today"),
    Line("GET", "/practise/run/{run}/photo", "sign-in 404 404 404 404"),
    Line("POST", "/practise/run/{run}/photo", "sign-in 404 404 404 404", {"jpeg": "x"}),
    Line("POST", "/practise/run/{run}/here", "sign-in 404 404 404 404"),
    Line("POST", "/practise/run/{run}/after", "sign-in 404 404 404 404", {"now": "4"}),
    Line("GET", "/learn", MINE),
    Line("GET", "/learn/myths", MINE),
    Line("GET", "/learn/claims", MINE),
    Line("GET", "/learn/with-for-and-hands", MINE),
    Line("GET", "/insights", MINE),
    Line("GET", "/insights/missed", MINE),
    Line("GET", "/me", MINE),
    Line("POST", "/me/seen", "sign-in /me /me /me /me"),
    Line("GET", "/me/meanings", MINE),
    Line("POST", "/me/meanings/delete", "sign-in /me/meanings /me/meanings /me/meanings /me/meanings"),
    Line(
        "POST",
        "/me/meanings",
        "sign-in /me/meanings /me/meanings /me/meanings /me/meanings",
        {"silence": "thinking"},
    ),
    Line("POST", "/me/capacity", "sign-in /today /today /today /today", {"door": "half", "hours": "3"}),
    Line("POST", "/me/capacity/take-back", ANYBODY),
    Line("GET", "/me/keys", MINE),
    Line("GET", "/me/passphrase", MINE),
    Line(
        "POST",
        "/me/passphrase",
        "sign-in /me/keys 401 401 401",
        {**AIKO, "fresh": "nine loud geese fly south"},
    ),
    Line("GET", "/me/pin", MINE),
    Line("POST", "/me/pin", "sign-in /today 401 401 401", {**AIKO, "pin": PIN, "again": PIN}),
    Line("POST", "/me/devices/{device}/sign-out", "sign-in /me/keys /me/keys /me/keys /me/keys"),
    Line("POST", "/me/sessions/{session}/sign-out", "sign-in / /me/keys /me/keys /me/keys"),
    Line("POST", "/me/everywhere", "sign-in /me/keys /me/keys /me/keys /me/keys"),
    Line("GET", "/me/second-factor", MINE),
    Line("POST", "/me/second-factor", "sign-in 401 401 401 401", AIKO),
    Line("POST", "/me/second-factor/off", "sign-in /me/keys 401 401 401", AIKO),
    Line("GET", "/me/recovery", MINE),
    Line("POST", "/me/recovery", "sign-in 200 401 401 401", AIKO),
    Line("POST", "/me/recovery/off", "sign-in /me/keys 401 401 401", AIKO),
    Line("GET", "/me/safe", MINE),
    Line("POST", "/me/safe/open", "sign-in /me/safe 401 401 401", AIKO),
    Line("POST", "/me/safe", "sign-in /me/safe 200 200 200", {"text": "hidden", "id": "c" * 32}),
    Line("POST", "/me/safe/{note}/delete", "sign-in /me/safe 404 404 404"),
    Line("POST", "/lock/safety", "204 204 204 204 204"),
    Line("GET", "/me/data", MINE),
    Line("POST", "/me/data/export", "sign-in 200 401 401 401", AIKO),
    Line("POST", "/me/data/erase", "sign-in / 401 401 401", {**AIKO, "sure": "yes"}),
    Line("GET", "/me/notices", MINE),
    Line(
        "POST",
        "/me/notices/mail",
        "sign-in /me/notices /me/notices /me/notices /me/notices",
        {
            "host": "mail.test",
            "port": "587",
            "safety": "starttls",
            "user": "u",
            "password": "p",
            "address": "a@mail.test",
        },
    ),
    Line("POST", "/me/notices/mail/try", "sign-in 404 404 404 404"),
    Line("POST", "/me/notices/mail/off", "sign-in /me/notices /me/notices /me/notices /me/notices"),
    Line("POST", "/me/notices/calendar", MINE, {"weekday": "2", "time": "20:00"}),
    Line("POST", "/me/notices/calendar/off", "sign-in /me/notices /me/notices /me/notices /me/notices"),
    Line("GET", "/calendar/nothing.ics", NOT_THERE),
    Line("GET", "/trust", NOT_THERE),
    Line("GET", "/trust/home.crt", NOT_THERE),
    Line("GET", "/trust/home.mobileconfig", NOT_THERE),
    Line("GET", "/help", OPEN),
    Line("GET", "/about", OPEN),
    Line("GET", "/offline", OPEN),
    Line("GET", "/kitchen", OPEN),
    Line("GET", "/sw.js", OPEN),
    Line("GET", "/leave", "/kitchen /kitchen /kitchen /kitchen /kitchen"),
    Line("POST", "/leave", "/kitchen /kitchen /kitchen /kitchen /kitchen"),
    Line("POST", "/demo", NOT_THERE, {"name": "Aiko"}),
    Line("POST", "/drafts/new-free", "sign-in 204 204 204 204", {"text": "half a"}),
    Line("GET", "/events", "204 200 200 200 200"),
]
