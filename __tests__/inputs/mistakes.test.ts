import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'

/* Mistakes of users, with the complete messages. Each message describes the mistake and gives a valid form. */

type Mistake = [inputs: Record<string, string>, problems: string | string[]]

const workspace = temporaryFolder()
mkdirSync(join(workspace, 'lists'))
writeFileSync(join(workspace, 'empty.yml'), '')
writeFileSync(join(workspace, 'latin1.yml'), Buffer.from('- dashboards/42?City=K\xf6ln\n', 'latin1'))
writeFileSync(
  join(workspace, 'both.yml'),
  Buffer.concat([
    Buffer.from('# a written \ufffd\n'),
    Buffer.from('- dashboards/42?City=K\xf6ln\n', 'latin1'),
  ]),
)
writeFileSync(
  join(workspace, 'mark.yml'),
  Buffer.concat([Buffer.from('\ufeff'), Buffer.from('- dashboards/42?City=K\xf6ln\n', 'latin1')]),
)
writeFileSync(join(workspace, 'utf16.yml'), Buffer.from('\ufeff- dashboards/42\n', 'utf16le'))

const expectProblems = ([inputs, problems]: Mistake, env: Record<string, string> = {}) =>
  expect(problemsOf(given(inputs, { workspace, env }))).toEqual([problems].flat())

