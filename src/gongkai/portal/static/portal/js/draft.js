// A draft of a form, kept on this device only if the applicant asks for it: many fill in the form on a
// shared computer. Files and hidden fields are never kept. A page with [data-draft-clear] forgets the draft.
(() => {
  "use strict";
  const kept = (form) =>
    [...form.elements].filter(
      (field) => field.name && field.dataset.draftSwitch === undefined && !["file", "hidden", "password", "submit", "button"].includes(field.type),
    );

  const read = (form) => {
    const values = {};
    for (const field of kept(form)) {
      const choice = field.type === "radio" || field.type === "checkbox";
      if (!choice) values[field.name] = field.value;
      else if (field.checked) (values[field.name] ??= []).push(field.value);
    }
    return values;
  };

  const fill = (form, values) => {
    for (const field of kept(form)) {
      const value = values[field.name];
      if (value === undefined) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = value.includes(field.value);
      else if (!field.value) field.value = value;
    }
  };

  try {
    for (const done of document.querySelectorAll("[data-draft-clear]")) localStorage.removeItem(done.dataset.draftClear);

    for (const form of document.querySelectorAll("form[data-draft]")) {
      const key = form.dataset.draft;
      const toggle = form.querySelector("[data-draft-switch]");
      if (!toggle) continue;
      toggle.closest("[hidden]")?.removeAttribute("hidden");
      const stored = localStorage.getItem(key);
      if (stored) {
        toggle.checked = true;
        // What the server sent back is newer than the draft: errors on the page mean the form was just posted.
        if (!document.querySelector(".error-summary")) fill(form, JSON.parse(stored));
      }
      const save = () => {
        if (toggle.checked) localStorage.setItem(key, JSON.stringify(read(form)));
        else localStorage.removeItem(key);
      };
      form.addEventListener("input", save);
      form.addEventListener("change", save);
    }
  } catch {
    // Storage is refused or the draft is unreadable: the form works without a draft.
  }
})();
