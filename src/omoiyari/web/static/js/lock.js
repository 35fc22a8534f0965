// The screen locks after body[data-lock-after] idle milliseconds (GET /locked?next=…), told by the wall clock, because
// timers sleep with the phone. Pages of one browser share what "idle" means. A [data-safety] area goes at once when the
// page is hidden: its text leaves the page, and POST /lock/safety closes it on the server and takes along what is half
// written (field `text`). A form of the area that is on its way leads back into it, and closes nothing.
import { flush, textOf } from "./draft.js";

const limit = Number(document.body.dataset.lockAfter);
const awake = new BroadcastChannel("awake");
let last = Date.now();

function stir() {
  if (Date.now() - last > 1000) awake.postMessage("");
  last = Date.now();
}

function look() {
  if (!limit || Date.now() - last < limit) return;
  flush();
  location.replace(`/locked?next=${encodeURIComponent(location.pathname + location.search)}`);
}

for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) addEventListener(sign, stir, { passive: true });
awake.onmessage = ({ data }) => { if (data !== "run" || !document.querySelector("[data-safety]")) last = Date.now(); };
setInterval(look, Math.min(15000, limit / 4 || 15000));

function shut(safety) {
  const field = safety.querySelector("[data-draft]"), told = new FormData();
  if (field) told.set("text", textOf(field));
  if (!navigator.sendBeacon("/lock/safety", told)) { // longer than a beacon may be
    fetch("/lock/safety", { method: "POST", body: told }).catch(() => {});
  }
  safety.replaceChildren();
}

let sent = 0; // when a form of the area set out
document.addEventListener("submit", ({ target }) => { if (target.closest("[data-safety]")) sent = Date.now(); });

document.addEventListener("visibilitychange", () => {
  const safety = document.querySelector("[data-safety]");
  if (safety && document.hidden) {
    if (Date.now() - sent > 5000) shut(safety);
  } else if (safety && !safety.hasChildNodes()) {
    location.reload();
  } else if (!document.hidden) {
    look();
  }
});

const opened = document.querySelector("[data-safety]");
if (opened && document.hidden) shut(opened); // it came back to a phone that has looked away meanwhile
