import { articleOf } from "./article.js";

/* Reads an article in the panel, and goes back to the link that led to it, in what was found. */
export class Reader {
  constructor(panel) {
    this.panel = panel;
  }

  open(slug, link) {
    const { turns, service, frame, settings } = this.panel;
    turns.take(async (signal) => {
      const article = await service.article(slug, signal);
      this.behind = { shown: [...frame.content.childNodes], link };
      frame.show([articleOf(article, settings, this.panel.words)], "", true);
    });
  }

  back() {
    this.panel.stop();
    this.panel.frame.show(this.behind.shown, "");
    this.behind.link.focus();
  }
}
