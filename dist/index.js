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

/***/ 1941:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ labelEventOf),
/* harmony export */   Rv: () => (/* binding */ gateOf),
/* harmony export */   lT: () => (/* binding */ decideLabelEvent),
/* harmony export */   xg: () => (/* binding */ mayRepeat),
/* harmony export */   zi: () => (/* binding */ isSameLabel)
/* harmony export */ });
/* unused harmony export isAccepted */
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(13623);

/** The label event of this run; undefined for any other event. */
function labelEventOf({ run }) {
    const { action, label, sender, pull_request: pull } = run.payload;
    const sha = pull?.head?.sha;
    if (action !== 'labeled' && action !== 'unlabeled')
        return undefined;
    return label === undefined || sender === undefined || sha === undefined
        ? undefined
        : { action, label, login: sender, sha: sha.toLowerCase() };
}
/** Whether a label event may be answered from stored results, so that the step need not log in to Looker. */
const mayRepeat = (context) => context.inputs.compare.failOnChange && !context.inputs.dryRun && labelEventOf(context) !== undefined;
/** Decides by the stored results alone. Only the accept label changes the acceptance. */
function decideLabelEvent(event, stored, { acceptLabel, now }) {
    if (stored?.sha !== event.sha)
        return { kind: 'render' };
    if (!isSameLabel(event.label, acceptLabel))
        return { kind: 'repeat', results: stored, isAcceptanceChanged: false };
    const { acceptance: _, ...rest } = stored;
    if (event.action === 'unlabeled')
        return { kind: 'repeat', results: rest, isAcceptanceChanged: stored.acceptance !== undefined };
    const acceptance = { login: event.login, at: now.toISOString(), sha: event.sha, targets: gated(stored) };
    return { kind: 'repeat', results: { ...rest, acceptance }, isAcceptanceChanged: true };
}
/** GitHub compares labels without regard to case. */
const isSameLabel = (one, other) => one.toLowerCase() === other.toLowerCase();
const isGated = ({ status }) => status === 'changed' || status === 'incomparable';
/** Drops names: they may change without the target's result changing. */
const gated = ({ targets }) => targets.filter(isGated).map(({ key, hash, picture }) => ({
    key,
    ...(hash !== undefined && { hash }),
    ...(picture && { picture }),
}));
/** Whether a target's result was accepted. A target without a hash was never seen, so it was never accepted. */
const isAccepted = ({ key, hash, equals }, acceptance) => {
    const accepted = acceptance?.targets.find(target => target.key === key)?.hash;
    return accepted !== undefined && (accepted === hash || accepted === equals);
};
/** The gate that stored results leave: accepted, out of date, or red. */
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
    changedSince: (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .listed */ .KE)(changedSince),
});


/***/ }),

/***/ 72384:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jo: () => (/* binding */ ageOfBranch),
/* harmony export */   U9: () => (/* binding */ isTemporaryBranch),
/* harmony export */   Vc: () => (/* binding */ stemOf),
/* harmony export */   WW: () => (/* binding */ createStem),
/* harmony export */   ng: () => (/* binding */ runOf)
/* harmony export */ });
/** Only branches with such a name are ever reset or deleted. */
const temporaryBranch = /^looker-snapshot-(\d+)-(\d+)-([a-z0-9]{6})-(base|head)$/;
const isTemporaryBranch = (name) => temporaryBranch.test(name);
/** The part of a temporary branch's name that its run and job share: `looker-snapshot-<run id>-<attempt>-<six characters>`. */
const stemOf = (name) => name.replace(/-(base|head)$/, '');
/** The run's number, to find its page on GitHub. */
const runOf = (name) => temporaryBranch.exec(name)?.[1] ?? '';
/*
 * Looker does not say when a branch was created: a branch's `commit_at` is the time of its commit. So the six characters
 * hold it: two for the time, three at random, and one that is computed from the others, so that a name of other origin is
 * not taken for one with a time.
 */
const slotMs = 10 * 60_000;
const slots = 36 ** 2;
/** Clocks of runners differ. A time that is this many slots ahead of ours counts as now. */
const slotsAhead = 12;
/**
 * Names the branches of one job. `random` returns a number from 0 to 1.
 * @returns the stem, to which `-base` or `-head` is added
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
 * Milliseconds that have passed at least since the branch was named. The time repeats every nine days, so an older branch
 * may look younger. Undefined if the name holds no time.
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


/***/ }),

/***/ 12288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  v: () => (/* binding */ bundledParts)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(75919);
;// CONCATENATED MODULE: ./build/inputs/action-defaults.js
/**
 * Returns the defaults that `action.yml` declares. The runner applies them to absent inputs, but not to inputs that are
 * set to an empty text, as reusable workflows pass them. A matrix index is known to the runner only.
 */
function readActionDefaults(actionYml, env) {
    const evaluateAll = (value) => value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression.trim(), env));
    return Object.fromEntries(declaredInputs(actionYml.replaceAll('\r\n', '\n')).map(([name, declaration]) => [
        name,
        evaluateAll(readDefault(declaration)),
    ]));
}
/** The parts of the `github` context that the environment has too. */
const contextVariables = {
    ref_type: 'GITHUB_REF_TYPE',
    ref_name: 'GITHUB_REF_NAME',
    workflow: 'GITHUB_WORKFLOW',
    job: 'GITHUB_JOB',
};
/** Evaluates the two kinds of expressions that need the `github` context only. All others are left out. */
function evaluate(expression, env) {
    const [, name = '', expected, result = name] = /^github\.(\w+)(?: == '(\w*)' && github\.(\w+) \|\| '')?$/.exec(expression) ?? [];
    const read = (key) => env[contextVariables[key] ?? ''] ?? '';
    return expected === undefined || read(name) === expected ? read(result) : '';
}
/** Splits the inputs of our own `action.yml` without a YAML parser. A test compares this with a real parser. */
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

// EXTERNAL MODULE: ./build/runtime/files.js
var files = __nccwpck_require__(68560);
;// CONCATENATED MODULE: ./build/bundle.js




/** The files beside the running bundle (`dist/index.js`): the defaults in `action.yml`, and the comparing thread. */
function bundledParts(bundle, env) {
    return {
        defaults: () => readActionDefaults((0,files/* readFile */.TA)((0,external_node_path_.join)(bundle, '../../action.yml')), env),
        // The thread decodes pictures from outside, so it gets no environment with secrets.
        comparer: () => new external_node_worker_threads_.Worker((0,external_node_path_.join)(bundle, '../compare/index.js'), { env: {} }),
    };
}


/***/ }),

/***/ 19473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Kf: () => (/* binding */ thrownOf),
/* harmony export */   T6: () => (/* binding */ ProxyError),
/* harmony export */   _n: () => (/* binding */ Interruption),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   ec: () => (/* binding */ toFault),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   yV: () => (/* binding */ QuotingError),
/* harmony export */   z6: () => (/* binding */ asActionError)
/* harmony export */ });
/** An error for users: the fact (`message`) and the next step (`hint`), in the user's words. Only `run` prints it. */
class ActionError extends Error {
    hint;
    /** The fact for a log that everybody can read, if `message` quotes somebody else's words. */
    publicFact;
    constructor(fact, hint, options = {}) {
        super(fact, options);
        this.name = 'ActionError';
        this.hint = hint;
        this.publicFact = options.publicFact;
    }
}
/** An error whose message may quote Looker, or a value that our code did not expect. */
class QuotingError extends ActionError {
}
/** A proxy did not connect to a host. */
class ProxyError extends ActionError {
    /** The proxy refused. Another try would be refused, too. */
    final;
    constructor(fact, hint, about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'ProxyError';
        this.final = about.final;
    }
}
/** The deadline or the cancellation. The interrupted code adds with `during` what it was doing. */
class Interruption extends ActionError {
    /** `what`: "The comment could not be written". */
    during(what) {
        const fact = this.message.charAt(0).toLowerCase() + this.message.slice(1);
        return new ActionError(`${what}: ${fact}`, this.hint, { cause: this });
    }
}
/** All problems with the inputs. Each names the input, its value, and what to write instead. */
class InputError extends ActionError {
    problems;
    constructor(problems) {
        const [first = ''] = problems;
        super(problems.length === 1 ? first : `${problems.length} inputs need a change`, 'Nothing was rendered. Change the inputs of the step and run it again.');
        this.name = 'InputError';
        this.problems = problems;
    }
}
/** The words of anything that was thrown. The thrown value itself is for the debug log; it is not enumerable, so no output has it. */
function toFault(thrown) {
    const { message, hint } = asActionError(thrown);
    return Object.defineProperty({ message, hint }, 'thrown', { value: thrown });
}
const thrownOf = (fault) => ('thrown' in fault ? fault.thrown : undefined);
/** Anything that was thrown as an ActionError. An unexpected error keeps its message and becomes the cause. */
function asActionError(error) {
    if (error instanceof ActionError)
        return error;
    const fact = error instanceof Error ? error.message : String(error);
    return new QuotingError(fact, 'This is unexpected: please report it, with the log of a run with debug logging turned on.', { cause: error });
}


/***/ }),

/***/ 72628:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   eb: () => (/* binding */ withNamedPullRequest),
/* harmony export */   fe: () => (/* binding */ findMergeBase),
/* harmony export */   mW: () => (/* binding */ findHead),
/* harmony export */   pZ: () => (/* binding */ wantedCommit),
/* harmony export */   sx: () => (/* binding */ unmergedCommits),
/* harmony export */   wZ: () => (/* binding */ readBase)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(47307);
/* harmony import */ var _event_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6830);
/* harmony import */ var _pull_request_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(81351);
/* harmony import */ var _repository_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(88328);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(20646);






/** The commit of a run, or the one that `ref` names. */
function wantedCommit(context, ref) {
    const { run } = context;
    const pullRequest = (0,_pull_request_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context);
    const { pull_request: pull, repository } = run.payload;
    // A pull request that is named, and could not be read at the start, is read again.
    if (pullRequest !== undefined && pull?.number !== pullRequest)
        return { ref, pullRequest };
    const isOfFork = pull !== undefined && pull.head?.repo?.full_name !== repository?.full_name;
    return { ref, pullRequest, isOfFork, head: run.sha, baseBranch: (0,_event_js__WEBPACK_IMPORTED_MODULE_5__/* .baseBranchOf */ .vr)(run) };
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
    const commit = isFullSha(head) ? head : await resolveCommit(await repository(), head);
    const baseBranch = wanted.baseBranch ?? pull?.baseBranch;
    return { commit, ...(baseBranch !== undefined && { baseBranch }) };
}
const isFullSha = (ref) => /^[0-9a-f]{40}$/i.test(ref);
async function readPullRequest({ octokit, owner, repo }, number) {
    try {
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        const isOfFork = data.head.repo?.full_name !== data.base.repo.full_name;
        return { head: data.head.sha, baseBranch: data.base.ref, isOfFork };
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, `Pull request #${number} could not be read`, 'pull-requests: read');
    }
}
/**
 * The run with the pull request that an input or a comment names, read once. The event of such a run (workflow_dispatch, for
 * example) only has the default branch's commit. If GitHub does not return the pull request, the run has no commit.
 */
async function withNamedPullRequest(context) {
    const { run, world } = context;
    const number = (0,_pull_request_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context);
    if (number === undefined || run.payload.pull_request?.number === number)
        return run;
    try {
        const { octokit, owner, repo } = await (0,_repository_js__WEBPACK_IMPORTED_MODULE_2__/* .openRepository */ .h)(context);
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        const pull = (0,_event_js__WEBPACK_IMPORTED_MODULE_5__/* .toPullRequest */ .c$)({ ...data });
        const repository = { ...run.payload.repository, full_name: data.base.repo.full_name };
        return { ...run, sha: pull.head?.sha, payload: { ...run.payload, repository, pull_request: pull } };
    }
    catch (error) {
        const { message } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, 'It could not be read', 'pull-requests: read');
        world.print(`The head of pull request #${number} is not known. ${message}.`);
        return { ...run, sha: undefined };
    }
}
/** Resolves a branch once, so that a later push does not change what is deployed. */
async function resolveCommit({ octokit, owner, repo }, ref) {
    try {
        const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref });
        return data.sha;
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, `deploy-ref: ${ref} could not be found in the repository`, 'contents: read');
    }
}
/** @throws ActionError if GitHub cannot compare the commits */
async function findMergeBase({ commit, baseBranch }, { octokit, owner, repo }) {
    const basehead = `${baseBranch}...${commit}`;
    try {
        // The changed files stand on the first page alone, up to 300 of them with their lines.
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
            ...{ owner, repo, basehead, per_page: 1, page: 2 },
        });
        return { branch: baseBranch, commit: data.merge_base_commit.sha };
    }
    catch (error) {
        throw toMergeBaseError(error, { commit, baseBranch });
    }
}
function toMergeBaseError(error, { commit, baseBranch }) {
    const fact = `The merge base of ${baseBranch} and ${commit} could not be found`;
    if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error) !== 404 || !/no common ancestor/i.test((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)))
        return (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, fact, 'contents: read');
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${fact}: the two have no common ancestor`, `Running the job again does not help. Rebase the branch on ${baseBranch}; or set compare to none, and leave only-affected out.`, { cause: error });
}
/** Whether the history of `head` lacks a commit. Sends one request, which needs `contents: read` and is not repeated. */
async function isUnmerged({ octokit, owner, repo }, commit, head) {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
        owner,
        repo,
        basehead: `${commit}...${head}`,
        // Only the first page lists the changed files, which may be large.
        per_page: 1,
        page: 2,
        request: { once: true },
    });
    return ['behind', 'diverged'].includes((0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .textOf */ .b6)(data, 'status', 'comparison of commits'));
}
/** @throws ActionError if the run has no pull request, or GitHub does not return it */
async function readBase(context, { octokit, owner, repo }) {
    const branch = (0,_event_js__WEBPACK_IMPORTED_MODULE_5__/* .baseBranchOf */ .vr)(context.run);
    if (branch)
        return { branch, head: context.run.sha };
    const number = (0,_pull_request_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context);
    if (number === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('There is no base branch to compare with: this run has no pull request, and it records no baselines', 'With compare: base, a push, schedule or workflow_dispatch records the pictures of its branch, and a pull request is compared; for other events set pull-request, or compare to the base URL of a second instance.');
    try {
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        return { branch: data.base.ref, head: data.head.sha };
    }
    catch (error) {
        const fact = `The base branch of pull request #${number} could not be read`;
        const unknown = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .pullRequestError */ .Vt)(error, fact, { owner, repo, number });
        throw unknown ?? (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, fact, 'pull-requests: read');
    }
}
/** A branch's baselines come from a few commits. More of them are not worth a request each. */
const maxCheckedCommits = 5;
/** Returns a function that says whether the pull request lacks a commit: false if GitHub does not answer. Throws nothing. */
function unmergedCommits({ world }, pullRequest) {
    const answers = new Map();
    const ask = async (commit) => {
        try {
            const { repository, head } = await pullRequest;
            return head !== undefined && (await isUnmerged(repository, commit, head));
        }
        catch (error) {
            world.core.debug(`Whether the pull request has the commit ${commit} is not known: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}`);
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

/***/ 47307:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Mj: () => (/* binding */ gitHubError),
/* harmony export */   Vt: () => (/* binding */ pullRequestError),
/* harmony export */   YO: () => (/* binding */ proxyErrorOf),
/* harmony export */   a2: () => (/* binding */ retryDelay),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   dg: () => (/* binding */ isTransient)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(14821);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);




function statusOf(error) {
    return error instanceof Error && 'status' in error && typeof error.status === 'number'
        ? error.status
        : undefined;
}
/** GitHub's message, without the address of the documentation that Octokit appends. */
const messageOf = (error) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)((error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''));
/** GitHub's message if the answer has one. A proxy's page is not quoted. */
function describeError(error) {
    const status = statusOf(error);
    if (status === undefined)
        return messageOf(error);
    const data = responseOf(error)?.data;
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(data) && typeof data.message === 'string' && data.message.trim() !== '')
        return messageOf(error);
    return responseOf(error)
        ? `GitHub answered ${status} and gave no reason`
        : `the connection to GitHub broke (${messageOf(error)})`;
}
const responseOf = (error) => error instanceof Error && 'response' in error ? error.response : undefined;
const header = (error, name) => responseOf(error)?.headers?.[name];
/** Whether the same request may succeed later. Octokit gives a broken connection the status 500. */
function isTransient(error) {
    if (proxyErrorOf(error)?.final)
        return false;
    const status = statusOf(error);
    return status === undefined || status >= 500 || isRateLimit(error);
}
/** The proxy's error, which Octokit wraps. */
const proxyErrorOf = (error) => error instanceof Error && error.cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6 ? error.cause : undefined;
/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isRateLimit(error) {
    const status = statusOf(error);
    if (status === 429)
        return true;
    const limited = header(error, 'retry-after') !== undefined || header(error, 'x-ratelimit-remaining') === '0';
    return status === 403 && (limited || /rate limit/i.test(messageOf(error)));
}
/** Milliseconds that GitHub asks to wait: a minute if a rate limit names no time, 0 without a rate limit. */
function retryDelay(error) {
    const seconds = Number(header(error, 'retry-after'));
    if (seconds > 0)
        return Math.min(seconds * 1000, _runtime_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .maxTimer */ ._v);
    if (!isRateLimit(error))
        return 0;
    const reset = Number(header(error, 'x-ratelimit-reset')) * 1000 - Date.now();
    return header(error, 'x-ratelimit-remaining') === '0' && reset > 0 ? Math.min(reset, _runtime_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .maxTimer */ ._v) : 60_000;
}
/** @param what the failed action: "The comment could not be written"
 * @param permission the permission that a refusal may mean */
function gitHubError(error, what, permission) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n)
        return error.during(what);
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error;
    const proxy = proxyErrorOf(error);
    if (proxy)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${proxy.message}`, proxy.hint, { cause: error });
    const status = statusOf(error);
    const accepted = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(header(error, 'x-accepted-github-permissions') ?? '', 100);
    if (status === 401 || status === 403 || (status === 404 && accepted))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: GitHub refused it (${status}: ${describeError(error)})`, `Add "${permission}" to the job's permissions${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`, { cause: error });
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${describeError(error)}`, 'Run the job again; everything else was published.', {
        cause: error,
    });
}
/** The error for a pull request that GitHub does not find or hides; undefined for any other error. */
function pullRequestError(error, what, { owner, repo, number }) {
    if (statusOf(error) !== 404)
        return undefined;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: GitHub knows no pull request #${number} in ${owner}/${repo}`, 'Set pull-request to the number of one that github-token may read.', { cause: error });
}


/***/ }),

/***/ 6830:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RX: () => (/* binding */ hasLabel),
/* harmony export */   _n: () => (/* binding */ pullRequestOf),
/* harmony export */   c$: () => (/* binding */ toPullRequest),
/* harmony export */   dS: () => (/* binding */ explainMissingSecrets),
/* harmony export */   hO: () => (/* binding */ readWorkflowRun),
/* harmony export */   ok: () => (/* binding */ isDefaultBranch),
/* harmony export */   vr: () => (/* binding */ baseBranchOf)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** Reads the run. Values of an unexpected type are left out, so that later code can rely on the types. */
function readWorkflowRun(env, readFile) {
    const payload = readPayload(env, readFile);
    const [path = '/', owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
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
    };
}
function readPayload(env, readFile) {
    const path = env.GITHUB_EVENT_PATH;
    if (!path)
        return {};
    try {
        return payloadOf(fieldsIn((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(readFile(path))));
    }
    catch {
        // Outside of a GitHub Actions job, the file may be missing.
        return {};
    }
}
const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined);
/** The ref of these events is a merge commit, the base branch, or a branch of the merge queue. */
const isOfPullRequest = (eventName, { issue, merge_group }) => eventName?.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group);
/** A schedule runs only on the default branch, and its payload may lack that branch's name. */
const isDefaultBranch = ({ eventName, payload }, branch) => eventName === 'schedule' || payload.repository?.default_branch === branch;
/** The branch into which the event's pull request or merge queue will be merged. */
function baseBranchOf({ payload }) {
    return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref);
}
function payloadOf(fields) {
    const { repository, pull_request: pull, issue, merge_group: queue, action, label, sender, ref } = fields;
    const payload = {
        ...withValue('ref', asText(ref)),
        ...withValue('action', asText(action)),
        ...withValue('label', asText(fieldsIn(label).name)),
        ...withValue('sender', asText(fieldsIn(sender).login)),
    };
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(repository))
        payload.repository = payloadRepository(repository);
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(pull))
        payload.pull_request = toPullRequest(pull);
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(queue))
        payload.merge_group = withValue('base_ref', asText(queue.base_ref));
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(issue))
        payload.issue = { ...withValue('number', asCount(issue.number)), pull_request: issue.pull_request };
    return payload;
}
/** A pull request as events and the API describe it. */
function toPullRequest(pull) {
    const { sha, repo } = fieldsIn(pull.head);
    const head = {
        ...withValue('sha', asSha(sha)),
        ...((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(repo) && { repo: payloadRepository(repo) }),
    };
    return {
        ...withValue('number', asCount(pull.number)),
        ...withValue('title', asText(pull.title)),
        head,
        base: withValue('ref', asText(fieldsIn(pull.base).ref)),
        ...labelsOf(pull),
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
const fieldsIn = (value) => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(value) ? value : {});
const withValue = (key, value) => (value === undefined ? {} : { [key]: value });
const asText = (value) => (typeof value === 'string' ? value : undefined);
const asCount = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
const asSha = (value) => typeof value === 'string' && /^[0-9a-f]{7,64}$/i.test(value) ? value : undefined;
const asOrigin = (url) => /^https?:/i.test(url) ? (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(url)?.origin : undefined;
/** Whether the event's pull request has a label. GitHub ignores the case of labels. */
const hasLabel = ({ payload }, label) => (payload.pull_request?.labels ?? []).some(name => name.toLowerCase() === label.toLowerCase());
/** The event's pull request, also for a comment on a pull request. */
function pullRequestOf({ payload }) {
    return payload.pull_request?.number ?? (payload.issue?.pull_request ? payload.issue.number : undefined);
}
/**
 * Why this run has no secrets, and what to do. Undefined if GitHub gives it secrets
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
function explainMissingSecrets({ eventName, actor, payload, }) {
    // pull_request_target has secrets, also for a fork. There a missing secret is a mistake.
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


/***/ }),

/***/ 81351:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ isAsDeployed),
/* harmony export */   Oz: () => (/* binding */ baselineBranch),
/* harmony export */   t5: () => (/* binding */ pullRequestToComment),
/* harmony export */   uT: () => (/* binding */ pullRequestFor)
/* harmony export */ });
/* harmony import */ var _event_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6830);

/** The number in the input `pull-request`, or the event's. */
const pullRequestFor = ({ inputs, run }) => inputs.comment.pullRequest ?? (0,_event_js__WEBPACK_IMPORTED_MODULE_0__/* .pullRequestOf */ ._n)(run);
/** The pull request to comment on, if there is one. */
function pullRequestToComment({ inputs, run }) {
    const { comment, pullRequest } = inputs.comment;
    const onPullRequest = run.eventName?.startsWith('pull_request') || pullRequest !== undefined;
    if (comment === 'false' || (comment === 'auto' && !onPullRequest))
        return undefined;
    return pullRequestFor({ inputs, run });
}
/** Other events run for the default branch regardless of their subject, or with content from outside. */
const recordingEvents = ['push', 'schedule', 'workflow_dispatch'];
/** Whether the pictures of a pull request show production, not the pull request's LookML. */
const isAsDeployed = ({ inputs, run }) => !inputs.deploy && !inputs.branchCheck && pullRequestFor({ inputs, run }) !== undefined;
/** The branch for which this run records baselines (`compare: base`). A run for a pull request records none. */
function baselineBranch({ inputs, run }) {
    const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName);
    return records && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined;
}


/***/ }),

/***/ 88328:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ openRepository)
/* harmony export */ });
/* unused harmony export withRetries */
/* harmony import */ var p_retry__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(74995);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19551);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(47307);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(20646);





/** @throws ActionError without a token, or outside of a GitHub Actions job */
async function openRepository({ world, inputs, run, deadlines }) {
    const { clock } = world;
    if (!inputs.token)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('github-token is empty', 'Leave the input out to use the token of the job.');
    if (!run.repository)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('GITHUB_REPOSITORY names no repository', 'Run the action in a GitHub Actions job, or set the variable to the name of one, such as acme/lookml.');
    const getOctokit = await world.github();
    const signal = deadlines.publish;
    const request = { fetch: world.fetch };
    const { token } = inputs;
    const octokit = withRetries(getOctokit(token, { request }), { clock, signal, log: world.print });
    return {
        octokit,
        token,
        clock,
        signal,
        owner: run.repository.owner,
        repo: run.repository.name,
        serverUrl: run.serverUrl,
    };
}
/** The number of tries of one request. */
const maxRequestTries = 5;
/**
 * GitHub ends a request itself after 10 s
 * (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts).
 */
const defaultSilenceMs = 60_000;
/**
 * Repeats every request of this Octokit after a 5xx, a broken connection and a rate limit, with growing pauses. A request
 * that must not be sent twice says `request: { once: true }`.
 */
function withRetries(octokit, options) {
    const { signal, firstPauseMs = 1000 } = options;
    octokit.hook.wrap('request', (request, call) => {
        const isWorthIt = (error) => !signal.aborted && (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .isTransient */ .dg)(error);
        const ask = async (signal) => {
            call.request = { ...call.request, signal };
            return request(call);
        };
        return (0,p_retry__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .Ay)(() => send(options, ask), {
            signal,
            retries: call.request?.once === true ? 0 : maxRequestTries - 1,
            minTimeout: firstPauseMs,
            factor: 2,
            randomize: true,
            shouldRetry: ({ error }) => isWorthIt(error),
            onFailedAttempt: async ({ error, retriesLeft }) => {
                if (retriesLeft > 0 && isWorthIt(error))
                    await waitAsGitHubAsks(options, call, error);
            },
        });
    });
    return octokit;
}
/** One try. It ends if GitHub is silent for too long. */
async function send({ signal, maxSilenceMs = defaultSilenceMs }, ask) {
    try {
        // A body that is not compressed as its header says does not end with the signal.
        return readWhole(await (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .NE)(maxSilenceMs, signal, ended => (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .orAborted */ .H6)(ended, ask(ended))));
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof _runtime_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .DeadlineError */ .j3)
            throw new Error(`GitHub was silent for ${Math.round(maxSilenceMs / 1000)} s`);
        if (isAnswered(error))
            readWhole(error.response);
        throw toUsableError(error);
    }
}
/** Waits as long as GitHub asks. The growing pause follows, and spreads clients that got the same answer. */
async function waitAsGitHubAsks({ clock, signal, log }, { method, url }, error) {
    log(`GitHub: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) ?? (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)} (${method} ${url}). Trying again.`);
    const delay = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .retryDelay */ .a2)(error);
    if (delay > 0)
        await clock.sleep(delay, signal);
}
/**
 * Refuses a body that is not complete. Octokit returns truncated JSON as text, and a body that it cannot read as an empty
 * text, without an error (@octokit/request 10, getResponseData).
 */
function readWhole(response) {
    const { status, headers, data } = response;
    const isJson = headers['content-type']?.includes('json');
    const lacksBody = data === '' && (status === 200 || status === 201);
    if (lacksBody || (isJson && typeof data === 'string'))
        throw new _responses_js__WEBPACK_IMPORTED_MODULE_3__/* .UnexpectedResponseError */ .dk('whole answer');
    return response;
}
/** Some unusable answers make Octokit itself fail: deeply nested JSON in an error, an invalid content type. */
function toUsableError(error) {
    const known = error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ || error instanceof _responses_js__WEBPACK_IMPORTED_MODULE_3__/* .UnexpectedResponseError */ .dk || (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyErrorOf */ .YO)(error);
    return known || (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) !== undefined
        ? error
        : new _responses_js__WEBPACK_IMPORTED_MODULE_3__/* .UnexpectedResponseError */ .dk('answer of its API', error);
}
const isAnswered = (error) => error instanceof Error && 'response' in error && error.response !== undefined;


/***/ }),

/***/ 20646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ pagesOf),
/* harmony export */   Ht: () => (/* binding */ urlIn),
/* harmony export */   I0: () => (/* binding */ uploadUrlIn),
/* harmony export */   MN: () => (/* binding */ listAllPages),
/* harmony export */   OA: () => (/* binding */ fields),
/* harmony export */   TH: () => (/* binding */ idOf),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   dk: () => (/* binding */ UnexpectedResponseError),
/* harmony export */   ye: () => (/* binding */ shaOf)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);


/** An answer that cannot be used: a proxy's page instead of JSON, or a list with missing entries. */
class UnexpectedResponseError extends Error {
    constructor(what, cause) {
        super(`GitHub answered with something that is no ${what}`, { cause });
        this.name = 'UnexpectedResponseError';
    }
}
/** The SHA of a git object in an answer. */
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
/** An address that can be a link. */
function urlIn(answer, field, what) {
    const url = textOf(answer, field, what);
    if (/^https?:\/\//i.test(url) && (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(url))
        return url;
    throw new UnexpectedResponseError(what);
}
/**
 * The address to upload a release's files to. The token is sent there, too, so only hosts of the API are accepted, and
 * only https if the API uses https.
 * @param api such as `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
function uploadUrlIn(answer, api) {
    const url = textOf(answer, 'upload_url', 'release');
    if (isOwnHost((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(url.replace(/\{[^{}]*\}$/, '')), (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(api)))
        return url;
    throw new UnexpectedResponseError('upload address of its own');
}
function isOwnHost(to, api) {
    if (!to || !api || to.username || to.password)
        return false;
    const hosts = [api.host, api.host.replace(/^api\./, 'uploads.')];
    return to.origin === api.origin || (to.protocol === 'https:' && hosts.includes(to.host));
}
function listOf(answer, what) {
    if (Array.isArray(answer) && answer.every(_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv))
        return answer;
    throw new UnexpectedResponseError(what);
}
function fields(answer, what) {
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(answer))
        return answer;
    throw new UnexpectedResponseError(what);
}
/** Pages of 100. No pull request has more comments, and no release has more assets. */
const maxPages = 100;
/** Reads page after page by number. The answer's own links are not followed, because they decide where the token goes. */
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
        all.push(...page);
    return all;
}


/***/ }),

