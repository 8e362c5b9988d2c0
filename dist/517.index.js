export const id = 517;
export const ids = [517];
export const modules = {

/***/ 8968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $n: () => (/* binding */ storeAcceptance),
/* harmony export */   CL: () => (/* binding */ readStored),
/* harmony export */   J8: () => (/* binding */ unstoredError),
/* harmony export */   Km: () => (/* binding */ disagreementOnBranch),
/* harmony export */   SN: () => (/* binding */ storedPaths),
/* harmony export */   cT: () => (/* binding */ readCurrentResults),
/* harmony export */   dV: () => (/* binding */ markBeginning),
/* harmony export */   l3: () => (/* binding */ hasDisagreement),
/* harmony export */   mK: () => (/* binding */ storeResults)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(28831);
/* harmony import */ var _github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(87586);
/* harmony import */ var _github_step_identity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(97837);
/* harmony import */ var _github_workflow_run_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47889);
/* harmony import */ var _images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37020);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(72713);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(10617);
/* harmony import */ var _decide_label_event_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(38858);
/* harmony import */ var _results_format_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(83894);










/** Returns undefined if `fail-on-change` is off, or if the run has no pull request. */
function storedPaths(context) {
    const { compare, comment, shard } = context.inputs;
    const pullRequest = (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context);
    if (!compare.failOnChange || pullRequest === undefined)
        return undefined;
    const { env } = context.world;
    const own = { pullRequest, commentKey: comment.key, shard: shard.index, writer: (0,_github_step_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .resultsWriterOf */ .Vl)(env) };
    const commentKey = (0,_github_step_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .sharedKey */ .Tc)(comment.key, shard.index, env) ?? comment.key;
    const shared = { pullRequest, commentKey, writer: (0,_github_step_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .acceptanceWriterOf */ .KI)(env) };
    return {
        results: (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .resultsPath */ .mb)(own),
        acceptance: (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .acceptancePath */ .xI)(shared),
        marks: (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .marksPath */ .C$)({ ...shared, writer: (0,_github_step_identity_js__WEBPACK_IMPORTED_MODULE_3__/* .writerOf */ .bi)(env) }),
    };
}
/** @throws ActionError if GitHub does not return the files */
async function readStored(images, paths) {
    try {
        return await readStoredAt(images, await images.tip(), paths);
    }
    catch (error) {
        throw (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, 'The stored results could not be read', 'contents: read');
    }
}
/** Reads the results at the current tip of the branch. `readStored` reads the tip only once. */
async function readCurrentResults(images, paths) {
    let results;
    await images.commit({
        message: '',
        changes: async (tip) => {
            results = (await readStoredAt(images, tip, paths)).results;
            return { entries: [] }; // Nothing is committed.
        },
    });
    return results;
}
async function readStoredAt(images, head, paths) {
    if (!head)
        return {};
    const folder = paths.results.slice(0, paths.results.lastIndexOf('/'));
    const repository = await images.repository();
    const files = await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .filesBelow */ .DR)(repository, head, folder);
    const read = async (path) => {
        const file = files.find(entry => `${folder}/${entry.path}` === path);
        return file?.sha ? (await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .readBlob */ .gm)(repository, file.sha)).toString() : '';
    };
    const [results, acceptance, marks] = await Promise.all([
        read(paths.results),
        read(paths.acceptance),
        read(paths.marks),
    ]);
    const [own, accepted] = [(0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .parseResults */ .c2)(results), (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .parseAcceptance */ .TO)(acceptance)];
    return { results: own && (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .withAcceptance */ .s4)(own, accepted), acceptance: accepted, marks: parseMarks(marks) };
}
const isMarkList = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_9__/* .arrayOf */ .jk)((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_9__/* .shape */ .cW)(_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .jobMarkChecks */ .qM));
function parseMarks(json) {
    const marks = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_9__/* .parseJson */ .qF)(json);
    return isMarkList(marks) ? marks : undefined;
}
/**
 * Adds the mark of this job to the stored marks. Leaves out the marks of jobs that no longer exist.
 * @returns undefined if the job shares no targets
 */
function withOwnMark({ inputs: { shard } }, { marks = [] }, own) {
    if (shard.total === 1 || shard.list === undefined)
        return undefined;
    return (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .addMark */ .BY)(marks, own).filter(mark => mark.shard < shard.total);
}
/** No running job is unknown, because each job removes its mark when it begins again. */
const disagreementWith = (context, marks = []) => (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .disagreementOf */ .UL)(marks, {
    ...{ run: context.run, shard: context.inputs.shard.index, running: [] },
    pull: (0,_decide_label_event_js__WEBPACK_IMPORTED_MODULE_7__/* .mayRepeat */ .xg)(context) ? (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .pullStateOf */ .UE)(context.run) : undefined,
});
/** Whether the jobs of a `shard` do not agree, so that their verdicts together may leave out targets. */
const hasDisagreement = ({ run }, { results, marks = [] }) => results?.failures.includes(_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .disagreementReason */ .Zo) ||
    (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .disagreementOf */ .UL)(marks.filter(({ pull }) => pull === (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .pullStateOf */ .UE)(run))) !== undefined;
/** Compares the list of a job that has no targets, and therefore stores no results. */
async function disagreementOnBranch(context, images) {
    if (context.isGuarded)
        return undefined;
    const stored = await commitStored(context, images, current => {
        const marks = withOwnMark(context, current, (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .jobMarkOf */ .yq)(context, { results: [] }));
        return marks && { acceptance: current.acceptance, marks };
    });
    return disagreementWith(context, stored?.marks);
}
/**
 * Commits the results with their changed pictures to the images branch, unless the branch has results of a newer run.
 * With `acceptance: 'keep'`, keeps the acceptance. With `acceptance: 'replace'`, keeps only an acceptance of the same
 * label or a newer label. Removes the acceptance if the pull request has another base branch now.
 */
async function storeResults(context, images, { results, acceptance, mark }) {
    const removals = await findClosedResults(context, images, results);
    let disagreement;
    const change = current => {
        if (!(0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .mayReplace */ .kA)(current.results, results))
            return undefined;
        const { acceptance: stored } = current;
        const isKept = stored && (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .isSameBase */ .Eo)(stored, results) && (acceptance === 'keep' || stored.run >= results.run.id);
        const marks = withOwnMark(context, current, mark);
        disagreement = disagreementWith(context, marks);
        const reasons = disagreement ? [_verdict_js__WEBPACK_IMPORTED_MODULE_6__/* .disagreementReason */ .Zo] : [];
        const failures = [...new Set([...results.failures, ...reasons])];
        return {
            results: { ...results, failures, ...(0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .markAfter */ .Qo)(current.results, results) },
            acceptance: isKept ? stored : undefined,
            marks,
        };
    };
    try {
        const stored = await commitStored(context, images, change, removals);
        return { isStored: stored !== undefined, disagreement };
    }
    catch (error) {
        return { isStored: false, disagreement, error };
    }
}
/**
 * Commits results that a label event accepted, or whose acceptance it removed. Removes the acceptance for all jobs of a
 * `shard`, unless a newer label accepted the results. Stores nothing if another run has stored its results in the
 * meantime, or has begun to render the same commit.
 * @returns the stored results, or undefined if nothing was stored
 */
async function storeAcceptance(context, images, results) {
    const { acceptance: own } = results;
    const isNewer = (acceptance) => (acceptance?.run ?? 0) > context.run.id;
    const stored = await commitStored(context, images, ({ results: current, acceptance }) => {
        if (current && (current.outdatedBy || (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_4__/* .compareAttempts */ .cY)(current.run, results.run) !== 'same'))
            return undefined;
        if (own)
            return { results, acceptance: (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .addAcceptance */ .ZB)(acceptance, own) };
        return { results, acceptance: isNewer(acceptance) ? acceptance : undefined };
    });
    return stored && (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .withAcceptance */ .s4)(results, stored.acceptance);
}
/**
 * Marks the stored results before this run renders their commit again. A label event then never repeats their verdict,
 * even if this run is killed, or if GitHub refuses to store its results. Also removes the job's mark for this commit, so
 * that the other jobs do not compare theirs with it. Does not throw: if GitHub refuses this, it probably refuses the
 * results, too, and the step then reports that.
 */
