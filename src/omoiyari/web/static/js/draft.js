// Half-written text is kept, sealed, as it is typed: every [data-draft=slot] (a textarea, or a form, which is sent as
// its urlencoded fields without passwords) goes to POST /drafts/{slot} as form field `text`, 800 ms after the last key
// and when the page is hidden. The text lives in the page alone, never in the browser's storage.
// 2xx: kept. 423: locked, ask in place for what opens the pages (POST /unlock, Accept: application/json; 2xx opens,
// anything else may carry {"sentence": "…"}), then keep again. Everything else: say so, and try again where that can help.
const PAUSE = 800;
const AGAIN = 5000;
const ASK_AGAIN = 15000;
const waiting = new Map(); // slot -> timer
const kept = new Map(); // slot -> the text last kept
let opening = null;

const fields = () => [...document.querySelectorAll("[data-draft]")];
const fieldOf = (slot) => document.querySelector(`[data-draft="${CSS.escape(slot)}"]`);
let gone = []; // the fields of a page that quick exit has already emptied

export function textOf(field) {
  if (field.tagName !== "FORM") return field.value;
  const pairs = [...new FormData(field)].filter(([name, value]) =>
    typeof value === "string" && field.elements[name]?.type !== "password");
  return new URLSearchParams(pairs).toString();
}

function body(text) {
  const data = new FormData();
  data.set("text", text);
  return data;
}

function say(slot, state) {
  const line = document.querySelector(`[data-draft-state="${CSS.escape(slot)}"]`);
  if (line && line.dataset.state !== state) line.dataset.state = state;
}

function later(slot, pause) {
  clearTimeout(waiting.get(slot));
  waiting.set(slot, setTimeout(() => keep(slot), pause));
}

async function send(slot, text) {
  const request = { method: "POST", body: body(text), headers: { Accept: "application/json" }, redirect: "manual" };
  return fetch(`/drafts/${encodeURIComponent(slot)}`, request);
}

async function keep(slot) {
  waiting.delete(slot);
  const field = fieldOf(slot);
  if (!field || field.dataset.done) return;
  const text = textOf(field);
  if (kept.get(slot) === text) return;
  say(slot, "saving");
  const answer = await send(slot, text).catch(() => null);
  if (answer?.ok) {
    kept.set(slot, text);
    say(slot, "saved");
  } else if (answer?.status === 423) {
    say(slot, "held");
    if (!canAsk()) return;
    await unlock();
    await keep(slot);
  } else {
    say(slot, "held");
    const refused = answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    if (!refused) later(slot, AGAIN);
  }
}

export const canAsk = () => Boolean(document.getElementById("unlock")?.showModal);

/** Ask for PIN or passphrase in the place of the page, until the pages are open again. */
export function unlock() {
  opening ??= reopen().finally(() => { opening = null; });
  return opening;
}

/** After "Not now" the way out and the help page are in reach for a while, and the words stay where they are. */
async function reopen() {
  const shell = document.querySelector(".shell"), writing = document.activeElement;
  shell.hidden = true;
  while (!(await ask())) await new Promise((resolve) => { setTimeout(resolve, ASK_AGAIN); });
  shell.hidden = false;
  writing?.focus();
}

function ask() {
  const dialog = document.getElementById("unlock");
  const form = dialog.querySelector("form"), wrong = dialog.querySelector("[data-wrong]");
  form.reset();
  wrong.hidden = true;
  dialog.showModal();
  return new Promise((resolve) => {
    let opened = false;
    form.onsubmit = async (event) => {
      event.preventDefault();
      const request = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
      const answer = await fetch(form.action, request).catch(() => null);
      if (answer?.ok) { opened = true; return dialog.close(); }
      const told = await answer?.json().catch(() => null);
      if (told?.sentence) wrong.textContent = told.sentence;
      wrong.hidden = false;
      form.reset();
      form.querySelector("input").focus();
    };
    dialog.addEventListener("close", () => resolve(opened), { once: true });
  });
}

/** Whether the server has, or is being sent, what stands in this [data-draft]. */
export function isKept(field) {
  const { draft, done } = field.dataset;
  return Boolean(done) || !kept.has(draft) || kept.get(draft) === textOf(field);
}

/** Send what is not kept yet, in a way that outlives the page. */
export function flush() {
  for (const field of [...fields(), ...gone]) {
    const slot = field.dataset.draft, text = textOf(field);
    if (isKept(field)) continue;
    if (navigator.sendBeacon(`/drafts/${encodeURIComponent(slot)}`, body(text))) continue;
    send(slot, text).catch(() => {}); // longer than a beacon may be
  }
  gone = [];
}

/** The text a field came with is kept already; noted at the first touch, so parts that arrive later are known too. */
function meet(field) {
  const slot = field.dataset.draft;
  if (!kept.has(slot)) kept.set(slot, field.tagName === "FORM" ? textOf(field) : field.defaultValue);
}

/** A page of an exercise that came back as it was sent may hold letters that were not kept before. */
function keepWhatCameBack() {
  for (const { dataset } of document.querySelectorAll("form[data-held][data-draft]")) {
    kept.set(dataset.draft, null);
    later(dataset.draft, 0);
  }
}

fields().forEach(meet);
keepWhatCameBack();
document.addEventListener("focusin", ({ target }) => { const field = target.closest?.("[data-draft]"); if (field) meet(field); });
document.addEventListener("input", ({ target }) => {
  const field = target.closest("[data-draft]");
  if (!field) return;
  meet(field);
  delete field.dataset.done;
  later(field.dataset.draft, PAUSE);
});
document.addEventListener("submit", ({ target }) => {
  const sent = [...target.querySelectorAll("[data-draft]"), target].filter((field) => field.dataset.draft);
  for (const field of sent) { field.dataset.done = "yes"; clearTimeout(waiting.get(field.dataset.draft)); }
});
document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
document.addEventListener("omoiyari:leaving", () => { gone = fields(); });
document.addEventListener("omoiyari:leave", flush);
addEventListener("pagehide", flush);
addEventListener("online", () => { for (const field of fields()) later(field.dataset.draft, 0); });
