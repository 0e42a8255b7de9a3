// Letters of another language that a page only quotes wait until it is painted; their fonts are heavier than the page.
addEventListener("load", () => requestAnimationFrame(() => setTimeout(lay)));

function lay() {
  for (const sheet of document.querySelectorAll("link[data-letters]")) sheet.media = "all";
}
