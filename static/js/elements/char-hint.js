// <char-hint for="id_body" max="2000"> counts down once four fifths are used.
class CharHint extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.setAttribute("role", "status");
    this.field?.addEventListener("input", () => this.show());
    if (this.field) this.show();
  }

  show() {
    const max = Number(this.getAttribute("max"));
    const length = this.field.value.length;
    this.textContent = length < max * 0.8 ? "" : `${length.toLocaleString()} / ${max.toLocaleString()}`;
    this.toggleAttribute("data-over", length > max);
  }
}

customElements.define("char-hint", CharHint);
