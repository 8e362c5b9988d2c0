export const id = 162;
export const ids = [162,426];
export const modules = {

/***/ 4162:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rehearse: () => (/* binding */ rehearse)
});

// EXTERNAL MODULE: ./build/annotations.js
var annotations = __webpack_require__(57706);
// EXTERNAL MODULE: ./build/arrange-results.js
var arrange_results = __webpack_require__(61403);
// EXTERNAL MODULE: ./build/compare/compare.js + 3 modules
var compare = __webpack_require__(30331);
// EXTERNAL MODULE: ./build/errors.js
var build_errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/client.js
var client = __webpack_require__(44463);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/github/github-errors.js
var github_errors = __webpack_require__(28831);
// EXTERNAL MODULE: ./build/github/workflow-run.js
var workflow_run = __webpack_require__(47889);
// EXTERNAL MODULE: ./build/images-branch/branch.js
var images_branch_branch = __webpack_require__(5508);
// EXTERNAL MODULE: ./build/images-branch/picture-names.js
var picture_names = __webpack_require__(99997);
// EXTERNAL MODULE: ./build/images-branch/publish-pictures.js
var publish_pictures = __webpack_require__(19589);
// EXTERNAL MODULE: ./build/images-branch/render-times.js
var render_times = __webpack_require__(49735);
// EXTERNAL MODULE: ./build/looker/deployable-project.js
var deployable_project = __webpack_require__(74426);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
;// CONCATENATED MODULE: ./build/dry-run-advice.js












/** Reads the images branch if a real run would need it. Does not throw. */
async function readImagesBranch(context, targets) {
    const { images, compare, looker } = context.inputs;
    const isRead = (0,publish_pictures/* showsPictures */.Wd)(context) || (0,workflow_run/* baselineBranch */.Oz)(context) !== undefined || compare.against === 'base';
    if (!isRead)
        return { problems: [], known: new Set() };
    const branch = (0,images_branch_branch/* openBranch */.D)(() => (0,client/* openRepository */.h_)(context), images.ref);
    try {
        const times = (0,render_times/* renderTimesOn */.K)(await branch.tip());
        const known = new Set(targets.filter(target => times.has((0,picture_names/* baselineKey */.x2)(target, looker.base.host))));
        return { problems: await findRecordingProblems(context, branch, targets), known };
    }
    catch (error) {
        const problem = (0,github_errors/* gitHubError */.Mj)(error, 'The images branch could not be read', 'contents: read');
        return { problems: [(0,build_errors/* toFault */.ec)(problem)], known: new Set() };
    }
}
/**
 * Finds problems of the project that a real run would deploy. Does not check the permission to deploy, because only a
 * real deployment shows whether the API user has this permission.
 */
async function findDeployProblems({ inputs, deadlines, secrets: { clean } }, looker) {
    if (!inputs.deploy || !(await isLoggedIn(looker)))
        return [];
    const { host, session } = looker;
    const project = (0,deployable_project/* projectOf */.v8)({ id: inputs.deploy.project, host, send: session.send, clean });
    try {
        await project.check(deadlines.render);
        await project.deployedCommit(deadlines.render);
        return [];
    }
    catch (error) {
        return [(0,build_errors/* toFault */.ec)(error)];
    }
}
const isLoggedIn = ({ loggedIn }) => loggedIn.then(() => true, () => false);
async function findRecordingProblems(context, branch, targets) {
    const unrecorded = await (0,compare/* targetsWithoutBaseline */.Co)(context, branch, targets);
    if (!unrecorded || unrecorded.targets.length === 0)
        return [];
    const { base, hasOtherBaselines } = unrecorded;
    const names = unrecorded.targets.map(({ name }) => name);
    const isWhole = names.length === targets.length && !hasOtherBaselines;
    const which = isWhole ? '' : ` for ${(0,runtime_text/* count */.U9)(names.length, 'target')} with these options: ${names.join(', ')}`;
    const next = hasOtherBaselines
        ? `A run on ${base} with the same targets and options records them, such as the run after the merge.`
        : `Run this workflow on ${base} once (on push, schedule or workflow_dispatch), with compare: base.`;
    return [
        {
            message: `${base} has no recorded baseline yet${which}`,
            hint: `${next} Until then these targets count as new.`,
        },
    ];
}
/**
 * Suggests inputs as lines for the step's `with:`, such as `compare: base # …`. The text after `#` explains the input
 * and names other changes that the workflow needs. The step accepts each line in addition to its own inputs, and also
 * all lines together.
 */
