export const id = 167;
export const ids = [167,426];
export const modules = {

/***/ 94843:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderChecked: () => (/* binding */ renderChecked)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/branch-report.js
var branch_report = __webpack_require__(18229);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/looker/validate-lookml.js
var validate_lookml = __webpack_require__(71730);
// EXTERNAL MODULE: ./build/report/descriptions.js
var descriptions = __webpack_require__(16668);
// EXTERNAL MODULE: ./build/report/tile-words.js + 2 modules
var tile_words = __webpack_require__(65049);
// EXTERNAL MODULE: ./build/results.js
var results = __webpack_require__(26878);
// EXTERNAL MODULE: ./build/runtime/files.js
var files = __webpack_require__(68560);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/runtime/time.js
var time = __webpack_require__(22006);
// EXTERNAL MODULE: ./build/targets.js
var build_targets = __webpack_require__(53906);
// EXTERNAL MODULE: ./build/verdict-facts.js
var verdict_facts = __webpack_require__(13623);
// EXTERNAL MODULE: ./build/branch-check/base-memory.js
var base_memory = __webpack_require__(3151);
// EXTERNAL MODULE: ./build/branch-check/check-session.js + 7 modules
var check_session = __webpack_require__(91133);
// EXTERNAL MODULE: ./build/branch-check/check-tile.js + 1 modules
var check_tile = __webpack_require__(90290);
// EXTERNAL MODULE: ./build/looker/content.js
var content = __webpack_require__(800);
// EXTERNAL MODULE: ./build/looker/http.js
var http = __webpack_require__(46229);
// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __webpack_require__(13257);
;// CONCATENATED MODULE: ./build/branch-check/content-check.js






/**
 * Starts to validate the content against production's LookML. This validation and the validation against the head may
 * each take half of the remaining time.
 */
function openContentCheck(context, options) {
    const { deadlines, world } = context;
    const { production, project } = options;
    const over = new AbortController();
    const signal = AbortSignal.any([deadlines.check, over.signal]);
    const common = { ...options, clock: world.clock, signal };
    // Ends the validation of production if the validation of the head fails.
    const headFailed = new AbortController();
    const validateProduction = (projects) => {
        const validation = validateIn(production, 'production', {
            ...{ ...common, projects, limit: deadlines.checkLeft() / 2 },
            signal: AbortSignal.any([signal, headFailed.signal]),
        });
        validation.catch(() => undefined); // `finish` reports the error.
        return validation;
    };
    const before = [validateProduction([project])];
    let projects = [project];
    let after;
    return {
        async validateHead(dev, others) {
            const limit = deadlines.checkLeft() / 2;
            if (others.length > 0 && before.length === 1)
                before.push(validateProduction(others));
            projects = [project, ...others];
            after = validateIn(dev, "the pull request's LookML", { ...common, projects, limit });
            await after.catch(() => headFailed.abort());
        },
        async finish(lookmlErrors, mergeBase) {
            if (!after)
                return undefined;
            try {
                const ofHead = await after;
                const ofProduction = (await Promise.all(before)).flat();
                const found = newInvalidContent(ofProduction, withoutModels(ofHead, lookmlErrors));
                const { own, baseProblem } = await withoutErrorsOfBase(found, mergeBase, dev => validateIn(dev, 'the merge base', {
                    ...common,
                    projects,
                    limit: deadlines.checkLeft() * baseShare,
                }));
                const report = await describeBroken(own, options, signal);
                return { ...report, ...(own.length > 0 && baseProblem !== undefined && { baseProblem }) };
            }
            catch (error) {
                return { broken: [], leftOut: 0, problem: (0,errors/* asActionError */.z6)(error).message };
            }
        },
        cancel: () => over.abort(),
    };
}
/** The rest of the time is for reading the folders of broken content. */
const baseShare = 0.8;
/**
 * Omits errors that the merge base has, too. The pull request does not cause them: production has LookML that the
 * branch lacks.
 * @returns with `baseProblem`, all errors, if the merge base cannot be validated
 */
async function withoutErrorsOfBase(found, { isInProduction, during }, validate) {
    try {
        if (found.length === 0 || (await isInProduction()))
            return { own: found };
        return { own: newInvalidContent(await during(validate), found) };
    }
    catch (error) {
        return { own: found, baseProblem: (0,errors/* asActionError */.z6)(error).message };
    }
}
/** Omits the content errors of models with new LookML errors, because the LookML errors are the cause. */
function withoutModels(content, errors) {
    const models = new Set(errors.map(({ model }) => model));
    if (models.has(undefined))
        return [];
    return content.map(one => ({ ...one, errors: one.errors.filter(({ model }) => !models.has(model)) }));
}
async function validateIn({ session, host }, what, { projects, secrets: { clean }, clock, signal, limit }) {
    const place = { send: session.send, host, clean };
    const late = new AbortController();
    const done = new AbortController();
    clock.sleep(limit, done.signal).then(() => late.abort(), () => undefined);
    try {
        const ended = AbortSignal.any([signal, late.signal]);
        return await validateContent(projects, place, { signal: ended, timeLimit: Math.max(1, limit) });
    }
    catch (error) {
        if (late.signal.aborted)
            throw new errors/* ActionError */.lZ(`the content validation of ${what} did not end within ${(0,runtime_text/* count */.U9)(Math.max(1, Math.round(limit / 60_000)), 'minute')}`, 'Increase timeout-minutes, or set content-validation to false.', { cause: error });
        const { message, hint } = (0,errors/* asActionError */.z6)(error);
        const reason = isRefused(error) ? "the API user's role may lack the permission develop" : message;
        throw new errors/* QuotingError */.yV(`Looker did not validate the content of ${what}: ${reason}`, hint, {
            cause: error,
        });
    }
    finally {
        done.abort();
    }
}
const isRefused = (error) => error instanceof looker_errors/* LookerError */.Z6 && (error.status === 403 || error.status === 404);
/**
 * Counts content in personal folders without naming it, because it is private. Content whose folder is unknown may be
 * private or shared, so it is listed with its number, and its errors are left out.
 */
async function describeBroken(found, { production }, signal) {
    const folders = await readFolders(found, production, signal);
    const { web } = await production.versions;
    const origin = web?.origin ?? `https://${production.host}`;
    const isShared = ({ folder }) => folder === undefined || folders.personal.get(folder) === false;
    const isUnknown = ({ folder }) => folder !== undefined && !folders.personal.has(folder);
    const named = found.filter(isShared).map((content) => toBrokenContent(content, origin));
    const unnamed = found.filter(isUnknown).map((content) => {
        const { messages, ...rest } = toBrokenContent(content, origin);
        return {
            ...rest,
            title: (0,branch_report/* numberOfContent */._f)(content),
            messages: [`Title and errors are left out, because ${folders.whyUnknown}`],
            hiddenMessages: messages,
        };
    });
    const broken = [...named, ...unnamed];
    return { broken, leftOut: found.length - broken.length };
}
/** Takes one administrative call, however many folders have broken content. Does not throw if Looker refuses the call. */
async function readFolders(found, production, signal) {
    const whyUnknown = 'the API user cannot see the folder';
    if (found.every(({ folder }) => folder === undefined))
        return { personal: new Map(), whyUnknown };
    try {
        const folders = await production.contentFor(signal).folders();
        return { personal: new Map(folders.map(({ id, isPersonal }) => [id, isPersonal])), whyUnknown };
    }
    catch (error) {
        const { message } = (0,errors/* asActionError */.z6)(error);
        return { personal: new Map(), whyUnknown: `the folders could not be read (${message})` };
    }
}
const toBrokenContent = (content, origin) => ({
    kind: content.kind,
    id: content.id,
    title: content.title,
    url: `${origin}/${contentKey(content)}`,
    messages: content.errors.map(({ message }) => message),
});
const contentFields = [
    'look(id,title,folder(id))',
    'dashboard(id,title,description,folder(id))',
    'lookml_dashboard(id,title)',
    'dashboard_element(title)',
    'lookml_dashboard_element(title)',
    'dashboard_filter(name,title)',
    'errors(message,model_name)',
];
/**
 * Finds dashboards and Looks with Explores or fields that do not exist in the LookML of the session's workspace, in the
 * models of these projects. Sends
 * `GET /content_validation` (API 4.0), an administrative call. Looker may need minutes
 * (https://cloud.google.com/looker/docs/content-validation).
 */
function validateContent(projects, { send, host, clean }, { signal, timeLimit }) {
    const query = {
        project_names: projects.join(','),
        fields: `content_with_errors(${contentFields.join(',')})`,
    };
    const read = (0,http/* readObject */.Ag)(host, 'content validation', answer => {
        if (!Array.isArray(answer.content_with_errors))
            throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'a content validation without a list of content');
        return readInvalidContent(answer, clean);
    });
    return send({ method: 'GET', path: '/content_validation', query, timeLimit }, read, signal);
}
/**
 * Groups the errors by dashboard and Look. Omits entries of alerts and schedules, because their dashboard has its own
 * entry.
 */
