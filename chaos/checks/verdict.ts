/** Whether the message is the step's verdict, which summarizes the other errors. */
export const isVerdict = (problem: string) =>
  /could (not )?be (rendered|checked completely)|be published|changed|could not be compared|could not be deployed again|refused the API key|does not compile|could not deploy|no result is shown|did not end properly|breaks \d|(dashboards?|Looks?|quer(y|ies)|tiles?|targets?) failed/.test(
    problem,
  )
