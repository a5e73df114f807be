import { el, marked } from "./dom.js";
import { lamp, page } from "./icons.js";

/* The list of what was found. An article is read here by `read(slug, link)`, a question on the help site. */
export function listOf(results, settings, words, read) {
  return el("ul", { class: "results" }, ...results.map((result) => el("li", {}, row(result, settings, words, read))));
}

function row(result, settings, words, read) {
  const isArticle = Boolean(result.slug);
  const link = el(
    "a",
    { class: "title", href: new URL(result.url, settings.site).href, target: "_blank", rel: "noopener" },
    el("span", { lang: result.language }, ...marked(result.title)),
    !isArticle && el("span", { class: "unseen" }, ` ${words.newTab}`),
  );
  if (isArticle) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      read(result.slug, link);
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
