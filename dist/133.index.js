export const id = 133;
export const ids = [133];
export const modules = {

/***/ 3151:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ readBaseMemory),
/* harmony export */   dQ: () => (/* binding */ memoryKey),
/* harmony export */   kc: () => (/* binding */ writeBaseMemory)
/* harmony export */ });
/* unused harmony export parseBaseMemory */
/* harmony import */ var _images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37020);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);



/** Returns a hash, because `queryKey` is a long JSON text. */
const memoryKey = (queryKey) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Of */ .Bj)(queryKey).slice(0, 32);
const folder = 'sql';
/** After this number of days, a run deletes the stored answers. */
const keptMemoryDays = 14;
const maxMemoryLength = 5_000_000;
const memoryVersion = 1;
/**
 * @returns undefined if nothing is stored for this base commit
 * @throws if GitHub does not answer
 */
async function readBaseMemory(images, owner) {
    const tip = await images.tip();
    const file = tip && (await findFile(images, tip, owner));
    if (!file?.sha || (file.size ?? 0) > maxMemoryLength)
        return undefined;
    return parseBaseMemory((await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_0__/* .readBlob */ .gm)(await images.repository(), file.sha)).toString());
}
/**
 * Stores the answers, and deletes old files.
 * @throws if GitHub refuses the commit
 */
async function writeBaseMemory(images, owner, memory, now) {
    const content = formatBaseMemory(memory);
    if (content.length > maxMemoryLength)
        return;
    const path = `${folder}/${dayOf(now)}.${memoryName(owner)}`;
    const oldest = dayOf(new Date(now.getTime() - keptMemoryDays * 24 * 60 * 60_000));
    await images.commit({
        message: `SQL of commit ${owner.commit}`,
        changes: async (tip) => {
            const files = tip ? await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_0__/* .filesBelow */ .DR)(await images.repository(), tip, folder) : [];
            const gone = files.filter(({ path: name }) => name < oldest || (name.endsWith(memoryName(owner)) && `${folder}/${name}` !== path));
            const deleted = gone.map(({ path: name, mode, type }) => ({ path: `${folder}/${name}`, mode, type, sha: null }));
            return { entries: [(0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_0__/* .newFile */ .Jd)(path, content), ...deleted] };
        },
    });
}
const dayOf = (date) => date.toISOString().slice(0, 10);
const memoryName = ({ commit, project, host, clientId }) => `${commit}.${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256Of */ .Bj)(JSON.stringify([project, host, clientId])).slice(0, 16)}.json`;
async function findFile(images, tip, owner) {
    const files = await (0,_images_branch_branch_tip_js__WEBPACK_IMPORTED_MODULE_0__/* .filesBelow */ .DR)(await images.repository(), tip, folder);
    return files.find(({ path }) => path.endsWith(memoryName(owner)));
}
const formatBaseMemory = ({ errors, sql }) => `${JSON.stringify({ version: memoryVersion, errors, sql: Object.fromEntries(sql) })}\n`;
/** Checks the content, because all users with write access to the repository can change the file. */
function parseBaseMemory(json) {
    const stored = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .parseJson */ .qF)(json);
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv)(stored) || stored.version !== memoryVersion)
        return undefined;
    if (!Array.isArray(stored.errors) || !(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv)(stored.sql))
        return undefined;
    const sql = Object.entries(stored.sql).filter((entry) => typeof entry[1] === 'string');
    return { errors: stored.errors.flatMap(error => parseError(error) ?? []), sql: new Map(sql) };
}
function parseError(error) {
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv)(error) || typeof error.message !== 'string')
        return undefined;
    const { message, path, line, model } = error;
    return {
        message,
        ...(typeof path === 'string' && { path }),
        ...(typeof line === 'number' && { line }),
        ...(typeof model === 'string' && { model }),
    };
}


/***/ }),

/***/ 91133:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ checkPlan),
  forecastCheck: () => (/* binding */ forecastCheck)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/client.js
var client = __webpack_require__(44463);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/github/github-errors.js
var github_errors = __webpack_require__(28831);
// EXTERNAL MODULE: ./build/looker/deployable-project.js
var deployable_project = __webpack_require__(74426);
// EXTERNAL MODULE: ./build/looker/session.js
var session = __webpack_require__(57209);
// EXTERNAL MODULE: ./build/looker/validate-lookml.js
var validate_lookml = __webpack_require__(71730);
// EXTERNAL MODULE: ./build/report/descriptions.js
var descriptions = __webpack_require__(16668);
// EXTERNAL MODULE: ./build/results.js
var results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/branch-check/dev-project.js
var dev_project = __webpack_require__(64991);
// EXTERNAL MODULE: ./build/branch-check/temporary-branch.js
var temporary_branch = __webpack_require__(93696);
;// CONCATENATED MODULE: ./build/branch-check/restore-branches.js



const maxRestoreTries = 3;
const restorePauseMs = 2000;
/** The time in which Looker may still execute a request after the runner killed the process. */
const settlingMs = 10_000;
/**
 * In each project, checks out the previous branch, deletes the step's temporary branches, and confirms both. If a user
 * has checked out another branch in the meantime, keeps that branch checked out.
 * @returns an error with a next step for each project that could not be restored
 */
async function restoreBranches(saved, restorer) {
    const errors = await Promise.all(saved.map(project => restoreProject(project, restorer)));
    return errors.flat();
}
/** Restores twice, because Looker may execute a request of the killed step after the first restore. */
async function restoreAfterKill(saved, restorer) {
    const errors = await restoreBranches(saved, restorer);
    try {
        await restorer.clock.sleep(settlingMs, restorer.signal);
    }
    catch {
        return errors;
    }
    return restoreBranches(saved, restorer);
}
/** After an error, repeats all steps, because a wrong branch affects all users and jobs that share the API user. */
async function restoreProject(saved, restorer) {
    if (saved.ours.length === 0)
        return [];
    for (let tries = 1;; tries++) {
        const errors = await restoreOnce(saved, restorer);
        if (errors.length === 0 || tries === maxRestoreTries || restorer.signal.aborted)
            return errors;
        await restorer.clock.sleep(restorePauseMs, restorer.signal).catch(() => undefined);
    }
}
async function restoreOnce(saved, restorer) {
    const project = restorer.project(saved.id);
    const errors = [];
    let left = '';
    try {
        left = await checkOutAgain(saved, project, restorer);
    }
    catch (error) {
        errors.push(restoreError(saved, project, await restorer.userName(), error));
    }
    for (const name of saved.ours)
        try {
            await deleteBranch(name, project, restorer);
        }
        catch (error) {
            errors.push(deletionError(name, project, error));
        }
    if (errors.length === 0)
        restorer.log(`The temporary branches of the LookML project ${saved.id} are deleted; ${left} is checked out${left === saved.before ? ' again' : ''}.`);
    return errors;
}
/**
 * Checks out the previous branch if a temporary branch of this step is checked out.
 * @returns the branch that is checked out at the end
 */
