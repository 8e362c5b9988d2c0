export const id = 481;
export const ids = [481];
export const modules = {

/***/ 46481:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderChecked: () => (/* binding */ renderChecked)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/heading.js
var heading = __webpack_require__(71374);
// EXTERNAL MODULE: ./build/looker/lookml-validation.js
var lookml_validation = __webpack_require__(50735);
// EXTERNAL MODULE: ./build/looker/render-targets.js + 5 modules
var render_targets = __webpack_require__(69945);
// EXTERNAL MODULE: ./build/renderers.js
var renderers = __webpack_require__(11124);
// EXTERNAL MODULE: ./build/report/tile-words.js
var tile_words = __webpack_require__(9263);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __webpack_require__(68560);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/tile-check.js
var tile_check = __webpack_require__(72787);
// EXTERNAL MODULE: ./build/verdict-facts.js
var verdict_facts = __webpack_require__(13623);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/github/responses.js
var responses = __webpack_require__(20646);
// EXTERNAL MODULE: ./build/images-branch/tree.js
var tree = __webpack_require__(20496);
// EXTERNAL MODULE: ./build/runtime/json.js
var runtime_json = __webpack_require__(72713);
;// CONCATENATED MODULE: ./build/branch-check/base-memory.js




/** Keeps names short. */
const memoryKey = (queryKey) => sha256(queryKey).slice(0, 32);
const folder = 'sql';
/** Older files are deleted: a base that is so old is asked again. */
const keptMemoryDays = 14;
const maxMemoryLength = 5_000_000;
const memoryVersion = 1;
/** @returns undefined if nothing is remembered. @throws if GitHub does not answer */
async function readBaseMemory(images, owner) {
    const tip = await images.tip();
    const file = tip && (await findFile(images, tip, owner));
    if (!file?.sha || (file.size ?? 0) > maxMemoryLength)
        return undefined;
    const { octokit, owner: login, repo } = await images.repository();
    const { data } = await octokit.rest.git.getBlob({ owner: login, repo, file_sha: file.sha });
    const content = (0,responses/* textOf */.b6)((0,responses/* fields */.OA)(data, 'blob'), 'content', 'blob');
    return parseBaseMemory(Buffer.from(content, 'base64').toString('utf8'));
}
/** Stores it for later runs, and deletes what is too old. @throws if GitHub refuses */
async function writeBaseMemory(images, owner, memory, now) {
    const content = formatBaseMemory(memory);
    if (content.length > maxMemoryLength)
        return;
    const path = `${folder}/${dayOf(now)}.${memoryName(owner)}`;
    const oldest = dayOf(new Date(now.getTime() - keptMemoryDays * 24 * 60 * 60_000));
    await images.commit({
        message: `SQL of commit ${owner.commit}`,
        changes: async (tip) => {
            const files = tip ? await (0,tree/* filesBelow */.DR)(await images.repository(), tip, folder) : [];
            const gone = files.filter(({ path: name }) => name < oldest || (name.endsWith(memoryName(owner)) && `${folder}/${name}` !== path));
            const deleted = gone.map(({ path: name, mode, type }) => ({ path: `${folder}/${name}`, mode, type, sha: null }));
            return { entries: [(0,tree/* newFile */.Jd)(path, content), ...deleted] };
        },
    });
}
const sha256 = (text) => (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
const dayOf = (date) => date.toISOString().slice(0, 10);
const memoryName = ({ commit, project, host, clientId }) => `${commit}.${sha256(JSON.stringify([project, host, clientId])).slice(0, 16)}.json`;
async function findFile(images, tip, owner) {
    const files = await (0,tree/* filesBelow */.DR)(await images.repository(), tip, folder);
    return files.find(({ path }) => path.endsWith(memoryName(owner)));
}
const formatBaseMemory = ({ errors, sql }) => `${JSON.stringify({ version: memoryVersion, errors, sql: Object.fromEntries(sql) })}\n`;
/** Whoever may write to the repository could have written the file, so that nothing of it is trusted. */
function parseBaseMemory(json) {
    const stored = (0,runtime_json/* parseJson */.qF)(json);
    if (!(0,runtime_json/* isObject */.Gv)(stored) || stored.version !== memoryVersion)
        return undefined;
    if (!Array.isArray(stored.errors) || !(0,runtime_json/* isObject */.Gv)(stored.sql))
        return undefined;
    const sql = Object.entries(stored.sql).filter((entry) => typeof entry[1] === 'string');
    return { errors: stored.errors.flatMap(error => parseError(error) ?? []), sql: new Map(sql) };
}
function parseError(error) {
    if (!(0,runtime_json/* isObject */.Gv)(error) || typeof error.message !== 'string')
        return undefined;
    const { message, path, line, model } = error;
    return {
        message,
        ...(typeof path === 'string' && { path }),
        ...(typeof line === 'number' && { line }),
        ...(typeof model === 'string' && { model }),
    };
}

// EXTERNAL MODULE: ./build/looker/connect.js + 3 modules
var connect = __webpack_require__(80085);
// EXTERNAL MODULE: ./build/looker/project.js
var project = __webpack_require__(50864);
// EXTERNAL MODULE: ./build/branch-check/branch-name.js
var branch_name = __webpack_require__(72384);
// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __webpack_require__(23598);
// EXTERNAL MODULE: ./build/looker/responses.js
var looker_responses = __webpack_require__(94677);
;// CONCATENATED MODULE: ./build/branch-check/dev-project.js





/** Looker's clone of the repository does not have the commit, or not yet. */
class UnfetchedCommitError extends errors/* ActionError */.lZ {
}
/** There is no such project, or the API user may not develop it. */
class NoDevelopError extends errors/* ActionError */.lZ {
}
/** The branch that was to be checked out does not exist. */
class MissingBranchError extends errors/* ActionError */.lZ {
}
/** Looker, or the repository, does not let the step do that, and will not do so later. */
class RefusedBranchError extends errors/* ActionError */.lZ {
}
/**
 * `git_branch`, `git_branches` and `manifest` of a project (API 4.0, Project). `PUT git_branch` with a `ref` resets the
 * branch and force-pushes it, so `ref` is sent for temporary branches only.
 */
function devProjectOf({ id, host, send, clean }) {
    const project = `/projects/${encodeURIComponent(id)}`;
    const current = `${project}/git_branch`;
    const named = (name) => `${current}/${encodeURIComponent(name)}`;
    const place = { id, host };
    const readBranch = (0,looker_responses/* readObject */.Ag)(host, 'git branch', answer => toBranch(answer, place, clean));
    const nothing = async () => undefined;
    const ask = async (call, read, signal) => {
        try {
            return await send(call, read, signal);
        }
        catch (error) {
            throw toDevelopError(error, place);
        }
    };
    const change = async (call, about, signal) => {
        try {
            await send(call, nothing, signal);
        }
        catch (error) {
            throw toBranchError(error, { ...place, ...about });
        }
    };
    return {
        id,
        host,
        checkedOut: signal => ask({ method: 'GET', path: current }, readBranch, signal),
        branches: signal => ask({ method: 'GET', path: `${project}/git_branches` }, (0,looker_responses/* readList */.c1)(host, 'git branch', item => toListed(item, clean)), signal),
        find: (name, signal) => unlessMissing(() => send({ method: 'GET', path: named(name) }, readBranch, signal)),
        create: (name, commit, signal) => change({ method: 'POST', path: current, json: { name: temporary(name), ref: commit } }, { what: `create the branch ${name}`, commit }, signal),
        checkOut: (name, signal) => change({ method: 'PUT', path: current, json: { name } }, { what: `check out the branch ${name}` }, signal),
        reset: (name, commit, signal) => change({ method: 'PUT', path: current, json: { name: temporary(name), ref: commit } }, { what: `reset the branch ${name}`, commit }, signal),
        delete: (name, signal) => unlessMissing(() => change({ method: 'DELETE', path: named(temporary(name)) }, { what: `delete the branch ${name}` }, signal)),
        localImports: async (signal) => {
            const read = (0,looker_responses/* readObject */.Ag)(host, 'manifest', answer => localImportsIn(answer, clean));
            const imports = await unlessMissing(() => send({ method: 'GET', path: `${project}/manifest` }, read, signal));
            return imports ?? [];
        },
    };
}
/** Guards what is reset and deleted, whatever the caller does. */
function temporary(name) {
    if ((0,branch_name/* isTemporaryBranch */.U9)(name))
        return name;
    throw new Error(`${name} is no temporary branch`);
}
async function unlessMissing(ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (error instanceof MissingBranchError || (error instanceof looker_errors/* LookerError */.Z6 && error.status === 404))
            return undefined;
        throw error;
    }
}
const isRefName = (name) => typeof name === 'string' && /^(?![-/])[^\p{Cc}\p{Cs}\s~^:?*[\\]{1,255}$/u.test(name);
const isCommitName = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
function toBranch({ name, ref }, { id, host }, clean) {
    if (!isRefName(name) || clean(name) !== name)
        throw (0,looker_errors/* unexpectedResponse */.Lf)(host, `no branch that is checked out in project ${id}`);
    return { name, ...(isCommitName(ref) && { ref }) };
}
function toListed({ name, ref, personal, readonly }, clean) {
    if (!isRefName(name) || clean(name) !== name)
        return undefined;
    return { name, ...(isCommitName(ref) && { ref }), isPersonal: personal === true && readonly !== true };
}
const isProjectId = (name) => typeof name === 'string' && /^(?!\.\.?$)[^/\\\s\p{Cc}\p{Cs}]{1,255}$/u.test(name);
function localImportsIn({ imports }, clean) {
    return (0,looker_responses/* objectsIn */.Qv)(imports).flatMap(({ name, is_remote: isRemote }) => {
        return isRemote === false && isProjectId(name) && clean(name) === name ? [name] : [];
    });
}
const developHint = "Check the project's name in dev-mode, as in Looker's address /projects/<name>; and give the API user a role with the permission develop for the project's models.";
function toDevelopError(error, { id, host }) {
    if (!(error instanceof looker_errors/* LookerError */.Z6) || (error.status !== 404 && error.status !== 403))
        return error;
    return new NoDevelopError(`${host} has no LookML project ${id}, or the API user may not develop it (${error.status})`, developHint, { cause: error });
}
/** Words of git, JGit and Looker for changes that are not committed (https://github.com/spectacles-ci/spectacles/issues/826). */
const uncommitted = /uncommitted|unstaged|checkout conflict|would be overwritten|(local|unsaved|pending) changes|commit your changes|stash|working (copy|tree|directory) (is )?(dirty|not clean)/i;
/** Words for a push that the remote refuses (https://github.com/spectacles-ci/spectacles/issues/841). */
const refusedPush = /failed to push|pre-receive hook|protected branch|rule violations|marked as read[- ]only|deploy key|remote rejected/i;
const noBranch = /branch .{0,300}(not found|not exist|doesn't exist)|(could not|couldn't|can't) find .{0,20}branch|did not match any/i;
function toBranchError(error, { id, host, what, commit }) {
    if (!(error instanceof looker_errors/* LookerError */.Z6) || error.status === undefined)
        return error;
    const { status, message } = error;
    const fact = (words) => `Looker could not ${what} in project ${id}: ${words}`;
    const cause = { cause: error };
    if (uncommitted.test(message))
        return new RefusedBranchError(fact(`the API user has uncommitted changes there (${message})`), 'Nothing was changed. Use an API key of a user of its own, whom nobody works as in Looker; or commit those changes.', cause);
    if (refusedPush.test(message))
        return new RefusedBranchError(fact(`the repository did not take the branch (${message})`), 'Looker pushes each branch to the repository. Let its deploy key write there (Settings, Deploy keys, Allow write access), and except looker-snapshot-* from rulesets that restrict branches.', cause);
    if (commit !== undefined && isAboutCommit(error))
        return new UnfetchedCommitError(`Looker has not fetched commit ${(0,project/* shortened */.vI)(commit)} for project ${id}: ${message}`, `Is the project ${id} at ${host} connected to this repository? Check it in Looker (Develop, ${id}, Settings), and that the commit is pushed.`, cause);
    if (status === 404 || ((status === 400 || status === 422) && noBranch.test(message)))
        return new MissingBranchError(fact(message), developHint, cause);
    if (status === 403)
        return new RefusedBranchError(fact('the API user may not (403)'), developHint, cause);
    return new errors/* ActionError */.lZ(fact(message), error.hint, cause);
}
const isAboutCommit = ({ status, message }) => status === 404 || ((status === 400 || status === 422) && project/* missingCommit */.Kj.test(message));
/** Names the API user in messages. */
async function readUserName({ host, session }, signal, clean) {
    const read = (0,looker_responses/* readObject */.Ag)(host, 'user', ({ display_name: name }) => (typeof name === 'string' ? name : ''));
    const call = { method: 'GET', path: '/user', query: { fields: 'display_name' } };
    const name = await session.send(call, read, signal).catch(() => '');
    return name === '' ? 'the API user' : `the API user ${clean(name)}`;
}

// EXTERNAL MODULE: ./build/deploy/moves.js
var moves = __webpack_require__(33672);
;// CONCATENATED MODULE: ./build/branch-check/moves.js


/** Every state of the sequence, and what comes next. */
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
/** A temporary branch that is older was left behind by a run that has died. */
const leftBehindMs = 2 * 60 * 60_000;
function branchStandingOf({ name, ref }, { ours, now }, time) {
    if (ours.includes(name))
        return now?.name === name && ref !== undefined && (0,moves/* isSameCommit */.sw)(ref, now.commit) ? 'ours' : 'moved';
    if ((0,branch_name/* isTemporaryBranch */.U9)(name))
        return ((0,branch_name/* ageOfBranch */.Jo)(name, time) ?? 0) >= leftBehindMs ? 'left behind' : 'another run';
    return name.startsWith('__LOOKER_PROD_') ? 'production' : 'other';
}

;// CONCATENATED MODULE: ./build/branch-check/restore.js




/** How often a project is restored if requests fail, and the pause before the next time. */
const maxTries = 3;
const pauseMs = 2000;
/** In this time Looker may still create a branch although the process that asked for it was killed. */
const settlingMs = 10_000;
/**
 * Checks out what was checked out before the step in each project, deletes the step's temporary branches, and confirms
 * both. A branch that a person has checked out meanwhile stays.
 * @returns an error for each project that is not as it was, with what to do
 */
async function restoreBranches(saved, restorer) {
    const errors = await Promise.all(saved.map(project => restoreProject(project, restorer)));
    return errors.flat();
}
/** The same after the step was killed: what it had asked for may be carried out after the first look. */
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
/** Does all of it again after an error, because a branch that stays checked out concerns everyone who works with that user. */
async function restoreProject(saved, restorer) {
    if (saved.ours.length === 0)
        return [];
    for (let tries = 1;; tries++) {
        const errors = await restoreOnce(saved, restorer);
        if (errors.length === 0 || tries === maxTries || restorer.signal.aborted)
            return errors;
        await restorer.clock.sleep(pauseMs, restorer.signal).catch(() => undefined);
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
        errors.push(notRestored(saved, project, await restorer.userName(), error));
    }
    for (const name of saved.ours)
        try {
            await deleteBranch(name, project, restorer);
        }
        catch (error) {
            errors.push(notDeleted(name, project, error));
        }
    if (errors.length === 0)
        restorer.log(`The temporary branches of the LookML project ${saved.id} are deleted; ${left} is checked out${left === saved.before ? ' again' : ''}.`);
    return errors;
}
/** @returns the branch that is checked out now */
async function checkOutAgain({ before, ours }, project, restorer) {
    const look = async () => {
        const branch = await project.checkedOut(restorer.signal);
        return { name: branch.name, move: branchMoves.end[branchStandingOf(branch, { ours }, restorer.today())] };
    };
    const { name, move } = await look();
    if (move === 'nothing to restore')
        return name;
    await checkOutSaved(before, project, restorer);
    const now = await look();
    if (now.move === 'nothing to restore')
        return now.name;
    throw new errors/* ActionError */.lZ(`Looker answered that it checked out ${before}, but ${now.name} is still checked out`, 'Run the job again.');
}
async function checkOutSaved(before, project, { signal, log }) {
    try {
        await project.checkOut(before, signal);
    }
    catch (error) {
        if (!(error instanceof MissingBranchError))
            throw error;
        const personal = await findPersonalBranch(project, signal);
        log(`The branch ${before} of the LookML project ${project.id} is gone; checking out ${personal} instead.`);
        await project.checkOut(personal, signal);
    }
}
/** The branch that Looker made for the API user. @throws ActionError if there is none */
async function findPersonalBranch(project, signal) {
    const all = await project.branches(signal);
    const personal = all.find(({ name, isPersonal }) => isPersonal && !(0,branch_name/* isTemporaryBranch */.U9)(name));
    if (personal)
        return personal.name;
    throw new errors/* ActionError */.lZ(`The API user has no personal branch in the LookML project ${project.id}, so nothing could be checked out at the end`, `Log in to Looker as that user once, turn on development mode, and open the project ${project.id}; Looker then makes the branch.`);
}
async function deleteBranch(name, project, { signal }) {
    await project.delete(name, signal);
    if ((await project.find(name, signal)) === undefined)
        return;
    throw new errors/* ActionError */.lZ(`Looker answered that it deleted ${name}, but it is still there`, 'Run the job again.');
}
function notRestored(saved, project, user, cause) {
    const { fact, hint } = unrestoredBranch(saved, project, user);
    return new errors/* ActionError */.lZ(`${fact}: ${(0,errors/* asActionError */.z6)(cause).message}`, hint, { cause });
}
/** What is left behind, and what to do. */
const unrestoredBranch = ({ before, ours }, { id, host }, user) => ({
    fact: `In the LookML project ${id} at ${host} a temporary branch of this step (${ours.join(' or ')}) may still be checked out for ${user}, in place of ${before}`,
    hint: `Check out ${before} as that user: in Looker (Develop, ${id}, the menu of branches), or in the workspace dev with PUT https://${host}/api/4.0/projects/${encodeURIComponent(id)}/git_branch and {"name": ${JSON.stringify(before)}}.`,
});
function notDeleted(name, { id, host }, cause) {
    const { message } = (0,errors/* asActionError */.z6)(cause);
    return new errors/* ActionError */.lZ(`The temporary branch ${name} of the LookML project ${id} at ${host} is still there: ${message}`, `Delete it: in Looker (Develop, ${id}, the menu of branches), or with git push origin --delete ${name}.`, { cause });
}

;// CONCATENATED MODULE: ./build/branch-check/branches.js





/** The wrong branch was checked out. */
class DisturbedBranchError extends errors/* ActionError */.lZ {
    /** The branch that is checked out now. */
    branch;
    constructor(fact, hint, branch) {
        super(fact, hint);
        this.branch = branch;
    }
}
/** Pause between two looks at a branch of another run. */
const waitMs = 15_000;
/** In this time Looker fetches a commit after it was asked for the list of branches. */
const fetchMs = 5000;
/** More local imports than any instance has. */
const maxProjects = 50;
/**
 * Reads what is checked out in the project and in those that it imports, before anything is changed. Waits as long as
 * another run is at work there.
 * @throws ActionError if nothing can be checked out
 */
async function openBranches(options) {
    const main = options.project(options.projectId);
    const branches = {
        main,
        entered: new Map(),
        closed: new Set(),
        options,
        wait: createWait(options),
    };
    // Another run may have begun in one project while the step waited for another: then all are read again.
    while (!(await visitProjects(branches, project => readBefore(project, branches))))
        branches.entered.clear();
    let isBrokenOff = false;
    return {
        async during(side, commit, work) {
            isBrokenOff = true;
            const done = await doRound(side, commit, work, branches);
            isBrokenOff = false;
            return done;
        },
        async close() {
            const errors = await restoreBranches(savedOf(branches), options.restorer);
            // A request that was broken off may still be carried out: then the post step looks once more.
            if (errors.length === 0 && !isBrokenOff)
                options.save([]);
            return errors;
        },
    };
}
const savedOf = ({ entered }) => [...entered.values()].map(({ project, before, ours }) => ({ id: project.id, before, ours: [...ours] }));
/**
 * Visits the project, then those that it imports as it is checked out, then those that they import. Ends early if a visit
 * returns false.
 */
async function visitProjects({ main, closed, options }, visit) {
    const found = [main];
    for (const project of found)
        try {
            if (!(await visit(project)))
                return false;
            for (const id of await project.localImports(options.signal))
                if (found.length < maxProjects && !closed.has(id) && found.every(one => one.id !== id))
                    found.push(options.project(id));
        }
        catch (error) {
            if (project === main || !(error instanceof NoDevelopError))
                throw error;
            closed.add(project.id);
            options.warn(new errors/* ActionError */.lZ(`The API user may not develop the imported LookML project ${project.id}, so its LookML is taken as Looker has it for that user`, error.hint, { cause: error }));
        }
    return true;
}
/** Notes what is checked out. @returns false after a wait: what was noted before may no longer hold */
async function readBefore(project, { entered, options, wait }) {
    const { signal, today } = options;
    const branch = await project.checkedOut(signal);
    const note = (before) => entered.set(project.id, { project, before, ours: new Set() });
    switch (branchMoves.begin[branchStandingOf(branch, { ours: [] }, today())]) {
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
            await wait(branch, project);
            return false;
    }
}
/** Sleeps until the next look, and says once what the step waits for. @throws ActionError when the time is up */
function createWait({ clock, signal, log }) {
    const logged = new Set();
    return async ({ name }, { id, host }) => {
        if (!logged.has(name))
            log(`Waiting for another run (${(0,branch_name/* runOf */.ng)(name)}), which has ${name} checked out in the LookML project ${id}.`);
        logged.add(name);
        try {
            await clock.sleep(waitMs, signal);
        }
        catch (cause) {
            throw new errors/* ActionError */.lZ(`Another run (${(0,branch_name/* runOf */.ng)(name)}) had its branch ${name} checked out in the LookML project ${id} at ${host} until the time was up`, 'An API user has one checked-out branch. Let one run at a time use the API key (concurrency with queue: max; max-parallel: 1 in a matrix), or give each its own API user. If that run has ended, check out another branch for the API user in Looker.', { cause });
        }
    };
}
/** A run that died has left its branch checked out. */
async function clearAway({ name }, project, options) {
    const { signal, warn } = options;
    const personal = await findPersonalBranch(project, signal);
    await project.checkOut(personal, signal);
    const all = await project.branches(signal);
    const left = all.filter(one => (0,branch_name/* isTemporaryBranch */.U9)(one.name) && (0,branch_name/* stemOf */.Vc)(one.name) === (0,branch_name/* stemOf */.Vc)(name));
    for (const { name } of left)
        await project.delete(name, signal);
    warn(new errors/* ActionError */.lZ(`The branch ${name} of a run that died more than two hours ago was still checked out in the LookML project ${project.id}; it was deleted, and ${personal} was checked out`, `Look what ended that run (${(0,branch_name/* runOf */.ng)(name)}).`));
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
        branches.options.log(`${disturbedError(wrong).message}. The queries are run once more.`);
    }
}
/** Checks out the side's branch, and a branch at production's commit in each imported project. */
async function enter(side, commit, branches) {
    const { main, options } = branches;
    const all = [];
    await visitProjects(branches, async (project) => {
        const wanted = project === main
            ? { project, name: `${options.stem}-${side}`, commit }
            : { project, name: `${options.stem}-base`, commit: await options.productionCommit(project.id) };
        await enterProject(wanted, branches);
        // What is imported follows from the commit, so it is confirmed before the manifest is read.
        await confirmEntered(wanted, branches);
        all.push(wanted);
        return true;
    });
    return all;
}
async function enterProject(wanted, branches) {
    const { entered, options } = branches;
    const { project, name, commit } = wanted;
    // The side may import a project that was not imported before.
    while (!entered.has(project.id))
        await readBefore(project, branches);
    const ours = entered.get(project.id)?.ours ?? new Set();
    if (ours.size > 0)
        await waitForTurn(wanted, branches);
    if (ours.has(name))
        return project.checkOut(name, options.signal);
    ours.add(name);
    options.save(savedOf(branches));
    options.log(`Creating the branch ${name} at commit ${commit} in the LookML project ${project.id}.`);
    try {
        await createBranch(wanted, options);
    }
    catch (error) {
        if (error instanceof RefusedBranchError || !(await isCheckedOut(wanted, options)))
            throw error;
    }
}
/** @throws DisturbedBranchError if a person has checked out another branch since the step created its own */
async function waitForTurn({ project, name, commit }, { entered, options, wait }) {
    const ours = [...(entered.get(project.id)?.ours ?? [])];
    for (let waits = 0;; waits++) {
        const branch = await project.checkedOut(options.signal);
        const move = branchMoves.return[branchStandingOf(branch, { ours }, options.today())];
        // The other run has checked out what it found before itself.
        if (move === 'enter' || (move === 'leave it' && waits > 0))
            return;
        if (move === 'leave it')
            throw disturbedError({ project, name, commit, branch });
        await wait(branch, project);
    }
}
async function createBranch({ project, name, commit }, options) {
    const { clock, signal, log } = options;
    try {
        await project.create(name, commit, signal);
    }
    catch (error) {
        if (!(error instanceof UnfetchedCommitError))
            throw error;
        log(`${error.message}. Trying again.`);
        await project.branches(signal);
        await clock.sleep(fetchMs, signal);
        await project.create(name, commit, signal);
    }
}
/** Looker may have created the branch although the answer was an error, or never came. */
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
    const ours = [...(entered.get(project.id)?.ours ?? [])];
    let isReset = false;
    for (;;) {
        const branch = await project.checkedOut(options.signal);
        const standing = branchStandingOf(branch, { ours, now: { name, commit } }, options.today());
        const move = branchMoves.entered[standing];
        if (move === 'query')
            return;
        if (move === 'leave it' || (move === 'reset' && isReset))
            throw disturbedError({ project, name, commit, branch });
        if (move === 'wait')
            await enterProject(wanted, branches);
        else
            await project.reset(name, commit, options.signal);
        isReset ||= move === 'reset';
    }
}
async function findWrongBranch(all, { entered, options }) {
    for (const { project, name, commit } of all) {
        const branch = await project.checkedOut(options.signal);
        const ours = [...(entered.get(project.id)?.ours ?? [])];
        const standing = branchStandingOf(branch, { ours, now: { name, commit } }, options.today());
        const move = branchMoves.queried[standing];
        if (move !== 'keep the answers')
            return { project, name, commit, branch, move };
    }
    return undefined;
}
function disturbedError({ project, name, commit, branch }) {
    const seen = branch.name === name
        ? `the branch ${name} is at commit ${branch.ref ?? '(unknown)'} instead of ${commit}`
        : `${branch.name} is checked out instead of ${name}`;
    return new DisturbedBranchError(`In the LookML project ${project.id} ${seen}`, 'Use an API key of a user of its own, whom nobody works as in Looker and no other job uses at the same time. The branch that is checked out now was left as it is.', branch.name);
}

;// CONCATENATED MODULE: ./build/branch-check/compare-results.js
/** Numbers that differ less are equal: a database sums floating-point numbers in any order. */
const relativeTolerance = 1e-9;
/** More pairs of rows with the same dimensions are not tried. */
const maxPairs = 1_000_000;
/** Compares two results. Rows are matched by their dimensions. @returns undefined if nothing differs */
function compareResults(before, after, options) {
    const columns = columnsOf(before, after);
    const first = compareTables(before, after, columns);
    const second = options.again && compareTables(options.again, after, columnsOf(options.again, after));
    const { differences, totals, unstable } = second
        ? differencesToBoth(first, second)
        : { ...first, unstable: 0 };
    const { addedColumns, removedColumns } = columns;
    if (differences.length + totals.size + addedColumns.length + removedColumns.length === 0)
        return undefined;
    const isShown = ({ field }) => !options.hidden.has(field);
    const shownDimensions = columns.dimensions.filter(isShown);
    const shown = columns.values.filter(isShown);
    const isVisible = differences.some(({ kind, cells }) => kind !== 'changed' || shown.some(({ id }) => cells.has(id)));
    const hasVisible = isVisible || addedColumns.length + removedColumns.length > 0 || shown.some(({ id }) => totals.has(id));
    const count = (wanted) => differences.filter(({ kind }) => kind === wanted).length;
    const value = firstValue(before, after, options);
    return {
        rows: {
            before: before.rows.length,
            after: after.rows.length,
            changed: count('changed'),
            added: count('added'),
            removed: count('removed'),
        },
        ...(value && { value }),
        dimensions: shownDimensions.map(({ label }) => label),
        columns: shown.map(({ label }) => label),
        changes: [...differences]
            .sort(byImportance(shown))
            .map(difference => toChange(difference, shownDimensions, shown)),
        ...(totals.size > 0 && { totals: shown.map(({ id }) => totals.get(id)) }),
        addedColumns: addedColumns.map(({ label }) => label),
        removedColumns: removedColumns.map(({ label }) => label),
        ...(!hasVisible && { isHidden: true }),
        ...(unstable > 0 && { unstableRows: unstable }),
        limits: reachedLimits(before, after),
        ranAt: {
            ...(before.ranAt && { before: before.ranAt }),
            ...(after.ranAt && { after: after.ranAt }),
        },
    };
}
function columnsOf(before, after) {
    const fieldsOf = ({ dimensions, values }) => new Set([...dimensions, ...values].map(({ field }) => field));
    const [inBefore, inAfter] = [fieldsOf(before), fieldsOf(after)];
    const byId = new Map([...after.values, ...before.values].map(column => [column.id, column]));
    const oncePerField = (columns) => [
        ...new Map(columns.map(one => [one.field, one])).values(),
    ];
    const namesOf = ({ dimensions }) => dimensions
        .map(({ field }) => field)
        .sort()
        .join('\n');
    return {
        dimensions: after.dimensions,
        canMatch: namesOf(before) === namesOf(after),
        values: [...byId.values()].filter(({ field }) => inBefore.has(field) && inAfter.has(field)),
        addedColumns: oncePerField([...after.dimensions, ...after.values].filter(({ field }) => !inBefore.has(field))),
        removedColumns: oncePerField([...before.dimensions, ...before.values].filter(({ field }) => !inAfter.has(field))),
    };
}
function compareTables(before, after, columns) {
    const differences = [];
    const [old, fresh] = [groupRows(before, columns), groupRows(after, columns)];
    for (const key of new Set([...fresh.keys(), ...old.keys()]))
        differences.push(...compareGroup(key, old.get(key) ?? [], fresh.get(key) ?? [], columns.values));
    const nothing = new Map();
    const totals = differingCells(before.totals ?? nothing, after.totals ?? nothing, columns.values);
    return { differences, totals };
}
/** Rows by the values of their dimensions. Sides with different dimensions have no key in common. */
function groupRows(table, { dimensions, canMatch }) {
    const groups = new Map();
    const own = canMatch ? dimensions : table.dimensions;
    const side = canMatch ? '' : own.map(({ field }) => field).join('\n');
    for (const row of table.rows) {
        const key = side + JSON.stringify(own.map(({ id }) => keyValue(row.get(id)?.raw)));
        const group = groups.get(key);
        if (group)
            group.push(row);
        else
            groups.set(key, [row]);
    }
    return groups;
}
/** Fractions are compared as exactly as measures are; whole numbers may be ids. */
const keyValue = (raw) => typeof raw === 'number' && !Number.isInteger(raw) ? Number(raw.toPrecision(10)) : (raw ?? null);
/** Rows with the same dimensions: equal ones are matched first, then the others in their order. */
function compareGroup(key, before, after, values) {
    const old = new Set(before);
    const fresh = new Set(after);
    if (before.length > 1 || after.length > 1) {
        matchIdentical(old, fresh, values);
        if (old.size * fresh.size <= maxPairs)
            matchEqual(old, fresh, values);
    }
    const differences = [];
    const [left, right] = [[...old], [...fresh]];
    for (const [index, row] of right.entries()) {
        const other = left[index];
        const cells = other ? differingCells(other, row, values) : shownCells(undefined, row, values);
        if (!other)
            differences.push({ kind: 'added', key, after: row, cells });
        else if (cells.size > 0)
            differences.push({ kind: 'changed', key, before: other, after: row, cells });
    }
    for (const row of left.slice(right.length))
        differences.push({ kind: 'removed', key, before: row, cells: shownCells(row, undefined, values) });
    return differences;
}
function matchIdentical(old, fresh, values) {
    const signature = (row) => JSON.stringify(values.map(({ id }) => row.get(id)?.raw ?? null));
    const known = new Map();
    for (const row of old) {
        const text = signature(row);
        known.set(text, [...(known.get(text) ?? []), row]);
    }
    for (const row of [...fresh]) {
        const match = known.get(signature(row))?.pop();
        if (!match)
            continue;
        old.delete(match);
        fresh.delete(row);
    }
}
function matchEqual(old, fresh, values) {
    for (const row of [...fresh])
        for (const other of old)
            if (differingCells(other, row, values).size === 0) {
                old.delete(other);
                fresh.delete(row);
                break;
            }
}
function differingCells(before, after, values) {
    const cells = new Map();
    for (const column of values) {
        const [old, fresh] = [before.get(column.id), after.get(column.id)];
        if (!isEqualValue(old?.raw ?? null, fresh?.raw ?? null, column.isNumeric))
            cells.set(column.id, pairOf(old, fresh));
    }
    return cells;
}
const shownCells = (before, after, values) => new Map(values.map(({ id }) => [id, pairOf(before?.get(id), after?.get(id))]));
/** Some databases answer numbers as text, to keep all their digits. */
function isEqualValue(before, after, isNumeric) {
    const [one, other] = [toNumber(before, isNumeric), toNumber(after, isNumeric)];
    if (one !== undefined && other !== undefined)
        return Math.abs(one - other) <= relativeTolerance * Math.max(Math.abs(one), Math.abs(other));
    return JSON.stringify(before) === JSON.stringify(after);
}
function toNumber(value, isNumeric) {
    if (typeof value === 'number')
        return value;
    if (!isNumeric || typeof value !== 'string' || value.trim() === '')
        return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
}
function pairOf(before, after) {
    return { ...(before && { before: shownValue(before) }), ...(after && { after: shownValue(after) }) };
}
function shownValue({ raw, text }) {
    const number = toNumber(raw, true);
    return { text, ...(number !== undefined && { number }) };
}
/** What differs from both answers of the base. Everything else changes by itself. */
function differencesToBoth(first, second) {
    const byAfter = new Map(second.differences.map(one => [one.after, one]));
    const removed = new Map();
    for (const { kind, key } of second.differences)
        if (kind === 'removed')
            removed.set(key, (removed.get(key) ?? 0) + 1);
    const differences = first.differences.flatMap((one) => {
        if (one.kind === 'removed') {
            const left = removed.get(one.key) ?? 0;
            removed.set(one.key, left - 1);
            return left > 0 ? [one] : [];
        }
        const other = byAfter.get(one.after);
        if (!other || one.kind !== 'changed' || other.kind !== 'changed')
            return other ? [one] : [];
        const cells = new Map([...one.cells].filter(([id]) => other.cells.has(id)));
        return cells.size > 0 ? [{ ...one, cells }] : [];
    });
    const totals = new Map([...first.totals].filter(([id]) => second.totals.has(id)));
    return { differences, totals, unstable: first.differences.length - differences.length };
}
function toChange({ kind, before, after, cells }, dimensions, values) {
    const row = after ?? before;
    return {
        kind,
        key: dimensions.map(({ id }) => row?.get(id)?.text ?? ''),
        values: values.map(({ id }) => cells.get(id)),
    };
}
const changeKinds = ['changed', 'added', 'removed'];
/** Changed rows come first, the one with the largest difference at the top. */
function byImportance(values) {
    const size = ({ cells }) => {
        for (const { id } of values) {
            const { before, after } = cells.get(id) ?? {};
            if (before?.number !== undefined || after?.number !== undefined)
                return Math.abs((after?.number ?? 0) - (before?.number ?? 0));
        }
        return 0;
    };
    return (one, other) => changeKinds.indexOf(one.kind) - changeKinds.indexOf(other.kind) || size(other) - size(one);
}
/** The first visible value of the first row, as a single-value tile shows it. */
function firstValue(before, after, { hidden, isSingleValue }) {
    const isSingle = [before, after].every(({ rows, dimensions }) => rows.length <= 1 && dimensions.length === 0);
    if (!isSingle && !isSingleValue)
        return undefined;
    const columnOf = ({ values, dimensions }) => [...values, ...dimensions].find(({ field }) => !hidden.has(field));
    const column = columnOf(after) ?? columnOf(before);
    if (!column)
        return undefined;
    const own = columnOf(before);
    const pair = pairOf(own && before.rows[0]?.get(own.id), after.rows[0]?.get(column.id));
    return { label: column.label, ...pair };
}
/** A limit may be reached on one side alone. */
function reachedLimits(before, after) {
    const [old, fresh] = [new Set(before.limits), new Set(after.limits)];
    return [...new Set([...old, ...fresh])].map(words => {
        if (old.has(words) && fresh.has(words))
            return words;
        return `${old.has(words) ? 'before' : 'after'}, ${words}`;
    });
}

;// CONCATENATED MODULE: ./build/branch-check/sql-diff.js
/**
 * Whole lines that Looker writes into the SQL by itself. They depend on the user, on the session, and on the state of
 * persistent derived tables, but not on LookML.
 */
const lookerComment = /^\s*(-- (Looker Query Context|use existing |generate derived table |raw sql results do not include |sql for creating the total |finished |Building persistent derived table |Did not use )|\/\* Looker Query Context .*\*\/$)/i;
/** The lines that count: without Looker's own comments, white space at line ends, and empty lines at the end. */
function sqlLines(sql) {
    const lines = sql
        .split(/\r\n|\n|\r/)
        .map(line => line.trimEnd())
        .filter(line => !lookerComment.test(line));
    while (lines.at(-1) === '')
        lines.pop();
    while (lines[0] === '')
        lines.shift();
    return lines;
}
const isSameSql = (before, after) => sqlLines(before).join('\n') === sqlLines(after).join('\n');
/** Undefined if the SQL is the same. */
function diffSql(before, after) {
    return isSameSql(before, after) ? undefined : diffLines(sqlLines(before), sqlLines(after));
}
/** Lines around a difference. */
const contextLines = 3;
/** Beyond this number of lines that differ the two texts are shown one after the other. */
const maxDistance = 1000;
/**
 * Compares two texts line by line: the shortest script of deletions and insertions (Myers, "An O(ND) Difference Algorithm
 * and Its Variations"), in time proportional to the lines times their differences.
 */
function diffLines(before, after) {
    const { start, end } = commonEnds(before, after);
    const old = before.slice(start, before.length - end);
    const fresh = after.slice(start, after.length - end);
    const script = shortestScript(old, fresh);
    const middle = script ?? [...old.map(line => `-${line}`), ...fresh.map(line => `+${line}`)];
    const same = (line) => ` ${line}`;
    const lines = [
        ...before.slice(0, start).map(same),
        ...middle,
        ...before.slice(before.length - end).map(same),
    ];
    return { lines: withinContext(lines), isWhole: script === undefined };
}
/** How many lines both texts have in common at their start, and at their end. */
function commonEnds(before, after) {
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && before[start] === after[start])
        start++;
    let end = 0;
    while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end])
        end++;
    return { start, end };
}
/** Undefined if more than `maxDistance` lines differ. */
function shortestScript(before, after) {
    const longest = Math.min(before.length + after.length, maxDistance);
    const offset = longest + 1;
    /** By diagonal: how many lines of `before` are used up. */
    const reach = new Int32Array(2 * longest + 3);
    const history = [];
    for (let distance = 0; distance <= longest; distance++) {
        history.push(reach.slice(offset - distance - 1, offset + distance + 2));
        for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
            let used = nextReach(reach, offset, diagonal, distance);
            while (used < before.length &&
                used - diagonal < after.length &&
                before[used] === after[used - diagonal])
                used++;
            reach[offset + diagonal] = used;
            if (used >= before.length && used - diagonal >= after.length)
                return trace(before, after, history);
        }
    }
    return undefined;
}
/** Comes from the neighbour that got further: by an insertion from above, or by a deletion from below. */
function nextReach(reach, offset, diagonal, distance) {
    const [below = 0, above = 0] = [reach[offset + diagonal - 1], reach[offset + diagonal + 1]];
    return diagonal === -distance || (diagonal !== distance && below < above) ? above : below + 1;
}
/** Goes back from the end. Each slice of the history begins at the diagonal `-distance - 1`. */
function trace(before, after, history) {
    const lines = [];
    let used = before.length;
    let diagonal = before.length - after.length;
    for (let distance = history.length - 1; distance >= 0; distance--) {
        const reach = history[distance] ?? new Int32Array();
        const at = (diagonal) => reach[diagonal + distance + 1] ?? 0;
        const isInsertion = diagonal === -distance || (diagonal !== distance && at(diagonal - 1) < at(diagonal + 1));
        const previous = isInsertion ? diagonal + 1 : diagonal - 1;
        const reached = distance === 0 ? 0 : at(previous);
        const afterStep = distance === 0 ? 0 : isInsertion ? reached : reached + 1;
        while (used > afterStep)
            lines.push(` ${before[--used]}`);
        if (distance === 0)
            break;
        lines.push(isInsertion ? `+${after[used - diagonal - 1]}` : `-${before[--used]}`);
        diagonal = previous;
    }
    return lines.reverse();
}
/** Leaves out lines that are far from a difference. A gap is marked by the number of lines that are left out. */
function withinContext(lines) {
    const isNear = new Array(lines.length).fill(false);
    for (const [index, line] of lines.entries())
        if (!line.startsWith(' '))
            isNear.fill(true, Math.max(0, index - contextLines), Math.min(lines.length, index + contextLines + 1));
    const kept = [];
    let skipped = 0;
    for (const [index, line] of lines.entries()) {
        if (!isNear[index])
            skipped++;
        else {
            if (skipped > 0)
                kept.push(`@@ ${skipped} equal ${skipped === 1 ? 'line' : 'lines'} @@`);
            skipped = 0;
            kept.push(line);
        }
    }
    return kept;
}

