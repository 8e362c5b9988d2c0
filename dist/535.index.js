export const id = 535;
export const ids = [535,426];
export const modules = {

/***/ 84260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JD: () => (/* binding */ deployCommit),
/* harmony export */   SD: () => (/* binding */ ForeignDeployError),
/* harmony export */   TD: () => (/* binding */ roleOfCommit),
/* harmony export */   Zy: () => (/* binding */ foreignDeployHint),
/* harmony export */   kK: () => (/* binding */ deployAnyhow),
/* harmony export */   sX: () => (/* binding */ deployMoves),
/* harmony export */   sw: () => (/* binding */ isSameCommit)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74426);


/** The maximum time for Looker to fetch a commit, and to finish a deploy that it has accepted. */
const deployLimitMs = 60_000;
const deployPauseMs = 5_000;
/** Thrown if a user or another job deploys a commit during the step. */
class ForeignDeployError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    commit;
    constructor(commit, { id, host }) {
        super(`Another user or job deployed commit ${commit} to the LookML project ${id} at ${host} while this step was running`, foreignDeployHint);
        this.commit = commit;
    }
}
const foreignDeployHint = 'Let only one run at a time use this Looker instance: give every workflow that deploys to it the same concurrency group. Deploy by hand only while no run is active.';
/**
 * Deploys a commit and waits until Looker has finished the deploy. `previous` is the commit that is deployed now. If
 * `previous` equals `commit`, sends nothing.
 * @throws ForeignDeployError, RefusedDeployError, or an ActionError if Looker does not finish the deploy
 */
async function deployCommit(commit, previous, deployer) {
    if (roleOfCommit(previous, [commit]) !== 'wanted')
        await deployAnyhow(commit, [previous], deployer);
}
/**
 * Deploys `commit` even if Looker already reports it as deployed. Otherwise, a pending deploy of a commit in `previous`
 * could end later and replace `commit`.
 */
