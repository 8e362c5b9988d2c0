export const id = 3;
export const ids = [3];
export const modules = {

/***/ 85003:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ac: () => (/* binding */ openAnnouncer),
  Sy: () => (/* binding */ writeSummary)
});

// UNUSED EXPORTS: writerOf

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/event.js
var github_event = __webpack_require__(6830);
// EXTERNAL MODULE: ./build/github/pull-request.js
var pull_request = __webpack_require__(81351);
// EXTERNAL MODULE: ./build/heading.js
var heading = __webpack_require__(71374);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/report/comparison-text.js
var comparison_text = __webpack_require__(71156);
// EXTERNAL MODULE: ./build/report/lookml.js
var lookml = __webpack_require__(68769);
// EXTERNAL MODULE: ./build/report/text.js + 1 modules
var report_text = __webpack_require__(3052);
;// CONCATENATED MODULE: ./build/report/summary.js






/** GitHub drops a step's summary whole when it is over 1 MiB. */
const maxBytes = 1024 * 1024 - 4096;
/** The job summary: a row a target, a folded section for each failure; cut between entries when it grows too long. */
function renderSummary(results, facts, most = maxBytes) {
    const failures = results.filter(result => result.status === 'failure');
    const found = (0,build_results/* tally */.N4)(results);
    const compared = (0,comparison_text/* describeTally */.O1)(status => found?.get(status) ?? 0);
    // What is deployed is not the pull request: that it did not change says nothing about that.
    const headline = facts.isAsDeployed && (0,build_results/* isAllUnchanged */.v3)(results) ? 'of what is deployed' : compared;
    const table = (0,report_text/* takeFitting */.hW)(results.map(result => row(result, compared !== '')), most * 0.6, Buffer.byteLength);
    const room = most - Buffer.byteLength(table.text) - 2048;
    const details = (0,report_text/* takeFitting */.hW)(failures.map(failureDetails), room, Buffer.byteLength);
    return [
        `## ${summary_heading(results, failures, facts)}${headline ? `: ${headline}` : ''}\n`,
        facts.isAsDeployed ? `<p>${(0,report_text/* escapeMarkdown */.FV)((0,lookml/* describeDeployed */.ex)(facts.host))}.</p>\n` : '',
        `<table>\n<tr><th></th><th align="left">Target</th><th align="left">File</th><th align="right">Size</th><th align="right">Time</th>${compared ? '<th align="left">Compared</th>' : ''}</tr>`,
        `${table.text}</table>\n`,
        leftOut(table.left, 'more targets are', facts),
        details.text,
        leftOut(details.left, 'more failures are', facts),
        unaffectedLine(facts),
        `<p><sub>${closing(facts, results.length - failures.length)}</sub></p>\n`,
    ]
        .filter(part => part !== '')
        .join('\n');
}
function unaffectedLine({ unaffected = [] }) {
    if (unaffected.length === 0)
        return '';
    const names = (0,report_text/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,lookml/* nameUnaffected */.VQ)(unaffected), 10_000));
    return `<details><summary>${(0,lookml/* describeUnaffected */.NF)(unaffected)}</summary>\n<p>${names}</p>\n</details>\n`;
}
function summary_heading(results, failures, { unaffected = [] }) {
    const done = results.length - failures.length;
    if (results.length === 0 && unaffected.length > 0)
        return 'No target is affected by the change';
    if (failures.length === 0)
        return `${(0,runtime_text/* count */.U9)(done, 'picture')} from Looker`;
    return done === 0 ? `No target could be rendered` : `${done} of ${results.length} targets rendered`;
}
const right = ' align="right"';
function row(result, compared) {
    const cells = result.status === 'success'
        ? [
            '✅',
            headingCell(result),
            fileLink(result),
            unbroken((0,report_text/* formatBytes */.z3)(result.bytes)),
            unbroken((0,report_text/* formatDuration */.a3)(result.seconds)),
        ]
        : [
            '❌',
            headingCell(result),
            'could not be rendered',
            '',
            result.seconds === undefined ? '' : unbroken((0,report_text/* formatDuration */.a3)(result.seconds)),
        ];
    const all = compared ? [...cells, comparedCell(result)] : cells;
    return `<tr>${all.map((cell, index) => `<td${index === 3 || index === 4 ? right : ''}>${cell}</td>`).join('')}</tr>\n`;
}
const headingCell = (result) => [(0,report_text/* link */.nf)(result.target.url, (0,heading/* titleOf */.Gg)(result)), ...(0,heading/* subtitlesOf */.Le)(result).map(report_text/* escapeMarkdown */.FV)].join(' · ') +
    reasons(result);
const reasons = ({ affectedBy = [] }) => affectedBy.length === 0 ? '' : `<br><sub>${(0,report_text/* escapeMarkdown */.FV)((0,lookml/* describeReasons */.nl)(affectedBy))}</sub>`;
/** A number stays with its unit where the column is narrow. */
const unbroken = (text) => text.replaceAll(' ', '&nbsp;');
function comparedCell(result) {
    if (result.status !== 'success' || !result.comparison)
        return '';
    const words = (0,report_text/* escapeMarkdown */.FV)((0,comparison_text/* describeComparison */.L5)(result.comparison));
    const ignored = (0,comparison_text/* describeLeftOut */.l1)(result);
    return `${result.comparison.status === 'changed' ? `<b>${words}</b>` : words}${ignored && `; ${ignored}`}`;
}
const fileLink = ({ target, links }) => links.artifactUrl ? (0,report_text/* link */.nf)(links.artifactUrl, target.file) : (0,report_text/* escapeMarkdown */.FV)(target.file);
const failureDetails = (result) => {
    const { target, error, renderTaskId } = result;
    return `<details><summary>❌ ${(0,report_text/* escapeMarkdown */.FV)((0,heading/* headingOf */.Wm)(result))}: ${(0,report_text/* escapeMarkdown */.FV)(error.message)}</summary>
<p>${(0,report_text/* escapeMarkdown */.FV)(error.hint)}</p>
<p><sub>Target <code>${(0,report_text/* escapeMarkdown */.FV)(target.source)}</code>${renderTaskId ? `, render task <code>${(0,report_text/* escapeMarkdown */.FV)(renderTaskId)}</code>` : ''}</sub></p>
</details>\n`;
};
const leftOut = (left, what, { directory }) => left > 0
    ? `<p>${left} ${what} left out here; the log and the output <code>results</code> have them, and ${(0,report_text/* escapeMarkdown */.FV)(directory)} has the files.</p>\n`
    : '';
function closing({ host, release, archive, report, directory, apiCalls }, rendered) {
    const where = [
        report && (0,report_text/* link */.nf)(report.url, 'All on one page'),
        archive
            ? (0,report_text/* link */.nf)(archive.url, 'Download')
            : rendered > 0 && `Files in <code>${(0,report_text/* escapeMarkdown */.FV)(directory)}</code>`,
        `Rendered by ${(0,report_text/* escapeMarkdown */.FV)(host)}${release ? `, Looker ${(0,report_text/* escapeMarkdown */.FV)(release)}` : ''}`,
        (0,build_results/* describeApiCalls */.xA)(apiCalls),
    ];
    return where.filter(Boolean).join(' · ');
}

