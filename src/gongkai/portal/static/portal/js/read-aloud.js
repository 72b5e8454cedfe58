// Reads the text of a document aloud, sentence by sentence, with the browser's own Chinese voice; nothing leaves the device
// unless the browser's voice itself does so. Where there is no such voice the buttons stay hidden.
(() => {
  "use strict";
  const place = document.querySelector("[data-read-aloud]");
  const body = document.querySelector(".document-body");
  const speech = window.speechSynthesis;
  if (!place || !body || !speech || !window.SpeechSynthesisUtterance) return;
  const [start, pause, stop] = ["start", "pause", "stop"].map((name) => place.querySelector(`[data-read-${name}]`));
  const blocks = "p, li, h2, h3, h4, h5, caption, tr, figcaption";
  const marks = window.CSS?.highlights && window.Highlight ? new Highlight() : null;
  if (marks) CSS.highlights.set("reading", marks);
  let queue = [];
  let at = -1;

  const chineseVoice = () => speech.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang));
  const offer = () => {
    place.hidden = !chineseVoice();
  };

  // Each sentence with the places in the page it stands at.
  const sentences = () => {
    const found = [];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    let open = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const block = node.parentElement.closest(blocks) || body;
      if (open && open.block !== block) open = null;
      for (const piece of node.data.matchAll(/[^。！？；!?]+[。！？；!?]*|[。！？；!?]+/g)) {
        if (!open) found.push((open = { block, text: "", ranges: [] }));
        const range = document.createRange();
        range.setStart(node, piece.index);
        range.setEnd(node, piece.index + piece[0].length);
        open.text += piece[0];
        open.ranges.push(range);
        if (/[。！？；!?]$/.test(piece[0])) open = null;
      }
    }
    return found.filter((sentence) => sentence.text.trim());
  };

  const show = (sentence) => {
    for (const block of body.querySelectorAll(".is-read")) block.classList.remove("is-read");
    marks?.clear();
    if (!sentence) return;
    if (marks) sentence.ranges.forEach((range) => marks.add(range));
    else sentence.block.classList.add("is-read");
    const seen = sentence.ranges[0].getBoundingClientRect();
    if (seen.top < 0 || seen.bottom > window.innerHeight) sentence.block.scrollIntoView({ block: "center" });
  };

  const buttons = (reading) => {
    start.hidden = reading;
    pause.hidden = stop.hidden = !reading;
    pause.textContent = pause.dataset.off;
  };

  const end = () => {
    at = -1;
    speech.cancel();
    show(null);
    buttons(false);
  };

  const next = (number) => {
    at = number;
    const sentence = queue[number];
    if (!sentence) return end();
    show(sentence);
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.voice = chineseVoice();
    utterance.lang = utterance.voice?.lang || "zh-CN";
    utterance.onend = () => at === number && next(number + 1);
    utterance.onerror = () => at === number && end();
    speech.speak(utterance);
  };

  start.addEventListener("click", () => {
    queue = sentences();
    speech.cancel();
    buttons(true);
    pause.focus();
    next(0);
  });
  pause.addEventListener("click", () => {
    if (speech.paused) speech.resume();
    else speech.pause();
    pause.textContent = pause.textContent === pause.dataset.off ? pause.dataset.on : pause.dataset.off;
  });
  stop.addEventListener("click", () => {
    end();
    start.focus();
  });
  window.addEventListener("pagehide", end);
  speech.addEventListener?.("voiceschanged", offer);
  offer();
})();
