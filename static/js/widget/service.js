import { about, addressOf } from "./settings.js";

/* What went wrong, by the name of the sentence that says what to do about it. */
export class Failure extends Error {}

/* The help site's three addresses. Nothing but the words that were typed is sent: no cookie, no address of the page. */
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

  search(q, signal) {
    return this.#get("search", { q }, signal);
  }

  article(slug, signal) {
    return this.#get(`articles/${slug}`, {}, signal);
  }

  async #get(path, parameters, signal) {
    const said = { ...parameters, language: this.settings.language };
    const address = addressOf(this.settings, `/api/v1/widget/${path}`, said);
    let answer;
    try {
      answer = await fetch(address, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Failure("offline");
    }
    if (answer.ok) return answer.json();
    throw new Failure({ 404: "gone", 410: "gone", 429: "limited" }[answer.status] ?? "failed");
  }
}
