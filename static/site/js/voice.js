// Reads a book aloud and shows the word that is read; has the voice made first where there is none.
const book = document.querySelector("[data-reading]");
const reader = book.querySelector("[data-reader]");
const wishes = book.querySelector("[data-voice-look]");
const audio = new Audio();
const next = new Audio();
const TURN_AFTER_MS = 900;
const SETTLED_MS = 250;
const ASK_AGAIN_MS = 2000;

let here = reader.children[Math.round(reader.scrollLeft / reader.clientWidth)];
let reading = false;
let words = [];
let lit, turning, lock;

const wish = (name) => wishes.querySelector(`[name=${name}]`).checked;
const control = () => book.querySelector("[data-voice]");

// --- one page -------------------------------------------------------------------------------------
function read(from = 0) {
  if (!here.dataset.audio) return pass();
  reading = true;
  words = [...here.querySelectorAll("[data-at]")];
  if (audio.src !== new URL(here.dataset.audio, location).href) audio.src = here.dataset.audio;
  audio.currentTime = from;
  start();
}

function pass() {
  const later = [...reader.children].indexOf(here);
  const steps = [...reader.children].slice(later).findIndex((page) => page.dataset.audio);
  if (steps < 1) return stop();
  reading = true;
  reader.dispatchEvent(new CustomEvent("turn", { detail: steps }));
}

function start() {
  audio.playbackRate = audio.defaultPlaybackRate = Number(wishes.dataset.speed);
  audio.play().then(playing, (error) => error.name === "AbortError" || stop()); // aborted: another page took over
}

function playing() {
  show();
  stayAwake();
  next.src = here.nextElementSibling?.dataset.audio ?? "";
  requestAnimationFrame(follow);
}

function stop() {
  reading = false;
  clearTimeout(turning);
  audio.pause();
  light(null);
  show();
  lock?.release();
  lock = undefined;
}

function show() {
  const button = control();
  if (!button) return;
  const name = button.querySelector("[data-voice-name]");
  button.toggleAttribute("data-playing", reading);
  name.textContent = reading ? name.dataset.pause : name.dataset.play;
}

const isPaused = () => Boolean(here.dataset.audio) && audio.src.endsWith(here.dataset.audio) && !audio.ended;

// --- the word -------------------------------------------------------------------------------------
function follow() {
  if (!reading || audio.paused) return;
  const moment = audio.currentTime * 1000;
  light(wish("highlight_words") ? words.findLast((word) => Number(word.dataset.at) <= moment) : null, moment);
  document.dispatchEvent(new Event("spoken"));
  requestAnimationFrame(follow);
}

function light(word, moment = 0) {
  const heard = word && moment < Number(word.dataset.to) + 250 ? word : null;
  if (heard === lit) return;
  lit?.classList.remove("heard");
  heard?.classList.add("heard");
  lit = heard;
}

reader.addEventListener("click", (event) => {
  const word = event.target.closest("[data-at]");
  if (word && control() && here.contains(word)) read(Number(word.dataset.at) / 1000);
});

// --- from page to page ----------------------------------------------------------------------------
audio.addEventListener("ended", () => {
  light(null);
  if (wish("auto_play") && here.nextElementSibling) {
    turning = setTimeout(() => reader.dispatchEvent(new CustomEvent("turn", { detail: 1 })), TURN_AFTER_MS);
  } else stop();
});
audio.addEventListener("error", stop);
reader.addEventListener("turned", (event) => {
  if (event.detail === here) return;
  here = event.detail;
  light(null);
  if (!reading) return;
  clearTimeout(turning);
  audio.pause();
  turning = setTimeout(() => (here.dataset.audio ? read() : stop()), SETTLED_MS); // some pages are only passed
});

async function stayAwake() {
  if (!("wakeLock" in navigator) || lock || document.hidden) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = undefined));
  } catch { /* a low battery may refuse */ }
}
document.addEventListener("visibilitychange", () => { if (reading) stayAwake(); });

// --- wishes ---------------------------------------------------------------------------------------
function keep(name, value) {
  if (!book.dataset.me) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  fetch(book.dataset.me, { method: "PATCH", headers, body: JSON.stringify({ preferences: { [name]: value } }) }).catch(() => {});
}

wishes?.addEventListener("change", (event) => {
  const { name, value, checked } = event.target;
  if (name !== "speed") return keep(name, checked);
  wishes.dataset.speed = value;
  audio.playbackRate = audio.defaultPlaybackRate = Number(value);
  keep("narration_speed", Number(value));
});

// --- having a voice made --------------------------------------------------------------------------
// The page itself says how far it is, so nothing is drawn twice: what it shows of the voice is taken over.
const VOICE = "[data-voice], [data-voice-open], [data-hear]";

function takeOver(page) {
  const fresh = page.querySelector(VOICE);
  if (!fresh) return;
  const news = fresh.matches("[data-voice]") ? book.querySelector("[data-voice-open]")?.dataset.voiceOpen : "";
  for (const spread of page.querySelectorAll("[data-audio]")) {
    const mine = document.getElementById(spread.id);
    mine.dataset.audio = spread.dataset.audio;
    mine.querySelector(".text").replaceChildren(...spread.querySelector(".text").childNodes);
  }
  book.querySelector(VOICE).replaceWith(fresh);
  book.querySelector(".book-note")?.remove();
  const note = page.querySelector(".book-note, main > .note");
  if (note) {
    note.classList.add("book-note");
    reader.before(note);
  }
  if (news) book.querySelector("[data-said]").textContent = news;
  begin();
}

async function fetched(address, options) {
  const answer = await fetch(address, options);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function askAgain() {
  setTimeout(() => fetched(location.pathname).then(takeOver, askAgain), ASK_AGAIN_MS);
}

let wanted = false;

function begin() {
  const button = control();
  const form = book.querySelector("[data-hear]");
  if (wishes) wishes.hidden = !button;
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => (reading ? stop() : read(isPaused() ? audio.currentTime : 0)));
    if (wanted) read();
    wanted = false;
  } else if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wanted = true;
      form.querySelector("button").disabled = true;
      fetched(form.action, { method: "POST", body: new FormData(form) }).then(takeOver, () => form.submit());
    });
  } else if (book.querySelector("[data-voice-open]")) askAgain();
}

begin();
