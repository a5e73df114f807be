// A list with data-shown was found by a search: which place of it is opened is counted, and not who opened it.
function count({ target }) {
  const link = target.closest("[data-shown] [data-place]");
  if (!link) return;
  const body = new FormData();
  body.set("shown", link.closest("[data-shown]").dataset.shown);
  body.set("place", link.dataset.place);
  navigator.sendBeacon("/search/opened/", body);
}

document.addEventListener("click", count);
document.addEventListener("auxclick", count);