// EXTERNAL MODULE: ./build/withhold.js
var withhold = __webpack_require__(73411);
// EXTERNAL MODULE: ./build/world.js
var build_world = __webpack_require__(93920);
// EXTERNAL MODULE: ./build/github/errors.js
var github_errors = __webpack_require__(47307);
// EXTERNAL MODULE: ./build/github/responses.js
var responses = __webpack_require__(20646);
// EXTERNAL MODULE: ./build/runtime/json.js
var runtime_json = __webpack_require__(72713);
;// CONCATENATED MODULE: ./build/comment/find.js




/** Whether a comment of the plan's key is this writer's. */
const isMine = ({ mark }, { writer }) => mark.writer === writer;
function marker({ key, run, writer }) {
    const mark = { key, run: run.id, attempt: run.attempt, writer };
    return `<!-- looker-snapshot ${JSON.stringify(mark).replace(/[<>-]/g, runtime_text/* escapeUnicode */.LL)} -->`;
}
function parseMark(body) {
    const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1];
    const mark = json && (0,runtime_json/* parseJson */.q)(json);
    if (!(0,runtime_json/* isObject */.G)(mark))
        return undefined;
    const { key, run, attempt, writer } = mark;
    if (typeof key !== 'string' || typeof run !== 'number' || typeof attempt !== 'number')
        return undefined;
    return { key, run, attempt, ...(typeof writer === 'string' && { writer }) };
}
const toCommentLink = (comment) => ({
    id: (0,responses/* idOf */.TH)(comment, 'comment'),
    url: (0,responses/* urlIn */.Ht)(comment, 'html_url', 'comment'),
});
/** Who the job's own token writes as. */
const jobLogin = 'github-actions[bot]';
/**
 * Lists the comments of the plan's key that the token's user or app has written, the oldest first. A marker alone
 * says nothing: anybody can write one.
 */
function commentLister(repository, plan) {
    const person = once(() => readPerson(repository, plan.token));
    const app = once(() => readApp(repository));
    return async () => {
        const login = await person();
        const marked = await listMarked(repository, plan);
        if (login !== undefined)
            return marked.filter(comment => comment.login === login);
        const bots = marked.filter(({ isBot }) => isBot);
        // Whose token this is matters only where another app's comment says that it is ours.
        const own = bots.every(comment => comment.login === jobLogin) ? jobLogin : await app();
        return bots.filter(comment => comment.login === own);
    };
}
const once = (read) => {
    let result;
    return () => (result ??= read());
};
/** The login of a person's token; undefined for an app's (`ghs_…`, the job's own among them), which has no user. */
async function readPerson({ octokit }, token) {
    if (token.startsWith('ghs_'))
        return undefined;
    try {
        const { data } = await octokit.rest.users.getAuthenticated();
        return (0,responses/* textOf */.b6)(data, 'login', 'user');
    }
    catch (error) {
        if ((0,github_errors/* statusOf */.c2)(error) !== 403)
            throw error;
        return undefined;
    }
}
/** The login of the app that the token belongs to. Only GraphQL tells it; where it does not, the job's own login. */
async function readApp({ octokit, signal }) {
    try {
        const { viewer } = (0,responses/* fields */.OA)(await octokit.graphql('{ viewer { login } }'), 'answer');
        return `${(0,responses/* textOf */.b6)(viewer, 'login', 'user').replace(/\[bot\]$/, '')}[bot]`;
    }
    catch {
        signal.throwIfAborted();
        return jobLogin;
    }
}
async function listMarked({ octokit, owner, repo }, plan) {
    const issue = { owner, repo, issue_number: plan.number, per_page: 100 };
    const comments = await (0,responses/* listAllPages */.MN)(page => octokit.rest.issues.listComments({ ...issue, page }), 'list of comments');
    return comments
        .flatMap(({ body, user, ...comment }) => {
        const text = typeof body === 'string' ? body : '';
        const mark = parseMark(text);
        if (mark?.key !== plan.key || !(0,runtime_json/* isObject */.G)(user))
            return [];
        return [{ ...toCommentLink(comment), mark, body: text, login: user.login, isBot: user.type === 'Bot' }];
    })
        .sort((a, b) => a.id - b.id);
}

;// CONCATENATED MODULE: ./build/comment/comparison.js





const isChanged = (result) => result.comparison?.status === 'changed';
/** A picture that opens in its full size. */
const shownAt = (image, name) => `<a href="${image}"><img src="${image}" alt="${(0,report_text/* escapeMarkdown */.FV)(name)}"></a>`;
/** Before, after and what differs, in a row. */
function sideBySide(result, places) {
    const { before, difference } = result.comparison;
    const cells = [
        ['Before', before.links],
        ['After', result.links],
        ['Difference', difference.links],
    ];
    // Each as wide as the others, so that they can be held against one another.
    const heads = cells.map(([head]) => `<th width="33%">${head}</th>`).join('');
    const pictures = cells.map(([head, links]) => `<td>${shownIn(links, `${(0,heading/* headingOf */.Wm)(result)}, ${head.toLowerCase()}`, places)}</td>`);
    return `<table><tr>${heads}</tr><tr>${pictures.join('')}</tr></table>`;
}
/** Before and after once more, one below the other in the comment's width, folded: in a row they are small. */
function larger(result) {
    const before = result.comparison.before.links.imageUrl;
    const after = result.links.imageUrl;
    if (!before || !after)
        return '';
    const name = (0,heading/* headingOf */.Wm)(result);
    return `<details><summary>Before and after, larger</summary>
<p>Before<br>${shownAt(before, `${name}, before`)}</p>
<p>After<br>${shownAt(after, `${name}, after`)}</p>
</details>\n`;
}
function shownIn({ imageUrl, artifactUrl }, name, { report }) {
    if (imageUrl)
        return shownAt(imageUrl, name);
    const other = artifactUrl ?? report?.url;
    return other ? (0,report_text/* link */.nf)(other, 'Open') : 'in the artifact';
}
/** What the comparison came to, for the line below a picture; nothing where none was asked for. */
function comparisonFacts(result, now) {
    const { comparison } = result;
    const ignored = [(0,comparison_text/* describeLeftOut */.l1)(result)].filter(Boolean);
    switch (comparison?.status) {
        case undefined:
            return [];
        case 'changed':
            return [
                `<b>${(0,comparison_text/* describeChange */.uQ)(comparison)}</b>`,
                `before is ${(0,report_text/* escapeMarkdown */.FV)((0,comparison_text/* describeBaseline */.FT)(comparison.baseline, now))}`,
                ...ignored,
            ];
        case 'unchanged':
            return [`unchanged since ${(0,report_text/* escapeMarkdown */.FV)((0,comparison_text/* describeBaseline */.FT)(comparison.baseline, now))}`, ...ignored];
        case 'new':
            return [`<b>new</b>: ${(0,report_text/* escapeMarkdown */.FV)((0,comparison_text/* describeNew */.oU)(comparison))}`];
        case 'incomparable':
            return [
                `<b>not compared</b>: ${(0,report_text/* escapeMarkdown */.FV)(comparison.error.message)}. ${(0,report_text/* escapeMarkdown */.FV)(comparison.error.hint)}`,
            ];
    }
}
/** What to know before the verdict is believed. */
const doubtsOf = ({ comparison }, now) => (0,comparison_text/* describeDoubts */.dT)(comparison, now)
    .map(doubt => `<br>⚠️ ${(0,report_text/* escapeMarkdown */.FV)(doubt)}.`)
    .join('');
