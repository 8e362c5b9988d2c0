export const id = 671;
export const ids = [671];
export const modules = {

/***/ 9229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ withListens),
/* harmony export */   E: () => (/* binding */ withListenChange)
/* harmony export */ });
/* harmony import */ var _branch_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(18229);
/* harmony import */ var _report_tile_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65049);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35976);
/* harmony import */ var _check_tile_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(90290);
/* harmony import */ var _read_tiles_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(40142);
/* harmony import */ var _tile_queries_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7515);






/**
 * Adds to each query the filters of its dashboard that it listens to, ordered by name. Leaves out filters that the
 * dashboard does not have, because they have no effect.
 */
function withListens(tiles, dashboard, { model, constants }) {
    const dashboardModel = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)((0,_read_tiles_js__WEBPACK_IMPORTED_MODULE_4__/* .withConstants */ .cq)(dashboard.parameters, constants).model) ?? model;
    const filters = new Map([...dashboard.filtersByName.values()].map(original => {
        const filter = (0,_read_tiles_js__WEBPACK_IMPORTED_MODULE_4__/* .withConstants */ .cq)(original, constants);
        const name = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)(filter.name) ?? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)(filter.title) ?? '';
        return [name, ownFieldOf(filter, dashboardModel)];
    }));
    return tiles.map(tile => {
        const element = dashboard.elementsByName.get(tile.id);
        const { listen } = (0,_read_tiles_js__WEBPACK_IMPORTED_MODULE_4__/* .withConstants */ .cq)(element?.parameters ?? {}, constants);
        const queries = tile.queries.map((query, place) => {
            const listens = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .listensOf */ .QQ)(listen, place)
                .filter(({ filter }) => filters.has(filter))
                .map(one => ({ ...one, ...filters.get(one.filter) }))
                .sort((one, other) => (one.filter < other.filter ? -1 : 1));
            return listens.length > 0 ? { ...query, listens } : query;
        });
        return { ...tile, queries };
    });
}
function ownFieldOf(filter, model) {
    const ownField = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)(filter.field) ?? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)(filter.dimension);
    const explore = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)(filter.explore);
    return {
        ...(ownField !== undefined && { ownField }),
        ...(explore !== undefined && { ownExplore: `${(0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .optionalText */ .mR)(filter.model) ?? model}::${explore}` }),
    };
}
/**
 * Counts a tile without other differences as changed if it listens to other filters: with other values of the filters,
 * people see other numbers.
 */
function withListenChange(tile, pair) {
    const isCompared = tile.sql === undefined || tile.sql === 'same' || tile.sql === 'changed';
    if (!isCompared || (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isFailedTile */ .kH)(tile) || (0,_branch_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isChangedTile */ .J3)(tile))
        return tile;
    const words = (0,_check_tile_js__WEBPACK_IMPORTED_MODULE_3__/* .pairQueries */ .p1)(pair).flatMap(({ base, head }) => {
        if (!base || !head)
            return [];
        const name = head.name === undefined ? '' : `${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(head.name, maxListenName)}: `;
        return describeListenChange(base.listens ?? [], head.listens ?? []).map(one => name + one);
    });
    if (words.length === 0)
        return tile;
    const message = words.join('; ');
    const hint = "Review the filters in the changed files. The check runs each query with only one value of each filter: the target's value, or else the default value.";
    return tile.numbers === undefined
        ? {
            ...tile,
            sql: 'changed',
            error: { message: `only with other values of its filters: ${message}`, hint },
        }
        : { ...tile, numbers: 'changed', error: { message, hint } };
}
/** The maximum number of characters of a name. */
const maxListenName = 100;
function describeListenChange(before, after) {
    const [old, fresh] = [before, after].map(all => new Map(all.map(one => [one.filter, one])));
    const removed = before.filter(({ filter }) => !fresh?.has(filter)).map(({ filter }) => filter);
    const added = after.filter(({ filter }) => !old?.has(filter));
    const different = after.flatMap(one => {
        const previous = old?.get(one.filter);
        return previous ? differences(previous, one) : [];
    });
    return [
        ...(removed.length > 0 ? [`no longer listens to ${namedFilters(removed)}`] : []),
        ...(added.length > 0
            ? [`now listens to ${namedFilters(added.map(({ filter, field }) => `${filter} (${field})`))}`]
            : []),
        ...different.slice(0, maxDifferences),
        ...(different.length > maxDifferences ? [`${different.length - maxDifferences} more`] : []),
    ];
}
const maxDifferences = 10;
const namedFilters = (names) => `the ${names.length === 1 ? 'filter' : 'filters'} ${(0,_report_tile_words_js__WEBPACK_IMPORTED_MODULE_1__/* .joinedTitles */ .Pw)(names)}`;
function differences(before, after) {
    const listens = `listens to ${namedFilters([after.filter])}`;
    const instead = (key) => [after[key], before[key]].map(name => (0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(name ?? 'none', maxListenName)).join(' instead of ');
    if (before.field !== after.field)
        return [`${listens} with the field ${instead('field')}`];
    if (before.ownField !== after.ownField)
        return [`${listens}, which has the field ${instead('ownField')}`];
    return before.ownExplore === after.ownExplore
        ? []
        : [`${listens}, which has the Explore ${instead('ownExplore')}`];
}


/***/ }),

/***/ 90290:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  xd: () => (/* binding */ checkTile),
  mA: () => (/* binding */ failsOnBoth),
  Wy: () => (/* binding */ needsResults),
  p1: () => (/* binding */ pairQueries),
  uN: () => (/* binding */ pairTiles),
  F: () => (/* binding */ withHash),
  ft: () => (/* binding */ withUnseenChange),
  Yw: () => (/* binding */ worstNumbers)
});

// EXTERNAL MODULE: ./build/branch-report.js
var branch_report = __webpack_require__(18229);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/runtime/lists.js
var lists = __webpack_require__(73454);
// EXTERNAL MODULE: ./build/branch-check/query-result.js
var query_result = __webpack_require__(65120);
;// CONCATENATED MODULE: ./build/branch-check/compare-results.js




/** If matching a group of rows with the same dimensions needs more comparisons, only identical rows are matched. */
const maxComparedCells = 5_000_000;
/**
 * Matches rows by their dimensions. If the tile shows only some rows, it may show other rows although both results have
 * the same rows. Those rows then count as added and removed.
 * @returns undefined if nothing differs
 */
function compareResults(base, head, { shownRows, ...rest }) {
    const [after = head, before = base, again] = (0,query_result/* withDistinctLabels */.Cf)([head, base, rest.again ?? []].flat());
    const options = { ...rest, again };
    const all = diffTables(before, after, options);
    if (!shownRows || (all && !all.isHidden))
        return all;
    const shown = ({ subtotals: _, totals: __, ...table }) => ({
        ...table,
        rows: table.rows.slice(...shownRows),
    });
    const ofShown = diffTables(shown(before), shown(after), { ...options, again: again && shown(again) });
    return ofShown ?? all;
}
function diffTables(before, after, options) {
    const columns = columnsOf(before, after, options);
    const columnsAgain = options.again ? columnsOf(options.again, after, options) : columns;
    const first = compareTables(before, after, columns);
    const second = options.again && compareTables(options.again, after, columnsAgain);
    const { differences, totals, unstable } = second
        ? differencesToBoth(first, second)
        : { ...first, unstable: 0 };
    const addedColumns = columns.addedColumns.filter(label => columnsAgain.addedColumns.includes(label));
    const removedColumns = columns.removedColumns.filter(label => columnsAgain.removedColumns.includes(label));
    const isShown = ({ field }) => !options.hidden.has(field);
    const shownDimensions = columns.dimensions.filter(isShown);
    const shown = columns.values.filter(isShown);
    const isPartlyHidden = ![...columns.dimensions, ...columns.values].every(isShown);
    // A single-value tile may show another row, although both results have the same rows.
    const inTile = shown.length > 0 ? shown.slice(0, 2) : shownDimensions.slice(0, 1);
    const isOtherRow = options.isSingleValue &&
        [before, options.again].every(one => !one || differingCells(firstRow(one), firstRow(after), inTile).size);
    const countOfDifferences = differences.length + totals.size + addedColumns.length + removedColumns.length;
    if (countOfDifferences === 0 && !isOtherRow)
        return undefined;
    const isVisible = differences.some(({ kind, cells }) => kind !== 'changed' || shown.some(({ id }) => cells.has(id)));
    const hasVisible = isVisible ||
        isOtherRow ||
        addedColumns.length + removedColumns.length > 0 ||
        shown.some(({ id }) => totals.has(id));
    const count = (wanted) => differences.filter(({ kind }) => kind === wanted).length;
    const value = firstValue(before, after, options);
    return {
        rows: {
            before: (0,query_result/* allRows */.Pl)(before).length,
            after: (0,query_result/* allRows */.Pl)(after).length,
            changed: count('changed'),
            added: count('added'),
            removed: count('removed'),
        },
        ...(value && { value }),
        dimensions: shownDimensions.map(({ label }) => label),
        columns: shown.map(({ label }) => label),
        changes: [...differences]
            .sort(byImportance(shown))
            .map(difference => toChange(difference, shownDimensions, shown)),
        ...(totals.size > 0 && { totals: shown.map(({ id }) => totals.get(id)) }),
        addedColumns,
        removedColumns,
        ...(!hasVisible && { isHidden: true }),
        ...(isPartlyHidden && { hiddenHash: hashDifferences(differences, totals) }),
        ...(unstable > 0 && { unstableRows: unstable }),
        limits: (0,query_result/* reachedLimits */.Hd)(before, after),
        ranAt: {
            ...(before.ranAt && { before: before.ranAt }),
            ...(after.ranAt && { after: after.ranAt }),
        },
    };
}
function hashDifferences(differences, totals) {
    const rows = [{ key: '', cells: totals }, ...differences].map(({ key, cells }) => {
        const pairs = [...cells].map(([id, pair]) => [
            id,
            [pair.before, pair.after].map(one => one && (0,branch_report/* hashableValue */.Od)(one)),
        ]);
        return JSON.stringify([key, pairs]);
    });
    return (0,runtime_text/* sha256Of */.Bj)(rows.sort().join());
}
function columnsOf(before, after, { hidden }) {
    const fieldsOf = ({ dimensions, values }) => new Set([...dimensions, ...values].map(({ field }) => field));
    const [inBefore, inAfter] = [fieldsOf(before), fieldsOf(after)];
    const byId = new Map([...after.values, ...before.values].map(column => [column.id, column]));
    const missing = (table, other) => {
        const fields = fieldsOf(other);
        const lacking = [...table.dimensions, ...table.values].filter(({ field }) => !fields.has(field));
        return [
            ...new Map(lacking.map(({ field, fieldLabel }) => [field, fieldLabel])).values(),
            ...(0,query_result/* emptyPivots */.Lu)(table, other).flatMap(({ field, label }) => (hidden.has(field) ? [] : label)),
        ];
    };
    const namesOf = ({ dimensions }) => JSON.stringify(dimensions.map(({ field }) => field).sort());
    return {
        dimensions: [...after.dimensions, ...before.dimensions.filter(({ field }) => !inAfter.has(field))],
        canMatch: namesOf(before) === namesOf(after),
        values: [...byId.values()].filter(({ field }) => inBefore.has(field) && inAfter.has(field)),
        addedColumns: missing(after, before),
        removedColumns: missing(before, after),
    };
}
function compareTables(before, after, columns) {
    const differences = [];
    const [old, fresh] = [groupRows(before, columns), groupRows(after, columns)];
    for (const key of new Set([...fresh.keys(), ...old.keys()]))
        differences.push(...compareGroup(key, old.get(key) ?? [], fresh.get(key) ?? [], columns.values));
    const totals = differingCells(before.totals ?? noCells, after.totals ?? noCells, columns.values);
    return { differences, totals };
}
const noCells = new Map();
const firstRow = ({ rows: [first = noCells] }) => first;
/**
 * Groups rows by the values of their dimensions. If the sides have different dimensions, the keys also contain the
 * names of the dimensions, so that no key occurs on both sides.
 */
function groupRows(table, { dimensions, canMatch }) {
    const groups = new Map();
    const own = canMatch ? dimensions : table.dimensions;
    const side = canMatch ? '' : own.map(({ field }) => field).join('\n');
    for (const row of (0,query_result/* allRows */.Pl)(table)) {
        const key = side + JSON.stringify(own.map(({ id }) => keyValue(row.get(id)?.raw)));
        const group = groups.get(key);
        if (group)
            group.push(row);
        else
            groups.set(key, [row]);
    }
    return groups;
}
/** Rounds fractions, so that tiny differences do not matter. Keeps whole numbers, because they may be ids. */
const keyValue = (raw) => typeof raw === 'number' && !Number.isInteger(raw) ? Number(raw.toPrecision(10)) : (raw ?? null);
/** Pairs equal rows first, and then the remaining rows in their order. */
function compareGroup(key, before, after, values) {
    const old = new Set(before);
    const fresh = new Set(after);
    if (before.length > 1 || after.length > 1) {
        matchIdentical(old, fresh, values);
        if (old.size * fresh.size * values.length <= maxComparedCells)
            matchEqual(old, fresh, values);
    }
    const differences = [];
    const [left, right] = [[...old], [...fresh]];
    for (const [index, row] of right.entries()) {
        const other = left[index];
        const cells = other ? differingCells(other, row, values) : shownCells(undefined, row, values);
        if (!other)
            differences.push({ kind: 'added', key, after: row, cells });
        else if (cells.size > 0)
            differences.push({ kind: 'changed', key, before: other, after: row, cells });
    }
    for (const row of left.slice(right.length))
        differences.push({ kind: 'removed', key, before: row, cells: shownCells(row, undefined, values) });
    return differences;
}
function matchIdentical(old, fresh, values) {
    const signature = (row) => JSON.stringify(values.map(({ id }) => row.get(id)?.raw));
    const known = new Map();
    for (const row of old)
        (0,lists/* addToList */.vH)(known, signature(row), row);
    for (const row of fresh) {
        const match = known.get(signature(row))?.pop();
        if (!match)
            continue;
        old.delete(match);
        fresh.delete(row);
    }
}
function matchEqual(old, fresh, values) {
    for (const row of fresh)
        for (const other of old)
            if (values.every(column => isEqualCell(other, row, column))) {
                old.delete(other);
                fresh.delete(row);
                break;
            }
}
function differingCells(before, after, values) {
    const cells = new Map();
    for (const column of values)
        if (!isEqualCell(before, after, column))
            cells.set(column.id, pairOf(column, before.get(column.id), after.get(column.id)));
    return cells;
}
const isEqualCell = (before, after, { id, isNumeric }) => isEqualValue(before.get(id)?.raw ?? null, after.get(id)?.raw ?? null, isNumeric);
const shownCells = (before, after, values) => new Map(values.map(column => [column.id, pairOf(column, before?.get(column.id), after?.get(column.id))]));
/** Some databases return a number as a text, to keep all digits. */
function isEqualValue(before, after, isNumeric) {
    const [one, other] = [toNumber(before, isNumeric), toNumber(after, isNumeric)];
    if (one !== undefined && other !== undefined)
        return (0,branch_report/* isEqualNumber */.id)(one, other);
    return JSON.stringify(before) === JSON.stringify(after);
}
function toNumber(value, isNumeric) {
    if (typeof value === 'number')
        return value;
    if (!isNumeric || typeof value !== 'string' || value.trim() === '')
        return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
}
function pairOf({ isNumeric }, before, after) {
    const shown = ({ raw, text }) => {
        const number = toNumber(raw, isNumeric);
        return { text, ...(number !== undefined && { number }) };
    };
    return { ...(before && { before: shown(before) }), ...(after && { after: shown(after) }) };
}
/**
 * Returns the differences that are in both comparisons. A difference in only one comparison comes from changing data,
 * not from the LookML.
 */
