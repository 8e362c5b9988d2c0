export const id = 718;
export const ids = [718];
export const modules = {

/***/ 93718:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  checkEmptyShare: () => (/* binding */ checkEmptyShare),
  openStages: () => (/* binding */ openStages),
  repeatLabelEvent: () => (/* binding */ repeatLabelEvent),
  reportStop: () => (/* binding */ reportStop)
});

// EXTERNAL MODULE: ./build/github/client.js
var client = __webpack_require__(44463);
// EXTERNAL MODULE: ./build/github/workflow-run.js
var workflow_run = __webpack_require__(47889);
// EXTERNAL MODULE: ./build/images-branch/branch-tip.js
var branch_tip = __webpack_require__(37020);
// EXTERNAL MODULE: ./build/runtime/time.js
var time = __webpack_require__(22006);
// EXTERNAL MODULE: ./build/acceptance/decide-label-event.js
var decide_label_event = __webpack_require__(38858);
// EXTERNAL MODULE: ./build/acceptance/results-format.js
var results_format = __webpack_require__(83894);
// EXTERNAL MODULE: ./build/acceptance/stored-results.js
var stored_results = __webpack_require__(8968);
// EXTERNAL MODULE: ./build/acceptance/stored-targets.js
var stored_targets = __webpack_require__(43124);
;// CONCATENATED MODULE: ./build/acceptance/accepted-changes.js








/** Returns undefined if `fail-on-change` is off, or if the run has no pull request. */
function openAcceptance(context, images) {
    const paths = (0,stored_results/* storedPaths */.SN)(context);
    if (paths === undefined)
        return undefined;
    const read = async () => {
        const { acceptance } = await (0,stored_results/* readStored */.CL)(images, paths);
        const isOfBase = acceptance && (0,results_format/* isSameBase */.Eo)(acceptance, { baseBranch: (0,workflow_run/* baseBranchOf */.vr)(context.run) });
        // If the event added or removed the accept label, the label of an older acceptance was removed.
        const isOlder = (0,decide_label_event/* isAcceptLabelEvent */.LA)(context) && (acceptance?.run ?? 0) < context.run.id;
        const isValid = isOfBase && hasAcceptLabel(context) && !isOlder;
        return isValid && (await isStillLabeled(context, images)) ? acceptance : undefined;
    };
    // If GitHub does not answer, enough time to upload the files must remain.
    const inTime = (answer) => (0,time/* orAborted */.H6)(context.deadlines.compare, answer);
    const current = (0,time/* once */.Oo)(() => inTime(read()));
    const findKey = async (key) => {
        const acceptance = await current().catch(() => undefined);
        if (!acceptance)
            return [];
        const { login, sha } = acceptance;
        return acceptance.targets.flatMap(({ key: acceptedKey, hash, errors, picture, isUncompared }) => acceptedKey === key && hash !== undefined
            ? [
                {
                    ...{ login, commit: sha, hash },
                    ...(errors && { errors }),
                    ...(picture && { blob: picture.blob }),
                    ...(isUncompared && { isUncompared }),
                },
            ]
            : []);
    };
    return {
        current,
        find: target => findKey((0,stored_targets/* acceptanceKey */.Lb)(target, context.inputs.looker.base.host)),
        findContent: () => findKey(stored_targets/* contentTargetKey */.a9),
        download: async ({ blob }) => blob === undefined ? undefined : inTime(images.repository().then(open => (0,branch_tip/* readBlob */.gm)(open, blob))),
    };
}
/** Returns true if the event contains no pull request, because the labels are then unknown. */
const hasAcceptLabel = ({ run, inputs }) => !run.payload.pull_request || (0,workflow_run/* hasLabel */.RX)(run, inputs.compare.acceptLabel);
/**
 * Whether the accept label is still on the pull request. The label may have been removed while the run was queued, and
 * a re-run has the event of the first attempt
 * (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs). If GitHub does not
 * return the labels, a first attempt trusts its event, and a re-run assumes that the label was removed.
 */
async function isStillLabeled(context, images) {
    const { run, inputs } = context;
    try {
        const { octokit, owner, repo } = await images.repository();
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: (0,workflow_run/* pullRequestFor */.uT)(context) ?? 0 });
        const labels = (0,client/* listOf */.c3)((0,client/* fields */.OA)(data, 'pull request').labels, 'list of labels');
        return labels.some(({ name }) => (0,workflow_run/* isSameLabel */.zi)(String(name), inputs.compare.acceptLabel));
    }
    catch {
        return run.attempt === 1;
    }
}

// EXTERNAL MODULE: ./build/branch-report.js
var branch_report = __webpack_require__(18229);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/github-errors.js
var github_errors = __webpack_require__(28831);
// EXTERNAL MODULE: ./build/github/shared-jobs.js
var shared_jobs = __webpack_require__(87586);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/json.js
var runtime_json = __webpack_require__(72713);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/targets.js
var targets = __webpack_require__(53906);
// EXTERNAL MODULE: ./build/verdict-facts.js
var verdict_facts = __webpack_require__(13623);
;// CONCATENATED MODULE: ./build/acceptance/judge.js
















/** Marks the accepted changes, and collects the facts for the verdict that are not in the results. */
async function judge(context, accepted, rendering) {
    const { looker, compare } = context.inputs;
    const { lookml, disturbance, stopped, otherCommit, keyRefusedBy, secondKeyRefusedBy, comparedWith } = rendering;
    const results = accepted
        ? await Promise.all(rendering.results.map(result => noteAcceptedCheck(result, accepted)))
        : rendering.results;
    const branch = rendering.branch && (await noteAcceptedContent(rendering.branch, accepted));
    const noted = { ...rendering, results, ...(branch && { branch }) };
    const gate = compare.failOnChange ? await gateFor(context, accepted, noted) : undefined;
    const judged = {
        ...(gate && { gate }),
        ...((0,workflow_run/* isAsDeployed */.BN)(context) && { deployedAt: looker.base.host }),
        ...(lookml && { lookml }),
        ...(disturbance && { disturbance }),
        ...(stopped && { stopped }),
        ...(otherCommit && { otherCommit }),
        ...(keyRefusedBy !== undefined && { keyRefusedBy }),
        ...(secondKeyRefusedBy !== undefined && { secondKeyRefusedBy }),
        ...(comparedWith && { comparedWith }),
        ...(branch && branch.omittedQueries > 0 && { omittedQueries: branch.omittedQueries }),
        ...(0,build_results/* contentFacts */.hI)(branch?.content?.broken),
        ...(branch?.content?.problem !== undefined && { isContentUnchecked: true }),
    };
    return { ...noted, judged };
}
/** Marks the broken content as accepted if a reviewer accepted all these errors. */
async function noteAcceptedContent(branch, accepted) {
    const { content } = branch;
    if (!content || content.broken.length === 0)
        return branch;
    const found = (await accepted?.findContent()) ?? [];
    const own = (0,stored_targets/* hashContent */.sW)(content);
    const same = found.find(each => (0,decide_label_event/* isCovered */.P$)(own, each));
    if (!same)
        return branch;
    const { login, commit, hash } = same;
    return { ...branch, content: { ...content, accepted: { login, commit, hash } } };
}
/** Marks the changed SQL, numbers and drawings of a target as accepted if a reviewer accepted exactly these changes. */
async function noteAcceptedCheck(result, accepted) {
    const { check, target } = result;
    const change = (0,verdict_facts/* changeOfResult */.No)(result);
    const isChanged = (check && (0,branch_report/* isChangedCheck */.vJ)(check)) || change === 'changed';
    const isGated = isChanged || change === 'incomparable';
    if (!check || !isGated || !('file' in target))
        return result;
    const found = await accepted.find(target);
    const same = found.find(({ hash, isUncompared }) => hash === (0,stored_targets/* hashOf */.qQ)(result) && !(isUncompared && isChanged));
    if (!same)
        return result;
    const { login, commit, hash } = same;
    return { ...result, check: { ...check, accepted: { login, commit, hash } } };
}
async function gateFor(context, accepted, rendering) {
    const { acceptLabel } = context.inputs.compare;
    // A label accepts stored results, and this run stores none.
    if ((0,workflow_run/* pullRequestFor */.uT)(context) === undefined || context.isGuarded)
        return context.run.eventName === 'merge_group' ? { isMergeQueue: true } : {};
    const stored = await accepted?.current().catch(() => undefined);
    if (stored)
        return { acceptLabel, acceptance: acceptanceFacts(stored, rendering) };
    const { images, artifact, compare } = context.inputs;
    const isUnpublished = images.kind === 'none' && artifact.kind === 'none' && compare.against !== 'none';
    return { ...gateWithoutAcceptance(context), ...(isUnpublished && { isUnpublished }) };
}
/** If the pull request has the accept label, sets `isLabelOnly`: the label was added before these results existed. */
function gateWithoutAcceptance({ run, inputs }) {
    const { acceptLabel } = inputs.compare;
    if (!(0,workflow_run/* hasLabel */.RX)(run, acceptLabel))
        return { acceptLabel };
    const labelOnly = {
        login: '',
        commit: run.sha ?? '',
        changedSince: (0,verdict_facts/* asListed */.Gy)([]),
        isLabelOnly: true,
    };
    return { acceptLabel, acceptance: labelOnly };
}
function acceptanceFacts({ login, sha }, { results, branch }) {
    const unaccepted = [...(0,build_results/* findUnaccepted */.K8)(results, 'changed'), ...(0,build_results/* findUnaccepted */.K8)(results, 'incomparable')];
    const broken = (0,branch_report/* unacceptedContent */.ys)(branch);
    const content = broken.length > 0 ? [(0,stored_targets/* contentName */.T1)(broken)] : [];
    return { login, commit: sha, changedSince: (0,verdict_facts/* asListed */.Gy)([...unaccepted.map(targets/* nameInList */.Jk), ...content]) };
}
/**
 * Removes the acceptance from the results and from the gate if the accept label was removed during the run. The step
 * then fails, even if the removal starts no run, for example because a workflow removed the label.
 */
async function withoutWithdrawn(context, images, rendering) {
    const { judged, results, branch } = rendering;
    const { acceptance, ...gate } = judged?.gate ?? {};
    if (!acceptance || acceptance.isLabelOnly || (await isStillLabeled(context, images)))
        return rendering;
    const content = branch?.content && withoutMark(branch.content);
    return {
        ...rendering,
        results: results.map(withoutMarks),
        ...(branch && { branch: { ...branch, ...(content && { content }) } }),
        judged: { ...judged, gate },
    };
}
function withoutMarks(result) {
    const { check } = result;
    const unmarked = check ? { ...result, check: withoutMark(check) } : result;
    return unmarked.comparison ? { ...unmarked, comparison: withoutMark(unmarked.comparison) } : unmarked;
}
function withoutMark(marked) {
    const { accepted: _, ...rest } = marked;
    return rest;
}
/**
 * Notes in the gate whether the results can be stored, so that the headline asks for the accept label only if a label
 * can accept them.
 * @param failure the error if the results were not stored, or if this is already certain
 */
const noteUnstored = (rendering, failure) => withUnstored(rendering, failure === undefined ? {} : { unstoredHint: (0,branch_tip/* branchError */.hs)(failure).hint });
/** Notes that no label can accept the results, because the comment shows older results (see `showsOlderResults`). */
const noteUnshown = (rendering, { hint }) => withUnstored(rendering, { unstoredHint: hint, isUnshown: true });
function withUnstored(rendering, { unstoredHint: hint, ...unshown }) {
    const { judged, results, unaffected } = rendering;
    if (judged?.gate?.acceptLabel === undefined)
        return rendering;
    const { unstoredHint: _, ...gate } = judged.gate;
    const isRed = (0,verdict_facts/* isGateRed */.NY)((0,verdict_facts/* factsOf */.xS)(results, { ...judged, unaffected: unaffected.length }));
    const unstored = hint !== undefined && isRed && { unstoredHint: (0,runtime_text/* oneLine */.TN)(hint, 500), ...unshown };
    return { ...rendering, judged: { ...judged, gate: { ...gate, ...unstored } } };
}
/**
 * Stores the results on the images branch if `fail-on-change` is on. Stores nothing in a public repository without
 * `allow-public`, because everyone can read the branch.
 * @returns an error if the results could not be stored, and an error if the jobs of this run do not agree
 */
async function storeVerdict(context, images, publication, { failures, outputs }) {
    const { results, unaffected, branch, judged = {} } = publication;
    const pullRequest = (0,workflow_run/* pullRequestFor */.uT)(context);
    const { run } = context;
    if ((0,stored_results/* storedPaths */.SN)(context) === undefined || pullRequest === undefined || run.sha === undefined)
        return {};
    const { gate: _, ...about } = judged;
    const facts = (0,verdict_facts/* factsOf */.xS)(results, { ...about, unaffected: unaffected.length });
    const baseBranch = (0,workflow_run/* baseBranchOf */.vr)(run);
    // With `images: none`, the repository must store no data from Looker. Databases quote values in their messages.
    const isDataStored = context.inputs.images.kind !== 'none';
    if (context.isGuarded)
        return (0,verdict_facts/* hasGatedChange */.S6)(facts) ? { error: publicResultsError() } : {};
    try {
        const stored = {
            pullRequest,
            sha: run.sha.toLowerCase(),
            ...(baseBranch !== undefined && { baseBranch }),
            run: { id: run.id, attempt: run.attempt },
            at: (await timeAtGitHub(images, pullRequest)).toISOString(),
            facts: isDataStored ? facts : withoutReasons(facts),
            failures,
            outputs: isDataStored ? outputs : withoutValues(outputs),
            targets: [...(await (0,stored_targets/* toStoredTargets */.lZ)(context, images, results)), ...(0,stored_targets/* toStoredContent */.kB)(branch?.content)],
        };
        const acceptance = (0,decide_label_event/* isAcceptLabelEvent */.LA)(context) ? 'replace' : 'keep';
        const mark = (0,shared_jobs/* jobMarkOf */.yq)(context, publication);
        const { isStored, disagreement, error } = await (0,stored_results/* storeResults */.mK)(context, images, {
            ...{ results: stored, acceptance, mark },
        });
        if (error !== undefined)
            return { error: unstoredResultsError(error), disagreement };
        if (!isStored)
            context.world.print('A newer run has already stored its results, so the results of this run were not stored.');
        return { disagreement };
    }
    catch (error) {
        return { error: unstoredResultsError(error) };
    }
}
const unstoredResultsError = (error) => (0,stored_results/* unstoredError */.J8)(error, 'The results could not be stored, so a label cannot accept them');
const publicResultsError = () => new errors/* ActionError */.lZ('The results were not stored, so a label cannot accept them: this repository is or may be public', 'Set allow-public to true if all internet users may see the dashboards, or turn off fail-on-change.');
/**
 * Returns GitHub's time, because label events have times of GitHub's clock. GitHub's error responses contain the time,
 * too.
 */
async function timeAtGitHub(images, pullRequest) {
    const { octokit, owner, repo } = await images.repository();
    const { headers } = await octokit.rest.pulls.get({ owner, repo, pull_number: pullRequest }).catch(github_errors/* answerOf */.ut);
    return new Date((0,time/* serverTime */.nI)(headers.date));
}
/** Removes the values of tiles, and the messages of their errors. */
function withoutValues(outputs) {
    const results = (0,runtime_json/* parseJson */.qF)(outputs.results ?? '');
    if (!Array.isArray(results))
        return outputs;
    const shown = results.map(result => Array.isArray(result.tiles)
        ? { ...withoutMessage(result), tiles: result.tiles.map(withoutValue) }
        : result);
    return { ...outputs, results: JSON.stringify(shown) };
}
const withoutValue = ({ values: _, ...tile }) => withoutMessage(tile);
const withoutMessage = (output) => output.error ? { ...output, error: { ...output.error, message: unstoredMessage } } : output;
/** Removes the messages of errors from the facts for the headline. */
function withoutReasons(facts) {
    const { failureReason, incomparableReason, incomparable, stepErrors } = facts;
    const cleaned = (fault) => ({ ...fault, message: unstoredMessage });
    const first = incomparable.first.map(({ name }) => ({ name, reason: unstoredMessage }));
    return {
        ...facts,
        incomparable: { ...incomparable, first },
        ...(failureReason && { failureReason: cleaned(failureReason) }),
        ...(incomparableReason && { incomparableReason: cleaned(incomparableReason) }),
        ...(stepErrors && { stepErrors: { ...stepErrors, first: stepErrors.first.map(cleaned) } }),
    };
}
const unstoredMessage = 'The message of this error is not stored, because images is none';

;// CONCATENATED MODULE: ./build/acceptance/repeat-verdict.js






/**
 * Answers a label event from the stored results of the head commit. If the event added or removed the accept label,
 * changes the stored acceptance before the verdict is repeated.
 * @param readShown returns the run whose results the comment shows
 * @returns undefined if the newest results of the head commit are not stored. The step then renders
 * @throws ActionError if GitHub does not return the stored results, or does not store the acceptance
 */
async function repeatVerdict(context, images, readShown) {
    try {
        return await answerLabelEvent(context, images, readShown);
    }
    catch (error) {
        const acceptance = context.run.payload.action === 'labeled' ? 'stored' : 'removed';
        const what = (0,decide_label_event/* isAcceptLabelEvent */.LA)(context)
            ? `The acceptance could not be ${acceptance}`
            : 'The verdict could not be shown again';
        throw (0,stored_results/* unstoredError */.J8)(error, what);
    }
}
async function answerLabelEvent(context, images, readShown) {
    const event = (0,decide_label_event/* labelEventOf */.Cl)(context);
    const paths = (0,stored_results/* storedPaths */.SN)(context);
    const { acceptLabel } = context.inputs.compare;
    if (!event || paths === undefined)
        return undefined;
    const files = await (0,stored_results/* readStored */.CL)(images, paths);
    const { results: stored } = files;
    const isWithdrawn = await isLabelGone(context, images, stored);
    const run = Math.max(event.run, stored?.acceptance?.run ?? 0);
    const removed = { ...event, label: acceptLabel, action: 'unlabeled', run };
    const decision = (0,decide_label_event/* decideLabelEvent */.lT)(isWithdrawn ? removed : event, stored, {
        acceptLabel,
        now: context.began,
    });
    if (decision.kind === 'render') {
        if (stored?.sha === event.sha)
            context.world.print(outdatedNote);
        return undefined;
    }
    const note = (0,stored_results/* hasDisagreement */.l3)(context, files) ? disagreementNote : await findMismatch(decision, readShown);
    if (note !== undefined) {
        context.world.print(note);
        return undefined;
    }
    const { isAcceptanceChanged, isUnseen } = decision;
    const rendersAgain = context.run.attempt > 1 && mayPassLater(decision.results);
    const results = isAcceptanceChanged
        ? await replaceAcceptance(context, images, decision.results)
        : !rendersAgain && (await waitForAcceptance(context, images, { paths, results: decision.results }));
    if (rendersAgain)
        context.world.print('The job runs again, so the targets are rendered again.');
    if (!results || rendersAgain)
        return undefined;
    const { acceptance } = results;
    const words = repeatWords(results);
    const unseen = `The label ${acceptLabel} was added before these results, so it does not accept them.`;
    context.world.print(isUnseen ? `${unseen} ${words}` : words);
    const { facts, failures, outputs } = results;
    const isRemoved = isWithdrawn || decision.results.acceptance !== acceptance;
    const gate = acceptance || isRemoved ? (0,decide_label_event/* gateOf */.Rv)(results, acceptLabel) : gateWithoutAcceptance(context);
    const repeatedFacts = { ...facts, gate };
    return {
        ...{ sha: results.sha, run: results.run, facts: repeatedFacts },
        ...{ failures, mayPass: mayPassLater(results) },
        ...(outputs && { outputs }),
    };
}
function repeatWords({ sha, acceptance }) {
    const repeated = 'is shown again, and nothing is rendered.';
    const verdict = `The verdict of commit ${sha.slice(0, 7)} ${repeated}`;
    if (!acceptance)
        return verdict;
    const end = acceptance.sha === sha ? `Its verdict ${repeated}` : verdict;
    return `Commit ${acceptance.sha.slice(0, 7)} is accepted by @${acceptance.login}. ${end}`;
}
/** Whether an acceptance is stored, or about to be stored, but the accept label is not on the pull request any more. */
async function isLabelGone(context, images, stored) {
    const isAdded = (0,decide_label_event/* isAcceptLabelEvent */.LA)(context) && context.run.payload.action === 'labeled';
    const needsLabel = isAdded || stored?.acceptance !== undefined;
    return needsLabel && !(await isStillLabeled(context, images));
}
/**
 * Whether the step failed for a reason that a label does not accept and that may be gone: a target failed, a file was
 * not published, or a picture could not be compared.
 */
const mayPassLater = ({ failures, targets, acceptance }) => failures.length > 0 ||
    targets.some(target => target.status === 'incomparable' && !(0,decide_label_event/* isAccepted */.oB)(target, acceptance));
const outdatedNote = 'The stored results of this commit are not those of its newest run, so the targets are rendered again.';
const disagreementNote = 'The jobs that share the targets do not agree, so the targets are rendered again.';
/**
 * Returns the reason to render if the comment shows results of the same commit from a run that may be newer than the
 * stored results: a run writes the comment first, and GitHub may then refuse to store the results. Also returns a reason
 * if the step would accept results that are newer than the comment, because the reviewer has not seen them: GitHub may
 * have refused the comment, or the event of that run has no comment.
 *
 * If GitHub refuses to list the comments, it also refused to write them, so they show nothing newer, but may show older
 * results. After other errors, the comment may show newer results.
 * @throws ActionError if the step would accept results, and GitHub refuses to list the comments
 */
async function findMismatch({ results: { sha, run, acceptance }, isAcceptanceChanged }, readShown) {
    const isAccepting = isAcceptanceChanged && acceptance !== undefined;
    try {
        const shown = await readShown();
        const order = shown?.run ? (0,workflow_run/* compareAttempts */.cY)(shown.run, run) : 'older';
        if (!shown || order === 'same')
            return undefined;
        const isOfCommit = shown.sha?.toLowerCase() === sha;
        if (isOfCommit && order !== 'older')
            return outdatedNote;
        return isAccepting && order !== 'newer' ? unseenNote : undefined;
    }
    catch (error) {
        if ((0,github_errors/* isTransient */.dg)(error) || (0,github_errors/* statusOf */.c2)(error) === undefined)
            return outdatedNote;
        if (isAccepting)
            throw (0,github_errors/* gitHubError */.Mj)(error, 'The comment could not be read', 'pull-requests: write');
        return undefined;
    }
}
/**
 * Whether `findMismatch` will not let a label accept the results of this run, which the comment does not show. If this
 * is unknown, because the comments could not be read for now, returns false.
 */
async function showsOlderResults({ run }, readShown) {
    try {
        const shown = await readShown();
        return shown !== undefined && (!shown.run || (0,workflow_run/* compareAttempts */.cY)(shown.run, run) === 'older');
    }
    catch (error) {
        return !(0,github_errors/* isTransient */.dg)(error) && (0,github_errors/* statusOf */.c2)(error) !== undefined;
    }
}
const unseenNote = 'The comment does not show the stored results, so the label does not accept them, and the targets are rendered again.';
const maxAcceptanceReads = 3;
const acceptancePauseMs = 5000;
/**
 * Waits for a run of the accept label that began at the same time, and returns the results with its acceptance.
 * @returns undefined if another run has begun to render the commit again
 */
async function waitForAcceptance(context, images, { paths, results }) {
    if (!(0,decide_label_event/* mayBeAcceptedSoon */.jh)(results, context))
        return results;
    const { clock } = context.world;
    for (let reads = 1; reads <= maxAcceptanceReads; reads++) {
        await clock.sleep(acceptancePauseMs, context.deadlines.start);
        const current = await (0,stored_results/* readCurrentResults */.cT)(images, paths);
        if (current?.sha !== results.sha)
            continue;
        if (current.outdatedBy)
            return undefined;
        if (!(0,decide_label_event/* mayBeAcceptedSoon */.jh)(current, context))
            return current;
    }
    return results;
}
/**
 * Stores the results with the changed acceptance. If a person removed the label meanwhile, this run also removes the
 * acceptance. The run for the event `unlabeled` may have read the results before the acceptance was stored.
 * @returns undefined if the results were not stored
 */
async function replaceAcceptance(context, images, results) {
    const stored = await (0,stored_results/* storeAcceptance */.$n)(context, images, results);
    if (!stored?.acceptance || (await isStillLabeled(context, images)))
        return stored;
    const { acceptance: _, ...withdrawn } = stored;
    return (await (0,stored_results/* storeAcceptance */.$n)(context, images, withdrawn)) && withdrawn;
}

// EXTERNAL MODULE: ./build/github/step-identity.js
var step_identity = __webpack_require__(97837);
;// CONCATENATED MODULE: ./build/comment/find.js





const isMine = ({ mark }, { writer }) => mark.writer === writer;
function marker({ key, run, writer, place }) {
    const { id, attempt, sha } = run;
    const mark = {
        ...{ key, run: id, attempt, writer },
        ...(place !== undefined && { place }),
        ...(sha !== undefined && { sha }),
    };
    return `<!-- looker-snapshot ${(0,runtime_text/* hiddenJson */.jc)(mark)} -->`;
}
function parseMark(body) {
    const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1];
    const mark = json && (0,runtime_json/* parseJson */.qF)(json);
    if (!(0,runtime_json/* isObject */.Gv)(mark))
        return undefined;
    const { key, run, attempt, writer, place, sha } = mark;
    // A user can write a huge run number into the marker. Without this check, no run could change the comment any more.
    if (typeof key !== 'string' || !isSafeCount(run) || !isSafeCount(attempt))
        return undefined;
    return {
        ...{ key, run, attempt },
        ...(typeof writer === 'string' && { writer }),
        ...(typeof place === 'string' && { place }),
        ...(typeof sha === 'string' && { sha }),
    };
}
const isSafeCount = (value) => Number.isSafeInteger(value);
const toCommentLink = (comment) => ({
    id: (0,client/* idOf */.TH)(comment, 'comment'),
    url: (0,client/* urlIn */.Ht)(comment, 'html_url', 'comment'),
});
/** The author of comments that are written with the job's own token. */
const jobLogin = 'github-actions[bot]';
/**
 * Opens the list of the action's comments. Any user can write the hidden marker, so a comment counts only if its author
 * is the token's user or app.
 */
function openCommentList(repository, plan) {
    const person = (0,time/* once */.Oo)(() => readPerson(repository));
    let app;
    const known = new Map();
    let since;
    const ofThisAuthor = async (marked) => {
        const login = await person();
        if (login !== undefined)
            return marked.filter(comment => comment.login === login);
        const bots = marked.filter(({ isBot }) => isBot);
        if (bots.every(comment => comment.login === jobLogin))
            return bots;
        // Only now is a request for the app's login necessary.
        app ??= await readApp(repository);
        return bots.filter(comment => comment.login === app);
    };
    const read = async () => {
        await person();
        const { listed, date } = await listComments(repository, plan.number, since);
        since ??= date;
        for (const { id } of listed)
            if (typeof id === 'number')
                known.delete(id);
        const marked = listed.flatMap(comment => toMarked(comment, plan.key));
        for (const comment of marked)
            known.set(comment.id, comment);
        return marked.sort(oldestFirst);
    };
    return {
        async current() {
            await read();
            return ofThisAuthor([...known.values()].sort(oldestFirst));
        },
        changed: async () => ofThisAuthor(await read()),
        forget: id => void known.delete(id),
    };
}
const oldestFirst = (one, other) => one.id - other.id;
/** Returns the login of the token's user. An app's token (`ghs_…`), such as the job's own token, has no user. */
async function readPerson({ octokit, token }) {
    if (token.startsWith('ghs_'))
        return undefined;
    try {
        const { data } = await octokit.rest.users.getAuthenticated();
        return (0,client/* textOf */.b6)(data, 'login', 'user');
    }
    catch (error) {
        if ((0,github_errors/* statusOf */.c2)(error) !== 403)
            throw error;
        return undefined;
    }
}
/** Returns the login of the token's app. Only GraphQL returns this login. */
async function readApp({ octokit }) {
    const { viewer } = (0,client/* fields */.OA)(await octokit.graphql('{ viewer { login } }'), 'answer');
    return `${(0,client/* textOf */.b6)(viewer, 'login', 'user').replace(/\[bot\]$/, '')}[bot]`;
}
/**
 * Subtracted from `since`, because GitHub's answer may be out of date, and because `since` has no fractions of a
 * second.
 */