/** For a PDF that differs: a link to the one before, where it can be opened. */
function beforeLink({ comparison }) {
    if (comparison?.status !== 'incomparable' || !comparison.before)
        return [];
    const { imageUrl, artifactUrl } = comparison.before.links;
    const url = imageUrl ?? artifactUrl;
    return url ? [(0,report_text/* link */.nf)(url, 'the one before')] : [];
}
/** All that did not change, in one line that unfolds to a list; `left` are those that found no room. */
function unchangedFold(unchanged, { at }, { most = Number.POSITIVE_INFINITY, noun = '' } = {}) {
    if (unchanged.length === 0)
        return { text: '', left: 0 };
    const since = new Set(unchanged.flatMap(({ comparison }) => comparison?.status === 'unchanged' ? [(0,comparison_text/* describeBaseline */.FT)(comparison.baseline, at)] : []));
    const [only = ''] = since;
    const what = noun ? (0,runtime_text/* count */.U9)(unchanged.length, noun) : unchanged.length;
    const summary = `${what} unchanged${since.size === 1 ? ` since ${(0,report_text/* escapeMarkdown */.FV)(only)}` : ''}`;
    const open = `<details><summary>${summary}</summary>\n<ul>\n`;
    const close = '</ul>\n</details>\n\n';
    const { text, left } = (0,report_text/* takeFitting */.hW)(unchanged.map(line), most - open.length - close.length, report_text/* characters */.hg);
    return { text: open + text + close, left };
}
/** Why it was rendered, where only targets are that the change may touch. */
const describeAffected = ({ affectedBy = [] }) => affectedBy.length === 0 ? '' : `Affected by ${(0,report_text/* escapeMarkdown */.FV)((0,lookml/* describeReasons */.nl)(affectedBy))}`;
function line(result) {
    const { target, links } = result;
    const picture = links.imageUrl ?? links.artifactUrl;
    const words = [(0,report_text/* link */.nf)(target.url, (0,heading/* titleOf */.Gg)(result)), ...(0,heading/* subtitlesOf */.Le)(result).map(report_text/* escapeMarkdown */.FV)].join(' · ');
    const facts = [
        picture && (0,report_text/* link */.nf)(picture, target.file),
        (0,comparison_text/* describeLeftOut */.l1)(result),
        describeAffected(result),
    ].filter(Boolean);
    return `<li>${[words, ...facts].join(' · ')}</li>\n`;
}

;// CONCATENATED MODULE: ./build/comment/render.js






const isPicture = ({ target }) => target.output.format !== 'pdf';
function countResults(results, { unaffected = [] }) {
    const rendered = results.filter(({ status }) => status === 'success');
    return {
        rendered: rendered.length,
        pictures: results.filter(result => result.status === 'success' && isPicture(result)).length,
        failed: results.length - rendered.length,
        ...(unaffected.length > 0 && { unaffected: unaffected.length }),
        compared: Object.fromEntries((0,build_results/* tally */.N4)(results) ?? []),
    };
}
/** The comment of these parts; there will be `expected` of them. A part stands between marks that nobody sees. */
function renderComment(parts, facts, expected) {
    const begin = (part) => (expected > 1 ? `${beginning(part)}\n` : '');
    const middle = ({ shard }) => (expected > 1 ? `<!-- rest ${shard} -->\n` : '');
    const end = expected > 1 ? '<!-- end -->\n' : '';
    return [
        `## ${render_heading(parts.map(part => part.tally), facts)}${waiting(parts.length, expected)}\n\n`,
        facts.isAsDeployed ? `<p>${(0,report_text/* escapeMarkdown */.FV)((0,lookml/* describeDeployed */.ex)(facts.host))}.</p>\n\n` : '',
        accepted(parts, facts),
        ...parts.map(part => begin(part) + part.first),
        ...parts.map(part => middle(part) + part.rest),
        `${end}<p><sub>${render_closing(parts, facts)}</sub></p>\n`,
    ].join('');
}
/** Only where there is anything to accept. */
function accepted(parts, { acceptedBy }) {
    const isNeeded = parts.some(({ tally: { compared } }) => compared.changed || compared.incomparable);
    if (!isNeeded || acceptedBy === undefined)
        return '';
    return `<p>The label <code>${(0,report_text/* escapeMarkdown */.FV)(acceptedBy)}</code> accepts what changed.</p>\n\n`;
}
const waiting = (done, expected) => done < expected ? ` (${done} of ${(0,runtime_text/* count */.U9)(expected, 'job')} done)` : '';
function render_heading(tallies, { isAsDeployed }) {
    const sum = (number) => tallies.reduce((all, one) => all + number(one), 0);
    const rendered = sum(one => one.rendered);
    const failed = sum(one => one.failed);
    if (rendered + failed === 0)
        return 'Looker: not affected by this pull request';
    if (rendered === 0)
        return 'Looker: nothing could be rendered';
    const compared = (0,comparison_text/* describeTally */.O1)(status => sum(one => one.compared[status] ?? 0));
    // What is deployed is not the pull request: that it did not change says nothing about that.
    const isUnchanged = rendered === sum(one => one.compared.unchanged ?? 0);
    if (isAsDeployed && isUnchanged)
        return `Looker: ${describeAsDeployed(rendered)}${andFailed(failed)}`;
    if (compared)
        return `Looker: ${compared}${andFailed(failed)}`;
    const noun = rendered === sum(one => one.pictures) ? 'picture' : 'file';
    const files = `${(0,runtime_text/* count */.U9)(rendered, noun)} from Looker`;
    return `${files}${andFailed(failed)}`;
}
const andFailed = (failed) => (failed === 0 ? '' : `, ${failed} failed`);
const describeAsDeployed = (rendered) => `${(0,runtime_text/* count */.U9)(rendered, 'picture')} of what is deployed`;
function render_closing(parts, { host, run, sha, at }) {
    return [
        ...links(parts, 'report', 'All on one page'),
        ...links(parts, 'archive', 'Download'),
        sha && `commit <code>${(0,report_text/* escapeMarkdown */.FV)(sha.slice(0, 7))}</code>`,
        `${(0,report_text/* link */.nf)(run.url, `run ${run.id}`)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
        `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        (0,report_text/* escapeMarkdown */.FV)(host),
    ]
        .filter(Boolean)
        .join(' · ');
}
/** One link; of several jobs, one for each. */
function links(parts, what, words) {
    const urls = parts.flatMap(part => part[what] ?? []);
    const [only] = urls;
    if (parts.length > 1 && only)
        return [`${words}: ${urls.map((url, place) => (0,report_text/* link */.nf)(url, `part ${place + 1}`)).join(', ')}`];
    return only ? [(0,report_text/* link */.nf)(only, words)] : [];
}
/** JSON with nothing in it that would end a comment of HTML. */
const beginning = ({ first, rest, ...part }) => `<!-- part ${JSON.stringify(part).replace(/[<>-]/g, runtime_text/* escapeUnicode */.LL)} -->`;
/** The parts of a comment that several jobs share; none of one that is not, or that somebody has edited. */
function parseParts(body) {
    const marks = [...body.matchAll(/^<!-- (?:part (\{.*\})|rest (\d+)|end) -->\n/gm)];
    const texts = marks.map((mark, place) => body.slice(mark.index + mark[0].length, marks[place + 1]?.index));
    return marks.flatMap(([, json], place) => {
        const part = json && (0,runtime_json/* parseJson */.q)(json);
        if (!isPart(part))
            return [];
        const quiet = marks.findIndex(([, , shard]) => shard === String(part.shard));
        return [{ ...part, first: texts[place] ?? '', rest: texts[quiet] ?? '' }];
    });
}
/** Anybody who may edit comments may have written anything between the marks. */
function isPart(found) {
    if (!(0,runtime_json/* isObject */.G)(found) || !(0,runtime_json/* isObject */.G)(found.tally))
        return false;
    const { shard, attempt, report, archive, tally } = found;
    const { rendered, pictures, failed, unaffected = 0, compared } = tally;
    if (!(0,runtime_json/* isObject */.G)(compared))
        return false;
    const numbers = [shard, attempt, rendered, pictures, failed, unaffected, ...Object.values(compared)];
    const addresses = [report ?? '', archive ?? ''];
    return numbers.every(Number.isSafeInteger) && addresses.every(url => typeof url === 'string');
}