async function checkOutAgain({ before, ours }, project, restorer) {
    const readMove = async () => {
        const branch = await project.checkedOut(restorer.signal);
        return { name: branch.name, move: temporary_branch/* branchMoves */.pW.end[(0,temporary_branch/* roleOfBranch */.Un)(branch, { ours }, restorer.today())] };
    };
    const { name, move } = await readMove();
    if (move === 'nothing to restore')
        return name;
    await checkOutSaved(before, project, restorer);
    const now = await readMove();
    if (now.move === 'nothing to restore')
        return now.name;
    throw new errors/* ActionError */.lZ(`Looker answered that it checked out ${before}, but ${now.name} is still checked out`, 'Run the job again.');
}
async function checkOutSaved(before, project, { signal, log }) {
    try {
        await project.checkOut(before, signal);
    }
    catch (error) {
        if (!(error instanceof dev_project/* MissingBranchError */.T8))
            throw error;
        const personal = await findPersonalBranch(project, signal);
        log(`The branch ${before} of the LookML project ${project.id} is gone; checking out ${personal} instead.`);
        await project.checkOut(personal, signal);
    }
}
/**
 * Returns the branch that Looker created for the API user.
 * @throws ActionError if that branch does not exist
 */
async function findPersonalBranch(project, signal) {
    const all = await project.branches(signal);
    const personal = all.find(({ name, isPersonal }) => isPersonal && !(0,temporary_branch/* isTemporaryBranch */.U9)(name));
    if (personal)
        return personal.name;
    throw new errors/* ActionError */.lZ(`The API user has no personal branch in the LookML project ${project.id}, so no branch could be checked out at the end`, `Log in to Looker as that user, turn on development mode, and open the project ${project.id}. Looker then creates the branch.`);
}
async function deleteBranch(name, project, { signal }) {
    await project.delete(name, signal);
    if ((await project.find(name, signal)) === undefined)
        return;
    throw new errors/* ActionError */.lZ(`Looker answered that it deleted ${name}, but the branch is still there`, 'Run the job again.');
}
function restoreError(saved, project, user, cause) {
    const { fact, hint } = unrestoredBranchFault(saved, project, user);
    return new errors/* ActionError */.lZ(`${fact}: ${(0,errors/* asActionError */.z6)(cause).message}`, hint, { cause });
}
const unrestoredBranchFault = ({ before, ours }, { id, host }, user) => ({
    fact: `In the LookML project ${id} at ${host}, a temporary branch of this step (${ours.join(' or ')}) may still be checked out for ${user}, in place of ${before}`,
    hint: `Check out ${before} as that user in Looker (Develop, ${id}, branch menu), or with the API in the workspace dev: PUT https://${host}/api/4.0/projects/${encodeURIComponent(id)}/git_branch and {"name": ${JSON.stringify(before)}}.`,
});
function deletionError(name, { id, host }, cause) {
    const { message } = (0,errors/* asActionError */.z6)(cause);
    return new errors/* ActionError */.lZ(`The temporary branch ${name} of the LookML project ${id} at ${host} is still there: ${message}`, `Delete the branch in Looker (Develop, ${id}, branch menu) or with git push origin --delete ${name}.`, { cause });
}

;// CONCATENATED MODULE: ./build/branch-check/wait-for-other-run.js



/** The pause before the step reads the other run's branch again. */
const waitMs = 15_000;
/**
 * Logs once which run the step waits for. If the deadline passes during the wait, `wait` or `checkedOut` throws an
 * error that names the other run.
 */
function createWait({ clock, signal, log }) {
    const logged = new Set();
    /** The branch of the other run, by project id. */
    const awaited = new Map();
    const orDeadline = async ({ id, host }, work) => {
        try {
            return await work();
        }
        catch (cause) {
            const name = awaited.get(id);
            throw signal.aborted && name !== undefined ? deadlineError(name, { id, host, cause }) : cause;
        }
    };
    return {
        async checkedOut(project) {
            const branch = await orDeadline(project, () => project.checkedOut(signal));
            awaited.delete(project.id);
            return branch;
        },
        async wait({ name }, project) {
            if (!logged.has(name))
                log(`Waiting for another run (${(0,temporary_branch/* runOf */.ng)(name)}), which has ${name} checked out in the LookML project ${project.id}.`);
            logged.add(name);
            awaited.set(project.id, name);
            await orDeadline(project, () => clock.sleep(waitMs, signal));
        },
    };
}
const deadlineError = (name, { id, host, cause }) => new errors/* ActionError */.lZ(`Another run (${(0,temporary_branch/* runOf */.ng)(name)}) had its branch ${name} checked out in the LookML project ${id} at ${host} until the deadline`, 'An API user can check out only one branch. Let only one run at a time use the API key: add concurrency with queue: max to the workflow, or max-parallel: 1 to a matrix. If the other run has ended, check out another branch as the API user in Looker.', { cause });
/** Deletes the branch that a killed run left checked out, and checks out the personal branch. */
async function clearAway({ name }, project, { signal, warn }) {
    const personal = await findPersonalBranch(project, signal);
    await project.checkOut(personal, signal);
    const all = await project.branches(signal);
    const left = all.filter(one => (0,temporary_branch/* isTemporaryBranch */.U9)(one.name) && (0,temporary_branch/* stemOf */.Vc)(one.name) === (0,temporary_branch/* stemOf */.Vc)(name));
    for (const { name } of left)
        await project.delete(name, signal);
    warn(new errors/* ActionError */.lZ(`The branch ${name}, which a killed run left behind more than two hours ago, was still checked out in the LookML project ${project.id}. The branch was deleted, and ${personal} was checked out`, `Check in GitHub Actions why the run (${(0,temporary_branch/* runOf */.ng)(name)}) ended early.`));
}

;// CONCATENATED MODULE: ./build/branch-check/branches.js





/** Thrown if an unexpected branch was checked out. */
class DisturbedBranchError extends errors/* ActionError */.lZ {
    branch;
    constructor(fact, hint, branch) {
        super(fact, hint);
        this.branch = branch;
    }
}
/** The time for Looker to fetch new commits after a request for the list of branches. */
const fetchMs = 5000;
/** The pause before the checked-out branch is read again. */
const lateAnswerMs = 5000;
/** The maximum number of projects. It limits the requests, and no known project imports as many. */
const maxProjects = 50;
/**
 * Reads the checked-out branches of all projects, to restore them at the end. Waits while another run uses these
 * branches.
 * @throws ActionError if no branch can be checked out
 */
async function openBranches(options) {
    const main = options.project(options.projectId);
    const branches = {
        main,
        others: options.otherProjects.map(id => options.project(id)),
        entered: new Map(),
        closed: new Map(),
        unavailable: new Map(),
        options,
        waits: createWait(options),
    };
    // After a wait, all projects are read again, because another run may have checked out a branch during the wait, even
    // in a project that was already read.
    while (!(await visitProjects(branches, project => readBefore(project, branches))))
        branches.entered.clear();
    let isBrokenOff = false;
    return {
        unavailable: branches.unavailable,
        async during(side, commit, work) {
            isBrokenOff = true;
            const done = await doRound(side, commit, work, branches);
            isBrokenOff = false;
            return done;
        },
        async close() {
            const errors = await restoreBranches(savedOf(branches), options.restorer);
            // If a request was interrupted, Looker may still execute it, so the post step restores the branches again.
            if (errors.length === 0 && !isBrokenOff)
                options.save([]);
            return errors;
        },
    };
}
const savedOf = ({ entered }) => [...entered.values()].map(({ project, before, ours }) => ({ id: project.id, before, ours: [...ours] }));
/**
 * Visits the main project and then the other projects, each with all projects that its checked-out branch imports. Stops
 * if `visit` returns false. If another project or one of its imports fails, continues without it.
 */
