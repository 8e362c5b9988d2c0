export const id = 721;
export const ids = [721];
export const modules = {

/***/ 3273:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ connectBlocks),
/* harmony export */   y: () => (/* binding */ isShared)
/* harmony export */ });
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(73454);
/* harmony import */ var _constants_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(15096);
/* harmony import */ var _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88351);
/* harmony import */ var _published_views_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41328);
/* harmony import */ var _texts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(74265);
/* harmony import */ var _written_tables_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(13450);






/** The kinds of shared definitions. Every file can refer to them by name. */
const sharedKinds = new Set(['datagroup', 'access_grant', 'named_value_format', 'map_layer']);
/** Whether the block is a shared definition or a constant. A block without a name counts as a statement instead. */
const isShared = ({ kind, name }) => (sharedKinds.has(kind) && name !== '') || kind === 'constant';
const nameKinds = ['view', 'explore', 'shared', 'constant', 'any', 'table', 'tablePart'];
const forEachKind = (create) => Object.fromEntries(nameKinds.map(kind => [kind, create()]));
const workPerPause = 256 * 1024;
const workPerBlock = 5000;
async function connectBlocks(blocks, models, pause) {
    const names = new Names(blocks, models);
    const pauseFor = (0,_texts_js__WEBPACK_IMPORTED_MODULE_3__/* .pauseAfter */ .l0)(workPerPause, pause);
    const pauseForBlock = ({ tokens }) => pauseFor(workPerBlock + tokens.length + names.constants.takeWork());
    for (const [index, block] of blocks.entries()) {
        names.add(index, block);
        await pauseForBlock(block);
    }
    const uses = [];
    const tablesReadBy = new Map();
    for (const [index, block] of blocks.entries()) {
        const { used, tables } = names.usedBy(block);
        uses.push(used);
        if (tables.length > 0)
            tablesReadBy.set(index, tables);
        await pauseForBlock(block);
    }
    const needed = new Set();
    const keysOf = ({ kind, name }) => names.constants.readings(name)?.map(reading => (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)({ kind, name: reading }));
    for (const block of blocks) {
        const own = new Set(keysOf(block));
        const keys = block.kind === 'test' ? [] : block.needs.flatMap(need => keysOf(need) ?? []);
        for (const key of keys)
            if (!own.has(key))
                needed.add(key);
        await pauseForBlock(block);
    }
    const usedBy = (block) => uses[block] ?? new Uint32Array();
    const shared = new Map();
    const sharedOf = (block) => {
        const found = shared.get(block) ?? names.sharedAmong(usedBy(block));
        shared.set(block, found);
        return found;
    };
    return {
        blockCount: blocks.length,
        nameCount: names.count,
        usedBy,
        tablesReadBy,
        writersOfAny: [...names.writersOfAny],
        blocksOf: name => names.blocksOf(name),
        named: (kind, name) => names.find(kind, name),
        hasNamed: (kind, name, options) => names.has(kind, name, options),
        sharedIn: text => names.sharedIn(text),
        sharedOf,
        isDefined: (need, paths, options) => names.isDefined(need, paths, options),
        isUsed: block => keysOf(block)?.every(key => needed.has(key)) ?? false,
        readsPublishedView: sql => names.published.isNamedIn(sql) || names.hasTableIn(sql),
        modelsRead: names.published.modelsRead,
        constants: names.constants,
    };
}
class Names {
    constants = new _constants_js__WEBPACK_IMPORTED_MODULE_4__/* .Constants */ .Y();
    writersOfAny = new Set();
    #blocks;
    #models;
    /** Maps each name in lower case to its number. */
    #numbers = forEachKind(() => new Map());
    /** The names in their original letter case. */
    #exactWords = forEachKind(() => new Set());
    #blocksOf = [];
    #published;
    /** The definitions of each view and Explore, without refinements. */
    #definitionsByName;
    /** Caches the answers of `isDefined`. Thousands of blocks may ask about a name that thousands of files define. */
    #definedIn = new WeakMap();
    /** The index in `#blocksOf` of the list of all blocks. A text with an unknown constant uses all of them. */
    #everything;
    #sharedNumbers;
    /**
     * The index in `#blocksOf` of the blocks whose names contain a constant with an unknown value. Every block uses them.
     */
    #anyNamed;
    constructor(blocks, models) {
        this.#blocks = blocks;
        this.#models = models;
        for (const { kind, name, strings } of blocks)
            if (kind === 'constant')
                for (const value of strings)
                    this.constants.add(name, value);
        for (const { isWholeFile, tokens } of blocks)
            if (isWholeFile)
                this.constants.addUnread(tokens);
    }
    get count() {
        return this.#blocksOf.length;
    }
    blocksOf(name) {
        return this.#blocksOf[name] ?? [];
    }
    add(index, block) {
        const { kind, name, tokens, isWholeFile } = block;
        if (isWholeFile)
            for (const word of new Set((0,_texts_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsIn */ .Hn)(tokens)))
                this.#note('any', word, index);
        if (isWholeFile)
            for (const one of (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .computedNamesIn */ .Hp)(tokens))
                this.#noteWords('any', one, index);
        if (kind === 'view' || kind === 'explore')
            this.#noteWords(kind, name, index);
        if (sharedKinds.has(kind))
            this.#noteWords('shared', name, index);
        if (kind === 'constant')
            this.#note('constant', name, index);
        for (const table of (0,_written_tables_js__WEBPACK_IMPORTED_MODULE_2__/* .objectsWrittenBy */ .$u)(block, this.constants)) {
            this.#noteWords('table', table, index);
            for (const word of (0,_texts_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsIn */ .Hn)(table))
                for (const part of (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .partsOfName */ .zC)(word))
                    this.#note('tablePart', part, index);
        }
    }
    /**
     * Splits a name at hyphens and dots, and stores each word: `order-items` → `order`, `items`. A name with an unknown
     * constant may be any name.
     */
    #noteWords(kind, name, index) {
        const words = this.constants.wordsIn(name);
        for (const word of words ?? (0,_texts_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsIn */ .Hn)(name))
            this.#note(kind, word, index);
        if (words)
            return;
        if (kind === 'table')
            this.writersOfAny.add(index);
        this.#anyNamed ??= this.#blocksOf.push([]) - 1;
        this.#blocksOf[this.#anyNamed]?.push(index);
    }
    #note(kind, word, index) {
        this.#exactWords[kind].add(word);
        const key = word.toLowerCase();
        const known = this.#blocksOf[this.#numbers[kind].get(key) ?? -1];
        if (known) {
            if (known.at(-1) !== index)
                known.push(index);
            return;
        }
        this.#numbers[kind].set(key, this.#blocksOf.length);
        this.#blocksOf.push([index]);
    }
    /**
     * Returns the number of a name. With `isName`, ignores the letter case. Without `isName`, the word may be SQL and has
     * to match exactly: the keyword `DATE` does not refer to a view `date`.
     */
    #numberOf(kind, word, { isName }) {
        return isName || this.#exactWords[kind].has(word)
            ? this.#numbers[kind].get(word.toLowerCase())
            : undefined;
    }
    usedBy(block) {
        const { mentions, exploreMentions, qualifiers, kind, name, needs, tokens, isWholeFile } = block;
        const used = new Set(this.#anyNamed === undefined ? [] : [this.#anyNamed]);
        const tables = new Set();
        const use = (kind, words, isName = false, found = used) => {
            for (const word of words) {
                const number = this.#numberOf(kind, word, { isName });
                if (number !== undefined)
                    found.add(number);
            }
        };
        const wordsOf = (text) => {
            const words = this.constants.wordsIn(text);
            if (!words)
                used.add(this.#everythingNumber());
            return words ?? [];
        };
        const words = [...wordsOf(mentions)];
        const lines = mentions.split('\n');
        for (const kind of ['view', 'shared', 'any']) {
            // In a file that could not be split into blocks, each word may be a name.
            use(kind, words, isWholeFile);
            use(kind, lines, true);
        }
        use('explore', wordsOf(exploreMentions), isWholeFile);
        use('explore', exploreMentions.split('\n'), true);
        for (const need of needs)
            use(need.kind, wordsOf(need.name), true);
        // A refinement uses the refined block, and an Explore uses the view with its own name.
        const own = [...wordsOf(name)];
        if ((0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .isNamed */ .ev)(kind))
            use(kind, own, true);
        if (kind === 'explore')
            use('view', own, true);
        use('constant', (0,_constants_js__WEBPACK_IMPORTED_MODULE_4__/* .constantsIn */ .t)(`${mentions}\n${name}`));
        // A view without a table reads the database table with the view's name. Liquid may contain the name of the view or
        // the Explore, too.
        const readsOwnName = kind === 'explore' || (kind === 'view' && (!hasTable.test(tokens) || mentions.includes('_view._name')));
        const tableNames = [...words, ...qualifiers, ...(readsOwnName ? own : [])];
        for (const published of this.published.readBy(tableNames))
            for (const one of [published.kind, 'any'])
                use(one, [published.name], true, tables);
        // Most databases ignore the letter case of tables.
        use('table', tableNames, true, tables);
        if (this.#numbers.tablePart.size > 0) {
            const parts = (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .partsWithConstants */ .YO)(mentions, text => this.constants.readings(text));
            if (parts)
                use('tablePart', parts, true, tables);
            else
                used.add(this.#everythingNumber());
        }
        if (tokens.includes('zipcode'))
            use('shared', [zipcodeLayer], true);
        return { used: Uint32Array.from(new Set([...used, ...tables])), tables: [...tables] };
    }
    get published() {
        this.#published ??= new _published_views_js__WEBPACK_IMPORTED_MODULE_1__/* .PublishedViews */ .l(this.#blocks, {
            constants: this.constants,
            models: this.#models,
            isDefined: ({ kind, name }) => this.#definitions(kind, name).length > 0,
        });
        return this.#published;
    }
    hasTableIn(sql) {
        const has = (kind, word) => this.#numberOf(kind, word, { isName: true }) !== undefined;
        return (this.#anyNamed !== undefined ||
            (0,_texts_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsIn */ .Hn)(sql).some(word => has('table', word)) ||
            [...(0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .partsWithPlaceholder */ .Oh)(sql)].some(part => has('tablePart', part)));
    }
    #everythingNumber() {
        if (this.#everything === undefined) {
            this.#everything = this.#blocksOf.length;
            this.#blocksOf.push(this.#blocks.map((_, index) => index));
        }
        return this.#everything;
    }
    sharedIn(text) {
        const words = this.constants.wordsIn(text);
        const find = (all, isName) => [...all].flatMap(word => this.#numberOf('shared', word, { isName }) ?? []);
        const shared = words
            ? [...find(words, false), ...find(text.split('\n'), true)]
            : [...this.#numbers.shared.values()];
        const constants = (0,_constants_js__WEBPACK_IMPORTED_MODULE_4__/* .constantsIn */ .t)(text).flatMap(name => this.#numberOf('constant', name, { isName: true }) ?? []);
        const all = [...shared, ...constants, this.#anyNamed ?? -1];
        return [...new Set(all.flatMap(number => this.blocksOf(number)))];
    }
    /** Returns the shared definitions and constants among these names. */
    sharedAmong(numbers) {
        const { shared, constant } = this.#numbers;
        const known = this.#sharedNumbers ?? new Set([...shared.values(), ...constant.values()]);
        this.#sharedNumbers = known;
        const all = numbers.some(number => number === this.#everything) ? shared.values() : [];
        const found = [...all, this.#anyNamed ?? -1, ...numbers.filter(number => known.has(number))];
        return [...new Set(found.flatMap(number => this.blocksOf(number)))];
    }
    find(kind, name) {
        const numbers = this.#numbersNamed(kind, name);
        if (!numbers)
            return this.#blocks.map((_, index) => index);
        return [...new Set([...numbers, this.#anyNamed ?? -1].flatMap(number => this.blocksOf(number)))];
    }
    has(kind, name, options = { isName: true }) {
        const numbers = this.#numbersNamed(kind, name, options);
        return numbers ? numbers.some(number => this.blocksOf(number).length > 0) : this.#blocks.length > 0;
    }
    /** @returns undefined if the name contains a constant with an unknown value, so that every name is possible */
    #numbersNamed(kind, name, options = { isName: true }) {
        const words = this.constants.wordsIn(name);
        return (words &&
            [...words].flatMap(word => [kind, 'any'].flatMap(one => this.#numberOf(one, word, options) ?? [])));
    }
    isDefined({ kind, name }, paths, { orMentions } = { orMentions: false }) {
        const known = this.#definedIn.get(paths) ?? new Map();
        this.#definedIn.set(paths, known);
        const key = `${kind} ${orMentions} ${name}`;
        const isDefined = known.get(key) ?? this.#isDefinedIn(paths, { kind, name, orMentions });
        known.set(key, isDefined);
        return isDefined;
    }
    #isDefinedIn(paths, { kind, name, orMentions }) {
        const isHere = (index) => paths.has(this.#blocks[index]?.path ?? '');
        const isMentioned = (reading) => (0,_texts_js__WEBPACK_IMPORTED_MODULE_3__/* .wordsIn */ .Hn)(reading).some(word => {
            const number = this.#numberOf('any', word, { isName: true });
            return number !== undefined && this.blocksOf(number).some(isHere);
        });
        return (this.constants
            .readings(name)
            ?.every(reading => this.#definitions(kind, reading).some(isHere) || (orMentions && isMentioned(reading))) ?? false);
    }
    #definitions(kind, name) {
        this.#definitionsByName ??= this.#groupDefinitions();
        return this.#definitionsByName.get((0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)({ kind, name })) ?? [];
    }
    #groupDefinitions() {
        const found = new Map();
        for (const [index, { kind, name, isRefinement }] of this.#blocks.entries()) {
            if (!(0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .isNamed */ .ev)(kind) || isRefinement)
                continue;
            for (const reading of this.constants.readings(name) ?? [])
                (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .addToList */ .vH)(found, (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .keyOf */ .TN)({ kind, name: reading }), index);
        }
        return found;
    }
}
/**
 * The map layer of dimensions with `type: zipcode`. A project may redefine this layer
 * (https://cloud.google.com/looker/docs/reference/param-field-map-layer-name).
 */
const zipcodeLayer = 'us_zipcode_tabulation_areas';
/** Matches the parameters of a view that replace the database table with the view's name. */
const hasTable = /^[ \t]{0,99}(?:sql_table_name|derived_table)\s{0,9}:/m;


/***/ }),

/***/ 31657:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GX: () => (/* binding */ statementsOf),
/* harmony export */   Ju: () => (/* binding */ blockKey),
/* harmony export */   K9: () => (/* binding */ refinementsIn),
/* harmony export */   LD: () => (/* binding */ movedAcrossImports),
/* harmony export */   WF: () => (/* binding */ blockKeys),
/* harmony export */   fg: () => (/* binding */ repeatedKeys),
/* harmony export */   mJ: () => (/* binding */ orderOf),
/* harmony export */   q7: () => (/* binding */ keysIn)
/* harmony export */ });
/* harmony import */ var _includes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(82656);

function orderOf(model, project) {
    const starts = project.models.get(model) ?? [];
    const readings = ['certain', 'possible'].map(reading => {
        const inPlace = [...keysInPlace(starts, reading, project)];
        const orders = [
            keysInFiles(project.includes.from(starts, reading), project),
            keysInFiles(project.includes.innermostFirst(starts, reading), project),
            inPlace,
        ].map(namesInOrder);
        return { orders, inPlace };
    });
    return { orders: readings.flatMap(({ orders }) => orders), inPlace: readings.map(one => one.inPlace) };
}
function* keysInFiles(files, project) {
    for (const path of files)
        for (const key of keysIn(path, project))
            yield { key, path };
}
/**
 * Puts the text of each file in the place of the first `include` that matches the file. Yields the keys of all blocks
 * in the resulting order.
 */
function* keysInPlace(starts, reading, project) {
    const seen = new Set();
    const all = [...project.blocksByPath.keys()];
    // The next position in each list of files. If the loop returns to a list, it continues at this position, as in
    // `Includes`.
    const positions = new Map();
    const open = [starts];
    for (let next = open.pop(); next; next = open.pop()) {
        if ('key' in next) {
            yield next;
            continue;
        }
        let position = positions.get(next) ?? 0;
        while (position < next.length && seen.has(next[position] ?? ''))
            position += 1;
        positions.set(next, position);
        const path = next[position];
        if (path === undefined)
            continue;
        seen.add(path);
        const parts = project.uncut.has(path) && reading !== 'certain' ? [all] : statementParts(path, reading, project);
        open.push(next, ...parts.reverse());
    }
}
/** Returns the blocks of a file, and the lists of files that it includes, in the order of the text. */
function statementParts(path, reading, project) {
    const parts = statementsOf(path, project).flatMap((statement) => {
        if ('key' in statement)
            return [{ key: statement.key, path }];
        const patterns = project.patternsOf(statement.include);
        return patterns.flatMap((pattern) => {
            const matches = project.includes.matches(pattern, path, reading);
            return (0,_includes_js__WEBPACK_IMPORTED_MODULE_0__/* .isImport */ .YF)(pattern) ? [{ key: pattern, path, isMarker: true }, matches] : [matches];
        });
    });
    const names = project.dashboards.namesIn(path);
    return [...parts, ...names.map(name => ({ key: blockKey('dashboard', name), path }))];
}
function namesInOrder(keys) {
    const order = new Map();
    for (const { key, path, isMarker } of keys) {
        const paths = order.get(key);
        if (isMarker)
            continue;
        if (!paths)
            order.set(key, [path]);
        else if (paths.at(-1) !== path)
            paths.push(path);
    }
    return order;
}
function keysIn(path, project) {
    const { blocks, blocksByPath, dashboards } = project;
    const keys = (blocksByPath.get(path) ?? []).flatMap(index => keysWithOrder(blocks[index], project));
    return [...keys, ...dashboards.namesIn(path).map(name => blockKey('dashboard', name))];
}
/** Returns the keys for which several files have refinements, or several files have definitions. */
function repeatedKeys(project) {
    const files = new Map();
    const repeated = new Set();
    const note = (key, path, isRefinement) => {
        const id = `${isRefinement} ${key}`;
        if ((files.get(id) ?? path) !== path)
            repeated.add(key);
        files.set(id, path);
    };
    for (const block of project.blocks)
        for (const key of keysWithOrder(block, project))
            note(key, block.path, block.isRefinement);
    for (const path of project.lookml.keys())
        for (const name of project.dashboards.namesIn(path))
            note(blockKey('dashboard', name), path, false);
    return repeated;
}
function refinementsIn(sides) {
    const keysByPath = new Map();
    const ofAny = new Set();
    for (const project of sides)
        for (const block of project.blocks) {
            const { name, path, isRefinement, isWholeFile, tokens } = block;
            if (isWholeFile ? !refinementHeader.test(tokens) : !isRefinement)
                continue;
            if (isWholeFile || project.graph.constants.readings(name) === undefined)
                ofAny.add(path);
            const keys = keysByPath.get(path) ?? new Set();
            for (const key of keysWithOrder(block, project))
                keys.add(key);
            keysByPath.set(path, keys);
        }
    return { keysByPath, ofAny };
}
/** Matches the start of a refinement's name in a file that could not be split into blocks: `view: +orders`. */
const refinementHeader = /\b(?:view|explore)["']?\s{0,99}:{1,9}\s{0,99}["']?\+/;
/** Blocks with the same key may overwrite each other. Names that differ only in letter case have the same key. */
const blockKey = (kind, name) => `${kind} ${name.toLowerCase()}`;
/** Returns the block's key. If its name has a constant that several manifests define, returns a key for each value. */
const blockKeys = ({ kind, name }, { graph }) => (graph.constants.readings(name) ?? [name]).map(reading => blockKey(kind, reading));
const keysWithOrder = (block, project) => block && !kindsWithoutOrder.has(block.kind) ? blockKeys(block, project) : [];
/** Kinds of blocks whose order does not matter. `keysIn` adds dashboards separately. */
const kindsWithoutOrder = new Set(['include', 'test', 'dashboard']);
/**
 * Returns the keys of the blocks that moved from one side of a common `include` of another project to the other, by
 * file. The other project may define blocks with the same names.
 */
function movedAcrossImports(base, head) {
    const moved = new Map();
    for (const [index, before] of base.inPlace.entries()) {
        const after = head.inPlace[index] ?? [];
        const earlier = importsBefore(before, after);
        for (const [id, { path, key, counts }] of importsBefore(after, before))
            if (earlier.has(id) && earlier.get(id)?.counts.join() !== counts.join())
                moved.set(path, (moved.get(path) ?? new Set()).add(key));
    }
    return moved;
}
function importsBefore(own, other) {
    const common = new Set(other.flatMap(({ key, isMarker }) => (isMarker ? [key] : [])));
    const counted = new Map();
    // Only the first of several equal imports includes the files.
    const seen = new Set();
    for (const { key, path, isMarker } of own) {
        if (isMarker) {
            if (common.has(key))
                seen.add(key);
            continue;
        }
        const id = `${path}\n${key}`;
        const known = counted.get(id) ?? { key, path, counts: [] };
        known.counts.push(seen.size);
        counted.set(id, known);
    }
    return counted;
}
const statementsOf = (path, project) => (project.blocksByPath.get(path) ?? []).flatMap((index) => {
    const block = project.blocks[index];
    return block?.kind === 'include'
        ? block.strings.map(include => ({ include }))
        : keysWithOrder(block, project).map(key => ({ key }));
});


/***/ }),

/***/ 18543:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R8: () => (/* binding */ filesOf),
/* harmony export */   Y1: () => (/* binding */ changedPatterns),
/* harmony export */   hJ: () => (/* binding */ filesReachedBy),
/* harmony export */   iO: () => (/* binding */ changedInclusions)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57975);
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73454);
/* harmony import */ var _block_order_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(31657);
/* harmony import */ var _includes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(82656);




/** The maximum number of models × files. Above it, every file that a changed pattern may include counts as changed. */
const maxWork = 20_000_000;
/**
 * The maximum number of changed files with an `include` × all files. Above it, every block of a changed file counts as
 * moved.
 */
const maxMovedWork = 300_000;
/**
 * Returns the files that a changed `include` adds to a model, removes from it, or moves in its order, and the blocks
 * that moved across an `include`.
 */
async function changedInclusions(patterns, sides, pause) {
    const moved = await movedBlocks(sides, pause);
    if (patterns.size === 0)
        return moved;
    const [base, head] = sides;
    const reached = filesReachedBy(patterns, sides);
    const models = [...base.models.keys()].filter(model => head.models.has(model));
    const isTooMuch = models.length * (base.lookml.size + head.lookml.size) > maxWork;
    const words = 'perhaps included differently';
    if (isTooMuch)
        return [...moved, ...Array.from(reached, path => ({ path, words }))];
    const found = [...moved];
    const unordered = filesReachedBy(patterns, sides, pattern => pattern.includes('*'));
    const repeated = uniteSets(...sides.map(_block_order_js__WEBPACK_IMPORTED_MODULE_1__/* .repeatedKeys */ .fg));
    const refinements = (0,_block_order_js__WEBPACK_IMPORTED_MODULE_1__/* .refinementsIn */ .K9)(sides);
    for (const model of models) {
        await pause();
        const possible = uniteSets(filesOf(model, base, 'possible'), filesOf(model, head, 'possible'));
        if (![...patterns.keys()].some(path => possible.has(path)))
            continue;
        const before = filesOf(model, base, 'certain');
        const after = filesOf(model, head, 'certain');
        const entered = [...reached]
            .filter(path => possible.has(path) && !(before.has(path) && after.has(path)))
            .map(path => ({ path, model, words: wordsFor(model, before.has(path), after.has(path)) }));
        const inBoth = [...reached].filter(path => before.has(path) && after.has(path));
        (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_3__/* .addAll */ .RZ)(found, entered);
        for (const one of reorderedRefinements(inBoth, possible, refinements))
            found.push({ ...one, model, words: wordsOfOrder(model) });
        (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_3__/* .addAll */ .RZ)(found, reorderedFiles(model, sides, { unordered, reached, repeated }));
    }
    return found;
}
function wordsFor(model, isBefore, isAfter) {
    if (isAfter)
        return `now included by the model ${model}`;
    return isBefore ? `no longer included by the model ${model}` : `included differently by the model ${model}`;
}
/**
 * Returns the `include` patterns that only the merge base or only the head has, by file. If the common patterns have a
 * new order, returns all patterns of the file.
 */
function changedPatterns([base, head]) {
    const changed = new Map();
    for (const path of new Set([...base.blocksByPath.keys(), ...head.blocksByPath.keys()])) {
        const before = base.patternsIn(path);
        const after = head.patternsIn(path);
        if (before.join('\n') === after.join('\n'))
            continue;
        const [inBefore, inAfter] = [new Set(before), new Set(after)];
        const different = [
            ...before.filter(pattern => !inAfter.has(pattern)),
            ...after.filter(pattern => !inBefore.has(pattern)),
        ];
        changed.set(path, different.length > 0 && commonItems(before, after) === commonItems(after, before)
            ? different
            : [...before, ...after]);
    }
    return changed;
}
/** Returns the files that the patterns may include on either side, directly or through other files. */
const filesReachedBy = (patterns, sides, isCounted = (_pattern) => true) => uniteSets(...sides.map(({ includes, patternsIn }) => {
    const starts = [...patterns].flatMap(([path, changed]) => {
        const counted = new Set(changed.filter(isCounted));
        const own = patternsIn(path).filter(pattern => counted.has(pattern));
        return own.flatMap(pattern => includes.matches(pattern, path, 'possible'));
    });
    return includes.from(starts, 'possible');
}));
const filesOf = (model, project, reading) => project.includes.from(project.models.get(model) ?? [], reading);
const uniteSets = (...sets) => new Set(sets.flatMap(set => [...set]));
/**
 * If several blocks have the same name, the last included block takes precedence. Returns the files with such blocks,
 * if their order of inclusion changed. Looker does not document whether an included file comes before, after, or
 * between the blocks of the including file, so all three orders are compared. It documents neither the order of the files
 * of a wildcard nor the place of a file that is included twice
 * (https://cloud.google.com/looker/docs/lookml-refinements#order).
 */
function reorderedFiles(model, sides, { unordered, reached, repeated }) {
    const [base, head] = sides.map(project => (0,_block_order_js__WEBPACK_IMPORTED_MODULE_1__/* .orderOf */ .mJ)(model, project));
    const [before, after] = [base.orders, head.orders];
    const names = new Set();
    for (const [index, order] of before.entries()) {
        const other = after[index] ?? new Map();
        for (const [name, paths] of order) {
            const then = other.get(name) ?? [];
            if (paths.length < 2)
                continue;
            const isUncertain = paths.filter(path => unordered.has(path)).length > 1 ||
                (repeated.has(name) && paths.some(path => reached.has(path)));
            if (isUncertain || commonItems(paths, then) !== commonItems(then, paths))
                names.add(name);
        }
    }
    const paths = new Set([...before, ...after].flatMap(order => [...names].flatMap(name => order.get(name) ?? [])));
    const words = wordsOfOrder(model);
    const acrossImports = movedAcrossUnknown(model, sides).map(path => ({ path, model, words }));
    const hasImports = sides.every(({ importing }) => importing.size > 0);
    const keysByPath = hasImports ? (0,_block_order_js__WEBPACK_IMPORTED_MODULE_1__/* .movedAcrossImports */ .LD)(base, head) : new Map();
    return [
        ...acrossImports,
        ...[...paths].map(path => ({ path, model, words, names })),
        ...Array.from(keysByPath, ([path, names]) => ({ path, model, words, names })),
    ];
}
const wordsOfOrder = (model) => `included in another order in the model ${model}`;
/**
 * Returns the files of changed includes with refinements whose order is uncertain, because they or another file may
 * refine anything.
 */
function reorderedRefinements(reached, included, { keysByPath, ofAny }) {
    const refining = [...included].filter(path => keysByPath.has(path));
    const unknown = refining.filter(path => ofAny.has(path));
    return reached.flatMap(path => {
        const names = keysByPath.get(path);
        const others = ofAny.has(path) ? refining : unknown;
        if (!names || !others.some(one => one !== path))
            return [];
        return ofAny.has(path) ? [{ path }] : [{ path, names }];
    });
}
/** Returns the files whose position changed relative to files that may define blocks with any name. */
function movedAcrossUnknown(model, sides) {
    const isUnknown = (path) => sides.every(({ definingAny }) => definingAny.has(path));
    if (sides.some(({ definingAny }) => definingAny.size === 0))
        return [];
    const moved = new Set();
    for (const reading of ['certain', 'possible'])
        for (const way of ['from', 'innermostFirst']) {
            const [before, after] = sides.map(({ includes, models }) => includes[way](models.get(model) ?? [], reading));
            const earlier = unknownBefore(before, after, isUnknown);
            for (const [path, count] of unknownBefore(after, before, isUnknown))
                if (earlier.get(path) !== count)
                    moved.add(path);
        }
    return [...moved];
}
/** For each file in both sets, counts the unknown files before it that are in both sets. */
function unknownBefore(files, others, isUnknown) {
    const counts = new Map();
    let count = 0;
    for (const path of files) {
        if (!others.has(path))
            continue;
        counts.set(path, count);
        if (isUnknown(path))
            count += 1;
    }
    return counts;
}
/**
 * Returns the blocks that moved from one side of an `include` to the other, if the included file has or may have a
 * block with the same name. Looker may read the included file at the position of the `include`, and the last block
 * takes precedence.
 */
async function movedBlocks(sides, pause) {
    const [base, head] = sides;
    const found = [];
    let left = maxMovedWork;
    for (const path of head.blocksByPath.keys()) {
        if (base.versions.get(path) === head.versions.get(path) || head.patternsIn(path).length === 0)
            continue;
        const [before, after] = sides.map(side => (0,_block_order_js__WEBPACK_IMPORTED_MODULE_1__/* .statementsOf */ .GX)(path, side));
        if ((0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(before, after))
            continue;
        left -= head.blocksByPath.size;
        const names = left < 0 ? statementKeys(after) : movedIn(path, [before, after], sides);
        if (names.length > 0)
            found.push({ path, words: 'moved before or after an include', isMove: true, names: new Set(names) });
        await pause();
    }
    return found;
}
const statementKeys = (statements) => statements.flatMap(one => ('key' in one ? [one.key] : []));
function movedIn(path, [before, after], sides) {
    const [base, head] = sides;
    const [placedBefore, placedAfter] = [withFiles(before, path, base), withFiles(after, path, head)];
    const acrossUnknown = movedKeys(withUnknown(placedBefore, base), withUnknown(placedAfter, head));
    const moved = movedKeys(placedBefore, placedAfter);
    return moved.length === 0 ? acrossUnknown : [...acrossUnknown, ...moved.filter(isInFilesOf(path, sides))];
}
/** The returned function decides whether one of the files that `path` includes has a block with the key. */
function isInFilesOf(path, sides) {
    const files = uniteSets(...sides.map(({ includes }) => includes.from([path], 'possible')));
    files.delete(path);
    const keys = new Set([...files].flatMap(one => sides.flatMap(side => (0,_block_order_js__WEBPACK_IMPORTED_MODULE_1__/* .keysIn */ .q7)(one, side))));
    return key => keys.has(key);
}
/** Returns the keys of blocks that moved from one side of a common `include` to the other. */
function movedKeys(base, head) {
    const [before, after] = [includesBefore(base, head), includesBefore(head, base)];
    const isReordered = before.includes !== after.includes;
    return [...after.counts].flatMap(([key, counts]) => {
        const earlier = before.counts.get(key);
        return earlier && (isReordered || earlier.join() !== counts.join()) ? [key] : [];
    });
}
/** Returns the blocks, the includes of other projects, and the included files that may define blocks with any name. */
const withUnknown = (statements, { patternsOf, definingAny }) => statements.filter(statement => {
    if ('key' in statement)
        return true;
    const { include, file } = statement;
    return file === undefined ? patternsOf(include).some(_includes_js__WEBPACK_IMPORTED_MODULE_2__/* .isImport */ .YF) : definingAny.has(file);
});
/**
 * Adds the included files after each pattern. If several patterns include a file, adds it only after the first pattern.
 */
function withFiles(statements, from, { patternsOf, includes }) {
    const seen = new Set([from]);
    return statements.flatMap((statement) => {
        if ('key' in statement)
            return [statement];
        const patterns = patternsOf(statement.include);
        const matches = patterns.flatMap(pattern => includes.matches(pattern, from, 'possible'));
        const files = [...includes.from(matches, 'possible')].filter(path => !seen.has(path));
        for (const path of files)
            seen.add(path);
        return [statement, ...files.map(path => ({ include: `/${path}`, file: path }))];
    });
}
/**
 * Returns the includes that both sides have, in the order of `own`. `counts` maps a block's key to the number of these
 * includes before each block with that key: `[1, 2]` for `view orders` if one such block is after the first include,
 * and another block is after the second include.
 */
function includesBefore(own, other) {
    const known = new Set(other.flatMap(one => ('include' in one ? [one.include] : [])));
    const includes = [];
    const counts = new Map();
    for (const one of own)
        if (!('include' in one))
            (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_3__/* .addToList */ .vH)(counts, one.key, includes.length);
        else if (known.has(one.include))
            includes.push(one.include);
    return { includes: includes.join('\n'), counts };
}
function commonItems(list, other) {
    const items = new Set(other);
    return list.filter(item => items.has(item)).join('\n');
}


/***/ }),

/***/ 82882:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  it: () => (/* binding */ compareProjects),
  aV: () => (/* binding */ dashboardsOfModel),
  Yh: () => (/* binding */ isManifest),
  aJ: () => (/* binding */ isShown),
  SH: () => (/* binding */ isStatement)
});

// EXTERNAL MODULE: ./build/affected/block-graph.js
var block_graph = __webpack_require__(3273);
// EXTERNAL MODULE: ./build/affected/block-order.js
var block_order = __webpack_require__(31657);
// EXTERNAL MODULE: ./build/affected/changed-includes.js
var changed_includes = __webpack_require__(18543);
// EXTERNAL MODULE: ./build/affected/texts.js
var texts = __webpack_require__(74265);
;// CONCATENATED MODULE: ./build/affected/named-files.js

/** The maximum number of characters to search for file names. Unsearched text counts as mentioning a changed file. */
const maxSearched = 500_000_000;
/**
 * Returns the blocks that mention a changed file that is not LookML, such as a map or a visualization, and the extensions
 * that a changed file is part of.
 * @returns maps the index of a block to the file and its use: `viz/funnel.js, named by`
 */
function blocksOfFiles(paths, project) {
    const uses = new Map();
    if (paths.length === 0)
        return uses;
    const named = new Map(paths.flatMap(path => namesOfFile(path).map(name => [name, path])));
    const possible = paths.filter(path => !(0,texts/* isNeverNamed */.qj)(path));
    const anyFile = possible[0];
    let left = maxSearched;
    for (const [index, block] of project.blocks.entries()) {
        const isExtension = block.kind === 'application';
        const isSearched = block.isWholeFile || isExtension;
        if (isSearched)
            left -= block.tokens.length * paths.length;
        const path = isSearched && left < 0 ? anyFile : fileNamedIn(block, paths, { named, anyFile }, project);
        const part = path === undefined && isExtension ? partOfExtension(block, possible, project) : undefined;
        if (path !== undefined)
            uses.set(index, `${path}, named by`);
        else if (part !== undefined)
            uses.set(index, `${part}, part of`);
    }
    return uses;
}
const fileNamedIn = (block, paths, files, project) => block.isWholeFile
    ? fileMentionedIn(block.tokens, paths)
    : block.strings.flatMap(text => fileNamedBy(text, files, project) ?? [])[0];