function nextInputs(context, targets) {
    const hasPicture = targets.some(({ output }) => output.format !== 'pdf');
    if ((0,workflow_run/* pullRequestFor */.uT)(context) !== undefined)
        return inputsForPullRequest(context, { hasPicture });
    return context.inputs.compare.against === 'none' && hasPicture ? inputsForOtherEvents(context) : [];
}
/** Suggests nothing for a tag or a release, which has no base branch and records no baselines. */
function inputsForOtherEvents(context) {
    const { inputs, run } = context;
    const { deploy, isBranchCheckIdle } = inputs;
    const compare = { ...inputs.compare, against: 'base' };
    const branch = (0,workflow_run/* baselineBranch */.Oz)({ run, inputs: { ...inputs, compare } });
    if (branch === undefined)
        return deploy && (0,commits/* hasBaseBranch */.Ot)(context)
            ? ['compare: base # shows each dashboard before and after the commits in the merge queue']
            : [];
    const uses = [
        // With `deploy` or `dev-mode`, a pull request is compared with its merge base instead.
        !deploy && !isBranchCheckIdle && 'pull requests are compared with them',
        (0,workflow_run/* isDefaultBranch */.ok)(run, branch) && 'the images branch shows them',
    ].filter(Boolean);
    return uses.length > 0 ? [`compare: base # records the pictures: ${uses.join(', and ')}`] : [];
}
function inputsForPullRequest(context, { hasPicture }) {
    const { compare, branchCheck, deploy, looker } = context.inputs;
    const hasVerdict = compare.against !== 'none' || branchCheck !== undefined;
    const hasSecondInstance = typeof compare.against === 'object';
    const allowsDevMode = (0,workflow_run/* isAsDeployed */.BN)(context) && !hasSecondInstance && looker.version !== '3.1';
    const lines = [
        [
            allowsDevMode,
            'dev-mode: your_lookml_project # shows which SQL and numbers a pull request changes; also add concurrency to the workflow',
        ],
        [
            hasPicture && !hasVerdict && !deploy,
            `compare: base # ${allowsDevMode ? 'alternative to dev-mode: ' : ''}shows which pictures changed; also run the workflow on push`,
        ],
        [
            hasPicture && deploy !== undefined && compare.against === 'none',
            'compare: base # shows each dashboard before and after the pull request',
        ],
        [
            deploy?.onlyAffected === false,
            'only-affected: true # renders only the targets that the pull request may affect',
        ],
        [
            // A PDF is never counted as changed, but with `deploy`, the gate fails for a removed dashboard.
            hasVerdict && !compare.failOnChange && (hasPicture || Boolean(branchCheck ?? deploy)),
            'fail-on-change: true # fails until a reviewer adds a label; needs the types edited, labeled and unlabeled under on.pull_request, besides the default types',
        ],
    ];
    return lines.flatMap(([isUseful, line]) => (isUseful ? line : []));
}
/**
 * Describes the deployments and the comparison of pictures in a real run. Returns undefined if there would be neither.
 */
function comparisonWords(context) {
    const { compare, deploy, looker, branchCheck } = context.inputs;
    const { against } = compare;
    if (typeof against !== 'string')
        return `The pictures would be compared with those of ${against.base.host}.`;
    if (deploy)
        return against === 'base' && (0,commits/* hasBaseBranch */.Ot)(context)
            ? `The step would deploy the commit to ${looker.base.host}, then the merge base for the comparison, and then the previous commit again.`
            : `The step would deploy the commit to ${looker.base.host}, then the previous commit again.`;
    const isCompared = against === 'base' && (0,workflow_run/* baselineBranch */.Oz)(context) === undefined;
    return isCompared && !branchCheck
        ? 'The pictures would be compared with the baselines of the base branch.'
        : undefined;
}

;// CONCATENATED MODULE: ./build/estimate-calls.js
/** Calls for a target with a known render time: create a render task, poll it about three times, download the file. */
const callsOfKnown = 5;
/**
 * Calls for a target without a known render time, if the times of other targets are known: create a render task, poll
 * it about four times, download the file.
 */
