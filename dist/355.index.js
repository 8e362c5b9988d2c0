export const id = 355;
export const ids = [355];
export const modules = {

/***/ 63433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $E: () => (/* binding */ branchBaselines),
/* harmony export */   Co: () => (/* binding */ targetsWithoutBaseline),
/* harmony export */   by: () => (/* binding */ renderedBaseline)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _github_commits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72628);
/* harmony import */ var _github_pull_request_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(81351);
/* harmony import */ var _images_branch_baselines_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(90538);
/* harmony import */ var _images_branch_file_names_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8947);
/* harmony import */ var _images_branch_tree_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(20496);







const renderedBaseline = ({ result, commit }) => ({
    find: async () => {
        if (result.status === 'success') {
            const bytes = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(result.path);
            return { kind: 'file', baseline: renderedBaselineOf(result, commit), bytes };
        }
        if (commit && result.isMissing)
            return { kind: 'nothing', ref: commit.branch, sha: commit.commit };
        const what = commit
            ? `The merge base ${commit.commit.slice(0, 7)} could not be rendered`
            : `${new URL(result.target.url).host} did not render it`;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${what}: ${result.error.message}`, result.error.hint, {
            cause: (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .thrownOf */ .Kf)(result.error),
        });
    },
});
const renderedBaselineOf = ({ target }, commit) => commit ? { kind: 'commit', ref: commit.branch, sha: commit.commit } : { kind: 'instance', url: target.url };
/**
 * Starts to read the baselines of the pull request's base branch. Undefined if the run does not compare with recorded
 * baselines.
 */
function branchBaselines(context, images) {
    if (!comparesWithBranch(context))
        return undefined;
    const stored = readBranchBaselines(context, images);
    stored.catch(() => undefined); // find() throws it.
    return {
        isUnmerged: (0,_github_commits_js__WEBPACK_IMPORTED_MODULE_2__/* .unmergedCommits */ .sx)(context, stored),
        find: async ({ target, path }) => {
            const { repository, base, branch, baselines } = await stored;
            const found = baselines.get((0,_images_branch_file_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselineKey */ .x2)(target, context.inputs.looker.base.host));
            if (!found)
                return { kind: 'nothing', ref: base };
            const { imageUrl } = found;
            const baseline = recordedBaseline(found, { base, branch });
            if ((0,_images_branch_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .blobSha */ .wJ)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path)) === found.blob)
                return { kind: 'same', baseline, imageUrl };
            refuseHuge(found);
            return { kind: 'file', baseline, bytes: await (0,_images_branch_baselines_js__WEBPACK_IMPORTED_MODULE_3__/* .downloadBaseline */ .S5)(repository, found), imageUrl };
        },
    };
}
/**
 * Returns the targets without a baseline. Undefined if the run does not compare with recorded baselines. @throws
 * ActionError
 */
async function targetsWithoutBaseline(context, images, targets) {
    if (!comparesWithBranch(context))
        return undefined;
    const { base, baselines } = await readBranchBaselines(context, images);
    const { host } = context.inputs.looker.base;
    return { base, targets: targets.filter(target => !baselines.has((0,_images_branch_file_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselineKey */ .x2)(target, host))) };
}
/**
 * Whether the run compares with recorded baselines. That is the case with `compare: base`, unless the run renders the
 * merge base itself or records baselines.
 */
const comparesWithBranch = (context) => {
    const { compare, deploy } = context.inputs;
    return compare.against === 'base' && !deploy && (0,_github_pull_request_js__WEBPACK_IMPORTED_MODULE_6__/* .baselineBranch */ .Oz)(context) === undefined;
};
function recordedBaseline({ commit, at, run, release }, { base, branch }) {
    const insteadOf = branch !== base && { insteadOf: base };
    return { kind: 'branch', ref: branch, sha: commit, at, run, ...(release && { release }), ...insteadOf };
}
/**
 * Reads the baselines of the base branch. If it has no baselines at all, reads those of the default branch. If only a
 * target's baseline is missing, the target is new.
 */
async function readBranchBaselines(context, images) {
    const repository = await images.repository();
    const { branch: base, head } = await (0,_github_commits_js__WEBPACK_IMPORTED_MODULE_2__/* .readBase */ .wZ)(context, repository);
    const read = async (branch) => ({ branch, baselines: await (0,_images_branch_baselines_js__WEBPACK_IMPORTED_MODULE_3__/* .readBaselines */ .bm)(images, branch) });
    const own = await read(base);
    const other = context.run.payload.repository?.default_branch;
    const isRecorded = own.baselines.size > 0 || other === undefined || other === base;
    return { repository, base, head, ...(isRecorded ? own : await read(other)) };
}
/**
 * GitHub returns no larger blobs (https://docs.github.com/en/rest/git/blobs#get-a-blob). Comparable pictures are
 * smaller.
 */
const maxBlobBytes = 100_000_000;
function refuseHuge({ bytes, path }) {
    if (bytes <= maxBlobBytes)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`The baseline ${path} is too large to be downloaded`, 'Give the target a smaller width or height.');
}


/***/ }),

/***/ 90538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S5: () => (/* binding */ downloadBaseline),
/* harmony export */   aO: () => (/* binding */ commitBaselines),
/* harmony export */   bm: () => (/* binding */ readBaselines)
/* harmony export */ });
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(47307);
/* harmony import */ var _github_responses_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(20646);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(35976);
/* harmony import */ var _branch_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5508);
/* harmony import */ var _file_names_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8947);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(20496);






/** Reads the newest baselines of a branch, by key. @throws ActionError if GitHub does not return them */
async function readBaselines(images, branch) {
    try {
        const tip = await images.tip();
        if (!tip)
            return new Map();
        return newestByKey(await listBaselines(await images.repository(), tip, branch));
    }
    catch (error) {
        throw (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .gitHubError */ .Mj)(error, `The baselines of ${branch} could not be read`, 'contents: read');
    }
}
function newestByKey(files) {
    const newest = new Map();
    for (const file of files) {
        const other = newest.get(file.key);
        if (!other || (0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .isNewer */ .U4)(file, other))
            newest.set(file.key, file);
    }
    return newest;
}
/** @throws ActionError if GitHub does not return it */
async function downloadBaseline({ octokit, owner, repo }, { blob, path }) {
    try {
        const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: blob });
        return Buffer.from((0,_github_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .textOf */ .b6)(data, 'content', 'blob'), 'base64');
    }
    catch (error) {
        throw (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .gitHubError */ .Mj)(error, `The baseline ${path} could not be read`, 'contents: read');
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
                newer = files.flatMap(({ key }) => present.filter(other => other.key === key && (0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .isNewer */ .U4)(other, recording)).slice(0, 1));
                const own = files.filter(({ key }) => newer.every(other => other.key !== key));
                const entries = own.flatMap(file => replaceEntries(file, present, plan));
                return { entries: [...entries, ...(await frontPageEntries(plan, tip, { present, own }))] };
            },
        });
        const { uploaded = [], refused = [] } = uploads ?? {};
        const warning = (0,_branch_js__WEBPACK_IMPORTED_MODULE_2__/* .refusedFilesWarning */ .m5)(refused, number => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(number, 'picture')} ${number === 1 ? 'was' : 'were'} not recorded for ${branch}`);
        return { count: uploaded.length - newer.length, newer, warning };
    }
    catch (error) {
        throw (0,_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .branchError */ .hs)(error);
    }
}
async function uploadFiles(images, { rendered, host }) {
    const send = async ([key, { target, path, seconds }]) => ({
        key,
        seconds,
        format: target.output.format,
        blob: await images.upload(path),
    });
    const byKey = new Map(rendered.map(result => [(0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .baselineKey */ .x2)(result.target, host), result]));
    return (0,_branch_js__WEBPACK_IMPORTED_MODULE_2__/* .sortUploads */ .NY)([...byKey].map(send));
}
const baselinePath = (file, recording, branch) => `${(0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .baselineFolder */ .Y6)(branch)}/${(0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBaselineName */ .ki)({ ...file, ...recording })}`;
/** Returns the file's entry, and removals of the files that it replaces. */
function replaceEntries(file, present, { recording, branch }) {
    const same = present.filter(({ key }) => key === file.key);
    const path = baselinePath(file, recording, branch);
    const blob = { mode: '100644', type: 'blob' };
    const gone = same.filter(other => other.path !== path);
    return [...gone.map(other => ({ path: other.path, ...blob, sha: null })), { path, ...blob, sha: file.blob }];
}
/** Returns the entries of the front page. Empty if nothing is recorded. */
async function frontPageEntries({ branch, recording, writeFrontPage }, tip, { present, own }) {
    if (own.length === 0)
        return [];
    const files = own.map(file => ({ ...file, ...recording, path: baselinePath(file, recording, branch) }));
    const newest = new Map([...newestByKey(present), ...newestByKey(files)]);
    const page = await writeFrontPage?.(tip, [...newest.values()]);
    return page === undefined ? [] : [(0,_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .newFile */ .Jd)(_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .frontPage */ .DY.path, page)];
}
async function listBaselines(repository, tip, branch) {
    const folder = (0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .baselineFolder */ .Y6)(branch);
    const entries = await (0,_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .filesBelow */ .DR)(repository, tip, folder);
    return entries.flatMap(({ path, sha, size = 0 }) => {
        const named = (0,_file_names_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBaselineName */ ._o)(path);
        const whole = `${folder}/${path}`;
        if (!sha || !named)
            return [];
        return [{ ...named, blob: sha, bytes: size, path: whole, imageUrl: (0,_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .fileUrl */ .iw)(repository, tip.sha, whole) }];
    });
}


