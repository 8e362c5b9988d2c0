import type { ListedCollection, Member } from '../../src/input-types.ts'
import type { Target } from '../../src/model.ts'
import { addressOf } from '../../src/targets.ts'
import { dashboard, tile } from '../results.ts'

/** Returns a collection as the input `targets` would list it. Members get no settings. */
export function collection(
  about: Pick<ListedCollection, 'kind' | 'id'> & { recursive?: boolean; except?: string[] },
): ListedCollection {
  const { kind, id, recursive = false, except = [] } = about
  return {
    kind,
    id,
    recursive,
    source: addressOf({ kind, id }),
    name: `${kind}-${id}`,
    url: `https://acme.cloud.looker.com/${kind}/${id}`,
    except: except.map(source => {
      const [resource = '', id = ''] = source.split('/')
      const plain = ({ looks: 'look', folders: 'folder', dashboard_elements: 'dashboard_element' } as const)[
        resource
      ]
      return { source, id, kind: plain ?? (id.includes('::') ? 'lookml_dashboard' : 'dashboard') }
    }),
    toTarget,
  }
}

function toTarget({ kind, id, title, dashboard: stage }: Member): Target {
  const name = addressOf({ kind, id }).replace(/\W+/g, '-')
  const common = { id, name, file: `${name}.png`, ...(title && { title }) }
  if (kind === 'dashboard' || kind === 'lookml_dashboard') return dashboard({ kind, ...common })
  return tile({ kind, ...common, ...(stage && { dashboard: stage }) })
}