async function markBeginning(context, images) {
    const paths = storedPaths(context);
    const { run, isGuarded, inputs } = context;
    if (paths === undefined || run.sha === undefined || isGuarded)
        return;
    const own = { sha: run.sha.toLowerCase(), run: { id: run.id, attempt: run.attempt } };
    try {
        const change = current => {
            const { acceptance, marks = [] } = current;
            const results = (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .asOutdated */ .PP)(current.results, own);
            const isOwnMark = (mark) => mark.pull === (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .pullStateOf */ .UE)(run) && (0,_github_shared_jobs_js__WEBPACK_IMPORTED_MODULE_2__/* .isOfSameJob */ .bN)(mark, { run, shard: inputs.shard.index });
            const others = marks.filter(mark => !isOwnMark(mark));
            const isMarked = others.length < marks.length;
            return results || isMarked ? { results, acceptance, marks: isMarked ? others : undefined } : undefined;
        };
        if (change(await readStored(images, paths)))
            await commitStored(context, images, change);
    }
    catch {
        // The comment also shows that there are newer results (see `findMismatch`).
    }
}
/** Returns the stored files, or undefined if `change` stores nothing. */
async function commitStored(context, images, change, removals = async () => []) {
    const paths = storedPaths(context);
    if (paths === undefined)
        return undefined;
    let stored;
    await images.commit({
        message: `Results for pull request ${(0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context)}\n\n${context.run.url}`,
        changes: async (head) => {
            const current = await readStoredAt(images, head, paths);
            stored = change(current);
            if (!stored)
                return { entries: [] };
            const { results, acceptance, marks } = stored;
            const entries = [
                ...(results ? [(0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .newFile */ .Jd)(paths.results, (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .formatResults */ .ew)(results))] : []),
                ...(acceptance ? [(0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .newFile */ .Jd)(paths.acceptance, (0,_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .formatAcceptance */ .bv)(acceptance))] : []),
                ...(current.acceptance && !acceptance ? [removalOf(paths.acceptance)] : []),
                ...(marks ? [(0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .newFile */ .Jd)(paths.marks, `${JSON.stringify(marks)}\n`)] : []),
                ...pictureEntries(stored),
            ];
            return { entries: [...entries, ...(await removals(head))] };
        },
    });
    return stored;
}
/** @param what a clause such as "The results could not be stored" */
function unstoredError(error, what) {
    const refusal = (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, what, 'contents: write');
    if (refusal !== error)
        return refusal;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${refusal.message}`, refusal.hint, { cause: error });
}
/** Returns the changed and the accepted pictures. Later runs compare their pictures with the accepted pictures. */
function pictureEntries({ results, acceptance }) {
    const pictures = [...(results?.targets ?? []), ...(acceptance?.targets ?? [])].flatMap(({ picture }) => picture ?? []);
    const byPath = new Map(pictures.map(({ path, blob }) => [path, blob]));
    return [...byPath].map(([path, sha]) => ({ path, mode: '100644', type: 'blob', sha }));
}
const maxStateLookups = 10;
/**
 * Finds closed pull requests with stored results, so that the next commit removes these results. Looks up at most
 * `maxStateLookups` pull requests. Begins at a place that depends on the run's id, so that later runs look up the other
 * pull requests.
 * @returns a function that returns the files to remove in a commit
 */
async function findClosedResults({ run }, images, { pullRequest: own }) {
    const none = async () => [];
    try {
        const head = await images.tip();
        const repository = await images.repository();
        if (!head)
            return none;
        const folders = await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .filesBelow */ .DR)(repository, head, _results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .resultsFolder */ .zv);
        const numbers = folders.map(({ path }) => Number(path.split('/')[0])).filter(Number.isSafeInteger);
        const others = [...new Set(numbers)].filter(number => number !== own);
        const start = others.length > 0 ? run.id % others.length : 0;
        const asked = [...others.slice(start), ...others.slice(0, start)].slice(0, maxStateLookups);
        const { octokit, owner, repo } = repository;
        const isClosed = async (number) => {
            const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
            return data.state === 'closed' ? [number] : [];
        };
        const closed = (await Promise.all(asked.map(number => isClosed(number).catch(() => [])))).flat();
        if (closed.length === 0)
            return none;
        return async (at) => at ? (await Promise.all(closed.map(number => removalsOf(images, at, number)))).flat() : [];
    }
    catch {
        return none;
    }
}
async function removalsOf(images, head, number) {
    const folder = `${_results_format_js__WEBPACK_IMPORTED_MODULE_8__/* .resultsFolder */ .zv}/${number}`;
    const entries = await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .filesBelow */ .DR)(await images.repository(), head, folder);
    const nested = await Promise.all(entries.map(async ({ path, type }) => {
        if (type === 'blob')
            return [`${folder}/${path}`];
        const below = await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .filesBelow */ .DR)(await images.repository(), head, `${folder}/${path}`);
        return below.map(file => `${folder}/${path}/${file.path}`);
    }));
    return nested.flat().map(removalOf);
}
const removalOf = (path) => ({ path, mode: '100644', type: 'blob', sha: null });


/***/ }),

/***/ 43124:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lb: () => (/* binding */ acceptanceKey),
/* harmony export */   T1: () => (/* binding */ contentName),
/* harmony export */   a9: () => (/* binding */ contentTargetKey),
/* harmony export */   kB: () => (/* binding */ toStoredContent),
/* harmony export */   lZ: () => (/* binding */ toStoredTargets),
/* harmony export */   qQ: () => (/* binding */ hashOf),
/* harmony export */   sW: () => (/* binding */ hashContent)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(18229);
/* harmony import */ var _images_branch_picture_names_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99997);
/* harmony import */ var _images_branch_upload_files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61607);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(26878);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(35976);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(53906);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(13623);
/* harmony import */ var _stored_results_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8968);










/**
 * Returns a key of all options that affect the picture, and of the rectangles that its comparison leaves out: a reviewer
 * who accepts a picture has not seen the changes in these rectangles. The same target may be listed twice with different
 * rectangles.
 */
function acceptanceKey(target, host) {
    const key = (0,_images_branch_picture_names_js__WEBPACK_IMPORTED_MODULE_2__/* .baselineKey */ .x2)(target, host);
    if (target.ignore.length === 0)
        return key;
    const rectangles = target.ignore.map(({ x, y, width, height }) => [x, y, width, height].join()).sort();
    return `${key}-${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sha256Of */ .Bj)(rectangles.join(';')).slice(0, 16)}`;
}
/** Uploads the changed pictures, unless `images` is `none`. */
async function toStoredTargets(context, images, results) {
    const folder = (0,_stored_results_js__WEBPACK_IMPORTED_MODULE_8__/* .storedPaths */ .SN)(context)?.results.replace(/\.json$/, '');
    const host = context.inputs.looker.base.host;
    return Promise.all(results.flatMap(result => {
        if (!('file' in result.target))
            return [];
        return [toStoredTarget(result, { key: acceptanceKey(result.target, host), folder, context, images })];
    }));
}
async function toStoredTarget(result, { key, folder, context, images, }) {
    const name = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .oneLine */ .TN)((0,_targets_js__WEBPACK_IMPORTED_MODULE_6__/* .nameInList */ .Jk)(result), 300);
    const status = storedStatus(result);
    const hash = hashOf(result);
    if (hash === undefined)
        return { key, name, status };
    const equals = (0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .acceptedChangeOf */ .Fk)(result)?.hash;
    const picture = result.status === 'success' && hasOwnPicture(result) && status === 'changed' && folder !== undefined
        ? await storePicture(result, { folder, key, context, images })
        : undefined;
    return {
        key,
        name,
        status,
        hash,
        ...(equals !== undefined && equals !== hash && { equals }),
        ...(picture && { picture }),
    };
}
/**
 * Whether the picture shows a change of the pull request. With `dev-mode`, only the changed drawing of a LookML
 * dashboard does. Other pictures show production.
 */
const hasOwnPicture = ({ check, comparison }) => !check || ((0,_branch_report_js__WEBPACK_IMPORTED_MODULE_1__/* .isDrawnCheck */ .jd)(check) && comparison?.status === 'changed');
async function storePicture({ target, path, sha256 }, { folder, key, context, images }) {
    if (context.inputs.images.kind === 'none')
        return undefined;
    const name = `${key}.${sha256.slice(0, 16)}.${target.output.format}`;
    const { uploaded } = await (0,_images_branch_upload_files_js__WEBPACK_IMPORTED_MODULE_3__/* .sortUploads */ .NY)([images.upload(path)]);
    const [blob] = uploaded;
    return blob === undefined ? undefined : { blob, path: `${folder}/${name}` };
}
function storedStatus(result) {
    const state = result.check && (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_1__/* .checkStateOf */ .Jm)(result.check);
    if (state === 'changed')
        return 'changed';
    if (result.status === 'failure')
        return 'failed';
    const change = (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_7__/* .changeOfResult */ .No)(result) ?? 'unchanged';
    // A PDF that cannot be compared does not fail the step, so it needs no acceptance.
    return change === 'incomparable' && (0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .isUncountedPdf */ .cO)(result) ? 'unchanged' : change;
}
/** The key of broken content. No target can have this key. */
const contentTargetKey = 'content-validation';
const contentName = (broken) => broken.some(({ isTarget }) => isTarget) ? 'Broken content' : 'Broken content outside the targets';
/** Stores broken content as if it were a changed target, so that the accept label accepts it, too. */
const toStoredContent = (content) => content && content.broken.length > 0
    ? [
        {
            ...{ key: contentTargetKey, name: contentName(content.broken), status: 'changed' },
            ...hashContent(content),
        },
    ]
    : [];
/** Each error has its own hash, so that an acceptance stays valid if the pull request repairs some of the content. */
function hashContent({ broken }) {
    const errors = broken
        .flatMap(({ kind, id, messages, hiddenMessages = messages }) => ['', ...hiddenMessages].map(message => JSON.stringify([kind, id, message])))
        .map(error => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sha256Of */ .Bj)(error).slice(0, 16))
        .sort();
    return { hash: (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sha256Of */ .Bj)(errors.join('\n')), errors };
}
/**
 * Properties of a tile that may have another value in each run of the same commit: the times of the queries, the number
 * of rows that differ even between two results of the merge base, and error messages, in which databases quote times and
 * job numbers. Hashes need no messages: the states, SQL, rows and `headHash` of the tile cover every change.
 */
const varyingProperties = new Set(['ranAt', 'unstableRows', 'error']);
/** A replacer for JSON. The database may return rows that changed by the same amount in another order in each run. */
function toHashable(key, value) {
    if (varyingProperties.has(key))
        return undefined;
    if (key === 'key' && Array.isArray(value))
        return value.map(hashableKey);
    if (key === 'lines' && Array.isArray(value))
        return value.map(hashableLine);
    if (key === 'changes' && Array.isArray(value))
        return value.map(row => JSON.stringify(row, toHashable)).sort();
    return (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_9__/* .isObject */ .Gv)(value) && 'number' in value ? (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_1__/* .hashableValue */ .Od)(value) : value;
}
/**
 * Removes the time from the names of persistent derived tables, such as `LR_6YUJU1709664574784_orders`, in a line of SQL
 * that is the same on both sides. Looker builds these tables again at any time. In other lines, another name may mean
 * that the pull request changes the table.
 */
const hashableLine = (line) => line.startsWith(' ') ? line.replace(/\b(L[A-Z][_$][A-Z\d]{5})\d{13}(?=_)/gi, '$1') : line;
/** Rounds a fraction in the key of a row, as the comparison does. Keeps ids, and texts such as `1.10`. */
function hashableKey(text) {
    const number = Number(text);
    const isFraction = Number.isFinite(number) && !Number.isInteger(number) && String(number) === text;
    return isFraction ? Number(number.toPrecision(10)) : text;
}
/** A later push may affect more tiles without changing them. Such tiles do not end an acceptance. */
const hasNoDifference = ({ sql = 'same', numbers = 'unchanged', headHash, queries }) => sql === 'same' && numbers === 'unchanged' && headHash === undefined && queries.length === 0;
/**
 * Returns a SHA-256 of the result that a reviewer sees. Without `dev-mode`, this is the hash of the file. If the pull
 * request removes the target, it is a constant, because new data does not change the removal. With `dev-mode`, the hash
 * covers the SQL and results of the tiles that differ between both commits, the text of a changed dashboard, and its
 * changed drawing. The text is necessary, because a drawing may not show each of its changes. A drawing as a PDF is left
 * out: Looker prints the time into each PDF, so each PDF has another hash.
 */
function hashOf(result) {
    const { check } = result;
    if ((0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .isRemoved */ .RX)(result))
        return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .sha256Of */ .Bj)('removed');
    if (!check)
        return result.status === 'success' ? result.sha256 : undefined;
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    const tiles = check.tiles
        .filter(tile => !hasNoDifference(tile))
        .map(tile => JSON.stringify(tile, toHashable));
    for (const tile of tiles.sort())
        hash.update(tile);
    if (check.drawing)
        hash.update(check.drawing.textHash);
    const isShown = result.status === 'success' && (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_1__/* .isDrawnCheck */ .jd)(check) && (0,_results_js__WEBPACK_IMPORTED_MODULE_4__/* .isPicture */ .D1)(result);
    if (isShown && result.comparison?.status !== 'unchanged')
        hash.update(result.sha256);
    return hash.digest('hex');
}


/***/ }),

/***/ 30331:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Kb: () => (/* binding */ openComparer),
  Co: () => (/* binding */ targetsWithoutBaseline)
});

// UNUSED EXPORTS: rectanglesOutside, renderedBaseline

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
// EXTERNAL MODULE: ./build/acceptance/stored-targets.js
var stored_targets = __webpack_require__(43124);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/github/workflow-run.js
var workflow_run = __webpack_require__(47889);
// EXTERNAL MODULE: ./build/images-branch/baselines.js
var images_branch_baselines = __webpack_require__(90538);
// EXTERNAL MODULE: ./build/images-branch/branch-tip.js
var branch_tip = __webpack_require__(37020);
// EXTERNAL MODULE: ./build/images-branch/picture-names.js
var picture_names = __webpack_require__(99997);
// EXTERNAL MODULE: ./build/report/descriptions.js
var descriptions = __webpack_require__(16668);
// EXTERNAL MODULE: ./build/results.js
var results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/image-size.js
var image_size = __webpack_require__(48206);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/runtime/time.js
var time = __webpack_require__(22006);
// EXTERNAL MODULE: ./build/targets.js
var targets = __webpack_require__(53906);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __webpack_require__(68560);
;// CONCATENATED MODULE: ./build/compare/compare-file.js





/**
 * Compares a rendered file with its baseline. If the picture changed, writes `<name>.before.<format>`,
 * `<name>.difference.png` and `<name>.strip.png` into the file's folder. Does not throw. If the comparison fails, the
 * result contains the reason.
 */
async function compareFile(result, find, rules) {
    let baseline;
    try {
        const before = await find();
        if (before.kind === 'nothing') {
            const { kind: _, ...where } = before;
            return { status: 'new', ...where };
        }
        baseline = before.baseline;
        if (before.kind === 'removed')
            return { status: 'incomparable', baseline, error: before.error, isRemoved: true };
        if (before.kind === 'same')
            return { ...asUnchanged(baseline), imageUrl: before.imageUrl };
        return await compareImages(result, before, rules);
    }
    catch (error) {
        return { status: 'incomparable', ...(baseline && { baseline }), error: (0,errors/* toFault */.ec)(error) };
    }
}
const asUnchanged = (baseline) => ({ status: 'unchanged', baseline, changedPixels: 0, changedShare: 0, shadedPixels: 0 });
async function compareImages(result, before, rules) {
    const { format } = result.target.output;
    const after = await (0,promises_.readFile)(result.path);
    if (format === 'pdf')
        return comparePdfFiles(result, before, after);
    const { threshold, diffThread } = rules;
    const difference = await diffThread.compare(before.bytes, after, {
        threshold,
        ignore: result.target.ignore,
    });
    const change = changeOf(difference, rules.tolerance);
    if (!change && difference.kind === 'compared' && difference.pixels === 0)
        throw new errors/* ActionError */.lZ('The rectangles of ignore cover the whole picture, so no pixel was compared', 'A rectangle is x, y, width, height in pixels from the upper left corner. Correct ignore.');
    if (!change)
        return toUnchanged(before.baseline, difference);
    return toChanged(result, change, { baseline: before.baseline, before: await writeBefore(result, before) });
}
/** Writes the difference image and the strip. */
async function toChanged(result, { changedPixels, shadedPixels, pixels, sizes, areas, picture, strip: drawnStrip }, known) {
    const path = (0,results/* sidecarPath */.n8)(result.path, 'difference', 'png');
    const difference = await writeSidecar({ bytes: picture, path, format: 'png' });
    const strip = drawnStrip && (await writeStrip(result, drawnStrip));
    const changedShare = changedShareOf(changedPixels, pixels);
    const measured = { changedPixels, changedShare, shadedPixels };
    return { status: 'changed', ...known, ...measured, sizes, areas, difference, ...(strip && { strip }) };
}
function toUnchanged(baseline, difference) {
    if (difference.kind === 'equal')
        return asUnchanged(baseline);
    const { changedPixels, pixels } = difference;
    return { ...asUnchanged(baseline), changedPixels, changedShare: changedShareOf(changedPixels, pixels) };
}
const changedShareOf = (changedPixels, pixels) => (pixels === 0 ? 0 : changedPixels / pixels);
/**
 * Returns undefined if the difference is within the tolerance. A different size and areas with a different shade always
 * count as changes.
 */
function changeOf(difference, tolerance) {
    if (difference.kind === 'equal')
        return undefined;
    const { changedPixels, shadedPixels, pixels, isResized, picture } = difference;
    const most = 'pixels' in tolerance ? tolerance.pixels : tolerance.share * pixels;
    const isChange = isResized || shadedPixels > 0 || changedPixels > most;
    return isChange && picture ? { ...difference, picture } : undefined;
}
async function comparePdfFiles(result, before, after) {
    if (comparePdfs(before.bytes, after) === 'equal')
        return asUnchanged(before.baseline);
    return {
        status: 'incomparable',
        baseline: before.baseline,
        before: await writeBefore(result, before),
        error: {
            message: 'These PDFs cannot be compared, because Looker prints the time into each PDF',
            hint: 'Open both files. To see the changes, list the dashboard again with format: png.',
        },
    };
}
async function writeStrip(result, { picture, ...about }) {
    const path = (0,results/* sidecarPath */.n8)(result.path, 'strip', 'png');
    return { ...(await writeSidecar({ bytes: picture, path, format: 'png' })), ...about };
}
const writeBefore = (result, { bytes, imageUrl }) => {
    const { format } = result.target.output;
    const path = (0,results/* sidecarPath */.n8)(result.path, 'before', format);
    return writeSidecar({ bytes, path, format, ...(imageUrl && { imageUrl }) });
};
async function writeSidecar({ bytes, ...piece }) {
    await (0,files/* writeWhole */.f8)(piece.path, bytes);
    return { ...piece, bytes: bytes.length, sha256: (0,runtime_text/* sha256Of */.Bj)(bytes) };
}
/**
 * Returns `equal` if only dates and ids differ. Finds dates and ids only if they are readable in the file (ISO 32000,
 * 14.3.3 and 14.4; XMP). PDFs with dates in a compressed stream are incomparable.
 */
function comparePdfs(before, after) {
    if (Buffer.compare(before, after) === 0)
        return 'equal';
    if (Math.max(before.length, after.length) > maxPdfBytes)
        return 'incomparable';
    return withoutTimes(before) === withoutTimes(after) ? 'equal' : 'incomparable';
}
/** In bytes. The comparison of a larger PDF would block the process for seconds. */
const maxPdfBytes = 40e6;
/** Matches a text in a PDF. The patterns are strict, so that they match only dates and ids. */
const compare_file_text = String.raw `(?:\((?:\\[^]|[^\\()]){0,128}\)|<[\s\dA-Fa-f]{0,256}>)`;
const date = String.raw `(?:\(D:\d{4}[\d+\-'Z]{0,24}\)|<[\s\dA-Fa-f]{8,128}>)`;
const timePatterns = [
    new RegExp(String.raw `(/(?:CreationDate|ModDate)\s{0,4})${date}`, 'g'),
    // PDFKit writes the date as a separate object, and `/CreationDate` contains a reference to that object.
    new RegExp(String.raw `(\bobj\s{1,4})${date}(?=\s{1,4}endobj)`, 'g'),
    new RegExp(String.raw `(/ID\s{0,4})\[\s{0,4}${compare_file_text}\s{0,4}${compare_file_text}\s{0,4}\]`, 'g'),
    /(<xmp:(?:Create|Modify|Metadata)Date>)[\dTZ:.+-]{4,40}(?=<)/g,
    /(\bxmp:(?:Create|Modify|Metadata)Date=["'])[\dTZ:.+-]{4,40}/g,
    /(<xmpMM:(?:Document|Instance)ID>)[\w:.-]{1,100}(?=<)/g,
    /(\bxmpMM:(?:Document|Instance)ID=["'])[\w:.-]{1,100}/g,
];
const withoutTimes = (pdf) => timePatterns.reduce((rest, pattern) => rest.replace(pattern, '$1'), Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1'));

;// CONCATENATED MODULE: ./build/compare/confirm-changes.js


/**
 * Confirms a change with a second render. Only pixels that changed in both renders count, because differences between
 * the renders are noise. The render with fewer differences from the baseline becomes the "after" picture. If the second
 * render or its comparison fails, the result of the first render counts. Does not throw.
 */
async function confirmChange(first, again, rules) {
    const apiCalls = first.apiCalls + again.apiCalls;
    if (again.status === 'failure')
        return { ...first, apiCalls };
    try {
        return { ...(await compareBoth(first, again, rules)), apiCalls };
    }
    catch {
        return { ...first, apiCalls };
    }
    finally {
        await (0,promises_.rm)(again.path, { force: true }).catch(() => undefined);
    }
}
async function compareBoth(first, again, rules) {
    const { comparison, target } = first;
    const [before, after, other] = (await Promise.all([comparison.before.path, first.path, again.path].map(path => (0,promises_.readFile)(path))));
    const { baseline } = comparison;
    const { threshold, tolerance, diffThread } = rules;
    const options = { threshold, ignore: target.ignore };
    const between = await diffThread.compare(after, other, options);
    if (between.kind === 'equal')
        return { ...first, comparison: { ...comparison, noisePixels: 0 } };
    const noisePixels = between.changedPixels + between.shadedPixels;
    const second = await diffThread.compare(before, other, options);
    if (!changeOf(second, tolerance)) {
        const shown = await replaceFile(first, again);
        return { ...shown, comparison: { ...toUnchanged(baseline, second), noisePixels } };
    }
    const isFirstShown = countDifferingPixels(comparison) < countDifferingPixels(second);
    const pair = isFirstShown ? { shown: after, again: other } : { shown: other, again: after };
    const both = await diffThread.compare(before, pair.shown, { ...options, again: pair.again });
    const shown = isFirstShown ? first : await replaceFile(first, again);
    const change = changeOf(both, tolerance);
    if (!change)
        return { ...shown, comparison: { ...toUnchanged(baseline, both), noisePixels } };
    return { ...shown, comparison: { ...(await toChanged(shown, change, comparison)), noisePixels } };
}
const countDifferingPixels = (counts) => 'changedPixels' in counts ? counts.changedPixels + counts.shadedPixels : 0;
async function replaceFile(first, again) {
    const { bytes, sha256, renderTaskId, seconds } = again;
    await (0,promises_.rename)(again.path, first.path);
    return { ...first, bytes, sha256, renderTaskId, seconds };
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
;// CONCATENATED MODULE: ./build/compare/diff-thread.js



/**
 * The time limit for a comparison. Two PNGs with 50 megapixels take a tenth of this limit. A malicious JPG may have a
 * thousand scans, and each scan takes as long as a complete picture.
 */
const maxComparisonMs = 60_000;
/**
 * Compares in a separate thread, so that comparisons do not delay polls or a cancellation. Starts the thread for the
 * first pair of files that differ, and again after a failure. An idle thread does not keep the process alive.
 */
function startDiffThread(start, clock) {
    const oneAtATime = (0,p_limit/* default */.A)(1);
    let worker;
    let closed;
    const running = () => {
        if (closed)
            throw closed.reason;
        worker ??= watchedWorker(start(), ended => {
            if (worker === ended)
                worker = undefined;
        });
        return worker;
    };
    const compare = (question) => ask(running(), question, clock).catch(error => {
        throw closed ? closed.reason : error;
    });
    return {
        compare: async (before, after, options) => Buffer.compare(before, after) === 0
            ? { kind: 'equal' }
            : oneAtATime(async () => compare({ before, after, options })),
        close: async (reason = stoppedError()) => {
            closed ??= { reason };
            await worker?.terminate();
        },
    };
}
/** An error without a listener would end the process, so the listener stays for the worker's whole life. */
function watchedWorker(worker, ended) {
    worker.unref();
    worker.on('error', () => ended(worker));
    worker.once('exit', () => ended(worker));
    return worker;
}
async function ask(worker, { before, after, options }, clock) {
    const answered = new AbortController();
    const { signal } = answered;
    const question = { before: new Uint8Array(before), after: new Uint8Array(after), options };
    worker.ref();
    try {
        const replied = (0,external_node_events_.once)(worker, 'message', { signal }).then(([answer]) => answer);
        const ended = (0,external_node_events_.once)(worker, 'exit', { signal }).then(([code]) => {
            throw new Error(`its thread ended with ${code}`);
        });
        const timeUp = clock.sleep(maxComparisonMs, signal).then(() => 'too slow');
        worker.postMessage(question, [question.before.buffer, question.after.buffer]);
        const answer = await Promise.race([replied, ended, timeUp]).catch(rejectWithReason);
        if (answer === 'too slow')
            throw await stopSlow(worker);
        if ('difference' in answer)
            return answer.difference;
        throw new errors/* ActionError */.lZ(answer.error.message, answer.error.hint);
    }
    finally {
        answered.abort();
        worker.unref();
    }
}
/** The thread may end because its memory is full, or because its file is missing. */
const rejectWithReason = (cause) => {
    throw new errors/* ActionError */.lZ(`The pictures could not be compared: ${cause.message}`, 'Run the job again. If it happens again, give the target a smaller width or height.', { cause });
};
/** Ends the thread, because a running comparison cannot be interrupted. The next comparison gets a new thread. */
async function stopSlow(worker) {
    await worker.terminate();
    return new errors/* ActionError */.lZ(`The pictures could not be compared within ${maxComparisonMs / 1000} seconds`, 'Give the target a smaller width or height, or format: png, which is read faster than jpg.');
}
const stoppedError = () => new errors/* ActionError */.lZ('The comparison was stopped', 'Run the job again to compare the remaining pictures.');

;// CONCATENATED MODULE: ./build/compare/compare.js



















const maxConcurrentDownloads = 4;
/** Starts to read the baselines of the base branch. */
function openComparer(context, images, acceptance) {
    const { world, inputs, deadlines } = context;
    const { threshold, tolerance, confirmChanges } = inputs.compare;
    const branchSource = branchBaselines(context, images);
    const diffThread = startDiffThread(world.comparer, world.clock);
    const stop = () => void diffThread.close(deadlines.compare.reason);
    deadlines.compare.addEventListener('abort', stop);
    const rules = { threshold, tolerance, diffThread };
    const slots = (0,p_limit/* default */.A)(maxConcurrentDownloads);
    const compareOnce = (result, baselines) => slots(async () => {
        const find = () => (0,time/* orAborted */.H6)(deadlines.compare, baselines.find(result));
        return { ...result, comparison: await compareFile(result, find, rules) };
    });
    const confirm = async (compared, render) => {
        if (!confirmChanges || !render || !(0,results/* isChanged */.Hq)(compared))
            return compared;
        world.core.debug(`${(0,targets/* headingWithAddress */.BN)(compared)}: changed, so it is rendered again`);
        const again = await render((0,results/* toSidecarTarget */.Mu)(compared.target, 'again'));
        return slots(() => confirmChange(compared, again, rules));
    };
    return {
        async compare(result, { before, render }) {
            const baselines = before ? renderedBaseline(before) : branchSource;
            if (!baselines)
                return result;
            if (result.status === 'failure' || deadlines.publish.aborted)
                return removeAllSidecars(result, inputs.outputDirectory);
            const confirmed = await confirm(await compareOnce(result, baselines), render);
            const isUnmerged = (commit) => (0,time/* orAborted */.H6)(deadlines.compare, baselines.isUnmerged?.(commit) ?? Promise.resolve(false)).catch(() => false);
            const checked = await markUnmerged(confirmed, isUnmerged);
            const compared = acceptance ? await slots(() => markAccepted(checked, acceptance, rules)) : checked;
            await removeFormerSidecars(compared.path, compared.comparison);
            const words = [(0,descriptions/* describeComparison */.L5)(compared.comparison), (0,descriptions/* describeLeftOut */.l1)(compared)].filter(Boolean);
            world.print(`${(0,targets/* headingWithAddress */.BN)(compared)}: ${words.join('; ')}`);
            const outside = await rectanglesOutside(compared);
            return { ...compared, ...(outside.length > 0 && { outside }) };
        },
        async close() {
            deadlines.compare.removeEventListener('abort', stop);
            await diffThread.close();
        },
    };
}
/** Removes the sidecar files of a target that is not compared, such as a "before" picture of the second instance. */
async function removeAllSidecars(result, directory) {
    if ('file' in result.target)
        await removeFormerSidecars((0,external_node_path_.join)(directory, result.target.file));
    return result;
}
/**
 * Removes a "before" picture, difference image or strip that does not belong to the comparison. The file may be from an
 * earlier run or the second instance.
 */
async function removeFormerSidecars(path, comparison) {
    const kept = comparison ? (0,results/* sidecarsOf */.eG)(comparison).map(sidecar => sidecar.path) : [];
    const rest = (0,results/* sidecarPaths */.g9)(path).filter(sidecar => !kept.includes(sidecar));
    await Promise.all(rest.map(sidecar => (0,promises_.rm)(sidecar, { force: true }).catch(() => undefined)));
}
/** Marks a result as accepted if a reviewer accepted the same result, or a picture that counts as equal. */
async function markAccepted(result, acceptance, rules) {
    const { comparison } = result;
    if (comparison.status !== 'changed' && comparison.status !== 'incomparable')
        return result;
    const isChanged = comparison.status === 'changed';
    const candidates = (await acceptance.find(result.target)).filter(({ isUncompared }) => !(isUncompared && isChanged));
    let found = candidates.find(({ hash }) => hash === (0,stored_targets/* hashOf */.qQ)(result));
    for (const candidate of isChanged ? candidates : [])
        found ??= (await equalsAccepted(result, { candidate, acceptance, rules })) ? candidate : undefined;
    if (!found)
        return result;
    const { blob: _, isUncompared: __, ...accepted } = found;
    return { ...result, comparison: { ...comparison, accepted } };
}
/** Compares a picture with an accepted picture, with the same rules as for a baseline. */
async function equalsAccepted(result, { candidate, acceptance, rules: { threshold, tolerance, diffThread }, }) {
    const { target, path, check } = result;
    try {
        const bytes = await acceptance.download(candidate);
        if (!bytes)
            return false;
        // The hash of a target with checked tiles covers the picture and the tiles.
        const sha256 = (0,runtime_text/* sha256Of */.Bj)(bytes);
        if (check && candidate.hash !== (0,stored_targets/* hashOf */.qQ)({ ...result, sha256 }))
            return false;
        const options = { threshold, ignore: target.ignore };
        const difference = await diffThread.compare(bytes, await (0,promises_.readFile)(path), options);
        return !changeOf(difference, tolerance);
    }
    catch {
        return false; // A picture that cannot be compared with the accepted picture is not accepted.
    }
}
/** Sets `isUnmerged` on a changed picture if the baseline's commit is not part of the pull request. */
async function markUnmerged(result, isUnmerged) {
    if (!(0,results/* isChanged */.Hq)(result))
        return result;
    const { comparison } = result;
    const { baseline } = comparison;
    if (baseline.kind !== 'branch' || !(await isUnmerged(baseline.sha)))
        return result;
    return { ...result, comparison: { ...comparison, baseline: { ...baseline, isUnmerged: true } } };
}
async function rectanglesOutside({ target, path }) {
    const { format } = target.output;
    if (format === 'pdf' || target.ignore.length === 0)
        return [];
    const size = (0,image_size/* imageSize */.R)(await (0,promises_.readFile)(path), format);
    return size ? target.ignore.filter(({ x, y }) => x >= size.width || y >= size.height) : [];
}
const renderedBaseline = ({ result, commit, removal }) => ({
    find: async () => {
        if (result.status === 'success') {
            if (removal)
                return { kind: 'removed', baseline: renderedBaselineOf(result, commit), error: removal };
            const bytes = await (0,promises_.readFile)(result.path);
            return { kind: 'file', baseline: renderedBaselineOf(result, commit), bytes };
        }
        // LookML cannot add other content, so its absence is temporary or has another reason.
        if (commit && result.isMissing && (0,targets/* isOfLookml */._N)(result.target))
            return { kind: 'nothing', ref: commit.branch, sha: commit.commit };
        const what = commit
            ? `The merge base ${commit.commit.slice(0, 7)} could not be rendered`
            : `${new URL(result.target.url).host} did not render the target`;
        throw new errors/* ActionError */.lZ(`${what}: ${result.error.message}`, result.error.hint, {
            cause: (0,errors/* thrownOf */.Kf)(result.error),
        });
    },
});
const renderedBaselineOf = ({ target }, commit) => commit ? { kind: 'commit', ref: commit.branch, sha: commit.commit } : { kind: 'instance', url: target.url };
/**
 * Starts to read the baselines of the base branch. Returns undefined if the run does not compare with recorded
 * baselines.
 */
function branchBaselines(context, images) {
    if (!comparesWithBranch(context))
        return undefined;
    const stored = (0,images_branch_baselines/* readBranchBaselines */.l9)(context, images);
    stored.catch(() => undefined); // `find` throws the error.
    return {
        isUnmerged: (0,commits/* unmergedCommits */.sx)(context, stored),
        find: async ({ target, path }) => {
            const { repository, base, branch, baselines } = await stored;
            const found = baselines.get((0,picture_names/* baselineKey */.x2)(target, context.inputs.looker.base.host));
            if (!found)
                return { kind: 'nothing', ref: base, ...otherBaselines(await stored) };
            const { imageUrl } = found;
            const baseline = recordedBaseline(found, { base, branch });
            if ((0,branch_tip/* blobSha */.wJ)(await (0,promises_.readFile)(path)) === found.blob)
                return { kind: 'same', baseline, imageUrl };
            refuseHuge(found);
            return { kind: 'file', baseline, bytes: await (0,images_branch_baselines/* downloadBaseline */.S5)(repository, found), imageUrl };
        },
    };
}
/**
 * Ignores the default branch's baselines, because a run on the base branch records the base branch's own.
 */
const otherBaselines = ({ base, branch, baselines }) => branch === base && baselines.size > 0 ? { hasOtherBaselines: true } : {};
/**
 * Returns the targets without a baseline, or undefined if the run does not compare with recorded baselines.
 * @throws ActionError if GitHub does not return the baselines
 */
async function targetsWithoutBaseline(context, images, targets) {
    if (!comparesWithBranch(context))
        return undefined;
    const stored = await (0,images_branch_baselines/* readBranchBaselines */.l9)(context, images);
    const { host } = context.inputs.looker.base;
    const unrecorded = targets.filter(target => !stored.baselines.has((0,picture_names/* baselineKey */.x2)(target, host)));
    return { base: stored.base, targets: unrecorded, ...otherBaselines(stored) };
}
/**
 * Returns false if the run renders the merge base itself, or records baselines. Without a base branch, the run cannot
 * render the merge base, and the comparison fails with this reason.
 */
const comparesWithBranch = (context) => {
    const { compare, deploy } = context.inputs;
    const rendersBase = deploy && (0,commits/* hasBaseBranch */.Ot)(context);
    return compare.against === 'base' && !rendersBase && (0,workflow_run/* baselineBranch */.Oz)(context) === undefined;
};
function recordedBaseline({ commit, at, run, release }, { base, branch }) {
    const insteadOf = branch !== base && { insteadOf: base };
    return { kind: 'branch', ref: branch, sha: commit, at, run, ...(release && { release }), ...insteadOf };
}
/**
 * The maximum size of a baseline's blob. GitHub does not return larger blobs
 * (https://docs.github.com/en/rest/git/blobs#get-a-blob). A picture of this size would be too large for a comparison
 * anyway.
 */
const maxBlobBytes = 100_000_000;
function refuseHuge({ bytes, path }) {
    if (bytes <= maxBlobBytes)
        return;
    throw new errors/* ActionError */.lZ(`The baseline ${path} is too large to be downloaded`, 'Give the target a smaller width or height.');
}


/***/ }),

/***/ 87586:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BY: () => (/* binding */ addMark),
/* harmony export */   UE: () => (/* binding */ pullStateOf),
/* harmony export */   UL: () => (/* binding */ disagreementOf),
/* harmony export */   bN: () => (/* binding */ isOfSameJob),
/* harmony export */   qM: () => (/* binding */ jobMarkChecks),
/* harmony export */   yq: () => (/* binding */ jobMarkOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72713);
/* harmony import */ var _workflow_run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47889);



/** The checks of a mark's fields, because users can change comments and files. */
const jobMarkChecks = {
    shard: _runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isCount */ .my,
    attempt: _runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isCount */ .my,
    run: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)(_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .isRunAttempt */ .fq),
    list: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isText */ .KH),
    commit: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isText */ .KH),
    base: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isText */ .KH),
    pull: (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .optional */ .lq)(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isText */ .KH),
};
function jobMarkOf({ run, inputs: { shard } }, { results, lookmlCommit, judged }) {
    const base = (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .baseBranchOf */ .vr)(run);
    const pull = pullStateOf(run);
    const isOfBase = lookmlCommit !== undefined || (!judged?.comparedWith && results.some(({ comparison }) => comparison));
    return {
        ...{ shard: shard.index, attempt: run.attempt, run: { id: run.id, attempt: run.attempt } },
        ...(shard.list !== undefined && { list: shard.list }),
        ...(lookmlCommit !== undefined && { commit: lookmlCommit }),
        ...(isOfBase && base !== undefined && { base }),
        ...(pull !== undefined && { pull }),
    };
}
/** Returns the field `pull` of a mark. Undefined if the event does not contain the pull request. */
function pullStateOf(run) {
    const base = (0,_workflow_run_js__WEBPACK_IMPORTED_MODULE_1__/* .baseBranchOf */ .vr)(run);
    return run.sha === undefined || base === undefined ? undefined : `${run.sha.toLowerCase()} ${base}`;
}
/** Whether a mark is of the same job in this run or in an older run. */
const isOfSameJob = ({ run, shard }, own) => shard === own.shard && (run?.id ?? 0) <= (own.run?.id ?? 0);
/** Adds a mark. It replaces the older marks of the same job. */
const addMark = (marks, own) => [
    ...marks.filter(mark => !isOfSameJob(mark, own)),
    own,
];
/**
 * Whether no job of this attempt will replace the mark. GitHub starts the jobs of a matrix in their order, so a job with
 * a lower index that is not running either has written its mark or does not run again. A job that repeats the verdict of
 * another run writes no mark, so the mark of that run counts.
 */
const isFinalMark = (mark, { run, shard, running, pull }) => mark.run?.id === run.id
    ? mark.run.attempt === run.attempt ||
        (mark.run.attempt < run.attempt &&
            mark.shard < shard &&
            !running.some(job => job.run === run.id && job.attempt === run.attempt && job.shard === mark.shard))
    : pull !== undefined && mark.pull === pull;
const disagreements = {
    list: 'listed different targets, for example because the content of a folder changed in between, so some targets may be missing',
    commit: 'checked different commits, for example because a commit was pushed in between, so some results are out of date',
    base: 'compared with different base branches, because the base branch of the pull request changed in between, so some results are out of date',
};
/**
 * Returns an error if jobs have listed different targets, checked different commits, or compared with different base
 * branches.
 * @param job leaves out the marks that other jobs of this attempt may still replace
 */
function disagreementOf(marks, job) {
    const compared = marks.filter(mark => !job || isFinalMark(mark, job));
    const differing = ['list', 'commit', 'base'].find(key => new Set(compared.flatMap(mark => mark[key] ?? [])).size > 1);
    return differing && new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The jobs have ${disagreements[differing]}`, 'Run all jobs again.');
}


/***/ }),

/***/ 97837:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KI: () => (/* binding */ acceptanceWriterOf),
/* harmony export */   Tc: () => (/* binding */ sharedKey),
/* harmony export */   UO: () => (/* binding */ placeInWorkflow),
/* harmony export */   Vl: () => (/* binding */ resultsWriterOf),
/* harmony export */   bi: () => (/* binding */ writerOf),
/* harmony export */   xI: () => (/* binding */ areInOneJob)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35976);

/** Inputs that choose the targets and the options of their pictures. */
const targetInputs = [
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
];
/** Inputs that affect the results and have the same value in all jobs that share the targets. */
const shapingInputs = ['base-url', ...targetInputs, 'compare', 'deploy', 'dev-mode'];
/** Inputs that do not affect the verdict. Some of them may have another value in each run. */
const inputsWithoutEffect = new Set([
    'client-secret',
    'compare-client-secret',
    'github-token',
    'dry-run',
    'comment',
    'comment-key',
    'pull-request',
    'images',
    'images-branch',
    'report',
    'artifact',
    'artifact-name',
    'retention-days',
    'compression-level',
    'output-directory',
    'summary',
    'release',
    'release-tag',
    'allow-public',
    'concurrency',
    'timeout-minutes',
    'poll-interval-seconds',
]);
/**
 * Returns a hash that distinguishes steps with the same `comment-key`: two steps of a job, two jobs, or two calls of a
 * reusable workflow. A step has the same hash in each run, as long as its inputs do not change. Jobs that share the
 * targets have the same hash, even if each of them has its own API user.
 */
const writerOf = (env) => inputOf(env, 'shard') === '' ? resultsWriterOf(env) : hashOfStep(env, []);
/**
 * Returns a hash of the job in its workflow, and a hash of the step's place in the job. Unlike `writerOf`, they do not
 * depend on the inputs.
 */
const placeInWorkflow = (env) => `${shortHash([workflowOf(env), env.GITHUB_JOB ?? ''])}-${shortHash([env.GITHUB_ACTION ?? ''])}`;
/** Whether two places are in one job. */
const areInOneJob = (one, other) => one.split('-')[0] === other.split('-')[0];
/**
 * Returns a hash for stored results. It distinguishes steps that judge the same pictures by other rules, because a step
 * must not repeat the verdict of another step. Unlike `writerOf`, it also distinguishes jobs that share the targets.
 */
const resultsWriterOf = (env) => hashOfStep(env, [...jobAndUser(env), ...inputsWithEffect(env)]);
/**
 * Returns a hash for stored acceptances: of the workflow, the job and the rules of the comparison. Steps with the same
 * hash share an acceptance. This is safe, because an acceptance covers only the accepted results, and `acceptanceKey`
 * distinguishes them by target and options. So the list of targets and `deploy-ref` may change. Jobs that use `shard` have
 * the same hash, even if their number changes: a target that a reviewer accepted may later belong to another job.
 */
function acceptanceWriterOf(env) {
    const isSharded = inputOf(env, 'shard') !== '';
    const omitted = isSharded ? [...inputsOutsideRules, ...inputsOfOneJob] : inputsOutsideRules;
    const all = [
        ...[workflowOf(env), env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? ''],
        ...(isSharded ? [] : jobAndUser(env)),
        ...inputsWithEffect(env, omitted),
    ];
    return shortHash(all);
}
/**
 * Inputs that choose the targets, that `acceptanceKey` contains for each target, or that do not affect comparisons. All
 * other inputs count as rules, also those that a later version adds.
 */
const inputsOutsideRules = [...targetInputs, 'ignore', 'deploy-ref', 'fail-on-error'];
/** Inputs that may have another value in each job that shares the targets. */
const inputsOfOneJob = ['shard', 'client-id'];
/**
 * Returns the path of the workflow, because two workflows may have the same name. Each of them runs for a label, and the
 * newer run would replace the acceptance of the other one. The variable is `acme/lookml/.github/workflows/ci.yml@refs/…`.
 */
const workflowOf = ({ GITHUB_WORKFLOW_REF, GITHUB_WORKFLOW }) => GITHUB_WORKFLOW_REF?.split('@refs/')[0] || (GITHUB_WORKFLOW ?? '');
/** Returns `INPUT_TARGETS=looks/7`, and so on, in alphabetical order. */
const inputsWithEffect = (env, omitted = []) => Object.entries(env)
    .filter(([name]) => name.startsWith('INPUT_'))
    .filter(([name]) => !omitted.includes(name.slice('INPUT_'.length).toLowerCase()))
    .filter(([name]) => !inputsWithoutEffect.has(name.slice('INPUT_'.length).toLowerCase()))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
const jobAndUser = (env) => [
    env.GITHUB_JOB ?? '',
    env.LOOKERSDK_CLIENT_ID ?? '',
    inputOf(env, 'client-id'),
];
const inputOf = (env, input) => env[`INPUT_${input.toUpperCase()}`] ?? '';
function hashOfStep(env, more) {
    const inputs = shapingInputs.map(name => inputOf(env, name));
    const all = [env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? '', ...inputs, ...more];
    return shortHash(all);
}
const shortHash = (all) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Of */ .Bj)(JSON.stringify(all)).slice(0, 12);
/**
 * Returns the key that the jobs of a matrix share: `CI / snapshot 3` → `CI / snapshot`. A key that the user chose stays
 * unchanged. Returns undefined if the key ends with a number that is not the shard's index. The matrix then has more
 * dimensions, and only `comment-key` can say which jobs belong together.
 */
function sharedKey(key, index, { GITHUB_WORKFLOW, GITHUB_JOB }) {
    const job = `${GITHUB_WORKFLOW} / ${GITHUB_JOB}`;
    if (key === `${job} ${index}`)
        return job;
    return key.startsWith(`${job} `) && /^\d+$/.test(key.slice(job.length + 1)) ? undefined : key;
}


/***/ }),

/***/ 90538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S5: () => (/* binding */ downloadBaseline),
/* harmony export */   aO: () => (/* binding */ commitBaselines),
/* harmony export */   l9: () => (/* binding */ readBranchBaselines)
/* harmony export */ });
/* unused harmony export readBaselines */
/* harmony import */ var _github_commits_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72628);
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(28831);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35976);
/* harmony import */ var _branch_tip_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(37020);
/* harmony import */ var _picture_names_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(99997);
/* harmony import */ var _upload_files_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(61607);






/**
 * Returns the newest baselines of a branch, by key.
 * @throws ActionError if GitHub does not return the baselines
 */
async function readBaselines(images, branch) {
    try {
        const tip = await images.tip();
        if (!tip)
            return new Map();
        return newestByKey(await listBaselines(await images.repository(), tip, branch));
    }
    catch (error) {
        throw (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, `The baselines of ${branch} could not be read`, 'contents: read');
    }
}
function newestByKey(files) {
    const newest = new Map();
    for (const file of files) {
        const other = newest.get(file.key);
        if (!other || (0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .isNewer */ .U4)(file, other))
            newest.set(file.key, file);
    }
    return newest;
}
/** @throws ActionError if GitHub does not return the file */
async function downloadBaseline(repository, { blob }) {
    try {
        return await (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_3__/* .readBlob */ .gm)(repository, blob);
    }
    catch (error) {
        throw (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, 'The baseline could not be read', 'contents: read');
    }
}
/**
 * Records the files as the branch's baselines. Replaces older baselines with the same keys, and keeps baselines of
 * newer runs.
 * @throws ActionError with the missing permission or setting
 */
async function commitBaselines(images, plan) {
    const { branch, message, recording } = plan;
    let uploads;
    let newer = [];
    try {
        await images.commit({
            message,
            changes: async (tip) => {
                const present = tip ? await listBaselines(await images.repository(), tip, branch) : [];
                uploads ??= await uploadFiles(images, plan);
                const files = uploads.uploaded;
                newer = files.flatMap(({ key }) => present.filter(other => other.key === key && (0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .isNewer */ .U4)(other, recording)).slice(0, 1));
                const own = files.filter(({ key }) => newer.every(other => other.key !== key));
                const entries = own.flatMap(file => replaceEntries(file, present, plan));
                return { entries: [...entries, ...(await frontPageEntries(plan, tip, { present, own }))] };
            },
        });
        const { uploaded = [], refused = [] } = uploads ?? {};
        const warning = (0,_upload_files_js__WEBPACK_IMPORTED_MODULE_5__/* .refusedFilesWarning */ .m5)(refused, number => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(number, 'picture')} ${number === 1 ? 'was' : 'were'} not recorded for ${branch}`);
        return { count: uploaded.length - newer.length, newer, warning };
    }
    catch (error) {
        throw (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_3__/* .branchError */ .hs)(error);
    }
}
async function uploadFiles(images, { rendered, host }) {
    const send = async ([key, { target, path, seconds }]) => ({
        key,
        seconds,
        format: target.output.format,
        blob: await images.upload(path),
    });
    const byKey = new Map(rendered.map(result => [(0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselineKey */ .x2)(result.target, host), result]));
    return (0,_upload_files_js__WEBPACK_IMPORTED_MODULE_5__/* .sortUploads */ .NY)([...byKey].map(send));
}
const baselinePath = (file, recording, branch) => `${(0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselineFolder */ .Y6)(branch)}/${(0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .formatBaselineName */ .ki)({ ...file, ...recording })}`;
/** Returns the file's entry, and removals of the files that it replaces. */
function replaceEntries(file, present, { recording, branch }) {
    const same = present.filter(({ key }) => key === file.key);
    const path = baselinePath(file, recording, branch);
    const blob = { mode: '100644', type: 'blob' };
    const gone = same.filter(other => other.path !== path);
    return [...gone.map(other => ({ path: other.path, ...blob, sha: null })), { path, ...blob, sha: file.blob }];
}
/** Returns an empty list if the page stays as it is. */
async function frontPageEntries({ branch, recording, writeFrontPage }, tip, { present, own }) {
    if (own.length === 0)
        return [];
    const files = own.map(file => ({ ...file, ...recording, path: baselinePath(file, recording, branch) }));
    const newest = new Map([...newestByKey(present), ...newestByKey(files)]);
    const page = await writeFrontPage?.(tip, [...newest.values()]);
    return page === undefined ? [] : [(0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_3__/* .newFile */ .Jd)(_branch_tip_js__WEBPACK_IMPORTED_MODULE_3__/* .frontPage */ .DY.path, page)];
}
async function listBaselines(repository, tip, branch) {
    const folder = (0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselineFolder */ .Y6)(branch);
    const entries = await (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_3__/* .filesBelow */ .DR)(repository, tip, folder);
    return entries.flatMap(({ path, sha, size = 0 }) => {
        const named = (0,_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .parseBaselineName */ ._o)(path);
        const whole = `${folder}/${path}`;
        if (!sha || !named)
            return [];
        return [{ ...named, blob: sha, bytes: size, path: whole, imageUrl: (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_3__/* .fileUrl */ .iw)(repository, tip.sha, whole) }];
    });
}
/**
 * Reads the baselines of the base branch. If the base branch has no baselines, reads the baselines of the default
 * branch. If the base branch has baselines, but none for a target, that target counts as new.
 */