async function deployAnyhow(commit, previous, deployer) {
    const { project, clock, signal, log } = deployer;
    log(`Deploying ${commit} to the LookML project ${project.id}.`);
    await sendDeploy(commit, deployer);
    const until = clock.now() + deployLimitMs;
    for (;;) {
        const deployed = await project.deployedCommit(signal);
        const move = deployMoves.deployed[roleOfCommit(deployed, [commit], previous)];
        if (move === 'render')
            return;
        if (move === 'begin again')
            throw new ForeignDeployError(deployed, project);
        if (clock.now() >= until)
            throw unfinishedDeploy(commit, deployed, project);
        await clock.sleep(deployPauseMs, signal);
    }
}
/** Sends the deploy. Retries for a minute if Looker's clone does not have the commit yet. */
async function sendDeploy(commit, { project, clock, signal, log }) {
    const until = clock.now() + deployLimitMs;
    for (;;) {
        try {
            return await project.deploy(commit, signal);
        }
        catch (error) {
            if (!(error instanceof _looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_1__/* .UnknownCommitError */ .gk) || clock.now() >= until)
                throw error;
            log(`${error.message}. Trying again.`);
            await clock.sleep(deployPauseMs, signal);
        }
    }
}
const unfinishedDeploy = (commit, deployed, { id, host }) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${host} accepted the deploy of commit ${commit} to the LookML project ${id}, but did not finish it: ${deployed} is still deployed after a minute`, 'Deploy the commit by hand in Looker (Develop, the project, Deployment Manager) to see the reason.');
const deployMoves = {
    deployed: { wanted: 'render', previous: 'read again', foreign: 'begin again' },
    rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
    rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
    end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave the commit' },
};
const isSameCommit = (one, other) => one.toLowerCase() === other.toLowerCase();
function roleOfCommit(deployed, wanted, previous = []) {
    const isAmong = (commits) => commits.some(commit => isSameCommit(commit, deployed));
    if (isAmong(wanted))
        return 'wanted';
    return isAmong(previous) ? 'previous' : 'foreign';
}


/***/ }),

/***/ 68535:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findDeployCommits: () => (/* binding */ findDeployCommits),
/* harmony export */   planDeploy: () => (/* binding */ planDeploy)
/* harmony export */ });
/* harmony import */ var _affected_read_affected_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(12721);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44463);
/* harmony import */ var _github_commits_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72628);
/* harmony import */ var _github_workflow_run_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(47889);
/* harmony import */ var _looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(74426);
/* harmony import */ var _looker_lookml_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(99159);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(22006);
/* harmony import */ var _deployer_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(84260);









/** @throws ActionError if GitHub does not answer, or if the pull request comes from a fork */
async function findDeployCommits(context, deploy) {
    const { inputs, deadlines } = context;
    const opened = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .openRepository */ .h_)(context, deadlines.render);
    opened.catch(() => undefined); // `await opened` throws the error.
    const found = await (0,_github_commits_js__WEBPACK_IMPORTED_MODULE_3__/* .findHead */ .mW)((0,_github_commits_js__WEBPACK_IMPORTED_MODULE_3__/* .wantedCommit */ .pZ)(context, deploy.ref), deployWords, () => opened);
    const { commit: head, baseBranch } = found;
    const repository = await opened;
    if (baseBranch === undefined || !(inputs.compare.against === 'base' || deploy.onlyAffected))
        return { head, repository };
    const withoutBase = 'set compare to none and remove only-affected';
    const base = await (0,_github_commits_js__WEBPACK_IMPORTED_MODULE_3__/* .findMergeBase */ .fe)({ ...found, baseBranch }, repository, withoutBase);
    const change = (0,_runtime_time_js__WEBPACK_IMPORTED_MODULE_7__/* .once */ .Oo)(() => (0,_affected_read_affected_js__WEBPACK_IMPORTED_MODULE_0__/* .readChange */ .pm)({
        ...{ commits: [base.commit, head], project: deploy.project, repository },
        signal: deadlines.render,
    }));
    return { head, base, repository, change };
}
/**
 * Chooses the commits and the targets. Only reads from GitHub and Looker.
 * @throws ActionError if GitHub does not answer
 */
async function planDeploy(context, { deploy, targets, looker, commits }) {
    const { inputs, world, secrets, deadlines } = context;
    const { host, session } = looker;
    const { head, base, repository, change } = await (commits?.() ?? findDeployCommits(context, deploy));
    const selection = await selectTargets(targets, base && deploy.onlyAffected ? base : undefined, async (base) => {
        const selection = await (0,_affected_read_affected_js__WEBPACK_IMPORTED_MODULE_0__/* .readAffected */ .bF)({
            targets,
            commits: [base.commit, head],
            ...(change && { change: change() }),
            project: deploy.project,
            repository,
            client: (0,_looker_lookml_js__WEBPACK_IMPORTED_MODULE_6__/* .lookmlClient */ .m)(session.send, host),
            deployedCommit: () => (0,_looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_5__/* .deployedCommitOn */ .tx)(looker, { id: deploy.project, clean: secrets.clean }, deadlines.render),
            signal: deadlines.render,
            log: world.print,
        });
        return selection.targets.map(({ reasons }) => [...reasons]);
    });
    const otherCommit = deploy.ref === undefined ? undefined : await findOtherCommit(context, head, repository);
    return {
        head,
        ...(otherCommit && { otherCommit }),
        ...selection,
        namesOn: commit => (0,_affected_read_affected_js__WEBPACK_IMPORTED_MODULE_0__/* .readLookmlNames */ .Nm)(commit, repository),
        ...(base && inputs.compare.against === 'base' && { base: { branch: base.branch, commit: base.commit } }),
    };
}
/**
 * Returns an error if `deploy-ref` names a commit that does not contain the head of the pull request. A merge of the
 * head and the base branch contains it.
 */
async function findOtherCommit(context, commit, repository) {
    const { sha: head } = context.run;
    if ((0,_github_workflow_run_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context) === undefined || head === undefined || (0,_deployer_js__WEBPACK_IMPORTED_MODULE_8__/* .isSameCommit */ .sw)(commit, head))
        return undefined;
    const hasHead = await (0,_github_commits_js__WEBPACK_IMPORTED_MODULE_3__/* .containsCommit */ .TB)(repository, head, commit).catch(() => false);
    return hasHead
        ? undefined
        : new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`The results show commit ${(0,_looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_5__/* .shortCommitName */ .Vz)(commit)}, which deploy-ref names, and not the head ${(0,_looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_5__/* .shortCommitName */ .Vz)(head)} of the pull request`, 'After a review of the head, set deploy-ref to it.');
}
const deployWords = {
    // LookML contains SQL. Looker would run a fork's SQL on the instance's data.
    forkError: () => new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('This pull request comes from a fork. Its LookML is not deployed, because its SQL would run on the data of the instance', 'Review its LookML, then set deploy-ref to the reviewed commit, or leave deploy empty.'),
    noCommitError: () => new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('This run has no commit to deploy', 'Set deploy-ref to the commit, branch or tag to deploy.'),
};
/** Without a merge base, the changes are unknown, so all targets count as affected. */
async function selectTargets(targets, base, read) {
    if (!base)
        return { affected: targets.map(target => ({ target })), unaffected: [] };
    const reasons = await read(base);
    const all = targets.map((target, index) => ({ target, affectedBy: reasons[index] ?? [] }));
    return {
        affected: all.filter(({ affectedBy }) => affectedBy.length > 0),
        unaffected: all.filter(({ affectedBy }) => affectedBy.length === 0).map(({ target }) => target),
    };
}


/***/ }),

/***/ 74426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kj: () => (/* binding */ missingCommit),
/* harmony export */   Vz: () => (/* binding */ shortCommitName),
/* harmony export */   cu: () => (/* binding */ RefusedDeployError),
/* harmony export */   gk: () => (/* binding */ UnknownCommitError),
/* harmony export */   tx: () => (/* binding */ deployedCommitOn),
/* harmony export */   v8: () => (/* binding */ projectOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46229);
/* harmony import */ var _looker_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(13257);
/* harmony import */ var _validate_lookml_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(71730);




/** Thrown if Looker refused a deploy and changed nothing. */
class RefusedDeployError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    /** Looker's message about the LookML of this commit. Undefined if Looker refused the user or the project. */
    lookmlReason;
    constructor(fact, hint, { lookmlReason, ...options } = {}) {
        super(fact, hint, options);
        this.lookmlReason = lookmlReason;
    }
}
class UnknownCommitError extends RefusedDeployError {
}
/** Reads the commit that is deployed on an instance. */
const deployedCommitOn = ({ host, session }, about, signal) => projectOf({ ...about, host, send: session.send }).deployedCommit(signal);
/**
 * Uses `GET /projects/{id}`, `GET /projects/{id}/git_branch` and `POST /projects/{id}/deploy_ref_to_production` (API
 * 4.0, Project). A session begins in the production workspace. There, the `ref` of the git branch is the deployed
 * commit.
 */
function projectOf({ id, host, send, clean }) {
    const path = `/projects/${encodeURIComponent(id)}`;
    return {
        id,
        host,
        check: async (signal) => {
            const query = { fields: 'id,uses_git,git_release_mgmt_enabled' };
            const about = await send({ method: 'GET', path, query }, readProject(host), signal).catch(error => {
                throw toProjectError(error, id, host);
            });
            refuseUndeployable(about, id, host);
        },
        deployedCommit: async (signal) => {
            const branch = await send({ method: 'GET', path: `${path}/git_branch` }, readProject(host), signal).catch(error => {
                throw toProjectError(error, id, host);
            });
            if (isCommit(branch.ref) && clean(branch.ref) === branch.ref)
                return branch.ref;
            throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .unexpectedResponse */ .Lf)(host, `something that does not name the deployed commit of project ${id}`);
        },
        deploy: async (commit, signal) => {
            let requests = 0;
            const call = {
                method: 'POST',
                path: `${path}/deploy_ref_to_production`,
                query: { ref: commit },
                isRepeatable: true,
                onRequest: () => void requests++,
            };
            await send(call, async () => undefined, signal).catch(error => {
                throw toDeployError(error, { id, host, commit, isRepeated: requests > 1 });
            });
        },
        validate: signal => (0,_validate_lookml_js__WEBPACK_IMPORTED_MODULE_3__/* .validateProject */ .U$)(id, { send, host, clean }, signal),
    };
}
const readProject = (host) => (0,_http_js__WEBPACK_IMPORTED_MODULE_1__/* .readObject */ .Ag)(host, 'LookML project', answer => answer);
const isCommit = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
/** Refuses a project whose settings prevent a deploy. Looker may leave out a setting. */
function refuseUndeployable(about, id, host) {
    if (about.uses_git === false)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The LookML project ${id} at ${host} has no git repository`, 'Connect the project to this repository (Looker: Develop, the project, Settings, Configure Git), or leave deploy empty.');
    if (about.git_release_mgmt_enabled === false)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The LookML project ${id} at ${host} does not use advanced deploy mode, so no commit of a pull request can be deployed`, 'Turn it on in Looker (Develop, the project, Settings, Enable Advanced Deploy Mode): on a staging instance, never in production.');
}
const permission = "Check the project's name in deploy. Also give the API user a role with the permissions develop and deploy for the project's models.";
function toProjectError(error, id, host) {
    if (!(error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6) || (error.status !== 404 && error.status !== 403))
        return error;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${host} has no LookML project ${id}, or the API user may not see it (${error.status})`, permission, { cause: error });
}
/** Matches messages of Looker and its git about an unknown commit. */
const missingCommit = /could (not|n't) find (the )?(ref|commit|revision|branch)|(ref|commit|revision|reference|object|branch) .{0,60}(not found|not exist)|(unknown|bad|ambiguous) (revision|object|argument)|not a (valid )?(tree|object|commit)|did not match any|(ref|commit|branch) \S{1,80} (cannot|could not) be resolved/i;
/** Matches messages of git if Looker cannot reach or read the repository. */
const unreachableGit = /permission denied \(|could not read (from remote|username)|authentication failed|host key verification failed|could not resolve host/i;
function toDeployError(error, { id, host, commit, isRepeated }) {
    if (!(error instanceof _looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6) || error.status === undefined)
        return error;
    const { status, message } = error;
    const about = refusalOf(status, message, { id, host, commit });
    if (!about)
        return error;
    const { fact, hint, kind } = about;
    const cause = { cause: error };
    if (kind === 'unknown commit')
        return new UnknownCommitError(fact, hint, cause);
    // This error does not prove a refusal. Looker may have executed the first request before its response was lost.
    if (isRepeated)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint, cause);
    const lookmlReason = message.replace(`${host} answered ${status}: `, '');
    return new RefusedDeployError(fact, hint, { ...cause, ...(kind === 'LookML' && { lookmlReason }) });
}
function refusalOf(status, message, { id, host, commit }) {
    if (status === 403)
        return {
            kind: 'user',
            fact: `The API user may not deploy to the LookML project ${id} at ${host} (403)`,
            hint: permission,
        };
    if (status === 404 || ((status === 400 || status === 422) && missingCommit.test(message)))
        return {
            kind: 'unknown commit',
            fact: `${host} did not find commit ${shortCommitName(commit)} for the LookML project ${id}: ${message}`,
            hint: "Check that the project's git repository at Looker is this one, that the commit is pushed, and that the API user's role has the permission deploy. If a force-push has replaced the commit, the run of the new commit counts.",
        };
    if ((status === 400 || status === 422) && unreachableGit.test(message))
        return {
            kind: 'git',
            fact: `Looker refused to deploy commit ${shortCommitName(commit)} to the LookML project ${id}: ${message}`,
            hint: "Correct the project's git connection at Looker (Develop, the project, Settings), for example its deploy key, and run the job again.",
        };
    if (status === 400 || status === 422)
        return {
            kind: 'LookML',
            fact: `Looker refused to deploy commit ${shortCommitName(commit)} to the LookML project ${id}: ${message}`,
            hint: "Correct the LookML or the settings of the project as Looker's message says, and run the job again.",
        };
    return undefined;
}
const shortCommitName = (commit) => commit.slice(0, 7);


/***/ }),

