// What the redline does where scripts run. Without one, every step, fold and address is a link that works.

function shownStops() {
  return [...document.querySelectorAll('.redline [id^="change-"]')].filter((stop) => stop.checkVisibility());
}

// A reader may have scrolled on since the last step: what is on the screen counts, then what was stepped to.
function placeOf(stops) {
  const stepped = stops.findIndex((stop) => `#${stop.id}` === location.hash);
  if (stepped >= 0) {
    const { top, bottom } = stops[stepped].getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) return { at: stepped, exact: true };
  }
  const below = stops.findIndex((stop) => stop.getBoundingClientRect().top > 1);
  return { at: below < 0 ? stops.length : below, exact: false };
}

function step(direction) {
  const stops = shownStops();
  const { at, exact } = placeOf(stops);
  const next = stops[exact ? at + direction : direction > 0 ? at : at - 1];
  if (next !== undefined) return show(next, stops.indexOf(next));
  const last = direction > 0 ? stops.at(-1) : stops[0];
  const beyond = last?.querySelector(`.jumps a[rel="${direction > 0 ? "next" : "prev"}"]`);
  if (beyond) location.assign(beyond.href);
}

function show(stop) {
  location.replace(`#${stop.id}`);
  stop.scrollIntoView({ behavior: "instant", block: "start" });
  stop.tabIndex = -1;
  stop.focus({ preventScroll: true });
  const said = document.querySelector(".stepper output");
  if (said) said.textContent = stop.querySelector(".jumps span")?.textContent ?? "";
}

addEventListener("keydown", (event) => {
  const direction = { n: 1, j: 1, p: -1, k: -1 }[event.key];
  if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  step(direction);
});

addEventListener("click", (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const button = event.target.closest("button[data-step], button[data-copy]");
  if (button?.dataset.step) return step(Number(button.dataset.step));
  if (button?.dataset.copy) return void copy(button);
  const fold = event.target.closest("a.fold");
  if (!fold) return;
  event.preventDefault();
  void unfold(fold);
});

async function unfold(link) {
  const address = new URL(link.href);
  address.searchParams.set("only", "fold");
  address.hash = "";
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const summary = template.content.querySelector("summary");
    link.closest("p.unchanged").replaceWith(template.content);
    summary?.focus();
  } catch {
    location.assign(link.href);
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.textContent.replace(/\s+/g, " ").trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages that do not come over TLS have no clipboard of that kind.
    getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }
  const words = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = words), 1500);
}

for (const tool of document.querySelectorAll("[data-copy]")) tool.hidden = false;
const stepper = document.querySelector(".stepper");
if (stepper && document.querySelectorAll('.redline [id^="change-"]').length > 0) stepper.hidden = false;