/***/ 71374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ headingWithAddress),
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   Le: () => (/* binding */ subtitlesOf),
/* harmony export */   Wm: () => (/* binding */ headingOf)
/* harmony export */ });
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(64861);

const knownTitle = ({ target, title }) => title ?? ('title' in target ? target.title : undefined);
/** The user's name or Looker's title; if neither is known, the file's name. */
const titleOf = (result) => knownTitle(result) ?? ((0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .isCollection */ .P3)(result.target) ? (0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .addressOf */ .ci)(result.target) : result.target.name);
/** The texts beside the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
const subtitlesOf = (result) => [
    ...kindSubtitles(result),
    ...dashboardSubtitles(result),
    ...filterTexts(result.target),
];
/** `Sales overview, Region: EMEA` */
const headingOf = (result) => [titleOf(result), ...dashboardSubtitles(result), ...filterTexts(result.target)].join(', ');
/** `Sales overview, Region: EMEA (dashboards/42)`, for log and annotations, which have no links. */
const headingWithAddress = (result) => knownTitle(result) === undefined ? titleOf(result) : `${headingOf(result)} (${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .addressOf */ .ci)(result.target)})`;
/** Empty for a dashboard, the usual kind, and if the name was made from the target, because it contains the kind. */
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
/** The dashboard of a tile. */
function dashboardSubtitles({ target }) {
    if (target.kind !== 'dashboard_element' || !target.dashboard)
        return [];
    const { id, title = `dashboard ${id}` } = target.dashboard;
    return [`Tile of ${title}`];
}
const filterTexts = (target) => 'filters' in target ? [...target.filters].map(([name, value]) => `${name}: ${filterText(value)}`) : [];
/**
 * Commas separate a filter's values; `^,` is a comma in a value
 * (https://cloud.google.com/looker/docs/filter-expressions).
 */
const filterText = (value) => value === '' ? 'any value' : value.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',');


/***/ }),

/***/ 99802:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ headlineOf)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);

/** Returns the first case of the contract's table that applies, in words. */
function headlineOf(facts) {
    const found = cases.map(each => each(facts)).find(headline => headline !== undefined);
    const headline = found ?? rendered(facts);
    const note = noteOnDeployed(facts, headline.case);
    const words = headline.words + omittedWords(facts);
    return { ...headline, words, ...(note !== undefined && { note }) };
}
/** A check that left something out must not look like one of everything. */
const omittedWords = ({ omittedQueries = 0 }) => omittedQueries > 0
    ? `; ${omittedQueries === 1 ? '1 query was' : `${omittedQueries} queries were`} left out, because at most 200 a side are asked`
    : '';
const keyRefused = ({ keyRefusedBy: host }) => host === undefined
    ? undefined
    : {
        case: 'key refused',
        words: `${host} refused the API key`,
        nextStep: 'Check the secrets behind client-id and client-secret: the key may be deleted, or belong to another instance.',
    };
const lookmlRefused = ({ lookml }) => {
    if (!lookml)
        return undefined;
    const { total, first: [first], } = lookml.errors;
    const reason = first === undefined ? '' : `: ${first}`;
    const others = total > 1 ? `, and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(total - 1, 'more error')}` : '';
    return {
        case: 'LookML refused',
        words: lookml.action === 'compile'
            ? `This pull request's LookML does not compile${reason}${others}`
            : `Looker could not deploy this pull request's LookML${reason}${others}`,
        nextStep: 'Correct the LookML and push again. Nothing was rendered for this commit.',
    };
};
const disturbed = ({ disturbance: found }) => {
    if (!found)
        return undefined;
    const words = found.kind === 'deployment'
        ? `Commit ${found.name} was deployed to ${found.host} during this run`
        : `The API user's branch on ${found.host} was switched to ${found.name} during this run`;
    return {
        case: 'disturbed',
        words: `${words}, so no result is shown`,
        nextStep: found.kind === 'deployment'
            ? 'Run this job again when no other deployment is under way.'
            : 'Run this job again. Give the action an API user of its own.',
    };
};
const broken = facts => facts.brokenTiles.total === 0
    ? undefined
    : {
        case: 'broken tiles',
        words: `This pull request breaks ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(facts.brokenTiles.total, 'tile')}: ${listNames(facts.brokenTiles)}${rest(facts, 'failed', 'changed')}`,
        nextStep: 'Correct the LookML that these tiles use, and push again.',
    };
const outOfDate = facts => {
    const { gate } = facts;
    if (!gate?.acceptance || !isOutOfDate(gate))
        return undefined;
    const { acceptance } = gate;
    const { changedSince, login, commit } = acceptance;
    const them = changedSince.total === 1 ? 'it' : 'them';
    return {
        case: 'acceptance out of date',
        words: `${numbered(changedSince.total, facts.noun)} changed after @${login} accepted commit ${commit.slice(0, 7)}: ${listNames(changedSince)}${rest(facts, 'failed')}`,
        nextStep: `Look at ${them} again.${addAgain(gate)}`,
    };
};
const addAgain = ({ acceptLabel }) => acceptLabel === undefined
    ? ''
    : ` To accept the new changes, remove the label ${acceptLabel} and add it again.`;
const redGate = facts => {
    const { gate, changed, incomparable } = facts;
    if (!gate || isAccepted(gate) || isOutOfDate(gate))
        return undefined;
    if (changed.total + incomparable.total === 0)
        return undefined;
    const parts = [
        changed.total > 0 && `${changedOf(facts)}: ${listNames(changed)}`,
        incomparable.total > 0 && incomparableOf(facts),
    ].filter(part => part !== false);
    const them = changed.total + incomparable.total === 1 ? 'it' : 'them';
    return {
        case: 'red gate',
        words: parts.join('; ') + rest(facts, 'failed'),
        nextStep: `Look at ${them}.${howToAccept(gate, them)}`,
    };
};
function howToAccept({ acceptLabel, acceptance }, them) {
    if (acceptLabel === undefined)
        return '';
    return acceptance?.isLabelOnly
        ? ` The label ${acceptLabel} was there before these results, so it does not accept them: remove it and add it again.`
        : ` To accept ${them}, add the label ${acceptLabel}.`;
}
const isOutOfDate = ({ acceptance }) => acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total > 0;
const isAccepted = ({ acceptance }) => acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total === 0;
const someFailed = facts => {
    const { failed, targets, noun } = facts;
    if (failed.total === 0)
        return undefined;
    const words = failed.total === targets && targets > 1
        ? `None of ${numbered(targets, noun)} could be rendered`
        : `${outOf(failed.total, targets, noun)} could not be rendered: ${listNames(failed)}`;
    return {
        case: 'failed',
        words: words + rest(facts, 'changed', 'incomparable', 'added'),
        nextStep: 'The reason is below, with what to do.',
    };
};
const changed = facts => facts.changed.total === 0 || (facts.gate && isAccepted(facts.gate))
    ? undefined
    : {
        case: 'changed',
        words: `${changedOf(facts)}: ${listNames(facts.changed)}${rest(facts, 'incomparable', 'added')}`,
    };
const incomparable = facts => facts.incomparable.total === 0 || (facts.gate && isAccepted(facts.gate))
    ? undefined
    : { case: 'incomparable', words: incomparableOf(facts) + rest(facts, 'added') };
const accepted = facts => {
    const acceptance = facts.gate?.acceptance;
    const number = facts.changed.total + facts.incomparable.total;
    if (!facts.gate || !acceptance || !isAccepted(facts.gate) || number === 0)
        return undefined;
    return {
        case: 'accepted',
        words: `${numbered(number, facts.noun)} changed, accepted by @${acceptance.login} for commit ${acceptance.commit.slice(0, 7)}`,
    };
};
const nothingRecorded = ({ unrecordedBranch: branch }) => branch === undefined
    ? undefined
    : {
        case: 'nothing recorded',
        words: 'Nothing to compare with yet',
        nextStep: `Run this workflow on ${branch} once: that run records the baselines.`,
    };
const nothingAffected = ({ targets, unaffected }) => targets > 0 || unaffected === 0
    ? undefined
    : {
        case: 'nothing affected',
        words: `This pull request affects none of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(unaffected, 'target')}`,
    };
const nothingChanged = facts => {
    const compared = facts.unchanged + facts.added.total;
    if (facts.unchanged === 0 || compared < facts.targets)
        return undefined;
    return {
        case: 'nothing changed',
        words: `No change in ${numbered(facts.unchanged, facts.noun)}${since(facts)}${rest(facts, 'added')}`,
    };
};
const rendered = (facts) => ({
    case: 'rendered',
    words: `${numbered(facts.rendered, facts.noun)} rendered${rest(facts, 'added')}`,
});
/** In the order of the contract. */
const cases = [
    keyRefused,
    lookmlRefused,
    disturbed,
    broken,
    redGate,
    outOfDate,
    someFailed,
    changed,
    incomparable,
    accepted,
    nothingRecorded,
    nothingAffected,
    nothingChanged,
];
const since = ({ deployedAt }) => deployedAt === undefined ? '' : ' since the baseline';
/** `2 of 12 dashboards`, or `1 dashboard` if there is only one. */
const outOf = (part, all, noun) => all === 1 ? `1 ${noun}` : `${part} of ${numbered(all, noun)}`;
/** `2 of 12 dashboards changed`, and since when if the pictures show production. */
const changedOf = ({ changed: names, targets, noun, deployedAt }) => `${outOf(names.total, targets, noun)} changed${since({ deployedAt })}`;
function incomparableOf({ incomparable: found, targets, noun }) {
    const named = found.first.map(({ name, reason }) => `${name} (${reason})`);
    return `${outOf(found.total, targets, noun)} could not be compared: ${named.join(', ')}${more(found)}`;
}
const numbered = (number, noun) => noun === 'query' && number !== 1 ? `${number} queries` : (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(number, noun);
/** What else happened, in numbers: `; 2 could not be rendered, 1 new`. */
function rest(facts, ...kinds) {
    const words = {
        failed: 'could not be rendered',
        changed: 'changed',
        incomparable: 'could not be compared',
        added: 'new',
    };
    const parts = kinds.filter(kind => facts[kind].total > 0).map(kind => `${facts[kind].total} ${words[kind]}`);
    return parts.length > 0 ? `; ${parts.join(', ')}` : '';
}
const listNames = (names) => names.first.join(', ') + more(names);
const more = ({ total, first }) => total > first.length ? ` and ${total - first.length} more` : '';
const silentOnDeployed = [
    'key refused',
    'LookML refused',
    'disturbed',
    'nothing affected',
];
/** A reader of a pull request expects pictures of the pull request. */
function noteOnDeployed({ deployedAt }, found) {
    if (deployedAt === undefined || silentOnDeployed.includes(found))
        return undefined;
    return `The pictures show what is deployed at ${deployedAt}, not this pull request's LookML. A change comes from new data or from edits since the baseline. To see what the pull request does, set dev-mode or deploy.`;
}


/***/ }),

/***/ 8947:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I_: () => (/* binding */ pictureName),
/* harmony export */   K_: () => (/* binding */ renderTimesOn),
/* harmony export */   U4: () => (/* binding */ isNewer),
/* harmony export */   Y6: () => (/* binding */ baselineFolder),
/* harmony export */   _o: () => (/* binding */ parseBaselineName),
/* harmony export */   ki: () => (/* binding */ formatBaselineName),
/* harmony export */   x2: () => (/* binding */ baselineKey)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(20496);



/**
 * A key of everything that decides how a target looks: instance, format, size, filters, style. It begins with the
 * target's kind and id, for people who browse the branch.
 */
function baselineKey(target, host) {
    const { kind, id, output, width, height } = target;
    const options = 'filters' in target ? dashboardOptions(target) : {};
    const all = JSON.stringify({ host, kind, id, output, width, height, ...options });
    const name = `${kind}-${id}`
        .toLowerCase()
        .replace(/[^a-z\d]+/g, '-')
        .slice(0, 60);
    return `${name}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(all).digest('hex').slice(0, 16)}`;
}
/** Without the order of the filters, which does not matter to Looker. */
function dashboardOptions({ filters, style, theme, tabIds, longTables, }) {
    return { filters: [...filters].sort(([a], [b]) => (a < b ? -1 : 1)), style, theme, tabIds, longTables };
}
/** A branch's folder: a readable part, and a hash that makes it unique. */
function baselineFolder(branch) {
    const plain = branch.replace(/[^\w-]+/g, '-').slice(0, 60);
    return `${_tree_js__WEBPACK_IMPORTED_MODULE_2__/* .baselinesFolder */ .jc}/${plain}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(branch).digest('hex').slice(0, 16)}`;
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
const baselineNamePattern = /^([a-z\d-]+)\.(\d+)-(\d+)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.([\da-f]{40})(?:\.r([\d-]+))?(?:\.t(\d{1,5}))?\.(png|jpg|pdf)$/;
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
/** A picture's name contains its render time, from which the next run plans its polls. */
const pictureName = ({ target, seconds, sha256 }, host) => `${baselineKey(target, host)}.${Math.min(Math.round(seconds * 10), 99_999)}.${sha256.slice(0, 16)}`;
const pictureNamePattern = /^\d{4}-\d\d-\d\d\/([a-z\d-]+)\.(\d{1,5})\.[\da-f]{16}\.(?:png|jpg)$/;
function parsePictureName(path) {
    const [, key, tenths] = pictureNamePattern.exec(path) ?? [];
    return key ? { key, seconds: Number(tenths) / 10 } : undefined;
}
/**
 * The render times in the names of all files on the branch: milliseconds by key. Baselines come first, then pictures, the
 * newest first.
 */
function renderTimesOn(tip) {
    const times = new Map();
    const newestFirst = (tip?.files ?? []).map(({ path }) => path).sort((a, b) => (a < b ? 1 : -1));
    for (const path of newestFirst) {
        const { key, seconds = 0 } = parsePictureName(path) ?? parseBaselineName((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path)) ?? {};
        if (key && seconds > 0)
            times.set(key, [...(times.get(key) ?? []), seconds * 1000]);
    }
    return times;
}


/***/ }),

/***/ 20496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CP: () => (/* binding */ keptDays),
/* harmony export */   DR: () => (/* binding */ filesBelow),
/* harmony export */   DY: () => (/* binding */ frontPage),
/* harmony export */   Jd: () => (/* binding */ newFile),
/* harmony export */   _g: () => (/* binding */ readTipSha),
/* harmony export */   av: () => (/* binding */ readTip),
/* harmony export */   cY: () => (/* binding */ initialFiles),
/* harmony export */   hs: () => (/* binding */ branchError),
/* harmony export */   iw: () => (/* binding */ fileUrl),
/* harmony export */   jc: () => (/* binding */ baselinesFolder),
/* harmony export */   wJ: () => (/* binding */ blobSha)
/* harmony export */ });
/* unused harmony export readTree */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(47307);
/* harmony import */ var _github_responses_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(20646);




/** Days until a run's pictures leave the tip of the branch. Links to their commits still work. */
const keptDays = 30;
/** The folder of the baselines. */
const baselinesFolder = 'baselines';
/** This file identifies a branch of the action. Its content must never change. */
const attributesFile = {
    path: '.gitattributes',
    content: ['png', 'jpg', 'pdf'].map(format => `*.${format} binary linguist-generated\n`).join(''),
};
const frontPageHeading = '# Pictures of Looker Snapshot';
const frontPageText = `The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. The pictures of a day are in one folder,
which leaves the tip of the branch after ${keptDays} days. \`${baselinesFolder}\` has the baselines of each branch, with which pull
requests are compared. If you delete the branch, old comments lose their pictures.
`;
/** The README that GitHub shows for the branch, in Markdown. It begins with the heading. */
const frontPage = {
    path: 'README.md',
    heading: frontPageHeading,
    about: frontPageText,
    initial: `${frontPageHeading}\n\n${frontPageText}`,
};
const newFile = (path, content) => ({
    path,
    mode: '100644',
    type: 'blob',
    content,
});
/** The first files of every images branch. */
const initialFiles = [
    newFile(attributesFile.path, attributesFile.content),
    newFile(frontPage.path, frontPage.initial),
];
/** Whether the action made the branch with this root. */
const isOurs = (root) => root.some(({ path, sha }) => path === attributesFile.path && sha === blobSha(Buffer.from(attributesFile.content)));
/** The SHA that git gives to a file's content. Files with the same SHA are equal. */
const blobSha = (content) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
/** Undefined if the branch does not exist. @throws ActionError if the action did not make it */
async function readTip(repository, ref) {
    const sha = await readTipSha(repository, ref);
    if (sha === undefined)
        return undefined;
    const tree = await readTreeSha(repository, sha);
    const { entries, isWhole } = await listTree(repository, tree, 'all folders');
    // A list that GitHub has cut may lack the root.
    const root = isWhole ? entries.filter(({ path }) => !path.includes('/')) : await readTree(repository, tree);
    const files = isWhole && entries.filter(({ type }) => type === 'blob');
    if (isOurs(root))
        return { sha, tree, root, ...(files && { files }) };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${ref} was not made for pictures (it has no .gitattributes of this action), so none were put there`, 'Set images-branch to a branch that is for the pictures alone; it is made when it does not exist.');
}
/** Undefined if the branch does not exist. */
async function readTipSha({ octokit, owner, repo }, ref) {
    try {
        const { data } = await octokit.rest.git.getRef({ owner, repo, ref });
        return (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)((0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .fields */ .OA)(data, 'ref').object, 'ref');
    }
    catch (error) {
        if ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 404)
            return undefined;
        throw error;
    }
}
async function readTreeSha({ octokit, owner, repo }, commit) {
    const { data } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: commit });
    return (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)((0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .fields */ .OA)(data, 'commit').tree, 'commit');
}
/** The entries of one folder. */
const readTree = async (repository, sha) => (await listTree(repository, sha, 'one folder')).entries;
async function listTree({ octokit, owner, repo }, sha, depth) {
    const recursive = depth === 'all folders' ? { recursive: '1' } : {};
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...recursive });
    const { tree, truncated } = (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .fields */ .OA)(data, 'tree');
    const entries = (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .listOf */ .c3)(tree, 'tree').map(entry => {
        (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)(entry, 'tree');
        (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .textOf */ .b6)(entry, 'path', 'tree');
        return entry;
    });
    return { entries, isWhole: truncated !== true };
}
/** The files below a folder, with paths relative to it. */
async function filesBelow(repository, head, folder) {
    if (head.files)
        return head.files.flatMap(file => file.path.startsWith(`${folder}/`) ? [{ ...file, path: file.path.slice(folder.length + 1) }] : []);
    let entries = head.root;
    for (const name of folder.split('/')) {
        const tree = entries.find(({ path, type }) => path === name && type === 'tree');
        if (!tree?.sha)
            return [];
        entries = await readTree(repository, tree.sha);
    }
    return entries;
}
/** The address of a file in a commit. It works for everybody who may read the repository, as long as the commit exists. */
const fileUrl = ({ serverUrl, owner, repo }, commit, path) => `${serverUrl}/${owner}/${repo}/blob/${commit}/${path}?raw=true`;
function branchError(error, ref) {
    const what = 'The pictures could not be put into the repository';
    const words = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error);
    if ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 409 && /empty/i.test(words))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${what}: it is empty`, 'Push a first commit to the repository.', { cause: error });
    if ([409, 422].includes((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) ?? 0) && /\brules?\b|ruleset|protected/i.test(words))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${what}: GitHub does not let ${ref} be changed (${words})`, 'Let no branch protection or ruleset cover images-branch, or set it to a ref such as refs/looker/snapshots.', { cause: error });
    return (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, what, 'contents: write');
}


/***/ }),

/***/ 51296:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var _bundle_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(12288);
/* harmony import */ var _post_state_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(9112);
/* harmony import */ var _publish_artifact_client_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(93131);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(17036);
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(14821);
/* harmony import */ var _runtime_deadline_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(19551);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(68560);
/* harmony import */ var _runtime_log_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(35961);
/* harmony import */ var _runtime_processes_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(67422);
/* harmony import */ var _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(63375);











const { env, argv, stdout } = process;
// First: if the job is cancelled, the post step has to find this process.
const saveForPost = (0,_post_state_js__WEBPACK_IMPORTED_MODULE_8__/* .openPostState */ .W2)(process, (0,_runtime_processes_js__WEBPACK_IMPORTED_MODULE_9__/* .systemProcesses */ .xW)(process, _runtime_files_js__WEBPACK_IMPORTED_MODULE_6__/* .readFile */ .TA), node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync);
const core = async () => (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_10__/* .withoutCommands */ .Df)(await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(942), __nccwpck_require__.e(659)]).then(__nccwpck_require__.bind(__nccwpck_require__, 91659)));
const github = async () => (await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(351), __nccwpck_require__.e(770)]).then(__nccwpck_require__.bind(__nccwpck_require__, 61351))).getOctokit;
const artifacts = () => (0,_publish_artifact_client_js__WEBPACK_IMPORTED_MODULE_2__/* .artifactClient */ .A)(Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(942), __nccwpck_require__.e(351), __nccwpck_require__.e(659), __nccwpck_require__.e(645)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9645)), Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(942)]).then(__nccwpck_require__.bind(__nccwpck_require__, 44942)), env);
const fetch = (0,_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_7__/* .proxyFetch */ .Z6)(globalThis.fetch, (0,_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_7__/* .exportProxyEnv */ .EP)(env), () => __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 46752, 19)));
const cancelled = (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_5__/* .cancellationOf */ .zg)(process);
const parts = { ...(0,_bundle_js__WEBPACK_IMPORTED_MODULE_1__/* .bundledParts */ .v)(argv[1] ?? '', env), ...(0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_10__/* .openLog */ .Ne)(text => void stdout.write(text)) };
await (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .run */ .e)({ core, github, artifacts, ...parts, saveForPost, env, fetch, clock: _runtime_clock_js__WEBPACK_IMPORTED_MODULE_4__/* .systemClock */ .ml, readFile: _runtime_files_js__WEBPACK_IMPORTED_MODULE_6__/* .readFile */ .TA, cancelled });
setTimeout(() => process.exit(), 250).unref(); // An abandoned upload must not keep the process alive.

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 60787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ attempt),
/* harmony export */   Nt: () => (/* binding */ inQuotes),
/* harmony export */   S7: () => (/* binding */ InputProblem),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   ly: () => (/* binding */ refuseHidden),
/* harmony export */   wW: () => (/* binding */ labelled)
/* harmony export */ });
/** An input that cannot be used: the fact, and what to write instead. Hidden characters are shown as codes. */
class InputProblem extends Error {
    hint;
    constructor(fact, hint) {
        super(showHidden(fact));
        this.name = 'InputProblem';
        this.hint = showHidden(hint);
    }
}
/** Runs a reader. Reports the problem that the reader throws, and returns undefined in that case. */
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
/** Quotes a text for a message: `"wide"`, on one line and cut to a readable length. */
function quoted(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line;
    const whole = inQuotes(cut);
    return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole;
}
/** Quotes a text as JSON does, which is also valid YAML. JSON leaves some hidden characters as they are. */
const inQuotes = (text) => showHidden(JSON.stringify(text));
/** A name from the user at the start of a message: in quotes unless it is a plain word. */
const labelled = (name) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name));
/** Persian and emoji need U+200C and U+200D between visible characters. */
const joiner = /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{P}\p{S}])/u;
/** Unicode's format characters (Cf): they are invisible, and some of them turn the direction of text. */
const formatCharacters = new RegExp(`(?<joiner>${joiner.source})|\\p{Cf}`, 'gu');
const hiddenCharacters = new RegExp(`(?<joiner>${joiner.source})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, 'gu');
/** Replaces controls, format characters, line ends and unpaired surrogates by codes such as `\u200b`. */
function showHidden(text) {
    return text.replace(hiddenCharacters, (character, isJoiner) => isJoiner === undefined ? escapeUnits(character) : character);
}
const escapeUnits = (character) => Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
/** Returns the text if readers can see all of its characters. */
function refuseHidden(text) {
    for (const [character, isJoiner] of text.matchAll(formatCharacters))
        if (isJoiner === undefined)
            throw new InputProblem(`${quoted(text)} has the invisible character ${codePoint(character)}`, 'delete it');
    if (text.includes('\ufffd'))
        throw new InputProblem(`${quoted(text)} has U+FFFD in the place of a character that was not UTF-8`, 'write that character again');
    return text;
}
const codePoint = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;


/***/ }),

/***/ 27245:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  yD: () => (/* binding */ inListOrder),
  J0: () => (/* binding */ knownVersions),
  WY: () => (/* binding */ listShare),
  A6: () => (/* binding */ targetsIn),
  fg: () => (/* binding */ withPageLinks)
});

;// CONCATENATED MODULE: external "node:v8"
const external_node_v8_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/results.js
var results = __nccwpck_require__(26878);
// EXTERNAL MODULE: ./build/runtime/files.js
var runtime_files = __nccwpck_require__(68560);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/share.js
var share = __nccwpck_require__(70071);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __nccwpck_require__(64861);
;// CONCATENATED MODULE: ./build/collections/list-targets.js






/**
 * Replaces each collection by its members and returns this job's share of all targets. A collection that cannot be read,
 * or is empty, becomes a failed target.
 * @throws ActionError if there are too many targets
 */
async function listTargets(entries, { read, shard, log }) {
    const expanded = await Promise.all(entries.map(entry => expand(entry, read)));
    for (const text of expanded.flatMap(({ log }) => log))
        log(text);
    const lines = expanded.map(({ line }) => line);
    const all = mergeLines(lines);
    const listed = (0,share/* shareOf */.tC)(all, shard);
    const excess = (0,share/* describeExcess */.d9)(listed.length, all.length);
    if (excess)
        throw new errors/* ActionError */.lZ(excess.message, `${capitalize(excess.hint)}.`);
    const ofCollections = lines.flatMap(line => 'members' in line ? line.members.map(({ target }) => target) : []);
    return {
        listed,
        ofCollections: new Set(ofCollections),
        jobs: Math.min(shard.total, all.length),
        warnings: expanded.flatMap(({ warnings }) => warnings),
    };
}
async function expand(entry, read) {
    const nothing = { log: [], warnings: [] };
    if (!(0,target_kinds/* isCollection */.P3)(entry))
        return { ...nothing, line: { target: entry } };
    try {
        const content = await read(entry);
        const members = content.members.map(({ slug, ...member }) => ({ target: entry.toTarget(member), slug }));
        const warnings = content.unusedExceptions.map(({ source }) => unusedExceptionError(source, entry));
        return { line: { members }, log: membersLog(entry, content), warnings };
    }
    catch (error) {
        return { ...nothing, line: { failed: (0,results/* failedResult */.Nq)(entry, error) } };
    }
}
function membersLog(collection, { title, members }) {
    const name = `${(0,target_kinds/* addressOf */.ci)(collection)}${title ? ` (${title})` : ''}`;
    return [
        `${name} has ${(0,runtime_text/* count */.U9)(members.length, 'target')}:`,
        ...members.slice(0, share/* maxTargets */.hq).map(member => `  ${memberName(member)}`),
        ...(members.length > share/* maxTargets */.hq ? [`  and ${members.length - share/* maxTargets */.hq} more`] : []),
    ];
}
const memberName = (member) => member.title ? `${member.title} (${(0,target_kinds/* addressOf */.ci)(member)})` : (0,target_kinds/* addressOf */.ci)(member);
const unusedExceptionError = (source, collection) => new errors/* ActionError */.lZ(`except: ${source} is not in ${(0,target_kinds/* addressOf */.ci)(collection)}`, 'Nothing was left out for it: correct it, or take it out of the list.');
const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/**
 * All targets of all lines, in order. A target with a line of its own replaces the same member of a collection. A member
 * of several collections counts once, in the first one. Two targets with the same file name are a failure.
 */
