export const id = 49;
export const ids = [49];
export const modules = {

/***/ 92772:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $0: () => (/* binding */ formatPixels),
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   T1: () => (/* binding */ formatShare),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fU: () => (/* binding */ formatTime),
/* harmony export */   hW: () => (/* binding */ takeFitting),
/* harmony export */   hg: () => (/* binding */ characters),
/* harmony export */   nV: () => (/* binding */ formatAge),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   qS: () => (/* binding */ escapeHeading),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/* harmony import */ var escape_goat__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4396);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35976);


/**
 * Escapes external text for HTML elements and attributes. Puts the text on one line, and removes control characters and
 * characters that change the direction of text.
 */
const escapeHtml = (text) => (0,escape_goat__WEBPACK_IMPORTED_MODULE_1__/* .htmlEscape */ .z)((0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(text, Number.POSITIVE_INFINITY));
/**
 * Escapes text for HTML inside of Markdown. Puts the text on one line, because a blank line would end the HTML block. A
 * zero-width space keeps GitHub from turning words into links (`@team`, `#12`, `GH-12`).
 */
function escapeMarkdown(text) {
    return escapeHtml(text).replace(/(@|(?<!&)#|\bGH(?=-\d))(?=[\w-])/gi, '$1&#8203;');
}
/**
 * Escapes text for a Markdown heading. Puts the text on one line. No part of the text can become Markdown, HTML, a
 * mention or a link.
 */
function escapeHeading(text) {
    const plain = text.replace(/[\\`*_[\]#|~$]/g, '\\$&');
    return escapeMarkdown(plain).replace(/:(?=\/\/|\w+:)|www(?=\.)/gi, '$&&#8203;');
}
/**
 * The maximum length of a link's URL. The address of a dashboard with a long list of filter values can have thousands of
 * characters, and a few such links would fill a comment.
 */
const maxUrlLength = 2000;
/** Returns a link if the URL begins with http or https and is not too long, and only the escaped text otherwise. */
function link(url, text) {
    return /^https?:\/\//i.test(url) && url.length <= maxUrlLength
        ? `<a href="${(0,escape_goat__WEBPACK_IMPORTED_MODULE_1__/* .htmlEscape */ .z)(url.replace(/\p{Bidi_Control}/gu, encodeURIComponent))}">${escapeMarkdown(text)}</a>`
        : escapeMarkdown(text);
}
/** Returns text such as `212 KB` or `1.4 MB`. */
function formatBytes(bytes) {
    return bytes < 999_500
        ? `${Math.max(1, Math.round(bytes / 1000))} KB`
        : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
/** Returns text such as `4.2 s` or `2 min 5 s`. */
function formatDuration(seconds) {
    const whole = Math.round(seconds);
    return seconds < 59.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
/** Returns the length in UTF-16. GitHub may count fewer characters, but never more. */
const characters = (text) => text.length;
/**
 * Returns the first entries that fit, and the number of entries that do not fit. `most` is in the unit of `lengthOf`.
 */
function takeFitting(entries, most, lengthOf) {
    let used = 0;
    const end = entries.findIndex(entry => {
        used += lengthOf(entry);
        return used > most;
    });
    const kept = end < 0 ? entries : entries.slice(0, end);
    return { text: kept.join(''), left: entries.length - kept.length };
}
/** Returns text such as `1,234 pixels`. */
const formatPixels = (pixels) => `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .withThousands */ .Cm)(pixels)} pixel${pixels === 1 ? '' : 's'}`;
/** Formats a share from 0 to 1, for example as `0.4 %`. Only 0 and 1 become `0 %` and `100 %`. */
function formatShare(share) {
    if (share > 0 && share < 0.001)
        return 'under 0.1 %';
    if (share < 1 && share > 0.999)
        return 'over 99.9 %';
    return `${Number((share * 100).toFixed(1))} %`;
}
/** Returns text such as `2026-11-20 09:15 UTC`. */
const formatTime = (at) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
/**
 * The units of time, with their lengths in seconds. A time is shown in the largest unit that it contains at least
 * twice, so a week is `7 days`.
 */
const spans = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
];
/** Formats the time between two dates in whole units: `4 days earlier`. A time in the future counts as now. */
function formatAge(then, now) {
    const seconds = (now.getTime() - then.getTime()) / 1000;
    const span = spans.find(([, length]) => seconds >= 2 * length);
    if (span)
        return `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(Math.floor(seconds / span[1]), span[0])} earlier`;
    return seconds >= 60 ? '1 minute earlier' : 'less than a minute earlier';
}


/***/ }),

/***/ 65049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  iW: () => (/* binding */ checkWords),
  mJ: () => (/* binding */ drawingWords),
  uE: () => (/* binding */ failingTileWords),
  Pw: () => (/* binding */ joinedTitles),
  fo: () => (/* binding */ tilesHtml),
  lH: () => (/* binding */ tilesMarkdown)
});

// UNUSED EXPORTS: orderTiles, resultWords, tileWords

// EXTERNAL MODULE: ./build/branch-report.js
var branch_report = __webpack_require__(18229);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/report/format.js
var format = __webpack_require__(92772);
;// CONCATENATED MODULE: ./build/report/changed-rows.js


/** Returns text such as `12 → 13 (+8.3 %)`. A missing value is `none`. */
function pairWords(pair) {
    const share = changeShare(pair);
    return `${pair.before?.text ?? 'none'} → ${pair.after?.text ?? 'none'}${share === undefined ? '' : ` (${share})`}`;
}
/**
 * Returns the difference as a percentage of the old number. Returns undefined if a value is not a number, or the old
 * number is 0.
 */
function changeShare({ before, after }) {
    if (before?.number === undefined || after?.number === undefined || before.number === 0)
        return undefined;
    const percent = ((after.number - before.number) / Math.abs(before.number)) * 100;
    if (!Number.isFinite(percent) || percent === 0)
        return undefined;
    const size = Math.abs(percent);
    const precision = size < 0.05 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const digits = size.toLocaleString('en-US', precision);
    return `${percent < 0 ? '−' : '+'}${digits} %`;
}
const kindWords = { changed: '', added: 'added', removed: 'removed' };
/** Returns the first `longest` changed rows. Leaves out columns without a difference. */
function changeTable({ dimensions, columns, changes }, longest = 10) {
    const shown = changes.slice(0, longest);
    const places = columns.map((_, place) => place).filter(place => shown.some(({ values }) => values[place]));
    const hasKinds = shown.some(({ kind }) => kind !== 'changed');
    const header = [...(hasKinds ? [''] : []), ...dimensions, ...places.map(place => columns[place] ?? '')];
    const rows = shown.map(({ kind, key, values }) => [
        ...(hasKinds ? [kindWords[kind]] : []),
        ...key.map(value => value ?? ''),
        ...places.map(place => cellWords(kind, values[place])),
    ]);
    return { header, rows, omitted: changes.length - shown.length };
}
function cellWords(kind, pair) {
    if (!pair)
        return '';
    if (kind === 'changed')
        return pairWords(pair);
    return (kind === 'added' ? pair.after?.text : pair.before?.text) ?? '';
}
/** Whether the result has rows to unfold. A single value needs no rows, because its line already shows the value. */
const hasRows = ({ changes, dimensions, columns }) => changes.length > 1 || (changes.length === 1 && dimensions.length + columns.length > 1);
const markdownTable = (table) => renderTable(table, cell => (0,format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)(cell, 100)), more => `\n<p><sub>${more}</sub></p>`);
function renderTable({ header, rows, omitted }, escapeCell, renderNote, attributes = '') {
    const cells = (tag, row) => `<tr>${row.map(cell => `<${tag}>${escapeCell(cell)}</${tag}>`).join('')}</tr>`;
    const more = omitted > 0 ? renderNote((0,runtime_text/* count */.U9)(omitted, 'more row')) : '';
    return `<table${attributes}>${cells('th', header)}${rows.map(row => cells('td', row)).join('')}</table>${more}`;
}
const htmlTable = (table) => renderTable(table, cell => (0,format/* escapeHtml */.ZD)((0,runtime_text/* oneLine */.TN)(cell, 300)), more => `<p class="quiet">${more}</p>`, ' class="rows"');

// EXTERNAL MODULE: ./node_modules/escape-goat/index.js
var escape_goat = __webpack_require__(4396);
;// CONCATENATED MODULE: ./build/report/sql-difference.js

/** The maximum numbers of lines, and of characters of a line, in a comment. `<name>.numbers.json` has all of them. */
const maxCommentLines = 120;
const maxCommentLine = 500;
const maxReportLine = 10_000;
/** Renders lines of a SQL difference as a block of Markdown. */
function sqlMarkdown(lines) {
    // The action finds its own pull-request comments by HTML comments, so the SQL must not contain HTML comments.
    const shown = cutLines(lines.slice(0, maxCommentLines), maxCommentLine).map(line => line.replaceAll('<!--', '<!\u200b--'));
    // The fence is longer than each sequence of backticks in the lines.
    const longest = Math.max(0, ...shown.flatMap(line => line.match(/`+/g) ?? []).map(({ length }) => length));
    const fence = '`'.repeat(Math.max(3, longest + 1));
    const cut = lines.length > shown.length ? [`@@ ${lines.length - shown.length} more lines @@`] : [];
    return `\n${fence}diff\n${[...shown, ...cut].join('\n')}\n${fence}\n`;
}
/** Renders lines of a SQL difference for the report. */
const sqlHtml = (lines) => `<pre class="sql" tabindex="0" role="region" aria-label="SQL difference">${cutLines(lines, maxReportLine).map(htmlLine).join('\n')}</pre>`;
function htmlLine(line) {
    const text = (0,escape_goat/* htmlEscape */.z)(line);
    if (line.startsWith('-'))
        return `<del>${text}</del>`;
    return line.startsWith('+') ? `<ins>${text}</ins>` : text;
}
/** The number of equal characters before the first difference in a line that is cut. */
const contextCharacters = 100;
/**
 * Cuts long lines around the place where they differ from the most similar line of the other side. `…` marks each cut.
 */
