// <kept-draft name="answer:12">note <form>…</form></kept-draft>: what is typed outlives an error, a reload, a lost connection,
// and for members, who have a note with `data-member` in it, this device. A visitor's words stay in their tab. A member's
// are in the browser only until the server has them. With `data-sent` the form shows what was just sent.
const FIELDS = "input[type=text], input:not([type]), textarea, select";
const forget = (key) => [localStorage, sessionStorage].forEach((store) => store.removeItem(key));

// The server says by a cookie which form it has taken.
const taken = document.cookie.match(/(?:^|; )draft-sent=([^;]*)/)?.[1];
if (taken) {
  forget(`draft-${decodeURIComponent(taken)}`);
  document.cookie = "draft-sent=; path=/; max-age=0";
}

class KeptDraft extends HTMLElement {
  connectedCallback() {
    this.key = `draft-${this.getAttribute("name")}`;
    this.note = this.querySelector("[data-member]");
    this.member = this.note?.dataset.member ?? "";
    this.form = [...this.children].find((child) => child.tagName === "FORM");
    this.restore();
    this.form.addEventListener("input", () => this.later());
    this.addEventListener("submit", () => this.stop());
    // Fields that come with a choice, as a topic's do, find what was typed into them before.
    this.addEventListener("htmx:afterSettle", ({ target }) => {
      if (this.fill((field) => target.contains(field) && !field.value).length) this.later();
    });
    for (const name of ["pagehide", "online"]) addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of ["pagehide", "online"]) removeEventListener(name, this);
  }

  handleEvent({ type }) {
    if (type === "pagehide" ? this.waits : localStorage.getItem(this.key)) this.keep({ keepalive: true });
  }

  get fields() {
    return [...this.form.querySelectorAll(FIELDS)].filter((field) => field.name);
  }

  // What the browser has of this form, unless somebody else typed it.
  get kept() {
    const kept = JSON.parse((this.member && localStorage.getItem(this.key)) || sessionStorage.getItem(this.key) || "{}");
    return kept.member && kept.member !== this.member ? {} : (kept.typed ?? {});
  }

  later() {
    clearTimeout(this.waits);
    this.put();
    this.waits = setTimeout(() => this.keep(), 800);
  }

  // Nothing may arrive behind the form itself; the browser's own copy stays until the server says that it has it.
  stop() {
    clearTimeout(this.waits);
    this.waits = 0;
    this.sending?.abort();
    this.put();
  }

  put() {
    const typed = { ...this.kept, ...Object.fromEntries(this.fields.map((field) => [field.name, field.value])) };
    this.text = JSON.stringify({ member: this.member, typed });
    (this.member ? localStorage : sessionStorage).setItem(this.key, this.text);
  }

  async keep(how = {}) {
    clearTimeout(this.waits);
    this.waits = 0;
    if (!this.member) return;
    this.sending?.abort();
    this.sending = new AbortController();
    const send = { method: "POST", body: new FormData(this.form), signal: this.sending.signal, ...how };
    const answer = await fetch("/drafts/", send).catch(() => null);
    if (answer?.status !== 204 || localStorage.getItem(this.key) !== this.text) return;
    forget(this.key);
    if (!answer.headers.has("Draft-Other")) return;
    for (const hidden of [this.note, ...this.note.querySelectorAll("[data-other]")]) hidden.hidden = false;
  }

  restore() {
    const isHeld = !this.member && this.fields.some((field) => field.tagName === "TEXTAREA" && field.value);
    if (isHeld || "sent" in this.dataset || this.form.querySelector(".error-summary")) return;
    const filled = this.fill(() => true);
    const chosen = filled.filter((field) => field.tagName === "SELECT");
    const tell = () => chosen.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    if (document.readyState === "complete") tell();
    else addEventListener("load", tell, { once: true });
    if (!this.member || !filled.length) return;
    this.note.hidden = false;
    this.keep();
  }

  // Returns the fields that got their words back.
  fill(isMeant) {
    const kept = this.kept;
    const found = this.fields.filter((field) => kept[field.name] && isMeant(field));
    for (const field of found) field.value = kept[field.name];
    return found;
  }
}

customElements.define("kept-draft", KeptDraft);