const inAddresses: Mistake[] = [
  [
    { targets: 'dashboard/42' },
    'targets, item 1: "dashboard/42" is not a Looker address; write dashboards/42.',
  ],
  [
    { targets: 'Dashboards/42' },
    'targets, item 1: "Dashboards/42" is not a Looker address; write dashboards/42.',
  ],
  [{ targets: 'look/7' }, 'targets, item 1: "look/7" is not a Looker address; write looks/7.'],
  [
    { targets: '"dashboards/42"' },
    'targets, item 1: "\\"dashboards/42\\"" has quotes around it; write dashboards/42.',
  ],
  [
    { targets: "'dashboards/42'" },
    'targets, item 1: "\'dashboards/42\'" has quotes around it; write dashboards/42.',
  ],
  [
    { targets: 'dashboards/42 looks/7' },
    'targets, item 1: "dashboards/42 looks/7" has 2 targets on one line; write each target on a separate line: dashboards/42 and looks/7.',
  ],
  [
    { targets: 'dashboards/42, looks/7' },
    'targets, item 1: "dashboards/42, looks/7" has 2 targets on one line; write each target on a separate line: dashboards/42 and looks/7.',
  ],
  [
    { targets: 'looks/1; looks/2 looks/3, looks/4' },
    'targets, item 1: "looks/1; looks/2 looks/3, looks/4" has 4 targets on one line; write each target on a separate line: looks/1 and looks/2 and looks/3 and 1 more.',
  ],
  [
    { targets: '-dashboards/42' },
    'targets, item 1: "-dashboards/42" has no space after its dash; write - dashboards/42.',
  ],
  [
    { targets: 'dashboards/42,' },
    'targets, item 1: "dashboards/42," has a comma or semicolon at its end; write dashboards/42.',
  ],
  [
    { targets: '* dashboards/42' },
    'targets, item 1: "* dashboards/42" begins with a bullet; write dashboards/42.',
  ],
  [
    { targets: '1. dashboards/42' },
    'targets, item 1: "1. dashboards/42" begins with a bullet; write dashboards/42.',
  ],
  [{ targets: '42' }, 'targets, item 1: "42" is not a Looker address; write dashboards/42.'],
  [
    { targets: 'thelook::sales' },
    'targets, item 1: "thelook::sales" is not a Looker address; write dashboards/thelook::sales.',
  ],
  [
    { targets: 'dashboard 42' },
    'targets, item 1: "dashboard 42" is not a Looker address; write dashboards/42.',
  ],
  [
    { targets: 'dashbords/42' },
    'targets, item 1: "dashbords/42" is not a Looker address; write dashboards/42.',
  ],
  [
    { targets: 'lookml_dashboard/thelook::a' },
    'targets, item 1: "lookml_dashboard/thelook::a" is not a Looker address; write lookml_dashboards/thelook::a.',
  ],
  [
    { targets: 'https://acme.cloud.looker.com/merge?mid=abc' },
    'targets, item 1: "https://acme.cloud.looker.com/merge?mid=abc" is a merged result, which Looker cannot render on its own; save it to a dashboard and write that dashboard.',
  ],
  [
    { targets: 'https://acme.cloud.looker.com/sql/abc' },
    'targets, item 1: "https://acme.cloud.looker.com/sql/abc" is a SQL Runner query, which Looker cannot render on its own; save it to a dashboard and write that dashboard.',
  ],
  [
    { targets: 'https://acme.cloud.looker.com/x/abc' },
    'targets, item 1: "https://acme.cloud.looker.com/x/abc" is a short link, which Looker\'s API cannot resolve; open it in a browser and copy the long address.',
  ],
  [
    { targets: 'acme.cloud.looker.com/dashboards/42' },
    'targets, item 1: "acme.cloud.looker.com/dashboards/42" is not a Looker address; write https://acme.cloud.looker.com/dashboards/42.',
  ],
  [
    { targets: 'https://acme.cloud.looker.com/dashboards' },
    'targets, item 1: "https://acme.cloud.looker.com/dashboards" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [
    { targets: 'https://acme.cloud.looker.com/' },
    'targets, item 1: "https://acme.cloud.looker.com/" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [
    { targets: 'explore/thelook/orders' },
    'targets, item 1: "explore/thelook/orders" does not name a saved query; write explore/<model>/<view>?qid=<slug>, as Looker\'s address bar shows it after the Explore has run.',
  ],
  [
    { targets: 'explore/thelook/orders?fields=orders.count' },
    'targets, item 1: "explore/thelook/orders?fields=orders.count" does not name a saved query; write explore/<model>/<view>?qid=<slug>, as Looker\'s address bar shows it after the Explore has run.',
  ],
  [
    { targets: 'looks/7?Region=EMEA' },
    'targets, item 1: "looks/7?Region=EMEA" has filters, and Looker renders a Look as it was saved; remove the ? and the text after it, or render a dashboard.',
  ],
  [
    { targets: 'dashboards/42?Region' },
    'targets, item 1: "dashboards/42?Region": "Region" has no =; write Region=West to set it, or Region= to clear that filter.',
  ],
  [
    { targets: 'dashboards/42?Region=EMEA&Region=APAC' },
    'targets, item 1: "dashboards/42?Region=EMEA&Region=APAC": the filter "Region" is set twice; write its values with commas: Region=EMEA,APAC.',
  ],
  [
    { targets: 'dashboards/42?Region=EMEA=APAC' },
    'targets, item 1: "dashboards/42?Region=EMEA=APAC": "Region=EMEA=APAC" has more than one =; put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D.',
  ],
  [
    { targets: 'dashboards/42?Region=EMEA&amp;Date=7+days' },
    'targets, item 1: "dashboards/42?Region=EMEA&amp;Date=7+days": "&amp;Date=7+days" is the HTML form of &; write "&Date=7+days".',
  ],
  [
    { targets: 'dashboards/42?Store=Store #12' },
    'targets, item 1: "dashboards/42?Store=Store #12": "Store=Store #12" has a #, which ends an address; write the # as %23.',
  ],
  [
    { targets: 'dashboards/42?A=%E4' },
    'targets, item 1: "dashboards/42?A=%E4": "%E4" has a broken percent-encoding; write a % as %25.',
  ],
  [
    { targets: 'dashboards/4 2' },
    'targets, item 1: "dashboards/4 2" has no valid dashboard id; write dashboards/42 or dashboards/model::name.',
  ],
  [
    { targets: 'folders/sales' },
    'targets, item 1: "folders/sales" has no valid folder id, which is a number; write folders/12, or models/<name> for LookML dashboards.',
  ],
  [
    { targets: 'boards/x' },
    'targets, item 1: "boards/x" has no valid board id, which is a number; write boards/3.',
  ],
  [
    { targets: 'folders/12?Region=EMEA' },
    'targets, item 1: "folders/12?Region=EMEA" has filters, but a folder cannot have filters; set them in a mapping: - { target: folders/12, filters: { Region: EMEA } }.',
  ],
  [
    { targets: 'models/a::b' },
    'targets, item 1: "models/a::b" has no valid model name; write models/<name>.',
  ],
  [{ targets: 'looks/7/edit' }, 'targets, item 1: "looks/7/edit" is not a Looker address; write looks/7.'],
  [
    { targets: 'sales 42' },
    'targets, item 1: "sales 42" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [
    { targets: 'dashboards/42, looks/7,' },
    'targets, item 1: "dashboards/42, looks/7," has 2 targets on one line; write each target on a separate line: dashboards/42 and looks/7.',
  ],
  [
    { targets: 'dashboards/42/edit/7' },
    'targets, item 1: "dashboards/42/edit/7" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [{ targets: 'bordzs/3' }, 'targets, item 1: "bordzs/3" is not a Looker address; write boards/3.'],
  [
    { targets: 'lzzks/7' },
    'targets, item 1: "lzzks/7" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [{ targets: 'spaces/12' }, 'targets, item 1: "spaces/12" is not a Looker address; write folders/12.'],
  [
    { targets: 'queries/' },
    'targets, item 1: "queries/" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [
    { targets: 'https://user:pw@acme.cloud.looker.com/dashboards/42' },
    'targets, item 1: "https://…@acme.cloud.looker.com/dashboards/42": the address of a target holds a user or password; delete the part before the @.',
  ],
  [
    { targets: 'dashboards/42\u200b' },
    'targets, item 1: "dashboards/42\\u200b" has the invisible character U+200B; delete it.',
  ],
  [
    { targets: 'dashboards/42?Region=\u202eEMEA' },
    'targets, item 1: "dashboards/42?Region=\\u202eEMEA" has the invisible character U+202E; delete it.',
  ],
  [
    { targets: 'dashboards/42\ndashboards/42' },
    'targets: "dashboards/42" is listed 2 times; keep one of them, or give one of them a name of its own: - { target: …, name: … }.',
  ],
  [{ targets: '# dashboards/42' }, 'targets: it lists nothing; write one target per line.'],
  [{ targets: '' }, 'targets: it is missing; list the targets to render, one per line.'],
  [
    { targets: 'target: dashboards/42' },
    'targets, item 1: "target: dashboards/42" begins like a mapping of a YAML list; write dashboards/42.',
  ],
  [
    { targets: 'dashboards/' },
    'targets, item 1: "dashboards/" is not a Looker address; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [
    { targets: '/dashboards/42 # ok\nlooks/abc def' },
    'targets, item 2: "looks/abc def" has no valid id; write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>.',
  ],
  [
    { targets: 'embed/dashbords/42' },
    'targets, item 1: "embed/dashbords/42" is not a Looker address; write embed/dashboards/42.',
  ],
  [
    { targets: 'https://acme.cloud.looker.com/dashboards/42?Region=EMEA looks/7' },
    'targets, item 1: "https://acme.cloud.looker.com/dashboards/42?Region=EMEA looks/7" has 2 targets on one line; write each target on a separate line: https://acme.cloud.looker.com/dashboards/42?Region=EMEA and looks/7.',
  ],
]

const inYaml: Mistake[] = [
  [{ targets: '- dashboards/42\nlooks/7' }, 'targets: line 2 ("looks/7") has no dash; write - looks/7.'],
  [
    { targets: '- dashboards/42\n\t- looks/7' },
    'targets: line 2 ("- looks/7") is indented by a tab, which YAML does not allow; indent it by spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n\tname: a' },
    'targets: line 2 ("name: a") is indented by a tab, which YAML does not allow; indent it by spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n  name: "Sales [EMEA"\n- target: looks/7\n\tname: a' },
    'targets: line 4 ("name: a") is indented by a tab, which YAML does not allow; indent it by spaces.',
  ],
  [
    { targets: '- { target: dashboards/42,\n\tname: a }' },
    'targets: line 2 ("name: a }") is indented by a tab, which YAML does not allow; indent it by spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n  name: "a {b"\nlooks/7' },
    'targets: line 3 ("looks/7") has no dash; write - looks/7.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters: { Count: "[0, 20)" }\nlooks/7' },
    'targets: line 3 ("looks/7") has no dash; write - looks/7.',
  ],
  [
    { targets: '- target: dashboards/42\n name: a' },
    'targets: line 2 ("name: a") is indented by 1 space, unlike the lines above it; indent it by 2 spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n   name: a' },
    'targets: line 2 ("name: a") is indented by 3 spaces, unlike the lines above it; indent it by 2 spaces.',
  ],
  [
    { targets: '- target: dashboards/42\nname: a' },
    'targets: line 2 ("name: a") is not indented like the lines above it; indent it by 2 spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Region: EMEA\n name: a' },
    'targets: line 4 ("name: a") is indented by 1 space, unlike the lines above it; indent it by 2 spaces.',
  ],
  [
    { targets: '-   target: looks/7\n- target: dashboards/42\n    name: a' },
    'targets: line 3 ("name: a") is indented by 4 spaces, unlike the lines above it; indent it by 2 spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n    # width: 9\n\n   name: a' },
    'targets: line 4 ("name: a") is indented by 3 spaces, unlike the lines above it; indent it by 2 spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Title: "a\\qb"' },
    'targets: line 3 ("Title: \\"a\\\\qb\\"") cannot be read: Invalid escape sequence \\q; check its indentation and quotes.',
  ],
  [
    { targets: '- looks/7\n- { target: dashboards/42,\n    name: a' },
    'targets: the { in line 2 has no closing }; add the }.',
  ],
  [
    { targets: '- { target: dashboards/42 }}\n# see [0, 20)' },
    'targets: line 1 ("- { target: dashboards/42 }}") cannot be read: Unexpected flow-map-end token in YAML stream: "}"; check its indentation and quotes.',
  ],
  [
    { targets: '- looks/7\n- target: dashboards/42\n  name West' },
    'targets: line 3 ("name West") has no colon and space after the key; write it as key: value.',
  ],
  [
    { targets: '- target: dashboards/42\n  name: Sales of the whole quarter\n    in the West' },
    'targets: "Sales of the whole quarter in the West" continues in line 3; write it on one line, or in quotes.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Region: EMEA\n   Date: 7 days' },
    'targets: line 4 ("Date: 7 days") is indented by 3 spaces, unlike the lines above it; indent it by 4 spaces.',
  ],
  [
    { targets: '- target: dashboards/42\n  tiles:\n  - Title: "a\\qb"' },
    'targets: line 3 ("- Title: \\"a\\\\qb\\"") cannot be read: Invalid escape sequence \\q; check its indentation and quotes.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Region: |\n    Date: 7 days' },
    'targets: "|" begins with a character that YAML reserves; put it in quotes: Region: "|".',
  ],
  [
    { targets: '- target: dashboards/42\n  name: a\nlooks/7' },
    'targets: line 3 ("looks/7") has no dash; write - looks/7.',
  ],
  [
    { targets: '- { target: dashboards/42, tab-ids: [1, 2] }}' },
    'targets: line 1 ("- { target: dashboards/42, tab-ids: [1, 2] }}") cannot be read: Unexpected flow-map-end token in YAML stream: "}"; check its indentation and quotes.',
  ],
  [
    { targets: '- target:dashboards/42' },
    'targets, item 1: "target:dashboards/42" begins like a mapping of a YAML list; write dashboards/42.',
  ],
  [
    { targets: '- dashboards/42\n - looks/7' },
    'targets: line 2 ("- looks/7") is indented by 1 space, unlike the lines above it; do not indent it.',
  ],
  [
    { targets: '- dashboards/42\n-looks/7' },
    'targets: line 2 ("-looks/7") has no space after its dash; write - looks/7.',
  ],
  [
    { targets: '- { target: dashboards/42, name: a' },
    'targets: the { in line 1 has no closing }; add the }.',
  ],
  [
    { targets: '- { target: dashboards/42 name: a }' },
    'targets: "dashboards/42 name: a" has no comma before name:; write a comma before name:.',
  ],
  [{ targets: '- "dashboards/42' }, 'targets: the " in line 1 has no closing "; add the ".'],
  [
    { targets: '- dashboards/42?Title=A: B' },
    'targets, item 1: "dashboards/42?Title=A: B" has a colon before a space, which begins a mapping; put it in quotes: - "dashboards/42?Title=A: B".',
  ],
  [
    { targets: '- { target: dashboards/42, colour: red }' },
    'targets, item 1: "dashboards/42": colour: it is not a setting of a target; write one of name, format, width, height, pdf-landscape, long-tables, filters, dashboard-style, pdf-paper-size, theme, tab-ids, ignore, recursive, tiles, except.',
  ],
  [
    { targets: '- { target: dashboards/42, fromat: pdf }' },
    'targets, item 1: "dashboards/42": fromat: it is not a setting of a target; did you mean format?',
  ],
  [
    { targets: '- { target: dashboards/42, Format: pdf }' },
    'targets, item 1: "dashboards/42": Format: it is not a setting of a target; did you mean format?',
  ],
  [
    { targets: '- { target: dashboards/42, Ignroe: all }' },
    'targets, item 1: "dashboards/42": Ignroe: it is not a setting of a target; did you mean ignore?',
  ],
  [
    { targets: '- { target: dashboards/42, width: 8, width: 9 }' },
    'targets: line 1 sets "width" again; keep one of the two.',
  ],
  [{ targets: '- name: a' }, 'targets, item 1: it names no target; write target: dashboards/42.'],
  [
    { targets: '- [dashboards/42]' },
    'targets, item 1: "[\\"dashboards/42\\"]" is neither a target nor a mapping; write target: dashboards/42.',
  ],
  [
    { targets: 'targets:\n  - dashboards/42' },
    'targets: "targets:" comes before the list; remove this line: the input begins with the first dash of the list.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n  Region: EMEA' },
    'targets, item 1: "dashboards/42": Region: it is not a setting of a target; if it is a filter, indent it by two spaces more than filters.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Region EMEA' },
    'targets, item 1: "dashboards/42": filters: "Region EMEA" is not a mapping of filters; write { Region: West } or Region=West&Date=7+days.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters: Region' },
    'targets, item 1: "dashboards/42": filters: "Region" is not a mapping of filters; write { Region: West } or Region=West&Date=7+days.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Title: Sales: all' },
    'targets: "Sales: all" has a colon before a space, which begins a mapping; put it in quotes: Title: "Sales: all".',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Count: [0, 20)' },
    'targets: "[0, 20)" looks like a list, but is not a list; put it in quotes: Count: "[0, 20)".',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Count: [0, 20]' },
    'targets: "[0, 20]" may be an interval or two values; write Count: "[0, 20]" for the interval, or Count: "0,20" for the two values.',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Rate: %shirt%' },
    'targets: "%shirt%" begins with a character that YAML reserves; put it in quotes: Rate: "%shirt%".',
  ],
  [
    { targets: '- target: dashboards/42\n  filters:\n    Store: Store #12' },
    'targets: "Store #12" has a # after a space, which begins a comment; put it in quotes: Store: "Store #12".',
  ],
  [
    { targets: '- &a dashboards/42\n- *b' },
    'targets: line 1 ("- &a dashboards/42") has an anchor of a single value: only a mapping or a list may have one; delete "&a", and write the value in place of each "*a".',
  ],
  [
    { targets: 'defaults: &d\n  width: 800\ntargets:\n- target: dashboards/42' },
    'targets: "defaults: &d" comes before the list; begin with the first dash of the list, and move the anchor to the first target that uses it.',
  ],
  [
    { targets: '- !!str dashboards/42' },
    'targets: "!!str dashboards/42" begins with a character that YAML reserves; put it in quotes: "!!str dashboards/42".',
  ],
  [
    { targets: '- |\n  dashboards/42\n  looks/7' },
    'targets, item 1: "dashboards/42 looks/7" has 2 targets on one line; write each target on a separate line: dashboards/42 and looks/7.',
  ],
  [{ targets: '- dashboards/42\n  looks/7' }, 'targets: line 2 ("looks/7") has no dash; write - looks/7.'],
  [
    { targets: '- { target: dashboards/42, format: gif }' },
    'targets, item 1: "dashboards/42": format: "gif" is not an allowed value; write one of png, jpg, pdf.',
  ],
  [
    { targets: '- { target: looks/7, format: pdf }' },
    'targets, item 1: "looks/7": Looker creates PDFs only of dashboards; set format to png or jpg for this target.',
  ],
  [
    { targets: '- { target: looks/7, filters: { A: b } }' },
    'targets, item 1: "looks/7": filters is for dashboards only; leave it out.',
  ],
  [
    { targets: '- { target: dashboards/42, name: a/b }' },
    'targets, item 1: "dashboards/42": name: "a/b" cannot be a file\'s name; write up to 200 letters, digits, dashes, dots or spaces, without a dot or space at the start or end.',
  ],
  [
    { targets: '- { target: dashboards/42, name: CON }' },
    'targets, item 1: "dashboards/42": name: "CON" is the name of a device on Windows; write another name.',
  ],
  [
    { targets: '- { target: dashboards/42, name: "CONIN$" }' },
    'targets, item 1: "dashboards/42": name: "CONIN$" is the name of a device on Windows; write another name.',
  ],
  [
    { targets: '- { target: dashboards/42, name: "COM¹" }' },
    'targets, item 1: "dashboards/42": name: "COM¹" is the name of a device on Windows; write another name.',
  ],
  [
    { targets: '- { target: dashboards/42, name: sales.before }' },
    'targets, item 1: "dashboards/42": name: "sales.before" has an ending that this action uses for additional files; leave out the ending .before, .difference, .strip, .again or .production.',
  ],
  [
    { targets: '- { target: dashboards/1, name: West }\n- { target: looks/7, name: west }' },
    'targets: "dashboards/1" and "looks/7" would write the same file, West.png; give one of them a name of its own: - { target: …, name: … }.',
  ],
  [
    { targets: '- { target: dashboards/1, name: Café }\n- { target: looks/7, name: Cafe\u0301 }' },
    'targets: "dashboards/1" and "looks/7" would write the same file, Café.png; give one of them a name of its own: - { target: …, name: … }.',
  ],
  [
    { targets: '- { target: folders/12, name: a }' },
    'targets, item 1: "folders/12": the setting "name" is for a single target; leave it out: each member has its own name.',
  ],
  [
    { targets: '- { target: dashboards/42, recursive: true }' },
    'targets, item 1: "dashboards/42": the setting "recursive" is for folders only; leave it out.',
  ],
  [
    { targets: '- { target: looks/7, tiles: true }' },
    'targets, item 1: "looks/7": the setting "tiles" is for dashboards only; leave it out.',
  ],
  [
    { targets: '- { target: looks/7, theme: Dark }' },
    'targets, item 1: "looks/7": theme is for dashboards only; leave it out.',
  ],
  [
    { targets: '- { target: dashboards/42, ignore: 0 0 90 40 }' },
    'targets, item 1: "dashboards/42": ignore: "0 0 90 40" is not a rectangle; write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40.',
  ],
  [
    { targets: '- { target: dashboards/42, pdf-paper-size: a4 }' },
    'targets, item 1: "dashboards/42": pdf-paper-size is for format pdf only; leave it out, or set format to pdf.',
  ],
  [
    { targets: '- { target: dashboards/42, width: 1260px }' },
    'targets, item 1: "dashboards/42": width: "1260px" is not a whole number of pixels; write 1260.',
  ],
]