/** Returns the file name in lower case, with and without its extensions. */
function namesOfFile(path) {
    const name = foldCase(path.slice(path.lastIndexOf('/') + 1));
    return [name, name.replace(/(?<=.)\..*$/, ''), name.replace(/(?<=.)\.[^.]*$/, '')];
}
const foldCase = (text) => text.normalize().toLowerCase();
/** Returns a changed file whose name is in the text. If a constant's value is unknown, returns any changed file. */
function fileNamedBy(text, { named, anyFile }, project) {
    const readings = partsOfPath(text, project);
    return readings ? readings.flatMap(parts => named.get(parts.at(-1) ?? '') ?? [])[0] : anyFile;
}
/** @returns the folders and the name of each possible path, or undefined if a constant's value is unknown */
const partsOfPath = (text, { graph }) => graph.constants
    .readings(text)
    ?.flatMap(reading => [reading, decodePercent(reading.replace(/[?#].*/s, ''))])
    .map(reading => reading.split(/[\\/]/).map(part => foldCase(part.trim())));
/**
 * Returns a changed file in the folder of the extension's script, or below it. The script loads the other files of its
 * build, which LookML does not name (https://github.com/looker-open-source/extension-examples). The root folder contains
 * the whole project, so only the scripts, styles, pictures and fonts directly in it count. If a folder above or below is a
 * symbolic link, the linked files may be anywhere, so each file counts.
 */
function partOfExtension({ strings }, paths, project) {
    const folders = strings
        .flatMap(text => partsOfPath(text, project) ?? [])
        .filter(parts => parts.at(-1)?.endsWith('.js'))
        .map(parts => parts.slice(0, -1).filter(part => part !== '' && part !== '.'))
        .map(parts => parts.map(part => `${part}/`).join(''));
    const links = [...project.folderLinks].map(path => `${foldCase(path)}/`);
    if (links.some(link => folders.some(folder => folder.startsWith(link) || isBelow(link, folder))))
        return paths[0];
    return paths.find(path => folders.some(folder => (folder === '' ? webFileInRoot.test(path) : isBelow(foldCase(path), folder))));
}
const isBelow = (path, folder) => folder !== '' && path.startsWith(folder);
const webFileInRoot = /^[^/]+\.(?:m?js|css|wasm|svg|png|jpe?g|gif|webp|woff2?|ttf)$/i;
/**
 * Decodes percent codes, because a `file` parameter may have the form of a URL: `maps/us%20states.topojson?version=2`.
 */
const decodePercent = (text) => text.replace(/(?:%[\da-f]{2})+/gi, codes => Buffer.from(codes.replaceAll('%', ''), 'hex').toString());
function fileMentionedIn(text, paths) {
    const known = foldCase(decodePercent(text));
    const mayUseAny = text.includes('@{') || /\bapplication\s{0,9}:/.test(text);
    return paths.find(path => namesOfFile(path).some(name => known.includes(name)) || (mayUseAny && !(0,texts/* isNeverNamed */.qj)(path)));
}

// EXTERNAL MODULE: ./build/affected/reachable-changes.js
var reachable_changes = __webpack_require__(238);
;// CONCATENATED MODULE: ./build/affected/changes.js






const filesPerPause = 50;
async function compareProjects(sides, pause) {
    const [base, head] = sides;
    const paths = changedPaths(sides);
    const others = paths.filter(path => !(0,texts/* isLookml */.ZZ)(path));
    const changed = [new Map(), new Map()];
    for (const [index, path] of paths.entries()) {
        noteChangedBlocks(path, sides, changed);
        if (index % filesPerPause === 0)
            await pause();
    }
    for (const { includes } of sides)
        await includes.prepare(pause);
    const patterns = (0,changed_includes/* changedPatterns */.Y1)(sides);
    await pause();
    if (patterns.size > 0 || paths.some(path => sides.some(side => side.patternsIn(path).length > 0)))
        for (const { dashboards } of sides)
            await dashboards.prepare(pause);
    const inclusions = await (0,changed_includes/* changedInclusions */.iO)(patterns, sides, pause);
    for (const [index, project] of sides.entries()) {
        const own = changed[index];
        noteInclusions(inclusions, project, own);
        for (const [block, use] of blocksOfFiles(others, project))
            if (!own.has(block))
                own.set(block, `${use} ${describe(project.blocks[block])}`);
        await pause();
    }
    const isAny = paths.some(path => sides.some(side => side.unread.has(path) || mayHaveDashboards(path, side))) ||
        patterns.size > 0 ||
        changed.some(({ size }) => size > 0) ||
        paths.some(path => isTranslation(path) || isEmptyManifest(path, sides) || isNewModel(path, sides)) ||
        paths.some(path => isFolderLink(path, sides) || changesEncoding(path, sides)) ||
        (others.some(path => !(0,texts/* isNeverNamed */.qj)(path)) && sides.some(({ unread }) => unread.size > 0));
    const words = [...new Set(changed.flatMap(own => [...own.values()]))];
    const numbers = new Map(words.map((text, number) => [text, number]));
    const toSide = async (project, own) => {
        const byBlock = new Map([...own].map(([block, text]) => [block, numbers.get(text)]));
        return { project, reach: await (0,reachable_changes/* findReach */.Vg)(project.graph, byBlock, { count: words.length, pause }) };
    };
    const everywhere = isAny ? reasonsEverywhere(paths, sides) : [];
    return {
        base: await toSide(base, changed[0]),
        head: await toSide(head, changed[1]),
        words,
        inclusions,
        patterns,
        everywhere,
        translations: paths.filter(isTranslation).map(reasonOfTranslation),
        isAny,
        mayChangeAfterSql: async () => isAny &&
            (everywhere.length > 0 ||
                paths.some(isManifest) ||
                (await usesAfterSql(base, changed[0].keys(), pause)) ||
                (await usesAfterSql(head, changed[1].keys(), pause))),
        changedVersions: () => JSON.stringify(paths
            .filter(path => !(0,texts/* isNeverNamed */.qj)(path))
            .map(path => [path, ...sides.map(({ versions }) => versions.get(path))])),
    };
}
function changedPaths([base, head]) {
    const all = new Set([...base.versions.keys(), ...head.versions.keys()]);
    return [...all].filter(path => base.versions.get(path) !== head.versions.get(path)).sort();
}
/** Compares all blocks with the same kind and name in a file as one list, because their order may matter. */
function noteChangedBlocks(path, sides, changed) {
    const [before, after] = [groupsIn(path, sides[0]), groupsIn(path, sides[1])];
    for (const key of new Set([...before.keys(), ...after.keys()])) {
        const groups = [before.get(key), after.get(key)];
        if (groups[0]?.tokens.join('\0') === groups[1]?.tokens.join('\0'))
            continue;
        for (const [index, group] of groups.entries())
            for (const place of group?.places ?? [])
                changed[index]?.set(place, describe(sides[index]?.blocks[place]));
    }
}
function groupsIn(path, project) {
    const groups = new Map();
    const isUnnamed = ({ name }) => project.graph.constants.readings(name) === undefined;
    const places = project.blocksByPath.get(path) ?? [];
    const unnamed = places.flatMap(index => project.blocks[index] ?? []).filter(isUnnamed);
    // A block whose name is unknown may have the name of every other block of its kind.
    const kinds = new Set(unnamed.map(({ kind }) => kind));
    for (const index of places) {
        const block = project.blocks[index];
        if (!block || block.kind === 'include' || block.kind === 'test')
            continue;
        for (const key of kinds.has(block.kind) ? [block.kind] : (0,block_order/* blockKeys */.WF)(block, project)) {
            const group = groups.get(key) ?? { places: [], tokens: [] };
            group.places.push(index);
            group.tokens.push(block.tokens);
            groups.set(key, group);
        }
    }
    return groups;
}
/** Describes a block for users: "view +orders in refinements/orders.view.lkml". */
function describe(block) {
    if (!block)
        return '';
    const { kind, name, isRefinement, path, isWholeFile } = block;
    if (isWholeFile)
        return path;
    const named = name === '' ? kind : `${kind} ${isRefinement ? '+' : ''}${name}`;
    return `${named} in ${path}`;
}
function noteInclusions(inclusions, project, changed) {
    for (const { path, words, names } of inclusions)
        for (const index of project.blocksByPath.get(path) ?? []) {
            const block = project.blocks[index];
            const isHere = !names || (block && (0,block_order/* blockKeys */.WF)(block, project).some(key => names.has(key)));
            if (isHere && !changed.has(index))
                changed.set(index, `${describe(block)} (${words})`);
        }
}
/** Translations of labels (https://cloud.google.com/looker/docs/model-localization). */
const isTranslation = (path) => /\.strings\.json$/i.test(path);
const reasonOfTranslation = (path) => `${path}, which may change every label`;
/**
 * Whether a changed `.gitattributes` file changes how git converts files. Looker reads the converted files, but the
 * action reads the original files. A line that begins with `[attr]` defines a name for several attributes. If such a
 * line exists, any line may change the conversion.
 */
function changesEncoding(path, sides) {
    const hasNames = sides.some(({ attributes }) => [...attributes.values()].some(text => /^\s*\[attr\]/m.test(text)));
    const relevant = hasNames ? /^\s*[^#\s]/ : /^\s*[^#\s].*\b(?:working-tree-encoding|ident)\b/s;
    const [before, after] = sides.map(({ attributes }) => (attributes.get(path) ?? '')
        .split(/\r?\n/)
        .filter(line => relevant.test(line))
        .join('\n'));
    return before !== after;
}
const mayHaveDashboards = (path, { lookml }) => (0,texts/* hasDashboards */.uh)(path, lookml.get(path) ?? '');
/** Looker reports an error about a manifest without parameters. */
const isEmptyManifest = (path, sides) => isManifest(path) &&
    sides.some(({ lookml, blocksByPath }) => lookml.has(path) && !blocksByPath.get(path)?.length);
/** Whether only one side has this model file. */
const isNewModel = (path, sides) => sides.filter(({ models }) => [...models.values()].some(paths => paths.includes(path))).length === 1;
const isFolderLink = (path, sides) => sides.some(({ folderLinks }) => folderLinks.has(path));
function reasonsEverywhere(paths, sides) {
    const reasons = [];
    for (const { unread } of sides)
        for (const [path, why] of unread)
            reasons.push(`${path} could not be read (${why}) and may contain anything`);
    for (const path of paths) {
        const why = sides.flatMap(({ uncut }) => uncut.get(path) ?? [])[0];
        if (why !== undefined)
            reasons.push(`${path} could not be read (${why}) and may change anything`);
        else if (isTranslation(path))
            reasons.push(reasonOfTranslation(path));
        else if (isEmptyManifest(path, sides))
            reasons.push(`${path}, which is empty before or after the change`);
        else if (changesEncoding(path, sides))
            reasons.push(`${path}, which changes how git converts files`);
        else if (isFolderLink(path, sides))
            reasons.push(`${path} is a link, and the linked files may have changed`);
    }
    return [...new Set(reasons)];
}
/**
 * Matches LookML that changes the results of a query, but not its SQL. Looker computes these measures after the query
 * (https://cloud.google.com/looker/docs/reference/param-measure-types), fills in missing rows after the query
 * (https://cloud.google.com/looker/docs/reference/param-field-allow-fill), runs the preamble before the query
 * (https://cloud.google.com/looker/docs/reference/param-explore-sql-preamble), and sends the SQL to the model's connection.
 */
const afterSql = /\b(?:running_total|percent_of_total|percent_of_previous)\b|\b(?:direction|allow_fill|connection|sql_preamble)\s{0,9}:/;
const blocksPerPause = 2000;
/**
 * Whether the changed blocks, or blocks that they use, contain LookML that changes results without a change of the SQL.
 */
async function usesAfterSql({ graph, blocks }, changed, pause) {
    const pauseFor = (0,texts/* pauseAfter */.l0)(blocksPerPause, pause);
    const names = new Set();
    const open = new Set(changed);
    // The loop also visits the blocks that it adds.
    for (const index of open) {
        if (afterSql.test(blocks[index]?.tokens ?? ''))
            return true;
        for (const name of graph.usedBy(index)) {
            if (names.has(name))
                continue;
            names.add(name);
            for (const used of graph.blocksOf(name))
                open.add(used);
        }
        await pauseFor(1);
    }
    return false;
}
/**
 * Kinds of blocks whose changes do not affect whole models. A model's label appears only in menus. A test and an agent
 * (https://cloud.google.com/looker/docs/reference/param-agent) never appear in a picture.
 */
const nonStatementKinds = new Set(['view', 'explore', 'include', 'test', 'agent', 'label', 'dashboard']);
/** Whether the block is a statement, which affects every Explore of the models that include its file. */
const isStatement = (block) => !block.isWholeFile && !(0,block_graph/* isShared */.y)(block) && !nonStatementKinds.has(block.kind);
/** Whether the file is a manifest, or Looker's lock file for imported projects. */
const isManifest = (path) => /(?:^|\/)(?:manifest|\w+_lock)\.(?:lkml|lookml)$/i.test(path);
/**
 * Returns the dashboards of a model. If several models may include a file, its dashboards count for each of them.
 */
async function dashboardsOfModel(project, model, pause) {
    const found = [];
    for (const [path, text] of project.lookml) {
        if (!(0,texts/* hasDashboards */.uh)(path, text) || !isIncluded(path, model, project))
            continue;
        const defined = project.dashboards.definedIn(path);
        const titles = new Map(defined.filter(isShown).map(({ name, parameters: { title } }) => [name, title]));
        // If the file's YAML cannot be read, only the names in its lines are known.
        for (const name of defined.length > 0 ? titles.keys() : new Set(project.dashboards.namesIn(path))) {
            const title = titles.get(name);
            found.push({ name: name.toWellFormed(), ...(typeof title === 'string' && title !== '' && { title }) });
        }
        await pause();
    }
    return found;
}
/** Looker shows a dashboard with `extension: required` only as a part of the dashboards that extend it. */
const isShown = ({ parameters }) => parameters.extension !== 'required';
function isIncluded(path, model, project) {
    const includedBy = (name, reading) => (0,changed_includes/* filesOf */.R8)(name, project, reading).has(path);
    if (includedBy(model, 'certain'))
        return true;
    return (includedBy(model, 'possible') && ![...project.models.keys()].some(name => includedBy(name, 'certain')));
}


/***/ }),

/***/ 15096:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ Constants),
/* harmony export */   t: () => (/* binding */ constantsIn)
/* harmony export */ });
/* harmony import */ var _texts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(74265);

/**
 * Constants of manifests (https://cloud.google.com/looker/docs/reference/param-manifest-constant). Looker replaces
 * `@{name}` with the constant's value in names, SQL, texts and includes. If several manifests define a constant, each
 * of their values is possible.
 */
class Constants {
    #values = new Map();
    #unknown = new Set();
    #readings = new Map();
    #work = 0;
    #takenWork = 0;
    /** Returns the cost of all replacements since the last call, in characters. */
    takeWork() {
        const taken = this.#work - this.#takenWork;
        this.#takenWork = this.#work;
        return taken;
    }
    add(name, value) {
        this.#values.set(name, (this.#values.get(name) ?? new Set()).add(value));
        this.#readings.clear();
    }
    /** Adds the constants of a file that could not be split into blocks. Their values are unknown. */
    addUnread(text) {
        for (const [, name = ''] of text.matchAll(constantHeader))
            this.#unknown.add(name);
        this.#readings.clear();
    }
    /**
     * Replaces the constants in a text with their values. Returns all possible results, or undefined if a value is
     * unknown or there are too many results.
     * @throws RangeError if the results of all calls together are too long
     */
    readings(text) {
        const known = this.#readings.get(text);
        if (known)
            return known;
        const found = this.#findReadings(text);
        const length = found?.reduce((sum, reading) => sum + reading.length, text.length) ?? Number.POSITIVE_INFINITY;
        if (found && length <= maxRememberedLength)
            this.#readings.set(text, found);
        return found;
    }
    #findReadings(text) {
        let open = [text];
        for (let depth = 0; depth < maxConstantsInText; depth++) {
            if (!open.some(reading => firstConstant.test(reading)))
                return open;
            const next = [];
            for (const reading of open) {
                const replaced = this.#replaceFirst(reading);
                if (!replaced)
                    return undefined;
                this.#count(replaced);
                next.push(...replaced);
            }
            if (next.length > maxReadings)
                return undefined;
            open = next;
        }
        return undefined;
    }
    #count(results) {
        for (const { length } of results)
            this.#work += length + workPerResult;
        if (this.#work > maxReplacementWork)
            throw new RangeError('The constants of the LookML are too long');
    }
    #replaceFirst(text) {
        const [use, name = ''] = firstConstant.exec(text) ?? [];
        if (use === undefined)
            return [text];
        const values = this.#unknown.has(name) ? undefined : this.#values.get(name);
        return values && [...values].map(value => text.replace(use, () => value));
    }
    /**
     * Returns the words of a text, and the words in the values of its constants. Returns undefined if a value is unknown,
     * or if the values are too long.
     */
    wordsIn(text) {
        const words = new Set((0,_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .wordsIn */ .Hn)(text));
        let length = 0;
        for (const name of new Set(namesWithConstants(text))) {
            const readings = this.readings(name) ?? [];
            for (const reading of readings)
                length += reading.length;
            if (readings.length === 0 || length > maxReadingsLength)
                return undefined;
            for (const word of readings.flatMap(_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .wordsIn */ .Hn))
                words.add(word);
        }
        return words;
    }
}
/** The maximum number of constants in a text, including the constants in their values. */
const maxConstantsInText = 100;
/** A text is cached only if the text and its results together have at most this number of characters. */
const maxRememberedLength = 1000;
/** Limits the results for one text. A text has several results if several manifests define its constants. */
const maxReadings = 64;
/** The maximum total length of all results for one text, in characters. */
const maxReadingsLength = 2_000_000;
/** The maximum total length of all results for all texts of a commit, in characters. */
const maxReplacementWork = 100_000_000;
/** The fixed cost of a result, in characters. The result's length is added. */
const workPerResult = 50;
const constantHeader = /\bconstant\s{0,99}:{1,9}\s{0,99}"?(\w{1,255})/g;
const firstConstant = /@\{\s*([^\s{}]+)\s*\}/;
const constantsIn = (text) => [...text.matchAll(new RegExp(firstConstant, 'g'))].map(([, name = '']) => name);
/** Returns words that contain constants: `@{kind}s`, `a_@{b}_@{c}`. */
const namesWithConstants = (text) => text.includes('@{')
    ? (text.match(/(?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_]+|@\{\s*[^\s{}]+\s*\})+/gu) ?? []).filter(name => name.includes('@{'))
    : [];


/***/ }),

/***/ 13794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $M: () => (/* binding */ describedFiles),
/* harmony export */   Co: () => (/* binding */ isPartlyOurs),
/* harmony export */   E$: () => (/* binding */ blocksForImports),
/* harmony export */   FL: () => (/* binding */ incompleteNames),
/* harmony export */   Jb: () => (/* binding */ blocksOfUndescribedFiles),
/* harmony export */   ZO: () => (/* binding */ readingsOfNeed),
/* harmony export */   hq: () => (/* binding */ wordsInExplores),
/* harmony export */   iy: () => (/* binding */ undescribedFiles),
/* harmony export */   q4: () => (/* binding */ importsFiles),
/* harmony export */   u3: () => (/* binding */ describedBlocks),
/* harmony export */   zC: () => (/* binding */ mayImport),
/* harmony export */   zP: () => (/* binding */ keysUsedBy)
/* harmony export */ });
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(73454);
/* harmony import */ var _block_graph_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3273);
/* harmony import */ var _changed_includes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(18543);
/* harmony import */ var _changes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(82882);
/* harmony import */ var _constants_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(15096);
/* harmony import */ var _lookml_block_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(88351);
/* harmony import */ var _texts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(74265);







const isPartlyOurs = (described) => described.paths.size + described.modelPaths.size > 0;
/**
 * Returns the blocks that imported files may use. Imported files must be valid without this project, so other uses are
 * rare.
 * - refinements of imported views and Explores
 * - shared definitions
 * - files that could not be split into blocks
 * - views and templates (`extension: required`) that no block of this project uses, such as the settings of a Looker
 *   Block
 * @param base the merge base. A view that it lacks is new, so imported files cannot use the view yet
 */
function blocksForImports(project, model, base) {
    const { graph, blocks } = project;
    const [paths, own] = [(0,_changed_includes_js__WEBPACK_IMPORTED_MODULE_1__/* .filesOf */ .R8)(model, project, 'possible'), (0,_changed_includes_js__WEBPACK_IMPORTED_MODULE_1__/* .filesOf */ .R8)(model, project, 'own')];
    return blocks.flatMap((block, index) => {
        const { kind, name, isRefinement, isTemplate, path } = block;
        if (!paths.has(path))
            return [];
        if (block.isWholeFile)
            return [index];
        if (!(0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .isNamed */ .ev)(kind))
            return kind !== 'constant' && (0,_block_graph_js__WEBPACK_IMPORTED_MODULE_0__/* .isShared */ .y)(block) ? [index] : [];
        if (isRefinement && !graph.isDefined({ kind, name }, own))
            return [index];
        const isUnused = (kind === 'view' || isTemplate) && !graph.isUsed(block);
        return isUnused && base.graph.hasNamed(kind, name) ? [index] : [];
    });
}
/** Whether a model includes files of other projects. These files may refine everything in the model. */
const importsFiles = (project, model) => [...(0,_changed_includes_js__WEBPACK_IMPORTED_MODULE_1__/* .filesOf */ .R8)(model, project, 'possible')].some(path => mayImport(path, project));
const mayImport = (path, { importing, uncut, lookml }) => importing.has(path) || (uncut.has(path) && /include\s*:+[\s["]*(?:\/\/|@\{)/.test(lookml.get(path) ?? ''));
const wordsInExplores = ({ blocks }) => new Set(blocks.flatMap(({ kind, tokens }) => (kind === 'explore' ? (0,_texts_js__WEBPACK_IMPORTED_MODULE_4__/* .wordsIn */ .Hn)(tokens) : [])));
/** Finds the names that no file of the model defines, and all blocks that need these names. */
function incompleteNames(project, model) {
    const paths = (0,_changed_includes_js__WEBPACK_IMPORTED_MODULE_1__/* .filesOf */ .R8)(model, project, 'own');
    const orMentions = !importsFiles(project, model);
    const uses = { neededBy: new Map(), extendedBy: new Map(), readBy: new Map() };
    const undefinedNeeds = new Map();
    const checked = new Set();
    const readers = [];
    const doubtful = orMentions ? [] : [...namesInWholeFiles(project)];
    const hasImports = [...project.uncut.keys(), ...project.importing].some(path => mayImport(path, project));
    const noteReaders = (writers, users) => {
        if (writers.some(({ path }) => !paths.has(path)))
            (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .addAll */ .RZ)(readers, users);
        if (hasImports && writers.some(({ isWholeFile }) => isWholeFile))
            (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .addAll */ .RZ)(doubtful, users);
        for (const writer of writers.flatMap(one => readingsOfNeed(one, project)))
            noteUsers(uses.neededBy, (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN)(writer), users);
    };
    const writersOfAny = tableWriters(project.graph.writersOfAny, project);
    // Each block may read a table of unknown name.
    noteReaders(writersOfAny, [_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .anyName */ .kO]);
    for (const [index, block] of project.blocks.entries()) {
        const users = readingsOfNeed(block, project).map(_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN);
        noteReaders(writersOfTables(index, project), users);
        if (writersOfAny.length > 0)
            noteUsers(uses.neededBy, _lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .anyName */ .kO, users);
        const exploreUses = block.kind === 'explore' ? uses.extendedBy : uses.readBy;
        for (const need of needsOfBlock(block, project).flatMap(one => readingsOfNeed(one, project))) {
            const key = (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN)(need);
            if (!checked.has(key) && !project.graph.isDefined(need, paths, { orMentions }))
                undefinedNeeds.set(key, need);
            checked.add(key);
            noteUsers(uses.neededBy, key, users);
            if (need.kind === 'explore')
                noteUsers(exploreUses, key, users);
        }
    }
    const explores = [...undefinedNeeds.values()].filter(({ kind }) => kind === 'explore');
    return {
        names: (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .withReached */ .nh)([...undefinedNeeds.keys(), ...doubtful], uses.neededBy),
        sources: sourcesFrom(explores.map(_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN), uses),
        tableReaders: (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .withReached */ .nh)(readers, uses.neededBy),
    };
}
function noteUsers(all, key, users) {
    const known = all.get(key) ?? new Set();
    all.set(key, known);
    for (const user of users)
        known.add(user);
}
const maxSources = 500_000;
function sourcesFrom(undefinedExplores, { neededBy, extendedBy, readBy }) {
    const sources = new Map();
    let left = maxSources;
    for (const key of (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .withReached */ .nh)(undefinedExplores, extendedBy))
        for (const user of (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .withReached */ .nh)(readBy.get(key) ?? [], neededBy)) {
            left -= 1;
            if (left < 0)
                throw new RangeError('Too many derived tables read Explores that are not defined');
            (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_5__/* .addToList */ .vH)(sources, user, key.replace(/^explore /, ''));
        }
    return sources;
}
/** Returns the block's needs, and the views whose tables the values of its constants use. */
function needsOfBlock({ needs, mentions }, { graph: { constants } }) {
    const values = [...new Set((0,_constants_js__WEBPACK_IMPORTED_MODULE_6__/* .constantsIn */ .t)(mentions))].flatMap(name => constants.readings(`@{${name}}`) ?? []);
    const views = values.flatMap(value => Array.from(value.matchAll(_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .tableUse */ .Ii), ([, name = '']) => name));
    return [...needs, ...views.map(name => ({ kind: 'view', name }))];
}
/**
 * Returns the views and Explores that publish or write the tables that a block reads by name. Also returns files that
 * could not be split into blocks.
 */
function writersOfTables(index, project) {
    const { graph } = project;
    const writers = new Set((graph.tablesReadBy.get(index) ?? []).flatMap(table => [...graph.blocksOf(table)]));
    writers.delete(index);
    return tableWriters([...writers], project);
}
const tableWriters = (indexes, { blocks }) => indexes
    .flatMap(index => blocks[index] ?? [])
    .filter(({ kind, isWholeFile }) => (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .isNamed */ .ev)(kind) || isWholeFile);
/** Returns the `keyOf` of each view and Explore that a file mentions which could not be split into blocks. */
function namesInWholeFiles(project) {
    const { blocks, graph } = project;
    const names = new Set();
    for (const [index, { isWholeFile }] of blocks.entries())
        if (isWholeFile)
            for (const number of graph.usedBy(index))
                for (const used of graph.blocksOf(number)) {
                    const block = blocks[used];
                    if (!block || !(0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .isNamed */ .ev)(block.kind))
                        continue;
                    for (const need of readingsOfNeed(block, project))
                        names.add((0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN)(need));
                }
    return names;
}
/** Returns a need for each possible value of the constants in the name. */
const readingsOfNeed = ({ kind, name }, { graph }) => (graph.constants.readings(name) ?? [name]).map(reading => ({ kind, name: reading }));
/**
 * Returns the blocks that a described Explore may use:
 * - in a model of this project, the views that Looker returned, and the views in the files of the Explore's fields
 * - in a model of another project, all blocks in the files of this project that the Explore or its model uses. If none of
 *   these files defines a view of this project that Looker returned, the view may since have been moved to another file
 */
function describedBlocks(project, described, { isOwn }) {
    const { paths, modelPaths, hasFieldFiles, views, ownViews } = described;
    const inFiles = (files) => [...files]
        .flatMap(path => filesCalled(path, project))
        .flatMap(path => project.blocksByPath.get(path) ?? []);
    if (!isOwn) {
        const files = describedFiles(described, project);
        const moved = [...ownViews].filter(name => !project.graph.isDefined({ kind: 'view', name }, files));
        return [...inFiles(files), ...moved.flatMap(name => project.graph.named('view', name))];
    }
    const viewsInFiles = inFiles(hasFieldFiles ? paths : modelPaths).filter(index => {
        const block = project.blocks[index];
        return block?.kind === 'view' || block?.isWholeFile;
    });
    return [...viewsInFiles, ...[...views].flatMap(view => project.graph.named('view', view))];
}
/** Returns the `keyOf` of an Explore (`model::explore`) of this project, and of the views that Looker returned for it. */
function keysUsedBy(fullName, described, project) {
    const blocks = typeof described === 'object' ? describedBlocks(project, described, { isOwn: true }) : [];
    const keys = blocks.flatMap(index => readingsOfNeed(project.blocks[index], project).map(_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN));
    return [(0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .keyOf */ .TN)({ kind: 'explore', name: fullName.replace(/^.*?::/s, '') }), ...keys];
}
const describedFiles = ({ paths, modelPaths }, project) => new Set([...paths, ...modelPaths].flatMap(path => filesCalled(path, project)));
/**
 * Whether Looker's description names a file that this project has neither in the merge base nor in the head. Looker
 * describes the deployed commit, which may be another one.
 */
const isOfOtherCommit = ({ paths, modelPaths }, sides) => [...paths, ...modelPaths].some(path => sides.every(side => filesCalled(path, side).length === 0));
/**
 * Returns the files that a model of another project may include with a pattern such as `//thelook/views/*`, although
 * Looker's description does not contain them. These are new files. If the description is of another commit, its files
 * may since have been moved, so these are all files that it does not contain.
 */
function undescribedFiles(project, sides, described) {
    const files = filesWithoutDescription(project, described);
    if (isOfOtherCommit(described, sides))
        return files;
    return described.modelPaths.size === 0 ? [] : files.filter(path => !sides[0].versions.has(path));
}
function filesWithoutDescription(project, described) {
    const known = describedFiles(described, project);
    const includesModels = [...described.modelPaths].some(isModelFile);
    return [...project.blocksByPath.keys()].filter(path => !known.has(path) && !(0,_changes_js__WEBPACK_IMPORTED_MODULE_2__/* .isManifest */ .Yh)(path) && (includesModels || !isModelFile(path)));
}
/**
 * Returns the blocks of undescribed files that an Explore of another project may use. If the description is certainly of
 * another commit, returns all blocks. Otherwise, returns statements and refinements of names that this project does not
 * define, because the deployed commit may lack their file. Of new files, also returns blocks with the name of the Explore
 * or of its views.
 */
function blocksOfUndescribedFiles(project, sides, described, explore) {
    const isOther = isOfOtherCommit(described, sides);
    if (!isOther && described.modelPaths.size === 0)
        return [];
    const files = filesWithoutDescription(project, described);
    const found = files.flatMap(path => project.blocksByPath.get(path) ?? []);
    if (isOther)
        return found;
    const all = new Set(project.blocksByPath.keys());
    return found.filter(index => {
        const block = project.blocks[index];
        const { kind, name, isRefinement, isWholeFile } = block;
        if (!(0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_3__/* .isNamed */ .ev)(kind))
            return isWholeFile || !((0,_block_graph_js__WEBPACK_IMPORTED_MODULE_0__/* .isShared */ .y)(block) || kindsWithoutEffect.has(kind));
        if (isRefinement && !project.graph.isDefined({ kind, name }, all))
            return true;
        if (sides[0].versions.has(block.path))
            return false;
        return kind === 'view' ? described.views.has(name) : name === explore;
    });
}
const isModelFile = (path) => /\.model\.\w+$/i.test(path);
const kindsWithoutEffect = new Set(['include', 'test', 'label', 'dashboard']);
/**
 * Returns the files that a path from Looker may refer to. Looker's path may be relative to another folder than the
 * project's root.
 */
function filesCalled(path, project) {
    if (project.versions.has(path))
        return [path];
    const byName = filesByName.get(project) ?? Map.groupBy(project.versions.keys(), nameOfFile);
    filesByName.set(project, byName);
    const wanted = comparablePath(path);
    return (byName.get(nameOfFile(path)) ?? []).filter(file => {
        const own = comparablePath(file);
        return wanted.endsWith(own) || own.endsWith(wanted);
    });
}
const filesByName = new WeakMap();
const nameOfFile = (path) => comparablePath(path).replace(/^.*\//s, '');
/** Adds a slash at the start, so that `endsWith` matches whole names: `orders` does not match `reorders`. */
const comparablePath = (path) => `/${path.replace(/^[./]+/, '').replace(/\.(?:lkml|lookml)$/i, '')}`.toLowerCase();


/***/ }),

/***/ 82656:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gc: () => (/* binding */ mayMatchIn),
/* harmony export */   SK: () => (/* binding */ Includes),
/* harmony export */   Y$: () => (/* binding */ uncertain),
/* harmony export */   YF: () => (/* binding */ isImport),
/* harmony export */   k1: () => (/* binding */ meaningsOf)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73454);


/**
 * The maximum number of steps for comparing paths with patterns. Only projects with thousands of folders, each with
 * different patterns with stars, reach this limit.
 */
const maxSteps = 50_000_000;
const stepsPerPause = 500_000;
class Includes {
    #paths;
    #includesOf;
    #isLinked;
    #inLowerCase;
    #steps = 0;
    #closures = new Map();
    #matches = new Map();
    #byName;
    /**
     * @param paths all LookML files of the project, sorted
     * @param isLinked whether folders may be links to other folders, so that each pattern may match any path
     */
    constructor(paths, includesOf, { isLinked }) {
        this.#paths = paths;
        this.#inLowerCase = paths.map(path => path.toLowerCase());
        this.#isLinked = isLinked;
        this.#includesOf = includesOf;
    }
    /**
     * Compares every pattern with the paths, and pauses in between. Without this, the first search would block the
     * process for seconds.
     */
    async prepare(pause) {
        let nextPause = stepsPerPause;
        for (const path of this.#paths) {
            const patterns = this.#includesOf(path);
            for (const pattern of patterns === 'unknown' ? [] : patterns)
                for (const reading of ['certain', 'possible']) {
                    this.matches(pattern, path, reading);
                    if (this.#steps < nextPause)
                        continue;
                    nextPause = this.#steps + stepsPerPause;
                    await pause();
                }
        }
    }
    /** Returns the files that these files include, directly and through others, in the order of inclusion. */
    from(starts, reading) {
        return this.#closure(starts, reading).outermostFirst;
    }
    /** Returns the same files as `from`. Each file comes after the files that it includes. */
    innermostFirst(starts, reading) {
        return this.#closure(starts, reading).innermostFirst;
    }
    #closure(starts, reading) {
        const key = [reading, ...starts].join('\n');
        const closure = this.#closures.get(key) ?? this.#follow(starts, reading);
        this.#closures.set(key, closure);
        return closure;
    }
    /**
     * Visits files depth first. If the search returns to a list, it continues at the list's last position, because all
     * files before that position have been visited. So the time is proportional to the total length of the lists, even if
     * every file includes all files.
     */
    #follow(starts, reading) {
        const entered = new Set();
        const left = new Set();
        const places = new Map();
        const open = [{ lists: [starts], current: 0 }];
        for (let branch = open.at(-1); branch; branch = open.at(-1)) {
            const list = branch.lists[branch.current];
            if (!list) {
                if (branch.path !== undefined)
                    left.add(branch.path);
                open.pop();
                continue;
            }
            let place = places.get(list) ?? 0;
            while (place < list.length && entered.has(list[place] ?? ''))
                place += 1;
            places.set(list, place);
            const path = list[place];
            if (path === undefined)
                branch.current += 1;
            else {
                entered.add(path);
                open.push({ path, lists: this.#included(path, reading), current: 0 });
            }
        }
        return { outermostFirst: entered, innermostFirst: left };
    }
    #included(path, reading) {
        const patterns = this.#includesOf(path);
        if (patterns === 'unknown')
            return reading === 'certain' ? [] : [this.#paths];
        return patterns.map(pattern => this.matches(pattern, path, reading));
    }
    matches(pattern, from, reading) {
        if (reading === 'own')
            return isImport(pattern) ? [] : this.matches(pattern, from, 'possible');
        const folder = pattern.startsWith('/') ? '' : from.slice(0, from.lastIndexOf('/') + 1);
        const key = `${reading}\n${folder}\n${pattern}`;
        const known = this.#matches.get(key);
        if (known)
            return known;
        const found = reading === 'certain' ? this.#certain(pattern, folder) : this.#possible(pattern, folder);
        this.#matches.set(key, found);
        return found;
    }
    #certain(pattern, folder) {
        if (pattern.startsWith('//') || pattern.startsWith(uncertain))
            return [];
        if (isUnusual(pattern) || hasPartialDoubleStar(pattern) || leavesRoot(pattern, folder))
            return [];
        // In each possible meaning, a last part `**` matches the files directly in the folder, like `*`.
        const glob = toGlob(fromRoot(pattern, folder).replace(/(?<=^|\/)\*\*$/, '*'), 'inFolder');
        const text = textWithoutStars(glob);
        const candidates = text === undefined ? this.#paths : this.#matching([text]);
        return candidates.filter(path => {
            const found = this.#compare(glob, path);
            if (isHidden(path) && !isHidden(pattern))
                return false;
            return found && [path, withoutEnding(path)].some(({ length }) => mayEndAt(length, path, found));
        });
    }
    /**
     * Returns the files that a pattern may match. The pattern may omit the extension, mean a whole folder, begin at the
     * project's root, or name another project. If no file in the folder of the `include` matches, all folders are
     * searched, because Looker found files by name before projects had folders.
     */
    #possible(pattern, folder) {
        if (this.#isLinked || isUnusual(pattern))
            return this.#paths;
        const rooted = pattern
            .trim()
            .normalize()
            .replace(/^\/\/[^/]*\/?/, '/');
        // File names may have a different Unicode form, or may not be UTF-8, so a star replaces characters that are not
        // ASCII.
        const bare = withoutEnding(rooted.replace(/^\/+|\/+$/g, '')).replace(/[^ -~]+/g, '*');
        if (isSlow(bare))
            return this.#paths;
        const isRooted = rooted.startsWith('/');
        const near = fromRoot(isRooted ? `/${bare}` : bare, folder);
        const nearby = this.#matching([near]);
        if (isRooted || bare.includes('..'))
            return nearby;
        return this.#matching(nearby.length > 0 ? [near, bare] : [bare, `**/${bare}`]);
    }
    /**
     * Returns the files that match a pattern with any extension and in any letter case, and all files in a matching
     * folder.
     */
    #matching(patterns) {
        const found = new Set();
        for (const pattern of patterns)
            for (const index of this.#indexesOf(toGlob(pattern.toLowerCase(), 'anywhere')))
                found.add(index);
        this.#spend(found.size);
        return [...found].sort((one, other) => one - other).flatMap(index => this.#paths[index] ?? []);
    }
    #spend(steps) {
        this.#steps += steps;
        if (this.#steps > maxSteps)
            throw new RangeError('Too many LookML files contain includes');
    }
    #indexesOf(glob) {
        const text = textWithoutStars(glob);
        if (text !== undefined)
            return this.#indexesByName().get(text) ?? [];
        return [...this.#inLowerCase.entries()].flatMap(([index, path]) => {
            const found = this.#compare(glob, path);
            if (!found)
                return [];
            const ends = endsOfNames(path);
            this.#steps += (ends.length * found.ends.length) / 16;
            return ends.some(end => mayEndAt(end, path, found)) ? [index] : [];
        });
    }
    /**
     * Maps each path in lower case, with and without its extensions, and each of its folders to the positions of the
     * files. Most includes have no star, so this map saves most comparisons.
     */
    #indexesByName() {
        if (this.#byName)
            return this.#byName;
        const byName = new Map();
        for (const [index, path] of this.#inLowerCase.entries())
            for (const end of new Set(endsOfNames(path)))
                (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .addToList */ .vH)(byName, path.slice(0, end), index);
        this.#byName = byName;
        return byName;
    }
    #compare(glob, path) {
        this.#spend(3 + path.length / 16);
        const [first] = glob;
        if (typeof first === 'string' && !path.startsWith(first))
            return undefined;
        const found = find(glob, path);
        this.#steps += found.steps;
        return found.ends.length > 0 ? found : undefined;
    }
}
/**
 * Whether the pattern includes files of another project. A pattern that begins with a constant counts, because the
 * constant's value may begin with `//`.
 */
const isImport = (pattern) => /^\s*(?:\/\/|@)/.test(pattern);
/**
 * Returns the possible meanings of a pattern that begins with the name of a project. Looker accepts such a pattern with
 * a single slash, too (https://github.com/datahub-project/datahub/pull/7798): `/thelook/views/*` may mean `/views/*`, and
 * `/block/views/*` may mean `//block/views/*`. If a folder has the same name, none of the meanings is certain.
 */