async function visitProjects(branches, visit) {
    const { main, others, unavailable, options } = branches;
    const seen = new Set();
    if (!(await visitWithImports(main, seen, visit, branches)))
        return false;
    for (const project of others.filter(({ id }) => !unavailable.has(id)))
        try {
            if (!(await visitWithImports(project, seen, visit, branches)))
                return false;
        }
        catch (error) {
            const isFinal = error instanceof DisturbedBranchError || error instanceof errors/* Interruption */._n;
            if (!(error instanceof errors/* ActionError */.lZ) || isFinal || options.signal.aborted)
                throw error;
            unavailable.set(project.id, error);
        }
    return true;
}
/** @throws NoDevelopError if the API user may not develop the project, or an import of another project than the main one */
async function visitWithImports(root, seen, visit, { main, closed, options }) {
    const found = [root];
    for (const project of found) {
        const refusal = closed.get(project.id);
        if (refusal && root !== main)
            throw refusal;
        if (refusal || seen.has(project.id))
            continue;
        try {
            if (!(await visit(project)))
                return false;
            seen.add(project.id);
            for (const id of await project.localImports(options.signal))
                if (found.length < maxProjects && found.every(one => one.id !== id))
                    found.push(options.project(id));
        }
        catch (error) {
            if (root !== main || project === main || !(error instanceof dev_project/* NoDevelopError */.ZJ))
                throw error;
            closed.set(project.id, error);
            options.warn(new errors/* ActionError */.lZ(`The API user may not develop the imported LookML project ${project.id}, so the check uses the version of its LookML that is checked out for that user`, error.hint, { cause: error }));
        }
    }
    return true;
}
/**
 * @returns false after a wait, and after a killed run's branch was deleted. Branches that were read earlier may then
 * have changed
 */
async function readBefore(project, { entered, options, waits }) {
    const { signal, today } = options;
    const branch = await waits.checkedOut(project);
    const note = (before) => entered.set(project.id, { project, before, ours: new Set() });
    switch (temporary_branch/* branchMoves */.pW.begin[(0,temporary_branch/* roleOfBranch */.Un)(branch, { ours: [] }, today())]) {
        case 'save it':
            note(branch.name);
            return true;
        case 'save the personal branch':
            note(await findPersonalBranch(project, signal));
            return true;
        case 'clear away':
            await clearAway(branch, project, options);
            return false;
        case 'wait':
            await waits.wait(branch, project);
            return false;
    }
}
async function doRound(side, commit, work, branches) {
    for (let round = 1;; round++) {
        const wanted = await enter(side, commit, branches);
        const done = await work();
        const wrong = await findWrongBranch(wanted, branches);
        if (!wrong)
            return done;
        if (wrong.move === 'leave it' || round === 2)
            throw disturbedError(wrong);
        branches.options.log(`${disturbedError(wrong).message}. The queries are run again.`);
    }
}
/**
 * Checks out the side's branch in the main project, and a branch at production's commit in each imported or other
 * project.
 */
async function enter(side, commit, branches) {
    const { main, options } = branches;
    const all = [];
    await visitProjects(branches, async (project) => {
        const wanted = project === main
            ? { project, name: `${options.stem()}-${side}`, commit }
            : { project, name: `${options.stem()}-base`, commit: await options.productionCommit(project.id) };
        await enterProject(wanted, branches);
        // The imported projects depend on the commit, so the commit is confirmed before the manifest is read.
        await confirmEntered(wanted, branches);
        all.push(wanted);
        return true;
    });
    return all;
}
/** @param seen another run's branch, if it has just been read */
async function enterProject(wanted, branches, seen) {
    const { entered, options } = branches;
    const { project, name, commit } = wanted;
    // If only this side imports the project, its checked-out branch is not saved yet.
    while (!entered.has(project.id))
        await readBefore(project, branches);
    const ours = entered.get(project.id)?.ours ?? new Set();
    if (ours.size > 0)
        await waitForTurn(wanted, branches, seen);
    if (ours.has(name))
        return project.checkOut(name, options.signal);
    ours.add(name);
    options.save(savedOf(branches));
    options.log(`Creating the branch ${name} at commit ${commit} in the LookML project ${project.id}.`);
    try {
        await createBranch(wanted, options);
    }
    catch (error) {
        if (error instanceof dev_project/* RefusedBranchError */.HS || !(await isCheckedOut(wanted, options)))
            throw error;
    }
}
/**
 * Waits until no other run uses the project.
 * @throws DisturbedBranchError if a user checked out another branch after the step created its branches
 */
async function waitForTurn({ project, name, commit }, { entered, options, waits }, seen) {
    const ours = [...(entered.get(project.id)?.ours ?? [])];
    for (let count = 0;; count++) {
        const branch = (count === 0 && seen) || (await waits.checkedOut(project));
        const move = temporary_branch/* branchMoves */.pW.return[(0,temporary_branch/* roleOfBranch */.Un)(branch, { ours }, options.today())];
        // If the step waited, the other run has ended and restored the original branch.
        if (move === 'enter' || (move === 'leave it' && count > 0))
            return;
        if (move === 'leave it')
            throw disturbedError({ project, name, commit, branch });
        await waits.wait(branch, project);
    }
}
async function createBranch({ project, name, commit }, options) {
    const { clock, signal, log } = options;
    try {
        await project.create(name, commit, signal);
    }
    catch (error) {
        if (!(error instanceof dev_project/* UnfetchedCommitError */.sn))
            throw error;
        log(`${error.message}. Trying again.`);
        await project.branches(signal);
        await clock.sleep(fetchMs, signal);
        await project.create(name, commit, signal);
    }
}
/** Looker may have created the branch although the request failed. */
async function isCheckedOut({ project, name }, { signal }) {
    try {
        return (await project.checkedOut(signal)).name === name;
    }
    catch {
        return false;
    }
}
async function confirmEntered(wanted, branches) {
    const { project, name, commit } = wanted;
    const { entered, options } = branches;
    const { before, ours = new Set() } = entered.get(project.id) ?? {};
    let [isReset, isEntered, isReadAgain] = [false, false, false];
    for (;;) {
        const branch = await project.checkedOut(options.signal);
        const role = (0,temporary_branch/* roleOfBranch */.Un)(branch, { ours: [...ours], now: { name, commit } }, options.today());
        const move = temporary_branch/* branchMoves */.pW.entered[role];
        if (move === 'query')
            return;
        // A server of Looker may answer late with the branch that was checked out before.
        if (move === 'leave it' && branch.name === before && !isReadAgain) {
            isReadAgain = true;
            await options.clock.sleep(lateAnswerMs, options.signal);
            continue;
        }
        const isInVain = (move === 'reset' && isReset) || (role === 'left behind' && isEntered);
        if (move === 'leave it' || isInVain)
            throw disturbedError({ project, name, commit, branch });
        if (move === 'wait')
            await enterProject(wanted, branches, branch);
        else
            await project.reset(name, commit, options.signal);
        isReset ||= move === 'reset';
        isEntered ||= move === 'wait';
    }
}
async function findWrongBranch(all, { entered, options }) {
    for (const { project, name, commit } of all) {
        const branch = await project.checkedOut(options.signal);
        const ours = [...(entered.get(project.id)?.ours ?? [])];
        const role = (0,temporary_branch/* roleOfBranch */.Un)(branch, { ours, now: { name, commit } }, options.today());
        const move = temporary_branch/* branchMoves */.pW.queried[role];
        if (move !== 'keep the answers')
            return { project, name, commit, branch, move };
    }
    return undefined;
}
function disturbedError({ project, name, commit, branch }) {
    const seen = branch.name === name
        ? `the branch ${name} is at commit ${branch.ref ?? '(unknown)'} instead of ${commit}`
        : `${branch.name} is checked out instead of ${name}`;
    return new DisturbedBranchError(`In the LookML project ${project.id}, ${seen}`, 'Use the API key of a Looker user that no person and no other job uses at the same time. The branch that is now checked out was not changed.', branch.name);
}

