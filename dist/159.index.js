export const id = 159;
export const ids = [159];
export const modules = {

/***/ 99159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ describeLookmlError),
/* harmony export */   I9: () => (/* binding */ newLookmlErrors),
/* harmony export */   U$: () => (/* binding */ validateProject),
/* harmony export */   mc: () => (/* binding */ lookmlClient)
/* harmony export */ });
/* unused harmony export readValidation */
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72713);
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(64861);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94677);



/** Finds the LookML that a target uses. All calls are administrative (`non_query`, API 4.0), except for a query's. */
function lookmlClient(send, host) {
    const get = (path, fields, read) => send({ method: 'GET', path, query: { fields } }, (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .readObject */ .Ag)(host, 'LookML', read));
    return {
        queriesOf: ({ kind, id }) => {
            const path = `/${_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .targetKinds */ .xV[kind].resource['4.0']}/${encode(id)}`;
            if (kind === 'look')
                return get(path, tileQuery, answer => ofQuery((0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.query)));
            if (kind === 'query')
                return get(path, `${query},${settings}`, ofQuery);
            if (kind === 'dashboard_element')
                return get(path, element, ofElement);
            return get(path, `dashboard_elements(${element}),dashboard_filters(model,explore)`, ofDashboard);
        },
        explore: (name) => {
            const [model = '', explore = ''] = name.split('::');
            return get(`/lookml_models/${encode(model)}/explores/${encode(explore)}`, exploreFields, ofExplore);
        },
    };
}
const encode = (id) => encodeURIComponent(id.toWellFormed());
const query = 'model,view';
const settings = 'dynamic_fields,vis_config';
const tileQuery = `query(${query},${settings})`;
const maker = `result_maker(sql_query_id,${tileQuery},filterables(${query}))`;
const element = `id,type,look_id,merge_result_id,${tileQuery},look(${tileQuery}),${maker}`;
const source = 'view,original_view,project_name,source_file,source_file_path';
const kinds = ['dimensions', 'measures', 'filters', 'parameters'];
const exploreFields = `project_name,view_name,joins(name,from),source_file,files,fields(${kinds.map(kind => `${kind}(${source})`)})`;
const nonEmptyText = (value) => typeof value === 'string' && value !== '' ? value : undefined;
/** The field `view` of a query contains the Explore's name. */
function exploreOf({ model, view }) {
    const [inModel, name] = [nonEmptyText(model), nonEmptyText(view)];
    return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : [];
}
function ofQuery(answer) {
    const explores = exploreOf(answer);
    const tile = withSettings([answer]);
    return { kind: 'query', tiles: [explores.length > 0 ? { ...tile, explores } : tile] };
}
const withSettings = (queries) => queries.length > 0 && queries.every(query => query.vis_config !== undefined)
    ? { settings: queries.flatMap(query => [query.vis_config, query.dynamic_fields]) }
    : {};
