// <picture-tray> in a <markdown-editor>: pictures by button, paste and drop. Each is sent at once, then asks what is on it.
const LARGEST = 10 * 2 ** 20;
const KINDS = ["image/jpeg", "image/png", "image/gif", "image/webp"];

class PictureTray extends HTMLElement {
  connectedCallback() {
    const editor = this.closest("markdown-editor");
    this.area = editor.querySelector("textarea");
    [this.input, this.progress, this.words] = this.children;
    editor.querySelector("[data-picture]").addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.take([...this.input.files], true));
    this.area.addEventListener("paste", (event) => this.catch(event, event.clipboardData));
    editor.addEventListener("drop", (event) => this.catch(event, event.dataTransfer));
    editor.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  }

  catch(event, data) {
    // A sheet sends a picture of its words beside the words: those are meant.
    if (!data.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    this.take([...data.files], false);
  }

  async take(files, byButton) {
    for (const file of files) {
      if (!KINDS.includes(file.type)) this.say("kind");
      else if (file.size > LARGEST) this.say("large");
      else this.show(await this.send(file), byButton && file === files.at(-1));
    }
    this.input.value = "";
  }

  send(file) {
    const body = new FormData();
    body.set("file", file, "picture");
    this.say("adding");
    this.progress.hidden = false;
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.dataset.address);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.onprogress = (event) => { this.progress.value = event.loaded / event.total; };
      request.onloadend = () => done(request.response ?? { error: this.dataset[request.status === 413 ? "large" : "failed"] });
      request.send(body);
    });
  }

  show({ error, url, shown }, focus) {
    this.progress.hidden = true;
    if (error) return void (this.words.textContent = error);
    const { selectionEnd: at, value } = this.area;
    this.change(at, at, `${at && value[at - 1] !== "\n" ? "\n" : ""}![](${url})\n`, "end");
    const row = this.querySelector("template").content.cloneNode(true).firstElementChild;
    const input = row.querySelector("input");
    row.querySelector("img").src = shown;
    input.oninput = () => this.rewrite(url, `![${input.value.replace(/[[\]\\]/g, "")}`);
    input.onkeydown = (event) => event.key === "Enter" && (event.preventDefault(), this.area.focus());
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
    if (to >= 0) this.change(this.area.value.lastIndexOf("![", to), to + more, words, "preserve");
  }

  change(from, to, words, where) {
    this.area.setRangeText(words, from, to, where);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  say(what) { this.words.textContent = this.dataset[what]; }
}

customElements.define("picture-tray", PictureTray);
