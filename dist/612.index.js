export const id = 612;
export const ids = [612];
export const modules = {

/***/ 4612:
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
// EXTERNAL MODULE: ./build/looker/lookml-validation.js
var lookml_validation = __webpack_require__(50735);
// EXTERNAL MODULE: ./build/looker/project.js
var looker_project = __webpack_require__(50864);
// EXTERNAL MODULE: ./build/looker/render-targets.js + 5 modules
var render_targets = __webpack_require__(69945);
// EXTERNAL MODULE: ./build/renderers.js
var build_renderers = __webpack_require__(11124);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/verdict-facts.js
var verdict_facts = __webpack_require__(13623);
// EXTERNAL MODULE: ./build/deploy/moves.js
var moves = __webpack_require__(33672);
;// CONCATENATED MODULE: ./build/deploy/deployer.js



/** Milliseconds in which Looker may fetch a commit, or finish a deploy that it accepted. */
const deployLimit = 60_000;
const deployPauseMs = 5_000;
/** Another commit was deployed while the step was at work. */
class ForeignDeployError extends errors/* ActionError */.lZ {
    commit;
    constructor(commit, { id, host }) {
        super(`Somebody else deployed commit ${commit} to the LookML project ${id} at ${host} while this step was at work`, foreignDeployHint);
        this.commit = commit;
    }
}
const foreignDeployHint = 'Let one run at a time use the instance: give every workflow that deploys there the same concurrency group, and deploy there by hand only if no run is at work.';
/**
 * Deploys a commit and waits until it is deployed. `previous` is the commit that is deployed now; if that is the same
 * commit, nothing is sent.
 * @throws ForeignDeployError, RefusedDeployError, or an ActionError if Looker does not finish the deploy
 */
async function deployCommit(commit, previous, deployer) {
    if ((0,moves/* standingOf */.YP)(previous, [commit]) !== 'wanted')
        await deployAnyhow(commit, [previous], deployer);
}
/** Deploys a commit even if it is deployed: another deploy of ours may be under way, so any of `previous` may be seen. */
async function deployAnyhow(commit, previous, deployer) {
    const { project, clock, signal, log } = deployer;
    log(`Deploying ${commit} to the LookML project ${project.id}.`);
    await sendDeploy(commit, deployer);
    const until = clock.now() + deployLimit;
    for (;;) {
        const deployed = await project.deployedCommit(signal);
        const move = moves/* moves */.Vq.deployed[(0,moves/* standingOf */.YP)(deployed, [commit], previous)];
        if (move === 'render')
            return;
        if (move === 'begin again')
            throw new ForeignDeployError(deployed, project);
        if (clock.now() >= until)
            throw unfinishedDeploy(commit, deployed, project);
        await clock.sleep(deployPauseMs, signal);
    }
}
/** Tries again for a minute if Looker's clone does not have the commit: it may have been pushed just now. */
async function sendDeploy(commit, { project, clock, signal, log }) {
    const until = clock.now() + deployLimit;
    for (;;) {
        try {
            return await project.deploy(commit, signal);
        }
        catch (error) {
            if (!(error instanceof looker_project/* UnknownCommitError */.gk) || clock.now() >= until)
                throw error;
            log(`${error.message}. Trying again.`);
            await clock.sleep(deployPauseMs, signal);
        }
    }
}
const unfinishedDeploy = (commit, deployed, { id, host }) => new errors/* ActionError */.lZ(`${host} accepted the deploy of commit ${commit} to the LookML project ${id}, but did not finish it: ${deployed} is still deployed after a minute`, 'Deploy it by hand in Looker (Develop, the project, Deployment Manager) to see why.');

;// CONCATENATED MODULE: ./build/deploy/put-back.js





/** Undefined if there is nothing to put back. */
function readSavedDeploy(saved) {
    if (!isObject(saved))
        return undefined;
    const { project, before, ours } = saved;
    if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours))
        return undefined;
    return { project, before, ours: ours.filter(commit => typeof commit === 'string') };
}
/**
 * Deploys again what was deployed before the step, and confirms it. What somebody else deployed meanwhile stays.
 * `how` says whether a deploy of ours may still be under way at Looker.
 * @throws ForeignCommitStays, or another ActionError that names the commit and how to deploy it by hand
 */
