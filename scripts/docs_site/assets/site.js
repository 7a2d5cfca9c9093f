// The filter above the table of all rules, and the colours of what the program prints.
// Without it, the pages show the same text.
const SEVERITIES = ["error", "warning", "information", "hint"];
const FIXES = ["safe", "unsafe"];

function choice(name, values) {
  const options = values.map((value) => `<option value="${value}">${value}</option>`).join("");
  return `<label>${name} <select name="${name.toLowerCase()}"><option value="">any</option>${options}</select></label>`;
}

function filterRules() {
  const place = document.getElementById("rule-filter");
  if (!place || place.firstChild) return;
  const tables = [...document.querySelectorAll(".md-content table")];
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr")]);
  const of = (row, column) => row.cells[column].textContent.trim();
  const present = SEVERITIES.filter((severity) => rows.some((row) => of(row, 2) === severity));
  place.innerHTML = `<form role="search" aria-label="Rules">
    <label class="words"><span>Filter rules</span>
      <input name="words" type="search" placeholder="Filter: name or problem" autocomplete="off"></label>
    ${choice("Severity", present)} ${choice("Fix", FIXES)}
    <output aria-live="polite"></output></form>`;
  const form = place.querySelector("form");
  const address = new URLSearchParams(location.search);
  for (const name of ["words", "severity", "fix"]) form.elements[name].value = address.get(name) ?? "";

  function show() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = `${of(row, 0)} ${of(row, 1)}`.toLowerCase();
      row.hidden = !(
        words.every((word) => text.includes(word)) &&
        (!wanted.severity || of(row, 2) === wanted.severity) &&
        (!wanted.fix || of(row, 3) === wanted.fix)
      );
    }
    for (const table of tables) {
      const empty = [...table.querySelectorAll("tbody tr")].every((row) => row.hidden);
      const box = table.closest(".md-typeset__scrollwrap") ?? table;
      table.hidden = empty;
      // The heading of the family.
      let before = box.previousElementSibling;
      while (before && before.tagName !== "H2") before = before.previousElementSibling;
      if (before) before.hidden = empty;
    }
    const count = rows.filter((row) => !row.hidden).length;
    form.querySelector("output").textContent =
      count === rows.length ? `${count} rules` : `${count} of ${rows.length} rules`;
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
}

// As on a terminal: the severity of a finding, what is marked, and the help.
function colourOutput() {
  for (const output of document.querySelectorAll(".language-console .go")) {
    const severity = /\b(error|warning|information|hint)(\[[\w-]+\])/;
    if (/^\s*\|?\s*\^+\s*$/.test(output.textContent)) output.classList.add("mark");
    output.innerHTML = output.innerHTML.replace(severity, '<b class="$1">$1</b>$2');
  }
}

filterRules();
colourOutput();