function cutLines(lines, most) {
    const shown = lines.map(showInvisible);
    if (shown.every(({ length }) => length <= most))
        return shown;
    const differences = firstDifferences(shown);
    return shown.map((line, place) => {
        if (line.length <= most)
            return line;
        const start = Math.max(1, (differences[place] ?? 0) - contextCharacters);
        const end = start + most - 3; // The sign and the marks need space.
        const marks = [start > 1 ? '…' : '', end < line.length ? '…' : ''];
        return `${line[0]}${marks[0]}${line.slice(start, end)}${marks[1]}`.toWellFormed();
    });
}
/**
 * Returns the place in each line where it first differs from the most similar line with the other sign, or 0 if no line
 * has the same start. In sorted order, lines with the same start are neighbours.
 */
function firstDifferences(lines) {
    const places = new Array(lines.length).fill(0);
    const changed = [...lines.keys()].filter(place => /^[-+]/.test(lines[place] ?? ''));
    const text = (place) => lines[place]?.slice(1) ?? '';
    const sorted = changed.sort((one, other) => text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0);
    for (const order of [sorted, sorted.toReversed()]) {
        const last = new Map();
        for (const place of order) {
            const line = lines[place] ?? '';
            const other = last.get(line.startsWith('-') ? '+' : '-');
            if (other !== undefined)
                places[place] = Math.max(places[place] ?? 0, firstDifference(line, other));
            last.set(line.charAt(0), line);
        }
    }
    return places;
}
/** Ignores the sign at the start of the lines. Returns 0 for equal lines. */
function firstDifference(line, other) {
    const shorter = Math.min(line.length, other.length);
    let place = 1;
    while (place < shorter && line.charCodeAt(place) === other.charCodeAt(place))
        place++;
    return place === line.length && place === other.length ? 0 : place;
}
/**
 * Replaces characters that are invisible or look like a space by codes such as `\u200b`, because SQL may contain any
 * characters, and each difference must be visible.
 */
