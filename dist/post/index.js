import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 5810:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 9473:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $q: () => (/* binding */ TimeLimitError),
/* harmony export */   T6: () => (/* binding */ ProxyError),
/* harmony export */   _n: () => (/* binding */ Interruption),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   yU: () => (/* binding */ tooManyFilesHint),
/* harmony export */   yV: () => (/* binding */ QuotingError),
/* harmony export */   z6: () => (/* binding */ asActionError)
/* harmony export */ });
/* unused harmony exports toFault, thrownOf, fileError */
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


/***/ }),

/***/ 787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ attempt),
/* harmony export */   Nt: () => (/* binding */ inQuotes),
/* harmony export */   S7: () => (/* binding */ InputProblem),
/* harmony export */   TL: () => (/* binding */ quoted),
/* harmony export */   Wy: () => (/* binding */ labelOf),
/* harmony export */   ly: () => (/* binding */ refuseHidden),
/* harmony export */   wo: () => (/* binding */ misspelledInputs),
/* harmony export */   zZ: () => (/* binding */ nearestWord)
/* harmony export */ });
/**
 * An invalid input. The message states the mistake, and the hint names a valid value. Both show hidden characters as
 * codes.
 */
class InputProblem extends Error {
    hint;
    constructor(fact, hint) {
        super(showHidden(fact));
        this.name = 'InputProblem';
        this.hint = showHidden(hint);
    }
}
/** If `read` throws an `InputProblem`, reports it and returns undefined. */
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
/** Quotes a text for a message, on one line and shortened: `"wide"`. */
function quoted(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    const cut = line.length > 80 ? `${line.slice(0, 79)}…` : line;
    const whole = inQuotes(cut);
    return whole.length > 120 ? inQuotes(`${cut.slice(0, 19)}…`) : whole;
}
/** Puts a text in quotes. The result is valid both as JSON and as YAML. Shows hidden characters as codes. */
const inQuotes = (text) => showHidden(JSON.stringify(text));
/** Quotes a name for the start of a message. A plain word needs no quotes. */
const labelOf = (name) => (/^[\w -]{1,60}$/.test(name) ? name : quoted(name));
/** Matches U+200C and U+200D between visible characters, because Persian text and emoji need these characters. */
const joiner = /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200c\u200d](?=[\p{L}\p{M}\p{N}\p{P}\p{S}])/u;
/** Matches Unicode's format characters (Cf), which are invisible. Some of them change the direction of text. */
const formatCharacters = () => new RegExp(`(?<joiner>${joiner.source})|\\p{Cf}`, 'gu');
const hiddenCharacters = () => new RegExp(`(?<joiner>${joiner.source})|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, 'gu');
/** ASCII has no format characters. The check saves compiling `formatCharacters` at the start, which takes 8 ms. */
const isAscii = (text) => Buffer.byteLength(text) === text.length;
/** Replaces control characters, format characters, line ends and unpaired surrogates by codes such as `\u200b`. */
function showHidden(text) {
    return text.replace(hiddenCharacters(), (character, isJoiner) => isJoiner === undefined ? escapeUnits(character) : character);
}
const escapeUnits = (character) => Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
/**
 * Returns the text if all of its characters are visible.
 * @throws InputProblem
 */
function refuseHidden(text) {
    if (isAscii(text))
        return text;
    for (const [character, isJoiner] of text.matchAll(formatCharacters()))
        if (isJoiner === undefined)
            throw new InputProblem(`${quoted(text)} has the invisible character ${codePoint(character)}`, 'delete it');
    if (text.includes('\ufffd'))
        throw new InputProblem(`${quoted(text)} has U+FFFD in the place of a character that was not UTF-8`, 'write that character again');
    return text;
}
const codePoint = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
/** Finds the known word that is most similar to a mistyped word and differs in at most `most` letters. */
function nearestWord(word, known, most = 2) {
    const near = known
        .filter(candidate => Math.abs(candidate.length - word.length) <= most)
        .map(candidate => ({ candidate, distance: editDistance(word, candidate) }))
        .filter(({ distance }) => distance <= most)
        .sort((one, other) => one.distance - other.distance);
    return near[0]?.candidate;
}
/** Counts the letters to change, add or leave out (Levenshtein). */
function editDistance(one, other) {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let index = 1; index <= one.length; index += 1) {
        const next = [index];
        for (let column = 1; column <= other.length; column += 1) {
            const change = one[index - 1] === other[column - 1] ? 0 : 1;
            next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + change));
        }
        row = next;
    }
    return row[other.length] ?? 0;
}
/**
 * Finds inputs of the step whose names are similar to a known input. The runner only prints a warning for an unknown
 * input, and sets `INPUT_<NAME>` as usual.
 */
function misspelledInputs(env, names) {
    return Object.keys(env).flatMap((variable) => {
        const [, name = ''] = /^INPUT_(.{1,40})$/.exec(variable) ?? [];
        const lower = name.toLowerCase();
        if (lower === '' || names.has(lower))
            return [];
        const known = nearestWord(lower, [...names]);
        return known === undefined ? [] : [[lower, known]];
    });
}


/***/ }),

/***/ 3429:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var _post_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7174);
/* harmony import */ var _runtime_deadlines_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9450);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8708);
/* harmony import */ var _runtime_log_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(5961);
/* harmony import */ var _runtime_processes_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(7422);
/* harmony import */ var _runtime_proxies_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3375);
/* harmony import */ var _runtime_time_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(5589);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(3920);









const { env, argv, stdout } = process;
const core = async () => (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_7__/* .withoutCommands */ .Df)(await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(421)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6421)));
const github = async () => (await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(413)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2413))).getOctokit;
const fetch = (0,_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_4__/* .proxyFetch */ .Z6)(globalThis.fetch, (0,_runtime_proxies_js__WEBPACK_IMPORTED_MODULE_4__/* .exportProxyEnv */ .EP)(env), () => __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 6752, 19)));
// This bundle is one folder below the main bundle.
const { defaults } = (0,_world_js__WEBPACK_IMPORTED_MODULE_6__/* .bundledParts */ .vq)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(argv[1] ?? ''), env);
const log = (0,_runtime_log_js__WEBPACK_IMPORTED_MODULE_7__/* .openLog */ .Ne)(text => void stdout.write(text));
const processes = (0,_runtime_processes_js__WEBPACK_IMPORTED_MODULE_8__/* .systemProcesses */ .xW)(process, _runtime_files_js__WEBPACK_IMPORTED_MODULE_3__/* .readSystemFile */ .Yk);
await (0,_post_js__WEBPACK_IMPORTED_MODULE_1__/* .post */ .b)({
    core,
    github,
    ...log,
    processes,
    env,
    fetch,
    clock: _runtime_time_js__WEBPACK_IMPORTED_MODULE_5__/* .systemClock */ .ml,
    readFile: _runtime_files_js__WEBPACK_IMPORTED_MODULE_3__/* .readFile */ .TA,
    defaults,
    cancelled: (0,_runtime_deadlines_js__WEBPACK_IMPORTED_MODULE_2__/* .cancellationOf */ .z)(process),
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 7174:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  b: () => (/* binding */ post)
});

// EXTERNAL MODULE: ./build/errors.js
var build_errors = __nccwpck_require__(9473);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(5976);
// EXTERNAL MODULE: ./build/runtime/time.js + 1 modules
var time = __nccwpck_require__(5589);
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


function p_limit_pLimit(concurrency) {
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
	const limit = p_limit_pLimit(options);

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

;// CONCATENATED MODULE: ./build/model.js
/**
 * The types of tiles that show no data. A tile of an unknown type may show data
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-element).
 */
const tileTypesWithoutQuery = new Set(['text', 'button', 'group']);

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

async function p_retry_pRetry(input, options = {}) {
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
		return p_retry_pRetry(() => function_.apply(this, arguments_), options);
	};
}

;// CONCATENATED MODULE: ./build/runtime/json.js
/** Returns undefined if the text is not valid JSON. */
function json_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
const json_isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = value => typeof value === 'string' && value.length <= 10_000;
const isCount = value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const arrayOf = (check) => value => Array.isArray(value) && value.every(check);
const optional = (check) => value => value === undefined || check(value);
const oneOfValues = (...values) => value => values.includes(value);
/** Keys outside of the shape are not allowed. */
const shape = (checks) => value => json_isObject(value) &&
    Object.keys(value).every(key => Object.hasOwn(checks, key)) &&
    Object.entries(checks).every(([key, check]) => check(value[key]));

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./build/branch-report.js
/** The maximum relative difference of equal numbers. Databases add floating-point numbers in varying order. */
const relativeTolerance = 1e-9;
/** A large number counts as the nearest whole number if it differs by less than this, which is less than a cent. */
const maxNoiseOfWhole = 0.001;
const isEqualNumber = (one, other) => Math.abs(one - other) <= relativeTolerance * Math.max(Math.abs(one), Math.abs(other));
/**
 * Returns data for a hash: the same data for values that count as equal. The text keeps its unit, because its digits
 * depend on the number. On a logarithmic scale, few short decimal numbers lie near the border between two steps. A large
 * whole number may be an id, so it keeps all its digits.
 */
function hashableValue({ text, number }) {
    if (number === undefined)
        return text;
    const unit = text.replace(/\d[\d.,]*/g, '');
    const whole = Math.round(number);
    if (Math.abs(whole) >= 1 / relativeTolerance && Math.abs(number - whole) < maxNoiseOfWhole)
        return [whole, Number.isSafeInteger(whole) ? unit : text];
    const step = Math.round(Math.log(Math.abs(number)) / relativeTolerance);
    return [Math.sign(number), step, unit];
}
/** The maximum number of queries of a branch check for each commit. */
const branch_report_maxQueries = 200;
const unacceptedContent = (branch) => branch?.content?.accepted ? [] : (branch?.content?.broken ?? []);
/** Returns text such as `Dashboard 42`, for content whose title may be private. */
const branch_report_numberOfContent = ({ kind, id }) => `${kind === 'look' ? 'Look' : 'Dashboard'} ${id}`;
/** Returns text such as `1 dashboard`, `2 Looks outside the targets`, or `3 dashboards and Looks outside the targets`. */
function branch_report_countContent(content) {
    const place = content.some(({ isTarget }) => isTarget) ? '' : ' outside the targets';
    const kinds = new Set(content.map(({ kind }) => kind));
    if (kinds.size > 1)
        return `${content.length} dashboards and Looks${place}`;
    const noun = kinds.has('look') ? 'Look' : 'dashboard';
    return `${content.length} ${noun}${content.length === 1 ? '' : 's'}${place}`;
}
/** A broken or unchecked tile fails its target, unless it is a SQL Runner tile or an extension. */
const branch_report_isFailedTile = ({ sql, numbers, isUncheckable, }) => !isUncheckable && [sql, numbers].some(state => state === 'broken' || state === 'unchecked');
const branch_report_isBrokenTile = ({ sql, numbers }) => sql === 'broken' || numbers === 'broken';
/** If only SQL was compared, changed SQL counts, because the numbers may have changed. */
const isChangedTile = ({ sql, numbers }) => numbers === undefined ? sqlChanges.has(sql) : numbers === 'changed';
const sqlChanges = new Set(['changed', 'fixed', 'new', 'removed']);
/** Whether the picture shows the pull request's version of the dashboard. */
const isDrawnCheck = ({ drawing }) => drawing !== undefined && drawing.problem === undefined;
function branch_report_checkStateOf({ tiles, isNew }) {
    if (isNew)
        return 'new';
    return tiles.some(isChangedTile) ? 'changed' : 'unchanged';
}
/**
 * Returns why no tile of a target could be compared: there are only SQL Runner tiles and extensions, or all other
 * queries fail on the merge base, too.
 * @returns undefined if at least one tile was compared, or if the target has no affected tiles
 */
function branch_report_uncomparedReason({ tiles }) {
    const queried = tiles.filter(({ isUncheckable }) => !isUncheckable);
    if (!queried.every(tile => tile.sql === 'failing' && !isChangedTile(tile)))
        return undefined;
    if (queried.length > 0)
        return 'failing';
    return tiles.length > 0 ? 'uncheckable' : undefined;
}
const branch_report_failingTilesOf = ({ tiles }) => tiles.filter(({ sql }) => sql === 'failing');
const branch_report_isChangedCheck = (check) => branch_report_checkStateOf(check) === 'changed';

;// CONCATENATED MODULE: ./build/targets.js

const sameInBoth = (resource) => ({ '4.0': resource, '3.1': resource });
const targets_targetKinds = {
    dashboard: {
        noun: 'dashboard',
        slug: 'dashboards',
        resource: sameInBoth('dashboards'),
        permission: 'see_user_dashboards',
    },
    // In API 4.0, the path `dashboards` also accepts the ids of LookML dashboards.
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
/** Returns text such as "dashboard 42" or "LookML dashboard thelook::overview". */
const targets_describeTarget = ({ kind, id }) => `${targets_targetKinds[kind].noun} ${id}`;
/** Returns text such as "Dashboard" or "LookML dashboard". */
function nounAtStart(kind) {
    const { noun } = targets_targetKinds[kind];
    return noun.charAt(0).toUpperCase() + noun.slice(1);
}
const targets_collectionKinds = {
    folder: { noun: 'folder', resource: 'folders' },
    board: { noun: 'board', resource: 'boards' },
    model: { noun: 'model', resource: 'models' },
    tiles: { noun: 'dashboard', resource: 'dashboards' },
};
const isCollectionKind = (kind) => Object.hasOwn(targets_collectionKinds, kind);
const targets_isCollection = (entry) => isCollectionKind(entry.kind);
/** Returns the address as in the input `targets`, such as `dashboards/42` or `folders/12`. */
const targets_addressOf = ({ kind, id }) => `${isCollectionKind(kind) ? targets_collectionKinds[kind].resource : targets_targetKinds[kind].resource['4.0']}/${id}`;
const knownTitle = ({ target, title }) => title ?? ('title' in target ? target.title : undefined);
/** Returns the user's name for the target or Looker's title, or else the target as the user wrote it. */
const titleOf = (result) => knownTitle(result) ?? writtenAs(result.target);
const maxWritten = 400;
/**
 * Returns `dashboards/42` instead of a pasted address, an address with filters, or a long text. The subtitles show the
 * filters.
 */
const writtenAs = (target) => /^https?:\/\/|^\/?dashboards\/\S+\?/i.test(target.source) || target.source.length > maxWritten
    ? targets_addressOf(target)
    : target.source;
/** Returns the texts next to the title: `Look`, `Tile of Sales overview`, `Region: EMEA`, `State: CA, OR`. */
const subtitlesOf = (result) => [
    ...kindSubtitles(result),
    ...dashboardSubtitles(result),
    ...filterTexts(result.target),
    ...distinctionOf(result),
];
const distinctionOf = ({ distinction }) => (distinction === undefined ? [] : [distinction]);
/** Returns text such as `Sales overview, Region: EMEA`. */
const headingOf = (result) => [
    titleOf(result),
    ...dashboardSubtitles(result),
    ...filterTexts(result.target),
    ...distinctionOf(result),
].join(', ');
/** Formats a heading for a list of names, without commas: `Revenue (Sales overview; Region: EMEA)`. */
function targets_nameInList(result) {
    const { target } = result;
    const dashboard = 'dashboard' in target && target.dashboard;
    const beside = [
        ...(dashboard ? [dashboard.title ?? `dashboard ${dashboard.id}`] : []),
        ...filterTexts(target),
        ...distinctionOf(result),
    ];
    return beside.length > 0 ? `${titleOf(result)} (${beside.join('; ')})` : titleOf(result);
}
/**
 * Returns text such as `Sales overview, Region: EMEA (dashboards/42)`. The address is for the log and annotations,
 * because they have no links.
 */
const targets_headingWithAddress = (result) => knownTitle(result) === undefined
    ? titleOf(result)
    : `${headingOf({ target: result.target, ...(result.title !== undefined && { title: result.title }) })} (${targets_addressOf(result.target)})`;
/** Leaves out "Dashboard", the usual kind, and a kind that the title already names, as in `Query of orders`. */
function kindSubtitles(result) {
    const { kind } = result.target;
    const title = knownTitle(result);
    if (title === undefined || dashboardSubtitles(result).length > 0)
        return [];
    if (kind === 'look')
        return ['Look'];
    if (kind === 'dashboard_element')
        return ['Tile'];
    return kind === 'query' && !title.startsWith('Query of ') ? ['Query'] : [];
}
function dashboardSubtitles({ target }) {
    if (target.kind !== 'dashboard_element' || !target.dashboard)
        return [];
    const { id, title = `dashboard ${id}` } = target.dashboard;
    return [`Tile of ${title}`];
}
/** The maximum number of filters in a heading. */
const maxFilters = 20;
/**
 * The maximum length of a filter in a heading. A list of hundreds of values would leave the comment no room for
 * pictures, and make the job summary too large for GitHub.
 */
const maxFilterLength = 120;
function filterTexts(target) {
    if (!('filters' in target))
        return [];
    const texts = [...target.filters].slice(0, maxFilters).map(filterText);
    const left = target.filters.size - texts.length;
    return left > 0 ? [...texts, count(left, 'more filter')] : texts;
}
/**
 * Formats a filter with its value as a list. Commas separate values, and `^,` is a comma inside of a value
 * (https://cloud.google.com/looker/docs/filter-expressions).
 */
function filterText([name, value]) {
    // Before it is shortened, the text may lose blanks and escape characters.
    const start = value.slice(0, 4 * maxFilterLength);
    const list = value === '' ? 'any value' : start.replace(/(?<!\^),\s*/g, ', ').replaceAll('^,', ',');
    return oneLine(`${name}: ${list}`, maxFilterLength);
}
const describeAffectedTargets = ({ affected, unaffected, }) => [
    ...affected.flatMap(({ target, affectedBy = [] }) => affectedBy.map(reason => `Affected by the change: ${headingOf({ target })} (${reason}).`)),
    ...(unaffected.length > 0 ? [`Not affected by the change: ${headingsOf(unaffected)}.`] : []),
];
/** Returns text such as `Sales overview; dashboards/42, Region: EMEA`. */
const headingsOf = (targets) => targets.map(target => headingOf({ target })).join('; ');
/** Returns the value of Looker's `dashboard_filters`: a URL query with percent-encoded names and values. */
function targets_encodeFilters(filters) {
    return [...filters]
        .map(pair => pair.map(side => encodeURIComponent(side.toWellFormed())).join('='))
        .join('&');
}
/** Whether LookML defines the target: a LookML dashboard or one of its tiles. */
const isOfLookml = ({ id }) => id.includes('::');
const targets_wholeList = { index: 0, total: 1 };
/** Returns this job's targets. With three jobs, each job gets every third target. */
const targets_shareOf = (targets, { index, total }) => targets.filter((_, place) => place % total === index);
/**
 * The maximum number of targets. Looker would need hours for more targets, and their results would not fit into one
 * comment.
 */
const maxTargets = 500;
/** Explains that there are too many targets. Returns undefined if one job can render `share` targets. */
function targets_describeExcess(share, all) {
    if (share <= maxTargets)
        return undefined;
    return {
        message: `${withThousands(share)} targets are more than the ${maxTargets} that one job renders`,
        hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
    };
}

;// CONCATENATED MODULE: ./build/verdict-facts.js




/** The maximum number of names in a headline. The comment lists all names below the headline. */
const verdict_facts_maxNames = 5;
const verdict_facts_asListed = (all) => ({
    total: all.length,
    first: all.slice(0, verdict_facts_maxNames),
});
const noneListed = { total: 0, first: [] };
const emptyFacts = {
    targets: 0,
    noun: 'target',
    rendered: 0,
    failed: noneListed,
    changed: noneListed,
    incomparable: noneListed,
    added: noneListed,
    unchanged: 0,
    unaffected: 0,
    brokenTiles: noneListed,
};
function verdict_facts_factsOf(results, { unaffected, ...about }) {
    const named = (matches) => verdict_facts_asListed(results.filter(matches).map(shortName));
    return {
        targets: results.length,
        noun: nounOf(results),
        rendered: results.filter(({ status }) => status === 'success').length,
        // A target with broken tiles counts in `brokenTiles`, not here.
        failed: named(({ status, check }) => status === 'failure' && !check?.tiles.some(isBrokenTile)),
        changed: named(isChangedResult),
        incomparable: verdict_facts_asListed(results.flatMap(incomparableOf)),
        added: named(result => changeOfResult(result) === 'new'),
        unchanged: results.filter(result => changeOfResult(result) === 'unchanged').length,
        unaffected,
        brokenTiles: verdict_facts_asListed(results.flatMap(({ check }) => (check?.tiles ?? []).filter(isBrokenTile).map(({ title }) => oneLine(title, verdict_facts_maxNameLength)))),
        ...(results.some(({ check }) => check) && { isCheck: true }),
        ...onlyCompared(results),
        ...countUncompared(results),
        ...sharedReason(results),
        ...sharedIncomparableReason(results),
        ...findUnrecorded(results),
        ...about,
    };
}
/**
 * Combines the states of a target's tiles, drawing and picture. Returns undefined if the target failed or nothing was
 * compared.
 */
function changeOfResult(result) {
    if (result.status === 'failure')
        return undefined;
    const status = result.comparison?.status;
    if (!result.check)
        return status;
    const state = checkStateOf(result.check);
    if (state !== 'unchanged')
        return state;
    const ofPicture = result.check.drawing?.problem ? 'incomparable' : (status ?? 'unchanged');
    return ofPicture === 'unchanged' && uncomparedReason(result.check) ? undefined : ofPicture;
}
function countUncompared(results) {
    const counts = { failing: 0, uncheckable: 0, failingTiles: 0 };
    for (const result of results) {
        if (!result.check || result.status === 'failure')
            continue;
        const change = changeOfResult(result);
        const reason = change === undefined ? uncomparedReason(result.check) : undefined;
        if (reason)
            counts[reason] += 1;
        if (change === 'unchanged')
            counts.failingTiles += failingTilesOf(result.check).length;
    }
    return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
}
function onlyCompared(results) {
    const tiles = results
        .flatMap(({ check }) => check?.tiles ?? [])
        .filter(({ isUncheckable, sql }) => !isUncheckable && sql !== 'failing');
    if (tiles.length === 0)
        return {};
    if (tiles.every(({ numbers }) => numbers === undefined))
        return { comparedOnly: 'SQL' };
    const hasOtherSql = tiles.some(({ sql }) => sql === undefined || sql === 'changed');
    return hasOtherSql ? { comparedOnly: 'numbers' } : {};
}
/** Returns the error if all targets failed for the same reason. */
function sharedReason(results) {
    const failureReason = oneFault(results.flatMap(result => {
        if (result.status !== 'failure')
            return [undefined];
        const ofTiles = (result.check?.tiles ?? []).filter(isFailedTile).map(({ error }) => error);
        return ofTiles.length > 0 ? ofTiles : [result.error];
    }));
    return failureReason ? { failureReason } : {};
}
/** A removed target has no next step of its own: reviewers look at it, and accept its removal. */
function sharedIncomparableReason(results) {
    const found = results.filter(result => incomparableOf(result).length > 0);
    const incomparableReason = oneFault(found.map(result => (isRemovedTarget(result) ? undefined : incomparableFault(result))));
    return incomparableReason ? { incomparableReason } : {};
}
function oneFault(faults) {
    const [fault, ...others] = new Set(faults.map(each => each && JSON.stringify([each.message, each.hint])));
    if (fault === undefined || others.length > 0)
        return undefined;
    const [message, hint] = JSON.parse(fault);
    return { message: oneLine(message, 2 * verdict_facts_maxNameLength), hint: oneLine(hint, 500) };
}
const verdict_facts_maxNameLength = 100;
const shortName = (result) => oneLine(nameInList(result), verdict_facts_maxNameLength);
/** Whether the target changed. A failed target counts if its tiles changed. */
const isChangedResult = (result) => changeOfResult(result) === 'changed' || (result.check !== undefined && isChangedCheck(result.check));
/** Leaves out PDFs, because most PDFs cannot be compared. */
function incomparableOf(result) {
    if (result.status === 'failure' || changeOfResult(result) !== 'incomparable')
        return [];
    if (result.target.output.format === 'pdf' && !isRemovedTarget(result))
        return [];
    const reason = incomparableFault(result)?.message ?? '';
    return [{ name: shortName(result), reason: oneLine(reason, 2 * verdict_facts_maxNameLength) }];
}
const isRemovedTarget = ({ comparison }) => comparison?.status === 'incomparable' && comparison.isRemoved === true;
const incomparableFault = ({ comparison, check }) => comparison?.status === 'incomparable' ? comparison.error : check?.drawing?.problem;
const nouns = {
    dashboard: 'dashboard',
    lookml_dashboard: 'dashboard',
    look: 'Look',
    query: 'query',
    dashboard_element: 'tile',
};
function nounOf(results) {
    const found = new Set(results.map(({ target }) => (isCollection(target) ? 'target' : nouns[target.kind])));
    const [noun = 'target', ...others] = found;
    return others.length > 0 ? 'target' : noun;
}
/** Returns the base branch if no comparison found a baseline. */
function findUnrecorded(results) {
    const comparisons = results.flatMap(({ comparison }) => comparison ?? []);
    const unrecorded = comparisons.flatMap(comparison => comparison.status === 'new' && comparison.sha === undefined ? comparison : []);
    const [first] = unrecorded;
    if (!first || unrecorded.length < comparisons.length)
        return {};
    return { unrecordedBranch: first.ref, ...(first.hasOtherBaselines && { hasOtherBaselines: true }) };
}
const hasGatedChange = ({ changed, incomparable, brokenContent }) => changed.total + incomparable.total > 0 || brokenContent !== undefined;
/** Whether a change still has to be accepted. The headline may be about a more important case, such as broken tiles. */
const verdict_facts_isGateRed = ({ gate, ...facts }) => gate !== undefined && !verdict_facts_isGateAccepted(gate) && (isOutOfDate(gate) || hasGatedChange(facts));
const isOutOfDate = ({ acceptance }) => acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total > 0;
const verdict_facts_isGateAccepted = ({ acceptance }) => acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total === 0;
const isListed = (check) => shape({ total: isCount, first: arrayOf(check) });
const isFault = shape({ message: isText, hint: isText });
const isFlag = optional(oneOfValues(true));
const factChecks = {
    targets: isCount,
    noun: oneOfValues('dashboard', 'Look', 'query', 'tile', 'target'),
    rendered: isCount,
    failed: isListed(isText),
    changed: isListed(isText),
    incomparable: isListed(shape({ name: isText, reason: isText })),
    added: isListed(isText),
    unchanged: isCount,
    ...{ failing: optional(isCount), uncheckable: optional(isCount), failingTiles: optional(isCount) },
    unaffected: isCount,
    brokenTiles: isListed(isText),
    keyRefusedBy: optional(isText),
    lookml: optional(shape({ action: oneOfValues('compile', 'deploy', 'check'), errors: isListed(isText) })),
    disturbance: optional(shape({ kind: oneOfValues('deployment', 'branch'), name: isText, host: isText })),
    stopped: optional(shape({ reason: isText, hint: isText, problems: isListed(isText) })),
    otherCommit: optional(isFault),
    unrecordedBranch: optional(isText),
    deployedAt: optional(isText),
    omittedQueries: optional(isCount),
    comparedOnly: optional(oneOfValues('SQL', 'numbers')),
    ...{ isCheck: isFlag, isContentUnchecked: isFlag, hasOtherBaselines: isFlag },
    stepErrors: optional(isListed(isFault)),
    brokenContent: optional(shape({ count: isText, titles: isListed(isText) })),
    failureReason: optional(isFault),
    incomparableReason: optional(isFault),
    secondKeyRefusedBy: optional(isText),
    unpublished: optional(isText),
    comparedWith: optional(shape({ host: isText, releases: optional(isText) })),
};
/** Checks the form of facts without a gate, in JSON from a file or a comment. */
const isUngatedFacts = shape(factChecks);
const isAcceptance = shape({
    login: isText,
    commit: isText,
    changedSince: isListed(isText),
    isLabelOnly: isFlag,
});
const gateFacts = { acceptLabel: optional(isText), unstoredHint: optional(isText), isUnpublished: isFlag };
/** Checks the form of facts, in JSON from a comment. */
const isVerdictFacts = shape({
    ...factChecks,
    gate: optional(shape({ ...gateFacts, acceptance: optional(isAcceptance) })),
});

;// CONCATENATED MODULE: ./build/results.js





/** Adds errors that fail the step, so that the headline mentions them. */
function withStepErrors(rendering, errors) {
    if (errors.length === 0)
        return rendering;
    const { total, first } = rendering.judged?.stepErrors ?? asListed([]);
    const faults = errors.map(({ message, hint }) => ({
        message: oneLine(message, 500),
        hint: oneLine(hint, 500),
    }));
    const stepErrors = { total: total + errors.length, first: [...first, ...faults].slice(0, maxNames) };
    return { ...rendering, judged: { ...rendering.judged, stepErrors } };
}
/** Fails all targets for one reason. The reason becomes the headline of the run. */
function failAll(targets, thrown) {
    const { message: reason, hint } = asActionError(thrown);
    return {
        results: targets.map(target => results_failedResult(target, thrown)),
        stopped: { reason, hint, problems: asListed([]) },
    };
}
const results_failedResult = (target, thrown, more = {}) => ({ status: 'failure', target, error: toFault(thrown), apiCalls: 0, ...more });
/** Adds more reasons why Looker does not find a LookML dashboard or a tile of it that the user listed. */
const withMissingHint = (failed) => withHint(failed, 'Check the id, and whether the commit removes or renames it: then change the list of targets, too. If the base branch of the pull request got it after this branch began, merge the base branch into this branch. Looker gives the same answer if the API user may not see the content.');
function withHint(failed, hint) {
    const error = new ActionError(failed.error.message, hint, { cause: thrownOf(failed.error) });
    return { ...failed, error: toFault(error) };
}
function groupByReason(failures) {
    const groups = new Map();
    for (const failure of failures) {
        const reason = JSON.stringify([failure.error.message, failure.error.hint]);
        const group = groups.get(reason);
        if (group)
            group.push(failure);
        else
            groups.set(reason, [failure]);
    }
    return [...groups.values()];
}
/** Counts the compared results by status. Returns undefined if nothing was compared. */
function tally(results) {
    const found = new Map();
    for (const { comparison } of results)
        if (comparison)
            found.set(comparison.status, (found.get(comparison.status) ?? 0) + 1);
    return found.size > 0 ? found : undefined;
}
/**
 * Returns the status of a result for `fail-on-change`. PDFs have none, because most PDFs cannot be compared. If
 * the change of a LookML dashboard could not be drawn, and its tiles did not change, the dashboard counts as
 * incomparable.
 */
function gatedStatus(result) {
    const { check } = result;
    if (check && isChangedCheck(check))
        return 'changed';
    if (result.status !== 'failure' && isUncountedPdf(result))
        return undefined;
    if (check?.drawing?.problem && result.status !== 'failure' && !check.isNew)
        return 'incomparable';
    return result.comparison?.status;
}
const isChanged = (result) => result.comparison?.status === 'changed';
/** Whether the file is a PNG or JPG. The comment and the report cannot show a PDF. */
const isPicture = ({ target }) => target.output.format !== 'pdf';
/** Whether the head lacks the target (see `Incomparable`). */
const isRemoved = (result) => result.status === 'success' &&
    result.comparison?.status === 'incomparable' &&
    result.comparison.isRemoved === true;
/** Whether the target is a PDF. A PDF that the pull request removes counts like a picture. */
const isUncountedPdf = (result) => !isPicture(result) && !isRemoved(result);
/** Returns the results with this status for `fail-on-change`, including accepted results. */
const findGated = (results, status) => results.filter(result => gatedStatus(result) === status);
function acceptedChangeOf(result) {
    const { check, comparison } = result;
    if (check?.accepted)
        return check.accepted;
    return comparison?.status === 'changed' || comparison?.status === 'incomparable'
        ? comparison.accepted
        : undefined;
}
const results_findUnaccepted = (results, status) => findGated(results, status).filter(result => !acceptedChangeOf(result));
/**
 * Returns the path of an additional file of a target, such as `sales.before.png` or `sales.pdf.difference.png`. No other
 * target can have the same path, because the input `name` refuses such names.
 * @param path the path or name of the target's own file
 */
function sidecarPath(path, what, format) {
    const { dir, name, ext } = parse(path);
    return join(dir, `${name}${ext === '.png' ? '' : ext}.${what}.${format}`);
}
/** Returns the target with the name of an additional file, so that two renders of it do not overwrite each other. */
const toSidecarTarget = (target, what) => ({
    ...target,
    file: sidecarPath(target.file, what, target.output.format),
});
const sidecarsOf = (comparison) => [
    ...('before' in comparison && comparison.before ? [comparison.before] : []),
    ...('difference' in comparison ? [comparison.difference] : []),
    ...('strip' in comparison && comparison.strip ? [comparison.strip] : []),
];
/** The rendered file comes first. */
const filePaths = (result) => [
    ...(result.status === 'success'
        ? [
            result.path,
            ...(result.comparison ? sidecarsOf(result.comparison).map(({ path }) => path) : []),
            ...(result.production ? [result.production.path] : []),
        ]
        : []),
    ...(result.check?.file === undefined ? [] : [result.check.file]),
];
/** Returns the paths of all additional files that an earlier run may have left in the output directory. */
const sidecarPaths = (path) => [
    ...['png', 'jpg', 'pdf'].map(format => sidecarPath(path, 'before', format)),
    sidecarPath(path, 'difference', 'png'),
    sidecarPath(path, 'strip', 'png'),
];
const sumRows = (results) => {
    const sum = (count) => results.reduce((all, { rows }) => all + rows[count], 0);
    return {
        before: sum('before'),
        after: sum('after'),
        changed: sum('changed'),
        added: sum('added'),
        removed: sum('removed'),
    };
};
const noApiCalls = { query: 0, administrative: 0 };
const sumApiCalls = (all) => ({
    query: all.reduce((sum, { query }) => sum + query, 0),
    administrative: all.reduce((sum, { administrative }) => sum + administrative, 0),
});
/** Returns text such as `44 query calls and 2 administrative calls`. */
const describeApiCalls = ({ query, administrative }) => `${count(query, 'query call')} and ${count(administrative, 'administrative call')}`;
function withLinks(result, urls) {
    if (result.status !== 'success')
        return result;
    const linksOf = (path) => Object.fromEntries(Object.entries(urls).flatMap(([place, urlOf]) => {
        const url = urlOf(path);
        return url === undefined ? [] : [[place, url]];
    }));
    // A file that was on the images branch before this run keeps its URL.
    const publish = file => {
        const { imageUrl, path } = file;
        return { ...file, links: { ...(imageUrl !== undefined && { imageUrl }), ...linksOf(path) } };
    };
    const { comparison, production, ...compared } = result;
    return {
        ...compared,
        links: linksOf(result.path),
        ...(production && { production: publish(production) }),
        ...(comparison && { comparison: publishComparison(comparison, publish) }),
    };
}
function publishComparison(comparison, publish) {
    switch (comparison.status) {
        case 'changed': {
            const { strip, ...about } = comparison;
            return {
                ...about,
                before: publish(comparison.before),
                difference: publish(comparison.difference),
                ...(strip && { strip: publish(strip) }),
            };
        }
        case 'incomparable': {
            const { before, ...about } = comparison;
            return { ...about, ...(before && { before: publish(before) }) };
        }
        default:
            return comparison;
    }
}
function results_contentFacts(broken = []) {
    if (broken.length === 0)
        return {};
    const titles = asListed(broken.map(({ title }) => oneLine(title, maxNameLength)));
    return { brokenContent: { count: countContent(broken), titles } };
}

// EXTERNAL MODULE: ./build/runtime/proxies.js
var proxies = __nccwpck_require__(3375);
;// CONCATENATED MODULE: ./build/runtime/tls-errors.js
const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;
/** The certificate is trusted, but not valid at this time. */
const timeCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/** Returns the first error code among the causes of an error. */
function tls_errors_causeCode(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if ('code' in at && typeof at.code === 'string')
            return at.code;
    return undefined;
}
/**
 * Returns Node's error code and the next step if TLS refused the connection.
 * @param setting the setting that contains the address of the host, for example `base-url`
 */
function tls_errors_tlsFault(error, setting) {
    const code = tls_errors_causeCode(error);
    if (code === undefined || !tlsCodes.test(code))
        return undefined;
    const hint = timeCodes.has(code)
        ? "Renew the certificate of the host or of the proxy that answers in its place, or correct the runner's clock."
        : `Check ${setting}'s host and port; for a private certificate authority, set NODE_EXTRA_CA_CERTS in the job's env.`;
    return { code, hint };
}

;// CONCATENATED MODULE: ./build/looker/looker-errors.js






class looker_errors_LookerError extends build_errors/* QuotingError */.yV {
    /** The status of the response. Undefined if Looker did not answer. */
    status;
    retries;
    /** The wait in the header Retry-After, in milliseconds. */
    retryAfter;
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
const runnerHint = 'Check base-url, and that the runner can reach this host. For a host in a private network, use a runner in that network.';
const unreachableHints = {
    ENOTFOUND: 'Check the spelling of base-url. For a host in a private network, use a runner in that network.',
    ECONNREFUSED: 'Check the port in base-url: the API is on port 443, or on 19999 for older self-hosted instances. Check also that Looker is running.',
    EMFILE: build_errors/* tooManyFilesHint */.yU,
};
/**
 * Error codes for responses that are not HTTP or have a broken compression. Leaves out the code of a connection that
 * ends early, because a retry may then help.
 */
const unreadableCodes = /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/;
/** Describes an error of `fetch` by its causes, because its message is only "fetch failed". */
function connectionError(error, host) {
    if (error instanceof build_errors/* ProxyError */.T6)
        return new looker_errors_LookerError(error.message, error.hint, {
            cause: error,
            retries: error.final ? 0 : Number.POSITIVE_INFINITY,
            unreachable: true,
        });
    if (error instanceof build_errors/* ActionError */.lZ)
        return error;
    const code = tls_errors_causeCode(error);
    const reason = proxies/* unreachableReasons */.mt.get(code);
    const about = { cause: error, retries: Number.POSITIVE_INFINITY };
    if (code && reason)
        return new looker_errors_LookerError(`${host} did not answer: ${reason}`, unreachableHints[code] ?? runnerHint, {
            ...about,
            unreachable: true,
        });
    const tls = tls_errors_tlsFault(error, 'base-url');
    if (tls)
        return new looker_errors_LookerError(`No trusted TLS connection to ${host} (${tls.code})`, tls.hint, {
            ...about,
            unreachable: true,
        });
    if (code && unreadableCodes.test(code))
        return unexpectedResponse(host, `something that cannot be read (${code})`, error);
    return new looker_errors_LookerError(`The connection to ${host} broke (${code ?? innermostMessage(error)})`, 'Check that Looker is up, then run the job again.', 
    // Errors of `fetch` itself have no code, for example the error for a port that `fetch` blocks.
    code ? about : { ...about, retries: 3 });
}
function innermostMessage(error) {
    let at = error;
    while (at instanceof Error && at.cause instanceof Error)
        at = at.cause;
    return (0,runtime_text/* oneLine */.TN)(at instanceof Error ? at.message : String(at), 100);
}
/** Describes a response with the wrong form, for example a login page instead of JSON. */
const unexpectedResponse = (host, what, cause) => new looker_errors_LookerError(`${host} answered with ${what}`, "Check that base-url is Looker's API host and port, and that no proxy or log-in page answers in its place.", { retries: 3, cause });
/**
 * Statuses of a busy or restarting Looker, or of a proxy that cannot reach Looker. Every operation may return 429
 * (https://github.com/looker-open-source/sdk-codegen, spec/Looker.4.0.oas.json).
 */
const transientStatuses = new Set([408, 429, 502, 503, 504]);
/** Describes a response with an error status. Callers add details such as the dashboard or the missing permission. */
function statusError(call) {
    const { status, host, method, isRepeatable, retryAfter, isLoggedIn } = call;
    const words = call.message ? `: ${call.message}` : '';
    const about = { status, retryAfter };
    if (status >= 300 && status < 400)
        return new looker_errors_LookerError(`${host} redirects${otherHost(call)}`, 'Set base-url to the address of the Looker API itself; the API key is not sent to another host.', { ...about, retries: 0 });
    if (transientStatuses.has(status))
        return new looker_errors_LookerError(`${host} answered ${status}${words}`, 'Looker was busy or down until the deadline. Run the job again later, or increase timeout-minutes.', { ...about, retries: Number.POSITIVE_INFINITY });
    if (status >= 500)
        // Looker may have executed a failed POST.
        return new looker_errors_LookerError(`${host} failed (${status})${words}`, 'Run the job again. If it happens again, ask the Looker admin to check its log.', {
            ...about,
            retries: method === 'GET' ? 3 : isRepeatable ? 1 : 0,
        });
    const hint = isLoggedIn
        ? (refusalHints[status] ?? unknownRefusalHint)
        : "Check base-url's host and port, and api-version.";
    return new looker_errors_LookerError(`${host} answered ${status}${words}`, hint, { ...about, retries: 0 });
}
const refusalHints = {
    403: "Check the permissions of the API user's role. The README lists the permissions that each input needs.",
    404: 'Check that it exists, and that the API user may see it. Looker gives the same answer in both cases.',
    413: 'Looker, or a proxy in front of it, limits the size of requests. Reduce the request, or raise the limit.',
};
const unknownRefusalHint = 'Ask the Looker admin why Looker refuses this request.';
/** Replaces the hint of a LookerError whose status has a hint. Returns every other error unchanged. */
function withHints(error, hints) {
    if (!(error instanceof looker_errors_LookerError) || error.status === undefined)
        return error;
    const { message, status, retries } = error;
    const hint = hints[status];
    return hint === undefined ? error : new looker_errors_LookerError(message, hint, { status, retries, cause: error });
}
/** Returns hints for a request that reads a target. */
function readingHints({ kind }) {
    const hint = `Give the API user's role the permissions access_data and ${targetKinds[kind].permission}, and give the user View access to the folder.`;
    return { 403: hint, 404: hint };
}
function otherHost({ location, host }) {
    const target = (0,runtime_text/* parseUrl */.Dl)(location ?? '', `https://${host}`)?.host;
    return target && target !== host ? ` to ${(0,runtime_text/* oneLine */.TN)(target, 100)}` : ' to another address';
}
/** Replaces the names of the first instance's inputs with those of the instance in `compare`. */
const looker_errors_hintForSecond = hint => hint.replaceAll('base-url', 'compare').replaceAll(/\bclient-(?=id|secret)/g, 'compare-client-');
/** Removes secrets from the message, because it may quote a header such as a redirect's location. */
function cleanError(error, clean, hintFor = hint => hint) {
    const fact = clean(error.message);
    const hint = hintFor(error.hint);
    if (fact === error.message && hint === error.hint)
        return error;
    if (!(error instanceof looker_errors_LookerError))
        return new build_errors/* ActionError */.lZ(fact, hint, { cause: error.cause });
    const { cause, retries, retryAfter, unreachable, status } = error;
    return new looker_errors_LookerError(fact, hint, {
        cause,
        retries,
        retryAfter,
        unreachable,
        ...(status !== undefined && { status }),
    });
}
/** Messages contain no id, so that several targets can have the same message. The log then shows the message once. */
const thisTarget = ({ kind }) => `this ${targetKinds[kind].noun}`;
function creationError(error, target) {
    if (!(error instanceof looker_errors_LookerError))
        return error;
    const isInLookml = target.kind === 'lookml_dashboard';
    const words = {
        403: [
            `Looker does not let the API user render ${thisTarget(target)} (403)`,
            `Give the API user's role the permissions access_data, ${targetKinds[target.kind].permission} and download_with_limit or download_without_limit, and give the user View access to the folder.`,
        ],
        404: [
            `Looker found no ${describeTarget(target)}`,
            `Check the id${isInLookml ? ', that production has the commit with this dashboard,' : ','} and that the API user may see the folder. The user's role needs the permissions access_data and ${targetKinds[target.kind].permission}. Looker gives the same answer if content does not exist or the user may not see it.`,
        ],
        422: [
            error.message.replace(/^.*? answered 422/, `Looker refused to render ${thisTarget(target)}`),
            "Correct the target's settings as Looker's message says.",
        ],
    };
    const [fact, hint] = words[error.status ?? 0] ?? [error.message, error.hint];
    return new ActionError(fact, hint, { cause: error });
}
/** These texts in `status_detail` mean that the renderer crashed. They come from public reports. */
const crashes = [
    {
        pattern: /script timed out|RendererTimeout/i,
        fact: "Looker's renderer waited too long for a tile",
        hint: 'Open the target in Looker and look for a tile or custom visualization that does not finish loading.',
    },
    {
        pattern: /no outfile/i,
        fact: "Looker's renderer produced no file",
        hint: 'The instance may be short of memory for rendering: try again, with a smaller width and height, or ask the Looker admin.',
    },
    {
        pattern: /unexpected document content/i,
        fact: "Looker's renderer crashed",
        hint: 'Try again. If it happens again, ask the Looker admin to look at the renderer (Chromium) of the instance.',
    },
    {
        pattern: /orphaned job/i,
        fact: 'Looker was restarted while it rendered',
        hint: 'Run the job again.',
    },
    {
        pattern: /ANGULAR_RUNTIME_EXCEPTION/i,
        fact: "Looker's page failed while it was rendered",
        hint: 'Open the target in Looker, and look for a tile or visualization that also fails in the browser.',
    },
];
/** Describes a failed render task with Looker's shortened message. */
function renderFailure(target, detail) {
    const words = oneLine(detail, 200);
    const crash = crashes.find(({ pattern }) => pattern.test(detail));
    if (crash)
        return {
            crash: true,
            error: new ActionError(`${crash.fact} ("${words}")`, crash.hint),
        };
    return {
        crash: false,
        error: new ActionError(words
            ? `Looker could not render ${thisTarget(target)}: "${words}"`
            : `Looker could not render ${thisTarget(target)} and gave no reason`, 'Open it in Looker and look for a tile with an error. The API user may have fewer permissions than you.'),
    };
}
/**
 * Thrown if Looker's renderer crashed (`crash`), or if Looker no longer has the render task (`gone`). The action
 * retries once for each reason, with a new render task.
 */
class RenderTaskLostError extends build_errors/* ActionError */.lZ {
    reason;
    constructor(reason, fact, hint) {
        super(fact, hint);
        this.reason = reason;
    }
}
/** A 404 of an existing render task means that Looker no longer has the task or its result. */
function toTaskLost(error) {
    if (!(error instanceof looker_errors_LookerError && error.status === 404))
        return error;
    return new RenderTaskLostError('gone', 'Looker no longer has the render task or its result (404)', 'Run the job again. If it happens again, ask the Looker admin whether the instance is being restarted.');
}
/** Describes the failure with Looker's error, the deadline or the cancellation. */
function failedRender(target, thrown, { signal, clock, track, hung }) {
    const { renderTaskId, began, apiCalls } = track.current;
    const error = signal.aborted
        ? unfinishedError(target, deadlineOf(thrown, signal), { signal, clock, track, hung })
        : thrown;
    track.report({ kind: 'failed' });
    return failedResult(target, error, {
        apiCalls,
        ...(isMissing(thrown) && { isMissing: true }),
        ...(renderTaskId && { renderTaskId, seconds: (clock.now() - began) / 1000 }),
    });
}
/** Whether the target does not exist in Looker (see `creationError`). */
const isMissing = (thrown) => thrown instanceof ActionError && thrown.cause instanceof looker_errors_LookerError && thrown.cause.status === 404;
/** Returns the error of the deadline or the cancellation, with the failure that the request had before, if any. */
const deadlineOf = (thrown, signal) => thrown instanceof TimeLimitError ? thrown : asActionError(signal.reason);
/** Adds the last known status of the target to the error of the deadline or the cancellation. */
function unfinishedError(target, reason, { track, clock, hung }) {
    const { stage, status } = track.current;
    const atLooker = status
        ? `while ${thisTarget(target)} was ${status} at Looker`
        : `while ${thisTarget(target)} was being requested`;
    const last = {
        waiting: `before Looker began to render ${thisTarget(target)}`,
        enqueued: atLooker,
        rendering: atLooker,
        downloading: `while the file of ${thisTarget(target)} was being downloaded`,
        rendered: '',
        failed: '',
    }[stage];
    const hint = hung.size > 0 ? hungHint(hung, clock.now()) : reason.hint;
    const fact = `${reason.publicFact ?? reason.message} ${last}`.trim();
    const { failure } = reason instanceof TimeLimitError ? reason : {};
    return failure ? new TimeLimitError(fact, hint, failure) : new ActionError(fact, hint);
}
/** The maximum number of hung targets in a hint. */
const maxNamed = 3;
function hungHint(hung, now) {
    const names = [...hung].slice(0, maxNamed).map(([target, { current }]) => {
        const seconds = Math.round((now - current.began) / 1000);
        return `${describeTarget(target)} (${seconds} s)`;
    });
    const more = hung.size > maxNamed ? ` and ${hung.size - maxNamed} more` : '';
    return `Looker did not finish ${names.join(', ')}${more}: open it in Looker, look for a tile that never finishes, and correct it or leave the target out.`;
}

;// CONCATENATED MODULE: ./build/looker/http.js






/**
 * Sends requests to Looker, and retries requests that may succeed later.
 * @throws LookerError, or the signal's reason
 */
function createHttp(options) {
    const { first, longest } = options.pauses ?? { first: 500, longest: 30_000 };
    return async (call, read, signal) => {
        const failures = [];
        const answer = p_retry_pRetry(() => exchange(options, call, read, signal), {
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
        try {
            return await answer;
        }
        catch (error) {
            throw signal.aborted && error === signal.reason ? afterFailures(error, failures) : error;
        }
    };
}
/** Adds the last failure to the error of a deadline, because the failure is probably the reason for the lack of time. */
function afterFailures(reason, failures) {
    const last = failures.findLast(failure => failure instanceof looker_errors_LookerError);
    return reason instanceof build_errors/* TimeLimitError */.$q && last ? reason.after(last) : reason;
}
function isWorthRetry(error, call, failures) {
    if (!(error instanceof looker_errors_LookerError) || (call.firstContact && error.unreachable))
        return false;
    if (call.timeLimit && error.status !== 429)
        return failures.filter(failure => !isTooManyRequests(failure)).length <= Math.min(error.retries, 2);
    const limited = failures.filter(failure => failure instanceof looker_errors_LookerError && Number.isFinite(failure.retries));
    return !Number.isFinite(error.retries) || limited.length <= error.retries;
}
const isTooManyRequests = (error) => error instanceof looker_errors_LookerError && error.status === 429;
/**
 * Waits as long as Looker asks. Then `pRetry` waits for a random, growing time, so that several clients do not retry
 * together.
 */
async function waitBeforeRetry({ log, clock }, { method, path }, error, signal) {
    const wait = error.retryAfter > 0 ? ` after the ${Math.ceil(error.retryAfter / 1000)} s that it asks for` : '';
    log(`${error.message} (${method} ${path}). Trying again${wait}.`);
    if (error.retryAfter > 0)
        await clock.sleep(error.retryAfter, signal);
}
async function exchange(options, call, read, signal) {
    const { api, secrets, silence = 60_000 } = options;
    const watch = call.timeLimit ? limitTime(call, api.host) : watchSilence(silence, api.host);
    let unread = null;
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
        const answer = { status, headers, body: body?.pipeThrough((0,time/* bufferAhead */.i)(), { signal: ended }) ?? null };
        unread = answer.body;
        if (ok)
            return await read(answer, watch.alive, secrets.clean);
        throw statusError({
            status,
            location: secrets.clean(headers.get('location') ?? ''),
            retryAfter: retryAfter(headers),
            message: messageIn(await boundedText(answer), secrets.clean),
            host: api.host,
            method: call.method,
            isRepeatable: call.isRepeatable ?? false,
            isLoggedIn: call.token !== undefined,
        });
    }
    catch (error) {
        signal.throwIfAborted();
        throw cleanError(connectionError(error, api.host), secrets.clean, options.hintFor);
    }
    finally {
        watch.stop();
        // Some callers need only the status. Without `cancel`, the rest of the body would remain in memory.
        void unread?.cancel().catch(() => undefined);
    }
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
/**
 * Returns the wait of the header Retry-After in milliseconds. The header contains seconds or a date
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3). Returns 0 if the header is missing or the date has passed.
 * Compares the date with the header Date, because the clocks of Looker and the runner may differ.
 */
function retryAfter(headers) {
    const value = headers.get('retry-after')?.trim() ?? '';
    const milliseconds = /^\d+$/.test(value)
        ? Number(value) * 1000
        : Date.parse(value) - (0,time/* serverTime */.nI)(headers.get('date'));
    return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), time/* maxTimer */._v) : 0;
}
/** Aborts a request after this number of milliseconds without a byte. */
function watchSilence(silence, host) {
    const lost = new AbortController();
    const timer = setTimeout(() => {
        const seconds = Math.round(silence / 1000);
        lost.abort(new looker_errors_LookerError(`${host} sent no data for ${seconds} s`, 'Check that Looker is up, then run the job again.', {
            retries: Number.POSITIVE_INFINITY,
        }));
    }, silence);
    return { signal: lost.signal, alive: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
/** Aborts a request after this number of milliseconds, even if bytes still arrive. */
function limitTime({ timeLimit = 0, timeLimitHint }, host) {
    const over = new AbortController();
    const hint = timeLimitHint ?? 'Run the job again when Looker is less busy.';
    const timer = setTimeout(() => {
        const seconds = Math.round(timeLimit / 1000);
        over.abort(new looker_errors_LookerError(`${host} took longer than ${seconds} s`, hint, { retries: 0 }));
    }, timeLimit);
    return { signal: over.signal, alive: () => undefined, stop: () => clearTimeout(timer) };
}
/** The maximum number of characters of a response with a single object. Looker's responses have a few thousand. */
const maxCharacters = 1_000_000;
/** The maximum number of characters of a list. A list of dashboards has about 120 characters for each dashboard. */
const maxListCharacters = 10_000_000;
/**
 * The maximum nesting. Looker's responses have fewer than ten levels, and JSON.parse takes seconds for megabytes of
 * `[`.
 */
const maxDepth = 100;
/** Stops soon after `longest` characters, because a long response could fill the memory. */
async function boundedText(response, longest = maxCharacters) {
    if (!response.body)
        return '';
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > longest)
            break;
    }
    return text;
}
/**
 * Reads a response as JSON. Returns undefined if it is not JSON.
 * @throws LookerError if it is too long
 */
async function readJson(host, response, { longest = maxCharacters, budget } = {}) {
    const text = await boundedText(response, longest);
    if (budget)
        budget.left -= text.length;
    if (text.length > longest || (budget && budget.left < 0))
        throw lengthError(host);
    return isTooDeep(text) ? undefined : json_parseJson(text);
}
const lengthError = (host) => new looker_errors_LookerError(`${host} answered with too many characters`, "Check that base-url is Looker's API. If a folder, board or model is that large, list its dashboards one by one.", { retries: 0 });
function isTooDeep(text) {
    let depth = 0;
    let isInString = false;
    for (let at = 0; at < text.length; at++) {
        const character = text[at];
        if (isInString && character === '\\')
            at++;
        else if (character === '"')
            isInString = !isInString;
        else if (!isInString && (character === '[' || character === '{') && ++depth > maxDepth)
            return true;
        else if (!isInString && (character === ']' || character === '}'))
            depth--;
    }
    return false;
}
/**
 * Reads a response that is a JSON object.
 * @throws LookerError if it is not an object
 */
const readObject = (host, noun, convert, budget) => async (response) => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget });
    const expected = `valid ${noun}`;
    if (!json_isObject(answer))
        throw unexpectedResponse(host, `something that is not a ${expected}`);
    return converted(host, expected, () => convert(answer));
};
/**
 * Reads a response that is a JSON list. Leaves out items for which `convert` returns undefined.
 * @throws LookerError if it is not a list
 */
const readList = (host, noun, convert, budget) => async (response) => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget });
    const expected = `list of ${noun}s`;
    if (!Array.isArray(answer))
        throw unexpectedResponse(host, `something that is not a ${expected}`);
    return converted(host, expected, () => objectsIn(answer).flatMap(item => convert(item) ?? []));
};
/** Values of an unexpected type may make `convert` throw any error, which would count as a broken connection. */
function converted(host, expected, convert) {
    try {
        return convert();
    }
    catch (error) {
        if (error instanceof build_errors/* ActionError */.lZ)
            throw error;
        throw unexpectedResponse(host, `something that is not a ${expected}`, error);
    }
}
const objectIn = (value) => (json_isObject(value) ? value : {});
const objectsIn = (value) => Array.isArray(value) ? value.filter(item => json_isObject(item)) : [];
/**
 * Returns a text from Looker on one line, without HTML tags. Removes secrets first, because a shortened text could
 * contain a part of a secret.
 */
const plainWords = (text, clean, longest) => (0,runtime_text/* oneLine */.TN)(clean(text).slice(0, 4000).replace(htmlTags, ' '), longest);
/**
 * Matches only HTML tags, because error pages of proxies contain such tags. Other angle brackets remain, such as
 * Looker's `<field.name>`.
 */
const htmlTags = /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis;
/**
 * Returns Looker's message from the body of an error. A validation error has a message for each field (ValidationError,
 * API 4.0). Leaves out a dot at the end, because callers write a dot after the message.
 */
function messageIn(body, clean) {
    const answer = json_parseJson(body);
    if (!json_isObject(answer))
        return undefined;
    const fields = objectsIn(answer.errors).map(fieldMessage).filter(Boolean);
    const words = plainWords(fields.join('; '), clean, 1000);
    const message = words || (typeof answer.message === 'string' ? plainWords(answer.message, clean) : '');
    return message.replace(/(?<!\.)\.$/, '') || undefined;
}
function fieldMessage({ field, message, code }) {
    const words = [message, code].find(text => typeof text === 'string' && text !== '');
    return [field, words].filter(text => typeof text === 'string' && text !== '').join(': ');
}
/**
 * Returns how Looker counts a call: as a query call, or as an administrative call (`db_query` or `non_query` in the
 * field `x-looker-activity-type` of API 4.0). Looker does not count log-in, log-out and versions.
 */
function meteredAs(path) {
    if (/^\/(login|logout|versions)\b/.test(path))
        return undefined;
    return queryPaths.test(path) ? 'query' : 'administrative';
}
const queryPaths = /^\/((render_tasks|queries|query_tasks|merge_queries|sql_queries)\b|looks\/[^/]+\/run\/)/;

;// CONCATENATED MODULE: ./build/looker/content.js






/**
 * The maximum number of calls at the same time. With few calls, Looker can do other work while this action reads
 * hundreds of folders.
 */
const maxConcurrentCalls = 4;
const foldersPerPage = 100;
/** The limit for all responses together. Even the largest instances need far fewer characters. */
const maxContentCharacters = 100_000_000;
function contentReaders(send, { host, clean, budget = { left: maxContentCharacters } }) {
    const slots = p_limit_pLimit(maxConcurrentCalls);
    const ask = (path, query, read) => slots(() => send({ method: 'GET', path, query }, read));
    return {
        get(noun, path, fields, convert) {
            const read = readObject(host, noun, answer => convert(answer, clean), budget);
            return ask(path, { fields }, read);
        },
        list(noun, path, query, convert) {
            const read = readList(host, noun, item => convert(item, clean), budget);
            return ask(path, query, read);
        },
    };
}
/**
 * Each method sends one call, and requests only the needed fields. Looker counts `query` as a query call, and all other
 * methods as administrative calls.
 */
function contentClient(send, host) {
    const { get, list } = contentReaders(send, host);
    const info = (noun, path, fields) => get(noun, path, fields, readInfo);
    const dashboards = (path, fields) => list('dashboard', path, { fields }, readDashboard);
    return {
        dashboard: (id) => info('dashboard', at `/dashboards/${id}`, 'title,deleted'),
        look: (id) => info('Look', at `/looks/${id}`, 'title,deleted'),
        tile: (id) => info('dashboard element', at `/dashboard_elements/${id}`, 'title,look(title)'),
        query: (id) => get('query', /^\d+$/.test(id) ? at `/queries/${id}` : at `/queries/slug/${id}`, 'id', () => undefined),
        /**
         * Returns all dashboards that the API user may see, including LookML dashboards. Leaves out deleted and hidden
         * dashboards.
         */
        dashboards: () => dashboards('/dashboards', 'id,title,slug,hidden'),
        /**
         * Returns all folders that the API user may see, including personal folders
         * (https://cloud.google.com/looker/docs/reference/looker-api/latest/methods/Folder/all_folders).
         */
        folders: () => list('folder', '/folders', { fields: 'id,is_personal,is_personal_descendant' }, readFolder),
        folder: (id) => get('folder', at `/folders/${id}`, folderFields, readFolder),
        folderDashboards: (id) => dashboards(at `/folders/${id}/dashboards`, 'id,title,slug,deleted,hidden'),
        folderLooks: (id) => list('Look', at `/folders/${id}/looks`, { fields: 'id,title,deleted' }, readLook),
        /** Returns one page of the direct subfolders. */
        folderChildren: (id, offset) => list('folder', at `/folders/${id}/children`, { fields: folderFields, limit: foldersPerPage, offset }, readFolder),
        board: (id) => get('board', at `/boards/${id}`, boardFields, readBoard),
        tiles: (dashboard) => get('dashboard', at `/dashboards/${dashboard}`, tilesFields, readTiles),
    };
}
/** Builds a path. Encodes the id, so that it is one segment of the path. */
const at = ([before = '', after = ''], id) => before + encodeURIComponent(id.toWellFormed()) + after;
const folderFields = 'id,name,child_count,is_personal,is_personal_descendant';
const boardItemFields = 'board_items(id,title,dashboard_id,look_id,lookml_dashboard_id)';
const boardFields = `title,deleted_at,section_order,board_sections(id,deleted_at,visible_item_order,${boardItemFields})`;
const tilesFields = 'title,deleted,dashboard_elements(id,title,type,look(title))';
/** Returns undefined if the dashboard is deleted or hidden. */
function readDashboard(item, clean) {
    if (item.deleted === true || item.hidden === true)
        return undefined;
    const id = readId(item.id, clean);
    if (id === undefined)
        return undefined;
    const slug = idIn(item.slug);
    return { kind: dashboardKind(id), id, ...(slug && { slug }), ...readTitle(item.title, clean) };
}
function readLook(item, clean) {
    const id = item.deleted === true ? undefined : readId(item.id, clean);
    if (id === undefined)
        return undefined;
    return { kind: 'look', id, ...readTitle(item.title, clean) };
}
const readInfo = (item, clean) => ({
    ...readTileTitle(item, clean),
    deleted: item.deleted === true,
});
function readFolder(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined)
        return undefined;
    const isPersonal = item.is_personal === true || item.is_personal_descendant === true;
    return { id, ...readTitle(item.name, clean), hasChildren: item.child_count !== 0, isPersonal };
}
const readBoard = (item, clean) => ({
    ...readTitle(item.title, clean),
    deleted: isDeleted(item),
    members: inGivenOrder(objectsIn(item.board_sections), item.section_order)
        .filter(section => !isDeleted(section))
        .flatMap(visibleItems)
        .flatMap(boardItem => readBoardItem(boardItem, clean) ?? []),
});
const readTiles = (item, clean) => ({
    ...readInfo(item, clean),
    members: objectsIn(item.dashboard_elements).flatMap(element => readTile(element, clean) ?? []),
});
/** Returns undefined for a link or a text. */
function readBoardItem(item, clean) {
    const title = readTitle(item.title, clean);
    const dashboard = readId(item.dashboard_id, clean) ?? readId(item.lookml_dashboard_id, clean);
    if (dashboard !== undefined)
        return { kind: dashboardKind(dashboard), id: dashboard, ...title };
    const look = readId(item.look_id, clean);
    return look === undefined ? undefined : { kind: 'look', id: look, ...title };
}
function readTile(item, clean) {
    const id = readId(item.id, clean);
    if (id === undefined || tileTypesWithoutQuery.has(item.type))
        return undefined;
    return { kind: 'dashboard_element', id, ...readTileTitle(item, clean) };
}
const dashboardKind = (id) => (id.includes('::') ? 'lookml_dashboard' : 'dashboard');
const isDeleted = ({ deleted_at: at }) => typeof at === 'string';
/** Returns the items that the API user can see. `visible_item_order` contains only the ids of these items. */
function visibleItems({ board_items: items, visible_item_order: order }) {
    const sorted = inGivenOrder(objectsIn(items), order);
    if (!Array.isArray(order))
        return sorted;
    const visible = new Set(order.map(String));
    return sorted.filter(({ id }) => visible.has(String(id)));
}
/** Sorts items by the positions of their ids in `order`. Items whose ids are not in `order` come last. */
function inGivenOrder(items, order) {
    const ids = Array.isArray(order) ? order.map(String).reverse() : [];
    const places = new Map(ids.map((id, index) => [id, ids.length - index]));
    const place = ({ id }) => places.get(String(id)) ?? ids.length + 1;
    return [...items].sort((one, other) => place(one) - place(other));
}
/**
 * Returns an id if it is safe in paths and in the log: a number, a slug, `model::dashboard`, or
 * `model::dashboard::link`.
 * @throws ActionError if the id contains a secret. Without the error, the content would be missing from the results
 */
function readId(value, clean) {
    const id = idIn(value);
    if (id === undefined || clean(id) === id)
        return id;
    throw new build_errors/* ActionError */.lZ('Looker answered with an id that contains a secret of this job, such as the password of a proxy', 'If the secret is a word that also occurs in names of Looker content, replace it with a longer one.');
}
function idIn(value) {
    if (typeof value !== 'string' && !Number.isSafeInteger(value))
        return undefined;
    const id = String(value);
    return /^(?!\.\.?$)[^/\\\p{Cc}\p{Cs}]{1,255}$/u.test(id) ? id : undefined;
}
function readTileTitle(item, clean) {
    const own = readTitle(item.title, clean);
    return own.title === undefined ? readTitle(objectIn(item.look).title, clean) : own;
}
/**
 * Returns the title on one line, without characters that change the direction of text. Removes secrets first, because a
 * shortened title could contain a part of a secret.
 */
function readTitle(text, clean) {
    if (typeof text !== 'string')
        return {};
    const plain = clean(text)
        .slice(0, 10_000)
        .replace(/\p{Bidi_Control}/gu, '');
    const title = (0,runtime_text/* oneLine */.TN)(plain, 200);
    return title === '' ? {} : { title };
}
function readTitles(client, { clock, signal }) {
    const titles = new Map();
    const keyOf = ({ kind, id }) => `${kind} ${id}`;
    return {
        request(target) {
            if (target.title !== undefined || titles.has(keyOf(target)))
                return;
            // Ignores the error: without a title, readers see the target's name. If Looker refuses the target, the render
            // task fails with the reason.
            const title = readContentInfo(target, client).then(info => info?.title, () => undefined);
            titles.set(keyOf(target), title);
        },
        async of(target) {
            if (target.title !== undefined)
                return target.title;
            const title = titles.get(keyOf(target));
            return title && valueIfSoon(title, { clock, signal });
        },
    };
}
/**
 * Reads a target's entry in Looker, for example its title. Returns undefined for a query, because a query has no title
 * and cannot be deleted.
 */
async function readContentInfo({ kind, id }, client) {
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

;// CONCATENATED MODULE: ./build/looker/render-task-requests.js




function createLookerClient(send, version, { host, clean }) {
    const task = readTask(host, clean);
    return {
        createRenderTask: (target) => send({ method: 'POST', ...creationCall(target, version) }, task),
        renderTask: (id) => send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}`, query: { fields: pollFields } }, task),
        renderTaskResults: (id, read) => send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}/results` }, read),
        queryBySlug: (slug) => send({ method: 'GET', path: `/queries/slug/${encodeURIComponent(slug)}`, query: { fields: 'id' } }, readQueryId(host)),
    };
}
const taskFields = 'id,status,status_detail';
const pollFields = `${taskFields},query_runtime,render_runtime`;
function creationCall(target, version) {
    const { kind, id, output, width, height } = target;
    const path = `/render_tasks/${targets_targetKinds[kind].resource[version]}/${encodeURIComponent(id)}/${output.format}`;
    if (kind !== 'dashboard' && kind !== 'lookml_dashboard')
        return { path, query: { width, height, fields: taskFields } };
    return {
        path,
        query: { width, height, fields: taskFields, ...dashboardQuery(target) },
        json: dashboardBody(target),
    };
}
function dashboardQuery({ output, longTables, theme }) {
    const paper = output.format === 'pdf'
        ? { pdf_paper_size: output.paperSize, pdf_landscape: output.landscape || undefined }
        : {};
    return { ...paper, long_tables: longTables || undefined, theme };
}
function dashboardBody({ filters, style, tabIds }) {
    return {
        ...(filters.size > 0 && { dashboard_filters: targets_encodeFilters(filters) }),
        ...(style && { dashboard_style: style }),
        ...(tabIds.length > 0 && { tab_ids: tabIds }),
    };
}
/** What to do if a render task has this status. */
const nextStep = {
    enqueued_for_query: 'wait',
    querying: 'wait',
    enqueued_for_render: 'wait',
    rendering: 'wait',
    success: 'fetch',
    failure: 'fail',
};
const isKnownStatus = (status) => Object.hasOwn(nextStep, status);
const readTask = (host, clean) => async (response) => {
    const answer = await readJson(host, response);
    const { id, status, status_detail: detail, ...runtimes } = json_isObject(answer) ? answer : {};
    if (!isId(id) || clean(String(id)) !== String(id) || typeof status !== 'string')
        throw unexpectedResponse(host, 'something that is not a render task');
    return {
        id: String(id),
        // A known status stays as it is, even if a secret is a part of it.
        status: isKnownStatus(status) ? status : plainWords(status, clean, 100),
        detail: typeof detail === 'string' ? plainWords(detail, clean) : '',
        ...renderTimeIn(runtimes),
    };
};
/**
 * Returns the render time in milliseconds. Looker returns `query_runtime` and `render_runtime` in seconds (RenderTask,
 * API 4.0 and 3.1).
 */
function renderTimeIn({ query_runtime: queries, render_runtime: rendering }) {
    const seconds = Number(queries) + Number(rendering);
    const isKnown = typeof queries === 'number' && typeof rendering === 'number' && seconds > 0;
    return isKnown && { renderTime: seconds * 1000 };
}
const readQueryId = (host) => async (response) => {
    const answer = await readJson(host, response);
    if (!json_isObject(answer) || !isId(answer.id))
        throw unexpectedResponse(host, 'something that is not a query');
    return String(answer.id);
};
/** Whether the id can be a part of a path. For example, the id `..` would lead to a different path. */
const isId = (id) => typeof id === 'string' ? /^(?!\.\.?$)[!-~]{1,255}$/.test(id) : Number.isSafeInteger(id);

;// CONCATENATED MODULE: ./build/looker/session.js





/** A session of less than this time is short. A token is normally valid for an hour. */
const shortSessionMs = 1000;
/** Without a maximum, a Looker whose tokens expire at once would get a log-in for each request. */
const maxShortSessions = 10;
/** All requests share one token. If the token expires or Looker refuses the token, the next request logs in again. */
function openSession(options) {
    const { http, clock } = options;
    let live;
    let pending;
    let isRenewal = false;
    let lastLogin = Number.NEGATIVE_INFINITY;
    let shortSessions = 0;
    // If Looker refuses the token of several requests, only the first request discards the token. All requests share the
    // next log-in.
    const forget = (held) => {
        if (live === held)
            live = undefined;
    };
    const renew = async (signal) => {
        if (clock.now() - lastLogin < shortSessionMs)
            shortSessions++;
        if (shortSessions > maxShortSessions)
            throw shortSessionsError(options.host);
        const opened = await openWorkspace({ ...options, signal, isRenewal });
        lastLogin = clock.now();
        return opened;
    };
    const token = async (signal) => {
        if (live && live.ends > clock.now())
            return live;
        pending ??= renew(signal).finally(() => {
            pending = undefined;
        });
        live = await pending;
        isRenewal = true;
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
                if (!(error instanceof looker_errors_LookerError && error.status === 401))
                    throw error;
                forget(held);
                return http({ ...call, token: (await token(signal)).value }, read, signal);
            }
        },
        async logout(signal) {
            const held = await (pending?.catch(() => undefined) ?? live);
            live = undefined;
            if (held && held.ends > clock.now())
                await revoke(options, held, signal);
        },
    };
}
const revoke = ({ http }, { value }, signal) => http({ method: 'DELETE', path: '/logout', token: value }, async () => undefined, signal);
/** Logs in and enters the workspace. Each log-in begins a new session, so the workspace must be entered again. */
async function openWorkspace(options) {
    const token = await login(options);
    const { http, workspace = 'production', host, signal } = options;
    if (workspace === 'production')
        return token;
    const json = { workspace_id: workspace };
    const call = { method: 'PATCH', path: '/session', json, isRepeatable: true };
    const read = readObject(host, 'session', ({ workspace_id: id }) => {
        if (id !== workspace)
            throw unexpectedResponse(host, `a session that is not in the workspace ${workspace}`);
    });
    try {
        await http({ ...call, token: token.value }, read, signal);
    }
    catch (error) {
        await revoke(options, token, signal).catch(() => undefined);
        throw error instanceof looker_errors_LookerError ? workspaceError(error, host) : error;
    }
    return token;
}
/** Explains why development mode is not available. Does not change errors that may be temporary. */
function workspaceError(error, host) {
    const { status, message } = error;
    if (status === undefined || ![400, 403, 404, 422].includes(status))
        return error;
    return new looker_errors_LookerError(`The API user may not use development mode at ${host}: ${message}`, 'Give the role of the API user the permission develop for the models of the project. Looker may refuse development mode to a service account: then use the API key of a user.', { status, retries: 0, cause: error });
}
/** Logs in with the key in the body, because servers log URLs (API 4.0, `login`). */
async function login({ http, clock, host, key, secrets, signal, isRenewal, hintFor = hint => hint, }) {
    const form = { client_id: key.clientId, client_secret: key.clientSecret };
    const call = { method: 'POST', path: '/login', form, firstContact: !isRenewal, isRepeatable: true };
    const asked = clock.now();
    try {
        return await http(call, readToken, signal);
    }
    catch (error) {
        throw error instanceof looker_errors_LookerError ? loginError(error, { host, isRenewal, hintFor }) : error;
    }
    async function readToken(response) {
        const answer = await readJson(host, response);
        if (!json_isObject(answer) || !isToken(answer.access_token))
            throw unexpectedResponse(host, 'something that is not an access token');
        secrets.keep(answer.access_token);
        const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3600;
        return { value: answer.access_token, ends: asked + seconds * 1000 };
    }
}
/** Whether a header can contain the token. Otherwise, `fetch` would throw an error that quotes the token. */
const isToken = (token) => typeof token === 'string' && /^[!-~]{1,8192}$/.test(token);
/**
 * A failed log-in. This is not a LookerError, because callers would take its status for the status of their own call.
 */
class LoginError extends build_errors/* QuotingError */.yV {
    /** The status of the response. Undefined if Looker did not answer. */
    status;
    /** The host that refused the key. Undefined if the log-in failed for another reason. */
    keyRefusedBy;
    constructor([fact, hint], about) {
        super(fact, hint, { cause: about.cause });
        this.name = 'LoginError';
        this.status = about.status;
        this.keyRefusedBy = about.keyRefusedBy;
    }
}
const shortSessionsError = (host) => new LoginError([
    `The access tokens of ${host} expire within a second: ${maxShortSessions + 1} log-ins were not enough`,
    'Ask the administrator of the instance. A proxy in front of Looker must pass the header Authorization on.',
], { status: undefined, cause: undefined });
const forbiddenHint = "Check that Looker's IP allowlist (Admin, IP Allowlist) and the firewalls in front of Looker let the runner in. Check also base-url's port and api-version, because a host without a Looker API at this address may answer like this.";
/** Explains a failed log-in. Looker answers a wrong key with 404. */
function loginError(error, { host, isRenewal, hintFor }) {
    const { status } = error;
    const about = { status, cause: error };
    const isRefusal = status === 401 || status === 403 || status === 404;
    if (isRenewal && isRefusal)
        return new LoginError([
            `Looker at ${host} no longer accepts the API key (${status})`,
            'It accepted the key earlier in this run: check that the key was not deleted or replaced and that its user was not disabled (Admin, Users, Edit, API Keys), then run the job again.',
        ], { ...about, keyRefusedBy: host });
    // Looker gives a message with each refusal. A refusal without a message is from another server or from a proxy.
    const hasMessage = !error.message.endsWith(` answered ${status}`);
    if (status === 404 && hasMessage)
        return new LoginError([
            `Looker at ${host} does not know this API key (404)`,
            hintFor('Check client-id and client-secret: both must come from the same API key of a user of this instance (Admin, Users, Edit, API Keys).'),
        ], { ...about, keyRefusedBy: host });
    if (status === 401 && hasMessage)
        return new LoginError([`Looker at ${host} does not accept this API key (401)`, hintFor('Check client-id and client-secret.')], { ...about, keyRefusedBy: host });
    const hint = status === 403 ? hintFor(forbiddenHint) : error.hint;
    return new LoginError([`Could not log in: ${error.message}`, hint], about);
}
/** Ends the sessions, because a token is valid for up to an hour. Failures are only logged. */
async function logOut(lookers, cancelled) {
    await Promise.all(lookers.map(async ({ session, log }) => {
        try {
            await logOutOf(session, cancelled);
        }
        catch (error) {
            log(`Could not log out of Looker (${(0,build_errors/* asActionError */.z6)(error).message}); its token expires by itself.`);
        }
    }));
}
/**
 * Ends a session in limited time, because a cancelled job has only three seconds for all remaining work. A cancellation
 * also aborts a log-out that has already begun.
 */
async function logOutOf(session, cancelled) {
    const isCancelled = cancelled.aborted;
    const signal = isCancelled ? new AbortController().signal : cancelled;
    await (0,time/* withDeadline */.NE)(isCancelled ? 1500 : 10_000, signal, ended => session.logout(ended));
}

;// CONCATENATED MODULE: ./build/looker/connect.js







const lookerList = ({ first, second }) => (second ? [first, second] : [first]);
/** Sends the log-in without waiting for the response. */
function connect_connect({ base, clientId, clientSecret }, options) {
    const { world, version, secrets, signal, workspace = 'production', log, hintFor } = options;
    const { host } = base;
    const common = { clock: world.clock, secrets, signal, host, ...(hintFor && { hintFor }) };
    const apiCalls = { query: 0, administrative: 0 };
    const count = (path) => {
        const activity = meteredAs(path);
        if (activity)
            apiCalls[activity]++;
    };
    const api = new URL(`/api/${version}`, base);
    const http = createHttp({ ...common, fetch: world.fetch, log, onRequest: count, api });
    const session = openSession({ ...common, http, workspace, key: { clientId, clientSecret } });
    const loggedIn = session.login();
    loggedIn.catch(() => undefined);
    // Only the production session asks for the versions, so each instance gets one request.
    const isFirst = workspace === 'production';
    const versions = isFirst
        ? askVersions(http, loggedIn, { ...common, log, clean: secrets.clean })
        : Promise.resolve({});
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
/**
 * The delay between the log-in and the request for `/versions`, in milliseconds. A second connection at the same time
 * would slow the log-in down.
 */
const loginHeadStart = 50;
const versionsTimeout = 10_000;
/** Logs a line and returns an empty object if the instance does not answer. Logs nothing if the log-in fails, too. */
async function askVersions(http, loggedIn, { clock, host, signal, log, clean }) {
    try {
        await clock.sleep(loginHeadStart, signal);
        const read = readObject(host, 'list of versions', answer => toVersions(answer, clean));
        return await (0,time/* withDeadline */.NE)(versionsTimeout, signal, ended => http(versionsCall, read, ended));
    }
    catch (error) {
        const isIn = await loggedIn.then(() => true, () => false);
        if (isIn)
            log(`${host} did not return its Looker version (${(0,build_errors/* asActionError */.z6)(error).message}).`);
        return {};
    }
}
/**
 * The call that reads Looker's versions. The call needs no log-in, and Looker does not meter the call (API 4.0,
 * `versions`).
 */
const versionsCall = {
    method: 'GET',
    path: '/versions',
    query: { fields: 'looker_release_version,web_server_url' },
    firstContact: true,
};
/**
 * Reads the versions. Leaves out values that contain a secret. Also searches the original text of the address for
 * secrets, because the `URL` class changes the spelling of an address.
 */
function toVersions({ looker_release_version: release, web_server_url: address }, clean) {
    const isHarmless = (text) => typeof text === 'string' && clean(text) === text;
    const web = isHarmless(address) ? (0,runtime_text/* parseUrl */.Dl)(address) : undefined;
    return {
        ...(isHarmless(release) && /^[\w.+-]{1,40}$/.test(release) && { release }),
        ...(web && /^https?:$/.test(web.protocol) && isHarmless(web.origin) && { web: new URL(web.origin) }),
    };
}

;// CONCATENATED MODULE: ./build/looker/validate-lookml.js


/** The validation of a large project takes minutes. */
const timeLimitMs = 5 * 60_000;
/**
 * Validates the LookML in the session's workspace. Takes one administrative call (`POST /projects/{id}/validate`, API
 * 4.0). Leaves out warnings.
 */
function validateProject(id, { send, host, clean }, signal) {
    const call = {
        method: 'POST',
        path: `/projects/${encodeURIComponent(id)}/validate`,
        timeLimit: timeLimitMs,
        isRepeatable: true,
    };
    const read = readObject(host, 'validation of LookML', answer => {
        // Without this check, an answer without a list of errors would count as valid LookML.
        if (!Array.isArray(answer.errors))
            throw unexpectedResponse(host, 'a validation of LookML without a list of errors');
        return readValidation(answer, id, clean);
    });
    return send(call, read, signal).catch(error => {
        throw withHints(error, { 403: permissionHint, 404: permissionHint });
    });
}
const permissionHint = "Give the API user's role the permission develop for the models of the project.";
/** Severities that are no errors (API 4.0, ProjectError). The others are `error` and `fatal`. */
const harmless = ['success', 'info', 'warning'];
/** Returns the errors of a validation. A model that Looker could not validate counts as an error. */
function readValidation(answer, project, clean) {
    const errors = objectsIn(answer.errors).filter(({ severity }) => !harmless.includes(severity));
    const unvalidated = objectsIn(answer.models_not_validated).map(({ name }) => {
        const model = lookerWords(name, clean) || 'a model';
        return { message: `Looker did not validate the model ${model}`, ...(model !== 'a model' && { model }) };
    });
    return [...errors.map(error => toLookmlError(error, project, clean)), ...unvalidated];
}
const lookerWords = (value, clean) => typeof value === 'string' ? plainWords(value, clean, 500) : '';
function toLookmlError({ message, file_path: file, line_number: line, model_id: model }, project, clean) {
    const path = typeof file === 'string' ? pathInProject(file, project) : undefined;
    const inModel = lookerWords(model, clean);
    return {
        message: lookerWords(message, clean) || 'Looker gave no reason',
        ...(path !== undefined && clean(path) === path && { path }),
        ...(typeof line === 'number' && Number.isSafeInteger(line) && line > 0 && { line }),
        ...(inModel !== '' && { model: inModel }),
    };
}
/** Removes the project's name from the beginning of a path. Returns undefined for a file of an imported project. */
function pathInProject(file, project) {
    const path = file.replace(/^\/+/, '');
    const own = path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path;
    const isImported = file.startsWith('//') || own.startsWith('imported_projects/');
    return own === '' || isImported || own.length > 1000 || /[\p{Cc}\p{Cs}]/u.test(own) ? undefined : own;
}
/**
 * Returns the errors that only the second validation has. Ignores line numbers, because lines may have moved.
 * @param names If known, an error is not new if its file or model was renamed: one side has only the old name, and the
 *   other side only the new one.
 */
function newLookmlErrors(before, after, names) {
    const known = new Map();
    for (const error of before) {
        const key = errorKey(error, names?.base, names?.head);
        known.set(key, (known.get(key) ?? 0) + 1);
    }
    return after.filter(error => {
        const key = errorKey(error, names?.head, names?.base);
        const left = known.get(key) ?? 0;
        known.set(key, left - 1);
        return left <= 0;
    });
}
/** Leaves out the name of a file or model that only the error's own side has. */
function errorKey({ message, path, model }, own, other) {
    const keyOf = (name, kind) => name !== undefined && own?.[kind].has(name) && !other?.[kind].has(name) ? true : name;
    return JSON.stringify([message, keyOf(path, 'files'), keyOf(model, 'models')]);
}
/** Returns text such as `Unknown view "x" (models/x.lkml:12)`. */
function describeLookmlError({ message, path, line }) {
    const place = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
    return message.replace(/\.$/, '') + place;
}

;// CONCATENATED MODULE: ./build/looker/deployable-project.js




/** Thrown if Looker refused a deploy and changed nothing. */
class RefusedDeployError extends build_errors/* ActionError */.lZ {
    /** Looker's message about the LookML of this commit. Undefined if Looker refused the user or the project. */
    lookmlReason;
    constructor(fact, hint, { lookmlReason, ...options } = {}) {
        super(fact, hint, options);
        this.lookmlReason = lookmlReason;
    }
}
class UnknownCommitError extends RefusedDeployError {
}
/** Reads the commit that is deployed on an instance. */
const deployedCommitOn = ({ host, session }, about, signal) => projectOf({ ...about, host, send: session.send }).deployedCommit(signal);
/**
 * Uses `GET /projects/{id}`, `GET /projects/{id}/git_branch` and `POST /projects/{id}/deploy_ref_to_production` (API
 * 4.0, Project). A session begins in the production workspace. There, the `ref` of the git branch is the deployed
 * commit.
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
            throw unexpectedResponse(host, `something that does not name the deployed commit of project ${id}`);
        },
        deploy: async (commit, signal) => {
            let requests = 0;
            const call = {
                method: 'POST',
                path: `${path}/deploy_ref_to_production`,
                query: { ref: commit },
                isRepeatable: true,
                onRequest: () => void requests++,
            };
            await send(call, async () => undefined, signal).catch(error => {
                throw toDeployError(error, { id, host, commit, isRepeated: requests > 1 });
            });
        },
        validate: signal => validateProject(id, { send, host, clean }, signal),
    };
}
const readProject = (host) => readObject(host, 'LookML project', answer => answer);
const isCommit = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
/** Refuses a project whose settings prevent a deploy. Looker may leave out a setting. */
function refuseUndeployable(about, id, host) {
    if (about.uses_git === false)
        throw new build_errors/* ActionError */.lZ(`The LookML project ${id} at ${host} has no git repository`, 'Connect the project to this repository (Looker: Develop, the project, Settings, Configure Git), or leave deploy empty.');
    if (about.git_release_mgmt_enabled === false)
        throw new build_errors/* ActionError */.lZ(`The LookML project ${id} at ${host} does not use advanced deploy mode, so no commit of a pull request can be deployed`, 'Turn it on in Looker (Develop, the project, Settings, Enable Advanced Deploy Mode): on a staging instance, never in production.');
}
const permission = "Check the project's name in deploy. Also give the API user a role with the permissions develop and deploy for the project's models.";
function toProjectError(error, id, host) {
    if (!(error instanceof looker_errors_LookerError) || (error.status !== 404 && error.status !== 403))
        return error;
    return new build_errors/* ActionError */.lZ(`${host} has no LookML project ${id}, or the API user may not see it (${error.status})`, permission, { cause: error });
}
/** Matches messages of Looker and its git about an unknown commit. */
const missingCommit = /could (not|n't) find (the )?(ref|commit|revision|branch)|(ref|commit|revision|reference|object|branch) .{0,60}(not found|not exist)|(unknown|bad|ambiguous) (revision|object|argument)|not a (valid )?(tree|object|commit)|did not match any|(ref|commit|branch) \S{1,80} (cannot|could not) be resolved/i;
/** Matches messages of git if Looker cannot reach or read the repository. */
const unreachableGit = /permission denied \(|could not read (from remote|username)|authentication failed|host key verification failed|could not resolve host/i;
function toDeployError(error, { id, host, commit, isRepeated }) {
    if (!(error instanceof looker_errors_LookerError) || error.status === undefined)
        return error;
    const { status, message } = error;
    const about = refusalOf(status, message, { id, host, commit });
    if (!about)
        return error;
    const { fact, hint, kind } = about;
    const cause = { cause: error };
    if (kind === 'unknown commit')
        return new UnknownCommitError(fact, hint, cause);
    // This error does not prove a refusal. Looker may have executed the first request before its response was lost.
    if (isRepeated)
        return new build_errors/* ActionError */.lZ(fact, hint, cause);
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
            fact: `${host} did not find commit ${shortCommitName(commit)} for the LookML project ${id}: ${message}`,
            hint: "Check that the project's git repository at Looker is this one, that the commit is pushed, and that the API user's role has the permission deploy. If a force-push has replaced the commit, the run of the new commit counts.",
        };
    if ((status === 400 || status === 422) && unreachableGit.test(message))
        return {
            kind: 'git',
            fact: `Looker refused to deploy commit ${shortCommitName(commit)} to the LookML project ${id}: ${message}`,
            hint: "Correct the project's git connection at Looker (Develop, the project, Settings), for example its deploy key, and run the job again.",
        };
    if (status === 400 || status === 422)
        return {
            kind: 'LookML',
            fact: `Looker refused to deploy commit ${shortCommitName(commit)} to the LookML project ${id}: ${message}`,
            hint: "Correct the LookML or the settings of the project as Looker's message says, and run the job again.",
        };
    return undefined;
}
const shortCommitName = (commit) => commit.slice(0, 7);

;// CONCATENATED MODULE: ./build/branch-check/temporary-branch.js

/** Matches the names of the action's branches. Only branches with such a name are reset or deleted. */
const temporaryBranch = /^looker-snapshot-(\d+)-(\d+)-([a-z0-9]{6})-(base|head)$/;
const isTemporaryBranch = (name) => temporaryBranch.test(name);
/**
 * Returns the name of the run's branch if it is a temporary branch of a branch check. Looker pushes these branches, and
 * each push starts workflows.
 */
function temporary_branch_temporaryBranchOf({ eventName, branch, payload }) {
    if (!['push', 'create', 'delete'].includes(eventName ?? ''))
        return undefined;
    const names = [branch, payload.ref?.replace(/^refs\/heads\//, '')];
    return names.find((name) => name !== undefined && isTemporaryBranch(name));
}
const temporary_branch_describeTemporary = (name) => `Nothing was rendered: ${name} is a temporary branch of a check in Looker's development mode (dev-mode). To start no job for such branches, add branches-ignore: ['looker-snapshot-*'] to the workflow's push event.`;
/**
 * Returns the name without the side: `looker-snapshot-<run id>-<attempt>-<six characters>`. Each job of each run has
 * its own stem.
 */
const stemOf = (name) => name.replace(/-(base|head)$/, '');
const runOf = (name) => temporaryBranch.exec(name)?.[1] ?? '';
/**
 * Branch names contain a time, because the API does not return when a branch was created (`commit_at` is the time of
 * the commit). Of the six characters of a name, two are the time in units of ten minutes, three are random, and the
 * last one is a check character. If the check character is wrong, the name contains no time.
 */
const slotMs = 10 * 60_000;
const slots = 36 ** 2;
/** The clocks of runners differ. A branch whose time is at most this many units in the future counts as new. */
const slotsAhead = 12;
/**
 * Returns the beginning of the names of this job's branches. A branch name adds `-base` or `-head`.
 * @param random returns a number from 0 to 1
 */
function createStem({ id, attempt }, now, random) {
    const time = slotOf(now).toString(36).padStart(2, '0');
    const noise = Math.floor(random() * 36 ** 3)
        .toString(36)
        .padStart(3, '0');
    const start = `looker-snapshot-${id}-${attempt}-${time}${noise}`;
    return start + checkCharacter(start);
}
/**
 * Returns the branch's age in milliseconds. The time in names repeats every nine days, so a branch that is older than
 * nine days seems younger.
 * @returns undefined if the name contains no time
 */
function ageOfBranch(name, now) {
    const stem = stemOf(name);
    const [, , , characters] = temporaryBranch.exec(name) ?? [];
    if (characters === undefined || checkCharacter(stem.slice(0, -1)) !== stem.at(-1))
        return undefined;
    const passed = (slotOf(now) - Number.parseInt(characters.slice(0, 2), 36) + slots) % slots;
    return passed >= slots - slotsAhead ? 0 : Math.max(0, passed - 1) * slotMs;
}
const slotOf = (time) => Math.floor(time.getTime() / slotMs) % slots;
function checkCharacter(text) {
    let sum = 0;
    for (const character of text)
        sum = (sum * 31 + character.charCodeAt(0)) % 46_649;
    return (sum % 36).toString(36);
}
function readSavedBranches(saved) {
    if (!Array.isArray(saved))
        return [];
    const projects = saved.filter(json_isObject).flatMap(({ id, before, ours }) => {
        if (typeof id !== 'string' || typeof before !== 'string' || !Array.isArray(ours))
            return [];
        return [{ id, before, ours: ours.filter(name => typeof name === 'string' && isTemporaryBranch(name)) }];
    });
    return projects.filter(({ ours }) => ours.length > 0);
}
/** The next move, by moment and by role of the checked-out branch. */
const branchMoves = {
    begin: {
        ours: 'save the personal branch',
        moved: 'save the personal branch',
        'another run': 'wait',
        'left behind': 'clear away',
        production: 'save the personal branch',
        other: 'save it',
    },
    return: {
        ours: 'enter',
        moved: 'enter',
        'another run': 'wait',
        'left behind': 'enter',
        production: 'leave it',
        other: 'leave it',
    },
    entered: {
        ours: 'query',
        moved: 'reset',
        'another run': 'wait',
        'left behind': 'wait',
        production: 'leave it',
        other: 'leave it',
    },
    queried: {
        ours: 'keep the answers',
        moved: 'repeat',
        'another run': 'repeat',
        'left behind': 'repeat',
        production: 'leave it',
        other: 'leave it',
    },
    end: {
        ours: 'restore',
        moved: 'restore',
        'another run': 'nothing to restore',
        'left behind': 'nothing to restore',
        production: 'nothing to restore',
        other: 'nothing to restore',
    },
};
/** A temporary branch that is at least this old belongs to a killed run. */
const leftBehindMs = 2 * 60 * 60_000;
function roleOfBranch({ name, ref }, { ours, now }, time) {
    if (ours.includes(name))
        return now?.name === name && ref?.toLowerCase() === now.commit.toLowerCase() ? 'ours' : 'moved';
    if (isTemporaryBranch(name))
        return (ageOfBranch(name, time) ?? 0) >= leftBehindMs ? 'left behind' : 'another run';
    return name.startsWith('__LOOKER_PROD_') ? 'production' : 'other';
}

;// CONCATENATED MODULE: ./build/branch-check/dev-project.js






class UnfetchedCommitError extends build_errors/* ActionError */.lZ {
}
/** Thrown if the project does not exist, or if the API user lacks the permission to develop the project. */
class NoDevelopError extends build_errors/* ActionError */.lZ {
}
class MissingBranchError extends build_errors/* ActionError */.lZ {
}
/** Thrown if Looker or the repository refuses a request, and would refuse a second try, too. */
class RefusedBranchError extends build_errors/* ActionError */.lZ {
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
    const readBranch = readObject(host, 'git branch', answer => toBranch(answer, place, clean));
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
        branches: signal => ask({ method: 'GET', path: `${project}/git_branches` }, readList(host, 'git branch', item => toListed(item, clean)), signal),
        find: (name, signal) => unlessMissing(() => send({ method: 'GET', path: named(name) }, readBranch, signal)),
        create: (name, commit, signal) => change({ method: 'POST', path: current, json: { name: requireTemporary(name), ref: commit } }, { what: `create the branch ${name}`, commit }, signal),
        checkOut: (name, signal) => change({ method: 'PUT', path: current, json: { name } }, { what: `check out the branch ${name}` }, signal),
        reset: (name, commit, signal) => change({ method: 'PUT', path: current, json: { name: requireTemporary(name), ref: commit } }, { what: `reset the branch ${name}`, commit }, signal),
        delete: (name, signal) => unlessMissing(() => change({ method: 'DELETE', path: named(requireTemporary(name)) }, { what: `delete the branch ${name}` }, signal)),
        localImports: async (signal) => {
            const read = readObject(host, 'manifest', answer => localImportsIn(answer, clean));
            const imports = await unlessMissing(() => send({ method: 'GET', path: `${project}/manifest` }, read, signal));
            return imports ?? [];
        },
    };
}
function requireTemporary(name) {
    if (isTemporaryBranch(name))
        return name;
    throw new Error(`${name} is not a temporary branch`);
}
async function unlessMissing(ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (error instanceof MissingBranchError || (error instanceof looker_errors_LookerError && error.status === 404))
            return undefined;
        throw error;
    }
}
const isRefName = (name) => typeof name === 'string' && /^(?![-/])[^\p{Cc}\p{Cs}\s~^:?*[\\]{1,255}$/u.test(name);
const isCommitName = (ref) => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref);
function toBranch({ name, ref }, { id, host }, clean) {
    if (!isRefName(name) || clean(name) !== name)
        throw unexpectedResponse(host, `something that does not name the checked-out branch of project ${id}`);
    return { name, ...(isCommitName(ref) && { ref }) };
}
function toListed({ name, ref, personal, readonly }, clean) {
    if (!isRefName(name) || clean(name) !== name)
        return undefined;
    return { name, ...(isCommitName(ref) && { ref }), isPersonal: personal === true && readonly !== true };
}
const isProjectId = (name) => typeof name === 'string' && /^(?!\.\.?$)[^/\\\s\p{Cc}\p{Cs}]{1,255}$/u.test(name);
function localImportsIn({ imports }, clean) {
    return objectsIn(imports).flatMap(({ name, is_remote: isRemote }) => {
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
    if (!(error instanceof looker_errors_LookerError) || (error.status !== 404 && error.status !== 403))
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
    if (!(error instanceof looker_errors_LookerError) || error.status === undefined)
        return error;
    const { status, message } = error;
    const fact = (words) => `Looker could not ${what} in project ${id}: ${words}`;
    const cause = { cause: error };
    if (uncommittedMessage.test(message))
        return new RefusedBranchError(fact(`the API user has uncommitted changes there (${message})`), 'Nothing was changed. Commit these changes in Looker, or use the API key of a Looker user that no person works with.', cause);
    if (refusedPushMessage.test(message))
        return new RefusedBranchError(fact(`the repository rejected the branch (${message})`), "Looker pushes each branch to the repository. Give Looker's deploy key write access (GitHub: Settings, Deploy keys, Allow write access), and exclude looker-snapshot-* from rulesets that restrict branches.", cause);
    if (commit !== undefined && isAboutCommit(error))
        return new UnfetchedCommitError(`Looker has not fetched commit ${shortCommitName(commit)} for project ${id}: ${message}`, `Check in Looker (Develop, ${id}, Settings) that the project ${id} at ${host} is connected to this repository, and that the commit is pushed. If a force-push has replaced the commit, the run of the new commit counts.`, cause);
    if (status === 404 || ((status === 400 || status === 422) && missingBranchMessage.test(message)))
        return new MissingBranchError(fact(message), developHint, cause);
    if (status === 403)
        return new RefusedBranchError(fact('the API user lacks the permission (403)'), developHint, cause);
    return new build_errors/* ActionError */.lZ(fact(message), error.hint, cause);
}
const isAboutCommit = ({ status, message }) => status === 404 || ((status === 400 || status === 422) && missingCommit.test(message));
async function readUserName({ host, session }, signal, clean) {
    const read = readObject(host, 'user', ({ display_name: name }) => (typeof name === 'string' ? name : ''));
    const call = { method: 'GET', path: '/user', query: { fields: 'display_name' } };
    const name = await session.send(call, read, signal).catch(() => '');
    return name === '' ? 'the API user' : `the API user ${clean(name)}`;
}
/** Logs in to a session in development mode. `signal` ends all requests of the session. */
const connectInDevMode = ({ world, inputs: { looker } }, secrets, signal) => connect(looker, { world, version: looker.version, secrets, signal, workspace: 'dev', log: world.print });

;// CONCATENATED MODULE: ./build/branch-check/imported-dashboards.js





/** Matches the descriptions that the action writes. Only dashboards with such a description are deleted. */
const ownDescription = /^looker-snapshot \d+-\d+-[a-z0-9]{12}$/;
function describeImport({ id, attempt }, random) {
    const characters = Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36));
    return `looker-snapshot ${id}-${attempt}-${characters.join('')}`;
}
function readSavedDashboards(saved) {
    if (!Array.isArray(saved))
        return [];
    return saved.filter(json_isObject).flatMap(({ description, id }) => {
        if (typeof description !== 'string' || !ownDescription.test(description))
            return [];
        return [{ description, ...(isDashboardId(id) && { id }) }];
    });
}
/**
 * Whether the id may belong to a user-defined dashboard. The ids of LookML dashboards contain `::`, so LookML
 * dashboards are never deleted.
 */
const isDashboardId = (id) => typeof id === 'string' && /^[\w-]{1,64}$/.test(id);
/** Old releases of Looker have numbers as ids. */
const idText = (id) => (Number.isSafeInteger(id) ? String(id) : id);
const importTimeLimitMs = 120_000;
function dashboardStore({ host, session: { send }, clean, }) {
    const path = (id) => `/dashboards/${encodeURIComponent(id)}`;
    return {
        host,
        import: (lookml, onRequest, signal) => send({
            method: 'POST',
            path: '/dashboards/lookml',
            json: { lookml },
            timeLimit: importTimeLimitMs,
            onRequest,
        }, readObject(host, 'dashboard', answer => toImported(answer, host, clean)), signal),
        find: async (description, signal) => {
            const query = { description, fields: 'id,description' };
            const read = readList(host, 'dashboard', found => exactId(found, description));
            return send({ method: 'GET', path: '/dashboards/search', query }, read, signal);
        },
        describe: (id, signal) => {
            const read = readObject(host, 'dashboard', ({ description }) => String(description ?? ''));
            const call = { method: 'GET', path: path(id), query: { fields: 'id,description' } };
            return unlessGone(() => send(call, read, signal));
        },
        delete: async (id, signal) => {
            await unlessGone(() => send({ method: 'DELETE', path: path(id) }, async () => undefined, signal));
        },
        hasFolder: signal => {
            const call = { method: 'GET', path: '/user', query: { fields: 'personal_folder_id' } };
            const read = readObject(host, 'user', ({ personal_folder_id: id }) => id !== null && id !== undefined);
            return send(call, read, signal);
        },
    };
}
async function unlessGone(ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (error instanceof looker_errors_LookerError && error.status === 404)
            return undefined;
        throw error;
    }
}
function toImported({ id: ownId, dashboard_layouts: layouts }, host, clean) {
    const id = idText(ownId);
    if (!isDashboardId(id) || clean(id) !== id)
        throw unexpectedResponse(host, 'something that does not contain the id of the imported dashboard');
    const tabs = objectsIn(layouts).flatMap(({ id: layout, label }) => {
        const tab = idText(layout);
        return typeof tab === 'string' && typeof label === 'string' ? [[label, tab]] : [];
    });
    return { id, tabs: new Map(tabs) };
}
/**
 * Returns the id if the description is exactly the same. Looker's search ignores the letter case and treats `%` and `_`
 * as wildcards.
 */
function exactId({ id: found, description: own }, description) {
    const id = idText(found);
    return own === description && isDashboardId(id) ? id : undefined;
}
function openImports(options) {
    const { concurrency } = options;
    const all = new Set();
    const save = () => options.save([...all].filter(isLeft).map(toSaved));
    const slots = pLimit(concurrency);
    const turns = new Map();
    const turnOf = (title) => {
        const turn = turns.get(title) ?? pLimit(1);
        turns.set(title, turn);
        return turn;
    };
    const remove = async (open) => {
        await removeImport(open, options);
        save();
    };
    const attempt = async ({ lookml }, work) => {
        options.signal.throwIfAborted();
        const open = startImport(options);
        all.add(open);
        save();
        try {
            const imported = await importOnce(lookml(open.description), open, options);
            save();
            return await work(imported);
        }
        finally {
            await remove(open).catch(() => undefined); // `close` tries again, and reports the error.
        }
    };
    return {
        during: (dashboard, work) => turnOf(dashboard.title)(() => retryTakenTitle(() => slots(() => attempt(dashboard, work)), options)),
        async close() {
            const left = [...all].filter(({ isDeleted }) => !isDeleted);
            const errors = await Promise.all(left.map(open => retryRemoval(open, remove, options)));
            return errors.flat();
        },
    };
}
/**
 * The maximum number of tries. Looker refuses an import while another job of the same API user has a dashboard with the
 * same title.
 */
const maxTitleTries = 9;
const titlePauseMs = 15_000;
async function retryTakenTitle(attempt, { clock, signal }) {
    for (let tries = 1;; tries++)
        try {
            return await attempt();
        }
        catch (error) {
            if (tries === maxTitleTries || !(error instanceof LookerError) || !isTakenTitle(error))
                throw error;
            await clock.sleep(titlePauseMs, signal);
        }
}
const isTakenTitle = ({ status, message }) => status === 409 || (status === 422 && /title.*(taken|unique|exists|in use)/i.test(message));
const isLeft = ({ isDeleted, isBrokenOff }) => isBrokenOff || !isDeleted;
const toSaved = ({ description, id }) => ({
    description,
    ...(id !== undefined && { id }),
});
const startImport = ({ owner, random }) => ({
    description: describeImport(owner, random),
    requests: 0,
    isBrokenOff: false,
    isDeleted: false,
});
async function importOnce(lookml, open, { store, signal }) {
    try {
        const imported = await store.import(lookml, () => void open.requests++, signal);
        open.id = imported.id;
        open.isBrokenOff = open.requests > 1;
        return imported;
    }
    catch (error) {
        const isAnswered = error instanceof LookerError && error.status !== undefined && open.requests === 1;
        open.isBrokenOff = !isAnswered;
        // If Looker refused the only request, no dashboard exists.
        open.isDeleted = isAnswered && (error.status ?? 500) < 500;
        throw error;
    }
}
/** @throws if the dashboard may still exist */
async function removeImport(open, { store, restore }) {
    if (open.isDeleted)
        return;
    if (open.id !== undefined)
        await store.delete(open.id, restore);
    if (open.id === undefined || open.isBrokenOff)
        for (const id of await store.find(open.description, restore))
            await store.delete(id, restore);
    open.isDeleted = true;
}
const maxDeletions = 3;
const deletionPauseMs = 2000;
async function retryRemoval(open, remove, { store, clock, restore }) {
    for (let tries = 1;; tries++)
        try {
            await remove(open);
            return [];
        }
        catch (error) {
            if (tries === maxDeletions || restore.aborted)
                return [undeletedDashboardError(open, store.host, error)];
            await clock.sleep(deletionPauseMs, restore).catch(() => undefined);
        }
}
function undeletedDashboardError(saved, host, cause) {
    const { fact, hint } = undeletedDashboardsFault([saved], host);
    return new build_errors/* ActionError */.lZ(`${fact}: ${(0,build_errors/* asActionError */.z6)(cause).message}`, hint, { cause });
}
function undeletedDashboardsFault(saved, host) {
    const named = saved.map(({ description, id }) => id === undefined ? description : `${description}, https://${host}/dashboards/${id}`);
    const [what, them] = saved.length === 1
        ? ['A dashboard that this step imported for a picture', 'it']
        : ['Dashboards that this step imported for pictures', 'them'];
    return {
        fact: `${what} may still be in the API user's personal folder at ${host} (${named.join('; ')})`,
        hint: `Delete ${them} there. The description begins with looker-snapshot.`,
    };
}
/** The time in which Looker may still execute an import after the runner killed the process. */
const importSettlingMs = 10_000;
/**
 * Deletes the dashboards that a killed step imported. Searches twice, because Looker may execute an import after the
 * first search.
 * @returns an error for each dashboard that could not be deleted
 */
async function deleteAfterKill(saved, deleter) {
    const errors = await deleteSaved(saved, deleter);
    try {
        await deleter.clock.sleep(importSettlingMs, deleter.signal);
    }
    catch {
        return errors;
    }
    return deleteSaved(saved, deleter);
}
async function deleteSaved(saved, deleter) {
    const errors = await Promise.all(saved.map(async ({ description, id }) => {
        const one = { description, ...(id !== undefined && { id }) };
        for (let tries = 1;; tries++)
            try {
                await deleteExactly(one, deleter);
                return [];
            }
            catch (error) {
                if (tries === maxDeletions || deleter.signal.aborted)
                    return [undeletedDashboardError(one, deleter.store.host, error)];
                await deleter.clock.sleep(deletionPauseMs, deleter.signal).catch(() => undefined);
            }
    }));
    return errors.flat();
}
/** Deletes all dashboards with exactly this description. Stores their ids in `saved`, for the error message. */
async function deleteExactly(saved, { store, signal, log }) {
    const { description, id } = saved;
    const found = new Set(await store.find(description, signal));
    // The search may use an outdated index, so the dashboard is also read by its id.
    if (id !== undefined && (await store.describe(id, signal)) === description)
        found.add(id);
    for (const one of found) {
        saved.id = one;
        await store.delete(one, signal);
        log(`The imported dashboard ${one} is deleted.`);
    }
}

;// CONCATENATED MODULE: ./build/branch-check/restore-branches.js



const maxRestoreTries = 3;
const restorePauseMs = 2000;
/** The time in which Looker may still execute a request after the runner killed the process. */
const settlingMs = 10_000;
/**
 * In each project, checks out the previous branch, deletes the step's temporary branches, and confirms both. If a user
 * has checked out another branch in the meantime, keeps that branch checked out.
 * @returns an error with a next step for each project that could not be restored
 */
async function restoreBranches(saved, restorer) {
    const errors = await Promise.all(saved.map(project => restoreProject(project, restorer)));
    return errors.flat();
}
/** Restores twice, because Looker may execute a request of the killed step after the first restore. */
async function restoreAfterKill(saved, restorer) {
    const errors = await restoreBranches(saved, restorer);
    try {
        await restorer.clock.sleep(settlingMs, restorer.signal);
    }
    catch {
        return errors;
    }
    return restoreBranches(saved, restorer);
}
/** After an error, repeats all steps, because a wrong branch affects all users and jobs that share the API user. */
async function restoreProject(saved, restorer) {
    if (saved.ours.length === 0)
        return [];
    for (let tries = 1;; tries++) {
        const errors = await restoreOnce(saved, restorer);
        if (errors.length === 0 || tries === maxRestoreTries || restorer.signal.aborted)
            return errors;
        await restorer.clock.sleep(restorePauseMs, restorer.signal).catch(() => undefined);
    }
}
async function restoreOnce(saved, restorer) {
    const project = restorer.project(saved.id);
    const errors = [];
    let left = '';
    try {
        left = await checkOutAgain(saved, project, restorer);
    }
    catch (error) {
        errors.push(restoreError(saved, project, await restorer.userName(), error));
    }
    for (const name of saved.ours)
        try {
            await deleteBranch(name, project, restorer);
        }
        catch (error) {
            errors.push(deletionError(name, project, error));
        }
    if (errors.length === 0)
        restorer.log(`The temporary branches of the LookML project ${saved.id} are deleted; ${left} is checked out${left === saved.before ? ' again' : ''}.`);
    return errors;
}
/**
 * Checks out the previous branch if a temporary branch of this step is checked out.
 * @returns the branch that is checked out at the end
 */
async function checkOutAgain({ before, ours }, project, restorer) {
    const readMove = async () => {
        const branch = await project.checkedOut(restorer.signal);
        return { name: branch.name, move: branchMoves.end[roleOfBranch(branch, { ours }, restorer.today())] };
    };
    const { name, move } = await readMove();
    if (move === 'nothing to restore')
        return name;
    await checkOutSaved(before, project, restorer);
    const now = await readMove();
    if (now.move === 'nothing to restore')
        return now.name;
    throw new build_errors/* ActionError */.lZ(`Looker answered that it checked out ${before}, but ${now.name} is still checked out`, 'Run the job again.');
}
async function checkOutSaved(before, project, { signal, log }) {
    try {
        await project.checkOut(before, signal);
    }
    catch (error) {
        if (!(error instanceof MissingBranchError))
            throw error;
        const personal = await findPersonalBranch(project, signal);
        log(`The branch ${before} of the LookML project ${project.id} is gone; checking out ${personal} instead.`);
        await project.checkOut(personal, signal);
    }
}
/**
 * Returns the branch that Looker created for the API user.
 * @throws ActionError if that branch does not exist
 */
async function findPersonalBranch(project, signal) {
    const all = await project.branches(signal);
    const personal = all.find(({ name, isPersonal }) => isPersonal && !isTemporaryBranch(name));
    if (personal)
        return personal.name;
    throw new build_errors/* ActionError */.lZ(`The API user has no personal branch in the LookML project ${project.id}, so no branch could be checked out at the end`, `Log in to Looker as that user, turn on development mode, and open the project ${project.id}. Looker then creates the branch.`);
}
async function deleteBranch(name, project, { signal }) {
    await project.delete(name, signal);
    if ((await project.find(name, signal)) === undefined)
        return;
    throw new build_errors/* ActionError */.lZ(`Looker answered that it deleted ${name}, but the branch is still there`, 'Run the job again.');
}
function restoreError(saved, project, user, cause) {
    const { fact, hint } = unrestoredBranchFault(saved, project, user);
    return new build_errors/* ActionError */.lZ(`${fact}: ${(0,build_errors/* asActionError */.z6)(cause).message}`, hint, { cause });
}
const unrestoredBranchFault = ({ before, ours }, { id, host }, user) => ({
    fact: `In the LookML project ${id} at ${host}, a temporary branch of this step (${ours.join(' or ')}) may still be checked out for ${user}, in place of ${before}`,
    hint: `Check out ${before} as that user in Looker (Develop, ${id}, branch menu), or with the API in the workspace dev: PUT https://${host}/api/4.0/projects/${encodeURIComponent(id)}/git_branch and {"name": ${JSON.stringify(before)}}.`,
});
function deletionError(name, { id, host }, cause) {
    const { message } = (0,build_errors/* asActionError */.z6)(cause);
    return new build_errors/* ActionError */.lZ(`The temporary branch ${name} of the LookML project ${id} at ${host} is still there: ${message}`, `Delete the branch in Looker (Develop, ${id}, branch menu) or with git push origin --delete ${name}.`, { cause });
}

;// CONCATENATED MODULE: ./node_modules/escape-goat/index.js
const _htmlEscape = string => string
	.replace(/&/g, '&amp;')
	.replace(/"/g, '&quot;')
	.replace(/'/g, '&#39;')
	.replace(/</g, '&lt;')
	.replace(/>/g, '&gt;');

const _htmlUnescape = htmlString => htmlString
	.replace(/&gt;/g, '>')
	.replace(/&lt;/g, '<')
	.replace(/&#0?39;/g, '\'')
	.replace(/&quot;/g, '"')
	.replace(/&amp;/g, '&');

function htmlEscape(strings, ...values) {
	if (typeof strings === 'string') {
		return _htmlEscape(strings);
	}

	let output = strings[0];
	for (const [index, value] of values.entries()) {
		output = output + _htmlEscape(String(value)) + strings[index + 1];
	}

	return output;
}

function htmlUnescape(strings, ...values) {
	if (typeof strings === 'string') {
		return _htmlUnescape(strings);
	}

	let output = strings[0];
	for (const [index, value] of values.entries()) {
		output = output + _htmlUnescape(String(value)) + strings[index + 1];
	}

	return output;
}

;// CONCATENATED MODULE: ./build/report/format.js


/**
 * Escapes external text for HTML elements and attributes. Puts the text on one line, and removes control characters and
 * characters that change the direction of text.
 */
const escapeHtml = (text) => htmlEscape((0,runtime_text/* oneLine */.TN)(text, Number.POSITIVE_INFINITY));
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
function format_link(url, text) {
    return /^https?:\/\//i.test(url) && url.length <= maxUrlLength
        ? `<a href="${htmlEscape(url.replace(/\p{Bidi_Control}/gu, encodeURIComponent))}">${escapeMarkdown(text)}</a>`
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
const formatPixels = (pixels) => `${withThousands(pixels)} pixel${pixels === 1 ? '' : 's'}`;
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
const spans = (/* unused pure expression or super */ null && ([
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
]));
/** Formats the time between two dates in whole units: `4 days earlier`. A time in the future counts as now. */
function formatAge(then, now) {
    const seconds = (now.getTime() - then.getTime()) / 1000;
    const span = spans.find(([, length]) => seconds >= 2 * length);
    if (span)
        return `${count(Math.floor(seconds / span[1]), span[0])} earlier`;
    return seconds >= 60 ? '1 minute earlier' : 'less than a minute earlier';
}

;// CONCATENATED MODULE: ./build/runtime/secrets.js


/**
 * The minimum length of a secret to hide. A shorter text occurs everywhere, so hiding it would make all messages
 * unreadable.
 */
const leastKept = 3;
function createSecrets(mask) {
    const kept = new Set();
    let longestFirst = [];
    return {
        keep(secret) {
            if (secret.length < leastKept)
                return;
            for (const spelling of spellingsOf(secret)) {
                kept.add(spelling);
                mask(spelling);
            }
            for (const spelling of encodingsOf(secret))
                kept.add(spelling);
            // The longest secret is removed first, because it may begin with a shorter secret.
            longestFirst = [...kept].sort((one, other) => other.length - one.length);
        },
        clean: text => (0,runtime_text/* removeSecrets */.cu)(longestFirst, text),
    };
}
/** Returns the secret itself, and its spellings in URLs, forms and JSON. */
function spellingsOf(secret) {
    const wellFormed = secret.toWellFormed();
    const encoded = encodeURIComponent(wellFormed);
    const form = new URLSearchParams({ secret: wellFormed }).toString().slice('secret='.length);
    const [lowerEncoded, lowerForm] = [encoded, form].map(text => text.replace(/%../g, code => code.toLowerCase()));
    const inJson = JSON.stringify(secret).slice(1, -1);
    return new Set([secret, encoded, form, lowerEncoded ?? '', lowerForm ?? '', inJson]);
}
/**
 * The minimum length in bytes of a secret to search for in Base64. A shorter secret could appear in Base64 by chance.
 */
const leastEncoded = 8;
/**
 * Returns the secret as it appears in Base64, for example in a header `Basic …` that a response repeats. The characters
 * depend on the number of bytes before the secret (https://www.rfc-editor.org/rfc/rfc4648#section-4). Also returns the
 * secret's spelling in HTML, and in a URL that is a parameter of another URL, for example of a log-in page.
 */
function encodingsOf(secret) {
    const inUrls = [...spellingsOf(secret)].filter(spelling => /[%+]/.test(spelling));
    const others = [htmlEscape(secret), ...inUrls.map(spelling => encodeURIComponent(spelling.toWellFormed()))];
    const bytes = Buffer.from(secret);
    if (bytes.length < leastEncoded)
        return others;
    const inBase64 = [0, 1, 2].flatMap(before => {
        const whole = Buffer.concat([Buffer.alloc(before), bytes]);
        const place = [Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6)];
        return [whole.toString('base64').slice(...place), whole.toString('base64url').slice(...place)];
    });
    return [...others, ...inBase64];
}

;// CONCATENATED MODULE: ./build/github/github-errors.js






function github_errors_statusOf(error) {
    return error instanceof Error && 'status' in error && typeof error.status === 'number'
        ? error.status
        : undefined;
}
/** Removes the documentation URL that Octokit appends to GitHub's message. */
const messageOf = (error) => (0,runtime_text/* oneLine */.TN)((error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''));
/** Describes an error with GitHub's message. Leaves out the text of a proxy's page. */
function describeError(error) {
    const status = github_errors_statusOf(error);
    if (status === undefined || hasMessage(error))
        return messageOf(error);
    return responseOf(error)
        ? `GitHub answered ${status} and gave no reason`
        : `the connection to GitHub broke (${messageOf(error)})`;
}
function hasMessage(error) {
    const data = responseOf(error)?.data;
    return json_isObject(data) && typeof data.message === 'string' && data.message.trim() !== '';
}
const responseOf = (error) => error instanceof Error && 'response' in error ? error.response : undefined;
const answerOf = (error) => ({
    status: responseOf(error) && github_errors_statusOf(error),
    message: hasMessage(error) ? messageOf(error) : 'no reason given',
    headers: responseOf(error)?.headers ?? {},
});
/** Whether a retry may succeed. Octokit gives a broken connection the status 500. */
function isTransient(error) {
    if (error instanceof build_errors/* ActionError */.lZ || proxyErrorOf(error)?.final)
        return false;
    const status = github_errors_statusOf(error);
    return status === undefined || status >= 500 || rateLimitIn(answerOf(error)) !== undefined;
}
class AnswerTooLongError extends build_errors/* ActionError */.lZ {
    constructor(maxBytes) {
        super(`GitHub answered with more than ${Math.round(maxBytes / 1_000_000)} MB`, "Check that GITHUB_API_URL is the address of GitHub's API.");
        this.name = 'AnswerTooLongError';
    }
}
class RedirectError extends build_errors/* ActionError */.lZ {
    constructor(host, to = '') {
        super(`${host} redirects requests to ${(0,runtime_text/* oneLine */.TN)(to, 100) || 'an address that is not valid'}`, "Check that GITHUB_API_URL is the address of GitHub's API. Nothing was sent to another host.");
        this.name = 'RedirectError';
    }
}
const proxyErrorOf = (error) => error instanceof Error && error.cause instanceof build_errors/* ProxyError */.T6 ? error.cause : undefined;
/**
 * @param what a clause that names the failure, for example "The comment could not be written"
 * @param permission the permission that the request needs, for example "contents: write"
 */
function github_errors_gitHubError(error, what, permission) {
    if (error instanceof Interruption)
        return error.during(what);
    if (error instanceof ActionError)
        return error;
    const proxy = proxyErrorOf(error);
    if (proxy)
        return new ActionError(`${what}: ${proxy.message}`, proxy.hint, { cause: error });
    const { fact, hint } = adviceFor(answerOf(error), permission) ??
        connectionAdvice(error) ?? { fact: describeError(error), hint: 'Run the job again.' };
    return new ActionError(`${what}: ${fact}`, hint, { cause: error });
}
/** Returns advice if there is no connection, for example because of the private authority of a GitHub server. */
function connectionAdvice(error) {
    const request = error instanceof Error && 'request' in error ? error.request : undefined;
    const url = isObject(request) ? parseUrl(String(request.url)) : undefined;
    const host = url?.host ?? 'GitHub';
    const code = causeCode(error);
    const reason = unansweredReasons.get(code);
    if (reason)
        return {
            fact: `${host} could not be reached: ${reason}`,
            hint: code === 'EMFILE'
                ? tooManyFilesHint
                : "Allow the runner to reach this host. If it needs a proxy, set HTTPS_PROXY in the job's env, and leave the host out of NO_PROXY.",
        };
    const tls = tlsFault(error, 'GITHUB_API_URL');
    return tls && { fact: `no trusted TLS connection to ${host} (${tls.code})`, hint: tls.hint };
}
/** Returns the error if GitHub hides the pull request or does not find it. Returns undefined for other errors. */
function pullRequestError(error, what, { owner, repo, number }) {
    if (github_errors_statusOf(error) !== 404)
        return undefined;
    return new ActionError(`${what}: GitHub knows no pull request #${number} in ${owner}/${repo}`, 'Set pull-request to the number of a pull request that github-token may read.', { cause: error });
}
/**
 * Returns undefined if the response does not explain the refusal.
 * @param permission the permission that the request needs, for example "contents: write"
 */
function adviceFor(answer, permission) {
    for (const rule of rules) {
        const advice = rule(answer, permission);
        if (advice)
            return advice;
    }
    return undefined;
}
const rateLimit = answer => {
    const limit = rateLimitIn(answer);
    if (!limit)
        return undefined;
    const [fact, hint] = describeRateLimit(limit);
    return { fact, hint };
};
const badCredentials = ({ status, message }) => status === 401
    ? {
        fact: `GitHub does not accept the token (401: ${message})`,
        hint: 'Remove github-token to use the token of the job. If github-token is a secret, check that its token has not expired or been revoked.',
    }
    : undefined;
/**
 * GitHub documents this refusal:
 * https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
 */
const singleSignOn = ({ message, headers }) => {
    const sso = headers['x-github-sso'];
    if (!/^required/.test(sso ?? '') && !/SAML/.test(message))
        return undefined;
    const address = (0,runtime_text/* oneLine */.TN)(/url=(\S+)/.exec(sso ?? '')?.[1] ?? '', 500);
    const how = (0,runtime_text/* parseUrl */.Dl)(address)?.protocol === 'https:' ? `Open ${address} to authorize` : 'Authorize';
    return {
        fact: 'the organization asks for single sign-on (SAML), for which the token is not authorized',
        hint: `${how} the token of github-token for the organization.`,
    };
};
/**
 * Creates a rule for a message of GitHub. In `fact` and `hint`, `$1` is the first group of the pattern and `$0` is the
 * message.
 */
const ruleForMessage = (statuses, pattern, fact, hint) => ({ status, message }) => {
    const found = pattern.exec(message);
    if (!found || !statuses.includes(status ?? 0))
        return undefined;
    const quote = (words) => words.replace('$1', () => found[1] ?? '').replace('$0', () => message);
    return { fact: quote(fact), hint: quote(hint) };
};
/**
 * GitHub documents this refusal:
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
 */
const missingPermission = ({ status, message, headers }, permission) => {
    const accepted = (0,runtime_text/* oneLine */.TN)(headers['x-accepted-github-permissions'] ?? '', 100);
    const isNamed = /^(Resource not accessible by|Must have )/i.test(message);
    if (![403, 404].includes(status ?? 0) || (!isNamed && !accepted))
        return undefined;
    // GitHub gives the tokens of the job and of an app the same message.
    const place = /personal access token|^Must have /i.test(message)
        ? 'permissions of the token in github-token and of its user'
        : "job's permissions, or to those of the app whose token is in github-token";
    return {
        fact: `GitHub refused it (${status}: ${message})`,
        hint: `Add "${permission}" to the ${place}${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
    };
};
/** Whether a branch protection or a ruleset refused a request. A retry would fail again. */
const isRuleViolation = (answer) => ruleViolation(answer, '') !== undefined;
const ruleHint = 'Exclude images-branch from branch protections and rulesets, or set images-branch to a ref such as refs/looker/snapshots.';
/** Many messages about a protection name only what it requires, for example `Commits must have verified signatures.` */
const ruleViolation = ruleForMessage([403, 409, 422], /\brules?\b|ruleset|protected|required status check|must (?:be made|have verified|not contain)|approving review|not authorized to push|being restricted|locked branch/i, 'a rule of the repository refuses it ($0)', ruleHint);
/** GitHub refuses a valid request with 409 or 422. Other statuses often come from a proxy, which has its own page. */
const otherRefusal = ({ status = 0, message }) => {
    if (status < 400 || status > 499 || status === 408)
        return undefined;
    return {
        fact: `GitHub refused it (${status}: ${message})`,
        hint: [409, 422].includes(status)
            ? 'Run the job again. If GitHub refuses it again, please report it, with the log of a run with debug logging turned on.'
            : "Check that GITHUB_API_URL is the address of GitHub's API, and that no proxy changes requests or answers in GitHub's place.",
    };
};
/**
 * The first rule that returns advice is used. Rules for missing permissions come last, because refusals for other
 * reasons often have the same headers.
 */
const rules = [
    rateLimit,
    badCredentials,
    singleSignOn,
    ruleForMessage([403], /IP allow list/i, "the organization's list of allowed IP addresses does not contain the address of the runner", 'Use a runner whose address the organization allows.'),
    ruleForMessage([403], /forbids access via .*lifetime/i, "the organization forbids the token's lifetime ($0)", 'Create a token that expires sooner, and store it in the secret of github-token; or remove github-token to use the token of the job.'),
    ruleForMessage([403], /forbids access via/i, 'the organization forbids this kind of token ($0)', 'Remove github-token to use the token of the job, or use the token of a GitHub App.'),
    ruleForMessage([403, 451], /Repository access blocked|unavailable due to/i, 'GitHub has blocked the repository ($0)', "The repository's page says why. Contact GitHub's support."),
    ruleForMessage([403, 422], /archived/i, 'the repository is archived, so it is read-only', 'Unarchive it, or set comment to false and images, compare and artifact to none.'),
    ruleForMessage([403], /\blocked\b/i, 'the conversation is locked', 'Unlock the conversation and run the job again, or set comment to false.'),
    ruleForMessage([403, 422], /Commenting is disabled on issues with more than ([\d,]+) comments/i, 'the pull request has more than $1 comments, and GitHub accepts no more', 'Delete comments that are not needed any more, or set comment to false.'),
    ruleForMessage([403, 404, 409, 422], /without [`']?workflows?[`']? (?:permission|scope)/i, 'the branch has files in .github/workflows, which the token may not write', "Set images-branch to a branch without workflows; the action creates it if it does not exist. The job's own token never has this permission."),
    ruleViolation,
    // GitHub gives the same message for a rule that restricts new branches and for a conflict of names
    // (https://github.com/aquasecurity/trivy/pull/10931).
    ruleForMessage([422], /Reference update failed/i, 'a rule of the repository or the name of another branch prevents it ($0)', `${ruleHint} Git cannot store both a branch "pictures" and a branch "pictures/looker".`),
    ruleForMessage([409], /repository is empty/i, 'the repository is empty', 'Push a first commit to the repository.'),
    missingPermission,
    ruleForMessage([403], /^/, 'GitHub refused it (403: $0)', 'Check the settings of the repository and of its organization.'),
    ruleForMessage([404], /^/, 'GitHub does not find it (404: $0)', 'Check that github-token may read the repository. Run the job again if the branch or the pull request was just changed.'),
    ruleForMessage([410], /^/, 'GitHub says that it was deleted (410: $0)', 'If the workflow sets pull-request, check its number. Otherwise, run the job again.'),
    ruleForMessage([413], /^/, 'it is too large for GitHub (413: $0)', 'Render fewer or smaller pictures.'),
    otherRefusal,
];
/**
 * A limit of requests per hour ends within an hour. If the header `Date` says otherwise, it is wrong, for example because
 * a proxy has changed it.
 */
const hourMs = 3_600_000;
function rateLimitIn({ status, message, headers }) {
    const isUsedUp = headers['x-ratelimit-remaining'] === '0';
    const isNamed = /rate limit|abuse detection/i.test(message);
    // GitHub may refuse the last request of the hour because of a missing permission. Then no requests remain, but the
    // rate limit is not the reason for the refusal.
    const isRefused = /^(Resource not accessible by|Must have )/i.test(message);
    const isMarked = isNamed || 'retry-after' in headers || (isUsedUp && !isRefused);
    const isLimit = status === 429 || (status === 403 && isMarked);
    if (!isLimit)
        return undefined;
    const isSecondary = !isUsedUp || /secondary|abuse detection/i.test(message);
    const retryAfterMs = Number(headers['retry-after']) * 1000;
    const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - (0,time/* serverTime */.nI)(headers.date);
    const untilReset = isUsedUp && Number.isFinite(resetMs) ? Math.min(Math.max(resetMs, 0), hourMs) : undefined;
    const remainingMs = retryAfterMs > 0 ? retryAfterMs : untilReset;
    return {
        kind: isSecondary ? 'secondary' : 'primary',
        remainingMs: remainingMs === undefined ? undefined : Math.min(remainingMs, time/* maxTimer */._v),
    };
}
/** Returns a fact and a next step. The fact follows a clause such as "The comment could not be written: ". */
function describeRateLimit({ kind, remainingMs }, now = Date.now()) {
    const end = remainingMs === undefined ? undefined : timeOfDay(new Date(now + remainingMs));
    const fact = `the ${kind} rate limit of GitHub is exhausted${end ? ` until ${end}` : ', and GitHub does not say when it ends'}`;
    const when = end ? `after ${end}` : 'in an hour';
    return kind === 'primary'
        ? [
            fact,
            `Run the job again ${when}. With the default token, all jobs of a repository share a limit of 1,000 requests per hour. A GitHub App's token in github-token has its own limit.`,
        ]
        : [
            fact,
            `Run the job again ${when}. GitHub accepts 80 content-creating requests per minute and 500 per hour: start fewer jobs at once, or publish fewer pictures, for example with images: none.`,
        ];
}
/** Returns text such as `14:32 UTC`. Adds the date if the time is more than a day away. */
function timeOfDay(time, now = Date.now()) {
    const [date = '', rest = ''] = time.toISOString().split('T');
    const isFar = time.getTime() - now > 86_400_000;
    return `${isFar ? `${date} ` : ''}${rest.slice(0, 5)} UTC`;
}
/** Thrown if the rate limit ends after the deadline, or if its end is unknown after several tries. */
class RateLimitError extends build_errors/* Interruption */._n {
    constructor(limit, cause) {
        const [fact, hint] = describeRateLimit(limit);
        super(fact.charAt(0).toUpperCase() + fact.slice(1), hint, { cause });
        this.name = 'RateLimitError';
    }
}

;// CONCATENATED MODULE: ./build/github/client.js







/** @throws ActionError without a token, or outside of a GitHub Actions job */
async function client_openRepository({ world, inputs, run, deadlines }, signal = deadlines.publish) {
    const { token } = inputs;
    if (!token)
        throw new build_errors/* ActionError */.lZ('github-token is empty', 'Leave the input out to use the token of the job.');
    // Otherwise, `fetch` would throw an error that quotes the token.
    if (!/^[!-~]+$/.test(token))
        throw new build_errors/* ActionError */.lZ('github-token contains a character that no token contains, such as a space or a line break', 'Correct the secret, or leave the input out to use the token of the job.');
    if (!run.repository)
        throw new build_errors/* ActionError */.lZ('GITHUB_REPOSITORY names no repository', 'Run the action in a GitHub Actions job, or set the variable to a repository such as acme/lookml.');
    const { GITHUB_API_URL: api = '' } = world.env;
    // Otherwise, the module of Octokit would throw an error that does not name the variable.
    if (api !== '' && !/^https?:$/.test((0,runtime_text/* parseUrl */.Dl)(api)?.protocol ?? ''))
        throw new build_errors/* ActionError */.lZ('GITHUB_API_URL is not a web address', "Set the variable to the address of GitHub's API, such as https://api.github.com.");
    const getOctokit = await world.github();
    const retries = { clock: world.clock, signal, log: world.print };
    const { debug } = world.core;
    // Octokit warns about deprecated operations, but users cannot change the calls.
    const log = { debug, info: debug, warn: debug, error: debug };
    const octokit = getOctokit(token, { request: { fetch: boundedFetch(world.fetch), log }, log });
    return {
        ...retries,
        octokit: withRetries(octokit, retries),
        token,
        owner: run.repository.owner,
        repo: run.repository.name,
        serverUrl: run.serverUrl,
    };
}
/** The largest responses contain pictures in base64. GitHub limits a blob to 100 MB. */
const maxAnswerBytes = 200_000_000;
/**
 * Limits the length of responses, because Octokit reads responses of any length. Does not limit archives, because their
 * reader has its own limit.
 * @throws AnswerTooLongError
 */
function boundedFetch(request, maxBytes = maxAnswerBytes) {
    return async (address, init) => {
        const answer = await requestOwnHosts(request, address, init);
        const { body, ok, status, statusText, headers, url } = answer;
        if (!body || (ok && isArchive(new URL(address))))
            return answer;
        const pieces = [];
        let bytes = 0;
        try {
            for await (const piece of body) {
                bytes += piece.length;
                if (bytes > maxBytes)
                    throw new AnswerTooLongError(maxBytes);
                pieces.push(piece);
            }
        }
        catch (error) {
            if (error instanceof AnswerTooLongError)
                throw error;
            pieces.length = 0; // If the connection breaks, returns an empty body, as Octokit does.
        }
        const content = Buffer.concat(pieces);
        const shown = ok ? { content, headers } : withoutToken(content, headers, init);
        const whole = new Response(shown.content, { status, statusText, headers: shown.headers });
        return Object.defineProperty(whole, 'url', { value: url });
    };
}
/**
 * Removes the token from an error, in all encodings. A faulty proxy may repeat the request's headers, and comments quote
 * errors.
 */
function withoutToken(content, headers, init) {
    const { keep, clean } = createSecrets(() => undefined);
    keep((new Headers(init?.headers).get('authorization') ?? '').replace(/^\w+ /, ''));
    const cleanHeaders = [...headers].map(([name, value]) => [name, clean(value)]);
    return { content: clean(content.toString()), headers: new Headers(cleanHeaders) };
}
const maxRedirects = 5;
/**
 * Follows redirects, for example after a repository was renamed
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects). A
 * redirect must lead to a host of the API, because the request's body may be confidential, and another host could
 * answer with a wrong picture. Only GitHub's archives are on another host. `fetch` sends no token there
 * (https://fetch.spec.whatwg.org/#http-redirect-fetch).
 */
async function requestOwnHosts(request, address, init = {}) {
    const start = new URL(address);
    if (isArchive(start))
        return request(address, init);
    let current = start;
    for (let redirects = 0;; redirects++) {
        const answer = await request(current, { ...init, redirect: 'manual' });
        if (![301, 302, 307, 308].includes(answer.status))
            return answer;
        await answer.body?.cancel();
        const next = (0,runtime_text/* parseUrl */.Dl)(answer.headers.get('location') ?? '', current.href);
        if (redirects === maxRedirects || !isOwnHost(next, start))
            throw new RedirectError(start.host, next?.host);
        current = next;
    }
}
const isArchive = ({ pathname }) => pathname.includes('/tarball/');
const maxRequestTries = 5;
/** The maximum number of tries if GitHub does not say when its rate limit ends. */
const maxTriesWithoutEnd = 3;
/**
 * Longer than the 10 s after which GitHub itself ends a request
 * (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts).
 */
const defaultSilenceMs = 60_000;
/** The slowest upload that does not count as silence, in bytes per millisecond. */
const slowestUpload = 50;
/**
 * The newest version that GitHub Enterprise Server supports
 * (https://docs.github.com/en/rest/about-the-rest-api/api-versions).
 */
const restApiVersion = '2022-11-28';
/**
 * Repeats each request of this Octokit after a 5xx status, a broken connection or a rate limit. `request: { once: true
 * }` turns the retries off for a request that must not be sent twice.
 */
function withRetries(octokit, options) {
    octokit.hook.wrap('request', async (request, call) => {
        call.headers['x-github-api-version'] = restApiVersion;
        const uploadMs = (bodyLength(call.data) + bodyLength(call.content)) / slowestUpload;
        const maxSilenceMs = (options.maxSilenceMs ?? defaultSilenceMs) + uploadMs;
        const ask = async (signal) => {
            call.request = { ...call.request, signal };
            return request(call);
        };
        const tries = call.request?.once === true ? 1 : maxRequestTries;
        for (let attempt = 1;; attempt++) {
            options.signal.throwIfAborted();
            try {
                return await send({ ...options, maxSilenceMs }, ask);
            }
            catch (error) {
                if (attempt === tries || options.signal.aborted || !isTransient(error))
                    throw error;
                await pauseBeforeRetry(error, attempt, { ...options, what: `${call.method} ${call.url}` });
            }
        }
    });
    return octokit;
}
const bodyLength = (body) => typeof body === 'string' || body instanceof Uint8Array ? body.length : 0;
/**
 * Waits as long as GitHub asks. Then waits for a random, growing time, so that several clients do not retry together.
 * @throws RateLimitError if the limit ends after the deadline, or if its end is still unknown after
 * `maxTriesWithoutEnd` tries
 * @throws `error` itself if GitHub asks for a wait beyond the deadline
 */
async function pauseBeforeRetry(error, attempt, pause) {
    const { clock, signal, log, what, firstPauseMs = 1000 } = pause;
    const answer = answerOf(error);
    const limit = rateLimitIn(answer);
    const askedMs = limit ? (limit.remainingMs ?? 60_000 * 2 ** (attempt - 1)) : retryAfterMs(answer);
    const isTooLong = askedMs > 0 && clock.now() + askedMs > (signal.endsAt ?? Number.POSITIVE_INFINITY);
    const isGivenUp = limit && limit.remainingMs === undefined && attempt >= maxTriesWithoutEnd;
    if (isTooLong || isGivenUp)
        throw limit ? new RateLimitError(limit, error) : error;
    const spreadMs = firstPauseMs * 2 ** (attempt - 1) * (1 + Math.random());
    const milliseconds = Math.min(askedMs + spreadMs, time/* maxTimer */._v);
    const reason = limit
        ? `${github_errors_statusOf(error)}, ${limit.kind} rate limit`
        : (github_errors_statusOf(error) ?? messageOf(error));
    log(`GitHub: ${reason} (${what}). Trying again in ${Math.ceil(milliseconds / 1000)} s.`);
    await clock.sleep(milliseconds, signal);
}
/** Returns the wait that the server asks for, for example during an update. */
function retryAfterMs({ headers }) {
    const seconds = Number(headers['retry-after']);
    return seconds > 0 ? Math.min(seconds * 1000, time/* maxTimer */._v) : 0;
}
/** Aborts the request if GitHub does not answer within `maxSilenceMs`. */
async function send({ signal, maxSilenceMs }, ask) {
    try {
        // The signal does not end the wait for a body with a wrong `content-encoding`, so `orAborted` ends it.
        return readWhole(await (0,time/* withDeadline */.NE)(maxSilenceMs, signal, ended => (0,time/* orAborted */.H6)(ended, ask(ended))));
    }
    catch (error) {
        signal.throwIfAborted();
        const cause = error instanceof Error ? error.cause : undefined;
        if (cause instanceof AnswerTooLongError || cause instanceof RedirectError)
            throw cause;
        if (error instanceof time/* DeadlineError */.j3)
            throw new Error(`GitHub sent no data for ${Math.round(maxSilenceMs / 1000)} s`);
        if (isAnswered(error))
            readWhole(error.response);
        throw toUsableError(error);
    }
}
/**
 * Refuses an incomplete body. Octokit reports no error: it returns truncated JSON as text, and an unreadable body as an
 * empty text (@octokit/request 10, getResponseData).
 */
function readWhole(response) {
    const { status, headers, data } = response;
    const isJson = headers['content-type']?.includes('json');
    const lacksBody = data === '' && (status === 200 || status === 201);
    if (lacksBody || (isJson && typeof data === 'string'))
        throw new client_UnexpectedResponseError('complete response');
    return response;
}
/**
 * Replaces errors of Octokit that do not come from GitHub, for example for deeply nested JSON or an invalid content
 * type.
 */
function toUsableError(error) {
    const known = error instanceof build_errors/* ActionError */.lZ || error instanceof client_UnexpectedResponseError || proxyErrorOf(error);
    return known || github_errors_statusOf(error) !== undefined ? error : new client_UnexpectedResponseError('API response', error);
}
const isAnswered = (error) => error instanceof Error && 'response' in error && error.response !== undefined;
/** Thrown for an unusable response, for example a proxy's page instead of JSON, or a list with missing entries. */
class client_UnexpectedResponseError extends Error {
    constructor(what, cause) {
        super(`GitHub's answer is not a valid ${what}`, { cause });
        this.name = 'UnexpectedResponseError';
    }
}
function shaOf(answer, what) {
    const { sha } = client_fields(answer, what);
    if (typeof sha === 'string' && /^[\da-f]{40,64}$/.test(sha))
        return sha;
    throw new client_UnexpectedResponseError(what);
}
function client_idOf(answer, what) {
    const { id } = client_fields(answer, what);
    if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0)
        return id;
    throw new client_UnexpectedResponseError(what);
}
function client_textOf(answer, field, what) {
    const text = client_fields(answer, what)[field];
    if (typeof text === 'string' && text !== '')
        return text;
    throw new client_UnexpectedResponseError(what);
}
/** Returns a web address that can be used as a link. */
function client_urlIn(answer, field, what) {
    const url = client_textOf(answer, field, what);
    if (/^https?:\/\//i.test(url) && parseUrl(url))
        return url;
    throw new client_UnexpectedResponseError(what);
}
/**
 * Returns the URL for uploading a release's files. Requests to the URL contain the token, so the URL must have a host
 * and the protocol of the API.
 * @param api for example `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
function uploadUrlIn(answer, api) {
    const url = client_textOf(answer, 'upload_url', 'release');
    if (isOwnHost(parseUrl(url.replace(/\{[^{}]*\}$/, '')), parseUrl(api)))
        return url;
    throw new client_UnexpectedResponseError('upload address on one of its hosts');
}
function isOwnHost(to, api) {
    if (!to || !api || to.username || to.password)
        return false;
    const hosts = [api.host, api.host.replace(/^api\./, 'uploads.')];
    return to.origin === api.origin || (to.protocol === 'https:' && hosts.includes(to.host));
}
function listOf(answer, what) {
    if (Array.isArray(answer) && answer.every(isObject))
        return answer;
    throw new client_UnexpectedResponseError(what);
}
function client_fields(answer, what) {
    if (isObject(answer))
        return answer;
    throw new client_UnexpectedResponseError(what);
}
/** The maximum number of pages of 100 items. Pull requests have fewer comments, and releases have fewer files. */
const maxPages = 100;
/**
 * Reads all pages by number. Does not follow the links in the responses, because a link could send the token to another
 * host.
 */
async function* pagesOf(ask, what) {
    for (let page = 1; page <= maxPages; page++) {
        const { data, headers } = await ask(page);
        yield listOf(data, what);
        if (!/rel="next"/.test(headers.link ?? ''))
            return;
    }
}
async function client_listAllPages(ask, what) {
    const all = [];
    for await (const page of pagesOf(ask, what))
        addAll(all, page);
    return all;
}

;// CONCATENATED MODULE: ./build/comment/find.js





const find_isMine = ({ mark }, { writer }) => mark.writer === writer;
function marker({ key, run, writer, place }) {
    const { id, attempt, sha } = run;
    const mark = {
        ...{ key, run: id, attempt, writer },
        ...(place !== undefined && { place }),
        ...(sha !== undefined && { sha }),
    };
    return `<!-- looker-snapshot ${hiddenJson(mark)} -->`;
}
function find_parseMark(body) {
    const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1];
    const mark = json && json_parseJson(json);
    if (!json_isObject(mark))
        return undefined;
    const { key, run, attempt, writer, place, sha } = mark;
    // A user can write a huge run number into the marker. Without this check, no run could change the comment any more.
    if (typeof key !== 'string' || !isSafeCount(run) || !isSafeCount(attempt))
        return undefined;
    return {
        ...{ key, run, attempt },
        ...(typeof writer === 'string' && { writer }),
        ...(typeof place === 'string' && { place }),
        ...(typeof sha === 'string' && { sha }),
    };
}
const isSafeCount = (value) => Number.isSafeInteger(value);
const toCommentLink = (comment) => ({
    id: idOf(comment, 'comment'),
    url: urlIn(comment, 'html_url', 'comment'),
});
/** The author of comments that are written with the job's own token. */
const jobLogin = 'github-actions[bot]';
/**
 * Opens the list of the action's comments. Any user can write the hidden marker, so a comment counts only if its author
 * is the token's user or app.
 */
function openCommentList(repository, plan) {
    const person = once(() => readPerson(repository));
    let app;
    const known = new Map();
    let since;
    const ofThisAuthor = async (marked) => {
        const login = await person();
        if (login !== undefined)
            return marked.filter(comment => comment.login === login);
        const bots = marked.filter(({ isBot }) => isBot);
        if (bots.every(comment => comment.login === jobLogin))
            return bots;
        // Only now is a request for the app's login necessary.
        app ??= await readApp(repository);
        return bots.filter(comment => comment.login === app);
    };
    const read = async () => {
        await person();
        const { listed, date } = await listComments(repository, plan.number, since);
        since ??= date;
        for (const { id } of listed)
            if (typeof id === 'number')
                known.delete(id);
        const marked = listed.flatMap(comment => toMarked(comment, plan.key));
        for (const comment of marked)
            known.set(comment.id, comment);
        return marked.sort(oldestFirst);
    };
    return {
        async current() {
            await read();
            return ofThisAuthor([...known.values()].sort(oldestFirst));
        },
        changed: async () => ofThisAuthor(await read()),
        forget: id => void known.delete(id),
    };
}
const oldestFirst = (one, other) => one.id - other.id;
/** Returns the login of the token's user. An app's token (`ghs_…`), such as the job's own token, has no user. */
async function readPerson({ octokit, token }) {
    if (token.startsWith('ghs_'))
        return undefined;
    try {
        const { data } = await octokit.rest.users.getAuthenticated();
        return textOf(data, 'login', 'user');
    }
    catch (error) {
        if (statusOf(error) !== 403)
            throw error;
        return undefined;
    }
}
/** Returns the login of the token's app. Only GraphQL returns this login. */
async function readApp({ octokit }) {
    const { viewer } = fields(await octokit.graphql('{ viewer { login } }'), 'answer');
    return `${textOf(viewer, 'login', 'user').replace(/\[bot\]$/, '')}[bot]`;
}
/**
 * Subtracted from `since`, because GitHub's answer may be out of date, and because `since` has no fractions of a
 * second.
 */
const sinceMarginMs = 60_000;
/** The returned `date` is a minute before the request, by GitHub's clock. */
async function listComments({ octokit, owner, repo }, number, since) {
    const issue = { owner, repo, issue_number: number, per_page: 100, ...(since && { since }) };
    let date;
    const listed = await listAllPages(async (page) => {
        const answer = await octokit.rest.issues.listComments({ ...issue, page });
        date ??= marginBefore(answer.headers.date);
        return answer;
    }, 'list of comments');
    return { listed, date };
}
/** Returns undefined if the date is missing. All comments are then listed each time. */
function marginBefore(date) {
    const time = Date.parse(date ?? '') - sinceMarginMs;
    return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
function toMarked({ body, user, ...comment }, key) {
    const text = typeof body === 'string' ? withUnixLines(body) : '';
    const mark = find_parseMark(text);
    if (mark?.key !== key || !isObject(user))
        return [];
    return [{ ...toCommentLink(comment), mark, body: text, login: user.login, isBot: user.type === 'Bot' }];
}
/**
 * After an edit on its website, GitHub returns the lines of a comment with CRLF
 * (https://github.com/actions/runner/issues/1462).
 */
const withUnixLines = (body) => body.replaceAll('\r\n', '\n');
/**
 * The minimum pause before the comment is read again. A job takes at most this long from reading to writing the
 * comment.
 */
const rereadPauseMs = 2000;
const find_pauseBeforeReread = ({ clock, signal }) => clock.sleep(rereadPauseMs * (1 + Math.random()), signal);

;// CONCATENATED MODULE: ./build/comment/running.js




const runningMarks = { begin: '<!-- running ', json: ' -->\n', end: '<!-- /running -->\n' };
const isJob = shape({
    run: isCount,
    attempt: isCount,
    shard: isCount,
    jobs: isCount,
    sha: optional(isText),
});
const isJobList = arrayOf(isJob);
/**
 * Returns the running jobs that a comment lists. Returns an empty list for unexpected JSON, because all users who may
 * edit comments can change it.
 */
function runningJobs(body) {
    const jobs = json_parseJson(findRunning(body)?.json ?? '');
    return isJobList(jobs) ? jobs : [];
}
/** Uses no regular expression, because it would take quadratic time in a comment with many marks. */
function findRunning(body) {
    const start = body.indexOf(runningMarks.begin);
    const json = body.indexOf(runningMarks.json, start);
    const end = body.indexOf(runningMarks.end, json);
    if (start < 0 || json < 0 || end < 0)
        return undefined;
    return {
        json: body.slice(start + runningMarks.begin.length, json),
        before: body.slice(0, start),
        after: body.slice(end + runningMarks.end.length),
    };
}
/** Replaces the line about running jobs at the top of the comment. If `jobs` is empty, removes the line. */
function withRunningJobs(body, jobs, runUrl) {
    const running = findRunning(body);
    const plain = running ? running.before + running.after : body;
    const mark = find_parseMark(plain);
    const end = plain.indexOf('\n') + 1;
    if (!mark || end === 0 || jobs.length === 0)
        return plain;
    return plain.slice(0, end) + renderRunning(jobs, mark, runUrl) + plain.slice(end);
}
function renderRunning(jobs, mark, runUrl) {
    const data = (0,runtime_text/* hiddenJson */.jc)(jobs);
    return `${runningMarks.begin}${data} -->\n<p>⏳ ${runningWords(jobs, mark, runUrl)}</p>\n\n${runningMarks.end}`;
}
/**
 * Returns the line about running jobs as HTML: `Rendering commit abc1234 (run 8). The rest of this comment is about
 * commit 3e54851.`
 */
function runningWords(jobs, mark, runUrl) {
    const [first, ...others] = [...jobs].sort(isNewerFirst);
    if (!first)
        return '';
    const { run, attempt, sha, jobs: total } = first;
    const beside = others.filter(job => job.run === run && job.attempt === attempt);
    const share = total > 1 ? ` in ${1 + beside.length} of ${(0,runtime_text/* count */.U9)(total, 'job')}` : '';
    const commit = sha === undefined ? 'a new commit' : `commit <code>${escapeMarkdown(shortSha(sha))}</code>`;
    const url = runUrl.replace(/\d+$/, String(run));
    const rendering = `Rendering ${commit}${share} (${format_link(url, `run ${run}`)}).`;
    // A job of the same run has already written the comment, so all of it is about the current commit.
    if (mark.run === run && mark.attempt === attempt)
        return rendering;
    if (mark.sha === undefined || mark.sha === sha)
        return `${rendering} The rest of this comment is about an earlier run.`;
    return `${rendering} The rest of this comment is about commit <code>${escapeMarkdown(shortSha(mark.sha))}</code>.`;
}
const shortSha = (sha) => sha.slice(0, 7);
const isNewerFirst = (one, other) => other.run - one.run || other.attempt - one.attempt || one.shard - other.shard;
const isNewerAttempt = (one, other) => one.run > other.run || (one.run === other.run && one.attempt > other.attempt);
const isSameJob = (one, other) => one.run === other.run && one.attempt === other.attempt && one.shard === other.shard;
/**
 * Returns the jobs that still run after the job `own` has written its result: jobs of newer runs, and other jobs of the
 * same run. Jobs of older runs are left out, because only the newest run writes the comment.
 */
const stillRunning = (jobs, own) => jobs.filter(job => !isNewerAttempt(own, job) && !isSameJob(job, own));
/**
 * Adds this job to the comment's list of running jobs.
 * @returns undefined if a newer run has written the comment, or is already rendering
 */
function markRunning(body, own, runUrl) {
    const mark = parseMark(body);
    const jobs = runningJobs(body);
    if (!mark || isNewerAttempt(mark, own) || jobs.some(job => isNewerAttempt(job, own)))
        return undefined;
    return withRunningJobs(body, [...stillRunning(jobs, own), own], runUrl);
}
const unmarkRunning = (body, own, runUrl) => withRunningJobs(body, runningJobs(body).filter(job => !isSameJob(job, own)), runUrl);
/**
 * Finds the comment of this step. If there is none, finds the comment that the step wrote in an earlier run with other
 * inputs. Two calls of a reusable workflow have the same place, so two such comments may belong to different steps.
 */
function findOwn(found, plan) {
    const { place, run } = plan;
    const mine = found.find(comment => isMine(comment, plan));
    if (mine || place === undefined)
        return mine;
    const [former, ...others] = found.filter(({ mark }) => mark.place === place);
    return former && others.length === 0 && former.mark.run < run.id ? former : undefined;
}
/** The maximum number of writes. The line is written again if another job overwrites it. */
const maxShowRounds = 4;
/**
 * Adds this job to the line about running jobs in the existing comment. Does nothing if there is no comment. Reads a
 * shared comment again, because a job that begins at the same time may write its old text over the line.
 * @param save saves the data for the post step. Called before the comment is changed
 */
async function showRunning(repository, plan, list, { job, runUrl, save }) {
    let shown;
    try {
        for (let round = 1; round <= maxShowRounds; round++) {
            const found = findOwn(await list.current(), plan);
            const body = found && markRunning(found.body, job, runUrl);
            if (!found || body === undefined)
                break;
            if (shown && runningJobs(found.body).some(other => isSameJob(other, job)))
                break;
            const own = { comment: found.id, job, runUrl };
            save(own);
            await updateBody(repository, found, body);
            shown = own;
            if (job.jobs === 1)
                break;
            await pauseBeforeReread(repository);
        }
    }
    catch {
        // A later write reports the error.
    }
    return shown;
}
/**
 * Removes this job from the line about running jobs. Does nothing if the comment does not list the job any more. Sends
 * each request only once, because the results are already complete. The post step tries again.
 */
async function hideRunning(repository, { comment, job, runUrl }) {
    const { octokit, owner, repo } = repository;
    const { data } = await octokit.rest.issues.getComment({
        owner,
        repo,
        comment_id: comment,
        request: { once: true },
    });
    const before = withUnixLines(data.body ?? '');
    const body = unmarkRunning(before, job, runUrl);
    if (body !== before)
        await updateBody(repository, { id: comment }, body);
}
/** Sends the request only once. A second try could overwrite a newer comment of another job. */
const updateBody = ({ octokit, owner, repo }, { id }, body) => octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body, request: { once: true } });
const isShownShape = shape({ comment: isCount, job: isJob, runUrl: isText });
/** Returns undefined if the main step saved no comment for the post step. */
const readShownRunning = (saved) => isShownShape(saved) ? saved : undefined;

;// CONCATENATED MODULE: ./build/deploy/deployer.js


/** The maximum time for Looker to fetch a commit, and to finish a deploy that it has accepted. */
const deployLimitMs = 60_000;
const deployPauseMs = 5_000;
/** Thrown if a user or another job deploys a commit during the step. */
class ForeignDeployError extends build_errors/* ActionError */.lZ {
    commit;
    constructor(commit, { id, host }) {
        super(`Another user or job deployed commit ${commit} to the LookML project ${id} at ${host} while this step was running`, foreignDeployHint);
        this.commit = commit;
    }
}
const foreignDeployHint = 'Let only one run at a time use this Looker instance: give every workflow that deploys to it the same concurrency group. Deploy by hand only while no run is active.';
/**
 * Deploys a commit and waits until Looker has finished the deploy. `previous` is the commit that is deployed now. If
 * `previous` equals `commit`, sends nothing.
 * @throws ForeignDeployError, RefusedDeployError, or an ActionError if Looker does not finish the deploy
 */
async function deployCommit(commit, previous, deployer) {
    if (roleOfCommit(previous, [commit]) !== 'wanted')
        await deployAnyhow(commit, [previous], deployer);
}
/**
 * Deploys `commit` even if Looker already reports it as deployed. Otherwise, a pending deploy of a commit in `previous`
 * could end later and replace `commit`.
 */
async function deployAnyhow(commit, previous, deployer) {
    const { project, clock, signal, log } = deployer;
    log(`Deploying ${commit} to the LookML project ${project.id}.`);
    await sendDeploy(commit, deployer);
    const until = clock.now() + deployLimitMs;
    for (;;) {
        const deployed = await project.deployedCommit(signal);
        const move = deployMoves.deployed[roleOfCommit(deployed, [commit], previous)];
        if (move === 'render')
            return;
        if (move === 'begin again')
            throw new ForeignDeployError(deployed, project);
        if (clock.now() >= until)
            throw unfinishedDeploy(commit, deployed, project);
        await clock.sleep(deployPauseMs, signal);
    }
}
/** Sends the deploy. Retries for a minute if Looker's clone does not have the commit yet. */
async function sendDeploy(commit, { project, clock, signal, log }) {
    const until = clock.now() + deployLimitMs;
    for (;;) {
        try {
            return await project.deploy(commit, signal);
        }
        catch (error) {
            if (!(error instanceof UnknownCommitError) || clock.now() >= until)
                throw error;
            log(`${error.message}. Trying again.`);
            await clock.sleep(deployPauseMs, signal);
        }
    }
}
const unfinishedDeploy = (commit, deployed, { id, host }) => new build_errors/* ActionError */.lZ(`${host} accepted the deploy of commit ${commit} to the LookML project ${id}, but did not finish it: ${deployed} is still deployed after a minute`, 'Deploy the commit by hand in Looker (Develop, the project, Deployment Manager) to see the reason.');
const deployMoves = {
    deployed: { wanted: 'render', previous: 'read again', foreign: 'begin again' },
    rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
    rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
    end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave the commit' },
};
const isSameCommit = (one, other) => one.toLowerCase() === other.toLowerCase();
function roleOfCommit(deployed, wanted, previous = []) {
    const isAmong = (commits) => commits.some(commit => isSameCommit(commit, deployed));
    if (isAmong(wanted))
        return 'wanted';
    return isAmong(previous) ? 'previous' : 'foreign';
}

;// CONCATENATED MODULE: ./build/deploy/put-back.js




function readSavedDeploy(saved) {
    if (!json_isObject(saved))
        return undefined;
    const { project, before, ours } = saved;
    if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours))
        return undefined;
    return { project, before, ours: ours.filter(commit => typeof commit === 'string') };
}
/**
 * Deploys the previous commit again, and confirms that it is deployed. Keeps a commit that another user deployed in the
 * meantime.
 * @param how `'broken off'` if Looker may still finish a deploy of this step
 * @throws ForeignCommitStays, or an ActionError that says how to deploy the commit by hand
 */
async function putBack({ before, ours }, how, deployer) {
    const { project, restore: signal, log } = deployer;
    try {
        const deployed = await project.deployedCommit(signal);
        const move = deployMoves.end[roleOfCommit(deployed, ours.filter(isOtherThan(before)), [before])];
        if (move === 'leave the commit')
            throw new ForeignCommitStays(deployed, before, project);
        const deployBefore = () => deployAnyhow(before, ours, { ...deployer, signal });
        if (move === 'put back')
            await deployBefore();
        // Looker may still finish an interrupted deploy. Deploying the previous commit now makes it the last deploy. If
        // Looker refuses the previous commit, Looker most likely refused the interrupted deploy, too.
        else if (how === 'broken off')
            await deployBefore().catch(error => {
                if (!(error instanceof RefusedDeployError))
                    throw error;
            });
        log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`);
    }
    catch (error) {
        if (error instanceof ForeignCommitStays)
            throw error;
        if (error instanceof ForeignDeployError)
            throw new ForeignCommitStays(error.commit, before, project);
        throw putBackError(before, project, error);
    }
}
/** The time for Looker to finish a pending deploy after the runner killed the process. */
const deploySettlingMs = 10000;
/**
 * Restores the previous commit after the main step was killed. Restores it twice, because Looker may finish the main
 * step's deploy after the first restore.
 * @throws the errors of `putBack`
 */
async function putBackAfterKill(saved, deployer) {
    await putBack(saved, 'broken off', deployer);
    await deployer.clock.sleep(deploySettlingMs, deployer.restore);
    await putBack(saved, 'done', deployer);
}
const isOtherThan = (before) => (commit) => !isSameCommit(commit, before);
function putBackError(before, project, cause) {
    const publicFact = `Commit ${before}, which was deployed before this step, could not be deployed again to the LookML project ${project.id} at ${project.host}`;
    return new build_errors/* ActionError */.lZ(`${publicFact}: ${(0,build_errors/* asActionError */.z6)(cause).message}`, `Deploy it by hand: ${byHand(before, project)}.`, { cause, publicFact });
}
/** Thrown if another user or job deployed a commit. The step does not replace that commit. */
class ForeignCommitStays extends build_errors/* ActionError */.lZ {
    commit;
    constructor(commit, before, project) {
        const { message } = new ForeignDeployError(commit, project);
        super(`${message}, and it is still deployed. Before this step, commit ${before} was deployed`, `If ${before} should be deployed, deploy it by hand: ${byHand(before, project)}. ${foreignDeployHint}`);
        this.commit = commit;
    }
}
/** Returns the message of a post step that cannot reach the instance. */
const unrestoredDeployFault = ({ project: id, before, ours }, host) => ({
    fact: `The LookML project ${id} at ${host} may still be on commit ${ours.join(' or ')}, which this step deployed, instead of ${before}, which was deployed before`,
    hint: `Deploy ${before} by hand: ${byHand(before, { id, host })}.`,
});
const byHand = (commit, { id, host }) => `in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${commit}`;

;// CONCATENATED MODULE: ./build/github/workflow-run.js


const isRunAttempt = shape({ id: isCount, attempt: isCount });
/**
 * Compares two runs of one commit by the time at which they began. Newer runs have higher ids, but a re-run keeps the id
 * of its first attempt. So the order of a re-run and a run with a higher id is unknown: only the clocks of their runners
 * could tell, and these may be wrong.
 */
function workflow_run_compareAttempts(one, other) {
    const difference = one.id - other.id || one.attempt - other.attempt;
    if (difference === 0)
        return 'same';
    const first = difference < 0 ? one : other;
    if (one.id !== other.id && first.attempt > 1)
        return 'unknown';
    return first === one ? 'older' : 'newer';
}
/** Leaves out values of an unexpected type, so that later code can rely on the types. */
function workflow_run_readWorkflowRun(env, readFile) {
    const payload = readPayload(env, readFile);
    // The names `.` and `..` would lead to another path of GitHub's API.
    const [path = '/', owner, name] = /^(?!\.\.?\/)([\w.-]+)\/(?!\.\.?$)([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? [];
    const serverUrl = asOrigin(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com';
    const id = asCount(Number(env.GITHUB_RUN_ID)) ?? 0;
    const eventName = env.GITHUB_EVENT_NAME || undefined;
    return {
        eventName,
        actor: env.GITHUB_ACTOR || undefined,
        payload,
        serverUrl,
        repository: owner && name ? { owner, name, url: `${serverUrl}/${path}` } : undefined,
        url: `${serverUrl}/${path}/actions/runs/${id}`,
        id,
        attempt: asCount(Number(env.GITHUB_RUN_ATTEMPT)) ?? 1,
        sha: payload.pull_request?.head?.sha ?? asSha(env.GITHUB_SHA),
        branch: isOfPullRequest(eventName, payload) ? undefined : branchOf(env.GITHUB_REF),
        ...withValue('pullRequestInRef', payload.pull_request ? undefined : numberIn(eventName, env.GITHUB_REF)),
    };
}
function numberIn(eventName = '', ref = '') {
    const [, number] = /^refs\/pull\/(\d{1,9})\//.exec(ref) ?? [];
    return eventName.startsWith('pull_request') ? asCount(Number(number)) : undefined;
}
function readPayload(env, readFile) {
    const path = env.GITHUB_EVENT_PATH;
    if (!path)
        return {};
    try {
        return payloadOf(fieldsIn(json_parseJson(readFile(path))));
    }
    catch {
        // The file may be missing outside of a GitHub Actions job.
        return {};
    }
}
const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined);
/**
 * Whether the event is about a pull request or a merge queue. The event's ref is then a merge commit, the base branch,
 * or a branch of the merge queue, not the pull request's branch.
 */
const isOfPullRequest = (eventName, { issue, merge_group }) => eventName?.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group);
/**
 * Whether this is the default branch. A schedule runs only on the default branch, and its payload may lack the branch's
 * name.
 */
const isDefaultBranch = ({ eventName, payload }, branch) => eventName === 'schedule' || payload.repository?.default_branch === branch;
function workflow_run_baseBranchOf({ payload }) {
    return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref);
}
/** Returns a commit of the base branch from the time before the pull request was merged. */
const baseTipOf = ({ payload }) => payload.pull_request?.base?.sha ?? payload.merge_group?.base_sha;
function payloadOf(fields) {
    const { repository, pull_request: pull, issue, merge_group: queue, action, label, sender, ref } = fields;
    const payload = {
        ...withValue('ref', asText(ref)),
        ...withValue('action', asText(action)),
        ...withValue('label', asText(fieldsIn(label).name)),
        ...withValue('sender', asText(fieldsIn(sender).login)),
        ...(json_isObject(fieldsIn(fields.changes).base) && { changesBase: true }),
    };
    if (json_isObject(repository))
        payload.repository = payloadRepository(repository);
    if (json_isObject(pull))
        payload.pull_request = toPullRequest(pull);
    if (json_isObject(queue))
        payload.merge_group = {
            ...withValue('base_ref', asText(queue.base_ref)),
            ...withValue('base_sha', asSha(queue.base_sha)),
        };
    if (json_isObject(issue))
        payload.issue = { ...withValue('number', asCount(issue.number)), pull_request: issue.pull_request };
    return payload;
}
function toPullRequest(pull) {
    const { sha, repo } = fieldsIn(pull.head);
    const base = fieldsIn(pull.base);
    const head = {
        ...withValue('sha', asSha(sha)),
        ...(json_isObject(repo) && { repo: payloadRepository(repo) }),
    };
    return {
        ...withValue('number', asCount(pull.number)),
        ...withValue('title', asText(pull.title)),
        head,
        base: { ...withValue('ref', asText(base.ref)), ...withValue('sha', asSha(base.sha)) },
        ...labelsOf(pull),
        ...withValue('updated_at', asText(pull.updated_at)),
    };
}
const payloadRepository = ({ full_name: name, private: hidden, default_branch: branch }) => ({
    ...withValue('full_name', asText(name)),
    ...withValue('private', typeof hidden === 'boolean' ? hidden : undefined),
    ...withValue('default_branch', asText(branch)),
});
function labelsOf({ labels }) {
    const names = Array.isArray(labels) ? labels.flatMap(label => asText(fieldsIn(label).name) ?? []) : [];
    return names.length > 0 ? { labels: names } : {};
}
const fieldsIn = (value) => (json_isObject(value) ? value : {});
const withValue = (key, value) => (value === undefined ? {} : { [key]: value });
const asText = (value) => (typeof value === 'string' ? value : undefined);
const asCount = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
const asSha = (value) => typeof value === 'string' && /^[0-9a-f]{7,64}$/i.test(value) ? value : undefined;
const asOrigin = (url) => /^https?:/i.test(url) ? (0,runtime_text/* parseUrl */.Dl)(url)?.origin : undefined;
/** Whether two labels are equal. GitHub ignores the letter case of labels. */
const workflow_run_isSameLabel = (one, other) => one.toLowerCase() === other.toLowerCase();
const workflow_run_hasLabel = ({ payload }, label) => (payload.pull_request?.labels ?? []).some(name => workflow_run_isSameLabel(name, label));
const workflow_run_isLabelEvent = ({ payload: { action } }) => action === 'labeled' || action === 'unlabeled';
/** Whether the event changed only the title or the description of a pull request. */
const workflow_run_isTextEdit = ({ eventName, payload }) => /^pull_request(_target)?$/.test(eventName ?? '') && payload.action === 'edited' && !payload.changesBase;
/** Returns the number of the pull request that the event or its comment is about. */
function pullRequestOf({ payload, pullRequestInRef }) {
    const commented = payload.issue?.pull_request ? payload.issue.number : undefined;
    return payload.pull_request?.number ?? commented ?? pullRequestInRef;
}
/**
 * Explains why the run has no secrets. Returns undefined if GitHub provides secrets to the run
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
function workflow_run_explainMissingSecrets({ eventName, actor, payload, }) {
    // pull_request_target has secrets even for a fork, so a missing secret is a mistake.
    if (eventName === 'pull_request_target')
        return undefined;
    if (actor === 'dependabot[bot]' && eventsWithDependabotSecrets.test(eventName ?? ''))
        return dependabotNotice;
    const head = payload.pull_request?.head?.repo?.full_name;
    const isOfFork = eventName?.startsWith('pull_request') && head !== payload.repository?.full_name;
    return isOfFork ? forkNotice : undefined;
}
const eventsWithDependabotSecrets = /^(pull_request.*|push|create|deployment|deployment_status)$/;
const forkNotice = (/* unused pure expression or super */ null && (`Nothing was rendered: this pull request comes from a fork, and GitHub gives such runs no secrets, so \
there is no key to log in to Looker with. To see the pictures, push the branch to this repository and open the pull \
request from there, or let the workflow run on the push after the merge.`));
const dependabotNotice = (/* unused pure expression or super */ null && (`Nothing was rendered: this run was started by Dependabot, and GitHub gives such runs none of the \
secrets of Actions, so there is no key to log in to Looker with. To see the pictures, add the key to the Dependabot \
secrets of the repository (Settings, Secrets and variables, Dependabot) under the same names.`));
/** The input `pull-request` takes precedence over the event. */
const workflow_run_pullRequestFor = ({ inputs, run }) => inputs.comment.pullRequest ?? pullRequestOf(run);
function workflow_run_pullRequestToComment({ inputs, run }) {
    const { comment, pullRequest } = inputs.comment;
    const onPullRequest = run.eventName?.startsWith('pull_request') || pullRequest !== undefined;
    if (comment === 'false' || (comment === 'auto' && !onPullRequest))
        return undefined;
    return workflow_run_pullRequestFor({ inputs, run });
}
/**
 * Events that record baselines. Other events with the default branch as their ref, for example `issue_comment`, may be
 * about another commit.
 */
const recordingEvents = (/* unused pure expression or super */ null && (['push', 'schedule', 'workflow_dispatch']));
/** Whether the pictures of a pull request show production, not the pull request's LookML. */
const isAsDeployed = ({ inputs, run }) => !inputs.deploy && !inputs.branchCheck && workflow_run_pullRequestFor({ inputs, run }) !== undefined;
/**
 * Returns the branch for which this run records baselines (`compare: base`). A run for a pull request records no
 * baselines.
 */
function workflow_run_baselineBranch({ inputs, run }) {
    const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName);
    return records && workflow_run_pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined;
}

// EXTERNAL MODULE: ./build/inputs/problem.js
var problem = __nccwpck_require__(787);
;// CONCATENATED MODULE: ./build/inputs/input-source.js


/** The maximum length of an input in characters, and of a file in bytes. A list of 20,000 targets is shorter. */
const input_source_maxTextLength = 1_000_000;
function input_source_inputReader(source, onProblem) {
    const namesRead = new Set();
    const namesReported = new Set();
    let defaults;
    const defaultOf = (name) => {
        defaults ??= source.defaults();
        return defaults[name] ?? '';
    };
    const report = (where, problem) => {
        namesReported.add(where);
        onProblem(where, problem);
    };
    const read = (inputName, parse, isRequired) => {
        const [name, variable] = typeof inputName === 'string' ? [inputName] : inputName;
        namesRead.add(name);
        const text = source.get(name) || (variable && source.env[variable]?.trim()) || defaultOf(name);
        if (text !== '')
            return (0,problem/* attempt */.CD)(() => parse(refuseLong(text)), report, name);
        if (isRequired)
            report(name, missingInput(name, variable));
        return undefined;
    };
    const optional = (name, parse) => read(name, parse, false);
    const required = (name, parse) => read(name, parse, true);
    const isChanged = (name) => {
        const text = source.get(name);
        return text !== '' && !namesReported.has(name) && !isSameValue(text, defaultOf(name));
    };
    const reportUnknown = () => {
        for (const [name, known] of (0,problem/* misspelledInputs */.wo)(source.env, namesRead))
            report((0,problem/* labelOf */.Wy)(name), new problem/* InputProblem */.S7('this action has no such input', `did you mean ${known}?`));
    };
    return { optional, required, isChanged, reportUnknown, report, notes: [], source };
}
function refuseLong(text) {
    if (text.length <= input_source_maxTextLength)
        return text;
    throw new problem/* InputProblem */.S7(`it has ${(0,runtime_text/* withThousands */.Cm)(text.length)} characters`, `shorten it to ${(0,runtime_text/* withThousands */.Cm)(input_source_maxTextLength)}`);
}
/** GitHub passes an empty text for a secret that does not exist. */
const missingInput = (name, variable) => {
    if (variable === undefined)
        return new problem/* InputProblem */.S7('it is missing', 'set the input');
    const what = name.endsWith('base-url')
        ? 'set the input'
        : "the secret does not exist here: add it to the secrets of the repository, of the job's environment, or of Dependabot";
    return new problem/* InputProblem */.S7('it is empty', `${what}, or set the environment variable ${variable}`);
};
const isSameValue = (one, other) => one.toLowerCase() === other.toLowerCase() || (other !== '' && Number(one) === Number(other));
/** Combines required and optional values. Returns undefined if a required value is undefined. */
function input_source_complete(required, optional) {
    return isComplete(required) ? Object.assign({}, required, optional) : undefined;
}
const isComplete = (values) => Object.values(values).every(value => value !== undefined);

;// CONCATENATED MODULE: ./build/inputs/parsers.js


/** Reads the booleans of YAML's core schema, as the toolkit's `getBooleanInput` does. */
const parsers_boolean = text => {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is neither true nor false`, booleanHint(text) ?? 'write true or false');
};
/** Returns a hint for a word that other YAML versions or languages accept as a boolean, such as `yes`. */
function booleanHint(text) {
    if (/^(y|yes|on|1|t)$/i.test(text))
        return 'write true';
    return /^(n|no|off|0|f)$/i.test(text) ? 'write false' : undefined;
}
const parsers_wholeNumber = (least, most, what) => text => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most)
        return value;
    throw numberProblem(text, value, {
        what,
        isAllowed: number => Number.isInteger(number) && number >= least && number <= most,
        hint: `write a number from ${least} to ${most}`,
    });
};
const parsers_decimalNumber = (above, most, what) => text => {
    const value = decimal(text);
    if (value > above && value <= most)
        return value;
    throw numberProblem(text, value, {
        what,
        isAllowed: number => number > above && number <= most,
        hint: `write a number above ${above}, up to ${most}; decimals are allowed`,
    });
};
/** Suggests the number alone if the text is a number with a unit (`1260px`) or with a sign (`#12`). */
function numberProblem(text, value, { what, isAllowed, hint }) {
    if (!Number.isNaN(value))
        return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is out of range`, hint);
    const [, number = ''] = /^#?(\d{1,15}(?:\.\d{1,9})?)\s?[a-z]{0,12}\.?$/i.exec(text) ?? [];
    const isCorrect = number !== '' && isAllowed(Number(number));
    return new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not ${what}`, isCorrect ? `write ${Number(number)}` : hint);
}
/** Reads a number from 0 to 1, including 0 and 1. */
const parsers_fraction = text => {
    const value = decimal(text);
    if (value <= 1)
        return value;
    throw new InputProblem(`${quoted(text)} is not a number from 0 to 1`, 'write a number such as 0.1');
};
const decimal = (text) => (/^(\d+|\d*\.\d+)$/.test(text) ? Number(text) : Number.NaN);
/** Reads `120` pixels, or `0.5%` of all pixels. */
const parsers_tolerance = text => {
    const [, number = '', percent] = /^(\d+|\d*\.\d+)(\s*%)?$/.exec(text) ?? [];
    if (percent && Number(number) <= 100)
        return { share: Number(number) / 100 };
    if (!percent && /^\d{1,15}$/.test(number))
        return { pixels: Number(number) };
    throw new InputProblem(`${quoted(text)} is neither a number nor a percentage of pixels`, 'write a value such as 120 or 0.5%');
};
const parsers_oneOf = (...choices) => text => {
    const choice = choices.find(choice => choice === text.toLowerCase());
    if (choice !== undefined)
        return choice;
    const near = /^[a-z]\w{2,30}$/i.test(text)
        ? (0,problem/* nearestWord */.zZ)(text.toLowerCase(), choices, text.length < 6 ? 1 : 2)
        : undefined;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not an allowed value`, (choices.includes('true') ? booleanHint(text) : undefined) ??
        (near === undefined ? `write one of ${choices.join(', ')}` : `did you mean ${near}?`));
};
const lines = text => text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '');
const parsers_asWritten = text => text;
/**
 * Reads a name that must equal a name in Looker or GitHub. Refuses invisible characters, because users cannot see the
 * difference.
 */
const visibleName = text => (0,problem/* refuseHidden */.ly)(text);
const shortText = (maxLength) => text => {
    if (text.length <= maxLength)
        return text;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has ${(0,runtime_text/* withThousands */.Cm)(text.length)} characters`, `shorten it to ${maxLength}`);
};
/** The comment contains its key, and GitHub limits the comment's length. */
const parsers_commentKey = shortText(500);
/** GitHub allows 50 characters in the name of a label. */
const parsers_labelName = text => visibleName(shortText(50)(text));
/** Reads `4.0` or `3.1`. Also accepts `4`, because YAML reads `4.0` without quotes as a number. */
const apiVersion = text => parsers_oneOf('4.0', '3.1')(text === '4' ? '4.0' : text);
/**
 * The maximum length of an artifact's name. The name of the report's file is this name with `.html`. File systems allow
 * 255 bytes.
 */
const maxArtifactNameBytes = 250;
/** Reads a name that the artifact service and every file system accept. */
const parsers_artifactName = text => {
    const bytes = Buffer.byteLength(text);
    if (bytes > maxArtifactNameBytes)
        throw new InputProblem(`${quoted(text)} cannot be an artifact's name: it has ${bytes} bytes`, `shorten it to ${maxArtifactNameBytes} bytes; a letter other than a to z takes two to four bytes`);
    if (!/^[^":<>|*?\\/\p{Cc}]+$/u.test(text))
        throw new InputProblem(`${quoted(text)} cannot be an artifact's name`, 'leave out " : < > | * ? \\ / and line ends');
    return refuseReserved(parsers_refuseTricks(text));
};
/**
 * Refuses names that would mislead readers of the log, because they contain a runner command or invisible characters.
 */
function parsers_refuseTricks(name) {
    if (name.includes('##['))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(name)} has a command of GitHub's runner in it`, 'leave out ##[');
    return (0,problem/* refuseHidden */.ly)(name);
}
/** Matches names that Windows reserves (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const reservedName = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;
function refuseReserved(name) {
    if (!reservedName.test(name))
        return name;
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(name)} is the name of a device on Windows`, 'write another name');
}
/**
 * Reads a branch, or a complete ref such as `refs/looker/snapshots`, by the rules of git
 * (https://git-scm.com/docs/git-check-ref-format) and of GitHub
 * (https://docs.github.com/en/get-started/using-git/dealing-with-special-characters-in-branch-and-tag-names).
 */
const parsers_gitRef = text => {
    refuseHidden(text);
    const ref = text.startsWith('refs/') ? text.slice('refs/'.length) : `heads/${text}`;
    const parts = ref.split('/');
    const isValid = parts.length > 1 &&
        !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
        parts.every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part)) &&
        !/^heads\/(-|refs\/|HEAD$|@$|[\da-fA-F]{40}$)/.test(ref);
    if (ref === 'heads/gh-pages')
        throw new InputProblem(`${quoted(text)} is the branch that GitHub Pages publishes`, 'write another branch, such as looker-snapshots');
    if (isValid && !/^(tags|pull|remotes)\//.test(ref))
        return ref;
    throw new InputProblem(`${quoted(text)} cannot be a branch`, 'write a branch such as looker-snapshots, or a ref such as refs/looker/snapshots');
};
/** Reads a shard. For example, `0/4` is the first of four jobs. */
const parsers_shardNumber = text => {
    const [, index = '', total = ''] = /^(\d{1,4})\s*\/\s*(\d{1,4})$/.exec(text) ?? [];
    if (total !== '' && Number(index) < Number(total))
        return { index: Number(index), total: Number(total) };
    throw new InputProblem(`${quoted(text)} is not a valid share of the jobs`, 'write index/total, counted from 0: 0/4 is the first of four');
};
/** Reads lines of the form `x, y, width, height`, in pixels. In YAML, a rectangle may also be a list of numbers. */
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
    const numbers = text.split(',').map(number => number.trim());
    if (numbers.length !== 4 || !numbers.every(number => /^\d{1,6}$/.test(number)))
        throw noRectangle(text);
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    if (width > 0 && height > 0)
        return { x, y, width, height };
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no pixels`, 'give it a width and a height above 0');
};
const noRectangle = (text) => new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a rectangle`, 'write x, y, width, height in pixels from the upper left corner, such as 0, 0, 1260, 40');
/**
 * The YAML parser, if loaded. It is loaded on demand, because it is as large as all other code before the first
 * request, and most runs list one target per line and set no filters.
 */
let reader;
/** Loads the parser if an input may be YAML. Must be called before the inputs are read. */
async function parsers_loadYamlFor(source) {
    if (mayHoldYaml(source))
        await loadYaml();
}
async function loadYaml() {
    reader ??= await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(5)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4005));
}
/** Whether an input may contain YAML. A YAML list has a line that begins with a dash or a bracket. */
const mayHoldYaml = ({ get }) => get('targets-file') !== '' || get('filters') !== '' || /^[^\S\n]*[-[]/m.test(get('targets'));
/** Callers must await `loadYamlFor` or `loadYaml` first. */
const parsers_parseYaml = (text, place) => {
    if (!reader)
        throw new Error('The YAML parser was not loaded before it was needed');
    return reader.readYaml(text, place);
};

;// CONCATENATED MODULE: ./build/inputs/instance.js




const baseUrl = ['base-url', 'LOOKERSDK_BASE_URL'];
const clientId = ['client-id', 'LOOKERSDK_CLIENT_ID'];
const clientSecret = ['client-secret', 'LOOKERSDK_CLIENT_SECRET'];
/** Whether the API key is missing, for example on a pull request from a fork. */
function instance_lacksCredentials(source) {
    return [clientId, clientSecret].some(([name, variable]) => !source.get(name) && !source.env[variable]);
}
const instance_readInstanceParts = (input) => ({
    base: input.required(baseUrl, instance_instanceAddress),
    clientId: input.required(clientId, parsers_asWritten),
    clientSecret: input.required(clientSecret, instance_secret(input)),
    version: input.required('api-version', apiVersion),
});
/** Masks a secret and then reads it, so that no error can print it. */
const instance_secret = ({ source }) => text => {
    source.secrets.keep(text);
    return text;
};
/** Returns the instance's origin. The address may have a port, a trailing slash, or a path that begins with `/api/`. */
const instance_instanceAddress = text => {
    const hint = 'write it as https://acme.cloud.looker.com';
    // The error does not quote the text, because the text may contain a password.
    if (text.includes('@'))
        throw new problem/* InputProblem */.S7('the address holds a user or password', hint);
    const unquoted = text.replace(/^(["'`])(.*)\1$/, '$2').trim();
    const url = (0,runtime_text/* parseUrl */.Dl)(/^[a-z][a-z\d+.-]*:\/\//i.test(unquoted) ? unquoted : `https://${unquoted}`);
    // Host names have at most 253 characters (https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4). A longer name would
    // make each connection error unreadable.
    if (!url || url.hostname.length > 253)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a web address`, hint);
    const isPlain = url.protocol === 'http:' && (0,proxies/* isLoopback */.U9)(url.hostname);
    const corrected = url.host === '' ? hint : `write it as ${isPlain ? 'http' : 'https'}://${url.host}`;
    if (unquoted !== text)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has quotes around it`, corrected);
    if (url.protocol !== 'https:' && !isPlain)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not https`, corrected);
    if (!/^\/*(api(\/.*)?)?$/.test(url.pathname) || url.search || url.hash)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} contains more than the instance's address`, corrected);
    return new URL(url.origin);
};

;// CONCATENATED MODULE: ./build/inputs/compare-deploy-dev-mode.js





function compare_deploy_dev_mode_readCompare(input, { base, clientId, clientSecret }) {
    const { required, optional } = input;
    const second = {
        base,
        clientId: optional('compare-client-id', asWritten) ?? clientId,
        clientSecret: optional('compare-client-secret', secret(input)) ?? clientSecret,
    };
    return complete({
        against: required('compare', comparedWith(second)),
        threshold: required('diff-threshold', fraction),
        tolerance: required('max-changed-pixels', tolerance),
        confirmChanges: required('confirm-changes', boolean),
        failOnChange: required('fail-on-change', boolean),
        acceptLabel: required('accept-label', labelName),
    });
}
/**
 * Reads `none`, `base`, or the address of a second instance. Returns undefined if the second instance has no valid API
 * key.
 */
const comparedWith = ({ base, clientId, clientSecret, }) => text => {
    const mode = ['none', 'base'].find(name => name === text.toLowerCase());
    if (mode !== undefined)
        return mode;
    if (!/[.:]/.test(text))
        throw new InputProblem(`${quoted(text)} is not an allowed value`, 'write none, base, or the address of a second Looker instance');
    const second = instanceAddress(text);
    if (second.origin === base?.origin)
        throw new InputProblem(`${quoted(text)} is the same instance as base-url`, 'write the address of the second instance, or base to compare with the base branch');
    return complete({ base: second, clientId, clientSecret });
};
const compare_deploy_dev_mode_needsVersion4 = () => new InputProblem('it needs api-version 4.0', 'leave this input empty');
/** Returns undefined if `deploy` is empty or an input is invalid. */
function compare_deploy_dev_mode_readDeploy(input, { base, version, against }) {
    const { optional, required, report, source } = input;
    const project = optional('deploy', lookmlProject);
    const ref = optional('deploy-ref', commitish);
    const onlyAffected = required('only-affected', boolean);
    const isDeployed = source.get('deploy') !== '';
    if (!isDeployed) {
        const alone = new InputProblem('it needs deploy', 'name the LookML project in deploy, or leave this input empty');
        if (ref !== undefined)
            report('deploy-ref', alone);
        if (onlyAffected)
            report('only-affected', alone);
        return undefined;
    }
    if (source.get('confirm-changes').toLowerCase() === 'true')
        report('confirm-changes', new InputProblem('it would render again after deploy has restored the previous commit', 'remove confirm-changes or deploy'));
    if (version === '3.1')
        report('deploy', compare_deploy_dev_mode_needsVersion4());
    if (typeof against === 'object' && against.base.hostname === base?.hostname)
        report('compare', new InputProblem(`${quoted(against.base.host)} is also the instance that deploy changes`, 'write base to compare with the merge base on that instance, or write the address of another instance'));
    return complete({ project, onlyAffected }, { ref });
}
/** Returns undefined if `dev-mode` is empty or an input is invalid. */
function compare_deploy_dev_mode_readBranchCheck({ optional, required, report, source, isChanged }, { version, against }) {
    const project = optional('dev-mode', devModeProject);
    const numbers = required('numbers', boolean);
    const contentValidation = required('content-validation', boolean);
    if (source.get('dev-mode') === '') {
        for (const name of ['numbers', 'content-validation'])
            if (isChanged(name))
                report(name, new InputProblem('it needs dev-mode', 'name the LookML project in dev-mode, or leave this input empty'));
        return undefined;
    }
    if (source.get('deploy') !== '')
        report('dev-mode', new InputProblem('it cannot be combined with deploy', 'keep deploy if base-url is a staging instance, or keep dev-mode if it is the only instance'));
    if (version === '3.1')
        report('dev-mode', compare_deploy_dev_mode_needsVersion4());
    if (typeof against === 'object')
        report('compare', new InputProblem(`${quoted(against.base.host)} cannot be combined with dev-mode, which compares two commits on one instance`, 'write none or base, or leave dev-mode empty'));
    return complete({ project, numbers, contentValidation });
}
const devModeProject = text => {
    if (/^(true|false|yes|no|on|off)$/i.test(text))
        throw new InputProblem(`${quoted(text)} is not the name of a LookML project`, "write the LookML project's name, as in Looker's address /projects/<name>, or leave it empty");
    return lookmlProject(text);
};
/** Reports inputs that have no effect, and names the input that they need. */
function compare_deploy_dev_mode_reportInputsWithoutEffect({ report, isChanged, source }, { against, isBranchChecked, targets }) {
    const reportUnless = (hasEffect, names, fact, hint) => {
        for (const name of names)
            if (!hasEffect && isChanged(name))
                report(name, new InputProblem(fact, hint));
    };
    const isCompared = against !== 'none';
    reportUnless(isCompared || isBranchChecked, ['fail-on-change', 'accept-label', 'confirm-changes'], 'it needs compare or dev-mode', 'set compare to base, or name the LookML project in dev-mode, or leave this input empty');
    reportUnless(isCompared, ['diff-threshold', 'max-changed-pixels', 'ignore'], 'it needs compare', 'set compare to base, or leave this input empty');
    // With `deploy`, a PDF of a dashboard that the pull request removes fails the gate.
    const isGateOfPdfs = isCompared && !isBranchChecked && source.get('deploy') === '' && targets?.every(isPdf);
    reportUnless(!isGateOfPdfs, ['fail-on-change', 'confirm-changes', 'max-changed-pixels'], 'all targets are PDFs, which are never counted as changed', 'add a target with format png or jpg, or leave this input empty');
    reportUnless(typeof against === 'object' || against === undefined, ['compare-client-id', 'compare-client-secret'], 'it needs the address of a second Looker instance in compare', 'write that address in compare, or leave this input empty');
    reportUnless(targets === undefined || targets.some(mayBePdf), ['pdf-paper-size', 'pdf-landscape'], 'it needs a target with format pdf', 'set format to pdf, or leave this input empty');
}
/** Whether the target may become a PDF. A folder, board or model may contain a dashboard. */
const mayBePdf = (listed) => isCollection(listed)
    ? listed.kind !== 'tiles' && mayBePdf(listed.toTarget({ kind: 'dashboard', id: '1' }))
    : listed.output.format === 'pdf';
const isPdf = (listed) => !isCollection(listed) && mayBePdf(listed);
const lookmlProject = text => {
    if (/^[\w-]{1,100}$/.test(text))
        return text;
    throw new InputProblem(`${quoted(text)} cannot be a LookML project`, "write the project's name, as in Looker's address /projects/<name>");
};
/** Reads a commit, branch or tag (https://git-scm.com/docs/git-check-ref-format). */
const commitish = text => {
    refuseHidden(text);
    if (text.length <= 255 && /^(?![-/])[^\s~^:?*[\\\p{Cc}]+$/u.test(text) && !text.includes('..'))
        return text;
    throw new InputProblem(`${quoted(text)} cannot be a commit, a branch or a tag`, "write a name such as main or a commit's hash, or leave it empty for the head of the pull request");
};

// EXTERNAL MODULE: ./build/runtime/files.js + 2 modules
var files = __nccwpck_require__(8708);
;// CONCATENATED MODULE: ./build/inputs/file-name.js





/**
 * Returns a name such as `dashboards-42-region-emea`. The name depends only on the target and its filters, so the order
 * of the list does not matter.
 */
function file_name_makeFileName({ kind, id }, filters) {
    return joinNames([targetKinds[kind].slug, id, ...[...filters].flat()]);
}
/** Returns a name such as `dashboards-42-theme-dark`. */
const extendFileName = (name, settings) => joinNames([name, ...settings]);
function joinNames(texts) {
    const whole = texts.map(slug).filter(Boolean).join('-');
    const limit = maxNameBytes / 2;
    if (Buffer.byteLength(whole) <= limit)
        return whole;
    const characters = [...whole.slice(0, maxNameBytes)];
    while (Buffer.byteLength(characters.join('')) > limit - 9)
        characters.pop();
    return `${characters.join('')}-${sha256Of(whole).slice(0, 8)}`;
}
/** The maximum length of a name in bytes, without the extension. File systems allow 255 bytes with the extension. */
const maxNameBytes = 200;
const slug = (text) => text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
/** Accepts only names that every file system and the artifact service accept (no `" : < > | * ? \ /`). */
const parseFileName = text => {
    if (/\.(jpe?g|pdf|png)$/i.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} ends with a file extension`, 'leave it out, the action adds it');
    if (/\.(before|difference|strip|again|production)$/i.test(text))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has an ending that this action uses for additional files`, 'leave out the ending .before, .difference, .strip, .again or .production');
    const bytes = Buffer.byteLength(text);
    if (bytes > maxNameBytes)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a file's name: it has ${bytes} bytes`, `shorten it to ${maxNameBytes} bytes; a letter other than a to z takes two to four bytes`);
    const isPlain = /^[^":<>|*?\\/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(text) && !/^[. ]|[. ]$/.test(text);
    if (!isPlain)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} cannot be a file's name`, `write up to ${maxNameBytes} letters, digits, dashes, dots or spaces, without a dot or space at the start or end`);
    return refuseReserved(parsers_refuseTricks(text));
};
/** Finds targets whose files would overwrite each other. */
function file_name_findCollisions(files) {
    const byFile = Map.groupBy(files, ({ file }) => fileKey(file));
    return [...byFile.values()].filter(same => same.length > 1).map(collision);
}
const nameOne = 'give one of them a name of its own: - { target: …, name: … }';
function collision(same) {
    const [first] = same;
    return same.every(({ source }) => source === first?.source)
        ? new InputProblem(`${quoted(first?.source ?? '')} is listed ${same.length} times`, `keep one of them, or ${nameOne}`)
        : new InputProblem(`${listSources(same)} would write the same file, ${first?.file}`, nameOne);
}
const maxListedSources = 3;
function listSources(files) {
    const first = files.slice(0, maxListedSources).map(({ source }) => quoted(source));
    const more = files.length - first.length;
    if (more > 0)
        return `${first.join(', ')} and ${more} more`;
    return first.length === 3 ? `${first.slice(0, 2).join(', ')} and ${first[2]}` : first.join(' and ');
}

;// CONCATENATED MODULE: ./build/inputs/corrections.js

/** The beginnings of addresses that Looker can render. */
const resources = [
    'dashboards',
    'dashboards-next',
    'lookml_dashboards',
    'looks',
    'queries',
    'explore',
    'dashboard_elements',
    'folders',
    'boards',
    'models',
];
/**
 * Wrong words for a resource, with the right word. `nearestWord` cannot find the right word, because the words differ
 * too much.
 */
const otherNames = {
    query: 'queries',
    elements: 'dashboard_elements',
    space: 'folders',
    spaces: 'folders',
    homepages: 'boards',
};
function resourceFor(word) {
    const lower = word.toLowerCase();
    if (resources.includes(lower))
        return lower;
    if (Object.hasOwn(otherNames, lower))
        return otherNames[lower];
    return (0,problem/* nearestWord */.zZ)(lower, resources, lower.length < 6 ? 1 : 2);
}
/** Matches `https://host/embed/`, or a part of it. */
const addressStart = '((?:https?://[^/?#]{1,260})?/*(?:embed/)?)';
const notAnAddress = 'is not a Looker address';
/** `correctAddress` applies the corrections in this order. */
const corrections = [
    {
        mistake: 'has quotes around it',
        correct: text => text.replace(/^["'`“„<](.*)["'`”“>]$/u, '$1').trim(),
    },
    {
        mistake: 'begins with a bullet',
        correct: text => text.replace(/^(?:[*•+]|\d{1,4}[.)])\s+/, ''),
    },
    {
        mistake: 'begins like a mapping of a YAML list',
        correct: text => text.replace(/^target:\s*/, ''),
    },
    {
        mistake: 'has a comma or semicolon at its end',
        correct: text => text.replace(/[,;]$/, ''),
    },
    {
        // `acme.looker.com/dashboards/42`
        mistake: notAnAddress,
        correct: text => text.replace(/^(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}(?::\d{1,5})?\/)/, 'https://'),
    },
    {
        // `dashboard 42`
        mistake: notAnAddress,
        correct: text => text.replace(/^([a-z_]{4,20})\s?[ :=#]\s?([\w-]{1,100})$/i, (whole, word, id) => {
            const resource = resourceFor(word);
            return resource === undefined ? whole : `${resource}/${id}`;
        }),
    },
    {
        // `42`
        mistake: notAnAddress,
        correct: text => text.replace(/^(?=\d{1,12}$|[\w-]{1,100}::[\w.-]{1,100}$)/, 'dashboards/'),
    },
    {
        // `dashboard/42`
        mistake: notAnAddress,
        correct: text => text.replace(new RegExp(`^${addressStart}([\\w-]{1,40})(?=/)`, 'i'), (whole, before, word) => {
            const resource = resourceFor(word);
            return resource === undefined ? whole : before + resource;
        }),
    },
    {
        // `looks/7/edit`
        mistake: notAnAddress,
        correct: text => text.replace(new RegExp(`^(${addressStart}[\\w-]{1,40}/[^/?#]{1,200})/(?:edit|view|show)/?(?=[?#]|$)`, 'i'), '$1'),
    },
];
/** The maximum length of a text that is searched for mistakes. */
const maxSlipLength = 2000;
/** The maximum length of an address that a message repeats. */
const maxCorrectionLength = 200;
/**
 * Finds several targets on one line. Without this check, `dashboards/1?A=b dashboards/2` would be a valid address whose
 * filter has the value `b dashboards/2`.
 */
function explainSeveral(text, isAddress) {
    if (text.length > maxSlipLength || !/[\s,;]/.test(text))
        return undefined;
    const parts = text.split(/[\s,;]+/).filter(part => part !== '');
    if (parts.length < 2 || !parts.every(isAddress))
        return undefined;
    const first = parts.slice(0, 3).join(' and ');
    const rest = parts.length > 3 ? ` and ${parts.length - 3} more` : '';
    return {
        fact: `${(0,problem/* quoted */.TL)(text)} has ${parts.length} targets on one line`,
        hint: `write each target on a separate line: ${first.slice(0, maxCorrectionLength)}${rest}`,
    };
}
/** Corrects common mistakes. Returns undefined if no correction gives a valid address. */
function explainSlip(text, isAddress) {
    if (text.length > maxSlipLength)
        return undefined;
    const withoutDash = text.replace(/^-+(?=[^\s-])/, '');
    if (withoutDash !== text) {
        const target = isAddress(withoutDash) ? withoutDash : correctAddress(withoutDash, isAddress)?.text;
        return target === undefined
            ? undefined
            : { fact: `${(0,problem/* quoted */.TL)(text)} has no space after its dash`, hint: `write - ${target}` };
    }
    const corrected = correctAddress(text, isAddress);
    return corrected && { fact: `${(0,problem/* quoted */.TL)(text)} ${corrected.mistake}`, hint: `write ${corrected.text}` };
}
/** If the text has several mistakes, returns the first mistake. */
function correctAddress(text, isAddress) {
    let corrected = text;
    let firstMistake;
    for (const { mistake, correct } of corrections) {
        const next = correct(corrected);
        if (next !== corrected)
            firstMistake ??= mistake;
        corrected = next;
    }
    if (firstMistake === undefined || corrected.length > maxCorrectionLength || !isAddress(corrected))
        return undefined;
    return { text: corrected, mistake: firstMistake };
}

;// CONCATENATED MODULE: ./build/inputs/filters.js


/**
 * Reads a YAML mapping, or a query such as `Region=West&Date=7+days`. The text is a query if a `=` comes before the
 * first `:`, `{` or quoted key.
 */
const filtersFromText = text => {
    const mark = /[:={]|^["']/.exec(text)?.[0];
    return mark === '=' ? filtersFromQuery(text) : filtersFromYaml(parsers_parseYaml(text, 'filters'));
};
/**
 * Reads `{ Region: West, State: [CA, OR] }`. Joins the values of a list with commas, which mean "or" in Looker. So a
 * comma inside of such a value is escaped as `^,` (https://cloud.google.com/looker/docs/filter-expressions). An empty
 * value clears the filter.
 */
function filtersFromYaml(yaml) {
    if (yaml === null || typeof yaml !== 'object' || Array.isArray(yaml)) {
        const text = typeof yaml === 'string' ? yaml : JSON.stringify(yaml);
        const [, name, value] = /^([^\s:][^:]{0,60}):([^\s:].{0,60})$/.exec(text) ?? [];
        if (typeof yaml === 'string' && name !== undefined)
            throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no space after its colon`, `write ${name}: ${value}`);
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a mapping of filters`, 'write { Region: West } or Region=West&Date=7+days');
    }
    return new Map(Object.entries(yaml).map(([name, value]) => [name, filterValue(name, value)]));
}
function filterValue(name, value) {
    if ((0,problem/* refuseHidden */.ly)(name).trim() === '')
        throw new problem/* InputProblem */.S7('a filter has no name', 'write { Region: West }');
    if (value === null)
        return '';
    if (typeof value === 'string')
        return (0,problem/* refuseHidden */.ly)(value);
    if (Array.isArray(value) && value.every(item => typeof item === 'string')) {
        const found = value.find(item => interval.test(item));
        if (found !== undefined)
            throw intervalInList(name, found, value);
        return value.map(item => (0,problem/* refuseHidden */.ly)(item).replace(/(?<!\^),/g, '^,')).join(',');
    }
    throw new problem/* InputProblem */.S7(`the filter ${(0,problem/* quoted */.TL)(name)} is neither a string nor a list of strings`, `write ${(0,problem/* labelOf */.Wy)(name)}: [CA, OR]`);
}
/** Matches an interval of numbers, such as `[0, 20)` or `(-inf, 10]`. */
const interval = /^(?:NOT\s{0,9})?[[(]\s{0,9}[-+.\w]{0,40}\s{0,9},\s{0,9}[-+.\w]{0,40}\s{0,9}[)\]]$/i;
/** In a list, the comma of an interval would be escaped, and Looker would not understand the interval. */
const intervalInList = (name, found, values) => new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(found)} in a list of values may be an interval or a text with a comma`, `write ${(0,problem/* labelOf */.Wy)(name)}: ${(0,problem/* quoted */.TL)(values.join(','))} for intervals, or put a ^ before the comma of a text`);
/**
 * Reads the part after `?` in an address of Looker. Also accepts one filter per line. Refuses text that Looker would
 * understand differently, such as a `&` in a value or a second `=`.
 * @throws InputProblem
 */
function filtersFromQuery(query) {
    const filters = new Map();
    let previous = '';
    for (const part of queryParts(query)) {
        const [name, value] = readFilter(part, previous);
        const first = filters.get(name);
        if (first !== undefined)
            throw new problem/* InputProblem */.S7(`the filter ${(0,problem/* quoted */.TL)(name)} is set twice`, `write its values with commas: ${(0,problem/* labelOf */.Wy)(name)}=${first},${value}`);
        filters.set(name, value);
        previous = part;
    }
    return filters;
}
/**
 * Splits a query such as `?Region=West&Date=7+days` into its filters. Removes comments, which are lines that begin with
 * `# `.
 */
const queryParts = (query) => query
    .replace(/^\?/, '')
    .split(/\r?\n/)
    .filter(line => !/^\s*#(\s|$)/.test(line))
    .flatMap(line => line.split('&'))
    .map(part => part.trim())
    .filter(part => part !== '');
function readFilter(part, previous) {
    (0,problem/* refuseHidden */.ly)(part);
    if (part.startsWith('amp;'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(`&${part}`)} is the HTML form of &`, `write ${(0,problem/* quoted */.TL)(`&${part.slice(4)}`)}`);
    if (part.includes('#'))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} has a #, which ends an address`, 'write the # as %23');
    const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    if (name === undefined)
        throw withoutEquals(part, previous);
    if (name.trim() === '')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} names no filter`, 'write it as Region=West');
    if (/[^<>!]=/.test(value))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(part)} has more than one =`, 'put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D');
    return [decodeParameter(name.trim()), decodeParameter(value.trim())];
}
function withoutEquals(part, previous) {
    const fact = `${(0,problem/* quoted */.TL)(part)} has no =`;
    const clear = `${(0,problem/* labelOf */.Wy)(part)}= to clear that filter`;
    return previous === ''
        ? new problem/* InputProblem */.S7(fact, `write ${(0,problem/* labelOf */.Wy)(part)}=West to set it, or ${clear}`)
        : new problem/* InputProblem */.S7(fact, `write a & inside of a value as %26 (${previous} %26 ${part}), or ${clear}`);
}
/**
 * Decodes codes such as `%20`. Leaves `%shirt%` as it is, because it contains no code. Refuses `%badge%`, because its
 * code `%ba` is not valid UTF-8.
 */
function decodeParameter(text) {
    const spaced = text.replaceAll('+', ' ');
    if (!/%[\da-f]{2}/i.test(spaced))
        return spaced;
    try {
        return decodeURIComponent(spaced);
    }
    catch {
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has a broken percent-encoding`, 'write a % as %25');
    }
}

;// CONCATENATED MODULE: ./build/inputs/looker-url.js





const looker_url_isCollectionUrl = (url) => url.kind === 'folder' || url.kind === 'board' || url.kind === 'model';
/** Parameters of Looker's addresses that are not dashboard filters. */
const ownParameters = new Set(`theme _theme hide_filter filter_config allow_login_screen embed_domain sdk qid toggle tab tile origin
   origin_space vis vis_config run refresh fullscreen edit share nonce`.split(/\s+/));
const addressForms = 'write dashboards/42, dashboards/model::name, looks/7, queries/<id>, explore/<model>/<view>?qid=<slug>, dashboard_elements/19, folders/12, boards/3 or models/<name>';
/**
 * Reads an address or a path from the browser's address bar. The path may begin with `/embed/` or `/dashboards-next/`.
 * @throws InputProblem
 */
function looker_url_parseLookerUrl(text) {
    const several = explainSeveral(text, isAddress);
    if (several)
        throw new problem/* InputProblem */.S7(several.fact, several.hint);
    try {
        return parseAddress(text);
    }
    catch (error) {
        const slip = error instanceof problem/* InputProblem */.S7 ? explainSlip(text, isAddress) : undefined;
        throw slip ? new problem/* InputProblem */.S7(slip.fact, slip.hint) : error;
    }
}
const withoutEffectless = (href) => href.replace(/\/edit\/?(?=[?#]|$)/, '').replace(/\?search=[^&#]*/, '');
function isAddress(text) {
    try {
        parseAddress(text);
        return true;
    }
    catch (error) {
        if (error instanceof problem/* InputProblem */.S7)
            return false;
        throw error;
    }
}
function parseAddress(text) {
    const { url, pasted } = readAddress(text);
    const address = parsePath(url, text);
    if (!pasted)
        return address;
    const href = address.note ? withoutEffectless(pasted.href) : pasted.href;
    return { ...address, pasted: { ...pasted, href } };
}
function parsePath(url, text) {
    const [kind = '', ...segments] = pathSegments(url, text);
    const refused = Object.hasOwn(unrenderablePages, kind) ? unrenderablePages[kind] : undefined;
    if (refused)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is ${refused.kind}`, refused.hint);
    if (kind === 'explore')
        return exploreUrl(url, text, segments);
    const isEdited = /^(dashboards(-next)?|lookml_dashboards)$/.test(kind) && segments[1] === 'edit';
    const [id, ...rest] = isEdited ? segments.toSpliced(1, 1) : segments;
    if (id === undefined || rest.length > 0)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a Looker address`, addressForms);
    switch (kind) {
        case 'dashboards':
        case 'dashboards-next':
        case 'lookml_dashboards':
            return {
                ...dashboardUrl(id, text),
                ...(isEdited && { note: `${(0,problem/* quoted */.TL)(text)} is rendered as the saved dashboard, without /edit.` }),
            };
        case 'looks':
            return visualUrl('look', `/looks/${id}`, url, id, text);
        case 'queries':
            return visualUrl('query', `/queries/${id}`, url, id, text);
        case 'dashboard_elements':
            return visualUrl('dashboard_element', `/dashboard_elements/${encodeURIComponent(id)}`, url, id, text);
        case 'folders':
        case 'boards':
        case 'models':
            return collectionUrl(kind, id, { url, text });
        default:
            throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a Looker address`, addressForms);
    }
}
/** Pages of Looker that the API cannot render. */
const unrenderablePages = {
    x: {
        kind: "a short link, which Looker's API cannot resolve",
        hint: 'open it in a browser and copy the long address',
    },
    merge: {
        kind: 'a merged result, which Looker cannot render on its own',
        hint: 'save it to a dashboard and write that dashboard',
    },
    sql: {
        kind: 'a SQL Runner query, which Looker cannot render on its own',
        hint: 'save it to a dashboard and write that dashboard',
    },
};
/**
 * Splits an address into its URL and pasted host. Only Looker knows which hosts belong to the instance, so the host is
 * checked after the log-in.
 */
function readAddress(text) {
    const isWhole = /^https?:\/\//i.test(text);
    const address = isWhole ? text : text.replace(/^\/*/, '/');
    const url = (0,runtime_text/* parseUrl */.Dl)(address, 'https://looker.invalid');
    if (!url)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} is not a valid address`, addressForms);
    if (!isWhole)
        return { url };
    if (url.username || url.password)
        throw new problem/* InputProblem */.S7('the address of a target holds a user or password', 'delete the part before the @');
    return { url, pasted: { href: url.href, host: url.hostname } };
}
function pathSegments(url, text) {
    try {
        const segments = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
        return segments[0] === 'embed' ? segments.slice(1) : segments;
    }
    catch {
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has a broken percent-encoding`, 'copy the address from the browser again');
    }
}
function dashboardUrl(id, text) {
    const isLookml = id.includes('::');
    // A LookML id has the form `model::name`. A model is named after its file, so its name may contain nearly any
    // character.
    if (isLookml ? !/^[^/\\\p{Cc}]+::[^/\\\p{Cc}]+$/u.test(id) : !/^[\w-]+$/.test(id))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no valid dashboard id`, 'write dashboards/42 or dashboards/model::name');
    const { filters, own } = readParameters(text);
    const theme = own.get('theme');
    return {
        kind: isLookml ? 'lookml_dashboard' : 'dashboard',
        id,
        filters,
        ...(theme && { theme }),
        ignoredParameters: [...own.keys()].filter(name => name !== 'theme'),
        path: `/dashboards/${encodeURIComponent(id).replaceAll('%3A', ':')}`,
    };
}
/**
 * Reads the address of an Explore. Its `qid` is the id of a saved query. Without a `qid`, there is no query to render.
 */
function exploreUrl(url, text, rest) {
    const qid = url.searchParams.get('qid');
    if (rest.length !== 2 || !qid)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} does not name a saved query`, "write explore/<model>/<view>?qid=<slug>, as Looker's address bar shows it after the Explore has run");
    const path = `${url.pathname.replace(/^\/embed/, '')}?qid=${encodeURIComponent(qid)}`;
    return { ...visualUrl('query', path, url, qid, text), title: `Query of ${(0,runtime_text/* oneLine */.TN)(rest[1] ?? '', 100)}` };
}
function visualUrl(kind, path, url, id, text) {
    const pattern = kind === 'dashboard_element' ? /^(?!\.*$)[^/\\\p{Cc}]+$/u : /^[\w-]+$/;
    if (!pattern.test(id))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has no valid id`, addressForms);
    // The address of an Explore with a `qid` also contains the parts of the query: fields, f[…], sorts.
    const isExplore = url.searchParams.has('qid');
    const filters = [...url.searchParams.keys()].filter(name => !ownParameters.has(name));
    if (filters.length > 0 && !isExplore)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has filters, and Looker renders a ${targets_targetKinds[kind].noun} as it was saved`, 'remove the ? and the text after it, or render a dashboard');
    return { kind, id, filters: new Map(), ignoredParameters: [], path };
}
/**
 * Separates Looker's parameters from filters. Does not use the `URL` class, because it would cut the text at `#` and
 * change encodings.
 */
function readParameters(text) {
    const [, query = ''] = /^[^?#]*\?(.*)$/s.exec(text) ?? [];
    const parts = queryParts(query);
    const isOwn = (part) => ownParameters.has(/^[^=]*/.exec(part)?.[0].trim() ?? '');
    return {
        own: new Map(new URLSearchParams(parts.filter(isOwn).join('&'))),
        filters: filtersFromQuery(parts.filter(part => !isOwn(part)).join('&')),
    };
}
const collectionForms = {
    folders: {
        kind: 'folder',
        pattern: /^\d+$/,
        fact: 'has no valid folder id, which is a number',
        hint: 'write folders/12, or models/<name> for LookML dashboards',
    },
    boards: {
        kind: 'board',
        pattern: /^\d+$/,
        fact: 'has no valid board id, which is a number',
        hint: 'write boards/3',
    },
    // A model is named after its file, so its name may contain nearly any character.
    models: {
        kind: 'model',
        pattern: /^(?!.*::)[^/\\\p{Cc}]+$/u,
        fact: 'has no valid model name',
        hint: 'write models/<name>',
    },
};
function collectionUrl(resource, id, { url, text }) {
    const { kind, pattern, fact, hint } = collectionForms[resource];
    if (!pattern.test(id))
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} ${fact}`, hint);
    const isSearch = kind === 'folder' && /^\?search=[^&]*$/.test(url.search);
    if (url.search !== '' && !isSearch)
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(text)} has filters, but a ${kind} cannot have filters`, `set them in a mapping: - { target: ${resource}/${id}, filters: { Region: EMEA } }`);
    // Looker has no page for a model. The folder `lookml` lists all LookML dashboards.
    const path = kind === 'model' ? '/folders/lookml' : `/${resource}/${id}`;
    const note = `${(0,problem/* quoted */.TL)(text)} is rendered as the whole folder, without its ?search=.`;
    return { kind, id, path, ...(isSearch && { note }) };
}

;// CONCATENATED MODULE: ./build/inputs/target-settings.js





const singleValue = (parse) => value => {
    if (typeof value === 'string')
        return parse(value);
    throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(JSON.stringify(value))} is not a single value`, 'write one value');
};
const pictureSide = parsers_wholeNumber(1, 20_000, 'a whole number of pixels');
const settingReaders = {
    name: singleValue(parseFileName),
    format: singleValue(text => parsers_oneOf('png', 'jpg', 'pdf')(text.replace(/^jpeg$/i, 'jpg'))),
    width: singleValue(pictureSide),
    height: singleValue(pictureSide),
    'pdf-landscape': singleValue(parsers_boolean),
    'long-tables': singleValue(parsers_boolean),
    filters: value => (typeof value === 'string' ? filtersFromText(value) : filtersFromYaml(value)),
    'dashboard-style': singleValue(parsers_oneOf('tiled', 'single_column')),
    'pdf-paper-size': singleValue(parsers_oneOf('letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5')),
    theme: singleValue(visibleName),
    'tab-ids': value => (Array.isArray(value) ? value : [value]).flatMap(singleValue(lines)).map(visibleName),
    ignore: rectangles,
    recursive: singleValue(parsers_boolean),
    tiles: singleValue(parsers_boolean),
    except: value => (Array.isArray(value) ? value : [value]).map(singleValue(parseException)),
};
/** Keys of a mapping in addition to `target`. */
const settingNames = Object.keys(settingReaders);
function parseException(source) {
    const { kind, id } = looker_url_parseLookerUrl(source);
    if (kind === 'board' || kind === 'model' || kind === 'query')
        throw new problem/* InputProblem */.S7(`${(0,problem/* quoted */.TL)(source)} cannot be a member of a collection`, 'write dashboards/44, looks/7, folders/14 or dashboard_elements/19');
    return { source, kind, id };
}
const isSetting = (name) => Object.hasOwn(settingReaders, name);
const settingsWithDefault = (/* unused pure expression or super */ null && (['format', 'width', 'height', 'pdf-landscape', 'long-tables']));
const optionalSettings = (/* unused pure expression or super */ null && ([
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'theme',
    'tab-ids',
    'ignore',
]));
/** Reads the inputs that apply to all targets. Reports and leaves out settings that cannot be read. */
function target_settings_readCommonSettings({ required, optional }) {
    const settings = {};
    for (const name of settingsWithDefault)
        readCommonSetting(settings, name, required);
    for (const name of optionalSettings)
        readCommonSetting(settings, name, optional);
    return settings;
}
function readCommonSetting(settings, name, read) {
    const value = read(name, text => settingReaders[name](text));
    if (value !== undefined)
        settings[name] = value;
}
/** Ignores keys with an empty value. Reports each problem with its key. */
function target_settings_readOwnSettings(mapping, report) {
    const own = {};
    const hasEmptyFilters = mapping.filters === '' || mapping.filters === null;
    for (const [key, value] of Object.entries(mapping))
        attempt(() => readSetting(own, key, value, hasEmptyFilters), report, labelOf(key));
    return own;
}
function readSetting(own, key, value, hasEmptyFilters) {
    if (!isSetting(key))
        throw unknownSetting(key, hasEmptyFilters);
    if (value !== null && value !== '')
        setSetting(own, key, value);
}
function unknownSetting(key, hasEmptyFilters) {
    const known = nearestWord(key.slice(0, 40).toLowerCase(), settingNames);
    const hint = known === undefined ? `write one of ${settingNames.join(', ')}` : `did you mean ${known}?`;
    return new InputProblem('it is not a setting of a target', hasEmptyFilters ? 'if it is a filter, indent it by two spaces more than filters' : hint);
}
function setSetting(own, name, value) {
    own[name] = settingReaders[name](value);
}
/**
 * Combines the settings of a target. The mapping takes precedence over the address, and the address takes precedence
 * over the inputs.
 */
const target_settings_settingsOf = (own, { theme }, common) => ({ ...common, ...(theme && { theme }), ...own });

;// CONCATENATED MODULE: ./build/inputs/target.js





const target_isTargetEntry = (entry) => !('kind' in entry);
function target_toEntry(source, address, own) {
    if (isCollectionUrl(address))
        return { kind: address.kind, source, address, own };
    return own.tiles && isDashboardKind(address.kind)
        ? { kind: 'tiles', source, address, own }
        : { source, address, own };
}
const isDashboardKind = (kind) => kind === 'dashboard' || kind === 'lookml_dashboard';
/** Finds settings that Looker cannot render, or would render differently. */
const target_entryProblems = (entry, context) => target_isTargetEntry(entry) ? targetProblems(entry, context) : collectionProblems(entry, context);
const settingsForDashboards = (/* unused pure expression or super */ null && ([
    'filters',
    'dashboard-style',
    'pdf-paper-size',
    'pdf-landscape',
    'long-tables',
    'theme',
    'tab-ids',
]));
const settingsForPdf = (/* unused pure expression or super */ null && (['pdf-paper-size', 'pdf-landscape']));
/** Looker documents these settings for API 4.0, but not for 3.1. */
const target_settingsOfVersion4 = (/* unused pure expression or super */ null && (['theme', 'long-tables', 'tab-ids']));
function targetProblems({ address, own }, { version, common }) {
    return [
        ...formatProblems(address, own, own.format ?? common.format),
        ...collectionSettingProblems(own),
        ...(version === '3.1' ? versionProblems(address, own) : []),
    ];
}
function formatProblems(address, own, format) {
    const isSet = (name) => own[name] !== undefined;
    const problems = [];
    if (!isDashboardKind(address.kind)) {
        if (format === 'pdf')
            problems.push(new InputProblem('Looker creates PDFs only of dashboards', 'set format to png or jpg for this target'));
        for (const name of settingsForDashboards.filter(isSet))
            problems.push(new InputProblem(`${name} is for dashboards only`, 'leave it out'));
    }
    if (format === 'pdf' && isSet('ignore'))
        problems.push(new InputProblem('the setting "ignore" is for pictures, not for PDFs', 'leave it out'));
    if (format !== 'pdf')
        for (const name of settingsForPdf.filter(isSet))
            problems.push(new InputProblem(`${name} is for format pdf only`, 'leave it out, or set format to pdf'));
    return problems;
}
function versionProblems({ kind, id, theme }, own) {
    const names = target_settingsOfVersion4.filter(name => own[name] ?? (name === 'theme' && theme));
    const problems = names.map(name => new InputProblem(`${name} needs api-version 4.0`, 'leave it out'));
    if (kind === 'dashboard_element')
        problems.push(new InputProblem('dashboard elements need api-version 4.0', 'render the dashboard'));
    if ((kind === 'dashboard' || kind === 'look') && !/^\d+$/.test(id))
        problems.push(new InputProblem(`in API 3.1 the id ${quoted(id)} must be a number`, 'write the numeric id'));
    return problems;
}
function collectionSettingProblems(own) {
    const problems = [];
    if (own.recursive !== undefined)
        problems.push(new InputProblem('the setting "recursive" is for folders only', 'leave it out'));
    if (own.tiles)
        problems.push(new InputProblem('the setting "tiles" is for dashboards only', 'leave it out'));
    if (own.except)
        problems.push(new InputProblem('the setting "except" is for folders, boards, models and tiles only', 'leave it out'));
    return problems;
}
function collectionProblems({ kind, address, own }, { version, common }) {
    const problems = [];
    const refuseIf = (condition, fact, hint = 'leave it out') => condition ? problems.push(new InputProblem(fact, hint)) : 0;
    refuseIf(version === '3.1', 'collections need api-version 4.0', 'list the targets of the collection one by one');
    refuseIf(own.name, 'the setting "name" is for a single target', 'leave it out: each member has its own name');
    refuseIf(own.recursive !== undefined && kind !== 'folder', 'the setting "recursive" is for folders only');
    refuseIf(own.tiles && kind !== 'tiles', 'the setting "tiles" is for dashboards only');
    if (kind === 'tiles') {
        for (const name of settingsForDashboards)
            refuseIf(own[name] !== undefined, `${name} is for whole dashboards, and Looker renders a tile as it was saved`);
        refuseIf('filters' in address && address.filters.size > 0, 'it has filters, and Looker renders a tile as it was saved', 'remove the ? and the text after it');
        refuseIf(own.format === 'pdf', 'Looker creates PDFs only of dashboards', 'set format to png or jpg for this target');
    }
    else if ((own.format ?? common.format) !== 'pdf')
        for (const name of settingsForPdf)
            refuseIf(own[name] !== undefined, `${name} is for format pdf only`, 'leave it out, or set format to pdf');
    return problems;
}
/** Combines the filters of the mapping and the address. The mapping takes precedence. */
const ownFilters = ({ address, own }) => new Map([...address.filters, ...(own.filters ?? [])]);
const entryName = (entry) => entry.own.name ?? makeFileName(entry.address, ownFilters(entry));
/** Returns the name of the target's file, without an extension if the input `format` is invalid. */
const target_entryFile = (entry, format) => [entryName(entry), entry.own.format ?? format].filter(Boolean).join('.');
function target_toTarget(entry, base, common) {
    const { source, address, own } = entry;
    const { kind, id, pasted } = address;
    const name = entryName(entry);
    const title = own.name ?? address.title;
    const settings = settingsOf(own, address, common);
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
    // Looker renders only dashboards as PDF. With `format: pdf`, Looks and tiles of a collection are rendered as PNG.
    const picture = format === 'pdf' ? 'png' : format;
    return {
        ...shared,
        kind,
        file: `${name}.${picture}`,
        url: pageUrl(entry, base, new Map()),
        output: { format: picture },
    };
}
/**
 * Returns the pasted address if the target has only the filters of that address. Otherwise, builds an address with the
 * target's filters.
 */
function pageUrl({ address, own }, base, filters) {
    const { pasted, path } = address;
    if (pasted && !own.filters && filters.size === address.filters.size)
        return pasted.href;
    const query = filters.size > 0 ? `?${encodeFilters(filters)}` : '';
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
function target_toCollection(entry, base, common) {
    const { kind, source, address, own } = entry;
    const { id, path, pasted } = address;
    return {
        kind,
        id,
        source,
        name: `${collectionKinds[kind].resource}-${id}`,
        url: pasted?.href ?? base.origin + path,
        ...(pasted && { pastedHost: pasted.host }),
        recursive: own.recursive ?? false,
        except: own.except ?? [],
        toTarget: member => toMemberTarget(member, own, { base, common }),
    };
}
/**
 * Creates the target as if the user had listed the member itself. Leaves out settings that do not apply to the member.
 */
function toMemberTarget({ kind, id, title, dashboard }, own, { base, common }) {
    const path = dashboard
        ? `/dashboards/${encodeId(dashboard.id)}`
        : `/${addressOf({ kind, id: encodeId(id) })}`;
    const address = {
        kind,
        id,
        path,
        filters: new Map(),
        ignoredParameters: [],
        ...(title && { title }),
    };
    const { filters, ...withoutFilters } = own;
    const target = target_toTarget({ source: addressOf({ kind, id }), address, own: isDashboardKind(kind) ? own : withoutFilters }, base, common);
    return dashboard && target.kind === 'dashboard_element'
        ? { ...target, url: dashboard.url, dashboard }
        : target;
}
const encodeId = (id) => encodeURIComponent(id.toWellFormed()).replaceAll('%3A', ':');

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __nccwpck_require__(4573);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: ./build/inputs/workspace-path.js




/**
 * Returns the absolute path. Refuses a path that leads out of the workspace or into git's own folder, directly or
 * through a symbolic link.
 */
const workspace_path_workspacePath = (workspace) => text => {
    refuseTricks(text);
    if (/\p{Cc}/u.test(text) || text.length > maxPathLength)
        throw new InputProblem(`${quoted(text)} is not a path`, hint);
    const path = resolve(workspace, text);
    const ways = [relative(workspace, path), relative(realPath(workspace), realPath(path))];
    if (!ways.every(isInside))
        throw new InputProblem(`${quoted(text)} leads out of the workspace`, hint);
    if (ways.some(isInGitFolder))
        throw new InputProblem(`${quoted(text)} leads into .git, the folder of git itself`, hint);
    return path;
};
/**
 * Reads the path of a file, as `workspacePath` does. Refuses all symbolic links. A link may point to a file such as
 * `.git/config`, and messages would quote lines of that file.
 */
const workspace_path_workspaceFile = (workspace) => text => {
    const path = workspace_path_workspacePath(workspace)(text);
    if (realPath(path) === resolve(realPath(workspace), relative(workspace, path)))
        return path;
    throw new InputProblem(`${quoted(text)} is a symbolic link, or inside a symbolic link`, 'write the path of the file itself');
};
const hint = 'write a path below the repository, such as looker-snapshots';
/** The maximum length of a path on Linux. */
const maxPathLength = 4096;
const isInside = (way) => !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
/** Some file systems ignore case. Windows ignores dots and spaces at the end of a name. */
const isInGitFolder = (way) => way.split(sep).some(name => /^\.git[. ]*$/i.test(name));
/** Resolves symbolic links. The end of the path need not exist. */
function realPath(path) {
    if (existsSync(path))
        return realpathSync(path);
    return resolve(realPath(dirname(path)), relative(dirname(path), path));
}

;// CONCATENATED MODULE: ./build/inputs/targets-input.js











function targets_input_readTargetList(input, context) {
    const { optional, report, notes, source } = input;
    const list = optional('targets', asWritten);
    const file = optional('targets-file', workspaceFile(source.workspace));
    const isFromFile = source.get('targets-file') !== '';
    if (!isFromFile && list === undefined)
        report('targets', new InputProblem('it is missing', 'list the targets to render, one per line'));
    if (isFromFile && list !== undefined)
        report('targets-file', new InputProblem('the input targets is set too', 'keep one of the two'));
    const name = isFromFile ? 'targets-file' : 'targets';
    const content = isFromFile ? file && readTargetsFile(input, file) : list;
    if (content === undefined)
        return undefined;
    const read = () => readTargets(content, context, {
        notes,
        report: (item, problem) => report(item ? `${name}, ${item}` : name, problem),
    });
    return attempt(read, report, name);
}
/** Longer texts are not paths. A message quotes them only in part. */
const maxShownPath = 200;
function readTargetsFile({ source, report }, file) {
    const content = source.readFile(file, maxTextLength);
    const path = slashPath(source.workspace, file);
    if ('bytes' in content)
        return attempt(() => decodeUtf8(content.bytes), report, 'targets-file');
    const [fact, hint] = fileRefusals[content.refusal];
    // On Windows, `path` has no backslash.
    const isWindowsPath = path.includes('\\') && path.length <= maxShownPath;
    report('targets-file', new InputProblem(`${quoted(path)} ${fact}`, isWindowsPath ? `write ${path.replaceAll('\\', '/')}` : hint));
    return undefined;
}
const fileRefusals = {
    unreadable: ['cannot be read', 'check the path, and that the repository is checked out before this step'],
    'a folder': ['is a folder', 'name a YAML file'],
    'not a file': ['is a named pipe or a device', 'name a YAML file of the repository'],
    'too large': [
        `has more than ${(0,runtime_text/* withThousands */.Cm)(input_source_maxTextLength)} bytes`,
        'shorten it, or split it among several jobs',
    ],
};
function decodeUtf8(bytes) {
    if (isUtf8(bytes))
        return new TextDecoder().decode(bytes);
    const position = invalidByte(bytes);
    const code = (bytes[position] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    const line = bytes.subarray(0, position).filter(byte => byte === 0x0a).length + 1;
    throw new InputProblem(`byte ${position + 1} (0x${code}, in line ${line}) is not UTF-8`, 'save the file as UTF-8');
}
/**
 * Returns the position of the first byte that is not UTF-8. Searching for U+FFFD is not enough, because a valid file
 * may also contain U+FFFD.
 */
function invalidByte(bytes) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    let position = 0;
    let index = 0;
    for (;;) {
        const next = text.indexOf('\ufffd', index);
        position += Buffer.byteLength(text.slice(index, next));
        const isWritten = bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd;
        if (next < 0 || !isWritten)
            return position;
        position += 3;
        index = next + 1;
    }
}
/**
 * Reads one target per line, or a YAML list of targets and mappings. Reports each problem with the position of its
 * item.
 * @returns undefined if an input for all targets, such as `width`, is invalid, or if too many items are wrong
 * @throws InputProblem if the text is not a list
 */
function readTargets(text, context, { report, notes }) {
    const items = listItems(text);
    if (items.length === 0)
        throw new InputProblem('it lists nothing', 'write one target per line');
    if (items.length > maxItems)
        throw new InputProblem(`it lists ${withThousands(items.length)} items`, `list at most ${withThousands(maxItems)}, and split the others among several jobs`);
    const entries = [];
    let wrong = 0;
    for (const [index, item] of items.entries()) {
        const own = readEntry(item, context, problem => report(`item ${index + 1}`, problem));
        if (own.length === 0)
            wrong += 1;
        entries.push(...own);
        if (wrong < maxWrongItems || index + 1 === items.length)
            continue;
        report('', new InputProblem(`only the first ${index + 1} items were read`, 'correct them first'));
        return undefined;
    }
    notes.push(...entries.flatMap(({ address }) => address.note ?? []));
    const { base, common } = context;
    const { format, width, height } = common;
    const files = entries
        .filter(isTargetEntry)
        .map(entry => ({ source: entry.source, file: entryFile(entry, format) }));
    for (const problem of findCollisions(files))
        report('', problem);
    const shared = complete({ format, width, height }, common);
    return base && shared && entries.map(entry => toListItem(entry, base, shared));
}
/** The maximum number of items. Reading an item takes up to 0.1 ms. */
const maxItems = 10_000;
/** The number of wrong items after which reading stops. A file that is not a list of targets would have thousands. */
const maxWrongItems = 50;
const toListItem = (entry, base, common) => isTargetEntry(entry) ? toTarget(entry, base, common) : toCollection(entry, base, common);
function listItems(file) {
    const text = file.replace(/^\uFEFF/, '');
    const lines = text
        .split(/\r?\n/)
        .map(line => withoutComment(line).trim())
        .filter(line => line !== '');
    const [first = '', second = ''] = lines;
    if (/^[\w-]{1,40}:$/.test(first) && /^-\s/.test(second))
        throw new InputProblem(`${quoted(first)} comes before the list`, 'remove this line: the input begins with the first dash of the list');
    if (/^[\w.-]{1,40}:\s+&\S/.test(first))
        throw new InputProblem(`${quoted(first)} comes before the list`, 'begin with the first dash of the list, and move the anchor to the first target that uses it');
    if (!/^(-(\s|$)|\[|---)/.test(first))
        return lines;
    const list = parseYaml(text, 'targets');
    if (Array.isArray(list))
        return list;
    throw new InputProblem('the YAML is not a list', 'begin each target with a dash');
}
/**
 * Removes the comment from a line. After a `?`, only `# ` begins a comment, because `Store #12` may be a filter's
 * value.
 */
function withoutComment(line) {
    const query = line.indexOf('?');
    const path = query < 0 ? line : line.slice(0, query);
    const inPath = path.search(/(?<=^|\s)#/);
    if (inPath >= 0)
        return line.slice(0, inPath);
    const inQuery = line.search(/(?<=^|\s)#(?=\s|$)/);
    return inQuery < 0 ? line : line.slice(0, inQuery);
}
function readEntry(item, context, report) {
    const { target, ...mapping } = typeof item === 'string' ? { target: item } : (asMapping(item) ?? {});
    const source = typeof target === 'string' ? target.trim() : '';
    if (source === '') {
        report(missingTarget(item));
        return [];
    }
    const problems = [];
    const collect = (key, { message, hint }) => problems.push(new InputProblem(key ? `${key}: ${message}` : message, hint));
    const own = readOwnSettings(mapping, collect);
    const address = attempt(() => parseLookerUrl(refuseHidden(source)), collect, '');
    const entry = address && toEntry(source, address, own);
    if (entry)
        problems.push(...entryProblems(entry, context));
    for (const problem of problems)
        report(withTarget(source, problem));
    return entry && problems.length === 0 ? [entry] : [];
}
const asMapping = (item) => item !== null && typeof item === 'object' && !Array.isArray(item) ? item : undefined;
function missingTarget(item) {
    const mapping = typeof item === 'string' ? {} : asMapping(item);
    const hint = 'write target: dashboards/42';
    if (!mapping)
        return new InputProblem(`${quoted(JSON.stringify(item))} is neither a target nor a mapping`, hint);
    const [first] = Object.entries(mapping).filter(([key]) => key.includes('/'));
    if (!first)
        return new InputProblem('it names no target', hint);
    const line = first.filter(part => typeof part === 'string').join(': ');
    return new InputProblem(`${quoted(line)} has a colon before a space, which begins a mapping`, `put it in quotes: - ${quoted(line)}`);
}
/** Puts the target at the start of the message, unless the message already begins with the target. */
function withTarget(source, { message, hint }) {
    const shown = quoted(source.replace(/\/\/[^/?#\s]{1,500}@/, '//…@'));
    return new InputProblem(message.startsWith(quoted(source)) ? message : `${shown}: ${message}`, hint);
}

;// CONCATENATED MODULE: ./build/inputs/read-inputs.js











/**
 * Reads every input that `action.yml` declares. To add an input, declare it there, add its type to `input-types.ts`,
 * and read it in the matching group below. Settings of targets belong in `target-settings.ts`.
 * @throws InputError with all problems, before any request is sent
 */
const read_inputs_readInputs = (source) => readWithProblems(source, readAllInputs);
/**
 * Reads only the instance and its API key.
 * @throws InputError with all problems
 */
const readInstance = (source) => readWithProblems(source, input => input_source_complete(instance_readInstanceParts(input)));
/** Returns undefined if one of these inputs has an error. */
function read_inputs_readCommentInputs(source) {
    const input = inputReader(source, () => undefined);
    const shard = input.optional('shard', shardNumber) ?? wholeList;
    const required = {
        comment: readComment(input),
        shard: { ...shard, jobs: shard.total },
        allowPublic: input.required('allow-public', boolean),
        dryRun: input.required('dry-run', boolean),
    };
    return complete(required, { token: input.optional('github-token', secret(input)) });
}
function readWithProblems(source, read) {
    const problems = [];
    const value = read(input_source_inputReader(source, (where, problem) => problems.push([where, problem])));
    if (value && problems.length === 0)
        return value;
    // A user may put a secret into the wrong input, and the runner does not mask annotations.
    const clean = (where, { message, hint }) => `${where}: ${source.secrets.clean(`${message}; ${hint}${/^did you mean .*\?$/.test(hint) ? '' : '.'}`)}`;
    throw new build_errors/* InputError */.dz(problems.map(([where, problem]) => clean(where, problem)));
}
function readAllInputs(input) {
    const looker = readInstanceParts(input);
    const shard = input.optional('shard', shardNumber) ?? wholeList;
    const targets = readAllTargets(input, looker, shard);
    const compare = readCompare(input, looker);
    const others = { ...looker, against: compare?.against };
    const deploy = readDeploy(input, others);
    const branchCheck = readBranchCheck(input, others);
    const isBranchChecked = input.source.get('dev-mode') !== '';
    reportInputsWithoutEffect(input, { ...others, isBranchChecked, targets });
    const release = readRelease(input);
    const required = {
        looker: complete(looker),
        targets,
        shard: { ...shard, jobs: jobsWithTargets(shard, targets ?? []) },
        pace: readPace(input),
        failOnError: input.required('fail-on-error', boolean),
        outputDirectory: input.required('output-directory', workspacePath(input.source.workspace)),
        artifact: readArtifact(input, shard),
        summary: input.required('summary', boolean),
        comment: readComment(input),
        images: readImages(input),
        dryRun: input.required('dry-run', boolean),
        allowPublic: input.required('allow-public', boolean),
        release,
        notes: input.notes,
        warnings: release?.wanted && !release.tag ? [releaseWithoutTag()] : [],
        report: input.required('report', boolean),
        compare,
    };
    const token = input.optional('github-token', secret(input));
    input.reportUnknown();
    return complete(required, { token, ...(deploy && { deploy }), ...(branchCheck && { branchCheck }) });
}
/** The members of a collection are unknown before the log-in. Each job lists them, and fails if it cannot. */
const jobsWithTargets = ({ total }, targets) => targets.some(isCollection) ? total : Math.min(total, targets.length);
const releaseWithoutTag = () => new ActionError('release is true, but no tag is known, so no files are added to a release', 'Set release-tag, or run the workflow for a tag.');
function readAllTargets(input, { base, version }, shard) {
    const common = readCommonSettings(input);
    for (const name of settingsOfVersion4)
        if (version === '3.1' && common[name])
            input.report(name, needsVersion4());
    const targets = readTargetList(input, { base, version, common });
    // The members of a collection are unknown before the log-in.
    const listed = targets?.some(isCollection) ? [] : (targets ?? []);
    const excess = describeExcess(shareOf(listed, shard).length, listed.length);
    if (excess)
        input.report('targets', new InputProblem(excess.message, excess.hint));
    return targets;
}
const readPace = ({ required }) => complete({
    concurrency: required('concurrency', wholeNumber(1, 100, 'a whole number of render tasks')),
    timeoutMinutes: required('timeout-minutes', decimalNumber(0, 7200, 'a number of minutes')),
    pollIntervalSeconds: required('poll-interval-seconds', decimalNumber(0, 300, 'a number of seconds')),
});
function readArtifact(input, { index, total }) {
    const { required, optional, source } = input;
    const written = required('artifact-name', artifactName);
    // Without a number, all jobs of a matrix would upload an artifact with the same default name.
    const isShared = total > 1 && written === source.defaults()['artifact-name'];
    const name = written && isShared ? `${written}-${index}` : written;
    const kind = required('artifact', oneOf('zip', 'files', 'none'));
    if (name !== undefined && kind !== 'none')
        refuseUsedName(input, kind === 'zip' ? [name, `${name}.html`] : [`${name}.html`]);
    return complete({
        kind,
        name,
        compressionLevel: required('compression-level', wholeNumber(0, 9, 'a compression level')),
    }, { retentionDays: optional('retention-days', wholeNumber(1, 400, 'a whole number of days')) });
}
/**
 * Refuses an artifact name that an earlier step has used. Otherwise, GitHub would refuse the name after all targets
 * were rendered.
 */
function refuseUsedName({ source, report }, names) {
    const used = source.jobArtifacts();
    const name = names.find(name => used.includes(name));
    if (name !== undefined)
        report('artifact-name', new InputProblem(`an earlier step of this job has uploaded an artifact named ${quoted(name)}`, 'give each step of a job its own artifact-name, and its own comment-key'));
}
const readComment = ({ required, optional }) => complete({
    comment: required('comment', oneOf('auto', 'true', 'false')),
    key: required('comment-key', commentKey),
}, { pullRequest: optional('pull-request', wholeNumber(1, 1e9, 'the number of a pull request')) });
const readImages = ({ required }) => complete({ kind: required('images', oneOf('branch', 'none')), ref: required('images-branch', gitRef) });
/** Accepts `github.ref` of a run for a tag, too. */
const tagName = text => asWritten(text).replace(/^refs\/tags\//, '');
const readRelease = ({ required, optional }) => complete({ wanted: required('release', boolean) }, { tag: optional('release-tag', tagName) });

;// CONCATENATED MODULE: ./build/post-state.js


/**
 * The runner passes the state to the post step under this name
 * (https://docs.github.com/actions/reference/workflow-commands#sending-values-to-the-pre-and-post-actions).
 */
const stateName = 'post';
/** The version of the state. The post step ignores a state of another version, because its fields may differ. */
const stateVersion = 1;
/** Saves the identity of the main process at once. The returned function saves other fields. */
function openPostState({ pid, env }, processes, append) {
    const file = env.GITHUB_STATE;
    // There is no post step outside of a runner.
    if (!file)
        return () => undefined;
    let state = { main: identifyProcess(pid, processes), file };
    const save = changes => {
        state = { ...state, ...changes };
        append(file, `${stateName}=${JSON.stringify({ version: stateVersion, ...state })}\n`);
    };
    try {
        save({});
    }
    catch {
        // If the state cannot be saved, the next call of `save` throws.
    }
    return save;
}
/** Reads the state that the runner passes to the post step. Returns undefined if the main step did not start. */
const readPostState = (env) => parsePostState(env[`STATE_${stateName}`] ?? '');
/** Reads the newest state that the main step of this post step has saved. */
function readNewestState(saved, readFile) {
    try {
        const states = readFile(saved.file)
            .split(/\r?\n/)
            .filter(line => line.startsWith(`${stateName}=`))
            .map(line => parsePostState(line.slice(stateName.length + 1)));
        const isOfSameStep = (state) => state?.main.pid === saved.main.pid && state.main.startTime === saved.main.startTime;
        return states.findLast(isOfSameStep) ?? saved;
    }
    catch {
        // The runner has removed the file.
        return saved;
    }
}
function parsePostState(text) {
    const saved = json_parseJson(text);
    if (!json_isObject(saved) || saved.version !== stateVersion || !json_isObject(saved.main))
        return undefined;
    const { main, file, instance, isGuarded, deploy, branches, dashboards, comment } = saved;
    const { pid, startTime } = main;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0)
        return undefined;
    return {
        main: { pid, ...(typeof startTime === 'string' && { startTime }) },
        file: typeof file === 'string' ? file : '',
        ...(typeof instance === 'string' && { instance }),
        isGuarded: isGuarded !== false,
        deploy,
        branches,
        dashboards,
        comment,
    };
}

;// CONCATENATED MODULE: ./build/public-log.js



function holdLog(print) {
    let held = [];
    let isOpen = false;
    let isDropped = false;
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
                print('Lines about targets are left out here, because this repository is or may be public.');
            held = undefined;
            isDropped = true;
        },
        isDropped: () => isDropped,
    };
}
/** Turns off the debug log, because it quotes Looker. */
const withoutDebug = (core) => ({
    ...core,
    debug: () => undefined,
    isDebug: () => false,
});
const withheldFault = {
    message: "Looker's message is left out here, because this repository is or may be public",
    hint: 'Read it in the output results.',
};
/** Replaces an error that may quote Looker. Returns other errors unchanged. */
function public_log_withholdWords(error) {
    if (error.publicFact !== undefined)
        return new build_errors/* ActionError */.lZ(error.publicFact, error.hint);
    return mayQuote(error)
        ? new build_errors/* ActionError */.lZ(withheldFault.message, 'Run the step in a private repository to read it.')
        : error;
}
function mayQuote(error) {
    for (let at = error; at instanceof Error; at = at.cause)
        if (at instanceof build_errors/* QuotingError */.yV)
            return true;
    return false;
}
/** Replaces the message of a LookML error. Its file and line remain. */
const public_log_withholdLookmlError = (error) => ({
    ...error,
    message: 'Looker found an error here',
});
const public_log_withholdContent = ({ kind, id, isTarget }) => ({
    kind,
    id: '',
    title: numberOfContent({ kind, id }),
    url: '',
    messages: [],
    ...(isTarget && { isTarget }),
});
/** Removes Looker's messages from a branch check. */
const withholdBranch = ({ content, ...branch }) => ({
    ...branch,
    lookmlErrors: branch.lookmlErrors.map(public_log_withholdLookmlError),
    ...(content && {
        content: {
            ...content,
            broken: content.broken.map(public_log_withholdContent),
            ...(content.problem !== undefined && { problem: withheldFault.message }),
        },
    }),
});
const withholdFailure = (result, place) => {
    const { title: _, distinction: __, check, ...about } = result;
    const { target } = about;
    const shown = isCollection(target)
        ? { ...target, url: withoutQuery(target.url) }
        : withholdTarget(target, place);
    return { ...about, target: shown, error: withheldFault, ...(check && { check: withholdCheck(check) }) };
};
function public_log_withholdDetails(result, place) {
    if (result.status === 'failure')
        return withholdFailure(result, place);
    const target = withholdTarget(result.target, place);
    if (result.status === 'checked') {
        const { title: _, distinction: __, check, ...about } = result;
        return { ...about, target, check: withholdCheck(check) };
    }
    const { title: _, distinction: __, check, ...about } = result;
    const comparison = about.comparison && withholdError(about.comparison);
    return {
        ...about,
        target,
        ...(comparison && { comparison }),
        ...(check && { check: withholdCheck(check) }),
    };
}
/** Keeps the states of the tiles. Removes titles, Explores, results and messages. */
const withholdCheck = ({ numbers, tiles, drawing }) => ({
    ...(numbers && { numbers }),
    ...(drawing && {
        drawing: { modelTiles: [], textHash: '', ...(drawing.problem && { problem: withheldFault }) },
    }),
    tiles: tiles.map(({ sql, numbers, isUncheckable }, place) => ({
        title: `Tile ${place + 1}`,
        explore: '',
        ...(sql && { sql }),
        ...(numbers && { numbers }),
        ...(isUncheckable && { isUncheckable }),
        queries: [],
    })),
});
const withholdError = (comparison) => 'error' in comparison ? { ...comparison, error: withheldFault } : comparison;
const withoutQuery = (url) => url.replace(/[?#].*$/s, '');
function withholdTarget(target, place) {
    const { title: _, place: __, ...rest } = target;
    const name = `Target ${place + 1} (${describeTarget(target)})`;
    const url = withoutQuery(target.url);
    const names = { url, source: name, name, file: `${name}.${target.output.format}` };
    if ('filters' in rest)
        return { ...rest, ...names, filters: new Map() };
    const { dashboard, ...others } = rest;
    const parent = dashboard && { id: dashboard.id, url: withoutQuery(dashboard.url) };
    return { ...others, ...names, ...(parent && { dashboard: parent }) };
}
/** Removes LookML errors, titles, and the reason why the run stopped. All of them may quote Looker. */
const public_log_withholdJudged = ({ lookml, brokenContent, stopped: _, ...judged }) => ({
    ...judged,
    ...(lookml && { lookml: { ...lookml, errors: { ...lookml.errors, first: [] } } }),
    ...(brokenContent && {
        brokenContent: { ...brokenContent, titles: { ...brokenContent.titles, first: [] } },
    }),
});

// EXTERNAL MODULE: ./build/runtime/deadlines.js
var runtime_deadlines = __nccwpck_require__(9450);
// EXTERNAL MODULE: ./build/runtime/processes.js
var runtime_processes = __nccwpck_require__(7422);
;// CONCATENATED MODULE: ./build/acceptance/results-format.js





const resultsFolder = 'results';
/**
 * The path contains a hash of the comment key, because the key may contain any character. It contains the writer,
 * because a step must not repeat the verdict of another step with the same key.
 */
function resultsPath(about) {
    return `${storedBefore(about)}-${about.shard}.json`;
}
/**
 * Returns the path of the acceptance. The jobs of a `shard` share the file, and so do the results of different lists of
 * targets: a target that a reviewer accepted may later belong to another job or list.
 */
const acceptancePath = (about) => `${storedBefore(about)}-accepted.json`;
/** Returns the path of the marks of the jobs that share the targets (see `JobMark`). */
const marksPath = (about) => `${storedBefore(about)}-jobs.json`;
function storedBefore(about) {
    const key = sha256Of(about.commentKey).slice(0, 16);
    return `${resultsFolder}/${about.pullRequest}/${key}-${about.writer}`;
}
/** The version of the file format. Files with a different version are ignored. */
const version = 1;
/**
 * Returns the content of the results' file. If the file would be too long to be read again, leaves out the output
 * `results`, the only part that may be long.
 * @throws ActionError if the results cannot be read again, because a label could then not accept them
 */
function formatResults(results) {
    const { acceptance: _, ...own } = results;
    const { outputs: { results: __, ...shortOutputs } = {}, ...rest } = own;
    return readable([own, { ...rest, outputs: shortOutputs }], parseResults);
}
/** @throws ActionError if the acceptance cannot be read again */
const formatAcceptance = (acceptance) => readable([acceptance], parseAcceptance);
/** Returns the text of the first file that can be read again. */
function readable(files, parse) {
    const texts = files.map(file => `${JSON.stringify({ version, ...file }, null, 1)}\n`);
    const text = texts.find(parse);
    if (text === undefined)
        throw new ActionError('The stored file would not be readable', 'This is unexpected: please report it.');
    return text;
}
/** The maximum length of the file. The results of 500 targets with long names take about 300 KB without outputs. */
const maxLength = 5_000_000;
/**
 * Parses stored results. Checks every field, because all users with write access to the repository can change the file.
 * @returns undefined if the file does not have the form that this action writes
 */
function parseResults(json) {
    const results = parseFile(json);
    return isStoredResults(results) ? results : undefined;
}
/** Checks every field, as `parseResults` does. */
function parseAcceptance(json) {
    const acceptance = parseFile(json);
    return isStoredAcceptance(acceptance) ? acceptance : undefined;
}
function parseFile(json) {
    if (json.length > maxLength)
        return undefined;
    const file = parseJson(json);
    if (!isObject(file) || file.version !== version)
        return undefined;
    const { version: _, ...content } = file;
    return content;
}
const isCommitSha = value => typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value);
const isHash = value => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
const isLogin = value => typeof value === 'string' && /^[\w-]{1,100}(\[bot\])?$/.test(value);
const isTime = value => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
/** Outputs may have any length, because the results of hundreds of targets are long. */
const isOutputs = value => json_isObject(value) &&
    Object.entries(value).every(([name, text]) => /^[a-z-]{1,30}$/.test(name) && typeof text === 'string');
/** Other paths would replace files that the action needs, for example the baselines. */
const isPath = value => isText(value) && String(value).startsWith(`${resultsFolder}/`) && !/\/\.{0,2}(\/|$)/.test(String(value));
const isStoredPicture = shape({ blob: isHash, path: isPath });
const isResults = shape({
    pullRequest: isCount,
    sha: isCommitSha,
    baseBranch: optional(isText),
    run: isRunAttempt,
    at: isTime,
    facts: isUngatedFacts,
    failures: arrayOf(isText),
    targets: arrayOf(shape({
        key: isText,
        name: isText,
        status: oneOfValues('unchanged', 'changed', 'incomparable', 'new', 'failed'),
        hash: optional(isHash),
        equals: optional(isHash),
        errors: optional(arrayOf(isText)),
        picture: optional(isStoredPicture),
    })),
    outputs: optional(isOutputs),
    outdatedBy: optional(isRunAttempt),
});
const isAcceptanceFile = shape({
    login: isLogin,
    run: isCount,
    baseBranch: optional(isText),
    at: isTime,
    sha: isCommitSha,
    targets: arrayOf(shape({
        key: isText,
        hash: optional(isHash),
        errors: optional(arrayOf(isText)),
        picture: optional(isStoredPicture),
        isUncompared: optional(oneOfValues(true)),
    })),
});
const isStoredAcceptance = (value) => isAcceptanceFile(value);
const isStoredResults = (value) => isResults(value);
/**
 * Whether two runs have the same base branch. An author can change the base branch of a pull request, and reviewers
 * have then not seen the change against the new base branch. An unknown base branch is never the same.
 */
const results_format_isSameBase = (one, other) => one.baseBranch !== undefined && one.baseBranch === other.baseBranch;
/** Adds the acceptance to the results, unless it has another base branch. */
const withAcceptance = ({ acceptance: _, ...results }, acceptance) => ({
    ...results,
    ...(acceptance && results_format_isSameBase(results, acceptance) && { acceptance }),
});
/**
 * Adds what one job accepts to the stored acceptance. The acceptance of a newer label replaces the acceptance of an older
 * label, even if its job ends first. Jobs that handle the same label add to each other's acceptance.
 */
function addAcceptance(stored, own) {
    if (!stored || stored.run < own.run)
        return own;
    if (stored.run > own.run)
        return stored;
    const targets = [...stored.targets, ...own.targets];
    return { ...own, targets: [...new Map(targets.map(target => [JSON.stringify(target), target])).values()] };
}
/**
 * Whether results may replace the stored results. An older run never replaces the results of a newer run. A re-run of
 * an older run may replace the results of a newer run only if both have the same commit.
 */
function mayReplace(stored, { sha, run }) {
    if (stored === undefined)
        return true;
    const order = compareAttempts(run, stored.run);
    return order === 'unknown' ? sha === stored.sha || run.id > stored.run.id : order !== 'older';
}
/**
 * Marks stored results before `run` renders their commit again.
 * @returns undefined if there is nothing to mark
 */
function asOutdated(stored, { sha, run }) {
    const isOlderThan = (other) => compareAttempts(run, other) === 'older';
    if (stored?.sha !== sha || isOlderThan(stored.run))
        return undefined;
    return stored.outdatedBy && isOlderThan(stored.outdatedBy) ? undefined : { ...stored, outdatedBy: run };
}
/**
 * Returns the mark of results that replace `stored`. A mark of a run that may have begun later stays. If the order of
 * both results is unknown, the new results get a mark, too. A run that has marked the stored results is newer than
 * they are.
 */
function markAfter(stored, { sha, run }) {
    if (stored?.sha !== sha)
        return {};
    const { outdatedBy } = stored;
    const order = compareAttempts(run, outdatedBy ?? stored.run);
    if (order === 'same' || order === 'newer')
        return {};
    return { outdatedBy: outdatedBy ?? run };
}

;// CONCATENATED MODULE: ./build/acceptance/decide-label-event.js



function labelEventOf({ run }) {
    const { label, sender: login, pull_request: pull } = run.payload;
    const sha = pull?.head?.sha?.toLowerCase();
    const baseBranch = baseBranchOf(run);
    if (login === undefined || sha === undefined)
        return undefined;
    const about = {
        ...{ login, sha, run: run.id },
        ...(baseBranch !== undefined && { baseBranch }),
        ...timeOf(pull?.updated_at),
    };
    if (isTextEdit(run))
        return { action: 'edited', ...about };
    const { action } = run.payload;
    const isLabel = action === 'labeled' || action === 'unlabeled';
    return isLabel && label !== undefined ? { action, label, ...about } : undefined;
}
function timeOf(text = '') {
    const at = Date.parse(text);
    return Number.isNaN(at) ? {} : { at };
}
/** Whether the event added or removed the accept label. */
const isAcceptLabelEvent = ({ run, inputs }) => isLabelEvent(run) && isSameLabel(run.payload.label ?? '', inputs.compare.acceptLabel);
/** Whether stored results may answer a label event. The step then does not log in to Looker. */
const decide_label_event_mayRepeat = (context) => context.inputs.compare.failOnChange && !context.inputs.dryRun && labelEventOf(context) !== undefined;
/** Decides what to do after a label event. Only the accept label changes the acceptance. */
function decideLabelEvent(event, stored, { acceptLabel, now }) {
    if (stored?.sha !== event.sha || stored.outdatedBy || !isSameBase(stored, event))
        return { kind: 'render' };
    const unchanged = { kind: 'repeat', results: stored, isAcceptanceChanged: false };
    if (event.label === undefined || !isSameLabel(event.label, acceptLabel))
        return unchanged;
    const isAdded = event.action === 'labeled';
    if (isAdded && isUnseenBy(stored, event))
        return { ...unchanged, isUnseen: true };
    if (isSuperseded(event, stored))
        return unchanged;
    const { acceptance: _, ...rest } = stored;
    if (!isAdded)
        return { kind: 'repeat', results: rest, isAcceptanceChanged: stored.acceptance !== undefined };
    const acceptance = {
        login: event.login,
        run: event.run,
        ...(event.baseBranch !== undefined && { baseBranch: event.baseBranch }),
        at: now.toISOString(),
        sha: event.sha,
        targets: gatedTargets(stored),
    };
    return { kind: 'repeat', results: { ...rest, acceptance }, isAcceptanceChanged: true };
}
/** Whether a newer label accepted the results. GitHub may start the jobs of two events in any order. */
const isSuperseded = (event, { acceptance }) => acceptance !== undefined && acceptance.run > event.run;
/**
 * Whether the results are newer than the event, so that the person who added the label did not see them. Such results
 * come from another run that ended while this job waited, or from an earlier attempt of this run. GitHub's times are
 * whole seconds.
 */
const isUnseenBy = ({ run, at }, event) => run.id >= event.run || (event.at !== undefined && Math.floor(Date.parse(at) / 1000) * 1000 > event.at);
/**
 * Whether another run may be storing the acceptance of these results: the pull request has the accept label, but the
 * event is about another label. A person can add both labels at once. Other jobs of a `shard` may already have stored
 * their acceptance of the same commit.
 */
const mayBeAcceptedSoon = ({ sha, acceptance, targets }, context) => (acceptance === undefined || acceptance.sha === sha) &&
    targets.some(target => isGated(target) && !isAccepted(target, acceptance)) &&
    hasLabel(context.run, context.inputs.compare.acceptLabel) &&
    !isAcceptLabelEvent(context);
const isGated = ({ status }) => status === 'changed' || status === 'incomparable';
/**
 * Returns the targets that need to be accepted. Omits their names, because a name may change while the result stays the
 * same.
 */
const gatedTargets = ({ targets }) => targets.filter(isGated).map(({ key, status, hash, errors, picture }) => ({
    key,
    ...(hash !== undefined && { hash }),
    ...(errors && { errors }),
    ...(picture && { picture }),
    ...(status === 'incomparable' && { isUncompared: true }),
}));
/** Whether the result is the accepted one, or broken content with no other errors than the accepted ones. */
function isCovered({ hash, errors }, accepted) {
    if (hash !== undefined && hash === accepted.hash)
        return true;
    const known = new Set(accepted.errors);
    return errors?.every(error => known.has(error)) ?? false;
}
/**
 * A target without a hash has no result, so it is never accepted. If the same target is listed twice, each of its
 * accepted results counts for both, because all of them were compared in the same way.
 */
const isAccepted = ({ key, status, hash, equals, errors }, acceptance) => acceptance?.targets.some(({ key: acceptedKey, isUncompared, ...accepted }) => acceptedKey === key &&
    [hash, equals].some(own => isCovered({ hash: own, errors }, accepted)) &&
    !(isUncompared && status === 'changed')) ?? false;
function gateOf(results, acceptLabel) {
    const { acceptance } = results;
    if (!acceptance)
        return { acceptLabel };
    const changedSince = results.targets
        .filter(target => isGated(target) && !isAccepted(target, acceptance))
        .map(({ name }) => name);
    return { acceptLabel, acceptance: toHeadline(acceptance, changedSince) };
}
const toHeadline = ({ login, sha }, changedSince) => ({
    login,
    commit: sha,
    changedSince: asListed(changedSince),
});

;// CONCATENATED MODULE: ./build/github/publishing-guard.js




/** Returns undefined if the event does not say whether the repository is public. */
function publishing_guard_guardByEvent({ inputs, run }) {
    if (inputs.allowPublic)
        return { kind: 'open' };
    const isPrivate = isPrivateByEvent(run);
    return isPrivate === undefined ? undefined : guardOf({ inputs, run }, isPrivate);
}
async function guardByGitHub(context) {
    try {
        return guardOf(context, await readIsPrivate(context));
    }
    catch (error) {
        const { message } = gitHubError(error, 'GitHub was asked', 'metadata: read');
        if (!publishes(context))
            return { kind: 'details withheld' };
        return {
            kind: 'visibility unknown',
            error: new ActionError(`Nothing was published: GitHub did not say whether this repository is public (${message})`, 'Run the job again, check github-token, or set allow-public to true if all internet users may see the dashboards.', { cause: error }),
        };
    }
}
/**
 * Returns undefined for a re-run. A re-run has the payload of the first attempt, and the repository may have become
 * public since then.
 */
const isPrivateByEvent = ({ payload, attempt }) => attempt === 1 ? payload.repository?.private : undefined;
async function readIsPrivate(context) {
    const { octokit, owner, repo } = await openRepository(context, context.deadlines.start);
    const { data } = await octokit.rest.repos.get({ owner, repo });
    if (typeof data.private !== 'boolean')
        throw new Error('the answer does not contain it');
    return data.private;
}
function guardOf(about, isPrivate) {
    if (isPrivate)
        return { kind: 'open' };
    return publishes(about) ? { kind: 'refused', error: publicRepositoryError() } : { kind: 'details withheld' };
}
const publishes = (about) => [pullRequestToComment(about), baselineBranch(about)].some(place => place !== undefined) ||
    about.inputs.artifact.kind !== 'none' ||
    about.inputs.release.wanted;
function publishNothing({ inputs, run }) {
    const { artifact, comment, release, compare } = inputs;
    const records = baselineBranch({ inputs, run }) !== undefined;
    return {
        ...inputs,
        artifact: { ...artifact, kind: 'none' },
        comment: { ...comment, comment: 'false' },
        release: { ...release, wanted: false },
        compare: records ? { ...compare, against: 'none' } : compare,
    };
}
const publicRepositoryError = () => new ActionError('Nothing was rendered: this repository is public, and all internet users could see the dashboards', 'Set allow-public to true if the dashboards may be public, or turn off publishing with artifact: none, comment: false, release: false and compare: none.');

// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(6698);
// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __nccwpck_require__(3053);
;// CONCATENATED MODULE: ./build/publish/artifact.js











const noArtifacts = {
    send: () => undefined,
    finish: async () => ({ files: new Map(), errors: [] }),
};
const withoutService = {
    ...noArtifacts,
    finish: async () => ({ files: new Map(), errors: [], warning: noArtifactService }),
};
/** The maximum number of uploads at the same time. The images branch has its own limit. */
const maxArtifactUploads = 2;
/**
 * GitHub allows 500 artifacts per job (https://github.com/actions/upload-artifact#number-of-artifacts). The report and
 * the archive of the remaining files need two of them.
 */
const maxSingleFiles = 498;
/**
 * Uploads all files as one archive, or each file as a separate artifact that opens in the browser. If there are too many
 * files, uploads the remaining ones as an archive. The client cannot abort an upload, so an aborted signal only ends the
 * wait.
 */
function openArtifacts(load, plan, run, signal) {
    if (isEnterpriseServer(run.url))
        return withoutService;
    const { name, kind, retentionDays, compressionLevel } = plan;
    const keep = retentionDays === undefined ? {} : { retentionDays };
    const errors = [];
    const service = openService(load, run);
    const slots = pLimit(maxArtifactUploads);
    const attempt = async (name, files, options) => {
        try {
            signal.throwIfAborted();
            return await orAborted(signal, service.replace(name, files, { ...keep, ...options }));
        }
        catch (error) {
            errors.push(artifactError(error, name, kind));
            return undefined;
        }
    };
    const sent = new Map();
    const send = (path) => {
        if (!sent.has(path) && sent.size < maxSingleFiles)
            sent.set(path, slots(attempt, basename(path), [path], { skipArchive: true }));
        return sent.get(path);
    };
    const sendArchive = async (paths) => {
        const archive = await attempt(name, paths, { compressionLevel });
        return archive && { archive };
    };
    return {
        send: path => void (kind === 'files' && send(path)),
        async finish(paths) {
            if (kind === 'zip')
                return { files: new Map(), errors, ...(await sendArchive(paths)) };
            const links = await Promise.all(paths.map(async (path) => [path, await send(path)]));
            const files = new Map(links.flatMap(([path, link]) => (link ? [[path, link]] : [])));
            const rest = paths.filter(path => !sent.has(path));
            if (rest.length === 0)
                return { files, errors };
            return { files, errors, ...(await sendArchive(rest)), warning: inArchiveInstead(rest.length, name) };
        },
    };
}
const inArchiveInstead = (rest, name) => new ActionError(`${count(rest, 'file')} did not become artifacts of their own, because GitHub allows 500 artifacts per job. They are in the archive ${name}`, 'Set artifact to zip, or split the targets into several jobs with shard.');
/**
 * The number of 8 MB blocks that the client keeps in memory during an upload. The client's default of 5 is hardly
 * faster (https://github.com/actions/toolkit/blob/main/packages/artifact/src/internal/shared/config.ts).
 */
const maxBlocks = '2';
/**
 * Returns a client whose calls fail if the connection breaks during a response. The calls of the toolkit's client would
 * wait for ever.
 */
async function createArtifactClient(artifact, env) {
    env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= maxBlocks;
    const { DefaultArtifactClient } = await artifact;
    const client = new DefaultArtifactClient();
    const watch = watchAnswers();
    return {
        listArtifacts: options => watch(() => client.listArtifacts(options)),
        deleteArtifact: (name, options) => watch(() => client.deleteArtifact(name, options)),
        uploadArtifact: (...upload) => watch(() => client.uploadArtifact(...upload)),
    };
}
/**
 * Makes a call fail if its response breaks off. Otherwise, the client would wait for ever (http-client 4.0.1,
 * readBody). Node publishes each request of the process on this channel
 * (https://nodejs.org/api/diagnostics_channel.html#http).
 */
function watchAnswers() {
    const failCall = new AsyncLocalStorage();
    subscribe('http.client.request.created', message => {
        const fail = failCall.getStore();
        const { request } = message;
        // Uploads of blobs detect a broken response themselves.
        if (fail === undefined || !request.path.startsWith('/twirp/'))
            return;
        request.once('response', (answer) => answer.once('close', () => answer.complete || fail(new BrokenAnswerError())));
    });
    return call => new Promise((resolve, reject) => {
        failCall.run(reject, () => call().then(resolve, reject));
    });
}
class BrokenAnswerError extends Error {
    constructor() {
        super('The answer broke off');
        this.name = 'BrokenAnswerError';
    }
}
/**
 * An artifact that exists at the start comes from an earlier attempt. Its creation time would be no proof, because the
 * runner's clock may be wrong.
 */
function openService(load, { url, attempt, log }) {
    const atStart = attempt > 1 ? listAll(load) : Promise.resolve([]);
    atStart.catch(() => undefined); // `replace` reads the list again.
    return {
        async replace(name, files, options) {
            const client = await load();
            // All artifacts with this name that exist before the upload come from an earlier attempt.
            const earlier = await atStart.catch(() => listAll(load)).catch((error) => ({ error }));
            // If the deletion fails, the upload also fails. The error of the deletion names the reason.
            const unremoved = await removeEarlier(client, name, earlier, log).catch((error) => error);
            const earlierIds = Array.isArray(earlier) ? earlier.map(({ id }) => id) : undefined;
            return upload(client, { name, files, options, url, earlierIds }).catch(error => {
                throw isTaken(error) ? (unremoved ?? error) : error;
            });
        },
    };
}
/** GitHub does not say which job has uploaded an artifact. */
async function removeEarlier(client, name, earlier, log) {
    if (!Array.isArray(earlier))
        throw earlier.error;
    if (!earlier.some(artifact => artifact.name === name))
        return;
    await retryUnanswered(() => client.deleteArtifact(name));
    log(`Deleted the artifact ${name} of an earlier attempt, or of another job with this artifact-name.`);
}
async function listAll(load) {
    const client = await load();
    const { artifacts } = await retryUnanswered(() => client.listArtifacts());
    return artifacts;
}
async function upload(client, { name, files, options, url, earlierIds }) {
    const root = dirname(files[0] ?? '.');
    const { id, digest } = await retryUnanswered(async (attempt) => (attempt > 1 && (await findFinished(client, name, earlierIds))) ||
        client.uploadArtifact(name, [...files], root, options)).catch(async (error) => {
        throw isTaken(error) && !(await isArtifactListed(client, name)) ? nameKeptError(error, name) : error;
    });
    // In the list of artifacts, the digest has a prefix.
    const sha256 = digest?.replace(/^sha256:/, '');
    if (!id || !Number.isSafeInteger(id) || id < 0)
        throw new UnexpectedResponseError('artifact');
    return { id, url: `${url}/artifacts/${id}`, ...(sha256 && { digest: sha256 }) };
}
/**
 * Retries requests without a complete response (the client's NetworkError, artifact 6.2). The client itself retries
 * only refused requests.
 */
const retryUnanswered = (ask) => pRetry(ask, {
    retries: 2,
    minTimeout: 1000,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof BrokenAnswerError || /Unable to make request: E[A-Z]+/.test(error.message),
});
/**
 * Finds the artifact that this process has uploaded. The artifact exists if only the response to the last request was
 * lost.
 */
async function findFinished(client, name, earlierIds) {
    if (!earlierIds)
        return undefined;
    const { artifacts } = await client.listArtifacts({ latest: true });
    return artifacts.find(artifact => artifact.name === name && !earlierIds.includes(artifact.id));
}
const isArtifactListed = async (client, name) => (await client.listArtifacts().catch(() => undefined))?.artifacts.some(artifact => artifact.name === name) ??
    true;
/**
 * Explains that GitHub keeps the name of an unfinished upload. The unfinished artifact cannot be listed or deleted
 * (https://github.com/dotnet/orleans/issues/10961).
 */
const nameKeptError = (error, name) => new ActionError(`The artifact ${name} could not be uploaded: its name belongs to an upload that was not finished`, 'Start a new run of the workflow: a re-run of this one has the same problem. If jobs upload at the same time, give each its own artifact-name, or with artifact: files, give their targets different names.', { cause: error });
/** Whether the run already has an artifact with this name. The client throws a plain Error (artifact 6.2). */
const isTaken = (error) => error instanceof Error && /\(409\)|already exists/.test(error.message);
/**
 * Whether the host has no artifact service for this client. The client also refuses such hosts (artifact 6.2), but the
 * client's message does not name a next step.
 */
function isEnterpriseServer(url) {
    const { hostname } = new URL(url);
    return !/^github\.com$|\.ghe\.com$|\.localhost$/i.test(hostname);
}
const noArtifactService = new build_errors/* ActionError */.lZ('GitHub Enterprise Server has no artifact service for this action', 'Set artifact to none. You can upload the files in output-directory in a separate step.');
function artifactError(error, name, kind) {
    const what = `The artifact ${name} could not be uploaded`;
    if (error instanceof Interruption)
        return error.during(what);
    if (error instanceof ActionError)
        return error;
    const message = error instanceof Error ? error.message : String(error);
    if (/ACTIONS_(RUNTIME_TOKEN|RESULTS_URL)/.test(message))
        return new ActionError('The artifact service is not available: ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set', 'Run the action in a GitHub Actions job, or set artifact to none.');
    if (isTaken(error))
        return new ActionError(`This workflow run already has an artifact named ${name}`, kind === 'files'
            ? 'With artifact: files, each file is an artifact. Give the target another name, or set artifact to zip with an artifact-name.'
            : 'Give each job, and each step of a job, its own artifact-name, and its own comment-key. A re-run of only this job would delete the existing artifact.', { cause: error });
    return new ActionError(`${what}: ${readableMessage(error, message)}`, /storage quota/i.test(message)
        ? 'Delete old artifacts and lower retention-days, or set artifact to none.'
        : 'Run the job again; the files are in output-directory.', { cause: error });
}
/** Matches messages of the JavaScript errors that an unusable response causes in the client (artifact 6.2). */
const unusableAnswer = /not valid JSON|Unexpected (token|end|non)|Cannot (read|parse|convert|use|create)|call stack|Invalid URL|BigInt/i;
/**
 * Returns the first line of the message, because the client's advice begins on the second line. If the message is a
 * gateway's web page, returns only the status.
 */
function readableMessage(error, message) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
    if (/<!doctype|<html|<\?xml/i.test(message))
        return `it was answered with ${status ?? 'a web page'}`;
    if (unusableAnswer.test(message))
        return new UnexpectedResponseError('response of the artifact service').message;
    return oneLine(message.split('\n')[0] ?? '');
}
/**
 * Returns the path of a file that the steps of a job share. The runner empties RUNNER_TEMP at the start of each job
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
const fileOf = ({ RUNNER_TEMP }) => RUNNER_TEMP && (0,external_node_path_.join)(RUNNER_TEMP, 'looker-snapshot-artifacts');
/**
 * Identifies the job in a line of the file. If the runner has not emptied the folder, the file may contain lines of an
 * earlier job.
 */
const jobLabel = ({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB }) => JSON.stringify([GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB]);
const maxListBytes = 1_000_000;
/** Returns the names of artifacts that earlier steps of this job have uploaded. */
function readJobArtifacts(env) {
    const file = fileOf(env);
    const content = file ? (0,files/* readBoundedFile */.Mv)(file, maxListBytes) : undefined;
    if (!content || !('bytes' in content))
        return [];
    const job = `${jobLabel(env)} `;
    return new TextDecoder()
        .decode(content.bytes)
        .split('\n')
        .flatMap(line => (line.startsWith(job) ? [line.slice(job.length)] : []));
}
/**
 * Stores an artifact's name for the job's later steps. Ignores errors, because the stored names only allow an earlier
 * error message: GitHub refuses a second artifact with the same name anyway.
 */
function addJobArtifact(env, name) {
    const file = fileOf(env);
    if (!file)
        return;
    try {
        appendFileSync(file, `${jobLabel(env)} ${name}\n`);
    }
    catch {
        // The folder may be missing outside of a runner.
    }
}

// EXTERNAL MODULE: ./build/world.js
var world = __nccwpck_require__(3920);
;// CONCATENATED MODULE: ./build/start.js
















/**
 * Reads the inputs and the event, and sends the log-in requests. Call it before loading the toolkit, because loading
 * takes longer than all other work at the start. Looker then answers the requests while the toolkit is loaded.
 */
async function start(world, secrets) {
    for (const secret of proxySecrets(world.env))
        secrets.keep(secret);
    const source = sourceOf(world, secrets);
    const run = readWorkflowRun(world.env, world.readFile);
    const temporary = temporaryBranchOf(run);
    if (temporary !== undefined)
        return { kind: 'skipped', notice: describeTemporary(temporary) };
    const notice = lacksCredentials(source) ? explainMissingSecrets(run) : undefined;
    if (notice !== undefined)
        return { kind: 'skipped', notice };
    const began = new Date();
    await loadYamlFor(source);
    const read = inputsOrError(source);
    if (read instanceof InputError)
        return stoppedBy(read, { world, source, run, began });
    const inputs = forEvent(read, run, world.print);
    for (const note of inputs.notes)
        world.print(note);
    const deadlines = startDeadlines(inputs.pace.timeoutMinutes, world.clock, world.cancelled);
    const guard = guardByEvent({ inputs, run });
    const isLabelEvent = mayRepeat({ run, inputs });
    // After a label event, the other jobs may repeat the verdicts of another list.
    const isIdle = guard?.kind === 'refused' || !(isLabelEvent || hasShare(inputs));
    const connectIfNeeded = () => connectAll(world, { inputs, secrets, deadlines });
    const lookers = isIdle || isLabelEvent ? undefined : connectIfNeeded();
    if (lookers)
        await world.clock.sleep(sendingMs);
    return {
        kind: 'started',
        ...{ inputs, run, secrets, deadlines, began },
        ...(lookers && { lookers }),
        ...(isLabelEvent && !isIdle && { connectIfNeeded }),
        ...(guard && { guard }),
    };
}
function inputsOrError(source) {
    try {
        return readInputs(source);
    }
    catch (error) {
        if (error instanceof InputError)
            return error;
        throw error;
    }
}
const commentMinutes = 1;
/**
 * Without `allow-public`, allows a comment about the inputs only in a private repository, because the comment quotes
 * them. A re-run has the payload of the first attempt, and the repository may have become public since then.
 */
function stoppedBy(error, { world, source, run, began }) {
    const deadlines = startDeadlines(commentMinutes, world.clock, world.cancelled);
    const inputs = readCommentInputs(source);
    const isPrivate = run.attempt === 1 && run.payload.repository?.private === true;
    const mayComment = inputs && !inputs.dryRun && (isPrivate || inputs.allowPublic);
    return { kind: 'stopped', ...{ error, run, began, deadlines }, ...(mayComment && { inputs }) };
}
/**
 * Turns off the comparison of pictures for `dev-mode` on a pull request, because the pictures show production's LookML.
 * Turns off the branch check for other events, because there is no branch to check. Turns off the gate if the event has
 * no base branch, because no pull request and no label could make it green.
 */
function forEvent(inputs, run, print) {
    const { compare, branchCheck, ...others } = inputs;
    if (branchCheck && pullRequestFor({ inputs, run }) !== undefined)
        return { ...inputs, compare: { ...compare, against: 'none' } };
    if (branchCheck)
        print('dev-mode does nothing here, because this event has no pull request.');
    const isGateIdle = lacksBase({ inputs, run });
    if (isGateIdle)
        print('fail-on-change does nothing here, because this event has no base branch to compare with.');
    return {
        ...others,
        compare: { ...compare, ...(isGateIdle && { failOnChange: false }) },
        ...(branchCheck && { isBranchCheckIdle: true }),
    };
}
/** Whether the gate compares with a base branch, and the event has none: a pushed tag or a release, for example. */
function lacksBase({ inputs, run }) {
    const { against, failOnChange } = inputs.compare;
    if (!failOnChange || against !== 'base' || baseBranchOf(run) !== undefined)
        return false;
    return pullRequestFor({ inputs, run }) === undefined && baselineBranch({ inputs, run }) === undefined;
}
/**
 * The pause after the log-in begins, in milliseconds. It lets the requests go out before compiling the toolkit blocks
 * the process.
 */
const sendingMs = 3;
/** With a collection, every job may have targets, because the collection's members are still unknown. */
const hasShare = ({ targets, shard }) => targets.some(isCollection) || shareOf(targets, shard).length > 0;
function connectAll(world, { inputs: { looker, compare }, secrets, deadlines }) {
    const options = { world, version: looker.version, secrets, signal: deadlines.render, log: world.print };
    const first = connect(looker, options);
    if (typeof compare.against === 'string')
        return { first };
    const { host } = compare.against.base;
    const log = (line) => world.print(`${host}: ${line}`);
    return { first, second: connect(compare.against, { ...options, log, hintFor: hintForSecond }) };
}
/** Reads inputs from the environment, as the toolkit's `getInput` does. */
function sourceOf({ env, defaults }, secrets) {
    const get = (name) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
    const jobArtifacts = () => readJobArtifacts(env);
    return {
        get,
        env,
        readFile: files/* readBoundedFile */.Mv,
        jobArtifacts,
        defaults,
        workspace: (0,world/* workspaceOf */.B3)({ env }),
        secrets,
    };
}

;// CONCATENATED MODULE: ./build/annotations.js




/**
 * The maximum number of annotations in addition to the verdict. GitHub shows ten annotations of each level for a step
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations).
 */
const maxAnnotations = 9;
/** Writes each problem once, with its next step. Writes annotations up to GitHub's limit, then lines of the log. */
function annotations_annotateProblems(log, { results, lookmlErrors = [], errors, warnings }, { failOnError }) {
    // A target needs no annotation if another annotation has the same error.
    const isShown = ({ message }) => errors.some(error => error.message === message);
    const failed = results.flatMap(result => result.status === 'failure' && !isShown(result.error) ? [result] : []);
    const failures = [...groupByMessage(failed).map(toAnnotation), ...lookmlErrors.map(onFile)];
    const others = errors.map((error) => ({ words: sentence(error) }));
    writeAnnotations(log, 'error', failOnError ? [...others, ...failures] : others);
    writeAnnotations(log, 'warning', [
        ...warnings.map((error) => ({ words: sentence(error) })),
        ...(failOnError ? [] : failures),
        ...groupByMessage(results.flatMap(comparisonErrors)).map(toAnnotation),
        ...groupByMessage(results.flatMap(outsideErrors)).map(toAnnotation),
    ]);
}
function annotations_debugProblems(core, { results, errors, warnings }, secrets) {
    debugCauses(core, [...results.flatMap(thrownIn), ...errors, ...warnings], secrets);
}
function thrownIn(result) {
    const fault = result.status === 'failure'
        ? result.error
        : result.status === 'success'
            ? comparisonError(result.comparison)
            : undefined;
    return fault ? [thrownOf(fault)].filter(thrown => thrown !== undefined) : [];
}
const comparisonError = (comparison) => comparison?.status === 'incomparable' ? comparison.error : undefined;
const onFile = ({ message, path: file, line }) => ({
    title: file === undefined ? 'LookML' : `LookML: ${file}${line === undefined ? '' : `:${line}`}`,
    words: message,
    ...(file !== undefined && { place: { file, ...(line !== undefined && { startLine: line }) } }),
});
/**
 * Returns the reason why the dashboard was not drawn, or why the picture was not compared. Leaves out PDFs, because
 * most PDFs cannot be compared.
 */
function comparisonErrors(result) {
    const problem = result.check?.drawing?.problem;
    if (problem && result.status !== 'failure')
        return [{ ...result, error: { message: `Not drawn: ${problem.message}`, hint: problem.hint } }];
    const { comparison } = result;
    if (comparison?.status !== 'incomparable' || comparison.before)
        return [];
    const { message, hint } = comparison.error;
    return [{ ...result, error: { message: `Not compared: ${message}`, hint } }];
}
/** Reports rectangles of `ignore` that lie outside of the picture, because their numbers are probably wrong. */
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
    const title = headingWithAddress(first) + (more.length > 0 ? ` and ${more.length} more` : '');
    return { title, words: sentence(first.error) };
}
function writeAnnotations({ core, print }, level, all) {
    const left = all.length - maxAnnotations;
    for (const [index, { title, words, place }] of all.entries()) {
        const isLast = index === maxAnnotations - 1 && left > 0;
        const shown = isLast ? `${words} ${left} more ${left === 1 ? 'is' : 'are'} in the log.` : words;
        if (index < maxAnnotations)
            core[level](shown, { ...(title !== undefined && { title }), ...place });
        else
            print(title === undefined ? words : `${title}: ${words}`);
    }
}
/** Groups targets with the same error. For example, all targets have the same error after a failed log-in. */
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

;// CONCATENATED MODULE: ./build/headline-words.js


/** Returns text such as `No change in 10 dashboards since the baseline`, or `No difference from a.looker.com in …`. */
function noChangeIn(facts, what) {
    const { comparedWith } = facts;
    return comparedWith
        ? `No difference from ${comparedWith.host} in ${what}`
        : `No change in ${what}${since(facts)}`;
}
const since = ({ deployedAt }) => (deployedAt === undefined ? '' : ' since the baseline');
/** Returns text such as `2 of 12 dashboards`, or `1 dashboard` if there is only one. */
const outOf = (part, all, noun) => all === 1 ? `1 ${noun}` : `${part} of ${headline_words_numbered(all, noun)}`;
/**
 * Returns text such as `2 of 12 dashboards changed`. Adds "since the baseline" if the pictures show production, and
 * names the second instance if the pictures are compared with it.
 */
function changedOf(facts) {
    const { changed, targets, noun, comparedWith } = facts;
    const part = outOf(changed.total, targets, noun);
    if (!comparedWith)
        return `${part} changed${since(facts)}`;
    return `${part} ${changed.total === 1 ? 'differs' : 'differ'} from ${comparedWith.host}`;
}
/** Gives the reason once if all targets have the same reason. */
function incomparableWords(facts) {
    const { incomparable: found, targets, noun, incomparableReason: shared } = facts;
    // Removes parentheses at the end of the reason, because the headline puts the reason into parentheses.
    const inParentheses = (reason) => ` (${reason.replace(/ \([^()]*\)$/, '')})`;
    const names = found.first.map(({ name, reason }) => name + (shared ? '' : inParentheses(reason)));
    const end = more(found) + (shared ? inParentheses(shared.message) : '');
    return `${outOf(found.total, targets, noun)} could not be compared: ${names.join(', ')}${end}`;
}
const headline_words_numbered = (number, noun, which = '') => noun === 'query' && number !== 1 ? `${number} ${which}queries` : (0,runtime_text/* count */.U9)(number, `${which}${noun}`);
/** In a branch check, a target may fail although its picture was rendered. */
const failedWords = ({ isCheck }, verb = 'could not') => isCheck ? `${verb} be checked completely` : `${verb} be rendered`;
/** Returns the end of a headline, such as `; 2 could not be rendered, 1 new`. */
function headline_words_rest(facts, ...kinds) {
    const words = {
        failed: failedWords(facts),
        changed: 'changed',
        incomparable: 'could not be compared',
        added: 'new',
    };
    const parts = kinds.filter(kind => facts[kind].total > 0).map(kind => `${facts[kind].total} ${words[kind]}`);
    return parts.length > 0 ? `; ${parts.join(', ')}` : '';
}
const listNames = (names) => names.first.join(', ') + more(names);
const more = ({ total, first }) => total > first.length ? ` and ${total - first.length} more` : '';
/** Returns the last part of the headline: the queries, content and files that the run left out. */
const headline_words_uncheckedWords = ({ omittedQueries: omitted = 0, isContentUnchecked, unpublished, }) => (unpublished === undefined ? '' : `; ${unpublished}`) +
    (omitted > 0
        ? `; ${omitted === 1 ? '1 query was' : `${omitted} queries were`} left out, because at most ${maxQueries} queries are run for each commit`
        : '') +
    (isContentUnchecked ? '; content outside the targets was not checked' : '');
const headline_words_acceptedBy = ({ login, commit }) => `accepted by @${login} for commit ${commit.slice(0, 7)}`;
const numberUncompared = ({ failing = 0, uncheckable = 0 }) => failing + uncheckable;
function uncomparedWords({ failing, uncheckable }) {
    const reasons = [
        failing && 'all queries failed before this pull request, too',
        uncheckable && 'only SQL Runner tiles or extensions are affected',
    ];
    return `could not be compared: ${reasons.filter(Boolean).join(', or ')}`;
}
/** Returns the end of a headline about unchanged targets: the targets and the tiles that could not be compared. */
function uncomparedRest(facts) {
    const { failingTiles: tiles = 0 } = facts;
    const targets = numberUncompared(facts);
    const they = tiles === 1 ? 'it' : 'they';
    return ((targets > 0 ? `; ${targets} ${uncomparedWords(facts)}` : '') +
        (tiles > 0
            ? `; ${(0,runtime_text/* count */.U9)(tiles, 'tile')} could not be compared: ${they} failed before this pull request, too`
            : ''));
}
/** Returns text such as `The step fails: <fact>. <next step>`. */
function headline_words_stepFailure({ stepErrors }) {
    if (!stepErrors)
        return {};
    // Jobs that share the targets may have the same error.
    const sentences = new Set(stepErrors.first.map(sentence));
    const left = stepErrors.total - stepErrors.first.length;
    const others = left > 0 ? [`${left} more ${left === 1 ? 'is' : 'are'} in the log.`] : [];
    return { failure: `The step fails: ${[...sentences, ...others].join(' ')}` };
}

;// CONCATENATED MODULE: ./build/headline.js



/** Returns the headline of the first case that applies. If no case applies, returns the number of rendered targets. */
function headline_headlineOf(facts) {
    const found = cases.map(each => each(facts)).find(headline => headline !== undefined);
    const headline = found ?? rendered(facts);
    const note = noteOnDeployed(facts, headline.case);
    const words = headline.words + uncoveredWords(facts, headline.case) + uncheckedWords(facts);
    return { ...headline, words, ...stepFailure(facts), ...(note !== undefined && { note }) };
}
/** A label cannot accept these cases. */
const failureCases = (/* unused pure expression or super */ null && (['LookML refused', 'broken tiles', 'failed']));
function uncoveredWords({ gate }, found) {
    if (!gate?.acceptance || !isGateAccepted(gate))
        return '';
    if (found === 'second key refused')
        return `; ${acceptedBy(gate.acceptance)} without a comparison`;
    if (!failureCases.includes(found))
        return '';
    return `; @${gate.acceptance.login} accepted the changes, but a label does not accept failures`;
}
const keyRefused = ({ keyRefusedBy: host }) => host === undefined
    ? undefined
    : {
        case: 'key refused',
        words: `${host} refused the API key`,
        nextStep: 'Check the secrets behind client-id and client-secret: the key may be deleted, or belong to another instance.',
    };
/** The pictures of the first instance are shown, so this case is not in `explainedCases`. */
const secondKeyRefused = ({ secondKeyRefusedBy: host }) => host === undefined
    ? undefined
    : {
        case: 'second key refused',
        words: `${host} refused the API key, so nothing was compared`,
        nextStep: 'Check the secrets behind compare-client-id and compare-client-secret. Without them, the key of client-id is used for both instances.',
    };
const lookmlRefused = ({ lookml }) => {
    if (!lookml)
        return undefined;
    const { total, first: [first], } = lookml.errors;
    const reason = first === undefined ? '' : `: ${first}`;
    const others = total > 1 ? `, and ${(0,runtime_text/* count */.U9)(total - 1, 'more error')}` : '';
    return {
        case: 'LookML refused',
        words: lookml.action === 'deploy'
            ? `Looker could not deploy this pull request's LookML${reason}${others}`
            : `This pull request's LookML does not compile${reason}${others}`,
        nextStep: lookml.action === 'check'
            ? 'Correct the LookML and push again. Tiles of a model with errors were not checked.'
            : 'Correct the LookML and push again. This commit has no pictures.',
    };
};
const shortCommit = (name) => (/^[0-9a-f]{40,64}$/.test(name) ? name.slice(0, 7) : name);
const disturbed = ({ disturbance: found }) => {
    if (!found)
        return undefined;
    const words = found.kind === 'deployment'
        ? `Commit ${shortCommit(found.name)} was deployed to ${found.host} during this run`
        : `The API user's branch on ${found.host} was switched to ${found.name} during this run`;
    return {
        case: 'disturbed',
        words: `${words}, so no result is shown`,
        nextStep: found.kind === 'deployment'
            ? 'Run this job again when no other deployment is running.'
            : 'Run this job again. Give the action an API user of its own.',
    };
};
const stopped = ({ stopped: stop }) => stop && {
    case: 'stopped',
    words: `Nothing was rendered: ${stop.reason.replace(/^Nothing was rendered: |\.$/g, '')}`,
    nextStep: stop.hint.replace(/^Nothing was rendered\. /, ''),
};
const otherCommit = facts => facts.otherCommit && {
    case: 'other commit',
    words: facts.otherCommit.message + headline_words_rest(facts, 'failed', 'changed', 'incomparable', 'added'),
    nextStep: facts.otherCommit.hint,
};
const broken = facts => facts.brokenTiles.total === 0
    ? undefined
    : {
        case: 'broken tiles',
        words: `This pull request breaks ${(0,runtime_text/* count */.U9)(facts.brokenTiles.total, 'tile')}: ${listNames(facts.brokenTiles)}${headline_words_rest(facts, 'failed', 'changed')}${contentRest(facts)}`,
        nextStep: 'Correct the LookML that these tiles use, and push again.',
    };
/** With `fail-on-change` (`gate`), the headlines about acceptance mention the broken content instead. */
const brokenContent = facts => {
    const { brokenContent: found, gate } = facts;
    if (!found || gate)
        return undefined;
    return {
        case: 'broken content',
        words: `This pull request breaks ${found.count}: ${listNames(found.titles)}${headline_words_rest(facts, 'failed', 'changed')}`,
        nextStep: 'Correct the LookML, or the content that uses it. The errors are listed below.',
    };
};
const contentWords = ({ count, titles }) => `${count} ${titles.total === 1 ? 'breaks' : 'break'}: ${listNames(titles)}`;
const contentRest = ({ brokenContent: found }) => (found ? `; ${contentWords(found)}` : '');
const outOfDate = facts => {
    const { gate } = facts;
    if (!gate?.acceptance || !isOutOfDate(gate))
        return undefined;
    const { acceptance } = gate;
    const { changedSince, login, commit } = acceptance;
    const them = changedSince.total === 1 ? 'it' : 'them';
    return {
        case: 'acceptance out of date',
        words: `${headline_words_numbered(changedSince.total, facts.noun)} changed after @${login} accepted commit ${commit.slice(0, 7)}: ${listNames(changedSince)}${headline_words_rest(facts, 'failed')}`,
        nextStep: `Look at ${them} again.${addAgain(gate)}`,
    };
};
function addAgain({ acceptLabel, ...gate }) {
    if (gate.unstoredHint !== undefined)
        return notStored('the new changes', gate);
    if (acceptLabel === undefined)
        return '';
    return ` To accept the new changes, remove the label ${acceptLabel} and add it again.`;
}
const notStored = (them, { unstoredHint, isUnshown }) => ` No label can accept ${them}, because the ${isUnshown ? 'comment could not be written' : 'results could not be stored'}. ${unstoredHint}`;
const redGate = facts => {
    const { gate, changed, incomparable, brokenContent } = facts;
    if (!gate || isOutOfDate(gate) || !verdict_facts_isGateRed(facts))
        return undefined;
    const parts = [
        changed.total > 0 && `${changedOf(facts)}: ${listNames(changed)}`,
        incomparable.total > 0 && incomparableWords(facts),
        brokenContent && contentWords(brokenContent),
    ].filter(part => typeof part === 'string');
    const number = changed.total + incomparable.total + (brokenContent?.titles.total ?? 0);
    const them = number === 1 ? 'it' : 'them';
    const hint = number === incomparable.total ? facts.incomparableReason?.hint : undefined;
    const step = hint !== undefined && hint !== gate.unstoredHint
        ? `${hint}${howToAccept(gate, `${them} without a comparison`)}`
        : `${gate.isUnpublished ? unpublishedWords : `Look at ${them}.`}${howToAccept(gate, them)}`;
    return {
        case: 'red gate',
        words: parts.join('; ') + headline_words_rest(facts, 'failed'),
        nextStep: step + uncoveredFailures(facts),
    };
};
const unpublishedWords = 'No picture is published: set images to branch, or artifact to zip.';
function howToAccept({ acceptLabel, acceptance, isMergeQueue, ...gate }, them) {
    if (isMergeQueue)
        return ` No label can accept ${them} in a merge queue. If the check of the pull request is enough, set fail-on-change to \${{ github.event_name != 'merge_group' }}.`;
    if (gate.unstoredHint !== undefined)
        return notStored(them, gate);
    if (acceptLabel === undefined)
        return '';
    return acceptance?.isLabelOnly
        ? ` The label ${acceptLabel} was added before these results, so it does not accept them. Remove the label and add it again. The workflow needs types: [opened, synchronize, reopened, edited, labeled, unlabeled] below on.pull_request for that.`
        : ` To accept ${them}, add the label ${acceptLabel}.`;
}
/** Warns reviewers that the step still fails after they have added the label. */
const uncoveredFailures = ({ gate, failed }) => gate?.acceptLabel === undefined || gate.unstoredHint !== undefined || failed.total === 0
    ? ''
    : ' The label does not accept failures.';
const someFailed = facts => {
    const { failed, targets, noun, failureReason } = facts;
    if (failed.total === 0)
        return undefined;
    const isNone = failed.total === targets && targets > 1;
    // If queries were left out, the end of the headline already says so.
    const reason = failureReason && !facts.omittedQueries ? `: ${failureReason.message}` : '';
    const words = isNone
        ? `None of ${headline_words_numbered(targets, noun)} ${failedWords(facts, 'could')}${reason}`
        : `${outOf(failed.total, targets, noun)} ${failedWords(facts)}: ${listNames(failed)}`;
    return {
        case: 'failed',
        words: words + headline_words_rest(facts, 'changed', 'incomparable', 'added'),
        nextStep: isNone && failureReason
            ? failureReason.hint
            : `The ${failed.total === 1 ? 'reason and the next step are' : 'reasons and the next steps are'} below.`,
    };
};
const changed = facts => facts.changed.total === 0 || (facts.gate && verdict_facts_isGateAccepted(facts.gate))
    ? undefined
    : {
        case: 'changed',
        words: `${changedOf(facts)}: ${listNames(facts.changed)}${headline_words_rest(facts, 'incomparable', 'added')}`,
    };
const incomparable = facts => facts.incomparable.total === 0 || (facts.gate && verdict_facts_isGateAccepted(facts.gate))
    ? undefined
    : {
        case: 'incomparable',
        words: incomparableWords(facts) + headline_words_rest(facts, 'added'),
        nextStep: facts.incomparableReason?.hint ??
            `The ${facts.incomparable.total === 1 ? 'reason and the next step are' : 'reasons and the next steps are'} below.`,
    };
const accepted = facts => {
    const acceptance = facts.gate?.acceptance;
    const { changed, incomparable, brokenContent, noun } = facts;
    if (!facts.gate || !acceptance || !verdict_facts_isGateAccepted(facts.gate) || !hasGatedChange(facts))
        return undefined;
    const uncompared = changed.total > 0 ? `${incomparable.total}` : headline_words_numbered(incomparable.total, noun);
    const parts = [
        changed.total > 0 && `${headline_words_numbered(changed.total, noun)} changed`,
        incomparable.total > 0 && `${uncompared} could not be compared`,
        brokenContent && contentWords(brokenContent),
    ].filter(part => typeof part === 'string');
    return {
        case: 'accepted',
        words: `${parts.join('; ')}, ${headline_words_acceptedBy(acceptance)}`,
    };
};
const nothingRecorded = ({ unrecordedBranch: branch, hasOtherBaselines }) => {
    if (branch === undefined)
        return undefined;
    const nextStep = hasOtherBaselines
        ? `${branch} has baselines, but none of these targets with these options. The targets can be compared after a run on ${branch} with the same options, such as the run after the merge.`
        : `Run this workflow on ${branch} once: that run records the baselines.`;
    return { case: 'nothing recorded', words: 'Nothing to compare with yet', nextStep };
};
const nothingAffected = ({ targets, unaffected }) => targets > 0 || unaffected === 0
    ? undefined
    : {
        case: 'nothing affected',
        words: `This pull request affects none of ${(0,runtime_text/* count */.U9)(unaffected, 'target')}`,
    };
const nothingChanged = facts => {
    const counted = facts.unchanged + facts.added.total + numberUncompared(facts);
    if (facts.unchanged === 0 || counted < facts.targets)
        return undefined;
    const compared = `${comparedPart(facts)}${headline_words_numbered(facts.unchanged, facts.noun)}`;
    const words = noChangeIn(facts, compared) + headline_words_rest(facts, 'added') + uncomparedRest(facts);
    return { case: 'nothing changed', words };
};
const nothingCompared = facts => numberUncompared(facts) === 0
    ? undefined
    : {
        case: 'incomparable',
        words: `${outOf(numberUncompared(facts), facts.targets, facts.noun)} ${uncomparedWords(facts)}${headline_words_rest(facts, 'added')}`,
        nextStep: 'The reasons are below.',
    };
/** A branch check does not compare how Looker shows the values: number formats, labels, HTML, maps and charts. */
const comparedPart = ({ isCheck, comparedOnly }) => isCheck ? `the ${comparedOnly ?? 'SQL and numbers'} of ` : '';
const rendered = (facts) => ({
    case: 'rendered',
    words: facts.added.total > 0 && facts.added.total === facts.targets
        ? numbered(facts.targets, facts.noun, 'new ')
        : `${numbered(facts.rendered, facts.noun)} rendered${rest(facts, 'added')}`,
});
/**
 * The headline shows the first case that applies, so a case comes before the cases that it causes or makes unreliable:
 * a refused key makes all targets fail, and a deployment by another user makes changes meaningless. Then come problems
 * of the pull request, changes to accept, failed targets, other changes, and results that need no action.
 */
const cases = [
    keyRefused,
    secondKeyRefused,
    lookmlRefused,
    disturbed,
    stopped,
    otherCommit,
    broken,
    brokenContent,
    redGate,
    outOfDate,
    someFailed,
    changed,
    incomparable,
    accepted,
    nothingRecorded,
    nothingAffected,
    nothingChanged,
    nothingCompared,
];
const explainedCases = (/* unused pure expression or super */ null && (['key refused', 'LookML refused', 'disturbed', 'stopped']));
/** Whether the headline says why every target failed. If so, the comment does not repeat the reason. */
function explainsAllFailures(facts) {
    const { failed, targets, failureReason } = facts;
    const isShared = failureReason !== undefined && failed.total === targets && targets > 1;
    const found = headline_headlineOf(facts).case;
    return explainedCases.includes(found) || (found === 'failed' && isShared);
}
/**
 * Explains that the pictures show production, because readers of a pull request expect pictures of the pull request.
 * Names the Looker releases of two instances if they differ.
 */
function noteOnDeployed({ deployedAt, comparedWith, changed, rendered }, found) {
    const isSilent = found === 'nothing affected' || explainedCases.includes(found);
    if (rendered === 0 || isSilent)
        return undefined;
    const hosts = [deployedAt, comparedWith?.host].filter(Boolean).join(' and ');
    const shown = deployedAt !== undefined &&
        `The pictures show what is deployed at ${hosts}, not this pull request's LookML.`;
    const sentences = comparedWith
        ? [shown, changed.total > 0 && comparedWith.releases]
        : [
            shown,
            shown && changed.total > 0 && 'A change comes from new data or from edits since the baseline.',
            shown && 'To see what the pull request does, set dev-mode or deploy (both need API 4.0).',
        ];
    return sentences.filter(Boolean).join(' ') || undefined;
}

// EXTERNAL MODULE: ./build/runtime/log.js
var log = __nccwpck_require__(5961);
;// CONCATENATED MODULE: ./build/verdict.js








function conclude({ world, inputs, secrets, isGuarded }, { results: published, unaffected, judged = {} }, problems, gates) {
    const { lookmlErrors, branchErrors = [], restoreErrors, jobErrors = [], publishErrors, warnings } = problems;
    const results = isGuarded ? published.map(withholdDetails) : published;
    const forReaders = isGuarded ? withholdWords : (error) => error;
    const shown = {
        results,
        lookmlErrors: isGuarded ? lookmlErrors.map(withholdLookmlError) : lookmlErrors,
        errors: [...restoreErrors, ...branchErrors, ...jobErrors, ...publishErrors].map(forReaders),
        // Warnings about inputs do not quote Looker, so a public log may show them.
        warnings: [...inputs.warnings, ...warnings.map(forReaders)],
    };
    debugProblems(world.core, shown, secrets);
    const shownJudged = isGuarded ? withholdJudged(judged) : judged;
    const isSaid = gates.failOnError && isSaidByHeadline(published, shownJudged);
    const [first] = results;
    if (isSaid && !shownJudged.stopped && first?.status === 'failure')
        world.print(sentence(first.error));
    annotateProblems(world, isSaid ? { ...shown, results: [] } : shown, gates);
    const facts = { ...shownJudged, unaffected: unaffected.length };
    setVerdict(world, results, problems, isGuarded ? withheldGates(gates) : gates, facts);
}
/** Whether the verdict and the annotations of LookML errors already explain why all targets failed. */
function isSaidByHeadline(results, { keyRefusedBy, lookml, stopped }) {
    const messages = results.map(result => (result.status === 'failure' ? result.error.message : undefined));
    const isOneReason = messages[0] !== undefined && new Set(messages).size === 1;
    return isOneReason && (keyRefusedBy !== undefined || stopped !== undefined || lookml?.action === 'compile');
}
const withheldGates = ({ brokenContent = [], ...gates }) => ({
    ...gates,
    brokenContent: brokenContent.map(withholdContent),
});
const disagreementReason = 'the jobs of this run do not agree';
/** Returns the reasons that fail the step even if a reviewer accepts all changes. Reasons have no full stop. */
function stepFailures(results, { publishErrors, restoreErrors, branchErrors = [], isOtherCommit = false, jobErrors = [], lookmlErrors = [], }, { failOnError }) {
    const failed = results.filter(({ status }) => status === 'failure');
    const isChecked = results.some(({ check }) => check);
    return [
        failOnError &&
            lookmlErrors.length > 0 &&
            failed.length === 0 &&
            `this pull request adds ${count(lookmlErrors.length, 'LookML error')}`,
        failOnError &&
            failed.length > 0 &&
            `${failed.length} of ${count(results.length, 'target')} ${isChecked ? 'failed' : 'could not be rendered'}`,
        isOtherCommit && 'the results do not show the head of the pull request',
        jobErrors.length > 0 && disagreementReason,
        publishErrors.length > 0 && 'not all files could be published',
        branchErrors.length > 0 && 'the branch check did not end properly',
        restoreErrors.length > 0 && 'the previous commit could not be deployed again',
    ].filter(part => part !== false);
}
/** Fails the step for a failure, or for a change that no reviewer accepted. Otherwise logs the headline. */
function setVerdict({ core, print }, results, problems, gates, judged = { unaffected: 0 }) {
    const { brokenContent = [], failOnChange } = gates;
    const facts = factsOf(results, { ...contentFacts(brokenContent), ...judged });
    const headline = headlineOf(facts);
    const reasons = stepFailures(results, problems, gates);
    const others = otherReasons(reasons);
    const isRed = failOnChange &&
        (findUnaccepted(results, 'changed').length > 0 ||
            findUnaccepted(results, 'incomparable').length > 0 ||
            brokenContent.length > 0 ||
            isGateRed(facts));
    if (reasons.length === 0 && !isRed) {
        print(verdictWords(headline));
        return;
    }
    const isExplained = isRed || reasons.length > others.length;
    const words = isExplained ? verdictWords(headline) : '';
    core.setFailed([...others, words].filter(Boolean).join(' '));
}
/** Reasons that the headline already contains. */
const headlineReasons = (/* unused pure expression or super */ null && ([
    /LookML error/,
    /^the results do not show/,
    / of \d+ targets? (failed|could not be rendered)$/,
]));
/** Returns the other reasons as sentences. */
const otherReasons = (reasons) => reasons
    .filter(reason => !headlineReasons.some(pattern => pattern.test(reason)))
    .map(reason => `${capitalized(reason)}.`);
/** Leaves out the next step if targets failed, because the annotations of the targets contain the next step. */
const verdictWords = ({ case: found, words, nextStep }) => {
    const fact = `${words.replace(/\.$/, '')}.`;
    return nextStep === undefined || found === 'failed' ? fact : `${fact} ${nextStep}`;
};
/** Does the same as `setVerdict` with the stored facts of an earlier run for this commit. */
function setRepeatedVerdict({ core, print }, { facts, failures, mayPass }) {
    const headline = headlineOf(facts);
    const words = [verdictWords(headline), headline.failure].filter(Boolean).join(' ');
    if (failures.length === 0 && !isGateRed(facts))
        print(words);
    else
        core.setFailed([...otherReasons(failures), words, ...(mayPass ? [again] : [])].join(' '));
}
const again = 'If you run this job again, it renders the targets again.';
function failStep({ core, print }, error, secrets) {
    (0,log/* debugCauses */.uY)(core, [error], secrets);
    const problems = error instanceof build_errors/* InputError */.dz && error.problems.length > 1 ? error.problems : [];
    writeAnnotations({ core, print }, 'error', problems.map(words => ({ title: 'Looker Snapshot: input', words })));
    core.setFailed((0,runtime_text/* sentence */.em)(error));
}

;// CONCATENATED MODULE: ./build/post.js






















const postMinutes = 5;
/**
 * Reverts the changes of a killed main step in Looker and in the comment. Logs in only if necessary. Fails the step
 * instead of throwing.
 */
async function post(world) {
    const saved = readPostState(world.env);
    if (!saved)
        return;
    const deadlines = (0,runtime_deadlines/* startDeadlines */.S)(postMinutes, world.clock, world.cancelled);
    try {
        // 1. End the main step if it still runs.
        await endMainStep(saved, world, deadlines);
        // 2. Revert the changes of the main step.
        const state = readNewestState(saved, world.readFile);
        const deploy = readSavedDeploy(state.deploy);
        const branches = readSavedBranches(state.branches);
        const comment = readShownRunning(state.comment);
        const options = { world, state, deadlines };
        const correction = comment && correctComment(comment, options);
        if (deploy)
            await restore(deployToPutBack(deploy), options);
        const dashboards = readSavedDashboards(state.dashboards);
        if (branches.length > 0)
            await restore(branchesToRestore(branches), options);
        if (dashboards.length > 0)
            await restore(dashboardsToDelete(dashboards), options);
        await correction;
    }
    finally {
        deadlines.end();
    }
}
/**
 * Removes the line about the running job from the comment. A failure is logged and does not fail the step, because the
 * next run corrects the comment.
 */
async function correctComment(comment, { world, deadlines }) {
    try {
        const secrets = createSecrets(world.mask);
        const token = sourceOf(world, secrets).get('github-token');
        if (token)
            secrets.keep(token);
        const run = workflow_run_readWorkflowRun(world.env, world.readFile);
        const loaded = { ...world, core: await world.core() };
        await hideRunning(await client_openRepository({ world: loaded, inputs: { token }, run, deadlines }), comment);
    }
    catch (error) {
        world.print(`The comment may still say that this run is rendering: ${(0,build_errors/* asActionError */.z6)(error).message}`);
    }
}
/**
 * Ends the main step if it still runs. In a job container, the runner signals the Docker client, but the client does
 * not pass the signal on (https://github.com/docker/cli/issues/2607). So a cancelled main step may continue during the
 * post step.
 */
async function endMainStep({ main }, { processes, clock, print }, { render: signal }) {
    const wasAlive = await (0,runtime_processes/* endProcess */.JZ)(main, processes, { clock, signal });
    if (wasAlive)
        print(`The process of the main step was still running (${main.pid}) and was stopped.`);
}
async function restore({ workspace, restore, unreached }, { world, state: { instance, isGuarded }, deadlines }) {
    const { env, clock, cancelled } = world;
    const secrets = createSecrets(world.mask);
    const print = isGuarded ? () => undefined : world.print;
    try {
        for (const secret of (0,proxies/* proxySecrets */.Wm)(env))
            secrets.keep(secret);
        const { render: signal } = deadlines;
        const options = { world, version: '4.0', secrets, signal, workspace, log: print };
        const looker = connect_connect(findInstance(world, secrets, { instance, unreached }), options);
        try {
            await restore({ looker, signal, secrets, clock });
        }
        finally {
            await logOut([looker], cancelled);
        }
    }
    catch (error) {
        const core = await world.core();
        const reason = (0,build_errors/* asActionError */.z6)(error);
        if (isGuarded)
            failStep({ core: withoutDebug(core), print }, public_log_withholdWords(reason), secrets);
        else
            failStep({ core, print }, reason, secrets);
    }
}
/**
 * Finds the instance that the main step changed. Tries the inputs first, then the job's environment: in a nested
 * composite action, the post step gets the inputs of the outer action, or none
 * (https://github.com/actions/runner/issues/3514).
 * @throws ActionError if neither the inputs nor the environment name that instance
 */
function findInstance(world, secrets, { instance, unreached }) {
    const source = sourceOf(world, secrets);
    const problems = [];
    for (const one of [source, { ...source, get: () => '' }])
        try {
            const found = readInstance(one);
            if (found.base.origin === instance)
                return found;
            problems.push(`its base-url leads to ${found.base.host}`);
        }
        catch (error) {
            if (!(error instanceof build_errors/* InputError */.dz))
                throw error;
            problems.push(error.problems.join(' '));
        }
    const host = (0,runtime_text/* parseUrl */.Dl)(instance ?? '')?.host || 'the instance';
    const { fact, hint } = unreached(host);
    throw new build_errors/* ActionError */.lZ(`${fact}. The post step cannot restore Looker, because it did not get the inputs of the main step: ${problems[0]}`, `${hint} In nested composite actions GitHub gives the post step other inputs: set LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET in the job's env.`);
}
const deployToPutBack = (saved) => ({
    workspace: 'production',
    async restore({ looker: { host, session, log }, signal, secrets, clock }) {
        const project = projectOf({ id: saved.project, host, send: session.send, clean: secrets.clean });
        await putBackAfterKill(saved, { project, clock, signal, restore: signal, log });
    },
    unreached: host => unrestoredDeployFault(saved, host),
});
const branchesToRestore = (projects) => ({
    workspace: 'dev',
    async restore({ looker: { host, session, log }, signal, secrets: { clean }, clock }) {
        const errors = await restoreAfterKill(projects, {
            project: id => devProjectOf({ id, host, send: session.send, clean }),
            userName: () => readUserName({ host, session }, signal, clean),
            clock,
            today: () => new Date(),
            signal,
            log,
        });
        throwAll(errors);
    },
    unreached(host) {
        const left = projects.map(project => unrestoredBranchFault(project, { ...project, host }, 'the API user'));
        return { fact: left.map(({ fact }) => fact).join('; '), hint: left.map(({ hint }) => hint).join(' ') };
    },
});
const dashboardsToDelete = (dashboards) => ({
    workspace: 'production',
    async restore({ looker: { host, session, log }, signal, secrets: { clean }, clock }) {
        const store = dashboardStore({ host, session, clean });
        throwAll(await deleteAfterKill(dashboards, { store, clock, signal, log }));
    },
    unreached: host => undeletedDashboardsFault(dashboards, host),
});
function throwAll(errors) {
    const [first] = errors;
    if (first)
        throw new build_errors/* ActionError */.lZ(errors.map(({ message }) => message).join('; '), first.hint, { cause: first });
}


/***/ }),

/***/ 9450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ startDeadlines),
/* harmony export */   z: () => (/* binding */ cancellationOf)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5976);


const minuteMs = 60000;
const restoreMs = minuteMs;
const verifyMs = 20_000;
const lateRestoreMs = minuteMs;
const compareGraceMs = 1.5 * minuteMs;
const publishGraceMs = 2 * minuteMs;
const commentGraceMs = publishGraceMs + minuteMs;
const maxStartMs = 2 * minuteMs;
/** The time for restoring after a cancellation. A cancelled job has three seconds for all remaining work. */
const restoreGraceMs = 1000;
/**
 * Divides the step's time into parts, and returns a signal for the end of each part. The reason of each signal is an
 * error for users.
 */
function startDeadlines(minutes, clock, cancelled) {
    const over = new AbortController();
    const began = clock.now();
    // No `AbortSignal.any`: in Node 24.16 and later, its signal can lose an abort if a source is no longer in memory
    // (https://github.com/nodejs/node/issues/65995).
    const endAfter = (timer, milliseconds, reason) => void clock.sleep(milliseconds, over.signal).then(() => timer.abort(reason), () => undefined);
    const onCancel = (act) => {
        if (cancelled.aborted)
            act();
        else
            cancelled.addEventListener('abort', act, { signal: over.signal });
    };
    const timed = (milliseconds, reason) => {
        const timer = new AbortController();
        endAfter(timer, milliseconds, reason);
        onCancel(() => timer.abort(cancelled.reason));
        return Object.assign(timer.signal, { endsAt: began + milliseconds });
    };
    const renderMs = minutes * minuteMs;
    const restore = new AbortController();
    const restoreEnd = renderMs + lateRestoreMs;
    endAfter(restore, restoreEnd, renderingError(minutes));
    onCancel(() => endAfter(restore, restoreGraceMs, cancelled.reason));
    const checkMs = Math.max(renderMs - restoreMs, renderMs / 2);
    const check = timed(checkMs, renderingError(minutes));
    return {
        render: timed(renderMs, renderingError(minutes)),
        start: timed(Math.min(maxStartMs, renderMs / 2), startError),
        queries: timed(checkMs - Math.min(verifyMs, checkMs / 6), queriesError(minutes)),
        check,
        checkLeft: () => Math.max(0, check.endsAt - clock.now()),
        compare: timed(renderMs + compareGraceMs, comparingError(minutes)),
        publish: timed(renderMs + publishGraceMs, publishingError(minutes)),
        comment: timed(renderMs + commentGraceMs, publishingError(minutes)),
        restore: Object.assign(restore.signal, { endsAt: began + restoreEnd }),
        end: () => over.abort(),
    };
}
const lessWork = 'Increase timeout-minutes (but not above the time limit of the job), or reduce the number of targets';
const timeLimitWords = (minutes) => `The time limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} (timeout-minutes) was reached`;
const renderingError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q(timeLimitWords(minutes), `${lessWork}; an idle Looker renders two at a time.`);
const queriesError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .TimeLimitError */ .$q(timeLimitWords(minutes), `${lessWork}.`);
const comparingError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The time limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} (timeout-minutes), plus 90 seconds for comparing, was reached`, `${lessWork}.`);
/** The error of the deadlines after `render`, when the action waits only for GitHub and the artifact service. */
const publishingError = (minutes) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The time limit of ${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(minutes, 'minute')} (timeout-minutes), plus the time for publishing, was reached`, "See GitHub's answers in the log, and run the job again.");
const startError = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n('GitHub did not answer before rendering had to begin', 'Run the job again, or increase timeout-minutes.');
/**
 * Returns a signal that is aborted when GitHub's runner cancels the job. The runner sends SIGINT, then SIGTERM, and
 * kills the process ten seconds after the first signal.
 */
function cancellationOf(process) {
    const cancel = new AbortController();
    const reason = new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n('The job was cancelled', 'Run the job again for the missing targets.');
    for (const signal of ['SIGINT', 'SIGTERM'])
        process.on(signal, () => cancel.abort(reason));
    process.on('uncaughtException', error => {
        if (!isStuckBody(error))
            cancel.abort(crashError(error));
    });
    return cancel.signal;
}
/**
 * Whether this is an error of undici 7.29 (Node 24.21). If a connection ends before its body was read, an assertion
 * fails outside of every promise (https://github.com/nodejs/undici/issues/5360). After this error, no more bytes of the
 * body arrive, so the reader fails because of the silence.
 */
const isStuckBody = (error) => 'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '');
const crashError = (cause) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interruption */ ._n(`The action crashed (${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(cause.message, 200)})`, 'Please report it, with the log of a run with debug logging turned on.', { cause });


/***/ }),

/***/ 8708:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Mv: () => (/* binding */ readBoundedFile),
  TA: () => (/* binding */ readFile),
  Yk: () => (/* binding */ readSystemFile)
});

// UNUSED EXPORTS: fileKey, slashPath, writeWhole

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: ./build/errors.js
var errors = __nccwpck_require__(9473);
// EXTERNAL MODULE: ./build/runtime/text.js
var runtime_text = __nccwpck_require__(5976);
;// CONCATENATED MODULE: ./build/runtime/files.js








/** Also reads files of the system such as `/proc/1/stat`, whose size is unknown. */
const readSystemFile = (path) => (0,external_node_fs_.readFileSync)(path, 'utf8');
/**
 * Returns equal keys for names that a file system may treat as equal. Some file systems ignore case or normalise
 * accented letters.
 */
const fileKey = (file) => file.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
/**
 * Returns the path relative to a folder, with `/` between folders on all systems. Returns `.` for the folder itself.
 */
const slashPath = (folder, path) => relative(folder, path).split(sep).join('/') || '.';
/** Reads a file. Refuses pipes and devices at once, because a read from a pipe or a device may block or never end. */
function readBoundedFile(path, maxBytes) {
    let descriptor;
    try {
        descriptor = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NONBLOCK ?? 0));
        const stat = (0,external_node_fs_.fstatSync)(descriptor);
        if (stat.isDirectory())
            return { refusal: 'a folder' };
        if (!stat.isFile())
            return { refusal: 'not a file' };
        const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1);
        let length = 0;
        while (length < buffer.length) {
            const read = (0,external_node_fs_.readSync)(descriptor, buffer, length, buffer.length - length, null);
            if (read === 0)
                return { bytes: buffer.subarray(0, length) };
            length += read;
        }
        return { refusal: 'too large' };
    }
    catch {
        return { refusal: 'unreadable' };
    }
    finally {
        if (descriptor !== undefined)
            (0,external_node_fs_.closeSync)(descriptor);
    }
}
/** GitHub limits an event's payload to 25 MB (https://docs.github.com/en/webhooks/webhook-events-and-payloads). */
const maxTextBytes = 30_000_000;
/** @throws if the file is not a regular file, or too large */
function readFile(path) {
    const content = readBoundedFile(path, maxTextBytes);
    if ('refusal' in content)
        throw new Error(`${path} is ${content.refusal}`);
    return Buffer.from(content.bytes).toString();
}
/**
 * Writes a file under a temporary name, and renames it when it is complete. If `content` throws, no file remains.
 * Removes an existing file first, because it may be a link that leads out of the workspace.
 * @throws ActionError that names the file, or the error of `content`
 */
async function writeWhole(path, content, renameFile = rename) {
    const part = join(dirname(path), partName(basename(path)));
    try {
        await mkdir(dirname(path), { recursive: true });
        await rm(part, { force: true });
        // Opens the file before `content` is read. Otherwise, the stream could create the file after `content` has failed.
        const file = await open(part, 'wx');
        const pieces = content instanceof Uint8Array ? Readable.from([content]) : content;
        // With a buffer of one megabyte, large files are written a quarter faster than with the default.
        await pipeline(pieces, file.createWriteStream({ highWaterMark: 1024 * 1024 }));
        await renameWithRetries(renameFile, part, path);
    }
    catch (error) {
        // The first error is more useful than an error of the clean-up.
        await rm(part, { force: true }).catch(() => undefined);
        throw fileError(error, basename(path)) ?? error;
    }
}
/** Most file systems limit a name to this number of bytes. */
const maxFileNameBytes = 255;
function partName(name) {
    const part = `.${name}.part`;
    if (Buffer.byteLength(part) <= maxFileNameBytes)
        return part;
    return `.${sha256Of(name).slice(0, 16)}.part`;
}
/** Renames with retries, because a virus scanner on Windows may hold a file for a moment after it was closed. */
const renameWithRetries = (renameFile, from, to) => pRetry(() => renameFile(from, to), {
    retries: 5,
    minTimeout: 50,
    factor: 2,
    shouldRetry: ({ error }) => 'code' in error && /^(EPERM|EBUSY|EACCES)$/.test(String(error.code)),
});


/***/ }),

/***/ 5961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Df: () => (/* binding */ withoutCommands),
/* harmony export */   Ne: () => (/* binding */ openLog),
/* harmony export */   uY: () => (/* binding */ debugCauses)
/* harmony export */ });
/* unused harmony exports quietLibraries, causeChain */
/** Opens a log that works before the toolkit is loaded. */
const openLog = (write) => ({
    print: (line) => write(`${printable(line)}\n`),
    /** Makes the runner hide a secret from now on. */
    mask: (secret) => write(`${maskCommand(secret)}\n`),
});
/**
 * Turns lines that libraries print into debug lines. The artifact client prints a dozen lines for each upload, and has
 * no setting to turn these lines off. Does not change workflow commands. Returns the stream's original `write`, with
 * which this action prints its own lines.
 */
function quietLibraries(stdout) {
    const write = stdout.write.bind(stdout);
    const quiet = (chunk, ...rest) => Reflect.apply(write, stdout, [typeof chunk === 'string' ? asDebugLine(chunk) : chunk, ...rest]);
    Object.assign(stdout, { write: quiet });
    return text => void write(text);
}
function asDebugLine(text) {
    if (text.startsWith('::') || text.trim() === '')
        return text;
    const line = text.trimEnd().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    return `::debug::${line}\n`;
}
/** Returns the command that the toolkit's `setSecret` would write. The toolkit itself is not loaded yet. */
const maskCommand = (secret) => `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
/** Returns a toolkit whose messages cannot contain commands for the runner. */
function withoutCommands(core) {
    const annotate = (level) => (message, { title, ...place } = {}) => level(breakUpCommands(String(message)), {
        ...place,
        ...(title !== undefined && { title: printable(title) }),
    });
    const { info: _, ...others } = core;
    return {
        ...others,
        debug: message => core.debug(breakUpCommands(message)),
        notice: annotate(core.notice),
        warning: annotate(core.warning),
        error: annotate(core.error),
        setFailed: message => core.setFailed(breakUpCommands(String(message))),
        startGroup: name => core.startGroup(printable(name)),
        group: (name, task) => core.group(printable(name), task),
    };
}
const printable = (text) => breakUpCommands(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
/**
 * Puts a zero-width space into each command that the runner would recognise, because a command in an external text
 * could turn off the masking of secrets. The runner recognises `##[command]` anywhere in a line, and `::command::` at
 * the start of a line. There, it ignores a byte order mark and the characters that .NET trims, including U+0085
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs). Also removes characters that change
 * the direction of text, because they mislead readers.
 */
const breakUpCommands = (text) => text
    .replace(/\p{Bidi_Control}/gu, '')
    .replaceAll('##[', '##\u200b[')
    .replace(/^(?:(?![\n\r\u2028\u2029])[\p{C}\p{Z}])*:(?=:)/gmu, '$&\u200b');
/** The maximum length of a chain of causes. A longer chain is probably a cycle. */
const maxCauses = 10;
/** Returns the stacks of an error and its causes, for the debug log. */
function causeChain(error) {
    const stacks = [];
    for (let at = error; at !== undefined && at !== null && stacks.length < maxCauses;) {
        stacks.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at));
        at = at instanceof Error ? at.cause : undefined;
    }
    return stacks.join('\nCaused by: ');
}
/** Writes each error with its causes to the debug log once. */
function debugCauses(core, thrown, { clean }) {
    if (core.isDebug())
        for (const error of new Set(thrown))
            core.debug(clean(causeChain(error)));
}


/***/ }),

/***/ 7422:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JZ: () => (/* binding */ endProcess),
/* harmony export */   xW: () => (/* binding */ systemProcesses)
/* harmony export */ });
/* unused harmony export identifyProcess */
const systemProcesses = ({ kill }, readFile) => ({ startTimeOf: pid => readStartTime(pid, readFile), kill });
function identifyProcess(pid, { startTimeOf }) {
    const startTime = startTimeOf(pid);
    return { pid, ...(startTime !== undefined && { startTime }) };
}
/**
 * Returns the time between the start of the system and the start of the process, in ticks. This is field 22 of
 * `/proc/<pid>/stat`. Field 2 is in parentheses, and may itself contain parentheses
 * (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
 */
function readStartTime(pid, readFile) {
    try {
        const stat = readFile(`/proc/${pid}/stat`);
        const [state = 'X', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const hasEnded = /^[ZXx]$/.test(state);
        return hasEnded ? undefined : fields[18];
    }
    catch {
        return undefined;
    }
}
/** The signals, with the milliseconds before the next signal. */
const signals = [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5000],
];
const checkMs = 50;
/**
 * Ends a process if it is still the same process. The first signal allows the process to clean up. Returns whether the
 * process was alive.
 */
async function endProcess({ pid, startTime }, { startTimeOf, kill }, { clock, signal }) {
    const isAlive = () => startTime !== undefined && startTimeOf(pid) === startTime;
    if (!isAlive())
        return false;
    for (const [name, patienceMs] of signals) {
        try {
            kill(pid, name);
        }
        catch {
            // The process has just ended, or belongs to another user.
        }
        for (let waited = 0; waited < patienceMs && isAlive(); waited += checkMs)
            await clock.sleep(checkMs, signal);
        if (!isAlive())
            break;
    }
    return true;
}


/***/ }),

/***/ 3375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EP: () => (/* binding */ exportProxyEnv),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Wm: () => (/* binding */ proxySecrets),
/* harmony export */   Z6: () => (/* binding */ proxyFetch),
/* harmony export */   mt: () => (/* binding */ unreachableReasons)
/* harmony export */ });
/* unused harmony exports readProxyEnv, chooseProxy, toProxyEnv, unansweredReasons */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9473);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5976);


/**
 * Reads the proxy variables. A variable in lower case takes precedence over the same variable in upper case, as in curl
 * and in GitHub's toolkit.
 */
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
/** Whether the host is this machine. It then needs no proxy, and http is safe. */
const isLoopback = (hostname) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
function chooseProxy({ protocol, hostname, port }, proxies) {
    if (isLoopback(hostname))
        return undefined;
    const [proxy, usual] = protocol === 'https:' ? [proxies.https, '443'] : [proxies.http, '80'];
    return proxies.direct.some(entry => covers(entry, hostname, port || usual)) ? undefined : proxy;
}
/**
 * Whether an entry of `NO_PROXY` covers a host. An entry is `*`, or a host with its subdomains. An entry may have a
 * port: `acme.com`, `.acme.com`, `[::1]:8080`.
 */
function covers(entry, hostname, port) {
    if (entry === '*')
        return true;
    // An entry with more than one colon is an IPv6 address. In a URL, such an address is in brackets.
    const [, name = `[${entry}]`, only = port] = /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry) ?? [];
    const host = withoutDot(name);
    return only === port && (hostname === host || hostname.endsWith(`.${host}`));
}
const withoutDot = (entry) => entry.replace(/^\*?\./, '');
/** Returns undefined if the address does not belong to an HTTP proxy. */
function proxyUrl({ address }) {
    const url = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .parseUrl */ .Dl)(address);
    return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
/** Returns `user:password`, decoded. Returns undefined if the address has neither. */
const credentialsOf = ({ username, password }) => username || password ? `${decode(username)}:${decode(password)}` : undefined;
function decode(encoded) {
    try {
        return decodeURIComponent(encoded);
    }
    catch {
        return encoded;
    }
}
/** Returns the secrets in the proxies' addresses. A user without a password may be a token, so it is a secret, too. */
function proxySecrets(env) {
    const { http, https } = readProxyEnv(env);
    const secrets = [http, https].flatMap(proxy => {
        const written = proxy && writtenSecret(proxy);
        const url = proxy && proxyUrl(proxy);
        const credentials = url && credentialsOf(url);
        return [
            ...(written ? [written, decode(written)] : []),
            ...(credentials ? [Buffer.from(credentials).toString('base64')] : []),
        ];
    });
    return [...new Set(secrets)];
}
/**
 * Returns the password as written, or a user without a password. Does not use a parsed URL, because the secret may
 * contain characters that separate the parts of an address.
 */
function writtenSecret({ address }) {
    const start = address.indexOf('//') + 2;
    const end = address.lastIndexOf('@');
    if (start < 2 || end <= start)
        return undefined;
    const credentials = address.slice(start, end);
    return /^[^:@]*:(.+)$/s.exec(credentials)?.[1] ?? credentials;
}
/** Rewrites the proxy variables, so that the toolkit and the artifact client understand them in the same way. */
function exportProxyEnv(env) {
    const proxies = readProxyEnv(env);
    Object.assign(env, toProxyEnv(proxies));
    return proxies;
}
/** The names of this machine for `NO_PROXY`. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];
/**
 * Returns the variables in a form that all libraries understand. The artifact client recognises subdomains only as
 * `.acme.com`, and does not know `*` (@azure/core-rest-pipeline 1). GitHub's toolkit requires the proxy's scheme.
 * Returns an empty object if there is no proxy.
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
/**
 * Node's `fetch` uses proxies only with NODE_USE_ENV_PROXY (https://nodejs.org/api/cli.html#node_use_env_proxy1), and
 * may refuse the dispatcher of another version of undici. So the returned function uses undici's own `fetch`. undici is
 * loaded at the first request that needs a proxy.
 */
function proxyFetch(direct, proxies, load) {
    if (!proxies.http && !proxies.https)
        return direct;
    const agents = new Map();
    return async (address, init = {}) => {
        const url = new URL(address);
        const proxy = chooseProxy(url, proxies);
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
/** The agent uses a tunnel for https, but not for http, because most proxies allow tunnels only to port 443. */
function createAgent({ Pool, ProxyAgent }, proxy) {
    const url = proxyUrl(proxy);
    if (!url)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${proxy.variable} is not the address of an HTTP proxy`, 'Write it as http://host:port, or http://user:password@host:port.', { final: true });
    const credentials = credentialsOf(url);
    const token = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    const factory = (origin, { connect, ...options }) => new Pool(origin, { ...options, connect: reportHangUp(connect) });
    return new ProxyAgent({ uri: url.origin, proxyTunnel: false, factory, ...(token && { token }) });
}
/**
 * Replaces the error code if a proxy closes the connection. Otherwise, undici 6.29 would treat the connection as an
 * idle socket and reconnect at once, thousands of times per second.
 */
const reportHangUp = (connect) => (options, callback) => connect(options, (...[error, socket]) => {
    if (!error)
        return callback(null, socket);
    const hungUp = 'code' in error && error.code === 'UND_ERR_SOCKET';
    callback(hungUp ? Object.assign(new Error('hung up', { cause: error }), { code: hangUp }) : error, null);
});
const hangUp = 'PROXY_HUNG_UP';
/** Reasons why a host cannot be reached, by Node's error code. Other codes mean a broken connection. */
const unreachableReasons = new Map([
    ['ENOTFOUND', 'there is no such host'],
    ['ECONNREFUSED', 'the connection was refused'],
    ['EHOSTUNREACH', 'the host cannot be reached'],
    ['ENETUNREACH', 'the network cannot be reached'],
    ['EMFILE', 'too many files are open on the runner'],
]);
/** Reasons why a proxy or GitHub does not answer, by error code. With a proxy, the action connects only to the proxy. */
const unansweredReasons = new Map([
    ...unreachableReasons,
    ['EAI_AGAIN', 'its name could not be looked up'],
    ['ETIMEDOUT', 'it took too long'],
    ['UND_ERR_CONNECT_TIMEOUT', 'it took too long'],
    [hangUp, 'it closed the connection'],
]);
/**
 * Returns an error if the proxy caused the error of undici. The message of undici's error is only "fetch failed", and
 * its causes contain the reason.
 */
function proxyError(error, proxy, { host }) {
    for (let at = error; at instanceof Error; at = at.cause) {
        const reason = 'code' in at ? unansweredReasons.get(String(at.code)) : undefined;
        if (reason)
            return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} did not answer: ${reason}`, `Check ${proxy.variable}; add hosts that need no proxy to NO_PROXY.`, { final: false, cause: error });
        const status = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(at.message)?.[1];
        if (status)
            return refusalError(Number(status), proxy, host, error);
    }
    return undefined;
}
function refusalError(status, proxy, host, cause) {
    const { variable } = proxy;
    const url = proxyUrl(proxy);
    if (status === 407)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(url && credentialsOf(url)
            ? `${describeProxy(proxy)} does not accept the user and password in ${variable} (407)`
            : `${describeProxy(proxy)} asks for a user and a password (407)`, `Set ${variable} from a secret, as http://user:password@host:port with percent-encoded special characters.`, { final: true, cause });
    const hint = `Check that the proxy may reach ${host}; add a host that needs no proxy to NO_PROXY.`;
    return status >= 500
        ? new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} could not reach ${host} (${status})`, hint, {
            final: false,
            cause,
        })
        : new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ProxyError */ .T6(`${describeProxy(proxy)} refused to connect to ${host} (${status})`, hint, {
            final: true,
            cause,
        });
}
/** Describes a proxy without its user and password. */
const describeProxy = (proxy) => `The proxy ${proxyUrl(proxy)?.host} (${proxy.variable})`;


/***/ }),

/***/ 5976:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Cm: () => (/* binding */ withThousands),
/* harmony export */   Dl: () => (/* binding */ parseUrl),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   cu: () => (/* binding */ removeSecrets),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   jc: () => (/* binding */ hiddenJson)
/* harmony export */ });
/* unused harmony exports capitalized, sha256Of */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);

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


/***/ }),

/***/ 5589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  j3: () => (/* binding */ DeadlineError),
  i: () => (/* binding */ bufferAhead),
  _v: () => (/* binding */ maxTimer),
  H6: () => (/* binding */ orAborted),
  nI: () => (/* binding */ serverTime),
  ml: () => (/* binding */ systemClock),
  NE: () => (/* binding */ withDeadline)
});

// UNUSED EXPORTS: once, piecesOf, valueIfSoon, waitAtMost

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./build/runtime/time.js

/**
 * The maximum delay of a timer in milliseconds. Node fires a longer timer at once
 * (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args).
 */
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
/**
 * Returns the server's time from the header `Date` of its response, or else the runner's time. Callers compare other
 * dates of the response with this time, because the runner's clock may be wrong by minutes.
 */
function serverTime(date) {
    const milliseconds = Date.parse(date ?? '');
    return Number.isNaN(milliseconds) ? Date.now() : milliseconds;
}
/**
 * Waits for a promise, but at most this number of milliseconds.
 * @throws the signal's reason
 */
async function waitAtMost(milliseconds, promise, { clock, signal }) {
    const over = new AbortController();
    const timeout = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]));
    await Promise.race([promise, timeout]).finally(() => over.abort());
}
/** The maximum wait for an optional response, in milliseconds. */
const shortWait = 2000;
/** Waits briefly for a value. Returns undefined if the promise fails, or takes longer than `milliseconds`. */
async function valueIfSoon(promise, wait, milliseconds = shortWait) {
    let value;
    const settled = promise.then(result => {
        value = result;
    }, () => undefined);
    await waitAtMost(milliseconds, settled, wait).catch(() => undefined);
    return value;
}
/** The reason of a signal from `withDeadline`. */
class DeadlineError extends Error {
    constructor(milliseconds) {
        super(`It did not end within ${Math.round(milliseconds / 1000)} s`);
        this.name = 'DeadlineError';
    }
}
/**
 * Works until the signal ends, but at most this number of milliseconds of real time. Stops the timer after the work.
 * Does not use `AbortSignal.any([signal, AbortSignal.timeout(ms)])` for two reasons: its timer would run on after the
 * work, and garbage collection can remove the signal (https://github.com/nodejs/node/issues/54614).
 */
async function withDeadline(milliseconds, signal, work) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new DeadlineError(milliseconds)), milliseconds);
    try {
        return await work(AbortSignal.any([signal, late.signal]));
    }
    finally {
        clearTimeout(timer);
    }
}
/** Waits for a promise that cannot be cancelled, but stops waiting when the signal ends. */
function orAborted(signal, promise) {
    return new Promise((resolve, reject) => {
        const stop = () => reject(signal.reason);
        if (signal.aborted)
            stop();
        signal.addEventListener('abort', stop);
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
}
/**
 * Returns a function that calls `ask` once and always returns the same promise. Callers need not handle the promise's
 * rejection.
 */
function once(ask) {
    let answer;
    return () => {
        answer ??= ask();
        answer.catch(() => undefined);
        return answer;
    };
}
/**
 * Buffers a body before any code reads it. If a connection ends before its body was read, the `fetch` of Node 24.21
 * throws an error that no code can catch.
 */
function bufferAhead() {
    const bytes = new ByteLengthQueuingStrategy({
        highWaterMark: 16 * 1024 * 1024,
    });
    return new TransformStream({}, bytes, bytes);
}
/**
 * Yields the chunks of a body. The total time is not limited, but each chunk must arrive within this number of
 * milliseconds.
 * @throws DeadlineError after a longer silence
 */
async function* piecesOf(body, { silence, signal }) {
    const reader = body.pipeThrough(bufferAhead(), { signal }).getReader();
    try {
        for (;;) {
            const { done, value } = await withDeadline(silence, signal, ended => orAborted(ended, reader.read()));
            if (done)
                return;
            yield value;
        }
    }
    finally {
        await reader.cancel().catch(() => undefined);
    }
}


/***/ }),

/***/ 3920:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B3: () => (/* binding */ workspaceOf),
/* harmony export */   vq: () => (/* binding */ bundledParts)
/* harmony export */ });
/* unused harmony export readActionDefaults */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var node_worker_threads__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5919);
/* harmony import */ var _runtime_files_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8708);



const workspaceOf = ({ env }) => env.GITHUB_WORKSPACE || process.cwd();
/**
 * Finds the files that belong to the running bundle (`dist/index.js`): `action.yml` with the defaults, and the code of
 * the thread that compares pictures.
 */
function bundledParts(bundle, env) {
    return {
        defaults: () => readActionDefaults((0,_runtime_files_js__WEBPACK_IMPORTED_MODULE_2__/* .readFile */ .TA)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(bundle, '../../action.yml')), env),
        // The thread decodes pictures from outside, so it gets no environment variables with secrets.
        comparer: () => new node_worker_threads__WEBPACK_IMPORTED_MODULE_1__.Worker((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(bundle, '../compare/index.js'), { env: {} }),
    };
}
/**
 * Returns the defaults that `action.yml` declares. The runner applies defaults only to missing inputs. Reusable
 * workflows pass empty inputs, so the action applies the defaults to these inputs itself. The index of a matrix job
 * stays empty, because only the runner knows it.
 */
function readActionDefaults(actionYml, env) {
    const evaluateAll = (value) => value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression.trim(), env));
    return Object.fromEntries(declaredInputs(actionYml.replaceAll('\r\n', '\n')).map(([name, declaration]) => [
        name,
        evaluateAll(readDefault(declaration)),
    ]));
}
/** The parts of the `github` context that are also environment variables. */
const contextVariables = {
    ref_type: 'GITHUB_REF_TYPE',
    ref_name: 'GITHUB_REF_NAME',
    workflow: 'GITHUB_WORKFLOW',
    job: 'GITHUB_JOB',
};
/**
 * Evaluates expressions such as `github.job` or `github.ref_type == 'tag' && github.ref_name || ''`. Returns an empty
 * text for other kinds of expressions.
 */
function evaluate(expression, env) {
    const [, name = '', expected, result = name] = /^github\.(\w+)(?: == '(\w*)' && github\.(\w+) \|\| '')?$/.exec(expression) ?? [];
    const read = (key) => env[contextVariables[key] ?? ''] ?? '';
    return expected === undefined || read(name) === expected ? read(result) : '';
}
/** Finds the inputs in our own `action.yml` without a YAML parser. A test compares the result with a real parser. */
function declaredInputs(actionYml) {
    const [, inputs = ''] = /^inputs:\n((?: .*\n|\n)*)/m.exec(actionYml) ?? [];
    return inputs
        .split(/^ {2}(?=[^\s#])/m)
        .slice(1)
        .map(input => [input.slice(0, input.indexOf(':')), input]);
}
function readDefault(declaration) {
    const text = /^ {4}default:(.*)$/m.exec(declaration)?.[1]?.trim() ?? '';
    if (text.startsWith('"'))
        return String(JSON.parse(text));
    return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
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
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
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
/******/ var __webpack_exports__ = __nccwpck_require__(3429);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
