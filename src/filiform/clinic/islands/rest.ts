// Work that can wait until the page is at rest.

/** Do one thing after the other, each in a pause of its own, so that no frame waits for all of them. */
export function atRest(...works: readonly (() => void)[]): void {
  const [first, ...others] = works;
  if (!first) return;
  const work = (): void => {
    first();
    atRest(...others);
  };
  // Safari has no idle callback.
  if (window.requestIdleCallback) window.requestIdleCallback(work);
  else setTimeout(work, 200);
}
