/* A file dropped anywhere on the form, or chosen, is read at once. Without this script the button does it. */
document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector("[data-intake]");
  const input = panel && panel.querySelector("input[type=file]");
  const form = input && input.form;
  if (!form) return;
  const button = panel.querySelector("[data-intake-read]");
  const zone = panel.querySelector("[data-intake-drop]");
  const progress = panel.querySelector("[data-intake-progress]");
  const office = new RegExp("(" + input.accept.replaceAll(",", "|").replaceAll(".", "\\.") + ")$", "i");

  const read = () => {
    if (!input.files.length) return;
    progress.textContent = progress.dataset.words;
    form.requestSubmit(button);
  };
  document.addEventListener("catalog:pictures-left-out", (event) => {
    progress.textContent = progress.dataset.pictures.replace("0", event.detail);
  });
  const holdsFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");

  input.addEventListener("change", (event) => {
    event.stopPropagation(); // no save of the page's own before the file is read
    read();
  });
  input.addEventListener("input", (event) => event.stopPropagation());
  form.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    zone.classList.add("intake__drop--over");
  }, true);
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) zone.classList.remove("intake__drop--over");
  }, true);
  form.addEventListener("drop", (event) => {
    zone.classList.remove("intake__drop--over");
    if (!holdsFiles(event)) return;
    const file = Array.from(event.dataTransfer.files).find((one) => office.test(one.name));
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    read();
  }, true);
});