const inOtherInputs: Mistake[] = [
  [
    { 'base-url': '' },
    'base-url: it is empty; set the input, or set the environment variable LOOKERSDK_BASE_URL.',
  ],
  [
    { 'client-id': '' },
    "client-id: it is empty; the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot, or set the environment variable LOOKERSDK_CLIENT_ID.",
  ],
  [
    { 'client-secret': '' },
    "client-secret: it is empty; the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot, or set the environment variable LOOKERSDK_CLIENT_SECRET.",
  ],
  [
    { 'base-url': '"https://acme.cloud.looker.com"' },
    'base-url: "\\"https://acme.cloud.looker.com\\"" has quotes around it; write it as https://acme.cloud.looker.com.',
  ],
  [
    { 'base-url': 'https://acme.cloud.looker.com/dashboards/42' },
    'base-url: "https://acme.cloud.looker.com/dashboards/42" contains more than the instance\'s address; write it as https://acme.cloud.looker.com.',
  ],
  [
    { 'base-url': 'http://acme.cloud.looker.com' },
    'base-url: "http://acme.cloud.looker.com" is not https; write it as https://acme.cloud.looker.com.',
  ],
  [
    { 'base-url': 'https://u:p@acme.cloud.looker.com' },
    'base-url: the address holds a user or password; write it as https://acme.cloud.looker.com.',
  ],
  [
    { 'base-url': 'acme cloud' },
    'base-url: "acme cloud" is not a web address; write it as https://acme.cloud.looker.com.',
  ],
  [{ theme: 'a'.repeat(1_000_001) }, 'theme: it has 1,000,001 characters; shorten it to 1,000,000.'],
  [{ 'api-version': '5.0' }, 'api-version: "5.0" is not an allowed value; write one of 4.0, 3.1.'],
  [{ 'api-version': 'v4' }, 'api-version: "v4" is not an allowed value; write one of 4.0, 3.1.'],
  [
    { shard: '4/4' },
    'shard: "4/4" is not a valid share of the jobs; write index/total, counted from 0: 0/4 is the first of four.',
  ],
  [
    { shard: '1' },
    'shard: "1" is not a valid share of the jobs; write index/total, counted from 0: 0/4 is the first of four.',
  ],
  [{ format: 'jpge' }, 'format: "jpge" is not an allowed value; did you mean jpg?'],
  [{ width: '1260px' }, 'width: "1260px" is not a whole number of pixels; write 1260.'],
  [{ width: '0' }, 'width: "0" is out of range; write a number from 1 to 20000.'],
  [{ height: '99999' }, 'height: "99999" is out of range; write a number from 1 to 20000.'],
  [{ 'dashboard-style': 'tiles' }, 'dashboard-style: "tiles" is not an allowed value; did you mean tiled?'],
  [
    { 'pdf-paper-size': 'A4' },
    'pdf-paper-size: it needs a target with format pdf; set format to pdf, or leave this input empty.',
  ],
  [
    { 'pdf-paper-size': 'a4' },
    'pdf-paper-size: it needs a target with format pdf; set format to pdf, or leave this input empty.',
  ],
  [
    { 'pdf-landscape': 'true' },
    'pdf-landscape: it needs a target with format pdf; set format to pdf, or leave this input empty.',
  ],
  [{ 'pdf-landscape': 'yes' }, 'pdf-landscape: "yes" is neither true nor false; write true.'],
  [{ comment: 'yes' }, 'comment: "yes" is not an allowed value; write true.'],
  [{ 'pull-request': '#12' }, 'pull-request: "#12" is not the number of a pull request; write 12.'],
  [
    { 'pull-request': 'main' },
    'pull-request: "main" is not the number of a pull request; write a number from 1 to 1000000000.',
  ],
  [{ images: 'gh-pages' }, 'images: "gh-pages" is not an allowed value; write one of branch, none.'],
  [
    { 'images-branch': 'gh-pages' },
    'images-branch: "gh-pages" is the branch that GitHub Pages publishes; write another branch, such as looker-snapshots.',
  ],
  [
    { 'images-branch': 'a b' },
    'images-branch: "a b" cannot be a branch; write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots.',
  ],
  [
    { 'images-branch': 'a\u200bb' },
    'images-branch: "a\\u200bb" has the invisible character U+200B; delete it.',
  ],
  [
    { 'images-branch': 'refs/tags/x' },
    'images-branch: "refs/tags/x" cannot be a branch; write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots.',
  ],
  [{ artifact: 'zipped' }, 'artifact: "zipped" is not an allowed value; write one of zip, files, none.'],
  [
    { 'comment-key': 'k'.repeat(1001) },
    `comment-key: "${'k'.repeat(79)}…" has 1,001 characters; shorten it to 500.`,
  ],
  [
    { 'artifact-name': 'a/b' },
    'artifact-name: "a/b" cannot be an artifact\'s name; leave out " : < > | * ? \\ / and line ends.',
  ],
  [
    { 'artifact-name': 'a\u200bb' },
    'artifact-name: "a\\u200bb" has the invisible character U+200B; delete it.',
  ],
  [{ 'retention-days': '0' }, 'retention-days: "0" is out of range; write a number from 1 to 400.'],
  [{ 'retention-days': '7 days' }, 'retention-days: "7 days" is not a whole number of days; write 7.'],
  [{ 'compression-level': '10' }, 'compression-level: "10" is out of range; write a number from 0 to 9.'],
  [
    { 'output-directory': '../x' },
    'output-directory: "../x" leads out of the workspace; write a path below the repository, such as looker-snapshots.',
  ],
  [
    { 'output-directory': '.git/x' },
    'output-directory: ".git/x" leads into .git, the folder of git itself; write a path below the repository, such as looker-snapshots.',
  ],
  [{ release: 'yes' }, 'release: "yes" is neither true nor false; write true.'],
  [
    { compare: 'main' },
    'compare: "main" is not an allowed value; write none, base, or the address of a second Looker instance.',
  ],
  [
    { compare: 'true' },
    'compare: "true" is not an allowed value; write none, base, or the address of a second Looker instance.',
  ],
  [
    { compare: 'https://acme.cloud.looker.com' },
    'compare: "https://acme.cloud.looker.com" is the same instance as base-url; write the address of the second instance, or base to compare with the base branch.',
  ],
  [
    { compare: 'https://staging.example.com/dashboards' },
    'compare: "https://staging.example.com/dashboards" contains more than the instance\'s address; write it as https://staging.example.com.',
  ],
  [
    { 'fail-on-change': 'true' },
    'fail-on-change: it needs compare or dev-mode; set compare to base, or name the LookML project in dev-mode, or leave this input empty.',
  ],
  [
    { compare: 'base', 'accept-label': 'x'.repeat(51) },
    `accept-label: "${'x'.repeat(51)}" has 51 characters; shorten it to 50.`,
  ],
  [
    { 'accept-label': 'ok' },
    'accept-label: it needs compare or dev-mode; set compare to base, or name the LookML project in dev-mode, or leave this input empty.',
  ],
  [
    { 'confirm-changes': 'true' },
    'confirm-changes: it needs compare or dev-mode; set compare to base, or name the LookML project in dev-mode, or leave this input empty.',
  ],
  [{ ignore: '0, 0, 10, 10' }, 'ignore: it needs compare; set compare to base, or leave this input empty.'],
  [
    { 'max-changed-pixels': '5' },
    'max-changed-pixels: it needs compare; set compare to base, or leave this input empty.',
  ],
  [
    { 'diff-threshold': '0.2' },
    'diff-threshold: it needs compare; set compare to base, or leave this input empty.',
  ],
  [
    { 'compare-client-id': 'x' },
    'compare-client-id: it needs the address of a second Looker instance in compare; write that address in compare, or leave this input empty.',
  ],
  [
    { compare: 'base', 'compare-client-id': 'x' },
    'compare-client-id: it needs the address of a second Looker instance in compare; write that address in compare, or leave this input empty.',
  ],
  [
    { compare: 'base', 'diff-threshold': '2' },
    'diff-threshold: "2" is not a number from 0 to 1; write a number such as 0.1.',
  ],
  [
    { compare: 'base', 'max-changed-pixels': '5 %%' },
    'max-changed-pixels: "5 %%" is neither a number nor a percentage of pixels; write a value such as 120 or 0.5%.',
  ],
  [
    { compare: 'base', ignore: '0, 0, 10' },
    'ignore: "0, 0, 10" is not a rectangle; write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40.',
  ],
  [
    { compare: 'base', ignore: '0,0,0,5' },
    'ignore: "0,0,0,5" has no pixels; give it a width and a height above 0.',
  ],
  [
    { numbers: 'false' },
    'numbers: it needs dev-mode; name the LookML project in dev-mode, or leave this input empty.',
  ],
  [
    { 'content-validation': 'false' },
    'content-validation: it needs dev-mode; name the LookML project in dev-mode, or leave this input empty.',
  ],
  [
    { 'dev-mode': 'true' },
    'dev-mode: "true" is not the name of a LookML project; write the LookML project\'s name, as in Looker\'s address /projects/<name>, or leave it empty.',
  ],
  [
    { 'dev-mode': 'the look' },
    'dev-mode: "the look" cannot be a LookML project; write the project\'s name, as in Looker\'s address /projects/<name>.',
  ],
  [
    { 'dev-mode': 'thelook', deploy: 'thelook' },
    'dev-mode: it cannot be combined with deploy; keep deploy if base-url is a staging instance, or keep dev-mode if it is the only instance.',
  ],
  [
    { 'dev-mode': 'thelook', compare: 'https://other.looker.com' },
    'compare: "other.looker.com" cannot be combined with dev-mode, which compares two commits on one instance; write none or base, or leave dev-mode empty.',
  ],
  [
    { 'dev-mode': 'thelook', 'api-version': '3.1' },
    'dev-mode: it needs api-version 4.0; leave this input empty.',
  ],
  [
    { 'deploy-ref': 'main' },
    'deploy-ref: it needs deploy; name the LookML project in deploy, or leave this input empty.',
  ],
  [
    { 'only-affected': 'true' },
    'only-affected: it needs deploy; name the LookML project in deploy, or leave this input empty.',
  ],
  [
    { deploy: 'thelook', 'deploy-ref': 'a b' },
    'deploy-ref: "a b" cannot be a commit, a branch or a tag; write a name such as main or a commit\'s hash, or leave it empty for the head of the pull request.',
  ],
  [
    { deploy: 'the look' },
    'deploy: "the look" cannot be a LookML project; write the project\'s name, as in Looker\'s address /projects/<name>.',
  ],
  [
    { deploy: 'thelook', 'confirm-changes': 'true', compare: 'base' },
    'confirm-changes: it would render again after deploy has restored the previous commit; remove confirm-changes or deploy.',
  ],
  [{ concurrency: '0' }, 'concurrency: "0" is out of range; write a number from 1 to 100.'],
  [
    { concurrency: 'two' },
    'concurrency: "two" is not a whole number of render tasks; write a number from 1 to 100.',
  ],
  [
    { 'timeout-minutes': '0' },
    'timeout-minutes: "0" is out of range; write a number above 0, up to 7200; decimals are allowed.',
  ],
  [{ 'timeout-minutes': '15m' }, 'timeout-minutes: "15m" is not a number of minutes; write 15.'],
  [
    { 'poll-interval-seconds': '301' },
    'poll-interval-seconds: "301" is out of range; write a number above 0, up to 300; decimals are allowed.',
  ],
  [{ 'fail-on-error': 'maybe' }, 'fail-on-error: "maybe" is neither true nor false; write true or false.'],
  [
    { filters: 'Region' },
    'filters: "Region" is not a mapping of filters; write { Region: West } or Region=West&Date=7+days.',
  ],
  [{ filters: 'Region: [' }, 'filters: the [ in line 1 has no closing ]; add the ].'],
  [
    { filters: '- Region' },
    'filters: "[\\"Region\\"]" is not a mapping of filters; write { Region: West } or Region=West&Date=7+days.',
  ],
  [
    { filters: 'Region=EMEA&Region=APAC' },
    'filters: the filter "Region" is set twice; write its values with commas: Region=EMEA,APAC.',
  ],
  [{ filters: 'Region:EMEA' }, 'filters: "Region:EMEA" has no space after its colon; write Region: EMEA.'],
  [{ 'tab-ids': 'a\u200bb' }, 'tab-ids: "a\\u200bb" has the invisible character U+200B; delete it.'],
  [{ theme: 'Da\u202erk' }, 'theme: "Da\\u202erk" has the invisible character U+202E; delete it.'],
  [
    { 'targets-file': 'list.yml' },
    [
      'targets-file: the input targets is set too; keep one of the two.',
      'targets-file: "list.yml" cannot be read; check the path, and that the repository is checked out before this step.',
    ],
  ],
  [
    { targets: '', 'targets-file': 'missing.yml' },
    'targets-file: "missing.yml" cannot be read; check the path, and that the repository is checked out before this step.',
  ],
  [
    { targets: '', 'targets-file': 'latin1.yml' },
    'targets-file: byte 23 (0xF6, in line 1) is not UTF-8; save the file as UTF-8.',
  ],
  [
    { targets: '', 'targets-file': 'utf16.yml' },
    'targets-file: byte 1 (0xFF, in line 1) is not UTF-8; save the file as UTF-8.',
  ],
  [
    { targets: '', 'targets-file': 'mark.yml' },
    'targets-file: byte 26 (0xF6, in line 1) is not UTF-8; save the file as UTF-8.',
  ],
  [
    { targets: '', 'targets-file': 'both.yml' },
    'targets-file: byte 39 (0xF6, in line 2) is not UTF-8; save the file as UTF-8.',
  ],
  [
    { targets: 'looks/7', format: 'pdf' },
    'targets, item 1: "looks/7": Looker creates PDFs only of dashboards; set format to png or jpg for this target.',
  ],
  [
    { targets: '- { target: dashboards/42, ignore: "0, 0, 9, 9" }', format: 'pdf' },
    'targets, item 1: "dashboards/42": the setting "ignore" is for pictures, not for PDFs; leave it out.',
  ],
  [
    { targets: '', 'targets-file': 'empty.yml' },
    'targets-file: it lists nothing; write one target per line.',
  ],
  [
    { targets: '', 'targets-file': '../x.yml' },
    'targets-file: "../x.yml" leads out of the workspace; write a path below the repository, such as looker-snapshots.',
  ],
  [{ 'api-version': '3.1', theme: 'Dark' }, 'theme: it needs api-version 4.0; leave this input empty.'],
  [
    { 'api-version': '3.1', targets: 'folders/12' },
    'targets, item 1: "folders/12": collections need api-version 4.0; list the targets of the collection one by one.',
  ],
  [{ summary: 'on' }, 'summary: "on" is neither true nor false; write true.'],
  [{ 'dry-run': '1' }, 'dry-run: "1" is neither true nor false; write true.'],
  [{ 'allow-public': 'public' }, 'allow-public: "public" is neither true nor false; write true or false.'],
  [{ report: 'html' }, 'report: "html" is neither true nor false; write true or false.'],
  [{ 'long-tables': 'on' }, 'long-tables: "on" is neither true nor false; write true.'],
]

