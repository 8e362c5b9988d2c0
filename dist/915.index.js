export const id = 915;
export const ids = [915];
export const modules = {

/***/ 72628:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fe: () => (/* binding */ findMergeBase),
/* harmony export */   mW: () => (/* binding */ findHead),
/* harmony export */   sx: () => (/* binding */ unmergedCommits),
/* harmony export */   wZ: () => (/* binding */ readBase)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(47307);
/* harmony import */ var _event_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6830);
/* harmony import */ var _pull_request_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(81351);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(20646);





/** @throws ActionError where GitHub does not tell */
async function findHead(wanted, repository) {
    const { ref, pullRequest } = wanted;
    const known = ref ?? wanted.head;
    const isAsked = pullRequest !== undefined && (known === undefined || wanted.baseBranch === undefined);
    const pull = isAsked ? await readPullRequest(await repository(), pullRequest) : undefined;
    if (ref === undefined && (wanted.isOfFork || pull?.isOfFork))
        throw forkError();
    const head = known ?? pull?.head;
    if (head === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('There is no commit to deploy: this run is not for a commit', 'Set deploy-ref to the commit, branch or tag that is to be deployed.');
    const commit = isFullSha(head) ? head : await resolveCommit(await repository(), head);
    const baseBranch = wanted.baseBranch ?? pull?.baseBranch;
    return { commit, ...(baseBranch !== undefined && { baseBranch }) };
}
/**
 * LookML is SQL, which Looker runs on the instance's own connection: a fork's is deployed only where `deploy-ref` names
 * it.
 */
const forkError = () => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('This pull request comes from a fork, whose LookML is not deployed: it would run its SQL on the data of the instance', 'Read its LookML, then set deploy-ref to the commit that you have read; or leave deploy empty.');
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
/** A branch is resolved once: a later push does not change what is deployed. */
async function resolveCommit({ octokit, owner, repo }, ref) {
    try {
        const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref });
        return data.sha;
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, `deploy-ref: ${ref} could not be found in the repository`, 'contents: read');
    }
}
/** @throws ActionError where GitHub does not tell */
async function findMergeBase({ commit, baseBranch }, { octokit, owner, repo }) {
    const basehead = `${baseBranch}...${commit}`;
    try {
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead });
        return { branch: baseBranch, commit: data.merge_base_commit.sha, files: data.files };
    }
    catch (error) {
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .gitHubError */ .Mj)(error, `The merge base of ${baseBranch} and ${commit} could not be found`, 'contents: read');
    }
}
/**
 * Whether a commit is missing from the history of `head`. One request ("Compare two commits"), which needs
 * `contents: read`, and is not repeated.
 */
async function isUnmerged({ octokit, owner, repo }, commit, head) {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
        owner,
        repo,
        basehead: `${commit}...${head}`,
        // The changed files stand on the first page alone, up to 300 of them with their lines.
        per_page: 1,
        page: 2,
        request: { once: true },
    });
    return ['behind', 'diverged'].includes((0,_responses_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(data, 'status', 'comparison of commits'));
}
/** @throws ActionError where there is no pull request, or GitHub does not tell of it */
async function readBase(context, { octokit, owner, repo }) {
    const branch = (0,_event_js__WEBPACK_IMPORTED_MODULE_3__/* .baseBranchOf */ .vr)(context.run);
    if (branch)
        return { branch, head: context.run.sha };
    const number = (0,_pull_request_js__WEBPACK_IMPORTED_MODULE_4__/* .pullRequestFor */ .uT)(context);
    if (number === undefined)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('There is no base branch to compare with: this run is for no pull request, and records nothing', 'With compare: base, a push, schedule or workflow_dispatch records the pictures of its branch, and a pull request is compared; for other events set pull-request, or compare to the base URL of a second instance.');
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
/** The baselines of a branch come from one run or a few; of more commits nobody asks. */
const maxCommits = 5;
/** Whether the pull request lacks a commit, asked once for each; no, where GitHub does not tell. Nothing is thrown. */
function unmergedCommits({ world }, opened) {
    const asked = new Map();
    const ask = async (commit) => {
        try {
            const { repository, head } = await opened;
            return head !== '' && (await isUnmerged(repository, commit, head));
        }
        catch (error) {
            world.core.debug(`Whether the pull request has the commit ${commit} is not known: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}`);
            return false;
        }
    };
    return async (commit) => {
        if (!asked.has(commit) && asked.size === maxCommits)
            return false;
        const answer = asked.get(commit) ?? ask(commit);
        asked.set(commit, answer);
        return answer;
    };
}


/***/ }),

/***/ 19915:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderDeployed: () => (/* binding */ renderDeployed)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var build_errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/looker/errors.js
var errors = __webpack_require__(23598);
// EXTERNAL MODULE: ./build/looker/responses.js
var responses = __webpack_require__(94677);
;// CONCATENATED MODULE: ./build/looker/project.js



