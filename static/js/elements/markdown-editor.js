// <markdown-editor data-preview="/address/"> around a text area: tools that write Markdown, and a preview from the server.
class MarkdownEditor extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.preview = this.querySelector(".editor__preview");
    this.addEventListener("click", this);
    for (const tool of this.querySelectorAll("[aria-keyshortcuts]")) tool.title = tool.getAttribute("aria-keyshortcuts");
    this.addEventListener("keydown", (event) => this.shortcut(event));
  }

  handleEvent(event) {
    const tool = event.target.closest(".editor__tool");
    if (!tool || "picture" in tool.dataset) return;
    if ("show" in tool.dataset) this.togglePreview(tool);
    else this.apply(tool.dataset);
  }

  // Each tool says its keys itself: `aria-keyshortcuts="Control+Shift+9"`; on a Mac, Command is Control.
  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key === "Enter") return this.area.form?.requestSubmit();
    const key = event.code.startsWith("Digit") ? event.code.at(-1) : event.key.toUpperCase();
    const tool = this.querySelector(`[aria-keyshortcuts="Control+${event.shiftKey ? "Shift+" : ""}${key}"]`);
    if (!tool) return;
    event.preventDefault();
    tool.click();
  }

  apply({ wrap, fence, line, link }) {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    const chosen = value.slice(start, end);
    if (link) this.write(start, end, `[${chosen}](${link})`, chosen ? chosen.length + 3 : 1, chosen ? link.length : 0);
    else if (fence && chosen.includes("\n")) this.write(start, end, `${fence}\n${chosen}\n${fence}`, fence.length + 1, chosen.length);
    else if (wrap) this.write(start, end, wrap + chosen + wrap, wrap.length, chosen.length);
    else {
      const from = value.lastIndexOf("\n", start - 1) + 1;
      const lines = value.slice(from, end).split("\n").map((text) => line + text).join("\n");
      this.write(from, end, lines, 0, lines.length);
    }
  }

  write(from, to, text, selectAt, selectLength) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    // The one way to write that the browser's own undo understands.
    if (!document.execCommand("insertText", false, text)) this.area.setRangeText(text, from, to);
    this.area.setSelectionRange(from + selectAt, from + selectAt + selectLength);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async togglePreview(tool) {
    const show = this.preview.hidden;
    tool.setAttribute("aria-pressed", String(show));
    this.preview.hidden = !show;
    this.area.hidden = show;
    if (!show) return this.area.focus();
    const body = new FormData();
    body.set("body", this.area.value);
    const token = this.area.form?.elements.csrfmiddlewaretoken;
    if (token) body.set("csrfmiddlewaretoken", token.value);
    const answer = await fetch(this.dataset.preview, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.ok) this.preview.innerHTML = await answer.text();
  }
}

customElements.define("markdown-editor", MarkdownEditor);