;// CONCATENATED MODULE: ./build/comment/entry.js




const openEntry = (result, level, facts) => `<${level}>${linkedHeading(result, level)}</${level}>\n${shownOf(result, facts)}\n\n`;
const foldedEntry = (result, level, facts) => `<details><summary>${boldHeading(result, level)}</summary>\n<p>${(0,report_text/* link */.nf)(result.target.url, 'Open in Looker')}</p>\n${shownOf(result, facts)}\n</details>\n\n`;
const failedEntry = (result, level) => `<details><summary>❌ ${boldHeading(result, level)}: ${(0,report_text/* escapeMarkdown */.FV)(result.error.message)}</summary>\n<p>${(0,report_text/* escapeMarkdown */.FV)(result.error.hint)}${entry_reasons(result)}</p>\n<p>${(0,report_text/* link */.nf)(result.target.url, 'Open in Looker')}</p>\n</details>\n\n`;
/** `Sales overview`, and small beside it `Region: EMEA`. */
const linkedHeading = (result, level) => level === 'h4'
    ? (0,report_text/* escapeMarkdown */.FV)((0,heading/* titleOf */.Gg)(result))
    : `${(0,report_text/* link */.nf)(result.target.url, (0,heading/* titleOf */.Gg)(result))}${beside((0,heading/* subtitlesOf */.Le)(result))}`;
