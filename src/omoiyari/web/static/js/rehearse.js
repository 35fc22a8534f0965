// While I type: words that may land hard get a line under them (CSS highlights over a mirror of the field), what lands
// well is told first. One question at a time goes to the server; nothing is kept in the browser either.
const form = document.querySelector("[data-rehearse]");
const field = form.elements.text, context = form.elements.context;
const told = document.getElementById("told");
const say = JSON.parse(told.dataset.words);
const after = document.querySelector("[data-after]");
const line = document.querySelector("[data-breath]");
const aloud = document.querySelector("[data-aloud]");
const PAUSE = 60, QUIET = 1000, LATE = 2000, BREATH = 5000;

const mirror = document.createElement("div");
mirror.className = "mirror own-words";
mirror.setAttribute("aria-hidden", "true");
const box = document.createElement("div");
box.className = "mirrored";
field.before(box);
box.append(mirror, field);

let hot = false, timer = 0, quiet = 0, asking = null;

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function card(title, items) {
  const made = document.createElement("section"), list = document.createElement("ul");
  made.className = "card";
  list.className = "stack";
  made.append(element("h2", title), list);
  for (const it of items) {
    const item = document.createElement("li"), quote = element("q", it.words);
    quote.dir = "auto";
    item.append(quote, ` ${it.does} ${it.change ?? ""}`);
    list.append(item);
  }
  return made;
}

function underline(hard) {
  const text = field.value;
  mirror.replaceChildren();
  let at = 0;
  for (const it of [...hard].sort((a, b) => a.start - b.start)) {
    if (it.start < at) continue;
    mirror.append(text.slice(at, it.start), element("mark", text.slice(it.start, it.end)));
    at = it.end;
  }
  mirror.append(text.slice(at), "\u200b");
  mirror.scrollTop = field.scrollTop;
}

/** A screen reader is told once the keys have been quiet for a while, and not at each pause. */
function tell(parts) {
  const fresh = told.cloneNode();
  fresh.append(...parts);
  if (!fresh.isEqualNode(told)) told.replaceChildren(...fresh.childNodes);
  clearTimeout(quiet);
  quiet = setTimeout(() => { if (aloud.textContent !== told.innerText) aloud.textContent = told.innerText; }, QUIET);
}

function show(answer) {
  const parts = [];
  if (answer.readable === false) parts.push(element("p", say.unread.replace("{language}", answer.language)));
  if (answer.care) {
    const care = element("p", `${say.care} `, "notice info"), link = element("a", say.help);
    link.href = "/help";
    care.append(link);
    parts.push(care);
  }
  if (answer.well?.length) parts.push(card(say.well, answer.well));
  if (answer.hard?.length) parts.push(card(say.hard, answer.hard));
  if (answer.readable && !answer.care && !answer.well?.length && !answer.hard?.length) parts.push(element("p", say.none, "hint"));
  if (answer.draft && answer.hard?.length) {
    const own = card(say.own, []);
    own.append(element("p", answer.draft, "own-words"), ...answer.asks.map((it) => element("p", `${it.piece}: ${it.ask}`, "hint")));
    parts.push(own);
  }
  if (answer.hard?.length && answer.question) parts.push(element("p", answer.question, "hint"));
  tell(parts);
  underline(answer.hard ?? []);
  hot = Boolean(answer.hot);
  after.hidden = !field.value.trim();
}

/** Without an answer nothing is said: what was told of other words must not stand under these. */
async function ask() {
  asking?.abort();
  const mine = asking = new AbortController(), late = setTimeout(show, LATE, {});
  const request = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, signal: asking.signal };
  const answer = await fetch(form.action, request).then((got) => (got.ok ? got.json() : null)).catch(() => null);
  clearTimeout(late);
  if (mine === asking) show(answer ?? {});
}

function later() {
  clearTimeout(timer);
  clearTimeout(quiet);
  underline([]);
  timer = setTimeout(ask, PAUSE);
}

field.addEventListener("input", later);
context.addEventListener("input", later);
field.addEventListener("scroll", () => { mirror.scrollTop = field.scrollTop; });
form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });

const wait = (pause) => new Promise((resolve) => { setTimeout(resolve, pause); });

/** Plain HTTP has no clipboard, and a browser may refuse it: the older way needs the text marked, and so it stays. */
async function copy() {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

after.querySelector("[name=copy]").addEventListener("click", async ({ currentTarget }) => {
  currentTarget.disabled = true;
  if (hot) { line.textContent = line.dataset.breath; await wait(BREATH); }
  line.textContent = (await copy()) ? line.dataset.copied : line.dataset.marked;
  currentTarget.disabled = false;
});
after.querySelector("[name=change]").addEventListener("click", () => field.focus());