function readInvalidContent(answer, clean) {
    const found = new Map();
    for (const entry of (0,http/* objectsIn */.Qv)(answer.content_with_errors)) {
        const owner = readOwner(entry, clean);
        const errors = readErrors(entry, clean);
        if (!owner || errors.length === 0)
            continue;
        const known = found.get(contentKey(owner))?.errors ?? [];
        for (const error of errors)
            known.push(error);
        found.set(contentKey(owner), { ...owner, errors: known });
    }
    return [...found.values()];
}
const contentKey = ({ kind, id }) => `${kind}s/${id}`;
/** Matches the description of a dashboard that the action imported. */
const importedDescription = /^looker-snapshot \d+-\d+-\w+$/;
/** @returns undefined for deleted content, whose folder is null, and for a dashboard that this action imported */
function readOwner(entry, clean) {
    const [kind, owner] = ownerIn(entry);
    const id = (0,content/* readId */.wh)(owner.id, clean);
    if (id === undefined || owner.folder === null)
        return undefined;
    if (typeof owner.description === 'string' && importedDescription.test(owner.description.trim()))
        return undefined;
    const folder = (0,content/* readId */.wh)((0,http/* objectIn */.D7)(owner.folder).id, clean);
    const title = (0,content/* readTitle */.tS)(owner.title, clean).title ?? contentKey({ kind, id });
    return { kind, id, title, ...(folder !== undefined && { folder }) };
}
function ownerIn({ look, dashboard, lookml_dashboard: lookml }) {
    if (look)
        return ['look', (0,http/* objectIn */.D7)(look)];
    return ['dashboard', (0,http/* objectIn */.D7)(dashboard ?? lookml)];
}
function readErrors(entry, clean) {
    const { title, name } = (0,http/* objectIn */.D7)(entry.dashboard_element ?? entry.lookml_dashboard_element ?? entry.dashboard_filter);
    const part = (0,content/* readTitle */.tS)(title, clean).title ?? (0,content/* readTitle */.tS)(name, clean).title;
    return (0,http/* objectsIn */.Qv)(entry.errors).flatMap(({ message, model_name: name }) => {
        const words = typeof message === 'string' ? (0,http/* plainWords */.c5)(message, clean, 300).replace(/\.$/, '') : '';
        if (words === '')
            return [];
        const model = (0,content/* readId */.wh)(name, clean);
        const found = { message: part === undefined ? words : `${part}: ${words}` };
        return [{ ...found, ...(model !== undefined && { model }) }];
    });
}
function newInvalidContent(before, after) {
    const messagesOf = ({ errors }) => errors.map(({ message }) => message);
    const known = new Map();
    for (const content of before)
        known.set(contentKey(content), [...(known.get(contentKey(content)) ?? []), ...messagesOf(content)]);
    return after.flatMap(content => {
        const seen = new Set(known.get(contentKey(content)));
        const errors = content.errors.filter(({ message }) => {
            const isNew = !seen.has(message);
            seen.add(message);
            return isNew;
        });
        return errors.length > 0 ? [{ ...content, errors }] : [];
    });
}

// EXTERNAL MODULE: ./build/branch-check/dev-project.js
var dev_project = __webpack_require__(64991);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./build/instance-renderers.js
var instance_renderers = __webpack_require__(7964);
// EXTERNAL MODULE: ./build/looker/render-task.js + 2 modules
var render_task = __webpack_require__(41221);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
;// CONCATENATED MODULE: ./build/branch-check/imported-dashboards.js





/** Matches the descriptions that the action writes. Only dashboards with such a description are deleted. */
const ownDescription = /^looker-snapshot \d+-\d+-[a-z0-9]{12}$/;
function describeImport({ id, attempt }, random) {
    const characters = Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36));
    return `looker-snapshot ${id}-${attempt}-${characters.join('')}`;
}
function readSavedDashboards(saved) {
    if (!Array.isArray(saved))
        return [];
    return saved.filter(isObject).flatMap(({ description, id }) => {
        if (typeof description !== 'string' || !ownDescription.test(description))
            return [];
        return [{ description, ...(isDashboardId(id) && { id }) }];
    });
}
/**
 * Whether the id may belong to a user-defined dashboard. The ids of LookML dashboards contain `::`, so LookML
 * dashboards are never deleted.
 */
const isDashboardId = (id) => typeof id === 'string' && /^[\w-]{1,64}$/.test(id);
/** Old releases of Looker have numbers as ids. */
const idText = (id) => (Number.isSafeInteger(id) ? String(id) : id);
const importTimeLimitMs = 120_000;
function dashboardStore({ host, session: { send }, clean, }) {
    const path = (id) => `/dashboards/${encodeURIComponent(id)}`;
    return {
        host,
        import: (lookml, onRequest, signal) => send({
            method: 'POST',
            path: '/dashboards/lookml',
            json: { lookml },
            timeLimit: importTimeLimitMs,
            onRequest,
        }, (0,http/* readObject */.Ag)(host, 'dashboard', answer => toImported(answer, host, clean)), signal),
        find: async (description, signal) => {
            const query = { description, fields: 'id,description' };
            const read = (0,http/* readList */.c1)(host, 'dashboard', found => exactId(found, description));
            return send({ method: 'GET', path: '/dashboards/search', query }, read, signal);
        },
        describe: (id, signal) => {
            const read = (0,http/* readObject */.Ag)(host, 'dashboard', ({ description }) => String(description ?? ''));
            const call = { method: 'GET', path: path(id), query: { fields: 'id,description' } };
            return unlessGone(() => send(call, read, signal));
        },
        delete: async (id, signal) => {
            await unlessGone(() => send({ method: 'DELETE', path: path(id) }, async () => undefined, signal));
        },
        hasFolder: signal => {
            const call = { method: 'GET', path: '/user', query: { fields: 'personal_folder_id' } };
            const read = (0,http/* readObject */.Ag)(host, 'user', ({ personal_folder_id: id }) => id !== null && id !== undefined);
            return send(call, read, signal);
        },
    };
}
async function unlessGone(ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (error instanceof looker_errors/* LookerError */.Z6 && error.status === 404)
            return undefined;
        throw error;
    }
}
function toImported({ id: ownId, dashboard_layouts: layouts }, host, clean) {
    const id = idText(ownId);
    if (!isDashboardId(id) || clean(id) !== id)
        throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that does not contain the id of the imported dashboard');
    const tabs = (0,http/* objectsIn */.Qv)(layouts).flatMap(({ id: layout, label }) => {
        const tab = idText(layout);
        return typeof tab === 'string' && typeof label === 'string' ? [[label, tab]] : [];
    });
    return { id, tabs: new Map(tabs) };
}
/**
 * Returns the id if the description is exactly the same. Looker's search ignores the letter case and treats `%` and `_`
 * as wildcards.
 */
