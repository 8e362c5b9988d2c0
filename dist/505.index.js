export const id = 505;
export const ids = [505];
export const modules = {

/***/ 38981:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  b: () => (/* binding */ readAffected)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
;// CONCATENATED MODULE: ./build/affected/lookml-tokens.js
/* The tokens of LookML: words, texts in quotes, punctuation, and expressions that end with `;;`. */
/** Why LookML cannot be read, in words for people. */
class UnreadableLookml extends Error {
}
const unexpectedToken = ({ type }) => new UnreadableLookml(type === 'end' ? 'it breaks off' : `“${type}” in it is out of place`);
class Tokenizer {
    #text;
    #position = 0;
    #peeked;
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
    /** Looker takes `view:: orders` for `view: orders`. */
    skipColons(key) {
        this.#skipLayout();
        if (this.#text[this.#position] !== ':')
            throw new UnreadableLookml(`“${key.slice(0, 40)}” has no colon behind it`);
        while (this.#text[this.#position] === ':')
            this.#position += 1;
    }
    /** What is left of the line. */
    line() {
        const end = this.#text.indexOf('\n', this.#position);
        return this.#text.slice(this.#position, end < 0 ? undefined : end);
    }
    /** Everything up to `;;`. */
    expression(key) {
        const end = this.#text.indexOf(';;', this.#position);
        if (end < 0)
            throw new UnreadableLookml(`“${key}” in it does not end with ;;`);
        const value = this.#text.slice(this.#position, end).trim().replaceAll('\r\n', '\n');
        this.#position = end + 2;
        return value;
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
        for (;;) {
            this.#position = matchEnd(/[\s\uFEFF]*/y, this.#text, this.#position);
            if (this.#text[this.#position] !== '#')
                return;
            const end = this.#text.indexOf('\n', this.#position);
            this.#position = end < 0 ? this.#text.length : end;
        }
    }
    #readString() {
        const start = this.#position + 1;
        let end = this.#text.indexOf('"', start);
        while (end >= 0 && isEscaped(this.#text, end))
            end = this.#text.indexOf('"', end + 1);
        if (end < 0)
            throw new UnreadableLookml('a text in it is not closed');
        this.#position = end + 1;
        return { type: 'string', value: this.#text.slice(start, end).replaceAll('\r\n', '\n') };
    }
    /** With `@{constant}` and `${reference}` in it. */
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
        return this.#text.slice(start, this.#position);
    }
}
function matchEnd(pattern, text, position) {
    pattern.lastIndex = position;
    return pattern.test(text) ? pattern.lastIndex : position;
}
const isPunctuation = (character) => '{}[],:;'.includes(character);
/** Whether an odd number of backslashes stands before the character. */
function isEscaped(text, position) {
    let backslashes = 0;
    while (text[position - 1 - backslashes] === '\\')
        backslashes += 1;
    return backslashes % 2 === 1;
}

;// CONCATENATED MODULE: ./build/affected/lookml-blocks.js
/*
 * Cuts LookML into its top-level blocks (https://cloud.google.com/looker/docs/lookml-intro). This is no validator: it
 * accepts more than Looker does. Text that it cannot follow is a problem of the whole file, so that nothing in it is
 * overlooked. Its time grows linearly with the text.
 */

function readBlocks(text) {
    if (/^(?:\s|\uFEFF|#[^\n]*\n)*-\s/.test(text))
        return readYamlBlocks(text);
    try {
        return { blocks: new BlockReader(text).read() };
    }
    catch (error) {
        if (error instanceof UnreadableLookml)
            return { blocks: [], problem: error.message };
        throw error;
    }
}
/** Words that can be names, in any alphabet. */
const wordsIn = (text) => text.match(/[\p{L}\p{M}\p{N}_\uFFFD]+/gu) ?? [];
/**
 * LookML of before 2016 is YAML: `- view: orders` begins a block at the start of a line. Undocumented today, and still
 * accepted.
 */
function readYamlBlocks(text) {
    const lines = text.split(/\r?\n/);
    const starts = lines.flatMap((line, index) => (line.startsWith('- ') ? [index] : []));
    if (!lines.every(line => /^(?:- |[\s#\uFEFF]|-?$)/.test(line)))
        return { blocks: [], problem: 'it is YAML whose blocks do not begin at the start of a line' };
    const blocks = starts.map((start, index) => {
        const body = lines.slice(start, starts[index + 1]).filter(line => !/^\s*(?:#|$)/.test(line));
        const [, kind = '', name = ''] = /^-\s+["']?([^\s:"']+)["']?\s*:\s*["']?(\+?\s*[^\s"'#]*)/.exec(body[0] ?? '') ?? [];
        const tokens = body.join('\n');
        const named = isNamed(kind) ? name.replace(/^\+\s*/, '') : '';
        const isRefinement = named !== name && named !== '';
        return {
            ...{ kind, name: named, isRefinement, tokens, mentions: tokens, exploreMentions: tokens, needs: [] },
            strings: isNamed(kind) ? [] : tokens.split(/\s*\n[\s-]*|:\s+/),
        };
    });
    return { blocks };
}
/** Values that end with `;;`. From lkml, the Python parser (https://github.com/joshtemple/lkml). */
const expressionKeys = new Set(['', '_always_having', '_always_where', '_create', '_distinct_key', '_end', '_foreign_key', '_latitude']
    .concat('_longitude', '_on', '_preamble', '_start', '_step', '_table_name', '_trigger', '_trigger_value')
    .concat('_where')
    .map(end => `sql${end}`)
    .concat('expression', 'expression_custom_filter', 'html'));
/**
 * Values that name nothing that a picture shows, unless they are computed: `type: date` does not name a view `date`, and
 * suggestions are asked for when a person opens a filter.
 */
const plainKeys = new Set(['type', 'timeframes', 'intervals', 'label', 'group_label', 'group_item_label', 'view_label', 'description']
    .concat('value_format', 'hidden', 'primary_key', 'relationship', 'convert_tz', 'datatype', 'tags', 'style')
    .concat('units', 'allow_fill', 'can_filter', 'case_sensitive', 'suggestions', 'suggestable', 'precision')
    .concat('suggest_explore', 'suggest_dimension'));
/** Liquid, constants and references in a value. */
const isComputed = (value) => /[{@$]/.test(value);
/** Blocks inside a view or an Explore whose names are new: `dimension: date` does not name a view `date`. */
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
/** Blocks of a view that are its fields, or lists of fields. */
const fieldKeys = new Set(['dimension', 'dimension_group', 'measure', 'filter', 'parameter', 'set']);
/**
 * `users.` of `users.id`, but not of `users.SQL_TABLE_NAME`. A field can use the fields of a view only if the Explore joins
 * that view, so that the Explore names it.
 */
const fieldQualifier = /(?<![\p{L}\p{M}\p{N}_])[\p{L}\p{M}\p{N}_]+\s*\.(?!\s*SQL_TABLE_NAME)(?=\s*[\p{L}_])/giu;
/** A block while it is read. */
const emptyParts = () => ({
    kind: '',
    name: '',
    tokens: [],
    mentions: [],
    exploreMentions: [],
    needs: [],
    strings: [],
    isTemplate: false,
});
const namesExplores = (key) => key.includes('explore') || key.startsWith('extend');
class BlockReader {
    #tokens;
    #frames = [];
    #blocks = [];
    #current = emptyParts();
    constructor(text) {
        this.#tokens = new Tokenizer(text);
    }
    read() {
        for (;;) {
            const token = this.#tokens.next();
            if (token.type === 'end')
                break;
            if (token.type === '}')
                this.#close();
            else if ('value' in token)
                this.#readStatement(token.value);
            // Stray commas and semicolons separate statements.
            else if (token.type !== ',' && token.type !== ';')
                throw unexpectedToken(token);
        }
        if (this.#frames.length > 0)
            throw new UnreadableLookml('a block in it is not closed');
        return this.#blocks;
    }
    /** `key: value`, `key: name { … }` or `key: { … }`; a block stays open. */
    #readStatement(key) {
        this.#tokens.skipColons(key);
        if (this.#frames.length === 0)
            this.#current = { ...emptyParts(), kind: key };
        this.#current.tokens.push(key, ':');
        if (this.#isExpression(key))
            this.#noteExpression(this.#tokens.expression(key));
        else if (this.#readValue(key) === 'open')
            return;
        if (this.#frames.length === 0)
            this.#finish();
    }
    #readValue(key) {
        const first = this.#tokens.next();
        if (first.type === '{')
            return this.#open(key, '');
        if (first.type === '[') {
            this.#readList(key);
            return 'done';
        }
        if (!('value' in first))
            throw unexpectedToken(first);
        const value = this.#withSign(first);
        if (this.#tokens.peek().type === '{') {
            this.#tokens.next();
            return this.#open(key, value.value);
        }
        this.#noteValue(key, value);
        this.#current.tokens.push(value.type === 'string' ? JSON.stringify(value.value) : value.value);
        if (this.#frames.length === 0 && isNamed(key))
            this.#current.name = value.value;
        return 'done';
    }
    /** The `+` of a refinement may stand apart from the name. */
    #withSign(first) {
        if (first.value !== '+')
            return first;
        const name = this.#tokens.next();
        if (name.type !== 'word')
            throw unexpectedToken(name);
        return { type: 'word', value: `+${name.value}` };
    }
    #isExpression(key) {
        if (expressionKeys.has(key))
            return true;
        // A parameter that is not known here: its value is an expression if its line ends one.
        return key.startsWith('sql') && /^(?!\s*["[])[^\n]*;;/.test(this.#tokens.line());
    }
    #open(key, name) {
        this.#current.tokens.push(name, '{');
        const outer = this.#frames.at(-1);
        if (!outer)
            this.#current.name = name;
        else if (name !== '' && !declaringKeys.has(key))
            this.#noteValue(key, { type: 'word', value: name });
        const below = outer?.namesExplores === true || (outer !== undefined && namesExplores(key));
        const isField = outer?.isField === true || (this.#current.kind === 'view' && fieldKeys.has(key));
        this.#frames.push({ key, name, isField, namesExplores: below, hasView: false });
        return 'open';
    }
    #close() {
        const frame = this.#frames.pop();
        if (!frame)
            throw new UnreadableLookml('a brace in it closes nothing');
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
        const { kind, name, tokens, mentions, exploreMentions, needs, strings } = this.#current;
        const isRefinement = name.startsWith('+');
        const own = isRefinement ? name.slice(1) : name;
        const isRefined = isRefinement && (kind === 'view' || kind === 'explore');
        this.#blocks.push({
            kind,
            name: own,
            isRefinement,
            tokens: tokens.join('\n'),
            mentions: mentions.join('\n'),
            exploreMentions: exploreMentions.join('\n'),
            needs: isRefined ? [...needs, { kind, name: own }] : needs,
            strings: kind === 'view' || kind === 'explore' ? [] : strings,
        });
    }
    #readList(key) {
        const { tokens } = this.#current;
        tokens.push('[');
        const closing = [']'];
        while (closing.length > 0) {
            const token = this.#tokens.next();
            if ('value' in token) {
                tokens.push(token.type === 'string' ? JSON.stringify(token.value) : token.value);
                this.#noteValue(key, token);
                continue;
            }
            tokens.push(token.type);
            if (token.type === 'end')
                throw new UnreadableLookml('a list in it is not closed');
            if (token.type === '[')
                closing.push(']');
            else if (token.type === '{')
                closing.push('}');
            else if (token.type === closing.at(-1))
                closing.pop();
            else if (token.type === ']' || token.type === '}')
                throw unexpectedToken(token);
        }
    }
    #noteExpression(value) {
        const { tokens, mentions, exploreMentions, needs } = this.#current;
        tokens.push(value, ';;');
        mentions.push(this.#mentionIn(value));
        if (this.#frames.at(-1)?.namesExplores)
            exploreMentions.push(value);
        for (const [, name = ''] of value.matchAll(tableUse))
            needs.push({ kind: 'view', name });
    }
    #mentionIn(value) {
        return this.#frames.at(-1)?.isField ? value.replace(fieldQualifier, '') : value;
    }
    /** Notes what the value may name. */
    #noteValue(key, { type, value }) {
        const { kind, mentions, exploreMentions, needs, strings } = this.#current;
        const frame = this.#frames.at(-1);
        if (type === 'string' || kind === 'include')
            strings.push(value);
        if (plainKeys.has(key) && !isComputed(value))
            return;
        mentions.push(this.#mentionIn(value));
        if (namesExplores(key) || frame?.namesExplores)
            exploreMentions.push(value);
        if (frame && key === 'extension')
            this.#current.isTemplate = true;
        if (frame && (key === 'from' || key === 'view_name'))
            frame.hasView = true;
        const needed = neededKind(key, kind);
        if (needed && /^(?:[\p{L}\p{M}\p{N}_]|@\{[^{}]*\})+$/u.test(value))
            needs.push({ kind: needed, name: value });
    }
}
/** Which kind of block a parameter's value has to be the name of. */
function neededKind(key, kind) {
    if (key === 'explore_source')
        return 'explore';
    if ((key === 'extends' || key === 'extends__all') && (kind === 'view' || kind === 'explore'))
        return kind;
    return kind === 'explore' && (key === 'from' || key === 'view_name') ? 'view' : undefined;
}
/** The table of a view, in SQL: `${orders.SQL_TABLE_NAME}`. */
const tableUse = /\$\{\s*((?:[^\s{}.@]|@\{[^{}]*\})+)\s*\.\s*SQL_TABLE_NAME\s*\}/g;
const isNamed = (kind) => kind === 'view' || kind === 'explore';

;// CONCATENATED MODULE: ./build/affected/block-graph.js

/** Are used by name, wherever they are defined. Anything else at the top of a file concerns whole models. */
const sharedKinds = new Set(['datagroup', 'access_grant', 'named_value_format', 'map_layer']);
const isShared = ({ kind }) => sharedKinds.has(kind) || kind === 'constant';
/** Blocks that are connected between two pauses. */
const blocksPerPause = 200;
async function connectBlocks(blocks, pause) {
    const names = new Names(blocks);
    const uses = [];
    for (const [index, block] of blocks.entries()) {
        uses.push(names.usedBy(block));
        if (index % blocksPerPause === 0)
            await pause();
    }
    const none = new Uint32Array();
    return {
        blockCount: blocks.length,
        nameCount: names.count,
        usedBy: block => uses[block] ?? none,
        blocksOf: name => names.blocksOf(name),
        named: (kind, name) => names.find(kind, name),
        isDefined: (need, paths) => names.isDefined(need, paths),
    };
}
/** Which blocks a name stands for. */
class Names {
    #blocks;
    #numbers = {
        view: new Map(),
        explore: new Map(),
        shared: new Map(),
        constant: new Map(),
        any: new Map(),
    };
    #blocksOf = [];
    #constants = new Map();
    /** Views that are also tables of the database, which SQL may name with a prefix (`publish_as_db_view`). */
    #published = [];
    constructor(blocks) {
        this.#blocks = blocks;
        for (const [index, block] of blocks.entries())
            this.#add(index, block);
    }
    get count() {
        return this.#blocksOf.length;
    }
    blocksOf(name) {
        return this.#blocksOf[name] ?? [];
    }
    #add(index, block) {
        const { kind, name, strings, tokens } = block;
        if (block.isWholeFile)
            for (const word of new Set(wordsIn(tokens)))
                this.#note('any', word, index);
        if (kind === 'view' || kind === 'explore')
            this.#noteWords(kind, name, index);
        if (kind === 'view' && tokens.includes('publish_as_db_view'))
            this.#published.push(name);
        if (sharedKinds.has(kind))
            this.#noteWords('shared', name, index);
        if (kind === 'constant') {
            this.#note('constant', name, index);
            this.#constants.set(name, [...(this.#constants.get(name) ?? []), ...strings]);
        }
    }
    /** A name with a hyphen or a dot in it is found by each of its parts. */
    #noteWords(kind, name, index) {
        for (const word of new Set(wordsIn(name)))
            this.#note(kind, word, index);
    }
    #note(kind, word, index) {
        const known = this.#numbers[kind].get(word);
        if (known !== undefined)
            return void this.#blocksOf[known]?.push(index);
        this.#numbers[kind].set(word, this.#blocksOf.length);
        this.#blocksOf.push([index]);
    }
    /** The names that a block uses, as numbers. */
    usedBy(block) {
        const used = new Set();
        const use = (kind, word) => {
            const number = this.#numbers[kind].get(word);
            if (number !== undefined)
                used.add(number);
        };
        const { mentions, exploreMentions, kind, name } = block;
        const words = new Set(wordsIn(this.#withValues(mentions)));
        for (const word of words)
            for (const named of ['view', 'shared', 'any'])
                use(named, word);
        for (const word of new Set(wordsIn(this.#withValues(exploreMentions))))
            use('explore', word);
        // A refinement belongs to what it refines, and an Explore shows the view of its own name.
        if (kind === 'view' || kind === 'explore')
            for (const word of wordsIn(name))
                use(kind, word);
        if (kind === 'explore')
            for (const word of wordsIn(name))
                use('view', word);
        for (const [, constant = ''] of mentions.matchAll(constantUse))
            use('constant', constant);
        for (const published of this.#published)
            for (const word of words)
                if (word.endsWith(`_${published}`))
                    use('view', published);
        return Uint32Array.from(used);
    }
    find(kind, name) {
        const numbers = wordsIn(this.#expand(name)).flatMap(word => [
            this.#numbers[kind].get(word) ?? [],
            this.#numbers.any.get(word) ?? [],
        ]);
        return [...new Set(numbers.flat().flatMap(number => this.blocksOf(number)))];
    }
    isDefined({ kind, name }, paths) {
        const wanted = this.#expand(name);
        return this.find(kind, wanted).some(index => {
            const block = this.#blocks[index];
            if (!block || !paths.has(block.path))
                return false;
            return block.isWholeFile || (block.kind === kind && block.name === wanted && !block.isRefinement);
        });
    }
    #withValues(text) {
        return text.includes('@{') ? `${text}\n${this.#expand(text)}` : text;
    }
    /** Replaces constants by their values (https://cloud.google.com/looker/docs/reference/param-manifest-constant). */
    #expand(text) {
        return text.replace(constantUse, (use, name) => this.#constants.get(name)?.join(' ') ?? use);
    }
}
const constantUse = /@\{\s*([^\s{}]+)\s*\}/g;

;// CONCATENATED MODULE: ./build/affected/inclusion.js
/** More work than this is not done: every included file then counts as changed. */
const maxWork = 20_000_000;
/**
 * What enters or leaves a model when an `include` changes. Changed text is not considered here. A file may be affected
 * only if a changed pattern leads to it, and it is not if the model certainly includes it on both sides.
 */
function changedInclusions(...sides) {
    const patterns = changedPatterns(sides);
    if (patterns.size === 0)
        return [];
    const [base, head] = sides;
    const reached = reachedBy(patterns, sides);
    const models = [...base.models.keys()].filter(model => head.models.has(model));
    const isTooMuch = models.length * (base.lookml.size + head.lookml.size) > maxWork;
    if (isTooMuch)
        return [...reached].map(path => ({ path, words: 'perhaps included otherwise' }));
    return models.flatMap(model => {
        const possible = uniteSets(filesOf(model, base, 'possible'), filesOf(model, head, 'possible'));
        if (![...patterns.keys()].some(path => possible.has(path)))
            return [];
        const before = filesOf(model, base, 'certain');
        const after = filesOf(model, head, 'certain');
        const entered = [...reached]
            .filter(path => possible.has(path) && !(before.has(path) && after.has(path)))
            .map(path => ({ path, model, words: wordsFor(model, before.has(path), after.has(path)) }));
        return [...entered, ...reordered(model, sides)];
    });
}
function wordsFor(model, isBefore, isAfter) {
    if (isAfter)
        return `now included by the model ${model}`;
    return isBefore ? `no longer included by the model ${model}` : `included otherwise by the model ${model}`;
}
/** The patterns that only one side has, by file. Another order of the same patterns counts as a change of each. */
function changedPatterns([base, head]) {
    const changed = new Map();
    for (const path of new Set([...base.blocksByPath.keys(), ...head.blocksByPath.keys()])) {
        const before = patternsIn(path, base);
        const after = patternsIn(path, head);
        if (before.join('\n') === after.join('\n'))
            continue;
        const different = [
            ...before.filter(pattern => !after.includes(pattern)),
            ...after.filter(pattern => !before.includes(pattern)),
        ];
        changed.set(path, different.length > 0 && isSameOrder(before, after) ? different : [...before, ...after]);
    }
    return changed;
}
function patternsIn(path, { blocks, blocksByPath }) {
    return (blocksByPath.get(path) ?? []).flatMap(index => blocks[index]?.kind === 'include' ? blocks[index].strings : []);
}
function isSameOrder(before, after) {
    const shared = (list, other) => list.filter(item => other.includes(item)).join('\n');
    return shared(before, after) === shared(after, before);
}
function reachedBy(patterns, sides) {
    const reached = new Set();
    for (const { includes } of sides) {
        const starts = [...patterns].flatMap(([path, own]) => own.flatMap(pattern => includes.matches(pattern, path, 'possible')));
        for (const path of includes.from(starts, 'possible'))
            reached.add(path);
    }
    return reached;
}
const filesOf = (model, project, reading) => project.includes.from(project.models.get(model) ?? [], reading);
const uniteSets = (...sets) => new Set(sets.flatMap(set => [...set]));
/**
 * Of several blocks of one name, the one that is included last decides. Whether Looker reads what a file includes before
 * the file's own blocks or after them is not documented, so that either order counts.
 */
function reordered(model, sides) {
    const [before, after] = sides.map(project => ordersOf(model, project));
    const names = new Set();
    for (const [index, order] of before.entries()) {
        const other = after[index] ?? new Map();
        for (const [name, paths] of order) {
            const then = other.get(name) ?? [];
            if (paths.length > 1 && common(paths, then) !== common(then, paths))
                names.add(name);
        }
    }
    const paths = new Set([...before, ...after].flatMap(order => [...names].flatMap(name => order.get(name) ?? [])));
    const words = `in another order of inclusion in the model ${model}`;
    return [...paths].map(path => ({ path, model, words, names }));
}
function ordersOf(model, project) {
    const starts = project.models.get(model) ?? [];
    return ['certain', 'possible'].flatMap(reading => [project.includes.from(starts, reading), project.includes.innermostFirst(starts, reading)].map(files => namesInOrder(files, project)));
}
function namesInOrder(files, { blocks, blocksByPath }) {
    const order = new Map();
    for (const path of files)
        for (const index of blocksByPath.get(path) ?? []) {
            const block = blocks[index];
            if (block?.kind !== 'view' && block?.kind !== 'explore')
                continue;
            const key = `${block.kind} ${block.name}`;
            const paths = order.get(key);
            if (!paths)
                order.set(key, [path]);
            else if (paths.at(-1) !== path)
                paths.push(path);
        }
    return order;
}
const common = (list, other) => list.filter(item => other.includes(item)).join('\n');

;// CONCATENATED MODULE: ./build/affected/reach.js
/** Memory of the sets of one side in 32-bit words: 200 MB. */
const maxSetWords = 50_000_000;
/**
 * Computes for each name the set of changes that it reaches: names that reach one another share a set. The time grows with
 * the graph, times a 32nd of the number of changes, and not with the number of targets.
 * @param changed the number of a block's change, by the block's place
 * @param count of changes
 * @throws RangeError if too much has changed
 */
function findReach(graph, changed, count) {
    const words = Math.ceil(count / 32);
    if (words * graph.nameCount > maxSetWords)
        throw new RangeError('Too many blocks have changed');
    const groups = groupNames(graph);
    const sets = [];
    // Groups come in an order in which each follows those that it uses.
    for (const names of groups.members) {
        const set = new Uint32Array(words);
        for (const name of names)
            for (const block of graph.blocksOf(name))
                addBlock(block, set);
        sets.push(set);
    }
    function addBlock(block, set) {
        const change = changed.get(block);
        if (change !== undefined)
            addChange(set, change);
        const uses = graph.usedBy(block);
        for (let index = 0; index < uses.length; index++) {
            const used = sets[groups.groupOf[uses[index] ?? 0] ?? 0];
            if (used)
                addChanges(set, used);
        }
    }
    function from(starts) {
        const set = new Uint32Array(words);
        for (const start of starts)
            addBlock(start, set);
        return set;
    }
    return {
        from,
        nearest: (starts, limit) => findNearest(graph, changed, starts, Math.min(limit, changesIn(from(starts)))),
    };
}
const includesChange = (set, change) => ((set[change >>> 5] ?? 0) & (1 << (change & 31))) !== 0;
const addChange = (set, change) => {
    set[change >>> 5] = (set[change >>> 5] ?? 0) | (1 << (change & 31));
};
/** Adds the second set to the first. */
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
/** Breadth first, until as many are found as there are. */
function findNearest(graph, changed, starts, count) {
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
    add(starts);
    for (let next = 0; next < open.length && nearest.size < count; next++) {
        const uses = graph.usedBy(open[next] ?? 0);
        for (let index = 0; index < uses.length; index++) {
            const name = uses[index] ?? 0;
            if (followed[name])
                continue;
            followed[name] = 1;
            add(graph.blocksOf(name));
        }
    }
    return [...nearest];
}
/** Names that use one another, by Tarjan's algorithm (https://doi.org/10.1137/0201010), without recursion. */
function groupNames(graph) {
    const order = new Int32Array(graph.nameCount).fill(-1);
    const lowest = new Int32Array(graph.nameCount);
    const groupOf = new Int32Array(graph.nameCount).fill(-1);
    const members = [];
    const stack = [];
    let visited = 0;
    const enter = (name) => {
        order[name] = lowest[name] = visited;
        visited += 1;
        stack.push(name);
        return { name, block: 0, use: 0 };
    };
    const leave = (name) => {
        if (lowest[name] !== order[name])
            return;
        const group = [];
        for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
            group.push(member);
            groupOf[member] = members.length;
            if (member === name)
                break;
        }
        members.push(group);
    };
    for (let start = 0; start < graph.nameCount; start++) {
        if (order[start] !== -1)
            continue;
        const open = [enter(start)];
        for (let visit = open.at(-1); visit; visit = open.at(-1)) {
            const next = nextUse(visit, graph);
            if (next === undefined) {
                open.pop();
                leave(visit.name);
                const outer = open.at(-1);
                if (outer)
                    lower(lowest, outer.name, lowest[visit.name] ?? 0);
            }
            else if (order[next] === -1)
                open.push(enter(next));
            else if (groupOf[next] === -1)
                lower(lowest, visit.name, order[next] ?? 0);
        }
    }
    return { members, groupOf };
}
const lower = (values, index, value) => {
    values[index] = Math.min(values[index] ?? value, value);
};
function nextUse(visit, graph) {
    const blocks = graph.blocksOf(visit.name);
    for (; visit.block < blocks.length; visit.block += 1, visit.use = 0) {
        const uses = graph.usedBy(blocks[visit.block] ?? 0);
        if (visit.use < uses.length) {
            visit.use += 1;
            return uses[visit.use - 1];
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/affected/texts.js
const isLookml = (path) => /\.(?:lkml|lookml)$/i.test(path);
const isDashboardFile = (path) => /\.dashboard\.(?:lkml|lookml)$/i.test(path);

;// CONCATENATED MODULE: ./build/affected/changes.js




function compareProjects(...sides) {
    const [base, head] = sides;
    const paths = changedPaths(sides);
    const others = paths.filter(path => !isLookml(path));
    const changed = [new Map(), new Map()];
    for (const path of paths)
        if (isLookml(path) && !isDashboardFile(path))
            noteChangedBlocks(path, sides, changed);
    const inclusions = changedInclusions(...sides);
    for (const [index, project] of sides.entries()) {
        const own = changed[index];
        noteInclusions(inclusions, project, own);
        noteNamingBlocks(others, project, own);
    }
    const isAny = paths.some(path => isDashboardFile(path) || sides.some(({ unread }) => unread.has(path))) ||
        inclusions.length > 0 ||
        changed.some(({ size }) => size > 0) ||
        others.some(path => isTranslation(path) || isFolderLink(path, sides));
    const words = [...new Set(changed.flatMap(own => [...own.values()]))];
    const numbers = new Map(words.map((text, number) => [text, number]));
    const toSide = (project, own) => {
        const byBlock = new Map([...own].map(([block, text]) => [block, numbers.get(text) ?? 0]));
        return { project, reach: findReach(project.graph, byBlock, words.length) };
    };
    return {
        base: toSide(base, changed[0]),
        head: toSide(head, changed[1]),
        words,
        inclusions,
        everywhere: isAny ? reasonsEverywhere(paths, sides) : [],
        isAny,
    };
}
function changedPaths([base, head]) {
    const all = new Set([...base.versions.keys(), ...head.versions.keys()]);
    return [...all].filter(path => base.versions.get(path) !== head.versions.get(path)).sort();
}
/** Blocks of one kind and name in one file are compared together, in their order. */
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
function groupsIn(path, { blocks, blocksByPath }) {
    const groups = new Map();
    for (const index of blocksByPath.get(path) ?? []) {
        const block = blocks[index];
        if (!block || block.kind === 'include' || block.kind === 'test')
            continue;
        const key = `${block.kind} ${block.name}`;
        const group = groups.get(key) ?? { places: [], tokens: [] };
        group.places.push(index);
        group.tokens.push(block.tokens);
        groups.set(key, group);
    }
    return groups;
}
/** In words for people: "view +orders in refinements/orders.view.lkml". */
function describe(block) {
    if (!block)
        return '';
    const { kind, name, isRefinement, path, isWholeFile } = block;
    if (isWholeFile)
        return path;
    const named = name === '' ? kind : `${kind} ${isRefinement ? '+' : ''}${name}`;
    return `${named} in ${path}`;
}
function noteInclusions(inclusions, { blocks, blocksByPath }, changed) {
    for (const { path, words, names } of inclusions)
        for (const index of blocksByPath.get(path) ?? []) {
            const block = blocks[index];
            const isHere = !names || names.has(`${block?.kind} ${block?.name}`);
            if (isHere && !changed.has(index))
                changed.set(index, `${describe(block)} (${words})`);
        }
}
/** Files that are no LookML matter to the blocks that name them: maps, visualizations. */
function noteNamingBlocks(paths, project, changed) {
    const names = new Map(paths.map(path => [lastPart(path), path]));
    if (names.size === 0)
        return;
    for (const [index, block] of project.blocks.entries())
        for (const text of block.strings) {
            const path = names.get(lastPart(text));
            if (path !== undefined && !changed.has(index))
                changed.set(index, `${path}, named by ${describe(block)}`);
        }
}
const lastPart = (path) => path.slice(path.lastIndexOf('/') + 1);
/** https://cloud.google.com/looker/docs/model-localization */
const isTranslation = (path) => /\.strings\.json$/i.test(path);
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
            reasons.push(`${path}, which may change every label`);
        else if (isFolderLink(path, sides))
            reasons.push(`${path} is a link, behind which anything may have changed`);
    }
    return [...new Set(reasons)];
}
/** A model's label appears in menus only, and tests in no picture. */
const kindsApart = new Set(['view', 'explore', 'include', 'test', 'label']);
/** Statements at the top of a file concern every Explore of the models that include the file. */
const isStatement = (block) => !block.isWholeFile && !isShared(block) && !kindsApart.has(block.kind);
/** The project's manifest, and what Looker writes of the projects that it imports. */
const isManifest = (path) => /(?:^|\/)(?:manifest|\w+_lock)\.lkml$/i.test(path);

;// CONCATENATED MODULE: ./build/affected/explores.js



/** Changes that are listed of one target. */
const maxListedChanges = 10;
/** Decides for each Explore of an instance, `model::explore`, what a change of the project's LookML means for it. */
class Explores {
    change;
    #described = new Map();
    #known = new Map();
    #statements = new Map();
    #incomplete = new Map();
    constructor(change) {
        this.change = change;
    }
    /** Takes what Looker tells about those that are imported. */
    describe(described) {
        this.#described = new Map([...this.#described, ...described]);
        this.#known.clear();
    }
    /** The Explores that Looker has to describe next, to know what this one shows. */
    missing(fullName) {
        return this.#importsOf(fullName).filter(name => !this.#described.has(name));
    }
    get #sides() {
        return [this.change.base, this.change.head];
    }
    isOwnModel(model) {
        return this.#sides.some(({ project }) => project.models.has(model));
    }
    /** Whether an Explore of that name may be defined or refined here. */
    isNamed(explore) {
        return this.#sides.some(({ project }) => project.graph.named('explore', explore).length > 0);
    }
    /** Whether only Looker knows what the Explore is made of: it is imported, or uses what is. */
    isImported(fullName) {
        const { model, explore } = nameParts(fullName);
        if (!this.isOwnModel(model))
            return true;
        const sides = this.#sides.filter(({ project }) => project.models.has(model));
        const isAnywhere = sides.some(({ project }) => this.#isComplete(project, model, explore));
        return (!isAnywhere ||
            sides.some(({ project }) => isStarted(project, explore) && !this.#isComplete(project, model, explore)));
    }
    /**
     * The Explores of which only Looker knows what they are made of: this one, if it is imported, and imported ones that it
     * is derived from, directly or through views that Looker names.
     */
    #importsOf(fullName) {
        const { model } = nameParts(fullName);
        if (!this.isImported(fullName))
            return [];
        const found = new Set([fullName]);
        if (this.isOwnModel(model))
            // The set grows while it is walked.
            for (const name of found)
                for (const { project } of this.#sides)
                    for (const source of this.#sourcesOf(name, project, model))
                        found.add(`${model}::${source}`);
        return [...found];
    }
    #sourcesOf(fullName, project, model) {
        const described = this.#described.get(fullName);
        const blocks = typeof described === 'object' ? describedBlocks(project, described, { isOwn: true }) : [];
        const keys = blocks.map(index => keyOf(project.blocks[index]));
        const { sources } = this.#perModel(this.#incomplete, project, model, incompleteNames);
        const start = keyOf({ kind: 'explore', name: nameParts(fullName).explore });
        return [start, ...keys].flatMap(key => sources.get(key) ?? []);
    }
    /** Whether everything that the Explore needs is defined in files that its model may include. */
    #isComplete(project, model, explore) {
        const { names } = this.#perModel(this.#incomplete, project, model, incompleteNames);
        const need = { kind: 'explore', name: explore };
        return !names.has(keyOf(need)) && project.graph.isDefined(need, filesOf(model, project, 'possible'));
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
        const { model, explore } = nameParts(fullName);
        const isOwn = this.isOwnModel(model);
        const described = this.#importsOf(fullName).map(name => [name, this.#described.get(name) ?? 'unknown']);
        const isOfProject = isOwn || described.some(([, told]) => told === 'unknown' || isPartlyOurs(told));
        const changes = new Uint32Array(Math.ceil(this.change.words.length / 32));
        if (!isOfProject || !this.change.isAny)
            return { changes, nearest: [], others: [], isOfProject };
        const nearest = this.#sides.flatMap(({ project, reach }) => {
            const starts = [
                ...(isOwn ? project.graph.named('explore', explore) : []),
                ...this.#perModel(this.#statements, project, model, statementsFor),
                ...described.flatMap(([, told]) => told === 'unknown' ? [] : describedBlocks(project, told, { isOwn })),
            ];
            addChanges(changes, reach.from(starts));
            return reach.nearest(starts, maxListedChanges);
        });
        const unknown = described.flatMap(([name, told]) => (told === 'unknown' ? [name] : []));
        return { changes, nearest: [...new Set(nearest)], others: this.#others(model, unknown), isOfProject };
    }
    #others(model, unknown) {
        const [base, head] = this.#sides.map(({ project }) => project.models.get(model)?.[0]);
        return [
            ...this.change.everywhere,
            ...(base !== undefined && head === undefined ? [`${base}, which defined its model, is gone`] : []),
            ...(base === undefined && head !== undefined ? [`${head}, which defines its model, is new`] : []),
            ...unknown.map(name => `Looker did not describe the Explore ${name}: it may use anything`),
        ];
    }
}
function nameParts(fullName) {
    const [model = '', explore = ''] = fullName.split('::');
    return { model, explore };
}
const isPartlyOurs = (described) => described.paths.size + described.modelPaths.size > 0;
/** Whether this side says anything of the Explore. */
const isStarted = ({ graph }, explore) => graph.named('explore', explore).length > 0;
/** Names that no file defines which the model may include, walked from there to everything that needs them. */
function incompleteNames(project, model) {
    const paths = filesOf(model, project, 'possible');
    const neededBy = new Map();
    const undefinedNeeds = new Map();
    for (const block of project.blocks)
        for (const need of block.needs) {
            const key = keyOf(need);
            const users = neededBy.get(key) ?? new Set();
            neededBy.set(key, users.add(keyOf(block)));
            if (users.size === 1 && !project.graph.isDefined(need, paths))
                undefinedNeeds.set(key, need);
        }
    const usersOf = (keys) => {
        const found = new Set(keys);
        for (const key of found)
            for (const user of neededBy.get(key) ?? [])
                found.add(user);
        return found;
    };
    const sources = new Map();
    for (const [key, { kind, name }] of undefinedNeeds)
        if (kind === 'explore')
            for (const user of usersOf([key]))
                sources.set(user, [...(sources.get(user) ?? []), name]);
    return { names: usersOf(undefinedNeeds.keys()), sources };
}
const keyOf = ({ kind, name }) => `${kind} ${name}`;
/** What concerns every Explore of a model: statements of the files that it may include, and of the manifest. */
function statementsFor(project, model) {
    const paths = filesOf(model, project, 'possible');
    return [...project.blocksByPath].flatMap(([path, places]) => {
        if (!isManifest(path) && !paths.has(path))
            return [];
        return places.filter(index => {
            const block = project.blocks[index];
            return block !== undefined && isStatement(block);
        });
    });
}
/**
 * For a model of this project: the views that Looker names, and those in the files of its fields. For another project's
 * model: everything in our files that it includes, but not views that have the same names by chance.
 */
function describedBlocks(project, described, { isOwn }) {
    const { paths, modelPaths, isToldByField, views } = described;
    const inFiles = (files) => [...files].flatMap(path => project.blocksByPath.get(path) ?? []);
    if (!isOwn)
        return [...inFiles(paths), ...inFiles(modelPaths)];
    const viewsInFiles = inFiles(isToldByField ? paths : modelPaths).filter(index => {
        const block = project.blocks[index];
        return block?.kind === 'view' || block?.isWholeFile;
    });
    return [...viewsInFiles, ...[...views].flatMap(view => project.graph.named('view', view))];
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
;// CONCATENATED MODULE: ./build/affected/find-affected.js






/** `undefined` for a target that is no LookML dashboard. `sales` of `thelook::sales`. */
function lookmlNameOf(id) {
    const [model, name] = id.split('::');
    return model !== undefined && name !== undefined ? { model, name } : undefined;
}
/** Whether the text of both sides is not enough to know what a LookML dashboard shows. */
function isDashboardIncomplete(change, model, name) {
    const isOwn = [change.base, change.head].some(({ project }) => project.models.has(model));
    const sides = [change.base, change.head].map(({ project }) => definitionsFor(project, name));
    return (!isOwn ||
        sides.every(side => side.definitions.length === 0) ||
        sides.some(side => side.missing.length > 0));
}
/** Targets that are looked at between two pauses. */
const targetsPerPause = 20;
/** The Explores that Looker has to describe before `findAffected` can decide. */
async function exploresToDescribe(contents, explores, pause) {
    const shown = new Set();
    for (const [index, content] of contents.entries()) {
        for (const name of usesOf(content, explores).flatMap(use => use.explores))
            shown.add(name);
        if (index % targetsPerPause === 0)
            await pause();
    }
    return [...new Set([...shown].flatMap(name => explores.missing(name)))];
}
/** Decides which targets, tiles and Explores the change may affect. */
async function findAffected(contents, explores, pause) {
    const targets = [];
    const shown = new Map();
    for (const [index, content] of contents.entries()) {
        const uses = usesOf(content, explores);
        for (const name of uses.flatMap(use => use.explores))
            if (!shown.has(name))
                shown.set(name, reasonsForExplore(name, explores));
        targets.push(explores.change.isAny ? selectTarget(content, uses, explores) : { reasons: [], tiles: [] });
        if (index % targetsPerPause === 0)
            await pause();
    }
    return { targets, explores: shown };
}
function reasonsForExplore(name, explores) {
    const { words } = explores.change;
    const { changes, nearest, others } = explores.changeOf(name);
    return listReasons(others, nearest.map(number => words[number] ?? ''), changesIn(changes));
}
/** Other reasons first, then as many changes as are listReasons, and how many more there are. */
function listReasons(others, changes, count) {
    const shown = changes.slice(0, maxListedChanges);
    const more = count - shown.length;
    const reasons = [...new Set(others), ...shown].map(reason => (0,runtime_text/* oneLine */.TN)(reason));
    return more > 0 ? [...reasons, `${more} more ${more === 1 ? 'change' : 'changes'}`] : reasons;
}
function usesOf(content, explores) {
    const tiles = content.tiles === 'unknown' ? [] : (content.tiles ?? []);
    const told = tiles.map(({ id, explores }) => ({
        side: 'told',
        tile: id === undefined ? {} : { id },
        explores: explores ?? [],
        reasons: explores ? [] : ['Looker does not tell what one of its tiles shows: it may use anything'],
    }));
    if (content.kind !== 'lookml')
        return [...told, { side: 'told', explores: content.filters ?? [], reasons: [] }];
    // A dashboard of another project may have the name of one of ours by chance: Looker tells what it shows.
    if (!explores.isOwnModel(content.model))
        return told;
    return [...usesInText(content, 'before', explores), ...usesInText(content, 'after', explores), ...told];
}
function definitionsFor({ dashboards }, start) {
    const names = new Set([start]);
    const definitions = [];
    const missing = [];
    for (const name of names) {
        const own = dashboards.definitions(name);
        if (own.length === 0 && name !== start)
            missing.push(name);
        for (const definition of own) {
            definitions.push({ ...definition, name });
            for (const base of dashboards.basesOf(definition))
                names.add(base);
        }
    }
    return { definitions, missing };
}
function usesInText({ model, name }, side, explores) {
    const { base, head } = explores.change;
    const { project } = side === 'before' ? base : head;
    const other = (side === 'before' ? head : base).project.dashboards.composed(name);
    const composed = project.dashboards.composed(name);
    const { definitions } = definitionsFor(project, name);
    const tiles = [...(composed?.elementsByName ?? [])].map(([key, element]) => {
        const isSame = (0,external_node_util_.isDeepStrictEqual)(element.parameters, other?.elementsByName.get(key)?.parameters);
        return {
            side,
            tile: element.name === undefined ? {} : { name: element.name },
            explores: element.queries.flatMap(query => fullNameOf(query, model)),
            reasons: [
                ...(isSame ? [] : [ownDefinition]),
                ...(element.queries.every(query => query.explore !== undefined) || composed?.problem !== undefined
                    ? []
                    : [`its tile ${key} has no Explore: it may use anything`]),
            ],
        };
    });
    const shown = new Set(tiles.flatMap(({ explores }) => explores));
    const others = definitions.flatMap(definition => exploresBeside(definition, model, explores));
    const beside = [...new Set(others)].filter(explore => !shown.has(explore));
    return [...tiles, { side, explores: beside, reasons: [] }];
}
const fullNameOf = ({ model, explore }, ofDashboard) => explore === undefined ? [] : [`${model ?? ofDashboard}::${explore}`];
/** Explores that a text names, apart from those of its elements: those of filters, or all if its YAML cannot be read. */
function exploresBeside({ dashboard, text }, model, explores) {
    const keyed = [...text.matchAll(/\bexplore["']?\s*:\s*["']?([\p{L}\p{N}_]+)/gu)].map(([, name = '']) => name);
    if (dashboard) {
        const queries = dashboard.elements.flatMap(element => element.queries);
        const named = new Set(queries.map(({ explore }) => explore));
        const others = keyed.filter(explore => !named.has(explore)).map(explore => `${model}::${explore}`);
        return [...queries.flatMap(query => fullNameOf(query, model)), ...others];
    }
    const words = [...new Set(wordsIn(text))];
    const models = new Set([model, ...words.filter(word => explores.isOwnModel(word))]);
    const named = new Set([...words.filter(word => explores.isNamed(word)), ...keyed]);
    return [...models].flatMap(one => [...named].map(explore => `${one}::${explore}`));
}
const ownDefinition = 'its own definition in the dashboard';
function selectTarget(content, uses, explores) {
    const { change } = explores;
    const used = uses.map(use => ({ ...use, changes: use.explores.map(name => explores.changeOf(name)) }));
    const isOfProject = (content.kind === 'lookml' && explores.isOwnModel(content.model)) ||
        content.tiles === 'unknown' ||
        used.some(({ changes }) => changes.some(one => one.isOfProject));
    const name = content.kind === 'lookml' ? content.name : content.lookml;
    const others = [
        ...(name === undefined ? [] : reasonsOfDefinition(name, change)),
        ...(content.kind === 'lookml' ? reasonsOfInclusion(content, change) : []),
        ...(content.kind === 'lookml' && isOfProject ? reasonsOfUnreadText(content, change) : []),
        ...(content.tiles === 'unknown'
            ? ['Looker did not tell what this target shows: it may use anything']
            : []),
        ...(isOfProject ? change.everywhere : []),
        ...used.flatMap(use => use.changes.flatMap(({ others }) => others)),
        ...used.flatMap(use => use.reasons.filter(reason => reason !== ownDefinition)),
    ];
    const { nearest, count } = countTiles(used, change);
    const reasons = listReasons(others, nearest.map(({ words, tiles }) => `${words}, ${usage(content, tiles)}`), count);
    return { reasons, ...(content.tiles !== 'unknown' && { tiles: selectTiles(used, change) }) };
}
const usage = ({ kind }, tiles) => {
    if (kind === 'query')
        return 'used by its query';
    if (tiles === 0)
        return 'used by this dashboard';
    return tiles === 1 ? 'used by a tile' : `used by ${tiles} tiles`;
};
/** The dashboard's own text, and those that it extends. */
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
    for (const { name, path, text } of definitionsFor(project, start).definitions) {
        const known = texts.get(name);
        texts.set(name, {
            path,
            text: `${known?.text ?? ''}${path}\n${text.replaceAll('\r\n', '\n').trimEnd()}\n`,
        });
    }
    return texts;
}
/** The model may include the dashboard's file now, or no longer. */
function reasonsOfInclusion({ model, name }, { base, head, inclusions }) {
    const definitions = [base, head].flatMap(({ project }) => definitionsFor(project, name).definitions);
    const paths = new Map(definitions.map(definition => [definition.path, definition.name]));
    return inclusions
        .filter(one => paths.has(one.path) && (one.model ?? model) === model)
        .map(({ path, words }) => `dashboard ${paths.get(path)} in ${path} (${words})`);
}
/** A dashboard that no file here defines may extend one that does. */
function reasonsOfUnreadText({ name }, { base, head }) {
    if ([base, head].some(({ project }) => project.dashboards.definitions(name).length > 0))
        return [];
    const paths = new Set([...base.project.lookml.keys(), ...head.project.lookml.keys()]);
    return [...paths]
        .filter(path => isDashboardFile(path) && base.project.versions.get(path) !== head.project.versions.get(path))
        .map(path => `${path}, which may define a dashboard that this one extends`);
}
/** The nearest changes of all tiles, and how many changes there are in all. */
function countTiles(used, { words }) {
    const all = new Uint32Array(Math.ceil(words.length / 32));
    for (const { changes } of used)
        for (const one of changes)
            addChanges(all, one.changes);
    const nearest = new Set(used.flatMap(({ changes }) => changes.flatMap(one => one.nearest)));
    const counted = [...nearest].slice(0, maxListedChanges).map(number => {
        const tiles = { before: 0, after: 0, told: 0 };
        for (const { side, tile, changes } of used)
            if (tile && changes.some(one => includesChange(one.changes, number)))
                tiles[side] += 1;
        return { words: words[number] ?? '', tiles: Math.max(tiles.before, tiles.after, tiles.told) };
    });
    return { nearest: counted, count: changesIn(all) };
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
        bases: textsIn(parameters.extends),
        elements: objectsIn(parameters.elements).map(element => readElement(element, model)),
        filters: objectsIn(parameters.filters),
    };
}
function readElement(parameters, dashboardModel) {
    const name = textIn(parameters.name);
    const merged = objectsIn(parameters.merged_queries).map(query => readQuery(query, dashboardModel));
    const own = readQuery(parameters, dashboardModel);
    const queries = own.explore === undefined ? merged : [own, ...merged];
    const isKnown = queries.length > 0 || elementTypesWithoutQuery.has(textIn(parameters.type) ?? '');
    return { ...(name !== undefined && { name }), parameters, queries: isKnown ? queries : [{}] };
}
/** https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-text */
const elementTypesWithoutQuery = new Set(['text', 'button']);
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
    const bases = definition.bases.map(base => extending.includes(base) || base === name
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

;// CONCATENATED MODULE: ./build/affected/dashboard-index.js



/** The LookML dashboards of a commit, by name. */
class DashboardIndex {
    #files;
    #parsed;
    constructor(lookml, parsed) {
        this.#files = [...lookml].filter(([path]) => isDashboardFile(path)).map(toFile);
        this.#parsed = parsed;
    }
    definitions(name) {
        return this.#files.flatMap(file => this.#definitionsIn(file, name));
    }
    /** With everything that it extends in this project. If its file cannot be read as YAML: without elements. */
    composed(name) {
        const definitions = this.definitions(name);
        const unreadable = definitions.find(({ problem }) => problem !== undefined);
        const composed = composeDashboard(name, wanted => this.definitions(wanted).flatMap(({ dashboard }) => dashboard ?? []));
        if (!unreadable)
            return composed;
        const { path, text } = unreadable;
        const own = composed ?? withoutElements(name, path, text);
        return { ...own, problem: `${path} cannot be read as YAML (${unreadable.problem})` };
    }
    /** The dashboards that a definition extends. If its YAML cannot be read: all that it may extend. */
    basesOf({ dashboard, text }) {
        if (dashboard)
            return dashboard.bases;
        if (!text.includes('extends'))
            return [];
        return [...new Set(wordsIn(text))].filter(word => this.#files.some(({ headers }) => headers.includes(word)));
    }
    #definitionsIn(file, name) {
        const { path, text, headers, isUnusual } = file;
        if (!isUnusual && !headers.includes(name))
            return [];
        const parsed = this.#parse(file);
        if (parsed instanceof UnreadableDashboards)
            return [{ path, text, problem: parsed.message }];
        return parsed
            .filter(dashboard => dashboard.name === name)
            .map(dashboard => ({ path, text: dashboard.yaml, dashboard: { ...dashboard, path } }));
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
const withoutElements = (name, path, text) => ({
    ...{ name, path, yaml: text, parameters: {}, bases: [], elements: [], filters: [] },
    elementsByName: new Map(),
    filtersByName: new Map(),
});
function parse(path, text) {
    try {
        return readDashboards(path, text);
    }
    catch (error) {
        if (error instanceof UnreadableDashboards)
            return error;
        throw error;
    }
}
function toFile([path, text]) {
    const fileName = path.slice(path.lastIndexOf('/') + 1);
    const lines = text.match(/^[^\n]*dashboard[^\n]*(?:\n[^\n]*)?/gm) ?? [];
    const headers = [fileName, ...lines].join('\n');
    // A name may also be an alias, a text of several lines, or have escapes; so may the word "dashboard" itself.
    const isUnusual = lines.length === 0 ||
        lines.some(line => /[\\&*!>|?]/.test(line)) ||
        text.split('\n').some(line => line.includes('\\') && /"\s*:/.test(line));
    return { path, text, headers, isUnusual };
}

;// CONCATENATED MODULE: ./build/affected/includes.js
/*
 * Which files a model includes (https://cloud.google.com/looker/docs/reference/param-model-include). Looker's rules have
 * changed over time, so two answers are computed: files that it certainly includes, and files that it may include.
 */
/** Comparisons of a path with a pattern. Only thousands of folders with patterns of their own come to more. */
const maxTests = 100_000_000;
class Includes {
    #paths;
    #includesOf;
    #isLinked;
    /** By pattern, folder and reading: most files of a project repeat the same patterns. */
    #tests = 0;
    #closures = new Map();
    #matches = new Map();
    /**
     * @param paths of all LookML files of the project, sorted
     * @param isLinked whether folders may lead to others, so that a pattern may match any path
     */
    constructor(paths, includesOf, { isLinked }) {
        this.#paths = paths;
        this.#isLinked = isLinked;
        this.#includesOf = includesOf;
    }
    /** The files that are included from there, directly and through others, in the order of inclusion. */
    from(starts, reading) {
        return this.#closure(starts, reading).outermostFirst;
    }
    /** The same files, each behind those that it includes. */
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
     * Depth first. All walks through the same list of files share their place in it: what lies before has been entered. So
     * the time grows with the lists, even if every file includes every other.
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
            return reading === 'possible' ? [this.#paths] : [];
        return patterns.map(pattern => this.matches(pattern, path, reading));
    }
    /** The files that a pattern matches, sorted by path. */
    matches(pattern, from, reading) {
        const folder = pattern.startsWith('/') ? '' : from.slice(0, from.lastIndexOf('/') + 1);
        const key = `${reading}\n${folder}\n${pattern}`;
        const known = this.#matches.get(key);
        if (known)
            return known;
        this.#tests += this.#paths.length;
        if (this.#tests > maxTests)
            throw new RangeError('Too many files have includes of their own');
        const found = reading === 'certain' ? this.#certain(pattern, folder) : this.#possible(pattern, folder);
        this.#matches.set(key, found);
        return found;
    }
    #certain(pattern, folder) {
        if (pattern.startsWith('//') || isUnusual(pattern))
            return [];
        const glob = new RegExp(`^${toRegExp(pattern.startsWith('/') ? pattern.slice(1) : folder + pattern, '[^/]*')}$`);
        return this.#paths.filter(path => glob.test(path) || glob.test(withoutEnding(path)));
    }
    /** In any folder, with any ending, and from any project. */
    #possible(pattern, folder) {
        if (this.#isLinked || isUnusual(pattern))
            return this.#paths;
        const rooted = pattern.replace(/^\/\/[^/]*\/?/, '/');
        const bare = withoutEnding(rooted.replace(/^\/+/, ''));
        const isRooted = rooted.startsWith('/');
        const globs = [bare, ...(isRooted ? [] : [folder + bare, `**/${bare}`])];
        const tests = globs.map(glob => new RegExp(`^${toRegExp(glob, '.*')}(?:\\..*)?$`, 'i'));
        return this.#paths.filter(path => tests.some(test => test.test(path)));
    }
}
/** A pattern that may match anything: it has a constant, a class of characters, or more stars than are tested quickly. */
const isUnusual = (pattern) => /[@?[\]{}\\]|\.\./.test(pattern) || pattern.split(/\*+/).length > 4;
const withoutEnding = (path) => path.replace(/\.(?:lkml|lookml)$/i, '');
/** `star`: what `*` stands for. */
function toRegExp(glob, star) {
    return glob
        .split(/(\*\*\/|\*+)/)
        .map(part => {
        if (part === '**/')
            return '(?:.*/)?';
        if (part === '*')
            return star;
        return part.startsWith('**') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
        .join('');
}

;// CONCATENATED MODULE: ./build/affected/project.js





/** Characters that are read between two pauses. */
const pauseLength = 512 * 1024;
async function readLookmlProject(texts, parsed, pause) {
    const blocks = [];
    const blocksByPath = new Map();
    const uncut = new Map();
    let length = 0;
    for (const [path, text] of texts.lookml) {
        if (isDashboardFile(path))
            continue;
        const read = parsed.blocks.get(text) ?? readBlocks(text);
        parsed.blocks.set(text, read);
        if (read.problem !== undefined)
            uncut.set(path, read.problem);
        const own = read.problem === undefined ? read.blocks : [wholeFile(text)];
        blocksByPath.set(path, own.map((_, index) => blocks.length + index));
        for (const block of own)
            blocks.push({ ...block, path, isWholeFile: read.problem !== undefined });
        length += text.length;
        if (length > pauseLength) {
            length = 0;
            await pause();
        }
    }
    const models = modelsOf([...texts.lookml.keys(), ...texts.unread.keys()]);
    const includes = new Includes([...texts.lookml.keys(), ...texts.unread.keys()].sort(), path => uncut.has(path) || texts.unread.has(path)
        ? 'unknown'
        : includesIn(blocksByPath.get(path) ?? [], blocks), { isLinked: texts.folderLinks.size > 0 });
    const graph = await connectBlocks(blocks, pause);
    const dashboards = new DashboardIndex(texts.lookml, parsed.dashboards);
    return { ...texts, blocks, blocksByPath, uncut, models, includes, graph, dashboards };
}
const wholeFile = (text) => ({
    kind: '',
    name: '',
    isRefinement: false,
    tokens: text,
    mentions: text,
    exploreMentions: text,
    needs: [],
    strings: [text],
});
function modelsOf(paths) {
    const models = new Map();
    for (const path of paths) {
        const name = /([^/]+)\.model\.(?:lkml|lookml)$/i.exec(path)?.[1];
        if (name !== undefined)
            models.set(name, [...(models.get(name) ?? []), path]);
    }
    return models;
}
const includesIn = (own, blocks) => own.flatMap(index => (blocks[index]?.kind === 'include' ? blocks[index].strings : []));

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./build/github/errors.js
var github_errors = __webpack_require__(47307);
// EXTERNAL MODULE: ./build/github/responses.js
var responses = __webpack_require__(20646);
// EXTERNAL MODULE: ./build/runtime/streams.js
var streams = __webpack_require__(3526);
;// CONCATENATED MODULE: ./build/affected/tar.js
/** The largest record before a file: its long path. */
const maxRecordBytes = 1024 * 1024;
const blockBytes = 512;
/**
 * Reads a tar archive, as `git archive` writes it, piece by piece
 * (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html): a header of 512 bytes before each file, whose long
 * path may stand in a record before that.
 * @throws RangeError if the archive breaks off or is no archive
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
/** Of the next entry, of all, or its long name as GNU tar writes it. */
const isRecord = ({ type }) => type === 'x' || type === 'g' || type === 'L';
async function takeRecords(reader, { type, size, padding }) {
    if (size > maxRecordBytes)
        throw new RangeError('A record of the archive is too long');
    const bytes = await reader.take(size);
    await reader.skip(padding);
    if (type === 'g')
        return {};
    return type === 'x' ? recordsIn(bytes) : { path: tar_textIn(bytes) };
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
    const size = Number.parseInt(tar_textIn(header.subarray(124, 136)), 8);
    if (!Number.isSafeInteger(size) || size < 0)
        throw new RangeError('A header of the archive has no size');
    const [prefix, name] = [tar_textIn(header.subarray(345, 500)), tar_textIn(header.subarray(0, 100))];
    return {
        type: tar_textIn(header.subarray(156, 157)),
        size,
        padding: (blockBytes - (size % blockBytes)) % blockBytes,
        path: prefix === '' ? name : `${prefix}/${name}`,
        target: tar_textIn(header.subarray(157, 257)),
    };
}
const nameDecoder = new TextDecoder();
/** Up to the first zero. */
function tar_textIn(bytes) {
    const end = bytes.indexOf(0);
    return nameDecoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
/** `52 path=…\n`: each record begins with its own length in bytes. */
function recordsIn(bytes) {
    const records = {};
    for (let start = 0; start < bytes.length;) {
        const space = bytes.indexOf(0x20, start);
        const length = Number(nameDecoder.decode(bytes.subarray(start, space)));
        if (space < 0 || !Number.isSafeInteger(length) || length <= space - start)
            throw new RangeError('A record of the archive has no length');
        const [, key, value = ''] = /^([^=]*)=([\s\S]*)\n$/.exec(nameDecoder.decode(bytes.subarray(space + 1, start + length))) ?? [];
        if (key === 'path' || key === 'linkpath')
            records[key] = value;
        start += length;
    }
    return records;
}
/** Takes bytes from pieces of any length, and holds one piece at a time. */
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
            throw new RangeError('The archive breaks off');
        this.#piece = value;
    }
}

;// CONCATENATED MODULE: ./build/affected/read-texts.js










/** Limits of what is read; beyond them, everything counts as affected. Bytes. */
const maxLookmlFileBytes = 16 * 1024 * 1024;
const maxLookmlBytes = 128 * 1024 * 1024;
const maxArchiveBytes = 8 * 1024 * 1024 * 1024;
/** Files that the archive lacks and that are asked for one by one. */
const maxBlobs = 200;
const blobsAtOnce = 4;
/** Milliseconds after which a download that stands still is given up. */
const silence = 60_000;
/** Downloads of one archive: a connection may break. */
const tries = 3;
/**
 * All files of a commit, without their contents.
 * @throws ActionError if GitHub does not list all of them
 */
async function listFiles(commit, { octokit, owner, repo }) {
    const what = `The files of commit ${commit} could not be listed`;
    try {
        const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' });
        const { tree, truncated } = (0,responses/* fields */.OA)(data, 'list of files');
        if (truncated === true)
            throw new errors/* ActionError */.lZ(`${what}: GitHub lists them only in part, because there are too many`, 'Set only-affected to false in this repository.');
        const entries = (0,responses/* listOf */.c3)(tree, 'list of files').filter(({ type }) => type !== 'tree');
        return new Map(entries.map(entry => [
            (0,responses/* textOf */.b6)(entry, 'path', 'list of files'),
            { mode: (0,responses/* textOf */.b6)(entry, 'mode', 'list of files'), sha: (0,responses/* shaOf */.ye)(entry, 'list of files') },
        ]));
    }
    catch (error) {
        throw (0,github_errors/* gitHubError */.Mj)(error, what, 'contents: read');
    }
}
/**
 * The LookML of a commit: one archive, and a request for each file that the archive lacks (`export-ignore` in
 * `.gitattributes`). Texts that are the same in `known`, the other commit, are taken from there.
 * @throws ActionError if GitHub does not give the archive
 */
async function readTexts(commit, list, repository, known) {
    const versions = new Map([...list].map(([path, { mode, sha }]) => [path, `${mode} ${sha}`]));
    const texts = new Map();
    const unread = new Map();
    const wanted = new Map();
    for (const [path, { mode, sha }] of list) {
        if (!isLookml(path) || isLink(mode))
            continue;
        const text = known?.versions.get(path) === versions.get(path) ? known?.lookml.get(path) : undefined;
        if (text === undefined)
            wanted.set(path, sha);
        else
            texts.set(path, text);
    }
    const note = (path, found) => void (typeof found === 'string' ? texts.set(path, found) : unread.set(path, found.problem));
    const archive = await readArchive(commit, wanted, repository);
    for (const [path, found] of archive.files)
        note(path, found);
    const missing = [...wanted].filter(([path]) => !archive.files.has(path));
    await readBlobs(missing, repository, note);
    const links = followLinks(list, archive.links);
    for (const [path, target] of links.files)
        note(path, texts.get(target ?? '') ?? { problem: 'it is a link to a file that is not read' });
    return { commit, versions, lookml: texts, unread, folderLinks: links.folders };
}
const isLink = (mode) => mode === '120000' || mode === '160000';
async function readArchive(commit, wanted, repository) {
    for (let failures = 0;;) {
        try {
            return await downloadArchive(commit, wanted, repository);
        }
        catch (error) {
            failures += 1;
            repository.signal.throwIfAborted();
            if (failures === tries || error instanceof errors/* ActionError */.lZ)
                throw (0,github_errors/* gitHubError */.Mj)(error, `The LookML of commit ${commit} could not be read`, 'contents: read');
        }
    }
}
async function downloadArchive(commit, wanted, { octokit, owner, repo, signal }) {
    const { data } = await octokit.rest.repos.downloadTarballArchive({
        ...{ owner, repo, ref: commit },
        request: { parseSuccessResponseBody: false },
    });
    const archive = { files: new Map(), links: new Map() };
    const pieces = (0,streams/* piecesOf */.X)(data, { silence, signal });
    await (0,external_node_stream_promises_.pipeline)(pieces, (0,external_node_zlib_.createGunzip)(), unpacked => unpack(bounded(unpacked), wanted, archive), { signal });
    return archive;
}
async function* bounded(pieces) {
    let bytes = 0;
    for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes > maxArchiveBytes)
            throw lookmlTooLarge('The archive of the repository holds more than 8 GB');
        yield piece;
    }
}
const lookmlTooLarge = (fact) => new errors/* ActionError */.lZ(fact, 'Set only-affected to false in this repository.');
/** All files are below one folder, which GitHub names for the repository and the commit. */
async function unpack(pieces, wanted, { files, links }) {
    let bytes = 0;
    const isWanted = (path, size) => {
        const isLarge = wanted.has(withoutRoot(path)) && size > maxLookmlFileBytes;
        if (isLarge)
            files.set(withoutRoot(path), { problem: 'it is larger than 16 MB' });
        return wanted.has(withoutRoot(path)) && !isLarge;
    };
    for await (const entry of readTar(pieces, isWanted)) {
        const path = withoutRoot(entry.path);
        if (entry.kind === 'link')
            links.set(path, entry.target);
        else {
            bytes += entry.bytes.length;
            if (bytes > maxLookmlBytes)
                throw lookmlTooLarge('The repository has more than 128 MB of LookML');
            files.set(path, textOrProblem(entry.bytes));
        }
    }
}
const withoutRoot = (path) => path.slice(path.indexOf('/') + 1);
/** Asks for files one by one. */
async function readBlobs(files, { octokit, owner, repo, signal }, note) {
    const slots = (0,p_limit/* default */.A)(blobsAtOnce);
    const read = async ([path, sha], index) => {
        if (index >= maxBlobs)
            return note(path, { problem: "it is not in GitHub's archive" });
        try {
            const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
            const { content } = (0,responses/* fields */.OA)(data, 'file');
            if (typeof content !== 'string')
                throw new responses/* UnexpectedResponseError */.dk('file');
            note(path, textOrProblem(Buffer.from(content, 'base64')));
        }
        catch (error) {
            signal.throwIfAborted();
            note(path, { problem: `it is not in GitHub's archive: ${(0,errors/* asActionError */.z6)(error).message}` });
        }
    };
    await Promise.all(files.map((file, index) => slots(() => read(file, index))));
}
const textDecoder = new TextDecoder();
function textOrProblem(bytes) {
    if (bytes.includes(0))
        return { problem: 'it is not a text' };
    const text = textDecoder.decode(bytes);
    // https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
    if (text.startsWith('version https://git-lfs.github.com/spec/'))
        return { problem: 'it is a pointer of Git LFS' };
    return text;
}
function followLinks(list, targets) {
    const folders = new Set([...list.keys()].flatMap(foldersOf));
    const links = { files: new Map(), folders: new Set() };
    for (const [path, { mode }] of list) {
        if (!isLink(mode))
            continue;
        const target = targets.get(path);
        const to = target === undefined ? undefined : external_node_path_.posix.join(external_node_path_.posix.dirname(path), target);
        if (isLookml(path))
            links.files.set(path, to);
        // A link to a file that is no LookML brings nothing in.
        else if (to === undefined || folders.has(to) || !list.has(to))
            links.folders.add(path);
    }
    return links;
}
function foldersOf(path) {
    const parts = path.split('/').slice(0, -1);
    return ['.', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

;// CONCATENATED MODULE: ./build/affected/read-affected.js









/** Rounds of questions: an imported Explore may be derived from another. */
const maxReadRounds = 5;
/** Requests to Looker at the same time. */
const atOnce = 4;
/**
 * Finds out what the change from one commit to the other may affect: from the LookML of both, and from what Looker tells
 * about user-defined content and imported Explores. If something cannot be read, the targets that may depend on it are
 * affected.
 * @throws only the signal's reason
 */
async function readAffected(options) {
    const { targets, signal, log } = options;
    const pause = async () => {
        await (0,promises_.setImmediate)();
        signal.throwIfAborted();
    };
    try {
        const change = await readChange(options, pause);
        if (!change?.isAny)
            return { targets: targets.map(() => ({ reasons: [], tiles: [] })), explores: new Map() };
        logUnread(change, log);
        const slots = (0,p_limit/* default */.A)(atOnce);
        const contents = await Promise.all(targets.map(target => slots(() => readContent(target, change, options))));
        const explores = new Explores(change);
        for (let round = 0; round < maxReadRounds; round++) {
            const missing = await exploresToDescribe(contents, explores, pause);
            if (missing.length === 0)
                break;
            explores.describe(await describeExplores(missing, options));
        }
        const selection = await findAffected(contents, explores, pause);
        const [base, head] = [change.base, change.head].map(({ project }) => toSide(project));
        return { ...selection, ...(base && head && { sides: { base, head } }) };
    }
    catch (error) {
        signal.throwIfAborted();
        log(`${(0,errors/* asActionError */.z6)(error).message}. Every target is rendered.`);
        return { targets: targets.map(() => ({ reasons: [notRead] })), explores: new Map() };
    }
}
const notRead = "The project's LookML could not be read: anything may have changed";
/** Files that Looker does not read, and that LookML cannot name. */
const isNeverRead = (path) => !isLookml(path) &&
    /(?:^|\/)(?:\.github\/|\.git(?:ignore|keep)$|\.editorconfig$|CODEOWNERS$|LICENSE$)|\.(?:md|py)$/i.test(path);
/** Undefined if only files differ that Looker does not read: then no archive is needed. */
async function readChange({ commits, repository }, pause) {
    const [base, head] = commits;
    const lists = [await listFiles(base, repository), await listFiles(head, repository)];
    if (differingPaths(lists).every(isNeverRead))
        return undefined;
    const parsed = { blocks: new Map(), dashboards: new Map() };
    const before = await readTexts(base, lists[0], repository);
    const after = await readTexts(head, lists[1], repository, before);
    return compareProjects(await readLookmlProject(before, parsed, pause), await readLookmlProject(after, parsed, pause));
}
/** Links count, whatever they are called. */
function differingPaths([base, head]) {
    return [...new Set([...base.keys(), ...head.keys()])].filter(path => {
        const [before, after] = [base.get(path), head.get(path)];
        return before?.sha !== after?.sha || before?.mode !== after?.mode;
    });
}
function logUnread({ base, head }, log) {
    const problems = new Map([base, head].flatMap(({ project }) => [...project.unread, ...project.uncut]));
    for (const [path, why] of problems)
        log(`${path} could not be read: ${why}.`);
}
async function readContent(target, change, { client, signal, log }) {
    const lookml = lookmlNameOf(target.id);
    const isDashboard = target.kind === 'dashboard' || target.kind === 'lookml_dashboard';
    if (isDashboard && lookml && !isDashboardIncomplete(change, lookml.model, lookml.name))
        return { kind: 'lookml', ...lookml };
    const told = await client.queriesOf(target).catch((error) => {
        signal.throwIfAborted();
        log(`What ${target.name} shows could not be read: ${(0,errors/* asActionError */.z6)(error).message}.`);
        return undefined;
    });
    const tiles = told?.tiles ?? 'unknown';
    if (isDashboard && lookml)
        return { kind: 'lookml', ...lookml, tiles };
    return {
        kind: told?.kind ?? (isDashboard ? 'dashboard' : 'query'),
        tiles,
        ...(lookml && { lookml: lookml.name }),
        ...(told?.filters && { filters: told.filters }),
    };
}
async function describeExplores(names, { client, project, signal, log }) {
    const slots = (0,p_limit/* default */.A)(atOnce);
    const describe = async (name) => {
        try {
            return [name, toDescribed(project, await client.explore(name))];
        }
        catch (error) {
            signal.throwIfAborted();
            log(`What the Explore ${name} is made of could not be read: ${(0,errors/* asActionError */.z6)(error).message}.`);
            return [name, 'unknown'];
        }
    };
    return new Map(await Promise.all(names.map(name => slots(() => describe(name)))));
}
/** A file whose project Looker does not tell may belong to the deployed one. */
function toDescribed(project, { files, modelFiles, views }) {
    if (files.length + modelFiles.length === 0)
        return 'unknown';
    const ownPaths = (all) => new Set(all.filter(file => (file.project ?? project) === project).map(({ path }) => path));
    return {
        paths: ownPaths(files),
        modelPaths: ownPaths(modelFiles),
        isToldByField: files.length > 0,
        views: new Set(views),
    };
}
const toSide = ({ commit, lookml, models, dashboards }) => ({
    commit,
    files: lookml,
    models: new Set(models.keys()),
    dashboard: name => dashboards.composed(name),
});


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
const maker = `result_maker(sql_query_id,query(${query}),filterables(${query}))`;
const element = `id,type,look_id,merge_result_id,query(${query}),look(query(${query})),${maker}`;
const source = 'view,original_view,project_name,source_file,source_file_path';
const kinds = ['dimensions', 'measures', 'filters', 'parameters'];
const exploreFields = `project_name,view_name,joins(name,from),source_file,files,fields(${kinds.map(kind => `${kind}(${source})`)})`;
const textIn = (value) => typeof value === 'string' && value !== '' ? value : undefined;
/** `view` of a query is the name of its Explore. */
function exploreOf({ model, view }) {
    const [inModel, name] = [textIn(model), textIn(view)];
    return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : [];
}
function ofQuery(answer) {
    const explores = exploreOf(answer);
    return { kind: 'query', tiles: [explores.length > 0 ? { explores } : {}] };
}
const ofElement = (answer) => ({ kind: 'query', tiles: tileOf(answer) });
function ofDashboard({ dashboard_elements: elements, dashboard_filters: filters, }) {
    return {
        kind: 'dashboard',
        tiles: Array.isArray(elements) ? elements.flatMap(tileOf) : [{}],
        filters: (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(filters).flatMap(({ model, explore }) => exploreOf({ model, view: explore })),
    };
}
/** Dashboard elements that show no data. */
const typesWithoutQuery = new Set(['text', 'button']);
/** A tile draws its own query, a Look's, or merged results, whose `filterables` name the Explores. */
function tileOf(answer) {
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv)(answer))
        return [{}];
    const maker = (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.result_maker);
    const queries = [answer.query, (0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(answer.look).query, maker.query].filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_2__/* .isObject */ .Gv);
    const explores = [...queries, ...(0,_responses_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(maker.filterables)].flatMap(exploreOf);
    const id = textIn(answer.id);
    const tile = id === undefined ? {} : { id };
    if (explores.length > 0)
        return [{ ...tile, explores: [...new Set(explores)] }];
    // A tile of SQL Runner.
    if (textIn(maker.sql_query_id) !== undefined)
        return [{ ...tile, explores: [] }];
    const showsData = queries.length > 0 || textIn(answer.look_id) || textIn(answer.merge_result_id);
    return showsData || !typesWithoutQuery.has(answer.type) ? [tile] : [];
}
function ofExplore(answer) {
    const project = textIn(answer.project_name);
    const listed = [answer.source_file, ...(Array.isArray(answer.files) ? answer.files : [])];
    const modelFiles = listed
        .flatMap(path => pathsOf(textIn(path), project))
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
        views: [...new Set(views.flatMap(view => textIn(view) ?? []))],
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
