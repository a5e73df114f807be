// <case-queue> around the table of cases: o opens the case that has the focus, t takes it. hotkeys.js walks with j and k.
class CaseQueue extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.press(event);
    document.addEventListener("keydown", this.listener);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog[open]")) return;
    const row = document.activeElement?.closest("tr");
    if (!row || !this.contains(row)) return;
    if (event.key === "o") row.querySelector("[data-row]").click();
    else if (event.key === "t") row.querySelector("[data-take]")?.click();
  }
}

customElements.define("case-queue", CaseQueue);