const sinceMarginMs = 60_000;
/** The returned `date` is a minute before the request, by GitHub's clock. */
async function listComments({ octokit, owner, repo }, number, since) {
    const issue = { owner, repo, issue_number: number, per_page: 100, ...(since && { since }) };
    let date;
    const listed = await (0,client/* listAllPages */.MN)(async (page) => {
        const answer = await octokit.rest.issues.listComments({ ...issue, page });
        date ??= marginBefore(answer.headers.date);
        return answer;
    }, 'list of comments');
    return { listed, date };
}
/** Returns undefined if the date is missing. All comments are then listed each time. */
function marginBefore(date) {
    const time = Date.parse(date ?? '') - sinceMarginMs;
    return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
function toMarked({ body, user, ...comment }, key) {
    const text = typeof body === 'string' ? withUnixLines(body) : '';
    const mark = parseMark(text);
    if (mark?.key !== key || !(0,runtime_json/* isObject */.Gv)(user))
        return [];
    return [{ ...toCommentLink(comment), mark, body: text, login: user.login, isBot: user.type === 'Bot' }];
}
/**
 * After an edit on its website, GitHub returns the lines of a comment with CRLF
 * (https://github.com/actions/runner/issues/1462).
 */
const withUnixLines = (body) => body.replaceAll('\r\n', '\n');
/**
 * The minimum pause before the comment is read again. A job takes at most this long from reading to writing the
 * comment.
 */
const rereadPauseMs = 2000;
const pauseBeforeReread = ({ clock, signal }) => clock.sleep(rereadPauseMs * (1 + Math.random()), signal);

// EXTERNAL MODULE: ./build/headline.js
var headline = __webpack_require__(99802);
// EXTERNAL MODULE: ./build/report/baseline-doubts.js
var baseline_doubts = __webpack_require__(43418);
// EXTERNAL MODULE: ./build/report/descriptions.js
var descriptions = __webpack_require__(16668);
// EXTERNAL MODULE: ./build/report/format.js
var report_format = __webpack_require__(92772);
// EXTERNAL MODULE: ./build/report/tile-words.js + 2 modules
var tile_words = __webpack_require__(65049);
// EXTERNAL MODULE: ./build/headline-words.js
var headline_words = __webpack_require__(2718);
;// CONCATENATED MODULE: ./build/comment/merge-facts.js

/**
 * Merges the facts of several jobs that share the targets into the facts of a single job. Leaves out the reason why a job
 * has no results, or has compared none, if other jobs have some (see `isSetAside`).
 */
function mergeFacts(parts) {
    const sum = (number) => parts.reduce((all, part) => all + number(part), 0);
    const join = (list) => mergeListed(parts.map(list));
    const first = (pick) => parts.map(pick).find(value => value !== undefined);
    const withTargets = parts.filter(part => part.targets > 0);
    const { noun } = withTargets[0] ?? verdict_facts/* emptyFacts */.JI;
    const hasComparison = ({ changed, incomparable, unchanged }) => changed.total + incomparable.total + unchanged > 0;
    const unrecorded = parts.some(hasComparison)
        ? []
        : parts.filter(part => part.unrecordedBranch !== undefined);
    const hasResults = withTargets.some(part => !isWithoutResults(part));
    const isCompared = parts.some(part => hasComparison(part) && part.secondKeyRefusedBy === undefined);
    const stepErrors = join(part => part.stepErrors ?? noStepErrors);
    return {
        targets: sum(part => part.targets),
        noun: withTargets.every(part => part.noun === noun) ? noun : 'target',
        rendered: sum(part => part.rendered),
        failed: join(part => part.failed),
        changed: join(part => part.changed),
        incomparable: join(part => part.incomparable),
        added: join(part => part.added),
        unchanged: sum(part => part.unchanged),
        unaffected: sum(part => part.unaffected),
        brokenTiles: join(part => part.brokenTiles),
        ...withoutUndefined({
            keyRefusedBy: hasResults ? undefined : first(part => part.keyRefusedBy),
            lookml: first(part => part.lookml),
            disturbance: hasResults ? undefined : first(part => part.disturbance),
            stopped: hasResults ? undefined : first(part => part.stopped),
            otherCommit: first(part => part.otherCommit),
            gate: mergeGates(parts),
            unrecordedBranch: unrecorded[0]?.unrecordedBranch,
            hasOtherBaselines: unrecorded.some(part => part.hasOtherBaselines) || undefined,
            deployedAt: first(part => part.deployedAt),
            failing: sum(part => part.failing ?? 0) || undefined,
            uncheckable: sum(part => part.uncheckable ?? 0) || undefined,
            failingTiles: sum(part => part.failingTiles ?? 0) || undefined,
            omittedQueries: sum(part => part.omittedQueries ?? 0) || undefined,
            // Only the first of the jobs validates the content of the instance.
            brokenContent: first(part => part.brokenContent),
            isContentUnchecked: first(part => part.isContentUnchecked),
            stepErrors: stepErrors.total > 0 ? stepErrors : undefined,
            isCheck: first(part => part.isCheck),
            comparedOnly: first(part => part.comparedOnly),
            failureReason: mergeReasons(withTargets.map(part => part.failureReason)),
            incomparableReason: mergeReasons(parts.filter(({ incomparable }) => incomparable.total > 0).map(part => part.incomparableReason)),
            secondKeyRefusedBy: isCompared ? undefined : first(part => part.secondKeyRefusedBy),
            unpublished: first(part => part.unpublished),
            comparedWith: first(part => part.comparedWith),
        }),
    };
}
const isWithoutResults = ({ keyRefusedBy, disturbance, stopped }) => keyRefusedBy !== undefined || disturbance !== undefined || stopped !== undefined;
/** Whether `mergeFacts` left out the reason why this job has no results, or has compared none. */
const isSetAside = (part, merged) => ['keyRefusedBy', 'secondKeyRefusedBy', 'disturbance', 'stopped'].some(reason => part[reason] !== undefined && merged[reason] === undefined);
const noStepErrors = { total: 0, first: [] };
function mergeReasons(reasons) {
    const [reason] = reasons;
    const isShared = reasons.every(other => other?.message === reason?.message && other?.hint === reason?.hint);
    return isShared ? reason : undefined;
}
/**
 * Merges the gates of several jobs. All changes count as accepted only if the same person accepted the same commit in
 * each job that has changes. Also says if the label came too early, or the results were not stored, for some jobs.
 */
function mergeGates(parts) {
    const gates = parts.flatMap(({ gate, ...facts }) => gate ? [{ gate, hasChange: (0,verdict_facts/* hasGatedChange */.S6)(facts) }] : []);
    const acceptLabel = gates.map(({ gate }) => gate.acceptLabel).find(label => label !== undefined);
    const unstoredHint = gates.map(({ gate }) => gate.unstoredHint).find(hint => hint !== undefined);
    const needed = gates.filter(({ hasChange }) => hasChange).map(({ gate }) => gate.acceptance);
    const [one] = needed.length > 0 ? needed : gates.map(({ gate }) => gate.acceptance);
    const isShared = needed.every(other => one !== undefined &&
        other?.login === one.login &&
        other.commit === one.commit &&
        other.isLabelOnly === one.isLabelOnly);
    if (gates.length === 0)
        return undefined;
    const changedSince = mergeListed(needed.flatMap(acceptance => acceptance?.changedSince ?? []));
    const early = needed.find(acceptance => acceptance?.isLabelOnly);
    const acceptance = one && isShared ? { ...one, changedSince } : early;
    const isUnpublished = gates.some(({ gate }) => gate.isUnpublished) || undefined;
    return withoutUndefined({ acceptLabel, acceptance, isUnpublished, unstoredHint });
}
const mergeListed = (lists) => ({
    total: lists.reduce((sum, { total }) => sum + total, 0),
    first: lists.flatMap(({ first }) => first).slice(0, verdict_facts/* maxNames */.$g),
});
const withoutUndefined = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

;// CONCATENATED MODULE: ./build/comment/parts.js








/**
 * If several jobs share the comment, hidden marks enclose each part.
 * @param jobCount the number of jobs that write a part. Undefined if the comment belongs to a single job
 */
function renderComment(parts, facts, jobCount) {
    const isShared = jobCount !== undefined;
    const begin = (part) => (isShared ? partMarks.begin(part) : '');
    const middle = (part) => (isShared ? partMarks.middle(part) : '');
    const end = isShared ? partMarks.end : '';
    const sharedLines = [...new Set(parts.flatMap(part => part.about))].map(line => `${(0,report_format/* escapeMarkdown */.FV)(line)}.`);
    return [
        renderHeadline(parts, jobCount),
        sharedLines.length > 0 ? `<p><sub>${sharedLines.join('<br>')}</sub></p>\n\n` : '',
        ...parts.map(part => begin(part) + part.urgent),
        ...parts.map(part => middle(part) + part.others),
        `${end}<p><sub>${commentFooter(parts, facts)}</sub></p>\n`,
    ].join('');
}
/** Renders the comment's `##` heading, the next step, and a note about the pictures. */
function renderHeadline(parts, jobCount = 1) {
    const facts = mergeFacts(parts.map(part => part.facts));
    const { words, nextStep, failure, note } = (0,headline/* headlineOf */.g)(facts);
    const setAside = parts.filter(part => isSetAside(part.facts, facts));
    const idle = setAside.filter(part => part.facts.targets === 0);
    const without = idle.length > 0 ? `; ${shardsOf(idle)} rendered nothing` : '';
    const disagreement = (0,shared_jobs/* disagreementOf */.UL)(parts);
    const waiting = parts.length < jobCount ? ` (${parts.length} of ${(0,runtime_text/* count */.U9)(jobCount, 'job')} done)` : '';
    return [
        headlineMarks.begin,
        `## ${(0,report_format/* escapeHeading */.qS)(words + without)}${waiting}\n\n`,
        nextStep && `<p>${(0,report_format/* escapeMarkdown */.FV)(nextStep)}</p>\n\n`,
        failure && `<p>${(0,report_format/* escapeMarkdown */.FV)(failure)}</p>\n\n`,
        ...reasonsOf(setAside).map(reason => `<p>${(0,report_format/* escapeMarkdown */.FV)(reason)}</p>\n\n`),
        disagreement && `<p>${(0,report_format/* escapeMarkdown */.FV)(`${disagreement.message}. ${disagreement.hint}`)}</p>\n\n`,
        note && `<p><sub>${(0,report_format/* escapeMarkdown */.FV)(note)}</sub></p>\n\n`,
        headlineMarks.end,
    ]
        .filter(line => typeof line === 'string')
        .join('');
}
/** Returns text such as `Shard 1: Nothing was rendered: <fact>. <next step>` for the jobs without results. */
const reasonsOf = (parts) => [...Map.groupBy(parts, ({ facts }) => reasonIn((0,headline/* headlineOf */.g)(facts)))].map(([reason, same]) => `${(0,runtime_text/* capitalized */.l2)(shardsOf(same))}: ${reason}`);
const reasonIn = ({ words, nextStep = '' }) => `${words}. ${nextStep}`.trim();
const shardsOf = (parts) => `${parts.length > 1 ? 'shards' : 'shard'} ${(0,headline_words/* listNames */.Zv)((0,verdict_facts/* asListed */.Gy)(parts.map(({ shard }) => `${shard}`)))}`;
function commentFooter(parts, { host, run, sha, at }) {
    return [
        ...links(parts, 'report', 'All on one page'),
        ...links(parts, 'archive', 'Download'),
        sha && `commit <code>${(0,report_format/* escapeMarkdown */.FV)(sha.slice(0, 7))}</code>`,
        `${(0,report_format/* link */.nf)(run.url, `run ${run.id}`)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}`,
        (0,report_format/* formatTime */.fU)(at),
        host && (0,report_format/* escapeMarkdown */.FV)(host),
    ]
        .filter(Boolean)
        .join(' · ');
}
function links(parts, place, words) {
    const urls = parts.flatMap(part => part[place] ?? []);
    const [only] = urls;
    if (parts.length > 1 && only)
        return [`${words}: ${urls.map((url, index) => (0,report_format/* link */.nf)(url, `part ${index + 1}`)).join(', ')}`];
    return only ? [(0,report_format/* link */.nf)(only, words)] : [];
}
/**
 * Merges this job's part with the existing parts of the other jobs. Leaves out parts of jobs that no longer have targets:
 * an earlier attempt may have had more.
 */
function renderSharedComment(existing, own, facts, jobCount) {
    const current = existing.filter(part => part.shard < jobCount || part.attempt >= own.attempt);
    return renderComment(mergeParts(current, own), facts, jobCount);
}
/** Hidden marks around the headline, so that `withHeadline` can replace it. */
const headlineMarks = { begin: '<!-- headline -->\n', end: '<!-- /headline -->\n' };
/** Returns the line below the name of an accepted target. */
const acceptanceLine = (acceptance) => `<p>✅ ${(0,report_format/* escapeMarkdown */.FV)((0,runtime_text/* capitalized */.l2)((0,headline_words/* acceptedBy */.lA)(acceptance)))}</p>\n`;
const acceptanceLines = /<p>✅ Accepted by [^\n]{1,200}<\/p>\n/g;
/**
 * Returns the comment with a new headline, in which `facts` replace this job's facts. Removes the lines about
 * acceptances that do not count any more.
 * @returns undefined if the comment has no headline of this action, or contains only the parts of other jobs
 */
function withHeadline(body, { facts, shard }) {
    const from = body.indexOf(headlineMarks.begin);
    const end = body.indexOf(headlineMarks.end, from);
    if (from < 0 || end < 0)
        return undefined;
    const parts = parseParts(body);
    const own = parts.find(part => part.shard === shard);
    if (parts.length > 0 && !own)
        return undefined;
    const updated = own ? parts.map(part => (part === own ? { ...own, facts } : part)) : [];
    const headline = own
        ? renderHeadline(updated, Number(/\(\d+ of (\d+) jobs done\)/.exec(body.slice(from, end))?.[1] ?? parts.length))
        : renderHeadline([{ shard, attempt: 1, facts, about: [], urgent: '', others: '' }]);
    const replaced = body.slice(0, from) + headline + body.slice(end + headlineMarks.end.length);
    const changed = own
        ? replaced.replace(partMarks.begin(own), () => partMarks.begin({ ...own, facts }))
        : replaced;
    const acceptance = facts.gate?.acceptance;
    const current = acceptance && acceptanceLine(acceptance);
    return changed.replace(acceptanceLines, line => (line === current ? line : ''));
}
/** Hidden marks around a part. The JSON has no characters that end an HTML comment. */
const partMarks = {
    begin: ({ urgent, others, ...part }) => `<!-- part ${(0,runtime_text/* hiddenJson */.jc)(part)} -->\n`,
    middle: ({ shard }) => `<!-- rest ${shard} -->\n`,
    end: '<!-- end -->\n',
};
/** Returns an empty list if only one job writes the comment, or if a user changed the marks. */
function parseParts(body) {
    const marks = [...body.matchAll(/^<!-- (?:part (\{.*\})|rest (\d+)|end) -->\n/gm)];
    const texts = marks.map((mark, place) => body.slice(mark.index + mark[0].length, marks[place + 1]?.index));
    return marks.flatMap(([, json], place) => {
        const part = json && (0,runtime_json/* parseJson */.qF)(json);
        if (!isPart(part))
            return [];
        const middle = marks.findIndex(([, , shard]) => shard === String(part.shard));
        return [{ ...part, urgent: texts[place] ?? '', others: texts[middle] ?? '' }];
    });
}
const isPartShape = (0,runtime_json/* shape */.cW)({
    ...shared_jobs/* jobMarkChecks */.qM,
    facts: verdict_facts/* isVerdictFacts */.XH,
    about: (0,runtime_json/* arrayOf */.jk)(runtime_json/* isText */.KH),
    report: (0,runtime_json/* optional */.lq)(runtime_json/* isText */.KH),
    archive: (0,runtime_json/* optional */.lq)(runtime_json/* isText */.KH),
});
/** Checks the JSON in the marks, because all users who may edit comments can change it. */
const isPart = (value) => isPartShape(value);
/** Returns the part of each job's latest attempt, in the order of the jobs. */
function mergeParts(existing, own) {
    const parts = new Map();
    for (const part of [...existing, own]) {
        const known = parts.get(part.shard);
        if (!known || part.attempt >= known.attempt)
            parts.set(part.shard, part);
    }
    return [...parts.values()].sort((a, b) => a.shard - b.shard);
}
/** Whether a comment contains this part, or a part of the same job from a later attempt. */
const hasPart = (body, { shard, attempt }) => parseParts(body).some(part => part.shard === shard && part.attempt >= attempt);

;// CONCATENATED MODULE: ./build/comment/entry.js










/**
 * The ranks of entries, in the order of the comment. Without a change, a target with checked tiles is `same`, and a
 * compared picture is `unchanged`.
 */
const ranks = ['failed', 'changed', 'new', 'incomparable', 'rendered', 'same', 'unchanged'];
function rankOf(result) {
    if (result.status === 'failure')
        return 'failed';
    const change = (0,verdict_facts/* changeOfResult */.No)(result);
    if (result.check)
        return change === 'unchanged' ? 'same' : (change ?? 'incomparable');
    return change ?? (result.status === 'checked' ? 'same' : 'rendered');
}
/** Targets that failed for the same reason share an entry. */
function toEntries(results, facts) {
    const checked = results.flatMap(result => (result.check ? checkedEntry(result, result.check, facts) : []));
    const unchecked = results.filter(result => !result.check);
    const failures = unchecked.filter(result => result.status === 'failure');
    const others = unchecked.filter(result => result.status === 'success');
    return [
        ...(0,build_results/* groupByReason */.H9)(failures).map(failedEntry),
        ...checked,
        ...others.map(result => publishedEntry(result, facts)),
    ];
}
/** The maximum length of the texts about a target's tiles, in characters. */
const tileLengths = { full: 15_000, short: 3000 };
/** Returns the entry of a target whose tiles were checked. Production's picture is small and folded. */
function checkedEntry(result, check, facts) {
    const rank = rankOf(result);
    // If a tile failed, the line of the tile has the error.
    const failure = result.status === 'failure' && !check.tiles.some(branch_report/* isFailedTile */.kH)
        ? `<p>❌ ${(0,report_format/* escapeMarkdown */.FV)(result.error.message)}. ${(0,report_format/* escapeMarkdown */.FV)(result.error.hint)}</p>\n`.replace('.. ', '. ')
        : '';
    const reasons = describeAffected(result);
    const affected = reasons ? `<p><sub>${reasons}</sub></p>\n` : '';
    const start = `${heading(result)}\n${failure}${acceptedLine(result)}`;
    const words = [(0,tile_words/* checkWords */.iW)(check), (0,tile_words/* drawingWords */.mJ)(check)].filter(words => words !== '').join('; ');
    const lineWith = (more) => `<li>${linkedHeading(result)}: ${(0,report_format/* escapeMarkdown */.FV)(words)}${more}</li>\n`;
    const line = lineWith('');
    const failing = optionalWords((0,tile_words/* failingTileWords */.uE)(check)).map(words => `Could not be compared: ${(0,report_format/* escapeMarkdown */.FV)(words)}`);
    // The check does not compare formats and labels, so readers need the changed LookML.
    const details = [...failing, ...optionalWords(reasons)];
    const same = details.length > 0 ? lineWith(`<br><sub>${details.join('<br>')}</sub>`) : line;
    const drawn = drawingTexts(result, check, facts);
    const full = `${start}${drawn.full}${(0,tile_words/* tilesMarkdown */.lH)(check, tileLengths.full)}${productionPicture(result)}${affected}\n`;
    const short = `${start}${drawn.short}${(0,tile_words/* tilesMarkdown */.lH)(check, tileLengths.short)}\n`;
    return {
        rank,
        ...entryIdentity(result),
        ...(rank === 'same' ? { full: same, short: line } : { full, short }),
        line,
    };
}
/**
 * Returns the drawing of the pull request's dashboard, or the reason why it is missing. Returns empty texts for a
 * target that needs no drawing.
 */
function drawingTexts(result, check, facts) {
    const hint = check.drawing?.problem ? `. ${check.drawing.problem.hint}` : '';
    const words = `${(0,tile_words/* drawingWords */.mJ)(check)}${hint}`;
    const note = words === '' ? '' : `<p><sub>${(0,report_format/* escapeMarkdown */.FV)(sentenceCase(words))}</sub></p>\n`;
    if (result.status !== 'success' || !(0,branch_report/* isDrawnCheck */.jd)(check))
        return { full: note, short: note };
    if ((0,build_results/* isChanged */.Hq)(result)) {
        const { full, short } = changedPicture(result, facts);
        return { full: full + note, short: short + note };
    }
    const image = result.links.imageUrl;
    const shown = image ? `<p>${picture(image, (0,targets/* headingOf */.Wm)(result))}</p>\n` : '';
    const reason = reasonOf(result)
        .map(words => `<p><sub>${sentenceCase(words)}</sub></p>\n`)
        .join('');
    const same = result.comparison?.status === 'unchanged';
    if (same)
        return { full: note, short: note };
    return { full: shown + reason + note, short: reason + note };
}
const sentenceCase = (text) => text.charAt(0).toUpperCase() + text.slice(1);
function productionPicture(result) {
    if (result.status !== 'success')
        return '';
    const own = result.check && (0,branch_report/* isDrawnCheck */.jd)(result.check) ? undefined : result.links.imageUrl;
    const image = result.production?.links.imageUrl ?? own;
    if (image === undefined)
        return '';
    const alt = (0,report_format/* escapeMarkdown */.FV)(`${(0,targets/* headingOf */.Wm)(result)}, production now`);
    return `<details><summary>Production now</summary>\n<p><a href="${image}"><img src="${image}" alt="${alt}" width="400"></a></p>\n</details>\n`;
}
/** The maximum length of an error message in the short text, in characters. */
const shortReason = 200;
function failedEntry(group) {
    const [{ error, affectedBy }] = group;
    const names = group.map(failure => `<b>${linkedHeading(failure)}</b>`).join(', ');
    const reason = `${(0,report_format/* escapeMarkdown */.FV)(error.message)}. ${(0,report_format/* escapeMarkdown */.FV)(error.hint)}`.replace('.. ', '. ');
    const [only, ...more] = group;
    const affected = more.length === 0 && affectedBy ? `<br><sub>${describeAffected(only)}</sub>` : '';
    const short = `<p>❌ ${names}<br>${(0,report_format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)(error.message, shortReason))}</p>\n\n`;
    return {
        rank: 'failed',
        targets: group.length,
        full: `<p>❌ ${names}<br>${reason}${affected}</p>\n\n`,
        short,
        line: short,
        name: characters => group.map(failure => nameIn(failure, characters)).join(', '),
    };
}
/**
 * Returns an entry with only the names of the failed targets, because the headline gives the reason. Returns undefined
 * if a target did not fail, or if the targets failed for different reasons.
 */
function unrenderedEntry(results) {
    const failures = results.flatMap(result => (result.status === 'failure' && !result.check ? [result] : []));
    const [group, ...others] = (0,build_results/* groupByReason */.H9)(failures);
    if (!group || others.length > 0 || failures.length < results.length)
        return undefined;
    const names = (characters) => group.map(failure => nameIn(failure, characters)).join(', ');
    const text = `<p>Not rendered: ${group.map(linkedHeading).join(', ')}</p>\n\n`;
    return [{ rank: 'failed', targets: group.length, full: text, short: text, line: text, name: names }];
}
function publishedEntry(result, facts) {
    const rank = rankOf(result);
    const text = (0,build_results/* isChanged */.Hq)(result)
        ? changedTexts(result, facts)
        : rank === 'rendered'
            ? renderedTexts(result, facts)
            : quietTexts(result, facts);
    return {
        rank,
        ...entryIdentity(result),
        ...text,
        line: `<li>${[linkedHeading(result), ...pictureLink(result, facts), ...optionalWords((0,descriptions/* describeLeftOut */.l1)(result))].join(' · ')}</li>\n`,
    };
}
const entryIdentity = (result) => ({
    targets: 1,
    isAccepted: (0,build_results/* acceptedChangeOf */.Fk)(result) !== undefined,
    name: characters => nameIn(result, characters),
    ...('dashboard' in result.target && result.target.dashboard && { dashboard: result.target.dashboard }),
});
const nameIn = (result, characters) => (0,report_format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,targets/* nameInList */.Jk)(result), characters));
/** Returns a linked title and small subtitles: `Sales overview`, `Region: EMEA`. */
function linkedHeading(result) {
    const small = (0,targets/* subtitlesOf */.Le)(result).map(report_format/* escapeMarkdown */.FV).join(' · ');
    return `${(0,report_format/* link */.nf)(result.target.url, (0,targets/* titleOf */.Gg)(result))}${small && ` <sub>${small}</sub>`}`;
}
const heading = (result) => `<${hasDashboard(result) ? 'h4' : 'h3'}>${linkedHeading(result)}</${hasDashboard(result) ? 'h4' : 'h3'}>`;
const hasDashboard = ({ target }) => 'dashboard' in target && target.dashboard !== undefined;
const dashboardHeading = ({ id, title, url }, tiles) => `<h3>${(0,report_format/* link */.nf)(url, title ?? `Dashboard ${id}`)} <sub>${(0,runtime_text/* count */.U9)(tiles, 'tile')}</sub></h3>\n`;
function changedTexts(result, facts) {
    const { full, short } = changedPicture(result, facts, describeAffected(result));
    const start = `${heading(result)}\n${acceptedLine(result)}`;
    return { full: `${start}${full}\n`, short: `${start}${short}\n` };
}
/** Shows the strip, and folds the complete pictures. Without a strip, shows the pictures next to each other. */
function changedPicture(result, facts, more = '') {
    const { comparison } = result;
    const { strip } = comparison;
    const words = [
        `Changed: <b>${(0,descriptions/* describeChange */.uQ)(comparison)}</b>`,
        ...optionalWords((0,descriptions/* describeLeftOut */.l1)(result)),
        ...optionalWords(more),
    ].join(' · ');
    const shownStrip = strip?.links.imageUrl &&
        picture(strip.links.imageUrl, `${(0,targets/* headingOf */.Wm)(result)}, changed places before and after`);
    const doubts = (0,baseline_doubts/* describeDoubts */.d)(comparison, facts)
        .filter(doubt => !facts.shared.has(doubt))
        .map(doubt => `⚠️ ${(0,report_format/* escapeMarkdown */.FV)(doubt)}.`);
    const incomplete = shownStrip ? (0,descriptions/* describeIncompleteStrip */.qL)(comparison, facts.report) : '';
    const small = `<p><sub>${[words, ...optionalWords(incomplete), ...doubts].join('<br>')}</sub></p>\n`;
    const table = sideBySide(result, facts);
    if (!shownStrip)
        return { full: `${table}\n${small}`, short: `${table}\n${small}` };
    const short = `<p>${shownStrip}</p>\n${small}`;
    return {
        full: `${short}<details><summary>Before, after and difference</summary>\n${table}\n<p><sub>${legend(result)}</sub></p>\n</details>\n`,
        short,
    };
}
function acceptedLine(result) {
    const accepted = (0,build_results/* acceptedChangeOf */.Fk)(result);
    return accepted ? acceptanceLine(accepted) : '';
}
function legend({ target, comparison }) {
    const { changedPixels, shadedPixels, noisePixels } = comparison;
    return [
        (changedPixels > 0 || shadedPixels === 0) && 'Red: changed',
        shadedPixels > 0 && 'Blue: another shade',
        noisePixels && 'Amber: noise between two renders of this commit',
        target.ignore.length > 0 && 'Hatched: ignored',
    ]
        .filter(part => typeof part === 'string')
        .join(' · ');
}
const picture = (image, name) => `<a href="${image}"><img src="${image}" alt="${(0,report_format/* escapeMarkdown */.FV)(name)}"></a>`;
function sideBySide(result, facts) {
    const { before, difference } = result.comparison;
    const cells = [
        ['Before', before.links],
        ['After', result.links],
        ['Difference', difference.links],
    ];
    const heads = cells.map(([head]) => `<th width="33%">${head}</th>`).join('');
    const pictures = cells.map(([head, links]) => `<td>${shownIn(links, `${(0,targets/* headingOf */.Wm)(result)}, ${head.toLowerCase()}`, facts)}</td>`);
    return `<table><tr>${heads}</tr><tr>${pictures.join('')}</tr></table>`;
}
function shownIn({ imageUrl, artifactUrl }, name, facts) {
    if (imageUrl)
        return picture(imageUrl, name);
    const other = artifactUrl ?? facts.report?.url;
    if (other)
        return (0,report_format/* link */.nf)(other, 'Open');
    return facts.archive
        ? `in ${(0,report_format/* link */.nf)(facts.archive.url, 'the download')}`
        : 'not published: set <code>images: branch</code> or <code>artifact: zip</code>';
}
/** Shows a picture that has no comparison, without folding it. */
function renderedTexts(result, facts) {
    const image = result.links.imageUrl;
    const affected = describeAffected(result);
    const small = affected && `<p><sub>${affected}</sub></p>\n`;
    const shown = image ? picture(image, (0,targets/* headingOf */.Wm)(result)) : whereabouts(result, facts);
    const text = `${heading(result)}\n<p>${shown}</p>\n${small}\n`;
    return {
        full: text,
        short: `<p>${[linkedHeading(result), ...pictureLink(result, facts)].join(' · ')}</p>\n\n`,
    };
}
/**
 * Returns the texts of a new, unchanged or incomparable target. `short` is a line with the reason. `full` also has the
 * folded picture, unless the target is unchanged.
 */
