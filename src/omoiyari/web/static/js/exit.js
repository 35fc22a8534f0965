// Quick exit: the Leave link, or Escape three times within two seconds. The link works without this file too;
// here the page is blank before anything is asked of the network, and Back finds nothing.
const AWAY = "/kitchen";
const others = new BroadcastChannel("leave");
let presses = [];
let leaving = false;

function blank() {
  document.title = "…";
  document.documentElement.replaceChildren();
}

/** The other tabs of this browser are told, and leave without telling it again; one signs out for all. */
export function leave(told = false) {
  if (leaving) return;
  leaving = true;
  document.dispatchEvent(new Event("omoiyari:leaving")); // draft.js takes hold of what is half-written
  blank();
  if (!told) others.postMessage("");
  document.dispatchEvent(new Event("omoiyari:leave"));
  if (!told) navigator.sendBeacon("/leave");
  location.replace(AWAY);
}

others.onmessage = () => leave(true);

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