/** Looker's clone of the repository does not have the commit, or not yet: it fetches by itself. */
class UnknownCommitError extends build_errors/* ActionError */.lZ {
}
/**
 * `GET /projects/{id}`, `GET /projects/{id}/git_branch` and `POST /projects/{id}/deploy_ref_to_production` (API 4.0,
 * Project). A session of the API begins in production, where the branch's `ref` is the commit that is deployed.
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
            throw (0,errors/* unexpectedResponse */.Lf)(host, `no commit that is deployed in project ${id}`);
        },
        deploy: async (commit, signal) => {
            const query = { ref: commit };
            const call = { method: 'POST', path: `${path}/deploy_ref_to_production`, query };
            await send(call, async () => undefined, signal).catch(error => {
                throw toDeployError(error, { id, host, commit });
            });
        },
    };
}
const readProject = (host) => (0,responses/* readObject */.Ag)(host, 'LookML project', answer => answer);
const isCommit = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
/** What Looker does not tell may be there all the same: then the deploy itself shows it. */
function refuseUndeployable(about, id, host) {
    if (about.uses_git === false)
        throw new build_errors/* ActionError */.lZ(`The LookML project ${id} at ${host} has no git repository`, 'Connect the project to this repository (Looker: Develop, the project, Settings, Configure Git), or leave deploy empty.');
    if (about.git_release_mgmt_enabled === false)
        throw new build_errors/* ActionError */.lZ(`The LookML project ${id} at ${host} has no advanced deploy mode, without which no commit of a pull request can be deployed`, 'Turn it on in Looker (Develop, the project, Settings, Enable Advanced Deploy Mode): on a staging instance, never in production.');
}
const permission = "Check the project's name in deploy; and give the API user a role with the permissions develop and deploy for its models.";
function toProjectError(error, id, host) {
    if (!(error instanceof errors/* LookerError */.Z6) || (error.status !== 404 && error.status !== 403))
        return error;
    return new build_errors/* ActionError */.lZ(`${host} has no LookML project ${id}, or the API user may not see it (${error.status})`, permission, { cause: error });
}
/** How Looker, or the git that it runs, says that it does not have a commit. */
const missingCommit = /could (not|n't) find (the )?(ref|commit|revision|branch)|(ref|commit|revision|reference|object|branch) .{0,60}(not found|not exist)|(unknown|bad|ambiguous) (revision|object|argument)|not a (valid )?(tree|object|commit)|did not match any|(ref|commit|branch) \S{1,80} (cannot|could not) be resolved/i;
function toDeployError(error, { id, host, commit }) {
    if (!(error instanceof errors/* LookerError */.Z6) || error.status === undefined)
        return error;
    const { status, message } = error;
    const cause = { cause: error };
    if (status === 403)
        return new build_errors/* ActionError */.lZ(`The API user may not deploy to the LookML project ${id} at ${host} (403)`, permission, cause);
    if (status === 404 || ((status === 400 || status === 422) && missingCommit.test(message)))
        return new UnknownCommitError(`${host} did not find commit ${shortened(commit)} for the LookML project ${id}: ${message}`, `Check that the project's git repository at Looker is this one, that the commit is pushed, and that the API user's role has the permission deploy.`, cause);
    if (status === 400 || status === 422)
        return new build_errors/* ActionError */.lZ(`Looker refused to deploy commit ${shortened(commit)} to the LookML project ${id}: ${message}`, 'Mend what Looker names, in the LookML or in the settings of the project, and run the job again.', cause);
    return error;
}
/** As people write a commit. */
const shortened = (commit) => commit.slice(0, 7);

;// CONCATENATED MODULE: ./build/deploy/moves.js
/** Every state of the sequence, and what comes next in it. */
const moves = {
    deployed: { wanted: 'render', previous: 'look again', foreign: 'begin again' },
    rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
    rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
    end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave what stands' },
};
const isSameCommit = (one, other) => one.toLowerCase() === other.toLowerCase();
/** `previous` is empty where nothing but what is wanted may stand. */
function standingOf(deployed, wanted, previous = []) {
    const isAmong = (commits) => commits.some(commit => isSameCommit(commit, deployed));
    if (isAmong(wanted))
        return 'wanted';
    return isAmong(previous) ? 'previous' : 'foreign';
}

;// CONCATENATED MODULE: ./build/deploy/deploy-commit.js



/** Milliseconds in which Looker may fetch a commit, and carry out a deploy that it accepted. */
const patience = 60_000;
/** Between two tries, and between two looks. */
const pause = 5_000;
/** Somebody else deployed while we were at work. */
class ForeignDeployError extends build_errors/* ActionError */.lZ {
    commit;
    constructor(commit, { id, host }) {
        super(`Somebody else deployed commit ${commit} to the LookML project ${id} at ${host} while this step was at work`, `Let one run at a time use the instance (concurrency in the workflow, the same group in every workflow that deploys there), and deploy there by hand when no run is at work.`);
        this.commit = commit;
    }
}
/**
 * Deploys a commit and looks whether it is deployed. `previous` is what is deployed now; the same commit is not
 * deployed again.
 * @throws ForeignDeployError, and an ActionError where Looker refuses it or does not carry it out
 */
async function deployCommit(commit, previous, deployer) {
    if (standingOf(previous, [commit]) !== 'wanted')
        await deployAnyhow(commit, [previous], deployer);
}
/** The same where another deploy of ours may be under way: any of `previous` may stand there for a while. */
async function deployAnyhow(commit, previous, deployer) {
    const { project, clock, signal, log } = deployer;
    log(`Deploying ${commit} to the LookML project ${project.id}.`);
    await sendDeploy(commit, deployer);
    const until = clock.now() + patience;
    for (;;) {
        const deployed = await project.deployedCommit(signal);
        const move = moves.deployed[standingOf(deployed, [commit], previous)];
        if (move === 'render')
            return;
        if (move === 'begin again')
            throw new ForeignDeployError(deployed, project);
        if (clock.now() >= until)
            throw notDone(commit, deployed, project);
        await clock.sleep(pause, signal);
    }
}
/** A commit that was pushed just now is not in Looker's clone yet: tried again for a minute. */
async function sendDeploy(commit, { project, clock, signal, log }) {
    const until = clock.now() + patience;
    for (;;) {
        try {
            return await project.deploy(commit, signal);
        }
        catch (error) {
            if (!(error instanceof UnknownCommitError) || clock.now() >= until)
                throw error;
            log(`${error.message}. Trying again.`);
            await clock.sleep(pause, signal);
        }
    }
}
const notDone = (commit, deployed, { id, host }) => new build_errors/* ActionError */.lZ(`${host} accepted the deploy of commit ${commit} to the LookML project ${id}, but did not carry it out: ${deployed} is still deployed after a minute`, `Deploy it by hand in Looker (Develop, the project, Deployment Manager) to see what keeps it from that.`);

;// CONCATENATED MODULE: ./build/deploy/put-back.js



/**
 * Puts back what was deployed before the step, once its last deploy is done or was broken off, and looks whether it is
 * deployed. What somebody else deployed after us is left alone.
 * @throws ActionError that names what stands there, what stood there before, and how to deploy that by hand
 */
async function putBack({ before, ours }, how, deployer) {
    const { project, restore: signal, log } = deployer;
    try {
        const deployed = await project.deployedCommit(signal);
        const move = moves.end[standingOf(deployed, ours.filter(isOther(before)), [before])];
        if (move === 'leave what stands')
            throw new ForeignDeployError(deployed, project);
        // A deploy of ours that was broken off may still be under way: what was there before is deployed after it.
        if (move === 'put back' || how === 'broken off')
            await deployAnyhow(before, ours, { ...deployer, signal });
        log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`);
    }
    catch (error) {
        throw notPutBack(before, project, error);
    }
}
/** Milliseconds in which Looker may still carry out a deploy whose sender was killed. */
const settling = 10_000;
/**
 * Puts back what was deployed before a step that was killed, and looks once more: Looker may carry out a deploy of that
 * step after ours.
 * @throws as `putBack`
 */
async function putBackAfterKill(saved, deployer) {
    await putBack(saved, 'broken off', deployer);
    await deployer.clock.sleep(settling, deployer.restore);
    await putBack(saved, 'done', deployer);
}
const isOther = (before) => (commit) => !isSameCommit(commit, before);
function notPutBack(before, { id, host }, cause) {
    const publicFact = `The LookML project ${id} at ${host} is not as it was before this step, when commit ${before} was deployed`;
    return new build_errors/* ActionError */.lZ(`${publicFact}: ${(0,build_errors/* asActionError */.z6)(cause).message}`, `Deploy it by hand: in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${before}.`, { cause, publicFact });
}

;// CONCATENATED MODULE: ./build/deploy/render-round.js



/**
 * Deploys a commit, does the work, and looks whether the commit was deployed to the end. Where somebody else deployed
 * meanwhile, the pictures may show another commit: the round is made once more. `previous` is what is deployed now.
 * @throws ForeignDeployError where somebody else deployed the second time, too
 */
async function renderRound(commit, previous, deployer, work) {
    try {
        return await workOn(commit, previous, deployer, work);
    }
    catch (error) {
        if (!(error instanceof ForeignDeployError))
            throw error;
        deployer.warn(toWarning(error));
        return workOn(commit, error.commit, deployer, work);
    }
}
const toWarning = ({ message, hint, commit }) => new build_errors/* ActionError */.lZ(`${message}. The pictures were made once more, and what was deployed before this step is put back`, `Deploy ${commit} again if it is to stay. ${hint}`);
async function workOn(commit, previous, deployer, work) {
    await deployCommit(commit, previous, deployer);
    const done = await watched(commit, deployer, work);
    const deployed = await deployer.project.deployedCommit(deployer.restore);
    if (moves.rendered[standingOf(deployed, [commit])] === 'keep the pictures')
        return done;
    throw new ForeignDeployError(deployed, deployer.project);
}
/** Milliseconds between looks during a round: they see somebody who deploys, and then puts ours back. */
const watchInterval = 30_000;
/** @throws ForeignDeployError when the work is done, where another commit was seen meanwhile */
async function watched(commit, deployer, work) {
    const over = new AbortController();
    const watching = watchCommit(commit, deployer, over.signal);
    const done = await work().finally(() => over.abort());
    const foreign = await watching;
    if (foreign !== undefined)
        throw new ForeignDeployError(foreign, deployer.project);
    return done;
}
/** The commit that came between; undefined where none was seen, or nothing more can be seen. */
async function watchCommit(commit, { project, clock, signal }, over) {
    const ended = AbortSignal.any([signal, over]);
    try {
        for (;;) {
            await clock.sleep(watchInterval, ended);
            const deployed = await project.deployedCommit(ended);
            if (moves.rendering[standingOf(deployed, [commit])] === 'begin again')
                return deployed;
        }
    }
    catch {
        // The look after the round tells what could not be seen here.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/deploy/deployment.js



/**
 * Reads what is deployed, and has it saved for the post step before anything is changed. `ours` are the commits that will
 * be deployed. `save` is called with undefined when nothing is to be put back any more.
 * @throws ActionError where nothing can be deployed
 */
async function openDeployment(deployer, { ours, isGuarded }, save) {
    const { project, signal } = deployer;
    await project.check(signal);
    const before = await project.deployedCommit(signal);
    const saved = { project: project.id, before, ours, isGuarded };
    save(saved);
    let standing = before;
    let how = 'done';
    return {
        async round(commit, work) {
            how = 'broken off';
            const done = await renderRound(commit, standing, deployer, work);
            standing = commit;
            how = 'done';
            return done;
        },
        async putBack() {
            try {
                await putBack(saved, how, deployer);
                // A deploy that was broken off may still be carried out after this one: the post step looks once more.
                if (how === 'done')
                    save(undefined);
            }
            catch (error) {
                // What somebody else deployed stays. In every other case the post step tries once more.
                if (error instanceof Error && error.cause instanceof ForeignDeployError)
                    save(undefined);
                throw error;
            }
        },
    };
}

;// CONCATENATED MODULE: ./build/affected/changes.js
const notRead = /(^|\/)(\.github\/|\.git(ignore|attributes|keep)$|\.editorconfig$|CODEOWNERS$|LICENSE$)|\.md$/i;
const ofProject = /(^|\/)(manifest|manifest_lock)\.lkml$|\.model\.(lkml|lookml)$/i;
/** What a model shares with all its Explores, also where it stands in a file that a model includes. */
const shared = /^[ +-]\s*(datagroup|access_grant|named_value_format|map_layer|constant|connection|week_start_day|fiscal_month_offset|case_sensitive)\s*:/m;
/** A file that is included now, or no longer, may refine what others have defined. */
const included = /^[+-]\s*(-\s*)?include\s*:/m;
/** By the file's name, and by the lines that changed. */
function reachOf(path, patch = '') {
    if (notRead.test(path))
        return 'nothing';
    if (/\.dashboard\.lookml$/i.test(path))
        return 'dashboard';
    if (ofProject.test(path))
        return 'everything';
    if (!/\.(lkml|lookml)$/i.test(path))
        return 'unexplained';
    return patch === 'unknown' || shared.test(patch) || included.test(patch) ? 'everything' : 'source';
}
/** Each changed path with its reach; a file that was renamed is two. */
function reachesOf(files) {
    const reaches = new Map();
    for (const { path, previousPath = path, patch } of files)
        for (const own of [path, previousPath])
            if (reaches.get(own) !== 'everything')
                reaches.set(own, reachOf(own, patch));
    return reaches;
}
/** GitHub lists no more changed files ("Compare two commits"). */
const maxFiles = 300;
/** The changes, as GitHub lists the files of a comparison. */
function changesOf(files) {
    if (!files)
        return { unknown: 'GitHub did not tell which files changed' };
    if (files.length >= maxFiles)
        return { unknown: `GitHub lists no more than ${maxFiles} changed files` };
    return { files: files.map(changedFile) };
}
const changedFile = ({ filename: path, previous_filename: previousPath, patch, }) => ({
    path,
    ...(previousPath !== undefined && { previousPath }),
    ...(patch !== undefined && { patch }),
});

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./build/affected/dashboards.js

/** Why the text of a file gives no dashboards, in words for people. */
class UnreadableDashboards extends Error {
}
/** Larger files are not parsed: the parser takes seconds for a megabyte. In UTF-16 units. */
const maxYamlLength = 1024 * 1024;
/** The parser takes quadratic time for deeply nested lists. No dashboard nests more than 10. */
const maxNesting = 100;
/**
 * Reads a dashboard file.
 * @throws UnreadableDashboards if it is not a YAML list of dashboards
 */
function readDashboards(path, text) {
    if (text.length > maxYamlLength)
        throw new UnreadableDashboards('it is larger than 1 MB');
    if (nestingOf(text) > maxNesting)
        throw new UnreadableDashboards('it has too many brackets');
    return itemsIn(text).map(({ value, source }) => ({ ...readDashboard(value), path, yaml: source }));
}
function itemsIn(text) {
    const documents = parseText(text);
    return documents.flatMap(document => {
        const value = contentOf(document);
        if (value === null || value === undefined)
            return [];
        const items = Array.isArray(value) ? value : [value];
        const sources = sourcesOf(document, text, items.length);
        return items.map((item, index) => {
            if (!dashboards_isObject(item))
                throw new UnreadableDashboards('it is not a list of dashboards');
            return { value: item, source: sources?.[index] ?? (0,dist/* stringify */.As)([item], { version: '1.1' }) };
        });
    });
}
function parseText(text) {
    // Looker accepts a key that is written twice, and merge keys.
    const parsed = (0,dist/* parseAllDocuments */.hR)(text, { uniqueKeys: false, merge: true, logLevel: 'error' });
    const documents = Array.isArray(parsed) ? parsed : [];
    const error = documents.flatMap(({ errors }) => errors)[0];
    if (error)
        throw new UnreadableDashboards(error.message.split('\n')[0]);
    return documents;
}
function contentOf(document) {
    try {
        return document.toJS();
    }
    catch (error) {
        throw new UnreadableDashboards(error instanceof Error ? error.message : String(error));
    }
}
/**
 * The text of each item of a block list. Undefined if the items cannot be cut apart: an alias may lead from one to
 * another, and a list in brackets has no lines of its own.
 */
function sourcesOf({ contents }, text, count) {
    if (!(0,dist/* isSeq */.oP)(contents) || contents.flow || /[*&][\w-]/.test(text))
        return undefined;
    const starts = contents.items.map(item => ((0,dist/* isNode */.Ll)(item) ? lineStart(text, item.range?.[0]) : undefined));
    const sources = starts.map((start, index) => text.slice(start, starts[index + 1]));
    const isCut = starts.length === count && sources.every(source => /^ *- /.test(source));
    return isCut ? sources : undefined;
}
const lineStart = (text, position = 0) => text.lastIndexOf('\n', position - 1) + 1;
function readDashboard(parameters) {
    const name = textIn(parameters.dashboard);
    if (name === undefined)
        throw new UnreadableDashboards('a dashboard in it has no name');
    const model = textIn(parameters.model);
    return {
        name,
        parameters,
        elements: objectsIn(parameters.elements).map(element => readElement(element, model)),
        filters: objectsIn(parameters.filters),
    };
}
function readElement(parameters, dashboardModel) {
    const name = textIn(parameters.name);
    const merged = objectsIn(parameters.merged_queries).map(query => readQuery(query, dashboardModel));
    const own = readQuery(parameters, dashboardModel);
    const queries = own.explore === undefined ? merged : [own, ...merged];
    const isKnown = queries.length > 0 || typesWithoutQuery.has(textIn(parameters.type) ?? '');
    return { ...(name !== undefined && { name }), parameters, queries: isKnown ? queries : [{}] };
}
/** https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-text */
const typesWithoutQuery = new Set(['text', 'button']);
/** `base_view` is what LookML called the Explore until 2015. */
function readQuery(parameters, dashboardModel) {
    const model = textIn(parameters.model) ?? dashboardModel;
    const explore = textIn(parameters.explore) ?? textIn(parameters.base_view);
    return { ...(model !== undefined && { model }), ...(explore !== undefined && { explore }) };
}
/**
 * Applies `extends` (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-extends): parameters of the
 * extending dashboard win, elements and filters are merged by name. Undefined if no file defines the dashboard.
 */
function composeDashboard(name, definitionsOf, extending = []) {
    const definition = definitionsOf(name).at(-1);
    if (!definition)
        return undefined;
    const bases = textsIn(definition.parameters.extends).map(base => extending.includes(base) || base === name
        ? undefined
        : (composeDashboard(base, definitionsOf, [...extending, name]) ?? base));
    const missing = bases.find(base => typeof base === 'string');
    const composed = bases.filter(base => typeof base === 'object');
    const problem = missing === undefined
        ? composed.find(base => base.problem)?.problem
        : `it extends ${missing}, which no file of the project defines`;
    const parameters = Object.assign({}, ...composed.map(base => base.parameters), definition.parameters);
    const model = textIn(parameters.model);
    const elements = mergeByName([...composed.map(base => [...base.elementsByName.values()]), definition.elements].map(list => list.map(element => element.parameters)));
    return {
        ...definition,
        parameters,
        elementsByName: new Map([...elements].map(([name, element]) => [name, readElement(element, model)])),
        filtersByName: mergeByName([
            ...composed.map(base => [...base.filtersByName.values()]),
            definition.filters,
        ]),
        ...(problem !== undefined && { problem }),
    };
}
/** An element without a name cannot be overridden: its place serves as its name. */
function mergeByName(lists) {
    const merged = new Map();
    for (const list of lists)
        for (const item of list) {
            const name = textIn(item.name) ?? `#${merged.size + 1}`;
            merged.set(name, { ...merged.get(name), ...item });
        }
    return merged;
}
function nestingOf(text) {
    let depth = 0;
    let deepest = 0;
    for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
        depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
        deepest = Math.max(deepest, depth);
    }
    return deepest;
}
const dashboards_isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectsIn = (value) => [value].flat().filter(dashboards_isObject);
const textsIn = (value) => [value].flat().flatMap(item => textIn(item) ?? []);
const textIn = (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

;// CONCATENATED MODULE: ./build/affected/reasons.js
/** Why a target may look different: each names the file, and what it has to do with the target. */
const reasons_tiles = (path, count) => `${path}, which ${count === 1 ? 'a tile uses' : `${count} tiles use`}`;
const query = (path) => `${path}, which its query uses`;
const dashboard = (path) => `${path}, which defines this dashboard or one that it extends`;
const everything = (path) => `${path}, which may change everything in the project`;
const unexplained = (path) => `${path}, which anything in the project may use`;
const unknownChanges = (why) => `${why}: any of them may change this target`;
const unknownText = "The project's LookML could not be read: any changed file may change this target";
const unreadable = 'Looker did not tell what this target is made of: any changed file may change it';

;// CONCATENATED MODULE: ./build/affected/shown.js
function shownBy(content, sources) {
    if (content.kind === 'unknown')
        return 'unknown';
    if (content.kind === 'lookml')
        return shownByDashboard(content.name, sources);
    const { kind, tiles } = content;
    return shownWith({ kind, dashboardFiles: new Set() }, [tiles], sources);
}
/** Its tiles may differ before and after the change. */
function shownByDashboard(name, sources) {
    const found = sources.sides.flatMap(side => side.dashboard(name) ?? []);
    if (found.length === 0)
        return 'unknown';
    const dashboardFiles = new Set(found.flatMap(({ files }) => [...files]));
    return shownWith({ kind: 'dashboard', dashboardFiles }, found.map(({ tiles }) => tiles), sources);
}
function shownWith(about, tilesOfSides, sources) {
    const explores = new Set(tilesOfSides.flat(2));
    const files = new Map([...explores].map(explore => [explore, filesOf(explore, sources)]));
    if ([...files.values()].includes('unknown'))
        return 'unknown';
    const filesOfTile = (tile) => new Set(tile.flatMap(explore => [...(files.get(explore) ?? [])]));
    const sides = tilesOfSides.map(tiles => tiles.map(filesOfTile));
    const isOfProject = about.dashboardFiles.size > 0 ||
        sides.flat().some(({ size }) => size > 0) ||
        [...explores].some(explore => isOwn(explore, sources));
    return { ...about, sides, isOfProject };
}
/**
 * An Explore's files on both sides together. Looker tells them where the project's text does not define the Explore:
 * another project does, or an imported one.
 */
function filesOf(explore, sources) {
    const name = explore.split('::')[1] ?? '';
    const own = isOwn(explore, sources) ? sources.sides.flatMap(side => side.filesOf(name) ?? []) : [];
    if (own.length === 0)
        return sources.foreign.get(explore) ?? 'unknown';
    return new Set(own.flatMap(files => [...files]));
}
const isOwn = (explore, { sides }) => sides.some(({ models }) => models.has(explore.split('::')[0] ?? ''));
/** The Explores that Looker has to be asked for. */
function foreignExplores(contents, sides) {
    const shown = contents.flatMap(content => {
        if (content.kind === 'unknown')
            return [];
        if (content.kind !== 'lookml')
            return content.tiles.flat();
        return sides.flatMap(side => side.dashboard(content.name)?.tiles.flat() ?? []);
    });
    const sources = { sides, foreign: new Map() };
    return [...new Set(shown)].filter(explore => filesOf(explore, sources) === 'unknown');
}

;// CONCATENATED MODULE: ./build/affected/find-affected.js



/**
 * Why each target may look different with the change, in words for people; empty where it does not. Where something is
 * not known, the change may touch it: too many are named rather than too few.
 */
function findAffected(contents, change) {
    const { changes, sides } = change;
    if ('unknown' in changes)
        return contents.map(() => [unknownChanges(changes.unknown)]);
    const reaches = reachesIn(changes.files, sides);
    if (reaches.size === 0)
        return contents.map(() => []);
    if (sides.length === 0)
        return contents.map(() => [unknownText]);
    return contents.map(content => reasonsOf(shownBy(content, change), reaches));
}
/** The reaches of the files that Looker reads. A LookML file without a view or an Explore may be anything. */
function reachesIn(files, sides) {
    const isExplained = (path) => sides.some(side => side.hasBlocks(path));
    const all = [...reachesOf(files)].map(([path, reach]) => [path, reach === 'source' && !isExplained(path) ? 'unexplained' : reach]);
    return new Map(all.filter(([, reach]) => reach !== 'nothing'));
}
function reasonsOf(shown, reaches) {
    const ofAll = [
        ...pathsWith('everything', reaches).map(everything),
        ...pathsWith('unexplained', reaches).map(unexplained),
    ];
    if (shown === 'unknown')
        return [...ofAll, unreadable];
    return shown.isOfProject ? [...reasonsOfOwn(shown, reaches), ...ofAll] : [];
}
const pathsWith = (wanted, reaches) => [...reaches].filter(([, reach]) => reach === wanted).map(([path]) => path);
function reasonsOfOwn({ kind, dashboardFiles, sides }, reaches) {
    const dashboards = pathsWith('dashboard', reaches).filter(path => dashboardFiles.has(path));
    const sources = pathsWith('source', reaches).flatMap(path => {
        const tiles = Math.max(0, ...sides.map(tiles => tiles.filter(tile => tile.has(path)).length));
        if (tiles === 0)
            return [];
        return [kind === 'query' ? query(path) : reasons_tiles(path, tiles)];
    });
    return [...dashboards.map(dashboard), ...sources];
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./build/github/errors.js
var github_errors = __webpack_require__(47307);
;// CONCATENATED MODULE: ./build/affected/tar.js
const block = 512;
/**
 * The regular files of a tar archive, as `git archive` writes it (POSIX pax: a header of 512 bytes before each file, whose
 * long path may stand in a record before that).
 * @throws RangeError where it breaks off
 */
function* readTar(archive) {
    let longPath;
    for (let at = 0; at + block <= archive.length;) {
        const header = archive.subarray(at, at + block);
        if (header[0] === 0)
            return;
        const size = Number.parseInt(textOf(header, 124, 12), 8);
        const body = at + block;
        if (!Number.isSafeInteger(size) || size < 0 || body + size > archive.length)
            throw new RangeError('The archive breaks off');
        const bytes = archive.subarray(body, body + size);
        const type = textOf(header, 156, 1);
        if (type === 'x')
            longPath = pathIn(bytes);
        else {
            if (type === '0' || type === '')
                yield { path: longPath ?? pathOf(header), bytes };
            longPath = undefined;
        }
        at = body + Math.ceil(size / block) * block;
    }
}
const decoder = new TextDecoder();
/** Up to the first zero. */
function textOf(header, from, length) {
    const field = header.subarray(from, from + length);
    const end = field.indexOf(0);
    return decoder.decode(end < 0 ? field : field.subarray(0, end));
}
function pathOf(header) {
    const [prefix, name] = [textOf(header, 345, 155), textOf(header, 0, 100)];
    return prefix === '' ? name : `${prefix}/${name}`;
}
/** `52 path=…\n`, among other records. */
const pathIn = (records) => /(?:^|\n)\d+ path=([^\n]*)\n/.exec(decoder.decode(records))?.[1];

;// CONCATENATED MODULE: ./build/affected/lookml-text.js





/** The most bytes of an unpacked repository that are taken into memory. */
const maxBytes = 512 * 1024 * 1024;
/**
 * All `*.lkml` and `*.lookml` files of a commit, by their paths: one request, however many they are.
 * @throws ActionError where GitHub does not give them
 */
async function readLookmlText(commit, { octokit, owner, repo }) {
    try {
        const { data } = await octokit.rest.repos.downloadTarballArchive({ owner, repo, ref: commit });
        return await unpackLookml(new Uint8Array(data));
    }
    catch (error) {
        throw (0,github_errors/* gitHubError */.Mj)(error, `The LookML of commit ${commit} could not be read`, 'contents: read');
    }
}
/** All files are below one folder, which is named for the repository and the commit. */
async function unpackLookml(archive) {
    const files = new Map();
    const decoder = new TextDecoder();
    for (const { path, bytes } of readTar(await unpack(archive)))
        if (/\.(lkml|lookml)$/i.test(path))
            files.set(path.slice(path.indexOf('/') + 1), decoder.decode(bytes));
    return files;
}
async function unpack(archive) {
    try {
        return await (0,external_node_util_.promisify)(external_node_zlib_.gunzip)(archive, { maxOutputLength: maxBytes });
    }
    catch (error) {
        throw new build_errors/* ActionError */.lZ('the archive that GitHub gave cannot be unpacked', 'Leave only-affected out where the repository is larger than half a gigabyte.', { cause: error });
    }
}

;// CONCATENATED MODULE: ./build/affected/lookml-dashboards.js

/**
 * Reads `*.dashboard.lookml` files: YAML lists of dashboards ("LookML dashboard parameters"). A file that cannot be read is
 * taken for one that defines the dashboard of its own name.
 */
function readLookmlDashboards(files) {
    const definitions = new Map();
    for (const [path, text] of files)
        for (const [name, definition] of definitionsIn(path, text))
            definitions.set(name, [...(definitions.get(name) ?? []), definition]);
    return name => (definitions.has(name) ? withBases(name, definitions) : undefined);
}
function withBases(start, definitions) {
    const names = new Set([start]);
    const found = [];
    for (const name of names)
        for (const definition of definitions.get(name) ?? []) {
            found.push(definition);
            for (const base of definition.bases)
                names.add(base);
        }
    return { files: new Set(found.map(({ path }) => path)), tiles: found.flatMap(({ tiles }) => tiles) };
}
function definitionsIn(path, text) {
    const [, fileName = ''] = /([^/]+)\.dashboard\.lookml$/i.exec(path) ?? [];
    const list = listIn(text);
    if (!list)
        return [[fileName, { path, bases: [], tiles: [] }]];
    return list.map(dashboard => [
        lookml_dashboards_textsIn(dashboard.dashboard)[0] ?? fileName,
        { path, bases: lookml_dashboards_textsIn(dashboard.extends), tiles: lookml_dashboards_objectsIn(dashboard.elements).flatMap(tileOf) },
    ]);
}
function listIn(text) {
    try {
        // Looker accepts a key that is written twice.
        const list = (0,dist/* parse */.qg)(text, { uniqueKeys: false, logLevel: 'error' });
        return Array.isArray(list) ? lookml_dashboards_objectsIn(list) : undefined;
    }
    catch {
        return undefined;
    }
}
/** A text has no query; merged results have theirs in a list. */
function tileOf(element) {
    const queries = [element, ...lookml_dashboards_objectsIn(element.merged_queries)];
    const explores = queries.flatMap(({ model, explore }) => typeof model === 'string' && typeof explore === 'string' ? [`${model}::${explore}`] : []);
    return explores.length > 0 ? [[...new Set(explores)]] : [];
}
const lookml_dashboards_objectsIn = (value) => Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : [];
const lookml_dashboards_textsIn = (value) => [value].flat().flatMap(text => (typeof text === 'string' || typeof text === 'number' ? [String(text)] : []));

;// CONCATENATED MODULE: ./build/affected/lookml-graph.js
/** `view: orders {`, `explore: +orders {`, and `- view: orders` of old. Nothing else in LookML begins a line like that. */
const heads = /^[ \t]*(?:-[ \t]+)?(view|explore)[ \t]*:[ \t]*\+?(\w+)/gm;
/**
 * Who names whom: an Explore is made of all that defines or refines what it names, and of what these name in turn. That
 * covers joins, aliases, `extends`, refinements, derived tables and whatever LookML may yet invent. A word that happens
 * to be a view's name adds a file too many; no file is missed.
 */
function readLookmlGraph(files) {
    const blocks = [...files].flatMap(([path, text]) => blocksOf(path, text));
    const named = new Map();
    for (const block of blocks)
        named.set(block.name, [...(named.get(block.name) ?? []), block]);
    const known = new Map();
    const paths = new Set(blocks.map(({ path }) => path));
    return {
        hasBlocks: path => paths.has(path),
        filesOf(explore) {
            if (!named.get(explore)?.some(({ kind }) => kind === 'explore'))
                return undefined;
            const found = known.get(explore) ?? collectFiles(explore, named);
            known.set(explore, found);
            return found;
        },
    };
}
function blocksOf(path, text) {
    const starts = [...text.matchAll(heads)];
    return starts.map(({ 1: kind = '', 2: name = '', index }, place) => {
        const body = text.slice(index, starts[place + 1]?.index);
        return { kind, name, path, words: new Set(body.match(/\w+/g)) };
    });
}
function collectFiles(start, named) {
    const files = new Set();
    const names = new Set([start]);
    for (const name of names)
        for (const { path, words } of named.get(name) ?? []) {
            files.add(path);
            for (const word of words)
                if (named.has(word))
                    names.add(word);
        }
    return files;
}

;// CONCATENATED MODULE: ./build/affected/project-side.js


const isDashboard = (path) => /\.dashboard\.lookml$/i.test(path);
/** From the text of all `*.lkml` and `*.lookml` files, by path. */
function readProjectSide(files) {
    const pick = (wanted) => new Map([...files].filter(([path]) => wanted(path)));
    const models = [...files.keys()].flatMap(path => /([^/]+)\.model\.(?:lkml|lookml)$/i.exec(path)?.[1] ?? []);
    return {
        models: new Set(models),
        dashboard: readLookmlDashboards(pick(isDashboard)),
        ...readLookmlGraph(pick(path => !isDashboard(path))),
    };
}

;// CONCATENATED MODULE: ./build/affected/read-affected.js








/** Questions under way at once: they are small, and Looker answers others meanwhile. */
const atOnce = 4;
/**
 * Why each target may look different with the change; empty where it does not. Looker is asked for what only it knows:
 * what user-defined targets show, and what Explores of other projects are made of, each once.
 */
async function readAffected(options) {
    const { targets, changes, commits } = options;
    const isRead = 'files' in changes && [...reachesOf(changes.files).values()].some(reach => reach !== 'nothing');
    const { projects: sides, texts } = isRead ? await readSides(options) : { projects: [], texts: [] };
    if (sides.length === 0) {
        const unknown = targets.map(() => ({ kind: 'unknown' }));
        const reasons = findAffected(unknown, { changes, sides, foreign: new Map() });
        return {
            targets: reasons.map(reasons => (reasons.length === 0 ? { reasons, tiles: [] } : { reasons })),
            explores: new Map(),
        };
    }
    const slots = (0,p_limit/* default */.A)(atOnce);
    const contents = await Promise.all(targets.map(target => slots(() => readContent(target, sides, options))));
    const foreign = await readForeign(foreignExplores(contents, sides), options);
    const change = { changes, sides, foreign };
    const reasons = findAffected(contents, change);
    const [base, head] = commits.map((commit, index) => selectionSide(commit, sides[index], texts[index] ?? new Map()));
    return {
        targets: contents.map((content, index) => selectTiles(content, reasons[index] ?? [], change)),
        explores: exploresWithReasons(contents, change),
        ...(base && head && { sides: { base, head } }),
    };
}
function selectTiles(content, reasons, change) {
    if (reasons.length === 0)
        return { reasons, tiles: [] };
    if (content.kind === 'unknown')
        return { reasons };
    const tiles = content.kind === 'lookml'
        ? change.sides.flatMap(side => side.dashboard(content.name)?.tiles ?? [])
        : content.tiles;
    const selected = tiles.map(explores => ({
        explores,
        reasons: findAffected([{ kind: 'query', tiles: [explores] }], change)[0] ?? [],
    }));
    return { reasons, tiles: selected.filter(tile => tile.reasons.length > 0) };
}
function exploresWithReasons(contents, change) {
    const names = contents.flatMap(content => {
        if (content.kind === 'unknown')
            return [];
        if (content.kind !== 'lookml')
            return content.tiles.flat();
        return change.sides.flatMap(side => side.dashboard(content.name)?.tiles.flat() ?? []);
    });
    return new Map(names.map(name => [name, findAffected([{ kind: 'query', tiles: [[name]] }], change)[0] ?? []]));
}
function selectionSide(commit, project, texts) {
    const definitions = new Map();
    for (const [path, text] of texts) {
        if (!/\.dashboard\.lookml$/i.test(path))
            continue;
        try {
            for (const one of readDashboards(path, text))
                definitions.set(one.name, [...(definitions.get(one.name) ?? []), one]);
        }
        catch (error) {
            if (!(error instanceof UnreadableDashboards))
                throw error;
        }
    }
    const models = project?.models ?? new Set();
    return {
        commit,
        models,
        dashboard: name => composeDashboard(name, name => definitions.get(name) ?? []),
    };
}
async function readSides({ commits, repository, signal, log }) {
    try {
        const texts = await Promise.all(commits.map(commit => readLookmlText(commit, repository)));
        return { projects: texts.map(readProjectSide), texts };
    }
    catch (error) {
        signal.throwIfAborted();
        log(`${(0,build_errors/* asActionError */.z6)(error).message}. Every target is rendered.`);
        return { projects: [], texts: [] };
    }
}
async function readContent(target, sides, { client, signal, log }) {
    const name = target.id.split('::')[1];
    const isDashboard = target.kind === 'dashboard' || target.kind === 'lookml_dashboard';
    if (isDashboard && name !== undefined && sides.some(side => side.dashboard(name)))
        return { kind: 'lookml', name };
    try {
        const { kind, tiles } = await client.queriesOf(target);
        return tiles.every(tile => tile !== undefined) ? { kind, tiles } : { kind: 'unknown' };
    }
    catch (error) {
        signal.throwIfAborted();
        log(`What ${target.name} shows could not be read: ${(0,build_errors/* asActionError */.z6)(error).message}.`);
        return { kind: 'unknown' };
    }
}
async function readForeign(names, { client, project, signal, log }) {
    const slots = (0,p_limit/* default */.A)(atOnce);
    const read = async (name) => {
        try {
            return [name, filesIn(project, await client.explore(name))];
        }
        catch (error) {
            signal.throwIfAborted();
            log(`What the Explore ${name} is made of could not be read: ${(0,build_errors/* asActionError */.z6)(error).message}.`);
            return [name, 'unknown'];
        }
    };
    return new Map(await Promise.all(names.map(name => slots(() => read(name)))));
}
/** A file whose project Looker does not tell may belong to the deployed one. */
const filesIn = (project, { files }) => new Set(files.filter(file => (file.project ?? project) === project).map(({ path }) => path));

// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/github/event.js
var github_event = __webpack_require__(6830);
// EXTERNAL MODULE: ./build/github/pull-request.js
var pull_request = __webpack_require__(81351);
// EXTERNAL MODULE: ./build/github/repository.js
var github_repository = __webpack_require__(88328);
// EXTERNAL MODULE: ./build/runtime/json.js
var json = __webpack_require__(72713);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __webpack_require__(64861);
;// CONCATENATED MODULE: ./build/looker/lookml.js



/** Calls that tell which LookML a target is drawn from: all but a query's are administrative (`non_query`, API 4.0). */
function lookmlClient(send, host) {
    const get = (path, fields, read) => send({ method: 'GET', path, query: { fields } }, (0,responses/* readObject */.Ag)(host, 'LookML', read));
    return {
        queriesOf: ({ kind, id }) => {
            const path = `/${target_kinds/* targetKinds */.xV[kind].resource['4.0']}/${encode(id)}`;
            if (kind === 'look')
                return get(path, `query(${lookml_query})`, answer => ofQuery((0,responses/* objectIn */.D7)(answer.query)));
            if (kind === 'query')
                return get(path, lookml_query, ofQuery);
            if (kind === 'dashboard_element')
                return get(path, lookml_element, ofElement);
            return get(path, `dashboard_elements(${lookml_element})`, ofDashboard);
        },
        explore: (name) => {
            const [model = '', explore = ''] = name.split('::');
            return get(`/lookml_models/${encode(model)}/explores/${encode(explore)}`, exploreFields, ofExplore);
        },
    };
}
const encode = (id) => encodeURIComponent(id.toWellFormed());
const lookml_query = 'model,view';
const maker = `result_maker(query(${lookml_query}),filterables(${lookml_query}))`;
const lookml_element = `type,look_id,merge_result_id,query(${lookml_query}),look(query(${lookml_query})),${maker}`;
const source = 'project_name,source_file,source_file_path';
const kinds = ['dimensions', 'measures', 'filters', 'parameters'];
const exploreFields = `project_name,source_file,files,fields(${kinds.map(kind => `${kind}(${source})`)})`;
const lookml_textIn = (value) => typeof value === 'string' && value !== '' ? value : undefined;
/** `view` of a query is the name of its Explore. */
function exploreOf({ model, view }) {
    const [inModel, name] = [lookml_textIn(model), lookml_textIn(view)];
    return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : [];
}
const ofQuery = (answer) => ({ kind: 'query', tiles: [found(exploreOf(answer))] });
const found = (explores) => (explores.length > 0 ? explores : undefined);
const ofElement = (answer) => ({ kind: 'query', tiles: lookml_tileOf(answer) });
const ofDashboard = (answer) => ({
    kind: 'dashboard',
    tiles: (0,responses/* objectsIn */.Qv)(answer.dashboard_elements).flatMap(lookml_tileOf),
});
/** A tile draws its own query, a Look's, or merged results, whose `filterables` name the Explores. A text has none. */
function lookml_tileOf(tile) {
    const maker = (0,responses/* objectIn */.D7)(tile.result_maker);
    const queries = [tile.query, (0,responses/* objectIn */.D7)(tile.look).query, maker.query].filter(json/* isObject */.G);
    const explores = [...queries, ...(0,responses/* objectsIn */.Qv)(maker.filterables)].flatMap(exploreOf);
    if (explores.length > 0)
        return [[...new Set(explores)]];
    const shows = (0,json/* isObject */.G)(tile.result_maker) || lookml_textIn(tile.look_id) || lookml_textIn(tile.merge_result_id);
    return shows || tile.type === 'vis' ? [undefined] : [];
}
function ofExplore(answer) {
    const project = lookml_textIn(answer.project_name);
    const inProject = project !== undefined && { project };
    const own = [answer.source_file, ...(Array.isArray(answer.files) ? answer.files : [])];
    const files = own.flatMap(path => pathsOf(lookml_textIn(path), project)).map(path => ({ path, ...inProject }));
    const all = (0,responses/* objectIn */.D7)(answer.fields);
    return {
        ...inProject,
        files: [...files, ...kinds.flatMap(kind => (0,responses/* objectsIn */.Qv)(all[kind]).flatMap(filesOfField))],
    };
}
/** `source_file_path` begins with the project's name, `source_file` does not. */
function filesOfField({ project_name: name, source_file: file, source_file_path: whole }) {
    const project = lookml_textIn(name);
    const paths = lookml_textIn(file) === undefined ? pathsOf(lookml_textIn(whole), project) : pathsOf(lookml_textIn(file));
    return paths.map(path => ({ path, ...(project !== undefined && { project }) }));
}
/** Where the path may begin with its project's name, with and without it: a folder may have that name, too. */
function pathsOf(path, project) {
    if (path === undefined)
        return [];
    const relative = path.replace(/^\/+/, '');
    const isInside = project !== undefined && relative.startsWith(`${project}/`);
    return isInside ? [relative, relative.slice(project.length + 1)] : [relative];
}

;// CONCATENATED MODULE: ./build/deploy/plan.js







/** Asks GitHub and Looker, and changes nothing. @throws ActionError where GitHub does not tell */
async function planDeploy(context, { deploy, targets, looker }) {
    const { inputs, world } = context;
    const repository = (0,github_repository/* openRepository */.h)(context);
    repository.catch(() => undefined); // Whoever needs it is told.
    const head = await (0,commits/* findHead */.mW)(wantedCommit(context, deploy.ref), () => repository);
    const hasBefore = inputs.compare.against === 'base';
    const { commit, baseBranch } = head;
    const base = baseBranch !== undefined && (hasBefore || deploy.onlyAffected)
        ? await (0,commits/* findMergeBase */.fe)({ commit, baseBranch }, await repository)
        : undefined;
    const selection = await selectTargets(targets, base && deploy.onlyAffected ? base : undefined, async (base) => {
        const selection = await readAffected({
            targets,
            changes: changesOf(base.files),
            commits: [base.commit, commit],
            project: deploy.project,
            repository: await repository,
            client: lookmlClient(looker.session.send, looker.host),
            signal: context.deadlines.render,
            log: world.print,
        });
        return selection.targets.map(({ reasons }) => [...reasons]);
    });
    return {
        head: commit,
        ...selection,
        ...(base && hasBefore && { base: { branch: base.branch, commit: base.commit } }),
    };
}
/** A run by hand, or for a comment, has the default branch's commit; the one that is meant is its pull request's. */
function wantedCommit(context, ref) {
    const { inputs, run } = context;
    const pullRequest = (0,pull_request/* pullRequestFor */.uT)(context);
    const isNamed = inputs.comment.pullRequest !== undefined || run.payload.issue !== undefined;
    if (isNamed && pullRequest !== undefined)
        return { ref, pullRequest };
    const { pull_request: pull, repository } = run.payload;
    const isOfFork = pull !== undefined && pull.head?.repo?.full_name !== repository?.full_name;
    return { ref, pullRequest, isOfFork, head: run.sha || undefined, baseBranch: (0,github_event/* baseBranchOf */.vr)(run) };
}
/** Selects all targets where there is no merge base: then nothing is known of what changed. */
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

;// CONCATENATED MODULE: ./build/deploy/saved-state.js

/** The name under which the runner keeps it between the steps ("Sending values to the pre and post actions"). */
const stateName = 'deploy';
const writeState = (saved) => JSON.stringify(saved);
/** Undefined where nothing is to be put back. */
function readState(text) {
    const saved = parseJson(text);
    if (!isObject(saved))
        return undefined;
    const { project, before, ours, isGuarded } = saved;
    if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours))
        return undefined;
    return {
        project,
        before,
        ours: ours.filter(commit => typeof commit === 'string'),
        isGuarded: isGuarded !== false,
    };
}

