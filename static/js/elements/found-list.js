// <found-list> in a search form: what is found while somebody types. Arrows walk through it, Escape leads back to the field.
class FoundList extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    this.field = form.querySelector("input[type=search]");
    form.addEventListener("keydown", (event) => this.press(event));
    // An empty field finds nothing, and what was found for a page that was left is old.
    this.field.addEventListener("input", () => this.field.value.trim() || this.replaceChildren());
    form.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !form.contains(relatedTarget) && this.replaceChildren());
    document.addEventListener("click", ({ target }) => form.contains(target) || this.replaceChildren());
  }

  press(event) {
    const stops = [this.field, ...this.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (stops.length < 2 || event.isComposing) return;
    if (step) stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
    else if (event.key === "Escape") {
      this.field.focus();
      this.replaceChildren();
    } else return;
    event.preventDefault();
  }
}

customElements.define("found-list", FoundList);
