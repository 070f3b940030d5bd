// Fills the status page from the API and keeps it fresh. Everything shown is text, never markup.

const REFRESH_MILLIS = 3000;
const MOST_COLLECTIONS = 50;
const ROLES = 5;
const TOKEN = "brainy-token";

const byId = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en");

class Refused extends Error {}

async function get(path) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(path, { headers, cache: "no-store" });
  if (response.status === 401 || response.status === 403) throw new Refused();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024;
    unit++;
  }
  return `${unit === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[unit]}`;
}

function row(cells) {
  const line = document.createElement("tr");
  for (const { text, name = "", state } of cells) {
    const cell = line.insertCell();
    cell.textContent = text;
    cell.className = name;
    if (state) cell.dataset.state = state;
  }
  return line;
}

const figure = (value) => ({
  text: value === undefined || value === null ? "–" : number.format(value),
  name: "n",
});

function showHealth(health) {
  const pill = byId("health");
  const words = {
    green: "healthy",
    yellow: "needs a look",
    red: "some requests fail",
    unknown: "no answer",
    locked: "needs a token",
  };
  pill.dataset.status = health.status;
  pill.querySelector("b").textContent = words[health.status] ?? health.status;
  const list = byId("reasons");
  list.hidden = health.reasons.length === 0;
  list.replaceChildren(
    ...health.reasons.map((reason) => {
      const item = document.createElement("li");
      item.textContent = reason;
      return item;
    }),
  );
}

function showNodes(nodes) {
  byId("nodes").replaceChildren(
    ...nodes.map((node) =>
      row([
        { text: node.id, name: "id" },
        { text: node.state, state: node.state },
        { text: node.roles.length === ROLES ? "all" : node.roles.join(", "), name: "wrap" },
        { text: node.url },
        { text: [node.region, node.zone].filter(Boolean).join(" / ") || "–" },
        figure(node.warmShards),
        { text: `${Math.round(node.load.cpu * 100)} %`, name: "n" },
        { text: bytes(node.load.heapUsedBytes), name: "n" },
      ]),
    ),
  );
  const used = nodes.reduce((sum, node) => sum + node.load.heapUsedBytes, 0);
  const most = nodes.reduce((sum, node) => sum + node.load.heapMaxBytes, 0);
  byId("bucket").textContent = [...new Set(nodes.map((node) => node.bucket))].join(", ");
  byId("heap").textContent = bytes(used);
  byId("heap-max").textContent = `of ${bytes(most)}`;
  byId("heap-meter").value = most > 0 ? used / most : 0;
}

async function showCollections() {
  const { collections } = await get("/v1/collections");
  const shown = collections.slice(0, MOST_COLLECTIONS);
  const stats = await Promise.all(
    shown.map((settings) =>
      get(`/v1/collections/${encodeURIComponent(settings.name)}/stats`).catch((error) => {
        if (error instanceof Refused) throw error;
        return {};
      }),
    ),
  );
  const lines = shown.map((settings, i) =>
    row([
      { text: settings.name },
      figure(stats[i].documents),
      figure(stats[i].position),
      figure(stats[i].unindexedCommits),
      figure(stats[i].segments),
      { text: stats[i].bytes === undefined ? "–" : bytes(stats[i].bytes), name: "n" },
      figure(settings.dimension),
    ]),
  );
  if (collections.length > shown.length) {
    lines.push(row([{ text: `and ${collections.length - shown.length} more`, name: "quiet" }]));
  }
  if (lines.length === 0) lines.push(row([{ text: "none yet", name: "quiet" }]));
  byId("collections").replaceChildren(...lines);
  byId("first").hidden = collections.length > 0;
  byId("collection-count").textContent = number.format(collections.length);
  const sum = (name) => stats.reduce((total, one) => total + (one[name] ?? 0), 0);
  byId("documents").textContent = number.format(sum("documents"));
  byId("unindexed").textContent = number.format(sum("unindexedCommits"));
}

async function refresh() {
  try {
    const [health, { nodes }] = await Promise.all([
      get("/v1/cluster/health"),
      get("/v1/cluster/nodes"),
    ]);
    byId("token").hidden = true;
    showHealth(health);
    showNodes(nodes);
    await showCollections();
    byId("freshness").textContent = `as of ${new Date().toLocaleTimeString()}`;
  } catch (error) {
    if (error instanceof Refused) {
      byId("token").hidden = false;
      showHealth({ status: "locked", reasons: [] });
    } else {
      showHealth({ status: "unknown", reasons: [`This page could not be refreshed: ${error.message}.`] });
    }
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, REFRESH_MILLIS);
}

byId("first-write").textContent =
  `curl ${location.origin}/v1/collections/notes/documents \\\n` +
  `  -H 'Content-Type: application/json' \\\n` +
  `  -d '{"id": "1", "content": "the first note", "metadata": {"kind": "test"}}'`;
byId("token").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId("token-value").value);
  byId("token-value").value = "";
  refresh();
});
keepFresh();