const boldHeading = (result, level) => `<b>${(0,report_text/* escapeMarkdown */.FV)((0,heading/* titleOf */.Gg)(result))}</b>${level === 'h4' ? '' : beside((0,heading/* subtitlesOf */.Le)(result))}`;
const beside = (words) => words.length === 0 ? '' : ` <sub>${words.map(report_text/* escapeMarkdown */.FV).join(' · ')}</sub>`;
/** The picture, with those before and what differs where it changed, or where the file is; its facts right below. */
function shownOf(result, facts) {
    const image = result.links.imageUrl;
    const about = `<sub>${[...comparisonFacts(result, facts.at), ...details(result)].join(' · ')}${doubtsOf(result, facts)}${entry_reasons(result)}</sub>`;
    if (isChanged(result))
        return `${sideBySide(result, facts)}\n<p>${about}</p>\n${larger(result)}`.trimEnd();
    if (image)
        return `<p>${shownAt(image, (0,heading/* headingOf */.Wm)(result))}<br>${about}</p>`;
    return `<p>${[whereabouts(result, facts), ...beforeLink(result)].join(' · ')}<br>${about}</p>`;
}
/** The report shows pictures, not PDFs. */
function whereabouts(result, { report, archive }) {
    const { file } = result.target;
    const { artifactUrl } = result.links;
    if (artifactUrl)
        return (0,report_text/* link */.nf)(artifactUrl, file);
    if (report && isPicture(result))
        return (0,report_text/* link */.nf)(report.url, file);
    return archive ? `${(0,report_text/* escapeMarkdown */.FV)(file)}, in ${(0,report_text/* link */.nf)(archive.url, 'the download')}` : (0,report_text/* escapeMarkdown */.FV)(file);
}
function entry_reasons(result) {
    const words = describeAffected(result);
    return words && `<br>${words}`;
}
function details({ target, bytes, seconds }) {
    const { output, width, height } = target;
    const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`;
    return [output.format.toUpperCase(), shape, (0,report_text/* formatBytes */.z3)(bytes), `rendered in ${(0,report_text/* formatDuration */.a3)(seconds)}`];
}

;// CONCATENATED MODULE: ./build/comment/tiles.js





/** The tiles of one dashboard together, where its first one stands. */
function groupTiles(results) {
    const blocks = [];
    const byDashboard = new Map();
    for (const result of results) {
        const dashboard = 'dashboard' in result.target ? result.target.dashboard : undefined;
        const known = dashboard && byDashboard.get(dashboard.id);
        if (known) {
            known.results.push(result);
            continue;
        }
        const block = { results: [result], ...(dashboard && { dashboard }) };
        blocks.push(block);
        if (dashboard)
            byDashboard.set(dashboard.id, block);
    }
    return blocks;
}
/** `Sales overview`, and small beside it `9 tiles: 2 changed, 7 unchanged`. */
function tilesHeading({ id, title, url }, results) {
    const counts = (0,build_results/* tally */.N4)(results);
    const failed = results.filter(({ status }) => status === 'failure').length;
    const parts = [(0,comparison_text/* describeTally */.O1)(status => counts?.get(status) ?? 0), failed > 0 && `${failed} failed`];
    const standing = parts.filter(Boolean).join(', ');
    const words = `${(0,runtime_text/* count */.U9)(results.length, 'tile')}${standing && `: ${standing}`}`;
    return `<h3>${(0,report_text/* link */.nf)(url, title ?? `Dashboard ${id}`)}${beside([words])}</h3>\n`;
}

;// CONCATENATED MODULE: ./build/comment/fit.js







/** GitHub refuses a longer comment; its marker needs some of it. */
const maxCharacters = 65_536 - 1_500;
/** So many pictures are open; the rest are folded. */
const maxOpen = 4;
/** The pull request's comment of a run that renders all targets. */
const renderSoleComment = (results, facts, most = maxCharacters) => renderComment([renderPart(results, facts, only, most)], facts, 1);
const only = { index: 0, total: 1 };
/**
 * What one job has to tell: what changed and failures with what to do, then every other picture with its facts, and
 * in one folded line what did not change; cut between entries, so that the parts of all jobs fit into one comment.
 */
function renderPart(results, facts, shard = only, most = maxCharacters) {
    const blocks = groupTiles(results);
    const ranked = (rank) => blocks.filter(block => rankOf(block) === rank);
    const pieces = piecesFor(facts, maxOpen / shard.total);
    // What is around the entries, and where the next part begins, needs some room too.
    const room = most / shard.total - 1200;
    const first = take([...ranked('changed'), ...ranked('failed')].flatMap(pieces), room);
    const then = take(ranked('other').flatMap(pieces), room - first.text.length);
    const unchanged = ranked('unchanged').flatMap(block => block.results.filter(isRendered));
    const last = unchangedFold(unchanged, facts, { most: room - first.text.length - then.text.length });
    const left = first.left + then.left + last.left;
    const { report, archive } = facts;
    return {
        shard: shard.index,
        attempt: facts.run.attempt,
        tally: countResults(results, facts),
        first: first.text,
        rest: then.text + last.text + unaffectedFold(facts, 1000) + (left > 0 ? `${fit_leftOut(left, facts)}\n\n` : ''),
        ...(report && { report: report.url }),
        ...(archive && { archive: archive.url }),
    };
}
const isRendered = (result) => result.status === 'success';
function rank(result) {
    if (result.status === 'failure')
        return 'failed';
    if (isChanged(result))
        return 'changed';
    return result.comparison?.status === 'unchanged' ? 'unchanged' : 'other';
}
const inRanks = ['changed', 'failed', 'other', 'unchanged'];
/** A dashboard's tiles stand where the most important of them would. */
const rankOf = ({ results }) => inRanks.find(one => results.some(result => rank(result) === one)) ?? 'unchanged';
/** The pieces of blocks, one block after the other; the first pictures are open. */
function piecesFor(facts, open) {
    let shown = 0;
    const entry = (result, level) => {
        if (result.status === 'failure')
            return { text: failedEntry(result, level), targets: 1 };
        const write = isPicture(result) && ++shown > open ? foldedEntry : openEntry;
        return { text: write(result, level, facts), targets: 1 };
    };
    return ({ dashboard, results }) => {
        if (!dashboard)
            return results.map(result => entry(result, 'h3'));
        const ordered = inRanks.slice(0, -1).flatMap(one => results.filter(result => rank(result) === one));
        const [first, ...more] = ordered.map(result => entry(result, 'h4'));
        const unchanged = results.filter(isRendered).filter(result => rank(result) === 'unchanged');
        const fold = { text: unchangedFold(unchanged, facts, { noun: 'tile' }).text, targets: unchanged.length };
        const heading = tilesHeading(dashboard, results);
        return [...(first ? [{ ...first, text: heading + first.text }] : []), ...more, fold];
    };
}
/** The list of names is cut where it is long. */
function unaffectedFold({ unaffected = [] }, most) {
    if (unaffected.length === 0)
        return '';
    const names = (0,report_text/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,lookml/* nameUnaffected */.VQ)(unaffected), most));
    return `<details><summary>${(0,lookml/* describeUnaffected */.NF)(unaffected)}</summary>\n<p>${names}</p>\n</details>\n\n`;
}
function take(pieces, room) {
    const { text, left } = (0,report_text/* takeFitting */.hW)(pieces.map(piece => piece.text), room, report_text/* characters */.hg);
    const rest = left === 0 ? [] : pieces.slice(-left);
    return { text, left: rest.reduce((sum, { targets }) => sum + targets, 0) };
}
function fit_leftOut(left, { report, archive, run }) {
    const where = report
        ? (0,report_text/* link */.nf)(report.url, 'the report')
        : archive
            ? (0,report_text/* link */.nf)(archive.url, 'the workflow artifact')
            : (0,report_text/* link */.nf)(run.url, "the run's summary");
    return `<p>${left} more ${left === 1 ? 'target is' : 'targets are'} left out here; ${where} has ${left === 1 ? 'it' : 'them'}.</p>`;
}

;// CONCATENATED MODULE: ./build/comment/parts.js


/** The key and the text: of all this job's targets, or of its part beside those of the others. */
function planComment({ inputs, world }, results, facts) {
    const { shard, comment } = inputs;
    const key = shard.jobs > 1 ? sharedKey(comment.key, shard, world.env) : undefined;
    if (key === undefined)
        return { key: comment.key, body: () => renderSoleComment(results, facts) };
    const own = renderPart(results, facts, { index: shard.index, total: shard.jobs });
    // A part that a later attempt of this job wrote counts as ours.
    const isOwn = ({ shard, attempt }) => shard === own.shard && attempt >= own.attempt;
    const body = (standing) => renderComment(mergeParts(standing.flatMap(parseParts), own), facts, shard.jobs);
    return { key, body, isIn: (text) => parseParts(text).some(isOwn) };
}
/** The parts that stand there, the newest of each job, and ours. */
function mergeParts(standing, own) {
    const parts = new Map();
    for (const part of [...standing, own])
        if (part.attempt >= (parts.get(part.shard)?.attempt ?? 0))
            parts.set(part.shard, part);
    return [...parts.values()].sort((a, b) => a.shard - b.shard);
}
/**
 * By default each job of a matrix has a key of its own, which ends in its index; those that share the targets share the
 * key without it. Undefined where the index is not the share's: in a matrix of more than the shares, nobody knows
 * which of the jobs belong together unless `comment-key` says so.
 */
function sharedKey(key, { index }, { GITHUB_WORKFLOW, GITHUB_JOB }) {
    const job = `${GITHUB_WORKFLOW} / ${GITHUB_JOB}`;
    if (key === `${job} ${index}`)
        return job;
    return key.startsWith(`${job} `) && /^\d+$/.test(key.slice(job.length + 1)) ? undefined : key;
}

;// CONCATENATED MODULE: ./build/comment/write.js



/** Tries to create the comment; between two of them the list is read again. */
const tries = 4;
/** How often a comment that somebody else took, or that stands twice, is written anew. */
const maxRounds = 4;
/**
 * Creates the comment of this key and writer, or updates it: found by a hidden marker and its author, never doubled,
 * and not written over when a newer run has written it. GitHub cannot write a comment only if it is still as it was
 * read: so the writer looks again afterwards.
 * @param standing the comments that are there, where they were read a moment ago
 */
async function upsertComment(repository, plan, standing) {
    try {
        const list = commentLister(repository, plan);
        let readBefore = standing;
        const write = async () => {
            const found = await (readBefore ?? list());
            readBefore = undefined;
            return writeComment(repository, plan, list, found);
        };
        const comment = plan.isIn
            ? await keepPart(repository, plan, { list, write })
            : await keep(plan, list, write);
        return { isBesideOthers: comment?.isBesideOthers ?? false, ...(comment && { comment: comment.link }) };
    }
    catch (error) {
        throw commentError(error, repository, plan);
    }
}
/** Writes until the comment is there once, and ours: another job may have taken it, or created one, in between. */
async function keep(plan, list, write) {
    for (let round = 1;; round++) {
        const written = await write();
        if (!written)
            return undefined;
        const after = await list();
        const isTaken = after.some(found => found.id === written.link.id && !isMine(found, plan));
        const isDoubled = after.filter(found => isMine(found, plan)).length > 1;
        if (!(isTaken || isDoubled) || round === maxRounds)
            return written;
    }
}
/** @returns undefined where a newer run's comment stands */
async function writeComment(repository, plan, list, found) {
    const mine = found.filter(comment => isMine(comment, plan));
    const [standing = findClaimable(found, plan), ...extras] = mine;
    const isBesideOthers = found.some(comment => comment.mark.run === plan.run.id && !isMine(comment, plan));
    if (!standing)
        return { link: await create(repository, plan, list), isBesideOthers };
    const isOutdated = [standing, ...extras].some(({ mark }) => isNewer(mark, plan));
    if (!isOutdated)
        await update(repository, plan, standing, mine);
    for (const { id } of extras)
        await removeComment(repository, id);
    return isOutdated ? undefined : { link: { id: standing.id, url: standing.url }, isBesideOthers };
}
/**
 * A comment of the key that no writer of this run has: our step wrote it in a former run, before its targets changed. A
 * newer run's only where there is no older one.
 */
function findClaimable(found, { run, writer }) {
    const others = found.filter(({ mark }) => mark.writer !== writer && mark.run !== run.id);
    return others.find(({ mark }) => mark.run < run.id) ?? others[0];
}
/** Where jobs share a comment, a job that is run again does not keep the others from writing. */
const isNewer = ({ run, attempt }, plan) => run > plan.run.id || (run === plan.run.id && !plan.isIn && attempt > plan.run.attempt);
function textOf(plan, mine) {
    const standing = mine.filter(({ mark }) => mark.run === plan.run.id);
    return `${marker(plan)}\n${plan.body(standing.map(({ body }) => body))}`;
}
async function update({ octokit, owner, repo }, plan, { id }, mine) {
    await octokit.rest.issues.updateComment({
        owner,
        repo,
        comment_id: id,
        body: textOf(plan, mine),
        // A write that failed is not sent again as it was where others may have written since.
        request: { once: plan.isIn !== undefined },
    });
}
/** It is no error where another job has removed it already. */
async function removeComment({ octokit, owner, repo }, id) {
    try {
        await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id });
    }
    catch (error) {
        if ((0,github_errors/* statusOf */.c2)(error) !== 404)
            throw error;
    }
}
/** A failed answer does not mean that nothing was created: the pull request's comments are read again. */
async function create(repository, plan, list) {
    const { octokit, owner, repo, clock, signal } = repository;
    for (let attempt = 1;; attempt++) {
        try {
            const { data } = await octokit.rest.issues.createComment({
                owner,
                repo,
                issue_number: plan.number,
                body: textOf(plan, []),
                request: { once: true },
            });
            return toCommentLink(data);
        }
        catch (error) {
            if (!(0,github_errors/* isTransient */.dg)(error) || attempt === tries)
                throw error;
            const pause = 1500 * 2 ** (attempt - 1) * (1 + Math.random() / 2);
            await clock.sleep(Math.max((0,github_errors/* retryDelay */.a2)(error), pause), signal);
            const existing = (await list()).find(found => isMine(found, plan));
            if (existing)
                return existing;
        }
    }
}
function commentError(error, { owner, repo }, { number }) {
    const what = 'The comment could not be written';
    if ((0,github_errors/* statusOf */.c2)(error) === 403 && /\blocked\b/i.test((0,github_errors/* messageOf */.bD)(error)))
        return new errors/* ActionError */.lZ(`${what}: the conversation of pull request #${number} is locked`, 'Unlock it, or set comment to false.', { cause: error });
    return ((0,github_errors/* pullRequestError */.Vt)(error, what, { owner, repo, number }) ?? (0,github_errors/* gitHubError */.Mj)(error, what, 'pull-requests: write'));
}
/** How often a part is put into a shared comment anew when another job has written over it. */
const maxPartRounds = 12;
/** Looks in a row that have to find the part. */
const looks = 2;
/** Milliseconds before a look: longer than it takes another job from reading the comment to writing it. */
const settling = 2000;
/**
 * Writes our part of a comment that several jobs share until it stays. A write that failed is not sent again as it was:
 * others may have written since.
 */