function quietTexts(result, facts) {
    const image = result.links.imageUrl;
    const words = [
        ...reasonOf(result),
        ...optionalWords((0,descriptions/* describeLeftOut */.l1)(result)),
        ...optionalWords(describeAffected(result)),
    ];
    const reason = words.length > 0 ? `<br><sub>${sentenceCase(words.join(' · '))}</sub>` : '';
    const mark = result.comparison?.status === 'incomparable' ? '⚠️ ' : '';
    const isNew = result.comparison?.status === 'new' && result.comparison.sha === undefined;
    const short = `<p>${mark}${[linkedHeading(result), ...pictureLink(result, facts)].join(' · ')}${reason}</p>\n\n`;
    if (!image || result.comparison?.status === 'unchanged')
        return { full: short, short };
    const shown = `<details><summary>${mark}<b>${(0,report_format/* escapeMarkdown */.FV)((0,targets/* headingOf */.Wm)(result))}</b>${isNew ? ' · new' : ''}</summary>\n<p>${picture(image, (0,targets/* headingOf */.Wm)(result))}<br>${(0,report_format/* link */.nf)(result.target.url, 'Open in Looker')}</p>\n</details>`;
    return { full: `${shown}\n${reason && `<p>${reason.replace('<br>', '')}</p>\n`}\n`, short };
}
function reasonOf({ comparison }) {
    if (comparison?.status === 'new' && comparison.sha !== undefined)
        return [`new: ${(0,report_format/* escapeMarkdown */.FV)((0,descriptions/* describeNew */.oU)(comparison))}`];
    if (comparison?.status !== 'incomparable')
        return [];
    const { message, hint } = comparison.error;
    return [`not compared: ${(0,report_format/* escapeMarkdown */.FV)(message)}. ${(0,report_format/* escapeMarkdown */.FV)(hint)}`];
}
/** Returns links to the picture, or else to the place with the file, and to the PDF before the change. */
function pictureLink(result, facts) {
    const { imageUrl } = result.links;
    return [imageUrl ? (0,report_format/* link */.nf)(imageUrl, 'picture') : whereabouts(result, facts), ...beforeLink(result)];
}
/** Returns a link to the file's artifact, or else to the report, or else to the archive. The report has no PDFs. */
function whereabouts(result, { report, archive }) {
    const { file, output } = result.target;
    const { artifactUrl } = result.links;
    if (artifactUrl)
        return (0,report_format/* link */.nf)(artifactUrl, file);
    if (report && output.format !== 'pdf')
        return (0,report_format/* link */.nf)(report.url, file);
    return archive ? `${(0,report_format/* escapeMarkdown */.FV)(file)}, in ${(0,report_format/* link */.nf)(archive.url, 'the download')}` : (0,report_format/* escapeMarkdown */.FV)(file);
}
/** Returns a link to the PDF before the change, if the PDFs differ. */
function beforeLink({ comparison }) {
    if (comparison?.status !== 'incomparable' || !comparison.before)
        return [];
    const { imageUrl, artifactUrl } = comparison.before.links;
    const url = imageUrl ?? artifactUrl;
    return url ? [(0,report_format/* link */.nf)(url, 'the PDF before the change')] : [];
}
const describeAffected = ({ affectedBy = [] }) => affectedBy.length === 0 ? '' : `Affected by ${(0,report_format/* escapeMarkdown */.FV)((0,descriptions/* describeReasons */.nl)(affectedBy))}`;
const optionalWords = (words) => (words === '' ? [] : [words]);

;// CONCATENATED MODULE: ./build/comment/fit-and-fold.js









/** GitHub refuses more than 65,536 characters. The hidden marker and the line about running jobs need some of them. */
const maxCommentLength = 65_536 - 1_500;
/** The space for the headings of the lists, and for the hidden marks of a shared comment, in characters. */
const reservedLength = 950;
/** The number of targets whose pictures are not folded. */
const maxOpen = 4;
const renderSoleComment = (results, facts, most = maxCommentLength) => renderComment([renderPart(results, facts, undefined, most)], facts);
/**
 * Returns one job's part of the comment: failed targets, changed targets, new targets, and the rest, in this order.
 * Always includes the name of each failed or changed target. If space is short, first omits folded copies of pictures,
 * then reduces entries to one line, and then to the name.
 * @param shard undefined if the comment belongs to a single job
 */
function renderPart(results, facts, shard, most = maxCommentLength) {
    const { index, total } = shard ?? targets/* wholeList */.GM;
    const sharedLines = sharedFacts(results, facts);
    const { report, archive, run } = facts;
    const partFacts = (0,verdict_facts/* factsOf */.xS)(results, { ...facts.verdict, unaffected: facts.unaffected?.length ?? 0 });
    const part = {
        shard: index,
        attempt: run.attempt,
        run: { id: run.id, attempt: run.attempt },
        facts: partFacts,
        about: sharedLines,
        urgent: reasonList(partFacts) + contentList(facts.branch?.content, most / total / 4),
        others: unaffectedFold(facts, 1000) + leftOutNote(facts) + incompleteNote(facts),
        ...(report && { report: report.url }),
        ...(archive && { archive: archive.url }),
    };
    const room = most / total - renderComment([part], facts, shard?.total).length - reservedLength;
    const entryFacts = {
        ...facts,
        shared: new Set(sharedLines.map(line => line.replace(/^⚠️ /u, ''))),
    };
    const loud = results.filter(result => rankOf(result) !== 'unchanged');
    const chosen = fitEntries(namesOfFailures(loud, partFacts) ?? toEntries(loud, entryFacts), room, maxOpen / total);
    const sections = ranks.map(rank => renderRank(rank, chosen));
    const urgent = sections.slice(0, 2).join('');
    const others = sections.slice(2).join('');
    const unchanged = toEntries(results.filter(result => rankOf(result) === 'unchanged'), entryFacts);
    const quiet = unchangedFold(unchanged, room - urgent.length - others.length - 200);
    const isCut = chosen.some(({ text }) => text === undefined);
    return {
        ...part,
        urgent: part.urgent + urgent,
        others: `${others}${quiet}${unaffectedFold(facts, 1000)}${isCut ? leftOutNote(facts) : ''}${incompleteNote(facts)}`,
    };
}
/** If the headline gives the reason for all failures, returns an entry with only the names of the failed targets. */
const namesOfFailures = (results, facts) => ((0,headline/* explainsAllFailures */.$)(facts) ? unrenderedEntry(results) : undefined);
/** If the step stopped for several reasons, lists them. The headline shows only the first reason. */
function reasonList({ lookml, stopped }) {
    const { total, first } = lookml?.errors ?? stopped?.problems ?? (0,verdict_facts/* asListed */.Gy)([]);
    if (total < 2)
        return '';
    const more = total > first.length ? [`and ${total - first.length} more`] : [];
    const items = [...first, ...more].map(reason => `<li>${(0,report_format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)(reason, 500))}</li>\n`);
    return `<ul>\n${items.join('')}</ul>\n\n`;
}
/** The maximum length of each name, in characters. The comment uses the first length at which all names fit. */
const nameLengths = [120, 60, 30, 12];
/**
 * Chooses a text for each entry. First reserves space for all names. Then replaces names by lines, lines by short
 * texts, and short texts by full texts, as long as there is space.
 */
function fitEntries(entries, room, open) {
    const ordered = inOrder(entries);
    const named = (length) => ordered.map((entry) => ({ entry, text: undefined, name: entry.name(length) }));
    const lengthOf = (chosen) => chosen.reduce((sum, { name }) => sum + name.length + 2, 0) + headingsLength(ordered);
    const chosen = nameLengths.map(named).find(all => lengthOf(all) <= room) ?? named(nameLengths.at(-1));
    let used = lengthOf(chosen);
    for (const size of ['line', 'short', 'full']) {
        let shown = 0;
        for (const one of chosen) {
            if (showsPicture(one.entry))
                shown += 1;
            const text = size === 'line' ? one.entry.line : foldAfter(one.entry, size, shown > open);
            const grown = used + text.length - (one.text ?? one.name).length;
            if (grown > room)
                continue;
            one.text = text;
            used = grown;
        }
    }
    return chosen;
}
const showsPicture = ({ rank }) => rank === 'changed' || rank === 'rendered';
/** Returns the text of an entry. If `isFolded` is true, folds the entry's pictures below its heading. */
function foldAfter(entry, size, isFolded) {
    if (!isFolded || !showsPicture(entry))
        return entry[size];
    const [, title = '', rest = ''] = /^<h[34]>(.*?)<\/h[34]>\n(.*)$/s.exec(entry[size]) ?? [];
    return title === ''
        ? entry[size]
        : `<details><summary><b>${title}</b></summary>\n${rest.trimEnd()}\n</details>\n\n`;
}
/** Sorts entries by rank. Within a rank, accepted changes come last, and the tiles of a dashboard stay together. */
function inOrder(entries) {
    return ranks.flatMap(rank => {
        const groups = new Map();
        const ofRank = entries.filter(one => one.rank === rank);
        const unaccepted = ofRank.filter(({ isAccepted }) => !isAccepted);
        for (const entry of [...unaccepted, ...ofRank.filter(({ isAccepted }) => isAccepted)]) {
            const key = entry.dashboard?.id ?? entry;
            groups.set(key, [...(groups.get(key) ?? []), entry]);
        }
        return [...groups.values()].flat();
    });
}
function headingsLength(entries) {
    const dashboards = new Map(entries.flatMap(({ dashboard }) => (dashboard ? [[dashboard.id, dashboard]] : [])));
    return [...dashboards.values()].reduce((sum, dashboard) => sum + 2 * dashboardHeading(dashboard, 999).length, 600);
}
const rankWords = {
    failed: 'Failed',
    changed: 'Changed',
    new: 'New',
    incomparable: 'Not compared',
    rendered: 'Rendered',
    same: 'No change',
    unchanged: 'Unchanged',
};
function renderRank(rank, all) {
    const chosen = all.filter(({ entry }) => entry.rank === rank);
    const entries = chosen.filter(({ text }) => text !== undefined && !text.startsWith('<li>'));
    const lines = chosen.filter(({ text }) => text?.startsWith('<li>'));
    const names = chosen.filter(({ text }) => text === undefined);
    const withHeadings = entries.map(({ entry, text }, place) => {
        const isFirst = entry.dashboard && entry.dashboard.id !== entries[place - 1]?.entry.dashboard?.id;
        const tiles = entries.filter(other => other.entry.dashboard?.id === entry.dashboard?.id).length;
        return `${isFirst && entry.dashboard ? dashboardHeading(entry.dashboard, tiles) : ''}${text}`;
    });
    const list = lines.map(({ text }) => text).join('');
    return [
        ...withHeadings,
        list && `<p><b>${rankWords[rank]}${entries.length > 0 ? ', too' : ''}</b></p>\n<ul>\n${list}</ul>\n\n`,
        names.length > 0 &&
            `<p><b>${rankWords[rank]}${entries.length + lines.length > 0 ? ', too' : ''}:</b> ${names.map(({ name }) => name).join(', ')}</p>\n\n`,
    ]
        .filter(text => typeof text === 'string')
        .join('');
}
const hasStrip = (result) => result.status === 'success' &&
    result.comparison?.status === 'changed' &&
    result.comparison.strip?.links.imageUrl !== undefined;
/**
 * Returns facts that apply to all compared targets, as plain text: the common baseline, common reasons to doubt it, and
 * the legend of the strips.
 */
function sharedFacts(results, facts) {
    const { sha, lookmlCommit } = facts;
    const comparisons = results.flatMap(result => (result.status === 'success' && result.comparison) || []);
    const baselines = comparisons.flatMap(comparison => 'baseline' in comparison && comparison.baseline ? [(0,descriptions/* describeBaseline */.FT)(comparison.baseline, facts.at)] : []);
    const [baseline, ...otherBaselines] = [...new Set(baselines)];
    const changes = comparisons.filter(({ status }) => status === 'changed');
    const doubts = changes.map(comparison => (0,baseline_doubts/* describeDoubts */.d)(comparison, facts));
    const shared = (doubts[0] ?? []).filter(doubt => doubts.every(list => list.includes(doubt)));
    return [
        ...(0,descriptions/* describeBranchCheck */.ot)(facts.branch),
        ...(baseline !== undefined && otherBaselines.length === 0 && !facts.branch
            ? [`Before is ${baseline}`]
            : []),
        ...(sha !== undefined && lookmlCommit !== undefined && lookmlCommit !== sha
            ? [`The results show commit ${lookmlCommit.slice(0, 7)} (deploy-ref), not commit ${sha.slice(0, 7)}`]
            : []),
        ...(results.some(hasStrip) ? ['Red edge: before. Green edge: after. Outlined: changed areas'] : []),
        ...shared.map(doubt => `⚠️ ${doubt}`),
    ];
}
/** Lists broken dashboards and Looks that are not targets, each with a link. */
function contentList(content, most) {
    const words = (0,descriptions/* describeContent */.Xb)(content);
    if (words === undefined || !content)
        return '';
    const items = content.broken.map(broken => `<li>${(0,report_format/* link */.nf)(broken.url, broken.title)}<br><sub>${(0,report_format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,descriptions/* contentErrors */.T7)(broken), 500))}</sub></li>\n`);
    const { text, left } = (0,report_format/* takeFitting */.hW)(items, most, ({ length }) => length);
    const more = left > 0 ? `<li>${left} more</li>\n` : '';
    return `<p>❌ <b>${(0,report_format/* escapeMarkdown */.FV)(words)}</b></p>\n${items.length > 0 ? `<ul>\n${text}${more}</ul>\n` : ''}\n`;
}
/** Renders a line that unfolds to a list of targets. If no target fits, the line does not unfold. */
function unchangedFold(entries, room) {
    if (entries.length === 0)
        return '';
    const summary = `${entries.length} unchanged`;
    let used = 0;
    const lines = entries
        .map(({ line }) => line)
        .filter(line => {
        used += line.length;
        return used <= room;
    });
    if (lines.length === 0)
        return `<p>${summary}</p>\n\n`;
    const left = entries.length - lines.length;
    const more = left > 0 ? `<li>${left} more</li>\n` : '';
    return `<details><summary>${summary}</summary>\n<ul>\n${lines.join('')}${more}</ul>\n</details>\n\n`;
}
function unaffectedFold({ unaffected = [] }, most) {
    if (unaffected.length === 0)
        return '';
    const names = (0,report_format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)((0,targets/* headingsOf */.z)(unaffected), most));
    return `<details><summary>${(0,descriptions/* describeUnaffected */.NF)(unaffected)}</summary>\n<p>${names}</p>\n</details>\n\n`;
}
function leftOutNote(facts) {
    const place = placeOfPictures(facts) ?? (0,report_format/* link */.nf)(facts.run.url, "the run's summary");
    return `<p>This comment has no space for all pictures. They are in ${place}.</p>\n\n`;
}
/** Says that GitHub's hourly limit for new files prevented the upload of some pictures. */
function incompleteNote(facts) {
    if (!facts.incomplete)
        return '';
    const place = placeOfPictures(facts);
    const targets = (0,runtime_text/* count */.U9)(facts.incomplete, 'target');
    return `<p>This comment lacks pictures of ${targets}, because GitHub accepts 500 new files per hour.${place ? ` They are in ${place}.` : ''}</p>\n\n`;
}
const placeOfPictures = ({ report, archive }) => report ? (0,report_format/* link */.nf)(report.url, 'the report') : archive && (0,report_format/* link */.nf)(archive.url, 'the workflow artifact');

;// CONCATENATED MODULE: ./build/comment/running.js




const runningMarks = { begin: '<!-- running ', json: ' -->\n', end: '<!-- /running -->\n' };
const isJob = (0,runtime_json/* shape */.cW)({
    run: runtime_json/* isCount */.my,
    attempt: runtime_json/* isCount */.my,
    shard: runtime_json/* isCount */.my,
    jobs: runtime_json/* isCount */.my,
    sha: (0,runtime_json/* optional */.lq)(runtime_json/* isText */.KH),
});
const isJobList = (0,runtime_json/* arrayOf */.jk)(isJob);
/**
 * Returns the running jobs that a comment lists. Returns an empty list for unexpected JSON, because all users who may
 * edit comments can change it.
 */
function runningJobs(body) {
    const jobs = (0,runtime_json/* parseJson */.qF)(findRunning(body)?.json ?? '');
    return isJobList(jobs) ? jobs : [];
}
/** Uses no regular expression, because it would take quadratic time in a comment with many marks. */
function findRunning(body) {
    const start = body.indexOf(runningMarks.begin);
    const json = body.indexOf(runningMarks.json, start);
    const end = body.indexOf(runningMarks.end, json);
    if (start < 0 || json < 0 || end < 0)
        return undefined;
    return {
        json: body.slice(start + runningMarks.begin.length, json),
        before: body.slice(0, start),
        after: body.slice(end + runningMarks.end.length),
    };
}
/** Replaces the line about running jobs at the top of the comment. If `jobs` is empty, removes the line. */
function withRunningJobs(body, jobs, runUrl) {
    const running = findRunning(body);
    const plain = running ? running.before + running.after : body;
    const mark = parseMark(plain);
    const end = plain.indexOf('\n') + 1;
    if (!mark || end === 0 || jobs.length === 0)
        return plain;
    return plain.slice(0, end) + renderRunning(jobs, mark, runUrl) + plain.slice(end);
}
function renderRunning(jobs, mark, runUrl) {
    const data = (0,runtime_text/* hiddenJson */.jc)(jobs);
    return `${runningMarks.begin}${data} -->\n<p>⏳ ${runningWords(jobs, mark, runUrl)}</p>\n\n${runningMarks.end}`;
}
/**
 * Returns the line about running jobs as HTML: `Rendering commit abc1234 (run 8). The rest of this comment is about
 * commit 3e54851.`
 */
function runningWords(jobs, mark, runUrl) {
    const [first, ...others] = [...jobs].sort(isNewerFirst);
    if (!first)
        return '';
    const { run, attempt, sha, jobs: total } = first;
    const beside = others.filter(job => job.run === run && job.attempt === attempt);
    const share = total > 1 ? ` in ${1 + beside.length} of ${(0,runtime_text/* count */.U9)(total, 'job')}` : '';
    const commit = sha === undefined ? 'a new commit' : `commit <code>${(0,report_format/* escapeMarkdown */.FV)(shortSha(sha))}</code>`;
    const url = runUrl.replace(/\d+$/, String(run));
    const rendering = `Rendering ${commit}${share} (${(0,report_format/* link */.nf)(url, `run ${run}`)}).`;
    // A job of the same run has already written the comment, so all of it is about the current commit.
    if (mark.run === run && mark.attempt === attempt)
        return rendering;
    if (mark.sha === undefined || mark.sha === sha)
        return `${rendering} The rest of this comment is about an earlier run.`;
    return `${rendering} The rest of this comment is about commit <code>${(0,report_format/* escapeMarkdown */.FV)(shortSha(mark.sha))}</code>.`;
}
const shortSha = (sha) => sha.slice(0, 7);
const isNewerFirst = (one, other) => other.run - one.run || other.attempt - one.attempt || one.shard - other.shard;
const isNewerAttempt = (one, other) => one.run > other.run || (one.run === other.run && one.attempt > other.attempt);
const isSameJob = (one, other) => one.run === other.run && one.attempt === other.attempt && one.shard === other.shard;
/**
 * Returns the jobs that still run after the job `own` has written its result: jobs of newer runs, and other jobs of the
 * same run. Jobs of older runs are left out, because only the newest run writes the comment.
 */
const stillRunning = (jobs, own) => jobs.filter(job => !isNewerAttempt(own, job) && !isSameJob(job, own));
/**
 * Adds this job to the comment's list of running jobs.
 * @returns undefined if a newer run has written the comment, or is already rendering
 */
function markRunning(body, own, runUrl) {
    const mark = parseMark(body);
    const jobs = runningJobs(body);
    if (!mark || isNewerAttempt(mark, own) || jobs.some(job => isNewerAttempt(job, own)))
        return undefined;
    return withRunningJobs(body, [...stillRunning(jobs, own), own], runUrl);
}
const unmarkRunning = (body, own, runUrl) => withRunningJobs(body, runningJobs(body).filter(job => !isSameJob(job, own)), runUrl);
/**
 * Finds the comment of this step. If there is none, finds the comment that the step wrote in an earlier run with other
 * inputs. Two calls of a reusable workflow have the same place, so two such comments may belong to different steps.
 */
function findOwn(found, plan) {
    const { place, run } = plan;
    const mine = found.find(comment => isMine(comment, plan));
    if (mine || place === undefined)
        return mine;
    const [former, ...others] = found.filter(({ mark }) => mark.place === place);
    return former && others.length === 0 && former.mark.run < run.id ? former : undefined;
}
/** The maximum number of writes. The line is written again if another job overwrites it. */
const maxShowRounds = 4;
/**
 * Adds this job to the line about running jobs in the existing comment. Does nothing if there is no comment. Reads a
 * shared comment again, because a job that begins at the same time may write its old text over the line.
 * @param save saves the data for the post step. Called before the comment is changed
 */
async function showRunning(repository, plan, list, { job, runUrl, save }) {
    let shown;
    try {
        for (let round = 1; round <= maxShowRounds; round++) {
            const found = findOwn(await list.current(), plan);
            const body = found && markRunning(found.body, job, runUrl);
            if (!found || body === undefined)
                break;
            if (shown && runningJobs(found.body).some(other => isSameJob(other, job)))
                break;
            const own = { comment: found.id, job, runUrl };
            save(own);
            await updateBody(repository, found, body);
            shown = own;
            if (job.jobs === 1)
                break;
            await pauseBeforeReread(repository);
        }
    }
    catch {
        // A later write reports the error.
    }
    return shown;
}
/**
 * Removes this job from the line about running jobs. Does nothing if the comment does not list the job any more. Sends
 * each request only once, because the results are already complete. The post step tries again.
 */
async function hideRunning(repository, { comment, job, runUrl }) {
    const { octokit, owner, repo } = repository;
    const { data } = await octokit.rest.issues.getComment({
        owner,
        repo,
        comment_id: comment,
        request: { once: true },
    });
    const before = withUnixLines(data.body ?? '');
    const body = unmarkRunning(before, job, runUrl);
    if (body !== before)
        await updateBody(repository, { id: comment }, body);
}
/** Sends the request only once. A second try could overwrite a newer comment of another job. */
const updateBody = ({ octokit, owner, repo }, { id }, body) => octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body, request: { once: true } });
const isShownShape = (0,runtime_json/* shape */.cW)({ comment: runtime_json/* isCount */.my, job: isJob, runUrl: runtime_json/* isText */.KH });
/** Returns undefined if the main step saved no comment for the post step. */
const readShownRunning = (saved) => isShownShape(saved) ? saved : undefined;

;// CONCATENATED MODULE: ./build/comment/write.js







/** The maximum number of tries to create the comment. After each failed try, the comments are read again. */
const maxCreateTries = 4;
/**
 * The maximum number of writes. The comment is written again if another job takes it over or creates a second comment.
 */
const maxRounds = 4;
/**
 * Creates or updates the comment with this key and writer. The hidden marker and the author identify the comment. Never
 * changes a comment of a newer run. GitHub has no conditional update, so the comments are read again after each write.
 */
async function upsertComment(repository, plan, { list, found } = { list: openCommentList(repository, plan) }) {
    try {
        let read = found;
        const write = async () => {
            const current = await (read ?? list.current());
            read = undefined;
            return writeComment(repository, plan, list, current);
        };
        const comment = plan.text.kind === 'part'
            ? await keepPart(repository, plan, plan.text.part, { list, write })
            : await keep(plan, list, write);
        return {
            hasOtherComment: comment?.hasOtherComment ?? false,
            ...(comment && { comment: comment.link, disagreement: comment.disagreement }),
        };
    }
    catch (error) {
        throw commentError(error, repository, plan);
    }
}
/**
 * Writes the comment again until there is exactly one comment with this run's text. Between two writes, another job may
 * take over the comment or create a second comment, and a newer run may add its note to the old text.
 */
async function keep(plan, list, write) {
    for (let round = 1;; round++) {
        const written = await write();
        if (!written)
            return undefined;
        const after = await list.changed();
        const isTaken = after.some(found => found.id === written.link.id && (!isMine(found, plan) || isOfOlderRun(found, plan)));
        const isDoubled = after.some(found => found.id !== written.link.id && isMine(found, plan));
        if (!(isTaken || isDoubled) || round === maxRounds)
            return written;
    }
}
/**
 * Writes the comment once, and deletes additional comments of the same writer. Keeps the comments of newer runs.
 * @returns undefined if a newer run has written the comment
 */
async function writeComment(repository, plan, list, found) {
    const mine = found.filter(comment => isMine(comment, plan));
    const [existing = findClaimable(found, plan), ...extras] = mine;
    const hasOtherComment = found.some(comment => comment.mark.run === plan.run.id && !isMine(comment, plan));
    if (!existing)
        return { link: await create(repository, plan, list), hasOtherComment };
    const isOutdated = [existing, ...extras].some(({ mark }) => isOfNewerRun(mark, plan));
    if (!isOutdated && !(await update(repository, plan, existing, extras))) {
        list.forget(existing.id);
        const others = found.filter(({ id }) => id !== existing.id);
        return writeComment(repository, plan, list, others);
    }
    // A newer run changes only the first comment, so it still needs its own comment until it has changed the first one.
    for (const { id } of extras.filter(({ mark }) => !isOfNewerRun(mark, plan))) {
        await removeComment(repository, id);
        list.forget(id);
    }
    if (isOutdated)
        return undefined;
    return { link: { id: existing.id, url: existing.url }, hasOtherComment };
}
/**
 * Finds a comment that this step wrote in another run with different inputs: the comment has this key, but a different
 * writer and run. Prefers a comment of the same place in the workflow, and of an older run.
 */