const showInvisible = (line) => line.replace(/(?![ \t])[\p{C}\p{Z}]/gu, character => Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join(''));

;// CONCATENATED MODULE: ./build/report/tile-words.js





/** Describes a tile's branch check on one line of plain text: `Revenue: $2.37M → $2.03M (−14.3 %)`. */
function tileWords(tile) {
    return `${tile.title}: ${stateWords(tile)}`;
}
/** Returns text such as `5 tiles: 1 broken, 2 changed`. */
function checkWords({ tiles }) {
    const number = (matches) => tiles.filter(matches).length;
    const parts = [
        [number(branch_report/* isBrokenTile */.Mb), 'broken'],
        [number(tile => (0,branch_report/* isFailedTile */.kH)(tile) && !(0,branch_report/* isBrokenTile */.Mb)(tile)), 'not checked'],
        [number(branch_report/* isChangedTile */.J3), 'changed'],
        [number(({ sql }) => sql === 'failing'), 'failed before this pull request, too'],
    ];
    const found = parts.filter(([many]) => many > 0).map(([many, words]) => `${many} ${words}`);
    if (tiles.length === 0)
        return 'no query is affected';
    const all = (0,runtime_text/* count */.U9)(tiles.length, 'tile');
    if ((0,branch_report/* uncomparedReason */.xp)({ tiles }) === 'uncheckable')
        return `${all} of SQL Runner or extensions, not checked`;
    if (found.length > 0)
        return `${all}: ${found.join(', ')}`;
    const limited = tiles.filter(tile => limitsOf(tile).length > 0);
    const isSameSql = limited.length === 0 && tiles.every(({ sql, isUncheckable }) => sql === 'same' || isUncheckable);
    const limits = new Set(limited.flatMap(limitsOf));
    const note = limited.length > 0 ? ` (${(0,runtime_text/* count */.U9)(limited.length, 'tile')}: ${[...limits].join(', ')})` : '';
    const changedSql = number(({ sql }) => sql === 'changed');
    const sqlWords = changedSql === tiles.length ? 'changed SQL' : `${changedSql} with changed SQL`;
    const equal = changedSql > 0 ? `same numbers, ${sqlWords}` : isSameSql ? 'same SQL' : 'same numbers';
    return `${all}, ${equal}${note}`;
}
/**
 * Names the tiles that failed before the pull request, too, with their reasons: `Sessions, Visits: Not found`. Returns an
 * empty text if there are none.
 */