function differencesToBoth(first, second) {
    const byAfter = new Map(second.differences.map(one => [one.after, one]));
    const removed = new Map();
    for (const { kind, key } of second.differences)
        if (kind === 'removed')
            removed.set(key, (removed.get(key) ?? 0) + 1);
    const differences = first.differences.flatMap((one) => {
        if (one.kind === 'removed') {
            const left = removed.get(one.key) ?? 0;
            removed.set(one.key, left - 1);
            return left > 0 ? [one] : [];
        }
        const other = byAfter.get(one.after);
        if (!other || one.kind !== 'changed' || other.kind !== 'changed')
            return other ? [one] : [];
        const cells = new Map([...one.cells].filter(([id]) => other.cells.has(id)));
        return cells.size > 0 ? [{ ...one, cells }] : [];
    });
    const totals = new Map([...first.totals].filter(([id]) => second.totals.has(id)));
    return { differences, totals, unstable: first.differences.length - differences.length };
}
function toChange({ kind, before, after, cells }, dimensions, values) {
    const row = after ?? before;
    return {
        kind,
        key: dimensions.map(({ id }) => row?.get(id)?.text),
        values: values.map(({ id }) => cells.get(id)),
    };
}
const changeKinds = ['changed', 'added', 'removed'];
/** Sorts by kind (changed, added, removed), and then by the size of the difference. */
function byImportance(values) {
    const size = ({ cells }) => {
        for (const { id } of values) {
            const { before, after } = cells.get(id) ?? {};
            if (before?.number !== undefined || after?.number !== undefined)
                return Math.abs((after?.number ?? 0) - (before?.number ?? 0));
        }
        return 0;
    };
    return (one, other) => changeKinds.indexOf(one.kind) - changeKinds.indexOf(other.kind) || size(other) - size(one);
}
/**
 * Returns the first visible value of the first row, as a single-value tile shows it. Other tiles have such a value only
 * if both results are a single row without dimensions, and begin with the same column.
 */
function firstValue(before, after, { hidden, isSingleValue, again }) {
    const isRow = ({ rows, dimensions }) => rows.length <= 1 && dimensions.length === 0;
    const columnOf = ({ values, dimensions }) => [...values, ...dimensions].find(({ field }) => !hidden.has(field));
    const [own, column = own] = [columnOf(before), columnOf(after)];
    const isSame = own === undefined || own.id === column?.id;
    if (!column || !(isSingleValue || (isRow(before) && isRow(after) && isSame)))
        return undefined;
    const cell = firstRow(after).get(column.id);
    if (!isSame)
        return { label: column.label, ...textsOf(pairOf(column, firstRow(before).get(own.id), cell)) };
    const isUnstable = again && isEqualCell(firstRow(again), firstRow(after), column);
    return {
        label: column.label,
        ...pairOf(column, firstRow(isUnstable ? again : before).get(column.id), cell),
    };
}
/** Omits the numbers, because the values of different fields have no difference. */
const textsOf = ({ before, after }) => ({
    ...(before && { before: { text: before.text } }),
    ...(after && { after: { text: after.text } }),
});

// EXTERNAL MODULE: ./build/branch-check/compare-sql.js
var compare_sql = __webpack_require__(30486);
// EXTERNAL MODULE: ./build/branch-check/run-queries.js
var run_queries = __webpack_require__(17888);
// EXTERNAL MODULE: ./build/branch-check/sql-lines.js
var sql_lines = __webpack_require__(59838);
// EXTERNAL MODULE: ./build/branch-check/tile-queries.js
var tile_queries = __webpack_require__(7515);
;// CONCATENATED MODULE: ./build/branch-check/check-tile.js








/** Pairs the tiles of both sides by id. The head's tiles come first, in the head's order. */
function pairTiles(base, head) {
    const byId = new Map(base.map(tile => [tile.id, tile]));
    const pairs = head.map(tile => ({ base: byId.get(tile.id), head: tile }));
    const known = new Set(head.map(({ id }) => id));
    return [...pairs, ...base.filter(({ id }) => !known.has(id)).map(tile => ({ base: tile }))];
}
/**
 * Pairs the queries of both sides. Queries of merged results are paired by name. Of queries with the same name, equal
 * queries are paired first, and then the others in their order.
 */
function pairQueries({ base, head }) {
    const [old, fresh] = [base?.queries ?? [], head?.queries ?? []];
    if (old.length <= 1 && fresh.length <= 1)
        return old.length + fresh.length > 0 ? [{ base: old[0], head: fresh[0] }] : [];
    const left = old.map(query => ({ query, key: (0,tile_queries/* queryKey */.qv)(query.body) }));
    const take = (matches) => {
        const place = left.findIndex(matches);
        return place < 0 ? undefined : left.splice(place, 1)[0]?.query;
    };
    const equal = fresh.map(({ name, body }) => {
        const wanted = (0,tile_queries/* queryKey */.qv)(body);
        return take(({ query, key }) => query.name === name && key === wanted);
    });
    const pairs = fresh.map((head, place) => ({
        base: equal[place] ?? take(({ query }) => query.name === head.name),
        head,
    }));
    return [...pairs, ...left.map(({ query }) => ({ base: query }))];
}
/** Many tiles may show the same query, and their SQL is compared several times. */
const knownComparisons = new WeakMap();
/** @returns undefined if a side has no SQL */
function compareSql({ base, head }) {
    if (base?.sql.kind !== 'answer' || head?.sql.kind !== 'answer')
        return undefined;
    const known = knownComparisons.get(base.sql) ?? new WeakMap();
    knownComparisons.set(base.sql, known);
    const comparison = known.get(head.sql) ?? { diff: (0,compare_sql/* diffSql */.gQ)(base.sql.value, head.sql.value) };
    known.set(head.sql, comparison);
    return comparison;
}
function hasSameSql(answers) {
    const comparison = compareSql(answers);
    return comparison !== undefined && comparison.diff === undefined;
}
/** Whether the query would get the state `failing`. */
function failsOnBoth({ base, head }) {
    const fails = (answer) => answer?.kind === 'failing';
    if (fails(base?.sql) || fails(head?.sql))
        return fails(base?.sql) && fails(outcomeOfHead({ base, head }));
    const hasNewSql = compareSql({ base, head })?.diff !== undefined;
    return fails(base?.results) && fails(head?.results) && !hasNewSql;
}
/**
 * Whether the same SQL means the same results. Looker computes some values after the query, for example table
 * calculations, so two different queries may have the same SQL.
 */
const isDecidedBySql = ({ base, head }, depth) => depth === 'sql' ||
    (depth === 'numbers' &&
        base !== undefined &&
        head !== undefined &&
        (0,tile_queries/* queryKey */.qv)(base.body) === (0,tile_queries/* queryKey */.qv)(head.body));
/** Returns false if a side failed, if the results are certainly the same, or if only the base has the query. */
function needsResults(pair, { base, head }, depth) {
    const runs = ({ sql }) => sql.kind === 'answer' || sql.kind === 'forbidden';
    const isSame = () => hasSameSql({ base, head }) && isDecidedBySql(pair, depth);
    if (isOnlyResultOfHead({ base, head }))
        return true;
    return head !== undefined && runs(head) && (base === undefined || (runs(base) && !isSame()));
}
/** Whether the base's query fails, and only the head's results can show whether the head's query runs. */
const isOnlyResultOfHead = ({ base, head }) => base?.sql.kind === 'failing' && head?.sql.kind === 'forbidden';
const outcomeOfHead = ({ base, head }) => (isOnlyResultOfHead({ base, head }) ? head?.results : head?.sql) ?? unasked;
const unasked = {
    kind: 'unknown',
    error: { message: 'The results of the query were not requested', hint: 'Run the job again.' },
};
function checkTile(pair, answersOf, depth) {
    const tile = pair.head ?? pair.base;
    const sides = [pair.base, pair.head].filter(side => side !== undefined);
    const explores = new Set(sides.flatMap(side => side.queries.map(({ explore }) => explore)));
    const about = { title: tile?.title ?? '', explore: [...explores].join(', ') };
    const uncheckable = sides.find(({ isUncheckable }) => isUncheckable);
    const unknown = uncheckable ?? sides.find(side => side.problem !== undefined);
    if (unknown) {
        const error = problemFault(unknown);
        return { ...about, sql: 'unchecked', error, ...(uncheckable && { isUncheckable: true }), queries: [] };
    }
    const checks = pairQueries(pair).map(query => checkQuery(query, answersOf(query), depth));
    return { ...about, ...worstOf(checks) };
}
/** Lets the acceptance of a tile depend on more than its SQL and results. */
const withHash = (tile, hash) => ({
    ...tile,
    headHash: [tile.headHash ?? [], hash].flat().join(' '),
});
/** Counts a tile without differences as changed, because the pull request has a change that the check cannot see. */
function withUnseenChange(tile, { kind, hash }) {
    const { sql, numbers } = tile;
    const isSame = (sql === 'same' || sql === 'changed' || sql === undefined) && numbers !== 'changed';
    if (!isSame || (0,branch_report/* isFailedTile */.kH)(tile))
        return withHash(tile, hash);
    const error = unseenChanges[kind];
    return withHash({ ...tile, sql: 'changed', ...(numbers && { numbers: 'changed' }), error }, hash);
}
const unseenChanges = {
    productionSql: {
        message: 'The pull request changes SQL that only production runs (-- if prod --)',
        hint: 'Review this SQL in the changed files. Development mode cannot run it.',
    },
    table: {
        message: 'The pull request changes LookML that writes or publishes a table, and this tile reads the table by name',
        hint: 'Review this LookML in the changed files. On both commits, the tile reads the table of production.',
    },
};
const noSql = {
    message: 'The API user may not see SQL',
    hint: "Give the API user's role the permission see_sql for the models, or set numbers to true to compare results instead.",
};
const problemFault = ({ problem = '', problemHint }) => ({
    message: (0,runtime_text/* capitalized */.l2)(problem),
    hint: problemHint ?? 'Open the tile in Looker on this branch.',
});
function checkQuery(pair, answers, depth) {
    const check = compareSides(pair, answers, depth);
    const { head } = answers;
    if (!head || !hasUncomparedValues(check))
        return check;
    const isEmpty = head.results?.kind === 'answer' && hasNoData(head.results.value, pair.head);
    const isEffectUnknown = head.sql.kind === 'forbidden' && isEmpty;
    return { ...check, headHash: hashOfHead(head), ...(isEffectUnknown && { isEffectUnknown }) };
}
/** Whether the head has values that the difference between both sides does not contain. */
const hasUncomparedValues = ({ sql, query }) => sql === 'new' || sql === 'fixed' || (query?.results?.addedColumns.length ?? 0) > 0;
function compareSides(pair, answers, depth) {
    const { base, head } = answers;
    if (!head)
        return base ? { sql: 'removed', ...(depth !== 'sql' && { numbers: 'changed' }) } : {};
    if (!base)
        return checkNew(head, depth);
    if (depth === 'sql' && head.sql.kind === 'forbidden')
        return { sql: 'unchecked', error: noSql };
    const failure = failureOf(base.sql, outcomeOfHead(answers), depth);
    if (failure)
        return failure;
    if (depth === 'sql' && base.sql.kind === 'forbidden')
        return { sql: 'unchecked', error: noSql };
    const isSame = hasSameSql(answers);
    if (isSame && isDecidedBySql(pair, depth))
        return { sql: 'same', ...(depth !== 'sql' && { numbers: 'unchanged' }) };
    const sqlDiff = compareSql(answers)?.diff;
    const name = pair.head?.name;
    const query = { ...(name !== undefined && { name }), ...(sqlDiff && { sqlDiff }) };
    const sql = isSame ? { sql: 'same' } : sqlDiff ? { sql: 'changed' } : {};
    if (depth === 'sql')
        return { ...sql, query };
    return { ...sql, ...checkResults(pair, answers, { query, isSame }) };
}
function checkNew({ sql, results }, depth) {
    if (depth === 'sql' && sql.kind === 'forbidden')
        return { sql: 'unchecked', error: noSql };
    const failing = [sql, results].find(answer => answer?.kind === 'failing' || answer?.kind === 'unknown');
    if (failing?.kind === 'failing')
        return { sql: 'broken', numbers: 'broken', error: failing.error };
    if (failing?.kind === 'unknown')
        return { sql: 'unchecked', error: failing.error };
    return { sql: 'new', ...(depth !== 'sql' && { numbers: 'changed' }) };
}
function hashOfHead({ sql, results }) {
    if (sql.kind === 'answer')
        return (0,runtime_text/* sha256Of */.Bj)((0,sql_lines/* sqlLines */.S)(sql.value).join('\n'));
    const rows = results?.kind === 'answer' ? [...(0,query_result/* allRows */.Pl)(results.value), results.value.totals ?? []] : [];
    return (0,runtime_text/* sha256Of */.Bj)(JSON.stringify(rows.map(row => JSON.stringify([...row].map(hashableCell))).sort()));
}
const hashableCell = ([id, { raw, text }]) => typeof raw === 'number' ? [id, (0,branch_report/* hashableValue */.Od)({ text, number: raw })] : [id, raw, text];
/**
 * Returns the state of a query that failed on a side.
 * @returns undefined if both sides have an answer, or if the API user may not see the SQL
 */
function failureOf(base, head, depth) {
    const unknown = [head, base].find(answer => answer.kind === 'unknown');
    if (unknown?.kind === 'unknown')
        return { sql: 'unchecked', error: unknown.error };
    if (head.kind === 'failing')
        return base.kind === 'failing'
            ? { sql: 'failing', error: head.error }
            : { sql: 'broken', numbers: 'broken', error: head.error };
    return base.kind === 'failing'
        ? { sql: 'fixed', ...(depth !== 'sql' && { numbers: 'changed' }) }
        : undefined;
}
function checkResults(pair, { base, head, again }, { query, isSame }) {
    const [first, after] = [base?.results ?? unasked, head?.results ?? unasked];
    const unknown = [after, first, again].find(isUnknown);
    if (unknown)
        return { numbers: 'unchecked', error: unknown.error, query };
    const isFirstReplaced = first.kind === 'failing' && after.kind === 'answer' && again?.kind === 'answer';
    const before = isFirstReplaced ? again : first;
    if (before.kind !== 'answer' || after.kind !== 'answer') {
        const failure = failureOf(before, after, 'numbers');
        if (failure?.sql === 'failing')
            return { ...unknownEffect(query), ...failingOnBoth(failure) };
        return { ...failure, ...(before.kind === 'failing' && { error: failingBefore(before) }), query };
    }
    const shown = pair.head ?? pair.base;
    const results = compareResults(before.value, after.value, {
        hidden: new Set(shown?.hidden),
        isSingleValue: shown?.isSingleValue === true,
        shownRows: shown?.shownRows,
        again: again?.kind === 'answer' ? again.value : undefined,
    });
    if (results)
        return { numbers: 'changed', query: { ...query, results } };
    const isEmpty = hasNoData(before.value, pair.base) && hasNoData(after.value, pair.head);
    if (isEmpty && !isSame)
        return { ...unknownEffect(query), error: noData };
    const limits = [
        ...(0,query_result/* reachedLimits */.Hd)(before.value, after.value),
        ...(isEmpty ? ['no data or only zeros on both commits'] : []),
    ];
    if (limits.length > 0)
        return { numbers: 'unchanged', query: { ...query, limits } };
    return { numbers: 'unchanged', ...(query.sqlDiff && { query }) };
}
/**
 * Whether the result may come from no rows of the database. An aggregate over no rows is null or 0. Without dimensions,
 * the result then has one row. Looker also adds rows for the missing values of dimensions in `fill_fields`.
 */
function hasNoData({ rows, dimensions, values, measures }, query) {
    const { pivots = [], fill_fields: filled = [] } = query?.body ?? {};
    const groups = [...dimensions.map(({ field }) => field), ...pivots];
    const isAggregate = measures.length > 0 && groups.every(field => filled.includes(field));
    const columns = isAggregate
        ? values.filter(({ field }) => measures.includes(field))
        : [...dimensions, ...values];
    const isNothing = (raw) => raw === null || (isAggregate && isEqualValue(raw, 0, true));
    return rows.every(row => columns.every(({ id }) => isNothing(row.get(id)?.raw ?? null)));
}
const noData = {
    message: 'The query returns no data or only zeros on both commits, so the effect of the change is unknown',
    hint: "Check the filters, and the API user's user attributes: an access filter may hide all rows.",
};
/** The effect of the pull request is unknown, so it counts as a change. */
const unknownEffect = (query) => ({
    ...{ numbers: 'changed', query },
    ...(query.sqlDiff ? { sql: 'changed' } : { isEffectUnknown: true }),
});
const failingOnBoth = ({ error }) => error
    ? {
        error: {
            message: `The query fails on both commits: ${error.message}`,
            hint: `${run_queries/* repeatHint */.n8} Otherwise, correct the LookML or the tile.`,
        },
    }
    : {};
