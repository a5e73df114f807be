/* What the script's tag says, and the page that it stands on, without what may be personal in its address. */
export function settingsOf(script) {
  const said = script?.dataset ?? {};
  return {
    site: new URL(script?.src || location.href).origin,
    product: said.product || "",
    version: said.version || "",
    topic: said.topic || "",
    language: said.language || document.documentElement.lang || "",
    label: said.label || "",
    button: said.button !== "off",
  };
}

/* Where a question may begin, with what is known of it. The query and the fragment of the page are never sent. */
export function askAddress(settings, title, search = "") {
  const page = location.protocol.startsWith("http") ? location.origin + location.pathname : "";
  return addressOf(settings, "/questions/ask/", { title, ...about(settings), page, search });
}

/* An address of the help site, with those of the parameters that say something. */
export function addressOf(settings, path, parameters) {
  const url = new URL(path, settings.site);
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return url.href;
}

export const about = ({ product, version, topic }) => ({ product, version, topic });

/* What can be said before the help site has answered. The server puts the words here, by language. */
const BRIEF = { "": { open: "Help", close: "Close", search: "Search", offline: "", site: "" } };

export function briefWords(language) {
  return { ...BRIEF[""], ...BRIEF[language.toLowerCase().split(/[-_]/)[0]] };
}
