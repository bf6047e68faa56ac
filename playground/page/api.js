// The server holds all state. The page loads data, sends user actions, and listens for changes.

export class Failed extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Failed("unreachable");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failed(body.error ?? `status_${response.status}`);
  return body;
}

export const get = (path) => ask(path, { cache: "no-store" });

export const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** Uploads a file's raw bytes. */
export const postFile = (path, file) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });

/** Calls `changed(topics)` at every change, and `reachable(true or false)` when the connection changes. */
export function listen(changed, reachable) {
  const stream = new EventSource("/ui/changes");
  stream.addEventListener("message", (event) => changed(JSON.parse(event.data).topics));
  stream.addEventListener("open", () => reachable(true));
  stream.addEventListener("error", () => reachable(false));
}

/** Wraps a function that never runs twice at once. Calls during a run cause one more run. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await work();
      } while (again);
    })().finally(() => {
      running = null;
    });
    return running;
  };
}
