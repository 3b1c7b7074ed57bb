"use strict";
// The page without a signal: lists the drafts of this phone, and returns as soon as the portal answers.
(() => {
  const root = document.querySelector("[data-offline]");
  const part = (name, holder = root) => holder.querySelector(`[data-${name}]`);
  const query = new URLSearchParams(location.search);
  const isOwnPage = location.pathname === root.dataset.offline;
  // As the browser will read it: a tab after the slash would lead to another site.
  const isLocal = (path) => {
    try {
      return (path || "").startsWith("/") && new URL(path, location.origin).origin === location.origin;
    } catch {
      return false;
    }
  };
  const back = isLocal(query.get("ke")) ? query.get("ke") : "";
  const isAway = !isOwnPage || Boolean(back) || !navigator.onLine;

  const day = (date) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Makassar" }).format(date);
  const inWords = (date) => {
    const language = document.documentElement.lang;
    const clock = new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "Asia/Makassar" }).format(date);
    const now = Date.now();
    if (day(date) === day(now)) return `${root.dataset.today} ${clock}`;
    if (day(date) === day(now - 86400000)) return `${root.dataset.yesterday} ${clock}`;
    return new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: "Asia/Makassar" }).format(date);
  };

  // Kept as draft:<user>:<path> → {title, at, fields: {name: [label, value]}} by drafts.js; only of who was here last.
  const drafts = () => {
    const found = [], last = localStorage.getItem("last-user");
    for (let place = 0; place < localStorage.length; place += 1) {
      const key = localStorage.key(place);
      const [, user, path] = /^draft:([^:]*):(\/.*)$/.exec(key) || [];
      if (!isLocal(path) || user !== last) continue;
      try {
        const { title, at, fields } = JSON.parse(localStorage.getItem(key));
        const answers = Object.values(fields || {}).filter((answer) => Array.isArray(answer));
        if (answers.length) found.push({ path, title, at: new Date(at), answers });
      } catch {
        // Not a draft of ours: leave it.
      }
    }
    return found.sort((one, other) => other.at - one.at);
  };

  const card = (draft) => {
    const copy = document.getElementById("draft").content.cloneNode(true);
    if (draft.title) part("title", copy).textContent = draft.title;
    const count = part("count", copy);
    const number = draft.answers.length;
    count.textContent = number === 1 ? count.dataset.one : count.dataset.many.replace("#", number);
    const time = part("at", copy);
    if (Number.isNaN(draft.at.getTime())) time.parentElement.remove();
    else {
      time.dateTime = draft.at.toISOString();
      time.textContent = inWords(draft.at);
    }
    const list = part("fields", copy);
    draft.answers.forEach(([label, value]) => {
      list.append(Object.assign(document.createElement("dt"), { textContent: label }));
      list.append(Object.assign(document.createElement("dd"), { textContent: value === "" ? "–" : value }));
    });
    part("link", copy).href = draft.path;
    return copy;
  };

  // Photos wait in the store “queue” of the database photos:<user>, kept by photos.js.
  const waiting = (name) => new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => resolve(0);
    opening.onsuccess = () => {
      const store = opening.result;
      const done = (number) => {
        store.close();
        resolve(number);
      };
      if (!store.objectStoreNames.contains("queue")) return done(0);
      const asking = store.transaction("queue").objectStore("queue").count();
      asking.onsuccess = () => done(asking.result);
      asking.onerror = () => done(0);
    };
  });

  const photos = async () => {
    if (!window.indexedDB || !indexedDB.databases) return 0;
    const names = (await indexedDB.databases()).map((store) => store.name).filter((name) => name.startsWith("photos:"));
    return (await Promise.all(names.map(waiting))).reduce((sum, number) => sum + number, 0);
  };

  const show = async () => {
    const found = drafts();
    part("list").replaceChildren(...found.map(card));
    part("drafts").hidden = !found.length;
    const number = await photos().catch(() => 0);
    const line = part("photos");
    line.hidden = !number;
    line.lastElementChild.textContent = number === 1 ? line.dataset.one : line.dataset.many.replace("#", number);
    part("none").hidden = Boolean(found.length || number);
  };

  // Somebody who has just followed a link is not called back.
  let isLeaving = false;
  root.addEventListener("click", (event) => {
    if (event.target.closest("a[href]")) isLeaving = true;
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  const again = () => {
    if (isLeaving) return;
    if (back) location.replace(back);
    else location.reload();
  };

  if (!isAway) {
    root.querySelectorAll("[data-when]").forEach((head) => {
      head.hidden = head.dataset.when !== "here";
    });
    document.title = document.title.replace(/^.*(?= · )/, root.querySelector('[data-when="here"] h1').textContent);
  } else {
    part("again").hidden = false;
    part("home").hidden = true;
    part("again").addEventListener("click", again);
    window.addEventListener("online", again);
    // A phone often calls itself online on a network that carries nothing: ask now and then.
    window.setInterval(() => {
      if (document.hidden || !navigator.onLine) return;
      fetch(root.dataset.probe, { cache: "no-store", credentials: "omit" })
        .then((answer) => answer.ok && again())
        .catch(() => {});
    }, 20000);
  }
  window.addEventListener("storage", show);
  show();
})();