const callsOfNew = 6;
/**
 * Calls for each of the first `concurrency` targets if no render time is known. Assumes that a render takes half a
 * minute. The action polls more often if no other target waits.
 */
const callsOfFirst = { whileOthersWait: 15, alone: 18 };
/**
 * With `deploy` and `compare: base`, each target is rendered a second time. A first render whose time is unknown takes
 * extra polls. The estimate adds a third of these polls for the second render, because a single known time is a weak
 * forecast.
 */
const uncertainty = 1 / 3;
const callsOfDeploy = 15;
/** Calls for a drawn LookML dashboard: import a copy, delete the copy. */
const callsOfImport = 2;
/** Calls to switch and restore the branches and to validate both commits, in one project. */
const callsOfCheck = 30;
/** Calls to switch and restore the branches of another project whose models the check uses. */
const callsOfOtherProject = 25;
/**
 * Estimates the maximum number of API calls of a real run. Does not count queries for results, queries in production,
 * and the second renders of `confirm-changes`.
 */
function estimateCalls({ pace, deploy, compare }, { targets, known, listing, check, hasSecondInstance, hasBaseBranch }) {
    const unknownCount = targets.length - known.size;
    const firstCount = known.size > 0 ? 0 : Math.min(pace.concurrency, unknownCount);
    const callsOfOneRender = known.size * callsOfKnown +
        (unknownCount - firstCount) * callsOfNew +
        firstCount * (unknownCount > firstCount ? callsOfFirst.whileOthersWait : callsOfFirst.alone);
    const firstOnBase = Math.min(pace.concurrency, unknownCount);
    const ofBase = deploy && hasBaseBranch && compare.against === 'base'
        ? targets.length * callsOfKnown +
            firstOnBase * (callsOfFirst.whileOthersWait - callsOfNew) * uncertainty
        : 0;
    const { base, head } = check?.queries ?? { base: 0, head: 0 };
    const { drawings = 0, otherProjects = 0 } = check ?? {};
    return {
        query: (hasSecondInstance ? 2 * callsOfOneRender : callsOfOneRender) +
            ofBase +
            base +
            head +
            drawings * callsOfNew,
        administrative: listing.administrative +
            (deploy ? callsOfDeploy : 0) +
            (base + head > 0 ? callsOfCheck + otherProjects * callsOfOtherProject : 0) +
            drawings * callsOfImport,
    };
}

// EXTERNAL MODULE: ./build/list.js + 3 modules
var build_list = __webpack_require__(27033);
// EXTERNAL MODULE: ./build/looker/connect.js
var connect = __webpack_require__(64887);
// EXTERNAL MODULE: ./build/looker/content.js
var content = __webpack_require__(800);
// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __webpack_require__(13257);
// EXTERNAL MODULE: ./build/outputs.js
var outputs = __webpack_require__(30214);
// EXTERNAL MODULE: ./build/public-log.js
var public_log = __webpack_require__(92420);
// EXTERNAL MODULE: ./build/publish/summary.js
var summary = __webpack_require__(23552);
// EXTERNAL MODULE: ./build/report/format.js
var format = __webpack_require__(92772);
// EXTERNAL MODULE: ./build/results.js
var build_results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __webpack_require__(68560);
// EXTERNAL MODULE: ./build/targets.js
var targets = __webpack_require__(53906);
// EXTERNAL MODULE: ./build/world.js
var build_world = __webpack_require__(93920);
;// CONCATENATED MODULE: ./build/dry-run.js




















/**
 * Reports the targets of a real run, where the results would go, and how many API calls the run would need. With
 * `fail-on-error`, the step fails if a target does not exist.
 */
