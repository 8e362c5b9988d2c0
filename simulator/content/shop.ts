import type { Content } from './model.ts'

/** A title with the maximum length that Looker allows. The title does not fit into a heading. */
const longTitle =
  `Everything that the weekly meeting of all regions looks at, ${'with every number '.repeat(8)}`
    .padEnd(200, '.')
    .slice(0, 200)

/** The content of a shop. Several folders are difficult cases: deep, empty, hidden, deleted, personal or invisible. */
export const shop: Content = {
  folders: [
    { id: '1', name: 'Shared', parentId: null },
    { id: '2', name: 'Users', parentId: null },
    { id: 'lookml', name: 'LookML Dashboards', parentId: null },
    { id: '12', name: 'Sales', parentId: '1' },
    { id: '13', name: 'Regions', parentId: '12' },
    { id: '16', name: 'Weekly meeting', parentId: '13' },
    { id: '14', name: 'Operations', parentId: '1' },
    { id: '15', name: 'Nothing yet', parentId: '1' },
    { id: '17', name: 'Board of directors', parentId: '1', invisible: true },
    { id: '21', name: 'Mona Lisa', parentId: '2', personal: true },
    { id: '22', name: 'Drafts', parentId: '21' },
  ],
  dashboards: [
    { id: '42', title: 'Sales overview', folderId: '12', slug: 'Xk3nR8vQ2mTz5pLw9sYd1B' },
    { id: '43', title: 'Customer retention', folderId: '12' },
    { id: '46', title: 'Sales overview (old)', folderId: '12', hidden: true },
    { id: '9047', title: 'Sales overview, copied', folderId: '12', deleted: true },
    { id: '48', title: 'Kinds of tiles', folderId: '14', extras: ['text', 'look', 'merged', 'button'] },
    { id: '44', title: 'Inventory', folderId: '14' },
    { id: '45', title: 'Marketing performance', folderId: '1' },
    { id: '51', title: '日本の売上', folderId: '13' },
    { id: '52', title: 'نظرة عامة على المبيعات', folderId: '13' },
    { id: '53', title: longTitle, folderId: '16' },
    {
      id: '54',
      title: '<img src=x onerror=alert(1)> | *Sales* & [more](https://evil.example)',
      folderId: '16',
    },
    { id: '9055', title: 'For directors only', folderId: '17' },
    { id: '9056', title: 'Salaries', folderId: '12', invisible: true },
    { id: '61', title: 'My own sales', folderId: '21' },
    { id: '62', title: 'My draft', folderId: '22' },
    { id: 'thelook::overview', title: 'The Look: overview', folderId: 'lookml' },
    { id: 'thelook::sales_overview', title: 'Sales overview', folderId: 'lookml' },
    { id: 'thelook::business_pulse', title: 'Business pulse', folderId: 'lookml' },
    { id: 'thelook::inventory', title: 'The Look: inventory', folderId: 'lookml', hidden: true },
  ],
  looks: [
    { id: '7', title: 'Weekly revenue', folderId: '12' },
    { id: '8', title: 'Revenue by region', folderId: '13' },
    { id: '9', title: 'Top products', folderId: '14' },
    { id: '9010', title: 'Revenue by category', folderId: '12', deleted: true },
    { id: '11', title: 'Active customers by segment', folderId: '1' },
  ],
  boards: [
    {
      id: '3',
      title: 'Monday morning',
      sections: [
        { title: 'How we sell', items: ['dashboards/thelook::sales_overview', 'looks/7', 'dashboards/42'] },
        {
          title: 'What we have',
          items: ['dashboards/44', 'https://acme.example/handbook', 'dashboards/9047'],
        },
        { title: 'Last year', items: ['dashboards/45'], deleted: true },
      ],
    },
    { id: '4', title: 'Empty board', sections: [] },
    { id: '5', title: 'Deleted board', sections: [], deleted: true },
    { id: '6', title: 'Directors', sections: [{ title: '', items: ['dashboards/9055'] }], invisible: true },
  ],
}