function findClaimable(found, { run, writer, place, mayOthersRepeat }) {
    const others = found.filter(({ mark }) => mark.writer !== writer && mark.run !== run.id);
    const own = place === undefined ? [] : others.filter(({ mark }) => mark.place === place);
    const claimable = mayOthersRepeat || own.length > 0 ? own : others;
    return claimable.find(({ mark }) => mark.run < run.id) ?? claimable[0];
}
const isOfOlderRun = ({ mark: { run, attempt } }, plan) => run < plan.run.id || (run === plan.run.id && attempt < plan.run.attempt);
/**
 * Whether the comment is from a newer run. A newer attempt of this run counts only if one job writes the comment. Jobs
 * of an older attempt can still write their parts of a shared comment. A re-run replaces the comment of any run
 * of the same commit, because the comment probably existed when the re-run began.
 */
function isOfNewerRun({ run, attempt, sha }, plan) {
    if (run === plan.run.id)
        return plan.text.kind === 'whole' && attempt > plan.run.attempt;
    const isRepeated = plan.run.attempt > 1 && sha !== undefined && sha === plan.run.sha;
    return run > plan.run.id && !isRepeated;
}
/** @param replaced the comments that the new text replaces. The first one may have been written with other inputs */
function bodyOf(plan, replaced) {
    const { text } = plan;
    const markdown = text.kind === 'whole'
        ? text.markdown
        : renderSharedComment(replaced.filter(found => isMine(found, plan)).flatMap(found => usableParts(found, plan)), text.part, text.facts, text.jobs);
    const running = stillRunning(replaced.flatMap(({ body }) => runningJobs(body)), jobOf(plan));
    return withRunningJobs(`${marker(plan)}\n${markdown}`, running, plan.run.url);
}
/**
 * Returns the parts of an existing comment that may stay. A part from an older run gets the attempt 0, so that each part
 * from this run replaces it.
 */
function usableParts({ mark, body }, { run, text }) {
    if (mark.run === run.id)
        return parseParts(body);
    const isOfCommit = mark.sha !== undefined && mark.sha === run.sha;
    const isKept = text.kind === 'part' && text.keepsCommit && isOfCommit;
    return isKept ? parseParts(body).map(part => ({ ...part, attempt: 0 })) : [];
}
const jobOf = ({ run, text }) => ({
    ...{ run: run.id, attempt: run.attempt },
    ...(text.kind === 'part' ? { shard: text.part.shard, jobs: text.jobs } : { shard: 0, jobs: 1 }),
});
/** @returns false if the comment was deleted in the meantime */
async function update(repository, plan, existing, extras) {
    const { octokit, owner, repo } = repository;
    const { id } = existing;
    const body = bodyOf(plan, [existing, ...extras]);
    // A retry could overwrite the part of another job, so a part is sent only once.
    const request = { once: plan.text.kind === 'part' };
    try {
        await onceMoreIfPassing(repository, () => octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body, request }));
        return true;
    }
    catch (error) {
        if ((0,github_errors/* statusOf */.c2)(error) !== 404)
            throw error;
        return false;
    }
}
/**
 * Whether a refusal is only temporary (https://github.com/cli/cli/issues/4801,
 * https://github.com/trstringer/manual-approval/issues/208).
 */
const isPassing = (error) => (0,github_errors/* statusOf */.c2)(error) === 422 && /submitted too quickly|could not resolve to a node/i.test((0,github_errors/* messageOf */.bD)(error));
/** The pause before the second try after a temporary refusal. */
const passingPauseMs = 5000;
async function onceMoreIfPassing({ clock, signal }, send) {
    try {
        return await send();
    }
    catch (error) {
        if (!isPassing(error))
            throw error;
        await clock.sleep(passingPauseMs, signal);
        return send();
    }
}
/** Another job may have deleted the comment already. */
async function removeComment({ octokit, owner, repo }, id) {
    try {
        await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id });
    }
    catch (error) {
        if ((0,github_errors/* statusOf */.c2)(error) !== 404)
            throw error;
    }
}
/**
 * If a request fails, GitHub may still have created the comment, so the comments are read again before the next try.
 */
async function create(repository, plan, list) {
    const { octokit, owner, repo, clock, signal, log } = repository;
    const pause = { clock, signal, log, what: 'creating the comment', firstPauseMs: createPauseMs };
    let wasPassing = false;
    for (let attempt = 1;; attempt++) {
        try {
            const issue = { owner, repo, issue_number: plan.number };
            const body = bodyOf(plan, []);
            const { data } = await octokit.rest.issues.createComment({ ...issue, body, request: { once: true } });
            return toCommentLink(data);
        }
        catch (error) {
            const passes = isPassing(error) && !wasPassing;
            if (attempt === maxCreateTries || !((0,github_errors/* isTransient */.dg)(error) || passes))
                throw error;
            if (passes)
                await clock.sleep(passingPauseMs, signal);
            else
                await (0,client/* pauseBeforeRetry */.Gw)(error, attempt, pause);
            wasPassing ||= passes;
            const existing = (await list.current()).find(found => isMine(found, plan));
            if (existing)
                return existing;
        }
    }
}
/** The pause after a failed try to create the comment. GitHub's list may not contain a new comment yet. */
const createPauseMs = 1500;
function commentError(error, { owner, repo }, { number }) {
    const what = 'The comment could not be written';
    return ((0,github_errors/* pullRequestError */.Vt)(error, what, { owner, repo, number }) ?? (0,github_errors/* gitHubError */.Mj)(error, what, 'pull-requests: write'));
}
/** The maximum number of writes. The part is written again if another job overwrites it. */
const maxPartRounds = 12;
/** The part counts as written after this number of consecutive reads that find it. */
const neededReads = 2;
/**
 * Writes this job's part of a shared comment until the part stays in the comment. Builds the text again for each write,
 * because the comment may have changed.
 */
async function keepPart(repository, plan, part, { list, write }) {
    const { clock, signal, log } = repository;
    /** Returns the text of the comment if the part stays in it. */
    const readKept = async (read = 1) => {
        await pauseBeforeReread(repository);
        const [found, ...more] = (await list.changed()).filter(comment => isMine(comment, plan));
        if (!found || more.length > 0 || !hasPart(found.body, part))
            return undefined;
        return read === neededReads ? found.body : readKept(read + 1);
    };
    let failures = 0;
    for (let round = 1; round <= maxPartRounds; round++) {
        try {
            const written = await write();
            const body = written && (await readKept());
            if (written === undefined)
                return undefined;
            if (body !== undefined) {
                const job = { run: plan.run, shard: part.shard, running: runningJobs(body) };
                return { ...written, disagreement: (0,shared_jobs/* disagreementOf */.UL)(parseParts(body), job) };
            }
            failures = 0;
        }
        catch (error) {
            if (!(0,github_errors/* isTransient */.dg)(error))
                throw error;
            failures = Math.min(failures + 1, maxCreateTries);
            const pause = { clock, signal, log, what: 'writing the comment', firstPauseMs: rereadPauseMs };
            await (0,client/* pauseBeforeRetry */.Gw)(error, failures, pause);
        }
    }
    throw new errors/* ActionError */.lZ("Other jobs overwrote this job's part of the comment repeatedly", 'Run the job again.');
}
/**
 * Changes the text of an existing comment. Another job that shares the comment may write its old text over the change.
 * With `isShared`, the comment is therefore read again, and changed again if necessary.
 * @param read reads the comment. Returns its new text, or undefined if the comment must not be changed
 */
async function changeComment(repository, read, { isShared }) {
    const { octokit, owner, repo } = repository;
    let reads = 0;
    for (let round = 1; round <= maxPartRounds && reads < neededReads; round++) {
        const found = await read();
        if (!found)
            return;
        const { id, before, after } = found;
        if (before === after)
            reads++;
        else {
            reads = 0;
            await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body: after });
        }
        if (!isShared || (round === 1 && before === after))
            return;
        await pauseBeforeReread(repository);
    }
}

;// CONCATENATED MODULE: ./build/comment/comment.js











function openCommenter(context, { repository, late }) {
    let running = Promise.resolve(undefined);
    let found;
    const comments = openComments(context, repository);
    const settled = () => {
        context.world.saveForPost({ comment: undefined });
        running = Promise.resolve(undefined);
    };
    return {
        begin() {
            running = sayRunning(context, comments);
        },
        prepare() {
            const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
            // If several jobs share the comment, each job reads the comment immediately before it writes.
            if (number === undefined || sharedKeyOf(context) !== undefined)
                return;
            found = running.then(async () => (await comments.list(number)).current());
            found.catch(() => undefined); // `upsertComment` throws the error.
        },
        async comment(publication) {
            try {
                const shown = await running;
                const { comment, disagreement } = await commentOn(context, publication, comments, { found });
                if (comment && comment.id === shown?.comment)
                    settled();
                const errors = disagreement ? [disagreement] : [];
                return { warnings: [], errors, ...(comment && { comment }) };
            }
            catch (error) {
                return { warnings: [(0,errors/* asActionError */.z6)(error)], errors: [] };
            }
        },
        async end() {
            try {
                const shown = await running;
                if (!shown)
                    return;
                await hideRunning(await late(), shown);
                settled();
            }
            catch {
                // The post step removes the note.
            }
        },
    };
}
/**
 * Adds a note about this running job to the existing comment. Ignores errors, because a later write reports them. Adds
 * no note for a label event. A re-run does, because the other jobs need to know that its part will be replaced.
 */
async function sayRunning(context, { repository, list }) {
    const { inputs, run, world } = context;
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined || ((0,workflow_run/* isLabelEvent */.rg)(run) && run.attempt === 1))
        return undefined;
    const { shard } = inputs;
    const key = sharedKeyOf(context);
    const job = {
        ...{ run: run.id, attempt: run.attempt },
        ...(key === undefined ? { shard: 0, jobs: 1 } : { shard: shard.index, jobs: shard.jobs }),
        ...(run.sha !== undefined && { sha: run.sha }),
    };
    const plan = { number, key: key ?? inputs.comment.key, ...writerAndPlace(world), run };
    const save = (comment) => world.saveForPost({ comment });
    try {
        return await showRunning(await repository(), plan, await list(number), { job, runUrl: run.url, save });
    }
    catch {
        return undefined;
    }
}
/**
 * Returns the key of the comment that the jobs of a `shard` share. Undefined if this job has a comment of its own. Does
 * not depend on the number of jobs that have targets, because a label event does not know the number, and because it may
 * change between two runs.
 */
const sharedKeyOf = ({ inputs: { shard, comment }, world }) => shard.total > 1 ? (0,step_identity/* sharedKey */.Tc)(comment.key, shard.index, world.env) : undefined;
const stepKeyOf = (context) => sharedKeyOf(context) ?? context.inputs.comment.key;
function openComments(context, repository) {
    const key = stepKeyOf(context);
    let list;
    return {
        repository,
        list(number) {
            list ??= repository().then(open => openCommentList(open, { number, key }));
            return list;
        },
    };
}
/**
 * Writes a comment with the reason why the step stopped before rendering. Does not throw, because the step already
 * fails with that reason.
 */
async function commentOnStop(context, error, repository) {
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined)
        return;
    // The commit of an event without the pull request is that of the default branch.
    const isOwn = context.run.payload.pull_request?.number === number;
    const run = isOwn ? context.run : { ...context.run, sha: undefined };
    const { message, hint } = error;
    const problems = (0,verdict_facts/* asListed */.Gy)(error instanceof errors/* InputError */.dz && error.problems.length > 1 ? error.problems : []);
    const judged = { stopped: { reason: message, hint, problems } };
    const publication = { results: [], unaffected: [], links: {}, apiCalls: build_results/* noApiCalls */.Xe, judged };
    try {
        await commentOn({ ...context, run }, publication, openComments(context, repository));
    }
    catch (reason) {
        context.world.print((0,errors/* asActionError */.z6)(reason).message);
    }
}
async function commentOn(context, publication, { repository, list }, { found, mayBeEmpty = false } = {}) {
    const { run, world } = context;
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined)
        return explainNoComment(context);
    const { results, unaffected, judged } = publication;
    const isEmpty = results.length + unaffected.length === 0 && !judged?.stopped && !mayBeEmpty;
    if (world.cancelled.aborted || isEmpty)
        return {};
    const { key, text } = commentText(context, publication);
    if (text.kind === 'whole' && context.inputs.shard.total > 1)
        world.print(ownCommentNote);
    const { comment, hasOtherComment, disagreement } = await upsertComment(await repository(), { number, key, ...writerAndPlace(world), run, text, mayOthersRepeat: mayOthersRepeat(run) }, { list: await list(number), found });
    world.print(comment
        ? `Commented: ${comment.url}`
        : 'A newer run has already written the comment, so it was not changed.');
    if (hasOtherComment)
        world.print(`Another job or step of this run has a comment with the same comment-key (${key}). Both comments are kept. Give each job or step a separate comment-key.`);
    return { disagreement, ...(comment && { comment }) };
}
const ownCommentNote = 'This job has a separate comment, because its index in the matrix is not the index of its share. To share a comment, set comment-key to the same text in the jobs that share the targets.';
const writerAndPlace = ({ env }) => ({
    writer: (0,step_identity/* writerOf */.bi)(env),
    place: (0,step_identity/* placeInWorkflow */.UO)(env),
});
/** If several jobs share the comment, returns only this job's part. */
function commentText(context, publication) {
    const { shard } = context.inputs;
    const { results } = publication;
    const facts = commentFacts(context, publication);
    const key = stepKeyOf(context);
    if (sharedKeyOf(context) === undefined)
        return { key, text: { kind: 'whole', markdown: renderSoleComment(results, facts) } };
    const part = {
        ...renderPart(results, facts, { index: shard.index, total: shard.jobs }),
        ...(0,shared_jobs/* jobMarkOf */.yq)(context, publication),
    };
    return {
        key,
        text: { kind: 'part', part, facts, jobs: shard.jobs, keepsCommit: isPartial(context.run) },
    };
}
/** Whether other jobs and steps may repeat their verdicts, and keep their comments of an older run. */
const mayOthersRepeat = (run) => (0,workflow_run/* isLabelEvent */.rg)(run) || (0,workflow_run/* isTextEdit */.uR)(run);
/** Whether the other jobs may write no part in this run. For example, only failed jobs may run again. */
const isPartial = (run) => mayOthersRepeat(run) || run.attempt > 1;
function commentFacts(context, { unaffected, links: { archive, report }, release, judged, branch, lookmlCommit, incomplete }) {
    const { inputs, run, began } = context;
    return {
        ...(inputs.looker && { host: inputs.looker.base.host }),
        run: { url: run.url, id: run.id, attempt: run.attempt },
        at: began,
        unaffected,
        ...(judged && { verdict: judged }),
        ...(branch && { branch }),
        ...(run.sha !== undefined && { sha: run.sha }),
        ...(lookmlCommit !== undefined && { lookmlCommit }),
        ...(release && { release }),
        ...(archive && { archive }),
        ...(report && { report }),
        ...(incomplete && { incomplete }),
    };
}
/**
 * With `comment: auto`, logs why the step writes no comment.
 * @throws ActionError if `comment` is `true` and the run has no pull request
 */
function explainNoComment({ inputs, run, world }) {
    if (inputs.comment.comment === 'true')
        throw new errors/* ActionError */.lZ('This run has no pull request to comment on', 'Set the input pull-request to the number of a pull request, because this event does not contain one.');
    const number = (0,workflow_run/* pullRequestOf */._n)(run);
    if (inputs.comment.comment === 'auto' && number !== undefined)
        world.core.notice(`No comment was written on pull request #${number}: comment: auto writes comments only on pull_request events, and this event is ${run.eventName}. Set comment: true to get a comment for this event.`);
    return {};
}
/**
 * Replaces the headline of this step's comment, if there is one. Keeps the headline of a comment about another commit.
 * If the request fails, only warns, because the verdict does not depend on the comment.
 */
async function updateHeadline(context, repository, verdict) {
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined)
        return;
    try {
        await rewriteHeadline(context, await repository(), { number, ...verdict });
    }
    catch (error) {
        const { message, hint } = (0,errors/* asActionError */.z6)(error);
        context.world.core.warning(`${message}. ${hint}`);
    }
}
async function rewriteHeadline(context, open, { number, facts, sha, run }) {
    const { shard } = context.inputs;
    const find = openStepComment(context, open, number);
    const read = async () => {
        const { own } = await find();
        if (!own || (own.mark.sha ?? sha).toLowerCase() !== sha)
            return undefined;
        const shown = shownRun(own, shard.index);
        if (run && (shown?.id !== run.id || shown.attempt !== run.attempt))
            return undefined;
        const after = withHeadline(own.body, { facts, shard: shard.index });
        return after === undefined ? undefined : { id: own.id, before: own.body, after };
    };
    try {
        await changeComment(open, read, { isShared: sharedKeyOf(context) !== undefined });
    }
    catch (error) {
        throw commentError(error, open, { number });
    }
}
/**
 * Returns a function that reads the comment of this step. If several jobs share it, it has the part of this step.
 * `hasFormer` is true if a step of this job wrote another comment: this step may have had other inputs or another id.
 */
function openStepComment(context, open, number) {
    const list = openCommentList(open, { number, key: stepKeyOf(context) });
    const { writer, place } = writerAndPlace(context.world);
    return async () => {
        const found = await list.current();
        const own = found.findLast(({ mark }) => mark.writer === writer);
        const hasFormer = found.some(({ mark }) => mark.writer !== writer && (0,step_identity/* areInOneJob */.xI)(mark.place ?? '', place));
        return { own, hasFormer };
    };
}
/**
 * Replaces the results that an earlier attempt of this job wrote into the comment, because this attempt has no targets.
 * Creates no comment.
 */
async function clearFormerResults(context, repository) {
    const { run, inputs } = context;
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined || run.attempt === 1)
        return;
    const { own } = await openStepComment(context, await repository(), number)();
    if (!own || shownRun(own, inputs.shard.index)?.id !== run.id)
        return;
    const nothing = { results: [], unaffected: [], links: {}, apiCalls: build_results/* noApiCalls */.Xe };
    await commentOn(context, nothing, openComments(context, repository), { mayBeEmpty: true });
}
/** Compares the list of a job without targets with the parts of the other jobs in the comment. */
async function disagreementInComment(context, repository) {
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined)
        return undefined;
    const { run, inputs } = context;
    const { own } = await openStepComment(context, await repository(), number)();
    const { body = '' } = own ?? {};
    const job = { run, shard: inputs.shard.index, running: runningJobs(body) };
    return (0,shared_jobs/* disagreementOf */.UL)((0,shared_jobs/* addMark */.BY)(parseParts(body), (0,shared_jobs/* jobMarkOf */.yq)(context, { results: [] })), job);
}
/**
 * Reads the run whose results this step's comment shows, and the comment's commit. The run is undefined if the comment
 * has only parts of other jobs, or if there are only comments that this step may have written with other inputs. Returns
 * undefined if this step has no comment.
 */
async function readShownResults(context, repository) {
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    if (number === undefined)
        return undefined;
    const { own, hasFormer } = await openStepComment(context, await repository(), number)();
    if (!own)
        return hasFormer ? {} : undefined;
    const run = shownRun(own, context.inputs.shard.index);
    const { sha } = own.mark;
    return { ...(run && { run }), ...(sha !== undefined && { sha }) };
}
function shownRun({ mark: { run: id, attempt }, body }, index) {
    const parts = parseParts(body);
    return parts.length > 0 ? parts.find(({ shard }) => shard === index)?.run : { id, attempt };
}

// EXTERNAL MODULE: ./build/compare/compare.js + 3 modules
var compare = __webpack_require__(30331);
// EXTERNAL MODULE: ./build/images-branch/branch.js
var branch = __webpack_require__(5508);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/images-branch/publish-pictures.js
var publish_pictures = __webpack_require__(19589);
// EXTERNAL MODULE: ./build/images-branch/baselines.js
var baselines = __webpack_require__(90538);
// EXTERNAL MODULE: ./build/images-branch/picture-names.js
var picture_names = __webpack_require__(99997);
;// CONCATENATED MODULE: ./build/images-branch/gallery.js








/** The maximum number of pictures. More pictures would make the page slow. */
const maxShown = 40;
/**
 * The maximum length of the list of the remaining pictures, in characters. GitHub shows at most 512,000 characters of a
 * page.
 */
const maxListed = 150_000;
/** Renders the front page of the images branch in Markdown. The page refers to the pictures by relative paths. */
function renderGallery(pictures, facts) {
    const captioned = pictures
        .map(picture => ({ ...picture, ...shorten(facts.captions.get(picture.key) ?? captionOf(picture)) }))
        .sort(byTitle);
    const shown = captioned.slice(0, maxShown);
    return `${facts.heading}

<p>${(0,runtime_text/* count */.U9)(pictures.length, 'picture')} of <code>${(0,report_format/* escapeMarkdown */.FV)(facts.branch)}</code>, as last recorded.</p>

<table>
${inPairs(shown.map(picture => cell(picture, facts)))}
</table>

${moreFold(captioned.slice(maxShown))}## About this branch

${facts.about}
${captionMark(captioned)}
`;
}
/** Returns a caption for a picture without a known title: the key without its hash. */
const captionOf = ({ key }) => ({
    title: key.replace(/-[\da-f]{16}$/, ''),
    beside: [],
});
/** Sorts by title, with a dashboard's tiles right after the dashboard. */
function byTitle(one, other) {
    const words = ({ dashboard, title, beside }) => dashboard === undefined ? [title, '', ...beside] : [dashboard, title, ...beside];
    return words(one).join('\n').localeCompare(words(other).join('\n'), 'en');
}
const inPairs = (cells) => cells
    .flatMap((left, place) => (place % 2 === 0 ? [`<tr>\n${left}${cells[place + 1] ?? ''}</tr>`] : []))
    .join('\n');
function cell(picture, facts) {
    const { title, beside, path, format } = picture;
    const words = beside.length > 0 ? ` <sub>${beside.map(report_format/* escapeMarkdown */.FV).join(' · ')}</sub>` : '';
    const shown = format === 'pdf'
        ? 'Open the PDF'
        : `<img src="${path}" alt="${(0,report_format/* escapeMarkdown */.FV)([title, ...beside].join(', '))}">`;
    return `<td width="50%" valign="top">
<h3>${(0,report_format/* escapeMarkdown */.FV)(title)}${words}</h3>
<p><a href="${path}">${shown}</a><br><sub>${originLine(picture, facts)}</sub></p>
</td>
`;
}
function originLine({ at, commit, run, release }, { repositoryUrl }) {
    return [
        (0,report_format/* formatTime */.fU)(at),
        (0,report_format/* link */.nf)(`${repositoryUrl}/commit/${commit}`, `commit ${commit.slice(0, 7)}`),
        (0,report_format/* link */.nf)(`${repositoryUrl}/actions/runs/${run}`, 'run'),
        release && `Looker ${(0,report_format/* escapeMarkdown */.FV)(release)}`,
    ]
        .filter(Boolean)
        .join(' · ');
}
function moreFold(more) {
    if (more.length === 0)
        return '';
    const lines = more.map(({ title, beside, path, at }) => `<li><a href="${path}">${(0,report_format/* escapeMarkdown */.FV)(title)}</a>${beside.map(words => ` · ${(0,report_format/* escapeMarkdown */.FV)(words)}`).join('')} · ${(0,report_format/* formatTime */.fU)(at)}</li>\n`);
    const { text, left } = (0,report_format/* takeFitting */.hW)(lines, maxListed, report_format/* characters */.hg);
    const rest = left > 0 ? `<li>and ${left} more in the folder of the branch</li>\n` : '';
    return `<details><summary>and ${more.length} more</summary>\n<ul>\n${text}${rest}</ul>\n</details>\n\n`;
}
/**
 * Stores the captions in a hidden line, because a later run with other targets does not know these titles. The JSON has
 * no characters that end an HTML comment.
 */
function captionMark(captioned) {
    const captions = captioned.map(({ key, title, beside, dashboard }) => [
        key,
        { title, beside, ...(dashboard !== undefined && { dashboard }) },
    ]);
    const json = (0,runtime_text/* hiddenJson */.jc)(Object.fromEntries(captions));
    return `<!-- captions ${json} -->`;
}
/** Reads the captions of a page. Omits invalid values, because all users with write access can change the page. */
function parseCaptions(page) {
    const found = (0,runtime_json/* parseJson */.qF)(/^<!-- captions (\{.*\}) -->$/m.exec(page)?.[1] ?? '{}');
    const entries = Object.entries((0,runtime_json/* isObject */.Gv)(found) ? found : {});
    return new Map(entries.flatMap(([key, caption]) => (isCaption(caption) ? [[key, caption]] : [])));
}
function isCaption(found) {
    if (!(0,runtime_json/* isObject */.Gv)(found) || !Array.isArray(found.beside))
        return false;
    return [found.title, ...found.beside, found.dashboard ?? ''].every(text => typeof text === 'string');
}
const shorten = ({ title, beside, dashboard }) => ({
    title: (0,runtime_text/* oneLine */.TN)(title, 200),
    beside: beside.slice(0, 20).map(words => (0,runtime_text/* oneLine */.TN)(words, 200)),
    ...(dashboard !== undefined && { dashboard: (0,runtime_text/* oneLine */.TN)(dashboard, 200) }),
});
/** The maximum size of a front page to read. The pages that the action writes are much smaller. */
const maxFrontPageBytes = 2_000_000;
/**
 * Returns a function that writes the front page with the baselines of the default branch. Returns undefined for other
 * branches, and for a ref without a page on GitHub.
 */
function galleryWriter({ run, inputs, world }, images, { branch, rendered }) {
    const repositoryUrl = run.repository?.url;
    if (!repositoryUrl || !(0,workflow_run/* isDefaultBranch */.ok)(run, branch) || !images.ref.startsWith('heads/'))
        return undefined;
    const own = captionsOf(rendered, inputs.looker.base.host);
    return async (tip, pictures) => {
        try {
            const former = await readFrontPage(await images.repository(), tip);
            if (former === undefined)
                return undefined;
            const captions = new Map([...parseCaptions(former), ...own]);
            return renderGallery(pictures, { branch, repositoryUrl, captions, ...branch_tip/* frontPage */.DY });
        }
        catch (error) {
            world.print(`${branch_tip/* frontPage */.DY.path} of the images branch was not changed: ${(0,github_errors/* messageOf */.bD)(error)}`);
            return undefined;
        }
    };
}
function captionsOf(rendered, host) {
    const caption = (result) => {
        const { target } = result;
        const dashboard = 'dashboard' in target ? target.dashboard : undefined;
        return {
            title: (0,targets/* titleOf */.Gg)(result),
            beside: (0,targets/* subtitlesOf */.Le)(result),
            ...(dashboard && { dashboard: dashboard.title ?? `Dashboard ${dashboard.id}` }),
        };
    };
    return new Map(rendered.map(result => [(0,picture_names/* baselineKey */.x2)(result.target, host), caption(result)]));
}
/** @returns undefined for a page that the action did not write, and an empty text for a missing or initial page */
async function readFrontPage(repository, tip) {
    const page = tip?.root.find(({ path }) => path === branch_tip/* frontPage */.DY.path);
    if (!page?.sha || page.sha === (0,branch_tip/* blobSha */.wJ)(Buffer.from(branch_tip/* frontPage */.DY.initial)))
        return '';
    if (page.type !== 'blob' || (page.size ?? 0) > maxFrontPageBytes)
        return undefined;
    const text = (await (0,branch_tip/* readBlob */.gm)(repository, page.sha)).toString();
    return text.startsWith(branch_tip/* frontPage */.DY.heading) ? text : undefined;
}

