// The PDF tab: pictures of its pages, each in a place of its own size, fetched when somebody comes near them.
// A new PDF comes in page by page over the old one, so that nothing flashes and nothing moves; a page that looks as it
// did stays.
import { counted, fill, h, one, shape } from "./elements.js";
import { read } from "./server.js";

const INCH = 96 / 72; // CSS pixels of a point.

export class Sheets {
  constructor(kept, address) {
    this.kept = kept;
    this.address = address;
    this.pdf = null;
    this.text = null;
    this.hits = [];
    this.hit = -1;
    this.near = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        target.dataset.near = isIntersecting ? "yes" : "";
        if (isIntersecting) this.#fetch(target);
      }
    }, { rootMargin: "150% 0%" });
    this.watch = new ResizeObserver(() => this.#size());
  }

  show(pdf) {
    this.pdf = pdf;
    const view = one("view-pdf");
    if (!pdf.pages.length) {
      this.near.disconnect();
      this.version = "";
      fill(view, h("p", { class: "empty", id: "no-pages" }, pdf.why || "The PDF is being made."));
      return;
    }
    if (!one("pages")) this.#furnish(view);
    one("pdf-state").textContent = pdf.old ? "being redrawn" : counted(pdf.pages.length, "page");
    view.querySelector(".pdf-bar").classList.toggle("old", pdf.old);
    const pages = one("pages");
    while (pages.children.length > pdf.pages.length) pages.lastElementChild.remove();
    while (pages.children.length < pdf.pages.length) {
      const number = pages.children.length + 1;
      const page = h("figure", { class: "page", "data-page": number }, h("div", { class: "paper" }), h("figcaption", {}, `${number}`));
      pages.append(page);
      this.near.observe(page);
    }
    this.#size();
    if (this.version !== pdf.version) {
      this.version = pdf.version;
      this.text = null;
      if (this.kept.sought) this.#search();
    }
    for (const page of pages.children) if (page.dataset.near) this.#fetch(page);
  }

  #furnish(view) {
    fill(view,
      h("div", { class: "pdf-bar" },
        h("p", { id: "pdf-state", role: "status" }),
        h("form", { role: "search", id: "pdf-search", "aria-label": "Search in the PDF" },
          h("label", { class: "unseen", for: "pdf-sought" }, "Search in the PDF"),
          h("input", { id: "pdf-sought", type: "search", placeholder: "Search in the PDF", autocomplete: "off", spellcheck: "false", value: this.kept.sought }),
          h("span", { id: "pdf-hits", role: "status" }),
          h("button", { type: "button", class: "tool", "data-do": "hit", "data-step": -1, title: "Previous" }, shape("up"), h("span", { class: "unseen" }, "Previous place")),
          h("button", { type: "button", class: "tool", "data-do": "hit", "data-step": 1, title: "Next" }, shape("down"), h("span", { class: "unseen" }, "Next place"))),
        h("div", { class: "choices", role: "group", "aria-label": "Size" },
          h("button", { type: "button", class: "choice", id: "zoom-fit", "data-do": "zoom", "data-zoom": "fit" }, "Fit width"),
          h("button", { type: "button", class: "choice", id: "zoom-full", "data-do": "zoom", "data-zoom": "full" }, "100 %")),
        h("a", { href: this.pdf.url, target: "_blank", rel: "noopener", class: "choice" }, "Open")),
      h("div", { id: "pages", tabindex: 0, role: "region", "aria-label": "Pages" }));
    const sought = one("pdf-sought");
    sought.addEventListener("input", () => { this.kept.sought = sought.value; this.#search(); });
    one("pdf-search").addEventListener("submit", (event) => { event.preventDefault(); this.step(1); });
    sought.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); this.step(-1); } });
    one("pages").addEventListener("scroll", (event) => { this.kept.scroll.pdf = event.target.scrollTop; }, { passive: true });
    this.watch.observe(one("pages"));
    this.#pressed();
    requestAnimationFrame(() => { one("pages").scrollTop = this.kept.scroll.pdf || 0; });
  }

  zoom(to) {
    const pages = one("pages");
    const at = pages.scrollTop / pages.scrollHeight;
    this.kept.zoom = to;
    this.#pressed();
    this.#size();
    pages.scrollTop = at * pages.scrollHeight;
    for (const page of pages.children) if (page.dataset.near) this.#fetch(page);
  }

  #pressed() {
    for (const zoom of ["fit", "full"]) one(`zoom-${zoom}`).setAttribute("aria-pressed", String(this.kept.zoom === zoom));
  }

  // Each page takes its place before its picture comes.
  #size() {
    const pages = one("pages");
    if (!pages?.clientWidth || !this.pdf) return;
    const fit = Math.min(pages.clientWidth - 32, 1100);
    this.pdf.pages.forEach(([width, height], at) => {
      const paper = pages.children[at]?.firstElementChild;
      if (!paper) return;
      const shown = this.kept.zoom === "full" ? width * INCH : fit;
      Object.assign(paper.style, { width: `${shown}px`, height: `${(shown * height) / width}px` });
    });
  }

  async #fetch(page) {
    const number = Number(page.dataset.page);
    const paper = page.firstElementChild;
    const wide = parseFloat(paper.style.width);
    if (!wide || !this.pdf?.pages[number - 1]) return;
    // A quarter step at most: a window dragged wider is not a picture for each pixel.
    const scale = Math.min(4, Math.ceil(((wide * devicePixelRatio) / this.pdf.pages[number - 1][0]) * 4) / 4);
    const url = this.address(`sheet/${number}.png`, { scale, v: this.pdf.looks[number - 1] });
    if (page.dataset.url === url) return;
    page.dataset.url = url;
    const image = h("img", { src: url, alt: `Page ${number}`, draggable: "false" });
    try {
      await image.decode();
    } catch {
      page.dataset.url = "";
      return;
    }
    if (page.dataset.url !== url) return;
    paper.querySelector("img")?.remove();
    paper.prepend(image);
  }

  async #search() {
    const sought = plain(this.kept.sought.trim());
    if (sought && !this.text) {
      try {
        this.text = (await read(this.address("sheets/text", { v: this.version }))).pages.map(running);
      } catch {
        return;
      }
    }
    this.hits = sought ? this.text.flatMap((page, at) => places(page, sought).map((boxes) => ({ page: at, boxes }))) : [];
    this.hit = -1;
    this.#draw();
    if (this.hits.length) this.step(1);
  }

  step(by) {
    if (!this.hits.length) return;
    this.hit = (this.hit + by + this.hits.length) % this.hits.length;
    this.#draw();
    one("pages").querySelector(".hit.now")?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  #draw() {
    for (const box of one("pages").querySelectorAll(".hit")) box.remove();
    this.hits.forEach(({ page, boxes }, at) => {
      const size = this.pdf.pages[page];
      const paper = one("pages").children[page]?.firstElementChild;
      if (!paper || !size) return;
      for (const [x0, y0, x1, y1] of boxes) {
        const box = h("div", { class: at === this.hit ? "hit now" : "hit" });
        const part = (value, whole) => `${(100 * value) / whole}%`;
        Object.assign(box.style, { left: part(x0, size[0]), top: part(y0, size[1]), width: part(x1 - x0, size[0]), height: part(y1 - y0, size[1]) });
        paper.append(box);
      }
    });
    const found = this.hits.length ? `${this.hit + 1} of ${this.hits.length}` : this.kept.sought.trim() ? "not found" : "";
    one("pdf-hits").textContent = found;
  }
}