async function readBranchBaselines(context, images) {
    const repository = await images.repository();
    const { branch: base, head } = await (0,_github_commits_js__WEBPACK_IMPORTED_MODULE_0__/* .readBase */ .wZ)(context, repository);
    const read = async (branch) => ({ branch, baselines: await readBaselines(images, branch) });
    const own = await read(base);
    const other = context.run.payload.repository?.default_branch;
    const isRecorded = own.baselines.size > 0 || other === undefined || other === base;
    return { repository, base, head, ...(isRecorded ? own : await read(other)) };
}


/***/ }),

/***/ 37020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CP: () => (/* binding */ keptDays),
/* harmony export */   DR: () => (/* binding */ filesBelow),
/* harmony export */   DY: () => (/* binding */ frontPage),
/* harmony export */   Jd: () => (/* binding */ newFile),
/* harmony export */   _g: () => (/* binding */ readTipSha),
/* harmony export */   av: () => (/* binding */ readTip),
/* harmony export */   cY: () => (/* binding */ initialFiles),
/* harmony export */   gm: () => (/* binding */ readBlob),
/* harmony export */   hs: () => (/* binding */ branchError),
/* harmony export */   iw: () => (/* binding */ fileUrl),
/* harmony export */   wJ: () => (/* binding */ blobSha)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44463);
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(28831);
/* harmony import */ var _picture_names_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(99997);





