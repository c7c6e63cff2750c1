// Help on top of pages that work without it: focus the error summary, send once, print.
"use strict";
const summary = document.getElementById("loi");
if (summary) summary.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (button && document.body.dataset.sending) {
    button.setAttribute("aria-disabled", "true");
    button.textContent = document.body.dataset.sending;
  }
});
// Coming back with the browser's back button: the form may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
