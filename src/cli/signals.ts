/**
 * Stops work when somebody presses Ctrl+C or a program asks this one to end: what is finished can be kept then. The second time
 * the process ends at once, as it would have without this. `end` stops listening.
 */
export function stopOnSignals(stop: AbortController): {end(): void} {
  const names = ["SIGINT", "SIGTERM"] as const;
  const end = () => {
    for (const name of names) process.off(name, heard);
  };
  const heard = () => {
    end();
    stop.abort();
  };
  for (const name of names) process.on(name, heard);
  return {end};
}
