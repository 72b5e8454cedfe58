/* Draws boxes over a page; those of every page of the file are kept until they are sent. The fields for numbers work without. */
(() => {
  const form = document.querySelector("form[data-boxes]");
  const sheet = form?.querySelector(".screening__sheet--drawing");
  if (!sheet) return;
  const key = `screening-boxes-${form.dataset.boxes}`;
  const page = Number(form.dataset.page);
  const count = form.querySelector("[data-count]");
  let boxes = JSON.parse(sessionStorage.getItem(key) || "[]");
  let start = null;
  let drawing = null;

  const share = (value, whole) => Math.min(100, Math.max(0, (value / whole) * 100));

  function point(event) {
    const area = sheet.getBoundingClientRect();
    return [share(event.clientX - area.left, area.width), share(event.clientY - area.top, area.height)];
  }

  function place(element, [left, top, right, bottom]) {
    Object.assign(element.style, {
      left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%`,
    });
  }

  function show() {
    for (const old of form.querySelectorAll(".screening__box, input[name=box]")) old.remove();
    for (const box of boxes) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "box";
      field.value = [box.page, ...box.sides.map((side) => side.toFixed(2))].join(",");
      form.append(field);
      if (box.page !== page) continue;
      const shown = document.createElement("button");
      shown.type = "button";
      shown.className = "screening__box";
      shown.setAttribute("aria-label", form.dataset.remove);
      shown.title = form.dataset.remove;
      place(shown, box.sides);
      shown.addEventListener("click", () => {
        boxes = boxes.filter((other) => other !== box);
        show();
      });
      sheet.append(shown);
    }
    count.textContent = boxes.length ? `${boxes.length}` : "";
    sessionStorage.setItem(key, JSON.stringify(boxes));
  }

  sheet.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".screening__box")) return;
    start = point(event);
    drawing = document.createElement("div");
    drawing.className = "screening__box screening__box--drawing";
    sheet.append(drawing);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (start) place(drawing, sides(event));
  });
  sheet.addEventListener("pointerup", (event) => {
    if (!start) return;
    const found = sides(event);
    start = null;
    drawing.remove();
    if (found[2] - found[0] > 0.3 && found[3] - found[1] > 0.3) boxes.push({ page, sides: found });
    show();
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));

  function sides(event) {
    const [x, y] = point(event);
    return [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)];
  }

  show();
})();
