export const id = 729;
export const ids = [729];
export const modules = {

/***/ 70729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readYaml: () => (/* binding */ readYaml)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/runtime/yaml-tokens.js
var yaml_tokens = __webpack_require__(43251);
// EXTERNAL MODULE: ./build/inputs/problem.js
var problem = __webpack_require__(60787);
;// CONCATENATED MODULE: ./build/inputs/yaml-problems.js


const reservedCharacter = 'begins with a character that YAML reserves';
const cutByComment = 'has a # after a space, which begins a comment';
/** Whether a `#` directly precedes a word, as in `Store #12`. A real comment has a space after its `#`. */
function isGluedComment(text, offset) {
    const pattern = /[^\S\n]*#+[^\s#]/y;
    pattern.lastIndex = offset;
    return pattern.test(text);
}
/**
 * Shows how to quote a value that YAML would drop or read differently.
 * @param text the complete YAML
 * @param reason why YAML reads the value differently, for example `begins with a character that …`
 */
function needsQuotes(text, { start, end }, reason) {
    const value = end === undefined ? valueAt(text, start) : text.slice(start, end);
    const example = value.length > 60 ? '"…"' : (0,problem/* inQuotes */.Nt)(value);
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} ${reason}`, `put it in quotes: ${keyBefore(text, start)}${example}`);
}
/** Explains an anchor of a single value. In a filter without an alias, as in `Region: &Co West`, the `&` is text. */
function scalarAnchor(text, { start: valueStart, end }, { anchor, inFilters }) {
    const start = text.lastIndexOf(`&${anchor}`, valueStart);
    const isText = inFilters && !text.includes(`*${anchor}`);
    if (isText || valueStart === end)
        return needsQuotes(text, { start }, reservedCharacter);
    return new problem/* InputProblem */.S7(`${whereOf(text, start)} has an anchor of a single value: only a mapping or a list may have one`, `delete ${(0,problem/* quoted */.TL)(`&${anchor}`)}, and write the value in place of each ${(0,problem/* quoted */.TL)(`*${anchor}`)}`);
}
const aliasWithoutAnchor = (text, start, name) => new problem/* InputProblem */.S7(`${whereOf(text, start)} has the alias ${(0,problem/* quoted */.TL)(`*${name}`)}, but no line above has its anchor`, 'write the value itself');
const mergeProblem = (text, start) => new problem/* InputProblem */.S7(`${whereOf(text, start)} merges another mapping, which this action does not support`, 'write the keys of that mapping instead; settings of all targets can be inputs of the step');
/** Explains two numbers in brackets. In Looker's filters, they are an interval. In YAML, they are a list. */
function ambiguousInterval(text, start, end) {
    const value = text.slice(start, end);
    const key = keyBefore(text, start);
    const either = value.replace(/[[\]\s]/g, '');
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} may be an interval or two values`, `write ${key}${(0,problem/* inQuotes */.Nt)(value)} for the interval, or ${key}${(0,problem/* inQuotes */.Nt)(either)} for the two values`);
}
/** Returns the rest of the line. Inside of braces, the value ends at the next comma or brace. */
function valueAt(text, start) {
    const line = lineAt(text, start);
    const end = isInBraces(text.slice(0, start)) ? line.slice(1).search(/[,}\]]/) : -1;
    const value = end < 0 ? line : line.slice(0, end + 1);
    const comment = value.search(/(?<=\s)#(\s|$)/);
    return (comment < 0 ? value : value.slice(0, comment)).trim();
}
const lineAt = (text, start) => text.slice(start).split(/\r?\n/, 1)[0] ?? '';
/** Returns the key before the value, such as `Count: `. Returns an empty text for an item of a list. */
function keyBefore(text, start) {
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const entry = line.split(/[{,[]\s*|^\s*-\s+/).at(-1) ?? '';
    return /^\s*\S.{0,60}:\s+$/.test(entry) ? `${entry.trim()} ` : '';
}
/** Whether the text ends inside of braces or brackets. Those inside of quotes do not count. */
function isInBraces(before) {
    let depth = 0;
    const unquoted = before.replace(/"(?:[^"\\\n]|\\.){0,999}"|'[^'\n]{0,999}'/g, '');
    for (const [mark] of unquoted.matchAll(/[{}[\]]/g))
        depth = Math.max(0, depth + (/[{[]/.test(mark) ? 1 : -1));
    return depth > 0;
}
/** Explains a syntax error in plain words, without terms of YAML's grammar. */
function syntaxProblem(text, { code, pos: [start], message }) {
    const line = lineAt(text, start);
    if (code === 'BAD_ALIAS')
        return needsQuotes(text, { start }, reservedCharacter);
    const withoutComma = commaProblem(text, start);
    if (withoutComma)
        return withoutComma;
    if (/^BLOCK_(AS_IMPLICIT_KEY|IN_FLOW)$/.test(code) && /:(\s|$)/.test(line))
        return /,\s*[^,:\s][^,:]*:\s/.test(line)
            ? new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(line)} contains another key`, 'write one key per line, or all of them between { and }')
            : needsQuotes(text, { start }, 'has a colon before a space, which begins a mapping');
    const interval = findInterval(text.slice(0, start + line.length));
    if (interval)
        return needsQuotes(text, interval, 'looks like a list, but is not a list');
    const layout = isInBraces(text.slice(0, start)) ? tabProblem(text, start) : layoutProblem(text, start);
    if (layout)
        return layout;
    if (code === 'UNEXPECTED_TOKEN') {
        const before = text.lastIndexOf('\n', start - 1) + 1;
        const [, lead] = /^(.*?[:-]\s+)[*&?|>"'-]/.exec(text.slice(before, start + 1)) ?? [];
        if (lead !== undefined)
            return needsQuotes(text, { start: before + lead.length }, reservedCharacter);
    }
    return unclosedProblem(text, start, message) ?? otherProblem(text, start, { code, message });
}
/** Explains a missing comma: `{ target: dashboards/42 name: a }`. */
function commaProblem(text, start) {
    if (!isInBraces(text.slice(0, start)))
        return undefined;
    const value = valueAt(text, start);
    const [key] = /(?<=\s)(?:name|format|width|height|filters|tiles|theme|except|recursive|ignore):(?=\s)/.exec(value) ?? [];
    return key === undefined
        ? undefined
        : new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} has no comma before ${key}`, `write a comma before ${key}`);
}
const lineNumber = (text, start) => text.slice(0, start).split('\n').length;
const whereOf = (text, start) => {
    const begin = text.lastIndexOf('\n', start - 1) + 1;
    return `line ${lineNumber(text, start)} (${(0,problem/* quoted */.TL)(lineAt(text, begin).trim())})`;
};
/** Explains a quote, brace or bracket without its counterpart. The parser's message names the missing character. */
function unclosedProblem(text, start, message) {
    const [, quote, bracket] = /^Missing closing (["'])|\bend with an? ([\]}])/.exec(message) ?? [];
    const opening = quote ?? (bracket && (bracket === '}' ? '{' : '['));
    if (opening === undefined)
        return undefined;
    const line = lineNumber(text, text.lastIndexOf(opening, start));
    const closing = quote ?? bracket;
    return new problem/* InputProblem */.S7(`the ${opening} in line ${line} has no closing ${closing}`, `add the ${closing}`);
}
function otherProblem(text, start, { code, message }) {
    const number = lineNumber(text, start);
    const line = lineAt(text, text.lastIndexOf('\n', start - 1) + 1);
    if (code === 'MULTIPLE_DOCS')
        return new problem/* InputProblem */.S7(`line ${number} (${(0,problem/* quoted */.TL)(line)}) begins a second YAML document`, 'delete this line');
    if (code === 'DUPLICATE_KEY') {
        const [key = ''] = lineAt(text, start).split(/:(?:\s|$)/, 1);
        return new problem/* InputProblem */.S7(`line ${number} sets ${(0,problem/* quoted */.TL)(key)} again`, 'keep one of the two');
    }
    if (code === 'MULTILINE_IMPLICIT_KEY' || code === 'MISSING_CHAR')
        return new problem/* InputProblem */.S7(`line ${number} (${(0,problem/* quoted */.TL)(line)}) has no colon and space after the key`, 'write it as key: value');
    const [reason = ''] = message.replace(/ at line \d+, column \d+:?/, '').split('\n', 1);
    return new problem/* InputProblem */.S7(`line ${number} (${(0,problem/* quoted */.TL)(line)}) cannot be read: ${(0,runtime_text/* oneLine */.TN)(reason, 200)}`, 'check its indentation and quotes');
}
/** Explains why a text without quotes continues on the next line. */
function multilineProblem(text, { start, end }) {
    const second = start + text.slice(start, end).search(/\n\s*\S/) + 1;
    const layout = lineProblem(text, second);
    if (layout)
        return layout;
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text.slice(start, end))} continues in line ${lineNumber(text, second)}`, 'write it on one line, or in quotes');
}
/** Explains a mistake in the line or in the next line, because the parser reports some mistakes one line too early. */
const layoutProblem = (text, start) => {
    const next = text.indexOf('\n', start) + 1;
    return lineProblem(text, start) ?? (next > 0 ? lineProblem(text, next) : undefined);
};
const addressBeginning = /^["']?(?:target:|https?:\/\/|\/*(?:embed\/)?(?:dashboards|looks|queries|explore|folders|boards|models)\b)/;
function tabProblem(text, offset) {
    const begin = text.lastIndexOf('\n', offset - 1) + 1;
    const line = lineAt(text, begin);
    if (!/^ *\t/.test(line))
        return undefined;
    return new problem/* InputProblem */.S7(`line ${lineNumber(text, begin)} (${(0,problem/* quoted */.TL)(line.trim())}) is indented by a tab, which YAML does not allow`, 'indent it by spaces');
}
/** Explains a tab, a missing space after a dash, a missing dash, or a wrong indentation. */
function lineProblem(text, offset) {
    const begin = text.lastIndexOf('\n', offset - 1) + 1;
    const line = lineAt(text, begin);
    const number = lineNumber(text, begin);
    const content = line.trim();
    const where = `line ${number} (${(0,problem/* quoted */.TL)(content)})`;
    const tab = tabProblem(text, offset);
    if (tab)
        return tab;
    const above = linesAbove(text, begin);
    if (above.length === 0)
        return undefined;
    const isInList = above.some(({ marker }) => marker > 0);
    if (isInList && /^-[^\s-]/.test(content))
        return new problem/* InputProblem */.S7(`${where} has no space after its dash`, `write - ${content.slice(1, 200)}`);
    if (isInList && addressBeginning.test(content))
        return new problem/* InputProblem */.S7(`${where} has no dash`, `write - ${content.slice(0, 200)}`);
    if (!/^-\s|^[^\s:][^:]*:(\s|$)/.test(content))
        return undefined;
    const indent = line.length - line.trimStart().length;
    const [nearest] = above;
    if (nearest?.isParent && indent >= nearest.indent + nearest.marker)
        return undefined;
    const columns = above.flatMap(entry => /^-\s/.test(content)
        ? entry.marker > 0
            ? [entry.indent]
            : []
        : entry.hasKey
            ? [entry.indent + entry.marker]
            : []);
    if (columns.length === 0 || columns.includes(indent))
        return undefined;
    const expected = columns.reduce((best, column) => Math.abs(column - indent) < Math.abs(best - indent) ? column : best);
    return new problem/* InputProblem */.S7(indent === 0
        ? `${where} is not indented like the lines above it`
        : `${where} is indented by ${(0,runtime_text/* count */.U9)(indent, 'space')}, unlike the lines above it`, expected === 0 ? 'do not indent it' : `indent it by ${(0,runtime_text/* count */.U9)(expected, 'space')}`);
}
/** The maximum number of lines to search for the correct indentation. */
const maxLinesAbove = 50;
/** Returns the lines above an offset that belong to the same item of the list. The nearest line comes first. */
function linesAbove(text, offset) {
    const found = [];
    const lines = text
        .slice(Math.max(0, offset - 10_000), offset)
        .split(/\r?\n/)
        .slice(-maxLinesAbove - 1);
    for (const line of lines.reverse()) {
        const [, space = '', dash = '', content = ''] = /^( *)(-\s+)?(.*)$/.exec(line) ?? [];
        if ((content.trim() === '' && dash === '') || content.startsWith('#'))
            continue;
        found.push({
            indent: space.length,
            marker: dash.length,
            hasKey: /^[^\s:][^:]*:(\s|$)/.test(content),
            isParent: /:\s*(#.*)?$/.test(content),
        });
        if (dash !== '' && space === '')
            break;
    }
    return found;
}
/**
 * Finds an interval of Looker, such as `[0, 20)` or `[0,9],[20,29]`. Does not find `[0, 20]`, because it is also a
 * list.
 */
function findInterval(text) {
    // The limits of `\s{0,9}` keep the search from taking quadratic time.
    const one = /(?:NOT\s{0,9})?[[(]\s{0,9}[-+.\w]{0,40}\s{0,9},\s{0,9}[-+.\w]{0,40}\s{0,9}[)\]]/;
    const intervals = new RegExp(`${one.source}(?:\\s{0,9},\\s{0,9}${one.source})*`, 'g');
    for (const { 0: found, index } of text.matchAll(intervals))
        if (!/["']/.test(text[index - 1] ?? '') && !/^\[[^),\]]+,[^)\]]+\]$/.test(found))
            return { start: index, end: index + found.length };
    return undefined;
}

;// CONCATENATED MODULE: ./build/inputs/yaml.js





/**
 * Reads YAML as text, with each value exactly as written. If YAML would change a value, or drop a tag, an anchor or a
 * comment in the value, throws a problem that shows how to quote the value.
 * @throws InputProblem
 */
function readYaml(text, place) {
    if (text.length > maxInputYamlLength)
        throw new problem/* InputProblem */.S7(`the YAML has ${(0,runtime_text/* withThousands */.Cm)(text.length)} characters`, `shorten it to ${(0,runtime_text/* withThousands */.Cm)(maxInputYamlLength)}, or write one target per line`);
    refuseTokens(text);
    const { errors, contents } = (0,dist/* parseDocument */.Tp)(text, {
        schema: 'failsafe',
        // Pretty errors repeat the line for each error, but only the first error is needed.
        prettyErrors: false,
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
/** The maximum number of characters, which is enough for 5,000 targets with a few settings. */
const maxInputYamlLength = 250_000;
/**
 * Refuses tokens that would silently drop a part of a value (a tag, a directive, an accidental comment). Also refuses
 * deep nesting, which could overflow the stack of the recursive parser.
 */
function refuseTokens(text) {
    /** The offset of the value in the current line. */
    let value;
    for (const { type, source, offset } of readTokens(text)) {
        if (type === 'map-value-ind' || type === 'newline')
            value = undefined;
        if (isScalarToken(type))
            value ??= offset;
        if (isReserved(type, source))
            throw needsQuotes(text, { start: offset }, reservedCharacter);
        if (type === 'comment' && isAccidentalComment(text, offset))
            throw accidentalComment(text, value ?? offset, offset);
    }
}
/** Explains a `#` in an address. Quotes would not help, because in an address, `#` begins the fragment. */
const accidentalComment = (text, start, mark) => text.slice(start, mark).includes('?')
    ? new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text.slice(start, mark))} ${cutByComment}`, 'write the # as %23')
    : needsQuotes(text, { start }, cutByComment);
/** The maximum depth of the parser's stack. A list of mappings with lists has a depth of ten. */
const maxParserStack = 50;
function* readTokens(text) {
    const parser = new dist/* Parser */.iX();
    let offset = 0;
    let isPlain = false;
    const refuse = (excess) => new problem/* InputProblem */.S7(`the YAML has ${excess}`, 'shorten it, or write one target per line');
    for (const source of (0,yaml_tokens/* boundedTokens */.O)(text, refuse)) {
        for (const _ of parser.next(source)) {
            // The parser runs only for the depth of its stack. Its nodes are not used.
        }
        if (parser.stack.length > maxParserStack)
            throw new problem/* InputProblem */.S7('the YAML is nested too deeply', 'write a list of targets and mappings');
        const type = isPlain ? 'scalar' : (dist/* CST */.DB.tokenType(source) ?? 'error');
        // After this mark, the lexer returns a plain text, which may look like any token.
        isPlain = source === dist/* CST */.DB.SCALAR;
        if (isPlain || source === dist/* CST */.DB.DOCUMENT || source === dist/* CST */.DB.FLOW_END)
            continue;
        yield { type, source, offset };
        offset += source.length;
    }
}
const isScalarToken = (type) => /^(scalar|(single|double)-quoted-scalar)$/.test(type);
function isReserved(type, source) {
    if (type === 'block-scalar-header')
        return !/^[|>]([-+]?[1-9]?|[1-9][-+])$/.test(source);
    return type === 'tag' || type === 'directive-line' || (type === 'scalar' && /^[%@`]/.test(source));
}
/** Whether a value precedes a `#` and no space follows it, as in `Store: Store #12`. */
function isAccidentalComment(text, offset) {
    const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
    return /[?:]/.test(before) && isGluedComment(text, offset);
}
/**
 * The maximum number of nodes. A list of hundreds of targets has some thousands of nodes, but a few nested aliases can
 * expand to millions.
 */
