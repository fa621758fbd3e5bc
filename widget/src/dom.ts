// Elements without a framework. Attributes only: an inline style would need `unsafe-inline` in the
// content policy of the embedding page.

type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;

/** An element with attributes, listeners (`onclick`) and children. `true` is an empty attribute. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing of 24 by 24, in the colour of the text; nothing for a screen reader. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

export const ICONS = {
  chat: "M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z",
  close: "M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6 10.6 12 5 6.4z",
  send: "M3 20.5 21.5 12 3 3.5v6.6L15 12 3 13.9z",
  microphone:
    "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm5-3a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.9V22h2v-3.1A7 7 0 0 0 19 12z",
  previous: "M15.4 5.4 14 4l-8 8 8 8 1.4-1.4L8.8 12z",
  next: "M8.6 5.4 10 4l8 8-8 8-1.4-1.4 6.6-6.6z",
};

/** An address that may be opened or shown: of the web, of a mail or a call; paths are the server's. */
export function safeUrl(url: string, server: string, schemes = LINKS): string | undefined {
  try {
    const address = new URL(url, `${server}/`);
    return schemes.includes(address.protocol) ? address.href : undefined;
  } catch {
    return undefined;
  }
}

const LINKS = ["https:", "http:", "mailto:", "tel:"];

/** What pictures, sounds and films may be loaded from. */
export const MEDIA = ["https:", "http:"];
