// One stream a page. An event carries JSON {topic, id} and nothing to read; every [data-live~=topic] then asks again for
// its own data-src under its own rights, and is replaced by the element of the same id in the answer (or by the whole
// answer). EventSource reconnects by itself with Last-Event-ID; a refused stream waits longer each time.
const MOST = 60000;
const TICKED = "[type=radio], [type=checkbox]";
const PEN = `input:not(${TICKED}), textarea, select`;
const LIKE = ["name", "value", "href", "formaction"];
let pause = 2000;
let stream = null;

const ENDS = ["pointerup", "pointercancel"];
let pressed = null; // what lies under the finger
addEventListener("pointerdown", ({ target }) => { pressed = target; }, true);
for (const end of ENDS) addEventListener(end, () => setTimeout(() => { pressed = null; }), true);

function matching(answer, old) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const fresh = (old.id && page.getElementById(old.id)) || page.body.firstElementChild;
  return fresh ? document.importNode(fresh, true) : null;
}

/** What a form brought back was typed too, though the field came with it. */
function isTyped(field) {
  const brought = "ofAForm" in document.body.dataset;
  if (field.matches(TICKED)) return field.checked !== field.defaultChecked || (brought && field.checked);
  const chosen = field.options && field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return chosen || ("defaultValue" in field && field.value !== field.defaultValue) || (brought && field.value);
}

/** What was typed, ticked, unfolded or chosen ([data-held]) here and not sent yet goes along to the new copy. */
function carry(old, fresh) {
  const named = (part, name) => [...part.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden], button)`)];
  for (const name of new Set([...old.querySelectorAll("[name]")].map((field) => field.name))) {
    const twins = named(fresh, name);
    named(old, name).forEach((field, at) => {
      const twin = twins[at];
      if (!twin || twin.type !== field.type || !isTyped(field)) return;
      if (field.matches(TICKED)) twin.checked = field.checked;
      else twin.value = field.value;
    });
  }
  for (const held of old.querySelectorAll("[data-held]")) fresh.querySelector(`#${CSS.escape(held.id)}`)?.replaceWith(held);
  const folds = fresh.querySelectorAll("details");
  old.querySelectorAll("details").forEach((fold, at) => { if (fold.open && folds[at]) folds[at].open = true; });
}

/** The twin of an element in a new copy: by its id, else by what it is called, does and leads to. */
function twinOf(element, fresh) {
  if (element.id) return fresh.querySelector(`#${CSS.escape(element.id)}`);
  const signs = (one) => [one.textContent, ...["id", "action"].map((name) => one.form?.getAttribute(name)),
    ...LIKE.map((name) => one.getAttribute(name))];
  const wanted = signs(element).join("\n");
  return [...fresh.querySelectorAll(element.localName)].find((one) => signs(one).join("\n") === wanted);
}

/** Puts the new copy in the place of the old one, and a keyboard's focus where it was, or on the heading of the part. */
function replace(old, fresh) {
  const at = document.activeElement, inside = old.contains(at);
  if (old.dataset.move === fresh.dataset.move) carry(old, fresh); // the next page of an exercise may have other readers
  old.replaceWith(fresh);
  if (!inside) return;
  const next = twinOf(at, fresh) ?? fresh.querySelector("h1, h2, h3") ?? fresh;
  if (next.tabIndex < 0) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

async function renew(src) {
  const answer = await fetch(src, { headers: { "X-Part": "yes" }, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const told = await answer.text();
  regionsAt(src).forEach((region) => renewPart(region, told, src));
}

function renewPart(region, told, src) {
  const fresh = matching(told, region);
  if (!fresh || fresh.isEqualNode(region)) return;
  const writing = document.activeElement;
  if (region.contains(writing) && writing.matches(PEN)) {
    region.addEventListener("focusout", () => refresh(src), { once: true }); // nobody's line is pulled from under the pen
    return;
  }
  if (region.contains(pressed)) { // nor a button from under the finger
    for (const end of ENDS) addEventListener(end, () => setTimeout(() => refresh(src)), { once: true });
    return;
  }
  replace(region, fresh);
}

// One question at a time for each address, and once more if something stirred meanwhile: an old answer never wins.
const asking = new Map();

export async function refresh(src) {
  if (asking.has(src)) return void asking.set(src, true);
  do {
    asking.set(src, false);
    await renew(src);
  } while (asking.get(src));
  asking.delete(src);
}

const regionsAt = (src) => document.querySelectorAll(`[data-live][data-src="${CSS.escape(src)}"]`);
const refreshAll = (regions) => new Set([...regions].map((region) => region.dataset.src)).forEach(refresh);

function heard(event) {
  let told;
  try { told = JSON.parse(event.data); } catch { return; }
  document.dispatchEvent(new CustomEvent("omoiyari:event", { detail: told }));
  refreshAll(document.querySelectorAll(`[data-live~="${CSS.escape(told.topic)}"][data-src]`));
}

function open() {
  if (stream || document.hidden || !navigator.onLine) return;
  stream = new EventSource(document.body.dataset.events ?? "/events");
  stream.onopen = () => { // ask once for what happened between the page and its stream
    pause = 2000;
    refreshAll(document.querySelectorAll("[data-live][data-src]"));
  };
  stream.onmessage = heard;
  stream.onerror = () => {
    if (stream?.readyState !== EventSource.CLOSED) return;
    close();
    setTimeout(open, pause + Math.random() * 1000);
    pause = Math.min(pause * 2, MOST);
  };
}

function close() {
  stream?.close();
  stream = null;
}

// A hidden page lets its stream go; seen again, it opens one and so catches up.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) close();
  else open();
});
document.addEventListener("omoiyari:leave", close);
addEventListener("pagehide", close);
addEventListener("online", open);
open();
