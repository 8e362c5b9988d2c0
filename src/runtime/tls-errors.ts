const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/
/** The certificate is trusted, but not valid at this time. */
const timeCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

/** Returns the first error code among the causes of an error. */
export function causeCode(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code
  return undefined
}

/**
 * Returns Node's error code and the next step if TLS refused the connection.
 * @param setting the setting that contains the address of the host, for example `base-url`
 */
export function tlsFault(error: unknown, setting: string): { code: string; hint: string } | undefined {
  const code = causeCode(error)
  if (code === undefined || !tlsCodes.test(code)) return undefined
  const hint = timeCodes.has(code)
    ? "Renew the certificate of the host or of the proxy that answers in its place, or correct the runner's clock."
    : `Check ${setting}'s host and port; for a private certificate authority, set NODE_EXTRA_CA_CERTS in the job's env.`
  return { code, hint }
}