/**
 * After this number of days, a run's pictures are removed from the tip of the branch. Links to older commits remain
 * valid, because these commits still contain the pictures.
 */
const keptDays = 30;
/** The action recognises its own branch by this file, so its content must never change. */
const attributesFile = {
    path: '.gitattributes',
    content: ['png', 'jpg', 'pdf'].map(format => `*.${format} binary linguist-generated\n`).join(''),
};
const frontPageHeading = '# Pictures of Looker Snapshot';
const frontPageText = `The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. Each folder has the pictures of one day, and
is removed from the branch's last commit after ${keptDays} days. \`${_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselinesFolder */ .jc}\` has the baselines of each branch, with
which pull requests are compared. If you delete the branch, old comments lose their pictures.
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
const initialFiles = [
    newFile(attributesFile.path, attributesFile.content),
    newFile(frontPage.path, frontPage.initial),
];
/** Whether the action created the branch. */
const isOurs = (root) => root.some(({ path, sha }) => path === attributesFile.path && sha === blobSha(Buffer.from(attributesFile.content)));
/** Returns git's SHA of a file's content. Files with the same SHA are equal. */
const blobSha = (content) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
/** @throws UnexpectedResponseError if GitHub returns another file, because it could be a wrong picture */
async function readBlob({ octokit, owner, repo }, sha) {
    const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
    const { content } = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'blob');
    const bytes = Buffer.from(typeof content === 'string' ? content : '', 'base64');
    if (blobSha(bytes) !== sha)
        throw new _github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .UnexpectedResponseError */ .dk('blob');
    return bytes;
}
/**
 * @returns undefined if the branch does not exist
 * @throws ActionError if the action did not create the branch
 */
async function readTip(repository, ref) {
    const sha = await readTipSha(repository, ref);
    if (sha === undefined)
        return undefined;
    const tree = await readTreeSha(repository, sha);
    const { entries, isWhole } = await listTree(repository, tree, 'all folders');
    // If GitHub returns only a part of the list, entries of the root may be missing.
    const root = isWhole ? entries.filter(({ path }) => !path.includes('/')) : await readTree(repository, tree);
    const files = isWhole && entries.filter(({ type }) => type === 'blob');
    if (isOurs(root))
        return { sha, tree, root, ...(files && { files }) };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${ref} was not created by this action (it has no .gitattributes of this action), so no pictures were stored there`, 'Set images-branch to a branch that contains only pictures. The action creates it if it does not exist.');
}
async function readTipSha({ octokit, owner, repo }, ref) {
    try {
        const { data } = await octokit.rest.git.getRef({ owner, repo, ref });
        return (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .shaOf */ .ye)((0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'ref').object, 'ref');
    }
    catch (error) {
        if ((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .statusOf */ .c2)(error) === 404)
            return undefined;
        throw error;
    }
}
async function readTreeSha({ octokit, owner, repo }, commit) {
    const { data } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: commit });
    return (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .shaOf */ .ye)((0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'commit').tree, 'commit');
}
const readTree = async (repository, sha) => (await listTree(repository, sha, 'one folder')).entries;
async function listTree({ octokit, owner, repo }, sha, depth) {
    const recursive = depth === 'all folders' ? { recursive: '1' } : {};
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...recursive });
    const { tree, truncated } = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'tree');
    const entries = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .listOf */ .c3)(tree, 'tree').map(entry => {
        (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .shaOf */ .ye)(entry, 'tree');
        (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(entry, 'path', 'tree');
        return entry;
    });
    return { entries, isWhole: truncated !== true };
}
/** Returned paths are relative to the folder. */
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
/**
 * Returns the URL of a file in a commit. The URL is valid for all users who can read the repository, as long as the
 * commit exists.
 */