const inNames: [name: string, correct: string][] = [
  ['TARGET', 'targets'],
  ['BASEURL', 'base-url'],
  ['BASE-URLS', 'base-url'],
  ['FORMATS', 'format'],
  ['CLIENT_ID', 'client-id'],
  ['TIMEOUT-MINUTE', 'timeout-minutes'],
  ['COMMENTS', 'comment'],
  ['FILTER', 'filters'],
]

test.each(inAddresses)('a mistake in the address of a target is explained: %j', (...mistake) =>
  expectProblems(mistake),
)

test.each([
  ['dashboard/7', 'dashboards/7'],
  ['dashbord/7', 'dashboards/7'],
  ['look/7', 'looks/7'],
  ['query/7', 'queries/7'],
  ['dashboard_element/7', 'dashboard_elements/7'],
  ['dashboard-elements/7', 'dashboard_elements/7'],
  ['elements/7', 'dashboard_elements/7'],
  ['folder/7', 'folders/7'],
  ['space/7', 'folders/7'],
  ['spaces/7', 'folders/7'],
  ['board/7', 'boards/7'],
  ['homepages/7', 'boards/7'],
  ['model/thelook', 'models/thelook'],
  ['explores/thelook/orders?qid=abc', 'explore/thelook/orders?qid=abc'],
])(
  'the message contains the right beginning for an address with a misspelled beginning: %s',
  (targets, correct) =>
    expectProblems([{ targets }, `targets, item 1: "${targets}" is not a Looker address; write ${correct}.`]),
)

test.each(inYaml)('a mistake in a YAML list of targets is explained: %j', (...mistake) =>
  expectProblems(mistake),
)

test.each(inOtherInputs)('a mistake in an input is explained: %j', (...mistake) => expectProblems(mistake))

test.each(inNames)('a misspelled name of an input is explained: %s', (name, correct) =>
  expectProblems([{}, `${name.toLowerCase()}: this action has no such input; did you mean ${correct}?`], {
    [`INPUT_${name}`]: 'x',
  }),
)

test.each(['DASHBOARDS', 'TIMEOUT', 'WHO-TO-GREET'])('an input of another action is ignored: %s', name =>
  expectProblems([{}, []], { [`INPUT_${name}`]: 'x' }),
)

test('the tests explain more than 100 different mistakes in inputs', () => {
  const all = [...inAddresses, ...inYaml, ...inOtherInputs].map(([inputs]) => JSON.stringify(inputs))
  expect(all.length + inNames.length).toBeGreaterThan(100)
  expect(new Set(all).size).toBe(all.length)
})