/***/ }),

/***/ 5508:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DH: () => (/* binding */ openBranch),
/* harmony export */   NY: () => (/* binding */ sortUploads),
/* harmony export */   m5: () => (/* binding */ refusedFilesWarning)
/* harmony export */ });
/* unused harmony exports RefusedFileError, commitOnTop, uploadBlob */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(70370);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19473);
/* harmony import */ var _github_advice_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6568);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47307);
/* harmony import */ var _github_responses_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(20646);
/* harmony import */ var _runtime_deadline_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19551);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(20496);









function openBranch(open, ref) {
    const repository = (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_6__/* .once */ .Oo)(open);
    const tip = (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_6__/* .once */ .Oo)(async () => (0,_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .readTip */ .av)(await repository(), ref));
    // GitHub may not find the commit of a ref that has just moved. The commit reads the tip again, so this error is
    // ignored.
    const tipIfFound = () => tip().catch((error) => {
        if ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) !== 404)
            throw error;
        return undefined;
    });
    const existing = (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_6__/* .once */ .Oo)(async () => new Set((await tipIfFound())?.files?.flatMap(({ sha }) => sha ?? [])));
    const { upload } = blobUploads(repository, existing);
    return {
        repository,
        ref,
        tip,
        upload,
        commit: async (change) => commitOnTop(await repository(), { ref, ...change }, await tipIfFound()),
    };
}
/** The maximum number of uploads at the same time. Each file is in memory as base64. */
const maxUploads = 2;
/** @param existing the SHAs of the blobs that GitHub has */
function blobUploads(repository, existing) {
    const slots = (0,p_limit__WEBPACK_IMPORTED_MODULE_8__/* ["default"] */ .A)(maxUploads);
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
                if ((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) !== 409 || failures === maxPassingFailures)
                    throw error;
                await pauseAfterRace(failures + 1, open);
            }
    };
    const sendIfNew = async (path) => {
        if (refused)
            return refused;
        const content = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path);
        const sha = (0,_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .blobSha */ .wJ)(content);
        if ((await existing()).has(sha))
            return sha;
        const sending = bySha.get(sha) ?? send(content);
        bySha.set(sha, sending);
        sending.catch(error => {
            if (!isFileRefused(error))
                refused = sending;
        });
        return sending;
    };
    const uploadOne = async (path) => {
        try {
            return await sendIfNew(path);
        }
        catch (error) {
            throw isFileRefused(error) ? new RefusedFileError(path, error) : error;
        }
    };
    return {
        upload(path) {
            const sending = byPath.get(path) ?? slots(uploadOne, path);
            byPath.set(path, sending);
            sending.catch(() => undefined); // The commit throws it.
            return sending;
        },
    };
}
/** GitHub refuses this file, for example because it is too large. Other files may be accepted. */
class RefusedFileError extends _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ {
    file;
    /** GitHub's message. */
    reason;
    constructor(path, cause) {
        const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path);
        const { status, message } = (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .answerOf */ .ut)(cause);
        const reason = `${status}: ${message}`;
        super(`GitHub refused ${file} (${reason})`, smallerFiles, { cause });
        this.name = 'RefusedFileError';
        this.file = file;
        this.reason = reason;
    }
}
const smallerFiles = 'Render the target with a smaller width or height, or as jpg.';
const isFileRefused = (error) => [413, 422].includes((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) ?? 0) && !(0,_github_advice_js__WEBPACK_IMPORTED_MODULE_3__/* .isRuleViolation */ .G)((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .answerOf */ .ut)(error));
/**
 * The results of uploads, and the files that GitHub refused.
 * @throws every other error
 */
