import { articleOf } from "./article.js";
import { el } from "./dom.js";
import { frameOf } from "./frame.js";
import { listOf } from "./results.js";
import { Service } from "./service.js";
import { askAddress } from "./settings.js";
import { Turns } from "./turns.js";

const PAUSE = 300; // milliseconds without a key, after which it searches

/* The panel: what helps here, what is found while somebody types, and an article to read. */
export class Panel {
  constructor(root, settings, brief) {
    this.settings = settings;
    this.words = brief;
    this.service = new Service(settings);
    const search = (now) => (now === true ? this.#search() : this.#soon());
    this.frame = frameOf(brief, settings, { search, back: () => this.#return() });
    this.turns = new Turns(this.frame.dialog, (why) => this.frame.tell(this.words[why] ?? this.words.offline, true));
    this.frame.dialog.addEventListener("close", () => this.#stop());
    root.append(this.frame.dialog);
  }

  open(query = "") {
    const { dialog, input } = this.frame;
    if (!dialog.open) dialog.showModal();
    if (query) input.value = query;
    this.#search();
    input.focus();
  }

  close() {
    this.frame.dialog.close();
  }

  #stop() {
    clearTimeout(this.timer);
    this.turns.stop();
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(), PAUSE);
  }

  #search() {
    this.#stop();
    const query = this.frame.input.value.trim();
    this.frame.ask.href = askAddress(this.settings, query);
    this.turns.take(async (signal) => {
      const first = await this.service.start();
      this.words = { ...this.words, ...first.words };
      this.frame.say(first);
      const found = query ? await this.service.search(query, signal) : first;
      signal.throwIfAborted();
      const title = !query && el("h2", { class: "heading" }, this.words.here);
      const list = listOf(found.results, this.settings, this.words, (slug, link) => this.#read(slug, link));
      this.frame.show(found.results.length ? [title, list] : [], found.said);
    });
  }

  #read(slug, link) {
    this.turns.take(async (signal) => {
      const article = await this.service.article(slug, signal);
      this.behind = { shown: [...this.frame.content.childNodes], link };
      this.frame.show([articleOf(article, this.settings, this.words)], "", true);
    });
  }

  #return() {
    this.#stop();
    this.frame.show(this.behind.shown, "");
    this.behind.link.focus();
  }
}
