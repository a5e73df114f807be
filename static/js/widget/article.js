import { el, parsed } from "./dom.js";

/* An article to be read in the panel. Its links lead out of the panel, its pictures come from the help site. */
export function articleOf(article, settings, words) {
  const address = new URL(article.url, settings.site);
  const made = el(
    "article",
    { class: "article", lang: article.language },
    el("h2", { class: "heading", tabindex: "-1" }, article.title),
    article.appliesTo && el("p", { class: "state" }, article.appliesTo),
    el("div", { class: "prose" }, cleared(article.summary, address)),
    article.steps && el("section", { class: "prose steps" }, el("h3", {}, words.steps), cleared(article.steps, address)),
    article.body && el("div", { class: "prose" }, cleared(article.body, address)),
    el("p", {}, el("a", { href: address.href, target: "_blank", rel: "noopener" }, words.whole)),
  );
  return made;
}

function cleared(html, address) {
  const content = parsed(html || "");
  for (const link of content.querySelectorAll("a[href]")) {
    link.href = new URL(link.getAttribute("href"), address).href;
    link.target = "_blank";
    link.rel = "noopener nofollow";
  }
  for (const picture of content.querySelectorAll("img[src]")) {
    picture.src = new URL(picture.getAttribute("src"), address).href;
    picture.loading = "lazy";
  }
  for (const wide of content.querySelectorAll("pre, table")) {
    const box = el("div", { class: "wide", tabindex: "0" }); // scrolls, with the keyboard too
    wide.replaceWith(box);
    box.append(wide);
  }
  // On the page they lead to themselves; here there is nothing to lead to.
  for (const named of content.querySelectorAll("[id]")) named.removeAttribute("id");
  return content;
}
