"use strict";
// The sandbox's page. The server draws every message; this script only asks, places and sends.

const FAST = 200; // ms between questions while an answer is awaited
const SLOW = 1200; // ms otherwise
const PATIENCE = 8000; // ms until 「處理中」 is taken away

const byId = (id) => document.getElementById(id);
const person = byId("person");
const groupSelect = byId("group-select");
const statusLine = byId("status");
const chats = document.querySelector("main");
const places = {};
for (const place of ["group", "direct"]) {
  const root = byId(place);
  places[place] = {
    root,
    log: root.querySelector(".log"),
    text: root.querySelector("textarea"),
    form: root.querySelector("form"),
    waiting: root.querySelector(".waiting"),
    waitsUntil: 0,
  };
}

let cursor = 0;
let epoch = 0;
let fresh = true; // the next answer brings what was said before
let view = 0; // counts person and group changes, so that a late answer is not shown to another
let timer = 0;

const groupId = () => (groupSelect.selectedOptions.length ? groupSelect.value : "");
const idOf = (place) => (place === "group" ? groupId() : "");

function tell(text, bad = false) {
  statusLine.textContent = text;
  statusLine.classList.toggle("bad", bad);
}

async function post(path, fields) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: person.value, ...fields }),
    });
    const body = await answer.json();
    if (answer.ok) return body;
    tell(body.error || "沒有成功，請再試一次。", true);
  } catch {
    tell("連不上小幫手，請稍後再試。", true);
  }
  return null;
}

// ---- showing

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function draw(entry) {
  const holder = document.createElement("template");
  holder.innerHTML = entry.html; // escaped by the server's templates
  const content = holder.content.firstElementChild;
  if (content.classList.contains("event")) return content;
  const mine = entry.sender === person.value;
  const message = element("article", mine ? "message mine" : "message");
  const name = entry.sender ? entry.name : "小幫手";
  const by = element("span", "by", mine ? `${entry.hour} ` : `${name} ${entry.hour}`);
  message.setAttribute("aria-label", `${mine ? "我" : name} ${entry.hour}`);
  if (entry.messageId) message.dataset.messageId = entry.messageId;
  if (mine) {
    const undo = element("button", "", "收回");
    undo.type = "button";
    undo.dataset.unsend = entry.messageId;
    by.append(undo);
  }
  message.append(by, holder.content);
  return message;
}

function show(entry) {
  const place = places[entry.place];
  const { log } = place;
  if (entry.unsent) {
    const gone = log.querySelector(`[data-message-id="${CSS.escape(entry.unsent)}"]`);
    if (gone) gone.replaceWith(element("p", "event", "訊息已收回"));
    return;
  }
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const drawn = draw(entry);
  log.append(drawn);
  if (atEnd || entry.sender === person.value) {
    // the end, but never past the beginning of what is new
    log.scrollTop = Math.min(log.scrollHeight, drawn.offsetTop - log.offsetTop - 12);
  }
  if (!entry.sender) place.waitsUntil = 0;
}

function toEnd(log) {
  log.scrollTo({ top: log.scrollHeight, behavior: "instant" });
}

function markUnread(place, unread) {
  document.querySelector(`[data-tab="${place}"] .dot`).hidden = !unread;
}

function clearLogs() {
  cursor = 0;
  fresh = true;
  view += 1;
  for (const place of Object.values(places)) {
    place.log.setAttribute("aria-busy", "true"); // old messages are not read aloud
    place.log.replaceChildren();
    place.waitsUntil = 0;
  }
}

async function look() {
  clearTimeout(timer);
  const asked = view;
  const query = new URLSearchParams({ as: person.value, group: groupId(), after: cursor });
  try {
    const answer = await fetch(`/sandbox/state?${query}`);
    if (!answer.ok) throw new Error(answer.status);
    const state = await answer.json();
    if (asked === view) apply(state);
    if (statusLine.classList.contains("bad") && statusLine.dataset.away) tell("");
    delete statusLine.dataset.away;
  } catch {
    tell("連不上小幫手，重新連線中…", true);
    statusLine.dataset.away = "yes";
  }
  const now = performance.now();
  let waits = false;
  for (const place of Object.values(places)) {
    place.waiting.hidden = place.waitsUntil < now;
    waits = waits || place.waitsUntil >= now;
  }
  clearTimeout(timer);
  timer = setTimeout(look, waits ? FAST : SLOW);
}

