/** By number where ids are numbers, else letter by letter: the same order in every job, whatever its language. */
export function byId({ id: one }: { id: string }, { id: other }: { id: string }): number {
  const number = Number(one) - Number(other)
  if (number) return number
  return one < other ? -1 : Number(one > other)
}
