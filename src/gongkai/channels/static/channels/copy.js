// Copy a text or a formatted article. The buttons are hidden until this script can serve them.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  const text = (node) => ("value" in node ? node.value : node.textContent);
  const articles = (node) => {
    const html = node.innerHTML;
    const types = { "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([node.innerText], { type: "text/plain" }) };
    return [new ClipboardItem(types)];
  };
  const say = async (button, act) => {
    let said = button.dataset.done;
    try {
      await act();
    } catch {
      said = button.dataset.failed;
    }
    document.getElementById(button.dataset.status).textContent = said;
  };
  for (const button of document.querySelectorAll("[data-copy-from]")) {
    button.hidden = false;
    const node = document.getElementById(button.dataset.copyFrom);
    button.addEventListener("click", () => say(button, () => navigator.clipboard.writeText(text(node))));
  }
  for (const button of document.querySelectorAll("[data-copy-html]")) {
    if (typeof ClipboardItem === "undefined") continue;
    button.hidden = false;
    const node = document.getElementById(button.dataset.copyHtml);
    button.addEventListener("click", () => say(button, () => navigator.clipboard.write(articles(node))));
  }
})();
