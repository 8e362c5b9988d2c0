/** Whether two files are the same: a comparison of memory, without decoding. */
export const sameBytes = (before: Uint8Array, after: Uint8Array) => Buffer.compare(before, after) === 0
