/** Adds a value to the list with this key. Takes constant time, even for long lists. */
export function addToList<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Returns the values, and all values that the map leads to from them, directly or in several steps. */
export function withReached<T>(starts: Iterable<T>, next: ReadonlyMap<T, Iterable<T>>): Set<T> {
  const reached = new Set(starts)
  // The loop adds to `reached`, and visits the added values, too.
  for (const value of reached) for (const other of next.get(value) ?? []) reached.add(other)
  return reached
}

/** Adds all items to a list. `push(...items)` would overflow the stack with more than about 100,000 items. */
export function addAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item)
}