const failingBefore = ({ error: { message } }) => ({ message, hint: run_queries/* repeatHint */.n8 });
const isUnknown = (answer) => answer?.kind === 'unknown' || answer?.kind === 'forbidden';
/** The states, the most important first. A tile gets the most important state of its queries. */
const sqlOrder = ['broken', 'unchecked', 'failing', 'changed', 'fixed', 'new', 'removed', 'same'];
const numbersOrder = ['broken', 'unchecked', 'changed', 'unchanged'];
function worstOf(checks) {
    const sql = worstSql(checks);
    // The results of a new or removed tile are not compared.
    const isOneSided = sql === 'new' || sql === 'removed';
    const numbers = isOneSided ? undefined : worstNumbers(checks.flatMap(({ numbers }) => numbers ?? []));
    const isWorst = (check) => check.sql === sql || (numbers !== undefined && check.numbers === numbers);
    // The error of a query that failed is more important than the error of a changed query.
    const worst = checks.filter(isWorst);
    const error = [...worst.filter(branch_report/* isFailedTile */.kH), ...worst].find(check => check.error)?.error;
    const headHash = checks.flatMap(({ headHash }) => headHash ?? []).join(' ');
    return {
        ...(sql && { sql }),
        ...(numbers && { numbers }),
        ...(error && { error }),
        ...(headHash !== '' && { headHash }),
        ...(checks.some(({ isEffectUnknown }) => isEffectUnknown) && { isEffectUnknown: true }),
        queries: checks.flatMap(({ query }) => query ?? []),
    };
}
function worstSql(checks) {
    const states = new Set(checks.flatMap(({ sql }) => sql ?? []));
    // A query that fails on both commits must not hide the change of another one.
    const isChanged = checks.some(branch_report/* isChangedTile */.J3);
    const worst = sqlOrder.find(state => states.has(state) && !(isChanged && state === 'failing'));
    if (worst === 'same')
        return checks.every(({ sql }) => sql === 'same') ? 'same' : undefined;
    return (worst === 'new' || worst === 'removed') && states.size > 1 ? 'changed' : worst;
}
const worstNumbers = (states) => numbersOrder.find(state => states.includes(state));


/***/ }),

/***/ 30486:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c3: () => (/* binding */ replacedTables),
/* harmony export */   gQ: () => (/* binding */ diffSql)
/* harmony export */ });
/* unused harmony export diffLines */
/* harmony import */ var _sql_lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(59838);

/** @returns undefined if the SQL is the same */
function diffSql(before, after) {
    const [old, fresh] = [(0,_sql_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .sqlLines */ .S)(before), (0,_sql_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .sqlLines */ .S)(after)];
    return old.join('\n') === fresh.join('\n') ? undefined : diffLines(old, fresh);
}
/**
 * Matches the name of a table that Looker has built for a persistent derived table or an aggregate table, such as
 * `LR$LB4151619827209021_orders$sales_monthly` (https://cloud.google.com/looker/docs/aggregate_awareness). The name
 * contains a hash of the definition and the time of the build. In older releases, it contains only a longer hash.
 */
const builtTable = /\bL[A-Z][_$]([A-Z\d]{18,21})_([\w$]{1,255})/gi;
/** Returns the names of the persistent tables whose definition only the SQL before reads, without hash and time. */
function replacedTables(before, after) {
    const tablesIn = (sql) => [...sql.matchAll(builtTable)].map(([, id = '', name = '']) => ({
        name,
        key: `${id.replace(/\d{13}$/, '')} ${name}`,
    }));
    const read = new Set(tablesIn(after).map(({ key }) => key));
    return [...new Set(tablesIn(before).flatMap(({ name, key }) => (read.has(key) ? [] : [name])))];
}
const contextLines = 3;
/** If more lines differ, the diff shows both texts completely, one after the other. */
const maxDistance = 1000;
/**
 * Returns the shortest list of deleted and inserted lines (Myers, "An O(ND) Difference Algorithm and Its Variations").
 * The time is proportional to the number of lines times the number of differences.
 */
function diffLines(before, after) {
    const { start, end } = commonEnds(before, after);
    const old = before.slice(start, before.length - end);
    const fresh = after.slice(start, after.length - end);
    const script = shortestScript(old, fresh);
    const middle = script ?? [...old.map(line => `-${line}`), ...fresh.map(line => `+${line}`)];
    const same = (line) => ` ${line}`;
    const lines = [
        ...before.slice(0, start).map(same),
        ...middle,
        ...before.slice(before.length - end).map(same),
    ];
    return { lines: withinContext(lines), isWhole: script === undefined };
}
function commonEnds(before, after) {
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && before[start] === after[start])
        start++;
    let end = 0;
    while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end])
        end++;
    return { start, end };
}
/** @returns undefined if more than `maxDistance` lines differ */
function shortestScript(before, after) {
    const longest = Math.min(before.length + after.length, maxDistance);
    const offset = longest + 1;
    // For each diagonal, the number of lines of `before` that are already used.
    const reach = new Int32Array(2 * longest + 3);
    const history = [];
    for (let distance = 0; distance <= longest; distance++) {
        history.push(reach.slice(offset - distance - 1, offset + distance + 2));
        for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
            let used = nextReach(reach, offset, diagonal, distance);
            while (used < before.length &&
                used - diagonal < after.length &&
                before[used] === after[used - diagonal])
                used++;
            reach[offset + diagonal] = used;
            if (used >= before.length && used - diagonal >= after.length)
                return trace(before, after, history);
        }
    }
    return undefined;
}
/**
 * Continues on the neighbouring diagonal that has used more lines: by an insertion from the diagonal above, or by a
 * deletion from the diagonal below.
 */
function nextReach(reach, offset, diagonal, distance) {
    const [below = 0, above = 0] = [reach[offset + diagonal - 1], reach[offset + diagonal + 1]];
    return diagonal === -distance || (diagonal !== distance && below < above) ? above : below + 1;
}
/**
 * Follows the search backwards, from the end of both texts to their start. `history` has a slice for each distance. A
 * slice begins at the diagonal `-distance - 1`.
 */
function trace(before, after, history) {
    const lines = [];
    let used = before.length;
    let diagonal = before.length - after.length;
    for (let distance = history.length - 1; distance >= 0; distance--) {
        const reach = history[distance] ?? new Int32Array();
        const at = (diagonal) => reach[diagonal + distance + 1] ?? 0;
        const isInsertion = diagonal === -distance || (diagonal !== distance && at(diagonal - 1) < at(diagonal + 1));
        const previous = isInsertion ? diagonal + 1 : diagonal - 1;
        const reached = distance === 0 ? 0 : at(previous);
        const afterStep = distance === 0 ? 0 : isInsertion ? reached : reached + 1;
        while (used > afterStep)
            lines.push(` ${before[--used]}`);
        if (distance === 0)
            break;
        lines.push(isInsertion ? `+${after[used - diagonal - 1]}` : `-${before[--used]}`);
        diagonal = previous;
    }
    return lines.reverse();
}
/** Replaces equal lines that are far from a difference by their number: `@@ 12 equal lines @@`. */
function withinContext(lines) {
    const isNear = new Array(lines.length).fill(false);
    for (const [index, line] of lines.entries())
        if (!line.startsWith(' '))
            isNear.fill(true, Math.max(0, index - contextLines), Math.min(lines.length, index + contextLines + 1));
    const kept = [];
    let skipped = 0;
    for (const [index, line] of lines.entries()) {
        if (!isNear[index])
            skipped++;
        else {
            if (skipped > 0)
                kept.push(`@@ ${skipped} equal ${skipped === 1 ? 'line' : 'lines'} @@`);
            skipped = 0;
            kept.push(line);
        }
    }
    return kept;
}


/***/ }),

/***/ 64991:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HS: () => (/* binding */ RefusedBranchError),
/* harmony export */   LX: () => (/* binding */ requireProject),
/* harmony export */   T8: () => (/* binding */ MissingBranchError),
/* harmony export */   Yh: () => (/* binding */ devProjectOf),
/* harmony export */   ZJ: () => (/* binding */ NoDevelopError),
/* harmony export */   ap: () => (/* binding */ connectInDevMode),
/* harmony export */   rm: () => (/* binding */ isProjectId),
/* harmony export */   sn: () => (/* binding */ UnfetchedCommitError),
/* harmony export */   te: () => (/* binding */ readUserName)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _looker_connect_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64887);
/* harmony import */ var _looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(74426);
/* harmony import */ var _looker_http_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(46229);
/* harmony import */ var _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(13257);
/* harmony import */ var _temporary_branch_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(93696);






class UnfetchedCommitError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
}
/** Thrown if the project does not exist, or if the API user lacks the permission to develop the project. */
class NoDevelopError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
}
class MissingBranchError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
}
/** Thrown if Looker or the repository refuses a request, and would refuse a second try, too. */
class RefusedBranchError extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
}
/**
 * Uses `git_branch`, `git_branches` and `manifest` of a project (API 4.0, Project). `PUT git_branch` with a `ref`
 * resets the branch and force-pushes it, so `ref` is sent only for temporary branches.
 */
function devProjectOf({ id, host, send, clean }) {
    const project = `/projects/${encodeURIComponent(id)}`;
    const current = `${project}/git_branch`;
    const named = (name) => `${current}/${encodeURIComponent(name)}`;
    const place = { id, host };
    const readBranch = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_3__/* .readObject */ .Ag)(host, 'git branch', answer => toBranch(answer, place, clean));
    const nothing = async () => undefined;
    const ask = async (call, read, signal) => {
        try {
            return await send(call, read, signal);
        }
        catch (error) {
            throw toDevelopError(error, place);
        }
    };
    const change = async (call, about, signal) => {
        try {
            await send(call, nothing, signal);
        }
        catch (error) {
            throw toBranchError(error, { ...place, ...about });
        }
    };
    return {
        id,
        host,
        checkedOut: signal => ask({ method: 'GET', path: current }, readBranch, signal),
        branches: signal => ask({ method: 'GET', path: `${project}/git_branches` }, (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_3__/* .readList */ .c1)(host, 'git branch', item => toListed(item, clean)), signal),
        find: (name, signal) => unlessMissing(() => send({ method: 'GET', path: named(name) }, readBranch, signal)),
        create: (name, commit, signal) => change({ method: 'POST', path: current, json: { name: requireTemporary(name), ref: commit } }, { what: `create the branch ${name}`, commit }, signal),
        checkOut: (name, signal) => change({ method: 'PUT', path: current, json: { name } }, { what: `check out the branch ${name}` }, signal),
        reset: (name, commit, signal) => change({ method: 'PUT', path: current, json: { name: requireTemporary(name), ref: commit } }, { what: `reset the branch ${name}`, commit }, signal),
        delete: (name, signal) => unlessMissing(() => change({ method: 'DELETE', path: named(requireTemporary(name)) }, { what: `delete the branch ${name}` }, signal)),
        localImports: async (signal) => {
            const read = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_3__/* .readObject */ .Ag)(host, 'manifest', answer => localImportsIn(answer, clean));
            const imports = await unlessMissing(() => send({ method: 'GET', path: `${project}/manifest` }, read, signal));
            return imports ?? [];
        },
    };
}
function requireTemporary(name) {
    if ((0,_temporary_branch_js__WEBPACK_IMPORTED_MODULE_5__/* .isTemporaryBranch */ .U9)(name))
        return name;
    throw new Error(`${name} is not a temporary branch`);
}
async function unlessMissing(ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (error instanceof MissingBranchError || (error instanceof _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .LookerError */ .Z6 && error.status === 404))
            return undefined;
        throw error;
    }
}
const isRefName = (name) => typeof name === 'string' && /^(?![-/])[^\p{Cc}\p{Cs}\s~^:?*[\\]{1,255}$/u.test(name);
const isCommitName = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
function toBranch({ name, ref }, { id, host }, clean) {
    if (!isRefName(name) || clean(name) !== name)
        throw (0,_looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .unexpectedResponse */ .Lf)(host, `something that does not name the checked-out branch of project ${id}`);
    return { name, ...(isCommitName(ref) && { ref }) };
}
function toListed({ name, ref, personal, readonly }, clean) {
    if (!isRefName(name) || clean(name) !== name)
        return undefined;
    return { name, ...(isCommitName(ref) && { ref }), isPersonal: personal === true && readonly !== true };
}
const isProjectId = (name) => typeof name === 'string' && /^(?!\.\.?$)[^/\\\s\p{Cc}\p{Cs}]{1,255}$/u.test(name);
function localImportsIn({ imports }, clean) {
    return (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_3__/* .objectsIn */ .Qv)(imports).flatMap(({ name, is_remote: isRemote }) => {
        return isRemote === false && isProjectId(name) && clean(name) === name ? [name] : [];
    });
}
/**
 * Checks that the project exists, so that a wrong `project` fails the step before any picture is rendered (`GET
 * /projects/{id}`, in any workspace). Ignores all other errors, because a later request reports them.
 * @throws NoDevelopError
 */
async function requireProject({ id, host, send }, signal) {
    const call = {
        method: 'GET',
        path: `/projects/${encodeURIComponent(id)}`,
        query: { fields: 'id' },
    };
    await send(call, async () => undefined, signal).catch(error => {
        const reason = toDevelopError(error, { id, host });
        if (reason instanceof NoDevelopError)
            throw reason;
    });
}
const developHint = "Check the project's name in dev-mode: it is the last part of Looker's address /projects/<name>. Also give the API user a role with the permission develop for the project's models.";
function toDevelopError(error, { id, host }) {
    if (!(error instanceof _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .LookerError */ .Z6) || (error.status !== 404 && error.status !== 403))
        return error;
    return new NoDevelopError(`${host} has no LookML project ${id}, or the API user lacks the permission to develop it (${error.status})`, developHint, { cause: error });
}
/**
 * Matches messages of git, JGit and Looker about uncommitted changes
 * (https://github.com/spectacles-ci/spectacles/issues/826).
 */
const uncommittedMessage = /uncommitted|unstaged|checkout conflict|would be overwritten|(local|unsaved|pending) changes|commit your changes|stash|working (copy|tree|directory) (is )?(dirty|not clean)/i;
/** Matches messages about a push that the remote refuses (https://github.com/spectacles-ci/spectacles/issues/841). */
const refusedPushMessage = /failed to push|pre-receive hook|protected branch|rule violations|marked as read[- ]only|deploy key|remote rejected/i;
const missingBranchMessage = /branch .{0,300}(not found|not exist|doesn't exist)|(could not|couldn't|can't) find .{0,20}branch|did not match any/i;
function toBranchError(error, { id, host, what, commit }) {
    if (!(error instanceof _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .LookerError */ .Z6) || error.status === undefined)
        return error;
    const { status, message } = error;
    const fact = (words) => `Looker could not ${what} in project ${id}: ${words}`;
    const cause = { cause: error };
    if (uncommittedMessage.test(message))
        return new RefusedBranchError(fact(`the API user has uncommitted changes there (${message})`), 'Nothing was changed. Commit these changes in Looker, or use the API key of a Looker user that no person works with.', cause);
    if (refusedPushMessage.test(message))
        return new RefusedBranchError(fact(`the repository rejected the branch (${message})`), "Looker pushes each branch to the repository. Give Looker's deploy key write access (GitHub: Settings, Deploy keys, Allow write access), and exclude looker-snapshot-* from rulesets that restrict branches.", cause);
    if (commit !== undefined && isAboutCommit(error))
        return new UnfetchedCommitError(`Looker has not fetched commit ${(0,_looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_2__/* .shortCommitName */ .Vz)(commit)} for project ${id}: ${message}`, `Check in Looker (Develop, ${id}, Settings) that the project ${id} at ${host} is connected to this repository, and that the commit is pushed. If a force-push has replaced the commit, the run of the new commit counts.`, cause);
    if (status === 404 || ((status === 400 || status === 422) && missingBranchMessage.test(message)))
        return new MissingBranchError(fact(message), developHint, cause);
    if (status === 403)
        return new RefusedBranchError(fact('the API user lacks the permission (403)'), developHint, cause);
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(fact(message), error.hint, cause);
}
const isAboutCommit = ({ status, message }) => status === 404 || ((status === 400 || status === 422) && _looker_deployable_project_js__WEBPACK_IMPORTED_MODULE_2__/* .missingCommit */ .Kj.test(message));
async function readUserName({ host, session }, signal, clean) {
    const read = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_3__/* .readObject */ .Ag)(host, 'user', ({ display_name: name }) => (typeof name === 'string' ? name : ''));
    const call = { method: 'GET', path: '/user', query: { fields: 'display_name' } };
    const name = await session.send(call, read, signal).catch(() => '');
    return name === '' ? 'the API user' : `the API user ${clean(name)}`;
}
/** Logs in to a session in development mode. `signal` ends all requests of the session. */
const connectInDevMode = ({ world, inputs: { looker } }, secrets, signal) => (0,_looker_connect_js__WEBPACK_IMPORTED_MODULE_1__/* .connect */ .N)(looker, { world, version: looker.version, secrets, signal, workspace: 'dev', log: world.print });


/***/ }),

