"use strict";
// Drafts that cannot be lost, on pages with form[data-draft]. Without it the form works as a plain form.
//
// On this phone (localStorage), only while something has not reached the server:
//   draft:<user>:<path> → {"title": heading, "at": ISO time, "fields": {name: [label, readable, raw]}, "base": {name: [raw]}}
// `base` is what the server may hold while nobody else has changed the field. Identity numbers (form[data-secrets]), passwords and
// files are never put there. The page without a signal lists these drafts; signing out removes them (portal.js).
(() => {
  const form = document.querySelector("form[data-draft]");
  const line = document.getElementById("draft-state");
  const { user } = document.body.dataset;
  if (!form || !line || !user || !window.fetch || !form.requestSubmit) return;

  const words = line.dataset;
  const address = new URL(form.getAttribute("action") || "", location.href);
  const path = address.pathname + address.search;
  const key = `draft:${user}:${path}`;
  const secrets = (form.dataset.secrets || "").split(",");
  const PAUSE = 1000, SOON = 250, LONGEST = 30000, PATIENCE = 25000;

  // What is known of every field: `base` the server's record, `held` kept by the server as text, `clash` not decided.
  // `gone` is what was sent and perhaps never answered: the record may hold it, and it is still this person's own.
  const base = {}, held = {}, clash = {}, unshown = {}, gone = {}, mine = new Set();
  let timer, running = null, tries = 0, isOver = false, isLeaving = false, isPassing = false;

  const groups = () => {
    const found = new Map();
    for (const one of form.elements) {
      if (!one.name || /^(hidden|submit|button|reset|image|file|password|fieldset)$/.test(one.type)) continue;
      found.set(one.name, [...(found.get(one.name) || []), one]);
    }
    return found;
  };
  const isTick = (inputs) => /^(checkbox|radio)$/.test(inputs[0].type);
  const text = (value) => value.replace(/\r\n/g, "\n");
  const ticked = (inputs, is) => inputs.filter((one) => one[is]).map((one) => one.value).sort().join("\n");
  const read = (inputs) => (isTick(inputs) ? ticked(inputs, "checked") : text(inputs[0].value));
  const given = (inputs) => {
    if (isTick(inputs)) return ticked(inputs, "defaultChecked");
    if (inputs[0].tagName !== "SELECT") return text(inputs[0].defaultValue);
    const options = [...inputs[0].options];
    return (options.find((one) => one.defaultSelected) || options[0] || { value: "" }).value;
  };
  const write = (inputs, value) => {
    if (isTick(inputs)) inputs.forEach((one) => { one.checked = value.split("\n").includes(one.value); });
    else inputs[0].value = value;
    return read(inputs) === value;
  };
  const put = (name, value) => {
    const inputs = groups().get(name);
    delete unshown[name];
    if (inputs && !write(inputs, value)) unshown[name] = value;
  };
  const value = (name, inputs) => (name in unshown ? unshown[name] : read(inputs));
  const label = (inputs) => {
    const set = isTick(inputs) && inputs.length > 1 && inputs[0].closest("fieldset");
    const from = (set && set.querySelector("legend")) || (inputs[0].labels && inputs[0].labels[0]);
    return from ? from.textContent.replace("*", "").trim() : inputs[0].name;
  };
  const readable = (inputs, raw) => {
    if (inputs[0].tagName === "SELECT") {
      const option = raw && [...inputs[0].options].find((one) => one.value === raw);
      return option ? option.textContent.trim() : raw;
    }
    if (!isTick(inputs)) return raw;
    const chosen = inputs.filter((one) => raw.split("\n").includes(one.value));
    return chosen.map((one) => (one.labels && one.labels[0] ? one.labels[0].textContent.trim() : "✓")).join(", ");
  };
  // A field typed back to what the record says is sent too, so that the server lets go of its text.
  const differing = () => [...groups()].filter(([name, inputs]) => name in held || value(name, inputs) !== base[name]);
  const changed = () => differing().filter(([name]) => !(name in clash));
  const unsent = () => changed().filter(([name, inputs]) => value(name, inputs) !== held[name]);
  const field = (name) => form.querySelector(`input[type="hidden"][name="${name}"]`);
  const token = () => {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    const hidden = field("csrfmiddlewaretoken");
    if (cookie && hidden) hidden.value = cookie[1];
    return hidden ? hidden.value : "";
  };

  // The line that says where the typing is.
  const icons = line.querySelectorAll("[data-on]"), sentence = line.querySelector('[role="status"]');
  const say = (kind, words, link) => {
    line.hidden = false;
    line.dataset.kind = kind;
    icons.forEach((icon) => { icon.hidden = icon.dataset.on !== kind; });
    if (sentence.textContent !== words || link) sentence.textContent = words;
    if (!link) return;
    const again = Object.assign(document.createElement("a"), { href: link.href, textContent: link.text });
    // A number that is kept nowhere stays in this page: signing in opens beside it.
    if (link.isBeside) again.target = "_blank";
    sentence.append(" ", again);
  };

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  const remember = () => {
    const old = kept(), fields = {}, was = {};
    // What another page with this form has not sent yet stays.
    Object.keys(old.fields || {}).forEach((name) => {
      if (mine.has(name)) return;
      fields[name] = old.fields[name];
      was[name] = (old.base || {})[name];
    });
    differing().forEach(([name, inputs]) => {
      const raw = value(name, inputs);
      if (secrets.includes(name) || (raw === held[name] && !(name in clash))) return;
      mine.add(name);
      fields[name] = [label(inputs), readable(inputs, raw), raw];
      was[name] = [base[name], ...(gone[name] || [])];
    });
    try {
      if (!Object.keys(fields).length) return localStorage.removeItem(key);
      const heading = document.querySelector("h1");
      const title = heading ? heading.textContent.trim() : document.title;
      localStorage.setItem(key, JSON.stringify({ title, at: new Date().toISOString(), fields, base: was }));
    } catch {
      // A full or closed store: the server has the typing in a second.
    }
    return undefined;
  };

  // Sentences about a value the record cannot take, under the field once it is left.
  const note = (inputs, words) => {
    const holder = inputs[0].closest(".path-field, .mb-3") || inputs[0].parentElement;
    let shown = holder.querySelector(".draft-note");
    if (!words && !shown) return;
    inputs[0].toggleAttribute("aria-invalid", Boolean(words));
    if (!words) {
      shown.remove();
      return;
    }
    inputs[0].setAttribute("aria-invalid", "true");
    if (!shown) {
      shown = Object.assign(document.createElement("p"), { className: "draft-note", id: `draft-note-${inputs[0].name}` });
      holder.append(shown);
      const about = inputs[0].getAttribute("aria-describedby") || "";
      if (!about.includes(shown.id)) inputs[0].setAttribute("aria-describedby", `${about} ${shown.id}`.trim());
    }
    shown.textContent = words;
  };

  // Somebody else changed the same field: both values, and a choice.
  const decide = () => {
    const names = Object.keys(clash).filter((name, at, all) => all.findIndex((one) => clash[one] === clash[name]) === at);
    const shown = JSON.stringify(names.map((name) => [name, clash[name]]));
    let box = document.getElementById("draft-clash");
    if (box && box.dataset.shown === shown) return;
    if (box) box.remove();
    if (!names.length) return;
    box = Object.assign(document.createElement("section"), { id: "draft-clash", className: "error-summary" });
    box.setAttribute("role", "alert");
    box.dataset.shown = shown;
    const add = (holder, tag, words, kind = "") => {
      holder.append(Object.assign(document.createElement(tag), { textContent: words, className: kind }));
      return holder.lastChild;
    };
    add(box, "h2", words.clashTitle);
    add(box, "p", words.clashText);
    names.forEach((name) => {
      const one = clash[name], part = add(box, "div", "", "draft-choice");
      add(part, "p", one.label, "fw-bold mb-1");
      add(part, "p", `${words.stored}: “${one.stored || words.empty}”`, "mb-1");
      add(part, "p", `${words.typed}: “${one.typed || words.empty}”`, "mb-2");
      const choose = (words, isMine) => {
        const button = add(part, "button", words, "btn btn-quiet");
        button.type = "button";
        button.addEventListener("click", () => settle(name, isMine));
      };
      choose(words.mine, true);
      choose(words.theirs, false);
    });
    form.prepend(box);
  };
  const settle = (name, isMine) => {
    const { values } = clash[name];
    Object.keys(values).forEach((one) => {
      base[one] = values[one];
      delete held[one];
      delete clash[one];
      if (!isMine) put(one, values[one]);
    });
    decide();
    remember();
    if (!isMine && Object.keys(values).some((one) => one in unshown)) return location.reload();
    const inputs = groups().get(name);
    if (inputs) inputs[0].focus();
    return send({ isAsked: true });
  };
  const disagree = (name, stored, values) => {
    const inputs = groups().get(name);
    if (!inputs) return;
    clash[name] = { label: label(inputs), stored: readable(inputs, stored), typed: readable(inputs, value(name, inputs)), values };
  };

  // Values that were changed elsewhere appear in fields nobody is typing in here.
  const refresh = (values, sent = {}) => {
    Object.entries(values).forEach(([name, newest]) => {
      const inputs = groups().get(name);
      if (!inputs || name in sent) return;
      const isTouched = value(name, inputs) !== base[name];
      if (isTouched && value(name, inputs) !== newest) return disagree(name, newest, { [name]: newest });
      base[name] = newest;
      return put(name, newest);
    });
  };

  const take = (answer, sent, from) => {
    const version = field("version"), all = groups(), saved = {};
    if (version && answer.version !== null) version.value = answer.version;
    (answer.conflicts || []).forEach((one) => {
      const { field: name, label, stored, typed, values } = one;
      const isSecret = secrets.includes(name);
      const isOwn = (one) => values[one] === base[one] || (gone[one] || []).includes(values[one]);
      if (!isSecret && Object.keys(values).every(isOwn)) return Object.assign(base, values);
      clash[name] = { label, stored, typed: isSecret ? "••••" : typed, values };
      return undefined;
    });
    const fought = new Set((answer.conflicts || []).flatMap((one) => Object.keys(one.values)));
    Object.entries(sent).forEach(([name, raw]) => {
      if (fought.has(name)) {
        const { field: head } = answer.conflicts.find((one) => name in one.values);
        if (head in clash) clash[name] = clash[head];
        return;
      }
      if ((answer.waiting || []).includes(name)) held[name] = raw;
      else {
        base[name] = saved[name] = raw;
        delete held[name];
      }
      delete gone[name];
    });
    refresh(answer.values || {}, sent);
    all.forEach((inputs, name) => {
      if (!inputs.includes(document.activeElement)) note(inputs, (answer.errors || {})[name]);
    });
    decide();
    remember();
    if (channel && version && answer.version !== null) {
      secrets.forEach((name) => delete saved[name]);
      channel.postMessage({ key, from, version: answer.version, values: { ...answer.values, ...saved } });
    }
    if (Object.keys(unshown).length && !unsent().length) location.reload();
  };

  const tell = (answer) => {
    if ((answer.notices || []).length) return say("bad", answer.notices.join(" "));
    if (Object.keys(clash).length) return say("bad", words.clash, { href: "#draft-clash", text: words.see });
    const time = `${words.saved} ${answer.saved}`;
    if (answer.pending) return say("ok", `${words.pending} ${answer.saved}`);
    return say("ok", Object.keys(answer.errors || {}).length ? `${time}. ${words.partly}` : time);
  };

  const failed = () => {
    tries += 1;
    say("bad", navigator.onLine ? words.failing : words.offline);
    schedule(Math.min(1000 * 2 ** tries, LONGEST));
  };

  // One request at a time; "saved", "clash", "expired", "refused" or "failed".
  const post = async (isLast) => {
    const names = changed().map(([name]) => name), sent = {}, body = new URLSearchParams();
    groups().forEach((inputs, name) => {
      const raw = name in clash ? base[name] : value(name, inputs);
      if (names.includes(name)) {
        sent[name] = raw;
        if (!secrets.includes(name)) gone[name] = [...new Set([...(gone[name] || []), raw])].slice(-5);
      } else if (secrets.includes(name)) return;
      if (isTick(inputs)) raw.split("\n").filter(Boolean).forEach((one) => body.append(name, one));
      else body.append(name, raw);
    });
    const version = field("version"), from = version ? version.value : "";
    if (version) body.append("version", from);
    body.append("_changed", names.join(","));
    const headers = { "X-Autosave": "1", "X-CSRFToken": token(), Accept: "application/json" };
    const patience = new AbortController(), limit = setTimeout(() => patience.abort(), PATIENCE);
    let response, answer = {};
    remember();
    if (!isOver && unsent().length) say("wait", words.saving);
    try {
      response = await fetch(path, { method: "POST", headers, body, keepalive: isLast, redirect: "manual", signal: patience.signal });
      if ([200, 401, 409].includes(response.status)) answer = await response.json();
    } catch {
      response = { status: 0 };
    } finally {
      clearTimeout(limit);
    }
    if (response.status === 401) {
      isOver = true;
      const isBeside = secrets.some((name) => name in sent);
      say("bad", words.expired, { href: answer.login, text: words.again, isBeside });
      return "expired";
    }
    if (response.status === 404 || (response.status === 403 && tries > 1)) {
      isOver = true;
      say("bad", words.refused);
      return "refused";
    }
    if (response.status !== 200 && response.status !== 409) {
      failed();
      return "failed";
    }
    isOver = false;
    tries = 0;
    take(answer, sent, from);
    tell(answer);
    return Object.keys(clash).length ? "clash" : "saved";
  };
  const send = async ({ isLast = false, isAsked = false } = {}) => {
    clearTimeout(timer);
    if (isLast) return post(isLast);
    while (running) await running;
    if (!isAsked && !unsent().length) return "saved";
    running = post(isLast);
    try {
      return await running;
    } finally {
      running = null;
      if (unsent().length && !isOver && !tries) schedule(PAUSE);
    }
  };
  const schedule = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => send(), pause);
  };

  const typed = (pause) => (event) => {
    if (!event.target.name || event.target.type === "file") return;
    delete unshown[event.target.name];
    remember();
    if (!unsent().length) return;
    if (!navigator.onLine) say("bad", words.offline);
    if (!tries || pause === SOON) schedule(pause);
  };
  form.addEventListener("input", typed(PAUSE));
  form.addEventListener("change", typed(SOON));
  form.addEventListener("focusout", typed(SOON));
  form.addEventListener("htmx:afterSwap", () => { remember(); if (unsent().length) schedule(SOON); });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      if (unsent().length) send({ isLast: true });
    } else if (isOver || unsent().length) send({ isAsked: isOver });
  });
  window.addEventListener("pagehide", () => { if (unsent().length) send({ isLast: true }); });
  window.addEventListener("online", () => { if (unsent().length || tries) send({ isAsked: true }); });
  window.addEventListener("offline", () => { if (unsent().length) say("bad", words.offline); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) send({ isAsked: true }); });

  // The button: first everything reaches the server; without a sign-in or a signal the page stays, with all typed.
  form.addEventListener("submit", async (event) => {
    if (isPassing) {
      isPassing = false;
      return;
    }
    event.preventDefault();
    if (isLeaving) return;
    isLeaving = true;
    form.setAttribute("aria-busy", "true");
    remember();
    let result = await send({ isAsked: true });
    if (result === "saved" && unsent().length) result = await send();
    form.removeAttribute("aria-busy");
    isLeaving = false;
    token();
    if (result === "saved") {
      isPassing = true;
      form.requestSubmit(event.submitter);
      return;
    }
    if (result === "failed") say("bad", words.stay);
    const box = document.getElementById("draft-clash");
    (result === "clash" && box ? box : line).scrollIntoView({ block: "center" });
  });

  // Two pages of one browser with the same form.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("drafts") : null;
  if (channel) channel.addEventListener("message", ({ data }) => {
    const version = field("version");
    if (data.key !== key || !version || version.value !== data.from) return;
    const touched = differing().map(([name]) => name);
    if (Object.keys(data.values).some((name) => touched.includes(name))) return;
    version.value = data.version;
    refresh(data.values);
  });

  groups().forEach((inputs, name) => { base[name] = given(inputs); });
  say("ok", words.idle);
  const old = kept(), waiting = Object.entries(old.fields || {});
  let isRestored = false;
  waiting.forEach(([name, [, shown, raw = shown]]) => {
    const inputs = groups().get(name), was = (old.base || {})[name];
    mine.add(name);
    if (!inputs || raw === base[name]) return;
    put(name, raw);
    isRestored = true;
    if (Array.isArray(was) && !was.includes(base[name])) disagree(name, base[name], { [name]: base[name] });
  });
  if (waiting.length) remember();
  decide();
  if (isRestored) say(Object.keys(clash).length ? "bad" : "wait", words.restored);
  const [navigation] = performance.getEntriesByType("navigation");
  const isBack = navigation && navigation.type === "back_forward";
  const isPutBack = document.getElementById("belum-tersimpan");
  if (isBack || isPutBack || unsent().length) send({ isAsked: true });
})();
