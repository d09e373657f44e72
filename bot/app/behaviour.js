// What the page does without asking the server: open a source, copy, keep what was open.
// Foreign text reaches this file only as an attribute's or an element's text, never as code.
() => {
  const opened = new Set();
  let newest = null;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const scroll = (element, block) =>
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  const open = (identifier, from) => {
    const source = document.getElementById(identifier);
    if (!source) return;
    opened.add(identifier);
    source.open = true;
    source.cameFrom = from;
    source.querySelector("summary").focus({ preventScroll: true });
    scroll(source, "nearest");
    const mark = source.querySelector("mark");
    if (mark) requestAnimationFrame(() => scroll(mark, "nearest"));
  };

  const goBack = (source) => {
    const from = source.cameFrom?.isConnected
      ? source.cameFrom
      : document.querySelector(`[data-opens="${source.id}"]`);
    if (!from) return;
    from.focus({ preventScroll: true });
    scroll(from, "center");
  };

  // The clipboard of the browser exists only on https and on this machine: elsewhere, a selection.
  const copySelected = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copySelected(text);
    }
  };
  const copyFrom = async (button) => {
    const copied = await copy(button.dataset.copy);
    const words = button.textContent;
    if (button.dataset.telling) return;
    button.dataset.telling = "yes";
    button.setAttribute("aria-live", "polite");
    button.textContent = copied ? button.dataset.copied : button.dataset.failed;
    setTimeout(() => {
      button.textContent = words;
      delete button.dataset.telling;
    }, 1600);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens], [data-copy], [data-returns]");
    if (button?.dataset.opens) open(button.dataset.opens, button);
    else if (button?.dataset.copy) copyFrom(button);
    else if (button) goBack(button.closest("details"));
  });
  document.addEventListener("keydown", (event) => {
    const source = event.target.closest?.("details.source[open]");
    if (event.key === "Escape" && source) goBack(source);
  });
  document.addEventListener(
    "toggle",
    (event) => {
      const source = event.target;
      if (!source.matches?.("details[id]")) return;
      // A new rendering closes what a person opened; only the person's own closing counts.
      if (source.open) opened.add(source.id);
      else if (source.contains(document.activeElement)) opened.delete(source.id);
    },
    true,
  );

  // Gradio's accordion does not say whether it is open.
  const tellFilters = () => {
    const button = document.querySelector("#filters > button");
    const content = document.querySelector("#filters [data-testid='accordion-content']");
    button?.setAttribute("aria-expanded", String(content?.style.display !== "none"));
  };
  tellFilters();
  document.addEventListener("click", (event) => {
    if (event.target.closest("#filters > button")) setTimeout(tellFilters, 50);
  });

  // Gradio leaves an emptied question as tall as the question was.
  const shrinkQuestion = () => {
    const area = document.querySelector("#question textarea");
    if (area && !area.value) area.style.height = "";
  };

  // After each rendering: open again what was open, and bring a new question to the top.
  document.addEventListener("alinea:rendered", () => {
    for (const identifier of opened) {
      const source = document.getElementById(identifier);
      if (source) source.open = true;
    }
    const last = document.querySelector("#current .exchange");
    if (last && last.id !== newest) {
      newest = last.id;
      scroll(last, "start");
      setTimeout(shrinkQuestion, 100);
    }
  });
}
