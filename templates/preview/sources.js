// The source tab: the case's files as they are on the disk, with what was found at their lines. Only to be read.
import { base, fill, h, one, shape } from "./elements.js";
import { said } from "./findings.js";
import { read } from "./server.js";
import { SEVERITIES } from "./standing.js";

const MOST = 6000; // Lines that a page can hold and stay quick.
const TINTS = [
  [/\.ya?ml$/, [[/^(\s*(?:- +)?[\w.-]+)(?=:(?:\s|$))/, "key"], [/(?:^|\s)#.*$/, "comment"]]],
  [/\.md$/, [[/^#{1,6} .*$/, "heading"], [/\{\{.*?\}\}|\[[^\]]*@[^\]]*\]|(?<![\w@])@[\w:.-]*\w/, "key"], [/\{[#.\w][^}]*\}/, "comment"]]],
  [/\.bib$/, [[/^\s*@\w+/, "heading"], [/^\s*[\w-]+(?=\s*=)/, "key"]]],
];

export class Sources {
  constructor(kept, address) {
    this.kept = kept;
    this.address = address;
    this.texts = new Map();
    this.line = 0;
  }

  // `changed`: what is on the disk may be newer than what was read.
  async show(state, changed) {
    this.state = state;
    if (changed) this.texts.clear();
    const { files } = state;
    if (!files.includes(this.kept.file)) this.kept.file = files.find((file) => file.endsWith("narrative.md")) || files[0] || "";
    if (!this.kept.file) return fill(one("view-source"), h("p", { class: "empty" }, "There is no file to show."));
    if (!one("lines")) this.#furnish();
    this.#files();
    await this.#read();
  }

  async go(file, line) {
    this.kept.file = file;
    this.line = line;
    this.kept.scroll.source = 0;
    await this.show(this.state, false);
    this.#point();
  }

  #furnish() {
    fill(one("view-source"),
      h("div", { class: "source-bar" },
        h("nav", { id: "files", "aria-label": "Files" }),
        h("button", { type: "button", class: "choice", "data-do": "open-file" }, "Open in the editor")),
      h("div", { id: "lines", tabindex: 0, role: "region", "aria-label": "Text of the file" }));
    one("lines").addEventListener("scroll", (event) => { this.kept.scroll.source = event.target.scrollTop; }, { passive: true });
  }

  #files() {
    const { files, findings } = this.state;
    fill(one("files"), files.map((file) => {
      const own = findings.filter((finding) => finding.file === file);
      const worst = SEVERITIES.find((severity) => own.some((finding) => finding.severity === severity));
      return h("button", { type: "button", class: "choice", id: `file-${file.replace(/\W/g, "-")}`, "data-do": "file", "data-file": file, "aria-pressed": String(file === this.kept.file) },
        base(file), worst && [shape(worst), h("span", { class: "unseen" }, ` ${worst}`)]);
    }));
  }

  async #read() {
    const { file } = this.kept;
    if (!this.texts.has(file)) {
      try {
        this.texts.set(file, (await read(this.address(`source/${file.split("/").map(encodeURIComponent).join("/")}`, {}))).text);
      } catch (problem) {
        this.texts.set(file, "");
        fill(one("lines"), h("p", { class: "empty" }, "This file cannot be read now."));
        return;
      }
    }
    if (file !== this.kept.file) return;
    this.#draw(file);
  }

  #draw(file) {
    const place = one("lines");
    const lines = this.texts.get(file).split(/\r\n|\r|\n/);
    if (lines.at(-1) === "") lines.pop();
    const at = new Map();
    for (const finding of this.state.findings.filter((one) => one.file === file)) {
      const number = Math.max(finding.line, 1);
      if (at.has(number)) at.get(number).push(finding);
      else at.set(number, [finding]);
    }
    const tints = (TINTS.find(([names]) => names.test(file)) || [0, []])[1];
    fill(place,
      h("div", { class: "code", id: `code-${file.replace(/\W/g, "-")}` },
        lines.slice(0, MOST).map((line, before) => row(before + 1, line, at.get(before + 1) || [], tints, this.line))),
      lines.length > MOST && h("p", { class: "empty" }, `The first ${MOST.toLocaleString("en")} lines of ${lines.length.toLocaleString("en")} are shown.`));
    if (!this.line && this.kept.scroll.source && !place.scrollTop) place.scrollTop = this.kept.scroll.source;
  }

  #point() {
    one(`L${this.line}`)?.scrollIntoView({ block: "center" });
  }
}

function row(number, line, findings, tints, current) {
  const worst = SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));
  return h("div", { class: worst ? `line ${worst}` : "line", id: `L${number}`, "aria-current": number === current ? "true" : false },
    h("span", { class: "at", "data-line": number }, worst && shape(worst)),
    h("span", { class: "text" }, tinted(line, tints)),
    findings.map((finding) => h("button", { type: "button", class: `note ${finding.severity}`, "data-do": "choose", "data-key": finding.key }, said(finding))));
}

function tinted(line, tints) {
  const parts = [];
  let rest = line;
  while (rest) {
    let first = null;
    for (const [pattern, name] of tints) {
      const found = pattern.exec(rest);
      // What stands at the start of a line is nothing in the middle of one.
      if (found && found[0] && !(pattern.source.startsWith("^") && rest !== line) && (!first || found.index < first.index)) first = { index: found.index, text: found[0], name };
    }
    if (!first) break;
    parts.push(rest.slice(0, first.index), h("span", { class: first.name }, first.text));
    rest = rest.slice(first.index + first.text.length);
  }
  return [...parts, rest || (parts.length ? "" : "\u200b")];
}