function failingTileWords(check) {
    const groups = Map.groupBy((0,branch_report/* failingTilesOf */.F0)(check), ({ error }) => error?.message ?? '');
    const named = [...groups].slice(0, maxFailingReasons).map(([reason, group]) => {
        const titles = joinedTitles(group.map(({ title }) => title));
        return reason === '' ? titles : `${titles}: ${(0,runtime_text/* oneLine */.TN)(reason, maxWords)}`;
    });
    const left = groups.size - named.length;
    return [...named, ...(left > 0 ? [`${(0,runtime_text/* count */.U9)(left, 'more reason')}`] : [])].join('; ');
}
const maxFailingReasons = 5;
/** Returns the limits that the tile's equal results reached. */
const limitsOf = ({ queries }) => [
    ...new Set(queries.flatMap(({ limits }) => limits ?? [])),
];
/**
 * Explains why a changed LookML dashboard has no picture, or names the tiles whose new numbers the picture does not
 * show. Also says if the merge base does not have the dashboard, but production does. Otherwise returns an empty text.
 */
function drawingWords({ drawing, isProductionOnly }) {
    const isDrawn = drawing && !drawing.problem;
    const before = isDrawn ? ', so the picture before is of production' : '';
    return [
        isProductionOnly ? `production has this target, but the merge base does not${before}` : '',
        drawing ? describeDrawing(drawing) : '',
    ]
        .filter(Boolean)
        .join('; ');
}
function describeDrawing({ problem, modelTiles, undrawnChange = '' }) {
    if (problem)
        return `not drawn: ${problem.message}`;
    if (modelTiles.length === 0)
        return undrawnChange;
    const model = `the picture uses production's model, so it does not show the changed numbers of ${joinedTitles(modelTiles)}`;
    return undrawnChange === '' ? model : `${model}; ${undrawnChange}`;
}
/** Returns the titles for a line about a drawing. */
function joinedTitles(titles) {
    const named = titles
        .slice(0, maxJoinedTitles)
        .map(title => (0,runtime_text/* oneLine */.TN)(title, maxJoinedTitle))
        .join(', ');
    return titles.length > maxJoinedTitles ? `${named} and ${titles.length - maxJoinedTitles} more` : named;
}
const maxJoinedTitles = 10;
/** The maximum number of characters of a title. */
const maxJoinedTitle = 100;
function stateWords(tile) {
    const { sql, numbers, error, queries } = tile;
    const reason = error ? `: ${error.message}` : '';
    const words = queries.flatMap(query => queryWords(query) ?? []);
    switch (sql) {
        case 'broken':
            return [`broken by this pull request${reason}`, ...words].join('; ');
        case 'failing':
            return `failed before this pull request, too${reason}`;
        case 'unchecked':
            return [`not checked${reason}`, ...words].join('; ');
        case 'new':
            return 'new';
        case 'removed':
            return 'removed';
        case 'fixed':
            return `failed before, works now${reason}`;
        case 'same':
        case 'changed':
        case undefined:
            break;
    }
    const limits = limitsOf(tile);
    if (isSameTile(tile) && limits.length === 0)
        return 'same SQL';
    const sqlWords = sql === 'same' ? 'same SQL' : sql === 'changed' ? 'SQL changed' : 'SQL not known';
    if (numbers === undefined)
        return `${sqlWords}${reason}`;
    if (numbers === 'unchanged')
        return [sqlWords, 'same numbers', ...limits].join(', ');
    if (numbers !== 'changed')
        return [`${sqlWords}, numbers not checked${reason}`, ...words].join('; ');
    if (words.length > 0)
        return [...words, ...(error ? [`another query${reason}`] : [])].join('; ');
    return error ? `${sqlWords}${reason}` : `${sqlWords}, numbers changed`;
}
function queryWords({ name, results }) {
    if (!results)
        return undefined;
    const words = resultWords(results);
    return name === undefined ? words : `${name}: ${words}`;
}
/** Returns text such as `$2.37M → $2.03M (−14.3 %)` or `6 of 6 rows changed, 1 added`. */
function resultWords(results) {
    const { value, columns, totals, addedColumns, removedColumns } = results;
    if (value && value.before?.text !== undefined && isDifferent(value))
        return pairWords(value);
    const rows = rowWords(results);
    const total = totals?.findIndex(pair => pair !== undefined) ?? -1;
    const pair = totals?.[total];
    const parts = [
        rows,
        rows === undefined && pair && `total of ${columns[total]}: ${pairWords(pair)}`,
        addedColumns.length > 0 &&
            `new ${addedColumns.length === 1 ? 'column' : 'columns'} ${addedColumns.join(', ')}`,
        removedColumns.length > 0 &&
            `without the ${removedColumns.length === 1 ? 'column' : 'columns'} ${removedColumns.join(', ')}`,
    ].filter(Boolean);
    const words = parts.join(', ') || 'numbers changed';
    return results.isHidden ? `${words}, in fields that the tile hides` : words;
}
const isDifferent = ({ before, after }) => before?.number !== undefined && after?.number !== undefined
    ? !(0,branch_report/* isEqualNumber */.id)(before.number, after.number)
    : before?.text !== after?.text;
