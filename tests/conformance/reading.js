// A reader at work: Chromium's path and HTML files of the specimen in; for each story and file what went wrong, as JSON.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const LAPTOP = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" };
const CITATION = ".citation a >> nth=0";

const focused = (page) => page.evaluate(() => document.activeElement.closest("[id]")?.id);
const place = (page) => page.evaluate(() => Math.round(scrollY));
const card = (page) => page.locator("#page-card");
const zoom = (page) => page.locator("#page-zoom");

const STORIES = {
  "a pointer over a citation shows its reference until it leaves": [LAPTOP, async (page) => {
    await page.hover(CITATION);
    await card(page).getByText("An invented review of reactions to drugs").waitFor();
    await card(page).hover();
    await page.waitForTimeout(400);
    assert.ok(await card(page).isVisible(), "it stays while the pointer is on it");
    await page.mouse.move(1, 1);
    await card(page).waitFor({ state: "hidden" });
  }],
  "focus shows a card, Escape hides it and focus stays": [LAPTOP, async (page) => {
    await page.keyboard.press("Tab");
    for (let n = 0; n < 80 && await card(page).isHidden(); n++) await page.keyboard.press("Tab");
    assert.match(await card(page).innerText(), /invented review/);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-describedby")), "page-card");
    await page.keyboard.press("Escape");
    assert.ok(await card(page).isHidden());
    assert.equal(await focused(page), "cite-1");
  }],
  "cards show figures, panels, tables and notes, and no id twice": [LAPTOP, async (page) => {
    for (const [href, text] of [["#fig-skin-a", "Exanthem"], ["#tbl-labs", "Bilirubin"], ["#note-1", "allopurinol"]]) {
      const link = page.locator(`main :not(li) > a[href="${href}"]`).first();
      await link.evaluate((each) => scrollTo(0, each.getBoundingClientRect().top + scrollY - 700));
      await link.hover();
      await card(page).getByText(text).first().waitFor();
      const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((each) => each.id));
      assert.equal(new Set(ids).size, ids.length);
      await page.keyboard.press("Escape");
    }
  }],
  "a tap shows a card, the next goes there, back returns": [PHONE, async (page) => {
    const link = page.locator(CITATION);
    await link.scrollIntoViewIfNeeded();
    const before = await place(page);
    await link.tap();
    await card(page).waitFor();
    assert.equal(await place(page), before);
    await card(page).getByText("Show in the text").tap();
    await page.waitForFunction((then) => scrollY !== then, before);
    assert.ok(await card(page).isHidden());
    await page.goBack();
    await page.waitForFunction((then) => Math.abs(scrollY - then) < 5, before);
  }],
  "a click on a citation goes to its reference and marks the way back": [LAPTOP, async (page) => {
    await page.click(CITATION);
    assert.equal(new URL(page.url()).hash, "#ref-one-1");
    assert.equal(await page.locator(".came-from").getAttribute("href"), "#cite-1");
    await page.click(".came-from");
    assert.equal(new URL(page.url()).hash, "#cite-1");
  }],
  "a figure opens large with its legend, by keyboard alone": [LAPTOP, async (page) => {
    await page.focus("#fig-skin-b .whole");
    await page.keyboard.press("Enter");
    assert.equal(await zoom(page).locator(".zoom-name").innerText(), "Figure 1B");
    assert.match(await zoom(page).locator(".zoom-legend").innerText(), /Left forearm/);
    const picture = zoom(page).locator("img");
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    assert.match(await picture.getAttribute("style"), /translate\(-60px, 0px\) scale\(1\.5\)/);
    await page.keyboard.press("0");
    await page.keyboard.press("ArrowRight");
    assert.equal(await zoom(page).locator(".zoom-name").innerText(), "Figure 1C");
    await page.keyboard.press("Escape");
    assert.ok(await zoom(page).isHidden());
    assert.equal(await focused(page), "fig-skin-b");
  }],
  "a figure is zoomed by wheel and drag": [LAPTOP, async (page) => {
    await page.click("#fig-skin-a .whole");
    const picture = zoom(page).locator("img");
    await page.mouse.move(400, 400);
    await page.mouse.wheel(0, -400);
    await page.waitForFunction(() => /scale\(2\.7/.test(document.querySelector("#page-zoom img").style.transform));
    const before = await picture.getAttribute("style");
    await page.mouse.down();
    await page.mouse.move(450, 420);
    await page.mouse.up();
    assert.notEqual(await picture.getAttribute("style"), before);
    await page.click("[data-do=close]");
    assert.ok(await zoom(page).isHidden());
  }],
  "the outline shows where the reader is": [LAPTOP, async (page) => {
    const current = page.locator(".outline [aria-current]");
    for (const name of ["Diagnostic assessment", "Discussion"]) {
      await page.locator(".outline").getByText(name).click();
      await page.waitForFunction((text) => document.querySelector(".outline [aria-current]")?.textContent === text, name);
    }
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(() => document.querySelector(".outline [aria-current]")?.textContent === "References");
    assert.equal(await current.count(), 1);
  }],
  "a heading's link is copied": [LAPTOP, async (page) => {
    await page.hover("#sec-tests > h3");
    await page.click("#sec-tests > h3 .anchor");
    await page.locator("#page-said").getByText("Copied").waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\.html#sec-tests$/);
  }],
  "the citation is taken along": [LAPTOP, async (page) => {
    await page.click("#page-cite summary");
    for (const [name, start] of [["BibTeX", "@article{akerstromibanez2025,"], ["RIS", "TY  - JOUR\r\n"]]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByText(name, { exact: true }).click()]);
      assert.ok((await readFile(await download.path(), "utf8")).startsWith(start), name);
    }
    await page.click("#page-cite .copy");
    await page.locator("#page-said").getByText("Copied").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#page-cite").getAttribute("open"), null);
    assert.equal(await focused(page), "page-cite");
  }],
  "without script everything is there and nothing is dead": [{ ...LAPTOP, javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("button:visible, [role=tooltip]:visible, dialog:visible, .said:visible >> text=/./").count(), 0);
    assert.ok(await page.locator(".outline a").first().isVisible());
    for (const text of ["Pustules", "Laboratory course", "None declared.", "An invented review", "Carbamazepine"])
      assert.ok(await page.locator(`main >> text=${text} >> visible=true`).count() || await page.getByAltText(text).count(), text);
    await page.locator(".outline").getByText("References").click();
    assert.equal(new URL(page.url()).hash, "#page-references");
    await page.click("#page-cite summary");
    assert.ok(await page.locator("#page-citation").isVisible());
  }],
  "motion and print leave out what is not asked for": [LAPTOP, async (page) => {
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
    await page.emulateMedia({ media: "print" });
    for (const part of [".outline", ".tools", ".back", ".anchor"]) assert.ok(await page.locator(part).first().isHidden(), part);
    assert.ok(await page.locator("#ref-two-2").isVisible());
  }],
};

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--host-resolver-rules=MAP * ~NOTFOUND"] });
const told = {};
for (const [name, [settings, story]] of Object.entries(STORIES)) {
  told[name] = [];
  for (const file of files) told[name].push(...(await tell(settings, story, file)).map((problem) => `${file}: ${problem}`));
}
console.log(JSON.stringify(told));
await browser.close();

async function tell(settings, story, file) {
  const context = await browser.newContext(settings);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  const problems = [];
  page.on("console", (message) => problems.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("request", (request) => /^(file|data):/.test(request.url()) || problems.push(`request: ${request.url()}`));
  try {
    await page.goto(pathToFileURL(file).href);
    // No key is pressed before the page was painted: the browser looks for what takes the focus then.
    await page.waitForTimeout(100);
    await story(page);
  } catch (problem) {
    problems.push(problem.message);
  }
  await context.close();
  return problems;
}