function mergeLines(lines) {
    const single = lines.flatMap(line => ('target' in line ? [line.target] : []));
    const seen = new Set(single.flatMap(target => pictureKeys({ target })));
    const files = new Map(single.map(target => [(0,runtime_files/* fileKey */.wm)(target.file), target]));
    const add = (member) => {
        const keys = pictureKeys(member);
        if (keys.some(key => seen.has(key)))
            return [];
        for (const key of keys)
            seen.add(key);
        const { target } = member;
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
/** The same content with the same filters in the same format is one picture, whatever its size and name. */
function pictureKeys({ target, slug }) {
    const { kind, id, output } = target;
    const filters = 'filters' in target ? [...target.filters].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
    return [id, ...(slug ? [slug] : [])].map(name => JSON.stringify([kind, name, output.format, filters]));
}
const sameFileFailure = (target, other) => (0,results/* failedResult */.Nq)(target, new errors/* ActionError */.lZ(`${(0,target_kinds/* addressOf */.ci)(target)} and ${(0,target_kinds/* addressOf */.ci)(other)} come to the same file, ${other.file}`, `Name it in the collection's except, and list it by itself: - { target: ${(0,target_kinds/* addressOf */.ci)(target)}, name: … }`), target.title ? { title: target.title } : {});

// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __nccwpck_require__(23598);
;// CONCATENATED MODULE: ./build/collections/folder.js

/** A larger tree is taken for a mistake. */
const maxFolders = 1000;
/**
 * Lists the dashboards, then the Looks, each ordered by id; then those of the subfolders. Personal folders are left out.
 * @throws ActionError if the folder itself is a personal one; LookerError
 */
async function readFolderContent(client, options) {
    const root = await client.folder(options.id);
    if (root?.isPersonal)
        throw new errors/* ActionError */.lZ(`Folder ${options.id} is a user's own, and personal folders are never rendered`, 'Move what is to be rendered into a shared folder, or list its dashboards one by one.');
    const seen = new Set([options.id]);
    const members = await readBranch(client, { ...options, hasChildren: root?.hasChildren ?? true }, seen);
    const subfolders = [...seen].slice(1);
    return { members, subfolders, ...(root?.title && { title: root.title }) };
}
async function readBranch(client, branch, seen) {
    const { id, recursive, except, hasChildren } = branch;
    const [dashboards, looks, children] = await Promise.all([
        client.folderDashboards(id),
        client.folderLooks(id),
        recursive && hasChildren ? readChildren(client, id) : [],
    ]);
    const subfolders = children.filter(child => !child.isPersonal && !seen.has(child.id)).sort(byId);
    for (const child of subfolders)
        seen.add(child.id);
    if (seen.size > maxFolders)
        throw new errors/* ActionError */.lZ(`Folder ${id} and those around it have more than ${maxFolders} subfolders`, 'List the folders that are to be rendered one by one.');
    const wanted = subfolders.filter(child => !except.includes(child.id));
    const members = wanted.map(child => readBranch(client, { ...branch, ...child }, seen));
    return [...dashboards.sort(byId), ...looks.sort(byId), ...(await Promise.all(members)).flat()];
}
/**
 * Reads all pages, up to more than a tree may have. A Looker without paging answers with the same children again, and a
 * broken one may have new children on every page.
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
/** Compares ids as numbers if both are numbers, else by code units, so that the order does not depend on the locale. */
function byId({ id: one }, { id: other }) {
    const difference = Number(one) - Number(other);
    if (difference)
        return difference;
    return one < other ? -1 : Number(one > other);
}

;// CONCATENATED MODULE: ./build/collections/members.js




/**
 * Lists a collection's members without those that `except` names. The order is the same in every job.
 * @throws ActionError if there is nothing to render, with the reason
 */
async function readMembers(collection, client) {
    const { title, members, subfolders = [], } = await readCollection(collection, client).catch(error => {
        throw collectionError(error, collection);
    });
    const { except } = collection;
    const unusedExceptions = except.filter(exception => !members.some(isNamedBy(exception)) && !isOneOf(subfolders, exception));
    const remaining = members.filter(member => !except.some(exception => isNamedBy(exception)(member)));
    if (remaining.length === 0)
        throw emptyError(collection, { title, isExcepted: members.length > 0 });
    return { members: remaining, unusedExceptions, ...(title && { title }) };
}
async function readCollection(collection, client) {
    const { id, kind, except } = collection;
    switch (kind) {
        case 'folder': {
            const folders = except.filter(exception => exception.kind === 'folder');
            return readFolderContent(client, { ...collection, except: folders.map(({ id }) => id) });
        }
        case 'board':
            return refuseTrash(collection, await readBoardContent(client, id));
        case 'model': {
            const dashboards = await client.dashboards();
            return { members: dashboards.filter(member => member.id.startsWith(`${id}::`)).sort(byId) };
        }
        case 'tiles': {
            const { title, members } = refuseTrash(collection, await client.tiles(id));
            const dashboard = { id, url: collection.url, ...(title && { title }) };
            return { ...(title && { title }), members: members.map(tile => ({ ...tile, dashboard })) };
        }
    }
}
/** A longer board is taken for a mistake: each of its Looks takes a call. */
const maxBoardMembers = 5000;
/**
 * Lists a board's members in its order. A board still names deleted and hidden content. One call lists all dashboards
 * that remain, and each Look takes a call of its own.
 */
async function readBoardContent(client, id) {
    const board = await client.board(id);
    if (board.members.length > maxBoardMembers)
        throw new errors/* ActionError */.lZ(`Board ${id} has more than ${maxBoardMembers} items`, 'List the dashboards and Looks that are to be rendered one by one.');
    const listed = board.members.some(({ kind }) => kind !== 'look') ? await client.dashboards() : [];
    const dashboards = new Map(listed.map(dashboard => [dashboard.id, dashboard]));
    const listsLookml = listed.some(({ kind }) => kind === 'lookml_dashboard');
    const checkDashboard = (member) => {
        const dashboard = dashboards.get(member.id);
        if (dashboard)
            return { ...member, ...dashboard };
        // Some Lookers do not list LookML dashboards.
        return member.kind === 'lookml_dashboard' && !listsLookml ? member : undefined;
    };
    const checked = board.members.map(member => member.kind === 'look' ? checkLook(client, member) : checkDashboard(member));
    return { ...board, members: (await Promise.all(checked)).filter(member => member !== undefined) };
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
/** Whether the exception names the member, by its id or by its slug. */
const isNamedBy = ({ kind, id }) => (member) => kind === member.kind && (id === member.id || id === member.slug);
const isOneOf = (subfolders, { kind, id }) => kind === 'folder' && subfolders.includes(id);
const describeCollection = ({ kind, id }) => `${target_kinds/* collectionKinds */._e[kind].noun} ${id}`;
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** Says what Looker's refusal means for the collection. */
function collectionError(error, collection) {
    if (!(error instanceof looker_errors/* LookerError */.Z6))
        return error;
    if (error.status === 404)
        return new errors/* ActionError */.lZ(`Looker found no ${describeCollection(collection)}`, 'Check the id, and that the API user may see it: Looker gives the same answer for what does not exist and for what the user may not see.', { cause: error });
    if (error.status === 403)
        return new errors/* ActionError */.lZ(`Looker does not let the API user see ${describeCollection(collection)} (403)`, 'Give the user View on the folder, and its role see_user_dashboards, see_lookml_dashboards and see_looks.', { cause: error });
    return error;
}
/** @throws ActionError if the collection is in Looker's trash */
function refuseTrash(collection, listing) {
    if (!listing.deleted)
        return listing;
    throw new errors/* ActionError */.lZ(`${capitalized(describeCollection(collection))} is in Looker's trash`, 'Restore it, or take it out of the list.');
}
function emptyError(collection, { title, isExcepted }) {
    const name = capitalized(describeCollection(collection)) + (title ? ` (${title})` : '');
    if (isExcepted)
        return new errors/* ActionError */.lZ(`${name} holds only what except leaves out`, 'Take it out of the list, or shorten except.');
    const [fact, hint] = {
        folder: [
            'has no dashboard and no Look that the API user may see',
            'Check its permissions; deleted and hidden ones are left out, those of subfolders come with recursive: true.',
        ],
        board: [
            'shows the API user no dashboard and no Look',
            'Check that the user may see what stands on it; links and what was deleted are left out.',
        ],
        model: [
            'has no LookML dashboard that the API user may see',
            "Check the model's name, that its dashboards are deployed, and that the API user's role has see_lookml_dashboards and the model.",
        ],
        tiles: ['has no tile but texts and buttons', 'Render the dashboard itself, without tiles: true.'],
    }[collection.kind];
    return new errors/* ActionError */.lZ(`${name} ${fact}`, hint);
}

// EXTERNAL MODULE: ./build/runtime/clock.js
var clock = __nccwpck_require__(14821);
;// CONCATENATED MODULE: ./build/list.js






/**
 * Lists this job's targets. Collections are read right after the log-in.
 * @throws InputError if an address has another host, ActionError if there are too many targets
 */
async function listShare(context, looker) {
    const { inputs, world } = context;
    if (mayBeMany(inputs.targets))
        saveMemory();
    await checkHosts(context, looker);
    const content = looker.contentFor();
    return listTargets(inputs.targets, {
        read: async (collection) => {
            await looker.loggedIn;
            return readMembers(collection, content);
        },
        shard: inputs.shard,
        log: world.print,
    });
}
/**
 * Makes V8 collect garbage often instead of taking more memory, for a tenth more of the processor's time. By itself,
 * Node 24 takes 140 MB more for 500 targets than for 8, and needs none of it.
 */
const saveMemory = () => (0,external_node_v8_namespaceObject.setFlagsFromString)('--optimize-for-size');
/** Up to this number of targets, memory is worth less than the processor's time. */
const maxFew = 50;
/** A collection has an unknown number of members until it is read. */
const mayBeMany = (targets) => targets.length > maxFew || targets.some(target_kinds/* isCollection */.P3);
/** Refuses pasted addresses of another instance: the same id is other content here. Looker names its own web address. */
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
/** The results in the order of the list, including failures of the listing. */
function inListOrder({ listed }, rendered) {
    const byFile = new Map(rendered.map(result => ['file' in result.target && result.target.file, result]));
    return listed.flatMap(entry => ('status' in entry ? entry : (byFile.get(entry.file) ?? [])));
}
/** Looker's release and web address, unless Looker takes long to answer. */
const knownVersions = async ({ versions }, { world, deadlines }) => (await (0,clock/* valueIfSoon */.SJ)(versions, { clock: world.clock, signal: deadlines.publish })) ?? {};
/** The result with links to Looker's web address, which may differ from the API's. A pasted address stays as it is. */
const withPageLinks = (base, web) => (result) => web ? { ...result, target: onWebHost(result.target, base, web) } : result;
function onWebHost(target, base, web) {
    if (target.pastedHost !== undefined || !target.url.startsWith(`${base.origin}/`))
        return target;
    const url = web.origin + target.url.slice(base.origin.length);
    const dashboard = 'dashboard' in target && target.dashboard ? { ...target.dashboard, url } : undefined;
    return { ...target, url, ...(dashboard && { dashboard }) };
}
const targetsIn = ({ listed }) => listed.flatMap(entry => ('status' in entry ? [] : [entry]));


/***/ }),

/***/ 80085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Ng: () => (/* binding */ connect),
  je: () => (/* binding */ logOut),
  nx: () => (/* binding */ lookerList)
});

// UNUSED EXPORTS: meteredAs

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/runtime/deadline.js
var deadline = __nccwpck_require__(19551);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/runtime/json.js
var json = __nccwpck_require__(72713);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __nccwpck_require__(64861);
// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __nccwpck_require__(23598);
// EXTERNAL MODULE: ./build/looker/responses.js
var responses = __nccwpck_require__(94677);
;// CONCATENATED MODULE: ./build/looker/client.js




/** The endpoints for render tasks, API 4.0 and 3.1. */
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
    const path = `/render_tasks/${target_kinds/* targetKinds */.xV[kind].resource[version]}/${encodeURIComponent(id)}/${output.format}`;
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
        ...(filters.size > 0 && { dashboard_filters: (0,target_kinds/* encodeFilters */.Qm)(filters) }),
        ...(style && { dashboard_style: style }),
        ...(tabIds.length > 0 && { tab_ids: tabIds }),
    };
}
const readTask = (host, clean) => async (response) => {
    const answer = await (0,responses/* readJson */.Vh)(host, response);
    const { id, status, status_detail: detail, ...runtimes } = (0,json/* isObject */.Gv)(answer) ? answer : {};
    if (!isId(id) || clean(String(id)) !== String(id) || typeof status !== 'string')
        throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that is no render task');
    return {
        id: String(id),
        status: (0,responses/* plainWords */.c5)(status, clean, 100),
        detail: typeof detail === 'string' ? (0,responses/* plainWords */.c5)(detail, clean) : '',
        ...renderTimeIn(runtimes),
    };
};
/** `query_runtime` and `render_runtime` are seconds (RenderTask, API 4.0 and 3.1). */
function renderTimeIn({ query_runtime: queries, render_runtime: rendering }) {
    const seconds = Number(queries) + Number(rendering);
    const isKnown = typeof queries === 'number' && typeof rendering === 'number' && seconds > 0;
    return isKnown && { renderTime: seconds * 1000 };
}
const readQueryId = (host) => async (response) => {
    const answer = await (0,responses/* readJson */.Vh)(host, response);
    if (!(0,json/* isObject */.Gv)(answer) || !isId(answer.id))
        throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that is no query');
    return String(answer.id);
};
/** Whether the id can be part of a path. In a URL, `..` would lead out of it. */
const isId = (id) => typeof id === 'string' ? /^(?!\.\.?$)[!-~]{1,255}$/.test(id) : Number.isSafeInteger(id);

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __nccwpck_require__(70370);
;// CONCATENATED MODULE: ./build/looker/content.js



/** Concurrent calls: few, so that a tree of hundreds of folders leaves Looker time for other work. */
const maxConcurrentCalls = 4;
const foldersPerPage = 100;
/** The characters of all answers together: several times what the largest instances have. */
const maxContentCharacters = 100_000_000;
function contentReaders(send, { host, clean, budget = { left: maxContentCharacters } }) {
    const slots = (0,p_limit/* default */.A)(maxConcurrentCalls);
    const ask = (path, query, read) => slots(() => send({ method: 'GET', path, query }, read));
    return {
        get(noun, path, fields, convert) {
            const read = (0,responses/* readObject */.Ag)(host, noun, answer => convert(answer, clean), budget);
            return ask(path, { fields }, read);
        },
        list(noun, path, query, convert) {
            const read = (0,responses/* readList */.c1)(host, noun, item => convert(item, clean), budget);
            return ask(path, query, read);
        },
    };
}
/** Each method is one call, which asks only for the fields that are read. All but `query` are administrative calls. */
function contentClient(send, host) {
    const { get, list } = contentReaders(send, host);
    const info = (noun, path, fields) => get(noun, path, fields, readInfo);
    const dashboards = (path, fields) => list('dashboard', path, { fields }, readDashboard);
    return {
        dashboard: (id) => info('dashboard', at `/dashboards/${id}`, 'title,deleted'),
        look: (id) => info('Look', at `/looks/${id}`, 'title,deleted'),
        tile: (id) => info('dashboard element', at `/dashboard_elements/${id}`, 'title,look(title)'),
        /** A query call. */
        query: (id) => get('query', /^\d+$/.test(id) ? at `/queries/${id}` : at `/queries/slug/${id}`, 'id', () => undefined),
        /** All that the API user may see, LookML dashboards included; neither deleted nor hidden ones. */
        dashboards: () => dashboards('/dashboards', 'id,title,slug,hidden'),
        folder: (id) => get('folder', at `/folders/${id}`, folderFields, readFolder),
        folderDashboards: (id) => dashboards(at `/folders/${id}/dashboards`, 'id,title,slug,deleted,hidden'),
        folderLooks: (id) => list('Look', at `/folders/${id}/looks`, { fields: 'id,title,deleted' }, readLook),
        /** A page of the direct subfolders. */
        folderChildren: (id, offset) => list('folder', at `/folders/${id}/children`, { fields: folderFields, limit: foldersPerPage, offset }, readFolder),
        board: (id) => get('board', at `/boards/${id}`, boardFields, readBoard),
        tiles: (dashboard) => get('dashboard', at `/dashboards/${dashboard}`, tilesFields, readTiles),
    };
}
/** A path with the id as one segment. */
const at = ([before = '', after = ''], id) => before + encodeURIComponent(id.toWellFormed()) + after;
const folderFields = 'id,name,child_count,is_personal,is_personal_descendant';
const boardItemFields = 'board_items(id,title,dashboard_id,look_id,lookml_dashboard_id)';
const boardFields = `title,deleted_at,section_order,board_sections(id,deleted_at,visible_item_order,${boardItemFields})`;
const tilesFields = 'title,deleted,dashboard_elements(id,title,type,look(title))';
/** Undefined if it is deleted or hidden. */
function readDashboard(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined || item.deleted === true || item.hidden === true)
        return undefined;
    const slug = readId(item.slug, clean);
    return { kind: dashboardKind(id), id, ...(slug && { slug }), ...readTitle(item.title, clean) };
}
/** Undefined if it is deleted. */
function readLook(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined || item.deleted === true)
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
    members: inGivenOrder((0,responses/* objectsIn */.Qv)(item.board_sections), item.section_order)
        .filter(section => !isDeleted(section))
        .flatMap(visibleItems)
        .flatMap(boardItem => readBoardItem(boardItem, clean) ?? []),
});
const readTiles = (item, clean) => ({
    ...readInfo(item, clean),
    members: (0,responses/* objectsIn */.Qv)(item.dashboard_elements).flatMap(element => readTile(element, clean) ?? []),
});
/** Undefined for a link or a text. */
function readBoardItem(item, clean) {
    const title = readTitle(item.title, clean);
    const dashboard = readId(item.dashboard_id, clean) ?? readId(item.lookml_dashboard_id, clean);
    if (dashboard !== undefined)
        return { kind: dashboardKind(dashboard), id: dashboard, ...title };
    const look = readId(item.look_id, clean);
    return look === undefined ? undefined : { kind: 'look', id: look, ...title };
}
/** Types of elements that show no data. Unknown types may show data. */
const typesWithoutData = new Set(['text', 'button']);
function readTile(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined || typesWithoutData.has(item.type))
        return undefined;
    return { kind: 'dashboard_element', id, ...readTileTitle(item, clean) };
}
/** A LookML dashboard's id is `model::dashboard`. */
const dashboardKind = (id) => (id.includes('::') ? 'lookml_dashboard' : 'dashboard');
const isDeleted = ({ deleted_at: at }) => typeof at === 'string';
/** The API user does not see items that the section's order does not name. */
function visibleItems({ board_items: items, visible_item_order: order }) {
    const sorted = inGivenOrder((0,responses/* objectsIn */.Qv)(items), order);
    if (!Array.isArray(order))
        return sorted;
    const visible = new Set(order.map(String));
    return sorted.filter(({ id }) => visible.has(String(id)));
}
/** Items that the order does not name come last. */
function inGivenOrder(items, order) {
    const ids = Array.isArray(order) ? order.map(String).reverse() : [];
    const places = new Map(ids.map((id, index) => [id, ids.length - index]));
    const place = ({ id }) => places.get(String(id)) ?? ids.length + 1;
    return [...items].sort((one, other) => place(one) - place(other));
}
/** An id that can be in a path and in the log: a number, a slug, `model::dashboard`, `model::dashboard::link`. */
function readId(value, clean) {
    if (typeof value !== 'string' && !Number.isSafeInteger(value))
        return undefined;
    const id = String(value);
    return /^(?!\.\.?$)[^/\\\p{Cc}\p{Cs}]{1,255}$/u.test(id) && clean(id) === id ? id : undefined;
}
/** A tile's own title, else that of its Look. */
function readTileTitle(item, clean) {
    const own = readTitle(item.title, clean);
    return own.title === undefined ? readTitle((0,responses/* objectIn */.D7)(item.look).title, clean) : own;
}
/** The title on one line, without characters that change the direction of text. Secrets are removed before the title is cut. */
function readTitle(text, clean) {
    if (typeof text !== 'string')
        return {};
    const plain = clean(text)
        .slice(0, 10_000)
        .replace(/\p{Bidi_Control}/gu, '');
    const title = (0,runtime_text/* oneLine */.TN)(plain, 200);
    return title === '' ? {} : { title };
}

// EXTERNAL MODULE: ./build/looker/http.js
var looker_http = __nccwpck_require__(46229);
;// CONCATENATED MODULE: ./build/looker/session.js




/** An API user's session: one token for all requests. It is replaced when it expires or Looker refuses it. */
function openSession(options) {
    const { http, clock } = options;
    let live;
    let pending;
    let isRenewal = false;
    // If Looker refuses the token of several requests, the first one forgets it and all share the next log-in.
    const forget = (held) => {
        if (live === held)
            live = undefined;
    };
    const token = async (signal) => {
        if (live && live.ends > clock.now())
            return live;
        pending ??= openWorkspace({ ...options, signal, isRenewal }).finally(() => {
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
                if (!(error instanceof looker_errors/* LookerError */.Z6 && error.status === 401))
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
/** Each log-in begins a session of its own, so each one has to enter the workspace. */
async function openWorkspace(options) {
    const token = await login(options);
    const { http, workspace = 'production', host, signal } = options;
    if (workspace === 'production')
        return token;
    const call = { method: 'PATCH', path: '/session', json: { workspace_id: workspace } };
    const read = (0,responses/* readObject */.Ag)(host, 'session', ({ workspace_id: id }) => {
        if (id !== workspace)
            throw (0,looker_errors/* unexpectedResponse */.Lf)(host, `a session that is not in the workspace ${workspace}`);
    });
    try {
        await http({ ...call, token: token.value }, read, signal);
    }
    catch (error) {
        await revoke(options, token, signal).catch(() => undefined);
        throw error instanceof looker_errors/* LookerError */.Z6 ? workspaceError(error, host) : error;
    }
    return token;
}
/** Explains why there is no development mode. Answers that may be different the next time stay as they are. */
function workspaceError(error, host) {
    const { status, message } = error;
    if (status === undefined || ![400, 403, 404, 422].includes(status))
        return error;
    return new looker_errors/* LookerError */.Z6(`The API user may not use development mode at ${host}: ${message}`, 'Give its role the permission develop for the models of the project. A service account may be refused development mode: then use the API key of a user.', { status, retries: 0, cause: error });
}
/** Sends the key in the form's body: a URL would put it into logs (API 4.0, `login`). */
async function login({ http, clock, host, key, secrets, signal, isRenewal, }) {
    const form = { client_id: key.clientId, client_secret: key.clientSecret };
    const asked = clock.now();
    try {
        return await http({ method: 'POST', path: '/login', form, firstContact: !isRenewal }, readToken, signal);
    }
    catch (error) {
        throw error instanceof looker_errors/* LookerError */.Z6 ? loginError(error, { host, isRenewal }) : error;
    }
    async function readToken(response) {
        const answer = await (0,responses/* readJson */.Vh)(host, response);
        if (!(0,json/* isObject */.Gv)(answer) || !isToken(answer.access_token))
            throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that is no access token');
        secrets.keep(answer.access_token);
        const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3600;
        return { value: answer.access_token, ends: asked + seconds * 1000 };
    }
}
/** Whether a header can hold the token. Otherwise `fetch` would throw an error that shows it. */
const isToken = (token) => typeof token === 'string' && /^[!-~]{1,8192}$/.test(token);
/**
 * A failed log-in. It is no LookerError: callers that explain the status of their own call must not explain the log-in's.
 */
class LoginError extends errors/* QuotingError */.yV {
    /** The HTTP status, if Looker answered. */
    status;
    /** The host that refused the key; undefined if the log-in failed for another reason. */
    keyRefusedBy;
    constructor([fact, hint], about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'LoginError';
        this.status = about.status;
        this.keyRefusedBy = about.keyRefusedBy;
    }
}
/** Explains a failed log-in. Looker answers a wrong key with 404. */
function loginError(error, { host, isRenewal }) {
    const { status } = error;
    const about = { status, cause: error };
    const isRefusal = status === 401 || status === 403 || status === 404;
    if (isRenewal && isRefusal)
        return new LoginError([
            `Looker at ${host} no longer accepts the API key (${status})`,
            'It accepted the key earlier in this run: check that nobody has deleted or replaced the key, or disabled its user (Admin, Users, Edit, API Keys), then run the job again.',
        ], { ...about, keyRefusedBy: host });
    if (status === 404)
        return new LoginError([
            `Looker at ${host} does not know this API key (404)`,
            'Check client-id and client-secret: they belong to one API key of a user of this instance (Admin, Users, Edit, API Keys).',
        ], { ...about, keyRefusedBy: host });
    if (status === 401)
        return new LoginError([`Looker at ${host} does not accept this API key (401)`, 'Check client-id and client-secret.'], { ...about, keyRefusedBy: host });
    if (status === 403)
        return new LoginError([
            `${host} refuses the log-in (403)`,
            "Check base-url's port and api-version: this is what a host answers that has no Looker API there.",
        ], about);
    return new LoginError([`Could not log in: ${error.message}`, error.hint], about);
}

;// CONCATENATED MODULE: ./build/looker/connect.js








const lookerList = ({ first, second }) => (second ? [first, second] : [first]);
/** Sends the log-in. */
function connect({ base, clientId, clientSecret }, options) {
    const { world, version, secrets, signal, workspace = 'production', log } = options;
    const { host } = base;
    const common = { clock: world.clock, secrets, signal, host };
    const apiCalls = { query: 0, administrative: 0 };
    const count = (path) => {
        const activity = meteredAs(path);
        if (activity)
            apiCalls[activity]++;
    };
    const api = new URL(`/api/${version}`, base);
    const http = (0,looker_http/* createHttp */.V)({ ...common, fetch: world.fetch, log, onRequest: count, api });
    const session = openSession({ ...common, http, workspace, key: { clientId, clientSecret } });
    const loggedIn = session.login();
    loggedIn.catch(() => undefined);
    // The first session of an instance asks for its versions.
    const isFirst = workspace === 'production';
    const versions = isFirst
        ? askVersions(http, loggedIn, { ...common, log, clean: secrets.clean })
        : Promise.resolve({});
    const clientFor = onRequest => createLookerClient((call, read) => session.send({ ...call, onRequest }, read), version, {
        host,
        clean: secrets.clean,
    });
    const contentFor = (own = signal) => contentClient((call, read) => session.send(call, read, AbortSignal.any([signal, own])), {
        host,
        clean: secrets.clean,
    });
    return { host, session, loggedIn, clientFor, contentFor, versions, apiCalls, log };
}
/**
 * How Looker meters a request: `x-looker-activity-type` in the description of API 4.0, where `db_query` is a query call
 * and `non_query` an administrative one. Log-in, log-out and versions have no such tag.
 */
function meteredAs(path) {
    if (/^\/(login|logout|versions)\b/.test(path))
        return undefined;
    return queryPaths.test(path) ? 'query' : 'administrative';
}
const queryPaths = /^\/((render_tasks|queries|query_tasks|merge_queries|sql_queries)\b|looks\/[^/]+\/run\/)/;
/** Milliseconds before `/versions` is requested: a second connection beside the log-in's would delay that. */
const loginHeadStart = 50;
const versionsTimeout = 10_000;
/** Returns nothing if the instance does not answer. The log says so, unless the log-in fails as well. */
async function askVersions(http, loggedIn, { clock, host, signal, log, clean }) {
    try {
        await clock.sleep(loginHeadStart, signal);
        const read = (0,responses/* readObject */.Ag)(host, 'list of versions', answer => toVersions(answer, clean));
        return await (0,deadline/* withDeadline */.NE)(versionsTimeout, signal, ended => http(versionsCall, read, ended));
    }
    catch (error) {
        const isIn = await loggedIn.then(() => true, () => false);
        if (isIn)
            log(`${host} does not tell its release (${(0,errors/* asActionError */.z6)(error).message}).`);
        return {};
    }
}
/** Needs no log-in, and is not metered (API 4.0, `versions`). */
const versionsCall = {
    method: 'GET',
    path: '/versions',
    query: { fields: 'looker_release_version,web_server_url' },
    firstContact: true,
};
/** A value that quotes a secret is left out. The address is checked as it was sent, too: a URL changes its spelling. */
function toVersions({ looker_release_version: release, web_server_url: address }, clean) {
    const isHarmless = (text) => typeof text === 'string' && clean(text) === text;
    const web = isHarmless(address) ? (0,runtime_text/* parseUrl */.Dl)(address) : undefined;
    return {
        ...(isHarmless(release) && /^[\w.+-]{1,40}$/.test(release) && { release }),
        ...(web && /^https?:$/.test(web.protocol) && isHarmless(web.origin) && { web: new URL(web.origin) }),
    };
}
/** Ends the sessions, because a token lives for up to an hour. Failures are logged. */
async function logOut(lookers, cancelled) {
    await Promise.all(lookers.map(async ({ session, log }) => {
        try {
            await logOutOf(session, cancelled);
        }
        catch (error) {
            log(`Could not log out of Looker (${(0,errors/* asActionError */.z6)(error).message}); its token ends by itself.`);
        }
    }));
}
/** A cancelled job has three seconds for everything, also if it is cancelled during the log-out. */
async function logOutOf(session, cancelled) {
    const isCancelled = cancelled.aborted;
    const signal = isCancelled ? new AbortController().signal : cancelled;
    await (0,deadline/* withDeadline */.NE)(isCancelled ? 1500 : 10_000, signal, ended => session.logout(ended));
}


/***/ }),

/***/ 23598:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ statusError),
/* harmony export */   $t: () => (/* binding */ connectionError),
/* harmony export */   Cs: () => (/* binding */ cleanError),
/* harmony export */   Lf: () => (/* binding */ unexpectedResponse),
/* harmony export */   Z6: () => (/* binding */ LookerError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(63375);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);



/** A request to Looker that failed. */
class LookerError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .QuotingError */ .yV {
    /** The HTTP status, if Looker answered. */
    status;
    retries;
    /** The milliseconds that Looker's Retry-After asks for. */
    retryAfter;
    /** No connection could be made. */
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
const runnerHint = 'Check base-url, and that the runner may reach it: a private network needs a runner inside it.';
/** Hints for a host that cannot be reached, by Node's error codes. */
const unreachableHints = {
    ENOTFOUND: 'Check base-url for a typing error; a host inside a private network needs a runner inside it.',
    ECONNREFUSED: "Check base-url's port (the API is on 443, older self-hosted instances have it on 19999), and that Looker is running.",
};
/** The answer is no HTTP, or is not compressed as its headers say. A connection that ends early is no such error. */
const unreadableCodes = /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/;
const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;
/** Describes an error that `fetch` threw. Its message is "fetch failed"; the reason is in its causes. */
function connectionError(error, host) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6)
        return new LookerError(error.message, error.hint, {
            cause: error,
            retries: error.final ? 0 : Number.POSITIVE_INFINITY,
            unreachable: true,
        });
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error;
    const code = causeCode(error);
    const reason = code && Object.hasOwn(_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_1__/* .unreachableReasons */ .mt, code) ? _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_1__/* .unreachableReasons */ .mt[code] : undefined;
    const about = { cause: error, retries: Number.POSITIVE_INFINITY };
    if (code && reason)
        return new LookerError(`${host} did not answer: ${reason}`, unreachableHints[code] ?? runnerHint, {
            ...about,
            unreachable: true,
        });
    if (code && tlsCodes.test(code))
        return new LookerError(`No trusted TLS connection to ${host} (${code})`, "Check base-url's host and port; a private certificate authority is made known by NODE_EXTRA_CA_CERTS in the job's env.", { ...about, unreachable: true });
    if (code && unreadableCodes.test(code))
        return unexpectedResponse(host, `something that cannot be read (${code})`, error);
    return new LookerError(`The connection to ${host} broke (${code ?? innermost(error)})`, 'Check that Looker is up, then run the job again.', 
    // Errors of fetch itself have no code, for example a port that it never opens.
    code ? about : { ...about, retries: 3 });
}
function innermost(error) {
    let at = error;
    while (at instanceof Error && at.cause instanceof Error)
        at = at.cause;
    return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(at instanceof Error ? at.message : String(at), 100);
}
function causeCode(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if ('code' in at && typeof at.code === 'string')
            return at.code;
    return undefined;
}
/** An answer of the wrong form, for example a login page instead of JSON. */
const unexpectedResponse = (host, what, cause) => new LookerError(`${host} answered with ${what}`, "Check that base-url is Looker's API host and port, and that no proxy or log-in page stands before it.", { retries: 3, cause });
/**
 * A busy or restarting Looker, or a proxy that cannot reach it. Every operation may answer 429
 * (https://github.com/looker-open-source/sdk-codegen, spec/Looker.4.0.oas.json).
 */