// EXTERNAL MODULE: ./build/looker/render-targets.js + 5 modules
var render_targets = __webpack_require__(69945);
// EXTERNAL MODULE: ./build/renderers.js
var build_renderers = __webpack_require__(11124);
// EXTERNAL MODULE: ./build/results.js
var results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
;// CONCATENATED MODULE: ./build/render-deployed.js











/**
 * Renders the targets with the LookML of a commit: first the merge base's, where pictures before are asked for, then
 * the head's. Each commit is deployed for its pictures. What was deployed before is put back however this ends. Never
 * throws.
 */
async function renderDeployed(context, deploy, targets, stages) {
    const { world, lookers, isGuarded } = context;
    const looker = lookers.first;
    const warnings = [];
    const nothing = { results: [], unaffected: [], errors: [], warnings };
    try {
        await looker.loggedIn;
        const plan = await planDeploy(context, { deploy, targets, looker });
        logUnaffected(plan, world.print);
        if (plan.affected.length === 0)
            return { ...nothing, unaffected: plan.unaffected };
        const deployment = await openDeployment({ ...deployerOn(context, deploy, looker), warn: warning => warnings.push(warning) }, { ours: [...(plan.base ? [plan.base.commit] : []), plan.head], isGuarded }, saved => world.core.saveState(stateName, saved ? writeState(saved) : ''));
        const rendered = await renderPlan(context, plan, deployment, stages);
        return { ...rendered, unaffected: plan.unaffected, warnings };
    }
    catch (error) {
        return { ...nothing, results: targets.map(target => (0,results/* failedResult */.Nq)(target, error)) };
    }
}
function logUnaffected({ affected, unaffected }, print) {
    for (const { target, affectedBy = [] } of affected)
        for (const reason of affectedBy)
            print(`${target.name}: ${reason}.`);
    if (unaffected.length > 0)
        print(`Not affected by the change: ${unaffected.map(({ name }) => name).join(', ')}.`);
}
function deployerOn({ world, secrets, deadlines }, deploy, looker) {
    const { host, session, log } = looker;
    return {
        project: projectOf({ id: deploy.project, host, send: session.send, clean: secrets.clean }),
        clock: world.clock,
        signal: deadlines.render,
        restore: deadlines.restore,
        log,
    };
}
/** Puts back what was deployed before, while the pictures are compared and sent. */
async function renderPlan(context, plan, deployment, stages) {
    const pairs = await renderRounds(context, plan, deployment, stages);
    const putBack = deployment.putBack().then(() => [], error => [(0,build_errors/* asActionError */.z6)(error)]);
    const take = async ({ result, before }, index) => {
        const affectedBy = plan.affected[index]?.affectedBy;
        if (result.status === 'failure')
            await removeFiles(context.inputs.outputDirectory, result.target);
        const shown = result.status === 'success' ? { ...result, lookmlCommit: plan.head } : result;
        const taken = await (await stages).compare(shown, { before });
        return affectedBy ? { ...taken, affectedBy } : taken;
    };
    const [results, errors] = await Promise.all([Promise.all(pairs.map(take)), putBack]);
    return { results, errors };
}
/**
 * A target that fails leaves no file: its picture may be another commit's, and the picture before is of no use alone.
 */