function exactId({ id: found, description: own }, description) {
    const id = idText(found);
    return own === description && isDashboardId(id) ? id : undefined;
}
function openImports(options) {
    const { concurrency } = options;
    const all = new Set();
    const save = () => options.save([...all].filter(isLeft).map(toSaved));
    const slots = (0,p_limit/* default */.A)(concurrency);
    const turns = new Map();
    const turnOf = (title) => {
        const turn = turns.get(title) ?? (0,p_limit/* default */.A)(1);
        turns.set(title, turn);
        return turn;
    };
    const remove = async (open) => {
        await removeImport(open, options);
        save();
    };
    const attempt = async ({ lookml }, work) => {
        options.signal.throwIfAborted();
        const open = startImport(options);
        all.add(open);
        save();
        try {
            const imported = await importOnce(lookml(open.description), open, options);
            save();
            return await work(imported);
        }
        finally {
            await remove(open).catch(() => undefined); // `close` tries again, and reports the error.
        }
    };
    return {
        during: (dashboard, work) => turnOf(dashboard.title)(() => retryTakenTitle(() => slots(() => attempt(dashboard, work)), options)),
        async close() {
            const left = [...all].filter(({ isDeleted }) => !isDeleted);
            const errors = await Promise.all(left.map(open => retryRemoval(open, remove, options)));
            return errors.flat();
        },
    };
}
/**
 * The maximum number of tries. Looker refuses an import while another job of the same API user has a dashboard with the
 * same title.
 */
const maxTitleTries = 9;
const titlePauseMs = 15_000;
async function retryTakenTitle(attempt, { clock, signal }) {
    for (let tries = 1;; tries++)
        try {
            return await attempt();
        }
        catch (error) {
            if (tries === maxTitleTries || !(error instanceof looker_errors/* LookerError */.Z6) || !isTakenTitle(error))
                throw error;
            await clock.sleep(titlePauseMs, signal);
        }
}
const isTakenTitle = ({ status, message }) => status === 409 || (status === 422 && /title.*(taken|unique|exists|in use)/i.test(message));
const isLeft = ({ isDeleted, isBrokenOff }) => isBrokenOff || !isDeleted;
const toSaved = ({ description, id }) => ({
    description,
    ...(id !== undefined && { id }),
});
const startImport = ({ owner, random }) => ({
    description: describeImport(owner, random),
    requests: 0,
    isBrokenOff: false,
    isDeleted: false,
});
async function importOnce(lookml, open, { store, signal }) {
    try {
        const imported = await store.import(lookml, () => void open.requests++, signal);
        open.id = imported.id;
        open.isBrokenOff = open.requests > 1;
        return imported;
    }
    catch (error) {
        const isAnswered = error instanceof looker_errors/* LookerError */.Z6 && error.status !== undefined && open.requests === 1;
        open.isBrokenOff = !isAnswered;
        // If Looker refused the only request, no dashboard exists.
        open.isDeleted = isAnswered && (error.status ?? 500) < 500;
        throw error;
    }
}
/** @throws if the dashboard may still exist */
async function removeImport(open, { store, restore }) {
    if (open.isDeleted)
        return;
    if (open.id !== undefined)
        await store.delete(open.id, restore);
    if (open.id === undefined || open.isBrokenOff)
        for (const id of await store.find(open.description, restore))
            await store.delete(id, restore);
    open.isDeleted = true;
}
const maxDeletions = 3;
const deletionPauseMs = 2000;
async function retryRemoval(open, remove, { store, clock, restore }) {
    for (let tries = 1;; tries++)
        try {
            await remove(open);
            return [];
        }
        catch (error) {
            if (tries === maxDeletions || restore.aborted)
                return [undeletedDashboardError(open, store.host, error)];
            await clock.sleep(deletionPauseMs, restore).catch(() => undefined);
        }
}
function undeletedDashboardError(saved, host, cause) {
    const { fact, hint } = undeletedDashboardsFault([saved], host);
    return new errors/* ActionError */.lZ(`${fact}: ${(0,errors/* asActionError */.z6)(cause).message}`, hint, { cause });
}
function undeletedDashboardsFault(saved, host) {
    const named = saved.map(({ description, id }) => id === undefined ? description : `${description}, https://${host}/dashboards/${id}`);
    const [what, them] = saved.length === 1
        ? ['A dashboard that this step imported for a picture', 'it']
        : ['Dashboards that this step imported for pictures', 'them'];
    return {
        fact: `${what} may still be in the API user's personal folder at ${host} (${named.join('; ')})`,
        hint: `Delete ${them} there. The description begins with looker-snapshot.`,
    };
}
/** The time in which Looker may still execute an import after the runner killed the process. */
const importSettlingMs = 10_000;
/**
 * Deletes the dashboards that a killed step imported. Searches twice, because Looker may execute an import after the
 * first search.
 * @returns an error for each dashboard that could not be deleted
 */
async function deleteAfterKill(saved, deleter) {
    const errors = await deleteSaved(saved, deleter);
    try {
        await deleter.clock.sleep(importSettlingMs, deleter.signal);
    }
    catch {
        return errors;
    }
    return deleteSaved(saved, deleter);
}
async function deleteSaved(saved, deleter) {
    const errors = await Promise.all(saved.map(async ({ description, id }) => {
        const one = { description, ...(id !== undefined && { id }) };
        for (let tries = 1;; tries++)
            try {
                await deleteExactly(one, deleter);
                return [];
            }
            catch (error) {
                if (tries === maxDeletions || deleter.signal.aborted)
                    return [undeletedDashboardError(one, deleter.store.host, error)];
                await deleter.clock.sleep(deletionPauseMs, deleter.signal).catch(() => undefined);
            }
    }));
    return errors.flat();
}
/** Deletes all dashboards with exactly this description. Stores their ids in `saved`, for the error message. */
async function deleteExactly(saved, { store, signal, log }) {
    const { description, id } = saved;
    const found = new Set(await store.find(description, signal));
    // The search may use an outdated index, so the dashboard is also read by its id.
    if (id !== undefined && (await store.describe(id, signal)) === description)
        found.add(id);
    for (const one of found) {
        saved.id = one;
        await store.delete(one, signal);
        log(`The imported dashboard ${one} is deleted.`);
    }
}

;// CONCATENATED MODULE: ./build/branch-check/draw-dashboards.js











/**
 * Starts to render production's picture of each affected target, and to draw the changed LookML dashboards. If only
 * production has the dashboard, and the merge base does not, production's picture is the one before the change.
 */
