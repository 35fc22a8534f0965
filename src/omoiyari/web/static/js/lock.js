// The screen locks after body[data-lock-after] idle milliseconds (GET /locked?next=…), told by the wall clock, because
// timers sleep with the phone. Pages of one browser share what "idle" means. A page with words that no draft keeps is
// not left: it goes out of sight, and what opens it is asked for in its place. A [data-safety] area goes at once when
// the page is hidden: its text leaves the page, and POST /lock/safety closes it on the server and takes along what is
// half written (field `text`). A form of the area that is on its way leads back into it, and closes nothing.
import { canAsk, flush, isKept, textOf, unlock } from "./draft.js";

const TYPED = "textarea, input:not([type=password], [type=checkbox], [type=radio], [type=range], [type=hidden])";
const ELSEWHERE = "[data-draft], show-hide, #unlock"; // kept by itself, or never to be kept
const limit = Number(document.body.dataset.lockAfter);
const awake = new BroadcastChannel("awake");
let last = Date.now();
let held = false;

function stir() {
  if (Date.now() - last > 1000) awake.postMessage("");
  last = Date.now();
}

/** What a form brought back was typed too, though the field came with it. */
function isLost(field) {
  const before = "ofAForm" in document.body.dataset ? "" : field.defaultValue;
  return !field.closest(ELSEWHERE) && field.value !== before;
}

function wouldLose() {
  if (document.querySelector("[data-safety]")) return false;
  const drafts = [...document.querySelectorAll("[data-draft]")];
  return [...document.querySelectorAll(TYPED)].some(isLost) || !drafts.every(isKept);
}

async function hold() {
  held = true;
  fetch("/locked", { redirect: "manual" }).catch(() => {});
  await unlock();
  held = false;
  last = Date.now();
}

function look() {
  if (held || !limit || Date.now() - last < limit) return;
  flush();
  if (wouldLose() && canAsk()) hold();
  else location.replace(`/locked?next=${encodeURIComponent(location.pathname + location.search)}`);
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
