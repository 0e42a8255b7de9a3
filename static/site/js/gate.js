// The gate's button is held for two seconds, by finger or key. Without this script the sum alone opens.
// A click that no finger and no key made comes from an aid for the hands or the eyes: it opens at once.
const HOLD_MS = 2000;
const form = document.querySelector("[data-gate]");
const button = form?.querySelector("[data-hold]");

if (button) {
  let timer, touched = 0;
  const advice = form.querySelector("[data-advice]");
  button.firstElementChild.textContent = button.dataset.hold;

  const letGo = () => {
    clearTimeout(timer);
    button.classList.remove("held");
  };
  const hold = () => {
    if (button.classList.contains("held")) return;
    button.classList.add("held");
    timer = setTimeout(() => { letGo(); form.submit(); }, HOLD_MS);
  };

  button.addEventListener("pointerdown", hold);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") hold(); });
  for (const end of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) button.addEventListener(end, letGo);
  for (const begin of ["pointerdown", "pointerup", "keydown", "keyup"]) {
    form.addEventListener(begin, () => { touched = Date.now(); });
  }
  form.addEventListener("submit", (event) => {
    if (Date.now() - touched > 1000) return;
    event.preventDefault();
    advice.hidden = false;
  });
}