async function putBack({ before, ours }, how, deployer) {
    const { project, restore: signal, log } = deployer;
    try {
        const deployed = await project.deployedCommit(signal);
        const move = moves/* moves */.Vq.end[(0,moves/* standingOf */.YP)(deployed, ours.filter(isOther(before)), [before])];
        if (move === 'leave what stands')
            throw new ForeignCommitStays(deployed, before, project);
        const deployBefore = () => deployAnyhow(before, ours, { ...deployer, signal });
        if (move === 'put back')
            await deployBefore();
        // Looker may still finish a deploy that was broken off, so the commit from before has to be deployed after it. If
        // Looker refuses that, it has most likely refused the other deploy as well.
        else if (how === 'broken off')
            await deployBefore().catch(error => {
                if (!(error instanceof looker_project/* RefusedDeployError */.cu))
                    throw error;
            });
        log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`);
    }
    catch (error) {
        if (error instanceof ForeignCommitStays)
            throw error;
        if (error instanceof ForeignDeployError)
            throw new ForeignCommitStays(error.commit, before, project);
        throw notPutBack(before, project, error);
    }
}
/** Milliseconds in which Looker may still finish a deploy of a process that was killed. */
const deploySettlingMs = 10_000;
/**
 * Puts back after the main step was killed, and once more later: Looker may finish that step's deploy after ours.
 * @throws as `putBack`
 */
async function putBackAfterKill(saved, deployer) {
    await putBack(saved, 'broken off', deployer);
    await deployer.clock.sleep(deploySettlingMs, deployer.restore);
    await putBack(saved, 'done', deployer);
}
const isOther = (before) => (commit) => !(0,moves/* isSameCommit */.sw)(commit, before);
function notPutBack(before, project, cause) {
    const publicFact = `The LookML project ${project.id} at ${project.host} is not as it was before this step, when commit ${before} was deployed`;
    return new errors/* ActionError */.lZ(`${publicFact}: ${(0,errors/* asActionError */.z6)(cause).message}`, `Deploy it by hand: ${byHand(before, project)}.`, { cause, publicFact });
}
/** Somebody else deployed a commit, which stays. */
class ForeignCommitStays extends errors/* ActionError */.lZ {
    commit;
    constructor(commit, before, project) {
        const { message } = new ForeignDeployError(commit, project);
        super(`${message}, and it is still deployed. Before this step, commit ${before} was deployed`, `If ${before} is to be deployed, deploy it by hand: ${byHand(before, project)}. ${foreignDeployHint}`);
        this.commit = commit;
    }
}
/** The post step cannot reach the instance. */
const unreachedDeploy = ({ project: id, before, ours }, host) => ({
    fact: `The LookML project ${id} at ${host} may not be as it was before this step, when commit ${before} was deployed: this step deployed ${ours.join(' and ')}`,
    hint: `Deploy ${before} by hand: ${byHand(before, { id, host })}.`,
});
/** How a person deploys a commit. */
const byHand = (commit, { id, host }) => `in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${commit}`;

;// CONCATENATED MODULE: ./build/deploy/deployment.js





/**
 * Reads what is deployed, and saves it for the post step before anything is changed. `ours` are the commits that will be
 * deployed. `save` is called with undefined once nothing is left to put back.
 * @throws ActionError if nothing can be deployed
 */
async function openDeployment(deployer, ours, save) {
    await deployer.project.check(deployer.signal);
    const before = await deployer.project.deployedCommit(deployer.signal);
    const saved = { project: deployer.project.id, before, ours };
    save(saved);
    const tracked = track(deployer.project);
    const ownDeployer = { ...deployer, project: tracked.project };
    const disturbances = [];
    let standing = before;
    return {
        before,
        async round(commit, work) {
            const once = (previous) => workOnce(commit, previous, ownDeployer, work);
            const done = await once(standing).catch(error => {
                if (!(error instanceof ForeignDeployError))
                    throw error;
                disturbances.push(error);
                deployer.log(`${error.message}. The work is done once more.`);
                return once(error.commit).catch(again => {
                    if (again instanceof ForeignDeployError)
                        disturbances.push(again);
                    throw again;
                });
            });
            standing = commit;
            tracked.settle();
            return done;
        },
        async end() {
            try {
                if (tracked.hasDeployed() || disturbances.length > 0)
                    await putBack(saved, tracked.isPending() ? 'broken off' : 'done', deployer);
                // Looker may finish a deploy that was broken off later: then the post step puts back once more.
                if (!tracked.isPending())
                    save(undefined);
                return toEnding(disturbances, saved, deployer.project);
            }
            catch (error) {
                if (!(error instanceof ForeignCommitStays))
                    return { error: (0,errors/* asActionError */.z6)(error) };
                // What somebody else deployed stays, so the post step has nothing to do.
                save(undefined);
                return { error, foreign: error.commit };
            }
        },
    };
}
/** Notes whether a deploy may have changed anything. One that Looker refused has not. */
function track(project) {
    let hasDeployed = false;
    let isPending = false;
    const deploy = async (commit, signal) => {
        try {
            await project.deploy(commit, signal);
        }
        catch (error) {
            if (error instanceof looker_project/* RefusedDeployError */.cu)
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
        /** The newest deploy is confirmed. */
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
    const hint = `If ${last.commit} is to stay, deploy it again: ${byHand(last.commit, project)}. ${foreignDeployHint}`;
    return { warning: new errors/* ActionError */.lZ(fact, hint), foreign: last.commit };
}
/** @throws ForeignDeployError if another commit was seen after the deploy */
async function workOnce(commit, previous, deployer, work) {
    await deployCommit(commit, previous, deployer);
    const done = await watched(commit, deployer, work);
    const deployed = await deployer.project.deployedCommit(deployer.restore);
    if (moves/* moves */.Vq.rendered[(0,moves/* standingOf */.YP)(deployed, [commit])] === 'keep the pictures')
        return done;
    throw new ForeignDeployError(deployed, deployer.project);
}
/** Pause between two reads during the work. They find somebody who deploys, and then deploys our commit again. */
const watchIntervalMs = 30_000;
/** @throws ForeignDeployError after the work, if another commit was seen meanwhile */
async function watched(commit, deployer, work) {
    const over = new AbortController();
    const watching = watchCommit(commit, deployer, over.signal);
    const done = await work().finally(() => over.abort());
    const foreign = await watching;
    if (foreign !== undefined)
        throw new ForeignDeployError(foreign, deployer.project);
    return done;
}
/** Returns another commit as soon as one is seen; undefined if none was, or reading failed. */
async function watchCommit(commit, { project, clock, signal }, over) {
    const ended = AbortSignal.any([signal, over]);
    try {
        for (;;) {
            await clock.sleep(watchIntervalMs, ended);
            const deployed = await project.deployedCommit(ended);
            if (moves/* moves */.Vq.rendering[(0,moves/* standingOf */.YP)(deployed, [commit])] === 'begin again')
                return deployed;
        }
    }
    catch {
        // Reading after the work gives the error, if it lasts.
        return undefined;
    }
}

// EXTERNAL MODULE: ./build/affected/read-affected.js + 15 modules
var read_affected = __webpack_require__(38981);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/github/repository.js
var github_repository = __webpack_require__(88328);
// EXTERNAL MODULE: ./build/looker/lookml.js
var lookml = __webpack_require__(99159);
;// CONCATENATED MODULE: ./build/deploy/plan.js





/** Asks GitHub and Looker, and changes nothing. @throws ActionError where GitHub does not tell */
async function planDeploy(context, { deploy, targets, looker }) {
    const { inputs, world } = context;
    const repository = (0,github_repository/* openRepository */.h)(context);
    repository.catch(() => undefined); // Whoever needs it is told.
    const head = await (0,commits/* findHead */.mW)((0,commits/* wantedCommit */.pZ)(context, deploy.ref), deployWords, () => repository);
    const hasBefore = inputs.compare.against === 'base';
    const { commit, baseBranch } = head;
    const base = baseBranch !== undefined && (hasBefore || deploy.onlyAffected)
        ? await (0,commits/* findMergeBase */.fe)({ commit, baseBranch }, await repository)
        : undefined;
    const selection = await selectTargets(targets, base && deploy.onlyAffected ? base : undefined, async (base) => {
        const selection = await (0,read_affected/* readAffected */.b)({
            targets,
            commits: [base.commit, commit],
            project: deploy.project,
            repository: await repository,
            client: (0,lookml/* lookmlClient */.m)(looker.session.send, looker.host),
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
const deployWords = {
    // LookML is SQL, which Looker runs on the data of the instance.
    forkError: () => new errors/* ActionError */.lZ('This pull request comes from a fork, whose LookML is not deployed: it would run its SQL on the data of the instance', 'Read its LookML, then set deploy-ref to the commit that you have read; or leave deploy empty.'),
    noCommitError: () => new errors/* ActionError */.lZ('There is no commit to deploy: this run is not for a commit', 'Set deploy-ref to the commit, branch or tag that is to be deployed.'),
};
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

;// CONCATENATED MODULE: ./build/deploy/render-deployed.js














const nothing = { results: [], unaffected: [], errors: [], warnings: [] };
/**
 * Renders the targets with the LookML of a commit: deploys the head, validates and renders it, then the merge base if
 * its pictures are needed, and puts back what was deployed before. Nothing is thrown.
 */
async function renderDeployed(context, deploy, targets, stages) {
    const { world, inputs, lookers, isGuarded } = context;
    const looker = lookers.first;
    try {
        await looker.loggedIn;
        const plan = await planDeploy(context, { deploy, targets, looker });
        logUnaffected(plan, world.print);
        if (plan.affected.length === 0)
            return { ...nothing, unaffected: plan.unaffected };
        const deployer = deployerOn(context, deploy, looker);
        const deployment = await openDeployment(deployer, [plan.head, ...(plan.base ? [plan.base.commit] : [])], saved => world.saveForPost({ instance: inputs.looker.base.origin, isGuarded, deploy: saved }));
        const rendering = { context, plan, deployer, deployment, stages };
        return { ...(await renderPlan(rendering)), unaffected: plan.unaffected };
    }
    catch (error) {
        return { ...nothing, results: targets.map(target => (0,build_results/* failedResult */.Nq)(target, error)) };
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
        project: (0,looker_project/* projectOf */.v8)({ id: deploy.project, host, send: session.send, clean: secrets.clean }),
        clock: world.clock,
        signal: deadlines.render,
        restore: deadlines.restore,
        log,
    };
}
/** Puts back what was deployed before, while the pictures are compared and sent. */
async function renderPlan(rendering) {
    const { context, plan, deployment, stages } = rendering;
    const rendered = await renderCommits(rendering).catch(error => (0,errors/* asActionError */.z6)(error));
    const ending = deployment.end();
    if (rendered instanceof errors/* ActionError */.lZ)
        return failPlan(rendering, rendered, await ending);
    const take = async ({ result, before }, index) => {
        const affectedBy = plan.affected[index]?.affectedBy;
        if (result.status === 'failure')
            await removeFiles(context.inputs.outputDirectory, result.target);
        const shown = result.status === 'success' ? { ...result, lookmlCommit: plan.head } : result;
        const taken = await (await stages).compare(shown, { before });
        return affectedBy ? { ...taken, affectedBy } : taken;
    };
    const [results, { error, warning }] = await Promise.all([Promise.all(rendered.map(take)), ending]);
    return { ...nothing, results, errors: error ? [error] : [], warnings: warning ? [warning] : [] };
}
/** Nothing is shown: every target fails for the same reason. */
async function failPlan({ context, plan, deployer }, reason, { error, warning, foreign }) {
    const isDisturbed = reason instanceof ForeignDeployError;
    // What is deployed in the end says more than what was seen on the way.
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
        ...nothing,
        results,
        errors: error ? [error] : [],
        warnings: warning && !isDisturbed ? [warning] : [],
        lookmlErrors: reason instanceof LookmlRefusal ? reason.errors : [],
        ...(lookml && { lookml }),
        ...(disturbance && { disturbance }),
    };
}
function lookmlFailureOf(reason) {
    if (reason instanceof LookmlRefusal)
        return { action: 'compile', errors: (0,verdict_facts/* listed */.KE)(reason.errors.map(lookml_validation/* describeLookmlError */.E5)) };
    if (reason instanceof looker_project/* RefusedDeployError */.cu && reason.lookmlReason !== undefined)
        return { action: 'deploy', errors: (0,verdict_facts/* listed */.KE)([reason.lookmlReason]) };
    return undefined;
}
/** A failed target leaves no file: its picture may be another commit's, and the picture before is useless alone. */
async function removeFiles(directory, target) {
    if (!('file' in target))
        return;
    const path = (0,external_node_path_.join)(directory, target.file);
    await Promise.all([path, ...(0,build_results/* sidecarPaths */.g9)(path)].map(file => (0,promises_.rm)(file, { force: true }).catch(() => undefined)));
}
/** @throws ActionError if nothing can be shown */
async function renderCommits(rendering) {
    const { context, plan, deployment, stages } = rendering;
    const validate = await validateBefore(rendering);
    const renderers = (0,build_renderers/* openRenderers */.n)(context, stages);
    const group = (title, work) => context.world.core.group(title, work);
    const renderAll = (targets, what, render) => group(`Rendering ${(0,runtime_text/* count */.U9)(targets.length, 'target')} of ${what}`, () => Promise.all(targets.map(render)));
    try {
        const targets = plan.affected.map(({ target }) => target);
        const heads = await deployment.round(plan.head, async () => {
            const errors = await validate();
            if (errors.length > 0)
                return { errors };
            const render = (target) => renderHead(target, renderers, context.world.print);
            return { pairs: await renderAll(targets, `commit ${plan.head}`, render) };
        });
        if (heads.errors)
            throw new LookmlRefusal(plan.head, heads.errors);
        const { base } = plan;
        if (!base)
            return heads.pairs;
        const rendered = targets.filter((_, index) => heads.pairs[index]?.result.status === 'success');
        if (rendered.length === 0)
            return heads.pairs;
        const renderBefore = (target) => renderers.first.render(toBefore(target));
        const befores = await deployment.round(base.commit, () => renderAll(rendered, `the merge base ${base.commit}`, renderBefore));
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
/** This commit's LookML has errors that the LookML before did not have. */
class LookmlRefusal extends errors/* ActionError */.lZ {
    errors;
    constructor(commit, errors) {
        const [first, ...more] = errors.map(lookml_validation/* describeLookmlError */.E5);
        const others = more.length > 0 ? `, and ${(0,runtime_text/* count */.U9)(more.length, 'more error')}` : '';
        const publicFact = `The LookML of commit ${(0,looker_project/* shortened */.vI)(commit)} does not compile`;
        super(`${publicFact}: ${first}${others}`, 'Nothing was rendered. Correct the LookML, and push again.', {
            publicFact,
        });
        this.errors = errors;
    }
}
/**
 * Validates what is deployed before anything is changed, because only new errors count. If that is not possible, nothing
 * is known of errors, and the pictures show what is broken.
 * @returns a function that gives the errors which only the commit deployed by then has
 */
async function validateBefore({ deployer, deployment, plan, }) {
    const { project, signal, log } = deployer;
    const none = async () => [];
    if ((0,moves/* isSameCommit */.sw)(plan.head, deployment.before))
        return none;
    const validate = () => project.validate(signal).catch(error => {
        signal.throwIfAborted();
        log(`The LookML could not be validated (${(0,errors/* asActionError */.z6)(error).message}); it is rendered as it is.`);
        return undefined;
    });
    const before = await validate();
    if (!before)
        return none;
    return async () => (0,lookml_validation/* newLookmlErrors */.I9)(before, (await validate()) ?? []);
}
/** The picture before is stored beside the target's own until both are compared. */
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
