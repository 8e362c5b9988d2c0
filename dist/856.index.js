export const id = 856;
export const ids = [856];
export const modules = {

/***/ 14908:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Zg: () => (/* binding */ reachesOf),
/* harmony export */   fs: () => (/* binding */ changesOf)
/* harmony export */ });
/* unused harmony export reachOf */
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


/***/ }),

/***/ 86022:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b: () => (/* binding */ readAffected)
});

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/affected/changes.js
var affected_changes = __webpack_require__(14908);
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
            if (!isObject(item))
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
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectsIn = (value) => [value].flat().filter(isObject);
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
    const all = [...(0,affected_changes/* reachesOf */.Zg)(files)].map(([path, reach]) => [path, reach === 'source' && !isExplained(path) ? 'unexplained' : reach]);
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
        throw new errors/* ActionError */.lZ('the archive that GitHub gave cannot be unpacked', 'Leave only-affected out where the repository is larger than half a gigabyte.', { cause: error });
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
    const isRead = 'files' in changes && [...(0,affected_changes/* reachesOf */.Zg)(changes.files).values()].some(reach => reach !== 'nothing');
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
        files: texts,
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
        log(`${(0,errors/* asActionError */.z6)(error).message}. Every target is rendered.`);
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
        log(`What ${target.name} shows could not be read: ${(0,errors/* asActionError */.z6)(error).message}.`);
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
            log(`What the Explore ${name} is made of could not be read: ${(0,errors/* asActionError */.z6)(error).message}.`);
            return [name, 'unknown'];
        }
    };
    return new Map(await Promise.all(names.map(name => slots(() => read(name)))));
}
/** A file whose project Looker does not tell may belong to the deployed one. */
const filesIn = (project, { files }) => new Set(files.filter(file => (file.project ?? project) === project).map(({ path }) => path));


/***/ }),

/***/ 33672:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vq: () => (/* binding */ moves),
/* harmony export */   YP: () => (/* binding */ standingOf),
/* harmony export */   sw: () => (/* binding */ isSameCommit)
/* harmony export */ });
/** The next move for each standing at each moment. */
const moves = {
    deployed: { wanted: 'render', previous: 'look again', foreign: 'begin again' },
    rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
    rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
    end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave what stands' },
};
const isSameCommit = (one, other) => one.toLowerCase() === other.toLowerCase();
function standingOf(deployed, wanted, previous = []) {
    const isAmong = (commits) => commits.some(commit => isSameCommit(commit, deployed));
    if (isAmong(wanted))
        return 'wanted';
    return isAmong(previous) ? 'previous' : 'foreign';
}


/***/ }),

/***/ 50735:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ describeLookmlError),
/* harmony export */   I9: () => (/* binding */ newLookmlErrors),
/* harmony export */   U$: () => (/* binding */ validateProject)
/* harmony export */ });
/* unused harmony export readValidation */
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94677);

/** Validating a large project takes minutes. */
const timeLimitMs = 5 * 60_000;
/**
 * Has Looker validate the LookML that the session's workspace has (`POST /projects/{id}/validate`, API 4.0;
 * administrative). @returns errors; warnings are left out
 */
function validateProject(id, { send, host, clean }, signal) {
    const call = {
        method: 'POST',
        path: `/projects/${encodeURIComponent(id)}/validate`,
        timeLimit: timeLimitMs,
    };
    const read = (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .readObject */ .Ag)(host, 'validation of LookML', answer => readValidation(answer, id, clean));
    return send(call, read, signal);
}
/** A model that could not be validated counts as an error. */
function readValidation(answer, project, clean) {
    const errors = (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(answer.errors).filter(({ severity }) => severity === 'error' || severity === 'fatal');
    const unvalidated = (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(answer.models_not_validated).map(({ name }) => {
        const model = lookerWords(name, clean) || 'a model';
        return { message: `Looker did not validate the model ${model}`, ...(model !== 'a model' && { model }) };
    });
    return [...errors.map(error => toLookmlError(error, project, clean)), ...unvalidated];
}
const lookerWords = (value, clean) => typeof value === 'string' ? (0,_responses_js__WEBPACK_IMPORTED_MODULE_0__/* .plainWords */ .c5)(value, clean, 500) : '';
function toLookmlError({ message, file_path: file, line_number: line, model_id: model }, project, clean) {
    const path = typeof file === 'string' ? pathInProject(file, project) : undefined;
    const inModel = lookerWords(model, clean);
    return {
        message: lookerWords(message, clean) || 'Looker names no cause',
        ...(path !== undefined && clean(path) === path && { path }),
        ...(typeof line === 'number' && Number.isSafeInteger(line) && line > 0 && { line }),
        ...(inModel !== '' && { model: inModel }),
    };
}
/** Looker begins paths with the project's name. Files of imported projects are no files of this one. */
function pathInProject(file, project) {
    const path = file.replace(/^\/+/, '');
    const own = path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path;
    const isImported = file.startsWith('//') || own.startsWith('imported_projects/');
    return own === '' || isImported || own.length > 1000 || /[\p{Cc}\p{Cs}]/u.test(own) ? undefined : own;
}
/** The errors that only the second validation has. A line number may have moved, so it does not count. */
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
/** `Unknown view "x" (models/x.lkml:12)` */
function describeLookmlError({ message, path, line }) {
    const place = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
    return message.replace(/\.$/, '') + place;
}


/***/ }),

