export const id = 797;
export const ids = [797];
export const modules = {

/***/ 5797:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  parseYaml: () => (/* binding */ parseYaml)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./build/inputs/problem.js
var problem = __webpack_require__(787);
;// CONCATENATED MODULE: ./build/inputs/yaml-quotes.js

const keptForYaml = 'begins with a character that YAML keeps for itself';
const cutByComment = 'has a # behind a space, which begins a comment';
/** `Store #12`: what is meant as a comment has a space behind its mark. */
const gluedComment = /^\s*#+[^\s#]/;
/**
 * A value that YAML would swallow or take for something else, as a problem that shows how to quote it.
 * @param text the whole YAML
 * @param start where the value begins in it
 * @param reason what keeps it from being read as it is written: `begins with a character that …`
 * @param end where the value ends; without it, where its writer must have meant it to end
 */
function needsQuotes(text, start, reason, end) {
    const value = end === undefined ? valueAt(text, start) : text.slice(start, end);
    const example = value.length > 60 ? '"…"' : (0,problem/* inQuotes */.Nt)(value);
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} ${reason}`, `put it in quotes: ${keyBefore(text, start)}${example}`);
}
/** Two numbers in brackets are an interval in Looker's filters, and a list in YAML. */
function ambiguousInterval(text, start, end) {
    const value = text.slice(start, end);
    const key = keyBefore(text, start);
    const either = value.replace(/[[\]\s]/g, '');
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} may be an interval or two values`, `write ${key}${(0,problem/* inQuotes */.Nt)(value)} for all between them, or ${key}${(0,problem/* inQuotes */.Nt)(either)} for either`);
}
/** To the end of its line, in braces to the next comma or brace. */
function valueAt(text, start) {
    const line = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
    const value = isInBraces(text.slice(0, start)) ? line.replace(/(?<=.)\s*[,}\]].*$/, '') : line;
    return value.replace(/\s+#(\s.*)?$/, '').trim();
}
/** `Count: ` of what stands in front of a value on its line; nothing where it is an item of a list. */
function keyBefore(text, start) {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const entry = line.split(/[{,[]\s*|^\s*-\s+/).at(-1) ?? '';
    return /^\s*\S.{0,60}:\s+$/.test(entry) ? `${entry.trim()} ` : '';
}
/** Counts what is open. A brace in quotes may mislead it, which makes the example a little shorter or longer. */
function isInBraces(before) {
    let depth = 0;
    for (const [mark] of before.matchAll(/[{}[\]]/g))
        depth = Math.max(0, depth + (/[{[]/.test(mark) ? 1 : -1));
    return depth > 0;
}

// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(5976);
;// CONCATENATED MODULE: ./build/inputs/yaml-syntax.js




/**
 * Refuses what takes a part of a value away without a word (a tag, a directive, a comment that nobody meant), and YAML
 * that is nested deeper than the stack: composing that may end the whole process, reading its tokens does not.
 * @throws InputProblem
 */
function refuseTokens(text) {
    /** Where the value of the line began. */
    let value;
    for (const { type, source, offset } of tokensOf(text)) {
        if (type === 'map-value-ind' || type === 'newline')
            value = undefined;
        if (isScalar(type))
            value ??= offset;
        if (isKeptForYaml(type, source))
            throw needsQuotes(text, offset, keptForYaml);
        if (type === 'comment' && isGlued(text, offset))
            throw cutValue(text, value ?? offset, offset);
    }
}
/** In an address quotes do not help: a # would end it. */
const cutValue = (text, start, mark) => text.slice(start, mark).includes('?')
    ? new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text.slice(start, mark))} ${cutByComment}`, 'write the # as %23')
    : needsQuotes(text, start, cutByComment);
/** A list of mappings with lists in them has ten. */
const maxStack = 50;
function* tokensOf(text) {
    const parser = new dist/* Parser */.iX();
    let offset = 0;
    let isPlain = false;
    for (const source of new dist/* Lexer */.JG().lex(text)) {
        for (const _ of parser.next(source)) {
            // What is finished does not matter here, only how much is open.
        }
        if (parser.stack.length > maxStack)
            throw new problem/* InputProblem */.S7('the YAML is nested too deeply', 'write a list of targets or mappings');
        const type = isPlain ? 'scalar' : (dist/* CST */.DB.tokenType(source) ?? 'error');
        // The lexer marks that a plain text follows, which may look like anything.
        isPlain = source === dist/* CST */.DB.SCALAR;
        if (isPlain || source === dist/* CST */.DB.DOCUMENT || source === dist/* CST */.DB.FLOW_END)
            continue;
        yield { type, source, offset };
        offset += source.length;
    }
}
const isScalar = (type) => /^(scalar|(single|double)-quoted-scalar)$/.test(type);
function isKeptForYaml(type, source) {
    if (type === 'block-scalar-header')
        return !/^[|>]([-+]?[1-9]?|[1-9][-+])$/.test(source);
    return type === 'tag' || type === 'directive-line' || (type === 'scalar' && /^[%@`]/.test(source));
}
/** `Store #12`: a comment that is meant as one has a space behind its mark, or stands behind no value. */
function isGlued(text, offset) {
    const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
    return /[?:]/.test(before) && gluedComment.test(text.slice(offset));
}
/** What the parser said, in the words of whoever wrote the text. */
function syntaxProblem(text, { code, pos: [start], message }) {
    const line = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
    if (/^BLOCK_(AS_IMPLICIT_KEY|IN_FLOW)$/.test(code) && /:(\s|$)/.test(line))
        return /,\s*[^,:]+:\s/.test(line)
            ? new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(line)} has another key in it`, 'write one key a line, or all of them between { and }')
            : needsQuotes(text, start, 'has a colon before a space, which begins a mapping');
    const interval = intervalIn(text.slice(0, start + line.length));
    if (interval)
        return needsQuotes(text, interval.start, 'looks like a list, and is none', interval.end);
    if (code === 'UNEXPECTED_TOKEN') {
        const before = text.lastIndexOf('\n', start - 1) + 1;
        const [, lead] = /^(.*?[:-]\s+)[*&?|>"'-]/.exec(text.slice(before, start + 1)) ?? [];
        if (lead !== undefined)
            return needsQuotes(text, before + lead.length, keptForYaml);
    }
    const [first = ''] = message.split('\n', 1);
    return new problem/* InputProblem */.S7(`the YAML cannot be read: ${(0,runtime_text/* oneLine */.TN)(first.replace(/:$/, ''), 200)}`, 'check its indentation and quotes');
}
/** One of Looker's intervals, `[0, 20)` or `[0,9],[20,29]`; `[0, 20]` alone is a list, too. */
function intervalIn(text) {
    const one = /(?:NOT\s*)?[[(]\s*[-+.\w]*\s*,\s*[-+.\w]*\s*[)\]]/;
    const intervals = new RegExp(`${one.source}(?:\\s*,\\s*${one.source})*`, 'g');
    for (const { 0: found, index } of text.matchAll(intervals))
        if (!/^\[[^),\]]+,[^)\]]+\]$/.test(found))
            return { start: index, end: index + found.length };
    return undefined;
}

;// CONCATENATED MODULE: ./build/inputs/yaml.js




/**
 * Reads YAML as text. What YAML would swallow (a tag, an anchor, a comment in a value) or take for something else is a
 * problem that shows how to quote it: a value is read letter by letter, or not at all.
 * @throws InputProblem
 */
function parseYaml(text, place) {
    refuseTokens(text);
    const { errors, contents } = (0,dist/* parseDocument */.Tp)(text, {
        schema: 'failsafe',
        prettyErrors: true,
        logLevel: 'error',
    });
    const [error] = errors;
    if (error)
        throw syntaxProblem(text, error);
    return toYaml(contents, {
        text,
        anchors: new Map(),
        inFilters: place === 'filters',
        depth: 0,
        count: { nodes: 0 },
    });
}
/** A list of hundreds of targets has some thousands; what a few aliases stand for may be millions. */
const maxNodes = 100_000;
/** Deeper than a text may be nested: an alias stands inside of what it stands for. */
const maxDepth = 60;
const withoutAliases = 'write it without aliases';
function toYaml(node, walk) {
    walk.count.nodes += 1;
    if (walk.depth > maxDepth)
        throw new problem/* InputProblem */.S7('the YAML holds itself', withoutAliases);
    if (walk.count.nodes > maxNodes)
        throw new problem/* InputProblem */.S7('the YAML cannot be read: its aliases stand for too much', withoutAliases);
    const inner = { ...walk, depth: walk.depth + 1 };
    if ((0,dist/* isAlias */.Vj)(node))
        return toYaml(resolveAlias(node, walk), inner);
    if ((0,dist/* isScalar */.jn)(node))
        return readScalar(node, walk);
    if ((0,dist/* isMap */.jh)(node) && node.anchor)
        walk.anchors.set(node.anchor, node);
    if ((0,dist/* isMap */.jh)(node))
        return Object.fromEntries(readPairs(node, inner));
    if ((0,dist/* isSeq */.oP)(node) && node.anchor)
        walk.anchors.set(node.anchor, node);
    return (0,dist/* isSeq */.oP)(node) ? readItems(node, inner) : null;
}
/** An alias stands for a mapping or a list; `*x*` in place of a text is that text. */
function resolveAlias(alias, { text, anchors }) {
    const node = anchors.get(alias.source);
    if (node)
        return node;
    throw needsQuotes(text, startOf(alias), keptForYaml);
}
function readScalar(scalar, { text, inFilters }) {
    const start = startOf(scalar);
    if (scalar.anchor)
        throw needsQuotes(text, text.lastIndexOf(`&${scalar.anchor}`, start), keptForYaml);
    const value = String(scalar.value ?? '');
    if (scalar.type?.startsWith('BLOCK') && value.trim() === '')
        throw needsQuotes(text, start, keptForYaml);
    const line = text.slice(endOf(scalar)).split('\n', 1)[0] ?? '';
    if (inFilters && gluedComment.test(line))
        throw needsQuotes(text, start, cutByComment);
    if (inFilters && text.slice(start, endOf(scalar)).trimEnd().includes('\n'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} is on more than one line`, 'write the filter on one line, in quotes');
    return value;
}
function readPairs({ items }, walk) {
    return items.map(({ key, value }, index) => {
        if (!(0,dist/* isScalar */.jn)(key))
            throw new problem/* InputProblem */.S7('the YAML has a key that is no text', 'put the key in quotes');
        const name = readScalar(key, { ...walk, inFilters: true });
        if (value === null)
            throw withoutColon(key, items[index - 1]?.value, walk);
        const inFilters = walk.inFilters || (name === 'filters' && !(0,dist/* isScalar */.jn)(value));
        return [name, toYaml(value, { ...walk, inFilters })];
    });
}
/** `{ Count: (0, 20) }` is a mapping of two keys, the second without a value. */
function withoutColon(key, before, { text }) {
    if ((0,dist/* isScalar */.jn)(before))
        return needsQuotes(text, startOf(before), 'has a comma, which ends a value between braces', endOf(key));
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(String(key.value))} has no value`, 'write a colon and a space behind it, then the value');
}
function readItems(list, walk) {
    const [start, end] = [startOf(list), endOf(list)];
    if (walk.inFilters && isInterval(list, walk.text.slice(start, end)))
        throw ambiguousInterval(walk.text, start, end);
    return list.items.map(item => toYaml(item, walk));
}
/** `[0, 20]`, or `[20,]` */
const isInterval = ({ flow, items }, source) => flow && items.length > 0 && items.every(isBareNumber) && source.split(',').length === 2;
const isBareNumber = (item) => (0,dist/* isScalar */.jn)(item) && item.type === 'PLAIN' && /^[-+]?(inf|\d[\d_]*\.?\d*|\.\d+)$/i.test(String(item.value));
const startOf = ({ range }) => range?.[0] ?? 0;
const endOf = ({ range }) => range?.[1] ?? 0;


/***/ })

};
