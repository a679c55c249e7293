// The browser's side of the editor. It shows the panels that Python writes, and reports what people
// do with the controls in them: `data-act` names the act, the attributes beside it say what it is
// about. It knows nothing of schemas; every text it shows was escaped by who wrote the panel.

const PANELS = ["status", "tables", "columns", "findings", "tab"];
const TABS = [
  ["diagram", "Diagram", "diagram"],
  ["changes", "Changes", "changes"],
  ["migration", "UP and DOWN", "migration"],
  ["queries", "Queries and plans", "queries"],
  ["history", "History", "history"],
];
// What is about the markup itself, and no part of an act.
const OWN = new Set(["act", "key", "object", "filtered", "previews", "dirty"]);

// Findings follow each key; the tab, which costs more, follows when nobody has typed for so long.
const TAB_AFTER_MS = 50;
const LOOK_EVERY_MS = 4000;
const ZOOM = 1.25;

function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "dke";
  root.tabIndex = -1;
  root.dataset.designkit = "workbook";
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Schema editor");
  // JupyterLab leaves keys alone that are pressed in here.
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.innerHTML = `
    <header data-designkit="status"></header>
    <div class="dke-body">
      <aside class="dke-left" data-designkit="tables"></aside>
      <main class="dke-centre" data-designkit="columns"></main>
      <aside class="dke-right" data-designkit="findings" aria-live="polite"></aside>
    </div>
    <div class="dke-tabs" role="tablist" aria-label="What the draft means"></div>
    <div class="dke-tab" role="tabpanel" tabindex="0"></div>`;
  el.append(root);

  const tabs = root.querySelector(".dke-tabs");
  const tab = root.querySelector(".dke-tab");
  for (const [name, title] of TABS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.setAttribute("role", "tab");
    Object.assign(button.dataset, { act: "show", tab: name, key: name });
    tabs.append(button);
  }
  const places = { tab };
  for (const name of PANELS.slice(0, 4)) {
    places[name] = root.querySelector(`[data-designkit="${name}"]`);
  }

  const unheard = [];
  function hear(event, listener) {
    model.on(event, listener);
    unheard.push(() => model.off(event, listener));
  }
  const link = connect(model, hear);
  const canvas = zoomable(tab);
  let open = "diagram";
  let timer = 0;

  function openTab(name) {
    open = name;
    for (const button of tabs.children) {
      const chosen = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    tab.dataset.designkit = TABS.find(([item]) => item === name)[2];
    tab.setAttribute("aria-label", TABS.find(([item]) => item === name)[1]);
  }

  function show(name) {
    patch(places[name], model.get(name));
    if (name === "tables") filter(places.tables);
    if (name === "tab") canvas.restore();
  }

  for (const name of PANELS) hear(`change:${name}`, () => show(name));
  hear("change:version", () => {
    clearTimeout(timer);
    timer = setTimeout(() => link.send({ act: "draw" }), TAB_AFTER_MS);
  });
  hear("change:news", () => link.send({ act: "refresh" }));
  hear("change:open_tab", () => openTab(model.get("open_tab")));

  listen(root, link, { openTab, canvas });
  openTab(model.get("open_tab"));
  PANELS.forEach(show);
  link.send({ act: "refresh" });
  const looking = setInterval(() => {
    if (document.visibilityState === "visible" && root.isConnected) link.look();
  }, LOOK_EVERY_MS);

  return () => {
    clearInterval(looking);
    clearTimeout(timer);
    unheard.forEach((stop) => stop());
  };
}

// ── messages ────────────────────────────────────────────────────────────────

// Of what is only previewed nothing waits but the last: whoever types faster than Python answers
// sees the findings of the last key, never a queue of them.
function connect(model, hear) {
  let number = model.get("answered");
  let asked = number;
  let waiting = null;

  function post(act, preview) {
    number += 1;
    model.send({ number, act, preview });
    return number;
  }
  function preview(act) {
    if (model.get("answered") < asked) waiting = act;
    else asked = post(act, true);
  }
  hear("change:answered", () => {
    if (waiting === null || model.get("answered") < asked) return;
    const act = waiting;
    waiting = null;
    asked = post(act, true);
  });
  function send(act) {
    waiting = null;
    asked = post(act, false);
  }
  // Where Python is busy with a cell, what nobody waits for is not asked.
  function look() {
    if (model.get("answered") >= asked) asked = post({ act: "look" }, false);
  }
  return { preview, send, look };
}