// EXTERNAL MODULE: ./build/branch-check/changed-listens.js
var changed_listens = __webpack_require__(9229);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/branch-check/base-memory.js
var base_memory = __webpack_require__(3151);
// EXTERNAL MODULE: ./build/branch-check/check-tile.js + 1 modules
var check_tile = __webpack_require__(90290);
// EXTERNAL MODULE: ./build/branch-check/compare-sql.js
var compare_sql = __webpack_require__(30486);
// EXTERNAL MODULE: ./build/branch-report.js
var branch_report = __webpack_require__(18229);
// EXTERNAL MODULE: ./build/branch-check/tile-queries.js
var tile_queries = __webpack_require__(7515);
;// CONCATENATED MODULE: ./build/branch-check/limit-queries.js



/** Returns the maximum number of queries whose SQL `checkBranch` requests, for each side. */
function countQueries(tiles) {
    const { pairs } = limitQueries(tiles.flatMap(check_tile/* pairQueries */.p1));
    return { base: keysOf(pairs, 'base').size, head: keysOf(pairs, 'head').size };
}
/** Returns the pairs that fit into the limits of both sides. Earlier pairs have priority. Equal queries count once. */
function limitQueries(all) {
    const keys = { base: new Set(), head: new Set() };
    const sides = ['base', 'head'];
    const pairs = all.filter(pair => {
        const own = sides.flatMap(side => {
            const query = pair[side];
            return query ? [{ known: keys[side], key: (0,tile_queries/* queryKey */.qv)(query.body) }] : [];
        });
        const fits = own.every(({ known, key }) => known.has(key) || known.size < branch_report/* maxQueries */.B3);
        if (fits)
            for (const { known, key } of own)
                known.add(key);
        return fits;
    });
    return { pairs, omitted: all.length - pairs.length };
}
const queriesOf = (pairs, side) => pairs.flatMap(pair => pair[side] ?? []);
const keysOf = (pairs, side) => new Set(queriesOf(pairs, side).map(({ body }) => (0,tile_queries/* queryKey */.qv)(body)));

// EXTERNAL MODULE: ./build/branch-check/run-queries.js
var run_queries = __webpack_require__(17888);
;// CONCATENATED MODULE: ./build/branch-check/complete-answers.js






function answersOf({ base, head }, { base: ofBase, head: ofHead, again }) {
    return {
        base: base && ofBase.get((0,tile_queries/* queryKey */.qv)(base.body)),
        head: head && ofHead.get((0,tile_queries/* queryKey */.qv)(head.body)),
        again: base && again.get((0,tile_queries/* queryKey */.qv)(base.body)),
    };
}
/**
 * Returns a function that gives a query the answer `unknown`, with the reason, if it has no answer, if Looker refuses
 * its model or its Explore, or if it fails on both sides, runs in production, and may run on the base branch, too.
 */
function answerCompleter({ pairs, keys, answers }, { depth, isConfirmed, problem, definesExplore }) {
    const unanswered = unknownAnswer(problem ? (0,errors/* toFault */.ec)(problem) : unansweredFault);
    const refusedModels = findRefusedModels({ pairs, answers });
    return pair => {
        const isOmitted = ['base', 'head'].some(side => {
            const query = pair[side];
            return query && !keys[side].has((0,tile_queries/* queryKey */.qv)(query.body));
        });
        const unknown = isOmitted ? unknownAnswer(omittedFault) : unanswered;
        const found = answersOf(pair, answers);
        const production = productionOf(pair, answers);
        const instead = (0,check_tile/* failsOnBoth */.mA)(found) && answerInstead(found, production ?? unknown, answers.productionState);
        const refusedOn = sidesOfRefusal(found, production);
        const isRefused = ({ model, view }) => refusedOn.some(side => definesExplore(side, { model, name: view }));
        const complete = ({ body }, answer) => ({
            sql: instead ||
                (refusedModels.has(body.model) && refusedModel(body.model)) ||
                (isRefused(body) && refusedExplore(body, refusedOn)) ||
                (answer?.sql ?? unknown),
            ...(depth !== 'sql' && { results: answer?.results ?? unknown }),
        });
        return {
            ...(pair.base && { base: complete(pair.base, found.base) }),
            ...(pair.head && { head: complete(pair.head, found.head) }),
            ...(isConfirmed && pair.base && { again: found.again ?? unknown }),
        };
    };
}
const unknownAnswer = (error) => ({ kind: 'unknown', error });
const unansweredFault = { message: 'The query was not sent to Looker', hint: 'Run the job again.' };
const omittedFault = {
    message: `At most ${branch_report/* maxQueries */.B3} queries are run for each commit`,
    hint: 'Split the targets among several jobs with shard, and give each job its own API user.',
};
const productionOf = ({ head }, { production }) => head && production.get((0,tile_queries/* queryKey */.qv)(head.body));
/** If the API user may not see SQL, Looker answers `forbidden` to a query that it can run. */
const isRun = (answer) => answer?.kind === 'answer' || answer?.kind === 'forbidden';
/**
 * Returns the answer of a query that fails on both sides, if production's answer says more. If production is older than
 * the merge base and Looker cannot write the SQL, a commit of the base branch is the cause. Otherwise the effect of the
 * pull request is unknown.
 * @returns undefined if the query fails in production, too
 */
function answerInstead({ base, head }, production, state) {
    if (production.kind === 'failing')
        return undefined;
    if (production.kind === 'unknown')
        return production;
    const reason = [head?.sql, head?.results].find(answer => answer?.kind === 'failing');
    if (state === 'older' && hasNoSql(base) && hasNoSql(head) && reason?.kind === 'failing')
        return { kind: 'failing', error: { message: reason.error.message, hint: `${undeployed} ${deployHint}` } };
    const words = reason?.kind === 'failing' ? ` (${reason.error.message})` : '';
    const { message, hint } = productionFaults[state ?? 'other'];
    return unknownAnswer({ message: `${message}${words}`, hint });
}
/** Whether Looker says that the query does not fit the LookML. Another reason may be a refusal of the model. */
const hasNoSql = (answers) => answers?.sql.kind === 'failing' && !answers.sql.mayBeRefused;
const undeployed = 'Production is older than the merge base, and the query still runs there.';
const deployHint = 'Deploy the base branch to production in Looker, or correct the tile.';
const productionFaults = {
    older: {
        message: 'The query fails on both commits and runs in production, which is older than the merge base',
        hint: deployHint,
    },
    same: {
        message: 'The query fails on both commits and runs in production, which has the commit of the merge base',
        hint: 'Run the job again. If this happens each time, open the tile in Looker in development mode, and correct the LookML or the tile.',
    },
    other: {
        message: 'Production has LookML that this branch lacks: the query runs in production and fails on both commits',
        hint: "Merge the base branch into the pull request's branch. If the base branch lacks this LookML, too, merge the branch that is in production. If the pull request's branch already contains production's commit, deploy the base branch to production in Looker, or correct the tile.",
    },
};
/**
 * Finds the models of which Looker refuses all queries, on both sides and in production. The API user then probably
 * lacks access to the model, and nothing was checked.
 */
