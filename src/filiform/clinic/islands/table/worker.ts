// The service worker of the table's page: keeps the page and its files, and nothing about anybody.
// The visit itself rests in IndexedDB (store.ts), where sign-out erases it.

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Lasting {
  readonly data: unknown;
}
interface Scope {
  readonly FILIFORM_SHELL: readonly string[];
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listen: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", listen: (event: Asking) => void): void;
  addEventListener(kind: "message", listen: (event: Told) => void): void;
}

const scope = self as unknown as Scope;
const SHELL_PAGE = "/visits/table-shell/";
const PREFIX = "filiform-table-";
const CARD = "filiform-emergency";
const EMERGENCY_PAGE = "/emergency/";
const TABLE_PAGE = /^\/visits\/[0-9a-f-]{36}\/table\/$/;
// A changed file has another address, so the addresses name the version.
const CACHE = PREFIX + scope.FILIFORM_SHELL.join("|");

scope.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => scope.clients.claim()));
});

// A new version waits until the person at the table agrees to reload.
scope.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(scope.skipWaiting());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return;
  if (request.mode === "navigate" && TABLE_PAGE.test(url.pathname)) event.respondWith(kept(SHELL_PAGE, request));
  else if (scope.FILIFORM_SHELL.includes(url.pathname)) event.respondWith(kept(url.pathname, request));
  else if (url.pathname === EMERGENCY_PAGE && request.mode !== "navigate") event.respondWith(newestCard(request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...scope.FILIFORM_SHELL]);
  const page = await fetch(SHELL_PAGE);
  if (!page.ok || page.redirected) throw new Error("Signed out: the page is kept at the next visit.");
  await cache.put(SHELL_PAGE, page);
  // The first page of a device is there before its worker: nobody else keeps the card for it.
  await newestCard(new Request(EMERGENCY_PAGE));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

async function kept(key: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(key)) ?? fetch(request);
}

async function newestCard(request: Request): Promise<Response> {
  const cache = await caches.open(CARD);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await cache.put(EMERGENCY_PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const older = await cache.match(EMERGENCY_PAGE);
    if (older) return older;
    throw error;
  }
}
