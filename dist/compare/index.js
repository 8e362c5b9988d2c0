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
/**
 * An error for people: what happened (`message`, the fact) and what to do about it (`hint`), in the user's
 * words. `run` is the one place that prints it.
 */
class ActionError extends Error {
    hint;
    /** The fact for a log that everybody can read, if `message` quotes somebody else's words. */
    publicFact;
    constructor(fact, hint, options = {}) {
        super(fact, options);
        this.name = 'ActionError';
        this.hint = hint;
        this.publicFact = options.publicFact;
    }
}
/** An error whose message may quote Looker, or a value that our code did not expect. */
class QuotingError extends ActionError {
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
/**
 * The deadline or the cancellation. It does not know what it interrupts: whoever is interrupted adds that with
 * `during`.
 */
class Interruption extends (/* unused pure expression or super */ null && (ActionError)) {
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
/**
 * Anything thrown, in words for people. The debug log needs what was thrown; it is not enumerable, so that no output
 * has it.
 */
function toFault(thrown) {
    const { message, hint } = asActionError(thrown);
    return Object.defineProperty({ message, hint }, 'thrown', { value: thrown });
}
const thrownOf = (fault) => ('thrown' in fault ? fault.thrown : undefined);
/**
 * Anything thrown, as an error with a next step. One that our code did not foresee keeps its message, and becomes the
 * cause.
 */
function asActionError(error) {
    if (error instanceof ActionError)
        return error;
    const fact = error instanceof Error ? error.message : String(error);
    return new QuotingError(fact, 'This was not foreseen: please report it, with the log of a run with debug logging turned on.', { cause: error });
}

;// CONCATENATED MODULE: ./build/compare/diff/grid.js
/**
 * Cells of 32 pixels. What changed in neighbouring cells is one area: the labels of a chart are one with its lines, and
 * two charts are not, with the padding of their tiles between them.
 */
const smallestCell = 32;
function emptyGrid({ width, height }, cellSize = smallestCell) {
    const stride = Math.ceil(width / cellSize) + 1;
    return { cellSize, stride, cells: new Uint8Array(stride * Math.ceil(height / cellSize)) };
}
/** Which of the smallest cells a pixel is in. */
const cellAt = (stride, x, y) => (y >> 5) * stride + (x >> 5);
function doubleCells(grid, size) {
    const doubled = emptyGrid(size, 2 * grid.cellSize);
    for (const [i, cell] of grid.cells.entries()) {
        const [row, column] = [Math.floor(i / grid.stride), i % grid.stride];
        if (cell)
            doubled.cells[(row >> 1) * doubled.stride + (column >> 1)] = 1;
    }
    return doubled;
}
/** What surrounds the cells that touch, by a corner at least. */
function joinNeighbours({ cells, stride, cellSize }) {
    const around = [-stride - 1, -stride, 1 - stride, -1, 1, stride - 1, stride, stride + 1];
    const rest = cells.slice();
    const parts = [];
    for (let start = rest.indexOf(1); start >= 0; start = rest.indexOf(1, start)) {
        rest[start] = 0;
        const reached = [start];
        for (const cell of reached)
            for (const step of around) {
                if (rest[cell + step] !== 1)
                    continue;
                rest[cell + step] = 0;
                reached.push(cell + step);
            }
        parts.push(partOf(reached, stride, cellSize));
    }
    return parts;
}
function partOf(cells, stride, size) {
    const part = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 };
    for (const cell of cells) {
        const column = cell % stride;
        const row = (cell - column) / stride;
        part.left = Math.min(part.left, column * size);
        part.top = Math.min(part.top, row * size);
        part.right = Math.max(part.right, (column + 1) * size);
        part.bottom = Math.max(part.bottom, (row + 1) * size);
    }
    return part;
}

;// CONCATENATED MODULE: ./build/compare/diff/part.js
const isSome = ({ left, top, right, bottom }) => left < right && top < bottom;
/** The smallest part that has both. */
const surround = (a, b) => ({
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
});
const extentOf = ({ left, top, right, bottom }) => right - left + bottom - top;
/** How many pixels are between the two, in the direction in which there are more; less than 0 where they overlap. */
const gapBetween = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
/** The smallest part that has all of one but for the holes in it; undefined where that is nothing. */
function tighten(part, holes) {
    const rest = holes.reduce((pieces, hole) => pieces.flatMap(piece => cut(piece, hole)), [part].filter(isSome));
    return rest.length > 0 ? rest.reduce(surround) : undefined;
}
/** What is left above, below, and at both sides of a hole. */
function cut(part, hole) {
    const top = Math.min(Math.max(hole.top, part.top), part.bottom);
    const bottom = Math.min(Math.max(hole.bottom, part.top), part.bottom);
    return [
        { ...part, bottom: top },
        { ...part, top: bottom },
        { ...part, top, bottom, right: Math.min(hole.left, part.right) },
        { ...part, top, bottom, left: Math.max(hole.right, part.left) },
    ].filter(isSome);
}

;// CONCATENATED MODULE: ./build/compare/diff/ignore.js

/** What a picture of this size has of the rectangles. */
const partsOf = (rectangles, size) => rectangles
    .map(({ x, y, width, height }) => ({
    left: x,
    top: y,
    right: Math.min(x + width, size.width),
    bottom: Math.min(y + height, size.height),
}))
    .filter(isSome);
/** How many pixels of a picture the rectangles cover; where they overlap, each pixel counts once. */
function countIgnored(rectangles, size) {
    const parts = partsOf(rectangles, size).sort((a, b) => a.left - b.left);
    let count = 0;
    for (let y = 0; y < size.height && parts.length > 0; y++) {
        let covered = 0;
        for (const { left, right, top, bottom } of parts) {
            if (y < top || y >= bottom || right <= covered)
                continue;
            count += right - Math.max(left, covered);
            covered = right;
        }
    }
    return count;
}
/** Makes the rectangles of one picture those of another of the same size, so that nothing there differs. */
function copyIgnored(rectangles, from, to) {
    const { width } = from;
    for (const { left, top, right, bottom } of partsOf(rectangles, from))
        for (let y = top; y < bottom; y++) {
            const start = (y * width + left) * 4;
            to.data.set(from.data.subarray(start, (y * width + right) * 4), start);
        }
}

;// CONCATENATED MODULE: ./build/compare/diff/marks.js
const changeMark = 1;
/** Of a pixel that differs by less than the threshold, as an area does. */
const shadeMark = 2;
/** Of one that differs between two renders of the same. */
const noiseMark = 3;

;// CONCATENATED MODULE: ./build/compare/diff/areas.js




/** Of what changed where both pictures are; what one alone has are two more at most. */
const maxMarked = 16;
/**
 * Where pixels changed, as at most 18 boxes that do not overlap, in the order in which one reads. `marks` cover what
 * both pictures have; what one alone has is an area, too, but for what is ignored. In pixels of the larger picture.
 */
function findAreas(marks, sizes, ignore) {
    const alone = sizes.flatMap(size => partsAlone(size, marks).flatMap(part => tighten(part, partsOf(ignore, size)) ?? []));
    return sortAsRead([...markedParts(marks), ...alone].map(toRectangle));
}
/** To the right of the part that both have, and below it. */
const partsAlone = (size, common) => [
    { left: common.width, top: 0, right: size.width, bottom: size.height },
    { left: 0, top: common.height, right: common.width, bottom: size.height },
];
function markedParts(marks) {
    let { grid } = marks;
    let parts = joinNeighbours(grid);
    while (parts.length > 4 * maxMarked) {
        grid = doubleCells(grid, marks);
        parts = joinNeighbours(grid);
    }
    return joinClosest(parts.map(part => shrink(part, marks)));
}
const isChange = (mark) => mark === changeMark || mark === shadeMark;
/** The smallest part that has the same marks, of which there are some. */
function shrink(part, marks) {
    let { left, top } = part;
    let right = Math.min(part.right, marks.width);
    let bottom = Math.min(part.bottom, marks.height);
    while (!hasChange(marks, left, top, right, top + 1))
        top++;
    while (!hasChange(marks, left, bottom - 1, right, bottom))
        bottom--;
    while (!hasChange(marks, left, top, left + 1, bottom))
        left++;
    while (!hasChange(marks, right - 1, top, right, bottom))
        right--;
    return { left, top, right, bottom };
}
function hasChange({ data, width }, left, top, right, bottom) {
    for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++)
            if (isChange(data[y * width + x]))
                return true;
    return false;
}
/** Until there are few enough, and none overlap: nobody is led to the same place twice. */
function joinClosest(parts) {
    const rest = [...parts];
    for (;;) {
        const { one, other, gap } = closestOf(rest);
        if (gap >= 0 && rest.length <= maxMarked)
            return rest;
        rest[one] = surround(rest[one], rest[other]);
        rest.splice(other, 1);
    }
}
/** Of two that are equally close, those that are the smallest together: else one area would take in all around it. */
function closestOf(parts) {
    const closest = { one: 0, other: 0, gap: Number.POSITIVE_INFINITY, extent: 0 };
    for (const [one, part] of parts.entries())
        for (let other = one + 1; other < parts.length; other++) {
            const gap = gapBetween(part, parts[other]);
            if (gap > closest.gap)
                continue;
            const extent = extentOf(surround(part, parts[other]));
            if (gap < closest.gap || extent < closest.extent)
                Object.assign(closest, { one, other, gap, extent });
        }
    return closest;
}
const toRectangle = ({ left, top, right, bottom }) => ({
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
});
/** Row by row, each from the left. Of a row is what begins near the top of the first. */
function sortAsRead(areas) {
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

;// CONCATENATED MODULE: ./build/compare/diff/bytes.js
/** Whether two files are the same: a comparison of memory, without decoding. */
const sameBytes = (before, after) => Buffer.compare(before, after) === 0;

;// CONCATENATED MODULE: ./build/compare/diff/anti-aliasing.js
/*
 * As pixelmatch 7 tells it, whose code this and `changes.ts` follow, after V. Vysniauskas, "Anti-aliased Pixel and
 * Intensity Slope Detector", 2009.
 *
 * ISC License, Copyright (c) 2025, Mapbox. Permission to use, copy, modify, and/or distribute this software for any
 * purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice
 * appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
 * SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
 * ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR
 * PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH
 * THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */
/**
 * Whether a pixel of an image smooths an edge: it has darker and brighter neighbours, hardly any of its own colour, and
 * the darkest or the brightest of them is of an area in both images.
 */
const smoothsEdge = (image, other, size, x, y) => !isInArea(image, size.width, x, y) && isBetweenAreas(image, other, size, x, y);
/**
 * Of the pixels that changed most are, which three of their neighbours tell. In the first and the last column one of the
 * three is another pixel: that these are at the picture's edge counts as much.
 */
function isInArea(image, width, x, y) {
    if (y === 0)
        return false;
    const i = y * width + x;
    const colour = image[i];
    return colour === image[i - 1] && colour === image[i - width] && colour === image[i - width + 1];
}
function isBetweenAreas(image, other, size, x, y) {
    const { left, top, right, bottom, isEdge } = around(size, x, y);
    const colour = image[y * size.width + x];
    let equal = isEdge ? 1 : 0;
    let darkest = 0;
    let brightest = 0;
    let darkestAt = 0;
    let brightestAt = 0;
    // Of two that are equally dark, the first counts, in this order.
    for (let column = left; column <= right; column++)
        for (let row = top; row <= bottom; row++) {
            if (column === x && row === y)
                continue;
            const at = row * size.width + column;
            const delta = brighter(colour, image[at]);
            if (delta === 0 && ++equal > 2)
                return false;
            if (delta < darkest) {
                darkest = delta;
                darkestAt = at;
            }
            else if (delta > brightest) {
                brightest = delta;
                brightestAt = at;
            }
        }
    if (darkest === 0 || brightest === 0)
        return false;
    const isOfArea = (at) => hasEqualNeighbours(image, size, at) && hasEqualNeighbours(other, size, at);
    return isOfArea(darkestAt) || isOfArea(brightestAt);
}
/** Whether more than two of its neighbours have a pixel's own colour; the picture's edge counts as one. */
function hasEqualNeighbours(image, size, at) {
    const x = at % size.width;
    const y = (at - x) / size.width;
    const { left, top, right, bottom, isEdge } = around(size, x, y);
    // Itself is no neighbour.
    let equal = isEdge ? 0 : -1;
    for (let column = left; column <= right; column++)
        for (let row = top; row <= bottom; row++)
            if (image[row * size.width + column] === image[at])
                equal++;
    return equal > 2;
}
/** A pixel and its neighbours. */
function around({ width, height }, x, y) {
    return {
        left: Math.max(x - 1, 0),
        top: Math.max(y - 1, 0),
        right: Math.min(x + 1, width - 1),
        bottom: Math.min(y + 1, height - 1),
        isEdge: x === 0 || y === 0 || x === width - 1 || y === height - 1,
    };
}
/** How much brighter the first is; of opaque colours. */
function brighter(a, b) {
    if (a === b)
        return 0;
    const red = (a & 255) - (b & 255);
    const green = ((a >>> 8) & 255) - ((b >>> 8) & 255);
    const blue = ((a >>> 16) & 255) - ((b >>> 16) & 255);
    return red * 0.29889531 + green * 0.58662247 + blue * 0.11448223;
}

;// CONCATENATED MODULE: ./build/compare/diff/shades.js
/*
 * A change of shade is smaller than the threshold, and yet is seen where it fills an area: a heat map's cell, a tile's
 * background. Text and edges that are drawn anew differ as little, but never by an area: smoothing is a pixel thick,
 * so that no block of three by three pixels around it has one colour alone.
 */
/**
 * How far a channel must move at least, of 255. Slow gradients move by 1 when their start does; flat parts of a JPG by
 * up to 8 where their neighbours change or its quality does (Chromium's and jpeg-js' encoders, qualities 50 to 95).
 */
const leastShades = { png: 2, jpg: 12 };
/** Tells of pixels, asked for from the first to the last, which moved from one flat area's colour to another's. */
function shadeFinder({ before, after, width }, least) {
    let flatBefore = -1;
    let flatAfter = -1;
    return i => {
        if (!isApart(before[i], after[i], least))
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
/** Whether any of the three colour channels differs by that much. */
const isApart = (a, b, least) => Math.abs((a & 255) - (b & 255)) >= least ||
    Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) >= least ||
    Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) >= least;
/** The last pixel of the row in a block of three by three of one colour that this one is in; -1 where there is none. */
function flatUntil(pixels, i, width) {
    const colour = pixels[i];
    // From the right: the farther the block reaches, the fewer pixels of an area have to be looked at.
    for (let column = i + 1; column >= i - 1; column--)
        for (let centre = column - width; centre <= column + width; centre += width)
            if (isInside(pixels, centre, width) && isBlock(pixels, centre, width, colour))
                return column + 1;
    return -1;
}
/** Not at the picture's edge. Also, to read outside of an array makes every read of it slow. */
function isInside(pixels, i, width) {
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

;// CONCATENATED MODULE: ./build/compare/diff/changes.js




/*
 * The pixels that pixelmatch 7 counts, in a quarter of its time where all changed: colours are words here, nothing is
 * transparent, rows that are equal are left out, and of an area the colours are measured once. Of the others that tell
 * anti-aliasing apart, odiff is a native program of 5 MB for each platform.
 */
/** Between the two colours that are the farthest apart. */
const maxDistance = 35_215;
/**
 * Marks and counts the pixels whose colours are farther apart than the threshold, but for those that smooth an edge in
 * either picture; and of the others those of areas of another shade.
 */
function markChanges(pair, marks, { threshold, leastShade }) {
    const tolerated = maxDistance * threshold * threshold;
    const isShaded = shadeFinder(pair, leastShade);
    let changedPixels = 0;
    let shadedPixels = 0;
    for (const y of marks.rows) {
        const row = markRow(pair, y, marks, tolerated, isShaded);
        changedPixels += row.changedPixels;
        shadedPixels += row.shadedPixels;
    }
    return { changedPixels, shadedPixels };
}
function markRow(pair, y, { data, grid }, tolerated, isShaded) {
    const { before, after, width } = pair;
    const { cells, stride } = grid;
    let changedPixels = 0;
    let shadedPixels = 0;
    let one = 0;
    let other = 0;
    let isApart = false;
    for (let x = 0; x < width; x++) {
        const i = y * width + x;
        const a = before[i];
        const b = after[i];
        if (a === b)
            continue;
        if (a !== one || b !== other) {
            one = a;
            other = b;
            isApart = distance(a, b) > tolerated;
        }
        if (!isApart) {
            if (!isShaded(i))
                continue;
            data[i] = shadeMark;
            shadedPixels++;
        }
        else {
            if (smoothsEdge(before, after, pair, x, y) || smoothsEdge(after, before, pair, x, y))
                continue;
            data[i] = changeMark;
            changedPixels++;
        }
        cells[cellAt(stride, x, y)] = 1;
    }
    return { changedPixels, shadedPixels };
}
/** Squared, in YIQ (Kotsarenko and Ramos, "Measuring perceived color difference", 2010). */
function distance(a, b) {
    const red = (a & 255) - (b & 255);
    const green = ((a >>> 8) & 255) - ((b >>> 8) & 255);
    const blue = ((a >>> 16) & 255) - ((b >>> 16) & 255);
    const y = red * 0.29889531 + green * 0.58662247 + blue * 0.11448223;
    const i = red * 0.59597799 - green * 0.2741761 - blue * 0.32180189;
    const q = red * 0.21147017 - green * 0.52261711 + blue * 0.31114694;
    return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q;
}

;// CONCATENATED MODULE: ./build/runtime/image-size.js
/** How large a picture really is, as its own header tells; undefined where that cannot be read. */
function imageSize(bytes, format) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = format === 'png' ? pngSize(view) : jpgSize(view);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
}
/** PNG, 5.2 and 11.2.1: the signature, then IHDR, which begins with width and height. */
function pngSize(view) {
    if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452)
        return;
    return { width: view.getUint32(16), height: view.getUint32(20) };
}
/** JPEG, B.1 and B.2.2: segments with their lengths; that of the frame (SOF) has height and width. */
function jpgSize(view) {
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8)
        return;
    for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff;) {
        const marker = view.getUint8(at + 1);
        if (isFrame(marker))
            return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
        // Any number of 0xff may stand before a marker.
        at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
    }
    return undefined;
}
/** SOF0 to SOF15; what lies between them, DHT, JPG and DAC, is none. */
const isFrame = (marker) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