/***/ 71730:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ describeLookmlError),
/* harmony export */   I9: () => (/* binding */ newLookmlErrors),
/* harmony export */   U$: () => (/* binding */ validateProject)
/* harmony export */ });
/* unused harmony export readValidation */
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(46229);
/* harmony import */ var _looker_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(13257);


/** The validation of a large project takes minutes. */
const timeLimitMs = 5 * 60_000;
/**
 * Validates the LookML in the session's workspace. Takes one administrative call (`POST /projects/{id}/validate`, API
 * 4.0). Leaves out warnings.
 */
function validateProject(id, { send, host, clean }, signal) {
    const call = {
        method: 'POST',
        path: `/projects/${encodeURIComponent(id)}/validate`,
        timeLimit: timeLimitMs,
        isRepeatable: true,
    };
    const read = (0,_http_js__WEBPACK_IMPORTED_MODULE_0__/* .readObject */ .Ag)(host, 'validation of LookML', answer => {
        // Without this check, an answer without a list of errors would count as valid LookML.
        if (!Array.isArray(answer.errors))
            throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .unexpectedResponse */ .Lf)(host, 'a validation of LookML without a list of errors');
        return readValidation(answer, id, clean);
    });
    return send(call, read, signal).catch(error => {
        throw (0,_looker_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .withHints */ .z9)(error, { 403: permissionHint, 404: permissionHint });
    });
}
const permissionHint = "Give the API user's role the permission develop for the models of the project.";
/** Severities that are no errors (API 4.0, ProjectError). The others are `error` and `fatal`. */
const harmless = ['success', 'info', 'warning'];
/** Returns the errors of a validation. A model that Looker could not validate counts as an error. */
function readValidation(answer, project, clean) {
    const errors = (0,_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(answer.errors).filter(({ severity }) => !harmless.includes(severity));
    const unvalidated = (0,_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(answer.models_not_validated).map(({ name }) => {
        const model = lookerWords(name, clean) || 'a model';
        return { message: `Looker did not validate the model ${model}`, ...(model !== 'a model' && { model }) };
    });
    return [...errors.map(error => toLookmlError(error, project, clean)), ...unvalidated];
}
const lookerWords = (value, clean) => typeof value === 'string' ? (0,_http_js__WEBPACK_IMPORTED_MODULE_0__/* .plainWords */ .c5)(value, clean, 500) : '';
function toLookmlError({ message, file_path: file, line_number: line, model_id: model }, project, clean) {
    const path = typeof file === 'string' ? pathInProject(file, project) : undefined;
    const inModel = lookerWords(model, clean);
    return {
        message: lookerWords(message, clean) || 'Looker gave no reason',
        ...(path !== undefined && clean(path) === path && { path }),
        ...(typeof line === 'number' && Number.isSafeInteger(line) && line > 0 && { line }),
        ...(inModel !== '' && { model: inModel }),
    };
}
/** Removes the project's name from the beginning of a path. Returns undefined for a file of an imported project. */
function pathInProject(file, project) {
    const path = file.replace(/^\/+/, '');
    const own = path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path;
    const isImported = file.startsWith('//') || own.startsWith('imported_projects/');
    return own === '' || isImported || own.length > 1000 || /[\p{Cc}\p{Cs}]/u.test(own) ? undefined : own;
}
/**
 * Returns the errors that only the second validation has. Ignores line numbers, because lines may have moved.
 * @param names If known, an error is not new if its file or model was renamed: one side has only the old name, and the
 *   other side only the new one.
 */
function newLookmlErrors(before, after, names) {
    const known = new Map();
    for (const error of before) {
        const key = errorKey(error, names?.base, names?.head);
        known.set(key, (known.get(key) ?? 0) + 1);
    }
    return after.filter(error => {
        const key = errorKey(error, names?.head, names?.base);
        const left = known.get(key) ?? 0;
        known.set(key, left - 1);
        return left <= 0;
    });
}
/** Leaves out the name of a file or model that only the error's own side has. */
function errorKey({ message, path, model }, own, other) {
    const keyOf = (name, kind) => name !== undefined && own?.[kind].has(name) && !other?.[kind].has(name) ? true : name;
    return JSON.stringify([message, keyOf(path, 'files'), keyOf(model, 'models')]);
}
/** Returns text such as `Unknown view "x" (models/x.lkml:12)`. */
function describeLookmlError({ message, path, line }) {
    const place = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
    return message.replace(/\.$/, '') + place;
}


/***/ })

};
