import { Counted } from "./counted.js";
import { frameOf } from "./frame.js";
import { Reader } from "./reader.js";
import { listOf } from "./results.js";
import { Service } from "./service.js";
import { askAddress } from "./settings.js";
import { Turns } from "./turns.js";

const PAUSE = 300; // milliseconds without a key, after which it searches
const STILL = 2000; // and after which a search that found nothing was no half word: it is sent

/* The panel: what helps here, and what is found while somebody types. */
export class Panel {
  constructor(root, settings, brief) {
    this.settings = settings;
    this.words = brief;
    this.service = new Service(settings);
    this.counted = new Counted(this.service);
    this.reader = new Reader(this);
    this.frame = frameOf(brief, settings, this);
    this.turns = new Turns(this.frame.dialog, (why) => this.frame.tell(this.words[why] ?? this.words.offline, true));
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

  closed() {
    this.stop();
    this.counted.left();
  }

  typed() {
    clearTimeout(this.timer);
    this.counted.shows();
    this.timer = setTimeout(() => this.#search(true), PAUSE);
  }

  sent() {
    this.#search(true, true);
  }

  stop() {
    clearTimeout(this.timer);
    this.turns.stop();
  }

  /* What the page itself looks for is nobody's search until something of it is opened. */
  #search(isTyped = false, isSent = false) {
    this.stop();
    const { input, ask, say, show } = this.frame;
    const query = input.value.trim();
    ask.href = askAddress(this.settings, query);
    this.turns.take(async (signal) => {
      const first = await this.service.start();
      this.words = { ...this.words, ...first.words };
      say(first);
      const found = query ? await this.service.search(query, isSent, signal) : first;
      signal.throwIfAborted();
      this.counted.shows(query, found, isTyped && !isSent);
      ask.href = askAddress(this.settings, query, found.search);
      show(listOf(found.results, query ? "" : this.words.here, this), found.said);
      if (this.counted.isNowhere) this.timer = setTimeout(() => this.sent(), STILL);
    });
  }
}