function findRefusedModels({ pairs, answers }) {
    const models = new Set(queriesOf(pairs, 'head').map(({ body }) => body.model));
    const isRefused = (side, model) => {
        const own = pairs.filter(pair => pair[side]?.body.model === model);
        return own.length > 0 && own.every(pair => isRefusedOn(answersOf(pair, answers)[side]));
    };
    const runsInProduction = (model) => pairs.some(pair => pair.head?.body.model === model && isRun(productionOf(pair, answers)));
    return new Set([...models].filter(model => isRefused('base', model) && isRefused('head', model) && !runsInProduction(model)));
}
function isRefusedOn(answers) {
    const answer = answers?.sql.kind === 'forbidden' ? answers.results : answers?.sql;
    return answer?.kind === 'failing' && answer.mayBeRefused === true;
}
/**
 * Returns the sides on which Looker may have refused the query because the API user lacks rights: both sides, if Looker
 * refuses the query in production, too, or only the head. Otherwise the query has another error.
 */
function sidesOfRefusal({ base, head }, production) {
    if (!isRefusedOn(head))
        return [];
    if (!isRefusedOn(base))
        return base === undefined || isRun(base.sql) ? ['head'] : [];
    return production?.kind === 'failing' && production.mayBeRefused ? ['base', 'head'] : [];
}
const refusedModel = (model) => unknownAnswer({
    message: `Looker refuses all queries of the model ${model} on both commits`,
    hint: (0,run_queries/* refusedModelHint */.l)(model),
});
/**
 * Looker hides an Explore from users who lack a user attribute of its `required_access_grants`
 * (https://cloud.google.com/looker/docs/reference/param-explore-required-access-grants).
 */
const refusedExplore = ({ model, view }, { length }) => unknownAnswer({
    message: `Looker refuses a query of the Explore ${model}::${view} ${length > 1 ? 'on both commits' : 'only on the head'}, although the LookML defines this Explore`,
    hint: `Give the API user the user attributes that required_access_grants of the Explore, its views and its joins demand, and a role that contains the model ${model} and the permissions access_data and see_sql. If the LookML of the Explore has errors, correct them.`,
});

;// CONCATENATED MODULE: ./build/branch-check/check-branch.js









/**
 * Checks the tiles. Requests results only for queries whose SQL may differ. Works in rounds, with one side checked out
 * in each round:
 * - the base's SQL, unless an earlier run stored it
 * - the head's SQL, and without `isConfirmed` also the head's results
 * - if the head has errors that the stored errors of the base lack, again the base's errors, and then again the head
 * - the base's results, and again the base's SQL if the stored SQL differs from the head's SQL, or if the head fails
 * - with `isConfirmed`, the head's results, and then the base's results again
 *
 * At the end, production gets the queries that fail on both sides. If any of them runs there, production's commit is
 * compared with the merge base.
 */
async function checkBranch(options) {
    const { tiles, depth, isConfirmed, remembered } = options;
    const { pairs, omitted } = limitQueries(tiles.flatMap(check_tile/* pairQueries */.p1));
    const check = startCheck(pairs, options);
    let lookmlErrors = [];
    let baseErrors = remembered?.errors;
    let problem;
    try {
        if (!remembered || check.recalledKeys.size < check.keys.base.size)
            baseErrors = await askBase(check);
        lookmlErrors = await askHead(baseErrors, check);
        // The base may have new errors since they were stored, for example because an imported project has changed.
        if (lookmlErrors.length > 0 && !check.isBaseAsked) {
            baseErrors = await askBase(check);
            lookmlErrors = await askHead(baseErrors, check);
        }
        const differing = pairs.filter(pair => (0,check_tile/* needsResults */.Wy)(pair, answersOf(pair, check.answers), depth));
        const doubtful = pairs.filter(pair => isBaseDoubtful(pair, check));
        if ([...differing, ...doubtful].some(({ base }) => base))
            await askBaseAgain([...differing, ...doubtful], check);
        if (depth !== 'sql' && isConfirmed)
            await confirmResults(differing, check);
        await askProduction(check);
    }
    catch (error) {
        problem = (0,errors/* asActionError */.z6)(error);
    }
    problem ??= check.validationError;
    const complete = answerCompleter(check, { ...options, problem });
    const checks = tiles.map(tile => (0,check_tile/* checkTile */.xd)(tile, complete, depth));
    const tables = [...check.answers.head.values()].flatMap(({ results }) => results?.kind === 'answer' ? [results.value] : []);
    return {
        tiles: checks,
        replacedTables: findReplacedTables(tiles, checks, complete),
        lookmlErrors,
        omittedQueries: omitted,
        ...(problem && { problem }),
        ...(baseErrors && check.isBaseAsked && { newMemory: memoryOf(baseErrors, check) }),
        isHeadChecked: check.isHeadChecked,
        isDevelopmentSql: tables.some(({ isDevelopmentSql }) => isDevelopmentSql),
        hasDevFilters: tables.some(({ hasDevFilters }) => hasDevFilters),
    };
}
/** Finds the persistent tables that only the base's queries read, for all queries whose results differ. */
function findReplacedTables(tiles, checks, answersOf) {
    const found = tiles.map((tile, place) => {
        const { queries = [] } = checks[place] ?? {};
        return (0,check_tile/* pairQueries */.p1)(tile).flatMap(pair => {
            const { base, head } = answersOf(pair);
            if (base?.sql.kind !== 'answer' || head?.sql.kind !== 'answer')
                return [];
            const isDifferent = queries.some(({ name, results }) => results && name === pair.head?.name);
            return isDifferent ? (0,compare_sql/* replacedTables */.c3)(base.sql.value, head.sql.value) : [];
        });
    });
    return { names: [...new Set(found.flat())], tiles: found.filter(names => names.length > 0).length };
}
function startCheck(pairs, options) {
    const base = new Map();
    for (const key of keysOf(pairs, 'base')) {
        const value = options.remembered?.sql.get((0,base_memory/* memoryKey */.dQ)(key));
        if (value !== undefined)
            base.set(key, { sql: { kind: 'answer', value } });
    }
    const keys = { base: keysOf(pairs, 'base'), head: keysOf(pairs, 'head') };
    const answers = { base, head: new Map(), again: new Map(), production: new Map() };
    return {
        pairs,
        keys,
        answers,
        recalledKeys: new Set(base.keys()),
        isBaseAsked: false,
        isHeadChecked: false,
        options,
    };
}
function during(side, { options }, ask) {
    return options.branches.during(side, options.commits[side], () => ask(options.createRunner()));
}
/** @returns undefined if Looker cannot validate the checked-out LookML. The check then continues */
async function validate(check) {
    try {
        return await check.options.validate();
    }
    catch (error) {
        if (error instanceof errors/* Interruption */._n)
            throw error;
        const { message, hint } = (0,errors/* asActionError */.z6)(error);
        check.validationError = new errors/* ActionError */.lZ(`Looker did not validate the LookML: ${message}`, hint, {
            cause: error,
        });
        return undefined;
    }
}
/** @returns the errors of the base's LookML, or undefined if Looker cannot validate it */
async function askBase(check) {
    const { pairs, answers, recalledKeys } = check;
    const wanted = queriesOf(pairs, 'base').filter(({ body }) => !recalledKeys.has((0,tile_queries/* queryKey */.qv)(body)));
    const { errors, sql } = await during('base', check, async (runner) => {
        const [errors, sql] = await Promise.all([validate(check), askAllSql(wanted, runner)]);
        return { errors, sql };
    });
    for (const [key, answer] of sql)
        answers.base.set(key, { sql: answer });
    check.isBaseAsked = true;
    return errors;
}
/**
 * Validates the LookML before the first query, because tiles of a model with new errors are not queried.
 * @returns the new errors
 */
