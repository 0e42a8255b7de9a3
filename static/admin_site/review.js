// One key for each decision. A key pressed in a field, or with another held down, means something else.
const other = "input:not([type=checkbox]), textarea, select";

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.target.closest(other)) return;
  const onControl = press.key === " " && press.target.closest("button, a, label, summary, [type=checkbox]");
  if (onControl) return;
  const key = press.key === " " ? "n" : press.key.toLowerCase();
  const wanted = document.querySelector(`.review [data-key="${CSS.escape(key)}"]`);
  if (!wanted) return;
  press.preventDefault();
  wanted.click();
});