/***/ 99159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ lookmlClient)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(72713);
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(64861);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94677);



/** Calls that tell which LookML a target is drawn from: all but a query's are administrative (`non_query`, API 4.0). */
function lookmlClient(send, host) {
    const get = (path, fields, read) => send({ method: 'GET', path, query: { fields } }, (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .readObject */ .Ag)(host, 'LookML', read));
    return {
        queriesOf: ({ kind, id }) => {
            const path = `/${_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .targetKinds */ .xV[kind].resource['4.0']}/${encode(id)}`;
            if (kind === 'look')
                return get(path, `query(${query})`, answer => ofQuery((0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.query)));
            if (kind === 'query')
                return get(path, query, ofQuery);
            if (kind === 'dashboard_element')
                return get(path, element, ofElement);
            return get(path, `dashboard_elements(${element})`, ofDashboard);
        },
        explore: (name) => {
            const [model = '', explore = ''] = name.split('::');
            return get(`/lookml_models/${encode(model)}/explores/${encode(explore)}`, exploreFields, ofExplore);
        },
    };
}
const encode = (id) => encodeURIComponent(id.toWellFormed());
const query = 'model,view';
const maker = `result_maker(query(${query}),filterables(${query}))`;
const element = `type,look_id,merge_result_id,query(${query}),look(query(${query})),${maker}`;
const source = 'project_name,source_file,source_file_path';
const kinds = ['dimensions', 'measures', 'filters', 'parameters'];
const exploreFields = `project_name,source_file,files,fields(${kinds.map(kind => `${kind}(${source})`)})`;
const textIn = (value) => typeof value === 'string' && value !== '' ? value : undefined;
/** `view` of a query is the name of its Explore. */
function exploreOf({ model, view }) {
    const [inModel, name] = [textIn(model), textIn(view)];
    return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : [];
}
const ofQuery = (answer) => ({ kind: 'query', tiles: [found(exploreOf(answer))] });
const found = (explores) => (explores.length > 0 ? explores : undefined);
const ofElement = (answer) => ({ kind: 'query', tiles: tileOf(answer) });
const ofDashboard = (answer) => ({
    kind: 'dashboard',
    tiles: (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(answer.dashboard_elements).flatMap(tileOf),
});
/** A tile draws its own query, a Look's, or merged results, whose `filterables` name the Explores. A text has none. */
function tileOf(tile) {
    const maker = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(tile.result_maker);
    const queries = [tile.query, (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(tile.look).query, maker.query].filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv);
    const explores = [...queries, ...(0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(maker.filterables)].flatMap(exploreOf);
    if (explores.length > 0)
        return [[...new Set(explores)]];
    const shows = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv)(tile.result_maker) || textIn(tile.look_id) || textIn(tile.merge_result_id);
    return shows || tile.type === 'vis' ? [undefined] : [];
}
function ofExplore(answer) {
    const project = textIn(answer.project_name);
    const inProject = project !== undefined && { project };
    const own = [answer.source_file, ...(Array.isArray(answer.files) ? answer.files : [])];
    const files = own.flatMap(path => pathsOf(textIn(path), project)).map(path => ({ path, ...inProject }));
    const all = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.fields);
    return {
        ...inProject,
        files: [...files, ...kinds.flatMap(kind => (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(all[kind]).flatMap(filesOfField))],
    };
}
/** `source_file_path` begins with the project's name, `source_file` does not. */
function filesOfField({ project_name: name, source_file: file, source_file_path: whole }) {
    const project = textIn(name);
    const paths = textIn(file) === undefined ? pathsOf(textIn(whole), project) : pathsOf(textIn(file));
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


/***/ }),

