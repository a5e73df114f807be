// What an address names may stand folded in a <details>: open what holds it, and go there.
function unfold() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folds = [];
  for (let fold = named?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) folds.push(fold);
  if (!folds.length) return;
  for (const fold of folds) fold.open = true;
  named.scrollIntoView();
}

unfold();
addEventListener("hashchange", unfold);
