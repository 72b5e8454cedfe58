// Results while somebody types. A box with [data-live] asks that address and shows the answer in its [data-live-into];
// on the page of results itself the part of the same name is replaced. Without this script Enter does the same.
(() => {
  "use strict";
  const PAUSE = 300;
  if (!window.fetch || !window.AbortController) return;
  for (const form of document.querySelectorAll("form[data-live]")) {
    const input = form.querySelector("input[type=search]");
    const place = document.getElementById(form.dataset.liveInto);
    if (!input || !place) continue;
    const panel = form.contains(place);
    const status = form.querySelector("[data-live-status]");
    let waiting = 0;
    let asking = null;
    let asked = input.value.trim();

    const close = () => {
      if (panel) place.hidden = true;
    };

    const question = () => {
      const asks = new URLSearchParams(panel ? "" : window.location.search);
      asks.delete("page");
      asks.set("q", input.value.trim());
      return `${form.dataset.live}?${asks}`;
    };

    const ask = async () => {
      const words = input.value.trim();
      if (words === asked) return;
      asked = words;
      asking?.abort();
      if (panel && !words) return close();
      asking = new AbortController();
      const address = question();
      try {
        const answer = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
        if (!answer.ok) return;
        if (answer.status === 204) return close();
        // The answer comes from this site, already escaped; parsed so that nothing in it could run.
        const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
        place.replaceChildren(...(parsed.getElementById(place.id) || parsed.body).childNodes);
        place.hidden = false;
        status.textContent = place.querySelector("[data-live-count]")?.textContent.trim() || "";
        if (panel) return;
        document.title = parsed.title;
        window.history.replaceState(null, "", address);
        for (const kept of document.querySelectorAll("input[type=hidden][name=q]")) kept.value = words;
      } catch {
        // Offline or replaced by a newer question: what is shown stays.
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(waiting);
      if (!event.isComposing) waiting = setTimeout(ask, PAUSE);
    });
    input.addEventListener("compositionend", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
    if (!panel) continue;
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || place.hidden) return;
      event.preventDefault();
      close();
      input.focus();
    });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) close();
    });
  }
})();