const ofElement = (answer) => ({ kind: 'query', tiles: tileOf(answer) });
function ofDashboard({ dashboard_elements: elements, dashboard_filters: filters, }) {
    return {
        kind: 'dashboard',
        tiles: Array.isArray(elements) ? elements.flatMap(tileOf) : [{}],
        filters: (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(filters).flatMap(({ model, explore }) => exploreOf({ model, view: explore })),
    };
}
/** Types of dashboard elements without data. */
const typesWithoutQuery = new Set(['text', 'button']);
/** Reads a tile. It shows its own query, a Look's query, or merged results, whose `filterables` name the Explores. */
function tileOf(answer) {
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv)(answer))
        return [{}];
    const maker = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.result_maker);
    const queries = [answer.query, (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.look).query, maker.query].filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv);
    const explores = [...queries, ...(0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(maker.filterables)].flatMap(exploreOf);
    const id = nonEmptyText(answer.id);
    const tile = {
        ...(id !== undefined && { id }),
        // Looker does not return the queries of merged results.
        ...(nonEmptyText(answer.merge_result_id) === undefined && withSettings(queries)),
    };
    if (explores.length > 0)
        return [{ ...tile, explores: [...new Set(explores)] }];
    // This is a SQL Runner tile.
    if (nonEmptyText(maker.sql_query_id) !== undefined)
        return [{ ...tile, explores: [] }];
    const showsData = queries.length > 0 || nonEmptyText(answer.look_id) || nonEmptyText(answer.merge_result_id);
    return showsData || !typesWithoutQuery.has(answer.type) ? [tile] : [];
}
function ofExplore(answer) {
    const project = nonEmptyText(answer.project_name);
    const listed = [answer.source_file, ...(Array.isArray(answer.files) ? answer.files : [])];
    const modelFiles = listed
        .flatMap(path => pathsOf(nonEmptyText(path), project))
        .map(path => ({ path, ...(project !== undefined && { project }) }));
    const all = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.fields);
    const fields = kinds.flatMap(kind => (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(all[kind]));
    const views = [
        answer.view_name,
        ...(0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(answer.joins).flatMap(({ name, from }) => [name, from]),
        ...fields.flatMap(({ view, original_view: original }) => [view, original]),
    ];
    return {
        files: fields.flatMap(filesOfField),
        modelFiles,
        views: [...new Set(views.flatMap(view => nonEmptyText(view) ?? []))],
    };
}
/** `source_file_path` begins with the project's name, `source_file` does not. */
function filesOfField({ project_name: name, source_file: file, source_file_path: whole }) {
    const project = nonEmptyText(name);
    const paths = nonEmptyText(file) === undefined ? pathsOf(nonEmptyText(whole), project) : pathsOf(nonEmptyText(file));
    return paths.map(path => ({ path, ...(project !== undefined && { project }) }));
}
/**
 * Returns a path with and without its first folder, if that is the project's name, because a folder may have the same
 * name.
 */
function pathsOf(path, project) {
    if (path === undefined)
        return [];
    const relative = path.replace(/^\/+/, '');
    const isInside = project !== undefined && relative.startsWith(`${project}/`);
    return isInside ? [relative, relative.slice(project.length + 1)] : [relative];
}
/** The time limit of a validation, because a large project takes minutes. */
const timeLimitMs = 5 * 60_000;
/**
 * Validates the LookML in the session's workspace (`POST /projects/{id}/validate`, API 4.0; administrative).
 * @returns errors without warnings
 */
function validateProject(id, { send, host, clean }, signal) {
    const call = {
        method: 'POST',
        path: `/projects/${encodeURIComponent(id)}/validate`,
        timeLimit: timeLimitMs,
    };
    const read = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .readObject */ .Ag)(host, 'validation of LookML', answer => readValidation(answer, id, clean));
    return send(call, read, signal);
}
/** Reads the errors. A model that Looker could not validate counts as an error. */
function readValidation(answer, project, clean) {
    const errors = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(answer.errors).filter(({ severity }) => severity === 'error' || severity === 'fatal');
    const unvalidated = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(answer.models_not_validated).map(({ name }) => {
        const model = lookerWords(name, clean) || 'a model';
        return { message: `Looker did not validate the model ${model}`, ...(model !== 'a model' && { model }) };
    });
    return [...errors.map(error => toLookmlError(error, project, clean)), ...unvalidated];
}
const lookerWords = (value, clean) => typeof value === 'string' ? (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .plainWords */ .c5)(value, clean, 500) : '';
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
/** Removes the project's name from the beginning of a path. Undefined for a file of an imported project. */
function pathInProject(file, project) {
    const path = file.replace(/^\/+/, '');
    const own = path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path;
    const isImported = file.startsWith('//') || own.startsWith('imported_projects/');
    return own === '' || isImported || own.length > 1000 || /[\p{Cc}\p{Cs}]/u.test(own) ? undefined : own;
}
/** Returns the errors that only the second validation has. Ignores line numbers, because lines may have moved. */
function newLookmlErrors(before, after) {
    const key = ({ message, path, model }) => JSON.stringify([message, path, model]);
    const known = new Map();
    for (const error of before)
        known.set(key(error), (known.get(key(error)) ?? 0) + 1);
    return after.filter(error => {
        const left = known.get(key(error)) ?? 0;
        known.set(key(error), left - 1);
        return left <= 0;
    });
}
/** Formats an error: `Unknown view "x" (models/x.lkml:12)`. */
function describeLookmlError({ message, path, line }) {
    const place = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
    return message.replace(/\.$/, '') + place;
}


/***/ })

};
