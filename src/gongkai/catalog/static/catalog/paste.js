/* What is pasted from Word, WPS or Excel: tables, headings, lists and plain marks stay; the office's own markup goes.
   The server reduces everything to its allow-list again; this only keeps what the editor's schema would lose or misread. */
import { Extension, TableHeader as Header } from "django-prose-editor/editor";

const GONE =
  "style, script, meta, link, title, xml, del, .MsoCommentReference, .MsoCommentText, .msocomtxt, .msocomanchor, " +
  "[style*='mso-element:comment'], [style*='mso-hide:all'], [style*='display:none'], [hidden]";
const DRAWN = /^(v|w|m):/i;
const BULLET = /^[^\p{L}\p{N}]{1,2}$|^[on§ülØv]$/u;
const PLAIN = /^(\d{1,4})[.．]$/;
const OWN_PICTURE = /^\/files\/\d+\//;

const unwrap = (element) => element.replaceWith(...element.childNodes);

const rename = (element, name) => {
  const made = element.ownerDocument.createElement(name);
  for (const attribute of ["colspan", "rowspan", "scope"]) {
    if (element.hasAttribute(attribute)) made.setAttribute(attribute, element.getAttribute(attribute));
  }
  made.append(...element.childNodes);
  element.replaceWith(made);
};

const dropComments = (body) => {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  found.forEach((comment) => comment.remove());
};

/* Elements of other vocabularies: drawings and settings go, marks around words (o:p, st1:…) leave their words. */
const dropForeign = (body) => {
  for (const element of [...body.querySelectorAll("*")]) {
    if (DRAWN.test(element.localName)) element.remove();
    else if (element.localName.includes(":") || element.localName === "ins") unwrap(element);
  }
};

const dropLinks = (body) => {
  for (const link of [...body.querySelectorAll("a")]) {
    if (!/^(https?:|mailto:)/i.test(link.getAttribute("href") || "")) unwrap(link);
  }
};

/* A paragraph of a list as Word writes it: the printed number in a span of its own, the level in the style. */
const itemOf = (paragraph) => {
  const level = /mso-list:\s*l\d+\s+level(\d)/.exec(paragraph.getAttribute("style") || "");
  const mark = paragraph.querySelector("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
  if (!level || !mark) return null;
  const label = mark.textContent.replace(/[\s\u00a0]+/g, "");
  const plain = PLAIN.exec(label);
  const heading = /^H\d$/.test(paragraph.tagName);
  if (heading || (!plain && !BULLET.test(label))) {
    mark.replaceWith(label);
    return null;
  }
  mark.remove();
  return { paragraph, level: Number(level[1]), start: plain ? Number(plain[1]) : 0 };
};

const makeLists = (body) => {
  let open = []; // the list we are in at each level, from the outermost; a level that Word skips has none of its own
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const item = itemOf(paragraph);
    if (!item) continue;
    if (!open.length || paragraph.previousElementSibling !== open[0].list) open = [];
    while (open.length && open.at(-1).level > item.level) open.pop();
    const name = item.start ? "OL" : "UL";
    const here = open.at(-1);
    if (here?.level === item.level && here.list.tagName !== name) open.pop();
    if (open.at(-1)?.level !== item.level) {
      const list = body.ownerDocument.createElement(name);
      if (item.start > 1) list.setAttribute("start", item.start);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else paragraph.before(list);
      open.push({ list, level: item.level });
    }
    const entry = body.ownerDocument.createElement("li");
    entry.append(...paragraph.childNodes);
    open.at(-1).list.append(entry);
    paragraph.remove();
  }
};

const tidyTables = (body) => {
  for (const cell of [...body.querySelectorAll("thead td")]) rename(cell, "th");
  for (const head of body.querySelectorAll("th")) {
    if (!head.hasAttribute("scope")) head.setAttribute("scope", head.colSpan > 1 ? "colgroup" : "col");
  }
};

const tidyWords = (body) => {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[\s\u00a0]+/g, " ");
  }
  for (const paragraph of [...body.querySelectorAll("p")]) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("img") && !paragraph.closest("td, th")) paragraph.remove();
  }
};

/** Pasted HTML without what only an office program understands. `pictures`: how many could not come along. */
export const cleaned = (html) => {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const drawn = (html.match(/<v:imagedata/gi) || []).length;
  dropComments(body);
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  dropForeign(body);
  const foreign = [...body.querySelectorAll("img")].filter((one) => !OWN_PICTURE.test(one.getAttribute("src") || ""));
  foreign.forEach((picture) => picture.remove());
  dropLinks(body);
  makeLists(body);
  for (const heading of [...body.querySelectorAll("h1, h6")]) rename(heading, heading.localName === "h1" ? "h2" : "h5");
  tidyTables(body);
  tidyWords(body);
  return { html: body.innerHTML, pictures: foreign.length || drawn };
};

export const OfficePaste = Extension.create({
  name: "officePaste",
  transformPastedHTML(html) {
    if (html.includes("data-pm-slice")) return html; // from this editor
    const { html: kept, pictures } = cleaned(html);
    if (pictures) document.dispatchEvent(new CustomEvent("catalog:pictures-left-out", { detail: pictures }));
    return kept;
  },
});

/** A header cell keeps which cells it heads. */
export const TableHeader = Header.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } };
  },
});
