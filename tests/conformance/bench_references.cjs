// Formats a list of references with citeproc-js and prints the seconds that each style took, as JSON.
//
//   node bench_references.cjs ITEMS.json FOLDER-OF-LOCALES STYLE.csl…
const CSL = require("citeproc");
const fs = require("fs");
const path = require("path");

const [itemsFile, locales, ...styles] = process.argv.slice(2);
const items = JSON.parse(fs.readFileSync(itemsFile, "utf8"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));

function seconds(style) {
  const begun = performance.now();
  const system = {
    retrieveItem: (id) => byId[id],
    retrieveLocale: (tag) => {
      const file = path.join(locales, `locales-${tag}.xml`);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
    },
  };
  const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"), "en-US");
  engine.updateItems(items.map((item) => item.id));
  if (engine.makeBibliography()[1].length !== items.length) throw new Error(`not every reference: ${style}`);
  return (performance.now() - begun) / 1000;
}

console.log(JSON.stringify(styles.map(seconds)));
