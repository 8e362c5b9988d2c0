import { setFlagsFromString } from 'node:v8'

/**
 * From now on V8 collects garbage often instead of taking more memory. By itself it takes 45 MB (Node 20) or 140 MB
 * (Node 24) more over 500 targets than over 8, and needs none of it. Costs a tenth more of the processor's time.
 */
export const saveMemory = (): void => setFlagsFromString('--optimize-for-size')