;// CONCATENATED MODULE: ./build/branch-check/check-tile.js


/** Tiles are matched by their ids. Those of the head come first, in their order. */
function pairTiles(base, head) {
    const byId = new Map(base.map(tile => [tile.id, tile]));
    const pairs = head.map(tile => ({ base: byId.get(tile.id), head: tile }));
    const known = new Set(head.map(({ id }) => id));
    return [...pairs, ...base.filter(({ id }) => !known.has(id)).map(tile => ({ base: tile }))];
}
/** Source queries of merged results are matched by their names. */
function pairQueries({ base, head }) {
    const [old, fresh] = [base?.queries ?? [], head?.queries ?? []];
    if (old.length <= 1 && fresh.length <= 1)
        return old.length + fresh.length > 0 ? [{ base: old[0], head: fresh[0] }] : [];
    const byName = new Map(old.map(query => [query.name, query]));
    const names = new Set(fresh.map(({ name }) => name));
    return [
        ...fresh.map(query => ({ base: byName.get(query.name), head: query })),
        ...old.filter(({ name }) => !names.has(name)).map(query => ({ base: query })),
    ];
}
/** Whether the SQL of both sides is known and the same. */
function hasSameSql({ base, head }) {
    return (base?.sql.kind === 'answer' &&
        head?.sql.kind === 'answer' &&
        diffSql(base.sql.value, head.sql.value) === undefined);
}
/** Whether the results of both sides decide the state of a query. */
function needsResults({ base, head }) {
    const runs = ({ sql }) => sql.kind === 'answer' || sql.kind === 'forbidden';
    return (head !== undefined && runs(head) && (base === undefined || (runs(base) && !hasSameSql({ base, head }))));
}
/** The state of one tile, from Looker's answers to its queries. */
function checkTile(pair, answersOf, depth) {
    const tile = pair.head ?? pair.base;
    const sides = [pair.base, pair.head].filter(side => side !== undefined);
    const explores = new Set(sides.flatMap(side => side.queries.map(({ explore }) => explore)));
    const about = { title: tile?.title ?? '', explore: [...explores].join(', ') };
    if (sides.some(({ isSqlRunner }) => isSqlRunner))
        return { ...about, sql: 'unchecked', error: sqlRunner, isSqlRunner: true, queries: [] };
    const problem = sides.find(side => side.problem !== undefined)?.problem;
    if (problem !== undefined)
        return { ...about, sql: 'unchecked', error: problemFault(problem), queries: [] };
    const checks = pairQueries(pair).map(query => checkQuery(query, answersOf(query), depth));
    return { ...about, ...worstOf(checks) };
}
const sqlRunner = {
    message: 'A SQL Runner query does not depend on LookML',
    hint: 'Nothing has to be done.',
};
const noSql = {
    message: 'The API user may not see SQL',
    hint: 'Give its role the permission see_sql for the models; or set numbers to true, which compares results instead.',
};
const problemFault = (problem) => ({
    message: problem.charAt(0).toUpperCase() + problem.slice(1),
    hint: 'Open the tile in Looker on this branch.',
});
function checkQuery(pair, answers, depth) {
    const { base, head } = answers;
    if (!head)
        return base ? { sql: 'removed', ...(depth === 'numbers' && { numbers: 'changed' }) } : {};
    if (!base)
        return checkNew(head, depth);
    const failure = failureOf(base.sql, head.sql);
    if (failure)
        return failure;
    if (depth === 'sql' && (base.sql.kind === 'forbidden' || head.sql.kind === 'forbidden'))
        return { sql: 'unchecked', error: noSql };
    if (hasSameSql(answers))
        return { sql: 'same', ...(depth === 'numbers' && { numbers: 'unchanged' }) };
    const sqlDiff = base.sql.kind === 'answer' && head.sql.kind === 'answer'
        ? diffSql(base.sql.value, head.sql.value)
        : undefined;
    const name = pair.head?.name;
    const query = { ...(name !== undefined && { name }), ...(sqlDiff && { sqlDiff }) };
    const sql = sqlDiff ? { sql: 'changed' } : {};
    if (depth === 'sql')
        return { ...sql, query };
    return { ...sql, ...checkResults(pair, answers, query) };
}
/** A tile that only the head has. */
function checkNew({ sql, results }, depth) {
    if (depth === 'sql' && sql.kind === 'forbidden')
        return { sql: 'unchecked', error: noSql };
    const failing = [sql, results].find(answer => answer?.kind === 'failing' || answer?.kind === 'unknown');
    if (failing?.kind === 'failing')
        return { sql: 'broken', numbers: 'broken', error: failing.error };
    if (failing?.kind === 'unknown')
        return { sql: 'unchecked', error: failing.error };
    return { sql: 'new', ...(depth === 'numbers' && { numbers: 'changed' }) };
}
/** Undefined if both sides answer, as far as the API user may see it. */
function failureOf(base, head) {
    const unknown = [head, base].find(answer => answer.kind === 'unknown');
    if (unknown?.kind === 'unknown')
        return { sql: 'unchecked', error: unknown.error };
    if (head.kind === 'failing')
        return base.kind === 'failing'
            ? { sql: 'failing', error: head.error }
            : { sql: 'broken', numbers: 'broken', error: head.error };
    return base.kind === 'failing' ? { sql: 'fixed' } : undefined;
}
function checkResults(pair, { base, head, again }, query) {
    const notAsked = { message: 'Its results were not asked', hint: 'Run the job again.' };
    const unasked = { kind: 'unknown', error: notAsked };
    const [before, after] = [base?.results ?? unasked, head?.results ?? unasked];
    const unknown = [after, before, again].find(answer => answer !== undefined && isUnknown(answer));
    if (unknown && 'error' in unknown)
        return { numbers: 'unchecked', error: unknown.error, query };
    const failure = failureOf(before, after);
    if (failure)
        return { ...failure, query };
    if (before.kind !== 'answer' || after.kind !== 'answer')
        return { numbers: 'unchecked', error: notAsked, query };
    const shown = pair.head ?? pair.base;
    const results = compareResults(before.value, after.value, {
        hidden: new Set(shown?.hidden),
        isSingleValue: shown?.isSingleValue ?? false,
        again: again?.kind === 'answer' ? again.value : undefined,
    });
    return results ? { numbers: 'changed', query: { ...query, results } } : { numbers: 'unchanged', query };
}
const isUnknown = ({ kind }) => kind === 'unknown' || kind === 'forbidden';
/** The first of these that a query of the tile has. A tile of which queries come and go has changed. */
const sqlOrder = ['broken', 'unchecked', 'failing', 'changed', 'fixed', 'new', 'removed', 'same'];
const numbersOrder = ['broken', 'unchecked', 'changed', 'unchanged'];
function worstOf(checks) {
    const states = new Set(checks.flatMap(({ sql }) => sql ?? []));
    const sql = worstSql(states, checks);
    const numbers = worstNumbers(checks.flatMap(({ numbers }) => numbers ?? []));
    const error = checks.find(check => check.error && (check.sql === sql || check.numbers === numbers))?.error;
    return {
        ...(sql && { sql }),
        ...(numbers && { numbers }),
        ...(error && { error }),
        queries: checks.flatMap(({ query }) => query ?? []),
    };
}
function worstSql(states, checks) {
    const worst = sqlOrder.find(state => states.has(state));
    if (worst === 'same')
        return checks.every(({ sql }) => sql === 'same') ? 'same' : undefined;
    return (worst === 'new' || worst === 'removed') && states.size > 1 ? 'changed' : worst;
}
/** Undefined if there are none. */
const worstNumbers = (states) => numbersOrder.find(state => states.includes(state));