async function rehearse(context, list) {
    const { world, inputs, lookers } = context;
    const all = (0,connect/* lookerList */.n)(lookers);
    const { web, release } = await (0,build_list/* knownVersions */.J0)(lookers.first, context);
    const inProduction = (await checkOnAll(lookers, list)).map((0,arrange_results/* withPageLinks */.fg)(inputs.looker.base, web));
    const found = inProduction.flatMap(({ status, target }) => (status === 'found' ? target : []));
    const [forecast, images] = await Promise.all([
        forecastFor(context, inProduction, list.compared),
        readImagesBranch(context, found),
    ]);
    const check = forecast && 'targets' in forecast ? forecast : undefined;
    const checked = inProduction.map(one => foundOnHead(one, check));
    const listing = (0,build_results/* sumApiCalls */.vn)(all.map(looker => looker.apiCalls));
    const problems = [
        ...(check?.problems ?? []),
        ...images.problems,
        ...(await findDeployProblems(context, lookers.first)),
    ];
    const errors = forecast instanceof build_errors/* ActionError */.lZ ? [forecast] : [];
    const facts = {
        host: inputs.looker.base.host,
        ...(release && { release }),
        places: placesOf(context),
        expected: estimateCalls(inputs, {
            targets: check?.targets ?? found,
            known: images.known,
            listing,
            check,
            hasSecondInstance: lookers.second !== undefined,
            hasBaseBranch: (0,commits/* hasBaseBranch */.Ot)(context),
        }),
        ...(check && { check }),
        spent: (0,build_results/* sumApiCalls */.vn)([...all.map(looker => looker.apiCalls), check?.apiCalls ?? build_results/* noApiCalls */.Xe]),
        problems: [...problems, ...errors],
        comparison: comparisonWords(context),
        nextInputs: nextInputs(context, found),
    };
    for (const line of describeDryRun(checked, facts))
        world.print(line);
    if (inputs.summary && !context.isGuarded)
        await (0,summary/* writeSummary */.Sy)(world.core.summary, renderDryRun(checked, facts));
    await (0,outputs/* setDryRunOutputs */.dW)(context, checked, facts.spent);
    const results = checked.flatMap((one, place) => {
        if (one.status === 'found')
            return [];
        return context.isGuarded ? (0,public_log/* withholdFailure */.Gh)(one, place) : one;
    });
    const listed = context.isGuarded ? list.warnings.map(public_log/* withholdWords */.XX) : list.warnings;
    const met = problems.map(({ message, hint }) => new build_errors/* ActionError */.lZ(message, hint));
    const warnings = [...inputs.warnings, ...listed, ...(context.isGuarded ? met.map(public_log/* withholdWords */.XX) : met)];
    (0,annotations/* annotateProblems */.$9)(world, { results, errors: context.isGuarded ? errors.map(public_log/* withholdWords */.XX) : errors, warnings }, inputs);
    if (results.length > 0 && inputs.failOnError)
        world.core.setFailed(`${results.length} of ${(0,runtime_text/* count */.U9)(checked.length, 'target')} cannot be rendered.`);
    else if (errors.length > 0)
        world.core.setFailed('The branch check could not be planned.');
}
/** Production does not have the LookML dashboards that the pull request adds. Counts them as found. */
const foundOnHead = (one, check) => {
    const target = check?.added.find(added => added === one.target);
    return target ? { status: 'found', target } : one;
};
/** Plans the branch check of a real run. Returns an error if the check cannot be planned. */
async function forecastFor(context, checked, compared) {
    const { inputs, lookers, secrets } = context;
    if (!inputs.branchCheck || (0,workflow_run/* pullRequestFor */.uT)(context) === undefined)
        return undefined;
    if (!(await isLoggedIn(lookers.first)))
        return undefined;
    const { forecastCheck } = await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(721), __webpack_require__.e(671), __webpack_require__.e(133)]).then(__webpack_require__.bind(__webpack_require__, 91133));
    try {
        return await forecastCheck(context, {
            input: inputs.branchCheck,
            targets: checked.flatMap(({ status, target }) => (status === 'found' ? target : [])),
            missing: checked.flatMap(({ status, target }) => status === 'failure' && target.kind === 'lookml_dashboard' ? target : []),
            compared,
            looker: lookers.first,
            secrets,
        });
    }
    catch (error) {
        return (0,build_errors/* asActionError */.z6)(error);
    }
}
/** Checks the targets on both instances, because the second instance may lack targets. */
async function checkOnAll({ first, second }, list) {
    const { listed, ofCollections } = list;
    const check = (looker, known) => looker ? checkTargets(listed, known, looker.contentFor()) : [];
    const [checked, others] = await Promise.all([check(first, ofCollections), check(second, new Set())]);
    return checked.map((one, place) => {
        const other = others[place];
        if (one.status === 'failure' || other?.status !== 'failure')
            return one;
        const { message, hint } = other.error;
        return { ...other, error: { message: `${second?.host}: ${message}`, hint } };
    });
}
function placesOf(context) {
    const { inputs, world } = context;
    const { artifact, images, release, outputDirectory } = inputs;
    const number = (0,workflow_run/* pullRequestToComment */.t5)(context);
    const branch = (0,workflow_run/* baselineBranch */.Oz)(context);
    const places = [
        `the output directory ${(0,files/* slashPath */.Lz)((0,build_world/* workspaceOf */.B3)(world), outputDirectory)}`,
        artifact.kind === 'zip' && `the workflow artifact ${artifact.name}`,
        artifact.kind === 'files' && 'a workflow artifact for each file',
        inputs.report && `the report ${artifact.name}.html`,
        number !== undefined && `the comment of pull request #${number}`,
        number !== undefined && images.kind === 'branch' && `${images.ref.replace(/^heads\//, 'the branch ')}`,
        branch !== undefined && `the baselines of ${branch}`,
        release.wanted && release.tag && `the release of ${release.tag}`,
        inputs.summary && 'the job summary',
    ];
    return places.filter(place => typeof place === 'string');
}
/**
 * Checks that each target exists and that the API user may see it. A query costs one query call. A target of any other
 * kind costs one administrative call. A target that the run has just read from a collection costs no call.
 */
