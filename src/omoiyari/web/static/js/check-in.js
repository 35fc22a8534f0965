// Four taps: place and word, twice. After a tap on the grid the six nearest words stand first; after the last word the
// form is sent, unless something more was opened. Without this file, all words stand there and a button sends them.
const form = document.querySelector("[data-check-in]");
const NEAREST = 6;

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
  const fold = document.createElement("details");
  fold.className = "fold";
  const summary = document.createElement("summary");
  summary.textContent = form.dataset.allWords;
  fold.append(summary, ...words.querySelectorAll(".family"));
  near.after(fold);
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

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const bring = (element, block) => element.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });

const done = (part) => part.querySelector(".cells input:checked")
  && (part.querySelector("label.chip input:checked") || part.querySelector("input[name$=_own]").value.trim());

function onward(part) {
  const next = parts.find((other) => !done(other));
  if (next && next !== part) bring(next, "start");
  const more = [...form.querySelectorAll("details.fold[open]")].some((fold) => !fold.closest("[data-words]"));
  if (!next && !more) form.requestSubmit();
}

for (const part of parts) {
  if (!part.querySelector(".cells input:checked")) part.querySelector("[data-words]").hidden = true;
  else showNear(part);
}

// A tap chooses; arrow keys only move, so a keyboard sends with the button.
let byPointer = false;
addEventListener("pointerdown", () => { byPointer = true; }, true);
addEventListener("keydown", () => { byPointer = false; }, true);
form.addEventListener("change", ({ target }) => {
  const part = target.closest("[data-part]");
  if (!part) return;
  if (target.name.endsWith("_place")) {
    showNear(part);
    if (byPointer) bring(part.querySelector(".nearby"), "center");
  }
  if (target.name.endsWith("_word") && byPointer) onward(part);
});