;// CONCATENATED MODULE: ./build/branch-check/tiles.js

/** The values of a dashboard's filters by their names: the target's own, else the defaults. Empty ones filter nothing. */
function filterValues(filters, target) {
    const values = new Map();
    for (const { name, title, defaultValue } of filters) {
        const value = target.get(name) ?? (title === undefined ? undefined : target.get(title)) ?? defaultValue;
        if (value !== undefined && value !== '')
            values.set(name, value);
    }
    return values;
}
/** The query as the dashboard runs it. A dashboard filter replaces the tile's own filter of the same field. */
function withDashboardFilters(body, listens, values) {
    const filters = new Map(Object.entries(body.filters ?? {}));
    for (const { filter, field } of listens) {
        const value = values.get(filter);
        if (value !== undefined)
            filters.set(field, value);
    }
    return filters.size > 0 ? { ...body, filters: Object.fromEntries(filters) } : body;
}
/**
 * @param explore where the query itself names none
 * @returns undefined if the query names no model or no Explore
 */
function toQueryBody(query, model, explore) {
    if (model === undefined || explore === undefined)
        return undefined;
    const own = listOfTexts(query.fields);
    // LookML dashboards of Looker's early years list dimensions and measures apart.
    const fields = own.length > 0 ? own : [...listOfTexts(query.dimensions), ...listOfTexts(query.measures)];
    const filters = filtersIn(query.filters);
    return {
        model,
        view: explore,
        fields,
        ...listEntry('pivots', query.pivots),
        ...listEntry('fill_fields', query.fill_fields),
        ...(Object.keys(filters).length > 0 && { filters }),
        ...textEntry('filter_expression', query.filter_expression),
        ...listEntry('sorts', query.sorts),
        ...textEntry('limit', query.limit),
        ...textEntry('column_limit', query.column_limit),
        ...((query.total === true || query.total === 'yes') && { total: true }),
        ...textEntry('row_total', query.row_total === true ? 'right' : query.row_total),
        ...listEntry('subtotals', query.subtotals),
        ...dynamicFields(query.dynamic_fields),
        ...timezone(query.query_timezone),
    };
}
const exploreName = ({ model, view }) => `${model}::${view}`;
/** Two queries with the same key get the same answer. */
function queryKey(body) {
    const sorted = (record) => Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify(sorted({ ...body, ...(body.filters && { filters: sorted(body.filters) }) }));
}
/** Texts, also where YAML reads a number or a truth value. */
const optionalText = (value) => {
    if (typeof value === 'number' || typeof value === 'boolean')
        return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
};
/** A list, or one text with commas. */
function listOfTexts(value) {
    if (Array.isArray(value))
        return value.flatMap(item => optionalText(item) ?? []);
    if (typeof value !== 'string')
        return [];
    return value
        .split(',')
        .map(item => item.trim())
        .filter(item => item !== '');
}
function listEntry(key, value) {
    const items = listOfTexts(value);
    return items.length > 0 ? { [key]: items } : {};
}
function textEntry(key, value) {
    const found = value === false ? undefined : optionalText(value);
    return found === undefined ? {} : { [key]: found };
}
/** A mapping of fields; in older LookML a list of such mappings. */
function filtersIn(value) {
    const mappings = Array.isArray(value) ? value.filter(runtime_json/* isObject */.Gv) : (0,runtime_json/* isObject */.Gv)(value) ? [value] : [];
    const entries = mappings.flatMap(mapping => Object.entries(mapping));
    return Object.fromEntries(entries.flatMap(([field, filter]) => {
        const words = Array.isArray(filter) ? listOfTexts(filter).join(',') : optionalText(filter);
        return words === undefined ? [] : [[field, words]];
    }));
}
function dynamicFields(value) {
    if (Array.isArray(value))
        return value.length > 0 ? { dynamic_fields: JSON.stringify(value) } : {};
    return typeof value === 'string' && value !== '' && value !== '[]' ? { dynamic_fields: value } : {};
}
/** `user_timezone` and `query_saved_timezone` are no time zones, but choices. */
function timezone(value) {
    const found = optionalText(value);
    return found === undefined || /^(user|query_saved)_timezone$/.test(found) ? {} : { query_timezone: found };
}