;// CONCATENATED MODULE: ./build/images-branch/record.js





function uploadBaseline(context, images, result) {
    if ((0,workflow_run/* baselineBranch */.Oz)(context) !== undefined && showsOwnCommit(context, result))
        void images.upload(result.path);
}
/**
 * Whether the picture shows the run's commit. With `deploy-ref`, the picture may show another branch's LookML, and must
 * not become a baseline of this branch.
 */
const showsOwnCommit = ({ run }, { lookmlCommit = run.sha }) => lookmlCommit?.toLowerCase() === run.sha?.toLowerCase();
/**
 * Records this run's pictures as baselines, if the run is for a branch and `compare` is `base`.
 * @returns warnings if baselines of a newer run stay, or if GitHub refused pictures
 */
async function recordBaselines(context, images, { rendered: all, release }) {
    const branch = (0,workflow_run/* baselineBranch */.Oz)(context);
    const { inputs, run, began, world } = context;
    const { sha } = run;
    if (branch === undefined || sha === undefined)
        return [];
    const rendered = all.filter(result => showsOwnCommit(context, result));
    const [other] = all.filter(result => !rendered.includes(result));
    if (other)
        world.print(`No baseline of ${branch} was recorded, because the pictures show commit ${other.lookmlCommit} (deploy-ref) instead of ${sha}, the commit of this run.`);
    if (rendered.length === 0)
        return [];
    const stored = await (0,baselines/* commitBaselines */.aO)(images, {
        branch,
        host: inputs.looker.base.host,
        recording: { run: run.id, attempt: run.attempt, at: began, commit: sha, ...(release && { release }) },
        rendered,
        writeFrontPage: galleryWriter(context, images, { branch, rendered }),
        message: `Pictures of ${branch} at ${sha.slice(0, 7)}\n\n${run.url}`,
    });
    const use = inputs.deploy ? '' : ` Pull requests into ${branch} are compared with them.`;
    if (stored.count > 0)
        world.print(`Recorded ${(0,runtime_text/* count */.U9)(stored.count, 'baseline')} of ${branch}.${use}`);
    const [newer] = stored.newer;
    return [
        ...(newer ? [newerBaselineError(stored, newer, { branch, ref: inputs.images.ref })] : []),
        ...(stored.warning ? [stored.warning] : []),
    ];
}
/** Baselines of a newer run exist if this run ends late, or if a user has forged a run number. */
function newerBaselineError({ count: done, newer: all }, { run, path }, { branch, ref }) {
    const pictures = (0,runtime_text/* count */.U9)(done + all.length, 'picture');
    const some = done > 0 ? `${all.length} of ${pictures}` : pictures;
    return new errors/* ActionError */.lZ(`${some} ${all.length === 1 ? 'was' : 'were'} not recorded for ${branch}: the newer run ${run} has recorded newer pictures`, `No action is needed if run ${run} began after this run. If run ${run} does not exist, delete ${path} from ${ref.replace(/^heads\//, '')}.`);
}

// EXTERNAL MODULE: ./build/images-branch/render-times.js
var render_times = __webpack_require__(49735);
// EXTERNAL MODULE: ./build/outputs.js
var outputs = __webpack_require__(30214);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/report/page/bundled-assets.js
// Made from assets/ by scripts/report-assets.ts: edit those files, then `npm run assets`.
const changesCss = "/* A colour that differs from the red, blue and amber of difference images and from the violet of the divider. */\n:root {\n  --outline: #d1007a;\n}\n.walkthrough {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.5rem 1rem;\n  align-items: center;\n  margin-top: 1.5rem;\n}\n.walkthrough[hidden] {\n  display: none;\n}\n.walkthrough button,\n.show {\n  padding: 0.4rem 1rem;\n  border: 1px solid var(--line);\n  border-radius: 10px;\n  background: var(--raised);\n  color: var(--text);\n  font: inherit;\n  font-size: 0.9375rem;\n  font-weight: 550;\n  cursor: pointer;\n}\n.walkthrough button {\n  border-color: transparent;\n  background: var(--accent);\n  color: var(--page);\n}\n.keys {\n  color: var(--muted);\n  font-size: 0.875rem;\n}\nkbd {\n  padding: 0.05rem 0.4rem;\n  border: 1px solid var(--line);\n  border-bottom-width: 2px;\n  border-radius: 5px;\n  background: var(--card);\n  color: var(--text);\n  font: inherit;\n  font-size: 0.8125rem;\n}\n.outlining {\n  display: flex;\n  gap: 0.5rem;\n  align-items: center;\n  min-height: 2rem;\n  font-size: 0.9375rem;\n  cursor: pointer;\n}\n.outlining input {\n  width: 1.05rem;\n  height: 1.05rem;\n  margin: 0;\n  accent-color: var(--accent);\n}\n\n/* The outlines lie over a picture and have its size. A script turns the picture and its outlines into a button. */\n.shot:has(> .outlines),\n.shot button {\n  position: relative;\n}\n.outlines {\n  position: absolute;\n  top: 0;\n  left: 0;\n  width: auto;\n  max-width: 100%;\n  height: auto;\n  pointer-events: none;\n}\n.without-outlines .outlines {\n  display: none;\n}\n.outlines :is(path, rect) {\n  stroke: #fff;\n  stroke-width: 3.5;\n  vector-effect: non-scaling-stroke;\n}\n.outlines path + path {\n  stroke: var(--outline);\n  stroke-width: 1.5;\n}\n.outlines rect {\n  stroke: var(--outline);\n  stroke-width: 4;\n  stroke-opacity: 0.4;\n}\n:is(.shot button, .sheet) .outlines {\n  width: 100%;\n  height: 100%;\n}\n.tools [aria-pressed=\"true\"] {\n  box-shadow: inset 0 -2px #bba6ff;\n}\n\n@media (forced-colors: active) {\n  .tools [aria-pressed=\"true\"] {\n    outline: 2px solid;\n    outline-offset: -6px;\n  }\n}\n@media (pointer: coarse) {\n  .keys {\n    display: none;\n  }\n}\n@media print {\n  .walkthrough {\n    display: none;\n  }\n  .outlines {\n    max-height: 42vh;\n  }\n}\n";
const changesJs = "/*\n * Leads the reader from change to change in the dialog, and turns the outlines of changes on and off. Each area of a\n * `.compare` is a change. The changes have the order of the page.\n */\nconst dialog = document.querySelector('dialog')\n\n/** @type {HTMLElement[]} */\nconst figures = Array.from(document.querySelectorAll('.compare'))\nconst changes = figures.flatMap(figure =>\n  JSON.parse(figure.dataset.areas).map(([x, y, width, height], place, { length }) => ({\n    figure,\n    area: { x, y, width, height },\n    name: `${figure.dataset.name}, change ${place + 1} of ${length}`,\n    id: figure.dataset.ids.split(' ')[place],\n  })),\n)\n\n/** The index of the change that was shown last. */\nlet at = -1\n/** The picture in the dialog. */\nlet seen\n/** Whether the dialog shows a change, and not a picture that the reader has opened. */\nlet isWalking = false\n/** The picture of the last change, and the kind of picture that the reader chose. */\nlet led\nlet kind = 'after'\n\n/**\n * Shows the next or the previous change. Begins with the first change of the picture that the reader opened, or of the\n * target in the address.\n */\nfunction go(step) {\n  const isOwn = figure => (seen ? figure.contains(seen) : at < 0 && figure.closest(':target') !== null)\n  const own = isWalking ? -1 : changes.findIndex(({ figure }) => isOwn(figure))\n  const next = at < 0 && step < 0 ? -1 : at + step\n  show(own < 0 ? (next + changes.length) % changes.length : own)\n}\n\nfunction show(place) {\n  at = place\n  // The page's address leads to this change, so that the reader can share it.\n  history.replaceState(null, '', `#${changes[at].id}`)\n  const picture = pictureOf(changes[at])\n  isWalking = true\n  dialog.dispatchEvent(new CustomEvent('go', { detail: { picture, area: changes[at].area } }))\n}\n\n/**\n * Returns the picture of the chosen kind. If the area lies outside of that picture, returns the first picture that\n * contains the area.\n */\nfunction pictureOf({ figure, area }) {\n  if (seen !== led) kind = seen?.closest('.compare figure')?.className ?? 'after'\n  const pictures = [kind, 'after', 'before', 'difference'].map(name => figure.querySelector(`.${name} img`))\n  led = pictures.find(\n    picture => area.x < picture.getAttribute('width') && area.y < picture.getAttribute('height'),\n  )\n  return led\n}\n\n/** Draws a ring around the outline of the current change, to distinguish it from other outlines. */\nfunction ringAround({ x, y, width, height }) {\n  const room = Number(seen.getAttribute('width')) / 75\n  const ring = document.createElementNS('http://www.w3.org/2000/svg', 'rect')\n  const box = { x: x - room, y: y - room, width: width + 2 * room, height: height + 2 * room, rx: room / 2 }\n  for (const [name, value] of Object.entries(box)) ring.setAttribute(name, `${value}`)\n  return ring\n}\n\n/** @param {CustomEvent<{ picture: HTMLImageElement, caption: { name: string, place: string } }>} event */\nfunction describe({ detail: { picture, caption } }) {\n  seen = picture\n  isWalking &&= changes[at].figure.contains(seen)\n  if (!isWalking) return\n  caption.name = changes[at].name\n  caption.place = seen.closest('figure').querySelector('b').textContent\n  dialog.querySelector('.sheet .outlines')?.append(ringAround(changes[at].area))\n}\n\ndialog.addEventListener('show', describe)\ndialog.addEventListener('close', () => {\n  seen = undefined\n  isWalking = false\n})\n\nfunction outline(isOn) {\n  document.documentElement.classList.toggle('without-outlines', !isOn)\n  /** @type {NodeListOf<HTMLInputElement>} */\n  const boxes = document.querySelectorAll('.outlining input')\n  for (const box of boxes) box.checked = isOn\n  dialog.querySelector('[data-do=outlines]').setAttribute('aria-pressed', isOn)\n}\nconst isOutlined = () => !document.documentElement.classList.contains('without-outlines')\n\nconst actions = {\n  'next-change': () => go(1),\n  'previous-change': () => go(-1),\n  'first-change': button => show(changes.findIndex(({ figure }) => figure.contains(button))),\n  outlines: () => outline(!isOutlined()),\n}\nconst keys = { n: 'next-change', p: 'previous-change', o: 'outlines' }\n\ndocument.addEventListener('click', ({ target }) => {\n  /** @type {HTMLElement} */\n  const button = target instanceof Element && target.closest('[data-do]')\n  if (button) actions[button.dataset.do]?.(button)\n})\ndocument.addEventListener('change', ({ target }) => {\n  if (target instanceof HTMLInputElement && target.type === 'checkbox') outline(target.checked)\n})\ndocument.addEventListener('keydown', event => {\n  const act = actions[keys[event.key]]\n  if (!act || event.ctrlKey || event.metaKey || event.altKey) return\n  event.preventDefault()\n  act()\n})\n\ndocument.querySelector('.walkthrough').removeAttribute('hidden')\n// After a reload, the browser restores the old choice.\n/** @type {HTMLInputElement} */\nconst box = document.querySelector('.outlining input')\noutline(box.checked)\n\nfunction openAddress() {\n  const place = changes.findIndex(({ id }) => `#${id}` === decodeURIComponent(location.hash))\n  if (place >= 0) show(place)\n}\naddEventListener('hashchange', openAddress)\nopenAddress()\n";
const comparisonCss = "/* `--over` is used on pictures, which are equally bright in both themes. */\n:root {\n  --over: #5a3bc2;\n  --changed: #8a5000;\n  --raised: #fff;\n  --track: color-mix(in srgb, var(--muted) 45%, var(--page));\n}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n    --changed: #f2b65c;\n    --raised: #3a3645;\n  }\n}\n.changed {\n  color: var(--changed);\n}\ndd .changed {\n  font-weight: 600;\n}\narticle > header {\n  column-gap: 1rem;\n  justify-content: flex-start;\n}\narticle > header .away {\n  margin-left: auto;\n}\nnav small:not([class]) {\n  color: var(--muted);\n}\n.badge {\n  padding: 0.05rem 0.7rem;\n  border: 1px solid var(--line);\n  border-radius: 1rem;\n  color: var(--muted);\n  font-size: 0.875rem;\n}\n.badge.changed {\n  border-color: color-mix(in srgb, var(--changed) 45%, var(--line));\n  background: color-mix(in srgb, var(--changed) 9%, var(--card));\n  color: var(--changed);\n  font-weight: 600;\n}\n.badge.new {\n  border-color: color-mix(in srgb, var(--accent) 45%, var(--line));\n  color: var(--accent);\n}\n\n.compare {\n  margin-top: 1.5rem;\n}\n.compare figure {\n  display: flex;\n  flex-direction: column;\n  min-width: 0;\n}\n.compare figure + figure {\n  margin-top: 2rem;\n}\n.compare .shot {\n  margin: 0;\n}\nfigcaption {\n  min-height: 2rem;\n  padding-block: 0.35rem;\n  color: var(--muted);\n  font-size: 0.875rem;\n  line-height: 1.3rem;\n}\nfigcaption b {\n  color: var(--text);\n  font-weight: 600;\n}\nfigcaption span {\n  margin-left: 0.35rem;\n}\n.controls {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.75rem 1.25rem;\n  align-items: center;\n  margin-bottom: 0.75rem;\n}\n.views {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 2px;\n  width: fit-content;\n  margin: 0;\n  padding: 3px;\n  border: 1px solid var(--line);\n  border-radius: 10px;\n  background: color-mix(in srgb, var(--line) 40%, var(--page));\n}\n.views legend {\n  position: absolute;\n  width: 1px;\n  height: 1px;\n  overflow: hidden;\n  clip-path: inset(50%);\n}\n.views label {\n  position: relative;\n  padding: 0.3rem 0.9rem;\n  border-radius: 7px;\n  color: var(--muted);\n  font-size: 0.9375rem;\n  cursor: pointer;\n}\n.views label:hover {\n  color: var(--text);\n}\n.views label:has(:checked) {\n  background: var(--raised);\n  box-shadow:\n    0 0 0 1px var(--line),\n    0 1px 2px rgb(30 27 41 / 10%);\n  color: var(--text);\n  font-weight: 550;\n}\n.views label:has(:focus-visible) {\n  outline: 3px solid var(--accent);\n  outline-offset: 1px;\n}\n.views .short {\n  display: none;\n}\n.views input {\n  position: absolute;\n  inset: 0;\n  width: 100%;\n  height: 100%;\n  margin: 0;\n  opacity: 0;\n  cursor: pointer;\n}\n.controls > [hidden],\n.pictures > [hidden] {\n  display: none;\n}\n\n@media screen {\n  .compare[data-view] .pictures {\n    display: grid;\n    grid-template-columns: minmax(0, var(--widest));\n  }\n  .compare[data-view] figure {\n    margin: 0;\n  }\n  .compare[data-view] .shot button {\n    width: var(--share);\n  }\n  .compare[data-view] .shot img {\n    width: 100%;\n  }\n  .compare[data-view=\"sides\"] .pictures {\n    grid-template-columns: repeat(2, minmax(0, var(--widest)));\n    gap: 1.5rem;\n  }\n\n  /*\n   * The pictures lie on each other, aligned at the upper left corner. If one picture is smaller, its missing part is\n   * hatched.\n   */\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) .pictures > * {\n    grid-area: 1 / 1;\n  }\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) figcaption {\n    overflow: hidden;\n    text-overflow: ellipsis;\n    white-space: nowrap;\n  }\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) .after figcaption {\n    text-align: right;\n  }\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) .pictures::after {\n    content: \"\";\n    z-index: 1;\n    grid-area: 1 / 1;\n    margin-top: 2rem;\n    border-radius: 10px;\n    box-shadow:\n      0 0 0 1px var(--line),\n      var(--shade);\n    pointer-events: none;\n  }\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) .shot {\n    flex: 1;\n    overflow: clip;\n    border-radius: 10px;\n    background: repeating-linear-gradient(135deg, var(--card) 0 6px, var(--line) 6px 7px);\n  }\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) .shot :is(img, button) {\n    border-radius: 0;\n    box-shadow: none;\n  }\n  :is([data-view=\"swipe\"], [data-view=\"fade\"]) .shot button:focus-visible {\n    outline-color: var(--over);\n    outline-offset: -3px;\n  }\n\n  [data-view=\"swipe\"] .before .shot {\n    clip-path: inset(0 calc(100% - var(--swipe)) 0 0);\n  }\n  [data-view=\"swipe\"] .after .shot {\n    clip-path: inset(0 0 0 var(--swipe));\n  }\n  .swipe {\n    position: relative;\n    z-index: 2;\n    margin-top: 2rem;\n    pointer-events: none;\n  }\n  /*\n   * The slider is wider than the pictures by half a thumb on both sides, so that the middle of the thumb can reach both\n   * edges.\n   */\n  .swipe input {\n    position: absolute;\n    inset: 0 -1rem;\n    width: calc(100% + 2rem);\n    height: 100%;\n    margin: 0;\n    background: none;\n    outline: none;\n    appearance: none;\n    touch-action: pan-y;\n  }\n  .swipe input::-webkit-slider-runnable-track {\n    height: 100%;\n  }\n  .swipe input::-webkit-slider-thumb {\n    width: 2rem;\n    height: 100%;\n    appearance: none;\n    pointer-events: auto;\n    cursor: ew-resize;\n  }\n  .swipe input::-moz-range-track {\n    height: 100%;\n    background: none;\n  }\n  .swipe input::-moz-range-thumb {\n    width: 2rem;\n    height: 100%;\n    border: 0;\n    background: none;\n    pointer-events: auto;\n    cursor: ew-resize;\n  }\n  .line {\n    position: absolute;\n    inset: 0 auto 0 var(--swipe);\n    display: grid;\n    width: 2px;\n    margin-left: -1px;\n    background: var(--over);\n    box-shadow: 0 0 0 1px rgb(255 255 255 / 80%);\n  }\n  .line span {\n    position: sticky;\n    inset-block: 4rem;\n    display: grid;\n    width: 2.25rem;\n    height: 2.25rem;\n    margin-left: calc(1px - 1.125rem);\n    border-radius: 50%;\n    background: var(--over);\n    box-shadow:\n      0 0 0 2px #fff,\n      var(--shade);\n    color: #fff;\n    align-self: center;\n    place-items: center;\n  }\n  .swipe input:focus-visible + .line span {\n    box-shadow:\n      0 0 0 4px #fff,\n      0 0 0 7px var(--over),\n      0 0 0 8px #fff;\n  }\n\n  [data-view=\"swipe\"] .before figcaption {\n    max-width: calc(100% - 4rem);\n  }\n  [data-view=\"fade\"] .before figcaption {\n    max-width: 28%;\n  }\n  .fade {\n    z-index: 2;\n    width: 40%;\n    height: 2rem;\n    justify-self: center;\n  }\n  .fade input {\n    width: 100%;\n    height: 2rem;\n    margin: 0;\n    background: none;\n    appearance: none;\n    cursor: pointer;\n    touch-action: pan-y;\n  }\n  .fade input::-webkit-slider-runnable-track {\n    height: 4px;\n    border-radius: 2px;\n    background: linear-gradient(90deg, var(--accent) var(--fade), var(--track) 0);\n  }\n  .fade input::-moz-range-track {\n    height: 4px;\n    border-radius: 2px;\n    background: linear-gradient(90deg, var(--accent) var(--fade), var(--track) 0);\n  }\n  .fade input::-webkit-slider-thumb {\n    width: 1.25rem;\n    height: 1.25rem;\n    margin-top: calc(2px - 0.625rem);\n    border: 0;\n    border-radius: 50%;\n    background: var(--accent);\n    appearance: none;\n  }\n  .fade input::-moz-range-thumb {\n    width: 1.25rem;\n    height: 1.25rem;\n    border: 0;\n    border-radius: 50%;\n    background: var(--accent);\n  }\n  [data-view=\"fade\"] .after .shot {\n    opacity: var(--fade);\n  }\n  [data-view]:not([data-view=\"difference\"]) .difference,\n  [data-view=\"difference\"] :is(.before, .after),\n  [data-view]:not([data-view=\"swipe\"]) .swipe,\n  [data-view]:not([data-view=\"fade\"]) .fade {\n    display: none;\n  }\n}\n@media (max-width: 40rem) {\n  dl .wide {\n    grid-column: 1 / -1;\n  }\n  article > header {\n    display: flex;\n    row-gap: 0.5rem;\n    margin-bottom: 1rem;\n  }\n  article > header h2 {\n    width: 100%;\n  }\n  .compare[data-view=\"sides\"] .pictures {\n    grid-template-columns: minmax(0, var(--widest));\n    gap: 1rem;\n  }\n  [data-view=\"fade\"] figcaption span {\n    display: none;\n  }\n  .fade {\n    width: calc(100% - 9rem);\n  }\n  .views {\n    width: 100%;\n  }\n  .views .long {\n    display: none;\n  }\n  .views .short {\n    display: inline;\n  }\n  .views label {\n    flex: auto;\n    padding-inline: 0.5rem;\n    text-align: center;\n  }\n}\n@media (forced-colors: active) {\n  .views label:has(:checked) {\n    outline: 2px solid;\n  }\n  .line,\n  .fade {\n    forced-color-adjust: none;\n  }\n}\n@media print {\n  .controls,\n  .swipe,\n  .fade {\n    display: none;\n  }\n  article:has(.compare) {\n    break-inside: auto;\n  }\n  .compare figure {\n    break-inside: avoid;\n  }\n  .compare figure + figure {\n    margin-top: 0.75rem;\n  }\n  /* On paper, two pictures with captions must fit on a page. */\n  .compare .shot img {\n    max-height: 42vh;\n  }\n}\n\n/* Unchanged pictures are small, and a click enlarges them. */\n.unchanged-entries {\n  display: grid;\n  grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr));\n  gap: 2.5rem 2rem;\n  margin-top: clamp(3rem, 7vw, 5.5rem);\n}\n.unchanged-entries > h2 {\n  grid-column: 1 / -1;\n}\n.unchanged-entries article {\n  margin: 0;\n  min-width: 0;\n}\n.unchanged-entries article > header {\n  display: block;\n}\n.unchanged-entries article h2 {\n  font-size: 1.0625rem;\n}\n.unchanged-entries .shot {\n  margin-top: 0.75rem;\n}\n.unchanged-entries .shot img {\n  max-height: 11rem;\n  width: auto;\n  object-fit: contain;\n}\n.unchanged-entries .badge {\n  display: none;\n}\n.tiles {\n  margin-top: 0.75rem;\n  padding: 0;\n  list-style: none;\n}\n.tiles summary {\n  cursor: pointer;\n}\n.tiles details > :not(summary) {\n  margin: 0.5rem 0 0.75rem;\n}\n.rows {\n  display: block;\n  max-width: 100%;\n  overflow-x: auto;\n  border-collapse: collapse;\n  color: var(--text);\n  font-size: 0.875rem;\n}\n.rows th,\n.rows td {\n  padding: 0.15rem 1.5rem 0.15rem 0;\n  text-align: left;\n}\n.rows th {\n  color: var(--muted);\n  font-weight: 400;\n}\n.sql {\n  max-width: 100%;\n  overflow-x: auto;\n  padding: 0.5rem 0.75rem;\n  border: 1px solid var(--line);\n  border-radius: 10px;\n  background: var(--card);\n  color: var(--text);\n  font-size: 0.8125rem;\n}\n.sql del,\n.sql ins {\n  text-decoration: none;\n}\n.sql del {\n  color: var(--bad);\n}\n.sql ins {\n  color: var(--good);\n}\n.production {\n  margin-top: 0.75rem;\n}\n.production .shot {\n  max-width: 25rem;\n  margin-top: 0.75rem;\n}\n.production summary,\n.unchanged-entries summary {\n  margin-top: 0.25rem;\n  color: var(--muted);\n  font-size: 0.8125rem;\n  cursor: pointer;\n}\n.unchanged-entries dl {\n  gap: 0.5rem 1.5rem;\n}\n.unchanged-entries .away,\n.unchanged-entries .filters {\n  margin-top: 0.25rem;\n  font-size: 0.8125rem;\n}\n";
const comparisonJs = "/* Lets the reader choose how a `.compare` shows its pictures. This script only sets attributes that the CSS uses. */\n\n/** @param {HTMLElement} figure */\nfunction letChoose(figure) {\n  // All pictures of a figure have the same scale. The widest picture takes the full width.\n  const images = [...figure.querySelectorAll('img')]\n  const widths = images.map(image => Number(image.getAttribute('width')))\n  const widest = Math.max(...widths)\n  figure.style.setProperty('--widest', `${widest}px`)\n  images.forEach((image, place) => {\n    /** @type {HTMLElement} */\n    const shot = image.closest('.shot')\n    shot.style.setProperty('--share', `${(widths[place] / widest) * 100}%`)\n  })\n\n  // Also called at the start, because the browser restores the old choice after a reload.\n  const choose = () => {\n    /** @type {HTMLInputElement} */\n    const chosen = figure.querySelector('.views input:checked')\n    figure.dataset.view = chosen.value\n  }\n  /** @param {HTMLInputElement} range */\n  const slide = range => {\n    figure.style.setProperty(`--${range.parentElement.className}`, `${range.value}%`)\n    range.setAttribute('aria-valuetext', `${Math.round(range.valueAsNumber)} %`)\n  }\n  figure.addEventListener('input', ({ target }) => {\n    if (target instanceof HTMLInputElement && target.type === 'range') slide(target)\n    else choose()\n  })\n  // Otherwise, a mouse that moves the divider quickly would drag the picture.\n  figure.addEventListener('dragstart', event => {\n    if (figure.dataset.view === 'swipe') event.preventDefault()\n  })\n  for (const part of figure.querySelectorAll('[hidden]')) part.removeAttribute('hidden')\n  for (const range of figure.querySelectorAll('input')) if (range.type === 'range') slide(range)\n  choose()\n}\n\ndocument.querySelectorAll('.compare').forEach(letChoose)\n";
const filterCss = ".toolbar {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.75rem 1.25rem;\n  align-items: center;\n  margin-top: 2.5rem;\n}\n.toolbar[hidden],\narticle[hidden],\nnav li[hidden],\nsection[hidden] {\n  display: none;\n}\n.toolbar + nav {\n  margin-top: 1.25rem;\n}\n.toolbar fieldset {\n  display: flex;\n  margin: 0;\n  padding: 3px;\n  border: 1px solid var(--line);\n  border-radius: 10px;\n  background: var(--card);\n}\n.toolbar legend {\n  position: absolute;\n  width: 1px;\n  height: 1px;\n  overflow: hidden;\n  clip-path: inset(50%);\n}\n.toolbar label {\n  padding: 0.25rem 0.9rem;\n  border-radius: 7px;\n  font-size: 0.9375rem;\n  cursor: pointer;\n}\n.toolbar label:has(:checked) {\n  background: var(--accent);\n  color: var(--page);\n}\n.toolbar label:has(:focus-visible) {\n  outline: 3px solid var(--accent);\n  outline-offset: 2px;\n}\n.toolbar [type=\"radio\"] {\n  position: absolute;\n  opacity: 0;\n}\n.toolbar [type=\"search\"] {\n  flex: 0 1 18rem;\n  min-width: 10rem;\n  padding: 0.45rem 0.9rem;\n  border: 1px solid var(--line);\n  border-radius: 10px;\n  background: var(--card);\n  color: var(--text);\n  font: inherit;\n  font-size: 0.9375rem;\n}\n.toolbar output {\n  color: var(--muted);\n  font-size: 0.875rem;\n}\n@media (forced-colors: active) {\n  .toolbar label:has(:checked) {\n    outline: 2px solid;\n  }\n}\n@media print {\n  .toolbar {\n    display: none;\n  }\n}\n";
const filterJs = "/* Shows the entries that have the chosen state and contain all words of the search. */\n/** @type {HTMLFormElement} */\nconst toolbar = document.querySelector('.toolbar')\n/** @type {HTMLInputElement} */\nconst search = toolbar.querySelector('[type=search]')\n/** @type {HTMLElement[]} */\nconst entries = Array.from(document.querySelectorAll('main article'))\n/** @type {HTMLElement} */\nconst unchanged = document.querySelector('.unchanged-entries')\n\n/** The words of an entry: its heading, its facts and its filters. */\nconst words = new Map(\n  entries.map(entry => [\n    entry,\n    Array.from(entry.querySelectorAll(':scope > header, :scope dl, :scope > .filters'))\n      .map(part => part.textContent)\n      .join(' ')\n      .toLowerCase(),\n  ]),\n)\nconst links = new Map(\n  Array.from(document.querySelectorAll('nav a')).map(link => [link.getAttribute('href'), link.closest('li')]),\n)\n\nfunction apply() {\n  const standing = new FormData(toolbar).get('standing.filter')\n  const wanted = search.value.toLowerCase().split(/\\s+/)\n  for (const entry of entries) {\n    const isWanted = standing === 'all' || entry.dataset.standing === standing\n    const isHidden = !isWanted || !wanted.every(word => words.get(entry).includes(word))\n    entry.hidden = isHidden\n    links.get(`#${entry.id}`).hidden = isHidden\n  }\n  const shown = entries.filter(entry => !entry.hidden).length\n  if (unchanged) unchanged.hidden = unchanged.querySelector('article:not([hidden])') === null\n  toolbar.querySelector('output').textContent =\n    shown === entries.length ? '' : `${shown} of ${entries.length}`\n}\n\ntoolbar.addEventListener('input', apply)\ntoolbar.addEventListener('submit', event => event.preventDefault())\n// A link to an entry that the filter hides turns off the filter.\naddEventListener('hashchange', () => {\n  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest('article')\n  if (!entry?.hidden) return\n  toolbar.reset()\n  apply()\n  entry.scrollIntoView()\n})\ntoolbar.hidden = false\n// After a reload, the browser restores the old choice.\napply()\n";
const pageCss = "/* Supports light and dark themes, phones and paper. Loads no fonts and no pictures. */\n:root {\n  color-scheme: light dark;\n  --page: #faf9fb;\n  --card: #fff;\n  --text: #1e1b29;\n  --muted: #625e70;\n  --line: #e4e1ea;\n  --accent: #5a3bc2;\n  --good: #177245;\n  --bad: #b3261e;\n  --bad-card: #fdf3f2;\n  --shade: 0 1px 2px rgb(30 27 41 / 6%), 0 12px 32px -8px rgb(30 27 41 / 12%);\n}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n    --page: #131218;\n    --card: #1c1a23;\n    --text: #eceaf2;\n    --muted: #a5a1b3;\n    --line: #33303d;\n    --accent: #bba6ff;\n    --good: #5fcf97;\n    --bad: #ff9a90;\n    --bad-card: #2a1a1d;\n    --shade: 0 12px 32px -8px rgb(0 0 0 / 50%);\n  }\n}\n* {\n  box-sizing: border-box;\n}\nhtml {\n  background: var(--page);\n  color: var(--text);\n  font:\n    1rem / 1.6 system-ui,\n    -apple-system,\n    \"Segoe UI\",\n    Roboto,\n    \"Noto Sans\",\n    \"Liberation Sans\",\n    Arial,\n    sans-serif;\n  -webkit-text-size-adjust: 100%;\n  text-size-adjust: 100%;\n}\nhtml:has(dialog[open]) {\n  overflow: hidden;\n}\nbody {\n  max-width: 80rem;\n  margin: 0 auto;\n  padding: clamp(2rem, 6vw, 5rem) clamp(1rem, 4vw, 3rem) 3rem;\n  overflow-wrap: anywhere;\n}\nh1,\nh2,\np,\ndl,\ndd,\nol,\nul,\nfigure {\n  margin: 0;\n  padding: 0;\n}\nh1,\nh2 {\n  letter-spacing: -0.02em;\n  line-height: 1.2;\n  text-wrap: balance;\n}\nh1 {\n  font-size: clamp(1.4rem, 1.1rem + 1.4vw, 2.1rem);\n  font-weight: 700;\n}\nh2 {\n  font-size: clamp(1.25rem, 1.1rem + 0.6vw, 1.5rem);\n  font-weight: 650;\n}\n/* A name with another text direction must not change the text around it. */\na,\nb,\nstrong,\ncode,\nspan,\ndd {\n  unicode-bidi: isolate;\n}\na {\n  color: var(--accent);\n  text-underline-offset: 0.2em;\n  text-decoration-thickness: 1px;\n}\na:hover {\n  text-decoration-thickness: 2px;\n}\n:focus-visible {\n  outline: 3px solid var(--accent);\n  outline-offset: 3px;\n  border-radius: 4px;\n}\ncode {\n  font:\n    0.92em ui-monospace,\n    SFMono-Regular,\n    Menlo,\n    Consolas,\n    \"Liberation Mono\",\n    monospace;\n}\nsvg {\n  width: 1.25em;\n  height: 1.25em;\n  fill: none;\n  stroke: currentcolor;\n  stroke-width: 1.75;\n  stroke-linecap: round;\n  stroke-linejoin: round;\n}\n.next-step,\n.pull-request {\n  margin-top: 0.5rem;\n  font-size: 1.125rem;\n}\n.quiet {\n  color: var(--muted);\n  font-size: 0.875rem;\n}\ntime {\n  white-space: nowrap;\n}\n.good {\n  color: var(--good);\n}\n.bad {\n  color: var(--bad);\n}\n\n.tally {\n  margin-top: 0.75rem;\n  font-size: 1.125rem;\n}\n.tally b {\n  font-weight: 600;\n}\n.tally + .quiet {\n  margin-top: 0.5rem;\n}\n\n.card {\n  padding: 1.25rem 1.5rem;\n  border: 1px solid var(--line);\n  border-radius: 12px;\n  background: var(--card);\n}\n.note {\n  margin-top: 2rem;\n}\n.failed {\n  border-color: color-mix(in srgb, var(--bad) 45%, var(--line));\n  background: var(--bad-card);\n}\n.failed strong {\n  color: var(--bad);\n  font-weight: 600;\n}\n.failed .quiet {\n  margin-top: 0.75rem;\n}\n.file {\n  display: flex;\n  gap: 1.25rem;\n  align-items: center;\n}\n.file > svg {\n  flex: none;\n  width: 2.5rem;\n  height: 2.5rem;\n  stroke-width: 1.25;\n  color: var(--muted);\n}\n.file strong {\n  font-weight: 600;\n}\n\nnav {\n  margin-top: 2.5rem;\n  padding: 1rem 0;\n  border-block: 1px solid var(--line);\n}\nnav ol {\n  display: grid;\n  grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr));\n  gap: 0 2rem;\n  list-style: none;\n  counter-reset: place;\n}\nnav li {\n  counter-increment: place;\n  min-width: 0;\n}\nnav a {\n  display: flex;\n  gap: 0.75rem;\n  align-items: baseline;\n  padding: 0.3rem 0;\n  color: inherit;\n  text-decoration: none;\n}\nnav a::before {\n  content: counter(place);\n  flex: none;\n  min-width: 1.25rem;\n  color: var(--muted);\n  font-size: 0.875rem;\n  font-variant-numeric: tabular-nums;\n}\nnav a span {\n  flex: 1;\n  min-width: 0;\n}\nnav a:hover span {\n  text-decoration: underline;\n}\n.quiet a {\n  color: inherit;\n}\nnav small {\n  flex: none;\n  font-size: 0.8125rem;\n}\n\narticle {\n  margin-top: clamp(3rem, 7vw, 5.5rem);\n  scroll-margin-top: 1.5rem;\n}\nnav + main > article:first-child {\n  margin-top: clamp(2.5rem, 5vw, 4rem);\n}\narticle > header {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.25rem 1.5rem;\n  align-items: baseline;\n  justify-content: space-between;\n}\n.away {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0 1.5rem;\n}\n.away a {\n  display: inline-flex;\n  gap: 0.2em;\n  align-items: center;\n  font-weight: 550;\n  text-decoration: none;\n}\n.away a:hover {\n  text-decoration: underline;\n}\ndl {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.75rem 2.25rem;\n  margin-top: 0.75rem;\n  font-variant-numeric: tabular-nums;\n}\ndt {\n  color: var(--muted);\n  font-size: 0.8125rem;\n  line-height: 1.4;\n}\ndd {\n  font-size: 0.9375rem;\n  line-height: 1.5;\n}\ndd .good,\ndd .bad {\n  font-weight: 600;\n}\n.filters {\n  display: flex;\n  flex-wrap: wrap;\n  gap: 0.5rem;\n  margin-top: 1rem;\n  list-style: none;\n  font-size: 0.875rem;\n}\n.filters li {\n  padding: 0.15rem 0.7rem;\n  border: 1px solid var(--line);\n  border-radius: 1rem;\n  background: var(--card);\n}\n.filters b {\n  margin-right: 0.25rem;\n  color: var(--muted);\n  font-weight: 400;\n}\narticle > .card,\n.shot {\n  margin-top: 1.5rem;\n}\n\n.shot img {\n  display: block;\n  max-width: 100%;\n  height: auto;\n  border-radius: 10px;\n  background: #fff;\n  box-shadow:\n    0 0 0 1px var(--line),\n    var(--shade);\n}\n.shot button {\n  display: block;\n  max-width: 100%;\n  padding: 0;\n  border: 0;\n  border-radius: 10px;\n  background: none;\n  cursor: zoom-in;\n}\n.shot button:focus-visible {\n  border-radius: 10px;\n}\nfooter {\n  margin-top: clamp(4rem, 8vw, 6rem);\n  padding-top: 1.25rem;\n  border-top: 1px solid var(--line);\n}\n\n@media (max-width: 40rem) {\n  dl {\n    display: grid;\n    grid-template-columns: repeat(3, 1fr);\n    gap: 0.75rem 1rem;\n  }\n  article > header {\n    display: block;\n  }\n}\n\n@page {\n  margin: 14mm;\n}\n@media print {\n  :root {\n    color-scheme: light;\n    --page: #fff;\n    --shade: 0 0;\n  }\n  body {\n    max-width: none;\n    padding: 0;\n  }\n  nav,\n  .away {\n    display: none;\n  }\n  article {\n    margin-top: 0;\n    padding-top: 1.5rem;\n    break-inside: avoid;\n  }\n  article > header,\n  dl,\n  .filters {\n    break-inside: avoid;\n    break-after: avoid;\n  }\n  .shot img {\n    max-height: 75vh;\n    width: auto;\n  }\n}\n";
const zoomCss = "/* The dialog that enlarges a picture is dark in both themes. */\ndialog {\n  inset: 0;\n  width: 100%;\n  max-width: none;\n  height: 100dvh;\n  max-height: none;\n  margin: 0;\n  padding: 0;\n  border: 0;\n  overflow: hidden;\n  background: #17151d;\n  color: #f1eff6;\n}\ndialog[open] {\n  display: flex;\n  flex-direction: column;\n}\n.bar {\n  display: flex;\n  flex: none;\n  gap: 0.25rem 1rem;\n  align-items: center;\n  padding: 0.5rem 0.75rem 0.5rem 1.25rem;\n}\n.bar h2 {\n  min-width: 0;\n  overflow: hidden;\n  font-size: 1rem;\n  letter-spacing: 0;\n  text-overflow: ellipsis;\n  white-space: nowrap;\n}\n.bar p {\n  flex: none;\n  color: #b5b1c2;\n  font-size: 0.875rem;\n  font-variant-numeric: tabular-nums;\n}\n.tools {\n  display: flex;\n  flex: none;\n  margin-left: auto;\n}\n.tools button {\n  display: grid;\n  width: 2.75rem;\n  height: 2.75rem;\n  padding: 0;\n  border: 0;\n  border-radius: 8px;\n  background: none;\n  color: inherit;\n  font-size: 1rem;\n  place-items: center;\n  cursor: pointer;\n}\n.tools button:hover {\n  background: #34313f;\n}\ndialog :focus-visible {\n  outline-color: #bba6ff;\n  outline-offset: -3px;\n}\n.stage {\n  display: flex;\n  flex: 1;\n  min-height: 0;\n  overflow: auto;\n  overscroll-behavior: contain;\n  user-select: none;\n}\n.stage:focus-visible {\n  outline: none;\n}\ndialog:has(.stage:focus-visible) .bar {\n  box-shadow: inset 0 -2px #bba6ff;\n}\n.sheet {\n  position: relative;\n  flex: none;\n  margin: auto;\n}\n.sheet img {\n  display: block;\n  background: #fff;\n  cursor: zoom-in;\n}\n.larger .sheet img {\n  cursor: zoom-out;\n}\n@media (max-width: 40rem) {\n  .bar {\n    flex-wrap: wrap;\n    padding-inline: 0.375rem;\n  }\n  .bar :is(h2, p) {\n    padding-inline: 0.625rem;\n  }\n  .bar h2 {\n    width: 100%;\n    padding-top: 0.25rem;\n  }\n  /* On touch screens, readers scroll and zoom with their fingers. */\n  .tools :is([data-do=\"less\"], [data-do=\"more\"]) {\n    display: none;\n  }\n}\n@media (forced-colors: active) {\n  dialog:has(.stage:focus-visible) .bar {\n    outline: 2px solid Highlight;\n    outline-offset: -2px;\n  }\n}\n";
const zoomJs = "/*\n * Turns every picture into a button that opens it in the dialog. This script knows nothing about targets: every `.shot`\n * contains a picture, and the pictures have the order of the page. The dialog also shows the elements that lie over the\n * picture.\n *\n * The event `go` makes the dialog show an area of a picture. The dialog sends the event `show` before it shows a\n * picture, so that listeners can change the caption.\n */\nconst find = selector => document.querySelector(selector)\nconst dialog = find('dialog')\nconst stage = find('.stage')\nconst sheet = find('.sheet')\n/** @type {HTMLImageElement[]} */\nconst pictures = Array.from(document.querySelectorAll('.shot img'))\nconst large = sheet.appendChild(new Image())\nlarge.draggable = false\n\nlet at = 0\nlet caption = { name: '', place: '' }\nlet scale = 1\nlet whole = false\nlet dragged = false\n\nconst natural = () => ({ width: pictures[at].naturalWidth || 1, height: pictures[at].naturalHeight || 1 })\nfunction scaleOfWhole() {\n  large.style.width = large.style.height = 0 // Otherwise, scroll bars would reduce the available space.\n  return Math.min(1, stage.clientWidth / natural().width, (stage.clientHeight - 16) / natural().height)\n}\nconst middle = () => {\n  const { left, top } = stage.getBoundingClientRect()\n  return { clientX: left + stage.clientWidth / 2, clientY: top + stage.clientHeight / 2 }\n}\n\nfunction size(wanted) {\n  scale = Math.min(4, Math.max(0.1, wanted))\n  const { width, height } = natural()\n  large.style.width = `${width * scale}px`\n  large.style.height = `${height * scale}px`\n  dialog.classList.toggle(\n    'larger',\n    width * scale > stage.clientWidth + 1 || height * scale > stage.clientHeight + 1,\n  )\n  find('dialog [role=status]').textContent = `${caption.place}, ${Math.round(scale * 100)} %`\n}\n\n// The pixel under the pointer keeps its place.\nfunction zoom(wanted, { clientX, clientY } = middle()) {\n  const before = large.getBoundingClientRect()\n  whole = false\n  size(wanted)\n  const after = large.getBoundingClientRect()\n  const x = (clientX - before.left) / before.width\n  const y = (clientY - before.top) / before.height\n  stage.scrollBy(after.left + x * after.width - clientX, after.top + y * after.height - clientY)\n}\n\nfunction showWhole() {\n  whole = true\n  size(scaleOfWhole())\n}\n\nconst toggle = point => (whole ? zoom(1, point) : showWhole())\n\nconst overlaysOf = picture =>\n  [...picture.parentElement.querySelectorAll('svg')].map(svg => svg.cloneNode(true))\n\n// If both pictures belong to the same comparison, the visible area stays the same.\nfunction show(place) {\n  const last = pictures[at]\n  at = (place + pictures.length) % pictures.length\n  const beside = pictures[at].closest('.compare')?.contains(last) && large.hasAttribute('src')\n  const { scrollLeft, scrollTop } = stage\n  large.src = pictures[at].src\n  large.alt = pictures[at].alt\n  sheet.replaceChildren(large, ...overlaysOf(pictures[at]))\n  caption = { name: pictures[at].dataset.name, place: `${at + 1} of ${pictures.length}` }\n  dialog.dispatchEvent(new CustomEvent('show', { detail: { picture: pictures[at], caption } }))\n  find('#zoom-name').textContent = caption.name\n  whole ? showWhole() : size(beside ? scale : 1)\n  beside ? stage.scrollTo(scrollLeft, scrollTop) : stage.scrollTo(0, 0)\n}\n\n// If the reader clicked the picture, the dialog shows the clicked place.\nfunction open(place, { clientX, clientY, detail }) {\n  const box = pictures[place].getBoundingClientRect()\n  whole = false\n  dialog.showModal()\n  show(place)\n  if (detail === 0) return\n  const { width, height } = natural()\n  stage.scrollTo(\n    ((clientX - box.left) / box.width) * width - stage.clientWidth / 2,\n    ((clientY - box.top) / box.height) * height - stage.clientHeight / 2,\n  )\n}\n\n/** @param {CustomEvent<{ picture: HTMLImageElement, area: Pick<DOMRect, 'x' | 'y' | 'width' | 'height'> }>} event */\nfunction go({ detail: { picture, area } }) {\n  if (!dialog.open) dialog.showModal()\n  whole = false\n  show(pictures.indexOf(picture))\n  size(1)\n  stage.scrollTo(\n    area.x + area.width / 2 - stage.clientWidth / 2,\n    area.y + area.height / 2 - stage.clientHeight / 2,\n  )\n}\n\nconst actions = {\n  previous: () => show(at - 1),\n  next: () => show(at + 1),\n  less: () => zoom(scale / 1.25),\n  more: () => zoom(scale * 1.25),\n  fit: () => toggle(),\n  close: () => dialog.close(),\n}\nconst pan = (left, top) => () => stage.scrollBy(left, top)\nconst keys = {\n  ArrowLeft: actions.previous,\n  ArrowRight: actions.next,\n  'Shift+ArrowLeft': pan(-80, 0),\n  'Shift+ArrowRight': pan(80, 0),\n  ArrowUp: pan(0, -80),\n  ArrowDown: pan(0, 80),\n  '-': actions.less,\n  '+': actions.more,\n  '=': actions.more,\n  0: showWhole,\n  1: () => zoom(1),\n}\n\npictures.forEach((picture, place) => {\n  const button = document.createElement('button')\n  button.type = 'button'\n  button.setAttribute('aria-label', `Enlarge: ${picture.alt}`)\n  button.setAttribute('aria-haspopup', 'dialog')\n  button.addEventListener('click', event => open(place, event))\n  picture.before(button)\n  button.append(...button.parentElement.querySelectorAll(':scope > :not(button)'))\n})\n\ndialog.addEventListener('go', go)\ndialog.addEventListener('keydown', event => {\n  if (event.ctrlKey || event.metaKey || event.altKey) return\n  const arrow = event.key.startsWith('Arrow')\n  const act = keys[(arrow && event.shiftKey ? 'Shift+' : '') + event.key]\n  if (!act) return\n  event.preventDefault()\n  act()\n})\ndialog.addEventListener('click', ({ target }) => {\n  actions[target.closest('[data-do]')?.dataset.do]?.()\n  if (target === stage && !dragged) dialog.close()\n})\ndialog.addEventListener('close', () => {\n  large.removeAttribute('src')\n  const seen = pictures[at].parentElement\n  const inSight = seen.getClientRects().length > 0\n  /** @type {HTMLElement} */\n  const focused = inSight ? seen : seen.closest('.compare').querySelector('input:checked')\n  focused.focus()\n})\nlarge.addEventListener('click', event => dragged || toggle(event))\nlarge.addEventListener('pointerdown', event => {\n  dragged = false\n  if (event.pointerType === 'mouse') large.setPointerCapture(event.pointerId)\n})\nlarge.addEventListener('pointermove', event => {\n  if (event.pointerType !== 'mouse' || !(event.buttons & 1)) return\n  dragged ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 1\n  stage.scrollBy(-event.movementX, -event.movementY)\n})\naddEventListener('resize', () => dialog.open && (whole ? showWhole() : size(scale)))\n";