// What a control says: its act, what that is about, and the value that it holds.
function actOf(control) {
  const act = { act: control.dataset.act };
  for (const [name, value] of Object.entries(control.dataset)) {
    if (!OWN.has(name)) act[name] = value;
  }
  if (control.matches("input[type=checkbox]")) act.value = control.checked;
  else if (control.matches("input, select")) act.value = control.value;
  return act;
}

function actOfForm(form) {
  const act = actOf(form);
  for (const control of form.elements) {
    if (control.name) act[control.name] = control.type === "checkbox" ? control.checked : control.value;
  }
  return act;
}

// ── events ──────────────────────────────────────────────────────────────────

function listen(root, link, { openTab, canvas }) {
  const isControl = (target) => target.matches("input[data-act], select[data-act]");

  root.addEventListener("input", (event) => {
    const { target } = event;
    if (target.matches("[data-filter]")) filter(target.closest("aside"));
    if (!target.matches("[data-previews]")) return;
    target.dataset.dirty = "";
    link.preview(actOf(target));
  });
  root.addEventListener("change", (event) => {
    const { target } = event;
    if (!isControl(target)) return;
    delete target.dataset.dirty;
    link.send(actOf(target));
  });
  // Left as it was before: what was said of the text in between no longer holds.
  root.addEventListener("focusout", ({ target }) => {
    if (!isControl(target) || !("dirty" in target.dataset)) return;
    delete target.dataset.dirty;
    link.send({ act: "dismiss" });
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    link.send(actOfForm(form));
    form.reset();
    form.elements[0].focus();
  });
  root.addEventListener("click", (event) => {
    const table = event.target.closest("g.node[data-table]");
    if (table && canvas.wasStill()) {
      link.send({ act: "focus", about: table.dataset.table });
      return;
    }
    const button = event.target.closest("button");
    if (!button || button.type === "submit") return;
    if (button.dataset.zoom) canvas.zoom(button.dataset.zoom);
    else if (button.dataset.copy) copy(root, button);
    else if (button.dataset.act) {
      if (button.dataset.act === "show") openTab(button.dataset.tab);
      link.send(actOf(button));
    }
  });
  // What is pressed in here is no command of the notebook.
  for (const kind of ["keydown", "keyup", "keypress"]) {
    root.addEventListener(kind, (event) => event.stopPropagation());
  }
  root.addEventListener("keydown", (event) => keyed(event, root, link));
  for (const kind of ["paste", "copy", "cut", "contextmenu"]) {
    root.addEventListener(kind, (event) => event.stopPropagation());
  }
}

function keyed(event, root, link) {
  const { target, key } = event;
  const commands = event.ctrlKey || event.metaKey;
  const isTyped = "dirty" in (target.dataset ?? {});
  if (commands && key.toLowerCase() === "z" && !isTyped) {
    event.preventDefault();
    link.send({ act: event.shiftKey ? "redo" : "undo" });
  } else if (commands && key.toLowerCase() === "y" && !isTyped) {
    event.preventDefault();
    link.send({ act: "redo" });
  } else if (target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(key)) {
    const all = [...target.parentElement.children];
    const next = all[(all.indexOf(target) + (key === "ArrowRight" ? 1 : -1) + all.length) % all.length];
    next.focus();
    next.click();
  } else if (target.matches("[data-canvas]")) {
    target.dispatchEvent(new CustomEvent("dke-key", { detail: event }));
  } else if (key === "Escape" && isTyped) {
    target.value = target.defaultValue;
    delete target.dataset.dirty;
    link.send({ act: "dismiss" });
  } else if (["Enter", "ArrowDown", "ArrowUp"].includes(key) && target.closest(".dke-grid")) {
    if (target.matches("select") || (key !== "Enter" && target.hasAttribute("list"))) return;
    if (!target.matches("input")) return;
    event.preventDefault();
    toRow(target, key === "ArrowUp" || event.shiftKey ? -1 : 1);
  }
}

// The control of the same column in the row above or below; what was typed is made on the way.
function toRow(control, by) {
  const row = control.closest("tr");
  const cell = [...row.cells].indexOf(control.closest("td"));
  const next = by > 0 ? row.nextElementSibling : row.previousElementSibling;
  const there = next?.cells[cell]?.querySelector("input, select");
  if (there) there.focus();
  else control.blur();
}

