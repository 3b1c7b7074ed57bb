"use strict";
// The service worker. Keeps static files and the page without a signal; never a page of a person, a photo, or data.
(() => {
  const { version, offline, static: root, files } = self.SHELL;
  const NAME = `portal-${version}`;
  const HASHED = /\.[0-9a-f]{12}\.\w+$/;
  const anyway = { ignoreSearch: true, ignoreVary: true };

  const install = async () => {
    const cache = await caches.open(NAME);
    const page = new Request(offline, { credentials: "omit", cache: "reload" });
    await Promise.all([cache.addAll(files), cache.add(page)]);
    await self.skipWaiting();
  };

  const activate = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("portal-") && name !== NAME).map((name) => caches.delete(name)));
    if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
    await self.clients.claim();
  };

  // A page comes from the network alone. Without one: the page that lists the drafts on this phone.
  const page = async (event) => {
    const { request } = event;
    try {
      return (await event.preloadResponse) || (await fetch(request));
    } catch {
      if (request.method !== "GET") {
        const from = request.referrer ? new URL(request.referrer).pathname : "/";
        return Response.redirect(`${offline}?ke=${encodeURIComponent(from)}`, 303);
      }
      return (await caches.match(offline, anyway)) || Response.error();
    }
  };

  // A file whose name carries its hash never changes; any other is taken from the network first.
  const file = async (event, isHashed) => {
    const { request } = event;
    const kept = await caches.match(request, { ignoreVary: true });
    if (isHashed && kept) return kept;
    try {
      const answer = await fetch(request);
      if (isHashed && answer.status === 200) {
        const copy = answer.clone();
        event.waitUntil(caches.open(NAME).then((cache) => cache.put(request, copy)).catch(() => {}));
      }
      return answer;
    } catch (error) {
      if (kept) return kept;
      throw error;
    }
  };

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== self.location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(event));
    else if (request.method === "GET" && url.pathname.startsWith(root)) {
      event.respondWith(file(event, HASHED.test(url.pathname)));
    }
  });
})();
