/**
 * The frame around the realm of JavaScript cells, of no origin: starts the worker, passes messages on, and ends the worker
 * when it does not answer or sends too much. Its text is in cell-host.html, by hash.
 */

/** The worker's text; the bundler puts it here. */
declare const CELL_WORKER: string;

/** A worker that has not answered for so long is in an endless loop. */
const SILENCE = 4000;
const BEAT = 500;
/** Messages on their way to the page at once, messages that may wait for it, and how many may come in a second. */
const CREDIT = 256;
const QUEUE = 2000;
const RATE = 5000;

function start(port: MessagePort): void {
  const worker = new Worker(URL.createObjectURL(new Blob([CELL_WORKER], {type: "text/javascript"})));
  const queue: unknown[] = [];
  let credit = CREDIT;
  let count = 0;
  let heard = performance.now();
  let beat = 0;
  const end = (why: "silent" | "flood" | "failed") => {
    clearInterval(timer);
    worker.terminate();
    port.postMessage({t: "lost", why});
  };
  const pass = () => {
    while (credit > 0 && queue.length) {
      credit--;
      port.postMessage(queue.shift());
    }
  };
  const timer = setInterval(() => {
    if (count > RATE * (BEAT / 1000)) return end("flood");
    count = 0;
    if (performance.now() - heard > SILENCE) return end("silent");
    worker.postMessage({t: "ping", n: ++beat});
  }, BEAT);
  worker.addEventListener("message", ({data}) => {
    heard = performance.now();
    count++;
    if (data?.t === "pong") return;
    queue.push(data);
    if (queue.length > QUEUE) end("flood");
    else pass();
  });
  worker.addEventListener("error", (event) => {
    // an error outside of any evaluation, in a timer of a cell, say: the realm lives on
    event.preventDefault();
  });
  port.addEventListener("message", ({data}) => {
    if (data?.t === "ack") {
      credit++;
      pass();
    } else worker.postMessage(data);
  });
  port.start();
}

addEventListener(
  "message",
  ({ports: [port], source}) => {
    if (port && source === parent) start(port);
  },
  {once: true}
);
