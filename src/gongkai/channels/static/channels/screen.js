// The big screen, unattended: turns the slides, asks for news twice a minute, keeps the last ones while the network is gone, but
// titles no longer than it was told, since a document may be withdrawn meanwhile; loads itself anew every night. Space stops and goes on, the arrows turn, Home begins again.
(() => {
  "use strict";
  const ASK_SECONDS = 30;
  const ANEW_HOUR = 3;
  const { slides: address, fresh, lost, stale, agency, seconds, keep, theme, paused, new: newWord, empty } = document.body.dataset;
  const part = (id) => document.getElementById(id);
  const [slide, title, lines, notice, count, state, clock] = ["slide", "title", "lines", "notice", "count", "state", "clock"].map(part);

  let content = null;
  let tag = "";
  let at = 0;
  let stopped = false;
  let turnAt = 0;
  let updated = null;
  let isLost = false;
  let isStale = false;
  const begun = new Date();
  // What the page itself says, for a screen that lost the network before its first question.
  const asMade = { agency, slides: [], seconds: Number(seconds), keep_minutes: Number(keep), notice: notice.textContent, theme };

  const time = (moment) => moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const line = (row) => {
    const made = element("li", "screen__line", "");
    const text = element("span", "screen__text", row.text);
    if (row.is_new) text.prepend(element("span", "screen__new", newWord));
    made.append(text, element("span", "screen__detail", row.detail), element("span", "screen__day", row.day));
    return made;
  };

  const wait = () => {
    turnAt = Date.now() + (content ? content.seconds : 15) * 1000;
  };

  const note = (text) => ({ title: content.agency, lines: [{ text, detail: "", day: "" }] });

  const draw = () => {
    const slides = isStale ? [note(stale), ...content.slides.filter((one) => one.kind === "contact")] : content.slides;
    const total = slides.length;
    at = total ? (at + total) % total : 0;
    const shown = slides[at] || note(empty);
    title.textContent = shown.title;
    lines.replaceChildren(...shown.lines.map(line));
    count.textContent = total > 1 ? `${at + 1} / ${total}` : "";
    notice.textContent = content.notice;
    document.body.className = `screen screen--${content.theme}`;
    slide.classList.remove("screen__slide--turned");
    void slide.offsetWidth;
    slide.classList.add("screen__slide--turned");
    wait();
  };

  const say = () => {
    const when = updated ? `${isLost ? lost : fresh} ${time(updated)}` : "";
    state.textContent = stopped ? `${paused} · ${when}` : when;
    state.classList.toggle("screen__state--lost", isLost);
  };

  const ask = async () => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), 10000);
    try {
      const answer = await fetch(address, { cache: "no-store", credentials: "omit", signal: limit.signal, headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(String(answer.status));
        content = await answer.json();
        tag = answer.headers.get("ETag") || "";
      }
      updated = new Date();
      const isNew = answer.status !== 304 || isStale;
      isLost = isStale = false;
      if (isNew) draw();
      anew();
    } catch {
      isLost = true;
    } finally {
      clearTimeout(timer);
    }
    say();
  };

  // Only right after the server has answered, so that a night without network leaves the slides standing.
  const anew = () => {
    const now = new Date();
    if (now.getHours() === ANEW_HOUR && now - begun > 3600000) window.location.reload();
  };

  const drop = () => {
    content ||= asMade;
    isStale = isLost = true;
    stopped = false;
    at = 0;
    draw();
    say();
  };

  const tick = () => {
    clock.textContent = new Date().toLocaleString("zh-CN", { month: "long", day: "numeric", weekday: "long", hour: "2-digit", minute: "2-digit", hour12: false });
    if (!isStale && Date.now() - (updated || begun) > (content || asMade).keep_minutes * 60000) drop();
    if (content && !stopped && content.slides.length > 1 && Date.now() >= turnAt) {
      at += 1;
      draw();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (!content) return;
    if (event.key === " ") {
      stopped = !stopped;
      wait();
      say();
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft" || event.key === "Home") {
      at = event.key === "Home" ? 0 : at + (event.key === "ArrowRight" ? 1 : -1);
      draw();
    } else return;
    event.preventDefault();
  });

  window.addEventListener("online", ask);
  setInterval(tick, 1000);
  setInterval(ask, ASK_SECONDS * 1000);
  tick();
  ask();
})();