;// CONCATENATED MODULE: ./build/compare/diff/jpg.js
/** jpeg-js takes 13 to 22 bytes a pixel beside the picture itself, by how its colours were sampled. */
const maxMegabytes = 1024;
/** As 8-bit RGBA. Throws an Error with the fact where the file is broken, or would take too much memory. */
async function decodeJpg(jpg) {
    const { decode } = await __nccwpck_require__.e(/* import() */ 598).then(__nccwpck_require__.t.bind(__nccwpck_require__, 598, 19));
    const { width, height, data } = decode(jpg, {
        useTArray: true,
        tolerantDecoding: false,
        maxMemoryUsageInMB: maxMegabytes,
    });
    return { width, height, data, isOpaque: true };
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./build/compare/diff/png-chunks.js

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const typeAt = (png, offset) => png.toString('latin1', offset + 4, offset + 8);
/** Throws an Error where the header is not the first chunk, or is none. */
function headerOf(png) {
    if (png.length < 33 || typeAt(png, 8) !== 'IHDR')
        throw new Error('it has no header');
    const [depth = 0, colour = 0, compression, filter, interlace] = png.subarray(24, 29);
    const header = { width: png.readUInt32BE(16), height: png.readUInt32BE(20), depth, colour };
    if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1))
        throw new Error('its header asks for what no PNG has');
    return { ...header, interlaced: interlace === 1 };
}
const known = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** What there may be one of (5.6): of two, each reader takes another one. */
const single = ['IHDR', 'PLTE', 'tRNS', 'IEND'];
/** Throws an Error for a chunk that is cut off, damaged, one too many, or unknown where it must not be. */
function chunksOf(png) {
    const found = new Map();
    for (let offset = 8; !found.has('IEND');) {
        const { type, data, next } = chunkAt(png, offset);
        const list = found.get(type) ?? [];
        found.set(type, list);
        list.push(data);
        offset = next;
    }
    const repeated = single.find(type => (found.get(type)?.length ?? 0) > 1);
    if (repeated)
        throw new Error(`it has more than one ${repeated}`);
    return {
        header: headerOf(png),
        rows: Buffer.concat(found.get('IDAT') ?? []),
        transparency: found.has('tRNS'),
        plain: () => plainPng(found),
    };
}
const plainPng = (found) => Buffer.concat([
    signature,
    ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].flatMap(type => (found.get(type) ?? []).map(data => chunk(type, data))),
]);
function chunkAt(png, offset) {
    const start = offset + 8;
    const end = offset + 12 <= png.length ? start + png.readUInt32BE(offset) : Number.POSITIVE_INFINITY;
    if (end + 4 > png.length)
        throw new Error('it was cut off');
    const type = typeAt(png, offset);
    if ((0,external_node_zlib_namespaceObject.crc32)(png.subarray(offset + 4, end)) !== png.readUInt32BE(end))
        throw new Error('its checksums do not match');
    // A capital first letter: nobody can show the picture who does not know the chunk (5.4).
    if (type[0] === type[0]?.toUpperCase() && !known.has(type))
        throw new Error(`it has a ${type}`);
    return { type, data: png.subarray(start, end), next: end + 4 };
}
/** A chunk as a file has it. */
function chunk(type, data) {
    const whole = Buffer.alloc(data.length + 12);
    whole.writeUInt32BE(data.length);
    whole.write(type, 4, 'latin1');
    whole.set(data, 8);
    whole.writeUInt32BE((0,external_node_zlib_namespaceObject.crc32)(whole.subarray(4, -4)), whole.length - 4);
    return whole;
}