;// CONCATENATED MODULE: ./build/report/page/icons.js

/** Returns a link if the URL begins with http or https, and only the HTML otherwise. */
function icons_anchor(url, html, label) {
    if (!/^https?:\/\//i.test(url))
        return html;
    return `<a href="${(0,report_format/* escapeHtml */.ZD)(url)}"${label === undefined ? '' : ` aria-label="${(0,report_format/* escapeHtml */.ZD)(label)}"`}>${html}</a>`;
}
const paths = {
    away: 'M7 17 17 7M9 7h8v8',
    next: 'm9 5 7 7-7 7',
    previous: 'm15 5-7 7 7 7',
    'next-change': 'm6 9 6 6 6-6',
    'previous-change': 'm6 15 6-6 6 6',
    outlines: 'M4 6h16v12H4z',
    more: 'M12 5v14M5 12h14',
    less: 'M5 12h14',
    fit: 'M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5',
    close: 'm6 6 12 12M18 6 6 18',
    swipe: 'm8 8-4 4 4 4M16 8l4 4-4 4',
    file: 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5M9 13h6M9 17h4',
};
/** Returns an icon without alternative text, because the text next to it or the label of its button is enough. */
const icon = (name) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${paths[name]}"/></svg>`;

;// CONCATENATED MODULE: ./build/report/page/facts.js





/** `drawn` is the real size of the picture. */
function entryFacts(result, now, drawn) {
    const { comparison } = result;
    // If the size changed, a separate fact has both sizes.
    const measured = comparison?.status === 'changed' && resizedOf(comparison.sizes) ? undefined : drawn;
    const facts = comparison
        ? [
            ...differenceOf(comparison),
            ...renderingOf(result, measured),
            ...baselineFacts(comparison, now),
            ignoredOf(result),
            noiseOf(comparison),
        ]
        : [statusFact(result), ...renderingOf(result, drawn)];
    const items = [...facts, affectedOf(result)]
        .filter(([, value]) => value !== '')
        .map(([label, value, form]) => `<div${form ? ` class="${form}"` : ''}><dt>${label}</dt><dd>${value}</dd></div>`);
    return `<dl>${items.join('')}</dl>`;
}
const affectedOf = ({ affectedBy = [] }) => [
    'Affected by',
    (0,report_format/* escapeHtml */.ZD)((0,descriptions/* describeReasons */.nl)(affectedBy)),
    'wide',
];
const statusTexts = {
    success: '<span class="good">Rendered</span>',
    failure: '<span class="bad">Failed</span>',
    checked: 'Checked without a picture',
};
/** Returns the status of an entry without a comparison. Other entries have a badge instead. */
const statusFact = ({ status }) => ['Status', statusTexts[status]];
function differenceOf(comparison) {
    if (comparison.status !== 'changed' && comparison.status !== 'unchanged')
        return [];
    const { status, changedPixels } = comparison;
    if (status === 'unchanged') {
        const words = `${(0,report_format/* formatPixels */.$0)(changedPixels)} ${changedPixels === 1 ? 'differs' : 'differ'}, within the tolerance`;
        return [['Difference', changedPixels > 0 ? words : '', 'wide']];
    }
    return [
        [
            'Changed',
            `<span class="changed">${(0,descriptions/* describePixels */.hw)(comparison)}</span>${placesText(comparison)}`,
            'wide',
        ],
        ['Size', resizedOf(comparison.sizes), 'wide'],
    ];
}
const placesText = ({ areas }) => (areas.length > 1 ? `, in ${areas.length} places` : '');
const resizedOf = ({ before, after }) => pixels(before) === pixels(after)
    ? ''
    : `was ${before.width} × ${before.height}, is ${after.width} × ${after.height}`;
function renderingOf(result, drawn) {
    const { target, status } = result;
    if ((0,targets/* isCollection */.P3)(target))
        return [['Target', targets/* collectionKinds */._e[target.kind].noun]];
    const kind = ['Target', (0,report_format/* escapeHtml */.ZD)(kindText(target))];
    if (result.status === 'checked')
        return [kind];
    const { seconds } = result;
    return [
        kind,
        ['Format', formatOf(target)],
        ['Asked for', pixels(target)],
        ['Drawn', drawn && pixels(drawn) !== pixels(target) ? pixels(drawn) : ''],
        ['File size', status === 'success' ? (0,report_format/* formatBytes */.z3)(result.bytes) : ''],
        [
            status === 'success' ? 'Render time' : 'Failed after',
            seconds === undefined ? '' : (0,report_format/* formatDuration */.a3)(seconds),
        ],
    ];
}
/** Returns the target's kind, or text such as `Tile of Sales overview`. */
const kindText = (target) => 'dashboard' in target && target.dashboard
    ? `Tile of ${target.dashboard.title ?? `dashboard ${target.dashboard.id}`}`
    : (0,targets/* nounAtStart */.GC)(target.kind);
const pixels = ({ width, height }) => `${width} × ${height} px`;
function formatOf({ output }) {
    if (output.format !== 'pdf')
        return output.format.toUpperCase();
    const { paperSize, landscape } = output;
    return ['PDF', paperSize && paperName(paperSize), landscape && 'landscape'].filter(Boolean).join(', ');
}
const paperName = (size) => (/^a\d$/.test(size) ? size.toUpperCase() : size);
function ignoredOf({ target }) {
    const ignored = (0,targets/* isCollection */.P3)(target) ? [] : target.ignore;
    return ['Ignored', ignored.map(descriptions/* describeRectangle */.zT).join('; '), 'wide'];
}
function noiseOf(comparison) {
    const noise = 'noisePixels' in comparison ? comparison.noisePixels : undefined;
    const words = noise === 0 ? 'none' : noise && `${(0,report_format/* formatPixels */.$0)(noise)}, not counted as changed`;
    return ['Noise between two renders', words || '', 'wide'];
}
function baselineFacts(comparison, now) {
    if (comparison.status === 'new' || !comparison.baseline)
        return [];
    const notCompared = 'isRemoved' in comparison ? 'Shows' : 'To be compared with';
    const label = comparison.status === 'incomparable' ? notCompared : 'Compared with';
    const doubts = (0,baseline_doubts/* describeDoubts */.d)(comparison, now).map(doubt => `${(0,report_format/* escapeHtml */.ZD)(doubt)}.`);
    return [
        [label, baselineWords(comparison.baseline, now.at), 'wide'],
        ['Note', doubts.join(' '), 'wide'],
    ];
}
function baselineWords(baseline, at) {
    if (baseline.kind === 'instance')
        return icons_anchor(baseline.url, baselineName(baseline));
    if (baseline.kind === 'commit')
        return `${baselineName(baseline)}, rendered in this run`;
    const recorded = `<time datetime="${baseline.at.toISOString()}">${(0,report_format/* formatTime */.fU)(baseline.at)}</time>`;
    return `${baselineName(baseline)}, recorded ${recorded}, ${(0,report_format/* formatAge */.nV)(baseline.at, at)} by ${(0,report_format/* escapeHtml */.ZD)((0,descriptions/* describeRun */.vZ)(baseline))}`;
}
/** Returns text such as `main at 1a2b3c4`, or the instance's host. */
const baselineName = (baseline) => baseline.kind === 'instance'
    ? (0,report_format/* escapeHtml */.ZD)(baseline.url.replace(/^https?:\/\/|\/+$/gi, ''))
    : `${(0,report_format/* escapeHtml */.ZD)(baseline.ref)} at <code>${(0,report_format/* escapeHtml */.ZD)(baseline.sha.slice(0, 7))}</code>`;
function filtersOf(target) {
    if (!('filters' in target) || target.filters.size === 0)
        return '';
    const items = [...target.filters].map(([name, value]) => `<li><b>${(0,report_format/* escapeHtml */.ZD)(name)}</b> <span>${(0,report_format/* escapeHtml */.ZD)(value) || 'any value'}</span></li>`);
    return `\n<ul class="filters" aria-label="Filters">${items.join('')}</ul>`;
}

;// CONCATENATED MODULE: ./build/report/page/comparison.js





/**
 * Yields a figure with the "before" picture, the "after" picture and the difference image. Without JavaScript, the
 * pictures are below each other. With JavaScript, the reader chooses a view. Reads one picture at a time.
 */
async function* compareFigure(trio, { id, changes }, bytesOf) {
    const { areas, after } = trio;
    yield `\n<figure class="compare" aria-label="Before, after and difference" data-name="${(0,report_format/* escapeHtml */.ZD)((0,targets/* titleOf */.Gg)(after))}"${areasAttribute(areas, changes)}>\n${addresses(changes)}${controlsOf(id, areas.length)}\n<div class="pictures">\n${sliders}`;
    for (const { part, caption, path, ...about } of partsOf(trio)) {
        yield `<figure class="${part}"><figcaption>${caption}</figcaption><div class="shot">`;
        yield* comparison_image(about, await bytesOf(path));
        yield `${outlines(areas, about.size)}</div></figure>\n`;
    }
    yield '</div>\n</figure>';
}
/** The anchors for links to changes. The links work with and without JavaScript. */
const addresses = (changes) => changes.map(id => `<span id="${id}"></span>`).join('');
function partsOf(trio) {
    const { before, after, difference, baseline, sizes } = trio;
    const { output } = after.target;
    const named = (part) => ({
        part,
        alt: `${(0,targets/* headingOf */.Wm)(after)}, ${part}`,
        name: `${(0,targets/* titleOf */.Gg)(after)}, ${part}`,
    });
    return [
        {
            ...named('before'),
            caption: `<b>Before</b> <span>${baselineName(baseline)}</span>`,
            path: before.path,
            format: before.format,
            size: sizes.before,
        },
        {
            ...named('after'),
            caption: '<b>After</b>',
            path: after.path,
            format: output.format,
            size: sizes.after,
        },
        {
            ...named('difference'),
            caption: `<b>Difference</b> <span>${legendOf(trio)}</span>`,
            path: difference.path,
            format: difference.format,
            size: largerOf(sizes),
        },
    ];
}
const largerOf = ({ before, after }) => ({
    width: Math.max(before.width, after.width),
    height: Math.max(before.height, after.height),
});
function legendOf({ after: { target }, sizes, changedPixels, shadedPixels, noisePixels }) {
    const { before, after } = sizes;
    const isResized = before.width !== after.width || before.height !== after.height;
    return [
        (changedPixels > 0 || shadedPixels === 0) && 'changed pixels are red',
        isResized && 'parts that only one picture has are pale red',
        shadedPixels > 0 && 'areas whose shade changed are blue',
        target.ignore.length > 0 && 'ignored rectangles are hatched',
        noisePixels && 'noise between two renders is amber',
    ]
        .filter(Boolean)
        .join(', ');
}
/**
 * The views, with values that the CSS uses. On a phone, the view "sides" shows the pictures below each other, so its
 * label is "Both".
 */
const choices = [
    ['sides', '<span class="long">Side by side</span><span class="short">Both</span>'],
    ['swipe', 'Swipe'],
    ['fade', 'Fade'],
    ['difference', 'Difference'],
];
/** All controls are hidden until a script enables them. */
function controlsOf(id, changes) {
    const words = changes === 1 ? 'Show the change' : `Show ${changes} changes`;
    const outlining = changes === 0
        ? ''
        : `<label class="outlining" hidden><input type="checkbox" checked>Outlines</label><button type="button" class="show" data-do="first-change" hidden>${words}</button>`;
    return `<div class="controls">${viewsOf(id)}${outlining}</div>`;
}
/** Radio buttons work with arrow keys and screen readers. */
function viewsOf(id) {
    const options = choices.map(([value, label], place) => `<label><input type="radio" name="${id}-view" value="${value}"${place === 0 ? ' checked' : ''}>${label}</label>`);
    return `<fieldset class="views" hidden><legend>View</legend>${options.join('')}</fieldset>`;
}
/** The slider accepts any value, so that dragging is smooth. An arrow key moves the slider by one percent. */
const range = (label) => `<input type="range" min="0" max="100" step="any" value="50" aria-label="${label}">`;
/**
 * The thumb of the swipe slider is invisible and as high as the pictures. The element `line` draws the divider at the
 * position of the thumb.
 */
const sliders = `<div class="swipe" hidden>${range('Divider: before on the left, after on the right')}<div class="line" aria-hidden="true"><span>${icon('swipe')}</span></div></div>
<div class="fade" hidden>${range('Fade from before to after')}</div>
`;
const isShowable = (result) => result.status === 'success' && (0,build_results/* isPicture */.D1)(result);
const isPictureBeside = (file) => file.format !== 'pdf';
function trioOf(after) {
    const { comparison } = after;
    if (comparison?.status !== 'changed')
        return undefined;
    const { before, difference } = comparison;
    if (!isPictureBeside(before) || !isPictureBeside(difference))
        return undefined;
    return { ...comparison, before, after, difference };
}
/** Returns no picture, one picture or three pictures. Adds the picture of production if there is one. */
function picturesIn(result) {
    if (!isShowable(result))
        return [];
    const trio = trioOf(result);
    const own = trio ? [trio.before, trio.after, trio.difference] : [result];
    return result.production ? [...own, result.production] : own;
}
/** Yields an `<img>` in pieces. All pieces between the first and the last are base64. */
function* comparison_image({ alt, name, format, size }, bytes) {
    const measures = size ? ` width="${size.width}" height="${size.height}"` : '';
    yield `<img alt="${(0,report_format/* escapeHtml */.ZD)(alt)}" data-name="${(0,report_format/* escapeHtml */.ZD)(name)}"${measures} src="data:image/${format === 'jpg' ? 'jpeg' : 'png'};base64,`;
    yield* base64(bytes);
    yield '">';
}
/** The size of a piece. The base64 texts of pieces can be joined only if this size is a multiple of three. */
const base64PieceBytes = 48 * 1024;
/** Encodes in small pieces, because V8 keeps long strings in memory until a full garbage collection. */
function* base64(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < buffer.length; at += base64PieceBytes)
        yield buffer.toString('base64', at, at + base64PieceBytes);
}
/**
 * Returns an SVG with the outlines of the areas. The SVG lies over a picture of this size. Returns an empty text if the
 * picture contains none of the areas. Each outline has a wider line below it, so that it is visible on dark pictures.
 */