async function sortUploads(uploads) {
    const uploaded = [];
    const refused = [];
    for (const result of await Promise.allSettled(uploads))
        if (result.status === 'fulfilled')
            uploaded.push(result.value);
        else if (result.reason instanceof RefusedFileError)
            refused.push(result.reason);
        else
            throw result.reason;
    return { uploaded, refused };
}
/**
 * Returns one warning for all refused files.
 * @param what the end of the sentence after the number of pictures, such as `were not recorded for main`
 */
function refusedFilesWarning(refused, what) {
    const [first] = refused;
    if (!first)
        return undefined;
    const names = refused.map(({ file, reason }) => `${file} (${reason})`).join(', ');
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ(`${what(refused.length)}: GitHub refused ${names}`, smallerFiles, { cause: first });
}
/**
 * GitHub refuses more than 80 content-creating requests per minute
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). Other
 * requests of the run need some of them.
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
                log(`GitHub takes 80 new files a minute. The next one is sent in ${seconds} s.`);
            if (waitMs > 0)
                await clock.sleep(waitMs, signal);
            sent.push(clock.now());
        });
        return last;
    };
}
/** Matches GitHub's messages about a ref that has moved. Reading the ref may return the old commit for some seconds. */
const lostRace = /fast.forward|reference (already exists|does not exist)/i;
/** The maximum number of tries to commit if other runs write the branch at the same time. */
const maxRaces = 12;
/**
 * The maximum number of retries of a request that GitHub refused although the branch has not moved. A copy of the
 * repository may lack an object that was just created (https://github.com/osunyorg/admin/issues/2792).
 */