const transientStatuses = new Set([408, 429, 502, 503, 504]);
/** Describes an error status. Callers add what they know, such as the dashboard or the missing permission. */
function statusError(call) {
    const { status, host, method, retryAfter } = call;
    const words = call.message ? `: ${call.message}` : '';
    const about = { status, retryAfter };
    if (status >= 300 && status < 400)
        return new LookerError(`${host} redirects elsewhere${otherHost(call)}`, 'Set base-url to the address of the Looker API itself; the key is not sent on to another host.', { ...about, retries: 0 });
    if (transientStatuses.has(status))
        return new LookerError(`${host} answered ${status}${words}`, 'Looker was busy or down until the time was up: run the job again later, or give it more timeout-minutes.', { ...about, retries: Number.POSITIVE_INFINITY });
    if (status >= 500)
        // Looker may have carried out a failed POST, and is likely to fail again.
        return new LookerError(`${host} failed (${status})${words}`, 'Run the job again; if it stays, ask the Looker admin for its log.', {
            ...about,
            retries: method === 'GET' ? 3 : 0,
        });
    return new LookerError(`${host} answered ${status}${words}`, 'Check base-url and api-version.', {
        ...about,
        retries: 0,
    });
}
function otherHost({ location, host }) {
    const target = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .parseUrl */ .Dl)(location ?? '', `https://${host}`)?.host;
    return target && target !== host ? `, to ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(target, 100)}` : '';
}
/** Removes secrets from the message, which may quote a header, such as a redirect's. */
function cleanError(error, clean) {
    const fact = clean(error.message);
    if (fact === error.message)
        return error;
    if (!(error instanceof LookerError))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, error.hint, { cause: error.cause });
    const { hint, cause, retries, retryAfter, unreachable, status } = error;
    return new LookerError(fact, hint, {
        cause,
        retries,
        retryAfter,
        unreachable,
        ...(status !== undefined && { status }),
    });
}


/***/ }),

/***/ 46229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ retryAfter),
/* harmony export */   V: () => (/* binding */ createHttp)
/* harmony export */ });
/* harmony import */ var p_retry__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(74995);
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(14821);
/* harmony import */ var _runtime_streams_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3526);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(23598);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(94677);





/**
 * Sends requests to Looker, and retries those that may succeed later.
 * @throws LookerError, or the signal's reason
 */
function createHttp(options) {
    const { first, longest } = options.pauses ?? { first: 500, longest: 30_000 };
    return (call, read, signal) => {
        const failures = [];
        return (0,p_retry__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .Ay)(() => exchange(options, call, read, signal), {
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
    };
}
/** `failures` holds all errors of the call. Those that may be retried for ever do not count. */
function isWorthRetry(error, call, failures) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6) || (call.firstContact && error.unreachable))
        return false;
    if (call.timeLimit && error.status !== 429)
        return error.retries > 0 && failures.filter(failure => !isTooManyRequests(failure)).length <= 2;
    const limited = failures.filter(failure => failure instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6 && Number.isFinite(failure.retries));
    return !Number.isFinite(error.retries) || limited.length <= error.retries;
}
const isTooManyRequests = (error) => error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6 && error.status === 429;
/** Waits as long as Looker asks. The growing random pause follows, so that clients do not come back all at once. */
async function waitBeforeRetry({ log, clock }, { method, path }, error, signal) {
    const wait = error.retryAfter > 0 ? ` after the ${Math.ceil(error.retryAfter / 1000)} s that it asks for` : '';
    log(`${error.message} (${method} ${path}). Trying again${wait}.`);
    if (error.retryAfter > 0)
        await clock.sleep(error.retryAfter, signal);
}
async function exchange(options, call, read, signal) {
    const { api, secrets, silence = 60_000 } = options;
    const watch = call.timeLimit ? timeLimit(call.timeLimit, api.host) : watchSilence(silence, api.host);
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
        const answer = { status, headers, body: body?.pipeThrough((0,_runtime_streams_js__WEBPACK_IMPORTED_MODULE_1__/* .bufferAhead */ .i)(), { signal: ended }) ?? null };
        if (ok)
            return await read(answer, watch.alive);
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusError */ .$C)({
            status,
            location: headers.get('location'),
            retryAfter: retryAfter(headers),
            message: (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .messageIn */ .v6)(await (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .boundedText */ .LD)(answer), secrets.clean),
            host: api.host,
            method: call.method,
        });
    }
    catch (error) {
        signal.throwIfAborted();
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .cleanError */ .Cs)((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .connectionError */ .$t)(error, api.host), secrets.clean);
    }
    finally {
        watch.stop();
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
/** Retry-After in milliseconds: seconds or a date (RFC 9110, 10.2.3); 0 if it is absent or in the past. */
function retryAfter(headers) {
    const value = headers.get('retry-after')?.trim() ?? '';
    const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
    return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .maxTimer */ ._v) : 0;
}
/** Aborts a request when no byte arrives for this many milliseconds. */
function watchSilence(silence, host) {
    const lost = new AbortController();
    const timer = setTimeout(() => {
        const seconds = Math.round(silence / 1000);
        lost.abort(new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6(`${host} was silent for ${seconds} s`, 'Check that Looker is up, then run the job again.', {
            retries: Number.POSITIVE_INFINITY,
        }));
    }, silence);
    return { signal: lost.signal, alive: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
/** Aborts a request after this many milliseconds, whether bytes arrive or not. */
function timeLimit(milliseconds, host) {
    const over = new AbortController();
    const timer = setTimeout(() => {
        const seconds = Math.round(milliseconds / 1000);
        over.abort(new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6(`${host} took longer than ${seconds} s`, 'Run the job again when Looker is less busy.', {
            retries: 0,
        }));
    }, milliseconds);
    return { signal: over.signal, alive: () => undefined, stop: () => clearTimeout(timer) };
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
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(14821);

/** A target that was rendered before: its time varies by about a third. */
const renderedBefore = {
    sparse: { firstPollShare: 0.85, pauseShare: 0.2 },
    dense: { firstPollShare: 0.78, pauseShare: 0.2 },
};
/** A new target: it takes about as long as the others, and varies as they do. */
const newTarget = {
    sparse: { firstPollSpreads: 0.6, pauseShare: 0.25 },
    dense: { firstPollSpreads: 0.9, pauseShare: 0.22 },
};
const usualSpread = { logarithm: 0.5, weight: 2 };
/** Nothing is known. Most renders take 10 to 30 s (https://cloud.google.com/looker/docs): at most 16 polls in 30 s. */
const unknown = { firstPollMs: 1200, sparse: { pauseShare: 0.35 }, dense: { pauseShare: 0.24 } };
/** A lag below this is not noticeable. */
const minPauseMs = 500;
/** Past times may be wrong, so no pause is longer than this. */
const maxPauseMs = 60_000;
/** Random shortening of each pause, so that renders that began together are not all polled together. */
const jitterShare = 0.04;
/** Puts the first poll before the likely end, and each later poll after a longer pause. */
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
/** The pause before the next poll, in milliseconds: at most `longest` once the likely end has passed. */
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
/** The standard deviation of the times' logarithms, weighted with the usual spread: few times say little. */
function spreadOf(times) {
    const { logarithm, weight } = usualSpread;
    const logs = times.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    return Math.sqrt((weight * logarithm ** 2 + squares) / (weight + logs.length - 1));
}
/** A task counts as hung after this many times the longest comparable render. */
const hungFactor = 3;
/** Milliseconds. No task counts as hung before, and a task of which nothing is known after that time in one status. */
const minHungMs = 120_000;
/** A hung task is polled after pauses of this share of its time. */
const hungPauseShare = 0.15;
/** Whether a task in `querying` or `rendering` takes much longer than comparable ones. */
function isHung({ own, others }, { active, inOneStatus }) {
    const comparable = own.length > 0 ? own : others;
    if (comparable.length === 0)
        return inOneStatus >= minHungMs;
    return active >= Math.max(minHungMs, hungFactor * Math.max(...comparable));
}
/** The pause before the next poll of a hung task, in milliseconds. */
const pauseIfHung = (elapsed, longest) => Math.max(longest, Math.min(hungPauseShare * elapsed, maxPauseMs));
/**
 * Pauses, then polls, until a poll returns a value.
 * @throws the signal's reason, or what a poll throws
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
        await (0,_runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .waitAtMost */ ._R)(left, change, { clock, signal });
    }
}
/** How many of a target's last times count. */
const maxTimes = 5;
function renderTimes(keyOf, remembered) {
    const ofThisRun = new Map();
    let ofEarlierRuns = new Map();
    const ready = remembered.then(times => {
        ofEarlierRuns = times;
    }, 
    // The reader of the images branch reports the error. Without past times, polls are planned for unknown renders.
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

/***/ 10413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _e: () => (/* binding */ failedRender),
/* harmony export */   gP: () => (/* binding */ RenderTaskLostError),
/* harmony export */   nq: () => (/* binding */ toTaskLost),
/* harmony export */   u7: () => (/* binding */ creationError),
/* harmony export */   zt: () => (/* binding */ renderFailure)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(35976);
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(64861);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(23598);





/** Describes a refused render task, with the target's kind and id. */
function creationError(error, target) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6))
        return error;
    const words = {
        403: [
            `Looker does not let the API user render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} (403)`,
            `Give its role access_data, ${_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .targetKinds */ .xV[target.kind].permission} and download_with_limit or download_without_limit, and the user View on the folder.`,
        ],
        404: [
            `Looker found no ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)}`,
            'Check the id, and that the API user may see its folder: Looker gives the same answer for what does not exist and for what the user may not see.',
        ],
        422: [
            error.message.replace(/^.*? answered 422/, `Looker refused to render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)}`),
            "Check the target's settings against what Looker says of them.",
        ],
    };
    const [fact, hint] = words[error.status ?? 0] ?? [error.message, error.hint];
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint, { cause: error });
}
/** Texts in `status_detail` that say that the renderer itself failed, from public reports. Each is worth one new task. */
const crashes = [
    {
        pattern: /script timed out|RendererTimeout/i,
        fact: "Looker's renderer waited in vain for a tile to be drawn",
        hint: 'Open the target in Looker and look for a tile that never finishes or a custom visualization that never says it is done.',
    },
    {
        pattern: /no outfile/i,
        fact: "Looker's renderer made no file",
        hint: 'The instance may be short of memory for rendering: try again, with a smaller width and height, or ask the Looker admin.',
    },
    {
        pattern: /unexpected document content/i,
        fact: "Looker's renderer crashed",
        hint: 'Try again; if it stays, ask the Looker admin to look at the renderer (Chromium) of the instance.',
    },
    {
        pattern: /orphaned job/i,
        fact: 'Looker was restarted while it rendered',
        hint: 'Run the job again.',
    },
    {
        pattern: /ANGULAR_RUNTIME_EXCEPTION/i,
        fact: "Looker's page broke while it was rendered",
        hint: 'Open the target in Looker: a tile or visualization on it fails in the browser too.',
    },
];
/** Describes a failed render task, with Looker's own words shortened. */
function renderFailure(target, detail) {
    const words = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_4__/* .oneLine */ .TN)(detail, 200);
    const crash = crashes.find(({ pattern }) => pattern.test(detail));
    if (crash)
        return {
            crash: true,
            error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${crash.fact} (${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)}: "${words}")`, crash.hint),
        };
    return {
        crash: false,
        error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(words
            ? `Looker could not render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)}: "${words}"`
            : `Looker could not render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} and gave no reason`, 'Open the target in Looker as the API user would see it, and look for a tile with an error.'),
    };
}
/** A render task that is worth one new task for each reason. */
class RenderTaskLostError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    reason;
    constructor(reason, fact, hint) {
        super(fact, hint);
        this.reason = reason;
    }
}
/** After a task's creation, 404 means that Looker no longer has the task or its result. */
function toTaskLost(error) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 && error.status === 404))
        return error;
    return new RenderTaskLostError('gone', 'Looker no longer has the render task or its result (404)', 'Run the job again; if it stays, ask the Looker admin whether the instance is being restarted.');
}
/** The result of a failed target, with the error of Looker, the deadline or the cancellation. */
function failedRender(target, thrown, { signal, clock, track, hung }) {
    const { renderTaskId, began, apiCalls } = track.current;
    const error = signal.aborted
        ? unfinishedError(target, (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(signal.reason), { signal, clock, track, hung })
        : thrown;
    track.report({ kind: 'failed' });
    return (0,_results_js__WEBPACK_IMPORTED_MODULE_1__/* .failedResult */ .Nq)(target, error, {
        apiCalls,
        ...(isMissing(thrown) && { isMissing: true }),
        ...(renderTaskId && { renderTaskId, seconds: (clock.now() - began) / 1000 }),
    });
}
/** Whether Looker does not have the target (see `creationError`). */
const isMissing = (thrown) => thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && thrown.cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .LookerError */ .Z6 && thrown.cause.status === 404;
/** The deadline's or the cancellation's error, with the target's last known status. */
function unfinishedError(target, reason, { track, clock, hung }) {
    const { stage, status } = track.current;
    const atLooker = status
        ? `while the render task of ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} was ${status}`
        : `while ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} was being asked for`;
    const last = {
        waiting: `before it was the turn of ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)}`,
        enqueued: atLooker,
        rendering: atLooker,
        downloading: `while the file of ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} was being fetched`,
        rendered: '',
        failed: '',
    }[stage];
    const hint = hung.size > 0 ? hungHint(hung, clock.now()) : reason.hint;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${reason.message} ${last}`.trim(), hint);
}
/** The hung targets that a hint names. */
const maxNamed = 3;
function hungHint(hung, now) {
    const names = [...hung].slice(0, maxNamed).map(([target, { current }]) => {
        const seconds = Math.round((now - current.began) / 1000);
        return `${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} (${seconds} s)`;
    });
    const more = hung.size > maxNamed ? ` and ${hung.size - maxNamed} more` : '';
    return `Looker did not finish ${names.join(', ')}${more}: open it in Looker, look for a tile that never ends, and mend it or leave it out.`;
}


/***/ }),

/***/ 69945:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  x: () => (/* binding */ logIgnoredParameters),
  y: () => (/* binding */ openRenderer)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: ./build/heading.js
var build_heading = __nccwpck_require__(71374);
// EXTERNAL MODULE: ./build/results.js
var results = __nccwpck_require__(26878);
;// CONCATENATED MODULE: ./build/looker/progress.js
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
    // A task that was enqueued at every poll so far has not begun: its time counts from this poll at the earliest.
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
        // The render ended at some time between this poll and the one before.
        renderTime: Math.min(Math.max(renderTime ?? (lastPoll + at) / 2 - began, lastPoll - began), at - began),
    };
}
/** `3 of 7 rendered, 1 rendering for 12 s` */
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
/** A number of places. The first to ask gets the first free one, with the time at which it became free. */
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

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: ./build/runtime/clock.js
var runtime_clock = __nccwpck_require__(14821);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(57075);
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __nccwpck_require__(68560);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __nccwpck_require__(23598);
// EXTERNAL MODULE: ./build/looker/responses.js
var responses = __nccwpck_require__(94677);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(38522);
;// CONCATENATED MODULE: ./build/looker/whole-file.js

/** By the formats' own structure: no length that a server tells is believed. */
function wholeFileCheck(format) {
    return format === 'pdf' ? pdfCheck() : structureCheck(structures[format]);
}
const cutOff = 'a file that was cut off';
/** Bytes that may stand behind the end: a line end that a script left there, say. */
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
            if (end === undefined)
                return cutOff;
            return behind > maxBehind ? `a file with ${behind} bytes behind its end` : undefined;
        },
    };
}
const structures = { png: readPng, jpg: readJpg };
/** Chunks with their checksums up to IEND (ISO 15948, 5.3). */
function* readPng(source) {
    yield* pass(source, 8);
    for (;;) {
        const head = yield* take(source, 8);
        let sum = (0,external_node_zlib_.crc32)(head.subarray(4));
        yield* pass(source, head.readUInt32BE(0), part => {
            sum = (0,external_node_zlib_.crc32)(part, sum);
        });
        if ((yield* take(source, 4)).readUInt32BE(0) !== sum)
            return 'broken';
        if (head.toString('latin1', 4) === 'IEND')
            return 'whole';
    }
}
/** Segments, and the scans between them, up to the end of the image (T.81, B.1.1). */
function* readJpg(source) {
    yield* pass(source, 2);
    for (;;) {
        const marker = yield* nextMarker(source);
        if (marker === 0xd9)
            return 'whole';
        if (marker === 0x01)
            continue;
        const length = (yield* take(source, 2)).readUInt16BE(0);
        if (length < 2)
            return 'broken';
        yield* pass(source, length - 2);
    }
}
/** In a scan, FF 00 is a byte of data, and FF D0 to D7 only part it; FF may be repeated before any marker. */
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
/** Goes by so many bytes, in as many parts as they come in. */
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
/** `%%EOF` within the last kilobyte (ISO 32000, 7.5.5 and Annex H). */
function pdfCheck() {
    let tail = Buffer.alloc(0);
    return {
        update: bytes => {
            tail = Buffer.concat([tail, bytes.subarray(-1024)]).subarray(-1024);
        },
        fault: () => (tail.includes('%%EOF') ? undefined : cutOff),
    };
}

;// CONCATENATED MODULE: ./build/looker/download.js









/** How often a file that is not what was asked for is fetched again. */
const maxRefetches = 2;
/** No picture that people look at is larger, and a disk may have no more room. */
const maxFileBytes = 500_000_000;
/**
 * Streams a render task's result to disk in constant memory; gives it its name only when it is whole: of the format asked
 * for by its first bytes and its structure, whatever lengths the answer promised. A file left under that name by an
 * earlier run goes.
 */
const downloadTo = (path, format, { maxBytes = maxFileBytes } = {}) => async (response, alive) => {
    const file = followFile(format, maxBytes);
    async function* followed() {
        file.announced(response);
        for await (const chunk of external_node_stream_.Readable.fromWeb((response.body ?? new Blob([]).stream()))) {
            alive();
            file.update(chunk);
            yield chunk;
        }
        const fault = file.fault(response);
        if (fault)
            throw downloadError(fault, format);
    }
    try {
        await (0,files/* writeWhole */.f8)(path, followed());
        return file.download();
    }
    catch (error) {
        throw error instanceof looker_errors/* LookerError */.Z6
            ? error
            : (diskError(error, path) ?? downloadError('a file that was cut off', format, error));
    }
};
/** What is to be known of a file, gathered while it streams by. */
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
        /** The end of "Looker sent …"; undefined where the file is whole. */
        fault(response) {
            const { name, first } = formats[format];
            if (bytes === 0)
                return 'no bytes';
            const isOther = !head.subarray(0, first.length).equals(first.subarray(0, head.length));
            return isOther ? `${describeFile(head, format, response)} in place of a ${name}` : check.fault();
        },
        download: () => ({ bytes, sha256: hash.digest('hex') }),
    };
}
/** Enough to see what a file is. */
const maxHead = 64;
/** PNG (ISO 15948, 5.2), JPEG (T.81, B.1.1.3), PDF (ISO 32000, 7.5.2). */
const formats = {
    png: { name: 'PNG', type: 'image/png', first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
    jpg: { name: 'JPG', type: 'image/jpeg', first: Buffer.from([0xff, 0xd8, 0xff]) },
    pdf: { name: 'PDF', type: 'application/pdf', first: Buffer.from('%PDF-') },
};
/** What was sent: its type, or its first bytes or words where the type says nothing, or claims the right format. */
function describeFile(head, format, { headers }) {
    const [, type] = /^\s*([\w.+-]{1,30}\/[\w.+-]{1,40})\s*(;|$)/.exec(headers.get('content-type') ?? '') ?? [];
    if (type && type !== formats[format].type)
        return type;
    const text = (0,runtime_text/* oneLine */.TN)(new TextDecoder().decode(head, { stream: true }), maxHead);
    const isText = /^[^\p{Cc}\p{Co}\p{Cn}\ufffd]+$/u.test(text);
    if (!isText)
        return `a file that begins with the bytes ${head.toString('hex', 0, 8)}`;
    const words = (0,responses/* plainWords */.c5)(text, unchanged => unchanged);
    if (words === text)
        return `a file that begins with "${text}"`;
    const whole = words.replace(/\s*<[^<>]*$/, ''); // Without the tag that the head ends in.
    return whole === '' ? 'a page' : `a page that begins with "${whole}"`;
}
/** A full disk or a folder that may not be written is no fault of Looker's, and fetching again does not help. */
const diskError = (error, path) => error instanceof Error && 'syscall' in error && ('path' in error || error.syscall === 'write')
    ? new errors/* ActionError */.lZ(`${(0,external_node_path_.basename)(path)} could not be written: ${error.message}`, "Check output-directory, and the runner's disk.", { cause: error })
    : undefined;
const sizeError = (maxBytes) => new looker_errors/* LookerError */.Z6(`Looker sent a file of more than ${Math.round(maxBytes / 1_000_000)} MB`, 'Make it smaller: less width and height, no long-tables, or fewer tiles.', { retries: 0 });
const downloadError = (what, format, cause) => new looker_errors/* LookerError */.Z6(`Looker said the render task succeeded, but sent ${what}`, `Run the job again; if it stays, download the ${formats[format].name} in Looker's own menu to see whether it can make it.`, { retries: maxRefetches, cause });

// EXTERNAL MODULE: ./build/looker/http.js
var http = __nccwpck_require__(46229);
// EXTERNAL MODULE: ./build/looker/polling.js
var polling = __nccwpck_require__(6486);
// EXTERNAL MODULE: ./build/looker/render-errors.js
var render_errors = __nccwpck_require__(10413);
;// CONCATENATED MODULE: ./build/looker/render-task.js








/** Renders one target, from its render task to the file on disk. Returns a failure, and does not throw it. */
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
            if (!(error instanceof render_errors/* RenderTaskLostError */.gP) || retriedReasons.has(error.reason)) {
                const failed = (0,render_errors/* failedRender */._e)(target, error, context);
                // The time may end just after the last byte. A file without a result must not stay.
                await (0,promises_.rm)(path, { force: true }).catch(() => undefined);
                return failed;
            }
            retriedReasons.add(error.reason);
            track.report({ kind: 'restarted' });
            options.log(`${(0,build_heading/* headingOf */.Wm)({ target })}: ${error.message}. Rendering it once more.`);
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
/** @returns the finished render task's id */
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
        // At the deadline, the other targets' errors name the hung ones.
        if (!signal.aborted)
            hung.delete(target);
    }
}
/**
 * The request is retried even if its answer was lost. That may create a second render task, which changes nothing in
 * Looker and costs one turn of the renderer.
 */
async function createRenderTask(target, { client, version, signal, clock, track, titles }) {
    signal.throwIfAborted();
    track.report({ kind: 'creating', at: clock.now() });
    try {
        // API 3.1 wants a query's number, but an Explore's address has only the slug.
        const bySlug = version === '3.1' && target.kind === 'query' && !/^\d+$/.test(target.id);
        const { id, status } = await client.createRenderTask(bySlug ? { ...target, id: await client.queryBySlug(target.id) } : target);
        track.report({ kind: 'created', id, status });
        titles?.request(target);
        return id;
    }
    catch (error) {
        throw (0,render_errors/* creationError */.u7)(error, target);
    }
}
/** Milliseconds to wait for the times of earlier runs: as long as the first poll would wait anyway. */
const timesWait = (0,polling/* planPolls */.sH)({ own: [], others: [] }, 'dense').firstPoll;
async function waitForRender(id, target, context) {
    const { clock, signal, times, track, client, pollInterval, queue, hung } = context;
    await (0,runtime_clock/* waitAtMost */._R)(timesWait, times.ready, { clock, signal });
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
            throw (0,render_errors/* toTaskLost */.nq)(error);
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
/** Lets the next target begin if this one hangs. */
function checkHung(target, context) {
    const { place, track, times, clock, hung, log } = context;
    const { activeSince, statusSince, status } = track.current;
    const now = clock.now();
    const active = now - activeSince;
    if (!hung.has(target)) {
        if (!(0,polling/* isHung */.hy)(times.of(target), { active, inOneStatus: now - statusSince }))
            return;
        hung.set(target, track);
        log(`${(0,build_heading/* headingOf */.Wm)({ target })}: Looker has been ${status} it for ${Math.round(active / 1000)} s, much longer than usual. The next target begins, and this one is polled less often.`);
    }
    place.giveUp(now);
}
const nextStep = {
    enqueued_for_query: 'wait',
    querying: 'wait',
    enqueued_for_render: 'wait',
    rendering: 'wait',
    success: 'fetch',
    failure: 'fail',
};
const isKnown = (status) => Object.hasOwn(nextStep, status);
/** @throws if the task has failed */
function isRendered({ status, detail }, target, context) {
    const step = isKnown(status) ? nextStep[status] : 'wait';
    if (!isKnown(status))
        logUnknownStatus(status, target, context);
    if (step !== 'fail')
        return step === 'fetch';
    const { crash, error } = (0,render_errors/* renderFailure */.zt)(target, detail);
    throw crash ? new render_errors/* RenderTaskLostError */.gP('crash', error.message, error.hint) : error;
}
function logUnknownStatus(status, target, { unknownStatuses, log }) {
    if (unknownStatuses.has(status))
        return;
    unknownStatuses.add(status);
    log(`${(0,build_heading/* headingOf */.Wm)({ target })}: Looker gives its render task the status "${status}", which this action does not know. It goes on waiting.`);
}
async function downloadResult(id, read, { client, clock, signal, track }) {
    track.report({ kind: 'downloading' });
    for (;;) {
        const result = await client
            .renderTaskResults(id, async (response, alive) => response.status === 202 ? { notYet: (0,http/* retryAfter */.P)(response.headers) } : read(response, alive))
            .catch(error => {
            throw (0,render_errors/* toTaskLost */.nq)(error);
        });
        if (!('notYet' in result))
            return result;
        await clock.sleep(Math.max(result.notYet, 1000), signal);
    }
}

;// CONCATENATED MODULE: ./build/looker/render-targets.js







/** Milliseconds between two log lines about the progress. */
const progressInterval = 15_000;
/**
 * Opens a renderer that begins after the log-in and has at most `concurrency` render tasks at once, in the order of the
 * calls. If the log-in fails, every target fails.
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
            log(resultLine(titled));
            return titled;
        },
        close: () => over.abort(),
    };
}
/** Removes a file of an earlier run. Synchronous, so that targets keep their order. */
function removeFormerFile(path) {
    try {
        (0,external_node_fs_.rmSync)(path, { force: true });
    }
    catch {
        // If it cannot be removed, the download reports the reason.
    }
}
/** Logs "3 of 7 rendered, 1 rendering for 12 s" at intervals. */
async function logProgress(all, { clock, log }, over) {
    try {
        for (;;) {
            await clock.sleep(progressInterval, over);
            log(progressLine(all(), clock.now()));
        }
    }
    catch {
        // The sleep was ended: all targets are done.
    }
}
function resultLine(result) {
    if (result.status === 'failure')
        return `✗ ${(0,build_heading/* headingWithAddress */.BN)(result)}: ${result.error.message}`;
    const { file } = result.target;
    const heading = (0,build_heading/* headingOf */.Wm)(result);
    const called = heading === result.target.name ? file : `${heading} (${file})`;
    return `✓ ${called}: ${Math.max(1, Math.round(result.bytes / 1000))} KB, rendered in ${result.seconds.toFixed(1)} s`;
}
/** Logs which parameters of an address are not used. */
function logIgnoredParameters(target, log) {
    if (!('ignoredParameters' in target) || target.ignoredParameters.length === 0)
        return;
    const names = target.ignoredParameters.join(', ');
    log(`${(0,build_heading/* headingOf */.Wm)({ target })}: parameters of Looker's own in its address are not used for rendering (${names}).`);
}


/***/ }),

/***/ 94677:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ag: () => (/* binding */ readObject),
/* harmony export */   D7: () => (/* binding */ objectIn),
/* harmony export */   LD: () => (/* binding */ boundedText),
/* harmony export */   Qv: () => (/* binding */ objectsIn),
/* harmony export */   Vh: () => (/* binding */ readJson),
/* harmony export */   c1: () => (/* binding */ readList),
/* harmony export */   c5: () => (/* binding */ plainWords),
/* harmony export */   f_: () => (/* binding */ isTooDeep),
/* harmony export */   v6: () => (/* binding */ messageIn)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(23598);



/** Looker's own answers about one thing have a few thousand characters. */
const maxCharacters = 1_000_000;
/** A list of all dashboards has about 120 characters for each. */
const maxListCharacters = 10_000_000;
/** JSON.parse takes seconds for megabytes of `[`. Looker's answers have fewer than ten levels. */
const maxDepth = 100;
/** Reads the body as text. Stops at a limit, so that no answer fills the memory. */
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
 * Reads an answer as JSON; undefined if it is something else.
 * @throws LookerError if it is too long
 */
async function readJson(host, response, { longest = maxCharacters, budget } = {}) {
    const text = await boundedText(response, longest);
    if (budget)
        budget.left -= text.length;
    if (text.length > longest || (budget && budget.left < 0))
        throw lengthError(host);
    return isTooDeep(text) ? undefined : (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)(text);
}
const lengthError = (host) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .LookerError */ .Z6(`${host} answered with more text than the action reads`, "Check that base-url is Looker's API. If the folder, board or model is that large, list its dashboards one by one.", { retries: 0 });
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
/** Reads an answer that is a JSON object. @throws LookerError if it is something else */
const readObject = (host, noun, convert, budget) => async (response) => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget });
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(answer))
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .unexpectedResponse */ .Lf)(host, `something that is no ${noun}`);
    return convert(answer);
};
/**
 * Reads an answer that is a JSON list. Items for which `convert` returns nothing are left out.
 * @throws LookerError if it is something else
 */
const readList = (host, noun, convert, budget) => async (response) => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget });
    if (!Array.isArray(answer))
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .unexpectedResponse */ .Lf)(host, `something that is no list of ${noun}s`);
    return objectsIn(answer).flatMap(item => convert(item) ?? []);
};
/** The value if it is an object, else an empty one. */
const objectIn = (value) => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(value) ? value : {});
/** The objects of a list; none if the value is no list. */
const objectsIn = (value) => Array.isArray(value) ? value.filter(item => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(item)) : [];
/** Text from Looker on one line, without HTML tags. Secrets are removed before the text is cut: half a secret would stay. */
const plainWords = (text, clean, longest) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(clean(text).slice(0, 10_000).replace(htmlTags, ' '), longest);
/** The tags of the error pages that proxies send. Other brackets stay, such as Looker's `<field.name>`. */
const htmlTags = /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis;
/** Looker's message in the body of an error. A validation error has one for each field (ValidationError, API 4.0). */
function messageIn(body, clean) {
    const answer = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .qF)(body);
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(answer))
        return undefined;
    const fields = objectsIn(answer.errors).map(fieldMessage).filter(Boolean);
    const message = plainWords(fields.join('; '), clean, 1000);
    if (message !== '')
        return message;
    return (typeof answer.message === 'string' && plainWords(answer.message, clean)) || undefined;
}
function fieldMessage({ field, message, code }) {
    const words = [message, code].find(text => typeof text === 'string' && text !== '');
    return [field, words].filter(text => typeof text === 'string' && text !== '').join(': ');
}


