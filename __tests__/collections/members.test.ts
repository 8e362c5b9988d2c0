import { readMembers } from '../../src/collections/members.ts'
import type { ListedCollection, Member } from '../../src/input-types.ts'
import type { ContentClient } from '../../src/looker/content.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'

const look = (id: string): Member => ({ kind: 'look', id })
const board = { kind: 'board', id: '7', except: [] } as unknown as ListedCollection

test('a board does not list Looks that are in the trash or that Looker does not show', async () => {
  const client = {
    board: async () => ({ title: 'Sales', deleted: false, members: ['1', '2', '3'].map(look) }),
    look: async (id: string) => {
      if (id === '3') throw new LookerError('Not found', 'Check the id.', { status: 404, retries: 0 })
      return { title: `Look ${id}`, deleted: id === '2' }
    },
  } as unknown as ContentClient
  const { members } = await readMembers(board, client)
  expect(members.map(({ id }) => id)).toEqual(['1'])
})
