"use strict";
// Photos that cannot be lost: kept on this phone (IndexedDB "photos:<user>", store "queue") until the portal has them,
// sent one by one. Every photo has a key, so that one sent again after a lost answer is stored once.
(() => {
  const root = document.querySelector("[data-photos]");
  const { user } = document.body.dataset;
  if (!root || !user || !window.shrinkPhoto || !window.crypto || !window.Promise) return;

  const words = root.dataset, path = location.pathname;
  const part = (id) => document.getElementById(`photo-${id}`);
  const form = part("form"), list = part("list"), line = part("queue"), next = part("next"), trouble = part("trouble");
  const PATIENCE = 60000, LONGEST = 60000;
  const queue = [];
  let store = null, active = null, tries = 0, timer, isPaused = false, isWarned = false;

  // The store on this phone; without one (a private window, no room) the page itself is the store.
  const opened = new Promise((done) => {
    try {
      const request = indexedDB.open(`photos:${user}`, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("queue", { keyPath: "key" });
      request.onsuccess = () => {
        // Signing out deletes the store.
        request.result.onversionchange = () => request.result.close();
        done(request.result);
      };
      request.onerror = request.onblocked = () => done(null);
    } catch {
      done(null);
    }
  });
  const ask = (mode, work) => new Promise((done) => {
    if (!store) return done(undefined);
    try {
      const deal = store.transaction("queue", mode), request = work(deal.objectStore("queue"));
      deal.oncomplete = () => done({ result: request.result });
      deal.onerror = deal.onabort = () => done(undefined);
    } catch {
      done(undefined);
    }
    return undefined;
  });
  const keep = async (item) => {
    const { key, name, kind, file, isSmall, at } = item;
    item.isKept = Boolean(await ask("readwrite", (rows) => rows.put({ key, path, name, kind, file, isSmall, at })));
    // Cancelled while it was being written.
    if (!queue.includes(item)) ask("readwrite", (rows) => rows.delete(key));
  };
  const forget = (item) => ask("readwrite", (rows) => rows.delete(item.key));

  const say = (text) => { part("said").textContent = text; };
  const warn = (text, link) => {
    trouble.hidden = !text;
    const sentence = trouble.querySelector("span");
    if (sentence.textContent !== text || link) sentence.textContent = text;
    if (link) sentence.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: words.again }));
  };
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const token = () => {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return cookie ? cookie[1] : form.querySelector('[name="csrfmiddlewaretoken"]').value;
  };

  const picture = (item) => {
    const image = item.card.querySelector("img");
    const address = URL.createObjectURL(item.file);
    image.onload = image.onerror = () => URL.revokeObjectURL(address);
    image.src = address;
  };
  const show = (item) => {
    item.card = part("waiting").content.firstElementChild.cloneNode(true);
    item.card.querySelectorAll("[data-name]").forEach((one) => { one.textContent = one.tagName === "P" ? item.name : ` ${item.name}`; });
    item.card.querySelector("progress").setAttribute("aria-label", item.name);
    item.card.querySelector("[data-cancel]").onclick = () => drop(item, words.cancelled);
    item.card.querySelector("[data-retry]").onclick = wake;
    picture(item);
    state(item, words.waiting);
    line.append(item.card);
    line.hidden = false;
  };
  const state = (item, text, { done = 0, isStuck = false, isOver = false } = {}) => {
    const bar = item.card.querySelector("progress");
    bar.value = done;
    bar.hidden = isOver;
    item.card.querySelector("[data-state]").textContent = text;
    item.card.querySelector("[data-retry]").hidden = !isStuck;
    item.card.classList.toggle("shot-stuck", isStuck || isOver);
  };
  const leave = (item) => {
    const at = queue.indexOf(item);
    if (at >= 0) queue.splice(at, 1);
  };
  const drop = (item, text) => {
    const hadFocus = item.card.contains(document.activeElement);
    leave(item);
    forget(item);
    item.card.remove();
    line.hidden = !line.children.length;
    if (item.request) item.request.abort();
    if (!queue.length) warn("");
    if (hadFocus) (line.querySelector("[data-cancel]") || form.querySelector("#id_images")).focus();
    say(text);
  };

  // What the portal says about the whole product after each change.
  const settle = (answer) => {
    form.hidden = answer.is_full;
    part("full").hidden = !answer.is_full;
    list.hidden = !answer.count;
    next.classList.toggle("btn-primary", answer.count > 0);
    next.classList.toggle("btn-quiet", !answer.count);
    const kind = form.querySelector('[name="kind"]');
    if (!queue.length) kind.value = answer.next_kind;
    [...list.children].forEach((card, at) => {
      card.querySelector("[data-first]").hidden = at > 0;
      card.querySelector("[data-make-first]").hidden = at === 0;
    });
  };
  const stored = (item, answer) => {
    const old = list.querySelector(`[data-photo="${answer.pk}"]`);
    if (old) old.outerHTML = answer.card;
    else list.insertAdjacentHTML("beforeend", answer.card);
    drop(item, [queue.length > 1 ? `${item.name}: ${words.sent}` : words.allSent, ...answer.advice].join(" "));
    settle(answer);
  };

  const post = (item) => new Promise((done) => {
    const request = new XMLHttpRequest(), body = new FormData();
    let patience;
    const wait = () => {
      clearTimeout(patience);
      patience = setTimeout(() => request.abort(), PATIENCE);
    };
    body.append("kind", item.kind);
    body.append("upload_key", item.key);
    body.append("images", item.file, item.file.name || item.name);
    request.upload.onprogress = (event) => {
      wait();
      const done = event.total ? Math.round((event.loaded / event.total) * 100) : 0;
      state(item, done < 100 ? `${words.sending} ${done}%` : words.storing, { done });
    };
    request.onloadend = () => {
      clearTimeout(patience);
      item.request = null;
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not from the portal itself.
      }
      done({ status: request.status, answer });
    };
    request.open("POST", path);
    request.setRequestHeader("X-Autosave", "1");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    item.request = request;
    wait();
    request.send(body);
  });

  const refuse = (item, text) => {
    leave(item);
    forget(item);
    state(item, text, { isOver: true });
    say(`${item.name}: ${text}`);
  };
  const stick = (item, text, link) => {
    state(item, text, { isStuck: true });
    warn(text, link);
  };
  const later = (item) => {
    tries += 1;
    const offline = item.isKept ? words.offline : words.offlineMemory;
    stick(item, navigator.onLine ? words.failing : offline);
    clearTimeout(timer);
    timer = setTimeout(pump, Math.min(1000 * 2 ** tries, LONGEST));
  };

  // One photo after the other; a photo that waits for the network keeps its place.
  const work = async (item) => {
    if (!item.isSmall) {
      state(item, words.shrinking);
      item.file = await window.shrinkPhoto(item.file);
      item.isSmall = true;
      if (!queue.includes(item)) return true;
      await keep(item);
    }
    state(item, words.sending);
    const { status, answer } = await post(item);
    if (!queue.includes(item)) return true;
    if (status === 200 && answer.card) {
      tries = 0;
      warn("");
      stored(item, answer);
      return true;
    }
    if (status === 422 || status === 413) {
      refuse(item, answer.error || words.tooLarge);
      return true;
    }
    if (status === 401) {
      isPaused = true;
      stick(item, words.expired, answer.login);
    } else if (status === 404 || (status === 403 && tries)) {
      isPaused = true;
      stick(item, words.refused);
    } else later(item);
    return false;
  };
  const pump = async () => {
    if (active || isPaused || !queue.length) return;
    clearTimeout(timer);
    active = queue[0];
    let isDone = false;
    try {
      isDone = await work(active);
    } finally {
      active = null;
    }
    if (isDone) pump();
  };
  const wake = () => {
    isPaused = false;
    tries = 0;
    pump();
  };

  const take = async (files) => {
    const kind = form.querySelector('[name="kind"]').value, fresh = [];
    files.forEach((file, at) => {
      const item = { key: uuid(), name: file.name, kind, file, isSmall: false, at: Date.now() + at };
      queue.push(item);
      fresh.push(item);
      show(item);
      if (file.type === "application/pdf" || /\.pdf$/i.test(file.name)) refuse(item, words.pdf);
    });
    for (const item of fresh) if (queue.includes(item)) await keep(item);
    isWarned = false;
    pump();
  };

  form.classList.add("one-by-one");
  form.querySelector("[data-plain]").hidden = true;
  form.querySelectorAll('input[type="file"]').forEach((input) => input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    take(files);
  }));
  list.addEventListener("submit", async (event) => {
    const sent = event.target;
    if (!sent.matches("[data-remove]")) return;
    event.preventDefault();
    const card = sent.closest("li");
    try {
      const response = await fetch(sent.action, { method: "POST", headers: { "X-Autosave": "1", "X-CSRFToken": token() }, redirect: "manual" });
      if (response.status === 401) return warn(words.expired, (await response.json()).login);
      if (response.status !== 200) return sent.submit();
      const answer = await response.json();
      const neighbour = card.nextElementSibling || card.previousElementSibling;
      card.remove();
      settle(answer);
      say(words.removed);
      (neighbour ? neighbour.querySelector("summary") : form.querySelector("#id_images")).focus();
    } catch {
      warn(words.failing.split(" – ")[0]);
    }
    return undefined;
  });
  next.addEventListener("click", (event) => {
    if (!queue.length || isWarned) return;
    event.preventDefault();
    isWarned = true;
    warn(words.unsent);
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.some((item) => !item.isKept)) event.preventDefault();
  });
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") wake(); });

  opened.then(async (found) => {
    store = found;
    const kept = await ask("readonly", (rows) => rows.getAll());
    const mine = kept ? kept.result.filter((row) => row.path === path) : [];
    mine.sort((one, other) => one.at - other.at).forEach((row) => {
      if (queue.some((item) => item.key === row.key)) return;
      const item = { ...row, isKept: true };
      queue.push(item);
      show(item);
    });
    pump();
  });
})();
