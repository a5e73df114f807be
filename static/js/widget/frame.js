import { el } from "./dom.js";
import { back, cross } from "./icons.js";
import { addressOf, askAddress } from "./settings.js";

/* What stands around the content of the panel: its bar, the search, what is said aloud, and the ways out. */
export function frameOf(words, settings, panel) {
  const title = el("span", { class: "name", id: "name" }, words.open);
  const goBack = el("button", { class: "plain back-to", type: "button", hidden: true, click: () => panel.reader.back() }, back());
  const close = el("button", { class: "plain", type: "button", "aria-label": words.close }, cross());
  const input = el("input", { id: "words", type: "text", enterkeyhint: "search", maxlength: "200", autocomplete: "off", input: () => panel.typed() });
  const label = el("label", { for: "words" }, words.search);
  const form = el("form", { role: "search" }, label, input);
  const status = el("p", { class: "said", role: "status" });
  const content = el("div", { class: "content" });
  const asks = () => panel.counted.opened(0);
  const ask = el("a", { class: "button", target: "_blank", rel: "noopener", href: askAddress(settings, ""), hidden: true, click: asks, auxclick: asks });
  const site = el("a", { target: "_blank", rel: "noopener", href: addressOf(settings, "/", {}) }, words.site);
  const bar = el("header", {}, goBack, title, close);
  const scroller = el("div", { class: "scroller" }, form, status, content);
  // Where it stands follows the page, what is in it the language of its words.
  const inside = el("div", { class: "inside" }, bar, scroller, el("footer", {}, ask, site));
  const dialog = el("dialog", { "aria-labelledby": "name" }, inside);
  dialog.addEventListener("close", () => panel.closed());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    panel.sent();
  });

  function tell(text, isWrong = false) {
    status.textContent = text;
    status.toggleAttribute("data-wrong", isWrong);
  }

  function show(nodes, said, isArticle = false) {
    content.replaceChildren(...nodes.filter((node) => node));
    tell(said);
    form.hidden = isArticle;
    goBack.hidden = !isArticle;
    scroller.scrollTop = 0;
    if (isArticle) content.querySelector(".heading").focus();
  }

  /* The words of the language, once they are there. */
  function say(first) {
    const named = first.words;
    inside.lang = first.language;
    inside.dir = first.direction;
    title.textContent = named.title;
    label.textContent = named.search;
    input.placeholder = named.example;
    goBack.setAttribute("aria-label", named.back);
    close.setAttribute("aria-label", named.close);
    ask.textContent = named.ask;
    ask.hidden = false;
    site.textContent = named.site;
  }

  return { dialog, input, content, ask, say, show, tell };
}
