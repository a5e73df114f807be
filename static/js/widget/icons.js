const SVG = "http://www.w3.org/2000/svg";
const SHADE = "M12 1.5v2.2M5.3 9.25l3.25-5.5h6.9l3.25 5.5z";
const GLASS = "M6.9 9.25 8.2 18.25h7.6l1.3-9z";
const FOOT = "M6.75 18.25h10.5M12 18.25v3.5M9.5 22h5";
const FLAME = "M12 16c-1.45 0-2.35-.95-2.35-2.2 0-1.55 1.45-2.15 2.35-3.7.9 1.55 2.35 2.15 2.35 3.7 0 1.25-.9 2.2-2.35 2.2z";

function drawn(name, paths) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [part, line] of Object.entries(paths)) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", part);
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

/* The lamp of the house: dim waits, warm is answered, lit is solved. */
export const lamp = (state) => drawn(`lamp ${state}`, { shade: SHADE, glass: GLASS, foot: FOOT, flame: FLAME });
export const page = () => drawn("page", { sheet: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" });
export const cross = () => drawn("cross", { lines: "M6 6l12 12M18 6 6 18" });
export const back = () => drawn("back", { lines: "M15 5l-7 7 7 7" });
