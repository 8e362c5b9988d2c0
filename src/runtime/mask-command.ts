/** What makes the runner hide a secret in the log from now on; written as the toolkit's setSecret does, before it is loaded. */
export const maskCommand = (secret: string) =>
  `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`