// As people type it: whatever its hyphens, which a line's end may have put in, and its quotation marks.
const plain = (text) => text.toLowerCase().replace(/[-\u00ad\u2010-\u2014]/g, "").replace(/\s+/g, " ").replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"');

// A page's lines as one text, so that a phrase is found over the end of a line; and of each letter where it stands.
function running({ lines }) {
  let text = "";
  const from = [];
  lines.forEach((line, number) => {
    for (let at = 0; at < line.text.length; at += 1) {
      for (const letter of plain(line.text[at])) {
        text += letter;
        from.push([number, at]);
      }
    }
    if (line.text.endsWith("\u2010")) return;
    text += " ";
    from.push([number, line.text.length]);
  });
  return { text, from, lines };
}

// Where the words stand: of each place a box for each line that it is on.
function places({ text, from, lines }, sought) {
  const found = [];
  if (!sought) return found;
  for (let at = text.indexOf(sought); at >= 0 && found.length < 500; at = text.indexOf(sought, at + sought.length)) {
    const reached = new Map();
    for (const [number, letter] of from.slice(at, at + sought.length)) reached.set(number, [reached.get(number)?.[0] ?? letter, letter + 1]);
    found.push([...reached].map(([number, [start, end]]) => {
      const { text: line, box: [x0, y0, x1, y1] } = lines[number];
      const x = (length) => x0 + (x1 - x0) * reach(line, length);
      return [x(start), y0, x(end), y1];
    }));
  }
  return found;
}

// How far along its line the first characters reach: letters differ in width, in much the same way in all typefaces.
const measured = document.createElement("canvas").getContext("2d");
measured.font = "100px serif";
const reach = (line, length) => measured.measureText(line.slice(0, length)).width / (measured.measureText(line).width || 1);
