/* The search that is on show. It counts once it is finished: sent, opened, asked about or left. Half a word is nobody's search. */
export class Counted {
  constructor(service) {
    this.service = service;
    this.shows();
    addEventListener("pagehide", () => this.left());
  }

  /* What is on show, and whether somebody typed it whom nobody has counted yet. Without anything, they are typing. */
  shows(query = "", found = {}, isOpen = false) {
    this.query = query;
    this.found = found;
    this.isOpen = isOpen && Boolean(found.shown);
  }

  get isNowhere() {
    return this.isOpen && !this.found.results.length;
  }

  /* The place that was opened, from 1; 0 where they ask instead. */
  opened(place) {
    if (this.found.shown) this.service.opened(this.found.shown, place);
    this.isOpen = false;
  }

  /* They go: what was found and opened by nobody, or what was found nowhere, which is looked for thoroughly first. */
  left() {
    if (this.isNowhere) this.service.search(this.query, true).catch(() => {});
    else if (this.isOpen) this.opened(0);
    this.isOpen = false;
  }
}