/***/ }),

/***/ 35310:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ readContentInfo),
/* harmony export */   m: () => (/* binding */ readTitles)
/* harmony export */ });
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(14821);

function readTitles(client, { clock, signal }) {
    const titles = new Map();
    const keyOf = ({ kind, id }) => `${kind} ${id}`;
    return {
        request(target) {
            if (target.title !== undefined || titles.has(keyOf(target)))
                return;
            // Without a title the target's name is shown. If Looker refuses the target, rendering says why.
            const title = readContentInfo(target, client).then(info => info?.title, () => undefined);
            titles.set(keyOf(target), title);
        },
        async of(target) {
            if (target.title !== undefined)
                return target.title;
            const title = titles.get(keyOf(target));
            return title && (0,_runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .valueIfSoon */ .SJ)(title, { clock, signal });
        },
    };
}
/** Reads a target's title and whether it is deleted. Undefined for a query, which has neither. */
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

/***/ 30214:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   dW: () => (/* binding */ setDryRunOutputs),
/* harmony export */   n0: () => (/* binding */ setOutputs)
/* harmony export */ });
/* unused harmony exports outputsOf, dryRunOutputs */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(68560);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(93920);





const placeOf = ({ world, inputs }) => ({
    directory: inputs.outputDirectory,
    workspace: (0,_world_js__WEBPACK_IMPORTED_MODULE_4__/* .workspaceOf */ .B)(world),
    name: inputs.artifact.name,
});
/** Sets the step's outputs. */
const setOutputs = (context, done) => writeOutputs(context, place => outputsOf(done, place));
/** Sets the outputs of a dry run. */
const setDryRunOutputs = (context, checked, apiCalls) => writeOutputs(context, place => dryRunOutputs(checked, apiCalls, place));
/**
 * Writes the results into a file, too. Those of hundreds of targets do not fit into the environment of the next step:
 * Linux limits a variable to 128 KiB (https://man7.org/linux/man-pages/man2/execve.2.html).
 */
async function writeOutputs(context, outputsIn) {
    const { core } = context.world;
    const place = placeOf(context);
    const outputs = outputsIn(place);
    try {
        await (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_3__/* .writeWhole */ .f8)(resultsFile(place), Buffer.from(outputs.results ?? ''));
    }
    catch (error) {
        outputs['results-file'] = '';
        core.warning(`The results could not be written into a file: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .asActionError */ .z6)(error).message}. Check that output-directory can be written to; the output results has them, too.`);
    }
    for (const [name, value] of Object.entries(outputs))
        core.setOutput(name, value);
}
/** No target's file has this extension. */
const resultsFile = ({ directory, name }) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, `${name}.json`);
/** The step's outputs, by the names that `action.yml` declares. */
function outputsOf({ results, links, comment, apiCalls }, place) {
    const { directory, workspace } = place;
    const { archive, report, release } = links;
    const inWorkspace = (path) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(workspace, path).split(node_path__WEBPACK_IMPORTED_MODULE_0__.sep).join('/') || '.';
    const files = results.flatMap(_results_js__WEBPACK_IMPORTED_MODULE_2__/* .filePaths */ .B2).map(inWorkspace);
    return {
        status: (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .stepStatus */ .FY)(results),
        directory: inWorkspace(directory),
        files: JSON.stringify(files),
        results: JSON.stringify(results.map(result => resultOutput(result, links, inWorkspace))),
        'results-file': inWorkspace(resultsFile(place)),
        'artifact-id': archive ? String(archive.id) : '',
        'artifact-url': archive?.url ?? '',
        'artifact-digest': archive?.digest ?? '',
        'report-url': report?.url ?? '',
        'comment-id': comment ? String(comment.id) : '',
        'comment-url': comment?.url ?? '',
        'release-url': release ?? '',
        'api-calls': JSON.stringify(apiCalls),
        ...comparedOutputs(results),
    };
}
/** The outputs of a dry run. It has no files, and a target that could be rendered is a success. */
function dryRunOutputs(checked, apiCalls, place) {
    const results = checked.filter(one => one.status === 'failure');
    const entries = checked.map(one => one.status === 'found'
        ? { ...identityOf(one), status: 'success' }
        : { ...identityOf(one), status: one.status, error: one.error });
    return {
        ...outputsOf({ results, links: {}, apiCalls }, place),
        status: (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .stepStatus */ .FY)(checked.map(({ status }) => ({ status: status === 'found' ? 'success' : status }))),
        results: JSON.stringify(entries),
    };
}
/** `changed` is empty if nothing was compared, because 0 would mean that nothing changed. */
function comparedOutputs(results) {
    const counts = (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .tally */ .N4)(results);
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
    const { path, bytes, sha256, links } = result;
    const { artifactUrl = archive?.url, imageUrl, releaseUrl } = links;
    const urls = Object.entries({ artifactUrl, imageUrl, releaseUrl }).filter(([, url]) => url !== undefined);
    const comparison = result.comparison && { comparison: comparisonOutput(result.comparison, archive) };
    return { ...common, file: inWorkspace(path), bytes, sha256, ...Object.fromEntries(urls), ...comparison };
}
function checkOutput({ numbers, tiles }) {
    return { ...(numbers !== undefined && { numbers }), tiles: tiles.map(tileOutput) };
}
/** The rows are in `<name>.numbers.json`. */
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
        ...(first && { rows: (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .sumRows */ .Pn)(results) }),
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
function comparisonOutput(comparison, archive) {
    const { status } = comparison;
    const urlOf = (sidecar) => sidecar && (sidecar.links.imageUrl ?? sidecar.links.artifactUrl ?? archive?.url);
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


/***/ }),

/***/ 9112:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W2: () => (/* binding */ openPostState)
/* harmony export */ });
/* unused harmony exports readPostState, readNewestState */
/* harmony import */ var _runtime_processes_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(67422);


/** The name of the state (https://docs.github.com/actions/reference/workflow-commands#sending-values-to-the-pre-and-post-actions). */
const stateName = 'post';
/** A state of another version is not read: it has other fields. */
const stateVersion = 1;
/** Saves the main process at once. Each later change is saved with everything before. */
function openPostState({ pid, env }, processes, append) {
    const file = env.GITHUB_STATE;
    // Outside of a runner there is no post step.
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
        // A part that has something to restore fails at its own change.
    }
    return save;
}
/** The state that the runner gives the post step. Undefined if the main step did not begin. */
const readPostState = (env) => parsePostState(env[`STATE_${stateName}`] ?? '');
/** The newest state of the same main step. */
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
        // The runner removes the file.
        return saved;
    }
}
function parsePostState(text) {
    const saved = parseJson(text);
    if (!isObject(saved) || saved.version !== stateVersion || !isObject(saved.main))
        return undefined;
    const { main, file, instance, isGuarded, deploy, branches } = saved;
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
    };
}


/***/ }),

/***/ 93131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ artifactClient)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
;// CONCATENATED MODULE: external "node:stream/consumers"
const consumers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/consumers");
;// CONCATENATED MODULE: ./build/publish/artifact-client.js


/** The toolkit's client, made to notice an answer whose connection broke, and to take little memory for a large file. */
async function artifactClient(artifact, http, env) {
    const { HttpClientResponse } = await http;
    const { DefaultArtifactClient } = await artifact;
    noticeBrokenAnswers(HttpClientResponse);
    readInSmallPieces();
    env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= maxBlocks;
    return new DefaultArtifactClient();
}
/**
 * The client's own reading waits for an end that never comes, and the upload with it (http-client 4.0.1, readBody). It
 * tries such a request again.
 */
function noticeBrokenAnswers({ prototype }) {
    prototype.readBody = async function () {
        // Without the code of the fault beneath it, which the client would take for a host that is out of reach.
        return (0,consumers_namespaceObject.text)(this.message).catch(cause => {
            throw new Error('The answer broke off', { cause });
        });
    };
}
const { createReadStream } = external_node_fs_;
/** Bytes; as many as Node reads unless told. */
const pieceLength = 64 * 1024;
/**
 * The client reads a file in pieces of 8 MB (artifact 6.2, createRawFileUploadStream), of which V8 lets many lie: a
 * report of 85 MB took 75 MB of memory. It has no setting for that.
 */
function readInSmallPieces() {
    const read = (path, options) => {
        if (typeof options !== 'object')
            return createReadStream(path, options);
        return createReadStream(path, {
            ...options,
            highWaterMark: Math.min(options?.highWaterMark ?? pieceLength, pieceLength),
        });
    };
    Object.assign(external_node_fs_, { createReadStream: read });
}
/** Of 8 MB each, in memory at once for an upload; 5 unless told (artifact 6.2, config). More of them gain little time. */
const maxBlocks = '2';


/***/ }),

/***/ 11124:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ openRenderers)
/* harmony export */ });
/* harmony import */ var _images_branch_file_names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8947);
/* harmony import */ var _looker_polling_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6486);
/* harmony import */ var _looker_render_targets_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(69945);
/* harmony import */ var _looker_titles_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35310);




function openRenderers(context, stages) {
    const { lookers, world, deadlines } = context;
    const closing = new AbortController();
    const remembered = stages.then(opened => opened.renderTimes);
    const titles = (0,_looker_titles_js__WEBPACK_IMPORTED_MODULE_3__/* .readTitles */ .m)(lookers.first.contentFor(closing.signal), {
        clock: world.clock,
        signal: deadlines.render,
    });
    const first = rendererOn(lookers.first, context, { remembered, titles });
    const second = lookers.second && rendererOn(lookers.second, context, { remembered });
    const { against } = context.inputs.compare;
    const toSecond = typeof against === 'string' ? undefined : toSecondInstance(against.base);
    return {
        first,
        onSecond: toSecond && second ? target => second.render(toSecond(target)) : undefined,
        close() {
            closing.abort();
            first.close();
            second?.close();
        },
    };
}
/** The same target on the second instance. Its picture is the one before. */
const toSecondInstance = (base) => (target) => ({
    ...target,
    url: base.origin + target.url.slice(new URL(target.url).origin.length),
    file: `${target.name}.before.${target.output.format}`,
});
function rendererOn(looker, { world, inputs, deadlines }, { remembered, ...titles }) {
    const { pace, outputDirectory } = inputs;
    return (0,_looker_render_targets_js__WEBPACK_IMPORTED_MODULE_2__/* .openRenderer */ .y)(looker, {
        version: inputs.looker.version,
        clock: world.clock,
        directory: outputDirectory,
        signal: deadlines.render,
        concurrency: pace.concurrency,
        pollInterval: pace.pollIntervalSeconds * 1000,
        ...titles,
        times: (0,_looker_polling_js__WEBPACK_IMPORTED_MODULE_1__/* .renderTimes */ .HP)(target => (0,_images_branch_file_names_js__WEBPACK_IMPORTED_MODULE_0__/* .baselineKey */ .x2)(target, looker.host), remembered),
    });
}


/***/ }),

/***/ 26878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B2: () => (/* binding */ filePaths),
/* harmony export */   D1: () => (/* binding */ isPicture),
/* harmony export */   FY: () => (/* binding */ stepStatus),
/* harmony export */   Fk: () => (/* binding */ acceptedChangeOf),
/* harmony export */   Hq: () => (/* binding */ isChanged),
/* harmony export */   K8: () => (/* binding */ findUnaccepted),
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nq: () => (/* binding */ failedResult),
/* harmony export */   Pn: () => (/* binding */ sumRows),
/* harmony export */   Xe: () => (/* binding */ noApiCalls),
/* harmony export */   eG: () => (/* binding */ sidecarsOf),
/* harmony export */   g9: () => (/* binding */ sidecarPaths),
/* harmony export */   n8: () => (/* binding */ sidecarPath),
/* harmony export */   q9: () => (/* binding */ withLinks),
/* harmony export */   v3: () => (/* binding */ isAllUnchanged),
/* harmony export */   vn: () => (/* binding */ sumApiCalls),
/* harmony export */   xA: () => (/* binding */ describeApiCalls)
/* harmony export */ });
/* unused harmony export findGated */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35976);
/* harmony import */ var _tile_check_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(72787);




/** The result of a failed target. It keeps the thrown value for the debug log. */
const failedResult = (target, thrown, more = {}) => ({ status: 'failure', target, error: (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .toFault */ .ec)(thrown), apiCalls: 0, ...more });
function stepStatus(results) {
    const rendered = results.filter(({ status }) => status !== 'failure').length;
    if (rendered === results.length)
        return 'success';
    return rendered === 0 ? 'failure' : 'partial';
}
/** The number of comparisons of each status; undefined if nothing was compared. */
function tally(results) {
    const found = new Map();
    for (const result of results) {
        const status = result.status === 'success' ? result.comparison?.status : undefined;
        if (status)
            found.set(status, (found.get(status) ?? 0) + 1);
    }
    return found.size > 0 ? found : undefined;
}
/** `fail-on-change` ignores PDFs, because two PDFs are never equal. */
const gatedComparison = (result) => result.status === 'success' && isPicture(result) ? result.comparison : undefined;
const isChanged = (result) => result.comparison?.status === 'changed';
/** A PNG or JPG. A PDF is no picture: it cannot be shown in a comment or in the report. */
const isPicture = ({ target }) => target.output.format !== 'pdf';
/** Whether all targets were rendered and compared, and none changed. */
const isAllUnchanged = (results) => results.length > 0 && tally(results)?.get('unchanged') === results.length;
/** The pictures for which `fail-on-change` fails: changed ones, and those that could not be compared. */
const findGated = (results, status) => results.filter(result => gatedComparison(result)?.status === status ||
    (status === 'changed' && result.check !== undefined && (0,_tile_check_js__WEBPACK_IMPORTED_MODULE_2__/* .isChangedCheck */ .vJ)(result.check)));
/** Who accepted the change of this result; undefined if it is no accepted change. */
function acceptedChangeOf(result) {
    if (result.check?.accepted)
        return result.check.accepted;
    const comparison = result.status === 'success' ? result.comparison : undefined;
    return comparison?.status === 'changed' || comparison?.status === 'incomparable'
        ? comparison.accepted
        : undefined;
}
/** Results with this comparison that fail `fail-on-change`: no reviewer accepted them. */
const findUnaccepted = (results, status) => findGated(results, status).filter(result => !acceptedChangeOf(result));
/** The path of a second file of a target. No target's own file has such a name: `name` refuses it. */
function sidecarPath({ path }, what, format) {
    const { dir, name } = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.parse)(path);
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(dir, `${name}.${what}.${format}`);
}
/** The files that a comparison wrote. */
const sidecarsOf = (comparison) => [
    ...('before' in comparison && comparison.before ? [comparison.before] : []),
    ...('difference' in comparison ? [comparison.difference] : []),
    ...('strip' in comparison && comparison.strip ? [comparison.strip] : []),
];
/** The paths of a target's files, its own file first. */
const filePaths = (result) => [
    ...(result.status === 'success'
        ? [result.path, ...(result.comparison ? sidecarsOf(result.comparison).map(({ path }) => path) : [])]
        : []),
    ...(result.check?.file === undefined ? [] : [result.check.file]),
];
/** The paths of all second files that an earlier run may have left. */
const sidecarPaths = (path) => [
    ...['png', 'jpg', 'pdf'].map(format => sidecarPath({ path }, 'before', format)),
    sidecarPath({ path }, 'difference', 'png'),
    sidecarPath({ path }, 'strip', 'png'),
];
/** The rows of several queries of one tile. */
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
/** The sum of the calls to several instances. */
const sumApiCalls = (all) => ({
    query: all.reduce((sum, { query }) => sum + query, 0),
    administrative: all.reduce((sum, { administrative }) => sum + administrative, 0),
});
/** `44 query calls and 2 administrative calls` */
const describeApiCalls = ({ query, administrative }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(query, 'query call')} and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(administrative, 'administrative call')}`;
/** The result with the addresses of its files. */
function withLinks(result, urls) {
    if (result.status !== 'success')
        return result;
    const linksOf = (path) => Object.fromEntries(Object.entries(urls).flatMap(([place, urlOf]) => {
        const url = urlOf(path);
        return url === undefined ? [] : [[place, url]];
    }));
    // A sidecar may have been on the images branch before this run.
    const publish = file => {
        const { imageUrl, path } = file;
        return { ...file, links: { ...(imageUrl !== undefined && { imageUrl }), ...linksOf(path) } };
    };
    const { comparison, ...compared } = result;
    return {
        ...compared,
        links: linksOf(result.path),
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


/***/ }),

/***/ 17036:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __nccwpck_require__(72628);
// EXTERNAL MODULE: ./build/github/errors.js
var github_errors = __nccwpck_require__(47307);
// EXTERNAL MODULE: ./build/github/pull-request.js
var pull_request = __nccwpck_require__(81351);
// EXTERNAL MODULE: ./build/github/repository.js
var repository = __nccwpck_require__(88328);
;// CONCATENATED MODULE: ./build/github/public-repository.js




/** The guard by the event alone; undefined if the event does not say whether the repository is public. */
function guardByEvent({ inputs, run }) {
    if (inputs.allowPublic)
        return { kind: 'open' };
    const isPrivate = isPrivateByEvent(run);
    return isPrivate === undefined ? undefined : guardOf({ inputs, run }, isPrivate);
}
/** The guard by GitHub's answer about the repository. */
async function guardByGitHub(context) {
    try {
        return guardOf(context, await readIsPrivate(context));
    }
    catch (error) {
        const { message } = (0,github_errors/* gitHubError */.Mj)(error, 'GitHub was asked', 'metadata: read');
        if (!publishes(context))
            return { kind: 'details withheld' };
        return {
            kind: 'unpublished',
            error: new errors/* ActionError */.lZ(`Nothing was published: whether this repository is public could not be read (${message})`, 'Run the job again, check github-token, or set allow-public to true if everybody may see what the dashboards show.', { cause: error }),
        };
    }
}
/** A repeated run keeps the payload of its first attempt. The repository may have become public since. */
const isPrivateByEvent = ({ payload, attempt }) => attempt === 1 ? payload.repository?.private : undefined;
async function readIsPrivate(context) {
    const { octokit, owner, repo } = await (0,repository/* openRepository */.h)(context);
    const { data } = await octokit.rest.repos.get({ owner, repo });
    if (typeof data.private !== 'boolean')
        throw new Error('it did not tell');
    return data.private;
}
function guardOf(about, isPrivate) {
    if (isPrivate)
        return { kind: 'open' };
    return publishes(about) ? { kind: 'refused', error: publicRepositoryError() } : { kind: 'details withheld' };
}
const publishes = (about) => [(0,pull_request/* pullRequestToComment */.t5)(about), (0,pull_request/* baselineBranch */.Oz)(about)].some(place => place !== undefined) ||
    about.inputs.artifact.kind !== 'none' ||
    about.inputs.release.wanted;
/** The inputs without the places to publish to. */
function publishNothing({ inputs, run }) {
    const { artifact, comment, release, compare } = inputs;
    const records = (0,pull_request/* baselineBranch */.Oz)({ inputs, run }) !== undefined;
    return {
        ...inputs,
        artifact: { ...artifact, kind: 'none' },
        comment: { ...comment, comment: 'false' },
        release: { ...release, wanted: false },
        compare: records ? { ...compare, against: 'none' } : compare,
    };
}
const publicRepositoryError = () => new errors/* ActionError */.lZ('Nothing was rendered: this repository is public, and everybody could see what the dashboards show', 'Set allow-public to true if everybody may; or publish nothing, with artifact: none, comment: false, release: false and compare: none.');

// EXTERNAL MODULE: ./build/list.js + 4 modules
var build_list = __nccwpck_require__(27245);
// EXTERNAL MODULE: ./build/looker/connect.js + 3 modules
var connect = __nccwpck_require__(80085);
// EXTERNAL MODULE: ./build/outputs.js
var outputs = __nccwpck_require__(30214);
// EXTERNAL MODULE: ./build/looker/render-targets.js + 5 modules
var render_targets = __nccwpck_require__(69945);
// EXTERNAL MODULE: ./build/renderers.js
var renderers = __nccwpck_require__(11124);
// EXTERNAL MODULE: ./build/results.js
var build_results = __nccwpck_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
;// CONCATENATED MODULE: ./build/render.js







/**
 * Renders the listed targets, with `deploy` on the pull request's LookML. Each target goes to the next stage as soon as
 * it is rendered.
 */
async function render(context, list, stages) {
    const { world, inputs, lookers } = context;
    const { results, unaffected, lookml, disturbance, branch, apiCalls: closedCalls = build_results/* noApiCalls */.Xe, ...problems } = await renderTargets(context, (0,build_list/* targetsIn */.A6)(list), stages);
    const { web, release } = await (0,build_list/* knownVersions */.J0)(lookers.first, context);
    const apiCalls = (0,build_results/* sumApiCalls */.vn)([...(0,connect/* lookerList */.nx)(lookers).map(looker => looker.apiCalls), closedCalls]);
    world.print(`Looker was sent ${(0,build_results/* describeApiCalls */.xA)(apiCalls)}.`);
    const rendering = {
        results: (0,build_list/* inListOrder */.yD)(list, results).map((0,build_list/* withPageLinks */.fg)(inputs.looker.base, web)),
        unaffected,
        apiCalls,
        ...(release && { release }),
        ...(branch && { branch }),
        ...(lookml && { lookml }),
        ...(disturbance && { disturbance }),
    };
    return { rendering, ...problems };
}
async function renderTargets(context, targets, stages) {
    const { deploy, branchCheck } = context.inputs;
    if (branchCheck && (0,pull_request/* pullRequestFor */.uT)(context) !== undefined)
        return (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(505), __nccwpck_require__.e(481)]).then(__nccwpck_require__.bind(__nccwpck_require__, 46481))).renderChecked(context, branchCheck, targets, stages);
    if (deploy)
        return (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(505), __nccwpck_require__.e(612)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4612))).renderDeployed(context, deploy, targets, stages);
    return { results: await renderEach(context, targets, stages), unaffected: [], errors: [], warnings: [] };
}
/** Renders all targets, and compares each with its baseline while Looker renders the others. */
async function renderEach(context, targets, stages) {
    const { world } = context;
    const { first, onSecond, close } = (0,renderers/* openRenderers */.n)(context, stages);
    const renderAndCompare = async (target) => {
        (0,render_targets/* logIgnoredParameters */.x)(target, world.print);
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
    const hosts = (0,connect/* lookerList */.nx)(lookers).map(({ host }) => host);
    return `Rendering ${(0,runtime_text/* count */.U9)(targets.length, 'target')} on ${hosts.join(' and ')}, ${pace.concurrency} at a time, within ${(0,runtime_text/* count */.U9)(pace.timeoutMinutes, 'minute')}`;
}

// EXTERNAL MODULE: ./build/runtime/log.js
var runtime_log = __nccwpck_require__(35961);
// EXTERNAL MODULE: ./build/share.js
var share = __nccwpck_require__(70071);
// EXTERNAL MODULE: ./build/acceptance/label-event.js
var label_event = __nccwpck_require__(1941);
// EXTERNAL MODULE: ./build/branch-check/branch-name.js
var branch_name = __nccwpck_require__(72384);
// EXTERNAL MODULE: ./build/github/event.js
var github_event = __nccwpck_require__(6830);
// EXTERNAL MODULE: ./build/runtime/proxies.js
var proxies = __nccwpck_require__(63375);
// EXTERNAL MODULE: ./build/inputs/problem.js
var problem = __nccwpck_require__(60787);
;// CONCATENATED MODULE: ./build/inputs/parsers.js

/** YAML's core schema, as in the toolkit's getBooleanInput. */
const parsers_boolean = text => {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is neither true nor false`, 'write true or false');
};
const wholeNumber = (least, most, what) => text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most)
        return value;
    const [, digits] = /^#(\d{1,15})$/.exec(text) ?? [];
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not ${what}`, digits === undefined ? `write a number from ${least} to ${most}` : `write ${digits}`);
};
const decimalNumber = (above, most, what) => text => {
    const value = decimal(text);
    if (value > above && value <= most)
        return value;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not ${what}`, `write a number above ${above}, up to ${most}; decimals are allowed`);
};
/** A number from 0 to 1, both included. */
const fraction = text => {
    const value = decimal(text);
    if (value <= 1)
        return value;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a number from 0 to 1`, 'write one such as 0.1');
};
const decimal = (text) => (/^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : Number.NaN);
/** `120` pixels, or `0.5%` of all pixels. */
const tolerance = text => {
    const [, number = '', percent] = /^(\d+|\d*\.\d+)(\s*%)?$/.exec(text) ?? [];
    if (percent && Number(number) <= 100)
        return { share: Number(number) / 100 };
    if (!percent && /^\d{1,15}$/.test(number))
        return { pixels: Number(number) };
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is neither a number of pixels nor a share of them`, 'write one such as 120, or 0.5%');
};
const oneOf = (...choices) => text => {
    const choice = choices.find(choice => choice === text.toLowerCase());
    if (choice !== undefined)
        return choice;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not one of its values`, `write one of ${choices.join(', ')}`);
};
/** Splits a text into trimmed lines, without blank ones. */
const lines = text => text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
const asWritten = text => text;
/** A name that people compare with one on a page of Looker or GitHub. */
const visibleName = text => (0,problem/* refuseHidden */.ly)(text);
/** An unquoted `4.0` is a number in the workflow's YAML, and arrives as `4`. */
const apiVersion = text => oneOf('4.0', '3.1')(text === '4' ? '4.0' : text);
/** The report is a file of this name with `.html`, and file systems allow 255 bytes. */
const maxArtifactNameBytes = 250;
/** A name that the artifact service and every file system accept. */
const artifactName = text => {
    const bytes = Buffer.byteLength(text);
    if (bytes > maxArtifactNameBytes)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be an artifact's name: it has ${bytes} bytes`, `shorten it to ${maxArtifactNameBytes} bytes; letters other than a to z have two to four`);
    if (!/^[^":<>|*?\\/\p{Cc}]+$/u.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be an artifact's name`, 'leave out " : < > | * ? \\ / and line ends');
    return refuseReserved(refuseTricks(text));
};
/** Refuses a name that would mislead readers of the log: a runner command, or invisible characters. */
function refuseTricks(name) {
    if (name.includes('##['))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(name)} has a command of GitHub's runner in it`, 'leave out ##[');
    return (0,problem/* refuseHidden */.ly)(name);
}
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const reservedName = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;
function refuseReserved(name) {
    if (!reservedName.test(name))
        return name;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(name)} is the name of a device on Windows`, 'write another name');
}
/** A branch, or a whole ref: `heads/looker-snapshots`, `looker/snapshots` (rules: git-check-ref-format). */
const gitRef = text => {
    (0,problem/* refuseHidden */.ly)(text);
    const ref = text.startsWith('refs/') ? text.slice('refs/'.length) : `heads/${text}`;
    const parts = ref.split('/');
    const isValid = parts.length > 1 &&
        !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
        parts.every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part));
    if (ref === 'heads/gh-pages')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is the branch that GitHub Pages publishes`, 'write another branch, such as looker-snapshots');
    if (isValid && !/^(tags|pull|remotes)\//.test(ref))
        return ref;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a branch`, 'write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots');
};
/** `0/4` is the first of four jobs. */
const shardNumber = text => {
    const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? [];
    if (total !== '' && Number(index) < Number(total))
        return { index: Number(index), total: Number(total) };
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a share of several jobs`, 'write index/total, counted from 0: 0/4 is the first of four');
};
/** `x, y, width, height` in pixels, one rectangle a line. A mapping may also hold a list of numbers, or a list of such lists. */
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
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no pixels`, 'give it a width and a height above 0');
};
const noRectangle = (text) => new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a rectangle`, 'write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40');

;// CONCATENATED MODULE: ./build/inputs/instance.js




