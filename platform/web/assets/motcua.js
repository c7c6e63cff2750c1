// Help on top of pages that work without it: focus the error summary, send once, print, keys.
"use strict";
const summary = document.getElementById("loi");
if (summary) summary.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  const text = button && button.innerHTML;
  if (button && document.body.dataset.sending) {
    button.setAttribute("aria-disabled", "true");
    button.textContent = document.body.dataset.sending;
  }
  // A lost line must not leave a dead button; the form key makes a second sending harmless.
  setTimeout(() => {
    delete form.dataset.sent;
    if (button) {
      button.removeAttribute("aria-disabled");
      button.innerHTML = text;
    }
  }, 8000);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// data-key="F9" or "Ctrl+Enter": by place on the keyboard, so that an input method does not swallow it.
if (document.querySelector("[data-key]")) {
  // Printed only where it works.
  for (const label of document.querySelectorAll(".key[hidden]")) label.hidden = false;
  addEventListener("keydown", (event) => {
    const name = (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + event.code.replace("Numpad", "");
    const target = document.querySelector(`[data-key="${CSS.escape(name).replace(/\\\+/g, "+")}"]`);
    if (!target || event.isComposing) return;
    event.preventDefault();
    target.focus();
    if (target.matches("a,button")) target.click();
    else if (target.select) target.select();
  });
}
