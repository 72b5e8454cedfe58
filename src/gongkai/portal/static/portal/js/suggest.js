// While somebody types what they want, show public documents that may already be it. Without this script the form
// shows the same after each round. [data-suggest] holds the address, [data-suggest-from] the names of the fields read.
(() => {
  "use strict";
  const PAUSE = 500;
  for (const place of document.querySelectorAll("[data-suggest]")) {
    const form = place.closest("form");
    if (!form || !window.fetch) continue;
    const fields = place.dataset.suggestFrom.split(" ").map((name) => form.elements[name]).filter(Boolean);
    let waiting = 0;
    let asking = null;
    const agency = form.elements.agency;
    let chosen = ""; // by this script: what somebody chose is never changed
    let asked = fields.map((field) => field.value.trim()).join("\n");

    const ask = async () => {
      const words = fields.map((field) => field.value.trim()).join("\n");
      if (words === asked) return;
      asked = words;
      asking?.abort();
      asking = new AbortController();
      const body = new FormData();
      body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      for (const field of fields) body.append(field.name, field.value);
      try {
        const answer = await fetch(place.dataset.suggest, { method: "POST", body, signal: asking.signal, credentials: "same-origin" });
        if (!answer.ok) return;
        // The fragment comes from this site, already escaped; parsed so that nothing in it could run.
        const parsed = new DOMParser().parseFromString(answer.status === 204 ? "" : await answer.text(), "text/html");
        place.replaceChildren(...parsed.body.childNodes);
        const likely = place.querySelector("[data-likely-agency]")?.dataset.likelyAgency;
        if (likely && agency && agency.value === chosen) agency.value = chosen = likely;
      } catch {
        // Offline or replaced by a newer question: what is shown stays.
      }
    };

    for (const field of fields) {
      field.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(ask, PAUSE);
      });
    }
  }
})();