function rowWords({ rows: { before, changed, added, removed } }) {
    const parts = [
        changed > 0 && `${changed} of ${(0,runtime_text/* count */.U9)(before, 'row')} changed`,
        added > 0 && `${changed > 0 ? added : (0,runtime_text/* count */.U9)(added, 'row')} added`,
        removed > 0 && `${changed + added > 0 ? removed : (0,runtime_text/* count */.U9)(removed, 'row')} removed`,
    ].filter(Boolean);
    return parts.length > 0 ? parts.join(', ') : undefined;
}
/** The maximum number of characters of a tile's title, and of the text about the tile. */
const maxWords = 300;
/** Sorts tiles: first broken tiles, then tiles that could not be checked, then changed tiles. */
function orderTiles(tiles) {
    const rank = (tile) => [branch_report/* isBrokenTile */.Mb, branch_report/* isFailedTile */.kH, branch_report/* isChangedTile */.J3].findIndex(is => is(tile));
    const ranked = tiles.map(tile => ({ tile, rank: rank(tile) < 0 ? 3 : rank(tile) }));
    return ranked.sort((one, other) => one.rank - other.rank).map(({ tile }) => tile);
}
/** Whether the tile's SQL is the same, and its results do not differ either. */
const isSameTile = ({ sql, numbers }) => sql === 'same' && (numbers === undefined || numbers === 'unchanged');
const isUneventful = (tile) => limitsOf(tile).length === 0 &&
    (isSameTile(tile) || ((tile.sql === 'changed' || tile.sql === undefined) && tile.numbers === 'unchanged'));
