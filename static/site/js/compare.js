// Lays the picture before over the picture now, with a slider between them. Without it they stand side by side.
for (const pair of document.querySelectorAll("[data-compare]")) {
  const range = pair.querySelector("input");
  const move = () => pair.style.setProperty("--at", `${range.value}%`);
  range.hidden = false;
  range.addEventListener("input", move);
  pair.classList.add("slid");
  move();
}
