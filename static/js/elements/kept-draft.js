// <kept-draft name="question"><form>…</form></kept-draft>: what is typed outlives an error page, a reload and a lost connection.
// Kept for this tab until the form was taken; what the server fills in again is left alone.
const FIELDS = "input[type=text], input:not([type]), textarea, select";
const SENT = "draft-sent";

// After a form was sent, any page that is no error page means that it was taken.
const sent = sessionStorage.getItem(SENT);
if (sent && !document.querySelector("[data-error-page]") && !document.querySelector(`kept-draft[name="${sent}"]`)) {
  sessionStorage.removeItem(`draft-${sent}`);
  sessionStorage.removeItem(SENT);
}

class KeptDraft extends HTMLElement {
  connectedCallback() {
    this.key = `draft-${this.getAttribute("name")}`;
    this.form = this.querySelector("form");
    this.restore();
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 400);
    });
    // What a chosen topic asks comes later than the rest, and finds what was typed there before.
    this.addEventListener("htmx:afterSettle", ({ target }) => this.fill(this.fields().filter((f) => target.contains(f))));
    this.form.addEventListener("submit", () => {
      this.keep();
      sessionStorage.setItem(SENT, this.getAttribute("name"));
    });
  }

  fields() {
    return [...this.form.querySelectorAll(FIELDS)].filter((field) => field.name && field.name !== "csrfmiddlewaretoken");
  }

  keep() {
    const all = Object.entries({ ...this.kept(), ...Object.fromEntries(this.fields().map((f) => [f.name, f.value])) });
    const typed = Object.fromEntries(all.filter(([, value]) => value));
    if (Object.keys(typed).length) sessionStorage.setItem(this.key, JSON.stringify(typed));
    else sessionStorage.removeItem(this.key);
  }

  kept() {
    return JSON.parse(sessionStorage.getItem(this.key) || "{}");
  }

  restore() {
    if (this.fields().some((field) => field.tagName === "TEXTAREA" && field.value)) return;
    const chosen = this.fill(this.fields()).filter((field) => field.tagName === "SELECT");
    const tell = () => chosen.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    if (document.readyState === "complete") tell();
    else addEventListener("load", tell, { once: true });
  }

  // Returns the fields that got their words back.
  fill(fields) {
    const kept = this.kept();
    const empty = fields.filter((field) => !field.value && kept[field.name]);
    for (const field of empty) field.value = kept[field.name];
    return empty;
  }
}

customElements.define("kept-draft", KeptDraft);