const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'];
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'];
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'];
/** Whether the API key is missing, as on a pull request from a fork. */
function lacksCredentials(source) {
    return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable]);
}
const instance_readInstanceParts = (input) => ({
    base: input.required(baseUrl, instanceAddress),
    clientId: input.required(clientId, asWritten),
    clientSecret: input.required(clientSecret, secret(input)),
    version: input.required('api-version', apiVersion),
});
/** Masks a secret before anything else can go wrong. */
const secret = ({ source }) => text => {
    source.secrets.keep(text);
    return text;
};
/** Returns the instance's origin. The address may have a port, a trailing slash, or `/api/…`. */
const instanceAddress = text => {
    const hint = 'write it as https://acme.cloud.looker.com';
    // The text is not quoted, because it may hold a password.
    if (text.includes('@'))
        throw new problem/* InputProblem */.S7('the address holds a user or password', hint);
    const unquoted = text.replace(/^(["'`])(.*)\1$/, '$2').trim();
    const url = (0,runtime_text/* parseUrl */.Dl)(/^[a-z][a-z\d+.-]*:\/\//i.test(unquoted) ? unquoted : `https://${unquoted}`);
    // RFC 1035 (2.3.4) limits host names to 253 characters. Every connection error shows the host.
    if (!url || url.hostname.length > 253)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a web address`, hint);
    const isPlain = url.protocol === 'http:' && (0,proxies/* isLoopback */.U9)(url.hostname);
    const corrected = url.host === '' ? hint : `write it as ${isPlain ? 'http' : 'https'}://${url.host}`;
    if (unquoted !== text)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has quotes around it`, corrected);
    if (url.protocol !== 'https:' && !isPlain)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not https`, corrected);
    if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is more than the instance's address`, corrected);
    return new URL(url.origin);
};

;// CONCATENATED MODULE: ./build/inputs/load-yaml.js
/*
 * The YAML parser is half of the code that a run would load before its first request. Most runs list one target a line
 * and set no filters, so they do not load the parser at all.
 */
let reader;
/** Loads the parser if an input may be YAML. Call this before the inputs are read. */
async function loadYamlFor(source) {
    if (mayHoldYaml(source))
        await loadYaml();
}
async function loadYaml() {
    reader ??= await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(729)]).then(__nccwpck_require__.bind(__nccwpck_require__, 70729));
}
/** A YAML list has a line that begins with a dash or a bracket. */
const mayHoldYaml = ({ get }) => get('targets-file') !== '' || get('filters') !== '' || /^[^\S\n]*[-[]/m.test(get('targets'));
/** Calls `readYaml` of `yaml.ts`, which must have been loaded before. */
const parseYaml = (text, place) => {
    if (!reader)
        throw new Error('The YAML parser was not loaded before it was needed');
    return reader.readYaml(text, place);
};

// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __nccwpck_require__(64861);
;// CONCATENATED MODULE: ./build/inputs/slips.js

/** Finds the known word that a mistyped word is nearest to, with at most `most` letters changed, added or left out. */
function nearestWord(word, known, most = 2) {
    const near = known
        .map(candidate => ({ candidate, distance: editDistance(word, candidate) }))
        .filter(({ distance }) => distance > 0 && distance <= most)
        .sort((one, other) => one.distance - other.distance);
    return near[0]?.candidate;
}
/** Counts the letters to change, add or leave out (Levenshtein). Returns infinity if the lengths differ by more than two. */
function editDistance(one, other) {
    if (Math.abs(one.length - other.length) > 2)
        return Number.POSITIVE_INFINITY;
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
/** The first parts of Looker's addresses that can be rendered. */
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
/** Other words for them: the singular, Looker's older names, and names of files that the action makes. */
const otherNames = {
    dashboard: 'dashboards',
    lookml_dashboard: 'lookml_dashboards',
    look: 'looks',
    query: 'queries',
    explores: 'explore',
    dashboard_element: 'dashboard_elements',
    'dashboard-elements': 'dashboard_elements',
    elements: 'dashboard_elements',
    folder: 'folders',
    space: 'folders',
    spaces: 'folders',
    board: 'boards',
    homepages: 'boards',
    model: 'models',
};
function resourceFor(word) {
    const lower = word.toLowerCase();
    if (resources.includes(lower))
        return lower;
    if (Object.hasOwn(otherNames, lower))
        return otherNames[lower];
    return nearestWord(lower, resources, lower.length < 6 ? 1 : 2);
}
/** `https://host/embed/`, or a part of it. */
const lead = '((?:https?://[^/?#]{1,260})?/*(?:embed/)?)';
const notAnAddress = 'is not a Looker address';
/** The corrections, in the order in which they are applied. */
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
        // A host without https://
        mistake: notAnAddress,
        correct: text => text.replace(/^(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}(?::\d{1,5})?\/)/, 'https://'),
    },
    {
        // dashboard 42
        mistake: notAnAddress,
        correct: text => text.replace(/^([a-z_]{4,20})\s?[ :=#]\s?([\w-]{1,100})$/i, (whole, word, id) => {
            const resource = resourceFor(word);
            return resource === undefined ? whole : `${resource}/${id}`;
        }),
    },
    {
        // The id alone
        mistake: notAnAddress,
        correct: text => text.replace(/^(?=\d{1,12}$|[\w-]{1,100}::[\w.-]{1,100}$)/, 'dashboards/'),
    },
    {
        // dashboard/42
        mistake: notAnAddress,
        correct: text => text.replace(new RegExp(`^${lead}([\\w-]{1,40})(?=/)`, 'i'), (whole, before, word) => {
            const resource = resourceFor(word);
            return resource === undefined ? whole : before + resource;
        }),
    },
    {
        // looks/7/edit
        mistake: notAnAddress,
        correct: text => text.replace(new RegExp(`^(${lead}[\\w-]{1,40}/[^/?#]{1,200})/(?:edit|view|show)/?`, 'i'), '$1'),
    },
];
/** The longest text that is searched for slips. */
const maxSlipLength = 2000;
/** The longest address that a message repeats. */
const maxCorrectionLength = 200;
/** Finds several targets on one line. An address of one target may still be readable, with the rest as a filter's value. */
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
        hint: `write each of them on a line of its own: ${first.slice(0, maxCorrectionLength)}${rest}`,
    };
}
/** Corrects common slips. Returns undefined if no correction leads to a valid address. */
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
/** Applies all corrections, and names the first mistake. */
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

;// CONCATENATED MODULE: ./build/inputs/input-source.js


/** The longest text of an input in characters, and of a file in bytes. Reading 20,000 targets takes less. */
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
            report(name, missingInput(variable));
        return undefined;
    };
    const optional = (name, parse) => read(name, parse, false);
    const required = (name, parse) => read(name, parse, true);
    const isChanged = (name) => {
        const text = source.get(name);
        return text !== '' && !namesReported.has(name) && !isSameValue(text, defaultOf(name));
    };
    const reportUnknown = () => {
        for (const [name, known] of misspelledInputs(source.env, namesRead))
            report((0,problem/* labelled */.wW)(name), new problem/* InputProblem */.S7('this action has no such input', `did you mean ${known}?`));
    };
    return { optional, required, isChanged, reportUnknown, report, notes: [], source };
}
function refuseLong(text) {
    if (text.length <= maxTextLength)
        return text;
    throw new problem/* InputProblem */.S7(`it has ${text.length.toLocaleString('en-US')} characters`, `shorten it to ${maxTextLength.toLocaleString('en-US')}`);
}
/** GitHub replaces a secret that does not exist by an empty text. */
const missingInput = (variable) => variable === undefined
    ? new problem/* InputProblem */.S7('it is missing', 'set the input')
    : new problem/* InputProblem */.S7('it is missing', `set the input, or ${variable} in the environment. If it is set from a secret, this run has no secret of that ` +
        "name: look at the secrets of the repository, of the job's environment, and of Dependabot if Dependabot started " +
        'the run');
/** The runner only warns of an unknown input, and hands it over like the others. */
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
const isSameValue = (one, other) => one.toLowerCase() === other.toLowerCase() || (other !== '' && Number(one) === Number(other));
/** Returns the values as one object, or undefined if a required value is missing because it could not be read. */
function input_source_complete(required, optional) {
    return isComplete(required) ? Object.assign({}, required, optional) : undefined;
}
const isComplete = (values) => Object.values(values).every(value => value !== undefined);

;// CONCATENATED MODULE: ./build/inputs/compare-inputs.js





function readCompare(input, { base, clientId, clientSecret }) {
    const { required, optional } = input;
    const second = {
        base,
        clientId: optional('compare-client-id', asWritten) ?? clientId,
        clientSecret: optional('compare-client-secret', secret(input)) ?? clientSecret,
    };
    return input_source_complete({
        against: required('compare', comparedWith(second)),
        threshold: required('diff-threshold', fraction),
        tolerance: required('max-changed-pixels', tolerance),
        confirmChanges: required('confirm-changes', parsers_boolean),
        failOnChange: required('fail-on-change', parsers_boolean),
        acceptLabel: required('accept-label', visibleName),
    });
}
/** Reads `none`, `base`, or the address of a second instance. Returns undefined if its API key could not be read. */
const comparedWith = ({ base, clientId, clientSecret, }) => text => {
    const mode = ['none', 'base'].find(name => name === text.toLowerCase());
    if (mode !== undefined)
        return mode;
    if (!/[.:]/.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not one of its values`, 'write none, base, or the address of a second Looker instance');
    const second = instanceAddress(text);
    if (second.origin === base?.origin)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is the same instance as base-url`, 'write the address of the second instance, or base to compare with the base branch');
    return input_source_complete({ base: second, clientId, clientSecret });
};
/** Returns undefined if `deploy` is empty, or if an input could not be read. */
function readDeploy(input, { base, version, against }) {
    const { optional, required, report, source } = input;
    const project = optional('deploy', lookmlProject);
    const ref = optional('deploy-ref', commitish);
    const onlyAffected = required('only-affected', parsers_boolean);
    const isDeployed = source.get('deploy') !== '';
    if (!isDeployed) {
        const alone = new problem/* InputProblem */.S7('it needs deploy', 'name the LookML project in deploy, or leave it empty');
        if (ref !== undefined)
            report('deploy-ref', alone);
        if (onlyAffected)
            report('only-affected', alone);
        return undefined;
    }
    if (source.get('confirm-changes').toLowerCase() === 'true')
        report('confirm-changes', new problem/* InputProblem */.S7('it would render again when deploy has already restored the previous commit', 'leave one of the two out'));
    if (version === '3.1')
        report('deploy', new problem/* InputProblem */.S7('it needs api-version 4.0', 'leave it empty'));
    if (typeof against === 'object' && against.base.hostname === base?.hostname)
        report('compare', new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(against.base.host)} is also the instance that deploy changes`, 'write base to compare with the merge base on that instance, or write the address of another instance'));
    return input_source_complete({ project, onlyAffected }, { ref });
}
/** Returns undefined if `dev-mode` is empty, or if an input could not be read. */
function readBranchCheck({ optional, required, report, source, isChanged }, { version, against }) {
    const project = optional('dev-mode', devModeProject);
    const numbers = required('numbers', parsers_boolean);
    const contentValidation = required('content-validation', parsers_boolean);
    if (source.get('dev-mode') === '') {
        for (const name of ['numbers', 'content-validation'])
            if (isChanged(name))
                report(name, new problem/* InputProblem */.S7('it needs dev-mode', 'name the LookML project in dev-mode, or leave it empty'));
        return undefined;
    }
    if (source.get('deploy') !== '')
        report('dev-mode', new problem/* InputProblem */.S7('it cannot be combined with deploy', 'keep deploy if base-url is a staging instance, or keep dev-mode if it is the only instance'));
    if (version === '3.1')
        report('dev-mode', new problem/* InputProblem */.S7('it needs api-version 4.0', 'leave it empty'));
    if (typeof against === 'object')
        report('compare', new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(against.base.host)} cannot be combined with dev-mode, which compares two commits on one instance`, 'write none or base, or leave dev-mode empty'));
    return input_source_complete({ project, numbers, contentValidation });
}
const devModeProject = text => {
    if (/^(true|false|yes|no|on|off)$/i.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not the name of a LookML project`, "write the LookML project's name, as in Looker's address /projects/<name>, or leave it empty");
    return lookmlProject(text);
};
/** Reports inputs that are set but have no effect, with the input that they need. */
function reportInputsWithoutEffect({ report, isChanged }, { against, isBranchChecked, targets }) {
    const reportUnless = (hasEffect, names, fact, hint) => {
        for (const name of names)
            if (!hasEffect && isChanged(name))
                report(name, new problem/* InputProblem */.S7(fact, hint));
    };
    const isCompared = against !== 'none';
    reportUnless(isCompared || isBranchChecked, ['fail-on-change', 'accept-label', 'confirm-changes'], 'it needs compare or dev-mode', 'set compare to base, or name the LookML project in dev-mode, or leave it empty');
    reportUnless(isCompared, ['diff-threshold', 'max-changed-pixels', 'ignore'], 'it needs compare', 'set compare to base, or leave it empty');
    reportUnless(typeof against === 'object' || against === undefined, ['compare-client-id', 'compare-client-secret'], 'it needs the address of a second Looker instance in compare', 'write that address in compare, or leave it empty');
    reportUnless(targets === undefined || targets.some(mayBePdf), ['pdf-paper-size', 'pdf-landscape'], 'it needs a target with format pdf', 'set format to pdf, or leave it empty');
}
/** A folder, a board or a model may hold a dashboard. */
const mayBePdf = (listed) => (0,target_kinds/* isCollection */.P3)(listed)
    ? listed.kind !== 'tiles' && mayBePdf(listed.toTarget({ kind: 'dashboard', id: '1' }))
    : listed.output.format === 'pdf';
/** The names that Looker allows for projects. */
const lookmlProject = text => {
    if (/^[\w-]{1,100}$/.test(text))
        return text;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a LookML project`, "write the project's name, as in Looker's address /projects/<name>");
};
/** A commit, a branch or a tag (rules: git-check-ref-format). */
const commitish = text => {
    (0,problem/* refuseHidden */.ly)(text);
    if (text.length <= 255 && /^(?![-/])[^\s~^:?*[\\\p{Cc}]+$/u.test(text) && !text.includes('..'))
        return text;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a commit, a branch or a tag`, "write a name such as main or a commit's hash, or leave it empty for the head of the pull request");
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
// EXTERNAL MODULE: ./build/runtime/files.js
var runtime_files = __nccwpck_require__(68560);
;// CONCATENATED MODULE: ./build/inputs/file-name.js





/**
 * Makes a name such as `dashboards-42-region-emea`. It depends on the target and its own filters only, so it stays the
 * same if the list of targets is reordered.
 */
function makeFileName({ kind, id }, filters) {
    const whole = [target_kinds/* targetKinds */.xV[kind].slug, id, ...[...filters].flat()].map(slug).filter(Boolean).join('-');
    const limit = maxNameBytes / 2;
    if (Buffer.byteLength(whole) <= limit)
        return whole;
    const characters = [...whole.slice(0, maxNameBytes)].slice(0, limit);
    while (Buffer.byteLength(characters.join('')) > limit - 9)
        characters.pop();
    return `${characters.join('')}-${(0,external_node_crypto_.createHash)('sha256').update(whole).digest('hex').slice(0, 8)}`;
}
/** The longest name without its extension. File systems allow 255 bytes for the whole name. */
const maxNameBytes = 200;
const slug = (text) => text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
/** Reads a name that every file system and the artifact service accept (no `" : < > | * ? \ /`). */
const parseFileName = text => {
    if (/\.(before|difference|strip|again)$/i.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} ends like a file that a comparison writes beside a picture`, 'leave out the ending .before, .difference, .strip or .again');
    const bytes = Buffer.byteLength(text);
    if (bytes > maxNameBytes)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a file's name: it has ${bytes} bytes`, `shorten it to ${maxNameBytes} bytes; letters other than a to z have two to four`);
    const isPlain = /^[^":<>|*?\\/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(text) && !/^[. ]|[. ]$/.test(text);
    if (!isPlain)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a file's name`, `write up to ${maxNameBytes} letters, digits, dashes, dots or spaces, with neither dot nor space at an end`);
    return refuseReserved(refuseTricks(text));
};
/** Finds files that would overwrite each other. */
function findCollisions(files) {
    const byFile = Map.groupBy(files, ({ file }) => (0,runtime_files/* fileKey */.wm)(file));
    return [...byFile.values()]
        .filter(same => same.length > 1)
        .map(same => new problem/* InputProblem */.S7(`${listSources(same)} would write the same file, ${same[0]?.file}`, 'give one of them a name: - { target: …, name: … }'));
}
/** The most targets that a message names one by one. */
const maxListedSources = 3;
function listSources(files) {
    const first = files.slice(0, maxListedSources).map(({ source }) => (0,problem/* quoted */.TL)(source));
    const more = files.length - first.length;
    if (more > 0)
        return `${first.join(', ')} and ${more} more`;
    return first.length === 3 ? `${first.slice(0, 2).join(', ')} and ${first[2]}` : first.join(' and ');
}

;// CONCATENATED MODULE: ./build/inputs/filters.js


/** Reads a YAML mapping, or `Region=West&Date=7+days`. The first `:` or `=` decides which of the two it is. */
const filtersFromText = text => {
    const mark = /[:={]/.exec(text)?.[0];
    return mark === '=' ? filtersFromQuery(text) : filtersFromYaml(parseYaml(text, 'filters'));
};
/**
 * Reads `{ Region: West, State: [CA, OR] }`. The values of a list are joined with commas, which is Looker's "or". A
 * comma inside a value is escaped as Looker's filter expressions do it (`^,`). An empty value clears the filter.
 */
function filtersFromYaml(yaml) {
    if (yaml === null || typeof yaml !== 'object' || Array.isArray(yaml))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(JSON.stringify(yaml))} is not a mapping of filters`, 'write { Region: West } or Region=West&Date=7+days');
    return new Map(Object.entries(yaml).map(([name, value]) => [name, filterValue(name, value)]));
}
function filterValue(name, value) {
    if ((0,problem/* refuseHidden */.ly)(name).trim() === '')
        throw new problem/* InputProblem */.S7('a filter has no name', 'write { Region: West }');
    if (value === null)
        return '';
    if (typeof value === 'string')
        return (0,problem/* refuseHidden */.ly)(value);
    if (Array.isArray(value) && value.every(item => typeof item === 'string'))
        return value.map(item => (0,problem/* refuseHidden */.ly)(item).replace(/(?<!\^),/g, '^,')).join(',');
    throw new problem/* InputProblem */.S7(`the filter ${(0,problem/* quoted */.TL)(name)} is neither a text nor a list of texts`, `write ${(0,problem/* labelled */.wW)(name)}: [CA, OR]`);
}
/**
 * Reads the part after `?` in one of Looker's addresses, or the same with one filter a line. Text written by hand that
 * Looker would read differently (a `&` in a value, a second `=`) is a problem, so that no filter becomes another one.
 * @throws InputProblem
 */
function filtersFromQuery(query) {
    const filters = new Map();
    let previous = '';
    for (const part of queryParts(query)) {
        const [name, value] = readFilter(part, previous);
        const first = filters.get(name);
        if (first !== undefined)
            throw new problem/* InputProblem */.S7(`the filter ${(0,problem/* quoted */.TL)(name)} is set twice`, `write its values with commas: ${(0,problem/* labelled */.wW)(name)}=${first},${value}`);
        filters.set(name, value);
        previous = part;
    }
    return filters;
}
/** Splits `?Region=West&Date=7+days` into its filters. A line that begins with `# ` is a comment. */
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
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(`&${part}`)} is how HTML writes a &`, `write ${(0,problem/* quoted */.TL)(`&${part.slice(4)}`)}`);
    if (part.includes('#'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} has a #, which ends an address`, 'write the # as %23');
    const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    if (name === undefined)
        throw withoutEquals(part, previous);
    if (name.trim() === '')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} names no filter`, 'write it as Region=West');
    if (/[^<>!]=/.test(value))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} has more than one =`, 'put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D');
    return [decode(name.trim()), decode(value.trim())];
}
function withoutEquals(part, previous) {
    const fact = `${(0,problem/* quoted */.TL)(part)} has no =`;
    const clear = `${(0,problem/* labelled */.wW)(part)}= to clear that filter`;
    return previous === ''
        ? new problem/* InputProblem */.S7(fact, `write ${(0,problem/* labelled */.wW)(part)}=West to set it, or ${clear}`)
        : new problem/* InputProblem */.S7(fact, `write a & inside of a value as %26 (${previous} %26 ${part}), or ${clear}`);
}
/** `%shirt%` is one of Looker's filter expressions, not percent-encoding. A text that may be either is refused. */
function decode(text) {
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
/** Parameters of Looker's own addresses that are not dashboard filters. */
const ownParameters = new Set(`theme _theme hide_filter filter_config allow_login_screen embed_domain sdk qid toggle tab tile origin
   origin_space vis vis_config run refresh fullscreen edit share nonce`.split(/\s+/));
const addressForms = 'write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>';
/**
 * Reads an address as Looker's address bar shows it, or its path. It may also begin with `/embed/`, or be one of
 * `/dashboards-next/`.
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
/** Removes the parts of an address that its note describes. */
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
    const refused = Object.hasOwn(unrenderable, kind) ? unrenderable[kind] : undefined;
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
const unrenderable = {
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
/** Only Looker knows which hosts belong to the instance: its pages may have another host than its API. */
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
    // A LookML id is model::name. A model is named after its file, so its name may hold nearly any character.
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
/** The address of an Explore names a saved query by its `qid`. Without a `qid`, there is no saved query to render. */
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
    // The address of an Explore repeats the saved query beside its qid: fields, f[…], sorts.
    const isExplore = url.searchParams.has('qid');
    const filters = [...url.searchParams.keys()].filter(name => !ownParameters.has(name));
    if (filters.length > 0 && !isExplore)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has filters, and Looker renders a ${target_kinds/* targetKinds */.xV[kind].noun} as it was saved`, 'leave out what follows the ?, or render a dashboard');
    return { kind, id, filters: new Map(), ignoredParameters: [], path };
}
/** Separates Looker's own parameters from filters. Reads the text itself, because a URL ends at `#` and repairs encodings. */
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
    // A model is named after its file, so its name may hold nearly any character.
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
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has filters, but a ${kind} has none`, `set them in a mapping: - { target: ${resource}/${id}, filters: { Region: EMEA } }`);
    // Looker has no page for a model. All LookML dashboards are listed in one folder.
    const path = kind === 'model' ? '/folders/lookml' : `/${resource}/${id}`;
    const note = `${(0,problem/* quoted */.TL)(text)} is rendered as the whole folder, without its ?search=.`;
    return { kind, id, path, ...(isSearch && { note }) };
}

;// CONCATENATED MODULE: ./build/inputs/target.js




const isTargetEntry = (entry) => !('kind' in entry);
/** A dashboard with `tiles` is a collection. */
function toEntry(source, address, own) {
    if (isCollectionUrl(address))
        return { kind: address.kind, source, address, own };
    return own.tiles && isDashboardKind(address.kind)
        ? { kind: 'tiles', source, address, own }
        : { source, address, own };
}
const isDashboardKind = (kind) => kind === 'dashboard' || kind === 'lookml_dashboard';
/** Finds what Looker could not render, or would render differently than the settings say. */
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
/** Only the published description of API 4.0 has these parameters, not that of 3.1. */
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
            problems.push(new problem/* InputProblem */.S7('Looker makes a PDF of dashboards only', 'set format to png or jpg for it'));
        for (const name of settingsForDashboards.filter(isSet))
            problems.push(new problem/* InputProblem */.S7(`${name} is for dashboards only`, 'leave it out'));
    }
    if (format === 'pdf' && isSet('ignore'))
        problems.push(new problem/* InputProblem */.S7('ignore is for pictures, not for PDFs', 'leave it out'));
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
        problems.push(new problem/* InputProblem */.S7(`in API 3.1 the id ${(0,problem/* quoted */.TL)(id)} would have to be a number`, 'write the number that the API knows it by'));
    return problems;
}
function collectionSettingProblems(own) {
    const problems = [];
    if (own.recursive !== undefined)
        problems.push(new problem/* InputProblem */.S7('recursive is for folders only', 'leave it out'));
    if (own.tiles)
        problems.push(new problem/* InputProblem */.S7('tiles is for dashboards only', 'leave it out'));
    if (own.except)
        problems.push(new problem/* InputProblem */.S7('except is for folders, boards, models and tiles only', 'leave it out'));
    return problems;
}
function collectionProblems({ kind, address, own }, { version, common }) {
    const problems = [];
    const refuseIf = (condition, fact, hint = 'leave it out') => condition ? problems.push(new problem/* InputProblem */.S7(fact, hint)) : 0;
    refuseIf(version === '3.1', 'collections need api-version 4.0', 'list its members one by one');
    refuseIf(own.name, 'name is for a single target', 'leave it out: each member has a name of its own');
    refuseIf(own.recursive !== undefined && kind !== 'folder', 'recursive is for folders only');
    refuseIf(own.tiles && kind !== 'tiles', 'tiles is for dashboards only');
    if (kind === 'tiles') {
        for (const name of settingsForDashboards)
            refuseIf(own[name] !== undefined, `${name} is for whole dashboards, and Looker renders a tile as it was saved`);
        refuseIf('filters' in address && address.filters.size > 0, 'it has filters, and Looker renders a tile as it was saved', 'leave out what follows the ?');
        refuseIf(own.format === 'pdf', 'Looker makes a PDF of dashboards only', 'set format to png or jpg for it');
    }
    else if ((own.format ?? common.format) !== 'pdf')
        for (const name of settingsForPdf)
            refuseIf(own[name] !== undefined, `${name} is for format pdf only`, 'leave it out, or set format to pdf');
    return problems;
}
/** Combines the filters of the address and of the mapping. The mapping's filters win. */
const ownFilters = ({ address, own }) => new Map([...address.filters, ...(own.filters ?? [])]);
const entryName = (entry) => entry.own.name ?? makeFileName(entry.address, ownFilters(entry));
/** The file that a target is written to. It has no extension if the input `format` could not be read. */
const entryFile = (entry, format) => [entryName(entry), entry.own.format ?? format].filter(Boolean).join('.');
/** The settings of the mapping win over the address, and the address wins over the inputs. */
function toTarget(entry, base, common) {
    const { source, address, own } = entry;
    const { kind, id, pasted } = address;
    const name = entryName(entry);
    const title = own.name ?? address.title;
    const settings = { ...common, ...(address.theme && { theme: address.theme }), ...own };
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
    // Looker makes a PDF of dashboards only. If the input `format` says pdf, members that are no dashboards become PNG.
    const picture = format === 'pdf' ? 'png' : format;
    return {
        ...shared,
        kind,
        file: `${name}.${picture}`,
        url: pageUrl(entry, base, new Map()),
        output: { format: picture },
    };
}
/** The page that people open: the pasted address, unless the target has other filters than that address. */
function pageUrl({ address, own }, base, filters) {
    const { pasted, path } = address;
    if (pasted && !own.filters && filters.size === address.filters.size)
        return pasted.href;
    const query = filters.size > 0 ? `?${(0,target_kinds/* encodeFilters */.Qm)(filters)}` : '';
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
        name: `${target_kinds/* collectionKinds */._e[kind].resource}-${id}`,
        url: pasted?.href ?? base.origin + path,
        ...(pasted && { pastedHost: pasted.host }),
        recursive: own.recursive ?? false,
        except: own.except ?? [],
        toTarget: member => toMemberTarget(member, own, { base, common }),
    };
}
/** Makes the same target as if the member were listed on its own. Settings that do not fit the member are not set. */
function toMemberTarget({ kind, id, title, dashboard }, own, { base, common }) {
    const path = dashboard
        ? `/dashboards/${encodeId(dashboard.id)}`
        : `/${(0,target_kinds/* addressOf */.ci)({ kind, id: encodeId(id) })}`;
    const address = {
        kind,
        id,
        path,
        filters: new Map(),
        ignoredParameters: [],
        ...(title && { title }),
    };
    const { filters, ...withoutFilters } = own;
    const target = toTarget({ source: (0,target_kinds/* addressOf */.ci)({ kind, id }), address, own: isDashboardKind(kind) ? own : withoutFilters }, base, common);
    return dashboard && target.kind === 'dashboard_element'
        ? { ...target, url: dashboard.url, dashboard }
        : target;
}
const encodeId = (id) => encodeURIComponent(id.toWellFormed()).replaceAll('%3A', ':');

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(4573);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
;// CONCATENATED MODULE: ./build/inputs/target-settings.js






const singleValue = (parse) => value => {
    if (typeof value === 'string')
        return parse(value);
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(JSON.stringify(value))} is not a single value`, 'write one value');
};
const pictureSide = wholeNumber(1, 20_000, 'a whole number of pixels');
const settingReaders = {
    name: singleValue(parseFileName),
    format: singleValue(text => oneOf('png', 'jpg', 'pdf')(text.replace(/^jpeg$/i, 'jpg'))),
    width: singleValue(pictureSide),
    height: singleValue(pictureSide),
    'pdf-landscape': singleValue(parsers_boolean),
    'long-tables': singleValue(parsers_boolean),
    filters: value => (typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value)),
    'dashboard-style': singleValue(oneOf('tiled', 'single_column')),
    'pdf-paper-size': singleValue(oneOf('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')),
    theme: singleValue(visibleName),
    'tab-ids': value => (Array.isArray(value) ? value : [value]).flatMap(singleValue(lines)).map(visibleName),
    ignore: rectangles,
    recursive: singleValue(parsers_boolean),
    tiles: singleValue(parsers_boolean),
    except: value => (Array.isArray(value) ? value : [value]).map(singleValue(parseException)),
};
/** The keys that a mapping may have beside `target`. */
const settingNames = Object.keys(settingReaders);
function parseException(source) {
    const { kind, id } = parseLookerUrl(source);
    if (kind === 'board' || kind === 'model' || kind === 'query')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(source)} cannot be a member of a collection`, 'write dashboards/44, looks/7, folders/14 or dashboard_elements/19');
    return { source, kind, id };
}
const isSetting = (name) => Object.hasOwn(settingReaders, name);
/** Inputs that have a default in `action.yml`. */
const settingsWithDefault = ['format', 'width', 'height', 'pdf-landscape', 'long-tables'];
const optionalSettings = [
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'theme',
    'tab-ids',
    'ignore',
];
/** Reads the inputs that apply to every target. A setting that could not be read is missing, and has been reported. */
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
/** Reads the keys of a mapping. An empty value counts as not set. Each problem is reported under its key. */
function readOwnSettings(mapping, report) {
    const own = {};
    const hasEmptyFilters = mapping.filters === '' || mapping.filters === null;
    for (const [key, value] of Object.entries(mapping))
        (0,problem/* attempt */.CD)(() => readSetting(own, key, value, hasEmptyFilters), report, (0,problem/* labelled */.wW)(key));
    return own;
}
function readSetting(own, key, value, hasEmptyFilters) {
    if (!isSetting(key))
        throw unknownSetting(key, hasEmptyFilters);
    if (value !== null && value !== '')
        setSetting(own, key, value);
}
function unknownSetting(key, hasEmptyFilters) {
    const known = nearestWord(key.slice(0, 40).toLowerCase(), settingNames);
    const hint = known === undefined ? `write one of ${settingNames.join(', ')}` : `did you mean ${known}?`;
    return new problem/* InputProblem */.S7('it is not a setting of a target', hasEmptyFilters ? 'if it is a filter, indent it by two spaces more than filters' : hint);
}
function setSetting(own, name, value) {
    own[name] = settingReaders[name](value);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
;// CONCATENATED MODULE: ./build/inputs/workspace-path.js



/** Returns the absolute path. Refuses a path that leaves the workspace, also through a symbolic link. */
const workspacePath = (workspace) => text => {
    if (text.includes('\0') || text.length > maxPathLength)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a path`, hint);
    const path = (0,external_node_path_.resolve)(workspace, text);
    if (isInsideFolder(workspace, path) && isInsideFolder(realPath(workspace), realPath(path)))
        return path;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} leads out of the workspace`, hint);
};
/**
 * Like `workspacePath`, for a file to read. Also refuses symbolic links: a link in the repository may lead to another
 * file, such as `.git/config`, and problems of a list quote its lines.
 */
const workspaceFile = (workspace) => text => {
    const path = workspacePath(workspace)(text);
    if (realPath(path) === (0,external_node_path_.resolve)(realPath(workspace), (0,external_node_path_.relative)(workspace, path)))
        return path;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is a symbolic link, or inside of one`, 'write the path of the file itself');
};
const hint = 'write a path below the repository, such as looker-snapshots';
/** The longest path on Linux. */
const maxPathLength = 4096;
function isInsideFolder(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return !(0,external_node_path_.isAbsolute)(way) && way !== '..' && !way.startsWith(`..${external_node_path_.sep}`);
}
/** Resolves the symbolic links in the part of a path that exists. */
function realPath(path) {
    if ((0,external_node_fs_.existsSync)(path))
        return (0,external_node_fs_.realpathSync)(path);
    return (0,external_node_path_.resolve)(realPath((0,external_node_path_.dirname)(path)), (0,external_node_path_.relative)((0,external_node_path_.dirname)(path), path));
}