async function checkTargets(listed, ofCollections, client) {
    return Promise.all(listed.map(async (target) => {
        if ('status' in target)
            return target;
        if (ofCollections.has(target))
            return foundTarget(target, target.title);
        try {
            return foundTarget(target, await titleOfExisting(target, client));
        }
        catch (thrown) {
            return (0,build_results/* failedResult */.Nq)(target, (0,looker_errors/* creationError */.u7)(thrown, target), { apiCalls: 1 });
        }
    }));
}
const foundTarget = (target, title) => ({
    status: 'found',
    target,
    ...(title && { title }),
});
async function titleOfExisting(target, client) {
    if (target.kind === 'query')
        await client.query(target.id);
    const info = await (0,content/* readContentInfo */.an)(target, client);
    if (info?.deleted)
        throw new build_errors/* ActionError */.lZ(`The ${(0,targets/* describeTarget */.ff)(target)} is in Looker's trash`, 'Restore it in Looker, or remove it from targets.');
    return target.title ?? info?.title;
}
/** Returns lines of plain text for the log. */
function describeDryRun(checked, facts) {
    return [
        `${headline(checked)}, on ${facts.host}${facts.release ? `, Looker ${facts.release}` : ''}:`,
        ...checked.map(one => one.status === 'found'
            ? `✓ ${(0,targets/* headingWithAddress */.BN)(one)} → ${one.target.file}, ${shapeOf(one.target)}`
            : `✗ ${(0,targets/* headingWithAddress */.BN)(one)}: ${one.error.message}. ${one.error.hint}`),
        ...(isAnyFound(checked)
            ? [
                ...optionalLine(facts.check && checkForecastWords(facts.check)),
                ...optionalLine(facts.comparison),
                placesLine(facts),
                costs(facts),
            ]
            : [placesLine(facts)]),
        ...facts.problems.map(({ message, hint }) => `Missing: ${message}. ${hint}`),
        nextWords(checked, facts),
        ...nextLines(checked, facts).map(line => `  ${line}`),
    ];
}
const isAnyFound = (checked) => checked.some(({ status }) => status === 'found');
const placesLine = ({ places }) => `Where the results would go: ${places.join('; ')}.`;
const isReady = (checked, { problems }) => problems.length === 0 && checked.every(({ status }) => status === 'found');
const nextLines = (checked, facts) => isReady(checked, facts) ? facts.nextInputs : [];
function nextWords(checked, facts) {
    const { nextInputs } = facts;
    if (!isReady(checked, facts))
        return 'Next: correct the problems above, then start the dry run again.';
    const removal = 'Next: remove dry-run from the step';
    return nextInputs.length === 0 ? `${removal}.` : `${removal}. Lines that you could add to the step's with:`;
}
const optionalLine = (line) => (line === undefined ? [] : [line]);
function checkForecastWords({ targets, unaffected, drawings, queries: { base, head }, }) {
    const drawn = drawings > 0
        ? ` It would draw ${(0,runtime_text/* count */.U9)(drawings, 'picture')} of LookML dashboards that the pull request changes.`
        : '';
    const start = `This pull request may affect ${targets.length} of ${(0,runtime_text/* count */.U9)(targets.length + unaffected, 'target')}`;
    const queries = (0,runtime_text/* count */.U9)(base, 'query', 'queries');
    return base + head === 0
        ? `${start}, and none of their tiles.${drawn}`
        : `${start}. The branch check would request the SQL of ${queries} on the merge base and ${head} on the head.${drawn}`;
}
/**
 * GitHub drops a step's summary above 1 MiB
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits).
 */