const fileUrl = ({ serverUrl, owner, repo }, commit, path) => `${serverUrl}/${owner}/${repo}/blob/${commit}/${path}?raw=true`;
const branchError = (error) => (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .gitHubError */ .Mj)(error, 'The pictures could not be put into the repository', 'contents: write');


/***/ }),

/***/ 5508:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ openBranch)
/* harmony export */ });
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(28831);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22006);
/* harmony import */ var _branch_tip_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37020);
/* harmony import */ var _commit_to_branch_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(62732);
/* harmony import */ var _upload_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61607);





function openBranch(open, ref) {
    let failure;
    const repository = (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .Oo)(open);
    // GitHub may not find the commit of a ref that has just moved. This error is ignored, because `commitOnTop` reads the
    // tip again.
    const isIgnored = (error) => (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOf */ .c2)(error) === 404;
    const tip = (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .Oo)(async () => {
        try {
            const open = await repository();
            return (await (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .readTip */ .av)(open, ref)) ?? (await readUncertainTip(open, ref));
        }
        catch (error) {
            if (!isIgnored(error))
                failure = error;
            throw error;
        }
    });
    const tipIfFound = () => tip().catch((error) => {
        if (!isIgnored(error))
            throw error;
        return undefined;
    });
    const existing = (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .Oo)(async () => new Set((await tipIfFound())?.files?.flatMap(({ sha }) => sha ?? [])));
    const { upload } = (0,_upload_files_js__WEBPACK_IMPORTED_MODULE_4__/* .blobUploads */ .Wc)(repository, existing);
    return {
        repository,
        ref,
        tip,
        upload,
        async commit(change) {
            try {
                return await (0,_commit_to_branch_js__WEBPACK_IMPORTED_MODULE_3__/* .commitOnTop */ .QN)(await repository(), { ref, ...change }, await tipIfFound());
            }
            catch (error) {
                failure = error;
                throw error;
            }
        },
        failure: () => failure,
    };
}
/**
 * Reads the tip again after GitHub has not found the branch. GitHub also answers 404 if the token may not see the
 * repository (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#404-not-found-for-an-existing-resource).
 * Without this check, such a run would find no baselines, and `fail-on-change` would pass.
 */
async function readUncertainTip(repository, ref) {
    const { octokit, owner, repo } = repository;
    try {
        await octokit.rest.repos.get({ owner, repo });
    }
    catch (error) {
        throw (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .gitHubError */ .Mj)(error, 'The repository could not be read', 'contents: read');
    }
    return (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .readTip */ .av)(repository, ref);
}


/***/ }),

/***/ 62732:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QN: () => (/* binding */ commitOnTop),
/* harmony export */   _W: () => (/* binding */ pauseAfterRace),
/* harmony export */   bY: () => (/* binding */ maxPassingFailures)
/* harmony export */ });
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(44463);
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(28831);
/* harmony import */ var _branch_tip_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37020);



/** Matches GitHub's messages about a ref that has moved. For some seconds, GitHub may still return the old commit. */
const lostRace = /fast.forward|reference (already exists|does not exist)/i;
/** Limits the tries to commit if other runs write the branch at the same time. */
const maxRaces = 12;
/**
 * Limits the retries of a request that GitHub refused although the branch has not moved. One of GitHub's copies of the
 * repository may lack an object that was just created (https://github.com/osunyorg/admin/issues/2792).
 */
const maxPassingFailures = 3;
/**
 * Commits on top of the branch with the Git Data API, without a clone. If another run moves the branch in the meantime,
 * reads the new tip and tries again. Never force-pushes.
 * @param known the tip, if already read
 * @returns the new commit, or the tip if there is nothing to change
 */