function meaningsOf(pattern, { own, imported, folders }) {
    const match = /^\/\/?([^/]+)(\/.*)$/s.exec(pattern.trim());
    if (!match)
        return [pattern];
    const [rooted, name = '', rest = ''] = match;
    const isOwn = own.has(name);
    if (rooted.startsWith('//'))
        return [isOwn ? rest : pattern];
    if (!isOwn && !imported.has(name))
        return [pattern];
    const meanings = [pattern, isOwn ? rest : `/${rooted}`];
    return folders.has(name) ? meanings.map(one => `${uncertain}${one}`) : meanings;
}
/** Marks a pattern that certainly matches no file. Looker ignores spaces around a pattern. */
const uncertain = ' ';
/** Whether a pattern in the file `from` may match files in the folder. */
function mayMatchIn(folder, pattern, from) {
    const start = fromRoot(pattern, from.slice(0, from.lastIndexOf('/') + 1)).replace(/[*@?[{\\].*/s, '');
    return start.startsWith(`${folder}/`) || folder.startsWith(start) || pattern.includes('@');
}
const leavesRoot = (pattern, folder) => node_path__WEBPACK_IMPORTED_MODULE_0__.posix.normalize(`${folder}${pattern}`.replace(/^\/+/, '')).startsWith('..');
function fromRoot(pattern, folder) {
    const bare = pattern.trimStart();
    return node_path__WEBPACK_IMPORTED_MODULE_0__.posix.normalize(bare.startsWith('/') ? bare : `/${folder}${bare}`).replace(/^\/+/, '');
}
/**
 * Whether a pattern may match anything: it has a constant, a character class, a percent code or too many stars, or is
 * too long.
 */
const isUnusual = (pattern) => /[@?[\]{}\\%]/.test(pattern) || isSlow(pattern);
/**
 * Ruby reads `**` as `*` if the `**` is not a whole part of the path
 * (https://docs.ruby-lang.org/en/master/Dir.html#method-c-glob).
 */
const hasPartialDoubleStar = (pattern) => pattern.split('/').some(part => part.includes('**') && part !== '**');
/** In Ruby, a star does not match a name that begins with a dot. */
const isHidden = (path) => /(?:^|\/)\.(?!\.?\/)/.test(path);
const isSlow = (pattern) => pattern.length > 255 || pattern.split(/\*+/).length > 4;
const withoutEnding = (path) => path.replace(/\.(?:lkml|lookml)$/i, '');
/** Returns undefined if the pattern has a star. */
const textWithoutStars = ([first, ...more]) => typeof first === 'string' && more.length === 0 ? first : undefined;
/** @param star the meaning of a single star */
const toGlob = (pattern, star) => pattern
    .split(/(\*\*\/|\*+)/)
    .filter(part => part !== '')
    .map(part => {
    if (part === '**/')
        return { star: 'folders' };
    if (part === '*')
        return { star };
    return part.startsWith('**') ? { star: 'anywhere' } : part;
});
/** Compares a pattern with a path from left to right, without backtracking. */
function find(glob, path) {
    let ends = [0];
    let star;
    let steps = 0;
    for (const part of glob) {
        if (typeof part !== 'string' && part.star !== 'folders') {
            star = part.star;
            continue;
        }
        if (typeof part !== 'string')
            ends = afterFolders(path, ends);
        else if (star)
            ends = afterStar(part, { star, path, starts: ends });
        else
            ends = ends.filter(start => path.startsWith(part, start)).map(start => start + part.length);
        star = undefined;
        steps += ends.length + path.length / 16;
        if (ends.length === 0)
            break;
    }
    return { ends, ...(star && { star }), steps };
}
function afterFolders(path, starts) {
    const ends = new Set(starts);
    for (let at = path.indexOf('/', starts[0]); at >= 0; at = path.indexOf('/', at + 1))
        ends.add(at + 1);
    return [...ends].sort((one, other) => one - other);
}
/** Returns the end of each occurrence of `text` after the star. With `inFolder`, the star does not match a slash. */
function afterStar(text, { star, path, starts }) {
    const [first = 0] = starts;
    const ends = [];
    let [index, slash] = [0, path.indexOf('/', first)];
    for (let at = path.indexOf(text, first); at >= 0; at = path.indexOf(text, at + 1)) {
        while ((starts[index + 1] ?? Number.POSITIVE_INFINITY) <= at)
            index += 1;
        const start = starts[index] ?? 0;
        if (slash >= 0 && slash < start)
            slash = path.indexOf('/', start);
        if (star === 'anywhere' || slash < 0 || slash >= at)
            ends.push(at + text.length);
    }
    return ends;
}
function mayEndAt(end, path, { ends, star }) {
    if (!star)
        return ends.includes(end);
    const start = ends.findLast(one => one <= end);
    return start !== undefined && (star === 'anywhere' || !path.slice(start, end).includes('/'));
}
/** Returns the offsets where a name may end: after a folder, before an extension, and at the end of the path. */
function endsOfNames(path) {
    const ends = [path.length];
    for (const { index } of path.matchAll(/[./]/g))
        ends.push(index);
    return ends;
}


/***/ }),

/***/ 88351:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CS: () => (/* binding */ maxBlocksOfFile),
/* harmony export */   Hp: () => (/* binding */ computedNamesIn),
/* harmony export */   Ii: () => (/* binding */ tableUse),
/* harmony export */   Oh: () => (/* binding */ partsWithPlaceholder),
/* harmony export */   TN: () => (/* binding */ keyOf),
/* harmony export */   VV: () => (/* binding */ aliasesInText),
/* harmony export */   YO: () => (/* binding */ partsWithConstants),
/* harmony export */   ev: () => (/* binding */ isNamed),
/* harmony export */   kO: () => (/* binding */ anyName),
/* harmony export */   oV: () => (/* binding */ tooManyBlocks),
/* harmony export */   yK: () => (/* binding */ unexpectedKind),
/* harmony export */   zC: () => (/* binding */ partsOfName)
/* harmony export */ });
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35976);

/** A name with a constant whose value is unknown, so it may be any name. */
const anyName = '@{?}';
/** The aliases of a block whose parameters are unknown. */
const aliasesInText = (text) => /\balias\b/.test(text) ? [{ field: anyName, alias: anyName }] : [];
/** Matches a reference to the SQL table of a view: `${orders.SQL_TABLE_NAME}`, `{{ orders.SQL_TABLE_NAME | upcase }}`. */
const tableUse = /(?<![\p{L}\p{M}\p{N}\p{So}\p{Cs}_]-?)(?<!@\{[^{}]{0,99}\})((?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_]|@\{[^{}]{0,99}\})(?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_-]|@\{[^{}]{0,99}\}){0,254})\s{0,99}\.\s{0,99}SQL_TABLE_NAME(?![\p{L}\p{N}_])/giu;
/** The maximum length of the parts of names that `partsOfName` returns. */
const maxPartLength = 16;
/** Returns the possible starts and ends of a name, in lower case: `a*`, `ab*`, `*b` and `*ab` for `ab`. */
function partsOfName(name) {
    const lengths = Array.from({ length: Math.min(name.length, maxPartLength) }, (_, index) => index + 1);
    return lengths.flatMap(length => [startPart(name.slice(0, length)), endPart(name.slice(-length))]);
}
const startPart = (text) => `${text.slice(0, maxPartLength).toLowerCase()}*`;
const endPart = (text) => `*${text.slice(-maxPartLength).toLowerCase()}`;
/** Matches the header of a block in a file that could not be split into blocks, if its name contains a constant. */
const computedHeader = /\b(?:view|explore|datagroup|access_grant|named_value_format|map_layer)["']?\s{0,99}:{1,9}\s{0,99}["']?(?:\+\s{0,99})?((?:[^\s:;,{}[\]()$"'#@]{0,255}@\{[^{}]{0,99}\}){1,99}[^\s:;,{}[\]()$"'#@]{0,255})/g;
/** Returns the names with constants in the block headers of a text: `@{shop}_orders` for `explore: +@{shop}_orders {`. */
const computedNamesIn = (text) => Array.from(text.matchAll(computedHeader), ([, name = '']) => name);
/** Matches texts in Liquid to which a filter may add the rest of a name: `{{ 'fact_' | append: period }}`. */
const partInLiquid = /(['"])(?:(\w{1,99}_)|(_\w{1,99}))\1/g;
const placeholder = /\{\{[^{}]{0,255}\}\}|\{%[^{}]{0,255}%\}|\*/g;
const inName = /[\w\u0080-\uFFFF]/;
/**
 * Returns the known parts of names that contain Liquid or a wildcard: `fact_*` for `fact_{% parameter period %}` and
 * `fact_*`, `*_fact` for `{{ period }}_fact`. Also returns the parts in texts that end or begin with `_`: `fact_*` for
 * `{{ 'fact_' | append: period }}`.
 */
function partsWithPlaceholder(sql) {
    const parts = new Set();
    for (const { index: before, 0: text } of sql.matchAll(placeholder)) {
        const after = before + text.length;
        let [start, end] = [before, after];
        while (inName.test(sql[start - 1] ?? ''))
            start -= 1;
        while (start === before && inName.test(sql[end] ?? ''))
            end += 1;
        if (start < before)
            parts.add(startPart(sql.slice(start, before)));
        else if (end > after)
            parts.add(endPart(sql.slice(after, end)));
        for (const [, , first, last] of text.matchAll(partInLiquid)) {
            if (first !== undefined)
                parts.add(startPart(first));
            if (last !== undefined)
                parts.add(endPart(last));
        }
    }
    return parts;
}
/**
 * Like `partsWithPlaceholder`, but also replaces the constants of the text with their values. If the whole text has too
 * many possible values, replaces them in each line.
 * @returns undefined if the values of a line with Liquid or a wildcard are unknown
 */
function partsWithConstants(text, readings) {
    const parts = partsWithPlaceholder(text);
    if (!text.includes('@{'))
        return parts;
    const lines = () => text.replace(placeholder, one => one.replaceAll('\n', ' ')).split('\n');
    for (const one of readings(text) ? [text] : lines()) {
        const known = readings(one);
        if (!known && one.search(placeholder) >= 0)
            return undefined;
        for (const part of (known ?? []).flatMap(reading => [...partsWithPlaceholder(reading)]))
            parts.add(part);
    }
    return parts;
}
/** Identifies a view or an Explore. The letter case counts. */
const keyOf = ({ kind, name }) => `${kind} ${name}`;
const isNamed = (kind) => kind === 'view' || kind === 'explore';
/** The kind of the statement that contains all characters of a file that Looker may refuse. */
const unexpectedKind = 'unexpected characters';
/** A file with more blocks is not split, because each block takes time and memory. */
const maxBlocksOfFile = 20_000;
const tooManyBlocks = `it has more than ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .withThousands */ .Cm)(maxBlocksOfFile)} blocks`;


/***/ }),

/***/ 98529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Vn: () => (/* binding */ UnreadableDashboards),
  PJ: () => (/* binding */ problemOfList),
  ii: () => (/* binding */ queriesWithin),
  Ss: () => (/* binding */ readDashboards),
  RN: () => (/* binding */ readElement),
  xB: () => (/* binding */ readQuery),
  K1: () => (/* binding */ yamlTextIn)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./build/model.js
var model = __webpack_require__(25933);
// EXTERNAL MODULE: ./build/runtime/json.js
var json = __webpack_require__(72713);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/runtime/yaml-tokens.js
var yaml_tokens = __webpack_require__(43251);
;// CONCATENATED MODULE: ./build/affected/merge-keys.js

/**
 * Removes the keys that a later merge key (`<<`) of the same mapping replaces, and reverses the order of its merge
 * keys. Looker is written in Ruby, whose YAML library lets the last of two equal keys win, even if a merge key adds it
 * (https://github.com/ruby/psych/blob/master/lib/psych/visitors/to_ruby.rb). The library `yaml` lets a merge key lose
 * against other keys and earlier merge keys.
 * @throws RangeError if the merge keys add too many keys. A chain of mappings that merge each other adds quadratically
 * many keys
 */
function removeReplacedKeys(document) {
    const nodes = aliasedNodes(document);
    let left = maxMergedKeys;
    (0,dist/* visit */.YR)(document, {
        Map(_, map) {
            if (!map.items.some(({ key }) => isMergeKey(key)))
                return;
            const { items, merged } = remainingItems(map, nodes);
            map.items = items;
            left -= merged;
            if (left < 0)
                throw new RangeError('Too many merged keys');
        },
    });
}
const maxMergedKeys = 500_000;
/** Finds the nodes of all aliases at once. `alias.resolve` searches the whole document for each alias. */
function aliasedNodes(document) {
    const anchors = new Map();
    const nodes = new Map();
    (0,dist/* visit */.YR)(document, {
        Node(_, node) {
            if ((0,dist/* isAlias */.Vj)(node))
                nodes.set(node, anchors.get(node.source));
            else if (node.anchor !== undefined)
                anchors.set(node.anchor, node);
        },
    });
    return nodes;
}
function remainingItems({ items }, nodes) {
    const later = { names: new Set(), seen: new Set() };
    const lastFirst = items.toReversed().filter(({ key, value }) => {
        if (!isMergeKey(key))
            return !later.names.has(String(key));
        addMergedKeys(value, later, nodes);
        return true;
    });
    const mergeKeys = items.filter(({ key }) => isMergeKey(key));
    // The other keys stay before merge keys that may use their anchors.
    const remaining = lastFirst
        .toReversed()
        .map(item => (isMergeKey(item.key) ? (mergeKeys.pop() ?? item) : item));
    return { items: remaining, merged: later.names.size + later.seen.size };
}
/** In a parsed document, the value of a merge key is a symbol. */
const isMergeKey = (key) => (0,dist/* isScalar */.jn)(key) && typeof key.value === 'symbol';
function addMergedKeys(start, { names, seen }, nodes) {
    const open = [start];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const node = nodes.get(next) ?? next;
        if (seen.has(node))
            continue;
        seen.add(node);
        if ((0,dist/* isSeq */.oP)(node))
            open.push(...node.items);
        if (!(0,dist/* isMap */.jh)(node))
            continue;
        for (const { key, value } of node.items)
            if (isMergeKey(key))
                open.push(value);
            else
                names.add(String(key));
    }
}

// EXTERNAL MODULE: ./build/affected/resolved-yaml.js
var resolved_yaml = __webpack_require__(4497);
;// CONCATENATED MODULE: ./build/affected/wrapped-values.js

/**
 * Indents the lines of quoted texts and of brackets, and separates comments from them. Finds the values line by line,
 * so it can take other text for a value: use the result only if `areValues` confirms it.
 * @returns undefined if nothing changes, or if Ruby refuses the text
 */
