// Pages from the network first; when it is away, a kept book of whoever was signed in last, else the offline page.
// `HOUSE` is written above by the server. Books are put into `books-<reader>` by offline.js; this file only serves
// them, and throws away those of anybody else. Answers of the API never pass through here.
const SHELL = `shell-${HOUSE.version}`;
const WHO = "who";

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(HOUSE.shell);
    // Without a cookie, so that nothing of a family is on the page that everybody is shown.
    await cache.put(HOUSE.offline, await fetch(HOUSE.offline, { credentials: "omit" }));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const begin = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === self.location.origin;
  if (request.method === "POST" && ours && url.pathname === HOUSE.signOut) event.waitUntil(become(""));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && ours) {
    if (isPage(url.pathname)) event.respondWith(page(event));
  } else if (ours && url.pathname.startsWith(HOUSE.statics)) event.respondWith(fixture(request));
  else if (!ours || url.pathname.startsWith(HOUSE.files)) {
    if (["image", "audio"].includes(request.destination)) event.respondWith(file(request));
  }
});

function isPage(path) {
  return !/^\/(v1|api|admin|files|metrics|health)(\/|$)/.test(path);
}

async function page(event) {
  const { request } = event;
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    if (answer.status >= 502) return (await kept(path)) ?? answer;
    if (answer.ok) event.waitUntil(meet(path, answer.clone()));
    else if ([404, 410].includes(answer.status)) event.waitUntil(forget(path));
    return answer;
  } catch {
    return (await kept(path)) ?? (await caches.match(HOUSE.offline)) ?? Response.error();
  }
}

// A page says whose it is. Somebody else than last time: the books of the one before go.
async function meet(path, answer) {
  if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const text = await answer.text();
  const reader = /<meta name="reader" content="([0-9a-f]*)">/.exec(text)?.[1];
  if (reader === undefined) return;
  await become(reader);
  const books = await caches.open(`books-${reader}`);
  if (await books.match(path)) await books.put(path, new Response(text, { headers: answer.headers }));
}

// A book that was deleted leaves its device too; its files go with the next one that is kept.
async function forget(path) {
  const names = (await caches.keys()).filter((name) => name.startsWith("books-"));
  await Promise.all(names.map(async (name) => (await caches.open(name)).delete(path)));
}

async function become(reader) {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("books-") && name !== `books-${reader}`);
  await Promise.all(others.map((name) => caches.delete(name)));
  await (await caches.open(WHO)).put("/who", new Response(reader));
}

async function kept(path) {
  const who = await caches.match("/who", { cacheName: WHO });
  return who ? caches.match(path, { cacheName: `books-${await who.text()}` }) : undefined;
}

// The signature after it changes, what is in it does not; and a picture that is kept in one size is there for all.
async function file(request) {
  const url = new URL(request.url);
  const path = url.pathname.replace("/screen-", "/").replace(/-\d+w\.(jpg|webp)$/, "");
  const answer = await kept(url.origin + path);
  if (!answer) return fetch(request);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("Range") ?? "");
  return range ? part(answer, Number(range[1]), range[2]) : answer;
}

// A player asks for a part, and some play nothing when they get the whole.
async function part(answer, first, last) {
  const whole = await answer.blob();
  const end = Math.min(last ? Number(last) : whole.size - 1, whole.size - 1);
  if (first > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  const headers = {
    "Content-Type": answer.headers.get("Content-Type") ?? "",
    "Content-Range": `bytes ${first}-${end}/${whole.size}`,
    "Accept-Ranges": "bytes",
  };
  return new Response(whole.slice(first, end + 1), { status: 206, headers });
}

async function fixture(request) {
  const found = await caches.match(request, { cacheName: SHELL });
  if (found && HOUSE.named) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200) {
      const copy = answer.clone();
      caches.open(SHELL).then((cache) => cache.put(request, copy));
    }
    return answer;
  } catch {
    return found ?? Response.error();
  }
}
