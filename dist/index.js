import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 35317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 49140:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("constants");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 98995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 46466:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 58500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 38858:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ labelEventOf),
/* harmony export */   LA: () => (/* binding */ isAcceptLabelEvent),
/* harmony export */   P$: () => (/* binding */ isCovered),
/* harmony export */   Rv: () => (/* binding */ gateOf),
/* harmony export */   jh: () => (/* binding */ mayBeAcceptedSoon),
/* harmony export */   lT: () => (/* binding */ decideLabelEvent),
/* harmony export */   oB: () => (/* binding */ isAccepted),
/* harmony export */   xg: () => (/* binding */ mayRepeat)
/* harmony export */ });
/* harmony import */ var _github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(47889);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(13623);
/* harmony import */ var _results_format_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(83894);



function labelEventOf({ run }) {
    const { label, sender: login, pull_request: pull } = run.payload;
    const sha = pull?.head?.sha?.toLowerCase();
    const baseBranch = (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .baseBranchOf */ .vr)(run);
    if (login === undefined || sha === undefined)
        return undefined;
    const about = {
        ...{ login, sha, run: run.id },
        ...(baseBranch !== undefined && { baseBranch }),
        ...timeOf(pull?.updated_at),
    };
    if ((0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .isTextEdit */ .uR)(run))
        return { action: 'edited', ...about };
    const { action } = run.payload;
    const isLabel = action === 'labeled' || action === 'unlabeled';
    return isLabel && label !== undefined ? { action, label, ...about } : undefined;
}
function timeOf(text = '') {
    const at = Date.parse(text);
    return Number.isNaN(at) ? {} : { at };
}
/** Whether the event added or removed the accept label. */
const isAcceptLabelEvent = ({ run, inputs }) => (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .isLabelEvent */ .rg)(run) && (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameLabel */ .zi)(run.payload.label ?? '', inputs.compare.acceptLabel);
/** Whether stored results may answer a label event. The step then does not log in to Looker. */
const mayRepeat = (context) => context.inputs.compare.failOnChange && !context.inputs.dryRun && labelEventOf(context) !== undefined;
/** Decides what to do after a label event. Only the accept label changes the acceptance. */
function decideLabelEvent(event, stored, { acceptLabel, now }) {
    if (stored?.sha !== event.sha || stored.outdatedBy || !(0,_results_format_js__WEBPACK_IMPORTED_MODULE_2__/* .isSameBase */ .Eo)(stored, event))
        return { kind: 'render' };
    const unchanged = { kind: 'repeat', results: stored, isAcceptanceChanged: false };
    if (event.label === undefined || !(0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .isSameLabel */ .zi)(event.label, acceptLabel))
        return unchanged;
    const isAdded = event.action === 'labeled';
    if (isAdded && isUnseenBy(stored, event))
        return { ...unchanged, isUnseen: true };
    if (isSuperseded(event, stored))
        return unchanged;
    const { acceptance: _, ...rest } = stored;
    if (!isAdded)
        return { kind: 'repeat', results: rest, isAcceptanceChanged: stored.acceptance !== undefined };
    const acceptance = {
        login: event.login,
        run: event.run,
        ...(event.baseBranch !== undefined && { baseBranch: event.baseBranch }),
        at: now.toISOString(),
        sha: event.sha,
        targets: gatedTargets(stored),
    };
    return { kind: 'repeat', results: { ...rest, acceptance }, isAcceptanceChanged: true };
}
/** Whether a newer label accepted the results. GitHub may start the jobs of two events in any order. */
const isSuperseded = (event, { acceptance }) => acceptance !== undefined && acceptance.run > event.run;
/**
 * Whether the results are newer than the event, so that the person who added the label did not see them. Such results
 * come from another run that ended while this job waited, or from an earlier attempt of this run. GitHub's times are
 * whole seconds.
 */
const isUnseenBy = ({ run, at }, event) => run.id >= event.run || (event.at !== undefined && Math.floor(Date.parse(at) / 1000) * 1000 > event.at);
/**
 * Whether another run may be storing the acceptance of these results: the pull request has the accept label, but the
 * event is about another label. A person can add both labels at once. Other jobs of a `shard` may already have stored
 * their acceptance of the same commit.
 */
const mayBeAcceptedSoon = ({ sha, acceptance, targets }, context) => (acceptance === undefined || acceptance.sha === sha) &&
    targets.some(target => isGated(target) && !isAccepted(target, acceptance)) &&
    (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .hasLabel */ .RX)(context.run, context.inputs.compare.acceptLabel) &&
    !isAcceptLabelEvent(context);
const isGated = ({ status }) => status === 'changed' || status === 'incomparable';
/**
 * Returns the targets that need to be accepted. Omits their names, because a name may change while the result stays the
 * same.
 */
const gatedTargets = ({ targets }) => targets.filter(isGated).map(({ key, status, hash, errors, picture }) => ({
    key,
    ...(hash !== undefined && { hash }),
    ...(errors && { errors }),
    ...(picture && { picture }),
    ...(status === 'incomparable' && { isUncompared: true }),
}));
/** Whether the result is the accepted one, or broken content with no other errors than the accepted ones. */
function isCovered({ hash, errors }, accepted) {
    if (hash !== undefined && hash === accepted.hash)
        return true;
    const known = new Set(accepted.errors);
    return errors?.every(error => known.has(error)) ?? false;
}
/**
 * A target without a hash has no result, so it is never accepted. If the same target is listed twice, each of its
 * accepted results counts for both, because all of them were compared in the same way.
 */
const isAccepted = ({ key, status, hash, equals, errors }, acceptance) => acceptance?.targets.some(({ key: acceptedKey, isUncompared, ...accepted }) => acceptedKey === key &&
    [hash, equals].some(own => isCovered({ hash: own, errors }, accepted)) &&
    !(isUncompared && status === 'changed')) ?? false;
function gateOf(results, acceptLabel) {
    const { acceptance } = results;
    if (!acceptance)
        return { acceptLabel };
    const changedSince = results.targets
        .filter(target => isGated(target) && !isAccepted(target, acceptance))
        .map(({ name }) => name);
    return { acceptLabel, acceptance: toHeadline(acceptance, changedSince) };
}
const toHeadline = ({ login, sha }, changedSince) => ({
    login,
    commit: sha,
    changedSince: (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .asListed */ .Gy)(changedSince),
});


/***/ }),

/***/ 83894:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C$: () => (/* binding */ marksPath),
/* harmony export */   Eo: () => (/* binding */ isSameBase),
/* harmony export */   PP: () => (/* binding */ asOutdated),
/* harmony export */   Qo: () => (/* binding */ markAfter),
/* harmony export */   TO: () => (/* binding */ parseAcceptance),
/* harmony export */   ZB: () => (/* binding */ addAcceptance),
/* harmony export */   bv: () => (/* binding */ formatAcceptance),
/* harmony export */   c2: () => (/* binding */ parseResults),
/* harmony export */   ew: () => (/* binding */ formatResults),
/* harmony export */   kA: () => (/* binding */ mayReplace),
/* harmony export */   mb: () => (/* binding */ resultsPath),
/* harmony export */   s4: () => (/* binding */ withAcceptance),
/* harmony export */   xI: () => (/* binding */ acceptancePath),
/* harmony export */   zv: () => (/* binding */ resultsFolder)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _github_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(47889);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(13623);





const resultsFolder = 'results';
/**
 * The path contains a hash of the comment key, because the key may contain any character. It contains the writer,
 * because a step must not repeat the verdict of another step with the same key.
 */
function resultsPath(about) {
    return `${storedBefore(about)}-${about.shard}.json`;
}
/**
 * Returns the path of the acceptance. The jobs of a `shard` share the file, and so do the results of different lists of
 * targets: a target that a reviewer accepted may later belong to another job or list.
 */
const acceptancePath = (about) => `${storedBefore(about)}-accepted.json`;
/** Returns the path of the marks of the jobs that share the targets (see `JobMark`). */
const marksPath = (about) => `${storedBefore(about)}-jobs.json`;
function storedBefore(about) {
    const key = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .sha256Of */ .Bj)(about.commentKey).slice(0, 16);
    return `${resultsFolder}/${about.pullRequest}/${key}-${about.writer}`;
}
/** The version of the file format. Files with a different version are ignored. */
const version = 1;
/**
 * Returns the content of the results' file. If the file would be too long to be read again, leaves out the output
 * `results`, the only part that may be long.
 * @throws ActionError if the results cannot be read again, because a label could then not accept them
 */
function formatResults(results) {
    const { acceptance: _, ...own } = results;
    const { outputs: { results: __, ...shortOutputs } = {}, ...rest } = own;
    return readable([own, { ...rest, outputs: shortOutputs }], parseResults);
}
/** @throws ActionError if the acceptance cannot be read again */
const formatAcceptance = (acceptance) => readable([acceptance], parseAcceptance);
/** Returns the text of the first file that can be read again. */
function readable(files, parse) {
    const texts = files.map(file => `${JSON.stringify({ version, ...file }, null, 1)}\n`);
    const text = texts.find(parse);
    if (text === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('The stored file would not be readable', 'This is unexpected: please report it.');
    return text;
}
/** The maximum length of the file. The results of 500 targets with long names take about 300 KB without outputs. */
const maxLength = 5_000_000;
/**
 * Parses stored results. Checks every field, because all users with write access to the repository can change the file.
 * @returns undefined if the file does not have the form that this action writes
 */
function parseResults(json) {
    const results = parseFile(json);
    return isStoredResults(results) ? results : undefined;
}
/** Checks every field, as `parseResults` does. */
function parseAcceptance(json) {
    const acceptance = parseFile(json);
    return isStoredAcceptance(acceptance) ? acceptance : undefined;
}
function parseFile(json) {
    if (json.length > maxLength)
        return undefined;
    const file = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .parseJson */ .qF)(json);
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(file) || file.version !== version)
        return undefined;
    const { version: _, ...content } = file;
    return content;
}
const isCommitSha = value => typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value);
const isHash = value => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
const isLogin = value => typeof value === 'string' && /^[\w-]{1,100}(\[bot\])?$/.test(value);
const isTime = value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
/** Outputs may have any length, because the results of hundreds of targets are long. */
const isOutputs = value => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(value) &&
    Object.entries(value).every(([name, text]) => /^[a-z-]{1,30}$/.test(name) && typeof text === 'string');
/** Other paths would replace files that the action needs, for example the baselines. */
const isPath = value => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH)(value) && String(value).startsWith(`${resultsFolder}/`) && !/\/\.{0,2}(\/|$)/.test(String(value));
const isStoredPicture = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({ blob: isHash, path: isPath });
const isResults = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({
    pullRequest: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my,
    sha: isCommitSha,
    baseBranch: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    run: _github_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .isRunAttempt */ .fq,
    at: isTime,
    facts: _verdict_facts_js__WEBPACK_IMPORTED_MODULE_3__/* .isUngatedFacts */ .q1,
    failures: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .arrayOf */ .jk)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    targets: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .arrayOf */ .jk)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({
        key: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH,
        name: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH,
        status: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOfValues */ .au)('unchanged', 'changed', 'incomparable', 'new', 'failed'),
        hash: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isHash),
        equals: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isHash),
        errors: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .arrayOf */ .jk)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH)),
        picture: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isStoredPicture),
    })),
    outputs: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isOutputs),
    outdatedBy: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .isRunAttempt */ .fq),
});
const isAcceptanceFile = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({
    login: isLogin,
    run: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my,
    baseBranch: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    at: isTime,
    sha: isCommitSha,
    targets: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .arrayOf */ .jk)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({
        key: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH,
        hash: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isHash),
        errors: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .arrayOf */ .jk)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH)),
        picture: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isStoredPicture),
        isUncompared: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOfValues */ .au)(true)),
    })),
});
const isStoredAcceptance = (value) => isAcceptanceFile(value);
const isStoredResults = (value) => isResults(value);
/**
 * Whether two runs have the same base branch. An author can change the base branch of a pull request, and reviewers
 * have then not seen the change against the new base branch. An unknown base branch is never the same.
 */
const isSameBase = (one, other) => one.baseBranch !== undefined && one.baseBranch === other.baseBranch;
/** Adds the acceptance to the results, unless it has another base branch. */
const withAcceptance = ({ acceptance: _, ...results }, acceptance) => ({
    ...results,
    ...(acceptance && isSameBase(results, acceptance) && { acceptance }),
});
/**
 * Adds what one job accepts to the stored acceptance. The acceptance of a newer label replaces the acceptance of an older
 * label, even if its job ends first. Jobs that handle the same label add to each other's acceptance.
 */
function addAcceptance(stored, own) {
    if (!stored || stored.run < own.run)
        return own;
    if (stored.run > own.run)
        return stored;
    const targets = [...stored.targets, ...own.targets];
    return { ...own, targets: [...new Map(targets.map(target => [JSON.stringify(target), target])).values()] };
}
/**
 * Whether results may replace the stored results. An older run never replaces the results of a newer run. A re-run of
 * an older run may replace the results of a newer run only if both have the same commit.
 */
function mayReplace(stored, { sha, run }) {
    if (stored === undefined)
        return true;
    const order = (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .compareAttempts */ .cY)(run, stored.run);
    return order === 'unknown' ? sha === stored.sha || run.id > stored.run.id : order !== 'older';
}
/**
 * Marks stored results before `run` renders their commit again.
 * @returns undefined if there is nothing to mark
 */
function asOutdated(stored, { sha, run }) {
    const isOlderThan = (other) => (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .compareAttempts */ .cY)(run, other) === 'older';
    if (stored?.sha !== sha || isOlderThan(stored.run))
        return undefined;
    return stored.outdatedBy && isOlderThan(stored.outdatedBy) ? undefined : { ...stored, outdatedBy: run };
}
/**
 * Returns the mark of results that replace `stored`. A mark of a run that may have begun later stays. If the order of
 * both results is unknown, the new results get a mark, too. A run that has marked the stored results is newer than
 * they are.
 */
function markAfter(stored, { sha, run }) {
    if (stored?.sha !== sha)
        return {};
    const { outdatedBy } = stored;
    const order = (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .compareAttempts */ .cY)(run, outdatedBy ?? stored.run);
    if (order === 'same' || order === 'newer')
        return {};
    return { outdatedBy: outdatedBy ?? run };
}


/***/ }),

/***/ 57706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $9: () => (/* binding */ annotateProblems),
/* harmony export */   Mz: () => (/* binding */ debugProblems),
/* harmony export */   UA: () => (/* binding */ writeAnnotations)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_log_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35961);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(53906);




/**
 * The maximum number of annotations in addition to the verdict. GitHub shows ten annotations of each level for a step
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations).
 */
const maxAnnotations = 9;
/** Writes each problem once, with its next step. Writes annotations up to GitHub's limit, then lines of the log. */
function annotateProblems(log, { results, lookmlErrors = [], errors, warnings }, { failOnError }) {
    // A target needs no annotation if another annotation has the same error.
    const isShown = ({ message }) => errors.some(error => error.message === message);
    const failed = results.flatMap(result => result.status === 'failure' && !isShown(result.error) ? [result] : []);
    const failures = [...groupByMessage(failed).map(toAnnotation), ...lookmlErrors.map(onFile)];
    const others = errors.map((error) => ({ words: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)(error) }));
    writeAnnotations(log, 'error', failOnError ? [...others, ...failures] : others);
    writeAnnotations(log, 'warning', [
        ...warnings.map((error) => ({ words: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)(error) })),
        ...(failOnError ? [] : failures),
        ...groupByMessage(results.flatMap(comparisonErrors)).map(toAnnotation),
        ...groupByMessage(results.flatMap(outsideErrors)).map(toAnnotation),
    ]);
}
function debugProblems(core, { results, errors, warnings }, secrets) {
    (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_3__/* .debugCauses */ .uY)(core, [...results.flatMap(thrownIn), ...errors, ...warnings], secrets);
}
function thrownIn(result) {
    const fault = result.status === 'failure'
        ? result.error
        : result.status === 'success'
            ? comparisonError(result.comparison)
            : undefined;
    return fault ? [(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .thrownOf */ .Kf)(fault)].filter(thrown => thrown !== undefined) : [];
}
const comparisonError = (comparison) => comparison?.status === 'incomparable' ? comparison.error : undefined;
const onFile = ({ message, path: file, line }) => ({
    title: file === undefined ? 'LookML' : `LookML: ${file}${line === undefined ? '' : `:${line}`}`,
    words: message,
    ...(file !== undefined && { place: { file, ...(line !== undefined && { startLine: line }) } }),
});
/**
 * Returns the reason why the dashboard was not drawn, or why the picture was not compared. Leaves out PDFs, because
 * most PDFs cannot be compared.
 */
function comparisonErrors(result) {
    const problem = result.check?.drawing?.problem;
    if (problem && result.status !== 'failure')
        return [{ ...result, error: { message: `Not drawn: ${problem.message}`, hint: problem.hint } }];
    const { comparison } = result;
    if (comparison?.status !== 'incomparable' || comparison.before)
        return [];
    const { message, hint } = comparison.error;
    return [{ ...result, error: { message: `Not compared: ${message}`, hint } }];
}
/** Reports rectangles of `ignore` that lie outside of the picture, because their numbers are probably wrong. */
function outsideErrors(result) {
    const outside = (result.status === 'success' && result.outside) || [];
    return outside.map(({ x, y, width, height }) => ({
        ...result,
        error: {
            message: `ignore: ${[x, y, width, height].join(', ')} lies outside of the picture`,
            hint: 'Write x, y, width, height in pixels of the picture, from its upper left corner.',
        },
    }));
}
function toAnnotation([first, ...more]) {
    const title = (0,_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .headingWithAddress */ .BN)(first) + (more.length > 0 ? ` and ${more.length} more` : '');
    return { title, words: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em)(first.error) };
}
function writeAnnotations({ core, print }, level, all) {
    const left = all.length - maxAnnotations;
    for (const [index, { title, words, place }] of all.entries()) {
        const isLast = index === maxAnnotations - 1 && left > 0;
        const shown = isLast ? `${words} ${left} more ${left === 1 ? 'is' : 'are'} in the log.` : words;
        if (index < maxAnnotations)
            core[level](shown, { ...(title !== undefined && { title }), ...place });
        else
            print(title === undefined ? words : `${title}: ${words}`);
    }
}
/** Groups targets with the same error. For example, all targets have the same error after a failed log-in. */
function groupByMessage(failures) {
    const groups = new Map();
    for (const failure of failures) {
        const group = groups.get(failure.error.message);
        if (group)
            group.push(failure);
        else
            groups.set(failure.error.message, [failure]);
    }
    return [...groups.values()];
}


/***/ }),

/***/ 61403:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   fG: () => (/* binding */ arrangeResults),
/* harmony export */   fg: () => (/* binding */ withPageLinks)
/* harmony export */ });
/* unused harmony export distinguish */
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(53906);

const arrangeResults = (list, rendered, { base, web }) => distinguish(inListOrder(list, rendered).map(withPageLinks(base, web)));
/** Also returns the failures of targets that could not be listed. */
function inListOrder({ listed }, rendered) {
    const byFile = new Map(rendered.map(result => ['file' in result.target && result.target.file, result]));
    return listed.flatMap(entry => ('status' in entry ? entry : (byFile.get(entry.file) ?? [])));
}
/**
 * Replaces the API's host in links with the host of Looker's web pages. Does not change addresses that the user pasted.
 */
const withPageLinks = (base, web) => (result) => web ? { ...result, target: onWebHost(result.target, base, web) } : result;
function onWebHost(target, base, web) {
    if (target.pastedHost !== undefined || !target.url.startsWith(`${base.origin}/`))
        return target;
    const url = web.origin + target.url.slice(base.origin.length);
    const dashboard = 'dashboard' in target && target.dashboard ? { ...target.dashboard, url } : undefined;
    return { ...target, url, ...(dashboard && { dashboard }) };
}
/**
 * Makes equal headings unique. To all targets with the same heading, adds their folders or boards, else their
 * addresses, else their formats, else their names, else their file names, which are always unique.
 */
function distinguish(results) {
    const groups = new Map();
    for (const result of results) {
        const heading = (0,_targets_js__WEBPACK_IMPORTED_MODULE_0__/* .headingOf */ .Wm)(result);
        groups.set(heading, [...(groups.get(heading) ?? []), result]);
    }
    return results.map(result => {
        const group = groups.get((0,_targets_js__WEBPACK_IMPORTED_MODULE_0__/* .headingOf */ .Wm)(result)) ?? [];
        if (group.length < 2)
            return result;
        const distinct = distinctions.find(of => {
            const texts = group.map(of);
            return !texts.includes(undefined) && new Set(texts).size === group.length;
        });
        const distinction = distinct?.(result);
        return distinction === undefined ? result : { ...result, distinction };
    });
}
const distinctions = [
    ({ target }) => ('place' in target ? target.place : undefined),
    ({ target }) => (0,_targets_js__WEBPACK_IMPORTED_MODULE_0__/* .addressOf */ .ci)(target),
    ({ target }) => ('output' in target ? target.output.format.toUpperCase() : undefined),
    ({ target }) => target.name,
    ({ target }) => ('file' in target ? target.file : target.name),
];


/***/ }),

/***/ 93696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DZ: () => (/* binding */ temporaryBranchOf),
/* harmony export */   U9: () => (/* binding */ isTemporaryBranch),
/* harmony export */   Un: () => (/* binding */ roleOfBranch),
/* harmony export */   Vc: () => (/* binding */ stemOf),
/* harmony export */   WW: () => (/* binding */ createStem),
/* harmony export */   hP: () => (/* binding */ describeTemporary),
/* harmony export */   ng: () => (/* binding */ runOf),
/* harmony export */   pW: () => (/* binding */ branchMoves)
/* harmony export */ });
/* unused harmony exports ageOfBranch, readSavedBranches */

/** Matches the names of the action's branches. Only branches with such a name are reset or deleted. */
const temporaryBranch = /^looker-snapshot-(\d+)-(\d+)-([a-z0-9]{6})-(base|head)$/;
const isTemporaryBranch = (name) => temporaryBranch.test(name);
/**
 * Returns the name of the run's branch if it is a temporary branch of a branch check. Looker pushes these branches, and
 * each push starts workflows.
 */
function temporaryBranchOf({ eventName, branch, payload }) {
    if (!['push', 'create', 'delete'].includes(eventName ?? ''))
        return undefined;
    const names = [branch, payload.ref?.replace(/^refs\/heads\//, '')];
    return names.find((name) => name !== undefined && isTemporaryBranch(name));
}
const describeTemporary = (name) => `Nothing was rendered: ${name} is a temporary branch of a check in Looker's development mode (dev-mode). To start no job for such branches, add branches-ignore: ['looker-snapshot-*'] to the workflow's push event.`;
/**
 * Returns the name without the side: `looker-snapshot-<run id>-<attempt>-<six characters>`. Each job of each run has
 * its own stem.
 */
const stemOf = (name) => name.replace(/-(base|head)$/, '');
const runOf = (name) => temporaryBranch.exec(name)?.[1] ?? '';
/**
 * Branch names contain a time, because the API does not return when a branch was created (`commit_at` is the time of
 * the commit). Of the six characters of a name, two are the time in units of ten minutes, three are random, and the
 * last one is a check character. If the check character is wrong, the name contains no time.
 */
const slotMs = 10 * 60_000;
const slots = 36 ** 2;
/** The clocks of runners differ. A branch whose time is at most this many units in the future counts as new. */
const slotsAhead = 12;
/**
 * Returns the beginning of the names of this job's branches. A branch name adds `-base` or `-head`.
 * @param random returns a number from 0 to 1
 */
function createStem({ id, attempt }, now, random) {
    const time = slotOf(now).toString(36).padStart(2, '0');
    const noise = Math.floor(random() * 36 ** 3)
        .toString(36)
        .padStart(3, '0');
    const start = `looker-snapshot-${id}-${attempt}-${time}${noise}`;
    return start + checkCharacter(start);
}
/**
 * Returns the branch's age in milliseconds. The time in names repeats every nine days, so a branch that is older than
 * nine days seems younger.
 * @returns undefined if the name contains no time
 */
function ageOfBranch(name, now) {
    const stem = stemOf(name);
    const [, , , characters] = temporaryBranch.exec(name) ?? [];
    if (characters === undefined || checkCharacter(stem.slice(0, -1)) !== stem.at(-1))
        return undefined;
    const passed = (slotOf(now) - Number.parseInt(characters.slice(0, 2), 36) + slots) % slots;
    return passed >= slots - slotsAhead ? 0 : Math.max(0, passed - 1) * slotMs;
}
const slotOf = (time) => Math.floor(time.getTime() / slotMs) % slots;
function checkCharacter(text) {
    let sum = 0;
    for (const character of text)
        sum = (sum * 31 + character.charCodeAt(0)) % 46_649;
    return (sum % 36).toString(36);
}
function readSavedBranches(saved) {
    if (!Array.isArray(saved))
        return [];
    const projects = saved.filter(isObject).flatMap(({ id, before, ours }) => {
        if (typeof id !== 'string' || typeof before !== 'string' || !Array.isArray(ours))
            return [];
        return [{ id, before, ours: ours.filter(name => typeof name === 'string' && isTemporaryBranch(name)) }];
    });
    return projects.filter(({ ours }) => ours.length > 0);
}
/** The next move, by moment and by role of the checked-out branch. */
const branchMoves = {
    begin: {
        ours: 'save the personal branch',
        moved: 'save the personal branch',
        'another run': 'wait',
        'left behind': 'clear away',
        production: 'save the personal branch',
        other: 'save it',
    },
    return: {
        ours: 'enter',
        moved: 'enter',
        'another run': 'wait',
        'left behind': 'enter',
        production: 'leave it',
        other: 'leave it',
    },
    entered: {
        ours: 'query',
        moved: 'reset',
        'another run': 'wait',
        'left behind': 'wait',
        production: 'leave it',
        other: 'leave it',
    },
    queried: {
        ours: 'keep the answers',
        moved: 'repeat',
        'another run': 'repeat',
        'left behind': 'repeat',
        production: 'leave it',
        other: 'leave it',
    },
    end: {
        ours: 'restore',
        moved: 'restore',
        'another run': 'nothing to restore',
        'left behind': 'nothing to restore',
        production: 'nothing to restore',
        other: 'nothing to restore',
    },
};
/** A temporary branch that is at least this old belongs to a killed run. */
const leftBehindMs = 2 * 60 * 60_000;
function roleOfBranch({ name, ref }, { ours, now }, time) {
    if (ours.includes(name))
        return now?.name === name && ref?.toLowerCase() === now.commit.toLowerCase() ? 'ours' : 'moved';
    if (isTemporaryBranch(name))
        return (ageOfBranch(name, time) ?? 0) >= leftBehindMs ? 'left behind' : 'another run';
    return name.startsWith('__LOOKER_PROD_') ? 'production' : 'other';
}


/***/ }),

/***/ 18229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ maxQueries),
/* harmony export */   F0: () => (/* binding */ failingTilesOf),
/* harmony export */   J3: () => (/* binding */ isChangedTile),
/* harmony export */   Jm: () => (/* binding */ checkStateOf),
/* harmony export */   Mb: () => (/* binding */ isBrokenTile),
/* harmony export */   Od: () => (/* binding */ hashableValue),
/* harmony export */   _f: () => (/* binding */ numberOfContent),
/* harmony export */   dq: () => (/* binding */ countContent),
/* harmony export */   id: () => (/* binding */ isEqualNumber),
/* harmony export */   jd: () => (/* binding */ isDrawnCheck),
/* harmony export */   kH: () => (/* binding */ isFailedTile),
/* harmony export */   vJ: () => (/* binding */ isChangedCheck),
/* harmony export */   xp: () => (/* binding */ uncomparedReason),
/* harmony export */   ys: () => (/* binding */ unacceptedContent)
/* harmony export */ });
/** The maximum relative difference of equal numbers. Databases add floating-point numbers in varying order. */
const relativeTolerance = 1e-9;
/** A large number counts as the nearest whole number if it differs by less than this, which is less than a cent. */
const maxNoiseOfWhole = 0.001;
const isEqualNumber = (one, other) => Math.abs(one - other) <= relativeTolerance * Math.max(Math.abs(one), Math.abs(other));
/**
 * Returns data for a hash: the same data for values that count as equal. The text keeps its unit, because its digits
 * depend on the number. On a logarithmic scale, few short decimal numbers lie near the border between two steps. A large
 * whole number may be an id, so it keeps all its digits.
 */
function hashableValue({ text, number }) {
    if (number === undefined)
        return text;
    const unit = text.replace(/\d[\d.,]*/g, '');
    const whole = Math.round(number);
    if (Math.abs(whole) >= 1 / relativeTolerance && Math.abs(number - whole) < maxNoiseOfWhole)
        return [whole, Number.isSafeInteger(whole) ? unit : text];
    const step = Math.round(Math.log(Math.abs(number)) / relativeTolerance);
    return [Math.sign(number), step, unit];
}
/** The maximum number of queries of a branch check for each commit. */
const maxQueries = 200;
const unacceptedContent = (branch) => branch?.content?.accepted ? [] : (branch?.content?.broken ?? []);
/** Returns text such as `Dashboard 42`, for content whose title may be private. */
const numberOfContent = ({ kind, id }) => `${kind === 'look' ? 'Look' : 'Dashboard'} ${id}`;
/** Returns text such as `1 dashboard`, `2 Looks outside the targets`, or `3 dashboards and Looks outside the targets`. */
function countContent(content) {
    const place = content.some(({ isTarget }) => isTarget) ? '' : ' outside the targets';
    const kinds = new Set(content.map(({ kind }) => kind));
    if (kinds.size > 1)
        return `${content.length} dashboards and Looks${place}`;
    const noun = kinds.has('look') ? 'Look' : 'dashboard';
    return `${content.length} ${noun}${content.length === 1 ? '' : 's'}${place}`;
}
/** A broken or unchecked tile fails its target, unless it is a SQL Runner tile or an extension. */
const isFailedTile = ({ sql, numbers, isUncheckable, }) => !isUncheckable && [sql, numbers].some(state => state === 'broken' || state === 'unchecked');
const isBrokenTile = ({ sql, numbers }) => sql === 'broken' || numbers === 'broken';
/** If only SQL was compared, changed SQL counts, because the numbers may have changed. */
const isChangedTile = ({ sql, numbers }) => numbers === undefined ? sqlChanges.has(sql) : numbers === 'changed';
const sqlChanges = new Set(['changed', 'fixed', 'new', 'removed']);
/** Whether the picture shows the pull request's version of the dashboard. */
const isDrawnCheck = ({ drawing }) => drawing !== undefined && drawing.problem === undefined;
function checkStateOf({ tiles, isNew }) {
    if (isNew)
        return 'new';
    return tiles.some(isChangedTile) ? 'changed' : 'unchanged';
}
/**
 * Returns why no tile of a target could be compared: there are only SQL Runner tiles and extensions, or all other
 * queries fail on the merge base, too.
 * @returns undefined if at least one tile was compared, or if the target has no affected tiles
 */
function uncomparedReason({ tiles }) {
    const queried = tiles.filter(({ isUncheckable }) => !isUncheckable);
    if (!queried.every(tile => tile.sql === 'failing' && !isChangedTile(tile)))
        return undefined;
    if (queried.length > 0)
        return 'failing';
    return tiles.length > 0 ? 'uncheckable' : undefined;
}
const failingTilesOf = ({ tiles }) => tiles.filter(({ sql }) => sql === 'failing');
const isChangedCheck = (check) => checkStateOf(check) === 'changed';


/***/ }),

/***/ 19473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $q: () => (/* binding */ TimeLimitError),
/* harmony export */   Kf: () => (/* binding */ thrownOf),
/* harmony export */   T6: () => (/* binding */ ProxyError),
/* harmony export */   _n: () => (/* binding */ Interruption),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   ec: () => (/* binding */ toFault),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   yU: () => (/* binding */ tooManyFilesHint),
/* harmony export */   yV: () => (/* binding */ QuotingError),
/* harmony export */   z6: () => (/* binding */ asActionError),
/* harmony export */   zS: () => (/* binding */ fileError)
/* harmony export */ });
/** An error for users. `message` states the problem, and `hint` is the next step. */
class ActionError extends Error {
    hint;
    /**
     * Replaces `message` in a public log. Set if `message` may quote confidential text, for example an answer of Looker.
     */
    publicFact;
    constructor(fact, hint, options = {}) {
        super(fact, options);
        this.name = 'ActionError';
        this.hint = hint;
        this.publicFact = options.publicFact;
    }
}
/** An error whose message may quote Looker or an unexpected value. Public logs do not show the message. */
class QuotingError extends ActionError {
}
class ProxyError extends ActionError {
    /** Whether a retry is pointless, because the proxy refused the connection. */
    final;
    constructor(fact, hint, about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'ProxyError';
        this.final = about.final;
    }
}
/** Thrown after the deadline or after a cancellation. */
class Interruption extends ActionError {
    /** Adds the failed operation to the message. `what` is text such as "The comment could not be written". */
    during(what) {
        const fact = this.message.charAt(0).toLowerCase() + this.message.slice(1);
        return new ActionError(`${what}: ${fact}`, this.hint, { cause: this });
    }
}
/** Thrown after a deadline of the step. */
class TimeLimitError extends Interruption {
    /** The last failure of the request that the deadline ended. Undefined if the request had not failed before. */
    failure;
    constructor(fact, hint, failure) {
        const options = failure && { publicFact: fact, cause: failure };
        super(failure ? `${fact}; the last try failed: ${failure.message}` : fact, hint, options);
        this.name = 'TimeLimitError';
        this.failure = failure;
    }
    /** Returns an error that says why the request had not succeeded before the deadline. */
    after(failure) {
        return new TimeLimitError(this.message, failure.hint, failure);
    }
}
/** All problems with the inputs. Each problem names the input, its value and a valid value. */
class InputError extends ActionError {
    problems;
    constructor(problems) {
        const [first = ''] = problems;
        super(problems.length === 1 ? first : `${problems.length} inputs must be changed`, `Nothing was rendered. Correct the ${problems.length === 1 ? 'input' : 'inputs'} and run the job again.`);
        this.name = 'InputError';
        this.problems = problems;
    }
}
/** Keeps the thrown value for the debug log. The property is not enumerable, so it does not appear in the outputs. */
function toFault(thrown) {
    const { message, hint } = asActionError(thrown);
    return Object.defineProperty({ message, hint }, 'thrown', { value: thrown });
}
const thrownOf = (fault) => ('thrown' in fault ? fault.thrown : undefined);
/** Converts any thrown value to an ActionError. An unexpected error becomes the cause. */
function asActionError(error) {
    if (error instanceof ActionError)
        return error;
    const [reason, hint] = limitOf(error) ?? [];
    if (reason && hint)
        return new ActionError(`The runner has reached a limit: ${reason}`, hint, { cause: error });
    const fact = error instanceof Error ? error.message : String(error);
    return new QuotingError(fact, 'This is unexpected: please report it, with the log of a run with debug logging turned on.', { cause: error });
}
const tooManyFilesHint = "Lower concurrency, or raise the runner's limit of open files (ulimit -n).";
const tooManyFiles = ['too many files are open', tooManyFilesHint];
const diskFull = ['the disk is full', "Free space on the runner's disk, or set output-directory."];
const limits = {
    EMFILE: tooManyFiles,
    ENFILE: tooManyFiles,
    ENOSPC: diskFull,
    EDQUOT: ['the disk quota is used up', diskFull[1]],
};
function limitOf(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return Object.hasOwn(limits, code) ? limits[code] : undefined;
}
/** Returns an error that names the file. Returns undefined if the error does not come from the file system. */
function fileError(error, file) {
    if (!(error instanceof Error && 'syscall' in error))
        return undefined;
    const isOfFile = 'path' in error || error.syscall === 'write' || error.syscall === 'fsync';
    if (!isOfFile)
        return undefined;
    const [reason = error.message, hint = "Check output-directory, and the runner's disk."] = limitOf(error) ?? [];
    return new ActionError(`${file} could not be written: ${reason}`, hint, { cause: error });
}


/***/ }),

/***/ 44463:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ pagesOf),
/* harmony export */   Gw: () => (/* binding */ pauseBeforeRetry),
/* harmony export */   Ht: () => (/* binding */ urlIn),
/* harmony export */   I0: () => (/* binding */ uploadUrlIn),
/* harmony export */   MN: () => (/* binding */ listAllPages),
/* harmony export */   OA: () => (/* binding */ fields),
/* harmony export */   TH: () => (/* binding */ idOf),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   dk: () => (/* binding */ UnexpectedResponseError),
/* harmony export */   h_: () => (/* binding */ openRepository),
/* harmony export */   ye: () => (/* binding */ shaOf)
/* harmony export */ });
/* unused harmony exports boundedFetch, withRetries */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(73454);
/* harmony import */ var _runtime_secrets_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(86210);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(22006);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(28831);







/** @throws ActionError without a token, or outside of a GitHub Actions job */
async function openRepository({ world, inputs, run, deadlines }, signal = deadlines.publish) {
    const { token } = inputs;
    if (!token)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('github-token is empty', 'Leave the input out to use the token of the job.');
    // Otherwise, `fetch` would throw an error that quotes the token.
    if (!/^[!-~]+$/.test(token))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('github-token contains a character that no token contains, such as a space or a line break', 'Correct the secret, or leave the input out to use the token of the job.');
    if (!run.repository)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('GITHUB_REPOSITORY names no repository', 'Run the action in a GitHub Actions job, or set the variable to a repository such as acme/lookml.');
    const { GITHUB_API_URL: api = '' } = world.env;
    // Otherwise, the module of Octokit would throw an error that does not name the variable.
    if (api !== '' && !/^https?:$/.test((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(api)?.protocol ?? ''))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('GITHUB_API_URL is not a web address', "Set the variable to the address of GitHub's API, such as https://api.github.com.");
    const getOctokit = await world.github();
    const retries = { clock: world.clock, signal, log: world.print };
    const { debug } = world.core;
    // Octokit warns about deprecated operations, but users cannot change the calls.
    const log = { debug, info: debug, warn: debug, error: debug };
    const octokit = getOctokit(token, { request: { fetch: boundedFetch(world.fetch), log }, log });
    return {
        ...retries,
        octokit: withRetries(octokit, retries),
        token,
        owner: run.repository.owner,
        repo: run.repository.name,
        serverUrl: run.serverUrl,
    };
}
/** The largest responses contain pictures in base64. GitHub limits a blob to 100 MB. */
const maxAnswerBytes = 200_000_000;
/**
 * Limits the length of responses, because Octokit reads responses of any length. Does not limit archives, because their
 * reader has its own limit.
 * @throws AnswerTooLongError
 */
function boundedFetch(request, maxBytes = maxAnswerBytes) {
    return async (address, init) => {
        const answer = await requestOwnHosts(request, address, init);
        const { body, ok, status, statusText, headers, url } = answer;
        if (!body || (ok && isArchive(new URL(address))))
            return answer;
        const pieces = [];
        let bytes = 0;
        try {
            for await (const piece of body) {
                bytes += piece.length;
                if (bytes > maxBytes)
                    throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .AnswerTooLongError */ .lY(maxBytes);
                pieces.push(piece);
            }
        }
        catch (error) {
            if (error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .AnswerTooLongError */ .lY)
                throw error;
            pieces.length = 0; // If the connection breaks, returns an empty body, as Octokit does.
        }
        const content = Buffer.concat(pieces);
        const shown = ok ? { content, headers } : withoutToken(content, headers, init);
        const whole = new Response(shown.content, { status, statusText, headers: shown.headers });
        return Object.defineProperty(whole, 'url', { value: url });
    };
}
/**
 * Removes the token from an error, in all encodings. A faulty proxy may repeat the request's headers, and comments quote
 * errors.
 */
function withoutToken(content, headers, init) {
    const { keep, clean } = (0,_runtime_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .createSecrets */ .g)(() => undefined);
    keep((new Headers(init?.headers).get('authorization') ?? '').replace(/^\w+ /, ''));
    const cleanHeaders = [...headers].map(([name, value]) => [name, clean(value)]);
    return { content: clean(content.toString()), headers: new Headers(cleanHeaders) };
}
const maxRedirects = 5;
/**
 * Follows redirects, for example after a repository was renamed
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects). A
 * redirect must lead to a host of the API, because the request's body may be confidential, and another host could
 * answer with a wrong picture. Only GitHub's archives are on another host. `fetch` sends no token there
 * (https://fetch.spec.whatwg.org/#http-redirect-fetch).
 */
async function requestOwnHosts(request, address, init = {}) {
    const start = new URL(address);
    if (isArchive(start))
        return request(address, init);
    let current = start;
    for (let redirects = 0;; redirects++) {
        const answer = await request(current, { ...init, redirect: 'manual' });
        if (![301, 302, 307, 308].includes(answer.status))
            return answer;
        await answer.body?.cancel();
        const next = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(answer.headers.get('location') ?? '', current.href);
        if (redirects === maxRedirects || !isOwnHost(next, start))
            throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .RedirectError */ .Lx(start.host, next?.host);
        current = next;
    }
}
const isArchive = ({ pathname }) => pathname.includes('/tarball/');
const maxRequestTries = 5;
/** The maximum number of tries if GitHub does not say when its rate limit ends. */
const maxTriesWithoutEnd = 3;
/**
 * Longer than the 10 s after which GitHub itself ends a request
 * (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts).
 */
const defaultSilenceMs = 60_000;
/** The slowest upload that does not count as silence, in bytes per millisecond. */
const slowestUpload = 50;
/**
 * The newest version that GitHub Enterprise Server supports
 * (https://docs.github.com/en/rest/about-the-rest-api/api-versions).
 */
const restApiVersion = '2022-11-28';
/**
 * Repeats each request of this Octokit after a 5xx status, a broken connection or a rate limit. `request: { once: true
 * }` turns the retries off for a request that must not be sent twice.
 */
function withRetries(octokit, options) {
    octokit.hook.wrap('request', async (request, call) => {
        call.headers['x-github-api-version'] = restApiVersion;
        const uploadMs = (bodyLength(call.data) + bodyLength(call.content)) / slowestUpload;
        const maxSilenceMs = (options.maxSilenceMs ?? defaultSilenceMs) + uploadMs;
        const ask = async (signal) => {
            call.request = { ...call.request, signal };
            return request(call);
        };
        const tries = call.request?.once === true ? 1 : maxRequestTries;
        for (let attempt = 1;; attempt++) {
            options.signal.throwIfAborted();
            try {
                return await send({ ...options, maxSilenceMs }, ask);
            }
            catch (error) {
                if (attempt === tries || options.signal.aborted || !(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .isTransient */ .dg)(error))
                    throw error;
                await pauseBeforeRetry(error, attempt, { ...options, what: `${call.method} ${call.url}` });
            }
        }
    });
    return octokit;
}
const bodyLength = (body) => typeof body === 'string' || body instanceof Uint8Array ? body.length : 0;
/**
 * Waits as long as GitHub asks. Then waits for a random, growing time, so that several clients do not retry together.
 * @throws RateLimitError if the limit ends after the deadline, or if its end is still unknown after
 * `maxTriesWithoutEnd` tries
 * @throws `error` itself if GitHub asks for a wait beyond the deadline
 */
async function pauseBeforeRetry(error, attempt, pause) {
    const { clock, signal, log, what, firstPauseMs = 1000 } = pause;
    const answer = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .answerOf */ .ut)(error);
    const limit = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .rateLimitIn */ .b5)(answer);
    const askedMs = limit ? (limit.remainingMs ?? 60_000 * 2 ** (attempt - 1)) : retryAfterMs(answer);
    const isTooLong = askedMs > 0 && clock.now() + askedMs > (signal.endsAt ?? Number.POSITIVE_INFINITY);
    const isGivenUp = limit && limit.remainingMs === undefined && attempt >= maxTriesWithoutEnd;
    if (isTooLong || isGivenUp)
        throw limit ? new _github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .RateLimitError */ .OE(limit, error) : error;
    const spreadMs = firstPauseMs * 2 ** (attempt - 1) * (1 + Math.random());
    const milliseconds = Math.min(askedMs + spreadMs, _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .maxTimer */ ._v);
    const reason = limit
        ? `${(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error)}, ${limit.kind} rate limit`
        : ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) ?? (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .messageOf */ .bD)(error));
    log(`GitHub: ${reason} (${what}). Trying again in ${Math.ceil(milliseconds / 1000)} s.`);
    await clock.sleep(milliseconds, signal);
}
/** Returns the wait that the server asks for, for example during an update. */
function retryAfterMs({ headers }) {
    const seconds = Number(headers['retry-after']);
    return seconds > 0 ? Math.min(seconds * 1000, _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .maxTimer */ ._v) : 0;
}
/** Aborts the request if GitHub does not answer within `maxSilenceMs`. */
async function send({ signal, maxSilenceMs }, ask) {
    try {
        // The signal does not end the wait for a body with a wrong `content-encoding`, so `orAborted` ends it.
        return readWhole(await (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .withDeadline */ .NE)(maxSilenceMs, signal, ended => (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .orAborted */ .H6)(ended, ask(ended))));
    }
    catch (error) {
        signal.throwIfAborted();
        const cause = error instanceof Error ? error.cause : undefined;
        if (cause instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .AnswerTooLongError */ .lY || cause instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .RedirectError */ .Lx)
            throw cause;
        if (error instanceof _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .DeadlineError */ .j3)
            throw new Error(`GitHub sent no data for ${Math.round(maxSilenceMs / 1000)} s`);
        if (isAnswered(error))
            readWhole(error.response);
        throw toUsableError(error);
    }
}
/**
 * Refuses an incomplete body. Octokit reports no error: it returns truncated JSON as text, and an unreadable body as an
 * empty text (@octokit/request 10, getResponseData).
 */
function readWhole(response) {
    const { status, headers, data } = response;
    const isJson = headers['content-type']?.includes('json');
    const lacksBody = data === '' && (status === 200 || status === 201);
    if (lacksBody || (isJson && typeof data === 'string'))
        throw new UnexpectedResponseError('complete response');
    return response;
}
/**
 * Replaces errors of Octokit that do not come from GitHub, for example for deeply nested JSON or an invalid content
 * type.
 */
function toUsableError(error) {
    const known = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ || error instanceof UnexpectedResponseError || (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .proxyErrorOf */ .YO)(error);
    return known || (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) !== undefined ? error : new UnexpectedResponseError('API response', error);
}
const isAnswered = (error) => error instanceof Error && 'response' in error && error.response !== undefined;
/** Thrown for an unusable response, for example a proxy's page instead of JSON, or a list with missing entries. */
class UnexpectedResponseError extends Error {
    constructor(what, cause) {
        super(`GitHub's answer is not a valid ${what}`, { cause });
        this.name = 'UnexpectedResponseError';
    }
}
function shaOf(answer, what) {
    const { sha } = fields(answer, what);
    if (typeof sha === 'string' && /^[\da-f]{40,64}$/.test(sha))
        return sha;
    throw new UnexpectedResponseError(what);
}
function idOf(answer, what) {
    const { id } = fields(answer, what);
    if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0)
        return id;
    throw new UnexpectedResponseError(what);
}
function textOf(answer, field, what) {
    const text = fields(answer, what)[field];
    if (typeof text === 'string' && text !== '')
        return text;
    throw new UnexpectedResponseError(what);
}
/** Returns a web address that can be used as a link. */
function urlIn(answer, field, what) {
    const url = textOf(answer, field, what);
    if (/^https?:\/\//i.test(url) && (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(url))
        return url;
    throw new UnexpectedResponseError(what);
}
/**
 * Returns the URL for uploading a release's files. Requests to the URL contain the token, so the URL must have a host
 * and the protocol of the API.
 * @param api for example `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
function uploadUrlIn(answer, api) {
    const url = textOf(answer, 'upload_url', 'release');
    if (isOwnHost((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(url.replace(/\{[^{}]*\}$/, '')), (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(api)))
        return url;
    throw new UnexpectedResponseError('upload address on one of its hosts');
}
function isOwnHost(to, api) {
    if (!to || !api || to.username || to.password)
        return false;
    const hosts = [api.host, api.host.replace(/^api\./, 'uploads.')];
    return to.origin === api.origin || (to.protocol === 'https:' && hosts.includes(to.host));
}
function listOf(answer, what) {
    if (Array.isArray(answer) && answer.every(_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv))
        return answer;
    throw new UnexpectedResponseError(what);
}
function fields(answer, what) {
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(answer))
        return answer;
    throw new UnexpectedResponseError(what);
}
/** The maximum number of pages of 100 items. Pull requests have fewer comments, and releases have fewer files. */
const maxPages = 100;
/**
 * Reads all pages by number. Does not follow the links in the responses, because a link could send the token to another
 * host.
 */
async function* pagesOf(ask, what) {
    for (let page = 1; page <= maxPages; page++) {
        const { data, headers } = await ask(page);
        yield listOf(data, what);
        if (!/rel="next"/.test(headers.link ?? ''))
            return;
    }
}
async function listAllPages(ask, what) {
    const all = [];
    for await (const page of pagesOf(ask, what))
        (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_6__/* .addAll */ .RZ)(all, page);
    return all;
}


/***/ }),

/***/ 72628:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ot: () => (/* binding */ hasBaseBranch),
/* harmony export */   TB: () => (/* binding */ containsCommit),
/* harmony export */   eb: () => (/* binding */ withNamedPullRequest),
/* harmony export */   fe: () => (/* binding */ findMergeBase),
/* harmony export */   mW: () => (/* binding */ findHead),
/* harmony export */   pZ: () => (/* binding */ wantedCommit),
/* harmony export */   sx: () => (/* binding */ unmergedCommits),
/* harmony export */   wZ: () => (/* binding */ readBase)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(44463);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(28831);
/* harmony import */ var _workflow_run_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(47889);




function wantedCommit(context, ref) {
    const { run } = context;
    const pullRequest = (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .pullRequestFor */ .uT)(context);
    const { pull_request: pull, repository } = run.payload;
    // `withNamedPullRequest` could not read the pull request of the input `pull-request`. `findHead` tries again.
    if (pullRequest !== undefined && pull?.number !== pullRequest)
        return { ref, pullRequest };
    const isOfFork = pull !== undefined && pull.head?.repo?.full_name !== repository?.full_name;
    const base = { baseBranch: (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .baseBranchOf */ .vr)(run), baseTip: (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .baseTipOf */ .Kg)(run) };
    return { ref, pullRequest, isOfFork, head: run.sha, ...base };
}
/** @throws ActionError if the commit is unknown, or belongs to a fork */
async function findHead(wanted, { forkError, noCommitError }, repository) {
    const { ref, pullRequest } = wanted;
    const named = ref ?? wanted.head;
    const isIncomplete = named === undefined || wanted.baseBranch === undefined;
    const pull = pullRequest !== undefined && isIncomplete
        ? await readPullRequest(await repository(), pullRequest)
        : undefined;
    if (ref === undefined && (wanted.isOfFork || pull?.isOfFork))
        throw forkError();
    const head = named ?? pull?.head;
    if (head === undefined)
        throw noCommitError();
    const origin = ref === undefined ? 'run' : 'deploy-ref';
    const commit = isFullSha(head) ? head : await resolveCommit(await repository(), head, origin);
    const baseBranch = wanted.baseBranch ?? pull?.baseBranch;
    const { baseTip } = wanted;
    return {
        commit,
        ...(baseBranch !== undefined && { baseBranch }),
        ...(baseTip !== undefined && { baseTip }),
        ...(pullRequest !== undefined && { pullRequest }),
    };
}
const isFullSha = (ref) => /^[0-9a-f]{40}$/i.test(ref);
async function readPullRequest({ octokit, owner, repo }, number) {
    try {
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        const isOfFork = data.head?.repo?.full_name !== baseRepositoryOf(data);
        const { base, merge_commit_sha: mergeCommit } = data;
        return { ...branchesOf(data), isOfFork, baseTip: (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .shaOf */ .ye)(base, pullRequestNoun), mergeCommit };
    }
    catch (error) {
        const fact = `Pull request #${number} could not be read`;
        const unknown = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .pullRequestError */ .Vt)(error, fact, { owner, repo, number });
        throw unknown ?? (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, fact, 'pull-requests: read');
    }
}
const pullRequestNoun = 'pull request';
const baseRepositoryOf = (data) => (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)((0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .fields */ .OA)((0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .fields */ .OA)(data, pullRequestNoun).base, pullRequestNoun).repo, 'full_name', pullRequestNoun);
function branchesOf(data) {
    const { head, base } = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .fields */ .OA)(data, pullRequestNoun);
    return { head: (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .shaOf */ .ye)(head, pullRequestNoun), baseBranch: (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(base, 'ref', pullRequestNoun) };
}
/**
 * Adds the pull request of an input or a comment to the run, with its head commit. Events such as workflow_dispatch
 * contain only the commit of the default branch. If GitHub does not return the pull request, the returned run has no
 * commit.
 * @throws ActionError if the input is the number of an issue
 */
async function withNamedPullRequest(context) {
    const { run, world, inputs } = context;
    const number = (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .pullRequestFor */ .uT)(context);
    const { pull_request: own } = run.payload;
    if (number === undefined)
        return run;
    if (own?.number === number)
        return run.attempt > 1 ? asRepeated(context, own) : run;
    // The event may be about another pull request, whose labels and head do not belong to this one.
    const { action: _action, label: _label, pull_request: _pull, ...payload } = run.payload;
    try {
        const { pull, full_name } = await readPullPayload(context, number);
        const repository = { ...payload.repository, full_name };
        return { ...run, sha: pull.head?.sha, payload: { ...payload, repository, pull_request: pull } };
    }
    catch (error) {
        const isInput = inputs.comment.pullRequest === number;
        if (isInput && (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 404 && (await isIssue(context, number)))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`pull-request: #${number} is an issue, not a pull request`, 'Set pull-request to the number of a pull request.');
        const { message } = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, 'It could not be read', 'pull-requests: read');
        world.print(`The head of pull request #${number} is not known. ${message}.`);
        return { ...run, sha: undefined, payload };
    }
}
/** Whether an unknown pull request is an issue. GitHub lists the comments of pull requests and of issues. */
async function isIssue(context, number) {
    try {
        const { octokit, owner, repo } = await (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .openRepository */ .h_)(context, context.deadlines.start);
        await octokit.rest.issues.listComments({ owner, repo, issue_number: number, per_page: 1 });
        return true;
    }
    catch {
        return false;
    }
}
async function readPullPayload(context, number) {
    const { octokit, owner, repo } = await (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .openRepository */ .h_)(context, context.deadlines.start);
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
    return { pull: (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .toPullRequest */ .c$)({ ...data }), full_name: baseRepositoryOf(data) };
}
/**
 * Replaces the base branch and the labels of a re-run by the current ones. A re-run has the event of the first attempt
 * (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs): a comparison with a
 * former base branch could turn the check green, and an acceptance needs a label that may be newer than the event. With
 * `fail-on-change`, removes the base branch if GitHub does not return it.
 */
async function asRepeated(context, own) {
    const { run, world, inputs } = context;
    const withPull = (pull) => ({ ...run, payload: { ...run.payload, pull_request: pull } });
    try {
        const { base = {}, labels = [] } = (await readPullPayload(context, own.number ?? 0)).pull;
        return withPull({ ...own, ...(base.ref !== own.base?.ref && { base }), labels });
    }
    catch (error) {
        const { message } = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, 'It could not be read', 'pull-requests: read');
        world.print(`The current base branch of pull request #${own.number} is not known. ${message}.`);
        return inputs.compare.failOnChange ? withPull({ ...own, base: {} }) : run;
    }
}
/** Resolves a branch once, so that a later push does not change the commit to deploy. */
async function resolveCommit(repository, ref, origin) {
    try {
        return (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .shaOf */ .ye)(await readCommit(repository, ref), 'commit');
    }
    catch (error) {
        const [what, hint] = origin === 'deploy-ref'
            ? [`deploy-ref: ${ref}`, 'Set deploy-ref to a commit, branch or tag of this repository.']
            : [`The commit ${ref} of this run`, pushedOnly];
        const fact = `${what} could not be found in the repository`;
        if (!isUnknownCommit(error))
            throw (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, fact, 'contents: read');
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint, { cause: error });
    }
}
const pushedOnly = 'Run the workflow for a commit that was pushed to this repository.';
async function readCommit({ octokit, owner, repo }, ref) {
    // Page 1 would contain the changed files, which may be large. The action does not need them.
    const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref, per_page: 1, page: 2 });
    return data;
}
/**
 * Whether GitHub says that a commit, branch or tag does not exist. The status is then 422
 * (https://github.com/zizmorcore/zizmor/pull/972). With 404, the token may also lack a permission.
 */
const isUnknownCommit = (error) => (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 422 && /^No commit found/i.test((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error));
/**
 * After a merge, the base branch contains the head, so the head itself would be their merge base, and the pull request
 * would seem to change nothing. The merge base is then that of an earlier tip of the base branch.
 * @param withoutBase how to run without a merge base, for example "set compare to none". Undefined if the run needs one
 * @throws ActionError if GitHub cannot compare the commits, or if the base branch contains the head and no earlier tip
 * is known
 */
async function findMergeBase(head, repository, withoutBase) {
    const { commit, baseBranch: branch } = head;
    try {
        const current = await readMergeBase(branch, commit, repository);
        if (!isSameSha(current, commit))
            return { branch, commit: current };
        const former = await findFormerMergeBase(head, repository);
        if (former !== undefined) {
            const [at, before] = [commit, former].map(sha => sha.slice(0, 7));
            repository.log(`${branch} already contains commit ${at}. Before the merge, their merge base was ${before}.`);
            return { branch, commit: former };
        }
    }
    catch (error) {
        throw await toMergeBaseError(error, head, { repository, withoutBase });
    }
    const otherwise = withoutBase === undefined ? '' : `, or ${withoutBase}`;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The merge base of ${branch} and ${commit} could not be found: ${branch} already contains this commit`, `If the pull request is open, push a commit that ${branch} does not have. If it is merged, run the workflow on the event pull_request, which names the commit of ${branch} before the merge${otherwise}.`);
}
const isSameSha = (one, other) => one.toLowerCase() === other.toLowerCase();
async function readMergeBase(base, head, { octokit, owner, repo }, request = {}) {
    // Page 1 would contain up to 300 changed files with their lines. The action does not need them.
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
        ...{ owner, repo, basehead: `${base}...${head}`, per_page: 1, page: 2, request },
    });
    return (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .shaOf */ .ye)((0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .fields */ .OA)(data, 'comparison of commits').merge_base_commit, 'comparison of commits');
}
/** Whether the history of `head` contains a commit. Needs `contents: read`. With `once`, a failed request is final. */
const containsCommit = async (repository, commit, head, request) => isSameSha(await readMergeBase(commit, head, repository, request), commit);
/** Returns undefined if GitHub names no tip of the base branch that lacks the head. */
async function findFormerMergeBase(head, repository) {
    for await (const tip of formerTips(head, repository)) {
        const base = await readMergeBase(tip, head.commit, repository).catch(error => {
            if ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 404)
                return undefined;
            throw error;
        });
        if (base !== undefined && !isSameSha(base, head.commit))
            return base;
    }
    return undefined;
}
/**
 * Yields commits that were the tip of the base branch before the merge. GitHub updates `base.sha` when commits are
 * pushed to the pull request (measured in https://github.com/apache/texera/pull/8096). A merge commit has the tip of
 * the base branch as its first parent, or as a later one if a person merged the base branch into the head.
 */
async function* formerTips({ commit, baseTip, pullRequest }, repository) {
    if (baseTip !== undefined)
        yield baseTip;
    if (pullRequest === undefined)
        return;
    const pull = await readPullRequest(repository, pullRequest);
    yield pull.baseTip;
    const { mergeCommit } = pull;
    if (typeof mergeCommit !== 'string' || isSameSha(mergeCommit, commit))
        return;
    const merge = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .fields */ .OA)(await readCommit(repository, mergeCommit), 'commit');
    const parents = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .listOf */ .c3)(merge.parents, 'list of parents');
    if (parents.length > 1)
        yield* parents.map(parent => (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .shaOf */ .ye)(parent, 'commit'));
}
async function toMergeBaseError(error, { commit, baseBranch }, { repository, withoutBase }) {
    const fact = `The merge base of ${baseBranch} and ${commit} could not be found`;
    const refused = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, fact, 'contents: read');
    if ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) !== 404)
        return refused;
    const cause = { cause: error };
    if (/no common ancestor/i.test((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error))) {
        const otherwise = withoutBase === undefined ? '' : `, or ${withoutBase}`;
        const hint = `Running the job again does not help. Rebase the branch on ${baseBranch}${otherwise}.`;
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${fact}: they have no common ancestor`, hint, cause);
    }
    if (await lacksCommit(repository, `heads/${baseBranch}`))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${fact}: the repository has no branch ${baseBranch}`, 'Check that the pull request has a base branch that exists, then run the job again.', cause);
    if (await lacksCommit(repository, commit))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${fact}: the repository does not have this commit`, pushedOnly, cause);
    return refused;
}
/** Returns false if GitHub does not say whether the commit or branch exists. */
async function lacksCommit(repository, ref) {
    try {
        await readCommit(repository, ref);
        return false;
    }
    catch (error) {
        return isUnknownCommit(error);
    }
}
/** Whether `readBase` finds the base branch, unless GitHub does not answer. */
const hasBaseBranch = (context) => (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .baseBranchOf */ .vr)(context.run) !== undefined || (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .pullRequestFor */ .uT)(context) !== undefined;
/** @throws ActionError if the run has no pull request, or GitHub does not return it */
async function readBase(context, { octokit, owner, repo }) {
    const branch = (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .baseBranchOf */ .vr)(context.run);
    if (branch)
        return { branch, head: context.run.sha };
    const number = (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_3__/* .pullRequestFor */ .uT)(context);
    if (number === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('This run has no base branch to compare with: it has no pull request, and it records no baselines', 'Run the workflow on pull_request to compare, or on push, schedule or workflow_dispatch to record baselines. For other events, set pull-request, or set compare to the address of a second Looker instance.');
    try {
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        const { baseBranch, head } = branchesOf(data);
        return { branch: baseBranch, head };
    }
    catch (error) {
        const fact = `The base branch of pull request #${number} could not be read`;
        const unknown = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .pullRequestError */ .Vt)(error, fact, { owner, repo, number });
        throw unknown ?? (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, fact, 'pull-requests: read');
    }
}
/** The maximum number of commits to check. A branch's baselines come from few commits. */
const maxCheckedCommits = 5;
/** The returned function says whether the pull request lacks a commit. It returns false if GitHub does not answer. */
function unmergedCommits({ world }, pullRequest) {
    const answers = new Map();
    const ask = async (commit) => {
        try {
            const { repository, head } = await pullRequest;
            return head !== undefined && !(await containsCommit(repository, commit, head, { once: true }));
        }
        catch (error) {
            world.core.debug(`GitHub did not say whether the pull request contains the commit ${commit}: ${(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`);
            return false;
        }
    };
    return async (commit) => {
        if (!answers.has(commit) && answers.size === maxCheckedCommits)
            return false;
        const answer = answers.get(commit) ?? ask(commit);
        answers.set(commit, answer);
        return answer;
    };
}


/***/ }),

/***/ 28831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G9: () => (/* binding */ isRuleViolation),
/* harmony export */   Lx: () => (/* binding */ RedirectError),
/* harmony export */   Mj: () => (/* binding */ gitHubError),
/* harmony export */   OE: () => (/* binding */ RateLimitError),
/* harmony export */   Vt: () => (/* binding */ pullRequestError),
/* harmony export */   YO: () => (/* binding */ proxyErrorOf),
/* harmony export */   b5: () => (/* binding */ rateLimitIn),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   dg: () => (/* binding */ isTransient),
/* harmony export */   lY: () => (/* binding */ AnswerTooLongError),
/* harmony export */   ut: () => (/* binding */ answerOf)
/* harmony export */ });
/* unused harmony export adviceFor */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(63375);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(22006);
/* harmony import */ var _runtime_tls_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(21060);






function statusOf(error) {
    return error instanceof Error && 'status' in error && typeof error.status === 'number'
        ? error.status
        : undefined;
}
/** Removes the documentation URL that Octokit appends to GitHub's message. */
const messageOf = (error) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)((error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''));
/** Describes an error with GitHub's message. Leaves out the text of a proxy's page. */
function describeError(error) {
    const status = statusOf(error);
    if (status === undefined || hasMessage(error))
        return messageOf(error);
    return responseOf(error)
        ? `GitHub answered ${status} and gave no reason`
        : `the connection to GitHub broke (${messageOf(error)})`;
}
function hasMessage(error) {
    const data = responseOf(error)?.data;
    return (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(data) && typeof data.message === 'string' && data.message.trim() !== '';
}
const responseOf = (error) => error instanceof Error && 'response' in error ? error.response : undefined;
const answerOf = (error) => ({
    status: responseOf(error) && statusOf(error),
    message: hasMessage(error) ? messageOf(error) : 'no reason given',
    headers: responseOf(error)?.headers ?? {},
});
/** Whether a retry may succeed. Octokit gives a broken connection the status 500. */
function isTransient(error) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ || proxyErrorOf(error)?.final)
        return false;
    const status = statusOf(error);
    return status === undefined || status >= 500 || rateLimitIn(answerOf(error)) !== undefined;
}
class AnswerTooLongError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    constructor(maxBytes) {
        super(`GitHub answered with more than ${Math.round(maxBytes / 1_000_000)} MB`, "Check that GITHUB_API_URL is the address of GitHub's API.");
        this.name = 'AnswerTooLongError';
    }
}
class RedirectError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    constructor(host, to = '') {
        super(`${host} redirects requests to ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(to, 100) || 'an address that is not valid'}`, "Check that GITHUB_API_URL is the address of GitHub's API. Nothing was sent to another host.");
        this.name = 'RedirectError';
    }
}
const proxyErrorOf = (error) => error instanceof Error && error.cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6 ? error.cause : undefined;
/**
 * @param what a clause that names the failure, for example "The comment could not be written"
 * @param permission the permission that the request needs, for example "contents: write"
 */
function gitHubError(error, what, permission) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n)
        return error.during(what);
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error;
    const proxy = proxyErrorOf(error);
    if (proxy)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${proxy.message}`, proxy.hint, { cause: error });
    const { fact, hint } = adviceFor(answerOf(error), permission) ??
        connectionAdvice(error) ?? { fact: describeError(error), hint: 'Run the job again.' };
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${fact}`, hint, { cause: error });
}
/** Returns advice if there is no connection, for example because of the private authority of a GitHub server. */
function connectionAdvice(error) {
    const request = error instanceof Error && 'request' in error ? error.request : undefined;
    const url = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(request) ? (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(String(request.url)) : undefined;
    const host = url?.host ?? 'GitHub';
    const code = (0,_runtime_tls_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .causeCode */ .X)(error);
    const reason = _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_1__/* .unansweredReasons */ .MI.get(code);
    if (reason)
        return {
            fact: `${host} could not be reached: ${reason}`,
            hint: code === 'EMFILE'
                ? _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .tooManyFilesHint */ .yU
                : "Allow the runner to reach this host. If it needs a proxy, set HTTPS_PROXY in the job's env, and leave the host out of NO_PROXY.",
        };
    const tls = (0,_runtime_tls_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .tlsFault */ .g)(error, 'GITHUB_API_URL');
    return tls && { fact: `no trusted TLS connection to ${host} (${tls.code})`, hint: tls.hint };
}
/** Returns the error if GitHub hides the pull request or does not find it. Returns undefined for other errors. */
function pullRequestError(error, what, { owner, repo, number }) {
    if (statusOf(error) !== 404)
        return undefined;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: GitHub knows no pull request #${number} in ${owner}/${repo}`, 'Set pull-request to the number of a pull request that github-token may read.', { cause: error });
}
/**
 * Returns undefined if the response does not explain the refusal.
 * @param permission the permission that the request needs, for example "contents: write"
 */
function adviceFor(answer, permission) {
    for (const rule of rules) {
        const advice = rule(answer, permission);
        if (advice)
            return advice;
    }
    return undefined;
}
const rateLimit = answer => {
    const limit = rateLimitIn(answer);
    if (!limit)
        return undefined;
    const [fact, hint] = describeRateLimit(limit);
    return { fact, hint };
};
const badCredentials = ({ status, message }) => status === 401
    ? {
        fact: `GitHub does not accept the token (401: ${message})`,
        hint: 'Remove github-token to use the token of the job. If github-token is a secret, check that its token has not expired or been revoked.',
    }
    : undefined;
/**
 * GitHub documents this refusal:
 * https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
 */
const singleSignOn = ({ message, headers }) => {
    const sso = headers['x-github-sso'];
    if (!/^required/.test(sso ?? '') && !/SAML/.test(message))
        return undefined;
    const address = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(/url=(\S+)/.exec(sso ?? '')?.[1] ?? '', 500);
    const how = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(address)?.protocol === 'https:' ? `Open ${address} to authorize` : 'Authorize';
    return {
        fact: 'the organization asks for single sign-on (SAML), for which the token is not authorized',
        hint: `${how} the token of github-token for the organization.`,
    };
};
/**
 * Creates a rule for a message of GitHub. In `fact` and `hint`, `$1` is the first group of the pattern and `$0` is the
 * message.
 */
const ruleForMessage = (statuses, pattern, fact, hint) => ({ status, message }) => {
    const found = pattern.exec(message);
    if (!found || !statuses.includes(status ?? 0))
        return undefined;
    const quote = (words) => words.replace('$1', () => found[1] ?? '').replace('$0', () => message);
    return { fact: quote(fact), hint: quote(hint) };
};
/**
 * GitHub documents this refusal:
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
 */
const missingPermission = ({ status, message, headers }, permission) => {
    const accepted = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(headers['x-accepted-github-permissions'] ?? '', 100);
    const isNamed = /^(Resource not accessible by|Must have )/i.test(message);
    if (![403, 404].includes(status ?? 0) || (!isNamed && !accepted))
        return undefined;
    // GitHub gives the tokens of the job and of an app the same message.
    const place = /personal access token|^Must have /i.test(message)
        ? 'permissions of the token in github-token and of its user'
        : "job's permissions, or to those of the app whose token is in github-token";
    return {
        fact: `GitHub refused it (${status}: ${message})`,
        hint: `Add "${permission}" to the ${place}${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
    };
};
/** Whether a branch protection or a ruleset refused a request. A retry would fail again. */
const isRuleViolation = (answer) => ruleViolation(answer, '') !== undefined;
const ruleHint = 'Exclude images-branch from branch protections and rulesets, or set images-branch to a ref such as refs/looker/snapshots.';
/** Many messages about a protection name only what it requires, for example `Commits must have verified signatures.` */
const ruleViolation = ruleForMessage([403, 409, 422], /\brules?\b|ruleset|protected|required status check|must (?:be made|have verified|not contain)|approving review|not authorized to push|being restricted|locked branch/i, 'a rule of the repository refuses it ($0)', ruleHint);
/** GitHub refuses a valid request with 409 or 422. Other statuses often come from a proxy, which has its own page. */
const otherRefusal = ({ status = 0, message }) => {
    if (status < 400 || status > 499 || status === 408)
        return undefined;
    return {
        fact: `GitHub refused it (${status}: ${message})`,
        hint: [409, 422].includes(status)
            ? 'Run the job again. If GitHub refuses it again, please report it, with the log of a run with debug logging turned on.'
            : "Check that GITHUB_API_URL is the address of GitHub's API, and that no proxy changes requests or answers in GitHub's place.",
    };
};
/**
 * The first rule that returns advice is used. Rules for missing permissions come last, because refusals for other
 * reasons often have the same headers.
 */
const rules = [
    rateLimit,
    badCredentials,
    singleSignOn,
    ruleForMessage([403], /IP allow list/i, "the organization's list of allowed IP addresses does not contain the address of the runner", 'Use a runner whose address the organization allows.'),
    ruleForMessage([403], /forbids access via .*lifetime/i, "the organization forbids the token's lifetime ($0)", 'Create a token that expires sooner, and store it in the secret of github-token; or remove github-token to use the token of the job.'),
    ruleForMessage([403], /forbids access via/i, 'the organization forbids this kind of token ($0)', 'Remove github-token to use the token of the job, or use the token of a GitHub App.'),
    ruleForMessage([403, 451], /Repository access blocked|unavailable due to/i, 'GitHub has blocked the repository ($0)', "The repository's page says why. Contact GitHub's support."),
    ruleForMessage([403, 422], /archived/i, 'the repository is archived, so it is read-only', 'Unarchive it, or set comment to false and images, compare and artifact to none.'),
    ruleForMessage([403], /\blocked\b/i, 'the conversation is locked', 'Unlock the conversation and run the job again, or set comment to false.'),
    ruleForMessage([403, 422], /Commenting is disabled on issues with more than ([\d,]+) comments/i, 'the pull request has more than $1 comments, and GitHub accepts no more', 'Delete comments that are not needed any more, or set comment to false.'),
    ruleForMessage([403, 404, 409, 422], /without [`']?workflows?[`']? (?:permission|scope)/i, 'the branch has files in .github/workflows, which the token may not write', "Set images-branch to a branch without workflows; the action creates it if it does not exist. The job's own token never has this permission."),
    ruleViolation,
    // GitHub gives the same message for a rule that restricts new branches and for a conflict of names
    // (https://github.com/aquasecurity/trivy/pull/10931).
    ruleForMessage([422], /Reference update failed/i, 'a rule of the repository or the name of another branch prevents it ($0)', `${ruleHint} Git cannot store both a branch "pictures" and a branch "pictures/looker".`),
    ruleForMessage([409], /repository is empty/i, 'the repository is empty', 'Push a first commit to the repository.'),
    missingPermission,
    ruleForMessage([403], /^/, 'GitHub refused it (403: $0)', 'Check the settings of the repository and of its organization.'),
    ruleForMessage([404], /^/, 'GitHub does not find it (404: $0)', 'Check that github-token may read the repository. Run the job again if the branch or the pull request was just changed.'),
    ruleForMessage([410], /^/, 'GitHub says that it was deleted (410: $0)', 'If the workflow sets pull-request, check its number. Otherwise, run the job again.'),
    ruleForMessage([413], /^/, 'it is too large for GitHub (413: $0)', 'Render fewer or smaller pictures.'),
    otherRefusal,
];
/**
 * A limit of requests per hour ends within an hour. If the header `Date` says otherwise, it is wrong, for example because
 * a proxy has changed it.
 */
const hourMs = 3_600_000;
function rateLimitIn({ status, message, headers }) {
    const isUsedUp = headers['x-ratelimit-remaining'] === '0';
    const isNamed = /rate limit|abuse detection/i.test(message);
    // GitHub may refuse the last request of the hour because of a missing permission. Then no requests remain, but the
    // rate limit is not the reason for the refusal.
    const isRefused = /^(Resource not accessible by|Must have )/i.test(message);
    const isMarked = isNamed || 'retry-after' in headers || (isUsedUp && !isRefused);
    const isLimit = status === 429 || (status === 403 && isMarked);
    if (!isLimit)
        return undefined;
    const isSecondary = !isUsedUp || /secondary|abuse detection/i.test(message);
    const retryAfterMs = Number(headers['retry-after']) * 1000;
    const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .serverTime */ .nI)(headers.date);
    const untilReset = isUsedUp && Number.isFinite(resetMs) ? Math.min(Math.max(resetMs, 0), hourMs) : undefined;
    const remainingMs = retryAfterMs > 0 ? retryAfterMs : untilReset;
    return {
        kind: isSecondary ? 'secondary' : 'primary',
        remainingMs: remainingMs === undefined ? undefined : Math.min(remainingMs, _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .maxTimer */ ._v),
    };
}
/** Returns a fact and a next step. The fact follows a clause such as "The comment could not be written: ". */
function describeRateLimit({ kind, remainingMs }, now = Date.now()) {
    const end = remainingMs === undefined ? undefined : timeOfDay(new Date(now + remainingMs));
    const fact = `the ${kind} rate limit of GitHub is exhausted${end ? ` until ${end}` : ', and GitHub does not say when it ends'}`;
    const when = end ? `after ${end}` : 'in an hour';
    return kind === 'primary'
        ? [
            fact,
            `Run the job again ${when}. With the default token, all jobs of a repository share a limit of 1,000 requests per hour. A GitHub App's token in github-token has its own limit.`,
        ]
        : [
            fact,
            `Run the job again ${when}. GitHub accepts 80 content-creating requests per minute and 500 per hour: start fewer jobs at once, or publish fewer pictures, for example with images: none.`,
        ];
}
/** Returns text such as `14:32 UTC`. Adds the date if the time is more than a day away. */
function timeOfDay(time, now = Date.now()) {
    const [date = '', rest = ''] = time.toISOString().split('T');
    const isFar = time.getTime() - now > 86_400_000;
    return `${isFar ? `${date} ` : ''}${rest.slice(0, 5)} UTC`;
}
/** Thrown if the rate limit ends after the deadline, or if its end is unknown after several tries. */
class RateLimitError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n {
    constructor(limit, cause) {
        const [fact, hint] = describeRateLimit(limit);
        super(fact.charAt(0).toUpperCase() + fact.slice(1), hint, { cause });
        this.name = 'RateLimitError';
    }
}


/***/ }),

/***/ 47889:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ isAsDeployed),
/* harmony export */   Kg: () => (/* binding */ baseTipOf),
/* harmony export */   Oz: () => (/* binding */ baselineBranch),
/* harmony export */   RX: () => (/* binding */ hasLabel),
/* harmony export */   _n: () => (/* binding */ pullRequestOf),
/* harmony export */   c$: () => (/* binding */ toPullRequest),
/* harmony export */   cY: () => (/* binding */ compareAttempts),
/* harmony export */   dS: () => (/* binding */ explainMissingSecrets),
/* harmony export */   fq: () => (/* binding */ isRunAttempt),
/* harmony export */   hO: () => (/* binding */ readWorkflowRun),
/* harmony export */   ok: () => (/* binding */ isDefaultBranch),
/* harmony export */   rg: () => (/* binding */ isLabelEvent),
/* harmony export */   t5: () => (/* binding */ pullRequestToComment),
/* harmony export */   uR: () => (/* binding */ isTextEdit),
/* harmony export */   uT: () => (/* binding */ pullRequestFor),
/* harmony export */   vr: () => (/* binding */ baseBranchOf),
/* harmony export */   zi: () => (/* binding */ isSameLabel)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);


const isRunAttempt = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .shape */ .cW)({ id: _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isCount */ .my, attempt: _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isCount */ .my });
/**
 * Compares two runs of one commit by the time at which they began. Newer runs have higher ids, but a re-run keeps the id
 * of its first attempt. So the order of a re-run and a run with a higher id is unknown: only the clocks of their runners
 * could tell, and these may be wrong.
 */
function compareAttempts(one, other) {
    const difference = one.id - other.id || one.attempt - other.attempt;
    if (difference === 0)
        return 'same';
    const first = difference < 0 ? one : other;
    if (one.id !== other.id && first.attempt > 1)
        return 'unknown';
    return first === one ? 'older' : 'newer';
}
/** Leaves out values of an unexpected type, so that later code can rely on the types. */
function readWorkflowRun(env, readFile) {
    const payload = readPayload(env, readFile);
    // The names `.` and `..` would lead to another path of GitHub's API.
    const [path = '/', owner, name] = /^(?!\.\.?\/)([\w.-]+)\/(?!\.\.?$)([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
    const serverUrl = asOrigin(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com';
    const id = asCount(Number(env.GITHUB_RUN_ID)) ?? 0;
    const eventName = env.GITHUB_EVENT_NAME || undefined;
    return {
        eventName,
        actor: env.GITHUB_ACTOR || undefined,
        payload,
        serverUrl,
        repository: owner && name ? { owner, name, url: `${serverUrl}/${path}` } : undefined,
        url: `${serverUrl}/${path}/actions/runs/${id}`,
        id,
        attempt: asCount(Number(env.GITHUB_RUN_ATTEMPT)) ?? 1,
        sha: payload.pull_request?.head?.sha ?? asSha(env.GITHUB_SHA),
        branch: isOfPullRequest(eventName, payload) ? undefined : branchOf(env.GITHUB_REF),
        ...withValue('pullRequestInRef', payload.pull_request ? undefined : numberIn(eventName, env.GITHUB_REF)),
    };
}
function numberIn(eventName = '', ref = '') {
    const [, number] = /^refs\/pull\/(\d{1,9})\//.exec(ref) ?? [];
    return eventName.startsWith('pull_request') ? asCount(Number(number)) : undefined;
}
function readPayload(env, readFile) {
    const path = env.GITHUB_EVENT_PATH;
    if (!path)
        return {};
    try {
        return payloadOf(fieldsIn((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)(readFile(path))));
    }
    catch {
        // The file may be missing outside of a GitHub Actions job.
        return {};
    }
}
const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined);
/**
 * Whether the event is about a pull request or a merge queue. The event's ref is then a merge commit, the base branch,
 * or a branch of the merge queue, not the pull request's branch.
 */
const isOfPullRequest = (eventName, { issue, merge_group }) => eventName?.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group);
/**
 * Whether this is the default branch. A schedule runs only on the default branch, and its payload may lack the branch's
 * name.
 */
const isDefaultBranch = ({ eventName, payload }, branch) => eventName === 'schedule' || payload.repository?.default_branch === branch;
function baseBranchOf({ payload }) {
    return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref);
}
/** Returns a commit of the base branch from the time before the pull request was merged. */
const baseTipOf = ({ payload }) => payload.pull_request?.base?.sha ?? payload.merge_group?.base_sha;
function payloadOf(fields) {
    const { repository, pull_request: pull, issue, merge_group: queue, action, label, sender, ref } = fields;
    const payload = {
        ...withValue('ref', asText(ref)),
        ...withValue('action', asText(action)),
        ...withValue('label', asText(fieldsIn(label).name)),
        ...withValue('sender', asText(fieldsIn(sender).login)),
        ...((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(fieldsIn(fields.changes).base) && { changesBase: true }),
    };
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(repository))
        payload.repository = payloadRepository(repository);
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(pull))
        payload.pull_request = toPullRequest(pull);
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(queue))
        payload.merge_group = {
            ...withValue('base_ref', asText(queue.base_ref)),
            ...withValue('base_sha', asSha(queue.base_sha)),
        };
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(issue))
        payload.issue = { ...withValue('number', asCount(issue.number)), pull_request: issue.pull_request };
    return payload;
}
function toPullRequest(pull) {
    const { sha, repo } = fieldsIn(pull.head);
    const base = fieldsIn(pull.base);
    const head = {
        ...withValue('sha', asSha(sha)),
        ...((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(repo) && { repo: payloadRepository(repo) }),
    };
    return {
        ...withValue('number', asCount(pull.number)),
        ...withValue('title', asText(pull.title)),
        head,
        base: { ...withValue('ref', asText(base.ref)), ...withValue('sha', asSha(base.sha)) },
        ...labelsOf(pull),
        ...withValue('updated_at', asText(pull.updated_at)),
    };
}
const payloadRepository = ({ full_name: name, private: hidden, default_branch: branch }) => ({
    ...withValue('full_name', asText(name)),
    ...withValue('private', typeof hidden === 'boolean' ? hidden : undefined),
    ...withValue('default_branch', asText(branch)),
});
function labelsOf({ labels }) {
    const names = Array.isArray(labels) ? labels.flatMap(label => asText(fieldsIn(label).name) ?? []) : [];
    return names.length > 0 ? { labels: names } : {};
}
const fieldsIn = (value) => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(value) ? value : {});
const withValue = (key, value) => (value === undefined ? {} : { [key]: value });
const asText = (value) => (typeof value === 'string' ? value : undefined);
const asCount = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
const asSha = (value) => typeof value === 'string' && /^[0-9a-f]{7,64}$/i.test(value) ? value : undefined;
const asOrigin = (url) => /^https?:/i.test(url) ? (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(url)?.origin : undefined;
/** Whether two labels are equal. GitHub ignores the letter case of labels. */
const isSameLabel = (one, other) => one.toLowerCase() === other.toLowerCase();
const hasLabel = ({ payload }, label) => (payload.pull_request?.labels ?? []).some(name => isSameLabel(name, label));
const isLabelEvent = ({ payload: { action } }) => action === 'labeled' || action === 'unlabeled';
/** Whether the event changed only the title or the description of a pull request. */
const isTextEdit = ({ eventName, payload }) => /^pull_request(_target)?$/.test(eventName ?? '') && payload.action === 'edited' && !payload.changesBase;
/** Returns the number of the pull request that the event or its comment is about. */
function pullRequestOf({ payload, pullRequestInRef }) {
    const commented = payload.issue?.pull_request ? payload.issue.number : undefined;
    return payload.pull_request?.number ?? commented ?? pullRequestInRef;
}
/**
 * Explains why the run has no secrets. Returns undefined if GitHub provides secrets to the run
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
function explainMissingSecrets({ eventName, actor, payload, }) {
    // pull_request_target has secrets even for a fork, so a missing secret is a mistake.
    if (eventName === 'pull_request_target')
        return undefined;
    if (actor === 'dependabot[bot]' && eventsWithDependabotSecrets.test(eventName ?? ''))
        return dependabotNotice;
    const head = payload.pull_request?.head?.repo?.full_name;
    const isOfFork = eventName?.startsWith('pull_request') && head !== payload.repository?.full_name;
    return isOfFork ? forkNotice : undefined;
}
const eventsWithDependabotSecrets = /^(pull_request.*|push|create|deployment|deployment_status)$/;
const forkNotice = `Nothing was rendered: this pull request comes from a fork, and GitHub gives such runs no secrets, so \
there is no key to log in to Looker with. To see the pictures, push the branch to this repository and open the pull \
request from there, or let the workflow run on the push after the merge.`;
const dependabotNotice = `Nothing was rendered: this run was started by Dependabot, and GitHub gives such runs none of the \
secrets of Actions, so there is no key to log in to Looker with. To see the pictures, add the key to the Dependabot \
secrets of the repository (Settings, Secrets and variables, Dependabot) under the same names.`;
/** The input `pull-request` takes precedence over the event. */
const pullRequestFor = ({ inputs, run }) => inputs.comment.pullRequest ?? pullRequestOf(run);
function pullRequestToComment({ inputs, run }) {
    const { comment, pullRequest } = inputs.comment;
    const onPullRequest = run.eventName?.startsWith('pull_request') || pullRequest !== undefined;
    if (comment === 'false' || (comment === 'auto' && !onPullRequest))
        return undefined;
    return pullRequestFor({ inputs, run });
}
/**
 * Events that record baselines. Other events with the default branch as their ref, for example `issue_comment`, may be
 * about another commit.
 */
const recordingEvents = ['push', 'schedule', 'workflow_dispatch'];
/** Whether the pictures of a pull request show production, not the pull request's LookML. */
const isAsDeployed = ({ inputs, run }) => !inputs.deploy && !inputs.branchCheck && pullRequestFor({ inputs, run }) !== undefined;
/**
 * Returns the branch for which this run records baselines (`compare: base`). A run for a pull request records no
 * baselines.
 */
function baselineBranch({ inputs, run }) {
    const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName);
    return records && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined;
}


/***/ }),

/***/ 2718:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ incomparableWords),
/* harmony export */   GH: () => (/* binding */ outOf),
/* harmony export */   Gg: () => (/* binding */ uncheckedWords),
/* harmony export */   LR: () => (/* binding */ failedWords),
/* harmony export */   Pp: () => (/* binding */ uncomparedRest),
/* harmony export */   S2: () => (/* binding */ uncomparedWords),
/* harmony export */   Zv: () => (/* binding */ listNames),
/* harmony export */   jN: () => (/* binding */ numbered),
/* harmony export */   lA: () => (/* binding */ acceptedBy),
/* harmony export */   nK: () => (/* binding */ stepFailure),
/* harmony export */   nP: () => (/* binding */ noChangeIn),
/* harmony export */   oI: () => (/* binding */ changedOf),
/* harmony export */   y9: () => (/* binding */ numberUncompared),
/* harmony export */   zs: () => (/* binding */ rest)
/* harmony export */ });
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18229);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** Returns text such as `No change in 10 dashboards since the baseline`, or `No difference from a.looker.com in …`. */
function noChangeIn(facts, what) {
    const { comparedWith } = facts;
    return comparedWith
        ? `No difference from ${comparedWith.host} in ${what}`
        : `No change in ${what}${since(facts)}`;
}
const since = ({ deployedAt }) => (deployedAt === undefined ? '' : ' since the baseline');
/** Returns text such as `2 of 12 dashboards`, or `1 dashboard` if there is only one. */
const outOf = (part, all, noun) => all === 1 ? `1 ${noun}` : `${part} of ${numbered(all, noun)}`;
/**
 * Returns text such as `2 of 12 dashboards changed`. Adds "since the baseline" if the pictures show production, and
 * names the second instance if the pictures are compared with it.
 */
function changedOf(facts) {
    const { changed, targets, noun, comparedWith } = facts;
    const part = outOf(changed.total, targets, noun);
    if (!comparedWith)
        return `${part} changed${since(facts)}`;
    return `${part} ${changed.total === 1 ? 'differs' : 'differ'} from ${comparedWith.host}`;
}
/** Gives the reason once if all targets have the same reason. */
function incomparableWords(facts) {
    const { incomparable: found, targets, noun, incomparableReason: shared } = facts;
    // Removes parentheses at the end of the reason, because the headline puts the reason into parentheses.
    const inParentheses = (reason) => ` (${reason.replace(/ \([^()]*\)$/, '')})`;
    const names = found.first.map(({ name, reason }) => name + (shared ? '' : inParentheses(reason)));
    const end = more(found) + (shared ? inParentheses(shared.message) : '');
    return `${outOf(found.total, targets, noun)} could not be compared: ${names.join(', ')}${end}`;
}
const numbered = (number, noun, which = '') => noun === 'query' && number !== 1 ? `${number} ${which}queries` : (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(number, `${which}${noun}`);
/** In a branch check, a target may fail although its picture was rendered. */
const failedWords = ({ isCheck }, verb = 'could not') => isCheck ? `${verb} be checked completely` : `${verb} be rendered`;
/** Returns the end of a headline, such as `; 2 could not be rendered, 1 new`. */
function rest(facts, ...kinds) {
    const words = {
        failed: failedWords(facts),
        changed: 'changed',
        incomparable: 'could not be compared',
        added: 'new',
    };
    const parts = kinds.filter(kind => facts[kind].total > 0).map(kind => `${facts[kind].total} ${words[kind]}`);
    return parts.length > 0 ? `; ${parts.join(', ')}` : '';
}
const listNames = (names) => names.first.join(', ') + more(names);
const more = ({ total, first }) => total > first.length ? ` and ${total - first.length} more` : '';
/** Returns the last part of the headline: the queries, content and files that the run left out. */
const uncheckedWords = ({ omittedQueries: omitted = 0, isContentUnchecked, unpublished, }) => (unpublished === undefined ? '' : `; ${unpublished}`) +
    (omitted > 0
        ? `; ${omitted === 1 ? '1 query was' : `${omitted} queries were`} left out, because at most ${_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .maxQueries */ .B3} queries are run for each commit`
        : '') +
    (isContentUnchecked ? '; content outside the targets was not checked' : '');
const acceptedBy = ({ login, commit }) => `accepted by @${login} for commit ${commit.slice(0, 7)}`;
const numberUncompared = ({ failing = 0, uncheckable = 0 }) => failing + uncheckable;
function uncomparedWords({ failing, uncheckable }) {
    const reasons = [
        failing && 'all queries failed before this pull request, too',
        uncheckable && 'only SQL Runner tiles or extensions are affected',
    ];
    return `could not be compared: ${reasons.filter(Boolean).join(', or ')}`;
}
/** Returns the end of a headline about unchanged targets: the targets and the tiles that could not be compared. */
function uncomparedRest(facts) {
    const { failingTiles: tiles = 0 } = facts;
    const targets = numberUncompared(facts);
    const they = tiles === 1 ? 'it' : 'they';
    return ((targets > 0 ? `; ${targets} ${uncomparedWords(facts)}` : '') +
        (tiles > 0
            ? `; ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(tiles, 'tile')} could not be compared: ${they} failed before this pull request, too`
            : ''));
}
/** Returns text such as `The step fails: <fact>. <next step>`. */
function stepFailure({ stepErrors }) {
    if (!stepErrors)
        return {};
    // Jobs that share the targets may have the same error.
    const sentences = new Set(stepErrors.first.map(_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sentence */ .em));
    const left = stepErrors.total - stepErrors.first.length;
    const others = left > 0 ? [`${left} more ${left === 1 ? 'is' : 'are'} in the log.`] : [];
    return { failure: `The step fails: ${[...sentences, ...others].join(' ')}` };
}


/***/ }),

/***/ 99802:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ explainsAllFailures),
/* harmony export */   g: () => (/* binding */ headlineOf)
/* harmony export */ });
/* harmony import */ var _headline_words_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2718);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(13623);



/** Returns the headline of the first case that applies. If no case applies, returns the number of rendered targets. */
function headlineOf(facts) {
    const found = cases.map(each => each(facts)).find(headline => headline !== undefined);
    const headline = found ?? rendered(facts);
    const note = noteOnDeployed(facts, headline.case);
    const words = headline.words + uncoveredWords(facts, headline.case) + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .uncheckedWords */ .Gg)(facts);
    return { ...headline, words, ...(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .stepFailure */ .nK)(facts), ...(note !== undefined && { note }) };
}
/** A label cannot accept these cases. */
const failureCases = ['LookML refused', 'broken tiles', 'failed'];
function uncoveredWords({ gate }, found) {
    if (!gate?.acceptance || !(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isGateAccepted */ .d5)(gate))
        return '';
    if (found === 'second key refused')
        return `; ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .acceptedBy */ .lA)(gate.acceptance)} without a comparison`;
    if (!failureCases.includes(found))
        return '';
    return `; @${gate.acceptance.login} accepted the changes, but a label does not accept failures`;
}
const keyRefused = ({ keyRefusedBy: host }) => host === undefined
    ? undefined
    : {
        case: 'key refused',
        words: `${host} refused the API key`,
        nextStep: 'Check the secrets behind client-id and client-secret: the key may be deleted, or belong to another instance.',
    };
/** The pictures of the first instance are shown, so this case is not in `explainedCases`. */
const secondKeyRefused = ({ secondKeyRefusedBy: host }) => host === undefined
    ? undefined
    : {
        case: 'second key refused',
        words: `${host} refused the API key, so nothing was compared`,
        nextStep: 'Check the secrets behind compare-client-id and compare-client-secret. Without them, the key of client-id is used for both instances.',
    };
const lookmlRefused = ({ lookml }) => {
    if (!lookml)
        return undefined;
    const { total, first: [first], } = lookml.errors;
    const reason = first === undefined ? '' : `: ${first}`;
    const others = total > 1 ? `, and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(total - 1, 'more error')}` : '';
    return {
        case: 'LookML refused',
        words: lookml.action === 'deploy'
            ? `Looker could not deploy this pull request's LookML${reason}${others}`
            : `This pull request's LookML does not compile${reason}${others}`,
        nextStep: lookml.action === 'check'
            ? 'Correct the LookML and push again. Tiles of a model with errors were not checked.'
            : 'Correct the LookML and push again. This commit has no pictures.',
    };
};
const shortCommit = (name) => (/^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 7) : name);
const disturbed = ({ disturbance: found }) => {
    if (!found)
        return undefined;
    const words = found.kind === 'deployment'
        ? `Commit ${shortCommit(found.name)} was deployed to ${found.host} during this run`
        : `The API user's branch on ${found.host} was switched to ${found.name} during this run`;
    return {
        case: 'disturbed',
        words: `${words}, so no result is shown`,
        nextStep: found.kind === 'deployment'
            ? 'Run this job again when no other deployment is running.'
            : 'Run this job again. Give the action an API user of its own.',
    };
};
const stopped = ({ stopped: stop }) => stop && {
    case: 'stopped',
    words: `Nothing was rendered: ${stop.reason.replace(/^Nothing was rendered: |\.$/g, '')}`,
    nextStep: stop.hint.replace(/^Nothing was rendered\. /, ''),
};
const otherCommit = facts => facts.otherCommit && {
    case: 'other commit',
    words: facts.otherCommit.message + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'failed', 'changed', 'incomparable', 'added'),
    nextStep: facts.otherCommit.hint,
};
const broken = facts => facts.brokenTiles.total === 0
    ? undefined
    : {
        case: 'broken tiles',
        words: `This pull request breaks ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(facts.brokenTiles.total, 'tile')}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(facts.brokenTiles)}${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'failed', 'changed')}${contentRest(facts)}`,
        nextStep: 'Correct the LookML that these tiles use, and push again.',
    };
/** With `fail-on-change` (`gate`), the headlines about acceptance mention the broken content instead. */
const brokenContent = facts => {
    const { brokenContent: found, gate } = facts;
    if (!found || gate)
        return undefined;
    return {
        case: 'broken content',
        words: `This pull request breaks ${found.count}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(found.titles)}${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'failed', 'changed')}`,
        nextStep: 'Correct the LookML, or the content that uses it. The errors are listed below.',
    };
};
const contentWords = ({ count, titles }) => `${count} ${titles.total === 1 ? 'breaks' : 'break'}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(titles)}`;
const contentRest = ({ brokenContent: found }) => (found ? `; ${contentWords(found)}` : '');
const outOfDate = facts => {
    const { gate } = facts;
    if (!gate?.acceptance || !(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isOutOfDate */ .a7)(gate))
        return undefined;
    const { acceptance } = gate;
    const { changedSince, login, commit } = acceptance;
    const them = changedSince.total === 1 ? 'it' : 'them';
    return {
        case: 'acceptance out of date',
        words: `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(changedSince.total, facts.noun)} changed after @${login} accepted commit ${commit.slice(0, 7)}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(changedSince)}${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'failed')}`,
        nextStep: `Look at ${them} again.${addAgain(gate)}`,
    };
};
function addAgain({ acceptLabel, ...gate }) {
    if (gate.unstoredHint !== undefined)
        return notStored('the new changes', gate);
    if (acceptLabel === undefined)
        return '';
    return ` To accept the new changes, remove the label ${acceptLabel} and add it again.`;
}
const notStored = (them, { unstoredHint, isUnshown }) => ` No label can accept ${them}, because the ${isUnshown ? 'comment could not be written' : 'results could not be stored'}. ${unstoredHint}`;
const redGate = facts => {
    const { gate, changed, incomparable, brokenContent } = facts;
    if (!gate || (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isOutOfDate */ .a7)(gate) || !(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isGateRed */ .NY)(facts))
        return undefined;
    const parts = [
        changed.total > 0 && `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .changedOf */ .oI)(facts)}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(changed)}`,
        incomparable.total > 0 && (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .incomparableWords */ .$U)(facts),
        brokenContent && contentWords(brokenContent),
    ].filter(part => typeof part === 'string');
    const number = changed.total + incomparable.total + (brokenContent?.titles.total ?? 0);
    const them = number === 1 ? 'it' : 'them';
    const hint = number === incomparable.total ? facts.incomparableReason?.hint : undefined;
    const step = hint !== undefined && hint !== gate.unstoredHint
        ? `${hint}${howToAccept(gate, `${them} without a comparison`)}`
        : `${gate.isUnpublished ? unpublishedWords : `Look at ${them}.`}${howToAccept(gate, them)}`;
    return {
        case: 'red gate',
        words: parts.join('; ') + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'failed'),
        nextStep: step + uncoveredFailures(facts),
    };
};
const unpublishedWords = 'No picture is published: set images to branch, or artifact to zip.';
function howToAccept({ acceptLabel, acceptance, isMergeQueue, ...gate }, them) {
    if (isMergeQueue)
        return ` No label can accept ${them} in a merge queue. If the check of the pull request is enough, set fail-on-change to \${{ github.event_name != 'merge_group' }}.`;
    if (gate.unstoredHint !== undefined)
        return notStored(them, gate);
    if (acceptLabel === undefined)
        return '';
    return acceptance?.isLabelOnly
        ? ` The label ${acceptLabel} was added before these results, so it does not accept them. Remove the label and add it again. The workflow needs types: [opened, synchronize, reopened, edited, labeled, unlabeled] below on.pull_request for that.`
        : ` To accept ${them}, add the label ${acceptLabel}.`;
}
/** Warns reviewers that the step still fails after they have added the label. */
const uncoveredFailures = ({ gate, failed }) => gate?.acceptLabel === undefined || gate.unstoredHint !== undefined || failed.total === 0
    ? ''
    : ' The label does not accept failures.';
const someFailed = facts => {
    const { failed, targets, noun, failureReason } = facts;
    if (failed.total === 0)
        return undefined;
    const isNone = failed.total === targets && targets > 1;
    // If queries were left out, the end of the headline already says so.
    const reason = failureReason && !facts.omittedQueries ? `: ${failureReason.message}` : '';
    const words = isNone
        ? `None of ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(targets, noun)} ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .failedWords */ .LR)(facts, 'could')}${reason}`
        : `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .outOf */ .GH)(failed.total, targets, noun)} ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .failedWords */ .LR)(facts)}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(failed)}`;
    return {
        case: 'failed',
        words: words + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'changed', 'incomparable', 'added'),
        nextStep: isNone && failureReason
            ? failureReason.hint
            : `The ${failed.total === 1 ? 'reason and the next step are' : 'reasons and the next steps are'} below.`,
    };
};
const changed = facts => facts.changed.total === 0 || (facts.gate && (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isGateAccepted */ .d5)(facts.gate))
    ? undefined
    : {
        case: 'changed',
        words: `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .changedOf */ .oI)(facts)}: ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .listNames */ .Zv)(facts.changed)}${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'incomparable', 'added')}`,
    };
const incomparable = facts => facts.incomparable.total === 0 || (facts.gate && (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isGateAccepted */ .d5)(facts.gate))
    ? undefined
    : {
        case: 'incomparable',
        words: (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .incomparableWords */ .$U)(facts) + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'added'),
        nextStep: facts.incomparableReason?.hint ??
            `The ${facts.incomparable.total === 1 ? 'reason and the next step are' : 'reasons and the next steps are'} below.`,
    };
const accepted = facts => {
    const acceptance = facts.gate?.acceptance;
    const { changed, incomparable, brokenContent, noun } = facts;
    if (!facts.gate || !acceptance || !(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .isGateAccepted */ .d5)(facts.gate) || !(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_2__/* .hasGatedChange */ .S6)(facts))
        return undefined;
    const uncompared = changed.total > 0 ? `${incomparable.total}` : (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(incomparable.total, noun);
    const parts = [
        changed.total > 0 && `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(changed.total, noun)} changed`,
        incomparable.total > 0 && `${uncompared} could not be compared`,
        brokenContent && contentWords(brokenContent),
    ].filter(part => typeof part === 'string');
    return {
        case: 'accepted',
        words: `${parts.join('; ')}, ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .acceptedBy */ .lA)(acceptance)}`,
    };
};
const nothingRecorded = ({ unrecordedBranch: branch, hasOtherBaselines }) => {
    if (branch === undefined)
        return undefined;
    const nextStep = hasOtherBaselines
        ? `${branch} has baselines, but none of these targets with these options. The targets can be compared after a run on ${branch} with the same options, such as the run after the merge.`
        : `Run this workflow on ${branch} once: that run records the baselines.`;
    return { case: 'nothing recorded', words: 'Nothing to compare with yet', nextStep };
};
const nothingAffected = ({ targets, unaffected }) => targets > 0 || unaffected === 0
    ? undefined
    : {
        case: 'nothing affected',
        words: `This pull request affects none of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(unaffected, 'target')}`,
    };
const nothingChanged = facts => {
    const counted = facts.unchanged + facts.added.total + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numberUncompared */ .y9)(facts);
    if (facts.unchanged === 0 || counted < facts.targets)
        return undefined;
    const compared = `${comparedPart(facts)}${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(facts.unchanged, facts.noun)}`;
    const words = (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .noChangeIn */ .nP)(facts, compared) + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'added') + (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .uncomparedRest */ .Pp)(facts);
    return { case: 'nothing changed', words };
};
const nothingCompared = facts => (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numberUncompared */ .y9)(facts) === 0
    ? undefined
    : {
        case: 'incomparable',
        words: `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .outOf */ .GH)((0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numberUncompared */ .y9)(facts), facts.targets, facts.noun)} ${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .uncomparedWords */ .S2)(facts)}${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'added')}`,
        nextStep: 'The reasons are below.',
    };
/** A branch check does not compare how Looker shows the values: number formats, labels, HTML, maps and charts. */
const comparedPart = ({ isCheck, comparedOnly }) => isCheck ? `the ${comparedOnly ?? 'SQL and numbers'} of ` : '';
const rendered = (facts) => ({
    case: 'rendered',
    words: facts.added.total > 0 && facts.added.total === facts.targets
        ? (0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(facts.targets, facts.noun, 'new ')
        : `${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .numbered */ .jN)(facts.rendered, facts.noun)} rendered${(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_0__/* .rest */ .zs)(facts, 'added')}`,
});
/**
 * The headline shows the first case that applies, so a case comes before the cases that it causes or makes unreliable:
 * a refused key makes all targets fail, and a deployment by another user makes changes meaningless. Then come problems
 * of the pull request, changes to accept, failed targets, other changes, and results that need no action.
 */
const cases = [
    keyRefused,
    secondKeyRefused,
    lookmlRefused,
    disturbed,
    stopped,
    otherCommit,
    broken,
    brokenContent,
    redGate,
    outOfDate,
    someFailed,
    changed,
    incomparable,
    accepted,
    nothingRecorded,
    nothingAffected,
    nothingChanged,
    nothingCompared,
];
const explainedCases = ['key refused', 'LookML refused', 'disturbed', 'stopped'];
/** Whether the headline says why every target failed. If so, the comment does not repeat the reason. */
function explainsAllFailures(facts) {
    const { failed, targets, failureReason } = facts;
    const isShared = failureReason !== undefined && failed.total === targets && targets > 1;
    const found = headlineOf(facts).case;
    return explainedCases.includes(found) || (found === 'failed' && isShared);
}
/**
 * Explains that the pictures show production, because readers of a pull request expect pictures of the pull request.
 * Names the Looker releases of two instances if they differ.
 */
function noteOnDeployed({ deployedAt, comparedWith, changed, rendered }, found) {
    const isSilent = found === 'nothing affected' || explainedCases.includes(found);
    if (rendered === 0 || isSilent)
        return undefined;
    const hosts = [deployedAt, comparedWith?.host].filter(Boolean).join(' and ');
    const shown = deployedAt !== undefined &&
        `The pictures show what is deployed at ${hosts}, not this pull request's LookML.`;
    const sentences = comparedWith
        ? [shown, changed.total > 0 && comparedWith.releases]
        : [
            shown,
            shown && changed.total > 0 && 'A change comes from new data or from edits since the baseline.',
            shown && 'To see what the pull request does, set dev-mode or deploy (both need API 4.0).',
        ];
    return sentences.filter(Boolean).join(' ') || undefined;
}


/***/ }),

/***/ 99997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U4: () => (/* binding */ isNewer),
/* harmony export */   Y6: () => (/* binding */ baselineFolder),
/* harmony export */   _o: () => (/* binding */ parseBaselineName),
/* harmony export */   jc: () => (/* binding */ baselinesFolder),
/* harmony export */   ki: () => (/* binding */ formatBaselineName),
/* harmony export */   x2: () => (/* binding */ baselineKey)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);

/* The name of a baseline contains all facts about the picture, so that one listing of the branch is sufficient. */
const baselinesFolder = 'baselines';
/**
 * Returns a key of all options that affect the picture: instance, format, size, filters, style. The key begins with the
 * target's kind and id, for users who browse the branch.
 */
function baselineKey(target, host) {
    const { kind, id, output, width, height } = target;
    const options = 'filters' in target ? dashboardOptions(target) : {};
    const all = JSON.stringify({ host, kind, id, output, width, height, ...options });
    const name = `${kind}-${id}`
        .toLowerCase()
        .replace(/[^a-z\d]+/g, '-')
        .slice(0, 60);
    return `${name}-${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Of */ .Bj)(all).slice(0, 16)}`;
}
/** Sorts the filters, because Looker ignores their order. */
function dashboardOptions({ filters, style, theme, tabIds, longTables, }) {
    return { filters: [...filters].sort(([a], [b]) => (a < b ? -1 : 1)), style, theme, tabIds, longTables };
}
/** Branches such as `a/b` and `a-b` have the same readable name, so a hash makes the folder unique. */
function baselineFolder(branch) {
    const plain = branch.replace(/[^\w-]+/g, '-').slice(0, 60);
    return `${baselinesFolder}/${plain}-${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Of */ .Bj)(branch).slice(0, 16)}`;
}
const isNewer = (one, other) => one.run > other.run || (one.run === other.run && one.attempt > other.attempt);
function formatBaselineName(name) {
    const { key, format, run, attempt, at, commit, release, seconds } = name;
    const time = at.toISOString().replace(/\.\d+|[-:]/g, '');
    const origin = `${run}-${attempt}.${time}.${commit}`;
    const about = [
        release && `.r${release.replaceAll('.', '-')}`,
        seconds !== undefined && `.t${Math.min(Math.round(seconds * 10), 99_999)}`,
    ];
    return `${key}.${origin}${about.filter(Boolean).join('')}.${format}`;
}
const baselineNamePattern = /^([a-z\d-]+)\.(\d{1,16})-(\d{1,9})\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.([\da-f]{40})(?:\.r([\d-]{1,40}))?(?:\.t(\d{1,5}))?\.(png|jpg|pdf)$/;
function parseBaselineName(file) {
    const [, key = '', run, attempt, year, month, day, hour, minute, second, commit = '', release, tenths, format,] = baselineNamePattern.exec(file) ?? [];
    if (!format)
        return undefined;
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    if (Number.isNaN(at.getTime()))
        return undefined;
    return {
        key,
        run: Number(run),
        attempt: Number(attempt),
        at,
        commit,
        ...(release && { release: release.replaceAll('-', '.') }),
        ...(tenths && { seconds: Number(tenths) / 10 }),
        format: format,
    };
}


/***/ }),

/***/ 51296:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var _post_state_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(9112);
/* harmony import */ var _publish_artifact_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(97160);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(68356);
/* harmony import */ var _runtime_deadlines_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(79450);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(68560);
/* harmony import */ var _runtime_log_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(35961);
/* harmony import */ var _runtime_processes_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(67422);
/* harmony import */ var _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(63375);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(22006);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(93920);











const { env, argv, stdout } = process;
// This comes first, because the post step must find this process even if the job is cancelled early.
const saveForPost = (0,_post_state_js__WEBPACK_IMPORTED_MODULE_8__/* .openPostState */ .W2)(process, (0,_runtime_processes_js__WEBPACK_IMPORTED_MODULE_9__/* .systemProcesses */ .xW)(process, _runtime_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readSystemFile */ .Yk), node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync);
const core = async () => (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_10__/* .withoutCommands */ .Df)(await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(659), __nccwpck_require__.e(770)]).then(__nccwpck_require__.bind(__nccwpck_require__, 91659)));
const github = async () => (await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(351)]).then(__nccwpck_require__.bind(__nccwpck_require__, 61351))).getOctokit;
const artifacts = () => (0,_publish_artifact_js__WEBPACK_IMPORTED_MODULE_1__/* .createArtifactClient */ ._)(Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(351), __nccwpck_require__.e(659), __nccwpck_require__.e(645)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9645)), env);
const fetch = (0,_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_5__/* .proxyFetch */ .Z6)(globalThis.fetch, (0,_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_5__/* .exportProxyEnv */ .EP)(env), () => __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 46752, 19)));
const cancelled = (0,_runtime_deadlines_js__WEBPACK_IMPORTED_MODULE_3__/* .cancellationOf */ .z)(process);
const parts = { ...(0,_world_js__WEBPACK_IMPORTED_MODULE_7__/* .bundledParts */ .vq)(argv[1] ?? '', env), ...(0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_10__/* .openLog */ .Ne)((0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_10__/* .quietLibraries */ .cY)(stdout)) };
await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .run */ .e)({ core, github, artifacts, ...parts, saveForPost, env, fetch, clock: _runtime_time_js__WEBPACK_IMPORTED_MODULE_6__/* .systemClock */ .ml, readFile: _runtime_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readFile */ .TA, cancelled });
setTimeout(() => process.exit(), 250).unref(); // An unfinished upload must not keep the process alive.

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 1570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Px: () => (/* binding */ parseFileName),
/* harmony export */   _: () => (/* binding */ extendFileName),
/* harmony export */   tn: () => (/* binding */ findCollisions),
/* harmony export */   up: () => (/* binding */ makeFileName)
/* harmony export */ });
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(68560);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(53906);
/* harmony import */ var _parsers_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(45272);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(60787);





/**
 * Returns a name such as `dashboards-42-region-emea`. The name depends only on the target and its filters, so the order
 * of the list does not matter.
 */
function makeFileName({ kind, id }, filters) {
    return joinNames([_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .targetKinds */ .xV[kind].slug, id, ...[...filters].flat()]);
}
/** Returns a name such as `dashboards-42-theme-dark`. */
const extendFileName = (name, settings) => joinNames([name, ...settings]);
function joinNames(texts) {
    const whole = texts.map(slug).filter(Boolean).join('-');
    const limit = maxNameBytes / 2;
    if (Buffer.byteLength(whole) <= limit)
        return whole;
    const characters = [...whole.slice(0, maxNameBytes)];
    while (Buffer.byteLength(characters.join('')) > limit - 9)
        characters.pop();
    return `${characters.join('')}-${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Of */ .Bj)(whole).slice(0, 8)}`;
}
/** The maximum length of a name in bytes, without the extension. File systems allow 255 bytes with the extension. */
const maxNameBytes = 200;
const slug = (text) => text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
/** Accepts only names that every file system and the artifact service accept (no `" : < > | * ? \ /`). */
const parseFileName = text => {
    if (/\.(jpe?g|pdf|png)$/i.test(text))
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_4__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(text)} ends with a file extension`, 'leave it out, the action adds it');
    if (/\.(before|difference|strip|again|production)$/i.test(text))
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_4__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(text)} has an ending that this action uses for additional files`, 'leave out the ending .before, .difference, .strip, .again or .production');
    const bytes = Buffer.byteLength(text);
    if (bytes > maxNameBytes)
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_4__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(text)} cannot be a file's name: it has ${bytes} bytes`, `shorten it to ${maxNameBytes} bytes; a letter other than a to z takes two to four bytes`);
    const isPlain = /^[^":<>|*?\\/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(text) && !/^[. ]|[. ]$/.test(text);
    if (!isPlain)
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_4__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(text)} cannot be a file's name`, `write up to ${maxNameBytes} letters, digits, dashes, dots or spaces, without a dot or space at the start or end`);
    return (0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .refuseReserved */ .tE)((0,_parsers_js__WEBPACK_IMPORTED_MODULE_3__/* .refuseTricks */ .dY)(text));
};
/** Finds targets whose files would overwrite each other. */
function findCollisions(files) {
    const byFile = Map.groupBy(files, ({ file }) => (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_0__/* .fileKey */ .wm)(file));
    return [...byFile.values()].filter(same => same.length > 1).map(collision);
}
const nameOne = 'give one of them a name of its own: - { target: …, name: … }';
function collision(same) {
    const [first] = same;
    return same.every(({ source }) => source === first?.source)
        ? new _problem_js__WEBPACK_IMPORTED_MODULE_4__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(first?.source ?? '')} is listed ${same.length} times`, `keep one of them, or ${nameOne}`)
        : new _problem_js__WEBPACK_IMPORTED_MODULE_4__/* .InputProblem */ .S7(`${listSources(same)} would write the same file, ${first?.file}`, nameOne);
}
const maxListedSources = 3;
function listSources(files) {
    const first = files.slice(0, maxListedSources).map(({ source }) => (0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(source));
    const more = files.length - first.length;
    if (more > 0)
        return `${first.join(', ')} and ${more} more`;
    return first.length === 3 ? `${first.slice(0, 2).join(', ')} and ${first[2]}` : first.join(' and ');
}


/***/ }),

/***/ 45272:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ artifactName),
/* harmony export */   GY: () => (/* binding */ gitRef),
/* harmony export */   Mn: () => (/* binding */ lines),
/* harmony export */   T8: () => (/* binding */ rectangles),
/* harmony export */   Td: () => (/* binding */ commentKey),
/* harmony export */   XV: () => (/* binding */ apiVersion),
/* harmony export */   Yk: () => (/* binding */ shardNumber),
/* harmony export */   _H: () => (/* binding */ labelName),
/* harmony export */   aS: () => (/* binding */ tolerance),
/* harmony export */   dY: () => (/* binding */ refuseTricks),
/* harmony export */   hN: () => (/* binding */ parseYaml),
/* harmony export */   ko: () => (/* binding */ visibleName),
/* harmony export */   pE: () => (/* binding */ loadYamlFor),
/* harmony export */   qm: () => (/* binding */ asWritten),
/* harmony export */   rD: () => (/* binding */ wholeNumber),
/* harmony export */   tE: () => (/* binding */ refuseReserved),
/* harmony export */   yL: () => (/* binding */ oneOf),
/* harmony export */   zD: () => (/* binding */ decimalNumber),
/* harmony export */   zM: () => (/* binding */ boolean),
/* harmony export */   zO: () => (/* binding */ fraction)
/* harmony export */ });
/* unused harmony export loadYaml */
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(60787);


/** Reads the booleans of YAML's core schema, as the toolkit's `getBooleanInput` does. */
const boolean = text => {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is neither true nor false`, booleanHint(text) ?? 'write true or false');
};
/** Returns a hint for a word that other YAML versions or languages accept as a boolean, such as `yes`. */
function booleanHint(text) {
    if (/^(y|yes|on|1|t)$/i.test(text))
        return 'write true';
    return /^(n|no|off|0|f)$/i.test(text) ? 'write false' : undefined;
}
const wholeNumber = (least, most, what) => text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most)
        return value;
    throw numberProblem(text, value, {
        what,
        isAllowed: number => Number.isInteger(number) && number >= least && number <= most,
        hint: `write a number from ${least} to ${most}`,
    });
};
const decimalNumber = (above, most, what) => text => {
    const value = decimal(text);
    if (value > above && value <= most)
        return value;
    throw numberProblem(text, value, {
        what,
        isAllowed: number => number > above && number <= most,
        hint: `write a number above ${above}, up to ${most}; decimals are allowed`,
    });
};
/** Suggests the number alone if the text is a number with a unit (`1260px`) or with a sign (`#12`). */
function numberProblem(text, value, { what, isAllowed, hint }) {
    if (!Number.isNaN(value))
        return new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is out of range`, hint);
    const [, number = ''] = /^#?(\d{1,15}(?:\.\d{1,9})?)\s?[a-z]{0,12}\.?$/i.exec(text) ?? [];
    const isCorrect = number !== '' && isAllowed(Number(number));
    return new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is not ${what}`, isCorrect ? `write ${Number(number)}` : hint);
}
/** Reads a number from 0 to 1, including 0 and 1. */
const fraction = text => {
    const value = decimal(text);
    if (value <= 1)
        return value;
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is not a number from 0 to 1`, 'write a number such as 0.1');
};
const decimal = (text) => (/^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : Number.NaN);
/** Reads `120` pixels, or `0.5%` of all pixels. */
const tolerance = text => {
    const [, number = '', percent] = /^(\d+|\d*\.\d+)(\s*%)?$/.exec(text) ?? [];
    if (percent && Number(number) <= 100)
        return { share: Number(number) / 100 };
    if (!percent && /^\d{1,15}$/.test(number))
        return { pixels: Number(number) };
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is neither a number nor a percentage of pixels`, 'write a value such as 120 or 0.5%');
};
const oneOf = (...choices) => text => {
    const choice = choices.find(choice => choice === text.toLowerCase());
    if (choice !== undefined)
        return choice;
    const near = /^[a-z]\w{2,30}$/i.test(text)
        ? (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .nearestWord */ .zZ)(text.toLowerCase(), choices, text.length < 6 ? 1 : 2)
        : undefined;
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is not an allowed value`, (choices.includes('true') ? booleanHint(text) : undefined) ??
        (near === undefined ? `write one of ${choices.join(', ')}` : `did you mean ${near}?`));
};
const lines = text => text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
const asWritten = text => text;
/**
 * Reads a name that must equal a name in Looker or GitHub. Refuses invisible characters, because users cannot see the
 * difference.
 */
const visibleName = text => (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseHidden */ .ly)(text);
const shortText = (maxLength) => text => {
    if (text.length <= maxLength)
        return text;
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} has ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .withThousands */ .Cm)(text.length)} characters`, `shorten it to ${maxLength}`);
};
/** The comment contains its key, and GitHub limits the comment's length. */
const commentKey = shortText(500);
/** GitHub allows 50 characters in the name of a label. */
const labelName = text => visibleName(shortText(50)(text));
/** Reads `4.0` or `3.1`. Also accepts `4`, because YAML reads `4.0` without quotes as a number. */
const apiVersion = text => oneOf('4.0', '3.1')(text === '4' ? '4.0' : text);
/**
 * The maximum length of an artifact's name. The name of the report's file is this name with `.html`. File systems allow
 * 255 bytes.
 */
const maxArtifactNameBytes = 250;
/** Reads a name that the artifact service and every file system accept. */
const artifactName = text => {
    const bytes = Buffer.byteLength(text);
    if (bytes > maxArtifactNameBytes)
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} cannot be an artifact's name: it has ${bytes} bytes`, `shorten it to ${maxArtifactNameBytes} bytes; a letter other than a to z takes two to four bytes`);
    if (!/^[^":<>|*?\\/\p{Cc}]+$/u.test(text))
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} cannot be an artifact's name`, 'leave out " : < > | * ? \\ / and line ends');
    return refuseReserved(refuseTricks(text));
};
/**
 * Refuses names that would mislead readers of the log, because they contain a runner command or invisible characters.
 */
function refuseTricks(name) {
    if (name.includes('##['))
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(name)} has a command of GitHub's runner in it`, 'leave out ##[');
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseHidden */ .ly)(name);
}
/** Matches names that Windows reserves (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const reservedName = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;
function refuseReserved(name) {
    if (!reservedName.test(name))
        return name;
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(name)} is the name of a device on Windows`, 'write another name');
}
/**
 * Reads a branch, or a complete ref such as `refs/looker/snapshots`, by the rules of git
 * (https://git-scm.com/docs/git-check-ref-format) and of GitHub
 * (https://docs.github.com/en/get-started/using-git/dealing-with-special-characters-in-branch-and-tag-names).
 */
const gitRef = text => {
    (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseHidden */ .ly)(text);
    const ref = text.startsWith('refs/') ? text.slice('refs/'.length) : `heads/${text}`;
    const parts = ref.split('/');
    const isValid = parts.length > 1 &&
        !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
        parts.every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part)) &&
        !/^heads\/(-|refs\/|HEAD$|@$|[\da-fA-F]{40}$)/.test(ref);
    if (ref === 'heads/gh-pages')
        throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is the branch that GitHub Pages publishes`, 'write another branch, such as looker-snapshots');
    if (isValid && !/^(tags|pull|remotes)\//.test(ref))
        return ref;
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} cannot be a branch`, 'write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots');
};
/** Reads a shard. For example, `0/4` is the first of four jobs. */
const shardNumber = text => {
    const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? [];
    if (total !== '' && Number(index) < Number(total))
        return { index: Number(index), total: Number(total) };
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is not a valid share of the jobs`, 'write index/total, counted from 0: 0/4 is the first of four');
};
/** Reads lines of the form `x, y, width, height`, in pixels. In YAML, a rectangle may also be a list of numbers. */
const rectangles = (value) => rectangleLines(value).map(rectangle);
function rectangleLines(value) {
    if (typeof value === 'string')
        return lines(value);
    if (!Array.isArray(value))
        throw noRectangle(JSON.stringify(value));
    const isOne = value.every(item => typeof item === 'string' && /^\d+$/.test(item));
    return isOne ? [value.join(', ')] : value.flatMap(rectangleLines);
}
const rectangle = text => {
    const numbers = text.split(',').map(number => number.trim());
    if (numbers.length !== 4 || !numbers.every(number => /^\d{1,6}$/.test(number)))
        throw noRectangle(text);
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    if (width > 0 && height > 0)
        return { x, y, width, height };
    throw new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} has no pixels`, 'give it a width and a height above 0');
};
const noRectangle = (text) => new _problem_js__WEBPACK_IMPORTED_MODULE_1__/* .InputProblem */ .S7(`${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(text)} is not a rectangle`, 'write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40');
/**
 * The YAML parser, if loaded. It is loaded on demand, because it is as large as all other code before the first
 * request, and most runs list one target per line and set no filters.
 */
let reader;
/** Loads the parser if an input may be YAML. Must be called before the inputs are read. */
async function loadYamlFor(source) {
    if (mayHoldYaml(source))
        await loadYaml();
}
async function loadYaml() {
    reader ??= await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(729)]).then(__nccwpck_require__.bind(__nccwpck_require__, 70729));
}
/** Whether an input may contain YAML. A YAML list has a line that begins with a dash or a bracket. */
const mayHoldYaml = ({ get }) => get('targets-file') !== '' || get('filters') !== '' || /^[^\S\n]*[-[]/m.test(get('targets'));
/** Callers must await `loadYamlFor` or `loadYaml` first. */
const parseYaml = (text, place) => {
    if (!reader)
        throw new Error('The YAML parser was not loaded before it was needed');
    return reader.readYaml(text, place);
};


/***/ }),

/***/ 60787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ attempt),
/* harmony export */   Nt: () => (/* binding */ inQuotes),
/* harmony export */   S7: () => (/* binding */ InputProblem),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   Wy: () => (/* binding */ labelOf),
/* harmony export */   ly: () => (/* binding */ refuseHidden),
/* harmony export */   wo: () => (/* binding */ misspelledInputs),
/* harmony export */   zZ: () => (/* binding */ nearestWord)
/* harmony export */ });
/**
 * An invalid input. The message states the mistake, and the hint names a valid value. Both show hidden characters as
 * codes.
 */
class InputProblem extends Error {
    hint;
    constructor(fact, hint) {
        super(showHidden(fact));
        this.name = 'InputProblem';
        this.hint = showHidden(hint);
    }
}
/** If `read` throws an `InputProblem`, reports it and returns undefined. */
function attempt(read, report, where) {
    try {
        return read();
    }
    catch (error) {
        if (!(error instanceof InputProblem))
            throw error;
        report(where, error);
        return undefined;
    }
}
/** Quotes a text for a message, on one line and shortened: `"wide"`. */
function quoted(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line;
    const whole = inQuotes(cut);
    return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole;
}
/** Puts a text in quotes. The result is valid both as JSON and as YAML. Shows hidden characters as codes. */
const inQuotes = (text) => showHidden(JSON.stringify(text));
/** Quotes a name for the start of a message. A plain word needs no quotes. */
const labelOf = (name) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name));
/** Matches U+200C and U+200D between visible characters, because Persian text and emoji need these characters. */
const joiner = /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{P}\p{S}])/u;
/** Matches Unicode's format characters (Cf), which are invisible. Some of them change the direction of text. */
const formatCharacters = () => new RegExp(`(?<joiner>${joiner.source})|\\p{Cf}`, 'gu');
const hiddenCharacters = () => new RegExp(`(?<joiner>${joiner.source})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, 'gu');
/** ASCII has no format characters. The check saves compiling `formatCharacters` at the start, which takes 8 ms. */
const isAscii = (text) => Buffer.byteLength(text) === text.length;
/** Replaces control characters, format characters, line ends and unpaired surrogates by codes such as `\u200b`. */
function showHidden(text) {
    return text.replace(hiddenCharacters(), (character, isJoiner) => isJoiner === undefined ? escapeUnits(character) : character);
}
const escapeUnits = (character) => Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
/**
 * Returns the text if all of its characters are visible.
 * @throws InputProblem
 */
function refuseHidden(text) {
    if (isAscii(text))
        return text;
    for (const [character, isJoiner] of text.matchAll(formatCharacters()))
        if (isJoiner === undefined)
            throw new InputProblem(`${quoted(text)} has the invisible character ${codePoint(character)}`, 'delete it');
    if (text.includes('\ufffd'))
        throw new InputProblem(`${quoted(text)} has U+FFFD in the place of a character that was not UTF-8`, 'write that character again');
    return text;
}
const codePoint = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
/** Finds the known word that is most similar to a mistyped word and differs in at most `most` letters. */
function nearestWord(word, known, most = 2) {
    const near = known
        .filter(candidate => Math.abs(candidate.length - word.length) <= most)
        .map(candidate => ({ candidate, distance: editDistance(word, candidate) }))
        .filter(({ distance }) => distance <= most)
        .sort((one, other) => one.distance - other.distance);
    return near[0]?.candidate;
}
/** Counts the letters to change, add or leave out (Levenshtein). */
function editDistance(one, other) {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let index = 1; index <= one.length; index += 1) {
        const next = [index];
        for (let column = 1; column <= other.length; column += 1) {
            const change = one[index - 1] === other[column - 1] ? 0 : 1;
            next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + change));
        }
        row = next;
    }
    return row[other.length] ?? 0;
}
/**
 * Finds inputs of the step whose names are similar to a known input. The runner only prints a warning for an unknown
 * input, and sets `INPUT_<NAME>` as usual.
 */
function misspelledInputs(env, names) {
    return Object.keys(env).flatMap((variable) => {
        const [, name = ''] = /^INPUT_(.{1,40})$/.exec(variable) ?? [];
        const lower = name.toLowerCase();
        if (lower === '' || names.has(lower))
            return [];
        const known = nearestWord(lower, [...names]);
        return known === undefined ? [] : [[lower, known]];
    });
}


/***/ }),

/***/ 7964:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ openRenderers)
/* harmony export */ });
/* harmony import */ var _images_branch_picture_names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(99997);
/* harmony import */ var _looker_content_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(800);
/* harmony import */ var _looker_polling_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6486);
/* harmony import */ var _looker_render_task_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(41221);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(26878);





function openRenderers(context, stages) {
    const { lookers, world, deadlines } = context;
    const closing = new AbortController();
    const remembered = stages.then(opened => opened.renderTimes);
    const titles = (0,_looker_content_js__WEBPACK_IMPORTED_MODULE_1__/* .readTitles */ .m1)(lookers.first.contentFor(closing.signal), {
        clock: world.clock,
        signal: deadlines.render,
    });
    const originals = new WeakMap();
    const originalOf = (target) => originals.get(target) ?? target;
    const first = rendererOn(lookers.first, context, { remembered, titles, originalOf });
    const second = lookers.second && rendererOn(lookers.second, context, { remembered });
    const { against } = context.inputs.compare;
    const toSecond = typeof against === 'string' ? undefined : toSecondInstance(against.base);
    return {
        first,
        renderCopy(copy, original) {
            originals.set(copy, original);
            return first.render(copy);
        },
        onSecond: toSecond && second ? target => second.render(toSecond(target)) : undefined,
        close() {
            closing.abort();
            first.close();
            second?.close();
        },
    };
}
/** Returns the same target on the second instance, with the file name of the "before" picture. */
const toSecondInstance = (base) => (target) => ({
    ...(0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .toSidecarTarget */ .Mu)(target, 'before'),
    url: base.origin + target.url.slice(new URL(target.url).origin.length),
});
function rendererOn(looker, { world, inputs, deadlines }, { remembered, originalOf = target => target, ...titles }) {
    const { pace, outputDirectory } = inputs;
    return (0,_looker_render_task_js__WEBPACK_IMPORTED_MODULE_3__/* .openRenderer */ .yX)(looker, {
        version: inputs.looker.version,
        clock: world.clock,
        directory: outputDirectory,
        signal: deadlines.render,
        concurrency: pace.concurrency,
        pollInterval: pace.pollIntervalSeconds * 1000,
        ...titles,
        times: (0,_looker_polling_js__WEBPACK_IMPORTED_MODULE_2__/* .renderTimes */ .HP)(target => (0,_images_branch_picture_names_js__WEBPACK_IMPORTED_MODULE_0__/* .baselineKey */ .x2)(originalOf(target), looker.host), remembered),
    });
}


/***/ }),

/***/ 27033:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  J0: () => (/* binding */ knownVersions),
  WY: () => (/* binding */ listShare),
  A6: () => (/* binding */ targetsIn)
});

;// CONCATENATED MODULE: external "node:v8"
const external_node_v8_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/inputs/file-name.js
var file_name = __nccwpck_require__(1570);
// EXTERNAL MODULE: ./build/results.js
var results = __nccwpck_require__(26878);
// EXTERNAL MODULE: ./build/runtime/files.js
var runtime_files = __nccwpck_require__(68560);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/targets.js
var build_targets = __nccwpck_require__(53906);
;// CONCATENATED MODULE: ./build/collections/expand-collections.js






/**
 * Replaces each collection by its members, and returns this job's share of all targets. An empty or unreadable
 * collection becomes a failed target of every job, because other jobs may read it and get other shares.
 * @throws ActionError if there are too many targets
 */
async function listTargets(entries, { read, shard, log }) {
    const expanded = await Promise.all(entries.map(entry => expand(entry, read)));
    for (const text of expanded.flatMap(({ log }) => log))
        log(text);
    const lines = expanded.map(({ line }) => line);
    const all = mergeLines(lines);
    const failed = new Set(lines.flatMap(line => ('failed' in line ? [line.failed] : [])));
    const shared = (0,build_targets/* shareOf */.tC)(all.filter(target => !failed.has(target)), shard);
    const own = new Set([...shared, ...failed]);
    const listed = all.filter(target => own.has(target));
    const excess = (0,build_targets/* describeExcess */.d9)(listed.length, all.length);
    if (excess)
        throw new errors/* ActionError */.lZ(excess.message, `${(0,runtime_text/* capitalized */.l2)(excess.hint)}.`);
    const single = new Set(lines.flatMap(line => ('target' in line ? [line.target] : [])));
    const ofCollections = all.flatMap(one => ('status' in one || single.has(one) ? [] : [one]));
    return {
        listed,
        ofCollections: new Set(ofCollections),
        jobs: failed.size > 0 ? shard.total : Math.min(shard.total, all.length),
        hash: hashOfTargets(all),
        warnings: expanded.flatMap(({ warnings }) => warnings),
    };
}
function hashOfTargets(all) {
    const files = all.map(one => ('output' in one ? one.file : `failed ${one.target.source}`));
    return (0,runtime_text/* sha256Of */.Bj)(JSON.stringify(files)).slice(0, 12);
}
async function expand(entry, read) {
    const nothing = { log: [], warnings: [] };
    if (!(0,build_targets/* isCollection */.P3)(entry))
        return { ...nothing, line: { target: entry } };
    try {
        const content = await read(entry);
        const members = content.members.map(({ slug, place, ...member }) => ({
            target: { ...entry.toTarget(member), ...(place !== undefined && { place }) },
            slug,
        }));
        const warnings = content.unusedExceptions.map(({ source }) => unusedExceptionError(source, entry));
        return { line: { members }, log: membersLog(entry, content), warnings };
    }
    catch (error) {
        return { ...nothing, line: { failed: (0,results/* failedResult */.Nq)(entry, error) } };
    }
}
function membersLog(collection, { title, members }) {
    const name = `${(0,build_targets/* addressOf */.ci)(collection)}${title ? ` (${title})` : ''}`;
    const isLookml = collection.kind === 'tiles' && collection.id.includes('::');
    return [
        `${name} has ${(0,runtime_text/* count */.U9)(members.length, 'target')}${isLookml ? ' at the deployed commit' : ''}:`,
        ...members.slice(0, build_targets/* maxTargets */.hq).map(member => `  ${memberName(member)}`),
        ...(members.length > build_targets/* maxTargets */.hq ? [`  and ${members.length - build_targets/* maxTargets */.hq} more`] : []),
    ];
}
const memberName = (member) => member.title ? `${member.title} (${(0,build_targets/* addressOf */.ci)(member)})` : (0,build_targets/* addressOf */.ci)(member);
const unusedExceptionError = (source, collection) => new errors/* ActionError */.lZ(`except: ${source} is not in ${(0,build_targets/* addressOf */.ci)(collection)}`, 'This entry has no effect. Correct or remove it.');
/**
 * Returns all targets in order:
 * - A member that has its own entry in the list appears only in place of that entry (see `findReplaced`).
 * - A member of several collections with the same settings appears only in the first of them. With different settings, it
 *   appears in each of them, and the later names contain the settings that differ from the first.
 * - A member with the file name of another target fails.
 */
function mergeLines(lines) {
    const single = lines.flatMap(line => ('target' in line ? [line.target] : []));
    const replaced = findReplaced(single, lines.flatMap(line => ('members' in line ? line.members : [])));
    const added = Map.groupBy(single, target => pictureKeys({ target })[0]);
    const files = new Map(single.map(target => [(0,runtime_files/* fileKey */.wm)(target.file), target]));
    const add = (member) => {
        const keys = pictureKeys(member);
        const others = keys.flatMap(key => added.get(key) ?? []);
        const differences = others.map(other => differentSettings(member.target, other));
        if (replaced.has(member) || differences.some(({ length }) => length === 0))
            return [];
        for (const key of keys)
            added.set(key, [...(added.get(key) ?? []), member.target]);
        const isTaken = files.has((0,runtime_files/* fileKey */.wm)(member.target.file));
        const target = withSettingsInName(member.target, isTaken ? (differences[0] ?? []) : []);
        const other = files.get((0,runtime_files/* fileKey */.wm)(target.file));
        if (other)
            return [sameFileFailure(target, other)];
        files.set((0,runtime_files/* fileKey */.wm)(target.file), target);
        return [target];
    };
    return lines.flatMap(line => {
        if ('members' in line)
            return line.members.flatMap(add);
        return 'target' in line ? [line.target] : [line.failed];
    });
}
/** A target's own entry in the list may give a member of a collection other values for these settings. */
const replacedSettings = ['width', 'height', 'ignore'];
/**
 * Returns the members that the list's own targets replace. If collections contain a target with different settings, its
 * own entry replaces only the members with the closest settings.
 */
function findReplaced(single, members) {
    const byKey = new Map();
    for (const member of members)
        for (const key of pictureKeys(member))
            byKey.set(key, [...(byKey.get(key) ?? []), member]);
    const replacedBy = (own) => {
        const same = pictureKeys({ target: own }).flatMap(key => byKey.get(key) ?? []);
        const [closest] = same
            .map(({ target }) => ({ target, differences: differentSettings(own, target) }))
            .filter(({ differences }) => differences.every(([name]) => replacedSettings.includes(name)))
            .sort((one, other) => one.differences.length - other.differences.length);
        return closest ? same.filter(({ target }) => differentSettings(target, closest.target).length === 0) : [];
    };
    return new Set(single.flatMap(replacedBy));
}
/**
 * Returns a key for each id of the target. Two targets with a common key show the same content with the same filters
 * and format. Their size and name may differ.
 */
function pictureKeys({ target, slug }) {
    const { kind, id, output } = target;
    const filters = 'filters' in target ? [...target.filters].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
    return [id, ...(slug ? [slug] : [])].map(name => JSON.stringify([kind, name, output.format, filters]));
}
/** Returns the names and values of the settings that differ between two targets with the same content and format. */
function differentSettings(target, other) {
    const others = settingTexts(other);
    return Object.entries(settingTexts(target)).filter(([name, value]) => value !== others[name]);
}
function settingTexts(target) {
    const { width, height, ignore, output } = target;
    const shared = {
        ...{ width: `${width}`, height: `${height}` },
        ignore: ignore.map(({ x, y, width, height }) => [x, y, width, height].join(' ')).join(', '),
    };
    if (!('filters' in target))
        return shared;
    const { theme = 'default', style = 'default', longTables, tabIds } = target;
    const { landscape = false, paperSize = 'default' } = output.format === 'pdf' ? output : {};
    return {
        ...shared,
        theme,
        'dashboard-style': style,
        'long-tables': `${longTables}`,
        'tab-ids': tabIds.join(' '),
        'pdf-paper-size': paperSize,
        'pdf-landscape': `${landscape}`,
    };
}
function withSettingsInName(target, settings) {
    if (settings.length === 0)
        return target;
    const name = (0,file_name/* extendFileName */._)(target.name, settings.flat());
    return { ...target, name, file: `${name}.${target.output.format}` };
}
const sameFileFailure = (target, other) => (0,results/* failedResult */.Nq)(target, new errors/* ActionError */.lZ(`${(0,build_targets/* addressOf */.ci)(target)} and ${(0,build_targets/* addressOf */.ci)(other)} would write the same file, ${other.file}`, `Add ${(0,build_targets/* addressOf */.ci)(target)} to the collection's except list, and list it separately with a name: - { target: ${(0,build_targets/* addressOf */.ci)(target)}, name: … }`), target.title ? { title: target.title } : {});

// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __nccwpck_require__(13257);
;// CONCATENATED MODULE: ./build/collections/members.js




/**
 * Lists a collection's members without those in `except`. The order is the same in every job.
 * @throws ActionError with the reason if there is nothing to render
 */
async function readMembers(collection, client, ofLookml = async () => []) {
    const { title, members, subfolders = [], } = await readCollection(collection, client, ofLookml).catch(error => {
        throw collectionError(error, collection);
    });
    const { except } = collection;
    const unusedExceptions = except.filter(exception => !members.some(isNamedBy(exception)) && !isOneOf(subfolders, exception));
    const remaining = members.filter(member => !except.some(exception => isNamedBy(exception)(member)));
    if (remaining.length === 0)
        throw emptyError(collection, { title, isExcepted: members.length > 0 });
    return { members: remaining, unusedExceptions, ...(title && { title }) };
}
async function readCollection(collection, client, ofLookml) {
    const { id, kind, except } = collection;
    switch (kind) {
        case 'folder': {
            const folders = except.filter(exception => exception.kind === 'folder');
            return readFolderContent(client, { ...collection, except: folders.map(({ id }) => id) });
        }
        case 'board':
            return refuseTrash(collection, await readBoardContent(client, id, ofLookml));
        case 'model': {
            const [dashboards, inLookml] = await Promise.all([client.dashboards(), ofLookml(id)]);
            const listed = dashboards.filter(member => member.id.startsWith(`${id}::`));
            const missing = inLookml.filter(member => listed.every(other => other.id !== member.id));
            return { members: [...listed, ...missing].sort(byId) };
        }
        case 'tiles': {
            const { title, members } = refuseTrash(collection, await client.tiles(id));
            const dashboard = { id, url: collection.url, ...(title && { title }) };
            return { ...(title && { title }), members: members.map(tile => ({ ...tile, dashboard })) };
        }
    }
}
/**
 * The maximum number of a board's members. A board with more members counts as a mistake, because each Look takes a
 * call.
 */
const maxBoardMembers = 5000;
/**
 * Lists a board's members in the board's order. Omits deleted and hidden content, which a board also contains. One call
 * lists all dashboards, and each Look takes one call.
 */
async function readBoardContent(client, id, ofLookml) {
    const board = await client.board(id);
    if (board.members.length > maxBoardMembers)
        throw new errors/* ActionError */.lZ(`Board ${id} has more than ${maxBoardMembers} items`, 'List each dashboard and Look that you want to render.');
    const listed = board.members.some(({ kind }) => kind !== 'look') ? await client.dashboards() : [];
    const dashboards = new Map(listed.map(dashboard => [dashboard.id, dashboard]));
    const listsLookml = listed.some(({ kind }) => kind === 'lookml_dashboard');
    const checkDashboard = async (member) => {
        const dashboard = dashboards.get(member.id);
        if (dashboard)
            return { ...member, ...dashboard };
        if (member.kind !== 'lookml_dashboard')
            return undefined;
        // If Looker lists no LookML dashboards at all, the LookML dashboards of the board may still exist.
        if (!listsLookml)
            return member;
        const [model = ''] = member.id.split('::');
        const inLookml = await ofLookml(model);
        return inLookml.some(other => other.id === member.id) ? member : undefined;
    };
    const checked = board.members.map(member => member.kind === 'look' ? checkLook(client, member) : checkDashboard(member));
    const members = (await Promise.all(checked)).filter(member => member !== undefined);
    return { ...board, members: members.map(inPlace('board', board.title)) };
}
async function checkLook(client, member) {
    try {
        const { deleted, title } = await client.look(member.id);
        return deleted ? undefined : { ...(title && { title }), ...member };
    }
    catch (error) {
        if (error instanceof looker_errors/* LookerError */.Z6 && error.status === 404)
            return undefined;
        throw error;
    }
}
const isNamedBy = ({ kind, id }) => (member) => kind === member.kind && (id === member.id || id === member.slug);
const isOneOf = (subfolders, { kind, id }) => kind === 'folder' && subfolders.includes(id);
const describeCollection = ({ kind, id }) => `${build_targets/* collectionKinds */._e[kind].noun} ${id}`;
function collectionError(error, collection) {
    if (!(error instanceof looker_errors/* LookerError */.Z6))
        return error;
    if (error.status === 404)
        return new errors/* ActionError */.lZ(`Looker found no ${describeCollection(collection)}`, "Check the id, and that the API user may see the content. The user's role needs the permissions see_user_dashboards, see_lookml_dashboards and see_looks. Looker gives the same answer if content does not exist or the user may not see it.", { cause: error });
    if (error.status === 403)
        return new errors/* ActionError */.lZ(`Looker does not let the API user see ${describeCollection(collection)} (403)`, 'Give the API user View access to the folder, and its role the permissions see_user_dashboards, see_lookml_dashboards and see_looks.', { cause: error });
    return error;
}
/** @throws ActionError if the collection is in Looker's trash */
function refuseTrash(collection, listing) {
    if (!listing.deleted)
        return listing;
    throw new errors/* ActionError */.lZ(`${(0,runtime_text/* capitalized */.l2)(describeCollection(collection))} is in Looker's trash`, 'Restore it in Looker, or remove it from targets.');
}
function emptyError(collection, { title, isExcepted }) {
    const name = (0,runtime_text/* capitalized */.l2)(describeCollection(collection)) + (title ? ` (${title})` : '');
    if (isExcepted)
        return new errors/* ActionError */.lZ(`${name} is empty, because its except list leaves out everything`, 'Remove the collection from targets, or shorten its except list.');
    const [fact, hint] = {
        folder: [
            'has no dashboard or Look that the API user may see',
            'Check the permissions of the API user. Deleted and hidden content is left out. Set recursive: true to include subfolders.',
        ],
        board: [
            'contains no dashboard or Look that the API user may see',
            'Check that the API user may see the content of the board. Links and deleted content are left out.',
        ],
        model: [
            'has no LookML dashboard that the API user may see',
            "Check the model's name, that its dashboards are deployed, and that the API user's role has see_lookml_dashboards and the model.",
        ],
        tiles: ['has only texts, buttons and groups', 'Render the dashboard itself, without tiles: true.'],
    }[collection.kind];
    return new errors/* ActionError */.lZ(`${name} ${fact}`, hint);
}
/** The maximum number of folders in a tree. A tree with more folders counts as a mistake. */
const maxFolders = 1000;
/**
 * Lists the content of a folder, then the content of its subfolders in the same way. In each folder, dashboards come
 * before Looks, and both are sorted by id. Omits personal folders.
 * @throws ActionError if the folder itself is personal
 * @throws LookerError
 */
async function readFolderContent(client, options) {
    const root = await client.folder(options.id);
    if (root?.isPersonal)
        throw new errors/* ActionError */.lZ(`Folder ${options.id} is a personal folder, and personal folders are not rendered`, 'Move the content into a shared folder, or list its dashboards one by one.');
    const seen = new Set([options.id]);
    const { title, hasChildren = true } = root ?? {};
    const members = await readBranch(client, { ...options, hasChildren, ...(title && { title }) }, seen);
    const subfolders = [...seen].slice(1);
    return { members, subfolders, ...(root?.title && { title: root.title }) };
}
async function readBranch(client, branch, seen) {
    const { id, recursive, except, hasChildren, title } = branch;
    const [dashboards, looks, children] = await Promise.all([
        client.folderDashboards(id),
        client.folderLooks(id),
        recursive && hasChildren ? readChildren(client, id) : [],
    ]);
    const subfolders = children.filter(child => !child.isPersonal && !seen.has(child.id)).sort(byId);
    for (const child of subfolders)
        seen.add(child.id);
    if (seen.size > maxFolders)
        throw new errors/* ActionError */.lZ(`The tree of folder ${id} has more than ${maxFolders} subfolders`, 'List each folder that you want to render.');
    const wanted = subfolders.filter(child => !except.includes(child.id));
    const members = wanted.map(child => readBranch(client, { recursive, except, ...child }, seen));
    const own = [...dashboards.sort(byId), ...looks.sort(byId)];
    return [...own.map(inPlace('folder', title)), ...(await Promise.all(members)).flat()];
}
const inPlace = (noun, title) => (member) => title ? { ...member, place: `${noun} ${title}` } : member;
/**
 * Reads all pages. Stops after a page without new children, because an old Looker without paging returns the same
 * children again. Stops at `maxFolders`, because a faulty Looker may return new children on every page.
 */
async function readChildren(client, id) {
    const children = new Map();
    for (;;) {
        const known = children.size;
        for (const child of await client.folderChildren(id, known))
            children.set(child.id, child);
        if (children.size === known || children.size > maxFolders)
            return [...children.values()];
    }
}
/**
 * Compares numeric ids as numbers, and all other ids by code units, so that the order does not depend on the locale.
 */
function byId({ id: one }, { id: other }) {
    const difference = Number(one) - Number(other);
    if (difference)
        return difference;
    return one < other ? -1 : Number(one > other);
}

// EXTERNAL MODULE: ./build/github/workflow-run.js
var workflow_run = __nccwpck_require__(47889);
// EXTERNAL MODULE: ./build/runtime/time.js
var time = __nccwpck_require__(22006);
;// CONCATENATED MODULE: ./build/list.js







/**
 * Lists this job's targets, and reads the collections.
 * @throws InputError if an address has another host
 * @throws ActionError if there are too many targets
 */
async function listShare(context, looker) {
    const { inputs, world } = context;
    if (mayBeMany(inputs.targets))
        saveMemory();
    await checkHosts(context, looker);
    const content = looker.contentFor();
    const lookml = readLookml(context);
    const list = await listTargets(inputs.targets, {
        read: async (collection) => {
            await looker.loggedIn;
            return readMembers(collection, content, lookml?.of);
        },
        shard: inputs.shard,
        log: world.print,
    });
    const compared = lookml?.compared?.();
    compared?.catch(() => undefined); // The renderer reports the error.
    return { ...list, compared, commits: lookml?.commits };
}
/** Returns undefined if the members of the collections do not depend on the pull request. */
function readLookml(context) {
    const { inputs, world, deadlines } = context;
    const { targets, branchCheck, deploy, dryRun, compare } = inputs;
    const hasLookml = targets.some(({ kind }) => kind === 'model' || kind === 'board');
    if (!hasLookml || (0,workflow_run/* pullRequestFor */.uT)(context) === undefined)
        return undefined;
    const lister = (options) => async (model) => {
        const { listDashboards } = await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(721)]).then(__nccwpck_require__.bind(__nccwpck_require__, 12721));
        return listDashboards(model, { ...options, log: world.print });
    };
    if (branchCheck) {
        const plan = () => Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(721), __nccwpck_require__.e(49), __nccwpck_require__.e(671), __nccwpck_require__.e(426)]).then(__nccwpck_require__.bind(__nccwpck_require__, 13671));
        const compared = (0,time/* once */.Oo)(async () => (await plan()).compareCommits(context));
        const change = async () => (await compared()).change;
        return { compared, of: lister({ change, sides: ['head', 'base'], signal: deadlines.check }) };
    }
    // A dry run deploys nothing, so Looker would not find a dashboard that only the head has.
    if (!deploy || dryRun)
        return undefined;
    const plan = () => Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(721), __nccwpck_require__.e(535)]).then(__nccwpck_require__.bind(__nccwpck_require__, 68535));
    const commits = (0,time/* once */.Oo)(async () => (await plan()).findDeployCommits(context, deploy));
    const change = async () => (await commits()).change?.();
    const sides = compare.against === 'base' ? ['head', 'base'] : ['head'];
    return { commits, of: lister({ change, sides, signal: deadlines.render }) };
}
/**
 * Makes V8 collect garbage more often, which takes 10 % more processor time. Without this option, Node 24 uses 140 MB
 * more for 500 targets than for 8.
 */
const saveMemory = () => (0,external_node_v8_namespaceObject.setFlagsFromString)('--optimize-for-size');
/** The number of targets above which memory matters more than processor time. */
const maxFew = 50;
/** A collection counts as more than `maxFew` targets, because its size is still unknown. */
const mayBeMany = (targets) => targets.length > maxFew || targets.some(build_targets/* isCollection */.P3);
/**
 * Refuses pasted addresses of another instance, because the same id belongs to other content on that instance. Asks
 * Looker for the host of its web pages, because that host may differ from the API's host.
 */
async function checkHosts({ inputs }, looker) {
    const { base } = inputs.looker;
    const otherHosts = inputs.targets.filter(({ pastedHost: host = base.hostname }) => host !== base.hostname);
    if (otherHosts.length === 0)
        return;
    // If the log-in fails, its error is reported instead.
    if (!(await looker.loggedIn.then(() => true, () => false)))
        return;
    const { web } = await looker.versions;
    const wrong = otherHosts.filter(({ pastedHost }) => pastedHost !== web?.hostname);
    const hosts = [...new Set([base.hostname, ...(web ? [web.hostname] : [])])].join(' or ');
    if (wrong.length > 0)
        throw new errors/* InputError */.dz(wrong.map(({ source, pastedHost }) => `targets: "${source}" is on ${pastedHost}, not on ${hosts}; name a target of the instance in base-url.`));
}
/** Returns Looker's versions, or an empty object if Looker does not answer in time. */
const knownVersions = async ({ versions }, { world, deadlines }) => (await (0,time/* valueIfSoon */.SJ)(versions, { clock: world.clock, signal: deadlines.publish })) ?? {};
const targetsIn = ({ listed }) => listed.flatMap(entry => ('status' in entry ? [] : [entry]));


/***/ }),

/***/ 64887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ connect),
/* harmony export */   n: () => (/* binding */ lookerList)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(22006);
/* harmony import */ var _content_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(800);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(46229);
/* harmony import */ var _render_task_requests_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(58794);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(57209);







const lookerList = ({ first, second }) => (second ? [first, second] : [first]);
/** Sends the log-in without waiting for the response. */
function connect({ base, clientId, clientSecret }, options) {
    const { world, version, secrets, signal, workspace = 'production', log, hintFor } = options;
    const { host } = base;
    const common = { clock: world.clock, secrets, signal, host, ...(hintFor && { hintFor }) };
    const apiCalls = { query: 0, administrative: 0 };
    const count = (path) => {
        const activity = (0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .meteredAs */ .FD)(path);
        if (activity)
            apiCalls[activity]++;
    };
    const api = new URL(`/api/${version}`, base);
    const http = (0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .createHttp */ .V0)({ ...common, fetch: world.fetch, log, onRequest: count, api });
    const session = (0,_session_js__WEBPACK_IMPORTED_MODULE_6__/* .openSession */ .fA)({ ...common, http, workspace, key: { clientId, clientSecret } });
    const loggedIn = session.login();
    loggedIn.catch(() => undefined);
    // Only the production session asks for the versions, so each instance gets one request.
    const isFirst = workspace === 'production';
    const versions = isFirst
        ? askVersions(http, loggedIn, { ...common, log, clean: secrets.clean })
        : Promise.resolve({});
    const clientFor = onRequest => (0,_render_task_requests_js__WEBPACK_IMPORTED_MODULE_5__/* .createLookerClient */ .Em)((call, read) => session.send({ ...call, onRequest }, read), version, {
        host,
        clean: secrets.clean,
    });
    const contentFor = (own = signal) => (0,_content_js__WEBPACK_IMPORTED_MODULE_3__/* .contentClient */ .PF)((call, read) => session.send(call, read, AbortSignal.any([signal, own])), {
        host,
        clean: secrets.clean,
    });
    return { host, session, loggedIn, clientFor, contentFor, versions, apiCalls, log };
}
/**
 * The delay between the log-in and the request for `/versions`, in milliseconds. A second connection at the same time
 * would slow the log-in down.
 */
const loginHeadStart = 50;
const versionsTimeout = 10_000;
/** Logs a line and returns an empty object if the instance does not answer. Logs nothing if the log-in fails, too. */
async function askVersions(http, loggedIn, { clock, host, signal, log, clean }) {
    try {
        await clock.sleep(loginHeadStart, signal);
        const read = (0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .readObject */ .Ag)(host, 'list of versions', answer => toVersions(answer, clean));
        return await (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_2__/* .withDeadline */ .NE)(versionsTimeout, signal, ended => http(versionsCall, read, ended));
    }
    catch (error) {
        const isIn = await loggedIn.then(() => true, () => false);
        if (isIn)
            log(`${host} did not return its Looker version (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(error).message}).`);
        return {};
    }
}
/**
 * The call that reads Looker's versions. The call needs no log-in, and Looker does not meter the call (API 4.0,
 * `versions`).
 */
const versionsCall = {
    method: 'GET',
    path: '/versions',
    query: { fields: 'looker_release_version,web_server_url' },
    firstContact: true,
};
/**
 * Reads the versions. Leaves out values that contain a secret. Also searches the original text of the address for
 * secrets, because the `URL` class changes the spelling of an address.
 */
function toVersions({ looker_release_version: release, web_server_url: address }, clean) {
    const isHarmless = (text) => typeof text === 'string' && clean(text) === text;
    const web = isHarmless(address) ? (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(address) : undefined;
    return {
        ...(isHarmless(release) && /^[\w.+-]{1,40}$/.test(release) && { release }),
        ...(web && /^https?:$/.test(web.protocol) && isHarmless(web.origin) && { web: new URL(web.origin) }),
    };
}


/***/ }),

/***/ 800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   PF: () => (/* binding */ contentClient),
/* harmony export */   an: () => (/* binding */ readContentInfo),
/* harmony export */   m1: () => (/* binding */ readTitles),
/* harmony export */   tS: () => (/* binding */ readTitle),
/* harmony export */   wh: () => (/* binding */ readId)
/* harmony export */ });
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(70370);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(25933);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(22006);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(46229);






/**
 * The maximum number of calls at the same time. With few calls, Looker can do other work while this action reads
 * hundreds of folders.
 */
const maxConcurrentCalls = 4;
const foldersPerPage = 100;
/** The limit for all responses together. Even the largest instances need far fewer characters. */
const maxContentCharacters = 100_000_000;
function contentReaders(send, { host, clean, budget = { left: maxContentCharacters } }) {
    const slots = (0,p_limit__WEBPACK_IMPORTED_MODULE_5__/* ["default"] */ .A)(maxConcurrentCalls);
    const ask = (path, query, read) => slots(() => send({ method: 'GET', path, query }, read));
    return {
        get(noun, path, fields, convert) {
            const read = (0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .readObject */ .Ag)(host, noun, answer => convert(answer, clean), budget);
            return ask(path, { fields }, read);
        },
        list(noun, path, query, convert) {
            const read = (0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .readList */ .c1)(host, noun, item => convert(item, clean), budget);
            return ask(path, query, read);
        },
    };
}
/**
 * Each method sends one call, and requests only the needed fields. Looker counts `query` as a query call, and all other
 * methods as administrative calls.
 */
function contentClient(send, host) {
    const { get, list } = contentReaders(send, host);
    const info = (noun, path, fields) => get(noun, path, fields, readInfo);
    const dashboards = (path, fields) => list('dashboard', path, { fields }, readDashboard);
    return {
        dashboard: (id) => info('dashboard', at `/dashboards/${id}`, 'title,deleted'),
        look: (id) => info('Look', at `/looks/${id}`, 'title,deleted'),
        tile: (id) => info('dashboard element', at `/dashboard_elements/${id}`, 'title,look(title)'),
        query: (id) => get('query', /^\d+$/.test(id) ? at `/queries/${id}` : at `/queries/slug/${id}`, 'id', () => undefined),
        /**
         * Returns all dashboards that the API user may see, including LookML dashboards. Leaves out deleted and hidden
         * dashboards.
         */
        dashboards: () => dashboards('/dashboards', 'id,title,slug,hidden'),
        /**
         * Returns all folders that the API user may see, including personal folders
         * (https://cloud.google.com/looker/docs/reference/looker-api/latest/methods/Folder/all_folders).
         */
        folders: () => list('folder', '/folders', { fields: 'id,is_personal,is_personal_descendant' }, readFolder),
        folder: (id) => get('folder', at `/folders/${id}`, folderFields, readFolder),
        folderDashboards: (id) => dashboards(at `/folders/${id}/dashboards`, 'id,title,slug,deleted,hidden'),
        folderLooks: (id) => list('Look', at `/folders/${id}/looks`, { fields: 'id,title,deleted' }, readLook),
        /** Returns one page of the direct subfolders. */
        folderChildren: (id, offset) => list('folder', at `/folders/${id}/children`, { fields: folderFields, limit: foldersPerPage, offset }, readFolder),
        board: (id) => get('board', at `/boards/${id}`, boardFields, readBoard),
        tiles: (dashboard) => get('dashboard', at `/dashboards/${dashboard}`, tilesFields, readTiles),
    };
}
/** Builds a path. Encodes the id, so that it is one segment of the path. */
const at = ([before = '', after = ''], id) => before + encodeURIComponent(id.toWellFormed()) + after;
const folderFields = 'id,name,child_count,is_personal,is_personal_descendant';
const boardItemFields = 'board_items(id,title,dashboard_id,look_id,lookml_dashboard_id)';
const boardFields = `title,deleted_at,section_order,board_sections(id,deleted_at,visible_item_order,${boardItemFields})`;
const tilesFields = 'title,deleted,dashboard_elements(id,title,type,look(title))';
/** Returns undefined if the dashboard is deleted or hidden. */
function readDashboard(item, clean) {
    if (item.deleted === true || item.hidden === true)
        return undefined;
    const id = readId(item.id, clean);
    if (id === undefined)
        return undefined;
    const slug = idIn(item.slug);
    return { kind: dashboardKind(id), id, ...(slug && { slug }), ...readTitle(item.title, clean) };
}
function readLook(item, clean) {
    const id = item.deleted === true ? undefined : readId(item.id, clean);
    if (id === undefined)
        return undefined;
    return { kind: 'look', id, ...readTitle(item.title, clean) };
}
const readInfo = (item, clean) => ({
    ...readTileTitle(item, clean),
    deleted: item.deleted === true,
});
function readFolder(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined)
        return undefined;
    const isPersonal = item.is_personal === true || item.is_personal_descendant === true;
    return { id, ...readTitle(item.name, clean), hasChildren: item.child_count !== 0, isPersonal };
}
const readBoard = (item, clean) => ({
    ...readTitle(item.title, clean),
    deleted: isDeleted(item),
    members: inGivenOrder((0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .objectsIn */ .Qv)(item.board_sections), item.section_order)
        .filter(section => !isDeleted(section))
        .flatMap(visibleItems)
        .flatMap(boardItem => readBoardItem(boardItem, clean) ?? []),
});
const readTiles = (item, clean) => ({
    ...readInfo(item, clean),
    members: (0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .objectsIn */ .Qv)(item.dashboard_elements).flatMap(element => readTile(element, clean) ?? []),
});
/** Returns undefined for a link or a text. */
function readBoardItem(item, clean) {
    const title = readTitle(item.title, clean);
    const dashboard = readId(item.dashboard_id, clean) ?? readId(item.lookml_dashboard_id, clean);
    if (dashboard !== undefined)
        return { kind: dashboardKind(dashboard), id: dashboard, ...title };
    const look = readId(item.look_id, clean);
    return look === undefined ? undefined : { kind: 'look', id: look, ...title };
}
function readTile(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined || _model_js__WEBPACK_IMPORTED_MODULE_1__/* .tileTypesWithoutQuery */ ._.has(item.type))
        return undefined;
    return { kind: 'dashboard_element', id, ...readTileTitle(item, clean) };
}
const dashboardKind = (id) => (id.includes('::') ? 'lookml_dashboard' : 'dashboard');
const isDeleted = ({ deleted_at: at }) => typeof at === 'string';
/** Returns the items that the API user can see. `visible_item_order` contains only the ids of these items. */
function visibleItems({ board_items: items, visible_item_order: order }) {
    const sorted = inGivenOrder((0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .objectsIn */ .Qv)(items), order);
    if (!Array.isArray(order))
        return sorted;
    const visible = new Set(order.map(String));
    return sorted.filter(({ id }) => visible.has(String(id)));
}
/** Sorts items by the positions of their ids in `order`. Items whose ids are not in `order` come last. */
function inGivenOrder(items, order) {
    const ids = Array.isArray(order) ? order.map(String).reverse() : [];
    const places = new Map(ids.map((id, index) => [id, ids.length - index]));
    const place = ({ id }) => places.get(String(id)) ?? ids.length + 1;
    return [...items].sort((one, other) => place(one) - place(other));
}
/**
 * Returns an id if it is safe in paths and in the log: a number, a slug, `model::dashboard`, or
 * `model::dashboard::link`.
 * @throws ActionError if the id contains a secret. Without the error, the content would be missing from the results
 */
function readId(value, clean) {
    const id = idIn(value);
    if (id === undefined || clean(id) === id)
        return id;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('Looker answered with an id that contains a secret of this job, such as the password of a proxy', 'If the secret is a word that also occurs in names of Looker content, replace it with a longer one.');
}
function idIn(value) {
    if (typeof value !== 'string' && !Number.isSafeInteger(value))
        return undefined;
    const id = String(value);
    return /^(?!\.\.?$)[^/\\\p{Cc}\p{Cs}]{1,255}$/u.test(id) ? id : undefined;
}
function readTileTitle(item, clean) {
    const own = readTitle(item.title, clean);
    return own.title === undefined ? readTitle((0,_http_js__WEBPACK_IMPORTED_MODULE_4__/* .objectIn */ .D7)(item.look).title, clean) : own;
}
/**
 * Returns the title on one line, without characters that change the direction of text. Removes secrets first, because a
 * shortened title could contain a part of a secret.
 */
function readTitle(text, clean) {
    if (typeof text !== 'string')
        return {};
    const plain = clean(text)
        .slice(0, 10_000)
        .replace(/\p{Bidi_Control}/gu, '');
    const title = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(plain, 200);
    return title === '' ? {} : { title };
}
function readTitles(client, { clock, signal }) {
    const titles = new Map();
    const keyOf = ({ kind, id }) => `${kind} ${id}`;
    return {
        request(target) {
            if (target.title !== undefined || titles.has(keyOf(target)))
                return;
            // Ignores the error: without a title, readers see the target's name. If Looker refuses the target, the render
            // task fails with the reason.
            const title = readContentInfo(target, client).then(info => info?.title, () => undefined);
            titles.set(keyOf(target), title);
        },
        async of(target) {
            if (target.title !== undefined)
                return target.title;
            const title = titles.get(keyOf(target));
            return title && (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_3__/* .valueIfSoon */ .SJ)(title, { clock, signal });
        },
    };
}
/**
 * Reads a target's entry in Looker, for example its title. Returns undefined for a query, because a query has no title
 * and cannot be deleted.
 */
async function readContentInfo({ kind, id }, client) {
    switch (kind) {
        case 'dashboard':
        case 'lookml_dashboard':
            return client.dashboard(id);
        case 'look':
            return client.look(id);
        case 'dashboard_element':
            return client.tile(id);
        case 'query':
            return undefined;
    }
}


/***/ }),

/***/ 46229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ag: () => (/* binding */ readObject),
/* harmony export */   D7: () => (/* binding */ objectIn),
/* harmony export */   FD: () => (/* binding */ meteredAs),
/* harmony export */   LD: () => (/* binding */ boundedText),
/* harmony export */   P9: () => (/* binding */ retryAfter),
/* harmony export */   Qv: () => (/* binding */ objectsIn),
/* harmony export */   V0: () => (/* binding */ createHttp),
/* harmony export */   Vh: () => (/* binding */ readJson),
/* harmony export */   c1: () => (/* binding */ readList),
/* harmony export */   c5: () => (/* binding */ plainWords),
/* harmony export */   f_: () => (/* binding */ isTooDeep)
/* harmony export */ });
/* unused harmony export messageIn */
/* harmony import */ var p_retry__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(74995);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(22006);
/* harmony import */ var _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(13257);






/**
 * Sends requests to Looker, and retries requests that may succeed later.
 * @throws LookerError, or the signal's reason
 */
function createHttp(options) {
    const { first, longest } = options.pauses ?? { first: 500, longest: 30_000 };
    return async (call, read, signal) => {
        const failures = [];
        const answer = (0,p_retry__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .Ay)(() => exchange(options, call, read, signal), {
            signal,
            retries: Number.POSITIVE_INFINITY,
            minTimeout: first,
            maxTimeout: longest,
            factor: 2,
            randomize: true,
            onFailedAttempt: async ({ error }) => {
                failures.push(error);
                if (isWorthRetry(error, call, failures))
                    await waitBeforeRetry(options, call, error, signal);
            },
            shouldRetry: ({ error }) => isWorthRetry(error, call, failures),
        });
        try {
            return await answer;
        }
        catch (error) {
            throw signal.aborted && error === signal.reason ? afterFailures(error, failures) : error;
        }
    };
}
/** Adds the last failure to the error of a deadline, because the failure is probably the reason for the lack of time. */
function afterFailures(reason, failures) {
    const last = failures.findLast(failure => failure instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6);
    return reason instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q && last ? reason.after(last) : reason;
}
function isWorthRetry(error, call, failures) {
    if (!(error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6) || (call.firstContact && error.unreachable))
        return false;
    if (call.timeLimit && error.status !== 429)
        return failures.filter(failure => !isTooManyRequests(failure)).length <= Math.min(error.retries, 2);
    const limited = failures.filter(failure => failure instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 && Number.isFinite(failure.retries));
    return !Number.isFinite(error.retries) || limited.length <= error.retries;
}
const isTooManyRequests = (error) => error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 && error.status === 429;
/**
 * Waits as long as Looker asks. Then `pRetry` waits for a random, growing time, so that several clients do not retry
 * together.
 */
async function waitBeforeRetry({ log, clock }, { method, path }, error, signal) {
    const wait = error.retryAfter > 0 ? ` after the ${Math.ceil(error.retryAfter / 1000)} s that it asks for` : '';
    log(`${error.message} (${method} ${path}). Trying again${wait}.`);
    if (error.retryAfter > 0)
        await clock.sleep(error.retryAfter, signal);
}
async function exchange(options, call, read, signal) {
    const { api, secrets, silence = 60_000 } = options;
    const watch = call.timeLimit ? limitTime(call, api.host) : watchSilence(silence, api.host);
    let unread = null;
    options.onRequest?.(call.path);
    call.onRequest?.();
    try {
        const ended = AbortSignal.any([signal, watch.signal]);
        const { ok, status, headers, body } = await options.fetch(address(api, call), {
            ...request(call),
            redirect: 'manual',
            signal: ended,
        });
        watch.alive();
        const answer = { status, headers, body: body?.pipeThrough((0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_2__/* .bufferAhead */ .i)(), { signal: ended }) ?? null };
        unread = answer.body;
        if (ok)
            return await read(answer, watch.alive, secrets.clean);
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .statusError */ .$C)({
            status,
            location: secrets.clean(headers.get('location') ?? ''),
            retryAfter: retryAfter(headers),
            message: messageIn(await boundedText(answer), secrets.clean),
            host: api.host,
            method: call.method,
            isRepeatable: call.isRepeatable ?? false,
            isLoggedIn: call.token !== undefined,
        });
    }
    catch (error) {
        signal.throwIfAborted();
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .cleanError */ .Cs)((0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .connectionError */ .$t)(error, api.host), secrets.clean, options.hintFor);
    }
    finally {
        watch.stop();
        // Some callers need only the status. Without `cancel`, the rest of the body would remain in memory.
        void unread?.cancel().catch(() => undefined);
    }
}
function address(api, { path, query = {} }) {
    const url = new URL(api.href + path);
    for (const [name, value] of Object.entries(query))
        if (value !== undefined)
            url.searchParams.set(name, String(value));
    return url;
}
function request({ method, token, form, json }) {
    const headers = { 'user-agent': 'looker-snapshot', ...(token && { authorization: `token ${token}` }) };
    if (form)
        return { method, headers, body: new URLSearchParams(form) };
    if (json === undefined)
        return { method, headers };
    return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
}
/**
 * Returns the wait of the header Retry-After in milliseconds. The header contains seconds or a date
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3). Returns 0 if the header is missing or the date has passed.
 * Compares the date with the header Date, because the clocks of Looker and the runner may differ.
 */
function retryAfter(headers) {
    const value = headers.get('retry-after')?.trim() ?? '';
    const milliseconds = /^\d+$/.test(value)
        ? Number(value) * 1000
        : Date.parse(value) - (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_2__/* .serverTime */ .nI)(headers.get('date'));
    return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), _runtime_time_js__WEBPACK_IMPORTED_MODULE_2__/* .maxTimer */ ._v) : 0;
}
/** Aborts a request after this number of milliseconds without a byte. */
function watchSilence(silence, host) {
    const lost = new AbortController();
    const timer = setTimeout(() => {
        const seconds = Math.round(silence / 1000);
        lost.abort(new _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6(`${host} sent no data for ${seconds} s`, 'Check that Looker is up, then run the job again.', {
            retries: Number.POSITIVE_INFINITY,
        }));
    }, silence);
    return { signal: lost.signal, alive: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
/** Aborts a request after this number of milliseconds, even if bytes still arrive. */
function limitTime({ timeLimit = 0, timeLimitHint }, host) {
    const over = new AbortController();
    const hint = timeLimitHint ?? 'Run the job again when Looker is less busy.';
    const timer = setTimeout(() => {
        const seconds = Math.round(timeLimit / 1000);
        over.abort(new _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6(`${host} took longer than ${seconds} s`, hint, { retries: 0 }));
    }, timeLimit);
    return { signal: over.signal, alive: () => undefined, stop: () => clearTimeout(timer) };
}
/** The maximum number of characters of a response with a single object. Looker's responses have a few thousand. */
const maxCharacters = 1_000_000;
/** The maximum number of characters of a list. A list of dashboards has about 120 characters for each dashboard. */
const maxListCharacters = 10_000_000;
/**
 * The maximum nesting. Looker's responses have fewer than ten levels, and JSON.parse takes seconds for megabytes of
 * `[`.
 */
const maxDepth = 100;
/** Stops soon after `longest` characters, because a long response could fill the memory. */
async function boundedText(response, longest = maxCharacters) {
    if (!response.body)
        return '';
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > longest)
            break;
    }
    return text;
}
/**
 * Reads a response as JSON. Returns undefined if it is not JSON.
 * @throws LookerError if it is too long
 */
async function readJson(host, response, { longest = maxCharacters, budget } = {}) {
    const text = await boundedText(response, longest);
    if (budget)
        budget.left -= text.length;
    if (text.length > longest || (budget && budget.left < 0))
        throw lengthError(host);
    return isTooDeep(text) ? undefined : (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .parseJson */ .qF)(text);
}
const lengthError = (host) => new _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6(`${host} answered with too many characters`, "Check that base-url is Looker's API. If a folder, board or model is that large, list its dashboards one by one.", { retries: 0 });
function isTooDeep(text) {
    let depth = 0;
    let isInString = false;
    for (let at = 0; at < text.length; at++) {
        const character = text[at];
        if (isInString && character === '\\')
            at++;
        else if (character === '"')
            isInString = !isInString;
        else if (!isInString && (character === '[' || character === '{') && ++depth > maxDepth)
            return true;
        else if (!isInString && (character === ']' || character === '}'))
            depth--;
    }
    return false;
}
/**
 * Reads a response that is a JSON object.
 * @throws LookerError if it is not an object
 */
const readObject = (host, noun, convert, budget) => async (response) => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget });
    const expected = `valid ${noun}`;
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(answer))
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .unexpectedResponse */ .Lf)(host, `something that is not a ${expected}`);
    return converted(host, expected, () => convert(answer));
};
/**
 * Reads a response that is a JSON list. Leaves out items for which `convert` returns undefined.
 * @throws LookerError if it is not a list
 */
const readList = (host, noun, convert, budget) => async (response) => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget });
    const expected = `list of ${noun}s`;
    if (!Array.isArray(answer))
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .unexpectedResponse */ .Lf)(host, `something that is not a ${expected}`);
    return converted(host, expected, () => objectsIn(answer).flatMap(item => convert(item) ?? []));
};
/** Values of an unexpected type may make `convert` throw any error, which would count as a broken connection. */
function converted(host, expected, convert) {
    try {
        return convert();
    }
    catch (error) {
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
            throw error;
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .unexpectedResponse */ .Lf)(host, `something that is not a ${expected}`, error);
    }
}
const objectIn = (value) => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(value) ? value : {});
const objectsIn = (value) => Array.isArray(value) ? value.filter(item => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(item)) : [];
/**
 * Returns a text from Looker on one line, without HTML tags. Removes secrets first, because a shortened text could
 * contain a part of a secret.
 */
const plainWords = (text, clean, longest) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(clean(text).slice(0, 4000).replace(htmlTags, ' '), longest);
/**
 * Matches only HTML tags, because error pages of proxies contain such tags. Other angle brackets remain, such as
 * Looker's `<field.name>`.
 */
const htmlTags = /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis;
/**
 * Returns Looker's message from the body of an error. A validation error has a message for each field (ValidationError,
 * API 4.0). Leaves out a dot at the end, because callers write a dot after the message.
 */
function messageIn(body, clean) {
    const answer = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .parseJson */ .qF)(body);
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(answer))
        return undefined;
    const fields = objectsIn(answer.errors).map(fieldMessage).filter(Boolean);
    const words = plainWords(fields.join('; '), clean, 1000);
    const message = words || (typeof answer.message === 'string' ? plainWords(answer.message, clean) : '');
    return message.replace(/(?<!\.)\.$/, '') || undefined;
}
function fieldMessage({ field, message, code }) {
    const words = [message, code].find(text => typeof text === 'string' && text !== '');
    return [field, words].filter(text => typeof text === 'string' && text !== '').join(': ');
}
/**
 * Returns how Looker counts a call: as a query call, or as an administrative call (`db_query` or `non_query` in the
 * field `x-looker-activity-type` of API 4.0). Looker does not count log-in, log-out and versions.
 */
function meteredAs(path) {
    if (/^\/(login|logout|versions)\b/.test(path))
        return undefined;
    return queryPaths.test(path) ? 'query' : 'administrative';
}
const queryPaths = /^\/((render_tasks|queries|query_tasks|merge_queries|sql_queries)\b|looks\/[^/]+\/run\/)/;


/***/ }),

/***/ 13257:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ statusError),
/* harmony export */   $t: () => (/* binding */ connectionError),
/* harmony export */   Cs: () => (/* binding */ cleanError),
/* harmony export */   Fv: () => (/* binding */ hintForSecond),
/* harmony export */   Lf: () => (/* binding */ unexpectedResponse),
/* harmony export */   Z6: () => (/* binding */ LookerError),
/* harmony export */   _e: () => (/* binding */ failedRender),
/* harmony export */   gP: () => (/* binding */ RenderTaskLostError),
/* harmony export */   nq: () => (/* binding */ toTaskLost),
/* harmony export */   u7: () => (/* binding */ creationError),
/* harmony export */   vs: () => (/* binding */ readingHints),
/* harmony export */   z9: () => (/* binding */ withHints),
/* harmony export */   zt: () => (/* binding */ renderFailure)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(63375);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_tls_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(21060);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(53906);






class LookerError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .QuotingError */ .yV {
    /** The status of the response. Undefined if Looker did not answer. */
    status;
    retries;
    /** The wait in the header Retry-After, in milliseconds. */
    retryAfter;
    unreachable;
    constructor(fact, hint, about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'LookerError';
        this.status = about.status;
        this.retries = about.retries;
        this.retryAfter = about.retryAfter ?? 0;
        this.unreachable = about.unreachable ?? false;
    }
}
const runnerHint = 'Check base-url, and that the runner can reach this host. For a host in a private network, use a runner in that network.';
const unreachableHints = {
    ENOTFOUND: 'Check the spelling of base-url. For a host in a private network, use a runner in that network.',
    ECONNREFUSED: 'Check the port in base-url: the API is on port 443, or on 19999 for older self-hosted instances. Check also that Looker is running.',
    EMFILE: _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .tooManyFilesHint */ .yU,
};
/**
 * Error codes for responses that are not HTTP or have a broken compression. Leaves out the code of a connection that
 * ends early, because a retry may then help.
 */
const unreadableCodes = /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/;
/** Describes an error of `fetch` by its causes, because its message is only "fetch failed". */
function connectionError(error, host) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6)
        return new LookerError(error.message, error.hint, {
            cause: error,
            retries: error.final ? 0 : Number.POSITIVE_INFINITY,
            unreachable: true,
        });
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error;
    const code = (0,_runtime_tls_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .causeCode */ .X)(error);
    const reason = _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_2__/* .unreachableReasons */ .mt.get(code);
    const about = { cause: error, retries: Number.POSITIVE_INFINITY };
    if (code && reason)
        return new LookerError(`${host} did not answer: ${reason}`, unreachableHints[code] ?? runnerHint, {
            ...about,
            unreachable: true,
        });
    const tls = (0,_runtime_tls_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .tlsFault */ .g)(error, 'base-url');
    if (tls)
        return new LookerError(`No trusted TLS connection to ${host} (${tls.code})`, tls.hint, {
            ...about,
            unreachable: true,
        });
    if (code && unreadableCodes.test(code))
        return unexpectedResponse(host, `something that cannot be read (${code})`, error);
    return new LookerError(`The connection to ${host} broke (${code ?? innermostMessage(error)})`, 'Check that Looker is up, then run the job again.', 
    // Errors of `fetch` itself have no code, for example the error for a port that `fetch` blocks.
    code ? about : { ...about, retries: 3 });
}
function innermostMessage(error) {
    let at = error;
    while (at instanceof Error && at.cause instanceof Error)
        at = at.cause;
    return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(at instanceof Error ? at.message : String(at), 100);
}
/** Describes a response with the wrong form, for example a login page instead of JSON. */
const unexpectedResponse = (host, what, cause) => new LookerError(`${host} answered with ${what}`, "Check that base-url is Looker's API host and port, and that no proxy or log-in page answers in its place.", { retries: 3, cause });
/**
 * Statuses of a busy or restarting Looker, or of a proxy that cannot reach Looker. Every operation may return 429
 * (https://github.com/looker-open-source/sdk-codegen, spec/Looker.4.0.oas.json).
 */
const transientStatuses = new Set([408, 429, 502, 503, 504]);
/** Describes a response with an error status. Callers add details such as the dashboard or the missing permission. */
function statusError(call) {
    const { status, host, method, isRepeatable, retryAfter, isLoggedIn } = call;
    const words = call.message ? `: ${call.message}` : '';
    const about = { status, retryAfter };
    if (status >= 300 && status < 400)
        return new LookerError(`${host} redirects${otherHost(call)}`, 'Set base-url to the address of the Looker API itself; the API key is not sent to another host.', { ...about, retries: 0 });
    if (transientStatuses.has(status))
        return new LookerError(`${host} answered ${status}${words}`, 'Looker was busy or down until the deadline. Run the job again later, or increase timeout-minutes.', { ...about, retries: Number.POSITIVE_INFINITY });
    if (status >= 500)
        // Looker may have executed a failed POST.
        return new LookerError(`${host} failed (${status})${words}`, 'Run the job again. If it happens again, ask the Looker admin to check its log.', {
            ...about,
            retries: method === 'GET' ? 3 : isRepeatable ? 1 : 0,
        });
    const hint = isLoggedIn
        ? (refusalHints[status] ?? unknownRefusalHint)
        : "Check base-url's host and port, and api-version.";
    return new LookerError(`${host} answered ${status}${words}`, hint, { ...about, retries: 0 });
}
const refusalHints = {
    403: "Check the permissions of the API user's role. The README lists the permissions that each input needs.",
    404: 'Check that it exists, and that the API user may see it. Looker gives the same answer in both cases.',
    413: 'Looker, or a proxy in front of it, limits the size of requests. Reduce the request, or raise the limit.',
};
const unknownRefusalHint = 'Ask the Looker admin why Looker refuses this request.';
/** Replaces the hint of a LookerError whose status has a hint. Returns every other error unchanged. */
function withHints(error, hints) {
    if (!(error instanceof LookerError) || error.status === undefined)
        return error;
    const { message, status, retries } = error;
    const hint = hints[status];
    return hint === undefined ? error : new LookerError(message, hint, { status, retries, cause: error });
}
/** Returns hints for a request that reads a target. */
function readingHints({ kind }) {
    const hint = `Give the API user's role the permissions access_data and ${_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetKinds */ .xV[kind].permission}, and give the user View access to the folder.`;
    return { 403: hint, 404: hint };
}
function otherHost({ location, host }) {
    const target = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .parseUrl */ .Dl)(location ?? '', `https://${host}`)?.host;
    return target && target !== host ? ` to ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(target, 100)}` : ' to another address';
}
/** Replaces the names of the first instance's inputs with those of the instance in `compare`. */
const hintForSecond = hint => hint.replaceAll('base-url', 'compare').replaceAll(/\bclient-(?=id|secret)/g, 'compare-client-');
/** Removes secrets from the message, because it may quote a header such as a redirect's location. */
function cleanError(error, clean, hintFor = hint => hint) {
    const fact = clean(error.message);
    const hint = hintFor(error.hint);
    if (fact === error.message && hint === error.hint)
        return error;
    if (!(error instanceof LookerError))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint, { cause: error.cause });
    const { cause, retries, retryAfter, unreachable, status } = error;
    return new LookerError(fact, hint, {
        cause,
        retries,
        retryAfter,
        unreachable,
        ...(status !== undefined && { status }),
    });
}
/** Messages contain no id, so that several targets can have the same message. The log then shows the message once. */
const thisTarget = ({ kind }) => `this ${_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetKinds */ .xV[kind].noun}`;
function creationError(error, target) {
    if (!(error instanceof LookerError))
        return error;
    const isInLookml = target.kind === 'lookml_dashboard';
    const words = {
        403: [
            `Looker does not let the API user render ${thisTarget(target)} (403)`,
            `Give the API user's role the permissions access_data, ${_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetKinds */ .xV[target.kind].permission} and download_with_limit or download_without_limit, and give the user View access to the folder.`,
        ],
        404: [
            `Looker found no ${(0,_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .describeTarget */ .ff)(target)}`,
            `Check the id${isInLookml ? ', that production has the commit with this dashboard,' : ','} and that the API user may see the folder. The user's role needs the permissions access_data and ${_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .targetKinds */ .xV[target.kind].permission}. Looker gives the same answer if content does not exist or the user may not see it.`,
        ],
        422: [
            error.message.replace(/^.*? answered 422/, `Looker refused to render ${thisTarget(target)}`),
            "Correct the target's settings as Looker's message says.",
        ],
    };
    const [fact, hint] = words[error.status ?? 0] ?? [error.message, error.hint];
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint, { cause: error });
}
/** These texts in `status_detail` mean that the renderer crashed. They come from public reports. */
const crashes = [
    {
        pattern: /script timed out|RendererTimeout/i,
        fact: "Looker's renderer waited too long for a tile",
        hint: 'Open the target in Looker and look for a tile or custom visualization that does not finish loading.',
    },
    {
        pattern: /no outfile/i,
        fact: "Looker's renderer produced no file",
        hint: 'The instance may be short of memory for rendering: try again, with a smaller width and height, or ask the Looker admin.',
    },
    {
        pattern: /unexpected document content/i,
        fact: "Looker's renderer crashed",
        hint: 'Try again. If it happens again, ask the Looker admin to look at the renderer (Chromium) of the instance.',
    },
    {
        pattern: /orphaned job/i,
        fact: 'Looker was restarted while it rendered',
        hint: 'Run the job again.',
    },
    {
        pattern: /ANGULAR_RUNTIME_EXCEPTION/i,
        fact: "Looker's page failed while it was rendered",
        hint: 'Open the target in Looker, and look for a tile or visualization that also fails in the browser.',
    },
];
/** Describes a failed render task with Looker's shortened message. */
function renderFailure(target, detail) {
    const words = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(detail, 200);
    const crash = crashes.find(({ pattern }) => pattern.test(detail));
    if (crash)
        return {
            crash: true,
            error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${crash.fact} ("${words}")`, crash.hint),
        };
    return {
        crash: false,
        error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(words
            ? `Looker could not render ${thisTarget(target)}: "${words}"`
            : `Looker could not render ${thisTarget(target)} and gave no reason`, 'Open it in Looker and look for a tile with an error. The API user may have fewer permissions than you.'),
    };
}
/**
 * Thrown if Looker's renderer crashed (`crash`), or if Looker no longer has the render task (`gone`). The action
 * retries once for each reason, with a new render task.
 */
class RenderTaskLostError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    reason;
    constructor(reason, fact, hint) {
        super(fact, hint);
        this.reason = reason;
    }
}
/** A 404 of an existing render task means that Looker no longer has the task or its result. */
function toTaskLost(error) {
    if (!(error instanceof LookerError && error.status === 404))
        return error;
    return new RenderTaskLostError('gone', 'Looker no longer has the render task or its result (404)', 'Run the job again. If it happens again, ask the Looker admin whether the instance is being restarted.');
}
/** Describes the failure with Looker's error, the deadline or the cancellation. */
function failedRender(target, thrown, { signal, clock, track, hung }) {
    const { renderTaskId, began, apiCalls } = track.current;
    const error = signal.aborted
        ? unfinishedError(target, deadlineOf(thrown, signal), { signal, clock, track, hung })
        : thrown;
    track.report({ kind: 'failed' });
    return (0,_results_js__WEBPACK_IMPORTED_MODULE_1__/* .failedResult */ .Nq)(target, error, {
        apiCalls,
        ...(isMissing(thrown) && { isMissing: true }),
        ...(renderTaskId && { renderTaskId, seconds: (clock.now() - began) / 1000 }),
    });
}
/** Whether the target does not exist in Looker (see `creationError`). */
const isMissing = (thrown) => thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && thrown.cause instanceof LookerError && thrown.cause.status === 404;
/** Returns the error of the deadline or the cancellation, with the failure that the request had before, if any. */
const deadlineOf = (thrown, signal) => thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q ? thrown : (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(signal.reason);
/** Adds the last known status of the target to the error of the deadline or the cancellation. */
function unfinishedError(target, reason, { track, clock, hung }) {
    const { stage, status } = track.current;
    const atLooker = status
        ? `while ${thisTarget(target)} was ${status} at Looker`
        : `while ${thisTarget(target)} was being requested`;
    const last = {
        waiting: `before Looker began to render ${thisTarget(target)}`,
        enqueued: atLooker,
        rendering: atLooker,
        downloading: `while the file of ${thisTarget(target)} was being downloaded`,
        rendered: '',
        failed: '',
    }[stage];
    const hint = hung.size > 0 ? hungHint(hung, clock.now()) : reason.hint;
    const fact = `${reason.publicFact ?? reason.message} ${last}`.trim();
    const { failure } = reason instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q ? reason : {};
    return failure ? new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q(fact, hint, failure) : new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint);
}
/** The maximum number of hung targets in a hint. */
const maxNamed = 3;
function hungHint(hung, now) {
    const names = [...hung].slice(0, maxNamed).map(([target, { current }]) => {
        const seconds = Math.round((now - current.began) / 1000);
        return `${(0,_targets_js__WEBPACK_IMPORTED_MODULE_5__/* .describeTarget */ .ff)(target)} (${seconds} s)`;
    });
    const more = hung.size > maxNamed ? ` and ${hung.size - maxNamed} more` : '';
    return `Looker did not finish ${names.join(', ')}${more}: open it in Looker, look for a tile that never finishes, and correct it or leave the target out.`;
}


/***/ }),

/***/ 6486:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HP: () => (/* binding */ renderTimes),
/* harmony export */   Ue: () => (/* binding */ pauseIfHung),
/* harmony export */   b_: () => (/* binding */ pauseBeforePoll),
/* harmony export */   g3: () => (/* binding */ pollUntil),
/* harmony export */   hy: () => (/* binding */ isHung),
/* harmony export */   sH: () => (/* binding */ planPolls)
/* harmony export */ });
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(22006);

/**
 * Settings for a target with known render times. The next render time usually differs from the known times by about a
 * third.
 */
const renderedBefore = {
    sparse: { firstPollShare: 0.85, pauseShare: 0.2 },
    dense: { firstPollShare: 0.78, pauseShare: 0.2 },
};
/**
 * Settings for a target without known render times. The target's render time is probably similar to the render times of
 * other targets.
 */
const newTarget = {
    sparse: { firstPollSpreads: 0.6, pauseShare: 0.25 },
    dense: { firstPollSpreads: 0.9, pauseShare: 0.22 },
};
const usualSpread = { logarithm: 0.5, weight: 2 };
/**
 * Settings for the first targets if no render times are known. Most renders take 10 to 30 s
 * (https://cloud.google.com/looker/docs). A render of 30 s takes at most 16 polls.
 */
const unknown = { firstPollMs: 1200, sparse: { pauseShare: 0.35 }, dense: { pauseShare: 0.24 } };
/** The minimum pause. Users do not notice a shorter delay. */
const minPauseMs = 500;
/** The maximum pause between two polls before the render is likely to end. Earlier render times may be misleading. */
const maxPauseMs = 60_000;
/**
 * The maximum share by which a pause is shortened at random. Render tasks that began together are then not always
 * polled together.
 */
const jitterShare = 0.04;
/** Plans the first poll before the likely end. Later pauses grow. */
function planPolls({ own, others }, density) {
    if (own.length > 0) {
        const likelyEnd = median(own);
        const { firstPollShare, pauseShare } = renderedBefore[density];
        return {
            likelyEnd,
            firstPoll: firstPollShare * likelyEnd,
            pauseAfter: elapsed => pauseShare * Math.sqrt(likelyEnd * elapsed),
        };
    }
    if (others.length === 0)
        return {
            likelyEnd: 0,
            firstPoll: unknown.firstPollMs,
            pauseAfter: elapsed => unknown[density].pauseShare * elapsed,
        };
    const likelyEnd = median(others);
    const { firstPollSpreads, pauseShare } = newTarget[density];
    return {
        likelyEnd,
        firstPoll: likelyEnd * Math.exp(-firstPollSpreads * spreadOf(others)),
        pauseAfter: elapsed => pauseShare * elapsed,
    };
}
/** Returns the pause before the next poll in milliseconds. `longest` limits the pause after the likely end. */
function pauseBeforePoll({ firstPoll, likelyEnd, pauseAfter }, { polls, elapsed, waiting }, longest, random = Math.random) {
    const untilFirst = waiting > 0
        ? Math.max(firstPoll, Math.min(unknown.dense.pauseShare * waiting, longest))
        : firstPoll - elapsed;
    const pause = polls === 0 ? Math.max(untilFirst, 0) : Math.max(pauseAfter(elapsed), minPauseMs);
    return Math.min(pause, elapsed < likelyEnd ? maxPauseMs : longest) * (1 - jitterShare * random());
}
function median(numbers) {
    const sorted = numbers.toSorted((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
/**
 * Returns the standard deviation of the logarithms of render times. Mixes in the usual deviation, because a few render
 * times are not reliable.
 */
function spreadOf(times) {
    const { logarithm, weight } = usualSpread;
    const logs = times.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    return Math.sqrt((weight * logarithm ** 2 + squares) / (weight + logs.length - 1));
}
/** A render task counts as hung if it takes this many times as long as the longest comparable render. */
const hungFactor = 3;
/**
 * The minimum time before a render task counts as hung. Without comparable renders, a task counts as hung if it had the
 * same status for this time.
 */
const minHungMs = 120_000;
/** The pause before the next poll of a hung task, as a share of the elapsed time. */
const hungPauseShare = 0.15;
/**
 * Whether a render task takes much longer than comparable renders. Only for the statuses `querying` and `rendering`.
 */
function isHung({ own, others }, { active, inOneStatus }) {
    const comparable = own.length > 0 ? own : others;
    if (comparable.length === 0)
        return inOneStatus >= minHungMs;
    return active >= Math.max(minHungMs, hungFactor * Math.max(...comparable));
}
/** Returns the pause before the next poll of a hung task, in milliseconds. */
const pauseIfHung = (elapsed, longest) => Math.max(longest, Math.min(hungPauseShare * elapsed, maxPauseMs));
/**
 * Pauses and polls until a poll returns a value.
 * @throws the signal's reason, or the error of a poll
 */
async function pollUntil(poll, options) {
    for (;;) {
        await pauseUntilDue(options);
        const result = await poll();
        if (result !== undefined)
            return result;
    }
}
async function pauseUntilDue({ clock, signal, pause, changed }) {
    const since = clock.now();
    for (;;) {
        const left = since + pause(since) - clock.now();
        const change = changed?.();
        if (!change || left < 1)
            return clock.sleep(Math.max(left, 0), signal);
        await (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_0__/* .waitAtMost */ ._R)(left, change, { clock, signal });
    }
}
/** The maximum number of render times for each target. Older render times are not used. */
const maxTimes = 5;
function renderTimes(keyOf, remembered) {
    const ofThisRun = new Map();
    let ofEarlierRuns = new Map();
    const ready = remembered.then(times => {
        ofEarlierRuns = times;
    }, 
    // The code that reads the images branch reports the error. Here, the polls are planned without known render times.
    () => undefined);
    return {
        ready,
        of(target) {
            const key = keyOf(target);
            const own = [...(ofThisRun.get(key) ?? []), ...(ofEarlierRuns.get(key) ?? [])].slice(0, maxTimes);
            const others = [...(ofThisRun.size > 0 ? ofThisRun : ofEarlierRuns).values()].flat();
            return { own, others };
        },
        add(target, milliseconds) {
            const key = keyOf(target);
            ofThisRun.set(key, [milliseconds, ...(ofThisRun.get(key) ?? [])]);
        },
    };
}


/***/ }),

/***/ 58794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Em: () => (/* binding */ createLookerClient),
/* harmony export */   ih: () => (/* binding */ isKnownStatus),
/* harmony export */   sk: () => (/* binding */ nextStep)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(72713);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(53906);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(46229);
/* harmony import */ var _looker_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(13257);




function createLookerClient(send, version, { host, clean }) {
    const task = readTask(host, clean);
    return {
        createRenderTask: (target) => send({ method: 'POST', ...creationCall(target, version) }, task),
        renderTask: (id) => send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}`, query: { fields: pollFields } }, task),
        renderTaskResults: (id, read) => send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}/results` }, read),
        queryBySlug: (slug) => send({ method: 'GET', path: `/queries/slug/${encodeURIComponent(slug)}`, query: { fields: 'id' } }, readQueryId(host)),
    };
}
const taskFields = 'id,status,status_detail';
const pollFields = `${taskFields},query_runtime,render_runtime`;
function creationCall(target, version) {
    const { kind, id, output, width, height } = target;
    const path = `/render_tasks/${_targets_js__WEBPACK_IMPORTED_MODULE_0__/* .targetKinds */ .xV[kind].resource[version]}/${encodeURIComponent(id)}/${output.format}`;
    if (kind !== 'dashboard' && kind !== 'lookml_dashboard')
        return { path, query: { width, height, fields: taskFields } };
    return {
        path,
        query: { width, height, fields: taskFields, ...dashboardQuery(target) },
        json: dashboardBody(target),
    };
}
function dashboardQuery({ output, longTables, theme }) {
    const paper = output.format === 'pdf'
        ? { pdf_paper_size: output.paperSize, pdf_landscape: output.landscape || undefined }
        : {};
    return { ...paper, long_tables: longTables || undefined, theme };
}
function dashboardBody({ filters, style, tabIds }) {
    return {
        ...(filters.size > 0 && { dashboard_filters: (0,_targets_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeFilters */ .Qm)(filters) }),
        ...(style && { dashboard_style: style }),
        ...(tabIds.length > 0 && { tab_ids: tabIds }),
    };
}
/** What to do if a render task has this status. */
const nextStep = {
    enqueued_for_query: 'wait',
    querying: 'wait',
    enqueued_for_render: 'wait',
    rendering: 'wait',
    success: 'fetch',
    failure: 'fail',
};
const isKnownStatus = (status) => Object.hasOwn(nextStep, status);
const readTask = (host, clean) => async (response) => {
    const answer = await (0,_http_js__WEBPACK_IMPORTED_MODULE_1__/* .readJson */ .Vh)(host, response);
    const { id, status, status_detail: detail, ...runtimes } = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(answer) ? answer : {};
    if (!isId(id) || clean(String(id)) !== String(id) || typeof status !== 'string')
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .unexpectedResponse */ .Lf)(host, 'something that is not a render task');
    return {
        id: String(id),
        // A known status stays as it is, even if a secret is a part of it.
        status: isKnownStatus(status) ? status : (0,_http_js__WEBPACK_IMPORTED_MODULE_1__/* .plainWords */ .c5)(status, clean, 100),
        detail: typeof detail === 'string' ? (0,_http_js__WEBPACK_IMPORTED_MODULE_1__/* .plainWords */ .c5)(detail, clean) : '',
        ...renderTimeIn(runtimes),
    };
};
/**
 * Returns the render time in milliseconds. Looker returns `query_runtime` and `render_runtime` in seconds (RenderTask,
 * API 4.0 and 3.1).
 */
function renderTimeIn({ query_runtime: queries, render_runtime: rendering }) {
    const seconds = Number(queries) + Number(rendering);
    const isKnown = typeof queries === 'number' && typeof rendering === 'number' && seconds > 0;
    return isKnown && { renderTime: seconds * 1000 };
}
const readQueryId = (host) => async (response) => {
    const answer = await (0,_http_js__WEBPACK_IMPORTED_MODULE_1__/* .readJson */ .Vh)(host, response);
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(answer) || !isId(answer.id))
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .unexpectedResponse */ .Lf)(host, 'something that is not a query');
    return String(answer.id);
};
/** Whether the id can be a part of a path. For example, the id `..` would lead to a different path. */
const isId = (id) => typeof id === 'string' ? /^(?!\.\.?$)[!-~]{1,255}$/.test(id) : Number.isSafeInteger(id);


/***/ }),

/***/ 41221:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  x8: () => (/* binding */ logIgnoredParameters),
  yX: () => (/* binding */ openRenderer)
});

// UNUSED EXPORTS: renderTarget

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: ./build/results.js
var results = __nccwpck_require__(26878);
// EXTERNAL MODULE: ./build/runtime/time.js
var time = __nccwpck_require__(22006);
// EXTERNAL MODULE: ./build/targets.js
var targets = __nccwpck_require__(53906);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(57075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(38522);
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __nccwpck_require__(68560);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/looker/http.js
var http = __nccwpck_require__(46229);
// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __nccwpck_require__(13257);
;// CONCATENATED MODULE: ./build/looker/download.js








/** The maximum number of repeated downloads after a wrong or incomplete file. */
const maxRefetches = 2;
/** The maximum size of a file. Real pictures are smaller. The limit protects the runner's disk. */
const maxFileBytes = 500_000_000;
/**
 * Streams a render task's result to disk in constant memory. The file gets its final name only if its first bytes and
 * its structure show a complete file of the format. Does not trust the length in the response. Replaces an existing
 * file.
 */
const downloadTo = (path, format, { maxBytes = maxFileBytes } = {}) => async (response, alive, clean = text => text) => {
    const file = followFile(format, maxBytes);
    async function* followed() {
        file.announced(response);
        for await (const chunk of external_node_stream_.Readable.fromWeb((response.body ?? new Blob([]).stream()))) {
            alive();
            file.update(chunk);
            yield chunk;
        }
        const fault = file.fault(response, clean);
        if (fault)
            throw downloadError(fault, format);
    }
    try {
        await (0,files/* writeWhole */.f8)(path, followed());
        return file.download();
    }
    catch (error) {
        throw error instanceof errors/* ActionError */.lZ ? error : downloadError('a file that was cut off', format, error);
    }
};
/** Collects the size, the hash and the faults of a file during the download. */
function followFile(format, maxBytes) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const check = wholeFileCheck(format);
    let head = Buffer.alloc(0);
    let bytes = 0;
    const refuseFrom = (size) => {
        if (size > maxBytes)
            throw sizeError(maxBytes);
    };
    return {
        announced: ({ headers }) => refuseFrom(Number(headers.get('content-length'))),
        update(chunk) {
            bytes += chunk.length;
            refuseFrom(bytes);
            hash.update(chunk);
            check.update(chunk);
            if (head.length < maxHead)
                head = Buffer.concat([head, chunk.subarray(0, maxHead - head.length)]);
        },
        /** Returns the rest of a sentence that begins with "Looker sent". Returns undefined if the file is complete. */
        fault(response, clean) {
            const { name, first } = formats[format];
            if (bytes === 0)
                return 'no bytes';
            const isOther = !head.subarray(0, first.length).equals(first.subarray(0, head.length));
            return isOther
                ? `${describeFile(clean(textIn(head)), { format, head, response })} in place of a ${name}`
                : check.fault();
        },
        download: () => ({ bytes, sha256: hash.digest('hex') }),
    };
}
/**
 * The number of bytes to keep for a quote in an error message. This is more than `maxQuoted`, because the action
 * removes secrets before it shortens the text.
 */
const maxHead = 16_384;
/** The maximum number of characters that an error quotes from a file of the wrong format. */
const maxQuoted = 64;
const textIn = (head) => new TextDecoder().decode(head, { stream: true });
/**
 * The first bytes of each format: PNG (https://www.w3.org/TR/png/#5PNG-file-signature), JPEG
 * (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.3), PDF (ISO 32000, 7.5.2).
 */
const formats = {
    png: { name: 'PNG', type: 'image/png', first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
    jpg: { name: 'JPG', type: 'image/jpeg', first: Buffer.from([0xff, 0xd8, 0xff]) },
    pdf: { name: 'PDF', type: 'application/pdf', first: Buffer.from('%PDF-') },
};
/**
 * Describes a wrong file by its content type. If the content type is missing or claims the expected format, quotes the
 * beginning of the file.
 */
function describeFile(text, { format, head, response }) {
    const stated = response.headers.get('content-type') ?? '';
    const [, type] = /^\s*([\w.+-]{1,30}\/[\w.+-]{1,40})\s*(;|$)/.exec(stated) ?? [];
    if (type && type !== formats[format].type)
        return type;
    const start = (0,runtime_text/* oneLine */.TN)(text.slice(0, maxQuoted), maxQuoted);
    const isText = /^[^\p{Cc}\p{Co}\p{Cn}\ufffd]+$/u.test(start);
    if (!isText)
        return `a file that begins with the bytes ${head.toString('hex', 0, 8)}`;
    const words = (0,http/* plainWords */.c5)(start, unchanged => unchanged);
    if (words === start)
        return `a file that begins with "${start}"`;
    const whole = words.replace(/\s*<[^<>]*$/, ''); // Removes an incomplete tag at the end.
    return whole === '' ? 'a page' : `a page that begins with "${whole}"`;
}
const sizeError = (maxBytes) => new looker_errors/* LookerError */.Z6(`Looker sent a file of more than ${Math.round(maxBytes / 1_000_000)} MB`, 'Make the picture smaller: reduce width and height, leave out long-tables, or remove tiles.', { retries: 0 });
const downloadError = (what, format, cause) => new looker_errors/* LookerError */.Z6(`Looker reported that the render task succeeded, but sent ${what}`, `Run the job again; if it happens again, use Looker's own menu to see whether Looker can create the ${formats[format].name}.`, { retries: maxRefetches, cause });
/** Checks the structure of the format, because the length that the server declares may be missing or wrong. */
function wholeFileCheck(format) {
    return format === 'pdf' ? pdfCheck() : structureCheck(structures[format]);
}
const cutOff = 'a file that was cut off';
/** The number of bytes that may follow the end of the file, for example a line end that a script added. */
const maxBehind = 2;
function structureCheck(structure) {
    const source = { rest: new Uint8Array(0) };
    const reading = structure(source);
    let end;
    let behind = 0;
    reading.next();
    return {
        update(bytes) {
            if (end)
                behind += bytes.length;
            else {
                const { done, value } = reading.next(bytes);
                if (done)
                    [end, behind] = [value, source.rest.length];
            }
        },
        fault() {
            if (end === 'broken')
                return 'a file that is broken';
            if (end === 'without a picture')
                return 'a file without a picture';
            if (end === undefined)
                return cutOff;
            return behind > maxBehind ? `a file with ${behind} bytes after its end` : undefined;
        },
    };
}
const structures = { png: readPng, jpg: readJpg };
/** Reads chunks with their checksums up to IEND (https://www.w3.org/TR/png/#5Chunk-layout). */
function* readPng(source) {
    yield* pass(source, 8);
    let size;
    let hasPicture = false;
    for (;;) {
        const head = yield* take(source, 8);
        const name = head.toString('latin1', 4);
        const length = head.readUInt32BE(0);
        let sum = (0,external_node_zlib_.crc32)(head.subarray(4));
        const see = (part) => {
            sum = (0,external_node_zlib_.crc32)(part, sum);
        };
        // The first chunk begins with the width and the height (https://www.w3.org/TR/png/#11IHDR).
        if (!size) {
            if (name !== 'IHDR' || length !== 13)
                return 'broken';
            size = yield* take(source, 8);
            see(size);
            if (size.readUInt32BE(0) === 0 || size.readUInt32BE(4) === 0)
                return 'without a picture';
            yield* pass(source, length - size.length, see);
        }
        else
            yield* pass(source, length, see);
        if ((yield* take(source, 4)).readUInt32BE(0) !== sum)
            return 'broken';
        if (name === 'IEND')
            return hasPicture ? 'whole' : 'without a picture';
        hasPicture ||= name === 'IDAT';
    }
}
/**
 * Reads segments, and the scans between them, up to the end of the image (https://www.w3.org/Graphics/JPEG/itu-t81.pdf,
 * B.1.1).
 */
function* readJpg(source) {
    yield* pass(source, 2);
    let hasPicture = false;
    for (;;) {
        const marker = yield* nextMarker(source);
        if (marker === 0xd9)
            return hasPicture ? 'whole' : 'without a picture';
        hasPicture ||= marker === 0xda; // The start of a scan.
        if (marker === 0x01)
            continue;
        const length = (yield* take(source, 2)).readUInt16BE(0);
        if (length < 2)
            return 'broken';
        yield* pass(source, length - 2);
    }
}
/**
 * Skips to the next marker. In a scan, FF 00 is data, and FF D0 to FF D7 are restart markers. FF may be repeated before
 * each marker (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.2).
 */
function* nextMarker(source) {
    for (;;) {
        const at = source.rest.indexOf(0xff);
        source.rest = at < 0 ? source.rest.subarray(source.rest.length) : source.rest.subarray(at + 1);
        if (at < 0) {
            yield* refill(source);
            continue;
        }
        let code = 0xff;
        while (code === 0xff)
            code = (yield* take(source, 1)).readUInt8(0);
        if (code !== 0 && !(code >= 0xd0 && code <= 0xd7))
            return code;
    }
}
function* refill(source) {
    while (source.rest.length === 0)
        source.rest = yield;
}
/** Skips `length` bytes, and calls `see` with each skipped chunk. */
function* pass(source, length, see = () => { }) {
    for (let left = length; left > 0;) {
        yield* refill(source);
        const part = source.rest.subarray(0, left);
        see(part);
        left -= part.length;
        source.rest = source.rest.subarray(part.length);
    }
}
function* take(source, length) {
    const parts = [];
    yield* pass(source, length, part => parts.push(part));
    return Buffer.concat(parts);
}
/** Finds `%%EOF` in the last kilobyte (ISO 32000, 7.5.5 and Annex H). */
function pdfCheck() {
    let tail = Buffer.alloc(0);
    return {
        update: bytes => {
            tail = Buffer.concat([tail, bytes.subarray(-1024)]).subarray(-1024);
        },
        fault: () => (tail.includes('%%EOF') ? undefined : cutOff),
    };
}

// EXTERNAL MODULE: ./build/looker/polling.js
var polling = __nccwpck_require__(6486);
;// CONCATENATED MODULE: ./build/looker/render-queue.js
function renderQueue(concurrency) {
    const atLooker = openPlaces(concurrency + 1);
    const rendering = openPlaces(concurrency);
    let waiting = 0;
    let givenUp = 0;
    let whenDrained = Promise.withResolvers();
    const countWaiting = (change) => {
        waiting += change;
        if (waiting > 0)
            return;
        whenDrained.resolve();
        whenDrained = Promise.withResolvers();
    };
    const openPlace = () => {
        let state = 'waiting';
        const free = (endedAt) => {
            rendering.release(endedAt);
            atLooker.release(endedAt);
        };
        return {
            async begin() {
                const freedAt = await rendering.take();
                state = 'rendering';
                countWaiting(-1);
                return freedAt;
            },
            giveUp(now) {
                if (state !== 'rendering' || givenUp >= concurrency)
                    return;
                state = 'given up';
                givenUp++;
                free(now);
            },
            leave(endedAt) {
                if (state === 'given up')
                    givenUp--;
                if (state === 'rendering')
                    free(endedAt);
                if (state !== 'waiting')
                    return;
                countWaiting(-1);
                atLooker.release(endedAt);
            },
        };
    };
    return {
        async enter() {
            countWaiting(1);
            await atLooker.take();
            return openPlace();
        },
        hasWaiting: () => waiting > 0,
        drained: () => whenDrained.promise,
    };
}
/** Gives places to callers in the order of their calls. `take` returns the time at which the place became free. */
function openPlaces(count) {
    let free = count;
    const waiting = [];
    return {
        take() {
            if (free === 0)
                return new Promise(resolve => waiting.push(resolve));
            free--;
            return Promise.resolve(0);
        },
        release(freedAt) {
            const next = waiting.shift();
            if (next)
                next(freedAt);
            else
                free++;
        },
    };
}
const notBegun = {
    stage: 'waiting',
    status: '',
    apiCalls: 0,
    created: 0,
    began: 0,
    polls: 0,
    lastPoll: 0,
    statusSince: 0,
    activeSince: 0,
    renderTime: 0,
};
function trackProgress() {
    let current = notBegun;
    return {
        get current() {
            return current;
        },
        report(event) {
            current = advance(current, event);
        },
    };
}
function advance(progress, event) {
    switch (event.kind) {
        case 'requested':
            return { ...progress, apiCalls: progress.apiCalls + 1 };
        case 'creating':
            return { ...progress, stage: 'enqueued', created: event.at, ...beginningAt(event.at) };
        case 'created':
            return { ...progress, renderTaskId: event.id, status: event.status };
        case 'next at Looker':
            return { ...progress, stage: 'rendering', ...beginningAt(Math.max(event.at, progress.created)) };
        case 'polled':
            return afterPoll(progress, event);
        case 'restarted':
            return { ...notBegun, apiCalls: progress.apiCalls };
        default:
            return { ...progress, stage: event.kind };
    }
}
const beginningAt = (at) => ({ began: at, activeSince: at, lastPoll: at });
function afterPoll(progress, { status, at, renderTime }) {
    const { began, lastPoll, polls } = progress;
    const isEnqueued = status.startsWith('enqueued_');
    const statusSince = status === progress.status && progress.statusSince > 0 ? progress.statusSince : at;
    // If every poll so far found the task in the queue, Looker has not begun to render it. The render time then starts at
    // this poll or later.
    if (polls === 0 && isEnqueued)
        return { ...progress, stage: 'enqueued', status, statusSince, ...beginningAt(at) };
    return {
        ...progress,
        stage: 'rendering',
        status,
        statusSince,
        activeSince: isEnqueued ? at : progress.activeSince,
        polls: polls + 1,
        lastPoll: at,
        // The render ended at some time between the previous poll and this poll.
        renderTime: Math.min(Math.max(renderTime ?? (lastPoll + at) / 2 - began, lastPoll - began), at - began),
    };
}
/** Returns text such as `3 of 7 rendered, 1 rendering for 12 s`. */
function progressLine(all, now) {
    const stage = (...names) => all.filter(progress => names.includes(progress.stage));
    const longest = Math.max(0, ...stage('rendering').map(({ began }) => now - began));
    const count = (number, words) => number > 0 && `${number} ${words}`;
    const parts = [
        `${stage('rendered').length} of ${all.length} rendered`,
        count(stage('failed').length, 'failed'),
        count(stage('rendering').length, `rendering for ${Math.round(longest / 1000)} s`),
        count(stage('downloading').length, 'being fetched'),
        count(stage('waiting', 'enqueued').length, 'waiting'),
    ];
    return parts.filter(Boolean).join(', ');
}

// EXTERNAL MODULE: ./build/looker/render-task-requests.js
var render_task_requests = __nccwpck_require__(58794);
;// CONCATENATED MODULE: ./build/looker/render-task.js












/** Creates the target's render task, polls it, and downloads the file. Returns failures instead of throwing them. */
async function renderTarget(target, options, track) {
    const client = options.clientFor(() => track.report({ kind: 'requested' }));
    const context = { ...options, client, track };
    const path = (0,external_node_path_.join)(options.directory, target.file);
    const retriedReasons = new Set();
    for (;;) {
        try {
            return await renderOnce(target, path, context);
        }
        catch (error) {
            if (!(error instanceof looker_errors/* RenderTaskLostError */.gP) || retriedReasons.has(error.reason)) {
                const failed = (0,looker_errors/* failedRender */._e)(target, error, context);
                // The deadline may come right after the last byte. A failed target must not leave a file.
                await (0,promises_.rm)(path, { force: true }).catch(() => undefined);
                return failed;
            }
            retriedReasons.add(error.reason);
            track.report({ kind: 'restarted' });
            options.log(`${(0,targets/* headingOf */.Wm)({ target })}: ${error.message}. Rendering it again.`);
        }
    }
}
async function renderOnce(target, path, context) {
    const { track, times } = context;
    const renderTaskId = await renderAtLooker(target, context);
    const { renderTime } = track.current;
    times.add(target, renderTime);
    const file = await downloadResult(renderTaskId, downloadTo(path, target.output.format), context);
    track.report({ kind: 'rendered' });
    const { apiCalls } = track.current;
    return { status: 'success', target, path, ...file, renderTaskId, seconds: renderTime / 1000, apiCalls };
}
/** Returns the id of the finished render task. */
async function renderAtLooker(target, context) {
    const { queue, track, clock, hung, signal } = context;
    const place = await queue.enter();
    let endedAt;
    try {
        const id = await createRenderTask(target, context);
        track.report({ kind: 'next at Looker', at: await place.begin() });
        await waitForRender(id, target, { ...context, place });
        endedAt = track.current.began + track.current.renderTime;
        return id;
    }
    finally {
        place.leave(endedAt ?? clock.now());
        // After the deadline, `hung` must not change, because the errors of the other targets name the hung targets.
        if (!signal.aborted)
            hung.delete(target);
    }
}
/**
 * Retries the request even if its response was lost. The retry may create a second render task. A second task costs
 * some of the renderer's time, but changes nothing in Looker.
 */
async function createRenderTask(target, { client, version, signal, clock, track, titles }) {
    signal.throwIfAborted();
    track.report({ kind: 'creating', at: clock.now() });
    try {
        // API 3.1 needs the id of a query, but the address of an Explore contains only its slug.
        const bySlug = version === '3.1' && target.kind === 'query' && !/^\d+$/.test(target.id);
        const { id, status } = await client.createRenderTask(bySlug ? { ...target, id: await client.queryBySlug(target.id) } : target);
        track.report({ kind: 'created', id, status });
        titles?.request(target);
        return id;
    }
    catch (error) {
        throw (0,looker_errors/* creationError */.u7)(error, target);
    }
}
/**
 * The maximum wait for the render times of earlier runs, in milliseconds. Without known render times, the first poll
 * comes at this time, so the wait delays no poll.
 */
const timesWait = (0,polling/* planPolls */.sH)({ own: [], others: [] }, 'dense').firstPoll;
async function waitForRender(id, target, context) {
    const { clock, signal, times, track, client, pollInterval, queue, hung } = context;
    await (0,time/* waitAtMost */._R)(timesWait, times.ready, { clock, signal });
    const pause = (since) => {
        const { polls, began, created, stage } = track.current;
        const elapsed = since - began;
        if (hung.has(target))
            return (0,polling/* pauseIfHung */.Ue)(elapsed, pollInterval);
        const plan = (0,polling/* planPolls */.sH)(times.of(target), queue.hasWaiting() ? 'sparse' : 'dense');
        const waiting = stage === 'enqueued' ? since - created : 0;
        return (0,polling/* pauseBeforePoll */.b_)(plan, { polls, elapsed, waiting }, pollInterval);
    };
    const poll = async () => {
        const task = await client.renderTask(id).catch(error => {
            throw (0,looker_errors/* toTaskLost */.nq)(error);
        });
        const { status, renderTime } = task;
        track.report({ kind: 'polled', status, renderTime, at: clock.now() });
        if (isRendered(task, target, context))
            return true;
        if (status === 'querying' || status === 'rendering')
            checkHung(target, context);
        return undefined;
    };
    const changed = () => (queue.hasWaiting() ? queue.drained() : undefined);
    await (0,polling/* pollUntil */.g3)(poll, { clock, pause, signal, changed });
}
/** Lets the next target begin if this target hangs. */
function checkHung(target, context) {
    const { place, track, times, clock, hung, log } = context;
    const { activeSince, statusSince, status } = track.current;
    const now = clock.now();
    const active = now - activeSince;
    if (!hung.has(target)) {
        if (!(0,polling/* isHung */.hy)(times.of(target), { active, inOneStatus: now - statusSince }))
            return;
        hung.set(target, track);
        log(`${(0,targets/* headingOf */.Wm)({ target })}: Looker has been ${status} this target for ${Math.round(active / 1000)} s, much longer than usual. The next target begins, and this target is polled less often.`);
    }
    place.giveUp(now);
}
/** @throws if the task has failed */
function isRendered({ status, detail }, target, context) {
    const step = (0,render_task_requests/* isKnownStatus */.ih)(status) ? render_task_requests/* nextStep */.sk[status] : 'wait';
    if (!(0,render_task_requests/* isKnownStatus */.ih)(status))
        logUnknownStatus(status, target, context);
    if (step !== 'fail')
        return step === 'fetch';
    const { crash, error } = (0,looker_errors/* renderFailure */.zt)(target, detail);
    throw crash ? new looker_errors/* RenderTaskLostError */.gP('crash', error.message, error.hint) : error;
}
function logUnknownStatus(status, target, { unknownStatuses, log }) {
    if (unknownStatuses.has(status))
        return;
    unknownStatuses.add(status);
    log(`${(0,targets/* headingOf */.Wm)({ target })}: the render task has the status "${status}", which this action does not know. The action keeps waiting.`);
}
/** The minimum pause before the file of a finished task is requested again, in milliseconds. */
const minFilePauseMs = 1000;
/** The pause as a share of the time since the first request for the file. */
const filePauseShare = 0.25;
const maxFileWaitMs = 5 * 60_000;
async function downloadResult(id, read, { client, clock, signal, track }) {
    track.report({ kind: 'downloading' });
    const began = clock.now();
    for (;;) {
        const result = await client
            .renderTaskResults(id, async (response, ...watch) => response.status === 202 ? { notYet: (0,http/* retryAfter */.P9)(response.headers) } : read(response, ...watch))
            .catch(error => {
            throw (0,looker_errors/* toTaskLost */.nq)(error);
        });
        if (!('notYet' in result))
            return result;
        const waited = clock.now() - began;
        if (waited >= maxFileWaitMs)
            throw new looker_errors/* RenderTaskLostError */.gP('gone', `Looker says that the render task is done, but has not sent its file after ${Math.round(waited / 60_000)} minutes (202)`, 'Run the job again. If it happens again, report it to Looker support.');
        await clock.sleep(Math.max(result.notYet, minFilePauseMs, filePauseShare * waited), signal);
    }
}
/** The time between two log lines about the progress, in milliseconds. */
const progressInterval = 15_000;
/**
 * Opens a renderer that begins after the log-in. It renders the targets in the order of the calls, and at most
 * `concurrency` targets at the same time. If the log-in fails, every target fails.
 */
function openRenderer({ loggedIn, clientFor, log }, { concurrency, ...options }) {
    const renderOptions = {
        ...options,
        clientFor,
        log,
        queue: renderQueue(concurrency),
        hung: new Map(),
        unknownStatuses: new Set(),
    };
    const { directory, clock } = options;
    const tracks = [];
    const over = new AbortController();
    void logProgress(() => tracks.map(({ current }) => current), { clock, log }, over.signal);
    return {
        async render(target) {
            const track = trackProgress();
            tracks.push(track);
            removeFormerFile((0,external_node_path_.join)(directory, target.file));
            const refusal = await loggedIn.then(() => undefined, (error) => ({ error }));
            if (refusal)
                return (0,results/* failedResult */.Nq)(target, refusal.error);
            const result = await renderTarget(target, renderOptions, track);
            const title = await options.titles?.of(target);
            const titled = title === undefined ? result : { ...result, title };
            if (titled.status === 'failure' || isOwnFile(target))
                log(resultLine(titled));
            return titled;
        },
        close: () => over.abort(),
    };
}
/**
 * Removes the file of an earlier run. Synchronous, because an asynchronous call would change the order of the targets.
 */
function removeFormerFile(path) {
    try {
        (0,external_node_fs_.rmSync)(path, { force: true });
    }
    catch {
        // If the file cannot be removed, the download reports the reason.
    }
}
async function logProgress(all, { clock, log }, over) {
    try {
        for (;;) {
            await clock.sleep(progressInterval, over);
            if (all().length > 0)
                log(progressLine(all(), clock.now()));
        }
    }
    catch {
        // The sleep was aborted because all targets are done.
    }
}
/**
 * Whether this is the target's own file. A "before" picture and the second render of a changed target have different
 * file names. The comparison reports problems with these other files.
 */
const isOwnFile = ({ name, file, output }) => file === `${name}.${output.format}`;
function resultLine(result) {
    if (result.status === 'failure')
        return `✗ ${(0,targets/* headingWithAddress */.BN)(result)}: ${result.error.message}`;
    const { file } = result.target;
    const heading = (0,targets/* headingOf */.Wm)(result);
    const called = heading === result.target.name ? file : `${heading} (${file})`;
    return `✓ ${called}: ${Math.max(1, Math.round(result.bytes / 1000))} KB, rendered in ${result.seconds.toFixed(1)} s`;
}
function logIgnoredParameters(target, log) {
    if (!('ignoredParameters' in target) || target.ignoredParameters.length === 0)
        return;
    const names = target.ignoredParameters.join(', ');
    log(`${(0,targets/* headingOf */.Wm)({ target })}: Looker's own parameters in the address do not affect the picture (${names}).`);
}


/***/ }),

/***/ 57209:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Qd: () => (/* binding */ LoginError),
/* harmony export */   fA: () => (/* binding */ openSession),
/* harmony export */   je: () => (/* binding */ logOut)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(22006);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(46229);
/* harmony import */ var _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(13257);





/** A session of less than this time is short. A token is normally valid for an hour. */
const shortSessionMs = 1000;
/** Without a maximum, a Looker whose tokens expire at once would get a log-in for each request. */
const maxShortSessions = 10;
/** All requests share one token. If the token expires or Looker refuses the token, the next request logs in again. */
function openSession(options) {
    const { http, clock } = options;
    let live;
    let pending;
    let isRenewal = false;
    let lastLogin = Number.NEGATIVE_INFINITY;
    let shortSessions = 0;
    // If Looker refuses the token of several requests, only the first request discards the token. All requests share the
    // next log-in.
    const forget = (held) => {
        if (live === held)
            live = undefined;
    };
    const renew = async (signal) => {
        if (clock.now() - lastLogin < shortSessionMs)
            shortSessions++;
        if (shortSessions > maxShortSessions)
            throw shortSessionsError(options.host);
        const opened = await openWorkspace({ ...options, signal, isRenewal });
        lastLogin = clock.now();
        return opened;
    };
    const token = async (signal) => {
        if (live && live.ends > clock.now())
            return live;
        pending ??= renew(signal).finally(() => {
            pending = undefined;
        });
        live = await pending;
        isRenewal = true;
        return live;
    };
    return {
        login: async () => void (await token(options.signal)),
        async send(call, read, signal = options.signal) {
            const held = await token(signal);
            try {
                return await http({ ...call, token: held.value }, read, signal);
            }
            catch (error) {
                if (!(error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 && error.status === 401))
                    throw error;
                forget(held);
                return http({ ...call, token: (await token(signal)).value }, read, signal);
            }
        },
        async logout(signal) {
            const held = await (pending?.catch(() => undefined) ?? live);
            live = undefined;
            if (held && held.ends > clock.now())
                await revoke(options, held, signal);
        },
    };
}
const revoke = ({ http }, { value }, signal) => http({ method: 'DELETE', path: '/logout', token: value }, async () => undefined, signal);
/** Logs in and enters the workspace. Each log-in begins a new session, so the workspace must be entered again. */
async function openWorkspace(options) {
    const token = await login(options);
    const { http, workspace = 'production', host, signal } = options;
    if (workspace === 'production')
        return token;
    const json = { workspace_id: workspace };
    const call = { method: 'PATCH', path: '/session', json, isRepeatable: true };
    const read = (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .readObject */ .Ag)(host, 'session', ({ workspace_id: id }) => {
        if (id !== workspace)
            throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .unexpectedResponse */ .Lf)(host, `a session that is not in the workspace ${workspace}`);
    });
    try {
        await http({ ...call, token: token.value }, read, signal);
    }
    catch (error) {
        await revoke(options, token, signal).catch(() => undefined);
        throw error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 ? workspaceError(error, host) : error;
    }
    return token;
}
/** Explains why development mode is not available. Does not change errors that may be temporary. */
function workspaceError(error, host) {
    const { status, message } = error;
    if (status === undefined || ![400, 403, 404, 422].includes(status))
        return error;
    return new _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6(`The API user may not use development mode at ${host}: ${message}`, 'Give the role of the API user the permission develop for the models of the project. Looker may refuse development mode to a service account: then use the API key of a user.', { status, retries: 0, cause: error });
}
/** Logs in with the key in the body, because servers log URLs (API 4.0, `login`). */
async function login({ http, clock, host, key, secrets, signal, isRenewal, hintFor = hint => hint, }) {
    const form = { client_id: key.clientId, client_secret: key.clientSecret };
    const call = { method: 'POST', path: '/login', form, firstContact: !isRenewal, isRepeatable: true };
    const asked = clock.now();
    try {
        return await http(call, readToken, signal);
    }
    catch (error) {
        throw error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 ? loginError(error, { host, isRenewal, hintFor }) : error;
    }
    async function readToken(response) {
        const answer = await (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .readJson */ .Vh)(host, response);
        if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(answer) || !isToken(answer.access_token))
            throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .unexpectedResponse */ .Lf)(host, 'something that is not an access token');
        secrets.keep(answer.access_token);
        const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3600;
        return { value: answer.access_token, ends: asked + seconds * 1000 };
    }
}
/** Whether a header can contain the token. Otherwise, `fetch` would throw an error that quotes the token. */
const isToken = (token) => typeof token === 'string' && /^[!-~]{1,8192}$/.test(token);
/**
 * A failed log-in. This is not a LookerError, because callers would take its status for the status of their own call.
 */
class LoginError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .QuotingError */ .yV {
    /** The status of the response. Undefined if Looker did not answer. */
    status;
    /** The host that refused the key. Undefined if the log-in failed for another reason. */
    keyRefusedBy;
    constructor([fact, hint], about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'LoginError';
        this.status = about.status;
        this.keyRefusedBy = about.keyRefusedBy;
    }
}
const shortSessionsError = (host) => new LoginError([
    `The access tokens of ${host} expire within a second: ${maxShortSessions + 1} log-ins were not enough`,
    'Ask the administrator of the instance. A proxy in front of Looker must pass the header Authorization on.',
], { status: undefined, cause: undefined });
const forbiddenHint = "Check that Looker's IP allowlist (Admin, IP Allowlist) and the firewalls in front of Looker let the runner in. Check also base-url's port and api-version, because a host without a Looker API at this address may answer like this.";
/** Explains a failed log-in. Looker answers a wrong key with 404. */
function loginError(error, { host, isRenewal, hintFor }) {
    const { status } = error;
    const about = { status, cause: error };
    const isRefusal = status === 401 || status === 403 || status === 404;
    if (isRenewal && isRefusal)
        return new LoginError([
            `Looker at ${host} no longer accepts the API key (${status})`,
            'It accepted the key earlier in this run: check that the key was not deleted or replaced and that its user was not disabled (Admin, Users, Edit, API Keys), then run the job again.',
        ], { ...about, keyRefusedBy: host });
    // Looker gives a message with each refusal. A refusal without a message is from another server or from a proxy.
    const hasMessage = !error.message.endsWith(` answered ${status}`);
    if (status === 404 && hasMessage)
        return new LoginError([
            `Looker at ${host} does not know this API key (404)`,
            hintFor('Check client-id and client-secret: both must come from the same API key of a user of this instance (Admin, Users, Edit, API Keys).'),
        ], { ...about, keyRefusedBy: host });
    if (status === 401 && hasMessage)
        return new LoginError([`Looker at ${host} does not accept this API key (401)`, hintFor('Check client-id and client-secret.')], { ...about, keyRefusedBy: host });
    const hint = status === 403 ? hintFor(forbiddenHint) : error.hint;
    return new LoginError([`Could not log in: ${error.message}`, hint], about);
}
/** Ends the sessions, because a token is valid for up to an hour. Failures are only logged. */
async function logOut(lookers, cancelled) {
    await Promise.all(lookers.map(async ({ session, log }) => {
        try {
            await logOutOf(session, cancelled);
        }
        catch (error) {
            log(`Could not log out of Looker (${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(error).message}); its token expires by itself.`);
        }
    }));
}
/**
 * Ends a session in limited time, because a cancelled job has only three seconds for all remaining work. A cancellation
 * also aborts a log-out that has already begun.
 */
async function logOutOf(session, cancelled) {
    const isCancelled = cancelled.aborted;
    const signal = isCancelled ? new AbortController().signal : cancelled;
    await (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .NE)(isCancelled ? 1500 : 10_000, signal, ended => session.logout(ended));
}


/***/ }),

/***/ 25933:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ tileTypesWithoutQuery)
/* harmony export */ });
/**
 * The types of tiles that show no data. A tile of an unknown type may show data
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-element).
 */
const tileTypesWithoutQuery = new Set(['text', 'button', 'group']);


/***/ }),

/***/ 30214:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   dW: () => (/* binding */ setDryRunOutputs),
/* harmony export */   fx: () => (/* binding */ setRepeatedOutputs),
/* harmony export */   mC: () => (/* binding */ removeOldReport),
/* harmony export */   n0: () => (/* binding */ setOutputs),
/* harmony export */   rn: () => (/* binding */ reportFile)
/* harmony export */ });
/* unused harmony exports outputsOf, dryRunOutputs, stepStatus */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(19473);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(68560);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(35976);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(93920);







const placeOf = ({ world, inputs }) => ({
    directory: inputs.outputDirectory,
    workspace: (0,_world_js__WEBPACK_IMPORTED_MODULE_6__/* .workspaceOf */ .B3)(world),
    name: inputs.artifact.name,
});
function setOutputs(context, done) {
    const broken = done.branch?.content?.broken ?? [];
    const { isShortened, left } = contentOutput(broken);
    if (isShortened)
        context.world.core.warning(`The output \`broken-content\` lists ${broken.length - left} of ${broken.length} dashboards and Looks, each with at most ${maxContentMessages} messages, because GitHub allows outputs of 1 MB per job. With \`report: true\`, the report lists all of them.`);
    return writeOutputs(context, place => outputsOf(done, place));
}
/**
 * Sets the outputs of an earlier run again. The output `files` is empty, because this job rendered nothing. The paths of
 * the directory and the results file are those of this job. The output `results` is missing if it was too long to be
 * stored.
 */
const setRepeatedOutputs = (context, outputs) => writeOutputs(context, place => ({ ...outputs, ...pathOutputs(place), files: '[]' }));
const setDryRunOutputs = (context, checked, apiCalls) => writeOutputs(context, place => dryRunOutputs(checked, apiCalls, place));
/**
 * Sets the outputs. Also writes the results into a file, because the results of hundreds of targets do not fit into an
 * environment variable. Linux limits a variable to 128 KiB (https://man7.org/linux/man-pages/man2/execve.2.html).
 */
async function writeOutputs(context, outputsIn) {
    const { core } = context.world;
    const place = placeOf(context);
    const outputs = outputsIn(place);
    try {
        if (outputs.results !== undefined)
            await (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_4__/* .writeWhole */ .f8)(resultsFile(place), Buffer.from(outputs.results));
        else
            emptyResults(outputs, core);
    }
    catch (error) {
        outputs['results-file'] = '';
        core.warning(`The results could not be written into a file: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asActionError */ .z6)(error).message}. Check that output-directory is writable. The output results also contains them.`);
    }
    try {
        for (const [name, value] of Object.entries(withinLimit(outputs, core)))
            core.setOutput(name, value);
    }
    catch (error) {
        core.setFailed(`The outputs could not be set: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asActionError */ .z6)(error).message}. Later steps cannot read them. Check that the step can write to the file in GITHUB_OUTPUT.`);
    }
    return outputs;
}
/**
 * GitHub drops the outputs of a job above 1 MB, counted in UTF-16
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs).
 */
const maxOutputBytes = 1_000_000;
/** Empties the longest outputs if the outputs are too large. Workflows can read the files instead. */
function withinLimit(outputs, core) {
    const bytes = bytesOf(outputs);
    if (bytes <= maxOutputBytes || !outputs['results-file'])
        return outputs;
    const because = `because the outputs have ${(bytes / 1e6).toFixed(1)} MB in UTF-16 and GitHub allows 1 MB per job`;
    core.warning(`The output \`results\` is empty, ${because}. Read the results from the file in the output \`results-file\`: ${outputs['results-file']}`);
    const shortened = { ...outputs, results: '' };
    if (bytesOf(shortened) <= maxOutputBytes)
        return shortened;
    core.warning(`The output \`files\` is empty, ${because}. The files are in the directory in the output \`directory\`: ${outputs.directory}`);
    return { ...shortened, files: '' };
}
const bytesOf = (outputs) => 2 * Object.values(outputs).reduce((sum, { length }) => sum + length, 0);
function emptyResults(outputs, core) {
    outputs.results = '';
    outputs['results-file'] = '';
    core.warning('The outputs `results` and `results-file` are empty, because the results of the earlier run were too long to be stored. Read them in that run.');
}
const reportFile = ({ outputDirectory, artifact }) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(outputDirectory, `${artifact.name}.html`);
/**
 * Removes the report of an earlier run from the output directory. If this run then fails before it writes a report, no
 * later step can upload the old one. Ignores errors.
 */
async function removeOldReport({ inputs }) {
    if (!inputs.report || inputs.dryRun)
        return;
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(reportFile(inputs), { force: true }).catch(() => undefined);
}
/** This path cannot collide with a target's file, because no target has the extension `.json`. */
const resultsFile = ({ directory, name }) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, `${name}.json`);
const pathOutputs = (place) => ({
    directory: (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_4__/* .slashPath */ .Lz)(place.workspace, place.directory),
    'results-file': (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_4__/* .slashPath */ .Lz)(place.workspace, resultsFile(place)),
});
function outputsOf({ results, links, comment, apiCalls, branch }, place) {
    const { archive, report, release } = links;
    const paths = pathOutputs(place);
    const inWorkspace = (path) => (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_4__/* .slashPath */ .Lz)(place.workspace, path);
    const files = results.flatMap(_results_js__WEBPACK_IMPORTED_MODULE_3__/* .filePaths */ .B2).map(inWorkspace);
    return {
        status: stepStatus(results),
        directory: paths.directory,
        files: JSON.stringify(files),
        results: JSON.stringify(results.map(result => resultOutput(result, links, inWorkspace))),
        'results-file': paths['results-file'],
        'artifact-id': archive ? String(archive.id) : '',
        'artifact-url': archive?.url ?? '',
        'artifact-digest': archive?.digest ?? '',
        'report-url': report?.url ?? '',
        'comment-id': comment ? String(comment.id) : '',
        'comment-url': comment?.url ?? '',
        'release-url': release ?? '',
        'broken-content': contentOutput(branch?.content?.broken ?? []).text,
        'api-calls': JSON.stringify(apiCalls),
        ...comparedOutputs(results),
    };
}
/** Returns the outputs of a dry run. A dry run has no files. A target that could be rendered counts as a success. */
function dryRunOutputs(checked, apiCalls, place) {
    const entries = checked.map(one => one.status === 'found'
        ? { ...identityOf(one), status: 'success' }
        : { ...identityOf(one), status: one.status, error: one.error });
    return {
        ...outputsOf({ results: [], links: {}, apiCalls }, place),
        status: stepStatus(checked.map(({ status }) => ({ status: status === 'found' ? 'success' : status }))),
        results: JSON.stringify(entries),
    };
}
/** Counts the targets. Without a comparison, `changed` is empty, because 0 means "compared and equal". */
function comparedOutputs(results) {
    const counts = (0,_results_js__WEBPACK_IMPORTED_MODULE_3__/* .tally */ .N4)(results);
    const changed = counts?.get('changed') ?? 0;
    const compared = changed + (counts?.get('unchanged') ?? 0);
    return { changed: compared > 0 ? String(changed) : '', compared: String(compared) };
}
function resultOutput(result, { archive }, inWorkspace) {
    const { status, affectedBy, check } = result;
    const { renderTaskId, seconds } = result.status === 'checked' ? {} : result;
    const common = {
        ...identityOf(result),
        status: status === 'checked' ? 'success' : status,
        apiCalls: result.apiCalls,
        ...(renderTaskId !== undefined && { renderTaskId }),
        ...(seconds !== undefined && { seconds: Math.round(seconds * 10) / 10 }),
        ...(affectedBy !== undefined && { affectedBy }),
        ...(check && checkOutput(check)),
    };
    if (result.status === 'checked')
        return common;
    if (result.status === 'failure')
        return { ...common, error: result.error };
    const { path, bytes, sha256, links, production } = result;
    const { artifactUrl = archive?.url, imageUrl, releaseUrl } = links;
    const productionUrl = production && sidecarUrl(production, archive);
    const urls = Object.entries({ artifactUrl, imageUrl, releaseUrl, productionUrl }).filter(([, url]) => url !== undefined);
    const comparison = result.comparison && { comparison: comparisonOutput(result.comparison, archive) };
    return { ...common, file: inWorkspace(path), bytes, sha256, ...Object.fromEntries(urls), ...comparison };
}
function checkOutput({ numbers, tiles, drawing }) {
    return {
        ...(numbers !== undefined && { numbers }),
        tiles: tiles.map(tileOutput),
        ...(drawing && { drawing: drawingOutput(drawing) }),
    };
}
const drawingOutput = ({ problem, modelTiles }) => ({
    productionModelTiles: modelTiles,
    ...(problem && { error: { message: problem.message, hint: problem.hint } }),
});
/** The maximum length of the output `broken-content`. The rest of GitHub's limit remains for the other outputs. */
const maxContentLength = 200_000;
const maxContentMessages = 5;
/** If the list is too long, leaves out messages, and then the last dashboards and Looks. */
function contentOutput(broken) {
    const entries = broken.map(({ title, url, messages }) => ({ title, url, messages }));
    const text = JSON.stringify(entries);
    if (text.length <= maxContentLength)
        return { text, isShortened: false, left: 0 };
    let length = '[]'.length;
    const fitting = entries
        .map(entry => JSON.stringify({ ...entry, messages: firstMessages(entry.messages) }))
        .filter(entry => {
        length += entry.length + ','.length;
        return length <= maxContentLength;
    });
    return { text: `[${fitting.join()}]`, isShortened: true, left: broken.length - fitting.length };
}
function firstMessages(messages) {
    const left = messages.length - maxContentMessages;
    return left > 0 ? [...messages.slice(0, maxContentMessages), `and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(left, 'more error')}`] : messages;
}
/** Leaves out the rows, because the file `<name>.numbers.json` has them. */
function tileOutput({ title, explore, sql, numbers, error, queries }) {
    const results = queries.flatMap(query => query.results ?? []);
    const [first] = results;
    const value = results.length === 1 ? first?.value : undefined;
    const values = value && { before: value.before?.text ?? null, after: value.after?.text ?? null };
    return {
        title,
        explore,
        ...(sql && { sql }),
        ...(numbers && { numbers }),
        ...(first && { rows: (0,_results_js__WEBPACK_IMPORTED_MODULE_3__/* .sumRows */ .Pn)(results) }),
        ...(values && { values }),
        ...(error && { error }),
    };
}
function identityOf(result) {
    const { target } = result;
    const title = result.title ?? ('title' in target ? target.title : undefined);
    return {
        target: target.source,
        name: target.name,
        ...(title !== undefined && { title }),
        ...('output' in target && { format: target.output.format }),
        url: target.url,
    };
}
const sidecarUrl = ({ links }, archive) => links.imageUrl ?? links.artifactUrl ?? archive?.url;
function comparisonOutput(comparison, archive) {
    const { status } = comparison;
    const urlOf = (sidecar) => sidecar && sidecarUrl(sidecar, archive);
    const fields = Object.entries({
        changedPixels: 'changedPixels' in comparison ? comparison.changedPixels : undefined,
        changedShare: 'changedShare' in comparison ? comparison.changedShare : undefined,
        shadedPixels: 'shadedPixels' in comparison ? comparison.shadedPixels : undefined,
        noisePixels: 'noisePixels' in comparison ? comparison.noisePixels : undefined,
        baseline: 'baseline' in comparison ? baselineOutput(comparison.baseline) : undefined,
        beforeUrl: 'before' in comparison ? urlOf(comparison.before) : undefined,
        differenceUrl: 'difference' in comparison ? urlOf(comparison.difference) : undefined,
        stripUrl: 'strip' in comparison ? urlOf(comparison.strip) : undefined,
        error: 'error' in comparison ? comparison.error : undefined,
    }).filter(([, value]) => value !== undefined);
    return { status, ...Object.fromEntries(fields) };
}
function baselineOutput(baseline) {
    if (!baseline)
        return undefined;
    if (baseline.kind === 'instance')
        return { url: baseline.url };
    const { kind, ref, sha } = baseline;
    if (kind === 'commit')
        return { ref, sha };
    const { at, run, release } = baseline;
    return { ref, sha, recordedAt: at.toISOString(), run, ...(release && { release }) };
}
function stepStatus(results) {
    const rendered = results.filter(({ status }) => status !== 'failure').length;
    if (rendered === results.length)
        return 'success';
    return rendered === 0 ? 'failure' : 'partial';
}


/***/ }),

/***/ 9112:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W2: () => (/* binding */ openPostState)
/* harmony export */ });
/* unused harmony exports readPostState, readNewestState */
/* harmony import */ var _runtime_processes_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(67422);


/**
 * The runner passes the state to the post step under this name
 * (https://docs.github.com/actions/reference/workflow-commands#sending-values-to-the-pre-and-post-actions).
 */
const stateName = 'post';
/** The version of the state. The post step ignores a state of another version, because its fields may differ. */
const stateVersion = 1;
/** Saves the identity of the main process at once. The returned function saves other fields. */
function openPostState({ pid, env }, processes, append) {
    const file = env.GITHUB_STATE;
    // There is no post step outside of a runner.
    if (!file)
        return () => undefined;
    let state = { main: (0,_runtime_processes_js__WEBPACK_IMPORTED_MODULE_0__/* .identifyProcess */ .wO)(pid, processes), file };
    const save = changes => {
        state = { ...state, ...changes };
        append(file, `${stateName}=${JSON.stringify({ version: stateVersion, ...state })}\n`);
    };
    try {
        save({});
    }
    catch {
        // If the state cannot be saved, the next call of `save` throws.
    }
    return save;
}
/** Reads the state that the runner passes to the post step. Returns undefined if the main step did not start. */
const readPostState = (env) => parsePostState(env[`STATE_${stateName}`] ?? '');
/** Reads the newest state that the main step of this post step has saved. */
function readNewestState(saved, readFile) {
    try {
        const states = readFile(saved.file)
            .split(/\r?\n/)
            .filter(line => line.startsWith(`${stateName}=`))
            .map(line => parsePostState(line.slice(stateName.length + 1)));
        const isOfSameStep = (state) => state?.main.pid === saved.main.pid && state.main.startTime === saved.main.startTime;
        return states.findLast(isOfSameStep) ?? saved;
    }
    catch {
        // The runner has removed the file.
        return saved;
    }
}
function parsePostState(text) {
    const saved = parseJson(text);
    if (!isObject(saved) || saved.version !== stateVersion || !isObject(saved.main))
        return undefined;
    const { main, file, instance, isGuarded, deploy, branches, dashboards, comment } = saved;
    const { pid, startTime } = main;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0)
        return undefined;
    return {
        main: { pid, ...(typeof startTime === 'string' && { startTime }) },
        file: typeof file === 'string' ? file : '',
        ...(typeof instance === 'string' && { instance }),
        isGuarded: isGuarded !== false,
        deploy,
        branches,
        dashboards,
        comment,
    };
}


/***/ }),

/***/ 92420:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gh: () => (/* binding */ withholdFailure),
/* harmony export */   H5: () => (/* binding */ withholdTarget),
/* harmony export */   Mm: () => (/* binding */ withoutDebug),
/* harmony export */   XX: () => (/* binding */ withholdWords),
/* harmony export */   _M: () => (/* binding */ withholdLookmlError),
/* harmony export */   ij: () => (/* binding */ holdLog),
/* harmony export */   pM: () => (/* binding */ withholdContent),
/* harmony export */   qX: () => (/* binding */ withholdDetails),
/* harmony export */   qg: () => (/* binding */ withholdBranch),
/* harmony export */   tc: () => (/* binding */ withholdJudged)
/* harmony export */ });
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18229);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(53906);



function holdLog(print) {
    let held = [];
    let isOpen = false;
    let isDropped = false;
    return {
        print: line => (isOpen ? print(line) : void held?.push(line)),
        release() {
            isOpen = true;
            for (const line of held ?? [])
                print(line);
            held = undefined;
        },
        drop() {
            if (held)
                print('Lines about targets are left out here, because this repository is or may be public.');
            held = undefined;
            isDropped = true;
        },
        isDropped: () => isDropped,
    };
}
/** Turns off the debug log, because it quotes Looker. */
const withoutDebug = (core) => ({
    ...core,
    debug: () => undefined,
    isDebug: () => false,
});
const withheldFault = {
    message: "Looker's message is left out here, because this repository is or may be public",
    hint: 'Read it in the output results.',
};
/** Replaces an error that may quote Looker. Returns other errors unchanged. */
function withholdWords(error) {
    if (error.publicFact !== undefined)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(error.publicFact, error.hint);
    return mayQuote(error)
        ? new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(withheldFault.message, 'Run the step in a private repository to read it.')
        : error;
}
function mayQuote(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if (at instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .QuotingError */ .yV)
            return true;
    return false;
}
/** Replaces the message of a LookML error. Its file and line remain. */
const withholdLookmlError = (error) => ({
    ...error,
    message: 'Looker found an error here',
});
const withholdContent = ({ kind, id, isTarget }) => ({
    kind,
    id: '',
    title: (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .numberOfContent */ ._f)({ kind, id }),
    url: '',
    messages: [],
    ...(isTarget && { isTarget }),
});
/** Removes Looker's messages from a branch check. */
const withholdBranch = ({ content, ...branch }) => ({
    ...branch,
    lookmlErrors: branch.lookmlErrors.map(withholdLookmlError),
    ...(content && {
        content: {
            ...content,
            broken: content.broken.map(withholdContent),
            ...(content.problem !== undefined && { problem: withheldFault.message }),
        },
    }),
});
const withholdFailure = (result, place) => {
    const { title: _, distinction: __, check, ...about } = result;
    const { target } = about;
    const shown = (0,_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .isCollection */ .P3)(target)
        ? { ...target, url: withoutQuery(target.url) }
        : withholdTarget(target, place);
    return { ...about, target: shown, error: withheldFault, ...(check && { check: withholdCheck(check) }) };
};
function withholdDetails(result, place) {
    if (result.status === 'failure')
        return withholdFailure(result, place);
    const target = withholdTarget(result.target, place);
    if (result.status === 'checked') {
        const { title: _, distinction: __, check, ...about } = result;
        return { ...about, target, check: withholdCheck(check) };
    }
    const { title: _, distinction: __, check, ...about } = result;
    const comparison = about.comparison && withholdError(about.comparison);
    return {
        ...about,
        target,
        ...(comparison && { comparison }),
        ...(check && { check: withholdCheck(check) }),
    };
}
/** Keeps the states of the tiles. Removes titles, Explores, results and messages. */
const withholdCheck = ({ numbers, tiles, drawing }) => ({
    ...(numbers && { numbers }),
    ...(drawing && {
        drawing: { modelTiles: [], textHash: '', ...(drawing.problem && { problem: withheldFault }) },
    }),
    tiles: tiles.map(({ sql, numbers, isUncheckable }, place) => ({
        title: `Tile ${place + 1}`,
        explore: '',
        ...(sql && { sql }),
        ...(numbers && { numbers }),
        ...(isUncheckable && { isUncheckable }),
        queries: [],
    })),
});
const withholdError = (comparison) => 'error' in comparison ? { ...comparison, error: withheldFault } : comparison;
const withoutQuery = (url) => url.replace(/[?#].*$/s, '');
function withholdTarget(target, place) {
    const { title: _, place: __, ...rest } = target;
    const name = `Target ${place + 1} (${(0,_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)})`;
    const url = withoutQuery(target.url);
    const names = { url, source: name, name, file: `${name}.${target.output.format}` };
    if ('filters' in rest)
        return { ...rest, ...names, filters: new Map() };
    const { dashboard, ...others } = rest;
    const parent = dashboard && { id: dashboard.id, url: withoutQuery(dashboard.url) };
    return { ...others, ...names, ...(parent && { dashboard: parent }) };
}
/** Removes LookML errors, titles, and the reason why the run stopped. All of them may quote Looker. */
const withholdJudged = ({ lookml, brokenContent, stopped: _, ...judged }) => ({
    ...judged,
    ...(lookml && { lookml: { ...lookml, errors: { ...lookml.errors, first: [] } } }),
    ...(brokenContent && {
        brokenContent: { ...brokenContent, titles: { ...brokenContent.titles, first: [] } },
    }),
});


/***/ }),

/***/ 97160:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ createArtifactClient),
/* harmony export */   b6: () => (/* binding */ readJobArtifacts),
/* harmony export */   bV: () => (/* binding */ addJobArtifact),
/* harmony export */   rF: () => (/* binding */ noArtifacts),
/* harmony export */   ue: () => (/* binding */ openArtifacts)
/* harmony export */ });
/* unused harmony export openService */
/* harmony import */ var node_async_hooks__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(16698);
/* harmony import */ var node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(53053);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(76760);
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(70370);
/* harmony import */ var p_retry__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(74995);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(19473);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(44463);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(68560);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(22006);











const noArtifacts = {
    send: () => undefined,
    finish: async () => ({ files: new Map(), errors: [] }),
};
const withoutService = {
    ...noArtifacts,
    finish: async () => ({ files: new Map(), errors: [], warning: noArtifactService }),
};
/** The maximum number of uploads at the same time. The images branch has its own limit. */
const maxArtifactUploads = 2;
/**
 * GitHub allows 500 artifacts per job (https://github.com/actions/upload-artifact#number-of-artifacts). The report and
 * the archive of the remaining files need two of them.
 */
const maxSingleFiles = 498;
/**
 * Uploads all files as one archive, or each file as a separate artifact that opens in the browser. If there are too many
 * files, uploads the remaining ones as an archive. The client cannot abort an upload, so an aborted signal only ends the
 * wait.
 */
function openArtifacts(load, plan, run, signal) {
    if (isEnterpriseServer(run.url))
        return withoutService;
    const { name, kind, retentionDays, compressionLevel } = plan;
    const keep = retentionDays === undefined ? {} : { retentionDays };
    const errors = [];
    const service = openService(load, run);
    const slots = (0,p_limit__WEBPACK_IMPORTED_MODULE_9__/* ["default"] */ .A)(maxArtifactUploads);
    const attempt = async (name, files, options) => {
        try {
            signal.throwIfAborted();
            return await (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_8__/* .orAborted */ .H6)(signal, service.replace(name, files, { ...keep, ...options }));
        }
        catch (error) {
            errors.push(artifactError(error, name, kind));
            return undefined;
        }
    };
    const sent = new Map();
    const send = (path) => {
        if (!sent.has(path) && sent.size < maxSingleFiles)
            sent.set(path, slots(attempt, (0,node_path__WEBPACK_IMPORTED_MODULE_3__.basename)(path), [path], { skipArchive: true }));
        return sent.get(path);
    };
    const sendArchive = async (paths) => {
        const archive = await attempt(name, paths, { compressionLevel });
        return archive && { archive };
    };
    return {
        send: path => void (kind === 'files' && send(path)),
        async finish(paths) {
            if (kind === 'zip')
                return { files: new Map(), errors, ...(await sendArchive(paths)) };
            const links = await Promise.all(paths.map(async (path) => [path, await send(path)]));
            const files = new Map(links.flatMap(([path, link]) => (link ? [[path, link]] : [])));
            const rest = paths.filter(path => !sent.has(path));
            if (rest.length === 0)
                return { files, errors };
            return { files, errors, ...(await sendArchive(rest)), warning: inArchiveInstead(rest.length, name) };
        },
    };
}
const inArchiveInstead = (rest, name) => new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ(`${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .count */ .U9)(rest, 'file')} did not become artifacts of their own, because GitHub allows 500 artifacts per job. They are in the archive ${name}`, 'Set artifact to zip, or split the targets into several jobs with shard.');
/**
 * The number of 8 MB blocks that the client keeps in memory during an upload. The client's default of 5 is hardly
 * faster (https://github.com/actions/toolkit/blob/main/packages/artifact/src/internal/shared/config.ts).
 */
const maxBlocks = '2';
/**
 * Returns a client whose calls fail if the connection breaks during a response. The calls of the toolkit's client would
 * wait for ever.
 */
async function createArtifactClient(artifact, env) {
    env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= maxBlocks;
    const { DefaultArtifactClient } = await artifact;
    const client = new DefaultArtifactClient();
    const watch = watchAnswers();
    return {
        listArtifacts: options => watch(() => client.listArtifacts(options)),
        deleteArtifact: (name, options) => watch(() => client.deleteArtifact(name, options)),
        uploadArtifact: (...upload) => watch(() => client.uploadArtifact(...upload)),
    };
}
/**
 * Makes a call fail if its response breaks off. Otherwise, the client would wait for ever (http-client 4.0.1,
 * readBody). Node publishes each request of the process on this channel
 * (https://nodejs.org/api/diagnostics_channel.html#http).
 */
function watchAnswers() {
    const failCall = new node_async_hooks__WEBPACK_IMPORTED_MODULE_0__.AsyncLocalStorage();
    (0,node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_1__.subscribe)('http.client.request.created', message => {
        const fail = failCall.getStore();
        const { request } = message;
        // Uploads of blobs detect a broken response themselves.
        if (fail === undefined || !request.path.startsWith('/twirp/'))
            return;
        request.once('response', (answer) => answer.once('close', () => answer.complete || fail(new BrokenAnswerError())));
    });
    return call => new Promise((resolve, reject) => {
        failCall.run(reject, () => call().then(resolve, reject));
    });
}
class BrokenAnswerError extends Error {
    constructor() {
        super('The answer broke off');
        this.name = 'BrokenAnswerError';
    }
}
/**
 * An artifact that exists at the start comes from an earlier attempt. Its creation time would be no proof, because the
 * runner's clock may be wrong.
 */
function openService(load, { url, attempt, log }) {
    const atStart = attempt > 1 ? listAll(load) : Promise.resolve([]);
    atStart.catch(() => undefined); // `replace` reads the list again.
    return {
        async replace(name, files, options) {
            const client = await load();
            // All artifacts with this name that exist before the upload come from an earlier attempt.
            const earlier = await atStart.catch(() => listAll(load)).catch((error) => ({ error }));
            // If the deletion fails, the upload also fails. The error of the deletion names the reason.
            const unremoved = await removeEarlier(client, name, earlier, log).catch((error) => error);
            const earlierIds = Array.isArray(earlier) ? earlier.map(({ id }) => id) : undefined;
            return upload(client, { name, files, options, url, earlierIds }).catch(error => {
                throw isTaken(error) ? (unremoved ?? error) : error;
            });
        },
    };
}
/** GitHub does not say which job has uploaded an artifact. */
async function removeEarlier(client, name, earlier, log) {
    if (!Array.isArray(earlier))
        throw earlier.error;
    if (!earlier.some(artifact => artifact.name === name))
        return;
    await retryUnanswered(() => client.deleteArtifact(name));
    log(`Deleted the artifact ${name} of an earlier attempt, or of another job with this artifact-name.`);
}
async function listAll(load) {
    const client = await load();
    const { artifacts } = await retryUnanswered(() => client.listArtifacts());
    return artifacts;
}
async function upload(client, { name, files, options, url, earlierIds }) {
    const root = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.dirname)(files[0] ?? '.');
    const { id, digest } = await retryUnanswered(async (attempt) => (attempt > 1 && (await findFinished(client, name, earlierIds))) ||
        client.uploadArtifact(name, [...files], root, options)).catch(async (error) => {
        throw isTaken(error) && !(await isArtifactListed(client, name)) ? nameKeptError(error, name) : error;
    });
    // In the list of artifacts, the digest has a prefix.
    const sha256 = digest?.replace(/^sha256:/, '');
    if (!id || !Number.isSafeInteger(id) || id < 0)
        throw new _github_client_js__WEBPACK_IMPORTED_MODULE_5__/* .UnexpectedResponseError */ .dk('artifact');
    return { id, url: `${url}/artifacts/${id}`, ...(sha256 && { digest: sha256 }) };
}
/**
 * Retries requests without a complete response (the client's NetworkError, artifact 6.2). The client itself retries
 * only refused requests.
 */
const retryUnanswered = (ask) => (0,p_retry__WEBPACK_IMPORTED_MODULE_10__/* ["default"] */ .Ay)(ask, {
    retries: 2,
    minTimeout: 1000,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof BrokenAnswerError || /Unable to make request: E[A-Z]+/.test(error.message),
});
/**
 * Finds the artifact that this process has uploaded. The artifact exists if only the response to the last request was
 * lost.
 */
async function findFinished(client, name, earlierIds) {
    if (!earlierIds)
        return undefined;
    const { artifacts } = await client.listArtifacts({ latest: true });
    return artifacts.find(artifact => artifact.name === name && !earlierIds.includes(artifact.id));
}
const isArtifactListed = async (client, name) => (await client.listArtifacts().catch(() => undefined))?.artifacts.some(artifact => artifact.name === name) ??
    true;
/**
 * Explains that GitHub keeps the name of an unfinished upload. The unfinished artifact cannot be listed or deleted
 * (https://github.com/dotnet/orleans/issues/10961).
 */
const nameKeptError = (error, name) => new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ(`The artifact ${name} could not be uploaded: its name belongs to an upload that was not finished`, 'Start a new run of the workflow: a re-run of this one has the same problem. If jobs upload at the same time, give each its own artifact-name, or with artifact: files, give their targets different names.', { cause: error });
/** Whether the run already has an artifact with this name. The client throws a plain Error (artifact 6.2). */
const isTaken = (error) => error instanceof Error && /\(409\)|already exists/.test(error.message);
/**
 * Whether the host has no artifact service for this client. The client also refuses such hosts (artifact 6.2), but the
 * client's message does not name a next step.
 */
function isEnterpriseServer(url) {
    const { hostname } = new URL(url);
    return !/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname);
}
const noArtifactService = new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ('GitHub Enterprise Server has no artifact service for this action', 'Set artifact to none. You can upload the files in output-directory in a separate step.');
function artifactError(error, name, kind) {
    const what = `The artifact ${name} could not be uploaded`;
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .Interruption */ ._n)
        return error.during(what);
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ)
        return error;
    const message = error instanceof Error ? error.message : String(error);
    if (/ACTIONS_(RUNTIME_TOKEN|RESULTS_URL)/.test(message))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ('The artifact service is not available: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set', 'Run the action in a GitHub Actions job, or set artifact to none.');
    if (isTaken(error))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ(`This workflow run already has an artifact named ${name}`, kind === 'files'
            ? 'With artifact: files, each file is an artifact. Give the target another name, or set artifact to zip with an artifact-name.'
            : 'Give each job, and each step of a job, its own artifact-name, and its own comment-key. A re-run of only this job would delete the existing artifact.', { cause: error });
    return new _errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ(`${what}: ${readableMessage(error, message)}`, /storage quota/i.test(message)
        ? 'Delete old artifacts and lower retention-days, or set artifact to none.'
        : 'Run the job again; the files are in output-directory.', { cause: error });
}
/** Matches messages of the JavaScript errors that an unusable response causes in the client (artifact 6.2). */
const unusableAnswer = /not valid JSON|Unexpected (token|end|non)|Cannot (read|parse|convert|use|create)|call stack|Invalid URL|BigInt/i;
/**
 * Returns the first line of the message, because the client's advice begins on the second line. If the message is a
 * gateway's web page, returns only the status.
 */
function readableMessage(error, message) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    if (/<!doctype|<html|<\?xml/i.test(message))
        return `it was answered with ${status ?? 'a web page'}`;
    if (unusableAnswer.test(message))
        return new _github_client_js__WEBPACK_IMPORTED_MODULE_5__/* .UnexpectedResponseError */ .dk('response of the artifact service').message;
    return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .oneLine */ .TN)(message.split('\n')[0] ?? '');
}
/**
 * Returns the path of a file that the steps of a job share. The runner empties RUNNER_TEMP at the start of each job
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
const fileOf = ({ RUNNER_TEMP }) => RUNNER_TEMP && (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(RUNNER_TEMP, 'looker-snapshot-artifacts');
/**
 * Identifies the job in a line of the file. If the runner has not emptied the folder, the file may contain lines of an
 * earlier job.
 */
const jobLabel = ({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB }) => JSON.stringify([GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB]);
const maxListBytes = 1_000_000;
/** Returns the names of artifacts that earlier steps of this job have uploaded. */
function readJobArtifacts(env) {
    const file = fileOf(env);
    const content = file ? (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_6__/* .readBoundedFile */ .Mv)(file, maxListBytes) : undefined;
    if (!content || !('bytes' in content))
        return [];
    const job = `${jobLabel(env)} `;
    return new TextDecoder()
        .decode(content.bytes)
        .split('\n')
        .flatMap(line => (line.startsWith(job) ? [line.slice(job.length)] : []));
}
/**
 * Stores an artifact's name for the job's later steps. Ignores errors, because the stored names only allow an earlier
 * error message: GitHub refuses a second artifact with the same name anyway.
 */
function addJobArtifact(env, name) {
    const file = fileOf(env);
    if (!file)
        return;
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.appendFileSync)(file, `${jobLabel(env)} ${name}\n`);
    }
    catch {
        // The folder may be missing outside of a runner.
    }
}


/***/ }),

/***/ 26878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B2: () => (/* binding */ filePaths),
/* harmony export */   D1: () => (/* binding */ isPicture),
/* harmony export */   Fk: () => (/* binding */ acceptedChangeOf),
/* harmony export */   Gf: () => (/* binding */ withMissingHint),
/* harmony export */   H9: () => (/* binding */ groupByReason),
/* harmony export */   Hq: () => (/* binding */ isChanged),
/* harmony export */   K8: () => (/* binding */ findUnaccepted),
/* harmony export */   Mu: () => (/* binding */ toSidecarTarget),
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nq: () => (/* binding */ failedResult),
/* harmony export */   Oi: () => (/* binding */ withStepErrors),
/* harmony export */   Pn: () => (/* binding */ sumRows),
/* harmony export */   RX: () => (/* binding */ isRemoved),
/* harmony export */   Xe: () => (/* binding */ noApiCalls),
/* harmony export */   cO: () => (/* binding */ isUncountedPdf),
/* harmony export */   eG: () => (/* binding */ sidecarsOf),
/* harmony export */   g9: () => (/* binding */ sidecarPaths),
/* harmony export */   hI: () => (/* binding */ contentFacts),
/* harmony export */   mu: () => (/* binding */ withHint),
/* harmony export */   n8: () => (/* binding */ sidecarPath),
/* harmony export */   q9: () => (/* binding */ withLinks),
/* harmony export */   vn: () => (/* binding */ sumApiCalls),
/* harmony export */   wf: () => (/* binding */ failAll),
/* harmony export */   xA: () => (/* binding */ describeApiCalls)
/* harmony export */ });
/* unused harmony export findGated */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(18229);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35976);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(13623);





/** Adds errors that fail the step, so that the headline mentions them. */
function withStepErrors(rendering, errors) {
    if (errors.length === 0)
        return rendering;
    const { total, first } = rendering.judged?.stepErrors ?? (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .asListed */ .Gy)([]);
    const faults = errors.map(({ message, hint }) => ({
        message: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(message, 500),
        hint: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(hint, 500),
    }));
    const stepErrors = { total: total + errors.length, first: [...first, ...faults].slice(0, _verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .maxNames */ .$g) };
    return { ...rendering, judged: { ...rendering.judged, stepErrors } };
}
/** Fails all targets for one reason. The reason becomes the headline of the run. */
function failAll(targets, thrown) {
    const { message: reason, hint } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .asActionError */ .z6)(thrown);
    return {
        results: targets.map(target => failedResult(target, thrown)),
        stopped: { reason, hint, problems: (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .asListed */ .Gy)([]) },
    };
}
const failedResult = (target, thrown, more = {}) => ({ status: 'failure', target, error: (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .toFault */ .ec)(thrown), apiCalls: 0, ...more });
/** Adds more reasons why Looker does not find a LookML dashboard or a tile of it that the user listed. */
const withMissingHint = (failed) => withHint(failed, 'Check the id, and whether the commit removes or renames it: then change the list of targets, too. If the base branch of the pull request got it after this branch began, merge the base branch into this branch. Looker gives the same answer if the API user may not see the content.');
function withHint(failed, hint) {
    const error = new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ(failed.error.message, hint, { cause: (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .thrownOf */ .Kf)(failed.error) });
    return { ...failed, error: (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .toFault */ .ec)(error) };
}
function groupByReason(failures) {
    const groups = new Map();
    for (const failure of failures) {
        const reason = JSON.stringify([failure.error.message, failure.error.hint]);
        const group = groups.get(reason);
        if (group)
            group.push(failure);
        else
            groups.set(reason, [failure]);
    }
    return [...groups.values()];
}
/** Counts the compared results by status. Returns undefined if nothing was compared. */
function tally(results) {
    const found = new Map();
    for (const { comparison } of results)
        if (comparison)
            found.set(comparison.status, (found.get(comparison.status) ?? 0) + 1);
    return found.size > 0 ? found : undefined;
}
/**
 * Returns the status of a result for `fail-on-change`. PDFs have none, because most PDFs cannot be compared. If
 * the change of a LookML dashboard could not be drawn, and its tiles did not change, the dashboard counts as
 * incomparable.
 */
function gatedStatus(result) {
    const { check } = result;
    if (check && (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_1__/* .isChangedCheck */ .vJ)(check))
        return 'changed';
    if (result.status !== 'failure' && isUncountedPdf(result))
        return undefined;
    if (check?.drawing?.problem && result.status !== 'failure' && !check.isNew)
        return 'incomparable';
    return result.comparison?.status;
}
const isChanged = (result) => result.comparison?.status === 'changed';
/** Whether the file is a PNG or JPG. The comment and the report cannot show a PDF. */
const isPicture = ({ target }) => target.output.format !== 'pdf';
/** Whether the head lacks the target (see `Incomparable`). */
const isRemoved = (result) => result.status === 'success' &&
    result.comparison?.status === 'incomparable' &&
    result.comparison.isRemoved === true;
/** Whether the target is a PDF. A PDF that the pull request removes counts like a picture. */
const isUncountedPdf = (result) => !isPicture(result) && !isRemoved(result);
/** Returns the results with this status for `fail-on-change`, including accepted results. */
const findGated = (results, status) => results.filter(result => gatedStatus(result) === status);
function acceptedChangeOf(result) {
    const { check, comparison } = result;
    if (check?.accepted)
        return check.accepted;
    return comparison?.status === 'changed' || comparison?.status === 'incomparable'
        ? comparison.accepted
        : undefined;
}
const findUnaccepted = (results, status) => findGated(results, status).filter(result => !acceptedChangeOf(result));
/**
 * Returns the path of an additional file of a target, such as `sales.before.png` or `sales.pdf.difference.png`. No other
 * target can have the same path, because the input `name` refuses such names.
 * @param path the path or name of the target's own file
 */
function sidecarPath(path, what, format) {
    const { dir, name, ext } = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.parse)(path);
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(dir, `${name}${ext === '.png' ? '' : ext}.${what}.${format}`);
}
/** Returns the target with the name of an additional file, so that two renders of it do not overwrite each other. */
const toSidecarTarget = (target, what) => ({
    ...target,
    file: sidecarPath(target.file, what, target.output.format),
});
const sidecarsOf = (comparison) => [
    ...('before' in comparison && comparison.before ? [comparison.before] : []),
    ...('difference' in comparison ? [comparison.difference] : []),
    ...('strip' in comparison && comparison.strip ? [comparison.strip] : []),
];
/** The rendered file comes first. */
const filePaths = (result) => [
    ...(result.status === 'success'
        ? [
            result.path,
            ...(result.comparison ? sidecarsOf(result.comparison).map(({ path }) => path) : []),
            ...(result.production ? [result.production.path] : []),
        ]
        : []),
    ...(result.check?.file === undefined ? [] : [result.check.file]),
];
/** Returns the paths of all additional files that an earlier run may have left in the output directory. */
const sidecarPaths = (path) => [
    ...['png', 'jpg', 'pdf'].map(format => sidecarPath(path, 'before', format)),
    sidecarPath(path, 'difference', 'png'),
    sidecarPath(path, 'strip', 'png'),
];
const sumRows = (results) => {
    const sum = (count) => results.reduce((all, { rows }) => all + rows[count], 0);
    return {
        before: sum('before'),
        after: sum('after'),
        changed: sum('changed'),
        added: sum('added'),
        removed: sum('removed'),
    };
};
const noApiCalls = { query: 0, administrative: 0 };
const sumApiCalls = (all) => ({
    query: all.reduce((sum, { query }) => sum + query, 0),
    administrative: all.reduce((sum, { administrative }) => sum + administrative, 0),
});
/** Returns text such as `44 query calls and 2 administrative calls`. */
const describeApiCalls = ({ query, administrative }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(query, 'query call')} and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(administrative, 'administrative call')}`;
function withLinks(result, urls) {
    if (result.status !== 'success')
        return result;
    const linksOf = (path) => Object.fromEntries(Object.entries(urls).flatMap(([place, urlOf]) => {
        const url = urlOf(path);
        return url === undefined ? [] : [[place, url]];
    }));
    // A file that was on the images branch before this run keeps its URL.
    const publish = file => {
        const { imageUrl, path } = file;
        return { ...file, links: { ...(imageUrl !== undefined && { imageUrl }), ...linksOf(path) } };
    };
    const { comparison, production, ...compared } = result;
    return {
        ...compared,
        links: linksOf(result.path),
        ...(production && { production: publish(production) }),
        ...(comparison && { comparison: publishComparison(comparison, publish) }),
    };
}
function publishComparison(comparison, publish) {
    switch (comparison.status) {
        case 'changed': {
            const { strip, ...about } = comparison;
            return {
                ...about,
                before: publish(comparison.before),
                difference: publish(comparison.difference),
                ...(strip && { strip: publish(strip) }),
            };
        }
        case 'incomparable': {
            const { before, ...about } = comparison;
            return { ...about, ...(before && { before: publish(before) }) };
        }
        default:
            return comparison;
    }
}
function contentFacts(broken = []) {
    if (broken.length === 0)
        return {};
    const titles = (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .asListed */ .Gy)(broken.map(({ title }) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(title, _verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .maxNameLength */ .ws)));
    return { brokenContent: { count: (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_1__/* .countContent */ .dq)(broken), titles } };
}


/***/ }),

/***/ 68356:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./build/branch-report.js
var branch_report = __nccwpck_require__(18229);
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __nccwpck_require__(72628);
// EXTERNAL MODULE: ./build/github/client.js
var client = __nccwpck_require__(44463);
// EXTERNAL MODULE: ./build/github/github-errors.js
var github_errors = __nccwpck_require__(28831);
// EXTERNAL MODULE: ./build/github/workflow-run.js
var workflow_run = __nccwpck_require__(47889);
;// CONCATENATED MODULE: ./build/github/publishing-guard.js




/** Returns undefined if the event does not say whether the repository is public. */
function guardByEvent({ inputs, run }) {
    if (inputs.allowPublic)
        return { kind: 'open' };
    const isPrivate = isPrivateByEvent(run);
    return isPrivate === undefined ? undefined : guardOf({ inputs, run }, isPrivate);
}
async function guardByGitHub(context) {
    try {
        return guardOf(context, await readIsPrivate(context));
    }
    catch (error) {
        const { message } = (0,github_errors/* gitHubError */.Mj)(error, 'GitHub was asked', 'metadata: read');
        if (!publishes(context))
            return { kind: 'details withheld' };
        return {
            kind: 'visibility unknown',
            error: new errors/* ActionError */.lZ(`Nothing was published: GitHub did not say whether this repository is public (${message})`, 'Run the job again, check github-token, or set allow-public to true if all internet users may see the dashboards.', { cause: error }),
        };
    }
}
/**
 * Returns undefined for a re-run. A re-run has the payload of the first attempt, and the repository may have become
 * public since then.
 */
const isPrivateByEvent = ({ payload, attempt }) => attempt === 1 ? payload.repository?.private : undefined;
async function readIsPrivate(context) {
    const { octokit, owner, repo } = await (0,client/* openRepository */.h_)(context, context.deadlines.start);
    const { data } = await octokit.rest.repos.get({ owner, repo });
    if (typeof data.private !== 'boolean')
        throw new Error('the answer does not contain it');
    return data.private;
}
function guardOf(about, isPrivate) {
    if (isPrivate)
        return { kind: 'open' };
    return publishes(about) ? { kind: 'refused', error: publicRepositoryError() } : { kind: 'details withheld' };
}
const publishes = (about) => [(0,workflow_run/* pullRequestToComment */.t5)(about), (0,workflow_run/* baselineBranch */.Oz)(about)].some(place => place !== undefined) ||
    about.inputs.artifact.kind !== 'none' ||
    about.inputs.release.wanted;
function publishNothing({ inputs, run }) {
    const { artifact, comment, release, compare } = inputs;
    const records = (0,workflow_run/* baselineBranch */.Oz)({ inputs, run }) !== undefined;
    return {
        ...inputs,
        artifact: { ...artifact, kind: 'none' },
        comment: { ...comment, comment: 'false' },
        release: { ...release, wanted: false },
        compare: records ? { ...compare, against: 'none' } : compare,
    };
}
const publicRepositoryError = () => new errors/* ActionError */.lZ('Nothing was rendered: this repository is public, and all internet users could see the dashboards', 'Set allow-public to true if the dashboards may be public, or turn off publishing with artifact: none, comment: false, release: false and compare: none.');

// EXTERNAL MODULE: ./build/list.js + 3 modules
var build_list = __nccwpck_require__(27033);
// EXTERNAL MODULE: ./build/looker/connect.js
var connect = __nccwpck_require__(64887);
// EXTERNAL MODULE: ./build/looker/session.js
var session = __nccwpck_require__(57209);
// EXTERNAL MODULE: ./build/outputs.js
var build_outputs = __nccwpck_require__(30214);
// EXTERNAL MODULE: ./build/public-log.js
var public_log = __nccwpck_require__(92420);
// EXTERNAL MODULE: ./build/arrange-results.js
var arrange_results = __nccwpck_require__(61403);
// EXTERNAL MODULE: ./build/instance-renderers.js
var instance_renderers = __nccwpck_require__(7964);
// EXTERNAL MODULE: ./build/looker/render-task.js + 2 modules
var render_task = __nccwpck_require__(41221);
// EXTERNAL MODULE: ./build/results.js
var build_results = __nccwpck_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/targets.js
var build_targets = __nccwpck_require__(53906);
;// CONCATENATED MODULE: ./build/render.js











/**
 * Renders the listed targets. With `deploy`, renders them with the pull request's LookML. Passes each target to the
 * comparison as soon as it is rendered.
 */
async function render(context, list, stages) {
    const { world, inputs, lookers } = context;
    const { results, unaffected, lookml, disturbance, stopped, branch, lookmlCommit, apiCalls: closedCalls = build_results/* noApiCalls */.Xe, otherCommit, ...problems } = await renderTargets(context, list, stages);
    const { web, release } = await (0,build_list/* knownVersions */.J0)(lookers.first, context);
    const allResults = (0,arrange_results/* arrangeResults */.fG)(list, results, { base: inputs.looker.base, web });
    const keyRefusedBy = findKeyRefusal(allResults);
    const secondKeyRefusedBy = findSecondRefusal(allResults);
    const comparedWith = lookers.second && (await describeSecond(context, lookers.second, release));
    const apiCalls = (0,build_results/* sumApiCalls */.vn)([...(0,connect/* lookerList */.n)(lookers).map(looker => looker.apiCalls), closedCalls]);
    world.print(`Looker was sent ${(0,build_results/* describeApiCalls */.xA)(apiCalls)}.`);
    const rendering = {
        results: allResults,
        unaffected,
        apiCalls,
        ...(release && { release }),
        ...(branch && { branch }),
        ...(lookmlCommit !== undefined && { lookmlCommit }),
        ...(lookml && { lookml }),
        ...(disturbance && { disturbance }),
        ...(stopped && { stopped }),
        ...(otherCommit && { otherCommit: (0,errors/* toFault */.ec)(otherCommit) }),
        ...(keyRefusedBy !== undefined && { keyRefusedBy }),
        ...(secondKeyRefusedBy !== undefined && { secondKeyRefusedBy }),
        ...(comparedWith && { comparedWith }),
    };
    return { rendering, ...problems };
}
/** Returns the host that refused the API key. Returns undefined if at least one target was rendered. */
function findKeyRefusal(results) {
    if (results.some(({ status }) => status !== 'failure'))
        return undefined;
    return results
        .map(result => (result.status === 'failure' ? refusingHost(result.error) : undefined))
        .find(Boolean);
}
/** Returns the second instance if it refused the API key. Returns undefined if at least one target was compared. */
function findSecondRefusal(results) {
    const comparisons = results.flatMap(({ comparison }) => comparison ?? []);
    const hosts = comparisons.map(comparison => comparison.status === 'incomparable' ? refusingHost(comparison.error) : undefined);
    return hosts.every(Boolean) ? hosts[0] : undefined;
}
/** The comparison's error has the log-in's error as its cause. */
function refusingHost(fault) {
    const thrown = (0,errors/* thrownOf */.Kf)(fault);
    const login = thrown instanceof errors/* ActionError */.lZ && !(thrown instanceof session/* LoginError */.Qd) ? thrown.cause : thrown;
    return login instanceof session/* LoginError */.Qd ? login.keyRefusedBy : undefined;
}
async function describeSecond(context, second, release = '') {
    const { host } = second;
    const { release: other = '' } = await (0,build_list/* knownVersions */.J0)(second, context);
    const { host: first } = context.lookers.first;
    if (release === '' || other === '' || release === other)
        return { host };
    return {
        host,
        releases: `${first} has Looker ${release}, and ${host} has Looker ${other}, which may draw differently.`,
    };
}
async function renderTargets(context, list, stages) {
    const targets = (0,build_list/* targetsIn */.A6)(list);
    const { deploy, branchCheck } = context.inputs;
    if (branchCheck && (0,workflow_run/* pullRequestFor */.uT)(context) !== undefined)
        return (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(721), __nccwpck_require__.e(49), __nccwpck_require__.e(671), __nccwpck_require__.e(133), __nccwpck_require__.e(167)]).then(__nccwpck_require__.bind(__nccwpck_require__, 94843))).renderChecked(context, { input: branchCheck, targets, compared: list.compared }, stages);
    if (deploy)
        return (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(721), __nccwpck_require__.e(535), __nccwpck_require__.e(877)]).then(__nccwpck_require__.bind(__nccwpck_require__, 39877))).renderDeployed(context, deploy, { targets, members: list.ofCollections, commits: list.commits }, stages);
    const results = await renderEach(context, targets, stages);
    return {
        results: isQueueWithoutCheck(context) ? results.map(withQueueHint) : results,
        ...{ unaffected: [], errors: [], warnings: [] },
    };
}
const isQueueWithoutCheck = ({ inputs, run }) => inputs.isBranchCheckIdle === true && run.eventName === 'merge_group';
/** In a merge queue, production does not have the LookML of the pull request yet. */
function withQueueHint(result) {
    if (result.status === 'success' || !result.isMissing || !(0,build_targets/* isOfLookml */._N)(result.target))
        return result;
    return (0,build_results/* withHint */.mu)(result, "In a merge queue, dev-mode does nothing, and production lacks the LookML that the pull request adds. Add `if: github.event_name != 'merge_group'` to this step. If the pull request does not add this content, check the id, and that the API user may see the folder.");
}
async function renderEach(context, targets, stages) {
    const { world } = context;
    const { first, onSecond, close } = (0,instance_renderers/* openRenderers */.n)(context, stages);
    const renderAndCompare = async (target) => {
        (0,render_task/* logIgnoredParameters */.x8)(target, world.print);
        const [result, other] = await Promise.all([first.render(target), onSecond?.(target)]);
        return (await stages).compare(result, { before: other && { result: other }, render: first.render });
    };
    try {
        return await world.core.group(groupTitle(context, targets), () => Promise.all(targets.map(renderAndCompare)));
    }
    finally {
        close();
    }
}
function groupTitle({ inputs: { pace }, lookers }, targets) {
    const hosts = (0,connect/* lookerList */.n)(lookers).map(({ host }) => host);
    return `Rendering ${(0,runtime_text/* count */.U9)(targets.length, 'target')} on ${hosts.join(' and ')}, ${pace.concurrency} at a time, within ${(0,runtime_text/* count */.U9)(pace.timeoutMinutes, 'minute')}`;
}

// EXTERNAL MODULE: ./build/runtime/secrets.js
var runtime_secrets = __nccwpck_require__(86210);
// EXTERNAL MODULE: ./build/acceptance/decide-label-event.js
var decide_label_event = __nccwpck_require__(38858);
// EXTERNAL MODULE: ./build/branch-check/temporary-branch.js
var temporary_branch = __nccwpck_require__(93696);
// EXTERNAL MODULE: ./build/runtime/proxies.js
var proxies = __nccwpck_require__(63375);
// EXTERNAL MODULE: ./build/inputs/parsers.js
var parsers = __nccwpck_require__(45272);
// EXTERNAL MODULE: ./build/inputs/problem.js
var problem = __nccwpck_require__(60787);
;// CONCATENATED MODULE: ./build/inputs/instance.js




const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'];
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'];
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'];
/** Whether the API key is missing, for example on a pull request from a fork. */
function lacksCredentials(source) {
    return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable]);
}
const instance_readInstanceParts = (input) => ({
    base: input.required(baseUrl, instanceAddress),
    clientId: input.required(clientId, parsers/* asWritten */.qm),
    clientSecret: input.required(clientSecret, secret(input)),
    version: input.required('api-version', parsers/* apiVersion */.XV),
});
/** Masks a secret and then reads it, so that no error can print it. */
const secret = ({ source }) => text => {
    source.secrets.keep(text);
    return text;
};
/** Returns the instance's origin. The address may have a port, a trailing slash, or a path that begins with `/api/`. */
const instanceAddress = text => {
    const hint = 'write it as https://acme.cloud.looker.com';
    // The error does not quote the text, because the text may contain a password.
    if (text.includes('@'))
        throw new problem/* InputProblem */.S7('the address holds a user or password', hint);
    const unquoted = text.replace(/^(["'`])(.*)\1$/, '$2').trim();
    const url = (0,runtime_text/* parseUrl */.Dl)(/^[a-z][a-z\d+.-]*:\/\//i.test(unquoted) ? unquoted : `https://${unquoted}`);
    // Host names have at most 253 characters (https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4). A longer name would
    // make each connection error unreadable.
    if (!url || url.hostname.length > 253)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a web address`, hint);
    const isPlain = url.protocol === 'http:' && (0,proxies/* isLoopback */.U9)(url.hostname);
    const corrected = url.host === '' ? hint : `write it as ${isPlain ? 'http' : 'https'}://${url.host}`;
    if (unquoted !== text)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has quotes around it`, corrected);
    if (url.protocol !== 'https:' && !isPlain)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not https`, corrected);
    if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} contains more than the instance's address`, corrected);
    return new URL(url.origin);
};

;// CONCATENATED MODULE: ./build/inputs/input-source.js


/** The maximum length of an input in characters, and of a file in bytes. A list of 20,000 targets is shorter. */
const maxTextLength = 1_000_000;
function inputReader(source, onProblem) {
    const namesRead = new Set();
    const namesReported = new Set();
    let defaults;
    const defaultOf = (name) => {
        defaults ??= source.defaults();
        return defaults[name] ?? '';
    };
    const report = (where, problem) => {
        namesReported.add(where);
        onProblem(where, problem);
    };
    const read = (inputName, parse, isRequired) => {
        const [name, variable] = typeof inputName === 'string' ? [inputName] : inputName;
        namesRead.add(name);
        const text = source.get(name) || (variable && source.env[variable]?.trim()) || defaultOf(name);
        if (text !== '')
            return (0,problem/* attempt */.CD)(() => parse(refuseLong(text)), report, name);
        if (isRequired)
            report(name, missingInput(name, variable));
        return undefined;
    };
    const optional = (name, parse) => read(name, parse, false);
    const required = (name, parse) => read(name, parse, true);
    const isChanged = (name) => {
        const text = source.get(name);
        return text !== '' && !namesReported.has(name) && !isSameValue(text, defaultOf(name));
    };
    const reportUnknown = () => {
        for (const [name, known] of (0,problem/* misspelledInputs */.wo)(source.env, namesRead))
            report((0,problem/* labelOf */.Wy)(name), new problem/* InputProblem */.S7('this action has no such input', `did you mean ${known}?`));
    };
    return { optional, required, isChanged, reportUnknown, report, notes: [], source };
}
function refuseLong(text) {
    if (text.length <= maxTextLength)
        return text;
    throw new problem/* InputProblem */.S7(`it has ${(0,runtime_text/* withThousands */.Cm)(text.length)} characters`, `shorten it to ${(0,runtime_text/* withThousands */.Cm)(maxTextLength)}`);
}
/** GitHub passes an empty text for a secret that does not exist. */
const missingInput = (name, variable) => {
    if (variable === undefined)
        return new problem/* InputProblem */.S7('it is missing', 'set the input');
    const what = name.endsWith('base-url')
        ? 'set the input'
        : "the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot";
    return new problem/* InputProblem */.S7('it is empty', `${what}, or set the environment variable ${variable}`);
};
const isSameValue = (one, other) => one.toLowerCase() === other.toLowerCase() || (other !== '' && Number(one) === Number(other));
/** Combines required and optional values. Returns undefined if a required value is undefined. */
function input_source_complete(required, optional) {
    return isComplete(required) ? Object.assign({}, required, optional) : undefined;
}
const isComplete = (values) => Object.values(values).every(value => value !== undefined);

;// CONCATENATED MODULE: ./build/inputs/compare-deploy-dev-mode.js





function readCompare(input, { base, clientId, clientSecret }) {
    const { required, optional } = input;
    const second = {
        base,
        clientId: optional('compare-client-id', parsers/* asWritten */.qm) ?? clientId,
        clientSecret: optional('compare-client-secret', secret(input)) ?? clientSecret,
    };
    return input_source_complete({
        against: required('compare', comparedWith(second)),
        threshold: required('diff-threshold', parsers/* fraction */.zO),
        tolerance: required('max-changed-pixels', parsers/* tolerance */.aS),
        confirmChanges: required('confirm-changes', parsers/* boolean */.zM),
        failOnChange: required('fail-on-change', parsers/* boolean */.zM),
        acceptLabel: required('accept-label', parsers/* labelName */._H),
    });
}
/**
 * Reads `none`, `base`, or the address of a second instance. Returns undefined if the second instance has no valid API
 * key.
 */
const comparedWith = ({ base, clientId, clientSecret, }) => text => {
    const mode = ['none', 'base'].find(name => name === text.toLowerCase());
    if (mode !== undefined)
        return mode;
    if (!/[.:]/.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not an allowed value`, 'write none, base, or the address of a second Looker instance');
    const second = instanceAddress(text);
    if (second.origin === base?.origin)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is the same instance as base-url`, 'write the address of the second instance, or base to compare with the base branch');
    return input_source_complete({ base: second, clientId, clientSecret });
};
const needsVersion4 = () => new problem/* InputProblem */.S7('it needs api-version 4.0', 'leave this input empty');
/** Returns undefined if `deploy` is empty or an input is invalid. */
function readDeploy(input, { base, version, against }) {
    const { optional, required, report, source } = input;
    const project = optional('deploy', lookmlProject);
    const ref = optional('deploy-ref', commitish);
    const onlyAffected = required('only-affected', parsers/* boolean */.zM);
    const isDeployed = source.get('deploy') !== '';
    if (!isDeployed) {
        const alone = new problem/* InputProblem */.S7('it needs deploy', 'name the LookML project in deploy, or leave this input empty');
        if (ref !== undefined)
            report('deploy-ref', alone);
        if (onlyAffected)
            report('only-affected', alone);
        return undefined;
    }
    if (source.get('confirm-changes').toLowerCase() === 'true')
        report('confirm-changes', new problem/* InputProblem */.S7('it would render again after deploy has restored the previous commit', 'remove confirm-changes or deploy'));
    if (version === '3.1')
        report('deploy', needsVersion4());
    if (typeof against === 'object' && against.base.hostname === base?.hostname)
        report('compare', new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(against.base.host)} is also the instance that deploy changes`, 'write base to compare with the merge base on that instance, or write the address of another instance'));
    return input_source_complete({ project, onlyAffected }, { ref });
}
/** Returns undefined if `dev-mode` is empty or an input is invalid. */
function readBranchCheck({ optional, required, report, source, isChanged }, { version, against }) {
    const project = optional('dev-mode', devModeProject);
    const numbers = required('numbers', parsers/* boolean */.zM);
    const contentValidation = required('content-validation', parsers/* boolean */.zM);
    if (source.get('dev-mode') === '') {
        for (const name of ['numbers', 'content-validation'])
            if (isChanged(name))
                report(name, new problem/* InputProblem */.S7('it needs dev-mode', 'name the LookML project in dev-mode, or leave this input empty'));
        return undefined;
    }
    if (source.get('deploy') !== '')
        report('dev-mode', new problem/* InputProblem */.S7('it cannot be combined with deploy', 'keep deploy if base-url is a staging instance, or keep dev-mode if it is the only instance'));
    if (version === '3.1')
        report('dev-mode', needsVersion4());
    if (typeof against === 'object')
        report('compare', new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(against.base.host)} cannot be combined with dev-mode, which compares two commits on one instance`, 'write none or base, or leave dev-mode empty'));
    return input_source_complete({ project, numbers, contentValidation });
}
const devModeProject = text => {
    if (/^(true|false|yes|no|on|off)$/i.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not the name of a LookML project`, "write the LookML project's name, as in Looker's address /projects/<name>, or leave it empty");
    return lookmlProject(text);
};
/** Reports inputs that have no effect, and names the input that they need. */
function reportInputsWithoutEffect({ report, isChanged, source }, { against, isBranchChecked, targets }) {
    const reportUnless = (hasEffect, names, fact, hint) => {
        for (const name of names)
            if (!hasEffect && isChanged(name))
                report(name, new problem/* InputProblem */.S7(fact, hint));
    };
    const isCompared = against !== 'none';
    reportUnless(isCompared || isBranchChecked, ['fail-on-change', 'accept-label', 'confirm-changes'], 'it needs compare or dev-mode', 'set compare to base, or name the LookML project in dev-mode, or leave this input empty');
    reportUnless(isCompared, ['diff-threshold', 'max-changed-pixels', 'ignore'], 'it needs compare', 'set compare to base, or leave this input empty');
    // With `deploy`, a PDF of a dashboard that the pull request removes fails the gate.
    const isGateOfPdfs = isCompared && !isBranchChecked && source.get('deploy') === '' && targets?.every(isPdf);
    reportUnless(!isGateOfPdfs, ['fail-on-change', 'confirm-changes', 'max-changed-pixels'], 'all targets are PDFs, which are never counted as changed', 'add a target with format png or jpg, or leave this input empty');
    reportUnless(typeof against === 'object' || against === undefined, ['compare-client-id', 'compare-client-secret'], 'it needs the address of a second Looker instance in compare', 'write that address in compare, or leave this input empty');
    reportUnless(targets === undefined || targets.some(mayBePdf), ['pdf-paper-size', 'pdf-landscape'], 'it needs a target with format pdf', 'set format to pdf, or leave this input empty');
}
/** Whether the target may become a PDF. A folder, board or model may contain a dashboard. */
const mayBePdf = (listed) => (0,build_targets/* isCollection */.P3)(listed)
    ? listed.kind !== 'tiles' && mayBePdf(listed.toTarget({ kind: 'dashboard', id: '1' }))
    : listed.output.format === 'pdf';
const isPdf = (listed) => !(0,build_targets/* isCollection */.P3)(listed) && mayBePdf(listed);
const lookmlProject = text => {
    if (/^[\w-]{1,100}$/.test(text))
        return text;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a LookML project`, "write the project's name, as in Looker's address /projects/<name>");
};
/** Reads a commit, branch or tag (https://git-scm.com/docs/git-check-ref-format). */
const commitish = text => {
    (0,problem/* refuseHidden */.ly)(text);
    if (text.length <= 255 && /^(?![-/])[^\s~^:?*[\\\p{Cc}]+$/u.test(text) && !text.includes('..'))
        return text;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a commit, a branch or a tag`, "write a name such as main or a commit's hash, or leave it empty for the head of the pull request");
};

// EXTERNAL MODULE: ./build/inputs/file-name.js
var file_name = __nccwpck_require__(1570);
;// CONCATENATED MODULE: ./build/inputs/corrections.js

/** The beginnings of addresses that Looker can render. */
const resources = [
    'dashboards',
    'dashboards-next',
    'lookml_dashboards',
    'looks',
    'queries',
    'explore',
    'dashboard_elements',
    'folders',
    'boards',
    'models',
];
/**
 * Wrong words for a resource, with the right word. `nearestWord` cannot find the right word, because the words differ
 * too much.
 */
const otherNames = {
    query: 'queries',
    elements: 'dashboard_elements',
    space: 'folders',
    spaces: 'folders',
    homepages: 'boards',
};
function resourceFor(word) {
    const lower = word.toLowerCase();
    if (resources.includes(lower))
        return lower;
    if (Object.hasOwn(otherNames, lower))
        return otherNames[lower];
    return (0,problem/* nearestWord */.zZ)(lower, resources, lower.length < 6 ? 1 : 2);
}
/** Matches `https://host/embed/`, or a part of it. */
const addressStart = '((?:https?://[^/?#]{1,260})?/*(?:embed/)?)';
const notAnAddress = 'is not a Looker address';
/** `correctAddress` applies the corrections in this order. */
const corrections = [
    {
        mistake: 'has quotes around it',
        correct: text => text.replace(/^["'`“„<](.*)["'`”“>]$/u, '$1').trim(),
    },
    {
        mistake: 'begins with a bullet',
        correct: text => text.replace(/^(?:[*•+]|\d{1,4}[.)])\s+/, ''),
    },
    {
        mistake: 'begins like a mapping of a YAML list',
        correct: text => text.replace(/^target:\s*/, ''),
    },
    {
        mistake: 'has a comma or semicolon at its end',
        correct: text => text.replace(/[,;]$/, ''),
    },
    {
        // `acme.looker.com/dashboards/42`
        mistake: notAnAddress,
        correct: text => text.replace(/^(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}(?::\d{1,5})?\/)/, 'https://'),
    },
    {
        // `dashboard 42`
        mistake: notAnAddress,
        correct: text => text.replace(/^([a-z_]{4,20})\s?[ :=#]\s?([\w-]{1,100})$/i, (whole, word, id) => {
            const resource = resourceFor(word);
            return resource === undefined ? whole : `${resource}/${id}`;
        }),
    },
    {
        // `42`
        mistake: notAnAddress,
        correct: text => text.replace(/^(?=\d{1,12}$|[\w-]{1,100}::[\w.-]{1,100}$)/, 'dashboards/'),
    },
    {
        // `dashboard/42`
        mistake: notAnAddress,
        correct: text => text.replace(new RegExp(`^${addressStart}([\\w-]{1,40})(?=/)`, 'i'), (whole, before, word) => {
            const resource = resourceFor(word);
            return resource === undefined ? whole : before + resource;
        }),
    },
    {
        // `looks/7/edit`
        mistake: notAnAddress,
        correct: text => text.replace(new RegExp(`^(${addressStart}[\\w-]{1,40}/[^/?#]{1,200})/(?:edit|view|show)/?(?=[?#]|$)`, 'i'), '$1'),
    },
];
/** The maximum length of a text that is searched for mistakes. */
const maxSlipLength = 2000;
/** The maximum length of an address that a message repeats. */
const maxCorrectionLength = 200;
/**
 * Finds several targets on one line. Without this check, `dashboards/1?A=b dashboards/2` would be a valid address whose
 * filter has the value `b dashboards/2`.
 */
function explainSeveral(text, isAddress) {
    if (text.length > maxSlipLength || !/[\s,;]/.test(text))
        return undefined;
    const parts = text.split(/[\s,;]+/).filter(part => part !== '');
    if (parts.length < 2 || !parts.every(isAddress))
        return undefined;
    const first = parts.slice(0, 3).join(' and ');
    const rest = parts.length > 3 ? ` and ${parts.length - 3} more` : '';
    return {
        fact: `${(0,problem/* quoted */.TL)(text)} has ${parts.length} targets on one line`,
        hint: `write each target on a separate line: ${first.slice(0, maxCorrectionLength)}${rest}`,
    };
}
/** Corrects common mistakes. Returns undefined if no correction gives a valid address. */
function explainSlip(text, isAddress) {
    if (text.length > maxSlipLength)
        return undefined;
    const withoutDash = text.replace(/^-+(?=[^\s-])/, '');
    if (withoutDash !== text) {
        const target = isAddress(withoutDash) ? withoutDash : correctAddress(withoutDash, isAddress)?.text;
        return target === undefined
            ? undefined
            : { fact: `${(0,problem/* quoted */.TL)(text)} has no space after its dash`, hint: `write - ${target}` };
    }
    const corrected = correctAddress(text, isAddress);
    return corrected && { fact: `${(0,problem/* quoted */.TL)(text)} ${corrected.mistake}`, hint: `write ${corrected.text}` };
}
/** If the text has several mistakes, returns the first mistake. */
function correctAddress(text, isAddress) {
    let corrected = text;
    let firstMistake;
    for (const { mistake, correct } of corrections) {
        const next = correct(corrected);
        if (next !== corrected)
            firstMistake ??= mistake;
        corrected = next;
    }
    if (firstMistake === undefined || corrected.length > maxCorrectionLength || !isAddress(corrected))
        return undefined;
    return { text: corrected, mistake: firstMistake };
}

;// CONCATENATED MODULE: ./build/inputs/filters.js


/**
 * Reads a YAML mapping, or a query such as `Region=West&Date=7+days`. The text is a query if a `=` comes before the
 * first `:`, `{` or quoted key.
 */
const filtersFromText = text => {
    const mark = /[:={]|^["']/.exec(text)?.[0];
    return mark === '=' ? filtersFromQuery(text) : filtersFromYaml((0,parsers/* parseYaml */.hN)(text, 'filters'));
};
/**
 * Reads `{ Region: West, State: [CA, OR] }`. Joins the values of a list with commas, which mean "or" in Looker. So a
 * comma inside of such a value is escaped as `^,` (https://cloud.google.com/looker/docs/filter-expressions). An empty
 * value clears the filter.
 */
function filtersFromYaml(yaml) {
    if (yaml === null || typeof yaml !== 'object' || Array.isArray(yaml)) {
        const text = typeof yaml === 'string' ? yaml : JSON.stringify(yaml);
        const [, name, value] = /^([^\s:][^:]{0,60}):([^\s:].{0,60})$/.exec(text) ?? [];
        if (typeof yaml === 'string' && name !== undefined)
            throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no space after its colon`, `write ${name}: ${value}`);
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a mapping of filters`, 'write { Region: West } or Region=West&Date=7+days');
    }
    return new Map(Object.entries(yaml).map(([name, value]) => [name, filterValue(name, value)]));
}
function filterValue(name, value) {
    if ((0,problem/* refuseHidden */.ly)(name).trim() === '')
        throw new problem/* InputProblem */.S7('a filter has no name', 'write { Region: West }');
    if (value === null)
        return '';
    if (typeof value === 'string')
        return (0,problem/* refuseHidden */.ly)(value);
    if (Array.isArray(value) && value.every(item => typeof item === 'string')) {
        const found = value.find(item => interval.test(item));
        if (found !== undefined)
            throw intervalInList(name, found, value);
        return value.map(item => (0,problem/* refuseHidden */.ly)(item).replace(/(?<!\^),/g, '^,')).join(',');
    }
    throw new problem/* InputProblem */.S7(`the filter ${(0,problem/* quoted */.TL)(name)} is neither a string nor a list of strings`, `write ${(0,problem/* labelOf */.Wy)(name)}: [CA, OR]`);
}
/** Matches an interval of numbers, such as `[0, 20)` or `(-inf, 10]`. */
const interval = /^(?:NOT\s{0,9})?[[(]\s{0,9}[-+.\w]{0,40}\s{0,9},\s{0,9}[-+.\w]{0,40}\s{0,9}[)\]]$/i;
/** In a list, the comma of an interval would be escaped, and Looker would not understand the interval. */
const intervalInList = (name, found, values) => new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(found)} in a list of values may be an interval or a text with a comma`, `write ${(0,problem/* labelOf */.Wy)(name)}: ${(0,problem/* quoted */.TL)(values.join(','))} for intervals, or put a ^ before the comma of a text`);
/**
 * Reads the part after `?` in an address of Looker. Also accepts one filter per line. Refuses text that Looker would
 * understand differently, such as a `&` in a value or a second `=`.
 * @throws InputProblem
 */
function filtersFromQuery(query) {
    const filters = new Map();
    let previous = '';
    for (const part of queryParts(query)) {
        const [name, value] = readFilter(part, previous);
        const first = filters.get(name);
        if (first !== undefined)
            throw new problem/* InputProblem */.S7(`the filter ${(0,problem/* quoted */.TL)(name)} is set twice`, `write its values with commas: ${(0,problem/* labelOf */.Wy)(name)}=${first},${value}`);
        filters.set(name, value);
        previous = part;
    }
    return filters;
}
/**
 * Splits a query such as `?Region=West&Date=7+days` into its filters. Removes comments, which are lines that begin with
 * `# `.
 */
const queryParts = (query) => query
    .replace(/^\?/, '')
    .split(/\r?\n/)
    .filter(line => !/^\s*#(\s|$)/.test(line))
    .flatMap(line => line.split('&'))
    .map(part => part.trim())
    .filter(part => part !== '');
function readFilter(part, previous) {
    (0,problem/* refuseHidden */.ly)(part);
    if (part.startsWith('amp;'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(`&${part}`)} is the HTML form of &`, `write ${(0,problem/* quoted */.TL)(`&${part.slice(4)}`)}`);
    if (part.includes('#'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} has a #, which ends an address`, 'write the # as %23');
    const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    if (name === undefined)
        throw withoutEquals(part, previous);
    if (name.trim() === '')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} names no filter`, 'write it as Region=West');
    if (/[^<>!]=/.test(value))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} has more than one =`, 'put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D');
    return [decodeParameter(name.trim()), decodeParameter(value.trim())];
}
function withoutEquals(part, previous) {
    const fact = `${(0,problem/* quoted */.TL)(part)} has no =`;
    const clear = `${(0,problem/* labelOf */.Wy)(part)}= to clear that filter`;
    return previous === ''
        ? new problem/* InputProblem */.S7(fact, `write ${(0,problem/* labelOf */.Wy)(part)}=West to set it, or ${clear}`)
        : new problem/* InputProblem */.S7(fact, `write a & inside of a value as %26 (${previous} %26 ${part}), or ${clear}`);
}
/**
 * Decodes codes such as `%20`. Leaves `%shirt%` as it is, because it contains no code. Refuses `%badge%`, because its
 * code `%ba` is not valid UTF-8.
 */
function decodeParameter(text) {
    const spaced = text.replaceAll('+', ' ');
    if (!/%[\da-f]{2}/i.test(spaced))
        return spaced;
    try {
        return decodeURIComponent(spaced);
    }
    catch {
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has a broken percent-encoding`, 'write a % as %25');
    }
}

;// CONCATENATED MODULE: ./build/inputs/looker-url.js





const isCollectionUrl = (url) => url.kind === 'folder' || url.kind === 'board' || url.kind === 'model';
/** Parameters of Looker's addresses that are not dashboard filters. */
const ownParameters = new Set(`theme _theme hide_filter filter_config allow_login_screen embed_domain sdk qid toggle tab tile origin
   origin_space vis vis_config run refresh fullscreen edit share nonce`.split(/\s+/));
const addressForms = 'write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>';
/**
 * Reads an address or a path from the browser's address bar. The path may begin with `/embed/` or `/dashboards-next/`.
 * @throws InputProblem
 */
function parseLookerUrl(text) {
    const several = explainSeveral(text, isAddress);
    if (several)
        throw new problem/* InputProblem */.S7(several.fact, several.hint);
    try {
        return parseAddress(text);
    }
    catch (error) {
        const slip = error instanceof problem/* InputProblem */.S7 ? explainSlip(text, isAddress) : undefined;
        throw slip ? new problem/* InputProblem */.S7(slip.fact, slip.hint) : error;
    }
}
const withoutEffectless = (href) => href.replace(/\/edit\/?(?=[?#]|$)/, '').replace(/\?search=[^&#]*/, '');
function isAddress(text) {
    try {
        parseAddress(text);
        return true;
    }
    catch (error) {
        if (error instanceof problem/* InputProblem */.S7)
            return false;
        throw error;
    }
}
function parseAddress(text) {
    const { url, pasted } = readAddress(text);
    const address = parsePath(url, text);
    if (!pasted)
        return address;
    const href = address.note ? withoutEffectless(pasted.href) : pasted.href;
    return { ...address, pasted: { ...pasted, href } };
}
function parsePath(url, text) {
    const [kind = '', ...segments] = pathSegments(url, text);
    const refused = Object.hasOwn(unrenderablePages, kind) ? unrenderablePages[kind] : undefined;
    if (refused)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is ${refused.kind}`, refused.hint);
    if (kind === 'explore')
        return exploreUrl(url, text, segments);
    const isEdited = /^(dashboards(-next)?|lookml_dashboards)$/.test(kind) && segments[1] === 'edit';
    const [id, ...rest] = isEdited ? segments.toSpliced(1, 1) : segments;
    if (id === undefined || rest.length > 0)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a Looker address`, addressForms);
    switch (kind) {
        case 'dashboards':
        case 'dashboards-next':
        case 'lookml_dashboards':
            return {
                ...dashboardUrl(id, text),
                ...(isEdited && { note: `${(0,problem/* quoted */.TL)(text)} is rendered as the saved dashboard, without /edit.` }),
            };
        case 'looks':
            return visualUrl('look', `/looks/${id}`, url, id, text);
        case 'queries':
            return visualUrl('query', `/queries/${id}`, url, id, text);
        case 'dashboard_elements':
            return visualUrl('dashboard_element', `/dashboard_elements/${encodeURIComponent(id)}`, url, id, text);
        case 'folders':
        case 'boards':
        case 'models':
            return collectionUrl(kind, id, { url, text });
        default:
            throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a Looker address`, addressForms);
    }
}
/** Pages of Looker that the API cannot render. */
const unrenderablePages = {
    x: {
        kind: "a short link, which Looker's API cannot resolve",
        hint: 'open it in a browser and copy the long address',
    },
    merge: {
        kind: 'a merged result, which Looker cannot render on its own',
        hint: 'save it to a dashboard and write that dashboard',
    },
    sql: {
        kind: 'a SQL Runner query, which Looker cannot render on its own',
        hint: 'save it to a dashboard and write that dashboard',
    },
};
/**
 * Splits an address into its URL and pasted host. Only Looker knows which hosts belong to the instance, so the host is
 * checked after the log-in.
 */
function readAddress(text) {
    const isWhole = /^https?:\/\//i.test(text);
    const address = isWhole ? text : text.replace(/^\/*/, '/');
    const url = (0,runtime_text/* parseUrl */.Dl)(address, 'https://looker.invalid');
    if (!url)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a valid address`, addressForms);
    if (!isWhole)
        return { url };
    if (url.username || url.password)
        throw new problem/* InputProblem */.S7('the address of a target holds a user or password', 'delete the part before the @');
    return { url, pasted: { href: url.href, host: url.hostname } };
}
function pathSegments(url, text) {
    try {
        const segments = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
        return segments[0] === 'embed' ? segments.slice(1) : segments;
    }
    catch {
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has a broken percent-encoding`, 'copy the address from the browser again');
    }
}
function dashboardUrl(id, text) {
    const isLookml = id.includes('::');
    // A LookML id has the form `model::name`. A model is named after its file, so its name may contain nearly any
    // character.
    if (isLookml ? !/^[^/\\\p{Cc}]+::[^/\\\p{Cc}]+$/u.test(id) : !/^[\w-]+$/.test(id))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no valid dashboard id`, 'write dashboards/42 or dashboards/model::name');
    const { filters, own } = readParameters(text);
    const theme = own.get('theme');
    return {
        kind: isLookml ? 'lookml_dashboard' : 'dashboard',
        id,
        filters,
        ...(theme && { theme }),
        ignoredParameters: [...own.keys()].filter(name => name !== 'theme'),
        path: `/dashboards/${encodeURIComponent(id).replaceAll('%3A', ':')}`,
    };
}
/**
 * Reads the address of an Explore. Its `qid` is the id of a saved query. Without a `qid`, there is no query to render.
 */
function exploreUrl(url, text, rest) {
    const qid = url.searchParams.get('qid');
    if (rest.length !== 2 || !qid)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} does not name a saved query`, "write explore/<model>/<view>?qid=<slug>, as Looker's address bar shows it after the Explore has run");
    const path = `${url.pathname.replace(/^\/embed/, '')}?qid=${encodeURIComponent(qid)}`;
    return { ...visualUrl('query', path, url, qid, text), title: `Query of ${(0,runtime_text/* oneLine */.TN)(rest[1] ?? '', 100)}` };
}
function visualUrl(kind, path, url, id, text) {
    const pattern = kind === 'dashboard_element' ? /^(?!\.*$)[^/\\\p{Cc}]+$/u : /^[\w-]+$/;
    if (!pattern.test(id))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no valid id`, addressForms);
    // The address of an Explore with a `qid` also contains the parts of the query: fields, f[…], sorts.
    const isExplore = url.searchParams.has('qid');
    const filters = [...url.searchParams.keys()].filter(name => !ownParameters.has(name));
    if (filters.length > 0 && !isExplore)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has filters, and Looker renders a ${build_targets/* targetKinds */.xV[kind].noun} as it was saved`, 'remove the ? and the text after it, or render a dashboard');
    return { kind, id, filters: new Map(), ignoredParameters: [], path };
}
/**
 * Separates Looker's parameters from filters. Does not use the `URL` class, because it would cut the text at `#` and
 * change encodings.
 */
function readParameters(text) {
    const [, query = ''] = /^[^?#]*\?(.*)$/s.exec(text) ?? [];
    const parts = queryParts(query);
    const isOwn = (part) => ownParameters.has(/^[^=]*/.exec(part)?.[0].trim() ?? '');
    return {
        own: new Map(new URLSearchParams(parts.filter(isOwn).join('&'))),
        filters: filtersFromQuery(parts.filter(part => !isOwn(part)).join('&')),
    };
}
const collectionForms = {
    folders: {
        kind: 'folder',
        pattern: /^\d+$/,
        fact: 'has no valid folder id, which is a number',
        hint: 'write folders/12, or models/<name> for LookML dashboards',
    },
    boards: {
        kind: 'board',
        pattern: /^\d+$/,
        fact: 'has no valid board id, which is a number',
        hint: 'write boards/3',
    },
    // A model is named after its file, so its name may contain nearly any character.
    models: {
        kind: 'model',
        pattern: /^(?!.*::)[^/\\\p{Cc}]+$/u,
        fact: 'has no valid model name',
        hint: 'write models/<name>',
    },
};
function collectionUrl(resource, id, { url, text }) {
    const { kind, pattern, fact, hint } = collectionForms[resource];
    if (!pattern.test(id))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} ${fact}`, hint);
    const isSearch = kind === 'folder' && /^\?search=[^&]*$/.test(url.search);
    if (url.search !== '' && !isSearch)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has filters, but a ${kind} cannot have filters`, `set them in a mapping: - { target: ${resource}/${id}, filters: { Region: EMEA } }`);
    // Looker has no page for a model. The folder `lookml` lists all LookML dashboards.
    const path = kind === 'model' ? '/folders/lookml' : `/${resource}/${id}`;
    const note = `${(0,problem/* quoted */.TL)(text)} is rendered as the whole folder, without its ?search=.`;
    return { kind, id, path, ...(isSearch && { note }) };
}

;// CONCATENATED MODULE: ./build/inputs/target-settings.js





const singleValue = (parse) => value => {
    if (typeof value === 'string')
        return parse(value);
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(JSON.stringify(value))} is not a single value`, 'write one value');
};
const pictureSide = (0,parsers/* wholeNumber */.rD)(1, 20_000, 'a whole number of pixels');
const settingReaders = {
    name: singleValue(file_name/* parseFileName */.Px),
    format: singleValue(text => (0,parsers/* oneOf */.yL)('png', 'jpg', 'pdf')(text.replace(/^jpeg$/i, 'jpg'))),
    width: singleValue(pictureSide),
    height: singleValue(pictureSide),
    'pdf-landscape': singleValue(parsers/* boolean */.zM),
    'long-tables': singleValue(parsers/* boolean */.zM),
    filters: value => (typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value)),
    'dashboard-style': singleValue((0,parsers/* oneOf */.yL)('tiled', 'single_column')),
    'pdf-paper-size': singleValue((0,parsers/* oneOf */.yL)('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')),
    theme: singleValue(parsers/* visibleName */.ko),
    'tab-ids': value => (Array.isArray(value) ? value : [value]).flatMap(singleValue(parsers/* lines */.Mn)).map(parsers/* visibleName */.ko),
    ignore: parsers/* rectangles */.T8,
    recursive: singleValue(parsers/* boolean */.zM),
    tiles: singleValue(parsers/* boolean */.zM),
    except: value => (Array.isArray(value) ? value : [value]).map(singleValue(parseException)),
};
/** Keys of a mapping in addition to `target`. */
const settingNames = Object.keys(settingReaders);
function parseException(source) {
    const { kind, id } = parseLookerUrl(source);
    if (kind === 'board' || kind === 'model' || kind === 'query')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(source)} cannot be a member of a collection`, 'write dashboards/44, looks/7, folders/14 or dashboard_elements/19');
    return { source, kind, id };
}
const isSetting = (name) => Object.hasOwn(settingReaders, name);
const settingsWithDefault = ['format', 'width', 'height', 'pdf-landscape', 'long-tables'];
const optionalSettings = [
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'theme',
    'tab-ids',
    'ignore',
];
/** Reads the inputs that apply to all targets. Reports and leaves out settings that cannot be read. */
function readCommonSettings({ required, optional }) {
    const settings = {};
    for (const name of settingsWithDefault)
        readCommonSetting(settings, name, required);
    for (const name of optionalSettings)
        readCommonSetting(settings, name, optional);
    return settings;
}
function readCommonSetting(settings, name, read) {
    const value = read(name, text => settingReaders[name](text));
    if (value !== undefined)
        settings[name] = value;
}
/** Ignores keys with an empty value. Reports each problem with its key. */
function readOwnSettings(mapping, report) {
    const own = {};
    const hasEmptyFilters = mapping.filters === '' || mapping.filters === null;
    for (const [key, value] of Object.entries(mapping))
        (0,problem/* attempt */.CD)(() => readSetting(own, key, value, hasEmptyFilters), report, (0,problem/* labelOf */.Wy)(key));
    return own;
}
function readSetting(own, key, value, hasEmptyFilters) {
    if (!isSetting(key))
        throw unknownSetting(key, hasEmptyFilters);
    if (value !== null && value !== '')
        setSetting(own, key, value);
}
function unknownSetting(key, hasEmptyFilters) {
    const known = (0,problem/* nearestWord */.zZ)(key.slice(0, 40).toLowerCase(), settingNames);
    const hint = known === undefined ? `write one of ${settingNames.join(', ')}` : `did you mean ${known}?`;
    return new problem/* InputProblem */.S7('it is not a setting of a target', hasEmptyFilters ? 'if it is a filter, indent it by two spaces more than filters' : hint);
}
function setSetting(own, name, value) {
    own[name] = settingReaders[name](value);
}
/**
 * Combines the settings of a target. The mapping takes precedence over the address, and the address takes precedence
 * over the inputs.
 */
const settingsOf = (own, { theme }, common) => ({ ...common, ...(theme && { theme }), ...own });

;// CONCATENATED MODULE: ./build/inputs/target.js





const isTargetEntry = (entry) => !('kind' in entry);
function toEntry(source, address, own) {
    if (isCollectionUrl(address))
        return { kind: address.kind, source, address, own };
    return own.tiles && isDashboardKind(address.kind)
        ? { kind: 'tiles', source, address, own }
        : { source, address, own };
}
const isDashboardKind = (kind) => kind === 'dashboard' || kind === 'lookml_dashboard';
/** Finds settings that Looker cannot render, or would render differently. */
const entryProblems = (entry, context) => isTargetEntry(entry) ? targetProblems(entry, context) : collectionProblems(entry, context);
const settingsForDashboards = [
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'pdf-landscape',
    'long-tables',
    'theme',
    'tab-ids',
];
const settingsForPdf = ['pdf-paper-size', 'pdf-landscape'];
/** Looker documents these settings for API 4.0, but not for 3.1. */
const settingsOfVersion4 = ['theme', 'long-tables', 'tab-ids'];
function targetProblems({ address, own }, { version, common }) {
    return [
        ...formatProblems(address, own, own.format ?? common.format),
        ...collectionSettingProblems(own),
        ...(version === '3.1' ? versionProblems(address, own) : []),
    ];
}
function formatProblems(address, own, format) {
    const isSet = (name) => own[name] !== undefined;
    const problems = [];
    if (!isDashboardKind(address.kind)) {
        if (format === 'pdf')
            problems.push(new problem/* InputProblem */.S7('Looker creates PDFs only of dashboards', 'set format to png or jpg for this target'));
        for (const name of settingsForDashboards.filter(isSet))
            problems.push(new problem/* InputProblem */.S7(`${name} is for dashboards only`, 'leave it out'));
    }
    if (format === 'pdf' && isSet('ignore'))
        problems.push(new problem/* InputProblem */.S7('the setting "ignore" is for pictures, not for PDFs', 'leave it out'));
    if (format !== 'pdf')
        for (const name of settingsForPdf.filter(isSet))
            problems.push(new problem/* InputProblem */.S7(`${name} is for format pdf only`, 'leave it out, or set format to pdf'));
    return problems;
}
function versionProblems({ kind, id, theme }, own) {
    const names = settingsOfVersion4.filter(name => own[name] ?? (name === 'theme' && theme));
    const problems = names.map(name => new problem/* InputProblem */.S7(`${name} needs api-version 4.0`, 'leave it out'));
    if (kind === 'dashboard_element')
        problems.push(new problem/* InputProblem */.S7('dashboard elements need api-version 4.0', 'render the dashboard'));
    if ((kind === 'dashboard' || kind === 'look') && !/^\d+$/.test(id))
        problems.push(new problem/* InputProblem */.S7(`in API 3.1 the id ${(0,problem/* quoted */.TL)(id)} must be a number`, 'write the numeric id'));
    return problems;
}
function collectionSettingProblems(own) {
    const problems = [];
    if (own.recursive !== undefined)
        problems.push(new problem/* InputProblem */.S7('the setting "recursive" is for folders only', 'leave it out'));
    if (own.tiles)
        problems.push(new problem/* InputProblem */.S7('the setting "tiles" is for dashboards only', 'leave it out'));
    if (own.except)
        problems.push(new problem/* InputProblem */.S7('the setting "except" is for folders, boards, models and tiles only', 'leave it out'));
    return problems;
}
function collectionProblems({ kind, address, own }, { version, common }) {
    const problems = [];
    const refuseIf = (condition, fact, hint = 'leave it out') => condition ? problems.push(new problem/* InputProblem */.S7(fact, hint)) : 0;
    refuseIf(version === '3.1', 'collections need api-version 4.0', 'list the targets of the collection one by one');
    refuseIf(own.name, 'the setting "name" is for a single target', 'leave it out: each member has its own name');
    refuseIf(own.recursive !== undefined && kind !== 'folder', 'the setting "recursive" is for folders only');
    refuseIf(own.tiles && kind !== 'tiles', 'the setting "tiles" is for dashboards only');
    if (kind === 'tiles') {
        for (const name of settingsForDashboards)
            refuseIf(own[name] !== undefined, `${name} is for whole dashboards, and Looker renders a tile as it was saved`);
        refuseIf('filters' in address && address.filters.size > 0, 'it has filters, and Looker renders a tile as it was saved', 'remove the ? and the text after it');
        refuseIf(own.format === 'pdf', 'Looker creates PDFs only of dashboards', 'set format to png or jpg for this target');
    }
    else if ((own.format ?? common.format) !== 'pdf')
        for (const name of settingsForPdf)
            refuseIf(own[name] !== undefined, `${name} is for format pdf only`, 'leave it out, or set format to pdf');
    return problems;
}
/** Combines the filters of the mapping and the address. The mapping takes precedence. */
const ownFilters = ({ address, own }) => new Map([...address.filters, ...(own.filters ?? [])]);
const entryName = (entry) => entry.own.name ?? (0,file_name/* makeFileName */.up)(entry.address, ownFilters(entry));
/** Returns the name of the target's file, without an extension if the input `format` is invalid. */
const entryFile = (entry, format) => [entryName(entry), entry.own.format ?? format].filter(Boolean).join('.');
function toTarget(entry, base, common) {
    const { source, address, own } = entry;
    const { kind, id, pasted } = address;
    const name = entryName(entry);
    const title = own.name ?? address.title;
    const settings = settingsOf(own, address, common);
    const { width, height, format } = settings;
    const shared = {
        source,
        name,
        id,
        width,
        height,
        ignore: settings.ignore ?? [],
        ...(title && { title }),
        ...(pasted && { pastedHost: pasted.host }),
    };
    if (kind === 'dashboard' || kind === 'lookml_dashboard') {
        const filters = own.filters || address.filters.size > 0 ? ownFilters(entry) : (common.filters ?? new Map());
        return {
            ...shared,
            kind,
            file: `${name}.${format}`,
            url: pageUrl(entry, base, filters),
            filters,
            ignoredParameters: address.ignoredParameters,
            ...dashboardSettings(settings),
        };
    }
    // Looker renders only dashboards as PDF. With `format: pdf`, Looks and tiles of a collection are rendered as PNG.
    const picture = format === 'pdf' ? 'png' : format;
    return {
        ...shared,
        kind,
        file: `${name}.${picture}`,
        url: pageUrl(entry, base, new Map()),
        output: { format: picture },
    };
}
/**
 * Returns the pasted address if the target has only the filters of that address. Otherwise, builds an address with the
 * target's filters.
 */
function pageUrl({ address, own }, base, filters) {
    const { pasted, path } = address;
    if (pasted && !own.filters && filters.size === address.filters.size)
        return pasted.href;
    const query = filters.size > 0 ? `?${(0,build_targets/* encodeFilters */.Qm)(filters)}` : '';
    return (pasted ? new URL(pasted.href).origin : base.origin) + path + query;
}
function dashboardSettings(settings) {
    const { format, 'dashboard-style': style, 'pdf-paper-size': paperSize, theme } = settings;
    const landscape = settings['pdf-landscape'] ?? false;
    return {
        output: format === 'pdf' ? { format, landscape, ...(paperSize && { paperSize }) } : { format },
        longTables: settings['long-tables'] ?? false,
        tabIds: settings['tab-ids'] ?? [],
        ...(style && { style }),
        ...(theme && { theme }),
    };
}
function toCollection(entry, base, common) {
    const { kind, source, address, own } = entry;
    const { id, path, pasted } = address;
    return {
        kind,
        id,
        source,
        name: `${build_targets/* collectionKinds */._e[kind].resource}-${id}`,
        url: pasted?.href ?? base.origin + path,
        ...(pasted && { pastedHost: pasted.host }),
        recursive: own.recursive ?? false,
        except: own.except ?? [],
        toTarget: member => toMemberTarget(member, own, { base, common }),
    };
}
/**
 * Creates the target as if the user had listed the member itself. Leaves out settings that do not apply to the member.
 */
function toMemberTarget({ kind, id, title, dashboard }, own, { base, common }) {
    const path = dashboard
        ? `/dashboards/${encodeId(dashboard.id)}`
        : `/${(0,build_targets/* addressOf */.ci)({ kind, id: encodeId(id) })}`;
    const address = {
        kind,
        id,
        path,
        filters: new Map(),
        ignoredParameters: [],
        ...(title && { title }),
    };
    const { filters, ...withoutFilters } = own;
    const target = toTarget({ source: (0,build_targets/* addressOf */.ci)({ kind, id }), address, own: isDashboardKind(kind) ? own : withoutFilters }, base, common);
    return dashboard && target.kind === 'dashboard_element'
        ? { ...target, url: dashboard.url, dashboard }
        : target;
}
const encodeId = (id) => encodeURIComponent(id.toWellFormed()).replaceAll('%3A', ':');

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(4573);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __nccwpck_require__(68560);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
;// CONCATENATED MODULE: ./build/inputs/workspace-path.js




/**
 * Returns the absolute path. Refuses a path that leads out of the workspace or into git's own folder, directly or
 * through a symbolic link.
 */
const workspacePath = (workspace) => text => {
    (0,parsers/* refuseTricks */.dY)(text);
    if (/\p{Cc}/u.test(text) || text.length > maxPathLength)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a path`, hint);
    const path = (0,external_node_path_.resolve)(workspace, text);
    const ways = [(0,external_node_path_.relative)(workspace, path), (0,external_node_path_.relative)(realPath(workspace), realPath(path))];
    if (!ways.every(isInside))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} leads out of the workspace`, hint);
    if (ways.some(isInGitFolder))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} leads into .git, the folder of git itself`, hint);
    return path;
};
/**
 * Reads the path of a file, as `workspacePath` does. Refuses all symbolic links. A link may point to a file such as
 * `.git/config`, and messages would quote lines of that file.
 */
const workspaceFile = (workspace) => text => {
    const path = workspacePath(workspace)(text);
    if (realPath(path) === (0,external_node_path_.resolve)(realPath(workspace), (0,external_node_path_.relative)(workspace, path)))
        return path;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is a symbolic link, or inside a symbolic link`, 'write the path of the file itself');
};
const hint = 'write a path below the repository, such as looker-snapshots';
/** The maximum length of a path on Linux. */
const maxPathLength = 4096;
const isInside = (way) => !(0,external_node_path_.isAbsolute)(way) && way !== '..' && !way.startsWith(`..${external_node_path_.sep}`);
/** Some file systems ignore case. Windows ignores dots and spaces at the end of a name. */
const isInGitFolder = (way) => way.split(external_node_path_.sep).some(name => /^\.git[. ]*$/i.test(name));
/** Resolves symbolic links. The end of the path need not exist. */
function realPath(path) {
    if ((0,external_node_fs_.existsSync)(path))
        return (0,external_node_fs_.realpathSync)(path);
    return (0,external_node_path_.resolve)(realPath((0,external_node_path_.dirname)(path)), (0,external_node_path_.relative)((0,external_node_path_.dirname)(path), path));
}

;// CONCATENATED MODULE: ./build/inputs/targets-input.js











function readTargetList(input, context) {
    const { optional, report, notes, source } = input;
    const list = optional('targets', parsers/* asWritten */.qm);
    const file = optional('targets-file', workspaceFile(source.workspace));
    const isFromFile = source.get('targets-file') !== '';
    if (!isFromFile && list === undefined)
        report('targets', new problem/* InputProblem */.S7('it is missing', 'list the targets to render, one per line'));
    if (isFromFile && list !== undefined)
        report('targets-file', new problem/* InputProblem */.S7('the input targets is set too', 'keep one of the two'));
    const name = isFromFile ? 'targets-file' : 'targets';
    const content = isFromFile ? file && readTargetsFile(input, file) : list;
    if (content === undefined)
        return undefined;
    const read = () => readTargets(content, context, {
        notes,
        report: (item, problem) => report(item ? `${name}, ${item}` : name, problem),
    });
    return (0,problem/* attempt */.CD)(read, report, name);
}
/** Longer texts are not paths. A message quotes them only in part. */
const maxShownPath = 200;
function readTargetsFile({ source, report }, file) {
    const content = source.readFile(file, maxTextLength);
    const path = (0,files/* slashPath */.Lz)(source.workspace, file);
    if ('bytes' in content)
        return (0,problem/* attempt */.CD)(() => decodeUtf8(content.bytes), report, 'targets-file');
    const [fact, hint] = fileRefusals[content.refusal];
    // On Windows, `path` has no backslash.
    const isWindowsPath = path.includes('\\') && path.length <= maxShownPath;
    report('targets-file', new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(path)} ${fact}`, isWindowsPath ? `write ${path.replaceAll('\\', '/')}` : hint));
    return undefined;
}
const fileRefusals = {
    unreadable: ['cannot be read', 'check the path, and that the repository is checked out before this step'],
    'a folder': ['is a folder', 'name a YAML file'],
    'not a file': ['is a named pipe or a device', 'name a YAML file of the repository'],
    'too large': [
        `has more than ${(0,runtime_text/* withThousands */.Cm)(maxTextLength)} bytes`,
        'shorten it, or split it among several jobs',
    ],
};
function decodeUtf8(bytes) {
    if ((0,external_node_buffer_.isUtf8)(bytes))
        return new TextDecoder().decode(bytes);
    const position = invalidByte(bytes);
    const code = (bytes[position] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    const line = bytes.subarray(0, position).filter(byte => byte === 0x0a).length + 1;
    throw new problem/* InputProblem */.S7(`byte ${position + 1} (0x${code}, in line ${line}) is not UTF-8`, 'save the file as UTF-8');
}
/**
 * Returns the position of the first byte that is not UTF-8. Searching for U+FFFD is not enough, because a valid file
 * may also contain U+FFFD.
 */
function invalidByte(bytes) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    let position = 0;
    let index = 0;
    for (;;) {
        const next = text.indexOf('\ufffd', index);
        position += Buffer.byteLength(text.slice(index, next));
        const isWritten = bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd;
        if (next < 0 || !isWritten)
            return position;
        position += 3;
        index = next + 1;
    }
}
/**
 * Reads one target per line, or a YAML list of targets and mappings. Reports each problem with the position of its
 * item.
 * @returns undefined if an input for all targets, such as `width`, is invalid, or if too many items are wrong
 * @throws InputProblem if the text is not a list
 */
function readTargets(text, context, { report, notes }) {
    const items = listItems(text);
    if (items.length === 0)
        throw new problem/* InputProblem */.S7('it lists nothing', 'write one target per line');
    if (items.length > maxItems)
        throw new problem/* InputProblem */.S7(`it lists ${(0,runtime_text/* withThousands */.Cm)(items.length)} items`, `list at most ${(0,runtime_text/* withThousands */.Cm)(maxItems)}, and split the others among several jobs`);
    const entries = [];
    let wrong = 0;
    for (const [index, item] of items.entries()) {
        const own = readEntry(item, context, problem => report(`item ${index + 1}`, problem));
        if (own.length === 0)
            wrong += 1;
        entries.push(...own);
        if (wrong < maxWrongItems || index + 1 === items.length)
            continue;
        report('', new problem/* InputProblem */.S7(`only the first ${index + 1} items were read`, 'correct them first'));
        return undefined;
    }
    notes.push(...entries.flatMap(({ address }) => address.note ?? []));
    const { base, common } = context;
    const { format, width, height } = common;
    const files = entries
        .filter(isTargetEntry)
        .map(entry => ({ source: entry.source, file: entryFile(entry, format) }));
    for (const problem of (0,file_name/* findCollisions */.tn)(files))
        report('', problem);
    const shared = input_source_complete({ format, width, height }, common);
    return base && shared && entries.map(entry => toListItem(entry, base, shared));
}
/** The maximum number of items. Reading an item takes up to 0.1 ms. */
const maxItems = 10_000;
/** The number of wrong items after which reading stops. A file that is not a list of targets would have thousands. */
const maxWrongItems = 50;
const toListItem = (entry, base, common) => isTargetEntry(entry) ? toTarget(entry, base, common) : toCollection(entry, base, common);
function listItems(file) {
    const text = file.replace(/^\uFEFF/, '');
    const lines = text
        .split(/\r?\n/)
        .map(line => withoutComment(line).trim())
        .filter(line => line !== '');
    const [first = '', second = ''] = lines;
    if (/^[\w-]{1,40}:$/.test(first) && /^-\s/.test(second))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(first)} comes before the list`, 'remove this line: the input begins with the first dash of the list');
    if (/^[\w.-]{1,40}:\s+&\S/.test(first))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(first)} comes before the list`, 'begin with the first dash of the list, and move the anchor to the first target that uses it');
    if (!/^(-(\s|$)|\[|---)/.test(first))
        return lines;
    const list = (0,parsers/* parseYaml */.hN)(text, 'targets');
    if (Array.isArray(list))
        return list;
    throw new problem/* InputProblem */.S7('the YAML is not a list', 'begin each target with a dash');
}
/**
 * Removes the comment from a line. After a `?`, only `# ` begins a comment, because `Store #12` may be a filter's
 * value.
 */
function withoutComment(line) {
    const query = line.indexOf('?');
    const path = query < 0 ? line : line.slice(0, query);
    const inPath = path.search(/(?<=^|\s)#/);
    if (inPath >= 0)
        return line.slice(0, inPath);
    const inQuery = line.search(/(?<=^|\s)#(?=\s|$)/);
    return inQuery < 0 ? line : line.slice(0, inQuery);
}
function readEntry(item, context, report) {
    const { target, ...mapping } = typeof item === 'string' ? { target: item } : (asMapping(item) ?? {});
    const source = typeof target === 'string' ? target.trim() : '';
    if (source === '') {
        report(missingTarget(item));
        return [];
    }
    const problems = [];
    const collect = (key, { message, hint }) => problems.push(new problem/* InputProblem */.S7(key ? `${key}: ${message}` : message, hint));
    const own = readOwnSettings(mapping, collect);
    const address = (0,problem/* attempt */.CD)(() => parseLookerUrl((0,problem/* refuseHidden */.ly)(source)), collect, '');
    const entry = address && toEntry(source, address, own);
    if (entry)
        problems.push(...entryProblems(entry, context));
    for (const problem of problems)
        report(withTarget(source, problem));
    return entry && problems.length === 0 ? [entry] : [];
}
const asMapping = (item) => item !== null && typeof item === 'object' && !Array.isArray(item) ? item : undefined;
function missingTarget(item) {
    const mapping = typeof item === 'string' ? {} : asMapping(item);
    const hint = 'write target: dashboards/42';
    if (!mapping)
        return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(JSON.stringify(item))} is neither a target nor a mapping`, hint);
    const [first] = Object.entries(mapping).filter(([key]) => key.includes('/'));
    if (!first)
        return new problem/* InputProblem */.S7('it names no target', hint);
    const line = first.filter(part => typeof part === 'string').join(': ');
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(line)} has a colon before a space, which begins a mapping`, `put it in quotes: - ${(0,problem/* quoted */.TL)(line)}`);
}
/** Puts the target at the start of the message, unless the message already begins with the target. */
function withTarget(source, { message, hint }) {
    const shown = (0,problem/* quoted */.TL)(source.replace(/\/\/[^/?#\s]{1,500}@/, '//…@'));
    return new problem/* InputProblem */.S7(message.startsWith((0,problem/* quoted */.TL)(source)) ? message : `${shown}: ${message}`, hint);
}

;// CONCATENATED MODULE: ./build/inputs/read-inputs.js











/**
 * Reads every input that `action.yml` declares. To add an input, declare it there, add its type to `input-types.ts`,
 * and read it in the matching group below. Settings of targets belong in `target-settings.ts`.
 * @throws InputError with all problems, before any request is sent
 */
const readInputs = (source) => readWithProblems(source, readAllInputs);
/**
 * Reads only the instance and its API key.
 * @throws InputError with all problems
 */
const readInstance = (source) => readWithProblems(source, input => complete(readInstanceParts(input)));
/** Returns undefined if one of these inputs has an error. */
function readCommentInputs(source) {
    const input = inputReader(source, () => undefined);
    const shard = input.optional('shard', parsers/* shardNumber */.Yk) ?? build_targets/* wholeList */.GM;
    const required = {
        comment: readComment(input),
        shard: { ...shard, jobs: shard.total },
        allowPublic: input.required('allow-public', parsers/* boolean */.zM),
        dryRun: input.required('dry-run', parsers/* boolean */.zM),
    };
    return input_source_complete(required, { token: input.optional('github-token', secret(input)) });
}
function readWithProblems(source, read) {
    const problems = [];
    const value = read(inputReader(source, (where, problem) => problems.push([where, problem])));
    if (value && problems.length === 0)
        return value;
    // A user may put a secret into the wrong input, and the runner does not mask annotations.
    const clean = (where, { message, hint }) => `${where}: ${source.secrets.clean(`${message}; ${hint}${/^did you mean .*\?$/.test(hint) ? '' : '.'}`)}`;
    throw new errors/* InputError */.dz(problems.map(([where, problem]) => clean(where, problem)));
}
function readAllInputs(input) {
    const looker = instance_readInstanceParts(input);
    const shard = input.optional('shard', parsers/* shardNumber */.Yk) ?? build_targets/* wholeList */.GM;
    const targets = readAllTargets(input, looker, shard);
    const compare = readCompare(input, looker);
    const others = { ...looker, against: compare?.against };
    const deploy = readDeploy(input, others);
    const branchCheck = readBranchCheck(input, others);
    const isBranchChecked = input.source.get('dev-mode') !== '';
    reportInputsWithoutEffect(input, { ...others, isBranchChecked, targets });
    const release = readRelease(input);
    const required = {
        looker: input_source_complete(looker),
        targets,
        shard: { ...shard, jobs: jobsWithTargets(shard, targets ?? []) },
        pace: readPace(input),
        failOnError: input.required('fail-on-error', parsers/* boolean */.zM),
        outputDirectory: input.required('output-directory', workspacePath(input.source.workspace)),
        artifact: readArtifact(input, shard),
        summary: input.required('summary', parsers/* boolean */.zM),
        comment: readComment(input),
        images: readImages(input),
        dryRun: input.required('dry-run', parsers/* boolean */.zM),
        allowPublic: input.required('allow-public', parsers/* boolean */.zM),
        release,
        notes: input.notes,
        warnings: release?.wanted && !release.tag ? [releaseWithoutTag()] : [],
        report: input.required('report', parsers/* boolean */.zM),
        compare,
    };
    const token = input.optional('github-token', secret(input));
    input.reportUnknown();
    return input_source_complete(required, { token, ...(deploy && { deploy }), ...(branchCheck && { branchCheck }) });
}
/** The members of a collection are unknown before the log-in. Each job lists them, and fails if it cannot. */
const jobsWithTargets = ({ total }, targets) => targets.some(build_targets/* isCollection */.P3) ? total : Math.min(total, targets.length);
const releaseWithoutTag = () => new errors/* ActionError */.lZ('release is true, but no tag is known, so no files are added to a release', 'Set release-tag, or run the workflow for a tag.');
function readAllTargets(input, { base, version }, shard) {
    const common = readCommonSettings(input);
    for (const name of settingsOfVersion4)
        if (version === '3.1' && common[name])
            input.report(name, needsVersion4());
    const targets = readTargetList(input, { base, version, common });
    // The members of a collection are unknown before the log-in.
    const listed = targets?.some(build_targets/* isCollection */.P3) ? [] : (targets ?? []);
    const excess = (0,build_targets/* describeExcess */.d9)((0,build_targets/* shareOf */.tC)(listed, shard).length, listed.length);
    if (excess)
        input.report('targets', new problem/* InputProblem */.S7(excess.message, excess.hint));
    return targets;
}
const readPace = ({ required }) => input_source_complete({
    concurrency: required('concurrency', (0,parsers/* wholeNumber */.rD)(1, 100, 'a whole number of render tasks')),
    timeoutMinutes: required('timeout-minutes', (0,parsers/* decimalNumber */.zD)(0, 7200, 'a number of minutes')),
    pollIntervalSeconds: required('poll-interval-seconds', (0,parsers/* decimalNumber */.zD)(0, 300, 'a number of seconds')),
});
function readArtifact(input, { index, total }) {
    const { required, optional, source } = input;
    const written = required('artifact-name', parsers/* artifactName */.Cs);
    // Without a number, all jobs of a matrix would upload an artifact with the same default name.
    const isShared = total > 1 && written === source.defaults()['artifact-name'];
    const name = written && isShared ? `${written}-${index}` : written;
    const kind = required('artifact', (0,parsers/* oneOf */.yL)('zip', 'files', 'none'));
    if (name !== undefined && kind !== 'none')
        refuseUsedName(input, kind === 'zip' ? [name, `${name}.html`] : [`${name}.html`]);
    return input_source_complete({
        kind,
        name,
        compressionLevel: required('compression-level', (0,parsers/* wholeNumber */.rD)(0, 9, 'a compression level')),
    }, { retentionDays: optional('retention-days', (0,parsers/* wholeNumber */.rD)(1, 400, 'a whole number of days')) });
}
/**
 * Refuses an artifact name that an earlier step has used. Otherwise, GitHub would refuse the name after all targets
 * were rendered.
 */
function refuseUsedName({ source, report }, names) {
    const used = source.jobArtifacts();
    const name = names.find(name => used.includes(name));
    if (name !== undefined)
        report('artifact-name', new problem/* InputProblem */.S7(`an earlier step of this job has uploaded an artifact named ${(0,problem/* quoted */.TL)(name)}`, 'give each step of a job its own artifact-name, and its own comment-key'));
}
const readComment = ({ required, optional }) => input_source_complete({
    comment: required('comment', (0,parsers/* oneOf */.yL)('auto', 'true', 'false')),
    key: required('comment-key', parsers/* commentKey */.Td),
}, { pullRequest: optional('pull-request', (0,parsers/* wholeNumber */.rD)(1, 1e9, 'the number of a pull request')) });
const readImages = ({ required }) => input_source_complete({ kind: required('images', (0,parsers/* oneOf */.yL)('branch', 'none')), ref: required('images-branch', parsers/* gitRef */.GY) });
/** Accepts `github.ref` of a run for a tag, too. */
const tagName = text => (0,parsers/* asWritten */.qm)(text).replace(/^refs\/tags\//, '');
const readRelease = ({ required, optional }) => input_source_complete({ wanted: required('release', parsers/* boolean */.zM) }, { tag: optional('release-tag', tagName) });

// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __nccwpck_require__(13257);
// EXTERNAL MODULE: ./build/publish/artifact.js
var artifact = __nccwpck_require__(97160);
// EXTERNAL MODULE: ./build/runtime/deadlines.js
var runtime_deadlines = __nccwpck_require__(79450);
// EXTERNAL MODULE: ./build/world.js
var world = __nccwpck_require__(93920);
;// CONCATENATED MODULE: ./build/start.js
















/**
 * Reads the inputs and the event, and sends the log-in requests. Call it before loading the toolkit, because loading
 * takes longer than all other work at the start. Looker then answers the requests while the toolkit is loaded.
 */
async function start(world, secrets) {
    for (const secret of (0,proxies/* proxySecrets */.Wm)(world.env))
        secrets.keep(secret);
    const source = sourceOf(world, secrets);
    const run = (0,workflow_run/* readWorkflowRun */.hO)(world.env, world.readFile);
    const temporary = (0,temporary_branch/* temporaryBranchOf */.DZ)(run);
    if (temporary !== undefined)
        return { kind: 'skipped', notice: (0,temporary_branch/* describeTemporary */.hP)(temporary) };
    const notice = lacksCredentials(source) ? (0,workflow_run/* explainMissingSecrets */.dS)(run) : undefined;
    if (notice !== undefined)
        return { kind: 'skipped', notice };
    const began = new Date();
    await (0,parsers/* loadYamlFor */.pE)(source);
    const read = inputsOrError(source);
    if (read instanceof errors/* InputError */.dz)
        return stoppedBy(read, { world, source, run, began });
    const inputs = forEvent(read, run, world.print);
    for (const note of inputs.notes)
        world.print(note);
    const deadlines = (0,runtime_deadlines/* startDeadlines */.S)(inputs.pace.timeoutMinutes, world.clock, world.cancelled);
    const guard = guardByEvent({ inputs, run });
    const isLabelEvent = (0,decide_label_event/* mayRepeat */.xg)({ run, inputs });
    // After a label event, the other jobs may repeat the verdicts of another list.
    const isIdle = guard?.kind === 'refused' || !(isLabelEvent || hasShare(inputs));
    const connectIfNeeded = () => connectAll(world, { inputs, secrets, deadlines });
    const lookers = isIdle || isLabelEvent ? undefined : connectIfNeeded();
    if (lookers)
        await world.clock.sleep(sendingMs);
    return {
        kind: 'started',
        ...{ inputs, run, secrets, deadlines, began },
        ...(lookers && { lookers }),
        ...(isLabelEvent && !isIdle && { connectIfNeeded }),
        ...(guard && { guard }),
    };
}
function inputsOrError(source) {
    try {
        return readInputs(source);
    }
    catch (error) {
        if (error instanceof errors/* InputError */.dz)
            return error;
        throw error;
    }
}
const commentMinutes = 1;
/**
 * Without `allow-public`, allows a comment about the inputs only in a private repository, because the comment quotes
 * them. A re-run has the payload of the first attempt, and the repository may have become public since then.
 */
function stoppedBy(error, { world, source, run, began }) {
    const deadlines = (0,runtime_deadlines/* startDeadlines */.S)(commentMinutes, world.clock, world.cancelled);
    const inputs = readCommentInputs(source);
    const isPrivate = run.attempt === 1 && run.payload.repository?.private === true;
    const mayComment = inputs && !inputs.dryRun && (isPrivate || inputs.allowPublic);
    return { kind: 'stopped', ...{ error, run, began, deadlines }, ...(mayComment && { inputs }) };
}
/**
 * Turns off the comparison of pictures for `dev-mode` on a pull request, because the pictures show production's LookML.
 * Turns off the branch check for other events, because there is no branch to check. Turns off the gate if the event has
 * no base branch, because no pull request and no label could make it green.
 */
function forEvent(inputs, run, print) {
    const { compare, branchCheck, ...others } = inputs;
    if (branchCheck && (0,workflow_run/* pullRequestFor */.uT)({ inputs, run }) !== undefined)
        return { ...inputs, compare: { ...compare, against: 'none' } };
    if (branchCheck)
        print('dev-mode does nothing here, because this event has no pull request.');
    const isGateIdle = lacksBase({ inputs, run });
    if (isGateIdle)
        print('fail-on-change does nothing here, because this event has no base branch to compare with.');
    return {
        ...others,
        compare: { ...compare, ...(isGateIdle && { failOnChange: false }) },
        ...(branchCheck && { isBranchCheckIdle: true }),
    };
}
/** Whether the gate compares with a base branch, and the event has none: a pushed tag or a release, for example. */
function lacksBase({ inputs, run }) {
    const { against, failOnChange } = inputs.compare;
    if (!failOnChange || against !== 'base' || (0,workflow_run/* baseBranchOf */.vr)(run) !== undefined)
        return false;
    return (0,workflow_run/* pullRequestFor */.uT)({ inputs, run }) === undefined && (0,workflow_run/* baselineBranch */.Oz)({ inputs, run }) === undefined;
}
/**
 * The pause after the log-in begins, in milliseconds. It lets the requests go out before compiling the toolkit blocks
 * the process.
 */
const sendingMs = 3;
/** With a collection, every job may have targets, because the collection's members are still unknown. */
const hasShare = ({ targets, shard }) => targets.some(build_targets/* isCollection */.P3) || (0,build_targets/* shareOf */.tC)(targets, shard).length > 0;
function connectAll(world, { inputs: { looker, compare }, secrets, deadlines }) {
    const options = { world, version: looker.version, secrets, signal: deadlines.render, log: world.print };
    const first = (0,connect/* connect */.N)(looker, options);
    if (typeof compare.against === 'string')
        return { first };
    const { host } = compare.against.base;
    const log = (line) => world.print(`${host}: ${line}`);
    return { first, second: (0,connect/* connect */.N)(compare.against, { ...options, log, hintFor: looker_errors/* hintForSecond */.Fv }) };
}
/** Reads inputs from the environment, as the toolkit's `getInput` does. */
function sourceOf({ env, defaults }, secrets) {
    const get = (name) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
    const jobArtifacts = () => (0,artifact/* readJobArtifacts */.b6)(env);
    return {
        get,
        env,
        readFile: files/* readBoundedFile */.Mv,
        jobArtifacts,
        defaults,
        workspace: (0,world/* workspaceOf */.B3)({ env }),
        secrets,
    };
}

// EXTERNAL MODULE: ./build/verdict.js
var verdict = __nccwpck_require__(10617);
;// CONCATENATED MODULE: ./build/run.js















/** Runs the action's main step. Fails the step instead of throwing. */
async function run(world) {
    const secrets = (0,runtime_secrets/* createSecrets */.g)(world.mask);
    const log = (0,public_log/* holdLog */.ij)(world.print);
    try {
        // 1. Read the inputs and the event, and send the log-in requests.
        const started = await start({ ...world, print: log.print }, secrets);
        const core = await world.core();
        if (started.kind === 'skipped')
            return core.notice(started.notice);
        if (started.kind === 'stopped')
            return await failStoppedRun(started, { ...world, core }, secrets);
        // 2. Find out whether the repository is public, and hold the log back until then. Read the pull request if only its
        // number is known.
        const context = await applyGuard(started, { ...world, core, print: log.print }, log);
        await takeSnapshot(context);
    }
    catch (error) {
        const core = await world.core();
        // If the error came before the visibility was known, the held lines are never printed.
        const shown = log.isDropped()
            ? { core: (0,public_log/* withoutDebug */.Mm)(core), error: (0,public_log/* withholdWords */.XX)((0,errors/* asActionError */.z6)(error)) }
            : { core, error: (0,errors/* asActionError */.z6)(error) };
        (0,verdict/* failStep */.vy)({ core: shown.core, print: world.print }, shown.error, secrets);
    }
}
/** Fails the step because of problems with the inputs. Also reports the problems in the comment. */
async function failStoppedRun({ error, inputs, ...about }, world, secrets) {
    if (inputs)
        await (await Promise.all(/* import() */[__nccwpck_require__.e(49), __nccwpck_require__.e(517), __nccwpck_require__.e(718)]).then(__nccwpck_require__.bind(__nccwpck_require__, 93718))).reportStop({ ...about, world, inputs }, error);
    about.deadlines.end();
    (0,verdict/* failStep */.vy)(world, error, secrets);
}
async function takeSnapshot(context) {
    const { world, inputs, deadlines, guard } = context;
    let connected = context.lookers;
    let stages;
    let mayReportStop = false;
    try {
        await (0,build_outputs/* removeOldReport */.mC)(context);
        const refusal = guard.kind === 'refused' ? guard.error : context.refusal;
        if (refusal)
            return await refuseAll(context, refusal);
        // If the verdict cannot be repeated, the comment keeps the results of this commit.
        if (await repeatLabelVerdict(context))
            return;
        mayReportStop = guard.kind === 'open' && !inputs.dryRun;
        const lookers = context.lookers ?? context.connectIfNeeded?.();
        connected = lookers;
        if (!lookers)
            return await renderNothing(context);
        // 3. List this job's targets.
        const list = await (0,build_list/* listShare */.WY)(context, lookers.first);
        const shard = { ...inputs.shard, jobs: list.jobs, list: list.hash };
        if (list.listed.length === 0) {
            mayReportStop = false;
            return await renderNothing({ ...context, inputs: { ...inputs, shard } });
        }
        const job = { ...context, lookers, inputs: { ...inputs, shard } };
        if (inputs.dryRun)
            return await (await Promise.all(/* import() */[__nccwpck_require__.e(49), __nccwpck_require__.e(517), __nccwpck_require__.e(162)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4162))).rehearse(job, list);
        // 4. Render the targets. While Looker renders, compare (step 5) and upload the finished pictures.
        stages = loadStages(job);
        const { rendering, ...rendered } = await render(job, list, stages);
        mayReportStop = false;
        const { judge, publish, comment, summarize, store } = await stages;
        // 5. Wait for the comparisons. Add the changes that reviewers accepted, and other facts for the verdict.
        const guardErrors = guard.kind === 'visibility unknown' ? [guard.error] : [];
        const judged = forHeadline(job, await judge(rendering), [...guardErrors, ...rendered.errors]);
        // 6. Publish the files: workflow artifacts, images branch, release, report.
        const [published] = await Promise.all([publish(judged), (0,session/* logOut */.je)((0,connect/* lookerList */.n)(lookers), world.cancelled)]);
        const publication = forHeadline(job, published.publication, published.errors);
        // 7. Write the pull request's comment, and set the outputs. Store the results, so that a label can accept them. Then
        // write the job summary, whose headline asks for the label only if the results were stored.
        const commented = await comment(publication);
        const outputs = await (0,build_outputs/* setOutputs */.n0)(job, { ...publication, comment: commented.comment });
        const stepErrors = {
            lookmlErrors: rendered.lookmlErrors ?? [],
            restoreErrors: inputs.branchCheck ? [] : rendered.errors,
            branchErrors: inputs.branchCheck ? rendered.errors : [],
            isOtherCommit: rendering.otherCommit !== undefined,
            jobErrors: commented.errors,
            publishErrors: [...guardErrors, ...published.errors],
        };
        const failures = (0,verdict/* stepFailures */.SC)(publication.results, stepErrors, gatesOf(job));
        const stored = await store(publication, { failures, outputs, commented });
        // The comment and the images branch may show the same disagreement.
        const { disagreement } = stored;
        const jobErrors = commented.errors.length === 0 && disagreement ? [disagreement] : commented.errors;
        const summaryError = await summarize(forHeadline(job, stored.publication, jobErrors));
        // 8. Report all problems, and fail the step if there is a reason. A cancelled step always fails.
        world.cancelled.throwIfAborted();
        const problems = {
            ...stepErrors,
            jobErrors,
            warnings: [
                ...list.warnings,
                ...rendered.warnings,
                ...published.warnings,
                ...commented.warnings,
                ...(summaryError ? [summaryError] : []),
                ...(stored.error ? [stored.error] : []),
            ],
        };
        const brokenContent = (0,branch_report/* unacceptedContent */.ys)(stored.publication.branch);
        (0,verdict/* conclude */.Ep)(job, stored.publication, problems, { ...gatesOf(job), brokenContent });
    }
    catch (error) {
        if (mayReportStop)
            await reportStoppedSnapshot(context, stages, error);
        throw error;
    }
    finally {
        await Promise.all([
            (0,session/* logOut */.je)(connected ? (0,connect/* lookerList */.n)(connected) : [], world.cancelled),
            stages?.then(({ end }) => end(), () => undefined),
        ]);
        deadlines.end();
    }
}
/** Adds errors that fail the step to the facts for the headline. */
const forHeadline = ({ isGuarded }, rendering, errors) => (0,build_results/* withStepErrors */.Oi)(rendering, isGuarded ? errors.map(public_log/* withholdWords */.XX) : errors);
async function reportStoppedSnapshot(context, stages, error) {
    const { reportStop } = await Promise.all(/* import() */[__nccwpck_require__.e(49), __nccwpck_require__.e(517), __nccwpck_require__.e(718)]).then(__nccwpck_require__.bind(__nccwpck_require__, 93718));
    await stages?.then(({ end }) => end(), () => undefined);
    await reportStop(context, (0,errors/* asActionError */.z6)(error));
}
/**
 * Prints the held log or drops it. Turns off publishing if GitHub does not say whether the repository is public. Also
 * reads the pull request if only its number is known.
 */
async function applyGuard(started, world, log) {
    const context = { ...started, world };
    const [guard, named] = await Promise.all([
        started.guard ?? guardByGitHub(context),
        // The repository counts as public here, because its visibility is still unknown.
        (0,commits/* withNamedPullRequest */.eb)({ ...context, isGuarded: true }).then(run => ({ run }), error => ({ refusal: (0,errors/* asActionError */.z6)(error) })),
    ]);
    if (guard.kind === 'open') {
        log.release();
        return { ...context, ...named, guard, isGuarded: false };
    }
    log.drop();
    const inputs = guard.kind === 'visibility unknown' ? publishNothing(started) : started.inputs;
    return {
        ...context,
        ...named,
        inputs,
        guard,
        isGuarded: true,
        world: { ...world, core: (0,public_log/* withoutDebug */.Mm)(world.core) },
    };
}
/** Loads the code of the next stages while Looker renders. */
function loadStages(context) {
    const loggedIn = Promise.allSettled((0,connect/* lookerList */.n)(context.lookers).map(looker => looker.loggedIn));
    const stages = loggedIn.then(async () => (await Promise.all(/* import() */[__nccwpck_require__.e(49), __nccwpck_require__.e(517), __nccwpck_require__.e(718)]).then(__nccwpck_require__.bind(__nccwpck_require__, 93718))).openStages(context));
    stages.catch(() => undefined); // `render` throws the error.
    return stages;
}
async function renderNothing(context) {
    await (0,build_outputs/* setOutputs */.n0)(context, { results: [], links: {}, apiCalls: build_results/* noApiCalls */.Xe });
    context.world.print('There are more jobs than targets, so this job has nothing to render.');
    const { inputs, run } = context;
    // Without collections, every job has the same list.
    if (inputs.dryRun || (inputs.shard.list === undefined && run.attempt === 1))
        return;
    const error = await (await Promise.all(/* import() */[__nccwpck_require__.e(49), __nccwpck_require__.e(517), __nccwpck_require__.e(718)]).then(__nccwpck_require__.bind(__nccwpck_require__, 93718))).checkEmptyShare(context);
    if (error)
        throw error;
}
/** Sets the error as the result of every target in the outputs, then throws it. */
async function refuseAll(context, error) {
    const { targets, shard } = context.inputs;
    const results = (0,build_targets/* shareOf */.tC)(targets, shard).map(target => (0,build_results/* failedResult */.Nq)(target, error));
    await (0,build_outputs/* setOutputs */.n0)(context, { results, links: {}, apiCalls: build_results/* noApiCalls */.Xe });
    throw error;
}
const gatesOf = ({ inputs: { failOnError, compare } }) => ({
    failOnError,
    failOnChange: compare.failOnChange,
});
/** Answers a label event from stored results. Returns false if the step has to render. */
async function repeatLabelVerdict(context) {
    // Stored results may contain titles and filters, which a run in a public repository must not show.
    if (!context.connectIfNeeded || context.isGuarded)
        return false;
    const { repeatLabelEvent } = await Promise.all(/* import() */[__nccwpck_require__.e(49), __nccwpck_require__.e(517), __nccwpck_require__.e(718)]).then(__nccwpck_require__.bind(__nccwpck_require__, 93718));
    const repeated = await repeatLabelEvent(context).catch(error => refuseAll(context, (0,errors/* asActionError */.z6)(error)));
    if (!repeated)
        return false;
    if (repeated.outputs)
        await (0,build_outputs/* setRepeatedOutputs */.fx)(context, repeated.outputs);
    (0,verdict/* setRepeatedVerdict */.sq)(context.world, repeated);
    return true;
}


/***/ }),

/***/ 79450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ startDeadlines),
/* harmony export */   z: () => (/* binding */ cancellationOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


const minuteMs = 60000;
const restoreMs = minuteMs;
const verifyMs = 20_000;
const lateRestoreMs = minuteMs;
const compareGraceMs = 1.5 * minuteMs;
const publishGraceMs = 2 * minuteMs;
const commentGraceMs = publishGraceMs + minuteMs;
const maxStartMs = 2 * minuteMs;
/** The time for restoring after a cancellation. A cancelled job has three seconds for all remaining work. */
const restoreGraceMs = 1000;
/**
 * Divides the step's time into parts, and returns a signal for the end of each part. The reason of each signal is an
 * error for users.
 */
function startDeadlines(minutes, clock, cancelled) {
    const over = new AbortController();
    const began = clock.now();
    // No `AbortSignal.any`: in Node 24.16 and later, its signal can lose an abort if a source is no longer in memory
    // (https://github.com/nodejs/node/issues/65995).
    const endAfter = (timer, milliseconds, reason) => void clock.sleep(milliseconds, over.signal).then(() => timer.abort(reason), () => undefined);
    const onCancel = (act) => {
        if (cancelled.aborted)
            act();
        else
            cancelled.addEventListener('abort', act, { signal: over.signal });
    };
    const timed = (milliseconds, reason) => {
        const timer = new AbortController();
        endAfter(timer, milliseconds, reason);
        onCancel(() => timer.abort(cancelled.reason));
        return Object.assign(timer.signal, { endsAt: began + milliseconds });
    };
    const renderMs = minutes * minuteMs;
    const restore = new AbortController();
    const restoreEnd = renderMs + lateRestoreMs;
    endAfter(restore, restoreEnd, renderingError(minutes));
    onCancel(() => endAfter(restore, restoreGraceMs, cancelled.reason));
    const checkMs = Math.max(renderMs - restoreMs, renderMs / 2);
    const check = timed(checkMs, renderingError(minutes));
    return {
        render: timed(renderMs, renderingError(minutes)),
        start: timed(Math.min(maxStartMs, renderMs / 2), startError),
        queries: timed(checkMs - Math.min(verifyMs, checkMs / 6), queriesError(minutes)),
        check,
        checkLeft: () => Math.max(0, check.endsAt - clock.now()),
        compare: timed(renderMs + compareGraceMs, comparingError(minutes)),
        publish: timed(renderMs + publishGraceMs, publishingError(minutes)),
        comment: timed(renderMs + commentGraceMs, publishingError(minutes)),
        restore: Object.assign(restore.signal, { endsAt: began + restoreEnd }),
        end: () => over.abort(),
    };
}
const lessWork = 'Increase timeout-minutes (but not above the time limit of the job), or reduce the number of targets';
const timeLimitWords = (minutes) => `The time limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} (timeout-minutes) was reached`;
const renderingError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q(timeLimitWords(minutes), `${lessWork}; an idle Looker renders two at a time.`);
const queriesError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q(timeLimitWords(minutes), `${lessWork}.`);
const comparingError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The time limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} (timeout-minutes), plus 90 seconds for comparing, was reached`, `${lessWork}.`);
/** The error of the deadlines after `render`, when the action waits only for GitHub and the artifact service. */
const publishingError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The time limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} (timeout-minutes), plus the time for publishing, was reached`, "See GitHub's answers in the log, and run the job again.");
const startError = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n('GitHub did not answer before rendering had to begin', 'Run the job again, or increase timeout-minutes.');
/**
 * Returns a signal that is aborted when GitHub's runner cancels the job. The runner sends SIGINT, then SIGTERM, and
 * kills the process ten seconds after the first signal.
 */
function cancellationOf(process) {
    const cancel = new AbortController();
    const reason = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n('The job was cancelled', 'Run the job again for the missing targets.');
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => cancel.abort(reason));
    process.on('uncaughtException', error => {
        if (!isStuckBody(error))
            cancel.abort(crashError(error));
    });
    return cancel.signal;
}
/**
 * Whether this is an error of undici 7.29 (Node 24.21). If a connection ends before its body was read, an assertion
 * fails outside of every promise (https://github.com/nodejs/undici/issues/5360). After this error, no more bytes of the
 * body arrive, so the reader fails because of the silence.
 */
const isStuckBody = (error) => 'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '');
const crashError = (cause) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The action crashed (${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(cause.message, 200)})`, 'Please report it, with the log of a run with debug logging turned on.', { cause });


/***/ }),

/***/ 68560:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Lz: () => (/* binding */ slashPath),
/* harmony export */   Mv: () => (/* binding */ readBoundedFile),
/* harmony export */   TA: () => (/* binding */ readFile),
/* harmony export */   Yk: () => (/* binding */ readSystemFile),
/* harmony export */   f8: () => (/* binding */ writeWhole),
/* harmony export */   wm: () => (/* binding */ fileKey)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(76760);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(57075);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(46466);
/* harmony import */ var p_retry__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(74995);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(19473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(35976);








/** Also reads files of the system such as `/proc/1/stat`, whose size is unknown. */
const readSystemFile = (path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8');
/**
 * Returns equal keys for names that a file system may treat as equal. Some file systems ignore case or normalise
 * accented letters.
 */
const fileKey = (file) => file.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
/**
 * Returns the path relative to a folder, with `/` between folders on all systems. Returns `.` for the folder itself.
 */
const slashPath = (folder, path) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(folder, path).split(node_path__WEBPACK_IMPORTED_MODULE_2__.sep).join('/') || '.';
/** Reads a file. Refuses pipes and devices at once, because a read from a pipe or a device may block or never end. */
function readBoundedFile(path, maxBytes) {
    let descriptor;
    try {
        descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | (node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK ?? 0));
        const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(descriptor);
        if (stat.isDirectory())
            return { refusal: 'a folder' };
        if (!stat.isFile())
            return { refusal: 'not a file' };
        const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1);
        let length = 0;
        while (length < buffer.length) {
            const read = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(descriptor, buffer, length, buffer.length - length, null);
            if (read === 0)
                return { bytes: buffer.subarray(0, length) };
            length += read;
        }
        return { refusal: 'too large' };
    }
    catch {
        return { refusal: 'unreadable' };
    }
    finally {
        if (descriptor !== undefined)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
    }
}
/** GitHub limits an event's payload to 25 MB (https://docs.github.com/en/webhooks/webhook-events-and-payloads). */
const maxTextBytes = 30_000_000;
/** @throws if the file is not a regular file, or too large */
function readFile(path) {
    const content = readBoundedFile(path, maxTextBytes);
    if ('refusal' in content)
        throw new Error(`${path} is ${content.refusal}`);
    return Buffer.from(content.bytes).toString();
}
/**
 * Writes a file under a temporary name, and renames it when it is complete. If `content` throws, no file remains.
 * Removes an existing file first, because it may be a link that leads out of the workspace.
 * @throws ActionError that names the file, or the error of `content`
 */
async function writeWhole(path, content, renameFile = node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename) {
    const part = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), partName((0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path)));
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(part, { force: true });
        // Opens the file before `content` is read. Otherwise, the stream could create the file after `content` has failed.
        const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(part, 'wx');
        const pieces = content instanceof Uint8Array ? node_stream__WEBPACK_IMPORTED_MODULE_3__.Readable.from([content]) : content;
        // With a buffer of one megabyte, large files are written a quarter faster than with the default.
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)(pieces, file.createWriteStream({ highWaterMark: 1024 * 1024 }));
        await renameWithRetries(renameFile, part, path);
    }
    catch (error) {
        // The first error is more useful than an error of the clean-up.
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(part, { force: true }).catch(() => undefined);
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .fileError */ .zS)(error, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path)) ?? error;
    }
}
/** Most file systems limit a name to this number of bytes. */
const maxFileNameBytes = 255;
function partName(name) {
    const part = `.${name}.part`;
    if (Buffer.byteLength(part) <= maxFileNameBytes)
        return part;
    return `.${(0,_text_js__WEBPACK_IMPORTED_MODULE_6__/* .sha256Of */ .Bj)(name).slice(0, 16)}.part`;
}
/** Renames with retries, because a virus scanner on Windows may hold a file for a moment after it was closed. */
const renameWithRetries = (renameFile, from, to) => (0,p_retry__WEBPACK_IMPORTED_MODULE_7__/* ["default"] */ .Ay)(() => renameFile(from, to), {
    retries: 5,
    minTimeout: 50,
    factor: 2,
    shouldRetry: ({ error }) => 'code' in error && /^(EPERM|EBUSY|EACCES)$/.test(String(error.code)),
});


/***/ }),

/***/ 72713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   KH: () => (/* binding */ isText),
/* harmony export */   au: () => (/* binding */ oneOfValues),
/* harmony export */   cW: () => (/* binding */ shape),
/* harmony export */   jk: () => (/* binding */ arrayOf),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   my: () => (/* binding */ isCount),
/* harmony export */   qF: () => (/* binding */ parseJson)
/* harmony export */ });
/** Returns undefined if the text is not valid JSON. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = value => typeof value === 'string' && value.length <= 10_000;
const isCount = value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const arrayOf = (check) => value => Array.isArray(value) && value.every(check);
const optional = (check) => value => value === undefined || check(value);
const oneOfValues = (...values) => value => values.includes(value);
/** Keys outside of the shape are not allowed. */
const shape = (checks) => value => isObject(value) &&
    Object.keys(value).every(key => Object.hasOwn(checks, key)) &&
    Object.entries(checks).every(([key, check]) => check(value[key]));


/***/ }),

/***/ 73454:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RZ: () => (/* binding */ addAll),
/* harmony export */   nh: () => (/* binding */ withReached),
/* harmony export */   vH: () => (/* binding */ addToList)
/* harmony export */ });
/** Adds a value to the list with this key. Takes constant time, even for long lists. */
function addToList(lists, key, value) {
    const list = lists.get(key);
    if (list)
        list.push(value);
    else
        lists.set(key, [value]);
}
/** Returns the values, and all values that the map leads to from them, directly or in several steps. */
function withReached(starts, next) {
    const reached = new Set(starts);
    // The loop adds to `reached`, and visits the added values, too.
    for (const value of reached)
        for (const other of next.get(value) ?? [])
            reached.add(other);
    return reached;
}
/** Adds all items to a list. `push(...items)` would overflow the stack with more than about 100,000 items. */
function addAll(list, items) {
    for (const item of items)
        list.push(item);
}


/***/ }),

/***/ 35961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Df: () => (/* binding */ withoutCommands),
/* harmony export */   Ne: () => (/* binding */ openLog),
/* harmony export */   cY: () => (/* binding */ quietLibraries),
/* harmony export */   uY: () => (/* binding */ debugCauses)
/* harmony export */ });
/* unused harmony export causeChain */
/** Opens a log that works before the toolkit is loaded. */
const openLog = (write) => ({
    print: (line) => write(`${printable(line)}\n`),
    /** Makes the runner hide a secret from now on. */
    mask: (secret) => write(`${maskCommand(secret)}\n`),
});
/**
 * Turns lines that libraries print into debug lines. The artifact client prints a dozen lines for each upload, and has
 * no setting to turn these lines off. Does not change workflow commands. Returns the stream's original `write`, with
 * which this action prints its own lines.
 */
function quietLibraries(stdout) {
    const write = stdout.write.bind(stdout);
    const quiet = (chunk, ...rest) => Reflect.apply(write, stdout, [typeof chunk === 'string' ? asDebugLine(chunk) : chunk, ...rest]);
    Object.assign(stdout, { write: quiet });
    return text => void write(text);
}
function asDebugLine(text) {
    if (text.startsWith('::') || text.trim() === '')
        return text;
    const line = text.trimEnd().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    return `::debug::${line}\n`;
}
/** Returns the command that the toolkit's `setSecret` would write. The toolkit itself is not loaded yet. */
const maskCommand = (secret) => `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
/** Returns a toolkit whose messages cannot contain commands for the runner. */
function withoutCommands(core) {
    const annotate = (level) => (message, { title, ...place } = {}) => level(breakUpCommands(String(message)), {
        ...place,
        ...(title !== undefined && { title: printable(title) }),
    });
    const { info: _, ...others } = core;
    return {
        ...others,
        debug: message => core.debug(breakUpCommands(message)),
        notice: annotate(core.notice),
        warning: annotate(core.warning),
        error: annotate(core.error),
        setFailed: message => core.setFailed(breakUpCommands(String(message))),
        startGroup: name => core.startGroup(printable(name)),
        group: (name, task) => core.group(printable(name), task),
    };
}
const printable = (text) => breakUpCommands(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
/**
 * Puts a zero-width space into each command that the runner would recognise, because a command in an external text
 * could turn off the masking of secrets. The runner recognises `##[command]` anywhere in a line, and `::command::` at
 * the start of a line. There, it ignores a byte order mark and the characters that .NET trims, including U+0085
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs). Also removes characters that change
 * the direction of text, because they mislead readers.
 */
const breakUpCommands = (text) => text
    .replace(/\p{Bidi_Control}/gu, '')
    .replaceAll('##[', '##\u200b[')
    .replace(/^(?:(?![\n\r\u2028\u2029])[\p{C}\p{Z}])*:(?=:)/gmu, '$&\u200b');
/** The maximum length of a chain of causes. A longer chain is probably a cycle. */
const maxCauses = 10;
/** Returns the stacks of an error and its causes, for the debug log. */
function causeChain(error) {
    const stacks = [];
    for (let at = error; at !== undefined && at !== null && stacks.length < maxCauses;) {
        stacks.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at));
        at = at instanceof Error ? at.cause : undefined;
    }
    return stacks.join('\nCaused by: ');
}
/** Writes each error with its causes to the debug log once. */
function debugCauses(core, thrown, { clean }) {
    if (core.isDebug())
        for (const error of new Set(thrown))
            core.debug(clean(causeChain(error)));
}


/***/ }),

/***/ 67422:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   wO: () => (/* binding */ identifyProcess),
/* harmony export */   xW: () => (/* binding */ systemProcesses)
/* harmony export */ });
/* unused harmony export endProcess */
const systemProcesses = ({ kill }, readFile) => ({ startTimeOf: pid => readStartTime(pid, readFile), kill });
function identifyProcess(pid, { startTimeOf }) {
    const startTime = startTimeOf(pid);
    return { pid, ...(startTime !== undefined && { startTime }) };
}
/**
 * Returns the time between the start of the system and the start of the process, in ticks. This is field 22 of
 * `/proc/<pid>/stat`. Field 2 is in parentheses, and may itself contain parentheses
 * (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
 */
function readStartTime(pid, readFile) {
    try {
        const stat = readFile(`/proc/${pid}/stat`);
        const [state = 'X', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const hasEnded = /^[ZXx]$/.test(state);
        return hasEnded ? undefined : fields[18];
    }
    catch {
        return undefined;
    }
}
/** The signals, with the milliseconds before the next signal. */
const signals = (/* unused pure expression or super */ null && ([
    ['SIGTERM', 10_000],
    ['SIGKILL', 5000],
]));
const checkMs = 50;
/**
 * Ends a process if it is still the same process. The first signal allows the process to clean up. Returns whether the
 * process was alive.
 */
async function endProcess({ pid, startTime }, { startTimeOf, kill }, { clock, signal }) {
    const isAlive = () => startTime !== undefined && startTimeOf(pid) === startTime;
    if (!isAlive())
        return false;
    for (const [name, patienceMs] of signals) {
        try {
            kill(pid, name);
        }
        catch {
            // The process has just ended, or belongs to another user.
        }
        for (let waited = 0; waited < patienceMs && isAlive(); waited += checkMs)
            await clock.sleep(checkMs, signal);
        if (!isAlive())
            break;
    }
    return true;
}


/***/ }),

/***/ 63375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EP: () => (/* binding */ exportProxyEnv),
/* harmony export */   MI: () => (/* binding */ unansweredReasons),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Wm: () => (/* binding */ proxySecrets),
/* harmony export */   Z6: () => (/* binding */ proxyFetch),
/* harmony export */   mt: () => (/* binding */ unreachableReasons)
/* harmony export */ });
/* unused harmony exports readProxyEnv, chooseProxy, toProxyEnv */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/**
 * Reads the proxy variables. A variable in lower case takes precedence over the same variable in upper case, as in curl
 * and in GitHub's toolkit.
 */
function readProxyEnv(env) {
    const named = (scheme) => {
        const variable = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`].find(name => env[name]?.trim());
        if (variable === undefined)
            return {};
        const written = env[variable]?.trim() ?? '';
        return { [scheme]: { variable, address: written.includes('://') ? written : `http://${written}` } };
    };
    const entries = (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(/[\s,]+/);
    return { ...named('http'), ...named('https'), direct: entries.filter(entry => entry !== '') };
}
/** Whether the host is this machine. It then needs no proxy, and http is safe. */
const isLoopback = (hostname) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
function chooseProxy({ protocol, hostname, port }, proxies) {
    if (isLoopback(hostname))
        return undefined;
    const [proxy, usual] = protocol === 'https:' ? [proxies.https, '443'] : [proxies.http, '80'];
    return proxies.direct.some(entry => covers(entry, hostname, port || usual)) ? undefined : proxy;
}
/**
 * Whether an entry of `NO_PROXY` covers a host. An entry is `*`, or a host with its subdomains. An entry may have a
 * port: `acme.com`, `.acme.com`, `[::1]:8080`.
 */
function covers(entry, hostname, port) {
    if (entry === '*')
        return true;
    // An entry with more than one colon is an IPv6 address. In a URL, such an address is in brackets.
    const [, name = `[${entry}]`, only = port] = /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
    const host = withoutDot(name);
    return only === port && (hostname === host || hostname.endsWith(`.${host}`));
}
const withoutDot = (entry) => entry.replace(/^\*?\./, '');
/** Returns undefined if the address does not belong to an HTTP proxy. */
function proxyUrl({ address }) {
    const url = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(address);
    return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
/** Returns `user:password`, decoded. Returns undefined if the address has neither. */
const credentialsOf = ({ username, password }) => username || password ? `${decode(username)}:${decode(password)}` : undefined;
function decode(encoded) {
    try {
        return decodeURIComponent(encoded);
    }
    catch {
        return encoded;
    }
}
/** Returns the secrets in the proxies' addresses. A user without a password may be a token, so it is a secret, too. */
function proxySecrets(env) {
    const { http, https } = readProxyEnv(env);
    const secrets = [http, https].flatMap(proxy => {
        const written = proxy && writtenSecret(proxy);
        const url = proxy && proxyUrl(proxy);
        const credentials = url && credentialsOf(url);
        return [
            ...(written ? [written, decode(written)] : []),
            ...(credentials ? [Buffer.from(credentials).toString('base64')] : []),
        ];
    });
    return [...new Set(secrets)];
}
/**
 * Returns the password as written, or a user without a password. Does not use a parsed URL, because the secret may
 * contain characters that separate the parts of an address.
 */
function writtenSecret({ address }) {
    const start = address.indexOf('//') + 2;
    const end = address.lastIndexOf('@');
    if (start < 2 || end <= start)
        return undefined;
    const credentials = address.slice(start, end);
    return /^[^:@]*:(.+)$/s.exec(credentials)?.[1] ?? credentials;
}
/** Rewrites the proxy variables, so that the toolkit and the artifact client understand them in the same way. */
function exportProxyEnv(env) {
    const proxies = readProxyEnv(env);
    Object.assign(env, toProxyEnv(proxies));
    return proxies;
}
/** The names of this machine for `NO_PROXY`. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];
/**
 * Returns the variables in a form that all libraries understand. The artifact client recognises subdomains only as
 * `.acme.com`, and does not know `*` (@azure/core-rest-pipeline 1). GitHub's toolkit requires the proxy's scheme.
 * Returns an empty object if there is no proxy.
 */
function toProxyEnv({ http, https, direct }) {
    if (!http && !https)
        return {};
    const address = ({ address }) => (direct.includes('*') ? '' : address);
    const variables = {
        ...(http && { http_proxy: address(http) }),
        ...(https && { https_proxy: address(https) }),
        no_proxy: [...loopback, ...direct].flatMap(entry => [withoutDot(entry), `.${withoutDot(entry)}`]).join(),
    };
    const both = ([name, value]) => [
        [name, value],
        [name.toUpperCase(), value],
    ];
    return Object.fromEntries(Object.entries(variables).flatMap(both));
}
/**
 * Node's `fetch` uses proxies only with NODE_USE_ENV_PROXY (https://nodejs.org/api/cli.html#node_use_env_proxy1), and
 * may refuse the dispatcher of another version of undici. So the returned function uses undici's own `fetch`. undici is
 * loaded at the first request that needs a proxy.
 */
function proxyFetch(direct, proxies, load) {
    if (!proxies.http && !proxies.https)
        return direct;
    const agents = new Map();
    return async (address, init = {}) => {
        const url = new URL(address);
        const proxy = chooseProxy(url, proxies);
        if (!proxy)
            return direct(address, init);
        const agent = agents.get(proxy) ?? load().then(undici => createAgent(undici, proxy));
        agents.set(proxy, agent);
        const [undici, dispatcher] = await Promise.all([load(), agent]);
        try {
            return (await undici.fetch(url, { ...init, dispatcher }));
        }
        catch (error) {
            throw proxyError(error, proxy, url) ?? error;
        }
    };
}
/** The agent uses a tunnel for https, but not for http, because most proxies allow tunnels only to port 443. */
function createAgent({ Pool, ProxyAgent }, proxy) {
    const url = proxyUrl(proxy);
    if (!url)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${proxy.variable} is not the address of an HTTP proxy`, 'Write it as http://host:port, or http://user:password@host:port.', { final: true });
    const credentials = credentialsOf(url);
    const token = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    const factory = (origin, { connect, ...options }) => new Pool(origin, { ...options, connect: reportHangUp(connect) });
    return new ProxyAgent({ uri: url.origin, proxyTunnel: false, factory, ...(token && { token }) });
}
/**
 * Replaces the error code if a proxy closes the connection. Otherwise, undici 6.29 would treat the connection as an
 * idle socket and reconnect at once, thousands of times per second.
 */
const reportHangUp = (connect) => (options, callback) => connect(options, (...[error, socket]) => {
    if (!error)
        return callback(null, socket);
    const hungUp = 'code' in error && error.code === 'UND_ERR_SOCKET';
    callback(hungUp ? Object.assign(new Error('hung up', { cause: error }), { code: hangUp }) : error, null);
});
const hangUp = 'PROXY_HUNG_UP';
/** Reasons why a host cannot be reached, by Node's error code. Other codes mean a broken connection. */
const unreachableReasons = new Map([
    ['ENOTFOUND', 'there is no such host'],
    ['ECONNREFUSED', 'the connection was refused'],
    ['EHOSTUNREACH', 'the host cannot be reached'],
    ['ENETUNREACH', 'the network cannot be reached'],
    ['EMFILE', 'too many files are open on the runner'],
]);
/** Reasons why a proxy or GitHub does not answer, by error code. With a proxy, the action connects only to the proxy. */
const unansweredReasons = new Map([
    ...unreachableReasons,
    ['EAI_AGAIN', 'its name could not be looked up'],
    ['ETIMEDOUT', 'it took too long'],
    ['UND_ERR_CONNECT_TIMEOUT', 'it took too long'],
    [hangUp, 'it closed the connection'],
]);
/**
 * Returns an error if the proxy caused the error of undici. The message of undici's error is only "fetch failed", and
 * its causes contain the reason.
 */
function proxyError(error, proxy, { host }) {
    for (let at = error; at instanceof Error; at = at.cause) {
        const reason = 'code' in at ? unansweredReasons.get(String(at.code)) : undefined;
        if (reason)
            return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} did not answer: ${reason}`, `Check ${proxy.variable}; add hosts that need no proxy to NO_PROXY.`, { final: false, cause: error });
        const status = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(at.message)?.[1];
        if (status)
            return refusalError(Number(status), proxy, host, error);
    }
    return undefined;
}
function refusalError(status, proxy, host, cause) {
    const { variable } = proxy;
    const url = proxyUrl(proxy);
    if (status === 407)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(url && credentialsOf(url)
            ? `${describeProxy(proxy)} does not accept the user and password in ${variable} (407)`
            : `${describeProxy(proxy)} asks for a user and a password (407)`, `Set ${variable} from a secret, as http://user:password@host:port with percent-encoded special characters.`, { final: true, cause });
    const hint = `Check that the proxy may reach ${host}; add a host that needs no proxy to NO_PROXY.`;
    return status >= 500
        ? new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} could not reach ${host} (${status})`, hint, {
            final: false,
            cause,
        })
        : new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} refused to connect to ${host} (${status})`, hint, {
            final: true,
            cause,
        });
}
/** Describes a proxy without its user and password. */
const describeProxy = (proxy) => `The proxy ${proxyUrl(proxy)?.host} (${proxy.variable})`;


/***/ }),

/***/ 86210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ createSecrets)
/* harmony export */ });
/* harmony import */ var escape_goat__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4396);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);


/**
 * The minimum length of a secret to hide. A shorter text occurs everywhere, so hiding it would make all messages
 * unreadable.
 */
const leastKept = 3;
function createSecrets(mask) {
    const kept = new Set();
    let longestFirst = [];
    return {
        keep(secret) {
            if (secret.length < leastKept)
                return;
            for (const spelling of spellingsOf(secret)) {
                kept.add(spelling);
                mask(spelling);
            }
            for (const spelling of encodingsOf(secret))
                kept.add(spelling);
            // The longest secret is removed first, because it may begin with a shorter secret.
            longestFirst = [...kept].sort((one, other) => other.length - one.length);
        },
        clean: text => (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .removeSecrets */ .cu)(longestFirst, text),
    };
}
/** Returns the secret itself, and its spellings in URLs, forms and JSON. */
function spellingsOf(secret) {
    const wellFormed = secret.toWellFormed();
    const encoded = encodeURIComponent(wellFormed);
    const form = new URLSearchParams({ secret: wellFormed }).toString().slice('secret='.length);
    const [lowerEncoded, lowerForm] = [encoded, form].map(text => text.replace(/%../g, code => code.toLowerCase()));
    const inJson = JSON.stringify(secret).slice(1, -1);
    return new Set([secret, encoded, form, lowerEncoded ?? '', lowerForm ?? '', inJson]);
}
/**
 * The minimum length in bytes of a secret to search for in Base64. A shorter secret could appear in Base64 by chance.
 */
const leastEncoded = 8;
/**
 * Returns the secret as it appears in Base64, for example in a header `Basic …` that a response repeats. The characters
 * depend on the number of bytes before the secret (https://www.rfc-editor.org/rfc/rfc4648#section-4). Also returns the
 * secret's spelling in HTML, and in a URL that is a parameter of another URL, for example of a log-in page.
 */
function encodingsOf(secret) {
    const inUrls = [...spellingsOf(secret)].filter(spelling => /[%+]/.test(spelling));
    const others = [(0,escape_goat__WEBPACK_IMPORTED_MODULE_1__/* .htmlEscape */ .z)(secret), ...inUrls.map(spelling => encodeURIComponent(spelling.toWellFormed()))];
    const bytes = Buffer.from(secret);
    if (bytes.length < leastEncoded)
        return others;
    const inBase64 = [0, 1, 2].flatMap(before => {
        const whole = Buffer.concat([Buffer.alloc(before), bytes]);
        const place = [Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6)];
        return [whole.toString('base64').slice(...place), whole.toString('base64url').slice(...place)];
    });
    return [...others, ...inBase64];
}


/***/ }),

/***/ 35976:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bj: () => (/* binding */ sha256Of),
/* harmony export */   Cm: () => (/* binding */ withThousands),
/* harmony export */   Dl: () => (/* binding */ parseUrl),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   cu: () => (/* binding */ removeSecrets),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   jc: () => (/* binding */ hiddenJson),
/* harmony export */   l2: () => (/* binding */ capitalized)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);

/** Returns text such as `1 target` or `7 targets`. */
const count = (number, noun, plural = `${noun}s`) => `${number} ${number === 1 ? noun : plural}`;
/** Returns text such as `1,234,567`. `toLocaleString` would load Node's locale data for 13 ms. */
const withThousands = (whole) => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ',');
/** Puts a text on one line, shortens it, and removes characters that change the direction of text. */
function oneLine(text, longest = 300) {
    const line = text
        .replace(/\p{Bidi_Control}/gu, '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
    return (line.length > longest ? `${line.slice(0, longest - 1)}…` : line).toWellFormed();
}
/** Returns undefined if the text is not a URL. */
function parseUrl(text, base) {
    try {
        return new URL(text, base);
    }
    catch {
        return undefined;
    }
}
const removeSecrets = (secrets, text) => secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest), text);
/**
 * Returns JSON for an invisible line of a comment or a page. Escapes characters that would end an HTML comment or a
 * line.
 */
const hiddenJson = (value) => JSON.stringify(value).replace(/[<>\u2028\u2029-]/g, escapeUnicode);
/** Escapes a character as in JSON: `\u003c`. */
const escapeUnicode = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** Returns the SHA-256 in hexadecimal digits. */
const sha256Of = (content) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex');
/** Joins message and hint. Adds a full stop to the message if it has none. */
const sentence = ({ message, hint }) => `${message}${/[.?]$/.test(message) ? '' : '.'} ${hint}`;


/***/ }),

/***/ 22006:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H6: () => (/* binding */ orAborted),
/* harmony export */   NE: () => (/* binding */ withDeadline),
/* harmony export */   Oo: () => (/* binding */ once),
/* harmony export */   SJ: () => (/* binding */ valueIfSoon),
/* harmony export */   Xe: () => (/* binding */ piecesOf),
/* harmony export */   _R: () => (/* binding */ waitAtMost),
/* harmony export */   _v: () => (/* binding */ maxTimer),
/* harmony export */   i: () => (/* binding */ bufferAhead),
/* harmony export */   j3: () => (/* binding */ DeadlineError),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   nI: () => (/* binding */ serverTime)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58500);

/**
 * The maximum delay of a timer in milliseconds. Node fires a longer timer at once
 * (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args).
 */
const maxTimer = 2 ** 31 - 1;
const systemClock = {
    now: () => performance.now(),
    sleep: async (milliseconds, signal) => {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(milliseconds, undefined, signal && { signal });
        }
        catch (error) {
            throw signal?.reason ?? error;
        }
    },
};
/**
 * Returns the server's time from the header `Date` of its response, or else the runner's time. Callers compare other
 * dates of the response with this time, because the runner's clock may be wrong by minutes.
 */
function serverTime(date) {
    const milliseconds = Date.parse(date ?? '');
    return Number.isNaN(milliseconds) ? Date.now() : milliseconds;
}
/**
 * Waits for a promise, but at most this number of milliseconds.
 * @throws the signal's reason
 */
async function waitAtMost(milliseconds, promise, { clock, signal }) {
    const over = new AbortController();
    const timeout = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]));
    await Promise.race([promise, timeout]).finally(() => over.abort());
}
/** The maximum wait for an optional response, in milliseconds. */
const shortWait = 2000;
/** Waits briefly for a value. Returns undefined if the promise fails, or takes longer than `milliseconds`. */
async function valueIfSoon(promise, wait, milliseconds = shortWait) {
    let value;
    const settled = promise.then(result => {
        value = result;
    }, () => undefined);
    await waitAtMost(milliseconds, settled, wait).catch(() => undefined);
    return value;
}
/** The reason of a signal from `withDeadline`. */
class DeadlineError extends Error {
    constructor(milliseconds) {
        super(`It did not end within ${Math.round(milliseconds / 1000)} s`);
        this.name = 'DeadlineError';
    }
}
/**
 * Works until the signal ends, but at most this number of milliseconds of real time. Stops the timer after the work.
 * Does not use `AbortSignal.any([signal, AbortSignal.timeout(ms)])` for two reasons: its timer would run on after the
 * work, and garbage collection can remove the signal (https://github.com/nodejs/node/issues/54614).
 */
async function withDeadline(milliseconds, signal, work) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new DeadlineError(milliseconds)), milliseconds);
    try {
        return await work(AbortSignal.any([signal, late.signal]));
    }
    finally {
        clearTimeout(timer);
    }
}
/** Waits for a promise that cannot be cancelled, but stops waiting when the signal ends. */
function orAborted(signal, promise) {
    return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted)
            stop();
        signal.addEventListener('abort', stop);
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
}
/**
 * Returns a function that calls `ask` once and always returns the same promise. Callers need not handle the promise's
 * rejection.
 */
function once(ask) {
    let answer;
    return () => {
        answer ??= ask();
        answer.catch(() => undefined);
        return answer;
    };
}
/**
 * Buffers a body before any code reads it. If a connection ends before its body was read, the `fetch` of Node 24.21
 * throws an error that no code can catch.
 */
function bufferAhead() {
    const bytes = new ByteLengthQueuingStrategy({
        highWaterMark: 16 * 1024 * 1024,
    });
    return new TransformStream({}, bytes, bytes);
}
/**
 * Yields the chunks of a body. The total time is not limited, but each chunk must arrive within this number of
 * milliseconds.
 * @throws DeadlineError after a longer silence
 */
async function* piecesOf(body, { silence, signal }) {
    const reader = body.pipeThrough(bufferAhead(), { signal }).getReader();
    try {
        for (;;) {
            const { done, value } = await withDeadline(silence, signal, ended => orAborted(ended, reader.read()));
            if (done)
                return;
            yield value;
        }
    }
    finally {
        await reader.cancel().catch(() => undefined);
    }
}


/***/ }),

/***/ 21060:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ causeCode),
/* harmony export */   g: () => (/* binding */ tlsFault)
/* harmony export */ });
const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;
/** The certificate is trusted, but not valid at this time. */
const timeCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/** Returns the first error code among the causes of an error. */
function causeCode(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if ('code' in at && typeof at.code === 'string')
            return at.code;
    return undefined;
}
/**
 * Returns Node's error code and the next step if TLS refused the connection.
 * @param setting the setting that contains the address of the host, for example `base-url`
 */
function tlsFault(error, setting) {
    const code = causeCode(error);
    if (code === undefined || !tlsCodes.test(code))
        return undefined;
    const hint = timeCodes.has(code)
        ? "Renew the certificate of the host or of the proxy that answers in its place, or correct the runner's clock."
        : `Check ${setting}'s host and port; for a private certificate authority, set NODE_EXTRA_CA_CERTS in the job's env.`;
    return { code, hint };
}


/***/ }),

/***/ 53906:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ headingWithAddress),
/* harmony export */   GC: () => (/* binding */ nounAtStart),
/* harmony export */   GM: () => (/* binding */ wholeList),
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   Jk: () => (/* binding */ nameInList),
/* harmony export */   Le: () => (/* binding */ subtitlesOf),
/* harmony export */   Mi: () => (/* binding */ describeAffectedTargets),
/* harmony export */   P3: () => (/* binding */ isCollection),
/* harmony export */   Qm: () => (/* binding */ encodeFilters),
/* harmony export */   Wm: () => (/* binding */ headingOf),
/* harmony export */   _N: () => (/* binding */ isOfLookml),
/* harmony export */   _e: () => (/* binding */ collectionKinds),
/* harmony export */   ci: () => (/* binding */ addressOf),
/* harmony export */   d9: () => (/* binding */ describeExcess),
/* harmony export */   ff: () => (/* binding */ describeTarget),
/* harmony export */   hq: () => (/* binding */ maxTargets),
/* harmony export */   tC: () => (/* binding */ shareOf),
/* harmony export */   xV: () => (/* binding */ targetKinds),
/* harmony export */   z: () => (/* binding */ headingsOf)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);

const sameInBoth = (resource) => ({ '4.0': resource, '3.1': resource });
const targetKinds = {
    dashboard: {
        noun: 'dashboard',
        slug: 'dashboards',
        resource: sameInBoth('dashboards'),
        permission: 'see_user_dashboards',
    },
    // In API 4.0, the path `dashboards` also accepts the ids of LookML dashboards.
    lookml_dashboard: {
        noun: 'LookML dashboard',
        slug: 'dashboards',
        resource: { '4.0': 'dashboards', '3.1': 'lookml_dashboards' },
        permission: 'see_lookml_dashboards',
    },
    look: { noun: 'Look', slug: 'looks', resource: sameInBoth('looks'), permission: 'see_looks' },
    query: { noun: 'query', slug: 'queries', resource: sameInBoth('queries'), permission: 'see_looks' },
    dashboard_element: {
        noun: 'dashboard element',
        slug: 'dashboard-elements',
        resource: sameInBoth('dashboard_elements'),
        permission: 'see_user_dashboards',
    },
};
/** Returns text such as "dashboard 42" or "LookML dashboard thelook::overview". */
const describeTarget = ({ kind, id }) => `${targetKinds[kind].noun} ${id}`;
/** Returns text such as "Dashboard" or "LookML dashboard". */
function nounAtStart(kind) {
    const { noun } = targetKinds[kind];
    return noun.charAt(0).toUpperCase() + noun.slice(1);
}
const collectionKinds = {
    folder: { noun: 'folder', resource: 'folders' },
    board: { noun: 'board', resource: 'boards' },
    model: { noun: 'model', resource: 'models' },
    tiles: { noun: 'dashboard', resource: 'dashboards' },
};
const isCollectionKind = (kind) => Object.hasOwn(collectionKinds, kind);
const isCollection = (entry) => isCollectionKind(entry.kind);
/** Returns the address as in the input `targets`, such as `dashboards/42` or `folders/12`. */
const addressOf = ({ kind, id }) => `${isCollectionKind(kind) ? collectionKinds[kind].resource : targetKinds[kind].resource['4.0']}/${id}`;
const knownTitle = ({ target, title }) => title ?? ('title' in target ? target.title : undefined);
/** Returns the user's name for the target or Looker's title, or else the target as the user wrote it. */
const titleOf = (result) => knownTitle(result) ?? writtenAs(result.target);
const maxWritten = 400;
/**
 * Returns `dashboards/42` instead of a pasted address, an address with filters, or a long text. The subtitles show the
 * filters.
 */
const writtenAs = (target) => /^https?:\/\/|^\/?dashboards\/\S+\?/i.test(target.source) || target.source.length > maxWritten
    ? addressOf(target)
    : target.source;
/** Returns the texts next to the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
const subtitlesOf = (result) => [
    ...kindSubtitles(result),
    ...dashboardSubtitles(result),
    ...filterTexts(result.target),
    ...distinctionOf(result),
];
const distinctionOf = ({ distinction }) => (distinction === undefined ? [] : [distinction]);
/** Returns text such as `Sales overview, Region: EMEA`. */
const headingOf = (result) => [
    titleOf(result),
    ...dashboardSubtitles(result),
    ...filterTexts(result.target),
    ...distinctionOf(result),
].join(', ');
/** Formats a heading for a list of names, without commas: `Revenue (Sales overview; Region: EMEA)`. */
function nameInList(result) {
    const { target } = result;
    const dashboard = 'dashboard' in target && target.dashboard;
    const beside = [
        ...(dashboard ? [dashboard.title ?? `dashboard ${dashboard.id}`] : []),
        ...filterTexts(target),
        ...distinctionOf(result),
    ];
    return beside.length > 0 ? `${titleOf(result)} (${beside.join('; ')})` : titleOf(result);
}
/**
 * Returns text such as `Sales overview, Region: EMEA (dashboards/42)`. The address is for the log and annotations,
 * because they have no links.
 */
const headingWithAddress = (result) => knownTitle(result) === undefined
    ? titleOf(result)
    : `${headingOf({ target: result.target, ...(result.title !== undefined && { title: result.title }) })} (${addressOf(result.target)})`;
/** Leaves out "Dashboard", the usual kind, and a kind that the title already names, as in `Query of orders`. */
function kindSubtitles(result) {
    const { kind } = result.target;
    const title = knownTitle(result);
    if (title === undefined || dashboardSubtitles(result).length > 0)
        return [];
    if (kind === 'look')
        return ['Look'];
    if (kind === 'dashboard_element')
        return ['Tile'];
    return kind === 'query' && !title.startsWith('Query of ') ? ['Query'] : [];
}
function dashboardSubtitles({ target }) {
    if (target.kind !== 'dashboard_element' || !target.dashboard)
        return [];
    const { id, title = `dashboard ${id}` } = target.dashboard;
    return [`Tile of ${title}`];
}
/** The maximum number of filters in a heading. */
const maxFilters = 20;
/**
 * The maximum length of a filter in a heading. A list of hundreds of values would leave the comment no room for
 * pictures, and make the job summary too large for GitHub.
 */
const maxFilterLength = 120;
function filterTexts(target) {
    if (!('filters' in target))
        return [];
    const texts = [...target.filters].slice(0, maxFilters).map(filterText);
    const left = target.filters.size - texts.length;
    return left > 0 ? [...texts, (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(left, 'more filter')] : texts;
}
/**
 * Formats a filter with its value as a list. Commas separate values, and `^,` is a comma inside of a value
 * (https://cloud.google.com/looker/docs/filter-expressions).
 */
function filterText([name, value]) {
    // Before it is shortened, the text may lose blanks and escape characters.
    const start = value.slice(0, 4 * maxFilterLength);
    const list = value === '' ? 'any value' : start.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',');
    return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(`${name}: ${list}`, maxFilterLength);
}
const describeAffectedTargets = ({ affected, unaffected, }) => [
    ...affected.flatMap(({ target, affectedBy = [] }) => affectedBy.map(reason => `Affected by the change: ${headingOf({ target })} (${reason}).`)),
    ...(unaffected.length > 0 ? [`Not affected by the change: ${headingsOf(unaffected)}.`] : []),
];
/** Returns text such as `Sales overview; dashboards/42, Region: EMEA`. */
const headingsOf = (targets) => targets.map(target => headingOf({ target })).join('; ');
/** Returns the value of Looker's `dashboard_filters`: a URL query with percent-encoded names and values. */
function encodeFilters(filters) {
    return [...filters]
        .map(pair => pair.map(side => encodeURIComponent(side.toWellFormed())).join('='))
        .join('&');
}
/** Whether LookML defines the target: a LookML dashboard or one of its tiles. */
const isOfLookml = ({ id }) => id.includes('::');
const wholeList = { index: 0, total: 1 };
/** Returns this job's targets. With three jobs, each job gets every third target. */
const shareOf = (targets, { index, total }) => targets.filter((_, place) => place % total === index);
/**
 * The maximum number of targets. Looker would need hours for more targets, and their results would not fit into one
 * comment.
 */
const maxTargets = 500;
/** Explains that there are too many targets. Returns undefined if one job can render `share` targets. */
function describeExcess(share, all) {
    if (share <= maxTargets)
        return undefined;
    return {
        message: `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .withThousands */ .Cm)(share)} targets are more than the ${maxTargets} that one job renders`,
        hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
    };
}


/***/ }),

/***/ 13623:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $g: () => (/* binding */ maxNames),
/* harmony export */   Gy: () => (/* binding */ asListed),
/* harmony export */   JI: () => (/* binding */ emptyFacts),
/* harmony export */   NY: () => (/* binding */ isGateRed),
/* harmony export */   No: () => (/* binding */ changeOfResult),
/* harmony export */   S6: () => (/* binding */ hasGatedChange),
/* harmony export */   XH: () => (/* binding */ isVerdictFacts),
/* harmony export */   a7: () => (/* binding */ isOutOfDate),
/* harmony export */   d5: () => (/* binding */ isGateAccepted),
/* harmony export */   q1: () => (/* binding */ isUngatedFacts),
/* harmony export */   ws: () => (/* binding */ maxNameLength),
/* harmony export */   xS: () => (/* binding */ factsOf)
/* harmony export */ });
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(18229);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(53906);




/** The maximum number of names in a headline. The comment lists all names below the headline. */
const maxNames = 5;
const asListed = (all) => ({
    total: all.length,
    first: all.slice(0, maxNames),
});
const noneListed = { total: 0, first: [] };
const emptyFacts = {
    targets: 0,
    noun: 'target',
    rendered: 0,
    failed: noneListed,
    changed: noneListed,
    incomparable: noneListed,
    added: noneListed,
    unchanged: 0,
    unaffected: 0,
    brokenTiles: noneListed,
};
function factsOf(results, { unaffected, ...about }) {
    const named = (matches) => asListed(results.filter(matches).map(shortName));
    return {
        targets: results.length,
        noun: nounOf(results),
        rendered: results.filter(({ status }) => status === 'success').length,
        // A target with broken tiles counts in `brokenTiles`, not here.
        failed: named(({ status, check }) => status === 'failure' && !check?.tiles.some(_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isBrokenTile */ .Mb)),
        changed: named(isChangedResult),
        incomparable: asListed(results.flatMap(incomparableOf)),
        added: named(result => changeOfResult(result) === 'new'),
        unchanged: results.filter(result => changeOfResult(result) === 'unchanged').length,
        unaffected,
        brokenTiles: asListed(results.flatMap(({ check }) => (check?.tiles ?? []).filter(_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isBrokenTile */ .Mb).map(({ title }) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(title, maxNameLength)))),
        ...(results.some(({ check }) => check) && { isCheck: true }),
        ...onlyCompared(results),
        ...countUncompared(results),
        ...sharedReason(results),
        ...sharedIncomparableReason(results),
        ...findUnrecorded(results),
        ...about,
    };
}
/**
 * Combines the states of a target's tiles, drawing and picture. Returns undefined if the target failed or nothing was
 * compared.
 */
function changeOfResult(result) {
    if (result.status === 'failure')
        return undefined;
    const status = result.comparison?.status;
    if (!result.check)
        return status;
    const state = (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .checkStateOf */ .Jm)(result.check);
    if (state !== 'unchanged')
        return state;
    const ofPicture = result.check.drawing?.problem ? 'incomparable' : (status ?? 'unchanged');
    return ofPicture === 'unchanged' && (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .uncomparedReason */ .xp)(result.check) ? undefined : ofPicture;
}
function countUncompared(results) {
    const counts = { failing: 0, uncheckable: 0, failingTiles: 0 };
    for (const result of results) {
        if (!result.check || result.status === 'failure')
            continue;
        const change = changeOfResult(result);
        const reason = change === undefined ? (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .uncomparedReason */ .xp)(result.check) : undefined;
        if (reason)
            counts[reason] += 1;
        if (change === 'unchanged')
            counts.failingTiles += (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .failingTilesOf */ .F0)(result.check).length;
    }
    return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
}
function onlyCompared(results) {
    const tiles = results
        .flatMap(({ check }) => check?.tiles ?? [])
        .filter(({ isUncheckable, sql }) => !isUncheckable && sql !== 'failing');
    if (tiles.length === 0)
        return {};
    if (tiles.every(({ numbers }) => numbers === undefined))
        return { comparedOnly: 'SQL' };
    const hasOtherSql = tiles.some(({ sql }) => sql === undefined || sql === 'changed');
    return hasOtherSql ? { comparedOnly: 'numbers' } : {};
}
/** Returns the error if all targets failed for the same reason. */
function sharedReason(results) {
    const failureReason = oneFault(results.flatMap(result => {
        if (result.status !== 'failure')
            return [undefined];
        const ofTiles = (result.check?.tiles ?? []).filter(_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isFailedTile */ .kH).map(({ error }) => error);
        return ofTiles.length > 0 ? ofTiles : [result.error];
    }));
    return failureReason ? { failureReason } : {};
}
/** A removed target has no next step of its own: reviewers look at it, and accept its removal. */
function sharedIncomparableReason(results) {
    const found = results.filter(result => incomparableOf(result).length > 0);
    const incomparableReason = oneFault(found.map(result => (isRemovedTarget(result) ? undefined : incomparableFault(result))));
    return incomparableReason ? { incomparableReason } : {};
}
function oneFault(faults) {
    const [fault, ...others] = new Set(faults.map(each => each && JSON.stringify([each.message, each.hint])));
    if (fault === undefined || others.length > 0)
        return undefined;
    const [message, hint] = JSON.parse(fault);
    return { message: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(message, 2 * maxNameLength), hint: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(hint, 500) };
}
const maxNameLength = 100;
const shortName = (result) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)((0,_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .nameInList */ .Jk)(result), maxNameLength);
/** Whether the target changed. A failed target counts if its tiles changed. */
const isChangedResult = (result) => changeOfResult(result) === 'changed' || (result.check !== undefined && (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isChangedCheck */ .vJ)(result.check));
/** Leaves out PDFs, because most PDFs cannot be compared. */
function incomparableOf(result) {
    if (result.status === 'failure' || changeOfResult(result) !== 'incomparable')
        return [];
    if (result.target.output.format === 'pdf' && !isRemovedTarget(result))
        return [];
    const reason = incomparableFault(result)?.message ?? '';
    return [{ name: shortName(result), reason: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(reason, 2 * maxNameLength) }];
}
const isRemovedTarget = ({ comparison }) => comparison?.status === 'incomparable' && comparison.isRemoved === true;
const incomparableFault = ({ comparison, check }) => comparison?.status === 'incomparable' ? comparison.error : check?.drawing?.problem;
const nouns = {
    dashboard: 'dashboard',
    lookml_dashboard: 'dashboard',
    look: 'Look',
    query: 'query',
    dashboard_element: 'tile',
};
function nounOf(results) {
    const found = new Set(results.map(({ target }) => ((0,_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .isCollection */ .P3)(target) ? 'target' : nouns[target.kind])));
    const [noun = 'target', ...others] = found;
    return others.length > 0 ? 'target' : noun;
}
/** Returns the base branch if no comparison found a baseline. */
function findUnrecorded(results) {
    const comparisons = results.flatMap(({ comparison }) => comparison ?? []);
    const unrecorded = comparisons.flatMap(comparison => comparison.status === 'new' && comparison.sha === undefined ? comparison : []);
    const [first] = unrecorded;
    if (!first || unrecorded.length < comparisons.length)
        return {};
    return { unrecordedBranch: first.ref, ...(first.hasOtherBaselines && { hasOtherBaselines: true }) };
}
const hasGatedChange = ({ changed, incomparable, brokenContent }) => changed.total + incomparable.total > 0 || brokenContent !== undefined;
/** Whether a change still has to be accepted. The headline may be about a more important case, such as broken tiles. */
const isGateRed = ({ gate, ...facts }) => gate !== undefined && !isGateAccepted(gate) && (isOutOfDate(gate) || hasGatedChange(facts));
const isOutOfDate = ({ acceptance }) => acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total > 0;
const isGateAccepted = ({ acceptance }) => acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total === 0;
const isListed = (check) => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ total: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my, first: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .arrayOf */ .jk)(check) });
const isFault = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ message: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, hint: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH });
const isFlag = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOfValues */ .au)(true));
const factChecks = {
    targets: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my,
    noun: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOfValues */ .au)('dashboard', 'Look', 'query', 'tile', 'target'),
    rendered: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my,
    failed: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    changed: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    incomparable: isListed((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ name: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, reason: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH })),
    added: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    unchanged: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my,
    ...{ failing: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my), uncheckable: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my), failingTiles: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my) },
    unaffected: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my,
    brokenTiles: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    keyRefusedBy: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    lookml: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ action: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOfValues */ .au)('compile', 'deploy', 'check'), errors: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH) })),
    disturbance: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ kind: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOfValues */ .au)('deployment', 'branch'), name: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, host: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH })),
    stopped: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ reason: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, hint: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, problems: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH) })),
    otherCommit: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(isFault),
    unrecordedBranch: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    deployedAt: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    omittedQueries: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isCount */ .my),
    comparedOnly: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOfValues */ .au)('SQL', 'numbers')),
    ...{ isCheck: isFlag, isContentUnchecked: isFlag, hasOtherBaselines: isFlag },
    stepErrors: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(isListed(isFault)),
    brokenContent: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ count: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, titles: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH) })),
    failureReason: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(isFault),
    incomparableReason: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(isFault),
    secondKeyRefusedBy: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    unpublished: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    comparedWith: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ host: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH, releases: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH) })),
};
/** Checks the form of facts without a gate, in JSON from a file or a comment. */
const isUngatedFacts = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)(factChecks);
const isAcceptance = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({
    login: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH,
    commit: _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH,
    changedSince: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH),
    isLabelOnly: isFlag,
});
const gateFacts = { acceptLabel: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH), unstoredHint: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isText */ .KH), isUnpublished: isFlag };
/** Checks the form of facts, in JSON from a comment. */
const isVerdictFacts = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({
    ...factChecks,
    gate: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .shape */ .cW)({ ...gateFacts, acceptance: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(isAcceptance) })),
});


/***/ }),

/***/ 10617:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ep: () => (/* binding */ conclude),
/* harmony export */   SC: () => (/* binding */ stepFailures),
/* harmony export */   Zo: () => (/* binding */ disagreementReason),
/* harmony export */   sq: () => (/* binding */ setRepeatedVerdict),
/* harmony export */   vy: () => (/* binding */ failStep)
/* harmony export */ });
/* unused harmony export setVerdict */
/* harmony import */ var _annotations_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(57706);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _headline_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(99802);
/* harmony import */ var _public_log_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(92420);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_log_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(35961);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(35976);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(13623);








function conclude({ world, inputs, secrets, isGuarded }, { results: published, unaffected, judged = {} }, problems, gates) {
    const { lookmlErrors, branchErrors = [], restoreErrors, jobErrors = [], publishErrors, warnings } = problems;
    const results = isGuarded ? published.map(_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdDetails */ .qX) : published;
    const forReaders = isGuarded ? _public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdWords */ .XX : (error) => error;
    const shown = {
        results,
        lookmlErrors: isGuarded ? lookmlErrors.map(_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdLookmlError */ ._M) : lookmlErrors,
        errors: [...restoreErrors, ...branchErrors, ...jobErrors, ...publishErrors].map(forReaders),
        // Warnings about inputs do not quote Looker, so a public log may show them.
        warnings: [...inputs.warnings, ...warnings.map(forReaders)],
    };
    (0,_annotations_js__WEBPACK_IMPORTED_MODULE_0__/* .debugProblems */ .Mz)(world.core, shown, secrets);
    const shownJudged = isGuarded ? (0,_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdJudged */ .tc)(judged) : judged;
    const isSaid = gates.failOnError && isSaidByHeadline(published, shownJudged);
    const [first] = results;
    if (isSaid && !shownJudged.stopped && first?.status === 'failure')
        world.print((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sentence */ .em)(first.error));
    (0,_annotations_js__WEBPACK_IMPORTED_MODULE_0__/* .annotateProblems */ .$9)(world, isSaid ? { ...shown, results: [] } : shown, gates);
    const facts = { ...shownJudged, unaffected: unaffected.length };
    setVerdict(world, results, problems, isGuarded ? withheldGates(gates) : gates, facts);
}
/** Whether the verdict and the annotations of LookML errors already explain why all targets failed. */
function isSaidByHeadline(results, { keyRefusedBy, lookml, stopped }) {
    const messages = results.map(result => (result.status === 'failure' ? result.error.message : undefined));
    const isOneReason = messages[0] !== undefined && new Set(messages).size === 1;
    return isOneReason && (keyRefusedBy !== undefined || stopped !== undefined || lookml?.action === 'compile');
}
const withheldGates = ({ brokenContent = [], ...gates }) => ({
    ...gates,
    brokenContent: brokenContent.map(_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdContent */ .pM),
});
const disagreementReason = 'the jobs of this run do not agree';
/** Returns the reasons that fail the step even if a reviewer accepts all changes. Reasons have no full stop. */
function stepFailures(results, { publishErrors, restoreErrors, branchErrors = [], isOtherCommit = false, jobErrors = [], lookmlErrors = [], }, { failOnError }) {
    const failed = results.filter(({ status }) => status === 'failure');
    const isChecked = results.some(({ check }) => check);
    return [
        failOnError &&
            lookmlErrors.length > 0 &&
            failed.length === 0 &&
            `this pull request adds ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(lookmlErrors.length, 'LookML error')}`,
        failOnError &&
            failed.length > 0 &&
            `${failed.length} of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(results.length, 'target')} ${isChecked ? 'failed' : 'could not be rendered'}`,
        isOtherCommit && 'the results do not show the head of the pull request',
        jobErrors.length > 0 && disagreementReason,
        publishErrors.length > 0 && 'not all files could be published',
        branchErrors.length > 0 && 'the branch check did not end properly',
        restoreErrors.length > 0 && 'the previous commit could not be deployed again',
    ].filter(part => part !== false);
}
/** Fails the step for a failure, or for a change that no reviewer accepted. Otherwise logs the headline. */
function setVerdict({ core, print }, results, problems, gates, judged = { unaffected: 0 }) {
    const { brokenContent = [], failOnChange } = gates;
    const facts = (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_6__/* .factsOf */ .xS)(results, { ...(0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .contentFacts */ .hI)(brokenContent), ...judged });
    const headline = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headlineOf */ .g)(facts);
    const reasons = stepFailures(results, problems, gates);
    const others = otherReasons(reasons);
    const isRed = failOnChange &&
        ((0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .findUnaccepted */ .K8)(results, 'changed').length > 0 ||
            (0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .findUnaccepted */ .K8)(results, 'incomparable').length > 0 ||
            brokenContent.length > 0 ||
            (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_6__/* .isGateRed */ .NY)(facts));
    if (reasons.length === 0 && !isRed) {
        print(verdictWords(headline));
        return;
    }
    const isExplained = isRed || reasons.length > others.length;
    const words = isExplained ? verdictWords(headline) : '';
    core.setFailed([...others, words].filter(Boolean).join(' '));
}
/** Reasons that the headline already contains. */
const headlineReasons = [
    /LookML error/,
    /^the results do not show/,
    / of \d+ targets? (failed|could not be rendered)$/,
];
/** Returns the other reasons as sentences. */
const otherReasons = (reasons) => reasons
    .filter(reason => !headlineReasons.some(pattern => pattern.test(reason)))
    .map(reason => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .capitalized */ .l2)(reason)}.`);
/** Leaves out the next step if targets failed, because the annotations of the targets contain the next step. */
const verdictWords = ({ case: found, words, nextStep }) => {
    const fact = `${words.replace(/\.$/, '')}.`;
    return nextStep === undefined || found === 'failed' ? fact : `${fact} ${nextStep}`;
};
/** Does the same as `setVerdict` with the stored facts of an earlier run for this commit. */
function setRepeatedVerdict({ core, print }, { facts, failures, mayPass }) {
    const headline = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headlineOf */ .g)(facts);
    const words = [verdictWords(headline), headline.failure].filter(Boolean).join(' ');
    if (failures.length === 0 && !(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_6__/* .isGateRed */ .NY)(facts))
        print(words);
    else
        core.setFailed([...otherReasons(failures), words, ...(mayPass ? [again] : [])].join(' '));
}
const again = 'If you run this job again, it renders the targets again.';
function failStep({ core, print }, error, secrets) {
    (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_7__/* .debugCauses */ .uY)(core, [error], secrets);
    const problems = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz && error.problems.length > 1 ? error.problems : [];
    (0,_annotations_js__WEBPACK_IMPORTED_MODULE_0__/* .writeAnnotations */ .UA)({ core, print }, 'error', problems.map(words => ({ title: 'Looker Snapshot: input', words })));
    core.setFailed((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sentence */ .em)(error));
}


/***/ }),

/***/ 93920:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ workspaceOf),
/* harmony export */   vq: () => (/* binding */ bundledParts)
/* harmony export */ });
/* unused harmony export readActionDefaults */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);
/* harmony import */ var node_worker_threads__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(75919);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(68560);



const workspaceOf = ({ env }) => env.GITHUB_WORKSPACE || process.cwd();
/**
 * Finds the files that belong to the running bundle (`dist/index.js`): `action.yml` with the defaults, and the code of
 * the thread that compares pictures.
 */
function bundledParts(bundle, env) {
    return {
        defaults: () => readActionDefaults((0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_2__/* .readFile */ .TA)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(bundle, '../../action.yml')), env),
        // The thread decodes pictures from outside, so it gets no environment variables with secrets.
        comparer: () => new node_worker_threads__WEBPACK_IMPORTED_MODULE_1__.Worker((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(bundle, '../compare/index.js'), { env: {} }),
    };
}
/**
 * Returns the defaults that `action.yml` declares. The runner applies defaults only to missing inputs. Reusable
 * workflows pass empty inputs, so the action applies the defaults to these inputs itself. The index of a matrix job
 * stays empty, because only the runner knows it.
 */
function readActionDefaults(actionYml, env) {
    const evaluateAll = (value) => value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression.trim(), env));
    return Object.fromEntries(declaredInputs(actionYml.replaceAll('\r\n', '\n')).map(([name, declaration]) => [
        name,
        evaluateAll(readDefault(declaration)),
    ]));
}
/** The parts of the `github` context that are also environment variables. */
const contextVariables = {
    ref_type: 'GITHUB_REF_TYPE',
    ref_name: 'GITHUB_REF_NAME',
    workflow: 'GITHUB_WORKFLOW',
    job: 'GITHUB_JOB',
};
/**
 * Evaluates expressions such as `github.job` or `github.ref_type == 'tag' && github.ref_name || ''`. Returns an empty
 * text for other kinds of expressions.
 */
function evaluate(expression, env) {
    const [, name = '', expected, result = name] = /^github\.(\w+)(?: == '(\w*)' && github\.(\w+) \|\| '')?$/.exec(expression) ?? [];
    const read = (key) => env[contextVariables[key] ?? ''] ?? '';
    return expected === undefined || read(name) === expected ? read(result) : '';
}
/** Finds the inputs in our own `action.yml` without a YAML parser. A test compares the result with a real parser. */
function declaredInputs(actionYml) {
    const [, inputs = ''] = /^inputs:\n((?: .*\n|\n)*)/m.exec(actionYml) ?? [];
    return inputs
        .split(/^ {2}(?=[^\s#])/m)
        .slice(1)
        .map(input => [input.slice(0, input.indexOf(':')), input]);
}
function readDefault(declaration) {
    const text = /^ {4}default:(.*)$/m.exec(declaration)?.[1]?.trim() ?? '';
    if (text.startsWith('"'))
        return String(JSON.parse(text));
    return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}


/***/ }),

/***/ 4396:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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


/***/ }),

/***/ 70370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ pLimit)
});

// UNUSED EXPORTS: limitFunction

;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}


/***/ }),

/***/ 74995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Ay: () => (/* binding */ pRetry)
});

// UNUSED EXPORTS: AbortError, makeRetriable

;// CONCATENATED MODULE: ./node_modules/is-network-error/index.js
const objectToString = Object.prototype.toString;

const isError = value => objectToString.call(value) === '[object Error]';

const errorMessages = new Set([
	'network error', // Chrome
	'NetworkError when attempting to fetch resource.', // Firefox
	'The Internet connection appears to be offline.', // Safari 16
	'Network request failed', // `cross-fetch`
	'fetch failed', // Undici (Node.js)
	'terminated', // Undici (Node.js)
	' A network error occurred.', // Bun (WebKit)
	'Network connection lost', // Cloudflare Workers (fetch)
]);

function isNetworkError(error) {
	const isValid = error
		&& isError(error)
		&& error.name === 'TypeError'
		&& typeof error.message === 'string';

	if (!isValid) {
		return false;
	}

	const {message, stack} = error;

	// Safari 17+ has generic message but no stack for network errors
	if (message === 'Load failed' || (message.startsWith('Load failed (') && message.endsWith(')'))) {
		return stack === undefined
			// Sentry adds its own stack trace to the fetch error, so also check for that
			|| '__sentry_captured__' in error;
	}

	// Deno network errors start with specific text
	if (message.startsWith('error sending request for url')) {
		return true;
	}

	// Chrome: exact "Failed to fetch" or with hostname: "Failed to fetch (example.com)"
	if (message === 'Failed to fetch' || (message.startsWith('Failed to fetch (') && message.endsWith(')'))) {
		return true;
	}

	// Standard network error messages
	return errorMessages.has(message);
}

;// CONCATENATED MODULE: ./node_modules/p-retry/index.js


function validateRetries(retries) {
	if (typeof retries === 'number') {
		if (retries < 0) {
			throw new TypeError('Expected `retries` to be a non-negative number.');
		}

		if (Number.isNaN(retries)) {
			throw new TypeError('Expected `retries` to be a valid number or Infinity, got NaN.');
		}
	} else if (retries !== undefined) {
		throw new TypeError('Expected `retries` to be a number or Infinity.');
	}
}

function validateNumberOption(name, value, {min = 0, allowInfinity = false} = {}) {
	if (value === undefined) {
		return;
	}

	if (typeof value !== 'number' || Number.isNaN(value)) {
		throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? ' or Infinity' : ''}.`);
	}

	if (!allowInfinity && !Number.isFinite(value)) {
		throw new TypeError(`Expected \`${name}\` to be a finite number.`);
	}

	if (value < min) {
		throw new TypeError(`Expected \`${name}\` to be \u2265 ${min}.`);
	}
}

class AbortError extends Error {
	constructor(message) {
		super();

		if (message instanceof Error) {
			this.originalError = message;
			({message} = message);
		} else {
			this.originalError = new Error(message);
			this.originalError.stack = this.stack;
		}

		this.name = 'AbortError';
		this.message = message;
	}
}

function calculateDelay(retriesConsumed, options) {
	const attempt = Math.max(1, retriesConsumed + 1);
	const random = options.randomize ? (Math.random() + 1) : 1;

	let timeout = Math.round(random * options.minTimeout * (options.factor ** (attempt - 1)));
	timeout = Math.min(timeout, options.maxTimeout);

	return timeout;
}

function calculateRemainingTime(start, max) {
	if (!Number.isFinite(max)) {
		return max;
	}

	return max - (performance.now() - start);
}

async function onAttemptFailure({error, attemptNumber, retriesConsumed, startTime, options}) {
	const normalizedError = error instanceof Error
		? error
		: new TypeError(`Non-error was thrown: "${error}". You should only throw errors.`);

	if (normalizedError instanceof AbortError) {
		throw normalizedError.originalError;
	}

	const retriesLeft = Number.isFinite(options.retries)
		? Math.max(0, options.retries - retriesConsumed)
		: options.retries;

	const maxRetryTime = options.maxRetryTime ?? Number.POSITIVE_INFINITY;

	const context = Object.freeze({
		error: normalizedError,
		attemptNumber,
		retriesLeft,
		retriesConsumed,
	});

	await options.onFailedAttempt(context);

	if (calculateRemainingTime(startTime, maxRetryTime) <= 0) {
		throw normalizedError;
	}

	const consumeRetry = await options.shouldConsumeRetry(context);

	const remainingTime = calculateRemainingTime(startTime, maxRetryTime);

	if (remainingTime <= 0 || retriesLeft <= 0) {
		throw normalizedError;
	}

	if (normalizedError instanceof TypeError && !isNetworkError(normalizedError)) {
		if (consumeRetry) {
			throw normalizedError;
		}

		options.signal?.throwIfAborted();
		return false;
	}

	if (!await options.shouldRetry(context)) {
		throw normalizedError;
	}

	if (!consumeRetry) {
		options.signal?.throwIfAborted();
		return false;
	}

	const delayTime = calculateDelay(retriesConsumed, options);
	const finalDelay = Math.min(delayTime, remainingTime);

	options.signal?.throwIfAborted();

	if (finalDelay > 0) {
		await new Promise((resolve, reject) => {
			const onAbort = () => {
				clearTimeout(timeoutToken);
				options.signal?.removeEventListener('abort', onAbort);
				reject(options.signal.reason);
			};

			const timeoutToken = setTimeout(() => {
				options.signal?.removeEventListener('abort', onAbort);
				resolve();
			}, finalDelay);

			if (options.unref) {
				timeoutToken.unref?.();
			}

			options.signal?.addEventListener('abort', onAbort, {once: true});
		});
	}

	options.signal?.throwIfAborted();

	return true;
}

async function pRetry(input, options = {}) {
	options = {...options};

	validateRetries(options.retries);

	if (Object.hasOwn(options, 'forever')) {
		throw new Error('The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.');
	}

	options.retries ??= 10;
	options.factor ??= 2;
	options.minTimeout ??= 1000;
	options.maxTimeout ??= Number.POSITIVE_INFINITY;
	options.maxRetryTime ??= Number.POSITIVE_INFINITY;
	options.randomize ??= false;
	options.onFailedAttempt ??= () => {};
	options.shouldRetry ??= () => true;
	options.shouldConsumeRetry ??= () => true;

	// Validate numeric options and normalize edge cases
	validateNumberOption('factor', options.factor, {min: 0, allowInfinity: false});
	validateNumberOption('minTimeout', options.minTimeout, {min: 0, allowInfinity: false});
	validateNumberOption('maxTimeout', options.maxTimeout, {min: 0, allowInfinity: true});
	validateNumberOption('maxRetryTime', options.maxRetryTime, {min: 0, allowInfinity: true});

	// Treat non-positive factor as 1 to avoid zero backoff or negative behavior
	if (!(options.factor > 0)) {
		options.factor = 1;
	}

	options.signal?.throwIfAborted();

	let attemptNumber = 0;
	let retriesConsumed = 0;
	const startTime = performance.now();

	while (Number.isFinite(options.retries) ? retriesConsumed <= options.retries : true) {
		attemptNumber++;

		try {
			options.signal?.throwIfAborted();

			const result = await input(attemptNumber);

			options.signal?.throwIfAborted();

			return result;
		} catch (error) {
			if (await onAttemptFailure({
				error,
				attemptNumber,
				retriesConsumed,
				startTime,
				options,
			})) {
				retriesConsumed++;
			}
		}
	}

	// Should not reach here, but in case it does, throw an error
	throw new Error('Retry attempts exhausted without throwing an error.');
}

function makeRetriable(function_, options) {
	return function (...arguments_) {
		return pRetry(() => function_.apply(this, arguments_), options);
	};
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(51296);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
