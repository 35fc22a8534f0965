// Four taps: place and word, twice. After a tap on the grid the six nearest words stand first; after the last word the
// form goes off by itself in three seconds, unless something is touched, taken back or added meanwhile. Without this
// file, all words stand there and a button sends them.
const form = document.querySelector("[data-check-in]");
const NEAREST = 6;
const SECONDS = 3;

const parts = [...form.querySelectorAll("[data-part]")];

function distance(chip, x, y) {
  return (chip.dataset.x - x) ** 2 + (chip.dataset.y - y) ** 2;
}

/** The box that holds the nearest words, above the families, which go behind one more tap. */
function nearbyOf(part) {
  const words = part.querySelector("[data-words]");
  let near = words.querySelector(".nearby");
  if (near) return near;
  near = document.createElement("div");
  near.className = "chips nearby";
  words.querySelector("legend").after(near);
  near.after(part.querySelector("[data-gloss]"));
  const fold = document.createElement("details");
  fold.className = "fold";
  const summary = document.createElement("summary");
  summary.textContent = form.dataset.allWords;
  fold.append(summary, ...words.querySelectorAll(".family"));
  words.append(fold);
  return near;
}

function showNear(part) {
  const [x, y] = part.querySelector(".cells input:checked").value.split(",").map((n) => n / 3);
  const near = nearbyOf(part);
  const chips = [...part.querySelectorAll("label.chip[data-x]")];
  for (const chip of near.querySelectorAll("label.chip")) {
    part.querySelector(`[data-family="${chip.dataset.home}"] .chips`).append(chip);
  }
  chips.sort((a, b) => distance(a, x, y) - distance(b, x, y));
  for (const chip of chips.slice(0, NEAREST)) {
    chip.dataset.home ??= chip.closest(".family").dataset.family;
    near.append(chip);
  }
  part.querySelector("[data-words]").hidden = false;
}

/** What the chosen word means: a phone shows no title, and a screen reader hears it here. */
function tellGloss(part) {
  part.querySelector("[data-gloss]").textContent = part.querySelector("label.chip:has(input:checked)")?.title ?? "";
}

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const bring = (element, block) => element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });

const done = (part) => part.querySelector(".cells input:checked")
  && (part.querySelector("label.chip input:checked") || part.querySelector("input[name$=_own]").value.trim());

const undo = form.querySelector("[data-undo]");
let going = 0;

function say(what) {
  for (const line of undo.children) line.hidden = line.dataset.when !== what;
}

function goSoon() {
  say("going");
  bring(undo, "center");
  going = setTimeout(() => {
    going = 0;
    if (!navigator.onLine) say("waiting");
    form.requestSubmit();
  }, SECONDS * 1000);
}

/** Whatever is touched while it is about to go keeps it here; then the button sends. */
function stay() {
  if (!going) return;
  clearTimeout(going);
  going = 0;
  say("waiting");
}

function onward(part) {
  const next = parts.find((other) => !done(other));
  if (next && next !== part) bring(next, "start");
  const more = [...form.querySelectorAll("details.fold[open]")].some((fold) => !fold.closest("[data-words]"));
  const changing = form.querySelector("[name=change]");
  if (!next && !more && !changing) goSoon();
}

for (const part of parts) {
  if (!part.querySelector(".cells input:checked")) part.querySelector("[data-words]").hidden = true;
  else showNear(part);
  tellGloss(part);
}

// A tap chooses; arrow keys only move, so a keyboard sends with the button.
let byPointer = false;
addEventListener("pointerdown", ({ target }) => {
  byPointer = true;
  if (!undo.contains(target) && !target.closest?.("[type=submit]")) stay(); // nothing may move under a thumb that sends
}, true);
addEventListener("keydown", () => { byPointer = false; stay(); }, true);
undo.addEventListener("click", stay);
document.addEventListener("omoiyari:leave", stay);
addEventListener("pagehide", stay);
form.addEventListener("submit", () => { clearTimeout(going); going = 0; });
form.addEventListener("change", ({ target }) => {
  const part = target.closest("[data-part]");
  if (!part) return;
  if (target.name.endsWith("_place")) {
    showNear(part);
    if (byPointer) bring(part.querySelector(".nearby"), "center");
  }
  if (target.name.endsWith("_word")) {
    tellGloss(part);
    if (byPointer) onward(part);
  }
});