/***/ 54773:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Wj: () => (/* binding */ unavailableProject),
/* harmony export */   iz: () => (/* binding */ findOtherProjects),
/* harmony export */   q: () => (/* binding */ otherProjectIds),
/* harmony export */   s: () => (/* binding */ modelFault),
/* harmony export */   wY: () => (/* binding */ withoutFaultyModels)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _looker_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46229);
/* harmony import */ var _dev_project_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(64991);



const otherProjectIds = (projects) => [
    ...new Set([...projects.values()].filter(project => typeof project === 'string')),
];
/** Sends an administrative call for each model. */
async function findOtherProjects(models, options) {
    const found = await Promise.all(models.map(async (model) => [model, await findProject(model, options)]));
    return new Map(found.filter(([, project]) => project !== options.project));
}
async function findProject(model, { looker: { host, session }, clean, signal }) {
    const read = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .readObject */ .Ag)(host, 'LookML model', ({ project_name: name }) => (0,_dev_project_js__WEBPACK_IMPORTED_MODULE_2__/* .isProjectId */ .rm)(name) && clean(name) === name ? name : undefined);
    const path = `/lookml_models/${encodeURIComponent(model.toWellFormed())}`;
    const call = { method: 'GET', path, query: { fields: 'project_name' } };
    try {
        return (await session.send(call, read, signal)) ?? unknownProject(model, 'the name is missing');
    }
    catch (error) {
        signal.throwIfAborted();
        return unknownProject(model, (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(error).message);
    }
}
const unknownProject = (model, reason) => ({
    message: `Looker does not name the LookML project of the model ${model} (${reason}), so the model cannot be checked on a branch`,
    hint: `Give the API user's role access to the model ${model}. If production does not have this model, correct the tiles.`,
});
/** @param error the reason why the project has no temporary branch */
function unavailableProject(project, error) {
    const { message, hint } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .asActionError */ .z6)(error);
    return {
        message: `The LookML project ${project} could not be checked out at production's commit: ${message}`,
        hint: error instanceof _dev_project_js__WEBPACK_IMPORTED_MODULE_2__/* .NoDevelopError */ .ZJ
            ? `Give the API user's role the permission develop for the models of the project ${project}.`
            : hint,
    };
}
/** Returns the reason why a model cannot be queried on a branch. Returns undefined if it can be queried. */
function modelFault(model, projects, unavailable) {
    const project = projects.get(model);
    if (typeof project !== 'string')
        return project;
    return unavailable.has(project) ? unavailableProject(project, unavailable.get(project)) : undefined;
}
/** Sends no queries of models that have a fault. */
function withoutFaultyModels(runner, faultOf) {
    const unless = (fault, ask) => fault ? Promise.resolve({ kind: 'unknown', error: fault }) : ask();
    return {
        sql: body => unless(faultOf(body.model), () => runner.sql(body)),
        results: body => unless(faultOf(body.model), () => runner.results(body)),
    };
}


/***/ }),

/***/ 13671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  compareCommits: () => (/* binding */ compareCommits),
  planCheck: () => (/* binding */ planCheck)
});

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
// EXTERNAL MODULE: ./build/affected/read-affected.js + 12 modules
var read_affected = __webpack_require__(12721);
// EXTERNAL MODULE: ./build/affected/unseen-changes.js
var unseen_changes = __webpack_require__(66017);
// EXTERNAL MODULE: ./build/errors.js
var errors = __webpack_require__(19473);
// EXTERNAL MODULE: ./build/github/client.js
var client = __webpack_require__(44463);
// EXTERNAL MODULE: ./build/github/commits.js
var commits = __webpack_require__(72628);
// EXTERNAL MODULE: ./build/looker/deployable-project.js
var deployable_project = __webpack_require__(74426);
// EXTERNAL MODULE: ./build/looker/lookml.js
var lookml = __webpack_require__(99159);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __webpack_require__(35976);
// EXTERNAL MODULE: ./build/affected/target-uses.js + 2 modules
var target_uses = __webpack_require__(8121);
// EXTERNAL MODULE: ./build/looker/looker-errors.js
var looker_errors = __webpack_require__(13257);
// EXTERNAL MODULE: ./build/affected/changes.js + 1 modules
var changes = __webpack_require__(82882);
// EXTERNAL MODULE: ./build/affected/constants.js
var constants = __webpack_require__(15096);
// EXTERNAL MODULE: ./build/affected/resolved-yaml.js
var resolved_yaml = __webpack_require__(4497);
// EXTERNAL MODULE: ./build/runtime/json.js
var json = __webpack_require__(72713);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./build/model.js
var build_model = __webpack_require__(25933);
// EXTERNAL MODULE: ./build/branch-check/tile-queries.js
var tile_queries = __webpack_require__(7515);
;// CONCATENATED MODULE: ./build/branch-check/dashboard-lookml.js






/**
 * Prepares a LookML dashboard for an import as a user-defined dashboard (`POST /dashboards/lookml`). A user-defined
 * dashboard has no model, so the function adds the model to each tile and filter. Removes `preferred_slug`, because
 * Looker would overwrite an existing dashboard with that slug (API 4.0, `import_dashboard_from_lookml`).
 * @param model the model that includes the dashboard: `thelook` of `thelook::sales`
 */
function toDrawable(dashboard, model) {
    const reason = reasonAgainst(dashboard);
    if (reason !== undefined)
        return { kind: 'undrawable', reason };
    const write = (description) => importableText(dashboard.yaml, model, description);
    try {
        write('');
    }
    catch (error) {
        return { kind: 'undrawable', reason: error instanceof Error ? error.message : String(error) };
    }
    const title = (0,tile_queries/* optionalText */.mR)(dashboard.parameters.title) ?? dashboard.name;
    return { kind: 'drawable', title: (0,runtime_text/* oneLine */.TN)(title), lookml: write };
}
function reasonAgainst({ bases, parameters, problem }) {
    if (bases.length > 0 || parameters.extends !== undefined)
        return 'The dashboard extends another dashboard, and Looker imports only dashboards without extends';
    const [constant] = (0,constants/* constantsIn */.t)(JSON.stringify(parameters) ?? '');
    if (constant !== undefined)
        return `The dashboard uses the constant @{${constant}}, which Looker does not replace in an imported dashboard`;
    return problem === undefined ? undefined : (0,runtime_text/* capitalized */.l2)(problem);
}
/** @throws Error with the reason if the text cannot be imported safely */
function importableText(yaml, includedBy, description) {
    const document = parseForImport(yaml);
    refuseTags(document);
    const dashboard = onlyItem(document);
    const model = textAt(dashboard, 'model') ?? includedBy;
    while (dashboard.has('preferred_slug'))
        dashboard.delete('preferred_slug');
    setText(dashboard, 'description', description);
    for (const element of mapsIn(dashboard, 'elements'))
        setModelOfElement(element, model);
    for (const filter of mapsIn(dashboard, 'filters'))
        if (hasValue(filter, 'explore') || hasValue(filter, 'field'))
            setModel(filter, model);
    const text = document.toString({ lineWidth: 0 });
    if (/preferred_slug/i.test(text))
        throw new Error('The dashboard may contain preferred_slug, and an import could then overwrite another dashboard');
    if (JSON.stringify((0,resolved_yaml/* typedValues */.Ln)(text)) !== JSON.stringify([(0,resolved_yaml/* typedValue */.iG)(document.contents)]))
        throw new Error('The dashboard has values that would change in an imported dashboard');
    return text;
}
function parseForImport(yaml) {
    try {
        const [document, ...others] = (0,resolved_yaml/* parseResolved */.G6)(yaml);
        if (document && others.length === 0)
            return document;
    }
    catch (error) {
        if (!(error instanceof resolved_yaml/* UnresolvedYaml */.vH))
            throw error;
        throw new Error(`The dashboard's text cannot be read as YAML (${error.message})`);
    }
    throw new Error('The text is not a dashboard');
}
/**
 * Throws if the text has a YAML tag other than `!!null`, which Looker itself writes for empty values. With the tag
 * `!!binary` (https://yaml.org/type/binary.html), a key is written in Base64, so the checks would not recognize the key.
 * A Ruby tag may create any object in Looker.
 */
function refuseTags(document) {
    (0,dist/* visit */.YR)(document, {
        Node: (_, node) => {
            const { tag } = node;
            if (tag === undefined || (tag === 'tag:yaml.org,2002:null' && (0,dist/* isScalar */.jn)(node) && node.value === ''))
                return;
            const written = (0,runtime_text/* oneLine */.TN)(tag.replace(/^tag:yaml\.org,2002:/, '!!'), 60);
            throw new Error(`The dashboard uses the YAML tag ${written}, so its text cannot be checked`);
        },
    });
}
function onlyItem({ contents }) {
    const item = (0,dist/* isSeq */.oP)(contents) && contents.items.length === 1 ? contents.items[0] : contents;
    if (!(0,dist/* isMap */.jh)(item))
        throw new Error('The text is not a dashboard');
    return item;
}
const lastValue = (map, key) => map.items.findLast(item => (0,dist/* isScalar */.jn)(item.key) && item.key.value === key)?.value;
const hasValue = (map, key) => ((0,resolved_yaml/* typedValue */.iG)(lastValue(map, key)) ?? '') !== '';
/** @throws Error if the value is not a list of mappings, because its queries are then unknown */
function mapsIn(map, key) {
    if (!hasValue(map, key))
        return [];
    const list = lastValue(map, key);
    if ((0,dist/* isSeq */.oP)(list) && list.items.every(item => (0,dist/* isMap */.jh)(item)))
        return list.items;
    throw new Error(`The dashboard has a value of ${key} that is not a list of mappings`);
}
/** A merged result has a model in each of its queries. */
function setModelOfElement(element, model) {
    const merged = mapsIn(element, 'merged_queries');
    for (const query of merged)
        setModel(query, textAt(element, 'model') ?? model);
    const hasQuery = hasValue(element, 'explore') || hasValue(element, 'base_view');
    const showsData = merged.length === 0 && !build_model/* tileTypesWithoutQuery */._.has(textAt(element, 'type'));
    if (hasQuery || showsData)
        setModel(element, model);
}
const textAt = (map, key) => (0,tile_queries/* optionalText */.mR)((0,resolved_yaml/* textWithoutMark */.bQ)((0,resolved_yaml/* typedValue */.iG)(lastValue(map, key))));
const setModel = (map, model) => setText(map, 'model', textAt(map, 'model') ?? model);
/** Writes the text in quotes, because Looker would read some names as a number or a boolean. */
function setText(map, key, text) {
    while (map.has(key))
        map.delete(key);
    const value = new dist/* Scalar */.X5(text);
    value.type = dist/* Scalar */.X5.QUOTE_DOUBLE;
    map.set(new dist/* Scalar */.X5(key), value);
}

// EXTERNAL MODULE: ./build/branch-check/read-tiles.js
var read_tiles = __webpack_require__(40142);
;// CONCATENATED MODULE: ./build/branch-check/changed-dashboards.js









/** @returns undefined if no file of the project defines the target */
function definitionsOf({ kind, id }, { sides, lookml }) {
    if (!sides || !lookml)
        return undefined;
    const whole = { base: sides.base.dashboard(lookml), head: sides.head.dashboard(lookml) };
    const { base, head } = kind === 'dashboard_element' ? withOneTile(whole, id.split('::')[2] ?? '') : whole;
    return base || head ? { ...(base && { base }), ...(head && { head }) } : undefined;
}
/**
 * Reduces both dashboards to the tile with this name. Removes the filters and the tile's position, because they do not
 * apply to a tile that is rendered alone. If no tile or several tiles have this name, keeps the whole dashboards: any
 * change of their text may change the tile.
 */
function withOneTile({ base, head }, name) {
    const counts = [base, head].map(dashboard => [...(dashboard?.elementsByName.values() ?? [])].filter(one => one.name === name).length);
    const most = Math.max(...counts);
    const problem = `${most > 1 ? 'several tiles' : 'no tile'} in the LookML of its dashboard ${most > 1 ? 'are' : 'is'} named ${name}`;
    const isKnown = (0,target_uses/* mayBeTileName */.cZ)(name) && most === 1;
    const reduce = (dashboard) => {
        const element = dashboard?.elementsByName.get(name);
        if (!dashboard || (isKnown && !element && dashboard.problem === undefined))
            return undefined;
        if (!isKnown)
            return { problem, ...dashboard };
        const { model, query_timezone } = dashboard.parameters;
        return {
            ...dashboard,
            parameters: { model, query_timezone },
            elementsByName: new Map(element && [[name, withoutPosition(element)]]),
            filtersByName: new Map(),
            sources: new Map([...dashboard.sources].map(([text, source]) => [text, ofTile(source, name)])),
        };
    };
    return { base: reduce(base), head: reduce(head) };
}
const ofTile = (source, name) => ({
    ...{ text: source.text, header: '' },
    values() {
        const values = source.values();
        if (typeof values === 'string')
            return values;
        const elements = typedElements(values).get(name);
        return elements ? [{ elements }] : [];
    },
});
/** Returns the typed values of the elements by name, without their position. An element without a name has the key ''. */
const typedElements = (values) => Map.groupBy([values]
    .flat(3)
    .flatMap(one => ((0,json/* isObject */.Gv)(one) ? one.elements : []))
    .filter(json/* isObject */.Gv)
    .map(withoutPositionKeys), ({ name }) => (0,resolved_yaml/* textWithoutMark */.bQ)(name) ?? '');
/**
 * The parameters that place a tile on its dashboard, and that connect the tile with the dashboard's filters
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-text).
 */
const positionParameters = new Set([
    ...['row', 'col', 'top', 'left', 'width', 'height', 'tab_name', 'listen'],
]);
const withoutPosition = (element) => ({
    ...element,
    parameters: withoutPositionKeys(element.parameters),
});
const withoutPositionKeys = (parameters) => Object.fromEntries(Object.entries(parameters).filter(([key]) => !positionParameters.has(key)));
/**
 * Whether the dashboard's text contains a constant whose value changes. Looker's tiles are then useless, because they
 * contain production's value instead of the constant.
 */
function showsChangedConstant({ base, head }, { sides }) {
    const [before, after] = [constantsOf(sides?.base), constantsOf(sides?.head)];
    const text = JSON.stringify([base, head].map(one => one && [one.parameters, [...one.elementsByName], [...one.filtersByName]]));
    const mayDiffer = manifestsOf(sides?.base) !== manifestsOf(sides?.head);
    return (0,constants/* constantsIn */.t)(text).some(name => before.get(name) !== after.get(name) || (mayDiffer && !before.has(name)));
}
/** Returns the texts of all manifests. They may define constants that `readConstants` does not find. */
const manifestsOf = (side) => JSON.stringify([...(side?.files ?? [])].filter(([path]) => (0,changes/* isManifest */.Yh)(path)));
const constantsOf = (side) => (0,read_tiles/* readConstants */.eB)(side?.files.get('manifest.lkml') ?? '');
/**
 * Plans the drawing of a dashboard whose text or constants change. A tile, and a dashboard with constants, cannot be
 * drawn, so it counts as not compared.
 */
