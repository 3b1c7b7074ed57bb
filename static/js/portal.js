"use strict";
// Small comforts; every page works without them.
(() => {
  // Whose phone this was last: the page without a signal shows nobody else's drafts.
  try {
    if (document.body.dataset.user) localStorage.setItem("last-user", document.body.dataset.user);
  } catch {
    // No store, no drafts.
  }

  // Photos of this person that wait on the phone, in the store of photos.js.
  const photos = `photos:${document.body.dataset.user}`;
  const countPhotos = async () => {
    const stores = await indexedDB.databases();
    if (!stores.some((store) => store.name === photos)) return 0;
    return new Promise((done) => {
      const opening = indexedDB.open(photos);
      opening.onerror = () => done(0);
      opening.onsuccess = () => {
        const store = opening.result;
        if (!store.objectStoreNames.contains("queue")) return done(0);
        const asking = store.transaction("queue").objectStore("queue").count();
        asking.onsuccess = asking.onerror = () => {
          store.close();
          done(asking.result || 0);
        };
        return undefined;
      };
    });
  };
  const forgetPhotos = () => new Promise((done) => {
    const deleting = indexedDB.deleteDatabase(photos);
    deleting.onsuccess = deleting.onerror = deleting.onblocked = done;
  });

  // Signing out takes this person's drafts and photos off the phone; what is not sent yet is asked about first.
  document.addEventListener("submit", async (event) => {
    const form = event.target, { signOut, photosWait } = form.dataset;
    if (!signOut) return;
    event.preventDefault();
    let mine = [];
    try {
      mine = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${document.body.dataset.user}:`));
    } catch {
      // No store, no drafts.
    }
    const number = await countPhotos().catch(() => 0);
    const questions = [mine.length && signOut, number && photosWait.replace("#", number)].filter(Boolean);
    if (questions.length && !window.confirm(questions.join("\n"))) return;
    mine.forEach((key) => localStorage.removeItem(key));
    if (window.indexedDB) await forgetPhotos();
    form.submit();
  }, true);

  const busy = (form, on) => {
    form.toggleAttribute("data-sent", on);
    if (on) form.setAttribute("aria-busy", "true");
    else form.removeAttribute("aria-busy");
  };

  // A second press of the button does not send the form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    busy(form, true);
    form.removeAttribute("data-changed");
    // A download leaves the page as it is: its button may be pressed again.
    if (form.hasAttribute("data-download")) setTimeout(() => busy(form, false), 3000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => busy(form, false)));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) busy(form, false);
  });

  // A chosen file shows its name, a picture shows itself.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length) return;
    const holder = input.closest(".upload-tile") || input.parentElement;
    holder.classList.add("filled");
    holder.querySelectorAll(".file-name, .file-preview").forEach((old) => old.remove());
    const name = document.createElement("span");
    name.className = "file-name";
    name.setAttribute("role", "status");
    name.textContent = [...input.files].map((file) => file.name).join(", ");
    holder.append(name);
    const first = input.files[0];
    if (/^image\/(jpeg|png|webp)$/.test(first.type)) {
      const picture = document.createElement("img");
      picture.className = "file-preview";
      picture.alt = "";
      picture.src = URL.createObjectURL(first);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
      holder.append(picture);
    }
  });

  // Leaving a guarded form with changes asks first.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) form.setAttribute("data-changed", "");
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
  });

  // The menu closes on Escape and on a press elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Printing needs a script, so the button shows itself only here.
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // The service worker keeps the look of the portal and the page without a signal; without it nothing is missed.
  const worker = document.currentScript.dataset.worker;
  if (worker && navigator.serviceWorker) {
    window.addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
  }

  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
