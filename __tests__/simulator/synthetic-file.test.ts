import { decode } from 'jpeg-js'
import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'

let looker: Simulator

afterEach(() => looker.close())

test.each(['png', 'jpg', 'pdf'])(
  'a synthetic %s of the simulator has exactly the requested length, and a valid start and end',
  async format => {
    const lengths = [1500, 65_535, 66_100, 131_072 + 1013, 1_000_000]
    looker = await startSimulator({ renderSeconds: 0, pictureBytes: task => lengths[Number(task.contentId)] })
    const client = await new Client(looker).logIn()
    const ends = {
      png: ['\x89PNG', 'IEND\xaeB`\x82'],
      jpg: ['\xff\xd8\xff', '\xff\xd9'],
      pdf: ['%PDF-', '%%EOF\n'],
    }
    const [head = '', tail = ''] = ends[format as keyof typeof ends]

    for (const [id, length] of lengths.entries()) {
      const bytes = await client.rendered(`dashboards/${id}/${format}`)
      expect(bytes.length).toBe(length)
      expect(bytes.toString('latin1').startsWith(head)).toBe(true)
      expect(bytes.toString('latin1').endsWith(tail)).toBe(true)
      if (format === 'jpg') expect(decode(bytes).width).toBe(1)
    }
  },
)

test('the color of a synthetic PNG of the simulator changes only for an edited dashboard', async () => {
  looker = await startSimulator({ renderSeconds: 0, pictureBytes: 4000 })
  const client = await new Client(looker).logIn()
  const render = () => Promise.all(['42', '7'].map(id => client.rendered(`dashboards/${id}/png`)))
  const [before, other] = await render()
  looker.edit({ dashboard: '42', changes: [{ measure: 'Orders', times: 2 }] })
  const [after, same] = await render()

  expect(after).not.toEqual(before)
  expect(same).toEqual(other)
})

test('the simulator sends a picture of 200 MB without holding it in memory', async () => {
  looker = await startSimulator({ renderSeconds: 0, pictureBytes: 200_000_000 })
  const client = await new Client(looker).logIn()
  const id = await client.createdId('dashboards/42/png')
  await client.ended(id)
  const before = process.memoryUsage().rss

  let length = 0
  for await (const chunk of (await client.results(id)).body ?? []) length += chunk.length

  expect(length).toBe(200_000_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
})
