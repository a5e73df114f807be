// data-hotkey="x": that key focuses a field or clicks a button or link. In a list with data-rows, j and k walk, Enter opens.
const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");

function walk(step) {
  const links = [...document.querySelectorAll("[data-rows] [data-row]")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") return walk(1);
  if (event.key === "k") return walk(-1);
  const target = [...document.querySelectorAll("[data-hotkey]")].find((one) => one.dataset.hotkey === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
});
