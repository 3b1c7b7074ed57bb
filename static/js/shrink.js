"use strict";
// Photos are shrunk before they go up: JPEG, at most 1600 px, upright, without the place where they were taken.
// What a browser cannot read (HEIC, PDF) or has no memory for goes up as it is; the portal does the same work again.
(() => {
  const LONGEST = 1600, QUALITY = 0.82;

  const jpeg = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    canvas.width = canvas.height = 0;
    return blob;
  };

  window.shrinkPhoto = async (file) => {
    if (file.type && !file.type.startsWith("image/")) return file;
    try {
      const blob = await jpeg(file);
      if (blob) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch {
      // Not readable here.
    }
    return file;
  };

  // Plain forms: the chosen photo is put back shrunk; a form sent meanwhile waits for it.
  const pending = new Map();
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches('input[type="file"][data-shrink]') || !input.files.length) return;
    const chosen = [...input.files];
    const work = Promise.all(chosen.map(window.shrinkPhoto)).then((small) => {
      if (pending.get(input) !== work) return;
      pending.delete(input);
      try {
        const carrier = new DataTransfer();
        small.forEach((file) => carrier.items.add(file));
        input.files = carrier.files;
      } catch {
        // The original goes up.
      }
    });
    pending.set(input, work);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target, { submitter } = event;
    const waiting = [...pending].filter(([input]) => input.form === form).map(([, work]) => work);
    if (!waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    Promise.all(waiting).then(() => form.requestSubmit(submitter && submitter.form === form ? submitter : undefined));
  }, true);
})();
