// <mention-list data-address="/mentions/"> in a <markdown-editor>: who may be meant while somebody types "@ha".
// Arrows choose, Enter writes the name, Escape closes; Tab leaves the field as ever.
class MentionList extends HTMLElement {
  connectedCallback() {
    this.list = this.firstElementChild;
    this.area = this.closest("markdown-editor").querySelector("textarea");
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.setAttribute("aria-controls", this.list.id);
    this.area.addEventListener("input", () => this.look());
    this.area.addEventListener("keydown", (event) => this.press(event), { capture: true });
    this.area.addEventListener("blur", () => this.show([]));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.write(event.target.closest("li"));
    });
  }

  look() {
    const begun = /(?:^|[^\w@./+-])@(\w[\w.-]{0,58})$/.exec(this.area.value.slice(0, this.area.selectionEnd))?.[1];
    clearTimeout(this.waiting);
    this.begun = begun;
    if (!begun) return this.show([]);
    this.waiting = setTimeout(() => this.ask(begun), 150);
  }

  async ask(begun) {
    const answer = await fetch(`${this.dataset.address}?q=${encodeURIComponent(begun)}`);
    if (answer.ok && this.begun === begun) this.show((await answer.json()).people);
  }

  show(people) {
    this.list.replaceChildren(...people.map(([username, name], place) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${this.list.id}-${place}`, role: "option", textContent: name });
      option.dataset.name = username;
      const handle = document.createElement("small");
      handle.textContent = `@${username}`;
      option.append(" ", handle);
      return option;
    }));
    this.list.hidden = !people.length;
    this.choose(this.list.firstElementChild);
  }

  choose(option) {
    this.list.querySelector("[aria-selected]")?.removeAttribute("aria-selected");
    option?.setAttribute("aria-selected", "true");
    if (option) this.area.setAttribute("aria-activedescendant", option.id);
    else this.area.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const now = this.list.querySelector("[aria-selected]");
    if (event.key === "ArrowDown") this.choose(now.nextElementSibling ?? this.list.firstElementChild);
    else if (event.key === "ArrowUp") this.choose(now.previousElementSibling ?? this.list.lastElementChild);
    else if (event.key === "Enter") this.write(now);
    else if (event.key === "Escape") this.show([]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  write(option) {
    if (!option) return;
    const end = this.area.selectionEnd;
    this.closest("markdown-editor").write(end - this.begun.length, end, `${option.dataset.name} `, option.dataset.name.length + 1, 0);
    this.show([]);
  }
}

customElements.define("mention-list", MentionList);
