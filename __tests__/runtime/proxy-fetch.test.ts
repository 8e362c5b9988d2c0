import { readProxyEnv } from '../../src/runtime/proxy-env.ts'
import { proxyFetch } from '../../src/runtime/proxy-fetch.ts'

const direct = async (address: string | URL) => new Response(`straight to ${address}`)
const neverLoaded = () => Promise.reject(new Error('It was loaded'))

describe('the proxy client', () => {
  test('is not loaded where no variable names a proxy: fetch stays what it was', () =>
    expect(proxyFetch(direct, readProxyEnv({ NO_PROXY: 'acme.com' }), neverLoaded)).toBe(direct))

  test.each([
    ['the host is left out', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'acme.com' }],
    ['the proxy is for another scheme', { HTTP_PROXY: 'http://proxy:1' }],
  ])('is not loaded where %s', async (_, env) => {
    const answer = await proxyFetch(direct, readProxyEnv(env), neverLoaded)('https://looker.acme.com/api')
    expect(await answer.text()).toBe('straight to https://looker.acme.com/api')
  })
})

test('the proxy client is loaded where a request is to go by a proxy', async () => {
  const way = proxyFetch(direct, readProxyEnv({ HTTPS_PROXY: 'http://proxy:1' }), neverLoaded)
  await expect(way('https://looker.acme.com')).rejects.toThrow('It was loaded')
})
