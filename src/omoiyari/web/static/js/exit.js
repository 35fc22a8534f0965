// Quick exit: the Leave link, or Escape three times within two seconds. The link works without this file too;
// here the page is blank before anything is asked of the network, and Back finds nothing.
const AWAY = "/kitchen";
let presses = [];
let leaving = false;

function blank() {
  document.title = "…";
  document.documentElement.replaceChildren();
}

export function leave() {
  if (leaving) return;
  leaving = true;
  document.dispatchEvent(new Event("omoiyari:leaving")); // draft.js takes hold of what is half-written
  blank();
  document.dispatchEvent(new Event("omoiyari:leave"));
  navigator.sendBeacon("/leave");
  location.replace(AWAY);
}

addEventListener("click", (event) => {
  if (!event.target.closest?.("a.exit")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  leave();
}, true);

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) { if (event.key !== "Escape") presses = []; return; }
  presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 2000);
  if (presses.length >= 3) leave();
}, true);

// A page that the browser brings back whole from its memory may be older than a sign-out: hide it, ask again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  blank();
  location.reload();
});
