import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

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
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
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
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
;// CONCATENATED MODULE: ./build/errors.js
/** An error for users. `message` states the problem, and `hint` is the next step. */
class ActionError extends Error {
    hint;
    /**
     * Replaces `message` in a public log. Set if `message` may quote confidential text, for example an answer of Looker.
     */
    publicFact;
    constructor(fact, hint, options = {}) {
        super(fact, options);
        this.name = 'ActionError';
        this.hint = hint;
        this.publicFact = options.publicFact;
    }
}
/** An error whose message may quote Looker or an unexpected value. Public logs do not show the message. */
class QuotingError extends ActionError {
}
class ProxyError extends ActionError {
    /** Whether a retry is pointless, because the proxy refused the connection. */
    final;
    constructor(fact, hint, about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'ProxyError';
        this.final = about.final;
    }
}
/** Thrown after the deadline or after a cancellation. */
class Interruption extends ActionError {
    /** Adds the failed operation to the message. `what` is text such as "The comment could not be written". */
    during(what) {
        const fact = this.message.charAt(0).toLowerCase() + this.message.slice(1);
        return new ActionError(`${what}: ${fact}`, this.hint, { cause: this });
    }
}
/** Thrown after a deadline of the step. */
class TimeLimitError extends Interruption {
    /** The last failure of the request that the deadline ended. Undefined if the request had not failed before. */
    failure;
    constructor(fact, hint, failure) {
        const options = failure && { publicFact: fact, cause: failure };
        super(failure ? `${fact}; the last try failed: ${failure.message}` : fact, hint, options);
        this.name = 'TimeLimitError';
        this.failure = failure;
    }
    /** Returns an error that says why the request had not succeeded before the deadline. */
    after(failure) {
        return new TimeLimitError(this.message, failure.hint, failure);
    }
}
/** All problems with the inputs. Each problem names the input, its value and a valid value. */
class InputError extends ActionError {
    problems;
    constructor(problems) {
        const [first = ''] = problems;
        super(problems.length === 1 ? first : `${problems.length} inputs must be changed`, `Nothing was rendered. Correct the ${problems.length === 1 ? 'input' : 'inputs'} and run the job again.`);
        this.name = 'InputError';
        this.problems = problems;
    }
}
/** Keeps the thrown value for the debug log. The property is not enumerable, so it does not appear in the outputs. */
function toFault(thrown) {
    const { message, hint } = asActionError(thrown);
    return Object.defineProperty({ message, hint }, 'thrown', { value: thrown });
}
const thrownOf = (fault) => ('thrown' in fault ? fault.thrown : undefined);
/** Converts any thrown value to an ActionError. An unexpected error becomes the cause. */
function asActionError(error) {
    if (error instanceof ActionError)
        return error;
    const [reason, hint] = limitOf(error) ?? [];
    if (reason && hint)
        return new ActionError(`The runner has reached a limit: ${reason}`, hint, { cause: error });
    const fact = error instanceof Error ? error.message : String(error);
    return new QuotingError(fact, 'This is unexpected: please report it, with the log of a run with debug logging turned on.', { cause: error });
}
const tooManyFilesHint = "Lower concurrency, or raise the runner's limit of open files (ulimit -n).";
const tooManyFiles = ['too many files are open', tooManyFilesHint];
const diskFull = ['the disk is full', "Free space on the runner's disk, or set output-directory."];
const limits = {
    EMFILE: tooManyFiles,
    ENFILE: tooManyFiles,
    ENOSPC: diskFull,
    EDQUOT: ['the disk quota is used up', diskFull[1]],
};
function limitOf(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return Object.hasOwn(limits, code) ? limits[code] : undefined;
}
/** Returns an error that names the file. Returns undefined if the error does not come from the file system. */
function fileError(error, file) {
    if (!(error instanceof Error && 'syscall' in error))
        return undefined;
    const isOfFile = 'path' in error || error.syscall === 'write' || error.syscall === 'fsync';
    if (!isOfFile)
        return undefined;
    const [reason = error.message, hint = "Check output-directory, and the runner's disk."] = limitOf(error) ?? [];
    return new ActionError(`${file} could not be written: ${reason}`, hint, { cause: error });
}

;// CONCATENATED MODULE: ./build/compare/diff/areas.js
const hasPixels = ({ left, top, right, bottom }) => left < right && top < bottom;
/** Cuts rectangles off at the picture's edges. Omits rectangles outside of the picture. */
const boxesWithin = (rectangles, size) => rectangles
    .map(({ x, y, width, height }) => ({
    left: x,
    top: y,
    right: Math.min(x + width, size.width),
    bottom: Math.min(y + height, size.height),
}))
    .filter(hasPixels);
const toBox = ({ x, y, width, height }) => ({
    left: x,
    top: y,
    right: x + width,
    bottom: y + height,
});
const toRectangle = ({ left, top, right, bottom }) => ({
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
});
/** Counts the pixels that at least one rectangle covers. */
function countCovered(rectangles, size) {
    const boxes = boxesWithin(rectangles, size).sort((a, b) => a.left - b.left);
    let count = 0;
    for (let y = 0; y < size.height; y++) {
        let covered = 0;
        for (const { left, right, top, bottom } of boxes) {
            if (y < top || y >= bottom || right <= covered)
                continue;
            count += right - Math.max(left, covered);
            covered = right;
        }
    }
    return count;
}
const unite = (a, b) => ({
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
});
const moveBox = ({ left, top, right, bottom }, x, y) => ({
    left: left + x,
    top: top + y,
    right: right + x,
    bottom: bottom + y,
});
/** The result has no pixels if the boxes do not overlap. */
const intersect = (a, b) => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
});
const boxArea = ({ left, top, right, bottom }) => (right - left) * (bottom - top);
const fitsInto = ({ left, top, right, bottom }, { width, height }) => right - left <= width && bottom - top <= height;
const contains = (outer, { left, top, right, bottom }) => left >= outer.left && top >= outer.top && right <= outer.right && bottom <= outer.bottom;
/** Returns the horizontal or the vertical gap between two boxes, whichever is larger. Negative if the boxes overlap. */
const gapBetween = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
/**
 * Returns the smallest box around the pixels of `box` that no hole covers. Returns undefined if the holes cover all
 * pixels.
 */
function tightenAround(box, holes) {
    const pieces = holes.reduce((rest, hole) => rest.flatMap(piece => cutOut(piece, hole)), [box].filter(hasPixels));
    return pieces.length > 0 ? pieces.reduce(unite) : undefined;
}
function cutOut(box, hole) {
    const top = Math.min(Math.max(hole.top, box.top), box.bottom);
    const bottom = Math.min(Math.max(hole.bottom, box.top), box.bottom);
    return [
        { ...box, bottom: top },
        { ...box, top: bottom },
        { ...box, top, bottom, right: Math.min(hole.left, box.right) },
        { ...box, top, bottom, left: Math.max(hole.right, box.left) },
    ].filter(hasPixels);
}
/**
 * The maximum number of areas in the common part of both pictures. Parts that exist in only one picture add at most two
 * areas.
 */
const maxMarkedAreas = 16;
/**
 * Returns the changed areas in reading order, as at most 18 rectangles that do not overlap. `marks` has the changes in
 * the common part of both pictures. Parts that exist in only one picture are areas, too. Ignored rectangles at the
 * edges of such a part are cut off. The coordinates are pixels of the larger picture.
 */
function findAreas(marks, sizes, ignore) {
    const unmatched = sizes.flatMap(size => boxesBeyond(marks, size).flatMap(box => tightenAround(box, boxesWithin(ignore, size)) ?? []));
    return inReadingOrder([...boxesOfMarks(marks), ...unmatched].map(toRectangle));
}
/** Returns the parts of a picture to the right of the common part and below it. */
const boxesBeyond = (common, size) => [
    { left: common.width, top: 0, right: size.width, bottom: size.height },
    { left: 0, top: common.height, right: common.width, bottom: size.height },
];
function boxesOfMarks(marks) {
    let { grid } = marks;
    let boxes = boxesOfGroups(grid);
    while (boxes.length > 4 * maxMarkedAreas) {
        grid = doubleCells(grid, marks);
        boxes = boxesOfGroups(grid);
    }
    return joinClosest(boxes.map(box => shrinkToMarks(box, marks)));
}
const boxesOfGroups = (grid) => connectedCells(grid).map(cells => boxOfCells(cells, grid));
const isChange = (mark) => mark === changeMark || mark === shadeMark;
/** Returns the smallest box that contains all changes in `box`. `box` must contain at least one change. */
function shrinkToMarks(box, marks) {
    let { left, top } = box;
    let right = Math.min(box.right, marks.width);
    let bottom = Math.min(box.bottom, marks.height);
    while (!hasChange(marks, { left, top, right, bottom: top + 1 }))
        top++;
    while (!hasChange(marks, { left, top: bottom - 1, right, bottom }))
        bottom--;
    while (!hasChange(marks, { left, top, right: left + 1, bottom }))
        left++;
    while (!hasChange(marks, { left: right - 1, top, right, bottom }))
        right--;
    return { left, top, right, bottom };
}
function hasChange({ data, width }, { left, top, right, bottom }) {
    for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++)
            if (isChange(data[y * width + x]))
                return true;
    return false;
}
/** Joins the two closest boxes repeatedly, until no boxes overlap and their number is within the limit. */
function joinClosest(boxes) {
    const rest = [...boxes];
    for (;;) {
        const { one, other, gap } = closestPair(rest);
        if (gap >= 0 && rest.length <= maxMarkedAreas)
            return rest;
        rest[one] = unite(rest[one], rest[other]);
        rest.splice(other, 1);
    }
}
/**
 * Returns the indexes of the two closest boxes. Among equally close pairs, returns the pair with the smallest joined
 * box, so that one area does not absorb all its neighbours.
 */
function closestPair(boxes) {
    const closest = { one: 0, other: 0, gap: Number.POSITIVE_INFINITY, extent: 0 };
    for (const [one, box] of boxes.entries())
        for (let other = one + 1; other < boxes.length; other++) {
            const gap = gapBetween(box, boxes[other]);
            if (gap > closest.gap)
                continue;
            const extent = extentOf(unite(box, boxes[other]));
            if (gap < closest.gap || extent < closest.extent)
                Object.assign(closest, { one, other, gap, extent });
        }
    return closest;
}
const extentOf = ({ left, top, right, bottom }) => right - left + bottom - top;
/**
 * Sorts the areas by rows, and from left to right within a row. An area belongs to a row if its top is near the top of
 * the first area in the row.
 */
function inReadingOrder(areas) {
    const rows = [];
    for (const area of areas.sort((a, b) => a.y - b.y)) {
        const row = rows.at(-1);
        if (row && area.y - row[0].y < Math.min(row[0].height, area.height) / 2)
            row.push(area);
        else
            rows.push([area]);
    }
    return rows.flatMap(row => row.sort((a, b) => a.x - b.x));
}
const changeMark = 1;
/** The pixel differs by less than the threshold, but is part of an area or a line that differs as a whole. */
const shadeMark = 2;
/** The pixel differs between two renders of the "after" picture. */
const noiseMark = 3;
/**
 * A temporary mark. The pixel differs by less than the threshold or only by anti-aliasing, and is not part of an area.
 */
const undecidedMark = 4;
/**
 * The size of the smallest cells, in pixels. Changes in neighbouring cells form one area. With this size, a chart's
 * labels and lines form one area, but two charts do not, because there is padding between their tiles.
 */
const smallestCellSize = 32;
function emptyGrid({ width, height }, cellSize = smallestCellSize) {
    const stride = Math.ceil(width / cellSize) + 1;
    return { cellSize, stride, cells: new Uint8Array(stride * Math.ceil(height / cellSize)) };
}
/** Returns the index of the cell that contains a pixel, in a grid of the smallest cells. */
const cellIndex = (stride, x, y) => (y >> 5) * stride + (x >> 5);
function doubleCells(grid, size) {
    const doubled = emptyGrid(size, 2 * grid.cellSize);
    for (const [i, cell] of grid.cells.entries()) {
        const [row, column] = [Math.floor(i / grid.stride), i % grid.stride];
        if (cell)
            doubled.cells[(row >> 1) * doubled.stride + (column >> 1)] = 1;
    }
    return doubled;
}
/** Groups set cells. Two set cells are in the same group if they touch at an edge or a corner. */
function connectedCells({ cells, stride }) {
    const around = [-stride - 1, -stride, 1 - stride, -1, 1, stride - 1, stride, stride + 1];
    const rest = cells.slice();
    const groups = [];
    for (let start = rest.indexOf(1); start >= 0; start = rest.indexOf(1, start)) {
        rest[start] = 0;
        const group = [start];
        for (const cell of group)
            for (const step of around) {
                if (rest[cell + step] !== 1)
                    continue;
                rest[cell + step] = 0;
                group.push(cell + step);
            }
        groups.push(group);
    }
    return groups;
}
function boxOfCells(cells, { stride, cellSize }) {
    const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 };
    for (const cell of cells) {
        const column = cell % stride;
        const row = (cell - column) / stride;
        box.left = Math.min(box.left, column * cellSize);
        box.top = Math.min(box.top, row * cellSize);
        box.right = Math.max(box.right, (column + 1) * cellSize);
        box.bottom = Math.max(box.bottom, (row + 1) * cellSize);
    }
    return box;
}
/** The width of a segment in pixels. Each row is processed in segments. */
const segmentWidth = 32;
/** Returns the start of the next segment, or the end of the row. */
const segmentEnd = (start, width) => Math.min(start + segmentWidth, start - (start % width) + width);
function emptyCounts(size) {
    const perRow = Math.ceil(size.width / segmentWidth);
    const segments = perRow * size.height;
    const [changed, shaded] = [new Uint8Array(segments), new Uint8Array(segments)];
    return { perRow, changed, shaded, grid: emptyGrid(size), changedPixels: 0, shadedPixels: 0 };
}
/** Adds the counts of a segment. Must be called at most once for each segment. */
function addCounts(counts, segment, changes, shades) {
    if (changes + shades === 0)
        return;
    const { perRow, grid } = counts;
    counts.changed[segment] = changes;
    counts.shaded[segment] = shades;
    counts.changedPixels += changes;
    counts.shadedPixels += shades;
    // A segment is never in two cells.
    const column = segment % perRow;
    grid.cells[cellIndex(grid.stride, column * segmentWidth, (segment - column) / perRow)] = 1;
}
function segmentStart(segment, perRow, width) {
    const column = segment % perRow;
    return ((segment - column) / perRow) * width + column * segmentWidth;
}
/** Counts the changes in a segment, and removes all other marks except noise. */
function countSegment({ data, width }, segment, counts) {
    const start = segmentStart(segment, counts.perRow, width);
    let changes = 0;
    let shades = 0;
    for (let i = start, end = segmentEnd(start, width); i < end; i++) {
        const mark = data[i];
        if (mark === changeMark)
            changes++;
        else if (mark === shadeMark)
            shades++;
        else if (mark !== noiseMark)
            data[i] = 0;
    }
    addCounts(counts, segment, changes, shades);
}
const withCounts = (marks, counts) => {
    const { grid, changedPixels, shadedPixels } = counts;
    return { marks: { ...marks, grid }, changedPixels, shadedPixels };
};
/**
 * Sets a noise mark at each pixel that `noise` marks, and counts the other marks.
 * @param noise the differences between two renders of the "after" picture
 */