async function copy(root, button) {
  const shown = root.querySelector(`[data-copied="${CSS.escape(button.dataset.copy)}"]`);
  try {
    await navigator.clipboard.writeText(shown.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(shown);
    button.textContent = "Selected: press Ctrl+C";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

function filter(panel) {
  const wanted = panel.querySelector("[data-filter]")?.value.trim().toLowerCase() ?? "";
  for (const item of panel.querySelectorAll("[data-filtered]")) {
    item.hidden = !item.dataset.filtered.toLowerCase().includes(wanted);
  }
}

// ── panels ──────────────────────────────────────────────────────────────────

// Makes a panel what its HTML says, and leaves alone what is so already: who types keeps the cursor.
function patch(panel, html) {
  const wanted = document.createElement("template");
  wanted.innerHTML = html;
  merge(panel, wanted.content);
}

function merge(old, wanted) {
  const known = new Map();
  for (const child of old.children) if (child.dataset.key) known.set(child.dataset.key, child);
  let at = old.firstChild;
  for (const child of [...wanted.childNodes]) {
    const key = child.dataset?.key;
    const match = key ? known.get(key) : !at?.dataset?.key && isLike(at, child) ? at : null;
    if (!match || match.nodeName !== child.nodeName) {
      old.insertBefore(child, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    become(match, child);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function isLike(one, other) {
  return one?.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

function become(old, wanted) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== wanted.nodeValue) old.nodeValue = wanted.nodeValue;
    return;
  }
  if (old.isEqualNode(wanted) && !old.querySelector("input, select") && !old.matches("input, select")) return;
  const isTyped = "dirty" in old.dataset;
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && name !== "data-dirty" && !(name === "open" || name === "hidden")) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old instanceof SVGElement) {
    if (!old.isEqualNode(wanted)) old.replaceWith(wanted);
    return;
  }
  if (old.matches("select")) {
    // Options that are moved one by one take what is chosen along; in a form people have chosen.
    const { value } = old.matches("[data-act]") ? wanted : old;
    old.replaceChildren(...wanted.childNodes);
    old.value = value;
  } else merge(old, wanted);
  if (old.matches("input[type=checkbox]")) old.checked = wanted.checked;
  else if (old.matches("input[data-act]") && !isTyped) old.value = wanted.value;
}

// ── the diagram ─────────────────────────────────────────────────────────────

// Moves and scales the picture; where one was looking stays, as long as the picture's size does.
function zoomable(tab) {
  let view = null;
  let size = "";
  let from = null;
  let moved = false;
  const find = () => tab.querySelector("[data-canvas] svg");

  function fit(picture) {
    size = picture.getAttribute("viewBox");
    view = size.split(/[\s,]+/).map(Number);
  }
  function apply() {
    find()?.setAttribute("viewBox", view.join(" "));
  }
  function scale(by, x = 0.5, y = 0.5) {
    const [left, top, width, height] = view;
    view = [left + width * (1 - by) * x, top + height * (1 - by) * y, width * by, height * by];
    apply();
  }
  function move(x, y) {
    view = [view[0] + x * view[2], view[1] + y * view[3], view[2], view[3]];
    apply();
  }
  function restore() {
    const picture = find();
    if (!picture) return;
    const drawn = picture.getAttribute("viewBox");
    if (!view || drawn !== size) fit(picture);
    else if (drawn !== view.join(" ")) apply();
    const canvas = picture.closest("[data-canvas]");
    if (canvas.dataset.dirty !== undefined) return;
    canvas.dataset.dirty = "";
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      const x = (event.clientX - box.left) / box.width;
      scale(event.deltaY > 0 ? ZOOM : 1 / ZOOM, x, (event.clientY - box.top) / box.height);
    });
    canvas.addEventListener("pointerdown", (event) => {
      from = [event.clientX, event.clientY];
      moved = false;
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from || !(event.buttons & 1)) return;
      const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
      if (!moved && Math.hypot(x, y) < 4) return;
      if (!moved) canvas.setPointerCapture(event.pointerId);
      moved = true;
      from = [event.clientX, event.clientY];
      const box = find().getBoundingClientRect();
      move(-x / box.width, -y / box.height);
    });
    canvas.addEventListener("dke-key", ({ detail: event }) => {
      const step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] };
      if (step[event.key]) move(...step[event.key]);
      else if (event.key === "+" || event.key === "=") scale(1 / ZOOM);
      else if (event.key === "-") scale(ZOOM);
      else if (event.key === "0") zoom("fit");
      else return;
      event.preventDefault();
    });
  }
  function zoom(how) {
    if (!find()) return;
    if (how === "fit") {
      view = size.split(/[\s,]+/).map(Number);
      apply();
    } else scale(how === "in" ? 1 / ZOOM : ZOOM);
  }
  return { restore, zoom, wasStill: () => !moved };
}

export default { render };
