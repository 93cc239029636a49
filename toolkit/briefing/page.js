const dark = matchMedia("(prefers-color-scheme: dark)");
function draw() {
  for (const [name, spec] of Object.entries(pack.specs)) {
    const config = dark.matches ? {...spec.config, ...pack.dark} : spec.config;
    vegaEmbed(`#chart-${name}`, {...spec, config}, {mode: "vega-lite", renderer: "svg", actions: false});
  }
}
// A chart is laid out by the width of its text, so the font has to be there first.
Promise.all([400, 700].map(weight => document.fonts.load(`${weight} 12px "Noto Sans SC"`, "字a1"))).finally(draw);
dark.addEventListener("change", draw);

const dialog = document.getElementById("cells"), head = dialog.querySelector("thead"), body = dialog.querySelector("tbody");
const more = document.getElementById("more");
let waiting = [];
function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}
function excerpt(cell, report) {
  const row = element("tr", null, "excerpt"), place = element("td");
  place.colSpan = pack.heads.length;
  const [line, start, end] = cell.excerpt === null ? [null] : pack.excerpts[cell.excerpt];
  if (line !== null) {
    place.append(line.slice(0, start), element("mark", line.slice(start, end) || " "), line.slice(end));
  } else {
    place.append(`${cell.label}: `, element("mark", cell.raw === null ? pack.words.nothing : cell.raw));
  }
  const where = element("p", null, "muted");
  if (report.link) {
    const link = element("a", `${pack.words.open} ${report.source}`);
    link.href = report.link + (cell.page && report.source.toLowerCase().endsWith(".pdf") ? `#page=${cell.page}` : "");
    link.target = "_blank";
    where.append(link);
  } else {
    where.append(`${report.source}: ${pack.words.gone}`);
  }
  where.append(` ${cell.place}`);
  place.append(where);
  row.append(place);
  return row;
}
function show(number) {
  const [r, l, value, unit, state, raw, page, line, excerptAt] = pack.cells[number];
  const report = pack.reports[r], label = pack.labels[l];
  const place = page !== null ? pack.words.page.replace("{}", page) : line !== null ? pack.words.line.replace("{}", line) : "";
  const row = element("tr", null, "row");
  row.tabIndex = 0;
  const texts = [report.agency, report.year, label, value === null ? "" : value.toLocaleString("en"), unit, raw, pack.states[state], report.source, place];
  texts.forEach((text, at) => row.append(element("td", text, at === 3 ? "number" : "")));
  const open = () => {
    if (row.nextSibling && row.nextSibling.className === "excerpt") { row.nextSibling.remove(); return; }
    row.after(excerpt({label, raw, page, place, excerpt: excerptAt}, report));
  };
  row.addEventListener("click", open);
  row.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } });
  return row;
}
function fill() { body.append(...waiting.splice(0, 200).map(show)); more.hidden = !waiting.length; }
function open(title, numbers) {
  document.getElementById("cells-title").textContent = title;
  document.getElementById("cells-count").textContent = pack.words.count.replace("{}", numbers.length.toLocaleString("en"));
  head.replaceChildren(element("tr"));
  head.firstChild.append(...pack.heads.map(text => element("th", text)));
  body.replaceChildren();
  waiting = [...numbers];
  fill();
  dialog.showModal();
}
more.addEventListener("click", fill);
document.getElementById("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
document.addEventListener("click", event => {
  const button = event.target.closest("button[data-chart]");
  if (!button) return;
  const {chart, key} = button.dataset, behind = pack.behind[chart];
  const numbers = key === undefined ? [...new Set(Object.values(behind).flat())] : behind[key] || [];
  open(button.dataset.title, numbers);
});