async function askHead(baseErrors, check) {
    const { pairs, answers, options } = check;
    const { depth, isConfirmed } = options;
    const asksResults = depth !== 'sql' && !isConfirmed;
    check.isHeadChecked = false;
    const { errors, found } = await during('head', check, async (runner) => {
        const otherWork = options.whileHeadIsCheckedOut();
        const ofHead = await validate(check);
        const errors = baseErrors && ofHead ? (0,validate_lookml/* newLookmlErrors */.I9)(baseErrors, ofHead, options.names) : [];
        const wanted = queriesOf(pairs, 'head');
        const blocked = wanted.filter(query => errorsIn(query.body.model, errors).length > 0);
        const sql = await askAllSql(wanted.filter(query => !blocked.includes(query)), runner);
        const found = new Map([...sql].map(([key, sql]) => [key, { sql }]));
        for (const { body } of blocked)
            found.set((0,tile_queries/* queryKey */.qv)(body), { sql: blockedAnswer(body.model, errors) });
        const differing = pairs.filter(pair => (0,check_tile/* needsResults */.Wy)(pair, answersOf(pair, { ...answers, head: found }), depth));
        if (asksResults)
            await addResults(queriesOf(differing, 'head'), found, runner);
        await otherWork;
        return { errors, found };
    });
    answers.head = found;
    check.isHeadChecked = true;
    return errors;
}
/** An error without a model applies to all models. */
const errorsIn = (model, errors) => errors.filter(error => error.model === undefined || error.model === model);
function blockedAnswer(model, errors) {
    const own = errorsIn(model, errors);
    return {
        kind: 'unknown',
        error: {
            message: `This pull request adds ${(0,runtime_text/* count */.U9)(own.length, 'LookML error')} to the model ${model}`,
            hint: 'Correct the LookML errors first.',
        },
    };
}
/**
 * Whether the head's query fails, and the base's SQL comes from an earlier run. The base's query may fail now, too, for
 * example because the API user lost the access to the model.
 */
function isBaseDoubtful(pair, { answers, recalledKeys }) {
    const isRecalled = pair.base !== undefined && recalledKeys.has((0,tile_queries/* queryKey */.qv)(pair.base.body));
    return isRecalled && answersOf(pair, answers).head?.sql.kind === 'failing';
}
/**
 * Requests the base's results, unless the head's results are unknown. Also requests the base's SQL again if it was
 * stored, because the stored SQL may contain an old date, and the query may fail now.
 */
async function askBaseAgain(differing, check) {
    const { answers, recalledKeys, options } = check;
    const { depth } = options;
    const wanted = queriesOf(differing, 'base');
    const stale = wanted.filter(({ body }) => recalledKeys.has((0,tile_queries/* queryKey */.qv)(body)));
    const comparable = differing.filter(pair => answersOf(pair, answers).head?.results?.kind !== 'unknown');
    if (stale.length === 0 && (depth === 'sql' || queriesOf(comparable, 'base').length === 0))
        return;
    const found = await during('base', check, async (runner) => {
        const base = new Map(answers.base);
        for (const [key, sql] of await askAllSql(stale, runner))
            base.set(key, { sql });
        const still = comparable.filter(pair => (0,check_tile/* needsResults */.Wy)(pair, answersOf(pair, { ...answers, base }), depth));
        if (depth !== 'sql')
            await addResults(queriesOf(still, 'base'), base, runner);
        return base;
    });
    answers.base = found;
    check.isBaseAsked ||= stale.length > 0;
    for (const { body } of stale)
        recalledKeys.delete((0,tile_queries/* queryKey */.qv)(body));
}
async function confirmResults(differing, check) {
    const { answers, options } = check;
    const still = differing.filter(pair => (0,check_tile/* needsResults */.Wy)(pair, answersOf(pair, answers), options.depth));
    if (still.length === 0)
        return;
    answers.head = await during('head', check, async (runner) => {
        const head = new Map(answers.head);
        await addResults(queriesOf(still, 'head'), head, runner);
        return head;
    });
    const again = queriesOf(still, 'base');
    if (again.length === 0)
        return;
    answers.again = await during('base', check, async (runner) => {
        const results = await Promise.all(again.map(async ({ body }) => [(0,tile_queries/* queryKey */.qv)(body), await runner.results(body)]));
        return new Map(results);
    });
}
/**
 * Production may answer a query that fails on both sides, if the base branch got LookML after the merge base, or if the
 * merge base is not deployed yet.
 */
async function askProduction({ pairs, answers, options: { production, readProductionState }, }) {
    const failing = pairs.filter(pair => (0,check_tile/* failsOnBoth */.mA)(answersOf(pair, answers)));
    await Promise.all(queriesOf(failing, 'head').map(async ({ body }) => {
        const key = (0,tile_queries/* queryKey */.qv)(body);
        const isSql = answers.head.get(key)?.sql.kind === 'failing';
        answers.production.set(key, await (isSql ? production.sql(body) : production.results(body)));
    }));
    if ([...answers.production.values()].some(isRun))
        answers.productionState = await readProductionState();
}
async function askAllSql(queries, runner) {
    const bodies = new Map(queries.map(({ body }) => [(0,tile_queries/* queryKey */.qv)(body), body]));
    const answers = await Promise.all([...bodies].map(async ([key, body]) => [key, await runner.sql(body)]));
    return new Map(answers);
}
async function addResults(queries, answers, runner) {
    await Promise.all(queries.map(async ({ body }) => {
        const answer = answers.get((0,tile_queries/* queryKey */.qv)(body));
        if (answer)
            answers.set((0,tile_queries/* queryKey */.qv)(body), { ...answer, results: await runner.results(body) });
    }));
}
function memoryOf(errors, { answers, options }) {
    const sql = new Map(options.remembered?.sql);
    for (const [key, answer] of answers.base)
        if (answer.sql.kind === 'answer')
            sql.set((0,base_memory/* memoryKey */.dQ)(key), answer.sql.value);
    return { errors, sql };
}

// EXTERNAL MODULE: ./build/looker/http.js
var http = __webpack_require__(46229);
// EXTERNAL MODULE: ./build/branch-check/other-projects.js
var other_projects = __webpack_require__(54773);
;// CONCATENATED MODULE: ./build/branch-check/dev-permissions.js