async function removeFiles(directory, target) {
    if (!('file' in target))
        return;
    const path = (0,external_node_path_.join)(directory, target.file);
    await Promise.all([path, ...(0,results/* sidecarPaths */.g9)(path)].map(file => (0,promises_.rm)(file, { force: true }).catch(() => undefined)));
}
async function renderRounds(context, plan, deployment, stages) {
    const targets = plan.affected.map(({ target }) => target);
    const renderers = (0,build_renderers/* openRenderers */.n)(context, stages);
    const { base, head } = plan;
    const round = (commit, what, render) => {
        const title = `Rendering ${(0,runtime_text/* count */.U9)(targets.length, 'target')} of ${what} ${commit}`;
        return deployment.round(commit, () => context.world.core.group(title, () => Promise.all(targets.map(render))));
    };
    try {
        const before = base && (await round(base.commit, 'the merge base', target => renderers.first.render(toBefore(target))));
        const pairs = await round(head, 'commit', target => renderHead(target, renderers, context.world.print));
        return pairs.map(({ result, before: second }, index) => {
            const earlier = before?.[index];
            return { result, before: base && earlier ? { result: earlier, commit: base } : second };
        });
    }
    catch (error) {
        return targets.map(target => ({ result: (0,results/* failedResult */.Nq)(target, error) }));
    }
    finally {
        renderers.close();
    }
}
/** The picture before waits beside the target's own until the two are compared. */
const toBefore = (target) => ({
    ...target,
    file: `${target.name}.before.${target.output.format}`,
});
async function renderHead(target, renderers, print) {
    (0,render_targets/* logIgnoredParameters */.x)(target, print);
    const [result, second] = await Promise.all([renderers.first.render(target), renderers.onSecond?.(target)]);
    return { result, before: second && { result: second } };
}


/***/ })

};
