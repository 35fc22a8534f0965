// The page of an exercise. The server sends an instant and its own clock; the phone corrects its skew and counts alone.
// Without this file every page turns by plain forms and a refresh.
import { refresh } from "./live.js";

const region = () => document.getElementById("run");
const signalled = () => localStorage.getItem("run-signal") === "yes";
const skewOf = (element) => Date.parse(element.dataset.now) - Date.now();

const renew = async () => region() && refresh(region().dataset.src);

function softly() {
  if (!signalled()) return;
  navigator.vibrate?.(80);
  try {
    const sound = new AudioContext(), tone = sound.createOscillator(), volume = sound.createGain();
    volume.gain.setValueAtTime(0.0001, sound.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.12, sound.currentTime + 0.3);
    volume.gain.exponentialRampToValueAtTime(0.0001, sound.currentTime + 1.6);
    tone.frequency.value = 392;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 1.7);
  } catch { /* a phone without sound is a quiet phone */ }
}

// Counts down to an instant, then asks the server what comes. Told aloud only when little is left.
customElements.define("run-clock", class extends HTMLElement {
  connectedCallback() {
    this.skew = skewOf(this);
    this.ends = Date.parse(this.dataset.ends);
    this.setAttribute("aria-live", "off");
    this.timer = setInterval(() => this.look(), 500);
    this.look();
  }
  disconnectedCallback() { clearInterval(this.timer); }
  look() {
    const left = Math.max(0, Math.ceil((this.ends - Date.now() - this.skew) / 1000));
    const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
    const two = (n) => String(n).padStart(2, "0");
    this.textContent = hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
    if (left > 0) return;
    clearInterval(this.timer);
    softly();
    const over = document.querySelector("[data-time-over]");
    if ("written" in this.dataset) { if (over) over.hidden = false; } // nobody's half sentence is sent for them
    else setTimeout(renew, 150);
  }
});

// Ten seconds a breath, five in and five out, at the same instant on both phones.
customElements.define("breath-shape", class extends HTMLElement {
  connectedCallback() {
    this.skew = skewOf(this);
    const gone = (Date.now() + this.skew - Date.parse(this.dataset.since)) / 1000;
    this.querySelector(".lung").style.animationDelay = `${-(gone % 10)}s`;
    this.classList.add("breathing");
    this.timer = setInterval(() => this.say(), 250);
    this.say();
  }
  disconnectedCallback() { clearInterval(this.timer); }
  say() {
    const words = this.querySelector(".words");
    const phase = ((Date.now() + this.skew - Date.parse(this.dataset.since)) / 1000) % 10;
    const word = phase < 5 ? words.dataset.in : words.dataset.out;
    if (words.textContent !== word) words.textContent = word;
  }
});

// The picture is drawn anew on this phone: small, and as a plain JPEG, so that nothing of the camera's notes goes along.
// It is sent when its owner says so.
const MOST = 300000;

async function drawnAnew(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  for (const [side, quality] of [[1280, 0.85], [1280, 0.7], [960, 0.7], [720, 0.6], [480, 0.5]]) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const paper = document.createElement("canvas");
    paper.width = Math.max(1, Math.round(picture.width * scale));
    paper.height = Math.max(1, Math.round(picture.height * scale));
    const brush = paper.getContext("2d");
    brush.fillStyle = "white"; // a JPEG knows no holes
    brush.fillRect(0, 0, paper.width, paper.height);
    brush.drawImage(picture, 0, 0, paper.width, paper.height);
    const jpeg = await new Promise((done) => paper.toBlob(done, "image/jpeg", quality));
    if (jpeg && jpeg.size <= MOST) return jpeg;
  }
  throw new Error("too large");
}

async function inLetters(blob) {
  const reader = new FileReader();
  await new Promise((done) => { reader.onload = done; reader.readAsDataURL(blob); });
  return reader.result.split(",")[1];
}

customElements.define("photo-here", class extends HTMLElement {
  connectedCallback() {
    this.onchange = ({ target }) => target.files?.[0] && this.take(target.files[0]);
    this.querySelector("button").onclick = () => this.send();
  }
  async take(file) {
    const shown = this.querySelector("img");
    this.dataset.held = ""; // until it is sent, a new copy of the page takes it along
    this.jpeg = await drawnAnew(file).catch(() => null);
    this.say(!this.jpeg);
    if (shown.src) URL.revokeObjectURL(shown.src);
    shown.hidden = this.querySelector("button").hidden = !this.jpeg;
    if (this.jpeg) shown.src = URL.createObjectURL(this.jpeg);
  }
  say(wrong) { this.querySelector("[data-wrong]").hidden = !wrong; }
  async send() {
    const body = new URLSearchParams({ jpeg: await inLetters(this.jpeg) });
    const answer = await fetch(`${region().dataset.src}/photo`, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    const sent = answer?.type === "opaqueredirect";
    this.say(!sent);
    if (sent) delete this.dataset.held;
    await renew();
  }
});

// A bell rings without turning the page.
addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-quiet]");
  if (!form) return;
  event.preventDefault();
  delete form.dataset.sent;
  await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => null);
  await renew();
}, true);

// The screen stays awake while the exercise goes on, as far as the phone allows, and no longer: also when the page was
// swapped by an event. A hidden page loses its lock by itself.
let lock = null;
async function stayAwake() {
  const wanted = document.querySelector("[data-awake]") && !document.hidden;
  if (!wanted) {
    const held = await lock;
    lock = null;
    await held?.release();
  } else if (!lock || (await lock)?.released) {
    lock = navigator.wakeLock?.request("screen").catch(() => null) ?? null;
  }
}
document.addEventListener("visibilitychange", () => {
  stayAwake();
  if (!document.hidden) renew();
});
stayAwake();

// A page that turns by itself is told aloud, unless the focus has gone to its heading already.
const turned = document.querySelector("[data-turned]");
const headingNow = () => region()?.querySelector("h2");
const placeNow = () => `${region()?.dataset.move} ${headingNow()?.textContent}`;
let place = placeNow();

function tell() {
  if (place === placeNow()) return;
  place = placeNow();
  if (document.activeElement !== headingNow()) turned.textContent = headingNow()?.textContent ?? "";
}

if (region()) new MutationObserver(() => { stayAwake(); tell(); }).observe(region().parentElement, { childList: true });

// While a long exercise is open and seen, the page says every two minutes that it is there, so that nothing locks in the
// middle of it. The server says when that ends; a safety page never hears of it.
const here = new BroadcastChannel("awake");
setInterval(async () => {
  const src = document.querySelector("[data-here]")?.dataset.here;
  if (!src || document.hidden) return;
  const answer = await fetch(src, { method: "POST", redirect: "manual" }).catch(() => null);
  if (answer?.ok) here.postMessage("run");
  else if (answer) delete document.querySelector("[data-here]")?.dataset.here;
}, 120000);

const signal = document.querySelector("[data-signal]");
if (signal) {
  signal.checked = signalled();
  signal.addEventListener("change", () => localStorage.setItem("run-signal", signal.checked ? "yes" : "no"));
}

// Sorting: the answer comes into the card, without a new page. Nothing is kept of it.
addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-sort]");
  if (!form) return;
  event.preventDefault();
  const card = form.closest("section"), asked = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(`${form.action.split("#")[0]}?${asked}`).catch(() => null);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(card.id);
  if (!fresh) return;
  card.replaceWith(document.importNode(fresh, true));
  const told = document.querySelector(`#${CSS.escape(card.id)} .verdict`);
  told?.setAttribute("tabindex", "-1");
  told?.focus();
});