/** Checks the permissions that a branch check needs. Does not change anything and does not throw. */
async function checkAccess(context, options) {
    const { world, deadlines } = context;
    const dev = (0,dev_project/* connectInDevMode */.ap)(context, options.secrets, deadlines.check);
    try {
        return { problems: await findProblems(context, dev, options), apiCalls: dev.apiCalls };
    }
    catch (error) {
        return { problems: [(0,errors/* toFault */.ec)(error)], apiCalls: dev.apiCalls };
    }
    finally {
        await (0,session/* logOut */.je)([dev], world.cancelled);
    }
}
async function findProblems({ inputs, deadlines }, { host, session, loggedIn }, { projects: [project, ...others], samples, secrets: { clean } }) {
    const signal = deadlines.check;
    const { send } = session;
    await loggedIn;
    const readBranch = (id) => (0,dev_project/* devProjectOf */.Yh)({ id, host, send, clean }).checkedOut(signal);
    await readBranch(project);
    const unavailable = others.map(id => readBranch(id).then(() => [], error => (0,other_projects/* unavailableProject */.Wj)(id, error)));
    const limits = { concurrency: inputs.pace.concurrency, timeLimit: run_queries/* queryTimeLimitMs */.to };
    const runner = (0,run_queries/* createQueryRunners */.aR)({ send, host, clean, signal, ...limits })();
    const answers = await Promise.all(samples.map(async (sample) => ({ sample, answer: await runner.sql(sample) })));
    const isForbidden = answers.some(({ answer }) => answer.kind === 'forbidden');
    return [
        ...(await Promise.all(unavailable)).flat(),
        ...answers.flatMap(({ sample, answer }) => queryProblem(sample, answer) ?? []),
        ...(isForbidden ? [sqlProblem(inputs.branchCheck?.numbers === true)] : []),
        ...((await hasPersonalFolder({ host, session }, signal)) ? [] : [noPersonalFolder]),
    ];
}
/** @returns undefined if Looker answers the query, or if the API user may only not see SQL */
function queryProblem({ model }, answer) {
    if (answer.kind === 'answer' || answer.kind === 'forbidden')
        return undefined;
    const { message, hint } = answer.error;
    const isRefused = answer.kind === 'failing' && answer.mayBeRefused;
    return {
        message: `A query of the model ${model} fails: ${message}`,
        hint: isRefused ? (0,run_queries/* refusedModelHint */.l)(model) : hint,
    };
}
const sqlProblem = (isWithNumbers) => ({
    message: 'The API user may not see SQL',
    hint: `Give the API user a role with the permission see_sql for the project's models.${isWithNumbers
        ? ' Until then, the results of every affected tile are compared, which takes more query calls.'
        : ' With numbers: false, results are not compared either.'}`,
});
const noPersonalFolder = {
    message: 'The API user has no personal folder, so changed LookML dashboards cannot be drawn',
    hint: 'Give the API user a role that may save dashboards, and let Looker create a personal folder for it. Numbers and SQL do not need this folder.',
};
/** Without a personal folder, `personal_folder_id` of `GET /user` is null (API 4.0). */
async function hasPersonalFolder({ host, session }, signal) {
    const read = (0,http/* readObject */.Ag)(host, 'user', ({ personal_folder_id: id }) => typeof id === 'string' && id !== '');
    return session.send({ method: 'GET', path: '/user', query: { fields: 'personal_folder_id' } }, read, signal);
}

// EXTERNAL MODULE: ./build/branch-check/plan-check.js + 3 modules
var plan_check = __webpack_require__(13671);
;// CONCATENATED MODULE: ./build/branch-check/check-session.js




















/**
 * Plans a check, and finds out whether the API user has the required permissions. Requests the SQL of one query of each
 * model.
 * @throws ActionError as `planCheck` does
 */
async function forecastCheck(context, { missing, ...options }) {
    const plan = await (0,plan_check.planCheck)(context, { ...options, targets: [...options.targets, ...missing] });
    const isKnown = (target) => !missing.includes(target);
    const affected = plan.affected.filter(({ target, isDefined }) => isDefined || isKnown(target));
    const unaffected = plan.unaffected.filter(isKnown);
    const pairs = affected.flatMap(({ tiles }) => tiles);
    const { project, numbers } = options.input;
    const others = (0,other_projects/* otherProjectIds */.q)(plan.otherProjects);
    const access = await checkAccess(context, {
        projects: [project, ...others],
        samples: samplesOf(pairs),
        secrets: options.secrets,
    });
    return {
        targets: affected.map(({ target }) => target),
        added: affected.flatMap(({ target }) => (isKnown(target) ? [] : [target])),
        unaffected: unaffected.length,
        queries: countQueries(pairs),
        numbers,
        drawings: countDrawings(affected),
        otherProjects: others.length,
        ...access,
    };
}
/** Returns one query of each model. Prefers queries of the merge base, because the checked-out branch may lack new ones. */
function samplesOf(pairs) {
    const samples = new Map();
    for (const side of ['base', 'head'])
        for (const { body } of pairs.flatMap(pair => pair[side]?.queries ?? []))
            if (!samples.has(body.model))
                samples.set(body.model, body);
    return [...samples.values()];
}
const countDrawings = (affected) => affected
    .flatMap(({ drawing }) => (drawing?.head.kind === 'drawable' ? [drawing.head, drawing.base] : []))
    .filter(side => side?.kind === 'drawable').length;
