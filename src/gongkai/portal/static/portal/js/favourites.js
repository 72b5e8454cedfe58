// Documents marked on this device: a list of their numbers in the browser's own storage, the last marked first.
// The server is asked what may still be seen of them, and keeps nothing.
(() => {
  "use strict";
  const key = "gongkai.favourites";
  const most = 100;
  const read = () => {
    const kept = JSON.parse(localStorage.getItem(key) || "[]");
    return Array.isArray(kept) ? kept.filter((id) => Number.isSafeInteger(id) && id > 0).slice(0, most) : [];
  };
  const write = (ids) => localStorage.setItem(key, JSON.stringify(ids.slice(0, most)));
  const without = (gone) => write(read().filter((id) => !gone.includes(id)));

  for (const button of document.querySelectorAll("[data-favourite]")) {
    const id = Number(button.dataset.favourite);
    try {
      const show = () => button.setAttribute("aria-pressed", String(read().includes(id)));
      show();
      button.hidden = false;
      button.addEventListener("click", () => {
        if (read().includes(id)) without([id]);
        else write([id, ...read()]);
        show();
      });
    } catch {
      // Storage is refused or unreadable: the button stays hidden.
    }
  }

  const page = document.querySelector("[data-favourites]");
  if (!page) return;
  const part = (name) => page.querySelector(`[data-favourites-${name}]`);
  const element = (name, text, of) => {
    const made = document.createElement(name);
    made.textContent = text;
    of.append(made);
    return made;
  };

  const row = (found) => {
    const item = element("li", "", part("list"));
    item.className = "document-list__item";
    const heading = element("h2", "", item);
    heading.className = "document-list__title";
    element("a", found.title, heading).href = found.url;
    const facts = element("p", "", item);
    facts.className = "document-list__facts";
    for (const text of [found.agency, found.number, found.published, found.validity]) if (text) element("span", text, facts);
    const remove = element("button", part("list").dataset.remove, facts);
    remove.type = "button";
    remove.className = "tool-row__button";
    remove.setAttribute("aria-label", `${part("list").dataset.remove} ${found.title}`);
    remove.addEventListener("click", () => {
      without([found.id]);
      show();
    });
  };

  const show = async () => {
    const ids = read();
    part("list").replaceChildren();
    part("none").hidden = ids.length > 0;
    part("gone").hidden = true;
    part("status").textContent = "";
    page.hidden = false;
    if (!ids.length) return;
    try {
      const answer = await fetch(`${page.dataset.favourites}?d=${ids.join(",")}`, { credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { documents } = await answer.json();
      documents.forEach(row);
      part("status").textContent = part("status").dataset.count.replace("{count}", documents.length);
      const known = documents.map((found) => found.id);
      const gone = ids.filter((id) => !known.includes(id));
      part("gone").hidden = gone.length === 0;
      const words = part("gone").querySelector("[data-text]");
      words.textContent = words.dataset.text.replace("{count}", gone.length);
      part("gone").querySelector("button").onclick = () => {
        without(gone);
        show();
      };
    } catch {
      part("status").textContent = part("status").dataset.failed;
    }
  };
  try {
    show();
  } catch {
    page.hidden = true;
  }
})();