function excludeNoise({ data, width, height }, noise) {
    const rows = [...Array(height).keys()];
    for (const y of rows)
        for (let x = 0; x < width; x++)
            if (noise.data[y * noise.width + x] !== 0)
                data[y * width + x] = noiseMark;
    const counts = emptyCounts({ width, height });
    for (const segment of counts.changed.keys())
        countSegment({ data, width }, segment, counts);
    return withCounts({ data, width, height, rows }, counts);
}

;// CONCATENATED MODULE: ./build/runtime/image-size.js
/** Reads only the header. Returns undefined if the header is invalid. */
function imageSize(bytes, format) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = format === 'png' ? pngSize(view) : jpgSize(view);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
}
/** Reads the signature and the chunk IHDR, which begins with width and height (https://www.w3.org/TR/png/#11IHDR). */
function pngSize(view) {
    if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452)
        return;
    return { width: view.getUint32(16), height: view.getUint32(20) };
}
/**
 * Reads segments up to the frame's segment (SOF). This segment contains height and width
 * (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2).
 */
function jpgSize(view) {
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8)
        return;
    for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff;) {
        const marker = view.getUint8(at + 1);
        if (isFrame(marker))
            return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
        // A marker may begin with any number of 0xff.
        at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
    }
    return undefined;
}
/** Whether the marker is SOF0 to SOF15. DHT, JPG and DAC have codes in the same range. */
const isFrame = (marker) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./build/runtime/text.js

/** Returns text such as `1 target` or `7 targets`. */
const count = (number, noun, plural = `${noun}s`) => `${number} ${number === 1 ? noun : plural}`;
/** Returns text such as `1,234,567`. `toLocaleString` would load Node's locale data for 13 ms. */
const withThousands = (whole) => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ',');
/** Puts a text on one line, shortens it, and removes characters that change the direction of text. */
function oneLine(text, longest = 300) {
    const line = text
        .replace(/\p{Bidi_Control}/gu, '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
    return (line.length > longest ? `${line.slice(0, longest - 1)}…` : line).toWellFormed();
}
/** Returns undefined if the text is not a URL. */
function parseUrl(text, base) {
    try {
        return new URL(text, base);
    }
    catch {
        return undefined;
    }
}
const removeSecrets = (secrets, text) => secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, '***') : rest), text);
/**
 * Returns JSON for an invisible line of a comment or a page. Escapes characters that would end an HTML comment or a
 * line.
 */
const hiddenJson = (value) => JSON.stringify(value).replace(/[<>\u2028\u2029-]/g, escapeUnicode);
/** Escapes a character as in JSON: `\u003c`. */
const escapeUnicode = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** Returns the SHA-256 in hexadecimal digits. */
const sha256Of = (content) => createHash('sha256').update(content).digest('hex');
/** Joins message and hint. Adds a full stop to the message if it has none. */
const sentence = ({ message, hint }) => `${message}${/[.?]$/.test(message) ? '' : '.'} ${hint}`;

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./build/compare/diff/png.js


/** The colour types of section 11.2.1. */
const colourType = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 };
const samplesPerPixel = new Map([
    [colourType.grey, 1],
    [colourType.rgb, 3],
    [colourType.palette, 1],
    [colourType.greyAlpha, 2],
    [colourType.rgba, 4],
]);
const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/**
 * Decodes any PNG to 8-bit RGBA. Stops inflating after the number of bytes that the size in the header requires.
 * @throws Error with the fault if the file is broken
 */
async function decodePng(png) {
    const chunks = readChunks(png);
    const header = readHeader(png);
    const { width, height, depth, colour, isInterlaced } = header;
    const rows = await inflateRows(Buffer.concat(chunks.get('IDAT') ?? []), header);
    const isCommon = colour === colourType.rgb || colour === colourType.rgba;
    if (depth !== 8 || isInterlaced || chunks.has('tRNS') || !isCommon)
        return decodeUncommon(chunks);
    const { pixels, isOpaque } = undoFilters(rows, header);
    const data = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    return { width, height, data, isOpaque };
}
/** @throws Error if the first chunk is not a valid header */
function readHeader(png) {
    if (png.length < 33 || typeAt(png, 8) !== 'IHDR')
        throw new Error('it has no header');
    const [depth = 0, colour = 0, compression, filter, interlace] = png.subarray(24, 29);
    if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1))
        throw new Error('its header has invalid values');
    const isInterlaced = interlace === 1;
    return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), depth, colour, isInterlaced };
}
const criticalTypes = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/**
 * Types of chunks that a PNG contains at most once (section 5.6). Two decoders may use different chunks if a type is
 * repeated.
 */
const singleTypes = ['IHDR', 'PLTE', 'tRNS', 'IEND'];
/** @throws Error for a chunk that is cut off, damaged or repeated, and for a critical chunk of unknown type */
function readChunks(png) {
    const chunks = new Map();
    for (let offset = 8; !chunks.has('IEND');) {
        const { type, data, next } = readChunk(png, offset);
        const list = chunks.get(type) ?? [];
        chunks.set(type, list);
        list.push(data);
        offset = next;
    }
    const repeated = singleTypes.find(type => (chunks.get(type)?.length ?? 0) > 1);
    if (repeated)
        throw new Error(`it has more than one ${repeated}`);
    return chunks;
}
const typeAt = (png, offset) => png.toString('latin1', offset + 4, offset + 8);
function readChunk(png, offset) {
    const start = offset + 8;
    const end = offset + 12 <= png.length ? start + png.readUInt32BE(offset) : Number.POSITIVE_INFINITY;
    if (end + 4 > png.length)
        throw new Error('it was cut off');
    const type = typeAt(png, offset);
    if ((0,external_node_zlib_namespaceObject.crc32)(png.subarray(offset + 4, end)) !== png.readUInt32BE(end))
        throw new Error('its checksums do not match');
    // A type with a capital first letter is critical: a decoder that does not know the type cannot show the picture
    // (section 5.4).
    if (type[0] === type[0]?.toUpperCase() && !criticalTypes.has(type))
        throw new Error(`it has a ${type}`);
    return { type, data: png.subarray(start, end), next: end + 4 };
}
/** pngjs has no limit for interlaced PNGs, so the caller must first inflate the rows and check their size. */
async function decodeUncommon(chunks) {
    const { PNG } = await __nccwpck_require__.e(/* import() */ 359).then(__nccwpck_require__.t.bind(__nccwpck_require__, 359, 19));
    const { width, height, data } = PNG.sync.read(withCheckedChunksOnly(chunks));
    return { width, height, data, isOpaque: false };
}
const withCheckedChunksOnly = (chunks) => Buffer.concat([
    pngSignature,
    ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].flatMap(type => (chunks.get(type) ?? []).map(data => encodeChunk(type, data))),
]);
async function inflateRows(compressed, header) {
    const length = rowBytes(header);
    const limits = { chunkSize: Math.max(64, length + 1), maxOutputLength: length };
    const rows = await (0,external_node_util_namespaceObject.promisify)(external_node_zlib_namespaceObject.inflate)(compressed, limits).catch(error => {
        throw error.code === 'ERR_BUFFER_TOO_LARGE' ? new Error('it has more rows than its header says') : error;
    });
    if (rows.length < length)
        throw new Error('it has fewer rows than its header says');
    return rows;
}
/** Returns the number of bytes in all rows. Each row has one additional byte for its filter. */
function rowBytes({ width, height, depth, colour, isInterlaced }) {
    const bits = depth * (samplesPerPixel.get(colour) ?? Number.NaN);
    if (![1, 2, 4, 8, 16].includes(depth) || Number.isNaN(bits))
        throw new Error('its header is not that of a PNG');
    const passBytes = (columns, rows) => columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8));
    if (!isInterlaced)
        return passBytes(width, height);
    return adam7Passes.reduce((sum, [x, y, dx, dy]) => sum + passBytes(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}
/**
 * For each pass: the first column, the first row, the step between columns, and the step between rows (section 8.1).
 */
const adam7Passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];
/**
 * Undoes the filters of an 8-bit RGB or RGBA picture (section 9.2). The result of an RGBA picture shares the memory of
 * `rows`. A word contains the four samples of a pixel. All four samples are added at once, without a carry between
 * them.
 * @throws RangeError for an unknown filter
 */
function undoFilters(rows, { width, height, colour }) {
    const isRgb = colour === colourType.rgb;
    const pixels = isRgb
        ? new Int32Array(width * height)
        : new Int32Array(rows.buffer, rows.byteOffset, width * height);
    const length = width * (isRgb ? 3 : 4);
    const zeros = Buffer.alloc(length);
    // By the specification, the pixels above the first row and to the left of the first column are 0.
    let above = new Int32Array(width);
    let commonBits = -1;
    for (let y = 0; y < height; y++) {
        const filter = rows[y * (length + 1)];
        const start = y * (length + 1) + 1;
        const row = pixels.subarray(y * width, (y + 1) * width);
        const undo = undoFilter[filter];
        if (!undo)
            throw new RangeError(`it has the unknown filter ${filter}`);
        // In a flat area, most rows equal the row above. Copying such a row is faster.
        if (y > 0 && undo === undoUp && rows.compare(zeros, 0, length, start, start + length) === 0)
            row.set(above);
        else {
            if (isRgb)
                widenToWords(rows.subarray(start, start + length), row);
            else
                rows.copyWithin(y * length, start, start + length);
            commonBits &= undo(row, above);
            if (isRgb)
                makeOpaque(row);
        }
        above = row;
    }
    return { pixels, isOpaque: isRgb || commonBits >>> 24 === 255 };
}
/**
 * Copies RGB samples into words. Leaves the alpha samples at any value: filters never mix the samples of a pixel, and
 * `makeOpaque` sets the alpha samples at the end.
 */
function widenToWords(rgb, row) {
    for (let x = 0, i = 0; x < row.length; x++, i += 3)
        row[x] = rgb[i] | (rgb[i + 1] << 8) | (rgb[i + 2] << 16);
}
function makeOpaque(pixels) {
    for (let i = 0; i < pixels.length; i++)
        pixels[i] = pixels[i] | 0xff000000;
}
const undoNone = row => {
    let bits = -1;
    for (let x = 0; x < row.length; x++)
        bits &= row[x];
    return bits;
};
const undoSub = row => {
    let bits = -1;
    for (let x = 0, left = 0; x < row.length; x++) {
        left = addBytes(row[x], left);
        row[x] = left;
        bits &= left;
    }
    return bits;
};
const undoUp = (row, above) => {
    let bits = -1;
    for (let x = 0; x < row.length; x++) {
        const pixel = addBytes(row[x], above[x]);
        row[x] = pixel;
        bits &= pixel;
    }
    return bits;
};
const undoAverage = (row, above) => {
    let bits = -1;
    for (let x = 0, left = 0; x < row.length; x++) {
        left = addBytes(row[x], averageBytes(left, above[x]));
        row[x] = left;
        bits &= left;
    }
    return bits;
};
const undoPaeth = (row, above) => {
    let bits = -1;
    for (let x = 0, left = 0, corner = 0; x < row.length; x++) {
        const over = above[x];
        // In charts, two of the three neighbours (left, upper and upper left) are nearly always equal. Then all four
        // samples have the same predictor.
        const guess = over === corner ? left : left === corner ? over : predictBytes(left, over, corner);
        left = addBytes(row[x], guess);
        row[x] = left;
        bits &= left;
        corner = over;
    }
    return bits;
};
const undoFilter = [undoNone, undoSub, undoUp, undoAverage, undoPaeth];
/**
 * Adds the bytes of two words, each modulo 256. The top bit of each byte is added separately, so that no byte carries
 * into the next.
 */