function startPictures(context, options, stages) {
    const { affected } = options.plan;
    const renderers = (0,instance_renderers/* openRenderers */.n)(context, stages);
    const drawer = openDrawer(context, { ...options, renderers });
    const all = affected.map(async (one) => {
        const production = renderProduction(one, renderers, context.world.print);
        const drawn = await drawer.draw(one, production);
        return { production: await production, drawn };
    });
    return {
        of: async (place) => (await all[place]) ?? { production: noPicture(affected[place]?.target) },
        close: (0,time/* once */.Oo)(async () => {
            await Promise.all(all);
            renderers.close();
            return drawer.close();
        }),
    };
}
async function renderProduction({ target, drawing, isMissing }, renderers, print) {
    (0,render_task/* logIgnoredParameters */.x8)(target, print);
    if (isMissing)
        return (0,results/* failedResult */.Nq)(target, 'Production does not have this dashboard', { isMissing });
    if (!drawing)
        return renderers.first.render(target);
    return renderers.first.render((0,results/* toSidecarTarget */.Mu)(target, drawing.base ? 'production' : 'before'));
}
/** Compares the drawings of both sides. Without drawings, compares production's picture with its baseline. */
async function finishPicture({ inputs: { outputDirectory } }, { affected, picture, runner, about }, stages) {
    const { target, isDefined, isAdded, drawing: planned } = affected;
    const { drawn, production } = picture;
    const apiCalls = apiCallsOf(picture);
    if (drawn?.kind === 'drawn') {
        const { head, before, again } = drawn;
        if (head.status === 'failure') {
            await removePictures(target, outputDirectory);
            return (0,results/* failedResult */.Nq)(target, undrawnError(head), { ...about, apiCalls });
        }
        // The comparison already shows production's picture of an added dashboard.
        const sidecar = production.status === 'success' && !isAdded ? { production: toSidecar(production) } : {};
        const drawing = { ...head, ...sidecar, ...about, target, apiCalls };
        const result = await (await stages).compare(drawing, { before, render: again });
        if (result.status === 'failure')
            return result;
        const undrawnChange = await findUndrawnChange(runner, planned);
        return undrawnChange === undefined ? result : withUndrawnChange(result, undrawnChange);
    }
    if (production.status === 'success') {
        const shown = { ...(await moveToOwnFile(production, target, outputDirectory)), apiCalls };
        return { ...(await (await stages).compare(shown, {})), ...about };
    }
    // Production does not have a dashboard that the pull request adds, and may not have one that it removes.
    if (production.isMissing && isDefined)
        return { status: 'checked', target, apiCalls, ...about };
    return { ...production, target, ...about };
}
/**
 * Names the tiles whose change no drawing shows, because production cannot run their queries: both drawings show an
 * error instead of such a tile. If there are none, names the tiles about whose queries production gives no answer. Does
 * not throw.
 * @returns undefined if there are no such tiles
 */
async function findUndrawnChange(runner, { redrawnTiles = [] } = {}) {
    const queries = redrawnTiles.flatMap(({ title, queries }) => queries.map(({ body }) => ({ title, body })));
    const answers = await Promise.all(queries.map(async ({ title, body }) => {
        const answer = await runner
            .sql(body)
            .catch(error => ({ kind: 'unknown', error: (0,errors/* toFault */.ec)(error) }));
        // Looker refuses to show SQL only of a query that it can run.
        return answer.kind === 'answer' || answer.kind === 'forbidden' ? [] : { ...answer, title };
    }));
    const doubtful = answers.flat();
    const failing = doubtful.filter(({ kind }) => kind === 'failing');
    const named = failing.length > 0 ? failing : doubtful;
    const [first] = named;
    if (!first)
        return undefined;
    const titles = [...new Set(named.map(({ title }) => title))];
    const [noun, query] = titles.length === 1 ? ['tile', 'its query'] : ['tiles', 'their queries'];
    const change = `the change of the ${noun} ${(0,tile_words/* joinedTitles */.Pw)(titles)}`;
    const [words, hint] = first.kind === 'failing'
        ? [`no picture shows ${change}, because production cannot run ${query}`, undrawnHint]
        : [
            `the pictures may not show ${change}, because it is unknown whether production can run ${query}`,
            retryHint,
        ];
    return { message: `${words} (${first.error.message})`, hint };
}
const undrawnHint = 'Deploy the base branch to production, or correct the tile, and run the job again.';
const retryHint = 'Run the job again.';
/** Equal drawings are not compared, because they leave out a change. Other drawings show other changes. */
function withUndrawnChange(result, { message, hint }) {
    const { comparison, check } = result;
    if (comparison?.status !== 'unchanged')
        return check?.drawing
            ? { ...result, check: { ...check, drawing: { ...check.drawing, undrawnChange: message } } }
            : result;
    return { ...result, comparison: { status: 'incomparable', error: { message: (0,runtime_text/* capitalized */.l2)(message), hint } } };
}
function apiCallsOf({ production, drawn }) {
    if (drawn?.kind !== 'drawn')
        return production.apiCalls;
    const before = drawn.before.result;
    return production.apiCalls + drawn.head.apiCalls + (before === production ? 0 : before.apiCalls);
}
/** Returns the title in the pull request if the dashboard was drawn, or else the title in production. */
const titleOfPicture = ({ production, drawn }) => (drawn?.kind === 'drawn' ? drawn.head.title : undefined) ?? production.title;
const undrawnError = ({ error }) => new errors/* ActionError */.lZ(`This pull request's dashboard could not be drawn: ${error.message}`, error.hint, {
    cause: error,
});
const toSidecar = ({ path, bytes, sha256, target }) => ({
    path,
    bytes,
    sha256,
    format: target.output.format,
});
/**
 * Moves production's picture to the target's file. Not called for a drawn dashboard, because its file is the drawing.
 */
async function moveToOwnFile(picture, target, directory) {
    const path = (0,external_node_path_.join)(directory, target.file);
    if (picture.path !== path)
        await (0,promises_.rename)(picture.path, path);
    return { ...picture, target, path };
}
async function removePictures(target, directory) {
    const path = (0,external_node_path_.join)(directory, target.file);
    const all = [path, (0,external_node_path_.join)(directory, (0,results/* toSidecarTarget */.Mu)(target, 'production').file), ...(0,results/* sidecarPaths */.g9)(path)];
    await Promise.all(all.map(file => (0,promises_.rm)(file, { force: true }).catch(() => undefined)));
}
const noPicture = (target) => (0,results/* failedResult */.Nq)(target, 'The dashboard was not rendered');
/**
 * `modelTiles` omits tiles with the same SQL and results on both sides, because production's model gives the right
 * picture of such tiles.
 */
function toDrawing({ tiles: pairs }, planned, { picture: { drawn }, tiles }) {
    const modelTiles = pairs.flatMap((pair, place) => {
        const tile = tiles[place];
        const isSame = tile?.sql === 'same' && tile.numbers !== 'changed';
        return tile && !isSame && planned.modelTiles.has(pair) ? [tile.title] : [];
    });
    const { textHash } = planned;
    return { modelTiles, textHash, ...(drawn?.kind === 'not drawn' && { problem: drawn.problem }) };
}
/**
 * Draws the LookML dashboards of both sides of a pull request. Looker renders LookML dashboards only from production,
 * but renders any user-defined dashboard. So the text of each side is imported as a user-defined dashboard, rendered
 * and deleted.
 */
function openDrawer({ world, run, inputs, deadlines }, { plan, production, renderers, secrets, save }) {
    const store = dashboardStore({ ...production, clean: secrets.clean });
    const imports = openImports({
        store,
        owner: run,
        random: Math.random,
        clock: world.clock,
        signal: deadlines.render,
        restore: deadlines.restore,
        concurrency: inputs.pace.concurrency,
        save,
    });
    const drawSide = (dashboard, target) => imports.during(dashboard, async (imported) => {
        const result = await renderers.renderCopy(asImported(target, dashboard, imported), target);
        return { ...result, target, apiCalls: result.apiCalls + importCalls };
    });
    const explain = refusalExplainer(store, deadlines.restore);
    const drawBase = async (base, target) => {
        if (base.kind === 'undrawable')
            return (0,results/* failedResult */.Nq)(target, undrawableError(base));
        try {
            return await drawSide(base, (0,results/* toSidecarTarget */.Mu)(target, 'before'));
        }
        catch (error) {
            return (0,results/* failedResult */.Nq)(target, (await explain(error)) ?? error);
        }
    };
    const commit = { branch: plan.baseBranch, commit: plan.commits.base };
    const drawBefore = async (base, target, production) => {
        if (base)
            return { result: await drawBase(base, target), commit };
        const result = await production;
        return result.status === 'failure' && result.isMissing ? { result, commit } : { result };
    };
    return {
        async draw({ target, drawing }, production) {
            if (!drawing)
                return undefined;
            const { head, base } = drawing;
            if (head.kind === 'undrawable')
                return { kind: 'not drawn', problem: (0,errors/* toFault */.ec)(undrawableError(head)) };
            const again = (target) => drawSide(head, target).catch((error) => (0,results/* failedResult */.Nq)(target, error));
            const refused = explain.shared();
            if (refused)
                return { kind: 'not drawn', problem: (0,errors/* toFault */.ec)(refused) };
            try {
                const drawn = await drawSide(head, target);
                const before = drawn.status === 'success'
                    ? await drawBefore(base, target, production)
                    : { result: (0,results/* failedResult */.Nq)(target, 'The dashboard was not rendered'), commit };
                return { kind: 'drawn', head: drawn, before, again };
            }
            catch (error) {
                const problem = await explain(error);
                if (problem)
                    return { kind: 'not drawn', problem: (0,errors/* toFault */.ec)(problem) };
                const failed = (0,results/* failedResult */.Nq)(target, error);
                return { kind: 'drawn', head: failed, before: { result: failed, commit }, again };
            }
        },
        close: imports.close,
    };
}
/** One call creates the dashboard, and one call deletes it. */
const importCalls = 2;
function asImported(target, { title }, { id, tabs }) {
    if (!('tabIds' in target))
        return target;
    const tabIds = target.tabIds.map(tab => tabs.get(tab) ?? tab);
    return { ...target, kind: 'dashboard', id, title: target.title ?? title, tabIds };
}
const undrawableError = ({ reason, hint }) => new errors/* ActionError */.lZ(reason, hint ??
    'The tiles of the dashboard are checked. To see its picture, open the dashboard in Looker in development mode.');