;// CONCATENATED MODULE: ./build/branch-check/check-branch.js






/** More queries a side are not asked. */
const maxQueries = 200;
/**
 * Asks the SQL of all tiles, the base's first, then the results where the SQL differs. Results of the head are asked in the
 * same round as its SQL; with a second answer of the base, they are asked between the two.
 */
async function checkBranch(options) {
    const { tiles, depth, isConfirmed, remembered } = options;
    const { pairs, omitted } = limitQueries(tiles.flatMap(pairQueries));
    const check = startCheck(pairs, options);
    let lookmlErrors = [];
    let baseErrors = remembered?.errors;
    let problem;
    try {
        if (!remembered || check.recalled.size < check.keys.base.size)
            baseErrors = await askBase(check);
        lookmlErrors = await askHead(baseErrors, check);
        const differing = pairs.filter(pair => needsResults(answersOf(pair, check.answers)));
        if (differing.some(({ base }) => base))
            await askBaseAgain(differing, check);
        if (depth === 'numbers' && isConfirmed)
            await confirmResults(differing, check);
    }
    catch (error) {
        problem = (0,errors/* asActionError */.z6)(error);
    }
    problem ??= check.unvalidated;
    const reason = problem ? (0,errors/* toFault */.ec)(problem) : notAsked;
    return {
        tiles: tiles.map(tile => checkTile(tile, pair => completeAnswers(pair, check, reason), depth)),
        lookmlErrors,
        omittedQueries: omitted,
        ...(problem && { problem }),
        ...(baseErrors && check.isBaseAsked && { learned: memoryOf(baseErrors, check) }),
        isDevelopmentSql: [...check.answers.head.values()].some(({ results }) => results?.kind === 'answer' && results.value.isDevelopmentSql),
    };
}
/** Keeps the first queries that fit on both sides. Equal queries count once. */
function limitQueries(all) {
    const keys = { base: new Set(), head: new Set() };
    const sides = ['base', 'head'];
    const pairs = all.filter(pair => {
        const own = sides.flatMap(side => {
            const query = pair[side];
            return query ? [{ known: keys[side], key: queryKey(query.body) }] : [];
        });
        const fits = own.every(({ known, key }) => known.has(key) || known.size < maxQueries);
        if (fits)
            for (const { known, key } of own)
                known.add(key);
        return fits;
    });
    return { pairs, omitted: all.length - pairs.length };
}
function startCheck(pairs, options) {
    const base = new Map();
    for (const key of keysOf(pairs, 'base')) {
        const value = options.remembered?.sql.get(memoryKey(key));
        if (value !== undefined)
            base.set(key, { sql: { kind: 'answer', value } });
    }
    const keys = { base: keysOf(pairs, 'base'), head: keysOf(pairs, 'head') };
    const answers = { base, head: new Map(), again: new Map() };
    return { pairs, keys, answers, recalled: new Set(base.keys()), isBaseAsked: false, options };
}
const queriesOf = (pairs, side) => pairs.flatMap(pair => pair[side] ?? []);
const keysOf = (pairs, side) => new Set(queriesOf(pairs, side).map(({ body }) => queryKey(body)));
function answersOf({ base, head }, { base: ofBase, head: ofHead, again }) {
    return {
        base: base && ofBase.get(queryKey(base.body)),
        head: head && ofHead.get(queryKey(head.body)),
        again: base && again.get(queryKey(base.body)),
    };
}
/** Checks out a side and asks. Each round has a runner of its own: answers of a round that was disturbed do not count. */
function during(side, { options }, ask) {
    return options.branches.during(side, options.commits[side], () => ask(options.createRunner()));
}
/** The queries are asked although Looker does not validate the LookML. */
async function validate(check) {
    try {
        return await check.options.validate();
    }
    catch (error) {
        if (error instanceof errors/* Interruption */._n)
            throw error;
        const { message, hint } = (0,errors/* asActionError */.z6)(error);
        check.unvalidated = new errors/* ActionError */.lZ(`Looker did not validate the LookML: ${message}`, hint, {
            cause: error,
        });
        return undefined;
    }
}
/** @returns the errors of the base's LookML; undefined if Looker does not tell */
async function askBase(check) {
    const { pairs, answers, recalled } = check;
    const wanted = queriesOf(pairs, 'base').filter(({ body }) => !recalled.has(queryKey(body)));
    const { errors, sql } = await during('base', check, async (runner) => {
        const [errors, sql] = await Promise.all([validate(check), askAllSql(wanted, runner)]);
        return { errors, sql };
    });
    for (const [key, answer] of sql)
        answers.base.set(key, { sql: answer });
    check.isBaseAsked = true;
    return errors;
}
/** Validates first: tiles of a model with new errors are not queried. @returns the new errors */
async function askHead(baseErrors, check) {
    const { pairs, answers, options } = check;
    const asksResults = options.depth === 'numbers' && !options.isConfirmed;
    const { errors, found } = await during('head', check, async (runner) => {
        const besides = options.besideHead();
        const ofHead = await validate(check);
        const errors = baseErrors && ofHead ? (0,lookml_validation/* newLookmlErrors */.I9)(baseErrors, ofHead) : [];
        const wanted = queriesOf(pairs, 'head');
        const blocked = wanted.filter(query => errorsIn(query.body.model, errors).length > 0);
        const sql = await askAllSql(wanted.filter(query => !blocked.includes(query)), runner);
        const found = new Map([...sql].map(([key, sql]) => [key, { sql }]));
        for (const { body } of blocked)
            found.set(queryKey(body), { sql: blockedBy(body.model, errors) });
        const differing = pairs.filter(pair => needsResults(answersOf(pair, { ...answers, head: found })));
        if (asksResults)
            await addResults(queriesOf(differing, 'head'), found, runner);
        await besides;
        return { errors, found };
    });
    answers.head = found;
    return errors;
}
/** Errors without a model concern every model of the project. */
const errorsIn = (model, errors) => errors.filter(error => error.model === undefined || error.model === model);
function blockedBy(model, errors) {
    const own = errorsIn(model, errors);
    return {
        kind: 'unknown',
        error: {
            message: `This pull request adds ${(0,runtime_text/* count */.U9)(own.length, 'LookML error')} to the model ${model}`,
            hint: 'Correct the LookML errors that the annotations name.',
        },
    };
}
/** Remembered SQL may hold dates of another day: if it differs, it is asked again. */
async function askBaseAgain(differing, check) {
    const { answers, recalled, options } = check;
    const wanted = queriesOf(differing, 'base');
    const stale = wanted.filter(({ body }) => recalled.has(queryKey(body)));
    if (stale.length === 0 && options.depth === 'sql')
        return;
    const found = await during('base', check, async (runner) => {
        const base = new Map(answers.base);
        for (const [key, sql] of await askAllSql(stale, runner))
            base.set(key, { sql });
        const still = differing.filter(pair => needsResults(answersOf(pair, { ...answers, base })));
        if (options.depth === 'numbers')
            await addResults(queriesOf(still, 'base'), base, runner);
        return base;
    });
    answers.base = found;
    check.isBaseAsked ||= stale.length > 0;
    for (const { body } of stale)
        recalled.delete(queryKey(body));
}
/** Asks the head's results between two answers of the base. */
async function confirmResults(differing, check) {
    const { answers } = check;
    const still = differing.filter(pair => needsResults(answersOf(pair, answers)));
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
        const results = await Promise.all(again.map(async ({ body }) => [queryKey(body), await runner.results(body)]));
        return new Map(results);
    });
}
async function askAllSql(queries, runner) {
    const bodies = new Map(queries.map(({ body }) => [queryKey(body), body]));
    const answers = await Promise.all([...bodies].map(async ([key, body]) => [key, await runner.sql(body)]));
    return new Map(answers);
}
async function addResults(queries, answers, runner) {
    await Promise.all(queries.map(async ({ body }) => {
        const answer = answers.get(queryKey(body));
        if (answer)
            answers.set(queryKey(body), { ...answer, results: await runner.results(body) });
    }));
}
const notAsked = { message: 'It was not asked', hint: 'Run the job again.' };
/** What was not asked is unknown, with the reason. */
function completeAnswers(pair, { keys, answers, options }, reason) {
    const isOmitted = ['base', 'head'].some(side => {
        const query = pair[side];
        return query && !keys[side].has(queryKey(query.body));
    });
    const unknown = { kind: 'unknown', error: isOmitted ? tooMany : reason };
    const found = answersOf(pair, answers);
    const complete = (answer) => ({
        sql: answer?.sql ?? unknown,
        ...(options.depth === 'numbers' && { results: answer?.results ?? unknown }),
    });
    return {
        ...(pair.base && { base: complete(found.base) }),
        ...(pair.head && { head: complete(found.head) }),
        ...(options.isConfirmed && pair.base && { again: found.again ?? unknown }),
    };
}
const tooMany = {
    message: `More than ${maxQueries} queries a side are not asked`,
    hint: 'Share the targets among several jobs (shard), each with an API user of its own.',
};
function memoryOf(errors, { answers, options }) {
    const sql = new Map(options.remembered?.sql);
    for (const [key, answer] of answers.base)
        if (answer.sql.kind === 'answer')
            sql.set(memoryKey(key), answer.sql.value);
    return { errors, sql };
}

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
;// CONCATENATED MODULE: ./build/branch-check/result-table.js


