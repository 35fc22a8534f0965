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

async function refresh(region) {
  if (region.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
    region.addEventListener("focusout", () => refresh(region), { once: true }); // nobody's line is pulled from under the pen
    return;
  }
  const answer = await fetch(region.dataset.src, { headers: { "X-Part": "yes" }, redirect: "manual" }).catch(() => null);
  if (!answer?.ok || !region.isConnected) return;
  const fresh = matching(await answer.text(), region);
  if (fresh) region.replaceWith(fresh);
}

function heard(event) {
  let told;
  try { told = JSON.parse(event.data); } catch { return; }
  document.dispatchEvent(new CustomEvent("omoiyari:event", { detail: told }));
  for (const region of document.querySelectorAll(`[data-live~="${CSS.escape(told.topic)}"]`)) refresh(region);
}

function open() {
  if (stream || document.hidden || !navigator.onLine) return;
  stream = new EventSource(document.body.dataset.events ?? "/events");
  stream.onopen = () => { pause = 2000; };
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

// A hidden page lets its stream go, and catches up by asking for everything that is live when it is seen again.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return close();
  open();
  document.querySelectorAll("[data-live][data-src]").forEach(refresh);
});
document.addEventListener("omoiyari:leave", close);
addEventListener("pagehide", close);
addEventListener("online", open);
open();