async function commitOnTop(repository, change, known) {
    let passingFailures = 0;
    for (let race = 1;; race++) {
        let tip;
        let isRead = false;
        try {
            tip = await readTipAgain(repository, change.ref, race === 1 ? known : undefined);
            isRead = true;
            return await commitOn(tip, repository, change);
        }
        catch (error) {
            if (!mayPass(error, tip))
                throw error;
            const isRace = isRead && (await isLostRace(repository, change.ref, tip, error));
            if (!isRace)
                passingFailures++;
            if (race === maxRaces || passingFailures > maxPassingFailures)
                throw error;
            await pauseAfterRace(race, repository);
        }
    }
}
/** Waits a growing and random time, so that concurrent runs do not write at the same time again. */
const pauseAfterRace = (race, { clock, signal }) => clock.sleep(Math.min(200 * 1.6 ** race, 5000) * (0.5 + Math.random()), signal);
/** Whether the same commit may succeed later. */
function mayPass(error, tip) {
    const isNewBranchRefused = !tip && /reference update failed/i.test((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error));
    return ([404, 409, 422].includes((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error) ?? 0) && !(0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .isRuleViolation */ .G9)((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .answerOf */ .ut)(error)) && !isNewBranchRefused);
}
/** Reads the tip with a single request if the branch has not moved. */
async function readTipAgain(repository, ref, known) {
    const isUnmoved = known && (await (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .readTipSha */ ._g)(repository, ref)) === known.sha;
    return isUnmoved ? known : (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .readTip */ .av)(repository, ref);
}
async function commitOn(tip, repository, change) {
    const changes = await change.changes(tip);
    if (changes.entries.length === 0)
        return tip?.sha;
    const commit = await createCommit(repository, change.message, tip, changes);
    await moveRef(repository, change.ref, tip, commit);
    return commit;
}
async function isLostRace(repository, ref, tip, error) {
    return lostRace.test((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)) || (await (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .readTipSha */ ._g)(repository, ref)) !== tip?.sha;
}
async function createCommit({ octokit, owner, repo }, message, tip, { entries, root }) {
    const initial = tip ? [] : _branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .initialFiles */ .cY.filter(({ path }) => entries.every(entry => entry.path !== path));
    const { data: tree } = await octokit.rest.git.createTree({
        owner,
        repo,
        tree: [...(root ?? []), ...entries, ...initial],
        ...(tip && !root && { base_tree: tip.tree }),
    });
    const parents = tip ? [tip.sha] : [];
    const { data } = await octokit.rest.git.createCommit({
        owner,
        repo,
        message,
        tree: (0,_github_client_js__WEBPACK_IMPORTED_MODULE_0__/* .shaOf */ .ye)(tree, 'tree'),
        parents,
    });
    return (0,_github_client_js__WEBPACK_IMPORTED_MODULE_0__/* .shaOf */ .ye)(data, 'commit');
}
async function moveRef({ octokit, owner, repo }, ref, tip, sha) {
    if (tip)
        await octokit.rest.git.updateRef({ owner, repo, ref, sha, force: false });
    else
        await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha });
}


/***/ }),

/***/ 19589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H_: () => (/* binding */ uploadPictures),
/* harmony export */   T2: () => (/* binding */ publishPictures),
/* harmony export */   Wd: () => (/* binding */ showsPictures)
/* harmony export */ });
/* unused harmony export commitPictures */
/* harmony import */ var _github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47889);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26878);
/* harmony import */ var _branch_tip_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37020);
/* harmony import */ var _render_times_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(49735);
/* harmony import */ var _upload_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61607);





/**
 * Commits the pictures to the images branch. The returned URLs contain the commit, so they remain valid after the
 * branch changes. A refused picture does not affect other pictures.
 */
async function commitPictures(branch, { message, images, today }) {
    const folder = today.toISOString().slice(0, 10);
    const distinct = new Map(images.map(image => [picturePath(image, folder), image]));
    try {
        let entries = [];
        let refused = [];
        const commit = await branch.commit({
            message,
            changes: async (tip) => {
                const uploads = [...distinct].map(([path, image]) => uploadTo(branch, path, image));
                ({ uploaded: entries, refused } = await (0,_upload_files_js__WEBPACK_IMPORTED_MODULE_4__/* .sortUploads */ .NY)(uploads));
                return withoutOldFolders(tip, entries, folder);
            },
        });
        const repository = await branch.repository();
        const committed = new Set(entries.map(({ path }) => path));
        const urls = images.flatMap((image) => {
            const path = picturePath(image, folder);
            return committed.has(path) ? [[image.path, (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .fileUrl */ .iw)(repository, commit ?? '', path)]] : [];
        });
        const warning = (0,_upload_files_js__WEBPACK_IMPORTED_MODULE_4__/* .refusedFilesWarning */ .m5)(refused, number => number === 1 ? 'The comment lacks 1 picture' : `The comment lacks ${number} pictures`);
        const isLimited = refused.some(error => error instanceof _upload_files_js__WEBPACK_IMPORTED_MODULE_4__/* .UnsentFileError */ .kD);
        return { urls: new Map(urls), warning, isLimited };
    }
    catch (error) {
        throw (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .branchError */ .hs)(error);
    }
}
/** Pictures with the same name on the same day share a path, even if they come from different runs. */
const picturePath = ({ sha256, format, name = sha256 }, folder) => `${folder}/${name}.${format}`;
const uploadTo = async (branch, path, image) => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: await branch.upload(image.path),
});
const dayFolder = /^\d{4}-\d\d-\d\d$/;
/** Removes old folders in the first commit of each day, when the tree has no folder for the day yet. */
function withoutOldFolders(tip, entries, folder) {
    const root = tip?.root ?? [];
    const today = root.some(({ path }) => path === folder);
    const kept = root.filter(({ path }) => !dayFolder.test(path) || isKept(path, folder));
    return !today && kept.length < root.length ? { entries, root: kept } : { entries };
}
const isKept = (day, today) => Date.parse(today) - Date.parse(day) <= _branch_tip_js__WEBPACK_IMPORTED_MODULE_2__/* .keptDays */ .CP * 86_400_000;
const showsPictures = (context) => context.inputs.images.kind !== 'none' && (0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .pullRequestToComment */ .t5)(context) !== undefined;
function uploadPictures(context, branch, result) {
    if (!showsPictures(context))
        return;
    const priority = result.comparison?.status === 'unchanged' ? 'low' : 'high';
    for (const { path } of newPictures(context, result))
        void branch.upload(path, priority);
}
/** Commits the pictures that the pull request's comment shows, including "before" pictures and difference images. */
async function publishPictures(context, branch, rendered) {
    if (!showsPictures(context))
        return { urls: new Map() };
    const existing = new Map(rendered
        .flatMap(pictureFiles)
        .flatMap(({ path, imageUrl }) => (imageUrl ? [[path, imageUrl]] : [])));
    const images = rendered.flatMap(result => newPictures(context, result));
    if (images.length === 0)
        return { urls: existing };
    const message = `Pictures for pull request ${(0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_0__/* .pullRequestToComment */ .t5)(context)}\n\n${context.run.url}`;
    const { urls, warning, isLimited } = await commitPictures(branch, { images, message, today: context.began });
    const isIncomplete = (result) => newPictures(context, result).some(({ path }) => !urls.has(path));
    return {
        urls: new Map([...existing, ...urls]),
        warning,
        ...(isLimited && { incomplete: rendered.filter(isIncomplete).length }),
    };
}
const newPictures = (context, result) => pictureFiles(result).flatMap(({ path, sha256, format, imageUrl }) => {
    if (format === 'pdf' || imageUrl)
        return [];
    const name = path === result.path && (0,_render_times_js__WEBPACK_IMPORTED_MODULE_3__/* .pictureName */ .I)(result, context.inputs.looker.base.host);
    return [{ path, sha256, format, ...(name && { name }) }];
});
function pictureFiles({ path, sha256, target, comparison, production }) {
    const imageUrl = comparison?.status === 'unchanged' && comparison.imageUrl;
    const own = { path, sha256, format: target.output.format, ...(imageUrl && { imageUrl }) };
    return [own, ...(comparison ? (0,_results_js__WEBPACK_IMPORTED_MODULE_1__/* .sidecarsOf */ .eG)(comparison) : []), ...(production ? [production] : [])];
}


/***/ }),

/***/ 49735:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ pictureName),
/* harmony export */   K: () => (/* binding */ renderTimesOn)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73454);
/* harmony import */ var _picture_names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(99997);



/** The name contains the render time, which the next run uses to plan its polls. */
const pictureName = ({ target, seconds, sha256 }, host) => `${(0,_picture_names_js__WEBPACK_IMPORTED_MODULE_1__/* .baselineKey */ .x2)(target, host)}.${Math.min(Math.round(seconds * 10), 99_999)}.${sha256.slice(0, 16)}`;
const pictureNamePattern = /^\d{4}-\d\d-\d\d\/([a-z\d-]+)\.(\d{1,5})\.[\da-f]{16}\.(?:png|jpg)$/;
function parsePictureName(path) {
    const [, key, tenths] = pictureNamePattern.exec(path) ?? [];
    return key ? { key, seconds: Number(tenths) / 10 } : undefined;
}
/**
 * Returns the render times by key, in milliseconds. Reads the times from the names of all files on the branch. Times of
 * baselines come first, then times of pictures, with the newest day first.
 */
function renderTimesOn(tip) {
    const times = new Map();
    const newestFirst = (tip?.files ?? []).map(({ path }) => path).sort((a, b) => (a < b ? 1 : -1));
    for (const path of newestFirst) {
        const { key, seconds = 0 } = parsePictureName(path) ?? (0,_picture_names_js__WEBPACK_IMPORTED_MODULE_1__/* .parseBaselineName */ ._o)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.basename)(path)) ?? {};
        if (key && seconds > 0)
            (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_2__/* .addToList */ .vH)(times, key, seconds * 1000);
    }
    return times;
}


/***/ }),

/***/ 61607:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NY: () => (/* binding */ sortUploads),
/* harmony export */   Wc: () => (/* binding */ blobUploads),
/* harmony export */   kD: () => (/* binding */ UnsentFileError),
/* harmony export */   m5: () => (/* binding */ refusedFilesWarning)
/* harmony export */ });
/* unused harmony export RefusedFileError */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(70370);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(44463);
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(28831);
/* harmony import */ var _branch_tip_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37020);
/* harmony import */ var _commit_to_branch_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(62732);








/** The maximum number of uploads at the same time. A file is in memory as base64 during its upload. */
const maxUploads = 2;
/** @param existing the SHAs of the blobs that GitHub has */
function blobUploads(repository, existing) {
    const slots = (0,p_limit__WEBPACK_IMPORTED_MODULE_7__/* ["default"] */ .A)(maxUploads);
    const byPath = new Map();
    const bySha = new Map();
    const waitForTurn = contentPace();
    let refused;
    const send = async (content) => {
        const open = await repository();
        for (let failures = 0;; failures++)
            try {
                await waitForTurn(open);
                return await uploadBlob(open, content);
            }
            catch (error) {
                if ((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) !== 409 || failures === _commit_to_branch_js__WEBPACK_IMPORTED_MODULE_6__/* .maxPassingFailures */ .bY)
                    throw error;
                await (0,_commit_to_branch_js__WEBPACK_IMPORTED_MODULE_6__/* .pauseAfterRace */ ._W)(failures + 1, open);
            }
    };
    const sendIfNew = async (path, priority) => {
        if (refused)
            return refused;
        if ((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(path)).size > maxUploadBytes)
            throw new RefusedFileError(path, 'it has more than 100 MB');
        const content = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path);
        const sha = (0,_branch_tip_js__WEBPACK_IMPORTED_MODULE_5__/* .blobSha */ .wJ)(content);
        if ((await existing()).has(sha))
            return sha;
        if (bySha.size >= maxSentFiles[priority] && !bySha.has(sha))
            throw new UnsentFileError();
        const sending = bySha.get(sha) ?? send(content);
        bySha.set(sha, sending);
        sending.catch(error => {
            if (!isFileRefused(error))
                refused = sending;
        });
        return sending;
    };
    const uploadOne = async (path, priority) => {
        try {
            return await sendIfNew(path, priority);
        }
        catch (error) {
            if (!isFileRefused(error))
                throw error;
            const { status, message } = (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .answerOf */ .ut)(error);
            throw new RefusedFileError(path, `${status}: ${message}`, error);
        }
    };
    return {
        upload(path, priority = 'high') {
            const sending = byPath.get(path) ?? slots(uploadOne, path, priority);
            byPath.set(path, sending);
            sending.catch(() => undefined); // The code that commits the file gets the error.
            return sending;
        },
    };
}
/**
 * GitHub's limit for a file
 * (https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github).
 */
const maxUploadBytes = 100 * 1024 * 1024;
/** Thrown if GitHub refuses a file, for example because of its size. GitHub may still accept other files. */
class RefusedFileError extends _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ {
    file;
    reason;
    constructor(path, reason, cause) {
        const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path);
        super(`GitHub refused ${file} (${reason})`, smallerFiles, { cause });
        this.name = 'RefusedFileError';
        this.file = file;
        this.reason = reason;
    }
}
/**
 * GitHub refuses more than 500 content-creating requests per hour
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). The
 * run needs some of them for the comment, the commits and the stored results.
 */
const maxSentFiles = { high: 450, low: 225 };
/** Thrown for a file that the step does not send, because it has already sent `maxSentFiles`. */
class UnsentFileError extends _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ {
    constructor() {
        super('GitHub accepts 500 new files per hour, so this step did not send all files', 'Run the job again after an hour: it sends no file that GitHub already has. To send fewer files, list fewer targets.');
        this.name = 'UnsentFileError';
    }
}
const smallerFiles = 'Render the target with a smaller width or height, or as jpg.';
const isFileRefused = (error) => [413, 422].includes((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) ?? 0) && !(0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .isRuleViolation */ .G9)((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .answerOf */ .ut)(error));
/**
 * Waits for the uploads, and separates the refused and unsent files from the others.
 * @throws all errors except RefusedFileError and UnsentFileError
 */