const maxNodes = 100_000;
/** Only an alias inside of its own node reaches this depth, because `maxParserStack` limits the nesting of the text. */
const maxAliasDepth = 60;
const withoutAliases = 'write it without aliases';
function toYaml(node, walk) {
    walk.count.nodes += 1;
    if (walk.depth > maxAliasDepth)
        throw new problem/* InputProblem */.S7('the YAML contains an alias to itself', withoutAliases);
    if (walk.count.nodes > maxNodes)
        throw new problem/* InputProblem */.S7('the aliases of the YAML expand to too many values', withoutAliases);
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
/**
 * Resolves an alias to its mapping or list. In filters, an alias without an anchor needs quotes, because the user means
 * `*x` as text.
 */
function resolveAlias(alias, { text, anchors, inFilters }) {
    const node = anchors.get(alias.source);
    if (node)
        return node;
    const start = startOf(alias);
    throw inFilters
        ? needsQuotes(text, { start }, reservedCharacter)
        : aliasWithoutAnchor(text, start, alias.source);
}
function readScalar(scalar, { text, inFilters }) {
    const [start, end] = [startOf(scalar), endOf(scalar)];
    if (scalar.anchor)
        throw scalarAnchor(text, { start, end }, { anchor: scalar.anchor, inFilters });
    const value = String(scalar.value ?? '');
    if (scalar.type?.startsWith('BLOCK') && value.trim() === '')
        throw needsQuotes(text, { start }, reservedCharacter);
    if (inFilters && isGluedComment(text, end))
        throw needsQuotes(text, { start }, cutByComment);
    if (inFilters && text.slice(start, end).trimEnd().includes('\n'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(value)} is on more than one line`, 'write the filter on one line, in quotes');
    if (scalar.type === 'PLAIN' && /\n\s*\S/.test(text.slice(start, end)))
        throw multilineProblem(text, { start, end });
    return value;
}
function readPairs({ items }, walk) {
    return items.map(({ key, value }, index) => {
        if (!(0,dist/* isScalar */.jn)(key))
            throw new problem/* InputProblem */.S7('the YAML has a key that is not a string', 'put the key in quotes');
        const name = readScalar(key, { ...walk, inFilters: true });
        if (name === '<<' && key.type === 'PLAIN')
            throw mergeProblem(walk.text, startOf(key));
        if (value === null)
            throw withoutColon(key, items[index - 1]?.value, walk);
        const inFilters = walk.inFilters || (name === 'filters' && ((0,dist/* isMap */.jh)(value) || (0,dist/* isSeq */.oP)(value)));
        return [name, toYaml(value, { ...walk, inFilters })];
    });
}
/** Explains a key without a value. For example, YAML reads `{ Count: (0, 20) }` as two keys. */
function withoutColon(key, previous, { text }) {
    if ((0,dist/* isScalar */.jn)(previous))
        return needsQuotes(text, { start: startOf(previous), end: endOf(key) }, 'has a comma, which ends a value between braces');
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(String(key.value))} has no value`, 'write a colon and a space after it, then the value');
}
function readItems(list, walk) {
    const [start, end] = [startOf(list), endOf(list)];
    if (walk.inFilters && isInterval(list, walk.text.slice(start, end)))
        throw ambiguousInterval(walk.text, start, end);
    return list.items.map(item => toYaml(item, walk));
}
const isInterval = ({ flow, items }, source) => flow && items.length > 0 && items.every(isBareNumber) && source.split(',').length === 2;
const isBareNumber = (item) => (0,dist/* isScalar */.jn)(item) && item.type === 'PLAIN' && /^[-+]?(inf|\d[\d_]*\.?\d*|\.\d+)$/i.test(String(item.value));
const startOf = ({ range }) => range?.[0] ?? 0;
const endOf = ({ range }) => range?.[1] ?? 0;


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
