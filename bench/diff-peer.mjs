// Compares pictures with pixelmatch and pngjs, as a user would without the action. Receives and sends the same messages
// as the action's thread.
import { parentPort } from 'node:worker_threads'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

parentPort.on('message', ({ before, after, options: { threshold } }) => {
  const [one, other] = [before, after].map(bytes => PNG.sync.read(Buffer.from(bytes)))
  const { width, height } = one
  const picture = new PNG({ width, height })
  const changedPixels = pixelmatch(one.data, other.data, picture.data, width, height, { threshold })
  parentPort.postMessage({
    difference: { kind: 'compared', changedPixels, picture: PNG.sync.write(picture) },
  })
})