;// CONCATENATED MODULE: ./build/compare/diff/png-filters.js
/**
 * Undoes the filters of the rows of a PNG (ISO 15948, 9.2) of RGB or RGBA, 8 bits each; of RGBA in the same memory. Four
 * samples at once: a word is a pixel, whose bytes are added each for itself. Throws a RangeError for a filter that does
 * not exist.
 */
function unfilter(raw, { width, height, colour }) {
    const isRgb = colour === 2;
    const pixels = isRgb
        ? new Int32Array(width * height)
        : new Int32Array(raw.buffer, raw.byteOffset, width * height);
    const length = width * (isRgb ? 3 : 4);
    const zeros = Buffer.alloc(length);
    // Above the first row and left of the first column all counts as zeros.
    let above = new Int32Array(width);
    let common = -1;
    for (let y = 0; y < height; y++) {
        const filter = raw[y * (length + 1)];
        const start = y * (length + 1) + 1;
        const row = pixels.subarray(y * width, (y + 1) * width);
        const undo = inverse[filter];
        if (!undo)
            throw new RangeError(`there is no filter ${filter}`);
        // Most rows of an area are as the one above.
        if (y > 0 && undo === up && raw.compare(zeros, 0, length, start, start + length) === 0)
            row.set(above);
        else {
            if (isRgb)
                widen(raw.subarray(start, start + length), row);
            else
                raw.copyWithin(y * length, start, start + length);
            undo(row, above);
            if (isRgb)
                makeOpaque(row);
            else
                common &= commonBits(row);
        }
        above = row;
    }
    return { pixels, isOpaque: isRgb || common >>> 24 === 255 };
}
/** Its alpha may be anything until the row is done: no byte of a pixel has a say in another. */
function widen(rgb, row) {
    for (let x = 0, i = 0; x < row.length; x++, i += 3)
        row[x] = rgb[i] | (rgb[i + 1] << 8) | (rgb[i + 2] << 16);
}
function makeOpaque(pixels) {
    for (let i = 0; i < pixels.length; i++)
        pixels[i] = pixels[i] | 0xff000000;
}
function commonBits(row) {
    let common = -1;
    for (let x = 0; x < row.length; x++)
        common &= row[x];
    return common;
}
const none = () => undefined;
const sub = row => {
    for (let x = 0, left = 0; x < row.length; x++) {
        left = plus(row[x], left);
        row[x] = left;
    }
};
const up = (row, above) => {
    for (let x = 0; x < row.length; x++)
        row[x] = plus(row[x], above[x]);
};
const average = (row, above) => {
    for (let x = 0, left = 0; x < row.length; x++) {
        left = plus(row[x], mean(left, above[x]));
        row[x] = left;
    }
};
const paeth = (row, above) => {
    for (let x = 0, left = 0, corner = 0; x < row.length; x++) {
        const over = above[x];
        // Where two of the three are equal, which is nearly everywhere in a chart, all bytes are predicted alike.
        const guess = over === corner ? left : left === corner ? over : predict(left, over, corner);
        left = plus(row[x], guess);
        row[x] = left;
        corner = over;
    }
};
const inverse = [none, sub, up, average, paeth];
/** Sums of bytes, each modulo 256: the upper bits apart, so that nothing is carried over. */
const plus = (a, b) => ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
/** Means of bytes, rounded down. */
const mean = (a, b) => (a & b) + (((a ^ b) >>> 1) & 0x7f7f7f7f);
const predict = (a, b, c) => nearest(a & 255, b & 255, c & 255) |
    (nearest((a >>> 8) & 255, (b >>> 8) & 255, (c >>> 8) & 255) << 8) |
    (nearest((a >>> 16) & 255, (b >>> 16) & 255, (c >>> 16) & 255) << 16) |
    (nearest(a >>> 24, b >>> 24, c >>> 24) << 24);
