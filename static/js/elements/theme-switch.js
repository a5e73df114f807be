// <theme-switch> with three buttons: system, light, dark. The choice stays in this browser.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.show(document.documentElement.dataset.theme ?? "system");
  }

  handleEvent(event) {
    const theme = event.target.closest("button")?.value;
    if (!theme) return;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      if (theme === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch { /* Not kept then; it still holds for this page. */ }
    document.querySelectorAll("theme-switch").forEach((other) => other.show(theme));
  }

  show(theme) {
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