/**
 * Renders a line for each broken, unchecked or changed tile, and one line for all other tiles. A line unfolds to show
 * rows and SQL. If there is not enough space, leaves out rows and SQL first, then whole lines.
 */
function tilesMarkdown({ tiles }, most) {
    const ordered = orderTiles(tiles);
    const groups = groupTiles(ordered.filter(tile => !isUneventful(tile)));
    const others = ordered.filter(isUneventful);
    const last = othersLine(others, 1000);
    let room = most - last.length - 100;
    const shown = [];
    for (const group of groups) {
        const line = lineOf(group);
        if (line.length > room)
            break;
        shown.push({ group, line });
        room -= line.length;
    }
    const entries = shown.map(({ group, line }) => {
        const entry = groupEntry(group, line);
        const cost = entry.length - line.length;
        if (cost > room)
            return `<p>${line}</p>\n`;
        room -= cost;
        return entry;
    });
    const left = groups.slice(shown.length).flat().length;
    return `${entries.join('')}${left > 0 ? `<p>${(0,runtime_text/* count */.U9)(left, 'more tile')}</p>\n` : ''}${last}`;
}
/** Groups tiles with the same error, and tiles that have nothing to unfold. */
function groupTiles(tiles) {
    const groups = new Map();
    for (const tile of tiles) {
        const { error, queries } = tile;
        const isAlike = error !== undefined || queries.length === 0;
        const key = isAlike ? JSON.stringify([tileWords({ ...tile, title: '' }), error?.hint]) : tile;
        const group = groups.get(key);
        if (group)
            group.push(tile);
        else
            groups.set(key, [tile]);
    }
    return [...groups.values()];
}
/** Renders a line that unfolds to show the rows and SQL of its tiles. */
function groupEntry(group, line) {
    const hint = group[0].error?.hint;
    const details = group.flatMap(({ title, queries }) => {
        const own = queries.flatMap(query => queryDetails(query));
        const name = group.length > 1 ? [`<p>${(0,format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)(title, maxWords))}</p>`] : [];
        return own.length > 0 ? [...name, ...own] : [];
    });
    if (details.length > 0) {
        const all = [...(hint === undefined ? [] : [`<p>${(0,format/* escapeMarkdown */.FV)(hint)}</p>`]), ...details];
        return `<details><summary>${line}</summary>\n\n${all.join('\n')}\n</details>\n`;
    }
    if (hint === undefined)
        return `<p>${line}</p>\n`;
    return `<p>${line}. ${(0,format/* escapeMarkdown */.FV)(hint)}</p>\n`.replace('.. ', '. ');
}
/**
 * The maximum number of characters of the titles in one line of a comment. `maxReportTitles` is the limit for the
 * report.
 */
