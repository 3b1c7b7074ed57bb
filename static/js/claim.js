"use strict";
// The code of the card's QR comes behind the #, which no server sees; here it goes into its field.
(() => {
  const code = document.querySelector("form[data-claim] [name=code]");
  if (code) {
    const fill = () => {
      const found = decodeURIComponent(location.hash.slice(1)).trim();
      if (!/^[0-9A-Za-z]{5}-?[0-9A-Za-z]{5}$/.test(found)) return;
      code.value = found;
      history.replaceState(null, "", location.pathname + location.search);
      document.querySelector("form[data-claim] [name=digits]").focus();
    };
    fill();
    window.addEventListener("hashchange", fill);
  }
  // A sheet is a download: the page stays, and its button may be pressed again.
  for (const form of document.querySelectorAll("form[data-download]")) {
    form.addEventListener("submit", () => setTimeout(() => {
      form.removeAttribute("data-sent");
      form.removeAttribute("aria-busy");
    }, 3000));
  }
})();