/** Checks the plan's tiles in a separate session in development mode. Does not throw. */
async function checkPlan(context, options) {
    const { input, plan, content } = options;
    if (!content && plan.affected.every(({ tiles }) => tiles.length === 0))
        return {
            tiles: plan.affected.map(() => []),
            report: reportOf(input, plan),
            errors: [],
            warnings: [],
            apiCalls: results/* noApiCalls */.Xe,
        };
    const { world, deadlines } = context;
    const dev = (0,dev_project/* connectInDevMode */.ap)(context, options.secrets, deadlines.restore);
    const warnings = [];
    try {
        const branches = await openOrFail(dev, branchOptions(context, options, dev, warnings));
        const checked = await runCheck(context, options, dev, branches);
        const validated = checked.isHeadChecked
            ? await content?.finish(checked.lookmlErrors, mergeBaseOf(context, options, dev, branches))
            : undefined;
        const left = await branches.close();
        if (validated?.problem !== undefined)
            warnings.push(contentWarning(validated.problem));
        else if (validated)
            warnings.push(...contentGaps(plan.otherProjects, branches.unavailable));
        if (validated?.baseProblem !== undefined)
            warnings.push(baseWarning(validated.baseProblem));
        const { problem } = checked;
        // Unchecked tiles usually show why the check ended early. If no tile shows the reason, the step reports it
        // separately.
        const isShownByTile = checked.tiles.some(({ error }) => error?.message === problem?.message);
        return {
            tiles: splitTiles(plan, checked.tiles),
            report: { ...reportOf(input, plan, checked), ...(validated && { content: validated }) },
            errors: [...left, ...(problem && !isShownByTile ? [problem] : [])],
            warnings,
            apiCalls: dev.apiCalls,
            // If a branch could not be left, it may have uncommitted changes of a person, which its SQL then contains.
            ...(checked.newMemory && left.length === 0 && { newMemory: checked.newMemory }),
        };
    }
    finally {
        await (0,session/* logOut */.je)([dev], world.cancelled);
    }
}
const baseWarning = (problem) => new errors/* QuotingError */.yV(`${descriptions/* doubtfulContent */.v7}, because ${problem}`, "Merge the base branch into the pull request's branch, or deploy it in Looker if production is older than the merge base.");
function mergeBaseOf(context, options, dev, branches) {
    const { base } = options.plan.commits;
    return {
        isInProduction: async () => (await deployedCommitOf(context, options)) === base,
        during: work => branches.during('base', base, () => work(dev)),
    };
}
const deployedCommitOf = ({ deadlines }, { input, production, secrets: { clean } }) => (0,deployable_project/* deployedCommitOn */.tx)(production, { id: input.project, clean }, deadlines.check);
/** @returns undefined if Looker or GitHub does not answer */
async function readProductionState(context, options) {
    const { base } = options.plan.commits;
    try {
        const deployed = await deployedCommitOf(context, options);
        if (deployed === base)
            return 'same';
        const repository = await (0,client/* openRepository */.h_)(context, context.deadlines.check);
        return (await (0,commits/* containsCommit */.TB)(repository, deployed, base, { once: true })) ? 'older' : 'other';
    }
    catch (error) {
        context.world.core.debug(`Production's commit was not compared with the merge base: ${(0,github_errors/* messageOf */.bD)(error)}`);
        return undefined;
    }
}
const contentWarning = (problem) => new errors/* QuotingError */.yV(`Dashboards and Looks outside the targets were not checked: ${problem}`, 'Run the job again. If this happens each time, correct the reason, or set content-validation to false.');
/** Returns a warning for each project or model whose content was not validated. */
const contentGaps = (projects, unavailable) => {
    const faults = [...projects.keys()].flatMap(model => (0,other_projects/* modelFault */.s)(model, projects, unavailable) ?? []);
    const hints = new Map(faults.map(({ message, hint }) => [message, hint]));
    return [...hints].map(([message, hint]) => new errors/* QuotingError */.yV(`Some dashboards and Looks outside the targets were not checked: ${message}`, hint));
};
/**
 * If no branch can be checked out, returns an object whose `during` always rejects. Each tile is then unchecked for
 * this reason.
 */
async function openOrFail(dev, options) {
    try {
        await dev.loggedIn;
        return await openBranches(options);
    }
    catch (error) {
        return { during: () => Promise.reject(error), unavailable: new Map(), close: async () => [] };
    }
}
function branchOptions({ world, run, deadlines }, { input, plan, production, secrets, save }, dev, warnings) {
    const { clean } = secrets;
    const { host } = dev;
    const common = {
        project: (id) => (0,dev_project/* devProjectOf */.Yh)({ id, host, send: dev.session.send, clean }),
        clock: world.clock,
        today: () => new Date(),
        log: world.print,
    };
    // Both sides use the same commit, even if another one is deployed meanwhile.
    const commits = new Map();
    let stem;
    return {
        ...common,
        projectId: input.project,
        otherProjects: (0,other_projects/* otherProjectIds */.q)(plan.otherProjects),
        productionCommit: async (id) => {
            const commit = commits.get(id) ?? (await (0,deployable_project/* deployedCommitOn */.tx)(production, { id, clean }, deadlines.check));
            commits.set(id, commit);
            return commit;
        },
        stem: () => {
            stem ??= (0,temporary_branch/* createStem */.WW)(run, new Date(), Math.random);
            return stem;
        },
        signal: deadlines.check,
        restorer: {
            ...common,
            userName: () => (0,dev_project/* readUserName */.te)(dev, deadlines.restore, clean),
            signal: deadlines.restore,
        },
        save,
        warn: warning => void warnings.push(warning),
    };
}
function runCheck(context, options, dev, branches) {
    const { inputs, deadlines } = context;
    const { input, plan, production, remembered, content } = options;
    const { clean } = options.secrets;
    const { host, session } = dev;
    const place = { send: session.send, host, clean };
    const pace = {
        signal: deadlines.check,
        queriesEnd: deadlines.queries,
        concurrency: inputs.pace.concurrency,
        timeLimit: run_queries/* queryTimeLimitMs */.to,
    };
    const createRunner = (0,run_queries/* createQueryRunners */.aR)({ ...place, ...pace });
    return checkBranch({
        branches,
        commits: plan.commits,
        tiles: plan.affected.flatMap(({ tiles }) => tiles),
        depth: input.numbers ? (plan.mayChangeAfterSql ? 'all numbers' : 'numbers') : 'sql',
        isConfirmed: inputs.compare.confirmChanges,
        createRunner: () => (0,other_projects/* withoutFaultyModels */.wY)(createRunner(), model => (0,other_projects/* modelFault */.s)(model, plan.otherProjects, branches.unavailable)),
        production: (0,run_queries/* createQueryRunners */.aR)({ ...place, send: production.session.send, ...pace })(),
        readProductionState: () => readProductionState(context, options),
        definesExplore: plan.definesExplore,
        names: plan.sides,
        validate: () => (0,validate_lookml/* validateProject */.U$)(input.project, place, deadlines.check),
        whileHeadIsCheckedOut: async () => content?.validateHead(dev, (0,other_projects/* otherProjectIds */.q)(plan.otherProjects).filter(id => !branches.unavailable.has(id))),
        remembered,
    });
}
function splitTiles({ affected, unseenChanges, changeHash, mayChangeAfterSql }, tiles) {
    // The SQL in `headHash` is not enough if results may change without it.
    const rest = tiles.map(tile => tile.isEffectUnknown || (tile.headHash !== undefined && mayChangeAfterSql)
        ? (0,check_tile/* withHash */.F)(tile, changeHash)
        : tile);
    return affected.map(({ tiles: own }) => rest.splice(0, own.length).map((tile, place) => {
        const pair = own[place] ?? {};
        return (0,changed_listens/* withListenChange */.E)(unseenChanges(pair).reduce(check_tile/* withUnseenChange */.ft, tile), pair);
    }));
}
function reportOf({ project, numbers }, { commits, hasDevelopmentSql, hasDevFilters, changesAccess }, checked) {
    const problem = checked?.problem;
    return {
        project,
        numbers,
        ...commits,
        lookmlErrors: checked?.lookmlErrors ?? [],
        omittedQueries: checked?.omittedQueries ?? 0,
        isDevelopmentSql: hasDevelopmentSql || (checked?.isDevelopmentSql ?? false),
        ...((hasDevFilters || checked?.hasDevFilters) && { hasDevFilters: true }),
        ...(checked && checked.replacedTables.tiles > 0 && { replacedTables: checked.replacedTables }),
        ...(changesAccess && { changesAccess }),
        ...(isSqlHidden(checked?.tiles ?? []) && { isSqlHidden: true }),
        ...(problem instanceof DisturbedBranchError && { disturbedBy: problem.branch }),
    };
}
/** Whether the API user may not see SQL. Then only SQL Runner tiles and extensions have a SQL state. */
const isSqlHidden = (tiles) => tiles.some(({ sql }) => sql === undefined) &&
    tiles.every(({ sql, isUncheckable }) => sql === undefined || isUncheckable);


/***/ })

};
