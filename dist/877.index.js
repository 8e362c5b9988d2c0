export const id = 877;
export const ids = [877];
export const modules = {

/***/ 39877:
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
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/instance-renderers.js
var instance_renderers = __webpack_require__(7964);
// EXTERNAL MODULE: ./build/looker/deployable-project.js
var deployable_project = __webpack_require__(74426);
// EXTERNAL MODULE: ./build/looker/render-task.js + 2 modules
var render_task = __webpack_require__(41221);
// EXTERNAL MODULE: ./build/looker/validate-lookml.js
var validate_lookml = __webpack_require__(71730);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/targets.js
var build_targets = __webpack_require__(53906);
// EXTERNAL MODULE: ./build/verdict-facts.js
var verdict_facts = __webpack_require__(13623);
// EXTERNAL MODULE: ./build/deploy/deployer.js
var deploy_deployer = __webpack_require__(84260);
// EXTERNAL MODULE: ./build/github/workflow-run.js
var workflow_run = __webpack_require__(47889);
// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __webpack_require__(13257);
;// CONCATENATED MODULE: ./build/deploy/head-validation.js






/**
 * Validates the deployed LookML before the first deploy, because only new errors count. If a validation fails, the step
 * reports no LookML errors, and the pictures show the broken tiles. A missing permission is only logged, and other
 * failures are warnings. If the head of a pull request is already deployed, its errors are compared only with the merge
 * base. Without a merge base, all its errors count as new.
 */
async function openValidation({ context, deployer, deployment, plan, warnings, }) {
    const { project, signal, log } = deployer;
    const none = async () => [];
    const isDeployed = (0,deploy_deployer/* isSameCommit */.sw)(plan.head, deployment.before);
    const noErrors = {
        newErrors: none,
        uncomparedErrors: () => [],
        errorsWithoutBase: () => [],
        errorsSinceBase: none,
    };
    if (isDeployed && (0,workflow_run/* pullRequestFor */.uT)(context) === undefined)
        return noErrors;
    const validate = () => project.validate(signal).catch(error => {
        signal.throwIfAborted();
        const fact = `The LookML could not be validated (${(0,errors/* asActionError */.z6)(error).message})`;
        if (error instanceof looker_errors/* LookerError */.Z6 && (error.status === 403 || error.status === 404))
            log(`${fact}. The targets are rendered without validation.`);
        else
            warnings.push(new errors/* ActionError */.lZ(`${fact}, so the pictures may show broken tiles without an error`, 'Look at the pictures, or run the job again.', { cause: error }));
        return undefined;
    });
    const before = isDeployed ? [] : await validate();
    if (!before)
        return noErrors;
    const isBaseDeployed = plan.base !== undefined && (0,deploy_deployer/* isSameCommit */.sw)(plan.base.commit, deployment.before);
    let ofHead = [];
    const newSince = async (commit, earlier) => {
        const found = (0,validate_lookml/* newLookmlErrors */.I9)(earlier, ofHead);
        if (found.length === 0 || earlier.length === 0)
            return found;
        try {
            const [base, head] = await Promise.all([plan.namesOn(commit), plan.namesOn(plan.head)]);
            return (0,validate_lookml/* newLookmlErrors */.I9)(earlier, ofHead, { base, head });
        }
        catch (error) {
            signal.throwIfAborted();
            log(`${(0,errors/* asActionError */.z6)(error).message}. LookML errors in files with new names count as new.`);
            return found;
        }
    };
    return {
        async newErrors() {
            ofHead = (await validate()) ?? [];
            return isDeployed && plan.base ? [] : newSince(deployment.before, before);
        },
        uncomparedErrors: () => (isDeployed ? ofHead : []),
        errorsWithoutBase: () => (isBaseDeployed ? [] : ofHead),
        // A killed run may have left another commit of the pull request deployed, with the same errors.
        async errorsSinceBase() {
            if (!plan.base || ofHead.length === 0 || isBaseDeployed)
                return [];
            const ofBase = await validate().catch(() => undefined);
            return newSince(plan.base.commit, ofBase ?? (isDeployed ? [] : ofHead));
        },
    };
}
/**
 * Returns a warning if the head of the pull request was deployed before the step, for example because an earlier run was
 * killed. If `error` is set, another commit is deployed now, and the error says so.
 */
function headWasDeployed({ context, plan: { head }, deployment }, error) {
    if (error || (0,workflow_run/* pullRequestFor */.uT)(context) === undefined || !(0,deploy_deployer/* isSameCommit */.sw)(head, deployment.before))
        return [];
    return [
        new errors/* ActionError */.lZ(`Commit ${(0,deployable_project/* shortCommitName */.Vz)(head)}, the head of the pull request, was deployed before this step, and stays deployed`, 'If nobody deployed it on purpose, deploy the commit that belongs on the instance, and let only one job at a time deploy (concurrency, max-parallel: 1).'),
    ];
}

// EXTERNAL MODULE: ./build/looker/content.js
var content = __webpack_require__(800);
;// CONCATENATED MODULE: ./build/deploy/missing-members.js








/**
 * Replaces a missing member by its "before" picture, marked as removed. Returns undefined if there is no "before"
 * picture to show, because nothing is compared or the other side lacks the member, too. The member still fails if
 * Looker does not find it on the previous commit, because the API user may then not see it.
 */
async function showMissing(pair, options) {
    const { before, result } = pair;
    const { target } = result;
    if (!pair.isMissingMember || !('file' in target))
        return pair;
    if (before && !hasNoPicture(before))
        return showBefore(target, before, options);
    return (await options.existsOnPrevious(target)) ? undefined : { result };
}
const hasNoPicture = ({ result }) => result.status === 'failure' && result.isMissing === true;
async function showBefore(target, before, { commits, directory }) {
    const { result } = before;
    const removal = removalFault(target, before, commits);
    if (result.status === 'failure') {
        const { message, hint } = result.error;
        const removed = lackingFact(target, commits);
        const error = new errors/* ActionError */.lZ(`${removed}, and its picture before could not be rendered: ${message}`, hint, {
            publicFact: removed,
            cause: (0,errors/* thrownOf */.Kf)(result.error),
        });
        return { result: (0,build_results/* failedResult */.Nq)(target, error, { apiCalls: result.apiCalls }) };
    }
    const path = (0,external_node_path_.join)(directory, target.file);
    try {
        await (0,promises_.rename)(result.path, path);
    }
    catch (error) {
        return { result: (0,build_results/* failedResult */.Nq)(target, error, { apiCalls: result.apiCalls }) };
    }
    return { result: { ...result, target, path }, before: { ...before, removal } };
}
const lackingFact = ({ kind }, { head }) => `Commit ${(0,deployable_project/* shortCommitName */.Vz)(head)} does not have the ${build_targets/* targetKinds */.xV[kind].noun}`;
function removalFault(target, { commit, result }, commits) {
    const renamed = 'If it was renamed, list the new name as a target of its own to see it.';
    if (commit)
        return {
            message: `This pull request removes the ${build_targets/* targetKinds */.xV[target.kind].noun}`,
            hint: `The picture shows the merge base ${(0,deployable_project/* shortCommitName */.Vz)(commit.commit)}. ${renamed}`,
        };
    const host = 'url' in result.target ? new URL(result.target.url).host : '';
    return {
        message: lackingFact(target, commits),
        hint: `The picture shows ${host}. ${renamed}`,
    };
}
const secondLookMs = 5000;
/**
 * Asks Looker a second time if the first answer is no. A server of Looker may read the deployed LookML late, so only a
 * second answer proves that content is missing.
 */
async function lookTwice(look, isFound, { clock, signal }) {
    const answer = await look();
    if (isFound(answer))
        return answer;
    await clock.sleep(secondLookMs, signal).catch(() => undefined);
    return look();
}
/** Whether Looker finds the target on the commit that is deployed now. Returns false if Looker does not answer. */
const existsInLooker = (target, { looker, ...options }) => lookTwice(() => (0,content/* readContentInfo */.an)(target, looker.contentFor()).then(info => info?.deleted !== true, () => false), isFound => isFound, options);
function leftOutWarning(leftOut, { head, base }) {
    const commit = `commit ${(0,deployable_project/* shortCommitName */.Vz)(head)}`;
    const lacking = base
        ? `neither ${commit} nor the merge base ${(0,deployable_project/* shortCommitName */.Vz)(base.commit)} has`
        : `${commit} does not have`;
    const words = (targets) => `Looker listed ${targets} from the commit deployed before, but ${lacking} ${leftOut.length === 1 ? 'it' : 'them'}`;
    return new errors/* ActionError */.lZ(words(leftOut.map(build_targets/* addressOf */.ci).join(', ')), 'Not rendered. If this is not what you expect, bring this branch up to date, or deploy the newest commit of the default branch.', { publicFact: words((0,runtime_text/* count */.U9)(leftOut.length, 'target')) });
}

// EXTERNAL MODULE: ./build/deploy/plan-deploy.js
var plan_deploy = __webpack_require__(68535);
;// CONCATENATED MODULE: ./build/deploy/put-back.js




function readSavedDeploy(saved) {
    if (!isObject(saved))
        return undefined;
    const { project, before, ours } = saved;
    if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours))
        return undefined;
    return { project, before, ours: ours.filter(commit => typeof commit === 'string') };
}
/**
 * Deploys the previous commit again, and confirms that it is deployed. Keeps a commit that another user deployed in the
 * meantime.
 * @param how `'broken off'` if Looker may still finish a deploy of this step
 * @throws ForeignCommitStays, or an ActionError that says how to deploy the commit by hand
 */
