// Text areas grow with what is written. Browsers that know field-sizing do it in the style sheet.
function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", (event) => event.target.matches("textarea") && grow(event.target));
}
