import { type Document, isAlias, isMap, isScalar, isSeq, visit, type YAMLMap } from 'yaml'

/**
 * Removes the keys that a later merge key (`<<`) of the same mapping replaces, and reverses the order of its merge
 * keys. Looker is written in Ruby, whose YAML library lets the last of two equal keys win, even if a merge key adds it
 * (https://github.com/ruby/psych/blob/master/lib/psych/visitors/to_ruby.rb). The library `yaml` lets a merge key lose
 * against other keys and earlier merge keys.
 * @throws RangeError if the merge keys add too many keys. A chain of mappings that merge each other adds quadratically
 * many keys
 */
export function removeReplacedKeys(document: Document.Parsed): void {
  const nodes = aliasedNodes(document)
  let left = maxMergedKeys
  visit(document, {
    Map(_, map) {
      if (!map.items.some(({ key }) => isMergeKey(key))) return
      const { items, merged } = remainingItems(map, nodes)
      map.items = items
      left -= merged
      if (left < 0) throw new RangeError('Too many merged keys')
    },
  })
}

const maxMergedKeys = 500_000

/** The node that each alias refers to. */
type AliasedNodes = ReadonlyMap<unknown, unknown>

/** Finds the nodes of all aliases at once. `alias.resolve` searches the whole document for each alias. */
function aliasedNodes(document: Document.Parsed): AliasedNodes {
  const anchors = new Map<string, unknown>()
  const nodes = new Map<unknown, unknown>()
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) nodes.set(node, anchors.get(node.source))
      else if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return nodes
}

function remainingItems(
  { items }: YAMLMap,
  nodes: AliasedNodes,
): { items: YAMLMap['items']; merged: number } {
  const later: MergedKeys = { names: new Set(), seen: new Set() }
  const lastFirst = items.toReversed().filter(({ key, value }) => {
    if (!isMergeKey(key)) return !later.names.has(String(key))
    addMergedKeys(value, later, nodes)
    return true
  })
  const mergeKeys = items.filter(({ key }) => isMergeKey(key))
  // The other keys stay before merge keys that may use their anchors.
  const remaining = lastFirst
    .toReversed()
    .map(item => (isMergeKey(item.key) ? (mergeKeys.pop() ?? item) : item))
  return { items: remaining, merged: later.names.size + later.seen.size }
}

/** In a parsed document, the value of a merge key is a symbol. */
const isMergeKey = (key: unknown) => isScalar(key) && typeof key.value === 'symbol'

interface MergedKeys {
  names: Set<string>
  /** The nodes whose keys are in `names`. */
  seen: Set<unknown>
}

function addMergedKeys(start: unknown, { names, seen }: MergedKeys, nodes: AliasedNodes): void {
  const open = [start]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = nodes.get(next) ?? next
    if (seen.has(node)) continue
    seen.add(node)
    if (isSeq(node)) open.push(...node.items)
    if (!isMap(node)) continue
    for (const { key, value } of node.items)
      if (isMergeKey(key)) open.push(value)
      else names.add(String(key))
  }
}
