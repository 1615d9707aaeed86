// Sorts the table by the column whose head is pressed; pressed again, the other way round. Without it all can be read.
"use strict";
(() => {
  const table = document.querySelector("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  function sort(column, turn) {
    const text = (row) => row.cells[column].textContent;
    const rows = [...body.rows].sort((a, b) => turn * words.compare(text(a), text(b)));
    body.append(...rows);
  }

  heads.forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      sort(column, up ? 1 : -1);
    });
  });
})();