async function keepPart({ clock, signal }, plan, { list, write }) {
    const stays = async (look = 1) => {
        await clock.sleep(settling * (1 + Math.random()), signal);
        const [found, ...more] = (await list()).filter(comment => isMine(comment, plan));
        if (!found || more.length > 0 || !plan.isIn?.(found.body))
            return false;
        return look === looks || stays(look + 1);
    };
    for (let round = 1; round <= maxPartRounds; round++) {
        const written = await write().catch(error => {
            if (!(0,github_errors/* isTransient */.dg)(error))
                throw error;
            return 'failed';
        });
        if (written === undefined || (written !== 'failed' && (await stays())))
            return written;
        if (written === 'failed')
            await clock.sleep(settling, signal);
    }
    throw new errors/* ActionError */.lZ("This job's part of the comment was written over again and again", 'Run the job again; everything else was delivered.');
}

;// CONCATENATED MODULE: ./build/comment/announce.js











/** Begins to read the comment that is there already, while the pictures are published. */
function openAnnouncer(context, repository) {
    const comments = { repository, standing: readStanding(context, repository) };
    return {
        async announce(done) {
            const warnings = [];
            const warn = (error) => {
                warnings.push((0,errors/* asActionError */.z6)(error));
                return undefined;
            };
            const comment = await commentOn(context, comments, done).catch(warn);
            await summarize(context, done).catch(warn);
            return { warnings, ...(comment && { comment }) };
        },
    };
}
/** Undefined where there is no pull request; a comment that several jobs write is read right before it is written. */
function readStanding(context, repository) {
    const { comment, shard, token } = context.inputs;
    const number = (0,pull_request/* pullRequestToComment */.t5)(context);
    if (number === undefined || shard.jobs > 1)
        return undefined;
    const standing = repository().then(open => commentLister(open, { number, key: comment.key, token })());
    standing.catch(() => undefined); // Whoever writes the comment is told.
    return standing;
}
async function commentOn(context, { repository, standing }, { results, unaffected, links, release }) {
    const { inputs, run, began, world } = context;
    const number = (0,pull_request/* pullRequestToComment */.t5)(context);
    if (number === undefined)
        return explainNoComment(context);
    if (world.cancelled.aborted || results.length + unaffected.length === 0)
        return undefined;
    const { archive, report } = links;
    const facts = {
        host: inputs.looker.base.host,
        run: { url: run.url, id: run.id, attempt: run.attempt },
        sha: run.sha,
        at: began,
        ...(release && { release }),
        isAsDeployed: (0,pull_request/* isAsDeployed */.BN)(context),
        unaffected,
        ...acceptanceOf(context),
        ...(archive && { archive }),
        ...(report && { report }),
    };
    const about = { number, run, token: inputs.token, writer: writerOf(world.env) };
    const plan = { ...about, ...planComment(context, results, facts) };
    const { comment, isBesideOthers } = await upsertComment(await repository(), plan, standing);
    world.print(comment
        ? `Commented: ${comment.url}`
        : 'A newer run has written the comment already; it was left as it is.');
    if (isBesideOthers)
        world.print(`Another job or step of this run has a comment of the same comment-key (${plan.key}); both stay. Give each its own comment-key to choose their order and keep them apart.`);
    return comment;
}
function acceptanceOf({ inputs: { compare }, run }) {
    const isAccepted = compare.failOnChange && (0,github_event/* hasLabel */.RX)(run, compare.acceptLabel);
    return isAccepted ? { acceptedBy: compare.acceptLabel } : {};
}
/** @throws ActionError where a comment was asked for, and its pull request is not known */
function explainNoComment({ inputs, run, world }) {
    if (inputs.comment.comment === 'true')
        throw new errors/* ActionError */.lZ('There is no pull request to comment on', 'Set pull-request to its number: this event does not tell it.');
    const number = (0,github_event/* pullRequestOf */._n)(run);
    if (inputs.comment.comment === 'auto' && number !== undefined)
        world.core.notice(`No comment was written on pull request #${number}: comment: auto writes one on pull_request events alone, and this event is ${run.eventName}. Set comment: true to have one here, too.`);
    return undefined;
}
async function summarize(context, { results, unaffected, links, apiCalls, release }) {
    const { inputs, world, isGuarded } = context;
    if (!inputs.summary)
        return;
    const facts = {
        isAsDeployed: (0,pull_request/* isAsDeployed */.BN)(context),
        unaffected: isGuarded ? unaffected.map(withhold/* withholdTarget */.H5) : unaffected,
        host: inputs.looker.base.host,
        directory: (0,external_node_path_.relative)((0,build_world/* workspaceOf */.B)(world), inputs.outputDirectory),
        apiCalls,
        ...(release && { release }),
        ...(links.archive && { archive: links.archive }),
        ...(links.report && { report: links.report }),
    };
    try {
        await writeSummary(world.core.summary, renderSummary(isGuarded ? results.map(withhold/* withholdDetails */.qX) : results, facts));
    }
    catch (error) {
        throw new errors/* ActionError */.lZ(`The job summary could not be written: ${(0,errors/* asActionError */.z6)(error).message}`, 'Set summary to false outside of a GitHub Actions job.', { cause: error });
    }
}
/** Adds to the step's job summary; outside of a runner there is none, which is told. */
async function writeSummary(summary, markdown) {
    await summary.addRaw(markdown, true).write();
}
/** Inputs that decide what a comment shows, and that are the same in all jobs which share the targets. */
const shapingInputs = [
    'base-url',
    'targets',
    'targets-file',
    'format',
    'width',
    'height',
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'pdf-landscape',
    'long-tables',
    'theme',
    'tab-ids',
    'compare',
    'deploy',
];
/**
 * Tells apart who writes comments of one key: two steps of a job, two calls of one reusable workflow (whose workflow,
 * job and key are the same). It stays the same from run to run as long as the step does.
 */
