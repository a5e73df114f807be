import { about, addressOf } from "./settings.js";

const QUIETLY = { credentials: "omit", referrerPolicy: "no-referrer" };

/* What went wrong, by the name of the sentence that says what to do about it. */
export class Failure extends Error {}

/* The help site's addresses. The words that were typed and the place that was opened are sent: no cookie, no address of the page. */
export class Service {
  constructor(settings) {
    this.settings = settings;
  }

  start() {
    this.started ??= this.#get("start", about(this.settings)).catch((failure) => {
      this.started = null;
      throw failure;
    });
    return this.started;
  }

  /* `sent` for a search that is finished: it is read more thoroughly, and counted by the help site. */
  search(q, sent, signal) {
    return this.#get("search", { q, sent }, { signal, keepalive: sent });
  }

  /* As the browser leaves, if it must; nobody waits for it, and nothing is said where it fails. */
  opened(shown, place) {
    const body = new URLSearchParams({ shown, place });
    const address = addressOf(this.settings, "/api/v1/widget/opened", {});
    fetch(address, { ...QUIETLY, method: "POST", body, keepalive: true }).catch(() => {});
  }

  article(slug, signal) {
    return this.#get(`articles/${slug}`, {}, { signal });
  }

  async #get(path, parameters, how = {}) {
    const said = { ...parameters, language: this.settings.language };
    const address = addressOf(this.settings, `/api/v1/widget/${path}`, said);
    let answer;
    try {
      answer = await fetch(address, { ...QUIETLY, ...how });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Failure("offline");
    }
    if (answer.ok) return answer.json();
    throw new Failure({ 404: "gone", 410: "gone", 429: "limited" }[answer.status] ?? "failed");
  }
}
