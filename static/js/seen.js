// Who looks at a page has read what they were told about it: the server is told, and the bell says how many are left.
const badges = [...document.querySelectorAll("[data-unread]")];

function show(unread) {
  for (const badge of badges) {
    if (unread) badge.querySelector("[data-unread-count]").textContent = unread;
    else badge.remove();
  }
}

if (badges.length) {
  const body = new URLSearchParams({ path: location.pathname });
  fetch("/notifications/seen/", { method: "POST", body, credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((said) => said && show(said.unread))
    .catch(() => {});
}