async function putBack({ before, ours }, how, deployer) {
    const { project, restore: signal, log } = deployer;
    try {
        const deployed = await project.deployedCommit(signal);
        const move = deploy_deployer/* deployMoves */.sX.end[(0,deploy_deployer/* roleOfCommit */.TD)(deployed, ours.filter(isOtherThan(before)), [before])];
        if (move === 'leave the commit')
            throw new ForeignCommitStays(deployed, before, project);
        const deployBefore = () => (0,deploy_deployer/* deployAnyhow */.kK)(before, ours, { ...deployer, signal });
        if (move === 'put back')
            await deployBefore();
        // Looker may still finish an interrupted deploy. Deploying the previous commit now makes it the last deploy. If
        // Looker refuses the previous commit, Looker most likely refused the interrupted deploy, too.
        else if (how === 'broken off')
            await deployBefore().catch(error => {
                if (!(error instanceof deployable_project/* RefusedDeployError */.cu))
                    throw error;
            });
        log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`);
    }
    catch (error) {
        if (error instanceof ForeignCommitStays)
            throw error;
        if (error instanceof deploy_deployer/* ForeignDeployError */.SD)
            throw new ForeignCommitStays(error.commit, before, project);
        throw putBackError(before, project, error);
    }
}
/** The time for Looker to finish a pending deploy after the runner killed the process. */
const deploySettlingMs = 10000;
/**
 * Restores the previous commit after the main step was killed. Restores it twice, because Looker may finish the main
 * step's deploy after the first restore.
 * @throws the errors of `putBack`
 */
async function putBackAfterKill(saved, deployer) {
    await putBack(saved, 'broken off', deployer);
    await deployer.clock.sleep(deploySettlingMs, deployer.restore);
    await putBack(saved, 'done', deployer);
}
const isOtherThan = (before) => (commit) => !(0,deploy_deployer/* isSameCommit */.sw)(commit, before);
function putBackError(before, project, cause) {
    const publicFact = `Commit ${before}, which was deployed before this step, could not be deployed again to the LookML project ${project.id} at ${project.host}`;
    return new errors/* ActionError */.lZ(`${publicFact}: ${(0,errors/* asActionError */.z6)(cause).message}`, `Deploy it by hand: ${byHand(before, project)}.`, { cause, publicFact });
}
/** Thrown if another user or job deployed a commit. The step does not replace that commit. */
class ForeignCommitStays extends errors/* ActionError */.lZ {
    commit;
    constructor(commit, before, project) {
        const { message } = new deploy_deployer/* ForeignDeployError */.SD(commit, project);
        super(`${message}, and it is still deployed. Before this step, commit ${before} was deployed`, `If ${before} should be deployed, deploy it by hand: ${byHand(before, project)}. ${deploy_deployer/* foreignDeployHint */.Zy}`);
        this.commit = commit;
    }
}
/** Returns the message of a post step that cannot reach the instance. */
const unrestoredDeployFault = ({ project: id, before, ours }, host) => ({
    fact: `The LookML project ${id} at ${host} may still be on commit ${ours.join(' or ')}, which this step deployed, instead of ${before}, which was deployed before`,
    hint: `Deploy ${before} by hand: ${byHand(before, { id, host })}.`,
});
const byHand = (commit, { id, host }) => `in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${commit}`;

;// CONCATENATED MODULE: ./build/deploy/watched-deployment.js




/**
 * Reads the deployed commit, and saves it for the post step before the first deploy.
 * @param ours the commits that will be deployed
 * @param save receives undefined when no restore is needed any more
 * @throws ActionError if nothing can be deployed
 */
async function openDeployment(deployer, ours, save) {
    await deployer.project.check(deployer.signal);
    let before = await deployer.project.deployedCommit(deployer.signal);
    let saved = { project: deployer.project.id, before, ours };
    save(saved);
    const tracked = track(deployer.project);
    const ownDeployer = { ...deployer, project: tracked.project };
    const disturbances = [];
    let deployed = before;
    return {
        get before() {
            return before;
        },
        async renew() {
            const now = await deployer.project.deployedCommit(deployer.signal);
            if ((0,deploy_deployer/* isSameCommit */.sw)(now, before))
                return false;
            deployer.log(`Another user or job has deployed commit ${now} in place of ${before}.`);
            before = now;
            deployed = now;
            saved = { ...saved, before };
            save(saved);
            return true;
        },
        async round(commit, work) {
            const once = (previous) => workOnce(commit, previous, ownDeployer, work);
            const done = await once(deployed).catch(error => {
                if (!(error instanceof deploy_deployer/* ForeignDeployError */.SD))
                    throw error;
                disturbances.push(error);
                deployer.log(`${error.message}. The targets are rendered again.`);
                return once(error.commit).catch(again => {
                    if (again instanceof deploy_deployer/* ForeignDeployError */.SD)
                        disturbances.push(again);
                    throw again;
                });
            });
            deployed = commit;
            tracked.settle();
            return done;
        },
        async end() {
            try {
                if (tracked.hasDeployed() || disturbances.length > 0)
                    await putBack(saved, tracked.isPending() ? 'broken off' : 'done', deployer);
                // Looker may still finish an interrupted deploy, so the post step restores the previous commit once more.
                if (!tracked.isPending())
                    save(undefined);
                return toEnding(disturbances, saved, deployer.project);
            }
            catch (error) {
                if (!(error instanceof ForeignCommitStays))
                    return { error: (0,errors/* asActionError */.z6)(error) };
                // The other user's commit stays deployed, so the post step has nothing to do.
                save(undefined);
                return { error, foreign: error.commit };
            }
        },
    };
}
/** Records whether a deploy may have changed anything. A refused deploy changes nothing. */
function track(project) {
    let hasDeployed = false;
    let isPending = false;
    const deploy = async (commit, signal) => {
        try {
            await project.deploy(commit, signal);
        }
        catch (error) {
            if (error instanceof deployable_project/* RefusedDeployError */.cu)
                throw error;
            hasDeployed = true;
            isPending = true;
            throw error;
        }
        hasDeployed = true;
        isPending = true;
    };
    return {
        project: { ...project, deploy },
        settle: () => {
            isPending = false;
        },
        hasDeployed: () => hasDeployed,
        isPending: () => isPending,
    };
}
function toEnding(disturbances, { before }, project) {
    const last = disturbances.at(-1);
    if (!last)
        return {};
    const fact = `${last.message}. Commit ${before}, which was deployed before this step, is deployed again`;
    const hint = `If ${last.commit} should stay deployed, deploy it again: ${byHand(last.commit, project)}. ${deploy_deployer/* foreignDeployHint */.Zy}`;
    return { warning: new errors/* ActionError */.lZ(fact, hint), foreign: last.commit };
}
/** @throws ForeignDeployError if `commit` is no longer deployed after the work */
async function workOnce(commit, previous, deployer, work) {
    await (0,deploy_deployer/* deployCommit */.JD)(commit, previous, deployer);
    const done = await workWhileWatching(commit, deployer, work);
    const deployed = await deployer.project.deployedCommit(deployer.restore);
    if (deploy_deployer/* deployMoves */.sX.rendered[(0,deploy_deployer/* roleOfCommit */.TD)(deployed, [commit])] === 'keep the pictures')
        return done;
    throw new deploy_deployer/* ForeignDeployError */.SD(deployed, deployer.project);
}
/**
 * The pause between two reads of the deployed commit. The reads detect a user who deploys another commit, and then soon
 * deploys the wanted commit again.
 */
const watchIntervalMs = 30_000;
/** @throws ForeignDeployError after the work, if the deployed commit changed during the work */
async function workWhileWatching(commit, deployer, work) {
    const over = new AbortController();
    const watching = watchCommit(commit, deployer, over.signal);
    const done = await work().finally(() => over.abort());
    const foreign = await watching;
    if (foreign !== undefined)
        throw new deploy_deployer/* ForeignDeployError */.SD(foreign, deployer.project);
    return done;
}
/**
 * Waits until another commit is deployed, and returns that commit. Returns undefined if `commit` stayed deployed until
 * `over`, or if reading failed.
 */
async function watchCommit(commit, { project, clock, signal }, over) {
    const ended = AbortSignal.any([signal, over]);
    try {
        for (;;) {
            await clock.sleep(watchIntervalMs, ended);
            const deployed = await project.deployedCommit(ended);
            if (deploy_deployer/* deployMoves */.sX.rendering[(0,deploy_deployer/* roleOfCommit */.TD)(deployed, [commit])] === 'begin again')
                return deployed;
        }
    }
    catch {
        // If the error is permanent, the next read of the deployed commit reports it.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/deploy/render-deployed.js
















const noResults = { results: [], unaffected: [], errors: [], warnings: [] };
/**
 * Renders the targets with the LookML of a commit. Deploys, validates and renders the head. If pictures of the merge
 * base are needed, deploys and renders the merge base. Then deploys the previous commit again. Does not throw.
 */
async function renderDeployed(context, deploy, { targets, members, commits }, stages) {
    const { world, inputs, lookers, isGuarded } = context;
    const looker = lookers.first;
    try {
        await looker.loggedIn;
        const plan = await (0,plan_deploy.planDeploy)(context, { deploy, targets, looker, commits });
        for (const line of (0,build_targets/* describeAffectedTargets */.Mi)(plan))
            world.print(line);
        const renderAffected = async () => {
            const deployer = deployerOn(context, deploy, looker);
            const deployment = await openDeployment(deployer, [plan.head, ...(plan.base ? [plan.base.commit] : [])], saved => world.saveForPost({ instance: inputs.looker.base.origin, isGuarded, deploy: saved }));
            return renderPlan({ context, plan, members, deployer, deployment, stages, warnings: [] });
        };
        const { head: lookmlCommit, otherCommit, affected, unaffected } = plan;
        const rendered = affected.length > 0 ? await renderAffected() : { ...noResults, unaffected };
        if (!otherCommit)
            return { ...rendered, lookmlCommit };
        return inputs.compare.failOnChange
            ? { ...rendered, lookmlCommit, otherCommit }
            : { ...rendered, lookmlCommit, warnings: [...rendered.warnings, otherCommit] };
    }
    catch (error) {
        return { ...noResults, ...(0,build_results/* failAll */.wf)(targets, error) };
    }
}
function deployerOn({ world, secrets, deadlines }, deploy, looker) {
    const { host, session, log } = looker;
    return {
        project: (0,deployable_project/* projectOf */.v8)({ id: deploy.project, host, send: session.send, clean: secrets.clean }),
        clock: world.clock,
        signal: deadlines.render,
        restore: deadlines.restore,
        log,
    };
}
/** Renders the targets of the plan. Deploys the previous commit again while pictures are compared and uploaded. */
async function renderPlan(rendering) {
    const { context, plan, deployment, stages, warnings } = rendering;
    const rendered = await renderCommits(rendering).catch(error => (0,errors/* asActionError */.z6)(error));
    const ending = deployment.end();
    if (rendered instanceof errors/* ActionError */.lZ)
        return failPlan(rendering, rendered, await ending);
    const { outputDirectory: directory } = context.inputs;
    const leftOut = [];
    const existsOnPrevious = async (target) => {
        await ending;
        // If the previous commit is the merge base, the merge base has shown that Looker cannot render the target.
        if (plan.base && (0,deploy_deployer/* isSameCommit */.sw)(plan.base.commit, deployment.before))
            return false;
        return existsInLooker(target, lookOptions(context));
    };
    const take = async (pair, index) => {
        const { target, affectedBy } = plan.affected[index] ?? {};
        const taken = await showMissing(pair, { commits: plan, directory, existsOnPrevious });
        if (target && taken?.result.status !== 'success')
            await removeFiles(directory, target);
        if (!taken) {
            if (target)
                leftOut.push(target);
            return [];
        }
        const { result, before } = taken;
        const lookmlCommit = before?.removal ? before.commit?.commit : plan.head;
        const shown = result.status === 'success' && lookmlCommit ? { ...result, lookmlCommit } : result;
        const compared = await (await stages).compare(shown, { before });
        return [affectedBy ? { ...compared, affectedBy } : compared];
    };
    const [results, { error, warning }] = await Promise.all([Promise.all(rendered.map(take)), ending]);
    if (warning)
        warnings.push(warning);
    warnings.push(...headWasDeployed(rendering, error));
    if (leftOut.length > 0)
        warnings.push(leftOutWarning(leftOut, plan));
    return {
        results: results.flat(),
        // The merge base lacks these targets, too, so the pull request does not affect them.
        unaffected: [...plan.unaffected, ...(plan.base ? leftOut : [])],
        errors: error ? [error] : [],
        warnings,
    };
}
/** Fails every target with the same reason, so that no result is shown. */
async function failPlan(rendering, reason, { error, warning, foreign }) {
    const { context, plan, deployer } = rendering;
    const isDisturbed = reason instanceof deploy_deployer/* ForeignDeployError */.SD;
    // If another user or job deployed a commit, the error or warning of the restore tells more than `reason`.
    const shown = (isDisturbed && (error ?? warning)) || reason;
    const targets = plan.affected.map(({ target }) => target);
    await Promise.all(targets.map(target => removeFiles(context.inputs.outputDirectory, target)));
    const results = plan.affected.map(({ target, affectedBy }) => (0,build_results/* failedResult */.Nq)(target, shown, affectedBy && { affectedBy }));
    const lookml = lookmlFailureOf(reason);
    const disturbance = isDisturbed && {
        kind: 'deployment',
        name: foreign ?? reason.commit,
        host: deployer.project.host,
    };
    return {
        results,
        unaffected: plan.unaffected,
        errors: error ? [error] : [],
        warnings: [...(warning && !isDisturbed ? [warning] : []), ...headWasDeployed(rendering, error)],
        lookmlErrors: reason instanceof LookmlRefusal ? reason.errors : [],
        ...(lookml && { lookml }),
        ...(disturbance && { disturbance }),
    };
}
function lookmlFailureOf(reason) {
    if (reason instanceof LookmlRefusal)
        return { action: 'compile', errors: (0,verdict_facts/* asListed */.Gy)(reason.errors.map(validate_lookml/* describeLookmlError */.E5)) };
    if (reason instanceof deployable_project/* RefusedDeployError */.cu && reason.lookmlReason !== undefined)
        return { action: 'deploy', errors: (0,verdict_facts/* asListed */.Gy)([reason.lookmlReason]) };
    return undefined;
}
/**
 * Removes the files of a failed target. The "after" picture may show another commit, and the "before" picture is
 * useless alone.
 */
async function removeFiles(directory, target) {
    if (!('file' in target))
        return;
    const path = (0,external_node_path_.join)(directory, target.file);
    await Promise.all([path, ...(0,build_results/* sidecarPaths */.g9)(path)].map(file => (0,promises_.rm)(file, { force: true }).catch(() => undefined)));
}
/** @throws ActionError if nothing can be shown */
async function renderCommits(rendering) {
    const { context, plan, members, deployment, stages } = rendering;
    let validation = await openValidation(rendering);
    // The validation takes up to a minute in a large project.
    while (await deployment.renew())
        validation = await openValidation(rendering);
    const renderers = (0,instance_renderers/* openRenderers */.n)(context, stages);
    const group = (title, work) => context.world.core.group(title, work);
    const renderAll = (targets, what, render) => group(`Rendering ${(0,runtime_text/* count */.U9)(targets.length, 'target')} of ${what}`, () => Promise.all(targets.map(render)));
    const isFound = (result) => result.status === 'success' || !result.isMissing;
    const renderTwice = (target) => lookTwice(() => renderers.first.render(target), isFound, lookOptions(context));
    try {
        const targets = plan.affected.map(({ target }) => target);
        const heads = await deployment.round(plan.head, async () => {
            const errors = await validation.newErrors();
            const isListedBefore = !(0,deploy_deployer/* isSameCommit */.sw)(plan.head, deployment.before);
            if (errors.length > 0)
                return { errors };
            const render = (target) => {
                const isMember = isListedBefore && members.has(target) && (0,build_targets/* isOfLookml */._N)(target);
                const renderFirst = isMember ? renderTwice : renderers.first.render;
                (0,render_task/* logIgnoredParameters */.x8)(target, context.world.print);
                return renderHead(target, { renderFirst, onSecond: renderers.onSecond, isMember });
            };
            return { pairs: await renderAll(targets, `commit ${plan.head}`, render) };
        });
        if (heads.errors)
            throw new LookmlRefusal(plan.head, heads.errors);
        const { base } = plan;
        if (!base)
            return heads.pairs;
        const rendered = targets.filter((_, index) => {
            const pair = heads.pairs[index];
            return pair?.result.status === 'success' || pair?.isMissingMember;
        });
        if (rendered.length === 0 && validation.uncomparedErrors().length === 0)
            return heads.pairs;
        const renderBefore = (target) => renderTwice((0,build_results/* toSidecarTarget */.Mu)(target, 'before'));
        const renderBase = () => Promise.all([
            renderAll(rendered, `the merge base ${base.commit}`, renderBefore),
            validation.errorsSinceBase(),
        ]);
        const [befores, errors] = await deployment.round(base.commit, renderBase).catch(error => {
            const reason = baseError(error, base);
            const failed = rendered.map(target => (0,build_results/* failedResult */.Nq)((0,build_results/* toSidecarTarget */.Mu)(target, 'before'), reason));
            return [failed, validation.errorsWithoutBase()];
        });
        if (errors.length > 0)
            throw new LookmlRefusal(plan.head, errors);
        return heads.pairs.map((pair, index) => {
            const target = targets[index];
            const result = target && befores[rendered.indexOf(target)];
            return result ? { ...pair, before: { result, commit: base } } : pair;
        });
    }
    finally {
        renderers.close();
    }
}
/**
 * Returns the reason why the merge base could not be deployed. The pictures of the head are then shown without a
 * comparison.
 * @throws the error if no picture may be shown: another user has deployed a commit, or the job is cancelled
 */
function baseError(error, { branch }) {
    const isCancelled = error instanceof errors/* Interruption */._n && !(error instanceof errors/* TimeLimitError */.$q);
    if (error instanceof deploy_deployer/* ForeignDeployError */.SD || isCancelled)
        throw error;
    if (!(error instanceof deployable_project/* RefusedDeployError */.cu) || error.lookmlReason === undefined)
        return error;
    return new errors/* ActionError */.lZ(error.message, `If this pull request repairs this LookML, look at its pictures without a comparison. Otherwise, merge a newer commit of ${branch} into this branch.`, { cause: error });
}
const lookOptions = ({ lookers, world, deadlines }) => ({
    looker: lookers.first,
    clock: world.clock,
    signal: deadlines.render,
});
/** Thrown if the commit's LookML has errors that the previously deployed LookML or the merge base does not have. */
class LookmlRefusal extends errors/* ActionError */.lZ {
    errors;
    constructor(commit, errors) {
        const [first, ...more] = errors.map(validate_lookml/* describeLookmlError */.E5);
        const others = more.length > 0 ? `, and ${(0,runtime_text/* count */.U9)(more.length, 'more error')}` : '';
        const publicFact = `The LookML of commit ${(0,deployable_project/* shortCommitName */.Vz)(commit)} does not compile`;
        super(`${publicFact}: ${first}${others}`, 'This commit has no pictures. Correct the LookML, and push again.', {
            publicFact,
        });
        this.errors = errors;
    }
}
async function renderHead(target, { renderFirst, onSecond, isMember }) {
    const [result, second] = await Promise.all([renderFirst(target), onSecond?.(target)]);
    const before = second && { result: second };
    if (result.status === 'success' || !result.isMissing || !(0,build_targets/* isOfLookml */._N)(target))
        return { result, before };
    return isMember ? { result, before, isMissingMember: true } : { result: (0,build_results/* withMissingHint */.Gf)(result), before };
}


/***/ })

};
