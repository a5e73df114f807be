import { upload } from "../lib/upload.js";

// <picture-tray> in a <markdown-editor>: pictures by button, paste and drop. Each is sent at once, then asks what is on it.
const LARGEST = 10 * 2 ** 20;

class PictureTray extends HTMLElement {
  connectedCallback() {
    const editor = this.closest("markdown-editor");
    this.area = editor.querySelector("textarea");
    [this.input, this.progress, this.words] = this.children;
    editor.querySelector("[data-picture]").addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.take([...this.input.files], true));
    for (const what of ["paste", "drop"]) editor.addEventListener(what, (event) => this.catch(event));
    editor.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  }

  catch(event) {
    const data = event.clipboardData ?? event.dataTransfer;
    // A sheet sends a picture of its words beside the words: those are meant.
    if (!data.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    this.take([...data.files], false);
  }

  async take(files, byButton) {
    for (const file of files) {
      if (!this.input.accept.includes(file.type)) this.say("kind");
      else if (file.size > LARGEST) this.say("large");
      else this.show(await this.send(file), byButton && file === files.at(-1));
    }
    this.input.value = "";
  }

  async send(file) {
    this.say("adding");
    this.progress.hidden = false;
    const { status, answer } = await upload(this.dataset.address, file, (part) => { this.progress.value = part; });
    this.progress.hidden = true;
    return answer ?? { error: this.dataset[status === 413 ? "large" : "failed"] };
  }

  show({ error, url, shown }, focus) {
    if (error) return this.say("refused", error);
    const { selectionEnd: at, value } = this.area;
    this.change(`${at && value[at - 1] !== "\n" ? "\n" : ""}![](${url})\n`, at, at, "end");
    const row = this.querySelector("template").content.cloneNode(true).firstElementChild;
    const input = row.querySelector("input");
    row.querySelector("img").src = shown;
    input.oninput = () => this.rewrite(url, `![${input.value.replace(/[[\]\\]/g, "")}`);
    input.onkeydown = (event) => { if (event.key === "Enter") { event.preventDefault(); this.area.focus(); } };
    row.querySelector("button").onclick = () => this.takeOut(url, row);
    this.append(row);
    this.say("added");
    if (focus) input.focus();
  }

  takeOut(url, row) {
    this.rewrite(url, "", `](${url})`.length);
    row.remove();
    this.say("removed");
    this.area.focus();
  }

  rewrite(url, words, more = 0) {
    const to = this.area.value.indexOf(`](${url})`);
    if (to >= 0) this.change(words, this.area.value.lastIndexOf("![", to), to + more, "preserve");
  }

  change(...how) {
    this.area.setRangeText(...how);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  say(what, words = this.dataset[what]) {
    this.words.textContent = words;
    this.words.dataset.tone = what;
  }
}

customElements.define("picture-tray", PictureTray);
