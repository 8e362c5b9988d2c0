/** Whether the message is the step's verdict, which sums up the other errors. */
export const isVerdict = (problem: string) =>
  /(could not be rendered|be published|\d targets? failed|did not end as it should|(changed|could not be compared): .+|is not deployed again)\.$/.test(
    problem,
  )
