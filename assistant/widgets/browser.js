// What only the browser can do: keep the conversation, copy, tell what was clicked in our own markup, announce an answer,
// and say what to do when the server is gone. `data.session` is another one after a reload.
const KEPT = "citedesk.turn.";
const MOST = 200;
const NARROW = "(max-width: 899px)";
const LOST =
  "Citedesk has stopped or cannot be reached. What you typed is still in its box. Start it again with: citedesk chat. " +
  "This page goes on by itself as soon as it runs.";

function records() {
  const found = [];
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(KEPT)) continue;
    try { found.push(JSON.parse(localStorage.getItem(key))); } catch { localStorage.removeItem(key); }
  }
  return found.sort((one, other) => String(one.asked).localeCompare(String(other.asked)));
}

function keep(add, remove) {
  for (const id of remove) localStorage.removeItem(KEPT + id);
  for (const turn of add) localStorage.setItem(KEPT + turn.id, JSON.stringify(turn));
  for (const turn of records().slice(0, -MOST)) localStorage.removeItem(KEPT + turn.id);
}

// A browser that keeps nothing, or has no room left, still shows what was answered.
function tried(what, instead) {
  try { return what(); } catch { return instead; }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// It outlives the page's elements, which go when the connection does.
function watch() {
  const banner = document.createElement("p");
  banner.className = "cd-problem cd-lost";
  banner.setAttribute("role", "alert");
  const wait = async () => {
    const reply = await fetch(new URL("_stcore/health", document.baseURI)).catch(() => null);
    if (reply?.ok) banner.remove();
    else setTimeout(wait, 1000);
  };
  const look = () => {
    const dialog = [...document.querySelectorAll("[role=dialog]")].find((one) => /Streamlit/.test(one.textContent));
    if (!dialog) return;
    dialog.querySelector("button[aria-label=Close]")?.click();
    if (banner.isConnected) return;
    banner.textContent = LOST;
    (document.querySelector("[data-testid=stMain]") || document.body).prepend(banner);
    wait();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const own = (window.citedesk ??= { session: null, done: 0 });
  const live = parentElement.querySelector("[role=status]");
  const say = (text) => { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 50); };
  const narrow = matchMedia(NARROW);
  const tell = () =>
    setStateValue("told", { session: data.session, narrow: narrow.matches, turns: tried(records, []) });

  if (own.session !== data.session) {
    own.session = data.session;
    own.done = 0;
    tell();
  }
  if (data.stamp > own.done) {
    own.done = data.stamp;
    tried(() => keep(data.add, data.remove));
    if (data.say) say(data.say);
    if (data.top) {
      // In a low window, as at 200 %, the box alone would fill it.
      const card = window.innerHeight < 600 && document.querySelector(".st-key-card");
      if (card) card.scrollIntoView({ block: "start" });
      else document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
    }
  }

  const clicked = (event) => {
    const place = event.target.closest?.("[data-copy], [data-go], a.cd-mark");
    if (!place) return;
    if (place.dataset.copy) {
      copy(place.dataset.copy === "#" ? location.href : place.dataset.copy).then(() => say("Copied."));
      place.classList.add("cd-done");
      setTimeout(() => place.classList.remove("cd-done"), 1500);
    } else {
      const mark = /^#turn-.*-source-(\d+)$/.exec(place.getAttribute("href") || "");
      const to = place.dataset.go || (mark && `source:${mark[1]}`);
      if (!to) return;
      event.preventDefault();
      setTriggerValue("went", to);
    }
  };
  document.addEventListener("click", clicked);
  narrow.addEventListener("change", tell);
  if (!own.watched) watch();
  own.watched = true;
  return () => {
    document.removeEventListener("click", clicked);
    narrow.removeEventListener("change", tell);
  };
}