async function sortUploads(uploads) {
    const uploaded = [];
    const refused = [];
    for (const result of await Promise.allSettled(uploads))
        if (result.status === 'fulfilled')
            uploaded.push(result.value);
        else if (isUnstored(result.reason))
            refused.push(result.reason);
        else
            throw result.reason;
    return { uploaded, refused };
}
const isUnstored = (error) => error instanceof RefusedFileError || error instanceof UnsentFileError;
/** @param what returns text such as `2 pictures were not recorded for main` */
function refusedFilesWarning(refused, what) {
    const [first] = refused;
    if (!first)
        return undefined;
    const unsent = refused.find(error => error instanceof UnsentFileError);
    const names = refused
        .flatMap(error => (error instanceof RefusedFileError ? `${error.file} (${error.reason})` : []))
        .join(', ');
    const reasons = [unsent?.message, names && `GitHub refused ${names}`].filter(Boolean);
    const hints = [unsent?.hint, names && smallerFiles].filter(Boolean);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ(`${what(refused.length)}: ${reasons.join('; ')}`, hints.join(' '), { cause: first });
}
/**
 * GitHub refuses more than 80 content-creating requests per minute
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). The
 * run needs the other ten requests for comments, commits and releases.
 */
const maxContentPerMinute = 70;
const paceWindowMs = 60_000;
const minLoggedWaitMs = 1000;
/** Returns a function that waits until one more request is within the limit. */
function contentPace() {
    const sent = [];
    let last = Promise.resolve();
    return ({ clock, signal, log }) => {
        last = last
            .catch(() => undefined)
            .then(async () => {
            const oldest = sent.length < maxContentPerMinute ? undefined : sent.shift();
            const waitMs = oldest === undefined ? 0 : oldest + paceWindowMs - clock.now();
            const seconds = Math.ceil(waitMs / 1000);
            if (waitMs >= minLoggedWaitMs)
                log(`GitHub accepts 80 new files per minute. The next file is sent in ${seconds} s.`);
            if (waitMs > 0)
                await clock.sleep(waitMs, signal);
            sent.push(clock.now());
        });
        return last;
    };
}
async function uploadBlob({ octokit, owner, repo }, content) {
    const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
    const { data } = await octokit.rest.git.createBlob({ owner, repo, content: base64, encoding: 'base64' });
    return (0,_github_client_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)(data, 'blob');
}


/***/ }),

/***/ 23552:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Iv: () => (/* binding */ publishSummary),
/* harmony export */   Sy: () => (/* binding */ writeSummary),
/* harmony export */   aP: () => (/* binding */ publishRepeatedSummary)
/* harmony export */ });
/* unused harmony export renderSummary */
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(18229);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _headline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(99802);
/* harmony import */ var _public_log_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92420);
/* harmony import */ var _report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(16668);
/* harmony import */ var _report_format_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(92772);
/* harmony import */ var _report_tile_words_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(65049);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(26878);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(68560);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(35976);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(53906);
/* harmony import */ var _verdict_facts_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(13623);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(93920);













/** Returns an error if writing fails. */
async function publishSummary(context, { results, unaffected, links, apiCalls, release, judged, branch }) {
    const { inputs, world, isGuarded } = context;
    if (!inputs.summary)
        return undefined;
    const facts = {
        ...(judged && { judged: isGuarded ? (0,_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdJudged */ .tc)(judged) : judged }),
        unaffected: isGuarded ? unaffected.map(_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdTarget */ .H5) : unaffected,
        host: inputs.looker.base.host,
        directory: (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_8__/* .slashPath */ .Lz)((0,_world_js__WEBPACK_IMPORTED_MODULE_12__/* .workspaceOf */ .B3)(world), inputs.outputDirectory),
        apiCalls,
        ...(branch && { branch: isGuarded ? (0,_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdBranch */ .qg)(branch) : branch }),
        ...(release && { release }),
        ...(links.archive && { archive: links.archive }),
        ...(links.report && { report: links.report }),
    };
    return addToSummary(world, renderSummary(isGuarded ? results.map(_public_log_js__WEBPACK_IMPORTED_MODULE_3__/* .withholdDetails */ .qX) : results, facts));
}
/**
 * Adds the headline of a repeated verdict, and links to the comment and to the run that rendered.
 * @returns an error if writing fails
 */
async function publishRepeatedSummary({ inputs, world, run }, { facts, outputs, run: { id, attempt } }) {
    if (!inputs.summary)
        return undefined;
    const runUrl = run.url.replace(/\d+$/, `${id}/attempts/${attempt}`);
    const comment = outputs?.['comment-url'] ? `${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(outputs['comment-url'], 'the comment')} and in ` : '';
    const where = `The results are in ${comment}${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(runUrl, 'the run that rendered')}.`;
    return addToSummary(world, [...headlineLines(facts), `<p>Nothing was rendered. ${where}</p>\n`].join('\n'));
}
async function addToSummary({ core }, markdown) {
    try {
        await writeSummary(core.summary, markdown);
        return undefined;
    }
    catch (error) {
        return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`The job summary could not be written: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .asActionError */ .z6)(error).message}`, 'Set summary to false outside of a GitHub Actions job.', { cause: error });
    }
}
/**
 * Adds Markdown to the job summary.
 * @throws outside of a GitHub Actions job
 */
async function writeSummary(summary, markdown) {
    await summary.addRaw(markdown, true).write();
}
/**
 * GitHub drops a step's summary above 1 MiB
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits).
 */
const maxSummaryBytes = 1024 * 1024 - 4096;
/**
 * Renders the headline, a row for each target, and a folded section for each reason of failures. The most important
 * targets come first. A reason has no section if the headline already contains it.
 */
function renderSummary(results, facts, most = maxSummaryBytes) {
    const failures = results.filter(result => result.status === 'failure');
    const verdict = (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_11__/* .factsOf */ .xS)(results, { ...facts.judged, unaffected: facts.unaffected?.length ?? 0 });
    const explained = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .explainsAllFailures */ .$)(verdict);
    const columns = summaryColumns(results, explained);
    const header = [
        ...headlineLines(verdict),
        ...(0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeBranchCheck */ .ot)(facts.branch).map(words => `<p><sub>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(words)}.</sub></p>\n`),
    ];
    const middle = [contentTable(facts.branch?.content, most / 4), changedPictures(results, facts)];
    const end = [
        unaffectedLine(facts),
        `<p><sub>${summaryFooter(facts, results.length - failures.length)}</sub></p>\n`,
    ];
    const room = most - 2048 - Buffer.byteLength([...header, ...middle, ...end].join('\n'));
    const table = (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .takeFitting */ .hW)(byState(results).map(result => resultRow(result, columns)), room * 0.6, Buffer.byteLength);
    const groups = explained ? [] : (0,_results_js__WEBPACK_IMPORTED_MODULE_7__/* .groupByReason */ .H9)(failures);
    const details = (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .takeFitting */ .hW)(groups.map(failureDetails), room - Buffer.byteLength(table.text), Buffer.byteLength);
    return [
        ...header,
        table.text === '' ? '' : `<table>\n${headerRow(columns)}${table.text}</table>\n`,
        leftOutLine(table.left, 'more targets are', facts),
        ...middle,
        details.text,
        leftOutLine(details.left, 'more reasons of failures are', facts),
        ...end,
    ]
        .filter(part => part !== '')
        .join('\n');
}
function headlineLines(facts) {
    const { words, nextStep, failure, note } = (0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headlineOf */ .g)(facts);
    return [
        `## ${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeHeading */ .qS)(words)}\n`,
        ...(nextStep === undefined ? [] : [`<p>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(nextStep)}</p>\n`]),
        ...(failure === undefined ? [] : [`<p>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(failure)}</p>\n`]),
        ...(note === undefined ? [] : [`<p><sub>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(note)}</sub></p>\n`]),
    ];
}
/** The maximum number of pictures in the summary. The report has all pictures. */
const maxPictures = 12;
/** Shows the changed pictures in small size, two per row. Each picture links to its full size. */
function changedPictures(results, { report }) {
    const cells = results.flatMap(result => {
        if (result.status !== 'success' || result.comparison?.status !== 'changed')
            return [];
        const { strip, difference } = result.comparison;
        const image = strip?.links.imageUrl ?? difference.links.imageUrl;
        if (image === undefined)
            return [];
        const name = (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_9__/* .oneLine */ .TN)((0,_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .headingOf */ .Wm)(result)));
        const isStrip = image === strip?.links.imageUrl;
        const warning = isStrip ? (0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeIncompleteStrip */ .qL)(result.comparison, report) : '';
        return `<td valign="top"><b>${name}</b><br><a href="${image}"><img src="${image}" alt="${name}, before and after" width="400"></a>${warning && `<br><sub>${warning}</sub>`}</td>`;
    });
    if (cells.length === 0)
        return '';
    const shown = cells.slice(0, maxPictures);
    const rows = shown.flatMap((cell, place) => place % 2 === 0 ? `<tr>${cell}${shown[place + 1] ?? ''}</tr>\n` : []);
    const left = cells.length - shown.length;
    const where = report ? (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(report.url, 'the report') : 'the files';
    return `<table>\n${rows.join('')}</table>\n${left > 0 ? `<p>${left} more changed pictures are in ${where}.</p>\n` : ''}`;
}
const maxSummaryContent = 200;
function contentTable(content, most) {
    const words = (0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeContent */ .Xb)(content);
    if (words === undefined || !content)
        return '';
    const rows = content.broken
        .slice(0, maxSummaryContent)
        .map(broken => `<tr><td>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(broken.url, broken.title)}</td><td>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_9__/* .oneLine */ .TN)((0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .contentErrors */ .T7)(broken), 500))}</td></tr>\n`);
    const fitting = (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .takeFitting */ .hW)(rows, most, Buffer.byteLength);
    const left = content.broken.length - rows.length + fitting.left;
    return `<p>❌ ${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(words)}${left > 0 ? `; ${left} are left out here` : ''}</p>\n${fitting.text === '' ? '' : `<table>\n${fitting.text}</table>\n`}`;
}
function unaffectedLine({ unaffected = [] }) {
    if (unaffected.length === 0)
        return '';
    const names = (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_9__/* .oneLine */ .TN)((0,_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .headingsOf */ .z)(unaffected), 10_000));
    return `<details><summary>${(0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeUnaffected */ .NF)(unaffected)}</summary>\n<p>${names}</p>\n</details>\n`;
}
const importance = ['failed', 'changed', 'new', 'not compared', 'rendered', 'checked', 'unchanged'];
/**
 * Returns `rendered` only for a target that was not compared, and `checked` for a target without a change of its SQL and
 * numbers. Looker may still show the same numbers in another form.
 */
function summaryStateOf(result) {
    if (result.status === 'failure')
        return 'failed';
    const status = (0,_verdict_facts_js__WEBPACK_IMPORTED_MODULE_11__/* .changeOfResult */ .No)(result);
    if (status === 'incomparable')
        return 'not compared';
    if (status === 'unchanged' && result.check)
        return 'checked';
    return status ?? (result.check ? 'not compared' : 'rendered');
}
const stateMarks = { failed: '❌', changed: '🔶' };
const byState = (results) => importance.flatMap(state => results.filter(result => summaryStateOf(result) === state));
const stateCell = (result) => {
    const state = summaryStateOf(result);
    return [stateMarks[state], withoutLineBreaks(state)].filter(part => part !== undefined).join('&nbsp;');
};
/** Leaves out empty columns. The most important columns come first, because a phone shows only two or three. */
function summaryColumns(results, explained) {
    const detailCell = (result) => result.status === 'failure' && explained ? '' : resultCell(result);
    const columns = [
        { heading: '', align: 'left', cell: stateCell },
        { heading: 'Target', align: 'left', cell: headingCell },
        { heading: 'Result', align: 'left', cell: detailCell },
        { heading: 'File', align: 'left', cell: fileCell },
        { heading: 'Size', align: 'right', cell: sizeCell },
        { heading: 'Time', align: 'right', cell: timeCell },
    ];
    return columns.filter(({ cell }) => results.some(result => cell(result) !== ''));
}
const headerRow = (columns) => `<tr>${columns.map(({ heading, align }) => `<th align="${align}">${heading}</th>`).join('')}</tr>\n`;
const resultRow = (result, columns) => `<tr>${columns.map(({ align, cell }) => `<td${align === 'right' ? ' align="right"' : ''}>${cell(result)}</td>`).join('')}</tr>\n`;
const sizeCell = (result) => result.status === 'success' ? withoutLineBreaks((0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .formatBytes */ .z3)(result.bytes)) : '';
const timeCell = (result) => result.status === 'checked' || result.seconds === undefined
    ? ''
    : withoutLineBreaks((0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .formatDuration */ .a3)(result.seconds));
