// Text size: three steps, remembered on this device. Loaded in the head so that the page never jumps.
// Without JavaScript the buttons stay hidden and the browser's own zoom does the work.
(() => {
  "use strict";
  const key = "gongkai.text-size";
  const steps = ["normal", "large", "largest"];
  const root = document.documentElement;
  let size = "normal";
  try {
    size = localStorage.getItem(key) || "normal";
  } catch {
    // Storage is refused (private window): the choice lasts for this page.
  }

  const apply = (next) => {
    size = steps.includes(next) ? next : "normal";
    if (size === "normal") delete root.dataset.textSize;
    else root.dataset.textSize = size;
    for (const button of document.querySelectorAll("button[data-set-text-size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTextSize === size));
    }
  };
  apply(size);

  document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll("[data-text-size-switch]")) group.hidden = false;
    apply(size);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-text-size]");
    if (!button) return;
    apply(button.dataset.setTextSize);
    try {
      localStorage.setItem(key, size);
    } catch {
      // As above.
    }
  });
})();

// High contrast: remembered on this device like the text size.
(() => {
  "use strict";
  const key = "gongkai.contrast";
  const root = document.documentElement;
  const apply = (high) => {
    if (high) root.dataset.contrast = "high";
    else delete root.dataset.contrast;
    for (const button of document.querySelectorAll("[data-contrast-switch]")) button.setAttribute("aria-pressed", String(high));
  };
  try {
    apply(localStorage.getItem(key) === "high");
  } catch {
    // Storage is refused: the choice lasts for this page.
  }
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-contrast-switch]")) button.hidden = false;
    apply(root.dataset.contrast === "high");
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-contrast-switch]")) return;
    const high = root.dataset.contrast !== "high";
    apply(high);
    try {
      localStorage.setItem(key, high ? "high" : "normal");
    } catch {
      // As above.
    }
  });
})();
