// Comfort for the form of a wish; without it every button goes to the server and comes back.
const form = document.querySelector("[data-making]");

// A card fills the line in place.
form?.addEventListener("click", (event) => {
  const card = event.target.closest("[data-idea]");
  if (!card) return;
  event.preventDefault();
  form.elements.topic.value = card.value;
  form.elements.topic.scrollIntoView({ block: "center" });
});

// "Done" on a phone's keyboard puts the keyboard away; it orders nothing.
form?.elements.topic?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.blur();
});

// What is sent shows that it was heard, and is not sent twice.
form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) return event.preventDefault();
  const button = event.submitter;
  if (!button?.dataset.send) return;
  form.dataset.sent = "yes";
  button.dataset.said = button.textContent;
  button.textContent = button.dataset.send;
  button.setAttribute("aria-disabled", "true");
  const status = form.querySelector("[data-sending]");
  if (status) status.textContent = button.dataset.send;
});

// The way back from the next page finds it ready again.
addEventListener("pageshow", () => {
  if (!form) return;
  delete form.dataset.sent;
  form.querySelectorAll("[data-said]").forEach((button) => {
    button.textContent = button.dataset.said;
    button.removeAttribute("aria-disabled");
    delete button.dataset.said;
  });
});