const maxPassingFailures = 3;
/**
 * Commits on top of the branch with the Git Data API, without a clone. If another run moves the branch in the meantime,
 * reads the new tip and tries again. Never force-pushes.
 * @param known the tip, if it was read before
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
/** Waits a growing and random time, so that runs do not write at the same time again. */
const pauseAfterRace = (race, { clock, signal }) => clock.sleep(Math.min(200 * 1.6 ** race, 5000) * (0.5 + Math.random()), signal);
/** Whether GitHub may accept the same commit later. */
function mayPass(error, tip) {
    const isConflictOfNames = !tip && /reference update failed/i.test((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .messageOf */ .bD)(error));
    return ([404, 409, 422].includes((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .statusOf */ .c2)(error) ?? 0) && !(0,_github_advice_js__WEBPACK_IMPORTED_MODULE_3__/* .isRuleViolation */ .G)((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .answerOf */ .ut)(error)) && !isConflictOfNames);
}
/** Reads the tip. Sends only one request if the branch has not moved. */
async function readTipAgain(repository, ref, known) {
    const isUnmoved = known && (await (0,_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .readTipSha */ ._g)(repository, ref)) === known.sha;
    return isUnmoved ? known : (0,_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .readTip */ .av)(repository, ref);
}
async function commitOn(tip, repository, change) {
    const changes = await change.changes(tip);
    if (changes.entries.length === 0)
        return tip?.sha;
    const commit = await createCommit(repository, change.message, tip, changes);
    await moveRef(repository, change.ref, tip, commit);
    return commit;
}
/** Whether GitHub refused the commit because the branch has moved. */
async function isLostRace(repository, ref, tip, error) {
    return lostRace.test((0,_github_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .messageOf */ .bD)(error)) || (await (0,_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .readTipSha */ ._g)(repository, ref)) !== tip?.sha;
}
async function createCommit({ octokit, owner, repo }, message, tip, { entries, root }) {
    const initial = tip ? [] : _tree_js__WEBPACK_IMPORTED_MODULE_7__/* .initialFiles */ .cY.filter(({ path }) => entries.every(entry => entry.path !== path));
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
        tree: (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_5__/* .shaOf */ .ye)(tree, 'tree'),
        parents,
    });
    return (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_5__/* .shaOf */ .ye)(data, 'commit');
}
async function moveRef({ octokit, owner, repo }, ref, tip, sha) {
    if (tip)
        await octokit.rest.git.updateRef({ owner, repo, ref, sha, force: false });
    else
        await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha });
}
/** @returns the SHA of the blob */
async function uploadBlob({ octokit, owner, repo }, content) {
    const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
    const { data } = await octokit.rest.git.createBlob({ owner, repo, content: base64, encoding: 'base64' });
    return (0,_github_responses_js__WEBPACK_IMPORTED_MODULE_5__/* .shaOf */ .ye)(data, 'blob');
}


/***/ }),

/***/ 19531:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H_: () => (/* binding */ uploadPictures),
/* harmony export */   T2: () => (/* binding */ publishPictures),
/* harmony export */   Wd: () => (/* binding */ showsPictures)
/* harmony export */ });
/* unused harmony export commitPictures */
/* harmony import */ var _github_pull_request_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(81351);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26878);
/* harmony import */ var _branch_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5508);
/* harmony import */ var _file_names_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8947);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(20496);





