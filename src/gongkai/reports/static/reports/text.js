// Insert a figure where the cursor stands instead of sending the form.
(() => {
  const field = document.getElementById("text");
  if (!field) return;
  for (const button of document.querySelectorAll('button[name="insert"]')) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      field.setRangeText(button.value, field.selectionStart, field.selectionEnd, "end");
      field.focus();
    });
  }
})();
