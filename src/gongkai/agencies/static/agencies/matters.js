/* Fields that do not matter for what was chosen are put away, unless something is in them. Without this script all
   are there. `data-matters` on a control: the name of the choice it depends on, and the values for which it matters. */
document.addEventListener("DOMContentLoaded", () => {
  const dependent = Array.from(document.querySelectorAll("[data-matters]"));
  const form = dependent.length && dependent[0].form;
  const more = document.querySelector("[data-matters-more]");
  if (!form || !more) return;
  let isOpen = false;

  const around = (control) => control.closest(".w-panel__wrapper, .office-field");
  const matters = (control) => {
    const [name, ...values] = control.dataset.matters.split(" ");
    const isWrong = around(control).querySelector(".error-message, .office-field__error");
    return control.value !== "" || isWrong || values.includes(form.elements[name].value);
  };
  const arrange = () => {
    const idle = dependent.filter((control) => !matters(control));
    dependent.forEach((control) => {
      around(control).hidden = !isOpen && idle.includes(control) && control !== document.activeElement;
    });
    more.hidden = isOpen || !idle.length;
    more.textContent = more.dataset.mattersMore.replace("0", idle.length);
  };
  more.addEventListener("click", () => {
    const first = dependent.find((control) => !matters(control));
    isOpen = true;
    arrange();
    if (first) first.focus();
  });
  form.addEventListener("change", arrange);
  arrange();
});