/** Why the query fails, in Looker's words and the database's. */
class QueryFailure extends Error {
}
/**
 * Reads an answer in the format `json_detail`. The API description does not have its shape; Looker's own chart library
 * reads it like this (https://github.com/looker-open-source/components).
 * @param rowLimit the most rows that were asked for; infinite if the tile itself shows no more
 * @returns undefined if the answer has another shape
 * @throws QueryFailure if the answer says that the query fails
 */
function readResultTable(answer, rowLimit) {
    if (!(0,runtime_json/* isObject */.Gv)(answer))
        return undefined;
    const errors = (0,looker_responses/* objectsIn */.Qv)(answer.errors);
    const failure = errors.find(isFailure);
    if (failure)
        throw new QueryFailure(failureWords(failure));
    if (!(0,runtime_json/* isObject */.Gv)(answer.fields) || !Array.isArray(answer.data))
        return undefined;
    const { fields } = answer;
    const pivots = readPivots(answer.pivots);
    const ofRows = (0,looker_responses/* objectsIn */.Qv)(fields.dimensions).filter(field => !isAmong(fields.pivots, field));
    const dimensions = ofRows.map(field => toColumn(field));
    const measures = [...(0,looker_responses/* objectsIn */.Qv)(fields.measures), ...(0,looker_responses/* objectsIn */.Qv)(fields.table_calculations)];
    const values = pivots.length > 0
        ? pivots.flatMap(pivot => measures.map(field => toColumn(field, pivot)))
        : measures.map(field => toColumn(field));
    const rows = (0,looker_responses/* objectsIn */.Qv)(answer.data).map(row => readRow(row, pivots));
    const ranAt = typeof answer.ran_at === 'string' ? new Date(answer.ran_at) : undefined;
    return {
        dimensions,
        values: withSingleCells(values, rows, measures),
        rows,
        ...((0,runtime_json/* isObject */.Gv)(answer.totals_data) && { totals: readRow(answer.totals_data, pivots) }),
        limits: limitsIn(answer, rows.length, rowLimit),
        ...(ranAt && !Number.isNaN(ranAt.getTime()) && { ranAt }),
        isDevelopmentSql: errors.some(({ message }) => /conditional SQL for Development Mode/i.test(String(message))),
    };
}
/** Remarks stand among the errors, with another level (https://github.com/spectacles-ci/spectacles, models.py). */
const isFailure = ({ level, fatal }) => fatal === true || !(level === 'info' || level === 'warning' || level === 'warn');
function failureWords({ message, message_details: details }) {
    const words = [message, details].filter(text => typeof text === 'string' && text !== '');
    return words.length > 0 ? words.join(' ') : 'the query fails';
}
function readPivots(pivots) {
    return (0,looker_responses/* objectsIn */.Qv)(pivots).flatMap(({ key, data, labels, is_total: isTotal }) => {
        if (typeof key !== 'string')
            return [];
        const words = Object.values({ ...(0,looker_responses/* objectIn */.D7)(data), ...(0,looker_responses/* objectIn */.D7)(labels) }).map(cellText);
        return [{ key, label: isTotal === true ? 'Total' : words.join(', ') || key }];
    });
}
const isAmong = (list, { name }) => (0,looker_responses/* objectsIn */.Qv)(list).some(field => field.name === name);
function toColumn(field, pivot) {
    const name = String(field.name ?? '');
    const label = [field.label_short, field.label, name].find(text => typeof text === 'string' && text !== '');
    const isNumber = field.is_numeric === true || field.type === 'number';
    return {
        id: pivot ? columnId(name, pivot.key) : name,
        field: name,
        label: pivot ? `${label} (${pivot.label})` : String(label),
        isNumeric: isNumber,
    };
}
const columnId = (field, pivotKey) => JSON.stringify([field, pivotKey]);
/** Pivoted values are one level deeper, by the pivots' keys. A row total is one of them. */
function readRow(row, pivots) {
    const keys = new Set(pivots.map(({ key }) => key));
    const cells = new Map();
    for (const [field, content] of Object.entries(row)) {
        const inner = (0,looker_responses/* objectIn */.D7)(content);
        const isPivoted = keys.size > 0 && Object.keys(inner).every(key => keys.has(key));
        if (!isPivoted)
            cells.set(field, toCell(content));
        else
            for (const [key, cell] of Object.entries(inner))
                cells.set(columnId(field, key), toCell(cell));
    }
    return cells;
}
/** A table calculation of pivoted results may have one value a row. */
function withSingleCells(values, rows, measures) {
    const known = new Set(values.map(({ id }) => id));
    const single = measures
        .map(field => toColumn(field))
        .filter(({ id }) => !known.has(id) && rows.some(row => row.has(id)));
    const isSingle = new Set(single.map(({ field }) => field));
    return [...values.filter(({ field }) => !isSingle.has(field)), ...single];
}
function toCell(content) {
    if (!(0,runtime_json/* isObject */.Gv)(content))
        return { raw: content ?? null, text: cellText(content) };
    const { value = null, rendered } = content;
    const isShown = typeof rendered === 'string' && (rendered !== '' || value === '');
    return { raw: value, text: isShown ? rendered : cellText(value) };
}
/** Looker shows null as ∅. */
function cellText(value) {
    if (value === null || value === undefined)
        return '∅';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
function limitsIn({ columns_truncated: columns }, rows, rowLimit) {
    return [
        ...(rows >= rowLimit ? [`only the first ${rows.toLocaleString('en-US')} rows were compared`] : []),
        ...(columns === true || columns === 'yes' ? ['Looker left out columns beyond its limit'] : []),
    ];
}

;// CONCATENATED MODULE: ./build/branch-check/run-queries.js







/** Milliseconds in which a query has to answer; then its tile is unchecked. */
const queryTimeLimitMs = 2 * 60_000;
/** The most rows of a result that are compared. */
const maxRows = 5000;
const maxResultCharacters = 5_000_000;
const maxSqlCharacters = 1_000_000;
/** Shares the limit of concurrent queries among both sides. */
function createQueryRunners(options) {
    const slots = (0,p_limit/* default */.A)(options.concurrency);
    return () => ({
        sql: oncePerQuery(slots, body => askSql(body, options)),
        results: oncePerQuery(slots, body => askResults(body, options)),
    });
}
function oncePerQuery(slots, askLooker) {
    const answers = new Map();
    return body => {
        const key = queryKey(body);
        const answer = answers.get(key) ?? slots(() => askLooker(body));
        answers.set(key, answer);
        return answer;
    };
}
function askSql(body, options) {
    return askLooker('sql', body, options, maxSqlCharacters, text => {
        if (text.trim() === '')
            throw unexpected(options.host, 'no SQL');
        return text;
    });
}
function askResults(body, options) {
    const { limited, rowLimit } = limitRows(body);
    return askLooker('json_detail', limited, options, maxResultCharacters, text => {
        const table = readResultTable((0,looker_responses/* isTooDeep */.f_)(text) ? undefined : (0,runtime_json/* parseJson */.qF)(text), rowLimit);
        if (!table)
            throw unexpected(options.host, 'something that is no result of a query');
        return table;
    });
}
/** A tile with a lower limit shows no more rows itself. */
function limitRows(body) {
    const own = body.limit === undefined ? 0 : Number(body.limit);
    const isWithin = own >= 0 && own <= maxRows;
    return isWithin
        ? { limited: body, rowLimit: Number.POSITIVE_INFINITY }
        : { limited: { ...body, limit: String(maxRows) }, rowLimit: maxRows };
}
const tooLarge = (characters) => new errors/* ActionError */.lZ(`Looker's answer is larger than ${characters / 1_000_000} MB`, 'Let the tile show fewer rows or columns, or leave the target out.');
const unexpected = (host, what) => new errors/* ActionError */.lZ(`${host} answered with ${what}`, 'Run the job again.');
/** Formats other than JSON answer some failures with status 200: `[{"looker_error": "…"}]`. */
function lookerProblem(text) {
    if (!/^\s*\[\s*\{\s*"looker_error"/.test(text))
        return undefined;
    const [first] = [(0,runtime_json/* parseJson */.qF)(text)].flat();
    return (0,runtime_json/* isObject */.Gv)(first) && typeof first.looker_error === 'string' ? first.looker_error : undefined;
}
/** @param convert throws QueryFailure if the answer says that the query fails */
async function askLooker(format, body, { send, clean, signal, timeLimit }, maxCharacters, convert) {
    const query = format === 'sql' ? {} : { cache: false, server_table_calcs: true };
    const call = { method: 'POST', path: `/queries/run/${format}`, query, json: body, timeLimit };
    const read = async (response) => {
        const text = clean(await (0,looker_responses/* boundedText */.LD)(response, maxCharacters));
        if (text.length > maxCharacters)
            throw tooLarge(maxCharacters);
        try {
            const problem = lookerProblem(text);
            if (problem !== undefined)
                throw new QueryFailure(problem);
            return { kind: 'answer', value: convert(text) };
        }
        catch (error) {
            if (!(error instanceof QueryFailure))
                throw error;
            const message = (0,looker_responses/* plainWords */.c5)(error.message, clean, 500) || 'The query fails';
            return { kind: 'failing', error: { message, hint: 'Open the tile in Looker on this branch.' } };
        }
    };
    try {
        return await send(call, read, signal);
    }
    catch (error) {
        signal.throwIfAborted();
        return toAnswer(error, format);
    }
}
/** Looker refuses a query of a field or an Explore that is gone with 400, 404 or 422. */
function toAnswer(error, format) {
    const fault = (0,errors/* toFault */.ec)(error);
    const status = error instanceof looker_errors/* LookerError */.Z6 ? error.status : undefined;
    if (status === 403 && format === 'sql')
        return { kind: 'forbidden', error: fault };
    const isRefused = status === 400 || status === 404 || status === 422;
    return { kind: isRefused ? 'failing' : 'unknown', error: fault };
}

;// CONCATENATED MODULE: ./build/branch-check/check-plan.js









/** Checks the plan's tiles in a session of its own, which is in development mode. Nothing is thrown. */
async function checkPlan(context, options) {
    const { input, plan } = options;
    if (plan.affected.every(({ tiles }) => tiles.length === 0))
        return {
            tiles: plan.affected.map(() => []),
            report: reportOf(input, plan),
            errors: [],
            warnings: [],
            apiCalls: build_results/* noApiCalls */.Xe,
        };
    const { world, inputs, deadlines } = context;
    const dev = (0,connect/* connect */.Ng)(inputs.looker, {
        world,
        version: inputs.looker.version,
        secrets: options.secrets,
        signal: deadlines.restore,
        workspace: 'dev',
        log: world.print,
    });
    const warnings = [];
    try {
        const branches = await openOrFail(dev, branchOptions(context, options, dev, warnings));
        const checked = await runCheck(context, options, dev, branches);
        const left = await branches.close();
        const { problem } = checked;
        // The reason is told with each tile, unless there is none that it kept from being checked.
        const isTold = checked.tiles.some(({ error }) => error?.message === problem?.message);
        return {
            tiles: splitTiles(plan, checked.tiles),
            report: reportOf(input, plan, checked),
            errors: [...left, ...(problem && !isTold ? [problem] : [])],
            warnings,
            apiCalls: dev.apiCalls,
            ...(checked.learned && { learned: checked.learned }),
        };
    }
    finally {
        await (0,connect/* logOut */.je)([dev], world.cancelled);
    }
}
/** If nothing can be checked out, every tile is unchecked for that reason. */
async function openOrFail(dev, options) {
    try {
        await dev.loggedIn;
        return await openBranches(options);
    }
    catch (error) {
        return { during: () => Promise.reject(error), close: async () => [] };
    }
}
function branchOptions({ world, run, began, deadlines }, { input, production, secrets, save }, dev, warnings) {
    const { clean } = secrets;
    const { host } = dev;
    const common = {
        project: (id) => devProjectOf({ id, host, send: dev.session.send, clean }),
        clock: world.clock,
        today: () => new Date(),
        log: world.print,
    };
    return {
        ...common,
        projectId: input.project,
        productionCommit: id => (0,project/* projectOf */.v8)({ id, host, send: production.session.send, clean }).deployedCommit(deadlines.check),
        stem: (0,branch_name/* createStem */.WW)(run, began, Math.random),
        signal: deadlines.check,
        restorer: {
            ...common,
            userName: () => readUserName(dev, deadlines.restore, clean),
            signal: deadlines.restore,
        },
        save,
        warn: warning => void warnings.push(warning),
    };
}
function runCheck({ inputs, deadlines }, { input, plan, remembered, secrets: { clean } }, dev, branches) {
    const { host, session } = dev;
    const place = { send: session.send, host, clean };
    return checkBranch({
        branches,
        commits: plan.commits,
        tiles: plan.affected.flatMap(({ tiles }) => tiles),
        depth: input.numbers ? 'numbers' : 'sql',
        isConfirmed: inputs.compare.confirmChanges,
        createRunner: createQueryRunners({
            ...place,
            signal: deadlines.check,
            concurrency: inputs.pace.concurrency,
            timeLimit: queryTimeLimitMs,
        }),
        validate: () => (0,lookml_validation/* validateProject */.U$)(input.project, place, deadlines.check),
        besideHead: async () => undefined,
        remembered,
    });
}
function splitTiles({ affected }, tiles) {
    const rest = [...tiles];
    return affected.map(({ tiles: own }) => rest.splice(0, own.length));
}
function reportOf({ project }, { commits, hasDevelopmentSql }, checked) {
    const problem = checked?.problem;
    return {
        project,
        ...commits,
        lookmlErrors: checked?.lookmlErrors ?? [],
        omittedQueries: checked?.omittedQueries ?? 0,
        isDevelopmentSql: hasDevelopmentSql || (checked?.isDevelopmentSql ?? false),
        ...(problem instanceof DisturbedBranchError && { disturbedBy: problem.branch }),
    };
}

// EXTERNAL MODULE: ./build/affected/read-affected.js + 15 modules
var read_affected = __webpack_require__(38981);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/github/repository.js
var github_repository = __webpack_require__(88328);
// EXTERNAL MODULE: ./build/looker/lookml.js
var lookml = __webpack_require__(99159);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __webpack_require__(64861);
;// CONCATENATED MODULE: ./build/branch-check/looker-tiles.js



function tileReader(send, { host, clean }) {
    const get = (path, fields) => send({ method: 'GET', path, query: { fields } }, (0,looker_responses/* readObject */.Ag)(host, 'tile', answer => answer));
    const reader = {
        title: value => (typeof value === 'string' ? (0,looker_responses/* plainWords */.c5)(value, clean, 200) : ''),
        mergedQuery: id => get(`/merge_queries/${encodePart(id)}`, 'source_queries(name,query_id,query_slug)'),
        query: id => get(/^\d+$/.test(id) ? `/queries/${id}` : `/queries/slug/${encodePart(id)}`, queryFields),
    };
    return {
        async read(target) {
            const { kind, id } = target;
            const path = `/${target_kinds/* targetKinds */.xV[kind].resource['4.0']}/${encodePart(id)}`;
            switch (kind) {
                case 'dashboard':
                case 'lookml_dashboard':
                    return readDashboardTiles(await get(path, dashboardFields), target.filters, reader);
                case 'look':
                    return readLookTile(await get(path, `title,query(${queryFields})`), id, reader);
                case 'dashboard_element':
                    return readSingleTile(await get(path, elementFields), reader);
                case 'query':
                    return readQueryTile(await reader.query(id), id);
            }
        },
    };
}
const encodePart = (id) => encodeURIComponent(id.toWellFormed());
const queryFields = 'model,view,fields,pivots,fill_fields,filters,filter_expression,sorts,limit,column_limit,total,row_total,subtotals,dynamic_fields,query_timezone,vis_config';
const listenFields = 'listen(dashboard_filter_name,field)';
const makerFields = `result_maker(sql_query_id,merge_result_id,query(${queryFields}),filterables(model,view,name,${listenFields}))`;
const elementFields = `id,title,title_text,type,look_id,merge_result_id,query(${queryFields}),look(title,query(${queryFields})),${makerFields}`;
const dashboardFields = `title,query_timezone,dashboard_filters(name,title,default_value),dashboard_elements(${elementFields})`;
const noDashboard = { timezone: undefined, values: new Map() };
async function readDashboardTiles(answer, filters, reader) {
    const all = (0,looker_responses/* objectsIn */.Qv)(answer.dashboard_filters).map(toFilter);
    const surroundings = { timezone: answer.query_timezone, values: filterValues(all, filters) };
    const tiles = [];
    for (const element of (0,looker_responses/* objectsIn */.Qv)(answer.dashboard_elements)) {
        const tile = await readDashboardTile(element, surroundings, reader);
        if (tile)
            tiles.push(tile);
    }
    return { ...titleIn(answer.title, reader), tiles };
}
async function readSingleTile(answer, reader) {
    const tile = await readDashboardTile(answer, noDashboard, reader);
    return { ...(tile && { title: tile.title }), tiles: tile ? [tile] : [] };
}
function readLookTile({ title, query }, id, reader) {
    const about = titleIn(title, reader);
    return {
        ...about,
        tiles: [toLookerTile({ id, title: about.title ?? `Look ${id}` }, [toQuery((0,looker_responses/* objectIn */.D7)(query))])],
    };
}
const readQueryTile = (query, id) => ({
    tiles: [toLookerTile({ id, title: `Query ${id}` }, [toQuery(query)])],
});
const titleIn = (title, reader) => {
    const words = reader.title(title);
    return words === '' ? {} : { title: words };
};
function toFilter({ name, title, default_value: value }) {
    const [ownTitle, defaultValue] = [optionalText(title), optionalText(value)];
    return {
        name: optionalText(name) ?? ownTitle ?? '',
        ...(ownTitle !== undefined && { title: ownTitle }),
        ...(defaultValue !== undefined && { defaultValue }),
    };
}
/** Undefined for a text, a button and whatever else shows no data. */
async function readDashboardTile(element, surroundings, reader) {
    const maker = (0,looker_responses/* objectIn */.D7)(element.result_maker);
    const look = (0,looker_responses/* objectIn */.D7)(element.look);
    const query = [element.query, look.query, maker.query].map(looker_responses/* objectIn */.D7).find(({ view }) => view !== undefined);
    const filterables = (0,looker_responses/* objectsIn */.Qv)(maker.filterables);
    const about = aboutTile(element, look, query, reader);
    if (optionalText(maker.sql_query_id) !== undefined)
        return { ...about, queries: [], isSqlRunner: true };
    if (query)
        return toLookerTile(about, [toQuery(query, { surroundings, filterable: filterables[0] })]);
    const merge = optionalText(element.merge_result_id) ?? optionalText(maker.merge_result_id);
    if (merge !== undefined)
        return readMerged(about, merge, { filterables, surroundings, reader });
    const showsData = element.type === 'vis' || optionalText(element.look_id) !== undefined || filterables.length > 0;
    return showsData ? { ...about, queries: [], problem: 'Looker does not tell its query' } : undefined;
}
function aboutTile(element, look, query, { title }) {
    const id = optionalText(element.id) ?? '';
    const words = [element.title, element.title_text, look.title].map(title).find(text => text !== '');
    return { id, title: words ?? optionalText(query?.view) ?? `tile ${id}` };
}
/** Each source query has a filterable of its own, in the same order. */
async function readMerged(about, id, { filterables, surroundings, reader }) {
    const { source_queries: list } = await reader.mergedQuery(id);
    const sources = (0,looker_responses/* objectsIn */.Qv)(list);
    const queries = [];
    for (const [place, source] of sources.entries()) {
        const own = optionalText(source.query_id) ?? optionalText(source.query_slug);
        const query = own === undefined ? undefined : await reader.query(own);
        const named = reader.title(source.name) || `query ${place + 1}`;
        const filterable = filterables.length === sources.length ? filterables[place] : undefined;
        const read = query && toQuery(query, { surroundings, filterable });
        queries.push(read && { ...read, name: named });
    }
    if (filterables.length > 0 && filterables.length !== sources.length)
        return { ...about, queries: [], problem: 'Looker does not tell which filters its queries listen to' };
    return toLookerTile(about, queries);
}
function toLookerTile(about, queries) {
    const known = queries.filter(query => query !== undefined);
    return known.length === queries.length && known.length > 0
        ? { ...about, queries: known }
        : { ...about, queries: [], problem: 'Looker does not tell its query' };
}
function toQuery(query, { surroundings, filterable } = { surroundings: noDashboard, filterable: undefined }) {
    const zone = optionalText(query.query_timezone) ?? surroundings.timezone;
    const body = toQueryBody({ ...query, query_timezone: zone }, optionalText(query.model), optionalText(query.view));
    if (!body)
        return undefined;
    const look = (0,looker_responses/* objectIn */.D7)(query.vis_config);
    return {
        explore: exploreName(body),
        body: withDashboardFilters(body, (0,looker_responses/* objectsIn */.Qv)(filterable?.listen).flatMap(toListen), surroundings.values),
        hidden: listOfTexts(look.hidden_fields),
        isSingleValue: look.type === 'single_value',
    };
}
function toListen({ dashboard_filter_name: name, field }) {
    const [filter, target] = [optionalText(name), optionalText(field)];
    return filter === undefined || target === undefined ? [] : [{ filter, field: target }];
}

;// CONCATENATED MODULE: ./build/branch-check/lookml-tiles.js


/** The tiles of a LookML dashboard as its text has them: those with a query, matched with the other side by `name`. */
function lookmlTiles(dashboard, options) {
    const parameters = withConstants(dashboard.parameters, options.constants);
    const filters = [...dashboard.filtersByName.values()].map(filter => toDashboardFilter(withConstants(filter, options.constants)));
    const values = filterValues(filters, options.filters);
    return [...dashboard.elementsByName].flatMap(([name, element]) => element.queries.length === 0 ? [] : [toLookmlTile(name, element, { parameters, values, options })]);
}
function toLookmlTile(name, element, { parameters, values, options }) {
    const fields = withConstants(element.parameters, options.constants);
    const common = { id: name, title: optionalText(fields.title) ?? optionalText(fields.name) ?? name };
    const constant = unknownConstant(fields);
    if (constant !== undefined)
        return { ...common, queries: [], problem: `it uses the constant ${constant}` };
    const merged = Array.isArray(fields.merged_queries) ? fields.merged_queries.filter(runtime_json/* isObject */.Gv) : [];
    const own = merged.length > 0 ? merged : [fields];
    const queries = own.map((query, place) => {
        const model = optionalText(query.model) ??
            optionalText(fields.model) ??
            optionalText(parameters.model) ??
            options.model;
        const body = toQueryBody({ query_timezone: parameters.query_timezone, ...query }, model, optionalText(query.explore) ?? optionalText(query.base_view));
        if (!body || body.fields.length === 0)
            return undefined;
        const named = merged.length > 0 ? (optionalText(query.name) ?? `query ${place + 1}`) : undefined;
        return {
            explore: exploreName(body),
            ...(named !== undefined && { name: named }),
            body: withDashboardFilters(body, listensOf(fields.listen, place), values),
            hidden: listOfTexts(fields.hidden_fields),
            isSingleValue: optionalText(fields.type) === 'single_value',
        };
    });
    const known = queries.filter(query => query !== undefined);
    if (known.length < queries.length)
        return { ...common, queries: [], problem: 'its text does not say which fields of which Explore it shows' };
    return { ...common, queries: known };
}
/** A mapping of filters to fields. Merged results have a list of mappings, one for each query. */
function listensOf(listen, place) {
    const own = Array.isArray(listen) ? listen[place] : listen;
    if (!(0,runtime_json/* isObject */.Gv)(own))
        return [];
    return Object.entries(own).flatMap(([filter, field]) => {
        const name = optionalText(field);
        return name === undefined ? [] : [{ filter, field: name }];
    });
}
function toDashboardFilter(filter) {
    const title = optionalText(filter.title);
    const value = Array.isArray(filter.default_value)
        ? listOfTexts(filter.default_value).join(',')
        : optionalText(filter.default_value);
    return {
        name: optionalText(filter.name) ?? title ?? '',
        ...(title !== undefined && { title }),
        ...(value !== undefined && { defaultValue: value }),
    };
}
const constant = /@\{(\w{1,255})\}/g;
/** Replaces `@{name}` in all texts. A constant that is not known stays. */
function withConstants(value, constants) {
    const replace = (inner) => {
        if (typeof inner === 'string')
            return inner.replace(constant, (whole, name) => constants.get(name) ?? whole);
        if (Array.isArray(inner))
            return inner.map(replace);
        if ((0,runtime_json/* isObject */.Gv)(inner))
            return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, replace(one)]));
        return inner;
    };
    return replace(value);
}
const unknownConstant = (value) => /@\{\w{1,255}\}/.exec(JSON.stringify(value) ?? '')?.[0];
/** The constants of a project's manifest (https://cloud.google.com/looker/docs/reference/param-manifest-constant). */
function readConstants(manifest) {
    const plain = manifest.replace(/^\s*#.*$/gm, '');
    const found = plain.matchAll(/\bconstant\s*:\s*(\w{1,255})\s*\{[^}"]{0,1000}?\bvalue\s*:\s*"([^"]{0,10000})"/g);
    return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

;// CONCATENATED MODULE: ./build/branch-check/plan.js










/** Asks GitHub and Looker, and changes nothing. @throws ActionError if GitHub does not answer, or for a fork */
async function planCheck(context, options) {
    const { input, targets, looker, secrets } = options;
    const { world, deadlines } = context;
    const repository = (0,github_repository/* openRepository */.h)(context);
    repository.catch(() => undefined); // findHead throws it.
    const { commit, baseBranch } = await (0,commits/* findHead */.mW)((0,commits/* wantedCommit */.pZ)(context, undefined), plan_errors, () => repository);
    if (baseBranch === undefined)
        throw plan_errors.noCommitError();
    const base = await (0,commits/* findMergeBase */.fe)({ commit, baseBranch }, await repository);
    const selection = await (0,read_affected/* readAffected */.b)({
        targets,
        commits: [base.commit, commit],
        project: input.project,
        repository: await repository,
        client: (0,lookml/* lookmlClient */.m)(looker.session.send, looker.host),
        signal: deadlines.check,
        log: world.print,
    });
    const reader = tileReader(looker.session.send, { host: looker.host, clean: secrets.clean });
    const slots = (0,p_limit/* default */.A)(maxReads);
    const isAffected = (_, place) => (selection.targets[place]?.reasons.length ?? 1) > 0;
    const affected = targets
        .map((target, place) => ({ target, place }))
        .filter(({ target, place }) => isAffected(target, place));
    return {
        commits: { base: base.commit, head: commit },
        affected: await Promise.all(affected.map(({ target, place }) => slots(async () => ({
            target,
            affectedBy: selection.targets[place]?.reasons ?? [],
            ...(await readAffectedTiles(target, selection, reader)),
        })))),
        unaffected: targets.filter((target, place) => !isAffected(target, place)),
        hasDevelopmentSql: [selection.sides?.base, selection.sides?.head].some(side => side && hasDevelopmentSql(side)),
    };
}
/** `-- if dev --` in a derived table (https://cloud.google.com/looker/docs/derived-tables). */
const hasDevelopmentSql = ({ files }) => [...files.values()].some(text => /--\s*if\s+dev\s*--/i.test(text));
/** Dashboards that are read at once. */
const maxReads = 4;
const plan_errors = {
    forkError: () => new errors/* ActionError */.lZ('This pull request comes from a fork, whose LookML is never checked: its SQL would run on the data of production', 'Read its LookML, push it to a branch of this repository, and open the pull request from there.'),
    noCommitError: () => new errors/* ActionError */.lZ('There is no pull request to check: the run has no head commit and base branch', 'Run the workflow on pull_request, or set pull-request.'),
};
/** A LookML dashboard that changes has the tiles of its text on each side; every other target has Looker's on both. */
async function readAffectedTiles(target, selection, reader) {
    const defined = definitionsOf(target, selection);
    const isOnHead = defined?.head !== undefined;
    if (defined && isChangedText(defined))
        return { isOnHead, ...tilesOfText(target, defined, selection) };
    try {
        const { title, tiles } = await reader.read(target);
        return {
            isOnHead,
            ...(title !== undefined && { title }),
            tiles: affectedPairs(pairTiles(tiles, tiles), selection),
        };
    }
    catch (error) {
        const isMissing = error instanceof looker_errors/* LookerError */.Z6 && error.status === 404;
        if (defined && isMissing)
            return { isOnHead, ...tilesOfText(target, defined, selection) };
        const { message } = (0,errors/* asActionError */.z6)(error);
        const unknown = unreadableTile(target, `Looker does not tell what it shows: ${message}`);
        return { isOnHead, tiles: [{ base: unknown, head: unknown }] };
    }
}
const unreadableTile = ({ id, name }, problem) => ({
    id,
    title: name,
    queries: [],
    problem,
});
/** Undefined if the project's text does not define the target. */
function definitionsOf({ kind, id }, { sides }) {
    const name = id.split('::')[1];
    if (!sides || name === undefined || (kind !== 'dashboard' && kind !== 'lookml_dashboard'))
        return undefined;
    const [base, head] = [sides.base.dashboard(name), sides.head.dashboard(name)];
    return base || head ? { ...(base && { base }), ...(head && { head }) } : undefined;
}
const isChangedText = ({ base, head }) => comparableText(base) !== comparableText(head);
/** Everything that the dashboard shows, with what it extends. */
const comparableText = (dashboard) => JSON.stringify(dashboard && [
    dashboard.parameters,
    [...dashboard.elementsByName].map(([name, { parameters }]) => [name, parameters]),
    [...dashboard.filtersByName],
    dashboard.problem,
]) ?? '';
function tilesOfText(target, defined, selection) {
    const filters = 'filters' in target ? target.filters : new Map();
    const model = target.id.split('::')[0] ?? '';
    const tilesOn = (side) => {
        const dashboard = defined[side];
        if (!dashboard)
            return [];
        const constants = constantsOf(selection.sides?.[side]);
        const tiles = lookmlTiles(dashboard, { model, filters, constants });
        return dashboard.problem === undefined ? tiles : [...tiles, unreadableTile(target, dashboard.problem)];
    };
    const title = defined.head?.parameters.title;
    return {
        tiles: affectedPairs(pairTiles(tilesOn('base'), tilesOn('head')), selection),
        ...(typeof title === 'string' && title !== '' && { title }),
    };
}
const constantsOf = (side) => readConstants(side?.files.get('manifest.lkml') ?? '');
/** A tile is affected if one of its Explores is, or if its own text changes. What is not known is affected. */
function affectedPairs(pairs, { explores }) {
    return pairs.filter(({ base, head }) => {
        const names = [...(base?.queries ?? []), ...(head?.queries ?? [])].map(({ explore }) => explore);
        const isKnown = names.length > 0 && names.every(name => explores.get(name)?.length === 0);
        return !isKnown || JSON.stringify(base) !== JSON.stringify(head);
    });
}

;// CONCATENATED MODULE: ./build/branch-check/render-checked.js

















/**
 * Compares SQL and results of the affected tiles on the merge base and on the head of the pull request, in the API user's
 * development mode. Meanwhile Looker renders what production shows. Nothing is thrown.
 */
async function renderChecked(context, input, targets, stages) {
    const { world, inputs, lookers, secrets, isGuarded } = context;
    const production = lookers.first;
    const nothing = { results: [], unaffected: [], errors: [], warnings: [] };
    try {
        await production.loggedIn;
        const plan = await planCheck(context, { input, targets, looker: production, secrets });
        logPlan(plan, world.print);
        if (plan.affected.length === 0)
            return { ...nothing, unaffected: plan.unaffected };
        const memory = openMemory(context, { input, plan }, stages);
        const [pictures, { tiles, report, learned, ...checked }] = await Promise.all([
            renderProduction(context, plan.affected, stages),
            checkPlan(context, {
                input,
                plan,
                production,
                secrets,
                remembered: await memory.read(),
                save: branches => world.saveForPost({ instance: inputs.looker.base.origin, isGuarded, branches }),
            }),
        ]);
        const finish = (affected, place) => {
            const picture = pictures[place] ?? (0,build_results/* failedResult */.Nq)(affected.target, 'It was not rendered');
            return finishTarget(context, { affected, picture, report, tiles: tiles[place] ?? [] }, stages);
        };
        const { lookmlErrors, disturbedBy } = report;
        const [results] = await Promise.all([
            Promise.all(plan.affected.map(finish)),
            learned && memory.write(learned),
        ]);
        return {
            ...checked,
            results,
            unaffected: plan.unaffected,
            branch: report,
            ...(lookmlErrors.length > 0 && {
                lookmlErrors,
                lookml: { action: 'compile', errors: (0,verdict_facts/* listed */.KE)(lookmlErrors.map(lookml_validation/* describeLookmlError */.E5)) },
            }),
            ...(disturbedBy !== undefined && {
                disturbance: { kind: 'branch', name: disturbedBy, host: production.host },
            }),
        };
    }
    catch (error) {
        return { ...nothing, results: targets.map(target => (0,build_results/* failedResult */.Nq)(target, error)) };
    }
}
function logPlan({ affected, unaffected }, print) {
    for (const { target, affectedBy } of affected)
        for (const reason of affectedBy)
            print(`${target.name}: ${reason}.`);
    if (unaffected.length > 0)
        print(`Not affected by the change: ${unaffected.map(({ name }) => name).join(', ')}.`);
}
/** Renders what is deployed. */
async function renderProduction(context, affected, stages) {
    const { first, close } = (0,renderers/* openRenderers */.n)(context, stages);
    try {
        return await Promise.all(affected.map(({ target }) => {
            (0,render_targets/* logIgnoredParameters */.x)(target, context.world.print);
            return first.render(target);
        }));
    }
    finally {
        close();
    }
}
/** The base's SQL on the images branch. It saves calls, so that the check goes on if it cannot be read or written. */
function openMemory({ inputs, world, began, isGuarded }, { input, plan }, stages) {
    const { base, clientId } = inputs.looker;
    const owner = { commit: plan.commits.base, project: input.project, host: base.host, clientId };
    const isWanted = inputs.images.kind === 'branch' && !isGuarded;
    const attempt = async (what, work) => {
        if (!isWanted)
            return undefined;
        try {
            return await work((await stages).images);
        }
        catch (error) {
            world.print(`The base's SQL could not be ${what} the images branch (${(0,errors/* asActionError */.z6)(error).message}).`);
            return undefined;
        }
    };
    return {
        read: () => attempt('read from', images => readBaseMemory(images, owner)),
        write: (learned) => attempt('stored on', images => writeBaseMemory(images, owner, learned, began)),
    };
}
/** Joins a target's picture with its tiles. A target whose tiles fail has no picture. */
async function finishTarget({ inputs, world }, { affected, picture, report, tiles }, stages) {
    const { target, affectedBy, title: ownTitle } = affected;
    const numbers = worstNumbers(tiles.flatMap(({ numbers, isSqlRunner }) => (isSqlRunner ? [] : (numbers ?? []))));
    const file = (0,external_node_path_.join)(inputs.outputDirectory, `${target.name}.numbers.json`);
    if (tiles.length > 0)
        await (0,files/* writeWhole */.f8)(file, Buffer.from(numbersJson(target, report, tiles)));
    const check = { tiles, ...(numbers && { numbers }), ...(tiles.length > 0 && { file }) };
    const title = picture.title ?? ownTitle;
    const about = { affectedBy, check, ...(title !== undefined && { title }) };
    const { apiCalls } = picture;
    const failed = tiles.filter(tile_check/* isFailedTile */.kH);
    if (tiles.length > 0)
        world.print(`${(0,heading/* headingWithAddress */.BN)({ target, ...about })}: ${(0,tile_words/* checkWords */.iW)(check)}.`);
    if (failed.length > 0) {
        if (picture.status === 'success')
            await (0,promises_.rm)(picture.path, { force: true }).catch(() => undefined);
        return (0,build_results/* failedResult */.Nq)(target, tilesError(failed), { apiCalls, ...about });
    }
    if (picture.status === 'success')
        return { ...(await (await stages).compare(picture, {})), ...about };
    // Production need not have what the pull request adds.
    const isNew = picture.isMissing && affected.isOnHead;
    return isNew ? { status: 'checked', target, apiCalls, ...about } : { ...picture, ...about };
}
const maxTitles = 5;
function tilesError(failed) {
    const broken = failed.filter(tile_check/* isBrokenTile */.Mb);
    const [shown, words] = broken.length > 0
        ? [broken, `This pull request breaks ${(0,runtime_text/* count */.U9)(broken.length, 'tile')}`]
        : [failed, `${(0,runtime_text/* count */.U9)(failed.length, 'tile')} could not be checked`];
    const named = shown
        .slice(0, maxTitles)
        .map(({ title, error }) => (error ? `${title} (${error.message})` : title));
    const more = shown.length > maxTitles ? ` and ${shown.length - maxTitles} more` : '';
    return new errors/* ActionError */.lZ(`${words}: ${named.join(', ')}${more}`, shown[0]?.error?.hint ?? 'Look at the tiles below.');
}
/** All rows that differ, as JSON for programs: what `<name>.numbers.json` holds. */
function numbersJson(target, { base, head }, tiles) {
    return JSON.stringify({ target: target.source, name: target.name, base, head, tiles: tiles.map(tileRecord) }, null, 2);
}
const tileRecord = ({ queries, isSqlRunner: _, ...tile }) => ({
    ...tile,
    queries: queries.map(queryRecord),
});
const queryRecord = ({ name, sqlDiff, results }) => ({
    ...(name !== undefined && { name }),
    ...(sqlDiff && { sqlDiff: diffLinesOf(sqlDiff) }),
    ...(results && { results: resultRecord(results) }),
});
const diffLinesOf = ({ lines }) => lines;
/** Each changed row as `{ kind, key, before, after }`, with raw numbers where there are any. */
function resultRecord({ changes, dimensions, columns, ...about }) {
    return {
        ...about,
        dimensions,
        columns,
        changes: changes.map(({ kind, key, values }) => ({
            kind,
            key: Object.fromEntries(dimensions.map((label, place) => [label, key[place]])),
            values: Object.fromEntries(columns.flatMap((label, place) => (values[place] ? [[label, values[place]]] : []))),
        })),
    };
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


/***/ })

};