/**
 * Explains why Looker refused a dashboard. Looker refuses every dashboard if the API user has no personal folder, or
 * may not save there.
 */
function refusalExplainer(store, signal) {
    let shared;
    const explain = async (error) => {
        if (!(error instanceof looker_errors/* LookerError */.Z6) || !isRefusal(error))
            return undefined;
        const { status, message } = error;
        const hasFolder = await store.hasFolder(signal).catch(() => true);
        const words = !hasFolder
            ? [
                'The API user has no personal folder',
                'Use the API key of a user with a personal folder. Dashboards are imported into this folder, and deleted after they are drawn.',
            ]
            : status === 403 || status === 404
                ? [
                    `The API user may not save dashboards (${status})`,
                    "Give the API user's role the permission save_dashboards. Dashboards are imported into its personal folder, and deleted after they are drawn.",
                ]
                : [
                    `Looker did not import the dashboard: ${message}`,
                    "Check the dashboard's text in Looker's development mode.",
                ];
        const explained = new errors/* ActionError */.lZ(...words, { cause: error });
        if (!hasFolder || status === 403 || status === 404)
            shared = explained;
        return explained;
    };
    return Object.assign(explain, { shared: () => shared });
}
/** Whether Looker would refuse the same request again. */
const isRefusal = ({ status = 0 }) => status >= 400 && status < 500 && ![401, 408, 429].includes(status);

// EXTERNAL MODULE: ./build/branch-check/plan-check.js + 3 modules
var plan_check = __webpack_require__(13671);
// EXTERNAL MODULE: ./build/branch-check/run-queries.js
var run_queries = __webpack_require__(17888);
;// CONCATENATED MODULE: ./build/branch-check/render-checked.js




















/**
 * Compares SQL and results of the affected tiles between the merge base and the head, in the API user's development
 * mode. Renders production's pictures at the same time. Does not throw.
 */
async function renderChecked(context, { input, targets, compared }, stages) {
    const { world, inputs, lookers, secrets, isGuarded } = context;
    const production = lookers.first;
    const nothing = { results: [], unaffected: [], errors: [], warnings: [] };
    let pictures;
    let content;
    try {
        await production.loggedIn;
        // The result is the same for all jobs that share the targets, so only the first job validates the content.
        if (input.contentValidation && inputs.shard.index === 0)
            content = openContentCheck(context, { project: input.project, production, secrets });
        const plan = await (0,plan_check.planCheck)(context, { input, targets, compared, looker: production, secrets });
        for (const line of (0,build_targets/* describeAffectedTargets */.Mi)(plan))
            world.print(line);
        if (plan.affected.length === 0 && !(content && plan.hasChange))
            return { ...nothing, unaffected: plan.unaffected, lookmlCommit: plan.commits.head };
        const { host, session } = production;
        await (0,dev_project/* requireProject */.LX)({ id: input.project, host, send: session.send }, context.deadlines.check);
        const memory = openMemory(context, { input, plan }, stages);
        const save = (changes) => world.saveForPost({ instance: inputs.looker.base.origin, isGuarded, ...changes });
        const started = startPictures(context, { plan, production, secrets, save: dashboards => save({ dashboards }) }, stages);
        pictures = started;
        const remembered = await memory.read();
        const { tiles, report, newMemory, ...checked } = await (0,check_session/* checkPlan */.G)(context, {
            ...{ input, plan, production, secrets, content, remembered },
            save: branches => save({ branches }),
        });
        const runner = (0,run_queries/* createQueryRunners */.aR)({
            ...{ host, send: session.send, clean: secrets.clean, timeLimit: run_queries/* queryTimeLimitMs */.to },
            ...{ signal: context.deadlines.compare, concurrency: inputs.pace.concurrency },
        })();
        const finish = async (affected, place) => {
            const picture = await started.of(place);
            return finishTarget(context, { affected, picture, runner, report, tiles: tiles[place] ?? [] }, stages);
        };
        const { lookmlErrors, disturbedBy } = report;
        const [results] = await Promise.all([
            Promise.all(plan.affected.map(finish)),
            newMemory && memory.write(newMemory),
        ]);
        const branch = withContentElsewhere(report, { ...plan, results, targets });
        const broken = (0,descriptions/* describeContent */.Xb)(branch.content);
        if (broken !== undefined)
            world.print(`${broken}.`);
        return {
            ...checked,
            errors: [...checked.errors, ...(await started.close())],
            results,
            unaffected: plan.unaffected,
            lookmlCommit: plan.commits.head,
            branch,
            ...(lookmlErrors.length > 0 && {
                lookmlErrors,
                lookml: { action: 'check', errors: (0,verdict_facts/* asListed */.Gy)(lookmlErrors.map(validate_lookml/* describeLookmlError */.E5)) },
            }),
            ...(disturbedBy !== undefined && {
                disturbance: { kind: 'branch', name: disturbedBy, host: production.host },
            }),
        };
    }
    catch (error) {
        const errors = (await pictures?.close()) ?? [];
        return { ...nothing, errors, ...(0,results/* failAll */.wf)(targets, error) };
    }
    finally {
        content?.cancel();
    }
}
/** Leaves out tiles and queries. Looker counts their ids separately, so they may equal the id of a dashboard or Look. */
const contentKinds = {
    dashboard: 'dashboard',
    lookml_dashboard: 'dashboard',
    look: 'look',
};
/**
 * Omits broken content that is also a target with broken tiles. The target already reports the errors. Marks all other
 * content that is a target, or that has a tile which is a target.
 */
function withContentElsewhere({ content, ...report }, { affected, results, targets }) {
    if (!content)
        return report;
    const keysOf = ({ target: { kind, id }, ownId = id }) => [id, ownId].map(each => `${contentKinds[kind]} ${each}`);
    const reported = affected.filter((_, place) => results[place]?.check?.tiles.some(branch_report/* isBrokenTile */.Mb));
    const dashboards = targets.flatMap(target => ('dashboard' in target && target.dashboard?.id) || []);
    const known = new Set([
        ...[...targets.map(target => ({ target })), ...affected].flatMap(keysOf),
        ...dashboards.map(id => `dashboard ${id}`),
    ]);
    const omitted = new Set(reported.flatMap(keysOf));
    const broken = content.broken
        .filter(({ kind, id }) => !omitted.has(`${kind} ${id}`))
        .map(one => (known.has(`${one.kind} ${one.id}`) ? { ...one, isTarget: true } : one));
    return { ...report, content: { ...content, broken } };
}
/** The wait for stored SQL, in milliseconds. The queries and the publishing of all results wait for it, too. */
const memoryWaitMs = 30_000;
/**
 * Reads and writes the base's SQL on the images branch. If GitHub fails or is slow, the check continues without stored
 * SQL and needs more calls.
 */
