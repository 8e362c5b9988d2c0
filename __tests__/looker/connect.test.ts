import { meteredAs } from '../../src/looker/connect.ts'

describe('the metering of a request', () => {
  test.each([
    ['/login', undefined],
    ['/logout', undefined],
    ['/versions', undefined],
    ['/render_tasks/dashboards/42/png', 'query'],
    ['/render_tasks/a1/results', 'query'],
    ['/queries/slug/aBc', 'query'],
    ['/queries/run/json_detail', 'query'],
    ['/query_tasks/multi_results', 'query'],
    ['/merge_queries/7', 'query'],
    ['/sql_queries/aBc', 'query'],
    ['/looks/7/run/png', 'query'],
    ['/looks/7', 'administrative'],
    ['/dashboards/42', 'administrative'],
    ['/dashboards/lookml', 'administrative'],
    ['/session', 'administrative'],
    ['/projects/shop/git_branch', 'administrative'],
    ['/projects/shop/validate', 'administrative'],
    ['/content_validation', 'administrative'],
    ['/lookml_models/shop/explores/orders', 'administrative'],
  ])('of %s is %s', (path, activity) => expect(meteredAs(path)).toBe(activity))
})