function planDrawing({ kind }, { base, head }, { tiles, allTiles, selection: { explores, lookml, sides } }) {
    // A removed tile with a query counts as changed, so the target needs no other reason.
    if (!head && tiles.length > 0)
        return undefined;
    if (!head)
        return {
            ...{ head: removed, textHash: hashOfText(base, sides?.head) },
            ...{ modelTiles: new Set(), redrawnTiles: [] },
        };
    const model = lookml?.model ?? '';
    const needsModel = ({ head: tile }) => tile?.queries.some(({ explore }) => explores.get(explore)?.length !== 0) ?? false;
    const prepare = (dashboard) => kind === 'dashboard_element' ? undrawableTile : toDrawable(dashboard, model);
    const isRedrawn = redrawnCheck({ base, head });
    return {
        head: prepare(head),
        ...(base && { base: prepare(base) }),
        textHash: hashOfText(head, sides?.head),
        modelTiles: new Set(tiles.filter(needsModel)),
        redrawnTiles: allTiles.flatMap(pair => (pair.head && isRedrawn(pair) ? pair.head : [])),
    };
}
/** Returns a function that tells whether the text of a tile changes, but not its queries. */
function redrawnCheck({ base, head }) {
    const queriesOf = (one) => JSON.stringify(one?.queries.map(({ body }) => (0,tile_queries/* queryKey */.qv)(body)));
    const [textInBase, textInHead] = [tileTexts(base), tileTexts(head)];
    return ({ base: old, head: tile }) => queriesOf(old) === queriesOf(tile) && textInBase(tile?.id ?? '') !== textInHead(tile?.id ?? '');
}
/** Tiles without a name cannot be told apart in the typed values, so the text of each one contains all of them. */
function tileTexts(dashboard) {
    const sources = [...(dashboard?.sources.values() ?? [])];
    const typed = typedElements(sources.flatMap(source => source.values()));
    return id => {
        const element = dashboard?.elementsByName.get(id);
        const name = id.startsWith('#') && !typed.has(id) ? '' : id;
        return JSON.stringify([element && withoutPosition(element).parameters, typed.get(name)]);
    };
}
const removed = {
    kind: 'undrawable',
    reason: 'This pull request removes the LookML of the target',
    hint: 'Remove the target if its content is not needed any more.',
};
const undrawableTile = {
    kind: 'undrawable',
    reason: 'The LookML of this tile or a constant in it changes, and only whole LookML dashboards are drawn',
    hint: 'The query of the tile is checked. To see the picture, add the dashboard to the targets.',
};
const isChangedText = ({ base, head }) => comparableText(base) !== comparableText(head) || typedText(base, head) !== typedText(head, base);
/**
 * Also shows the difference between `No`, which is false for Looker, and `"No"`. Because this takes longer than
 * `comparableText`, texts that both dashboards have are left out.
 */
const typedText = (dashboard, other) => JSON.stringify([...(dashboard?.sources.values() ?? [])]
    .filter(({ text }) => !other?.sources.has(text))
    .flatMap(({ header, values }) => [header, values()].flat().filter(part => part !== '')));
/** Contains everything that the dashboard shows, including the dashboards that it extends. */
const comparableText = (dashboard) => JSON.stringify(dashboard && [
    dashboard.parameters,
    [...dashboard.elementsByName].map(([name, { parameters }]) => [name, parameters]),
    [...dashboard.filtersByName],
    dashboard.problem,
    // A file that cannot be read as YAML has no parameters.
    Object.keys(dashboard.parameters).length === 0 && dashboard.source.text,
]) ?? '';
const hashOfText = (dashboard, side) => (0,runtime_text/* sha256Of */.Bj)(withConstantValues(comparableText(dashboard) + typedText(dashboard), side));
/** Adds the values of the constants in the text. If a value is not known, adds all manifests instead. */
function withConstantValues(text, side) {
    const values = constantsOf(side);
    return JSON.stringify([text, (0,constants/* constantsIn */.t)(text).map(name => values.get(name) ?? manifestsOf(side))]);
}

// EXTERNAL MODULE: ./build/branch-check/changed-listens.js
var changed_listens = __webpack_require__(9229);
// EXTERNAL MODULE: ./build/branch-check/check-tile.js + 1 modules
var check_tile = __webpack_require__(90290);
;// CONCATENATED MODULE: ./build/branch-check/affected-tiles.js








/**
 * Returns the tiles of a target on both sides. Each side of a LookML dashboard has the tiles of its own LookML, because
 * production's commit may differ from both. Looker describes the tiles of any other target. It also describes a LookML
 * dashboard that cannot be read completely or belongs to another project's model, if the pull request does not change
 * it. Both sides then have the same tiles. If no LookML could be read, a LookML dashboard has a single unreadable tile.
 */
async function readAffectedTiles(target, selection, reader) {
    const defined = definitionsOf(target, selection);
    const isAdded = defined !== undefined && defined.base === undefined;
    const isMissing = isAdded && (await reader.isMissing(target));
    const known = { isDefined: defined !== undefined, isAdded, isMissing, ...lookmlId(selection) };
    const isChanged = defined && (isChangedText(defined) || showsChangedConstant(defined, selection));
    const readText = (dashboard) => {
        const { allTiles, ...ofText } = tilesOfText(target, dashboard, selection);
        const drawing = isChanged && planDrawing(target, dashboard, { tiles: ofText.tiles, allTiles, selection });
        return { ...known, ...ofText, ...(drawing && { drawing }) };
    };
    if (defined && isOfOwnModel(selection) && (isChanged || isReadCompletely(defined)))
        return readText(defined);
    try {
        const { id = target.id, title, tiles } = await reader.read(target);
        if (!selection.sides && (0,target_uses/* lookmlNameOf */.NC)(id))
            return { ...known, ...bothSides(tileOfUnreadLookml(target)) };
        if (defined && isChanged) {
            const ofText = defined.base ? tilesOn('base', defined.base, { target, selection }) : [];
            const isSame = queriedFields(tiles) === queriedFields(ofText);
            return isSame ? readText(defined) : { ...known, ...bothSides(tileOfOtherText(target)) };
        }
        const missing = missingTiles(target, tiles, selection);
        return {
            ...{ ...known, ownId: id },
            ...(title !== undefined && { title }),
            tiles: [...affectedPairs((0,check_tile/* pairTiles */.uN)(tiles, tiles), selection), ...(0,check_tile/* pairTiles */.uN)(missing, missing)],
        };
    }
    catch (error) {
        const isMissing = error instanceof looker_errors/* LookerError */.Z6 && error.status === 404;
        if (defined && isMissing)
            return readText(defined);
        const { message, hint } = (0,errors/* asActionError */.z6)((0,looker_errors/* withHints */.z9)(error, (0,looker_errors/* readingHints */.vs)(target)));
        const problem = `Looker does not describe the target: ${message}`;
        const unknown = { ...unreadableTile(target, problem), problemHint: hint };
        return { ...known, ...bothSides(unknown) };
    }
}
const lookmlId = ({ lookml }) => lookml ? { ownId: `${lookml.model}::${lookml.name}` } : {};
const bothSides = (tile) => ({ tiles: [{ base: tile, head: tile }] });
/** A dashboard of another project may have the same name as a dashboard of this project. */
const isOfOwnModel = ({ sides, lookml }) => [sides?.base, sides?.head].some(side => side?.models.has(lookml?.model ?? ''));
const isReadCompletely = (defined) => [defined.base, defined.head].every(side => side && side.problem === undefined && !side.mayInherit);
/** Returns unreadable tiles that stand for the tiles of the LookML that production may lack. */
const missingTiles = (target, tiles, selection) => [
    ...(missesAffectedTile(tiles, selection) ? [tileOnlyInLookml(target)] : []),
    ...(selection.isDoubtful ? [tileOfOtherCommit(target)] : []),
];
/** Whether a tile that the change affects is not among production's tiles, whose commit may be older. */
function missesAffectedTile(tiles, { tiles: affected = [] }) {
    const shown = new Set(tiles.flatMap(({ queries }) => queries.map(({ explore }) => explore)));
    return affected.some(({ explores }) => explores.length > 0 && !explores.some(one => shown.has(one)));
}
const tileOnlyInLookml = (target) => ({
    ...unreadableTile(target, 'A tile in its LookML is affected, and production does not have this tile'),
    problemHint: 'Deploy the base branch to production, and run the job again.',
});
const tileOfOtherCommit = (target) => ({
    ...unreadableTile(target, 'Production may have other tiles than the merge base'),
    problemHint: "Merge the base branch into the pull request's branch, or deploy the base branch to production if production is older, and run the job again.",
});
/** Returns the Explores and fields of all tiles as one text. */
const queriedFields = (tiles) => tiles
    .flatMap(({ queries }) => queries.map(({ explore, body }) => [explore, ...[...body.fields].sort()].join()))
    .sort()
    .join('\n');
const tileOfOtherText = (target) => ({
    ...unreadableTile(target, 'In production, this dashboard differs from its LookML in this project'),
    problemHint: 'If another project defines a dashboard with the same name, rename one of them. Otherwise, deploy the base branch to production, and run the job again.',
});
const tileOfUnreadLookml = (target) => ({
    ...unreadableTile(target, "The project's LookML could not be read, so its tiles are unknown"),
    problemHint: 'Read the reason in the log, and run the job again.',
});
const unreadableTile = ({ id, name }, problem) => ({
    id,
    title: name,
    queries: [],
    problem,
});
function tilesOfText(target, defined, selection) {
    const [base = [], head = []] = ['base', 'head'].map(side => {
        const dashboard = defined[side];
        return dashboard ? tilesOn(side, dashboard, { target, selection }) : [];
    });
    const isTile = target.kind === 'dashboard_element';
    const title = isTile ? undefined : defined.head?.parameters.title;
    const allTiles = (0,check_tile/* pairTiles */.uN)(base, head);
    return {
        ...{ allTiles, tiles: affectedPairs(allTiles, selection) },
        ...(typeof title === 'string' && title !== '' && { title: (0,runtime_text/* oneLine */.TN)(title) }),
    };
}
function tilesOn(side, dashboard, { target, selection }) {
    const filters = 'filters' in target ? target.filters : new Map();
    const constants = constantsOf(selection.sides?.[side]);
    const model = selection.lookml?.model ?? '';
    const tiles = (0,changed_listens/* withListens */.$)((0,read_tiles/* lookmlTiles */.QH)(dashboard, { model, filters, constants }), dashboard, {
        model,
        constants,
    });
    if (dashboard.problem === undefined)
        return tiles;
    const problemHint = 'Correct the LookML of the dashboard, or open the dashboard in Looker on this branch.';
    return [...tiles, { ...unreadableTile(target, dashboard.problem), problemHint }];
}
/** Returns tiles with an affected or unknown Explore, and tiles whose own text changed. */
function affectedPairs(pairs, { explores }) {
    return pairs.filter(({ base, head }) => {
        const names = [...(base?.queries ?? []), ...(head?.queries ?? [])].map(({ explore }) => explore);
        const isKnown = names.length > 0 && names.every(name => explores.get(name)?.length === 0);
        return !isKnown || JSON.stringify(base) !== JSON.stringify(head);
    });
}

// EXTERNAL MODULE: ./build/branch-check/other-projects.js
var other_projects = __webpack_require__(54773);
;// CONCATENATED MODULE: ./build/branch-check/plan-check.js













/**
 * Starts to read the LookML of both commits.
 * @throws ActionError if GitHub does not answer, or if the pull request comes from a fork
 */
async function compareCommits(context) {
    const opened = (0,client/* openRepository */.h_)(context, context.deadlines.render);
    opened.catch(() => undefined); // `findHead` throws the error.
    const head = await (0,commits/* findHead */.mW)((0,commits/* wantedCommit */.pZ)(context, undefined), plan_check_errors, () => opened);
    const { commit, baseBranch } = head;
    if (baseBranch === undefined)
        throw plan_check_errors.noCommitError();
    const repository = await opened;
    const base = await (0,commits/* findMergeBase */.fe)({ ...head, baseBranch }, repository);
    const { check: signal } = context.deadlines;
    const project = context.inputs.branchCheck?.project ?? '';
    const change = (0,read_affected/* readChange */.pm)({ commits: [base.commit, commit], repository, signal, project });
    change.catch(() => undefined); // `readAffected` reports the error.
    return { commits: { base: base.commit, head: commit }, baseBranch, repository, change, signal };
}
/**
 * Decides which targets and tiles to check. Only reads from GitHub and Looker.
 * @throws ActionError if GitHub does not answer, or if the pull request comes from a fork
 */
async function planCheck(context, options) {
    const { input, targets, looker, secrets } = options;
    const { world, inputs, deadlines } = context;
    const { host, session } = looker;
    const { clean } = secrets;
    const { commits, baseBranch, repository, change } = await (options.compared ?? compareCommits(context));
    const known = Promise.resolve(change).catch(() => unreadChange(commits.head));
    const changeHash = (0,runtime_text/* sha256Of */.Bj)((await known)?.changedVersions() ?? '');
    const selection = await (0,read_affected/* readAffected */.bF)({
        targets,
        commits: [commits.base, commits.head],
        change,
        project: input.project,
        repository,
        client: (0,lookml/* lookmlClient */.m)(session.send, host),
        deployedCommit: () => (0,deployable_project/* deployedCommitOn */.tx)(looker, { id: input.project, clean }, deadlines.check),
        signal: deadlines.check,
        log: world.print,
    });
    const reader = (0,read_tiles/* tileReader */.wG)(session.send, { host, clean });
    const slots = (0,p_limit/* default */.A)(maxConcurrentReads);
    const isAffected = (_, place) => (selection.targets[place]?.reasons.length ?? 1) > 0;
    const affected = await Promise.all(targets
        .map((target, place) => ({ target, place }))
        .filter(({ target, place }) => isAffected(target, place))
        .map(({ target, place }) => slots(async () => ({
        target,
        affectedBy: selection.targets[place]?.reasons ?? [],
        ...(await readAffectedTiles(target, { ...selection, ...selection.targets[place] }, reader)),
    }))));
    const isContentValidated = input.contentValidation && inputs.shard.index === 0;
    const models = [...queriedModels(affected), ...((isContentValidated && selection.importingModels) || [])];
    return {
        commits,
        baseBranch,
        affected,
        otherProjects: await (0,other_projects/* findOtherProjects */.iz)(otherModels(models, selection), {
            project: input.project,
            looker,
            clean,
            signal: deadlines.check,
        }),
        importsProjects: [selection.sides?.base, selection.sides?.head].some(side => manifestsOf(side).includes('local_dependency')),
        unaffected: targets.filter((target, place) => !isAffected(target, place)),
        sides: selection.sides,
        hasChange: affected.length > 0 || selection.sides !== undefined,
        hasDevelopmentSql: hasText(selection, unseen_changes/* sqlOfMode */.d.dev),
        hasDevFilters: hasText(selection, devFilters),
        changesAccess: isOtherText(selection, side => textsMatching(accessText, side)),
        unseenChanges: unseenChangesIn(selection, changeHash),
        changeHash,
        mayChangeAfterSql: (await (await known)?.mayChangeAfterSql()) ?? false,
        definesExplore: (side, id) => selection.sides?.[side].definesExplore(id) === true,
    };
}
/** Without an answer of GitHub, the change is unknown. */
const unreadChange = (head) => ({
    changedVersions: () => head,
    mayChangeAfterSql: async () => true,
});
const queriedModels = (affected) => affected
    .flatMap(({ tiles }) => tiles.flatMap(({ base, head }) => [base, head]))
    .flatMap(tile => tile?.queries.map(({ body }) => body.model) ?? []);
/** Leaves out the models that this project defines on the merge base or on the head. */
const otherModels = (models, { sides }) => [...new Set(models)].filter(model => !sides?.base.models.has(model) && !sides?.head.models.has(model));
const hasText = ({ sides }, pattern) => sides !== undefined && [sides.base, sides.head].some(side => textsMatching(pattern, side) !== '');
function textsMatching(pattern, { files }) {
    const texts = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
    return texts.flatMap(([, text]) => text.match(pattern) ?? []).join('\n');
}
function isOtherText({ sides }, textOf) {
    return sides !== undefined && textOf(sides.base) !== textOf(sides.head);
}
/**
 * Matches LookML that depends on the user who runs a query
 * (https://cloud.google.com/looker/docs/admin-panel-users-user-attributes).
 */