function openMemory({ inputs, world, deadlines, began, isGuarded }, { input, plan }, stages) {
    const { base, clientId } = inputs.looker;
    const owner = { commit: plan.commits.base, project: input.project, host: base.host, clientId };
    // The SQL also depends on the commits of other projects, which may change before the next run.
    const isLasting = !plan.importsProjects && plan.otherProjects.size === 0;
    const isWanted = inputs.images.kind === 'branch' && !isGuarded && isLasting;
    const attempt = async (what, work) => {
        if (!isWanted)
            return undefined;
        const words = `The SQL of the merge base could not be ${what} the images branch`;
        let answer;
        const answered = stages.then(async ({ images }) => {
            answer = { value: await work(images) };
        });
        try {
            await (0,time/* waitAtMost */._R)(memoryWaitMs, answered, { clock: world.clock, signal: deadlines.publish });
            if (!answer)
                world.print(`${words} within half a minute.`);
        }
        catch (error) {
            world.print(`${words} (${(0,errors/* asActionError */.z6)(error).message}).`);
        }
        return answer?.value;
    };
    return {
        read: () => attempt('read from', images => (0,base_memory/* readBaseMemory */.Hi)(images, owner)),
        write: (newMemory) => attempt('stored on', images => (0,base_memory/* writeBaseMemory */.kc)(images, owner, newMemory, began)),
    };
}
/** A target with failed tiles gets no picture. */
async function finishTarget(context, { affected, picture, runner, report, tiles }, stages) {
    const { inputs, world } = context;
    const { target, affectedBy, title: ownTitle } = affected;
    // The target does not exist, so there are no tiles.
    const { production } = picture;
    if (production.status === 'failure' && production.isMissing && !affected.isDefined) {
        const missing = { ...production, target };
        return (0,build_targets/* isOfLookml */._N)(target) ? (0,results/* withMissingHint */.Gf)(missing) : missing;
    }
    const numbers = (0,check_tile/* worstNumbers */.Yw)(tiles.flatMap(({ numbers, isUncheckable }) => (isUncheckable ? [] : (numbers ?? []))));
    const file = await writeNumbers(context, { target, report, tiles });
    const { drawing: planned, isAdded } = affected;
    const isNew = isAdded && production.status === 'failure' && production.isMissing;
    const drawing = planned && toDrawing(affected, planned, { picture, tiles });
    const check = {
        tiles,
        ...(numbers && { numbers }),
        ...(isNew && { isNew }),
        ...(isAdded && production.status === 'success' && { isProductionOnly: true }),
        ...(file !== undefined && { file }),
        ...(drawing && { drawing }),
    };
    const title = titleOfPicture(picture) ?? ownTitle;
    const about = { affectedBy, check, ...(title !== undefined && { title }) };
    const failed = tiles.filter(branch_report/* isFailedTile */.kH);
    const words = [tiles.length > 0 && (0,tile_words/* checkWords */.iW)(check), (0,tile_words/* drawingWords */.mJ)(check)].filter(Boolean).join('; ');
    if (words !== '')
        world.print(`${(0,build_targets/* headingWithAddress */.BN)({ target, ...about })}: ${words}.`);
    if (failed.length === 0)
        return finishPicture(context, { affected, picture, runner, about }, stages);
    await removePictures(target, inputs.outputDirectory);
    return (0,results/* failedResult */.Nq)(target, tilesError(failed), { apiCalls: apiCallsOf(picture), ...about });
}
/**
 * Writes `<name>.numbers.json`. If that fails, only warns, because comment and report show the numbers, too.
 * @returns the path of the file, or undefined if there is no file
 */
async function writeNumbers({ inputs, world }, { target, report, tiles }) {
    if (tiles.length === 0)
        return undefined;
    const file = (0,results/* sidecarPath */.n8)((0,external_node_path_.join)(inputs.outputDirectory, target.file), 'numbers', 'json');
    try {
        await (0,files/* writeWhole */.f8)(file, Buffer.from(numbersJson(target, report, tiles)));
        return file;
    }
    catch (error) {
        const { message, hint } = (0,errors/* asActionError */.z6)(error);
        world.core.warning(`${message}. ${hint}`);
        return undefined;
    }
}
const maxTitles = 5;
function tilesError(failed) {
    const broken = failed.filter(branch_report/* isBrokenTile */.Mb);
    const [shown, words] = broken.length > 0
        ? [broken, `This pull request breaks ${(0,runtime_text/* count */.U9)(broken.length, 'tile')}`]
        : [failed, `${(0,runtime_text/* count */.U9)(failed.length, 'tile')} could not be checked`];
    const [shared, ...otherReasons] = new Set(shown.map(({ error }) => error?.message));
    const isShared = shared !== undefined && otherReasons.length === 0;
    const named = shown
        .slice(0, maxTitles)
        .map(({ title, error }) => (error && !isShared ? `${title} (${error.message})` : title));
    const more = shown.length > maxTitles ? ` and ${shown.length - maxTitles} more` : '';
    return new errors/* ActionError */.lZ(`${words}: ${named.join(', ')}${more}${isShared ? `: ${shared}` : ''}`, shown[0]?.error?.hint ?? 'Look at the tiles below.');
}
/** Returns the content of `<name>.numbers.json`, with all changed rows. */
function numbersJson(target, { base, head }, tiles) {
    const rows = tiles.flatMap(({ queries }) => queries.map(({ results }) => results?.changes.length ?? 0));
    const isReadable = rows.reduce((sum, count) => sum + count, 0) <= maxReadableRows;
    return JSON.stringify({ target: target.source, name: target.name, base, head, tiles: tiles.map(tileRecord) }, null, isReadable ? 2 : 0);
}
/** A file with more rows has no line breaks, because it would be several times larger. */
const maxReadableRows = 10_000;
const tileRecord = ({ queries, isUncheckable: _, headHash: __, isEffectUnknown: ___, ...tile }) => ({
    ...tile,
    queries: queries.map(queryRecord),
});
const queryRecord = ({ name, sqlDiff, results, limits }) => ({
    ...(name !== undefined && { name }),
    ...(limits && { limits }),
    ...(sqlDiff && { sqlDiff: diffLinesOf(sqlDiff) }),
    ...(results && { results: resultRecord(results) }),
});
const diffLinesOf = ({ lines }) => lines;
/** Returns each changed row as `{ kind, key, values }`. The labels of the columns are the keys of `values`. */
function resultRecord({ changes, dimensions, columns, hiddenHash: _, ...about }) {
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

/***/ 37020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CP: () => (/* binding */ keptDays),
/* harmony export */   DR: () => (/* binding */ filesBelow),
/* harmony export */   DY: () => (/* binding */ frontPage),
/* harmony export */   Jd: () => (/* binding */ newFile),
/* harmony export */   _g: () => (/* binding */ readTipSha),
/* harmony export */   av: () => (/* binding */ readTip),
/* harmony export */   cY: () => (/* binding */ initialFiles),
/* harmony export */   gm: () => (/* binding */ readBlob),
/* harmony export */   hs: () => (/* binding */ branchError),
/* harmony export */   iw: () => (/* binding */ fileUrl),
/* harmony export */   wJ: () => (/* binding */ blobSha)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19473);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44463);
/* harmony import */ var _github_github_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(28831);
/* harmony import */ var _picture_names_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(99997);





/**
 * After this number of days, a run's pictures are removed from the tip of the branch. Links to older commits remain
 * valid, because these commits still contain the pictures.
 */
