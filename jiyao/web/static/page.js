// Better with it, whole without it: suggestions while typing, and a stretch of the timeline by dragging.
"use strict";

for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(box.getAttribute("list"));
  let waiting;
  let latest = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = box.value.trim();
    if (!typed) return list.replaceChildren();
    waiting = setTimeout(async () => {
      const turn = ++latest;
      const answer = await fetch(box.dataset.suggest + "?" + new URLSearchParams({ q: typed, size: "8", ...(box.dataset.of && { of: box.dataset.of }) })).catch(() => null);
      if (!answer || !answer.ok || turn !== latest) return;
      const { values } = await answer.json();
      list.replaceChildren(...values.map((value) => new Option(`${value.count}`, value.label)));
    }, 120);
  });
}

for (const figure of document.querySelectorAll(".timeline[data-address]")) {
  const bars = [...figure.querySelectorAll("[data-first]")];
  let from = null;
  const barAt = (event) => bars.find((bar) => {
    const box = bar.getBoundingClientRect();
    return event.clientX >= box.left && event.clientX < box.right + 1;
  });
  const shown = (to) => {
    const ends = [bars.indexOf(from), bars.indexOf(to)].sort((a, b) => a - b);
    bars.forEach((bar, place) => bar.classList.toggle("chosen", place >= ends[0] && place <= ends[1]));
    return ends.map((end) => bars[end]);
  };
  figure.addEventListener("dragstart", (event) => event.preventDefault());
  figure.addEventListener("pointerdown", (event) => { from = barAt(event) || null; });
  figure.addEventListener("pointermove", (event) => { const to = barAt(event); if (from && to) shown(to); });
  figure.addEventListener("pointerup", (event) => {
    const to = barAt(event);
    if (from && to && from !== to) {
      const [first, last] = shown(to);
      const address = new URL(figure.dataset.address, location.href);
      address.searchParams.set("held_from", first.dataset.first);
      address.searchParams.set("held_to", last.dataset.last);
      location.assign(address);
    }
    from = null;
  });
}