const accessText = /\baccess_filter\s{0,9}:\s{0,9}\{[^{}]{0,999}|\baccess_grant\s{0,9}:\s{0,9}[\w-]{1,255}\s{0,9}\{[^{}]{0,9999}|\brequired_access_grants\s{0,9}:\s{0,9}\[[^\]]{0,9999}|\b_user_attributes\b.{0,999}/g;
/** Matches `dev_filters`, except in comments (https://cloud.google.com/looker/docs/reference/param-view-explore-source). */
const devFilters = /^[^#\n]{0,999}\bdev_filters\s{0,9}:/gm;
function unseenChangesIn({ sides, unseen }, changeHash) {
    const [before, after] = [sides?.base, sides?.head].map(side => side ? withConstantValues(textsMatching(unseen_changes/* sqlOfMode */.d.prod, side), side) : '');
    const everywhere = before === after ? [] : [{ kind: 'productionSql', hash: (0,runtime_text/* sha256Of */.Bj)(after ?? '') }];
    return ({ base, head }) => {
        const queries = [...(base?.queries ?? []), ...(head?.queries ?? [])];
        const kinds = new Set(queries.flatMap(({ explore }) => unseen.get(explore) ?? []));
        for (const { kind } of everywhere)
            kinds.delete(kind);
        return [...everywhere, ...[...kinds].map(kind => ({ kind, hash: changeHash }))];
    };
}
const maxConcurrentReads = 4;
const plan_check_errors = {
    forkError: () => new errors/* ActionError */.lZ('This pull request comes from a fork. Its LookML is not checked, because its SQL would run on the data of production', 'Review its LookML, push it to a branch of this repository, and open the pull request from there.'),
    noCommitError: () => new errors/* ActionError */.lZ('This run has no pull request to check', 'Run the workflow on the event pull_request, or set the input pull-request.'),
};


/***/ }),

/***/ 65120:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cf: () => (/* binding */ withDistinctLabels),
/* harmony export */   Hd: () => (/* binding */ reachedLimits),
/* harmony export */   Lu: () => (/* binding */ emptyPivots),
/* harmony export */   Pl: () => (/* binding */ allRows),
/* harmony export */   X3: () => (/* binding */ limitRows),
/* harmony export */   g$: () => (/* binding */ tooLarge),
/* harmony export */   hR: () => (/* binding */ QueryFailure),
/* harmony export */   oF: () => (/* binding */ readResultTable)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _looker_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46229);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(72713);
/* harmony import */ var _runtime_lists_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(73454);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35976);





/** The maximum number of rows to compare. */
const maxRows = 5000;
/**
 * Limits a query to `maxRows` rows. A tile with a lower limit, or with Looker's default limit, keeps its limit.
 * `rowLimit` is then infinite, because the comparison has all rows that the tile shows.
 */
function limitRows(body) {
    const own = body.limit === undefined ? 0 : Number(body.limit);
    const isWithin = own >= 0 && own <= maxRows;
    return isWithin
        ? { limited: body, rowLimit: Number.POSITIVE_INFINITY }
        : { limited: { ...body, limit: String(maxRows) }, rowLimit: maxRows };
}
const tooLarge = (limit) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`Looker's answer is larger than ${limit}`, 'Reduce the rows or columns of the tile, or remove the target.');
/**
 * The maximum number of cells of a result, to limit the memory. With pivots, a result can have more cells than the
 * answer has characters.
 */
const maxCells = 2_000_000;
/** Thrown if a query fails. The message contains the words of Looker and the database. */
class QueryFailure extends Error {
}
/**
 * Reads an answer in the format `json_detail`. The API's documentation does not describe this format. Looker's own
 * chart library reads it the same way (https://github.com/looker-open-source/components).
 * @param rowLimit the requested maximum of rows, or infinity if the tile's own limit is lower
 * @returns undefined if the answer has another form
 * @throws QueryFailure if the answer reports a failed query
 */
function readResultTable(answer, rowLimit) {
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(answer))
        return undefined;
    const errors = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(answer.errors);
    const failure = errors.find(isFailure);
    if (failure)
        throw new QueryFailure(failureWords(failure));
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(answer.fields) || !isListOfObjects(answer.data))
        return undefined;
    const { fields } = answer;
    if (!fieldKinds.every(kind => isListOfObjects(fields[kind] ?? [])))
        return undefined;
    const pivots = readPivots(answer.pivots);
    const pivoted = new Set((0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(fields.pivots).map(({ name }) => name));
    const ofRows = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(fields.dimensions).filter(({ name }) => !pivoted.has(name));
    const dimensions = ofRows.map(field => toColumn(field));
    const measures = [...(0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(fields.measures), ...(0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(fields.table_calculations)];
    // Two results without fields would be equal.
    if (measures.length === 0 && (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(fields.dimensions).length === 0)
        return undefined;
    const data = answer.data.slice(0, maxRows);
    const columns = dimensions.length + measures.length * Math.max(pivots.length, 1);
    if (columns * (data.length + 1) > maxCells)
        throw tooLarge(`${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .withThousands */ .Cm)(maxCells)} cells`);
    const pivotKeys = new Set(pivots.map(({ key }) => key));
    const values = pivots.length > 0
        ? pivots.flatMap(pivot => measures.map(field => toColumn(field, pivot)))
        : measures.map(field => toColumn(field));
    const rows = data.flatMap(row => readRow(row, pivotKeys) ?? []);
    const totals = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(answer.totals_data) ? readRow(answer.totals_data, pivotKeys) : new Map();
    // A missing cell would be equal to a missing cell of the other commit.
    const needed = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(fields.measures);
    if (rows.length < data.length || !totals || !hasCells(data, [...ofRows, ...needed]))
        return undefined;
    const subtotals = readSubtotals(answer.subtotals_data, { pivotKeys, dimensions, needed });
    const ranAt = typeof answer.ran_at === 'string' ? new Date(answer.ran_at) : undefined;
    return {
        dimensions,
        values: withSingleCells(values, rows, measures),
        measures: needed.map(({ name }) => String(name)),
        rows,
        ...(subtotals && { subtotals }),
        ...(totals.size > 0 && { totals }),
        limits: limitsIn(answer, rows.length, answer.data.length > maxRows ? maxRows : rowLimit),
        ...(ranAt && !Number.isNaN(ranAt.getTime()) && { ranAt }),
        isDevelopmentSql: errors.some(({ message }) => developmentRemarks.sql.test(String(message))),
        hasDevFilters: errors.some(({ message }) => developmentRemarks.filters.test(String(message))),
    };
}
const fieldKinds = ['dimensions', 'measures', 'pivots', 'table_calculations'];
/** Subtotals count as rows. */
const allRows = ({ rows, subtotals = [] }) => [...rows, ...subtotals];
const isListOfObjects = (value) => Array.isArray(value) && value.every(_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv);
/** Looker's remarks about derived tables (https://github.com/spectacles-ci/spectacles, models.py). */
const developmentRemarks = {
    sql: /conditional SQL for Development Mode/i,
    filters: /derived tables with Development Mode filters/i,
};
/** Whether an entry in the list of errors is a failure. Other entries are remarks. A remark may have no `level`. */
const isFailure = ({ level, fatal, message }) => Object.values(developmentRemarks).every(remark => !remark.test(String(message))) &&
    (fatal === true || !(level === 'info' || level === 'warning' || level === 'warn'));
function failureWords({ message, message_details: details }) {
    const words = [message, details].filter(text => typeof text === 'string' && text !== '');
    return words.length > 0 ? words.join(' ') : 'the query fails';
}
function readPivots(pivots) {
    return (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectsIn */ .Qv)(pivots).flatMap(({ key, data, labels, is_total: isTotal }) => {
        if (typeof key !== 'string')
            return [];
        const words = Object.values({ ...(0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(data), ...(0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(labels) }).map(cellText);
        return [{ key, label: isTotal === true ? 'Total' : words.join(', ') || key }];
    });
}
function toColumn(field, pivot) {
    const name = String(field.name ?? '');
    const firstOf = (...labels) => String(labels.find(text => typeof text === 'string' && text !== '') ?? name);
    const fieldLabel = firstOf(field.label_short, field.label);
    return {
        id: pivot ? columnId(name, pivot.key) : name,
        field: name,
        label: pivotedLabel(fieldLabel, pivot),
        fieldLabel,
        fullLabel: firstOf(field.label),
        ...(pivot && { pivot }),
        isNumeric: field.is_numeric === true || field.type === 'number',
    };
}
const pivotedLabel = (label, pivot) => pivot ? `${label} (${pivot.label})` : label;
/**
 * Gives each column a label that no other column of the tables has. Looker's short label of a field lacks the view, so
 * fields of several views may have the same one. Such a field gets its label with the view, or its name if that label is
 * not unique either. A column that several tables have gets the label of the first of these tables.
 */
function withDistinctLabels(tables) {
    const columns = tables.flatMap(({ dimensions, values }) => [...dimensions, ...values]);
    const fields = distinctTexts(columns.map(({ field, fieldLabel, fullLabel }) => [field, [fieldLabel, fullLabel, field]]));
    const fieldLabelOf = ({ field }) => fields.get(field) ?? field;
    const labels = distinctTexts(columns.map(column => {
        const { id, field, pivot } = column;
        const label = pivotedLabel(fieldLabelOf(column), pivot);
        return [id, [label, label, pivot ? `${field} (${pivot.key})` : field]];
    }));
    const renamed = (column) => ({
        ...column,
        label: labels.get(column.id) ?? column.id,
        fieldLabel: fieldLabelOf(column),
    });
    return tables.map(table => ({
        ...table,
        dimensions: table.dimensions.map(renamed),
        values: table.values.map(renamed),
    }));
}
/** Chooses a text for each key. For a key that occurs several times, the first choices count. */
function distinctTexts(choices) {
    const byKey = new Map([...choices].reverse());
    const usersOf = (textsOf) => {
        const users = new Map();
        for (const [key, own] of byKey)
            for (const text of new Set(textsOf(own)))
                (0,_runtime_lists_js__WEBPACK_IMPORTED_MODULE_4__/* .addToList */ .vH)(users, text, key);
        return users;
    };
    const users = usersOf(([first, _, last]) => [first, last]);
    const allUsers = usersOf(all => all);
    const isUnique = (of, text) => of.get(text)?.length === 1;
    return new Map([...byKey].map(([key, [first, second, last]]) => [
        key,
        isUnique(users, first) ? first : isUnique(allUsers, second) ? second : last,
    ]));
}
const columnId = (field, pivotKey) => JSON.stringify([field, pivotKey]);
/**
 * Reads the cells of a row. Pivoted values are nested one level deeper, below their pivot key. A row total has its own
 * pivot key.
 * @returns undefined if a cell has another form
 */
function readRow(row, keys) {
    const cells = new Map();
    for (const [field, content] of Object.entries(row)) {
        const inner = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(content);
        const isPivoted = keys.size > 0 && Object.keys(inner).every(key => keys.has(key));
        const contents = isPivoted ? Object.entries(inner) : [[undefined, content]];
        for (const [key, value] of contents) {
            if (!isCell(value))
                return undefined;
            cells.set(key === undefined ? field : columnId(field, key), toCell(value));
        }
    }
    return cells;
}
const isCell = (content) => !(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(content) || 'value' in content || 'rendered' in content || Object.keys(content).length === 0;
const hasCells = (rows, fields) => rows.length === 0 || fields.every(({ name }) => rows.some(row => String(name) in row));
/** Lists the dimensions by which a subtotal is grouped. */
const groupingField = '$$$__grouping__$$$';
/**
 * Reads a list of subtotals for each set of dimensions. The API's documentation does not describe this form. Looker's
 * chart library has an example (looker-open-source/components, the test data of the grid).
 * @returns undefined if there are no subtotals, or if they have another form
 */
function readSubtotals(lists, about) {
    const all = Object.values((0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .objectIn */ .D7)(lists)).flat();
    if (!isListOfObjects(all) || all.length > maxRows || !hasCells(all, about.needed))
        return undefined;
    const rows = all.flatMap(({ [groupingField]: grouping, ...subtotal }) => {
        const row = readRow(subtotal, about.pivotKeys);
        if (!Array.isArray(grouping) || !row)
            return [];
        const others = about.dimensions.filter(({ id }) => !grouping.includes(id));
        return [new Map([...row, ...others.map(({ id }) => [id, subtotalCell])])];
    });
    return rows.length > 0 && rows.length === all.length ? rows : undefined;
}
/** In a dimension that a subtotal sums up, so that the subtotal never matches a row in which this dimension is null. */
const subtotalCell = { raw: { isSubtotal: true }, text: 'Subtotal' };
/**
 * In pivoted results, some table calculations have only one value in each row. Such a calculation gets one column
 * instead of a column for each pivot value.
 */
function withSingleCells(values, rows, measures) {
    const known = new Set(values.map(({ id }) => id));
    const single = measures
        .map(field => toColumn(field))
        .filter(({ id }) => !known.has(id) && rows.some(row => row.has(id)));
    const isSingle = new Set(single.map(({ field }) => field));
    return [...values.filter(({ field }) => !isSingle.has(field)), ...single];
}
function toCell(content) {
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isObject */ .Gv)(content))
        return { raw: content ?? null, text: cellText(content) };
    const { rendered } = content;
    // Without a value, Looker's text is all that can be compared.
    const value = 'value' in content ? (content.value ?? null) : (rendered ?? null);
    const isShown = typeof rendered === 'string' && (rendered !== '' || value === '');
    return { raw: value, text: isShown ? rendered : cellText(value) };
}
/** Looker shows null as ∅. */
function cellText(value) {
    if (value === null || value === undefined)
        return '∅';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
function limitsIn({ columns_truncated: columns }, rows, rowLimit) {
    return [
        ...(rows >= rowLimit ? [`only the first ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_2__/* .withThousands */ .Cm)(rows)} rows were compared`] : []),
        ...(columns === true || columns === 'yes' ? ['Looker left out columns beyond its limit'] : []),
    ];
}
/**
 * Returns the pivoted columns that the other side lacks and that have no values. Looker shows them, but no cell differs,
 * because a missing cell equals null.
 */
function emptyPivots(table, other) {
    const pivoted = other.values.filter(({ id, field }) => id !== field);
    const [ids, fields] = [new Set(pivoted.map(({ id }) => id)), new Set(pivoted.map(({ field }) => field))];
    const rows = [...allRows(table), ...(table.totals ? [table.totals] : [])];
    return table.values.filter(({ id, field }) => id !== field &&
        fields.has(field) &&
        !ids.has(id) &&
        rows.every(row => (row.get(id)?.raw ?? null) === null));
}
/** Returns the limits of both results. If only one side reached a limit, the text names the side. */
function reachedLimits(before, after) {
    const [old, fresh] = [new Set(before.limits), new Set(after.limits)];
    return [...new Set([...old, ...fresh])].map(words => {
        if (old.has(words) && fresh.has(words))
            return words;
        return `${old.has(words) ? 'before' : 'after'}, ${words}`;
    });
}


/***/ }),

/***/ 40142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   QH: () => (/* binding */ lookmlTiles),
/* harmony export */   cq: () => (/* binding */ withConstants),
/* harmony export */   eB: () => (/* binding */ readConstants),
/* harmony export */   wG: () => (/* binding */ tileReader)
/* harmony export */ });
/* harmony import */ var _looker_http_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(46229);
/* harmony import */ var _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(13257);
/* harmony import */ var _model_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(25933);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(72713);
/* harmony import */ var _targets_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(53906);
/* harmony import */ var _tile_queries_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7515);