const keptDays = 30;
/** The action recognises its own branch by this file, so its content must never change. */
const attributesFile = {
    path: '.gitattributes',
    content: ['png', 'jpg', 'pdf'].map(format => `*.${format} binary linguist-generated\n`).join(''),
};
const frontPageHeading = '# Pictures of Looker Snapshot';
const frontPageText = `The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. Each folder has the pictures of one day, and
is removed from the branch's last commit after ${keptDays} days. \`${_picture_names_js__WEBPACK_IMPORTED_MODULE_4__/* .baselinesFolder */ .jc}\` has the baselines of each branch, with
which pull requests are compared. If you delete the branch, old comments lose their pictures.
`;
/** The README that GitHub shows for the branch, in Markdown. It begins with the heading. */
const frontPage = {
    path: 'README.md',
    heading: frontPageHeading,
    about: frontPageText,
    initial: `${frontPageHeading}\n\n${frontPageText}`,
};
const newFile = (path, content) => ({
    path,
    mode: '100644',
    type: 'blob',
    content,
});
const initialFiles = [
    newFile(attributesFile.path, attributesFile.content),
    newFile(frontPage.path, frontPage.initial),
];
/** Whether the action created the branch. */
const isOurs = (root) => root.some(({ path, sha }) => path === attributesFile.path && sha === blobSha(Buffer.from(attributesFile.content)));
/** Returns git's SHA of a file's content. Files with the same SHA are equal. */
const blobSha = (content) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
/** @throws UnexpectedResponseError if GitHub returns another file, because it could be a wrong picture */
async function readBlob({ octokit, owner, repo }, sha) {
    const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
    const { content } = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'blob');
    const bytes = Buffer.from(typeof content === 'string' ? content : '', 'base64');
    if (blobSha(bytes) !== sha)
        throw new _github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .UnexpectedResponseError */ .dk('blob');
    return bytes;
}
/**
 * @returns undefined if the branch does not exist
 * @throws ActionError if the action did not create the branch
 */
