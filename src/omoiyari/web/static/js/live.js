// One stream a page. An event carries JSON {topic, id} and nothing to read; every [data-live~=topic] then asks again for
// its own data-src under its own rights, and is replaced by the element of the same id in the answer (or by the whole
// answer). EventSource reconnects by itself with Last-Event-ID; a refused stream waits longer each time.
const MOST = 60000;
let pause = 2000;
let stream = null;

function matching(answer, old) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const fresh = (old.id && page.getElementById(old.id)) || page.body.firstElementChild;
  return fresh ? document.importNode(fresh, true) : null;
}

/** What was typed, ticked, unfolded or chosen ([data-held]) here and not sent yet goes along to the new copy. */
export function carry(old, fresh) {
  const named = (part, name) => [...part.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)];
  for (const name of new Set([...old.querySelectorAll("[name]")].map((field) => field.name))) {
    const twins = named(fresh, name);
    named(old, name).forEach((field, at) => {
      const twin = twins[at];
      if (!twin || twin.type !== field.type) return;
      if (field.checked !== field.defaultChecked) twin.checked = field.checked;
      const chosen = field.options && field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
      if (chosen || ("defaultValue" in field && field.value !== field.defaultValue)) twin.value = field.value;
    });
  }
  for (const held of old.querySelectorAll("[data-held]")) fresh.querySelector(`#${CSS.escape(held.id)}`)?.replaceWith(held);
  const folds = fresh.querySelectorAll("details");
  old.querySelectorAll("details").forEach((fold, at) => { if (fold.open && folds[at]) folds[at].open = true; });
}

async function renew(src) {
  const answer = await fetch(src, { headers: { "X-Part": "yes" }, redirect: "manual" }).catch(() => null);
  const region = regionAt(src);
  if (!answer?.ok || !region) return;
  const fresh = matching(await answer.text(), region);
  if (!fresh || fresh.isEqualNode(region)) return;
  const writing = document.activeElement;
  if (region.contains(writing) && writing.matches("input, textarea, select")) {
    region.addEventListener("focusout", () => refresh(src), { once: true }); // nobody's line is pulled from under the pen
    return;
  }
  const held = region.contains(writing) ? writing.id : "";
  carry(region, fresh);
  region.replaceWith(fresh);
  if (held) document.getElementById(held)?.focus();
}

// One question at a time for each address, and once more if something stirred meanwhile: an old answer never wins.
const asking = new Map();

async function refresh(src) {
  if (asking.has(src)) return void asking.set(src, true);
  do {
    asking.set(src, false);
    await renew(src);
  } while (asking.get(src));
  asking.delete(src);
}

const regionAt = (src) => document.querySelector(`[data-live][data-src="${CSS.escape(src)}"]`);
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
