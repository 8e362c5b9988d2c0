import { generateKeyPairSync } from 'node:crypto'

/** Creates the key of the apps on the emulated GitHub once for all test files, because this takes 0.2 seconds. */
export default function makeAppKey() {
  const encodings = {
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }
  process.env.EMULATED_APP_KEY = generateKeyPairSync('rsa', { modulusLength: 2048, ...encodings }).privateKey
}
