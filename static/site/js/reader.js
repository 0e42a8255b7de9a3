// Turns the pages of a book and remembers where one is. Without it the pages still scroll sideways by touch.
// Others listen for "turned" on the reader (detail: the page) and send "turn" (detail: steps).
const book = document.querySelector("[data-reading]");
const reader = book.querySelector("[data-reader]");
const pages = [...reader.children];
const dots = [...book.querySelectorAll(".dots a")];
const back = book.querySelector("[data-back]");
const on = book.querySelector("[data-on]");
const IDLE_MS = 5 * 60 * 1000;

let shown = -1;
let seconds = 0;
let touched = Date.now();

const current = () => Math.round(reader.scrollLeft / reader.clientWidth);

function open(index) {
  const page = pages[Math.max(0, Math.min(pages.length - 1, index))];
  reader.scrollTo({ left: page.offsetLeft - reader.offsetLeft });
}

// The cover first; what comes after it is fetched while it is looked at.
function fetchAhead() {
  for (const near of pages.slice(shown, shown + 3)) {
    const picture = near.querySelector("img");
    if (picture) picture.loading = "eager";
  }
}

function show() {
  const index = current();
  if (index === shown) return;
  const isFirst = shown < 0;
  shown = index;
  dots.forEach((dot, at) => (at === index ? dot.setAttribute("aria-current", "page") : dot.removeAttribute("aria-current")));
  back.disabled = index === 0;
  on.disabled = index === pages.length - 1;
  if (document.readyState === "complete") fetchAhead();
  if (!isFirst) {
    history.replaceState(null, "", `#${pages[index].id}`);
    book.querySelector("[data-said]").textContent = pages[index].getAttribute("aria-label");
    remember(pages[index].dataset.page);
  }
  reader.dispatchEvent(new CustomEvent("turned", { detail: pages[index] }));
}

// --- the page one is at, kept on the shelf --------------------------------------------------------
let waiting, unsaved;

function remember(page) {
  if (!page || !book.dataset.shelf) return;
  unsaved = Number(page);
  clearTimeout(waiting);
  waiting = setTimeout(save, 1200);
}

function save() {
  if (unsaved === undefined) return;
  const body = JSON.stringify({ last_page_read: unsaved });
  unsaved = undefined;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  fetch(book.dataset.shelf, { method: "PATCH", headers, body, keepalive: true }).catch(() => {});
}

// --- the time the book was really looked at -------------------------------------------------------
const touch = () => (touched = Date.now());
for (const sign of ["pointerdown", "keydown", "wheel", "spoken"]) document.addEventListener(sign, touch, { passive: true });
setInterval(() => {
  if (!document.hidden && Date.now() - touched < IDLE_MS) seconds += 1;
}, 1000);
document.querySelector("[data-finished]")?.addEventListener("submit", (event) => {
  event.target.elements.seconds.value = seconds;
  unsaved = undefined;
});

// --- turning --------------------------------------------------------------------------------------
back.hidden = on.hidden = false;
back.addEventListener("click", () => open(current() - 1));
on.addEventListener("click", () => open(current() + 1));
for (const side of [back, on]) { // they lie over the book, and a thumb that swipes often begins on one
  let from = 0;
  side.addEventListener("pointerdown", (event) => (from = event.clientX));
  side.addEventListener("pointerup", (event) => {
    const way = from - event.clientX;
    if (event.pointerType === "touch" && Math.abs(way) > 30) open(current() + Math.sign(way));
  });
}
reader.addEventListener("turn", (event) => open(current() + event.detail));
book.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  open(pages.findIndex((page) => `#${page.id}` === link.getAttribute("href")));
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -pages.length, End: pages.length };
  if (!(event.key in steps)) return;
  event.preventDefault();
  open(current() + steps[event.key]);
});
reader.addEventListener("scroll", () => { touch(); requestAnimationFrame(show); }, { passive: true });
window.addEventListener("resize", () => open(shown));
window.addEventListener("pagehide", save);
window.addEventListener("load", fetchAhead);

// --- how it looks ---------------------------------------------------------------------------------
const look = book.querySelector("[data-look]");
const wide = book.querySelector("[data-wide]");
const ON_HTML = { theme: "theme", text_size: "size", text_spacing: "spacing", typeface: "face" };

document.addEventListener("click", (event) => { if (!look.contains(event.target)) look.open = false; });
look.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !look.open) return;
  look.open = false;
  look.querySelector("summary").focus();
});
const appearance = look.querySelector("[data-appearance]");
if (appearance) {
  appearance.querySelector("[data-without-script]").hidden = true;
  appearance.addEventListener("change", (event) => {
    const name = ON_HTML[event.target.name];
    if (name) document.documentElement.dataset[name] = event.target.value;
    fetch(appearance.action, { method: "POST", body: new FormData(appearance), headers: { Accept: "*/*" } }).catch(() => {});
  });
}
if (document.fullscreenEnabled) {
  wide.hidden = false;
  wide.addEventListener("click", () => {
    look.open = false;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  });
}

show();
book.classList.add("live"); // the first page is not scrolled to, it is there
