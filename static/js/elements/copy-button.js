// <copy-button data-text="…" data-done="Copied"><button>…<span>Copy</span></button></copy-button>
class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  async handleEvent() {
    await navigator.clipboard.writeText(this.dataset.text);
    const word = this.querySelector("span");
    const before = word.textContent;
    word.setAttribute("role", "status");
    word.textContent = this.dataset.done;
    setTimeout(() => { word.textContent = before; }, 2000);
  }
}

customElements.define("copy-button", CopyButton);