async function readTip(repository, ref) {
    const sha = await readTipSha(repository, ref);
    if (sha === undefined)
        return undefined;
    const tree = await readTreeSha(repository, sha);
    const { entries, isWhole } = await listTree(repository, tree, 'all folders');
    // If GitHub returns only a part of the list, entries of the root may be missing.
    const root = isWhole ? entries.filter(({ path }) => !path.includes('/')) : await readTree(repository, tree);
    const files = isWhole && entries.filter(({ type }) => type === 'blob');
    if (isOurs(root))
        return { sha, tree, root, ...(files && { files }) };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${ref} was not created by this action (it has no .gitattributes of this action), so no pictures were stored there`, 'Set images-branch to a branch that contains only pictures. The action creates it if it does not exist.');
}
async function readTipSha({ octokit, owner, repo }, ref) {
    try {
        const { data } = await octokit.rest.git.getRef({ owner, repo, ref });
        return (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .shaOf */ .ye)((0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'ref').object, 'ref');
    }
    catch (error) {
        if ((0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .statusOf */ .c2)(error) === 404)
            return undefined;
        throw error;
    }
}
async function readTreeSha({ octokit, owner, repo }, commit) {
    const { data } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: commit });
    return (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .shaOf */ .ye)((0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'commit').tree, 'commit');
}
const readTree = async (repository, sha) => (await listTree(repository, sha, 'one folder')).entries;
async function listTree({ octokit, owner, repo }, sha, depth) {
    const recursive = depth === 'all folders' ? { recursive: '1' } : {};
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...recursive });
    const { tree, truncated } = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .fields */ .OA)(data, 'tree');
    const entries = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .listOf */ .c3)(tree, 'tree').map(entry => {
        (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .shaOf */ .ye)(entry, 'tree');
        (0,_github_client_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(entry, 'path', 'tree');
        return entry;
    });
    return { entries, isWhole: truncated !== true };
}
/** Returned paths are relative to the folder. */
async function filesBelow(repository, head, folder) {
    if (head.files)
        return head.files.flatMap(file => file.path.startsWith(`${folder}/`) ? [{ ...file, path: file.path.slice(folder.length + 1) }] : []);
    let entries = head.root;
    for (const name of folder.split('/')) {
        const tree = entries.find(({ path, type }) => path === name && type === 'tree');
        if (!tree?.sha)
            return [];
        entries = await readTree(repository, tree.sha);
    }
    return entries;
}
/**
 * Returns the URL of a file in a commit. The URL is valid for all users who can read the repository, as long as the
 * commit exists.
 */
const fileUrl = ({ serverUrl, owner, repo }, commit, path) => `${serverUrl}/${owner}/${repo}/blob/${commit}/${path}?raw=true`;
const branchError = (error) => (0,_github_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .gitHubError */ .Mj)(error, 'The pictures could not be put into the repository', 'contents: write');


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


/***/ }),

/***/ 43418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ describeDoubts),
/* harmony export */   i: () => (/* binding */ recordedOf)
/* harmony export */ });
/** After this number of days, new data may be the reason for a difference. */
const oldDays = 14;
/** Lists reasons why the picture may have changed without the pull request, as sentences without a full stop. */
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
            `The baseline is from Looker ${then.release}, and Looker is now ${release}, which may draw differently`,
        days > oldDays && `The baseline is ${days} days old, so the data may have changed`,
        then.isUnmerged && describeUnmerged(then),
    ].filter(doubt => typeof doubt === 'string');
}
/** Explains that the base branch was force-pushed, or has newer commits than the pull request. */
function describeUnmerged({ ref, sha, insteadOf }) {
    const fact = `The pull request's branch does not have ${ref}'s commit ${sha.slice(0, 7)}, so the change may come from ${ref}`;
    return insteadOf
        ? `${fact}: run the workflow for ${insteadOf} to record its own baselines`
        : `${fact}: merge ${ref} into the branch, or rebase the branch`;
}
function recordedOf(comparison) {
    const baseline = comparison.status === 'new' ? undefined : comparison.baseline;
    return baseline?.kind === 'branch' ? baseline : undefined;
}


/***/ }),

/***/ 16668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FT: () => (/* binding */ describeBaseline),
/* harmony export */   L5: () => (/* binding */ describeComparison),
/* harmony export */   NF: () => (/* binding */ describeUnaffected),
/* harmony export */   T7: () => (/* binding */ contentErrors),
/* harmony export */   Xb: () => (/* binding */ describeContent),
/* harmony export */   hw: () => (/* binding */ describePixels),
/* harmony export */   l1: () => (/* binding */ describeLeftOut),
/* harmony export */   nl: () => (/* binding */ describeReasons),
/* harmony export */   oU: () => (/* binding */ describeNew),
/* harmony export */   ot: () => (/* binding */ describeBranchCheck),
/* harmony export */   qL: () => (/* binding */ describeIncompleteStrip),
/* harmony export */   uQ: () => (/* binding */ describeChange),
/* harmony export */   v7: () => (/* binding */ doubtfulContent),
/* harmony export */   vZ: () => (/* binding */ describeRun),
/* harmony export */   zT: () => (/* binding */ describeRectangle)
/* harmony export */ });
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(18229);
/* harmony import */ var _headline_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2718);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35976);
/* harmony import */ var _baseline_doubts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(43418);
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92772);





/** Returns text such as `1,234 pixels, 0.4 %, and 9,424 pixels of another shade`, or only one of the two parts. */
function describePixels({ changedPixels, changedShare, shadedPixels }) {
    const changed = `${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(changedPixels)}, ${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatShare */ .T1)(changedShare)}`;
    if (shadedPixels === 0)
        return changed;
    const shaded = `${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(shadedPixels)} of another shade`;
    return changedPixels === 0 ? shaded : `${changed}, and ${shaded}`;
}
function describeChange(comparison) {
    const pixels = describePixels(comparison);
    const { before, after } = comparison.sizes;
    if (before.width === after.width && before.height === after.height)
        return pixels;
    return `${pixels}; it was ${before.width} × ${before.height} and is ${after.width} × ${after.height}`;
}
/** Returns Markdown with a link to the difference image or the report, or an empty text if the strip is complete. */
function describeIncompleteStrip({ strip, difference }, report) {
    if (!strip || strip.isComplete)
        return '';
    const url = difference.links.imageUrl ?? difference.links.artifactUrl ?? report?.url;
    const name = url ? (0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .link */ .nf)(url, 'The difference') : 'The difference';
    return `⚠️ This picture leaves out some of the changes. ${name} shows all of them.`;
}
/** Describes a comparison on one line of plain text, for the log. */
function describeComparison(comparison) {
    const { ref, insteadOf } = (0,_baseline_doubts_js__WEBPACK_IMPORTED_MODULE_4__/* .recordedOf */ .i)(comparison) ?? {};
    const other = insteadOf && `, compared with ${ref}: ${describeUnrecorded(insteadOf)}`;
    return describeVerdict(comparison) + (other ?? '');
}
const describeUnrecorded = (ref) => `nothing is recorded for ${ref}`;
function describeVerdict(comparison) {
    switch (comparison.status) {
        case 'unchanged':
            return comparison.changedPixels > 0
                ? `unchanged: ${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(comparison.changedPixels)} of difference, within max-changed-pixels`
                : 'unchanged';
        case 'changed':
            return `changed (${describeChange(comparison)})`;
        case 'new':
            return `new, as ${describeNew(comparison)}`;
        case 'incomparable':
            return `not compared: ${comparison.error.message}`;
    }
}
/** Explains why there is no baseline, in plain text. */
const describeNew = ({ ref, sha }) => sha === undefined
    ? `${describeUnrecorded(ref)} with these options yet`
    : `${ref} at ${sha.slice(0, 7)} does not have it`;
/** Formats a rectangle as the input `ignore` does: `0, 0, 1260, 40`. */
const describeRectangle = ({ x, y, width, height }) => [x, y, width, height].join(', ');
/**
 * Returns plain text such as `2 rectangles are ignored; 500 pixels of noise between two renders`. The text may be
 * empty.
 */
function describeLeftOut({ target: { ignore }, comparison }) {
    if (comparison?.status !== 'changed' && comparison?.status !== 'unchanged')
        return '';
    const { noisePixels } = comparison;
    return [
        ignore.length > 0 && `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(ignore.length, 'rectangle')} ${ignore.length === 1 ? 'is' : 'are'} ignored`,
        noisePixels === 0 && 'confirmed by a second render',
        noisePixels && `${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatPixels */ .$0)(noisePixels)} of noise between two renders`,
    ]
        .filter(Boolean)
        .join('; ');
}
/**
 * Describes a baseline in plain text: `main at 1a2b3c4, recorded 2 days earlier by run 7`, `main at 1a2b3c4, rendered
 * in this run`, or the instance's host.
 */
function describeBaseline(baseline, now) {
    if (baseline.kind === 'instance')
        return new URL(baseline.url).host;
    const made = baseline.kind === 'commit'
        ? 'rendered in this run'
        : `recorded ${(0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .formatAge */ .nV)(baseline.at, now)} by ${describeRun(baseline)}`;
    return `${baseline.ref} at ${baseline.sha.slice(0, 7)}, ${made}`;
}
/** Returns text such as `run 7, Looker 25.4.12; nothing is recorded for release/2.1`. */
const describeRun = ({ run, release, insteadOf }) => `run ${run}${release ? `, Looker ${release}` : ''}${insteadOf ? `; ${describeUnrecorded(insteadOf)}` : ''}`;
const maxReasons = 3;
/** Returns text such as `views/order_items.view.lkml, which 3 tiles use; manifest.lkml, which …`. */
function describeReasons(affectedBy) {
    const left = affectedBy.length - maxReasons;
    return [...affectedBy.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ');
}
/** Returns text such as `5 targets are not affected by the change, and not rendered`. */
const describeUnaffected = ({ length }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(length, 'target')} ${length === 1 ? 'is' : 'are'} not affected by the change, and not rendered`;
const maxTables = 5;
function describeReplacedTables({ names, tiles }) {
    const left = names.length - maxTables;
    const shown = [...names.slice(0, maxTables), ...(left > 0 ? [`${left} more`] : [])].join(', ');
    const [tables, them] = names.length === 1 ? ['table', 'it'] : ['tables', 'them'];
    return `In ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(tiles, 'tile')}, before comes from the persistent ${tables} ${shown}, usually as production last built ${them}, and after from another table, so newer data may be part of the difference`;
}
function describeBranchCheck(branch) {
    if (!branch)
        return [];
    const { project, base, head, numbers, omittedQueries, isDevelopmentSql, changesAccess, isSqlHidden } = branch;
    const { content, hasDevFilters, replacedTables } = branch;
    const compared = isSqlHidden ? 'results' : numbers ? 'SQL and results' : 'SQL';
    return [
        `Before is the merge base ${base.slice(0, 7)}, after is commit ${head.slice(0, 7)}: ${compared} of the LookML project ${project} in development mode${numbers ? ', on the data of production' : ''}`,
        ...(isSqlHidden
            ? [
                'The API user may not see SQL (permission see_sql), so the results of every affected tile are compared',
            ]
            : []),
        ...(isDevelopmentSql
            ? [
                'The LookML has SQL for development mode (-- if dev --), so numbers may come from a development schema',
            ]
            : []),
        ...(hasDevFilters && numbers
            ? [
                'Derived tables have filters for development mode (dev_filters or -- if dev --). If the pull request changes a table with dev_filters, before may come from the complete table of production and after from a table with fewer rows, so the numbers may differ for this reason alone',
            ]
            : []),
        ...(replacedTables ? [describeReplacedTables(replacedTables)] : []),
        ...(changesAccess
            ? [
                'The pull request changes LookML that depends on user attributes, and the queries run with those of the API user. Review what other users see',
            ]
            : []),
        ...(omittedQueries > 0
            ? [
                `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(omittedQueries, 'query was', 'queries were')} not run: at most ${_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .maxQueries */ .B3} are run for each commit`,
            ]
            : []),
        ...(content?.problem === undefined
            ? []
            : [`Dashboards and Looks outside the targets were not checked: ${content.problem.replace(/\.$/, '')}`]),
        ...(content?.baseProblem === undefined
            ? []
            : [
                `${doubtfulContent}, because ${content.baseProblem.replace(/\.$/, '')}. To find out, merge the base branch, or deploy it if production is older`,
            ]),
    ];
}
/** A clause about broken content that was not validated on the merge base. */
const doubtfulContent = 'Dashboards and Looks outside the targets may break only because production has LookML that this branch lacks. The merge base was not checked';
const maxContentErrors = 3;
/** Returns text such as `Orders: Unknown field "order_items.orders"; and 2 more errors`. */
function contentErrors({ messages }) {
    const left = messages.length - maxContentErrors;
    return [
        ...messages.slice(0, maxContentErrors),
        ...(left > 0 ? [`and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(left, 'more error')}`] : []),
    ].join('; ');
}
/**
 * Returns text such as `This pull request breaks 2 dashboards outside the targets`, or undefined if no content breaks.
 */
function describeContent(content) {
    const { broken = [], leftOut = 0, accepted } = content ?? {};
    if (broken.length + leftOut === 0)
        return undefined;
    if (broken.length === 0)
        return `This pull request breaks ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(leftOut, 'dashboard or Look', 'dashboards or Looks')} in personal folders`;
    return [
        `This pull request breaks ${(0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .countContent */ .dq)(broken)}`,
        ...(leftOut > 0 ? [`and ${leftOut} more in personal folders`] : []),
        ...(accepted ? [(0,_headline_words_js__WEBPACK_IMPORTED_MODULE_1__/* .acceptedBy */ .lA)(accepted)] : []),
    ].join(', ');
}


/***/ })

};
