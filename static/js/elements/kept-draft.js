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
    this.form.addEventListener("submit", () => {
      this.keep();
      sessionStorage.setItem(SENT, this.getAttribute("name"));
    });
  }

  fields() {
    return [...this.form.querySelectorAll(FIELDS)].filter((field) => field.name && field.name !== "csrfmiddlewaretoken");
  }

  keep() {
    const typed = Object.fromEntries(this.fields().filter((f) => f.value).map((f) => [f.name, f.value]));
    if (Object.keys(typed).length) sessionStorage.setItem(this.key, JSON.stringify(typed));
    else sessionStorage.removeItem(this.key);
  }

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.key) || "{}");
    if (this.fields().some((field) => field.tagName === "TEXTAREA" && field.value)) return;
    for (const field of this.fields()) if (!field.value && kept[field.name]) field.value = kept[field.name];
  }
}

customElements.define("kept-draft", KeptDraft);