const addBytes = (a, b) => ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
/** Returns a word in which each byte is the mean of the two bytes at the same position, rounded down. */
const averageBytes = (a, b) => (a & b) + (((a ^ b) >>> 1) & 0x7f7f7f7f);
const predictBytes = (a, b, c) => predictByte(a & 255, b & 255, c & 255) |
    (predictByte((a >>> 8) & 255, (b >>> 8) & 255, (c >>> 8) & 255) << 8) |
    (predictByte((a >>> 16) & 255, (b >>> 16) & 255, (c >>> 16) & 255) << 16) |
    (predictByte(a >>> 24, b >>> 24, c >>> 24) << 24);
/**
 * Returns Paeth's predictor: the left, upper or upper left byte, whichever is nearest to left + above − upper left
 * (section 9.4).
 */
function predictByte(left, above, corner) {
    const toLeft = Math.abs(above - corner);
    const toAbove = Math.abs(left - corner);
    const toCorner = Math.abs(left + above - corner - corner);
    return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}
/**
 * Encodes rows of palette indexes. Each row begins with its filter byte. With `Z_RLE`, deflate searches only for runs
 * of equal bytes. This is faster and makes the result smaller, because most bytes equal the previous byte in the row.
 */
const encodePalettePng = (size, palette, rows) => encodePng(encodeHeader(size, colourType.palette), encodeChunk('PLTE', palette), rows, external_node_zlib_namespaceObject.constants.Z_RLE);
/** Encodes rows of RGBA pixels. Each row begins with its filter byte. */
const encodeRgbaPng = (size, rows) => encodePng(encodeHeader(size, colourType.rgba), Buffer.alloc(0), rows, external_node_zlib_namespaceObject.constants.Z_DEFAULT_STRATEGY);
/** Compresses the rows in one of libuv's threads. */
async function encodePng(header, palette, rows, strategy) {
    const data = await (0,external_node_util_namespaceObject.promisify)(external_node_zlib_namespaceObject.deflate)(rows, { level: 1, strategy, chunkSize: deflateChunk });
    return Buffer.concat([
        pngSignature,
        header,
        palette,
        encodeChunk('IDAT', data),
        encodeChunk('IEND', Buffer.alloc(0)),
    ]);
}
/**
 * The size of a chunk of compressed data. One chunk is enough for most pictures. Each further chunk takes a round trip
 * between two threads.
 */
const deflateChunk = 256 * 1024;
function encodeHeader({ width, height }, colour) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, colour], 8);
    return encodeChunk('IHDR', header);
}
function encodeChunk(type, data) {
    const chunk = Buffer.alloc(data.length + 12);
    chunk.writeUInt32BE(data.length);
    chunk.write(type, 4, 'latin1');
    chunk.set(data, 8);
    chunk.writeUInt32BE((0,external_node_zlib_namespaceObject.crc32)(chunk.subarray(4, -4)), chunk.length - 4);
    return chunk;
}

;// CONCATENATED MODULE: ./build/compare/diff/decode-bitmap.js




const pixelWords = ({ data, width, height }) => new Int32Array(data.buffer, data.byteOffset, width * height);
const bytesOfWords = (words) => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
/** Returns the red (0), green (1) or blue (2) sample of a pixel. */
const channelOf = (pixel, channel) => (pixel >>> (8 * channel)) & 255;
/** Whether a colour channel differs by at least `minDifference`. */
const hasMoved = (a, b, minDifference) => Math.abs((a & 255) - (b & 255)) >= minDifference ||
    Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) >= minDifference ||
    Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) >= minDifference;
const bufferOf = ({ data }) => Buffer.from(data.buffer, data.byteOffset, data.length);
function differingRows(before, after) {
    const one = bufferOf(before);
    const other = bufferOf(after);
    const length = before.width * 4;
    const rows = Array.from({ length: before.height }, (_, y) => y);
    return rows.filter(y => one.compare(other, y * length, (y + 1) * length, y * length, (y + 1) * length) !== 0);
}
/** Returns a function that checks whether row `y` equals the row above. `length` is the number of bytes in a row. */
function rowRepeats(data, length) {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return y => {
        const start = y * length;
        return y > 0 && bytes.compare(bytes, start - length, start, start, start + length) === 0;
    };
}
/** Returns the upper left part of a picture. If the width stays the same, the result shares the picture's memory. */
function cropBitmap(picture, { width, height }) {
    if (picture.width === width)
        return { width, height, data: picture.data.subarray(0, width * height * 4) };
    const data = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
        const start = y * picture.width * 4;
        data.set(picture.data.subarray(start, start + width * 4), y * width * 4);
    }
    return { width, height, data };
}
/**
 * The maximum size, for example a dashboard of 1920 × 26,000 pixels. Decoding and comparing two PNGs of this size takes
 * one gigabyte of memory. A runner has at least seven gigabytes.
 */
const maxMegapixels = 50;
/**
 * The maximum width and height. The comparison takes several gigabytes for a picture with millions of rows or columns.
 */
const maxSide = 100_000;
/**
 * The memory limit for jpeg-js, which takes 13 to 22 bytes per pixel in addition to the picture, depending on the
 * chroma subsampling.
 */
const maxJpgMegabytes = 1024;
const decoders = [
    { format: 'png', signature: pngSignature, decode: decodePng },
    { format: 'jpg', signature: Buffer.from([0xff, 0xd8, 0xff]), decode: decodeJpg },
];
/**
 * Decodes a PNG or a JPG, and blends transparent pixels with white, as a browser does.
 * @throws ActionError if the file is broken, of another format, or too large
 */
async function decodeBitmap(bytes, side) {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const decoder = decoders.find(({ signature }) => file.subarray(0, signature.length).equals(signature));
    if (!decoder)
        throw unreadableError(side, 'it is neither a PNG nor a JPG');
    const { format, decode } = decoder;
    const brokenError = (fact, cause) => unreadableError(side, `the ${format.toUpperCase()} is broken (${fact})`, cause);
    const size = imageSize(file, format);
    if (!size)
        throw brokenError('its header gives no size');
    if (isTooLarge(size) || Math.max(size.width, size.height) > maxSide)
        throw tooLargeError(side, size);
    const bitmap = await decode(file).catch(error => {
        throw brokenError(error.message, error);
    });
    // A file may have two headers with different sizes, so the size of the decoded picture is checked, too.
    if (bitmap.width !== size.width || bitmap.height !== size.height)
        throw brokenError('its data does not have the size that its header gives');
    return { ...blendWithWhite(bitmap), format };
}
const isTooLarge = ({ width, height }) => width * height > maxMegapixels * 1e6;
/**
 * Checks the size of the difference image, which covers both pictures. A wide and a high picture together need much
 * more memory than each of them.
 * @throws ActionError
 */
function refuseHugeUnion(before, after) {
    const union = {
        width: Math.max(before.width, after.width),
        height: Math.max(before.height, after.height),
    };
    if (!isTooLarge(union))
        return;
    const sizes = [before, after].map(({ width, height }) => `${width} × ${height}`);
    throw new ActionError(`The pictures cannot be compared: they have ${sizes.join(' and ')} pixels, and the difference image would have more than ${maxMegapixels} megapixels`, 'Check the sizes of both pictures in the artifact. Set width and height of the target, so that both have similar sizes.');
}
async function decodeJpg(jpg) {
    const { decode } = await __nccwpck_require__.e(/* import() */ 598).then(__nccwpck_require__.t.bind(__nccwpck_require__, 598, 19));
    const options = { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: maxJpgMegabytes };
    try {
        const { width, height, data } = decode(jpg, options);
        return { width, height, data, isOpaque: true };
    }
    catch (error) {
        // jpeg-js relies on the order of the segments.
        throw error instanceof TypeError ? new Error('its segments are damaged', { cause: error }) : error;
    }
}
const unreadableError = (side, fact, cause) => new ActionError(`The ${side} picture cannot be compared: ${fact}`, side === 'before'
    ? 'Run the workflow on the branch that recorded it, to record the baseline again.'
    : 'Run the job again; if that does not help, look at the picture in the artifact.', { cause });
const tooLargeError = (side, { width, height }) => new ActionError(`The ${side} picture cannot be compared: it is ${width} × ${height} pixels`, `The limits are ${maxMegapixels} megapixels, and ${withThousands(maxSide)} pixels in each direction. Give the target a smaller width or height, or render its tabs or tiles one by one.`);
/** Changes the given array. */
function blendWithWhite({ data, width, height, isOpaque }) {
    for (let i = 3; i < data.length && !isOpaque; i += 4) {
        const alpha = data[i];
        if (alpha === 255)
            continue;
        for (let k = i - 3; k < i; k++)
            data[k] = Math.round(255 + ((data[k] - 255) * alpha) / 255);
        data[i] = 255;
    }
    return { data, width, height };
}

;// CONCATENATED MODULE: ./build/compare/diff/draw-difference.js



/**
 * The number of greys in the palette. The palette has 64 pale greys for the "after" picture, and 64 pale reds for
 * pixels that exist in only one picture. It also has a colour for each mark, and a colour for the hatching.
 */
const greys = 64;
const firstTint = greys;
const firstMark = 2 * greys - 1;
const hatching = firstMark + 4;
const palette = Buffer.from([
    ...Array.from({ length: greys }, (_, grey) => [192 + grey, 192 + grey, 192 + grey]).flat(),
    ...Array.from({ length: greys }, (_, grey) => [255, 128 + grey, 128 + grey]).flat(),
    ...[255, 0, 0],
    ...[0, 96, 255],
    ...[230, 150, 0],
    ...[150, 150, 160],
]);
const white = greys - 1;
/**
 * Draws the "after" picture in pale greys, changed pixels in red, pixels with a different shade in blue, and noise in
 * amber. Pixels that exist in only one picture are pale red, and pixels that exist in neither picture are white.
 * Ignored rectangles are hatched. A PNG with a palette has a quarter of the bytes to compress.
 * @param marks the marks of the common part
 */