/***/ 50864:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kj: () => (/* binding */ missingCommit),
/* harmony export */   cu: () => (/* binding */ RefusedDeployError),
/* harmony export */   gk: () => (/* binding */ UnknownCommitError),
/* harmony export */   v8: () => (/* binding */ projectOf),
/* harmony export */   vI: () => (/* binding */ shortened)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(23598);
/* harmony import */ var _lookml_validation_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50735);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94677);




/** Looker refused a deploy, and did nothing. */
class RefusedDeployError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    /** Looker refused this commit's LookML, not the user or the project: its words. */
    lookmlReason;
    constructor(fact, hint, { lookmlReason, ...options } = {}) {
        super(fact, hint, options);
        this.lookmlReason = lookmlReason;
    }
}
/** Looker's clone of the repository does not have the commit, or not yet, because it fetches by itself. */
class UnknownCommitError extends RefusedDeployError {
}
/**
 * `GET /projects/{id}`, `GET /projects/{id}/git_branch` and `POST /projects/{id}/deploy_ref_to_production` (API 4.0,
 * Project). A session begins in the production workspace, where the branch's `ref` is the deployed commit.
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
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .unexpectedResponse */ .Lf)(host, `no commit that is deployed in project ${id}`);
        },
        deploy: async (commit, signal) => {
            let requests = 0;
            const call = {
                method: 'POST',
                path: `${path}/deploy_ref_to_production`,
                query: { ref: commit },
                onRequest: () => void requests++,
            };
            await send(call, async () => undefined, signal).catch(error => {
                throw toDeployError(error, { id, host, commit, isRepeated: requests > 1 });
            });
        },
        validate: signal => (0,_lookml_validation_js__WEBPACK_IMPORTED_MODULE_2__/* .validateProject */ .U$)(id, { send, host, clean }, signal),
    };
}
const readProject = (host) => (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .readObject */ .Ag)(host, 'LookML project', answer => answer);
const isCommit = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
/** A setting that Looker does not mention may be right; otherwise the deploy fails. */
function refuseUndeployable(about, id, host) {
    if (about.uses_git === false)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The LookML project ${id} at ${host} has no git repository`, 'Connect the project to this repository (Looker: Develop, the project, Settings, Configure Git), or leave deploy empty.');
    if (about.git_release_mgmt_enabled === false)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The LookML project ${id} at ${host} has no advanced deploy mode, without which no commit of a pull request can be deployed`, 'Turn it on in Looker (Develop, the project, Settings, Enable Advanced Deploy Mode): on a staging instance, never in production.');
}
const permission = "Check the project's name in deploy; and give the API user a role with the permissions develop and deploy for its models.";
function toProjectError(error, id, host) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .LookerError */ .Z6) || (error.status !== 404 && error.status !== 403))
        return error;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${host} has no LookML project ${id}, or the API user may not see it (${error.status})`, permission, { cause: error });
}
/** How Looker, or the git that it runs, says that it does not have a commit. */
const missingCommit = /could (not|n't) find (the )?(ref|commit|revision|branch)|(ref|commit|revision|reference|object|branch) .{0,60}(not found|not exist)|(unknown|bad|ambiguous) (revision|object|argument)|not a (valid )?(tree|object|commit)|did not match any|(ref|commit|branch) \S{1,80} (cannot|could not) be resolved/i;
function toDeployError(error, { id, host, commit, isRepeated }) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .LookerError */ .Z6) || error.status === undefined)
        return error;
    const { status, message } = error;
    const about = refusalOf(status, message, { id, host, commit });
    if (!about)
        return error;
    const { fact, hint, kind } = about;
    const cause = { cause: error };
    if (kind === 'unknown commit')
        return new UnknownCommitError(fact, hint, cause);
    // The request whose answer was lost may have been carried out.
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
            fact: `${host} did not find commit ${shortened(commit)} for the LookML project ${id}: ${message}`,
            hint: "Check that the project's git repository at Looker is this one, that the commit is pushed, and that the API user's role has the permission deploy.",
        };
    if (status === 400 || status === 422)
        return {
            kind: 'LookML',
            fact: `Looker refused to deploy commit ${shortened(commit)} to the LookML project ${id}: ${message}`,
            hint: 'Correct what Looker names, in the LookML or in the settings of the project, and run the job again.',
        };
    return undefined;
}
/** As people write a commit. */
const shortened = (commit) => commit.slice(0, 7);


/***/ })

};