function tileReader(send, { host, clean }) {
    const get = (path, fields) => send({ method: 'GET', path, query: { fields } }, (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .readObject */ .Ag)(host, 'tile', answer => answer));
    const reader = {
        title: value => (typeof value === 'string' ? (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .plainWords */ .c5)(value, clean, 200) : ''),
        mergedQuery: id => get(`/merge_queries/${encodePart(id)}`, 'source_queries(name,query_id,query_slug)'),
        query: id => get(/^\d+$/.test(id) ? `/queries/${id}` : `/queries/slug/${encodePart(id)}`, queryFields),
    };
    const pathOf = ({ kind, id }) => `/${_targets_js__WEBPACK_IMPORTED_MODULE_3__/* .targetKinds */ .xV[kind].resource['4.0']}/${encodePart(id)}`;
    return {
        isMissing: target => get(pathOf(target), 'id').then(() => false, error => error instanceof _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .LookerError */ .Z6 && error.status === 404),
        async read(target) {
            const { kind, id } = target;
            const path = pathOf(target);
            switch (kind) {
                case 'dashboard':
                case 'lookml_dashboard':
                    return readDashboardTiles(await get(path, dashboardFields), target.filters, reader);
                case 'look':
                    return readLookTile(await get(path, `title,query(${queryFields})`), id, reader);
                case 'dashboard_element':
                    return readSingleTile(await get(path, elementFields), reader);
                case 'query':
                    return readQueryTile(await reader.query(id), id);
            }
        },
    };
}
const encodePart = (id) => encodeURIComponent(id.toWellFormed());
const queryFields = 'model,view,fields,pivots,fill_fields,filters,filter_expression,sorts,limit,column_limit,total,row_total,subtotals,dynamic_fields,query_timezone,vis_config';
const listenFields = 'listen(dashboard_filter_name,field)';
const makerFields = `result_maker(sql_query_id,merge_result_id,query(${queryFields}),filterables(model,view,name,${listenFields}))`;
const elementFields = `id,title,title_text,type,look_id,filter_id,extension_id,merge_result_id,query(${queryFields}),look(title,query(${queryFields})),${makerFields}`;
const dashboardFields = `id,title,query_timezone,dashboard_filters(name,title,default_value),dashboard_elements(${elementFields})`;
const noDashboard = { timezone: undefined, values: new Map() };
async function readDashboardTiles(answer, filters, reader) {
    const all = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(answer.dashboard_filters).map(toDashboardFilter);
    const surroundings = { timezone: answer.query_timezone, values: (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .filterValues */ .lk)(all, filters) };
    const tiles = [];
    const { dashboard_elements: elements } = answer;
    for (const element of Array.isArray(elements) ? elements : [undefined]) {
        const tile = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(element) ? await readDashboardTile(element, surroundings, reader) : unknownTile;
        if (tile)
            tiles.push(tile);
    }
    return { ...(typeof answer.id === 'string' && { id: answer.id }), ...titleIn(answer.title, reader), tiles };
}
const unknownTile = {
    ...{ id: '', title: 'Unknown tile', queries: [] },
    problem: 'Looker does not describe this tile',
};
async function readSingleTile(answer, reader) {
    const tile = await readDashboardTile(answer, noDashboard, reader);
    return { ...(tile && { title: tile.title }), tiles: tile ? [tile] : [] };
}
function readLookTile({ title, query }, id, reader) {
    const about = titleIn(title, reader);
    return {
        ...about,
        tiles: [toLookerTile({ id, title: about.title ?? `Look ${id}` }, [toQuery((0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectIn */ .D7)(query))])],
    };
}
const readQueryTile = (query, id) => ({
    tiles: [toLookerTile({ id, title: `Query ${id}` }, [toQuery(query)])],
});
const titleIn = (title, reader) => {
    const words = reader.title(title);
    return words === '' ? {} : { title: words };
};
/** Reads a filter from Looker's answer or from LookML. In LookML, the default value may be a list. */
function toDashboardFilter(filter) {
    const title = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(filter.title);
    const value = Array.isArray(filter.default_value)
        ? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .listOfTexts */ .CU)(filter.default_value).join(',')
        : (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(filter.default_value);
    return {
        name: (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(filter.name) ?? title ?? '',
        ...(title !== undefined && { title }),
        ...(value !== undefined && { defaultValue: value }),
    };
}
/** @returns undefined for an element without data, such as a text or a button */
async function readDashboardTile(element, surroundings, reader) {
    const maker = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectIn */ .D7)(element.result_maker);
    const look = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectIn */ .D7)(element.look);
    const query = [element.query, look.query, maker.query].map(_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectIn */ .D7).find(({ view }) => view !== undefined);
    const filterables = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(maker.filterables);
    const about = aboutTile(element, look, query, reader);
    if ((0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(maker.sql_query_id) !== undefined)
        return { ...about, ..._tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .sqlRunnerTile */ .Lj };
    if (query)
        return toLookerTile(about, [toQuery(query, { surroundings, filterable: filterables[0] })]);
    const merge = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(element.merge_result_id) ?? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(maker.merge_result_id);
    if (merge !== undefined)
        return readMerged(about, merge, { filterables, surroundings, reader });
    if ((0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(element.extension_id) !== undefined)
        return { ...about, ..._tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .extensionTile */ .yB };
    const isFilter = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(element.filter_id) !== undefined;
    const showsData = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(element.look_id) !== undefined ||
        filterables.length > 0 ||
        !(isFilter || _model_js__WEBPACK_IMPORTED_MODULE_2__/* .tileTypesWithoutQuery */ ._.has(element.type));
    return showsData ? toLookerTile(about, []) : undefined;
}
function aboutTile(element, look, query, { title }) {
    const id = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(element.id) ?? '';
    const words = [element.title, element.title_text, look.title].map(title).find(text => text !== '');
    return { id, title: words ?? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query?.view) ?? `tile ${id}` };
}
/** `filterables` has an entry for each query of the merged results, in the same order. */
async function readMerged(about, id, { filterables, surroundings, reader }) {
    const { source_queries: list } = await reader.mergedQuery(id);
    const sources = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(list);
    const queries = [];
    for (const [place, source] of sources.entries()) {
        const own = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(source.query_id) ?? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(source.query_slug);
        const query = own === undefined ? undefined : await reader.query(own);
        const named = reader.title(source.name) || `query ${place + 1}`;
        const filterable = filterables.length === sources.length ? filterables[place] : undefined;
        const read = query && toQuery(query, { surroundings, filterable });
        queries.push(read && { ...read, name: named });
    }
    if (filterables.length > 0 && filterables.length !== sources.length)
        return {
            ...about,
            queries: [],
            problem: 'Looker does not return the filters of the queries of this tile',
        };
    return toLookerTile(about, queries);
}
function toLookerTile(about, queries) {
    const known = queries.filter(query => query !== undefined);
    if (known.length < queries.length || known.length === 0)
        return { ...about, queries: [], problem: 'Looker does not return the query of this tile' };
    const hasFields = known.every(({ body }) => body.fields.length > 0);
    return hasFields
        ? { ...about, queries: known }
        : { ...about, queries: [], problem: "the tile's query names no fields" };
}
function toQuery(query, { surroundings, filterable } = { surroundings: noDashboard, filterable: undefined }) {
    const zone = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.query_timezone) ?? surroundings.timezone;
    const body = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .toQueryBody */ .Ky)({ ...query, query_timezone: zone }, (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.model), (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.view));
    if (!body)
        return undefined;
    return {
        explore: (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .exploreName */ .lx)(body),
        body: (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .withDashboardFilters */ .IS)(body, (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectsIn */ .Qv)(filterable?.listen).flatMap(toListen), surroundings.values),
        ...(0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .displayOf */ .E3)((0,_looker_http_js__WEBPACK_IMPORTED_MODULE_0__/* .objectIn */ .D7)(query.vis_config)),
    };
}
function toListen({ dashboard_filter_name: name, field }) {
    const [filter, target] = [(0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(name), (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(field)];
    return filter === undefined || target === undefined ? [] : [{ filter, field: target }];
}
/**
 * Returns the tiles that have a query. A tile's id is its name in LookML, so that the tiles of both sides can be
 * paired.
 */
function lookmlTiles(dashboard, options) {
    const parameters = withConstants(dashboard.parameters, options.constants);
    const filters = [...dashboard.filtersByName.values()].map(filter => toDashboardFilter(withConstants(filter, options.constants)));
    const values = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .filterValues */ .lk)(filters, options.filters);
    return [...dashboard.elementsByName].flatMap(([name, element]) => element.queries.length === 0 ? [] : [toLookmlTile(name, element, { parameters, values, options })]);
}
function toLookmlTile(name, element, { parameters, values, options }) {
    const fields = withConstants(element.parameters, options.constants);
    const titles = [fields.title, fields.name, fields.explore].map(_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR);
    const common = { id: name, title: titles.find(text => text && !unnamed.test(text)) ?? name };
    const merged = Array.isArray(fields.merged_queries) ? fields.merged_queries.filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv) : [];
    const own = merged.length > 0 ? merged : [fields];
    const queries = own.map((query, place) => {
        const model = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.model) ??
            (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(fields.model) ??
            (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(parameters.model) ??
            options.model;
        const body = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .toQueryBody */ .Ky)({ query_timezone: parameters.query_timezone, ...query }, model, (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.explore) ?? (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.base_view));
        if (!body || body.fields.length === 0)
            return undefined;
        const named = merged.length > 0 ? ((0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .optionalText */ .mR)(query.name) ?? `query ${place + 1}`) : undefined;
        return {
            explore: (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .exploreName */ .lx)(body),
            ...(named !== undefined && { name: named }),
            body: (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .withDashboardFilters */ .IS)(body, (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .listensOf */ .QQ)(fields.listen, place), values),
            ...(0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .displayOf */ .E3)(fields),
        };
    });
    const known = queries.filter(query => query !== undefined);
    if (known.length < queries.length && fields.type === 'extension')
        return { ...common, ..._tile_queries_js__WEBPACK_IMPORTED_MODULE_4__/* .extensionTile */ .yB };
    const constant = unknownConstant(queries.map((query, place) => query?.body ?? own[place]));
    if (constant !== undefined)
        return {
            ...{ ...common, queries: [] },
            problem: `the tile uses the constant ${constant}, whose value is unknown`,
            problemHint: "Define the constant in the project's manifest, or write its value into the tile.",
        };
    if (known.length < queries.length)
        return { ...common, queries: [], problem: "the tile's LookML names no Explore or no fields" };
    return { ...common, queries: known };
}
/** Looker gives tiles without a title the names ``, ` (2)`, ` (3)` and so on. */
const unnamed = /^\s*(?:\(\d+\))?$/;
const constant = /@\{(\w{1,255})\}/g;
/** Replaces `@{name}` with the constant's value in all texts. A text with an unknown constant stays unchanged. */
function withConstants(value, constants) {
    const replace = (inner) => {
        if (typeof inner === 'string')
            return replaceConstants(inner, constants);
        if (Array.isArray(inner))
            return inner.map(replace);
        if ((0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_5__/* .isObject */ .Gv)(inner))
            return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, replace(one)]));
        return inner;
    };
    return replace(value);
}
const replaceConstants = (text, constants) => text.replace(constant, (whole, name) => constants.get(name) ?? whole);
const unknownConstant = (value) => /@\{\w{1,255}\}/.exec(JSON.stringify(value) ?? '')?.[0];
/**
 * Reads the constants of a manifest (https://cloud.google.com/looker/docs/reference/param-manifest-constant). Replaces
 * constants in the values of other constants.
 */
function readConstants(manifest) {
    const plain = manifest.replace(/("(?:[^"\\]|\\[\s\S]){0,10000}"?)|#.*/g, '$1');
    const found = plain.matchAll(/\bconstant\s*:\s*(\w{1,255})\s*\{[^}"]{0,1000}?\bvalue\s*:\s*"((?:[^"\\]|\\[\s\S]){0,10000})"/g);
    const constants = new Map([...found].map(([, name = '', value = '']) => [name, value.replaceAll('\\"', '"')]));
    const expanded = [...constants].map(([name, value]) => {
        let whole = value;
        for (let depth = 0; depth < maxNestedValues; depth++) {
            if (lengthAfter(whole, constants) > maxValueLength)
                break;
            whole = replaceConstants(whole, constants);
        }
        return [name, whole];
    });
    return new Map(expanded);
}
/** Returns the length of the text after `replaceConstants`, without building the text. */
const lengthAfter = (text, constants) => [...text.matchAll(constant)].reduce((length, [use, name = '']) => length + (constants.get(name) ?? use).length - use.length, text.length);
/** Limits for constants in the values of constants. */
const maxNestedValues = 10;
const maxValueLength = 10_000;


/***/ }),

/***/ 17888:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   aR: () => (/* binding */ createQueryRunners),
/* harmony export */   l: () => (/* binding */ refusedModelHint),
/* harmony export */   n8: () => (/* binding */ repeatHint),
/* harmony export */   to: () => (/* binding */ queryTimeLimitMs)
/* harmony export */ });
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(70370);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19473);
/* harmony import */ var _looker_http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46229);
/* harmony import */ var _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(13257);
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(72713);
/* harmony import */ var _runtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35976);
/* harmony import */ var _query_result_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(65120);
/* harmony import */ var _tile_queries_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7515);








/** If a query takes longer, its tile is unchecked. */
const queryTimeLimitMs = 2 * 60_000;
const maxResultCharacters = 5_000_000;
const maxSqlCharacters = 1_000_000;
/** Returns a function that creates runners. All runners share one limit of concurrent queries. */
function createQueryRunners(options) {
    const slots = (0,p_limit__WEBPACK_IMPORTED_MODULE_6__/* ["default"] */ .A)(options.concurrency);
    return () => {
        const cells = { left: maxCellsOfRound };
        return {
            sql: oncePerQuery(slots, body => askSql(body, options)),
            results: oncePerQuery(slots, body => askResults(body, options, cells)),
        };
    };
}
/** The maximum number of cells of all results of a runner, to limit the memory. */
const maxCellsOfRound = 2_000_000;
function oncePerQuery(slots, askLooker) {
    const answers = new Map();
    return body => {
        const key = (0,_tile_queries_js__WEBPACK_IMPORTED_MODULE_5__/* .queryKey */ .qv)(body);
        const answer = answers.get(key) ?? slots(() => askLooker(body));
        answers.set(key, answer);
        return answer;
    };
}
function askSql(body, options) {
    return askLooker('sql', body, options, maxSqlCharacters, text => {
        if (text.trim() === '')
            throw unexpectedAnswer(options.host, 'no SQL');
        if (!isSql(text))
            throw unexpectedAnswer(options.host, 'something that is not SQL');
        return text;
    });
}
/**
 * Refuses JSON, web pages and messages. Two such answers would be equal, and would count as the same SQL. In every
 * dialect, Looker's SQL has a statement that begins with SELECT or WITH, and reads from a table. Comments, statements
 * that build a derived table, and the LookML's own `sql_preamble` may come before it.
 */
