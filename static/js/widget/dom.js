/* An element: attributes by name (true for an empty one, false for none), listeners by event, then what is in it. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child));
  return made;
}

/* Text that comes in parts, of which every second one is marked. */
export function marked(parts) {
  return parts.map((part, place) => (place % 2 ? el("mark", {}, part) : part));
}

/* HTML that the help site has sanitised, in a document that loads and runs nothing. A page may demand Trusted Types. */
export function parsed(html) {
  policy ||= window.trustedTypes?.createPolicy("porchlight", { createHTML: (text) => text });
  const template = document.createElement("template");
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content;
}

let policy = null;