function writerOf(env) {
    const inputs = shapingInputs.map(name => env[`INPUT_${name.toUpperCase()}`] ?? '');
    const all = JSON.stringify([env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? '', ...inputs]);
    return (0,external_node_crypto_.createHash)('sha256').update(all).digest('hex').slice(0, 12);
}


/***/ }),

/***/ 71156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FT: () => (/* binding */ describeBaseline),
/* harmony export */   L5: () => (/* binding */ describeComparison),
/* harmony export */   O1: () => (/* binding */ describeTally),
/* harmony export */   dT: () => (/* binding */ describeDoubts),
/* harmony export */   hw: () => (/* binding */ describePixels),
/* harmony export */   l1: () => (/* binding */ describeLeftOut),
/* harmony export */   oU: () => (/* binding */ describeNew),
/* harmony export */   uQ: () => (/* binding */ describeChange),
/* harmony export */   vZ: () => (/* binding */ describeRun),
/* harmony export */   zT: () => (/* binding */ describeRectangle)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3052);


/** `1,234 pixels, 0.4 %, and 9,424 pixels of another shade`: of the two what there is. */
function describePixels({ changedPixels, changedShare, shadedPixels }) {
    const changed = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPixels */ .$0)(changedPixels)}, ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatShare */ .T1)(changedShare)}`;
    if (shadedPixels === 0)
        return changed;
    const shaded = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPixels */ .$0)(shadedPixels)} of another shade`;
    return changedPixels === 0 ? shaded : `${changed}, and ${shaded}`;
}
/** How many pixels changed, and the sizes where they differ. */
function describeChange(comparison) {
    const pixels = describePixels(comparison);
    const { before, after } = comparison.sizes;
    if (before.width === after.width && before.height === after.height)
        return pixels;
    return `${pixels}; it was ${before.width} × ${before.height} and is ${after.width} × ${after.height}`;
}
/** One line about a comparison, for the log. Plain text. */
function describeComparison(comparison) {
    const { ref, insteadOf } = recordedOf(comparison) ?? {};
    const other = insteadOf && `, compared with ${ref}: ${describeUnrecorded(insteadOf)}`;
    return describeVerdict(comparison) + (other ?? '');
}
const describeUnrecorded = (ref) => `nothing is recorded for ${ref}`;
function recordedOf(comparison) {
    const baseline = comparison.status === 'new' ? undefined : comparison.baseline;
    return baseline?.kind === 'branch' ? baseline : undefined;
}
function describeVerdict(comparison) {
    switch (comparison.status) {
        case 'unchanged':
            return comparison.changedPixels > 0
                ? `unchanged: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPixels */ .$0)(comparison.changedPixels)} of difference, within max-changed-pixels`
                : 'unchanged';
        case 'changed':
            return `changed (${describeChange(comparison)})`;
        case 'new':
            return `new, as ${describeNew(comparison)}`;
        case 'incomparable':
            return `not compared: ${comparison.error.message}`;
    }
}
/** Why there is nothing to compare with. Plain text. */
const describeNew = ({ ref, sha }) => sha === undefined
    ? `${describeUnrecorded(ref)} with these options yet`
    : `${ref} at ${sha.slice(0, 7)} does not have it`;
/** `0, 0, 1260, 40`, as it is written in `ignore`. */
const describeRectangle = ({ x, y, width, height }) => [x, y, width, height].join(', ');
/**
 * `2 rectangles are ignored; 500 pixels of noise between two renders`: what was left out of a comparison, and whether it
 * was made twice; empty where there is nothing to say. Plain text.
 */
function describeLeftOut({ target: { ignore }, comparison }) {
    if (comparison?.status !== 'changed' && comparison?.status !== 'unchanged')
        return '';
    const { noisePixels } = comparison;
    return [
        ignore.length > 0 && `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(ignore.length, 'rectangle')} ${ignore.length === 1 ? 'is' : 'are'} ignored`,
        noisePixels === 0 && 'confirmed by a second render',
        noisePixels && `${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPixels */ .$0)(noisePixels)} of noise between two renders`,
    ]
        .filter(Boolean)
        .join('; ');
}
/** From here on a baseline shows yesterday's data rather than what a change did. */
const oldDays = 14;
/**
 * What else than the pull request may have changed a picture, each a sentence without its period. What is the same as an
 * old picture is the same all the more. Plain text.
 */
function describeDoubts(comparison, { at, release }) {
    if (comparison?.status !== 'changed' && comparison?.status !== 'incomparable')
        return [];
    const then = recordedOf(comparison);
    if (!then)
        return [];
    const days = Math.floor((at.getTime() - then.at.getTime()) / 86_400_000);
    return [
        then.release &&
            release &&
            then.release !== release &&
            `Looker was ${then.release} then and is ${release} now, which may draw differently`,
        days > oldDays && `What is recorded is ${days} days old, so the data may be what changed`,
        then.isUnmerged && describeUnmerged(then),
    ].filter(doubt => typeof doubt === 'string');
}
/** The base branch went on without the pull request, or was forced to another commit. */
function describeUnmerged({ ref, sha, insteadOf }) {
    const fact = `The pull request's branch does not have ${ref}'s commit ${sha.slice(0, 7)}, so what changed may come from ${ref}`;
    return insteadOf
        ? `${fact}: run the workflow for ${insteadOf}, so that it has pictures of its own`
        : `${fact}: merge ${ref} into it, or rebase it, so that both show the same`;
}
/**
 * `main at 1a2b3c4, recorded 2 days earlier by run 7`, `main at 1a2b3c4, rendered in this run`, or the second instance's
 * host. Plain text.
 */
