// Check what is typed, without saving: the findings and the sums follow each change.
(() => {
  const findings = document.getElementById("findings");
  if (!findings || !findings.dataset.check) return;
  const wait = 400;

  const mark = (answer) => {
    for (const box of document.querySelectorAll(".annual__number--wrong")) box.classList.remove("annual__number--wrong");
    for (const field of document.querySelectorAll(".annual__number [aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const item of answer.querySelectorAll("[data-wrong]")) {
      const box = document.getElementById(`cell-${item.dataset.wrong}`);
      if (!box) continue;
      box.classList.add("annual__number--wrong");
      const field = box.querySelector("input");
      if (field) field.setAttribute("aria-invalid", "true");
    }
    for (const item of answer.querySelectorAll("[data-cell]")) {
      const link = document.querySelector(`[id="cell-${item.dataset.cell}"] > a:not(.annual__source):not(.annual__remark)`);
      if (!link || link.textContent.trim() === item.textContent) continue;
      const before = link.textContent.trim();
      link.textContent = item.textContent;
      link.setAttribute("aria-label", (link.getAttribute("aria-label") || "").replace(before, item.textContent));
    }
  };

  const check = async (form, state) => {
    if (state.running) state.running.abort();
    state.running = new AbortController();
    try {
      const response = await fetch(findings.dataset.check, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        signal: state.running.signal,
      });
      if (!response.ok || response.redirected) return;
      const answer = new DOMParser().parseFromString(await response.text(), "text/html");
      const section = form.elements.namedItem("section");
      const place = section ? document.getElementById(`findings-${section.value}`) : findings;
      if (place) place.replaceChildren(...answer.body.cloneNode(true).childNodes);
      if (!section) mark(answer);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };

  for (const form of document.querySelectorAll("form[data-checked]")) {
    const state = { running: null, timer: 0 };
    form.addEventListener("input", () => {
      clearTimeout(state.timer);
      state.timer = setTimeout(() => check(form, state), wait);
    });
  }
})();
