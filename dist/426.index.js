export const id = 426;
export const ids = [426];
export const modules = {

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