/** Whichever of left, above and upper left is nearest to left + above - upper left. */
function nearest(a, b, c) {
    const toA = Math.abs(b - c);
    const toB = Math.abs(a - c);
    const toC = Math.abs(a + b - c - c);
    return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
}

;// CONCATENATED MODULE: ./build/compare/diff/png.js




/*
 * What browsers write (RGB or RGBA of 8 bits, not interlaced) is decoded here, by node:zlib and a loop for the
 * filters: eight times as fast as pngjs, which decodes the rest.
 */
/** How many samples a pixel has. */
const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/**
 * Any PNG, as 8-bit RGBA. Never inflates more than the header tells. Throws an Error with the fact where the file
 * is broken.
 */
async function decodePng(png) {
    const { header, rows, transparency, plain } = chunksOf(png);
    const { width, height, depth, colour, interlaced } = header;
    const raw = await inflateRows(rows, header);
    if (depth !== 8 || interlaced || transparency || (colour !== 2 && colour !== 6))
        return decodeOthers(plain());
    const { pixels, isOpaque } = unfilter(raw, header);
    return {
        width,
        height,
        data: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
        isOpaque,
    };
}
/** The rows were inflated before: pngjs, which has no limit for those that are interlaced, meets no surprise. */
async function decodeOthers(png) {
    const { PNG } = await __nccwpck_require__.e(/* import() */ 359).then(__nccwpck_require__.t.bind(__nccwpck_require__, 359, 19));
    const { width, height, data } = PNG.sync.read(png);
    return { width, height, data, isOpaque: false };
}
async function inflateRows(rows, header) {
    const length = rawLength(header);
    const limits = { chunkSize: Math.max(64, length + 1), maxOutputLength: length };
    const raw = await (0,external_node_util_namespaceObject.promisify)(external_node_zlib_namespaceObject.inflate)(rows, limits).catch(error => {
        throw error.code === 'ERR_BUFFER_TOO_LARGE' ? new Error('it has more rows than its header tells') : error;
    });
    if (raw.length < length)
        throw new Error('it has fewer rows than its header tells');
    return raw;
}
/** Bytes of all rows, each with the one that names its filter. */
function rawLength({ width, height, depth, colour, interlaced }) {
    const bits = depth * (samples[colour] ?? Number.NaN);
    if (![1, 2, 4, 8, 16].includes(depth) || Number.isNaN(bits))
        throw new Error('its header tells of no PNG');
    const pass = (columns, rows) => columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8));
    if (!interlaced)
        return pass(width, height);
    return adam7.reduce((sum, [x, y, dx, dy]) => sum + pass(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}
/** Of each pass its first column and row, and the steps to the next (ISO 15948, 8.2). */
const adam7 = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];

