export const id = 353;
export const ids = [353];
export const modules = {

/***/ 83353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I: () => (/* binding */ publishSummary),
  S: () => (/* binding */ writeSummary)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/heading.js
var heading = __webpack_require__(71374);
// EXTERNAL MODULE: ./build/headline.js
var headline = __webpack_require__(99802);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/tile-check.js
var tile_check = __webpack_require__(72787);
// EXTERNAL MODULE: ./build/verdict-facts.js
var verdict_facts = __webpack_require__(13623);
// EXTERNAL MODULE: ./build/report/comparison-text.js
var comparison_text = __webpack_require__(71156);
// EXTERNAL MODULE: ./build/report/lookml.js
var lookml = __webpack_require__(68769);
// EXTERNAL MODULE: ./build/report/text.js
var report_text = __webpack_require__(13920);
// EXTERNAL MODULE: ./build/report/tile-words.js
var tile_words = __webpack_require__(9263);
;// CONCATENATED MODULE: ./build/report/summary.js










/** GitHub drops a step's summary whole when it is over 1 MiB. */
const maxSummaryBytes = 1024 * 1024 - 4096;
/** The job summary: the headline, a row for each target, the most important first, and a folded section for each failure. */
function renderSummary(results, facts, most = maxSummaryBytes) {
    const failures = results.filter(result => result.status === 'failure');
    const { words, nextStep, note } = (0,headline/* headlineOf */.g)((0,verdict_facts/* factsOf */.xS)(results, { ...facts.judged, unaffected: facts.unaffected?.length ?? 0 }));
    const found = (0,build_results/* tally */.N4)(results);
    const isChecked = results.some(({ check }) => check);
    const compared = (0,comparison_text/* describeTally */.O1)(status => found?.get(status) ?? 0);
    const table = (0,report_text/* takeFitting */.hW)(byState(results).map(result => resultRow(result, compared !== '' || isChecked)), most * 0.6, Buffer.byteLength);
    const room = most - Buffer.byteLength(table.text) - 2048;
    const details = (0,report_text/* takeFitting */.hW)(failures.map(failureDetails), room, Buffer.byteLength);
    return [
        `## ${(0,report_text/* escapeHeading */.qS)(words)}\n`,
        nextStep === undefined ? '' : `<p>${(0,report_text/* escapeMarkdown */.FV)(nextStep)}</p>\n`,
        note === undefined ? '' : `<p><sub>${(0,report_text/* escapeMarkdown */.FV)(note)}</sub></p>\n`,
        ...(0,lookml/* describeBranchCheck */.ot)(facts.branch).map(words => `<p><sub>${(0,report_text/* escapeMarkdown */.FV)(words)}.</sub></p>\n`),
        `<table>\n<tr><th></th><th align="left">Target</th><th align="left">File</th><th align="right">Size</th><th align="right">Time</th>${compared || isChecked ? '<th align="left">Compared</th>' : ''}</tr>`,
        `${table.text}</table>\n`,
        leftOutLine(table.left, 'more targets are', facts),
        details.text,
        leftOutLine(details.left, 'more failures are', facts),
        unaffectedLine(facts),
        `<p><sub>${summaryFooter(facts, results.length - failures.length)}</sub></p>\n`,
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
const importance = ['failed', 'changed', 'new', 'not compared', 'rendered', 'unchanged'];
/** One word for a result. A changed target is marked as changed, and not as a success. */
function summaryStateOf(result) {
    if (result.status === 'failure')
        return 'failed';
    if (result.check)
        return (0,tile_check/* isChangedCheck */.vJ)(result.check) ? 'changed' : 'unchanged';
    const status = result.status === 'success' ? result.comparison?.status : undefined;
    if (status === 'incomparable')
        return 'not compared';
    return status ?? 'rendered';
}
const stateMarks = { failed: '❌', changed: '🔶' };
const byState = (results) => importance.flatMap(state => results.filter(result => summaryStateOf(result) === state));
const stateCell = (result) => {
    const state = summaryStateOf(result);
    return [stateMarks[state], unbroken(state)].filter(part => part !== undefined).join('&nbsp;');
};
const right = ' align="right"';
function resultRow(result, compared) {
    const cells = result.status === 'success'
        ? [
            stateCell(result),
            headingCell(result),
            fileLink(result),
            unbroken((0,report_text/* formatBytes */.z3)(result.bytes)),
            unbroken((0,report_text/* formatDuration */.a3)(result.seconds)),
        ]
        : result.status === 'checked'
            ? [stateCell(result), headingCell(result), 'no picture', '', '']
            : [
                stateCell(result),
                headingCell(result),
                'could not be rendered',
                '',
                result.seconds === undefined ? '' : unbroken((0,report_text/* formatDuration */.a3)(result.seconds)),
            ];
    const all = compared ? [...cells, comparedCell(result)] : cells;
    return `<tr>${all.map((cell, index) => `<td${index === 3 || index === 4 ? right : ''}>${cell}</td>`).join('')}</tr>\n`;
}
const headingCell = (result) => [(0,report_text/* link */.nf)(result.target.url, (0,heading/* titleOf */.Gg)(result)), ...(0,heading/* subtitlesOf */.Le)(result).map(report_text/* escapeMarkdown */.FV)].join(' · ') +
    reasonsCell(result);
const reasonsCell = ({ affectedBy = [] }) => affectedBy.length === 0 ? '' : `<br><sub>${(0,report_text/* escapeMarkdown */.FV)((0,lookml/* describeReasons */.nl)(affectedBy))}</sub>`;
/** A number stays with its unit where the column is narrow. */
const unbroken = (text) => text.replaceAll(' ', '&nbsp;');
function comparedCell(result) {
    if (result.check)
        return (0,report_text/* escapeMarkdown */.FV)((0,tile_words/* checkWords */.iW)(result.check));
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
const leftOutLine = (left, what, { directory }) => left > 0
    ? `<p>${left} ${what} left out here; the log and the output <code>results</code> have them, and ${(0,report_text/* escapeMarkdown */.FV)(directory)} has the files.</p>\n`
    : '';
function summaryFooter({ host, release, archive, report, directory, apiCalls }, rendered) {
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
;// CONCATENATED MODULE: ./build/publish/summary.js





/** Adds the results to the job summary, unless `summary` is off. @returns why it could not */
async function publishSummary(context, { results, unaffected, links, apiCalls, release, judged, branch }) {
    const { inputs, world, isGuarded } = context;
    if (!inputs.summary)
        return undefined;
    const facts = {
        ...(judged && { judged: isGuarded ? withoutLookersWords(judged) : judged }),
        unaffected: isGuarded ? unaffected.map(withhold/* withholdTarget */.H5) : unaffected,
        host: inputs.looker.base.host,
        directory: (0,external_node_path_.relative)((0,build_world/* workspaceOf */.B)(world), inputs.outputDirectory),
        apiCalls,
        ...(branch && { branch }),
        ...(release && { release }),
        ...(links.archive && { archive: links.archive }),
        ...(links.report && { report: links.report }),
    };
    const markdown = renderSummary(isGuarded ? results.map(withhold/* withholdDetails */.qX) : results, facts);
    try {
        await writeSummary(world.core.summary, markdown);
        return undefined;
    }
    catch (error) {
        return new errors/* ActionError */.lZ(`The job summary could not be written: ${(0,errors/* asActionError */.z6)(error).message}`, 'Set summary to false outside of a GitHub Actions job.', { cause: error });
    }
}
/** The errors of the LookML are Looker's words. */
const withoutLookersWords = ({ lookml, ...judged }) => ({
    ...judged,
    ...(lookml && { lookml: { ...lookml, errors: { ...lookml.errors, first: [] } } }),
});
/** Adds to the step's job summary. @throws outside of a GitHub Actions job */
async function writeSummary(summary, markdown) {
    await summary.addRaw(markdown, true).write();
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
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(13920);


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
/* harmony export */   nl: () => (/* binding */ describeReasons),
/* harmony export */   ot: () => (/* binding */ describeBranchCheck)
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
/** What is true of all tiles of a branch check. */
function describeBranchCheck(branch) {
    if (!branch)
        return [];
    const { project, base, head, omittedQueries, isDevelopmentSql } = branch;
    return [
        `Before is the merge base ${base.slice(0, 7)}, after is commit ${head.slice(0, 7)}: SQL and results of the LookML project ${project} in development mode, on the data of production`,
        ...(isDevelopmentSql
            ? [
                'The LookML has SQL for development mode (-- if dev --), so numbers may be those of a development schema',
            ]
            : []),
        ...(omittedQueries > 0
            ? [
                `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(omittedQueries, 'query').replace('querys', 'queries')} were not asked: at most 200 a side are`,
            ]
            : []),
    ];
}


/***/ }),

/***/ 13920:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $0: () => (/* binding */ formatPixels),
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   T1: () => (/* binding */ formatShare),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fU: () => (/* binding */ formatTime),
/* harmony export */   hW: () => (/* binding */ takeFitting),
/* harmony export */   hg: () => (/* binding */ characters),
/* harmony export */   nV: () => (/* binding */ formatAge),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   qS: () => (/* binding */ escapeHeading),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/* harmony import */ var escape_goat__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4396);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);


/** Text from anywhere, for HTML: on one line, without control characters, escaped for elements and attributes. */
function escapeHtml(text) {
    const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    return (0,escape_goat__WEBPACK_IMPORTED_MODULE_0__/* .htmlEscape */ .z)(line.toWellFormed());
}
/**
 * Text for HTML inside Markdown, where a blank line would end the HTML block and let Markdown in: as on a page, and with what GitHub would link by itself (`@team`, `#12`, `GH-12`) broken by a zero-width space.
 */
function escapeMarkdown(text) {
    return escapeHtml(text).replace(/(@|(?<!&)#|\bGH(?=-\d))(?=[\w-])/gi, '$1&#8203;');
}
/** Text for a Markdown heading: on one line, and without any effect as Markdown, HTML, mention or address. */
function escapeHeading(text) {
    const plain = text.replace(/[\\`*_[\]#|~$]/g, '\\$&');
    return escapeMarkdown(plain).replace(/:(?=\/\/|\w+:)|www(?=\.)/gi, '$&&#8203;');
}
/** `<a href>` around escaped text; only what is http(s) becomes a link. */
function link(url, text) {
    return /^https?:\/\//i.test(url)
        ? `<a href="${(0,escape_goat__WEBPACK_IMPORTED_MODULE_0__/* .htmlEscape */ .z)(url)}">${escapeMarkdown(text)}</a>`
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
        return `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(Math.floor(seconds / span[1]), span[0])} earlier`;
    return seconds >= 60 ? '1 minute earlier' : 'less than a minute earlier';
}


/***/ }),

/***/ 9263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hg: () => (/* binding */ changeTable),
/* harmony export */   cC: () => (/* binding */ tileWords),
/* harmony export */   iW: () => (/* binding */ checkWords)
/* harmony export */ });
/* unused harmony exports resultWords, pairWords, changeShare */
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);
/* harmony import */ var _tile_check_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72787);


/** What people read of a tile's branch check, on one line: `Revenue: $2.37M → $2.03M (−14.3 %)`. Plain text. */
function tileWords(tile) {
    return `${tile.title}: ${stateWords(tile)}`;
}
/** What a target's tiles came to: `2 of 5 tiles changed, 1 broken`. */
function checkWords({ tiles }) {
    const number = (matches) => tiles.filter(matches).length;
    const parts = [
        [number(_tile_check_js__WEBPACK_IMPORTED_MODULE_0__/* .isBrokenTile */ .Mb), 'broken'],
        [number(tile => (0,_tile_check_js__WEBPACK_IMPORTED_MODULE_0__/* .isFailedTile */ .kH)(tile) && !(0,_tile_check_js__WEBPACK_IMPORTED_MODULE_0__/* .isBrokenTile */ .Mb)(tile)), 'not checked'],
        [number(_tile_check_js__WEBPACK_IMPORTED_MODULE_0__/* .isChangedTile */ .J3), 'changed'],
    ];
    const found = parts.filter(([many]) => many > 0).map(([many, words]) => `${many} ${words}`);
    if (tiles.length === 0)
        return 'no tile is affected';
    const all = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(tiles.length, 'tile');
    if (found.length > 0)
        return `${all}: ${found.join(', ')}`;
    return `${all}, ${tiles.every(({ sql, isSqlRunner }) => sql === 'same' || isSqlRunner) ? 'same SQL' : 'same numbers'}`;
}
function stateWords(tile) {
    const { sql, numbers, error, queries } = tile;
    const reason = error ? `: ${error.message}` : '';
    switch (sql) {
        case 'broken':
            return `broken by this pull request${reason}`;
        case 'failing':
            return `failed before this pull request, too${reason}`;
        case 'unchecked':
            return `not checked${reason}`;
        case 'new':
            return 'new';
        case 'removed':
            return 'removed';
        case 'fixed':
            return 'failed before, works now';
        case 'same':
            return 'same SQL';
        case 'changed':
        case undefined:
            break;
    }
    const sqlWords = sql === 'changed' ? 'SQL changed' : 'SQL not known';
    if (numbers === undefined)
        return sqlWords;
    if (numbers === 'unchanged')
        return `${sqlWords}, same numbers`;
    if (numbers !== 'changed')
        return `${sqlWords}, numbers not checked${reason}`;
    return queries.flatMap(query => queryWords(query) ?? []).join('; ') || `${sqlWords}, numbers changed`;
}
function queryWords({ name, results }) {
    if (!results)
        return undefined;
    const words = resultWords(results);
    return name === undefined ? words : `${name}: ${words}`;
}
/** `$2.37M → $2.03M (−14.3 %)`, or `6 of 6 rows changed, 1 added`. */
function resultWords(results) {
    const { value, columns, totals, addedColumns, removedColumns } = results;
    if (value && value.before?.text !== undefined && isDifferent(value))
        return pairWords(value);
    const rows = rowWords(results);
    const total = totals?.findIndex(pair => pair !== undefined) ?? -1;
    const pair = totals?.[total];
    const parts = [
        rows,
        rows === undefined && pair && `total of ${columns[total]}: ${pairWords(pair)}`,
        addedColumns.length > 0 &&
            `new ${addedColumns.length === 1 ? 'column' : 'columns'} ${addedColumns.join(', ')}`,
        removedColumns.length > 0 &&
            `without the ${removedColumns.length === 1 ? 'column' : 'columns'} ${removedColumns.join(', ')}`,
    ].filter(Boolean);
    const words = parts.join(', ') || 'numbers changed';
    return results.isHidden ? `${words}, in fields that the tile hides` : words;
}
const isDifferent = ({ before, after }) => before?.text !== after?.text || before?.number !== after?.number;
function rowWords({ rows: { before, changed, added, removed } }) {
    const parts = [
        changed > 0 && `${changed} of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(before, 'row')} changed`,
        added > 0 && `${changed > 0 ? added : (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(added, 'row')} added`,
        removed > 0 && `${changed + added > 0 ? removed : (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(removed, 'row')} removed`,
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(', ') : undefined;
}
/** `12 → 13 (+8.3 %)`; a side without a value is `none`. */
function pairWords(pair) {
    const share = changeShare(pair);
    return `${pair.before?.text ?? 'none'} → ${pair.after?.text ?? 'none'}${share === undefined ? '' : ` (${share})`}`;
}
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });
/** Undefined if one side is no number, or if the number before is 0. */
function changeShare({ before, after }) {
    if (before?.number === undefined || after?.number === undefined || before.number === 0)
        return undefined;
    const percent = ((after.number - before.number) / Math.abs(before.number)) * 100;
    if (!Number.isFinite(percent) || percent === 0)
        return undefined;
    const size = Math.abs(percent);
    const digits = size < 0.05 ? twoDigits.format(size) : oneDecimal.format(size);
    return `${percent < 0 ? '−' : '+'}${digits} %`;
}
const kindWords = { changed: '', added: 'added', removed: 'removed' };
/** The rows with the largest differences. Columns without a difference are left out. */
function changeTable({ dimensions, columns, changes }, longest = 10) {
    const shown = changes.slice(0, longest);
    const places = columns.map((_, place) => place).filter(place => shown.some(({ values }) => values[place]));
    const hasKinds = shown.some(({ kind }) => kind !== 'changed');
    const header = [...(hasKinds ? [''] : []), ...dimensions, ...places.map(place => columns[place] ?? '')];
    const rows = shown.map(({ kind, key, values }) => [
        ...(hasKinds ? [kindWords[kind]] : []),
        ...key,
        ...places.map(place => cellWords(kind, values[place])),
    ]);
    return { header, rows, omitted: changes.length - shown.length };
}
function cellWords(kind, pair) {
    if (!pair)
        return '';
    if (kind === 'changed')
        return pairWords(pair);
    return (kind === 'added' ? pair.after?.text : pair.before?.text) ?? '';
}


/***/ }),

/***/ 4396:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ htmlEscape)
/* harmony export */ });
/* unused harmony export htmlUnescape */
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


/***/ })

};
