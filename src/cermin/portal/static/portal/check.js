/* Compares a file with the issued ones by its SHA-256. The file stays in the browser: nothing is sent. */
(() => {
  "use strict";
  const LARGEST = 200 * 1024 * 1024;
  const place = document.querySelector("[data-check]");
  const choose = place && place.querySelector("[data-choose]");
  if (!choose) return;
  if (!(window.crypto && crypto.subtle)) return; // without HTTPS there is none; the page says what to do instead
  const outcome = place.querySelector("[data-outcome]");
  const input = choose.querySelector("input");
  place.querySelector("[data-without]").hidden = true;
  choose.hidden = false;

  const hexadecimal = (buffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const say = (kind, words) => {
    const part = place.querySelector(`template[data-${kind}]`).content.cloneNode(true);
    Object.entries(words).forEach(([name, text]) => {
      const spot = part.querySelector(`[data-${name}]`);
      if (spot) spot.textContent = text;
    });
    outcome.replaceChildren(part);
  };

  let newest = 0;
  const check = async (file) => {
    const turn = ++newest; // a second file may be chosen while the first is still read
    outcome.replaceChildren();
    try {
      if (!file || file.size > LARGEST) throw new RangeError("too large");
      const digest = hexadecimal(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      if (turn !== newest) return;
      const rows = [...place.querySelectorAll("[data-sha256]")].filter((row) => row.dataset.sha256 === digest);
      const row = rows.find((found) => found.dataset.this) || rows[0];
      const kind = row ? (row.dataset.this ? "same" : "older") : "other";
      say(kind, { name: row ? row.dataset.said : "", file: file.name, digest });
    } catch {
      if (turn === newest) say("unread", {});
    }
  };

  input.addEventListener("change", () => { if (input.files.length) check(input.files[0]); });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    check(event.dataTransfer.files[0]);
  });
})();