function outlines(areas, size) {
    const path = areas.map(area => outlineOf(area, size)).join('');
    if (path === '')
        return '';
    const { width, height } = size;
    return `<svg class="outlines" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><path d="${path}"/><path d="${path}"/></svg>`;
}
/** Returns an outline with some distance to its area, so that readers can see even a single changed pixel. */
function outlineOf({ x, y, width, height }, size) {
    if (x >= size.width || y >= size.height)
        return '';
    const room = Math.ceil(size.width / 120);
    const [left, top] = [Math.max(0, x - room), Math.max(0, y - room)];
    const right = Math.min(size.width, x + width + room);
    const bottom = Math.min(size.height, y + height + room);
    return `M${left} ${top}H${right}V${bottom}H${left}Z`;
}
/**
 * Returns the data for the script that shows the changes one by one. Areas have the form `[x, y, width, height]`, in
 * pixels of the larger picture.
 */
const areasAttribute = (areas, ids) => ` data-areas="${JSON.stringify(areas.map(({ x, y, width, height }) => [x, y, width, height]))}" data-ids="${ids.join(' ')}"`;
/** The button and its keyboard shortcuts are hidden until a script enables them. */
const walkthrough = (changes) => changes === 0
    ? ''
    : `<p class="walkthrough" hidden><button type="button" data-do="next-change">${changes === 1 ? 'Show the change' : `Show ${changes} changes, one by one`}</button> <span class="keys">Keys: <kbd>n</kbd> next change, <kbd>p</kbd> previous change, <kbd>←</kbd> <kbd>→</kbd> before, after and difference, <kbd>o</kbd> outlines on or off</span></p>\n`;

// EXTERNAL MODULE: ./build/runtime/image-size.js
var image_size = __webpack_require__(48206);
;// CONCATENATED MODULE: ./build/report/page/page-entry.js










/**
 * Yields the entry of a target with its picture. If the picture changed, adds the "before" picture and the difference
 * image.
 */
async function* pictureEntry(picture, ids, facts, bytesOf) {
    const { path, target } = picture;
    const id = ids.entryOf(picture);
    const trio = trioOf(picture);
    if (trio) {
        yield opening(picture, id, facts, { isShown: true, drawn: trio.sizes.after });
        yield* compareFigure(trio, { id, changes: ids.changesOf(picture) }, bytesOf);
    }
    else {
        const bytes = await bytesOf(path);
        const { format } = target.output;
        const drawn = (0,image_size/* imageSize */.R)(bytes, format);
        const { before, after, name, alt } = showsProduction(picture)
            ? productionFigure(picture)
            : figure(picture);
        yield `${opening(picture, id, facts, { isShown: true, drawn })}\n${before}`;
        yield* comparison_image({ alt, name, format, size: drawn }, bytes);
        yield after;
    }
    if (picture.production) {
        const { format } = target.output;
        const bytes = await bytesOf(picture.production.path);
        const { before, after, name, alt } = productionFigure(picture);
        yield before;
        yield* comparison_image({ alt, name, format, size: (0,image_size/* imageSize */.R)(bytes, format) }, bytes);
        yield after;
    }
    yield '\n</article>\n';
}
const figure = (result) => ({
    before: '<figure class="shot">',
    after: '</figure>',
    name: (0,targets/* titleOf */.Gg)(result),
    alt: `${(0,targets/* headingOf */.Wm)(result)}, as Looker drew it`,
});
/** Whether the picture shows production instead of the pull request. This happens only with `dev-mode`. */
const showsProduction = ({ check }) => check !== undefined && !(0,branch_report/* isDrawnCheck */.jd)(check);
/** Describes the picture of production. The figure is folded, because it shows nothing of the pull request. */
const productionFigure = (result) => ({
    before: '<details class="production"><summary>Production now</summary><figure class="shot">',
    after: '</figure></details>',
    name: `${(0,targets/* titleOf */.Gg)(result)}, production now`,
    alt: `${(0,targets/* headingOf */.Wm)(result)}, production now`,
});
/** Describes the picture of a changed LookML dashboard, or the reason why it has no picture. */
function drawingNote({ check }) {
    const words = check ? (0,tile_words/* drawingWords */.mJ)(check) : '';
    if (words === '')
        return '';
    const hint = check?.drawing?.problem ? `. ${check.drawing.problem.hint}` : '';
    return `<p class="quiet">${(0,report_format/* escapeHtml */.ZD)(words.charAt(0).toUpperCase() + words.slice(1) + hint)}</p>`;
}
/** Returns an entry without a picture: of a failure, a PDF, or a picture that exceeds the page's maximum size. */
function plainEntry(result, ids, facts) {
    const body = result.status === 'failure'
        ? // Each failed tile has a line of its own, so no other text is needed.
            result.check?.tiles.some(branch_report/* isFailedTile */.kH)
                ? ''
                : failureCard(result)
        : result.status === 'checked'
            ? ''
            : fileCard(result, facts);
    return `${opening(result, ids.entryOf(result), facts)}\n${body}\n</article>\n`;
}
function opening(result, id, now, { isShown, drawn } = { isShown: false }) {
    const { target, comparison } = result;
    const fileUrl = isShown && result.status === 'success' ? result.links.artifactUrl : undefined;
    const links = [
        fileUrl && 'file' in target ? icons_anchor(fileUrl, 'Open the file', `Open the file: ${target.file}`) : '',
        icons_anchor(target.url, `Open in Looker${icon('away')}`, `Open in Looker: ${(0,targets/* titleOf */.Gg)(result)}`),
    ];
    const distinction = result.distinction === undefined ? '' : ` <small>${(0,report_format/* escapeHtml */.ZD)(result.distinction)}</small>`;
    return `<article id="${id}" data-standing="${stateOf(result)}" aria-labelledby="${headingIdOf(id)}">
<header><h2 id="${headingIdOf(id)}">${(0,report_format/* escapeHtml */.ZD)((0,targets/* titleOf */.Gg)(result))}${distinction}</h2>${badge(comparison)}<p class="away">${links.join('')}</p></header>
${result.check ? (0,tile_words/* tilesHtml */.fo)(result.check) : ''}${drawingNote(result)}${foldIfUnchanged(result, entryFacts(result, now, drawn))}${filtersOf(target)}${notCompared(comparison)}`;
}
/** Folds the facts of an unchanged target, so that its entry is small. */
const foldIfUnchanged = (result, facts) => stateOf(result) === 'unchanged' ? `<details><summary>Facts</summary>${facts}</details>` : facts;
function fileCard(result, { archive }) {
    const { target, links } = result;
    const what = isShowable(result) ? 'picture' : 'PDF';
    const why = isShowable(result) ? 'The file did not fit into this page. ' : '';
    const where = links.artifactUrl
        ? icons_anchor(links.artifactUrl, `Open the ${what}`)
        : archive
            ? `It is in the ${icons_anchor(archive.url, 'workflow artifact')}.`
            : 'It is among the files of the workflow run.';
    return `<div class="card file">${icon('file')}<div><p><strong>${(0,report_format/* escapeHtml */.ZD)(target.file)}</strong></p><p>${why}${where}</p>${besideIt(result)}</div></div>`;
}
function besideIt({ comparison }) {
    if (comparison?.status !== 'changed')
        return '';
    const links = [
        sidecarLink(comparison.before, 'Before'),
        sidecarLink(comparison.difference, 'Difference'),
    ].filter(link => link !== '');
    return links.length === 0 ? '' : `<p>Beside it: ${links.join(', ')}</p>`;
}
function failureCard({ target, error, renderTaskId }) {
    const task = renderTaskId === undefined ? '' : `, render task <code>${(0,report_format/* escapeHtml */.ZD)(renderTaskId)}</code>`;
    return `<div class="card failed"><p><strong>${(0,report_format/* escapeHtml */.ZD)(error.message)}</strong></p><p>${(0,report_format/* escapeHtml */.ZD)(error.hint)}</p>
<p class="quiet">Target <code>${(0,report_format/* escapeHtml */.ZD)(target.source)}</code>${task}</p></div>`;
}
function badge(comparison) {
    if (!comparison)
        return '';
    const { status } = comparison;
    return `<p class="badge ${status}">${wordsOf(comparison)}</p>`;
}
function wordsOf(comparison) {
    switch (comparison.status) {
        case 'changed':
            return 'Changed';
        case 'unchanged':
            return unchanged(comparison.baseline);
        case 'new':
            return `New: ${(0,report_format/* escapeHtml */.ZD)(comparison.sha ? (0,descriptions/* describeNew */.oU)(comparison) : `nothing recorded for ${comparison.ref} yet`)}`;
        case 'incomparable':
            return 'Not compared';
    }
}
const unchanged = (baseline) => baseline.kind === 'instance'
    ? `The same on ${baselineName(baseline)}`
    : `Unchanged since ${baselineName(baseline)}`;
/** Explains why a picture was not compared, with the next step. */
function notCompared(comparison) {
    if (comparison?.status !== 'incomparable')
        return '';
    const { error, before } = comparison;
    const named = before
        ? `\n<p class="quiet">Before: ${sidecarLink(before, fileName(before)) || fileName(before)}</p>`
        : '';
    return `\n<div class="card"><p><strong>${(0,report_format/* escapeHtml */.ZD)(error.message)}</strong></p><p>${(0,report_format/* escapeHtml */.ZD)(error.hint)}</p>${named}</div>`;
}
const fileName = ({ path }) => (0,report_format/* escapeHtml */.ZD)(path.split(/[\\/]/).at(-1) ?? path);
/** Returns a link to an additional file of a target. Returns an empty text if the file is only in the archive. */
function sidecarLink({ links }, html) {
    const url = links.artifactUrl ?? links.imageUrl;
    return url === undefined ? '' : icons_anchor(url, html);
}
/** No entry can have this id, because ids of entries contain no dot. */
const headingIdOf = (id) => `${id}.heading`;
/**
 * Gives each entry an id from its heading, such as `sales-overview`, so that a link to an entry is also valid in later
 * reports. Equal headings are numbered in the order of the targets, because the order of the page may change.
 */
function identify(results) {
    const taken = new Set(['zoom-name']);
    const take = (id) => {
        taken.add(id);
        return id;
    };
    const entries = new Map(results.map(result => [result, take(firstFree(slugOf((0,targets/* headingOf */.Wm)(result)), taken))]));
    const changes = new Map(results.map(result => {
        const id = entries.get(result);
        const free = (place) => taken.has(`${id}-${place}`) ? `${id}-change-${place}` : `${id}-${place}`;
        const ids = Array.from({ length: changeCount(result) }, (_, place) => take(firstFree(free(place + 1), taken)));
        return [result, ids];
    }));
    return {
        entryOf: result => entries.get(result),
        changesOf: result => changes.get(result) ?? [],
    };
}
const changeCount = (result) => result.comparison?.status === 'changed' ? result.comparison.areas.length : 0;
/**
 * Returns an id with letters and digits of all languages, because HTML and URLs allow such letters without escaping.
 */
const slugOf = (heading) => heading
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 80)
    .toWellFormed()
    .replace(/^-|[-\ufffd]+$/g, '') || 'target';
function firstFree(slug, taken) {
    let id = slug;
    for (let n = 2; taken.has(id); n++)
        id = `${slug}-${n}`;
    return id;
}
/** The most important state comes first. */
const resultStates = ['failed', 'changed', 'new', 'not compared', 'unchanged'];
/** Whether at least one target was compared or checked. */
const isComparison = (results) => results.some(({ check, comparison }) => check !== undefined || comparison !== undefined);
/** A target counts as unchanged only after a comparison. */
function stateOf(result) {
    if (result.status === 'failure')
        return 'failed';
    const status = (0,verdict_facts/* changeOfResult */.No)(result) ?? 'incomparable';
    return status === 'incomparable' ? 'not compared' : status;
}
/**
 * Sorts the results. After a comparison, the most important states come first, as in the comment. Otherwise, the
 * results keep the order of the targets.
 */
function inPageOrder(results) {
    if (!isComparison(results))
        return results;
    return resultStates.flatMap(standing => results.filter(result => stateOf(result) === standing));
}

;// CONCATENATED MODULE: ./build/report/page/page.js









/** The maximum size of all pictures together. Base64 adds a third. Phones can still open a page of this size. */
const maxPictureBytes = 64_000_000;
/**
 * Yields the report in pieces, for a stream. The report is a single HTML file that sends no requests. Reads one picture
 * at a time. After a comparison, failed and changed targets come first. If the pictures exceed `most` bytes, the page
 * only links to the remaining pictures. An entry shows all of its pictures or none.
 * @param bytesOf reads the bytes of a file by path. If it throws, the page ends
 */
async function* reportPage(results, facts, bytesOf, most = maxPictureBytes) {
    const ordered = inPageOrder(results);
    const inside = takeFittingResults(ordered, most);
    const ids = identify(results);
    const changes = countChanges(inside);
    const code = codeFor({
        isComparison: isComparison(ordered),
        hasChanges: changes > 0,
        hasPictures: inside.size > 0,
        hasIndex: index(ordered, ids) !== '',
    });
    yield `${head(facts.title, code)}<body>\n<header class="masthead">\n${masthead(ordered, facts, ids)}${noRoom(ordered, inside, most)}${walkthrough(changes)}</header>\n${index(ordered, ids)}<main>\n`;
    const loud = ordered.filter(result => stateOf(result) !== 'unchanged');
    const quiet = ordered.slice(loud.length);
    const entry = async function* (result) {
        if (isShowable(result) && inside.has(result))
            yield* pictureEntry(result, ids, facts, bytesOf);
        else
            yield plainEntry(result, ids, facts);
    };
    for (const result of loud)
        yield* entry(result);
    if (quiet.length > 0)
        yield `<section class="unchanged-entries" aria-labelledby="unchanged.heading">\n<h2 id="unchanged.heading">${quiet.some(({ check }) => check) ? 'No change found' : 'Unchanged'}</h2>\n`;
    for (const result of quiet)
        yield* entry(result);
    if (quiet.length > 0)
        yield '</section>\n';
    yield `</main>\n${pageFooter(facts)}${inside.size > 0 ? dialog(changes > 0) : ''}${scripts(code)}</body>\n</html>\n`;
}
const bytesIn = (result) => picturesIn(result).reduce((sum, { bytes }) => sum + bytes, 0);
function takeFittingResults(results, most) {
    let used = 0;
    const inside = results.filter(isShowable).filter(result => {
        const fits = used + bytesIn(result) <= most;
        if (fits)
            used += bytesIn(result);
        return fits;
    });
    return new Set(inside);
}
const countChanges = (inside) => [...inside].reduce((sum, picture) => sum + (trioOf(picture)?.areas.length ?? 0), 0);
/** The page's icon. Without it, the browser would request /favicon.ico. */
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#6d4bd8"/><path d="M4 11.5v-3M8 11.5v-7M12 11.5V7" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`;
const head = (title, code) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(code)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${(0,report_format/* escapeHtml */.ZD)(title)}</title>
<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(favicon).toString('base64')}">
${styles(code)}</head>
`;
function noRoom(results, inside, most) {
    const left = results.filter(result => !inside.has(result)).flatMap(picturesIn).length;
    if (left === 0)
        return '';
    return `<p class="card note">${(0,runtime_text/* count */.U9)(left, 'picture')} did not fit into this page, which has space for ${(0,report_format/* formatBytes */.z3)(most)}. Their links are below.</p>\n`;
}
const pageFooter = ({ archive }) => `<footer class="quiet">
<p>${archive ? `All files: ${icons_anchor(archive.url, 'workflow artifact')}. ` : ''}This page is complete and loads nothing from the network.</p>
</footer>
`;
const codeFor = ({ isComparison, hasChanges, hasPictures, hasIndex }) => ({
    styles: [
        pageCss,
        zoomCss,
        ...(hasIndex ? [filterCss] : []),
        ...(isComparison ? [comparisonCss] : []),
        ...(hasChanges ? [changesCss] : []),
    ],
    scripts: [
        ...(hasPictures ? [zoomJs] : []),
        ...(hasPictures && isComparison ? [comparisonJs] : []),
        ...(hasChanges ? [changesJs] : []),
        ...(hasIndex ? [filterJs] : []),
    ],
});
const styles = (code) => code.styles.map(text => `<style>${text}</style>\n`).join('');
const scripts = (code) => code.scripts.map(text => `<script type="module">${text}</script>\n`).join('');
const hashes = (texts) => texts.map(text => `'sha256-${(0,external_node_crypto_.createHash)('sha256').update(text).digest('base64')}'`).join(' ');
/** Allows only the page's own styles and scripts, and pictures from `data:`. */
const policy = ({ styles, scripts }) => [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hashes(styles)}`,
    `script-src ${hashes(scripts)}`,
    "base-uri 'none'",
    "form-action 'none'",
].join('; ');
const page_button = (name, label, keys, more = '') => `<button type="button" data-do="${name}"${more} aria-label="${label}" title="${label} (${keys})">${icon(name)}</button>`;
const changeButtons = `${page_button('outlines', 'Outlines', 'o', ' aria-pressed="true" aria-keyshortcuts="o"')}
${page_button('previous-change', 'Previous change', 'p', ' aria-keyshortcuts="p"')}
${page_button('next-change', 'Next change', 'n', ' aria-keyshortcuts="n"')}
`;
/**
 * Shows a picture in its full size. Without JavaScript, the dialog stays closed. If the page has changes, the dialog
 * has buttons for them.
 */
const dialog = (hasChanges) => `<dialog aria-labelledby="zoom-name">
<div class="bar">
<h2 id="zoom-name" aria-live="polite"></h2>
<p role="status"></p>
<div class="tools">
${hasChanges ? changeButtons : ''}${page_button('previous', 'Previous picture', '←')}
${page_button('next', 'Next picture', '→')}
${page_button('less', 'Smaller', '−')}
${page_button('more', 'Larger', '+')}
${page_button('fit', 'Whole picture or full size', '0 or 1')}
${page_button('close', 'Close', 'Esc')}
</div>
</div>
<div class="stage" tabindex="0" role="group" aria-label="Picture" autofocus><div class="sheet"></div></div>
</dialog>
`;
const minIndexTargets = 4;
/**
 * Returns the top of the page: the headline, the counts, and the origin of the results. `results` are in the order of
 * the page.
 */
function masthead(results, facts, ids) {
    const { host, release } = facts;
    const by = `<b>${(0,report_format/* escapeHtml */.ZD)(host)}</b>${release === undefined ? '' : `, Looker ${(0,report_format/* escapeHtml */.ZD)(release)}`}`;
    const rendered = `${renderedOf(results)} by ${by}`;
    const [tally, ...quiet] = isComparison(results)
        ? [standingsOf(results, ids), rendered, ...provenanceParts(facts)]
        : [`${rendered}${failuresOf(results, ids)}`, ...provenanceParts(facts)];
    const nextStep = facts.nextStep === undefined ? '' : `\n<p class="next-step">${(0,report_format/* escapeHtml */.ZD)(facts.nextStep)}</p>`;
    return `<h1>${(0,report_format/* escapeHtml */.ZD)(facts.title)}</h1>${nextStep}${pullRequestLine(facts)}
<p class="tally">${tally}</p>
<p class="quiet">${quiet.join('<span aria-hidden="true"> · </span>')}</p>${lookmlOf(facts)}${brokenContentList(facts)}
`;
}
function lookmlOf({ note = '', unaffected = [], branch }) {
    const rest = unaffected.length > 0 ? `${(0,descriptions/* describeUnaffected */.NF)(unaffected)}: ${(0,targets/* headingsOf */.z)(unaffected)}.` : '';
    return [...(0,descriptions/* describeBranchCheck */.ot)(branch).map(words => `${words}.`), note, rest]
        .filter(words => words !== '')
        .map(words => `\n<p class="quiet">${(0,report_format/* escapeHtml */.ZD)(words)}</p>`)
        .join('');
}
function brokenContentList({ branch }) {
    const words = (0,descriptions/* describeContent */.Xb)(branch?.content);
    if (words === undefined)
        return '';
    const items = (branch?.content?.broken ?? []).map(broken => `<li>${icons_anchor(broken.url, broken.title)}: ${(0,report_format/* escapeHtml */.ZD)((0,descriptions/* contentErrors */.T7)(broken))}</li>`);
    const list = items.length > 0 ? `\n<ul>${items.join('\n')}</ul>` : '';
    return `\n<section class="card failed" aria-label="Broken content"><p><strong>${(0,report_format/* escapeHtml */.ZD)(words)}</strong></p>${list}</section>`;
}
/** Returns a line such as `Pull request #12: Split shipping from sales`. */
function pullRequestLine({ pullRequest }) {
    if (!pullRequest)
        return '';
    const { number, title, url } = pullRequest;
    const name = title === undefined ? '' : `: ${(0,report_format/* escapeHtml */.ZD)(title)}`;
    return `\n<p class="pull-request">${icons_anchor(url, `Pull request #${number}`)}${name}</p>`;
}
function renderedOf(results) {
    // In a branch check, a target can fail although it was rendered.
    if (results.some(({ check }) => check))
        return `${(0,runtime_text/* count */.U9)(results.length, 'target')} checked`;
    const done = results.filter(({ status }) => status === 'success').length;
    if (done === results.length)
        return `${(0,runtime_text/* count */.U9)(done, 'target')} rendered`;
    return done === 0 ? 'Nothing rendered' : `${done} of ${(0,runtime_text/* count */.U9)(results.length, 'target')} rendered`;
}
const failuresOf = (results, ids) => {
    const failed = linkTo(results, 'failed', ids);
    return failed && `, ${failed}`;
};
const standingsOf = (results, ids) => resultStates
    .map(standing => (standing === 'failed' ? linkTo(results, standing, ids) : numberOf(results, standing)))
    .filter(part => part !== '')
    .join(', ');
