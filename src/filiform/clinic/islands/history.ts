// Undo and redo over values that never change: one stroke, one step.

export interface History<Value> {
  readonly past: readonly Value[];
  readonly now: Value;
  readonly future: readonly Value[];
}

const UNDO_DEPTH = 50;

export const begin = <Value>(now: Value): History<Value> => ({ past: [], now, future: [] });

/** One stroke, one step: whatever changed since the last commit is undone together. */
export function commit<Value>(history: History<Value>, next: Value, written: (value: Value) => string): History<Value> {
  if (next === history.now || written(next) === written(history.now)) return history;
  const past = [...history.past, history.now].slice(-UNDO_DEPTH);
  return { past, now: next, future: [] };
}

export function undone<Value>(history: History<Value>): History<Value> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  const past = history.past.slice(0, -1);
  return { past, now: before, future: [history.now, ...history.future] };
}

/** As if the last step had never been made: it cannot be redone. */
export function takenBack<Value>(history: History<Value>): History<Value> {
  return { ...undone(history), future: [] };
}

export function redone<Value>(history: History<Value>): History<Value> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future };
}
