// Print, share and copy-link buttons, hidden until this script can serve them; where wide charts and refused forms begin.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const status = document.getElementById(button.dataset.status);
    button.addEventListener("click", async () => {
      let said = button.dataset.done;
      try {
        await navigator.clipboard.writeText(button.dataset.copy || window.location.href);
      } catch {
        said = button.dataset.failed;
      }
      if (status) status.textContent = said;
    });
  }

  for (const button of document.querySelectorAll("[data-share]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {
        // The reader thought better of it.
      });
    });
  }

  // Wider than the screen, a flow chart opens on its middle, where it begins.
  for (const picture of document.querySelectorAll(".flow-chart__picture")) {
    picture.scrollLeft = (picture.scrollWidth - picture.clientWidth) / 2;
  }

  // After a refused submission the reader starts at the list of errors.
  document.querySelector(".error-summary:not(form *)")?.focus();
})();
