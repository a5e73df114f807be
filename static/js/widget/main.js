import { el } from "./dom.js";
import { lamp } from "./icons.js";
import { Panel } from "./panel.js";
import { briefWords, settingsOf } from "./settings.js";
import sheet from "./widget.css" with { type: "css" };

const script = document.currentScript;

function start() {
  if (window.Porchlight) return;
  const settings = settingsOf(script);
  const words = briefWords(settings.language);
  const host = el("porchlight-help");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const all = el("div", { class: "all" });
  root.append(all);
  const panel = new Panel(all, settings, words);
  const button = el("button", { class: "open", type: "button", "aria-haspopup": "dialog", click: () => panel.open() });
  button.append(lamp("lit"), settings.label || words.open);
  if (settings.button) all.append(button);
  document.body.append(host);
  // Anything on the page may open it, also what is added later.
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-porchlight-help]");
    if (!opener) return;
    event.preventDefault();
    panel.open(opener.dataset.porchlightHelp);
  });
  window.Porchlight = { open: (query = "") => panel.open(query), close: () => panel.close() };
  document.dispatchEvent(new Event("porchlight:ready"));
}

if (document.body) start();
else addEventListener("DOMContentLoaded", start);