;// CONCATENATED MODULE: ./build/inputs/target-list.js











/** Reads the list from `targets`, or from the file that `targets-file` names. */
function readTargetList(input, context) {
    const { optional, report, notes, source } = input;
    const list = optional('targets', asWritten);
    const file = optional('targets-file', workspaceFile(source.workspace));
    const isFromFile = source.get('targets-file') !== '';
    if (!isFromFile && list === undefined)
        report('targets', new problem/* InputProblem */.S7('it is missing', 'list what to render, one target a line'));
    if (isFromFile && list !== undefined)
        report('targets-file', new problem/* InputProblem */.S7('targets is set too', 'keep one of the two'));
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
function readTargetsFile({ source, report }, file) {
    const content = source.readFile(file, maxTextLength);
    const path = (0,external_node_path_.relative)(source.workspace, file);
    if ('bytes' in content)
        return (0,problem/* attempt */.CD)(() => decodeUtf8(content.bytes), report, 'targets-file');
    const [fact, hint] = fileRefusals[content.refusal];
    report('targets-file', new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(path)} ${fact}`, hint));
    return undefined;
}
const fileRefusals = {
    unreadable: ['cannot be read', 'check the path, and that the repository is checked out before this step'],
    'a folder': ['is a folder', 'name a YAML file'],
    'not a file': ['is a named pipe or a device', 'name a YAML file of the repository'],
    'too large': [
        `has more than ${maxTextLength.toLocaleString('en-US')} bytes`,
        'shorten it, or split it among several jobs',
    ],
};
function decodeUtf8(bytes) {
    if ((0,external_node_buffer_.isUtf8)(bytes))
        return new TextDecoder().decode(bytes);
    const position = invalidByte(bytes);
    const code = (bytes[position] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    const line = bytes.subarray(0, position).filter(byte => byte === 0x0a).length + 1;
    throw new problem/* InputProblem */.S7(`byte ${position + 1} (0x${code}, in line ${line}) is not UTF-8`, 'save the file in the encoding UTF-8');
}
/** Finds the first byte that is not UTF-8. Decoding replaces it by U+FFFD, which the file may also contain itself. */
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
 * Reads one target a line, or a YAML list of targets and mappings. Problems of an item are reported with its position.
 * Returns undefined if an input that applies to all targets could not be read.
 * @throws InputProblem if the text is not a list
 */
function readTargets(text, context, { report, notes }) {
    const items = listItems(text);
    if (items.length === 0)
        throw new problem/* InputProblem */.S7('it lists nothing', 'write one target a line');
    const entries = items.flatMap((item, index) => readEntry(item, context, problem => report(`item ${index + 1}`, problem)));
    notes.push(...entries.flatMap(({ address }) => address.note ?? []));
    const { base, common } = context;
    const { format, width, height } = common;
    const files = entries
        .filter(isTargetEntry)
        .map(entry => ({ source: entry.source, file: entryFile(entry, format) }));
    for (const problem of findCollisions(files))
        report('', problem);
    const shared = input_source_complete({ format, width, height }, common);
    return base && shared && entries.map(entry => toListItem(entry, base, shared));
}
const toListItem = (entry, base, common) => isTargetEntry(entry) ? toTarget(entry, base, common) : toCollection(entry, base, common);
function listItems(file) {
    const text = file.replace(/^\uFEFF/, '');
    const lines = text
        .split(/\r?\n/)
        .map(line => withoutComment(line).trim())
        .filter(line => line !== '');
    if (!/^(-(\s|$)|\[|---)/.test(lines[0] ?? ''))
        return lines;
    const list = parseYaml(text, 'targets');
    if (Array.isArray(list))
        return list;
    throw new problem/* InputProblem */.S7('the YAML is not a list', 'begin each target with a dash');
}
/** After a `?`, a comment needs a space after its `#` too: `Store #12` is a filter's value. */
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
/** Puts the target in front of the problem, unless the message already begins with the target. */
const withTarget = (source, { message, hint }) => new problem/* InputProblem */.S7(message.startsWith((0,problem/* quoted */.TL)(source)) ? message : `${(0,problem/* quoted */.TL)(source)}: ${message}`, hint);

;// CONCATENATED MODULE: ./build/inputs/read-inputs.js












/**
 * Reads every input that `action.yml` declares. To add an input: declare it there, add its type to `input-types`, and
 * read it in the group below that it belongs to. Settings of targets belong into `target-settings`.
 * @throws InputError with all problems at once, before any request is sent
 */
const readInputs = (source) => readWithProblems(source, readAllInputs);
/** Reads the instance and its API key only. @throws InputError with all problems at once */
const readInstance = (source) => readWithProblems(source, input => complete(readInstanceParts(input)));
function readWithProblems(source, read) {
    const problems = [];
    const value = read(inputReader(source, (where, problem) => problems.push([where, problem])));
    if (value && problems.length === 0)
        return value;
    // A user may put a secret into the wrong input, and annotations are not masked by the runner.
    const clean = (where, { message, hint }) => `${where}: ${source.secrets.clean(`${message}; ${hint}${/^did you mean .*\?$/.test(hint) ? '' : '.'}`)}`;
    throw new errors/* InputError */.dz(problems.map(([where, problem]) => clean(where, problem)));
}
function readAllInputs(input) {
    const looker = instance_readInstanceParts(input);
    const shard = input.optional('shard', shardNumber) ?? share/* wholeList */.GM;
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
        shard: { ...shard, jobs: Math.min(shard.total, targets?.length ?? 0) },
        pace: readPace(input),
        failOnError: input.required('fail-on-error', parsers_boolean),
        outputDirectory: input.required('output-directory', workspacePath(input.source.workspace)),
        artifact: readArtifact(input, shard),
        summary: input.required('summary', parsers_boolean),
        comment: readComment(input),
        images: readImages(input),
        dryRun: input.required('dry-run', parsers_boolean),
        allowPublic: input.required('allow-public', parsers_boolean),
        release,
        notes: input.notes,
        warnings: release?.wanted && !release.tag ? [releaseWithoutTag()] : [],
        report: input.required('report', parsers_boolean),
        compare,
    };
    const token = input.optional('github-token', secret(input));
    input.reportUnknown();
    return input_source_complete(required, { token, ...(deploy && { deploy }), ...(branchCheck && { branchCheck }) });
}
const releaseWithoutTag = () => new errors/* ActionError */.lZ('release is true, but no tag is known, so no files are added to a release', 'Set release-tag, or run the workflow for a tag.');
function readAllTargets(input, { base, version }, shard) {
    const common = readCommonSettings(input);
    for (const name of settingsOfVersion4)
        if (version === '3.1' && common[name])
            input.report(name, new problem/* InputProblem */.S7('it needs api-version 4.0', 'leave it empty'));
    const targets = readTargetList(input, { base, version, common });
    // The members of a collection are known after the log-in.
    const listed = targets?.some(target_kinds/* isCollection */.P3) ? [] : (targets ?? []);
    const excess = (0,share/* describeExcess */.d9)((0,share/* shareOf */.tC)(listed, shard).length, listed.length);
    if (excess)
        input.report('targets', new problem/* InputProblem */.S7(excess.message, excess.hint));
    return targets;
}
const readPace = ({ required }) => input_source_complete({
    concurrency: required('concurrency', wholeNumber(1, 100, 'a whole number of render tasks')),
    timeoutMinutes: required('timeout-minutes', decimalNumber(0, 7200, 'a number of minutes')),
    pollIntervalSeconds: required('poll-interval-seconds', decimalNumber(0, 300, 'a number of seconds')),
});
function readArtifact({ required, optional, source }, { index, total }) {
    const name = required('artifact-name', artifactName);
    // Without a matrix, the default name is the same for all jobs that share the targets.
    const isShared = total > 1 && name === source.defaults()['artifact-name'];
    return input_source_complete({
        kind: required('artifact', oneOf('zip', 'files', 'none')),
        name: name && isShared ? `${name}-${index}` : name,
        compressionLevel: required('compression-level', wholeNumber(0, 9, 'a compression level')),
    }, { retentionDays: optional('retention-days', wholeNumber(1, 400, 'a whole number of days')) });
}
const readComment = ({ required, optional }) => input_source_complete({
    comment: required('comment', oneOf('auto', 'true', 'false')),
    key: required('comment-key', asWritten),
}, { pullRequest: optional('pull-request', wholeNumber(1, 1e9, 'the number of a pull request')) });
const readImages = ({ required }) => input_source_complete({ kind: required('images', oneOf('branch', 'none')), ref: required('images-branch', gitRef) });
const readRelease = ({ required, optional }) => input_source_complete({ wanted: required('release', parsers_boolean) }, { tag: optional('release-tag', asWritten) });

// EXTERNAL MODULE: ./build/runtime/deadline.js
var deadline = __nccwpck_require__(19551);
// EXTERNAL MODULE: ./build/world.js
var world = __nccwpck_require__(93920);
;// CONCATENATED MODULE: ./build/start.js















/**
 * Reads the inputs and the event, and sends the log-ins. This happens before the toolkit is loaded, because loading it
 * takes longer than everything else.
 * @throws InputError with every problem of every input
 */
async function start(world, secrets) {
    for (const secret of (0,proxies/* proxySecrets */.Wm)(world.env))
        secrets.keep(secret);
    const source = sourceOf(world, secrets);
    const run = (0,github_event/* readWorkflowRun */.hO)(world.env, world.readFile);
    const temporary = temporaryBranchOf(run);
    if (temporary !== undefined)
        return { kind: 'skipped', notice: describeTemporary(temporary) };
    const notice = lacksCredentials(source) ? (0,github_event/* explainMissingSecrets */.dS)(run) : undefined;
    if (notice !== undefined)
        return { kind: 'skipped', notice };
    await loadYamlFor(source);
    const inputs = forEvent(readInputs(source), run, world.print);
    for (const note of inputs.notes)
        world.print(note);
    const deadlines = (0,deadline/* startDeadlines */.Sw)(inputs.pace.timeoutMinutes, world.clock, world.cancelled);
    const guard = guardByEvent({ inputs, run });
    const isIdle = guard?.kind === 'refused' || !hasShare(inputs);
    const connectLater = () => connectAll(world, { inputs, secrets, deadlines });
    const isLabelEvent = (0,label_event/* mayRepeat */.xg)({ run, inputs });
    const lookers = isIdle || isLabelEvent ? undefined : connectLater();
    if (lookers)
        await world.clock.sleep(sendingMs);
    return {
        kind: 'started',
        ...{ inputs, run, secrets, deadlines, began: new Date() },
        ...(lookers && { lookers }),
        ...(isLabelEvent && !isIdle && { connectLater }),
        ...(guard && { guard }),
    };
}
/**
 * With `dev-mode`, pictures of a pull request are production's, so they are compared with nothing. Other events have
 * nothing to check.
 */
function forEvent(inputs, run, print) {
    if (!inputs.branchCheck)
        return inputs;
    if ((0,pull_request/* pullRequestFor */.uT)({ inputs, run }) !== undefined)
        return { ...inputs, compare: { ...inputs.compare, against: 'none' } };
    print('dev-mode does nothing here, because this event has no pull request.');
    return { ...inputs, branchCheck: undefined };
}
/** Looker pushes the temporary branches of a branch check, which starts workflows. */
function temporaryBranchOf({ eventName, branch, payload }) {
    if (!['push', 'create', 'delete'].includes(eventName ?? ''))
        return undefined;
    const names = [branch, payload.ref?.replace(/^refs\/heads\//, '')];
    return names.find((name) => name !== undefined && (0,branch_name/* isTemporaryBranch */.U9)(name));
}
const describeTemporary = (name) => `Nothing was rendered: ${name} is a temporary branch of a check in Looker's development mode (dev-mode). To start no job for such branches, add branches-ignore: ['looker-snapshot-**'] to the workflow's push event.`;
/** Gives the log-ins time to be sent: compiling the toolkit blocks the process. */
const sendingMs = 3;
/** A collection's members are known only after the log-in. */
const hasShare = ({ targets, shard }) => targets.some(target_kinds/* isCollection */.P3) || (0,share/* shareOf */.tC)(targets, shard).length > 0;
function connectAll(world, { inputs: { looker, compare }, secrets, deadlines }) {
    const options = { world, version: looker.version, secrets, signal: deadlines.render, log: world.print };
    const first = (0,connect/* connect */.Ng)(looker, options);
    if (typeof compare.against === 'string')
        return { first };
    const { host } = compare.against.base;
    const log = (line) => world.print(`${host}: ${line}`);
    return { first, second: (0,connect/* connect */.Ng)(compare.against, { ...options, log }) };
}
/** Reads inputs from the environment, as the toolkit's getInput does. */
function sourceOf({ env, defaults }, secrets) {
    const get = (name) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
    return { get, env, readFile: runtime_files/* readBoundedFile */.Mv, defaults, workspace: (0,world/* workspaceOf */.B)({ env }), secrets };
}

// EXTERNAL MODULE: ./build/verdict.js
var verdict = __nccwpck_require__(10617);
// EXTERNAL MODULE: ./build/withhold.js
var withhold = __nccwpck_require__(73411);
;// CONCATENATED MODULE: ./build/run.js













/** The action's main step. Fails the step instead of throwing. */
async function run(world) {
    const secrets = (0,runtime_log/* createSecrets */.gE)(world.mask);
    const log = (0,withhold/* holdLog */.ij)(world.print);
    try {
        // 1. Read the inputs and the event, and send the log-ins.
        const started = await start({ ...world, print: log.print }, secrets);
        const core = await world.core();
        if (started.kind === 'skipped')
            return core.notice(started.notice);
        // 2. Find out whether the repository is public. Until then, the log is held back. Read the pull request, if only its
        // number is known.
        const context = await guard(started, { ...world, core, print: log.print }, log);
        await takeSnapshot(context);
    }
    catch (error) {
        const core = await world.core();
        // The log may still be held back. An error before the guard is about inputs, which the runner itself prints.
        const shown = log.isDropped()
            ? { core: (0,withhold/* withoutDebug */.Mm)(core), error: (0,withhold/* withholdWords */.XX)((0,errors/* asActionError */.z6)(error)) }
            : { core, error: (0,errors/* asActionError */.z6)(error) };
        (0,verdict/* failStep */.vy)({ core: shown.core, print: world.print }, shown.error, secrets);
    }
}
async function takeSnapshot(context) {
    const { world, inputs, deadlines, guard } = context;
    let connected = context.lookers;
    try {
        if (guard.kind === 'refused')
            return await refuseAll(context, guard.error);
        if (await repeatLabelVerdict(context))
            return;
        const lookers = context.lookers ?? context.connectLater?.();
        connected = lookers;
        if (!lookers)
            return await renderNothing(context);
        // 3. List this job's targets.
        const list = await (0,build_list/* listShare */.WY)(context, lookers.first);
        if (list.listed.length === 0)
            return await renderNothing(context);
        const job = { ...context, lookers, inputs: { ...inputs, shard: { ...inputs.shard, jobs: list.jobs } } };
        if (inputs.dryRun)
            return await (await Promise.all(/* import() */[__nccwpck_require__.e(353), __nccwpck_require__.e(818)]).then(__nccwpck_require__.bind(__nccwpck_require__, 11818))).rehearse(job, list);
        // 4. Render them. Each one is compared and its files are uploaded while Looker renders the others.
        const stages = loadStages(job);
        const { rendering, ...rendered } = await render(job, list, stages);
        const { judge, publish, comment, summarize, store } = await stages;
        const judged = await judge(rendering);
        // 5. Publish the files: workflow artifacts, images branch, release, report.
        const [{ publication, ...published }] = await Promise.all([
            publish(judged),
            (0,connect/* logOut */.je)((0,connect/* lookerList */.nx)(lookers), world.cancelled),
        ]);
        // 6. Write the pull request's comment and the job summary.
        const commented = await comment(publication);
        const summaryError = await summarize(publication);
        // 7. Set the outputs, and store the results, so that a label can accept them.
        await (0,outputs/* setOutputs */.n0)(job, { ...publication, comment: commented.comment });
        const unpublished = [...(guard.kind === 'unpublished' ? [guard.error] : []), ...published.errors];
        const gates = { ...gatesOf(job), ...(judged.judged?.gate && { gate: judged.judged.gate }) };
        const ends = {
            lookmlErrors: rendered.lookmlErrors ?? [],
            unrestored: rendering.branch ? [] : rendered.errors,
            branchErrors: rendering.branch ? rendered.errors : [],
            unpublished,
        };
        const storeError = await store(publication, (0,verdict/* stepFailures */.SC)(publication.results, ends, gates));
        // 8. Report all problems, and fail the step if there is a reason. A cancelled step always fails.
        world.cancelled.throwIfAborted();
        const problems = {
            ...ends,
            warnings: [
                ...list.warnings,
                ...rendered.warnings,
                ...published.warnings,
                ...commented.warnings,
                ...(summaryError ? [summaryError] : []),
                ...(storeError ? [storeError] : []),
            ],
        };
        (0,verdict/* conclude */.Ep)(job, publication.results, problems, gates);
    }
    finally {
        await (0,connect/* logOut */.je)(connected ? (0,connect/* lookerList */.nx)(connected) : [], world.cancelled);
        deadlines.end();
    }
}
/** Releases or drops the log, and takes the inputs' places away if the visibility is unknown. */
async function guard(started, world, log) {
    const context = { ...started, world };
    const [guard, run] = await Promise.all([
        started.guard ?? guardByGitHub(context),
        (0,commits/* withNamedPullRequest */.eb)({ ...context, isGuarded: true }),
    ]);
    if (guard.kind === 'open') {
        log.release();
        return { ...context, run, guard, isGuarded: false };
    }
    log.drop();
    const inputs = guard.kind === 'unpublished' ? publishNothing(started) : started.inputs;
    return {
        ...context,
        run,
        inputs,
        guard,
        isGuarded: true,
        world: { ...world, core: (0,withhold/* withoutDebug */.Mm)(world.core) },
    };
}
/** Loads the code of the next stages while Looker renders. */
function loadStages(context) {
    const loggedIn = Promise.allSettled((0,connect/* lookerList */.nx)(context.lookers).map(looker => looker.loggedIn));
    const stages = loggedIn.then(async () => (await Promise.all(/* import() */[__nccwpck_require__.e(353), __nccwpck_require__.e(1)]).then(__nccwpck_require__.bind(__nccwpck_require__, 10001))).openStages(context));
    stages.catch(() => undefined); // render() throws it.
    return stages;
}
async function renderNothing(context) {
    await (0,outputs/* setOutputs */.n0)(context, { results: [], links: {}, apiCalls: build_results/* noApiCalls */.Xe });
    context.world.print('There are fewer targets than jobs that share them: this one has none to render.');
}
/** Gives every target the error as its result. @throws the error */
async function refuseAll(context, error) {
    const { targets, shard } = context.inputs;
    const results = (0,share/* shareOf */.tC)(targets, shard).map(target => (0,build_results/* failedResult */.Nq)(target, error));
    await (0,outputs/* setOutputs */.n0)(context, { results, links: {}, apiCalls: build_results/* noApiCalls */.Xe });
    throw error;
}
const gatesOf = ({ inputs: { failOnError, compare } }) => ({
    failOnError,
    failOnChange: compare.failOnChange,
});
/** Answers a label event from stored results. @returns false if the step has to render */
async function repeatLabelVerdict(context) {
    if (!context.connectLater)
        return false;
    const { repeatLabelEvent } = await Promise.all(/* import() */[__nccwpck_require__.e(353), __nccwpck_require__.e(1)]).then(__nccwpck_require__.bind(__nccwpck_require__, 10001));
    const repeated = await repeatLabelEvent(context);
    if (!repeated)
        return false;
    (0,verdict/* setRepeatedVerdict */.sq)(context.world, repeated);
    return true;
}


/***/ }),

/***/ 14821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   SJ: () => (/* binding */ valueIfSoon),
/* harmony export */   _R: () => (/* binding */ waitAtMost),
/* harmony export */   _v: () => (/* binding */ maxTimer),
/* harmony export */   ml: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58500);

/** Milliseconds. A longer timer of Node's fires at once (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
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
/** Waits for a promise, but no longer than this many milliseconds. @throws the signal's reason */
async function waitAtMost(milliseconds, promise, { clock, signal }) {
    const over = new AbortController();
    const timeout = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]));
    timeout.catch(() => undefined);
    await Promise.race([promise, timeout]).finally(() => over.abort());
}
/** Milliseconds that the action waits for an answer that it can do without. */
const shortWait = 2000;
/** The promise's value; undefined if it fails, or takes longer than a short wait. */
async function valueIfSoon(promise, wait) {
    let value;
    const settled = promise.then(result => {
        value = result;
    }, () => undefined);
    await waitAtMost(shortWait, settled, wait).catch(() => undefined);
    return value;
}


/***/ }),

/***/ 19551:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H6: () => (/* binding */ orAborted),
/* harmony export */   NE: () => (/* binding */ withDeadline),
/* harmony export */   Sw: () => (/* binding */ startDeadlines),
/* harmony export */   j3: () => (/* binding */ DeadlineError),
/* harmony export */   zg: () => (/* binding */ cancellationOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


const restoreMs = 60_000;
const publishGraceMs = 2 * 60_000;
/** A cancelled job has three seconds for everything. */
const restoreGraceMs = 1000;
/** The step's time as signals. Their reasons are errors for people. */
function startDeadlines(minutes, clock, cancelled) {
    const over = new AbortController();
    const after = (milliseconds, reason) => {
        const timer = new AbortController();
        clock.sleep(milliseconds, over.signal).then(() => timer.abort(reason), () => undefined);
        return timer.signal;
    };
    const isCancelled = new AbortController();
    const cancel = () => after(restoreGraceMs, cancelled.reason).addEventListener('abort', () => isCancelled.abort(cancelled.reason));
    cancelled.addEventListener('abort', cancel, { once: true });
    const timeUp = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} of timeout-minutes were over`, "Give the step more timeout-minutes (fewer than the job's own), or fewer targets; an idle Looker renders two at a time.");
    const late = after(minutes * 60_000 + publishGraceMs, timeUp);
    return {
        render: AbortSignal.any([after(minutes * 60_000, timeUp), cancelled]),
        check: AbortSignal.any([
            after(Math.max(minutes * 60_000 - restoreMs, (minutes * 60_000) / 2), timeUp),
            cancelled,
        ]),
        compare: AbortSignal.any([after(minutes * 60_000 + publishGraceMs / 2, timeUp), cancelled]),
        publish: AbortSignal.any([late, cancelled]),
        restore: AbortSignal.any([late, isCancelled.signal]),
        end: () => {
            cancelled.removeEventListener('abort', cancel);
            over.abort();
        },
    };
}
/** The reason of a signal that `withDeadline` ended. */
class DeadlineError extends Error {
    constructor(milliseconds) {
        super(`There was no end after ${Math.round(milliseconds / 1000)} s`);
        this.name = 'DeadlineError';
    }
}
/**
 * Works until the signal ends, but no longer than so many milliseconds of real time. The timer ends with the work.
 *
 * The only way to limit a single request. `AbortSignal.any([signal, AbortSignal.timeout(ms)])` keeps its timer until the
 * end, and a garbage collection can take it away (https://github.com/nodejs/node/issues/54614).
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
/** GitHub's runner cancels a job with SIGINT, then SIGTERM, and kills it ten seconds after the first signal. */
function cancellationOf(process) {
    const cancel = new AbortController();
    const reason = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n('The job was cancelled', 'Run it again for the targets that are missing.');
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => cancel.abort(reason));
    process.on('uncaughtException', error => {
        if (!isStuckBody(error))
            cancel.abort(crashError(error));
    });
    return cancel.signal;
}
/**
 * undici (7.29, in Node 24.21) fails an assertion outside of every promise if a connection ends before its body was read
 * (https://github.com/nodejs/undici/issues/5360). Then the body stays silent, and its reader gives up after the usual
 * silence.
 */
const isStuckBody = (error) => 'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '');
const crashError = (cause) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The action broke (${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(cause.message, 200)})`, 'Please report it, with the log of a run with debug logging turned on.', { cause });
/** Stops waiting for a promise that cannot be stopped when the signal ends. */
function orAborted(signal, promise) {
    return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted)
            stop();
        signal.addEventListener('abort', stop, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
}


/***/ }),

/***/ 68560:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Mv: () => (/* binding */ readBoundedFile),
/* harmony export */   TA: () => (/* binding */ readFile),
/* harmony export */   f8: () => (/* binding */ writeWhole),
/* harmony export */   wm: () => (/* binding */ fileKey)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(76760);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(57075);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(46466);





const readFile = (path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8');
/** Equal for names that a file system may merge: it may ignore case, and normalise letters with accents. */
const fileKey = (file) => file.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
/** Reads a regular file. Refuses named pipes and devices, which may block or never end, without waiting for them. */
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
/**
 * Writes a file under another name and renames it when it is whole, so that no file remains if the content throws. A
 * file in the way, such as a link that leads out of the workspace, is removed first.
 */
async function writeWhole(path, content) {
    const part = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), `.${(0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(path)}.part`);
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(part, { force: true });
        // A stream that opens the file by itself may do so after the content has failed.
        const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(part, 'wx');
        const pieces = content instanceof Uint8Array ? node_stream__WEBPACK_IMPORTED_MODULE_3__.Readable.from([content]) : content;
        // A buffer of a megabyte writes large files a quarter faster than the default.
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)(pieces, file.createWriteStream({ highWaterMark: 1024 * 1024 }));
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(part, path);
    }
    catch (error) {
        // The first error says more than an error of the clean-up.
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(part, { force: true }).catch(() => undefined);
        throw error;
    }
}


/***/ }),

/***/ 72713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   KH: () => (/* binding */ isText),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   cW: () => (/* binding */ shape),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   my: () => (/* binding */ isCount),
/* harmony export */   qF: () => (/* binding */ parseJson),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/** Parses JSON from outside; undefined if it is not valid. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A text of at most 10,000 characters. */
const isText = value => typeof value === 'string' && value.length <= 10_000;
const isCount = value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const listOf = (check) => value => Array.isArray(value) && value.every(check);
const optional = (check) => value => value === undefined || check(value);
const oneOf = (...values) => value => values.includes(value);
/** An object without any other keys than these. */
const shape = (checks) => value => isObject(value) &&
    Object.keys(value).every(key => Object.hasOwn(checks, key)) &&
    Object.entries(checks).every(([key, check]) => check(value[key]));


/***/ }),

/***/ 35961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Df: () => (/* binding */ withoutCommands),
/* harmony export */   Ne: () => (/* binding */ openLog),
/* harmony export */   gE: () => (/* binding */ createSecrets),
/* harmony export */   uY: () => (/* binding */ debugCauses)
/* harmony export */ });
/* unused harmony export causeChain */
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);

/** The log before the toolkit is loaded. */
const openLog = (write) => ({
    print: (line) => write(`${printable(line)}\n`),
    /** Makes the runner hide a secret from now on. */
    mask: (secret) => write(`${maskCommand(secret)}\n`),
});
/** What the toolkit's `setSecret` prints, without the toolkit. */
const maskCommand = (secret) => `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
/** The toolkit, whose messages give the runner no command of their own. */
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
/** Text as one line without a command. */
const printable = (text) => breakUpCommands(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
/**
 * Puts a zero-width space into each command that the runner would find: `##[command]` anywhere in a line, and
 * `::command::` at the start of a line. "Start" is after everything that .NET trims, U+0085 included, or that could be
 * a byte order mark (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs). Text from outside
 * could stop the commands, and later masks would be printed in clear. Characters that change the direction of the text
 * are removed, because they mislead people.
 */
const breakUpCommands = (text) => text
    .replace(/\p{Bidi_Control}/gu, '')
    .replaceAll('##[', '##\u200b[')
    .replace(/^(?:(?![\n\r\u2028\u2029])[\p{C}\p{Z}])*:(?=:)/gmu, '$&\u200b');
