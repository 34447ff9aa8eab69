// On a phone, a table becomes a list of rows, and each cell gets the name of its column. Tables of numbers stay tables.
for (const table of document.querySelectorAll(".md-typeset table:not([class])")) {
  const names = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  const cells = [...table.querySelectorAll("tbody td")];
  const numbers = cells.filter((cell) => /^(?=.*\d)[\d.,\s×µ%–-]+$/.test(cell.textContent));
  if (numbers.length > cells.length / 3) continue;
  table.dataset.phone = "rows";
  for (const cell of cells) cell.dataset.column = names[cell.cellIndex] ?? "";
}

// A diagram scrolls sideways where it does not fit.
for (const diagram of document.querySelectorAll("pre.mermaid")) {
  const frame = document.createElement("div");
  frame.className = "diagram";
  diagram.replaceWith(frame);
  frame.append(diagram);
}
