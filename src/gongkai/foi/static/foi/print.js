// The print button is an addition: without this file the browser's own print command does the same.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
