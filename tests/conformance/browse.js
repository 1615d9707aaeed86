// Pages in a browser: Chromium's path and HTML files in; for each window and page, the problems found there, as JSON.
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const WINDOWS = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  "360 px": { viewport: { width: 360, height: 740 }, colorScheme: "light" },
  "320 px": { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
};
// What may scroll within itself where it is wider than the page.
const SCROLLERS = ".scroll, .formula, pre";

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--host-resolver-rules=MAP * ~NOTFOUND"] });
const found = Object.entries(WINDOWS).map(async ([name, settings]) => [name, await browse(settings)]);
console.log(JSON.stringify(Object.fromEntries(await Promise.all(found))));
await browser.close();

async function browse(settings) {
  const context = await browser.newContext(settings);
  await context.addInitScript({ content: axe.source });
  const page = await context.newPage();
  const found = {};
  for (const file of files) found[file] = await problems(page, file);
  return found;
}

async function problems(page, file) {
  const list = [];
  page.on("request", (request) => /^(file|data):/.test(request.url()) || list.push(`request: ${request.url()}`));
  page.on("requestfailed", (request) => list.push(`missing: ${request.url()}`));
  page.on("console", (message) => list.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => list.push(`error: ${error.message}`));
  await page.goto(pathToFileURL(file).href);
  list.push(...(await page.evaluate(sideways, SCROLLERS)));
  // What axe itself does is not the page's doing.
  page.removeAllListeners();
  for (const step of [null, "details", "dialog"]) list.push(...(await page.evaluate(inaccessible, step)));
  return list;
}

// Runs in the page: what reaches beyond the window, or scrolls sideways where nothing should.
function sideways(scrollers) {
  const { clientWidth, scrollWidth } = document.documentElement;
  const list = scrollWidth > clientWidth ? [`sideways: the page needs ${scrollWidth} px`] : [];
  for (const element of document.querySelectorAll("body *")) {
    const { right, width } = element.getBoundingClientRect();
    const beyond = width > 0 && right > clientWidth + 1 && !element.parentElement.closest(scrollers);
    const scrolls = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible";
    if (beyond || (scrolls && element.clientWidth > 1 && !element.matches(scrollers)))
      list.push(`sideways: <${element.localName} id="${element.id}" class="${element.className}">`);
  }
  return list;
}

// Runs in the page: what axe finds wrong by WCAG 2.2 AA and by good practice; of the whole page, or of what opens.
async function inaccessible(opened) {
  // The shadow that says a table goes on would hide from axe what the table's text stands on.
  const plain = new CSSStyleSheet();
  plain.replaceSync(".scroll { background-image: none !important }");
  document.adoptedStyleSheets = [plain];
  if (opened === "details") for (const folded of document.querySelectorAll("details")) folded.open = true;
  if (opened === "dialog") document.querySelector("figure img")?.click();
  if (opened && !document.querySelector(`${opened}[open]`)) return [];
  const { violations } = await window.axe.run(opened ? `${opened}[open]` : document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    // New in WCAG 2.2, and left out by axe unless asked for.
    rules: { "target-size": { enabled: true } },
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `axe: ${id}: ${target}: ${failureSummary}`));
}