const isSql = (text) => /^[^<[{]/.test(text.trimStart()) &&
    /(?:^|\*\/|;)[\s(]{0,99}(?:select|with)\b/im.test(text) &&
    [/\bselect\b/i, /\bfrom\b/i].every(word => word.test(text)) &&
    (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_7__/* .parseJson */ .qF)(text) === undefined;
function askResults(body, options, cells) {
    const { limited, rowLimit } = (0,_query_result_js__WEBPACK_IMPORTED_MODULE_4__/* .limitRows */ .X3)(body);
    return askLooker('json_detail', limited, options, maxResultCharacters, text => {
        const table = (0,_query_result_js__WEBPACK_IMPORTED_MODULE_4__/* .readResultTable */ .oF)((0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .isTooDeep */ .f_)(text) ? undefined : (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_7__/* .parseJson */ .qF)(text), rowLimit);
        if (!table)
            throw unexpectedAnswer(options.host, 'something that is not the result of a query');
        const { rows, subtotals } = table;
        const size = [...rows, ...(subtotals ?? [])].reduce((sum, row) => sum + row.size, 0);
        if (size > cells.left)
            throw tooManyCells();
        cells.left -= size;
        const lacksSubtotals = body.subtotals !== undefined && !subtotals && rows.length > 0;
        return lacksSubtotals ? { ...table, limits: [...table.limits, 'subtotals were not compared'] } : table;
    });
}
const tooManyCells = () => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`The results of all tiles together have more than ${(0,_runtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .withThousands */ .Cm)(maxCellsOfRound)} cells`, 'Reduce the rows or columns of the tiles, or split the targets among several jobs with shard.');
const unexpectedAnswer = (host, what) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(`${host} answered with ${what}`, 'Run the job again.');
const failingHint = 'Correct the LookML that the tile uses, or the tile itself.';
/** For results. An error of the database may also mean that it was not available for a moment. */
const repeatHint = 'If the database was not available, run the job again.';
const failingResultsHint = `${repeatHint} Otherwise, correct the LookML that the tile uses, or the tile itself.`;
/**
 * Returns the error in an answer with status 200, if any. Even in formats other than JSON, Looker may answer
 * `[{"looker_error": "…"}]`.
 */
function lookerProblem(text) {
    if (!/^\s*\[\s*\{\s*"looker_error"/.test(text))
        return undefined;
    const [first] = [(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_7__/* .parseJson */ .qF)(text)].flat();
    return (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_7__/* .isObject */ .Gv)(first) && typeof first.looker_error === 'string' ? first.looker_error : undefined;
}
/** @param convert reads the text of an answer. Throws QueryFailure if the answer reports a failed query */
async function askLooker(format, body, { send, clean, signal, queriesEnd, timeLimit }, maxCharacters, convert) {
    const query = format === 'sql' ? {} : { cache: false, server_table_calcs: true };
    const call = {
        ...{ method: 'POST', path: `/queries/run/${format}`, query, json: body, timeLimit },
        isRepeatable: true,
        ...(format === 'json_detail' && { timeLimitHint: slowQueryHint }),
    };
    const read = async (response) => {
        const text = clean(await (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .boundedText */ .LD)(response, maxCharacters));
        if (text.length > maxCharacters)
            throw (0,_query_result_js__WEBPACK_IMPORTED_MODULE_4__/* .tooLarge */ .g$)(`${maxCharacters / 1_000_000} MB`);
        try {
            const problem = lookerProblem(text);
            if (problem !== undefined)
                throw new _query_result_js__WEBPACK_IMPORTED_MODULE_4__/* .QueryFailure */ .hR(problem);
            return { kind: 'answer', value: convert(text) };
        }
        catch (error) {
            if (!(error instanceof _query_result_js__WEBPACK_IMPORTED_MODULE_4__/* .QueryFailure */ .hR))
                throw error;
            const message = (0,_looker_http_js__WEBPACK_IMPORTED_MODULE_1__/* .plainWords */ .c5)(error.message, clean, 500) || 'The query fails';
            return {
                kind: 'failing',
                error: { message, hint: format === 'sql' ? failingHint : failingResultsHint },
            };
        }
    };
    try {
        return await send(call, read, queriesEnd ? AbortSignal.any([signal, queriesEnd]) : signal);
    }
    catch (error) {
        if (!signal.aborted && queriesEnd?.aborted)
            return {
                kind: 'unknown',
                error: lateFault(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q ? error : queriesEnd.reason, format),
            };
        if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q)
            throw error;
        signal.throwIfAborted();
        return toAnswer((0,_looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .withHints */ .z9)(error, hintsFor(body)), format);
    }
}
/** A query also takes long if Looker first builds a persistent derived table. */
const slowQueryHint = 'Run the job again when Looker is less busy. If this happens each time, set numbers to false to compare only SQL, which needs the permission see_sql.';
function lateFault(reason, format) {
    const { message, hint } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .toFault */ .ec)(reason);
    const onlySql = ' To compare only SQL, set numbers to false. This needs the permission see_sql.';
    return { message, hint: `${hint}${format === 'json_detail' ? onlySql : ''}` };
}
/** Removes the host and the status from the message. */
const refusedQuery = ({ message }) => ({
    message: message.replace(/^\S+ answered \d{3}: /, ''),
    hint: failingHint,
});
/** For a query of a missing field or Explore, Looker answers with status 400, 404 or 422. */
function toAnswer(error, format) {
    const fault = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .toFault */ .ec)(error);
    const status = error instanceof _looker_looker_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LookerError */ .Z6 ? error.status : undefined;
    if (status === 403 && format === 'sql')
        return { kind: 'forbidden', error: fault };
    if (status !== 400 && status !== 404 && status !== 422)
        return { kind: 'unknown', error: fault };
    const failing = { kind: 'failing', error: refusedQuery(fault) };
    return status === 404 || isAccessDenied(failing.error) ? { ...failing, mayBeRefused: true } : failing;
}
/** A status of 403 may also mean that the database needs an authorization by OAuth (API 4.0, `run_inline_query`). */
const hintsFor = ({ model }) => ({
    403: `Give the API user a role that contains the model ${model} and the permission access_data. If the database connection uses OAuth, the API user must also have logged in to the database.`,
    413: 'Shorten the query of the tile, for example its filters. Or raise the limit of the proxy in front of Looker.',
});
/** A status of 400 with only these words is about permissions (https://github.com/looker-open-source/henry/issues/130). */
const isAccessDenied = ({ message }) => /^access denied\.?$/i.test(message);
const refusedModelHint = (model) => `Give the API user a role that contains the model ${model} and the permissions access_data and see_sql, and also the permission explore if Looker still refuses. Looker gives the same answer if the model or the Explore does not exist.`;


/***/ }),

/***/ 59838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ sqlLines)
/* harmony export */ });
/**
 * Matches comments that Looker adds to the SQL. They depend on the user, the session and the state of persistent
 * derived tables, and never on LookML.
 */
const lookerComment = /^\s*(?:-- (?:Looker Query Context|use existing |generate derived table |increment persistent derived table |raw sql results do not include |sql for creating the total |finished |Building persistent derived table |Did not use )[^\r]*$|\/\* Looker Query Context (?:(?!\*\/).)*\*\/$)/i;
/**
 * Returns the lines of the SQL without the comments that Looker adds, without white space at the ends of lines, and
 * without empty lines at the start and end. Removes nothing inside of text in quotes and of other comments, because the
 * text may be a value, and the rest of a line after the end of a comment is SQL.
 */
function sqlLines(sql) {
    const text = sql.replaceAll('\r\n', '\n');
    const isOutside = outsideOf(text);
    const all = [];
    let start = 0;
    for (const line of text.split('\n')) {
        const end = start + line.length;
        const trimmed = line.trimEnd();
        const isLookers = lookerComment.test(trimmed) && isOutside(start);
        if (!isLookers)
            all.push(isOutside(end) ? trimmed : line);
        start = end + 1;
    }
    // The last line is Looker's, because Looker puts the LookML's SQL in the middle.
    const last = all.findLastIndex(isFilled);
    return withoutEmptyEnds(lookerComment.test(all[last]?.trimEnd() ?? '') ? all.slice(0, last) : all);
}
const isFilled = (line) => line.trimEnd() !== '';
function withoutEmptyEnds(lines) {
    const first = lines.findIndex(isFilled);
    return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isFilled) + 1);
}
const openers = /--|\/\*|\/\/|[#[$'"`]/g;
/** Matches what makes a difference if the rest of a line is a comment in some databases only. */
const inDoubt = /['"`$[\r]|\/\*|\*\//;
/**
 * Returns a function that says whether a position is certainly outside of text in quotes and of block comments.
 * Positions must be asked in ascending order. Databases differ in the escapes of quotes, in nested comments, and in
 * comments with `#` and `//`. No position after such a place is certain.
 */
function outsideOf(sql) {
    const inside = [];
    let certainUntil = sql.length;
    openers.lastIndex = 0;
    for (let match = openers.exec(sql); match; match = openers.exec(sql)) {
        const start = match.index;
        const end = endAfter(sql, start, match[0]);
        if (end === undefined) {
            certainUntil = start;
            break;
        }
        if (/^(?:\/\*|['"`])$/.test(match[0]))
            inside.push({ start: start + 1, end: end - 1 });
        openers.lastIndex = end;
    }
    let next = 0;
    return position => {
        while ((inside[next]?.end ?? Number.POSITIVE_INFINITY) < position)
            next++;
        return position <= certainUntil && (inside[next]?.start ?? Number.POSITIVE_INFINITY) > position;
    };
}
/** Returns the end of a comment, or of text in quotes. Returns undefined if databases differ. */
function endAfter(sql, start, opened) {
    const after = start + opened.length;
    if (opened === '/*')
        return endOfBlockComment(sql, after);
    if (/^['"`]$/.test(opened))
        return endOfQuotes(sql, start, opened);
    if (opened === '$')
        return isMatchAt(/\$\w{0,99}\$/y, sql, start) ? undefined : after;
    if (opened === '[')
        return isNameWithQuote(sql.slice(after, after + maxName)) ? undefined : after;
    const end = indexOrEnd(sql, '\n', after);
    const rest = sql.slice(after, end);
    // MySQL reads `--` as a comment only before white space.
    const isComment = opened === '--' && /^(?:\s|$)/.test(rest) && !rest.includes('\r');
    return isComment || !inDoubt.test(rest) ? end : undefined;
}
const maxName = 255;
/** Whether text after `[` may be a name of SQL Server with a quote: `[it's]`. */
function isNameWithQuote(text) {
    const name = /^[^\]\n]*(?=\])/.exec(text)?.[0] ?? '';
    return ["'", '"', '`'].some(quote => name.split(quote).length % 2 === 0);
}
/** MySQL executes the comments `/*! … *\/`. */
function endOfBlockComment(sql, after) {
    const end = indexOrEnd(sql, '*/', after);
    return sql[after] === '!' || sql.slice(after, end).includes('/*') ? undefined : end + 2;
}
function endOfQuotes(sql, start, quote) {
    const end = indexOrEnd(sql, quote, start + 1);
    const isEscaped = sql[end - 1] === '\\';
    const isTriple = sql.startsWith(quote.repeat(3), start);
    const isOracles = quote === "'" && /(?<!\w)n?q$/i.test(sql.slice(Math.max(0, start - 3), start));
    return isEscaped || isTriple || isOracles ? undefined : end + 1;
}
function indexOrEnd(sql, part, from) {
    const index = sql.indexOf(part, from);
    return index < 0 ? sql.length : index;
}
function isMatchAt(pattern, sql, position) {
    pattern.lastIndex = position;
    return pattern.test(sql);
}


/***/ }),

/***/ 7515:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CU: () => (/* binding */ listOfTexts),
/* harmony export */   E3: () => (/* binding */ displayOf),
/* harmony export */   IS: () => (/* binding */ withDashboardFilters),
/* harmony export */   Ky: () => (/* binding */ toQueryBody),
/* harmony export */   Lj: () => (/* binding */ sqlRunnerTile),
/* harmony export */   QQ: () => (/* binding */ listensOf),
/* harmony export */   lk: () => (/* binding */ filterValues),
/* harmony export */   lx: () => (/* binding */ exploreName),
/* harmony export */   mR: () => (/* binding */ optionalText),
/* harmony export */   qv: () => (/* binding */ queryKey),
/* harmony export */   yB: () => (/* binding */ extensionTile)
/* harmony export */ });
/* harmony import */ var _runtime_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72713);

const sqlRunnerTile = {
    queries: [],
    isUncheckable: true,
    problem: 'a SQL Runner query cannot be checked on a branch',
    problemHint: 'No action is needed if the query uses no LookML model.',
};
const extensionTile = {
    queries: [],
    isUncheckable: true,
    problem: 'an extension cannot be checked on a branch',
    problemHint: 'No action is needed if the pull request does not change the data that the extension shows.',
};
/**
 * Returns the values of a dashboard's filters by name. The target's value takes precedence over the default value. An
 * empty value of the target clears the filter. Omits empty default values.
 */
function filterValues(filters, target) {
    const values = new Map();
    for (const { name, title, defaultValue } of filters) {
        const own = target.get(name) ?? (title === undefined ? undefined : target.get(title));
        const value = own ?? (defaultValue || undefined);
        if (value !== undefined)
            values.set(name, value);
    }
    return values;
}
/**
 * Adds the values of the dashboard's filters to a query. A dashboard filter replaces the tile's own filter of the same
 * field. An empty value removes the tile's own filter, because Looker draws the picture with this empty filter. Looker does
 * not document whether the tile's own filter still applies.
 */
function withDashboardFilters(body, listens, values) {
    const { filters: own, ...unfiltered } = body;
    const filters = new Map(Object.entries(own ?? {}));
    for (const { filter, field } of listens) {
        const value = values.get(filter);
        if (value === '')
            filters.delete(field);
        else if (value !== undefined)
            filters.set(field, value);
    }
    return filters.size > 0 ? { ...unfiltered, filters: Object.fromEntries(filters) } : unfiltered;
}
function toQueryBody(query, model, explore) {
    if (model === undefined || explore === undefined)
        return undefined;
    const own = listOfTexts(query.fields);
    // Old LookML dashboards list dimensions and measures separately.
    const fields = own.length > 0 ? own : [...listOfTexts(query.dimensions), ...listOfTexts(query.measures)];
    const filters = filtersIn(query.filters);
    return {
        model,
        view: explore,
        fields,
        ...listEntry('pivots', query.pivots),
        ...listEntry('fill_fields', query.fill_fields),
        ...(Object.keys(filters).length > 0 && { filters }),
        ...textEntry('filter_expression', query.filter_expression),
        ...listEntry('sorts', query.sorts),
        ...textEntry('limit', query.limit),
        ...textEntry('column_limit', query.column_limit),
        ...((query.total === true || query.total === 'yes') && { total: true }),
        ...textEntry('row_total', query.row_total === true ? 'right' : query.row_total),
        ...listEntry('subtotals', query.subtotals),
        ...dynamicFields(query.dynamic_fields),
        ...timezone(query.query_timezone),
    };
}
const exploreName = ({ model, view }) => `${model}::${view}`;
/** Queries with the same key have the same answer. */
function queryKey(body) {
    const sorted = (record) => Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
    return JSON.stringify(sorted({ ...body, ...(body.filters && { filters: sorted(body.filters) }) }));
}
/** The YAML parser returns some texts as numbers or booleans. */
const optionalText = (value) => {
    if (typeof value === 'number' || typeof value === 'boolean')
        return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
};
/** Accepts a list, or a text with commas. */
function listOfTexts(value) {
    if (Array.isArray(value))
        return value.flatMap(item => optionalText(item) ?? []);
    if (typeof value !== 'string')
        return [];
    return value
        .split(',')
        .map(item => item.trim())
        .filter(item => item !== '');
}
/** Reads the settings of a tile's visualization. */
function displayOf(settings) {
    const type = optionalText(settings.type) ?? '';
    const shownRows = showsFirstRow.test(type) ? [0, 1] : displayedRows(settings);
    return {
        hidden: listOfTexts(settings.hidden_fields),
        isSingleValue: type === 'single_value',
        ...(shownRows && { shownRows }),
    };
}
const showsFirstRow = /single_record|gauge/;
/** Reads the option "Limit Displayed Rows" (https://cloud.google.com/looker/docs/table-options). */
function displayedRows(settings) {
    const { limit_displayed_rows: isLimited, limit_displayed_rows_values: limits } = settings;
    const { show_hide: kind, first_last: end, num_rows: many } = (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(limits) ? limits : {};
    const rows = Number(many);
    if ((isLimited !== true && isLimited !== 'yes') || !Number.isInteger(rows) || rows <= 0)
        return undefined;
    if (kind === 'hide')
        return end === 'last' ? [0, -rows] : [rows];
    return end === 'last' ? [-rows] : [0, rows];
}
function listEntry(key, value) {
    const items = listOfTexts(value);
    return items.length > 0 ? { [key]: items } : {};
}
function textEntry(key, value) {
    const found = value === false ? undefined : optionalText(value);
    return found === undefined ? {} : { [key]: found };
}
/** Accepts a mapping from fields to filters, or, in older LookML, a list of such mappings. */
function filtersIn(value) {
    const mappings = Array.isArray(value) ? value.filter(_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv) : (0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(value) ? [value] : [];
    const entries = mappings.flatMap(mapping => Object.entries(mapping));
    return Object.fromEntries(entries.flatMap(([field, filter]) => {
        const words = Array.isArray(filter) ? listOfTexts(filter).join(',') : optionalText(filter);
        return words === undefined ? [] : [[field, words]];
    }));
}
function dynamicFields(value) {
    if (Array.isArray(value))
        return value.length > 0 ? { dynamic_fields: JSON.stringify(value) } : {};
    return typeof value === 'string' && value !== '' && value !== '[]' ? { dynamic_fields: value } : {};
}
/** `user_timezone` and `query_saved_timezone` are settings, not time zones. */
function timezone(value) {
    const found = optionalText(value);
    return found === undefined || /^(user|query_saved)_timezone$/.test(found) ? {} : { query_timezone: found };
}
/** For merged results, `listen` is a list with a mapping for each query. */
function listensOf(listen, place) {
    const own = Array.isArray(listen) ? listen[place] : listen;
    if (!(0,_runtime_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(own))
        return [];
    return Object.entries(own).flatMap(([filter, field]) => {
        const name = optionalText(field);
        return name === undefined ? [] : [{ filter, field: name }];
    });
}


/***/ })

};