const maxDryRunBytes = 1_000_000;
function renderDryRun(checked, facts) {
    const isFound = isAnyFound(checked);
    const next = nextLines(checked, facts);
    const table = (0,format/* takeFitting */.hW)(checked.map(dryRunRow), maxDryRunBytes, Buffer.byteLength);
    return [
        `## Dry run: ${headline(checked)}\n`,
        '<table>\n<tr><th></th><th align="left">Target</th><th align="left">File</th><th align="left">Shape</th></tr>',
        `${table.text}</table>\n`,
        ...(table.left > 0 ? [`<p>${table.left} more are in the log.</p>\n`] : []),
        ...optionalLine(isFound ? facts.check && `<p>${(0,format/* escapeMarkdown */.FV)(checkForecastWords(facts.check))}</p>` : undefined),
        ...optionalLine(facts.comparison && `<p>${(0,format/* escapeMarkdown */.FV)(facts.comparison)}</p>`),
        `<p>Where the results would go: ${facts.places.map(format/* escapeMarkdown */.FV).join('; ')}.</p>`,
        ...(isFound ? [`<p>${(0,format/* escapeMarkdown */.FV)(costs(facts))}</p>`] : []),
        ...facts.problems.map(({ message, hint }) => `<p>⚠️ ${(0,format/* escapeMarkdown */.FV)(`${message}. ${hint}`)}</p>`),
        `<p>${(0,format/* escapeMarkdown */.FV)(nextWords(checked, facts))}</p>\n`,
        ...(next.length > 0 ? [`\`\`\`yaml\n${next.join('\n')}\n\`\`\`\n`] : []),
        `<p><sub>${(0,format/* escapeMarkdown */.FV)(facts.host)}${facts.release ? `, Looker ${(0,format/* escapeMarkdown */.FV)(facts.release)}` : ''}</sub></p>\n`,
    ].join('\n');
}
function headline(checked) {
    const found = checked.filter(({ status }) => status === 'found').length;
    if (found === checked.length)
        return `${(0,runtime_text/* count */.U9)(found, 'target')} would be rendered`;
    return `${found} of ${(0,runtime_text/* count */.U9)(checked.length, 'target')} would be rendered`;
}
function dryRunRow(one) {
    const heading = [(0,format/* link */.nf)(one.target.url, (0,targets/* titleOf */.Gg)(one)), ...(0,targets/* subtitlesOf */.Le)(one).map(format/* escapeMarkdown */.FV)].join(' · ');
    const cells = one.status === 'found'
        ? [
            '✅',
            heading,
            (0,format/* escapeMarkdown */.FV)(one.target.file),
            (0,format/* escapeMarkdown */.FV)(shapeOf(one.target)).replaceAll(' ', '&nbsp;'),
        ]
        : ['❌', heading, `${(0,format/* escapeMarkdown */.FV)(one.error.message)}. ${(0,format/* escapeMarkdown */.FV)(one.error.hint)}`, ''];
    return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>\n`;
}
function shapeOf({ output, width, height }) {
    const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`;
    return `${output.format.toUpperCase()}, ${shape}`;
}
const costs = ({ expected, spent, check }) => `${check ? 'A run' : 'Rendering'} would cost at most about ${(0,build_results/* describeApiCalls */.xA)(expected)} at Looker${resultCosts(check)}; this dry run cost ${(0,build_results/* describeApiCalls */.xA)(spent)}.`;
/** The number is a maximum: a real run leaves out each query whose SQL is the same on the merge base and the head. */
function resultCosts(check) {
    if (!check?.numbers)
        return '';
    const most = check.queries.base + check.queries.head;
    return most > 0 ? `, and up to ${(0,runtime_text/* count */.U9)(most, 'query call')} more for the numbers where the SQL differs` : '';
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
