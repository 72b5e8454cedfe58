// Conveniences of the signing page; it works without them.
(() => {
  const form = document.getElementById("signing-form");
  const text = document.getElementById("review-text");
  if (!form || !text) return;
  const opinion = form.querySelector("[name=opinion]");

  form.querySelectorAll("[data-phrase]").forEach((button) => {
    button.addEventListener("click", () => {
      const before = opinion.value.trim();
      opinion.value = before ? `${before}\n${button.dataset.phrase}` : button.dataset.phrase;
      opinion.focus();
    });
  });

  const authority = document.getElementById("authority");
  const remarks = document.getElementById("remarks");
  form.querySelectorAll("[name=decision]").forEach((radio) => {
    radio.addEventListener("change", () => {
      authority.open = radio.value === "referred";
      if (radio.value === "returned") remarks.open = true;
    });
  });

  const rows = document.getElementById("remark-rows");
  const pin = document.getElementById("pin-selection");
  const selected = () => {
    const selection = window.getSelection();
    return selection && text.contains(selection.anchorNode) ? selection.toString().trim().slice(0, 300) : "";
  };
  let quote = "";
  document.addEventListener("selectionchange", () => {
    quote = selected() || quote;
    pin.hidden = !quote;
  });
  pin.addEventListener("click", () => {
    let row = [...rows.children].find((item) => !item.querySelector("[name=quote]").value);
    if (!row) {
      row = rows.lastElementChild.cloneNode(true);
      row.querySelectorAll("input").forEach((input) => { input.value = ""; });
      const legend = row.querySelector("legend");
      legend.textContent = legend.textContent.replace(/\d+/, rows.children.length + 1);
      rows.append(row);
    }
    row.querySelector("[name=quote]").value = quote;
    row.querySelector("[name=remark]").focus();
    const returned = form.querySelector("[name=decision][value=returned]");
    if (returned && !form.querySelector("[name=decision]:checked")) returned.checked = true;
    quote = "";
    pin.hidden = true;
  });
})();
