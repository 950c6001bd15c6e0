/* Adds comfort to pages that work without it: nothing here is needed to read, send or undo anything. */
(() => {
  "use strict";
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const on = (name, handler) => document.addEventListener(name, handler);

  /* Menus: one open at a time, closed by Escape or by a click elsewhere. */
  on("click", (event) => {
    all("details.drop[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.drop[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* "/" goes to the search field unless one is typing. */
  on("keydown", (event) => {
    const busy = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector("[data-slash]");
    if (event.key === "/" && !busy && search && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
  });

  /* Buttons: print, copy, open and close a dialog. */
  const copy = async (button) => {
    const said = button.querySelector("[data-said]") || button;
    const before = said.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = "Tersalin";
    } catch {
      said.textContent = "Salin dengan tangan";
    }
    setTimeout(() => { said.textContent = before; }, 2500);
  };
  on("click", (event) => {
    const button = event.target.closest("[data-print], [data-copy], [data-dialog], [data-close]");
    if (!button) return;
    if ("print" in button.dataset) window.print();
    if ("copy" in button.dataset) copy(button);
    if ("close" in button.dataset) button.closest("dialog").close();
    if ("dialog" in button.dataset) {
      const dialog = document.getElementById(button.dataset.dialog);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }
  });

  /* A form marked data-guard warns before its typing is lost. */
  const typed = new Set();
  on("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) typed.add(form);
  });
  on("submit", (event) => typed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if ([...typed].some((form) => form.isConnected)) event.preventDefault();
  });

  const start = (root) => {
    /* Only a picture of time running out: whether an undo still holds is decided where it is sent to. */
    all("form[data-undo]", root).forEach((form) => {
      const left = form.querySelector(".left");
      let seconds = Number(form.dataset.undo);
      const tick = () => {
        if (seconds <= 0) {
          if (form.contains(document.activeElement)) left.textContent = "";
          else form.remove();
          return;
        }
        left.textContent = ` ${seconds}`;
        seconds -= 1;
        setTimeout(tick, 1000);
      };
      tick();
    });
    all(".sheet, .scroll", root).forEach((box) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    });
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
    all("button[data-print], button[data-copy]", root).forEach((button) => { button.hidden = false; });
  };
  start(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) start(event.target);
  });
})();
