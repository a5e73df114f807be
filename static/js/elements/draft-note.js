// <draft-note data-member="7"> in a <kept-draft>: what the server keeps of a member's form, and what is said of it.
// It stands behind kept-draft.js in app.js, so that what was restored in the browser is known when it begins.
const LATER = ["pagehide", "online"];

class DraftNote extends HTMLElement {
  connectedCallback() {
    this.draft = this.closest("kept-draft");
    if (!this.draft) return;
    this.draft.addEventListener("draft:put", this);
    this.draft.addEventListener("submit", this);
    for (const name of LATER) addEventListener(name, this);
    if (!this.draft.isRestored) return;
    this.hidden = false;
    this.send();
  }

  disconnectedCallback() {
    for (const name of LATER) removeEventListener(name, this);
  }

  handleEvent({ type }) {
    if (type === "draft:put") this.wait();
    else if (type === "submit") this.stop();
    else if (type === "pagehide" ? this.waits : localStorage.getItem(this.draft.key)) this.send({ keepalive: true });
  }

  wait() {
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.send(), 800);
  }

  // Nothing may arrive behind the form itself.
  stop() {
    clearTimeout(this.waits);
    this.waits = 0;
    this.sending?.abort();
  }

  async send(how = {}) {
    this.stop();
    this.sending = new AbortController();
    const words = { method: "POST", body: new FormData(this.draft.form), signal: this.sending.signal, ...how };
    const answer = await fetch("/drafts/", words).catch(() => null);
    if (answer?.status !== 204 || !this.draft.forget() || !answer.headers.has("Draft-Other")) return;
    for (const hidden of [this, ...this.querySelectorAll("[data-other]")]) hidden.hidden = false;
  }
}

customElements.define("draft-note", DraftNote);
