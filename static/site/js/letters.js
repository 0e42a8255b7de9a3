// Letters of another language that a page only quotes wait until it is painted; their fonts are heavier than the page.
addEventListener("load", () => {
  if (!PerformanceObserver.supportedEntryTypes?.includes("paint")) return lay();
  new PerformanceObserver((seen, watch) => {
    if (!seen.getEntriesByName("first-contentful-paint").length) return;
    watch.disconnect();
    lay();
  }).observe({ type: "paint", buffered: true });
});

function lay() {
  for (const sheet of document.querySelectorAll("link[data-letters]")) sheet.media = "all";
}
