// The small things of every page. Each only adds to what native elements already do without it.

const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Seven by seven radios: arrow keys move as the eye does, not in reading order.
customElements.define("feelings-grid", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      const [dx, dy] = step[event.key] ?? [];
      if (dx === undefined || event.target.type !== "radio") return;
      event.preventDefault();
      const lines = [...this.querySelectorAll(".line")].map((line) => [...line.querySelectorAll("input")]);
      const row = lines.findIndex((line) => line.includes(event.target));
      const across = getComputedStyle(this).direction === "rtl" ? -dx : dx;
      const next = lines[row + dy]?.[lines[row].indexOf(event.target) + across];
      if (!next) return;
      next.focus();
      next.click();
    });
  }
});

// A word belongs to its family: choosing another family lets the old words go.
customElements.define("feeling-wheel", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => {
      if (!target.name.endsWith("_family")) return;
      for (const family of this.querySelectorAll(".family")) {
        if (!family.contains(target)) family.querySelectorAll(".words input").forEach((word) => { word.checked = false; });
      }
    });
  }
});

customElements.define("show-hide", class extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input"), button = this.querySelector("button");
    button.hidden = false;
    const show = (shown) => { field.type = shown ? "text" : "password"; button.setAttribute("aria-pressed", shown); };
    button.addEventListener("click", () => { show(field.type === "password"); field.focus(); });
    field.form?.addEventListener("submit", () => show(false)); // so that no browser keeps it as a remembered text
  }
});

addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
  event.target.closest?.("[data-closes]")?.closest("dialog")?.close();
});

const strip = document.querySelector("[data-offline] > *");

// Without a connection a form that is sent takes the page away with its words: it stays, and the strip says why.
addEventListener("submit", (event) => {
  const form = event.target;
  if (navigator.onLine || !strip || form.method === "dialog" || "unlock" in form.dataset) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.closest("dialog")?.close();
  strip.tabIndex = -1;
  strip.focus();
}, true);

// One press sends once: a second press on a slow evening must not write twice.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

const tell = () => { if (strip) strip.hidden = navigator.onLine; };
addEventListener("online", tell);
addEventListener("offline", tell);
tell();

document.querySelector("main [role=alert][tabindex]")?.focus();

const EDITION = new URL(import.meta.url).pathname.split("/")[2];
if (isSecureContext) navigator.serviceWorker?.register(`/sw.js?${EDITION}`, { updateViaCache: "none" }).catch(() => {});

// Times are told in this phone's zone.
document.cookie = `zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}; path=/; max-age=31536000; SameSite=Lax`;
