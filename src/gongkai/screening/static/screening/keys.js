/* One keystroke for each finding: r redact, k keep, f false alarm, n or j next, p back, s settle. The page works without. */
(() => {
  const form = document.querySelector("form[data-screening]");
  if (!form) return;
  const lines = [...form.querySelectorAll("[data-finding]")];
  let at = -1;

  function mark(line) {
    return document.getElementById(`mark-${line.dataset.finding}`);
  }

  function go(to) {
    if (to < 0 || to >= lines.length) return;
    for (const known of document.querySelectorAll(".is-at")) known.classList.remove("is-at");
    at = to;
    const line = lines[at];
    line.classList.add("is-at");
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
    const place = mark(line);
    if (place) {
      place.classList.add("is-at");
      place.scrollIntoView({ block: "center" });
    }
  }

  function act(key) {
    const choice = at >= 0 && lines[at].querySelector(`input[data-key="${key}"]`);
    if (!choice) return;
    choice.checked = true;
    go(at + 1);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]), select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "n" || key === "j") go(at + 1);
    else if (key === "p") go(at - 1);
    else if (key === "s") form.requestSubmit();
    else if ("rkf".includes(key)) act(key);
    else return;
    event.preventDefault();
  });

  for (const [number, line] of lines.entries()) {
    line.addEventListener("focusin", () => { at = number; });
    mark(line)?.addEventListener("click", (event) => {
      event.preventDefault();
      go(number);
    });
  }
  if (lines.length) go(0);
})();
