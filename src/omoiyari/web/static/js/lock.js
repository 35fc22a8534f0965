// The screen locks after body[data-lock-after] idle milliseconds (GET /locked?next=…), told by the wall clock, because
// timers sleep with the phone. Pages of one browser share what "idle" means. A [data-safety] area goes at once when the
// page is hidden: its text leaves the page, POST /lock/safety closes it on the server.
import { flush } from "./draft.js";

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

document.addEventListener("visibilitychange", () => {
  const safety = document.querySelector("[data-safety]");
  if (safety && document.hidden) {
    flush();
    navigator.sendBeacon("/lock/safety");
    safety.replaceChildren();
  } else if (safety && !safety.hasChildNodes()) {
    location.reload();
  } else if (!document.hidden) {
    look();
  }
});