function createSecrets(mask) {
    const kept = new Set();
    return {
        keep(secret) {
            for (const spelling of spellingsOf(secret)) {
                kept.add(spelling);
                mask(spelling);
            }
        },
        // Longest first, so that a secret that begins with another secret is removed whole.
        clean: text => (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .removeSecrets */ .cu)([...kept].sort((one, other) => other.length - one.length), text),
    };
}
/** The secret as it is, and as addresses, forms and JSON spell it. */
function spellingsOf(secret) {
    const wellFormed = secret.toWellFormed();
    const encoded = encodeURIComponent(wellFormed);
    const form = new URLSearchParams({ secret: wellFormed }).toString().slice('secret='.length);
    const [lowerEncoded, lowerForm] = [encoded, form].map(text => text.replace(/%../g, code => code.toLowerCase()));
    const inJson = JSON.stringify(secret).slice(1, -1);
    return new Set([secret, encoded, form, lowerEncoded ?? '', lowerForm ?? '', inJson]);
}
/** A longer chain of causes goes in a circle. */
const maxCauses = 10;
/** The stacks of an error and of its causes, for the debug log. */
function causeChain(error) {
    const stacks = [];
    for (let at = error; at !== undefined && at !== null && stacks.length < maxCauses;) {
        stacks.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at));
        at = at instanceof Error ? at.cause : undefined;
    }
    return stacks.join('\nCaused by: ');
}
/** Writes each error with its causes to the debug log, once. */
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
 * Ticks from the start of the system to the start of the process: field 22 of `/proc/<pid>/stat`, behind the state in
 * field 3. Field 2 is in parentheses, and may contain some (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
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
/** Milliseconds after each signal until the next one. */
const signals = (/* unused pure expression or super */ null && ([
    ['SIGTERM', 10_000],
    ['SIGKILL', 5000],
]));
const checkMs = 50;
/**
 * Ends a process if it is still the same one: first with a signal that lets it clean up.
 * @returns whether it was alive
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
            // It ended at this moment, or belongs to another user.
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
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Wm: () => (/* binding */ proxySecrets),
/* harmony export */   Z6: () => (/* binding */ proxyFetch),
/* harmony export */   mt: () => (/* binding */ unreachableReasons)
/* harmony export */ });
/* unused harmony exports readProxyEnv, chooseProxy, toProxyEnv */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** A variable in lower case wins over one in upper case, as in curl and in GitHub's toolkit. */
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
/** Whether a URL's host is this machine. No proxy is used for it, and http is safe. */
const isLoopback = (hostname) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
function chooseProxy({ protocol, hostname, port }, proxies) {
    if (isLoopback(hostname))
        return undefined;
    const [proxy, usual] = protocol === 'https:' ? [proxies.https, '443'] : [proxies.http, '80'];
    return proxies.direct.some(entry => covers(entry, hostname, port || usual)) ? undefined : proxy;
}
/** An entry is `*`, or a host with its subdomains, with or without a port: `acme.com`, `.acme.com`, `[::1]:8080`. */
function covers(entry, hostname, port) {
    if (entry === '*')
        return true;
    // An entry with more than one colon is an IPv6 address, which a URL writes in brackets.
    const [, name = `[${entry}]`, only = port] = /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
    const host = withoutDot(name);
    return only === port && (hostname === host || hostname.endsWith(`.${host}`));
}
const withoutDot = (entry) => entry.replace(/^\*?\./, '');
/** Undefined if the address is not that of an HTTP proxy. */
function proxyUrl({ address }) {
    const url = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(address);
    return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
/** `user:password`, decoded; undefined if the address has neither. */
const credentialsOf = ({ username, password }) => username || password ? `${decode(username)}:${decode(password)}` : undefined;
function decode(encoded) {
    try {
        return decodeURIComponent(encoded);
    }
    catch {
        return encoded;
    }
}
/** The secrets in the proxies' addresses: passwords, and users without a password, which are tokens. */
function proxySecrets(env) {
    const { http, https } = readProxyEnv(env);
    const secrets = [http, https].flatMap(proxy => {
        // A password may contain the characters that separate the parts of an address.
        const written = proxy && /\/\/(?:[^:@]*:)?(.+)@/.exec(proxy.address)?.[1];
        const url = proxy && proxyUrl(proxy);
        const credentials = url && credentialsOf(url);
        return [
            ...(written ? [written, decode(written)] : []),
            ...(credentials ? [Buffer.from(credentials).toString('base64')] : []),
        ];
    });
    return [...new Set(secrets)];
}
/** Reads the proxy variables and rewrites them, so that the toolkit and the artifact client understand them alike. */
function exportProxyEnv(env) {
    const proxies = readProxyEnv(env);
    Object.assign(env, toProxyEnv(proxies));
    return proxies;
}
/** This machine's names, as far as a list can contain them. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];
/**
 * The variables in a spelling that every reader understands: the artifact client recognises subdomains only by
 * `.acme.com`, and no `*` (@azure/core-rest-pipeline 1); GitHub's toolkit requires the proxy's scheme. Empty if there is
 * no proxy.
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
 * A `fetch` that uses the proxies. Node's own `fetch` uses them only with NODE_USE_ENV_PROXY
 * (https://nodejs.org/api/cli.html#node_use_env_proxy1), and may refuse the dispatcher of another undici, so undici's
 * `fetch` is used with undici's dispatcher. undici is loaded for the first request that needs a proxy.
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
/** https uses a tunnel. Plain http does not, because most proxies open tunnels only to port 443. */
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
 * undici 6.29 takes a proxy that hangs up for an idle socket and connects again at once, thousands of times a second.
 * With another error code it gives up.
 */
const reportHangUp = (connect) => (options, callback) => connect(options, (...[error, socket]) => {
    if (!error)
        return callback(null, socket);
    const hungUp = 'code' in error && error.code === 'UND_ERR_SOCKET';
    callback(hungUp ? Object.assign(new Error('hung up', { cause: error }), { code: hangUp }) : error, null);
});
const hangUp = 'PROXY_HUNG_UP';
/** Why a host cannot be reached, by Node's error codes. Any other code means a broken connection. */
const unreachableReasons = {
    ENOTFOUND: 'there is no such host',
    ECONNREFUSED: 'the connection was refused',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
};
/** Behind a proxy, the only connection is to the proxy, so these errors are about the proxy. */
const unanswered = {
    ...unreachableReasons,
    EAI_AGAIN: 'its name could not be looked up',
    ETIMEDOUT: 'it took too long',
    UND_ERR_CONNECT_TIMEOUT: 'it took too long',
    [hangUp]: 'it closed the connection',
};
/** undici's error, if the proxy caused it. Its message is "fetch failed"; the reason is in the causes. */
function proxyError(error, proxy, { host }) {
    for (let at = error; at instanceof Error; at = at.cause) {
        const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
        const reason = Object.hasOwn(unanswered, code) ? unanswered[code] : undefined;
        if (reason)
            return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} did not answer: ${reason}`, `Check ${proxy.variable}; hosts that are reached without a proxy belong in NO_PROXY.`, { final: false, cause: error });
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
            : `${describeProxy(proxy)} asks for a user and a password (407)`, `Write them into ${variable}, as http://user:password@host:port with special characters percent-encoded, from a secret.`, { final: true, cause });
    const hint = `Check that the proxy may reach ${host}; a host that is reached without a proxy belongs in NO_PROXY.`;
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
/** Without the user and the password. */
const describeProxy = (proxy) => `The proxy ${proxyUrl(proxy)?.host} (${proxy.variable})`;


/***/ }),

/***/ 3526:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ piecesOf),
/* harmony export */   i: () => (/* binding */ bufferAhead)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19551);

/**
 * Receives a body faster than it is read: the fetch of Node 24.21 throws an error that cannot be caught if a connection ends
 * while its body waits.
 */
function bufferAhead() {
    const bytes = new ByteLengthQueuingStrategy({
        highWaterMark: 16 * 1024 * 1024,
    });
    return new TransformStream({}, bytes, bytes);
}
/**
 * The pieces of a body that may take any time in all, but none longer than this many milliseconds.
 * @throws DeadlineError after a longer silence
 */
async function* piecesOf(body, { silence, signal }) {
    const reader = body.pipeThrough(bufferAhead(), { signal }).getReader();
    try {
        for (;;) {
            const { done, value } = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .withDeadline */ .NE)(silence, signal, ended => (0,_deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .orAborted */ .H6)(ended, reader.read()));
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

/***/ 35976:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dl: () => (/* binding */ parseUrl),
/* harmony export */   LL: () => (/* binding */ escapeUnicode),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   cu: () => (/* binding */ removeSecrets)
/* harmony export */ });
/** `1 target`, `7 targets`. */
const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
/** Puts a text on one line, cuts it, and removes characters that change its direction. */
function oneLine(text, longest = 300) {
    const line = text
        .replace(/\p{Bidi_Control}/gu, '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
    return (line.length > longest ? `${line.slice(0, longest - 1)}…` : line).toWellFormed();
}
/** Undefined if the text is not an address. */
function parseUrl(text, base) {
    try {
        return new URL(text, base);
    }
    catch {
        return undefined;
    }
}
/** The text with `***` in place of each secret. */
const removeSecrets = (secrets, text) => secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest), text);
/** `\u003c`: a character as a JSON escape. */
const escapeUnicode = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;


/***/ }),

/***/ 70071:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GM: () => (/* binding */ wholeList),
/* harmony export */   d9: () => (/* binding */ describeExcess),
/* harmony export */   hq: () => (/* binding */ maxTargets),
/* harmony export */   tC: () => (/* binding */ shareOf)
/* harmony export */ });
/** The only job has all targets. */
const wholeList = { index: 0, total: 1 };
/** This job's targets: the jobs take turns. */
const shareOf = (targets, { index, total }) => targets.filter((_, place) => place % total === index);
/** Looker would render more targets for hours, and one comment has no room for them. */
const maxTargets = 500;
/** Undefined if one job can render the share. */
function describeExcess(share, all) {
    if (share <= maxTargets)
        return undefined;
    return {
        message: `${share.toLocaleString('en-US')} targets are more than the ${maxTargets} that one job renders`,
        hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
    };
}


/***/ }),

/***/ 64861:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GC: () => (/* binding */ nounAtStart),
/* harmony export */   P3: () => (/* binding */ isCollection),
/* harmony export */   Qm: () => (/* binding */ encodeFilters),
/* harmony export */   _e: () => (/* binding */ collectionKinds),
/* harmony export */   ci: () => (/* binding */ addressOf),
/* harmony export */   ff: () => (/* binding */ describeTarget),
/* harmony export */   xV: () => (/* binding */ targetKinds)
/* harmony export */ });
const sameInBoth = (resource) => ({ '4.0': resource, '3.1': resource });
const targetKinds = {
    dashboard: {
        noun: 'dashboard',
        slug: 'dashboards',
        resource: sameInBoth('dashboards'),
        permission: 'see_user_dashboards',
    },
    // In 4.0, `dashboards` accepts LookML ids, too.
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
/** "dashboard 42", "LookML dashboard thelook::overview" */
const describeTarget = ({ kind, id }) => `${targetKinds[kind].noun} ${id}`;
/** "Dashboard", "LookML dashboard": the noun at the start of a heading or sentence. */
function nounAtStart(kind) {
    const { noun } = targetKinds[kind];
    return noun.charAt(0).toUpperCase() + noun.slice(1);
}
/** The value of Looker's `dashboard_filters`: a URL query with percent-encoded names and values. */
function encodeFilters(filters) {
    return [...filters]
        .map(pair => pair.map(side => encodeURIComponent(side.toWellFormed())).join('='))
        .join('&');
}
/** The words for a kind of collection, and the beginning of its address. */
const collectionKinds = {
    folder: { noun: 'folder', resource: 'folders' },
    board: { noun: 'board', resource: 'boards' },
    model: { noun: 'model', resource: 'models' },
    tiles: { noun: 'dashboard', resource: 'dashboards' },
};
const isCollectionKind = (kind) => Object.hasOwn(collectionKinds, kind);
const isCollection = (entry) => isCollectionKind(entry.kind);
/** `dashboards/42`, `folders/12`: the entry in `targets`. */
const addressOf = ({ kind, id }) => `${isCollectionKind(kind) ? collectionKinds[kind].resource : targetKinds[kind].resource['4.0']}/${id}`;


/***/ }),

/***/ 72787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J3: () => (/* binding */ isChangedTile),
/* harmony export */   Mb: () => (/* binding */ isBrokenTile),
/* harmony export */   kH: () => (/* binding */ isFailedTile),
/* harmony export */   vJ: () => (/* binding */ isChangedCheck)
/* harmony export */ });
/*
 * The branch check of a tile: its SQL and its results on the merge base and on the head of a pull request.
 */
/** A tile that fails its target: it is broken, or something about it is not known. */
const isFailedTile = ({ sql, numbers, isSqlRunner }) => !isSqlRunner && [sql, numbers].some(state => state === 'broken' || state === 'unchecked');
const isBrokenTile = ({ sql, numbers }) => sql === 'broken' || numbers === 'broken';
/** Numbers of the tile changed. If only SQL is compared, other SQL may mean other numbers. */
const isChangedTile = ({ sql, numbers }) => numbers === undefined ? sql === 'changed' || sql === 'new' || sql === 'removed' : numbers === 'changed';
const isChangedCheck = ({ tiles }) => tiles.some(isChangedTile);


/***/ }),

/***/ 13623:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   XH: () => (/* binding */ isVerdictFacts),
/* harmony export */   q1: () => (/* binding */ isUngatedFacts),
/* harmony export */   xS: () => (/* binding */ factsOf),
/* harmony export */   yx: () => (/* binding */ mergeFacts)
/* harmony export */ });
/* unused harmony export emptyFacts */
/* harmony import */ var _heading_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(71374);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35976);
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(64861);
/* harmony import */ var _tile_check_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(72787);





/** Names in a headline. The comment lists all of them below it. */
const maxNames = 5;
const listed = (all) => ({
    total: all.length,
    first: all.slice(0, maxNames),
});
const noneListed = { total: 0, first: [] };
/** The facts of a run that rendered nothing. */
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
/** Returns the facts of one job's results. */
function factsOf(results, { unaffected, ...about }) {
    const named = (matches) => listed(results.filter(matches).map(shortName));
    const hasStatus = (status) => (result) => result.status === 'success' && result.comparison?.status === status;
    const unrecordedBranch = findUnrecorded(results);
    return {
        targets: results.length,
        noun: nounOf(results),
        rendered: results.filter(({ status }) => status === 'success').length,
        failed: named(({ status }) => status === 'failure'),
        changed: named(result => hasStatus('changed')(result) || (result.check !== undefined && (0,_tile_check_js__WEBPACK_IMPORTED_MODULE_2__/* .isChangedCheck */ .vJ)(result.check))),
        incomparable: listed(results.flatMap(incomparableOf)),
        added: named(hasStatus('new')),
        unchanged: results.filter(result => hasStatus('unchanged')(result) || isUnchangedCheck(result)).length,
        unaffected,
        brokenTiles: listed(results.flatMap(({ check }) => (check?.tiles ?? []).filter(_tile_check_js__WEBPACK_IMPORTED_MODULE_2__/* .isBrokenTile */ .Mb).map(({ title }) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(title, maxNameLength)))),
        ...(unrecordedBranch !== undefined && { unrecordedBranch }),
        ...about,
    };
}
/** Characters of a name in a headline. */
const maxNameLength = 100;
const shortName = (result) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)((0,_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .headingOf */ .Wm)(result), maxNameLength);
const isUnchangedCheck = ({ status, check }) => status !== 'failure' && check !== undefined && !(0,_tile_check_js__WEBPACK_IMPORTED_MODULE_2__/* .isChangedCheck */ .vJ)(check);
/** Two PDFs are never equal, so a pair of them is no problem to report. */
function incomparableOf(result) {
    if (result.status !== 'success' || result.comparison?.status !== 'incomparable')
        return [];
    if (result.target.output.format === 'pdf')
        return [];
    return [{ name: shortName(result), reason: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(result.comparison.error.message, 2 * maxNameLength) }];
}
const nouns = {
    dashboard: 'dashboard',
    lookml_dashboard: 'dashboard',
    look: 'Look',
    query: 'query',
    dashboard_element: 'tile',
};
function nounOf(results) {
    const found = new Set(results.map(({ target }) => ((0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .isCollection */ .P3)(target) ? 'target' : nouns[target.kind])));
    const [noun = 'target', ...others] = found;
    return others.length > 0 ? 'target' : noun;
}
/** The branch without any baseline: every comparison would need one of its baselines, and none exists. */
function findUnrecorded(results) {
    const comparisons = results.flatMap(result => (result.status === 'success' && result.comparison) || []);
    const branches = comparisons.map(comparison => comparison.status === 'new' && comparison.sha === undefined ? comparison.ref : undefined);
    const [branch] = branches;
    return branches.every(other => other !== undefined) ? branch : undefined;
}
/** Returns the facts of several jobs that share the targets as if one job had found them. */
function mergeFacts(parts) {
    const sum = (number) => parts.reduce((all, part) => all + number(part), 0);
    const join = (list) => mergeListed(parts.map(list));
    const first = (pick) => parts.map(pick).find(value => value !== undefined);
    const { noun } = parts[0] ?? emptyFacts;
    return {
        targets: sum(part => part.targets),
        noun: parts.every(part => part.noun === noun) ? noun : 'target',
        rendered: sum(part => part.rendered),
        failed: join(part => part.failed),
        changed: join(part => part.changed),
        incomparable: join(part => part.incomparable),
        added: join(part => part.added),
        unchanged: sum(part => part.unchanged),
        unaffected: sum(part => part.unaffected),
        brokenTiles: join(part => part.brokenTiles),
        ...present({
            keyRefusedBy: first(part => part.keyRefusedBy),
            lookml: first(part => part.lookml),
            disturbance: first(part => part.disturbance),
            gate: mergeGates(parts),
            unrecordedBranch: first(part => part.unrecordedBranch),
            deployedAt: first(part => part.deployedAt),
            omittedQueries: sum(part => part.omittedQueries ?? 0) || undefined,
        }),
    };
}
/** The changes of all jobs are accepted only if each job with changes says so, for one commit and by one person. */
function mergeGates(parts) {
    const gates = parts.flatMap(({ gate, changed, incomparable }) => gate ? [{ gate, hasChange: changed.total + incomparable.total > 0 }] : []);
    const acceptLabel = gates.map(({ gate }) => gate.acceptLabel).find(label => label !== undefined);
    const needed = gates.filter(({ hasChange }) => hasChange).map(({ gate }) => gate.acceptance);
    const [one] = needed.length > 0 ? needed : gates.map(({ gate }) => gate.acceptance);
    const isShared = needed.every(other => one !== undefined &&
        other?.login === one.login &&
        other.commit === one.commit &&
        other.isLabelOnly === one.isLabelOnly);
    if (gates.length === 0)
        return undefined;
    const changedSince = mergeListed(needed.flatMap(acceptance => acceptance?.changedSince ?? []));
    return present({ acceptLabel, acceptance: one && isShared ? { ...one, changedSince } : undefined });
}
const mergeListed = (lists) => ({
    total: lists.reduce((sum, { total }) => sum + total, 0),
    first: lists.flatMap(({ first }) => first).slice(0, maxNames),
});
const present = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
const isListed = (check) => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({ total: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my, first: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .listOf */ .c3)(check) });
const factChecks = {
    targets: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my,
    noun: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOf */ .yL)('dashboard', 'Look', 'query', 'tile', 'target'),
    rendered: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my,
    failed: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    changed: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    incomparable: isListed((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({ name: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH, reason: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH })),
    added: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    unchanged: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my,
    unaffected: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my,
    brokenTiles: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    keyRefusedBy: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    lookml: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({ action: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOf */ .yL)('compile', 'deploy'), errors: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH) })),
    disturbance: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({ kind: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOf */ .yL)('deployment', 'branch'), name: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH, host: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH })),
    unrecordedBranch: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    deployedAt: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    omittedQueries: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isCount */ .my),
};
/** Whether JSON from a file or a comment has the form of facts without a gate. */
const isUngatedFacts = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)(factChecks);
const isAcceptance = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({
    login: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH,
    commit: _runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH,
    changedSince: isListed(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH),
    isLabelOnly: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .oneOf */ .yL)(true)),
});
/** Whether JSON from a comment has the form of facts. */
const isVerdictFacts = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({
    ...factChecks,
    gate: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .shape */ .cW)({ acceptLabel: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isText */ .KH), acceptance: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_4__/* .optional */ .lq)(isAcceptance) })),
});


/***/ }),

/***/ 10617:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $9: () => (/* binding */ annotateProblems),
/* harmony export */   Ep: () => (/* binding */ conclude),
/* harmony export */   SC: () => (/* binding */ stepFailures),
/* harmony export */   sq: () => (/* binding */ setRepeatedVerdict),
/* harmony export */   vy: () => (/* binding */ failStep)
/* harmony export */ });
/* unused harmony exports debugProblems, setVerdict */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _heading_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(71374);
/* harmony import */ var _headline_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(99802);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_log_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(35961);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(35976);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(13623);
/* harmony import */ var _withhold_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(73411);








/** GitHub shows ten annotations of each level for a step. The step's verdict is one of them. */
const maxAnnotations = 9;
/** Reports all problems, and fails the step for a problem or for a gate. */
function conclude({ world, inputs, secrets, isGuarded }, published, problems, gates) {
    const { lookmlErrors, branchErrors = [], unrestored, unpublished, warnings } = problems;
    const results = isGuarded ? published.map(_withhold_js__WEBPACK_IMPORTED_MODULE_5__/* .withholdDetails */ .qX) : published;
    const forReaders = isGuarded ? _withhold_js__WEBPACK_IMPORTED_MODULE_5__/* .withholdWords */ .XX : (error) => error;
    const shown = {
        results,
        lookmlErrors: isGuarded ? lookmlErrors.map(_withhold_js__WEBPACK_IMPORTED_MODULE_5__/* .withholdLookmlError */ ._M) : lookmlErrors,
        errors: [...unrestored, ...branchErrors, ...unpublished].map(forReaders),
        // Warnings about inputs do not quote Looker.
        warnings: [...inputs.warnings, ...warnings.map(forReaders)],
    };
    debugProblems(world.core, shown, secrets);
    annotateProblems(world, shown, gates);
    setVerdict(world.core, results, problems, gates);
}
/** Writes each problem once, with its next step: as annotations up to GitHub's limit, then as lines of the log. */
function annotateProblems(log, { results, lookmlErrors = [], errors, warnings }, { failOnError }) {
    // Targets may fail because of an error that has its own annotation.
    const isShown = ({ message }) => errors.some(error => error.message === message);
    const failed = results.flatMap(result => result.status === 'failure' && !isShown(result.error) ? [result] : []);
    const failures = [...groupByMessage(failed).map(toAnnotation), ...lookmlErrors.map(onFile)];
    const others = errors.map((error) => ({ words: sentence(error) }));
    writeAnnotations(log, 'error', failOnError ? [...others, ...failures] : others);
    writeAnnotations(log, 'warning', [
        ...warnings.map((error) => ({ words: sentence(error) })),
        ...(failOnError ? [] : failures),
        ...groupByMessage(results.flatMap(comparisonErrors)).map(toAnnotation),
        ...groupByMessage(results.flatMap(outsideErrors)).map(toAnnotation),
    ]);
}
/** Writes the thrown errors and their causes into the debug log. */
function debugProblems(core, { results, errors, warnings }, secrets) {
    (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_6__/* .debugCauses */ .uY)(core, [...results.flatMap(thrownIn), ...errors, ...warnings], secrets);
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
/** Pictures that could not be compared. PDFs are left out: two PDFs always differ. */
function comparisonErrors(result) {
    const comparison = result.status === 'success' ? result.comparison : undefined;
    if (comparison?.status !== 'incomparable' || comparison.before)
        return [];
    const { message, hint } = comparison.error;
    return [{ ...result, error: { message: `Not compared: ${message}`, hint } }];
}
/** Ignored rectangles outside of the picture: a typo, or meant for a picture of another size. */
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
    const title = (0,_heading_js__WEBPACK_IMPORTED_MODULE_1__/* .headingWithAddress */ .BN)(first) + (more.length > 0 ? ` and ${more.length} more` : '');
    return { title, words: sentence(first.error) };
}
function writeAnnotations({ core, print }, level, all) {
    for (const [index, { title, words, place }] of all.entries())
        if (index < maxAnnotations)
            core[level](words, { ...(title !== undefined && { title }), ...place });
        else
            print(title === undefined ? words : `${title}: ${words}`);
}
/** Targets with the same error get one annotation. After a failed log-in, all targets have the same error. */
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
/** Looker's messages may end with a full stop. */
const sentence = ({ message, hint }) => `${message.replace(/\.$/, '')}. ${hint}`;
/** Why the step fails, whatever a reviewer accepts. In words, without a full stop. */
function stepFailures(results, { unpublished, unrestored, branchErrors = [], lookmlErrors = [], }, { failOnError }) {
    const failed = results.filter(({ status }) => status === 'failure');
    const isChecked = results.some(({ check }) => check);
    return [
        failOnError &&
            lookmlErrors.length > 0 &&
            failed.length === 0 &&
            `this pull request adds ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .count */ .U9)(lookmlErrors.length, 'LookML error')}`,
        failOnError &&
            failed.length > 0 &&
            `${failed.length} of ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .count */ .U9)(results.length, 'target')} ${isChecked ? 'failed' : 'could not be rendered'}`,
        unpublished.length > 0 && 'not all files could be published',
        branchErrors.length > 0 && 'the branch check did not end as it should',
        unrestored.length > 0 && 'what was deployed before is not deployed again',
    ].filter(part => part !== false);
}
/** Fails the step for a failure, or for a change that no reviewer accepted. */
function setVerdict(core, results, problems, gates) {
    const named = (found, words) => found.length > 0 &&
        `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .count */ .U9)(found.length, found.some(({ check }) => check) ? 'target' : 'picture')} ${words}: ${found.map(_heading_js__WEBPACK_IMPORTED_MODULE_1__/* .headingOf */ .Wm).join(', ')}`;
    const changes = gates.failOnChange
        ? [
            named((0,_results_js__WEBPACK_IMPORTED_MODULE_3__/* .findUnaccepted */ .K8)(results, 'changed'), 'changed'),
            named((0,_results_js__WEBPACK_IMPORTED_MODULE_3__/* .findUnaccepted */ .K8)(results, 'incomparable'), 'could not be compared'),
        ].filter(part => part !== false)
        : [];
    const parts = [...stepFailures(results, problems, gates), ...changes];
    if (parts.length === 0)
        return;
    const nextStep = changes.length > 0 ? gateStep(results, gates) : undefined;
    core.setFailed(`${parts.join('; ')}.${nextStep === undefined ? '' : ` ${nextStep}`}`);
}
/** How to get past the gate. */
const gateStep = (results, { gate }) => {
    const headline = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headlineOf */ .g)({
        ...(0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .factsOf */ .xS)(results, { unaffected: 0, ...(gate && { gate }) }),
        ...withoutCauses,
    });
    return headline.nextStep;
};
/** A gate comes after other reasons in a headline. Here it is the only one. */
const withoutCauses = { brokenTiles: (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_4__/* .listed */ .KE)([]) };
/** Fails or passes the step as the stored results of its commit did, apart from the acceptance. */
function setRepeatedVerdict({ core, print }, { facts, failures }) {
    const headline = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headlineOf */ .g)(facts);
    const isRed = headline.case === 'red gate' || headline.case === 'acceptance out of date';
    const words = `${headline.words}.${headline.nextStep === undefined ? '' : ` ${headline.nextStep}`}`;
    if (failures.length === 0 && !isRed)
        print(words);
    else
        core.setFailed(failures.length > 0 ? `${failures.join('; ')}. ${words}` : words);
}
/** Fails the step for an error in the inputs, or for an unexpected error. */
function failStep({ core, print }, error, secrets) {
    (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_6__/* .debugCauses */ .uY)(core, [error], secrets);
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz && error.problems.length > 1)
        for (const problem of error.problems.slice(0, maxAnnotations))
            core.error(problem, { title: 'Looker Snapshot: input' });
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz)
        for (const problem of error.problems.slice(maxAnnotations))
            print(problem);
    core.setFailed(`${error.message}${error.message.endsWith('.') ? '' : '.'} ${error.hint}`);
}


/***/ }),

/***/ 73411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gh: () => (/* binding */ withholdFailure),
/* harmony export */   H5: () => (/* binding */ withholdTarget),
/* harmony export */   Mm: () => (/* binding */ withoutDebug),
/* harmony export */   XX: () => (/* binding */ withholdWords),
/* harmony export */   _M: () => (/* binding */ withholdLookmlError),
/* harmony export */   ij: () => (/* binding */ holdLog),
/* harmony export */   qX: () => (/* binding */ withholdDetails)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(64861);


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
                print('Lines about targets are left out here: this repository is public, or may be.');
            held = undefined;
            isDropped = true;
        },
        isDropped: () => isDropped,
    };
}
/** The debug log, too, has Looker's words. */
const withoutDebug = (core) => ({
    ...core,
    debug: () => undefined,
    isDebug: () => false,
});
const withheld = {
    message: 'What Looker said is left out here, as this repository is public, or may be',
    hint: 'The output results has it.',
};
/** The error for everybody: the same, unless it may quote Looker. */
function withholdWords(error) {
    if (error.publicFact !== undefined)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(error.publicFact, error.hint);
    return mayQuote(error)
        ? new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(withheld.message, 'Run the step in a private repository to read it.')
        : error;
}
function mayQuote(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if (at instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .QuotingError */ .yV)
            return true;
    return false;
}
/** Where an error is, without Looker's message. */
const withholdLookmlError = (error) => ({
    ...error,
    message: 'Looker found an error here',
});
/** A failed target for everybody. */
const withholdFailure = (result, place) => {
    const { title: _, check, ...about } = result;
    const { target } = about;
    const shown = (0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .isCollection */ .P3)(target)
        ? { ...target, url: withoutQuery(target.url) }
        : withholdTarget(target, place);
    return { ...about, target: shown, error: withheld, ...(check && { check: withholdCheck(check) }) };
};
/** A result for everybody. */
function withholdDetails(result, place) {
    if (result.status === 'failure')
        return withholdFailure(result, place);
    const target = withholdTarget(result.target, place);
    if (result.status === 'checked') {
        const { title: _, check, ...about } = result;
        return { ...about, target, check: withholdCheck(check) };
    }
    const { title: _, check, ...about } = result;
    const comparison = about.comparison && withholdError(about.comparison);
    return {
        ...about,
        target,
        ...(comparison && { comparison }),
        ...(check && { check: withholdCheck(check) }),
    };
}
/** The states of tiles, without their names, SQL and numbers. */
const withholdCheck = ({ numbers, tiles }) => ({
    ...(numbers && { numbers }),
    tiles: tiles.map(({ sql, numbers, isSqlRunner }, place) => ({
        title: `Tile ${place + 1}`,
        explore: '',
        ...(sql && { sql }),
        ...(numbers && { numbers }),
        ...(isSqlRunner && { isSqlRunner }),
        queries: [],
    })),
});
const withholdError = (comparison) => 'error' in comparison ? { ...comparison, error: withheld } : comparison;
const withoutQuery = (url) => url.replace(/[?#].*$/s, '');
/** A target for everybody, without filters and title. */
function withholdTarget(target, place) {
    const { title: _, ...rest } = target;
    const name = `Target ${place + 1} (${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)})`;
    const url = withoutQuery(target.url);
    const names = { url, source: name, name, file: `${name}.${target.output.format}` };
    if ('filters' in rest)
        return { ...rest, ...names, filters: new Map() };
    const { dashboard, ...others } = rest;
    const parent = dashboard && { id: dashboard.id, url: withoutQuery(dashboard.url) };
    return { ...others, ...names, ...(parent && { dashboard: parent }) };
}


/***/ }),

/***/ 93920:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ workspaceOf)
/* harmony export */ });
const workspaceOf = ({ env }) => env.GITHUB_WORKSPACE || process.cwd();


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
