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
})();