/**
 * Commits the pictures to the images branch. The links point to the commit, so they remain valid after the branch
 * changes. A refused picture does not affect other pictures.
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
                ({ uploaded: entries, refused } = await (0,_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .sortUploads */ .NY)(uploads));
                return withoutOldFolders(tip, entries, folder);
            },
        });
        const repository = await branch.repository();
        const committed = new Set(entries.map(({ path }) => path));
        const urls = images.flatMap((image) => {
            const path = picturePath(image, folder);
            return committed.has(path) ? [[image.path, (0,_tree_js__WEBPACK_IMPORTED_MODULE_3__/* .fileUrl */ .iw)(repository, commit ?? '', path)]] : [];
        });
        const warning = (0,_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .refusedFilesWarning */ .m5)(refused, number => number === 1 ? 'The comment lacks 1 picture' : `The comment lacks ${number} pictures`);
        return { urls: new Map(urls), warning };
    }
    catch (error) {
        throw (0,_tree_js__WEBPACK_IMPORTED_MODULE_3__/* .branchError */ .hs)(error);
    }
}
/** Returns the path of a picture. Identical pictures have the same path, even in different runs. */
const picturePath = ({ sha256, format, name = sha256 }, folder) => `${folder}/${name}.${format}`;
const uploadTo = async (branch, path, image) => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: await branch.upload(image.path),
});
const dayFolder = /^\d{4}-\d\d-\d\d$/;
/** Removes old folders in the first commit of a day, when the old tree has no folder of the day yet. */
function withoutOldFolders(tip, entries, folder) {
    const root = tip?.root ?? [];
    const today = root.some(({ path }) => path === folder);
    const kept = root.filter(({ path }) => !dayFolder.test(path) || isKept(path, folder));
    return !today && kept.length < root.length ? { entries, root: kept } : { entries };
}
const isKept = (day, today) => Date.parse(today) - Date.parse(day) <= _tree_js__WEBPACK_IMPORTED_MODULE_3__/* .keptDays */ .CP * 86_400_000;
/** Whether the comment will show pictures from the images branch. */
const showsPictures = (context) => context.inputs.images.kind !== 'none' && (0,_github_pull_request_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestToComment */ .t5)(context) !== undefined;
/** Starts to upload a target's pictures. */
function uploadPictures(context, branch, result) {
    if (showsPictures(context))
        for (const { path } of newPictures(context, result))
            void branch.upload(path);
}
/** Commits the pictures that the pull request's comment shows, including pictures before and difference images. */
async function publishPictures(context, branch, rendered) {
    if (!showsPictures(context))
        return { urls: new Map() };
    const existing = new Map(rendered
        .flatMap(pictureFiles)
        .flatMap(({ path, imageUrl }) => (imageUrl ? [[path, imageUrl]] : [])));
    const images = rendered.flatMap(result => newPictures(context, result));
    if (images.length === 0)
        return { urls: existing };
    const message = `Pictures for pull request #${(0,_github_pull_request_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestToComment */ .t5)(context)}\n\n${context.run.url}`;
    const { urls, warning } = await commitPictures(branch, { images, message, today: context.began });
    return { urls: new Map([...existing, ...urls]), warning };
}
/** Returns the pictures that are not on the branch yet. */
const newPictures = (context, result) => pictureFiles(result).flatMap(({ path, sha256, format, imageUrl }) => {
    if (format === 'pdf' || imageUrl)
        return [];
    const name = path === result.path && (0,_file_names_js__WEBPACK_IMPORTED_MODULE_2__/* .pictureName */ .I_)(result, context.inputs.looker.base.host);
    return [{ path, sha256, format, ...(name && { name }) }];
});
function pictureFiles({ path, sha256, target, comparison, production }) {
    const imageUrl = comparison?.status === 'unchanged' && comparison.imageUrl;
    const own = { path, sha256, format: target.output.format, ...(imageUrl && { imageUrl }) };
    return [own, ...(comparison ? (0,_results_js__WEBPACK_IMPORTED_MODULE_0__/* .sidecarsOf */ .eG)(comparison) : []), ...(production ? [production] : [])];
}


/***/ }),

/***/ 83353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  I: () => (/* binding */ publishSummary),
  S: () => (/* binding */ writeSummary)
});

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









