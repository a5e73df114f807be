// What scrolls sideways can be reached by keyboard: code and tables that are wider than their place.
const SCROLLERS = ".prose pre, .prose table, .table, .tabs";

function reach(root) {
  for (const one of root.querySelectorAll(SCROLLERS)) {
    if (one.scrollWidth > one.clientWidth && !one.querySelector("a, button")) one.tabIndex = 0;
  }
}

reach(document);
document.addEventListener("htmx:load", (event) => reach(event.target.parentElement ?? document));
addEventListener("resize", () => reach(document));
