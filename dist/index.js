import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 35317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 49140:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("constants");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 98995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 57349:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Scalar = __nccwpck_require__(63301);
var YAMLMap = __nccwpck_require__(84454);
var YAMLSeq = __nccwpck_require__(92223);
var resolveBlockMap = __nccwpck_require__(87103);
var resolveBlockSeq = __nccwpck_require__(90334);
var resolveFlowCollection = __nccwpck_require__(13142);

function resolveCollection(CN, ctx, token, onError, tagName, tag) {
    const coll = token.type === 'block-map'
        ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag)
        : token.type === 'block-seq'
            ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag)
            : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
    const Coll = coll.constructor;
    // If we got a tagName matching the class, or the tag name is '!',
    // then use the tagName from the node class used to create it.
    if (tagName === '!' || tagName === Coll.tagName) {
        coll.tag = Coll.tagName;
        return coll;
    }
    if (tagName)
        coll.tag = tagName;
    return coll;
}
function composeCollection(CN, ctx, token, props, onError) {
    const tagToken = props.tag;
    const tagName = !tagToken
        ? null
        : ctx.directives.tagName(tagToken.source, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg));
    if (token.type === 'block-seq') {
        const { anchor, newlineAfterProp: nl } = props;
        const lastProp = anchor && tagToken
            ? anchor.offset > tagToken.offset
                ? anchor
                : tagToken
            : (anchor ?? tagToken);
        if (lastProp && (!nl || nl.offset < lastProp.offset)) {
            const message = 'Missing newline after block sequence props';
            onError(lastProp, 'MISSING_CHAR', message);
        }
    }
    const expType = token.type === 'block-map'
        ? 'map'
        : token.type === 'block-seq'
            ? 'seq'
            : token.start.source === '{'
                ? 'map'
                : 'seq';
    // shortcut: check if it's a generic YAMLMap or YAMLSeq
    // before jumping into the custom tag logic.
    if (!tagToken ||
        !tagName ||
        tagName === '!' ||
        (tagName === YAMLMap.YAMLMap.tagName && expType === 'map') ||
        (tagName === YAMLSeq.YAMLSeq.tagName && expType === 'seq')) {
        return resolveCollection(CN, ctx, token, onError, tagName);
    }
    let tag = ctx.schema.tags.find(t => t.tag === tagName && t.collection === expType);
    if (!tag) {
        const kt = ctx.schema.knownTags[tagName];
        if (kt?.collection === expType) {
            ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
            tag = kt;
        }
        else {
            if (kt) {
                onError(tagToken, 'BAD_COLLECTION_TYPE', `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? 'scalar'}`, true);
            }
            else {
                onError(tagToken, 'TAG_RESOLVE_FAILED', `Unresolved tag: ${tagName}`, true);
            }
            return resolveCollection(CN, ctx, token, onError, tagName);
        }
    }
    const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
    const res = tag.resolve?.(coll, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg), ctx.options) ?? coll;
    const node = identity.isNode(res)
        ? res
        : new Scalar.Scalar(res);
    node.range = coll.range;
    node.tag = tagName;
    if (tag?.format)
        node.format = tag.format;
    return node;
}

exports.composeCollection = composeCollection;


/***/ }),

/***/ 23683:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Document = __nccwpck_require__(3021);
var composeNode = __nccwpck_require__(45937);
var resolveEnd = __nccwpck_require__(17788);
var resolveProps = __nccwpck_require__(34631);

function composeDoc(options, directives, { offset, start, value, end }, onError) {
    const opts = Object.assign({ _directives: directives }, options);
    const doc = new Document.Document(undefined, opts);
    const ctx = {
        atKey: false,
        atRoot: true,
        directives: doc.directives,
        options: doc.options,
        schema: doc.schema
    };
    const props = resolveProps.resolveProps(start, {
        indicator: 'doc-start',
        next: value ?? end?.[0],
        offset,
        onError,
        parentIndent: 0,
        startOnNewline: true
    });
    if (props.found) {
        doc.directives.docStart = true;
        if (value &&
            (value.type === 'block-map' || value.type === 'block-seq') &&
            !props.hasNewline)
            onError(props.end, 'MISSING_CHAR', 'Block collection cannot start on same line with directives-end marker');
    }
    // @ts-expect-error If Contents is set, let's trust the user
    doc.contents = value
        ? composeNode.composeNode(ctx, value, props, onError)
        : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
    const contentEnd = doc.contents.range[2];
    const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
    if (re.comment)
        doc.comment = re.comment;
    doc.range = [offset, contentEnd, re.offset];
    return doc;
}

exports.composeDoc = composeDoc;


/***/ }),

/***/ 45937:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(4065);
var identity = __nccwpck_require__(41127);
var composeCollection = __nccwpck_require__(57349);
var composeScalar = __nccwpck_require__(5413);
var resolveEnd = __nccwpck_require__(17788);
var utilEmptyScalarPosition = __nccwpck_require__(22599);

const CN = { composeNode, composeEmptyNode };
function composeNode(ctx, token, props, onError) {
    const atKey = ctx.atKey;
    const { spaceBefore, comment, anchor, tag } = props;
    let node;
    let isSrcToken = true;
    switch (token.type) {
        case 'alias':
            node = composeAlias(ctx, token, onError);
            if (anchor || tag)
                onError(token, 'ALIAS_PROPS', 'An alias node must not specify any properties');
            break;
        case 'scalar':
        case 'single-quoted-scalar':
        case 'double-quoted-scalar':
        case 'block-scalar':
            node = composeScalar.composeScalar(ctx, token, tag, onError);
            if (anchor)
                node.anchor = anchor.source.substring(1);
            break;
        case 'block-map':
        case 'block-seq':
        case 'flow-collection':
            try {
                node = composeCollection.composeCollection(CN, ctx, token, props, onError);
                if (anchor)
                    node.anchor = anchor.source.substring(1);
            }
            catch (error) {
                // Almost certainly here due to a stack overflow
                const message = error instanceof Error ? error.message : String(error);
                onError(token, 'RESOURCE_EXHAUSTION', message);
            }
            break;
        default: {
            const message = token.type === 'error'
                ? token.message
                : `Unsupported token (type: ${token.type})`;
            onError(token, 'UNEXPECTED_TOKEN', message);
            isSrcToken = false;
        }
    }
    node ?? (node = composeEmptyNode(ctx, token.offset, undefined, null, props, onError));
    if (anchor && node.anchor === '')
        onError(anchor, 'BAD_ALIAS', 'Anchor cannot be an empty string');
    if (atKey &&
        ctx.options.stringKeys &&
        (!identity.isScalar(node) ||
            typeof node.value !== 'string' ||
            (node.tag && node.tag !== 'tag:yaml.org,2002:str'))) {
        const msg = 'With stringKeys, all keys must be strings';
        onError(tag ?? token, 'NON_STRING_KEY', msg);
    }
    if (spaceBefore)
        node.spaceBefore = true;
    if (comment) {
        if (token.type === 'scalar' && token.source === '')
            node.comment = comment;
        else
            node.commentBefore = comment;
    }
    // @ts-expect-error Type checking misses meaning of isSrcToken
    if (ctx.options.keepSourceTokens && isSrcToken)
        node.srcToken = token;
    return node;
}
function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
    const token = {
        type: 'scalar',
        offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
        indent: -1,
        source: ''
    };
    const node = composeScalar.composeScalar(ctx, token, tag, onError);
    if (anchor) {
        node.anchor = anchor.source.substring(1);
        if (node.anchor === '')
            onError(anchor, 'BAD_ALIAS', 'Anchor cannot be an empty string');
    }
    if (spaceBefore)
        node.spaceBefore = true;
    if (comment) {
        node.comment = comment;
        node.range[2] = end;
    }
    return node;
}
function composeAlias({ options }, { offset, source, end }, onError) {
    const alias = new Alias.Alias(source.substring(1));
    if (alias.source === '')
        onError(offset, 'BAD_ALIAS', 'Alias cannot be an empty string');
    if (alias.source.endsWith(':'))
        onError(offset + source.length - 1, 'BAD_ALIAS', 'Alias ending in : is ambiguous', true);
    const valueEnd = offset + source.length;
    const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
    alias.range = [offset, valueEnd, re.offset];
    if (re.comment)
        alias.comment = re.comment;
    return alias;
}

exports.composeEmptyNode = composeEmptyNode;
exports.composeNode = composeNode;


/***/ }),

/***/ 5413:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Scalar = __nccwpck_require__(63301);
var resolveBlockScalar = __nccwpck_require__(48913);
var resolveFlowScalar = __nccwpck_require__(76842);

function composeScalar(ctx, token, tagToken, onError) {
    const { value, type, comment, range } = token.type === 'block-scalar'
        ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError)
        : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
    const tagName = tagToken
        ? ctx.directives.tagName(tagToken.source, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg))
        : null;
    let tag;
    if (ctx.options.stringKeys && ctx.atKey) {
        tag = ctx.schema[identity.SCALAR];
    }
    else if (tagName)
        tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
    else if (token.type === 'scalar')
        tag = findScalarTagByTest(ctx, value, token, onError);
    else
        tag = ctx.schema[identity.SCALAR];
    let scalar;
    try {
        const res = tag.resolve(value, msg => onError(tagToken ?? token, 'TAG_RESOLVE_FAILED', msg), ctx.options);
        scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
    }
    catch (error) {
        const msg = error instanceof Error ? error.message : String(error);
        onError(tagToken ?? token, 'TAG_RESOLVE_FAILED', msg);
        scalar = new Scalar.Scalar(value);
    }
    scalar.range = range;
    scalar.source = value;
    if (type)
        scalar.type = type;
    if (tagName)
        scalar.tag = tagName;
    if (tag.format)
        scalar.format = tag.format;
    if (comment)
        scalar.comment = comment;
    return scalar;
}
function findScalarTagByName(schema, value, tagName, tagToken, onError) {
    if (tagName === '!')
        return schema[identity.SCALAR]; // non-specific tag
    const matchWithTest = [];
    for (const tag of schema.tags) {
        if (!tag.collection && tag.tag === tagName) {
            if (tag.default && tag.test)
                matchWithTest.push(tag);
            else
                return tag;
        }
    }
    for (const tag of matchWithTest)
        if (tag.test?.test(value))
            return tag;
    const kt = schema.knownTags[tagName];
    if (kt && !kt.collection) {
        // Ensure that the known tag is available for stringifying,
        // but does not get used by default.
        schema.tags.push(Object.assign({}, kt, { default: false, test: undefined }));
        return kt;
    }
    onError(tagToken, 'TAG_RESOLVE_FAILED', `Unresolved tag: ${tagName}`, tagName !== 'tag:yaml.org,2002:str');
    return schema[identity.SCALAR];
}
function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
    const tag = schema.tags.find(tag => (tag.default === true || (atKey && tag.default === 'key')) &&
        tag.test?.test(value)) || schema[identity.SCALAR];
    if (schema.compat) {
        const compat = schema.compat.find(tag => tag.default && tag.test?.test(value)) ??
            schema[identity.SCALAR];
        if (tag.tag !== compat.tag) {
            const ts = directives.tagString(tag.tag);
            const cs = directives.tagString(compat.tag);
            const msg = `Value may be parsed as either ${ts} or ${cs}`;
            onError(token, 'TAG_RESOLVE_FAILED', msg, true);
        }
    }
    return tag;
}

exports.composeScalar = composeScalar;


/***/ }),

/***/ 89984:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);
var directives = __nccwpck_require__(61342);
var Document = __nccwpck_require__(3021);
var errors = __nccwpck_require__(91464);
var identity = __nccwpck_require__(41127);
var composeDoc = __nccwpck_require__(23683);
var resolveEnd = __nccwpck_require__(17788);

function getErrorPos(src) {
    if (typeof src === 'number')
        return [src, src + 1];
    if (Array.isArray(src))
        return src.length === 2 ? src : [src[0], src[1]];
    const { offset, source } = src;
    return [offset, offset + (typeof source === 'string' ? source.length : 1)];
}
function parsePrelude(prelude) {
    let comment = '';
    let atComment = false;
    let afterEmptyLine = false;
    for (let i = 0; i < prelude.length; ++i) {
        const source = prelude[i];
        switch (source[0]) {
            case '#':
                comment +=
                    (comment === '' ? '' : afterEmptyLine ? '\n\n' : '\n') +
                        (source.substring(1) || ' ');
                atComment = true;
                afterEmptyLine = false;
                break;
            case '%':
                if (prelude[i + 1]?.[0] !== '#')
                    i += 1;
                atComment = false;
                break;
            default:
                // This may be wrong after doc-end, but in that case it doesn't matter
                if (!atComment)
                    afterEmptyLine = true;
                atComment = false;
        }
    }
    return { comment, afterEmptyLine };
}
/**
 * Compose a stream of CST nodes into a stream of YAML Documents.
 *
 * ```ts
 * import { Composer, Parser } from 'yaml'
 *
 * const src: string = ...
 * const tokens = new Parser().parse(src)
 * const docs = new Composer().compose(tokens)
 * ```
 */
class Composer {
    constructor(options = {}) {
        this.doc = null;
        this.atDirectives = false;
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
        this.onError = (source, code, message, warning) => {
            const pos = getErrorPos(source);
            if (warning)
                this.warnings.push(new errors.YAMLWarning(pos, code, message));
            else
                this.errors.push(new errors.YAMLParseError(pos, code, message));
        };
        // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
        this.directives = new directives.Directives({ version: options.version || '1.2' });
        this.options = options;
    }
    decorate(doc, afterDoc) {
        const { comment, afterEmptyLine } = parsePrelude(this.prelude);
        //console.log({ dc: doc.comment, prelude, comment })
        if (comment) {
            const dc = doc.contents;
            if (afterDoc) {
                doc.comment = doc.comment ? `${doc.comment}\n${comment}` : comment;
            }
            else if (afterEmptyLine || doc.directives.docStart || !dc) {
                doc.commentBefore = comment;
            }
            else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
                let it = dc.items[0];
                if (identity.isPair(it))
                    it = it.key;
                const cb = it.commentBefore;
                it.commentBefore = cb ? `${comment}\n${cb}` : comment;
            }
            else {
                const cb = dc.commentBefore;
                dc.commentBefore = cb ? `${comment}\n${cb}` : comment;
            }
        }
        if (afterDoc) {
            for (let i = 0; i < this.errors.length; ++i)
                doc.errors.push(this.errors[i]);
            for (let i = 0; i < this.warnings.length; ++i)
                doc.warnings.push(this.warnings[i]);
        }
        else {
            doc.errors = this.errors;
            doc.warnings = this.warnings;
        }
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
    }
    /**
     * Current stream status information.
     *
     * Mostly useful at the end of input for an empty stream.
     */
    streamInfo() {
        return {
            comment: parsePrelude(this.prelude).comment,
            directives: this.directives,
            errors: this.errors,
            warnings: this.warnings
        };
    }
    /**
     * Compose tokens into documents.
     *
     * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
     * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
     */
    *compose(tokens, forceDoc = false, endOffset = -1) {
        for (const token of tokens)
            yield* this.next(token);
        yield* this.end(forceDoc, endOffset);
    }
    /** Advance the composer by one CST token. */
    *next(token) {
        if (node_process.env.LOG_STREAM)
            console.dir(token, { depth: null });
        switch (token.type) {
            case 'directive':
                this.directives.add(token.source, (offset, message, warning) => {
                    const pos = getErrorPos(token);
                    pos[0] += offset;
                    this.onError(pos, 'BAD_DIRECTIVE', message, warning);
                });
                this.prelude.push(token.source);
                this.atDirectives = true;
                break;
            case 'document': {
                const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
                if (this.atDirectives && !doc.directives.docStart)
                    this.onError(token, 'MISSING_CHAR', 'Missing directives-end/doc-start indicator line');
                this.decorate(doc, false);
                if (this.doc)
                    yield this.doc;
                this.doc = doc;
                this.atDirectives = false;
                break;
            }
            case 'byte-order-mark':
            case 'space':
                break;
            case 'comment':
            case 'newline':
                this.prelude.push(token.source);
                break;
            case 'error': {
                const msg = token.source
                    ? `${token.message}: ${JSON.stringify(token.source)}`
                    : token.message;
                const error = new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', msg);
                if (this.atDirectives || !this.doc)
                    this.errors.push(error);
                else
                    this.doc.errors.push(error);
                break;
            }
            case 'doc-end': {
                if (!this.doc) {
                    const msg = 'Unexpected doc-end without preceding document';
                    this.errors.push(new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', msg));
                    break;
                }
                this.doc.directives.docEnd = true;
                const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
                this.decorate(this.doc, true);
                if (end.comment) {
                    const dc = this.doc.comment;
                    this.doc.comment = dc ? `${dc}\n${end.comment}` : end.comment;
                }
                this.doc.range[2] = end.offset;
                break;
            }
            default:
                this.errors.push(new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', `Unsupported token ${token.type}`));
        }
    }
    /**
     * Call at end of input to yield any remaining document.
     *
     * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
     * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
     */
    *end(forceDoc = false, endOffset = -1) {
        if (this.doc) {
            this.decorate(this.doc, true);
            yield this.doc;
            this.doc = null;
        }
        else if (forceDoc) {
            const opts = Object.assign({ _directives: this.directives }, this.options);
            const doc = new Document.Document(undefined, opts);
            if (this.atDirectives)
                this.onError(endOffset, 'MISSING_CHAR', 'Missing directives-end indicator line');
            doc.range = [0, endOffset, endOffset];
            this.decorate(doc, false);
            yield doc;
        }
    }
}

exports.Composer = Composer;


/***/ }),

/***/ 87103:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Pair = __nccwpck_require__(57165);
var YAMLMap = __nccwpck_require__(84454);
var resolveProps = __nccwpck_require__(34631);
var utilContainsNewline = __nccwpck_require__(9499);
var utilFlowIndentCheck = __nccwpck_require__(74051);
var utilMapIncludes = __nccwpck_require__(81187);

const startColMsg = 'All mapping items must start at the same column';
function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
    const NodeClass = tag?.nodeClass ?? YAMLMap.YAMLMap;
    const map = new NodeClass(ctx.schema);
    if (ctx.atRoot)
        ctx.atRoot = false;
    let offset = bm.offset;
    let commentEnd = null;
    for (const collItem of bm.items) {
        const { start, key, sep, value } = collItem;
        // key properties
        const keyProps = resolveProps.resolveProps(start, {
            indicator: 'explicit-key-ind',
            next: key ?? sep?.[0],
            offset,
            onError,
            parentIndent: bm.indent,
            startOnNewline: true
        });
        const implicitKey = !keyProps.found;
        if (implicitKey) {
            if (key) {
                if (key.type === 'block-seq')
                    onError(offset, 'BLOCK_AS_IMPLICIT_KEY', 'A block sequence may not be used as an implicit map key');
                else if ('indent' in key && key.indent !== bm.indent)
                    onError(offset, 'BAD_INDENT', startColMsg);
            }
            if (!keyProps.anchor && !keyProps.tag && !sep) {
                commentEnd = keyProps.end;
                if (keyProps.comment) {
                    if (map.comment)
                        map.comment += '\n' + keyProps.comment;
                    else
                        map.comment = keyProps.comment;
                }
                continue;
            }
            if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) {
                onError(key ?? start[start.length - 1], 'MULTILINE_IMPLICIT_KEY', 'Implicit keys need to be on a single line');
            }
        }
        else if (keyProps.found?.indent !== bm.indent) {
            onError(offset, 'BAD_INDENT', startColMsg);
        }
        // key value
        ctx.atKey = true;
        const keyStart = keyProps.end;
        const keyNode = key
            ? composeNode(ctx, key, keyProps, onError)
            : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
        if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
        ctx.atKey = false;
        if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
            onError(keyStart, 'DUPLICATE_KEY', 'Map keys must be unique');
        // value properties
        const valueProps = resolveProps.resolveProps(sep ?? [], {
            indicator: 'map-value-ind',
            next: value,
            offset: keyNode.range[2],
            onError,
            parentIndent: bm.indent,
            startOnNewline: !key || key.type === 'block-scalar'
        });
        offset = valueProps.end;
        if (valueProps.found) {
            if (implicitKey) {
                if (value?.type === 'block-map' && !valueProps.hasNewline)
                    onError(offset, 'BLOCK_AS_IMPLICIT_KEY', 'Nested mappings are not allowed in compact mappings');
                if (ctx.options.strict &&
                    keyProps.start < valueProps.found.offset - 1024)
                    onError(keyNode.range, 'KEY_OVER_1024_CHARS', 'The : indicator must be at most 1024 chars after the start of an implicit block mapping key');
            }
            // value value
            const valueNode = value
                ? composeNode(ctx, value, valueProps, onError)
                : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
            if (ctx.schema.compat)
                utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
            offset = valueNode.range[2];
            const pair = new Pair.Pair(keyNode, valueNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            map.items.push(pair);
        }
        else {
            // key with no value
            if (implicitKey)
                onError(keyNode.range, 'MISSING_CHAR', 'Implicit map keys need to be followed by map values');
            if (valueProps.comment) {
                if (keyNode.comment)
                    keyNode.comment += '\n' + valueProps.comment;
                else
                    keyNode.comment = valueProps.comment;
            }
            const pair = new Pair.Pair(keyNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            map.items.push(pair);
        }
    }
    if (commentEnd && commentEnd < offset)
        onError(commentEnd, 'IMPOSSIBLE', 'Map comment with trailing content');
    map.range = [bm.offset, offset, commentEnd ?? offset];
    return map;
}

exports.resolveBlockMap = resolveBlockMap;


/***/ }),

/***/ 48913:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);

function resolveBlockScalar(ctx, scalar, onError) {
    const start = scalar.offset;
    const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
    if (!header)
        return { value: '', type: null, comment: '', range: [start, start, start] };
    const type = header.mode === '>' ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
    const lines = scalar.source ? splitLines(scalar.source) : [];
    // determine the end of content & start of chomping
    let chompStart = lines.length;
    for (let i = lines.length - 1; i >= 0; --i) {
        const content = lines[i][1];
        if (content === '' || content === '\r')
            chompStart = i;
        else
            break;
    }
    // shortcut for empty contents
    if (chompStart === 0) {
        const value = header.chomp === '+' && lines.length > 0
            ? '\n'.repeat(Math.max(1, lines.length - 1))
            : '';
        let end = start + header.length;
        if (scalar.source)
            end += scalar.source.length;
        return { value, type, comment: header.comment, range: [start, end, end] };
    }
    // find the indentation level to trim from start
    let trimIndent = scalar.indent + header.indent;
    let offset = scalar.offset + header.length;
    let contentStart = 0;
    for (let i = 0; i < chompStart; ++i) {
        const [indent, content] = lines[i];
        if (content === '' || content === '\r') {
            if (header.indent === 0 && indent.length > trimIndent)
                trimIndent = indent.length;
        }
        else {
            if (indent.length < trimIndent) {
                const message = 'Block scalars with more-indented leading empty lines must use an explicit indentation indicator';
                onError(offset + indent.length, 'MISSING_CHAR', message);
            }
            if (header.indent === 0)
                trimIndent = indent.length;
            contentStart = i;
            if (trimIndent === 0 && !ctx.atRoot) {
                const message = 'Block scalar values in collections must be indented';
                onError(offset, 'BAD_INDENT', message);
            }
            break;
        }
        offset += indent.length + content.length + 1;
    }
    // include trailing more-indented empty lines in content
    for (let i = lines.length - 1; i >= chompStart; --i) {
        if (lines[i][0].length > trimIndent)
            chompStart = i + 1;
    }
    let value = '';
    let sep = '';
    let prevMoreIndented = false;
    // leading whitespace is kept intact
    for (let i = 0; i < contentStart; ++i)
        value += lines[i][0].slice(trimIndent) + '\n';
    for (let i = contentStart; i < chompStart; ++i) {
        let [indent, content] = lines[i];
        offset += indent.length + content.length + 1;
        const crlf = content[content.length - 1] === '\r';
        if (crlf)
            content = content.slice(0, -1);
        /* istanbul ignore if already caught in lexer */
        if (content && indent.length < trimIndent) {
            const src = header.indent
                ? 'explicit indentation indicator'
                : 'first line';
            const message = `Block scalar lines must not be less indented than their ${src}`;
            onError(offset - content.length - (crlf ? 2 : 1), 'BAD_INDENT', message);
            indent = '';
        }
        if (type === Scalar.Scalar.BLOCK_LITERAL) {
            value += sep + indent.slice(trimIndent) + content;
            sep = '\n';
        }
        else if (indent.length > trimIndent || content[0] === '\t') {
            // more-indented content within a folded block
            if (sep === ' ')
                sep = '\n';
            else if (!prevMoreIndented && sep === '\n')
                sep = '\n\n';
            value += sep + indent.slice(trimIndent) + content;
            sep = '\n';
            prevMoreIndented = true;
        }
        else if (content === '') {
            // empty line
            if (sep === '\n')
                value += '\n';
            else
                sep = '\n';
        }
        else {
            value += sep + content;
            sep = ' ';
            prevMoreIndented = false;
        }
    }
    switch (header.chomp) {
        case '-':
            break;
        case '+':
            for (let i = chompStart; i < lines.length; ++i)
                value += '\n' + lines[i][0].slice(trimIndent);
            if (value[value.length - 1] !== '\n')
                value += '\n';
            break;
        default:
            value += '\n';
    }
    const end = start + header.length + scalar.source.length;
    return { value, type, comment: header.comment, range: [start, end, end] };
}
function parseBlockScalarHeader({ offset, props }, strict, onError) {
    /* istanbul ignore if should not happen */
    if (props[0].type !== 'block-scalar-header') {
        onError(props[0], 'IMPOSSIBLE', 'Block scalar header not found');
        return null;
    }
    const { source } = props[0];
    const mode = source[0];
    let indent = 0;
    let chomp = '';
    let error = -1;
    for (let i = 1; i < source.length; ++i) {
        const ch = source[i];
        if (!chomp && (ch === '-' || ch === '+'))
            chomp = ch;
        else {
            const n = Number(ch);
            if (!indent && n)
                indent = n;
            else if (error === -1)
                error = offset + i;
        }
    }
    if (error !== -1)
        onError(error, 'UNEXPECTED_TOKEN', `Block scalar header includes extra characters: ${source}`);
    let hasSpace = false;
    let comment = '';
    let length = source.length;
    for (let i = 1; i < props.length; ++i) {
        const token = props[i];
        switch (token.type) {
            case 'space':
                hasSpace = true;
            // fallthrough
            case 'newline':
                length += token.source.length;
                break;
            case 'comment':
                if (strict && !hasSpace) {
                    const message = 'Comments must be separated from other tokens by white space characters';
                    onError(token, 'MISSING_CHAR', message);
                }
                length += token.source.length;
                comment = token.source.substring(1);
                break;
            case 'error':
                onError(token, 'UNEXPECTED_TOKEN', token.message);
                length += token.source.length;
                break;
            /* istanbul ignore next should not happen */
            default: {
                const message = `Unexpected token in block scalar header: ${token.type}`;
                onError(token, 'UNEXPECTED_TOKEN', message);
                const ts = token.source;
                if (ts && typeof ts === 'string')
                    length += ts.length;
            }
        }
    }
    return { mode, indent, chomp, comment, length };
}
/** @returns Array of lines split up as `[indent, content]` */
function splitLines(source) {
    const split = source.split(/\n( *)/);
    const first = split[0];
    const m = first.match(/^( *)/);
    const line0 = m?.[1]
        ? [m[1], first.slice(m[1].length)]
        : ['', first];
    const lines = [line0];
    for (let i = 1; i < split.length; i += 2)
        lines.push([split[i], split[i + 1]]);
    return lines;
}

exports.resolveBlockScalar = resolveBlockScalar;


/***/ }),

/***/ 90334:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var YAMLSeq = __nccwpck_require__(92223);
var resolveProps = __nccwpck_require__(34631);
var utilFlowIndentCheck = __nccwpck_require__(74051);

function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
    const NodeClass = tag?.nodeClass ?? YAMLSeq.YAMLSeq;
    const seq = new NodeClass(ctx.schema);
    if (ctx.atRoot)
        ctx.atRoot = false;
    if (ctx.atKey)
        ctx.atKey = false;
    let offset = bs.offset;
    let commentEnd = null;
    for (const { start, value } of bs.items) {
        const props = resolveProps.resolveProps(start, {
            indicator: 'seq-item-ind',
            next: value,
            offset,
            onError,
            parentIndent: bs.indent,
            startOnNewline: true
        });
        if (!props.found) {
            if (props.anchor || props.tag || value) {
                if (value?.type === 'block-seq')
                    onError(props.end, 'BAD_INDENT', 'All sequence items must start at the same column');
                else
                    onError(offset, 'MISSING_CHAR', 'Sequence item without - indicator');
            }
            else {
                commentEnd = props.end;
                if (props.comment)
                    seq.comment = props.comment;
                continue;
            }
        }
        const node = value
            ? composeNode(ctx, value, props, onError)
            : composeEmptyNode(ctx, props.end, start, null, props, onError);
        if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
        offset = node.range[2];
        seq.items.push(node);
    }
    seq.range = [bs.offset, offset, commentEnd ?? offset];
    return seq;
}

exports.resolveBlockSeq = resolveBlockSeq;


/***/ }),

/***/ 17788:
/***/ ((__unused_webpack_module, exports) => {



function resolveEnd(end, offset, reqSpace, onError) {
    let comment = '';
    if (end) {
        let hasSpace = false;
        let sep = '';
        for (const token of end) {
            const { source, type } = token;
            switch (type) {
                case 'space':
                    hasSpace = true;
                    break;
                case 'comment': {
                    if (reqSpace && !hasSpace)
                        onError(token, 'MISSING_CHAR', 'Comments must be separated from other tokens by white space characters');
                    const cb = source.substring(1) || ' ';
                    if (!comment)
                        comment = cb;
                    else
                        comment += sep + cb;
                    sep = '';
                    break;
                }
                case 'newline':
                    if (comment)
                        sep += source;
                    hasSpace = true;
                    break;
                default:
                    onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${type} at node end`);
            }
            offset += source.length;
        }
    }
    return { comment, offset };
}

exports.resolveEnd = resolveEnd;


/***/ }),

/***/ 13142:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Pair = __nccwpck_require__(57165);
var YAMLMap = __nccwpck_require__(84454);
var YAMLSeq = __nccwpck_require__(92223);
var resolveEnd = __nccwpck_require__(17788);
var resolveProps = __nccwpck_require__(34631);
var utilContainsNewline = __nccwpck_require__(9499);
var utilMapIncludes = __nccwpck_require__(81187);

const blockMsg = 'Block collections are not allowed within flow collections';
const isBlock = (token) => token && (token.type === 'block-map' || token.type === 'block-seq');
function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
    const isMap = fc.start.source === '{';
    const fcName = isMap ? 'flow map' : 'flow sequence';
    const NodeClass = (tag?.nodeClass ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq));
    const coll = new NodeClass(ctx.schema);
    coll.flow = true;
    const atRoot = ctx.atRoot;
    if (atRoot)
        ctx.atRoot = false;
    if (ctx.atKey)
        ctx.atKey = false;
    let offset = fc.offset + fc.start.source.length;
    for (let i = 0; i < fc.items.length; ++i) {
        const collItem = fc.items[i];
        const { start, key, sep, value } = collItem;
        const props = resolveProps.resolveProps(start, {
            flow: fcName,
            indicator: 'explicit-key-ind',
            next: key ?? sep?.[0],
            offset,
            onError,
            parentIndent: fc.indent,
            startOnNewline: false
        });
        if (!props.found) {
            if (!props.anchor && !props.tag && !sep && !value) {
                if (i === 0 && props.comma)
                    onError(props.comma, 'UNEXPECTED_TOKEN', `Unexpected , in ${fcName}`);
                else if (i < fc.items.length - 1)
                    onError(props.start, 'UNEXPECTED_TOKEN', `Unexpected empty item in ${fcName}`);
                if (props.comment) {
                    if (coll.comment)
                        coll.comment += '\n' + props.comment;
                    else
                        coll.comment = props.comment;
                }
                offset = props.end;
                continue;
            }
            if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key))
                onError(key, // checked by containsNewline()
                'MULTILINE_IMPLICIT_KEY', 'Implicit keys of flow sequence pairs need to be on a single line');
        }
        if (i === 0) {
            if (props.comma)
                onError(props.comma, 'UNEXPECTED_TOKEN', `Unexpected , in ${fcName}`);
        }
        else {
            if (!props.comma)
                onError(props.start, 'MISSING_CHAR', `Missing , between ${fcName} items`);
            if (props.comment) {
                let prevItemComment = '';
                loop: for (const st of start) {
                    switch (st.type) {
                        case 'comma':
                        case 'space':
                            break;
                        case 'comment':
                            prevItemComment = st.source.substring(1);
                            break loop;
                        default:
                            break loop;
                    }
                }
                if (prevItemComment) {
                    let prev = coll.items[coll.items.length - 1];
                    if (identity.isPair(prev))
                        prev = prev.value ?? prev.key;
                    if (prev.comment)
                        prev.comment += '\n' + prevItemComment;
                    else
                        prev.comment = prevItemComment;
                    props.comment = props.comment.substring(prevItemComment.length + 1);
                }
            }
        }
        if (!isMap && !sep && !props.found) {
            // item is a value in a seq
            // → key & sep are empty, start does not include ? or :
            const valueNode = value
                ? composeNode(ctx, value, props, onError)
                : composeEmptyNode(ctx, props.end, sep, null, props, onError);
            coll.items.push(valueNode);
            offset = valueNode.range[2];
            if (isBlock(value))
                onError(valueNode.range, 'BLOCK_IN_FLOW', blockMsg);
        }
        else {
            // item is a key+value pair
            // key value
            ctx.atKey = true;
            const keyStart = props.end;
            const keyNode = key
                ? composeNode(ctx, key, props, onError)
                : composeEmptyNode(ctx, keyStart, start, null, props, onError);
            if (isBlock(key))
                onError(keyNode.range, 'BLOCK_IN_FLOW', blockMsg);
            ctx.atKey = false;
            // value properties
            const valueProps = resolveProps.resolveProps(sep ?? [], {
                flow: fcName,
                indicator: 'map-value-ind',
                next: value,
                offset: keyNode.range[2],
                onError,
                parentIndent: fc.indent,
                startOnNewline: false
            });
            if (valueProps.found) {
                if (!isMap && !props.found && ctx.options.strict) {
                    if (sep)
                        for (const st of sep) {
                            if (st === valueProps.found)
                                break;
                            if (st.type === 'newline') {
                                onError(st, 'MULTILINE_IMPLICIT_KEY', 'Implicit keys of flow sequence pairs need to be on a single line');
                                break;
                            }
                        }
                    if (props.start < valueProps.found.offset - 1024)
                        onError(valueProps.found, 'KEY_OVER_1024_CHARS', 'The : indicator must be at most 1024 chars after the start of an implicit flow sequence key');
                }
            }
            else if (value) {
                if ('source' in value && value.source?.[0] === ':')
                    onError(value, 'MISSING_CHAR', `Missing space after : in ${fcName}`);
                else
                    onError(valueProps.start, 'MISSING_CHAR', `Missing , or : between ${fcName} items`);
            }
            // value value
            const valueNode = value
                ? composeNode(ctx, value, valueProps, onError)
                : valueProps.found
                    ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError)
                    : null;
            if (valueNode) {
                if (isBlock(value))
                    onError(valueNode.range, 'BLOCK_IN_FLOW', blockMsg);
            }
            else if (valueProps.comment) {
                if (keyNode.comment)
                    keyNode.comment += '\n' + valueProps.comment;
                else
                    keyNode.comment = valueProps.comment;
            }
            const pair = new Pair.Pair(keyNode, valueNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            if (isMap) {
                const map = coll;
                if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
                    onError(keyStart, 'DUPLICATE_KEY', 'Map keys must be unique');
                map.items.push(pair);
            }
            else {
                const map = new YAMLMap.YAMLMap(ctx.schema);
                map.flow = true;
                map.items.push(pair);
                const endRange = (valueNode ?? keyNode).range;
                map.range = [keyNode.range[0], endRange[1], endRange[2]];
                coll.items.push(map);
            }
            offset = valueNode ? valueNode.range[2] : valueProps.end;
        }
    }
    const expectedEnd = isMap ? '}' : ']';
    const [ce, ...ee] = fc.end;
    let cePos = offset;
    if (ce?.source === expectedEnd)
        cePos = ce.offset + ce.source.length;
    else {
        const name = fcName[0].toUpperCase() + fcName.substring(1);
        const msg = atRoot
            ? `${name} must end with a ${expectedEnd}`
            : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
        onError(offset, atRoot ? 'MISSING_CHAR' : 'BAD_INDENT', msg);
        if (ce && ce.source.length !== 1)
            ee.unshift(ce);
    }
    if (ee.length > 0) {
        const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
        if (end.comment) {
            if (coll.comment)
                coll.comment += '\n' + end.comment;
            else
                coll.comment = end.comment;
        }
        coll.range = [fc.offset, cePos, end.offset];
    }
    else {
        coll.range = [fc.offset, cePos, cePos];
    }
    return coll;
}

exports.resolveFlowCollection = resolveFlowCollection;


/***/ }),

/***/ 76842:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);
var resolveEnd = __nccwpck_require__(17788);

function resolveFlowScalar(scalar, strict, onError) {
    const { offset, type, source, end } = scalar;
    let _type;
    let value;
    const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
    switch (type) {
        case 'scalar':
            _type = Scalar.Scalar.PLAIN;
            value = plainValue(source, _onError);
            break;
        case 'single-quoted-scalar':
            _type = Scalar.Scalar.QUOTE_SINGLE;
            value = singleQuotedValue(source, _onError);
            break;
        case 'double-quoted-scalar':
            _type = Scalar.Scalar.QUOTE_DOUBLE;
            value = doubleQuotedValue(source, _onError);
            break;
        /* istanbul ignore next should not happen */
        default:
            onError(scalar, 'UNEXPECTED_TOKEN', `Expected a flow scalar value, but found: ${type}`);
            return {
                value: '',
                type: null,
                comment: '',
                range: [offset, offset + source.length, offset + source.length]
            };
    }
    const valueEnd = offset + source.length;
    const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
    return {
        value,
        type: _type,
        comment: re.comment,
        range: [offset, valueEnd, re.offset]
    };
}
function plainValue(source, onError) {
    let badChar = '';
    switch (source[0]) {
        /* istanbul ignore next should not happen */
        case '\t':
            badChar = 'a tab character';
            break;
        case ',':
            badChar = 'flow indicator character ,';
            break;
        case '%':
            badChar = 'directive indicator character %';
            break;
        case '|':
        case '>': {
            badChar = `block scalar indicator ${source[0]}`;
            break;
        }
        case '@':
        case '`': {
            badChar = `reserved character ${source[0]}`;
            break;
        }
    }
    if (badChar)
        onError(0, 'BAD_SCALAR_START', `Plain value cannot start with ${badChar}`);
    return unfoldLines(source);
}
function singleQuotedValue(source, onError) {
    if (source[source.length - 1] !== "'" || source.length === 1)
        onError(source.length, 'MISSING_CHAR', "Missing closing 'quote");
    return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
}
function unfoldLines(source) {
    const line = /(.*?)\r?\n/sy;
    let match = line.exec(source);
    if (!match)
        return source;
    /**
     * The negative lookbehinds in these RegExps are to
     * prevent causing a polynomial search time in certain cases.
     *
     * The try-catch is for Safari < 16.4 and other old browsers:
     * https://caniuse.com/js-regexp-lookbehind
     */
    let trimEnd, trimBoth;
    try {
        trimEnd = new RegExp('(?<![ \t])[ \t]+$');
        trimBoth = new RegExp('^[ \t]+|(?<![ \t])[ \t]+$', 'g');
    }
    catch {
        trimEnd = /[ \t]+$/;
        trimBoth = /^[ \t]+|[ \t]+$/g;
    }
    let res = match[1].replace(trimEnd, '');
    let sep = ' ';
    let pos = line.lastIndex;
    while ((match = line.exec(source))) {
        const lm = match[1].replace(trimBoth, '');
        if (lm === '') {
            if (sep === '\n')
                res += sep;
            else
                sep = '\n';
        }
        else {
            res += sep + lm;
            sep = ' ';
        }
        pos = line.lastIndex;
    }
    const last = /[ \t]*(.*)/sy;
    last.lastIndex = pos;
    match = last.exec(source);
    return res + sep + (match?.[1] ?? '');
}
function doubleQuotedValue(source, onError) {
    let res = '';
    for (let i = 1; i < source.length - 1; ++i) {
        const ch = source[i];
        if (ch === '\r' && source[i + 1] === '\n')
            continue;
        if (ch === '\n') {
            const { fold, offset } = foldNewline(source, i);
            res += fold;
            i = offset;
        }
        else if (ch === '\\') {
            let next = source[++i];
            const cc = escapeCodes[next];
            if (cc)
                res += cc;
            else if (next === '\n') {
                // skip escaped newlines, but still trim the following line
                next = source[i + 1];
                while (next === ' ' || next === '\t')
                    next = source[++i + 1];
            }
            else if (next === '\r' && source[i + 1] === '\n') {
                // skip escaped CRLF newlines, but still trim the following line
                next = source[++i + 1];
                while (next === ' ' || next === '\t')
                    next = source[++i + 1];
            }
            else if (next === 'x' || next === 'u' || next === 'U') {
                const length = next === 'x' ? 2 : next === 'u' ? 4 : 8;
                res += parseCharCode(source, i + 1, length, onError);
                i += length;
            }
            else {
                const raw = source.substr(i - 1, 2);
                onError(i - 1, 'BAD_DQ_ESCAPE', `Invalid escape sequence ${raw}`);
                res += raw;
            }
        }
        else if (ch === ' ' || ch === '\t') {
            // trim trailing whitespace
            const wsStart = i;
            let next = source[i + 1];
            while (next === ' ' || next === '\t')
                next = source[++i + 1];
            if (next !== '\n' && !(next === '\r' && source[i + 2] === '\n'))
                res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
        }
        else {
            res += ch;
        }
    }
    if (source[source.length - 1] !== '"' || source.length === 1)
        onError(source.length, 'MISSING_CHAR', 'Missing closing "quote');
    return res;
}
/**
 * Fold a single newline into a space, multiple newlines to N - 1 newlines.
 * Presumes `source[offset] === '\n'`
 */
function foldNewline(source, offset) {
    let fold = '';
    let ch = source[offset + 1];
    while (ch === ' ' || ch === '\t' || ch === '\n' || ch === '\r') {
        if (ch === '\r' && source[offset + 2] !== '\n')
            break;
        if (ch === '\n')
            fold += '\n';
        offset += 1;
        ch = source[offset + 1];
    }
    if (!fold)
        fold = ' ';
    return { fold, offset };
}
const escapeCodes = {
    '0': '\0', // null character
    a: '\x07', // bell character
    b: '\b', // backspace
    e: '\x1b', // escape character
    f: '\f', // form feed
    n: '\n', // line feed
    r: '\r', // carriage return
    t: '\t', // horizontal tab
    v: '\v', // vertical tab
    N: '\u0085', // Unicode next line
    _: '\u00a0', // Unicode non-breaking space
    L: '\u2028', // Unicode line separator
    P: '\u2029', // Unicode paragraph separator
    ' ': ' ',
    '"': '"',
    '/': '/',
    '\\': '\\',
    '\t': '\t'
};
function parseCharCode(source, offset, length, onError) {
    const cc = source.substr(offset, length);
    const ok = cc.length === length && /^[0-9a-fA-F]+$/.test(cc);
    const code = ok ? parseInt(cc, 16) : NaN;
    try {
        return String.fromCodePoint(code);
    }
    catch {
        const raw = source.substr(offset - 2, length + 2);
        onError(offset - 2, 'BAD_DQ_ESCAPE', `Invalid escape sequence ${raw}`);
        return raw;
    }
}

exports.resolveFlowScalar = resolveFlowScalar;


/***/ }),

/***/ 34631:
/***/ ((__unused_webpack_module, exports) => {



function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
    let spaceBefore = false;
    let atNewline = startOnNewline;
    let hasSpace = startOnNewline;
    let comment = '';
    let commentSep = '';
    let hasNewline = false;
    let reqSpace = false;
    let tab = null;
    let anchor = null;
    let tag = null;
    let newlineAfterProp = null;
    let comma = null;
    let found = null;
    let start = null;
    for (const token of tokens) {
        if (reqSpace) {
            if (token.type !== 'space' &&
                token.type !== 'newline' &&
                token.type !== 'comma')
                onError(token.offset, 'MISSING_CHAR', 'Tags and anchors must be separated from the next token by white space');
            reqSpace = false;
        }
        if (tab) {
            if (atNewline && token.type !== 'comment' && token.type !== 'newline') {
                onError(tab, 'TAB_AS_INDENT', 'Tabs are not allowed as indentation');
            }
            tab = null;
        }
        switch (token.type) {
            case 'space':
                // At the doc level, tabs at line start may be parsed
                // as leading white space rather than indentation.
                // In a flow collection, only the parser handles indent.
                if (!flow &&
                    (indicator !== 'doc-start' || next?.type !== 'flow-collection') &&
                    token.source.includes('\t')) {
                    tab = token;
                }
                hasSpace = true;
                break;
            case 'comment': {
                if (!hasSpace)
                    onError(token, 'MISSING_CHAR', 'Comments must be separated from other tokens by white space characters');
                const cb = token.source.substring(1) || ' ';
                if (!comment)
                    comment = cb;
                else
                    comment += commentSep + cb;
                commentSep = '';
                atNewline = false;
                break;
            }
            case 'newline':
                if (atNewline) {
                    if (comment)
                        comment += token.source;
                    else if (!found || indicator !== 'seq-item-ind')
                        spaceBefore = true;
                }
                else
                    commentSep += token.source;
                atNewline = true;
                hasNewline = true;
                if (anchor || tag)
                    newlineAfterProp = token;
                hasSpace = true;
                break;
            case 'anchor':
                if (anchor)
                    onError(token, 'MULTIPLE_ANCHORS', 'A node can have at most one anchor');
                if (token.source.endsWith(':'))
                    onError(token.offset + token.source.length - 1, 'BAD_ALIAS', 'Anchor ending in : is ambiguous', true);
                anchor = token;
                start ?? (start = token.offset);
                atNewline = false;
                hasSpace = false;
                reqSpace = true;
                break;
            case 'tag': {
                if (tag)
                    onError(token, 'MULTIPLE_TAGS', 'A node can have at most one tag');
                tag = token;
                start ?? (start = token.offset);
                atNewline = false;
                hasSpace = false;
                reqSpace = true;
                break;
            }
            case indicator:
                // Could here handle preceding comments differently
                if (anchor || tag)
                    onError(token, 'BAD_PROP_ORDER', `Anchors and tags must be after the ${token.source} indicator`);
                if (found)
                    onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${token.source} in ${flow ?? 'collection'}`);
                found = token;
                atNewline =
                    indicator === 'seq-item-ind' || indicator === 'explicit-key-ind';
                hasSpace = false;
                break;
            case 'comma':
                if (flow) {
                    if (comma)
                        onError(token, 'UNEXPECTED_TOKEN', `Unexpected , in ${flow}`);
                    comma = token;
                    atNewline = false;
                    hasSpace = false;
                    break;
                }
            // else fallthrough
            default:
                onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${token.type} token`);
                atNewline = false;
                hasSpace = false;
        }
    }
    const last = tokens[tokens.length - 1];
    const end = last ? last.offset + last.source.length : offset;
    if (reqSpace &&
        next &&
        next.type !== 'space' &&
        next.type !== 'newline' &&
        next.type !== 'comma' &&
        (next.type !== 'scalar' || next.source !== '')) {
        onError(next.offset, 'MISSING_CHAR', 'Tags and anchors must be separated from the next token by white space');
    }
    if (tab &&
        ((atNewline && tab.indent <= parentIndent) ||
            next?.type === 'block-map' ||
            next?.type === 'block-seq'))
        onError(tab, 'TAB_AS_INDENT', 'Tabs are not allowed as indentation');
    return {
        comma,
        found,
        spaceBefore,
        comment,
        hasNewline,
        anchor,
        tag,
        newlineAfterProp,
        end,
        start: start ?? end
    };
}

exports.resolveProps = resolveProps;


/***/ }),

/***/ 9499:
/***/ ((__unused_webpack_module, exports) => {



function containsNewline(key) {
    if (!key)
        return null;
    switch (key.type) {
        case 'alias':
        case 'scalar':
        case 'double-quoted-scalar':
        case 'single-quoted-scalar':
            if (key.source.includes('\n'))
                return true;
            if (key.end)
                for (const st of key.end)
                    if (st.type === 'newline')
                        return true;
            return false;
        case 'flow-collection':
            for (const it of key.items) {
                for (const st of it.start)
                    if (st.type === 'newline')
                        return true;
                if (it.sep)
                    for (const st of it.sep)
                        if (st.type === 'newline')
                            return true;
                if (containsNewline(it.key) || containsNewline(it.value))
                    return true;
            }
            return false;
        default:
            return true;
    }
}

exports.containsNewline = containsNewline;


/***/ }),

/***/ 22599:
/***/ ((__unused_webpack_module, exports) => {



function emptyScalarPosition(offset, before, pos) {
    if (before) {
        pos ?? (pos = before.length);
        for (let i = pos - 1; i >= 0; --i) {
            let st = before[i];
            switch (st.type) {
                case 'space':
                case 'comment':
                case 'newline':
                    offset -= st.source.length;
                    continue;
            }
            // Technically, an empty scalar is immediately after the last non-empty
            // node, but it's more useful to place it after any whitespace.
            st = before[++i];
            while (st?.type === 'space') {
                offset += st.source.length;
                st = before[++i];
            }
            break;
        }
    }
    return offset;
}

exports.emptyScalarPosition = emptyScalarPosition;


/***/ }),

/***/ 74051:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var utilContainsNewline = __nccwpck_require__(9499);

function flowIndentCheck(indent, fc, onError) {
    if (fc?.type === 'flow-collection') {
        const end = fc.end[0];
        if (end.indent === indent &&
            (end.source === ']' || end.source === '}') &&
            utilContainsNewline.containsNewline(fc)) {
            const msg = 'Flow end indicator should be more indented than parent';
            onError(end, 'BAD_INDENT', msg, true);
        }
    }
}

exports.flowIndentCheck = flowIndentCheck;


/***/ }),

/***/ 81187:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);

function mapIncludes(ctx, items, search) {
    const { uniqueKeys } = ctx.options;
    if (uniqueKeys === false)
        return false;
    const isEqual = typeof uniqueKeys === 'function'
        ? uniqueKeys
        : (a, b) => a === b || (identity.isScalar(a) && identity.isScalar(b) && a.value === b.value);
    return items.some(pair => isEqual(pair.key, search));
}

exports.mapIncludes = mapIncludes;


/***/ }),

/***/ 3021:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(4065);
var Collection = __nccwpck_require__(40101);
var identity = __nccwpck_require__(41127);
var Pair = __nccwpck_require__(57165);
var toJS = __nccwpck_require__(74043);
var Schema = __nccwpck_require__(45840);
var stringifyDocument = __nccwpck_require__(6829);
var anchors = __nccwpck_require__(71596);
var applyReviver = __nccwpck_require__(83661);
var createNode = __nccwpck_require__(42404);
var directives = __nccwpck_require__(61342);

class Document {
    constructor(value, replacer, options) {
        /** A comment before this Document */
        this.commentBefore = null;
        /** A comment immediately after this Document */
        this.comment = null;
        /** Errors encountered during parsing. */
        this.errors = [];
        /** Warnings encountered during parsing. */
        this.warnings = [];
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
        let _replacer = null;
        if (typeof replacer === 'function' || Array.isArray(replacer)) {
            _replacer = replacer;
        }
        else if (options === undefined && replacer) {
            options = replacer;
            replacer = undefined;
        }
        const opt = Object.assign({
            intAsBigInt: false,
            keepSourceTokens: false,
            logLevel: 'warn',
            prettyErrors: true,
            strict: true,
            stringKeys: false,
            uniqueKeys: true,
            version: '1.2'
        }, options);
        this.options = opt;
        let { version } = opt;
        if (options?._directives) {
            this.directives = options._directives.atDocument();
            if (this.directives.yaml.explicit)
                version = this.directives.yaml.version;
        }
        else
            this.directives = new directives.Directives({ version });
        this.setSchema(version, options);
        // @ts-expect-error We can't really know that this matches Contents.
        this.contents =
            value === undefined ? null : this.createNode(value, _replacer, options);
    }
    /**
     * Create a deep copy of this Document and its contents.
     *
     * Custom Node values that inherit from `Object` still refer to their original instances.
     */
    clone() {
        const copy = Object.create(Document.prototype, {
            [identity.NODE_TYPE]: { value: identity.DOC }
        });
        copy.commentBefore = this.commentBefore;
        copy.comment = this.comment;
        copy.errors = this.errors.slice();
        copy.warnings = this.warnings.slice();
        copy.options = Object.assign({}, this.options);
        if (this.directives)
            copy.directives = this.directives.clone();
        copy.schema = this.schema.clone();
        // @ts-expect-error We can't really know that this matches Contents.
        copy.contents = identity.isNode(this.contents)
            ? this.contents.clone(copy.schema)
            : this.contents;
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /** Adds a value to the document. */
    add(value) {
        if (assertCollection(this.contents))
            this.contents.add(value);
    }
    /** Adds a value to the document. */
    addIn(path, value) {
        if (assertCollection(this.contents))
            this.contents.addIn(path, value);
    }
    /**
     * Create a new `Alias` node, ensuring that the target `node` has the required anchor.
     *
     * If `node` already has an anchor, `name` is ignored.
     * Otherwise, the `node.anchor` value will be set to `name`,
     * or if an anchor with that name is already present in the document,
     * `name` will be used as a prefix for a new unique anchor.
     * If `name` is undefined, the generated anchor will use 'a' as a prefix.
     */
    createAlias(node, name) {
        if (!node.anchor) {
            const prev = anchors.anchorNames(this);
            node.anchor =
                // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
                !name || prev.has(name) ? anchors.findNewAnchor(name || 'a', prev) : name;
        }
        return new Alias.Alias(node.anchor);
    }
    createNode(value, replacer, options) {
        let _replacer = undefined;
        if (typeof replacer === 'function') {
            value = replacer.call({ '': value }, '', value);
            _replacer = replacer;
        }
        else if (Array.isArray(replacer)) {
            const keyToStr = (v) => typeof v === 'number' || v instanceof String || v instanceof Number;
            const asStr = replacer.filter(keyToStr).map(String);
            if (asStr.length > 0)
                replacer = replacer.concat(asStr);
            _replacer = replacer;
        }
        else if (options === undefined && replacer) {
            options = replacer;
            replacer = undefined;
        }
        const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
        const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(this, 
        // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
        anchorPrefix || 'a');
        const ctx = {
            aliasDuplicateObjects: aliasDuplicateObjects ?? true,
            keepUndefined: keepUndefined ?? false,
            onAnchor,
            onTagObj,
            replacer: _replacer,
            schema: this.schema,
            sourceObjects
        };
        const node = createNode.createNode(value, tag, ctx);
        if (flow && identity.isCollection(node))
            node.flow = true;
        setAnchors();
        return node;
    }
    /**
     * Convert a key and a value into a `Pair` using the current schema,
     * recursively wrapping all values as `Scalar` or `Collection` nodes.
     */
    createPair(key, value, options = {}) {
        const k = this.createNode(key, null, options);
        const v = this.createNode(value, null, options);
        return new Pair.Pair(k, v);
    }
    /**
     * Removes a value from the document.
     * @returns `true` if the item was found and removed.
     */
    delete(key) {
        return assertCollection(this.contents) ? this.contents.delete(key) : false;
    }
    /**
     * Removes a value from the document.
     * @returns `true` if the item was found and removed.
     */
    deleteIn(path) {
        if (Collection.isEmptyPath(path)) {
            if (this.contents == null)
                return false;
            // @ts-expect-error Presumed impossible if Strict extends false
            this.contents = null;
            return true;
        }
        return assertCollection(this.contents)
            ? this.contents.deleteIn(path)
            : false;
    }
    /**
     * Returns item at `key`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    get(key, keepScalar) {
        return identity.isCollection(this.contents)
            ? this.contents.get(key, keepScalar)
            : undefined;
    }
    /**
     * Returns item at `path`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    getIn(path, keepScalar) {
        if (Collection.isEmptyPath(path))
            return !keepScalar && identity.isScalar(this.contents)
                ? this.contents.value
                : this.contents;
        return identity.isCollection(this.contents)
            ? this.contents.getIn(path, keepScalar)
            : undefined;
    }
    /**
     * Checks if the document includes a value with the key `key`.
     */
    has(key) {
        return identity.isCollection(this.contents) ? this.contents.has(key) : false;
    }
    /**
     * Checks if the document includes a value at `path`.
     */
    hasIn(path) {
        if (Collection.isEmptyPath(path))
            return this.contents !== undefined;
        return identity.isCollection(this.contents) ? this.contents.hasIn(path) : false;
    }
    /**
     * Sets a value in this document. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    set(key, value) {
        if (this.contents == null) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = Collection.collectionFromPath(this.schema, [key], value);
        }
        else if (assertCollection(this.contents)) {
            this.contents.set(key, value);
        }
    }
    /**
     * Sets a value in this document. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    setIn(path, value) {
        if (Collection.isEmptyPath(path)) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = value;
        }
        else if (this.contents == null) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value);
        }
        else if (assertCollection(this.contents)) {
            this.contents.setIn(path, value);
        }
    }
    /**
     * Change the YAML version and schema used by the document.
     * A `null` version disables support for directives, explicit tags, anchors, and aliases.
     * It also requires the `schema` option to be given as a `Schema` instance value.
     *
     * Overrides all previously set schema options.
     */
    setSchema(version, options = {}) {
        if (typeof version === 'number')
            version = String(version);
        let opt;
        switch (version) {
            case '1.1':
                if (this.directives)
                    this.directives.yaml.version = '1.1';
                else
                    this.directives = new directives.Directives({ version: '1.1' });
                opt = { resolveKnownTags: false, schema: 'yaml-1.1' };
                break;
            case '1.2':
            case 'next':
                if (this.directives)
                    this.directives.yaml.version = version;
                else
                    this.directives = new directives.Directives({ version });
                opt = { resolveKnownTags: true, schema: 'core' };
                break;
            case null:
                if (this.directives)
                    delete this.directives;
                opt = null;
                break;
            default: {
                const sv = JSON.stringify(version);
                throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
            }
        }
        // Not using `instanceof Schema` to allow for duck typing
        if (options.schema instanceof Object)
            this.schema = options.schema;
        else if (opt)
            this.schema = new Schema.Schema(Object.assign(opt, options));
        else
            throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
    }
    // json & jsonArg are only used from toJSON()
    toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        const ctx = {
            anchors: new Map(),
            doc: this,
            keep: !json,
            mapAsMap: mapAsMap === true,
            mapKeyWarned: false,
            maxAliasCount: typeof maxAliasCount === 'number' ? maxAliasCount : 100
        };
        const res = toJS.toJS(this.contents, jsonArg ?? '', ctx);
        if (typeof onAnchor === 'function')
            for (const { count, res } of ctx.anchors.values())
                onAnchor(res, count);
        return typeof reviver === 'function'
            ? applyReviver.applyReviver(reviver, { '': res }, '', res)
            : res;
    }
    /**
     * A JSON representation of the document `contents`.
     *
     * @param jsonArg Used by `JSON.stringify` to indicate the array index or
     *   property name.
     */
    toJSON(jsonArg, onAnchor) {
        return this.toJS({ json: true, jsonArg, mapAsMap: false, onAnchor });
    }
    /** A YAML representation of the document. */
    toString(options = {}) {
        if (this.errors.length > 0)
            throw new Error('Document with errors cannot be stringified');
        if ('indent' in options &&
            (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
            const s = JSON.stringify(options.indent);
            throw new Error(`"indent" option must be a positive integer, not ${s}`);
        }
        return stringifyDocument.stringifyDocument(this, options);
    }
}
function assertCollection(contents) {
    if (identity.isCollection(contents))
        return true;
    throw new Error('Expected a YAML collection as document contents');
}

exports.Document = Document;


/***/ }),

/***/ 71596:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var visit = __nccwpck_require__(10204);

/**
 * Verify that the input string is a valid anchor.
 *
 * Will throw on errors.
 */
function anchorIsValid(anchor) {
    if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
        const sa = JSON.stringify(anchor);
        const msg = `Anchor must not contain whitespace or control characters: ${sa}`;
        throw new Error(msg);
    }
    return true;
}
function anchorNames(root) {
    const anchors = new Set();
    visit.visit(root, {
        Value(_key, node) {
            if (node.anchor)
                anchors.add(node.anchor);
        }
    });
    return anchors;
}
/** Find a new anchor name with the given `prefix` and a one-indexed suffix. */
function findNewAnchor(prefix, exclude) {
    for (let i = 1; true; ++i) {
        const name = `${prefix}${i}`;
        if (!exclude.has(name))
            return name;
    }
}
function createNodeAnchors(doc, prefix) {
    const aliasObjects = [];
    const sourceObjects = new Map();
    let prevAnchors = null;
    return {
        onAnchor: (source) => {
            aliasObjects.push(source);
            prevAnchors ?? (prevAnchors = anchorNames(doc));
            const anchor = findNewAnchor(prefix, prevAnchors);
            prevAnchors.add(anchor);
            return anchor;
        },
        /**
         * With circular references, the source node is only resolved after all
         * of its child nodes are. This is why anchors are set only after all of
         * the nodes have been created.
         */
        setAnchors: () => {
            for (const source of aliasObjects) {
                const ref = sourceObjects.get(source);
                if (typeof ref === 'object' &&
                    ref.anchor &&
                    (identity.isScalar(ref.node) || identity.isCollection(ref.node))) {
                    ref.node.anchor = ref.anchor;
                }
                else {
                    const error = new Error('Failed to resolve repeated object (this should not happen)');
                    error.source = source;
                    throw error;
                }
            }
        },
        sourceObjects
    };
}

exports.anchorIsValid = anchorIsValid;
exports.anchorNames = anchorNames;
exports.createNodeAnchors = createNodeAnchors;
exports.findNewAnchor = findNewAnchor;


/***/ }),

/***/ 83661:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Applies the JSON.parse reviver algorithm as defined in the ECMA-262 spec,
 * in section 24.5.1.1 "Runtime Semantics: InternalizeJSONProperty" of the
 * 2021 edition: https://tc39.es/ecma262/#sec-json.parse
 *
 * Includes extensions for handling Map and Set objects.
 */
function applyReviver(reviver, obj, key, val) {
    if (val && typeof val === 'object') {
        if (Array.isArray(val)) {
            for (let i = 0, len = val.length; i < len; ++i) {
                const v0 = val[i];
                const v1 = applyReviver(reviver, val, String(i), v0);
                // eslint-disable-next-line @typescript-eslint/no-array-delete
                if (v1 === undefined)
                    delete val[i];
                else if (v1 !== v0)
                    val[i] = v1;
            }
        }
        else if (val instanceof Map) {
            for (const k of Array.from(val.keys())) {
                const v0 = val.get(k);
                const v1 = applyReviver(reviver, val, k, v0);
                if (v1 === undefined)
                    val.delete(k);
                else if (v1 !== v0)
                    val.set(k, v1);
            }
        }
        else if (val instanceof Set) {
            for (const v0 of Array.from(val)) {
                const v1 = applyReviver(reviver, val, v0, v0);
                if (v1 === undefined)
                    val.delete(v0);
                else if (v1 !== v0) {
                    val.delete(v0);
                    val.add(v1);
                }
            }
        }
        else {
            for (const [k, v0] of Object.entries(val)) {
                const v1 = applyReviver(reviver, val, k, v0);
                if (v1 === undefined)
                    delete val[k];
                else if (v1 !== v0)
                    val[k] = v1;
            }
        }
    }
    return reviver.call(obj, key, val);
}

exports.applyReviver = applyReviver;


/***/ }),

/***/ 42404:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(4065);
var identity = __nccwpck_require__(41127);
var Scalar = __nccwpck_require__(63301);

const defaultTagPrefix = 'tag:yaml.org,2002:';
function findTagObject(value, tagName, tags) {
    if (tagName) {
        const match = tags.filter(t => t.tag === tagName);
        const tagObj = match.find(t => !t.format) ?? match[0];
        if (!tagObj)
            throw new Error(`Tag ${tagName} not found`);
        return tagObj;
    }
    return tags.find(t => t.identify?.(value) && !t.format);
}
function createNode(value, tagName, ctx) {
    if (identity.isDocument(value))
        value = value.contents;
    if (identity.isNode(value))
        return value;
    if (identity.isPair(value)) {
        const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
        map.items.push(value);
        return map;
    }
    if (value instanceof String ||
        value instanceof Number ||
        value instanceof Boolean ||
        (typeof BigInt !== 'undefined' && value instanceof BigInt) // not supported everywhere
    ) {
        // https://tc39.es/ecma262/#sec-serializejsonproperty
        value = value.valueOf();
    }
    const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
    // Detect duplicate references to the same object & use Alias nodes for all
    // after first. The `ref` wrapper allows for circular references to resolve.
    let ref = undefined;
    if (aliasDuplicateObjects && value && typeof value === 'object') {
        ref = sourceObjects.get(value);
        if (ref) {
            ref.anchor ?? (ref.anchor = onAnchor(value));
            return new Alias.Alias(ref.anchor);
        }
        else {
            ref = { anchor: null, node: null };
            sourceObjects.set(value, ref);
        }
    }
    if (tagName?.startsWith('!!'))
        tagName = defaultTagPrefix + tagName.slice(2);
    let tagObj = findTagObject(value, tagName, schema.tags);
    if (!tagObj) {
        if (value && typeof value.toJSON === 'function') {
            // eslint-disable-next-line @typescript-eslint/no-unsafe-call
            value = value.toJSON();
        }
        if (!value || typeof value !== 'object') {
            const node = new Scalar.Scalar(value);
            if (ref)
                ref.node = node;
            return node;
        }
        tagObj =
            value instanceof Map
                ? schema[identity.MAP]
                : Symbol.iterator in Object(value)
                    ? schema[identity.SEQ]
                    : schema[identity.MAP];
    }
    if (onTagObj) {
        onTagObj(tagObj);
        delete ctx.onTagObj;
    }
    const node = tagObj?.createNode
        ? tagObj.createNode(ctx.schema, value, ctx)
        : typeof tagObj?.nodeClass?.from === 'function'
            ? tagObj.nodeClass.from(ctx.schema, value, ctx)
            : new Scalar.Scalar(value);
    if (tagName)
        node.tag = tagName;
    else if (!tagObj.default)
        node.tag = tagObj.tag;
    if (ref)
        ref.node = node;
    return node;
}

exports.createNode = createNode;


/***/ }),

/***/ 61342:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var visit = __nccwpck_require__(10204);

const escapeChars = {
    '!': '%21',
    ',': '%2C',
    '[': '%5B',
    ']': '%5D',
    '{': '%7B',
    '}': '%7D'
};
const escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, ch => escapeChars[ch]);
class Directives {
    constructor(yaml, tags) {
        /**
         * The directives-end/doc-start marker `---`. If `null`, a marker may still be
         * included in the document's stringified representation.
         */
        this.docStart = null;
        /** The doc-end marker `...`.  */
        this.docEnd = false;
        this.yaml = Object.assign({}, Directives.defaultYaml, yaml);
        this.tags = Object.assign({}, Directives.defaultTags, tags);
    }
    clone() {
        const copy = new Directives(this.yaml, this.tags);
        copy.docStart = this.docStart;
        return copy;
    }
    /**
     * During parsing, get a Directives instance for the current document and
     * update the stream state according to the current version's spec.
     */
    atDocument() {
        const res = new Directives(this.yaml, this.tags);
        switch (this.yaml.version) {
            case '1.1':
                this.atNextDocument = true;
                break;
            case '1.2':
                this.atNextDocument = false;
                this.yaml = {
                    explicit: Directives.defaultYaml.explicit,
                    version: '1.2'
                };
                this.tags = Object.assign({}, Directives.defaultTags);
                break;
        }
        return res;
    }
    /**
     * @param onError - May be called even if the action was successful
     * @returns `true` on success
     */
    add(line, onError) {
        if (this.atNextDocument) {
            this.yaml = { explicit: Directives.defaultYaml.explicit, version: '1.1' };
            this.tags = Object.assign({}, Directives.defaultTags);
            this.atNextDocument = false;
        }
        const parts = line.trim().split(/[ \t]+/);
        const name = parts.shift();
        switch (name) {
            case '%TAG': {
                if (parts.length !== 2) {
                    onError(0, '%TAG directive should contain exactly two parts');
                    if (parts.length < 2)
                        return false;
                }
                const [handle, prefix] = parts;
                this.tags[handle] = prefix;
                return true;
            }
            case '%YAML': {
                this.yaml.explicit = true;
                if (parts.length !== 1) {
                    onError(0, '%YAML directive should contain exactly one part');
                    return false;
                }
                const [version] = parts;
                if (version === '1.1' || version === '1.2') {
                    this.yaml.version = version;
                    return true;
                }
                else {
                    const isValid = /^\d+\.\d+$/.test(version);
                    onError(6, `Unsupported YAML version ${version}`, isValid);
                    return false;
                }
            }
            default:
                onError(0, `Unknown directive ${name}`, true);
                return false;
        }
    }
    /**
     * Resolves a tag, matching handles to those defined in %TAG directives.
     *
     * @returns Resolved tag, which may also be the non-specific tag `'!'` or a
     *   `'!local'` tag, or `null` if unresolvable.
     */
    tagName(source, onError) {
        if (source === '!')
            return '!'; // non-specific tag
        if (source[0] !== '!') {
            onError(`Not a valid tag: ${source}`);
            return null;
        }
        if (source[1] === '<') {
            const verbatim = source.slice(2, -1);
            if (verbatim === '!' || verbatim === '!!') {
                onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
                return null;
            }
            if (source[source.length - 1] !== '>')
                onError('Verbatim tags must end with a >');
            return verbatim;
        }
        const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
        if (!suffix)
            onError(`The ${source} tag has no suffix`);
        const prefix = this.tags[handle];
        if (prefix) {
            try {
                return prefix + decodeURIComponent(suffix);
            }
            catch (error) {
                onError(String(error));
                return null;
            }
        }
        if (handle === '!')
            return source; // local tag
        onError(`Could not resolve tag: ${source}`);
        return null;
    }
    /**
     * Given a fully resolved tag, returns its printable string form,
     * taking into account current tag prefixes and defaults.
     */
    tagString(tag) {
        for (const [handle, prefix] of Object.entries(this.tags)) {
            if (tag.startsWith(prefix))
                return handle + escapeTagName(tag.substring(prefix.length));
        }
        return tag[0] === '!' ? tag : `!<${tag}>`;
    }
    toString(doc) {
        const lines = this.yaml.explicit
            ? [`%YAML ${this.yaml.version || '1.2'}`]
            : [];
        const tagEntries = Object.entries(this.tags);
        let tagNames;
        if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
            const tags = {};
            visit.visit(doc.contents, (_key, node) => {
                if (identity.isNode(node) && node.tag)
                    tags[node.tag] = true;
            });
            tagNames = Object.keys(tags);
        }
        else
            tagNames = [];
        for (const [handle, prefix] of tagEntries) {
            if (handle === '!!' && prefix === 'tag:yaml.org,2002:')
                continue;
            if (!doc || tagNames.some(tn => tn.startsWith(prefix)))
                lines.push(`%TAG ${handle} ${prefix}`);
        }
        return lines.join('\n');
    }
}
Directives.defaultYaml = { explicit: false, version: '1.2' };
Directives.defaultTags = { '!!': 'tag:yaml.org,2002:' };

exports.Directives = Directives;


/***/ }),

/***/ 91464:
/***/ ((__unused_webpack_module, exports) => {



class YAMLError extends Error {
    constructor(name, pos, code, message) {
        super();
        this.name = name;
        this.code = code;
        this.message = message;
        this.pos = pos;
    }
}
class YAMLParseError extends YAMLError {
    constructor(pos, code, message) {
        super('YAMLParseError', pos, code, message);
    }
}
class YAMLWarning extends YAMLError {
    constructor(pos, code, message) {
        super('YAMLWarning', pos, code, message);
    }
}
const prettifyError = (src, lc) => (error) => {
    if (error.pos[0] === -1)
        return;
    error.linePos = error.pos.map(pos => lc.linePos(pos));
    const { line, col } = error.linePos[0];
    error.message += ` at line ${line}, column ${col}`;
    let ci = col - 1;
    let lineStr = src
        .substring(lc.lineStarts[line - 1], lc.lineStarts[line])
        .replace(/[\n\r]+$/, '');
    // Trim to max 80 chars, keeping col position near the middle
    if (ci >= 60 && lineStr.length > 80) {
        const trimStart = Math.min(ci - 39, lineStr.length - 79);
        lineStr = '…' + lineStr.substring(trimStart);
        ci -= trimStart - 1;
    }
    if (lineStr.length > 80)
        lineStr = lineStr.substring(0, 79) + '…';
    // Include previous line in context if pointing at line start
    if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
        // Regexp won't match if start is trimmed
        let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
        if (prev.length > 80)
            prev = prev.substring(0, 79) + '…\n';
        lineStr = prev + lineStr;
    }
    if (/[^ ]/.test(lineStr)) {
        let count = 1;
        const end = error.linePos[1];
        if (end?.line === line && end.col > col) {
            count = Math.max(1, Math.min(end.col - col, 80 - ci));
        }
        const pointer = ' '.repeat(ci) + '^'.repeat(count);
        error.message += `:\n\n${lineStr}\n${pointer}\n`;
    }
};

exports.YAMLError = YAMLError;
exports.YAMLParseError = YAMLParseError;
exports.YAMLWarning = YAMLWarning;
exports.prettifyError = prettifyError;


/***/ }),

/***/ 38815:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var composer = __nccwpck_require__(89984);
var Document = __nccwpck_require__(3021);
var Schema = __nccwpck_require__(45840);
var errors = __nccwpck_require__(91464);
var Alias = __nccwpck_require__(4065);
var identity = __nccwpck_require__(41127);
var Pair = __nccwpck_require__(57165);
var Scalar = __nccwpck_require__(63301);
var YAMLMap = __nccwpck_require__(84454);
var YAMLSeq = __nccwpck_require__(92223);
var cst = __nccwpck_require__(3461);
var lexer = __nccwpck_require__(40361);
var lineCounter = __nccwpck_require__(66628);
var parser = __nccwpck_require__(3456);
var publicApi = __nccwpck_require__(84047);
var visit = __nccwpck_require__(10204);



__webpack_unused_export__ = composer.Composer;
__webpack_unused_export__ = Document.Document;
__webpack_unused_export__ = Schema.Schema;
__webpack_unused_export__ = errors.YAMLError;
__webpack_unused_export__ = errors.YAMLParseError;
__webpack_unused_export__ = errors.YAMLWarning;
__webpack_unused_export__ = Alias.Alias;
exports.Vj = identity.isAlias;
__webpack_unused_export__ = identity.isCollection;
__webpack_unused_export__ = identity.isDocument;
exports.jh = identity.isMap;
__webpack_unused_export__ = identity.isNode;
__webpack_unused_export__ = identity.isPair;
exports.jn = identity.isScalar;
exports.oP = identity.isSeq;
__webpack_unused_export__ = Pair.Pair;
__webpack_unused_export__ = Scalar.Scalar;
__webpack_unused_export__ = YAMLMap.YAMLMap;
__webpack_unused_export__ = YAMLSeq.YAMLSeq;
exports.DB = cst;
exports.JG = lexer.Lexer;
__webpack_unused_export__ = lineCounter.LineCounter;
exports.iX = parser.Parser;
exports.qg = publicApi.parse;
__webpack_unused_export__ = publicApi.parseAllDocuments;
exports.Tp = publicApi.parseDocument;
__webpack_unused_export__ = publicApi.stringify;
__webpack_unused_export__ = visit.visit;
__webpack_unused_export__ = visit.visitAsync;


/***/ }),

/***/ 57249:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);

function debug(logLevel, ...messages) {
    if (logLevel === 'debug')
        console.log(...messages);
}
function warn(logLevel, warning) {
    if (logLevel === 'debug' || logLevel === 'warn') {
        if (typeof node_process.emitWarning === 'function')
            node_process.emitWarning(warning);
        else
            console.warn(warning);
    }
}

exports.debug = debug;
exports.warn = warn;


/***/ }),

/***/ 4065:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var anchors = __nccwpck_require__(71596);
var visit = __nccwpck_require__(10204);
var identity = __nccwpck_require__(41127);
var Node = __nccwpck_require__(66673);
var toJS = __nccwpck_require__(74043);

class Alias extends Node.NodeBase {
    constructor(source) {
        super(identity.ALIAS);
        this.source = source;
        Object.defineProperty(this, 'tag', {
            set() {
                throw new Error('Alias nodes cannot have tags');
            }
        });
    }
    /**
     * Resolve the value of this alias within `doc`, finding the last
     * instance of the `source` anchor before this node.
     */
    resolve(doc, ctx) {
        if (ctx?.maxAliasCount === 0)
            throw new ReferenceError('Alias resolution is disabled');
        let nodes;
        if (ctx?.aliasResolveCache) {
            nodes = ctx.aliasResolveCache;
        }
        else {
            nodes = [];
            visit.visit(doc, {
                Node: (_key, node) => {
                    if (identity.isAlias(node) || identity.hasAnchor(node))
                        nodes.push(node);
                }
            });
            if (ctx)
                ctx.aliasResolveCache = nodes;
        }
        let found = undefined;
        for (const node of nodes) {
            if (node === this)
                break;
            if (node.anchor === this.source)
                found = node;
        }
        if (found && ctx) {
            const { anchors, doc, maxAliasCount } = ctx;
            let data = anchors.get(found);
            if (!data) {
                // Resolve anchors for Node.prototype.toJS()
                toJS.toJS(found, null, ctx);
                data = anchors.get(found);
            }
            /* istanbul ignore if */
            if (data?.res === undefined) {
                const msg = 'This should not happen: Alias anchor was not resolved?';
                throw new ReferenceError(msg);
            }
            if (maxAliasCount >= 0) {
                data.count += 1;
                if (data.aliasCount === 0)
                    data.aliasCount = getAliasCount(doc, found, anchors);
                if (data.count * data.aliasCount > maxAliasCount) {
                    const msg = 'Excessive alias count indicates a resource exhaustion attack';
                    throw new ReferenceError(msg);
                }
            }
        }
        return found;
    }
    toJSON(_arg, ctx) {
        if (!ctx)
            return { source: this.source };
        const source = this.resolve(ctx.doc, ctx);
        if (!source) {
            const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
            throw new ReferenceError(msg);
        }
        return ctx.anchors.get(source).res;
    }
    toString(ctx, _onComment, _onChompKeep) {
        const src = `*${this.source}`;
        if (ctx) {
            anchors.anchorIsValid(this.source);
            if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
                const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
                throw new Error(msg);
            }
            if (ctx.implicitKey)
                return `${src} `;
        }
        return src;
    }
}
function getAliasCount(doc, node, anchors) {
    if (identity.isAlias(node)) {
        const source = node.resolve(doc);
        const anchor = anchors && source && anchors.get(source);
        return anchor ? anchor.count * anchor.aliasCount : 0;
    }
    else if (identity.isCollection(node)) {
        let count = 0;
        for (const item of node.items) {
            const c = getAliasCount(doc, item, anchors);
            if (c > count)
                count = c;
        }
        return count;
    }
    else if (identity.isPair(node)) {
        const kc = getAliasCount(doc, node.key, anchors);
        const vc = getAliasCount(doc, node.value, anchors);
        return Math.max(kc, vc);
    }
    return 1;
}

exports.Alias = Alias;


/***/ }),

/***/ 40101:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(42404);
var identity = __nccwpck_require__(41127);
var Node = __nccwpck_require__(66673);

function collectionFromPath(schema, path, value) {
    let v = value;
    for (let i = path.length - 1; i >= 0; --i) {
        const k = path[i];
        if (typeof k === 'number' && Number.isInteger(k) && k >= 0) {
            const a = [];
            a[k] = v;
            v = a;
        }
        else {
            v = new Map([[k, v]]);
        }
    }
    return createNode.createNode(v, undefined, {
        aliasDuplicateObjects: false,
        keepUndefined: false,
        onAnchor: () => {
            throw new Error('This should not happen, please report a bug.');
        },
        schema,
        sourceObjects: new Map()
    });
}
// Type guard is intentionally a little wrong so as to be more useful,
// as it does not cover untypable empty non-string iterables (e.g. []).
const isEmptyPath = (path) => path == null ||
    (typeof path === 'object' && !!path[Symbol.iterator]().next().done);
class Collection extends Node.NodeBase {
    constructor(type, schema) {
        super(type);
        Object.defineProperty(this, 'schema', {
            value: schema,
            configurable: true,
            enumerable: false,
            writable: true
        });
    }
    /**
     * Create a copy of this collection.
     *
     * @param schema - If defined, overwrites the original's schema
     */
    clone(schema) {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (schema)
            copy.schema = schema;
        copy.items = copy.items.map(it => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /**
     * Adds a value to the collection. For `!!map` and `!!omap` the value must
     * be a Pair instance or a `{ key, value }` object, which may not have a key
     * that already exists in the map.
     */
    addIn(path, value) {
        if (isEmptyPath(path))
            this.add(value);
        else {
            const [key, ...rest] = path;
            const node = this.get(key, true);
            if (identity.isCollection(node))
                node.addIn(rest, value);
            else if (node === undefined && this.schema)
                this.set(key, collectionFromPath(this.schema, rest, value));
            else
                throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
    }
    /**
     * Removes a value from the collection.
     * @returns `true` if the item was found and removed.
     */
    deleteIn(path) {
        const [key, ...rest] = path;
        if (rest.length === 0)
            return this.delete(key);
        const node = this.get(key, true);
        if (identity.isCollection(node))
            return node.deleteIn(rest);
        else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
    }
    /**
     * Returns item at `key`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    getIn(path, keepScalar) {
        const [key, ...rest] = path;
        const node = this.get(key, true);
        if (rest.length === 0)
            return !keepScalar && identity.isScalar(node) ? node.value : node;
        else
            return identity.isCollection(node) ? node.getIn(rest, keepScalar) : undefined;
    }
    hasAllNullValues(allowScalar) {
        return this.items.every(node => {
            if (!identity.isPair(node))
                return false;
            const n = node.value;
            return (n == null ||
                (allowScalar &&
                    identity.isScalar(n) &&
                    n.value == null &&
                    !n.commentBefore &&
                    !n.comment &&
                    !n.tag));
        });
    }
    /**
     * Checks if the collection includes a value with the key `key`.
     */
    hasIn(path) {
        const [key, ...rest] = path;
        if (rest.length === 0)
            return this.has(key);
        const node = this.get(key, true);
        return identity.isCollection(node) ? node.hasIn(rest) : false;
    }
    /**
     * Sets a value in this collection. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    setIn(path, value) {
        const [key, ...rest] = path;
        if (rest.length === 0) {
            this.set(key, value);
        }
        else {
            const node = this.get(key, true);
            if (identity.isCollection(node))
                node.setIn(rest, value);
            else if (node === undefined && this.schema)
                this.set(key, collectionFromPath(this.schema, rest, value));
            else
                throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
    }
}

exports.Collection = Collection;
exports.collectionFromPath = collectionFromPath;
exports.isEmptyPath = isEmptyPath;


/***/ }),

/***/ 66673:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var applyReviver = __nccwpck_require__(83661);
var identity = __nccwpck_require__(41127);
var toJS = __nccwpck_require__(74043);

class NodeBase {
    constructor(type) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: type });
    }
    /** Create a copy of this node.  */
    clone() {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /** A plain JavaScript representation of this node. */
    toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        if (!identity.isDocument(doc))
            throw new TypeError('A document argument is required');
        const ctx = {
            anchors: new Map(),
            doc,
            keep: true,
            mapAsMap: mapAsMap === true,
            mapKeyWarned: false,
            maxAliasCount: typeof maxAliasCount === 'number' ? maxAliasCount : 100
        };
        const res = toJS.toJS(this, '', ctx);
        if (typeof onAnchor === 'function')
            for (const { count, res } of ctx.anchors.values())
                onAnchor(res, count);
        return typeof reviver === 'function'
            ? applyReviver.applyReviver(reviver, { '': res }, '', res)
            : res;
    }
}

exports.NodeBase = NodeBase;


/***/ }),

/***/ 57165:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(42404);
var stringifyPair = __nccwpck_require__(59748);
var addPairToJSMap = __nccwpck_require__(97104);
var identity = __nccwpck_require__(41127);

function createPair(key, value, ctx) {
    const k = createNode.createNode(key, undefined, ctx);
    const v = createNode.createNode(value, undefined, ctx);
    return new Pair(k, v);
}
class Pair {
    constructor(key, value = null) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
        this.key = key;
        this.value = value;
    }
    clone(schema) {
        let { key, value } = this;
        if (identity.isNode(key))
            key = key.clone(schema);
        if (identity.isNode(value))
            value = value.clone(schema);
        return new Pair(key, value);
    }
    toJSON(_, ctx) {
        const pair = ctx?.mapAsMap ? new Map() : {};
        return addPairToJSMap.addPairToJSMap(ctx, pair, this);
    }
    toString(ctx, onComment, onChompKeep) {
        return ctx?.doc
            ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep)
            : JSON.stringify(this);
    }
}

exports.Pair = Pair;
exports.createPair = createPair;


/***/ }),

/***/ 63301:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Node = __nccwpck_require__(66673);
var toJS = __nccwpck_require__(74043);

const isScalarValue = (value) => !value || (typeof value !== 'function' && typeof value !== 'object');
class Scalar extends Node.NodeBase {
    constructor(value) {
        super(identity.SCALAR);
        this.value = value;
    }
    toJSON(arg, ctx) {
        return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
    }
    toString() {
        return String(this.value);
    }
}
Scalar.BLOCK_FOLDED = 'BLOCK_FOLDED';
Scalar.BLOCK_LITERAL = 'BLOCK_LITERAL';
Scalar.PLAIN = 'PLAIN';
Scalar.QUOTE_DOUBLE = 'QUOTE_DOUBLE';
Scalar.QUOTE_SINGLE = 'QUOTE_SINGLE';

exports.Scalar = Scalar;
exports.isScalarValue = isScalarValue;


/***/ }),

/***/ 84454:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyCollection = __nccwpck_require__(61212);
var addPairToJSMap = __nccwpck_require__(97104);
var Collection = __nccwpck_require__(40101);
var identity = __nccwpck_require__(41127);
var Pair = __nccwpck_require__(57165);
var Scalar = __nccwpck_require__(63301);

function findPair(items, key) {
    const k = identity.isScalar(key) ? key.value : key;
    for (const it of items) {
        if (identity.isPair(it)) {
            if (it.key === key || it.key === k)
                return it;
            if (identity.isScalar(it.key) && it.key.value === k)
                return it;
        }
    }
    return undefined;
}
class YAMLMap extends Collection.Collection {
    static get tagName() {
        return 'tag:yaml.org,2002:map';
    }
    constructor(schema) {
        super(identity.MAP, schema);
        this.items = [];
    }
    /**
     * A generic collection parsing method that can be extended
     * to other node classes that inherit from YAMLMap
     */
    static from(schema, obj, ctx) {
        const { keepUndefined, replacer } = ctx;
        const map = new this(schema);
        const add = (key, value) => {
            if (typeof replacer === 'function')
                value = replacer.call(obj, key, value);
            else if (Array.isArray(replacer) && !replacer.includes(key))
                return;
            if (value !== undefined || keepUndefined)
                map.items.push(Pair.createPair(key, value, ctx));
        };
        if (obj instanceof Map) {
            for (const [key, value] of obj)
                add(key, value);
        }
        else if (obj && typeof obj === 'object') {
            for (const key of Object.keys(obj))
                add(key, obj[key]);
        }
        if (typeof schema.sortMapEntries === 'function') {
            map.items.sort(schema.sortMapEntries);
        }
        return map;
    }
    /**
     * Adds a value to the collection.
     *
     * @param overwrite - If not set `true`, using a key that is already in the
     *   collection will throw. Otherwise, overwrites the previous value.
     */
    add(pair, overwrite) {
        let _pair;
        if (identity.isPair(pair))
            _pair = pair;
        else if (!pair || typeof pair !== 'object' || !('key' in pair)) {
            // In TypeScript, this never happens.
            _pair = new Pair.Pair(pair, pair?.value);
        }
        else
            _pair = new Pair.Pair(pair.key, pair.value);
        const prev = findPair(this.items, _pair.key);
        const sortEntries = this.schema?.sortMapEntries;
        if (prev) {
            if (!overwrite)
                throw new Error(`Key ${_pair.key} already set`);
            // For scalars, keep the old node & its comments and anchors
            if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value))
                prev.value.value = _pair.value;
            else
                prev.value = _pair.value;
        }
        else if (sortEntries) {
            const i = this.items.findIndex(item => sortEntries(_pair, item) < 0);
            if (i === -1)
                this.items.push(_pair);
            else
                this.items.splice(i, 0, _pair);
        }
        else {
            this.items.push(_pair);
        }
    }
    delete(key) {
        const it = findPair(this.items, key);
        if (!it)
            return false;
        const del = this.items.splice(this.items.indexOf(it), 1);
        return del.length > 0;
    }
    get(key, keepScalar) {
        const it = findPair(this.items, key);
        const node = it?.value;
        return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? undefined;
    }
    has(key) {
        return !!findPair(this.items, key);
    }
    set(key, value) {
        this.add(new Pair.Pair(key, value), true);
    }
    /**
     * @param ctx - Conversion context, originally set in Document#toJS()
     * @param {Class} Type - If set, forces the returned collection type
     * @returns Instance of Type, Map, or Object
     */
    toJSON(_, ctx, Type) {
        const map = Type ? new Type() : ctx?.mapAsMap ? new Map() : {};
        if (ctx?.onCreate)
            ctx.onCreate(map);
        for (const item of this.items)
            addPairToJSMap.addPairToJSMap(ctx, map, item);
        return map;
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        for (const item of this.items) {
            if (!identity.isPair(item))
                throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
        }
        if (!ctx.allNullValues && this.hasAllNullValues(false))
            ctx = Object.assign({}, ctx, { allNullValues: true });
        return stringifyCollection.stringifyCollection(this, ctx, {
            blockItemPrefix: '',
            flowChars: { start: '{', end: '}' },
            itemIndent: ctx.indent || '',
            onChompKeep,
            onComment
        });
    }
}

exports.YAMLMap = YAMLMap;
exports.findPair = findPair;


/***/ }),

/***/ 92223:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(42404);
var stringifyCollection = __nccwpck_require__(61212);
var Collection = __nccwpck_require__(40101);
var identity = __nccwpck_require__(41127);
var Scalar = __nccwpck_require__(63301);
var toJS = __nccwpck_require__(74043);

class YAMLSeq extends Collection.Collection {
    static get tagName() {
        return 'tag:yaml.org,2002:seq';
    }
    constructor(schema) {
        super(identity.SEQ, schema);
        this.items = [];
    }
    add(value) {
        this.items.push(value);
    }
    /**
     * Removes a value from the collection.
     *
     * `key` must contain a representation of an integer for this to succeed.
     * It may be wrapped in a `Scalar`.
     *
     * @returns `true` if the item was found and removed.
     */
    delete(key) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            return false;
        const del = this.items.splice(idx, 1);
        return del.length > 0;
    }
    get(key, keepScalar) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            return undefined;
        const it = this.items[idx];
        return !keepScalar && identity.isScalar(it) ? it.value : it;
    }
    /**
     * Checks if the collection includes a value with the key `key`.
     *
     * `key` must contain a representation of an integer for this to succeed.
     * It may be wrapped in a `Scalar`.
     */
    has(key) {
        const idx = asItemIndex(key);
        return typeof idx === 'number' && idx < this.items.length;
    }
    /**
     * Sets a value in this collection. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     *
     * If `key` does not contain a representation of an integer, this will throw.
     * It may be wrapped in a `Scalar`.
     */
    set(key, value) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            throw new Error(`Expected a valid index, not ${key}.`);
        const prev = this.items[idx];
        if (identity.isScalar(prev) && Scalar.isScalarValue(value))
            prev.value = value;
        else
            this.items[idx] = value;
    }
    toJSON(_, ctx) {
        const seq = [];
        if (ctx?.onCreate)
            ctx.onCreate(seq);
        let i = 0;
        for (const item of this.items)
            seq.push(toJS.toJS(item, String(i++), ctx));
        return seq;
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        return stringifyCollection.stringifyCollection(this, ctx, {
            blockItemPrefix: '- ',
            flowChars: { start: '[', end: ']' },
            itemIndent: (ctx.indent || '') + '  ',
            onChompKeep,
            onComment
        });
    }
    static from(schema, obj, ctx) {
        const { replacer } = ctx;
        const seq = new this(schema);
        if (obj && Symbol.iterator in Object(obj)) {
            let i = 0;
            for (let it of obj) {
                if (typeof replacer === 'function') {
                    const key = obj instanceof Set ? it : String(i++);
                    it = replacer.call(obj, key, it);
                }
                seq.items.push(createNode.createNode(it, undefined, ctx));
            }
        }
        return seq;
    }
}
function asItemIndex(key) {
    let idx = identity.isScalar(key) ? key.value : key;
    if (idx && typeof idx === 'string')
        idx = Number(idx);
    return typeof idx === 'number' && Number.isInteger(idx) && idx >= 0
        ? idx
        : null;
}

exports.YAMLSeq = YAMLSeq;


/***/ }),

/***/ 97104:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var log = __nccwpck_require__(57249);
var merge = __nccwpck_require__(90452);
var stringify = __nccwpck_require__(2148);
var identity = __nccwpck_require__(41127);
var toJS = __nccwpck_require__(74043);

function addPairToJSMap(ctx, map, { key, value }) {
    if (identity.isNode(key) && key.addToJSMap)
        key.addToJSMap(ctx, map, value);
    // TODO: Should drop this special case for bare << handling
    else if (merge.isMergeKey(ctx, key))
        merge.addMergeToJSMap(ctx, map, value);
    else {
        const jsKey = toJS.toJS(key, '', ctx);
        if (map instanceof Map) {
            map.set(jsKey, toJS.toJS(value, jsKey, ctx));
        }
        else if (map instanceof Set) {
            map.add(jsKey);
        }
        else {
            const stringKey = stringifyKey(key, jsKey, ctx);
            const jsValue = toJS.toJS(value, stringKey, ctx);
            if (stringKey in map)
                Object.defineProperty(map, stringKey, {
                    value: jsValue,
                    writable: true,
                    enumerable: true,
                    configurable: true
                });
            else
                map[stringKey] = jsValue;
        }
    }
    return map;
}
function stringifyKey(key, jsKey, ctx) {
    if (jsKey === null)
        return '';
    // eslint-disable-next-line @typescript-eslint/no-base-to-string
    if (typeof jsKey !== 'object')
        return String(jsKey);
    if (identity.isNode(key) && ctx?.doc) {
        const strCtx = stringify.createStringifyContext(ctx.doc, {});
        strCtx.anchors = new Set();
        for (const node of ctx.anchors.keys())
            strCtx.anchors.add(node.anchor);
        strCtx.inFlow = true;
        strCtx.inStringifyKey = true;
        const strKey = key.toString(strCtx);
        if (!ctx.mapKeyWarned) {
            let jsonStr = JSON.stringify(strKey);
            if (jsonStr.length > 40)
                jsonStr = jsonStr.substring(0, 36) + '..."';
            log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
            ctx.mapKeyWarned = true;
        }
        return strKey;
    }
    return JSON.stringify(jsKey);
}

exports.addPairToJSMap = addPairToJSMap;


/***/ }),

/***/ 41127:
/***/ ((__unused_webpack_module, exports) => {



const ALIAS = Symbol.for('yaml.alias');
const DOC = Symbol.for('yaml.document');
const MAP = Symbol.for('yaml.map');
const PAIR = Symbol.for('yaml.pair');
const SCALAR = Symbol.for('yaml.scalar');
const SEQ = Symbol.for('yaml.seq');
const NODE_TYPE = Symbol.for('yaml.node.type');
const isAlias = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === ALIAS;
const isDocument = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === DOC;
const isMap = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === MAP;
const isPair = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === PAIR;
const isScalar = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === SCALAR;
const isSeq = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === SEQ;
function isCollection(node) {
    if (node && typeof node === 'object')
        switch (node[NODE_TYPE]) {
            case MAP:
            case SEQ:
                return true;
        }
    return false;
}
function isNode(node) {
    if (node && typeof node === 'object')
        switch (node[NODE_TYPE]) {
            case ALIAS:
            case MAP:
            case SCALAR:
            case SEQ:
                return true;
        }
    return false;
}
const hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;

exports.ALIAS = ALIAS;
exports.DOC = DOC;
exports.MAP = MAP;
exports.NODE_TYPE = NODE_TYPE;
exports.PAIR = PAIR;
exports.SCALAR = SCALAR;
exports.SEQ = SEQ;
exports.hasAnchor = hasAnchor;
exports.isAlias = isAlias;
exports.isCollection = isCollection;
exports.isDocument = isDocument;
exports.isMap = isMap;
exports.isNode = isNode;
exports.isPair = isPair;
exports.isScalar = isScalar;
exports.isSeq = isSeq;


/***/ }),

/***/ 74043:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);

/**
 * Recursively convert any node or its contents to native JavaScript
 *
 * @param value - The input value
 * @param arg - If `value` defines a `toJSON()` method, use this
 *   as its first argument
 * @param ctx - Conversion context, originally set in Document#toJS(). If
 *   `{ keep: true }` is not set, output should be suitable for JSON
 *   stringification.
 */
function toJS(value, arg, ctx) {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return
    if (Array.isArray(value))
        return value.map((v, i) => toJS(v, String(i), ctx));
    if (value && typeof value.toJSON === 'function') {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-call
        if (!ctx || !identity.hasAnchor(value))
            return value.toJSON(arg, ctx);
        const data = { aliasCount: 0, count: 1, res: undefined };
        ctx.anchors.set(value, data);
        ctx.onCreate = res => {
            data.res = res;
            delete ctx.onCreate;
        };
        const res = value.toJSON(arg, ctx);
        if (ctx.onCreate)
            ctx.onCreate(res);
        return res;
    }
    if (typeof value === 'bigint' && !ctx?.keep)
        return Number(value);
    return value;
}

exports.toJS = toJS;


/***/ }),

/***/ 60110:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var resolveBlockScalar = __nccwpck_require__(48913);
var resolveFlowScalar = __nccwpck_require__(76842);
var errors = __nccwpck_require__(91464);
var stringifyString = __nccwpck_require__(83069);

function resolveAsScalar(token, strict = true, onError) {
    if (token) {
        const _onError = (pos, code, message) => {
            const offset = typeof pos === 'number' ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
            if (onError)
                onError(offset, code, message);
            else
                throw new errors.YAMLParseError([offset, offset + 1], code, message);
        };
        switch (token.type) {
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
            case 'block-scalar':
                return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
        }
    }
    return null;
}
/**
 * Create a new scalar token with `value`
 *
 * Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
 * as this function does not support any schema operations and won't check for such conflicts.
 *
 * @param value The string representation of the value, which will have its content properly indented.
 * @param context.end Comments and whitespace after the end of the value, or after the block scalar header. If undefined, a newline will be added.
 * @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
 * @param context.indent The indent level of the token.
 * @param context.inFlow Is this scalar within a flow collection? This may affect the resolved type of the token's value.
 * @param context.offset The offset position of the token.
 * @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
 */
function createScalarToken(value, context) {
    const { implicitKey = false, indent, inFlow = false, offset = -1, type = 'PLAIN' } = context;
    const source = stringifyString.stringifyString({ type, value }, {
        implicitKey,
        indent: indent > 0 ? ' '.repeat(indent) : '',
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
    });
    const end = context.end ?? [
        { type: 'newline', offset: -1, indent, source: '\n' }
    ];
    switch (source[0]) {
        case '|':
        case '>': {
            const he = source.indexOf('\n');
            const head = source.substring(0, he);
            const body = source.substring(he + 1) + '\n';
            const props = [
                { type: 'block-scalar-header', offset, indent, source: head }
            ];
            if (!addEndtoBlockProps(props, end))
                props.push({ type: 'newline', offset: -1, indent, source: '\n' });
            return { type: 'block-scalar', offset, indent, props, source: body };
        }
        case '"':
            return { type: 'double-quoted-scalar', offset, indent, source, end };
        case "'":
            return { type: 'single-quoted-scalar', offset, indent, source, end };
        default:
            return { type: 'scalar', offset, indent, source, end };
    }
}
/**
 * Set the value of `token` to the given string `value`, overwriting any previous contents and type that it may have.
 *
 * Best efforts are made to retain any comments previously associated with the `token`,
 * though all contents within a collection's `items` will be overwritten.
 *
 * Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
 * as this function does not support any schema operations and won't check for such conflicts.
 *
 * @param token Any token. If it does not include an `indent` value, the value will be stringified as if it were an implicit key.
 * @param value The string representation of the value, which will have its content properly indented.
 * @param context.afterKey In most cases, values after a key should have an additional level of indentation.
 * @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
 * @param context.inFlow Being within a flow collection may affect the resolved type of the token's value.
 * @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
 */
function setScalarValue(token, value, context = {}) {
    let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
    let indent = 'indent' in token ? token.indent : null;
    if (afterKey && typeof indent === 'number')
        indent += 2;
    if (!type)
        switch (token.type) {
            case 'single-quoted-scalar':
                type = 'QUOTE_SINGLE';
                break;
            case 'double-quoted-scalar':
                type = 'QUOTE_DOUBLE';
                break;
            case 'block-scalar': {
                const header = token.props[0];
                if (header.type !== 'block-scalar-header')
                    throw new Error('Invalid block scalar header');
                type = header.source[0] === '>' ? 'BLOCK_FOLDED' : 'BLOCK_LITERAL';
                break;
            }
            default:
                type = 'PLAIN';
        }
    const source = stringifyString.stringifyString({ type, value }, {
        implicitKey: implicitKey || indent === null,
        indent: indent !== null && indent > 0 ? ' '.repeat(indent) : '',
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
    });
    switch (source[0]) {
        case '|':
        case '>':
            setBlockScalarValue(token, source);
            break;
        case '"':
            setFlowScalarValue(token, source, 'double-quoted-scalar');
            break;
        case "'":
            setFlowScalarValue(token, source, 'single-quoted-scalar');
            break;
        default:
            setFlowScalarValue(token, source, 'scalar');
    }
}
function setBlockScalarValue(token, source) {
    const he = source.indexOf('\n');
    const head = source.substring(0, he);
    const body = source.substring(he + 1) + '\n';
    if (token.type === 'block-scalar') {
        const header = token.props[0];
        if (header.type !== 'block-scalar-header')
            throw new Error('Invalid block scalar header');
        header.source = head;
        token.source = body;
    }
    else {
        const { offset } = token;
        const indent = 'indent' in token ? token.indent : -1;
        const props = [
            { type: 'block-scalar-header', offset, indent, source: head }
        ];
        if (!addEndtoBlockProps(props, 'end' in token ? token.end : undefined))
            props.push({ type: 'newline', offset: -1, indent, source: '\n' });
        for (const key of Object.keys(token))
            if (key !== 'type' && key !== 'offset')
                delete token[key];
        Object.assign(token, { type: 'block-scalar', indent, props, source: body });
    }
}
/** @returns `true` if last token is a newline */
function addEndtoBlockProps(props, end) {
    if (end)
        for (const st of end)
            switch (st.type) {
                case 'space':
                case 'comment':
                    props.push(st);
                    break;
                case 'newline':
                    props.push(st);
                    return true;
            }
    return false;
}
function setFlowScalarValue(token, source, type) {
    switch (token.type) {
        case 'scalar':
        case 'double-quoted-scalar':
        case 'single-quoted-scalar':
            token.type = type;
            token.source = source;
            break;
        case 'block-scalar': {
            const end = token.props.slice(1);
            let oa = source.length;
            if (token.props[0].type === 'block-scalar-header')
                oa -= token.props[0].source.length;
            for (const tok of end)
                tok.offset += oa;
            delete token.props;
            Object.assign(token, { type, source, end });
            break;
        }
        case 'block-map':
        case 'block-seq': {
            const offset = token.offset + source.length;
            const nl = { type: 'newline', offset, indent: token.indent, source: '\n' };
            delete token.items;
            Object.assign(token, { type, source, end: [nl] });
            break;
        }
        default: {
            const indent = 'indent' in token ? token.indent : -1;
            const end = 'end' in token && Array.isArray(token.end)
                ? token.end.filter(st => st.type === 'space' ||
                    st.type === 'comment' ||
                    st.type === 'newline')
                : [];
            for (const key of Object.keys(token))
                if (key !== 'type' && key !== 'offset')
                    delete token[key];
            Object.assign(token, { type, indent, source, end });
        }
    }
}

exports.createScalarToken = createScalarToken;
exports.resolveAsScalar = resolveAsScalar;
exports.setScalarValue = setScalarValue;


/***/ }),

/***/ 91733:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Stringify a CST document, token, or collection item
 *
 * Fair warning: This applies no validation whatsoever, and
 * simply concatenates the sources in their logical order.
 */
const stringify = (cst) => 'type' in cst ? stringifyToken(cst) : stringifyItem(cst);
function stringifyToken(token) {
    switch (token.type) {
        case 'block-scalar': {
            let res = '';
            for (const tok of token.props)
                res += stringifyToken(tok);
            return res + token.source;
        }
        case 'block-map':
        case 'block-seq': {
            let res = '';
            for (const item of token.items)
                res += stringifyItem(item);
            return res;
        }
        case 'flow-collection': {
            let res = token.start.source;
            for (const item of token.items)
                res += stringifyItem(item);
            for (const st of token.end)
                res += st.source;
            return res;
        }
        case 'document': {
            let res = stringifyItem(token);
            if (token.end)
                for (const st of token.end)
                    res += st.source;
            return res;
        }
        default: {
            let res = token.source;
            if ('end' in token && token.end)
                for (const st of token.end)
                    res += st.source;
            return res;
        }
    }
}
function stringifyItem({ start, key, sep, value }) {
    let res = '';
    for (const st of start)
        res += st.source;
    if (key)
        res += stringifyToken(key);
    if (sep)
        for (const st of sep)
            res += st.source;
    if (value)
        res += stringifyToken(value);
    return res;
}

exports.stringify = stringify;


/***/ }),

/***/ 97715:
/***/ ((__unused_webpack_module, exports) => {



const BREAK = Symbol('break visit');
const SKIP = Symbol('skip children');
const REMOVE = Symbol('remove item');
/**
 * Apply a visitor to a CST document or item.
 *
 * Walks through the tree (depth-first) starting from the root, calling a
 * `visitor` function with two arguments when entering each item:
 *   - `item`: The current item, which included the following members:
 *     - `start: SourceToken[]` – Source tokens before the key or value,
 *       possibly including its anchor or tag.
 *     - `key?: Token | null` – Set for pair values. May then be `null`, if
 *       the key before the `:` separator is empty.
 *     - `sep?: SourceToken[]` – Source tokens between the key and the value,
 *       which should include the `:` map value indicator if `value` is set.
 *     - `value?: Token` – The value of a sequence item, or of a map pair.
 *   - `path`: The steps from the root to the current node, as an array of
 *     `['key' | 'value', number]` tuples.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this token, continue with
 *      next sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current item, then continue with the next one
 *   - `number`: Set the index of the next step. This is useful especially if
 *     the index of the current token has changed.
 *   - `function`: Define the next visitor for this item. After the original
 *     visitor is called on item entry, next visitors are called after handling
 *     a non-empty `key` and when exiting the item.
 */
function visit(cst, visitor) {
    if ('type' in cst && cst.type === 'document')
        cst = { start: cst.start, value: cst.value };
    _visit(Object.freeze([]), cst, visitor);
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visit.BREAK = BREAK;
/** Do not visit the children of the current item */
visit.SKIP = SKIP;
/** Remove the current item */
visit.REMOVE = REMOVE;
/** Find the item at `path` from `cst` as the root */
visit.itemAtPath = (cst, path) => {
    let item = cst;
    for (const [field, index] of path) {
        const tok = item?.[field];
        if (tok && 'items' in tok) {
            item = tok.items[index];
        }
        else
            return undefined;
    }
    return item;
};
/**
 * Get the immediate parent collection of the item at `path` from `cst` as the root.
 *
 * Throws an error if the collection is not found, which should never happen if the item itself exists.
 */
visit.parentCollection = (cst, path) => {
    const parent = visit.itemAtPath(cst, path.slice(0, -1));
    const field = path[path.length - 1][0];
    const coll = parent?.[field];
    if (coll && 'items' in coll)
        return coll;
    throw new Error('Parent collection not found');
};
function _visit(path, item, visitor) {
    let ctrl = visitor(item, path);
    if (typeof ctrl === 'symbol')
        return ctrl;
    for (const field of ['key', 'value']) {
        const token = item[field];
        if (token && 'items' in token) {
            for (let i = 0; i < token.items.length; ++i) {
                const ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    token.items.splice(i, 1);
                    i -= 1;
                }
            }
            if (typeof ctrl === 'function' && field === 'key')
                ctrl = ctrl(item, path);
        }
    }
    return typeof ctrl === 'function' ? ctrl(item, path) : ctrl;
}

exports.visit = visit;


/***/ }),

/***/ 3461:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var cstScalar = __nccwpck_require__(60110);
var cstStringify = __nccwpck_require__(91733);
var cstVisit = __nccwpck_require__(97715);

/** The byte order mark */
const BOM = '\u{FEFF}';
/** Start of doc-mode */
const DOCUMENT = '\x02'; // C0: Start of Text
/** Unexpected end of flow-mode */
const FLOW_END = '\x18'; // C0: Cancel
/** Next token is a scalar value */
const SCALAR = '\x1f'; // C0: Unit Separator
/** @returns `true` if `token` is a flow or block collection */
const isCollection = (token) => !!token && 'items' in token;
/** @returns `true` if `token` is a flow or block scalar; not an alias */
const isScalar = (token) => !!token &&
    (token.type === 'scalar' ||
        token.type === 'single-quoted-scalar' ||
        token.type === 'double-quoted-scalar' ||
        token.type === 'block-scalar');
/* istanbul ignore next */
/** Get a printable representation of a lexer token */
function prettyToken(token) {
    switch (token) {
        case BOM:
            return '<BOM>';
        case DOCUMENT:
            return '<DOC>';
        case FLOW_END:
            return '<FLOW_END>';
        case SCALAR:
            return '<SCALAR>';
        default:
            return JSON.stringify(token);
    }
}
/** Identify the type of a lexer token. May return `null` for unknown tokens. */
function tokenType(source) {
    switch (source) {
        case BOM:
            return 'byte-order-mark';
        case DOCUMENT:
            return 'doc-mode';
        case FLOW_END:
            return 'flow-error-end';
        case SCALAR:
            return 'scalar';
        case '---':
            return 'doc-start';
        case '...':
            return 'doc-end';
        case '':
        case '\n':
        case '\r\n':
            return 'newline';
        case '-':
            return 'seq-item-ind';
        case '?':
            return 'explicit-key-ind';
        case ':':
            return 'map-value-ind';
        case '{':
            return 'flow-map-start';
        case '}':
            return 'flow-map-end';
        case '[':
            return 'flow-seq-start';
        case ']':
            return 'flow-seq-end';
        case ',':
            return 'comma';
    }
    switch (source[0]) {
        case ' ':
        case '\t':
            return 'space';
        case '#':
            return 'comment';
        case '%':
            return 'directive-line';
        case '*':
            return 'alias';
        case '&':
            return 'anchor';
        case '!':
            return 'tag';
        case "'":
            return 'single-quoted-scalar';
        case '"':
            return 'double-quoted-scalar';
        case '|':
        case '>':
            return 'block-scalar-header';
    }
    return null;
}

exports.createScalarToken = cstScalar.createScalarToken;
exports.resolveAsScalar = cstScalar.resolveAsScalar;
exports.setScalarValue = cstScalar.setScalarValue;
exports.stringify = cstStringify.stringify;
exports.visit = cstVisit.visit;
exports.BOM = BOM;
exports.DOCUMENT = DOCUMENT;
exports.FLOW_END = FLOW_END;
exports.SCALAR = SCALAR;
exports.isCollection = isCollection;
exports.isScalar = isScalar;
exports.prettyToken = prettyToken;
exports.tokenType = tokenType;


/***/ }),

/***/ 40361:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var cst = __nccwpck_require__(3461);

/*
START -> stream

stream
  directive -> line-end -> stream
  indent + line-end -> stream
  [else] -> line-start

line-end
  comment -> line-end
  newline -> .
  input-end -> END

line-start
  doc-start -> doc
  doc-end -> stream
  [else] -> indent -> block-start

block-start
  seq-item-start -> block-start
  explicit-key-start -> block-start
  map-value-start -> block-start
  [else] -> doc

doc
  line-end -> line-start
  spaces -> doc
  anchor -> doc
  tag -> doc
  flow-start -> flow -> doc
  flow-end -> error -> doc
  seq-item-start -> error -> doc
  explicit-key-start -> error -> doc
  map-value-start -> doc
  alias -> doc
  quote-start -> quoted-scalar -> doc
  block-scalar-header -> line-end -> block-scalar(min) -> line-start
  [else] -> plain-scalar(false, min) -> doc

flow
  line-end -> flow
  spaces -> flow
  anchor -> flow
  tag -> flow
  flow-start -> flow -> flow
  flow-end -> .
  seq-item-start -> error -> flow
  explicit-key-start -> flow
  map-value-start -> flow
  alias -> flow
  quote-start -> quoted-scalar -> flow
  comma -> flow
  [else] -> plain-scalar(true, 0) -> flow

quoted-scalar
  quote-end -> .
  [else] -> quoted-scalar

block-scalar(min)
  newline + peek(indent < min) -> .
  [else] -> block-scalar(min)

plain-scalar(is-flow, min)
  scalar-end(is-flow) -> .
  peek(newline + (indent < min)) -> .
  [else] -> plain-scalar(min)
*/
function isEmpty(ch) {
    switch (ch) {
        case undefined:
        case ' ':
        case '\n':
        case '\r':
        case '\t':
            return true;
        default:
            return false;
    }
}
const hexDigits = new Set('0123456789ABCDEFabcdef');
const tagChars = new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
const flowIndicatorChars = new Set(',[]{}');
const invalidAnchorChars = new Set(' ,[]{}\n\r\t');
const isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
/**
 * Splits an input string into lexical tokens, i.e. smaller strings that are
 * easily identifiable by `tokens.tokenType()`.
 *
 * Lexing starts always in a "stream" context. Incomplete input may be buffered
 * until a complete token can be emitted.
 *
 * In addition to slices of the original input, the following control characters
 * may also be emitted:
 *
 * - `\x02` (Start of Text): A document starts with the next token
 * - `\x18` (Cancel): Unexpected end of flow-mode (indicates an error)
 * - `\x1f` (Unit Separator): Next token is a scalar value
 * - `\u{FEFF}` (Byte order mark): Emitted separately outside documents
 */
class Lexer {
    constructor() {
        /**
         * Flag indicating whether the end of the current buffer marks the end of
         * all input
         */
        this.atEnd = false;
        /**
         * Explicit indent set in block scalar header, as an offset from the current
         * minimum indent, so e.g. set to 1 from a header `|2+`. Set to -1 if not
         * explicitly set.
         */
        this.blockScalarIndent = -1;
        /**
         * Block scalars that include a + (keep) chomping indicator in their header
         * include trailing empty lines, which are otherwise excluded from the
         * scalar's contents.
         */
        this.blockScalarKeep = false;
        /** Current input */
        this.buffer = '';
        /**
         * Flag noting whether the map value indicator : can immediately follow this
         * node within a flow context.
         */
        this.flowKey = false;
        /** Count of surrounding flow collection levels. */
        this.flowLevel = 0;
        /**
         * Minimum level of indentation required for next lines to be parsed as a
         * part of the current scalar value.
         */
        this.indentNext = 0;
        /** Indentation level of the current line. */
        this.indentValue = 0;
        /** Position of the next \n character. */
        this.lineEndPos = null;
        /** Stores the state of the lexer if reaching the end of incpomplete input */
        this.next = null;
        /** A pointer to `buffer`; the current position of the lexer. */
        this.pos = 0;
    }
    /**
     * Generate YAML tokens from the `source` string. If `incomplete`,
     * a part of the last line may be left as a buffer for the next call.
     *
     * @returns A generator of lexical tokens
     */
    *lex(source, incomplete = false) {
        if (source) {
            if (typeof source !== 'string')
                throw TypeError('source is not a string');
            this.buffer = this.buffer ? this.buffer + source : source;
            this.lineEndPos = null;
        }
        this.atEnd = !incomplete;
        let next = this.next ?? 'stream';
        while (next && (incomplete || this.hasChars(1)))
            next = yield* this.parseNext(next);
    }
    atLineEnd() {
        let i = this.pos;
        let ch = this.buffer[i];
        while (ch === ' ' || ch === '\t')
            ch = this.buffer[++i];
        if (!ch || ch === '#' || ch === '\n')
            return true;
        if (ch === '\r')
            return this.buffer[i + 1] === '\n';
        return false;
    }
    charAt(n) {
        return this.buffer[this.pos + n];
    }
    continueScalar(offset) {
        let ch = this.buffer[offset];
        if (this.indentNext > 0) {
            let indent = 0;
            while (ch === ' ')
                ch = this.buffer[++indent + offset];
            if (ch === '\r') {
                const next = this.buffer[indent + offset + 1];
                if (next === '\n' || (!next && !this.atEnd))
                    return offset + indent + 1;
            }
            return ch === '\n' || indent >= this.indentNext || (!ch && !this.atEnd)
                ? offset + indent
                : -1;
        }
        if (ch === '-' || ch === '.') {
            const dt = this.buffer.substr(offset, 3);
            if ((dt === '---' || dt === '...') && isEmpty(this.buffer[offset + 3]))
                return -1;
        }
        return offset;
    }
    getLine() {
        let end = this.lineEndPos;
        if (typeof end !== 'number' || (end !== -1 && end < this.pos)) {
            end = this.buffer.indexOf('\n', this.pos);
            this.lineEndPos = end;
        }
        if (end === -1)
            return this.atEnd ? this.buffer.substring(this.pos) : null;
        if (this.buffer[end - 1] === '\r')
            end -= 1;
        return this.buffer.substring(this.pos, end);
    }
    hasChars(n) {
        return this.pos + n <= this.buffer.length;
    }
    setNext(state) {
        this.buffer = this.buffer.substring(this.pos);
        this.pos = 0;
        this.lineEndPos = null;
        this.next = state;
        return null;
    }
    peek(n) {
        return this.buffer.substr(this.pos, n);
    }
    *parseNext(next) {
        switch (next) {
            case 'stream':
                return yield* this.parseStream();
            case 'line-start':
                return yield* this.parseLineStart();
            case 'block-start':
                return yield* this.parseBlockStart();
            case 'doc':
                return yield* this.parseDocument();
            case 'flow':
                return yield* this.parseFlowCollection();
            case 'quoted-scalar':
                return yield* this.parseQuotedScalar();
            case 'block-scalar':
                return yield* this.parseBlockScalar();
            case 'plain-scalar':
                return yield* this.parsePlainScalar();
        }
    }
    *parseStream() {
        let line = this.getLine();
        if (line === null)
            return this.setNext('stream');
        if (line[0] === cst.BOM) {
            yield* this.pushCount(1);
            line = line.substring(1);
        }
        if (line[0] === '%') {
            let dirEnd = line.length;
            let cs = line.indexOf('#');
            while (cs !== -1) {
                const ch = line[cs - 1];
                if (ch === ' ' || ch === '\t') {
                    dirEnd = cs - 1;
                    break;
                }
                else {
                    cs = line.indexOf('#', cs + 1);
                }
            }
            while (true) {
                const ch = line[dirEnd - 1];
                if (ch === ' ' || ch === '\t')
                    dirEnd -= 1;
                else
                    break;
            }
            const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
            yield* this.pushCount(line.length - n); // possible comment
            this.pushNewline();
            return 'stream';
        }
        if (this.atLineEnd()) {
            const sp = yield* this.pushSpaces(true);
            yield* this.pushCount(line.length - sp);
            yield* this.pushNewline();
            return 'stream';
        }
        yield cst.DOCUMENT;
        return yield* this.parseLineStart();
    }
    *parseLineStart() {
        const ch = this.charAt(0);
        if (!ch && !this.atEnd)
            return this.setNext('line-start');
        if (ch === '-' || ch === '.') {
            if (!this.atEnd && !this.hasChars(4))
                return this.setNext('line-start');
            const s = this.peek(3);
            if ((s === '---' || s === '...') && isEmpty(this.charAt(3))) {
                yield* this.pushCount(3);
                this.indentValue = 0;
                this.indentNext = 0;
                return s === '---' ? 'doc' : 'stream';
            }
        }
        this.indentValue = yield* this.pushSpaces(false);
        if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1)))
            this.indentNext = this.indentValue;
        return yield* this.parseBlockStart();
    }
    *parseBlockStart() {
        const [ch0, ch1] = this.peek(2);
        if (!ch1 && !this.atEnd)
            return this.setNext('block-start');
        if ((ch0 === '-' || ch0 === '?' || ch0 === ':') && isEmpty(ch1)) {
            const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
            this.indentNext = this.indentValue + 1;
            this.indentValue += n;
            return 'block-start';
        }
        return 'doc';
    }
    *parseDocument() {
        yield* this.pushSpaces(true);
        const line = this.getLine();
        if (line === null)
            return this.setNext('doc');
        let n = yield* this.pushIndicators();
        switch (line[n]) {
            case '#':
                yield* this.pushCount(line.length - n);
            // fallthrough
            case undefined:
                yield* this.pushNewline();
                return yield* this.parseLineStart();
            case '{':
            case '[':
                yield* this.pushCount(1);
                this.flowKey = false;
                this.flowLevel = 1;
                return 'flow';
            case '}':
            case ']':
                // this is an error
                yield* this.pushCount(1);
                return 'doc';
            case '*':
                yield* this.pushUntil(isNotAnchorChar);
                return 'doc';
            case '"':
            case "'":
                return yield* this.parseQuotedScalar();
            case '|':
            case '>':
                n += yield* this.parseBlockScalarHeader();
                n += yield* this.pushSpaces(true);
                yield* this.pushCount(line.length - n);
                yield* this.pushNewline();
                return yield* this.parseBlockScalar();
            default:
                return yield* this.parsePlainScalar();
        }
    }
    *parseFlowCollection() {
        let nl, sp;
        let indent = -1;
        do {
            nl = yield* this.pushNewline();
            if (nl > 0) {
                sp = yield* this.pushSpaces(false);
                this.indentValue = indent = sp;
            }
            else {
                sp = 0;
            }
            sp += yield* this.pushSpaces(true);
        } while (nl + sp > 0);
        const line = this.getLine();
        if (line === null)
            return this.setNext('flow');
        if ((indent !== -1 && indent < this.indentNext && line[0] !== '#') ||
            (indent === 0 &&
                (line.startsWith('---') || line.startsWith('...')) &&
                isEmpty(line[3]))) {
            // Allowing for the terminal ] or } at the same (rather than greater)
            // indent level as the initial [ or { is technically invalid, but
            // failing here would be surprising to users.
            const atFlowEndMarker = indent === this.indentNext - 1 &&
                this.flowLevel === 1 &&
                (line[0] === ']' || line[0] === '}');
            if (!atFlowEndMarker) {
                // this is an error
                this.flowLevel = 0;
                yield cst.FLOW_END;
                return yield* this.parseLineStart();
            }
        }
        let n = 0;
        while (line[n] === ',') {
            n += yield* this.pushCount(1);
            n += yield* this.pushSpaces(true);
            this.flowKey = false;
        }
        n += yield* this.pushIndicators();
        switch (line[n]) {
            case undefined:
                return 'flow';
            case '#':
                yield* this.pushCount(line.length - n);
                return 'flow';
            case '{':
            case '[':
                yield* this.pushCount(1);
                this.flowKey = false;
                this.flowLevel += 1;
                return 'flow';
            case '}':
            case ']':
                yield* this.pushCount(1);
                this.flowKey = true;
                this.flowLevel -= 1;
                return this.flowLevel ? 'flow' : 'doc';
            case '*':
                yield* this.pushUntil(isNotAnchorChar);
                return 'flow';
            case '"':
            case "'":
                this.flowKey = true;
                return yield* this.parseQuotedScalar();
            case ':': {
                const next = this.charAt(1);
                if (this.flowKey || isEmpty(next) || next === ',') {
                    this.flowKey = false;
                    yield* this.pushCount(1);
                    yield* this.pushSpaces(true);
                    return 'flow';
                }
            }
            // fallthrough
            default:
                this.flowKey = false;
                return yield* this.parsePlainScalar();
        }
    }
    *parseQuotedScalar() {
        const quote = this.charAt(0);
        let end = this.buffer.indexOf(quote, this.pos + 1);
        if (quote === "'") {
            while (end !== -1 && this.buffer[end + 1] === "'")
                end = this.buffer.indexOf("'", end + 2);
        }
        else {
            // double-quote
            while (end !== -1) {
                let n = 0;
                while (this.buffer[end - 1 - n] === '\\')
                    n += 1;
                if (n % 2 === 0)
                    break;
                end = this.buffer.indexOf('"', end + 1);
            }
        }
        // Only looking for newlines within the quotes
        const qb = this.buffer.substring(0, end);
        let nl = qb.indexOf('\n', this.pos);
        if (nl !== -1) {
            while (nl !== -1) {
                const cs = this.continueScalar(nl + 1);
                if (cs === -1)
                    break;
                nl = qb.indexOf('\n', cs);
            }
            if (nl !== -1) {
                // this is an error caused by an unexpected unindent
                end = nl - (qb[nl - 1] === '\r' ? 2 : 1);
            }
        }
        if (end === -1) {
            if (!this.atEnd)
                return this.setNext('quoted-scalar');
            end = this.buffer.length;
        }
        yield* this.pushToIndex(end + 1, false);
        return this.flowLevel ? 'flow' : 'doc';
    }
    *parseBlockScalarHeader() {
        this.blockScalarIndent = -1;
        this.blockScalarKeep = false;
        let i = this.pos;
        while (true) {
            const ch = this.buffer[++i];
            if (ch === '+')
                this.blockScalarKeep = true;
            else if (ch > '0' && ch <= '9')
                this.blockScalarIndent = Number(ch) - 1;
            else if (ch !== '-')
                break;
        }
        return yield* this.pushUntil(ch => isEmpty(ch) || ch === '#');
    }
    *parseBlockScalar() {
        let nl = this.pos - 1; // may be -1 if this.pos === 0
        let indent = 0;
        let ch;
        loop: for (let i = this.pos; (ch = this.buffer[i]); ++i) {
            switch (ch) {
                case ' ':
                    indent += 1;
                    break;
                case '\n':
                    nl = i;
                    indent = 0;
                    break;
                case '\r': {
                    const next = this.buffer[i + 1];
                    if (!next && !this.atEnd)
                        return this.setNext('block-scalar');
                    if (next === '\n')
                        break;
                } // fallthrough
                default:
                    break loop;
            }
        }
        if (!ch && !this.atEnd)
            return this.setNext('block-scalar');
        if (indent >= this.indentNext) {
            if (this.blockScalarIndent === -1)
                this.indentNext = indent;
            else {
                this.indentNext =
                    this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
            }
            do {
                const cs = this.continueScalar(nl + 1);
                if (cs === -1)
                    break;
                nl = this.buffer.indexOf('\n', cs);
            } while (nl !== -1);
            if (nl === -1) {
                if (!this.atEnd)
                    return this.setNext('block-scalar');
                nl = this.buffer.length;
            }
        }
        // Trailing insufficiently indented tabs are invalid.
        // To catch that during parsing, we include them in the block scalar value.
        let i = nl + 1;
        ch = this.buffer[i];
        while (ch === ' ')
            ch = this.buffer[++i];
        if (ch === '\t') {
            while (ch === '\t' || ch === ' ' || ch === '\r' || ch === '\n')
                ch = this.buffer[++i];
            nl = i - 1;
        }
        else if (!this.blockScalarKeep) {
            do {
                let i = nl - 1;
                let ch = this.buffer[i];
                if (ch === '\r')
                    ch = this.buffer[--i];
                const lastChar = i; // Drop the line if last char not more indented
                while (ch === ' ')
                    ch = this.buffer[--i];
                if (ch === '\n' && i >= this.pos && i + 1 + indent > lastChar)
                    nl = i;
                else
                    break;
            } while (true);
        }
        yield cst.SCALAR;
        yield* this.pushToIndex(nl + 1, true);
        return yield* this.parseLineStart();
    }
    *parsePlainScalar() {
        const inFlow = this.flowLevel > 0;
        let end = this.pos - 1;
        let i = this.pos - 1;
        let ch;
        while ((ch = this.buffer[++i])) {
            if (ch === ':') {
                const next = this.buffer[i + 1];
                if (isEmpty(next) || (inFlow && flowIndicatorChars.has(next)))
                    break;
                end = i;
            }
            else if (isEmpty(ch)) {
                let next = this.buffer[i + 1];
                if (ch === '\r') {
                    if (next === '\n') {
                        i += 1;
                        ch = '\n';
                        next = this.buffer[i + 1];
                    }
                    else
                        end = i;
                }
                if (next === '#' || (inFlow && flowIndicatorChars.has(next)))
                    break;
                if (ch === '\n') {
                    const cs = this.continueScalar(i + 1);
                    if (cs === -1)
                        break;
                    i = Math.max(i, cs - 2); // to advance, but still account for ' #'
                }
            }
            else {
                if (inFlow && flowIndicatorChars.has(ch))
                    break;
                end = i;
            }
        }
        if (!ch && !this.atEnd)
            return this.setNext('plain-scalar');
        yield cst.SCALAR;
        yield* this.pushToIndex(end + 1, true);
        return inFlow ? 'flow' : 'doc';
    }
    *pushCount(n) {
        if (n > 0) {
            yield this.buffer.substr(this.pos, n);
            this.pos += n;
            return n;
        }
        return 0;
    }
    *pushToIndex(i, allowEmpty) {
        const s = this.buffer.slice(this.pos, i);
        if (s) {
            yield s;
            this.pos += s.length;
            return s.length;
        }
        else if (allowEmpty)
            yield '';
        return 0;
    }
    *pushIndicators() {
        let n = 0;
        loop: while (true) {
            switch (this.charAt(0)) {
                case '!':
                    n += yield* this.pushTag();
                    n += yield* this.pushSpaces(true);
                    continue loop;
                case '&':
                    n += yield* this.pushUntil(isNotAnchorChar);
                    n += yield* this.pushSpaces(true);
                    continue loop;
                case '-': // this is an error
                case '?': // this is an error outside flow collections
                case ':': {
                    const inFlow = this.flowLevel > 0;
                    const ch1 = this.charAt(1);
                    if (isEmpty(ch1) || (inFlow && flowIndicatorChars.has(ch1))) {
                        if (!inFlow)
                            this.indentNext = this.indentValue + 1;
                        else if (this.flowKey)
                            this.flowKey = false;
                        n += yield* this.pushCount(1);
                        n += yield* this.pushSpaces(true);
                        continue loop;
                    }
                }
            }
            break loop;
        }
        return n;
    }
    *pushTag() {
        if (this.charAt(1) === '<') {
            let i = this.pos + 2;
            let ch = this.buffer[i];
            while (!isEmpty(ch) && ch !== '>')
                ch = this.buffer[++i];
            return yield* this.pushToIndex(ch === '>' ? i + 1 : i, false);
        }
        else {
            let i = this.pos + 1;
            let ch = this.buffer[i];
            while (ch) {
                if (tagChars.has(ch))
                    ch = this.buffer[++i];
                else if (ch === '%' &&
                    hexDigits.has(this.buffer[i + 1]) &&
                    hexDigits.has(this.buffer[i + 2])) {
                    ch = this.buffer[(i += 3)];
                }
                else
                    break;
            }
            return yield* this.pushToIndex(i, false);
        }
    }
    *pushNewline() {
        const ch = this.buffer[this.pos];
        if (ch === '\n')
            return yield* this.pushCount(1);
        else if (ch === '\r' && this.charAt(1) === '\n')
            return yield* this.pushCount(2);
        else
            return 0;
    }
    *pushSpaces(allowTabs) {
        let i = this.pos - 1;
        let ch;
        do {
            ch = this.buffer[++i];
        } while (ch === ' ' || (allowTabs && ch === '\t'));
        const n = i - this.pos;
        if (n > 0) {
            yield this.buffer.substr(this.pos, n);
            this.pos = i;
        }
        return n;
    }
    *pushUntil(test) {
        let i = this.pos;
        let ch = this.buffer[i];
        while (!test(ch))
            ch = this.buffer[++i];
        return yield* this.pushToIndex(i, false);
    }
}

exports.Lexer = Lexer;


/***/ }),

/***/ 66628:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Tracks newlines during parsing in order to provide an efficient API for
 * determining the one-indexed `{ line, col }` position for any offset
 * within the input.
 */
class LineCounter {
    constructor() {
        this.lineStarts = [];
        /**
         * Should be called in ascending order. Otherwise, call
         * `lineCounter.lineStarts.sort()` before calling `linePos()`.
         */
        this.addNewLine = (offset) => this.lineStarts.push(offset);
        /**
         * Performs a binary search and returns the 1-indexed { line, col }
         * position of `offset`. If `line === 0`, `addNewLine` has never been
         * called or `offset` is before the first known newline.
         */
        this.linePos = (offset) => {
            let low = 0;
            let high = this.lineStarts.length;
            while (low < high) {
                const mid = (low + high) >> 1; // Math.floor((low + high) / 2)
                if (this.lineStarts[mid] < offset)
                    low = mid + 1;
                else
                    high = mid;
            }
            if (this.lineStarts[low] === offset)
                return { line: low + 1, col: 1 };
            if (low === 0)
                return { line: 0, col: offset };
            const start = this.lineStarts[low - 1];
            return { line: low, col: offset - start + 1 };
        };
    }
}

exports.LineCounter = LineCounter;


/***/ }),

/***/ 3456:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);
var cst = __nccwpck_require__(3461);
var lexer = __nccwpck_require__(40361);

function includesToken(list, type) {
    for (let i = 0; i < list.length; ++i)
        if (list[i].type === type)
            return true;
    return false;
}
function findNonEmptyIndex(list) {
    for (let i = 0; i < list.length; ++i) {
        switch (list[i].type) {
            case 'space':
            case 'comment':
            case 'newline':
                break;
            default:
                return i;
        }
    }
    return -1;
}
function isFlowToken(token) {
    switch (token?.type) {
        case 'alias':
        case 'scalar':
        case 'single-quoted-scalar':
        case 'double-quoted-scalar':
        case 'flow-collection':
            return true;
        default:
            return false;
    }
}
function getPrevProps(parent) {
    switch (parent.type) {
        case 'document':
            return parent.start;
        case 'block-map': {
            const it = parent.items[parent.items.length - 1];
            return it.sep ?? it.start;
        }
        case 'block-seq':
            return parent.items[parent.items.length - 1].start;
        /* istanbul ignore next should not happen */
        default:
            return [];
    }
}
/** Note: May modify input array */
function getFirstKeyStartProps(prev) {
    if (prev.length === 0)
        return [];
    let i = prev.length;
    loop: while (--i >= 0) {
        switch (prev[i].type) {
            case 'doc-start':
            case 'explicit-key-ind':
            case 'map-value-ind':
            case 'seq-item-ind':
            case 'newline':
                break loop;
        }
    }
    while (prev[++i]?.type === 'space') {
        /* loop */
    }
    return prev.splice(i, prev.length);
}
function arrayPushArray(target, source) {
    // May exhaust call stack with large `source` array
    if (source.length < 1e5)
        Array.prototype.push.apply(target, source);
    else
        for (let i = 0; i < source.length; ++i)
            target.push(source[i]);
}
function fixFlowSeqItems(fc) {
    if (fc.start.type === 'flow-seq-start') {
        for (const it of fc.items) {
            if (it.sep &&
                !it.value &&
                !includesToken(it.start, 'explicit-key-ind') &&
                !includesToken(it.sep, 'map-value-ind')) {
                if (it.key)
                    it.value = it.key;
                delete it.key;
                if (isFlowToken(it.value)) {
                    if (it.value.end)
                        arrayPushArray(it.value.end, it.sep);
                    else
                        it.value.end = it.sep;
                }
                else
                    arrayPushArray(it.start, it.sep);
                delete it.sep;
            }
        }
    }
}
/**
 * A YAML concrete syntax tree (CST) parser
 *
 * ```ts
 * const src: string = ...
 * for (const token of new Parser().parse(src)) {
 *   // token: Token
 * }
 * ```
 *
 * To use the parser with a user-provided lexer:
 *
 * ```ts
 * function* parse(source: string, lexer: Lexer) {
 *   const parser = new Parser()
 *   for (const lexeme of lexer.lex(source))
 *     yield* parser.next(lexeme)
 *   yield* parser.end()
 * }
 *
 * const src: string = ...
 * const lexer = new Lexer()
 * for (const token of parse(src, lexer)) {
 *   // token: Token
 * }
 * ```
 */
class Parser {
    /**
     * @param onNewLine - If defined, called separately with the start position of
     *   each new line (in `parse()`, including the start of input).
     */
    constructor(onNewLine) {
        /** If true, space and sequence indicators count as indentation */
        this.atNewLine = true;
        /** If true, next token is a scalar value */
        this.atScalar = false;
        /** Current indentation level */
        this.indent = 0;
        /** Current offset since the start of parsing */
        this.offset = 0;
        /** On the same line with a block map key */
        this.onKeyLine = false;
        /** Top indicates the node that's currently being built */
        this.stack = [];
        /** The source of the current token, set in parse() */
        this.source = '';
        /** The type of the current token, set in parse() */
        this.type = '';
        // Must be defined after `next()`
        this.lexer = new lexer.Lexer();
        this.onNewLine = onNewLine;
    }
    /**
     * Parse `source` as a YAML stream.
     * If `incomplete`, a part of the last line may be left as a buffer for the next call.
     *
     * Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
     *
     * @returns A generator of tokens representing each directive, document, and other structure.
     */
    *parse(source, incomplete = false) {
        if (this.onNewLine && this.offset === 0)
            this.onNewLine(0);
        for (const lexeme of this.lexer.lex(source, incomplete))
            yield* this.next(lexeme);
        if (!incomplete)
            yield* this.end();
    }
    /**
     * Advance the parser by the `source` of one lexical token.
     */
    *next(source) {
        this.source = source;
        if (node_process.env.LOG_TOKENS)
            console.log('|', cst.prettyToken(source));
        if (this.atScalar) {
            this.atScalar = false;
            yield* this.step();
            this.offset += source.length;
            return;
        }
        const type = cst.tokenType(source);
        if (!type) {
            const message = `Not a YAML token: ${source}`;
            yield* this.pop({ type: 'error', offset: this.offset, message, source });
            this.offset += source.length;
        }
        else if (type === 'scalar') {
            this.atNewLine = false;
            this.atScalar = true;
            this.type = 'scalar';
        }
        else {
            this.type = type;
            yield* this.step();
            switch (type) {
                case 'newline':
                    this.atNewLine = true;
                    this.indent = 0;
                    if (this.onNewLine)
                        this.onNewLine(this.offset + source.length);
                    break;
                case 'space':
                    if (this.atNewLine && source[0] === ' ')
                        this.indent += source.length;
                    break;
                case 'explicit-key-ind':
                case 'map-value-ind':
                case 'seq-item-ind':
                    if (this.atNewLine)
                        this.indent += source.length;
                    break;
                case 'doc-mode':
                case 'flow-error-end':
                    return;
                default:
                    this.atNewLine = false;
            }
            this.offset += source.length;
        }
    }
    /** Call at end of input to push out any remaining constructions */
    *end() {
        while (this.stack.length > 0)
            yield* this.pop();
    }
    get sourceToken() {
        const st = {
            type: this.type,
            offset: this.offset,
            indent: this.indent,
            source: this.source
        };
        return st;
    }
    *step() {
        const top = this.peek(1);
        if (this.type === 'doc-end' && top?.type !== 'doc-end') {
            while (this.stack.length > 0)
                yield* this.pop();
            this.stack.push({
                type: 'doc-end',
                offset: this.offset,
                source: this.source
            });
            return;
        }
        if (!top)
            return yield* this.stream();
        switch (top.type) {
            case 'document':
                return yield* this.document(top);
            case 'alias':
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return yield* this.scalar(top);
            case 'block-scalar':
                return yield* this.blockScalar(top);
            case 'block-map':
                return yield* this.blockMap(top);
            case 'block-seq':
                return yield* this.blockSequence(top);
            case 'flow-collection':
                return yield* this.flowCollection(top);
            case 'doc-end':
                return yield* this.documentEnd(top);
        }
        /* istanbul ignore next should not happen */
        yield* this.pop();
    }
    peek(n) {
        return this.stack[this.stack.length - n];
    }
    *pop(error) {
        const token = error ?? this.stack.pop();
        /* istanbul ignore if should not happen */
        if (!token) {
            const message = 'Tried to pop an empty stack';
            yield { type: 'error', offset: this.offset, source: '', message };
        }
        else if (this.stack.length === 0) {
            yield token;
        }
        else {
            const top = this.peek(1);
            if (token.type === 'block-scalar') {
                // Block scalars use their parent rather than header indent
                token.indent = 'indent' in top ? top.indent : 0;
            }
            else if (token.type === 'flow-collection' && top.type === 'document') {
                // Ignore all indent for top-level flow collections
                token.indent = 0;
            }
            if (token.type === 'flow-collection')
                fixFlowSeqItems(token);
            switch (top.type) {
                case 'document':
                    top.value = token;
                    break;
                case 'block-scalar':
                    top.props.push(token); // error
                    break;
                case 'block-map': {
                    const it = top.items[top.items.length - 1];
                    if (it.value) {
                        top.items.push({ start: [], key: token, sep: [] });
                        this.onKeyLine = true;
                        return;
                    }
                    else if (it.sep) {
                        it.value = token;
                    }
                    else {
                        Object.assign(it, { key: token, sep: [] });
                        this.onKeyLine = !it.explicitKey;
                        return;
                    }
                    break;
                }
                case 'block-seq': {
                    const it = top.items[top.items.length - 1];
                    if (it.value)
                        top.items.push({ start: [], value: token });
                    else
                        it.value = token;
                    break;
                }
                case 'flow-collection': {
                    const it = top.items[top.items.length - 1];
                    if (!it || it.value)
                        top.items.push({ start: [], key: token, sep: [] });
                    else if (it.sep)
                        it.value = token;
                    else
                        Object.assign(it, { key: token, sep: [] });
                    return;
                }
                /* istanbul ignore next should not happen */
                default:
                    yield* this.pop();
                    yield* this.pop(token);
            }
            if ((top.type === 'document' ||
                top.type === 'block-map' ||
                top.type === 'block-seq') &&
                (token.type === 'block-map' || token.type === 'block-seq')) {
                const last = token.items[token.items.length - 1];
                if (last &&
                    !last.sep &&
                    !last.value &&
                    last.start.length > 0 &&
                    findNonEmptyIndex(last.start) === -1 &&
                    (token.indent === 0 ||
                        last.start.every(st => st.type !== 'comment' || st.indent < token.indent))) {
                    if (top.type === 'document')
                        top.end = last.start;
                    else
                        top.items.push({ start: last.start });
                    token.items.splice(-1, 1);
                }
            }
        }
    }
    *stream() {
        switch (this.type) {
            case 'directive-line':
                yield { type: 'directive', offset: this.offset, source: this.source };
                return;
            case 'byte-order-mark':
            case 'space':
            case 'comment':
            case 'newline':
                yield this.sourceToken;
                return;
            case 'doc-mode':
            case 'doc-start': {
                const doc = {
                    type: 'document',
                    offset: this.offset,
                    start: []
                };
                if (this.type === 'doc-start')
                    doc.start.push(this.sourceToken);
                this.stack.push(doc);
                return;
            }
        }
        yield {
            type: 'error',
            offset: this.offset,
            message: `Unexpected ${this.type} token in YAML stream`,
            source: this.source
        };
    }
    *document(doc) {
        if (doc.value)
            return yield* this.lineEnd(doc);
        switch (this.type) {
            case 'doc-start': {
                if (findNonEmptyIndex(doc.start) !== -1) {
                    yield* this.pop();
                    yield* this.step();
                }
                else
                    doc.start.push(this.sourceToken);
                return;
            }
            case 'anchor':
            case 'tag':
            case 'space':
            case 'comment':
            case 'newline':
                doc.start.push(this.sourceToken);
                return;
        }
        const bv = this.startBlockValue(doc);
        if (bv)
            this.stack.push(bv);
        else {
            yield {
                type: 'error',
                offset: this.offset,
                message: `Unexpected ${this.type} token in YAML document`,
                source: this.source
            };
        }
    }
    *scalar(scalar) {
        if (this.type === 'map-value-ind') {
            const prev = getPrevProps(this.peek(2));
            const start = getFirstKeyStartProps(prev);
            let sep;
            if (scalar.end) {
                sep = scalar.end;
                sep.push(this.sourceToken);
                delete scalar.end;
            }
            else
                sep = [this.sourceToken];
            const map = {
                type: 'block-map',
                offset: scalar.offset,
                indent: scalar.indent,
                items: [{ start, key: scalar, sep }]
            };
            this.onKeyLine = true;
            this.stack[this.stack.length - 1] = map;
        }
        else
            yield* this.lineEnd(scalar);
    }
    *blockScalar(scalar) {
        switch (this.type) {
            case 'space':
            case 'comment':
            case 'newline':
                scalar.props.push(this.sourceToken);
                return;
            case 'scalar':
                scalar.source = this.source;
                // block-scalar source includes trailing newline
                this.atNewLine = true;
                this.indent = 0;
                if (this.onNewLine) {
                    let nl = this.source.indexOf('\n') + 1;
                    while (nl !== 0) {
                        this.onNewLine(this.offset + nl);
                        nl = this.source.indexOf('\n', nl) + 1;
                    }
                }
                yield* this.pop();
                break;
            /* istanbul ignore next should not happen */
            default:
                yield* this.pop();
                yield* this.step();
        }
    }
    *blockMap(map) {
        const it = map.items[map.items.length - 1];
        // it.sep is true-ish if pair already has key or : separator
        switch (this.type) {
            case 'newline':
                this.onKeyLine = false;
                if (it.value) {
                    const end = 'end' in it.value ? it.value.end : undefined;
                    const last = Array.isArray(end) ? end[end.length - 1] : undefined;
                    if (last?.type === 'comment')
                        end?.push(this.sourceToken);
                    else
                        map.items.push({ start: [this.sourceToken] });
                }
                else if (it.sep) {
                    it.sep.push(this.sourceToken);
                }
                else {
                    it.start.push(this.sourceToken);
                }
                return;
            case 'space':
            case 'comment':
                if (it.value) {
                    map.items.push({ start: [this.sourceToken] });
                }
                else if (it.sep) {
                    it.sep.push(this.sourceToken);
                }
                else {
                    if (this.atIndentedComment(it.start, map.indent)) {
                        const prev = map.items[map.items.length - 2];
                        const end = prev?.value?.end;
                        if (Array.isArray(end)) {
                            arrayPushArray(end, it.start);
                            end.push(this.sourceToken);
                            map.items.pop();
                            return;
                        }
                    }
                    it.start.push(this.sourceToken);
                }
                return;
        }
        if (this.indent >= map.indent) {
            const atMapIndent = !this.onKeyLine && this.indent === map.indent;
            const atNextItem = atMapIndent &&
                (it.sep || it.explicitKey) &&
                this.type !== 'seq-item-ind';
            // For empty nodes, assign newline-separated not indented empty tokens to following node
            let start = [];
            if (atNextItem && it.sep && !it.value) {
                const nl = [];
                for (let i = 0; i < it.sep.length; ++i) {
                    const st = it.sep[i];
                    switch (st.type) {
                        case 'newline':
                            nl.push(i);
                            break;
                        case 'space':
                            break;
                        case 'comment':
                            if (st.indent > map.indent)
                                nl.length = 0;
                            break;
                        default:
                            nl.length = 0;
                    }
                }
                if (nl.length >= 2)
                    start = it.sep.splice(nl[1]);
            }
            switch (this.type) {
                case 'anchor':
                case 'tag':
                    if (atNextItem || it.value) {
                        start.push(this.sourceToken);
                        map.items.push({ start });
                        this.onKeyLine = true;
                    }
                    else if (it.sep) {
                        it.sep.push(this.sourceToken);
                    }
                    else {
                        it.start.push(this.sourceToken);
                    }
                    return;
                case 'explicit-key-ind':
                    if (!it.sep && !it.explicitKey) {
                        it.start.push(this.sourceToken);
                        it.explicitKey = true;
                    }
                    else if (atNextItem || it.value) {
                        start.push(this.sourceToken);
                        map.items.push({ start, explicitKey: true });
                    }
                    else {
                        this.stack.push({
                            type: 'block-map',
                            offset: this.offset,
                            indent: this.indent,
                            items: [{ start: [this.sourceToken], explicitKey: true }]
                        });
                    }
                    this.onKeyLine = true;
                    return;
                case 'map-value-ind':
                    if (it.explicitKey) {
                        if (!it.sep) {
                            if (includesToken(it.start, 'newline')) {
                                Object.assign(it, { key: null, sep: [this.sourceToken] });
                            }
                            else {
                                const start = getFirstKeyStartProps(it.start);
                                this.stack.push({
                                    type: 'block-map',
                                    offset: this.offset,
                                    indent: this.indent,
                                    items: [{ start, key: null, sep: [this.sourceToken] }]
                                });
                            }
                        }
                        else if (it.value) {
                            map.items.push({ start: [], key: null, sep: [this.sourceToken] });
                        }
                        else if (includesToken(it.sep, 'map-value-ind')) {
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start, key: null, sep: [this.sourceToken] }]
                            });
                        }
                        else if (isFlowToken(it.key) &&
                            !includesToken(it.sep, 'newline')) {
                            const start = getFirstKeyStartProps(it.start);
                            const key = it.key;
                            const sep = it.sep;
                            sep.push(this.sourceToken);
                            // @ts-expect-error type guard is wrong here
                            delete it.key;
                            // @ts-expect-error type guard is wrong here
                            delete it.sep;
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start, key, sep }]
                            });
                        }
                        else if (start.length > 0) {
                            // Not actually at next item
                            it.sep = it.sep.concat(start, this.sourceToken);
                        }
                        else {
                            it.sep.push(this.sourceToken);
                        }
                    }
                    else {
                        if (!it.sep) {
                            Object.assign(it, { key: null, sep: [this.sourceToken] });
                        }
                        else if (it.value || atNextItem) {
                            map.items.push({ start, key: null, sep: [this.sourceToken] });
                        }
                        else if (includesToken(it.sep, 'map-value-ind')) {
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start: [], key: null, sep: [this.sourceToken] }]
                            });
                        }
                        else {
                            it.sep.push(this.sourceToken);
                        }
                    }
                    this.onKeyLine = true;
                    return;
                case 'alias':
                case 'scalar':
                case 'single-quoted-scalar':
                case 'double-quoted-scalar': {
                    const fs = this.flowScalar(this.type);
                    if (atNextItem || it.value) {
                        map.items.push({ start, key: fs, sep: [] });
                        this.onKeyLine = true;
                    }
                    else if (it.sep) {
                        this.stack.push(fs);
                    }
                    else {
                        Object.assign(it, { key: fs, sep: [] });
                        this.onKeyLine = true;
                    }
                    return;
                }
                default: {
                    const bv = this.startBlockValue(map);
                    if (bv) {
                        if (bv.type === 'block-seq') {
                            if (!it.explicitKey &&
                                it.sep &&
                                !includesToken(it.sep, 'newline')) {
                                yield* this.pop({
                                    type: 'error',
                                    offset: this.offset,
                                    message: 'Unexpected block-seq-ind on same line with key',
                                    source: this.source
                                });
                                return;
                            }
                        }
                        else if (atMapIndent) {
                            map.items.push({ start });
                        }
                        this.stack.push(bv);
                        return;
                    }
                }
            }
        }
        yield* this.pop();
        yield* this.step();
    }
    *blockSequence(seq) {
        const it = seq.items[seq.items.length - 1];
        switch (this.type) {
            case 'newline':
                if (it.value) {
                    const end = 'end' in it.value ? it.value.end : undefined;
                    const last = Array.isArray(end) ? end[end.length - 1] : undefined;
                    if (last?.type === 'comment')
                        end?.push(this.sourceToken);
                    else
                        seq.items.push({ start: [this.sourceToken] });
                }
                else
                    it.start.push(this.sourceToken);
                return;
            case 'space':
            case 'comment':
                if (it.value)
                    seq.items.push({ start: [this.sourceToken] });
                else {
                    if (this.atIndentedComment(it.start, seq.indent)) {
                        const prev = seq.items[seq.items.length - 2];
                        const end = prev?.value?.end;
                        if (Array.isArray(end)) {
                            arrayPushArray(end, it.start);
                            end.push(this.sourceToken);
                            seq.items.pop();
                            return;
                        }
                    }
                    it.start.push(this.sourceToken);
                }
                return;
            case 'anchor':
            case 'tag':
                if (it.value || this.indent <= seq.indent)
                    break;
                it.start.push(this.sourceToken);
                return;
            case 'seq-item-ind':
                if (this.indent !== seq.indent)
                    break;
                if (it.value || includesToken(it.start, 'seq-item-ind'))
                    seq.items.push({ start: [this.sourceToken] });
                else
                    it.start.push(this.sourceToken);
                return;
        }
        if (this.indent > seq.indent) {
            const bv = this.startBlockValue(seq);
            if (bv) {
                this.stack.push(bv);
                return;
            }
        }
        yield* this.pop();
        yield* this.step();
    }
    *flowCollection(fc) {
        const it = fc.items[fc.items.length - 1];
        if (this.type === 'flow-error-end') {
            let top;
            do {
                yield* this.pop();
                top = this.peek(1);
            } while (top?.type === 'flow-collection');
        }
        else if (fc.end.length === 0) {
            switch (this.type) {
                case 'comma':
                case 'explicit-key-ind':
                    if (!it || it.sep)
                        fc.items.push({ start: [this.sourceToken] });
                    else
                        it.start.push(this.sourceToken);
                    return;
                case 'map-value-ind':
                    if (!it || it.value)
                        fc.items.push({ start: [], key: null, sep: [this.sourceToken] });
                    else if (it.sep)
                        it.sep.push(this.sourceToken);
                    else
                        Object.assign(it, { key: null, sep: [this.sourceToken] });
                    return;
                case 'space':
                case 'comment':
                case 'newline':
                case 'anchor':
                case 'tag':
                    if (!it || it.value)
                        fc.items.push({ start: [this.sourceToken] });
                    else if (it.sep)
                        it.sep.push(this.sourceToken);
                    else
                        it.start.push(this.sourceToken);
                    return;
                case 'alias':
                case 'scalar':
                case 'single-quoted-scalar':
                case 'double-quoted-scalar': {
                    const fs = this.flowScalar(this.type);
                    if (!it || it.value)
                        fc.items.push({ start: [], key: fs, sep: [] });
                    else if (it.sep)
                        this.stack.push(fs);
                    else
                        Object.assign(it, { key: fs, sep: [] });
                    return;
                }
                case 'flow-map-end':
                case 'flow-seq-end':
                    fc.end.push(this.sourceToken);
                    return;
            }
            const bv = this.startBlockValue(fc);
            /* istanbul ignore else should not happen */
            if (bv)
                this.stack.push(bv);
            else {
                yield* this.pop();
                yield* this.step();
            }
        }
        else {
            const parent = this.peek(2);
            if (parent.type === 'block-map' &&
                ((this.type === 'map-value-ind' && parent.indent === fc.indent) ||
                    (this.type === 'newline' &&
                        !parent.items[parent.items.length - 1].sep))) {
                yield* this.pop();
                yield* this.step();
            }
            else if (this.type === 'map-value-ind' &&
                parent.type !== 'flow-collection') {
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                fixFlowSeqItems(fc);
                const sep = fc.end.splice(1, fc.end.length);
                sep.push(this.sourceToken);
                const map = {
                    type: 'block-map',
                    offset: fc.offset,
                    indent: fc.indent,
                    items: [{ start, key: fc, sep }]
                };
                this.onKeyLine = true;
                this.stack[this.stack.length - 1] = map;
            }
            else {
                yield* this.lineEnd(fc);
            }
        }
    }
    flowScalar(type) {
        if (this.onNewLine) {
            let nl = this.source.indexOf('\n') + 1;
            while (nl !== 0) {
                this.onNewLine(this.offset + nl);
                nl = this.source.indexOf('\n', nl) + 1;
            }
        }
        return {
            type,
            offset: this.offset,
            indent: this.indent,
            source: this.source
        };
    }
    startBlockValue(parent) {
        switch (this.type) {
            case 'alias':
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return this.flowScalar(this.type);
            case 'block-scalar-header':
                return {
                    type: 'block-scalar',
                    offset: this.offset,
                    indent: this.indent,
                    props: [this.sourceToken],
                    source: ''
                };
            case 'flow-map-start':
            case 'flow-seq-start':
                return {
                    type: 'flow-collection',
                    offset: this.offset,
                    indent: this.indent,
                    start: this.sourceToken,
                    items: [],
                    end: []
                };
            case 'seq-item-ind':
                return {
                    type: 'block-seq',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start: [this.sourceToken] }]
                };
            case 'explicit-key-ind': {
                this.onKeyLine = true;
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                start.push(this.sourceToken);
                return {
                    type: 'block-map',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, explicitKey: true }]
                };
            }
            case 'map-value-ind': {
                this.onKeyLine = true;
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                return {
                    type: 'block-map',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, key: null, sep: [this.sourceToken] }]
                };
            }
        }
        return null;
    }
    atIndentedComment(start, indent) {
        if (this.type !== 'comment')
            return false;
        if (this.indent <= indent)
            return false;
        return start.every(st => st.type === 'newline' || st.type === 'space');
    }
    *documentEnd(docEnd) {
        if (this.type !== 'doc-mode') {
            if (docEnd.end)
                docEnd.end.push(this.sourceToken);
            else
                docEnd.end = [this.sourceToken];
            if (this.type === 'newline')
                yield* this.pop();
        }
    }
    *lineEnd(token) {
        switch (this.type) {
            case 'comma':
            case 'doc-start':
            case 'doc-end':
            case 'flow-seq-end':
            case 'flow-map-end':
            case 'map-value-ind':
                yield* this.pop();
                yield* this.step();
                break;
            case 'newline':
                this.onKeyLine = false;
            // fallthrough
            case 'space':
            case 'comment':
            default:
                // all other values are errors
                if (token.end)
                    token.end.push(this.sourceToken);
                else
                    token.end = [this.sourceToken];
                if (this.type === 'newline')
                    yield* this.pop();
        }
    }
}

exports.Parser = Parser;


/***/ }),

/***/ 84047:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var composer = __nccwpck_require__(89984);
var Document = __nccwpck_require__(3021);
var errors = __nccwpck_require__(91464);
var log = __nccwpck_require__(57249);
var identity = __nccwpck_require__(41127);
var lineCounter = __nccwpck_require__(66628);
var parser = __nccwpck_require__(3456);

function parseOptions(options) {
    const prettyErrors = options.prettyErrors !== false;
    const lineCounter$1 = options.lineCounter || (prettyErrors && new lineCounter.LineCounter()) || null;
    return { lineCounter: lineCounter$1, prettyErrors };
}
/**
 * Parse the input as a stream of YAML documents.
 *
 * Documents should be separated from each other by `...` or `---` marker lines.
 *
 * @returns If an empty `docs` array is returned, it will be of type
 *   EmptyStream and contain additional stream information. In
 *   TypeScript, you should use `'empty' in docs` as a type guard for it.
 */
function parseAllDocuments(source, options = {}) {
    const { lineCounter, prettyErrors } = parseOptions(options);
    const parser$1 = new parser.Parser(lineCounter?.addNewLine);
    const composer$1 = new composer.Composer(options);
    const docs = Array.from(composer$1.compose(parser$1.parse(source)));
    if (prettyErrors && lineCounter)
        for (const doc of docs) {
            doc.errors.forEach(errors.prettifyError(source, lineCounter));
            doc.warnings.forEach(errors.prettifyError(source, lineCounter));
        }
    if (docs.length > 0)
        return docs;
    return Object.assign([], { empty: true }, composer$1.streamInfo());
}
/** Parse an input string into a single YAML.Document */
function parseDocument(source, options = {}) {
    const { lineCounter, prettyErrors } = parseOptions(options);
    const parser$1 = new parser.Parser(lineCounter?.addNewLine);
    const composer$1 = new composer.Composer(options);
    // `doc` is always set by compose.end(true) at the very latest
    let doc = null;
    for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) {
        if (!doc)
            doc = _doc;
        else if (doc.options.logLevel !== 'silent') {
            doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), 'MULTIPLE_DOCS', 'Source contains multiple documents; please use YAML.parseAllDocuments()'));
            break;
        }
    }
    if (prettyErrors && lineCounter) {
        doc.errors.forEach(errors.prettifyError(source, lineCounter));
        doc.warnings.forEach(errors.prettifyError(source, lineCounter));
    }
    return doc;
}
function parse(src, reviver, options) {
    let _reviver = undefined;
    if (typeof reviver === 'function') {
        _reviver = reviver;
    }
    else if (options === undefined && reviver && typeof reviver === 'object') {
        options = reviver;
    }
    const doc = parseDocument(src, options);
    if (!doc)
        return null;
    doc.warnings.forEach(warning => log.warn(doc.options.logLevel, warning));
    if (doc.errors.length > 0) {
        if (doc.options.logLevel !== 'silent')
            throw doc.errors[0];
        else
            doc.errors = [];
    }
    return doc.toJS(Object.assign({ reviver: _reviver }, options));
}
function stringify(value, replacer, options) {
    let _replacer = null;
    if (typeof replacer === 'function' || Array.isArray(replacer)) {
        _replacer = replacer;
    }
    else if (options === undefined && replacer) {
        options = replacer;
    }
    if (typeof options === 'string')
        options = options.length;
    if (typeof options === 'number') {
        const indent = Math.round(options);
        options = indent < 1 ? undefined : indent > 8 ? { indent: 8 } : { indent };
    }
    if (value === undefined) {
        const { keepUndefined } = options ?? replacer ?? {};
        if (!keepUndefined)
            return undefined;
    }
    if (identity.isDocument(value) && !_replacer)
        return value.toString(options);
    return new Document.Document(value, _replacer, options).toString(options);
}

exports.parse = parse;
exports.parseAllDocuments = parseAllDocuments;
exports.parseDocument = parseDocument;
exports.stringify = stringify;


/***/ }),

/***/ 45840:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var map = __nccwpck_require__(47451);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(66464);
var tags = __nccwpck_require__(90018);

const sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
class Schema {
    constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
        this.compat = Array.isArray(compat)
            ? tags.getTags(compat, 'compat')
            : compat
                ? tags.getTags(null, compat)
                : null;
        this.name = (typeof schema === 'string' && schema) || 'core';
        this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
        this.tags = tags.getTags(customTags, this.name, merge);
        this.toStringOptions = toStringDefaults ?? null;
        Object.defineProperty(this, identity.MAP, { value: map.map });
        Object.defineProperty(this, identity.SCALAR, { value: string.string });
        Object.defineProperty(this, identity.SEQ, { value: seq.seq });
        // Used by createMap()
        this.sortMapEntries =
            typeof sortMapEntries === 'function'
                ? sortMapEntries
                : sortMapEntries === true
                    ? sortMapEntriesByKey
                    : null;
    }
    clone() {
        const copy = Object.create(Schema.prototype, Object.getOwnPropertyDescriptors(this));
        copy.tags = this.tags.slice();
        return copy;
    }
}

exports.Schema = Schema;


/***/ }),

/***/ 47451:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var YAMLMap = __nccwpck_require__(84454);

const map = {
    collection: 'map',
    default: true,
    nodeClass: YAMLMap.YAMLMap,
    tag: 'tag:yaml.org,2002:map',
    resolve(map, onError) {
        if (!identity.isMap(map))
            onError('Expected a mapping for this tag');
        return map;
    },
    createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
};

exports.map = map;


/***/ }),

/***/ 73632:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);

const nullTag = {
    identify: value => value == null,
    createNode: () => new Scalar.Scalar(null),
    default: true,
    tag: 'tag:yaml.org,2002:null',
    test: /^(?:~|[Nn]ull|NULL)?$/,
    resolve: () => new Scalar.Scalar(null),
    stringify: ({ source }, ctx) => typeof source === 'string' && nullTag.test.test(source)
        ? source
        : ctx.options.nullStr
};

exports.nullTag = nullTag;


/***/ }),

/***/ 1706:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var YAMLSeq = __nccwpck_require__(92223);

const seq = {
    collection: 'seq',
    default: true,
    nodeClass: YAMLSeq.YAMLSeq,
    tag: 'tag:yaml.org,2002:seq',
    resolve(seq, onError) {
        if (!identity.isSeq(seq))
            onError('Expected a sequence for this tag');
        return seq;
    },
    createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
};

exports.seq = seq;


/***/ }),

/***/ 66464:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyString = __nccwpck_require__(83069);

const string = {
    identify: value => typeof value === 'string',
    default: true,
    tag: 'tag:yaml.org,2002:str',
    resolve: str => str,
    stringify(item, ctx, onComment, onChompKeep) {
        ctx = Object.assign({ actualString: true }, ctx);
        return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
    }
};

exports.string = string;


/***/ }),

/***/ 73959:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);

const boolTag = {
    identify: value => typeof value === 'boolean',
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
    resolve: str => new Scalar.Scalar(str[0] === 't' || str[0] === 'T'),
    stringify({ source, value }, ctx) {
        if (source && boolTag.test.test(source)) {
            const sv = source[0] === 't' || source[0] === 'T';
            if (value === sv)
                return source;
        }
        return value ? ctx.options.trueStr : ctx.options.falseStr;
    }
};

exports.boolTag = boolTag;


/***/ }),

/***/ 38405:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);
var stringifyNumber = __nccwpck_require__(28689);

const floatNaN = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
    resolve: str => str.slice(-3).toLowerCase() === 'nan'
        ? NaN
        : str[0] === '-'
            ? Number.NEGATIVE_INFINITY
            : Number.POSITIVE_INFINITY,
    stringify: stringifyNumber.stringifyNumber
};
const floatExp = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'EXP',
    test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
    resolve: str => parseFloat(str),
    stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
    }
};
const float = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
    resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str));
        const dot = str.indexOf('.');
        if (dot !== -1 && str[str.length - 1] === '0')
            node.minFractionDigits = str.length - dot - 1;
        return node;
    },
    stringify: stringifyNumber.stringifyNumber
};

exports.float = float;
exports.floatExp = floatExp;
exports.floatNaN = floatNaN;


/***/ }),

/***/ 59874:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(28689);

const intIdentify = (value) => typeof value === 'bigint' || Number.isInteger(value);
const intResolve = (str, offset, radix, { intAsBigInt }) => (intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix));
function intStringify(node, radix, prefix) {
    const { value } = node;
    if (intIdentify(value) && value >= 0)
        return prefix + value.toString(radix);
    return stringifyNumber.stringifyNumber(node);
}
const intOct = {
    identify: value => intIdentify(value) && value >= 0,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'OCT',
    test: /^0o[0-7]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
    stringify: node => intStringify(node, 8, '0o')
};
const int = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[0-9]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
    stringify: stringifyNumber.stringifyNumber
};
const intHex = {
    identify: value => intIdentify(value) && value >= 0,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'HEX',
    test: /^0x[0-9a-fA-F]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
    stringify: node => intStringify(node, 16, '0x')
};

exports.int = int;
exports.intHex = intHex;
exports.intOct = intOct;


/***/ }),

/***/ 70896:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(47451);
var _null = __nccwpck_require__(73632);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(66464);
var bool = __nccwpck_require__(73959);
var float = __nccwpck_require__(38405);
var int = __nccwpck_require__(59874);

const schema = [
    map.map,
    seq.seq,
    string.string,
    _null.nullTag,
    bool.boolTag,
    int.intOct,
    int.int,
    int.intHex,
    float.floatNaN,
    float.floatExp,
    float.float
];

exports.schema = schema;


/***/ }),

/***/ 33559:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);
var map = __nccwpck_require__(47451);
var seq = __nccwpck_require__(1706);

function intIdentify(value) {
    return typeof value === 'bigint' || Number.isInteger(value);
}
const stringifyJSON = ({ value }) => JSON.stringify(value);
const jsonScalars = [
    {
        identify: value => typeof value === 'string',
        default: true,
        tag: 'tag:yaml.org,2002:str',
        resolve: str => str,
        stringify: stringifyJSON
    },
    {
        identify: value => value == null,
        createNode: () => new Scalar.Scalar(null),
        default: true,
        tag: 'tag:yaml.org,2002:null',
        test: /^null$/,
        resolve: () => null,
        stringify: stringifyJSON
    },
    {
        identify: value => typeof value === 'boolean',
        default: true,
        tag: 'tag:yaml.org,2002:bool',
        test: /^true$|^false$/,
        resolve: str => str === 'true',
        stringify: stringifyJSON
    },
    {
        identify: intIdentify,
        default: true,
        tag: 'tag:yaml.org,2002:int',
        test: /^-?(?:0|[1-9][0-9]*)$/,
        resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
        stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
    },
    {
        identify: value => typeof value === 'number',
        default: true,
        tag: 'tag:yaml.org,2002:float',
        test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
        resolve: str => parseFloat(str),
        stringify: stringifyJSON
    }
];
const jsonError = {
    default: true,
    tag: '',
    test: /^/,
    resolve(str, onError) {
        onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
        return str;
    }
};
const schema = [map.map, seq.seq].concat(jsonScalars, jsonError);

exports.schema = schema;


/***/ }),

/***/ 90018:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(47451);
var _null = __nccwpck_require__(73632);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(66464);
var bool = __nccwpck_require__(73959);
var float = __nccwpck_require__(38405);
var int = __nccwpck_require__(59874);
var schema = __nccwpck_require__(70896);
var schema$1 = __nccwpck_require__(33559);
var binary = __nccwpck_require__(56083);
var merge = __nccwpck_require__(90452);
var omap = __nccwpck_require__(50303);
var pairs = __nccwpck_require__(18385);
var schema$2 = __nccwpck_require__(35913);
var set = __nccwpck_require__(81528);
var timestamp = __nccwpck_require__(46752);

const schemas = new Map([
    ['core', schema.schema],
    ['failsafe', [map.map, seq.seq, string.string]],
    ['json', schema$1.schema],
    ['yaml11', schema$2.schema],
    ['yaml-1.1', schema$2.schema]
]);
const tagsByName = {
    binary: binary.binary,
    bool: bool.boolTag,
    float: float.float,
    floatExp: float.floatExp,
    floatNaN: float.floatNaN,
    floatTime: timestamp.floatTime,
    int: int.int,
    intHex: int.intHex,
    intOct: int.intOct,
    intTime: timestamp.intTime,
    map: map.map,
    merge: merge.merge,
    null: _null.nullTag,
    omap: omap.omap,
    pairs: pairs.pairs,
    seq: seq.seq,
    set: set.set,
    timestamp: timestamp.timestamp
};
const coreKnownTags = {
    'tag:yaml.org,2002:binary': binary.binary,
    'tag:yaml.org,2002:merge': merge.merge,
    'tag:yaml.org,2002:omap': omap.omap,
    'tag:yaml.org,2002:pairs': pairs.pairs,
    'tag:yaml.org,2002:set': set.set,
    'tag:yaml.org,2002:timestamp': timestamp.timestamp
};
function getTags(customTags, schemaName, addMergeTag) {
    const schemaTags = schemas.get(schemaName);
    if (schemaTags && !customTags) {
        return addMergeTag && !schemaTags.includes(merge.merge)
            ? schemaTags.concat(merge.merge)
            : schemaTags.slice();
    }
    let tags = schemaTags;
    if (!tags) {
        if (Array.isArray(customTags))
            tags = [];
        else {
            const keys = Array.from(schemas.keys())
                .filter(key => key !== 'yaml11')
                .map(key => JSON.stringify(key))
                .join(', ');
            throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
        }
    }
    if (Array.isArray(customTags)) {
        for (const tag of customTags)
            tags = tags.concat(tag);
    }
    else if (typeof customTags === 'function') {
        tags = customTags(tags.slice());
    }
    if (addMergeTag)
        tags = tags.concat(merge.merge);
    return tags.reduce((tags, tag) => {
        const tagObj = typeof tag === 'string' ? tagsByName[tag] : tag;
        if (!tagObj) {
            const tagName = JSON.stringify(tag);
            const keys = Object.keys(tagsByName)
                .map(key => JSON.stringify(key))
                .join(', ');
            throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
        }
        if (!tags.includes(tagObj))
            tags.push(tagObj);
        return tags;
    }, []);
}

exports.coreKnownTags = coreKnownTags;
exports.getTags = getTags;


/***/ }),

/***/ 56083:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_buffer = __nccwpck_require__(20181);
var Scalar = __nccwpck_require__(63301);
var stringifyString = __nccwpck_require__(83069);

const binary = {
    identify: value => value instanceof Uint8Array, // Buffer inherits from Uint8Array
    default: false,
    tag: 'tag:yaml.org,2002:binary',
    /**
     * Returns a Buffer in node and an Uint8Array in browsers
     *
     * To use the resulting buffer as an image, you'll want to do something like:
     *
     *   const blob = new Blob([buffer], { type: 'image/jpeg' })
     *   document.querySelector('#photo').src = URL.createObjectURL(blob)
     */
    resolve(src, onError) {
        if (typeof node_buffer.Buffer === 'function') {
            return node_buffer.Buffer.from(src, 'base64');
        }
        else if (typeof atob === 'function') {
            // On IE 11, atob() can't handle newlines
            const str = atob(src.replace(/[\n\r]/g, ''));
            const buffer = new Uint8Array(str.length);
            for (let i = 0; i < str.length; ++i)
                buffer[i] = str.charCodeAt(i);
            return buffer;
        }
        else {
            onError('This environment does not support reading binary tags; either Buffer or atob is required');
            return src;
        }
    },
    stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
        if (!value)
            return '';
        const buf = value; // checked earlier by binary.identify()
        let str;
        if (typeof node_buffer.Buffer === 'function') {
            str =
                buf instanceof node_buffer.Buffer
                    ? buf.toString('base64')
                    : node_buffer.Buffer.from(buf.buffer).toString('base64');
        }
        else if (typeof btoa === 'function') {
            let s = '';
            for (let i = 0; i < buf.length; ++i)
                s += String.fromCharCode(buf[i]);
            str = btoa(s);
        }
        else {
            throw new Error('This environment does not support writing binary tags; either Buffer or btoa is required');
        }
        type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
        if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
            const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
            const n = Math.ceil(str.length / lineWidth);
            const lines = new Array(n);
            for (let i = 0, o = 0; i < n; ++i, o += lineWidth) {
                lines[i] = str.substr(o, lineWidth);
            }
            str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? '\n' : ' ');
        }
        return stringifyString.stringifyString({ comment, type, value: str }, ctx, onComment, onChompKeep);
    }
};

exports.binary = binary;


/***/ }),

/***/ 88398:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);

function boolStringify({ value, source }, ctx) {
    const boolObj = value ? trueTag : falseTag;
    if (source && boolObj.test.test(source))
        return source;
    return value ? ctx.options.trueStr : ctx.options.falseStr;
}
const trueTag = {
    identify: value => value === true,
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
    resolve: () => new Scalar.Scalar(true),
    stringify: boolStringify
};
const falseTag = {
    identify: value => value === false,
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
    resolve: () => new Scalar.Scalar(false),
    stringify: boolStringify
};

exports.falseTag = falseTag;
exports.trueTag = trueTag;


/***/ }),

/***/ 35782:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);
var stringifyNumber = __nccwpck_require__(28689);

const floatNaN = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
    resolve: (str) => str.slice(-3).toLowerCase() === 'nan'
        ? NaN
        : str[0] === '-'
            ? Number.NEGATIVE_INFINITY
            : Number.POSITIVE_INFINITY,
    stringify: stringifyNumber.stringifyNumber
};
const floatExp = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'EXP',
    test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
    resolve: (str) => parseFloat(str.replace(/_/g, '')),
    stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
    }
};
const float = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
    resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, '')));
        const dot = str.indexOf('.');
        if (dot !== -1) {
            const f = str.substring(dot + 1).replace(/_/g, '');
            if (f[f.length - 1] === '0')
                node.minFractionDigits = f.length;
        }
        return node;
    },
    stringify: stringifyNumber.stringifyNumber
};

exports.float = float;
exports.floatExp = floatExp;
exports.floatNaN = floatNaN;


/***/ }),

/***/ 10873:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(28689);

const intIdentify = (value) => typeof value === 'bigint' || Number.isInteger(value);
function intResolve(str, offset, radix, { intAsBigInt }) {
    const sign = str[0];
    if (sign === '-' || sign === '+')
        offset += 1;
    str = str.substring(offset).replace(/_/g, '');
    if (intAsBigInt) {
        switch (radix) {
            case 2:
                str = `0b${str}`;
                break;
            case 8:
                str = `0o${str}`;
                break;
            case 16:
                str = `0x${str}`;
                break;
        }
        const n = BigInt(str);
        return sign === '-' ? BigInt(-1) * n : n;
    }
    const n = parseInt(str, radix);
    return sign === '-' ? -1 * n : n;
}
function intStringify(node, radix, prefix) {
    const { value } = node;
    if (intIdentify(value)) {
        const str = value.toString(radix);
        return value < 0 ? '-' + prefix + str.substr(1) : prefix + str;
    }
    return stringifyNumber.stringifyNumber(node);
}
const intBin = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'BIN',
    test: /^[-+]?0b[0-1_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
    stringify: node => intStringify(node, 2, '0b')
};
const intOct = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'OCT',
    test: /^[-+]?0[0-7_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
    stringify: node => intStringify(node, 8, '0')
};
const int = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[0-9][0-9_]*$/,
    resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
    stringify: stringifyNumber.stringifyNumber
};
const intHex = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'HEX',
    test: /^[-+]?0x[0-9a-fA-F_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
    stringify: node => intStringify(node, 16, '0x')
};

exports.int = int;
exports.intBin = intBin;
exports.intHex = intHex;
exports.intOct = intOct;


/***/ }),

/***/ 90452:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Scalar = __nccwpck_require__(63301);

// If the value associated with a merge key is a single mapping node, each of
// its key/value pairs is inserted into the current mapping, unless the key
// already exists in it. If the value associated with the merge key is a
// sequence, then this sequence is expected to contain mapping nodes and each
// of these nodes is merged in turn according to its order in the sequence.
// Keys in mapping nodes earlier in the sequence override keys specified in
// later mapping nodes. -- http://yaml.org/type/merge.html
const MERGE_KEY = '<<';
const merge = {
    identify: value => value === MERGE_KEY ||
        (typeof value === 'symbol' && value.description === MERGE_KEY),
    default: 'key',
    tag: 'tag:yaml.org,2002:merge',
    test: /^<<$/,
    resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), {
        addToJSMap: addMergeToJSMap
    }),
    stringify: () => MERGE_KEY
};
const isMergeKey = (ctx, key) => (merge.identify(key) ||
    (identity.isScalar(key) &&
        (!key.type || key.type === Scalar.Scalar.PLAIN) &&
        merge.identify(key.value))) &&
    ctx?.doc.schema.tags.some(tag => tag.tag === merge.tag && tag.default);
function addMergeToJSMap(ctx, map, value) {
    const source = resolveAliasValue(ctx, value);
    if (identity.isSeq(source))
        for (const it of source.items)
            mergeValue(ctx, map, it);
    else if (Array.isArray(source))
        for (const it of source)
            mergeValue(ctx, map, it);
    else
        mergeValue(ctx, map, source);
}
function mergeValue(ctx, map, value) {
    const source = resolveAliasValue(ctx, value);
    if (!identity.isMap(source))
        throw new Error('Merge sources must be maps or map aliases');
    const srcMap = source.toJSON(null, ctx, Map);
    for (const [key, value] of srcMap) {
        if (map instanceof Map) {
            if (!map.has(key))
                map.set(key, value);
        }
        else if (map instanceof Set) {
            map.add(key);
        }
        else if (!Object.prototype.hasOwnProperty.call(map, key)) {
            Object.defineProperty(map, key, {
                value,
                writable: true,
                enumerable: true,
                configurable: true
            });
        }
    }
    return map;
}
function resolveAliasValue(ctx, value) {
    return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
}

exports.addMergeToJSMap = addMergeToJSMap;
exports.isMergeKey = isMergeKey;
exports.merge = merge;


/***/ }),

/***/ 50303:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var toJS = __nccwpck_require__(74043);
var YAMLMap = __nccwpck_require__(84454);
var YAMLSeq = __nccwpck_require__(92223);
var pairs = __nccwpck_require__(18385);

class YAMLOMap extends YAMLSeq.YAMLSeq {
    constructor() {
        super();
        this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
        this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
        this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
        this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
        this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
        this.tag = YAMLOMap.tag;
    }
    /**
     * If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
     * but TypeScript won't allow widening the signature of a child method.
     */
    toJSON(_, ctx) {
        if (!ctx)
            return super.toJSON(_);
        const map = new Map();
        if (ctx?.onCreate)
            ctx.onCreate(map);
        for (const pair of this.items) {
            let key, value;
            if (identity.isPair(pair)) {
                key = toJS.toJS(pair.key, '', ctx);
                value = toJS.toJS(pair.value, key, ctx);
            }
            else {
                key = toJS.toJS(pair, '', ctx);
            }
            if (map.has(key))
                throw new Error('Ordered maps must not include duplicate keys');
            map.set(key, value);
        }
        return map;
    }
    static from(schema, iterable, ctx) {
        const pairs$1 = pairs.createPairs(schema, iterable, ctx);
        const omap = new this();
        omap.items = pairs$1.items;
        return omap;
    }
}
YAMLOMap.tag = 'tag:yaml.org,2002:omap';
const omap = {
    collection: 'seq',
    identify: value => value instanceof Map,
    nodeClass: YAMLOMap,
    default: false,
    tag: 'tag:yaml.org,2002:omap',
    resolve(seq, onError) {
        const pairs$1 = pairs.resolvePairs(seq, onError);
        const seenKeys = [];
        for (const { key } of pairs$1.items) {
            if (identity.isScalar(key)) {
                if (seenKeys.includes(key.value)) {
                    onError(`Ordered maps must not include duplicate keys: ${key.value}`);
                }
                else {
                    seenKeys.push(key.value);
                }
            }
        }
        return Object.assign(new YAMLOMap(), pairs$1);
    },
    createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
};

exports.YAMLOMap = YAMLOMap;
exports.omap = omap;


/***/ }),

/***/ 18385:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Pair = __nccwpck_require__(57165);
var Scalar = __nccwpck_require__(63301);
var YAMLSeq = __nccwpck_require__(92223);

function resolvePairs(seq, onError) {
    if (identity.isSeq(seq)) {
        for (let i = 0; i < seq.items.length; ++i) {
            let item = seq.items[i];
            if (identity.isPair(item))
                continue;
            else if (identity.isMap(item)) {
                if (item.items.length > 1)
                    onError('Each pair must have its own sequence indicator');
                const pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
                if (item.commentBefore)
                    pair.key.commentBefore = pair.key.commentBefore
                        ? `${item.commentBefore}\n${pair.key.commentBefore}`
                        : item.commentBefore;
                if (item.comment) {
                    const cn = pair.value ?? pair.key;
                    cn.comment = cn.comment
                        ? `${item.comment}\n${cn.comment}`
                        : item.comment;
                }
                item = pair;
            }
            seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
        }
    }
    else
        onError('Expected a sequence for this tag');
    return seq;
}
function createPairs(schema, iterable, ctx) {
    const { replacer } = ctx;
    const pairs = new YAMLSeq.YAMLSeq(schema);
    pairs.tag = 'tag:yaml.org,2002:pairs';
    let i = 0;
    if (iterable && Symbol.iterator in Object(iterable))
        for (let it of iterable) {
            if (typeof replacer === 'function')
                it = replacer.call(iterable, String(i++), it);
            let key, value;
            if (Array.isArray(it)) {
                if (it.length === 2) {
                    key = it[0];
                    value = it[1];
                }
                else
                    throw new TypeError(`Expected [key, value] tuple: ${it}`);
            }
            else if (it && it instanceof Object) {
                const keys = Object.keys(it);
                if (keys.length === 1) {
                    key = keys[0];
                    value = it[key];
                }
                else {
                    throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
                }
            }
            else {
                key = it;
            }
            pairs.items.push(Pair.createPair(key, value, ctx));
        }
    return pairs;
}
const pairs = {
    collection: 'seq',
    default: false,
    tag: 'tag:yaml.org,2002:pairs',
    resolve: resolvePairs,
    createNode: createPairs
};

exports.createPairs = createPairs;
exports.pairs = pairs;
exports.resolvePairs = resolvePairs;


/***/ }),

/***/ 35913:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(47451);
var _null = __nccwpck_require__(73632);
var seq = __nccwpck_require__(1706);
var string = __nccwpck_require__(66464);
var binary = __nccwpck_require__(56083);
var bool = __nccwpck_require__(88398);
var float = __nccwpck_require__(35782);
var int = __nccwpck_require__(10873);
var merge = __nccwpck_require__(90452);
var omap = __nccwpck_require__(50303);
var pairs = __nccwpck_require__(18385);
var set = __nccwpck_require__(81528);
var timestamp = __nccwpck_require__(46752);

const schema = [
    map.map,
    seq.seq,
    string.string,
    _null.nullTag,
    bool.trueTag,
    bool.falseTag,
    int.intBin,
    int.intOct,
    int.int,
    int.intHex,
    float.floatNaN,
    float.floatExp,
    float.float,
    binary.binary,
    merge.merge,
    omap.omap,
    pairs.pairs,
    set.set,
    timestamp.intTime,
    timestamp.floatTime,
    timestamp.timestamp
];

exports.schema = schema;


/***/ }),

/***/ 81528:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Pair = __nccwpck_require__(57165);
var YAMLMap = __nccwpck_require__(84454);

class YAMLSet extends YAMLMap.YAMLMap {
    constructor(schema) {
        super(schema);
        this.tag = YAMLSet.tag;
    }
    add(key) {
        let pair;
        if (identity.isPair(key))
            pair = key;
        else if (key &&
            typeof key === 'object' &&
            'key' in key &&
            'value' in key &&
            key.value === null)
            pair = new Pair.Pair(key.key, null);
        else
            pair = new Pair.Pair(key, null);
        const prev = YAMLMap.findPair(this.items, pair.key);
        if (!prev)
            this.items.push(pair);
    }
    /**
     * If `keepPair` is `true`, returns the Pair matching `key`.
     * Otherwise, returns the value of that Pair's key.
     */
    get(key, keepPair) {
        const pair = YAMLMap.findPair(this.items, key);
        return !keepPair && identity.isPair(pair)
            ? identity.isScalar(pair.key)
                ? pair.key.value
                : pair.key
            : pair;
    }
    set(key, value) {
        if (typeof value !== 'boolean')
            throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
        const prev = YAMLMap.findPair(this.items, key);
        if (prev && !value) {
            this.items.splice(this.items.indexOf(prev), 1);
        }
        else if (!prev && value) {
            this.items.push(new Pair.Pair(key));
        }
    }
    toJSON(_, ctx) {
        return super.toJSON(_, ctx, Set);
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        if (this.hasAllNullValues(true))
            return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
        else
            throw new Error('Set items must all have null values');
    }
    static from(schema, iterable, ctx) {
        const { replacer } = ctx;
        const set = new this(schema);
        if (iterable && Symbol.iterator in Object(iterable))
            for (let value of iterable) {
                if (typeof replacer === 'function')
                    value = replacer.call(iterable, value, value);
                set.items.push(Pair.createPair(value, null, ctx));
            }
        return set;
    }
}
YAMLSet.tag = 'tag:yaml.org,2002:set';
const set = {
    collection: 'map',
    identify: value => value instanceof Set,
    nodeClass: YAMLSet,
    default: false,
    tag: 'tag:yaml.org,2002:set',
    createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
    resolve(map, onError) {
        if (identity.isMap(map)) {
            if (map.hasAllNullValues(true))
                return Object.assign(new YAMLSet(), map);
            else
                onError('Set items must all have null values');
        }
        else
            onError('Expected a mapping for this tag');
        return map;
    }
};

exports.YAMLSet = YAMLSet;
exports.set = set;


/***/ }),

/***/ 46752:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(28689);

/** Internal types handle bigint as number, because TS can't figure it out. */
function parseSexagesimal(str, asBigInt) {
    const sign = str[0];
    const parts = sign === '-' || sign === '+' ? str.substring(1) : str;
    const num = (n) => asBigInt ? BigInt(n) : Number(n);
    const res = parts
        .replace(/_/g, '')
        .split(':')
        .reduce((res, p) => res * num(60) + num(p), num(0));
    return (sign === '-' ? num(-1) * res : res);
}
/**
 * hhhh:mm:ss.sss
 *
 * Internal types handle bigint as number, because TS can't figure it out.
 */
function stringifySexagesimal(node) {
    let { value } = node;
    let num = (n) => n;
    if (typeof value === 'bigint')
        num = n => BigInt(n);
    else if (isNaN(value) || !isFinite(value))
        return stringifyNumber.stringifyNumber(node);
    let sign = '';
    if (value < 0) {
        sign = '-';
        value *= num(-1);
    }
    const _60 = num(60);
    const parts = [value % _60]; // seconds, including ms
    if (value < 60) {
        parts.unshift(0); // at least one : is required
    }
    else {
        value = (value - parts[0]) / _60;
        parts.unshift(value % _60); // minutes
        if (value >= 60) {
            value = (value - parts[0]) / _60;
            parts.unshift(value); // hours
        }
    }
    return (sign +
        parts
            .map(n => String(n).padStart(2, '0'))
            .join(':')
            .replace(/000000\d*$/, '') // % 60 may introduce error
    );
}
const intTime = {
    identify: value => typeof value === 'bigint' || Number.isInteger(value),
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'TIME',
    test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
    resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
    stringify: stringifySexagesimal
};
const floatTime = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'TIME',
    test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
    resolve: str => parseSexagesimal(str, false),
    stringify: stringifySexagesimal
};
const timestamp = {
    identify: value => value instanceof Date,
    default: true,
    tag: 'tag:yaml.org,2002:timestamp',
    // If the time zone is omitted, the timestamp is assumed to be specified in UTC. The time part
    // may be omitted altogether, resulting in a date format. In such a case, the time part is
    // assumed to be 00:00:00Z (start of day, UTC).
    test: RegExp('^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})' + // YYYY-Mm-Dd
        '(?:' + // time is optional
        '(?:t|T|[ \\t]+)' + // t | T | whitespace
        '([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)' + // Hh:Mm:Ss(.ss)?
        '(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?' + // Z | +5 | -03:30
        ')?$'),
    resolve(str) {
        const match = str.match(timestamp.test);
        if (!match)
            throw new Error('!!timestamp expects a date, starting with yyyy-mm-dd');
        const [, year, month, day, hour, minute, second] = match.map(Number);
        const millisec = match[7] ? Number((match[7] + '00').substr(1, 3)) : 0;
        let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
        const tz = match[8];
        if (tz && tz !== 'Z') {
            let d = parseSexagesimal(tz, false);
            if (Math.abs(d) < 30)
                d *= 60;
            date -= 60000 * d;
        }
        return new Date(date);
    },
    stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, '') ?? ''
};

exports.floatTime = floatTime;
exports.intTime = intTime;
exports.timestamp = timestamp;


/***/ }),

/***/ 34475:
/***/ ((__unused_webpack_module, exports) => {



const FOLD_FLOW = 'flow';
const FOLD_BLOCK = 'block';
const FOLD_QUOTED = 'quoted';
/**
 * Tries to keep input at up to `lineWidth` characters, splitting only on spaces
 * not followed by newlines or spaces unless `mode` is `'quoted'`. Lines are
 * terminated with `\n` and started with `indent`.
 */
function foldFlowLines(text, indent, mode = 'flow', { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
    if (!lineWidth || lineWidth < 0)
        return text;
    if (lineWidth < minContentWidth)
        minContentWidth = 0;
    const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
    if (text.length <= endStep)
        return text;
    const folds = [];
    const escapedFolds = {};
    let end = lineWidth - indent.length;
    if (typeof indentAtStart === 'number') {
        if (indentAtStart > lineWidth - Math.max(2, minContentWidth))
            folds.push(0);
        else
            end = lineWidth - indentAtStart;
    }
    let split = undefined;
    let prev = undefined;
    let overflow = false;
    let i = -1;
    let escStart = -1;
    let escEnd = -1;
    if (mode === FOLD_BLOCK) {
        i = consumeMoreIndentedLines(text, i, indent.length);
        if (i !== -1)
            end = i + endStep;
    }
    for (let ch; (ch = text[(i += 1)]);) {
        if (mode === FOLD_QUOTED && ch === '\\') {
            escStart = i;
            switch (text[i + 1]) {
                case 'x':
                    i += 3;
                    break;
                case 'u':
                    i += 5;
                    break;
                case 'U':
                    i += 9;
                    break;
                default:
                    i += 1;
            }
            escEnd = i;
        }
        if (ch === '\n') {
            if (mode === FOLD_BLOCK)
                i = consumeMoreIndentedLines(text, i, indent.length);
            end = i + indent.length + endStep;
            split = undefined;
        }
        else {
            if (ch === ' ' &&
                prev &&
                prev !== ' ' &&
                prev !== '\n' &&
                prev !== '\t') {
                // space surrounded by non-space can be replaced with newline + indent
                const next = text[i + 1];
                if (next && next !== ' ' && next !== '\n' && next !== '\t')
                    split = i;
            }
            if (i >= end) {
                if (split) {
                    folds.push(split);
                    end = split + endStep;
                    split = undefined;
                }
                else if (mode === FOLD_QUOTED) {
                    // white-space collected at end may stretch past lineWidth
                    while (prev === ' ' || prev === '\t') {
                        prev = ch;
                        ch = text[(i += 1)];
                        overflow = true;
                    }
                    // Account for newline escape, but don't break preceding escape
                    const j = i > escEnd + 1 ? i - 2 : escStart - 1;
                    // Bail out if lineWidth & minContentWidth are shorter than an escape string
                    if (escapedFolds[j])
                        return text;
                    folds.push(j);
                    escapedFolds[j] = true;
                    end = j + endStep;
                    split = undefined;
                }
                else {
                    overflow = true;
                }
            }
        }
        prev = ch;
    }
    if (overflow && onOverflow)
        onOverflow();
    if (folds.length === 0)
        return text;
    if (onFold)
        onFold();
    let res = text.slice(0, folds[0]);
    for (let i = 0; i < folds.length; ++i) {
        const fold = folds[i];
        const end = folds[i + 1] || text.length;
        if (fold === 0)
            res = `\n${indent}${text.slice(0, end)}`;
        else {
            if (mode === FOLD_QUOTED && escapedFolds[fold])
                res += `${text[fold]}\\`;
            res += `\n${indent}${text.slice(fold + 1, end)}`;
        }
    }
    return res;
}
/**
 * Presumes `i + 1` is at the start of a line
 * @returns index of last newline in more-indented block
 */
function consumeMoreIndentedLines(text, i, indent) {
    let end = i;
    let start = i + 1;
    let ch = text[start];
    while (ch === ' ' || ch === '\t') {
        if (i < start + indent) {
            ch = text[++i];
        }
        else {
            do {
                ch = text[++i];
            } while (ch && ch !== '\n');
            end = i;
            start = i + 1;
            ch = text[start];
        }
    }
    return end;
}

exports.FOLD_BLOCK = FOLD_BLOCK;
exports.FOLD_FLOW = FOLD_FLOW;
exports.FOLD_QUOTED = FOLD_QUOTED;
exports.foldFlowLines = foldFlowLines;


/***/ }),

/***/ 2148:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var anchors = __nccwpck_require__(71596);
var identity = __nccwpck_require__(41127);
var stringifyComment = __nccwpck_require__(59799);
var stringifyString = __nccwpck_require__(83069);

function createStringifyContext(doc, options) {
    const opt = Object.assign({
        blockQuote: true,
        commentString: stringifyComment.stringifyComment,
        defaultKeyType: null,
        defaultStringType: 'PLAIN',
        directives: null,
        doubleQuotedAsJSON: false,
        doubleQuotedMinMultiLineLength: 40,
        falseStr: 'false',
        flowCollectionPadding: true,
        indentSeq: true,
        lineWidth: 80,
        minContentWidth: 20,
        nullStr: 'null',
        simpleKeys: false,
        singleQuote: null,
        trailingComma: false,
        trueStr: 'true',
        verifyAliasOrder: true
    }, doc.schema.toStringOptions, options);
    let inFlow;
    switch (opt.collectionStyle) {
        case 'block':
            inFlow = false;
            break;
        case 'flow':
            inFlow = true;
            break;
        default:
            inFlow = null;
    }
    return {
        anchors: new Set(),
        doc,
        flowCollectionPadding: opt.flowCollectionPadding ? ' ' : '',
        indent: '',
        indentStep: typeof opt.indent === 'number' ? ' '.repeat(opt.indent) : '  ',
        inFlow,
        options: opt
    };
}
function getTagObject(tags, item) {
    if (item.tag) {
        const match = tags.filter(t => t.tag === item.tag);
        if (match.length > 0)
            return match.find(t => t.format === item.format) ?? match[0];
    }
    let tagObj = undefined;
    let obj;
    if (identity.isScalar(item)) {
        obj = item.value;
        let match = tags.filter(t => t.identify?.(obj));
        if (match.length > 1) {
            const testMatch = match.filter(t => t.test);
            if (testMatch.length > 0)
                match = testMatch;
        }
        tagObj =
            match.find(t => t.format === item.format) ?? match.find(t => !t.format);
    }
    else {
        obj = item;
        tagObj = tags.find(t => t.nodeClass && obj instanceof t.nodeClass);
    }
    if (!tagObj) {
        const name = obj?.constructor?.name ?? (obj === null ? 'null' : typeof obj);
        throw new Error(`Tag not resolved for ${name} value`);
    }
    return tagObj;
}
// needs to be called before value stringifier to allow for circular anchor refs
function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
    if (!doc.directives)
        return '';
    const props = [];
    const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
    if (anchor && anchors.anchorIsValid(anchor)) {
        anchors$1.add(anchor);
        props.push(`&${anchor}`);
    }
    const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
    if (tag)
        props.push(doc.directives.tagString(tag));
    return props.join(' ');
}
function stringify(item, ctx, onComment, onChompKeep) {
    if (identity.isPair(item))
        return item.toString(ctx, onComment, onChompKeep);
    if (identity.isAlias(item)) {
        if (ctx.doc.directives)
            return item.toString(ctx);
        if (ctx.resolvedAliases?.has(item)) {
            throw new TypeError(`Cannot stringify circular structure without alias nodes`);
        }
        else {
            if (ctx.resolvedAliases)
                ctx.resolvedAliases.add(item);
            else
                ctx.resolvedAliases = new Set([item]);
            item = item.resolve(ctx.doc);
        }
    }
    let tagObj = undefined;
    const node = identity.isNode(item)
        ? item
        : ctx.doc.createNode(item, { onTagObj: o => (tagObj = o) });
    tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
    const props = stringifyProps(node, tagObj, ctx);
    if (props.length > 0)
        ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
    const str = typeof tagObj.stringify === 'function'
        ? tagObj.stringify(node, ctx, onComment, onChompKeep)
        : identity.isScalar(node)
            ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep)
            : node.toString(ctx, onComment, onChompKeep);
    if (!props)
        return str;
    return identity.isScalar(node) || str[0] === '{' || str[0] === '['
        ? `${props} ${str}`
        : `${props}\n${ctx.indent}${str}`;
}

exports.createStringifyContext = createStringifyContext;
exports.stringify = stringify;


/***/ }),

/***/ 61212:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var stringify = __nccwpck_require__(2148);
var stringifyComment = __nccwpck_require__(59799);

function stringifyCollection(collection, ctx, options) {
    const flow = ctx.inFlow ?? collection.flow;
    const stringify = flow ? stringifyFlowCollection : stringifyBlockCollection;
    return stringify(collection, ctx, options);
}
function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
    const { indent, options: { commentString } } = ctx;
    const itemCtx = Object.assign({}, ctx, { indent: itemIndent, type: null });
    let chompKeep = false; // flag for the preceding node's status
    const lines = [];
    for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
            if (!chompKeep && item.spaceBefore)
                lines.push('');
            addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
            if (item.comment)
                comment = item.comment;
        }
        else if (identity.isPair(item)) {
            const ik = identity.isNode(item.key) ? item.key : null;
            if (ik) {
                if (!chompKeep && ik.spaceBefore)
                    lines.push('');
                addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
            }
        }
        chompKeep = false;
        let str = stringify.stringify(item, itemCtx, () => (comment = null), () => (chompKeep = true));
        if (comment)
            str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        if (chompKeep && comment)
            chompKeep = false;
        lines.push(blockItemPrefix + str);
    }
    let str;
    if (lines.length === 0) {
        str = flowChars.start + flowChars.end;
    }
    else {
        str = lines[0];
        for (let i = 1; i < lines.length; ++i) {
            const line = lines[i];
            str += line ? `\n${indent}${line}` : '\n';
        }
    }
    if (comment) {
        str += '\n' + stringifyComment.indentComment(commentString(comment), indent);
        if (onComment)
            onComment();
    }
    else if (chompKeep && onChompKeep)
        onChompKeep();
    return str;
}
function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
    const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
    itemIndent += indentStep;
    const itemCtx = Object.assign({}, ctx, {
        indent: itemIndent,
        inFlow: true,
        type: null
    });
    let reqNewline = false;
    let linesAtValue = 0;
    const lines = [];
    for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
            if (item.spaceBefore)
                lines.push('');
            addCommentBefore(ctx, lines, item.commentBefore, false);
            if (item.comment)
                comment = item.comment;
        }
        else if (identity.isPair(item)) {
            const ik = identity.isNode(item.key) ? item.key : null;
            if (ik) {
                if (ik.spaceBefore)
                    lines.push('');
                addCommentBefore(ctx, lines, ik.commentBefore, false);
                if (ik.comment)
                    reqNewline = true;
            }
            const iv = identity.isNode(item.value) ? item.value : null;
            if (iv) {
                if (iv.comment)
                    comment = iv.comment;
                if (iv.commentBefore)
                    reqNewline = true;
            }
            else if (item.value == null && ik?.comment) {
                comment = ik.comment;
            }
        }
        if (comment)
            reqNewline = true;
        let str = stringify.stringify(item, itemCtx, () => (comment = null));
        reqNewline || (reqNewline = lines.length > linesAtValue || str.includes('\n'));
        if (i < items.length - 1) {
            str += ',';
        }
        else if (ctx.options.trailingComma) {
            if (ctx.options.lineWidth > 0) {
                reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) +
                    (str.length + 2) >
                    ctx.options.lineWidth);
            }
            if (reqNewline) {
                str += ',';
            }
        }
        if (comment)
            str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        lines.push(str);
        linesAtValue = lines.length;
    }
    const { start, end } = flowChars;
    if (lines.length === 0) {
        return start + end;
    }
    else {
        if (!reqNewline) {
            const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
            reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
        }
        if (reqNewline) {
            let str = start;
            for (const line of lines)
                str += line ? `\n${indentStep}${indent}${line}` : '\n';
            return `${str}\n${indent}${end}`;
        }
        else {
            return `${start}${fcPadding}${lines.join(' ')}${fcPadding}${end}`;
        }
    }
}
function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
    if (comment && chompKeep)
        comment = comment.replace(/^\n+/, '');
    if (comment) {
        const ic = stringifyComment.indentComment(commentString(comment), indent);
        lines.push(ic.trimStart()); // Avoid double indent on first line
    }
}

exports.stringifyCollection = stringifyCollection;


/***/ }),

/***/ 59799:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Stringifies a comment.
 *
 * Empty comment lines are left empty,
 * lines consisting of a single space are replaced by `#`,
 * and all other lines are prefixed with a `#`.
 */
const stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, '#');
function indentComment(comment, indent) {
    if (/^\n+$/.test(comment))
        return comment.substring(1);
    return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
}
const lineComment = (str, indent, comment) => str.endsWith('\n')
    ? indentComment(comment, indent)
    : comment.includes('\n')
        ? '\n' + indentComment(comment, indent)
        : (str.endsWith(' ') ? '' : ' ') + comment;

exports.indentComment = indentComment;
exports.lineComment = lineComment;
exports.stringifyComment = stringifyComment;


/***/ }),

/***/ 6829:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var stringify = __nccwpck_require__(2148);
var stringifyComment = __nccwpck_require__(59799);

function stringifyDocument(doc, options) {
    const lines = [];
    let hasDirectives = options.directives === true;
    if (options.directives !== false && doc.directives) {
        const dir = doc.directives.toString(doc);
        if (dir) {
            lines.push(dir);
            hasDirectives = true;
        }
        else if (doc.directives.docStart)
            hasDirectives = true;
    }
    if (hasDirectives)
        lines.push('---');
    const ctx = stringify.createStringifyContext(doc, options);
    const { commentString } = ctx.options;
    if (doc.commentBefore) {
        if (lines.length !== 1)
            lines.unshift('');
        const cs = commentString(doc.commentBefore);
        lines.unshift(stringifyComment.indentComment(cs, ''));
    }
    let chompKeep = false;
    let contentComment = null;
    if (doc.contents) {
        if (identity.isNode(doc.contents)) {
            if (doc.contents.spaceBefore && hasDirectives)
                lines.push('');
            if (doc.contents.commentBefore) {
                const cs = commentString(doc.contents.commentBefore);
                lines.push(stringifyComment.indentComment(cs, ''));
            }
            // top-level block scalars need to be indented if followed by a comment
            ctx.forceBlockIndent = !!doc.comment;
            contentComment = doc.contents.comment;
        }
        const onChompKeep = contentComment ? undefined : () => (chompKeep = true);
        let body = stringify.stringify(doc.contents, ctx, () => (contentComment = null), onChompKeep);
        if (contentComment)
            body += stringifyComment.lineComment(body, '', commentString(contentComment));
        if ((body[0] === '|' || body[0] === '>') &&
            lines[lines.length - 1] === '---') {
            // Top-level block scalars with a preceding doc marker ought to use the
            // same line for their header.
            lines[lines.length - 1] = `--- ${body}`;
        }
        else
            lines.push(body);
    }
    else {
        lines.push(stringify.stringify(doc.contents, ctx));
    }
    if (doc.directives?.docEnd) {
        if (doc.comment) {
            const cs = commentString(doc.comment);
            if (cs.includes('\n')) {
                lines.push('...');
                lines.push(stringifyComment.indentComment(cs, ''));
            }
            else {
                lines.push(`... ${cs}`);
            }
        }
        else {
            lines.push('...');
        }
    }
    else {
        let dc = doc.comment;
        if (dc && chompKeep)
            dc = dc.replace(/^\n+/, '');
        if (dc) {
            if ((!chompKeep || contentComment) && lines[lines.length - 1] !== '')
                lines.push('');
            lines.push(stringifyComment.indentComment(commentString(dc), ''));
        }
    }
    return lines.join('\n') + '\n';
}

exports.stringifyDocument = stringifyDocument;


/***/ }),

/***/ 28689:
/***/ ((__unused_webpack_module, exports) => {



function stringifyNumber({ format, minFractionDigits, tag, value }) {
    if (typeof value === 'bigint')
        return String(value);
    const num = typeof value === 'number' ? value : Number(value);
    if (!isFinite(num))
        return isNaN(num) ? '.nan' : num < 0 ? '-.inf' : '.inf';
    let n = Object.is(value, -0) ? '-0' : JSON.stringify(value);
    if (!format &&
        minFractionDigits &&
        (!tag || tag === 'tag:yaml.org,2002:float') &&
        /^-?\d/.test(n) &&
        !n.includes('e')) {
        let i = n.indexOf('.');
        if (i < 0) {
            i = n.length;
            n += '.';
        }
        let d = minFractionDigits - (n.length - i - 1);
        while (d-- > 0)
            n += '0';
    }
    return n;
}

exports.stringifyNumber = stringifyNumber;


/***/ }),

/***/ 59748:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);
var Scalar = __nccwpck_require__(63301);
var stringify = __nccwpck_require__(2148);
var stringifyComment = __nccwpck_require__(59799);

function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
    const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
    let keyComment = (identity.isNode(key) && key.comment) || null;
    if (simpleKeys) {
        if (keyComment) {
            throw new Error('With simple keys, key nodes cannot have comments');
        }
        if (identity.isCollection(key) || (!identity.isNode(key) && typeof key === 'object')) {
            const msg = 'With simple keys, collection cannot be used as a key value';
            throw new Error(msg);
        }
    }
    let explicitKey = !simpleKeys &&
        (!key ||
            (keyComment && value == null && !ctx.inFlow) ||
            identity.isCollection(key) ||
            (identity.isScalar(key)
                ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL
                : typeof key === 'object'));
    ctx = Object.assign({}, ctx, {
        allNullValues: false,
        implicitKey: !explicitKey && (simpleKeys || !allNullValues),
        indent: indent + indentStep
    });
    let keyCommentDone = false;
    let chompKeep = false;
    let str = stringify.stringify(key, ctx, () => (keyCommentDone = true), () => (chompKeep = true));
    if (!explicitKey && !ctx.inFlow && str.length > 1024) {
        if (simpleKeys)
            throw new Error('With simple keys, single line scalar must not span more than 1024 characters');
        explicitKey = true;
    }
    if (ctx.inFlow) {
        if (allNullValues || value == null) {
            if (keyCommentDone && onComment)
                onComment();
            return str === '' ? '?' : explicitKey ? `? ${str}` : str;
        }
    }
    else if ((allNullValues && !simpleKeys) || (value == null && explicitKey)) {
        str = `? ${str}`;
        if (keyComment && !keyCommentDone) {
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        }
        else if (chompKeep && onChompKeep)
            onChompKeep();
        return str;
    }
    if (keyCommentDone)
        keyComment = null;
    if (explicitKey) {
        if (keyComment)
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        str = `? ${str}\n${indent}:`;
    }
    else {
        str = `${str}:`;
        if (keyComment)
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
    }
    let vsb, vcb, valueComment;
    if (identity.isNode(value)) {
        vsb = !!value.spaceBefore;
        vcb = value.commentBefore;
        valueComment = value.comment;
    }
    else {
        vsb = false;
        vcb = null;
        valueComment = null;
        if (value && typeof value === 'object')
            value = doc.createNode(value);
    }
    ctx.implicitKey = false;
    if (!explicitKey && !keyComment && identity.isScalar(value))
        ctx.indentAtStart = str.length + 1;
    chompKeep = false;
    if (!indentSeq &&
        indentStep.length >= 2 &&
        !ctx.inFlow &&
        !explicitKey &&
        identity.isSeq(value) &&
        !value.flow &&
        !value.tag &&
        !value.anchor) {
        // If indentSeq === false, consider '- ' as part of indentation where possible
        ctx.indent = ctx.indent.substring(2);
    }
    let valueCommentDone = false;
    const valueStr = stringify.stringify(value, ctx, () => (valueCommentDone = true), () => (chompKeep = true));
    let ws = ' ';
    if (keyComment || vsb || vcb) {
        ws = vsb ? '\n' : '';
        if (vcb) {
            const cs = commentString(vcb);
            ws += `\n${stringifyComment.indentComment(cs, ctx.indent)}`;
        }
        if (valueStr === '' && !ctx.inFlow) {
            if (ws === '\n' && valueComment)
                ws = '\n\n';
        }
        else {
            ws += `\n${ctx.indent}`;
        }
    }
    else if (!explicitKey && identity.isCollection(value)) {
        const vs0 = valueStr[0];
        const nl0 = valueStr.indexOf('\n');
        const hasNewline = nl0 !== -1;
        const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
        if (hasNewline || !flow) {
            let hasPropsLine = false;
            if (hasNewline && (vs0 === '&' || vs0 === '!')) {
                let sp0 = valueStr.indexOf(' ');
                if (vs0 === '&' &&
                    sp0 !== -1 &&
                    sp0 < nl0 &&
                    valueStr[sp0 + 1] === '!') {
                    sp0 = valueStr.indexOf(' ', sp0 + 1);
                }
                if (sp0 === -1 || nl0 < sp0)
                    hasPropsLine = true;
            }
            if (!hasPropsLine)
                ws = `\n${ctx.indent}`;
        }
    }
    else if (valueStr === '' || valueStr[0] === '\n') {
        ws = '';
    }
    str += ws + valueStr;
    if (ctx.inFlow) {
        if (valueCommentDone && onComment)
            onComment();
    }
    else if (valueComment && !valueCommentDone) {
        str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
    }
    else if (chompKeep && onChompKeep) {
        onChompKeep();
    }
    return str;
}

exports.stringifyPair = stringifyPair;


/***/ }),

/***/ 83069:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(63301);
var foldFlowLines = __nccwpck_require__(34475);

const getFoldOptions = (ctx, isBlock) => ({
    indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
    lineWidth: ctx.options.lineWidth,
    minContentWidth: ctx.options.minContentWidth
});
// Also checks for lines starting with %, as parsing the output as YAML 1.1 will
// presume that's starting a new document.
const containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
function lineLengthOverLimit(str, lineWidth, indentLength) {
    if (!lineWidth || lineWidth < 0)
        return false;
    const limit = lineWidth - indentLength;
    const strLen = str.length;
    if (strLen <= limit)
        return false;
    for (let i = 0, start = 0; i < strLen; ++i) {
        if (str[i] === '\n') {
            if (i - start > limit)
                return true;
            start = i + 1;
            if (strLen - start <= limit)
                return false;
        }
    }
    return true;
}
function doubleQuotedString(value, ctx) {
    const json = JSON.stringify(value);
    if (ctx.options.doubleQuotedAsJSON)
        return json;
    const { implicitKey } = ctx;
    const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
    const indent = ctx.indent || (containsDocumentMarker(value) ? '  ' : '');
    let str = '';
    let start = 0;
    for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
        if (ch === ' ' && json[i + 1] === '\\' && json[i + 2] === 'n') {
            // space before newline needs to be escaped to not be folded
            str += json.slice(start, i) + '\\ ';
            i += 1;
            start = i;
            ch = '\\';
        }
        if (ch === '\\')
            switch (json[i + 1]) {
                case 'u':
                    {
                        str += json.slice(start, i);
                        const code = json.substr(i + 2, 4);
                        switch (code) {
                            case '0000':
                                str += '\\0';
                                break;
                            case '0007':
                                str += '\\a';
                                break;
                            case '000b':
                                str += '\\v';
                                break;
                            case '001b':
                                str += '\\e';
                                break;
                            case '0085':
                                str += '\\N';
                                break;
                            case '00a0':
                                str += '\\_';
                                break;
                            case '2028':
                                str += '\\L';
                                break;
                            case '2029':
                                str += '\\P';
                                break;
                            default:
                                if (code.substr(0, 2) === '00')
                                    str += '\\x' + code.substr(2);
                                else
                                    str += json.substr(i, 6);
                        }
                        i += 5;
                        start = i + 1;
                    }
                    break;
                case 'n':
                    if (implicitKey ||
                        json[i + 2] === '"' ||
                        json.length < minMultiLineLength) {
                        i += 1;
                    }
                    else {
                        // folding will eat first newline
                        str += json.slice(start, i) + '\n\n';
                        while (json[i + 2] === '\\' &&
                            json[i + 3] === 'n' &&
                            json[i + 4] !== '"') {
                            str += '\n';
                            i += 2;
                        }
                        str += indent;
                        // space after newline needs to be escaped to not be folded
                        if (json[i + 2] === ' ')
                            str += '\\';
                        i += 1;
                        start = i + 1;
                    }
                    break;
                default:
                    i += 1;
            }
    }
    str = start ? str + json.slice(start) : json;
    return implicitKey
        ? str
        : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
}
function singleQuotedString(value, ctx) {
    if (ctx.options.singleQuote === false ||
        (ctx.implicitKey && value.includes('\n')) ||
        /[ \t]\n|\n[ \t]/.test(value) // single quoted string can't have leading or trailing whitespace around newline
    )
        return doubleQuotedString(value, ctx);
    const indent = ctx.indent || (containsDocumentMarker(value) ? '  ' : '');
    const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&\n${indent}`) + "'";
    return ctx.implicitKey
        ? res
        : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
}
function quotedString(value, ctx) {
    const { singleQuote } = ctx.options;
    let qs;
    if (singleQuote === false)
        qs = doubleQuotedString;
    else {
        const hasDouble = value.includes('"');
        const hasSingle = value.includes("'");
        if (hasDouble && !hasSingle)
            qs = singleQuotedString;
        else if (hasSingle && !hasDouble)
            qs = doubleQuotedString;
        else
            qs = singleQuote ? singleQuotedString : doubleQuotedString;
    }
    return qs(value, ctx);
}
// The negative lookbehind avoids a polynomial search,
// but isn't supported yet on Safari: https://caniuse.com/js-regexp-lookbehind
let blockEndNewlines;
try {
    blockEndNewlines = new RegExp('(^|(?<!\n))\n+(?!\n|$)', 'g');
}
catch {
    blockEndNewlines = /\n+(?!\n|$)/g;
}
function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
    const { blockQuote, commentString, lineWidth } = ctx.options;
    // 1. Block can't end in whitespace unless the last line is non-empty.
    // 2. Strings consisting of only whitespace are best rendered explicitly.
    if (!blockQuote || /\n[\t ]+$/.test(value)) {
        return quotedString(value, ctx);
    }
    const indent = ctx.indent ||
        (ctx.forceBlockIndent || containsDocumentMarker(value) ? '  ' : '');
    const literal = blockQuote === 'literal'
        ? true
        : blockQuote === 'folded' || type === Scalar.Scalar.BLOCK_FOLDED
            ? false
            : type === Scalar.Scalar.BLOCK_LITERAL
                ? true
                : !lineLengthOverLimit(value, lineWidth, indent.length);
    if (!value)
        return literal ? '|\n' : '>\n';
    // determine chomping from whitespace at value end
    let chomp;
    let endStart;
    for (endStart = value.length; endStart > 0; --endStart) {
        const ch = value[endStart - 1];
        if (ch !== '\n' && ch !== '\t' && ch !== ' ')
            break;
    }
    let end = value.substring(endStart);
    const endNlPos = end.indexOf('\n');
    if (endNlPos === -1) {
        chomp = '-'; // strip
    }
    else if (value === end || endNlPos !== end.length - 1) {
        chomp = '+'; // keep
        if (onChompKeep)
            onChompKeep();
    }
    else {
        chomp = ''; // clip
    }
    if (end) {
        value = value.slice(0, -end.length);
        if (end[end.length - 1] === '\n')
            end = end.slice(0, -1);
        end = end.replace(blockEndNewlines, `$&${indent}`);
    }
    // determine indent indicator from whitespace at value start
    let startWithSpace = false;
    let startEnd;
    let startNlPos = -1;
    for (startEnd = 0; startEnd < value.length; ++startEnd) {
        const ch = value[startEnd];
        if (ch === ' ')
            startWithSpace = true;
        else if (ch === '\n')
            startNlPos = startEnd;
        else
            break;
    }
    let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
    if (start) {
        value = value.substring(start.length);
        start = start.replace(/\n+/g, `$&${indent}`);
    }
    const indentSize = indent ? '2' : '1'; // root is at -1
    // Leading | or > is added later
    let header = (startWithSpace ? indentSize : '') + chomp;
    if (comment) {
        header += ' ' + commentString(comment.replace(/ ?[\r\n]+/g, ' '));
        if (onComment)
            onComment();
    }
    if (!literal) {
        const foldedValue = value
            .replace(/\n+/g, '\n$&')
            .replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, '$1$2') // more-indented lines aren't folded
            //                ^ more-ind. ^ empty     ^ capture next empty lines only at end of indent
            .replace(/\n+/g, `$&${indent}`);
        let literalFallback = false;
        const foldOptions = getFoldOptions(ctx, true);
        if (blockQuote !== 'folded' && type !== Scalar.Scalar.BLOCK_FOLDED) {
            foldOptions.onOverflow = () => {
                literalFallback = true;
            };
        }
        const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
        if (!literalFallback)
            return `>${header}\n${indent}${body}`;
    }
    value = value.replace(/\n+/g, `$&${indent}`);
    return `|${header}\n${indent}${start}${value}${end}`;
}
function plainString(item, ctx, onComment, onChompKeep) {
    const { type, value } = item;
    const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
    if ((implicitKey && value.includes('\n')) ||
        (inFlow && /[[\]{},]/.test(value))) {
        return quotedString(value, ctx);
    }
    if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) {
        // not allowed:
        // - '-' or '?'
        // - start with an indicator character (except [?:-]) or /[?-] /
        // - '\n ', ': ' or ' \n' anywhere
        // - '#' not preceded by a non-space char
        // - end with ' ' or ':'
        return implicitKey || inFlow || !value.includes('\n')
            ? quotedString(value, ctx)
            : blockString(item, ctx, onComment, onChompKeep);
    }
    if (!implicitKey &&
        !inFlow &&
        type !== Scalar.Scalar.PLAIN &&
        value.includes('\n')) {
        // Where allowed & type not set explicitly, prefer block style for multiline strings
        return blockString(item, ctx, onComment, onChompKeep);
    }
    if (containsDocumentMarker(value)) {
        if (indent === '') {
            ctx.forceBlockIndent = true;
            return blockString(item, ctx, onComment, onChompKeep);
        }
        else if (implicitKey && indent === indentStep) {
            return quotedString(value, ctx);
        }
    }
    const str = value.replace(/\n+/g, `$&\n${indent}`);
    // Verify that output will be parsed as a string, as e.g. plain numbers and
    // booleans get parsed with those types in v1.2 (e.g. '42', 'true' & '0.9e-3'),
    // and others in v1.1.
    if (actualString) {
        const test = (tag) => tag.default && tag.tag !== 'tag:yaml.org,2002:str' && tag.test?.test(str);
        const { compat, tags } = ctx.doc.schema;
        if (tags.some(test) || compat?.some(test))
            return quotedString(value, ctx);
    }
    return implicitKey
        ? str
        : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
}
function stringifyString(item, ctx, onComment, onChompKeep) {
    const { implicitKey, inFlow } = ctx;
    const ss = typeof item.value === 'string'
        ? item
        : Object.assign({}, item, { value: String(item.value) });
    let { type } = item;
    if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
        // force double quotes on control characters & unpaired surrogates
        if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value))
            type = Scalar.Scalar.QUOTE_DOUBLE;
    }
    const _stringify = (_type) => {
        switch (_type) {
            case Scalar.Scalar.BLOCK_FOLDED:
            case Scalar.Scalar.BLOCK_LITERAL:
                return implicitKey || inFlow
                    ? quotedString(ss.value, ctx) // blocks are not valid inside flow containers
                    : blockString(ss, ctx, onComment, onChompKeep);
            case Scalar.Scalar.QUOTE_DOUBLE:
                return doubleQuotedString(ss.value, ctx);
            case Scalar.Scalar.QUOTE_SINGLE:
                return singleQuotedString(ss.value, ctx);
            case Scalar.Scalar.PLAIN:
                return plainString(ss, ctx, onComment, onChompKeep);
            default:
                return null;
        }
    };
    let res = _stringify(type);
    if (res === null) {
        const { defaultKeyType, defaultStringType } = ctx.options;
        const t = (implicitKey && defaultKeyType) || defaultStringType;
        res = _stringify(t);
        if (res === null)
            throw new Error(`Unsupported default string type ${t}`);
    }
    return res;
}

exports.stringifyString = stringifyString;


/***/ }),

/***/ 10204:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(41127);

const BREAK = Symbol('break visit');
const SKIP = Symbol('skip children');
const REMOVE = Symbol('remove node');
/**
 * Apply a visitor to an AST node or document.
 *
 * Walks through the tree (depth-first) starting from `node`, calling a
 * `visitor` function with three arguments:
 *   - `key`: For sequence values and map `Pair`, the node's index in the
 *     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
 *     `null` for the root node.
 *   - `node`: The current node.
 *   - `path`: The ancestry of the current node.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this node, continue with next
 *     sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current node, then continue with the next one
 *   - `Node`: Replace the current node, then continue by visiting it
 *   - `number`: While iterating the items of a sequence or map, set the index
 *     of the next step. This is useful especially if the index of the current
 *     node has changed.
 *
 * If `visitor` is a single function, it will be called with all values
 * encountered in the tree, including e.g. `null` values. Alternatively,
 * separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
 * `Alias` and `Scalar` node. To define the same visitor function for more than
 * one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
 * and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
 * specific defined one will be used for each node.
 */
function visit(node, visitor) {
    const visitor_ = initVisitor(visitor);
    if (identity.isDocument(node)) {
        const cd = visit_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
            node.contents = null;
    }
    else
        visit_(null, node, visitor_, Object.freeze([]));
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visit.BREAK = BREAK;
/** Do not visit the children of the current node */
visit.SKIP = SKIP;
/** Remove the current node */
visit.REMOVE = REMOVE;
function visit_(key, node, visitor, path) {
    const ctrl = callVisitor(key, node, visitor, path);
    if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path, ctrl);
        return visit_(key, ctrl, visitor, path);
    }
    if (typeof ctrl !== 'symbol') {
        if (identity.isCollection(node)) {
            path = Object.freeze(path.concat(node));
            for (let i = 0; i < node.items.length; ++i) {
                const ci = visit_(i, node.items[i], visitor, path);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    node.items.splice(i, 1);
                    i -= 1;
                }
            }
        }
        else if (identity.isPair(node)) {
            path = Object.freeze(path.concat(node));
            const ck = visit_('key', node.key, visitor, path);
            if (ck === BREAK)
                return BREAK;
            else if (ck === REMOVE)
                node.key = null;
            const cv = visit_('value', node.value, visitor, path);
            if (cv === BREAK)
                return BREAK;
            else if (cv === REMOVE)
                node.value = null;
        }
    }
    return ctrl;
}
/**
 * Apply an async visitor to an AST node or document.
 *
 * Walks through the tree (depth-first) starting from `node`, calling a
 * `visitor` function with three arguments:
 *   - `key`: For sequence values and map `Pair`, the node's index in the
 *     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
 *     `null` for the root node.
 *   - `node`: The current node.
 *   - `path`: The ancestry of the current node.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `Promise`: Must resolve to one of the following values
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this node, continue with next
 *     sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current node, then continue with the next one
 *   - `Node`: Replace the current node, then continue by visiting it
 *   - `number`: While iterating the items of a sequence or map, set the index
 *     of the next step. This is useful especially if the index of the current
 *     node has changed.
 *
 * If `visitor` is a single function, it will be called with all values
 * encountered in the tree, including e.g. `null` values. Alternatively,
 * separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
 * `Alias` and `Scalar` node. To define the same visitor function for more than
 * one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
 * and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
 * specific defined one will be used for each node.
 */
async function visitAsync(node, visitor) {
    const visitor_ = initVisitor(visitor);
    if (identity.isDocument(node)) {
        const cd = await visitAsync_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
            node.contents = null;
    }
    else
        await visitAsync_(null, node, visitor_, Object.freeze([]));
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visitAsync.BREAK = BREAK;
/** Do not visit the children of the current node */
visitAsync.SKIP = SKIP;
/** Remove the current node */
visitAsync.REMOVE = REMOVE;
async function visitAsync_(key, node, visitor, path) {
    const ctrl = await callVisitor(key, node, visitor, path);
    if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path, ctrl);
        return visitAsync_(key, ctrl, visitor, path);
    }
    if (typeof ctrl !== 'symbol') {
        if (identity.isCollection(node)) {
            path = Object.freeze(path.concat(node));
            for (let i = 0; i < node.items.length; ++i) {
                const ci = await visitAsync_(i, node.items[i], visitor, path);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    node.items.splice(i, 1);
                    i -= 1;
                }
            }
        }
        else if (identity.isPair(node)) {
            path = Object.freeze(path.concat(node));
            const ck = await visitAsync_('key', node.key, visitor, path);
            if (ck === BREAK)
                return BREAK;
            else if (ck === REMOVE)
                node.key = null;
            const cv = await visitAsync_('value', node.value, visitor, path);
            if (cv === BREAK)
                return BREAK;
            else if (cv === REMOVE)
                node.value = null;
        }
    }
    return ctrl;
}
function initVisitor(visitor) {
    if (typeof visitor === 'object' &&
        (visitor.Collection || visitor.Node || visitor.Value)) {
        return Object.assign({
            Alias: visitor.Node,
            Map: visitor.Node,
            Scalar: visitor.Node,
            Seq: visitor.Node
        }, visitor.Value && {
            Map: visitor.Value,
            Scalar: visitor.Value,
            Seq: visitor.Value
        }, visitor.Collection && {
            Map: visitor.Collection,
            Seq: visitor.Collection
        }, visitor);
    }
    return visitor;
}
function callVisitor(key, node, visitor, path) {
    if (typeof visitor === 'function')
        return visitor(key, node, path);
    if (identity.isMap(node))
        return visitor.Map?.(key, node, path);
    if (identity.isSeq(node))
        return visitor.Seq?.(key, node, path);
    if (identity.isPair(node))
        return visitor.Pair?.(key, node, path);
    if (identity.isScalar(node))
        return visitor.Scalar?.(key, node, path);
    if (identity.isAlias(node))
        return visitor.Alias?.(key, node, path);
    return undefined;
}
function replaceNode(key, path, node) {
    const parent = path[path.length - 1];
    if (identity.isCollection(parent)) {
        parent.items[key] = node;
    }
    else if (identity.isPair(parent)) {
        if (key === 'key')
            parent.key = node;
        else
            parent.value = node;
    }
    else if (identity.isDocument(parent)) {
        parent.contents = node;
    }
    else {
        const pt = identity.isAlias(parent) ? 'alias' : 'scalar';
        throw new Error(`Cannot replace node with ${pt} parent`);
    }
}

exports.visit = visit;
exports.visitAsync = visitAsync;


/***/ }),

/***/ 40001:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U4: () => (/* binding */ isNewer),
/* harmony export */   Y6: () => (/* binding */ baselineFolder),
/* harmony export */   _o: () => (/* binding */ parseBaselineName),
/* harmony export */   ki: () => (/* binding */ formatBaselineName),
/* harmony export */   x2: () => (/* binding */ baselineKey)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var _github_images_branch_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(32551);


/**
 * What decides how a target looks, as a name: what was recorded for another instance, format, size, filter or style
 * is recorded under another one. Says whose it is, for those who look at the branch.
 */
function baselineKey(target, host) {
    const { kind, id, output, width, height } = target;
    const options = 'filters' in target ? dashboardOptions(target) : {};
    const all = JSON.stringify({ host, kind, id, output, width, height, ...options });
    const name = `${kind}-${id}`
        .toLowerCase()
        .replace(/[^a-z\d]+/g, '-')
        .slice(0, 60);
    return `${name}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(all).digest('hex').slice(0, 16)}`;
}
/** Of filters, not their order: Looker does not care. */
function dashboardOptions({ filters, style, theme, tabIds, longTables, }) {
    return { filters: [...filters].sort(([a], [b]) => (a < b ? -1 : 1)), style, theme, tabIds, longTables };
}
/** A branch's folder: readable, and by its hash another one for each name. */
function baselineFolder(branch) {
    const plain = branch.replace(/[^\w-]+/g, '-').slice(0, 60);
    return `${_github_images_branch_js__WEBPACK_IMPORTED_MODULE_1__/* .baselinesFolder */ .jc}/${plain}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(branch).digest('hex').slice(0, 16)}`;
}
const isNewer = (one, other) => one.run > other.run || (one.run === other.run && one.attempt > other.attempt);
function formatBaselineName(name) {
    const { key, format, run, attempt, at, commit, release, seconds } = name;
    const time = at.toISOString().replace(/\.\d+|[-:]/g, '');
    const origin = `${run}-${attempt}.${time}.${commit}`;
    const about = [
        release && `.r${release.replaceAll('.', '-')}`,
        seconds !== undefined && `.t${Math.min(Math.round(seconds * 10), 99_999)}`,
    ];
    return `${key}.${origin}${about.filter(Boolean).join('')}.${format}`;
}
const namePattern = /^([a-z\d-]+)\.(\d+)-(\d+)\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.([\da-f]{40})(?:\.r([\d-]+))?(?:\.t(\d{1,5}))?\.(png|jpg|pdf)$/;
function parseBaselineName(file) {
    const [, key = '', run, attempt, year, month, day, hour, minute, second, commit = '', release, tenths, format,] = namePattern.exec(file) ?? [];
    if (!format)
        return undefined;
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    if (Number.isNaN(at.getTime()))
        return undefined;
    return {
        key,
        run: Number(run),
        attempt: Number(attempt),
        at,
        commit,
        ...(release && { release: release.replaceAll('-', '.') }),
        ...(tenths && { seconds: Number(tenths) / 10 }),
        format: format,
    };
}


/***/ }),

/***/ 12288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  v: () => (/* binding */ bundledParts)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(75919);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __nccwpck_require__(38815);
;// CONCATENATED MODULE: ./build/inputs/action-defaults.js

/**
 * The defaults that `action.yml` declares: the runner uses them for inputs that are absent, not for those given
 * empty. Its expressions are the runner's to evaluate; of them `github.…` stands in the environment too, and the
 * rest is left out.
 */
function readActionDefaults(actionYml, env) {
    const { inputs } = (0,dist/* parse */.qg)(actionYml, { schema: 'failsafe' });
    const known = (expression) => {
        const name = /^github\.(\w+)$/.exec(expression.trim())?.[1];
        return (name && env[`GITHUB_${name.toUpperCase()}`]) ?? '';
    };
    const literal = (value = '') => value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => known(expression));
    return Object.fromEntries(Object.entries(inputs).map(([name, { default: value }]) => [name, literal(value)]));
}

// EXTERNAL MODULE: ./build/runtime/files.js + 1 modules
var files = __nccwpck_require__(89533);
;// CONCATENATED MODULE: ./build/bundle.js




/** What stands beside the bundle that runs (`dist/index.js`): `action.yml` with its defaults, the thread that compares. */
function bundledParts(bundle, env) {
    return {
        defaults: () => readActionDefaults((0,files/* readFile */.T)((0,external_node_path_.join)(bundle, '../../action.yml')), env),
        // It decodes what strangers may have drawn, and needs nothing that the environment holds.
        comparer: () => new external_node_worker_threads_.Worker((0,external_node_path_.join)(bundle, '../compare/index.js'), { env: {} }),
    };
}


/***/ }),

/***/ 19473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Kf: () => (/* binding */ thrownOf),
/* harmony export */   T6: () => (/* binding */ ProxyError),
/* harmony export */   _n: () => (/* binding */ Interruption),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   ec: () => (/* binding */ toFault),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   z6: () => (/* binding */ asActionError)
/* harmony export */ });
/**
 * An error for people: what happened (`message`, the fact) and what to do about it (`hint`), in the user's
 * words. `run` is the one place that prints it.
 */
class ActionError extends Error {
    hint;
    constructor(fact, hint, options) {
        super(fact, options);
        this.name = 'ActionError';
        this.hint = hint;
    }
}
/** A proxy that stands between us and a host, and did not lead there. */
class ProxyError extends ActionError {
    /** It said no: asking again does not help. */
    final;
    constructor(fact, hint, about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'ProxyError';
        this.final = about.final;
    }
}
/** The deadline or the cancellation: it knows not what it ends. Whoever is at work then says so. */
class Interruption extends ActionError {
    /** `what`: "The comment could not be written". */
    during(what) {
        const fact = this.message.charAt(0).toLowerCase() + this.message.slice(1);
        return new ActionError(`${what}: ${fact}`, this.hint, { cause: this });
    }
}
/** Every problem of every input, each with the input's name, what was found, and what to write instead. */
class InputError extends ActionError {
    problems;
    constructor(problems) {
        const [first = ''] = problems;
        super(problems.length === 1 ? first : `${problems.length} inputs need a change`, 'Nothing was rendered. Change the inputs of the step and run it again.');
        this.name = 'InputError';
        this.problems = problems;
    }
}
/** Anything thrown, in words for people. What was thrown goes along for the debug log, and into no output: it is not enumerable. */
function toFault(thrown) {
    const { message, hint } = asActionError(thrown);
    return Object.defineProperty({ message, hint }, 'thrown', { value: thrown });
}
const thrownOf = (fault) => ('thrown' in fault ? fault.thrown : undefined);
/** Anything thrown, as an error with a next step. What no code of ours foresaw keeps its message and cause. */
function asActionError(error) {
    if (error instanceof ActionError)
        return error;
    const fact = error instanceof Error ? error.message : String(error);
    return new ActionError(fact, 'This was not foreseen: please report it, with the log of a run with debug logging turned on.', { cause: error });
}


/***/ }),

/***/ 47307:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Mj: () => (/* binding */ gitHubError),
/* harmony export */   Vt: () => (/* binding */ pullRequestError),
/* harmony export */   YO: () => (/* binding */ proxyErrorOf),
/* harmony export */   a2: () => (/* binding */ retryDelay),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   dg: () => (/* binding */ isTransient)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(44895);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(35976);




function statusOf(error) {
    return error instanceof Error && 'status' in error && typeof error.status === 'number'
        ? error.status
        : undefined;
}
/** GitHub's own words, without the address of its documentation that Octokit adds. */
const messageOf = (error) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)((error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''));
/** What an error comes to, for people: GitHub's own words where its answer has some, not a proxy's page. */
function describeError(error) {
    const status = statusOf(error);
    if (status === undefined)
        return messageOf(error);
    const data = answerTo(error)?.data;
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .G)(data) && typeof data.message === 'string' && data.message.trim() !== '')
        return messageOf(error);
    return answerTo(error)
        ? `GitHub answered ${status} and gave no reason`
        : `the connection to GitHub broke (${messageOf(error)})`;
}
const answerTo = (error) => error instanceof Error && 'response' in error ? error.response : undefined;
const header = (error, name) => answerTo(error)?.headers?.[name];
/** A fault that the same request may not meet again. Octokit gives a broken connection the status 500. */
function isTransient(error) {
    if (proxyErrorOf(error)?.final)
        return false;
    const status = statusOf(error);
    return status === undefined || status >= 500 || isRateLimit(error);
}
/** The proxy's fault, where Octokit has wrapped one. */
const proxyErrorOf = (error) => error instanceof Error && error.cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6 ? error.cause : undefined;
/** GitHub's primary and secondary rate limits ("Rate limits for the REST API"). */
function isRateLimit(error) {
    const status = statusOf(error);
    if (status === 429)
        return true;
    const limited = header(error, 'retry-after') !== undefined || header(error, 'x-ratelimit-remaining') === '0';
    return status === 403 && (limited || /rate limit/i.test(messageOf(error)));
}
/** Milliseconds that GitHub asks to wait; a minute where a rate limit does not say. */
function retryDelay(error) {
    const seconds = Number(header(error, 'retry-after'));
    if (seconds > 0)
        return Math.min(seconds * 1000, _runtime_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .maxTimer */ ._);
    if (!isRateLimit(error))
        return 0;
    const reset = Number(header(error, 'x-ratelimit-reset')) * 1000 - Date.now();
    return header(error, 'x-ratelimit-remaining') === '0' && reset > 0 ? Math.min(reset, _runtime_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .maxTimer */ ._) : 60_000;
}
/** What could not be done at GitHub, with the permission to add where that is the reason. */
function gitHubError(error, what, permission) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n)
        return error.during(what);
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error;
    const proxy = proxyErrorOf(error);
    if (proxy)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${proxy.message}`, proxy.hint, { cause: error });
    const status = statusOf(error);
    const accepted = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(header(error, 'x-accepted-github-permissions') ?? '', 100);
    if (status === 401 || status === 403 || (status === 404 && accepted))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: GitHub refused it (${status}: ${describeError(error)})`, `Add "${permission}" to the job's permissions${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`, { cause: error });
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: ${describeError(error)}`, 'Run the job again; everything else was delivered.', {
        cause: error,
    });
}
/** Where GitHub knows no such pull request, or hides it; undefined where that is not what it says. */
function pullRequestError(error, what, { owner, repo, number }) {
    if (statusOf(error) !== 404)
        return undefined;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${what}: GitHub knows no pull request #${number} in ${owner}/${repo}`, 'Set pull-request to the number of one that github-token may read.', { cause: error });
}


/***/ }),

/***/ 6830:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RX: () => (/* binding */ hasLabel),
/* harmony export */   _n: () => (/* binding */ pullRequestOf),
/* harmony export */   hO: () => (/* binding */ readWorkflowRun),
/* harmony export */   vr: () => (/* binding */ baseBranchOf)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** What is there in another shape than GitHub gives it is not there: nothing that follows looks at shapes again. */
function readWorkflowRun(env, readFile) {
    const payload = readPayload(env, readFile);
    const [, owner = '', repo = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
    const serverUrl = origin(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com';
    const id = counted(Number(env.GITHUB_RUN_ID)) ?? 0;
    const eventName = env.GITHUB_EVENT_NAME ?? '';
    return {
        eventName,
        actor: env.GITHUB_ACTOR ?? '',
        payload,
        serverUrl,
        owner,
        repo,
        url: `${serverUrl}/${owner}/${repo}/actions/runs/${id}`,
        id,
        attempt: counted(Number(env.GITHUB_RUN_ATTEMPT)) ?? 1,
        sha: payload.pull_request?.head?.sha ?? hash(env.GITHUB_SHA) ?? '',
        branch: isOfPullRequest(eventName, payload) ? undefined : branchOf(env.GITHUB_REF),
    };
}
function readPayload(env, readFile) {
    const path = env.GITHUB_EVENT_PATH;
    if (!path)
        return {};
    try {
        return payloadOf(fields((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .q)(readFile(path))));
    }
    catch {
        // Outside of a runner there may be no such file; what the event would tell is then unknown.
        return {};
    }
}
const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined);
/** Some of those events have the base branch for their ref, or one that the merge queue made. */
const isOfPullRequest = (eventName, { issue, merge_group }) => eventName.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group);
/** The branch that the event's pull request, or the merge queue's, goes to. */
function baseBranchOf({ payload }) {
    return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref);
}
function payloadOf({ repository, pull_request: pull, issue, merge_group: queue }) {
    const about = {};
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .G)(repository))
        about.repository = repositoryOf(repository);
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .G)(pull)) {
        const { sha, repo } = fields(pull.head);
        const head = {
            ...withValue('sha', hash(sha)),
            ...((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .G)(repo) && { repo: repositoryOf(repo) }),
        };
        const base = withValue('ref', text(fields(pull.base).ref));
        about.pull_request = { ...withValue('number', counted(pull.number)), head, base, ...labelsOf(pull) };
    }
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .G)(queue))
        about.merge_group = withValue('base_ref', text(queue.base_ref));
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .G)(issue))
        about.issue = { ...withValue('number', counted(issue.number)), pull_request: issue.pull_request };
    return about;
}
const repositoryOf = ({ full_name: name, private: hidden }) => ({
    ...withValue('full_name', text(name)),
    ...withValue('private', typeof hidden === 'boolean' ? hidden : undefined),
});
function labelsOf({ labels }) {
    const names = Array.isArray(labels) ? labels.flatMap(label => text(fields(label).name) ?? []) : [];
    return names.length > 0 ? { labels: names } : {};
}
const fields = (value) => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .G)(value) ? value : {});
const withValue = (key, value) => (value === undefined ? {} : { [key]: value });
const text = (value) => (typeof value === 'string' ? value : undefined);
const counted = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
const hash = (value) => typeof value === 'string' && /^[0-9a-f]{7,64}$/i.test(value) ? value : undefined;
const origin = (url) => /^https?:/i.test(url) ? (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(url)?.origin : undefined;
/** Whether the event's pull request has a label; GitHub knows labels whatever their letters' case. */
const hasLabel = ({ payload }, label) => (payload.pull_request?.labels ?? []).some(name => name.toLowerCase() === label.toLowerCase());
/** The pull request that the event is about, a comment on one included. */
function pullRequestOf({ payload }) {
    return payload.pull_request?.number ?? (payload.issue?.pull_request ? payload.issue.number : undefined);
}


/***/ }),

/***/ 32551:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CP: () => (/* binding */ keptDays),
/* harmony export */   cY: () => (/* binding */ initialFiles),
/* harmony export */   hs: () => (/* binding */ branchError),
/* harmony export */   iw: () => (/* binding */ fileUrl),
/* harmony export */   jc: () => (/* binding */ baselinesFolder),
/* harmony export */   kN: () => (/* binding */ readCommit),
/* harmony export */   nG: () => (/* binding */ filesIn),
/* harmony export */   wJ: () => (/* binding */ blobSha),
/* harmony export */   zy: () => (/* binding */ readHead)
/* harmony export */ });
/* unused harmony export readTree */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(47307);
/* harmony import */ var _responses_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(20646);




/** Days after which a run's pictures leave the branch's tip; links to their commits go on working. */
const keptDays = 30;
/** The folder of what `compare: base` recorded. */
const baselinesFolder = 'baselines';
/** Tells our branch from others: its content must stay as it is. */
const mark = {
    path: '.gitattributes',
    content: ['png', 'jpg', 'pdf'].map(format => `*.${format} binary linguist-generated\n`).join(''),
};
const readme = `# Pictures of Looker Snapshot

The comments on this repository's pull requests show these pictures, by links to this branch's commits. The branch is
written by the action and has nothing to do with the code; do not merge it. A run's pictures stand in a folder for the
day, and leave the branch's tip after ${keptDays} days. \`${baselinesFolder}\` holds, for each branch, the pictures that pull requests
are compared with. Deleting the branch takes the pictures out of old comments.
`;
/** What every branch of pictures begins with. */
const initialFiles = [mark, { path: 'README.md', content: readme }].map(file => ({
    ...file,
    mode: '100644',
    type: 'blob',
}));
/** Whether a root is that of a branch that this action made. */
const isOurs = (root) => root.some(({ path, sha }) => path === mark.path && sha === blobSha(Buffer.from(mark.content)));
/** The name that git gives to a file by its content: two of one name are equal. */
const blobSha = (content) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
/** Undefined where there is no such branch; one without our mark is somebody's work, and left alone. */
async function readHead(repository, ref) {
    const sha = await readCommit(repository, ref);
    if (sha === undefined)
        return undefined;
    const tree = await readTreeSha(repository, sha);
    const { entries, isWhole } = await listTree(repository, tree, 'all of it');
    // Of a list that was cut the root may be missing.
    const root = isWhole ? entries.filter(({ path }) => !path.includes('/')) : await readTree(repository, tree);
    const files = isWhole && entries.filter(({ type }) => type === 'blob');
    if (isOurs(root))
        return { sha, tree, root, ...(files && { files }) };
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${ref} was not made for pictures (it has no .gitattributes of this action), so none were put there`, 'Set images-branch to a branch that is for the pictures alone; it is made when it does not exist.');
}
/** The branch's newest commit; undefined where there is no such branch. */
async function readCommit({ octokit, owner, repo }, ref) {
    try {
        const { data } = await octokit.rest.git.getRef({ owner, repo, ref });
        return (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)((0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .fields */ .OA)(data, 'ref').object, 'ref');
    }
    catch (error) {
        if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 404)
            return undefined;
        throw error;
    }
}
async function readTreeSha({ octokit, owner, repo }, commit) {
    const { data } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: commit });
    return (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)((0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .fields */ .OA)(data, 'commit').tree, 'commit');
}
/** The entries of one folder, by its tree's sha. */
const readTree = async (repository, sha) => (await listTree(repository, sha, 'one folder')).entries;
async function listTree({ octokit, owner, repo }, sha, depth) {
    const recursive = depth === 'all of it' ? { recursive: '1' } : {};
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: sha, ...recursive });
    const { tree, truncated } = (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .fields */ .OA)(data, 'tree');
    const entries = (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .listOf */ .c3)(tree, 'tree').map(entry => {
        (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .shaOf */ .ye)(entry, 'tree');
        (0,_responses_js__WEBPACK_IMPORTED_MODULE_3__/* .textOf */ .b6)(entry, 'path', 'tree');
        return entry;
    });
    return { entries, isWhole: truncated !== true };
}
/** The files below a folder, by their paths in it. */
async function filesIn(repository, head, folder) {
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
/** A link that shows the file, to those who may read the repository, for as long as the commit lives. */
const fileUrl = ({ serverUrl, owner, repo }, commit, path) => `${serverUrl}/${owner}/${repo}/blob/${commit}/${path}?raw=true`;
function branchError(error, ref) {
    const what = 'The pictures could not be put into the repository';
    const words = (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error);
    if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) === 409 && /empty/i.test(words))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${what}: it is empty`, 'Push a first commit to the repository.', { cause: error });
    if ([409, 422].includes((0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(error) ?? 0) && /\brules?\b|ruleset|protected/i.test(words))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(`${what}: GitHub does not let ${ref} be changed (${words})`, 'Let no branch protection or ruleset cover images-branch, or set it to a ref such as refs/looker/snapshots.', { cause: error });
    return (0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .gitHubError */ .Mj)(error, what, 'contents: write');
}


/***/ }),

/***/ 81351:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ isAsDeployed),
/* harmony export */   Oz: () => (/* binding */ baselineBranch),
/* harmony export */   t5: () => (/* binding */ pullRequestToComment),
/* harmony export */   uT: () => (/* binding */ pullRequestFor)
/* harmony export */ });
/* harmony import */ var _event_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6830);

/** The pull request that the run is for: what the input says, else what the event tells. */
const pullRequestFor = ({ inputs, run }) => inputs.comment.pullRequest ?? (0,_event_js__WEBPACK_IMPORTED_MODULE_0__/* .pullRequestOf */ ._n)(run);
/** The pull request that is to be commented on, where one is. */
function pullRequestToComment({ inputs, run }) {
    const { comment, pullRequest } = inputs.comment;
    const onPullRequest = run.eventName.startsWith('pull_request') || pullRequest !== undefined;
    if (comment === 'false' || (comment === 'auto' && !onPullRequest))
        return undefined;
    return pullRequestFor({ inputs, run });
}
/** Others run for the default branch whatever they are about, or with content that anybody may have sent. */
const recordingEvents = ['push', 'schedule', 'workflow_dispatch'];
/** Whether the pictures of a pull request show what is deployed anyway, and not its own LookML. */
const isAsDeployed = ({ inputs, run }) => !inputs.deploy && pullRequestFor({ inputs, run }) !== undefined;
/** The branch that this run records its pictures for, with `compare: base`; a run for a pull request records none. */
function baselineBranch({ inputs, run }) {
    const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName);
    return records && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined;
}


/***/ }),

/***/ 97321:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  h: () => (/* binding */ openRepository)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./node_modules/p-retry/index.js + 1 modules
var p_retry = __nccwpck_require__(74995);
// EXTERNAL MODULE: ./build/runtime/deadline.js
var deadline = __nccwpck_require__(19551);
// EXTERNAL MODULE: ./build/github/errors.js
var github_errors = __nccwpck_require__(47307);
// EXTERNAL MODULE: ./build/github/responses.js
var responses = __nccwpck_require__(20646);
;// CONCATENATED MODULE: ./build/github/client.js





/** Tries of one request, the first included. */
const tries = 5;
/** GitHub gives up on a request itself after 10 s. */
const maxSilence = 60_000;
/**
 * Makes every request of this Octokit patient: a 5xx, a broken connection and a rate limit are tried again with
 * growing pauses. That is safe for all we send but the creation of a comment, which says `request: { once: true }`.
 */
function withRetries(octokit, options) {
    const { signal, first = 1000 } = options;
    octokit.hook.wrap('request', (request, call) => {
        const isWorthIt = (error) => !signal.aborted && (0,github_errors/* isTransient */.dg)(error);
        const ask = async (signal) => {
            call.request = { ...call.request, signal };
            return request(call);
        };
        return (0,p_retry/* default */.Ay)(() => send(options, ask), {
            signal,
            retries: call.request?.once === true ? 0 : tries - 1,
            minTimeout: first,
            factor: 2,
            randomize: true,
            shouldRetry: ({ error }) => isWorthIt(error),
            onFailedAttempt: async ({ error, retriesLeft }) => {
                if (retriesLeft > 0 && isWorthIt(error))
                    await waitBeforeRetry(options, call, error);
            },
        });
    });
    return octokit;
}
/** One try; GitHub's silence ends it. */
async function send({ signal, silence = maxSilence }, ask) {
    const ended = AbortSignal.any([signal, AbortSignal.timeout(silence)]);
    try {
        // A body that is not compressed as it says ends by no signal in Node 20.
        return readWhole(await (0,deadline/* orAborted */.H6)(ended, ask(ended)));
    }
    catch (error) {
        signal.throwIfAborted();
        if (ended.aborted)
            throw new Error(`GitHub was silent for ${Math.round(silence / 1000)} s`);
        if (isAnswered(error))
            readWhole(error.response);
        throw toUsableError(error);
    }
}
/** What GitHub asked us to wait comes before the growing pause, which then spreads those who were told the same. */
async function waitBeforeRetry({ clock, signal, log }, { method, url }, error) {
    log(`GitHub: ${(0,github_errors/* statusOf */.c2)(error) ?? (0,github_errors/* messageOf */.bD)(error)} (${method} ${url}). Trying again.`);
    const delay = (0,github_errors/* retryDelay */.a2)(error);
    if (delay > 0)
        await clock.sleep(delay, signal);
}
/** Octokit hands over JSON that broke off as the text that came, without a word (@octokit/request 10). */
function readWhole(response) {
    const isJson = response.headers['content-type']?.includes('json');
    if (isJson && typeof response.data === 'string')
        throw new responses/* UnexpectedResponseError */.dk('whole answer');
    return response;
}
/** Octokit trips over some answers that cannot be used (an error of deep JSON, a type of content that is none). */
function toUsableError(error) {
    const known = error instanceof errors/* ActionError */.lZ || error instanceof responses/* UnexpectedResponseError */.dk || (0,github_errors/* proxyErrorOf */.YO)(error);
    return known || (0,github_errors/* statusOf */.c2)(error) !== undefined
        ? error
        : new responses/* UnexpectedResponseError */.dk('answer of its API', error);
}
const isAnswered = (error) => error instanceof Error && 'response' in error && error.response !== undefined;

;// CONCATENATED MODULE: ./build/github/repository.js


/** The repository as the job's token may use it. */
async function openRepository({ world, inputs, run, deadlines }) {
    const { clock, core } = world;
    if (!inputs.token)
        throw new errors/* ActionError */.lZ('github-token is empty', 'Leave the input out to use the token of the job.');
    if (!run.owner)
        throw new errors/* ActionError */.lZ('GITHUB_REPOSITORY names no repository', 'Run the action in a GitHub Actions job, or set the variable to the name of one, such as acme/lookml.');
    const getOctokit = await world.github();
    const signal = deadlines.publish;
    const request = { fetch: world.fetch };
    const octokit = withRetries(getOctokit(inputs.token, { request }), { clock, signal, log: core.info });
    return { octokit, clock, signal, owner: run.owner, repo: run.repo, serverUrl: run.serverUrl };
}


/***/ }),

/***/ 20646:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ pagesOf),
/* harmony export */   Ht: () => (/* binding */ urlIn),
/* harmony export */   I0: () => (/* binding */ uploadUrlIn),
/* harmony export */   MN: () => (/* binding */ listAllPages),
/* harmony export */   OA: () => (/* binding */ fields),
/* harmony export */   TH: () => (/* binding */ idOf),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   dk: () => (/* binding */ UnexpectedResponseError),
/* harmony export */   ye: () => (/* binding */ shaOf)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);


/** An answer that came and cannot be used: a proxy's page in place of JSON, a list with holes. */
class UnexpectedResponseError extends Error {
    constructor(what, cause) {
        super(`GitHub answered with something that is no ${what}`, { cause });
        this.name = 'UnexpectedResponseError';
    }
}
/** Git's name of an object, in an answer that tells of one. */
function shaOf(answer, what) {
    const { sha } = fields(answer, what);
    if (typeof sha === 'string' && /^[\da-f]{40,64}$/.test(sha))
        return sha;
    throw new UnexpectedResponseError(what);
}
function idOf(answer, what) {
    const { id } = fields(answer, what);
    if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0)
        return id;
    throw new UnexpectedResponseError(what);
}
function textOf(answer, field, what) {
    const text = fields(answer, what)[field];
    if (typeof text === 'string' && text !== '')
        return text;
    throw new UnexpectedResponseError(what);
}
/** An address that a page can link to. */
function urlIn(answer, field, what) {
    const url = textOf(answer, field, what);
    if (/^https?:\/\//i.test(url) && (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(url))
        return url;
    throw new UnexpectedResponseError(what);
}
/**
 * Where a release's files are sent, and the token with them: to the API's own hosts alone, by https where the API is.
 * @param api such as `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
function uploadUrlIn(answer, api) {
    const url = textOf(answer, 'upload_url', 'release');
    if (isOwnHost((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(url.replace(/\{[^{}]*\}$/, '')), (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .parseUrl */ .Dl)(api)))
        return url;
    throw new UnexpectedResponseError('upload address of its own');
}
function isOwnHost(to, api) {
    if (!to || !api || to.username || to.password)
        return false;
    const hosts = [api.host, api.host.replace(/^api\./, 'uploads.')];
    return to.origin === api.origin || (to.protocol === 'https:' && hosts.includes(to.host));
}
function listOf(answer, what) {
    if (Array.isArray(answer) && answer.every(_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G))
        return answer;
    throw new UnexpectedResponseError(what);
}
function fields(answer, what) {
    if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G)(answer))
        return answer;
    throw new UnexpectedResponseError(what);
}
/** GitHub has no pull request with more comments, and no release with more assets, than so many pages of a hundred. */
const maxPages = 100;
/** One page after the other, by their numbers: an answer does not say where the token is sent next. */
async function* pagesOf(ask, what) {
    for (let page = 1; page <= maxPages; page++) {
        const { data, headers } = await ask(page);
        yield listOf(data, what);
        if (!/rel="next"/.test(headers.link ?? ''))
            return;
    }
}
async function listAllPages(ask, what) {
    const all = [];
    for await (const page of pagesOf(ask, what))
        all.push(...page);
    return all;
}


/***/ }),

/***/ 71374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ headingWithAddress),
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   Le: () => (/* binding */ subtitlesOf),
/* harmony export */   Wm: () => (/* binding */ headingOf)
/* harmony export */ });
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(64861);

const knownTitle = ({ target, title }) => title ?? ('title' in target ? target.title : undefined);
/** Its title in Looker, or the name that it was given; where neither is known, what its file is called. */
const titleOf = (result) => knownTitle(result) ?? ((0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .isCollection */ .P3)(result.target) ? (0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .addressOf */ .ci)(result.target) : result.target.name);
/** What stands beside the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
const subtitlesOf = (result) => [
    ...kindOf(result),
    ...stageOf(result),
    ...filterTexts(result.target),
];
/** On one line: `Sales overview, Region: EMEA`. */
const headingOf = (result) => [titleOf(result), ...stageOf(result), ...filterTexts(result.target)].join(', ');
/** For log and annotations, where nothing is a link: `Sales overview, Region: EMEA (dashboards/42)`. */
const headingWithAddress = (result) => knownTitle(result) === undefined ? titleOf(result) : `${headingOf(result)} (${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .addressOf */ .ci)(result.target)})`;
/** A dashboard is what people expect; a name that is made of the target says already what it is. */
function kindOf(result) {
    const { kind } = result.target;
    const title = knownTitle(result);
    if (title === undefined || stageOf(result).length > 0)
        return [];
    if (kind === 'look')
        return ['Look'];
    if (kind === 'dashboard_element')
        return ['Tile'];
    return kind === 'query' && !title.startsWith('Query of ') ? ['Query'] : [];
}
/** The dashboard that a tile stands on. */
function stageOf({ target }) {
    if (target.kind !== 'dashboard_element' || !target.dashboard)
        return [];
    const { id, title = `dashboard ${id}` } = target.dashboard;
    return [`Tile of ${title}`];
}
const filterTexts = (target) => 'filters' in target ? [...target.filters].map(([name, value]) => `${name}: ${filterText(value)}`) : [];
/** Commas part a filter's values, and `^,` stands for a comma in one (Looker's filter expressions). */
const filterText = (value) => value === '' ? 'any value' : value.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',');


/***/ }),

/***/ 51296:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _bundle_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(12288);
/* harmony import */ var _publish_artifact_client_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(93131);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(22293);
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(44895);
/* harmony import */ var _runtime_deadline_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(19551);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(89533);
/* harmony import */ var _runtime_log_commands_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(2609);
/* harmony import */ var _runtime_proxy_env_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(52241);
/* harmony import */ var _runtime_proxy_fetch_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(29662);









const { env, argv, stdout } = process;
const core = async () => (0,_runtime_log_commands_js__WEBPACK_IMPORTED_MODULE_7__/* .withoutCommands */ .D)(await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(942), __nccwpck_require__.e(659)]).then(__nccwpck_require__.bind(__nccwpck_require__, 91659)));
const github = async () => (await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(351), __nccwpck_require__.e(770)]).then(__nccwpck_require__.bind(__nccwpck_require__, 61351))).getOctokit;
const artifacts = () => (0,_publish_artifact_client_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactClient */ .A)(Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(942), __nccwpck_require__.e(351), __nccwpck_require__.e(659), __nccwpck_require__.e(645)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9645)), Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(942)]).then(__nccwpck_require__.bind(__nccwpck_require__, 44942)));
const fetch = (0,_runtime_proxy_fetch_js__WEBPACK_IMPORTED_MODULE_6__/* .proxyFetch */ .Z)(globalThis.fetch, (0,_runtime_proxy_env_js__WEBPACK_IMPORTED_MODULE_8__/* .exportProxyEnv */ .EP)(env), () => __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 24371, 19)));
const cancelled = (0,_runtime_deadline_js__WEBPACK_IMPORTED_MODULE_4__/* .cancellationOf */ .zg)(process);
const parts = { ...(0,_bundle_js__WEBPACK_IMPORTED_MODULE_0__/* .bundledParts */ .v)(argv[1] ?? '', env), ...(0,_runtime_log_commands_js__WEBPACK_IMPORTED_MODULE_7__/* .openLog */ .N)(text => void stdout.write(text)) };
await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .run */ .e)({ core, github, artifacts, ...parts, env, fetch, clock: _runtime_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, readFile: _runtime_files_js__WEBPACK_IMPORTED_MODULE_5__/* .readFile */ .T, cancelled });
setTimeout(() => process.exit(), 250).unref(); // What was left behind, an upload say, holds the process no longer.

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 98189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  yD: () => (/* binding */ inListOrder),
  J0: () => (/* binding */ knownVersions),
  WY: () => (/* binding */ listShare),
  A6: () => (/* binding */ targetsIn),
  fg: () => (/* binding */ withPageLinks)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/share.js
var share = __nccwpck_require__(70071);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __nccwpck_require__(64861);
;// CONCATENATED MODULE: ./build/collections/merge.js

/**
 * All targets of all lines, in order. What is listed by itself, with settings of its own, stands for the member of a
 * collection that is the same; of several collections the first does. Two contents that come to one file are a failure.
 */
function mergeLines(lines) {
    const alone = lines.flatMap(line => ('target' in line ? [line.target] : []));
    const known = new Set(alone.flatMap(target => pictureKeys({ target })));
    const files = new Map(alone.map(target => [fileKey(target), target]));
    const add = (found) => {
        const keys = pictureKeys(found);
        if (keys.some(key => known.has(key)))
            return [];
        for (const key of keys)
            known.add(key);
        const { target } = found;
        const other = files.get(fileKey(target));
        if (other)
            return [collision(target, other)];
        files.set(fileKey(target), target);
        return [target];
    };
    return lines.flatMap(line => {
        if ('members' in line)
            return line.members.flatMap(add);
        return 'target' in line ? [line.target] : [line.failed];
    });
}
/** The same content with the same filters in the same format is one picture, whatever its size and name. */
function pictureKeys({ target, slug }) {
    const { kind, id, output } = target;
    const filters = 'filters' in target ? [...target.filters].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
    return [id, ...(slug ? [slug] : [])].map(name => JSON.stringify([kind, name, output.format, filters]));
}
/** File systems that do not tell cases apart write over it as well. */
const fileKey = ({ file }) => file.normalize('NFC').toLowerCase();
const collision = (target, other) => ({
    status: 'failure',
    target,
    ...(target.title && { title: target.title }),
    apiCalls: 0,
    error: {
        message: `${(0,target_kinds/* addressOf */.ci)(target)} and ${(0,target_kinds/* addressOf */.ci)(other)} come to the same file, ${other.file}`,
        hint: `Name it in the collection's except, and list it by itself: - { target: ${(0,target_kinds/* addressOf */.ci)(target)}, name: … }`,
    },
});

;// CONCATENATED MODULE: ./build/collections/list-targets.js





/**
 * Puts what Looker says that a collection holds in its place, and takes this job's share of all targets. A collection
 * that cannot be read, or holds nothing, is a failed target.
 * @throws ActionError where they are too many
 */
async function listTargets(entries, { read, shard, log }) {
    const expanded = await Promise.all(entries.map(entry => expand(entry, read)));
    for (const line of expanded.flatMap(one => one.log))
        log(line);
    const lines = expanded.map(({ line }) => line);
    const all = mergeLines(lines);
    const listed = (0,share/* shareOf */.tC)(all, shard);
    const excess = (0,share/* describeExcess */.d9)(listed.length, all.length);
    if (excess)
        throw new errors/* ActionError */.lZ(excess.message, sentence(excess.hint));
    const told = lines.flatMap(line => ('members' in line ? line.members.map(found => found.target) : []));
    return {
        listed,
        told: new Set(told),
        jobs: Math.min(shard.total, all.length),
        warnings: expanded.flatMap(one => one.warnings),
    };
}
async function expand(entry, read) {
    const nothing = { log: [], warnings: [] };
    if (!(0,target_kinds/* isCollection */.P3)(entry))
        return { ...nothing, line: { target: entry } };
    try {
        const found = await read(entry);
        const members = found.members.map(({ slug, ...member }) => ({ target: entry.toTarget(member), slug }));
        const warnings = found.unused.map(({ source }) => unusedError(source, entry));
        return { line: { members }, log: membersLog(entry, found), warnings };
    }
    catch (error) {
        return { ...nothing, line: { failed: failedCollection(entry, error) } };
    }
}
function membersLog(collection, { title, members }) {
    const called = `${(0,target_kinds/* addressOf */.ci)(collection)}${title ? ` (${title})` : ''}`;
    return [
        `${called} has ${(0,runtime_text/* count */.U9)(members.length, 'target')}:`,
        ...members.map(member => `  ${nameOf(member)}`),
    ];
}
const nameOf = (member) => member.title ? `${member.title} (${(0,target_kinds/* addressOf */.ci)(member)})` : (0,target_kinds/* addressOf */.ci)(member);
const failedCollection = (target, thrown) => ({
    status: 'failure',
    target,
    error: (0,errors/* toFault */.ec)(thrown),
    apiCalls: 0,
});
const unusedError = (source, collection) => new errors/* ActionError */.lZ(`except: ${source} is not in ${(0,target_kinds/* addressOf */.ci)(collection)}`, 'Nothing was left out for it: correct it, or take it out of the list.');
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __nccwpck_require__(23598);
;// CONCATENATED MODULE: ./build/collections/board.js

/**
 * What stands on a board, in its order. A board goes on to name what was deleted or hidden: the list of all dashboards
 * tells of them in one call, whatever the board's length; Looks are asked for one by one.
 */
async function readBoardContent(client, id) {
    const board = await client.board(id);
    const dashboards = board.members.some(({ kind }) => kind !== 'look') ? await client.dashboards() : [];
    const checked = board.members.map(member => member.kind === 'look' ? checkLook(client, member) : checkDashboard(dashboards, member));
    return { ...board, members: (await Promise.all(checked)).filter(member => member !== undefined) };
}
function checkDashboard(dashboards, member) {
    const found = dashboards.find(({ id }) => id === member.id);
    if (found)
        return { ...member, ...found };
    // Where none of LookML's is in the list, this Looker does not tell of them there.
    const untold = member.kind === 'lookml_dashboard' && !dashboards.some(({ kind }) => kind === member.kind);
    return untold ? member : undefined;
}
async function checkLook(client, member) {
    try {
        const { deleted, title } = await client.look(member.id);
        return deleted ? undefined : { ...(title && { title }), ...member };
    }
    catch (error) {
        if (error instanceof looker_errors/* LookerError */.Z6 && error.status === 404)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/collections/errors.js



const describe = ({ kind, id }) => `${target_kinds/* collectionKinds */._e[kind].noun} ${id}`;
const atStart = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const alike = 'Looker answers alike for what does not exist and what may not be seen.';
/** Why a collection could not be read, in its own words where Looker refused it. */
function readError(error, collection) {
    if (!(error instanceof looker_errors/* LookerError */.Z6))
        return error;
    if (error.status === 404)
        return new errors/* ActionError */.lZ(`Looker found no ${describe(collection)}`, `Check the id, and that the API user may see it: ${alike}`, { cause: error });
    if (error.status === 403)
        return new errors/* ActionError */.lZ(`Looker does not let the API user see ${describe(collection)} (403)`, 'Give the user View on the folder, and its role see_user_dashboards, see_lookml_dashboards and see_looks.', { cause: error });
    return error;
}
const trashError = (collection) => new errors/* ActionError */.lZ(`${atStart(describe(collection))} is in Looker's trash`, 'Restore it, or take it out of the list.');
function emptyError(collection, { title, isExcepted }) {
    const called = atStart(describe(collection)) + (title ? ` (${title})` : '');
    if (isExcepted)
        return new errors/* ActionError */.lZ(`${called} has nothing but what except names`, 'Take it out of the list, or shorten except.');
    const [what, hint] = {
        folder: [
            'has no dashboard and no Look that the API user may see',
            'Check its permissions; deleted and hidden ones are left out, those of subfolders come with recursive: true.',
        ],
        board: [
            'shows the API user no dashboard and no Look',
            'Check that the user may see what stands on it; links and what was deleted are left out.',
        ],
        model: [
            'has no LookML dashboard that the API user may see',
            "Check the model's name, that its dashboards are deployed, and that the API user's role has see_lookml_dashboards and the model.",
        ],
        tiles: ['has no tile with a query', 'Render the dashboard itself, without tiles: true.'],
    }[collection.kind];
    return new errors/* ActionError */.lZ(`${called} ${what}`, hint);
}

;// CONCATENATED MODULE: ./build/collections/order.js
/** By number where ids are numbers, else letter by letter: the same order in every job, whatever its language. */
function byId({ id: one }, { id: other }) {
    const number = Number(one) - Number(other);
    if (number)
        return number;
    return one < other ? -1 : Number(one > other);
}

;// CONCATENATED MODULE: ./build/collections/folder.js


/** A tree with more is not what anybody means to render. */
const maxFolders = 1000;
/**
 * Dashboards, then Looks, each by their ids; then the subfolders likewise. Users' own folders are left out.
 * @throws ActionError where the folder is a user's own, or what Looker answers
 */
async function readFolderContent(client, plan) {
    const root = await client.folder(plan.id);
    if (root?.isPersonal)
        throw new errors/* ActionError */.lZ(`Folder ${plan.id} is a user's own, and personal folders are never rendered`, 'Move what is to be rendered into a shared folder, or list its dashboards one by one.');
    const met = new Set([plan.id]);
    const members = await readTree(client, { ...plan, hasChildren: root?.hasChildren ?? true }, met);
    const subfolders = [...met].slice(1);
    return { members, subfolders, ...(root?.title && { title: root.title }) };
}
async function readTree(client, branch, met) {
    const { id, recursive, except, hasChildren } = branch;
    const [dashboards, looks, children] = await Promise.all([
        client.folderDashboards(id),
        client.folderLooks(id),
        recursive && hasChildren ? readChildren(client, id) : [],
    ]);
    const below = children.filter(child => !child.isPersonal && !met.has(child.id)).sort(byId);
    for (const child of below)
        met.add(child.id);
    if (met.size > maxFolders)
        throw new errors/* ActionError */.lZ(`Folder ${id} and those around it have more than ${maxFolders} subfolders`, 'List the folders that are to be rendered one by one.');
    const wanted = below.filter(child => !except.includes(child.id));
    const trees = wanted.map(child => readTree(client, { ...branch, ...child }, met));
    return [...dashboards.sort(byId), ...looks.sort(byId), ...(await Promise.all(trees)).flat()];
}
/** All pages; a Looker that knows no pages tells the same ones again. */
async function readChildren(client, id) {
    const children = new Map();
    for (;;) {
        const known = children.size;
        for (const child of await client.folderChildren(id, known))
            children.set(child.id, child);
        if (children.size === known)
            return [...children.values()];
    }
}

;// CONCATENATED MODULE: ./build/collections/members.js




/**
 * Asks Looker what a collection holds, without what `except` names; in an order that is the same for every job.
 * @throws ActionError that says why there is nothing to render
 */
async function readMembers(collection, client) {
    const { title, members, subfolders = [], } = await read(collection, client).catch(error => {
        throw readError(error, collection);
    });
    const { except } = collection;
    const unused = except.filter(exception => !members.some(isNamedBy(exception)) && !isOneOf(subfolders, exception));
    const left = members.filter(member => !except.some(exception => isNamedBy(exception)(member)));
    if (left.length === 0)
        throw emptyError(collection, { title, isExcepted: members.length > 0 });
    return { members: left, unused, ...(title && { title }) };
}
async function read(collection, client) {
    const { id, kind, except } = collection;
    switch (kind) {
        case 'folder': {
            const folders = except.filter(exception => exception.kind === 'folder');
            return readFolderContent(client, { ...collection, except: folders.map(({ id }) => id) });
        }
        case 'board':
            return orTrashError(collection, await readBoardContent(client, id));
        case 'model': {
            const dashboards = await client.dashboards();
            return { members: dashboards.filter(member => member.id.startsWith(`${id}::`)).sort(byId) };
        }
        case 'tiles': {
            const { title, members } = orTrashError(collection, await client.tiles(id));
            const dashboard = { id, url: collection.url, ...(title && { title }) };
            return { ...(title && { title }), members: members.map(tile => ({ ...tile, dashboard })) };
        }
    }
}
function orTrashError(collection, listing) {
    if (listing.deleted)
        throw trashError(collection);
    return listing;
}
/** Addresses know a dashboard by its slug, too. */
const isNamedBy = ({ kind, id }) => (member) => kind === member.kind && (id === member.id || id === member.slug);
const isOneOf = (subfolders, { kind, id }) => kind === 'folder' && subfolders.includes(id);

// EXTERNAL MODULE: ./build/looker/patience.js
var looker_patience = __nccwpck_require__(7974);
;// CONCATENATED MODULE: ./build/list.js




/**
 * What this job is to render: Looker tells right after log-in what its collections hold. Nothing is asked where the list
 * has none.
 * @throws InputError where an address is of another host, ActionError where there are too many
 */
async function listShare(context, looker) {
    const { inputs, world } = context;
    await checkHosts(context, looker);
    const content = looker.contentFor();
    return listTargets(inputs.targets, {
        read: async (collection) => {
            await looker.loggedIn;
            return readMembers(collection, content);
        },
        shard: inputs.shard,
        log: world.print,
    });
}
/** A picture of another instance's dashboard 42 would be a wrong one: its host has to be one that Looker itself names. */
async function checkHosts({ inputs }, looker) {
    const { base } = inputs.looker;
    const foreign = inputs.targets.filter(({ pastedHost: host = base.hostname }) => host !== base.hostname);
    if (foreign.length === 0)
        return;
    // Where nobody can log in, that is what there is to say.
    if (!(await looker.loggedIn.then(() => true, () => false)))
        return;
    const { web } = await looker.versions;
    const wrong = foreign.filter(({ pastedHost }) => pastedHost !== web?.hostname);
    const known = [...new Set([base.hostname, ...(web ? [web.hostname] : [])])].join(' or ');
    if (wrong.length > 0)
        throw new errors/* InputError */.dz(wrong.map(({ source, pastedHost }) => `targets: "${source}" is on ${pastedHost}, not on ${known}; name a target of the instance in base-url.`));
}
/** The results of what was rendered, between what could not be listed. */
function inListOrder({ listed }, rendered) {
    const byFile = new Map(rendered.map(result => ['file' in result.target && result.target.file, result]));
    return listed.flatMap(one => ('status' in one ? one : (byFile.get(one.file) ?? [])));
}
/** What Looker tells of itself, as far as it has by now. */
async function knownVersions([looker], { world, deadlines }) {
    const patience = { clock: world.clock, signal: deadlines.publish };
    return (looker && (await (0,looker_patience/* withinPatience */.b)(looker.versions, patience))) ?? {};
}
/** The same with links to where people open Looker, but for those that were pasted as a whole. */
const withPageLinks = (base, web) => (result) => web ? { ...result, target: moved(result.target, base, web) } : result;
function moved(target, base, web) {
    if (target.pastedHost !== undefined || !target.url.startsWith(`${base.origin}/`))
        return target;
    const url = web.origin + target.url.slice(base.origin.length);
    const dashboard = 'dashboard' in target && target.dashboard ? { ...target.dashboard, url } : undefined;
    return { ...target, url, ...(dashboard && { dashboard }) };
}
const targetsIn = ({ listed }) => listed.flatMap(one => ('status' in one ? [] : [one]));


/***/ }),

/***/ 23598:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ statusError),
/* harmony export */   $t: () => (/* binding */ connectionError),
/* harmony export */   Cs: () => (/* binding */ cleanError),
/* harmony export */   Lf: () => (/* binding */ unexpectedResponse),
/* harmony export */   Z6: () => (/* binding */ LookerError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35976);
/* harmony import */ var _runtime_unreachable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8149);
/* harmony import */ var _retry_after_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(70380);




/** What went wrong between us and Looker, in words, with what the callers decide by. */
class LookerError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    /** The HTTP status, where Looker answered. */
    status;
    retries;
    /** What Looker asked us to wait, in milliseconds. */
    retryAfter;
    /** No connection could be made at all. */
    unreachable;
    constructor(fact, hint, about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'LookerError';
        this.status = about.status;
        this.retries = about.retries;
        this.retryAfter = about.retryAfter ?? 0;
        this.unreachable = about.unreachable ?? false;
    }
}
const runnerHint = 'Check base-url, and that the runner may reach it: a private network needs a runner inside it.';
/** What to do about a host that cannot be reached, by Node's codes. */
const unreachableHints = {
    ENOTFOUND: 'Check base-url for a typing error; a host inside a private network needs a runner inside it.',
    ECONNREFUSED: "Check base-url's port (the API is on 443, older self-hosted instances have it on 19999), and that Looker is running.",
};
/** What came is no HTTP, or not compressed as it says. The end of a connection in between is another matter. */
const unreadable = /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/;
const tls = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;
/** What `fetch` threw. Its message is "fetch failed"; the reason is in the causes. */
function connectionError(error, host) {
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6)
        return new LookerError(error.message, error.hint, {
            cause: error,
            retries: error.final ? 0 : Number.POSITIVE_INFINITY,
            unreachable: true,
        });
    if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error;
    const code = causeCode(error);
    const reason = code && Object.hasOwn(_runtime_unreachable_js__WEBPACK_IMPORTED_MODULE_1__/* .unreachableReasons */ .m, code) ? _runtime_unreachable_js__WEBPACK_IMPORTED_MODULE_1__/* .unreachableReasons */ .m[code] : undefined;
    const about = { cause: error, retries: Number.POSITIVE_INFINITY };
    if (code && reason)
        return new LookerError(`${host} did not answer: ${reason}`, unreachableHints[code] ?? runnerHint, {
            ...about,
            unreachable: true,
        });
    if (code && tls.test(code))
        return new LookerError(`No trusted TLS connection to ${host} (${code})`, "Check base-url's host and port; a private certificate authority is made known by NODE_EXTRA_CA_CERTS in the job's env.", { ...about, unreachable: true });
    if (code && unreadable.test(code))
        return unexpectedResponse(host, `something that cannot be read (${code})`, error);
    return new LookerError(`The connection to ${host} broke (${code ?? innermost(error)})`, 'Check that Looker is up, then run the job again.', 
    // A fault without a code is one of fetch itself, such as a port that it never opens.
    code ? about : { ...about, retries: 3 });
}
function innermost(error) {
    let at = error;
    while (at instanceof Error && at.cause instanceof Error)
        at = at.cause;
    return (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(at instanceof Error ? at.message : String(at), 100);
}
function causeCode(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if ('code' in at && typeof at.code === 'string')
            return at.code;
    return undefined;
}
/** An answer that no client can use: a login page in place of JSON, say. */
const unexpectedResponse = (host, what, cause) => new LookerError(`${host} answered with ${what}`, "Check that base-url is Looker's API host and port, and that no proxy or log-in page stands before it.", { retries: 3, cause });
/** Statuses of a Looker that is busy, restarting, or behind a proxy that lost it (facts: 4.0's description, 429 anywhere). */
const transientStatuses = new Set([408, 429, 502, 503, 504]);
/** An answer whose status says no. Callers that know more (which dashboard, which permission) say more. */
function statusError({ status, headers, message, host, method }) {
    const said = message ? `: ${message}` : '';
    const about = { status, retryAfter: (0,_retry_after_js__WEBPACK_IMPORTED_MODULE_2__/* .retryAfter */ .P)(headers) };
    if (status >= 300 && status < 400)
        return new LookerError(`${host} redirects elsewhere${where(headers, host)}`, 'Set base-url to the address of the Looker API itself; the key is not sent on to another host.', { ...about, retries: 0 });
    if (transientStatuses.has(status))
        return new LookerError(`${host} answered ${status}${said}`, 'Looker was busy or down until the time was up: run the job again later, or give it more timeout-minutes.', { ...about, retries: Number.POSITIVE_INFINITY });
    if (status >= 500)
        // Looker may have begun what a POST asked for, and will fail alike the next time.
        return new LookerError(`${host} failed (${status})${said}`, 'Run the job again; if it stays, ask the Looker admin for its log.', {
            ...about,
            retries: method === 'GET' ? 3 : 0,
        });
    return new LookerError(`${host} answered ${status}${said}`, 'Check base-url and api-version.', {
        ...about,
        retries: 0,
    });
}
function where(headers, host) {
    const location = headers.get('location') ?? '';
    const target = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .parseUrl */ .Dl)(location, `https://${host}`)?.host;
    return target && target !== host ? `, to ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(target, 100)}` : '';
}
/** The same error in words without secrets: it may tell of a header, of a redirect's say. */
function cleanError(error, clean) {
    const fact = clean(error.message);
    if (fact === error.message)
        return error;
    if (!(error instanceof LookerError))
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, error.hint, { cause: error.cause });
    const { hint, cause, retries, retryAfter, unreachable, status } = error;
    return new LookerError(fact, hint, {
        cause,
        retries,
        retryAfter,
        unreachable,
        ...(status !== undefined && { status }),
    });
}


/***/ }),

/***/ 1479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ag: () => (/* binding */ readObject),
/* harmony export */   LD: () => (/* binding */ readList),
/* harmony export */   Qv: () => (/* binding */ objectsIn),
/* harmony export */   t5: () => (/* binding */ fieldsIn)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(72713);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(23598);
/* harmony import */ var _response_body_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(30675);



/** Titles of tens of thousands of dashboards take some megabytes. */
const maxCharacters = 32_000_000;
/** Reads an answer that is an object. @throws LookerError where it is none */
const readObject = (host, what, convert) => async (response) => {
    const answer = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .q)(await (0,_response_body_js__WEBPACK_IMPORTED_MODULE_2__/* .boundedText */ .LD)(response, maxCharacters));
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G)(answer))
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .unexpectedResponse */ .Lf)(host, `something that is no ${what}`);
    return convert(answer);
};
/**
 * Reads an answer that is a list, without the items that `convert` gives nothing for.
 * @throws LookerError where it is none
 */
const readList = (host, what, convert) => async (response) => {
    const answer = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .q)(await (0,_response_body_js__WEBPACK_IMPORTED_MODULE_2__/* .boundedText */ .LD)(response, maxCharacters));
    if (!Array.isArray(answer))
        throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .unexpectedResponse */ .Lf)(host, `something that is no list of ${what}s`);
    return objectsIn(answer).flatMap(item => convert(item) ?? []);
};
const fieldsIn = (value) => ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G)(value) ? value : {});
const objectsIn = (value) => Array.isArray(value) ? value.filter(item => (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G)(item)) : [];


/***/ }),

/***/ 7974:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ withinPatience)
/* harmony export */ });
/** Milliseconds for which what is ready waits for what is nice to have. */
const patience = 2000;
/** What comes within a moment; undefined where it does not, or fails. */
async function withinPatience(promise, { clock, signal }) {
    const over = new AbortController();
    const late = clock.sleep(patience, AbortSignal.any([over.signal, signal]));
    const nothing = () => undefined;
    return Promise.race([promise.catch(nothing), late.then(nothing, nothing)]).finally(() => over.abort());
}


/***/ }),

/***/ 10413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Nq: () => (/* binding */ failedResult),
/* harmony export */   gP: () => (/* binding */ RenderTaskLostError),
/* harmony export */   nq: () => (/* binding */ toTaskLost),
/* harmony export */   u7: () => (/* binding */ creationError),
/* harmony export */   zt: () => (/* binding */ renderFailure)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(35976);
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(64861);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(23598);




/** A refused render task in the words of the target that was asked for. */
function creationError(error, target) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6))
        return error;
    const words = {
        403: [
            `Looker does not let the API user render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} (403)`,
            `Give its role access_data, ${_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .targetKinds */ .xV[target.kind].permission} and download_with_limit or download_without_limit, and the user View on the folder.`,
        ],
        404: [
            `Looker found no ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)}`,
            'Check the id, and that the API user may see its folder: Looker answers alike for what does not exist and what may not be seen.',
        ],
        422: [
            error.message.replace(/^.*? answered 422/, `Looker refused to render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)}`),
            "Check the target's settings against what Looker says of them.",
        ],
    };
    const [fact, hint] = words[error.status ?? 0] ?? [error.message, error.hint];
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact, hint, { cause: error });
}
/** What `status_detail` says where the renderer itself gave up; each is worth one new task (seen in the wild). */
const crashes = [
    {
        pattern: /script timed out|RendererTimeout/i,
        fact: "Looker's renderer waited in vain for a tile to be drawn",
        hint: 'Open the target in Looker and look for a tile that never finishes or a custom visualization that never says it is done.',
    },
    {
        pattern: /no outfile/i,
        fact: "Looker's renderer made no file",
        hint: 'The instance may be short of memory for rendering: try again, with a smaller width and height, or ask the Looker admin.',
    },
    {
        pattern: /unexpected document content/i,
        fact: "Looker's renderer crashed",
        hint: 'Try again; if it stays, ask the Looker admin to look at the renderer (Chromium) of the instance.',
    },
    {
        pattern: /orphaned job/i,
        fact: 'Looker was restarted while it rendered',
        hint: 'Run the job again.',
    },
    {
        pattern: /ANGULAR_RUNTIME_EXCEPTION/i,
        fact: "Looker's page broke while it was rendered",
        hint: 'Open the target in Looker: a tile or visualization on it fails in the browser too.',
    },
];
/** A render task's `failure` in plain words, Looker's own behind them, cut to a readable length. */
function renderFailure(target, detail) {
    const said = (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(detail, 200);
    const crash = crashes.find(({ pattern }) => pattern.test(detail));
    if (crash)
        return {
            crash: true,
            error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${crash.fact} (${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)}: "${said}")`, crash.hint),
        };
    return {
        crash: false,
        error: new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(said
            ? `Looker could not render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)}: "${said}"`
            : `Looker could not render ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} and gave no reason`, 'Open the target in Looker as the API user would see it, and look for a tile with an error.'),
    };
}
/** Why a render task is worth being made anew, once for each reason. */
class RenderTaskLostError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    reason;
    constructor(reason, fact, hint) {
        super(fact, hint);
        this.reason = reason;
    }
}
/** After creation, 404 says that Looker no longer has the task or its result. */
function toTaskLost(error) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6 && error.status === 404))
        return error;
    return new RenderTaskLostError('gone', 'Looker no longer has the render task or its result (404)', 'Run the job again; if it stays, ask the Looker admin whether the instance is being restarted.');
}
/** The target's result, with what Looker, the deadline or the cancellation had to say. */
function failedResult(target, thrown, { signal, clock, track }) {
    const { renderTaskId, began, apiCalls } = track.current;
    const error = signal.aborted ? unfinished(target, (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(signal.reason), track.current) : thrown;
    track.report({ kind: 'failed' });
    return {
        status: 'failure',
        target,
        error: (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .toFault */ .ec)(error),
        apiCalls,
        ...(isMissing(thrown) && { isMissing: true }),
        ...(renderTaskId && { renderTaskId, seconds: (clock.now() - began) / 1000 }),
    };
}
/** Looker's answer to a render task of what it does not have (`creationError`). */
const isMissing = (thrown) => thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && thrown.cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6 && thrown.cause.status === 404;
/** The deadline or the cancellation, with the last that was known of the target. */
function unfinished(target, reason, { stage, status }) {
    const atLooker = status
        ? `while the render task of ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} was ${status}`
        : `while ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} was being asked for`;
    const last = {
        waiting: `before it was the turn of ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)}`,
        enqueued: atLooker,
        rendering: atLooker,
        downloading: `while the file of ${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} was being fetched`,
        rendered: '',
        failed: '',
    }[stage];
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${reason.message} ${last}`.trim(), reason.hint);
}


/***/ }),

/***/ 5007:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  x: () => (/* binding */ logIgnoredParameters),
  y: () => (/* binding */ openRenderer)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/heading.js
var build_heading = __nccwpck_require__(71374);
;// CONCATENATED MODULE: ./build/looker/progress.js
const notBegun = {
    stage: 'waiting',
    status: '',
    apiCalls: 0,
    created: 0,
    began: 0,
    looks: 0,
    lastLook: 0,
    renderTime: 0,
};
function trackProgress() {
    let current = notBegun;
    return {
        get current() {
            return current;
        },
        report(event) {
            current = advance(current, event);
        },
    };
}
/** Every change of a target's progress. */
function advance(progress, event) {
    switch (event.kind) {
        case 'requested':
            return { ...progress, apiCalls: progress.apiCalls + 1 };
        case 'creating':
            return { ...progress, stage: 'enqueued', created: event.at, began: event.at, lastLook: event.at };
        case 'created':
            return { ...progress, renderTaskId: event.id, status: event.status };
        case 'next at Looker':
            return { ...progress, stage: 'rendering', began: event.at, lastLook: event.at };
        case 'looked':
            return afterLook(progress, event);
        case 'begun anew':
            return { ...notBegun, apiCalls: progress.apiCalls };
        default:
            return { ...progress, stage: event.kind };
    }
}
/** Looker has not begun with a task that was never seen but enqueued: its time counts from the next look at the earliest. */
function afterLook(progress, { status, at }) {
    const { began, lastLook, looks } = progress;
    if (looks === 0 && status.startsWith('enqueued_'))
        return { ...progress, stage: 'enqueued', status, began: at, lastLook: at };
    // The end came somewhere between this look and the one before.
    const renderTime = (lastLook + at) / 2 - began;
    return { ...progress, stage: 'rendering', status, looks: looks + 1, lastLook: at, renderTime };
}
/** `3 of 7 rendered, 1 rendering for 12 s` */
function progressLine(all, now) {
    const stage = (...names) => all.filter(progress => names.includes(progress.stage));
    const longest = Math.max(0, ...stage('rendering').map(({ began }) => now - began));
    const count = (number, words) => number > 0 && `${number} ${words}`;
    const parts = [
        `${stage('rendered').length} of ${all.length} rendered`,
        count(stage('failed').length, 'failed'),
        count(stage('rendering').length, `rendering for ${Math.round(longest / 1000)} s`),
        count(stage('downloading').length, 'being fetched'),
        count(stage('waiting', 'enqueued').length, 'waiting'),
    ];
    return parts.filter(Boolean).join(', ');
}

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __nccwpck_require__(70370);
;// CONCATENATED MODULE: ./build/looker/render-queue.js

/**
 * One task more than `concurrency` waits at Looker, so that its renderer is not idle until we look. Looker takes them in
 * the order in which they came.
 */
const renderQueue = (concurrency) => ({
    atLooker: (0,p_limit/* default */.A)(concurrency + 1),
    rendering: (0,p_limit/* default */.A)(concurrency),
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(57075);
// EXTERNAL MODULE: ./build/runtime/files.js + 1 modules
var files = __nccwpck_require__(89533);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __nccwpck_require__(23598);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(38522);
;// CONCATENATED MODULE: ./build/looker/whole-file.js

/** By the formats' own structure: no length that a server tells is believed. */
function wholeFileCheck(format) {
    return format === 'pdf' ? pdfCheck() : structureCheck(structures[format]);
}
const cutOff = 'a file that was cut off';
/** A line end that a script left there, say. */
const maxBehind = 2;
function structureCheck(structure) {
    const source = { rest: new Uint8Array(0) };
    const reading = structure(source);
    let end;
    let behind = 0;
    reading.next();
    return {
        update(bytes) {
            if (end)
                behind += bytes.length;
            else {
                const { done, value } = reading.next(bytes);
                if (done)
                    [end, behind] = [value, source.rest.length];
            }
        },
        fault() {
            if (end === 'broken')
                return 'a file that is broken';
            if (end === undefined)
                return cutOff;
            return behind > maxBehind ? `a file with ${behind} bytes behind its end` : undefined;
        },
    };
}
const structures = { png: readPng, jpg: readJpg };
/** Chunks with their checksums up to IEND (ISO 15948, 5.3). */
function* readPng(source) {
    yield* pass(source, 8);
    for (;;) {
        const head = yield* take(source, 8);
        let sum = (0,external_node_zlib_.crc32)(head.subarray(4));
        yield* pass(source, head.readUInt32BE(0), part => {
            sum = (0,external_node_zlib_.crc32)(part, sum);
        });
        if ((yield* take(source, 4)).readUInt32BE(0) !== sum)
            return 'broken';
        if (head.toString('latin1', 4) === 'IEND')
            return 'whole';
    }
}
/** Segments, and the scans between them, up to the end of the image (T.81, B.1.1). */
function* readJpg(source) {
    yield* pass(source, 2);
    for (;;) {
        const marker = yield* nextMarker(source);
        if (marker === 0xd9)
            return 'whole';
        if (marker === 0x01)
            continue;
        const length = (yield* take(source, 2)).readUInt16BE(0);
        if (length < 2)
            return 'broken';
        yield* pass(source, length - 2);
    }
}
/** In a scan, FF 00 is a byte of data, and FF D0 to D7 only part it; FF may be repeated before any marker. */
function* nextMarker(source) {
    for (;;) {
        const at = source.rest.indexOf(0xff);
        source.rest = at < 0 ? source.rest.subarray(source.rest.length) : source.rest.subarray(at + 1);
        if (at < 0) {
            yield* refill(source);
            continue;
        }
        let code = 0xff;
        while (code === 0xff)
            code = (yield* take(source, 1)).readUInt8(0);
        if (code !== 0 && !(code >= 0xd0 && code <= 0xd7))
            return code;
    }
}
function* refill(source) {
    while (source.rest.length === 0)
        source.rest = yield;
}
/** Goes by so many bytes, in as many parts as they come in. */
function* pass(source, length, see = () => { }) {
    for (let left = length; left > 0;) {
        yield* refill(source);
        const part = source.rest.subarray(0, left);
        see(part);
        left -= part.length;
        source.rest = source.rest.subarray(part.length);
    }
}
function* take(source, length) {
    const parts = [];
    yield* pass(source, length, part => parts.push(part));
    return Buffer.concat(parts);
}
/** `%%EOF` within the last kilobyte (ISO 32000, 7.5.5 and Annex H). */
function pdfCheck() {
    let tail = Buffer.alloc(0);
    return {
        update: bytes => {
            tail = Buffer.concat([tail, bytes.subarray(-1024)]).subarray(-1024);
        },
        fault: () => (tail.includes('%%EOF') ? undefined : cutOff),
    };
}

;// CONCATENATED MODULE: ./build/looker/download.js








/** How often a file that is not what was asked for is fetched again. */
const maxRefetches = 2;
/** No picture that people look at has as many bytes; a disk may not have more. */
const maxFileBytes = 500_000_000;
/**
 * Streams a render task's result to disk in constant memory; gives it its name only when it is whole: of the format asked
 * for by its first bytes and its structure, whatever lengths the answer promised. A file left under that name by an
 * earlier run goes.
 */
const downloadTo = (path, format, { maxBytes = maxFileBytes } = {}) => async (response, alive) => {
    const file = followFile(format, maxBytes);
    async function* followed() {
        file.announced(response);
        for await (const chunk of external_node_stream_.Readable.fromWeb((response.body ?? new Blob([]).stream()))) {
            alive();
            file.update(chunk);
            yield chunk;
        }
        const fault = file.fault(response);
        if (fault)
            throw downloadError(fault, format);
    }
    try {
        await (0,files/* writeWhole */.f)(path, followed());
        return file.download();
    }
    catch (error) {
        throw error instanceof looker_errors/* LookerError */.Z6
            ? error
            : (diskError(error, path) ?? downloadError('a file that was cut off', format, error));
    }
};
/** What is to be known of a file, gathered while it streams by. */
function followFile(format, maxBytes) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const check = wholeFileCheck(format);
    let head = Buffer.alloc(0);
    let bytes = 0;
    const refuseFrom = (size) => {
        if (size > maxBytes)
            throw sizeError(maxBytes);
    };
    return {
        announced: ({ headers }) => refuseFrom(Number(headers.get('content-length'))),
        update(chunk) {
            bytes += chunk.length;
            refuseFrom(bytes);
            hash.update(chunk);
            check.update(chunk);
            if (head.length < maxHead)
                head = Buffer.concat([head, chunk.subarray(0, maxHead - head.length)]);
        },
        /** The end of "Looker sent …"; undefined where the file is whole. */
        fault(response) {
            const { name, first } = formats[format];
            if (bytes === 0)
                return 'no bytes';
            const isOther = !head.subarray(0, first.length).equals(first.subarray(0, head.length));
            return isOther ? `${describeFile(head, format, response)} in place of a ${name}` : check.fault();
        },
        download: () => ({ bytes, sha256: hash.digest('hex') }),
    };
}
/** Enough to see what a file is. */
const maxHead = 64;
/** PNG (ISO 15948, 5.2), JPEG (T.81, B.1.1.3), PDF (ISO 32000, 7.5.2). */
const formats = {
    png: { name: 'PNG', type: 'image/png', first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
    jpg: { name: 'JPG', type: 'image/jpeg', first: Buffer.from([0xff, 0xd8, 0xff]) },
    pdf: { name: 'PDF', type: 'application/pdf', first: Buffer.from('%PDF-') },
};
/** What was sent, by its type; where that says nothing, or what it is not, by what it begins with. */
function describeFile(head, format, { headers }) {
    const [, type] = /^\s*([\w.+-]{1,30}\/[\w.+-]{1,40})\s*(;|$)/.exec(headers.get('content-type') ?? '') ?? [];
    if (type && type !== formats[format].type)
        return type;
    const text = (0,runtime_text/* oneLine */.TN)(new TextDecoder().decode(head, { stream: true }), maxHead);
    const isText = /^[^\p{Cc}\p{Co}\p{Cn}\ufffd]+$/u.test(text);
    return `a file that begins with ${isText ? `"${text}"` : `the bytes ${head.toString('hex', 0, 8)}`}`;
}
/** A full disk or a folder that may not be written is no fault of Looker's, and fetching again does not help. */
const diskError = (error, path) => error instanceof Error && 'syscall' in error && ('path' in error || error.syscall === 'write')
    ? new errors/* ActionError */.lZ(`${(0,external_node_path_.basename)(path)} could not be written: ${error.message}`, "Check output-directory, and the runner's disk.", { cause: error })
    : undefined;
const sizeError = (maxBytes) => new looker_errors/* LookerError */.Z6(`Looker sent a file of more than ${Math.round(maxBytes / 1_000_000)} MB`, 'Make it smaller: less width and height, no long-tables, or fewer tiles.', { retries: 0 });
const downloadError = (what, format, cause) => new looker_errors/* LookerError */.Z6(`Looker said the render task succeeded, but sent ${what}`, `Run the job again; if it stays, download the ${formats[format].name} in Looker's own menu to see whether it can make it.`, { retries: maxRefetches, cause });

;// CONCATENATED MODULE: ./build/looker/look-times.js
/*
 * A look is a metered call, and a late one is time lost. Where an end is likely the pauses are a share of the render's
 * time, so that the lag is half that share; before it nobody looks. The figures were found by simulation: see
 * __tests__/looker/look-times.test.ts for what they come to.
 */
/** A target that was rendered before takes as long again, give or take a third. */
const known = { firstLook: 0.68, share: 0.13 };
/** One beside others takes about as long as those, by what they differ among themselves. */
const beside = { spread: 0.5, weight: 2, reach: 1.3, share: 0.2 };
/** Most renders take 10 to 30 seconds (Looker's docs): 16 looks in 30 seconds, each a quarter later than the last. */
const unknown = { firstLook: 1200, share: 0.24 };
/** So much lag is never noticed. */
const shortestPause = 500;
/** What is remembered may be wrong: nobody waits longer for a look, in milliseconds. */
const longestPause = 60_000;
/** Spreads the looks over where the end is likely, later ones ever farther apart. */
function planLooks({ own, others }) {
    if (own.length > 0) {
        const likelyEnd = median(own);
        return {
            likelyEnd,
            first: known.firstLook * likelyEnd,
            pause: elapsed => known.share * Math.sqrt(likelyEnd * elapsed),
        };
    }
    if (others.length === 0)
        return { likelyEnd: 0, first: unknown.firstLook, pause: elapsed => unknown.share * elapsed };
    const likelyEnd = median(others);
    return {
        likelyEnd,
        first: likelyEnd * Math.exp(-beside.reach * spreadOf(others)),
        pause: elapsed => beside.share * elapsed,
    };
}
/**
 * The pause before the next look, in milliseconds. From the likely end on it is never longer than `longest`. A little
 * is left to chance, so that many who began together part.
 */
function pauseBeforeLook({ first, likelyEnd, pause }, { looks, elapsed, waiting }, longest, random = Math.random) {
    const begins = waiting > 0 ? Math.max(first, Math.min(unknown.share * waiting, longest)) : first - elapsed;
    const due = looks === 0 ? Math.max(begins, 0) : Math.max(pause(elapsed), shortestPause);
    return Math.min(due, elapsed < likelyEnd ? longestPause : longest) * (1 - 0.04 * random());
}
function median(numbers) {
    const sorted = numbers.toSorted((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
/** The standard deviation of their logarithms; few times say little, and count beside what is usual. */
function spreadOf(times) {
    const logs = times.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    return Math.sqrt((beside.weight * beside.spread ** 2 + squares) / (beside.weight + logs.length - 1));
}

;// CONCATENATED MODULE: ./build/looker/poll.js
/**
 * Looks, after a pause each time, until there is something to see.
 * @param pause milliseconds before the next look
 * @throws the signal's reason, and whatever a look throws
 */
async function pollUntil(look, { clock, pause, signal }) {
    for (;;) {
        await clock.sleep(pause(), signal);
        const seen = await look();
        if (seen !== undefined)
            return seen;
    }
}
/** Waits for a promise, but no longer than so many milliseconds. */
async function waitAtMost(milliseconds, promise, { clock, signal }) {
    const over = new AbortController();
    const late = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]));
    late.catch(() => undefined);
    await Promise.race([promise, late]).finally(() => over.abort());
}

// EXTERNAL MODULE: ./build/looker/render-errors.js
var render_errors = __nccwpck_require__(10413);
// EXTERNAL MODULE: ./build/looker/retry-after.js
var retry_after = __nccwpck_require__(70380);
;// CONCATENATED MODULE: ./build/looker/render-task.js








/** One target from its render task's creation to the file on disk; a failure is a result, not an exception. */
async function renderTarget(target, options, track) {
    const client = options.clientFor(() => track.report({ kind: 'requested' }));
    const renderer = { ...options, client, track };
    const path = (0,external_node_path_.join)(options.directory, target.file);
    const retriedReasons = new Set();
    for (;;) {
        try {
            return await renderOnce(target, path, renderer);
        }
        catch (error) {
            if (!(error instanceof render_errors/* RenderTaskLostError */.gP) || retriedReasons.has(error.reason)) {
                // The time may have ended right behind the last byte: a file that no result tells of does not stay.
                await (0,promises_.rm)(path, { force: true }).catch(() => undefined);
                return (0,render_errors/* failedResult */.Nq)(target, error, renderer);
            }
            retriedReasons.add(error.reason);
            track.report({ kind: 'begun anew' });
            options.log(`${(0,build_heading/* headingOf */.Wm)({ target })}: ${error.message}. Rendering it once more.`);
        }
    }
}
async function renderOnce(target, path, renderer) {
    const { queue, track, times } = renderer;
    const renderTaskId = await queue.atLooker(async () => {
        const id = await createRenderTask(target, renderer);
        await queue.rendering(() => waitForRender(id, target, renderer));
        return id;
    });
    const { renderTime } = track.current;
    times.add(target, renderTime);
    const file = await downloadResult(renderTaskId, downloadTo(path, target.output.format), renderer);
    track.report({ kind: 'rendered' });
    const { apiCalls } = track.current;
    return { status: 'success', target, path, ...file, renderTaskId, seconds: renderTime / 1000, apiCalls };
}
/**
 * Creating is repeated whatever became of the first try: where its answer was lost a second render task may be
 * made, which changes nothing in Looker, is fetched by nobody, and costs one turn of the renderer.
 */
async function createRenderTask(target, { client, version, signal, clock, track, titles }) {
    signal.throwIfAborted();
    track.report({ kind: 'creating', at: clock.now() });
    try {
        // In 3.1 a query's id is a number; since 24.4 its slug is its id, and an Explore's address has nothing else.
        const bySlug = version === '3.1' && target.kind === 'query' && !/^\d+$/.test(target.id);
        const { id, status } = await client.createRenderTask(bySlug ? { ...target, id: await client.queryBySlug(target.id) } : target);
        track.report({ kind: 'created', id, status });
        titles?.request(target);
        return id;
    }
    catch (error) {
        throw (0,render_errors/* creationError */.u7)(error, target);
    }
}
/** What earlier runs remember is worth waiting for, as long as the first look may wait anyway. Milliseconds. */
const firstLook = planLooks({ own: [], others: [] }).first;
async function waitForRender(id, target, renderer) {
    const { clock, signal, times, track, client, pollInterval } = renderer;
    track.report({ kind: 'next at Looker', at: clock.now() });
    await waitAtMost(firstLook, times.ready, { clock, signal });
    const pause = () => {
        const { looks, began, created, stage } = track.current;
        const now = clock.now();
        const waited = { looks, elapsed: now - began, waiting: stage === 'enqueued' ? now - created : 0 };
        return pauseBeforeLook(planLooks(times.of(target)), waited, pollInterval);
    };
    const look = async () => {
        const task = await client.renderTask(id).catch(error => {
            throw (0,render_errors/* toTaskLost */.nq)(error);
        });
        track.report({ kind: 'looked', status: task.status, at: clock.now() });
        return isRendered(task, target, renderer) || undefined;
    };
    await pollUntil(look, { clock, pause, signal });
}
const nextStep = {
    enqueued_for_query: 'wait',
    querying: 'wait',
    enqueued_for_render: 'wait',
    rendering: 'wait',
    success: 'fetch',
    failure: 'fail',
};
const isKnown = (status) => Object.hasOwn(nextStep, status);
/** @throws where the task has failed */
function isRendered({ status, detail }, target, renderer) {
    const step = isKnown(status) ? nextStep[status] : 'wait';
    if (!isKnown(status))
        logUnknownStatus(status, target, renderer);
    if (step !== 'fail')
        return step === 'fetch';
    const { crash, error } = (0,render_errors/* renderFailure */.zt)(target, detail);
    throw crash ? new render_errors/* RenderTaskLostError */.gP('crash', error.message, error.hint) : error;
}
function logUnknownStatus(status, target, { unknownStatuses, log }) {
    if (unknownStatuses.has(status))
        return;
    unknownStatuses.add(status);
    log(`${(0,build_heading/* headingOf */.Wm)({ target })}: Looker calls its render task "${status}", which is not known here. Waiting on.`);
}
async function downloadResult(id, read, { client, clock, signal, track }) {
    track.report({ kind: 'downloading' });
    for (;;) {
        const result = await client
            .renderTaskResults(id, async (response, alive) => response.status === 202 ? { notYet: (0,retry_after/* retryAfter */.P)(response.headers) } : read(response, alive))
            .catch(error => {
            throw (0,render_errors/* toTaskLost */.nq)(error);
        });
        if (!('notYet' in result))
            return result;
        await clock.sleep(Math.max(result.notYet, 1000), signal);
    }
}

;// CONCATENATED MODULE: ./build/looker/render-targets.js







/** Milliseconds between two lines that say how far it is. */
const progressInterval = 15_000;
/**
 * Renders once the log-in is through, `concurrency` render tasks at once, the targets in the order in which they come. A
 * log-in that fails is the failure of every target.
 */
function openRenderer({ loggedIn, clientFor, log }, { concurrency, ...options }) {
    const renderOptions = {
        ...options,
        clientFor,
        log,
        queue: renderQueue(concurrency),
        unknownStatuses: new Set(),
    };
    const { directory, clock } = options;
    const tracks = [];
    const over = new AbortController();
    void logProgress(() => tracks.map(({ current }) => current), { clock, log }, over.signal);
    return {
        async render(target) {
            const track = trackProgress();
            tracks.push(track);
            await removeFormerFile((0,external_node_path_.join)(directory, target.file));
            const refused = await loggedIn.then(() => undefined, errors/* toFault */.ec);
            if (refused)
                return failedLogIn(target, refused);
            const result = await renderTarget(target, renderOptions, track);
            const title = await options.titles?.of(target);
            const titled = title === undefined ? result : { ...result, title };
            log(resultLine(titled));
            return titled;
        },
        close: () => over.abort(),
    };
}
/** What an earlier run left under a target's name is no picture of this run's. Where it stays, the download says why. */
const removeFormerFile = (path) => (0,promises_.rm)(path, { force: true }).catch(() => undefined);
const failedLogIn = (target, error) => ({
    status: 'failure',
    target,
    error,
    apiCalls: 0,
});
/** "3 of 7 rendered, 1 rendering for 12 s": every so often, for whoever reads along. */
async function logProgress(all, { clock, log }, over) {
    try {
        for (;;) {
            await clock.sleep(progressInterval, over);
            log(progressLine(all(), clock.now()));
        }
    }
    catch {
        // The sleep was ended: all targets are done.
    }
}
function resultLine(result) {
    if (result.status === 'failure')
        return `✗ ${(0,build_heading/* headingWithAddress */.BN)(result)}: ${result.error.message}`;
    const { file } = result.target;
    const heading = (0,build_heading/* headingOf */.Wm)(result);
    const called = heading === result.target.name ? file : `${heading} (${file})`;
    return `✓ ${called}: ${Math.max(1, Math.round(result.bytes / 1000))} KB, rendered in ${result.seconds.toFixed(1)} s`;
}
/** What an address says besides its filters would otherwise be missed without a word. */
function logIgnoredParameters(target, log) {
    if (!('ignoredParameters' in target) || target.ignoredParameters.length === 0)
        return;
    const names = target.ignoredParameters.join(', ');
    log(`${(0,build_heading/* headingOf */.Wm)({ target })}: ${names} in its address is no filter but Looker's own, and not used for rendering.`);
}


/***/ }),

/***/ 30675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   LD: () => (/* binding */ boundedText),
/* harmony export */   Z9: () => (/* binding */ wordsOf),
/* harmony export */   bD: () => (/* binding */ messageOf)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(35976);


/** At most so many characters of an answer that is no file: Looker's own are a few thousand. */
const maxCharacters = 1_000_000;
/** The body as text, no further than a limit, so that no answer fills the memory. */
async function boundedText(response, most = maxCharacters) {
    if (!response.body)
        return '';
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > most)
            break;
    }
    return text;
}
/**
 * Words from outside, as people read them: on one line, without what makes up a page. Secrets go before anything is
 * cut: half of one would not be found.
 */
const wordsOf = (text, clean, longest) => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(clean(text).slice(0, 10_000).replace(markup, ' '), longest);
/** What proxies send their pages in; a `<field.name>` of Looker's stays. */
const markup = /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis;
/** Looker's own words in an error's body: its message, and of a validation error each field's (ValidationError, API 4.0). */
function messageOf(body, clean) {
    const answer = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseJson */ .q)(body);
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G)(answer))
        return undefined;
    const fields = Array.isArray(answer.errors)
        ? answer.errors.filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .G).map(fieldMessage).filter(Boolean)
        : [];
    const told = wordsOf(fields.join('; '), clean, 1000);
    if (told !== '')
        return told;
    return (typeof answer.message === 'string' && wordsOf(answer.message, clean)) || undefined;
}
function fieldMessage({ field, message, code }) {
    const said = [message, code].find(text => typeof text === 'string' && text !== '');
    return [field, said].filter(text => typeof text === 'string' && text !== '').join(': ');
}


/***/ }),

/***/ 70380:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ retryAfter)
/* harmony export */ });
/* harmony import */ var _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(44895);

/** Retry-After in milliseconds: seconds or a date (RFC 9110, 10.2.3); 0 where it is absent or in the past. */
function retryAfter(headers) {
    const value = headers.get('retry-after')?.trim() ?? '';
    const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
    return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), _runtime_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .maxTimer */ ._) : 0;
}


/***/ }),

/***/ 35310:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ readAbout),
/* harmony export */   m: () => (/* binding */ readTitles)
/* harmony export */ });
/* harmony import */ var _patience_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7974);

function readTitles(client, { clock, signal }) {
    const titles = new Map();
    const keyOf = ({ kind, id }) => `${kind} ${id}`;
    return {
        request(target) {
            if (target.title !== undefined || titles.has(keyOf(target)))
                return;
            // Where Looker does not tell, the target's own name stands, and rendering says what is wrong.
            const title = readAbout(target, client).then(about => about?.title, () => undefined);
            titles.set(keyOf(target), title);
        },
        async of(target) {
            if (target.title !== undefined)
                return target.title;
            const title = titles.get(keyOf(target));
            return title && (0,_patience_js__WEBPACK_IMPORTED_MODULE_0__/* .withinPatience */ .b)(title, { clock, signal });
        },
    };
}
/** What Looker tells of a target. Undefined for a query, which has no title. */
async function readAbout({ kind, id }, client) {
    switch (kind) {
        case 'dashboard':
        case 'lookml_dashboard':
            return client.dashboard(id);
        case 'look':
            return client.look(id);
        case 'dashboard_element':
            return client.tile(id);
        case 'query':
            return undefined;
    }
}


/***/ }),

/***/ 30214:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Dg: () => (/* binding */ dryRunOutputs),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   n0: () => (/* binding */ setOutputs)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(19473);
/* harmony import */ var _results_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(26878);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(89533);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(93920);





const placeOf = ({ world, inputs }) => ({
    directory: inputs.outputDirectory,
    workspace: (0,_world_js__WEBPACK_IMPORTED_MODULE_4__/* .workspaceOf */ .B)(world),
    name: inputs.artifact.name,
});
/**
 * Sets the step's outputs, and writes the results into a file as well: those of hundreds of targets do not fit into the
 * environment of a next step (128 KiB a variable, in Linux).
 */
async function setOutputs(core, outputs, place) {
    try {
        await (0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_3__/* .writeWhole */ .f)(resultsFile(place), Buffer.from(outputs.results ?? ''));
    }
    catch (error) {
        outputs['results-file'] = '';
        core.warning(`The results could not be written into a file: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .asActionError */ .z6)(error).message}. Check that output-directory can be written to; the output results has them, too.`);
    }
    for (const [name, value] of Object.entries(outputs))
        core.setOutput(name, value);
}
/** No file of a target's ends like this. */
const resultsFile = ({ directory, name }) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, `${name}.json`);
/** The step's outputs, by the names that `action.yml` declares. */
function outputsOf({ results, links, comment, apiCalls }, place) {
    const { directory, workspace } = place;
    const { archive, report, release } = links;
    const inWorkspace = (path) => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(workspace, path).split(node_path__WEBPACK_IMPORTED_MODULE_0__.sep).join('/') || '.';
    const files = results.flatMap(_results_js__WEBPACK_IMPORTED_MODULE_2__/* .filesOf */ .R8).map(inWorkspace);
    return {
        status: (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(results),
        directory: inWorkspace(directory),
        files: JSON.stringify(files),
        results: JSON.stringify(results.map(result => resultOutput(result, links, inWorkspace))),
        'results-file': inWorkspace(resultsFile(place)),
        'artifact-id': archive ? String(archive.id) : '',
        'artifact-url': archive?.url ?? '',
        'artifact-digest': archive?.digest ?? '',
        'report-url': report?.url ?? '',
        'comment-id': comment ? String(comment.id) : '',
        'comment-url': comment?.url ?? '',
        'release-url': release ?? '',
        'api-calls': JSON.stringify(apiCalls),
        ...comparedOutputs(results),
    };
}
/** Of a dry run: there are no files, and a target that would be rendered is a success. */
function dryRunOutputs(checked, apiCalls, place) {
    const results = checked.filter(one => one.status === 'failure');
    const entries = checked.map(one => one.status === 'found'
        ? { ...identityOf(one), status: 'success' }
        : { ...identityOf(one), status: one.status, error: one.error });
    return {
        ...outputsOf({ results, links: _results_js__WEBPACK_IMPORTED_MODULE_2__/* .noLinks */ .dH, apiCalls }, place),
        status: (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .statusOf */ .c2)(checked.map(({ status }) => ({ status: status === 'found' ? 'success' : status }))),
        results: JSON.stringify(entries),
    };
}
/** `changed` is empty where nothing was compared: that nothing changed is then not known. */
function comparedOutputs(results) {
    const found = (0,_results_js__WEBPACK_IMPORTED_MODULE_2__/* .tally */ .N4)(results);
    const changed = found?.get('changed') ?? 0;
    const compared = changed + (found?.get('unchanged') ?? 0);
    return { changed: compared > 0 ? String(changed) : '', compared: String(compared) };
}
function resultOutput(result, links, inWorkspace) {
    const { status, renderTaskId, seconds, affectedBy } = result;
    const about = {
        ...identityOf(result),
        status,
        apiCalls: result.apiCalls,
        ...(renderTaskId !== undefined && { renderTaskId }),
        ...(seconds !== undefined && { seconds: Math.round(seconds * 10) / 10 }),
        ...(affectedBy !== undefined && { affectedBy }),
    };
    if (result.status === 'failure')
        return { ...about, error: result.error };
    const { path, bytes, sha256 } = result;
    const places = {
        artifactUrl: (links.files.get(path) ?? links.archive)?.url,
        imageUrl: links.images.get(path),
        releaseUrl: links.assets.get(path),
    };
    const known = Object.entries(places).filter(([, url]) => url !== undefined);
    const comparison = result.comparison && { comparison: comparisonOutput(result.comparison, links) };
    return { ...about, file: inWorkspace(path), bytes, sha256, ...Object.fromEntries(known), ...comparison };
}
function identityOf(result) {
    const { target } = result;
    const title = result.title ?? ('title' in target ? target.title : undefined);
    return {
        target: target.source,
        name: target.name,
        ...(title !== undefined && { title }),
        ...('output' in target && { format: target.output.format }),
        url: target.url,
    };
}
function comparisonOutput(comparison, links) {
    const { status } = comparison;
    const where = (beside) => beside &&
        (links.images.get(beside.path) ?? beside.imageUrl ?? (links.files.get(beside.path) ?? links.archive)?.url);
    const known = Object.entries({
        changedPixels: 'changedPixels' in comparison ? comparison.changedPixels : undefined,
        changedShare: 'changedShare' in comparison ? comparison.changedShare : undefined,
        shadedPixels: 'shadedPixels' in comparison ? comparison.shadedPixels : undefined,
        noisePixels: 'noisePixels' in comparison ? comparison.noisePixels : undefined,
        baseline: 'baseline' in comparison ? baselineOutput(comparison.baseline) : undefined,
        beforeUrl: 'before' in comparison ? where(comparison.before) : undefined,
        differenceUrl: 'difference' in comparison ? where(comparison.difference) : undefined,
        error: 'error' in comparison ? comparison.error : undefined,
    }).filter(([, value]) => value !== undefined);
    return { status, ...Object.fromEntries(known) };
}
function baselineOutput(baseline) {
    if (!baseline)
        return undefined;
    if (baseline.kind === 'instance')
        return { url: baseline.url };
    const { ref, sha } = baseline;
    return { ref, sha, ...(baseline.kind === 'branch' && { recordedAt: baseline.at.toISOString() }) };
}


/***/ }),

/***/ 93131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ artifactClient)
});

;// CONCATENATED MODULE: external "node:stream/consumers"
const consumers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/consumers");
;// CONCATENATED MODULE: ./build/publish/artifact-client.js

/**
 * The toolkit's client, made to notice an answer whose connection broke: its own reading waits for an end that never
 * comes, and the upload with it (http-client 4.0.1, readBody). It tries such a request again.
 */
async function artifactClient(artifact, http) {
    const { HttpClientResponse } = await http;
    const { DefaultArtifactClient } = await artifact;
    HttpClientResponse.prototype.readBody = async function () {
        // Without the code of the fault beneath it, which the client would take for a host that is out of reach.
        return (0,consumers_namespaceObject.text)(this.message).catch(cause => {
            throw new Error('The answer broke off', { cause });
        });
    };
    return new DefaultArtifactClient();
}


/***/ }),

/***/ 92841:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  n: () => (/* binding */ openRenderers),
  G: () => (/* binding */ renderEach)
});

// EXTERNAL MODULE: ./build/baselines/file-name.js
var file_name = __nccwpck_require__(40001);
// EXTERNAL MODULE: ./build/looker/render-targets.js + 7 modules
var render_targets = __nccwpck_require__(5007);
;// CONCATENATED MODULE: ./build/looker/render-times.js
/** So many of a target's last times are looked at. */
const maxTimes = 5;
function renderTimes(keyOf, remembered) {
    const ofThisRun = new Map();
    let ofEarlierRuns = new Map();
    const ready = remembered.then(times => {
        ofEarlierRuns = times;
    }, 
    // Whoever reads them tells why they could not be read. Looker is looked at as if nothing were known.
    () => undefined);
    return {
        ready,
        of(target) {
            const key = keyOf(target);
            const own = [...(ofThisRun.get(key) ?? []), ...(ofEarlierRuns.get(key) ?? [])].slice(0, maxTimes);
            const others = [...(ofThisRun.size > 0 ? ofThisRun : ofEarlierRuns).values()].flat();
            return { own, others };
        },
        add(target, milliseconds) {
            const key = keyOf(target);
            ofThisRun.set(key, [milliseconds, ...(ofThisRun.get(key) ?? [])]);
        },
    };
}

;// CONCATENATED MODULE: ./build/looker/second-instance.js
/** The same target on the second instance: its picture is the one before. */
const toSecondInstance = (base) => (target) => ({
    ...target,
    url: base.origin + target.url.slice(new URL(target.url).origin.length),
    file: `${target.name}.before.${target.output.format}`,
});

// EXTERNAL MODULE: ./build/looker/titles.js
var looker_titles = __nccwpck_require__(35310);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
;// CONCATENATED MODULE: ./build/render.js






function openRenderers(context, remembered) {
    const { lookers, world, deadlines } = context;
    const over = new AbortController();
    const titles = lookers
        .slice(0, 1)
        .map(looker => (0,looker_titles/* readTitles */.m)(looker.contentFor(over.signal), { clock: world.clock, signal: deadlines.render }));
    const [first, second] = lookers.map((looker, place) => {
        const own = titles[place];
        return rendererOn(looker, context, { remembered, ...(own && { titles: own }) });
    });
    if (!first)
        throw new Error('There is no instance to render on');
    const { against } = context.inputs.compare;
    const toSecond = typeof against === 'string' ? undefined : toSecondInstance(against.base);
    return {
        first,
        onSecond: toSecond && second ? target => second.render(toSecond(target)) : undefined,
        close() {
            over.abort();
            first.close();
            second?.close();
        },
    };
}
/**
 * Each target flows through by itself: rendered, compared, its pictures sent, while Looker draws the others. Results are
 * in the targets' order; a target that fails is a result, too.
 */
async function renderEach(context, targets, delivery) {
    const { world } = context;
    const { first, onSecond, close } = openRenderers(context, delivery.then(opened => opened.remembered));
    const flow = async (target) => {
        (0,render_targets/* logIgnoredParameters */.x)(target, world.print);
        const [result, other] = await Promise.all([first.render(target), onSecond?.(target)]);
        return (await delivery).take(result, { before: other && { result: other }, render: first.render });
    };
    try {
        return await world.core.group(titleOf(context, targets), () => Promise.all(targets.map(flow)));
    }
    finally {
        close();
    }
}
function rendererOn(looker, { world, inputs, deadlines }, { remembered, ...titles }) {
    const { pace, outputDirectory } = inputs;
    return (0,render_targets/* openRenderer */.y)(looker, {
        version: inputs.looker.version,
        clock: world.clock,
        directory: outputDirectory,
        signal: deadlines.render,
        concurrency: pace.concurrency,
        pollInterval: pace.pollIntervalSeconds * 1000,
        ...titles,
        times: renderTimes(target => (0,file_name/* baselineKey */.x2)(target, looker.host), remembered),
    });
}
function titleOf({ inputs: { pace }, lookers }, targets) {
    const hosts = lookers.map(({ host }) => host).join(' and ');
    return `Rendering ${(0,runtime_text/* count */.U9)(targets.length, 'target')} on ${hosts}, ${pace.concurrency} at a time, within ${(0,runtime_text/* count */.U9)(pace.timeoutMinutes, 'minute')}`;
}


/***/ }),

/***/ 26878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bv: () => (/* binding */ findGated),
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   R8: () => (/* binding */ filesOf),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   dH: () => (/* binding */ noLinks),
/* harmony export */   eG: () => (/* binding */ sidecarsOf),
/* harmony export */   g9: () => (/* binding */ sidecarPaths),
/* harmony export */   n8: () => (/* binding */ sidecarPath),
/* harmony export */   v3: () => (/* binding */ isAllUnchanged),
/* harmony export */   vn: () => (/* binding */ sumApiCalls),
/* harmony export */   xA: () => (/* binding */ describeApiCalls)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(76760);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** Nothing was put anywhere. */
const noLinks = { files: new Map(), images: new Map(), assets: new Map() };
function statusOf(results) {
    const rendered = results.filter(({ status }) => status === 'success').length;
    if (rendered === results.length)
        return 'success';
    return rendered === 0 ? 'failure' : 'partial';
}
/** How many of each there are, where anything was compared. */
function tally(results) {
    const found = new Map();
    for (const result of results) {
        const status = result.status === 'success' ? result.comparison?.status : undefined;
        if (status)
            found.set(status, (found.get(status) ?? 0) + 1);
    }
    return found.size > 0 ? found : undefined;
}
/** What a gate may go by: of pictures alone, as two PDFs are never equal. */
const gatedComparison = (result) => result.status === 'success' && result.target.output.format !== 'pdf' ? result.comparison : undefined;
/** All were rendered and compared, and none changed. */
const isAllUnchanged = (results) => results.length > 0 && tally(results)?.get('unchanged') === results.length;
/** What `fail-on-change` fails on: pictures that changed, and those of which nobody knows. */
const findGated = (results, status) => results.filter(result => gatedComparison(result)?.status === status);
/** Where a picture beside a target's own stands. No target's name ends like this: `name` refuses it. */
function sidecarPath({ path }, what, format) {
    const { dir, name } = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.parse)(path);
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(dir, `${name}.${what}.${format}`);
}
/** The files that a comparison wrote. */
const sidecarsOf = (comparison) => [
    ...('before' in comparison && comparison.before ? [comparison.before] : []),
    ...('difference' in comparison ? [comparison.difference] : []),
];
/** The files that are there for a result, the target's own first. */
const filesOf = (result) => result.status === 'failure'
    ? []
    : [result.path, ...(result.comparison ? sidecarsOf(result.comparison).map(({ path }) => path) : [])];
/** All that an earlier run may have left beside a target's file. */
const sidecarPaths = (path) => [
    ...['png', 'jpg', 'pdf'].map(format => sidecarPath({ path }, 'before', format)),
    sidecarPath({ path }, 'difference', 'png'),
];
/** Of several instances together. */
const sumApiCalls = (all) => ({
    query: all.reduce((sum, { query }) => sum + query, 0),
    administrative: all.reduce((sum, { administrative }) => sum + administrative, 0),
});
/** `44 query calls and 2 administrative calls` */
const describeApiCalls = ({ query, administrative }) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(query, 'query call')} and ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(administrative, 'administrative call')}`;


/***/ }),

/***/ 22293:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/github/event.js
var github_event = __nccwpck_require__(6830);
// EXTERNAL MODULE: ./build/github/errors.js
var github_errors = __nccwpck_require__(47307);
// EXTERNAL MODULE: ./build/github/pull-request.js
var pull_request = __nccwpck_require__(81351);
// EXTERNAL MODULE: ./build/github/repository.js + 1 modules
var repository = __nccwpck_require__(97321);
;// CONCATENATED MODULE: ./build/github/public-repository.js




/** @returns undefined where the event does not tell: GitHub has to be asked */
function guardByEvent({ inputs, run }) {
    if (inputs.allowPublic)
        return { inputs, isGuarded: false };
    const isPrivate = isPrivateByEvent(run);
    return isPrivate === undefined ? undefined : guard({ inputs, run }, isPrivate);
}
async function guardByGitHub(context) {
    const { inputs } = context;
    try {
        return guard(context, await readIsPrivate(context));
    }
    catch (error) {
        const { message } = (0,github_errors/* gitHubError */.Mj)(error, 'GitHub was asked', 'metadata: read');
        if (!publishes(context))
            return { inputs, isGuarded: true };
        const unpublished = new errors/* ActionError */.lZ(`Nothing was published: whether this repository is public could not be read (${message})`, 'Run the job again, check github-token, or set allow-public to true if everybody may see what the dashboards show.', { cause: (0,errors/* asActionError */.z6)(error) });
        return { inputs: publishNothing(context), unpublished, isGuarded: true };
    }
}
/** A run that is repeated keeps the payload of its first attempt, which may be of before a change. */
const isPrivateByEvent = ({ payload, attempt }) => attempt === 1 ? payload.repository?.private : undefined;
async function readIsPrivate(context) {
    const { octokit, owner, repo } = await (0,repository/* openRepository */.h)(context);
    const { data } = await octokit.rest.repos.get({ owner, repo });
    if (typeof data.private !== 'boolean')
        throw new Error('it did not tell');
    return data.private;
}
function guard(about, isPrivate) {
    const { inputs } = about;
    if (isPrivate)
        return { inputs, isGuarded: false };
    return { inputs, isGuarded: true, ...(publishes(about) && { refusal: publicRepositoryError() }) };
}
const publishes = (about) => [(0,pull_request/* pullRequestToComment */.t5)(about), (0,pull_request/* baselineBranch */.Oz)(about)].some(place => place !== undefined) ||
    about.inputs.artifact.kind !== 'none' ||
    about.inputs.release.wanted;
function publishNothing({ inputs, run }) {
    const { artifact, comment, release, compare } = inputs;
    const records = (0,pull_request/* baselineBranch */.Oz)({ inputs, run }) !== undefined;
    return {
        ...inputs,
        artifact: { ...artifact, kind: 'none' },
        comment: { ...comment, comment: 'false' },
        release: { ...release, wanted: false },
        compare: records ? { ...compare, against: 'none' } : compare,
    };
}
const publicRepositoryError = () => new errors/* ActionError */.lZ('Nothing was rendered: this repository is public, and everybody could see what the dashboards show', 'Set allow-public to true if everybody may; or publish nothing, with artifact: none, comment: false, release: false and compare: none.');

// EXTERNAL MODULE: ./build/list.js + 7 modules
var build_list = __nccwpck_require__(98189);
;// CONCATENATED MODULE: ./build/looker/api-calls.js
/**
 * What Looker meters a request as: `x-looker-activity-type` in the description of API 4.0, where `db_query` counts as a query
 * call and `non_query` as an administrative one. Undefined where it has no such tag: logging in and out, versions.
 */
function meteredAs(path) {
    if (/^\/(login|logout|versions)\b/.test(path))
        return undefined;
    return /^\/(render_tasks|queries)\b/.test(path) ? 'query' : 'administrative';
}

// EXTERNAL MODULE: ./build/runtime/json.js
var json = __nccwpck_require__(72713);
// EXTERNAL MODULE: ./build/target-kinds.js
var target_kinds = __nccwpck_require__(64861);
// EXTERNAL MODULE: ./build/looker/errors.js
var looker_errors = __nccwpck_require__(23598);
// EXTERNAL MODULE: ./build/looker/response-body.js
var response_body = __nccwpck_require__(30675);
;// CONCATENATED MODULE: ./build/looker/client.js




/** The endpoints, a line each (render-task API, 4.0 and 3.1). */
function createLookerClient(send, version, { host, clean }) {
    const task = readTask(host, clean);
    return {
        createRenderTask: (target) => send({ method: 'POST', ...creationCall(target, version) }, task),
        renderTask: (id) => send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}`, query: { fields } }, task),
        renderTaskResults: (id, read) => send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}/results` }, read),
        queryBySlug: (slug) => send({ method: 'GET', path: `/queries/slug/${encodeURIComponent(slug)}`, query: { fields: 'id' } }, readId(host)),
    };
}
const fields = 'id,status,status_detail';
function creationCall(target, version) {
    const { kind, id, output, width, height } = target;
    const path = `/render_tasks/${target_kinds/* targetKinds */.xV[kind].resource[version]}/${encodeURIComponent(id)}/${output.format}`;
    if (kind !== 'dashboard' && kind !== 'lookml_dashboard')
        return { path, query: { width, height, fields } };
    return { path, query: { width, height, fields, ...dashboardQuery(target) }, json: dashboardBody(target) };
}
function dashboardQuery({ output, longTables, theme }) {
    const paper = output.format === 'pdf'
        ? { pdf_paper_size: output.paperSize, pdf_landscape: output.landscape || undefined }
        : {};
    return { ...paper, long_tables: longTables || undefined, theme };
}
function dashboardBody({ filters, style, tabIds }) {
    return {
        ...(filters.size > 0 && { dashboard_filters: (0,target_kinds/* encodeFilters */.Qm)(filters) }),
        ...(style && { dashboard_style: style }),
        ...(tabIds.length > 0 && { tab_ids: tabIds }),
    };
}
const readTask = (host, clean) => async (response) => {
    const answer = (0,json/* parseJson */.q)(await (0,response_body/* boundedText */.LD)(response));
    const { id, status, status_detail: detail } = (0,json/* isObject */.G)(answer) ? answer : {};
    if (!isId(id) || clean(String(id)) !== String(id) || typeof status !== 'string')
        throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that is no render task');
    return {
        id: String(id),
        status: (0,response_body/* wordsOf */.Z9)(status, clean, 100),
        detail: typeof detail === 'string' ? (0,response_body/* wordsOf */.Z9)(detail, clean) : '',
    };
};
const readId = (host) => async (response) => {
    const answer = (0,json/* parseJson */.q)(await (0,response_body/* boundedText */.LD)(response));
    if (!(0,json/* isObject */.G)(answer) || !isId(answer.id))
        throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that is no query');
    return String(answer.id);
};
/** What can stand in a path: in a URL, `..` would lead out of it. */
const isId = (id) => typeof id === 'string' ? /^(?!\.\.?$)[!-~]{1,255}$/.test(id) : Number.isSafeInteger(id);

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __nccwpck_require__(70370);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
// EXTERNAL MODULE: ./build/looker/json-response.js
var json_response = __nccwpck_require__(1479);
;// CONCATENATED MODULE: ./build/looker/content-responses.js



/** Undefined where it is deleted or hidden. */
function readDashboard(item, clean) {
    const id = content_responses_readId(item.id, clean);
    if (id === undefined || item.deleted === true || item.hidden === true)
        return undefined;
    const slug = content_responses_readId(item.slug, clean);
    return { kind: dashboardKind(id), id, ...(slug && { slug }), ...readTitle(item.title, clean) };
}
/** Undefined where it is deleted. */
function readLook(item, clean) {
    const id = content_responses_readId(item.id, clean);
    if (id === undefined || item.deleted === true)
        return undefined;
    return { kind: 'look', id, ...readTitle(item.title, clean) };
}
const readAbout = (item, clean) => ({
    ...readTileTitle(item, clean),
    deleted: item.deleted === true,
});
function readFolder(item, clean) {
    const id = content_responses_readId(item.id, clean);
    if (id === undefined)
        return undefined;
    const isPersonal = item.is_personal === true || item.is_personal_descendant === true;
    return { id, ...readTitle(item.name, clean), hasChildren: item.child_count !== 0, isPersonal };
}
const readBoard = (item, clean) => ({
    ...readTitle(item.title, clean),
    deleted: isGone(item),
    members: inOrder((0,json_response/* objectsIn */.Qv)(item.board_sections), item.section_order)
        .filter(section => !isGone(section))
        .flatMap(visibleItems)
        .flatMap(found => readBoardItem(found, clean) ?? []),
});
const readTiles = (item, clean) => ({
    ...readAbout(item, clean),
    members: (0,json_response/* objectsIn */.Qv)(item.dashboard_elements).flatMap(found => readTile(found, clean) ?? []),
});
/** A link or a text on a board is no member. */
function readBoardItem(item, clean) {
    const title = readTitle(item.title, clean);
    const dashboard = content_responses_readId(item.dashboard_id, clean) ?? content_responses_readId(item.lookml_dashboard_id, clean);
    if (dashboard !== undefined)
        return { kind: dashboardKind(dashboard), id: dashboard, ...title };
    const look = content_responses_readId(item.look_id, clean);
    return look === undefined ? undefined : { kind: 'look', id: look, ...title };
}
/** A text, a button and whatever else shows no data is no member. */
function readTile(item, clean) {
    const id = content_responses_readId(item.id, clean);
    if (id === undefined || !hasQuery(item))
        return undefined;
    return { kind: 'dashboard_element', id, ...readTileTitle(item, clean) };
}
/** A tile draws its own query, that of a Look, or several that are merged (`result_maker`, `merge_result_id`). */
function hasQuery({ query, look, look_id, result_maker, merge_result_id }) {
    const made = (0,json_response/* fieldsIn */.t5)(result_maker);
    return ([query, look, made.query].some(json/* isObject */.G) ||
        (0,json_response/* objectsIn */.Qv)(made.filterables).length > 0 ||
        [look_id, merge_result_id].some(found => typeof found === 'string' && found !== ''));
}
/** A LookML dashboard's id is `model::dashboard`. */
const dashboardKind = (id) => (id.includes('::') ? 'lookml_dashboard' : 'dashboard');
const isGone = ({ deleted_at: at }) => typeof at === 'string';
/** What the section's order does not name the API user does not see. */
function visibleItems({ board_items: items, visible_item_order: order }) {
    const sorted = inOrder((0,json_response/* objectsIn */.Qv)(items), order);
    return Array.isArray(order) ? sorted.filter(({ id }) => order.map(String).includes(String(id))) : sorted;
}
/** What the order does not name stands last. */
function inOrder(items, order) {
    const ids = Array.isArray(order) ? order.map(String) : [];
    const place = ({ id }) => (ids.includes(String(id)) ? ids.indexOf(String(id)) : ids.length);
    return [...items].sort((one, other) => place(one) - place(other));
}
/** What can stand in a path and in the log: a number, a slug, `model::dashboard`, `model::dashboard::link`. */
function content_responses_readId(value, clean) {
    if (typeof value !== 'string' && !Number.isSafeInteger(value))
        return undefined;
    const id = String(value);
    return /^(?!\.\.?$)[^/\\\p{Cc}\p{Cs}]{1,255}$/u.test(id) && clean(id) === id ? id : undefined;
}
/** A tile that shows a Look has the Look's title unless it has its own. */
function readTileTitle(item, clean) {
    const own = readTitle(item.title, clean);
    return own.title === undefined ? readTitle((0,json_response/* fieldsIn */.t5)(item.look).title, clean) : own;
}
/** On one line, without what turns the direction of the text around it. Secrets go before anything is cut. */
function readTitle(text, clean) {
    if (typeof text !== 'string')
        return {};
    const plain = clean(text)
        .slice(0, 10_000)
        .replace(/\p{Bidi_Control}/gu, '');
    const title = (0,runtime_text/* oneLine */.TN)(plain, 200);
    return title === '' ? {} : { title };
}

;// CONCATENATED MODULE: ./build/looker/content.js



/** A tree of hundreds of folders is asked for without keeping Looker from others. */
const maxAtOnce = 4;
/** A page of a folder's subfolders. */
const foldersPerPage = 100;
/** How a call is sent, and its answer read. */
function readers(send, { host, clean }) {
    const slots = (0,p_limit/* default */.A)(maxAtOnce);
    const ask = (path, query, read) => slots(() => send({ method: 'GET', path, query }, read));
    return {
        get(what, path, fields, convert) {
            const read = (0,json_response/* readObject */.Ag)(host, what, answer => convert(answer, clean));
            return ask(path, { fields }, read);
        },
        list(what, path, query, convert) {
            const read = (0,json_response/* readList */.LD)(host, what, item => convert(item, clean));
            return ask(path, query, read);
        },
    };
}
/**
 * What stands in Looker and what belongs together: a call a line, administrative (`non_query` in the description of API
 * 4.0) where nothing else is said. Each asks for the fields that are read, and for no others.
 */
function contentClient(send, host) {
    const { get, list } = readers(send, host);
    const about = (what, path, fields) => get(what, path, fields, readAbout);
    const dashboards = (path, fields) => list('dashboard', path, { fields }, readDashboard);
    return {
        dashboard: (id) => about('dashboard', at `/dashboards/${id}`, 'title,deleted'),
        look: (id) => about('Look', at `/looks/${id}`, 'title,deleted'),
        tile: (id) => about('dashboard element', at `/dashboard_elements/${id}`, 'title,look(title)'),
        /** A query call. */
        query: (id) => get('query', /^\d+$/.test(id) ? at `/queries/${id}` : at `/queries/slug/${id}`, 'id', () => undefined),
        /** All that the API user may see, LookML dashboards included; neither deleted nor hidden ones. */
        dashboards: () => dashboards('/dashboards', 'id,title,slug,hidden'),
        folder: (id) => get('folder', at `/folders/${id}`, folder, readFolder),
        folderDashboards: (id) => dashboards(at `/folders/${id}/dashboards`, 'id,title,slug,deleted,hidden'),
        folderLooks: (id) => list('Look', at `/folders/${id}/looks`, { fields: 'id,title,deleted' }, readLook),
        /** A page of the subfolders right below it. */
        folderChildren: (id, offset) => list('folder', at `/folders/${id}/children`, { fields: folder, limit: foldersPerPage, offset }, readFolder),
        board: (id) => get('board', at `/boards/${id}`, board, readBoard),
        tiles: (dashboard) => get('dashboard', at `/dashboards/${dashboard}`, tiles, readTiles),
    };
}
/** A path in which the id is one part, whatever it holds. */
const at = ([before = '', after = ''], id) => before + encodeURIComponent(id.toWellFormed()) + after;
const folder = 'id,name,child_count,is_personal,is_personal_descendant';
const items = 'board_items(id,title,dashboard_id,look_id,lookml_dashboard_id)';
const board = `title,deleted_at,section_order,board_sections(id,deleted_at,visible_item_order,${items})`;
const tile = 'id,title,look_id,merge_result_id,query(view),look(title),result_maker(query(view),filterables(view))';
const tiles = `title,deleted,dashboard_elements(${tile})`;

// EXTERNAL MODULE: ./node_modules/p-retry/index.js + 1 modules
var p_retry = __nccwpck_require__(74995);
;// CONCATENATED MODULE: ./build/looker/http.js



/**
 * Requests to Looker, tried again while their fault is one that passes and the signal lets them.
 * @throws LookerError, or the signal's reason
 */
function createHttp(options) {
    const { first, longest } = options.pauses ?? { first: 500, longest: 30_000 };
    return (call, read, signal) => {
        const failures = [];
        return (0,p_retry/* default */.Ay)(() => exchange(options, call, read, signal), {
            signal,
            retries: Number.POSITIVE_INFINITY,
            minTimeout: first,
            maxTimeout: longest,
            factor: 2,
            randomize: true,
            onFailedAttempt: async ({ error }) => {
                failures.push(error);
                if (isWorthRetry(error, call, failures))
                    await waitBeforeRetry(options, call, error, signal);
            },
            shouldRetry: ({ error }) => isWorthRetry(error, call, failures),
        });
    };
}
/** `failures` are all of this call's, the error among them; those that may be tried for ever do not count. */
function isWorthRetry(error, call, failures) {
    if (!(error instanceof looker_errors/* LookerError */.Z6) || (call.firstContact && error.unreachable))
        return false;
    const limited = failures.filter(failure => failure instanceof looker_errors/* LookerError */.Z6 && Number.isFinite(failure.retries));
    return !Number.isFinite(error.retries) || limited.length <= error.retries;
}
/** What Looker asked us to wait comes before the growing pause, which then spreads those who were told the same. */
async function waitBeforeRetry({ log, clock }, { method, path }, error, signal) {
    const wait = error.retryAfter > 0 ? ` after the ${Math.ceil(error.retryAfter / 1000)} s that it asks for` : '';
    log(`${error.message} (${method} ${path}). Trying again${wait}.`);
    if (error.retryAfter > 0)
        await clock.sleep(error.retryAfter, signal);
}
async function exchange(options, call, read, signal) {
    const { api, secrets, silence = 60_000 } = options;
    const watch = watchdog(silence, api.host);
    options.onRequest?.(call.path);
    call.onRequest?.();
    try {
        const ended = AbortSignal.any([signal, watch.signal]);
        const { ok, status, headers, body } = await options.fetch(address(api, call), {
            ...request(call),
            redirect: 'manual',
            signal: ended,
        });
        watch.alive();
        // In Node 20 a body that is not compressed as it says never ends, not even by the signal that `fetch` was given.
        const answer = { status, headers, body: body?.pipeThrough(bufferAhead(), { signal: ended }) ?? null };
        if (ok)
            return await read(answer, watch.alive);
        const message = (0,response_body/* messageOf */.bD)(await (0,response_body/* boundedText */.LD)(answer), secrets.clean);
        throw (0,looker_errors/* statusError */.$C)({
            status,
            headers,
            message,
            host: api.host,
            method: call.method,
        });
    }
    catch (error) {
        signal.throwIfAborted();
        throw (0,looker_errors/* cleanError */.Cs)((0,looker_errors/* connectionError */.$t)(error, api.host), secrets.clean);
    }
    finally {
        watch.stop();
    }
}
/**
 * Takes a body in faster than it is read: Node's fetch (24.21) trips, where nobody can catch it, over a connection that
 * ends while its body waits.
 */
function bufferAhead() {
    const bytes = new ByteLengthQueuingStrategy({
        highWaterMark: 16 * 1024 * 1024,
    });
    return new TransformStream({}, bytes, bytes);
}
function address(api, { path, query = {} }) {
    const url = new URL(api.href + path);
    for (const [name, value] of Object.entries(query))
        if (value !== undefined)
            url.searchParams.set(name, String(value));
    return url;
}
function request({ method, token, form, json }) {
    const headers = { 'user-agent': 'looker-snapshot', ...(token && { authorization: `token ${token}` }) };
    if (form)
        return { method, headers, body: new URLSearchParams(form) };
    if (json === undefined)
        return { method, headers };
    return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
}
/** Aborts a request in which no byte came for so long. */
function watchdog(silence, host) {
    const lost = new AbortController();
    const fault = () => new looker_errors/* LookerError */.Z6(`${host} was silent for ${Math.round(silence / 1000)} s`, 'Check that Looker is up, then run the job again.', {
        retries: Number.POSITIVE_INFINITY,
    });
    const timer = setTimeout(() => lost.abort(fault()), silence);
    return { signal: lost.signal, alive: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}

;// CONCATENATED MODULE: ./build/looker/session.js



/** An API user's session: one token for all requests, a new one when it ends or Looker no longer takes it. */
function openSession(options) {
    const { http, clock } = options;
    let live;
    let pending;
    // Several requests may meet the same dead token: the first forgets it, and all share the next log-in.
    const forget = (held) => {
        if (live === held)
            live = undefined;
    };
    const token = async (signal) => {
        if (live && live.ends > clock.now())
            return live;
        pending ??= login({ ...options, signal }).finally(() => {
            pending = undefined;
        });
        live = await pending;
        return live;
    };
    return {
        login: async () => void (await token(options.signal)),
        async send(call, read, signal = options.signal) {
            const held = await token(signal);
            try {
                return await http({ ...call, token: held.value }, read, signal);
            }
            catch (error) {
                if (!(error instanceof looker_errors/* LookerError */.Z6 && error.status === 401))
                    throw error;
                forget(held);
                return http({ ...call, token: (await token(signal)).value }, read, signal);
            }
        },
        async logout(patience) {
            const held = await (pending?.catch(() => undefined) ?? live);
            live = undefined;
            if (held && held.ends > clock.now())
                await http({ method: 'DELETE', path: '/logout', token: held.value }, async () => undefined, patience);
        },
    };
}
/** The key goes in the form's body: in a URL it would stand in logs (API 4.0's description of login). */
async function login({ http, clock, host, key, secrets, signal }) {
    const form = { client_id: key.clientId, client_secret: key.clientSecret };
    const asked = clock.now();
    try {
        return await http({ method: 'POST', path: '/login', form, firstContact: true }, readToken, signal);
    }
    catch (error) {
        throw error instanceof looker_errors/* LookerError */.Z6 ? loginError(error, host) : error;
    }
    async function readToken(response) {
        const answer = (0,json/* parseJson */.q)(await (0,response_body/* boundedText */.LD)(response));
        if (!(0,json/* isObject */.G)(answer) || !isToken(answer.access_token))
            throw (0,looker_errors/* unexpectedResponse */.Lf)(host, 'something that is no access token');
        secrets.keep(answer.access_token);
        const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3600;
        return { value: answer.access_token, ends: asked + seconds * 1000 };
    }
}
/** What a header can hold: `fetch` would tell of another in an error that shows it. */
const isToken = (token) => typeof token === 'string' && /^[!-~]{1,8192}$/.test(token);
/** What a refusal means at login, where Looker answers a wrong key with 404. */
function loginError(error, host) {
    const words = {
        404: [
            `Looker at ${host} does not know this API key (404)`,
            'Check client-id and client-secret: they belong to one API key of a user of this instance (Admin, Users, Edit, API Keys).',
        ],
        403: [
            `${host} refuses the log-in (403)`,
            "Check base-url's port and api-version: this is what a host answers that has no Looker API there.",
        ],
        401: [`Looker at ${host} does not accept this API key (401)`, 'Check client-id and client-secret.'],
    };
    const [fact, hint] = words[error.status ?? 0] ?? [`Could not log in: ${error.message}`, error.hint];
    return new looker_errors/* LookerError */.Z6(fact, hint, {
        ...(error.status && { status: error.status }),
        retries: 0,
        cause: error,
    });
}

;// CONCATENATED MODULE: ./build/looker/versions.js


const call = {
    method: 'GET',
    path: '/versions',
    query: { fields: 'looker_release_version,web_server_url' },
    firstContact: true,
};
/** Needs no log-in, and is not metered (API 4.0, `versions`). @throws LookerError */
const readVersions = (http, host, signal) => http(call, (0,json_response/* readObject */.Ag)(host, 'list of versions', toVersions), signal);
function toVersions({ looker_release_version: release, web_server_url: address }) {
    const web = typeof address === 'string' ? (0,runtime_text/* parseUrl */.Dl)(address) : undefined;
    return {
        ...(typeof release === 'string' && /^[\w.+-]{1,40}$/.test(release) && { release }),
        ...(web && /^https?:$/.test(web.protocol) && { web: new URL(web.origin) }),
    };
}

;// CONCATENATED MODULE: ./build/looker/connect.js







/** Sends the log-in. */
function connect({ base, clientId, clientSecret }, options) {
    const { world, version, secrets, signal, log } = options;
    const { host } = base;
    const common = { clock: world.clock, secrets, signal, host };
    const apiCalls = { query: 0, administrative: 0 };
    const count = (path) => {
        const activity = meteredAs(path);
        if (activity)
            apiCalls[activity]++;
    };
    const api = new URL(`/api/${version}`, base);
    const http = createHttp({ ...common, fetch: world.fetch, log, onRequest: count, api });
    const session = openSession({ ...common, http, key: { clientId, clientSecret } });
    const loggedIn = session.login();
    loggedIn.catch(() => undefined);
    const versions = askVersions(http, loggedIn, { ...common, log });
    const clientFor = onRequest => createLookerClient((call, read) => session.send({ ...call, onRequest }, read), version, {
        host,
        clean: secrets.clean,
    });
    const contentFor = (own = signal) => contentClient((call, read) => session.send(call, read, AbortSignal.any([signal, own])), {
        host,
        clean: secrets.clean,
    });
    return { host, session, loggedIn, clientFor, contentFor, versions, apiCalls, log };
}
/** Milliseconds that the log-in has for itself: a second connection at its side would delay it. */
const headStart = 50;
/** Milliseconds for which an instance is asked for what is nice to know. */
const longestQuestion = 10_000;
/** Nothing where the instance does not tell, which the log says, unless the log-in fails for the same reason. */
async function askVersions(http, loggedIn, { clock, host, signal, log }) {
    try {
        await clock.sleep(headStart, signal);
        return await readVersions(http, host, AbortSignal.any([signal, AbortSignal.timeout(longestQuestion)]));
    }
    catch (error) {
        const isIn = await loggedIn.then(() => true, () => false);
        if (isIn)
            log(`${host} does not tell its release (${(0,errors/* asActionError */.z6)(error).message}).`);
        return {};
    }
}
/** Ends the sessions: a token that is not ended lives on for up to an hour. What fails is logged. */
async function logOut(lookers, cancelled) {
    await Promise.all(lookers.map(async ({ session, log }) => {
        try {
            await session.logout(patienceFor(cancelled));
        }
        catch (error) {
            log(`Could not log out of Looker (${(0,errors/* asActionError */.z6)(error).message}); its token ends by itself.`);
        }
    }));
}
/** A cancelled job has three seconds for everything, also when it is cancelled while it waits here. */
const patienceFor = (cancelled) => cancelled.aborted ? AbortSignal.timeout(1500) : AbortSignal.any([cancelled, AbortSignal.timeout(10_000)]);

// EXTERNAL MODULE: ./build/outputs.js
var outputs = __nccwpck_require__(30214);
// EXTERNAL MODULE: ./build/render.js + 2 modules
var render = __nccwpck_require__(92841);
// EXTERNAL MODULE: ./build/results.js
var build_results = __nccwpck_require__(26878);
;// CONCATENATED MODULE: ./build/runtime/secrets.js

function createSecrets(mask) {
    const kept = new Set();
    return {
        keep(secret) {
            for (const spelling of spellingsOf(secret)) {
                kept.add(spelling);
                mask(spelling);
            }
        },
        // The longest first: of a secret that begins like another one, nothing is left behind.
        clean: text => (0,runtime_text/* removeSecrets */.cu)([...kept].sort((one, other) => other.length - one.length), text),
    };
}
/** As it is, in an address, in a form's body, in JSON. */
function spellingsOf(secret) {
    const wellFormed = secret.toWellFormed();
    const encoded = encodeURIComponent(wellFormed);
    const form = new URLSearchParams({ secret: wellFormed }).toString().slice('secret='.length);
    const [lowerEncoded, lowerForm] = [encoded, form].map(text => text.replace(/%../g, code => code.toLowerCase()));
    const inJson = JSON.stringify(secret).slice(1, -1);
    return new Set([secret, encoded, form, lowerEncoded ?? '', lowerForm ?? '', inJson]);
}

// EXTERNAL MODULE: ./build/share.js
var share = __nccwpck_require__(70071);
;// CONCATENATED MODULE: ./build/github/fork.js
/**
 * Why GitHub hands this run no secrets, and what to do; undefined where it does ("Events that trigger workflows",
 * "Dependabot on GitHub Actions").
 */
function explainMissingSecrets({ eventName, actor, payload }) {
    // pull_request_target has secrets, a fork's included: there a missing one is a mistake.
    if (eventName === 'pull_request_target')
        return undefined;
    if (actor === 'dependabot[bot]' && hasDependabotSecrets.test(eventName))
        return ofDependabot;
    const head = payload.pull_request?.head?.repo?.full_name;
    const isOfFork = eventName.startsWith('pull_request') && head !== payload.repository?.full_name;
    return isOfFork ? ofFork : undefined;
}
const hasDependabotSecrets = /^(pull_request.*|push|create|deployment|deployment_status)$/;
const ofFork = `Nothing was rendered: this pull request comes from a fork, and GitHub gives such runs no secrets, so \
there is no key to log in to Looker with. To see the pictures, push the branch to this repository and open the pull \
request from there, or let the workflow run on the push after the merge.`;
const ofDependabot = `Nothing was rendered: this run was started by Dependabot, and GitHub gives such runs none of the \
secrets of Actions, so there is no key to log in to Looker with. To see the pictures, add the key to the Dependabot \
secrets of the repository (Settings, Secrets and variables, Dependabot) under the same names.`;

;// CONCATENATED MODULE: ./build/inputs/problem.js

/** A setting that cannot be read: the fact, and what to write instead. */
class InputProblem extends Error {
    hint;
    constructor(fact, hint) {
        super(fact);
        this.name = 'InputProblem';
        this.hint = hint;
    }
}
/** `"wide"`: what was found, on one line and short enough to read; a character that nobody sees as its code. */
function quoted(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line;
    const whole = inQuotes(cut);
    return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole;
}
/** In JSON's quotes, which are YAML's, too. JSON leaves control characters that turn a text's direction as they are. */
const inQuotes = (text) => JSON.stringify(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, runtime_text/* escapeUnicode */.LL);
/** A name that somebody chose, in front of what is said of it: plain where it can be, else quoted. */
const labelled = (name) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name));

;// CONCATENATED MODULE: ./build/inputs/input-source.js

function inputReader(source, report) {
    let defaults;
    const defaultOf = (name) => {
        defaults ??= source.defaults();
        return defaults[name] ?? '';
    };
    const given = (name, variable) => source.get(name) || (variable && source.env[variable]?.trim()) || '';
    const ask = (name, parse) => {
        const [input, variable] = typeof name === 'string' ? [name] : name;
        const text = given(input, variable);
        return text === '' ? undefined : attempt(() => parse(text), report, input);
    };
    const need = (name, parse) => {
        const [input, variable] = typeof name === 'string' ? [name] : name;
        const text = given(input, variable) || defaultOf(input);
        if (text !== '')
            return attempt(() => parse(text), report, input);
        report(input, new InputProblem('it is missing', set(variable)));
        return undefined;
    };
    return { ask, need, report, source };
}
const set = (variable) => variable ? `set the input, or ${variable} in the environment` : 'set the input';
/** What is read; where it cannot be, the problem is reported. */
function attempt(read, report, where) {
    try {
        return read();
    }
    catch (error) {
        if (!(error instanceof InputProblem))
            throw error;
        report(where, error);
        return undefined;
    }
}
/**
 * Inputs that belong together. Undefined where one that is needed could not be read, which was reported.
 * @param optional inputs that need not be given
 */
function input_source_complete(needed, optional) {
    return isComplete(needed) ? Object.assign({}, needed, optional) : undefined;
}
const isComplete = (parts) => Object.values(parts).every(part => part !== undefined);

;// CONCATENATED MODULE: ./build/inputs/safe-name.js

/** Refuses in a name what would fool the log's reader: a command of the runner's, and what turns the text's direction. */
function refuseTricks(name) {
    if (name.includes('##['))
        throw new InputProblem(`${quoted(name)} has a command of GitHub's runner in it`, 'leave out ##[');
    if (/\p{Bidi_Control}/u.test(name))
        throw new InputProblem(`${quoted(name)} has characters that turn the direction of a text`, 'leave them out: they are not to be seen');
    return name;
}

;// CONCATENATED MODULE: ./build/inputs/parsers.js


/** YAML's core schema, as in the toolkit's getBooleanInput. */
const parsers_boolean = text => {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw new InputProblem(`${quoted(text)} is neither true nor false`, 'write true or false');
};
const wholeNumber = (least, most, what) => text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most)
        return value;
    throw new InputProblem(`${quoted(text)} is not a whole number of ${what}`, `write a number from ${least} to ${most}`);
};
const decimalNumber = (above, most, what) => text => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value > above && value <= most)
        return value;
    throw new InputProblem(`${quoted(text)} is not a number of ${what}`, `write a number above ${above}, up to ${most}; decimals are allowed`);
};
/** From 0 to 1, both included. */
const fraction = text => {
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value <= 1)
        return value;
    throw new InputProblem(`${quoted(text)} is not a number from 0 to 1`, 'write one such as 0.1');
};
/** `120` pixels, or `0.5%` of them. */
const tolerance = text => {
    const [, number = '', percent] = /^(\d*\.?\d+)(\s*%)?$/.exec(text) ?? [];
    if (percent && Number(number) <= 100)
        return { share: Number(number) / 100 };
    if (!percent && /^\d{1,15}$/.test(number))
        return { pixels: Number(number) };
    throw new InputProblem(`${quoted(text)} is neither a number of pixels nor a share of them`, 'write one such as 120, or 0.5%');
};
const oneOf = (...choices) => text => {
    const choice = choices.find(known => known === text.toLowerCase());
    if (choice !== undefined)
        return choice;
    throw new InputProblem(`${quoted(text)} is not one of its values`, `write one of ${choices.join(', ')}`);
};
/** One a line, blank lines and the ends of lines left out. */
const lines = text => text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
/** Taken as it was given. */
const parsers_text = found => found;
/** A workflow's unquoted `4.0` is a YAML number and arrives as `4`. */
const apiVersion = found => oneOf('4.0', '3.1')(found === '4' ? '4.0' : found);
const artifactName = found => {
    if (found.length > 256)
        throw new InputProblem(`${quoted(found)} cannot be an artifact's name: it has ${found.length} characters`, 'shorten it to 256');
    if (/^[^":<>|*?\\/\p{Cc}]+$/u.test(found))
        return refuseTricks(found);
    throw new InputProblem(`${quoted(found)} cannot be an artifact's name`, 'leave out " : < > | * ? \\ / and line ends');
};
/** A branch, or a whole ref: `heads/looker-snapshots`, `looker/snapshots` (rules: git-check-ref-format). */
const gitRef = found => {
    const ref = found.startsWith('refs/') ? found.slice('refs/'.length) : `heads/${found}`;
    const parts = ref.split('/');
    const formed = parts.length > 1 &&
        !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
        parts.every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part));
    if (formed && !/^(tags|pull|remotes)\//.test(ref))
        return ref;
    throw new InputProblem(`${quoted(found)} cannot be a branch`, 'write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots');
};

;// CONCATENATED MODULE: ./build/inputs/deploy.js



/** Undefined where `deploy` is empty, or something could not be read, which was reported. */
function readDeploy(input, { base, version, against }) {
    const { ask, need, report, source } = input;
    const project = ask('deploy', projectName);
    const ref = ask('deploy-ref', commitish);
    const onlyAffected = need('only-affected', parsers_boolean);
    const isDeployed = source.get('deploy') !== '';
    if (!isDeployed) {
        const alone = new InputProblem('it needs deploy', 'name the LookML project in deploy, or leave it empty');
        if (ref !== undefined)
            report('deploy-ref', alone);
        if (onlyAffected)
            report('only-affected', alone);
        return undefined;
    }
    if (source.get('confirm-changes').toLowerCase() === 'true')
        report('confirm-changes', new InputProblem('what deploy deployed is put back by then', 'leave one of the two out'));
    if (version === '3.1')
        report('deploy', new InputProblem('it needs api-version 4.0', 'leave it empty'));
    if (typeof against === 'object' && against.base.hostname === base?.hostname)
        report('compare', new InputProblem(`${quoted(against.base.host)} is where deploy deploys to`, 'write base to compare with the merge base there, or the address of another instance'));
    return input_source_complete({ project, onlyAffected }, { ref });
}
/** What Looker takes for the name of a project. */
const projectName = text => {
    if (/^[\w-]{1,100}$/.test(text))
        return text;
    throw new InputProblem(`${quoted(text)} cannot be a LookML project`, "write the project's name as it stands in Looker's address bar behind /projects/");
};
/** A commit, a branch or a tag (rules: git-check-ref-format). */
const commitish = text => {
    if (text.length <= 255 && /^(?![-/])[^\s~^:?*[\\\p{Cc}]+$/u.test(text) && !text.includes('..'))
        return text;
    throw new InputProblem(`${quoted(text)} is no commit, branch or tag`, "write one such as main or a commit's hash, or leave it empty for the pull request's own");
};

// EXTERNAL MODULE: ./build/runtime/loopback.js
var loopback = __nccwpck_require__(37794);
;// CONCATENATED MODULE: ./build/inputs/instance.js




/** The instance's origin, however its address was copied: with or without port, trailing slash, `/api/…`. */
const instance = text => {
    const hint = 'write it as https://acme.cloud.looker.com';
    // Not quoted: it may be a password.
    if (text.includes('@'))
        throw new InputProblem('the address holds a user or password', hint);
    const url = (0,runtime_text/* parseUrl */.Dl)(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    // No host's name is longer (RFC 1035, 2.3.4), and every error of a connection has it.
    if (!url || url.hostname.length > 253)
        throw new InputProblem(`${quoted(text)} is no address`, hint);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (0,loopback/* isLoopback */.U)(url.hostname)))
        throw new InputProblem(`${quoted(text)} is not https`, hint);
    if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
        throw new InputProblem(`${quoted(text)} is more than the instance's address`, hint);
    return new URL(url.origin);
};
/** `none`, `base`, or a second instance's address; undefined where its key could not be read. */
const comparedWith = ({ base, clientId, clientSecret }) => text => {
    const known = ['none', 'base'].find(name => name === text.toLowerCase());
    if (known !== undefined)
        return known;
    if (!/[.:]/.test(text))
        throw new InputProblem(`${quoted(text)} is not one of its values`, 'write none, base, or the address of a second Looker instance');
    const second = instance(text);
    if (second.origin === base?.origin)
        throw new InputProblem(`${quoted(text)} is the instance of base-url itself`, "write the second instance's address, or base to compare with the base branch");
    return input_source_complete({ base: second, clientId, clientSecret });
};

;// CONCATENATED MODULE: ./build/inputs/shard.js

/** `0/4`: the first of four. */
const shardOf = text => {
    const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? [];
    if (total !== '' && Number(index) < Number(total))
        return { index: Number(index), total: Number(total) };
    throw new InputProblem(`${quoted(text)} is not a job of several`, 'write index/total, counted from 0: 0/4 is the first of four');
};
/** Jobs that share the targets outside of a matrix have no index in the default; each needs an archive of its own. */
const archiveName = (name, { index, total }, defaultName) => total > 1 && name === defaultName ? `${name}-${index}` : name;

;// CONCATENATED MODULE: ./build/inputs/target-rules.js

/** What Looker could not render, or would render other than it was asked for. */
function ruleProblems(address, own, { version, common }) {
    return [
        ...formatProblems(address, own, own.format ?? common.format),
        ...collectionOnly(own),
        ...(version === '3.1' ? versionProblems(address, own) : []),
    ];
}
const isDashboard = ({ kind }) => kind === 'dashboard' || kind === 'lookml_dashboard';
function formatProblems(address, own, format) {
    const isSet = (name) => own[name] !== undefined;
    const problems = [];
    if (!isDashboard(address)) {
        if (format === 'pdf')
            problems.push(new InputProblem('Looker makes a PDF of dashboards only', 'set format to png or jpg for it'));
        for (const name of forDashboards.filter(isSet))
            problems.push(new InputProblem(`${name} is for dashboards only`, 'leave it out'));
    }
    if (format === 'pdf' && isSet('ignore'))
        problems.push(new InputProblem('ignore is for pictures, not for PDFs', 'leave it out'));
    if (format !== 'pdf')
        for (const name of forPdf.filter(isSet))
            problems.push(new InputProblem(`${name} is for format pdf only`, 'leave it out, or set format to pdf'));
    return problems;
}
function versionProblems({ kind, id, theme }, own) {
    const names = sinceVersion4.filter(name => own[name] ?? (name === 'theme' && theme));
    const problems = names.map(name => new InputProblem(`${name} needs api-version 4.0`, 'leave it out'));
    if (kind === 'dashboard_element')
        problems.push(new InputProblem('dashboard elements need api-version 4.0', 'render the dashboard'));
    if ((kind === 'dashboard' || kind === 'look') && !/^\d+$/.test(id))
        problems.push(new InputProblem(`in API 3.1 the id ${quoted(id)} would have to be a number`, 'write the number that the API knows it by'));
    return problems;
}
/** What is said of a collection, and this is none. */
function collectionOnly(own) {
    const problems = [];
    if (own.recursive !== undefined)
        problems.push(new InputProblem('recursive is for folders only', 'leave it out'));
    if (own.tiles)
        problems.push(new InputProblem('tiles is for dashboards only', 'leave it out'));
    if (own.except)
        problems.push(new InputProblem('except is for folders, boards, models and tiles only', 'leave it out'));
    return problems;
}
const forDashboards = [
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'pdf-landscape',
    'long-tables',
    'theme',
    'tab-ids',
];
const forPdf = ['pdf-paper-size', 'pdf-landscape'];
/** Only API 4.0 takes these (published descriptions of both versions). */
const sinceVersion4 = ['theme', 'long-tables', 'tab-ids'];

;// CONCATENATED MODULE: ./build/inputs/collection-rules.js


/** What a collection's mapping sets and none of its members could be rendered with. */
function collectionProblems({ kind, address }, own, { version, common }) {
    const problems = [];
    const refuseIf = (condition, fact, hint = 'leave it out') => condition ? problems.push(new InputProblem(fact, hint)) : 0;
    refuseIf(version === '3.1', 'collections need api-version 4.0', 'list its members one by one');
    refuseIf(own.name, 'name is for a single target', 'leave it out: each member has a name of its own');
    refuseIf(own.recursive !== undefined && kind !== 'folder', 'recursive is for folders only');
    refuseIf(own.tiles && kind !== 'tiles', 'tiles is for dashboards only');
    if (kind === 'tiles') {
        const set = forDashboards.filter(name => own[name] !== undefined);
        for (const name of set)
            refuseIf(true, `${name} is for whole dashboards, and Looker renders a tile as it was saved`);
        const filters = 'filters' in address ? address.filters.size : 0;
        refuseIf(filters, 'it has filters, and Looker renders a tile as it was saved', 'leave out what follows the ?');
        refuseIf(own.format === 'pdf', 'Looker makes a PDF of dashboards only', 'set format to png or jpg for it');
    }
    else if ((own.format ?? common.format) !== 'pdf')
        for (const name of forPdf)
            refuseIf(own[name] !== undefined, `${name} is for format pdf only`, 'leave it out, or set format to pdf');
    return problems;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
;// CONCATENATED MODULE: ./build/inputs/file-name.js




/** `dashboards-42-region-emea`: of the target and its own filters, so that it does not depend on its place. */
function makeFileName({ kind, id }, filters) {
    const whole = [target_kinds/* targetKinds */.xV[kind].slug, id, ...[...filters].flat()].map(slug).filter(Boolean).join('-');
    if (Buffer.byteLength(whole) <= maxBytes / 2)
        return whole;
    // No character is without a byte: so many are enough to begin with.
    const characters = [...whole.slice(0, maxBytes)].slice(0, maxBytes / 2);
    while (Buffer.byteLength(characters.join('')) > maxBytes / 2 - 9)
        characters.pop();
    const cut = characters.join('');
    return `${cut}-${(0,external_node_crypto_.createHash)('sha256').update(whole).digest('hex').slice(0, 8)}`;
}
/** Of a file's name without its extension: file systems end at 255 for the whole. */
const maxBytes = 200;
const slug = (text) => text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
/** A name that is a file's on every system, and an artifact's (no `" : < > | * ? \ /`). */
const fileName = text => {
    if (/\.(before|difference|again)$/i.test(text))
        throw new InputProblem(`${quoted(text)} ends as what a comparison writes beside a picture does`, 'leave out the ending .before, .difference or .again');
    const bytes = Buffer.byteLength(text);
    if (bytes > maxBytes)
        throw new InputProblem(`${quoted(text)} cannot be a file's name: it has ${bytes} bytes`, `shorten it to ${maxBytes}; letters beyond a to z have two to four`);
    const plain = /^[^":<>|*?\\/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(text) && !/^[. ]|[. ]$/.test(text);
    const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(text);
    if (plain && !reserved)
        return refuseTricks(text);
    throw new InputProblem(`${quoted(text)} cannot be a file's name`, `write up to ${maxBytes} letters, digits, dashes, dots or spaces, with neither dot nor space at an end`);
};
/** Files that would overwrite one another, also on file systems that do not tell cases apart. */
function findCollisions(files) {
    const byFile = new Map();
    for (const named of files) {
        const key = named.file.normalize('NFC').toLowerCase();
        const same = byFile.get(key);
        if (same)
            same.push(named);
        else
            byFile.set(key, [named]);
    }
    return [...byFile.values()]
        .filter(same => same.length > 1)
        .map(same => new InputProblem(`${listed(same)} come to the file ${same[0]?.file}`, 'give one of them a name: - { target: …, name: … }'));
}
/** How many of them are named one by one. */
const maxListed = 3;
function listed(same) {
    const first = same.slice(0, maxListed).map(({ source }) => quoted(source));
    const more = same.length - first.length;
    if (more > 0)
        return `${first.join(', ')} and ${more} more`;
    return `${first.join(' and ')}${same.length === 2 ? ' both' : ''}`;
}

;// CONCATENATED MODULE: ./build/inputs/collection-url.js

const kinds = { folders: 'folder', boards: 'board', models: 'model' };
/** @throws InputProblem */
function collectionUrl(resource, id, { url, text }) {
    const kind = kinds[resource];
    const [pattern, fact, hint] = rules[kind];
    if (!pattern.test(id))
        throw new InputProblem(`${quoted(text)} has no ${kind}'s ${fact}`, hint);
    if (url.search !== '')
        throw new InputProblem(`${quoted(text)} has filters, which a ${kind} has not`, `set them in a mapping: - { target: ${resource}/${id}, filters: { Region: EMEA } }`);
    // Looker has no page of a model; its dashboards are in the folder of all LookML dashboards.
    return { kind, id, path: kind === 'model' ? '/folders/lookml' : `/${resource}/${id}` };
}
/** What an id has to be, in words too. A model's name is a file's and may hold nearly anything. */
const rules = {
    folder: [/^\d+$/, 'id, which is a number', 'write folders/12, or models/<name> for LookML dashboards'],
    board: [/^\d+$/, 'id, which is a number', 'write boards/3'],
    model: [/^(?!.*::)[^/\\\p{Cc}]+$/u, 'name', 'write models/<name>'],
};

;// CONCATENATED MODULE: ./build/inputs/filter-query.js

/**
 * What follows `?` in one of Looker's own addresses, or the same with each filter on a line. What was written by hand
 * and would mean something else there (a `&` in a value, a `=` too many) is a problem: no filter becomes another one.
 * @throws InputProblem
 */
function filtersFromQuery(query) {
    const filters = new Map();
    let before = '';
    for (const part of partsOf(query)) {
        const [name, value] = readFilter(part, before);
        const first = filters.get(name);
        if (first !== undefined)
            throw new InputProblem(`the filter ${quoted(name)} is set twice`, `write its values with commas: ${labelled(name)}=${first},${value}`);
        filters.set(name, value);
        before = part;
    }
    return filters;
}
/** `Region=West` and `Date=7+days` of `?Region=West&Date=7+days`; a line that begins with `# ` is a comment. */
const partsOf = (query) => query
    .replace(/^\?/, '')
    .replace(/^\s*#(\s.*)?$/gm, '')
    .split(/&|\r?\n/)
    .map(part => part.trim())
    .filter(part => part !== '');
function readFilter(part, before) {
    if (part.startsWith('amp;'))
        throw new InputProblem(`${quoted(`&${part}`)} is how HTML writes a &`, `write ${quoted(`&${part.slice(4)}`)}`);
    if (part.includes('#'))
        throw new InputProblem(`${quoted(part)} has a #, which ends an address`, 'write the # as %23');
    const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    if (name === undefined)
        throw withoutValue(part, before);
    if (name.trim() === '')
        throw new InputProblem(`${quoted(part)} names no filter`, 'write it as Region=West');
    if (/[^<>!]=/.test(value))
        throw new InputProblem(`${quoted(part)} has more than one =`, 'put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D');
    return [decode(name.trim()), decode(value.trim())];
}
function withoutValue(part, before) {
    const fact = `${quoted(part)} has no =`;
    const clear = `${labelled(part)}= to clear that filter`;
    return before === ''
        ? new InputProblem(fact, `write ${labelled(part)}=West to set it, or ${clear}`)
        : new InputProblem(fact, `write a & inside of a value as %26 (${before} %26 ${part}), or ${clear}`);
}
/** `%shirt%` is one of Looker's expressions, and no percent-encoding; what may be either is refused. */
function decode(text) {
    const written = text.replaceAll('+', ' ');
    if (!/%[\da-f]{2}/i.test(written))
        return written;
    try {
        return decodeURIComponent(written);
    }
    catch {
        throw new InputProblem(`${quoted(text)} has a broken percent-encoding`, 'write a % as %25');
    }
}

;// CONCATENATED MODULE: ./build/inputs/looker-url.js





const isCollectionUrl = (url) => url.kind === 'folder' || url.kind === 'board' || url.kind === 'model';
/** Parameters of Looker's own addresses that are not dashboard filters. */
const ownParameters = new Set(`theme _theme hide_filter filter_config allow_login_screen embed_domain sdk qid toggle tab tile origin
   origin_space vis vis_config run refresh fullscreen edit share nonce`.split(/\s+/));
const looker_url_forms = 'write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>';
/**
 * Reads what stands in Looker's address bar, whole or as its path, also below `/embed/` and `/dashboards-next/`.
 * @throws InputProblem
 */
function parseLookerUrl(text) {
    const { url, pasted } = addressUrl(text);
    return { ...parsePath(url, text), ...(pasted && { pasted }) };
}
function parsePath(url, text) {
    const [kind, ...rest] = segments(url, text);
    const [id] = rest;
    if (kind === 'x')
        throw new InputProblem(`${quoted(text)} is a short link, which Looker's API cannot resolve`, 'open it in a browser and copy the long address');
    if (kind === 'explore')
        return explore(url, text, rest);
    if (id === undefined || rest.length > 1)
        throw new InputProblem(`${quoted(text)} is no address of Looker's`, looker_url_forms);
    switch (kind) {
        case 'dashboards':
        case 'dashboards-next':
        case 'lookml_dashboards':
            return dashboard(id, text);
        case 'looks':
            return picture('look', `/looks/${id}`, url, id, text);
        case 'queries':
            return picture('query', `/queries/${id}`, url, id, text);
        case 'dashboard_elements':
            return picture('dashboard_element', `/dashboard_elements/${encodeURIComponent(id)}`, url, id, text);
        case 'folders':
        case 'boards':
        case 'models':
            return collectionUrl(kind, id, { url, text });
        default:
            throw new InputProblem(`${quoted(text)} is no address of Looker's`, looker_url_forms);
    }
}
/** Which hosts are the instance's only Looker itself can tell: the pages may be on another one than the API. */
function addressUrl(text) {
    const whole = /^https?:\/\//i.test(text);
    const written = whole ? text : text.replace(/^\/*/, '/');
    const url = (0,runtime_text/* parseUrl */.Dl)(written, 'https://looker.invalid');
    if (!url)
        throw new InputProblem(`${quoted(text)} is no address`, looker_url_forms);
    if (!whole)
        return { url };
    if (url.username || url.password)
        throw new InputProblem('the address of a target holds a user or password', 'leave out what stands before the @');
    return { url, pasted: { href: url.href, host: url.hostname } };
}
function segments(url, text) {
    try {
        const parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
        return parts[0] === 'embed' ? parts.slice(1) : parts;
    }
    catch {
        throw new InputProblem(`${quoted(text)} has a broken percent-encoding`, 'copy the address from the browser once more');
    }
}
function dashboard(id, text) {
    const lookml = id.includes('::');
    // A LookML id is model::name, where the model's name is a file's and may hold nearly anything.
    if (lookml ? !/^[^/\\\p{Cc}]+::[^/\\\p{Cc}]+$/u.test(id) : !/^[\w-]+$/.test(id))
        throw new InputProblem(`${quoted(text)} has no dashboard id`, 'write dashboards/42 or dashboards/model::name');
    const { filters, own } = parametersOf(text);
    const theme = own.get('theme');
    return {
        kind: lookml ? 'lookml_dashboard' : 'dashboard',
        id,
        filters,
        ...(theme && { theme }),
        ignoredParameters: [...own.keys()].filter(name => name !== 'theme'),
        path: `/dashboards/${encodeURIComponent(id).replaceAll('%3A', ':')}`,
    };
}
/** An Explore's address names its query by `qid`; without one there is nothing saved to render. */
function explore(url, text, rest) {
    const qid = url.searchParams.get('qid');
    if (rest.length !== 2 || !qid)
        throw new InputProblem(`${quoted(text)} does not name a saved query`, "write explore/<model>/<view>?qid=<slug>, as Looker's address bar shows it once the Explore was run");
    const path = `${url.pathname.replace(/^\/embed/, '')}?qid=${encodeURIComponent(qid)}`;
    return { ...picture('query', path, url, qid, text), title: `Query of ${(0,runtime_text/* oneLine */.TN)(rest[1] ?? '', 100)}` };
}
function picture(kind, path, url, id, text) {
    const pattern = kind === 'dashboard_element' ? /^[^/\\\p{Cc}]*[^/\\\p{Cc}.][^/\\\p{Cc}]*$/u : /^[\w-]+$/;
    if (!pattern.test(id))
        throw new InputProblem(`${quoted(text)} has no id`, looker_url_forms);
    // An Explore's address carries the whole query beside its qid (fields, f[…], sorts): the saved query has them.
    const explores = url.searchParams.has('qid');
    const filters = [...url.searchParams.keys()].filter(name => !ownParameters.has(name));
    if (filters.length > 0 && !explores)
        throw new InputProblem(`${quoted(text)} has filters, and Looker renders a ${target_kinds/* targetKinds */.xV[kind].noun} as it was saved`, 'leave out what follows the ?, or render a dashboard');
    return { kind, id, filters: new Map(), ignoredParameters: [], path };
}
/**
 * Looker's own parameters, and the filters: of the text as it was written, which a URL would end at a `#`, and mend where
 * it is broken.
 */
function parametersOf(text) {
    const [, query = ''] = /^[^?#]*\?(.*)$/s.exec(text) ?? [];
    const parts = partsOf(query);
    const isOwn = (part) => ownParameters.has(/^[^=]*/.exec(part)?.[0].trim() ?? '');
    return {
        own: new Map(new URLSearchParams(parts.filter(isOwn).join('&'))),
        filters: filtersFromQuery(parts.filter(part => !isOwn(part)).join('&')),
    };
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __nccwpck_require__(38815);
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
    const example = value.length > 60 ? '"…"' : inQuotes(value);
    return new InputProblem(`${quoted(value)} ${reason}`, `put it in quotes: ${keyBefore(text, start)}${example}`);
}
/** Two numbers in brackets are an interval in Looker's filters, and a list in YAML. */
function ambiguousInterval(text, start, end) {
    const value = text.slice(start, end);
    const key = keyBefore(text, start);
    const either = value.replace(/[[\]\s]/g, '');
    return new InputProblem(`${quoted(value)} may be an interval or two values`, `write ${key}${inQuotes(value)} for all between them, or ${key}${inQuotes(either)} for either`);
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
    ? new InputProblem(`${quoted(text.slice(start, mark))} ${cutByComment}`, 'write the # as %23')
    : needsQuotes(text, start, cutByComment);
/** A list of mappings with lists in them has ten. */
const maxStack = 50;
function* tokensOf(text) {
    const parser = new dist/* Parser */.iX();
    let offset = 0;
    let isPlain = false;
    for (const source of new dist/* Lexer */.JG().lex(text)) {
        for (const _ of parser.next(source)) {
            // What is whole is of no interest, only how much is open.
        }
        if (parser.stack.length > maxStack)
            throw new InputProblem('the YAML is nested too deeply', 'write a list of targets or mappings');
        const type = isPlain ? 'scalar' : (dist/* CST */.DB.tokenType(source) ?? 'error');
        // The lexer says by a mark that a text follows: that may look like anything.
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
            ? new InputProblem(`${quoted(line)} has another key in it`, 'write one key a line, or all of them between { and }')
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
    return new InputProblem(`the YAML cannot be read: ${(0,runtime_text/* oneLine */.TN)(first.replace(/:$/, ''), 200)}`, 'check its indentation and quotes');
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
        throw new InputProblem('the YAML holds itself', withoutAliases);
    if (walk.count.nodes > maxNodes)
        throw new InputProblem('the YAML cannot be read: its aliases stand for too much', withoutAliases);
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
        throw new InputProblem(`${quoted(value)} is on more than one line`, 'write the filter on one line, in quotes');
    return value;
}
function readPairs({ items }, walk) {
    return items.map(({ key, value }, index) => {
        if (!(0,dist/* isScalar */.jn)(key))
            throw new InputProblem('the YAML has a key that is no text', 'put the key in quotes');
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
    return new InputProblem(`${quoted(String(key.value))} has no value`, 'write a colon and a space behind it, then the value');
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

;// CONCATENATED MODULE: ./build/inputs/filters.js



/** A YAML mapping or `Region=West&Date=7+days`, told apart by which of `:` and `=` comes first. */
const filtersFromText = text => {
    const mark = /[:={]/.exec(text)?.[0];
    return mark === '=' ? filtersFromQuery(text) : filtersFromYaml(parseYaml(text, 'filters'));
};
/**
 * `{ Region: West, State: [CA, OR] }`. A list's values are joined with commas, which is Looker's "or"; a comma
 * inside one of them is escaped as Looker's filter expressions do it (`^,`). An empty value clears the filter.
 */
function filtersFromYaml(yaml) {
    if (yaml === null || typeof yaml !== 'object' || Array.isArray(yaml))
        throw new InputProblem(`${quoted(JSON.stringify(yaml))} is not a mapping of filters`, 'write { Region: West } or Region=West&Date=7+days');
    return new Map(Object.entries(yaml).map(([name, value]) => [name, filterValue(name, value)]));
}
function filterValue(name, value) {
    if (name.trim() === '')
        throw new InputProblem('a filter has no name', 'write { Region: West }');
    if (value === null)
        return '';
    if (typeof value === 'string')
        return value;
    if (Array.isArray(value) && value.every(item => typeof item === 'string'))
        return value.map(item => item.replace(/(?<!\^),/g, '^,')).join(',');
    throw new InputProblem(`the filter ${quoted(name)} is neither a text nor a list of texts`, `write ${labelled(name)}: [CA, OR]`);
}

;// CONCATENATED MODULE: ./build/inputs/rectangles.js


/** `x, y, width, height` in pixels, one rectangle a line; in a mapping also a list of numbers, or of such lists. */
const rectangles = (value) => rectangleLines(value).map(rectangle);
function rectangleLines(value) {
    if (typeof value === 'string')
        return lines(value);
    if (!Array.isArray(value))
        throw noRectangle(JSON.stringify(value));
    const isOne = value.every(item => typeof item === 'string' && /^\d+$/.test(item));
    return isOne ? [value.join(', ')] : value.flatMap(rectangleLines);
}
const rectangle = text => {
    const numbers = text.split(/\s*,\s*/);
    if (numbers.length !== 4 || !numbers.every(number => /^\d{1,6}$/.test(number)))
        throw noRectangle(text);
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    if (width > 0 && height > 0)
        return { x, y, width, height };
    throw new InputProblem(`${quoted(text)} has no pixels`, 'give it a width and a height above 0');
};
const noRectangle = (found) => new InputProblem(`${quoted(found)} is no rectangle`, 'write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40');

;// CONCATENATED MODULE: ./build/inputs/target-settings.js







/** Of what has a single value. */
const scalar = (parse) => value => {
    if (typeof value === 'string')
        return parse(value);
    throw new InputProblem(`${quoted(JSON.stringify(value))} is not a single value`, 'write one value');
};
const pixels = wholeNumber(1, 20_000, 'pixels');
const target_settings_readers = {
    name: scalar(fileName),
    format: scalar(text => oneOf('png', 'jpg', 'pdf')(text.replace(/^jpeg$/i, 'jpg'))),
    width: scalar(pixels),
    height: scalar(pixels),
    'pdf-landscape': scalar(parsers_boolean),
    'long-tables': scalar(parsers_boolean),
    filters: value => (typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value)),
    'dashboard-style': scalar(oneOf('tiled', 'single_column')),
    'pdf-paper-size': scalar(oneOf('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')),
    theme: scalar(text => text),
    'tab-ids': value => (Array.isArray(value) ? value : [value]).flatMap(scalar(lines)),
    ignore: rectangles,
    recursive: scalar(parsers_boolean),
    tiles: scalar(parsers_boolean),
    except: value => (Array.isArray(value) ? value : [value]).map(scalar(parseException)),
};
/** What a mapping may have beside its target. */
const settingNames = Object.keys(target_settings_readers);
/** @throws InputProblem where it is what no collection holds */
function parseException(source) {
    const { kind, id } = parseLookerUrl(source);
    if (kind === 'board' || kind === 'model' || kind === 'query')
        throw new InputProblem(`${quoted(source)} is no member of a collection`, 'write dashboards/44, looks/7, folders/14 or dashboard_elements/19');
    return { source, kind, id };
}
const isSetting = (name) => Object.hasOwn(target_settings_readers, name);
/** Inputs with a default in `action.yml`, and those that may be left open. */
const needed = ['format', 'width', 'height', 'pdf-landscape', 'long-tables'];
const optional = ['filters', 'dashboard-style', 'pdf-paper-size', 'theme', 'tab-ids', 'ignore'];
/** The inputs that hold for every target; what could not be read is missing, which was reported. */
function readCommonSettings({ need, ask }) {
    const settings = {};
    for (const name of needed)
        readInput(settings, name, need);
    for (const name of optional)
        readInput(settings, name, ask);
    return settings;
}
function readInput(settings, name, take) {
    const value = take(name, text => target_settings_readers[name](text));
    if (value !== undefined)
        settings[name] = value;
}
/** The keys of a mapping; an empty value is none. Each problem is reported with the key that it belongs to. */
function readOwnSettings(mapping, report) {
    const own = {};
    for (const [key, value] of Object.entries(mapping))
        attempt(() => readSetting(own, key, value), report, labelled(key));
    return own;
}
function readSetting(own, key, value) {
    if (!isSetting(key))
        throw new InputProblem('it is not a setting of a target', `write one of ${settingNames.join(', ')}`);
    if (value !== null && value !== '')
        setSetting(own, key, value);
}
function setSetting(own, name, value) {
    own[name] = target_settings_readers[name](value);
}

;// CONCATENATED MODULE: ./build/inputs/to-target.js


/** The filters of the address and of the mapping, which comes before it. */
const ownFilters = ({ address, own }) => new Map([...address.filters, ...(own.filters ?? [])]);
const entryName = (entry) => entry.own.name ?? makeFileName(entry.address, ownFilters(entry));
/** The file that an item comes to; without an ending where the format of all could not be read. */
const entryFile = (entry, format) => [entryName(entry), entry.own.format ?? format].filter(Boolean).join('.');
/** What an item sets comes before what its address says, and that before what is set for all. */
function toTarget(entry, base, common) {
    const { source, address, own } = entry;
    const { kind, id, pasted } = address;
    const name = entryName(entry);
    const title = own.name ?? address.title;
    const settings = { ...common, ...(address.theme && { theme: address.theme }), ...own };
    const { width, height, format } = settings;
    const shared = {
        source,
        name,
        id,
        width,
        height,
        ignore: settings.ignore ?? [],
        ...(title && { title }),
        ...(pasted && { pastedHost: pasted.host }),
    };
    if (kind === 'dashboard' || kind === 'lookml_dashboard') {
        const filters = own.filters || address.filters.size > 0 ? ownFilters(entry) : (common.filters ?? new Map());
        return {
            ...shared,
            kind,
            file: `${name}.${format}`,
            url: pageUrl(entry, base, filters),
            filters,
            ignoredParameters: address.ignoredParameters,
            ...dashboardSettings(settings),
        };
    }
    // Looker makes no PDF of these: where the list asks for one, a rule has refused it.
    const picture = format === 'pdf' ? 'png' : format;
    return {
        ...shared,
        kind,
        file: `${name}.${picture}`,
        url: pageUrl(entry, base, new Map()),
        output: { format: picture },
    };
}
/** Where a person opens it: the address as it was pasted, unless other filters are set than it has. */
function pageUrl({ address, own }, base, filters) {
    const { pasted, path } = address;
    if (pasted && !own.filters && filters.size === address.filters.size)
        return pasted.href;
    const query = filters.size > 0 ? `?${(0,target_kinds/* encodeFilters */.Qm)(filters)}` : '';
    return (pasted ? new URL(pasted.href).origin : base.origin) + path + query;
}
function dashboardSettings(settings) {
    const { format, 'dashboard-style': style, 'pdf-paper-size': paperSize, theme } = settings;
    const landscape = settings['pdf-landscape'] ?? false;
    return {
        output: format === 'pdf' ? { format, landscape, ...(paperSize && { paperSize }) } : { format },
        longTables: settings['long-tables'] ?? false,
        tabIds: settings['tab-ids'] ?? [],
        ...(style && { style }),
        ...(theme && { theme }),
    };
}

;// CONCATENATED MODULE: ./build/inputs/to-collection.js


function toCollection(entry, base, common) {
    const { kind, source, address, own } = entry;
    const { id, path, pasted } = address;
    return {
        kind,
        id,
        source,
        name: `${target_kinds/* collectionKinds */._e[kind].resource}-${id}`,
        url: pasted?.href ?? base.origin + path,
        ...(pasted && { pastedHost: pasted.host }),
        recursive: own.recursive ?? false,
        except: own.except ?? [],
        toTarget: member => toMemberTarget(member, own, { base, common }),
    };
}
/** As the target would be if it were listed by itself; what does not fit it is not set. */
function toMemberTarget({ kind, id, title, dashboard }, own, { base, common }) {
    const isDashboard = kind === 'dashboard' || kind === 'lookml_dashboard';
    const path = dashboard
        ? `/dashboards/${encodeId(dashboard.id)}`
        : `/${(0,target_kinds/* addressOf */.ci)({ kind, id: encodeId(id) })}`;
    const address = {
        kind,
        id,
        path,
        filters: new Map(),
        ignoredParameters: [],
        ...(title && { title }),
    };
    const { filters, ...picture } = own;
    const target = toTarget({ source: (0,target_kinds/* addressOf */.ci)({ kind, id }), address, own: isDashboard ? own : picture }, base, common);
    return dashboard && target.kind === 'dashboard_element'
        ? { ...target, url: dashboard.url, dashboard }
        : target;
}
const encodeId = (id) => encodeURIComponent(id.toWellFormed()).replaceAll('%3A', ':');

;// CONCATENATED MODULE: ./build/inputs/targets.js










/**
 * One target a line, or a YAML list of targets and mappings; problems of its items are reported with their place.
 * Undefined where what holds for all of them could not be read.
 * @throws InputProblem where the text is no list
 */
function readTargets(text, context, report) {
    const items = listItems(text);
    if (items.length === 0)
        throw new InputProblem('it lists nothing', 'write one target a line');
    const entries = items.flatMap((item, index) => readEntry(item, context, problem => report(`item ${index + 1}`, problem)));
    const { base, common } = context;
    const { format, width, height } = common;
    const files = entries
        .filter(isEntry)
        .map(entry => ({ source: entry.source, file: entryFile(entry, format) }));
    for (const problem of findCollisions(files))
        report('', problem);
    const all = input_source_complete({ format, width, height }, common);
    const list = (base, all) => entries.map(entry => (isEntry(entry) ? toTarget(entry, base, all) : toCollection(entry, base, all)));
    return base && all && list(base, all);
}
function listItems(file) {
    const text = file.replace(/^\uFEFF/, '');
    const lines = text
        .split(/\r?\n/)
        .map(line => withoutComment(line).trim())
        .filter(line => line !== '');
    if (!/^(-(\s|$)|\[|---)/.test(lines[0] ?? ''))
        return lines;
    const list = parseYaml(text, 'targets');
    if (Array.isArray(list))
        return list;
    throw new InputProblem('the YAML is not a list', 'begin every target with a dash');
}
/** In a filter, a comment has a space behind its mark, too: `Store #12` is a store. */
const withoutComment = (line) => line.replace(/(^|\s)#(\s.*)?$/, '').replace(/^([^?]*?)(^|\s)#.*$/, '$1');
function readEntry(item, context, report) {
    const { target, ...mapping } = typeof item === 'string' ? { target: item } : (asMapping(item) ?? {});
    const source = typeof target === 'string' ? target.trim() : '';
    if (source === '') {
        report(withoutTarget(item));
        return [];
    }
    const problems = [];
    const collect = (key, { message, hint }) => problems.push(new InputProblem(key ? `${key}: ${message}` : message, hint));
    const own = readOwnSettings(mapping, collect);
    const address = attempt(() => parseLookerUrl(source), collect, '');
    const entry = address && toEntry(source, address, own);
    if (entry)
        problems.push(...(isEntry(entry)
            ? ruleProblems(entry.address, own, context)
            : collectionProblems(entry, own, context)));
    for (const problem of problems)
        report(naming(source, problem));
    return entry && problems.length === 0 ? [entry] : [];
}
/** A dashboard of which the tiles are wanted is a collection. */
function toEntry(source, address, own) {
    if (isCollectionUrl(address))
        return { kind: address.kind, source, address, own };
    return own.tiles && isDashboard(address)
        ? { kind: 'tiles', source, address, own }
        : { source, address, own };
}
const isEntry = (entry) => !('kind' in entry);
const asMapping = (item) => item !== null && typeof item === 'object' && !Array.isArray(item) ? item : undefined;
function withoutTarget(item) {
    const mapping = typeof item === 'string' ? {} : asMapping(item);
    const hint = 'write target: dashboards/42';
    if (!mapping)
        return new InputProblem(`${quoted(JSON.stringify(item))} is neither a target nor a mapping`, hint);
    const [first] = Object.entries(mapping).filter(([key]) => key.includes('/'));
    if (!first)
        return new InputProblem('it names no target', hint);
    const written = first.filter(part => typeof part === 'string').join(': ');
    return new InputProblem(`${quoted(written)} has a colon before a space, which begins a mapping`, `put it in quotes: - ${quoted(written)}`);
}
/** A problem of a target's, with the target where its words do not begin with it. */
const naming = (source, { message, hint }) => new InputProblem(message.startsWith(quoted(source)) ? message : `${quoted(source)}: ${message}`, hint);

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
;// CONCATENATED MODULE: ./build/inputs/workspace-path.js



/** Reads a path that stays inside the workspace, links followed; gives it absolute. */
const workspacePath = (workspace) => text => {
    if (text.includes('\0') || text.length > maxLength)
        throw new InputProblem(`${quoted(text)} is no path`, hint);
    const path = (0,external_node_path_.resolve)(workspace, text);
    if (isInside(workspace, path) && isInside(real(workspace), real(path)))
        return path;
    throw new InputProblem(`${quoted(text)} leads out of the workspace`, hint);
};
/**
 * The same of a file to read. A link may stand in the repository and lead to what is none of its files, `.git/config`
 * say: the problems of a list show lines of it.
 */
const workspaceFile = (workspace) => text => {
    const path = workspacePath(workspace)(text);
    if (real(path) === (0,external_node_path_.resolve)(real(workspace), (0,external_node_path_.relative)(workspace, path)))
        return path;
    throw new InputProblem(`${quoted(text)} is a symbolic link, or below one`, 'name the file that it leads to');
};
const hint = 'write a path below the repository, such as looker-snapshots';
/** Linux takes no longer path. */
const maxLength = 4096;
function isInside(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return !(0,external_node_path_.isAbsolute)(way) && way !== '..' && !way.startsWith(`..${external_node_path_.sep}`);
}
/** The path with the links in the part of it that exists followed. */
function real(path) {
    if ((0,external_node_fs_.existsSync)(path))
        return (0,external_node_fs_.realpathSync)(path);
    return (0,external_node_path_.resolve)(real((0,external_node_path_.dirname)(path)), (0,external_node_path_.relative)((0,external_node_path_.dirname)(path), path));
}

;// CONCATENATED MODULE: ./build/inputs/target-list.js





/** The targets of `targets`, or of the file that `targets-file` names: one of the two. */
function readTargetList(input, context) {
    const { ask, report, source } = input;
    const list = ask('targets', parsers_text);
    const file = ask('targets-file', workspaceFile(source.workspace));
    const isFromFile = source.get('targets-file') !== '';
    if (!isFromFile && list === undefined)
        report('targets', new InputProblem('it is missing', 'list what to render, one target a line'));
    if (isFromFile && list !== undefined)
        report('targets-file', new InputProblem('targets is set too', 'keep one of the two'));
    const name = isFromFile ? 'targets-file' : 'targets';
    const content = isFromFile ? file && readContent(input, file) : list;
    if (content === undefined)
        return undefined;
    const targets = () => readTargets(content, context, (item, problem) => report(item ? `${name}, ${item}` : name, problem));
    return attempt(targets, report, name);
}
function readContent({ source, report }, file) {
    try {
        return source.readFile(file);
    }
    catch {
        const hint = 'check the path, and that the repository is checked out before this step';
        report('targets-file', new InputProblem(`${quoted(file)} cannot be read`, hint));
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/inputs/read-inputs.js













const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'];
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'];
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'];
/** The client secret or the API key's id is missing: what a fork's pull request looks like. */
function lacksCredentials(source) {
    return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable]);
}
/**
 * Reads every input that `action.yml` declares. To add one: declare it there, give it a type in `input-types`, and a
 * line in the group below that it belongs to; a setting of targets goes into `target-settings`.
 * @throws InputError with all problems at once, before any request is sent
 */
const readInputs = (source) => readWithProblems(source, readAllInputs);
/** The instance and its key alone. @throws InputError with all problems at once */
const readInstance = (source) => readWithProblems(source, input => complete(readLooker(input)));
function readWithProblems(source, read) {
    const problems = [];
    const found = read(inputReader(source, (where, problem) => problems.push([where, problem])));
    if (found && problems.length === 0)
        return found;
    // A secret may stand in the wrong input by mistake; where there is more than the log, nothing masks it.
    const clean = (where, { message, hint }) => `${where}: ${source.secrets.clean(`${message}; ${hint}.`)}`;
    throw new errors/* InputError */.dz(problems.map(([where, problem]) => clean(where, problem)));
}
function readAllInputs(input) {
    const looker = readLooker(input);
    const shard = input.ask('shard', shardOf) ?? share/* wholeList */.GM;
    const targets = readAllTargets(input, looker, shard);
    const compare = readCompare(input, looker);
    const deploy = readDeploy(input, { ...looker, against: compare?.against });
    const needed = {
        looker: input_source_complete(looker),
        targets,
        shard: { ...shard, jobs: Math.min(shard.total, targets?.length ?? 0) },
        pace: readPace(input),
        failOnError: input.need('fail-on-error', parsers_boolean),
        outputDirectory: input.need('output-directory', workspacePath(input.source.workspace)),
        artifact: readArtifact(input, shard),
        summary: input.need('summary', parsers_boolean),
        token: input.ask('github-token', secret(input)) ?? '',
        comment: readComment(input),
        images: readImages(input),
        dryRun: input.need('dry-run', parsers_boolean),
        allowPublic: input.need('allow-public', parsers_boolean),
        release: readRelease(input),
        report: input.need('report', parsers_boolean),
        compare,
    };
    return input_source_complete(needed, deploy && { deploy });
}
/** The instance and its key; others need its parts, also where one of them is missing. */
const readLooker = (input) => ({
    base: input.need(baseUrl, instance),
    clientId: input.need(clientId, parsers_text),
    clientSecret: input.need(clientSecret, secret(input)),
    version: input.need('api-version', apiVersion),
});
/** Kept before anything else can go wrong. */
const secret = ({ source }) => found => {
    source.secrets.keep(found);
    return found;
};
function readAllTargets(input, { base, version }, shard) {
    const common = readCommonSettings(input);
    for (const name of sinceVersion4)
        if (version === '3.1' && common[name])
            input.report(name, new InputProblem('it needs api-version 4.0', 'leave it empty'));
    const targets = readTargetList(input, { base, version, common });
    // What a collection holds is known after log-in.
    const all = targets?.some(target_kinds/* isCollection */.P3) ? [] : (targets ?? []);
    const excess = (0,share/* describeExcess */.d9)((0,share/* shareOf */.tC)(all, shard).length, all.length);
    if (excess)
        input.report('targets', new InputProblem(excess.message, excess.hint));
    return targets;
}
const readPace = ({ need }) => input_source_complete({
    concurrency: need('concurrency', wholeNumber(1, 100, 'render tasks')),
    timeoutMinutes: need('timeout-minutes', decimalNumber(0, 7200, 'minutes')),
    pollIntervalSeconds: need('poll-interval-seconds', decimalNumber(0, 300, 'seconds')),
});
function readArtifact({ need, ask, source }, shard) {
    const name = need('artifact-name', artifactName);
    return input_source_complete({
        kind: need('artifact', oneOf('zip', 'files', 'none')),
        name: name && archiveName(name, shard, source.defaults()['artifact-name']),
        compressionLevel: need('compression-level', wholeNumber(0, 9, 'the compression level')),
    }, { retentionDays: ask('retention-days', wholeNumber(1, 400, 'days')) });
}
const readComment = ({ need, ask }) => input_source_complete({ comment: need('comment', oneOf('auto', 'true', 'false')), key: need('comment-key', parsers_text) }, { pullRequest: ask('pull-request', wholeNumber(1, 1e9, 'a pull request')) });
const readImages = ({ need }) => input_source_complete({ kind: need('images', oneOf('branch', 'none')), ref: need('images-branch', gitRef) });
const readRelease = ({ need, ask }) => input_source_complete({ wanted: need('release', parsers_boolean), tag: ask('release-tag', parsers_text) ?? '' });
function readCompare(input, { base, ...looker }) {
    const { need, ask } = input;
    const clientSecret = ask('compare-client-secret', secret(input)) ?? looker.clientSecret;
    const second = { base, clientId: ask('compare-client-id', parsers_text) ?? looker.clientId, clientSecret };
    return input_source_complete({
        against: need('compare', comparedWith(second)),
        threshold: need('diff-threshold', fraction),
        tolerance: need('max-changed-pixels', tolerance),
        confirmChanges: need('confirm-changes', parsers_boolean),
        failOnChange: need('fail-on-change', parsers_boolean),
        acceptLabel: need('accept-label', parsers_text),
    });
}

// EXTERNAL MODULE: ./build/runtime/deadline.js
var deadline = __nccwpck_require__(19551);
// EXTERNAL MODULE: ./build/runtime/proxy-env.js
var proxy_env = __nccwpck_require__(52241);
// EXTERNAL MODULE: ./build/world.js
var world = __nccwpck_require__(93920);
;// CONCATENATED MODULE: ./build/start.js










/**
 * Reads the inputs and sends the log-ins, which are on their way while the toolkit loads: that takes longer than
 * everything of ours.
 * @returns for a run that gets no secrets, what its user is to know
 * @throws InputError with every problem of every input
 */
function start(world, secrets) {
    for (const secret of (0,proxy_env/* proxySecrets */.Wm)(world.env))
        secrets.keep(secret);
    const source = sourceOf(world, secrets);
    const run = (0,github_event/* readWorkflowRun */.hO)(world.env, world.readFile);
    const reason = lacksCredentials(source) ? explainMissingSecrets(run) : undefined;
    if (reason !== undefined)
        return reason;
    const inputs = readInputs(source);
    const deadlines = (0,deadline/* startDeadlines */.Sw)(inputs.pace.timeoutMinutes, world.clock, world.cancelled);
    const guard = guardByEvent({ inputs, run });
    const isIdle = guard?.refusal !== undefined || !hasShare(inputs);
    const lookers = isIdle ? [] : connectAll(world, { inputs, secrets, deadlines });
    return { inputs, run, secrets, deadlines, began: new Date(), lookers, ...(guard && { guard }) };
}
/** What a collection holds is known after log-in. */
const hasShare = ({ targets, shard }) => targets.some(target_kinds/* isCollection */.P3) || (0,share/* shareOf */.tC)(targets, shard).length > 0;
function connectAll(world, { inputs: { looker, compare }, secrets, deadlines }) {
    const options = { world, version: looker.version, secrets, signal: deadlines.render, log: world.print };
    const first = connect(looker, options);
    if (typeof compare.against === 'string')
        return [first];
    const { host } = compare.against.base;
    const log = (line) => world.print(`${host}: ${line}`);
    return [first, connect(compare.against, { ...options, log })];
}
/** The runner hands inputs over in the environment; read there as the toolkit's getInput does. */
function sourceOf({ env, readFile, defaults }, secrets) {
    const get = (name) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
    return { get, env, readFile, defaults, workspace: (0,world/* workspaceOf */.B)({ env }), secrets };
}

// EXTERNAL MODULE: ./build/verdict.js + 1 modules
var verdict = __nccwpck_require__(41581);
// EXTERNAL MODULE: ./build/withhold.js
var withhold = __nccwpck_require__(73411);
;// CONCATENATED MODULE: ./build/run.js













/** The step, from its inputs to its verdict. Fails the step instead of throwing. */
async function run(world) {
    const secrets = createSecrets(world.mask);
    try {
        const log = (0,withhold/* holdLog */.ij)(world.print);
        const { print } = log;
        const started = start({ ...world, print }, secrets);
        const core = await world.core();
        if (typeof started === 'string')
            core.notice(started);
        else
            await takeSnapshot(await run_guard({ ...started, world: { ...world, core, print } }, log));
    }
    catch (error) {
        (0,verdict/* failStep */.vy)(await world.core(), (0,errors/* asActionError */.z6)(error), secrets);
    }
}
/** Nothing of Looker's is published, or told in the log, before it is known who can read it. */
async function run_guard(context, log) {
    const found = context.guard ?? (await guardByGitHub(context));
    if (found.isGuarded)
        log.drop();
    else
        log.release();
    return { ...context, ...found };
}
async function takeSnapshot(context) {
    const { world, inputs, lookers, deadlines, secrets, refusal, unpublished, isGuarded } = context;
    try {
        const [looker] = lookers;
        if (refusal || !looker)
            return await renderNothing(context);
        const list = await (0,build_list/* listShare */.WY)(context, looker);
        if (list.listed.length === 0)
            return await renderNothing(context);
        if (inputs.dryRun)
            return await (await __nccwpck_require__.e(/* import() */ 818).then(__nccwpck_require__.bind(__nccwpck_require__, 11818))).rehearse(context, list);
        const delivery = openDelivery({ ...context, inputs: withJobs(inputs, list.jobs) });
        const { results: rendered, unaffected, ...troubles } = await run_render(context, (0,build_list/* targetsIn */.A6)(list), delivery);
        const { web, release } = await (0,build_list/* knownVersions */.J0)(lookers, context);
        const results = (0,build_list/* inListOrder */.yD)(list, rendered).map((0,build_list/* withPageLinks */.fg)(inputs.looker.base, web));
        const apiCalls = (0,build_results/* sumApiCalls */.vn)(lookers.map(looker => looker.apiCalls));
        world.print(`Looker was sent ${(0,build_results/* describeApiCalls */.xA)(apiCalls)}.`);
        const { finish } = await delivery;
        const [{ errors: lost, warnings, ...delivered }] = await Promise.all([
            finish({ results, unaffected, apiCalls, ...(release && { release }) }),
            logOut(lookers, world.cancelled),
        ]);
        const place = (0,outputs/* placeOf */.$t)(context);
        await (0,outputs/* setOutputs */.n0)(world.core, (0,outputs/* outputsOf */.Yz)({ results, apiCalls, ...delivered }, place), place);
        // A cancelled step has failed, also where all that was asked of Looker had been done.
        world.cancelled.throwIfAborted();
        const { errors: unrestored, warnings: foreign } = troubles;
        const undelivered = unpublished ? [unpublished, ...lost] : lost;
        const told = isGuarded ? results.map(withhold/* withholdDetails */.qX) : results;
        const errors = [...unrestored, ...undelivered];
        const problems = { results: told, errors, warnings: [...list.warnings, ...foreign, ...warnings] };
        (0,verdict/* debugProblems */.Mz)(world.core, problems, secrets);
        (0,verdict/* annotateProblems */.$9)(world.core, problems, inputs);
        (0,verdict/* setVerdict */.OU)(world.core, told, { undelivered, unrestored }, gatesOf(context));
    }
    finally {
        await logOut(lookers, world.cancelled);
        deadlines.end();
    }
}
const withJobs = (inputs, jobs) => ({ ...inputs, shard: { ...inputs.shard, jobs } });
/** With what is deployed on the instance; where `deploy` is given, with what is deployed there for it. */
async function run_render(context, targets, delivery) {
    const { deploy } = context.inputs;
    const nothing = { unaffected: [], errors: [], warnings: [] };
    if (!deploy)
        return { ...nothing, results: await (0,render/* renderEach */.G)(context, targets, delivery) };
    const { renderDeployed } = await __nccwpck_require__.e(/* import() */ 827).then(__nccwpck_require__.bind(__nccwpck_require__, 86827));
    return renderDeployed(context, deploy, targets, delivery);
}
/** What follows the pictures is loaded while Looker draws, and reads meanwhile what needs none of them. */
function openDelivery(context) {
    const loggedIn = Promise.allSettled(context.lookers.map(looker => looker.loggedIn));
    const delivery = loggedIn.then(async () => (await __nccwpck_require__.e(/* import() */ 520).then(__nccwpck_require__.bind(__nccwpck_require__, 44520))).openDelivery(context));
    delivery.catch(() => undefined); // Whoever waits for it gets the error.
    return delivery;
}
/** @throws where nothing may be rendered */
async function renderNothing(context) {
    const { world, inputs, refusal } = context;
    const own = (0,share/* shareOf */.tC)(inputs.targets, inputs.shard);
    const results = refusal ? own.map(target => refuse(target, refusal)) : [];
    const done = { results, links: build_results/* noLinks */.dH, apiCalls: (0,build_results/* sumApiCalls */.vn)([]) };
    const place = (0,outputs/* placeOf */.$t)(context);
    await (0,outputs/* setOutputs */.n0)(world.core, (0,outputs/* outputsOf */.Yz)(done, place), place);
    if (refusal)
        throw refusal;
    world.core.info('There are fewer targets than jobs that share them: this one has none to render.');
}
const refuse = (target, refusal) => ({
    status: 'failure',
    target,
    error: (0,errors/* toFault */.ec)(refusal),
    apiCalls: 0,
});
/** A pull request with the label that accepts changes passes as it is. */
function gatesOf({ inputs: { failOnError, compare }, run }) {
    return { failOnError, failOnChange: compare.failOnChange && !(0,github_event/* hasLabel */.RX)(run, compare.acceptLabel) };
}


/***/ }),

/***/ 44895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  _: () => (/* binding */ maxTimer),
  m: () => (/* binding */ systemClock)
});

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./build/runtime/clock.js

/** Milliseconds. A timer of Node's that is set for longer fires at once. */
const maxTimer = 2 ** 31 - 1;
const systemClock = {
    now: () => performance.now(),
    sleep: async (milliseconds, signal) => {
        try {
            await (0,promises_namespaceObject.setTimeout)(milliseconds, undefined, signal && { signal });
        }
        catch (error) {
            throw signal?.reason ?? error;
        }
    },
};


/***/ }),

/***/ 19551:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H6: () => (/* binding */ orAborted),
/* harmony export */   Sw: () => (/* binding */ startDeadlines),
/* harmony export */   zg: () => (/* binding */ cancellationOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** Delivering what was rendered may go on for so long when the time is up. */
const grace = 2 * 60_000;
/** A cancelled job has three seconds for everything. Milliseconds. */
const lastMoment = 1000;
/** The step's time as signals whose reasons are errors for people. */
function startDeadlines(minutes, clock, cancelled) {
    const over = new AbortController();
    const after = (milliseconds, reason) => {
        const timer = new AbortController();
        clock.sleep(milliseconds, over.signal).then(() => timer.abort(reason), () => undefined);
        return timer.signal;
    };
    const isCancelled = new AbortController();
    const cancel = () => after(lastMoment, cancelled.reason).addEventListener('abort', () => isCancelled.abort(cancelled.reason));
    cancelled.addEventListener('abort', cancel, { once: true });
    const timeUp = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} of timeout-minutes were over`, "Give the step more timeout-minutes (below the job's own), or fewer targets; an idle Looker renders two at a time.");
    const late = after(minutes * 60_000 + grace, timeUp);
    return {
        render: AbortSignal.any([after(minutes * 60_000, timeUp), cancelled]),
        compare: AbortSignal.any([after(minutes * 60_000 + grace / 2, timeUp), cancelled]),
        publish: AbortSignal.any([late, cancelled]),
        restore: AbortSignal.any([late, isCancelled.signal]),
        end: () => {
            cancelled.removeEventListener('abort', cancel);
            over.abort();
        },
    };
}
/** GitHub's runner cancels a job with SIGINT, then SIGTERM, and kills it ten seconds after the first. */
function cancellationOf(process) {
    const cancel = new AbortController();
    const reason = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n('The job was cancelled', 'Run it again for the targets that are missing.');
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => cancel.abort(reason));
    process.on('uncaughtException', error => {
        if (!isStuckBody(error))
            cancel.abort(crashError(error));
    });
    return cancel.signal;
}
/**
 * What Node 24.21 fetches by (undici 7.29; 6.29, too) asserts in vain, where nobody can catch it, when a connection ends
 * before its body was read (nodejs/undici#5360): that body stays silent, which whoever reads it waits for no longer than for any other.
 */
const isStuckBody = (error) => 'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '');
const crashError = (cause) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The action broke (${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(cause.message, 200)})`, 'Please report it, with the log of a run with debug logging turned on.', { cause });
/** A promise that cannot be stopped, left behind when the signal says so. */
function orAborted(signal, promise) {
    return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted)
            stop();
        signal.addEventListener('abort', stop, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
}


/***/ }),

/***/ 89533:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  T: () => (/* binding */ readFile),
  f: () => (/* binding */ writeWhole)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(57075);
;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
;// CONCATENATED MODULE: ./build/runtime/files.js





const readFile = (path) => (0,external_node_fs_.readFileSync)(path, 'utf8');
/**
 * Gives a file its name when it is whole: not where the content throws. What stands in its way, a link out of the
 * workspace say, goes first.
 */
async function writeWhole(path, content) {
    const part = (0,external_node_path_.join)((0,external_node_path_.dirname)(path), `.${(0,external_node_path_.basename)(path)}.part`);
    try {
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
        await (0,promises_.rm)(part, { force: true });
        // Opened before the content is touched: a stream that opens it by itself may still do so after the content failed.
        const file = await (0,promises_.open)(part, 'wx');
        const pieces = content instanceof Uint8Array ? external_node_stream_.Readable.from([content]) : content;
        // A megabyte's buffer writes large files a quarter faster than the default (measured).
        await (0,external_node_stream_promises_namespaceObject.pipeline)(pieces, file.createWriteStream({ highWaterMark: 1024 * 1024 }));
        await (0,promises_.rename)(part, path);
    }
    catch (error) {
        // Why nothing was written says more than why nothing can be removed.
        await (0,promises_.rm)(part, { force: true }).catch(() => undefined);
        throw error;
    }
}


/***/ }),

/***/ 72713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ isObject),
/* harmony export */   q: () => (/* binding */ parseJson)
/* harmony export */ });
/** JSON from outside: undefined where it is none. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);


/***/ }),

/***/ 2609:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  N: () => (/* binding */ openLog),
  D: () => (/* binding */ withoutCommands)
});

;// CONCATENATED MODULE: ./build/runtime/mask-command.js
/** What makes the runner hide a secret in the log from now on; written as the toolkit's setSecret does, before it is loaded. */
const maskCommand = (secret) => `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;

;// CONCATENATED MODULE: ./build/runtime/log-commands.js

/**
 * The toolkit, with everything that it prints in words broken up where the runner would read a command: it finds
 * `##[command]` anywhere in a line, and `::command::` at the beginning of one (actions/runner, ActionCommand.cs). Text
 * from outside could stop commands by it, and have later masks printed in clear.
 */
function withoutCommands(core) {
    const say = (level) => (message, { title, ...place } = {}) => level(breakUpCommands(String(message)), {
        ...place,
        ...(title !== undefined && { title: breakUpCommands(title) }),
    });
    return {
        ...core,
        info: message => core.info(breakUpCommands(message)),
        debug: message => core.debug(breakUpCommands(message)),
        notice: say(core.notice),
        warning: say(core.warning),
        error: say(core.error),
        setFailed: message => core.setFailed(breakUpCommands(String(message))),
        startGroup: name => core.startGroup(breakUpCommands(name)),
        group: (name, task) => core.group(breakUpCommands(name), task),
    };
}
/** By a space that has no width: people read the same. What turns a text's direction would show them another one. */
const breakUpCommands = (text) => text
    .replace(/\p{Bidi_Control}/gu, '')
    .replaceAll('##[', '##\u200b[')
    .replace(/^(\s*):(?=:)/gm, '$1:\u200b');
/** The log before the toolkit is there. */
const openLog = (write) => ({
    print: (line) => write(`${breakUpCommands(line)}\n`),
    /** Has the runner hide a secret from now on. */
    mask: (secret) => write(`${maskCommand(secret)}\n`),
});


/***/ }),

/***/ 37794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ isLoopback)
/* harmony export */ });
/** Whether a URL's host is this machine itself: no proxy leads there, and http does no harm. */
const isLoopback = (hostname) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);


/***/ }),

/***/ 52241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EP: () => (/* binding */ exportProxyEnv),
/* harmony export */   UR: () => (/* binding */ chooseProxy),
/* harmony export */   Wm: () => (/* binding */ proxySecrets),
/* harmony export */   YN: () => (/* binding */ credentialsOf),
/* harmony export */   sd: () => (/* binding */ proxyUrl)
/* harmony export */ });
/* unused harmony exports readProxyEnv, toProxyEnv */
/* harmony import */ var _loopback_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(37794);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(35976);


/** Lower case comes before upper case, as it does in curl and in GitHub's toolkit. */
function readProxyEnv(env) {
    const named = (scheme) => {
        const variable = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`].find(name => env[name]?.trim());
        if (variable === undefined)
            return {};
        const written = env[variable]?.trim() ?? '';
        return { [scheme]: { variable, address: written.includes('://') ? written : `http://${written}` } };
    };
    const entries = (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(/[\s,]+/);
    return { ...named('http'), ...named('https'), direct: entries.filter(entry => entry !== '') };
}
/** The proxy that leads to an address, if one does; to this machine itself none leads. */
function chooseProxy({ protocol, hostname, port }, proxies) {
    if ((0,_loopback_js__WEBPACK_IMPORTED_MODULE_0__/* .isLoopback */ .U)(hostname))
        return undefined;
    const [proxy, usual] = protocol === 'https:' ? [proxies.https, '443'] : [proxies.http, '80'];
    return proxies.direct.some(entry => covers(entry, hostname, port || usual)) ? undefined : proxy;
}
/** An entry is `*`, or a host and its subdomains, with or without a port: `acme.com`, `.acme.com`, `[::1]:8080`. */
function covers(entry, hostname, port) {
    if (entry === '*')
        return true;
    // What has more colons than a port needs is an IPv6 address, which a URL puts into brackets.
    const [, name = `[${entry}]`, only = port] = /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
    const host = withoutDot(name);
    return only === port && (hostname === host || hostname.endsWith(`.${host}`));
}
const withoutDot = (entry) => entry.replace(/^\*?\./, '');
/** The proxy's address as a URL, if it is that of an HTTP proxy. */
function proxyUrl({ address }) {
    const url = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(address);
    return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
/** `user:password` as they are meant; undefined where the address has neither. */
const credentialsOf = ({ username, password }) => username || password ? `${plain(username)}:${plain(password)}` : undefined;
/** What must not be seen of the proxies' addresses: passwords, and users without one, which are tokens. */
function proxySecrets(env) {
    const { http, https } = readProxyEnv(env);
    const secrets = [http, https].flatMap(proxy => {
        // A password may hold any of the characters that part an address.
        const written = proxy && /\/\/(?:[^:@]*:)?(.+)@/.exec(proxy.address)?.[1];
        const url = proxy && proxyUrl(proxy);
        const credentials = url && credentialsOf(url);
        return [
            ...(written ? [written, plain(written)] : []),
            ...(credentials ? [Buffer.from(credentials).toString('base64')] : []),
        ];
    });
    return [...new Set(secrets)];
}
function plain(encoded) {
    try {
        return decodeURIComponent(encoded);
    }
    catch {
        return encoded;
    }
}
/** Reads the proxy variables, and leaves them in the environment so that the toolkit and the artifact client read the same in them. */
function exportProxyEnv(env) {
    const proxies = readProxyEnv(env);
    Object.assign(env, toProxyEnv(proxies));
    return proxies;
}
/** As far as a list can name it. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];
/**
 * The variables in a spelling that all who read them understand alike: the artifact client's upload knows a domain's
 * subdomains by `.acme.com` alone, and no `*` (@azure/core-rest-pipeline 1); GitHub's toolkit wants the proxy's scheme.
 * Empty where there is no proxy.
 */
function toProxyEnv({ http, https, direct }) {
    if (!http && !https)
        return {};
    const address = ({ address }) => (direct.includes('*') ? '' : address);
    const variables = {
        ...(http && { http_proxy: address(http) }),
        ...(https && { https_proxy: address(https) }),
        no_proxy: [...loopback, ...direct].flatMap(entry => [withoutDot(entry), `.${withoutDot(entry)}`]).join(),
    };
    const both = ([name, value]) => [
        [name, value],
        [name.toUpperCase(), value],
    ];
    return Object.fromEntries(Object.entries(variables).flatMap(both));
}


/***/ }),

/***/ 29662:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ proxyFetch)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(19473);
/* harmony import */ var _proxy_env_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(52241);
/* harmony import */ var _unreachable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8149);



/**
 * A `fetch` that takes the ways that the proxy variables show. Node's own obeys them only where NODE_USE_ENV_PROXY says
 * so (Node 24, cli docs), and may refuse a dispatcher of another undici: so undici's `fetch` goes with undici's
 * dispatcher. It is loaded when a request is to go by a proxy.
 */
function proxyFetch(direct, proxies, load) {
    if (!proxies.http && !proxies.https)
        return direct;
    const agents = new Map();
    return async (address, init = {}) => {
        const url = new URL(address);
        const proxy = (0,_proxy_env_js__WEBPACK_IMPORTED_MODULE_2__/* .chooseProxy */ .UR)(url, proxies);
        if (!proxy)
            return direct(address, init);
        const agent = agents.get(proxy) ?? load().then(undici => createAgent(undici, proxy));
        agents.set(proxy, agent);
        const [undici, dispatcher] = await Promise.all([load(), agent]);
        try {
            return (await undici.fetch(url, { ...init, dispatcher }));
        }
        catch (error) {
            throw proxyError(error, proxy, url) ?? error;
        }
    };
}
/** https goes through a tunnel. Plain http does not: proxies open tunnels to port 443 alone, as a rule. */
function createAgent({ Pool, ProxyAgent }, proxy) {
    const url = (0,_proxy_env_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyUrl */ .sd)(proxy);
    if (!url)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${proxy.variable} is not the address of an HTTP proxy`, 'Write it as http://host:port, or http://user:password@host:port.', { final: true });
    const credentials = (0,_proxy_env_js__WEBPACK_IMPORTED_MODULE_2__/* .credentialsOf */ .YN)(url);
    const token = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    const factory = (origin, { connect, ...options }) => new Pool(origin, { ...options, connect: reportHangUp(connect) });
    return new ProxyAgent({ uri: url.origin, proxyTunnel: false, factory, ...(token && { token }) });
}
/**
 * undici takes a proxy that hangs up for a socket that was idle too long, and connects anew at once and for ever
 * (6.29, thousands of times a second): under another code it is an error like the others.
 */
const reportHangUp = (connect) => (options, callback) => connect(options, (...[error, socket]) => {
    if (!error)
        return callback(null, socket);
    const hungUp = 'code' in error && error.code === 'UND_ERR_SOCKET';
    callback(hungUp ? Object.assign(new Error('hung up', { cause: error }), { code: hangUp }) : error, null);
});
const hangUp = 'PROXY_HUNG_UP';
/** Behind a proxy, only the proxy itself is connected to: so these are its own. */
const unanswered = {
    ..._unreachable_js__WEBPACK_IMPORTED_MODULE_1__/* .unreachableReasons */ .m,
    EAI_AGAIN: 'its name could not be looked up',
    ETIMEDOUT: 'it took too long',
    UND_ERR_CONNECT_TIMEOUT: 'it took too long',
    [hangUp]: 'it closed the connection',
};
/** What undici threw, where it is the proxy's doing. Its message is "fetch failed"; the reason is in the causes. */
function proxyError(error, proxy, { host }) {
    for (let at = error; at instanceof Error; at = at.cause) {
        const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
        const reason = Object.hasOwn(unanswered, code) ? unanswered[code] : undefined;
        if (reason)
            return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} did not answer: ${reason}`, `Check ${proxy.variable}; hosts that are reached without a proxy belong in NO_PROXY.`, { final: false, cause: error });
        const status = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(at.message)?.[1];
        if (status)
            return refusalError(Number(status), proxy, host, error);
    }
    return undefined;
}
function refusalError(status, proxy, host, cause) {
    const { variable } = proxy;
    const url = (0,_proxy_env_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyUrl */ .sd)(proxy);
    if (status === 407)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(url && (0,_proxy_env_js__WEBPACK_IMPORTED_MODULE_2__/* .credentialsOf */ .YN)(url)
            ? `${describeProxy(proxy)} does not take the user and password that ${variable} has (407)`
            : `${describeProxy(proxy)} asks for a user and a password (407)`, `Write them into ${variable}, as http://user:password@host:port with special characters percent-encoded, from a secret.`, { final: true, cause });
    const hint = `Check that the proxy may reach ${host}; a host that is reached without a proxy belongs in NO_PROXY.`;
    return status >= 500
        ? new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} could not reach ${host} (${status})`, hint, {
            final: false,
            cause,
        })
        : new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} refused to lead to ${host} (${status})`, hint, {
            final: true,
            cause,
        });
}
/** Without the user and the password that its address may hold. */
const describeProxy = (proxy) => `The proxy ${(0,_proxy_env_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyUrl */ .sd)(proxy)?.host} (${proxy.variable})`;


/***/ }),

/***/ 35976:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dl: () => (/* binding */ parseUrl),
/* harmony export */   LL: () => (/* binding */ escapeUnicode),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   cu: () => (/* binding */ removeSecrets)
/* harmony export */ });
/** `1 target`, `7 targets`. */
const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
/** On one line, no longer than people read, and in the order that it is written in. */
function oneLine(text, longest = 300) {
    const line = text
        .replace(/\p{Bidi_Control}/gu, '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
    return (line.length > longest ? `${line.slice(0, longest - 1)}…` : line).toWellFormed();
}
/** Undefined where it is none. Not by URL.canParse: that of Node 20 errs over letters beyond ASCII once it is warm. */
function parseUrl(text, base) {
    try {
        return new URL(text, base);
    }
    catch {
        return undefined;
    }
}
/** A text in which nobody sees these. */
const removeSecrets = (secrets, text) => secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest), text);
/** `\u003c`: a character as JSON may spell it. */
const escapeUnicode = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;


/***/ }),

/***/ 8149:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ unreachableReasons)
/* harmony export */ });
/** Why a host cannot be reached at all, by Node's codes; with any other code it was a connection that broke. */
const unreachableReasons = {
    ENOTFOUND: 'there is no such host',
    ECONNREFUSED: 'the connection was refused',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
};


/***/ }),

/***/ 70071:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GM: () => (/* binding */ wholeList),
/* harmony export */   d9: () => (/* binding */ describeExcess),
/* harmony export */   tC: () => (/* binding */ shareOf)
/* harmony export */ });
/* unused harmony export maxTargets */
/** A job that has all targets to itself. */
const wholeList = { index: 0, total: 1 };
/** This job's targets: each job takes one in turn. */
const shareOf = (targets, { index, total }) => targets.filter((_, place) => place % total === index);
/** More pictures in one job help nobody: Looker would draw them for hours, and one comment has no room for them. */
const maxTargets = 500;
/** Undefined where the share is one that a job renders. */
function describeExcess(share, all) {
    if (share <= maxTargets)
        return undefined;
    return {
        message: `${share.toLocaleString('en-US')} targets are more than the ${maxTargets} that one job renders`,
        hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
    };
}


/***/ }),

/***/ 64861:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GC: () => (/* binding */ nounAtStart),
/* harmony export */   P3: () => (/* binding */ isCollection),
/* harmony export */   Qm: () => (/* binding */ encodeFilters),
/* harmony export */   _e: () => (/* binding */ collectionKinds),
/* harmony export */   ci: () => (/* binding */ addressOf),
/* harmony export */   ff: () => (/* binding */ describeTarget),
/* harmony export */   xV: () => (/* binding */ targetKinds)
/* harmony export */ });
const sameInBoth = (resource) => ({ '4.0': resource, '3.1': resource });
const targetKinds = {
    dashboard: {
        noun: 'dashboard',
        slug: 'dashboards',
        resource: sameInBoth('dashboards'),
        permission: 'see_user_dashboards',
    },
    // In 4.0 `dashboards` takes LookML ids too.
    lookml_dashboard: {
        noun: 'LookML dashboard',
        slug: 'dashboards',
        resource: { '4.0': 'dashboards', '3.1': 'lookml_dashboards' },
        permission: 'see_lookml_dashboards',
    },
    look: { noun: 'Look', slug: 'looks', resource: sameInBoth('looks'), permission: 'see_looks' },
    query: { noun: 'query', slug: 'queries', resource: sameInBoth('queries'), permission: 'see_looks' },
    dashboard_element: {
        noun: 'dashboard element',
        slug: 'dashboard-elements',
        resource: sameInBoth('dashboard_elements'),
        permission: 'see_user_dashboards',
    },
};
/** "dashboard 42", "LookML dashboard thelook::overview" */
const describeTarget = ({ kind, id }) => `${targetKinds[kind].noun} ${id}`;
/** "Dashboard", "LookML dashboard": the noun where a heading or a sentence begins with it. */
function nounAtStart(kind) {
    const { noun } = targetKinds[kind];
    return noun.charAt(0).toUpperCase() + noun.slice(1);
}
/** Looker's `dashboard_filters`: URL-query format, both sides percent-encoded. */
function encodeFilters(filters) {
    return [...filters]
        .map(pair => pair.map(side => encodeURIComponent(side.toWellFormed())).join('='))
        .join('&');
}
/** What people call collections, and how their addresses begin. */
const collectionKinds = {
    folder: { noun: 'folder', resource: 'folders' },
    board: { noun: 'board', resource: 'boards' },
    model: { noun: 'model', resource: 'models' },
    tiles: { noun: 'dashboard', resource: 'dashboards' },
};
const isCollectionKind = (kind) => Object.hasOwn(collectionKinds, kind);
const isCollection = (entry) => isCollectionKind(entry.kind);
/** `dashboards/42`, `folders/12`: what a user would write to have it rendered. */
const addressOf = ({ kind, id }) => `${isCollectionKind(kind) ? collectionKinds[kind].resource : targetKinds[kind].resource['4.0']}/${id}`;


/***/ }),

/***/ 41581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  $9: () => (/* binding */ annotateProblems),
  Mz: () => (/* binding */ debugProblems),
  vy: () => (/* binding */ failStep),
  OU: () => (/* binding */ setVerdict)
});

// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(19473);
// EXTERNAL MODULE: ./build/heading.js
var heading = __nccwpck_require__(71374);
// EXTERNAL MODULE: ./build/results.js
var build_results = __nccwpck_require__(26878);
;// CONCATENATED MODULE: ./build/runtime/cause-chain.js
/** Deeper chains go in a circle. */
const maxDepth = 10;
/** An error's stack and those of all that caused it, for the debug log: where it came from, in the words of who threw it. */
function causeChain(error) {
    const stacks = [];
    for (let at = error; at !== undefined && at !== null && stacks.length < maxDepth;) {
        stacks.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at));
        at = at instanceof Error ? at.cause : undefined;
    }
    return stacks.join('\nCaused by: ');
}
/** Writes each that was thrown, with its causes, where the run has debug logging. */
function debugCauses(core, thrown, { clean }) {
    if (core.isDebug())
        for (const error of new Set(thrown))
            core.debug(clean(causeChain(error)));
}

// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(35976);
;// CONCATENATED MODULE: ./build/verdict.js





/** GitHub shows ten annotations of a level a step; the verdict is one of them. */
const maxAnnotations = 9;
/** Each problem once, with its next step: as annotations while GitHub shows them, then as lines of the log. */
function annotateProblems(core, { results, errors, warnings }, { failOnError }) {
    const failures = groupByMessage(results.filter(result => result.status === 'failure')).map(toAnnotation);
    const others = errors.map((error) => ({ words: sentence(error) }));
    writeAnnotations(core, core.error, failOnError ? [...others, ...failures] : others);
    writeAnnotations(core, core.warning, [
        ...warnings.map((error) => ({ words: sentence(error) })),
        ...(failOnError ? [] : failures),
        ...groupByMessage(results.flatMap(comparisonErrors)).map(toAnnotation),
        ...groupByMessage(results.flatMap(outsideErrors)).map(toAnnotation),
    ]);
}
/** What was thrown, with all that caused it, for a run with debug logging. */
function debugProblems(core, { results, errors, warnings }, secrets) {
    debugCauses(core, [...results.flatMap(thrownIn), ...errors, ...warnings], secrets);
}
function thrownIn(result) {
    const fault = result.status === 'failure' ? result.error : comparisonError(result.comparison);
    return fault ? [(0,errors/* thrownOf */.Kf)(fault)].filter(thrown => thrown !== undefined) : [];
}
const comparisonError = (comparison) => comparison?.status === 'incomparable' ? comparison.error : undefined;
/** That two PDFs cannot be compared is no problem of anyone's; that a picture could not is. */
function comparisonErrors(result) {
    const comparison = result.status === 'success' ? result.comparison : undefined;
    if (comparison?.status !== 'incomparable' || comparison.before)
        return [];
    const { message, hint } = comparison.error;
    return [{ ...result, error: { message: `Not compared: ${message}`, hint } }];
}
/** A typo, or a rectangle that was meant for a picture of another size. */
function outsideErrors(result) {
    const outside = (result.status === 'success' && result.outside) || [];
    return outside.map(({ x, y, width, height }) => ({
        ...result,
        error: {
            message: `ignore: ${[x, y, width, height].join(', ')} lies outside of the picture`,
            hint: 'Write x, y, width, height in pixels of the picture, from its upper left corner.',
        },
    }));
}
function toAnnotation([first, ...more]) {
    const title = (0,heading/* headingWithAddress */.BN)(first) + (more.length > 0 ? ` and ${more.length} more` : '');
    return { title, words: sentence(first.error) };
}
function writeAnnotations(core, level, all) {
    for (const [index, { title, words }] of all.entries())
        if (index < maxAnnotations)
            level(words, title === undefined ? {} : { title });
        else
            core.info(title === undefined ? words : `${title}: ${words}`);
}
/** Targets that failed alike, as all do where nobody could log in, are told of together. */
function groupByMessage(failures) {
    const groups = new Map();
    for (const failure of failures) {
        const group = groups.get(failure.error.message);
        if (group)
            group.push(failure);
        else
            groups.set(failure.error.message, [failure]);
    }
    return [...groups.values()];
}
/** Looker's own words may end with a full stop already. */
const sentence = ({ message, hint }) => `${message.replace(/\.$/, '')}. ${hint}`;
/** Fails the step where its gates want it failed: a target without a file, a picture that changed; or for its failures. */
function setVerdict(core, results, { undelivered, unrestored }, { failOnError, failOnChange }) {
    const failed = results.filter(({ status }) => status === 'failure');
    const named = (found, what) => failOnChange &&
        found.length > 0 &&
        `${(0,runtime_text/* count */.U9)(found.length, 'picture')} ${what}: ${found.map(heading/* headingOf */.Wm).join(', ')}`;
    const parts = [
        failOnError &&
            failed.length > 0 &&
            `${failed.length} of ${(0,runtime_text/* count */.U9)(results.length, 'target')} could not be rendered`,
        named((0,build_results/* findGated */.Bv)(results, 'changed'), 'changed'),
        named((0,build_results/* findGated */.Bv)(results, 'incomparable'), 'could not be compared'),
        undelivered.length > 0 && 'not everything that was rendered could be delivered',
        unrestored.length > 0 && 'what was deployed before is not deployed again',
    ].filter(Boolean);
    if (parts.length > 0)
        core.setFailed(`${parts.join('; ')}.`);
}
/** The step ends here: it could not begin, or something broke that nobody foresaw. */
function failStep(core, error, secrets) {
    debugCauses(core, [error], secrets);
    if (error instanceof errors/* InputError */.dz && error.problems.length > 1)
        for (const problem of error.problems.slice(0, maxAnnotations))
            core.error(problem, { title: 'Looker Snapshot: input' });
    if (error instanceof errors/* InputError */.dz)
        for (const problem of error.problems.slice(maxAnnotations))
            core.info(problem);
    core.setFailed(`${error.message}${error.message.endsWith('.') ? '' : '.'} ${error.hint}`);
}


/***/ }),

/***/ 73411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H5: () => (/* binding */ withholdTarget),
/* harmony export */   ij: () => (/* binding */ holdLog),
/* harmony export */   qX: () => (/* binding */ withholdDetails)
/* harmony export */ });
/* harmony import */ var _target_kinds_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(64861);

function holdLog(print) {
    let held = [];
    let isOpen = false;
    return {
        print: line => (isOpen ? print(line) : void held?.push(line)),
        release() {
            isOpen = true;
            for (const line of held ?? [])
                print(line);
            held = undefined;
        },
        drop() {
            if (held)
                print('Lines about targets are left out here: this repository is public, or may be.');
            held = undefined;
        },
    };
}
const withheld = {
    message: 'What Looker said is left out here, as this repository is public, or may be',
    hint: 'The output results has it.',
};
/** A result as everybody may read it. */
function withholdDetails(result, place) {
    const { title: _, ...about } = result;
    if (about.status === 'failure') {
        const { target } = about;
        const shown = (0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .isCollection */ .P3)(target)
            ? { ...target, url: withoutQuery(target.url) }
            : withholdTarget(target, place);
        return { ...about, target: shown, error: withheld };
    }
    const comparison = about.comparison && withholdError(about.comparison);
    return { ...about, target: withholdTarget(about.target, place), ...(comparison && { comparison }) };
}
const withholdError = (comparison) => 'error' in comparison ? { ...comparison, error: withheld } : comparison;
const withoutQuery = (url) => url.replace(/[?#].*$/s, '');
/** A target as everybody may read it, without filters and title. */
function withholdTarget(target, place) {
    const { title: _, ...rest } = target;
    const name = `Target ${place + 1} (${(0,_target_kinds_js__WEBPACK_IMPORTED_MODULE_0__/* .describeTarget */ .ff)(target)})`;
    const url = withoutQuery(target.url);
    const names = { url, source: name, name, file: `${name}.${target.output.format}` };
    if ('filters' in rest)
        return { ...rest, ...names, filters: new Map() };
    const { dashboard, ...others } = rest;
    const parent = dashboard && { id: dashboard.id, url: withoutQuery(dashboard.url) };
    return { ...others, ...names, ...(parent && { dashboard: parent }) };
}


/***/ }),

/***/ 93920:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ workspaceOf)
/* harmony export */ });
const workspaceOf = ({ env }) => env.GITHUB_WORKSPACE || process.cwd();


/***/ }),

/***/ 70370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ pLimit)
});

// UNUSED EXPORTS: limitFunction

;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}


/***/ }),

/***/ 74995:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Ay: () => (/* binding */ pRetry)
});

// UNUSED EXPORTS: AbortError, makeRetriable

;// CONCATENATED MODULE: ./node_modules/is-network-error/index.js
const objectToString = Object.prototype.toString;

const isError = value => objectToString.call(value) === '[object Error]';

const errorMessages = new Set([
	'network error', // Chrome
	'NetworkError when attempting to fetch resource.', // Firefox
	'The Internet connection appears to be offline.', // Safari 16
	'Network request failed', // `cross-fetch`
	'fetch failed', // Undici (Node.js)
	'terminated', // Undici (Node.js)
	' A network error occurred.', // Bun (WebKit)
	'Network connection lost', // Cloudflare Workers (fetch)
]);

function isNetworkError(error) {
	const isValid = error
		&& isError(error)
		&& error.name === 'TypeError'
		&& typeof error.message === 'string';

	if (!isValid) {
		return false;
	}

	const {message, stack} = error;

	// Safari 17+ has generic message but no stack for network errors
	if (message === 'Load failed' || (message.startsWith('Load failed (') && message.endsWith(')'))) {
		return stack === undefined
			// Sentry adds its own stack trace to the fetch error, so also check for that
			|| '__sentry_captured__' in error;
	}

	// Deno network errors start with specific text
	if (message.startsWith('error sending request for url')) {
		return true;
	}

	// Chrome: exact "Failed to fetch" or with hostname: "Failed to fetch (example.com)"
	if (message === 'Failed to fetch' || (message.startsWith('Failed to fetch (') && message.endsWith(')'))) {
		return true;
	}

	// Standard network error messages
	return errorMessages.has(message);
}

;// CONCATENATED MODULE: ./node_modules/p-retry/index.js


function validateRetries(retries) {
	if (typeof retries === 'number') {
		if (retries < 0) {
			throw new TypeError('Expected `retries` to be a non-negative number.');
		}

		if (Number.isNaN(retries)) {
			throw new TypeError('Expected `retries` to be a valid number or Infinity, got NaN.');
		}
	} else if (retries !== undefined) {
		throw new TypeError('Expected `retries` to be a number or Infinity.');
	}
}

function validateNumberOption(name, value, {min = 0, allowInfinity = false} = {}) {
	if (value === undefined) {
		return;
	}

	if (typeof value !== 'number' || Number.isNaN(value)) {
		throw new TypeError(`Expected \`${name}\` to be a number${allowInfinity ? ' or Infinity' : ''}.`);
	}

	if (!allowInfinity && !Number.isFinite(value)) {
		throw new TypeError(`Expected \`${name}\` to be a finite number.`);
	}

	if (value < min) {
		throw new TypeError(`Expected \`${name}\` to be \u2265 ${min}.`);
	}
}

class AbortError extends Error {
	constructor(message) {
		super();

		if (message instanceof Error) {
			this.originalError = message;
			({message} = message);
		} else {
			this.originalError = new Error(message);
			this.originalError.stack = this.stack;
		}

		this.name = 'AbortError';
		this.message = message;
	}
}

function calculateDelay(retriesConsumed, options) {
	const attempt = Math.max(1, retriesConsumed + 1);
	const random = options.randomize ? (Math.random() + 1) : 1;

	let timeout = Math.round(random * options.minTimeout * (options.factor ** (attempt - 1)));
	timeout = Math.min(timeout, options.maxTimeout);

	return timeout;
}

function calculateRemainingTime(start, max) {
	if (!Number.isFinite(max)) {
		return max;
	}

	return max - (performance.now() - start);
}

async function onAttemptFailure({error, attemptNumber, retriesConsumed, startTime, options}) {
	const normalizedError = error instanceof Error
		? error
		: new TypeError(`Non-error was thrown: "${error}". You should only throw errors.`);

	if (normalizedError instanceof AbortError) {
		throw normalizedError.originalError;
	}

	const retriesLeft = Number.isFinite(options.retries)
		? Math.max(0, options.retries - retriesConsumed)
		: options.retries;

	const maxRetryTime = options.maxRetryTime ?? Number.POSITIVE_INFINITY;

	const context = Object.freeze({
		error: normalizedError,
		attemptNumber,
		retriesLeft,
		retriesConsumed,
	});

	await options.onFailedAttempt(context);

	if (calculateRemainingTime(startTime, maxRetryTime) <= 0) {
		throw normalizedError;
	}

	const consumeRetry = await options.shouldConsumeRetry(context);

	const remainingTime = calculateRemainingTime(startTime, maxRetryTime);

	if (remainingTime <= 0 || retriesLeft <= 0) {
		throw normalizedError;
	}

	if (normalizedError instanceof TypeError && !isNetworkError(normalizedError)) {
		if (consumeRetry) {
			throw normalizedError;
		}

		options.signal?.throwIfAborted();
		return false;
	}

	if (!await options.shouldRetry(context)) {
		throw normalizedError;
	}

	if (!consumeRetry) {
		options.signal?.throwIfAborted();
		return false;
	}

	const delayTime = calculateDelay(retriesConsumed, options);
	const finalDelay = Math.min(delayTime, remainingTime);

	options.signal?.throwIfAborted();

	if (finalDelay > 0) {
		await new Promise((resolve, reject) => {
			const onAbort = () => {
				clearTimeout(timeoutToken);
				options.signal?.removeEventListener('abort', onAbort);
				reject(options.signal.reason);
			};

			const timeoutToken = setTimeout(() => {
				options.signal?.removeEventListener('abort', onAbort);
				resolve();
			}, finalDelay);

			if (options.unref) {
				timeoutToken.unref?.();
			}

			options.signal?.addEventListener('abort', onAbort, {once: true});
		});
	}

	options.signal?.throwIfAborted();

	return true;
}

async function pRetry(input, options = {}) {
	options = {...options};

	validateRetries(options.retries);

	if (Object.hasOwn(options, 'forever')) {
		throw new Error('The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.');
	}

	options.retries ??= 10;
	options.factor ??= 2;
	options.minTimeout ??= 1000;
	options.maxTimeout ??= Number.POSITIVE_INFINITY;
	options.maxRetryTime ??= Number.POSITIVE_INFINITY;
	options.randomize ??= false;
	options.onFailedAttempt ??= () => {};
	options.shouldRetry ??= () => true;
	options.shouldConsumeRetry ??= () => true;

	// Validate numeric options and normalize edge cases
	validateNumberOption('factor', options.factor, {min: 0, allowInfinity: false});
	validateNumberOption('minTimeout', options.minTimeout, {min: 0, allowInfinity: false});
	validateNumberOption('maxTimeout', options.maxTimeout, {min: 0, allowInfinity: true});
	validateNumberOption('maxRetryTime', options.maxRetryTime, {min: 0, allowInfinity: true});

	// Treat non-positive factor as 1 to avoid zero backoff or negative behavior
	if (!(options.factor > 0)) {
		options.factor = 1;
	}

	options.signal?.throwIfAborted();

	let attemptNumber = 0;
	let retriesConsumed = 0;
	const startTime = performance.now();

	while (Number.isFinite(options.retries) ? retriesConsumed <= options.retries : true) {
		attemptNumber++;

		try {
			options.signal?.throwIfAborted();

			const result = await input(attemptNumber);

			options.signal?.throwIfAborted();

			return result;
		} catch (error) {
			if (await onAttemptFailure({
				error,
				attemptNumber,
				retriesConsumed,
				startTime,
				options,
			})) {
				retriesConsumed++;
			}
		}
	}

	// Should not reach here, but in case it does, throw an error
	throw new Error('Retry attempts exhausted without throwing an error.');
}

function makeRetriable(function_, options) {
	return function (...arguments_) {
		return pRetry(() => function_.apply(this, arguments_), options);
	};
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(51296);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