/** GitHub drops a step's whole summary if it is larger than 1 MiB. */
const maxSummaryBytes = 1024 * 1024 - 4096;
/**
 * Renders the job summary: the headline, a row for each target with the most important first, and a folded section for
 * each failure.
 */
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
        contentTable(facts.branch?.content),
        changedPictures(results, facts),
        details.text,
        leftOutLine(details.left, 'more failures are', facts),
        unaffectedLine(facts),
        `<p><sub>${summaryFooter(facts, results.length - failures.length)}</sub></p>\n`,
    ]
        .filter(part => part !== '')
        .join('\n');
}
/** The maximum number of changed pictures in a summary. The report has all of them. */
const maxPictures = 12;
/** Shows the changed pictures in small size, two per row. Each links to its full size. */
function changedPictures(results, { report }) {
    const cells = results.flatMap(result => {
        if (result.status !== 'success' || result.comparison?.status !== 'changed')
            return [];
        const { strip, difference } = result.comparison;
        const image = strip?.links.imageUrl ?? difference.links.imageUrl;
        if (image === undefined)
            return [];
        const name = (0,report_text/* escapeMarkdown */.FV)((0,heading/* headingOf */.Wm)(result));
        return `<td valign="top"><b>${name}</b><br><a href="${image}"><img src="${image}" alt="${name}, before and after" width="400"></a></td>`;
    });
    if (cells.length === 0)
        return '';
    const shown = cells.slice(0, maxPictures);
    const rows = shown.flatMap((cell, place) => place % 2 === 0 ? `<tr>${cell}${shown[place + 1] ?? ''}</tr>\n` : []);
    const left = cells.length - shown.length;
    const where = report ? (0,report_text/* link */.nf)(report.url, 'the report') : 'the files';
    return `<table>\n${rows.join('')}</table>\n${left > 0 ? `<p>${left} more changed pictures are in ${where}.</p>\n` : ''}`;
}
const maxSummaryContent = 200;
/** Lists dashboards and Looks elsewhere that break. */
function contentTable(content) {
    const words = (0,lookml/* describeContent */.Xb)(content);
    if (words === undefined || !content)
        return '';
    const rows = content.broken
        .slice(0, maxSummaryContent)
        .map(broken => `<tr><td>${(0,report_text/* link */.nf)(broken.url, broken.title)}</td><td>${(0,report_text/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,lookml/* contentErrors */.T7)(broken), 500))}</td></tr>\n`);
    const left = content.broken.length - rows.length;
    return `<p>❌ ${(0,report_text/* escapeMarkdown */.FV)(words)}${left > 0 ? `; ${left} are left out here` : ''}</p>\n${rows.length > 0 ? `<table>\n${rows.join('')}</table>\n` : ''}`;
}
function unaffectedLine({ unaffected = [] }) {
    if (unaffected.length === 0)
        return '';
    const names = (0,report_text/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,lookml/* nameUnaffected */.VQ)(unaffected), 10_000));
    return `<details><summary>${(0,lookml/* describeUnaffected */.NF)(unaffected)}</summary>\n<p>${names}</p>\n</details>\n`;
}
const importance = ['failed', 'changed', 'new', 'not compared', 'rendered', 'unchanged'];
/** Returns one word for a result. A changed target counts as changed instead of successful. */
function summaryStateOf(result) {
    if (result.status === 'failure')
        return 'failed';
    const status = (0,verdict_facts/* changeOfResult */.No)(result);
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
/** Keeps a number and its unit on one line in a narrow column. */
const unbroken = (text) => text.replaceAll(' ', '&nbsp;');
function comparedCell(result) {
    const { check } = result;
    const ofCheck = check ? [(0,tile_words/* checkWords */.iW)(check), (0,tile_words/* drawingWords */.mJ)(check)].map(report_text/* escapeMarkdown */.FV) : [];
    return [...ofCheck, pictureWords(result)].filter(words => words !== '').join('<br>');
}
function pictureWords(result) {
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

// EXTERNAL MODULE: ./build/runtime/files.js
var files = __webpack_require__(68560);
// EXTERNAL MODULE: ./build/withhold.js
var withhold = __webpack_require__(73411);
// EXTERNAL MODULE: ./build/world.js
var build_world = __webpack_require__(93920);
;// CONCATENATED MODULE: ./build/publish/summary.js





/** Adds the results to the job summary, unless `summary` is off. @returns an error if that fails */
async function publishSummary(context, { results, unaffected, links, apiCalls, release, judged, branch }) {
    const { inputs, world, isGuarded } = context;
    if (!inputs.summary)
        return undefined;
    const facts = {
        ...(judged && { judged: isGuarded ? (0,withhold/* withholdJudged */.tc)(judged) : judged }),
        unaffected: isGuarded ? unaffected.map(withhold/* withholdTarget */.H5) : unaffected,
        host: inputs.looker.base.host,
        directory: (0,files/* slashPath */.Lz)((0,build_world/* workspaceOf */.B)(world), inputs.outputDirectory),
        apiCalls,
        ...(branch && { branch: isGuarded ? (0,withhold/* withholdBranch */.qg)(branch) : branch }),
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


/** Formats `1,234 pixels, 0.4 %, and 9,424 pixels of another shade`, or only one of the two parts. */
function describePixels({ changedPixels, changedShare, shadedPixels }) {
    const changed = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPixels */ .$0)(changedPixels)}, ${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatShare */ .T1)(changedShare)}`;
    if (shadedPixels === 0)
        return changed;
    const shaded = `${(0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPixels */ .$0)(shadedPixels)} of another shade`;
    return changedPixels === 0 ? shaded : `${changed}, and ${shaded}`;
}
/** Describes the number of changed pixels, and the sizes if they differ. */
function describeChange(comparison) {
    const pixels = describePixels(comparison);
    const { before, after } = comparison.sizes;
    if (before.width === after.width && before.height === after.height)
        return pixels;
    return `${pixels}; it was ${before.width} × ${before.height} and is ${after.width} × ${after.height}`;
}
/** Describes a comparison on one line, for the log. Plain text. */
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
/** Explains why there is no baseline. Plain text. */
const describeNew = ({ ref, sha }) => sha === undefined
    ? `${describeUnrecorded(ref)} with these options yet`
    : `${ref} at ${sha.slice(0, 7)} does not have it`;
/** Formats a rectangle as in `ignore`: `0, 0, 1260, 40`. */
const describeRectangle = ({ x, y, width, height }) => [x, y, width, height].join(', ');
/**
 * Describes the parts that were left out of a comparison, and the second render: `2 rectangles are ignored; 500 pixels
 * of noise between two renders`. May be empty. Plain text.
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
/** From this age on, a baseline is old: differences may come from its old data. */
const oldDays = 14;
/**
 * Lists other possible causes of a change than the pull request, as sentences without a full stop. Empty for an
 * unchanged picture. Plain text.
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
            `Looker was ${then.release} then and is ${release} now, which may draw in another way`,
        days > oldDays && `The baseline is ${days} days old, so the data may have changed`,
        then.isUnmerged && describeUnmerged(then),
    ].filter(doubt => typeof doubt === 'string');
}
/** Explains that the base branch has newer commits than the pull request, or was force-pushed. */
function describeUnmerged({ ref, sha, insteadOf }) {
    const fact = `The pull request's branch does not have ${ref}'s commit ${sha.slice(0, 7)}, so the change may come from ${ref}`;
    return insteadOf
        ? `${fact}: run the workflow for ${insteadOf}, so that it has pictures of its own`
        : `${fact}: merge ${ref} into it, or rebase it, so that both show the same`;
}
/**
 * Describes a baseline: `main at 1a2b3c4, recorded 2 days earlier by run 7`, `main at 1a2b3c4, rendered in this run`,
 * or the second instance's host. Plain text.
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
/** Counts the results: `2 changed, 1 new, 3 unchanged`. Empty if nothing was compared. */
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
/* harmony export */   T7: () => (/* binding */ contentErrors),
/* harmony export */   VQ: () => (/* binding */ nameUnaffected),
/* harmony export */   Xb: () => (/* binding */ describeContent),
/* harmony export */   nl: () => (/* binding */ describeReasons),
/* harmony export */   ot: () => (/* binding */ describeBranchCheck)
/* harmony export */ });
/* harmony import */ var _heading_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71374);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);
/* harmony import */ var _tile_check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72787);



/** The maximum number of reasons for one target. */
const maxReasons = 3;
/** Lists reasons: `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …`. Plain text. */
function describeReasons(affectedBy) {
    const left = affectedBy.length - maxReasons;
    return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ');
}
/** `5 targets are not affected by the change` */
const describeUnaffected = ({ length }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`;
const nameUnaffected = (targets) => targets.map(target => (0,_heading_js__WEBPACK_IMPORTED_MODULE_0__/* .headingOf */ .Wm)({ target })).join('; ');
/** Describes all tiles of a branch check. */
function describeBranchCheck(branch) {
    if (!branch)
        return [];
    const { project, base, head, numbers, omittedQueries, isDevelopmentSql, content } = branch;
    return [
        `Before is the merge base ${base.slice(0, 7)}, after is commit ${head.slice(0, 7)}: SQL${numbers ? ' and results' : ''} of the LookML project ${project} in development mode, on the data of production`,
        ...(isDevelopmentSql
            ? [
                'The LookML has SQL for development mode (-- if dev --), so numbers may be those of a development schema',
            ]
            : []),
        ...(omittedQueries > 0
            ? [`${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(omittedQueries, 'query was', 'queries were')} not run: at most 200 are run for each side`]
            : []),
        ...(content?.problem === undefined
            ? []
            : [`Dashboards and Looks elsewhere were not checked: ${content.problem.replace(/\.$/, '')}`]),
    ];
}
/** The maximum number of listed errors for one dashboard or Look. */
const maxContentErrors = 3;
/** `Orders: Unknown field "order_items.orders"; and 2 more errors` */
function contentErrors({ messages }) {
    const left = messages.length - maxContentErrors;
    return [
        ...messages.slice(0, maxContentErrors),
        ...(left > 0 ? [`and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(left, 'more error')}`] : []),
    ].join('; ');
}
/** Describes broken content: `This pull request breaks 2 dashboards elsewhere`. Undefined if nothing breaks. */
function describeContent(content) {
    const { broken = [], leftOut = 0, accepted } = content ?? {};
    if (broken.length + leftOut === 0)
        return undefined;
    if (broken.length === 0)
        return `This pull request breaks ${leftOut} dashboards or Looks in personal folders or in folders that the API user cannot see`;
    return [
        `This pull request breaks ${(0,_tile_check_js__WEBPACK_IMPORTED_MODULE_2__/* .countContent */ .dq)(broken)} elsewhere`,
        ...(leftOut > 0
            ? [`and ${leftOut} more in personal folders or in folders that the API user cannot see`]
            : []),
        ...(accepted ? [`accepted by @${accepted.login} for commit ${accepted.commit.slice(0, 7)}`] : []),
    ].join(', ');
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


/** Escapes external text for HTML elements and attributes. Puts it on one line, without control characters. */
function escapeHtml(text) {
    const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    return (0,escape_goat__WEBPACK_IMPORTED_MODULE_0__/* .htmlEscape */ .z)(line.toWellFormed());
}
/**
 * Escapes text for HTML inside of Markdown. Puts it on one line, because a blank line would end the HTML block. A
 * zero-width space breaks up texts that GitHub would turn into links (`@team`, `#12`, `GH-12`).
 */
function escapeMarkdown(text) {
    return escapeHtml(text).replace(/(@|(?<!&)#|\bGH(?=-\d))(?=[\w-])/gi, '$1&#8203;');
}
/** Escapes text for a Markdown heading: on one line, and without effect as Markdown, HTML, mention or URL. */
function escapeHeading(text) {
    const plain = text.replace(/[\\`*_[\]#|~$]/g, '\\$&');
    return escapeMarkdown(plain).replace(/:(?=\/\/|\w+:)|www(?=\.)/gi, '$&&#8203;');
}
/** Adds `<a href>` around escaped text. Only http(s) URLs become links. */
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
/** Returns the length of a text in a comment. GitHub's count is never higher. */
const characters = (text) => text.length;
/** Returns the first entries that fit, and the number of the others. `most` is in the unit of `lengthOf`. */
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
/** A share from 0 to 1 as `0.4 %`. Only exact values become `0 %` or `100 %`. */
function formatShare(share) {
    if (share > 0 && share < 0.001)
        return 'under 0.1 %';
    if (share < 1 && share > 0.999)
        return 'over 99.9 %';
    return `${Number((share * 100).toFixed(1))} %`;
}
/** `2026-11-20 09:15 UTC` */
const formatTime = (at) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
/** Units in seconds, largest first. A unit is used for two or more of it, so a week is `7 days`. */
const spans = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
];
/** Formats the time from `then` to `now` in whole units: `4 days earlier`. A time in the future counts as now. */
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
/* harmony export */   iW: () => (/* binding */ checkWords),
/* harmony export */   mJ: () => (/* binding */ drawingWords)
/* harmony export */ });
/* unused harmony exports resultWords, pairWords, changeShare */
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);
/* harmony import */ var _tile_check_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72787);


/** Describes a tile's branch check on one line: `Revenue: $2.37M → $2.03M (−14.3 %)`. Plain text. */
function tileWords(tile) {
    return `${tile.title}: ${stateWords(tile)}`;
}
/** Summarizes the tiles of a target: `2 of 5 tiles changed, 1 broken`. */
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
/**
 * Explains why a changed LookML dashboard has no picture, or lists its tiles with production's model. Empty otherwise.
 */
function drawingWords({ drawing }) {
    if (!drawing)
        return '';
    const { problem, modelTiles } = drawing;
    if (problem)
        return `not drawn: ${problem.message}`;
    if (modelTiles.length === 0)
        return '';
    const named = modelTiles
        .slice(0, maxModelTiles)
        .map(title => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(title, maxModelTitle))
        .join(', ');
    const more = modelTiles.length > maxModelTiles ? ` and ${modelTiles.length - maxModelTiles} more` : '';
    return `drawn with production's model, although this pull request changes the model of ${named}${more}`;
}
/** The maximum number of titles in a line about a drawing, and of characters of each title. */
const maxModelTiles = 10;
const maxModelTitle = 100;
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
/** Formats a pair of values: `12 → 13 (+8.3 %)`. A missing value is `none`. */
function pairWords(pair) {
    const share = changeShare(pair);
    return `${pair.before?.text ?? 'none'} → ${pair.after?.text ?? 'none'}${share === undefined ? '' : ` (${share})`}`;
}
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });
/** @returns undefined if one side is not a number, or if the number before is 0 */
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
/** Returns the rows with the largest differences. Leaves out columns without a difference. */
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
