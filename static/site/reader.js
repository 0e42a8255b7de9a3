// Turns the pages of a book. Without it the pages still scroll sideways by touch.
const reader = document.querySelector("[data-reader]");
const pages = reader ? [...reader.children] : [];
const turn = document.querySelector("[data-turn]");

function current() {
  return Math.round(reader.scrollLeft / reader.clientWidth);
}

function open(index) {
  const page = pages[Math.max(0, Math.min(pages.length - 1, index))];
  reader.scrollTo({ left: page.offsetLeft - reader.offsetLeft });
}

function show() {
  const index = current();
  turn.querySelector("[data-back]").disabled = index === 0;
  turn.querySelector("[data-on]").disabled = index === pages.length - 1;
  turn.querySelectorAll(".dots button").forEach((dot, at) => {
    if (at === index) dot.setAttribute("aria-current", "true");
    else dot.removeAttribute("aria-current");
  });
}

if (reader && turn) {
  const dots = turn.querySelector(".dots");
  pages.forEach((page, index) => {
    const dot = document.createElement("button");
    dot.type = "button";
    dot.setAttribute("aria-label", page.getAttribute("aria-label"));
    dot.addEventListener("click", () => open(index));
    dots.append(dot);
  });
  turn.hidden = false;
  turn.querySelector("[data-back]").addEventListener("click", () => open(current() - 1));
  turn.querySelector("[data-on]").addEventListener("click", () => open(current() + 1));
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select")) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    open(current() + step);
  });
  reader.addEventListener("scroll", () => requestAnimationFrame(show), { passive: true });
  show();
}