function drawDifference(pictures, marks, ignore) {
    const [before, after] = pictures;
    const width = Math.max(before.width, after.width);
    const height = Math.max(before.height, after.height);
    const rows = new Uint8Array((width + 1) * height);
    const canvas = { width, height, rows };
    if (marks.width < width || marks.height < height) {
        rows.fill(white);
        for (let y = 0; y < height; y++)
            rows[y * (width + 1)] = 0;
        for (const picture of pictures)
            drawTinted(picture, canvas);
    }
    drawMarked(after, marks, canvas);
    hatch(ignore, canvas);
    return encodePalettePng({ width, height }, palette, rows);
}
function drawTinted(picture, canvas) {
    const pixels = pixelWords(picture);
    for (let y = 0, i = 0; y < picture.height; y++) {
        const to = y * (canvas.width + 1) + 1;
        for (let x = 0; x < picture.width; x++)
            canvas.rows[to + x] = firstTint + greyOf(pixels[i++]);
    }
}
function drawMarked(picture, marks, canvas) {
    const pixels = pixelWords(picture);
    const stride = canvas.width + 1;
    const withMarks = new Set(marks.rows);
    const repeatsPicture = rowRepeats(picture.data, 4 * picture.width);
    const repeatsMarks = rowRepeats(marks.data, marks.width);
    for (let y = 0; y < marks.height; y++) {
        const to = y * stride + 1;
        if (repeatsPicture(y) && repeatsMarks(y)) {
            canvas.rows.copyWithin(to, to - stride, to - stride + marks.width);
            continue;
        }
        const row = canvas.rows.subarray(to, to + marks.width);
        drawGreys(pixels.subarray(y * picture.width), row);
        if (withMarks.has(y))
            drawMarks(marks.data.subarray(y * marks.width), row);
    }
}
function drawGreys(pixels, row) {
    for (let x = 0; x < row.length; x++)
        row[x] = greyOf(pixels[x]);
}
function drawMarks(marks, row) {
    for (let x = 0; x < row.length; x++) {
        const mark = marks[x];
        if (mark !== 0)
            row[x] = firstMark + mark;
    }
}
const greyOf = (pixel) => (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 10;
/** Draws a frame and thin diagonal lines, so that the picture stays visible between the lines. */
function hatch(ignore, canvas) {
    for (const { left, top, right, bottom } of boxesWithin(ignore, canvas))
        for (let y = top; y < bottom; y++)
            for (let x = left; x < right; x++) {
                const isFrame = x === left || x === right - 1 || y === top || y === bottom - 1;
                if (isFrame || (x + y) % 8 === 0)
                    canvas.rows[y * (canvas.width + 1) + 1 + x] = hatching;
            }
}

;// CONCATENATED MODULE: ./node_modules/pixelmatch/index.js
/**
 * Compare two equally sized images, pixel by pixel.
 *
 * @param {Uint8Array | Uint8ClampedArray} img1 First image data.
 * @param {Uint8Array | Uint8ClampedArray} img2 Second image data.
 * @param {Uint8Array | Uint8ClampedArray | null | undefined} output Image data to write the diff to, if provided.
 * @param {number} width Input images width.
 * @param {number} height Input images height.
 *
 * @param {Object} [options]
 * @param {number} [options.threshold=0.1] Matching threshold (0 to 1), the maximum OKLab HyAB distance (1 is black vs white) for pixels to be considered equal; smaller is more sensitive.
 * @param {boolean} [options.includeAA=false] Whether to count anti-aliased pixels as differences instead of detecting and ignoring them.
 * @param {number} [options.alpha=0.1] Opacity of original image in diff output.
 * @param {[number, number, number]} [options.aaColor=[255, 255, 0]] Color of anti-aliased pixels in diff output.
 * @param {[number, number, number]} [options.diffColor=[255, 0, 0]] Color of different pixels in diff output.
 * @param {[number, number, number]} [options.diffColorAlt=options.diffColor] Color of differing pixels that are darker in img2 than in img1, to distinguish "added" from "removed" parts.
 * @param {boolean} [options.diffMask=false] Draw the diff over a transparent background (a mask).
 * @param {boolean} [options.checkerboard=true] Whether to blend semi-transparent pixels against a checkerboard pattern (true) or plain white (false) when comparing.
 * @param {number} [options.windowSize=Infinity] If finite, return the maximum number of diff pixels found in any N×N sliding window instead of the total diff count.
 * @param {Uint8Array | Uint8ClampedArray} [options.ignoreMask] One byte per pixel (width × height); pixels with a non-zero value are skipped from comparison.
 *
 * @return {number} The number of mismatched pixels (or the maximum per-window count if windowSize is finite).
 */
function pixelmatch(img1, img2, output, width, height, options = {}) {
    const {
        threshold = 0.1,
        alpha = 0.1,
        aaColor = [255, 255, 0],
        diffColor = [255, 0, 0],
        checkerboard = true,
        windowSize = Infinity,
        includeAA, diffColorAlt, diffMask,
        ignoreMask
    } = options;

    if (!isPixelData(img1) || !isPixelData(img2) || (output && !isPixelData(output)) ||
        (ignoreMask && !isPixelData(ignoreMask)))
        throw new Error('Image data: Uint8Array, Uint8ClampedArray or Buffer expected.');

    if (img1.length !== img2.length || (output && output.length !== img1.length))
        throw new Error(`Image sizes do not match. Image 1 size: ${img1.length}, image 2 size: ${img2.length}`);

    const len = width * height;

    if (img1.length !== len * 4) throw new Error(`Image data size does not match width/height. Expecting ${len * 4}. Got ${img1.length}`);

    if (ignoreMask && ignoreMask.length !== len)
        throw new Error(`Ignore mask size does not match image width/height. Expecting ${len}. Got ${ignoreMask.length}`);

    // check if images are identical
    const a32 = new Uint32Array(img1.buffer, img1.byteOffset, len);
    const b32 = new Uint32Array(img2.buffer, img2.byteOffset, len);

    let identical = true;

    for (let i = 0; i < len; i++) {
        if (a32[i] !== b32[i] && (!ignoreMask || !ignoreMask[i])) { identical = false; break; }
    }
    if (identical) { // fast path if identical
        if (output && !diffMask) {
            for (let i = 0, pos = 0; i < len; i++, pos += 4) drawGrayPixel(output, pos, img1, alpha);
        }
        return 0;
    }

    const [aaR, aaG, aaB] = aaColor;
    const [diffR, diffG, diffB] = diffColor;
    const [altR, altG, altB] = diffColorAlt || diffColor;
    let diff = 0;

    // per-pixel diff mask, only allocated when windowSize is finite (keeps the
    // default path allocation-free): 0 same/ignored, 1 diff, 2 excluded AA.
    // diff pixels are given odd values so the window scan can count them
    // branchlessly with `& 1`.
    const mask = Number.isFinite(windowSize) ? new Uint8Array(len) : null;
    // first/last row containing a counted diff, to bound the windowed post-pass
    let firstDiffY = -1;
    let lastDiffY = 0;

    // compare each pixel of one image against the other one
    for (let i = 0, pos = 0; i < len; i++, pos += 4) {
        // whether the HyAB OKLab distance exceeds the threshold: 0 if not, ±1 if yes (negative if img2 pixel is darker)
        const delta = (a32[i] === b32[i] || (ignoreMask && ignoreMask[i])) ? 0 : colorDelta(img1, img2, pos, checkerboard, threshold);

        // the color difference is above the threshold
        if (delta) {
            const x = i % width;
            const y = (i / width) | 0;
            // check it's a real rendering difference or just anti-aliasing
            const isExcludedAA = !includeAA && (antialiased(img1, x, y, width, height, a32, b32) || antialiased(img2, x, y, width, height, b32, a32));
            if (isExcludedAA) {
                // one of the pixels is anti-aliasing; draw as yellow and do not count as difference
                // note that we do not include such pixels in a mask
                if (output && !diffMask) drawPixel(output, pos, aaR, aaG, aaB);
                if (mask) mask[i] = 2;

            } else {
                // found substantial difference not caused by anti-aliasing; draw it as such
                if (output) {
                    if (delta < 0) {
                        drawPixel(output, pos, altR, altG, altB);
                    } else {
                        drawPixel(output, pos, diffR, diffG, diffB);
                    }
                }
                if (mask) {
                    mask[i] = 1;
                    if (firstDiffY < 0) firstDiffY = y;
                    lastDiffY = y;
                }
                diff++;
            }

        } else if (output && !diffMask) {
            // pixels are similar; draw background as grayscale image blended with white
            drawGrayPixel(output, pos, img1, alpha);
        }
    }

    // return the number of different pixels (no windowed post-pass needed if there are none)
    if (!mask || !diff) return diff;

    // windowed mode: return the maximum number of diff pixels (state 1) over all N×N sliding
    // windows, N floored and clamped to [1, min(width, height)]
    const n = Math.min(Math.max(Math.floor(windowSize), 1), width, height);

    // colSum[x] counts diff pixels in column x over the last n rows; maintained incrementally (add
    // entering row, subtract leaving row), which is why the full mask has to be kept around. diff
    // pixels are odd (`& 1`), AA/same even.
    const colSum = new Uint16Array(width);
    let maxCount = 0;
    // running total of all column sums = diff pixels in the current n-row band;
    // an upper bound for any single window, so bands that can't beat maxCount skip
    // the horizontal scan entirely (most bands are sparse or empty)
    let bandTotal = 0;

    // only rows in [firstDiffY, lastDiffY] hold diffs, so colSum is zero before the
    // first and drained after a leaving row passes the last — bound the scan to the
    // bands that can be nonzero (rows before firstDiffY stay empty, so starting there
    // keeps colSum correct without special initialization)
    const yEnd = Math.min(height - 1, lastDiffY + n - 1);

    for (let y = firstDiffY; y <= yEnd; y++) {
        const rowStart = y * width;
        const leaving = y - n;
        // update column sums: add the entering row, subtract the leaving row
        // (both in one pass over the width)
        if (leaving >= 0) {
            const leavingStart = leaving * width;
            for (let x = 0; x < width; x++) {
                const d = (mask[rowStart + x] & 1) - (mask[leavingStart + x] & 1);
                colSum[x] += d;
                bandTotal += d;
            }
        } else {
            for (let x = 0; x < width; x++) {
                const e = mask[rowStart + x] & 1;
                colSum[x] += e;
                bandTotal += e;
            }
            // only scan windows that are fully inside vertically
            if (y < n - 1) continue;
        }

        // no window in this band can exceed the total diff count it contains
        if (bandTotal <= maxCount) continue;

        // horizontal running sum over colSum yields every window sum in this band;
        // prime the first n-1 columns, then slide with no per-iteration bounds checks
        let windowSum = 0;
        for (let x = 0; x < n - 1; x++) windowSum += colSum[x];
        for (let x = n - 1; x < width; x++) {
            windowSum += colSum[x];
            if (windowSum > maxCount) maxCount = windowSum;
            windowSum -= colSum[x - n + 1];
        }
    }

    return maxCount;
}

/** @param {Uint8Array | Uint8ClampedArray} arr */
function isPixelData(arr) {
    // work around instanceof Uint8Array not working properly in some Jest environments
    return ArrayBuffer.isView(arr) && arr.BYTES_PER_ELEMENT === 1;
}

/**
 * Check if a pixel is likely a part of anti-aliasing;
 * based on "Anti-aliased Pixel and Intensity Slope Detector" paper by V. Vysniauskas, 2009
 * @param {Uint8Array | Uint8ClampedArray} img
 * @param {number} x1
 * @param {number} y1
 * @param {number} width
 * @param {number} height
 * @param {Uint32Array} a32
 * @param {Uint32Array} b32
 */
function antialiased(img, x1, y1, width, height, a32, b32) {
    const x0 = x1 > 0 ? x1 - 1 : 0;
    const y0 = y1 > 0 ? y1 - 1 : 0;
    const x2 = x1 < width - 1 ? x1 + 1 : width - 1;
    const y2 = y1 < height - 1 ? y1 + 1 : height - 1;
    const pos4 = (y1 * width + x1) * 4;
    // cache the center pixel's RGBA once instead of re-reading it on every neighbor comparison
    const cr = img[pos4];
    const cg = img[pos4 + 1];
    const cb = img[pos4 + 2];
    const ca = img[pos4 + 3];
    let zeroes = x1 === x0 || x1 === x2 || y1 === y0 || y1 === y2 ? 1 : 0;
    let min = 0;
    let max = 0;
    let minX = 0;
    let minY = 0;
    let maxX = 0;
    let maxY = 0;

    // go through 8 adjacent pixels
    const rowStep = width * 4;
    for (let x = x0; x <= x2; x++) {
        let m = (y0 * width + x) * 4;
        for (let y = y0; y <= y2; y++, m += rowStep) {
            if (x === x1 && y === y1) continue;

            // brightness delta between the center pixel and adjacent one
            const delta = brightnessDelta(img, m, cr, cg, cb, ca);

            // count the number of equal, darker and brighter adjacent pixels
            if (delta === 0) {
                zeroes++;
                // if found more than 2 equal siblings, it's definitely not anti-aliasing
                if (zeroes > 2) return false;

            // remember the darkest pixel
            } else if (delta < min) {
                min = delta;
                minX = x;
                minY = y;

            // remember the brightest pixel
            } else if (delta > max) {
                max = delta;
                maxX = x;
                maxY = y;
            }
        }
    }

    // if there are no both darker and brighter pixels among siblings, it's not anti-aliasing
    if (min === 0 || max === 0) return false;

    // if either the darkest or the brightest pixel has 3+ equal siblings in both images
    // (definitely not anti-aliased), this pixel is anti-aliased
    return (hasManySiblings(a32, minX, minY, width, height) && hasManySiblings(b32, minX, minY, width, height)) ||
           (hasManySiblings(a32, maxX, maxY, width, height) && hasManySiblings(b32, maxX, maxY, width, height));
}

/**
 * Check if a pixel has 3+ adjacent pixels of the same color.
 * @param {Uint32Array} img
 * @param {number} x1
 * @param {number} y1
 * @param {number} width
 * @param {number} height
 */
function hasManySiblings(img, x1, y1, width, height) {
    const pos1 = y1 * width + x1;
    const val = img[pos1];

    if (x1 > 0 && x1 < width - 1 && y1 > 0 && y1 < height - 1) {
        return +(val === img[pos1 - width - 1]) +
               +(val === img[pos1 - 1]) +
               +(val === img[pos1 + width - 1]) +
               +(val === img[pos1 - width]) +
               +(val === img[pos1 + width]) +
               +(val === img[pos1 - width + 1]) +
               +(val === img[pos1 + 1]) +
               +(val === img[pos1 + width + 1]) > 2;
    }

    const x0 = x1 > 0 ? x1 - 1 : 0;
    const y0 = y1 > 0 ? y1 - 1 : 0;
    const x2 = x1 < width - 1 ? x1 + 1 : width - 1;
    const y2 = y1 < height - 1 ? y1 + 1 : height - 1;
    let zeroes = x1 === x0 || x1 === x2 || y1 === y0 || y1 === y2 ? 1 : 0;

    // go through 8 adjacent pixels
    for (let x = x0; x <= x2; x++) {
        let pos = y0 * width + x;
        for (let y = y0; y <= y2; y++, pos += width) {
            if (x === x1 && y === y1) continue;
            zeroes += +(val === img[pos]);
            if (zeroes > 2) return true;
        }
    }
    return false;
}

// sRGB [0..255] -> linear [0..1] lookup table (padded with a 257th entry for interpolation)
const LIN = new Float64Array(257);
for (let i = 0; i < 256; i++) {
    const c = i / 255;
    LIN[i] = c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
LIN[256] = LIN[255];

// premultiplied LMS matrix contributions for opaque sRGB byte values
const L_R = new Float64Array(256);
const L_G = new Float64Array(256);
const L_B = new Float64Array(256);
const M_R = new Float64Array(256);
const M_G = new Float64Array(256);
const M_B = new Float64Array(256);
const S_R = new Float64Array(256);
const S_G = new Float64Array(256);
const S_B = new Float64Array(256);
for (let i = 0; i < 256; i++) {
    const lr = LIN[i];
    L_R[i] = 0.4122214708 * lr;
    M_R[i] = 0.2119034982 * lr;
    S_R[i] = 0.0883024619 * lr;
    L_G[i] = 0.5363325363 * lr;
    M_G[i] = 0.6806995451 * lr;
    S_G[i] = 0.2817188376 * lr;
    L_B[i] = 0.0514459929 * lr;
    M_B[i] = 0.1073969566 * lr;
    S_B[i] = 0.6299787005 * lr;
}

// sRGB->linear for a fractional [0..255] channel value via linear interpolation of LIN
/** @param {number} x */
function linLUT(x) {
    const i = x | 0;
    return LIN[i] + (LIN[i + 1] - LIN[i]) * (x - i);
}

// cube root over [0..1] via lookup table with linear interpolation
const CBRT_N = 4096;
const CBRT = new Float64Array(CBRT_N + 2);
for (let i = 0; i <= CBRT_N + 1; i++) CBRT[i] = Math.cbrt(i / CBRT_N);
const CBRT_EXACT = 8;
/** @param {number} x */
function cbrtLUT(x) {
    const t = x * CBRT_N;
    const i = t | 0;
    // cbrt curves hardest right above zero, where linear interpolation between samples is off by
    // up to 50%; that lands on near-black pixels, whose differences it then wildly over-weights
    if (i < CBRT_EXACT) return Math.cbrt(x);
    return CBRT[i] + (CBRT[i + 1] - CBRT[i]) * (t - i);
}

// direct-mapped cache for opaque RGB -> cube-rooted LMS values and toe-corrected OKLab lightness
const OKLAB_CACHE_BITS = 12;
const OKLAB_CACHE_SHIFT = 32 - OKLAB_CACHE_BITS;
const OKLAB_CACHE_SIZE = 1 << OKLAB_CACHE_BITS;
const OKLAB_CACHE_KEYS = new Uint32Array(OKLAB_CACHE_SIZE);
const OKLAB_CACHE_VALUES = new Float64Array(OKLAB_CACHE_SIZE * 4);

const TOE_K1 = 0.206;
const TOE_K2 = 0.03;
const TOE_K3 = (1 + TOE_K1) / (1 + TOE_K2);

/**
 * Calculate the perceptual color difference between two pixels using the OKLab color space
 * (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/) with the HyAB metric
 * (|ΔLr| + √(Δa² + Δb²); Abasi et al. 2019), which tracks large color differences well.
 * The Lr lightness is Ottosson's toe-corrected OKLab lightness, which avoids over-expanding
 * near-black image/display differences while preserving the black-white 0..1 scale.
 * Caller guarantees the two pixels differ, so the early-zero check is omitted.
 *
 * The HyAB sqrt is avoided by folding the threshold test in: the distance stays below `maxDelta`
 * iff |ΔLr| <= maxDelta and Δa² + Δb² <= (maxDelta − |ΔLr|)². The return value is only used
 * for the threshold comparison and the brighter/darker sign, so it's just 0 / ±1.
 *
 * @param {Uint8Array | Uint8ClampedArray} img1
 * @param {Uint8Array | Uint8ClampedArray} img2
 * @param {number} k pixel offset (same in both images)
 * @param {boolean} checkerboard
 * @param {number} maxDelta maximum acceptable HyAB distance
 * @return {number} 0 if below the threshold, otherwise ±1 (negative if the img2 pixel is darker)
 */
function colorDelta(img1, img2, k, checkerboard, maxDelta) {
    const r1 = img1[k];
    const g1 = img1[k + 1];
    const b1 = img1[k + 2];
    const a1 = img1[k + 3];
    const r2 = img2[k];
    const g2 = img2[k + 1];
    const b2 = img2[k + 2];
    const a2 = img2[k + 3];

    if (a1 === 255 && a2 === 255) { // fast path for opaque colors
        return colorDeltaOpaque(r1, g1, b1, r2, g2, b2, maxDelta);
    }

    return colorDeltaTransparent(r1, g1, b1, a1, r2, g2, b2, a2, k, checkerboard, maxDelta);
}

/**
 * @param {number} r1
 * @param {number} g1
 * @param {number} b1
 * @param {number} r2
 * @param {number} g2
 * @param {number} b2
 * @param {number} maxDelta
 */
function colorDeltaOpaque(r1, g1, b1, r2, g2, b2, maxDelta) {
    const key1 = (r1 << 16) | (g1 << 8) | b1;
    const slot1 = Math.imul(key1, 0x9e3779b1) >>> OKLAB_CACHE_SHIFT;
    const stored1 = key1 + 1;
    const offset1 = slot1 * 4;
    let l1, m1, s1, lr1;
    if (OKLAB_CACHE_KEYS[slot1] === stored1) {
        l1 = OKLAB_CACHE_VALUES[offset1];
        m1 = OKLAB_CACHE_VALUES[offset1 + 1];
        s1 = OKLAB_CACHE_VALUES[offset1 + 2];
        lr1 = OKLAB_CACHE_VALUES[offset1 + 3];
    } else {
        l1 = cbrtLUT(L_R[r1] + L_G[g1] + L_B[b1]);
        m1 = cbrtLUT(M_R[r1] + M_G[g1] + M_B[b1]);
        s1 = cbrtLUT(S_R[r1] + S_G[g1] + S_B[b1]);
        lr1 = lightness(l1, m1, s1);
        OKLAB_CACHE_KEYS[slot1] = stored1;
        OKLAB_CACHE_VALUES[offset1] = l1;
        OKLAB_CACHE_VALUES[offset1 + 1] = m1;
        OKLAB_CACHE_VALUES[offset1 + 2] = s1;
        OKLAB_CACHE_VALUES[offset1 + 3] = lr1;
    }

    const key2 = (r2 << 16) | (g2 << 8) | b2;
    const slot2 = Math.imul(key2, 0x9e3779b1) >>> OKLAB_CACHE_SHIFT;
    const stored2 = key2 + 1;
    const offset2 = slot2 * 4;
    let l2, m2, s2, lr2;
    if (OKLAB_CACHE_KEYS[slot2] === stored2) {
        l2 = OKLAB_CACHE_VALUES[offset2];
        m2 = OKLAB_CACHE_VALUES[offset2 + 1];
        s2 = OKLAB_CACHE_VALUES[offset2 + 2];
        lr2 = OKLAB_CACHE_VALUES[offset2 + 3];
    } else {
        l2 = cbrtLUT(L_R[r2] + L_G[g2] + L_B[b2]);
        m2 = cbrtLUT(M_R[r2] + M_G[g2] + M_B[b2]);
        s2 = cbrtLUT(S_R[r2] + S_G[g2] + S_B[b2]);
        lr2 = lightness(l2, m2, s2);
        OKLAB_CACHE_KEYS[slot2] = stored2;
        OKLAB_CACHE_VALUES[offset2] = l2;
        OKLAB_CACHE_VALUES[offset2 + 1] = m2;
        OKLAB_CACHE_VALUES[offset2 + 2] = s2;
        OKLAB_CACHE_VALUES[offset2 + 3] = lr2;
    }

    return oklabHyabDelta(lr1 - lr2, l1 - l2, m1 - m2, s1 - s2, maxDelta);
}

/**
 * @param {number} r1
 * @param {number} g1
 * @param {number} b1
 * @param {number} a1
 * @param {number} r2
 * @param {number} g2
 * @param {number} b2
 * @param {number} a2
 * @param {number} k
 * @param {boolean} checkerboard
 * @param {number} maxDelta
 */
function colorDeltaTransparent(r1, g1, b1, a1, r2, g2, b2, a2, k, checkerboard, maxDelta) {
    // blend pixels with background
    let rb = 255, gb = 255, bb = 255;
    if (checkerboard) {
        // pick one of 8 dark/light background colors per pixel from the top 3 bits of a Fibonacci
        // hash of its index (uniform and independent per channel), so that no pair of colors that
        // only differ in alpha can look alike over more than 1/8 of the pixels
        const h = Math.imul(k >> 2, 0x9e3779b1);
        rb = 48 + 159 * (h >>> 31);
        gb = 48 + 159 * ((h >>> 30) & 1);
        bb = 48 + 159 * ((h >>> 29) & 1);
    }
    // blended channel values are fractional, so interpolate the sRGB->linear LUT
    r1 = (r1 * a1 + rb * (255 - a1)) / 255;
    g1 = (g1 * a1 + gb * (255 - a1)) / 255;
    b1 = (b1 * a1 + bb * (255 - a1)) / 255;
    r2 = (r2 * a2 + rb * (255 - a2)) / 255;
    g2 = (g2 * a2 + gb * (255 - a2)) / 255;
    b2 = (b2 * a2 + bb * (255 - a2)) / 255;
    const lr1 = linLUT(r1), lg1 = linLUT(g1), lb1 = linLUT(b1);
    const lr2 = linLUT(r2), lg2 = linLUT(g2), lb2 = linLUT(b2);

    const l1 = cbrtLUT(0.4122214708 * lr1 + 0.5363325363 * lg1 + 0.0514459929 * lb1);
    const m1 = cbrtLUT(0.2119034982 * lr1 + 0.6806995451 * lg1 + 0.1073969566 * lb1);
    const s1 = cbrtLUT(0.0883024619 * lr1 + 0.2817188376 * lg1 + 0.6299787005 * lb1);
    const l2 = cbrtLUT(0.4122214708 * lr2 + 0.5363325363 * lg2 + 0.0514459929 * lb2);
    const m2 = cbrtLUT(0.2119034982 * lr2 + 0.6806995451 * lg2 + 0.1073969566 * lb2);
    const s2 = cbrtLUT(0.0883024619 * lr2 + 0.2817188376 * lg2 + 0.6299787005 * lb2);
    const Lr1 = lightness(l1, m1, s1);
    const Lr2 = lightness(l2, m2, s2);

    return oklabHyabDelta(Lr1 - Lr2, l1 - l2, m1 - m2, s1 - s2, maxDelta);
}

/**
 * @param {number} dLr
 * @param {number} dl
 * @param {number} dm
 * @param {number} ds
 * @param {number} maxDelta
 */
function oklabHyabDelta(dLr, dl, dm, ds, maxDelta) {
    // HyAB distance = |dLr| + sqrt(da^2 + db^2); compare against maxDelta without the sqrt:
    // it stays below the threshold iff |dLr| <= maxDelta and da^2 + db^2 <= (maxDelta - |dLr|)^2
    const rest = maxDelta - Math.abs(dLr);
    if (rest >= 0) {
        const da = 1.9779984951 * dl - 2.4285922050 * dm + 0.4505937099 * ds;
        const db = 0.0259040371 * dl + 0.7827717662 * dm - 0.8086757660 * ds;
        if (da * da + db * db <= rest * rest) return 0;
    }

    // encode whether the pixel lightens or darkens in the sign
    return dLr > 0 ? -1 : 1;
}

/**
 * Toe-corrected OKLab lightness (Lr) from cube-rooted LMS values.
 * @param {number} l
 * @param {number} m
 * @param {number} s
 */
function lightness(l, m, s) {
    const L = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    const x = TOE_K3 * L - TOE_K1;
    return 0.5 * (x + Math.sqrt(x * x + 4 * TOE_K2 * TOE_K3 * L));
}

/**
 * Specialized brightness-only color delta for the anti-aliasing detector,
 * with the center pixel's RGBA hoisted out of the neighbor loop.
 *
 * Intentionally stays on gamma-space Rec.601 luma rather than OKLab ΔL used by `colorDelta`:
 * the detector only needs a cheap, monotonic scalar to find the intensity ramp direction
 * (darkest/brightest neighbor), and switching to ΔL both regressed AA detection on dark regions
 * and was much slower (called up to 16× per candidate pixel).
 *
 * Semi-transparent pixels are composited over fixed white rather than the checkerboard
 * used by `colorDelta`: a ramp structure test needs a deterministic background, and a
 * pseudo-random per-position one distorts the very ramps it looks for. White (rather than
 * mid-gray) matches the pre-checkerboard blending that some callers depend on. When the composited
 * luma delta cancels out exactly but alpha differs, the alpha delta gives the ramp direction,
 * so only pixels equal in both premultiplied luma and alpha count as equal siblings.
 * @param {Uint8Array | Uint8ClampedArray} img
 * @param {number} m neighbor pixel offset
 * @param {number} r1
 * @param {number} g1
 * @param {number} b1
 * @param {number} a1
 */
function brightnessDelta(img, m, r1, g1, b1, a1) {
    const r2 = img[m];
    const g2 = img[m + 1];
    const b2 = img[m + 2];
    const a2 = img[m + 3];

    let dr = r1 - r2;
    let dg = g1 - g2;
    let db = b1 - b2;
    const da = a1 - a2;

    if (!dr && !dg && !db && !da) return 0;

    if (a1 < 255 || a2 < 255) {
        dr = (r1 * a1 - r2 * a2 - 255 * da) / 255;
        dg = (g1 * a1 - g2 * a2 - 255 * da) / 255;
        db = (b1 * a1 - b2 * a2 - 255 * da) / 255;
        const d = dr * 0.29889531 + dg * 0.58662247 + db * 0.11448223;
        return d === 0 && da ? da / 2 : d;
    }

    return dr * 0.29889531 + dg * 0.58662247 + db * 0.11448223;
}

/**
 * @param {Uint8Array | Uint8ClampedArray} output
 * @param {number} pos
 * @param {number} r
 * @param {number} g
 * @param {number} b
 */
function drawPixel(output, pos, r, g, b) {
    output[pos] = r;
    output[pos + 1] = g;
    output[pos + 2] = b;
    output[pos + 3] = 255;
}

/**
 * @param {Uint8Array | Uint8ClampedArray} output
 * @param {number} i
 * @param {Uint8Array | Uint8ClampedArray} img
 * @param {number} alpha
 */
function drawGrayPixel(output, i, img, alpha) {
    const val = 255 + (img[i] * 0.29889531 + img[i + 1] * 0.58662247 + img[i + 2] * 0.11448223 - 255) * alpha * img[i + 3] / 255;
    drawPixel(output, i, val, val, val);
}

;// CONCATENATED MODULE: ./build/compare/diff/shades.js


/**
 * In a PNG, a difference of 1 in an area does not count, because a slow gradient changes by 1 everywhere if its start
 * changes by 1. A sum of 2 across a line does not count, because rounding changes sums by up to 2. In a JPG, flat areas
 * change by up to 8 if the quality or a neighbouring area changes (measured with Chromium's and jpeg-js' encoders,
 * qualities 50 to 95).
 */
const shadeLimits = {
    png: { minArea: 2, minDifference: 1, minSum: 3 },
    jpg: { minArea: 12, minDifference: 8, minSum: 12 },
};
/**
 * Returns a function that checks whether a pixel is in a flat area in both pictures, and whether these areas differ in
 * colour. The function must be called for pixels in ascending order.
 */
function shadeFinder({ before, after, width }, { minArea }) {
    let flatBefore = -1;
    let flatAfter = -1;
    return i => {
        if (!hasMoved(before[i], after[i], minArea))
            return false;
        if (flatBefore < i)
            flatBefore = flatUntil(before, i, width);
        if (flatBefore < i)
            return false;
        if (flatAfter < i)
            flatAfter = flatUntil(after, i, width);
        return flatAfter >= i;
    };
}
/**
 * Searches for a block of three by three pixels of one colour around the pixel `i`. Returns the block's last pixel in
 * the row of `i`, or -1 if there is no such block.
 */
function flatUntil(pixels, i, width) {
    const colour = pixels[i];
    const x = i % width;
    // Most pixels of edges and text have no equal neighbour in their row.
    const first = x > 0 && pixels[i - 1] === colour ? i - 1 : i;
    const last = x < width - 1 && pixels[i + 1] === colour ? i + 1 : i;
    if (first === last)
        return -1;
    // Begins at the right, because a block that ends farther to the right also answers the question for the next pixels.
    for (let column = last; column >= first; column--)
        for (let centre = column - width; centre <= column + width; centre += width)
            if (hasNeighbours(pixels, centre, width) && isBlock(pixels, centre, width, colour))
                return column + 1;
    return -1;
}
/**
 * Whether a pixel has eight neighbours. Call this before reading them, because a read outside of the array would slow
 * down all reads.
 */
function hasNeighbours(pixels, i, width) {
    const column = i % width;
    return i >= width && i < pixels.length - width && column > 0 && column < width - 1;
}
const isBlock = (pixels, centre, width, colour) => pixels[centre] === colour &&
    pixels[centre - 1] === colour &&
    pixels[centre + 1] === colour &&
    pixels[centre - width] === colour &&
    pixels[centre + width] === colour &&
    pixels[centre - width - 1] === colour &&
    pixels[centre - width + 1] === colour &&
    pixels[centre + width - 1] === colour &&
    pixels[centre + width + 1] === colour;
const minLength = 20;
/**
 * The maximum number of pixels that a line takes in a row or column. A line of two pixels at 45° takes up to four
 * pixels, and five if it also moves.
 */
const maxThickness = 5;
/**
 * The maximum movement of an area's edge, in pixels. An edge at 45° that moves by a third of a pixel both sideways and
 * down moves by two thirds within each row.
 */
const maxEdgeMove = 0.8;
/**
 * Across a line, the sum of signed differences must be at least this share of the sum of absolute differences. If a
 * line only moved, positive and negative differences cancel out.
 */
const minSumShare = 0.6;
/**
 * The minimum share of line pixels in a group. In measurements, the share was at least 0.95 for changed lines, and at
 * most 0.7 for moved text.
 */
const minLineShare = 0.85;
/** The same share for a group of lines. In text that moved, darker and brighter pixels cancel out. */
const minDirectionShare = 0.9;
/**
 * To group lines, the picture is divided into cells of 8 × 8 pixels (2 to the power of this number). Lines in
 * neighbouring cells form a group. For example, the letters of a word are a group.
 */
const cellBits = 3;
/** Marks that only this file uses. If two marks apply to a pixel, the higher mark wins. */
const lineMark = undecidedMark + 1;
const edgeMark = undecidedMark + 2;
const movedMark = undecidedMark + 3;
/** Searches the undecided pixels of the given segments for lines whose shade changed, and marks these lines. */
function markLines(pair, data, segments, limits) {
    const { width, height } = pair;
    const stride = (width >> cellBits) + 2;
    const cells = new Uint8Array(stride * ((height >> cellBits) + 1));
    for (const start of segments)
        for (let i = start, end = segmentEnd(start, width); i < end; i++) {
            if (data[i] !== undecidedMark)
                continue;
            data[i] = classify(pair, i, limits);
            if (data[i] === lineMark)
                cells[cellOf(i, width, stride)] = 1;
        }
    for (const group of connectedCells({ cells, stride }))
        if (isOfAnotherShade(pair, data, group, stride))
            eachMarkedPixel(pair, data, group, stride, i => {
                if (data[i] === lineMark)
                    data[i] = shadeMark;
            });
}
function cellOf(i, width, stride) {
    const x = i % width;
    const y = (i - x) / width;
    return (y >> cellBits) * stride + (x >> cellBits);
}
/**
 * Returns the mark of a pixel on a line, on an edge, or on a shape that moved. Returns 0 for a pixel inside of a larger
 * shape, and for a difference below `minDifference`.
 */
function classify(pair, i, limits) {
    const { width, height } = pair;
    if (!differs(pair, i, limits))
        return 0;
    const x = i % width;
    const y = (i - x) / width;
    const above = countDiffering(pair, i, -width, y, limits);
    const below = countDiffering(pair, i, width, height - 1 - y, limits);
    const left = countDiffering(pair, i, -1, x, limits);
    const right = countDiffering(pair, i, 1, width - 1 - x, limits);
    const vertical = above + 1 + below;
    const horizontal = left + 1 + right;
    if (Math.min(vertical, horizontal) > maxThickness)
        return 0;
    // At 45°, the sections in the row and in the column have the same length. The higher mark wins, so the pixel is on a
    // line only if both sections cross a line.
    return Math.max(vertical <= horizontal
        ? classifySection(pair, { start: i - above * width, step: width, length: vertical }, limits)
        : 0, horizontal <= vertical
        ? classifySection(pair, { start: i - left, step: 1, length: horizontal }, limits)
        : 0);
}
/** Whether a pixel differs by at least `minDifference` in a colour channel. Different colours differ by at least 1. */
const differs = ({ before, after }, i, { minDifference }) => before[i] !== after[i] &&
    (minDifference === 1 || hasMoved(before[i], after[i], minDifference));
function countDiffering(pair, i, step, room, limits) {
    let count = 0;
    while (count < maxThickness && count < room && differs(pair, i + (count + 1) * step, limits))
        count++;
    return count;
}
function classifySection(pair, section, { minSum }) {
    const red = absoluteSum(pair, section, 0);
    const green = absoluteSum(pair, section, 1);
    const blue = absoluteSum(pair, section, 2);
    const channel = strongestChannel(red, green, blue);
    const sum = Math.abs(signedSum(pair, section, channel));
    if (sum < minSum || sum < minSumShare * Math.max(red, green, blue))
        return movedMark;
    return sum < minSum + maxEdgeMove * contrastOf(pair, section, channel) ? edgeMark : lineMark;
}
/**
 * Returns the contrast between the two sides of a section in the "before" picture. 0 if the picture ends at one side.
 */
function contrastOf({ before, width }, { start, step, length }, channel) {
    const one = start - step;
    const other = start + length * step;
    const isCut = step === 1 ? start % width === 0 || other % width === 0 : one < 0 || other >= before.length;
    if (isCut)
        return 0;
    return Math.abs(channelOf(before[one], channel) - channelOf(before[other], channel));
}
const channels = [0, 1, 2];
const channelDifference = ({ before, after }, i, channel) => channelOf(after[i], channel) - channelOf(before[i], channel);
function signedSum(pair, { start, step, length }, channel) {
    let sum = 0;
    for (let k = 0; k < length; k++)
        sum += channelDifference(pair, start + k * step, channel);
    return sum;
}
function absoluteSum(pair, { start, step, length }, channel) {
    let sum = 0;
    for (let k = 0; k < length; k++)
        sum += Math.abs(channelDifference(pair, start + k * step, channel));
    return sum;
}
function strongestChannel(red, green, blue) {
    if (green >= red && green >= blue)
        return 1;
    return red >= blue ? 0 : 2;
}
/**
 * Whether the lines in a group of cells are long enough, and whether nearly all of their pixels changed in the same
 * direction.
 */
function isOfAnotherShade(pair, data, cells, stride) {
    // Most groups are only a few cells of text, and are skipped here.
    if (cells.length << cellBits < minLength)
        return false;
    const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 };
    let lines = 0;
    let others = 0;
    eachMarkedPixel(pair, data, cells, stride, (i, x, y) => {
        const mark = data[i];
        if (mark === changeMark || mark === movedMark)
            others++;
        if (mark !== lineMark)
            return;
        lines++;
        if (x < box.left)
            box.left = x;
        if (y < box.top)
            box.top = y;
        if (x >= box.right)
            box.right = x + 1;
        if (y >= box.bottom)
            box.bottom = y + 1;
    });
    const length = Math.max(box.right - box.left, box.bottom - box.top);
    if (length < minLength || lines < minLength || lines < minLineShare * (lines + others))
        return false;
    return hasOneDirection(pair, data, cells, stride);
}
/** Whether nearly all lines got darker, or nearly all lines got brighter. */
function hasOneDirection(pair, data, cells, stride) {
    const signed = [0, 0, 0];
    const absolute = [0, 0, 0];
    eachMarkedPixel(pair, data, cells, stride, i => {
        if (data[i] !== lineMark && data[i] !== edgeMark)
            return;
        for (const channel of channels) {
            const difference = channelDifference(pair, i, channel);
            signed[channel] += difference;
            absolute[channel] += Math.abs(difference);
        }
    });
    const channel = strongestChannel(...absolute);
    return Math.abs(signed[channel]) >= minDirectionShare * absolute[channel];
}
function eachMarkedPixel({ width, height }, data, cells, stride, visit) {
    const size = 1 << cellBits;
    for (const cell of cells) {
        const left = (cell % stride) * size;
        const top = Math.floor(cell / stride) * size;
        const right = Math.min(left + size, width);
        const bottom = Math.min(top + size, height);
        for (let y = top; y < bottom; y++)
            for (let x = left, i = y * width + left; x < right; x++, i++)
                if (data[i] !== 0)
                    visit(i, x, y);
    }
}

;// CONCATENATED MODULE: ./build/compare/diff/mark-changes.js




const ignoredMark = 255;
/** Marks and counts the changed pixels. `rows` has the rows that differ between the pictures, in ascending order. */
function markChanges(pair, rows, rules) {
    const { width, height } = pair;
    const data = new Uint8Array(width * height);
    const ignored = boxesWithin(rules.ignore, pair);
    fillBoxes(data, width, ignored, ignoredMark);
    const repeated = repeatedRows(pair, rows, ignored);
    const table = emptyTable(pair);
    const markBand = bandMarker(pair, data, table, rules);
    for (const band of bandsOf(rows.filter(y => !repeated.has(y))))
        markBand(band);
    for (const y of repeated) {
        data.copyWithin(y * width, (y - 1) * width, y * width);
        copyRowAbove(table, y);
    }
    fillBoxes(data, width, ignored, 0);
    const { perRow } = table;
    const open = indexesOf(table.isOpen);
    markLines(pair, data, open.map(segment => segmentStart(segment, perRow, width)), rules.limits);
    for (const segment of open)
        countSegment({ data, width }, segment, table);
    return withCounts({ width, height, data, rows }, table);
}
function emptyTable(size) {
    const counts = emptyCounts(size);
    return { ...counts, isOpen: new Uint8Array(counts.changed.length) };
}
function copyRowAbove(table, y) {
    const { perRow, changed, shaded, isOpen } = table;
    for (let segment = y * perRow, above = segment - perRow; above < y * perRow; segment++, above++)
        addCounts(table, segment, changed[above], shaded[above]);
    isOpen.copyWithin(y * perRow, (y - 1) * perRow, y * perRow);
}
function indexesOf(flags) {
    const indexes = [];
    for (let i = flags.indexOf(1); i >= 0; i = flags.indexOf(1, i + 1))
        indexes.push(i);
    return indexes;
}
function fillBoxes(data, width, boxes, mark) {
    for (const { left, top, right, bottom } of boxes)
        for (let y = top; y < bottom; y++)
            data.fill(mark, y * width + left, y * width + right);
}
/** The number of additional rows above and below a band. pixelmatch reads up to two rows away from a pixel. */
const contextRows = 2;
/**
 * Returns the rows that get the marks of the row above. In both pictures, such a row is equal to the two rows above and
 * the two rows below.
 */
function repeatedRows(pair, rows, ignored) {
    const { before, after, width } = pair;
    const borders = new Set(ignored.flatMap(({ top, bottom }) => [top, bottom]));
    const repeatsBefore = rowRepeats(bytesOfWords(before), 4 * width);
    const repeatsAfter = rowRepeats(bytesOfWords(after), 4 * width);
    const equal = new Set(rows.filter(y => !borders.has(y) && repeatsBefore(y) && repeatsAfter(y)));
    return new Set(rows.filter(y => [-2, -1, 0, 1, 2].every(step => equal.has(y + step))));
}
/** The maximum number of rows in a band, so that pixelmatch's output for a band fits into the processor's cache. */
const maxBandRows = 64;
function bandsOf(rows) {
    const bands = [];
    for (const y of rows) {
        const band = bands.at(-1);
        if (band && y - band[0] < maxBandRows)
            band.push(y);
        else
            bands.push([y]);
    }
    return bands;
}
/**
 * Returns a function that marks the pixels in a band: changes that pixelmatch finds, and areas with a different shade.
 * Other differing pixels stay undecided. The bands must be passed from top to bottom.
 */
function bandMarker(pair, data, table, { threshold, limits }) {
    const { width } = pair;
    const { perRow } = table;
    const isShaded = shadeFinder(pair, limits);
    const cutBand = bandCutter(pair);
    const markFlatPixels = flatMarker(pair, data, table, colourJudge(threshold));
    const decide = (segment, { offset, output }) => {
        const start = segmentStart(segment, perRow, width);
        for (let i = start, end = segmentEnd(start, width); i < end; i++) {
            if (data[i] !== undecidedMark)
                continue;
            if (output[4 * (i - offset) + 3] !== 0)
                data[i] = changeMark;
            else if (isShaded(i))
                data[i] = shadeMark;
            else
                table.isOpen[segment] = 1;
        }
        if (table.isOpen[segment] === 0)
            countSegment({ data, width }, segment, table);
    };
    return rows => {
        const band = cutBand(rows);
        const undecided = [];
        for (const y of rows)
            for (let column = 0; column < perRow; column++) {
                const segment = y * perRow + column;
                if (markFlatPixels(segment, y * width + column * segmentWidth, band))
                    undecided.push(segment);
            }
        if (undecided.length === 0)
            return;
        const { before, after, height, ignoreMask, output } = band;
        const options = toOptions({ threshold, ignoreMask, includeAA: false });
        pixelmatch(bytesOfWords(before), bytesOfWords(after), output, width, height, options);
        for (const segment of undecided)
            decide(segment, band);
    };
}
/**
 * The keys must have the same order in each call. Otherwise, V8 would discard the compiled function and interpret it
 * again.
 */
const toOptions = ({ threshold, ignoreMask, includeAA }) => ({
    threshold,
    ignoreMask,
    includeAA,
    diffMask: true,
});
/**
 * Returns a function that cuts a band out of both pictures. All bands share the memory of the mask and the output, so
 * only one band can be in use at a time.
 */
function bandCutter({ before, after, width, height }) {
    const maxPixels = width * Math.min(height, maxBandRows + 2 * contextRows);
    const masks = new Uint8Array(maxPixels);
    const outputs = new Uint8Array(4 * maxPixels);
    return rows => {
        const top = Math.max(0, rows[0] - contextRows);
        const bottom = Math.min(height, rows.at(-1) + 1 + contextRows);
        const [offset, end] = [top * width, bottom * width];
        return {
            width,
            height: bottom - top,
            before: before.subarray(offset, end),
            after: after.subarray(offset, end),
            offset,
            ignoreMask: masks.subarray(0, end - offset).fill(1),
            output: outputs.subarray(0, 4 * (end - offset)).fill(0),
        };
    };
}
/**
 * Returns a function that marks the differing pixels in a segment. If three neighbours of a pixel have its colour in
 * both pictures, the difference is no anti-aliasing, and the pixel is decided at once. Other differing pixels stay
 * undecided. The function returns whether the segment has undecided pixels. If it has none, the function counts its
 * changes.
 */
function flatMarker({ before, after, width }, data, table, isApart) {
    /** Whether a pixel has the same colour as the pixel to its left and is in the same flat area, in both pictures. */
    const isSameAsLeft = (i) => before[i] === before[i - 1] &&
        after[i] === after[i - 1] &&
        before[i] === before[i - width + 1] &&
        after[i] === after[i - width + 1] &&
        data[i] !== ignoredMark;
    const isInside = (i) => i >= width && isFlat(before, i, width) && isFlat(after, i, width);
    const isBetween = (i) => isEven(before, i, width) && isEven(after, i, width);
    /**
     * Marks a differing pixel, and the next pixels of its row in the same flat area. Returns the first pixel after the
     * marked pixels.
     */
    const markRun = (i, end, { ignoreMask, offset }) => {
        let next = i + 1;
        if (isInside(i))
            while (next < end && isSameAsLeft(next))
                next++;
        else if (!isBetween(i)) {
            data[i] = undecidedMark;
            ignoreMask[i - offset] = 0;
            return next;
        }
        data.fill(isApart(before[i], after[i]) ? changeMark : undecidedMark, i, next);
        return next;
    };
    return (segment, start, band) => {
        const end = segmentEnd(start, width);
        let changes = 0;
        let isUndecided = false;
        for (let i = start, next = i; i < end; i = next) {
            next = i + 1;
            if (before[i] === after[i] || data[i] === ignoredMark)
                continue;
            next = markRun(i, end, band);
            if (data[i] === changeMark)
                changes += next - i;
            else
                isUndecided = true;
        }
        if (!isUndecided)
            addCounts(table, segment, changes, 0);
        return isUndecided;
    };
}
/**
 * Whether a pixel has the same colour as its neighbours to the left, above, and to the upper right. The pixel must not
 * be in the first row. In the first and the last column, one of these neighbours is instead a pixel at the other end of
 * a row. The result is still right, because pixelmatch counts the picture's edge as a neighbour of the same colour.
 */
function isFlat(pixels, i, width) {
    const colour = pixels[i];
    return colour === pixels[i - 1] && colour === pixels[i - width] && colour === pixels[i - width + 1];
}
/** Whether at least three of a pixel's eight neighbours have its colour. False at the picture's edges. */
function isEven(pixels, i, width) {
    if (!hasNeighbours(pixels, i, width))
        return false;
    const colour = pixels[i];
    const equal = +(pixels[i - width - 1] === colour) +
        +(pixels[i - width] === colour) +
        +(pixels[i - width + 1] === colour) +
        +(pixels[i - 1] === colour) +
        +(pixels[i + 1] === colour) +
        +(pixels[i + width - 1] === colour) +
        +(pixels[i + width] === colour) +
        +(pixels[i + width + 1] === colour);
    return equal > 2;
}
/** Limits the memory if all colours of the pictures differ. */
const maxKnownPairs = 100_000;
/** Caches pixelmatch's result for each pair of colours. */
function colourJudge(threshold) {
    const known = new Map();
    const [one, other] = [new Int32Array(1), new Int32Array(1)];
    const options = toOptions({ threshold, ignoreMask: new Uint8Array(1), includeAA: true });
    const output = new Uint8Array(4);
    const ask = (before, after) => {
        one[0] = before;
        other[0] = after;
        return pixelmatch(bytesOfWords(one), bytesOfWords(other), output, 1, 1, options) === 1;
    };
    let last = { before: 0, after: 0, isApart: false };
    return (before, after) => {
        if (last.before === before && last.after === after)
            return last.isApart;
        const key = (before & 0xffffff) * 2 ** 24 + (after & 0xffffff);
        const isApart = known.get(key) ?? ask(before, after);
        if (known.size >= maxKnownPairs)
            known.clear();
        known.set(key, isApart);
        last = { before, after, isApart };
        return isApart;
    };
}

;// CONCATENATED MODULE: ./build/compare/diff/strip-places.js


const maxPlaces = 4;
/** The maximum size of a place. A strip has room for two panels of this size, one below the other. */
const maxPlace = { width: 1198, height: 740 };
/**
 * A picture up to this size fits into a comment, so the whole picture is one place. If there are more than `maxPlaces`
 * places, places are joined up to this size.
 */
const maxSharedPlace = { width: 838, height: 600 };
const minPlace = { width: 380, height: 140 };
const padding = 24;
/**
 * If a place is enlarged to the minimum size, this share of the added space is on the left and at the top. Labels and
 * titles are usually there.
 */
const labelShare = 0.7;
/** The maximum distance by which a place's edge moves outwards into a gap, in pixels. */
const maxExtraPadding = 72;
/** The minimum width of a gap between two shapes, such as a title and a chart, in pixels. */
const minGap = 6;
/**
 * Crops are tried from the upper left, because labels and titles are on the left and at the top. A later crop is chosen
 * only if it has at least this many times the changes of the best crop so far.
 */
const minGain = 1.05;
/** Two places are joined if the joined place is at most this many times as large as both places together. */
const maxGrowth = 1.25;
/** Returns places that together show all areas, in reading order. Areas that are close to each other share a place. */
function findPlaces(areas, marks, pictures) {
    const size = {
        width: Math.max(...pictures.map(({ width }) => width)),
        height: Math.max(...pictures.map(({ height }) => height)),
    };
    const whole = { left: 0, top: 0, right: size.width, bottom: size.height };
    const changed = areas.map(toBox);
    if (changed.length > 0 && fitsInto(whole, maxSharedPlace))
        return [{ box: whole, areas: changed, weight: 1, isWhole: true }];
    const single = changed.map(area => ({
        box: surround(area, size),
        areas: [area],
        weight: weightOf(area, marks),
    }));
    const near = joinPlaces(single, isCompact);
    const few = joinPlaces(near, ({ count, joined }) => count > maxPlaces && fitsInto(joined, maxSharedPlace));
    return few.map(group => {
        const box = extendToGaps(cropToMax(group.box, marks), whole, pictures);
        return { ...group, box, isWhole: group.areas.every(area => contains(box, area)) };
    });
}
/**
 * Whether joining two places adds little space. The joined place must not be wider than a comment, unless one of the
 * two places already is.
 */
function isCompact({ one, other, joined }) {
    const width = Math.max(one.right - one.left, other.right - other.left, maxSharedPlace.width);
    return (fitsInto(joined, { width, height: maxPlace.height }) &&
        boxArea(joined) <= maxGrowth * (boxArea(one) + boxArea(other)));
}
/** Adds padding to a box, and enlarges the box to the minimum size, within the picture. */
function surround({ left, top, right, bottom }, size) {
    const row = surroundRange({ start: left, end: right }, minPlace.width, size.width);
    const column = surroundRange({ start: top, end: bottom }, minPlace.height, size.height);
    return { left: row.start, top: column.start, right: row.end, bottom: column.end };
}
function surroundRange({ start, end }, minLength, max) {
    const extra = Math.max(minLength - (end - start) - 2 * padding, 0);
    const length = Math.min(end - start + 2 * padding + extra, max);
    const preferred = Math.round(start - padding - labelShare * extra);
    const moved = Math.min(Math.max(preferred, 0), max - length);
    return { start: moved, end: moved + length };
}
/** Counts the changed cells in a box. A cell outside of the common part of both pictures counts as changed. */
function weightOf({ left, top, right, bottom }, { grid, width, height }) {
    const { cellSize, cells, stride } = grid;
    let weight = 0;
    for (let y = top; y < bottom; y += cellSize)
        for (let x = left; x < right; x += cellSize) {
            const cell = Math.floor(y / cellSize) * stride + Math.floor(x / cellSize);
            if (x >= width || y >= height || cells[cell] === 1)
                weight++;
        }
    return weight;
}
/** Joins the two closest groups repeatedly, as long as `mayJoin` allows a pair. */
function joinPlaces(groups, mayJoin) {
    const rest = [...groups];
    for (;;) {
        const pairs = rest.flatMap((one, i) => rest.slice(i + 1).map(other => ({ one, other })));
        const joinable = pairs.filter(({ one, other }) => mayJoin({ one: one.box, other: other.box, joined: unite(one.box, other.box), count: rest.length }));
        const gapOf = ({ one, other }) => gapBetween(one.box, other.box);
        const [closest] = joinable.sort((a, b) => gapOf(a) - gapOf(b));
        if (!closest)
            return rest;
        const { one, other } = closest;
        rest[rest.indexOf(one)] = {
            box: unite(one.box, other.box),
            areas: [...one.areas, ...other.areas],
            weight: one.weight + other.weight,
        };
        rest.splice(rest.indexOf(other), 1);
    }
}
/**
 * Returns the part of a box with the most changes, not larger than `maxPlace`. If several parts have nearly as many
 * changes, returns the upper left part.
 */
function cropToMax(box, marks) {
    const width = Math.min(box.right - box.left, maxPlace.width);
    const height = Math.min(box.bottom - box.top, maxPlace.height);
    const { cellSize } = marks.grid;
    let best = box;
    let bestWeight = Number.NEGATIVE_INFINITY;
    for (const top of steps(box.top, box.bottom - height, cellSize))
        for (const left of steps(box.left, box.right - width, cellSize)) {
            const part = { left, top, right: left + width, bottom: top + height };
            const weight = weightOf(part, marks);
            if (weight <= minGain * bestWeight)
                continue;
            best = part;
            bestWeight = weight;
        }
    return best;
}
function steps(first, last, step) {
    const count = Math.ceil((last - first) / step);
    return Array.from({ length: count + 1 }, (_, i) => Math.min(first + i * step, last));
}
/**
 * The widths up to which a place may grow. Up to the first width, both sides of the strip fit next to each other. Up to
 * the second width, GitHub shows the strip in natural size.
 */
const widthSteps = [402, maxSharedPlace.width, maxPlace.width];
/**
 * Moves the edges of a place outwards into gaps. An edge stays if the place would become wider than the next of
 * `widthSteps`, or higher than the maximum.
 */
function extendToGaps(box, whole, pictures) {
    const moved = moveEdgesToGaps(box, pictures, { maxMove: maxExtraPadding, minGap });
    const { left, top, right, bottom } = intersect(moved, whole);
    const maxWidth = widthSteps.find(width => box.right - box.left <= width) ?? maxPlace.width;
    const sides = [
        { left, right },
        { left, right: box.right },
        { left: box.left, right },
    ];
    const rows = [
        { top, bottom },
        { top, bottom: box.bottom },
        { top: box.top, bottom },
    ];
    return {
        ...box,
        ...sides.find(side => side.right - side.left <= maxWidth),
        ...rows.find(row => row.bottom - row.top <= maxPlace.height),
    };
}
/**
 * Moves each edge of a box outwards into the next gap, so that the edge does not cut through text. Without a gap, the
 * edge stays.
 */
function moveEdgesToGaps(box, pictures, gap) {
    const moveOf = (edge, from) => distanceToGap(from, edge, pictures, gap);
    const high = { ...box, top: box.top - moveOf('top', box), bottom: box.bottom + moveOf('bottom', box) };
    return { ...high, left: high.left - moveOf('left', high), right: high.right + moveOf('right', high) };
}
/** Returns the distance from an edge to the middle of the next gap, or 0 if there is no gap. */
function distanceToGap(box, edge, pictures, { maxMove, minGap: length }) {
    const direction = edge === 'top' || edge === 'left' ? -1 : 1;
    const first = direction === 1 ? box[edge] - 1 : box[edge];
    const sides = pictures.map(picture => ({ ...picture, pixels: pixelWords(picture) }));
    let calm = 0;
    for (let move = 0; move <= maxMove; move++) {
        const line = first + direction * move;
        const isCalm = sides.every(side => equalsNextLine(side, box, edge, line, direction));
        calm = isCalm ? calm + 1 : 0;
        if (calm >= length)
            return Math.max(0, move - Math.floor(length / 2));
    }
    return 0;
}
/**
 * Whether a row or column of pixels equals the next row or column outwards from the box. If so, no shape begins or ends
 * between the two.
 */
function equalsNextLine({ pixels, width, height }, box, edge, line, direction) {
    const isRow = edge === 'top' || edge === 'bottom';
    const next = line + direction;
    const end = isRow ? height : width;
    if (Math.min(line, next) < 0 || Math.max(line, next) >= end)
        return true;
    const from = Math.max(0, isRow ? box.left : box.top);
    const to = isRow ? Math.min(box.right, width) : Math.min(box.bottom, height);
    const [start, step] = isRow ? [line * width, 1] : [line, width];
    const toNext = isRow ? direction * width : direction;
    for (let k = from; k < to; k++) {
        const i = start + k * step;
        if (pixels[i] !== pixels[i + toNext])
            return false;
    }
    return true;
}

;// CONCATENATED MODULE: ./build/compare/diff/strip.js



const maxHeight = 1600;
/** The width of a comment. GitHub scales wider pictures down. */
const commentWidth = 840;
const maxWidth = 1200;
const barHeight = 4;
const borderWidth = 1;
const sideGap = 32;
const placeGap = 28;
/** The distance between a changed area and its outline. The outline may then move farther out, into a gap. */
const outlineDistance = 4;
const outlineWidth = 2;
const outlineGap = { maxMove: 48, minGap: 8 };
/** If changed areas cover more than this share of a place, they get no outlines. */
const maxOutlinedShare = 0.5;
const rgba = (red, green, blue, alpha = 255) => red | (green << 8) | (blue << 16) | (alpha << 24) | 0;
const colours = {
    before: rgba(229, 83, 75),
    after: rgba(70, 149, 74),
    outline: rgba(219, 109, 40),
    arrow: rgba(127, 132, 138),
    border: rgba(127, 132, 138, 110),
    /** The colour of a part that is missing in a picture, because the other picture is larger. */
    missing: rgba(127, 132, 138, 30),
    hatching: rgba(127, 132, 138, 110),
};
/**
 * Draws the places that fit into the strip. Places with more changes have priority. Returns undefined without areas.
 */
async function drawStrip(pictures, areas, marks) {
    const places = findPlaces(areas, marks, pictures);
    if (places.length === 0)
        return undefined;
    const { shown, maxRowWidth } = choosePlaces(places);
    const rows = shown.map(place => rowOf(place, maxRowWidth));
    const width = Math.max(...rows.map(row => row.width));
    const height = heightOfRows(rows);
    const canvas = emptyCanvas({ width, height });
    let top = 0;
    for (const row of rows) {
        drawStripRow(canvas, row, top, pictures);
        top += row.height + placeGap;
    }
    const picture = await encodeRgbaPng(canvas, canvas.rows);
    return {
        width,
        height,
        picture,
        isComplete: shown.length === places.length && shown.every(({ isWhole }) => isWhole),
    };
}
/**
 * Limits rows to the width of a comment, so that GitHub does not scale them down. Allows wider rows if they show more
 * places.
 */
function choosePlaces(places) {
    const natural = fitPlaces(places, commentWidth);
    const wide = fitPlaces(places, maxWidth);
    return wide.length > natural.length
        ? { shown: wide, maxRowWidth: maxWidth }
        : { shown: natural, maxRowWidth: commentWidth };
}
/**
 * Returns the places that fit below each other, in reading order. Places with more changes have priority. Returns at
 * least one place.
 */
function fitPlaces(places, maxRowWidth) {
    const shown = new Set();
    for (const place of [...places].sort((a, b) => b.weight - a.weight)) {
        const rows = [...shown, place].map(each => rowOf(each, maxRowWidth));
        if (shown.size < maxPlaces && heightOfRows(rows) <= maxHeight)
            shown.add(place);
    }
    return places.filter(place => shown.has(place));
}
function rowOf(place, maxRowWidth) {
    const { left, top, right, bottom } = place.box;
    const panel = { width: right - left + 2 * borderWidth, height: bottom - top + barHeight + borderWidth };
    const isSideBySide = 2 * panel.width + sideGap <= maxRowWidth;
    const size = isSideBySide
        ? { width: 2 * panel.width + sideGap, height: panel.height }
        : { width: panel.width, height: 2 * panel.height + sideGap };
    return { place, panel, isSideBySide, ...size };
}
const heightOfRows = (rows) => rows.reduce((sum, { height }) => sum + height + placeGap, -placeGap);
function emptyCanvas({ width, height }) {
    const rows = new Uint8Array((4 * width + 1) * height);
    return { width, height, rows, view: new DataView(rows.buffer) };
}
const byteOf = ({ width }, x, y) => y * (4 * width + 1) + 1 + 4 * x;
function drawStripRow(canvas, { place, panel, isSideBySide, width, height }, top, [before, after]) {
    const outlines = outlinesOf(place, [before, after]);
    drawPanel(canvas, { left: 0, top, panel, picture: before, colour: colours.before, place, outlines });
    drawPanel(canvas, {
        left: isSideBySide ? panel.width + sideGap : 0,
        top: isSideBySide ? top : top + panel.height + sideGap,
        ...{ panel, picture: after, colour: colours.after, place, outlines },
    });
    drawArrow(canvas, Math.floor(width / 2), top + Math.floor(height / 2), isSideBySide);
}
function drawPanel(canvas, { left, top, panel, picture, colour, place, outlines }) {
    const box = { left, top, right: left + panel.width, bottom: top + panel.height };
    for (const edge of edgesOf(box, borderWidth))
        fillBox(canvas, edge, colours.border);
    fillBox(canvas, { ...box, bottom: top + barHeight }, colour);
    const [x, y] = [left + borderWidth - place.box.left, top + barHeight - place.box.top];
    copyPlace(canvas, picture, place.box, { x, y });
    for (const edge of outlines.flatMap(outline => edgesOf(outline, outlineWidth)))
        fillBox(canvas, moveBox(intersect(edge, place.box), x, y), colours.outline);
}
/**
 * Copies the pixels in `box` from a picture to the strip, and hatches pixels that the picture lacks. `x` and `y` are
 * the distance from a pixel's position in the picture to its position in the strip.
 */
function copyPlace(canvas, picture, box, { x, y }) {
    const right = Math.max(box.left, Math.min(box.right, picture.width));
    for (let row = box.top; row < box.bottom; row++) {
        const isInside = row < picture.height;
        const start = isInside ? right : box.left;
        if (isInside) {
            const from = row * picture.width;
            const part = picture.data.subarray(4 * (from + box.left), 4 * (from + right));
            canvas.rows.set(part, byteOf(canvas, box.left + x, row + y));
        }
        for (let column = start; column < box.right; column++)
            setPixel(canvas, column + x, row + y, (row + column) % 8 === 0 ? colours.hatching : colours.missing);
    }
}
/** Returns boxes around the changed areas. Returns no boxes if the areas cover most of the place. */
function outlinesOf({ box, areas }, pictures) {
    const changed = areas.reduce((sum, area) => sum + boxArea(area), 0);
    if (changed > maxOutlinedShare * boxArea(box))
        return [];
    return areas.map(({ left, top, right, bottom }) => {
        const distance = outlineDistance;
        const around = {
            left: left - distance,
            top: top - distance,
            right: right + distance,
            bottom: bottom + distance,
        };
        return moveEdgesToGaps(around, pictures, outlineGap);
    });
}
/** Returns a thin box along each inner side of a box. */
const edgesOf = (box, thickness) => [
    { ...box, bottom: box.top + thickness },
    { ...box, top: box.bottom - thickness },
    { ...box, right: box.left + thickness },
    { ...box, left: box.right - thickness },
];
function fillBox(canvas, { left, top, right, bottom }, colour) {
    for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++)
            setPixel(canvas, x, y, colour);
}
/** Does nothing outside of the strip, because a tiny strip is smaller than its arrow. */
function setPixel(canvas, x, y, colour) {
    if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height)
        return;
    canvas.view.setInt32(byteOf(canvas, x, y), colour, true);
}
const arrowSize = 8;
const arrowThickness = 3;
/** Draws an arrow head that points to the right or down. */
function drawArrow(canvas, x, y, isToRight) {
    for (let across = -arrowSize; across <= arrowSize; across++)
        for (let thickness = 0; thickness < arrowThickness; thickness++) {
            const along = arrowSize / 2 - Math.abs(across) + thickness;
            const [column, row] = isToRight ? [x + along, y + across] : [x + across, y + along];
            setPixel(canvas, column, row, colours.arrow);
        }
}

