/**
 * Starts a worker from a blob that imports its script. A worker started from a URL takes its Content-Security-Policy from
 * that URL's headers, which a static host does not send; one started from a blob inherits the page's.
 */
export function startWorker(url: string, name: string): Worker {
  const script = new Blob([`import ${JSON.stringify(new URL(url, location.href).href)};`], {type: "text/javascript"});
  const address = URL.createObjectURL(script);
  const worker = new Worker(address, {type: "module", name});
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return worker;
}