function numberOf(results, standing) {
    const { length } = results.filter(result => stateOf(result) === standing);
    if (length === 0)
        return '';
    return standing === 'changed' ? `<b class="changed">${length} changed</b>` : `${length} ${standing}`;
}
function linkTo(results, standing, ids) {
    const first = results.find(result => stateOf(result) === standing);
    if (!first)
        return '';
    return `<a class="bad" href="#${ids.entryOf(first)}">${numberOf(results, standing)}</a>`;
}
function provenanceParts({ repository, commit, run, at }) {
    const iso = at.toISOString();
    const day = at.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
    return [
        repository === undefined ? '' : (0,report_format/* escapeHtml */.ZD)(repository),
        commit ? icons_anchor(commit.url, `commit <code>${(0,report_format/* escapeHtml */.ZD)(commit.sha.slice(0, 7))}</code>`) : '',
        run ? icons_anchor(run.url, (0,report_format/* escapeHtml */.ZD)(run.label)) : '',
        `<time datetime="${iso}">${day}, ${iso.slice(11, 16)} UTC</time>`,
    ].filter(part => part !== '');
}
/** Marks unusual results. Normal results get no mark. */
const marks = {
    changed: '<small class="changed">changed</small>',
    failed: '<small class="bad">failed</small>',
    new: '<small>new</small>',
    'not compared': '<small>not compared</small>',
};
/**
 * Returns links to the entries, or an empty text if there are only a few targets. `results` are in the order of the
 * page.
 */
function index(results, ids) {
    if (results.length < minIndexTargets)
        return '';
    const compared = isComparison(results);
    const items = results.map(result => {
        const standing = stateOf(result);
        const mark = compared || standing === 'failed' ? (marks[standing] ?? '') : '';
        return `<li><a href="#${ids.entryOf(result)}"><span>${(0,report_format/* escapeHtml */.ZD)((0,targets/* headingOf */.Wm)(result))}</span>${mark && ` ${mark}`}</a></li>`;
    });
    return `${toolbar(results)}<nav aria-label="Targets in this page"><ol>${items.join('')}</ol></nav>\n`;
}
const filters = [
    ['changed', 'Changed'],
    ['failed', 'Failed'],
];
/** All filters are hidden until their script has run. Leaves out a filter that matches no target. */
function toolbar(results) {
    const number = (standing) => results.filter(result => stateOf(result) === standing).length;
    const options = [
        ['all', 'All', results.length],
        ...filters.map(([value, label]) => [value, label, number(value)]),
    ].filter(([, , found]) => found > 0);
    const radios = options.map(([value, label, found], place) => `<label><input type="radio" name="standing.filter" value="${value}"${place === 0 ? ' checked' : ''}>${label} <small>${found}</small></label>`);
    return `<form class="toolbar" role="search" hidden>
<fieldset class="views"><legend>Show</legend>${radios.join('')}</fieldset>
<input type="search" aria-label="Search the targets" placeholder="Search" autocomplete="off" spellcheck="false">
<output></output>
</form>
`;
}

// EXTERNAL MODULE: ./build/runtime/files.js
var files = __webpack_require__(68560);
// EXTERNAL MODULE: ./build/publish/artifact.js
var artifact = __webpack_require__(97160);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/publish/release.js






/**
 * Attaches the files to the tag's release. The release may be a draft. Replaces files of an earlier run with the same
 * names, and keeps those of targets that failed. If one file fails, attaches the remaining files.
 * @throws ActionError if the release does not exist, or if all files failed
 */
async function addReleaseAssets(repository, { tag, files, failedFiles }) {
    try {
        const release = await findRelease(repository, tag);
        const existing = await listAssets(repository, release.id);
        const { attached, failed, error } = await attachAll({ repository, release, existing }, files);
        const older = failedFiles.filter(file => assetsOf(file, existing).length > 0);
        const warnings = older.length > 0 ? [olderFilesWarning(older, tag)] : [];
        if (failed.length === 0)
            return { url: release.url, files: attached, warnings };
        if (attached.size === 0)
            throw error;
        const what = `${failed.length} of ${(0,runtime_text/* count */.U9)(files.length, 'file')} could not be added to the release ${tag} (${failed.join(', ')})`;
        return { url: release.url, files: attached, warnings: [...warnings, releaseError(error, tag, what)] };
    }
    catch (error) {
        throw releaseError(error, tag, `The files could not be added to the release ${tag}`);
    }
}
const olderFilesWarning = (files, tag) => new errors/* ActionError */.lZ(`The release ${tag} still has older files of targets that failed in this run (${files.join(', ')})`, 'Run the job again to replace them, or delete them on the page of the release.');
async function findRelease(repository, tag) {
    const { octokit, owner, repo } = repository;
    const published = await octokit.rest.repos.getReleaseByTag({ owner, repo, tag }).catch(error => {
        if ((0,github_errors/* statusOf */.c2)(error) !== 404)
            throw error;
        return undefined;
    });
    const data = published?.data ?? (await findDraft(repository, tag));
    if (!data)
        throw new errors/* ActionError */.lZ(`The tag ${tag} has no release, so no files were uploaded to a release`, 'Create a release for the tag before this step, or set release-tag to a tag with a release. Only a token with "contents: write" can see a draft.');
    return {
        id: (0,client/* idOf */.TH)(data, 'release'),
        url: (0,client/* urlIn */.Ht)(data, 'html_url', 'release'),
        uploadUrl: (0,client/* uploadUrlIn */.I0)(data, octokit.request.endpoint.DEFAULTS.baseUrl),
    };
}
/** Searches the list of releases from the newest to the oldest, because GitHub finds only published releases by tag. */
async function findDraft({ octokit, owner, repo }, tag) {
    const list = (page) => octokit.rest.repos.listReleases({ owner, repo, per_page: 100, page });
    for await (const releases of (0,client/* pagesOf */.E0)(list, 'list of releases')) {
        const draft = releases.find(({ tag_name, draft }) => tag_name === tag && draft === true);
        if (draft)
            return draft;
    }
    return undefined;
}
async function listAssets({ octokit, owner, repo }, release) {
    const assets = await (0,client/* listAllPages */.MN)(page => octokit.rest.repos.listReleaseAssets({ owner, repo, release_id: release, per_page: 100, page }), 'list of assets');
    return assets.map(asset => ({ id: (0,client/* idOf */.TH)(asset, 'asset'), name: asset.name, label: asset.label }));
}
/**
 * Attaches one file at a time, as GitHub recommends
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#avoid-concurrent-requests).
 */
async function attachAll(destination, files) {
    const attached = new Map();
    const failed = [];
    let error;
    for (const file of files) {
        if (error !== undefined && affectsAllFiles(error))
            failed.push((0,external_node_path_.basename)(file.path));
        else
            try {
                attached.set(file.path, await replaceAsset(destination, file));
            }
            catch (caught) {
                failed.push((0,external_node_path_.basename)(file.path));
                error = caught;
            }
    }
    return { attached, failed, error };
}
/** Whether the error affects all files: a missing permission, an immutable release, or the deadline. */
const affectsAllFiles = (error) => error instanceof errors/* ActionError */.lZ ||
    isImmutable(error) ||
    isFull(error) ||
    [401, 403, 404].includes((0,github_errors/* statusOf */.c2)(error) ?? 0);
const isImmutable = (error) => (0,github_errors/* statusOf */.c2)(error) === 422 && /immutable/i.test((0,github_errors/* messageOf */.bD)(error));
const isFull = (error) => (0,github_errors/* statusOf */.c2)(error) === 422 && /file_count/.test((0,github_errors/* messageOf */.bD)(error));
/**
 * Replaces the assets that an earlier run added for the same file. First uploads the file under another name, so that
 * the release keeps the old assets if GitHub refuses the upload.
 * @returns the download URL
 */
async function replaceAsset(destination, file) {
    const { repository, existing } = destination;
    const label = (0,external_node_path_.basename)(file.path);
    const name = assetName(label);
    const asset = { name, label, data: await (0,promises_.readFile)(file.path), mimeType: file.mimeType };
    const old = assetsOf(label, existing);
    if (old.length === 0)
        return (await addAsset(destination, asset)).url;
    const added = await addAsset(destination, { ...asset, name: freeName(name, existing) });
    try {
        await removeAssets(repository, old);
    }
    catch (error) {
        await removeAssets(repository, [added]).catch(() => undefined);
        throw error;
    }
    const { octokit, owner, repo } = repository;
    const rename = async () => {
        const changes = { asset_id: added.id, name, label };
        return octokit.rest.repos.updateReleaseAsset({ owner, repo, ...changes });
    };
    const { data } = await withFreeName(destination, { name, id: added.id }, rename);
    return (0,client/* urlIn */.Ht)(data, 'browser_download_url', 'asset');
}
const assetsOf = (file, existing) => existing.filter(({ label, name }) => label === file || name === assetName(file));
/** Returns a name that no target's file has, because a file's name ends with the extension of its format. */
function freeName(name, existing) {
    const other = `${name}.new`;
    return existing.some(asset => asset.name === other) ? freeName(other, existing) : other;
}
const addAsset = (destination, asset) => withFreeName(destination, asset, () => uploadAsset(destination.repository, destination.release, asset));
const maxReplacements = 4;
/**
 * If another job, or an upload without a response, has added an asset with this name meanwhile, removes it and tries
 * again. Never removes the asset with this id.
 */
async function withFreeName({ repository, release }, { name, id }, work) {
    for (let attempt = 1;; attempt++) {
        try {
            return await work();
        }
        catch (error) {
            const isTaken = (0,github_errors/* statusOf */.c2)(error) === 422 && /already_exists/.test((0,github_errors/* messageOf */.bD)(error));
            if (!isTaken || attempt === maxReplacements)
                throw error;
            const assets = await listAssets(repository, release.id);
            await removeAssets(repository, assets.filter(asset => asset.name === name && asset.id !== id));
        }
    }
}
async function uploadAsset({ octokit, owner, repo }, { id, uploadUrl }, { data, mimeType, ...names }) {
    const uploaded = await octokit.rest.repos.uploadReleaseAsset({
        owner,
        repo,
        release_id: id,
        url: uploadUrl,
        ...names,
        // Octokit declares `data` as a string, but sends bytes unchanged.
        data: data,
        headers: { 'content-type': mimeType },
    });
    return {
        id: (0,client/* idOf */.TH)(uploaded.data, 'asset'),
        url: (0,client/* urlIn */.Ht)(uploaded.data, 'browser_download_url', 'asset'),
    };
}
async function removeAssets({ octokit, owner, repo }, assets) {
    for (const { id } of assets)
        await octokit.rest.repos.deleteReleaseAsset({ owner, repo, asset_id: id }).catch(error => {
            // Another job has removed the asset, or the response to an earlier try was lost.
            if ((0,github_errors/* statusOf */.c2)(error) !== 404)
                throw error;
        });
}
function releaseError(error, tag, what) {
    if (isImmutable(error))
        return new errors/* ActionError */.lZ(`${what}: it is immutable`, `An immutable release accepts files only while it is a draft: create it as a draft, run this step with release-tag: ${tag}, then publish it.`, { cause: error });
    if (isFull(error))
        return new errors/* ActionError */.lZ(`${what}: it has 1,000 files, and GitHub accepts no more`, 'Delete files of the release, or set release-tag to another release.', { cause: error });
    return (0,github_errors/* gitHubError */.Mj)(error, what, 'contents: write');
}
/**
 * Matches names that GitHub does not change. In other names, GitHub replaces characters by dots
 * (https://docs.github.com/en/rest/releases/assets#upload-a-release-asset).
 */
const keptNames = /^\w[\w+-]*(\.[\w+-]+)*$/;
/**
 * Returns the file's name, or a unique ASCII name if GitHub would change the file's name. The asset's label is always
 * the file's name.
 */
function assetName(file) {
    if (keptNames.test(file))
        return file;
    const { name, ext } = (0,external_node_path_.parse)(file);
    const letters = name
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .replace(/\W+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 60);
    const hash = (0,runtime_text/* sha256Of */.Bj)(file).slice(0, 12);
    return `${letters ? `${letters}-` : ''}${hash}${ext}`;
}

;// CONCATENATED MODULE: ./build/publish/publish.js
















function openPublisher(context, branch) {
    preloadClients(context);
    const artifacts = artifactsOf(context, context.inputs.artifact.kind);
    return {
        renderTimes: readRenderTimes(context, branch),
        upload(result) {
            if (result.status === 'failure')
                return;
            (0,publish_pictures/* uploadPictures */.H_)(context, branch, result);
            uploadBaseline(context, branch, result);
            for (const path of (0,build_results/* filePaths */.B2)(result))
                artifacts.send(path);
        },
        publish: rendering => publish(context, { branch, artifacts }, rendering),
    };
}
/** Loads the clients while Looker renders. If that fails, the code that uses a client reports the error. */
function preloadClients(context) {
    const { world, inputs } = context;
    const isGitHubWanted = (0,workflow_run/* pullRequestToComment */.t5)(context) !== undefined || inputs.release.wanted || inputs.compare.against === 'base';
    const parts = [inputs.artifact.kind !== 'none' && world.artifacts(), isGitHubWanted && world.github()];
    void Promise.allSettled(parts);
}
async function readRenderTimes(context, branch) {
    const isRead = (0,publish_pictures/* showsPictures */.Wd)(context) ||
        (0,workflow_run/* baselineBranch */.Oz)(context) !== undefined ||
        context.inputs.compare.against === 'base';
    return (0,render_times/* renderTimesOn */.K)(isRead ? await branch.tip().catch(() => undefined) : undefined);
}
function artifactsOf({ world, inputs, run, deadlines }, kind) {
    if (kind === 'none')
        return artifact/* noArtifacts */.rF;
    const log = kind === 'files' ? world.core.debug : world.print;
    const about = { url: run.url, attempt: run.attempt, log };
    return (0,artifact/* openArtifacts */.ue)(world.artifacts, { ...inputs.artifact, kind }, about, deadlines.publish);
}
async function publish(context, { branch, artifacts }, rendering) {
    const { world } = context;
    const rendered = rendering.results.filter(result => result.status === 'success');
    const warnings = [];
    const warn = (error) => {
        warnings.push((0,errors/* asActionError */.z6)(error));
    };
    const refused = [];
    const refuse = (words) => (error) => {
        refused.push({ words, error: (0,errors/* asActionError */.z6)(error) });
    };
    const files = rendering.results.flatMap(build_results/* filePaths */.B2);
    if (files.length === 0 || world.cancelled.aborted) {
        const results = rendering.results.map(result => (0,build_results/* withLinks */.q9)(result, {}));
        return { publication: { ...rendering, results, links: {} }, errors: [], warnings };
    }
    return world.core.group(`Publishing ${(0,runtime_text/* count */.U9)(files.length, 'file')}`, async () => {
        const uploading = artifacts.finish(files);
        const [uploaded, report, images, released, recording] = await Promise.all([
            uploading,
            uploadReport(context, rendering, uploading).catch(warn),
            (0,publish_pictures/* publishPictures */.T2)(context, branch, rendered).catch(warn),
            addToRelease(context, branch, rendering.results).catch(refuse(`no file was added to the release ${context.inputs.release.tag}`)),
            recordBaselines(context, branch, { ...rendering, rendered }).catch(refuse(`no baseline of ${(0,workflow_run/* baselineBranch */.Oz)(context)} was recorded`)),
        ]);
        const more = [...(released?.warnings ?? []), ...(recording ?? []), ...(report?.errors ?? [])];
        for (const warning of [uploaded.warning, images?.warning, ...more])
            if (warning)
                warnings.push(warning);
        const errors = [...uploaded.errors];
        const [page] = report?.files.values() ?? [];
        const results = rendering.results.map(result => (0,build_results/* withLinks */.q9)(result, {
            artifactUrl: path => uploaded.files.get(path)?.url,
            imageUrl: path => images?.urls.get(path),
            releaseUrl: path => released?.files.get(path),
        }));
        if (uploaded.archive)
            (0,artifact/* addJobArtifact */.bV)(world.env, context.inputs.artifact.name);
        if (page)
            (0,artifact/* addJobArtifact */.bV)(world.env, `${context.inputs.artifact.name}.html`);
        const links = {
            ...(uploaded.archive && { archive: uploaded.archive }),
            ...(page && { report: page }),
            ...(released && { release: released.url }),
        };
        const unpublished = refused.map(({ words }) => words).join(', ');
        const judged = { ...rendering.judged, ...(unpublished && { unpublished }) };
        // If a run without a pull request published nothing at all, it was in vain.
        const isRecorded = recording !== undefined && (0,workflow_run/* baselineBranch */.Oz)(context) !== undefined;
        const places = [
            uploaded.archive,
            uploaded.files.size,
            images?.urls.size,
            released?.files.size,
            page,
            isRecorded,
        ];
        const problems = (0,workflow_run/* pullRequestFor */.uT)(context) !== undefined || places.some(Boolean) ? warnings : errors;
        problems.push(...refused.map(({ error }) => error));
        const incomplete = images?.incomplete;
        const publication = { ...rendering, judged, results, links, ...(incomplete && { incomplete }) };
        return { publication, errors, warnings };
    });
}
/**
 * Uploads the report. With `artifact: files`, first waits for the artifacts of the files, because the report links to
 * these artifacts.
 */
async function uploadReport(context, rendering, uploading) {
    const { report, artifact } = context.inputs;
    if (!report)
        return undefined;
    const uploaded = artifact.kind === 'files' ? await uploading : undefined;
    const results = rendering.results.map(result => (0,build_results/* withLinks */.q9)(result, { artifactUrl: path => uploaded?.files.get(path)?.url }));
    const path = await writeReport(context, { ...rendering, results });
    return artifactsOf(context, artifact.kind === 'none' ? 'none' : 'report').finish([path]);
}
const publish_mimeTypes = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' };
async function addToRelease(context, branch, results) {
    const { wanted, tag } = context.inputs.release;
    if (!wanted || !tag)
        return undefined;
    const files = results.flatMap(result => result.status === 'success'
        ? { path: result.path, mimeType: publish_mimeTypes[result.target.output.format] }
        : []);
    const failedFiles = results.flatMap(({ status, target }) => status === 'failure' && !(0,targets/* isCollection */.P3)(target) ? target.file : []);
    return addReleaseAssets(await branch.repository(), { tag, files, failedFiles });
}
/**
 * Writes the report page into the output directory, and returns its path. The page links to the run's list of
 * artifacts, because the archive has no URL yet.
 */
async function writeReport(context, { results, unaffected, release, branch, judged }) {
    const { inputs, run, began } = context;
    const { repository, sha } = run;
    const path = (0,outputs/* reportFile */.rn)(inputs);
    const archive = inputs.artifact.kind === 'zip' && { url: `${run.url}#artifacts` };
    const { words, nextStep, failure, note } = (0,headline/* headlineOf */.g)((0,verdict_facts/* factsOf */.xS)(results, { ...judged, unaffected: unaffected.length }));
    const nextSteps = [nextStep, failure].filter(step => step !== undefined);
    const facts = {
        title: words,
        ...(nextSteps.length > 0 && { nextStep: nextSteps.join(' ') }),
        ...(note !== undefined && { note }),
        host: inputs.looker.base.host,
        ...(release && { release }),
        at: began,
        unaffected,
        ...(branch && { branch }),
        ...(repository && {
            repository: `${repository.owner}/${repository.name}`,
            run: { url: run.url, label: `Run ${run.id}` },
        }),
        ...(repository && sha && { commit: { sha, url: `${repository.url}/commit/${sha}` } }),
        ...pullRequestFacts(context),
        ...(archive && { archive }),
    };
    await (0,files/* writeWhole */.f8)(path, inChunks(reportPage(results, facts, fileReader())));
    return path;
}
/** The title is known only if the event is about the same pull request. */
function pullRequestFacts(context) {
    const { run } = context;
    const number = (0,workflow_run/* pullRequestFor */.uT)(context);
    if (number === undefined || !run.repository)
        return {};
    const { pull_request: pull } = run.payload;
    const title = pull?.number === number && pull.title ? { title: pull.title } : {};
    const url = `${run.repository.url}/pull/${number}`;
    return { pullRequest: { number, ...title, url } };
}
/**
 * Returns a function that reads whole files. All files share one buffer, so a result is valid only until the next call.
 */
function fileReader() {
    let memory = Buffer.alloc(0);
    return async (path) => {
        const file = await (0,promises_.open)(path);
        try {
            const { size } = await file.stat();
            if (size > memory.length)
                memory = Buffer.allocUnsafeSlow(size);
            const { bytesRead } = await file.read(memory, 0, size, 0);
            return memory.subarray(0, bytesRead);
        }
        finally {
            await file.close();
        }
    };
}
/** Joins small pieces to chunks, so that the file is written with few calls. */
async function* inChunks(pieces) {
    let chunk = '';
    for await (const piece of pieces) {
        chunk += piece;
        if (chunk.length < chunkLength)
            continue;
        yield chunk;
        chunk = '';
    }
    yield chunk;
}
const chunkLength = 64 * 1024;

// EXTERNAL MODULE: ./build/publish/summary.js
var summary = __webpack_require__(23552);
;// CONCATENATED MODULE: ./build/stages.js













/**
 * Answers a label event from stored results. Updates the comment, and writes the job summary. Returns undefined if the
 * step has to render.
 */
async function repeatLabelEvent(context) {
    const images = (0,branch/* openBranch */.D)(() => (0,client/* openRepository */.h_)(context), context.inputs.images.ref);
    const readShown = () => readShownResults(context, images.repository);
    const repeated = await repeatVerdict(context, images, readShown);
    if (!repeated)
        return undefined;
    const { facts, sha } = repeated;
    await updateHeadline(context, images.repository, { facts, sha });
    const error = await (0,summary/* publishRepeatedSummary */.aP)(context, repeated);
    if (error)
        context.world.core.warning(`${error.message}. ${error.hint}`);
    return repeated;
}
const reportStop = (context, error) => commentOnStop(context, error, () => (0,client/* openRepository */.h_)(context, context.deadlines.comment));
const clearingWaitMs = 60_000;
/**
 * Removes the results of an earlier attempt of a job that has no targets now. Then compares its list with the lists of
 * the other jobs, and returns an error if they differ. If a request to GitHub fails, only prints the reason.
 */
async function checkEmptyShare(context) {
    const images = (0,branch/* openBranch */.D)(() => (0,client/* openRepository */.h_)(context), context.inputs.images.ref);
    const attempt = (work) => work.catch((error) => {
        context.world.print((0,errors/* asActionError */.z6)(error).message);
        return undefined;
    });
    // The lists are compared even if GitHub refuses the comment or is slow. Most such jobs have no former results.
    const cleared = attempt(clearFormerResults(context, images.repository));
    const { world, deadlines } = context;
    await (0,time/* valueIfSoon */.SJ)(cleared, { clock: world.clock, signal: deadlines.publish }, clearingWaitMs);
    // Without collections, every job has the same list.
    if (context.inputs.shard.list === undefined)
        return undefined;
    const onBranch = await attempt((0,stored_results/* disagreementOnBranch */.Km)(context, images));
    return onBranch ?? attempt(disagreementInComment(context, images.repository));
}
/** Starts to read the images branch and the baselines before the first picture is rendered. */
function openStages(context) {
    const images = (0,branch/* openBranch */.D)(() => (0,client/* openRepository */.h_)(context), context.inputs.images.ref);
    const accepted = openAcceptance(context, images);
    const comparer = (0,compare/* openComparer */.Kb)(context, images, accepted);
    const publisher = openPublisher(context, images);
    // The comment has a separate deadline, so slow uploads do not prevent the comment.
    const commentRepository = (0,time/* once */.Oo)(() => (0,client/* openRepository */.h_)(context, context.deadlines.comment));
    const commenter = openCommenter(context, {
        repository: commentRepository,
        late: () => (0,client/* openRepository */.h_)(context, context.deadlines.restore),
    });
    // If GitHub does not answer, enough time to upload the files must remain.
    const inTime = (answer, otherwise) => (0,time/* orAborted */.H6)(context.deadlines.compare, answer).catch(() => otherwise);
    commenter.begin();
    const marked = (0,stored_results/* markBeginning */.dV)(context, images);
    return {
        images,
        renderTimes: publisher.renderTimes,
        async compare(result, more) {
            const compared = await comparer.compare(result, more);
            publisher.upload(compared);
            return compared;
        },
        async judge(rendering) {
            await inTime(marked, undefined); // Before any new result is visible.
            const judged = await judge(context, accepted, rendering);
            const current = await inTime(withoutWithdrawn(context, images, judged), judged);
            return noteUnstored(current, images.failure());
        },
        async publish(rendering) {
            await comparer.close();
            commenter.prepare();
            const published = await publisher.publish(rendering);
            return { ...published, publication: noteUnstored(published.publication, images.failure()) };
        },
        comment: commenter.comment,
        async end() {
            await Promise.all([commenter.end(), marked]);
        },
        summarize: publication => (0,summary/* publishSummary */.Iv)(context, publication),
        async store(before, { commented, ...end }) {
            const { error, disagreement } = await storeVerdict(context, images, before, end);
            const stored = noteUnstored(await withoutWithdrawn(context, images, before), error);
            const isAcceptable = !error && stored.judged?.gate?.acceptLabel !== undefined;
            const [refusal] = isAcceptable ? commented.warnings : [];
            const readShown = () => readShownResults(context, commentRepository);
            const isUnshown = refusal && (await showsOlderResults(context, readShown));
            const publication = isUnshown ? noteUnshown(stored, refusal) : stored;
            if (commented.comment)
                await correctHeadline(context, commentRepository, { before, publication });
            return { publication, ...(error && { error }), disagreement };
        },
    };
}
/** Writes the headline of the comment again if it says something else about the accept label now. */
async function correctHeadline(context, repository, { before, publication }) {
    const { run, world } = context;
    const { results, unaffected, judged } = publication;
    const [gateBefore, gate] = [before.judged?.gate, judged?.gate];
    const isSame = gateBefore?.unstoredHint === gate?.unstoredHint && gateBefore?.acceptance === gate?.acceptance;
    if (isSame || run.sha === undefined || world.cancelled.aborted)
        return;
    const facts = (0,verdict_facts/* factsOf */.xS)(results, { ...judged, unaffected: unaffected.length });
    await updateHeadline(context, repository, { facts, sha: run.sha.toLowerCase(), run });
}


/***/ })

};