function apply(state) {
  if (epoch && state.epoch !== epoch) {
    epoch = state.epoch;
    clearLogs();
    look();
    return;
  }
  const first = fresh;
  fresh = false;
  epoch = state.epoch;
  for (const entry of state.entries) {
    if (entry.id <= cursor) continue;
    show(entry);
    if (!first && chats.dataset.tab !== entry.place) markUnread(entry.place, true);
  }
  cursor = state.cursor;
  byId("clock").textContent = state.clock;
  document.querySelector(".absent").hidden = !groupId() || state.botInGroup;
  if (first) {
    for (const { log } of Object.values(places)) {
      toEnd(log);
      setTimeout(() => log.setAttribute("aria-busy", "false"), 0);
    }
  }
}

// ---- doing

async function say(place, text) {
  tell("");
  const answer = await post("/sandbox/say", { group: idOf(place), text });
  if (!answer) return false;
  if (answer.heard) places[place].waitsUntil = performance.now() + PATIENCE;
  else tell("這句沒有叫到小幫手，所以它不會回。開頭加 # 就會回。");
  await look();
  return true;
}

function selectTab(place) {
  chats.dataset.tab = place;
  markUnread(place, false);
  for (const tab of document.querySelectorAll("[data-tab][aria-pressed]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === place));
  }
  toEnd(places[place].log);
}

function fill(place, text) {
  selectTab(place);
  const field = places[place].text;
  field.value = text;
  field.focus();
  field.setSelectionRange(text.length, text.length);
}

function offerGroups() {
  let firstOpen = null;
  for (const option of groupSelect.options) {
    const member = option.dataset.members.split(" ").includes(person.value);
    option.disabled = option.hidden = !member;
    if (member && !firstOpen) firstOpen = option;
  }
  const chosen = groupSelect.selectedOptions[0];
  if (!chosen || chosen.disabled) groupSelect.value = firstOpen ? firstOpen.value : "";
  const nowhere = !groupId();
  groupSelect.disabled = nowhere;
  for (const part of places.group.form.elements) part.disabled = nowhere;
  if (nowhere) tell("這個人不在任何群組裡，請用一對一。");
}

person.addEventListener("change", () => {
  tell("");
  offerGroups();
  clearLogs();
  look();
});
groupSelect.addEventListener("change", () => {
  clearLogs();
  look();
});

for (const [place, { form, text, root }] of Object.entries(places)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = text.value;
    if (!typed.trim()) return;
    text.value = "";
    if (!(await say(place, typed)) && !text.value) text.value = typed;
  });
  text.addEventListener("keydown", (event) => {
    // while an input method composes, Enter chooses a character
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.say) say(place, button.dataset.say);
    else if (button.dataset.fill) fill("direct", button.dataset.fill);
    else if (button.dataset.example) fill(place, button.dataset.example);
    else if (button.dataset.unsend) {
      await post("/sandbox/unsend", { group: idOf(place), messageId: button.dataset.unsend });
      look();
    } else if ("copy" in button.dataset) {
      try {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        tell("已複製。");
      } catch {
        tell("無法複製，請自行選取文字。", true);
      }
    }
  });
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.addEventListener("click", () => selectTab(tab.dataset.tab));
}
for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", async () => {
    const answer = await post("/sandbox/clock", { step: button.dataset.step });
    if (answer) tell(answer.told);
    look();
  });
}
byId("invite").addEventListener("click", async () => {
  if (await post("/sandbox/invite-bot", { group: groupId() })) {
    places.group.waitsUntil = performance.now() + PATIENCE;
  }
  look();
});
byId("reset").addEventListener("click", async () => {
  if (!window.confirm("清除試用的對話與案件，回到最初的範例？")) return;
  if (await post("/sandbox/reset", {})) tell("已重新開始。");
  look();
});

offerGroups();
look();