const headingCell = (result) => [(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(result.target.url, (0,_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .titleOf */ .Gg)(result)), ...(0,_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .subtitlesOf */ .Le)(result).map(_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)].join(' · ') +
    reasonsCell(result);
const reasonsCell = ({ affectedBy = [] }) => affectedBy.length === 0 ? '' : `<br><sub>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeReasons */ .nl)(affectedBy))}</sub>`;
/** Keeps a number and its unit on one line in a narrow column. */
const withoutLineBreaks = (text) => text.replaceAll(' ', '&nbsp;');
/** The maximum length of a reason. The folded section below has the complete reason. */
const maxReason = 400;
/** Explains the state of a target. Empty if the state needs no explanation. */
function resultCell(result) {
    const { check } = result;
    const ofCheck = check
        ? [(0,_report_tile_words_js__WEBPACK_IMPORTED_MODULE_6__/* .checkWords */ .iW)(check), (0,_report_tile_words_js__WEBPACK_IMPORTED_MODULE_6__/* .failingTileWords */ .uE)(check), (0,_report_tile_words_js__WEBPACK_IMPORTED_MODULE_6__/* .drawingWords */ .mJ)(check)].map(_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)
        : [];
    // The text of the check already counts failed tiles.
    const isCounted = check?.tiles.some(_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isFailedTile */ .kH) ?? false;
    const failure = result.status === 'failure' && !isCounted ? (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_9__/* .oneLine */ .TN)(result.error.message, maxReason)) : '';
    return [...ofCheck, failure, pictureWords(result)].filter(words => words !== '').join('<br>');
}
function pictureWords(result) {
    if (result.status !== 'success' || !result.comparison)
        return '';
    const words = (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeComparison */ .L5)(result.comparison));
    const shown = result.comparison.status === 'changed' ? `<b>${words}</b>` : words;
    return [shown, (0,_report_descriptions_js__WEBPACK_IMPORTED_MODULE_4__/* .describeLeftOut */ .l1)(result)].filter(part => part !== '' && part !== 'unchanged').join('; ');
}
function fileCell(result) {
    if (result.status === 'failure')
        return '';
    if (result.status === 'checked')
        return 'no picture';
    const { target, links } = result;
    return links.artifactUrl ? (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(links.artifactUrl, target.file) : (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(target.file);
}
/** The maximum number of targets that a section names. */
const maxFailedNames = 20;
function failureDetails(group) {
    const [{ error }] = group;
    const shown = group.slice(0, maxFailedNames);
    const left = group.length - shown.length;
    const names = shown.map(_targets_js__WEBPACK_IMPORTED_MODULE_10__/* .headingOf */ .Wm).join('; ') + (left > 0 ? ` and ${left} more` : '');
    const tasks = shown.map(({ target, renderTaskId }) => `Target <code>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_9__/* .oneLine */ .TN)(target.source, maxReason))}</code>${renderTaskId ? `, render task <code>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(renderTaskId)}</code>` : ''}`);
    return `<details><summary>❌ ${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(names)}: ${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(error.message)}</summary>
<p>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(error.hint)}</p>
<p><sub>${tasks.join('<br>')}</sub></p>
</details>\n`;
}
const leftOutLine = (left, what, { directory }) => left > 0
    ? `<p>${left} ${what} left out here. They are in the log and in the output <code>results</code>, and their files are in ${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(directory)}.</p>\n`
    : '';
function summaryFooter({ host, release, archive, report, directory, apiCalls }, rendered) {
    const where = [
        report && (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(report.url, 'All on one page'),
        archive
            ? (0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .link */ .nf)(archive.url, 'Download')
            : rendered > 0 && `Files in <code>${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(directory)}</code>`,
        `${rendered > 0 ? 'Rendered by ' : ''}${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(host)}${release ? `, Looker ${(0,_report_format_js__WEBPACK_IMPORTED_MODULE_5__/* .escapeMarkdown */ .FV)(release)}` : ''}`,
        (0,_results_js__WEBPACK_IMPORTED_MODULE_7__/* .describeApiCalls */ .xA)(apiCalls),
    ];
    return where.filter(Boolean).join(' · ');
}


/***/ }),

/***/ 43418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ describeDoubts),
/* harmony export */   i: () => (/* binding */ recordedOf)
/* harmony export */ });
/** After this number of days, new data may be the reason for a difference. */
const oldDays = 14;
/** Lists reasons why the picture may have changed without the pull request, as sentences without a full stop. */
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
            `The baseline is from Looker ${then.release}, and Looker is now ${release}, which may draw differently`,
        days > oldDays && `The baseline is ${days} days old, so the data may have changed`,
        then.isUnmerged && describeUnmerged(then),
    ].filter(doubt => typeof doubt === 'string');
}
/** Explains that the base branch was force-pushed, or has newer commits than the pull request. */
function describeUnmerged({ ref, sha, insteadOf }) {
    const fact = `The pull request's branch does not have ${ref}'s commit ${sha.slice(0, 7)}, so the change may come from ${ref}`;
    return insteadOf
        ? `${fact}: run the workflow for ${insteadOf} to record its own baselines`
        : `${fact}: merge ${ref} into the branch, or rebase the branch`;
}
function recordedOf(comparison) {
    const baseline = comparison.status === 'new' ? undefined : comparison.baseline;
    return baseline?.kind === 'branch' ? baseline : undefined;
}


/***/ }),

/***/ 16668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FT: () => (/* binding */ describeBaseline),
/* harmony export */   L5: () => (/* binding */ describeComparison),
/* harmony export */   NF: () => (/* binding */ describeUnaffected),
/* harmony export */   T7: () => (/* binding */ contentErrors),
/* harmony export */   Xb: () => (/* binding */ describeContent),
/* harmony export */   hw: () => (/* binding */ describePixels),
/* harmony export */   l1: () => (/* binding */ describeLeftOut),
/* harmony export */   nl: () => (/* binding */ describeReasons),
/* harmony export */   oU: () => (/* binding */ describeNew),
/* harmony export */   ot: () => (/* binding */ describeBranchCheck),
/* harmony export */   qL: () => (/* binding */ describeIncompleteStrip),
/* harmony export */   uQ: () => (/* binding */ describeChange),
/* harmony export */   v7: () => (/* binding */ doubtfulContent),
/* harmony export */   vZ: () => (/* binding */ describeRun),
/* harmony export */   zT: () => (/* binding */ describeRectangle)
/* harmony export */ });
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(18229);
/* harmony import */ var _headline_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2718);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35976);
/* harmony import */ var _baseline_doubts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(43418);
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92772);





/** Returns text such as `1,234 pixels, 0.4 %, and 9,424 pixels of another shade`, or only one of the two parts. */
function describePixels({ changedPixels, changedShare, shadedPixels }) {
    const changed = `${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(changedPixels)}, ${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatShare */ .T1)(changedShare)}`;
    if (shadedPixels === 0)
        return changed;
    const shaded = `${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(shadedPixels)} of another shade`;
    return changedPixels === 0 ? shaded : `${changed}, and ${shaded}`;
}
function describeChange(comparison) {
    const pixels = describePixels(comparison);
    const { before, after } = comparison.sizes;
    if (before.width === after.width && before.height === after.height)
        return pixels;
    return `${pixels}; it was ${before.width} × ${before.height} and is ${after.width} × ${after.height}`;
}
/** Returns Markdown with a link to the difference image or the report, or an empty text if the strip is complete. */
function describeIncompleteStrip({ strip, difference }, report) {
    if (!strip || strip.isComplete)
        return '';
    const url = difference.links.imageUrl ?? difference.links.artifactUrl ?? report?.url;
    const name = url ? (0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .link */ .nf)(url, 'The difference') : 'The difference';
    return `⚠️ This picture leaves out some of the changes. ${name} shows all of them.`;
}
/** Describes a comparison on one line of plain text, for the log. */
function describeComparison(comparison) {
    const { ref, insteadOf } = (0,_baseline_doubts_js__WEBPACK_IMPORTED_MODULE_4__/* .recordedOf */ .i)(comparison) ?? {};
    const other = insteadOf && `, compared with ${ref}: ${describeUnrecorded(insteadOf)}`;
    return describeVerdict(comparison) + (other ?? '');
}
const describeUnrecorded = (ref) => `nothing is recorded for ${ref}`;
function describeVerdict(comparison) {
    switch (comparison.status) {
        case 'unchanged':
            return comparison.changedPixels > 0
                ? `unchanged: ${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(comparison.changedPixels)} of difference, within max-changed-pixels`
                : 'unchanged';
        case 'changed':
            return `changed (${describeChange(comparison)})`;
        case 'new':
            return `new, as ${describeNew(comparison)}`;
        case 'incomparable':
            return `not compared: ${comparison.error.message}`;
    }
}
/** Explains why there is no baseline, in plain text. */
const describeNew = ({ ref, sha }) => sha === undefined
    ? `${describeUnrecorded(ref)} with these options yet`
    : `${ref} at ${sha.slice(0, 7)} does not have it`;
/** Formats a rectangle as the input `ignore` does: `0, 0, 1260, 40`. */
const describeRectangle = ({ x, y, width, height }) => [x, y, width, height].join(', ');
/**
 * Returns plain text such as `2 rectangles are ignored; 500 pixels of noise between two renders`. The text may be
 * empty.
 */
function describeLeftOut({ target: { ignore }, comparison }) {
    if (comparison?.status !== 'changed' && comparison?.status !== 'unchanged')
        return '';
    const { noisePixels } = comparison;
    return [
        ignore.length > 0 && `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(ignore.length, 'rectangle')} ${ignore.length === 1 ? 'is' : 'are'} ignored`,
        noisePixels === 0 && 'confirmed by a second render',
        noisePixels && `${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(noisePixels)} of noise between two renders`,
    ]
        .filter(Boolean)
        .join('; ');
}
/**
 * Describes a baseline in plain text: `main at 1a2b3c4, recorded 2 days earlier by run 7`, `main at 1a2b3c4, rendered
 * in this run`, or the instance's host.
 */
function describeBaseline(baseline, now) {
    if (baseline.kind === 'instance')
        return new URL(baseline.url).host;
    const made = baseline.kind === 'commit'
        ? 'rendered in this run'
        : `recorded ${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatAge */ .nV)(baseline.at, now)} by ${describeRun(baseline)}`;
    return `${baseline.ref} at ${baseline.sha.slice(0, 7)}, ${made}`;
}
/** Returns text such as `run 7, Looker 25.4.12; nothing is recorded for release/2.1`. */
const describeRun = ({ run, release, insteadOf }) => `run ${run}${release ? `, Looker ${release}` : ''}${insteadOf ? `; ${describeUnrecorded(insteadOf)}` : ''}`;
const maxReasons = 3;
/** Returns text such as `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …`. */
function describeReasons(affectedBy) {
    const left = affectedBy.length - maxReasons;
    return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ');
}
/** Returns text such as `5 targets are not affected by the change, and not rendered`. */
const describeUnaffected = ({ length }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`;
const maxTables = 5;
function describeReplacedTables({ names, tiles }) {
    const left = names.length - maxTables;
    const shown = [...names.slice(0, maxTables), ...(left > 0 ? [`${left} more`] : [])].join(', ');
    const [tables, them] = names.length === 1 ? ['table', 'it'] : ['tables', 'them'];
    return `In ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(tiles, 'tile')}, before comes from the persistent ${tables} ${shown}, usually as production last built ${them}, and after from another table, so newer data may be part of the difference`;
}
function describeBranchCheck(branch) {
    if (!branch)
        return [];
    const { project, base, head, numbers, omittedQueries, isDevelopmentSql, changesAccess, isSqlHidden } = branch;
    const { content, hasDevFilters, replacedTables } = branch;
    const compared = isSqlHidden ? 'results' : numbers ? 'SQL and results' : 'SQL';
    return [
        `Before is the merge base ${base.slice(0, 7)}, after is commit ${head.slice(0, 7)}: ${compared} of the LookML project ${project} in development mode${numbers ? ', on the data of production' : ''}`,
        ...(isSqlHidden
            ? [
                'The API user may not see SQL (permission see_sql), so the results of every affected tile are compared',
            ]
            : []),
        ...(isDevelopmentSql
            ? [
                'The LookML has SQL for development mode (-- if dev --), so numbers may come from a development schema',
            ]
            : []),
        ...(hasDevFilters && numbers
            ? [
                'Derived tables have filters for development mode (dev_filters or -- if dev --). If the pull request changes a table with dev_filters, before may come from the complete table of production and after from a table with fewer rows, so the numbers may differ for this reason alone',
            ]
            : []),
        ...(replacedTables ? [describeReplacedTables(replacedTables)] : []),
        ...(changesAccess
            ? [
                'The pull request changes LookML that depends on user attributes, and the queries run with those of the API user. Review what other users see',
            ]
            : []),
        ...(omittedQueries > 0
            ? [
                `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(omittedQueries, 'query was', 'queries were')} not run: at most ${_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .maxQueries */ .B3} are run for each commit`,
            ]
            : []),
        ...(content?.problem === undefined
            ? []
            : [`Dashboards and Looks outside the targets were not checked: ${content.problem.replace(/\.$/, '')}`]),
        ...(content?.baseProblem === undefined
            ? []
            : [
                `${doubtfulContent}, because ${content.baseProblem.replace(/\.$/, '')}. To find out, merge the base branch, or deploy it if production is older`,
            ]),
    ];
}
/** A clause about broken content that was not validated on the merge base. */
const doubtfulContent = 'Dashboards and Looks outside the targets may break only because production has LookML that this branch lacks. The merge base was not checked';
const maxContentErrors = 3;
/** Returns text such as `Orders: Unknown field "order_items.orders"; and 2 more errors`. */
function contentErrors({ messages }) {
    const left = messages.length - maxContentErrors;
    return [
        ...messages.slice(0, maxContentErrors),
        ...(left > 0 ? [`and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(left, 'more error')}`] : []),
    ].join('; ');
}
/**
 * Returns text such as `This pull request breaks 2 dashboards outside the targets`, or undefined if no content breaks.
 */
function describeContent(content) {
    const { broken = [], leftOut = 0, accepted } = content ?? {};
    if (broken.length + leftOut === 0)
        return undefined;
    if (broken.length === 0)
        return `This pull request breaks ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(leftOut, 'dashboard or Look', 'dashboards or Looks')} in personal folders`;
    return [
        `This pull request breaks ${(0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .countContent */ .dq)(broken)}`,
        ...(leftOut > 0 ? [`and ${leftOut} more in personal folders`] : []),
        ...(accepted ? [(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_1__/* .acceptedBy */ .lA)(accepted)] : []),
    ].join(', ');
}


/***/ }),

/***/ 48206:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ imageSize)
/* harmony export */ });
/** Reads only the header. Returns undefined if the header is invalid. */
function imageSize(bytes, format) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = format === 'png' ? pngSize(view) : jpgSize(view);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
}
/** Reads the signature and the chunk IHDR, which begins with width and height (https://www.w3.org/TR/png/#11IHDR). */
function pngSize(view) {
    if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452)
        return;
    return { width: view.getUint32(16), height: view.getUint32(20) };
}
/**
 * Reads segments up to the frame's segment (SOF). This segment contains height and width
 * (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2).
 */
function jpgSize(view) {
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8)
        return;
    for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff;) {
        const marker = view.getUint8(at + 1);
        if (isFrame(marker))
            return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
        // A marker may begin with any number of 0xff.
        at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
    }
    return undefined;
}
/** Whether the marker is SOF0 to SOF15. DHT, JPG and DAC have codes in the same range. */
const isFrame = (marker) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);


/***/ })

};
