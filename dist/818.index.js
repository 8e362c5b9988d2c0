export const id = 818;
export const ids = [818];
export const modules = {

/***/ 11818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rehearse: () => (/* binding */ rehearse)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/looker/render-errors.js
var render_errors = __webpack_require__(10413);
// EXTERNAL MODULE: ./build/looker/titles.js
var titles = __webpack_require__(35310);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __webpack_require__(64861);
;// CONCATENATED MODULE: ./build/collections/check-targets.js





/**
 * Checks that each target exists and that the API user may see it, without rendering it. A query takes one query call,
 * another target one administrative call. Targets that a collection has just named are not requested again.
 */
async function checkTargets(listed, ofCollections, client) {
    return Promise.all(listed.map(async (target) => {
        if ('status' in target)
            return target;
        if (ofCollections.has(target))
            return foundTarget(target, target.title);
        try {
            return foundTarget(target, await titleOfExisting(target, client));
        }
        catch (thrown) {
            return (0,build_results/* failedResult */.Nq)(target, (0,render_errors/* creationError */.u7)(thrown, target), { apiCalls: 1 });
        }
    }));
}
const foundTarget = (target, title) => ({
    status: 'found',
    target,
    ...(title && { title }),
});
/** @throws LookerError, or ActionError if the target is in Looker's trash */
async function titleOfExisting(target, client) {
    if (target.kind === 'query')
        await client.query(target.id);
    const info = await (0,titles/* readContentInfo */.a)(target, client);
    if (info?.deleted)
        throw new errors/* ActionError */.lZ(`The ${(0,target_kinds/* describeTarget */.ff)(target)} is in Looker's trash`, 'Restore it, or take it out of the list.');
    return target.title ?? info?.title;
}

// EXTERNAL MODULE: ./build/github/pull-request.js
var pull_request = __webpack_require__(81351);
// EXTERNAL MODULE: ./build/list.js + 4 modules
var build_list = __webpack_require__(27245);
// EXTERNAL MODULE: ./build/looker/connect.js + 3 modules
var connect = __webpack_require__(80085);
// EXTERNAL MODULE: ./build/outputs.js
var outputs = __webpack_require__(30214);
// EXTERNAL MODULE: ./build/publish/summary.js + 1 modules
var summary = __webpack_require__(83353);
// EXTERNAL MODULE: ./build/heading.js
var build_heading = __webpack_require__(71374);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/report/text.js
var report_text = __webpack_require__(13920);
;// CONCATENATED MODULE: ./build/report/dry-run.js




/** For the log: a line a target, then where the files would go and what it would cost. Plain text. */
function describeDryRun(checked, facts) {
    return [
        `${headline(checked)}, on ${facts.host}${facts.release ? `, Looker ${facts.release}` : ''}:`,
        ...checked.map(one => one.status === 'found'
            ? `✓ ${(0,build_heading/* headingWithAddress */.BN)(one)} → ${one.target.file}, ${shapeOf(one.target)}`
            : `✗ ${(0,build_heading/* headingWithAddress */.BN)(one)}: ${one.error.message}. ${one.error.hint}`),
        `Where it would go: ${facts.places.join('; ')}.`,
        costs(facts),
    ];
}
/** GitHub drops a step's summary whole when it is over 1 MiB. */
const maxDryRunBytes = 1_000_000;
/** For the job summary. */
function renderDryRun(checked, facts) {
    const table = (0,report_text/* takeFitting */.hW)(checked.map(dryRunRow), maxDryRunBytes, Buffer.byteLength);
    return [
        `## Dry run: ${headline(checked)}\n`,
        '<table>\n<tr><th></th><th align="left">Target</th><th align="left">File</th><th align="left">Shape</th></tr>',
        `${table.text}</table>\n`,
        ...(table.left > 0 ? [`<p>${table.left} more are in the log.</p>\n`] : []),
        `<p>Where it would go: ${facts.places.map(report_text/* escapeMarkdown */.FV).join('; ')}.</p>`,
        `<p>${(0,report_text/* escapeMarkdown */.FV)(costs(facts))}</p>`,
        `<p><sub>${(0,report_text/* escapeMarkdown */.FV)(facts.host)}${facts.release ? `, Looker ${(0,report_text/* escapeMarkdown */.FV)(facts.release)}` : ''}</sub></p>\n`,
    ].join('\n');
}
function headline(checked) {
    const found = checked.filter(({ status }) => status === 'found').length;
    if (found === checked.length)
        return `${(0,runtime_text/* count */.U9)(found, 'target')} would be rendered`;
    return `${found} of ${(0,runtime_text/* count */.U9)(checked.length, 'target')} would be rendered`;
}
function dryRunRow(one) {
    const heading = [(0,report_text/* link */.nf)(one.target.url, (0,build_heading/* titleOf */.Gg)(one)), ...(0,build_heading/* subtitlesOf */.Le)(one).map(report_text/* escapeMarkdown */.FV)].join(' · ');
    const cells = one.status === 'found'
        ? [
            '✅',
            heading,
            (0,report_text/* escapeMarkdown */.FV)(one.target.file),
            (0,report_text/* escapeMarkdown */.FV)(shapeOf(one.target)).replaceAll(' ', '&nbsp;'),
        ]
        : ['❌', heading, `${(0,report_text/* escapeMarkdown */.FV)(one.error.message)}. ${(0,report_text/* escapeMarkdown */.FV)(one.error.hint)}`, ''];
    return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>\n`;
}
function shapeOf({ output, width, height }) {
    const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`;
    return `${output.format.toUpperCase()}, ${shape}`;
}
const costs = ({ expected, spent }) => `Rendering would cost about ${(0,build_results/* describeApiCalls */.xA)(expected)} at Looker; this dry run cost ${(0,build_results/* describeApiCalls */.xA)(spent)}.`;

// EXTERNAL MODULE: ./build/verdict.js
var verdict = __webpack_require__(10617);
// EXTERNAL MODULE: ./build/withhold.js
var withhold = __webpack_require__(73411);
// EXTERNAL MODULE: ./build/world.js
var build_world = __webpack_require__(93920);
;// CONCATENATED MODULE: ./build/dry-run.js













/** Says what would be rendered, where it would go and what it would cost; asks Looker whether all of it is there. */
async function rehearse(context, list) {
    const { world, inputs, lookers } = context;
    const all = (0,connect/* lookerList */.nx)(lookers);
    const { web, release } = await (0,build_list/* knownVersions */.J0)(lookers.first, context);
    const checked = (await checkOnAll(lookers, list)).map((0,build_list/* withPageLinks */.fg)(inputs.looker.base, web));
    const spent = (0,build_results/* sumApiCalls */.vn)(all.map(looker => looker.apiCalls));
    const renders = all.length * checked.filter(({ status }) => status === 'found').length;
    const facts = {
        host: inputs.looker.base.host,
        ...(release && { release }),
        places: placesOf(context),
        expected: { query: renders * callsPerRender, administrative: spent.administrative },
        spent,
    };
    for (const line of describeDryRun(checked, facts))
        world.print(line);
    if (inputs.summary && !context.isGuarded)
        await (0,summary/* writeSummary */.S)(world.core.summary, renderDryRun(checked, facts));
    await (0,outputs/* setDryRunOutputs */.dW)(context, checked, spent);
    const results = checked.flatMap((one, place) => {
        if (one.status === 'found')
            return [];
        return context.isGuarded ? (0,withhold/* withholdFailure */.Gh)(one, place) : one;
    });
    const listed = context.isGuarded ? list.warnings.map(withhold/* withholdWords */.XX) : list.warnings;
    const warnings = [...inputs.warnings, ...listed];
    (0,verdict/* annotateProblems */.$9)(world, { results, errors: [], warnings }, inputs);
    if (results.length > 0 && inputs.failOnError)
        world.core.setFailed(`${results.length} of ${(0,runtime_text/* count */.U9)(checked.length, 'target')} cannot be rendered.`);
}
/** One to create the task, three polls on average, one to fetch the file. */
const callsPerRender = 5;
/** The second instance may lack what the first one has listed. */
async function checkOnAll({ first, second }, list) {
    const { listed, ofCollections } = list;
    const check = (looker, known) => looker ? checkTargets(listed, known, looker.contentFor()) : [];
    const [checked, others] = await Promise.all([check(first, ofCollections), check(second, new Set())]);
    return checked.map((one, place) => {
        const other = others[place];
        if (one.status === 'failure' || other?.status !== 'failure')
            return one;
        const { message, hint } = other.error;
        return { ...other, error: { message: `${second?.host}: ${message}`, hint } };
    });
}
/** Where the files would go, in words. */
function placesOf(context) {
    const { inputs, world } = context;
    const { artifact, images, release, compare, outputDirectory } = inputs;
    const number = (0,pull_request/* pullRequestToComment */.t5)(context);
    const branch = (0,pull_request/* baselineBranch */.Oz)(context);
    const { against } = compare;
    const places = [
        `the output directory ${(0,external_node_path_.relative)((0,build_world/* workspaceOf */.B)(world), outputDirectory) || '.'}`,
        artifact.kind === 'zip' && `the workflow artifact ${artifact.name}`,
        artifact.kind === 'files' && 'a workflow artifact for each file',
        inputs.report && `the report ${artifact.name}.html`,
        number !== undefined && `the comment of pull request #${number}`,
        number !== undefined && images.kind === 'branch' && `${images.ref.replace(/^heads\//, 'the branch ')}`,
        branch !== undefined && `the baselines of ${branch}`,
        release.wanted && release.tag && `the release of ${release.tag}`,
        inputs.summary && 'the job summary',
        typeof against !== 'string' && `compared with ${against.base.host}`,
        against === 'base' && branch === undefined && 'compared with the baselines of the base branch',
    ];
    return places.filter(place => typeof place === 'string');
}


/***/ })

};