const maxGroupTitles = 600;
const maxReportTitles = 10_000;
function tileTitles([first, ...others], most) {
    let title = (0,runtime_text/* oneLine */.TN)(first.title, maxWords);
    for (const [place, other] of others.entries()) {
        const name = (0,runtime_text/* oneLine */.TN)(other.title, maxWords);
        if (title.length + name.length > most)
            return `${title} and ${others.length - place} more`;
        title += `, ${name}`;
    }
    return title;
}
/** Returns a line such as `Same SQL: Orders, Customers`. */
function othersLine(tiles, most) {
    const named = (words, wanted) => {
        const titles = tiles.filter(({ sql }) => sql === wanted).map(({ title }) => title);
        return titles.length > 0 ? [`${words}: ${(0,format/* escapeMarkdown */.FV)((0,runtime_text/* oneLine */.TN)(titles.join(', '), most))}`] : [];
    };
    const lines = [
        ...named('Same SQL', 'same'),
        ...named('SQL changed, same numbers', 'changed'),
        ...named('Same numbers', undefined),
    ];
    return lines.length > 0 ? `<p>${lines.join('<br>')}</p>\n` : '';
}
function lineOf(group) {
    const [tile] = group;
    const mark = (0,branch_report/* isFailedTile */.kH)(tile) ? '❌ ' : '';
    const words = (0,runtime_text/* oneLine */.TN)(tileWords({ ...tile, title: '' }), maxWords);
    return `${mark}<b>${(0,format/* escapeMarkdown */.FV)(tileTitles(group, maxGroupTitles))}</b>${(0,format/* escapeMarkdown */.FV)(words)}`;
}
function queryDetails({ name, results, sqlDiff }) {
    const notes = results
        ? [
            ...results.limits,
            ...(results.unstableRows
                ? [`${(0,runtime_text/* count */.U9)(results.unstableRows, 'row')} that also change without this pull request do not count`]
                : []),
            ...ranAt(results.ranAt),
        ]
        : [];
    return [
        ...(name === undefined ? [] : [`<p>${(0,format/* escapeMarkdown */.FV)(name)}</p>`]),
        ...(results && hasRows(results) ? [markdownTable(changeTable(results))] : []),
        ...(notes.length > 0 ? [`<p><sub>${notes.map(format/* escapeMarkdown */.FV).join(' · ')}</sub></p>`] : []),
        ...(sqlDiff ? [sqlMarkdown(sqlDiff.lines)] : []),
    ];
}
function ranAt({ before, after }) {
    const time = (date) => date.toISOString().slice(11, 19);
    return before && after ? [`before ran at ${time(before)}, after at ${time(after)} UTC`] : [];
}
/** Renders the tiles for the report, with more rows than `tilesMarkdown`. */
const tilesHtml = ({ tiles }) => `<ul class="tiles">${groupTiles(orderTiles(tiles)).map(htmlGroup).join('\n')}</ul>`;
function htmlGroup(group) {
    const [tile] = group;
    const words = (0,format/* escapeHtml */.ZD)(tileTitles(group, maxReportTitles) + tileWords({ ...tile, title: '' }));
    const mark = (0,branch_report/* isFailedTile */.kH)(tile) ? ' class="bad"' : (0,branch_report/* isChangedTile */.J3)(tile) ? ' class="changed"' : '';
    const hint = tile.error ? `<p>${(0,format/* escapeHtml */.ZD)(tile.error.hint)}</p>` : '';
    const details = group.flatMap(({ title, queries }) => {
        const own = queries.map(htmlDetails).join('');
        const name = group.length > 1 ? `<p>${(0,format/* escapeHtml */.ZD)((0,runtime_text/* oneLine */.TN)(title, maxWords))}</p>` : '';
        return own === '' ? [] : [name + own];
    });
    return details.length === 0
        ? `<li${mark}>${words}${hint}</li>`
        : `<li${mark}><details><summary>${words}</summary>${hint}${details.join('')}</details></li>`;
}
/** The maximum number of rows of a table in the report. The artifact has all rows. */
const maxReportRows = 200;
function htmlDetails({ name, results, sqlDiff }) {
    const table = results && hasRows(results) ? htmlTable(changeTable(results, maxReportRows)) : '';
    const notes = results ? [...results.limits, ...ranAt(results.ranAt)] : [];
    return [
        name === undefined ? '' : `<p>${(0,format/* escapeHtml */.ZD)(name)}</p>`,
        table,
        notes.length > 0 ? `<p class="quiet">${(0,format/* escapeHtml */.ZD)(notes.join(' · '))}</p>` : '',
        sqlDiff ? sqlHtml(sqlDiff.lines) : '',
    ].join('');
}


/***/ })

};
