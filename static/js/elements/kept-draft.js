// <kept-draft name="answer:12">note <form>…</form></kept-draft>: what is typed outlives an error, a reload, a lost connection.
// Here is what the browser keeps: a visitor's words in their tab; those of a member, who has a note with `data-member` in it,
// on this device, until draft-note.js knows that the server has them. With `data-sent` the form shows what was just sent.
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
    this.member = this.querySelector("[data-member]")?.dataset.member ?? "";
    this.form = [...this.children].find((child) => child.tagName === "FORM");
    this.restore();
    this.form.addEventListener("input", () => this.typed());
    // Until the server says that it has the form itself, the browser keeps it.
    this.addEventListener("submit", () => this.put());
    // Fields that come with a choice, as a topic's do, find what was typed into them before.
    this.addEventListener("htmx:afterSettle", ({ target }) => {
      if (this.fill((field) => target.contains(field) && !field.value).length) this.typed();
    });
  }

  get fields() {
    return [...this.form.querySelectorAll(FIELDS)].filter((field) => field.name);
  }

  // What the browser has of this form, unless somebody else typed it.
  get kept() {
    const kept = JSON.parse((this.member && localStorage.getItem(this.key)) || sessionStorage.getItem(this.key) || "{}");
    return kept.member && kept.member !== this.member ? {} : (kept.typed ?? {});
  }

  typed() {
    this.put();
    this.dispatchEvent(new CustomEvent("draft:put"));
  }

  put() {
    const typed = { ...this.kept, ...Object.fromEntries(this.fields.map((field) => [field.name, field.value])) };
    this.text = JSON.stringify({ member: this.member, typed });
    (this.member ? localStorage : sessionStorage).setItem(this.key, this.text);
  }

  // Forget it, unless more was typed since, here or in another window.
  forget() {
    const isSame = localStorage.getItem(this.key) === this.text;
    if (isSame) forget(this.key);
    return isSame;
  }

  restore() {
    const isHeld = !this.member && this.fields.some((field) => field.tagName === "TEXTAREA" && field.value);
    if (isHeld || "sent" in this.dataset || this.form.querySelector(".error-summary")) return;
    const filled = this.fill(() => true);
    const chosen = filled.filter((field) => field.tagName === "SELECT");
    const tell = () => chosen.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    if (document.readyState === "complete") tell();
    else addEventListener("load", tell, { once: true });
    this.isRestored = filled.length > 0;
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
