// Elements from plain values: text stays text, whatever it holds. And how what is shown takes on a new form in place.
const SVG = "http://www.w3.org/2000/svg";

// h("button", { class: "quiet", "data-do": "open", hidden: false }, "Open", null, [more])
export function h(name, attributes = {}, ...children) {
  return furnished(document.createElement(name), attributes, children);
}

function furnished(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(6).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

const s = (name, attributes, ...children) => furnished(document.createElementNS(SVG, name), attributes, children);

// Each severity and each state has a shape of its own: colour alone tells nobody enough.
const SHAPES = {
  refusal: [["path", { d: "M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z", class: "fill" }], ["path", { d: "M4.5 8h7", class: "cut" }]],
  fatal: [["path", { d: "M8 .6 15.4 8 8 15.4.6 8z", class: "fill" }], ["path", { d: "M5.8 5.8l4.4 4.4m0-4.4-4.4 4.4", class: "cut" }]],
  error: [["circle", { cx: 8, cy: 8, r: 7, class: "fill" }], ["path", { d: "M5.6 5.6l4.8 4.8m0-4.8-4.8 4.8", class: "cut" }]],
  warning: [["path", { d: "M8 1.2 15.4 14.4H.6z", class: "fill" }], ["path", { d: "M8 6v4.2m0 1.6v.6", class: "cut" }]],
  found: [["circle", { cx: 8, cy: 8, r: 6.5, class: "fill" }], ["path", { d: "M4.9 8.3l2.1 2.1 4.1-4.6", class: "cut" }]],
  weak: [["circle", { cx: 8, cy: 8, r: 6.2, class: "line" }], ["path", { d: "M8 1.8a6.2 6.2 0 0 0 0 12.4z", class: "fill" }]],
  missing: [["circle", { cx: 8, cy: 8, r: 6.2, class: "line" }]],
  unknown: [["circle", { cx: 8, cy: 8, r: 6.2, class: "line dashed" }], ["path", { d: "M6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.3m0 1.5v.5", class: "line" }]],
  "not-applicable": [["circle", { cx: 8, cy: 8, r: 6.2, class: "line" }], ["path", { d: "M5 8h6", class: "line" }]],
  "not-printed": [["rect", { x: 2, y: 2, width: 12, height: 12, rx: 2, class: "line" }], ["path", { d: "M2.6 13.4 13.4 2.6", class: "line" }]],
  confirmed: [["path", { d: "M8 .8l6 2.3v4.4c0 3.6-2.5 6.2-6 7.7-3.5-1.5-6-4.1-6-7.7V3.1z", class: "line" }], ["path", { d: "M5 7.9l2.1 2.1L11 5.8", class: "line" }]],
  home: [["path", { d: "M2 4h12M2 8h12M2 12h12", class: "line" }]],
  theme: [["circle", { cx: 8, cy: 8, r: 6.2, class: "line" }], ["path", { d: "M8 1.8a6.2 6.2 0 0 1 0 12.4z", class: "fill" }]],
  panel: [["rect", { x: 1.5, y: 2.5, width: 13, height: 11, rx: 1.5, class: "line" }], ["path", { d: "M10 2.5v11", class: "line" }]],
  view: [["path", { d: "M2 4.5h5m4 0h3M2 11.5h2m4 0h6", class: "line" }], ["circle", { cx: 9, cy: 4.5, r: 2, class: "line" }], ["circle", { cx: 6, cy: 11.5, r: 2, class: "line" }]],
  close: [["path", { d: "M3.5 3.5l9 9m0-9-9 9", class: "line" }]],
  up: [["path", { d: "M3.5 10.5 8 6l4.5 4.5", class: "line" }]],
  down: [["path", { d: "M3.5 5.5 8 10l4.5-4.5", class: "line" }]],
};

export function shape(name) {
  return s("svg", { class: `shape ${name}`, viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", focusable: "false" },
    (SHAPES[name] || SHAPES.missing).map(([tag, attributes]) => s(tag, attributes)));
}

// What `place` holds becomes `children`; what stays the same stays in place, with its focus, scroll and open folds.
export function fill(place, ...children) {
  const fresh = h("div", {}, ...children);
  Idiomorph.morph(place, [...fresh.childNodes], {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeNodeMorphed: (old, now) => !old.isEqualNode(now),
      beforeAttributeUpdated: (name, element) => !(name === "open" && element.localName === "details"),
    },
  });
}

export const one = (id) => document.getElementById(id);

export function counted(number, word, words = `${word}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? word : words}`;
}

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// The last part of a path is what an author knows a file by.
export const base = (file) => file.replace(/^cases\/[^/]+\//, "");
