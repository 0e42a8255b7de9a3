// Keeps finished books on this device: those a family opened, and before them those it asked for with
// <button data-keep>. worker.js serves them and forgets them when somebody else signs in.
const MOST_BOOKS = 30;
const MOST_BYTES = 120 * 1024 * 1024;
const LIST = "/kept.json";
const SIZE = /-\d+w\.(jpg|webp)$/; // how the name of a picture in one of its sizes ends
const reader = document.querySelector('meta[name="reader"]')?.content ?? "";

if ("serviceWorker" in navigator && "caches" in window) {
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
  const book = location.pathname.startsWith("/books/") && document.querySelector("[data-reader]");
  const shelf = document.querySelector("[data-kept]");
  if (book) offer(book);
  if (shelf) show(shelf);
}

async function offer(book) {
  const button = document.querySelector("[data-keep]");
  await navigator.serviceWorker.ready;
  if (!navigator.onLine) return;
  if (button) {
    const listed = (await list(await mine())).find((each) => each.path === location.pathname);
    if (listed?.wanted) done(button);
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      const kept = await keep(book, true);
      button.removeAttribute("aria-busy");
      if (kept) done(button);
      navigator.storage?.persist?.();
    });
  }
  if (!navigator.connection?.saveData) setTimeout(() => keep(book, false), 3000); // reading comes first
}

function done(button) {
  button.textContent = button.dataset.done;
  button.disabled = true;
}

function mine() {
  return caches.open(`books-${reader}`);
}

async function list(cache) {
  const answer = await cache.match(LIST);
  return answer ? answer.json() : [];
}

function filesOf(book) {
  const pictures = [...book.querySelectorAll("img[src]")];
  const sounds = [...book.querySelectorAll("audio[src], [data-audio]")].map((each) => each.dataset.audio || each.src);
  const size = SIZE.exec(pictures[0].currentSrc.split("?")[0])?.[0]; // what was chosen for the cover fits every page
  const addresses = [...pictures.map((each) => inSize(each, size)), ...sounds];
  return [...new Set(addresses.map((each) => new URL(each, location.href).href))];
}

function inSize(picture, size) {
  const candidates = picture.parentElement.querySelector("source")?.srcset.split(", ") ?? [];
  if (!candidates.length || !size?.endsWith("webp")) return picture.src;
  const addresses = candidates.map((each) => each.split(" ")[0]);
  return addresses.find((each) => new URL(each, location.href).pathname.endsWith(size)) ?? addresses.at(-1);
}

// Whether the whole book is here now.
function keep(book, wanted) {
  return navigator.locks.request("kept", async () => {
    try {
      const cache = await mine();
      const files = filesOf(book);
      let bytes = await keepPage(cache);
      for (const file of files) bytes += await keepFile(cache, file);
      const books = await list(cache);
      const before = books.find((each) => each.path === location.pathname);
      const entry = {
        path: location.pathname,
        title: book.getAttribute("aria-label"),
        cover: nameless(files[0]),
        files: files.map(nameless),
        bytes,
        wanted: wanted || Boolean(before?.wanted),
        at: Date.now(),
      };
      await makeRoom(cache, [entry, ...books.filter((each) => each !== before)]);
      return true;
    } catch {
      return false; // no room, or the network left: nothing is listed that is not whole
    }
  });
}

async function keepPage(cache) {
  const found = navigator.serviceWorker.controller && (await cache.match(location.pathname));
  if (found) return (await found.blob()).size; // worker.js has put it there anew just now
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const text = await answer.text();
  if (!answer.ok || answer.redirected || !text.includes(`<meta name="reader" content="${reader}">`)) throw new Error("not ours");
  await cache.put(location.pathname, new Response(text, { headers: answer.headers }));
  await (await caches.open("who")).put("/who", new Response(reader)); // on a first visit no worker has seen a page yet
  return text.length;
}

// As worker.js looks for it.
function nameless(file) {
  const url = new URL(file);
  return url.origin + url.pathname.replace("/screen-", "/").replace(SIZE, "");
}

async function keepFile(cache, file) {
  const found = await cache.match(nameless(file));
  if (found) return (await found.blob()).size;
  const answer = await fetch(file, { credentials: "omit" });
  if (!answer.ok) throw new Error(file);
  const body = await answer.blob();
  await cache.put(nameless(file), new Response(body, { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } }));
  return body.size;
}

// Newest first, asked for before only opened; what is over the bounds goes, never the first.
async function makeRoom(cache, books) {
  const ordered = [books[0], ...books.slice(1).sort((a, b) => b.wanted - a.wanted || b.at - a.at)];
  let bytes = 0;
  const stay = ordered.filter((each, index) => {
    bytes += each.bytes;
    return index === 0 || (index < MOST_BOOKS && bytes <= MOST_BYTES);
  });
  const needed = new Set(stay.flatMap((each) => [...each.files, location.origin + each.path]));
  needed.add(location.origin + LIST);
  await cache.put(LIST, new Response(JSON.stringify(stay), { headers: { "Content-Type": "application/json" } }));
  const held = await cache.keys();
  await Promise.all(held.filter((each) => !needed.has(each.url)).map((each) => cache.delete(each)));
}

// On the page without a network: the books that open all the same.
async function show(shelf) {
  const who = await caches.match("/who", { cacheName: "who" });
  if (!who) return;
  const name = `books-${await who.text()}`;
  if (!(await caches.has(name))) return;
  const cache = await caches.open(name);
  const held = new Set((await cache.keys()).map((each) => new URL(each.url).pathname));
  const books = (await list(cache)).filter((each) => held.has(each.path));
  shelf.replaceChildren(...books.map(item));
  shelf.closest("[data-kept-all]").hidden = books.length === 0;
}

function item(book) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  const cover = document.createElement("img");
  Object.assign(cover, { className: "cover", src: book.cover, alt: "", width: 400, height: 400 });
  link.href = book.path;
  link.append(cover, book.title);
  line.append(link);
  return line;
}
