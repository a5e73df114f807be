// <mention-list data-keys="what the keys do"> in a <markdown-editor>: who is meant by "@ha", or which article by "[[wi".
// Arrows choose, Enter writes the name, Escape closes; Tab leaves the field as ever.
const BEGUN = /(?:^|[^\p{L}\p{N}_@./+-])@([\p{L}\p{N}_][\p{L}\p{N}_.-]{0,58})$|\[\[([^\][\n]{2,60})$/u;

class MentionList extends HTMLElement {
  connectedCallback() {
    [this.list, this.status] = this.children;
    this.people = [];
    this.area = this.closest("markdown-editor").querySelector("textarea");
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.setAttribute("aria-controls", this.list.id);
    // With the caret elsewhere, another name is meant, or none.
    for (const name of ["input", "keyup", "click"]) this.area.addEventListener(name, () => this.look());
    this.area.addEventListener("keydown", (event) => this.press(event), { capture: true });
    this.area.addEventListener("blur", () => this.close());
    // The field keeps the focus, and a finger that scrolls the page chooses nobody.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => target !== this.list && this.write(target.closest("li")));
  }

  look() {
    const { value, selectionStart, selectionEnd } = this.area;
    const [, name, title, begun = name ?? title] = (selectionStart === selectionEnd && BEGUN.exec(value.slice(0, selectionEnd))) || [];
    if (begun === this.begun && !title === !this.cites) return;
    Object.assign(this, { begun, cites: title, waiting: clearTimeout(this.waiting) });
    // Until the answer is there, those of the last one who still fit.
    this.show(begun ? this.people.filter((each) => each.join(" ").toLowerCase().includes(begun.toLowerCase())) : []);
    this.waiting = begun && setTimeout(() => this.ask(begun), 150);
  }

  async ask(begun) {
    const turn = this.waiting;
    const answer = await fetch(`${this.cites ? "/kb/titles" : "/mentions"}/?q=${encodeURIComponent(begun)}`).catch(() => null);
    if (answer?.ok && this.waiting === turn) this.show(Object.values(await answer.json())[0]);
  }

  close() {
    this.waiting = clearTimeout(this.waiting);
    this.show([]);
  }

  show(people) {
    this.people = people;
    this.list.replaceChildren(...people.map(([username, name], place) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${this.list.id}-${place}`, role: "option", textContent: name });
      option.append(" ", Object.assign(document.createElement("small"), { textContent: this.cites ? username : `@${username}` }));
      return option;
    }));
    this.list.hidden = !people.length;
    this.status.textContent = people.length ? this.dataset.keys : "";
    this.choose(this.list.firstElementChild);
  }

  choose(option) {
    for (const each of this.list.children) each.setAttribute("aria-selected", String(each === option));
    this.area.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  press(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const now = this.list.querySelector("[aria-selected=true]");
    if (event.key === "ArrowDown") this.choose(now.nextSibling ?? this.list.firstChild);
    else if (event.key === "ArrowUp") this.choose(now.previousSibling ?? this.list.lastChild);
    else if (event.key === "Enter") this.write(now);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  write(option) {
    const end = this.area.selectionEnd;
    const [name, title] = this.people[[...this.list.children].indexOf(option)];
    const text = this.cites ? `[${title.replace(/[[\]]/g, "\\$&")}](${name}) ` : `${name} `;
    this.closest("markdown-editor").write(end - this.begun.length - (this.cites ? 2 : 0), end, text, text.length, 0);
  }
}

customElements.define("mention-list", MentionList);
