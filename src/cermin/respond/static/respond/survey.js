/* The survey page with a script: one question per page, and answers that survive a lost connection.
   Without this file the page is one long form that works just the same. Nothing is stored on the device. */
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const RETRY_FIRST = 4000;
  const RETRY_LONGEST = 60000;

  let form, steps, at, stepping, sending, unsent, done, wait, timer;

  function say(text) {
    find("#say").textContent = text;
  }

  function show(number, quiet) {
    at = number;
    steps.forEach((step, index) => { step.hidden = index !== at; });
    const last = at === steps.length - 1;
    find(".intro", form).hidden = at > 0;
    const languages = find("header nav");
    if (languages) languages.hidden = at > 0;
    find(".back", form).hidden = at === 0;
    find(".next", form).hidden = last;
    find(".send", form).hidden = !last;
    all(".bar i").forEach((piece, index) => piece.classList.toggle("on", index <= at));
    say("");
    const heading = find(".t", steps[at]);
    const counter = find(".c", steps[at]);
    if (heading) document.title = (counter || heading).textContent + form.dataset.title;
    if (quiet) return;
    window.scrollTo(0, 0);
    const target = find("legend,.t", steps[at]) || form;
    target.tabIndex = -1;
    target.focus({preventScroll: true});
  }

  function answered(step) {
    const select = find("select", step);
    if (select) return select.value ? "" : form.dataset.service;
    if (!step.matches("fieldset")) return "";
    return find("input:checked", step) ? "" : form.dataset.choose;
  }

  function forward() {
    const missing = answered(steps[at]);
    if (missing) { say(missing); return; }
    if (at === 0) history.pushState({cermin: 1}, "");
    if (at < steps.length - 1) show(at + 1);
  }

  function backward() {
    if (at > 0) show(at - 1);
  }

  function hold(text) {
    const button = find(".send", form);
    sending = Boolean(text);
    button.setAttribute("aria-disabled", String(sending));
    if (!button.dataset.label) button.dataset.label = button.textContent;
    button.textContent = text || (unsent ? button.dataset.retry : button.dataset.label);
  }

  function keep(seconds) {
    unsent = true;
    form.classList.add("held");
    find(".unsent", form).hidden = false;
    find("#status").textContent = "";
    hold("");
    clearTimeout(timer);
    timer = setTimeout(send, seconds ? seconds * 1000 : wait);
    wait = Math.min(wait * 2, RETRY_LONGEST);
  }

  function replace(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.body || !find("main", page)) { keep(0); return; }
    clearTimeout(timer);
    unsent = false;
    root.classList.remove("step");
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    window.scrollTo(0, 0);
    start();
  }

  async function send() {
    if (sending || done) return;
    hold(find(".send", form).dataset.sending);
    find("#status").textContent = find(".send", form).dataset.sending;
    const stamp = find("input[name=t]", form);
    if (!stamp.value) stamp.value = new Date().toISOString();
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "omit",
        referrerPolicy: "same-origin",
        redirect: "error",
      });
      if (reply.status === 429 || reply.status >= 500) {
        keep(Math.min(Number(reply.headers.get("Retry-After")) || 0, 600));
        return;
      }
      replace(await reply.text());
    } catch {
      keep(0);
    }
  }

  function submit(event) {
    event.preventDefault();
    if (stepping && at < steps.length - 1) { forward(); return; }
    if (stepping && !find("fieldset.s input:checked:not([value='-'])", form)) { say(form.dataset.none); return; }
    wait = RETRY_FIRST;
    clearTimeout(timer);
    send();
  }

  /* A tap goes on; arrow keys move through the answers and do not (their click has no pointer behind it). */
  function tapped(event) {
    if (!event.target.matches("input[type=radio]")) return;
    const skipped = event.target.closest(".skip");
    if (!event.target.closest("fieldset.s")) return;
    say("");
    if (event.detail > 0) {
      const from = at;
      setTimeout(() => { if (at === from && !done) forward(); }, skipped ? 0 : 180);
    }
  }

  function warnNumber(event) {
    const note = find(".note", form);
    const digits = event.target.value.replace(/[\s.\-/]/g, "");
    const text = /\d{10}|(\+62|08)\d{7}/.test(digits) ? note.dataset.number : "";
    if (note.textContent !== text) note.textContent = text;
  }

  function startForm() {
    steps = all(".s", form);
    wait = RETRY_FIRST;
    sending = unsent = done = false;
    stepping = !find(".errs");
    form.addEventListener("submit", submit);
    const comment = find("textarea", form);
    if (comment) comment.addEventListener("input", warnNumber);
    if (!stepping) { find(".errs").focus(); return; }
    root.classList.add("step");
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.setAttribute("aria-hidden", "true");
    steps.forEach(() => bar.append(document.createElement("i")));
    form.prepend(bar);
    find(".tap", form).hidden = false;
    form.addEventListener("click", tapped);
    find(".next", form).addEventListener("click", forward);
    find(".back", form).addEventListener("click", () => history.back());
    show(0, true);
  }

  function startReceipt() {
    done = true;
    const code = find(".code");
    all("[data-copy]").forEach((button) => {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", () => {
        navigator.clipboard.writeText(code.textContent.trim().replace(/\s+/g, " ")).then(() => {
          find("#status").textContent = button.dataset.copy;
        });
      });
    });
    all("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
    const heading = find("h1");
    if (heading && form) { heading.tabIndex = -1; heading.focus(); }
  }

  function start() {
    const found = find("form[data-title]");
    if (found) { form = found; startForm(); } else { startReceipt(); }
  }

  /* The phone's own back button goes one question back instead of losing all answers. */
  window.addEventListener("popstate", () => {
    if (done || !stepping || at === 0) return;
    backward();
    if (at > 0) history.pushState({cermin: 1}, "");
  });
  window.addEventListener("online", () => { if (unsent) send(); });
  document.addEventListener("visibilitychange", () => { if (unsent && !document.hidden) send(); });
  window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
  /* A page the browser kept must not show one person's answers to the next. */
  window.addEventListener("pageshow", (event) => { if (event.persisted && done) location.reload(); });
  start();
})();