;// CONCATENATED MODULE: ./build/compare/diff/decode.js





/**
 * What is decoded at most: a dashboard 1920 pixels wide and 26,000 high. Decoding two of them and comparing
 * takes a gigabyte for PNG; a runner has seven or more.
 */
const maxMegapixels = 50;
const formats = [
    { format: 'png', signature: signature, decode: decodePng },
    { format: 'jpg', signature: Buffer.from([0xff, 0xd8, 0xff]), decode: decodeJpg },
];
/**
 * Decodes a PNG or a JPG; what is transparent is seen over white, as in a browser. Throws an ActionError for what
 * is broken, neither, or larger than can be compared, the last before anything is decoded.
 */
async function decodeBitmap(bytes, which) {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = formats.find(({ signature }) => file.subarray(0, signature.length).equals(signature));
    if (!found)
        throw unreadableError(which, 'it is neither a PNG nor a JPG');
    const { format, decode } = found;
    const broken = (fact, cause) => unreadableError(which, `the ${format.toUpperCase()} is broken (${fact})`, cause);
    const size = imageSize(file, format);
    if (!size)
        throw broken('its header tells no size');
    if (size.width * size.height > maxMegapixels * 1e6)
        throw tooLargeError(which, size);
    const bitmap = await decode(file).catch(error => {
        throw broken(error.message, error);
    });
    // Readers differ in which of two headers they go by: the one that was looked at above has to be the picture's.
    if (bitmap.width !== size.width || bitmap.height !== size.height)
        throw broken('it has another size inside');
    return { ...overWhite(bitmap), format };
}
const unreadableError = (which, fact, cause) => new ActionError(`The picture ${which} cannot be compared: ${fact}`, which === 'before'
    ? 'Have it rendered anew: run the workflow on the branch that recorded it.'
    : 'Run the job again; if it stays, look at the picture in the artifact.', { cause });