function describeBaseline(baseline, now) {
    if (baseline.kind === 'instance')
        return new URL(baseline.url).host;
    const made = baseline.kind === 'commit'
        ? 'rendered in this run'
        : `recorded ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatAge */ .nV)(baseline.at, now)} by ${describeRun(baseline)}`;
    return `${baseline.ref} at ${baseline.sha.slice(0, 7)}, ${made}`;
}
/** `run 7, Looker 25.4.12; nothing is recorded for release/2.1` */
const describeRun = ({ run, release, insteadOf }) => `run ${run}${release ? `, Looker ${release}` : ''}${insteadOf ? `; ${describeUnrecorded(insteadOf)}` : ''}`;
const words = {
    changed: 'changed',
    new: 'new',
    incomparable: 'not compared',
    unchanged: 'unchanged',
};
/** `2 changed, 1 new, 3 unchanged`; empty where nothing was compared. */
const describeTally = (numberOf) => Object.entries(words)
    .flatMap(([status, word]) => {
    const number = numberOf(status);
    return number > 0 ? [`${number} ${word}`] : [];
})
    .join(', ');


/***/ }),

/***/ 68769:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NF: () => (/* binding */ describeUnaffected),
/* harmony export */   VQ: () => (/* binding */ nameUnaffected),
/* harmony export */   ex: () => (/* binding */ describeDeployed),
/* harmony export */   nl: () => (/* binding */ describeReasons)
/* harmony export */ });
/* harmony import */ var _heading_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71374);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);


/** So many reasons are told of one target. */
const maxReasons = 3;
/** Plain text, as all here. */
const describeDeployed = (host) => `The pictures show what is deployed on ${host}, not this pull request's LookML`;
/** `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …` */
function describeReasons(affectedBy) {
    const left = affectedBy.length - maxReasons;
    return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ');
}
/** `5 targets are not affected by the change` */
const describeUnaffected = ({ length }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`;
const nameUnaffected = (targets) => targets.map(target => (0,_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .headingOf */ .Wm)({ target })).join('; ');


/***/ }),

/***/ 3052:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  hg: () => (/* binding */ characters),
  ZD: () => (/* binding */ escapeHtml),
  FV: () => (/* binding */ escapeMarkdown),
  nV: () => (/* binding */ formatAge),
  z3: () => (/* binding */ formatBytes),
  a3: () => (/* binding */ formatDuration),
  $0: () => (/* binding */ formatPixels),
  T1: () => (/* binding */ formatShare),
  fU: () => (/* binding */ formatTime),
  nf: () => (/* binding */ text_link),
  hW: () => (/* binding */ takeFitting)
});

;// CONCATENATED MODULE: ./node_modules/escape-goat/index.js
const _htmlEscape = string => string
	.replace(/&/g, '&amp;')
	.replace(/"/g, '&quot;')
	.replace(/'/g, '&#39;')
	.replace(/</g, '&lt;')
	.replace(/>/g, '&gt;');

const _htmlUnescape = htmlString => htmlString
	.replace(/&gt;/g, '>')
	.replace(/&lt;/g, '<')
	.replace(/&#0?39;/g, '\'')
	.replace(/&quot;/g, '"')
	.replace(/&amp;/g, '&');

function htmlEscape(strings, ...values) {
	if (typeof strings === 'string') {
		return _htmlEscape(strings);
	}

	let output = strings[0];
	for (const [index, value] of values.entries()) {
		output = output + _htmlEscape(String(value)) + strings[index + 1];
	}

	return output;
}

function htmlUnescape(strings, ...values) {
	if (typeof strings === 'string') {
		return _htmlUnescape(strings);
	}

	let output = strings[0];
	for (const [index, value] of values.entries()) {
		output = output + _htmlUnescape(String(value)) + strings[index + 1];
	}

	return output;
}

// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
;// CONCATENATED MODULE: ./build/report/text.js


/** Text from anywhere, for HTML: on one line, without control characters, escaped for elements and attributes. */
function escapeHtml(text) {
    const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    return htmlEscape(line.toWellFormed());
}
/**
 * Text for HTML inside Markdown, where a blank line would end the HTML block and let Markdown in: as on a page, and with what GitHub would link by itself (`@team`, `#12`, `GH-12`) broken by a zero-width space.
 */
function escapeMarkdown(text) {
    return escapeHtml(text).replace(/(@|(?<!&)#|\bGH(?=-\d))(?=[\w-])/gi, '$1&#8203;');
}
/** `<a href>` around escaped text; only what is http(s) becomes a link. */
function text_link(url, text) {
    return /^https?:\/\//i.test(url)
        ? `<a href="${htmlEscape(url)}">${escapeMarkdown(text)}</a>`
        : escapeMarkdown(text);
}
/** `212 KB`, `1.4 MB`. */
function formatBytes(bytes) {
    return bytes < 999_500
        ? `${Math.max(1, Math.round(bytes / 1000))} KB`
        : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
/** `4.2 s`, `2 min 5 s`. */
function formatDuration(seconds) {
    const whole = Math.round(seconds);
    return seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
/** A text's length as GitHub counts it in a comment; never less than GitHub does. */
const characters = (text) => text.length;
/** Whole entries from the first on, as many as fit, and how many did not. `most` counts what `lengthOf` does. */
function takeFitting(entries, most, lengthOf) {
    let used = 0;
    const end = entries.findIndex(entry => {
        used += lengthOf(entry);
        return used > most;
    });
    const kept = end < 0 ? entries : entries.slice(0, end);
    return { text: kept.join(''), left: entries.length - kept.length };
}
/** `1,234 pixels`. */
const formatPixels = (pixels) => `${pixels.toLocaleString('en-US')} pixel${pixels === 1 ? '' : 's'}`;
/** A share from 0 to 1 as `0.4 %`. What is only near 0 % or 100 % is never called that. */
function formatShare(share) {
    if (share > 0 && share < 0.001)
        return 'under 0.1 %';
    if (share < 1 && share > 0.999)
        return 'over 99.9 %';
    return `${Number((share * 100).toFixed(1))} %`;
}
/** `2026-11-20 09:15 UTC` */
const formatTime = (at) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
/** In seconds, the largest first; a unit is used from two of it on, so that a week is `7 days`. */
const spans = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
];
/** How long before `now` something was, in whole units: `4 days earlier`. Clocks that disagree count as no time. */
function formatAge(then, now) {
    const seconds = (now.getTime() - then.getTime()) / 1000;
    const span = spans.find(([, length]) => seconds >= 2 * length);
    if (span)
        return `${(0,runtime_text/* count */.U9)(Math.floor(seconds / span[1]), span[0])} earlier`;
    return seconds >= 60 ? '1 minute earlier' : 'less than a minute earlier';
}


/***/ })

};
