import { el, marked } from "./dom.js";
import { lamp, page } from "./icons.js";

/* What was found, below its heading if there is one; nothing where nothing was. An article is read in the panel, a question
   on the help site. */
export function listOf(results, heading, panel) {
  if (!results.length) return [];
  const rows = results.map((result, at) => el("li", {}, row(result, at + 1, panel)));
  return [heading && el("h2", { class: "heading" }, heading), el("ul", { class: "results" }, ...rows)];
}

function row(result, place, panel) {
  const isArticle = Boolean(result.slug);
  const opened = () => panel.counted.opened(place);
  const link = el(
    "a",
    {
      class: "title",
      href: new URL(result.url, panel.settings.site).href,
      target: "_blank",
      rel: "noopener",
      click: opened,
      auxclick: opened,
    },
    el("span", { lang: result.language }, ...marked(result.title)),
    !isArticle && el("span", { class: "unseen" }, ` ${panel.words.newTab}`),
  );
  if (isArticle) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      panel.reader.open(result.slug, link);
    });
  }
  return el(
    "div",
    { class: "result" },
    isArticle ? page() : lamp(result.lamp),
    el("div", {}, link, el("p", { class: "state" }, result.state), passage(result)),
  );
}

function passage(result) {
  return result.passage.join("") && el("p", { class: "passage", lang: result.language }, ...marked(result.passage));
}