function indentWrappedValues(original) {
    // For the library, a byte-order mark moves the first line by one column.
    const text = original.replace(/^\uFEFF/, '$&\n');
    const written = new IndentedWriter(text);
    for (let at = 0; at < text.length;) {
        valuePrefix.lastIndex = at;
        const [prefix = '', items = ''] = valuePrefix.exec(text) ?? [];
        const start = at + prefix.length;
        const end = /["'[{]/.test(text[start] ?? '') ? endOfValue(text, start) : start;
        if (end === undefined || !written.add({ start, end }, items.length + 1))
            return undefined;
        const next = afterLine(text, end);
        blockTextHeader.lastIndex = start;
        at = blockTextHeader.test(text) ? afterBlock(text, next, items.length) : next;
    }
    const indented = written.finish();
    return indented.text === original ? undefined : indented;
}
/** Matches list dashes, a key, and the anchors and tags before a value. The first group ends before the key. */
const valuePrefix = /( *(?:- +)*)(?:(?:"[^"\n]*" *|'[^'\n]*' *|[^\s"'#[\]{}:][^:\n]*): +)?(?:[&!][^\s,[\]{}]* +)*/y;
/** Matches the first line of a text in block style (https://yaml.org/spec/1.1/#id926836). */
const blockTextHeader = /[|>][-+\d]{0,2}[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
function afterLine(text, at) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end + 1;
}
/** Returns the end of the lines that are empty or indented more than the given column. */
function afterBlock(text, start, column) {
    let at = start;
    while (at < text.length) {
        const first = at + spacesAt(text, at);
        if (first - at <= column && first < text.length && text[first] !== '\n')
            break;
        at = afterLine(text, first);
    }
    return at;
}
function spacesAt(text, at) {
    let end = at;
    while (text[end] === ' ')
        end++;
    return end - at;
}
const endOfValue = (text, start) => /["']/.test(text[start] ?? '') ? endOfQuoted(text, start) : endOfBrackets(text, start);
function endOfQuoted(text, start) {
    const quote = text[start];
    for (let at = start + 1; at < text.length; at++) {
        if (quote === '"' && text[at] === '\\')
            at++;
        else if (text[at] === quote && quote === "'" && text[at + 1] === quote)
            at++;
        else if (text[at] === quote)
            return at + 1;
    }
    return undefined;
}
/** Matches white space, a comment, an unquoted text, or one character. */
const bracketToken = /\s+|#[^\n]*|[^\s"'#,:[\]{}][^\n,:[\]{}]*|./sy;
function endOfBrackets(text, start) {
    let depth = 0;
    for (let at = start; at < text.length;) {
        bracketToken.lastIndex = at;
        const [token = ''] = bracketToken.exec(text) ?? [];
        if (token === '"' || token === "'") {
            const end = endOfQuoted(text, at);
            if (end === undefined)
                return undefined;
            at = end;
            continue;
        }
        at += token.length;
        if (token === '[' || token === '{')
            depth++;
        if ((token === ']' || token === '}') && --depth === 0)
            return at;
    }
    return undefined;
}
/** The start of a line that ends the document, even within quotes (https://yaml.org/spec/1.1/#id868742). */
const documentMarker = /(?:---|\.\.\.)(?:\s|$)/y;
/** Within brackets, Ruby refuses some lines that begin with a tab. */
const indentedByTab = / *\t/y;
/** Copies a text, and adds spaces to it. */
class IndentedWriter {
    #text;
    #parts = [];
    #values = [];
    #copied = 0;
    #added = 0;
    constructor(text) {
        this.#text = text;
    }
    /** Indents all but the first line of a value. Returns false if Ruby refuses the value. */
    add({ start, end }, indent) {
        const text = this.#text;
        const before = this.#added;
        const isQuoted = /["']/.test(text[start] ?? '');
        for (let at = afterLine(text, start); at < end; at = afterLine(text, at)) {
            documentMarker.lastIndex = at;
            indentedByTab.lastIndex = at;
            if (documentMarker.test(text) || (!isQuoted && indentedByTab.test(text)))
                return false;
            const spaces = spacesAt(text, at);
            if (text[at + spaces] !== '\n')
                this.#insert(at, indent - spaces);
        }
        const added = this.#added - before;
        if (end > start && text[end] === '#')
            this.#insert(end, 1);
        if (this.#added > before)
            this.#values.push({ start: start + before, end: end + before + added });
        return this.#added <= maxAddedLength;
    }
    #insert(at, spaces) {
        if (spaces <= 0 || this.#added > maxAddedLength)
            return;
        this.#parts.push(this.#text.slice(this.#copied, at), ' '.repeat(spaces));
        this.#copied = at;
        this.#added += spaces;
    }
    finish() {
        return { text: [...this.#parts, this.#text.slice(this.#copied)].join(''), values: this.#values };
    }
}
/** The maximum number of added spaces. Real files need about 10 for each line of a wrapped text. */
const maxAddedLength = 256 * 1024;
/** Whether each range is a quoted text or a list or map in brackets. */
function areValues(ranges, documents) {
    const ends = new Map();
    for (const document of documents)
        (0,dist/* visit */.YR)(document, {
            Node: (_, node) => {
                const isDelimited = (0,dist/* isScalar */.jn)(node) ? /^QUOTE_/.test(node.type ?? '') : (0,dist/* isCollection */.P3)(node) && node.flow;
                if (isDelimited && node.range)
                    ends.set(node.range[0], node.range[1]);
            },
        });
    return ranges.every(({ start, end }) => ends.get(start) === end);
}

;// CONCATENATED MODULE: ./build/affected/lookml-dashboards.js








/** Thrown if the dashboards of a file cannot be read. Users see the message. */
class UnreadableDashboards extends Error {
}
/** The maximum length in UTF-16 units. The parser takes seconds for a megabyte. */
const maxYamlLength = 256 * 1024;
/**
 * The maximum nesting. The parser takes quadratic time for deeply nested lists. Real dashboards have at most 10 levels.
 */
const maxNesting = 100;
/** @throws UnreadableDashboards if the text is not a YAML list of dashboards */
function readDashboards(path, text) {
    return itemsOfList(text).map(({ value, yaml, source }) => ({ ...dashboardOf(value), path, yaml, source }));
}
/** Returns why Looker may refuse a YAML list, as a text for users: "it is larger than 256 KB". */
function problemOfList(text) {
    if (unusualLines(text).length > 0)
        return 'Looker may refuse some of its lines';
    try {
        itemsOfList(text);
        return undefined;
    }
    catch (error) {
        if (error instanceof UnreadableDashboards)
            return error.message;
        throw error;
    }
}
function itemsOfList(text) {
    if (text.length > maxYamlLength)
        throw new UnreadableDashboards('it is larger than 256 KB');
    if (nestingOf(text) > maxNesting)
        throw new UnreadableDashboards('it has too many brackets');
    try {
        // The parser takes quadratic time for empty lines that end with CRLF.
        return itemsAsRuby(text.replaceAll('\r\n', '\n'));
    }
    catch (error) {
        // The recursive parser overflows the stack if lists are deeply nested.
        if (error instanceof RangeError)
            throw new UnreadableDashboards('it has too many nested lists or merge keys');
        throw error;
    }
}
/** Reads a text that the library refuses a second time, with the indentation that the library needs. */
function itemsAsRuby(text) {
    try {
        return itemsIn(text);
    }
    catch (error) {
        const indented = error instanceof UnreadableDashboards ? indentWrappedValues(text) : undefined;
        if (!indented)
            throw error;
        try {
            return itemsIn(indented.text, indented.values);
        }
        catch (second) {
            // The first error has the line and column of the file.
            throw second instanceof UnreadableDashboards ? error : second;
        }
    }
}
/** @param values values that the parser has to find in the text */
function itemsIn(text, values = []) {
    for (const _ of (0,yaml_tokens/* boundedTokens */.O)(text, excess => new UnreadableDashboards(`it has ${excess}`))) {
        // Only the limit is checked here. The parser reads the tokens again.
    }
    const documents = parseText(text);
    if (!areValues(values, documents))
        throw new UnreadableDashboards('it has ambiguous lines');
    const lines = unusualLines(text);
    const unusual = lines.length === 0 ? '' : (0,runtime_text/* sha256Of */.Bj)(lines.join('\n'));
    const resolved = resolvedOnce(text);
    return documents.flatMap((document, number) => {
        const value = contentOf(document, text);
        if (value === null || value === undefined)
            return [];
        const items = Array.isArray(value) ? value : [value];
        const sources = sourcesOf(document, text, items.length);
        const header = `${unusual}${headerOf(document, number, text)}`;
        return items.map((item, index) => {
            if (!(0,json/* isObject */.Gv)(item))
                throw new UnreadableDashboards('it is not a list of dashboards');
            const yaml = sources?.[index] ?? writeItem(resolved()[number], index);
            return { value: item, yaml, source: dashboardSource(header, yaml) };
        });
    });
}
function dashboardSource(header, yaml) {
    let values;
    return {
        ...{ text: `${header}${yaml}`, header },
        values() {
            values ??= (0,resolved_yaml/* typedValues */.Ln)(yaml);
            return values;
        },
    };
}
/** Returns a function that reads the text on its first call. */
function resolvedOnce(text) {
    let documents;
    return () => {
        try {
            documents ??= (0,resolved_yaml/* parseResolved */.G6)(text);
            return documents;
        }
        catch (error) {
            throw error instanceof resolved_yaml/* UnresolvedYaml */.vH ? new UnreadableDashboards(error.message) : error;
        }
    };
}
/** Returns the text of a list that contains only this item. */
function writeItem(document, index) {
    const contents = document?.contents;
    const list = new dist/* YAMLSeq */.Rw();
    list.items = [(0,dist/* isSeq */.oP)(contents) ? contents.items[index] : contents];
    return new dist/* Document */.yo(list, resolved_yaml/* textYaml */.Ve).toString({ lineWidth: 0 });
}
/**
 * Returns a text for the parts of a file that affect all dashboards of a document: its number, and the directives of the
 * first document. Ruby's `YAML.load` reads only the first document, so a dashboard disappears if a new document comes
 * before its document.
 */
function headerOf({ contents }, number, text) {
    if (number > 0)
        return `document ${number + 1}\n`;
    const directives = text.slice(0, contents?.range[0]).match(/^%.*\n/gm) ?? [];
    return directives.join('');
}
/** Match lines that Looker may refuse or read differently, although the library accepts them. */
const unusualPatterns = [
    // Characters that YAML 1.1 refuses or treats as line ends (https://yaml.org/spec/1.1/#id868524).
    /(?!\t)\p{Cc}|\p{Cs}|[\u2028\u2029\uFEFF\uFFFE\uFFFF]/u,
    // Tags: `x: !ruby/object:A`.
    /[:-] {1,9}!/,
    // Tabs at the start of a line, even of an empty line.
    /^ *\t/,
    // Punctuation without spaces around it: `[a:]`, `{:a}`, `x: ?a`.
    /^ *:|: {1,9}[:?]|:[[\]{},?]|[\]}]:|[[{,] {0,9}[:!]/,
    // Quoted texts that may lack the closing quote: `"A\"`, `'it''`.
    /(?:\\"|[^\s:,[{-]'')\s{0,9}$/,
];
/**
 * Returns the lines that match one of the patterns above. Ruby may refuse the whole file because of such a line, so the
 * line affects all dashboards of the file.
 */
const unusualLines = (text) => text.split('\n').filter(line => unusualPatterns.some(pattern => pattern.test(line)));
function parseText(text) {
    const lineCounter = new dist/* LineCounter */.HN();
    // Looker accepts duplicate keys and merge keys. `prettyErrors` takes quadratic time.
    const parsed = (0,dist/* parseAllDocuments */.hR)(text, {
        ...{ uniqueKeys: false, merge: true, logLevel: 'error', prettyErrors: false, lineCounter },
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    const error = documents.flatMap(({ errors }) => errors)[0];
    if (!error)
        return documents;
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new UnreadableDashboards(`${error.message.split('\n')[0]} at line ${line}, column ${col}`);
}
function contentOf(document, text) {
    (0,dist/* visit */.YR)(document, {
        Scalar: (_, scalar) => keepNumberText(scalar),
        Alias(_, { source }, parents) {
            if (parents.some(parent => (0,dist/* isNode */.Ll)(parent) && 'anchor' in parent && parent.anchor === source))
                throw new UnreadableDashboards(`the alias *${source} is inside of its own anchor`);
        },
        Pair(_, { key }) {
            if (!isOnOneLine(key, text))
                throw new UnreadableDashboards('it has a key that is empty, a list, or longer than a line');
        },
    });
    removeReplacedKeys(document);
    try {
        return document.toJS();
    }
    catch (error) {
        throw new UnreadableDashboards(error instanceof Error ? error.message : String(error));
    }
}
/** Looker refuses other keys, but the library accepts them. */
function isOnOneLine(key, text) {
    const written = (0,dist/* isScalar */.jn)(key) && key.range ? text.slice(key.range[0], key.range[2]) : '';
    return written !== '' && !written.includes('\n');
}
/**
 * Keeps a number as text if JavaScript would write the number differently: `1.0`, a long integer, or `010`, which
 * Looker reads as 8.
 */
function keepNumberText(scalar) {
    const { value, source } = scalar;
    if (typeof value === 'number' && source !== undefined && String(value) !== source)
        scalar.value = source;
}
/**
 * Returns the text of each item of a block list. Returns undefined for a list in brackets, because its items may share
 * lines. Also returns undefined for several items with anchors, because an alias may refer to another item.
 */
function sourcesOf(document, text, count) {
    const { contents } = document;
    if (!(0,dist/* isSeq */.oP)(contents) || contents.flow || (count > 1 && hasAnchors(document)))
        return undefined;
    const starts = contents.items.map(item => ((0,dist/* isNode */.Ll)(item) ? lineStart(text, item.range?.[0]) : undefined));
    const sources = starts.map((start, index) => text.slice(start, starts[index + 1] ?? contents.range[2]));
    const isCut = starts.length === count && sources.every(source => /^ *- /.test(source));
    return isCut ? sources : undefined;
}
function hasAnchors(document) {
    let found = false;
    (0,dist/* visit */.YR)(document, {
        Node: (_, node) => {
            found ||= 'anchor' in node && node.anchor !== undefined;
            return found ? dist/* visit */.YR.BREAK : undefined;
        },
    });
    return found;
}
const lineStart = (text, position = 0) => text.lastIndexOf('\n', position - 1) + 1;
function dashboardOf(parameters) {
    const name = yamlTextIn(parameters.dashboard);
    if (name === undefined)
        throw new UnreadableDashboards('a dashboard in it has no name');
    const model = yamlTextIn(parameters.model);
    return {
        name,
        parameters,
        bases: textsIn([parameters.extends].flat(maxNesting)),
        elements: yamlObjectsIn(parameters.elements).map(element => readElement(element, model)),
        filters: yamlObjectsIn(parameters.filters),
    };
}
function readElement(parameters, dashboardModel) {
    const name = yamlTextIn(parameters.name);
    const merged = yamlObjectsIn(parameters.merged_queries).map(query => readQuery(query, dashboardModel));
    const own = readQuery(parameters, dashboardModel);
    const queries = own.explore === undefined ? merged : [own, ...merged];
    const isKnown = queries.length > 0 || model/* tileTypesWithoutQuery */._.has(yamlTextIn(parameters.type));
    return { ...(name !== undefined && { name }), parameters, queries: isKnown ? queries : [{}] };
}
/** Before 2015, the key `explore` was called `base_view`. */
function readQuery(parameters, dashboardModel) {
    const model = yamlTextIn(parameters.model) ?? dashboardModel;
    const explore = yamlTextIn(parameters.explore) ?? yamlTextIn(parameters.base_view);
    return { ...(model !== undefined && { model }), ...(explore !== undefined && { explore }) };
}
/** Returns all queries of elements, filters and merged results, and of parameters that Looker may add later. */
function queriesWithin(value) {
    const queries = [];
    const open = [[value, undefined]];
    for (let next = open.pop(); next; next = open.pop()) {
        const [one, ofParent] = next;
        const query = (0,json/* isObject */.Gv)(one) ? readQuery(one, ofParent) : undefined;
        if (query?.explore !== undefined)
            queries.push(query);
        if (typeof one === 'object' && one !== null)
            for (const inside of Object.values(one))
                open.push([inside, query ? query.model : ofParent]);
    }
    return queries;
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
const yamlObjectsIn = (value) => [value].flat().filter(json/* isObject */.Gv);
const textsIn = (value) => [value].flat().flatMap(item => yamlTextIn(item) ?? []);
const yamlTextIn = (value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;


/***/ }),

/***/ 39710:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ layoutEnd),
/* harmony export */   XS: () => (/* binding */ matchEnd),
/* harmony export */   _F: () => (/* binding */ Tokenizer),
/* harmony export */   aA: () => (/* binding */ UnreadableLookml),
/* harmony export */   hV: () => (/* binding */ unexpectedToken)
/* harmony export */ });
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73454);
/** Splits LookML into tokens: words, quoted texts, punctuation, and expressions that end with `;;`. */

/** Thrown if LookML cannot be read. Users see the message. */
class UnreadableLookml extends Error {
}
const unexpectedToken = ({ type }) => new UnreadableLookml(type === 'end' ? 'it ends unexpectedly' : `“${type}” in it is out of place`);
class Tokenizer {
    #text;
    #position = 0;
    #peeked;
    #expressionEnd = -1;
    #lineEnd = -1;
    #gluedTexts = [];
    #unexpected = [];
    constructor(text) {
        this.#text = text;
    }
    next() {
        const token = this.#peeked ?? this.#read();
        this.#peeked = undefined;
        return token;
    }
    peek() {
        this.#peeked ??= this.#read();
        return this.#peeked;
    }
    /**
     * Returns and clears the list of texts that begin with a `#` directly after a word: `#b` in `a#b`. Such a text may be
     * a comment or a part of the value.
     */
    takeGluedTexts() {
        const texts = this.#gluedTexts;
        if (texts.length > 0)
            this.#gluedTexts = [];
        return texts;
    }
    /** The characters between tokens that Looker may read differently or refuse, such as unusual white space. */
    get unexpected() {
        return this.#unexpected;
    }
    /** Reads the colons after a key. Looker accepts several, as in `view:: orders`. */
    takeColons(key) {
        this.#skipLayout();
        const start = this.#position;
        if (this.#text[start] !== ':')
            throw new UnreadableLookml(`“${key.slice(0, 40)}” has no colon after it`);
        while (this.#text[this.#position] === ':')
            this.#position += 1;
        return this.#text.slice(start, this.#position);
    }
    /** Whether `;;` follows on the same line, and the value does not begin with a quote or a bracket. */
    hasExpression() {
        const start = matchEnd(/[^\S\n]*/y, this.#text, this.#position);
        if (this.#text[start] === '"' || this.#text[start] === '[')
            return false;
        this.#expressionEnd = this.#findNext(';;', this.#expressionEnd);
        this.#lineEnd = this.#findNext('\n', this.#lineEnd);
        return this.#expressionEnd < this.#lineEnd;
    }
    /**
     * Returns the position of the next occurrence of a text. If the previous result `known` is still ahead, returns it
     * without a new search.
     */
    #findNext(text, known) {
        if (known >= this.#position)
            return known;
        const next = this.#text.indexOf(text, this.#position);
        return next < 0 ? Number.POSITIVE_INFINITY : next;
    }
    expression(key) {
        const end = this.#text.indexOf(';;', this.#position);
        if (end < 0)
            throw new UnreadableLookml(`“${key}” in it does not end with ;;`);
        const text = this.#text.slice(this.#position, end);
        this.#position = end + 2;
        this.#noteUnusualSpace(text.slice(0, text.length - text.trimStart().length));
        this.#noteUnusualSpace(text.slice(text.trimEnd().length));
        const unix = text.replaceAll('\r\n', '\n');
        // The last line break of HTML is not visible.
        return key === 'html' ? unix.trim() : trimExpression(unix);
    }
    #read() {
        this.#skipLayout();
        const start = this.#text[this.#position];
        if (start === undefined)
            return { type: 'end' };
        if (start === '"')
            return this.#readString();
        if (isPunctuation(start)) {
            this.#position += 1;
            return { type: start };
        }
        return { type: 'word', value: this.#readWord() };
    }
    #skipLayout() {
        const start = this.#position;
        this.#position = layoutEnd(this.#text, start);
        if (matchEnd(/[ \t\n]*/y, this.#text, start) === this.#position)
            return;
        this.#noteUnusualSpace(this.#text.slice(start, this.#position).replace(comments, ''));
    }
    #noteUnusualSpace(layout) {
        (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_0__/* .addAll */ .RZ)(this.#unexpected, layout.match(unusualSpace) ?? []);
    }
    #readString() {
        const start = this.#position + 1;
        let end = this.#text.indexOf('"', start);
        while (end >= 0 && isEscaped(this.#text, end))
            end = this.#text.indexOf('"', end + 1);
        if (end < 0)
            throw new UnreadableLookml('a quoted string in it is not closed');
        this.#position = end + 1;
        // Looker may not accept a value directly after a string.
        if (/[^\s#{}[\],:;]/.test(this.#text[this.#position] ?? ' '))
            this.#unexpected.push('"');
        return { type: 'string', value: this.#text.slice(start, end).replaceAll('\r\n', '\n') };
    }
    /** Reads a word, including `@{constant}` and `${reference}`. */
    #readWord() {
        const start = this.#position;
        for (;;) {
            this.#position = matchEnd(/[^\s#"{}[\],:;]*/y, this.#text, this.#position);
            const isReference = this.#text[this.#position] === '{' && /[@$]/.test(this.#text[this.#position - 1] ?? '');
            if (!isReference || this.#position === start)
                break;
            const end = matchEnd(/\{[^{}\n]*\}/y, this.#text, this.#position);
            if (end === this.#position)
                break;
            this.#position = end;
        }
        if (this.#text[this.#position] === '#')
            this.#noteGluedText();
        if (this.#text[this.#position] === '"')
            this.#unexpected.push('"');
        return this.#text.slice(start, this.#position);
    }
    #noteGluedText() {
        const end = commentEnd(this.#text, this.#position);
        this.#gluedTexts.push(this.#text.slice(this.#position, end).trimEnd());
    }
}
/**
 * Removes the white space around an expression. Keeps the line break after a last line that may end with a SQL comment,
 * because Looker does not remove it: without the line break, the SQL that follows would be part of the comment. The value
 * of a field, a constant or Liquid in that line may contain a comment, too.
 */
function trimExpression(text) {
    const trimmed = text.trim();
    const endsWithBreak = text.slice(text.trimEnd().length).includes('\n');
    const lastLine = trimmed.slice(trimmed.lastIndexOf('\n') + 1);
    return endsWithBreak && /--|#|\/\/|@\{|\$\{(?!TABLE\})|\}\}|%\}|^[^{}]*\}/.test(lastLine)
        ? `${trimmed}\n`
        : trimmed;
}
function layoutEnd(text, start) {
    for (let position = start;;) {
        position = matchEnd(/[\s\u0085\uFEFF]*/y, text, position);
        if (text[position] !== '#')
            return position;
        position = commentEnd(text, position);
    }
}
/** A comment ends at every kind of line end, even U+2028, because Looker may treat each of them as a line end. */
const commentEnd = (text, start) => matchEnd(/[^\r\n\u0085\u2028\u2029]*/y, text, start);
const comments = /#[^\r\n\u0085\u2028\u2029]*/g;
/**
 * Looker may treat this white space as part of a word, or may not treat it as the end of a comment. HTML may show it.
 */
const unusualSpace = /[^ \t\r\n]|\r(?!\n)/g;
/** Returns the end of a match of a sticky pattern, or the position if there is none. */
function matchEnd(pattern, text, position) {
    pattern.lastIndex = position;
    return pattern.test(text) ? pattern.lastIndex : position;
}
const isPunctuation = (character) => '{}[],:;'.includes(character);
function isEscaped(text, position) {
    let backslashes = 0;
    while (text[position - 1 - backslashes] === '\\')
        backslashes += 1;
    return backslashes % 2 === 1;
}


/***/ }),

/***/ 41328:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ mayPublish),
/* harmony export */   l: () => (/* binding */ PublishedViews)
/* harmony export */ });
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73454);
/* harmony import */ var _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88351);
/* harmony import */ var _texts_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(74265);



/**
 * The tables that Looker publishes in the database: views and aggregate tables with `publish_as_db_view`, also if a
 * view or an Explore inherits them by `extends`. SQL may use their names with a prefix
 * (https://cloud.google.com/looker/docs/reference/param-view-publish-as-db-view).
 */
class PublishedViews {
    /** The views by their names in lower case. A view with a very long name has the key `''`, and every block uses it. */
    #views;
    /** Views that refine or extend an imported view, which may have `publish_as_db_view`. */
    #perhapsViews;
    /**
     * All views that refine or extend a view. An imported view with the same name may have `publish_as_db_view` in one of
     * the models, even if this project defines a view of that name for another model.
     */
    #adaptedViews;
    /** Maps the name of each published aggregate table to its Explores. The key of an unknown name is `''`. */
    #aggregates;
    /** The Explores that publish or inherit an aggregate table, by their names. */
    #explores;
    /** The models by their names in lower case. */
    #models;
    /** The models whose published tables blocks may read by name. */
    modelsRead = new Set();
    constructor(blocks, names) {
        const extending = { view: new Map(), explore: new Map() };
        for (const block of blocks)
            for (const [base, own] of extensionsIn(block, names))
                (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .addToList */ .vH)(extending[block.kind], base, own);
        for (const [file, { bases, words }] of extendingFiles(blocks, names))
            for (const all of Object.values(extending)) {
                for (const base of bases)
                    (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .addToList */ .vH)(all, base, file);
                all.set(file, words);
            }
        const aggregates = blocks.flatMap(block => aggregatesIn(block, names));
        const perhaps = (kind) => perhapsPublishedIn(blocks, kind, names);
        const exploresWithTables = [...aggregates.map(({ explore }) => explore), ...perhaps('explore')];
        this.#views = byName((0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .withReached */ .nh)(publishedIn(blocks, names), extending.view));
        this.#perhapsViews = byName((0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .withReached */ .nh)(perhaps('view'), extending.view));
        this.#adaptedViews = byName([...extending.view.values()].flat());
        this.#models = byName(names.models);
        this.#explores = byName((0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .withReached */ .nh)(exploresWithTables, extending.explore));
        const byAggregate = Map.groupBy(aggregates, ({ table }) => table.toLowerCase());
        this.#aggregates = new Map([...byAggregate].map(([table, all]) => [table, all.map(one => one.explore)]));
    }
    /**
     * Returns the published views, and the Explores of published aggregate tables, that these words may refer to. Ignores
     * the letter case, because some databases ignore it.
     */
    #namedBy(words) {
        const views = [this.#views, this.#perhapsViews, this.#adaptedViews];
        if ([...views, this.#aggregates, this.#explores].every(({ size }) => size === 0))
            return [];
        const found = { view: new Set(this.#views.get('')), explore: new Set(this.#aggregates.get('')) };
        const add = (kind, names = []) => {
            for (const name of names)
                found[kind].add(name);
        };
        for (const word of words) {
            const isStable = stableName.test(word);
            for (const { table } of this.#modelTables(word))
                add('view', this.#adaptedViews.get(table));
            for (const end of endsOf(word)) {
                add('view', this.#views.get(end));
                const publishing = this.#aggregates.get(end);
                add('explore', publishing);
                // An Explore that inherits the aggregate table publishes its own table: `ab_thelook_orders__weekly`.
                const start = publishing ? word.slice(0, -end.length).replace(/_{1,9}$/, '') : '';
                for (const name of endsOf(start))
                    add('explore', this.#explores.get(name));
                if (!isStable)
                    continue;
                add('view', this.#perhapsViews.get(end));
                for (const at of [end.indexOf('__'), end.lastIndexOf('__')])
                    if (at > 0)
                        add('explore', this.#explores.get(end.slice(0, at)));
            }
        }
        return ['view', 'explore'].flatMap(kind => [...found[kind]].map(name => ({ kind, name })));
    }
    /** Whether SQL may refer to a table that Looker publishes for a model of this project. */
    isNamedIn(sql) {
        const words = (0,_texts_js__WEBPACK_IMPORTED_MODULE_2__/* .wordsIn */ .Hn)(sql);
        return this.#namedBy(words).length + this.#modelsNamedBy(words).length > 0;
    }
    /** Returns the published views and Explores that the words of a block may refer to. Adds their models to `modelsRead`. */
    readBy(words) {
        for (const model of this.#modelsNamedBy(words))
            this.modelsRead.add(model);
        return this.#namedBy(words);
    }
    /** Returns the models of this project whose published tables these words may refer to. */
    #modelsNamedBy(words) {
        return words.flatMap(word => this.#modelTables(word).map(({ model }) => model));
    }
    /** Splits the name of a table after its model: `ab_thelook_orders` → `thelook`, `orders`. */
    #modelTables(word) {
        if (word.length > maxEndLength || !stableName.test(word))
            return [];
        const name = word.slice(keyLength).toLowerCase();
        return endsOf(name).flatMap(table => (this.#models.get(name.slice(0, -table.length - 1)) ?? []).map(model => ({ model, table })));
    }
}
/**
 * Matches the start of a published table's name in the database: `ab_thelook_orders` for a view, and
 * `ab_thelook_orders__weekly` for an aggregate table of an Explore. `ab` is the connection's key.
 */
const stableName = /^[^_]{2}_[^_]/;
const keyLength = 'ab_'.length;
/** Returns pairs of a base and the view or Explore that extends or refines it. */
function extensionsIn({ kind, name, needs }, { constants }) {
    const readings = (text) => constants.readings(text) ?? [text];
    return (0,_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .isNamed */ .ev)(kind)
        ? needs
            .filter(need => need.kind === kind)
            .flatMap(need => readings(need.name))
            .flatMap(base => readings(name).map((own) => [base, own]))
        : [];
}
/** Matches the names after `extends` and `extends__all`. */
const extendedNames = /\bextends\w{0,9}["']?\s{0,99}:{1,9}((?:@\{[^{}]{0,99}\}|[^{}:]){1,2000})/g;
/**
 * In a file that could not be split into blocks, each word may be a view or an Explore that extends the names after
 * `extends`. The keys of the returned map differ from all names.
 */
function extendingFiles(blocks, { constants }) {
    const files = new Map();
    const wordsOf = (text) => [...(constants.wordsIn(text) ?? (0,_texts_js__WEBPACK_IMPORTED_MODULE_2__/* .wordsIn */ .Hn)(text))];
    for (const [index, { tokens, isWholeFile }] of blocks.entries()) {
        const extended = isWholeFile ? Array.from(tokens.matchAll(extendedNames), ([, text = '']) => text) : [];
        if (extended.length > 0)
            files.set(`\0${index}`, { bases: new Set(wordsOf(extended.join('\n'))), words: wordsOf(tokens) });
    }
    return files;
}
/** In a file that could not be split into blocks, each word may be a published view. */
function publishedIn(blocks, { constants }) {
    return blocks.filter(mayPublish).flatMap(({ kind, name, tokens, isWholeFile }) => {
        if (isWholeFile)
            return (0,_texts_js__WEBPACK_IMPORTED_MODULE_2__/* .wordsIn */ .Hn)(tokens);
        return kind === 'view' ? (constants.readings(name) ?? []) : [];
    });
}
const mayPublish = ({ tokens }) => tokens.includes('publish_as_db_view');
/** Matches the name of an aggregate table, which may contain constants, in a text or in a block's tokens. */
const aggregateTable = /\baggregate_table["']?\s{0,99}:{1,9}\s{0,99}((?:@\{[^{}]{0,99}\}|[^\s{}]){1,255})/g;
/** Returns all aggregate tables of an Explore with `publish_as_db_view`, even if it publishes only one of them. */
function aggregatesIn(block, { constants }) {
    const explores = block.kind === 'explore' && mayPublish(block) ? (constants.readings(block.name) ?? []) : [];
    if (explores.length === 0)
        return [];
    const names = [...block.tokens.matchAll(aggregateTable)].flatMap(([, name = '']) => constants.readings(name) ?? ['']);
    return names.flatMap(table => explores.map(explore => ({ table, explore })));
}
/** Returns the views or Explores that need one of another project: its refinements, and those that extend it. */
function perhapsPublishedIn(blocks, kind, { constants, isDefined }) {
    const isImported = (need) => need.kind === kind && constants.readings(need.name)?.every(name => isDefined({ kind, name })) === false;
    return blocks
        .filter(block => block.kind === kind && block.needs.some(isImported))
        .flatMap(({ name }) => constants.readings(name) ?? []);
}
const byName = (names) => Map.groupBy(names, name => (name.length > maxEndLength ? '' : name.toLowerCase()));
const maxEndLength = 255;
/** Returns the parts of a word after each underscore, in lower case: `b_c` and `c` of `A_b_C`. */
function endsOf(word) {
    const text = word.slice(-maxEndLength - 1).toLowerCase();
    const ends = [];
    for (let at = text.indexOf('_'); at >= 0; at = text.indexOf('_', at + 1))
        ends.push(text.slice(at + 1));
    return ends;
}


/***/ }),

/***/ 238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $p: () => (/* binding */ addChanges),
/* harmony export */   N0: () => (/* binding */ changesIn),
/* harmony export */   QF: () => (/* binding */ includesChange),
/* harmony export */   Vg: () => (/* binding */ findReach),
/* harmony export */   qg: () => (/* binding */ findNearest)
/* harmony export */ });
/* harmony import */ var _texts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(74265);

const usesPerPause = 20_000;
const wordsPerPause = 20_000_000;
/** The fixed cost of a group, in 32-bit words. */
const workPerGroup = 1000;
/** The maximum number of 32-bit words in the sets of one commit: 200 MB. */
const maxSetWords = 50_000_000;
/**
 * The maximum number of uses that all searches for nearest changes follow. Later searches return any changes instead.
 */
const maxSearchedUses = 100_000_000;
/**
 * Computes the changes that each name reaches. Names that reach each other share a set. The time is proportional to the
 * graph's size × changes / 32, and does not depend on the number of targets.
 * @param changed maps each changed block to the index of its change
 * @throws RangeError if too many blocks have changed
 */
async function findReach(graph, changed, { count, pause }) {
    const words = Math.ceil(count / 32);
    if (words * graph.nameCount > maxSetWords)
        throw new RangeError('Too many LookML blocks have changed');
    const groups = await groupNames(graph, pause);
    const sets = [];
    // A block may have thousands of names, such as the tables that it writes.
    const ofBlock = new Map();
    const pauseFor = (0,_texts_js__WEBPACK_IMPORTED_MODULE_0__/* .pauseAfter */ .l0)(wordsPerPause, pause);
    // The list has each group after all groups that it uses, so the sets of those groups are complete.
    for (const names of groups.members) {
        // A file that could not be split into blocks is listed under each of its words. The set removes the duplicates.
        const blocks = new Set();
        for (const name of names)
            for (const block of graph.blocksOf(name))
                blocks.add(block);
        const [first] = blocks;
        const onlyBlock = names.length === 1 && blocks.size === 1 ? first : undefined;
        const known = onlyBlock === undefined ? undefined : ofBlock.get(onlyBlock);
        const set = known ?? new Uint32Array(words);
        for (const group of known ? [] : addBlocks(blocks, set)) {
            addChanges(set, sets[group] ?? set);
            await pauseFor(words);
        }
        if (onlyBlock !== undefined)
            ofBlock.set(onlyBlock, set);
        sets.push(set);
        await pauseFor(workPerGroup);
    }
    /** Adds the changes of the blocks. Returns the groups that the blocks use. */
    function addBlocks(blocks, set) {
        const used = new Set();
        for (const block of blocks) {
            const change = changed.get(block);
            if (change !== undefined)
                addChange(set, change);
            const uses = graph.usedBy(block);
            for (let index = 0; index < uses.length; index++)
                used.add(groups.groupOf[uses[index] ?? 0] ?? 0);
        }
        return used;
    }
    function from(starts) {
        const set = new Uint32Array(words);
        for (const group of addBlocks(starts, set))
            addChanges(set, sets[group] ?? set);
        return set;
    }
    let usesLeft = maxSearchedUses;
    function nearest(starts, limit) {
        const set = from(starts);
        const count = Math.min(limit, changesIn(set));
        if (count === 0)
            return [];
        const { found, uses } = findNearest(graph, changed, starts, { count, usesLeft });
        usesLeft -= uses;
        return found.length < count ? firstChanges(set, count) : found;
    }
    return { from, nearest };
}
function firstChanges(set, count) {
    const found = [];
    for (let change = 0; found.length < count; change++)
        if (includesChange(set, change))
            found.push(change);
    return found;
}
const includesChange = (set, change) => ((set[change >>> 5] ?? 0) & (1 << (change & 31))) !== 0;
const addChange = (set, change) => {
    set[change >>> 5] = (set[change >>> 5] ?? 0) | (1 << (change & 31));
};
function addChanges(set, other) {
    for (let index = 0; index < set.length; index++)
        set[index] = (set[index] ?? 0) | (other[index] ?? 0);
}
function changesIn(set) {
    let size = 0;
    // Clears the lowest bit.
    for (let word of set)
        for (; word !== 0; word &= word - 1)
            size += 1;
    return size;
}
/**
 * Searches breadth first until `count` changes are found, or `usesLeft` uses are followed. `isComplete` is false only if
 * the search ended after `usesLeft` uses.
 */
function findNearest(graph, changed, starts, { count, usesLeft }) {
    const nearest = new Set();
    const seen = new Uint8Array(graph.blockCount);
    const followed = new Uint8Array(graph.nameCount);
    const open = [];
    const add = (blocks) => {
        for (const block of blocks) {
            if (seen[block])
                continue;
            seen[block] = 1;
            open.push(block);
            const change = changed.get(block);
            if (change !== undefined && nearest.size < count)
                nearest.add(change);
        }
    };
    // The cost of allocating `seen` and `followed`, in uses.
    let followedUses = Math.ceil((graph.blockCount + graph.nameCount) / 100);
    add(starts);
    let next = 0;
    for (; next < open.length && nearest.size < count && followedUses < usesLeft; next++) {
        const uses = graph.usedBy(open[next] ?? 0);
        followedUses += 1 + uses.length;
        for (const name of uses) {
            if (followed[name])
                continue;
            followed[name] = 1;
            add(graph.blocksOf(name));
        }
    }
    const isComplete = next >= open.length || nearest.size >= count;
    return { found: [...nearest], uses: followedUses, isComplete };
}
/**
 * Groups names that use each other, by Tarjan's algorithm (https://doi.org/10.1137/0201010), without recursion. Visits
 * each block once, because a file that could not be split into blocks has every word of its text as a name.
 */
async function groupNames(graph, pause) {
    // The numbers of the blocks follow the numbers of the names.
    const { nameCount } = graph;
    const count = nameCount + graph.blockCount;
    const order = new Int32Array(count).fill(-1);
    const lowest = new Int32Array(count);
    const isGrouped = new Uint8Array(count);
    const groupOf = new Int32Array(nameCount).fill(-1);
    const members = [];
    const stack = [];
    let visited = 0;
    let followed = 0;
    const enter = (node) => {
        order[node] = lowest[node] = visited;
        visited += 1;
        stack.push(node);
        return node < nameCount
            ? { node, next: graph.blocksOf(node), offset: nameCount, position: 0 }
            : { node, next: graph.usedBy(node - nameCount), offset: 0, position: 0 };
    };
    const leave = (node) => {
        if (lowest[node] !== order[node])
            return;
        const group = stack.splice(stack.lastIndexOf(node)).reverse();
        for (const member of group)
            isGrouped[member] = 1;
        const names = group.filter(member => member < nameCount);
        if (names.length === 0)
            return;
        for (const name of names)
            groupOf[name] = members.length;
        members.push(names);
    };
    for (let start = 0; start < nameCount; start++) {
        if (order[start] !== -1)
            continue;
        const open = [enter(start)];
        for (let visit = open.at(-1); visit; visit = open.at(-1)) {
            followed += 1;
            if (followed % usesPerPause === 0)
                await pause();
            if (visit.position === visit.next.length) {
                open.pop();
                leave(visit.node);
                const { node } = open.at(-1) ?? visit;
                lower(lowest, node, lowest[visit.node] ?? 0);
                continue;
            }
            const next = (visit.next[visit.position] ?? 0) + visit.offset;
            visit.position += 1;
            if (order[next] === -1)
                open.push(enter(next));
            else if (isGrouped[next] === 0)
                lower(lowest, visit.node, order[next] ?? 0);
        }
    }
    return { members, groupOf };
}
const lower = (values, index, value) => {
    values[index] = Math.min(values[index] ?? value, value);
};


/***/ }),

/***/ 12721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  listDashboards: () => (/* binding */ listDashboards),
  bF: () => (/* binding */ readAffected),
  pm: () => (/* binding */ readChange),
  Nm: () => (/* binding */ readLookmlNames)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/affected/changed-includes.js
var changed_includes = __webpack_require__(18543);
// EXTERNAL MODULE: ./build/affected/changes.js + 1 modules
var changes = __webpack_require__(82882);
// EXTERNAL MODULE: ./build/affected/imported-explores.js
var imported_explores = __webpack_require__(13794);
// EXTERNAL MODULE: ./build/affected/lookml-block.js
var lookml_block = __webpack_require__(88351);
// EXTERNAL MODULE: ./build/affected/includes.js
var affected_includes = __webpack_require__(82656);
// EXTERNAL MODULE: ./build/affected/published-views.js
var published_views = __webpack_require__(41328);
// EXTERNAL MODULE: ./build/affected/texts.js
var affected_texts = __webpack_require__(74265);
// EXTERNAL MODULE: ./build/affected/written-tables.js
var written_tables = __webpack_require__(13450);
;// CONCATENATED MODULE: ./build/affected/model-changes.js






/** Finds the changes of whole models: added and deleted model files, and changed includes of imported projects. */
class ModelChanges {
    #change;
    #namesInLowerCase;
    /** Caches the reasons by model, because thousands of targets may belong to a model. */
    #reasons = new Map();
    #withTables;
    #dashboardFiles;
    #includesDashboards;
    #inclusions;
    constructor(change) {
        this.#change = change;
    }
    get #sides() {
        return [this.#change.base, this.#change.head];
    }
    isOwn(model) {
        const name = this.ownNameOf(model);
        return this.#sides.some(({ project }) => project.models.has(name));
    }
    /** Returns the model's name as this project writes it: `TheLook` → `thelook`. An exact match takes precedence. */
    ownNameOf(model) {
        if (this.#sides.some(({ project }) => project.models.has(model)))
            return model;
        this.#namesInLowerCase ??= new Map(this.#sides.flatMap(({ project }) => [...project.models.keys()].map(name => [name.toLowerCase(), name])));
        return this.#namesInLowerCase.get(model.toLowerCase()) ?? model;
    }
    /** Returns the model, and the models with tables that its Explores may read by their names. */
    readBy(model) {
        this.#withTables ??= this.#sides.flatMap(({ project }) => modelsWithTables(project));
        return [...new Set([model, ...this.#withTables])];
    }
    /** Returns the reasons why everything in a model of this project may have changed, or may no longer exist. */
    reasonsOf(name) {
        const model = this.ownNameOf(name);
        if (!this.isOwn(model))
            return [];
        const reasons = this.#reasons.get(model) ?? this.#findReasons(model);
        this.#reasons.set(model, reasons);
        return reasons;
    }
    #findReasons(model) {
        const imports = [...this.#changedImports(model), ...this.otherwiseIncluded(model, hasImports)];
        const [before = [], after = []] = this.#sides.map(({ project }) => project.models.get(model));
        // Looker reports errors if several files define a model.
        const isMove = before.length === 1 && after.length === 1;
        const missingIn = (paths) => (path) => !isMove && !paths.includes(path);
        return [
            ...before.filter(missingIn(after)).map(path => `${path}, which defined its model, was deleted`),
            ...after.filter(missingIn(before)).map(path => `${path}, which defines its model, is new`),
            ...[...new Set(imports)].map(path => `${path}, which includes other files of an imported project`),
        ];
    }
    inclusionsOf(path) {
        this.#inclusions ??= Map.groupBy(this.#change.inclusions, one => one.path);
        return this.#inclusions.get(path) ?? [];
    }
    /** Returns the changed or differently included files that may define dashboards. */
    dashboardFiles() {
        this.#dashboardFiles ??= this.#findDashboardFiles();
        return this.#dashboardFiles;
    }
    #findDashboardFiles() {
        const { base, head, inclusions } = this.#change;
        const included = new Set(inclusions.map(({ path }) => path));
        const changed = [...base.project.lookml, ...head.project.lookml].filter(([path, text]) => (included.has(path) || base.project.versions.get(path) !== head.project.versions.get(path)) &&
            (0,affected_texts/* hasDashboards */.uh)(path, text));
        return [...new Set(changed.map(([path]) => path))];
    }
    /** Whether a changed `include` in any file may bring dashboards. Models of other projects may include the file. */
    includesDashboards() {
        this.#includesDashboards ??= this.#mayReachDashboards();
        return this.#includesDashboards;
    }
    #mayReachDashboards() {
        const sides = [this.#change.base.project, this.#change.head.project];
        const reached = (0,changed_includes/* filesReachedBy */.hJ)(this.#change.patterns, sides);
        return [...reached].some(path => sides.some(({ lookml }) => (0,affected_texts/* hasDashboards */.uh)(path, lookml.get(path) ?? '')));
    }
    /** Returns the files that match `isKind` and that the model now includes differently. */
    otherwiseIncluded(model, isKind) {
        return this.#change.inclusions
            .filter(one => (one.model ?? model) === model && !one.isMove)
            .map(({ path }) => path)
            .filter(path => this.#sides.some(({ project }) => isKind(path, project)));
    }
    #changedImports(model) {
        return [...this.#change.patterns]
            .filter(([path, patterns]) => patterns.some(pattern => (0,affected_includes/* isImport */.YF)(pattern) || this.#leadsOutside(pattern, path)))
            .filter(([path]) => this.#sides.some(({ project }) => (0,changed_includes/* filesOf */.R8)(model, project, 'possible').has(path)))
            .map(([path]) => path);
    }
    /** Whether a pattern may match files behind a link to another repository. */
    #leadsOutside(pattern, from) {
        return this.#sides.some(({ project }) => [...project.outsideLinks].some(link => (0,affected_includes/* mayMatchIn */.Gc)(link, pattern, from)));
    }
}
const hasImports = (path, { patternsIn }) => patternsIn(path).some(affected_includes/* isImport */.YF);
/**
 * Returns the models with tables in the database that Explores of other models may read by their names: Looker publishes
 * the tables, or their SQL creates them. Statements such as `week_start_day` affect these tables, too. An imported view
 * may publish a table, so a model with imports counts if SQL reads a table with its name.
 */
function modelsWithTables(project) {
    const paths = new Set(project.blocks.flatMap(block => (0,written_tables/* objectsWrittenBy */.$u)(block, project.graph.constants).length > 0 || (0,published_views/* mayPublish */.b)(block) ? [block.path] : []));
    if (paths.size + project.graph.modelsRead.size === 0)
        return [];
    return [...project.models.keys()].filter(model => [...(0,changed_includes/* filesOf */.R8)(model, project, 'possible')].some(path => paths.has(path)) ||
        (project.graph.modelsRead.has(model) && (0,imported_explores/* importsFiles */.q4)(project, model)));
}

// EXTERNAL MODULE: ./build/affected/reachable-changes.js
var reachable_changes = __webpack_require__(238);
// EXTERNAL MODULE: ./build/runtime/lists.js
var lists = __webpack_require__(73454);
;// CONCATENATED MODULE: ./build/affected/settings.js




/* The blocks that a target may use although its Explores do not name them. */
/** Returns the blocks of number formats and maps. A chart's settings may contain their names. */
const formatsIn = ({ blocks }) => blocks.flatMap(({ kind }, index) => (kind === 'named_value_format' || kind === 'map_layer' ? [index] : []));
/**
 * Returns the blocks that affect every Explore of a model: statements in the manifest and in files that the model may
 * include. If a file could not be split into blocks, its statements are unknown. For this file, returns the shared
 * definitions, such as datagroups, that it mentions.
 */
function statementsFor(project, model) {
    const paths = (0,changed_includes/* filesOf */.R8)(model, project, 'possible');
    return [...project.blocksByPath].flatMap(([path, places]) => {
        if (!(0,changes/* isManifest */.Yh)(path) && !paths.has(path))
            return [];
        return places.flatMap(index => {
            const block = project.blocks[index];
            if (block.isWholeFile)
                return (0,changes/* isManifest */.Yh)(path) ? [index] : project.graph.sharedOf(index);
            return (0,changes/* isStatement */.SH)(block) ? [index] : [];
        });
    });
}
/** Statements of a model that affect only its queries. */
const queryStatements = new Set([
    'case_sensitive',
    'fiscal_month_offset',
    'persist_for',
    'persist_with',
    'week_start_day',
]);
/**
 * Returns the settings of the manifest, and the statements in the model's files that may affect dashboards without data.
 * Looker shows no dashboard of a model that has no connection, or that has unexpected statements or characters. A model
 * of another project may include any file of this project.
 */
function settingsFor(project, model) {
    const settings = statementsFor(project, model).filter(index => {
        const block = project.blocks[index];
        return (0,changes/* isStatement */.SH)(block) && ((0,changes/* isManifest */.Yh)(block.path) || !queryStatements.has(block.kind));
    });
    if (project.models.has(model))
        return settings;
    const unexpected = project.blocks.flatMap(({ kind }, index) => (kind === lookml_block/* unexpectedKind */.yK ? [index] : []));
    return [...new Set([...settings, ...unexpected])];
}
/**
 * Returns the names after `::` in a text, in lower case. A name ends with its line or with a quote. In text that is not
 * parsed, it may end earlier, so its first word is a name, too.
 */
function visualizationsNamedIn(text) {
    const names = Array.from(text.matchAll(/::([^\n"\\]{1,255})/g), ([, name = '']) => name.toLowerCase());
    return new Set(names.flatMap(name => [name.trim(), name.replace(/[\s',}\]].*/s, '')]));
}
/**
 * Groups the blocks of visualizations and extensions in the manifest by their ids in lower case. An id is one of the
 * block's texts, so all its texts count as ids. If the texts are unknown, the key is `''`.
 */
function visualizationsOf({ blocks, blocksByPath, graph }) {
    const found = new Map();
    for (const index of [...blocksByPath].flatMap(([path, places]) => ((0,changes/* isManifest */.Yh)(path) ? places : []))) {
        const { kind, name, mentions, isWholeFile } = blocks[index];
        if (!isWholeFile && kind !== 'visualization' && kind !== 'application')
            continue;
        const texts = [name, ...mentions.split('\n')].filter(text => text !== '');
        const ids = isWholeFile ? [''] : texts.flatMap(text => graph.constants.readings(text) ?? ['']);
        for (const id of new Set(ids.map(one => one.toLowerCase())))
            (0,lists/* addToList */.vH)(found, id, index);
    }
    return found;
}

;// CONCATENATED MODULE: ./build/affected/affected-explores.js








const maxListedChanges = 10;
/**
 * The maximum number of uses that all searches for blocks with `suggest_explore` follow. Later searches return all such
 * blocks.
 */
const maxSuggestingUses = 20_000_000;
/** Finds the changes that may affect an Explore (`model::explore`). */
class Explores {
    change;
    models;
    #described = new Map();
    #known = new Map();
    #suggesting = new Map();
    #suggestingUsesLeft = maxSuggestingUses;
    #ofSettings = new Map();
    #statements = new Map();
    #forImports = new Map();
    #importing = new Map();
    #words = new Map();
    #incomplete = new Map();
    #visualizations = new Map();
    constructor(change) {
        this.change = change;
        this.models = new ModelChanges(change);
    }
    describe(described) {
        this.#described = new Map([...this.#described, ...described]);
        this.#known.clear();
        this.#suggesting.clear();
    }
    /** Returns the Explores that Looker has to describe before `changeOf` can find all changes of this Explore. */
    missing(fullName) {
        const needsAnswer = this.#isRefinable(fullName) && !this.#isChanged(fullName);
        const names = needsAnswer ? [fullName] : this.#importsOf(fullName);
        return names.filter(name => !this.#described.has(name));
    }
    /** Whether imported files may refine an Explore that this project defines completely. */
    #isRefinable(fullName) {
        const { model } = this.#parts(fullName);
        return (!this.isImported(fullName) &&
            this.#sides.some(({ project }) => this.#perModel(this.#importing, project, model, imported_explores/* importsFiles */.q4)));
    }
    #isChanged(fullName) {
        const { changes, others } = this.changeOf(fullName);
        return others.length > 0 || changes.some(word => word !== 0);
    }
    descriptionOf(fullName) {
        return this.#described.get(fullName);
    }
    get #sides() {
        return [this.change.base, this.change.head];
    }
    get #projects() {
        return [this.change.base.project, this.change.head.project];
    }
    isOwnModel(model) {
        return this.models.isOwn(model);
    }
    #parts(fullName) {
        const { model, explore } = nameParts(fullName);
        return { model: this.models.ownNameOf(model), explore };
    }
    isExploreWord(word) {
        return this.#sides.some(({ project }) => project.graph.hasNamed('explore', word, { isName: false }));
    }
    /**
     * Returns the words of a text, and the words in the values of the constants that the text uses. An unknown value may
     * contain any name, so it adds the names of all Explores.
     */
    wordsIn(text) {
        const words = new Set((0,affected_texts/* wordsIn */.Hn)(text));
        for (const { project } of text.includes('@{') ? this.#sides : [])
            for (const word of project.graph.constants.wordsIn(text) ?? exploreNames(project))
                words.add(word);
        return words;
    }
    /** Replaces the constants in a name with their values. Returns all names that are possible in either commit. */
    readingsOf(name) {
        return [
            ...new Set(this.#sides.flatMap(({ project }) => project.graph.constants.readings(name) ?? [name])),
        ];
    }
    /** Returns the blocks with `suggest_explore` or `alias` that the Explore may use, in the merge base and in the head. */
    suggestingBlocks(fullName) {
        const known = this.#suggesting.get(fullName);
        if (known)
            return known;
        const found = this.#sides.flatMap(({ project }) => {
            const { suggesting } = project;
            if (suggesting.size === 0)
                return [];
            const numbers = new Map([...suggesting.keys()].map(index => [index, index]));
            const limits = { count: suggesting.size, usesLeft: this.#suggestingUsesLeft };
            const { found, uses, isComplete } = this.findUsed(fullName, project, numbers, limits);
            this.#suggestingUsesLeft -= uses;
            return isComplete ? found.flatMap(index => suggesting.get(index) ?? []) : [...suggesting.values()];
        });
        this.#suggesting.set(fullName, found);
        return found;
    }
    /** Searches the blocks that the Explore may use for blocks in `wanted`. See `findNearest`. */
    findUsed(fullName, project, wanted, limits) {
        const starts = this.#startsIn(project, fullName, this.#descriptionsOf(fullName));
        return (0,reachable_changes/* findNearest */.qg)(project.graph, wanted, starts, limits);
    }
    /** Returns the changed constants, number formats and maps that a text may use. */
    changeOfText(text, side) {
        return this.#changeFrom(side, project => text === undefined ? formatsIn(project) : project.graph.sharedIn(text));
    }
    /**
     * Returns the changed visualizations of the manifest that a tile's settings may name: `thelook::funnel`. Tiles of
     * every project can use them (https://cloud.google.com/looker/docs/reference/param-manifest-visualization).
     */
    changeOfVisualizations(text, side) {
        const names = text === undefined ? undefined : visualizationsNamedIn(text);
        const change = this.#changeFrom(side, project => {
            if (names?.size === 0)
                return [];
            const known = this.#visualizations.get(project) ?? visualizationsOf(project);
            this.#visualizations.set(project, known);
            return names ? ['', ...names].flatMap(name => known.get(name) ?? []) : [...known.values()].flat();
        });
        const isUnread = this.#sides.some(({ project }) => [...project.unread.keys()].some(changes/* isManifest */.Yh));
        return isUnread && names?.size !== 0 ? { ...change, others: this.change.everywhere } : change;
    }
    /**
     * Returns the changed settings of the manifest, and the changed files of the model that Looker may refuse. If Looker
     * refuses a file, it does not show the model's dashboards.
     */
    changeOfSettings(side, model = '') {
        const name = this.models.ownNameOf(model);
        const key = `${side} ${name}`;
        const known = this.#ofSettings.get(key);
        if (known)
            return known;
        const found = this.#changeFrom(side, project => settingsFor(project, name));
        this.#ofSettings.set(key, found);
        return found;
    }
    #changeFrom(side, startsIn) {
        const changes = new Uint32Array(Math.ceil(this.change.words.length / 32));
        const nearest = this.#sides.flatMap(({ project, reach }, index) => {
            if (side === (index === 0 ? 'after' : 'before'))
                return [];
            const starts = startsIn(project);
            (0,reachable_changes/* addChanges */.$p)(changes, reach.from(starts));
            return reach.nearest(starts, maxListedChanges);
        });
        return { changes, nearest: [...new Set(nearest)], others: [], isOfProject: false };
    }
    /**
     * Whether the Explore, or a view or Explore that it uses, is imported. If so, only Looker knows the complete Explore.
     */
    isImported(fullName) {
        const { model, explore } = this.#parts(fullName);
        const sides = this.#sides.filter(({ project }) => project.models.has(model));
        const isAnywhere = sides.some(({ project }) => this.#isComplete(project, model, explore));
        return (!isAnywhere ||
            sides.some(({ project }) => definesOrRefines(project, explore) && !this.#isComplete(project, model, explore)));
    }
    /**
     * Returns the Explores that Looker has to describe: an imported Explore, and the imported Explores that its views
     * read. Returns an empty list if the Explore is not imported.
     */
    #importsOf(fullName) {
        const { model } = this.#parts(fullName);
        if (!this.isImported(fullName))
            return [];
        const found = new Set([fullName]);
        if (this.isOwnModel(model))
            // The loop adds to `found`, and visits the added names, too.
            for (const name of found)
                for (const { project } of this.#sides)
                    for (const source of this.#sourcesOf(name, project, model))
                        found.add(`${model}::${source}`);
        return [...found];
    }
    #sourcesOf(fullName, project, model) {
        const { sources } = this.#perModel(this.#incomplete, project, model, imported_explores/* incompleteNames */.FL);
        const keys = (0,imported_explores/* keysUsedBy */.zP)(fullName, this.#described.get(fullName), project);
        return keys.flatMap(key => sources.get(key) ?? []);
    }
    /** Returns the Explore's model. If the Explore reads tables of other models, also returns models with tables. */
    #modelsFor(fullName, project) {
        const { model } = this.#parts(fullName);
        const { tableReaders } = this.#perModel(this.#incomplete, project, model, imported_explores/* incompleteNames */.FL);
        const keys = (0,imported_explores/* keysUsedBy */.zP)(fullName, this.#described.get(fullName), project);
        return keys.some(key => tableReaders.has(key)) ? this.models.readBy(model) : [model];
    }
    /** Whether this project's files in the model define everything that the Explore needs. */
    #isComplete(project, model, explore) {
        const { names } = this.#perModel(this.#incomplete, project, model, imported_explores/* incompleteNames */.FL);
        const need = { kind: 'explore', name: explore };
        const orMentions = !this.#perModel(this.#importing, project, model, imported_explores/* importsFiles */.q4);
        const paths = (0,changed_includes/* filesOf */.R8)(model, project, 'own');
        return !names.has((0,lookml_block/* keyOf */.TN)(need)) && project.graph.isDefined(need, paths, { orMentions });
    }
    #perModel(known, project, model, find) {
        const ofProject = known.get(project) ?? new Map();
        known.set(project, ofProject);
        const found = ofProject.get(model) ?? find(project, model);
        ofProject.set(model, found);
        return found;
    }
    changeOf(fullName) {
        const known = this.#known.get(fullName);
        if (known)
            return known;
        const found = this.#find(fullName);
        this.#known.set(fullName, found);
        return found;
    }
    #find(fullName) {
        const { model } = this.#parts(fullName);
        const described = this.#descriptionsOf(fullName);
        const isOfProject = this.isOwnModel(model) ||
            described.some(([, description]) => description === 'unknown' || (0,imported_explores/* isPartlyOurs */.Co)(description));
        if (!isOfProject || !this.change.isAny)
            return { ...this.#changeFrom('described', () => []), isOfProject };
        const change = this.#changeFrom('described', project => this.#startsIn(project, fullName, described));
        const unknown = described.flatMap(([name, description]) => (description === 'unknown' ? [name] : []));
        const others = [
            ...this.change.everywhere,
            ...this.models.readBy(model).flatMap(name => this.models.reasonsOf(name)),
            ...unknown.map(name => `Looker did not describe the Explore ${name}, so any change may affect it`),
            ...this.#reasonsOfIncludes(model, described),
        ];
        return { ...change, others, isOfProject };
    }
    /** Returns the blocks that the Explore uses directly, and the blocks that imported files may use for it. */
    #startsIn(project, fullName, described) {
        const { model, explore } = this.#parts(fullName);
        const isOwn = this.isOwnModel(model);
        const isAllOurs = this.#isRefinable(fullName) && !described.some(([, one]) => this.#isForeign(one, project, model));
        return [
            ...(isOwn ? project.graph.named('explore', explore) : []),
            ...this.models
                .readBy(model)
                .flatMap(name => this.#perModel(this.#statements, project, name, statementsFor)),
            ...(isOwn && described.length > 0
                ? this.#modelsFor(fullName, project).flatMap(name => this.#usedByImports(project, name, isAllOurs))
                : []),
            ...described.flatMap(([, description]) => description === 'unknown'
                ? []
                : [
                    ...(0,imported_explores/* describedBlocks */.u3)(project, description, { isOwn }),
                    ...(isOwn ? [] : (0,imported_explores/* blocksOfUndescribedFiles */.Jb)(project, this.#projects, description, explore)),
                ]),
        ];
    }
    /**
     * Returns the blocks that imported files may use. If all views of the Explore belong to this project, returns only
     * templates (`extension: required`), because an imported refinement can still extend a template.
     */
    #usedByImports(project, model, isAllOurs) {
        const all = this.#perModel(this.#forImports, project, model, (one, name) => (0,imported_explores/* blocksForImports */.E$)(one, name, this.change.base.project));
        return isAllOurs
            ? all.filter(index => project.blocks[index]?.isTemplate && !project.blocks[index].isRefinement)
            : all;
    }
    #descriptionsOf(fullName) {
        if (!this.#isRefinable(fullName))
            return this.#importsOf(fullName).map(name => [name, this.#described.get(name) ?? 'unknown']);
        const own = this.#described.get(fullName);
        return own ? [[fullName, own]] : [];
    }
    /**
     * Whether the Explore uses files or views of other projects. A view that no file defines does not count if an Explore
     * of this project mentions its name, because the name may be an alias.
     */
    #isForeign(described, project, model) {
        if (described === 'unknown')
            return false;
        const own = (0,changed_includes/* filesOf */.R8)(model, project, 'own');
        const words = this.#perModel(this.#words, project, model, imported_explores/* wordsInExplores */.hq);
        const isUndefined = (name) => !words.has(name) && !project.graph.isDefined({ kind: 'view', name }, own);
        return described.hasForeignFiles || [...described.views].some(isUndefined);
    }
    /**
     * Returns the reasons why changed `include` parameters affect the model's Explores. For a model of this project,
     * returns the files that could not be split into blocks and are now included differently. For a model of another
     * project, returns the files whose own `include` parameters changed, if the model may include these files.
     */
    #reasonsOfIncludes(model, described) {
        if (this.isOwnModel(model))
            return this.models
                .otherwiseIncluded(model, isUncut)
                .map(path => `${path}, which could not be read and is now included differently`);
        const known = described.flatMap(([, one]) => (one === 'unknown' ? [] : [one]));
        const included = new Set(known.flatMap(one => this.#includedFiles(one)));
        return [...this.change.patterns.keys()]
            .filter(path => included.has(path))
            .map(path => `${path}, which includes other files`);
    }
    /** Returns the files of this project that a model of another project includes or may include. */
    #includedFiles(described) {
        return this.#projects.flatMap(project => [
            ...(0,imported_explores/* describedFiles */.$M)(described, project),
            ...(0,imported_explores/* undescribedFiles */.iy)(project, this.#projects, described),
        ]);
    }
}
const isUncut = (path, { uncut }) => uncut.has(path);
function nameParts(fullName) {
    const [model = '', explore = ''] = fullName.split('::');
    return { model, explore };
}
const definesOrRefines = ({ graph }, explore) => graph.hasNamed('explore', explore);
const exploreNames = ({ blocks }) => blocks.flatMap(({ kind, name }) => (kind === 'explore' ? [name] : []));

// EXTERNAL MODULE: ./build/runtime/time.js
var time = __webpack_require__(22006);
// EXTERNAL MODULE: ./build/affected/block-graph.js
var block_graph = __webpack_require__(3273);
// EXTERNAL MODULE: ./build/affected/lookml-dashboards.js + 2 modules
var lookml_dashboards = __webpack_require__(98529);
;// CONCATENATED MODULE: ./build/affected/compose-dashboards.js


/**
 * Applies `extends` (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-extends). The parameters of
 * the extending dashboard take precedence. Elements and filters are merged by name.
 * @returns undefined if no file defines the dashboard
 */
function composeDashboard(name, definitionsOf) {
    return compose(name, { definitionsOf, known: new Map(), partsLeft: maxParts });
}
const maxExtendsDepth = 100;
/**
 * The maximum number of parameters, elements and filters of a dashboard. Without a limit, dashboards that extend
 * several others can have millions of them.
 */
const maxParts = 20_000;
const tooManyParts = `the dashboard has more than ${(0,runtime_text/* withThousands */.Cm)(maxParts)} parts, including the dashboards that it extends`;
function compose(name, composition, depth = 0) {
    const { definitionsOf, known } = composition;
    const definitions = depth < maxExtendsDepth ? definitionsOf(name) : [];
    const definition = definitions.at(-1);
    if (!definition)
        return undefined;
    known.set(name, undefined);
    const names = spend(definition.bases, composition);
    const bases = names.map(base => {
        if (!known.has(base))
            known.set(base, compose(base, composition, depth + 1) ?? base);
        return known.get(base);
    });
    const missing = bases.find(base => typeof base === 'string');
    const composed = bases.filter(base => typeof base === 'object');
    const inherited = composed.flatMap(base => spend(Object.entries(base.parameters), composition));
    const { extension: _, ...ofBases } = Object.fromEntries(inherited);
    const parameters = { ...ofBases, ...definition.parameters };
    const model = (0,lookml_dashboards/* yamlTextIn */.K1)(parameters.model);
    const elements = [...composed.map(base => [...base.elementsByName.values()]), definition.elements];
    const filters = [...composed.map(base => [...base.filtersByName.values()]), definition.filters];
    const merged = mergeByName(elements.map(list => spend(list, composition).map(element => element.parameters)));
    const problem = missing === undefined
        ? composed.find(base => base.problem)?.problem
        : `the dashboard ${name} extends ${missing}, which the model does not include from this project`;
    const isAmbiguous = new Set(definitions.map(({ source }) => source.text)).size > 1;
    const dashboard = {
        ...definition,
        parameters,
        elementsByName: new Map([...merged].map(([name, element]) => [name, (0,lookml_dashboards/* readElement */.RN)(element, model)])),
        filtersByName: mergeByName(filters.map(list => spend(list, composition))),
        sources: new Map([
            ...definitions.map(({ source }) => [source.text, source]),
            ...composed.flatMap(base => spend([...base.sources], composition)),
        ]),
        ...(problem !== undefined && { problem }),
        ...((missing !== undefined || composed.some(base => base.mayInherit)) && { mayInherit: true }),
        ...(isAmbiguous && { problem: `the model has several definitions of the dashboard ${name}` }),
        ...(composition.partsLeft < 0 && { problem: tooManyParts }),
    };
    known.set(name, dashboard);
    return dashboard;
}
/** Counts the parts. Returns an empty list if the dashboard has too many. */
function spend(parts, composition) {
    composition.partsLeft -= parts.length;
    return composition.partsLeft < 0 ? [] : parts;
}
/**
 * Merges the lists of several dashboards. An element without a name, or with the name of an earlier element of its own
 * dashboard, overrides nothing. Its key is its position.
 */
function mergeByName(lists) {
    const merged = new Map();
    for (const list of lists) {
        const known = new Set();
        for (const item of list) {
            const name = (0,lookml_dashboards/* yamlTextIn */.K1)(item.name) ?? '';
            const key = name === '' || known.has(name) ? `#${merged.size + 1}` : name;
            known.add(key);
            merged.set(key, { ...merged.get(key), ...item });
        }
    }
    return merged;
}

// EXTERNAL MODULE: ./build/affected/constants.js
var constants = __webpack_require__(15096);
;// CONCATENATED MODULE: ./build/affected/dashboard-index.js





/**
 * The maximum number of lookups. Each lookup searches one file for one name. Only a project with many unreadable
 * dashboards reaches this limit, because such a dashboard may have any name and extend every dashboard.
 */
const maxNameLookups = 2_000_000;
/** The maximum length of `headers` of all files. A header of a dashboard usually has about 50 characters. */
const maxHeadersLength = 4_000_000;
class DashboardIndex {
    #files;
    #byPath;
    #parsed;
    #headerWords;
    /** The files whose `headers` contain all names, by each word of their headers. */
    #usualByWord;
    #unusual;
    #unusualNames;
    #definitions = new Map();
    #searches = new Map();
    /** Caches the names in the lines of unreadable files. */
    #namesInLines = new Map();
    #lookups = 0;
    #constants;
    /** @throws RangeError if the files have too many dashboards */
    constructor(lookml, parsed) {
        let headersLeft = maxHeadersLength;
        this.#files = [...lookml]
            .filter(([path, text]) => (0,affected_texts/* hasDashboards */.uh)(path, text))
            .map((entry, index) => {
            const file = toFile(entry, index);
            headersLeft -= file.headers.length;
            if (headersLeft < 0)
                throw new RangeError('The LookML has too many dashboards');
            return file;
        });
        this.#byPath = new Map(this.#files.map(file => [file.path, file]));
        this.#parsed = parsed;
        this.#unusual = this.#files.filter(({ isUnusual }) => isUnusual);
        this.#usualByWord = byHeaderWords(this.#files.filter(({ isUnusual }) => !isUnusual));
        this.#headerWords = this.#unusual.length > 0 ? undefined : new Set(this.#usualByWord.keys());
    }
    /** Parses the unusual files. Pauses after each file, because parsing can take a second. */
    async prepare(pause) {
        if (this.#unusualNames)
            return;
        for (const file of this.#unusual) {
            this.#parse(file);
            await pause();
        }
        this.#unusualNames = this.#readUnusualNames();
    }
    async namesOfSlug(slug, pause) {
        const names = [];
        for (const file of this.#files) {
            if (!file.text.includes(slug))
                continue;
            (0,lists/* addAll */.RZ)(names, this.#namesWithSlug(slug, file));
            await pause();
        }
        return names;
    }
    #namesWithSlug(slug, file) {
        const parsed = this.#parse(file);
        // If the YAML cannot be read, any dashboard of the file may have the slug.
        if (parsed instanceof lookml_dashboards/* UnreadableDashboards */.Vn)
            return (0,affected_texts/* dashboardNamesIn */.M8)(file.text);
        const all = [...parsed.values()].flat();
        return all.filter(({ parameters }) => String(parameters.preferred_slug) === slug).map(({ name }) => name);
    }
    /** Parses the files that `definitions` needs. Pauses after each file. */
    async prepareName(name, pause) {
        if (this.#definitions.has(name))
            return;
        await this.prepare(pause);
        for (const file of this.#usualFilesFor(name)) {
            if (this.#parsed.has(file.text))
                continue;
            this.#parse(file);
            await pause();
        }
    }
    /** @throws RangeError after too many lookups */
    definitions(name) {
        const definitions = this.#definitions.get(name) ?? this.#findDefinitions(name);
        this.#definitions.set(name, definitions);
        return definitions;
    }
    #findDefinitions(name) {
        this.#unusualNames ??= this.#readUnusualNames();
        const { byName, unreadable } = this.#unusualNames;
        const files = [...this.#usualFilesFor(name), ...(byName.get(name) ?? []), ...unreadable];
        this.#lookups += 1 + files.length;
        if (this.#lookups > maxNameLookups)
            throw new RangeError('Too many dashboards may extend each other');
        return files.sort((a, b) => a.index - b.index).flatMap(file => this.#definitionsIn(file, name));
    }
    /** A second search for the same dashboard continues where the first search stopped. */
    search(start) {
        const search = this.#searches.get(start) ?? new DefinitionSearch(this, start);
        this.#searches.set(start, search);
        return search;
    }
    /** Returns the files whose headers contain the rarest word of the name. Only these files can define the name. */
    #usualFilesFor(name) {
        const words = (0,affected_texts/* wordsIn */.Hn)(name);
        if (words.length === 0)
            return this.#files.filter(({ isUnusual }) => !isUnusual);
        return words
            .map(word => this.#usualByWord.get(word) ?? [])
            .reduce((rarest, files) => (files.length < rarest.length ? files : rarest));
    }
    #readUnusualNames() {
        const byName = new Map();
        const unreadable = [];
        for (const file of this.#unusual) {
            const parsed = this.#parse(file);
            if (parsed instanceof lookml_dashboards/* UnreadableDashboards */.Vn)
                unreadable.push(file);
            else
                for (const name of parsed.keys())
                    (0,lists/* addToList */.vH)(byName, name, file);
        }
        return { byName, unreadable };
    }
    constants() {
        this.#constants ??= [...new Set(this.#files.flatMap(({ text }) => (0,constants/* constantsIn */.t)(text)))];
        return this.#constants;
    }
    /** Returns the names of a file's dashboards. Parses the file only if its header lines may lack a name. */
    namesIn(path) {
        const file = this.#byPath.get(path);
        if (!file)
            return [];
        const names = (0,affected_texts/* dashboardNamesIn */.M8)(file.text);
        return file.isUnusual ? [...names, ...this.definedIn(path).map(({ name }) => name)] : names;
    }
    /** Returns an empty list if the file's YAML cannot be read. */
    definedIn(path) {
        const file = this.#byPath.get(path);
        const parsed = file && this.#parse(file);
        return parsed instanceof Map ? [...parsed.values()].flat() : [];
    }
    /**
     * Merges the dashboard with the dashboards that it extends. If a file that may define the dashboard cannot be read as
     * YAML, `problem` is set, and elements may be missing.
     * @param included the files that a model certainly includes, and the files that it may include, in the order of
     * inclusion. If no file of the first set defines a dashboard, the second set counts. If both sets are empty, the
     * model belongs to another project, and all files count
     */
    composed(name, ...included) {
        const definitions = this.#included(name, included);
        const unreadable = definitions.find(({ problem }) => problem !== undefined);
        const uncertainBases = new Set();
        const composed = composeDashboard(name, wanted => {
            const found = this.#included(wanted, included);
            const isCertain = found.every(({ path }) => included[0]?.has(path));
            if (wanted !== name && !isCertain)
                uncertainBases.add(wanted);
            return found.flatMap(({ dashboard }) => dashboard ?? []);
        });
        if (!unreadable)
            return composed && { ...composed, uncertainBases };
        const { path, text } = unreadable;
        const own = { ...(composed ?? withoutElements(name, path, text)), uncertainBases };
        return { ...own, problem: `the file ${path} cannot be read as YAML (${unreadable.problem})` };
    }
    #included(name, included) {
        const all = this.definitions(name);
        const files = included.find(paths => all.some(({ path }) => paths.has(path)));
        if (!files)
            return included.some(paths => paths.size > 0) ? [] : all;
        const order = new Map([...files].map((path, index) => [path, index]));
        return all
            .filter(({ path }) => files.has(path))
            .sort((one, other) => (order.get(one.path) ?? 0) - (order.get(other.path) ?? 0));
    }
    basesOf({ dashboard, text }) {
        if (dashboard)
            return { possible: dashboard.bases, extended: dashboard.bases };
        const extended = extendedNamesIn(text);
        if (extended.length === 0)
            return { possible: [], extended };
        const words = new Set((0,affected_texts/* wordsIn */.Hn)(text).filter(word => this.#headerWords?.has(word) ?? true));
        for (const name of extended)
            if (name !== unreadName)
                words.add(name);
        return { possible: [...words], extended };
    }
    #definitionsIn(file, name) {
        const { path, text } = file;
        const parsed = this.#parse(file);
        if (parsed instanceof lookml_dashboards/* UnreadableDashboards */.Vn) {
            const names = this.#namesInLines.get(file) ?? new Set((0,affected_texts/* dashboardNamesIn */.M8)(text));
            this.#namesInLines.set(file, names);
            return [{ path, text, problem: parsed.message, ...(!names.has(name) && { isUncertain: true }) }];
        }
        const named = parsed.get(name) ?? [];
        return named.map(dashboard => ({ path, text: dashboard.source.text, dashboard: { ...dashboard, path } }));
    }
    #parse({ path, text }) {
        const known = this.#parsed.get(text);
        if (known)
            return known;
        const parsed = parse(path, text);
        this.#parsed.set(text, parsed);
        return parsed;
    }
}
class DefinitionSearch {
    definitions = [];
    #dashboards;
    #names;
    #open;
    #next;
    #unreadable = new Set();
    #extended = new Set();
    #defined = new Set();
    constructor(dashboards, start) {
        this.#dashboards = dashboards;
        this.#names = new Set([start]);
        this.#open = this.#names.values();
    }
    get missing() {
        return [...this.#extended].filter(name => !this.#defined.has(name));
    }
    /** Does the same as `step`, but pauses after each file that it parses, because parsing a file can take a second. */
    async slowStep(pause) {
        this.#next ??= this.#open.next();
        const next = this.#next;
        if (next.done)
            return false;
        await this.#dashboards.prepareName(next.value, pause);
        await pause();
        // The search of another target may have done this step during the pause.
        if (this.#next === next)
            this.step();
        return true;
    }
    /** Reads the definitions of the next name. Returns false if all names have been read. */
    step() {
        const { done, value: name } = this.#next ?? this.#open.next();
        this.#next = undefined;
        if (done)
            return false;
        const own = this.#dashboards.definitions(name);
        // The value of a constant in a name is unknown.
        if (!name.includes('@{') && own.some(one => !one.isUncertain))
            this.#defined.add(name);
        for (const definition of own)
            this.#note(definition, name);
        return true;
    }
    /** An unreadable file may define many names. Only its first definition keeps the text. */
    #note(definition, name) {
        const { path, problem } = definition;
        if (problem !== undefined && this.#unreadable.has(path)) {
            this.definitions.push({ ...definition, name, text: '' });
            return;
        }
        if (problem !== undefined)
            this.#unreadable.add(path);
        this.definitions.push({ ...definition, name });
        const { possible, extended } = this.#dashboards.basesOf(definition);
        for (const base of possible)
            this.#names.add(base);
        for (const base of extended)
            this.#extended.add(base);
    }
}
/** Stands for a name after `extends` that cannot be read. It is not a valid name. */
const unreadName = '?';
/** Matches what follows `extends`, if it is a name or a list of names that ends with the line. */
const extendsValue = /^["']?[ \t]{0,99}:[ \t]{1,99}(\[[\p{L}\p{M}\p{N}_\s,"'-]{1,9999}\]|["']?[\p{L}\p{M}\p{N}_-]{1,999}["']?)[ \t]{0,99}\r?(?:\n|$)/u;
/** Finds the names after each `extends` in a text that cannot be read as YAML. */
const extendedNamesIn = (text) => text
    .split('extends')
    .slice(1)
    .flatMap(rest => {
    const value = extendsValue.exec(rest)?.[1];
    return value === undefined ? unreadName : value.split(/[[\]\s,"']/).filter(name => name !== '');
});
function byHeaderWords(files) {
    const byWord = new Map();
    for (const file of files)
        for (const word of new Set((0,affected_texts/* wordsIn */.Hn)(file.headers)))
            (0,lists/* addToList */.vH)(byWord, word, file);
    return byWord;
}
const withoutElements = (name, path, text) => ({
    ...{ name, path, yaml: text, parameters: {}, bases: [], elements: [], filters: [] },
    source: { text, header: text, values: () => text },
    elementsByName: new Map(),
    filtersByName: new Map(),
    sources: new Map(),
});
function parse(path, text) {
    try {
        return Map.groupBy((0,lookml_dashboards/* readDashboards */.Ss)(path, text), ({ name }) => name);
    }
    catch (error) {
        if (error instanceof lookml_dashboards/* UnreadableDashboards */.Vn)
            return error;
        throw error;
    }
}
function toFile([path, text], index) {
    const fileName = path.slice(path.lastIndexOf('/') + 1);
    const lines = text.match(/^[^\n]*dashboard["']?[ \t]*(?:[:,\]}#]|\r?$)[^\n]*(?:\n[^\n]*)?/gm) ?? [];
    const headers = [fileName, ...lines].join('\n');
    // `headers` does not contain a key or name that is an alias, spans several lines, or has escapes.
    const isUnusual = lines.length === 0 ||
        lines.some(line => line.split('\n').some(isUnusualHeader)) ||
        lines.some(line => /[\\&*!>|?]|dashboard["']?\s*:\s*(?:#|$)/.test(line)) ||
        /\\(?:[xuU]|\r?\n)/.test(text);
    return { path, index, text, headers, isUnusual };
}
/** Whether `dashboardNamesIn` may not find the whole name in a line: `- {dashboard: sales}`, `- dashboard: sales#1`. */
const isUnusualHeader = (line) => /dashboard["']?[ \t]{0,99}:/.test(line) && !usualHeader.test(line);
const usualHeader = /^\uFEFF?(?:- {1,999}| {1,999})["']?dashboard["']?\s{0,9}:[ \t]{1,9}(?:"[^"'#\\]{1,999}"|'[^"'#]{1,999}'|[^\s"'#{}[\],][^"'#]{0,999})\s*$/;

// EXTERNAL MODULE: ./build/affected/lookml-tokens.js
var lookml_tokens = __webpack_require__(39710);
;// CONCATENATED MODULE: ./build/affected/yaml-blocks.js





/**
 * Whether a text is LookML from before 2016: YAML in which `- view: orders` at the start of a line begins a block.
 * Looker still accepts this form, but no longer documents it.
 */
function isYamlLookml(text) {
    const start = (0,lookml_tokens/* layoutEnd */.A3)(text, 0);
    return /^-\s/.test(text.slice(start, start + 2));
}
function readYamlBlocks(text) {
    // Empty lines and comments at the start belong to no block.
    const layout = text.slice(0, (0,lookml_tokens/* layoutEnd */.A3)(text, 0));
    const start = Math.max(...['\n', '\r', '\uFEFF'].map(end => layout.lastIndexOf(end))) + 1;
    const lines = text.slice(start).split(/\r\n|\r|\n/);
    const starts = lines.flatMap((line, index) => (line.startsWith('- ') ? [index] : []));
    const isCut = starts[0] === 0 && lines.every(line => isEmptyLine(line) || /^(?:- |\s|-$)/.test(line));
    if (!isCut)
        return { blocks: [], problem: 'it is YAML whose blocks do not begin at the start of a line' };
    if (lines.some(hasAnchor))
        return { blocks: [], problem: 'it is YAML with anchors or aliases' };
    const problem = (0,lookml_dashboards/* problemOfList */.PJ)(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
    if (problem !== undefined)
        return { blocks: [], problem: `it is YAML, and ${problem}` };
    const blocks = [];
    for (const [index, start] of starts.entries()) {
        const block = readBlock(withoutEmptyLines(lines.slice(start, starts[index + 1])));
        if (!block)
            return { blocks: [], problem: 'it is YAML with a block that has no plain name' };
        blocks.push(block);
    }
    return { blocks };
}
/** A tab at the start of a line is not empty, because YAML may refuse it. */
const isEmptyLine = (line) => /^ *(?:#|$)/.test(line);
/**
 * Whether a line defines an anchor (`&name`) or refers to an anchor (`*name`). The anchor's text may be in a different
 * block.
 */
const hasAnchor = (line) => !isEmptyLine(line) && /(?:[:-]\s{1,99}|[[,{]\s{0,99})[&*][\w.-]/.test(line);
/**
 * Removes comments and empty lines, unless the block has a text of several lines. In such a block, these lines may
 * belong to the text, such as `#standardSQL` in SQL.
 */
function withoutEmptyLines(lines) {
    const hasLongText = lines.some(line => isContinuation(line) ||
        /[|>][-+\d]{0,3}\s*(?:#.*)?$/.test(line) ||
        [/"/g, /'/g].some(quote => (line.match(quote)?.length ?? 0) % 2 === 1));
    return hasLongText ? lines : lines.filter(line => !isEmptyLine(line));
}
/** Whether the line has no key and no list item. Such a line continues an unquoted text. */
const isContinuation = (line) => !isEmptyLine(line) && !/^\s*(?:-(?:\s|$)|["']?[^\s:"']{1,255}["']?\s*:(?:\s|$))/.test(line);
const nameKey = /^ {1,4}["']?(?:view|explore)["']?\s*:/;
const anyKey = /^ {1,4}["']?\w{1,99}["']?\s*:/;
function readBlock(lines) {
    const [, kind = '', value = ''] = /^-\s+["']?([^\s:"']+)["']?\s*:\s*(.*)$/.exec(lines[0]?.trimEnd() ?? '') ?? [];
    const tokens = lines.join('\n');
    const text = {
        tokens,
        mentions: tokens,
        exploreMentions: tokens,
        qualifiers: [],
        isTemplate: /^[ \t]{1,99}extension:/m.test(tokens),
        written: (0,written_tables/* hasWritingKey */.We)(tokens) ? (0,written_tables/* namesWrittenIn */.Z6)(tokens) : [],
        suggesting: [],
        aliases: (0,lookml_block/* aliasesInText */.VV)(tokens),
    };
    if (!(0,lookml_block/* isNamed */.ev)(kind)) {
        // The keys of a view may have any order, so its name may be on a later line. Other keys after `include` or `label`
        // may be statements.
        const otherKey = /^(?:include|label)$/.test(kind) ? anyKey : nameKey;
        if (lines.some(line => otherKey.test(line)))
            return undefined;
        const values = lines.flatMap(valuesIn);
        const strings = kind === 'include' && !isClear(lines) ? values.map(one => `${affected_includes/* uncertain */.Y$}${one}`) : values;
        return { ...text, kind, name: '', isRefinement: false, needs: [], strings };
    }
    const [, sign, name] = /^["']?(\+?)\s*([\p{L}\p{M}\p{N}_@{}-]+)["']?(?:\s+#.*)?$/u.exec(value) ?? [];
    if (name === undefined)
        return undefined;
    return {
        ...{ ...text, kind, name, isRefinement: sign === '+', strings: [] },
        needs: needsOf(kind, name, lines),
    };
}
/**
 * Returns the views and Explores that a block needs. The name of a join counts as a view. If the name is an alias, the
 * only effect is an unnecessary request to Looker.
 */
function needsOf(kind, own, lines) {
    const needs = [...lines.join('\n').matchAll(lookml_block/* tableUse */.Ii)].map(([, name = '']) => ({ kind: 'view', name }));
    for (const line of lines.slice(1)) {
        const [, key = ''] = /^[\s-]*([\w]+)\s*:/.exec(line) ?? [];
        const needed = neededKinds.get(key) ?? (key === 'extends' ? kind : undefined);
        if (needed)
            for (const name of valuesIn(line))
                needs.push({ kind: needed, name });
    }
    if (kind === 'explore')
        needs.push({ kind: 'view', name: own });
    return needs.filter(({ name }) => /^[\p{L}\p{M}\p{N}_]+$/u.test(name));
}
const neededKinds = new Map([
    ['join', 'view'],
    ['from', 'view'],
    ['view', 'view'],
    ['view_name', 'view'],
    ['explore_source', 'explore'],
]);
/**
 * Whether an `include` certainly has the values that `valuesIn` reads. In YAML, a quote at the end of `views/*"` is a
 * part of the pattern.
 */
const isClear = (lines) => lines.every((line, index) => {
    const text = line.replace(/(?:^|\s)#.*/, '').trim();
    const start = index === 0 ? /^-\s+\S+\s*:/ : /^-\s/;
    if (text === '' || !start.test(text))
        return text === '';
    const value = text.replace(start, '').trim();
    const items = /^\[.*\]$/.test(value) ? value.slice(1, -1).split(',') : [value];
    return items.every(item => clearValue.test(item.trim()));
});
const clearValue = /^(?:"[^"\\]*"|'[^']*'|[^"'\\,[\]{|>][^"'\\,[\]]*)?$/;
/** Reads the values of a line, without quotes and comments: `include: ["a", b] # all`. */
function valuesIn(line) {
    const values = [];
    const rest = line.replace(/^[\s\uFEFF-]*/, '').replace(/^["']?[\w-]+["']?\s*:(?:\s+|$)/, '');
    for (const [, double, single, plain] of rest.matchAll(/"([^"]*)"|'([^']*)'|([^\s,[\]"'][^,[\]"']*)/g)) {
        const value = double ?? single ?? plain?.replace(/(?:^|\s)#.*/, '').trim() ?? '';
        if (value !== '')
            values.push(value);
        if (plain !== undefined && /(?:^|\s)#/.test(plain))
            break;
    }
    return values;
}

;// CONCATENATED MODULE: ./build/affected/lookml-blocks.js





/**
 * Splits LookML into its top-level blocks (https://cloud.google.com/looker/docs/lookml-intro). Accepts more than Looker
 * does. If a text cannot be parsed, returns a `problem` instead of blocks. The time is proportional to the length of
 * the text.
 */
function readBlocks(text) {
    if (isYamlLookml(text))
        return readYamlBlocks(text);
    try {
        return { blocks: new BlockReader(text).read() };
    }
    catch (error) {
        if (error instanceof lookml_tokens/* UnreadableLookml */.aA)
            return { blocks: [], problem: error.message };
        throw error;
    }
}
/** Keys whose values end with `;;`. The list is from lkml, a Python parser (https://github.com/joshtemple/lkml). */
const expressionKeys = new Set(['', '_always_having', '_always_where', '_create', '_distinct_key', '_end', '_foreign_key', '_latitude']
    .concat('_longitude', '_on', '_preamble', '_start', '_step', '_table_name', '_trigger', '_trigger_value')
    .concat('_where')
    .map(end => `sql${end}`)
    .concat('expression', 'expression_custom_filter', 'html'));
/**
 * Keys whose plain values do not count as mentions of blocks. For example, `type: date` does not refer to a view
 * `date`. The value of `suggest_explore` is in `suggesting` instead.
 */
const plainKeys = new Set(['type', 'timeframes', 'intervals', 'label', 'group_label', 'group_item_label', 'view_label', 'description']
    .concat('value_format', 'hidden', 'primary_key', 'relationship', 'convert_tz', 'datatype', 'tags', 'style')
    .concat('units', 'allow_fill', 'can_filter', 'case_sensitive', 'suggestions', 'suggestable', 'precision')
    .concat('suggest_explore', 'suggest_dimension'));
/** Whether a value contains Liquid, constants or references. */
const isComputed = (value) => /[{@$]/.test(value);
/** Keys of nested blocks that declare a new name: `dimension: date` does not refer to a view `date`. */
const declaringKeys = new Set([
    'dimension',
    'dimension_group',
    'measure',
    'filter',
    'parameter',
    'set',
    'column',
    'derived_column',
].concat('aggregate_table', 'query', 'action', 'link', 'form_param', 'option', 'param', 'when', 'test'));
/** Keys whose values Looker expects in quotes. */
const textKeys = new Set(['label', 'group_label', 'group_item_label', 'view_label', 'description']);
const fieldKeys = new Set(['dimension', 'dimension_group', 'measure', 'filter', 'parameter', 'set']);
/**
 * Matches `users.` in `users.id`, but not in `users.SQL_TABLE_NAME`. In a field, `users.id` does not count as a use of
 * the view `users`, because the Explore must join this view, and the join counts. The repetitions are bounded, because
 * a long name would overflow the stack of V8's regular expressions.
 */
const fieldQualifier = /(?<![\p{L}\p{M}\p{N}_])[\p{L}\p{M}\p{N}_]{1,255}\s{0,99}\.(?!\s{0,99}SQL_TABLE_NAME)(?=\s{0,99}[\p{L}_])/giu;
/** Matches the header of a view or an Explore. An expression that contains such a header lacks its `;;`. */
const blockHeader = /(?:^|[\s}])(?:view|explore)\s{0,9}:{1,9}\s{0,99}\+?\s{0,99}(?:@\{[^{}]{0,99}\}|[^\s:;,{}[\]()$]){1,255}\s{0,99}\{(?![%{])/;
/** Matches comments of SQL and LookML that end with their line. They cannot contain a header. */
const lineComments = /(?:--|#)[^\n]*/g;
/** The maximum nesting of blocks. LookML itself has at most seven levels. */
const maxNestedBlocks = 100;
const emptyParts = () => ({
    kind: '',
    name: '',
    tokens: [],
    mentions: [],
    exploreMentions: [],
    qualifiers: new Set(),
    needs: [],
    strings: [],
    written: [],
    suggesting: [],
    aliases: [],
    included: [],
    isTemplate: false,
});
/** The `include` parameters inside of a block. Looker may apply them like `include` parameters at the top level. */
const includeBlock = {
    ...{ kind: 'include', name: '', isRefinement: false, isTemplate: false, tokens: '', mentions: '' },
    ...{ exploreMentions: '', qualifiers: [], needs: [], strings: [], written: [], suggesting: [] },
    aliases: [],
};
const namesExplores = (key) => key.includes('explore') || key.startsWith('extend');
class BlockReader {
    #text;
    #tokens;
    #frames = [];
    #blocks = [];
    #current = emptyParts();
    /** The punctuation that Looker may refuse, such as semicolons between statements. */
    #strays = '';
    constructor(text) {
        this.#text = text;
        this.#tokens = new lookml_tokens/* Tokenizer */._F(text);
    }
    read() {
        for (;;) {
            const token = this.#tokens.next();
            if (token.type === 'end')
                break;
            if (token.type === '}')
                this.#close();
            else if ('value' in token)
                this.#readStatement(token);
            else if (token.type === ',' || token.type === ';')
                this.#strays += token.type;
            else
                throw (0,lookml_tokens/* unexpectedToken */.hV)(token);
        }
        if (this.#frames.length > 0)
            throw new lookml_tokens/* UnreadableLookml */.aA('a block in it is not closed');
        this.#finishStrays();
        return this.#blocks;
    }
    /**
     * Adds the unexpected characters of the file as a statement, because Looker may refuse the whole file. A statement
     * affects the whole model.
     */
    #finishStrays() {
        const encoding = this.#text.isWellFormed() ? '' : 'bytes that are not UTF-8';
        const strays = [this.#strays, ...this.#tokens.unexpected, encoding].join('');
        if (strays === '')
            return;
        this.#current = { ...emptyParts(), kind: lookml_block/* unexpectedKind */.yK, tokens: [strays] };
        this.#finish();
    }
    /** Reads `key: value`, `key: name { … }` or `key: { … }`. A block stays open until `}`. */
    #readStatement({ type, value: key }) {
        const colons = this.#tokens.takeColons(key);
        if (type === 'string' || notInKey.test(key))
            this.#strays += key;
        if (this.#frames.length === 0)
            this.#current = { ...emptyParts(), kind: key };
        this.#current.tokens.push(key, ':');
        if (this.#isExpression(key))
            this.#noteExpression(key, colons.slice(1) + this.#tokens.expression(key));
        else if (this.#readValue(key) === 'open')
            return;
        if (this.#frames.length === 0)
            this.#finish();
    }
    #readValue(key) {
        const first = this.#tokens.next();
        if (first.type === '{')
            return this.#open(key, { type: 'word', value: '' });
        if (first.type === '[') {
            this.#readList(key);
            return 'done';
        }
        if (!('value' in first))
            throw (0,lookml_tokens/* unexpectedToken */.hV)(first);
        const value = this.#withSign(first);
        if (this.#tokens.peek().type === '{') {
            this.#tokens.next();
            return this.#open(key, value);
        }
        this.#noteValue(key, value);
        this.#current.tokens.push(tokenOf(value));
        if (this.#frames.length === 0 && (0,lookml_block/* isNamed */.ev)(key))
            this.#current.name = value.value;
        return 'done';
    }
    /** Joins the `+` of a refinement with its name, because there may be a space between them. */
    #withSign(first) {
        if (first.value !== '+')
            return first;
        const name = this.#tokens.next();
        if (name.type !== 'word')
            throw (0,lookml_tokens/* unexpectedToken */.hV)(name);
        return { type: 'word', value: `+${name.value}` };
    }
    /**
     * If a line ends with `;;`, the value of an unknown `sql…` parameter is an expression. Looker may not know the
     * parameter, and may then refuse the whole file.
     */
    #isExpression(key) {
        if (expressionKeys.has(key))
            return true;
        const isUnknown = key.startsWith('sql') && this.#tokens.hasExpression();
        if (isUnknown)
            this.#strays += key;
        return isUnknown;
    }
    #open(key, value) {
        const name = value.value;
        if (value.type === 'string' || notInName.test(withoutConstants(name)))
            this.#strays += tokenOf(value);
        if (name === '' && ((0,lookml_block/* isNamed */.ev)(key) || key === 'join' || fieldKeys.has(key)))
            this.#strays += key;
        this.#current.tokens.push(name, '{');
        const outer = this.#frames.at(-1);
        if (!outer)
            this.#current.name = name;
        else if (name !== '' && (!declaringKeys.has(key) || isComputed(name)))
            this.#noteValue(key, { type: 'word', value: name });
        const below = outer?.namesExplores === true || (outer !== undefined && namesExplores(key));
        const isField = outer?.isField === true || (this.#current.kind === 'view' && fieldKeys.has(key));
        if (this.#frames.length === maxNestedBlocks)
            throw new lookml_tokens/* UnreadableLookml */.aA('its blocks are nested too deeply');
        this.#frames.push({ key, name, isField, namesExplores: below, hasView: false });
        return 'open';
    }
    #close() {
        const frame = this.#frames.pop();
        if (!frame)
            throw new lookml_tokens/* UnreadableLookml */.aA('it has a closing brace without an opening brace');
        const { kind, tokens, needs, isTemplate } = this.#current;
        tokens.push('}');
        const showsView = kind === 'explore' && !frame.hasView && !frame.name.startsWith('+');
        const isShown = frame.key === 'join' || (this.#frames.length === 0 && !isTemplate);
        if (showsView && isShown && frame.name !== '')
            needs.push({ kind: 'view', name: frame.name });
        if (this.#frames.length === 0)
            this.#finish();
    }
    #finish() {
        const { kind, name, tokens, mentions, exploreMentions, needs, isTemplate, ...others } = this.#current;
        const { qualifiers, strings, written, suggesting, aliases, included } = others;
        const glued = this.#tokens.takeGluedTexts();
        (0,lists/* addAll */.RZ)(tokens, glued);
        (0,lists/* addAll */.RZ)(mentions, glued);
        const isRefinement = name.startsWith('+');
        const own = isRefinement ? name.slice(1) : name;
        const isRefined = isRefinement && (kind === 'view' || kind === 'explore');
        if (this.#blocks.length === lookml_block/* maxBlocksOfFile */.CS)
            throw new lookml_tokens/* UnreadableLookml */.aA(lookml_block/* tooManyBlocks */.oV);
        this.#blocks.push({
            kind,
            name: own,
            isRefinement,
            isTemplate,
            tokens: tokens.join('\n'),
            mentions: mentions.join('\n'),
            exploreMentions: exploreMentions.join('\n'),
            qualifiers: [...qualifiers],
            needs: isRefined ? [...needs, { kind, name: own }] : needs,
            strings: kind === 'view' || kind === 'explore' ? [] : strings,
            written,
            suggesting,
            aliases,
        });
        if (included.length > 0)
            this.#blocks.push({ ...includeBlock, strings: included });
    }
    /** Looker may refuse a list unless all items are values, or all are pairs, as in `filters: [status: "complete"]`. */
    #readList(key) {
        const { tokens } = this.#current;
        tokens.push('[');
        const shapes = new Set();
        let shape = '';
        let depth = 1;
        while (depth > 0) {
            const token = this.#tokens.next();
            tokens.push('value' in token ? tokenOf(token) : token.type);
            if ('value' in token) {
                this.#noteValue(key, token);
                shape += token.type;
                continue;
            }
            if (token.type === 'end')
                throw new lookml_tokens/* UnreadableLookml */.aA('a list in it is not closed');
            if (/[{};]/.test(token.type))
                throw (0,lookml_tokens/* unexpectedToken */.hV)(token);
            if (token.type === '[')
                depth += 1;
            else if (token.type === ']')
                depth -= 1;
            if (token.type !== ',' && depth > 0)
                shape += token.type;
            else if (token.type === ',' || shape !== '') {
                shapes.add(shape.replace(/string$/, 'word'));
                shape = '';
            }
        }
        const isUsual = shapes.size <= 1 && [...shapes].every(one => one === 'word' || one === 'word:word');
        if (!isUsual)
            this.#strays += [...shapes].join();
    }
    #noteExpression(key, value) {
        if (blockHeader.test(value.replace(lineComments, '')))
            throw new lookml_tokens/* UnreadableLookml */.aA('an expression in it does not end with ;;');
        const { tokens, mentions, exploreMentions, needs, written } = this.#current;
        tokens.push(value, ';;');
        mentions.push(this.#mentionIn(value));
        if (this.#frames.at(-1)?.namesExplores)
            exploreMentions.push(value);
        for (const [, name = ''] of value.matchAll(lookml_block/* tableUse */.Ii))
            needs.push({ kind: 'view', name });
        if ((0,written_tables/* isWritingKey */.Cz)(key))
            (0,lists/* addAll */.RZ)(written, (0,written_tables/* namesWrittenIn */.Z6)(value));
    }
    #mentionIn(value) {
        if (!this.#frames.at(-1)?.isField)
            return value;
        return value.replace(fieldQualifier, match => {
            this.#current.qualifiers.add(match.replace(/\s*\.$/, ''));
            return '';
        });
    }
    /** Notes a value that may name a file. */
    #noteString(key, { type, value }) {
        const { kind, strings, included, written } = this.#current;
        const isUnquotedPath = type === 'word' && (key === 'file' || /[./]/.test(value));
        const unquoted = value.replace(/^'|'$/g, '');
        if (kind === 'include' || (kind !== 'constant' && isUnquotedPath))
            strings.push(unquoted);
        else if (kind === 'constant' ? key === 'value' : type === 'string')
            strings.push(value);
        if (kind === 'constant' && key === 'value')
            (0,lists/* addAll */.RZ)(written, (0,written_tables/* namesWrittenIn */.Z6)(value));
        if (this.#frames.length > 0 && key === 'include')
            included.push(unquoted);
    }
    #noteValue(key, { type, value }) {
        const { kind, mentions, exploreMentions, needs } = this.#current;
        const frame = this.#frames.at(-1);
        this.#noteString(key, { type, value });
        if (type === 'word' && notInValue.test(withoutConstants(value)))
            this.#strays += value;
        if (type === 'word' && textKeys.has(key) && withoutConstants(value) !== '')
            this.#strays += value;
        const field = frame?.name ?? '';
        if (key === 'suggest_explore')
            this.#current.suggesting.push({ field, explore: value });
        if (key === 'alias')
            this.#current.aliases.push({ field, alias: value });
        if (plainKeys.has(key) && !isComputed(value))
            return;
        mentions.push(key === calendarKey ? value : this.#mentionIn(value));
        if (namesExplores(key) || frame?.namesExplores)
            exploreMentions.push(value);
        if (frame && key === 'extension')
            this.#current.isTemplate = true;
        if (frame && (key === 'from' || key === 'view_name'))
            frame.hasView = true;
        const needed = neededKind(key, kind);
        const name = key === calendarKey ? value.replace(/\..*/s, '') : value;
        if (needed && /^(?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_.-]|@\{[^{}]*\})+$/u.test(name))
            needs.push({ kind: needed, name });
    }
}
/** Match characters that Looker may refuse in keys, and in names and values without quotes. */
const notInKey = /\W/;
const notInName = /[^\p{L}\p{M}\p{N}_+]/u;
const notInValue = /[^\p{L}\p{M}\p{N}_.*+-]/u;
const withoutConstants = (text) => text.replace(/@\{[^{}]*\}/g, '');
const tokenOf = ({ type, value }) => (type === 'string' ? JSON.stringify(value) : value);
/** A parameter that names a view, which no Explore has to join (https://cloud.google.com/looker/docs/custom-calendars). */
const calendarKey = 'based_on_calendar';
/** Returns the kind of block that the parameter's value names, if any. */
function neededKind(key, kind) {
    if (key === 'explore_source')
        return 'explore';
    if (key === calendarKey)
        return 'view';
    if ((key === 'extends' || key === 'extends__all') && (kind === 'view' || kind === 'explore'))
        return kind;
    return kind === 'explore' && (key === 'from' || key === 'view_name') ? 'view' : undefined;
}

;// CONCATENATED MODULE: ./build/affected/project.js









const charactersPerPause = 64 * 1024;
/** The maximum number of blocks of a commit. A block takes about a kilobyte of memory. */
const maxProjectBlocks = 300_000;
/** The maximum length of all files that could not be split into blocks. Each word of these files takes memory. */
const maxUncutLength = 8 * 1024 * 1024;
/**
 * @param name the project's name. The manifest may contain another one
 * @throws RangeError if the project is too large
 */
async function readLookmlProject(texts, parsed, pause, name = '') {
    const blocks = [];
    const blocksByPath = new Map();
    const uncut = new Map();
    let [length, uncutLength] = [0, 0];
    for (const [path, text] of texts.lookml) {
        if ((0,affected_texts/* isDashboardFile */.Zk)(path) && !hasBlocks(path, text))
            continue;
        const read = parsed.blocks.get(text) ?? readBlocks(text);
        parsed.blocks.set(text, read);
        if (read.problem !== undefined)
            uncut.set(path, read.problem);
        const own = read.problem === undefined ? read.blocks : [wholeFile(text)];
        blocksByPath.set(path, own.map((_, index) => blocks.length + index));
        for (const block of own)
            blocks.push({ ...block, path, isWholeFile: read.problem !== undefined });
        if (blocks.length > maxProjectBlocks)
            throw new RangeError('The LookML has more than 300,000 blocks');
        if (read.problem !== undefined)
            uncutLength += text.length;
        if (uncutLength > maxUncutLength)
            throw new RangeError('More than 8 MB of LookML could not be split into blocks');
        length += text.length;
        if (length > charactersPerPause) {
            length = 0;
            await pause();
        }
    }
    const models = modelsOf([...texts.lookml.keys(), ...texts.unread.keys()]);
    const graph = await (0,block_graph/* connectBlocks */.x)(blocks, [...models.keys()], pause);
    const names = leadingNames(blocks, name, { constants: graph.constants, paths: texts.lookml.keys() });
    const patternsOf = (include) => (graph.constants.readings(include) ?? [include]).flatMap(pattern => (0,affected_includes/* meaningsOf */.k1)(pattern, names));
    const patternsIn = (path) => (blocksByPath.get(path) ?? []).flatMap(index => blocks[index]?.kind === 'include' ? blocks[index].strings.flatMap(patternsOf) : []);
    const includes = new affected_includes/* Includes */.SK([...texts.lookml.keys(), ...texts.unread.keys()].sort(), path => (uncut.has(path) || texts.unread.has(path) ? 'unknown' : patternsIn(path)), { isLinked: texts.folderLinks.size > 0 });
    const dashboards = new DashboardIndex(texts.lookml, parsed.dashboards);
    const importing = new Set([...blocksByPath.keys()].filter(path => patternsIn(path).some(affected_includes/* isImport */.YF)));
    const unnamed = blocks.filter(({ name }) => name.includes('@{') && graph.constants.readings(name) === undefined);
    const definingAny = new Set([...importing, ...uncut.keys(), ...unnamed.map(({ path }) => path)]);
    const suggesting = new Map([...blocks.entries()].filter(([, block]) => block.suggesting.length + block.aliases.length > 0));
    return {
        ...texts,
        importing,
        definingAny,
        suggesting,
        blocks,
        blocksByPath,
        uncut,
        models,
        patternsIn,
        patternsOf,
        includes,
        graph,
        dashboards,
    };
}
/**
 * Whether a file that is named like a dashboard has blocks or statements of LookML. Looker expects YAML in such a file
 * only if its name ends with `.lookml`.
 */
function hasBlocks(path, text) {
    if (yamlBlockStart.test(text))
        return true;
    const start = (0,lookml_tokens/* layoutEnd */.A3)(text, 0);
    if (/^(?:[-[{%"'&!]|dashboard\s*:)/.test(text.slice(start, start + 99)))
        return false;
    return /\.lkml$/i.test(path) || blockStart.test(text);
}
/** Matches the header of a view or an Explore in LookML from before 2016. */
const yamlBlockStart = /^\uFEFF?-[ \t]{1,9}["']?(?:view|explore)["']?[ \t]{0,9}:/m;
/** Matches the header of a block. The name and the brace may be on later lines. */
const blockStart = /^\uFEFF?[ \t]*\w+[ \t]*:+(?:[^\n{]*|\s{1,99}[+\w@{}-]{1,255}\s{0,99})\{/m;
const wholeFile = (text) => ({
    kind: '',
    name: '',
    isRefinement: false,
    isTemplate: false,
    tokens: text,
    mentions: text,
    exploreMentions: text,
    qualifiers: [],
    needs: [],
    strings: [text],
    written: (0,written_tables/* hasWritingKey */.We)(text) ? (0,written_tables/* namesWrittenIn */.Z6)(text) : [],
    suggesting: [],
    aliases: (0,lookml_block/* aliasesInText */.VV)(text),
});
function modelsOf(paths) {
    const models = new Map();
    for (const path of paths) {
        const name = /([^/]+)\.model\.(?:lkml|lookml)$/i.exec(path)?.[1];
        if (name !== undefined)
            (0,lists/* addToList */.vH)(models, name, path);
    }
    return models;
}
function leadingNames(blocks, own, { constants, paths }) {
    const namesIn = (...kinds) => blocks
        .filter(({ kind }) => kinds.includes(kind))
        .flatMap(({ name, tokens }) => [name, nameInTokens.exec(tokens)?.[1] ?? ''])
        .flatMap(one => constants.readings(one) ?? [one]);
    return {
        own: new Set([own, ...namesIn('project_name')]),
        imported: new Set(namesIn('local_dependency', 'remote_dependency')),
        folders: new Set([...paths].flatMap(path => /^[^/]+(?=\/)/.exec(path) ?? [])),
    };
}
const nameInTokens = /\bproject(?:_name)?\n:\n"?([^"\n]{1,255})/;

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./build/github/client.js
var client = __webpack_require__(44463);
// EXTERNAL MODULE: ./build/github/github-errors.js
var github_errors = __webpack_require__(28831);
;// CONCATENATED MODULE: ./build/affected/tar.js
/** The maximum size of a record, which contains the path of the next file if the path is too long for the header. */
const maxRecordBytes = 1024 * 1024;
const blockBytes = 512;
/**
 * Reads a tar archive from `git archive`, chunk by chunk
 * (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html). A header of 512 bytes precedes each file. A
 * long path is in a separate record before the header.
 * @throws RangeError if the archive is incomplete, or is not an archive
 */
async function* readTar(pieces, isWanted) {
    const reader = new PieceReader(pieces);
    let records = {};
    for (;;) {
        const bytes = await reader.take(blockBytes);
        if (bytes[0] === 0)
            return;
        const header = readTarHeader(bytes);
        if (isRecord(header))
            records = { ...records, ...(await takeRecords(reader, header)) };
        else {
            const named = {
                ...header,
                path: records.path ?? header.path,
                target: records.linkpath ?? header.target,
            };
            const entry = await takeEntry(reader, named, isWanted);
            if (entry)
                yield entry;
            records = {};
        }
    }
}
/**
 * Whether the entry is a record: `x` for the next entry, `g` for all entries, or `L` for a long path in GNU tar's
 * format.
 */
const isRecord = ({ type }) => type === 'x' || type === 'g' || type === 'L';
async function takeRecords(reader, { type, size, padding }) {
    if (size > maxRecordBytes)
        throw new RangeError("GitHub's archive is broken: a record is too long");
    const bytes = await reader.take(size);
    await reader.skip(padding);
    if (type === 'g')
        return {};
    return type === 'x' ? recordsIn(bytes) : { path: tarNameIn(bytes) };
}
async function takeEntry(reader, { type, path, target, size, padding }, isWanted) {
    const isFile = type === '0' || type === '';
    if (isFile && isWanted(path, size)) {
        const bytes = await reader.take(size);
        await reader.skip(padding);
        return { kind: 'file', path, bytes };
    }
    await reader.skip(size + padding);
    return type === '2' ? { kind: 'link', path, target } : undefined;
}
function readTarHeader(header) {
    const size = Number.parseInt(tarNameIn(header.subarray(124, 136)), 8);
    if (!Number.isSafeInteger(size) || size < 0)
        throw new RangeError("GitHub's archive is broken: a header has no size");
    const [prefix, name] = [tarNameIn(header.subarray(345, 500)), tarNameIn(header.subarray(0, 100))];
    return {
        type: tarNameIn(header.subarray(156, 157)),
        size,
        padding: (blockBytes - (size % blockBytes)) % blockBytes,
        path: prefix === '' ? name : `${prefix}/${name}`,
        target: tarNameIn(header.subarray(157, 257)),
    };
}
const nameDecoder = new TextDecoder();
/** Returns a name, which ends at the first zero byte. */
function tarNameIn(bytes) {
    const end = bytes.indexOf(0);
    return nameDecoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
/** Reads records of the form `52 path=…\n`. Each begins with its own length in bytes. */
function recordsIn(bytes) {
    const records = {};
    for (let start = 0; start < bytes.length;) {
        const space = bytes.indexOf(0x20, start);
        const length = Number(nameDecoder.decode(bytes.subarray(start, space)));
        if (space < 0 || !Number.isSafeInteger(length) || length <= space - start)
            throw new RangeError("GitHub's archive is broken: a record has no length");
        const [, key, value = ''] = /^([^=]*)=([\s\S]*)\n$/.exec(nameDecoder.decode(bytes.subarray(space + 1, start + length))) ?? [];
        if (key === 'path' || key === 'linkpath')
            records[key] = value;
        start += length;
    }
    return records;
}
/** Reads exact numbers of bytes from chunks of any length. Holds only one chunk in memory. */
class PieceReader {
    #pieces;
    #piece = new Uint8Array();
    constructor(pieces) {
        this.#pieces = pieces[Symbol.asyncIterator]();
    }
    async take(length) {
        const taken = new Uint8Array(length);
        let filled = 0;
        await this.#pass(length, part => {
            taken.set(part, filled);
            filled += part.length;
        });
        return taken;
    }
    skip(length) {
        return this.#pass(length, () => undefined);
    }
    async #pass(length, use) {
        for (let left = length; left > 0;) {
            if (this.#piece.length === 0)
                await this.#next();
            const part = this.#piece.subarray(0, left);
            use(part);
            this.#piece = this.#piece.subarray(part.length);
            left -= part.length;
        }
    }
    async #next() {
        const { done, value } = await this.#pieces.next();
        if (done)
            throw new RangeError("GitHub's archive ends unexpectedly");
        this.#piece = value;
    }
}

;// CONCATENATED MODULE: ./build/affected/read-texts.js












/** Limits in bytes. If a limit is exceeded, all targets count as affected. */
const maxLookmlFileBytes = 4 * 1024 * 1024;
const maxLookmlBytes = 128 * 1024 * 1024;
const maxArchiveBytes = 8e9;
/** The maximum number of requests for files that GitHub's archive lacks. */
const maxBlobs = 200;
const blobsAtOnce = 4;
/** A download fails if no byte arrives for this time. */
const silenceMs = 60_000;
const maxDownloadTries = 3;
/** @throws ActionError if the commit has more files than GitHub lists */
async function listFiles(commit, { octokit, owner, repo }) {
    const what = `The files of commit ${commit} could not be listed`;
    try {
        const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' });
        const { tree, truncated } = (0,client/* fields */.OA)(data, 'list of files');
        if (truncated === true)
            throw new errors/* ActionError */.lZ(`${what}: the repository has more files than GitHub lists`, 'Set only-affected to false in this repository.');
        const list = new Map();
        for (const entry of (0,client/* listOf */.c3)(tree, 'list of files').filter(({ type }) => type !== 'tree')) {
            const path = (0,client/* textOf */.b6)(entry, 'path', 'list of files');
            const file = { mode: (0,client/* textOf */.b6)(entry, 'mode', 'list of files'), sha: (0,client/* shaOf */.ye)(entry, 'list of files') };
            const other = list.get(path);
            list.set(path, other ? { ...file, sha: `${other.sha} ${file.sha}`, isAmbiguous: true } : file);
        }
        return list;
    }
    catch (error) {
        throw (0,github_errors/* gitHubError */.Mj)(error, what, 'contents: read');
    }
}
/**
 * Reads the LookML of a commit from GitHub's archive. If the archive lacks a file because of `export-ignore` in
 * `.gitattributes`, requests the file. Copies unchanged files from `known`, the texts of the other commit.
 * @throws ActionError if GitHub does not return the archive
 */
async function readTexts(commit, list, repository, known) {
    const found = new FoundTexts(list, known);
    const wanted = new Map([...list].filter(([path, entry]) => !found.has(path, entry)));
    if (wanted.size > 0) {
        const archive = await readArchive(commit, wanted, repository);
        for (const [path, text] of archive)
            if (wanted.has(path))
                found.note(path, text);
        const missing = [...wanted].filter(([path]) => !archive.has(path));
        await readBlobs(missing, repository, (path, text) => found.note(path, text));
    }
    const { texts, unread, linkTargets, attributes } = found;
    const versions = new Map([...list].map(([path, entry]) => [path, versionOf(entry)]));
    const links = followLinks(list, linkTargets);
    for (const [path, target] of links.targets) {
        versions.set(path, [versionOf(list.get(path)), target, versionOf(list.get(target ?? ''))].join(' '));
        if (!(0,affected_texts/* isLookml */.ZZ)(path))
            continue;
        const text = texts.get(target ?? '');
        if (text === undefined)
            unread.set(path, 'it is a link to a file that the action does not read');
        else
            texts.set(path, text);
    }
    return {
        ...{ commit, list, linkTargets, attributes, versions, lookml: texts, unread },
        ...{ folderLinks: links.folders, outsideLinks: links.outside },
    };
}
class FoundTexts {
    texts = new Map();
    unread = new Map();
    linkTargets = new Map();
    attributes = new Map();
    #list;
    #known;
    constructor(list, known) {
        this.#list = list;
        this.#known = known;
    }
    /** Whether the file needs no download, because it is irrelevant, or the same in the other commit. */
    has(path, entry) {
        const isSymbolic = isSymbolicLink(entry.mode);
        if (!isSymbolic && (!isRead(path) || isLink(entry.mode)))
            return true;
        if (entry.isAmbiguous) {
            this.note(path, { problem: 'another file has the same name, apart from characters that are not UTF-8' });
            return true;
        }
        if (versionOf(this.#known?.list.get(path)) !== versionOf(entry))
            return false;
        const texts = this.#known && this.#mapFor(path, this.#known.lookml, this.#known);
        const problem = isSymbolic ? undefined : this.#known?.unread.get(path);
        const text = texts?.get(path) ?? (problem !== undefined ? { problem } : undefined);
        if (text !== undefined)
            this.note(path, text);
        return text !== undefined;
    }
    note(path, found) {
        if (typeof found === 'string')
            this.#mapFor(path, this.texts, this).set(path, found);
        else if (isRead(path))
            this.unread.set(path, found.problem);
    }
    #mapFor(path, texts, { linkTargets, attributes }) {
        if (isSymbolicLink(this.#list.get(path)?.mode ?? ''))
            return linkTargets;
        return (0,affected_texts/* isAttributes */.ee)(path) ? attributes : texts;
    }
}
const isRead = (path) => (0,affected_texts/* isLookml */.ZZ)(path) || (0,affected_texts/* isAttributes */.ee)(path);
const versionOf = (entry) => (entry ? `${entry.mode} ${entry.sha}` : '');
const isSymbolicLink = (mode) => mode === '120000';
const isLink = (mode) => isSymbolicLink(mode) || mode === '160000';
async function readArchive(commit, wanted, repository) {
    for (let failures = 0;;) {
        try {
            return await downloadArchive(commit, wanted, repository);
        }
        catch (error) {
            failures += 1;
            repository.signal.throwIfAborted();
            if (failures === maxDownloadTries || error instanceof errors/* ActionError */.lZ)
                throw (0,github_errors/* gitHubError */.Mj)(error, `The LookML of commit ${commit} could not be read`, 'contents: read');
        }
    }
}
async function downloadArchive(commit, wanted, { octokit, owner, repo, signal }) {
    const { data } = await octokit.rest.repos.downloadTarballArchive({
        ...{ owner, repo, ref: commit },
        request: { parseSuccessResponseBody: false },
    });
    const archive = new Map();
    const pieces = (0,time/* piecesOf */.Xe)(data, { silence: silenceMs, signal });
    await (0,external_node_stream_promises_.pipeline)(pieces, (0,external_node_zlib_.createGunzip)(), unpacked => unpack(limitUnpacked(unpacked), wanted, archive), {
        signal,
    });
    return archive;
}
async function* limitUnpacked(pieces) {
    let bytes = 0;
    for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes > maxArchiveBytes)
            throw lookmlTooLarge('The archive of the repository holds more than 8 GB');
        yield piece;
    }
}
const lookmlTooLarge = (fact) => new errors/* ActionError */.lZ(fact, 'Set only-affected to false in this repository.');
/** GitHub's archive has one top folder, named after the repository and the commit. */
async function unpack(pieces, wanted, archive) {
    let bytes = 0;
    const isWanted = (path, size) => {
        const isLarge = wanted.has(withoutRoot(path)) && size > maxLookmlFileBytes;
        if (isLarge)
            archive.set(withoutRoot(path), { problem: 'it is larger than 4 MB' });
        return wanted.has(withoutRoot(path)) && !isLarge;
    };
    for await (const entry of readTar(pieces, isWanted)) {
        const path = withoutRoot(entry.path);
        if (entry.kind === 'link')
            archive.set(path, boundedTarget(entry.target));
        else {
            bytes += entry.bytes.length;
            if (bytes > maxLookmlBytes)
                throw lookmlTooLarge('The repository has more than 128 MB of LookML');
            if (isBlob(entry.bytes, wanted.get(path)?.sha ?? ''))
                archive.set(path, textOrProblem(entry.bytes));
        }
    }
}
/** The maximum length of a path on Linux. A link with a longer target leads nowhere. */
const maxLinkLength = 4096;
const boundedTarget = (target) => target.length > maxLinkLength ? { problem: 'its path is too long' } : target;
/**
 * Whether the bytes are the file's content in the commit. Attributes such as `export-subst` change files in an archive
 * (https://git-scm.com/docs/gitattributes). Line ends may differ.
 */
function isBlob(bytes, sha) {
    const isHash = (content) => (0,external_node_crypto_.createHash)(sha.length === 64 ? 'sha256' : 'sha1')
        .update(`blob ${content.length}\0`)
        .update(content)
        .digest('hex') === sha;
    if (isHash(bytes))
        return true;
    const text = Buffer.from(bytes).toString('latin1');
    return isHash(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'));
}
const withoutRoot = (path) => path.slice(path.indexOf('/') + 1);
async function readBlobs(files, { octokit, owner, repo, signal }, note) {
    const slots = (0,p_limit/* default */.A)(blobsAtOnce);
    const read = async ([path, { sha }], index) => {
        if (index >= maxBlobs)
            return note(path, { problem: "GitHub's archive contains a changed version of it" });
        try {
            const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
            const { content, encoding } = (0,client/* fields */.OA)(data, 'file');
            const bytes = Buffer.from(typeof content === 'string' ? content : '', encoding === 'utf-8' ? 'utf8' : 'base64');
            if (!isBlob(bytes, sha))
                throw new client/* UnexpectedResponseError */.dk('file');
            note(path, textOrProblem(bytes));
        }
        catch (error) {
            signal.throwIfAborted();
            note(path, {
                problem: `GitHub's archive contains a changed version of it: ${(0,errors/* asActionError */.z6)(error).message}`,
            });
        }
    };
    await Promise.all(files.map((file, index) => slots(() => read(file, index))));
}
function textOrProblem(bytes) {
    if (bytes.includes(0))
        return { problem: 'it is not a text file' };
    const text = decodeText(bytes);
    // Git LFS stores a pointer instead of the file (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
    if (text.startsWith('version https://git-lfs.github.com/spec/'))
        return { problem: 'it is a Git LFS pointer' };
    return text;
}
/**
 * Decodes UTF-8, and keeps a byte-order mark. An invalid byte becomes a lone surrogate (U+DC80 to U+DCFF), so that
 * different bytes give different texts: UTF-8 cannot contain surrogates.
 */
function decodeText(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return (0,external_node_buffer_.isUtf8)(buffer)
        ? buffer.toString()
        : buffer
            .toString('latin1')
            .replace(utf8OrByte, part => /^[\x80-\xFF]$/.test(part) ? surrogateOf(part) : Buffer.from(part, 'latin1').toString());
}
const surrogateOf = (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0));
/**
 * Matches valid UTF-8 (https://www.rfc-editor.org/rfc/rfc3629#section-4) or a single invalid byte, in text that was
 * decoded as Latin-1.
 */
const utf8OrByte = new RegExp(`(?:${[
    '[\\x00-\\x7F]|[\\xC2-\\xDF][\\x80-\\xBF]',
    '\\xE0[\\xA0-\\xBF][\\x80-\\xBF]|[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]{2}|\\xED[\\x80-\\x9F][\\x80-\\xBF]',
    '\\xF0[\\x90-\\xBF][\\x80-\\xBF]{2}|[\\xF1-\\xF3][\\x80-\\xBF]{3}|\\xF4[\\x80-\\x8F][\\x80-\\xBF]{2}',
].join('|')}){1,999}|[\\x80-\\xFF]`, 'g');
function followLinks(list, linkTargets) {
    const paths = [...list.keys()].sort();
    const links = { targets: new Map(), folders: new Set(), outside: new Set() };
    for (const [path, { mode, isAmbiguous }] of list) {
        if (!isLink(mode) && !isAmbiguous)
            continue;
        const end = isSymbolicLink(mode) ? followPath(path, linkTargets) : undefined;
        const isFile = end !== undefined && list.has(end) && !isLink(list.get(end)?.mode ?? '');
        if (isSymbolicLink(mode))
            links.targets.set(path, isFile ? end : undefined);
        // A link to a single file is not a folder link. A file with an ambiguous path may be a link.
        const isInside = end !== undefined && isFolder(end, paths);
        if (isFile || !(end === undefined || isInside || !(0,affected_texts/* isLookml */.ZZ)(path)))
            continue;
        links.folders.add(path);
        if (!isInside)
            links.outside.add(path);
    }
    return links;
}
/** The maximum number of links in a path. A path with more links counts as broken. */
const maxLinks = 40;
/** The maximum number of folders that are left to resolve in a path. A longer path would take quadratic time. */
const maxLinkParts = 500;
/** Returns undefined if the path leaves the repository, or if its links form a cycle. */
function followPath(path, targets) {
    let followed = 0;
    let done = '';
    const open = path.split('/').reverse();
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
        const next = external_node_path_.posix.join(done, part);
        const target = targets.get(next);
        if (next === '..' || target?.startsWith('/') || open.length > maxLinkParts)
            return undefined;
        if (target === undefined)
            done = next;
        else {
            followed += 1;
            if (followed > maxLinks)
                return undefined;
            open.push(...target.split('/').reverse());
        }
    }
    return done;
}
/** Whether any of the sorted paths is in this folder. */
function isFolder(path, sorted) {
    if (path === '.')
        return true;
    const start = `${path}/`;
    let [low, high] = [0, sorted.length];
    while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sorted[middle] ?? '') < start)
            low = middle + 1;
        else
            high = middle;
    }
    return sorted[low]?.startsWith(start) ?? false;
}

// EXTERNAL MODULE: ./build/affected/target-uses.js + 2 modules
var target_uses = __webpack_require__(8121);
;// CONCATENATED MODULE: ./build/affected/deployed-files.js










/**
 * Returns a function that finds out why Looker's answer about a target may be about other content than that of the merge
 * base. Only Looker knows the tiles of an imported dashboard, which a dashboard of this project may inherit, and it
 * describes the deployed commit. The tiles may be others if a file that defines or includes such dashboards, or the
 * manifest, differs there, or if only that commit has a dashboard file, which may define an extended dashboard.
 */
function findDoubts(change, { repository, signal, deployedCommit, log }) {
    const { project } = change.base;
    const readDeployed = (0,time/* once */.Oo)(async () => {
        try {
            const commit = await deployedCommit();
            if (commit.toLowerCase() === project.commit)
                return 'merge base';
            const files = await listFiles(commit, repository);
            const paths = new Set([...project.versions.keys(), ...files.keys()]);
            return { files, paths, models: modelsOf(paths) };
        }
        catch (error) {
            signal.throwIfAborted();
            const { message, hint } = (0,errors/* asActionError */.z6)(error);
            log(`The deployed commit could not be compared with the merge base: ${message}. ${hint}`);
            return 'unknown';
        }
    });
    const includingByModel = new Map();
    const includingFiles = (model) => {
        const files = includingByModel.get(model) ?? filesWithIncludes(model, project);
        includingByModel.set(model, files);
        return files;
    };
    return async (content) => {
        const dashboards = (0,target_uses/* dashboardsOfTarget */.wv)(content).filter(one => isPartlyImported(one, change));
        if (dashboards.length === 0)
            return [];
        const deployed = await readDeployed();
        if (deployed === 'merge base')
            return [];
        if (deployed === 'unknown')
            return [
                `${describesDeployed}, which could not be compared with the merge base, so any change may affect it`,
            ];
        const known = dashboards.map(({ name }) => (0,target_uses/* definitionsFor */.wn)(project, name));
        const paths = [
            ...known.flatMap(({ definitions }) => definitions.map(({ path }) => path)),
            ...dashboards.flatMap(({ model = '' }) => [
                ...includingFiles(model),
                ...(deployed.models.get(model) ?? []),
            ]),
        ];
        const isAnyDefined = known.some(({ definitions }) => definitions.length > 0);
        const isAnyExtended = known.some(({ missing }) => missing.some(one => one.includes('@{')));
        const mayBeExtended = (path) => isAnyDefined && (0,affected_texts/* isDashboardFile */.Zk)(path) && (isAnyExtended || !project.versions.has(path));
        const others = [...deployed.paths].filter(path => (0,changes/* isManifest */.Yh)(path) || mayBeExtended(path));
        return [...new Set([...paths, ...others])]
            .filter(path => project.versions.get(path) !== versionOf(deployed.files.get(path)))
            .slice(0, maxListedChanges)
            .map(path => `${describesDeployed}, whose ${path} differs from the merge base, so any change may affect it`);
    };
}
const describesDeployed = 'Looker describes the deployed commit';
/**
 * Whether the dashboard is in a model of this project, and perhaps only an imported project defines the dashboard, or a
 * dashboard that it extends.
 */
const isPartlyImported = ({ model, name }, change) => model !== undefined &&
    [change.base, change.head].some(({ project }) => project.models.has(model) &&
        ((0,target_uses/* definitionsFor */.wn)(project, name).definitions.some(one => one.name === name) ||
            (0,imported_explores/* importsFiles */.q4)(project, model))) &&
    (0,target_uses/* isDashboardIncomplete */.PE)(change, model, name);
/** Returns the files of the model that include dashboards or files of other projects. */
const filesWithIncludes = (model, project) => [...(0,changed_includes/* filesOf */.R8)(model, project, 'possible')].filter(path => (0,imported_explores/* mayImport */.zC)(path, project) ||
    project
        .patternsIn(path)
        .some(pattern => project.includes.matches(pattern, path, 'possible').some(affected_texts/* isDashboardFile */.Zk)));

// EXTERNAL MODULE: ./build/affected/block-order.js
var block_order = __webpack_require__(31657);
// EXTERNAL MODULE: ./build/affected/unseen-changes.js
var unseen_changes = __webpack_require__(66017);
;// CONCATENATED MODULE: ./build/affected/find-affected.js






/** Returns the Explores that Looker has to describe before `findAffected` can decide. */
async function exploresToDescribe(contents, explores, pause) {
    const shown = new Set();
    for (const content of contents) {
        for (const { name } of (0,target_uses/* dashboardsOfTarget */.wv)(content))
            await (0,target_uses/* prepareDefinitions */.Um)(explores.change, name, pause);
        for (const name of (0,target_uses/* usesOf */.MZ)(content, explores).flatMap(use => use.explores))
            shown.add(name);
        await pause();
    }
    const missing = new Set();
    for (const name of shown) {
        for (const one of explores.missing(name))
            missing.add(one);
        await pause();
    }
    return [...missing];
}
async function findAffected(contents, explores, pause) {
    const targets = [];
    const shown = new Map();
    for (const content of contents) {
        const uses = (0,target_uses/* usesOf */.MZ)(content, explores);
        for (const name of new Set(uses.flatMap(use => use.explores))) {
            if (shown.has(name))
                continue;
            shown.set(name, reasonsForExplore(name, explores));
            await pause();
        }
        const used = [];
        for (const use of explores.change.isAny ? uses : []) {
            used.push({ ...use, changes: changesOf(use, explores) });
            await pause();
        }
        targets.push(explores.change.isAny ? selectTarget(content, used, explores) : { reasons: [], tiles: [] });
        await pause();
    }
    const unseen = new Map();
    const unseenChanges = new unseen_changes/* UnseenChanges */.w(explores);
    for (const [name, reasons] of shown) {
        if (reasons.length > 0)
            unseen.set(name, unseenChanges.of(name));
        await pause();
    }
    const importing = [...shown.keys()].filter(name => !explores.isOwnModel(modelOf(name)) && explores.changeOf(name).isOfProject);
    return { targets, explores: shown, unseen, importingModels: new Set(importing.map(modelOf)) };
}
const modelOf = (fullName) => fullName.split('::')[0] ?? '';
function reasonsForExplore(name, explores) {
    const { words } = explores.change;
    const { changes, nearest, others } = explores.changeOf(name);
    return listReasons(others, nearest.map(number => words[number] ?? ''), (0,reachable_changes/* changesIn */.N0)(changes));
}
function listReasons(others, changes, count) {
    const shown = changes.slice(0, maxListedChanges);
    const more = count - shown.length;
    const reasons = [...new Set(others), ...shown].map(reason => (0,runtime_text/* oneLine */.TN)(reason));
    return more > 0 ? [...reasons, `${more} more ${more === 1 ? 'change' : 'changes'}`] : reasons;
}
/** Returns the changes of the Explores, constants, number formats, maps and visualizations that a tile or filter uses. */
function changesOf({ side, explores: names, text, dashboard }, explores) {
    const shown = [
        ...names.map(name => explores.changeOf(name)),
        ...(dashboard ? [explores.changeOfSettings(side, dashboard.model)] : []),
        explores.changeOfVisualizations(text, side),
    ];
    // This project's number formats affect only tiles of this project.
    const isOurs = side !== 'described' || shown.some(({ isOfProject }) => isOfProject);
    return isOurs ? [...shown, explores.changeOfText(text, side)] : shown;
}
function selectTarget(content, used, explores) {
    const { change } = explores;
    const dashboards = (0,target_uses/* dashboardsOfTarget */.wv)(content);
    const isOfProject = dashboards.some(({ model }) => model !== undefined && explores.isOwnModel(model)) ||
        content.tiles === 'unknown' ||
        used.some(({ changes }) => changes.some(one => one.isOfProject));
    const usesLookml = dashboards.length > 0 || used.some(use => use.explores.length > 0);
    const others = [
        ...dashboards.flatMap(({ name }) => reasonsOfDefinition(name, change)),
        ...dashboards.flatMap(({ model }) => (model === undefined ? [] : explores.models.reasonsOf(model))),
        ...dashboards.flatMap(dashboard => reasonsOfInclusion(dashboard, explores)),
        ...dashboards
            .filter(dashboard => isOfProject || isForeign(dashboard, explores))
            .flatMap(dashboard => reasonsOfUnreadText(dashboard, explores)),
        ...(content.tiles === 'unknown'
            ? ['Looker did not describe this target, so any change may affect it']
            : []),
        ...(content.doubts ?? []),
        ...(isOfProject ? change.everywhere : []),
        ...(usesLookml ? change.translations : []),
        ...used.flatMap(use => use.changes.flatMap(({ others }) => others)),
        ...used.flatMap(use => use.reasons.filter(reason => reason !== target_uses/* ownDefinition */.Sh)),
    ];
    const { nearest, count } = countTiles(used, change);
    const reasons = listReasons(others, nearest.map(({ words, tiles }) => `${words}, ${usage(content, tiles)}`), count);
    const { model, name } = dashboards[0] ?? {};
    return {
        reasons,
        ...(content.tiles !== 'unknown' && { tiles: selectTiles(used, change) }),
        ...(model !== undefined && name !== undefined && { lookml: { model, name } }),
        ...(content.doubts && content.doubts.length > 0 && { isDoubtful: true }),
    };
}
/** Whether the dashboard belongs to a model of another project. */
const isForeign = ({ model }, explores) => model !== undefined && !explores.isOwnModel(model);
const usage = ({ kind }, tiles) => {
    if (kind === 'query')
        return 'used by its query';
    if (tiles === 0)
        return 'used by this dashboard';
    return tiles === 1 ? 'used by a tile' : `used by ${tiles} tiles`;
};
/** Returns a reason for each changed definition of the dashboard, and of the dashboards that it extends. */
function reasonsOfDefinition(name, { base, head }) {
    const [before, after] = [base, head].map(({ project }) => textsByName(project, name));
    const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
    return [...names].flatMap(one => {
        const [was, is] = [before?.get(one), after?.get(one)];
        if (was?.text === is?.text)
            return [];
        const what = one === name ? 'which defines this dashboard' : 'which this dashboard extends';
        return [`dashboard ${one} in ${is?.path ?? was?.path}, ${what}`];
    });
}
function textsByName(project, start) {
    const texts = new Map();
    for (const { name, path, text } of (0,target_uses/* definitionsFor */.wn)(project, start).definitions) {
        const known = texts.get(name);
        texts.set(name, {
            path,
            text: `${known?.text ?? ''}${path}\n${withoutEmptyEnd(text.replaceAll('\r\n', '\n'))}\n`,
        });
    }
    return texts;
}
/** Keeps other white space, such as a no-break space, because it belongs to a value in YAML. */
function withoutEmptyEnd(text) {
    let end = text.length;
    while (text[end - 1] === '\n' || text[end - 1] === ' ')
        end -= 1;
    return text.slice(0, end);
}
/**
 * Returns a reason for each file with a definition of the dashboard, if the model now includes the file differently. A
 * dashboard of another project may extend any dashboard of this project.
 */
function reasonsOfInclusion(dashboard, explores) {
    const { base, head, patterns } = explores.change;
    const { name } = dashboard;
    const definitions = [base, head].flatMap(({ project }) => (0,target_uses/* definitionsFor */.wn)(project, name).definitions);
    if (isForeign(dashboard, explores)) {
        const isIncluded = definitions.length > 0 || explores.models.includesDashboards();
        return isIncluded ? [...patterns.keys()].map(path => `${path}, which includes other files`) : [];
    }
    const model = dashboard.model === undefined ? undefined : explores.models.ownNameOf(dashboard.model);
    const reasons = definitions.flatMap(({ name, path }) => explores.models
        .inclusionsOf(path)
        .filter(one => (one.model ?? model) === (model ?? one.model))
        .filter(({ names }) => !names || names.has((0,block_order/* blockKey */.Ju)('dashboard', name)))
        .map(({ words }) => `dashboard ${name} in ${path} (${words})`));
    return [...new Set(reasons)];
}
/**
 * If another project defines the given dashboard, or a dashboard that it extends, returns a reason for each changed
 * dashboard file and for each file that could not be read. The action does not read the other project. Its definition
 * may extend a dashboard in these files.
 */
function reasonsOfUnreadText(dashboard, { change, models }) {
    const sides = [change.base, change.head].map(({ project }) => (0,target_uses/* findKnownParts */.fj)(project, dashboard));
    if (sides.some(({ isDefined }) => isDefined) && sides.every(({ missing }) => missing.length === 0))
        return [];
    const changed = models
        .dashboardFiles()
        .map(path => `${path}, which may define a dashboard that this dashboard extends`);
    return [...changed, ...change.everywhere];
}
/** Counts the tiles that use each of the nearest changes. `count` also includes the changes that are not listed. */
function countTiles(used, { words }) {
    const all = new Uint32Array(Math.ceil(words.length / 32));
    for (const { changes } of used)
        for (const one of changes)
            (0,reachable_changes/* addChanges */.$p)(all, one.changes);
    const nearest = new Set(used.flatMap(({ changes }) => changes.flatMap(one => one.nearest)));
    const counted = [...nearest].slice(0, maxListedChanges).map(number => {
        const tiles = { before: 0, after: 0, described: 0 };
        for (const { side, tile, changes } of used)
            if (tile && changes.some(one => (0,reachable_changes/* includesChange */.QF)(one.changes, number)))
                tiles[side] += 1;
        return { words: words[number] ?? '', tiles: Math.max(tiles.before, tiles.after, tiles.described) };
    });
    return { nearest: counted, count: (0,reachable_changes/* changesIn */.N0)(all) };
}
function selectTiles(used, change) {
    const selected = new Map();
    for (const [index, use] of used.entries()) {
        const { tile, explores, reasons, changes } = use;
        if (!tile)
            continue;
        const { nearest, count } = countTiles([use], change);
        const others = [...reasons, ...changes.flatMap(one => one.others)];
        const own = listReasons(others, nearest.map(({ words }) => words), count);
        if (own.length === 0)
            continue;
        const key = tile.id ?? tile.name ?? `#${index}`;
        const known = selected.get(key);
        selected.set(key, {
            ...tile,
            explores: [...new Set([...(known?.explores ?? []), ...explores])],
            reasons: [...new Set([...(known?.reasons ?? []), ...own])],
        });
    }
    return [...selected.values()];
}

;// CONCATENATED MODULE: ./build/affected/read-affected.js














/**
 * The maximum number of rounds of requests for Explores. Looker's answers may mention more imported Explores, which the
 * next round requests.
 */
const maxReadRounds = 5;
const lookerRequestsAtOnce = 4;
/**
 * Finds the targets that the change between two commits may affect. Asks Looker about user-defined content and imported
 * Explores. If a file or an answer cannot be read, the targets that may depend on it count as affected.
 * @throws only the signal's reason
 */
async function readAffected(options) {
    const { targets, signal, log } = options;
    const pause = pauseUntil(signal);
    try {
        const change = await (options.change ?? readChange(options));
        if (!change?.isAny)
            return { targets: targets.map(() => ({ reasons: [], tiles: [] })), ...noExplores };
        logUnread(change, log);
        const slots = (0,p_limit/* default */.A)(lookerRequestsAtOnce);
        const doubtsOf = findDoubts(change, options);
        const contents = await Promise.all(targets.map(target => slots(async () => {
            const content = await readContent(target, change, options);
            return { ...content, doubts: await doubtsOf(content) };
        })));
        const explores = new Explores(change);
        for (let round = 0; round < maxReadRounds; round++) {
            const missing = await exploresToDescribe(contents, explores, pause);
            if (missing.length === 0)
                break;
            explores.describe(await describeExplores(missing, explores, options));
        }
        const selection = await findAffected(contents, explores, pause);
        const [base, head] = [change.base.project, change.head.project];
        return { ...selection, sides: { base: toSide(base, head), head: toSide(head, base) } };
    }
    catch (error) {
        signal.throwIfAborted();
        log(`${(0,errors/* asActionError */.z6)(error).message}. Every target is rendered.${hintOf(error)}`);
        return { targets: targets.map(() => ({ reasons: [unreadReason] })), ...noExplores };
    }
}
const noExplores = { explores: new Map(), unseen: new Map() };
const unreadReason = "The project's LookML could not be read, so any target may be affected";
/** Returns the next step for users. A RangeError has none: it reports a limit on the size of the LookML. */
const hintOf = (error) => (error instanceof errors/* ActionError */.lZ ? ` ${error.hint}` : '');
const pauseUntil = (signal) => async () => {
    await (0,promises_.setImmediate)();
    signal.throwIfAborted();
};
/**
 * Compares the LookML of both commits. If Looker ignores all changed files, returns undefined and downloads no archive.
 */
async function readChange({ commits, repository, signal, project, }) {
    const [base, head] = commits;
    const pause = pauseUntil(signal);
    const lists = [await listFiles(base, repository), await listFiles(head, repository)];
    // A symbolic link that Looker reads, such as `orders.view.lkml`, can point to an ignored file, such as `LICENSE`.
    if (!lists.some(hasLinks) && differingPaths(lists).every(affected_texts/* isNeverNamed */.qj))
        return undefined;
    const parsed = { blocks: new Map(), dashboards: new Map() };
    const before = await readTexts(base, lists[0], repository);
    const after = await readTexts(head, lists[1], repository, before);
    const sides = [
        await readLookmlProject(before, parsed, pause, project),
        await readLookmlProject(after, parsed, pause, project),
    ];
    return (0,changes/* compareProjects */.it)(sides, pause);
}
/** @throws ActionError if GitHub does not list the files of the commit */
async function readLookmlNames(commit, repository) {
    const files = await listFiles(commit, repository);
    return { files, models: modelsOf(files.keys()) };
}
/** Lists the dashboards of a model, as members of a collection. Returns an empty list if GitHub does not answer. */
async function listDashboards(model, { change: read, sides, signal, log }) {
    try {
        const change = await read();
        if (!change)
            return [];
        const members = new Map();
        for (const side of sides) {
            const dashboards = await (0,changes/* dashboardsOfModel */.aV)(change[side].project, model, pauseUntil(signal));
            for (const { name, title } of dashboards) {
                const id = `${model}::${name}`;
                const shown = title === undefined ? {} : { title: (0,runtime_text/* oneLine */.TN)(title) };
                if (!members.has(id))
                    members.set(id, { kind: 'lookml_dashboard', id, ...shown });
            }
        }
        return [...members.values()];
    }
    catch (error) {
        log(`Could not find the dashboards that ${model} has in the LookML of the pull request: ${(0,errors/* asActionError */.z6)(error).message}.`);
        return [];
    }
}
function differingPaths([base, head]) {
    return [...new Set([...base.keys(), ...head.keys()])].filter(path => {
        const [before, after] = [base.get(path), head.get(path)];
        return before?.sha !== after?.sha || before?.mode !== after?.mode;
    });
}
const hasLinks = (list) => [...list.values()].some(({ mode }) => isLink(mode));
function logUnread({ base, head }, log) {
    const problems = new Map([base, head].flatMap(({ project }) => [...project.unread, ...project.uncut]));
    for (const [path, why] of problems)
        log(`${path} could not be read: ${why}.`);
}
async function readContent(target, change, { client, signal, log }) {
    const isDashboard = target.kind === 'dashboard' || target.kind === 'lookml_dashboard';
    const lookml = isDashboard ? (0,target_uses/* lookmlNameOf */.NC)(target.id) : undefined;
    const pause = pauseUntil(signal);
    if (lookml)
        await (0,target_uses/* prepareDefinitions */.Um)(change, lookml.name, pause);
    if (isDashboard && lookml && !(0,target_uses/* isDashboardIncomplete */.PE)(change, lookml.model, lookml.name))
        return { kind: 'lookml', ...lookml };
    const described = await client.queriesOf(target).catch((error) => {
        signal.throwIfAborted();
        log(`The content of ${target.name} could not be read: ${(0,errors/* asActionError */.z6)(error).message}.${hintOf(error)}`);
        return undefined;
    });
    const tiles = described?.tiles.map(({ settings, sql, explores, ...tile }) => ({
        ...tile,
        ...(explores && !(sql !== undefined && mayReadPublishedView(sql, change)) && { explores }),
        ...(settings && { text: (0,affected_texts/* textWithin */.JY)(settings) }),
    })) ?? 'unknown';
    const filters = described?.filters && { filters: described.filters };
    if (!isDashboard)
        return { kind: 'query', tiles, ...(0,target_uses/* namesInTileId */.$d)(target.id) };
    if (lookml)
        return { kind: 'lookml', ...lookml, tiles, ...filters };
    // If Looker returns the target's id, the target does not name a slug.
    const ofSlug = described?.id === target.id ? [] : await dashboardsOfSlug(target.id, change, pause);
    const named = (0,target_uses/* lookmlNameOf */.NC)(described?.id ?? '');
    return named
        ? { kind: 'lookml', ...named, tiles, ...filters, others: ofSlug }
        : { kind: 'dashboard', tiles, ...filters, lookml: ofSlug };
}
/** A file that could not be read may publish any view. Translations do not change published views. */
const mayReadPublishedView = (sql, { base, head, everywhere, translations }) => everywhere.some(reason => !translations.includes(reason)) ||
    [base, head].some(({ project }) => project.graph.readsPublishedView(sql));
/** Finds the LookML dashboards with this `preferred_slug` in the merge base or in the head. */
async function dashboardsOfSlug(slug, { base, head }, pause) {
    const names = new Set();
    for (const { project } of [base, head])
        for (const name of await project.dashboards.namesOfSlug(slug, pause))
            names.add(name);
    return [...names].map(name => ({ name }));
}
async function describeExplores(names, explores, { client, project, signal, log }) {
    const slots = (0,p_limit/* default */.A)(lookerRequestsAtOnce);
    const describe = async (name) => {
        try {
            const isOwn = explores.isOwnModel(name.split('::')[0] ?? '');
            return [name, toDescribed(await client.explore(name), { project, isOwn })];
        }
        catch (error) {
            signal.throwIfAborted();
            log(`The files of the Explore ${name} could not be read: ${(0,errors/* asActionError */.z6)(error).message}.${hintOf(error)}`);
            return [name, 'unknown'];
        }
    };
    return new Map(await Promise.all(names.map(name => slots(() => describe(name)))));
}
/**
 * Returns `unknown` if Looker returned too few files or views. A model of another project may include views of this
 * project that define no fields, so the model's files must be known.
 */
function toDescribed({ fields, modelFiles, hasModelFiles, views, hasViews }, { project, isOwn }) {
    const files = fields.flatMap(field => field.files);
    if (files.length + modelFiles.length === 0 || !hasViews)
        return 'unknown';
    const ownPaths = (all) => new Set(all.flatMap(file => pathInOwnProject(file, project) ?? []));
    const paths = ownPaths(files);
    if (!isOwn && !hasModelFiles)
        return 'unknown';
    const isForeign = (file) => pathInOwnProject(file, project) === undefined;
    const isOfOthers = (field) => field.files.length > 0 && field.files.every(isForeign);
    const viewsOf = (some) => new Set(some.flatMap(field => field.views));
    const ofOthers = viewsOf(fields.filter(isOfOthers));
    const ofUs = viewsOf(fields.filter(field => !isOfOthers(field)));
    return {
        paths,
        modelPaths: ownPaths(modelFiles),
        hasFieldFiles: files.length > 0,
        hasForeignFiles: files.some(isForeign),
        views: new Set(views),
        ownViews: new Set(views.filter(view => ofUs.has(view) || !ofOthers.has(view))),
        suggestExplores: new Map(fields.map(({ name, suggestExplore }) => [name, suggestExplore])),
    };
}
/**
 * Returns the path within this project, or undefined for a file of another project. Looker may omit the project of a
 * file of this project. The path of an imported file may begin with the name of its project.
 */
function pathInOwnProject({ path, project = '' }, own) {
    if (project === '' || project === own)
        return path;
    return path.startsWith(`${own}/`) ? path.slice(own.length + 1) : undefined;
}
/** @param other the project on the other side */
function toSide(project, other) {
    const { commit, lookml, models } = project;
    return {
        ...{ commit, files: lookml, models: new Set(models.keys()) },
        dashboard({ model, name }) {
            const isIncludedIn = (one, reading, wanted = name) => one.dashboards.definitions(wanted).some(({ path }) => (0,changed_includes/* filesOf */.R8)(model, one, reading).has(path));
            if (!models.has(model) && other.models.has(model))
                return undefined;
            const isExcluded = !isIncludedIn(project, 'own') || (isIncludedIn(other, 'certain') && !isIncludedIn(project, 'certain'));
            const dashboard = models.has(model) && isExcluded ? undefined : (0,target_uses/* composedIn */.ww)(project, model, name);
            if (!dashboard || !(0,changes/* isShown */.aJ)(dashboard))
                return undefined;
            const doubtful = [...(dashboard.uncertainBases ?? [])].find(base => isIncludedIn(other, 'certain', base));
            if (doubtful === undefined)
                return dashboard;
            const problem = `the dashboard ${name} extends ${doubtful}, which the model certainly includes on only one of the two commits`;
            return { problem, ...dashboard };
        },
        definesExplore: ({ model, name }) => definesExplore(project, model, name),
    };
}
/** Looker shows neither a template (`extension: required`) nor an Explore that needs a view which does not exist. */
function definesExplore(project, model, name) {
    const { blocks, graph } = project;
    const need = { kind: 'explore', name };
    const included = (0,changed_includes/* filesOf */.R8)(model, project, 'certain');
    if (!graph.isDefined(need, included))
        return false;
    const possible = (0,changed_includes/* filesOf */.R8)(model, project, 'possible');
    const isOwn = (block) => block.kind === need.kind &&
        (0,imported_explores/* readingsOfNeed */.ZO)({ ...need, name: block.name }, project).some(one => one.name === name);
    const own = graph.named('explore', name).flatMap(index => blocks[index] ?? []);
    return own
        .filter(block => possible.has(block.path) && isOwn(block))
        .every(({ isTemplate, needs }) => !isTemplate && needs.every(one => graph.isDefined(one, possible, { orMentions: true })));
}


/***/ }),

/***/ 4497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G6: () => (/* binding */ parseResolved),
/* harmony export */   Ln: () => (/* binding */ typedValues),
/* harmony export */   Ve: () => (/* binding */ textYaml),
/* harmony export */   bQ: () => (/* binding */ textWithoutMark),
/* harmony export */   iG: () => (/* binding */ typedValue),
/* harmony export */   vH: () => (/* binding */ UnresolvedYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);

/** The reason why a YAML text cannot be resolved, as a text for users. */
class UnresolvedYaml extends Error {
}
/**
 * With the schema `failsafe`, values stay texts, so they are written as they were read. Otherwise, the library would
 * write `08540` as `8540`, and a long number with other digits.
 */
const textYaml = {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    merge: true,
    logLevel: 'error',
    prettyErrors: false,
};
/**
 * Parses a YAML text without converting its values, and removes its comments. Replaces aliases with the values of their
 * anchors, and merge keys (`<<`) with the merged keys. If a mapping then has equal keys, the last one counts, as in Ruby
 * (https://github.com/ruby/psych/blob/master/lib/psych/visitors/to_ruby.rb).
 * @throws UnresolvedYaml if the text has errors or too many aliases
 */
function parseResolved(text) {
    const parsed = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseAllDocuments */ .hR)(text, textYaml);
    const documents = Array.isArray(parsed) ? parsed : [];
    const error = documents.flatMap(({ errors }) => errors)[0];
    if (error)
        throw new UnresolvedYaml(error.message.split('\n')[0]);
    for (const document of documents) {
        const resolver = new Resolver();
        document.contents = resolver.resolve(document.contents);
        document.comment = null;
        document.commentBefore = null;
        (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(document, {
            Node: (_, node) => {
                node.comment = null;
                node.commentBefore = null;
                // In brackets, the library adds quotes to `10,20`, which Ruby reads as a number.
                if (resolver.copied > 0 && 'flow' in node)
                    node.flow = false;
            },
        });
    }
    return documents;
}
function emptyValue() {
    const value = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Scalar */ .X5('');
    value.type = yaml__WEBPACK_IMPORTED_MODULE_0__/* .Scalar */ .X5.PLAIN;
    return value;
}
/** The maximum number of copied nodes of a document. */
const maxCopiedNodes = 100_000;
class Resolver {
    copied = 0;
    #anchors = new Map();
    resolve(node) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node))
            return this.#copy(this.#anchors.get(node.source));
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
            node.items = node.items.flatMap(pair => this.#resolvePair(pair));
        else if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
            node.items = node.items.map(item => this.resolve(item));
        else if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(node))
            this.#resolvePair(node);
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node) && 'anchor' in node && node.anchor !== undefined) {
            this.#anchors.set(node.anchor, node);
            delete node.anchor;
        }
        return node;
    }
    #resolvePair(pair) {
        const isList = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(pair.value) && (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(this.#anchors.get(pair.value.source));
        pair.key = this.resolve(pair.key);
        // In `{a, b}`, the keys have no node as value, which the library cannot write.
        pair.value = this.resolve(pair.value) ?? emptyValue();
        const { key, value } = pair;
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) || (typeof key.value !== 'symbol' && key.value !== '<<'))
            return [pair];
        // Ruby does not merge the list of an alias.
        const merged = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(value) && !isList ? value.items.toReversed() : [value];
        // Merged keys may come from brackets or be in brackets.
        this.copied += 1;
        return merged.flatMap(map => {
            if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(map))
                throw new UnresolvedYaml('a merge key has a value that is not a mapping');
            return map.items;
        });
    }
    #copy(node) {
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node))
            throw new UnresolvedYaml('an alias has no anchor');
        (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(node, () => {
            this.copied += 1;
            if (this.copied > maxCopiedNodes)
                throw new UnresolvedYaml('it has too many aliases');
        });
        return node.clone();
    }
}
/**
 * Returns the values of a YAML text for a comparison. Looker may read an unquoted value as something other than a text.
 * Such a value differs from the same value in quotes. If the text cannot be read, returns the text itself.
 */
function typedValues(yaml) {
    try {
        return parseResolved(yaml).map(({ contents }) => typedValue(contents));
    }
    catch (error) {
        if (error instanceof UnresolvedYaml || error instanceof RangeError)
            return yaml;
        throw error;
    }
}
/** @param node a node without aliases */
function typedValue(node) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
        return typedScalar(node);
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
        return node.items.map(typedValue);
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
        return null;
    return Object.fromEntries(node.items.map(({ key, value }) => {
        const name = typedValue(key);
        return [typeof name === 'string' ? name : JSON.stringify(name), typedValue(value)];
    }));
}
/** Marks a value that Looker may not read as a text. */
const mark = '\0';
const textWithoutMark = (value) => typeof value === 'string' ? value.replace(mark, '') : undefined;
/**
 * Matches an unquoted value that Ruby reads as a text. Other values may be numbers (`10,20`), symbols (`:all`), times or
 * booleans (https://github.com/ruby/psych/blob/master/lib/psych/scalar_scanner.rb).
 */
const unquotedText = /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[\p{L}_]/iu;
function typedScalar({ tag, type, value }) {
    const text = String(value);
    if (tag === 'tag:yaml.org,2002:null' && text === '')
        return null;
    if (tag !== undefined)
        return `${mark}${tag} ${text}`;
    if (type !== 'PLAIN' || unquotedText.test(text))
        return text;
    return /^(?:~|null)?$/i.test(text) ? null : `${mark}${text}`;
}


/***/ }),

/***/ 8121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ww: () => (/* binding */ composedIn),
  wv: () => (/* binding */ dashboardsOfTarget),
  wn: () => (/* binding */ definitionsFor),
  fj: () => (/* binding */ findKnownParts),
  PE: () => (/* binding */ isDashboardIncomplete),
  NC: () => (/* binding */ lookmlNameOf),
  cZ: () => (/* binding */ mayBeTileName),
  $d: () => (/* binding */ namesInTileId),
  Sh: () => (/* binding */ ownDefinition),
  Um: () => (/* binding */ prepareDefinitions),
  MZ: () => (/* binding */ usesOf)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./build/looker/lookml.js
var lookml = __webpack_require__(99159);
// EXTERNAL MODULE: ./build/affected/changed-includes.js
var changed_includes = __webpack_require__(18543);
// EXTERNAL MODULE: ./build/runtime/lists.js
var lists = __webpack_require__(73454);
// EXTERNAL MODULE: ./build/affected/lookml-dashboards.js + 2 modules
var lookml_dashboards = __webpack_require__(98529);
// EXTERNAL MODULE: ./build/affected/imported-explores.js
var imported_explores = __webpack_require__(13794);
;// CONCATENATED MODULE: ./build/affected/suggested-values.js


/*
 * The values that Looker suggests for the filters of a dashboard. Looker reads them from the Explore of the parameter
 * `suggest_explore` (https://cloud.google.com/looker/docs/reference/param-field-suggest-explore).
 */
/** Returns the Explore of a filter, and the Explores with the values that Looker suggests for the filter. */
function exploresOfFilter({ explore, suggestedField }, explores) {
    const [model = ''] = explore.split('::');
    // An Explore of another project does not have this project's field of the same name.
    if (suggestedField === undefined || !explores.changeOf(explore).isOfProject)
        return [explore];
    const named = explores.readingsOf(suggestedField);
    const blocks = explores.suggestingBlocks(explore);
    // A refinement may set `suggest_explore` for a field whose `alias` is in the view.
    const renamed = blocks
        .flatMap(block => block.aliases)
        .filter(({ alias }) => named.some(field => mayBe(withoutView(alias), field)))
        .map(one => one.field);
    const suggesting = blocks
        .flatMap(block => block.suggesting)
        .filter(one => [...named, ...renamed].some(field => mayBe(one.field, field)))
        .map(one => one.explore);
    suggesting.push(...describedSuggestions(named, explores.descriptionOf(explore)));
    return [
        explore,
        ...[...new Set(suggesting)]
            .flatMap(name => explores.readingsOf(name))
            .filter(name => mayHaveExplore(model, name, explores))
            .map(name => `${model}::${name}`),
    ];
}
/**
 * Returns the Explores that Looker's description names for these fields. A field that Looker did not describe may be an
 * alias of any field, so all these Explores count.
 */
function describedSuggestions(fields, described) {
    if (described === undefined || described === 'unknown')
        return [];
    const { suggestExplores } = described;
    const all = fields.every(field => suggestExplores.has(field))
        ? fields.map(field => suggestExplores.get(field))
        : [...suggestExplores.values()];
    return all.filter(name => name !== undefined);
}
/** Returns the Explores from which Looker may read the values of any field. */
function allSuggestingExplores(explores) {
    const { base, head } = explores.change;
    const blocks = [base, head].flatMap(({ project }) => [...project.suggesting.values()]);
    return [...new Set(blocks.flatMap(({ suggesting }) => suggesting.map(one => one.explore)))].flatMap(name => explores.readingsOf(name));
}
/** Returns false if all files of the model are known, and none of them defines or may define the Explore. */
function mayHaveExplore(model, name, explores) {
    if (!explores.isOwnModel(model))
        return true;
    const own = explores.models.ownNameOf(model);
    return [explores.change.base, explores.change.head].some(({ project }) => (0,imported_explores/* importsFiles */.q4)(project, own) || namesExplore(own, name, project));
}
function namesExplore(model, name, project) {
    const paths = (0,changed_includes/* filesOf */.R8)(model, project, 'possible');
    return project.graph.named('explore', name).some(index => paths.has(project.blocks[index]?.path ?? ''));
}
/**
 * Whether a filter's field may be the field with suggested values. Ignores the name of the view in front of the
 * filter's field, because it may be an alias.
 */
function mayBe(declared, field) {
    if (declared.includes('@{') || field.includes('@{'))
        return true;
    const name = withoutView(field).toLowerCase();
    // A dimension group `created` has fields such as `created_month_name`. With `type: duration`, it has fields such as
    // `days_created` (https://cloud.google.com/looker/docs/reference/param-field-dimension-group).
    return [name, name.replace(durationUnit, '')].some(one => `${one}_`.startsWith(`${declared.toLowerCase()}_`));
}
const durationUnit = /^(?:second|minute|hour|day|week|month|quarter|year)s_/;
const withoutView = (name) => name.slice(name.lastIndexOf('.') + 1);

;// CONCATENATED MODULE: ./build/affected/explores-in-text.js



/* Finds the Explores that the text of a LookML dashboard names, even if its YAML cannot be read. */
const unreadableReason = (path) => `${path} cannot be read as YAML, so any change may affect it`;
/**
 * Returns why any change may affect a dashboard although its text does not show it: a definition of the dashboard, or of
 * a dashboard that it extends, cannot be read as YAML. A file that may define one of them, but does not have the name in
 * a line of its own, counts only if it may contain the name of an Explore that cannot be read.
 */
function reasonsOfUnreadable(definitions, start) {
    const byName = Map.groupBy(definitions, ({ name }) => name);
    const names = new Set([start]);
    for (const name of names)
        for (const base of byName.get(name)?.flatMap(one => one.dashboard?.bases ?? []) ?? [])
            names.add(base);
    return definitions.flatMap(({ path, text, name, problem, isUncertain }) => {
        if (problem === undefined)
            return [];
        if (!isUncertain && names.has(name))
            return [unreadableReason(path)];
        return keyedValues(text).every(value => plainName.test(value))
            ? []
            : [`${path} names an Explore that cannot be read, so any change may affect it`];
    });
}
function fullNamesOf({ model, explore }, ofDashboard, explores) {
    if (explore === undefined)
        return [];
    const names = explores.readingsOf(explore);
    return explores.readingsOf(model ?? ofDashboard).flatMap(one => names.map(name => `${one}::${name}`));
}
/**
 * Returns all Explores that a dashboard's text names, for example in elements and filters. If the YAML cannot be read,
 * also returns words that are names of Explores.
 * @param models `model`: the model that includes the dashboard. `inherited`: the model that the dashboard sets for its
 * queries, or inherits from a dashboard that it extends
 * @returns undefined if these are too many Explores
 */
function exploresInDefinition({ dashboard, text }, { model, inherited }, explores) {
    const keyed = exploresInKeys(text);
    if (dashboard) {
        const own = (0,lookml_dashboards/* readQuery */.xB)(dashboard.parameters, undefined).model;
        const queries = (0,lookml_dashboards/* queriesWithin */.ii)(dashboard.parameters);
        const named = new Set(queries.map(({ explore }) => explore));
        const others = keyed.filter(explore => !named.has(explore)).map((explore) => ({ explore }));
        return [...queries, ...others].flatMap(query => [
            ...fullNamesOf(query, model, explores),
            ...(inherited !== undefined && (query.model ?? own) === own
                ? fullNamesOf({ ...query, model: inherited }, model, explores)
                : []),
        ]);
    }
    const words = [...explores.wordsIn(text)];
    const models = new Set([
        model,
        inherited ?? model,
        ...words.filter(word => explores.models.ownNameOf(word) === word && explores.isOwnModel(word)),
    ]);
    const suggesting = text.includes('ui_config') ? allSuggestingExplores(explores) : [];
    const named = new Set([...words.filter(word => explores.isExploreWord(word)), ...keyed, ...suggesting]);
    let left = maxUnreadableExplores - models.size * named.size;
    if (left < 0)
        return undefined;
    const ofOthers = [];
    for (const item of text.split(/^\s*-\s/m)) {
        const others = [...item.matchAll(/\bmodel["']?\s*:\s*["']?([\p{L}\p{N}_-]+)/gu)].map(([, name = '']) => name);
        const foreign = others.filter(name => !models.has(name));
        if (foreign.length === 0)
            continue;
        const explores = /\bdashboard["']?\s*:/.test(item) ? keyed : exploresInKeys(item);
        left -= foreign.length * explores.length;
        if (left < 0)
            return undefined;
        (0,lists/* addAll */.RZ)(ofOthers, foreign.flatMap(name => explores.map(explore => `${name}::${explore}`)));
    }
    return [...[...models].flatMap(one => [...named].map(explore => `${one}::${explore}`)), ...ofOthers];
}
/** The maximum number of Explores that a dashboard may show if its YAML cannot be read. */
const maxUnreadableExplores = 100_000;
/** Before 2015, the key `explore` was called `base_view`. */
const exploresInKeys = (text) => [...text.matchAll(/\b(?:explore|base_view)["']?\s*:\s*["']?([\p{L}\p{N}_]+)/gu)].map(([, name = '']) => name);
/** Returns what follows each key of an Explore or model, including the rest of the line. */
const keyedValues = (text) => [...text.matchAll(/\b(?:explore|base_view|model)["']?\s*:\s*([^\n]*)/g)].map(([, value = '']) => value);
/** Matches a name that is no alias, and has no anchor, tag, escape or constant. */
const plainName = /^(["']?)[\p{L}\p{M}\p{N}_-]+\1\s*(?:$|[,}\]]|#)/u;

// EXTERNAL MODULE: ./build/affected/texts.js
var texts = __webpack_require__(74265);
;// CONCATENATED MODULE: ./build/affected/target-uses.js







/** Returns the LookML dashboards that may be the target or contain the target. */
const dashboardsOfTarget = (content) => content.kind === 'lookml' ? [content, ...(content.others ?? [])] : (content.lookml ?? []);
/**
 * Splits the id of a LookML dashboard, such as `thelook::sales`. The dashboard's name may contain `::`, too.
 * @returns undefined if the id does not belong to a LookML dashboard
 */
function lookmlNameOf(id) {
    const [model = '', ...parts] = id.split('::');
    return parts.length > 0 ? { model, name: parts.join('::') } : undefined;
}
/**
 * Returns the LookML dashboards that may have a tile with this id, such as `thelook::sales::total`. There are several if
 * a name contains `::`, and the tile's name is then unknown.
 */
function namesInTileId(id) {
    const [model = '', ...parts] = id.split('::');
    const lookml = parts.map((_, index) => ({ model, name: parts.slice(0, index + 1).join('::') }));
    const [, tileName] = parts;
    return {
        lookml: lookml.slice(0, Math.max(parts.length - 1, 1)),
        ...(tileName !== undefined && parts.length === 2 && { tileName }),
    };
}
/** Whether a LookML dashboard may have parts that no file of this project defines. */
function isDashboardIncomplete({ base, head }, model, name) {
    const projects = [base.project, head.project];
    const sides = projects.map(project => findKnownParts(project, { model, name }));
    return (!projects.some(({ models }) => models.has(model)) ||
        sides.every(side => !side.isDefined) ||
        sides.some(side => side.missing.length > 0));
}
/**
 * Returns whether the project certainly defines the dashboard, and which dashboards it extends that the project may not
 * define. Ignores definitions in files that the model does not certainly include, because the dashboard may be an
 * imported one with the same name.
 */
function findKnownParts(project, { model, name }) {
    const { definitions, missing } = definitionsFor(project, name);
    const included = model === undefined ? undefined : (0,changed_includes/* filesOf */.R8)(model, project, 'certain');
    const certain = definitions.filter(one => !one.isUncertain);
    const found = new Set(certain.flatMap(one => (included?.has(one.path) === false ? [] : [one.name])));
    const isDefined = found.has(name);
    const others = certain.flatMap(one => (isDefined && !found.has(one.name) ? [one.name] : []));
    return { isDefined, missing: [...missing, ...others] };
}
function usesOf(content, explores) {
    const tiles = content.tiles === 'unknown' ? [] : (content.tiles ?? []);
    const described = tiles.map(({ id, explores, text }) => ({
        side: 'described',
        tile: id === undefined ? {} : { id },
        explores: explores ?? [],
        text,
        reasons: explores ? [] : ['Looker does not describe one of its tiles, so any change may affect it'],
    }));
    const { filters = [] } = content;
    described.push({
        side: 'described',
        explores: filters === 'unknown' ? [] : filters.flatMap(filter => exploresOfFilter(filter, explores)),
        text: '',
        reasons: filters === 'unknown' ? ['Looker does not describe its filters, so any change may affect it'] : [],
    });
    described.push(...slugUses(content, explores));
    if (content.kind !== 'lookml')
        return [
            ...described,
            ...(content.lookml ?? []).flatMap(dashboard => textUses(dashboard, explores)),
            ...tileUses(content, explores),
        ];
    const uses = usesInTexts(content, explores);
    // A dashboard of this project with the same name may be a different dashboard, so only Looker knows the tiles.
    // Another project may import this project's dashboard, and the deployed commit may lack some of its tiles.
    if (!explores.isOwnModel(content.model))
        return [...uses, ...described, ...constantUses(explores)];
    return [...uses, ...described, ...constantUsesOf(content.name, explores)];
}
/**
 * Returns the uses of LookML dashboards whose `preferred_slug` is the target's id. Looker's answer is not enough, because
 * the slug may belong to another dashboard in the deployed commit.
 */
function slugUses(content, explores) {
    const projects = [explores.change.base.project, explores.change.head.project];
    return dashboardsOfTarget(content).flatMap(({ model, name }) => {
        if (model !== undefined)
            return [];
        const models = projects.flatMap(project => modelsWithDashboard(project, name));
        const isKnown = content.kind === 'lookml' &&
            content.name === name &&
            models.includes(explores.models.ownNameOf(content.model));
        if (isKnown)
            return [];
        return [...new Set(models)].flatMap(model => usesInTexts({ kind: 'lookml', model, name }, explores));
    });
}
const modelsWithDashboard = (project, name) => [...project.models.keys()].filter(model => {
    const included = (0,changed_includes/* filesOf */.R8)(model, project, 'own');
    return project.dashboards.definitions(name).some(({ path }) => included.has(path));
});
/**
 * Returns the uses of a tile in its dashboard's LookML. Looker's description of the tile is not enough, because the
 * deployed commit may differ from the merge base and from the head. If the tile cannot be found in the text with
 * certainty, returns the uses of all tiles.
 */
function tileUses(content, explores) {
    const { lookml = [], tileName = '' } = content;
    return lookml.flatMap(({ model, name }) => {
        if (model === undefined)
            return [];
        const dashboard = { kind: 'lookml', model, name };
        const uses = usesInTexts(dashboard, explores);
        const { base, head } = explores.change;
        const isRead = [base, head].every(({ project }) => definitionsFor(project, name).definitions.every(({ problem }) => problem === undefined));
        const named = uses.filter(({ tile }) => tile?.name === tileName);
        return isRead && mayBeTileName(tileName) && named.length > 0 ? named : uses;
    });
}
/**
 * Whether the last part of a tile's id may be the tile's name in LookML. Looker does not document the id. A number may
 * instead be the tile's position.
 */
const mayBeTileName = (text) => !/^\d*$/.test(text);
/**
 * Returns the texts of a dashboard's LookML. Looker's description of the dashboard does not show the constants in these
 * texts.
 */
function textUses(dashboard, explores) {
    const { base, head } = explores.change;
    const { name } = dashboard;
    const isNamed = [base, head].some(({ project }) => project.dashboards.definitions(name).length > 0);
    const uses = isNamed
        ? onBothSides(explores, project => definitionTexts(definitionsFor(project, name).definitions))
        : [];
    return [...uses.map(use => ({ ...use, dashboard })), ...constantUsesOf(name, explores)];
}
/**
 * Returns the constants that a dashboard may use if this project does not certainly define the dashboard, and each one
 * that it extends. The name in a definition may contain a constant, too.
 */
function constantUsesOf(name, explores) {
    const { base, head } = explores.change;
    const sides = [base, head].map(({ project }) => definitionsFor(project, name));
    const isKnown = sides.some(({ definitions }) => definitions.length > 0);
    const isUncertain = sides.some(({ definitions, missing }) => missing.length > 0 || definitions.some(one => one.isUncertain));
    return isKnown && !isUncertain ? [] : constantUses(explores);
}
/**
 * Returns the constants in all dashboards of this project, because a dashboard of another project may extend any of
 * them.
 */
const constantUses = (explores) => onBothSides(explores, ({ dashboards }) => dashboards
    .constants()
    .map(name => `@{${name}}`)
    .join('\n'));
const onBothSides = ({ change: { base, head } }, textOn) => [
    { side: 'before', explores: [], text: textOn(base.project), reasons: [] },
    { side: 'after', explores: [], text: textOn(head.project), reasons: [] },
];
const definitionTexts = (definitions) => definitions.map(({ dashboard, text }) => (dashboard ? (0,texts/* textWithin */.JY)(dashboard.parameters) : text)).join('\n');
/** @throws RangeError if too many dashboards may extend each other */
function definitionsFor(project, start) {
    const search = project.dashboards.search(start);
    while (search.step()) {
        // Each step reads the definitions of one name.
    }
    return search;
}
/** Prepares `definitionsFor`. Pauses after each name, because parsing a file can take a second. */
async function prepareDefinitions({ base, head }, start, pause) {
    for (const { project } of [base, head]) {
        await project.dashboards.prepare(pause);
        const search = project.dashboards.search(start);
        while (await search.slowStep(pause)) {
            // Each step reads the definitions of one name.
        }
    }
}
const composedIn = (project, model, name) => project.dashboards.composed(name, (0,changed_includes/* filesOf */.R8)(model, project, 'certain'), (0,changed_includes/* filesOf */.R8)(model, project, 'own'));
const usesInTexts = (content, explores) => ['before', 'after'].flatMap(side => usesInText(content, side, explores));
function usesInText({ model, name }, side, explores) {
    const { base, head } = explores.change;
    const { project } = side === 'before' ? base : head;
    const other = composedIn((side === 'before' ? head : base).project, model, name);
    const composed = composedIn(project, model, name);
    const { definitions } = definitionsFor(project, name);
    const tiles = [...(composed?.elementsByName ?? [])].map(([key, element]) => {
        const isSame = (0,external_node_util_.isDeepStrictEqual)(element.parameters, other?.elementsByName.get(key)?.parameters);
        return {
            side,
            tile: element.name === undefined ? {} : { name: element.name },
            explores: element.queries.flatMap(query => fullNamesOf(query, model, explores)),
            text: (0,texts/* textWithin */.JY)(element.parameters),
            reasons: [
                ...(isSame ? [] : [ownDefinition]),
                // Looker describes tiles that may inherit an Explore.
                ...(element.queries.every(query => query.explore !== undefined) || composed?.mayInherit
                    ? []
                    : [`its tile ${key} has no Explore, so any change may affect it`]),
            ],
        };
    });
    const shown = new Set(tiles.flatMap(({ explores }) => explores));
    const inherited = (0,lookml_dashboards/* readQuery */.xB)(composed?.parameters ?? {}, undefined).model;
    const named = definitions.map(definition => ({
        path: definition.path,
        explores: exploresInDefinition(definition, { model, inherited }, explores),
    }));
    const others = named.flatMap(({ explores }) => explores ?? []);
    // `composed` lacks filters if a definition cannot be read as YAML, or if several files define the dashboard.
    const filters = [
        ...(composed?.filtersByName.values() ?? []),
        ...definitions.flatMap(({ dashboard }) => dashboard?.filters ?? []),
    ];
    const ofFilters = filters.flatMap(filter => {
        const query = (0,lookml_dashboards/* readQuery */.xB)(filter, inherited);
        const field = filter.field ?? filter.dimension;
        const control = filter.ui_config;
        const showsValues = (0,lookml/* showsSuggestions */.O)(control) || (0,texts/* textWithin */.JY)(control).includes('@{');
        const isSuggested = typeof field === 'string' && showsValues;
        return fullNamesOf(query, model, explores).flatMap(explore => exploresOfFilter({ explore, ...(isSuggested && { suggestedField: field }) }, explores));
    });
    const otherExplores = [...new Set([...others, ...ofFilters])].filter(explore => !shown.has(explore));
    const reasons = [
        ...(composed && !composed.mayInherit ? reasonsOfFilters(composed) : []),
        ...named.flatMap(({ path, explores }) => (explores ? [] : [unreadableReason(path)])),
        ...reasonsOfUnreadable(definitions, name),
    ];
    const whole = { side, explores: otherExplores, text: definitionTexts(definitions), reasons };
    return [...tiles, { ...whole, dashboard: { model, name } }];
}
/** Returns a reason for each field filter for which the text names no Explore. */
const reasonsOfFilters = ({ filtersByName }) => [...filtersByName].flatMap(([name, filter]) => String(filter.type).includes('field') && (0,lookml_dashboards/* readQuery */.xB)(filter, undefined).explore === undefined
    ? [`its filter ${name} has no Explore, so any change may affect it`]
    : []);
const ownDefinition = 'its own definition in the dashboard';


/***/ }),

/***/ 74265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hn: () => (/* binding */ wordsIn),
/* harmony export */   JY: () => (/* binding */ textWithin),
/* harmony export */   M8: () => (/* binding */ dashboardNamesIn),
/* harmony export */   ZZ: () => (/* binding */ isLookml),
/* harmony export */   Zk: () => (/* binding */ isDashboardFile),
/* harmony export */   ee: () => (/* binding */ isAttributes),
/* harmony export */   l0: () => (/* binding */ pauseAfter),
/* harmony export */   qj: () => (/* binding */ isNeverNamed),
/* harmony export */   uh: () => (/* binding */ hasDashboards)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72713);
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73454);


/** See https://git-scm.com/docs/gitattributes. */
const isAttributes = (path) => /(?:^|\/)\.gitattributes$/.test(path);
const isLookml = (path) => /\.(?:lkml|lookml)$/i.test(path);
const isDashboardFile = (path) => /\.dashboard\.(?:lkml|lookml)$/i.test(path);
/** Whether a LookML file may define dashboards. The file's name does not have to end with `.dashboard.lookml`. */
const hasDashboards = (path, text) => isDashboardFile(path) ||
    (/^\uFEFF?-[ \t]/m.test(text) &&
        /^\uFEFF?(?:-[ \t]{1,999}(?:\{\s{0,999})?| {1,999})["']?dashboard["']?\s*:/m.test(text));
/**
 * Finds the names of dashboards without parsing the YAML. The key `dashboard` does not have to be the first key of its
 * list item.
 */
const dashboardNamesIn = (text) => [...text.matchAll(dashboardLine)].map(([, name = '']) => name.trim());
const dashboardLine = /^\uFEFF?(?:- {1,999}| {1,999})["']?dashboard["']?\s{0,9}:[ \t]{0,9}["']?([^\n"'#]{1,999})/gm;
/** Whether Looker ignores a file, such as `README.md`, even if LookML mentions its name. */
const isNeverNamed = (path) => /(?:^|\/)(?:\.git(?:ignore|keep)|\.editorconfig|CODEOWNERS|LICENSE)$|^\.github\/.*\.ya?ml$|\.(?:md|py)$/i.test(path);
/**
 * Returns the words that can be names, in any alphabet. U+FFFD and lone surrogates, which replace bytes that are not
 * UTF-8, count as letters.
 */
const wordsIn = (text) => text.split(notInWord).filter(word => word !== '');
/**
 * Matches a single character, because a repetition over a long text overflows the stack of V8's regular expressions.
 */
const notInWord = /[^\p{L}\p{M}\p{N}\p{So}\p{Cs}_]/u;
/** Returns all keys and texts in a value, one per line. Texts may contain JSON, such as custom fields. */
function textWithin(value) {
    const texts = [];
    const open = [value];
    for (let one = open.pop(); open.length > 0 || one !== undefined; one = open.pop()) {
        if (typeof one === 'string') {
            texts.push(one);
            const parsed = /^\s*[[{]/.test(one) ? (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(one) : undefined;
            if (typeof parsed === 'object')
                open.push(parsed);
        }
        else if (typeof one === 'object' && one !== null) {
            if (!Array.isArray(one))
                (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .addAll */ .RZ)(texts, Object.keys(one));
            (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_1__/* .addAll */ .RZ)(open, Object.values(one));
        }
    }
    return texts.join('\n');
}
/** Returns a function that adds up units of work, and pauses after each `unitsPerPause` units. */
function pauseAfter(unitsPerPause, pause) {
    let done = 0;
    return async (units) => {
        done += units;
        if (done < unitsPerPause)
            return;
        done = 0;
        await pause();
    };
}


/***/ }),

/***/ 66017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ sqlOfMode),
/* harmony export */   w: () => (/* binding */ UnseenChanges)
/* harmony export */ });
/* harmony import */ var _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88351);
/* harmony import */ var _reachable_changes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(238);


/**
 * Matches SQL that Looker uses only in development mode, or only in production
 * (https://cloud.google.com/looker/docs/derived-tables).
 */
const sqlOfMode = {
    dev: /--\s{0,9}if\s{1,9}dev\s{0,9}--.*/gi,
    prod: /--\s{0,9}if\s{1,9}prod\s{0,9}--.*/gi,
};
/** The maximum number of uses that each search follows for each Explore. */
const maxUses = 1_000_000;
class UnseenChanges {
    #explores;
    #known;
    constructor(explores) {
        this.#explores = explores;
    }
    /** Reads every block, so it is computed only if an Explore is affected. */
    get #sides() {
        const { base, head } = this.#explores.change;
        this.#known ??= [base, head].map(side => ({
            side,
            readers: readersOfChangedTables(side),
            ofProduction: productionBlocks(side),
        }));
        return this.#known;
    }
    of(fullName) {
        return [
            ...(this.#readsChangedTable(fullName) ? ['table'] : []),
            ...(this.#usesOtherProductionSql(fullName) ? ['productionSql'] : []),
        ];
    }
    #readsChangedTable(fullName) {
        return this.#sides.some(({ side, readers }) => {
            if (readers.size === 0)
                return false;
            const limits = { count: 1, usesLeft: maxUses };
            const { found, isComplete } = this.#explores.findUsed(fullName, side.project, readers, limits);
            return found.length > 0 || !isComplete;
        });
    }
    #usesOtherProductionSql(fullName) {
        if (this.#sides.every(({ ofProduction }) => ofProduction.size === 0))
            return false;
        const used = this.#sides.map(({ side, ofProduction }) => {
            const limits = { count: ofProduction.size, usesLeft: maxUses };
            return { side, ...this.#explores.findUsed(fullName, side.project, ofProduction, limits) };
        });
        if (used.some(({ isComplete }) => !isComplete))
            return true;
        const [before, after] = used.map(({ side, found }) => found
            .map(block => productionSql(side, block))
            .sort()
            .join('\n'));
        return (before !== after || used.some(({ side, found }) => found.some(block => this.#isChanged(side, block))));
    }
    /** Whether the block is included differently, or its production SQL names a changed view. */
    #isChanged(side, block) {
        const { graph, blocks } = side.project;
        const path = blocks[block]?.path;
        if (this.#explores.change.inclusions.some(inclusion => inclusion.path === path))
            return true;
        const views = [...productionSql(side, block).matchAll(_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .tableUse */ .Ii)].map(([, name = '']) => name);
        return (0,_reachable_changes_js__WEBPACK_IMPORTED_MODULE_1__/* .changesIn */ .N0)(side.reach.from(views.flatMap(name => graph.named('view', name)))) > 0;
    }
}
/** Returns the blocks that read a table by its name, if the change affects another block that writes or publishes it. */
function readersOfChangedTables({ project: { graph }, reach }) {
    const isAffected = (block) => (0,_reachable_changes_js__WEBPACK_IMPORTED_MODULE_1__/* .changesIn */ .N0)(reach.from([block])) > 0;
    const readers = [...graph.tablesReadBy].filter(([reader, tables]) => tables.some(table => graph.blocksOf(table).some(block => block !== reader && isAffected(block))));
    return new Map(readers.map(([reader]) => [reader, reader]));
}
function productionBlocks(side) {
    const found = side.project.blocks.flatMap((_, index) => (productionSql(side, index) === '' ? [] : [index]));
    return new Map(found.map(index => [index, index]));
}
const productionSql = ({ project }, block) => (project.blocks[block]?.tokens.match(sqlOfMode.prod) ?? []).join('\n');


/***/ }),

/***/ 13450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $u: () => (/* binding */ objectsWrittenBy),
/* harmony export */   Cz: () => (/* binding */ isWritingKey),
/* harmony export */   We: () => (/* binding */ hasWritingKey),
/* harmony export */   Z6: () => (/* binding */ namesWrittenIn)
/* harmony export */ });
/* harmony import */ var _constants_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(15096);
/* harmony import */ var _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(88351);
/* harmony import */ var _lookml_tokens_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39710);



/* Finds the database objects, such as tables and functions, that SQL creates or changes. */
/** Keys of SQL that may write to the database. */
const isWritingKey = (key) => /^sql_(?:create|step|preamble|trigger|trigger_value)$/.test(key);
/** Whether a text of several parameters contains a key of SQL that may write to the database. */
const hasWritingKey = (text) => /\bsql_(?:create|step|preamble|trigger)/.test(text);
/** Stand for the conditions of Liquid: `{% if … %}`, `{% elsif … %}`, `{% else %}` and `{% endif %}`. */
const liquidMarks = { start: '\uE000', branch: '\uE001', otherwise: '\uE002', end: '\uE003' };
const anyMark = '\\uE000-\\uE003';
const space = `[\\s${anyMark}]{1,99}`;
const spaced = (pattern) => pattern.replaceAll(' ', space);
/** Kinds of database objects that other SQL can read or call by name, as words of a regular expression. */
const objects = 'table|view|model|function|procedure|package|macro|sequence|type|dictionary|synonym|alias|schema|database|stage|stream';
const word = `[^\\s;(),${anyMark}]{1,255}`;
/** Words after `insert`, `update` and `delete`: `insert or replace into`, `delete top (10) from`. */
const modifiers = '(?: (?:low_priority|high_priority|delayed|quick|ignore|or \\w{1,20})){0,3}(?: top\\s{0,9}(?:\\([^()]{0,99}\\)|\\d{1,9})(?: percent)?)?';
/** Matches the words before the name of an object that SQL writes. All repetitions are bounded. */
const writing = new RegExp(spaced(`(?<![\\w$.])(?:${[
    `(?:create|drop)(?: \\w{1,99}){0,3}? index(?: ${word}){0,6}? on`,
    `create((?: ${word}){0,8}?) (?:table function|${objects})`,
    `(?:insert|merge)${modifiers}(?: (?:into|overwrite|table)){0,2}`,
    `update${modifiers}|delete${modifiers}(?:(?: ${word}){0,2}? from)?`,
    'into(?: unlogged)?(?: table)?|load data overwrite(?: table)?|copy(?: into)?|truncate(?: table)?',
    `(?:alter|drop|undrop|refresh|restore|replace)(?: \\w{1,99}){0,3}? (?:${objects})`,
    `partition of|policy ${word} on|rename(?: table ${word})? to|sp_rename ${word}\\s{0,9},|swap with`,
    `switch(?: partition ${word})? to|attach partition|transfer`,
    '(?<!\\bor )replace|upsert|exchange tables|table',
].join('|')})(?: concurrently)?(?: if(?: not)? exists)?(?: only)?(?= )`), 'gi');
/**
 * Matches texts that are not names of tables: a temporary table of SQL Server, and words that follow `update`, `insert`
 * and `delete` in other statements.
 */
const notName = /^(?:#|$|(?:set|values|row|select|when|of|cascade|on|or|as|from|into|then|and|to|all|first|grants|skip|temp|temporary)$)/i;
/** Matches Liquid (`{{ name }}`), but not constants (`@{name}`). */
const liquid = /(?<!@)\{\{?[^{}]*\}\}?/g;
/** Matches comments, and the conditions of Liquid. SQL follows the comments `-- if prod --` and `-- if dev --`. */
const noise = /--(?:[ \t]{0,9}if[ \t]{1,9}\w{1,99}[ \t]{0,9}--|[^\n]*)|\/\*[\s\S]{0,999}?\*\/|\{%-?\s{0,9}(?:(if|unless|case)|(elsif|when)|(else)|end(?:if|unless|case))\b[^{}]{0,255}\}/g;
/** Like `noise`, but a comment does not begin inside of quotes. An apostrophe may be no quote: `-- don't`. */
const noiseOutsideQuotes = new RegExp(`'[^'\\n]{0,999}'|"[^"\\n]{0,999}"|${noise.source}`, 'g');
/** Matches a comment of MySQL and BigQuery. In other databases, `#` may be an operator. */
const hashComment = /^[ \t]{0,99}#[^\n]*|(?<![\w$#])#[ \t][^\n]*/gm;
function withLiquidMarks(text, pattern) {
    return text.replace(pattern, (match, start, branch, otherwise) => {
        if (/^['"]/.test(match))
            return match;
        if (!match.startsWith('{'))
            return ' ';
        if (start !== undefined)
            return liquidMarks.start;
        if (branch !== undefined)
            return liquidMarks.branch;
        return otherwise === undefined ? liquidMarks.end : liquidMarks.otherwise;
    });
}
/**
 * Returns the names of the database objects that the SQL writes, without schemas and without Liquid: `people` for
 * `create table scratch.people`. Leaves out temporary tables and functions, because no other query can read them.
 */
function namesWrittenIn(text) {
    const texts = [text, text.replace(hashComment, ' ')];
    const readings = texts.flatMap(one => [noise, noiseOutsideQuotes].map(each => withLiquidMarks(one, each)));
    return [...new Set([...new Set(readings)].flatMap(namesWrittenInReading))];
}
/**
 * Returns the database objects that a block's SQL writes, including SQL in constants. If the values of these constants
 * are unknown or too many, and may contain a statement, the block may write any object.
 */
function objectsWrittenBy({ tokens, written }, constants) {
    if (!tokens.includes('@{') || !hasWritingKey(tokens))
        return written;
    const readings = constants.readings(tokens);
    if (readings)
        return [...written, ...readings.flatMap(namesWrittenIn)];
    const values = (0,_constants_js__WEBPACK_IMPORTED_MODULE_1__/* .constantsIn */ .t)(tokens).flatMap(name => constants.readings(`@{${name}}`) ?? _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO);
    return values.some(value => value === _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO || wordOfStatement.test(value))
        ? [...written, _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO]
        : written;
}
/** Matches a word of a statement that `namesWrittenIn` may find. */
const wordOfStatement = /\b(?:alter|attach|call|copy|create|delete|drop|exchange|exec|execute|external|function|inherits|insert|into|load|materialized|merge|model|overwrite|partition|policy|procedure|refresh|rename|replace|restore|sp_rename|swap|switch|table|transfer|truncate|undrop|update|upsert|view)\b/i;
function namesWrittenInReading(sql) {
    const changesRows = /\b(?:update|delete)\s/i.test(sql);
    const queried = changesRows ? Array.from(sql.matchAll(tableInQuery), ([, name = '']) => lastPart(name)) : [];
    const named = [...sql.matchAll(writing)].flatMap(match => {
        const [words, kind = ''] = match;
        const isTemporary = /\stemp(?:orary)?(?:\s|$)/i.test(kind);
        return isTemporary
            ? []
            : namesInList(sql, match.index + words.length, { isRename: /^(?:rename|exchange)/i.test(words) });
    });
    const parents = Array.from(sql.matchAll(inherited), ([, names = '']) => names.split(','));
    const joined = Array.from(sql.matchAll(afterUpdate), ([, text = '']) => tablesBeforeSet(text).slice(1));
    const called = Array.from(sql.matchAll(calledText), ([, text = '']) => text.match(wordInCall) ?? []);
    return [
        ...[...named, ...queried, ...called.flat().filter(word => !keywordInCall.test(word))],
        ...[...parents.flat(), ...joined.flat()].map(name => lastPart(name.trim())),
    ];
}
/** Matches the tables whose rows include those of a new table: `create table people_2026 () inherits (people)`. */
const inherited = /\binherits\s{0,9}\(([^()]{1,500})\)/gi;
/**
 * Matches the tables that an `update` or `delete` may change although another name follows these words: an alias
 * (`update p set … from people p`), or the name of a common table expression
 * (`with p as (select * from people) delete from p`).
 */
const tableInQuery = new RegExp(spaced(`\\b(?:from|join) (${word})`), 'gi');
/** Match the tables of an update of MySQL, which may write each of them: `update a join people set people.x = 1`. */
const afterUpdate = /\bupdate(?=\s([^;]{1,500}))/gi;
const beforeSet = /^(.*?)\sset(?!\w)/is;
const beforeTable = new RegExp(`,|[\\s${anyMark}]join(?=\\s)`, 'i');
const tablesBeforeSet = (text) => (beforeSet.exec(text)?.[1] ?? '').split(beforeTable).map(table => table.trimStart().split(/\s/)[0] ?? '');
/**
 * Matches the arguments of a statement that runs a text or a procedure. The text may be composed, so each word may be a
 * name: `execute immediate format('create table %s', 'people')`, `call sp_rename('people_new', 'people')`.
 */
const calledText = new RegExp(`(?:^|[;:]|\\b(?:begin|then|else))[\\s${anyMark}]{0,99}(?:call|exec|execute)\\b[^;'"]{0,500}(['"][^;]{0,2000})`, 'gi');
const wordInCall = /[^\s'"`().,;[\]|=%]{1,255}/g;
const keywordInCall = /^(?:\d+|alter|and|as|by|case|create|delete|drop|else|end|exists|format|from|group|if|in|insert|into|join|left|not|null|on|or|order|replace|select|set|table|then|truncate|update|using|values|view|when|where)$/i;
/** Match the text between two names: `truncate a, b`, `rename table a to b, c to d` and `exchange tables a and b`. */
const betweenNames = new RegExp(`[\\s${anyMark}]{0,99},`, 'y');
const betweenNewNames = new RegExp(`[\\s${anyMark}]{0,99}(?:,|\\b(?:to|and)\\b)`, 'iy');
const maxNamesInList = 100;
/** The list of `rename` is shorter, because its names may contain statements: `rename to a to rename to b`. */
const maxNewNames = 20;
function namesInList(sql, start, { isRename }) {
    const names = new Set();
    const maxNames = isRename ? maxNewNames : maxNamesInList;
    let at = start;
    for (let [count, isList] = [0, true]; isList && count < maxNames; count++) {
        const reader = new NameReader(sql, at);
        for (const name of reader.read())
            names.add(lastPart(name));
        at = (0,_lookml_tokens_js__WEBPACK_IMPORTED_MODULE_2__/* .matchEnd */ .XS)(isRename ? betweenNewNames : betweenNames, sql, reader.position);
        isList = at > reader.position;
        if (isList && count === maxNames - 1)
            names.add(_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO);
    }
    names.delete('');
    return [...names];
}
/** Returns the name without its schema and without Liquid. Returns an empty text if the text is not a table's name. */
function lastPart(name) {
    if (name.includes('SQL_TABLE_NAME') || notName.test(name))
        return '';
    // The name follows a comment that is too long for `noise`.
    if (name.startsWith('/*'))
        return _lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO;
    const withoutLiquid = name.replace(liquid, ' ');
    return withoutLiquid.slice(withoutLiquid.lastIndexOf('.') + 1);
}
const namePart = new RegExp(`(?:@?\\{[^{}]{0,255}\\}|\\{\\{[^{}]{0,255}\\}\\}|(?<![^\\s.${anyMark}])(?:"[^"{}\\n]{1,255}"|\`[^\`{}\\n]{1,255}\`|\\[[^\\]{}\\n]{1,255}\\])|[^\\s{}(),;${anyMark}]){1,255}`, 'y');
const identifierCall = new RegExp(`${space}identifier\\s{0,9}\\(\\s{0,9}`, 'iy');
const spaces = /\s{1,99}/y;
const isMark = new RegExp(`[${anyMark}]`);
const nextMark = new RegExp(isMark, 'g');
const maxNameParts = 64;
const maxVariants = 16;
const noCondition = () => ({ before: new Set(), results: new Set(), hasElse: true });
/**
 * Reads a name. If the name contains conditions of Liquid, reads all its variants: `dev_people` and `people` for
 * `{% if dev %}dev_{% endif %}people`. If there are too many variants or parts, also returns `anyName`.
 */
class NameReader {
    #sql;
    /** The texts that may be the start of the name. A text that ends with a space is complete, unless a dot follows. */
    #variants = new Set(['']);
    #complete = new Set();
    #open = [];
    #isAfterCondition = false;
    position;
    constructor(sql, start) {
        this.#sql = sql;
        this.position = (0,_lookml_tokens_js__WEBPACK_IMPORTED_MODULE_2__/* .matchEnd */ .XS)(identifierCall, sql, start);
    }
    read() {
        let count = 0;
        while (count < maxNameParts && this.#readPart())
            count++;
        if (count === maxNameParts)
            this.#complete.add(_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO);
        this.#finishAll();
        return this.#complete;
    }
    /** @returns whether more parts may follow */
    #readPart() {
        if (this.#variants.size === 0) {
            if (this.#open.length === 0)
                return false;
            nextMark.lastIndex = this.position;
            this.position = nextMark.exec(this.#sql)?.index ?? this.#sql.length;
        }
        const start = this.position;
        const next = this.#sql[start];
        if (next === undefined)
            return false;
        if (isMark.test(next)) {
            this.position += 1;
            this.#readMark(next);
            return true;
        }
        this.position = (0,_lookml_tokens_js__WEBPACK_IMPORTED_MODULE_2__/* .matchEnd */ .XS)(spaces, this.#sql, start);
        if (this.position > start)
            this.#variants = this.#withSpace();
        else {
            this.position = (0,_lookml_tokens_js__WEBPACK_IMPORTED_MODULE_2__/* .matchEnd */ .XS)(namePart, this.#sql, start);
            this.#addPart(this.#sql.slice(start, this.position));
            // The next word, or the next name of a list, does not belong to this name.
            if (this.#variants.size === 0)
                this.position = start;
        }
        return true;
    }
    /** A name cannot be empty, so an empty text disappears after a condition that contains a name. */
    #withSpace() {
        const kept = [...this.#variants].filter(text => text !== '' || !this.#isAfterCondition);
        return new Set(kept.map(text => (text === '' ? '' : `${text.trimEnd()} `)));
    }
    #addPart(part) {
        const variants = new Set();
        for (const text of this.#variants) {
            const isOpen = !text.endsWith(' ') || part.startsWith('.') || text.endsWith('. ');
            if (part !== '' && isOpen)
                variants.add(`${text.trimEnd()}${part}`);
            else
                this.#complete.add(text.trimEnd());
        }
        this.#variants = variants;
    }
    #readMark(mark) {
        if (mark === liquidMarks.start) {
            this.#open.push({ before: this.#variants, results: new Set(), hasElse: false });
            this.#isAfterCondition = false;
            return;
        }
        // Without an open condition, the words before the name are inside of the condition.
        const condition = this.#open.pop() ?? noCondition();
        const { before, results, hasElse } = condition;
        for (const text of this.#variants)
            results.add(text);
        if (mark === liquidMarks.end) {
            const all = hasElse ? [...results] : [...new Set([...results, ...before])];
            if (all.length > maxVariants)
                this.#complete.add(_lookml_block_js__WEBPACK_IMPORTED_MODULE_0__/* .anyName */ .kO);
            this.#variants = new Set(all.slice(0, maxVariants));
            this.#isAfterCondition = all.some(text => text !== '');
        }
        else {
            condition.hasElse ||= mark === liquidMarks.otherwise;
            this.#open.push(condition);
            this.#variants = before;
        }
    }
    #finishAll() {
        for (const text of this.#variants)
            this.#complete.add(text.trimEnd());
        this.#variants = new Set();
    }
}


/***/ }),

/***/ 99159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ showsSuggestions),
/* harmony export */   m: () => (/* binding */ lookmlClient)
/* harmony export */ });
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(25933);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72713);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(53906);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(46229);




/**
 * Finds the LookML that a target uses. All calls are administrative (`non_query`, API 4.0), except for the calls that
 * read a query or a SQL Runner query.
 */
function lookmlClient(send, host) {
    const get = (path, fields, read) => send({ method: 'GET', path, query: { fields } }, (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .readObject */ .Ag)(host, 'LookML', read));
    const read = ({ kind, id }) => {
        const path = `/${_targets_js__WEBPACK_IMPORTED_MODULE_1__/* .targetKinds */ .xV[kind].resource['4.0']}/${encode(id)}`;
        if (kind === 'look')
            return get(path, tileQuery, answer => ofQuery((0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7)(answer.query)));
        if (kind === 'query')
            return get(path, `${query},${settings}`, ofQuery);
        if (kind === 'dashboard_element')
            return get(path, element, ofElement);
        return get(path, `id,dashboard_elements(${element}),dashboard_filters(type,model,explore,dimension,ui_config)`, ofDashboard);
    };
    /**
     * Reads the SQL of a SQL Runner query. If the query may use a LookML model, leaves out its SQL, because that SQL may
     * contain names of views instead of tables.
     */
    const readSql = async ({ sqlQuery, ...tile }) => {
        const path = `/sql_queries/${encode(sqlQuery)}`;
        const answer = await get(path, 'model_name,sql', answer => answer).catch(() => undefined);
        const sql = nonEmptyText(answer?.sql);
        const usesModel = sql?.includes('${') || (answer?.model_name !== null && answer?.model_name !== '');
        return sql === undefined || usesModel ? tile : { ...tile, explores: [], sql };
    };
    return {
        queriesOf: async (target) => {
            const { tiles, ...queries } = await read(target);
            const all = tiles.map(async (tile) => ('sqlQuery' in tile ? await readSql(tile) : tile));
            return { ...queries, tiles: await Promise.all(all) };
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
const resultMakerFields = `result_maker(sql_query_id,merge_result_id,${settings},${tileQuery},filterables(${query}))`;
const element = `id,type,look_id,filter_id,merge_result_id,${tileQuery},look(${tileQuery}),${resultMakerFields}`;
const source = 'name,view,original_view,project_name,source_file,source_file_path,suggest_explore';
const kinds = ['dimensions', 'measures', 'filters', 'parameters'];
const exploreFields = `project_name,view_name,joins(name,from),source_file,files,errors(field_error),fields(${kinds.map(kind => `${kind}(${source})`)})`;
const nonEmptyText = (value) => typeof value === 'string' && value !== '' ? value : undefined;
/** Whether an answer contains an id, even if the id has an unexpected form. */
const isSet = (id) => id !== undefined && id !== null && id !== '';
/** Returns the Explore of a query. The query's field `view` contains the Explore's name. */
function exploreOf({ model, view }) {
    const [inModel, name] = [nonEmptyText(model), nonEmptyText(view)];
    return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : [];
}
function ofQuery(answer) {
    const explores = exploreOf(answer);
    const tile = withSettings([answer]);
    return { kind: 'query', tiles: [explores.length > 0 ? { ...tile, explores } : tile] };
}
/** @param others settings that apply in addition to those of the queries. Looker does not always return them. */
function withSettings(queries, others = {}) {
    const isKnown = queries.every(one => one.vis_config !== undefined && one.dynamic_fields !== undefined);
    return queries.length > 0 && isKnown
        ? { settings: [...queries, others].flatMap(one => [one.vis_config, one.dynamic_fields]) }
        : {};
}
const ofElement = (answer) => ({ kind: 'query', tiles: tileOf(answer) });
function ofDashboard({ id, dashboard_elements: elements, dashboard_filters: filters, }) {
    const own = nonEmptyText(id);
    return {
        kind: 'dashboard',
        ...(own !== undefined && { id: own }),
        tiles: Array.isArray(elements) ? elements.flatMap(tileOf) : [{}],
        filters: filterSources(filters),
    };
}
/** Filters on a date, a number or a text have no Explore. */
function filterSources(filters) {
    if (!Array.isArray(filters))
        return 'unknown';
    const sources = filters.flatMap(filter => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(filter) ? filterSource(filter) : [undefined]));
    const known = sources.filter(source => source !== undefined);
    return known.length === sources.length ? known : 'unknown';
}
function filterSource(filter) {
    const { type, model, explore, dimension, ui_config: control } = filter;
    const names = exploreOf({ model, view: explore });
    const needsExplore = isSet(explore) || nonEmptyText(type)?.includes('field');
    if (names.length === 0 && needsExplore)
        return [undefined];
    const field = showsSuggestions(control) ? nonEmptyText(dimension) : undefined;
    return names.map(name => ({ explore: name, ...(field !== undefined && { suggestedField: field }) }));
}
/**
 * Whether a filter's control shows the suggested values without a click
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard#ui_config).
 */
const showsSuggestions = (control) => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(control) &&
    (control.display === 'inline' || /button|check|radio|slider|toggle/.test(String(control.type)));
/**
 * Reads the queries of a tile: its own query, a Look's query, or merged results. The `filterables` of merged results
 * name the Explores.
 */
function tileOf(answer) {
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(answer))
        return [{}];
    const maker = (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7)(answer.result_maker);
    const queries = [answer.query, (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7)(answer.look).query, maker.query].filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv);
    const filterables = Array.isArray(maker.filterables) ? maker.filterables.map(_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7) : [];
    const isMerged = [answer, maker].some(one => isSet(one.merge_result_id));
    const sources = [...queries, ...filterables];
    // Merged results have at least two queries. A query without an Explore is a query that the API user may not see.
    const isComplete = (!isMerged || filterables.length > 1) && sources.every(one => exploreOf(one).length > 0);
    const explores = isComplete ? sources.flatMap(exploreOf) : [];
    const id = nonEmptyText(answer.id);
    const tile = {
        ...(id !== undefined && { id }),
        // Looker does not return the queries of merged results.
        ...(!isMerged && withSettings(queries, maker)),
    };
    if (explores.length > 0)
        return [{ ...tile, explores: [...new Set(explores)] }];
    const sqlQuery = nonEmptyText(maker.sql_query_id);
    if (sqlQuery !== undefined)
        return [{ ...tile, sqlQuery }];
    const showsData = queries.length > 0 || isSet(answer.look_id) || isMerged;
    const isFilter = isSet(answer.filter_id);
    return showsData || !(isFilter || _model_js__WEBPACK_IMPORTED_MODULE_0__/* .tileTypesWithoutQuery */ ._.has(answer.type)) ? [tile] : [];
}
function ofExplore(answer) {
    const project = nonEmptyText(answer.project_name);
    const ofModel = pathsIn(answer.files);
    const modelFiles = [nonEmptyText(answer.source_file), ...ofModel].flatMap(path => sourceFiles(path, project));
    const all = (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7)(answer.fields);
    const fields = kinds.flatMap(kind => (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectsIn */ .Qv)(all[kind])).map(ofField);
    const others = [
        answer.view_name,
        ...(0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectsIn */ .Qv)(answer.joins).flatMap(({ name, from }) => [name, from]),
    ].flatMap(view => nonEmptyText(view) ?? []);
    return {
        fields,
        modelFiles,
        hasModelFiles: ofModel.length > 0,
        views: [...new Set([...others, ...fields.flatMap(({ views }) => views)])],
        hasViews: hasViews(answer),
    };
}
function ofField(field) {
    const suggestExplore = nonEmptyText(field.suggest_explore);
    return {
        name: nonEmptyText(field.name) ?? '',
        views: [field.view, field.original_view].flatMap(view => nonEmptyText(view) ?? []),
        files: filesOfField(field),
        ...(suggestExplore !== undefined && { suggestExplore }),
    };
}
/** Returns an empty list if one of the items is not a text. */
const pathsIn = (value) => Array.isArray(value) && value.every(item => typeof item === 'string') ? value : [];
/** Whether the description of an Explore is complete. If the Explore has an error, some of its views may be missing. */
function hasViews({ view_name: view, joins, fields, errors }) {
    const lists = (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7)(fields);
    return (nonEmptyText(view) !== undefined &&
        Array.isArray(joins) &&
        joins.every(join => nonEmptyText((0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectIn */ .D7)(join).name) !== undefined) &&
        kinds.some(kind => Array.isArray(lists[kind])) &&
        (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .objectsIn */ .Qv)(errors).every(error => error.field_error === true));
}
/**
 * Returns the possible paths of a field's file. `source_file_path` begins with the project's name, but `source_file`
 * does not.
 */
function filesOfField({ project_name: name, source_file: file, source_file_path: whole }) {
    const project = nonEmptyText(name);
    const path = nonEmptyText(file);
    if (path === undefined)
        return sourceFiles(nonEmptyText(whole), project);
    return [importedFile(path) ?? sourceFile(path, project)];
}
const sourceFile = (path, project) => ({
    path: path.replace(/^\/+/, ''),
    ...(project !== undefined && { project }),
});
/**
 * Returns the possible paths of a file. A project's name at the beginning of a path may be a folder, or a prefix that
 * Looker has added. For such a path, returns the paths with and without the name. A file of an imported project belongs
 * to that project.
 */
function sourceFiles(path, project) {
    if (path === undefined)
        return [];
    const imported = importedFile(path);
    if (imported)
        return [imported];
    const relative = sourceFile(path, project);
    const isInside = project !== undefined && relative.path.startsWith(`${project}/`);
    return isInside ? [relative, sourceFile(relative.path.slice(project.length + 1), project)] : [relative];
}
/**
 * Returns undefined for a file that is not in the folder of an imported project. Looker names such files
 * `imported_projects/block/views/a.view.lkml` (https://github.com/datahub-project/datahub/pull/8086).
 */
function importedFile(path) {
    const [, project, inProject = ''] = /^(?:.*\bimported_projects\/|\/\/)([^/]+)\/(.+)$/.exec(path) ?? [];
    return project === undefined ? undefined : sourceFile(inProject, project);
}


/***/ }),

/***/ 43251:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ boundedTokens)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35976);


/**
 * The maximum number of tokens (words and punctuation marks) and escapes. The parser takes up to 15 µs for each of
 * them, so it takes at most 1.4 s. A LookML dashboard file of 256 KB has about 80,000 tokens.
 */
const maxYamlTokens = 90_000;
/**
 * Yields the tokens of a YAML text.
 * @throws the error that `refuse` makes of a description such as `more than 90,000 words and punctuation marks`
 */
function* boundedTokens(text, refuse) {
    let tokens = text.match(/\\/g)?.length ?? 0;
    for (const token of new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Lexer */ .JG().lex(text)) {
        tokens += 1;
        if (tokens > maxYamlTokens)
            throw refuse(`more than ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .withThousands */ .Cm)(maxYamlTokens)} words and punctuation marks`);
        yield token;
    }
}


/***/ })

};
