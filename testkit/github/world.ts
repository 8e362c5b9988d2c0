import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createEmulator } from 'emulate'
import { rewritten } from './answers.ts'
import type { App, Permissions, World } from './model.ts'

/** The app of a job's own token. */
const appOfActions: App = { id: 15368, slug: 'github-actions', installation: 1 }
export const otherApp: App = { id: 2740, slug: 'acme-charts', installation: 2 }
/** jest.setup.js creates one key for all test files, because creating a key takes long. */
const key = process.env.EMULATED_APP_KEY ?? makeKey()
const owner = `ghp_${randomBytes(18).toString('hex')}`

function makeKey(): string {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return pair.privateKey
}

export async function startWorld(repository: string, options: { private: boolean; empty: boolean }) {
  const person = `ghp_${randomBytes(18).toString('hex')}`
  const seed = seedOf(repository, options, person)
  const emulator = await createEmulator({ service: 'github', port: 0, seed })
  const send = sender(new URL(emulator.url))
  const world: World = {
    repository,
    private: options.private,
    apiUrl: emulator.url,
    emulatorUrl: emulator.url,
    tokens: new Map([[person, undefined]]),
    logins: new Map([[person, 'mona']]),
    releases: new Map(),
    assets: [],
    protectedRefs: new Map(),
    isRenamed: false,
    oldComments: new Set(),
    lagReads: 0,
    laggingRefs: new Map(),
    send,
    ask: async <T>(method: string, path: string, body?: object) => {
      const { status, text } = await asOwner(world, method, path, body)
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
      return (text ? JSON.parse(text) : undefined) as T
    },
    find: async <T>(path: string) => {
      const { status, text } = await asOwner(world, 'GET', path)
      return status < 300 ? (JSON.parse(text) as T) : undefined
    },
    installationToken: (permissions, app) => installationToken(world, permissions, app),
    close: () => emulator.close(),
  }
  return { world, person }
}

function seedOf(
  repository: string,
  { private: isPrivate, empty }: { private: boolean; empty: boolean },
  person: string,
) {
  const [account = '', name = ''] = repository.split('/')
  return {
    tokens: { [owner]: { login: 'admin', scopes: ['repo'] }, [person]: { login: 'mona', scopes: ['repo'] } },
    github: {
      users: [{ login: 'mona', name: 'Mona Lisa', email: 'mona@example.com' }],
      orgs: [{ login: account, members: [{ login: 'admin', role: 'admin' }, { login: 'mona' }] }],
      repos: [{ owner: account, name, private: isPrivate, auto_init: !empty }],
      apps: [appOfActions, otherApp].map(({ id, slug, installation }) => ({
        app_id: id,
        slug,
        name: slug,
        private_key: key,
        permissions: { contents: 'write', pull_requests: 'write' },
        events: [],
        installations: [{ installation_id: installation, account, repository_selection: 'all' }],
      })),
    },
  }
}

const handedOn = ['authorization', 'accept', 'content-type']
const handedBack = /^(content-type|link|x-ratelimit-.*)$/

function sender({ host, port }: URL): World['send'] {
  return async ({ method, url, headers, body }) => {
    const kept = handedOn.flatMap(name => (headers[name] ? [[name, headers[name]]] : []))
    const outgoing = request({
      // Each request has a new connection, because the emulator may close an idle connection at any time.
      agent: false,
      host: '127.0.0.1',
      port,
      method,
      path: url.pathname + url.search,
      headers: { ...Object.fromEntries(kept), host, 'content-length': body.length },
    })
    outgoing.end(body)
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    const given = Object.entries(response.headers).filter(([name]) => handedBack.test(name))
    return {
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(given) as Record<string, string>,
      body: await buffer(response),
    }
  }
}

async function asOwner(world: World, method: string, path: string, body?: object) {
  const answer = await world.send({
    method,
    url: new URL(path, world.emulatorUrl),
    headers: { authorization: `token ${owner}`, 'content-type': 'application/json' },
    body: Buffer.from(body ? JSON.stringify(body) : ''),
  })
  const { status, body: bytes = '' } = rewritten(world, answer)
  return { status, text: bytes.toString() }
}

async function installationToken(
  world: World,
  permissions: Permissions,
  { id, slug, installation } = appOfActions,
): Promise<string> {
  const { contents, 'pull-requests': pulls } = permissions
  const answer = await world.send({
    method: 'POST',
    url: new URL(`/app/installations/${installation}/access_tokens`, world.emulatorUrl),
    headers: { authorization: `Bearer ${appToken(id)}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ permissions: { contents, pull_requests: pulls } })),
  })
  const { token } = JSON.parse(String(answer.body)) as { token?: string }
  if (!token) throw new Error(`No installation token: ${answer.body}`)
  world.tokens.set(token, permissions)
  world.logins.set(token, `${slug}[bot]`)
  return token
}

function appToken(id: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: String(id), iat: now - 60, exp: now + 300 }
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`
}
