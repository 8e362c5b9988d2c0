import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../runner/folders.ts'

interface Credentials {
  key: string
  /** The certificate in PEM. */
  cert: string
}

interface Authority {
  /** The value for NODE_EXTRA_CA_CERTS. */
  file: string
  /** Issues a certificate for these host names. */
  issue(...hosts: string[]): Credentials
}

/**
 * Creates a certificate authority that no machine trusts. Each run creates a new authority, so that the repository
 * contains no private key.
 */
export function certificateAuthority(name = 'Loopback Test CA'): Authority {
  const own = keyPair()
  const cert = certificate({
    name,
    issuer: name,
    hosts: [],
    publicKey: own.publicKey,
    signer: own.privateKey,
  })
  return {
    file: fileOf(cert),
    issue(...hosts) {
      const { publicKey, privateKey } = keyPair()
      const issued = { name: hosts[0] ?? '', issuer: name, hosts, publicKey, signer: own.privateKey }
      return { key: pem(privateKey), cert: certificate(issued) }
    },
  }
}

/** Creates a self-signed certificate for a server. `file` is the value for NODE_EXTRA_CA_CERTS. */
export function selfSigned(...hosts: [string, ...string[]]): Credentials & { file: string } {
  const { publicKey, privateKey } = keyPair()
  const [name] = hosts
  const cert = certificate({ name, issuer: name, hosts, publicKey, signer: privateKey })
  return { key: pem(privateKey), cert, file: fileOf(cert) }
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

function fileOf(cert: string): string {
  const path = join(temporaryFolder(), 'ca.pem')
  writeFileSync(path, cert)
  return path
}

interface Plan {
  name: string
  issuer: string
  /** The host names in the certificate. Empty for the certificate of an authority. */
  hosts: readonly string[]
  publicKey: KeyObject
  signer: KeyObject
}

/**
 * Creates an X.509 certificate (https://www.rfc-editor.org/rfc/rfc5280#section-4.1) that is valid for a day around now.
 * Node has no function for this.
 */
function certificate({ name, issuer, hosts, publicKey, signer }: Plan): string {
  const hour = 3_600_000
  const validity = [-hour, 24 * hour].map(from => time(new Date(Date.now() + from)))
  const constraints = hosts.length === 0 ? [extension('551d13', sequence(der(0x01, [Buffer.of(0xff)])))] : []
  const names = hosts.length === 0 ? [] : [extension('551d11', sequence(...hosts.map(generalName)))]
  const body = sequence(
    der(0xa0, [integer(Buffer.of(2))]),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    distinguishedName(issuer),
    sequence(...validity),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, [sequence(...constraints, ...names)]),
  )
  const signature = der(0x03, [Buffer.of(0), sign('sha256', body, signer)])
  const base64 = sequence(body, ecdsaWithSha256, signature).toString('base64')
  return [
    '-----BEGIN CERTIFICATE-----',
    ...(base64.match(/.{1,64}/g) ?? []),
    '-----END CERTIFICATE-----',
    '',
  ].join('\n')
}

// The functions below encode values in DER (X.690): a tag, a length and the content.
function der(tag: number, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...head), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, parts)
const integer = (value: Buffer) => der(0x02, [value])
const objectId = (hex: string) => der(0x06, [Buffer.from(hex, 'hex')])
const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'))

const extension = (id: string, content: Buffer) => sequence(objectId(id), der(0x04, [content]))

const distinguishedName = (name: string) =>
  sequence(der(0x31, [sequence(objectId('550403'), der(0x0c, [Buffer.from(name)]))]))

/** Encodes a host as a `dNSName`, or as an `iPAddress` if the host is an IP address. */
const generalName = (host: string) =>
  /^[\d.]+$/.test(host)
    ? der(0x87, [Buffer.from(host.split('.').map(Number))])
    : der(0x82, [Buffer.from(host)])

/**
 * Encodes a time as a UTCTime, which RFC 5280 requires for dates until 2049
 * (https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5).
 */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`
  return der(0x17, [Buffer.from(digits)])
}