const tooLargeError = (which, { width, height }) => new ActionError(`The picture ${which} cannot be compared: it is ${width} × ${height} pixels`, `Up to ${maxMegapixels} megapixels are compared: give the target a smaller width or height, or render its tabs or tiles one by one.`);
/** In place. */
function overWhite({ data, width, height, isOpaque }) {
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

;// CONCATENATED MODULE: ./build/compare/diff/pixels.js
/** A word a pixel: quicker to compare than four bytes. */
const wordsOf = ({ data, width, height }) => new Int32Array(data.buffer, data.byteOffset, width * height);
const bytesOf = ({ data }) => Buffer.from(data.buffer, data.byteOffset, data.length);
/** The rows in which two pictures of one size differ anywhere. */
function rowsThatDiffer(before, after) {
    const one = bytesOf(before);
    const other = bytesOf(after);
    const length = before.width * 4;
    const rows = Array.from({ length: before.height }, (_, y) => y);
    return rows.filter(y => one.compare(other, y * length, (y + 1) * length, y * length, (y + 1) * length) !== 0);
}
/** Most rows of an area are. */
function isAsRowAbove(picture, y) {
    const bytes = bytesOf(picture);
    const length = picture.width * 4;
    const start = y * length;
    return y > 0 && bytes.compare(bytes, start - length, start, start, start + length) === 0;
}

;// CONCATENATED MODULE: ./build/compare/diff/difference-image.js




/**
 * The picture after in 64 pale greys; the greys in the tint of what changed; then the marks, in their order: of a pixel
 * that changed, of one of another shade, and of noise; then the hatching over what is ignored.
 */
const greys = 64;
const tinted = greys;
const marked = 2 * greys - 1;
const hatching = marked + 4;
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
 * Draws the second picture faded, the pixels that changed in red, those of another shade in blue, noise in amber, and what
 * one of the two alone has in that one's pale red; what neither has is white, what is ignored is hatched. `marks` cover
 * what both have. Gives a PNG with a palette: a quarter of the bytes to compress.
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
            tint(picture, canvas);
    }
    fade(after, marks, canvas);
    hatch(ignore, canvas);
    return encode({ width, height }, rows);
}
function tint(picture, canvas) {
    const pixels = wordsOf(picture);
    for (let y = 0, i = 0; y < picture.height; y++) {
        const to = y * (canvas.width + 1) + 1;
        for (let x = 0; x < picture.width; x++)
            canvas.rows[to + x] = tinted + greyOf(pixels[i++]);
    }
}
/** What both have: the marks, and what is not marked in grey. */
function fade(picture, marks, canvas) {
    const pixels = wordsOf(picture);
    const stride = canvas.width + 1;
    const withMarks = new Set(marks.rows);
    for (let y = 0; y < marks.height; y++) {
        const to = y * stride + 1;
        const isPlain = !withMarks.has(y) && !withMarks.has(y - 1);
        if (isPlain && isAsRowAbove(picture, y))
            canvas.rows.copyWithin(to, to - stride, to - stride + marks.width);
        else
            fadeRow(pixels.subarray(y * picture.width), marks.data.subarray(y * marks.width, (y + 1) * marks.width), canvas.rows.subarray(to));
    }
}
function fadeRow(pixels, marks, row) {
    for (let x = 0; x < marks.length; x++) {
        const mark = marks[x];
        row[x] = mark === 0 ? greyOf(pixels[x]) : marked + mark;
    }
}
const greyOf = (pixel) => (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 10;
/** Thin lines, eight pixels apart, and a frame: what lies below is still seen. */
function hatch(ignore, canvas) {
    for (const { left, top, right, bottom } of partsOf(ignore, canvas))
        for (let y = top; y < bottom; y++)
            for (let x = left; x < right; x++) {
                const isFrame = x === left || x === right - 1 || y === top || y === bottom - 1;
                if (isFrame || (x + y) % 8 === 0)
                    canvas.rows[y * (canvas.width + 1) + 1 + x] = hatching;
            }
}
/** An 8-bit PNG with the palette above. */
function encode({ width, height }, rows) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 3], 8);
    return Buffer.concat([
        signature,
        chunk('IHDR', header),
        chunk('PLTE', palette),
        chunk('IDAT', (0,external_node_zlib_namespaceObject.deflateSync)(rows, { level: 1 })),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}

;// CONCATENATED MODULE: ./build/compare/diff/noise.js


/** Marks as noise what is marked in `noise`, which covers the picture after. Counts what still changed. */
function leaveOutNoise(found, noise) {
    const { data, width, height } = found;
    let changedPixels = 0;
    let shadedPixels = 0;
    const rows = [...Array(height).keys()];
    const grid = emptyGrid(found);
    for (const y of rows)
        for (let x = 0, i = y * width; x < width; x++, i++) {
            if (noise.data[y * noise.width + x] !== 0)
                data[i] = noiseMark;
            if (data[i] !== changeMark && data[i] !== shadeMark)
                continue;
            if (data[i] === shadeMark)
                shadedPixels++;
            else
                changedPixels++;
            grid.cells[cellAt(grid.stride, x, y)] = 1;
        }
    return { marks: { ...found, rows, grid }, changedPixels, shadedPixels };
}

;// CONCATENATED MODULE: ./build/compare/diff/diff.js










/**
 * Compares two PNG or JPG files. Of pictures of other sizes the parts that both have are compared, from the upper left
 * corner. Throws an ActionError for a file that is broken, or too large to be compared.
 */
async function diff(before, after, options) {
    if (sameBytes(before, after))
        return { kind: 'equal' };
    // Both are inflated at the same time, in threads of libuv.
    const pictures = await Promise.all([decodeBitmap(before, 'before'), decodeBitmap(after, 'after')]);
    const { ignore } = options;
    const sizes = { before: sizeOf(pictures[0]), after: sizeOf(pictures[1]) };
    const common = {
        width: Math.min(sizes.before.width, sizes.after.width),
        height: Math.min(sizes.before.height, sizes.after.height),
    };
    const noise = options.again && (await findNoise(pictures[1], options.again, options));
    const found = findChanges(pictures, common, options);
    const { marks, ...inside } = noise ? leaveOutNoise(found.marks, noise) : found;
    const counted = (size) => diff_area(size) - countIgnored(ignore, size);
    const pixels = counted(sizes.before) + counted(sizes.after) - counted(common);
    const changedPixels = inside.changedPixels + pixels - counted(common);
    const { shadedPixels } = inside;
    const resized = diff_area(sizes.before) !== diff_area(common) || diff_area(sizes.after) !== diff_area(common);
    const compared = { kind: 'compared', changedPixels, shadedPixels, pixels, sizes, resized };
    if (changedPixels + shadedPixels === 0 && !resized)
        return { ...compared, areas: [] };
    const areas = findAreas(marks, pictures, ignore);
    return { ...compared, areas, picture: drawDifference(pictures, marks, ignore) };
}
const sizeOf = ({ width, height }) => ({ width, height });
const diff_area = ({ width, height }) => width * height;
/** What changed in the part that both pictures have. What is ignored in `before` is lost. */
function findChanges(pictures, common, { threshold, ignore }) {
    const [before, after] = pictures.map(picture => crop(picture, common));
    copyIgnored(ignore, after, before);
    const rows = rowsThatDiffer(before, after);
    const marks = { ...common, data: new Uint8Array(diff_area(common)), rows, grid: emptyGrid(common) };
    const pair = { ...common, before: wordsOf(before), after: wordsOf(after) };
    const leastShade = Math.max(...pictures.map(({ format }) => leastShades[format]));
    return { marks, ...markChanges(pair, marks, { threshold, leastShade }) };
}
/** What differs between two renders; undefined where they are of other sizes, so that nothing can be said. */
async function findNoise(after, bytes, options) {
    const again = await decodeBitmap(bytes, 'after');
    const { width, height } = after;
    if (again.width !== width || again.height !== height)
        return undefined;
    return findChanges([again, after], { width, height }, options).marks;
}
/** The upper left part; without a copy where it is as wide as the picture. */
function crop(picture, { width, height }) {
    if (picture.width === width)
        return { width, height, data: picture.data.subarray(0, width * height * 4) };
    const data = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
        const start = y * picture.width * 4;
        data.set(picture.data.subarray(start, start + width * 4), y * width * 4);
    }
    return { width, height, data };
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