;// CONCATENATED MODULE: ./build/compare/diff/diff.js






/**
 * Compares two PNG or JPG files. If their sizes differ, compares their common part at the upper left.
 * @throws ActionError if a file is broken or too large
 */
async function diff(before, after, options) {
    if (Buffer.compare(before, after) === 0)
        return { kind: 'equal' };
    // libuv inflates both files at the same time, in two threads.
    const pictures = await Promise.all([decodeBitmap(before, 'before'), decodeBitmap(after, 'after')]);
    const { ignore } = options;
    const sizes = { before: sizeOf(pictures[0]), after: sizeOf(pictures[1]) };
    refuseHugeUnion(sizes.before, sizes.after);
    const common = {
        width: Math.min(sizes.before.width, sizes.after.width),
        height: Math.min(sizes.before.height, sizes.after.height),
    };
    const noise = options.again && (await findNoise(pictures, options.again, options));
    const found = findChanges(pictures, common, options);
    const { marks, ...inside } = noise ? excludeNoise(found.marks, noise) : found;
    const countCompared = (size) => diff_area(size) - countCovered(ignore, size);
    const pixels = countCompared(sizes.before) + countCompared(sizes.after) - countCompared(common);
    const changedPixels = inside.changedPixels + pixels - countCompared(common);
    const { shadedPixels } = inside;
    const isResized = diff_area(sizes.before) !== diff_area(common) || diff_area(sizes.after) !== diff_area(common);
    const compared = { kind: 'compared', changedPixels, shadedPixels, pixels, sizes, isResized };
    if (changedPixels + shadedPixels === 0 && !isResized)
        return { ...compared, areas: [] };
    const areas = findAreas(marks, pictures, ignore);
    // A thread of libuv compresses the strip while this thread draws the difference image. The strip is first, because it
    // takes longer to compress.
    const [strip, picture] = await Promise.all([
        drawStrip(pictures, areas, marks),
        drawDifference(pictures, marks, ignore),
    ]);
    return { ...compared, areas, picture, ...(strip && { strip }) };
}
const sizeOf = ({ width, height }) => ({ width, height });
const diff_area = ({ width, height }) => width * height;
function findChanges(pictures, common, { threshold, ignore }) {
    const [before, after] = [cropBitmap(pictures[0], common), cropBitmap(pictures[1], common)];
    const pair = { ...common, before: pixelWords(before), after: pixelWords(after) };
    const limits = shadeLimits[pictures.some(({ format }) => format === 'jpg') ? 'jpg' : 'png'];
    return markChanges(pair, differingRows(before, after), { threshold, ignore, limits });
}
/**
 * Compares two renders of the "after" picture. A pixel that differs from the "before" picture in both renders is a
 * change, even if the renders also differ from each other. Returns undefined if the sizes of the renders differ, because
 * their pixels cannot be matched.
 */
async function findNoise([before, after], bytes, options) {
    const again = await decodeBitmap(bytes, 'after');
    const { width, height } = after;
    if (again.width !== width || again.height !== height)
        return undefined;
    const noise = findChanges([again, after], { width, height }, options).marks;
    const common = { width: Math.min(before.width, width), height: Math.min(before.height, height) };
    const changed = findChanges([before, again], common, options).marks;
    for (let y = 0; y < common.height; y++)
        for (let x = 0; x < common.width; x++)
            if (changed.data[y * common.width + x] !== 0)
                noise.data[y * width + x] = 0;
    return noise;
}

;// CONCATENATED MODULE: ./build/compare/diff/worker.js



const answer = ({ before, after, options }) => diff(before, after, options).then(difference => ({ difference }), error => {
    const { message, hint } = asActionError(error);
    return { error: { message, hint } };
});
let last = Promise.resolve();
external_node_worker_threads_namespaceObject.parentPort?.on('message', (question) => {
    last = last.then(async () => external_node_worker_threads_namespaceObject.parentPort?.postMessage(await answer(question)));
});

