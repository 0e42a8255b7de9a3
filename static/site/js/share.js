// Copies or sends the link of a lent book, where the device can.
const link = document.querySelector("[data-link]");
const copy = document.querySelector("[data-copy]");
const send = document.querySelector("[data-send]");

if (link && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    copy.textContent = copy.dataset.copy;
  });
}
if (link && navigator.share) {
  send.hidden = false;
  send.addEventListener("click", () => navigator.share({ url: link.value }).catch(() => {}));
}
link?.addEventListener("focus", () => link.select());
