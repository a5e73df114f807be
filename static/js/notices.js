// What a server says after a swap: toasts, and where the focus goes. The sentences stand on #toasts, translated.
const toasts = document.getElementById("toasts");

function toast(text, kind = "") {
  if (!toasts || !text) return;
  const note = document.createElement("div");
  note.className = `toast ${kind && `toast--${kind}`}`;
  note.textContent = text;
  toasts.append(note);
  if (kind !== "error") setTimeout(() => note.remove(), 8000);
  else note.append(dismisser());
}

function dismisser() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--ghost button--small";
  button.dataset.dismiss = "";
  button.textContent = toasts.dataset.dismiss;
  return button;
}

const isPage = (xhr) => /^\s*<!doctype/i.test(xhr.responseText);

document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast, .message")?.remove());

// A whole page where a fragment was asked for: the session has ended, or an error page came.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.boosted || !isPage(detail.xhr)) return;
  detail.shouldSwap = false;
  if (detail.xhr.status < 400) location.assign(detail.xhr.responseURL);
  else toast(detail.xhr.status === 429 ? toasts.dataset.limited : toasts.dataset.failed, "error");
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500 || detail.xhr.status === 404) toast(toasts.dataset.failed, "error");
});

document.addEventListener("htmx:sendError", () => toast(toasts.dataset.offline, "error"));

// A response header HX-Trigger: {"notice": "Saved."} is told as a toast.
document.addEventListener("notice", ({ detail }) => toast(detail.value));

document.addEventListener("htmx:afterSettle", ({ detail }) => detail.elt.querySelector?.("[data-focus]")?.focus());
document.querySelector("[data-focus]")?.focus();
